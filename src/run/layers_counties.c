/* The layer of counties: the ground of their municipalities together, and their shares. */
#include "run/layers.h"

#include "base/mem.h"
#include "geo/polygon.h"

/* members has room for all zones. */
static enum ws_status draw(struct areas_builder *out, uint32_t *members, const struct zones *zones,
                           struct polygons *polygons, struct ws_error *err)
{
    enum ws_status st = WS_OK;
    for (uint32_t county = 0; !st && county < zones->county_count; county++) {
        uint32_t count = 0;
        for (uint32_t zone = 0; zone < zones->count; zone++)
            if (zones->county[zone] == county)
                members[count++] = zone;
        st = polygons_union(polygons, out, &zones->areas, members, count, NULL, 0, county, err);
    }
    return st;
}

enum ws_status run_counties(struct areas *out, const struct zones *zones, struct ws_error *err)
{
    struct areas_builder builder = {0};
    struct polygons *polygons = NULL;
    uint32_t *members = mem_array(zones->count, sizeof *members);
    enum ws_status st =
        members ? polygons_open(&polygons, err) : layers_no_memory(err, "layer", "counties");
    if (!st)
        st = draw(&builder, members, zones, polygons, err);
    polygons_close(polygons);
    mem_free(members);
    if (st)
        areas_release(&builder.areas);
    else
        *out = builder.areas;
    return st;
}

/* The county's row: first weight, main limit, one provider; NULL: --choice leaves that
 * one out. */
static const struct ws_share *lead_row(const struct run *run, uint32_t county)
{
    for (uint32_t i = 0; i < run->county_shares.count; i++) {
        const struct ws_share *row = &run->county_shares.rows[i];
        if (row->zone == county && !row->weight && row->choice == 1 &&
            row->cutoff_cost == run->options->cutoff_cost[run->options->main_cutoff])
            return row;
    }
    return NULL;
}

static void fill(struct layer *layer, const struct run *run)
{
    struct column *code = layers_column(layer, "code", COLUMN_TEXT);
    struct column *name = layers_column(layer, "name", COLUMN_TEXT);
    struct column *people = layers_column(layer, "people", COLUMN_REAL);
    struct column *covered = layers_column(layer, "covered", COLUMN_REAL);
    struct column *share = layers_column(layer, "share", COLUMN_REAL);
    struct column *low = layers_column(layer, "share_low", COLUMN_REAL);
    struct column *high = layers_column(layer, "share_high", COLUMN_REAL);
    for (uint32_t county = 0; county < layer->row_count; county++) {
        const struct ws_share *row = lead_row(run, county);
        layers_text(code, county, run->zones.county_code[county]);
        layers_text(name, county, run->zones.county_name ? run->zones.county_name[county] : NULL);
        if (!row)
            continue;
        layers_people(people, county, row->people_micro);
        layers_people(covered, county, row->covered_micro);
        layers_real(share, county, share_fraction(row, row->covered_micro));
        layers_real(low, county, share_low(row));
        layers_real(high, county, share_high(row));
    }
}

enum ws_status layers_counties(struct run_layers *out, const struct run *run, struct ws_error *err)
{
    out->counties = mem_array(1, sizeof *out->counties);
    enum ws_status st = out->counties ? run_counties(out->counties, &run->zones, err)
                                      : layers_no_memory(err, "layer", "counties");
    if (st)
        return st;
    struct layer *layer = layers_begin(
        out, "counties", "Counties: people, share with a provider within the main limit",
        run->zones.county_count, 8);
    if (!layer)
        return layers_no_memory(err, "layer", "counties");
    layer->geometry = LAYER_AREAS;
    layer->areas = out->counties;
    fill(layer, run);
    return layers_is_whole(layer) ? WS_OK : layers_no_memory(err, "layer", "counties");
}
