/* Blocks of corners that need no look at each: bounds of what any position on
 * the roads near them costs lie on one side of every cutoff. */
#include "cover/catchments.h"

#include "base/fixed.h"
#include "net/impedance.h"

#include <assert.h>
#include <math.h>
#include <string.h>

/* Bounds of the cost of the choice-th group, for every position on some roads. */
struct bounds {
    uint32_t low, high;
};

static uint32_t add_cost(uint32_t a, uint32_t b)
{
    uint64_t sum = (uint64_t)a + b;
    return sum < WS_COST_INF ? (uint32_t)sum : WS_COST_INF;
}

static const uint64_t *labels_of(const struct field *field, uint32_t node)
{
    return &field->label[(size_t)node * field->k];
}

/* Whoever stands on the edge can drive to one end and go on from there. */
static uint32_t highest(const struct canvas *canvas, const struct judge *judge, uint32_t edge,
                        uint32_t rank)
{
    const struct allocate_plan *roads = canvas->plan->roads;
    const struct network *net = roads->net;
    uint32_t tail = label_cost(labels_of(judge->field, net->tail[edge])[rank]);
    uint32_t head = label_cost(labels_of(judge->field, net->head[edge])[rank]);
    bool is_out = roads->direction == WS_TO_FACILITY;
    uint32_t high = add_cost(is_out ? head : tail, net->cost[edge]);
    if (net->twin[edge] == WS_NONE)
        return high;
    uint32_t back = add_cost(is_out ? tail : head, net->cost[net->twin[edge]]);
    return high < back ? high : back;
}

/* A group reaches the edge through an end that has it, for no less: the choice-th
 * of both lists taken together. */
static uint32_t lowest(const struct judge *judge, const struct network *net, uint32_t edge,
                       uint32_t rank)
{
    uint32_t k = judge->field->k, found = 0, t = 0, h = 0;
    const uint64_t *tail = labels_of(judge->field, net->tail[edge]);
    const uint64_t *head = labels_of(judge->field, net->head[edge]);
    uint32_t seen[WS_MAX_CHOICE];
    while (t < k || h < k) {
        bool is_tail = h >= k || (t < k && tail[t] <= head[h]);
        uint64_t label = is_tail ? tail[t++] : head[h++];
        if (label == LABEL_NONE)
            break; /* the other list has nothing either: its next is no less */
        uint32_t group = judge->group ? judge->group[label_facility(label)] : label_facility(label);
        bool is_new = true;
        for (uint32_t i = 0; i < found; i++)
            is_new = is_new && seen[i] != group;
        if (!is_new)
            continue;
        if (found == rank)
            return label_cost(label);
        seen[found++] = group;
    }
    return WS_COST_INF;
}

/* Widens the bounds of every asked choice by one road; false when a facility
 * stands on it. */
static bool add_edge(struct bounds *bounds, const struct canvas *canvas, const struct judge *judge,
                     uint32_t edge)
{
    const struct catchment_plan *plan = canvas->plan;
    if (stops_meet(judge->stops, edge))
        return false;
    for (uint32_t i = 0; i < plan->choice_count; i++) {
        uint32_t rank = plan->choice[i] - 1;
        uint32_t low = lowest(judge, plan->roads->net, edge, rank);
        uint32_t high = highest(canvas, judge, edge, rank);
        if (low < bounds[i].low)
            bounds[i].low = low;
        if (high > bounds[i].high)
            bounds[i].high = high;
    }
    return true;
}

static bool bound_roads(struct bounds *bounds, const struct canvas *canvas,
                        const struct snap_hand *corners, const struct judge *judge)
{
    double far_m = corners->candidates[0].distance_m + 2.0 * corners->near_m + 0.001;
    uint32_t last = WS_NONE;
    for (uint32_t i = 0; i < canvas->plan->choice_count; i++)
        bounds[i] = (struct bounds){WS_COST_INF, 0};
    for (uint32_t i = 0; i < corners->count && corners->candidates[i].distance_m <= far_m; i++) {
        uint32_t edge = corners->candidates[i].edge;
        if (edge != last && !add_edge(bounds, canvas, judge, edge))
            return false;
        last = edge;
    }
    return true;
}

static uint32_t leg_cost(const struct canvas *canvas, double leg_m)
{
    const struct allocate_plan *roads = canvas->plan->roads;
    return impedance_leg_cost(roads->is_time, fixed_mm(leg_m), roads->access_speed_kmh);
}

bool catchments_decide_block(uint8_t *count, const struct canvas *canvas, struct hand *hand,
                             const struct judge *judge)
{
    const struct catchment_plan *plan = canvas->plan;
    struct snap_hand *corners = &hand->corners;
    struct bounds bounds[WS_MAX_CHOICE];

    memset(count, 0, plan->cutoff_count);
    if (corners->count == 0)
        return snap_is_empty(corners);
    if (corners->is_crowded || plan->choice_count > WS_MAX_CHOICE ||
        !bound_roads(bounds, canvas, corners, judge))
        return false;
    double nearest_m = corners->candidates[0].distance_m;
    double short_m = fmax(nearest_m - corners->near_m, 0.0) * corners->least - 0.001;
    double long_m = (nearest_m + corners->near_m) * corners->most + 0.001;
    bool is_surely_on = long_m < plan->access_limit_m - 0.001;
    /* Else a small component may be nearest, and it may hold a facility. */
    if (!is_surely_on && !plan->is_served)
        return false;
    uint32_t short_cost = leg_cost(canvas, fmax(short_m, 0.0)),
             long_cost = leg_cost(canvas, long_m);
    for (uint32_t c = 0; c < plan->cutoff_count; c++)
        for (uint32_t i = 0; i < plan->choice_count; i++) {
            if (is_surely_on && add_cost(bounds[i].high, long_cost) <= plan->cutoff_cost[c])
                count[c] = (uint8_t)(plan->choice[i] > count[c] ? plan->choice[i] : count[c]);
            else if (add_cost(bounds[i].low, short_cost) <= plan->cutoff_cost[c])
                return false;
        }
    return true;
}
