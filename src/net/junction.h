/* net/junction.h: where lines meet; the first step of build.c.
 *
 * Vertices that round to the same centimetre are one place. A place is a node
 * when a line ends there or when lines pass through it more than once; the same
 * place several times in a row counts once. */
#ifndef NET_JUNCTION_H
#define NET_JUNCTION_H
#include "geo/shapes.h"
#include <stdbool.h>

struct junctions {
    uint32_t place_count; /* no more places than vertices: numbers below it, not all taken */
    uint32_t node_count;
    uint32_t *place;   /* per vertex of lines; WS_NONE on lines not used */
    uint32_t *node;    /* per place; WS_NONE: lines only pass through */
    double *x_m, *y_m; /* per node, in the order of net/order.h: whole centimetres */
};

/* True when all vertices of a line are one place. */
bool junctions_is_one_place(const struct lines *lines, uint32_t line);

/* Places and nodes of the lines with is_used, on any number of threads.
 * WS_TOO_LARGE: wider than 42 000 km. O(vertices + nodes). */
WS_MUST_CHECK
enum ws_status junctions_find(struct junctions *out, const struct lines *lines, const bool *is_used,
                              uint32_t threads, struct ws_error *err);
/* Frees what is per vertex and per place; the positions stay. */
void junctions_forget_places(struct junctions *junctions);
void junctions_release(struct junctions *junctions);
#endif
