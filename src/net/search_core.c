/* net/search_core.c: labels of core nodes, block by block. */
#include "net/search_parts.h"

#include "base/error.h"
#include "base/mem.h"
#include "base/parallel.h"
#include <assert.h>
#include <string.h>

/* Labels taken from the queue together. */
#define AT_ONCE 8

static enum ws_status append(struct search_list *list, uint64_t label, uint32_t core,
                             struct ws_error *err)
{
    if (list->count == list->cap &&
        mem_grow(&list->items, &list->cap, list->count + 1, sizeof *list->items))
        return error_set(err, WS_NO_MEMORY, "no memory for %zu labels", list->count + 1);
    list->items[list->count++] = (struct bucket_item){label, core};
    return WS_OK;
}

static struct search_block *block_of(const struct search *search, uint32_t core)
{
    return &search->blocks[core / search->plan.block_nodes];
}

/* Puts the label among the k best of a node of the block; false: it is not. */
static inline bool put(struct search *search, struct search_block *block, uint32_t core,
                       uint64_t label)
{
    uint64_t *labels = search_core_labels(search, core);
    bool is_first = labels[0] == LABEL_NONE;
    if (!search_insert(search, labels, label))
        return false;
    if (is_first)
        search->touched_core[block->first + block->core_count++] = core;
    return true;
}

/* What comes from outside a block waits for its turn. */
enum ws_status search_core_offer(struct search *search, uint32_t core, uint64_t label,
                                 struct ws_error *err)
{
    struct search_block *block = block_of(search, core);
    if (label_cost(label) > search->plan.cutoff_cost || !put(search, block, core, label))
        return WS_OK;
    if (!block->later.count || label_cost(label) < block->later_cost)
        block->later_cost = label_cost(label);
    return append(&block->later, label, core, err);
}

/* True when the label still stands at its node: later ones may have pushed it
 * out after it was queued. */
static inline bool still_stands(const struct search *search, uint32_t core, uint64_t label)
{
    const uint64_t *labels = search_core_labels(search, core);
    for (uint32_t r = 0; r < search->plan.k && labels[r] <= label; r++)
        if (labels[r] == label)
            return true;
    return false;
}

/* ---- one block ------------------------------------------------------------------- */

/* Queues what is to be carried on in this round; the rest stays. */
static enum ws_status take_up(struct search *search, struct search_block *block,
                              struct bucket_queue *queue, struct ws_error *err)
{
    size_t kept = 0, count = block->later.count;
    uint32_t least = UINT32_MAX;
    enum ws_status st = WS_OK;
    bucket_restart(queue, block->later_cost);
    for (size_t i = 0; !st && i < count; i++) {
        struct bucket_item item = block->later.items[i];
        uint32_t cost = label_cost(item.key);
        if (!still_stands(search, item.value, item.key))
            continue;
        if (cost < search->limit) {
            st = bucket_push(queue, item, err);
            continue;
        }
        block->later.items[kept++] = item;
        least = cost < least ? cost : least;
    }
    block->later.count = kept;
    block->later_cost = least;
    return st;
}

static enum ws_status put_off(struct search_block *block, uint32_t core, uint64_t label,
                              struct ws_error *err)
{
    if (label_cost(label) < block->later_cost)
        block->later_cost = label_cost(label);
    return append(&block->later, label, core, err);
}

static enum ws_status settle(struct search *search, struct search_block *block,
                             struct bucket_queue *queue, struct bucket_item from,
                             struct ws_error *err)
{
    const struct skeleton *skeleton = search->skeleton;
    uint32_t cutoff_cost = search->plan.cutoff_cost, limit = search->limit;
    uint32_t size = block->end - block->first;
    enum ws_status st = WS_OK;
    for (uint32_t i = skeleton->first_arc[from.value];
         !st && i < skeleton->first_arc[from.value + 1]; i++) {
        struct skeleton_arc arc = skeleton->arcs[i];
        uint64_t label = search_carried(from.key, arc.cost);
        uint32_t cost = (uint32_t)(label >> 32);
        if (cost > cutoff_cost)
            continue;
        if (arc.far - block->first >= size)
            st = append(&block->outside, label, arc.far, err);
        else if (put(search, block, arc.far, label) && !arc.is_last)
            st = cost < limit ? bucket_push(queue, (struct bucket_item){label, arc.far}, err)
                              : put_off(block, arc.far, label, err);
    }
    return st;
}

/* The rows and labels that some items need come from memory all at once, not one
 * after the other. */
static void fetch(const struct search *search, const struct search_block *block,
                  const struct bucket_item *items, uint32_t count)
{
    const struct skeleton *skeleton = search->skeleton;
    uint32_t size = block->end - block->first;
    for (uint32_t i = 0; i < count; i++)
        __builtin_prefetch(&skeleton->first_arc[items[i].value]);
    for (uint32_t i = 0; i < count; i++) {
        __builtin_prefetch(&skeleton->arcs[skeleton->first_arc[items[i].value]]);
        __builtin_prefetch(search_core_labels(search, items[i].value));
    }
    for (uint32_t i = 0; i < count; i++) {
        uint32_t core = items[i].value;
        for (uint32_t j = skeleton->first_arc[core]; j < skeleton->first_arc[core + 1]; j++)
            if (skeleton->arcs[j].far - block->first < size)
                __builtin_prefetch(search_core_labels(search, skeleton->arcs[j].far));
    }
}

static enum ws_status run_block(void *context, uint32_t number, uint32_t worker,
                                struct ws_error *err)
{
    struct search *search = context;
    struct search_block *block = &search->blocks[search->active[number]];
    struct bucket_queue *queue = search->queues[worker];
    struct bucket_item items[AT_ONCE];
    uint32_t count;
    enum ws_status st = take_up(search, block, queue, err);
    while (!st && (count = bucket_pop_some(queue, items, AT_ONCE)) > 0) {
        fetch(search, block, items, count);
        for (uint32_t i = 0; !st && i < count; i++)
            if (still_stands(search, items[i].value, items[i].key))
                st = settle(search, block, queue, items[i], err);
    }
    return st;
}

/* ---- rounds ---------------------------------------------------------------------- */

/* How far a round goes on: about as far as a block is wide. Less would be more
 * rounds, more would let more labels come too late. */
static uint64_t round_cost(const struct search *search)
{
    uint64_t arcs = 1;
    while (arcs * arcs < search->plan.block_nodes)
        arcs *= 2;
    return arcs * search->skeleton->mean_cost;
}

/* The blocks with something to do below the new limit, and how many labels wait
 * there. Limits only rise: what comes too late is carried on late, and corrects
 * what it has to. */
static size_t next_round(struct search *search)
{
    uint32_t least = UINT32_MAX;
    size_t waiting = 0;
    for (uint32_t b = 0; b < search->block_count; b++)
        if (search->blocks[b].later.count && search->blocks[b].later_cost < least)
            least = search->blocks[b].later_cost;
    search->active_count = 0;
    if (least == UINT32_MAX)
        return 0;
    uint64_t limit = (least > search->limit ? least : search->limit) + round_cost(search);
    search->limit = search->block_count == 1 || limit > UINT32_MAX ? UINT32_MAX : (uint32_t)limit;
    for (uint32_t b = 0; b < search->block_count; b++)
        if (search->blocks[b].later.count && search->blocks[b].later_cost < search->limit) {
            search->active[search->active_count++] = b;
            waiting += search->blocks[b].later.count;
        }
    return waiting;
}

static enum ws_status hand_over(struct search *search, struct ws_error *err)
{
    enum ws_status st = WS_OK;
    for (uint32_t i = 0; i < search->active_count; i++) {
        struct search_list *outside = &search->blocks[search->active[i]].outside;
        for (size_t j = 0; !st && j < outside->count; j++)
            st = search_core_offer(search, outside->items[j].value, outside->items[j].key, err);
        outside->count = 0;
    }
    return st;
}

enum ws_status search_core_run(struct search *search, struct ws_error *err)
{
    enum ws_status st = WS_OK;
    search->limit = 0;
    for (size_t waiting; !st && (waiting = next_round(search)) > 0;) {
        /* Starting a thread takes longer than little work. */
        bool are_few = waiting < search->plan.block_nodes / 32;
        uint32_t threads = are_few ? 1 : search->worker_count;
        st = parallel_for(search->active_count, threads, run_block, search, err);
        if (!st)
            st = hand_over(search, err);
    }
    return st;
}

void search_core_clear(struct search *search)
{
    size_t size = search->plan.k * sizeof *search->core;
    for (uint32_t b = 0; b < search->block_count; b++) {
        struct search_block *block = &search->blocks[b];
        if (block->core_count > (block->end - block->first) / 4)
            memset(search_core_labels(search, block->first), 0xff,
                   (block->end - block->first) * size);
        else
            for (uint32_t i = 0; i < block->core_count; i++)
                memset(search_core_labels(search, search->touched_core[block->first + i]), 0xff,
                       size);
        block->core_count = 0;
        block->later.count = block->outside.count = 0;
    }
}
