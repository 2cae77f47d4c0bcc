/* net/network.h: the frozen road graph, both directions, and its checker.
 *
 * Nodes are places where lines meet or end; an edge is one direction of the
 * road between two nodes. A two-way road is a pair of edges, each the other's
 * twin; geometry, length and everything counted live on the lower id, the
 * *canonical* edge. A one-way road is one edge, canonical itself. Positions on
 * a road are millimetres from the start of the canonical edge.
 *
 * Indices come from positions alone (net/order.h), never from row order. Loops,
 * parallel edges and separate parts are supported. Const once built; any
 * thread. About 60 bytes per edge and 20 per vertex. */
#ifndef NET_NETWORK_H
#define NET_NETWORK_H
#include "base/file.h"
#include <stdbool.h>
#include <stdint.h>
#include <whitespot/error.h>
#include <whitespot/model.h>

enum edge_flag {
    EDGE_INHABITED = 1, /* people live along it */
    EDGE_STOP = 2,      /* one may stop: points snap to it */
    EDGE_FERRY = 4
};

struct network {
    uint32_t node_count, edge_count, component_count;
    double *x_m, *y_m;              /* per node */
    uint32_t *component;            /* per node; weak components, numbered by lowest node */
    uint32_t *component_node_count; /* junctions and line ends of the source, per component */
    uint32_t *first_out, *head;     /* CSR by tail: node_count + 1, edge_count */
    uint32_t *tail, *cost;          /* per edge; cost >= 1, ms or mm */
    uint32_t *first_in, *in_edge;   /* CSR by head */
    uint32_t *twin;                 /* the way back, or WS_NONE */
    uint32_t *length_mm;            /* per edge, same for twins; >= 1 */
    uint8_t *flags;                 /* enum edge_flag, same for twins */
    uint16_t *road_class, *source;  /* per edge */
    int64_t *fid;                   /* per edge: the source feature */
    uint32_t *first_xy;             /* edge_count + 1; empty for the upper twin */
    double *xy_m;                   /* canonical direction */
    uint32_t *at_mm;                /* per vertex: from the start; last = length_mm */
    double fastest_m_per_cost;      /* no edge covers more plane metres per cost unit */
    struct file_map image;          /* the arrays lie in this file; empty: on the heap */
    bool is_borrowed;               /* all but cost belong to another network */
};

static inline uint32_t network_canonical(const struct network *net, uint32_t edge)
{
    uint32_t twin = net->twin[edge];
    return twin < edge ? twin : edge; /* WS_NONE is the largest number */
}

static inline bool network_is_canonical(const struct network *net, uint32_t edge)
{
    return net->twin[edge] > edge;
}

/* Plane position `along_mm` on a canonical edge. */
void network_position(const struct network *net, uint32_t edge, uint32_t along_mm, double *x_m,
                      double *y_m);

/* Checks every invariant above; the first broken one is named (WS_BAD_DATA).
 * O(nodes + edges + vertices). */
WS_MUST_CHECK
enum ws_status network_check(const struct network *net, struct ws_error *err);
/* Its parts that tie arrays together: rows of edges out with their heads, costs and
 * lengths; rows of edges in; twins as ways back. Any values are safe in arrays as long
 * as the counts say. */
WS_MUST_CHECK
enum ws_status network_check_out(const struct network *net, struct ws_error *err);
WS_MUST_CHECK
enum ws_status network_check_in(const struct network *net, struct ws_error *err);
WS_MUST_CHECK
enum ws_status network_check_twins(const struct network *net, struct ws_error *err);
/* Hands back the memory that a mapped file takes, until it is looked at again: of
 * a whole country most of it is geometry, which few steps need. Any thread. */
void network_rest(const struct network *net);
/* Frees the arrays that are its own, or unmaps the file they lie in. */
void network_release(struct network *net);
#endif
