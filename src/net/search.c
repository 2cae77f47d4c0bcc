#include "net/search.h"

#include "base/error.h"
#include "base/mem.h"
#include "net/along.h"
#include "net/search_parts.h"
#include <assert.h>
#include <inttypes.h>
#include <string.h>

/* Narrow buckets correct few labels, wide ones are seldom empty. */
#define BUCKETS_PER_ARC 2u

static uint32_t group_of(const uint32_t *group, uint64_t label)
{
    return group ? group[label_facility(label)] : label_facility(label);
}

bool label_insert(uint64_t *labels, uint32_t k, uint64_t label, const uint32_t *group)
{
    assert(label != LABEL_NONE);
    if (label >= labels[k - 1])
        return false;

    /* The new label takes its place; what stood there moves down until the
     * entry it replaces: the old one of its group, else the last. */
    uint32_t place = 0, own_group = group_of(group, label);
    while (labels[place] < label)
        if (group_of(group, labels[place++]) == own_group)
            return false;
    if (labels[place] == label)
        return false;
    uint32_t last = place;
    while (last < k - 1 && labels[last] != LABEL_NONE && group_of(group, labels[last]) != own_group)
        last++;
    memmove(&labels[place + 1], &labels[place], (last - place) * sizeof *labels);
    labels[place] = label;
    return true;
}

/* ---- workspace ------------------------------------------------------------------- */

enum ws_status search_fill_allocate(struct search *search, struct ws_error *err)
{
    uint32_t node_count = search->plan.net->node_count, k = search->plan.k;
    if (node_count > SIZE_MAX / sizeof(uint64_t) / k)
        return error_set(err, WS_TOO_LARGE, "no room for %" PRIu32 " labels at each node", k);
    size_t label_count = (size_t)node_count * k;

    search->field.label = mem_array(label_count, sizeof *search->field.label);
    if (!search->field.label)
        return error_set(err, WS_NO_MEMORY, "no memory for %zu labels", label_count);
    search->field.node_count = node_count;
    search->field.k = k;
    search->field.cutoff_cost = search->plan.cutoff_cost;
    return WS_OK;
}

static enum ws_status no_memory(const struct search *search, struct ws_error *err)
{
    return error_set(err, WS_NO_MEMORY, "no memory to search %" PRIu32 " nodes",
                     search->plan.net->node_count);
}

/* Room for the nodes each block may touch: its core nodes, and the inside of
 * chains that start or end there. */
static uint32_t set_rooms(struct search *search)
{
    const struct skeleton *skeleton = search->skeleton;
    uint32_t size = search->plan.block_nodes, next = 0;
    struct search_block *blocks = search->blocks;
    for (uint32_t b = 0; b < search->block_count; b++)
        blocks[b].node_count = blocks[b].end - blocks[b].first;
    for (uint32_t c = 0; c < skeleton->chain_count; c++) {
        uint32_t inside = skeleton->first_place[c + 1] - skeleton->first_place[c];
        uint32_t start = skeleton->start[c] / size, end = skeleton->end[c] / size;
        blocks[start].node_count += inside;
        if (start != end)
            blocks[end].node_count += inside;
    }
    for (uint32_t b = 0; b < search->block_count; b++) {
        blocks[b].first_touched = next;
        next += blocks[b].node_count;
        blocks[b].node_count = 0;
    }
    return next;
}

static enum ws_status cut_blocks(struct search *search, struct ws_error *err)
{
    uint32_t core_count = search->skeleton->core_count, size = search->plan.block_nodes;
    search->block_count = core_count > size ? (core_count - 1) / size + 1 : 1;
    search->blocks = mem_array(search->block_count, sizeof *search->blocks);
    search->active = mem_array(search->block_count, sizeof *search->active);
    if (!search->blocks || !search->active)
        return no_memory(search, err);
    for (uint32_t b = 0; b < search->block_count; b++) {
        search->blocks[b].first = b * size;
        search->blocks[b].end = core_count - b * size > size ? (b + 1) * size : core_count;
    }
    search->touched = mem_array(set_rooms(search), sizeof *search->touched);
    return search->touched ? WS_OK : no_memory(search, err);
}

static enum ws_status allocate_core(struct search *search, struct ws_error *err)
{
    const struct skeleton *skeleton = search->skeleton;
    size_t core_labels = (size_t)skeleton->core_count * search->plan.k;
    search->core = mem_array(core_labels, sizeof *search->core);
    search->touched_core = mem_array(skeleton->core_count, sizeof *search->touched_core);
    search->inner_of_chain = mem_array(skeleton->chain_count, sizeof *search->inner_of_chain);
    if (!search->core || !search->touched_core || !search->inner_of_chain)
        return no_memory(search, err);
    memset(search->core, 0xff, core_labels * sizeof *search->core);
    memset(search->inner_of_chain, 0xff, skeleton->chain_count * sizeof *search->inner_of_chain);
    return WS_OK;
}

static uint32_t bucket_width(const struct skeleton *skeleton)
{
    return skeleton->mean_cost > BUCKETS_PER_ARC ? skeleton->mean_cost / BUCKETS_PER_ARC : 1;
}

static enum ws_status allocate_queues(struct search *search, struct ws_error *err)
{
    uint32_t threads = search->plan.threads ? search->plan.threads : 1;
    search->queues = mem_array(threads, sizeof(struct bucket_queue *));
    enum ws_status st = search->queues ? WS_OK : no_memory(search, err);
    while (!st && search->worker_count < threads)
        st = bucket_new(&search->queues[search->worker_count++], bucket_width(search->skeleton),
                        err);
    return st;
}

enum ws_status search_new(struct search **out, const struct search_plan *plan, struct ws_error *err)
{
    assert(out && plan && plan->net && plan->k >= 1 && plan->cutoff_cost < WS_COST_INF);
    struct search *search = mem_array(1, sizeof *search);
    if (!search)
        return error_set(err, WS_NO_MEMORY, "no memory for a search");

    enum ws_status st = WS_OK;
    search->plan = *plan;
    search->skeleton = plan->skeleton ? plan->skeleton : &search->own;
    if (!plan->skeleton)
        st = skeleton_new(&search->own, plan->net, plan->direction, err);
    if (!search->plan.block_nodes)
        search->plan.block_nodes = plan->threads ? SEARCH_BLOCK_NODES : UINT32_MAX;
    if (!st)
        st = cut_blocks(search, err);
    if (!st)
        st = allocate_core(search, err);
    if (!st)
        st = allocate_queues(search, err);
    if (!st)
        st = search_fill_clear(search, err);
    if (!st) {
        *out = search;
        search = NULL;
    }
    search_free(search);
    return st;
}

void search_free(struct search *search)
{
    if (!search)
        return;
    for (uint32_t b = 0; search->blocks && b < search->block_count; b++) {
        mem_free(search->blocks[b].later.items);
        mem_free(search->blocks[b].outside.items);
    }
    for (uint32_t i = 0; i < search->worker_count; i++)
        bucket_free(search->queues[i]);
    field_release(&search->field);
    skeleton_release(&search->own);
    mem_free(search->queues);
    mem_free(search->blocks);
    mem_free(search->active);
    mem_free(search->core);
    mem_free(search->touched);
    mem_free(search->touched_core);
    mem_free(search->inner_of_chain);
    mem_free(search->inner);
    mem_free(search);
}

static enum ws_status reset(struct search *search, struct ws_error *err)
{
    search_core_clear(search);
    for (uint32_t i = 0; i < search->inner_count; i++)
        search->inner_of_chain[skeleton_chain(search->skeleton, search->inner[i].place)] = WS_NONE;
    search->inner_count = 0;
    return search_fill_clear(search, err);
}

/* ---- seeds ------------------------------------------------------------------------- */

/* A seed inside a chain goes to its two ends and is kept for the others inside. */
static enum ws_status seed_inside(struct search *search, uint32_t place, uint64_t label,
                                  struct ws_error *err)
{
    const struct skeleton *skeleton = search->skeleton;
    uint32_t chain = skeleton_chain(skeleton, place);
    if (mem_grow(&search->inner, &search->inner_cap, (size_t)search->inner_count + 1,
                 sizeof *search->inner))
        return error_set(err, WS_NO_MEMORY, "no memory for seeds");
    search->inner[search->inner_count] =
        (struct inner_seed){place, search->inner_of_chain[chain], label};
    search->inner_of_chain[chain] = search->inner_count++;

    enum ws_status st = WS_OK;
    if (skeleton->back[chain] != WS_COST_INF)
        st = search_core_offer(search, skeleton->start[chain],
                               search_carried(label, skeleton->back_to[place]), err);
    uint32_t forth = skeleton->forth[chain];
    if (!st && forth != WS_COST_INF)
        st = search_core_offer(search, skeleton->end[chain],
                               search_carried(label, forth - skeleton->forth_to[place]), err);
    return st;
}

static enum ws_status plant(struct search *search, const struct seed *seed, struct ws_error *err)
{
    assert(seed->node < search->plan.net->node_count);
    uint32_t slot = search->skeleton->slot[seed->node], core_count = search->skeleton->core_count;
    if (label_cost(seed->label) > search->plan.cutoff_cost)
        return WS_OK;
    return slot < core_count ? search_core_offer(search, slot, seed->label, err)
                             : seed_inside(search, slot - core_count, seed->label, err);
}

enum ws_status search_run(struct search *search, const struct seed *seeds, uint32_t seed_count,
                          struct ws_error *err)
{
    assert(search && (seeds || seed_count == 0));
    enum ws_status st = reset(search, err);

    for (uint32_t i = 0; !st && i < seed_count; i++)
        st = plant(search, &seeds[i], err);
    if (!st)
        st = search_core_run(search, err);
    if (!st)
        st = search_fill_run(search, err);
    return st;
}

const struct field *search_field(const struct search *search)
{
    return &search->field;
}

/* The blocks' lists as one, which is that of the first then. */
const uint32_t *search_touched(struct search *search, uint32_t *count)
{
    struct search_block *blocks = search->blocks;
    for (uint32_t b = 1; b < search->block_count; b++) {
        memmove(search->touched + blocks[0].node_count, search->touched + blocks[b].first_touched,
                blocks[b].node_count * sizeof *search->touched);
        blocks[0].node_count += blocks[b].node_count;
        blocks[b].node_count = 0;
    }
    *count = blocks[0].node_count;
    return search->touched;
}

void search_take(struct search *search, struct field *out)
{
    *out = search->field;
    search->field.label = NULL;
    for (uint32_t b = 0; b < search->block_count; b++)
        search->blocks[b].node_count = 0; /* the core's labels go with the next run */
}

void field_release(struct field *field)
{
    if (!field)
        return;
    mem_free(field->label);
    *field = (struct field){0};
}

static uint32_t capped(uint64_t cost)
{
    return cost < WS_COST_INF ? (uint32_t)cost : WS_COST_INF;
}

/* Reached through an end: the facility's own leg and the part of its road
 * between that end and its foot. */
static struct seed seed_of(const struct network *net, const struct ws_snap *snap, bool is_start,
                           uint64_t leg_and_way, uint32_t facility)
{
    return (struct seed){.node = is_start ? net->tail[snap->edge] : net->head[snap->edge],
                         .label = label_make(capped(leg_and_way), facility)};
}

uint32_t search_seeds(struct seed out[4], const struct network *net, const struct ws_snap *snap,
                      uint32_t leg_cost, uint32_t facility, enum ws_direction direction)
{
    if (snap->edge == WS_NONE)
        return 0;
    assert(snap->edge < net->edge_count && network_is_canonical(net, snap->edge));
    uint32_t length_mm = net->length_mm[snap->edge], along_mm = snap->along_mm;
    assert(along_mm <= length_mm);
    if (along_mm == 0 || along_mm == length_mm) {
        out[0] = seed_of(net, snap, along_mm == 0, leg_cost, facility);
        return 1;
    }

    /* Towards the facility one comes from the start along the edge itself and
     * from the end along its twin; away from it the other way round. */
    uint32_t twin = net->twin[snap->edge], count = 0;
    bool is_to = direction == WS_TO_FACILITY;
    uint32_t start_edge = is_to ? snap->edge : twin, end_edge = is_to ? twin : snap->edge;
    if (start_edge != WS_NONE) {
        uint64_t way = along_cost(net->cost[start_edge], length_mm, along_mm);
        out[count++] = seed_of(net, snap, true, leg_cost + way, facility);
    }
    if (end_edge != WS_NONE) {
        uint64_t way = along_cost(net->cost[end_edge], length_mm, length_mm - along_mm);
        out[count++] = seed_of(net, snap, false, leg_cost + way, facility);
    }
    return count;
}
