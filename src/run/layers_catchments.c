/* Layers of drawn catchments: of all offices together, and of each. */
#include "run/layers.h"

#include "base/mem.h"

/* Without roads catchments are discs: smooth borders that wider cells find as
 * well, and every vertex is moved onto the true border anyway. */
#define STRAIGHT_CELLS 5.0

static struct catchment_plan plan_of(const struct run *run, const struct allocate_plan *roads,
                                     const struct straight_plan *straight)
{
    const struct ws_options *options = run->options;
    return (struct catchment_plan){
        .roads = options->road_count ? roads : NULL,
        .straight = options->road_count ? NULL : straight,
        .facilities = &run->offices.points,
        .facility_snaps = run->snaps,
        .leg_cost = run->leg_cost,
        .snapper = run->snapper,
        .is_served = run->is_served,
        .min_component = options->min_component,
        .access_limit_m = options->access_limit_m,
        .working_crs = io_crs_wkt(run->io),
        .resolution_m = options->shape_resolution_m * (options->road_count ? 1.0 : STRAIGHT_CELLS),
        .cutoff_cost = options->cutoff_cost,
        .choice = options->choice,
        .cutoff_count = options->cutoff_count,
        .choice_count = options->choice_count,
        .threads = run_threads(run),
        .per_facility = options->per_office,
    };
}

static enum ws_status add_together(struct run_layers *out, const struct run *run,
                                   struct ws_error *err)
{
    const struct ws_options *options = run->options;
    struct layer *layer =
        layers_begin(out, "catchments", "Land from which at least k providers are within a limit",
                     out->catchments->together.count, 3);
    if (!layer)
        return layers_no_memory(err, "layer", "catchments");
    layer->geometry = LAYER_AREAS;
    layer->areas = &out->catchments->together;
    struct column *limit = layers_column(layer, "limit", COLUMN_TEXT);
    struct column *unit = layers_column(layer, "unit", COLUMN_TEXT);
    struct column *k = layers_column(layer, "k", COLUMN_WHOLE);
    for (uint32_t row = 0; row < layer->row_count; row++) {
        layers_text(limit, row, options->cutoff_text[row / options->choice_count]);
        layers_text(unit, row, options->is_time ? "s" : "m");
        layers_whole(k, row, options->choice[row % options->choice_count]);
    }
    return layers_is_whole(layer) ? WS_OK : layers_no_memory(err, "layer", "catchments");
}

static enum ws_status add_offices(struct run_layers *out, const struct run *run,
                                  struct ws_error *err)
{
    const struct ws_options *options = run->options;
    const struct offices *offices = &run->offices;
    struct layer *layer =
        layers_begin(out, "office_catchments", "Land from which one office is within a limit",
                     out->catchments->facilities.count, 3);
    if (!layer)
        return layers_no_memory(err, "layer", "office_catchments");
    layer->geometry = LAYER_AREAS;
    layer->areas = &out->catchments->facilities;
    struct column *office = layers_column(layer, "office", COLUMN_TEXT);
    struct column *provider = layers_column(layer, "provider", COLUMN_TEXT);
    struct column *limit = layers_column(layer, "limit", COLUMN_TEXT);
    for (uint32_t row = 0; row < layer->row_count; row++) {
        uint32_t i = row / options->cutoff_count;
        layers_text(office, row, offices->id[i]);
        layers_text(provider, row, offices->provider[offices->points.group[i]]);
        layers_text(limit, row, options->cutoff_text[row % options->cutoff_count]);
    }
    return layers_is_whole(layer) ? WS_OK : layers_no_memory(err, "layer", "office_catchments");
}

enum ws_status layers_catchments(struct run_layers *out, const struct run *run,
                                 struct ws_error *err)
{
    struct allocate_plan roads = run_allocate_plan(run);
    struct straight_plan straight = run_straight_plan(run);
    struct catchment_plan plan = plan_of(run, &roads, &straight);
    out->catchments = mem_array(1, sizeof *out->catchments);
    if (!out->catchments)
        return layers_no_memory(err, "layer", "catchments");
    enum ws_status st = catchments_draw(out->catchments, &plan, err);
    if (st) {
        error_prefix(err, "while drawing catchments");
        return st;
    }
    st = add_together(out, run, err);
    if (!st && run->options->per_office)
        st = add_offices(out, run, err);
    return st;
}
