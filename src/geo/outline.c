#include "geo/outline.h"

#include "base/error.h"
#include "base/mem.h"

#include <assert.h>
#include <math.h>

#define TILE OUTLINE_TILE

static uint64_t line_key(uint32_t row, uint32_t col)
{
    return (uint64_t)row << 32 | col;
}

static enum ws_status no_memory(struct ws_error *err)
{
    return error_set(err, WS_NO_MEMORY, "no memory for an outline");
}

/* ---- crossings ------------------------------------------------------------------ */

struct pen {
    struct outline_sheet *sheet;
    const struct grid *grid;
    const struct outline_tile *tile;
    outline_excess *excess;
    void *context;
};

/* A stretch of a grid line, in metres from its north-western end. */
struct stretch {
    struct outline_spot from; /* that end, and the cell */
    double east, south;       /* direction: 1 or 0 */
    double near_m, far_m;
    double near_excess_m, far_excess_m;
    bool is_inside; /* at its near end */
};

static enum ws_status ask(const struct pen *pen, const struct stretch *stretch, double at_m,
                          double *excess_m, struct ws_error *err)
{
    struct outline_spot spot = stretch->from;
    spot.x_m += at_m * stretch->east;
    spot.y_m -= at_m * stretch->south;
    return pen->excess(pen->context, &spot, excess_m, err);
}

/* What is known of a corner of the tile; else it is asked for. */
static enum ws_status ask_corner(const struct pen *pen, const struct stretch *stretch,
                                 uint32_t corner, double at_m, double *excess_m,
                                 struct ws_error *err)
{
    float known_m = pen->tile->excess_m ? pen->tile->excess_m[corner] : NAN;
    double asked_m = 0.0;
    enum ws_status st = isnan(known_m) ? ask(pen, stretch, at_m, &asked_m, err) : WS_OK;
    *excess_m = (double)(isnan(known_m) ? (float)asked_m : known_m); /* the same either way */
    return st;
}

/* No excess changes by more than this per metre, where it does not jump. */
#define STEEPEST 1.5
/* How far beyond the border it expects the next position is asked for, so that
 * the border is soon caught between two. */
#define BEYOND_M (0.4 * OUTLINE_NEAR_M)

/* Where to ask next: a little beyond where the excess would be nothing if it ran
 * straight; in the middle when it jumps or the steps have grown small. */
static double next_position(const struct stretch *stretch, bool is_slow)
{
    double length_m = stretch->far_m - stretch->near_m;
    double here = fabs(stretch->near_excess_m), there = fabs(stretch->far_excess_m);
    double middle_m = stretch->near_m + length_m / 2.0;
    if (is_slow || fmax(here, there) > STEEPEST * length_m)
        return middle_m;
    double at_m = stretch->near_m + length_m * here / (here + there);
    at_m += at_m < middle_m ? BEYOND_M : -BEYOND_M;
    return fmin(fmax(at_m, stretch->near_m + 0.1 * length_m), stretch->far_m - 0.1 * length_m);
}

/* Narrows the stretch between an inside and an outside position. Halves it at
 * least once in three steps. */
static enum ws_status narrow(const struct pen *pen, struct stretch *stretch, struct ws_error *err)
{
    double length_m = stretch->far_m - stretch->near_m, excess_m;
    for (uint32_t step = 1; stretch->far_m - stretch->near_m > OUTLINE_NEAR_M; step++) {
        bool is_slow = false;
        if (step % 3 == 0) {
            is_slow = stretch->far_m - stretch->near_m > length_m / 4.0;
            length_m = stretch->far_m - stretch->near_m;
        }
        double at_m = next_position(stretch, is_slow);
        enum ws_status st = ask(pen, stretch, at_m, &excess_m, err);
        if (st)
            return st;
        if ((excess_m <= 0.0) == stretch->is_inside) {
            stretch->near_m = at_m;
            stretch->near_excess_m = excess_m;
        } else {
            stretch->far_m = at_m;
            stretch->far_excess_m = excess_m;
        }
    }
    return WS_OK;
}

/* Adds the crossing between corner (r, c) of the tile and its neighbour to the
 * east or south. */
static enum ws_status add_crossing(const struct pen *pen, uint32_t r, uint32_t c, bool is_upright,
                                   struct ws_error *err)
{
    const struct grid *grid = pen->grid;
    struct outline_sheet *sheet = pen->sheet;
    uint32_t row = pen->tile->row * TILE + r, col = pen->tile->col * TILE + c;
    uint32_t corner = r * (TILE + 1) + c;
    struct stretch stretch = {.from = {r, c, grid_x_m(grid, col), grid_y_m(grid, row)},
                              .east = is_upright ? 0.0 : 1.0,
                              .south = is_upright ? 1.0 : 0.0,
                              .far_m = grid->cell_m,
                              .is_inside = pen->tile->inside[r] >> c & 1};
    double margin_m = fmin(0.01 * grid->cell_m, OUTLINE_MARGIN_M);
    enum ws_status st = ask_corner(pen, &stretch, corner, 0.0, &stretch.near_excess_m, err);
    if (!st)
        st = ask_corner(pen, &stretch, corner + (is_upright ? TILE + 1 : 1), grid->cell_m,
                        &stretch.far_excess_m, err);
    if (!st)
        st = narrow(pen, &stretch, err);
    if (st)
        return st;
    double at_m =
        fmin(fmax((stretch.near_m + stretch.far_m) / 2.0, margin_m), grid->cell_m - margin_m);
    if (mem_grow(&sheet->crossings, &sheet->crossing_cap, sheet->crossing_count + 1,
                 sizeof *sheet->crossings))
        return no_memory(err);
    sheet->crossings[sheet->crossing_count++] = (struct outline_crossing){
        (is_upright ? OUTLINE_UPRIGHT : 0) | line_key(row, col),
        stretch.from.x_m + at_m * stretch.east, stretch.from.y_m - at_m * stretch.south};
    return WS_OK;
}

/* ---- cells ---------------------------------------------------------------------- */

enum side { NORTH, EAST, SOUTH, WEST, SIDE_COUNT };

/* Bits of the corners: 1 south-west, 2 south-east, 4 north-east, 8 north-west.
 * Sides from and to; up to two strokes. Rows 16 and 17 stand for the saddles 5
 * and 10 when the middle is inside. */
static const struct turn {
    uint8_t count, side[4];
} TURNS[18] = {
    [1] = {1, {SOUTH, WEST}},
    [2] = {1, {EAST, SOUTH}},
    [3] = {1, {EAST, WEST}},
    [4] = {1, {NORTH, EAST}},
    [5] = {2, {SOUTH, WEST, NORTH, EAST}},
    [6] = {1, {NORTH, SOUTH}},
    [7] = {1, {NORTH, WEST}},
    [8] = {1, {WEST, NORTH}},
    [9] = {1, {SOUTH, NORTH}},
    [10] = {2, {WEST, NORTH, EAST, SOUTH}},
    [11] = {1, {EAST, NORTH}},
    [12] = {1, {WEST, EAST}},
    [13] = {1, {SOUTH, EAST}},
    [14] = {1, {WEST, SOUTH}},
    [16] = {2, {NORTH, WEST, SOUTH, EAST}},
    [17] = {2, {WEST, SOUTH, EAST, NORTH}},
};

static enum ws_status judge_saddle(const struct pen *pen, uint32_t r, uint32_t c, uint32_t *kind,
                                   struct ws_error *err)
{
    const struct grid *grid = pen->grid;
    uint32_t row = pen->tile->row * TILE + r, col = pen->tile->col * TILE + c;
    double excess_m = 1.0;
    if (*kind != 5 && *kind != 10)
        return WS_OK;
    struct outline_spot middle = {.r = r,
                                  .c = c,
                                  .x_m = (grid_x_m(grid, col) + grid_x_m(grid, col + 1)) / 2.0,
                                  .y_m = (grid_y_m(grid, row) + grid_y_m(grid, row + 1)) / 2.0};
    enum ws_status st = pen->excess(pen->context, &middle, &excess_m, err);
    if (!st && excess_m <= 0.0)
        *kind = *kind == 5 ? 16 : 17;
    return st;
}

static enum ws_status add_strokes(const struct pen *pen, uint32_t row, uint32_t col, uint32_t kind,
                                  struct ws_error *err)
{
    struct outline_sheet *sheet = pen->sheet;
    const uint64_t key[SIDE_COUNT] = {[NORTH] = line_key(row, col),
                                      [EAST] = OUTLINE_UPRIGHT | line_key(row, col + 1),
                                      [SOUTH] = line_key(row + 1, col),
                                      [WEST] = OUTLINE_UPRIGHT | line_key(row, col)};
    const struct turn *turn = &TURNS[kind];
    if (mem_grow(&sheet->strokes, &sheet->stroke_cap, sheet->stroke_count + 2,
                 sizeof *sheet->strokes))
        return no_memory(err);
    for (uint8_t i = 0; i < turn->count; i++)
        sheet->strokes[sheet->stroke_count++] =
            (struct outline_stroke){key[turn->side[2 * i]], key[turn->side[2 * i + 1]]};
    return WS_OK;
}

/* The cell and the two grid lines that leave its north-western corner. */
static enum ws_status draw_cell(const struct pen *pen, uint32_t r, uint32_t c, uint32_t kind,
                                struct ws_error *err)
{
    bool here = kind & 8;
    uint32_t row = pen->tile->row * TILE + r, col = pen->tile->col * TILE + c;
    enum ws_status st = WS_OK;
    if (here != ((kind & 4) != 0))
        st = add_crossing(pen, r, c, false, err);
    if (!st && here != ((kind & 1) != 0))
        st = add_crossing(pen, r, c, true, err);
    if (!st)
        st = judge_saddle(pen, r, c, &kind, err);
    return st ? st : add_strokes(pen, row, col, kind, err);
}

/* Cells between two rows of corners that are not all alike, as bits. */
static uint64_t mixed_cells(uint64_t north, uint64_t south)
{
    return ((north ^ north >> 1) | (north ^ south) | (south ^ south >> 1)) & UINT32_MAX;
}

enum ws_status outline_add(struct outline_sheet *sheet, const struct grid *grid,
                           const struct outline_tile *tile, outline_excess *excess, void *context,
                           struct ws_error *err)
{
    assert(sheet && grid && tile && excess);
    const struct pen pen = {sheet, grid, tile, excess, context};
    enum ws_status st = WS_OK;
    for (uint32_t r = 0; !st && r < TILE; r++) {
        uint64_t north = tile->inside[r], south = tile->inside[r + 1];
        uint64_t mixed = mixed_cells(north, south);
        for (uint32_t c = 0; !st && mixed >> c; c++) {
            uint32_t above = (uint32_t)(north >> c) & 3u, below = (uint32_t)(south >> c) & 3u;
            if (mixed >> c & 1)
                st = draw_cell(&pen, r, c, below | (above & 2u) << 1 | (above & 1u) << 3, err);
        }
    }
    return st;
}

void outline_forget(struct outline_sheet *sheet)
{
    if (!sheet)
        return;
    mem_free(sheet->crossings);
    mem_free(sheet->strokes);
    *sheet = (struct outline_sheet){0};
}
