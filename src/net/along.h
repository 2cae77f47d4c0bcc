/* net/along.h: what a position on a road costs.
 *
 * Travelling d mm of an edge of length L and cost C costs ceil(C * d / L): the
 * cost itself in a distance network, rounded up to the ms in a time network.
 * With cutoff R the furthest whole mm is floor(R * L / C). All whole numbers.
 *
 * From a position of a canonical edge one leaves through its ends or stops at a
 * facility on the same edge; each way out is a *lane*: a facility and a cost
 * that rises or falls along the edge. The k nearest facilities of distinct
 * groups at a position are the k best lanes of distinct groups. */
#ifndef NET_ALONG_H
#define NET_ALONG_H
#include "net/network.h"
#include "net/search.h"
#include <stddef.h>

static inline uint32_t along_cost(uint32_t cost, uint32_t length_mm, uint32_t d_mm)
{
    return (uint32_t)(((uint64_t)cost * d_mm + length_mm - 1) / length_mm);
}

/* Furthest whole mm within `left` cost units, at most length_mm. */
static inline uint32_t along_reach(uint32_t cost, uint32_t length_mm, uint32_t left)
{
    uint64_t d_mm = (uint64_t)left * length_mm / cost;
    return d_mm < length_mm ? (uint32_t)d_mm : length_mm;
}

/* On [low_mm, high_mm] (both ends in) of the edge the cost of `facility` at p
 * is base + along_cost(cost, length, is_rising ? p - origin : origin - p). */
struct lane {
    uint32_t facility, group, base, cost, origin_mm, low_mm, high_mm;
    bool is_rising;
};

/* Lanes of one edge; scratch, reused; zero before first use. */
struct lanes {
    uint32_t count, length_mm;
    struct lane *items;
    size_t cap;
};

/* Facilities on their edges: rows sorted by (edge, along_mm, facility). */
struct stops {
    uint32_t count;
    uint32_t *edge, *along_mm, *facility, *base; /* base: cost of the leg */
};

/* Sorts the snapped facilities (edge != WS_NONE) by edge. leg_cost[i] is the
 * cost of facility i's straight leg. */
WS_MUST_CHECK
enum ws_status stops_new(struct stops *out, const struct ws_snap *snaps, const uint32_t *leg_cost,
                         uint32_t facility_count, struct ws_error *err);
void stops_release(struct stops *stops);
bool stops_meet(const struct stops *stops, uint32_t edge); /* a facility stands on the edge */

/* The lanes of canonical edge `edge`: from the labels of a field at its ends and
 * from the facilities on it. Direction: to the facility (the way out must be
 * open in the direction of travel) or from it. A foot at a junction (along 0 or
 * length) counts as the junction. Lanes whose lowest cost is above the field's
 * cutoff are left out; the others may run beyond it, and beyond it they need not
 * be the best. */
WS_MUST_CHECK
enum ws_status lanes_collect(struct lanes *lanes, const struct network *net,
                             const struct field *field, const struct stops *stops,
                             const uint32_t *group, enum ws_direction direction, uint32_t edge,
                             struct ws_error *err);

/* The cost of a lane at p, which must lie in [low_mm, high_mm]. Saturates at
 * WS_COST_INF. */
uint32_t lane_cost(const struct lane *lane, uint32_t length_mm, uint32_t p_mm);

/* The best k labels (k of the field) of distinct groups at position p of an
 * edge: label[0..k-1], LABEL_NONE where there is none within the cutoff. Used for snapped units and
 * by explain; at an end of the edge the node's own labels count too. */
void lanes_best(const struct lanes *lanes, const struct network *net, const struct field *field,
                const uint32_t *group, uint32_t edge, uint32_t p_mm, uint64_t *label);
void lanes_release(struct lanes *lanes);
#endif
