#include "geo/locate_cells.h"

#include <assert.h>
#include <inttypes.h>

#include "base/error.h"
#include "base/mem.h"

/* Cells per border segment, and what is enough; tuned for a million points in 290
 * areas of 512 segments. */
enum { CELLS_PER_SEGMENT = 4, MOST_CELLS = 1 << 22 };
/* Entries per segment beyond which the cells are too small for the borders. */
enum { MOST_ENTRIES = 24 };
/* Bits for borders in a mask, and entries up to which equal ones are looked for. */
enum { MOST_BORDERS = 63, MOST_COMPARED = 256 };

/* A segment of an area that comes near a cell. */
struct entry {
    uint32_t first_xy, area;
};

/* Where a segment crosses the middle of a row: the area is left on the columns
 * below `col`. */
struct crossing {
    uint32_t area, next, col;
};

struct making {
    const struct areas *areas;
    struct locate_cells cells;
    size_t entry_count, crossing_count;
    uint32_t *first_entry; /* per cell, and the end */
    struct entry *entries;
    uint32_t *first_crossing; /* per row, and the end */
    struct crossing *crossings;
    uint32_t *head; /* per column, and the end: crossings of the row */
    uint32_t *inside, inside_count;
    size_t inside_cap, border_count, claim_count, mixed_cap, border_cap, claim_cap;
    bool is_counting;
};

/* ---- which cells a segment comes near --------------------------------------- */

static void note_entry(struct making *making, size_t cell, struct entry entry)
{
    if (making->is_counting)
        making->entry_count++;
    else
        making->entries[making->first_entry[cell + 1]] = entry;
    making->first_entry[cell + 1]++;
}

static uint32_t clamped(double cell, uint32_t count)
{
    if (!(cell > 0.0))
        return 0;
    return cell < count ? (uint32_t)cell : count - 1;
}

/* The columns of one row that the segment comes within the margin of, by its
 * stretch within the row. */
static void note_row(struct making *making, uint32_t row, const double *low, const double *high,
                     struct entry entry)
{
    const struct locate_cells *cells = &making->cells;
    double grow_m = 2.0 * cells->margin_m, rise_m = high[1] - low[1];
    double from_m = cells->bottom_m + row * cells->cell_m - grow_m;
    double to_m = cells->bottom_m + (row + 1.0) * cells->cell_m + grow_m;
    double x_from = low[0], x_to = high[0];
    if (low[1] < from_m)
        x_from = low[0] + (from_m - low[1]) / rise_m * (high[0] - low[0]);
    if (high[1] > to_m)
        x_to = low[0] + (to_m - low[1]) / rise_m * (high[0] - low[0]);
    uint32_t first =
        clamped(locate_cell_at(cells, fmin(x_from, x_to) - grow_m, cells->left_m), cells->cols);
    uint32_t last =
        clamped(locate_cell_at(cells, fmax(x_from, x_to) + grow_m, cells->left_m), cells->cols);
    for (uint32_t col = first; col <= last; col++)
        note_entry(making, (size_t)row * cells->cols + col, entry);
}

static void note_segment(struct making *making, struct entry entry)
{
    const struct locate_cells *cells = &making->cells;
    const double *a = making->areas->xy_m + 2 * (size_t)entry.first_xy, *b = a + 2;
    const double *low = a[1] <= b[1] ? a : b, *high = a[1] <= b[1] ? b : a;
    double grow_m = 2.0 * cells->margin_m;
    uint32_t first = clamped(locate_cell_at(cells, low[1] - grow_m, cells->bottom_m), cells->rows);
    uint32_t last = clamped(locate_cell_at(cells, high[1] + grow_m, cells->bottom_m), cells->rows);
    for (uint32_t row = first; row <= last; row++)
        note_row(making, row, low, high, entry);
}

/* ---- which areas hold the middle of a cell ----------------------------------- */

static double middle_x_m(const struct locate_cells *cells, uint32_t col)
{
    return cells->left_m + (col + 0.5) * cells->cell_m;
}

static double middle_y_m(const struct locate_cells *cells, uint32_t row)
{
    return cells->bottom_m + (row + 0.5) * cells->cell_m;
}

/* How many columns, from the west, have their middle to the left of the segment
 * in this row. An estimate, put right by the rule itself. */
static uint32_t columns_left(const struct locate_cells *cells, const double *a, double y)
{
    const double *b = a + 2;
    double x = a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0]);
    uint32_t col = clamped(locate_cell_at(cells, x, cells->left_m), cells->cols);
    while (col < cells->cols && locate_crosses(a, b, middle_x_m(cells, col), y))
        col++;
    while (col > 0 && !locate_crosses(a, b, middle_x_m(cells, col - 1), y))
        col--;
    return col;
}

static void note_crossings(struct making *making, struct entry entry)
{
    const struct locate_cells *cells = &making->cells;
    const double *a = making->areas->xy_m + 2 * (size_t)entry.first_xy;
    double low_m = fmin(a[1], a[3]), high_m = fmax(a[1], a[3]);
    uint32_t row = clamped(locate_cell_at(cells, low_m, cells->bottom_m) - 1.0, cells->rows);
    for (; row < cells->rows; row++) {
        double y = middle_y_m(cells, row);
        if (y >= high_m)
            return;
        if ((a[1] > y) == (a[3] > y))
            continue;
        if (making->is_counting)
            making->crossing_count++;
        else
            making->crossings[making->first_crossing[row + 1]] =
                (struct crossing){.area = entry.area, .col = columns_left(cells, a, y)};
        making->first_crossing[row + 1]++;
    }
}

static void note_all(struct making *making, void (*note)(struct making *making, struct entry entry))
{
    const struct areas *areas = making->areas;
    for (uint32_t area = 0; area < areas->count; area++)
        for (uint32_t r = areas->first_ring[area]; r < areas->first_ring[area + 1]; r++)
            for (uint32_t v = areas->first_xy[r]; v + 1 < areas->first_xy[r + 1]; v++)
                note(making, (struct entry){v, area});
}

/* Counts stand one behind their place: afterwards they are where the next one of
 * that place goes, and once all are placed, where the place ends. */
static void start_lists(uint32_t *first, size_t count)
{
    uint32_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t here = first[i + 1];
        first[i + 1] = sum;
        sum += here;
    }
}

/* ---- one cell ----------------------------------------------------------------- */

static int toggle(struct making *making, uint32_t area)
{
    for (uint32_t i = 0; i < making->inside_count; i++)
        if (making->inside[i] == area) {
            making->inside[i] = making->inside[--making->inside_count];
            return 0;
        }
    if (mem_grow(&making->inside, &making->inside_cap, (size_t)making->inside_count + 1,
                 sizeof *making->inside))
        return -1;
    making->inside[making->inside_count++] = area;
    return 0;
}

static bool is_inside(const struct making *making, uint32_t area)
{
    for (uint32_t i = 0; i < making->inside_count; i++)
        if (making->inside[i] == area)
            return true;
    return false;
}

static bool is_same_segment(const double *a, const double *b)
{
    return (a[0] == b[0] && a[1] == b[1] && a[2] == b[2] && a[3] == b[3]) ||
           (a[0] == b[2] && a[1] == b[3] && a[2] == b[0] && a[3] == b[1]);
}

/* Keeps of equal borders the first; bit[i] is the place of entry i. */
static uint32_t list_borders(struct making *making, const struct entry *entries, uint32_t count,
                             uint32_t *bit)
{
    const double *xy_m = making->areas->xy_m;
    uint32_t *border = making->cells.border + making->border_count, kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t j = count <= MOST_COMPARED ? 0 : kept;
        while (j < kept && !is_same_segment(xy_m + 2 * (size_t)entries[i].first_xy,
                                            xy_m + 2 * (size_t)border[j]))
            j++;
        if (j == kept)
            border[kept++] = entries[i].first_xy;
        if (i < MOST_COMPARED)
            bit[i] = j;
    }
    making->border_count += kept;
    return kept;
}

/* Entries come area by area, the lowest first. */
static void list_claims(struct making *making, const struct entry *entries, uint32_t count,
                        const uint32_t *bit, uint64_t counted)
{
    struct locate_mixed *mixed = &making->cells.mixed[making->cells.mixed_count];
    for (uint32_t i = 0; i < making->inside_count; i++) {
        uint32_t area = making->inside[i], j = 0;
        while (j < count && entries[j].area != area)
            j++;
        if (j == count && area < mixed->owner)
            mixed->owner = area;
    }
    for (uint32_t i = 0; i < count && entries[i].area < mixed->owner;) {
        struct locate_claim claim = {.area = entries[i].area};
        for (; i < count && entries[i].area == claim.area; i++)
            claim.mask ^= (uint64_t)1 << bit[i];
        bool is_odd = __builtin_popcountll(claim.mask & counted) & 1;
        if (is_odd != is_inside(making, claim.area))
            claim.mask |= LOCATE_ALWAYS;
        making->cells.claims[making->claim_count++] = claim;
    }
}

static int make_mixed(struct making *making, uint32_t row, uint32_t col, uint32_t first,
                      uint32_t count)
{
    struct locate_cells *cells = &making->cells;
    if (mem_grow(&cells->mixed, &making->mixed_cap, (size_t)cells->mixed_count + 2,
                 sizeof *cells->mixed) ||
        mem_grow(&cells->border, &making->border_cap, making->border_count + count,
                 sizeof *cells->border) ||
        mem_grow(&cells->claims, &making->claim_cap, making->claim_count + count,
                 sizeof *cells->claims))
        return -1;

    uint32_t bit[MOST_COMPARED];
    const struct entry *entries = making->entries + first;
    const uint32_t *border = cells->border + making->border_count;
    struct locate_mixed *mixed = &cells->mixed[cells->mixed_count];
    *mixed = (struct locate_mixed){.first_border = (uint32_t)making->border_count,
                                   .first_claim = (uint32_t)making->claim_count,
                                   .owner = WS_NONE};
    uint32_t kept = list_borders(making, entries, count, bit);
    mixed->is_crowded = count > MOST_COMPARED || kept > MOST_BORDERS;
    uint64_t counted = 0;
    for (uint32_t i = 0; !mixed->is_crowded && i < kept; i++)
        if (locate_counts(making->areas->xy_m + 2 * (size_t)border[i], locate_right_m(cells, col),
                          middle_x_m(cells, col), middle_y_m(cells, row)))
            counted |= (uint64_t)1 << i;
    if (!mixed->is_crowded)
        list_claims(making, entries, count, bit, counted);
    cells->word[(size_t)row * cells->cols + col] = LOCATE_MIXED | cells->mixed_count++;
    cells->mixed[cells->mixed_count] =
        (struct locate_mixed){.first_border = (uint32_t)making->border_count,
                              .first_claim = (uint32_t)making->claim_count};
    return 0;
}

/* From the east to the west: the areas that hold the middle change where a
 * segment crosses the middle of the row. */
static int make_row(struct making *making, uint32_t row)
{
    struct locate_cells *cells = &making->cells;
    for (uint32_t col = 0; col <= cells->cols; col++)
        making->head[col] = WS_NONE;
    for (uint32_t i = making->first_crossing[row]; i < making->first_crossing[row + 1]; i++) {
        making->crossings[i].next = making->head[making->crossings[i].col];
        making->head[making->crossings[i].col] = i;
    }
    making->inside_count = 0;
    for (uint32_t col = cells->cols; col-- > 0;) {
        for (uint32_t i = making->head[col + 1]; i != WS_NONE; i = making->crossings[i].next)
            if (toggle(making, making->crossings[i].area))
                return -1;
        size_t cell = (size_t)row * cells->cols + col;
        uint32_t first = making->first_entry[cell], end = making->first_entry[cell + 1];
        uint32_t owner = WS_NONE;
        for (uint32_t i = 0; i < making->inside_count; i++)
            owner = making->inside[i] < owner ? making->inside[i] : owner;
        cells->word[cell] = owner + 1;
        if (end > first && make_mixed(making, row, col, first, end - first))
            return -1;
    }
    return 0;
}

/* ---- all ---------------------------------------------------------------------- */

/* A raster of about `count` cells over the box, half a cell more on each side, so
 * that areas on a grid of their own seldom have borders along ours. False: the
 * numbers are too coarse for cells that small. */
static bool plan_raster(struct locate_cells *cells, const struct box *box, double count)
{
    double width_m = box->max_x_m - box->min_x_m, height_m = box->max_y_m - box->min_y_m;
    double farthest_m = fmax(fmax(fabs(box->min_x_m), fabs(box->max_x_m)),
                             fmax(fabs(box->min_y_m), fabs(box->max_y_m)));
    double cell_m = fmax(sqrt(width_m * height_m / count), fmax(width_m, height_m) / count);
    *cells = (struct locate_cells){.left_m = box->min_x_m - 0.41 * cell_m,
                                   .bottom_m = box->min_y_m - 0.43 * cell_m,
                                   .cell_m = cell_m,
                                   .margin_m = 1e-9 * farthest_m + 1e-6 * cell_m};
    if (!(cells->margin_m < cell_m / 16.0))
        return false;
    cells->cols = (uint32_t)(width_m / cell_m + 2.0);
    cells->rows = (uint32_t)(height_m / cell_m + 2.0);
    return true;
}

/* Counts entries and crossings on ever larger cells until they are few enough.
 * 1: no raster. */
static int count_entries(struct making *making, const struct box *box, uint32_t segments)
{
    double count = (double)segments * CELLS_PER_SEGMENT;
    for (count = fmin(count, MOST_CELLS); count >= 4.0; count /= 16.0) {
        if (!plan_raster(&making->cells, box, count))
            return 1;
        size_t cell_count = (size_t)making->cells.cols * making->cells.rows;
        making->entry_count = making->crossing_count = 0;
        mem_free(making->first_entry);
        mem_free(making->first_crossing);
        making->first_crossing = NULL;
        making->first_entry = mem_array(cell_count + 1, sizeof *making->first_entry);
        if (!making->first_entry)
            return -1;
        making->first_crossing =
            mem_array((size_t)making->cells.rows + 1, sizeof *making->first_crossing);
        if (!making->first_crossing)
            return -1;
        making->is_counting = true;
        note_all(making, note_segment);
        note_all(making, note_crossings);
        if (making->entry_count <= (size_t)segments * MOST_ENTRIES)
            return 0;
    }
    return 1;
}

static int fill(struct making *making)
{
    struct locate_cells *cells = &making->cells;
    size_t cell_count = (size_t)cells->cols * cells->rows;
    making->entries = mem_array(making->entry_count, sizeof *making->entries);
    making->crossings = mem_array(making->crossing_count, sizeof *making->crossings);
    making->head = mem_array((size_t)cells->cols + 1, sizeof *making->head);
    cells->word = mem_array(cell_count, sizeof *cells->word);
    if (!making->entries || !making->crossings || !making->head || !cells->word ||
        mem_grow(&cells->mixed, &making->mixed_cap, 1, sizeof *cells->mixed))
        return -1;
    start_lists(making->first_entry, cell_count);
    start_lists(making->first_crossing, cells->rows);
    making->is_counting = false;
    note_all(making, note_segment);
    note_all(making, note_crossings);
    for (uint32_t row = 0; row < cells->rows; row++)
        if (make_row(making, row))
            return -1;
    return 0;
}

enum ws_status locate_cells_make(struct locate_cells *out, const struct areas *areas,
                                 struct ws_error *err)
{
    assert(out && areas);
    struct making making = {.areas = areas};
    struct box box = box_empty();
    uint32_t segments = 0;
    for (uint32_t area = 0; area < areas->count; area++)
        for (uint32_t r = areas->first_ring[area]; r < areas->first_ring[area + 1]; r++) {
            uint32_t first = areas->first_xy[r], end = areas->first_xy[r + 1];
            segments += end > first ? end - first - 1 : 0;
            for (uint32_t v = first; v < end; v++)
                box_add(&box, areas->xy_m[2 * (size_t)v], areas->xy_m[2 * (size_t)v + 1]);
        }
    int answer =
        segments && areas->count < LOCATE_MIXED - 1 ? count_entries(&making, &box, segments) : 1;
    if (answer == 0)
        answer = fill(&making);
    mem_free(making.first_entry);
    mem_free(making.entries);
    mem_free(making.first_crossing);
    mem_free(making.crossings);
    mem_free(making.head);
    mem_free(making.inside);
    if (answer) {
        locate_cells_release(&making.cells);
        making.cells = (struct locate_cells){0};
    }
    if (answer < 0)
        return error_set(err, WS_NO_MEMORY, "no memory for the raster of %" PRIu32 " areas",
                         areas->count);
    *out = making.cells;
    return WS_OK;
}

void locate_cells_release(struct locate_cells *cells)
{
    if (!cells)
        return;
    mem_free(cells->word);
    mem_free(cells->mixed);
    mem_free(cells->border);
    mem_free(cells->claims);
    *cells = (struct locate_cells){0};
}
