/* What a position of the plane costs: by snapping, as people are snapped, or by
 * distances to facilities. */
#include "cover/catchments.h"

#include "net/impedance.h"

#include <assert.h>
#include <math.h>
#include <string.h>

/* A position on a side of a cell is at most this far from the first one asked. */
#define CROSSING_CELLS 0.6

void catchments_ready(struct hand *hand, const struct canvas *canvas)
{
    const struct catchment_plan *plan = canvas->plan;
    double cell_m = canvas->grid.cell_m;
    hand->rule = (struct snap_rule){.is_near_only = true,
                                    .limit_m = plan->access_limit_m,
                                    .min_component = plan->min_component,
                                    .may_use = plan->is_served};
    hand->corners = (struct snap_hand){.snapper = plan->snapper,
                                       .rule = &hand->rule,
                                       .earth = hand->earth,
                                       .least = canvas->stride.least,
                                       .most = canvas->stride.most};
    hand->crossings = hand->corners;
    hand->crossings.near_m = CROSSING_CELLS * cell_m;
}

static enum ws_status take_lanes(const struct canvas *canvas, struct hand *hand,
                                 const struct judge *judge, uint32_t edge, struct ws_error *err)
{
    const struct allocate_plan *roads = canvas->plan->roads;
    if (hand->lanes_edge == edge)
        return WS_OK;
    enum ws_status st = lanes_collect(&hand->lanes, roads->net, judge->field, judge->stops,
                                      judge->group, roads->direction, edge, err);
    hand->lanes_edge = st ? WS_NONE : edge;
    return st;
}

/* Groups within each cutoff for a leg of low_mm and for one of high_mm; false
 * when they differ. */
static bool count_labels(uint8_t *count, const struct catchment_plan *plan, const uint64_t *label,
                         uint32_t low_mm, uint32_t high_mm)
{
    const struct allocate_plan *roads = plan->roads;
    uint32_t low_cost = impedance_leg_cost(roads->is_time, low_mm, roads->access_speed_kmh);
    uint32_t high_cost = low_mm == high_mm
                             ? low_cost
                             : impedance_leg_cost(roads->is_time, high_mm, roads->access_speed_kmh);
    for (uint32_t r = 0; r < roads->field->k && label[r] != LABEL_NONE; r++)
        for (uint32_t c = 0; c < plan->cutoff_count; c++) {
            uint64_t cost = label_cost(label[r]), cutoff = plan->cutoff_cost[c];
            bool is_within = cost + low_cost <= cutoff;
            if (is_within != (cost + high_cost <= cutoff))
                return false;
            count[c] = (uint8_t)(count[c] + is_within);
        }
    return true;
}

/* *is_sure: a leg anywhere between snap->off_mm and high_mm gives these counts. */
static enum ws_status count_between(uint8_t *count, const struct canvas *canvas, struct hand *hand,
                                    const struct judge *judge, const struct ws_snap *snap,
                                    uint32_t high_mm, bool *is_sure, struct ws_error *err)
{
    const struct allocate_plan *roads = canvas->plan->roads;
    uint64_t label[WS_MAX_CHOICE];

    memset(count, 0, canvas->plan->cutoff_count);
    *is_sure = true;
    if (snap->edge == WS_NONE || impedance_leg_cost(roads->is_time, snap->off_mm,
                                                    roads->access_speed_kmh) > canvas->most_cost)
        return WS_OK;
    enum ws_status st = take_lanes(canvas, hand, judge, snap->edge, err);
    if (st)
        return st;
    assert(judge->field->k <= WS_MAX_CHOICE && roads->field->k >= judge->field->k);
    lanes_best(&hand->lanes, roads->net, judge->field, judge->group, snap->edge, snap->along_mm,
               label);
    for (uint32_t r = judge->field->k; r < roads->field->k; r++)
        label[r] = LABEL_NONE;
    *is_sure = count_labels(count, canvas->plan, label, snap->off_mm, high_mm);
    return WS_OK;
}

enum ws_status catchments_count_snap(uint8_t *count, const struct canvas *canvas, struct hand *hand,
                                     const struct judge *judge, const struct ws_snap *snap,
                                     struct ws_error *err)
{
    bool is_sure;
    enum ws_status st =
        count_between(count, canvas, hand, judge, snap, snap->off_mm, &is_sure, err);
    assert(st || is_sure);
    return st;
}

enum ws_status catchments_count_corner(uint8_t *count, const struct canvas *canvas,
                                       struct hand *hand, const struct judge *judge, double x_m,
                                       double y_m, struct ws_error *err)
{
    uint32_t high_mm;
    bool is_sure;
    struct ws_snap snap = snap_roughly(&hand->corners, x_m, y_m, &high_mm);
    enum ws_status st = count_between(count, canvas, hand, judge, &snap, high_mm, &is_sure, err);
    if (st || is_sure)
        return st;
    snap = snap_next(&hand->corners, x_m, y_m);
    return catchments_count_snap(count, canvas, hand, judge, &snap, err);
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

static void count_straight(uint8_t *count, const struct canvas *canvas, struct hand *hand,
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

/* ---- positions asked for again ------------------------------------------------- */

/* Mixes the bits of a position (splitmix64, Steele 2014,
 * doi:10.1145/2714064.2660195). */
static uint32_t slot_of(double x_m, double y_m)
{
    uint64_t x, y;
    memcpy(&x, &x_m, sizeof x);
    memcpy(&y, &y_m, sizeof y);
    uint64_t z = x ^ (y * UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (uint32_t)(z >> 32) % MEMORY_SLOTS;
}

static struct memory *recall(struct hand *hand, double x_m, double y_m)
{
    struct memory *memory = &hand->memories[slot_of(x_m, y_m)];
    if (memory->is_set && memory->x_m == x_m && memory->y_m == y_m)
        return memory;
    *memory = (struct memory){.x_m = x_m, .y_m = y_m, .is_set = true};
    memory->snap = snap_roughly(&hand->crossings, x_m, y_m, &memory->high_mm);
    return memory;
}

static enum ws_status count_again(uint8_t *count, const struct canvas *canvas, struct hand *hand,
                                  const struct judge *judge, double x_m, double y_m,
                                  struct ws_error *err)
{
    struct memory *memory = recall(hand, x_m, y_m);
    bool is_sure;
    enum ws_status st =
        count_between(count, canvas, hand, judge, &memory->snap, memory->high_mm, &is_sure, err);
    if (st || is_sure)
        return st;
    memory->snap = snap_next(&hand->crossings, x_m, y_m);
    memory->high_mm = memory->snap.off_mm;
    return catchments_count_snap(count, canvas, hand, judge, &memory->snap, err);
}

/* ---- both ----------------------------------------------------------------------- */

enum ws_status catchments_count(uint8_t *count, const struct canvas *canvas, struct hand *hand,
                                const struct judge *judge, double x_m, double y_m,
                                struct ws_error *err)
{
    if (!canvas->plan->roads) {
        count_straight(count, canvas, hand, judge, x_m, y_m);
        return WS_OK;
    }
    return count_again(count, canvas, hand, judge, x_m, y_m, err);
}

enum ws_status catchments_inside(void *context, uint32_t worker, double x_m, double y_m,
                                 bool *is_inside, struct ws_error *err)
{
    const struct question *question = context;
    const struct canvas *canvas = question->canvas;
    struct hand *hand = question->hand ? question->hand : &canvas->hands[worker];
    uint8_t count[WS_MAX_CUTOFFS];
    enum ws_status st = catchments_count(count, canvas, hand, question->judge, x_m, y_m, err);
    *is_inside = !st && count[question->cutoff] >= question->choice;
    return st;
}
