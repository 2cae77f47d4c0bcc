/* cover/middles.h: where the people of a zone have their middle, and the way from
 * middle to middle.
 *
 * The middle is a place where people live: of the pieces of the zone (their own middles)
 * the one nearest to the point whose x and y are the medians over the zone's people on
 * the network, first weight, x and y each for itself, in the plane of the working CRS.
 * Equal ones go to the lower piece. It is no average: it never lies in a lake or on
 * the far side of a border, and one far village does not move it. */
#ifndef COVER_MIDDLES_H
#define COVER_MIDDLES_H
#include <stdbool.h>
#include <whitespot/error.h>
#include <whitespot/model.h>
struct spread;        /* cover.h */
struct network;       /* net/network.h */
struct allocate_plan; /* cover.h */
struct straight_plan; /* cover.h */

/* One per zone asked for, in their order. */
struct middles {
    uint32_t count;
    struct ws_piece *pieces; /* of no length; unit and edge WS_NONE: the zone has none */
    double *x_m, *y_m;       /* NaN without a middle */
};

/* zones: count different zones of the spread; net NULL without roads. O(n log n) for the
 * pieces of a zone. */
WS_MUST_CHECK
enum ws_status middles_find(struct middles *out, const struct spread *spread,
                            const struct network *net, const uint32_t *zones, uint32_t count,
                            struct ws_error *err);
void middles_release(struct middles *middles);

struct travel_plan {
    const struct allocate_plan *roads;    /* net, skeleton and how one travels; or NULL */
    const struct straight_plan *straight; /* or NULL */
    uint32_t cutoff_cost;                 /* a longer way is WS_COST_INF */
    uint32_t threads;
};

/* cost[i * count + j], count * count of them: the way between two middles with both legs
 * to the road, of the two directions the longer one. One bounded search per middle. */
WS_MUST_CHECK
enum ws_status middles_travel(uint32_t *cost, const struct middles *middles,
                              const struct travel_plan *plan, struct ws_error *err);
#endif
