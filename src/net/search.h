/* net/search.h: the one search.
 *
 * Multi-source, bounded, label-correcting over a bucket queue (Dial 1969,
 * doi:10.1145/363269.363610; Dijkstra 1959): at each node the k best labels of
 * distinct groups. A label is (cost, facility index) in one 64-bit number, the
 * cost in the high half, so comparing numbers is comparing (cost, facility):
 * ties have one answer whatever the queue. It runs on the skeleton (chains
 * skipped) and fills the chains in at the end. */
#ifndef NET_SEARCH_H
#define NET_SEARCH_H
#include "net/network.h"
#include "net/skeleton.h"
#include <stddef.h>

#define LABEL_NONE UINT64_MAX

static inline uint64_t label_make(uint32_t cost, uint32_t facility)
{
    return (uint64_t)cost << 32 | facility;
}
static inline uint32_t label_cost(uint64_t label)
{
    return label == LABEL_NONE ? WS_COST_INF : (uint32_t)(label >> 32);
}
static inline uint32_t label_facility(uint64_t label)
{
    return (uint32_t)label; /* WS_NONE for LABEL_NONE */
}

/* label[node * k + r]: the r-th best; LABEL_NONE where there is none. */
struct field {
    uint32_t node_count, k, cutoff_cost;
    uint64_t *label;
};

/* A facility touches the network at a node with this cost. */
struct seed {
    uint32_t node;
    uint64_t label;
};

/* What a search needs to know, const during it. */
struct search_plan {
    const struct network *net;
    const uint32_t *group; /* per facility index; NULL: each its own group */
    uint32_t k;            /* >= 1 */
    uint32_t cutoff_cost;  /* labels above it are dropped; WS_COST_INF - 1: unbounded */
    enum ws_direction direction;
    /* Of net and direction, shared by workspaces; NULL: each makes its own. */
    const struct skeleton *skeleton;
    /* 0: for searches that stay near their seeds, many beside each other. Else
     * blocks of the network are searched on so many threads; same labels. */
    uint32_t threads;
    uint32_t block_nodes; /* core nodes per block; 0: all in one, or SEARCH_BLOCK_NODES */
};

/* Few labels cross from one to another, and a country has some for every thread. */
#define SEARCH_BLOCK_NODES 32768u

/* Puts a label into a list of the k best of distinct groups (sorted, filled up
 * with LABEL_NONE). False when it is not among them. */
bool label_insert(uint64_t *labels, uint32_t k, uint64_t label, const uint32_t *group);

/* Workspace: labels, queue, list of touched nodes. Reused; one per thread. A
 * search after the first resets only what was touched. */
struct search;

WS_MUST_CHECK
enum ws_status search_new(struct search **out, const struct search_plan *plan,
                          struct ws_error *err);
void search_free(struct search *search);

/* Runs from the seeds; forgets the run before. O((n + m) k) label changes in
 * practice. */
WS_MUST_CHECK
enum ws_status search_run(struct search *search, const struct seed *seeds, uint32_t seed_count,
                          struct ws_error *err);

/* Labels after a run: valid until the next. */
const struct field *search_field(const struct search *search);
/* Nodes that carry a label, in no particular order. */
const uint32_t *search_touched(struct search *search, uint32_t *count);
/* Takes the field out of the workspace; free with field_release(). */
void search_take(struct search *search, struct field *out);
void field_release(struct field *field);

/* Seeds of one snapped facility: up to two (both ends of its edge), by the
 * direction of travel; a foot at a junction seeds the junction. Writes at most
 * 4, returns how many. */
uint32_t search_seeds(struct seed out[4], const struct network *net, const struct ws_snap *snap,
                      uint32_t leg_cost, uint32_t facility, enum ws_direction direction);
#endif
