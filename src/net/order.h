/* net/order.h: locality order of the nodes.
 *
 * Nodes that are near in the plane get near numbers, which is worth several
 * times in speed. The order is a function of the positions alone: the Hilbert
 * key (geo/plane.h) of the centimetre coordinates, then x, then y. */
#ifndef NET_ORDER_H
#define NET_ORDER_H
#include <stdint.h>
#include <whitespot/error.h>

/* order[new] = old: positions in whole centimetres, all distinct. `out` has
 * room for count numbers. On any number of threads. O(n); where the plane is wider
 * than 42 000 km also n times the most nodes of one cell of the curve. */
WS_MUST_CHECK
enum ws_status order_nodes(uint32_t *out, const int64_t *x_cm, const int64_t *y_cm, uint32_t count,
                           uint32_t threads, struct ws_error *err);
#endif
