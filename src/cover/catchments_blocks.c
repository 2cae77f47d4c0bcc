/* One tile: its square is cut into blocks. Bounds of what any position on the
 * roads near a block costs often lie on one side of every cutoff; else the block
 * is cut again, and at last its corners are looked at one by one. */
#include "cover/catchments.h"

#include "base/error.h"
#include "base/fixed.h"
#include "base/mem.h"
#include "net/impedance.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#define LEVELS 5u             /* 32, 16, 8, 4 and 2 cells */
#define HALF_DIAGONAL 0.70711 /* a little more than half the square root of 2 */

static enum ws_status no_memory(struct ws_error *err)
{
    return error_set(err, WS_NO_MEMORY, "no memory for a tile of catchments");
}

static uint32_t add_cost(uint32_t a, uint32_t b)
{
    uint64_t sum = (uint64_t)a + b;
    return sum < WS_COST_INF ? (uint32_t)sum : WS_COST_INF;
}

/* ---- bounds of roads -------------------------------------------------------------- */

static const uint64_t *labels_of(const struct field *field, uint32_t node)
{
    return &field->label[(size_t)node * field->k];
}

/* Whoever stands on the edge can drive to one end and go on from there. */
static uint32_t highest(const struct canvas *canvas, const struct judge *judge, uint32_t edge,
                        uint32_t rank)
{
    const struct allocate_plan *roads = canvas->plan->roads;
    const struct network *net = roads->net;
    uint32_t tail = label_cost(labels_of(judge->field, net->tail[edge])[rank]);
    uint32_t head = label_cost(labels_of(judge->field, net->head[edge])[rank]);
    bool is_out = roads->direction == WS_TO_FACILITY;
    uint32_t high = add_cost(is_out ? head : tail, net->cost[edge]);
    if (net->twin[edge] == WS_NONE)
        return high;
    uint32_t back = add_cost(is_out ? tail : head, net->cost[net->twin[edge]]);
    return high < back ? high : back;
}

/* A group reaches the edge through an end that has it, for no less: the choice-th
 * of both lists taken together. */
static uint32_t lowest(const struct judge *judge, const struct network *net, uint32_t edge,
                       uint32_t rank)
{
    uint32_t k = judge->field->k, found = 0, t = 0, h = 0;
    const uint64_t *tail = labels_of(judge->field, net->tail[edge]);
    const uint64_t *head = labels_of(judge->field, net->head[edge]);
    uint32_t seen[WS_MAX_CHOICE];
    while (t < k || h < k) {
        bool is_tail = h >= k || (t < k && tail[t] <= head[h]);
        uint64_t label = is_tail ? tail[t++] : head[h++];
        if (label == LABEL_NONE)
            break; /* the other list has nothing either: its next is no less */
        uint32_t group = judge->group ? judge->group[label_facility(label)] : label_facility(label);
        bool is_new = true;
        for (uint32_t i = 0; i < found; i++)
            is_new = is_new && seen[i] != group;
        if (!is_new)
            continue;
        if (found == rank)
            return label_cost(label);
        seen[found++] = group;
    }
    return WS_COST_INF;
}

/* A facility on the edge may be anywhere near: such an edge decides nothing. */
static struct bounds bounds_of(const struct canvas *canvas, const struct judge *judge,
                               uint32_t edge, uint32_t rank)
{
    if (stops_meet(judge->stops, edge))
        return (struct bounds){0, WS_COST_INF};
    return (struct bounds){lowest(judge, canvas->plan->roads->net, edge, rank),
                           highest(canvas, judge, edge, rank)};
}

/* ---- blocks ----------------------------------------------------------------------- */

/* A square of cells of the tile: its first row and column, and its side. */
struct block {
    uint32_t row, col, side, level;
};

struct cutting {
    const struct canvas *canvas;
    struct hand *hand;
    struct bench *bench;
    const struct judge *judge;
    uint32_t row_count;
};

static struct nearby_square square_of(const struct cutting *cutting, const struct block *block)
{
    double cell_m = cutting->canvas->grid.cell_m, half = block->side / 2.0;
    return (struct nearby_square){.x_m = cutting->bench->west_m + (block->col + half) * cell_m,
                                  .y_m = cutting->bench->north_m - (block->row + half) * cell_m,
                                  .radius_m = block->side * HALF_DIAGONAL * cell_m};
}

static void bound_block(struct bounds *all, const struct cutting *cutting,
                        const struct nearby_rough *list, uint32_t count)
{
    const struct bench *bench = cutting->bench;
    uint32_t choice_count = cutting->judge->choice_count, last = WS_NONE;
    for (uint32_t i = 0; i < choice_count; i++)
        all[i] = (struct bounds){WS_COST_INF, 0};
    for (uint32_t r = 0; r < count; r++) {
        uint32_t place = list[r].place;
        if (place == last)
            continue;
        last = place;
        const struct bounds *bounds = &bench->bounds[(size_t)place * choice_count];
        for (uint32_t i = 0; i < choice_count; i++) {
            all[i].low = bounds[i].low < all[i].low ? bounds[i].low : all[i].low;
            all[i].high = bounds[i].high > all[i].high ? bounds[i].high : all[i].high;
        }
    }
}

static uint32_t leg_cost(const struct canvas *canvas, double leg_m)
{
    const struct allocate_plan *roads = canvas->plan->roads;
    return impedance_leg_cost(roads->is_time, fixed_mm(leg_m), roads->access_speed_kmh);
}

/* All corners of the block, its far sides in. */
static void fill(uint64_t bits[OUTLINE_SIDE], const struct block *block)
{
    uint64_t cols = ((UINT64_C(2) << block->side) - 1) << block->col;
    for (uint32_t r = block->row; r <= block->row + block->side; r++)
        bits[r] |= cols;
}

/* True when every position of the block is certainly on the same side of every
 * cutoff; then its corners are known. */
static bool decide(const struct cutting *cutting, const struct block *block,
                   const struct nearby_square *square, const struct nearby_rough *list,
                   uint32_t count)
{
    const struct catchment_plan *plan = cutting->canvas->plan;
    const struct stride *stride = &cutting->bench->stride;
    uint32_t choice_count = cutting->judge->choice_count;
    struct bounds bounds[WS_MAX_CHOICE];
    bool is_inside[WS_MAX_CUTOFFS * WS_MAX_CHOICE];

    bound_block(bounds, cutting, list, count);
    double short_m = fmax(square->low_m - square->radius_m, 0.0) * stride->least - 0.001;
    double long_m = (square->high_m + square->radius_m) * stride->most + 0.001;
    bool is_on = long_m < plan->access_limit_m - 0.001;
    uint32_t short_cost = leg_cost(cutting->canvas, fmax(short_m, 0.0));
    uint32_t long_cost = is_on ? leg_cost(cutting->canvas, long_m) : WS_COST_INF;
    for (uint32_t row = 0; row < cutting->row_count; row++) {
        const struct bounds *of = &bounds[row % choice_count];
        uint32_t cutoff_cost = plan->cutoff_cost[row / choice_count];
        is_inside[row] = is_on && add_cost(of->high, long_cost) <= cutoff_cost;
        if (!is_inside[row] && add_cost(of->low, short_cost) <= cutoff_cost)
            return false;
    }
    for (uint32_t row = 0; row < cutting->row_count; row++)
        if (is_inside[row])
            fill(cutting->bench->inside[row], block);
    fill(cutting->bench->known, block);
    return true;
}

static enum ws_status judge_corner(const struct cutting *cutting, const struct nearby_list *list,
                                   uint32_t r, uint32_t c, struct ws_error *err)
{
    struct bench *bench = cutting->bench;
    const struct grid *grid = &cutting->canvas->grid;
    uint64_t bit = UINT64_C(1) << c;
    struct sight sight;
    if (bench->known[r] & bit)
        return WS_OK;
    bench->known[r] |= bit;
    enum ws_status st =
        catchments_see(&sight, cutting->canvas, cutting->hand, cutting->judge, list,
                       grid_x_m(grid, (uint32_t)bench->key * OUTLINE_TILE + c),
                       grid_y_m(grid, (uint32_t)(bench->key >> 32) * OUTLINE_TILE + r), err);
    for (uint32_t row = 0; !st && row < cutting->row_count; row++) {
        double excess_m =
            catchments_excess(&sight, cutting->canvas, cutting->hand, cutting->judge, row);
        bench->excess_m[row][r * OUTLINE_SIDE + c] = (float)excess_m;
        if (excess_m <= 0.0)
            bench->inside[row][r] |= bit;
    }
    return st;
}

/* The roads stay: sides of the cells of the block may be asked about. */
static enum ws_status judge_leaf(const struct cutting *cutting, const struct block *block,
                                 const struct nearby_list *list, struct ws_error *err)
{
    struct bench *bench = cutting->bench;
    if (mem_grow(&bench->leaf_roads, &bench->leaf_cap, (size_t)bench->leaf_road_count + list->count,
                 sizeof *bench->leaf_roads))
        return no_memory(err);
    if (list->count)
        memcpy(bench->leaf_roads + bench->leaf_road_count, list->roads,
               list->count * sizeof *list->roads);
    bench->leaves[block->row / LEAF_CELLS * LEAVES_ACROSS + block->col / LEAF_CELLS] =
        (struct leaf){bench->leaf_road_count, list->count};
    bench->leaf_road_count += list->count;
    enum ws_status st = WS_OK;
    for (uint32_t r = block->row; r <= block->row + block->side; r++)
        for (uint32_t c = block->col; !st && c <= block->col + block->side; c++)
            st = judge_corner(cutting, list, r, c, err);
    return st;
}

/* A block and the roads that may be nearest in it. */
struct part {
    struct block block;
    const struct nearby_rough *list;
    uint32_t count;
};

static enum ws_status judge_part(const struct cutting *cutting, const struct part *part,
                                 struct nearby_square *square, struct ws_error *err)
{
    struct bench *bench = cutting->bench;
    for (uint32_t i = 0; i < part->count; i++)
        bench->thin[i] = part->list[i].road;
    struct nearby_list list = {bench->thin, part->count};
    list.count = nearby_thin(bench->thin, &bench->nearby, &list, square, cutting->canvas->near_m,
                             bench->distances2);
    return judge_leaf(cutting, &part->block, &list, err);
}

/* As deep as LEVELS. */
static enum ws_status cut_part(const struct cutting *cutting, const struct part *whole,
                               struct ws_error *err)
{
    struct bench *bench = cutting->bench;
    const struct block *block = &whole->block;
    struct part part = *whole;
    struct nearby_square square = square_of(cutting, block);
    if (block->level == 0) {
        square.radius_m = HUGE_VAL; /* nothing is known yet but the roads */
    } else {
        struct nearby_rough *list = bench->lists + (size_t)(block->level - 1) * bench->nearby.count;
        part.count = nearby_sift(list, &bench->nearby, part.list, part.count, &square,
                                 cutting->canvas->near_m, bench->rough2);
        part.list = list;
    }
    if (decide(cutting, block, &square, part.list, part.count))
        return WS_OK;
    if (block->side == LEAF_CELLS)
        return judge_part(cutting, &part, &square, err);
    enum ws_status st = WS_OK;
    uint32_t half = block->side / 2;
    for (uint32_t i = 0; !st && i < 4; i++) {
        struct part quarter = part;
        quarter.block = (struct block){block->row + i / 2 * half, block->col + i % 2 * half, half,
                                       block->level + 1};
        st = cut_part(cutting, &quarter, err);
    }
    return st;
}

/* ---- tiles ------------------------------------------------------------------------ */

static enum ws_status list_roads(const struct cutting *cutting, struct ws_error *err)
{
    const struct canvas *canvas = cutting->canvas;
    const struct judge *judge = cutting->judge;
    struct bench *bench = cutting->bench;
    double side_m = OUTLINE_TILE * canvas->grid.cell_m;
    const struct box tile = {bench->west_m, bench->north_m - side_m, bench->west_m + side_m,
                             bench->north_m};
    const struct box window = box_grown(tile, canvas->near_m + 0.001);
    enum ws_status st = nearby_fill(&bench->nearby, canvas->plan->roads->net, canvas->plan->snapper,
                                    &canvas->rule, &window, err);
    if (st)
        return st;
    uint32_t count = bench->nearby.count, edge_count = bench->nearby.edge_count;
    if (mem_grow(&bench->bounds, &bench->bounds_cap, (size_t)edge_count * judge->choice_count,
                 sizeof *bench->bounds) ||
        mem_grow(&bench->lists, &bench->list_cap, (size_t)count * (LEVELS - 1),
                 sizeof *bench->lists) ||
        mem_grow(&bench->thin, &bench->thin_cap, 2 * (size_t)count, sizeof *bench->thin) ||
        mem_grow(&bench->rough2, &bench->rough_cap, count, sizeof *bench->rough2) ||
        mem_grow(&bench->distances2, &bench->distance_cap, count, sizeof *bench->distances2))
        return no_memory(err);
    for (uint32_t e = 0; e < edge_count; e++)
        for (uint32_t i = 0; i < judge->choice_count; i++)
            bench->bounds[(size_t)e * judge->choice_count + i] =
                bounds_of(canvas, judge, bench->nearby.edges[e], judge->choice[i] - 1);
    return WS_OK;
}

/* What outline_add asks with. */
struct question {
    const struct cutting *cutting;
    uint32_t row;
};

/* The roads of a cell, out of those of its block: several positions of it are
 * asked for in turn. */
static struct nearby_list list_cell(const struct cutting *cutting, const struct outline_spot *spot)
{
    struct bench *bench = cutting->bench;
    const struct leaf *leaf =
        &bench->leaves[spot->r / LEAF_CELLS * LEAVES_ACROSS + spot->c / LEAF_CELLS];
    uint32_t cell = spot->r * OUTLINE_TILE + spot->c, *roads = bench->thin + bench->nearby.count;
    if (bench->cell != cell) {
        const struct block block = {.row = spot->r, .col = spot->c, .side = 1};
        const struct nearby_list list = {bench->leaf_roads + leaf->from, leaf->count};
        struct nearby_square square = square_of(cutting, &block);
        bench->cell_count = nearby_thin(roads, &bench->nearby, &list, &square,
                                        cutting->canvas->near_m, bench->distances2);
        bench->cell = cell;
    }
    return (struct nearby_list){roads, bench->cell_count};
}

static enum ws_status ask(void *context, const struct outline_spot *spot, double *excess_m,
                          struct ws_error *err)
{
    const struct question *question = context;
    const struct cutting *cutting = question->cutting;
    const struct nearby_list list = list_cell(cutting, spot);
    struct sight sight;
    enum ws_status st = catchments_see(&sight, cutting->canvas, cutting->hand, cutting->judge,
                                       &list, spot->x_m, spot->y_m, err);
    if (!st)
        *excess_m = catchments_excess(&sight, cutting->canvas, cutting->hand, cutting->judge,
                                      question->row);
    return st;
}

static bool is_counted(const struct judge *judge, const uint8_t *count, uint32_t row)
{
    return count[row / judge->choice_count] >= judge->choice[row % judge->choice_count];
}

/* Without roads only the side is told, not how far the border is. */
static enum ws_status ask_straight(void *context, const struct outline_spot *spot, double *excess_m,
                                   struct ws_error *err)
{
    const struct question *question = context;
    const struct cutting *cutting = question->cutting;
    uint8_t count[WS_MAX_CUTOFFS];
    (void)err;
    catchments_count_straight(count, cutting->canvas, cutting->hand, cutting->judge, spot->x_m,
                              spot->y_m);
    *excess_m = is_counted(cutting->judge, count, question->row) ? -HUGE_VAL : HUGE_VAL;
    return WS_OK;
}

static void judge_straight(const struct cutting *cutting)
{
    const struct grid *grid = &cutting->canvas->grid;
    struct bench *bench = cutting->bench;
    uint32_t first_row = (uint32_t)(bench->key >> 32) * OUTLINE_TILE;
    uint32_t first_col = (uint32_t)bench->key * OUTLINE_TILE;
    for (uint32_t i = 0; i < OUTLINE_SIDE * OUTLINE_SIDE; i++) {
        uint32_t r = i / OUTLINE_SIDE, c = i % OUTLINE_SIDE;
        uint8_t count[WS_MAX_CUTOFFS];
        catchments_count_straight(count, cutting->canvas, cutting->hand, cutting->judge,
                                  grid_x_m(grid, first_col + c), grid_y_m(grid, first_row + r));
        for (uint32_t row = 0; row < cutting->row_count; row++) {
            bool is_inside = is_counted(cutting->judge, count, row);
            bench->inside[row][r] |= (uint64_t)is_inside << c;
            bench->excess_m[row][i] = is_inside ? -HUGE_VALF : HUGE_VALF;
        }
    }
}

/* Wide enough for all outlines that the plan may ask for. */
static enum ws_status open_bench(struct bench *bench, const struct canvas *canvas,
                                 struct ws_error *err)
{
    size_t rows = (size_t)canvas->plan->cutoff_count * canvas->plan->choice_count;
    if (!bench->inside)
        bench->inside = mem_array(rows, sizeof *bench->inside);
    if (!bench->excess_m)
        bench->excess_m = mem_array(rows, sizeof *bench->excess_m);
    return bench->inside && bench->excess_m ? WS_OK : no_memory(err);
}

static enum ws_status judge_tile(const struct cutting *cutting, struct ws_error *err)
{
    struct bench *bench = cutting->bench;
    memset(bench->known, 0, sizeof bench->known);
    memset(bench->inside, 0, cutting->row_count * sizeof *bench->inside);
    /* All bits set: not a number. */
    memset(bench->excess_m, 0xff, cutting->row_count * sizeof *bench->excess_m);
    bench->leaf_road_count = 0;
    bench->cell = WS_NONE;
    if (!cutting->canvas->plan->roads) {
        judge_straight(cutting);
        return WS_OK;
    }
    bench->stride = catchments_stride(cutting->canvas, cutting->hand, bench->key);
    enum ws_status st = list_roads(cutting, err);
    const struct part all = {
        .block = {.side = OUTLINE_TILE}, .list = bench->nearby.rough, .count = bench->nearby.count};
    return st ? st : cut_part(cutting, &all, err);
}

enum ws_status catchments_draw_tile(struct outline_sheet *sheets, size_t sheet_stride,
                                    const struct canvas *canvas, struct hand *hand,
                                    const struct judge *judge, uint64_t key, struct ws_error *err)
{
    struct bench *bench = &hand->bench;
    const struct grid *grid = &canvas->grid;
    const struct cutting cutting = {canvas, hand, bench, judge,
                                    canvas->plan->cutoff_count * judge->choice_count};
    struct outline_tile tile = {.row = (uint32_t)(key >> 32), .col = (uint32_t)key};
    bench->key = key;
    bench->west_m = grid_x_m(grid, tile.col * OUTLINE_TILE);
    bench->north_m = grid_y_m(grid, tile.row * OUTLINE_TILE);
    enum ws_status st = open_bench(bench, canvas, err);
    if (!st)
        st = judge_tile(&cutting, err);
    for (uint32_t row = 0; !st && row < cutting.row_count; row++) {
        struct question question = {&cutting, row};
        memcpy(tile.inside, bench->inside[row], sizeof tile.inside);
        tile.excess_m = bench->excess_m[row];
        st = outline_add(&sheets[row * sheet_stride], grid, &tile,
                         canvas->plan->roads ? ask : ask_straight, &question, err);
    }
    return st;
}

void catchments_clear(struct bench *bench)
{
    nearby_release(&bench->nearby);
    mem_free(bench->bounds);
    mem_free(bench->lists);
    mem_free(bench->thin);
    mem_free(bench->rough2);
    mem_free(bench->distances2);
    mem_free(bench->leaf_roads);
    mem_free(bench->inside);
    mem_free(bench->excess_m);
}
