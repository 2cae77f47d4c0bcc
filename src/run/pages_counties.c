/* Counties as areas, for the lines of maps. */
#include "base/error.h"
#include "base/mem.h"
#include "geo/polygon.h"
#include "run/pages.h"
#include "run/run.h"

static enum ws_status unite(struct areas_builder *out, const struct zones *zones,
                            struct polygons *polygons, struct ws_error *err)
{
    enum ws_status st = WS_OK;
    uint32_t *members = mem_array(zones->count, sizeof *members);
    if (!members)
        return error_set(err, WS_NO_MEMORY, "no memory for the counties of a map");
    for (uint32_t county = 0; !st && county < zones->county_count; county++) {
        uint32_t count = 0;
        for (uint32_t zone = 0; zone < zones->count; zone++)
            if (zones->county[zone] == county)
                members[count++] = zone;
        st = polygons_union(polygons, out, &zones->areas, members, count, NULL, 0, county, err);
    }
    mem_free(members);
    return st;
}

enum ws_status pages_counties(struct areas *out, const struct run *run, struct ws_error *err)
{
    struct areas_builder builder = {0};
    struct polygons *polygons = NULL;
    if (!run->zones.county || run->zones.county_count < 2)
        return WS_OK;
    enum ws_status st = polygons_open(&polygons, err);
    if (!st)
        st = unite(&builder, &run->zones, polygons, err);
    polygons_close(polygons);
    if (st) {
        areas_release(&builder.areas);
        error_prefix(err, "while the counties are united for a map");
        return st;
    }
    *out = builder.areas;
    return WS_OK;
}
