#include "decide/lots.h"

#include "base/error.h"
#include "base/fixed.h"
#include "base/mem.h"
#include "decide/lots_part.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

const char *lots_aim_name(enum lots_aim aim)
{
    return aim == LOTS_EVEN ? "even" : "fewest";
}

/* Whether two areas may be in one lot, as far as the way between them goes. */
static bool is_near(const struct lots_problem *problem, uint32_t a, uint32_t b)
{
    return a == b || problem->travel_limit == WS_COST_INF ||
           problem->travel_cost[(size_t)a * problem->area_count + b] <= problem->travel_limit;
}

static bool is_linked(const struct lots_problem *problem, uint32_t a, uint32_t b)
{
    return a != b && problem->is_beside[(size_t)a * problem->area_count + b] &&
           is_near(problem, a, b);
}

static enum ws_status no_memory(uint32_t count, struct ws_error *err)
{
    return error_set(err, WS_NO_MEMORY, "no memory for the lots of %" PRIu32 " areas", count);
}

/* ---- parts of the map -------------------------------------------------------------- */

/* Areas of the part that begins with `first`, in the order they are met; marks them. */
static uint32_t meet_areas(uint32_t *areas, bool *is_met, const struct lots_problem *problem,
                           uint32_t first)
{
    uint32_t count = 1;
    areas[0] = first;
    is_met[first] = true;
    for (uint32_t at = 0; at < count; at++)
        for (uint32_t area = 0; area < problem->area_count; area++)
            if (!is_met[area] && is_linked(problem, areas[at], area)) {
                is_met[area] = true;
                areas[count++] = area;
            }
    return count;
}

static enum ws_status part_init(struct lots_part *part, const struct lots_problem *problem,
                                uint32_t *areas, uint32_t count, struct ws_error *err)
{
    uint32_t words = (count + 63) / 64;
    *part = (struct lots_part){.problem = problem,
                               .count = count,
                               .words = words,
                               .areas = areas,
                               .micro = mem_array(count, sizeof *part->micro),
                               .beside = mem_array((size_t)count * words, sizeof *part->beside),
                               .near = mem_array((size_t)count * words, sizeof *part->near)};
    if (!part->micro || !part->beside || !part->near)
        return no_memory(count, err);
    for (uint32_t m = 0; m < count; m++) {
        part->micro[m] = problem->micro[areas[m]];
        for (uint32_t other = 0; other < count; other++) {
            if (is_linked(problem, areas[m], areas[other]))
                lots_put(part->beside + (size_t)m * words, other);
            if (is_near(problem, areas[m], areas[other]))
                lots_put(part->near + (size_t)m * words, other);
        }
    }
    return WS_OK;
}

static void part_release(struct lots_part *part)
{
    mem_free(part->micro);
    mem_free(part->beside);
    mem_free(part->near);
    mem_free(part->sets.bits);
    mem_free(part->set_micro);
}

static enum ws_status divide(struct lots_division *division, struct lots_part *part,
                             struct ws_error *err)
{
    bool is_done = false;
    enum ws_status st = lots_list(part, err);
    if (!st && part->is_listed)
        st = lots_exact(division, part, &is_done, err);
    if (!st && part->is_listed && !is_done)
        st = lots_solve(division, part, &is_done, err);
    return st || is_done ? st : lots_grow(division, part, err);
}

/* ---- the whole map ------------------------------------------------------------------ */

/* Takes a part's lots over; numbers go on. */
static void take_over(struct lots *out, const struct lots_part *part,
                      const struct lots_division *division)
{
    for (uint32_t m = 0; m < part->count; m++)
        out->lot_of[part->areas[m]] = out->count + division->lot[m];
    out->count += division->lot_count;
    out->part_count++;
    out->proved_count += division->is_proved;
    out->below_count += division->below_count;
    out->least_count += division->least_count;
    if (division->largest_micro > out->largest_micro)
        out->largest_micro = division->largest_micro;
    if (division->least_largest_micro > out->least_largest_micro)
        out->least_largest_micro = division->least_largest_micro;
}

/* Numbers by the lowest area; fills the lists of areas. */
static enum ws_status sort_lots(struct lots *out, uint32_t area_count, struct ws_error *err)
{
    uint32_t *rank = mem_array(out->count, sizeof *rank), lot_count = 0;
    out->lots = mem_array(out->count, sizeof *out->lots);
    out->areas = mem_array(area_count, sizeof *out->areas);
    if (!rank || !out->lots || !out->areas) {
        mem_free(rank);
        return no_memory(area_count, err);
    }
    for (uint32_t area = 0; area < area_count; area++) {
        uint32_t *lot = &out->lot_of[area];
        if (!rank[*lot])
            rank[*lot] = ++lot_count;
        *lot = rank[*lot] - 1;
        out->lots[*lot].area_count++;
    }
    for (uint32_t lot = 0, at = 0; lot < out->count; lot++) {
        out->lots[lot].first = at;
        at += out->lots[lot].area_count;
        out->lots[lot].area_count = 0;
    }
    for (uint32_t area = 0; area < area_count; area++) {
        struct lot *lot = &out->lots[out->lot_of[area]];
        out->areas[lot->first + lot->area_count++] = area;
    }
    mem_free(rank);
    return WS_OK;
}

static void measure(struct lot *lot, const struct lots *lots, const struct lots_problem *problem)
{
    const uint32_t *areas = lots->areas + lot->first;
    for (uint32_t i = 0; i < lot->area_count; i++) {
        lot->micro = fixed_add_bound(lot->micro, problem->micro[areas[i]]);
        for (uint32_t j = 0; j < i; j++) {
            uint32_t cost = problem->travel_cost[(size_t)areas[i] * problem->area_count + areas[j]];
            lot->travel_cost = cost > lot->travel_cost ? cost : lot->travel_cost;
        }
    }
    lot->is_below = problem->volume_micro == WS_UNBOUNDED || lot->micro < problem->volume_micro;
}

static enum ws_status draw_parts(struct lots *out, const struct lots_problem *problem,
                                 uint32_t *areas, bool *is_met, struct ws_error *err)
{
    enum ws_status st = WS_OK;
    for (uint32_t first = 0; !st && first < problem->area_count; first++) {
        struct lots_part part;
        if (is_met[first])
            continue;
        uint32_t count = meet_areas(areas, is_met, problem, first);
        struct lots_division division = {.lot = mem_array(count, sizeof *division.lot)};
        st = part_init(&part, problem, areas, count, err);
        if (!st)
            st = division.lot ? divide(&division, &part, err) : no_memory(count, err);
        if (!st)
            take_over(out, &part, &division);
        part_release(&part);
        mem_free(division.lot);
    }
    return st;
}

enum ws_status lots_draw(struct lots *out, const struct lots_problem *problem, struct ws_error *err)
{
    assert(out && problem);
    uint32_t count = problem->area_count;
    if (count > LOTS_AREAS)
        return error_set(err, WS_TOO_LARGE, "lots of %" PRIu32 " areas; expected at most %u", count,
                         LOTS_AREAS);
    uint32_t *areas = mem_array(count, sizeof *areas);
    bool *is_met = mem_array(count, sizeof *is_met);
    struct lots lots = {.lot_of = mem_array(count, sizeof *lots.lot_of)};
    enum ws_status st = areas && is_met && lots.lot_of
                            ? draw_parts(&lots, problem, areas, is_met, err)
                            : no_memory(count, err);
    if (!st)
        st = sort_lots(&lots, count, err);
    for (uint32_t lot = 0; !st && lot < lots.count; lot++)
        measure(&lots.lots[lot], &lots, problem);
    lots.is_proved = lots.proved_count == lots.part_count;
    mem_free(areas);
    mem_free(is_met);
    if (st)
        lots_release(&lots);
    else
        *out = lots;
    return st;
}

void lots_release(struct lots *lots)
{
    if (!lots)
        return;
    mem_free(lots->lots);
    mem_free(lots->areas);
    mem_free(lots->lot_of);
    *lots = (struct lots){0};
}
