/* net/search_parts.h: what the steps of the one search share: search.c,
 * search_core.c, search_fill.c; not for others.
 *
 * Core nodes are cut into blocks of equal size, by number, which is by place. A
 * block is searched on its own up to a common cost; labels that leave it wait
 * for the others. Labels are the least fixpoint of "each node has the k best of
 * its own and of its neighbours', carried on", so neither the blocks nor who
 * goes first change them. */
#ifndef NET_SEARCH_PARTS_H
#define NET_SEARCH_PARTS_H
#include "base/bucket.h"
#include "net/search.h"

/* A facility that touches the network inside a chain. */
struct inner_seed {
    uint32_t place, next; /* of the same chain; WS_NONE: the last */
    uint64_t label;
};

/* Labels on their way: to be carried on from (or offered to) a core node. */
struct search_list {
    struct bucket_item *items;
    size_t count, cap;
};

struct search_block {
    uint32_t first, end;                /* core nodes */
    uint32_t core_count;                /* touched_core[first ...]: core nodes with a label */
    uint32_t first_touched, node_count; /* touched[first_touched ...]: nodes with a label */
    uint32_t later_cost;                /* no label of `later` is cheaper */
    struct search_list later;           /* labels that stand and are still to be carried on */
    struct search_list outside;         /* offers to nodes of other blocks */
};

struct search {
    struct search_plan plan;
    struct skeleton own;
    const struct skeleton *skeleton; /* the plan's, or own */
    struct field field;              /* of all nodes */
    uint64_t *core;                  /* labels of core nodes */
    uint32_t *touched, *touched_core;
    uint32_t block_count, worker_count;
    struct search_block *blocks;
    uint32_t *active;             /* blocks of one round */
    uint32_t active_count, limit; /* labels below this cost are carried on in the round */
    struct bucket_queue **queues; /* per worker */
    uint32_t *inner_of_chain;     /* first inner seed, WS_NONE: none */
    struct inner_seed *inner;
    uint32_t inner_count;
    size_t inner_cap;
};

static inline uint64_t *search_core_labels(const struct search *search, uint32_t core)
{
    return &search->core[(size_t)core * search->plan.k];
}

/* A label with this much more cost. */
static inline uint64_t search_carried(uint64_t label, uint32_t cost)
{
    return label + ((uint64_t)cost << 32);
}

/* label_insert(), with nothing to ask where there is one rank. */
static inline bool search_insert(const struct search *search, uint64_t *labels, uint64_t label)
{
    uint32_t k = search->plan.k;
    if (label >= labels[k - 1])
        return false;
    if (k > 1)
        return label_insert(labels, k, label, search->plan.group);
    labels[0] = label;
    return true;
}

/* Offers a label to a core node, to be carried on when it is among the k best. */
WS_MUST_CHECK
enum ws_status search_core_offer(struct search *search, uint32_t core, uint64_t label,
                                 struct ws_error *err);
/* Carries on all that was offered, until no label changes any more. */
WS_MUST_CHECK
enum ws_status search_core_run(struct search *search, struct ws_error *err);
/* Forgets all labels of core nodes. */
void search_core_clear(struct search *search);

/* Labels of all nodes from those of the core nodes and the seeds inside chains. */
WS_MUST_CHECK
enum ws_status search_fill_run(struct search *search, struct ws_error *err);
/* Room for the labels of nodes. */
WS_MUST_CHECK
enum ws_status search_fill_allocate(struct search *search, struct ws_error *err);
/* Forgets all labels of nodes. */
WS_MUST_CHECK
enum ws_status search_fill_clear(struct search *search, struct ws_error *err);
#endif
