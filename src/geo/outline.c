#include "geo/outline.h"

#include "base/error.h"
#include "base/mem.h"
#include "base/parallel.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TILE OUTLINE_TILE
#define CHUNK_TILES 16u

/* Vertices this near to the line between their neighbours are left out. */
#define STRAIGHT_M 1e-6

/* A grid line between two corners is named by its north-western corner and its
 * direction: level ones come first, by row, then from west to east. */
#define UPRIGHT ((uint64_t)1 << 63)

static uint64_t line_key(uint32_t row, uint32_t col)
{
    return (uint64_t)row << 32 | col;
}

struct crossing {
    uint64_t key;
    double x_m, y_m;
};

/* From one crossing of a cell to the next, the inside on the left. */
struct stroke {
    uint64_t from, to;
};

struct shelf {
    struct crossing *crossings;
    struct stroke *strokes;
    size_t crossing_count, crossing_cap, stroke_count, stroke_cap;
};

struct drawing {
    const struct outline_plan *plan;
    struct outline_tile *tiles; /* with some inside, and their neighbours; sorted */
    uint32_t tile_count, shelf_count;
    struct shelf *shelves; /* per chunk of tiles */

    struct crossing *crossings; /* sorted by key */
    uint32_t *next;             /* per crossing: the one that follows it */
    uint32_t crossing_count;

    /* Rings in the order of their first crossing. */
    uint32_t ring_count;
    uint32_t *first;     /* per ring: a crossing */
    uint32_t *ring_of;   /* per crossing */
    double *area_m2;     /* per ring: below 0 for holes */
    uint32_t *shell_of;  /* per ring: itself, or the shell of a hole */
    uint32_t *next_hole; /* per ring: the next hole of the same shell, or WS_NONE */
    double *xy_m;        /* scratch of one ring */
};

static enum ws_status no_memory(struct ws_error *err)
{
    return error_set(err, WS_NO_MEMORY, "no memory for an outline");
}

/* ---- tiles -------------------------------------------------------------------- */

static int compare_tiles(const void *a_ptr, const void *b_ptr)
{
    const struct outline_tile *a = a_ptr, *b = b_ptr;
    uint64_t x = line_key(a->row, a->col), y = line_key(b->row, b->col);
    return (x > y) - (x < y);
}

static bool has_inside(const struct outline_tile *tile)
{
    uint32_t any = 0;
    for (uint32_t r = 0; r < TILE; r++)
        any |= tile->inside[r];
    return any != 0;
}

/* Of equal places only the first, real tile is kept; the copies are empty. */
static uint32_t keep_real(struct outline_tile *tiles, uint32_t count)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (kept && compare_tiles(&tiles[kept - 1], &tiles[i]) == 0) {
            for (uint32_t r = 0; r < TILE; r++)
                tiles[kept - 1].inside[r] |= tiles[i].inside[r];
            continue;
        }
        tiles[kept++] = tiles[i];
    }
    return kept;
}

/* Cells belong to the tile of their north-western corner: tiles with inside corners
 * need their neighbours to the north and west, if only as empty ones. */
static enum ws_status take_tiles(struct drawing *drawing, struct ws_error *err)
{
    const struct outline_plan *plan = drawing->plan;
    uint32_t count = 0;
    drawing->tiles = mem_array(plan->tile_count, 4 * sizeof *drawing->tiles);
    if (!drawing->tiles)
        return no_memory(err);
    for (uint32_t i = 0; i < plan->tile_count; i++) {
        const struct outline_tile *tile = &plan->tiles[i];
        if (!has_inside(tile))
            continue;
        drawing->tiles[count++] = *tile;
        assert((tile->row || !tile->inside[0]) && tile->row < plan->grid->rows / TILE);
        for (uint32_t step = 1; step < 4; step++)
            if (tile->row >= (step & 1) && tile->col >= step >> 1)
                drawing->tiles[count++] = (struct outline_tile){.row = tile->row - (step & 1),
                                                                .col = tile->col - (step >> 1)};
    }
    qsort(drawing->tiles, count, sizeof *drawing->tiles, compare_tiles);
    drawing->tile_count = keep_real(drawing->tiles, count);
    return WS_OK;
}

static const struct outline_tile *find_tile(const struct drawing *drawing, uint32_t row,
                                            uint32_t col)
{
    const struct outline_tile wanted = {.row = row, .col = col};
    if (!drawing->tile_count)
        return NULL;
    return bsearch(&wanted, drawing->tiles, drawing->tile_count, sizeof wanted, compare_tiles);
}

/* Corners of a tile and the first ones beyond it to the south and east. */
static void fill_window(uint64_t window[TILE + 1], const struct drawing *drawing,
                        const struct outline_tile *tile)
{
    for (uint32_t south = 0; south < 2; south++)
        for (uint32_t east = 0; east < 2; east++) {
            const struct outline_tile *from =
                south || east ? find_tile(drawing, tile->row + south, tile->col + east) : tile;
            for (uint32_t r = 0; from && r < (south ? 1 : TILE); r++)
                window[south * TILE + r] |=
                    east ? (uint64_t)(from->inside[r] & 1u) << TILE : (uint64_t)from->inside[r];
        }
}

/* ---- crossings ------------------------------------------------------------------ */

struct pen {
    const struct drawing *drawing;
    struct shelf *shelf;
    uint32_t worker;
};

/* Adds the crossing between corner (row, col) and its neighbour to the east, or
 * to the south when `key` is upright. Positions are counted from that corner
 * whichever side is inside: drawings of other cutoffs ask for the same ones. */
static enum ws_status add_crossing(const struct pen *pen, uint64_t key, uint32_t row, uint32_t col,
                                   bool first_inside, struct ws_error *err)
{
    const struct outline_plan *plan = pen->drawing->plan;
    const struct grid *grid = plan->grid;
    struct shelf *shelf = pen->shelf;
    double x_m = grid_x_m(grid, col), y_m = grid_y_m(grid, row);
    double dx = key & UPRIGHT ? 0.0 : grid->cell_m, dy = key & UPRIGHT ? -grid->cell_m : 0.0;
    double near = 0.0, far = 1.0, margin = fmin(0.01, OUTLINE_MARGIN_M / grid->cell_m);
    while ((far - near) * grid->cell_m > OUTLINE_NEAR_M) {
        double middle = near + (far - near) / 2.0;
        bool is_inside = false;
        enum ws_status st = plan->inside(plan->context, pen->worker, x_m + middle * dx,
                                         y_m + middle * dy, &is_inside, err);
        if (st)
            return st;
        if (is_inside == first_inside)
            near = middle;
        else
            far = middle;
    }
    double t = fmin(fmax((near + far) / 2.0, margin), 1.0 - margin);
    if (mem_grow(&shelf->crossings, &shelf->crossing_cap, shelf->crossing_count + 1,
                 sizeof *shelf->crossings))
        return no_memory(err);
    shelf->crossings[shelf->crossing_count++] = (struct crossing){key, x_m + t * dx, y_m + t * dy};
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

static enum ws_status judge_saddle(const struct pen *pen, uint32_t row, uint32_t col,
                                   uint32_t *kind, struct ws_error *err)
{
    const struct outline_plan *plan = pen->drawing->plan;
    const struct grid *grid = plan->grid;
    bool is_inside = false;
    if (*kind != 5 && *kind != 10)
        return WS_OK;
    double x_m = (grid_x_m(grid, col) + grid_x_m(grid, col + 1)) / 2.0;
    double y_m = (grid_y_m(grid, row) + grid_y_m(grid, row + 1)) / 2.0;
    enum ws_status st = plan->inside(plan->context, pen->worker, x_m, y_m, &is_inside, err);
    if (is_inside)
        *kind = *kind == 5 ? 16 : 17;
    return st;
}

static enum ws_status add_strokes(const struct pen *pen, uint32_t row, uint32_t col, uint32_t kind,
                                  struct ws_error *err)
{
    struct shelf *shelf = pen->shelf;
    const uint64_t key[SIDE_COUNT] = {[NORTH] = line_key(row, col),
                                      [EAST] = UPRIGHT | line_key(row, col + 1),
                                      [SOUTH] = line_key(row + 1, col),
                                      [WEST] = UPRIGHT | line_key(row, col)};
    const struct turn *turn = &TURNS[kind];
    if (mem_grow(&shelf->strokes, &shelf->stroke_cap, shelf->stroke_count + 2,
                 sizeof *shelf->strokes))
        return no_memory(err);
    for (uint8_t i = 0; i < turn->count; i++)
        shelf->strokes[shelf->stroke_count++] =
            (struct stroke){key[turn->side[2 * i]], key[turn->side[2 * i + 1]]};
    return WS_OK;
}

/* The cell and the two grid lines that leave its north-western corner. */
static enum ws_status draw_cell(const struct pen *pen, uint32_t row, uint32_t col, uint32_t kind,
                                struct ws_error *err)
{
    bool here = kind & 8;
    enum ws_status st = WS_OK;
    if (here != ((kind & 4) != 0))
        st = add_crossing(pen, line_key(row, col), row, col, here, err);
    if (!st && here != ((kind & 1) != 0))
        st = add_crossing(pen, UPRIGHT | line_key(row, col), row, col, here, err);
    if (!st)
        st = judge_saddle(pen, row, col, &kind, err);
    return st ? st : add_strokes(pen, row, col, kind, err);
}

static enum ws_status draw_tile(const struct pen *pen, const struct outline_tile *tile,
                                struct ws_error *err)
{
    uint64_t window[TILE + 1] = {0};
    enum ws_status st = WS_OK;
    fill_window(window, pen->drawing, tile);
    for (uint32_t r = 0; !st && r < TILE; r++)
        for (uint32_t c = 0; !st && c < TILE; c++) {
            uint32_t north = (uint32_t)(window[r] >> c) & 3u;
            uint32_t south = (uint32_t)(window[r + 1] >> c) & 3u;
            uint32_t kind = south | (north & 2u) << 1 | (north & 1u) << 3;
            if (kind != 0 && kind != 15)
                st = draw_cell(pen, tile->row * TILE + r, tile->col * TILE + c, kind, err);
        }
    return st;
}

static enum ws_status draw_chunk(void *context, uint32_t chunk, uint32_t worker,
                                 struct ws_error *err)
{
    struct drawing *drawing = context;
    struct pen pen = {drawing, &drawing->shelves[chunk], worker};
    uint32_t end = (chunk + 1) * CHUNK_TILES;
    enum ws_status st = WS_OK;
    for (uint32_t i = chunk * CHUNK_TILES; !st && i < end && i < drawing->tile_count; i++)
        st = draw_tile(&pen, &drawing->tiles[i], err);
    return st;
}

static enum ws_status draw_tiles(struct drawing *drawing, struct ws_error *err)
{
    drawing->shelf_count = (drawing->tile_count + CHUNK_TILES - 1) / CHUNK_TILES;
    drawing->shelves = mem_array(drawing->shelf_count, sizeof *drawing->shelves);
    if (!drawing->shelves)
        return no_memory(err);
    return parallel_for(drawing->shelf_count, drawing->plan->threads, draw_chunk, drawing, err);
}

/* ---- rings ---------------------------------------------------------------------- */

static int compare_crossings(const void *a_ptr, const void *b_ptr)
{
    const struct crossing *a = a_ptr, *b = b_ptr;
    return (a->key > b->key) - (a->key < b->key);
}

static uint32_t find_crossing(const struct drawing *drawing, uint64_t key)
{
    const struct crossing wanted = {.key = key};
    const struct crossing *found = bsearch(&wanted, drawing->crossings, drawing->crossing_count,
                                           sizeof wanted, compare_crossings);
    assert(found); /* every stroke runs between crossings of its own cell */
    return (uint32_t)(found - drawing->crossings);
}

static enum ws_status gather(struct drawing *drawing, struct ws_error *err)
{
    size_t count = 0;
    for (uint32_t i = 0; i < drawing->shelf_count; i++)
        count += drawing->shelves[i].crossing_count;
    if (count > UINT32_MAX / 2)
        return error_set(err, WS_TOO_LARGE, "an outline has %zu vertices; expected below 2^31",
                         count);
    drawing->crossings = mem_array(count, sizeof *drawing->crossings);
    drawing->next = mem_array(count, sizeof *drawing->next);
    drawing->ring_of = mem_array(count, sizeof *drawing->ring_of);
    drawing->first = mem_array(count, sizeof *drawing->first);
    drawing->xy_m = mem_array(count, 2 * sizeof *drawing->xy_m);
    if (!drawing->crossings || !drawing->next || !drawing->ring_of || !drawing->first ||
        !drawing->xy_m)
        return no_memory(err);
    for (uint32_t i = 0; i < drawing->shelf_count; i++) {
        const struct shelf *shelf = &drawing->shelves[i];
        if (shelf->crossing_count)
            memcpy(drawing->crossings + drawing->crossing_count, shelf->crossings,
                   shelf->crossing_count * sizeof *shelf->crossings);
        drawing->crossing_count += (uint32_t)shelf->crossing_count;
    }
    qsort(drawing->crossings, count, sizeof *drawing->crossings, compare_crossings);
    for (uint32_t i = 0; i < drawing->shelf_count; i++)
        for (size_t s = 0; s < drawing->shelves[i].stroke_count; s++) {
            const struct stroke *stroke = &drawing->shelves[i].strokes[s];
            drawing->next[find_crossing(drawing, stroke->from)] =
                find_crossing(drawing, stroke->to);
        }
    return WS_OK;
}

/* Above 0 when the ring turns left; measured from its first vertex. */
static double signed_area_m2(const struct drawing *drawing, uint32_t first)
{
    const struct crossing *all = drawing->crossings, *origin = &all[first];
    double sum = 0.0;
    for (uint32_t i = first;;) {
        uint32_t j = drawing->next[i];
        sum += (all[i].x_m - origin->x_m) * (all[j].y_m - origin->y_m) -
               (all[j].x_m - origin->x_m) * (all[i].y_m - origin->y_m);
        i = j;
        if (i == first)
            return sum / 2.0;
    }
}

static enum ws_status number_rings(struct drawing *drawing, struct ws_error *err)
{
    for (uint32_t i = 0; i < drawing->crossing_count; i++)
        drawing->ring_of[i] = WS_NONE;
    for (uint32_t i = 0; i < drawing->crossing_count; i++) {
        if (drawing->ring_of[i] != WS_NONE)
            continue;
        for (uint32_t j = i; drawing->ring_of[j] == WS_NONE; j = drawing->next[j])
            drawing->ring_of[j] = drawing->ring_count;
        drawing->first[drawing->ring_count++] = i;
    }
    drawing->area_m2 = mem_array(drawing->ring_count, sizeof *drawing->area_m2);
    drawing->shell_of = mem_array(drawing->ring_count, sizeof *drawing->shell_of);
    drawing->next_hole = mem_array(drawing->ring_count, sizeof *drawing->next_hole);
    if (!drawing->area_m2 || !drawing->shell_of || !drawing->next_hole)
        return no_memory(err);
    for (uint32_t ring = 0; ring < drawing->ring_count; ring++)
        drawing->area_m2[ring] = signed_area_m2(drawing, drawing->first[ring]);
    return WS_OK;
}

/* The first crossing of a hole is the westernmost of its topmost grid line, with
 * the inside to its west. The crossing before it on that line ends the same
 * stretch of inside: it belongs to the shell of the hole or to another hole of
 * it, whose first crossing, and so whose number, comes before. */
static void hang_holes(struct drawing *drawing)
{
    for (uint32_t ring = 0; ring < drawing->ring_count; ring++) {
        drawing->next_hole[ring] = WS_NONE;
        drawing->shell_of[ring] = ring;
        if (drawing->area_m2[ring] > 0.0)
            continue;
        assert(drawing->first[ring] > 0);
        drawing->shell_of[ring] = drawing->shell_of[drawing->ring_of[drawing->first[ring] - 1]];
    }
    /* From the last: each list then runs from the first hole to the last. */
    for (uint32_t ring = drawing->ring_count; ring-- > 0;) {
        uint32_t shell = drawing->shell_of[ring];
        if (shell == ring)
            continue;
        drawing->next_hole[ring] = drawing->next_hole[shell];
        drawing->next_hole[shell] = ring;
    }
}

static bool is_straight(const double *a, const double *b, const struct crossing *c)
{
    double dx = c->x_m - a[0], dy = c->y_m - a[1];
    return fabs(dx * (b[1] - a[1]) - dy * (b[0] - a[0])) <= STRAIGHT_M * hypot(dx, dy);
}

/* Copies a ring into the scratch without vertices on a straight line. */
static uint32_t copy_ring(struct drawing *drawing, uint32_t first)
{
    double *xy_m = drawing->xy_m;
    uint32_t count = 0, i = first;
    do {
        const struct crossing *at = &drawing->crossings[i];
        if (count >= 2 && is_straight(xy_m + 2 * (count - 2), xy_m + 2 * (count - 1), at))
            count--;
        xy_m[2 * (size_t)count] = at->x_m;
        xy_m[2 * (size_t)count++ + 1] = at->y_m;
        i = drawing->next[i];
    } while (i != first);
    if (is_straight(xy_m + 2 * (count - 2), xy_m + 2 * (count - 1), &drawing->crossings[first]))
        count--;
    const struct crossing second = {.x_m = xy_m[2], .y_m = xy_m[3]};
    if (!is_straight(xy_m + 2 * (count - 1), xy_m, &second))
        return count;
    memmove(xy_m, xy_m + 2, 2 * --count * sizeof *xy_m);
    return count;
}

static enum ws_status put_ring(struct areas_builder *out, struct drawing *drawing, uint32_t ring,
                               struct ws_error *err)
{
    double cell_m = drawing->plan->grid->cell_m;
    if (fabs(drawing->area_m2[ring]) < cell_m * cell_m)
        return WS_OK;
    uint32_t count = copy_ring(drawing, drawing->first[ring]);
    return areas_ring(out, drawing->xy_m, count, drawing->area_m2[ring] < 0.0, err);
}

static enum ws_status put_rings(struct areas_builder *out, struct drawing *drawing,
                                struct ws_error *err)
{
    enum ws_status st = WS_OK;
    for (uint32_t ring = 0; !st && ring < drawing->ring_count; ring++)
        if (drawing->shell_of[ring] == ring)
            for (uint32_t at = ring; !st && at != WS_NONE; at = drawing->next_hole[at])
                st = put_ring(out, drawing, at, err);
    return st;
}

static void drawing_release(struct drawing *drawing)
{
    for (uint32_t i = 0; drawing->shelves && i < drawing->shelf_count; i++) {
        mem_free(drawing->shelves[i].crossings);
        mem_free(drawing->shelves[i].strokes);
    }
    mem_free(drawing->shelves);
    mem_free(drawing->tiles);
    mem_free(drawing->crossings);
    mem_free(drawing->next);
    mem_free(drawing->first);
    mem_free(drawing->ring_of);
    mem_free(drawing->area_m2);
    mem_free(drawing->shell_of);
    mem_free(drawing->next_hole);
    mem_free(drawing->xy_m);
}

enum ws_status outline_draw(struct areas_builder *out, const struct outline_plan *plan,
                            struct ws_error *err)
{
    assert(out && out->areas.count > 0 && plan && plan->grid && plan->inside);
    struct drawing drawing = {.plan = plan};
    enum ws_status st = take_tiles(&drawing, err);
    if (!st)
        st = draw_tiles(&drawing, err);
    if (!st)
        st = gather(&drawing, err);
    if (!st)
        st = number_rings(&drawing, err);
    if (!st) {
        hang_holes(&drawing);
        st = put_rings(out, &drawing, err);
    }
    drawing_release(&drawing);
    return st;
}
