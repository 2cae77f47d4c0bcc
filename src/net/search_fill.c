/* net/search_fill.c: from core nodes to all nodes. */
#include "net/search_parts.h"

#include "base/error.h"
#include "base/mem.h"
#include "base/parallel.h"
#include <assert.h>
#include <string.h>

static uint64_t *labels_of(const struct search *search, uint32_t node)
{
    return &search->field.label[(size_t)node * search->plan.k];
}

static bool is_reached(const struct search *search, uint32_t core)
{
    return *search_core_labels(search, core) != LABEL_NONE;
}

/* ---- inside the chains ----------------------------------------------------------- */

/* Labels of a core node, carried on by `way`, to a node inside that has none. */
static void start_with(const struct search *search, uint64_t *labels, uint32_t core, uint32_t way)
{
    uint32_t k = search->plan.k;
    const uint64_t *from = search_core_labels(search, core);
    for (uint32_t r = 0; r < k && from[r] != LABEL_NONE; r++) {
        uint64_t label = search_carried(from[r], way);
        if (label_cost(label) > search->plan.cutoff_cost)
            return;
        labels[r] = label;
    }
}

/* ... to one that may have some. */
static void carry(const struct search *search, uint64_t *labels, uint32_t core, uint32_t way)
{
    uint32_t k = search->plan.k;
    const uint64_t *from = search_core_labels(search, core);
    for (uint32_t r = 0; r < k && from[r] != LABEL_NONE; r++) {
        uint64_t label = search_carried(from[r], way);
        if (label_cost(label) > search->plan.cutoff_cost || label >= labels[k - 1])
            return; /* and so are those that follow */
        search_insert(search, labels, label);
    }
}

static void carry_seeds(const struct search *search, uint64_t *labels, uint32_t chain,
                        uint32_t place)
{
    for (uint32_t i = search->inner_of_chain[chain]; i != WS_NONE; i = search->inner[i].next) {
        const struct inner_seed *seed = &search->inner[i];
        uint32_t way = skeleton_way(search->skeleton, chain, seed->place, place);
        uint64_t label = search_carried(seed->label, way);
        if (seed->place == place)
            label = seed->label;
        else if (way == WS_COST_INF)
            continue;
        if (label_cost(label) <= search->plan.cutoff_cost)
            search_insert(search, labels, label);
    }
}

static void touch(struct search *search, struct search_block *block, uint32_t node)
{
    search->touched[block->first_touched + block->node_count++] = node;
}

static void fill_chain(struct search *search, struct search_block *block, uint32_t chain)
{
    const struct skeleton *skeleton = search->skeleton;
    uint32_t forth = skeleton->forth[chain], back = skeleton->back[chain];
    uint32_t start = skeleton->start[chain], end = skeleton->end[chain];
    bool has_start = forth != WS_COST_INF && is_reached(search, start);
    bool has_end = back != WS_COST_INF && is_reached(search, end);
    uint32_t end_place = skeleton->first_place[chain + 1];
    for (uint32_t place = skeleton->first_place[chain]; place < end_place; place++) {
        uint32_t node = skeleton->node[skeleton->core_count + place];
        uint64_t *labels = labels_of(search, node);
        if (has_start)
            start_with(search, labels, start, skeleton->forth_to[place]);
        if (has_end)
            carry(search, labels, end, back - skeleton->back_to[place]);
        carry_seeds(search, labels, chain, place);
        if (labels[0] != LABEL_NONE)
            touch(search, block, node);
    }
}

/* ---- by block --------------------------------------------------------------------- */

/* A core node and the chains at it, unless their start has them already. */
static void fill_core(struct search *search, struct search_block *block, uint32_t core)
{
    const struct skeleton *skeleton = search->skeleton;
    uint32_t node = skeleton->node[core], first = skeleton->first_chain[core];
    memcpy(labels_of(search, node), search_core_labels(search, core),
           search->plan.k * sizeof *search->core);
    touch(search, block, node);
    for (uint32_t i = first; i < skeleton->first_chain[core + 1]; i++) {
        uint32_t chain = skeleton->chain[i], start = skeleton->start[chain];
        bool is_again = i > first && skeleton->chain[i - 1] == chain;
        if (!is_again && (start == core || !is_reached(search, start)))
            fill_chain(search, block, chain);
    }
}

/* In the order of numbers where most have a label: neighbours in memory then. */
static enum ws_status fill_block(void *context, uint32_t number, uint32_t worker,
                                 struct ws_error *err)
{
    struct search *search = context;
    struct search_block *block = &search->blocks[number];
    (void)worker;
    (void)err;
    if (block->core_count > (block->end - block->first) / 4) {
        for (uint32_t core = block->first; core < block->end; core++)
            if (is_reached(search, core))
                fill_core(search, block, core);
    } else {
        for (uint32_t i = 0; i < block->core_count; i++)
            fill_core(search, block, search->touched_core[block->first + i]);
    }
    return WS_OK;
}

enum ws_status search_fill_run(struct search *search, struct ws_error *err)
{
    const struct skeleton *skeleton = search->skeleton;
    enum ws_status st =
        parallel_for(search->block_count, search->worker_count, fill_block, search, err);
    /* Chains reached from inside alone. */
    for (uint32_t i = 0; !st && i < search->inner_count; i++) {
        uint32_t chain = skeleton_chain(skeleton, search->inner[i].place);
        uint32_t start = skeleton->start[chain];
        if (search->inner_of_chain[chain] == i && !is_reached(search, start) &&
            !is_reached(search, skeleton->end[chain]))
            fill_chain(search, &search->blocks[start / search->plan.block_nodes], chain);
    }
    return st;
}

/* ---- forgetting ------------------------------------------------------------------- */

static enum ws_status clear_part(void *context, uint32_t number, uint32_t worker,
                                 struct ws_error *err)
{
    struct search *search = context;
    uint64_t label_count = (uint64_t)search->field.node_count * search->plan.k;
    size_t first = (size_t)(label_count * number / search->block_count);
    size_t end = (size_t)(label_count * (number + 1) / search->block_count);
    (void)worker;
    (void)err;
    memset(&search->field.label[first], 0xff, (end - first) * sizeof *search->field.label);
    return WS_OK;
}

enum ws_status search_fill_clear(struct search *search, struct ws_error *err)
{
    enum ws_status st = WS_OK;
    uint32_t node_count = 0;
    for (uint32_t b = 0; b < search->block_count; b++)
        node_count += search->blocks[b].node_count;
    bool are_most = !search->field.label || node_count > search->plan.net->node_count / 4;
    if (!search->field.label)
        st = search_fill_allocate(search, err);
    if (!st && are_most)
        st = parallel_for(search->block_count, search->worker_count, clear_part, search, err);
    for (uint32_t b = 0; b < search->block_count; b++) {
        struct search_block *block = &search->blocks[b];
        for (uint32_t i = 0; !st && !are_most && i < block->node_count; i++)
            memset(labels_of(search, search->touched[block->first_touched + i]), 0xff,
                   search->plan.k * sizeof *search->field.label);
        block->node_count = 0;
    }
    return st;
}
