#include "net/search.h"

#include "base/bucket.h"
#include "base/error.h"
#include "base/mem.h"
#include "net/along.h"
#include <assert.h>
#include <inttypes.h>
#include <string.h>

struct search {
    struct search_plan plan;
    struct field field;
    struct bucket_queue *queue;
    uint32_t *touched, touched_count;
    /* In direction of the search: rows of edges and the far end of each. */
    const uint32_t *first, *far_node;
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

/* The mean edge cost: narrow enough that few labels are corrected, wide enough
 * that few buckets are empty. */
static uint32_t bucket_width(const struct network *net)
{
    uint64_t sum = 0;
    for (uint32_t edge = 0; edge < net->edge_count; edge++)
        sum += net->cost[edge];
    return net->edge_count > 0 ? (uint32_t)(sum / net->edge_count) : 1;
}

enum ws_status search_new(struct search **out, const struct search_plan *plan, struct ws_error *err)
{
    assert(out && plan && plan->net && plan->k >= 1 && plan->cutoff_cost < WS_COST_INF);
    struct search *search = mem_array(1, sizeof *search);
    if (!search)
        return error_set(err, WS_NO_MEMORY, "no memory for a search");

    const struct network *net = plan->net;
    bool is_to = plan->direction == WS_TO_FACILITY;
    search->plan = *plan;
    search->first = is_to ? net->first_in : net->first_out;
    search->far_node = is_to ? net->tail : net->head;
    enum ws_status st = allocate_labels(search, err);
    if (!st)
        st = bucket_new(&search->queue, bucket_width(net), err);
    if (st)
        goto done;
    search->touched = mem_array(net->node_count, sizeof *search->touched);
    if (!search->touched) {
        st = error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " nodes", net->node_count);
        goto done;
    }
    *out = search;
    search = NULL;
done:
    search_free(search);
    return st;
}

void search_free(struct search *search)
{
    if (!search)
        return;
    field_release(&search->field);
    bucket_free(search->queue);
    mem_free(search->touched);
    mem_free(search);
}

static enum ws_status reset(struct search *search, struct ws_error *err)
{
    uint32_t k = search->plan.k;

    bucket_clear(search->queue);
    if (!search->field.label)
        return allocate_labels(search, err);
    for (uint32_t i = 0; i < search->touched_count; i++)
        memset(&search->field.label[(size_t)search->touched[i] * k], 0xff,
               k * sizeof *search->field.label);
    search->touched_count = 0;
    return WS_OK;
}

/* Offers a label to a node; queues it when it is among the k best there. */
static enum ws_status offer(struct search *search, uint32_t node, uint64_t label,
                            struct ws_error *err)
{
    uint64_t *labels = &search->field.label[(size_t)node * search->plan.k];

    if (label_cost(label) > search->plan.cutoff_cost)
        return WS_OK;
    if (labels[0] == LABEL_NONE)
        search->touched[search->touched_count++] = node;
    if (!label_insert(labels, search->plan.k, label, search->plan.group))
        return WS_OK;
    return bucket_push(search->queue, (struct bucket_item){label, node}, err);
}

/* True when the label still stands at its node: later ones may have pushed it
 * out after it was queued. */
static bool still_stands(const struct search *search, uint32_t node, uint64_t label)
{
    const uint64_t *labels = &search->field.label[(size_t)node * search->plan.k];
    for (uint32_t r = 0; r < search->plan.k && labels[r] <= label; r++)
        if (labels[r] == label)
            return true;
    return false;
}

static enum ws_status settle(struct search *search, uint32_t node, uint64_t label,
                             struct ws_error *err)
{
    const struct network *net = search->plan.net;
    const uint32_t *in_edge = search->plan.direction == WS_TO_FACILITY ? net->in_edge : NULL;

    for (uint32_t i = search->first[node]; i < search->first[node + 1]; i++) {
        uint32_t edge = in_edge ? in_edge[i] : i;
        enum ws_status st =
            offer(search, search->far_node[edge], label + ((uint64_t)net->cost[edge] << 32), err);
        if (st)
            return st;
    }
    return WS_OK;
}

enum ws_status search_run(struct search *search, const struct seed *seeds, uint32_t seed_count,
                          struct ws_error *err)
{
    assert(search && (seeds || seed_count == 0));
    enum ws_status st = reset(search, err);

    for (uint32_t i = 0; !st && i < seed_count; i++) {
        assert(seeds[i].node < search->plan.net->node_count);
        st = offer(search, seeds[i].node, seeds[i].label, err);
    }
    struct bucket_item item;
    while (!st && bucket_pop(search->queue, &item))
        if (still_stands(search, item.value, item.key))
            st = settle(search, item.value, item.key, err);
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
    search->touched_count = 0;
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
