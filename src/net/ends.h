/* net/ends.h: road ends that nearly touch another road.
 *
 * A road that stops 0.4 m before a junction is cut off without anybody seeing
 * it on a map. ends_find() counts such ends in a network; ends_join() moves them
 * onto the other road before the network is built (--join). */
#ifndef NET_ENDS_H
#define NET_ENDS_H
#include "net/build.h"

struct end_notes {
    uint32_t count;    /* ends */
    int64_t fid;       /* the source feature of the first of them, by position */
    uint16_t source;   /* its --roads input */
    double farthest_m; /* the widest gap */
};

/* Ends of a single road that lie within near_m (plane) of another road without
 * a shared node. Stubs of less than 2 near_m are not looked at.
 * The same on any number of threads. O((edges + vertices) log ends). */
WS_MUST_CHECK
enum ws_status ends_find(struct end_notes *out, const struct network *net, double near_m,
                         uint32_t threads, struct ws_error *err);

/* Moves each end of an open line that touches no other line onto the nearest
 * vertex of another open line within join_m, or else onto the nearest position
 * of one, which becomes a vertex there. The road keeps its length: the gap is
 * not charged. An end that was moved to is not moved itself. The order of lines
 * does not change which ends are joined. The first of the impedances says which lines
 * are open. WS_NO_MEMORY, WS_TOO_LARGE.
 * O(vertices log vertices). */
WS_MUST_CHECK
enum ws_status ends_join(struct end_notes *out, struct lines *lines, const struct build_way *way,
                         double join_m, struct ws_error *err);
#endif
