/* cover/profile.c: what one edge offers from end to end. */
#include "cover/profile.h"

#include "base/error.h"
#include "base/mem.h"
#include "net/impedance.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* ---- the order of lanes ----------------------------------------------------- */

/* What the farther end of millimetre [d, d + 1) costs, times the length of the
 * edge: exact, and below 2^64 because costs stay below 2^31. */
static uint64_t far_cost(const struct lanes *lanes, uint32_t i, uint32_t d_mm)
{
    const struct lane *lane = &lanes->items[i];
    uint64_t way_mm =
        lane->is_rising ? (uint64_t)d_mm + 1 - lane->origin_mm : (uint64_t)lane->origin_mm - d_mm;
    return (uint64_t)lane->base * lanes->length_mm + lane->cost * way_mm;
}

/* Lane i stands before lane j where both cost the same. */
static bool wins_tie(const struct lanes *lanes, uint32_t i, uint32_t j)
{
    uint32_t first = lanes->items[i].facility, second = lanes->items[j].facility;
    return first != second ? first < second : i < j;
}

static bool is_ahead(const struct lanes *lanes, uint32_t i, uint32_t j, uint32_t d_mm)
{
    uint64_t first = far_cost(lanes, i, d_mm), second = far_cost(lanes, j, d_mm);
    return first != second ? first < second : wins_tie(lanes, i, j);
}

static int64_t slope(const struct lane *lane)
{
    return lane->is_rising ? (int64_t)lane->cost : -(int64_t)lane->cost;
}

/* The first millimetre at which the lanes have changed places; WS_NONE when
 * they never do. Both costs are straight, so it happens at most once. */
static uint32_t flip_mm(const struct lanes *lanes, uint32_t i, uint32_t j)
{
    const struct lane *a = &lanes->items[i], *b = &lanes->items[j];
    uint32_t low_mm = a->low_mm > b->low_mm ? a->low_mm : b->low_mm;
    uint32_t high_mm = a->high_mm < b->high_mm ? a->high_mm : b->high_mm;
    if (low_mm >= high_mm || slope(a) == slope(b))
        return WS_NONE;

    uint32_t first = i, second = j;
    if (is_ahead(lanes, j, i, low_mm)) {
        first = j;
        second = i;
    }
    int64_t closing = slope(&lanes->items[first]) - slope(&lanes->items[second]);
    if (closing <= 0)
        return WS_NONE;
    uint64_t lead = far_cost(lanes, second, low_mm) - far_cost(lanes, first, low_mm);
    uint64_t step_count = lead / (uint64_t)closing;
    if (lead % (uint64_t)closing || wins_tie(lanes, first, second))
        step_count++;
    return step_count < high_mm - low_mm ? low_mm + (uint32_t)step_count : WS_NONE;
}

/* ---- where the answer can change -------------------------------------------- */

static enum ws_status add_cut(struct profile *profile, uint32_t mm, struct ws_error *err)
{
    if (mm == 0 || mm >= profile->lanes.length_mm)
        return WS_OK;
    if (mem_grow(&profile->cuts, &profile->cut_cap, profile->cut_count + 1, sizeof *profile->cuts))
        return error_set(err, WS_NO_MEMORY, "no memory for %zu cuts of a road",
                         profile->cut_count + 1);
    profile->cuts[profile->cut_count++] = mm;
    return WS_OK;
}

/* The cutoffs, and last that of the search: beyond it nothing is known. */
static uint32_t limit(const struct allocate_plan *plan, uint32_t c)
{
    if (c < plan->cutoff_count)
        return plan->cutoff_cost[c];
    return plan->field->cutoff_cost < WS_COST_INF ? plan->field->cutoff_cost : WS_COST_INF - 1;
}

/* Where lane i passes the cutoff: the last millimetre within, or the first. */
static enum ws_status add_limit(struct profile *profile, uint32_t i, uint32_t cutoff_cost,
                                struct ws_error *err)
{
    const struct lane *lane = &profile->lanes.items[i];
    if (lane->base > cutoff_cost)
        return WS_OK;
    uint32_t reach_mm = along_reach(lane->cost, profile->lanes.length_mm, cutoff_cost - lane->base);
    uint64_t mm = lane->is_rising              ? (uint64_t)lane->origin_mm + reach_mm
                  : reach_mm < lane->origin_mm ? lane->origin_mm - reach_mm
                                               : 0;
    if (mm <= lane->low_mm || mm >= lane->high_mm)
        return WS_OK;
    return add_cut(profile, (uint32_t)mm, err);
}

static enum ws_status add_cuts(struct profile *profile, const struct allocate_plan *plan,
                               struct ws_error *err)
{
    const struct lanes *lanes = &profile->lanes;
    enum ws_status st = WS_OK;
    profile->cut_count = 0;
    for (uint32_t i = 0; !st && i < profile->live_count; i++) {
        uint32_t lane = profile->live[i];
        st = add_cut(profile, lanes->items[lane].low_mm, err);
        if (!st)
            st = add_cut(profile, lanes->items[lane].high_mm, err);
        for (uint32_t c = 0; !st && c <= plan->cutoff_count; c++)
            st = add_limit(profile, lane, limit(plan, c), err);
        for (uint32_t j = i + 1; !st && j < profile->live_count; j++) {
            uint32_t mm = flip_mm(lanes, lane, profile->live[j]);
            if (mm != WS_NONE)
                st = add_cut(profile, mm, err);
        }
    }
    return st;
}

static int compare_mm(const void *a, const void *b)
{
    uint32_t first = *(const uint32_t *)a, second = *(const uint32_t *)b;
    return (first > second) - (first < second);
}

/* Most roads have a handful of cuts, for which a call of qsort is too much. */
static void sort_cuts(uint32_t *cuts, size_t count)
{
    if (count > 32) {
        qsort(cuts, count, sizeof *cuts, compare_mm);
        return;
    }
    for (size_t i = 1; i < count; i++) {
        uint32_t mm = cuts[i];
        size_t at = i;
        for (; at > 0 && cuts[at - 1] > mm; at--)
            cuts[at] = cuts[at - 1];
        cuts[at] = mm;
    }
}

/* ---- the best lanes --------------------------------------------------------- */

/* True when another lane of the group is ahead of lane i wherever i leads. */
static bool is_idle(const struct lanes *lanes, uint32_t i)
{
    const struct lane *lane = &lanes->items[i];
    if (lane->low_mm >= lane->high_mm)
        return true;
    for (uint32_t j = 0; j < lanes->count; j++) {
        const struct lane *other = &lanes->items[j];
        if (j != i && other->group == lane->group && other->low_mm <= lane->low_mm &&
            other->high_mm >= lane->high_mm && is_ahead(lanes, j, i, lane->low_mm) &&
            is_ahead(lanes, j, i, lane->high_mm - 1))
            return true;
    }
    return false;
}

/* Where the best way from one end leads over the other end, that is half of
 * all lanes. */
static enum ws_status find_live(struct profile *profile, struct ws_error *err)
{
    uint32_t count = profile->lanes.count;
    if (mem_grow(&profile->live, &profile->live_cap, count, sizeof *profile->live) ||
        mem_grow(&profile->far_cost, &profile->far_cap, count, sizeof *profile->far_cost))
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " lanes", count);
    profile->live_count = 0;
    for (uint32_t i = 0; i < count; i++)
        if (!is_idle(&profile->lanes, i))
            profile->live[profile->live_count++] = i;
    return WS_OK;
}

/* As is_ahead(), with far costs worked out before. */
static bool leads(const struct profile *profile, uint32_t i, uint32_t j)
{
    uint64_t first = profile->far_cost[i], second = profile->far_cost[j];
    return first != second ? first < second : wins_tie(&profile->lanes, i, j);
}

/* Puts lane i among the chosen (best first, distinct groups), if it belongs
 * there and no lane of its group stands before it. Returns how many there are. */
static uint32_t choose(const struct profile *profile, uint32_t i, uint32_t *best, uint32_t count)
{
    const struct lane *lanes = profile->lanes.items;
    uint32_t rank = count;
    while (rank > 0 && leads(profile, i, best[rank - 1]))
        rank--;
    for (uint32_t r = 0; r < rank; r++)
        if (lanes[best[r]].group == lanes[i].group)
            return count;
    if (rank == profile->k)
        return count;

    /* What has to give way: the group's own lane, or the last when all is full. */
    uint32_t gap = rank;
    while (gap < count && lanes[best[gap]].group != lanes[i].group)
        gap++;
    if (gap == count) {
        if (count < profile->k)
            count++;
        gap = count - 1;
    }
    memmove(best + rank + 1, best + rank, (gap - rank) * sizeof *best);
    best[rank] = i;
    return count;
}

static void rank_lanes(struct profile *profile, uint32_t d_mm, uint32_t *best)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < profile->live_count; i++) {
        uint32_t lane = profile->live[i];
        if (d_mm < profile->lanes.items[lane].low_mm || d_mm >= profile->lanes.items[lane].high_mm)
            continue;
        profile->far_cost[lane] = far_cost(&profile->lanes, lane, d_mm);
        count = choose(profile, lane, best, count);
    }
    while (count < profile->k)
        best[count++] = WS_NONE;
}

/* ---- segments --------------------------------------------------------------- */

static uint32_t lane_far_cost(const struct lanes *lanes, uint32_t i, uint32_t from_mm,
                              uint32_t to_mm)
{
    const struct lane *lane = &lanes->items[i];
    return lane_cost(lane, lanes->length_mm, lane->is_rising ? to_mm : from_mm);
}

uint32_t profile_cost(const struct profile *profile, uint32_t segment, uint32_t rank)
{
    assert(segment < profile->count && rank < profile->k);
    uint32_t lane = profile->lane[(size_t)segment * profile->k + rank];
    if (lane == WS_NONE)
        return WS_COST_INF;
    uint32_t cost = lane_far_cost(&profile->lanes, lane, profile->from_mm[segment],
                                  profile->from_mm[segment + 1]);
    return cost <= profile->most_cost ? cost : WS_COST_INF;
}

/* True when [from, to) may become part of the last segment: the same lanes, on
 * the same side of every cutoff. */
static bool joins_last(const struct profile *profile, const struct allocate_plan *plan,
                       const uint32_t *lane, uint32_t to_mm)
{
    if (profile->count == 0)
        return false;
    uint32_t last = profile->count - 1, k = profile->k;
    if (memcmp(profile->lane + (size_t)last * k, lane, k * sizeof *lane))
        return false;
    for (uint32_t r = 0; r < k && lane[r] != WS_NONE; r++) {
        uint32_t cost = lane_far_cost(&profile->lanes, lane[r], profile->from_mm[last],
                                      profile->from_mm[last + 1]);
        uint32_t next =
            lane_far_cost(&profile->lanes, lane[r], profile->from_mm[profile->count], to_mm);
        for (uint32_t c = 0; c <= plan->cutoff_count; c++)
            if ((cost <= limit(plan, c)) != (next <= limit(plan, c)))
                return false;
    }
    return true;
}

/* Adds [from_mm[count], to) to the segments. */
static enum ws_status add_segment(struct profile *profile, const struct allocate_plan *plan,
                                  uint32_t to_mm, struct ws_error *err)
{
    size_t count = profile->count, k = profile->k;
    if (mem_grow(&profile->from_mm, &profile->from_cap, count + 2, sizeof *profile->from_mm) ||
        mem_grow(&profile->lane, &profile->lane_cap, (count + 1) * k, sizeof *profile->lane))
        return error_set(err, WS_NO_MEMORY, "no memory for %zu segments of a road", count + 1);

    uint32_t *lane = profile->lane + count * k;
    rank_lanes(profile, profile->from_mm[count], lane);
    if (!joins_last(profile, plan, lane, to_mm))
        profile->count++;
    profile->from_mm[profile->count] = to_mm;
    return WS_OK;
}

enum ws_status profile_edge(struct profile *profile, const struct allocate_plan *plan,
                            uint32_t edge, struct ws_error *err)
{
    assert(profile && plan && plan->field->k > 0);
    profile->k = plan->field->k;
    profile->most_cost = limit(plan, plan->cutoff_count);
    profile->count = 0;
    enum ws_status st = lanes_collect(&profile->lanes, plan->net, plan->field, plan->stops,
                                      plan->group, plan->direction, edge, err);
    if (!st)
        st = find_live(profile, err);
    if (!st)
        st = add_cuts(profile, plan, err);
    if (!st && mem_grow(&profile->from_mm, &profile->from_cap, 1, sizeof *profile->from_mm))
        st = error_set(err, WS_NO_MEMORY, "no memory for the segments of a road");
    if (st)
        return st;

    sort_cuts(profile->cuts, profile->cut_count);
    profile->from_mm[0] = 0;
    for (size_t i = 0; !st && i < profile->cut_count; i++)
        if (profile->cuts[i] > profile->from_mm[profile->count])
            st = add_segment(profile, plan, profile->cuts[i], err);
    return st ? st : add_segment(profile, plan, profile->lanes.length_mm, err);
}

uint32_t profile_find(const struct profile *profile, uint32_t p_mm)
{
    uint32_t low = 0, high = profile->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (profile->from_mm[middle + 1] > p_mm)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

void profile_release(struct profile *profile)
{
    if (!profile)
        return;
    lanes_release(&profile->lanes);
    mem_free(profile->from_mm);
    mem_free(profile->lane);
    mem_free(profile->cuts);
    mem_free(profile->live);
    mem_free(profile->far_cost);
    *profile = (struct profile){0};
}

void profile_point(const struct profile *profile, const struct allocate_plan *plan,
                   const struct ws_piece *piece, uint64_t *label)
{
    lanes_best(&profile->lanes, plan->net, plan->field, plan->group, piece->edge, piece->from_mm,
               label);
    uint32_t leg = impedance_leg_cost(plan->is_time, piece->off_mm, plan->access_speed_kmh);
    for (uint32_t r = 0; r < plan->field->k; r++) {
        if (label[r] == LABEL_NONE)
            continue;
        uint64_t cost = (uint64_t)label_cost(label[r]) + leg;
        label[r] =
            cost < WS_COST_INF ? label_make((uint32_t)cost, label_facility(label[r])) : LABEL_NONE;
    }
}
