/* geo/outline.h: from "inside or not" at the corners of a grid to rings with holes.
 *
 * Marching squares (Lorensen, Cline 1987, doi:10.1145/37402.37422, in the plane)
 * over a sparse grid: only tiles that are given exist, every other corner is
 * outside. Each crossing on a grid line is moved onto the true border by
 * narrowing the stretch between an inside and an outside position until it is at
 * most OUTLINE_NEAR_M long: a vertex has an inside and an outside position within
 * that distance on its grid line. It stays OUTLINE_MARGIN_M (or a hundredth of a
 * cell, when that is less) away from the corners, so rings never touch
 * themselves or each other. Saddles go by the middle of the cell. What fits
 * between the corners is not seen.
 *
 * Tiles are drawn one by one onto sheets, by several workers and for several
 * outlines as it suits the caller; the sheets of one outline are then joined. */
#ifndef GEO_OUTLINE_H
#define GEO_OUTLINE_H
#include "geo/grid.h"
#include "geo/shapes.h"

#define OUTLINE_TILE 32u /* cells along the side of a tile */
#define OUTLINE_SIDE (OUTLINE_TILE + 1)
#define OUTLINE_NEAR_M 0.5
#define OUTLINE_MARGIN_M 0.5

/* The cells (row * OUTLINE_TILE + r, col * OUTLINE_TILE + c) and their corners,
 * those on the southern and eastern side too: bit c of inside[r]. Neighbours must
 * agree about the corners they share. */
struct outline_tile {
    uint32_t row, col;
    uint64_t inside[OUTLINE_SIDE];
    const float *excess_m; /* per corner [r * OUTLINE_SIDE + c] what outline_excess
                              says there, NaN: not known; or NULL */
};

/* A position of the tile: its cell, of which it may lie on a side. */
struct outline_spot {
    uint32_t r, c;
    double x_m, y_m;
};
/* Whether a position is inside: at most 0. How far, in metres, it lies from the
 * border shortens the work, and no more than that; HUGE_VAL: far. At a corner it
 * must say what the tile says. */
typedef enum ws_status outline_excess(void *context, const struct outline_spot *spot,
                                      double *excess_m, struct ws_error *err);

/* A grid line between two corners is named by its north-western corner and its
 * direction: row, then column, and this bit when it runs south. */
#define OUTLINE_UPRIGHT ((uint64_t)1 << 63)

struct outline_crossing {
    uint64_t key;
    double x_m, y_m;
};
/* From one crossing of a cell to the next, the inside on the left. */
struct outline_stroke {
    uint64_t from, to;
};
/* Zero it before the first tile. */
struct outline_sheet {
    struct outline_crossing *crossings;
    struct outline_stroke *strokes;
    size_t crossing_count, crossing_cap, stroke_count, stroke_cap;
};

/* Draws the cells of one tile; tiles of a sheet come in the order (row, col). An
 * inside corner must have a neighbour to the north and west, in this tile or in
 * another that is given. */
WS_MUST_CHECK
enum ws_status outline_add(struct outline_sheet *sheet, const struct grid *grid,
                           const struct outline_tile *tile, outline_excess *excess, void *context,
                           struct ws_error *err);

/* Adds the rings of all sheets, whose tiles come in the order (row, col), to the
 * area begun last: shells turn left, holes turn right (RFC 7946), each shell
 * followed by its holes, all closed, valid in the sense of GEOS. Rings of less
 * area than one cell and vertices on a straight line are left out. The same
 * bytes however the tiles are spread over sheets. O(n log n) in crossings. */
WS_MUST_CHECK
enum ws_status outline_join(struct areas_builder *out, const struct grid *grid,
                            const struct outline_sheet *sheets, uint32_t sheet_count,
                            struct ws_error *err);
void outline_forget(struct outline_sheet *sheet);
#endif
