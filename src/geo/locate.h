/* geo/locate.h: the one area that owns a point.
 *
 * Half-open: a point on a border shared by two areas with the same vertices
 * belongs to exactly one of them. Where areas overlap the lowest index owns. */
#ifndef GEO_LOCATE_H
#define GEO_LOCATE_H
#include "geo/shapes.h"

struct locator; /* const once built; areas must outlive it */

/* Boxes of border chains, and a raster of about four cells per border segment, at
 * most four million or so (geo/locate_cells.h): 4 bytes per cell, and about 60 per
 * cell that borders come near. O(borders log borders + cells). */
WS_MUST_CHECK
enum ws_status locator_new(struct locator **out, const struct areas *areas, struct ws_error *err);
void locator_free(struct locator *locator);

/* Owner of a point, or WS_NONE. One look where no border is near, else the
 * borders that are. */
uint32_t locate_point(const struct locator *locator, double x_m, double y_m);

/* The area whose border is nearest, at most limit_m away (0 when inside), and
 * the distance. Equal distances go to the lower index. WS_NONE beyond. */
uint32_t locate_nearest(const struct locator *locator, double x_m, double y_m, double limit_m,
                        double *distance_m);

/* Calls visit(context, a, b) for each border segment whose box meets the window
 * until it returns non-zero; returns that value, or 0. A border shared by two
 * areas comes twice. Any thread. */
int locator_borders(const struct locator *locator, const struct box *window,
                    int (*visit)(void *context, const double a[2], const double b[2]),
                    void *context);

/* Like locator_borders(), but only borders that come within a micrometre of the
 * window itself have to be among those visited, a border shared by two areas may
 * come once, in either direction, and any may come again. Faster. */
int locator_near(const struct locator *locator, const struct box *window,
                 int (*visit)(void *context, const double a[2], const double b[2]), void *context);

/* Whether no border's box meets the window: all of it belongs to *owner then
 * (WS_NONE: to none). Leave a micrometre round what is asked about. */
bool locator_is_clear(const struct locator *locator, const struct box *window, uint32_t *owner);
#endif
