/* From crossings on grid lines to rings with holes. */
#include "geo/outline.h"

#include "base/error.h"
#include "base/mem.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

/* Vertices this near to the line between their neighbours are left out. */
#define STRAIGHT_M 1e-6

struct drawing {
    const struct grid *grid;
    const struct outline_sheet *sheets;
    uint32_t sheet_count;

    /* Crossings on grid lines of one direction in one row of the grid lie
     * together, from west to east; level lines first. */
    struct outline_crossing *crossings;
    uint32_t *first_in_row; /* per direction and row from north_row on */
    uint32_t *next;         /* per crossing: the one that follows it */
    uint32_t crossing_count, north_row, row_count;

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

/* ---- crossings in order ------------------------------------------------------- */

static uint32_t row_of(const struct drawing *drawing, uint64_t key)
{
    uint32_t row = (uint32_t)((key & ~OUTLINE_UPRIGHT) >> 32) - drawing->north_row;
    return key & OUTLINE_UPRIGHT ? drawing->row_count + row : row;
}

static uint32_t find_crossing(const struct drawing *drawing, uint64_t key)
{
    uint32_t row = row_of(drawing, key);
    uint32_t low = drawing->first_in_row[row], high = drawing->first_in_row[row + 1];
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (drawing->crossings[middle].key < key)
            low = middle + 1;
        else
            high = middle;
    }
    assert(low < drawing->first_in_row[row + 1] && drawing->crossings[low].key == key);
    return low; /* every stroke runs between crossings of its own cell */
}

static enum ws_status count_crossings(struct drawing *drawing, struct ws_error *err)
{
    size_t count = 0;
    uint32_t north = UINT32_MAX, south = 0;
    for (uint32_t i = 0; i < drawing->sheet_count; i++) {
        const struct outline_sheet *sheet = &drawing->sheets[i];
        count += sheet->crossing_count;
        for (size_t c = 0; c < sheet->crossing_count; c++) {
            uint32_t row = (uint32_t)((sheet->crossings[c].key & ~OUTLINE_UPRIGHT) >> 32);
            north = row < north ? row : north;
            south = row > south ? row : south;
        }
    }
    if (count > UINT32_MAX / 2)
        return error_set(err, WS_TOO_LARGE, "an outline has %zu vertices; expected below 2^31",
                         count);
    drawing->crossing_count = (uint32_t)count;
    drawing->north_row = north;
    drawing->row_count = count ? south - north + 1 : 0;
    drawing->first_in_row =
        mem_array(2 * (size_t)drawing->row_count + 2, sizeof *drawing->first_in_row);
    drawing->crossings = mem_array(count, sizeof *drawing->crossings);
    drawing->next = mem_array(count, sizeof *drawing->next);
    drawing->ring_of = mem_array(count, sizeof *drawing->ring_of);
    drawing->first = mem_array(count, sizeof *drawing->first);
    drawing->xy_m = mem_array(count, 2 * sizeof *drawing->xy_m);
    return drawing->first_in_row && drawing->crossings && drawing->next && drawing->ring_of &&
                   drawing->first && drawing->xy_m
               ? WS_OK
               : no_memory(err);
}

/* The sheets hold the crossings of each row from west to east already, so
 * counting orders them. Rows end up one place late and so begin right. */
static void order_crossings(struct drawing *drawing)
{
    uint32_t *place = drawing->first_in_row + 1;
    for (uint32_t i = 0; i < drawing->sheet_count; i++)
        for (size_t c = 0; c < drawing->sheets[i].crossing_count; c++)
            place[row_of(drawing, drawing->sheets[i].crossings[c].key)]++;
    uint32_t before = 0;
    for (uint32_t row = 0; row < 2 * drawing->row_count; row++) {
        uint32_t here = place[row];
        place[row] = before;
        before += here;
    }
    for (uint32_t i = 0; i < drawing->sheet_count; i++)
        for (size_t c = 0; c < drawing->sheets[i].crossing_count; c++) {
            const struct outline_crossing *crossing = &drawing->sheets[i].crossings[c];
            drawing->crossings[place[row_of(drawing, crossing->key)]++] = *crossing;
        }
}

static void link_crossings(struct drawing *drawing)
{
    for (uint32_t i = 0; i < drawing->sheet_count; i++)
        for (size_t s = 0; s < drawing->sheets[i].stroke_count; s++) {
            const struct outline_stroke *stroke = &drawing->sheets[i].strokes[s];
            drawing->next[find_crossing(drawing, stroke->from)] =
                find_crossing(drawing, stroke->to);
        }
}

/* ---- rings ---------------------------------------------------------------------- */

/* Above 0 when the ring turns left; measured from its first vertex. */
static double signed_area_m2(const struct drawing *drawing, uint32_t first)
{
    const struct outline_crossing *all = drawing->crossings, *origin = &all[first];
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

static bool is_straight(const double *a, const double *b, const struct outline_crossing *c)
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
        const struct outline_crossing *at = &drawing->crossings[i];
        if (count >= 2 && is_straight(xy_m + 2 * (count - 2), xy_m + 2 * (count - 1), at))
            count--;
        xy_m[2 * (size_t)count] = at->x_m;
        xy_m[2 * (size_t)count++ + 1] = at->y_m;
        i = drawing->next[i];
    } while (i != first);
    if (is_straight(xy_m + 2 * (count - 2), xy_m + 2 * (count - 1), &drawing->crossings[first]))
        count--;
    const struct outline_crossing second = {.x_m = xy_m[2], .y_m = xy_m[3]};
    if (!is_straight(xy_m + 2 * (count - 1), xy_m, &second))
        return count;
    memmove(xy_m, xy_m + 2, 2 * --count * sizeof *xy_m);
    return count;
}

static enum ws_status put_ring(struct areas_builder *out, struct drawing *drawing, uint32_t ring,
                               struct ws_error *err)
{
    double cell_m = drawing->grid->cell_m;
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
    mem_free(drawing->crossings);
    mem_free(drawing->first_in_row);
    mem_free(drawing->next);
    mem_free(drawing->first);
    mem_free(drawing->ring_of);
    mem_free(drawing->area_m2);
    mem_free(drawing->shell_of);
    mem_free(drawing->next_hole);
    mem_free(drawing->xy_m);
}

enum ws_status outline_join(struct areas_builder *out, const struct grid *grid,
                            const struct outline_sheet *sheets, uint32_t sheet_count,
                            struct ws_error *err)
{
    assert(out && out->areas.count > 0 && grid && (sheets || !sheet_count));
    struct drawing drawing = {.grid = grid, .sheets = sheets, .sheet_count = sheet_count};
    enum ws_status st = count_crossings(&drawing, err);
    if (!st) {
        order_crossings(&drawing);
        link_crossings(&drawing);
        st = number_rings(&drawing, err);
    }
    if (!st) {
        hang_holes(&drawing);
        st = put_rings(out, &drawing, err);
    }
    drawing_release(&drawing);
    return st;
}
