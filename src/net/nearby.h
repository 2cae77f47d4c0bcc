/* net/nearby.h: the nearest road for many positions close together.
 *
 * The roads around a square are listed once, and the list is thinned as the
 * square is cut into smaller ones: a road that is nearest to some position within
 * r of a middle is no farther from the middle than the nearest road there and
 * 2 r. What is found for a position is what snap_points() finds among large
 * components, from the lowest edge of equally near ones. One per thread. */
#ifndef NET_NEARBY_H
#define NET_NEARBY_H
#include "net/snap.h"

/* One straight piece of a stop edge. */
struct nearby_road {
    double a_m[2], b_m[2], d_m[2], per_m2; /* d = b - a; 1 over its square, 0 for a point */
    uint32_t vertex, place;                /* where a is; which of edges[] */
};

/* The same, seen from afar: its middle from that of the window, and half of its
 * length. */
struct nearby_rough {
    float x_m, y_m, half_m;
    uint32_t road, place;
};

/* Zero it before the first use. */
struct nearby {
    uint32_t count, edge_count;
    struct nearby_road *roads;
    struct nearby_rough *rough; /* per road */
    uint32_t *edges;            /* some may come twice */
    double x_m, y_m;            /* middle of the window */
    size_t cap, rough_cap, edge_cap;
};

/* Lists the roads of large components that meet the window, which is not wider
 * than some tens of km; forgets those before. */
WS_MUST_CHECK
enum ws_status nearby_fill(struct nearby *nearby, const struct network *net,
                           const struct snapper *snapper, const struct snap_rule *rule,
                           const struct box *window, struct ws_error *err);

/* A square of the plane: its middle and half of its diagonal. */
struct nearby_square {
    double x_m, y_m, radius_m;
    double low_m, high_m; /* set: what the nearest road is from the middle; HUGE_VAL: none */
};
/* Of a list those that may be nearest to a position in the square and are within
 * limit_m of some position in it, and a few more. Returns how many it wrote to
 * out; scratch has room for the whole list. Several times as fast as
 * nearby_thin(), and low_m is 0. */
uint32_t nearby_sift(struct nearby_rough *out, const struct nearby *nearby,
                     const struct nearby_rough *list, uint32_t count, struct nearby_square *square,
                     double limit_m, float *scratch);

/* Some of the roads, by their places in roads[]. */
struct nearby_list {
    const uint32_t *roads;
    uint32_t count;
};
/* Those of a list that may be nearest to a position in the square and are within
 * limit_m of some position in it. As nearby_sift(); out may be the list. */
uint32_t nearby_thin(uint32_t *out, const struct nearby *nearby, const struct nearby_list *list,
                     struct nearby_square *square, double limit_m, double *scratch);

/* Where a position meets the nearest road of a list. */
struct nearby_foot {
    uint32_t place, along_mm;
    double x_m, y_m, plane_m;
};
/* False when the list is empty. */
bool nearby_find(struct nearby_foot *out, const struct nearby *nearby, const struct network *net,
                 const struct nearby_list *list, double x_m, double y_m);
void nearby_release(struct nearby *nearby);
#endif
