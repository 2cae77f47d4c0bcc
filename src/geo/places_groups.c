/* Zones that belong together by name. */
#include "geo/places.h"

#include "base/error.h"
#include "base/mem.h"
#include "geo/polygon.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static int compare_names(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* The distinct names, sorted, as codes and names. */
static enum ws_status name_groups(struct zones *out, uint32_t zone_count, const char *const *group,
                                  struct ws_error *err)
{
    uint32_t count = 0;
    const char **names = mem_array(zone_count, sizeof *names);
    out->code = mem_array(zone_count, sizeof *out->code);
    out->name = mem_array(zone_count, sizeof *out->name);
    bool has_room = names && out->code && out->name;
    for (uint32_t zone = 0; has_room && zone < zone_count; zone++)
        if (group[zone])
            names[count++] = group[zone];
    if (count)
        qsort(names, count, sizeof *names, compare_names);
    for (uint32_t i = 0; has_room && i < count; i++) {
        if (i && !strcmp(names[i], names[i - 1]))
            continue;
        out->code[out->count] = mem_string(names[i]);
        out->name[out->count] = mem_string(names[i]);
        has_room = out->code[out->count] && out->name[out->count];
        out->count++;
    }
    mem_free(names);
    return has_room ? WS_OK : error_set(err, WS_NO_MEMORY, "no memory for the areas");
}

static enum ws_status unite(struct zones *out, uint32_t *group_of_zone, const struct zones *zones,
                            const char *const *group, struct polygons *polygons,
                            struct ws_error *err)
{
    struct areas_builder builder = {0};
    enum ws_status st = WS_OK;
    uint32_t *list = mem_array(zones->count, sizeof *list);
    if (!list)
        return error_set(err, WS_NO_MEMORY, "no memory for the areas");
    for (uint32_t zone = 0; zone < zones->count; zone++)
        group_of_zone[zone] = WS_NONE;
    for (uint32_t area = 0; !st && area < out->count; area++) {
        uint32_t count = 0;
        for (uint32_t zone = 0; zone < zones->count; zone++)
            if (group[zone] && !strcmp(group[zone], out->code[area])) {
                group_of_zone[zone] = area;
                list[count++] = zone;
            }
        st = polygons_union(polygons, &builder, &zones->areas, list, count, NULL, 0,
                            (int64_t)area + 1, err);
    }
    out->areas = builder.areas;
    mem_free(list);
    return st;
}

enum ws_status zones_of_groups(struct zones *out, uint32_t *group_of_zone,
                               const struct zones *zones, const char *const *group,
                               struct polygons *polygons, struct ws_error *err)
{
    out->has_code = true;
    enum ws_status st = name_groups(out, zones->count, group, err);
    return st ? st : unite(out, group_of_zone, zones, group, polygons, err);
}
