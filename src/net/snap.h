/* net/snap.h: where a point touches the network.
 *
 * Straight-line nearest position (in the plane of the working CRS) on a road
 * one may stop at. Equal distances go to the lower edge id, so the order of the
 * input never changes a result. First among components with at least
 * min_component source nodes, or where may_use says so; a smaller component
 * only when none of those lies within the limit (method.md, ruling 3). */
#ifndef NET_SNAP_H
#define NET_SNAP_H
#include "geo/geodesic.h"
#include "geo/plane.h"
#include "net/network.h"

struct snap_rule {
    double limit_m;         /* > 0; measured along the geodesic leg, <= counts */
    uint32_t min_component; /* in source nodes */
    const bool *may_use;    /* per component: counts as large; NULL: none */
    bool is_near_only;      /* no search beyond the limit: off_mm is then WS_COST_INF */
};

struct snapper; /* index of the stop edges; const; the network must outlive it */

WS_MUST_CHECK
enum ws_status snapper_new(struct snapper **out, const struct network *net, struct ws_error *err);
void snapper_free(struct snapper *snapper);

/* A foot may lie this much farther in the plane than the limit; the leg on the
 * ellipsoid decides. More where the plane stretches more. */
#define SNAP_SLACK 1.01

/* True for components that come before the small ones. */
bool snap_is_large(const struct network *net, const struct snap_rule *rule, uint32_t component);

/* The box of all stop edges; empty when there are none. */
struct box snapper_box(const struct snapper *snapper);

/* Vertices from .. to of a canonical stop edge, both in. */
struct snap_chunk {
    uint32_t edge, from, to;
};
/* Calls visit for each part of a stop edge whose box meets the window, parts of
 * one edge not always together, until it returns non-zero; returns that, or 0. */
typedef int snap_visit(void *context, const struct snap_chunk *chunk);
int snapper_window(const struct snapper *snapper, const struct box *window, snap_visit *visit,
                   void *context);

/* Snaps each point.
 *
 *   out   one snap per point, free with mem_free(); untouched on failure.
 *         Canonical edge; off_mm is the geodesic leg, nearest mm. edge ==
 *         WS_NONE when nothing is in reach: then off_mm holds the leg to the
 *         nearest stop edge at any distance up to ten times the limit, or
 *         WS_COST_INF
 * O(points * log edges). */
WS_MUST_CHECK
enum ws_status snap_points(struct ws_snap **out, const struct snapper *snapper,
                           const struct ws_points *points, const struct snap_rule *rule,
                           struct earth *earth, struct ws_error *err);
#endif
