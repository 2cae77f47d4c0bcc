#include "net/along.h"

#include "base/error.h"
#include "base/mem.h"
#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>

/* ---- facilities on their edges ------------------------------------------------ */

struct stop {
    uint32_t edge, along_mm, facility, base;
};

static int compare_stops(const void *a_ptr, const void *b_ptr)
{
    const struct stop *a = a_ptr, *b = b_ptr;
    if (a->edge != b->edge)
        return a->edge < b->edge ? -1 : 1;
    if (a->along_mm != b->along_mm)
        return a->along_mm < b->along_mm ? -1 : 1;
    return (a->facility > b->facility) - (a->facility < b->facility);
}

static uint32_t list_stops(struct stop *out, const struct ws_snap *snaps, const uint32_t *leg_cost,
                           uint32_t facility_count)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < facility_count; i++)
        if (snaps[i].edge != WS_NONE)
            out[count++] = (struct stop){snaps[i].edge, snaps[i].along_mm, i, leg_cost[i]};
    qsort(out, count, sizeof *out, compare_stops);
    return count;
}

enum ws_status stops_new(struct stops *out, const struct ws_snap *snaps, const uint32_t *leg_cost,
                         uint32_t facility_count, struct ws_error *err)
{
    assert(out && (facility_count == 0 || (snaps && leg_cost)));
    struct stop *list = mem_array(facility_count, sizeof *list);
    struct stops stops = {.edge = mem_array(facility_count, sizeof *stops.edge),
                          .along_mm = mem_array(facility_count, sizeof *stops.along_mm),
                          .facility = mem_array(facility_count, sizeof *stops.facility),
                          .base = mem_array(facility_count, sizeof *stops.base)};
    enum ws_status st = WS_OK;

    if (!list || !stops.edge || !stops.along_mm || !stops.facility || !stops.base) {
        st = error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " facilities", facility_count);
        goto done;
    }
    stops.count = list_stops(list, snaps, leg_cost, facility_count);
    for (uint32_t i = 0; i < stops.count; i++) {
        stops.edge[i] = list[i].edge;
        stops.along_mm[i] = list[i].along_mm;
        stops.facility[i] = list[i].facility;
        stops.base[i] = list[i].base;
    }
    *out = stops;
    stops = (struct stops){0};
done:
    mem_free(list);
    stops_release(&stops);
    return st;
}

void stops_release(struct stops *stops)
{
    if (!stops)
        return;
    mem_free(stops->edge);
    mem_free(stops->along_mm);
    mem_free(stops->facility);
    mem_free(stops->base);
    *stops = (struct stops){0};
}

/* First row of an edge, or where it would stand. */
static uint32_t first_stop(const struct stops *stops, uint32_t edge)
{
    uint32_t low = 0, high = stops->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (stops->edge[middle] < edge)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* ---- lanes --------------------------------------------------------------------- */

/* One edge while its lanes are collected. rising is the directed edge on which
 * cost grows along the canonical direction, falling the other; WS_NONE: closed. */
struct collection {
    struct lanes *lanes;
    const struct network *net;
    const struct field *field;
    const uint32_t *group;
    uint32_t rising, falling;
};

/* Towards the facility cost rises with the way back to the start (the twin) and
 * falls with the way on to the end (the edge); away from it the other way. */
static struct collection open_collection(struct lanes *lanes, const struct network *net,
                                         enum ws_direction direction, uint32_t edge)
{
    uint32_t twin = net->twin[edge];
    bool is_to = direction == WS_TO_FACILITY;
    return (struct collection){
        .lanes = lanes, .net = net, .rising = is_to ? twin : edge, .falling = is_to ? edge : twin};
}

static enum ws_status add_lane(const struct collection *all, uint64_t label, struct lane lane,
                               struct ws_error *err)
{
    struct lanes *lanes = all->lanes;
    uint32_t directed = lane.is_rising ? all->rising : all->falling;

    if (directed == WS_NONE || label_cost(label) > all->field->cutoff_cost)
        return WS_OK;
    lane.facility = label_facility(label);
    lane.group = all->group ? all->group[lane.facility] : lane.facility;
    lane.base = label_cost(label);
    lane.cost = all->net->cost[directed];
    if (mem_grow(&lanes->items, &lanes->cap, (size_t)lanes->count + 1, sizeof *lanes->items))
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " lanes", lanes->count + 1);
    lanes->items[lanes->count++] = lane;
    return WS_OK;
}

/* Lanes of the labels at one end of the edge. */
static enum ws_status add_end(const struct collection *all, uint32_t node, bool is_rising,
                              struct ws_error *err)
{
    const uint64_t *labels = &all->field->label[(size_t)node * all->field->k];
    uint32_t length_mm = all->lanes->length_mm;
    enum ws_status st = WS_OK;

    for (uint32_t r = 0; !st && r < all->field->k && labels[r] != LABEL_NONE; r++)
        st = add_lane(all, labels[r],
                      (struct lane){.origin_mm = is_rising ? 0 : length_mm,
                                    .high_mm = length_mm,
                                    .is_rising = is_rising},
                      err);
    return st;
}

/* Lanes of a facility on the edge: one before it, one behind it. */
static enum ws_status add_stop(const struct collection *all, const struct stops *stops,
                               uint32_t row, struct ws_error *err)
{
    uint32_t along_mm = stops->along_mm[row], length_mm = all->lanes->length_mm;
    uint64_t label = label_make(stops->base[row], stops->facility[row]);

    if (along_mm == 0 || along_mm == length_mm)
        return WS_OK; /* stands at the junction, whose labels know it */
    enum ws_status st =
        add_lane(all, label, (struct lane){.origin_mm = along_mm, .high_mm = along_mm}, err);
    if (!st)
        st = add_lane(
            all, label,
            (struct lane){
                .origin_mm = along_mm, .low_mm = along_mm, .high_mm = length_mm, .is_rising = true},
            err);
    return st;
}

bool stops_meet(const struct stops *stops, uint32_t edge)
{
    uint32_t first = first_stop(stops, edge);
    return first < stops->count && stops->edge[first] == edge;
}

enum ws_status lanes_collect(struct lanes *lanes, const struct network *net,
                             const struct field *field, const struct stops *stops,
                             const uint32_t *group, enum ws_direction direction, uint32_t edge,
                             struct ws_error *err)
{
    assert(lanes && net && field && stops && network_is_canonical(net, edge));
    assert(field->node_count == net->node_count);
    struct collection all = open_collection(lanes, net, direction, edge);
    all.field = field;
    all.group = group;
    lanes->count = 0;
    lanes->length_mm = net->length_mm[edge];

    enum ws_status st = add_end(&all, net->tail[edge], true, err);
    if (!st)
        st = add_end(&all, net->head[edge], false, err);
    for (uint32_t i = first_stop(stops, edge); !st && i < stops->count && stops->edge[i] == edge;
         i++)
        st = add_stop(&all, stops, i, err);
    return st;
}

uint32_t lane_cost(const struct lane *lane, uint32_t length_mm, uint32_t p_mm)
{
    assert(lane->low_mm <= p_mm && p_mm <= lane->high_mm);
    uint32_t d_mm = lane->is_rising ? p_mm - lane->origin_mm : lane->origin_mm - p_mm;
    uint64_t cost = (uint64_t)lane->base + along_cost(lane->cost, length_mm, d_mm);
    return cost < WS_COST_INF ? (uint32_t)cost : WS_COST_INF;
}

static void insert_node(uint64_t *label, const struct field *field, const uint32_t *group,
                        uint32_t node)
{
    const uint64_t *labels = &field->label[(size_t)node * field->k];
    for (uint32_t r = 0; r < field->k && labels[r] != LABEL_NONE; r++)
        label_insert(label, field->k, labels[r], group);
}

void lanes_best(const struct lanes *lanes, const struct network *net, const struct field *field,
                const uint32_t *group, uint32_t edge, uint32_t p_mm, uint64_t *label)
{
    assert(p_mm <= lanes->length_mm && lanes->length_mm == net->length_mm[edge]);
    for (uint32_t r = 0; r < field->k; r++)
        label[r] = LABEL_NONE;
    if (p_mm == 0)
        insert_node(label, field, group, net->tail[edge]);
    if (p_mm == lanes->length_mm)
        insert_node(label, field, group, net->head[edge]);
    for (uint32_t i = 0; i < lanes->count; i++) {
        const struct lane *lane = &lanes->items[i];
        if (p_mm < lane->low_mm || p_mm > lane->high_mm)
            continue;
        uint32_t cost = lane_cost(lane, lanes->length_mm, p_mm);
        if (cost <= field->cutoff_cost)
            label_insert(label, field->k, label_make(cost, lane->facility), group);
    }
}

void lanes_release(struct lanes *lanes)
{
    if (!lanes)
        return;
    mem_free(lanes->items);
    *lanes = (struct lanes){0};
}
