/* From roads and their labels to catchments as polygons: which tiles may hold
 * something, each tile drawn, and the outlines joined. */
#include "cover/catchments.h"

#include "base/error.h"
#include "base/mem.h"
#include "base/parallel.h"

#include <assert.h>

static enum ws_status no_memory(struct ws_error *err)
{
    return error_set(err, WS_NO_MEMORY, "no memory for catchments");
}

/* ---- workers ---------------------------------------------------------------------- */

static enum ws_status open_hand(struct hand *hand, const struct catchment_plan *plan,
                                struct ws_error *err)
{
    if (!plan->roads) {
        uint32_t group_count = 0;
        for (uint32_t f = 0; f < plan->facilities->count; f++)
            if (plan->facilities->group[f] >= group_count)
                group_count = plan->facilities->group[f] + 1;
        hand->within = mem_array(group_count, sizeof *hand->within);
        hand->touched = mem_array(group_count, sizeof *hand->touched);
        if (!hand->within || !hand->touched)
            return no_memory(err);
    } else if (!(hand->kept = mem_array(1, sizeof *hand->kept))) {
        return no_memory(err);
    }
    catchments_rejudge(hand);
    return earth_open(&hand->earth, plan->working_crs, err);
}

static enum ws_status open_hands(struct canvas *canvas, struct ws_error *err)
{
    uint32_t count = canvas->plan->threads ? canvas->plan->threads : 1;
    canvas->hands = mem_array(count, sizeof *canvas->hands);
    if (!canvas->hands)
        return no_memory(err);
    enum ws_status st = WS_OK;
    for (canvas->hand_count = 0; !st && canvas->hand_count < count; canvas->hand_count++)
        st = open_hand(&canvas->hands[canvas->hand_count], canvas->plan, err);
    return st;
}

static void canvas_release(struct canvas *canvas)
{
    for (uint32_t i = 0; i < canvas->hand_count; i++) {
        struct hand *hand = &canvas->hands[i];
        earth_close(hand->earth);
        catchments_clear(&hand->bench);
        for (uint32_t j = 0; hand->kept && j < KEPT_LANES; j++)
            lanes_release(&hand->kept->lanes[j]);
        lanes_release(&hand->lanes);
        search_free(hand->search);
        mem_free(hand->kept);
        mem_free(hand->within);
        mem_free(hand->touched);
    }
    mem_free(canvas->hands);
}

/* ---- tiles ------------------------------------------------------------------------ */

#define CHUNK_NODES 65536u
#define CHUNK_TILES 16u

/* All facilities together, being drawn. */
struct together {
    const struct canvas *canvas;
    struct judge judge;
    struct tiles *marked; /* per chunk of nodes */
    struct tiles tiles;
    uint32_t node_chunk_count, tile_chunk_count, row_count;
    struct outline_sheet *sheets; /* [row][chunk of tiles] */
    struct areas_builder *rows;
};

static struct judge judge_of_all(const struct catchment_plan *plan)
{
    struct judge judge = {
        .choice = plan->choice, .choice_count = plan->choice_count, .facility = WS_NONE};
    if (!plan->roads)
        return judge;
    judge.field = plan->roads->field;
    judge.stops = plan->roads->stops;
    judge.group = plan->roads->group;
    return judge;
}

static enum ws_status mark_chunk(void *context, uint32_t chunk, uint32_t worker,
                                 struct ws_error *err)
{
    const struct together *together = context;
    const struct canvas *canvas = together->canvas;
    const struct field *field = together->judge.field;
    struct tiles *tiles = &together->marked[chunk];
    struct hand *hand = &canvas->hands[worker];
    uint32_t end = field->node_count - chunk * CHUNK_NODES < CHUNK_NODES
                       ? field->node_count
                       : (chunk + 1) * CHUNK_NODES;
    enum ws_status st = WS_OK;
    for (uint32_t n = chunk * CHUNK_NODES; !st && n < end; n++)
        if (label_cost(field->label[(size_t)n * field->k]) <= canvas->most_cost)
            st = catchments_mark_node(canvas, tiles, hand, &together->judge, n, err);
    if (!st && chunk == 0)
        st = catchments_mark_stops(canvas, tiles, hand, &together->judge, err);
    catchments_sort(tiles);
    return st;
}

static enum ws_status mark_roads(struct together *together, struct ws_error *err)
{
    const struct canvas *canvas = together->canvas;
    uint32_t node_count = together->judge.field->node_count;
    together->node_chunk_count = (node_count + CHUNK_NODES - 1) / CHUNK_NODES;
    together->marked = mem_array(together->node_chunk_count, sizeof *together->marked);
    if (!together->marked)
        return no_memory(err);
    enum ws_status st =
        parallel_for(together->node_chunk_count, canvas->hand_count, mark_chunk, together, err);
    for (uint32_t i = 0; !st && i < together->node_chunk_count; i++)
        st = catchments_add(&together->tiles, &together->marked[i], err);
    return st;
}

static enum ws_status mark_tiles(struct together *together, struct ws_error *err)
{
    const struct canvas *canvas = together->canvas;
    const struct catchment_plan *plan = canvas->plan;
    enum ws_status st = WS_OK;
    if (!canvas->grid.cols)
        return WS_OK;
    if (plan->roads)
        st = mark_roads(together, err);
    for (uint32_t f = 0; !st && !plan->roads && f < plan->facilities->count; f++)
        st = catchments_mark_facility(canvas, &together->tiles, f, err);
    catchments_sort(&together->tiles);
    if (!st && together->tiles.count >= UINT32_MAX / (OUTLINE_TILE * OUTLINE_TILE))
        return error_set(err, WS_TOO_LARGE,
                         "catchments need %zu tiles of %g m; expected fewer: use a coarser "
                         "resolution",
                         together->tiles.count, OUTLINE_TILE * canvas->grid.cell_m);
    return st;
}

static enum ws_status draw_chunk(void *context, uint32_t chunk, uint32_t worker,
                                 struct ws_error *err)
{
    const struct together *together = context;
    size_t first = (size_t)chunk * CHUNK_TILES, end = first + CHUNK_TILES;
    enum ws_status st = WS_OK;
    for (size_t t = first; !st && t < end && t < together->tiles.count; t++)
        st = catchments_draw_tile(&together->sheets[chunk], together->tile_chunk_count,
                                  together->canvas, &together->canvas->hands[worker],
                                  &together->judge, together->tiles.keys[t], err);
    return st;
}

static enum ws_status draw_tiles(struct together *together, struct ws_error *err)
{
    together->tile_chunk_count =
        (uint32_t)((together->tiles.count + CHUNK_TILES - 1) / CHUNK_TILES);
    together->sheets = mem_array((size_t)together->row_count * together->tile_chunk_count,
                                 sizeof *together->sheets);
    if (!together->sheets)
        return no_memory(err);
    return parallel_for(together->tile_chunk_count, together->canvas->hand_count, draw_chunk,
                        together, err);
}

static enum ws_status join_row(void *context, uint32_t row, uint32_t worker, struct ws_error *err)
{
    const struct together *together = context;
    (void)worker;
    enum ws_status st = areas_begin(&together->rows[row], (int64_t)row + 1, err);
    return st ? st
              : outline_join(&together->rows[row], &together->canvas->grid,
                             &together->sheets[(size_t)row * together->tile_chunk_count],
                             together->tile_chunk_count, err);
}

static enum ws_status join_rows(struct areas_builder *out, struct together *together,
                                struct ws_error *err)
{
    together->rows = mem_array(together->row_count, sizeof *together->rows);
    if (!together->rows)
        return no_memory(err);
    enum ws_status st =
        parallel_for(together->row_count, together->canvas->hand_count, join_row, together, err);
    for (uint32_t row = 0; !st && row < together->row_count; row++)
        st = catchments_append(out, &together->rows[row].areas, err);
    return st;
}

static void together_release(struct together *together)
{
    for (uint32_t i = 0; together->marked && i < together->node_chunk_count; i++)
        catchments_forget(&together->marked[i]);
    for (size_t i = 0;
         together->sheets && i < (size_t)together->row_count * together->tile_chunk_count; i++)
        outline_forget(&together->sheets[i]);
    for (uint32_t row = 0; together->rows && row < together->row_count; row++)
        areas_release(&together->rows[row].areas);
    mem_free(together->marked);
    mem_free(together->sheets);
    mem_free(together->rows);
    catchments_forget(&together->tiles);
}

/* ---- catchments -------------------------------------------------------------------- */

static enum ws_status draw_together(struct areas_builder *out, const struct canvas *canvas,
                                    struct ws_error *err)
{
    const struct catchment_plan *plan = canvas->plan;
    struct together together = {.canvas = canvas,
                                .judge = judge_of_all(plan),
                                .row_count = plan->cutoff_count * plan->choice_count};
    enum ws_status st = mark_tiles(&together, err);
    if (!st)
        st = draw_tiles(&together, err);
    if (!st)
        st = join_rows(out, &together, err);
    together_release(&together);
    return st;
}

static void check_plan(const struct catchment_plan *plan)
{
    assert(plan && plan->facilities && plan->working_crs && plan->resolution_m > 0.0);
    assert(plan->cutoff_count > 0 && plan->cutoff_count <= WS_MAX_CUTOFFS);
    assert(plan->choice_count > 0 && (plan->roads || plan->straight));
    assert(!plan->roads ||
           (plan->snapper && plan->facility_snaps && plan->leg_cost && plan->is_served));
    for (uint32_t i = 0; i < plan->choice_count; i++)
        assert(plan->choice[i] >= 1 && plan->choice[i] <= WS_MAX_CHOICE &&
               (!plan->roads || plan->choice[i] <= plan->roads->field->k));
}

enum ws_status catchments_draw(struct catchments *out, const struct catchment_plan *plan,
                               struct ws_error *err)
{
    assert(out);
    check_plan(plan);
    /* Small components that no facility stands on are within no cutoff. */
    struct canvas canvas = {.plan = plan,
                            .rule = {.limit_m = plan->access_limit_m,
                                     .min_component = plan->min_component,
                                     .may_use = plan->is_served}};
    struct areas_builder together = {0}, facilities = {0};
    for (uint32_t c = 0; c < plan->cutoff_count; c++)
        if (plan->cutoff_cost[c] > canvas.most_cost)
            canvas.most_cost = plan->cutoff_cost[c];

    enum ws_status st = open_hands(&canvas, err);
    if (!st)
        st = catchments_lay(&canvas, err);
    if (!st)
        st = draw_together(&together, &canvas, err);
    if (!st && plan->per_facility)
        st = catchments_single(&facilities, &canvas, err);
    canvas_release(&canvas);
    if (st) {
        areas_release(&together.areas);
        areas_release(&facilities.areas);
        return st;
    }
    *out = (struct catchments){together.areas, facilities.areas};
    return WS_OK;
}

void catchments_release(struct catchments *catchments)
{
    if (!catchments)
        return;
    areas_release(&catchments->together);
    areas_release(&catchments->facilities);
}
