/* What a position of the plane costs: by snapping, as people are snapped, or by
 * distances to facilities. */
#include "cover/catchments.h"

#include "base/fixed.h"
#include "net/impedance.h"

#include <assert.h>
#include <math.h>
#include <string.h>

/* Rounding to whole mm, and of the plane. */
#define ROUGH_MARGIN_M 0.001
/* Inside or outside by less than can be said in metres. */
#define BARELY_M 1e-6

/* ---- legs ----------------------------------------------------------------------- */

static uint32_t cost_of_leg(const struct canvas *canvas, uint32_t leg_mm)
{
    const struct allocate_plan *roads = canvas->plan->roads;
    return impedance_leg_cost(roads->is_time, leg_mm, roads->access_speed_kmh);
}

/* Legs are whole mm; so is the comparison with the limit. */
static void measure_leg(struct sight *sight, const struct canvas *canvas, struct hand *hand)
{
    double leg_m =
        earth_leg_m(hand->earth, sight->foot.x_m, sight->foot.y_m, sight->x_m, sight->y_m);
    uint32_t off_mm = isfinite(leg_m) ? fixed_mm(leg_m) : WS_COST_INF;
    sight->is_on =
        isfinite(leg_m) && (double)off_mm <= canvas->plan->access_limit_m * 1000.0 + 1e-6;
    sight->low_m = sight->high_m = off_mm / 1000.0;
    sight->low_cost = sight->high_cost = cost_of_leg(canvas, off_mm);
}

/* The geodesic is only measured where the plane leaves a doubt. */
static void bound_leg(struct sight *sight, const struct canvas *canvas, struct hand *hand)
{
    const struct stride *stride = &hand->bench.stride;
    double limit_m = canvas->plan->access_limit_m;
    sight->low_m = fmax(sight->foot.plane_m * stride->least - ROUGH_MARGIN_M, 0.0);
    sight->high_m = sight->foot.plane_m * stride->most + ROUGH_MARGIN_M;
    sight->is_on = sight->high_m < limit_m;
    if (!sight->is_on && sight->low_m < limit_m + ROUGH_MARGIN_M) {
        measure_leg(sight, canvas, hand);
        return;
    }
    sight->low_cost = cost_of_leg(canvas, fixed_mm(sight->low_m));
    sight->high_cost = cost_of_leg(canvas, fixed_mm(sight->high_m));
}

/* ---- positions with roads -------------------------------------------------------- */

static enum ws_status take_lanes(struct lanes **out, const struct canvas *canvas, struct hand *hand,
                                 const struct judge *judge, uint32_t edge, struct ws_error *err)
{
    const struct allocate_plan *roads = canvas->plan->roads;
    uint32_t slot = edge % KEPT_LANES;
    *out = &hand->kept->lanes[slot];
    if (hand->kept->edge[slot] == edge)
        return WS_OK;
    enum ws_status st = lanes_collect(*out, roads->net, judge->field, judge->stops, judge->group,
                                      roads->direction, edge, err);
    hand->kept->edge[slot] = st ? WS_NONE : edge;
    return st;
}

void catchments_rejudge(struct hand *hand)
{
    for (uint32_t i = 0; hand->kept && i < KEPT_LANES; i++)
        hand->kept->edge[i] = WS_NONE;
}

static enum ws_status cost_foot(struct sight *sight, const struct canvas *canvas, struct hand *hand,
                                const struct judge *judge, struct ws_error *err)
{
    uint32_t edge = hand->bench.nearby.edges[sight->foot.place];
    uint64_t label[WS_MAX_CHOICE];
    struct lanes *lanes;
    enum ws_status st = take_lanes(&lanes, canvas, hand, judge, edge, err);
    if (st)
        return st;
    assert(judge->field->k <= WS_MAX_CHOICE);
    lanes_best(lanes, canvas->plan->roads->net, judge->field, judge->group, edge,
               sight->foot.along_mm, label);
    for (uint32_t i = 0; i < judge->choice_count; i++)
        sight->cost[i] = label_cost(label[judge->choice[i] - 1]);
    return WS_OK;
}

enum ws_status catchments_see(struct sight *sight, const struct canvas *canvas, struct hand *hand,
                              const struct judge *judge, const struct nearby_list *list, double x_m,
                              double y_m, struct ws_error *err)
{
    const struct bench *bench = &hand->bench;
    sight->x_m = x_m;
    sight->y_m = y_m;
    sight->is_on = false;
    sight->has_foot =
        nearby_find(&sight->foot, &bench->nearby, canvas->plan->roads->net, list, x_m, y_m);
    if (!sight->has_foot)
        return WS_OK;
    bound_leg(sight, canvas, hand);
    return sight->is_on ? cost_foot(sight, canvas, hand, judge, err) : WS_OK;
}

static double m_per_cost(const struct allocate_plan *roads)
{
    return roads->is_time ? roads->access_speed_kmh / 3600.0 : 0.001;
}

double catchments_excess(struct sight *sight, const struct canvas *canvas, struct hand *hand,
                         const struct judge *judge, uint32_t row)
{
    const struct catchment_plan *plan = canvas->plan;
    uint64_t cutoff = plan->cutoff_cost[row / judge->choice_count];
    if (!sight->has_foot)
        return HUGE_VAL;
    double leg_excess_m = (sight->low_m + sight->high_m) / 2.0 - plan->access_limit_m;
    if (!sight->is_on)
        return fmax(leg_excess_m, BARELY_M);
    uint64_t cost = sight->cost[row % judge->choice_count];
    if (cost == WS_COST_INF)
        return HUGE_VAL;
    if (cost + sight->low_cost <= cutoff && cost + sight->high_cost > cutoff) {
        measure_leg(sight, canvas, hand);
        if (!sight->is_on)
            return BARELY_M;
    }
    double excess_m =
        ((double)cost + (sight->low_cost / 2.0 + sight->high_cost / 2.0) - (double)cutoff) *
        m_per_cost(plan->roads);
    if (cost + sight->low_cost > cutoff)
        return fmax(excess_m, BARELY_M);
    return fmin(fmax(excess_m, leg_excess_m), 0.0);
}

/* ---- without roads -------------------------------------------------------------- */

/* Bits of the cutoffs that a facility is within. The geodesic is only measured
 * where the plane leaves a doubt. */
static uint16_t bits_within(const struct canvas *canvas, struct hand *hand, uint32_t facility,
                            double x_m, double y_m)
{
    const struct catchment_plan *plan = canvas->plan;
    double to_x_m = plan->facilities->x_m[facility], to_y_m = plan->facilities->y_m[facility];
    double mm_per_m = plan->straight->factor * 1000.0;
    double plane_mm = hypot(to_x_m - x_m, to_y_m - y_m) * mm_per_m;
    double low_mm = plane_mm * canvas->stride.least - 1.0;
    double high_mm = plane_mm * canvas->stride.most + 1.0;
    bool is_measured = false;
    uint16_t bits = 0;

    for (uint32_t c = 0; c < plan->cutoff_count; c++) {
        double cutoff_mm = plan->cutoff_cost[c]; /* below WS_COST_INF */
        if (low_mm > cutoff_mm)
            continue;
        if (high_mm > cutoff_mm && !is_measured) {
            double leg_m = earth_leg_m(hand->earth, x_m, y_m, to_x_m, to_y_m);
            low_mm = high_mm = stride_leg_cost(leg_m, plan->straight->factor);
            is_measured = true;
        }
        if (high_mm <= cutoff_mm)
            bits |= (uint16_t)(1u << c);
    }
    return bits;
}

static void add_facility(const struct canvas *canvas, struct hand *hand, uint32_t facility,
                         double x_m, double y_m)
{
    uint16_t bits = bits_within(canvas, hand, facility, x_m, y_m);
    uint32_t group = canvas->plan->facilities->group[facility];
    if (bits && !hand->within[group])
        hand->touched[hand->touched_count++] = group;
    hand->within[group] |= bits;
}

void catchments_count_straight(uint8_t *count, const struct canvas *canvas, struct hand *hand,
                               const struct judge *judge, double x_m, double y_m)
{
    const struct ws_points *facilities = canvas->plan->facilities;
    double reach_m =
        canvas->most_cost / (1000.0 * canvas->plan->straight->factor * canvas->stride.least) + 1.0;
    uint32_t first = judge->facility == WS_NONE ? 0 : judge->facility;
    uint32_t end = judge->facility == WS_NONE ? facilities->count : judge->facility + 1;

    hand->touched_count = 0;
    for (uint32_t f = first; f < end; f++)
        if (fabs(facilities->x_m[f] - x_m) <= reach_m && fabs(facilities->y_m[f] - y_m) <= reach_m)
            add_facility(canvas, hand, f, x_m, y_m);
    memset(count, 0, canvas->plan->cutoff_count);
    for (uint32_t i = 0; i < hand->touched_count; i++) {
        uint16_t *bits = &hand->within[hand->touched[i]];
        for (uint32_t c = 0; c < canvas->plan->cutoff_count; c++)
            if (*bits >> c & 1 && count[c] < UINT8_MAX)
                count[c]++;
        *bits = 0;
    }
}
