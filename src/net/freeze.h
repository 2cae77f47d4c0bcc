/* net/freeze.h: roads between nodes to the frozen graph; the last step of
 * build.c.
 *
 * Edges are sorted by what they are (tail, head, length, geometry, costs,
 * flags, fid), never by where they came from. */
#ifndef NET_FREEZE_H
#define NET_FREEZE_H
#include "net/junction.h"
#include "net/network.h"

/* A road between two nodes, in the direction of its canonical edge: from the
 * lower node to the higher one when it is two-way, a two-way loop in the smaller
 * of its two drawings, a one-way road as it is travelled. */
struct link {
    const double *xy_m; /* vertex_count pairs; ends lie exactly on the nodes */
    const uint32_t *at_mm;
    size_t first_vertex; /* where the vertices stand while there still come more */
    uint32_t vertex_count, tail, head, length_mm;
    uint32_t cost, cost_back; /* cost_back 0: one way */
    int64_t fid;
    uint16_t road_class, source;
    uint8_t flags;  /* enum edge_flag */
    bool is_raised; /* rounded to 0 mm, made 1 */
};

/* Order of two geometries (xy_m, at_mm); 0 when they are the same. */
int freeze_compare(const struct link *a, const struct link *b);

/* Numbers edges, finds components. Takes the node positions out of junctions. */
WS_MUST_CHECK
enum ws_status freeze_network(struct network *out, struct junctions *junctions,
                              const struct link *links, size_t link_count, struct ws_error *err);
#endif
