/* cover/spread.h: where a unit stands; shared by spread.c, lattice.c and those that
 * ask again (cut.c, defaults.c). */
#ifndef COVER_SPREAD_H
#define COVER_SPREAD_H
#include "cover/cover.h"
struct polygons;

/* True when the zone comes with the unit: by code, or as a row of a zone. */
bool spread_has_zone(const struct population *population, uint32_t unit);

/* The zone of a position of a unit: the unit's own, the one that holds the
 * position, or the nearest within the limit (*is_adopted is then set, else left
 * alone). WS_NONE: outside. */
uint32_t spread_zone_at(const struct spread_plan *plan, uint32_t unit, double x_m, double y_m,
                        bool *is_adopted);

/* The point that stands for a unit: its own, the centre of its cell, or a point
 * inside its area. */
WS_MUST_CHECK
enum ws_status spread_inside(const struct spread_plan *plan, struct polygons *polygons,
                             uint32_t unit, struct point *out, struct ws_error *err);

/* homes.c: that point for every unit that is snapped or off the network, where
 * people live and not where their way meets the road; NaN for all others and for
 * rows without a place. Free with mem_free(). */
WS_MUST_CHECK
enum ws_status spread_homes(struct point **out, const struct spread *spread,
                            const struct population *population, const struct zones *zones,
                            struct ws_error *err);
#endif
