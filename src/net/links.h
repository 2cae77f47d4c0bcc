/* net/links.h: lines cut at their nodes; a step of build.c.
 *
 * A link is the road between two nodes, as it is drawn and in whole numbers. Lines
 * are cut in fixed chunks, and each knows where its links go: the same links in the
 * same places on any number of threads. */
#ifndef NET_LINKS_H
#define NET_LINKS_H
#include "net/build.h"
#include "net/freeze.h"

/* Links and the vertices of all of them. */
struct links {
    struct link *items; /* in the order of the lines */
    double *xy_m;
    uint32_t *at_mm;
    size_t count;
    bool is_too_dear; /* a second cost is WS_COST_INF or more */
};

/* Cuts the lines with is_used. WS_TOO_LARGE: a cost of WS_COST_INF or more; release
 * the links also after a failure. O(vertices). */
WS_MUST_CHECK
enum ws_status links_cut(struct links *links, const struct lines *lines,
                         const struct junctions *junctions, const bool *is_used,
                         const struct build_way *way, struct ws_error *err);
void links_release(struct links *links);
#endif
