/* Catchments of single facilities: one bounded search each, and only the tiles
 * near the roads it reaches. Corners keep where they were snapped. */
#include "cover/catchments.h"

#include "base/error.h"
#include "base/mem.h"
#include "base/parallel.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>

/* One facility being drawn. */
struct single {
    struct canvas *canvas;
    struct hand *hand;
    struct judge judge;
    struct tiles tiles;
    struct outline_tile *outline; /* [cutoff][tile] */
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
    if (!hand->stamp)
        hand->stamp = mem_array(roads->net->edge_count, sizeof *hand->stamp);
    if (!hand->stamp)
        return no_memory(err);
    return hand->search ? WS_OK : search_new(&hand->search, &plan, err);
}

static enum ws_status mark_once(struct single *single, uint32_t any_edge, struct ws_error *err)
{
    struct hand *hand = single->hand;
    uint32_t edge = network_canonical(single->canvas->plan->roads->net, any_edge);
    if (hand->stamp[edge] == hand->run)
        return WS_OK;
    hand->stamp[edge] = hand->run;
    return catchments_mark_edge(single->canvas, &single->tiles, hand, &single->judge, edge, err);
}

/* All edges that meet a node with a label, and the facility's own. */
static enum ws_status mark_roads(struct single *single, uint32_t own_edge, struct ws_error *err)
{
    const struct network *net = single->canvas->plan->roads->net;
    uint32_t count;
    const uint32_t *nodes = search_touched(single->hand->search, &count);
    enum ws_status st = mark_once(single, own_edge, err);
    for (uint32_t i = 0; !st && i < count; i++) {
        for (uint32_t e = net->first_out[nodes[i]]; !st && e < net->first_out[nodes[i] + 1]; e++)
            st = mark_once(single, e, err);
        for (uint32_t j = net->first_in[nodes[i]]; !st && j < net->first_in[nodes[i] + 1]; j++)
            st = mark_once(single, net->in_edge[j], err);
    }
    return st;
}

/* ---- corners ---------------------------------------------------------------------- */

static enum ws_status count_corner(uint8_t *count, struct single *single, uint64_t key,
                                   size_t canvas_tile, uint32_t i, struct ws_error *err)
{
    const struct canvas *canvas = single->canvas;
    if (canvas->snaps)
        return catchments_count_snap(count, canvas, single->hand, &single->judge,
                                     &canvas->snaps[canvas_tile * TILE_CORNERS + i], err);
    uint32_t row = (uint32_t)(key >> 32) * OUTLINE_TILE, col = (uint32_t)key * OUTLINE_TILE;
    return catchments_count(count, canvas, single->hand, &single->judge,
                            grid_x_m(&canvas->grid, col + i % OUTLINE_TILE),
                            grid_y_m(&canvas->grid, row + i / OUTLINE_TILE), err);
}

static enum ws_status judge_tile(struct single *single, size_t tile, struct ws_error *err)
{
    const struct canvas *canvas = single->canvas;
    uint64_t key = single->tiles.keys[tile];
    size_t canvas_tile = catchments_find(&canvas->tiles, key); /* what one reaches, all reach */
    uint8_t count[WS_MAX_CUTOFFS];
    enum ws_status st = WS_OK;
    for (uint32_t c = 0; c < canvas->plan->cutoff_count; c++) {
        struct outline_tile *out = &single->outline[c * single->tiles.count + tile];
        *out = (struct outline_tile){.row = (uint32_t)(key >> 32), .col = (uint32_t)key};
    }
    for (uint32_t i = 0; !st && i < TILE_CORNERS; i++) {
        uint32_t row = i / OUTLINE_TILE, bit = (uint32_t)1 << i % OUTLINE_TILE;
        if (!(single->tiles.near[tile].bits[row] & bit))
            continue;
        assert(canvas->tiles.near[canvas_tile].bits[row] & bit);
        st = count_corner(count, single, key, canvas_tile, i, err);
        for (uint32_t c = 0; !st && c < canvas->plan->cutoff_count; c++)
            if (count[c] > 0)
                single->outline[c * single->tiles.count + tile].inside[row] |= bit;
    }
    return st;
}

static enum ws_status draw(struct areas_builder *out, struct single *single, struct ws_error *err)
{
    const struct canvas *canvas = single->canvas;
    uint32_t cutoff_count = canvas->plan->cutoff_count;
    enum ws_status st = WS_OK;
    single->hand->lanes_edge = WS_NONE;
    single->outline = mem_array(single->tiles.count * cutoff_count, sizeof *single->outline);
    if (!single->outline)
        return no_memory(err);
    for (size_t t = 0; !st && t < single->tiles.count; t++)
        st = judge_tile(single, t, err);
    for (uint32_t c = 0; !st && c < cutoff_count; c++) {
        struct question question = {.canvas = canvas,
                                    .judge = &single->judge,
                                    .hand = single->hand,
                                    .cutoff = c,
                                    .choice = 1};
        struct outline_plan outline = {.grid = &canvas->grid,
                                       .tiles = single->outline + c * single->tiles.count,
                                       .tile_count = (uint32_t)single->tiles.count,
                                       .inside = catchments_inside,
                                       .context = &question,
                                       .threads = 1};
        st = areas_begin(out, 0, err);
        if (!st)
            st = outline_draw(out, &outline, err);
    }
    mem_free(single->outline);
    return st;
}

/* ---- one facility ----------------------------------------------------------------- */

static enum ws_status mark(struct single *single, uint32_t facility, struct ws_error *err)
{
    const struct catchment_plan *plan = single->canvas->plan;
    if (!plan->roads)
        return catchments_mark_facility(single->canvas, &single->tiles, facility, err);
    single->hand->run++;
    return mark_roads(single, plan->facility_snaps[facility].edge, err);
}

static enum ws_status mark_and_draw(struct areas_builder *out, struct single *single,
                                    uint32_t facility, struct ws_error *err)
{
    enum ws_status st = mark(single, facility, err);
    if (!st)
        st = catchments_sort(&single->tiles, err);
    if (!st && single->tiles.count)
        st = mark(single, facility, err);
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
    single->judge = (struct judge){
        .field = search_field(single->hand->search), .stops = &stops, .facility = facility};
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
    struct singles *singles = context;
    const struct catchment_plan *plan = singles->canvas->plan;
    struct areas_builder *out = &singles->drawn[facility];
    struct single single = {.canvas = singles->canvas, .hand = &singles->canvas->hands[worker]};
    enum ws_status st;
    single.judge.facility = facility;
    if (!plan->roads)
        st = mark_and_draw(out, &single, facility, err);
    else if (plan->facility_snaps[facility].edge == WS_NONE)
        st = draw_nothing(out, plan->cutoff_count, err);
    else
        st = draw_on_roads(out, &single, facility, err);
    catchments_forget(&single.tiles);
    return st;
}

static enum ws_status join(struct areas_builder *out, const struct areas *drawn,
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
            st = join(out, &singles.drawn[f].areas, err);
        areas_release(&singles.drawn[f].areas);
    }
    mem_free(singles.drawn);
    return st;
}
