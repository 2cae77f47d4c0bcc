/* geo/locate_cells.h: a raster over areas, so that most points are answered at
 * once. Between locate.c and locate_cells.c only.
 *
 * A cell that no border comes near has one owner. Any other cell lists the
 * borders that come near it, each once, and the areas they belong to. Seen from
 * a point in the cell, all other borders change nothing within the cell: the
 * ray of locate_crosses() meets them alike from everywhere in it, but for the
 * heights where listed borders leave the cell to the right, which are known. So
 * the answer is that of all borders, to the last bit. */
#ifndef GEO_LOCATE_CELLS_H
#define GEO_LOCATE_CELLS_H
#include "geo/locate.h"

/* Whether the ray from the point to the right crosses the segment. The answer
 * does not depend on the direction of the segment, nor on the chain it is in:
 * two areas that share it judge it alike, so every point of a tiled plane is in
 * an odd number of areas, whatever the rounding. */
static inline bool locate_crosses(const double a[2], const double b[2], double x, double y)
{
    if ((a[1] > y) == (b[1] > y))
        return false;
    if (a[0] <= x && b[0] <= x)
        return false;
    if (a[0] > x && b[0] > x)
        return true;
    const double *low = a[1] < b[1] ? a : b, *high = a[1] < b[1] ? b : a;
    return (high[0] - low[0]) * (y - low[1]) > (x - low[0]) * (high[1] - low[1]);
}

/* Bit of locate_claim.mask that is always counted: the answer without borders. */
#define LOCATE_ALWAYS ((uint64_t)1 << 63)

/* An area whose border is in the cell: it owns a point when the number of those
 * borders of `mask` that count for the point is odd. */
struct locate_claim {
    uint64_t mask;
    uint32_t area;
};

/* Ends of the lists are the starts of the next. */
struct locate_mixed {
    uint32_t first_border, first_claim;
    uint32_t owner;  /* when no claim holds */
    bool is_crowded; /* more borders than a mask has bits: no claims, ask all */
};

#define LOCATE_MIXED ((uint32_t)1 << 31)

struct locate_cells {
    double left_m, bottom_m, cell_m, margin_m;
    uint32_t cols, rows;
    uint32_t *word; /* per cell, row by row from the south-west: the owner + 1 (0: none),
                     * or LOCATE_MIXED and the number in `mixed` */
    uint32_t mixed_count;
    struct locate_mixed *mixed; /* mixed_count + 1 */
    uint32_t *border;           /* first vertices */
    struct locate_claim *claims;
};

/* Cells of areas; none (cols 0) when a raster would not pay or when coordinates
 * are too coarse for one. O(borders + cells). */
WS_MUST_CHECK
enum ws_status locate_cells_make(struct locate_cells *out, const struct areas *areas,
                                 struct ws_error *err);
void locate_cells_release(struct locate_cells *cells);

/* The cell of a coordinate, possibly outside: compare it before it is cast. */
static inline double locate_cell_at(const struct locate_cells *cells, double at_m, double from_m)
{
    return (at_m - from_m) / cells->cell_m;
}

/* Whether a border of the cell counts for a point of the cell. right_m lies a
 * little to the right of the cell. */
static inline bool locate_counts(const double *border, double right_m, double x, double y)
{
    bool counts = locate_crosses(border, border + 2, x, y);
    counts ^= border[0] > right_m && border[1] > y;
    return counts ^ (border[2] > right_m && border[3] > y);
}

static inline double locate_right_m(const struct locate_cells *cells, uint32_t col)
{
    return cells->left_m + (col + 1.0) * cells->cell_m + cells->margin_m / 2.0;
}
#endif
