/* cover/lattice.h: a regular lattice of points inside one area.
 *
 * Spacing: the square root of a 64th of the area (for thin areas a 64th of
 * their length), at most 1 km, made smaller until at least 64 points lie
 * inside; the lattice is centred in the area's box. Inside is half-open and judged against the
 * rings of this area alone, so overlapping areas each have their own points. */
#ifndef COVER_LATTICE_H
#define COVER_LATTICE_H
#include "geo/shapes.h"

#define LATTICE_LEAST 64u

struct lattice_crossing {
    uint32_t row;
    double x_m;
};

/* Scratch and result, reused; one per thread. Zero it before the first use. */
struct lattice {
    uint32_t count;
    struct point *points; /* by rows, then from west to east */
    size_t point_cap;
    uint32_t crossing_count;
    struct lattice_crossing *crossings;
    size_t crossing_cap;
};

/* Leaves the points in lattice->points. count 0: the area is too thin or too
 * small for a lattice. WS_TOO_LARGE beyond 2^32 - 2 points. */
WS_MUST_CHECK
enum ws_status lattice_fill(struct lattice *lattice, const struct areas *areas, uint32_t area,
                            struct ws_error *err);
void lattice_release(struct lattice *lattice);
#endif
