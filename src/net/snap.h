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

/* Snaps one point after another; for one thread. Points within near_m of the
 * middle share the roads that can be nearest to them: the same snaps, found
 * several times as fast. Set the first six members, the rest 0. */
#define SNAP_CANDIDATES 160u
struct snap_candidate {
    double distance_m; /* from the middle */
    uint32_t chunk, edge;
};
struct snap_hand {
    const struct snapper *snapper;
    const struct snap_rule *rule;
    struct earth *earth;
    double near_m;      /* 0: points share nothing */
    double least, most; /* geodesic metres per plane metre all over; 0: not known */
    double x_m, y_m;
    bool is_set, is_crowded;     /* crowded: more roads than there is room for */
    bool knows_small, has_small; /* roads of small components near the middle */
    uint32_t count;
    struct snap_candidate candidates[SNAP_CANDIDATES]; /* nearest first */
};
/* Moves the middle; snap_next() does when a point lies too far from it. */
void snap_around(struct snap_hand *hand, double x_m, double y_m);
/* True when it is certain that no point within near_m of the middle has a road
 * within the limit. */
bool snap_is_empty(struct snap_hand *hand);
/* The snap of one point, as by snap_points(). */
struct ws_snap snap_next(struct snap_hand *hand, double x_m, double y_m);
/* The same without a geodesic where the plane tells enough: the leg lies between
 * off_mm and *high_mm, which are equal when it was measured. */
struct ws_snap snap_roughly(struct snap_hand *hand, double x_m, double y_m, uint32_t *high_mm);

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
