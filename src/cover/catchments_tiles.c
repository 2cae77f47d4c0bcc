/* Which tiles of the plane hold what is within the largest cutoff: those near
 * the reached part of roads one may stop at. */
#include "cover/catchments.h"

#include "base/error.h"
#include "base/fixed.h"
#include "base/mem.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>

/* ---- the plane -------------------------------------------------------------------- */

static struct box box_of_all(const struct catchment_plan *plan)
{
    struct box box = box_empty();
    if (plan->roads)
        return snapper_box(plan->snapper);
    for (uint32_t f = 0; f < plan->facilities->count; f++)
        box_add(&box, plan->facilities->x_m[f], plan->facilities->y_m[f]);
    return box;
}

/* Plane metres from a foot, or from a facility, that `left` cost units pay for. */
static double reach_m(const struct canvas *canvas, uint32_t left)
{
    const struct catchment_plan *plan = canvas->plan;
    if (!plan->roads)
        return (left / 1000.0 + 0.001) / (plan->straight->factor * canvas->stride.least);
    double leg_m = left / 1000.0;
    if (plan->roads->is_time)
        leg_m *= plan->roads->access_speed_kmh / 3.6;
    return (fmin(leg_m, plan->access_limit_m) + 0.001) / canvas->stride.least;
}

/* Where nothing can be measured nothing is reached, and any finite bound is right. */
static void measure(struct canvas *canvas, struct box box)
{
    canvas->stride = stride_measure(canvas->hands[0].earth, box);
    if (!(canvas->stride.least > 0.0))
        canvas->stride.least = 1.0;
}

enum ws_status catchments_lay(struct canvas *canvas, struct ws_error *err)
{
    const struct catchment_plan *plan = canvas->plan;
    double cell_m = plan->resolution_m;
    if (plan->roads)
        cell_m = fmin(cell_m, fmax(plan->access_limit_m / 2.0, 1.0));
    struct box box = box_of_all(plan);
    if (!(box.min_x_m <= box.max_x_m))
        return grid_cover(&canvas->grid, &box, cell_m, OUTLINE_TILE, err);
    measure(canvas, box);
    box = box_grown(box, reach_m(canvas, canvas->most_cost));
    measure(canvas, box);
    canvas->near_m = plan->access_limit_m * fmax(1.0 / canvas->stride.least, SNAP_SLACK);
    /* A free tile on every side: inside corners have neighbours. */
    box = box_grown(box, 2.0 * OUTLINE_TILE * cell_m);
    return grid_cover(&canvas->grid, &box, cell_m, OUTLINE_TILE, err);
}

/* Tiles across a square whose plane is measured once. */
#define STRIDE_TILES 8u

struct stride catchments_stride(const struct canvas *canvas, struct hand *hand, uint64_t key)
{
    const struct grid *grid = &canvas->grid;
    uint32_t row = (uint32_t)(key >> 32) / STRIDE_TILES, col = (uint32_t)key / STRIDE_TILES;
    uint64_t square = (uint64_t)row << 32 | col;
    struct kept_stride *kept = &hand->strides[(row * 4 + col) % KEPT_STRIDES];
    if (kept->is_set && kept->key == square)
        return kept->stride;
    const uint32_t cells = STRIDE_TILES * OUTLINE_TILE;
    double side_m = cells * grid->cell_m;
    double west_m = grid_x_m(grid, col * cells), north_m = grid_y_m(grid, row * cells);
    const struct box box = {west_m, north_m - side_m, west_m + side_m, north_m};
    *kept = (struct kept_stride){.key = square, .is_set = true};
    kept->stride = stride_measure_near(hand->earth, box_grown(box, canvas->near_m));
    if (!(kept->stride.least > 0.0))
        kept->stride = canvas->stride;
    return kept->stride;
}

/* ---- tiles -------------------------------------------------------------------------- */

void catchments_sort(struct tiles *tiles)
{
    tiles->count = fixed_distinct(tiles->keys, tiles->count);
}

void catchments_forget(struct tiles *tiles)
{
    mem_free(tiles->keys);
    mem_free(tiles->seen);
    *tiles = (struct tiles){0};
}

static enum ws_status no_memory(const struct tiles *tiles, struct ws_error *err)
{
    return error_set(err, WS_NO_MEMORY, "no memory for %zu tiles", tiles->count + 1);
}

/* Neighbours of a tile have other slots than its own. */
static enum ws_status add_tile(struct tiles *tiles, uint32_t row, uint32_t col,
                               struct ws_error *err)
{
    uint64_t key = (uint64_t)row << 32 | col;
    if (!tiles->seen && !(tiles->seen = mem_array(SEEN_TILES, sizeof *tiles->seen)))
        return no_memory(tiles, err);
    uint64_t *seen = &tiles->seen[(row * 33 + col) % SEEN_TILES];
    if (*seen == key + 1)
        return WS_OK;
    if (mem_grow(&tiles->keys, &tiles->cap, tiles->count + 1, sizeof *tiles->keys))
        return no_memory(tiles, err);
    *seen = key + 1;
    tiles->keys[tiles->count++] = key;
    return WS_OK;
}

enum ws_status catchments_add(struct tiles *tiles, const struct tiles *more, struct ws_error *err)
{
    enum ws_status st = WS_OK;
    for (size_t i = 0; !st && i < more->count; i++)
        st = add_tile(tiles, (uint32_t)(more->keys[i] >> 32), (uint32_t)more->keys[i], err);
    return st;
}

/* All tiles with a corner in the box, or a cell on. */
static enum ws_status mark_box(const struct canvas *canvas, struct tiles *tiles, struct box box,
                               struct ws_error *err)
{
    const struct grid *grid = &canvas->grid;
    box = box_grown(box, grid->cell_m);
    uint32_t west = grid_col(grid, box.min_x_m) / OUTLINE_TILE;
    uint32_t east = grid_col(grid, box.max_x_m) / OUTLINE_TILE;
    uint32_t north = grid_row(grid, box.max_y_m) / OUTLINE_TILE;
    uint32_t south = grid_row(grid, box.min_y_m) / OUTLINE_TILE;
    enum ws_status st = WS_OK;
    for (uint32_t row = north; row <= south; row++)
        for (uint32_t col = west; !st && col <= east; col++)
            st = add_tile(tiles, row, col, err);
    return st;
}

/* An edge whose tiles are being marked. */
struct marking {
    const struct canvas *canvas;
    struct tiles *tiles;
    const struct lanes *lanes;
    uint32_t tail_cost, head_cost; /* a foot at a junction has what the junction has */
};

static uint32_t lower(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* The lowest cost on [from, to] of the edge; WS_COST_INF: none. */
static uint32_t lowest_cost(const struct marking *marking, uint32_t from_mm, uint32_t to_mm)
{
    const struct lanes *lanes = marking->lanes;
    uint32_t lowest = from_mm == 0 ? marking->tail_cost : WS_COST_INF;
    if (to_mm == lanes->length_mm)
        lowest = lower(lowest, marking->head_cost);
    for (uint32_t i = 0; i < lanes->count; i++) {
        const struct lane *lane = &lanes->items[i];
        uint32_t low_mm = lane->low_mm > from_mm ? lane->low_mm : from_mm;
        uint32_t high_mm = lower(lane->high_mm, to_mm);
        if (low_mm <= high_mm)
            lowest = lower(lowest,
                           lane_cost(lane, lanes->length_mm, lane->is_rising ? low_mm : high_mm));
    }
    return lowest;
}

static enum ws_status mark_near(const struct marking *marking, uint32_t cost, struct box box,
                                struct ws_error *err)
{
    const struct canvas *canvas = marking->canvas;
    if (cost > canvas->most_cost)
        return WS_OK;
    return mark_box(canvas, marking->tiles,
                    box_grown(box, reach_m(canvas, canvas->most_cost - cost)), err);
}

/* A stretch of the edge that lies within `box`. */
static enum ws_status mark_stretch(const struct marking *marking, uint32_t from_mm, uint32_t to_mm,
                                   struct box box, struct ws_error *err)
{
    return mark_near(marking, lowest_cost(marking, from_mm, to_mm), box, err);
}

/* A long segment is walked in steps of a tile: its own box would be a county. */
static enum ws_status mark_segment(const struct marking *marking, uint32_t vertex,
                                   struct ws_error *err)
{
    const struct network *net = marking->canvas->plan->roads->net;
    const double *a = &net->xy_m[2 * (size_t)vertex], *b = a + 2;
    uint32_t from_mm = net->at_mm[vertex], span_mm = net->at_mm[vertex + 1] - from_mm;
    double step_m = OUTLINE_TILE * marking->canvas->grid.cell_m;
    uint32_t steps = (uint32_t)fmin(hypot(b[0] - a[0], b[1] - a[1]) / step_m, 1e6) + 1;
    enum ws_status st = WS_OK;
    for (uint32_t i = 0; !st && i < steps; i++) {
        double t = (double)i / steps, u = (double)(i + 1) / steps;
        uint32_t start_mm = from_mm + (uint32_t)((uint64_t)span_mm * i / steps);
        uint32_t end_mm = from_mm + (uint32_t)((uint64_t)span_mm * (i + 1) / steps);
        struct box box = box_empty();
        box_add(&box, a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1]));
        box_add(&box, a[0] + u * (b[0] - a[0]), a[1] + u * (b[1] - a[1]));
        st = mark_stretch(marking, start_mm, end_mm, box, err);
    }
    return st;
}

static enum ws_status mark_edge(const struct canvas *canvas, struct tiles *tiles, struct hand *hand,
                                const struct judge *judge, uint32_t edge, struct ws_error *err)
{
    const struct allocate_plan *roads = canvas->plan->roads;
    const struct network *net = roads->net;
    const struct field *field = judge->field;
    if (!(net->flags[edge] & EDGE_STOP))
        return WS_OK;
    struct marking marking = {
        .canvas = canvas,
        .tiles = tiles,
        .lanes = &hand->lanes,
        .tail_cost = label_cost(field->label[(size_t)net->tail[edge] * field->k]),
        .head_cost = label_cost(field->label[(size_t)net->head[edge] * field->k])};
    /* Without a facility on it nothing on an edge costs less than its ends. */
    bool has_stop = stops_meet(judge->stops, edge);
    uint32_t ends_cost = lower(marking.tail_cost, marking.head_cost);
    if (!has_stop && ends_cost > canvas->most_cost)
        return WS_OK;
    struct box box = box_empty();
    for (size_t v = net->first_xy[edge]; v < net->first_xy[edge + 1]; v++)
        box_add(&box, net->xy_m[2 * v], net->xy_m[2 * v + 1]);
    double tile_m = OUTLINE_TILE * canvas->grid.cell_m;
    bool is_small = box.max_x_m - box.min_x_m < tile_m && box.max_y_m - box.min_y_m < tile_m;
    if (is_small && !has_stop)
        return mark_near(&marking, ends_cost, box, err);
    enum ws_status st = lanes_collect(&hand->lanes, net, field, judge->stops, judge->group,
                                      roads->direction, edge, err);
    if (st || lowest_cost(&marking, 0, net->length_mm[edge]) > canvas->most_cost)
        return st;
    if (is_small)
        return mark_stretch(&marking, 0, net->length_mm[edge], box, err);
    for (uint32_t v = net->first_xy[edge]; !st && v + 1 < net->first_xy[edge + 1]; v++)
        st = mark_segment(&marking, v, err);
    return st;
}

enum ws_status catchments_mark_node(const struct canvas *canvas, struct tiles *tiles,
                                    struct hand *hand, const struct judge *judge, uint32_t node,
                                    struct ws_error *err)
{
    const struct network *net = canvas->plan->roads->net;
    const struct field *field = judge->field;
    enum ws_status st = WS_OK;
    for (uint32_t e = net->first_out[node]; !st && e < net->first_out[node + 1]; e++) {
        uint32_t edge = network_canonical(net, e), other = net->head[e];
        if (edge == e || label_cost(field->label[(size_t)other * field->k]) > canvas->most_cost)
            st = mark_edge(canvas, tiles, hand, judge, edge, err);
    }
    for (uint32_t j = net->first_in[node]; !st && j < net->first_in[node + 1]; j++) {
        uint32_t edge = net->in_edge[j], other = net->tail[edge];
        if (net->twin[edge] == WS_NONE &&
            label_cost(field->label[(size_t)other * field->k]) > canvas->most_cost)
            st = mark_edge(canvas, tiles, hand, judge, edge, err);
    }
    return st;
}

enum ws_status catchments_mark_stops(const struct canvas *canvas, struct tiles *tiles,
                                     struct hand *hand, const struct judge *judge,
                                     struct ws_error *err)
{
    enum ws_status st = WS_OK;
    for (uint32_t i = 0; !st && i < judge->stops->count; i++)
        if (i == 0 || judge->stops->edge[i] != judge->stops->edge[i - 1])
            st = mark_edge(canvas, tiles, hand, judge, judge->stops->edge[i], err);
    return st;
}

enum ws_status catchments_mark_facility(const struct canvas *canvas, struct tiles *tiles,
                                        uint32_t facility, struct ws_error *err)
{
    const struct ws_points *facilities = canvas->plan->facilities;
    struct box box = box_empty();
    box_add(&box, facilities->x_m[facility], facilities->y_m[facility]);
    return mark_box(canvas, tiles, box_grown(box, reach_m(canvas, canvas->most_cost)), err);
}
