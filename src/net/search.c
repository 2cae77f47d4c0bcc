#include "net/search.h"

#include "base/bucket.h"
#include "base/error.h"
#include "base/mem.h"
#include "net/along.h"
#include <assert.h>
#include <inttypes.h>
#include <string.h>

/* A facility that touches the network inside a chain. */
struct inner_seed {
    uint32_t place, next; /* of the same chain; WS_NONE: the last */
    uint64_t label;
};

/* The search runs on the core of the skeleton; what lies inside chains is
 * filled in at the end. */
struct search {
    struct search_plan plan;
    struct skeleton own;
    const struct skeleton *skeleton; /* the plan's, or own */
    struct field field;              /* of all nodes */
    uint64_t *core;                  /* labels of core nodes */
    struct bucket_queue *queue;
    uint32_t *touched, touched_count;           /* nodes */
    uint32_t *touched_core, touched_core_count; /* core nodes */
    uint32_t *inner_of_chain;                   /* first inner seed, WS_NONE: none */
    struct inner_seed *inner;
    uint32_t inner_count;
    size_t inner_cap;
};

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

static enum ws_status allocate_labels(struct search *search, struct ws_error *err)
{
    uint32_t node_count = search->plan.net->node_count, k = search->plan.k;
    if (node_count > SIZE_MAX / sizeof(uint64_t) / k)
        return error_set(err, WS_TOO_LARGE, "no room for %" PRIu32 " labels at each node", k);
    size_t label_count = (size_t)node_count * k;

    search->field.label = mem_array(label_count, sizeof *search->field.label);
    if (!search->field.label)
        return error_set(err, WS_NO_MEMORY, "no memory for %zu labels", label_count);
    memset(search->field.label, 0xff, label_count * sizeof *search->field.label);
    search->field.node_count = node_count;
    search->field.k = k;
    search->field.cutoff_cost = search->plan.cutoff_cost;
    return WS_OK;
}

static enum ws_status allocate_workspace(struct search *search, struct ws_error *err)
{
    const struct skeleton *skeleton = search->skeleton;
    size_t core_labels = (size_t)skeleton->core_count * search->plan.k;
    search->core = mem_array(core_labels, sizeof *search->core);
    search->touched = mem_array(search->plan.net->node_count, sizeof *search->touched);
    search->touched_core = mem_array(skeleton->core_count, sizeof *search->touched_core);
    search->inner_of_chain = mem_array(skeleton->chain_count, sizeof *search->inner_of_chain);
    if (!search->core || !search->touched || !search->touched_core || !search->inner_of_chain)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " nodes",
                         search->plan.net->node_count);
    memset(search->core, 0xff, core_labels * sizeof *search->core);
    memset(search->inner_of_chain, 0xff, skeleton->chain_count * sizeof *search->inner_of_chain);
    return WS_OK;
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
    if (!st)
        st = allocate_labels(search, err);
    if (!st)
        st = allocate_workspace(search, err);
    /* The mean cost: narrow enough that few labels are corrected, wide enough
     * that few buckets are empty. */
    if (!st)
        st = bucket_new(&search->queue, search->skeleton->mean_cost, err);
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
    field_release(&search->field);
    skeleton_release(&search->own);
    bucket_free(search->queue);
    mem_free(search->core);
    mem_free(search->touched);
    mem_free(search->touched_core);
    mem_free(search->inner_of_chain);
    mem_free(search->inner);
    mem_free(search);
}

static enum ws_status reset(struct search *search, struct ws_error *err)
{
    uint32_t k = search->plan.k;
    enum ws_status st = WS_OK;

    bucket_clear(search->queue);
    for (uint32_t i = 0; i < search->touched_core_count; i++)
        memset(&search->core[(size_t)search->touched_core[i] * k], 0xff, k * sizeof *search->core);
    for (uint32_t i = 0; i < search->inner_count; i++)
        search->inner_of_chain[skeleton_chain(search->skeleton, search->inner[i].place)] = WS_NONE;
    if (!search->field.label)
        st = allocate_labels(search, err);
    else
        for (uint32_t i = 0; i < search->touched_count; i++)
            memset(&search->field.label[(size_t)search->touched[i] * k], 0xff,
                   k * sizeof *search->field.label);
    search->touched_count = search->touched_core_count = search->inner_count = 0;
    return st;
}

/* ---- on the core ------------------------------------------------------------- */

/* Offers a label to a core node; queues it when it is among the k best there. */
static enum ws_status offer(struct search *search, uint32_t core, uint64_t label,
                            struct ws_error *err)
{
    uint64_t *labels = &search->core[(size_t)core * search->plan.k];

    if (label_cost(label) > search->plan.cutoff_cost)
        return WS_OK;
    if (labels[0] == LABEL_NONE)
        search->touched_core[search->touched_core_count++] = core;
    if (!label_insert(labels, search->plan.k, label, search->plan.group))
        return WS_OK;
    return bucket_push(search->queue, (struct bucket_item){label, core}, err);
}

/* True when the label still stands at its node: later ones may have pushed it
 * out after it was queued. */
static bool still_stands(const struct search *search, uint32_t core, uint64_t label)
{
    const uint64_t *labels = &search->core[(size_t)core * search->plan.k];
    for (uint32_t r = 0; r < search->plan.k && labels[r] <= label; r++)
        if (labels[r] == label)
            return true;
    return false;
}

static enum ws_status settle(struct search *search, uint32_t core, uint64_t label,
                             struct ws_error *err)
{
    const struct skeleton *skeleton = search->skeleton;
    enum ws_status st = WS_OK;
    for (uint32_t i = skeleton->first_arc[core]; !st && i < skeleton->first_arc[core + 1]; i++)
        st = offer(search, skeleton->arcs[i].far, label + ((uint64_t)skeleton->arcs[i].cost << 32),
                   err);
    return st;
}

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
        st = offer(search, skeleton->start[chain],
                   label + ((uint64_t)skeleton->back_to[place] << 32), err);
    uint32_t forth = skeleton->forth[chain];
    if (!st && forth != WS_COST_INF)
        st = offer(search, skeleton->end[chain],
                   label + ((uint64_t)(forth - skeleton->forth_to[place]) << 32), err);
    return st;
}

static enum ws_status plant(struct search *search, const struct seed *seed, struct ws_error *err)
{
    assert(seed->node < search->plan.net->node_count);
    uint32_t slot = search->skeleton->slot[seed->node], core_count = search->skeleton->core_count;
    if (label_cost(seed->label) > search->plan.cutoff_cost)
        return WS_OK;
    return slot < core_count ? offer(search, slot, seed->label, err)
                             : seed_inside(search, slot - core_count, seed->label, err);
}

/* ---- inside the chains --------------------------------------------------------- */

/* Labels of a core node, carried on by `way`, into those of a node inside. */
static void carry(const struct search *search, uint64_t *labels, uint32_t core, uint32_t way)
{
    uint32_t k = search->plan.k;
    const uint64_t *from = &search->core[(size_t)core * k];
    for (uint32_t r = 0; r < k && from[r] != LABEL_NONE; r++) {
        uint64_t label = from[r] + ((uint64_t)way << 32);
        if (label_cost(label) > search->plan.cutoff_cost)
            return;
        if (k > 1)
            label_insert(labels, k, label, search->plan.group);
        else if (label < labels[0])
            labels[0] = label;
    }
}

static void carry_seeds(const struct search *search, uint64_t *labels, uint32_t chain,
                        uint32_t place)
{
    for (uint32_t i = search->inner_of_chain[chain]; i != WS_NONE; i = search->inner[i].next) {
        const struct inner_seed *seed = &search->inner[i];
        uint32_t way = skeleton_way(search->skeleton, chain, seed->place, place);
        uint64_t label = seed->label + ((uint64_t)way << 32);
        if (seed->place == place)
            label = seed->label;
        else if (way == WS_COST_INF)
            continue;
        if (label_cost(label) <= search->plan.cutoff_cost)
            label_insert(labels, search->plan.k, label, search->plan.group);
    }
}

static void fill_chain(struct search *search, uint32_t chain)
{
    const struct skeleton *skeleton = search->skeleton;
    uint32_t forth = skeleton->forth[chain], back = skeleton->back[chain];
    uint32_t end_place = skeleton->first_place[chain + 1];
    for (uint32_t place = skeleton->first_place[chain]; place < end_place; place++) {
        uint32_t node = skeleton->node[skeleton->core_count + place];
        uint64_t *labels = &search->field.label[(size_t)node * search->plan.k];
        if (forth != WS_COST_INF)
            carry(search, labels, skeleton->start[chain], skeleton->forth_to[place]);
        if (back != WS_COST_INF)
            carry(search, labels, skeleton->end[chain], back - skeleton->back_to[place]);
        carry_seeds(search, labels, chain, place);
        if (labels[0] != LABEL_NONE)
            search->touched[search->touched_count++] = node;
    }
}

static bool is_reached(const struct search *search, uint32_t core)
{
    return search->core[(size_t)core * search->plan.k] != LABEL_NONE;
}

/* The chains at a reached core node, unless their start has them already. */
static void fill_chains(struct search *search, uint32_t core)
{
    const struct skeleton *skeleton = search->skeleton;
    uint32_t first = skeleton->first_chain[core];
    for (uint32_t i = first; i < skeleton->first_chain[core + 1]; i++) {
        uint32_t chain = skeleton->chain[i], start = skeleton->start[chain];
        bool is_again = i > first && skeleton->chain[i - 1] == chain;
        if (!is_again && (start == core || !is_reached(search, start)))
            fill_chain(search, chain);
    }
}

/* All nodes from the core nodes; and chains reached from inside alone. */
static void fill_in(struct search *search)
{
    const struct skeleton *skeleton = search->skeleton;
    uint32_t k = search->plan.k;
    for (uint32_t i = 0; i < search->touched_core_count; i++) {
        uint32_t core = search->touched_core[i], node = skeleton->node[core];
        memcpy(&search->field.label[(size_t)node * k], &search->core[(size_t)core * k],
               k * sizeof *search->core);
        search->touched[search->touched_count++] = node;
        fill_chains(search, core);
    }
    for (uint32_t i = 0; i < search->inner_count; i++) {
        uint32_t chain = skeleton_chain(skeleton, search->inner[i].place);
        if (search->inner_of_chain[chain] == i && !is_reached(search, skeleton->start[chain]) &&
            !is_reached(search, skeleton->end[chain]))
            fill_chain(search, chain);
    }
}

enum ws_status search_run(struct search *search, const struct seed *seeds, uint32_t seed_count,
                          struct ws_error *err)
{
    assert(search && (seeds || seed_count == 0));
    enum ws_status st = reset(search, err);

    for (uint32_t i = 0; !st && i < seed_count; i++)
        st = plant(search, &seeds[i], err);
    struct bucket_item item;
    while (!st && bucket_pop(search->queue, &item))
        if (still_stands(search, item.value, item.key))
            st = settle(search, item.value, item.key, err);
    if (!st)
        fill_in(search);
    return st;
}

const struct field *search_field(const struct search *search)
{
    return &search->field;
}

const uint32_t *search_touched(const struct search *search, uint32_t *count)
{
    *count = search->touched_count;
    return search->touched;
}

void search_take(struct search *search, struct field *out)
{
    *out = search->field;
    search->field.label = NULL;
    search->touched_count = 0; /* the core's labels go with the next run */
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
