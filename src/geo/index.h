/* geo/index.h: packed static R-tree over boxes: window and nearest queries.
 *
 * Hilbert-packed (Kamel, Faloutsos 1994), 16 boxes a node, built once, read by
 * any thread. Ids are 0 .. count-1 in the order given. Tuned for 10^4 to 10^7
 * boxes. */
#ifndef GEO_INDEX_H
#define GEO_INDEX_H
#include "geo/plane.h"
#include <stdint.h>
#include <whitespot/error.h>

struct index;

/* boxes are copied; an empty box is never found. O(n log n). */
WS_MUST_CHECK
enum ws_status index_new(struct index **out, const struct box *boxes, uint32_t count,
                         struct ws_error *err);
void index_free(struct index *index);
/* The box of all; empty when there is none. */
struct box index_box(const struct index *index);

/* Calls visit(context, id) for each box that meets the window, in an order
 * that depends only on the boxes, until visit returns non-zero; returns that
 * value, or 0. */
int index_window(const struct index *index, const struct box *window,
                 int (*visit)(void *context, uint32_t id), void *context);

/* Nearest item within limit_m. distance2(context, id, x, y) gives the squared
 * true distance of an item, never less than that of its box. Equal distances go
 * to the lower id. Returns WS_NONE when nothing is within the limit;
 * *distance2_out is set otherwise. */
uint32_t index_nearest(const struct index *index, double x_m, double y_m, double limit_m,
                       double (*distance2)(void *context, uint32_t id, double x_m, double y_m),
                       void *context, double *distance2_out);
#endif
