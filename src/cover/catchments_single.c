/* Catchments of single facilities: one bounded search each, and only the tiles
 * near the roads it reaches. */
#include "cover/catchments.h"

#include "base/error.h"
#include "base/mem.h"
#include "base/parallel.h"

/* One facility being drawn. */
struct single {
    struct canvas *canvas;
    struct hand *hand;
    struct judge judge;
    struct tiles tiles;
    struct outline_sheet sheets[WS_MAX_CUTOFFS];
};

struct singles {
    struct canvas *canvas;
    struct areas_builder *drawn; /* per facility: one area per cutoff */
};

static enum ws_status no_memory(struct ws_error *err)
{
    return error_set(err, WS_NO_MEMORY, "no memory for catchments of single facilities");
}

/* ---- what it reaches -------------------------------------------------------------- */

static enum ws_status open_search(const struct canvas *canvas, struct hand *hand,
                                  struct ws_error *err)
{
    const struct allocate_plan *roads = canvas->plan->roads;
    struct search_plan plan = {.net = roads->net,
                               .k = 1,
                               .cutoff_cost = canvas->most_cost,
                               .direction = roads->direction,
                               .skeleton = roads->skeleton};
    return hand->search ? WS_OK : search_new(&hand->search, &plan, err);
}

static enum ws_status mark_roads(struct single *single, struct ws_error *err)
{
    uint32_t count;
    const uint32_t *nodes = search_touched(single->hand->search, &count);
    enum ws_status st =
        catchments_mark_stops(single->canvas, &single->tiles, single->hand, &single->judge, err);
    for (uint32_t i = 0; !st && i < count; i++)
        st = catchments_mark_node(single->canvas, &single->tiles, single->hand, &single->judge,
                                  nodes[i], err);
    return st;
}

/* ---- one facility ----------------------------------------------------------------- */

static enum ws_status draw(struct areas_builder *out, struct single *single, struct ws_error *err)
{
    const struct canvas *canvas = single->canvas;
    enum ws_status st = WS_OK;
    catchments_rejudge(single->hand);
    for (size_t t = 0; !st && t < single->tiles.count; t++)
        st = catchments_draw_tile(single->sheets, 1, canvas, single->hand, &single->judge,
                                  single->tiles.keys[t], err);
    for (uint32_t c = 0; !st && c < canvas->plan->cutoff_count; c++) {
        st = areas_begin(out, 0, err);
        if (!st)
            st = outline_join(out, &canvas->grid, &single->sheets[c], 1, err);
    }
    for (uint32_t c = 0; c < canvas->plan->cutoff_count; c++)
        outline_forget(&single->sheets[c]);
    return st;
}

static enum ws_status mark_and_draw(struct areas_builder *out, struct single *single,
                                    uint32_t facility, struct ws_error *err)
{
    enum ws_status st =
        single->canvas->plan->roads
            ? mark_roads(single, err)
            : catchments_mark_facility(single->canvas, &single->tiles, facility, err);
    catchments_sort(&single->tiles);
    return st ? st : draw(out, single, err);
}

static enum ws_status draw_on_roads(struct areas_builder *out, struct single *single,
                                    uint32_t facility, struct ws_error *err)
{
    const struct catchment_plan *plan = single->canvas->plan;
    const struct ws_snap *snap = &plan->facility_snaps[facility];
    uint32_t edge = snap->edge, along_mm = snap->along_mm, base = plan->leg_cost[facility];
    const struct stops stops = {
        .count = 1, .edge = &edge, .along_mm = &along_mm, .facility = &facility, .base = &base};
    struct seed seeds[4];
    enum ws_status st = open_search(single->canvas, single->hand, err);
    if (st)
        return st;
    uint32_t seed_count =
        search_seeds(seeds, plan->roads->net, snap, base, facility, plan->roads->direction);
    st = search_run(single->hand->search, seeds, seed_count, err);
    single->judge.field = search_field(single->hand->search);
    single->judge.stops = &stops;
    return st ? st : mark_and_draw(out, single, facility, err);
}

/* A facility that does not serve has catchments without rings. */
static enum ws_status draw_nothing(struct areas_builder *out, uint32_t cutoff_count,
                                   struct ws_error *err)
{
    enum ws_status st = WS_OK;
    for (uint32_t c = 0; !st && c < cutoff_count; c++)
        st = areas_begin(out, 0, err);
    return st;
}

static enum ws_status draw_facility(void *context, uint32_t facility, uint32_t worker,
                                    struct ws_error *err)
{
    static const uint32_t nearest = 1;
    struct singles *singles = context;
    const struct catchment_plan *plan = singles->canvas->plan;
    struct areas_builder *out = &singles->drawn[facility];
    struct single single = {.canvas = singles->canvas, .hand = &singles->canvas->hands[worker]};
    enum ws_status st;
    single.judge = (struct judge){.choice = &nearest, .choice_count = 1, .facility = facility};
    if (!plan->roads)
        st = mark_and_draw(out, &single, facility, err);
    else if (plan->facility_snaps[facility].edge == WS_NONE)
        st = draw_nothing(out, plan->cutoff_count, err);
    else
        st = draw_on_roads(out, &single, facility, err);
    catchments_forget(&single.tiles);
    return st;
}

enum ws_status catchments_append(struct areas_builder *out, const struct areas *drawn,
                                 struct ws_error *err)
{
    enum ws_status st = WS_OK;
    for (uint32_t area = 0; !st && area < drawn->count; area++) {
        st = areas_begin(out, (int64_t)out->areas.count + 1, err);
        for (uint32_t r = drawn->first_ring[area]; !st && r < drawn->first_ring[area + 1]; r++)
            st = areas_ring(out, drawn->xy_m + 2 * (size_t)drawn->first_xy[r],
                            drawn->first_xy[r + 1] - drawn->first_xy[r], drawn->is_hole[r], err);
    }
    return st;
}

enum ws_status catchments_single(struct areas_builder *out, struct canvas *canvas,
                                 struct ws_error *err)
{
    uint32_t count = canvas->plan->facilities->count;
    struct singles singles = {.canvas = canvas, .drawn = mem_array(count, sizeof *singles.drawn)};
    if (!singles.drawn)
        return no_memory(err);
    enum ws_status st = parallel_for(count, canvas->hand_count, draw_facility, &singles, err);
    for (uint32_t f = 0; f < count; f++) {
        if (!st)
            st = catchments_append(out, &singles.drawn[f].areas, err);
        areas_release(&singles.drawn[f].areas);
    }
    mem_free(singles.drawn);
    return st;
}
