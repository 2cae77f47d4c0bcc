/* geo/outline.h: from "inside or not" at the corners of a grid to rings with holes.
 *
 * Marching squares (Lorensen, Cline 1987, doi:10.1145/37402.37422, in the plane)
 * over a sparse grid: only tiles that are given exist, every other corner is
 * outside. Each crossing on a grid line is moved onto the true border by halving
 * the stretch between an inside and an outside position until it is at most
 * OUTLINE_NEAR_M long: a vertex has an inside and an outside position within
 * that distance on its grid line. It stays OUTLINE_MARGIN_M (or a hundredth of a
 * cell, when that is less) away from the corners, so rings never touch
 * themselves or each other. Saddles go by the middle of the cell. What fits
 * between the corners is not seen. */
#ifndef GEO_OUTLINE_H
#define GEO_OUTLINE_H
#include "geo/grid.h"
#include "geo/shapes.h"

#define OUTLINE_TILE 32u /* corners along the side of a tile */
#define OUTLINE_NEAR_M 0.5
#define OUTLINE_MARGIN_M 0.5

/* Corner (row * OUTLINE_TILE + r, col * OUTLINE_TILE + c) is inside when bit c of
 * inside[r] is set. */
struct outline_tile {
    uint32_t row, col;
    uint32_t inside[OUTLINE_TILE];
};

/* Whether a position is inside; at a corner it must say what the tile says.
 * `worker` as in parallel_for. */
typedef enum ws_status outline_inside(void *context, uint32_t worker, double x_m, double y_m,
                                      bool *is_inside, struct ws_error *err);

struct outline_plan {
    const struct grid *grid;          /* its sides lie on multiples of OUTLINE_TILE cells */
    const struct outline_tile *tiles; /* sorted by (row, col), each once */
    uint32_t tile_count;
    outline_inside *inside;
    void *context;
    uint32_t threads;
};

/* Adds the rings to the area begun last: shells turn left, holes turn right (RFC
 * 7946), each shell followed by its holes, all closed, valid in the sense of
 * GEOS. Rings of less area than one cell and vertices on a straight line are
 * left out. An inside corner must have a neighbour to the north and west within
 * the grid. The same bytes with any number of threads and any set of tiles that
 * holds the inside corners. O(n log n) in crossings and tiles. */
WS_MUST_CHECK
enum ws_status outline_draw(struct areas_builder *out, const struct outline_plan *plan,
                            struct ws_error *err);
#endif
