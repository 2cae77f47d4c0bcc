/* net/skeleton.h: the network with its chains skipped.
 *
 * Where two roads meet and nothing else does, a search has nothing to decide:
 * such nodes are the inside of a *chain*, which the search crosses as one arc
 * with the sum of the costs. The labels inside are read off the chain's two ends
 * afterwards (and off facilities inside it), so every node has the labels it
 * would have without, to the unit, and nothing about roads, positions or snaps
 * changes. All other nodes are *core* nodes, numbered in node order.
 *
 * Made for one direction of travel. Const once built; any thread. About 16 bytes
 * per node and 12 per arc. */
#ifndef NET_SKELETON_H
#define NET_SKELETON_H
#include "net/network.h"

struct skeleton_arc {
    uint32_t far;         /* core number */
    uint32_t cost : 31;   /* below WS_COST_INF */
    uint32_t is_last : 1; /* a dead end: from there a label could only come back */
};

struct skeleton {
    uint32_t core_count, arc_count, chain_count, inner_count;
    uint32_t *slot; /* per node: its core number, or core_count + its place inside a chain */
    uint32_t *node; /* per slot: its node; chain by chain */
    /* Rows by core node: where a label goes next, and its price. */
    uint32_t *first_arc;
    struct skeleton_arc *arcs;
    uint32_t mean_cost; /* of the arcs, at least 1 */
    /* Chains: places first_place[c] .. first_place[c+1]-1, from start to end. */
    uint32_t *start, *end, *first_place; /* start, end: core numbers */
    uint32_t *forth, *back;              /* cost of the whole; WS_COST_INF: closed */
    uint32_t *forth_to, *back_to;        /* per place: start to it, it to start; 0 when closed */
    /* Rows by core node: chains that end there (twice where they come back). */
    uint32_t *first_chain, *chain;
};

/* forth is the direction of travel from start to end with direction
 * WS_FROM_FACILITY, from end to start with WS_TO_FACILITY: always the way a
 * label goes. O(nodes + edges). */
WS_MUST_CHECK
enum ws_status skeleton_new(struct skeleton *out, const struct network *net,
                            enum ws_direction direction, struct ws_error *err);
void skeleton_release(struct skeleton *skeleton);

/* The chain a place inside belongs to: O(log chains). */
uint32_t skeleton_chain(const struct skeleton *skeleton, uint32_t place);

/* Price of a label's way inside a chain from place a to place b (both places of
 * it); WS_COST_INF: closed that way. */
uint32_t skeleton_way(const struct skeleton *skeleton, uint32_t chain, uint32_t a, uint32_t b);
#endif
