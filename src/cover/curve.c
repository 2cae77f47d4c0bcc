/* cover/curve.c: how the share of people grows with the limit. */
#include "cover/cover.h"
#include "cover/shares.h"

#include "base/error.h"
#include "base/fixed.h"
#include "base/mem.h"
#include "base/parallel.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

uint64_t shares_within(uint64_t weight, uint32_t low, uint32_t high, uint32_t cost)
{
    if (cost >= high)
        return weight;
    if (cost < low)
        return 0;
    return fixed_mul_div(weight, cost - low, high - low);
}

struct curve_work {
    const struct share_plan *plan;
    const uint32_t *cost;
    uint32_t cost_count;
    uint64_t **within_mm; /* per worker: per part */
    uint64_t *out;
};

/* Chunk: one cost of one choice. */
static enum ws_status sum_point(void *context, uint32_t chunk, uint32_t worker,
                                struct ws_error *err)
{
    (void)err;
    const struct curve_work *work = context;
    const struct share_plan *plan = work->plan;
    const struct ws_allocation *allocation = plan->allocation;
    const struct spread *spread = plan->spread;
    uint32_t rank = plan->choice[chunk / work->cost_count] - 1;
    uint32_t cost = work->cost[chunk % work->cost_count];
    uint64_t *within_mm = work->within_mm[worker], people_micro = 0;
    memset(within_mm, 0, spread->part_count * sizeof *within_mm);
    for (uint32_t row = 0; row < allocation->count; row++) {
        size_t at = (size_t)row * allocation->k + rank;
        uint32_t from = allocation->cost_from[at], to = allocation->cost_to[at];
        if (from < WS_COST_INF && to < WS_COST_INF)
            within_mm[plan->part[row]] +=
                shares_within(piece_weight(&allocation->pieces[row]), from < to ? from : to,
                              from < to ? to : from, cost);
    }
    for (uint32_t part = 0; part < spread->part_count; part++)
        if (spread->zone[part] != WS_NONE && spread->state[part] == PART_ON_NETWORK)
            people_micro += shares_covered(spread, part, 0, within_mm[part]);
    work->out[chunk] = people_micro;
    return WS_OK;
}

enum ws_status shares_curve(uint64_t **out, const struct share_plan *plan, const uint32_t *cost,
                            uint32_t cost_count, uint32_t threads, struct ws_error *err)
{
    assert(out && plan && cost);
    uint32_t workers = threads ? threads : 1, points = cost_count * plan->choice_count;
    struct curve_work work = {.plan = plan, .cost = cost, .cost_count = cost_count};
    enum ws_status st = WS_OK;
    work.out = mem_array(points, sizeof *work.out);
    work.within_mm = mem_array(workers, sizeof *work.within_mm);
    for (uint32_t i = 0; work.within_mm && i < workers; i++)
        if (!(work.within_mm[i] = mem_array(plan->spread->part_count, sizeof **work.within_mm)))
            st = WS_NO_MEMORY;
    if (st || !work.out || !work.within_mm)
        st = error_set(err, WS_NO_MEMORY, "no memory for a curve of %" PRIu32 " points", points);
    if (!st)
        st = parallel_for(points, workers, sum_point, &work, err);
    for (uint32_t i = 0; work.within_mm && i < workers; i++)
        mem_free(work.within_mm[i]);
    mem_free(work.within_mm);
    if (st)
        mem_free(work.out);
    else
        *out = work.out;
    return st;
}
