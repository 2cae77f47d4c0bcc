/* cover/stride.h: straight ways: how plane and geodesic metres relate, and what
 * a way costs without roads. The one place for both rules; of the second,
 * stride_leg_cost() in cover.h is for all rooms. */
#ifndef COVER_STRIDE_H
#define COVER_STRIDE_H
#include "cover/cover.h"
#include "geo/plane.h"

/* Geodesic metres per plane metre lie between least and most all over the
 * data, so a plane distance bounds a leg without a geodesic. */
struct stride {
    double least, most;
};

/* The box of the lattice points and facilities. */
struct box stride_box(const struct spread *spread, const struct ws_points *facilities);

/* Measures legs of 1 km in four directions on a raster over the box and its
 * surroundings. The margin of half a percent is far above what the scale of a
 * projection changes between neighbouring positions of the raster. Nothing
 * measured: bounds that drop nobody. */
struct stride stride_measure(struct earth *earth, struct box box);
/* The same for a box of some tens of km, by 36 legs and with a margin of half of
 * what was found to differ and a millionth: a scale that changes along a line
 * there is met at the sides of the box. */
struct stride stride_measure_near(struct earth *earth, struct box box);

/* stride_leg_cost() from a position to a facility. WS_BAD_DATA where the working
 * CRS is not defined. */
WS_MUST_CHECK
enum ws_status stride_cost(uint32_t *cost, const struct straight_plan *plan, struct earth *earth,
                           struct point from, uint32_t facility, struct ws_error *err);
#endif
