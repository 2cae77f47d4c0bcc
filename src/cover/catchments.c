/* From costs at the corners of a grid to catchments as polygons. Corners are
 * judged once; every cutoff and choice is then read off the counts. */
#include "cover/catchments.h"

#include "base/error.h"
#include "base/mem.h"
#include "base/parallel.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

static enum ws_status no_memory(struct ws_error *err)
{
    return error_set(err, WS_NO_MEMORY, "no memory for catchments");
}

/* Squares of corners that are judged together where they can be. */
#define CORNER_BLOCK 4u
#define BLOCK_DIAGONAL 1.4143 /* a little more than the square root of 2 */

/* ---- workers ---------------------------------------------------------------------- */

static enum ws_status open_hand(struct hand *hand, const struct catchment_plan *plan,
                                struct ws_error *err)
{
    hand->lanes_edge = WS_NONE;
    if (!plan->roads) {
        uint32_t group_count = 0;
        for (uint32_t f = 0; f < plan->facilities->count; f++)
            if (plan->facilities->group[f] >= group_count)
                group_count = plan->facilities->group[f] + 1;
        hand->within = mem_array(group_count, sizeof *hand->within);
        hand->touched = mem_array(group_count, sizeof *hand->touched);
        if (!hand->within || !hand->touched)
            return no_memory(err);
    } else if (!(hand->memories = mem_array(MEMORY_SLOTS, sizeof *hand->memories))) {
        return no_memory(err);
    }
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
        lanes_release(&hand->lanes);
        search_free(hand->search);
        mem_free(hand->memories);
        mem_free(hand->stamp);
        mem_free(hand->within);
        mem_free(hand->touched);
    }
    mem_free(canvas->hands);
    catchments_forget(&canvas->tiles);
    mem_free(canvas->snaps);
    mem_free(canvas->counts);
}

/* ---- corners ---------------------------------------------------------------------- */

static struct judge judge_of_all(const struct catchment_plan *plan)
{
    if (!plan->roads)
        return (struct judge){.facility = WS_NONE};
    return (struct judge){.field = plan->roads->field,
                          .stops = plan->roads->stops,
                          .group = plan->roads->group,
                          .facility = WS_NONE};
}

static enum ws_status mark_all(struct canvas *canvas, struct ws_error *err)
{
    const struct catchment_plan *plan = canvas->plan;
    const struct judge judge = judge_of_all(plan);
    enum ws_status st = WS_OK;
    for (uint32_t e = 0; !st && plan->roads && e < plan->roads->net->edge_count; e++)
        st = catchments_mark_edge(canvas, &canvas->tiles, &canvas->hands[0], &judge, e, err);
    for (uint32_t f = 0; !st && !plan->roads && f < plan->facilities->count; f++)
        st = catchments_mark_facility(canvas, &canvas->tiles, f, err);
    canvas->hands[0].lanes_edge = WS_NONE;
    return st;
}

static enum ws_status mark_tiles(struct canvas *canvas, struct ws_error *err)
{
    enum ws_status st = canvas->grid.cols ? mark_all(canvas, err) : WS_OK;
    if (!st)
        st = catchments_sort(&canvas->tiles, err);
    if (!st && canvas->tiles.count)
        st = mark_all(canvas, err);
    return st;
}

/* A square of corners of a tile: its first row and column there, and its side. */
struct block {
    size_t tile;
    uint32_t row, col, side;
};

static bool is_near(const struct canvas *canvas, const struct block *block)
{
    const uint32_t *bits = canvas->tiles.near[block->tile].bits;
    uint32_t cols = UINT32_MAX >> (OUTLINE_TILE - block->side) << block->col, any = 0;
    for (uint32_t r = block->row; r < block->row + block->side; r++)
        any |= bits[r] & cols;
    return any != 0;
}

static void keep_counts(const struct canvas *canvas, size_t tile, uint32_t corner,
                        const uint8_t *count)
{
    uint32_t cutoff_count = canvas->plan->cutoff_count;
    for (uint32_t c = 0; c < cutoff_count; c++)
        canvas->counts[(tile * cutoff_count + c) * TILE_CORNERS + corner] = count[c];
}

/* Moves the hand to the middle of a block; its roads are those of all corners. */
static void enter_block(struct hand *hand, const struct canvas *canvas, const struct block *block)
{
    uint64_t key = canvas->tiles.keys[block->tile];
    double half = (block->side - 1) / 2.0;
    double row = (double)((uint32_t)(key >> 32) * OUTLINE_TILE + block->row) + half;
    double col = (double)((uint32_t)key * OUTLINE_TILE + block->col) + half;
    hand->corners.near_m = half * BLOCK_DIAGONAL * canvas->grid.cell_m;
    snap_around(&hand->corners, canvas->grid.left_m + col * canvas->grid.cell_m,
                canvas->grid.top_m - row * canvas->grid.cell_m);
}

/* Single facilities ask for the same corners again: they are kept, measured. */
static enum ws_status judge_corner(struct canvas *canvas, struct hand *hand, size_t tile,
                                   uint32_t corner, struct ws_error *err)
{
    const struct judge judge = judge_of_all(canvas->plan);
    uint64_t key = canvas->tiles.keys[tile];
    double x_m = grid_x_m(&canvas->grid, (uint32_t)key * OUTLINE_TILE + corner % OUTLINE_TILE);
    double y_m =
        grid_y_m(&canvas->grid, (uint32_t)(key >> 32) * OUTLINE_TILE + corner / OUTLINE_TILE);
    uint8_t count[WS_MAX_CUTOFFS];
    enum ws_status st = WS_OK;
    if (!canvas->plan->roads) {
        st = catchments_count(count, canvas, hand, &judge, x_m, y_m, err);
    } else if (!canvas->snaps) {
        st = catchments_count_corner(count, canvas, hand, &judge, x_m, y_m, err);
    } else {
        struct ws_snap *snap = &canvas->snaps[tile * TILE_CORNERS + corner];
        *snap = snap_next(&hand->corners, x_m, y_m);
        st = catchments_count_snap(count, canvas, hand, &judge, snap, err);
    }
    if (!st)
        keep_counts(canvas, tile, corner, count);
    return st;
}

/* Corners of a block that may be inside: all alike (count), or one by one. */
static enum ws_status judge_all(struct canvas *canvas, struct hand *hand, const struct block *block,
                                const uint8_t *count, struct ws_error *err)
{
    const uint32_t *bits = canvas->tiles.near[block->tile].bits;
    enum ws_status st = WS_OK;
    for (uint32_t r = block->row; r < block->row + block->side; r++)
        for (uint32_t c = block->col; !st && c < block->col + block->side; c++) {
            if (!(bits[r] >> c & 1))
                continue;
            if (count)
                keep_counts(canvas, block->tile, r * OUTLINE_TILE + c, count);
            else
                st = judge_corner(canvas, hand, block->tile, r * OUTLINE_TILE + c, err);
        }
    return st;
}

/* Most blocks lie far from every cutoff. */
static enum ws_status judge_block(struct canvas *canvas, struct hand *hand,
                                  const struct block *block, struct ws_error *err)
{
    const struct judge judge = judge_of_all(canvas->plan);
    uint8_t count[WS_MAX_CUTOFFS];
    if (!is_near(canvas, block))
        return WS_OK;
    enter_block(hand, canvas, block);
    bool is_decided = !canvas->snaps && catchments_decide_block(count, canvas, hand, &judge);
    return judge_all(canvas, hand, block, is_decided ? count : NULL, err);
}

static enum ws_status judge_tile(void *context, uint32_t tile, uint32_t worker,
                                 struct ws_error *err)
{
    struct canvas *canvas = context;
    struct hand *hand = &canvas->hands[worker];
    const struct block whole = {tile, 0, 0, OUTLINE_TILE};
    if (!canvas->plan->roads)
        return judge_all(canvas, hand, &whole, NULL, err);
    const uint32_t across = OUTLINE_TILE / CORNER_BLOCK;
    enum ws_status st = WS_OK;
    for (uint32_t i = 0; !st && i < across * across; i++) {
        const struct block block = {tile, i / across * CORNER_BLOCK, i % across * CORNER_BLOCK,
                                    CORNER_BLOCK};
        st = judge_block(canvas, hand, &block, err);
    }
    return st;
}

static enum ws_status judge_corners(struct canvas *canvas, struct ws_error *err)
{
    const struct catchment_plan *plan = canvas->plan;
    size_t count = canvas->tiles.count;
    if (count >= UINT32_MAX / TILE_CORNERS)
        return error_set(err, WS_TOO_LARGE,
                         "catchments need %zu tiles of %g m; expected fewer: use a coarser "
                         "resolution",
                         count, OUTLINE_TILE * canvas->grid.cell_m);
    canvas->counts = mem_array(count * plan->cutoff_count, TILE_CORNERS);
    if (plan->roads && plan->per_facility)
        canvas->snaps = mem_array(count * TILE_CORNERS, sizeof *canvas->snaps);
    if (!canvas->counts || (plan->roads && plan->per_facility && !canvas->snaps))
        return no_memory(err);
    return parallel_for((uint32_t)count, canvas->hand_count, judge_tile, canvas, err);
}

/* ---- catchments -------------------------------------------------------------------- */

static void set_tiles(struct outline_tile *tiles, const struct canvas *canvas, uint32_t cutoff,
                      uint32_t choice)
{
    uint32_t cutoff_count = canvas->plan->cutoff_count;
    for (size_t t = 0; t < canvas->tiles.count; t++) {
        const uint8_t *counts = canvas->counts + (t * cutoff_count + cutoff) * TILE_CORNERS;
        uint64_t key = canvas->tiles.keys[t];
        tiles[t] = (struct outline_tile){.row = (uint32_t)(key >> 32), .col = (uint32_t)key};
        for (uint32_t i = 0; i < TILE_CORNERS; i++)
            tiles[t].inside[i / OUTLINE_TILE] |= (uint32_t)(counts[i] >= choice)
                                                 << i % OUTLINE_TILE;
    }
}

static enum ws_status draw_together(struct areas_builder *out, const struct canvas *canvas,
                                    struct ws_error *err)
{
    const struct catchment_plan *plan = canvas->plan;
    const struct judge judge = judge_of_all(plan);
    struct outline_tile *tiles = mem_array(canvas->tiles.count, sizeof *tiles);
    enum ws_status st = tiles ? WS_OK : no_memory(err);
    for (uint32_t row = 0; !st && row < plan->cutoff_count * plan->choice_count; row++) {
        struct question question = {.canvas = canvas,
                                    .judge = &judge,
                                    .cutoff = row / plan->choice_count,
                                    .choice = plan->choice[row % plan->choice_count]};
        struct outline_plan outline = {.grid = &canvas->grid,
                                       .tiles = tiles,
                                       .tile_count = (uint32_t)canvas->tiles.count,
                                       .inside = catchments_inside,
                                       .context = &question,
                                       .threads = canvas->hand_count};
        set_tiles(tiles, canvas, question.cutoff, question.choice);
        st = areas_begin(out, (int64_t)row + 1, err);
        if (!st)
            st = outline_draw(out, &outline, err);
    }
    mem_free(tiles);
    return st;
}

static void check_plan(const struct catchment_plan *plan)
{
    assert(plan && plan->facilities && plan->working_crs && plan->resolution_m > 0.0);
    assert(plan->cutoff_count > 0 && plan->cutoff_count <= WS_MAX_CUTOFFS);
    assert(plan->choice_count > 0 && (plan->roads || plan->straight));
    assert(!plan->roads || (plan->snapper && plan->facility_snaps && plan->leg_cost));
    for (uint32_t i = 0; i < plan->choice_count; i++)
        assert(plan->choice[i] >= 1 && plan->choice[i] <= WS_MAX_CHOICE &&
               (!plan->roads || plan->choice[i] <= plan->roads->field->k));
}

enum ws_status catchments_draw(struct catchments *out, const struct catchment_plan *plan,
                               struct ws_error *err)
{
    assert(out);
    check_plan(plan);
    struct canvas canvas = {.plan = plan};
    struct areas_builder together = {0}, facilities = {0};
    for (uint32_t c = 0; c < plan->cutoff_count; c++)
        if (plan->cutoff_cost[c] > canvas.most_cost)
            canvas.most_cost = plan->cutoff_cost[c];

    enum ws_status st = open_hands(&canvas, err);
    if (!st)
        st = catchments_lay(&canvas, err);
    for (uint32_t i = 0; !st && i < canvas.hand_count; i++)
        catchments_ready(&canvas.hands[i], &canvas);
    if (!st)
        st = mark_tiles(&canvas, err);
    if (!st)
        st = judge_corners(&canvas, err);
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
