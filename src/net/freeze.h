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
    int64_t fid;
    uint32_t vertex_count, tail, head, length_mm;
    uint32_t cost[2], cost_back[2]; /* in each unit that is asked for; back 0: one way */
    uint32_t edge, back_edge;       /* its canonical edge and the way back, once frozen */
    uint16_t road_class, source;
    uint8_t flags;  /* enum edge_flag */
    bool is_raised; /* rounded to 0 mm, made 1 */
};

/* Order of two geometries (xy_m, at_mm); 0 when they are the same. */
int freeze_compare(const struct link *a, const struct link *b);

/* What is frozen, in how many units of cost, on how many threads. */
struct freezing {
    struct link *links;
    size_t link_count;
    uint32_t units, threads; /* 1 or 2; the bytes do not depend on the threads */
};

/* Numbers edges, finds components. Takes the node positions out of junctions.
 * Unit 0 of the costs makes nets[0]; of two units the second makes nets[1], which
 * borrows all but the costs from nets[0]. Where roads that are alike in all but
 * their costs would be numbered otherwise, nets[1] has arrays of its own and
 * cost[0] and cost[1] of the links are exchanged. */
WS_MUST_CHECK
enum ws_status freeze_network(struct network *nets, struct junctions *junctions,
                              const struct freezing *freezing, struct ws_error *err);
#endif
