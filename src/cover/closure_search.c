/* cover/closure_search.c: the nearest of some facilities, with and without roads. */
#include "cover/closure_search.h"

#include "base/error.h"
#include "base/mem.h"

#include <assert.h>
#include <inttypes.h>

static uint32_t main_cost(const struct reach_plan *plan)
{
    uint32_t cost = plan->cutoff_cost[plan->main_cutoff];
    return cost < WS_COST_INF ? cost : WS_COST_INF - 1;
}

enum ws_status closure_no_rows(uint32_t count, struct ws_error *err)
{
    return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " rows of closures", count);
}

/* ---- rows looked at again ------------------------------------------------------- */

enum ws_status closure_again(struct spread *out, const struct reach_plan *plan,
                             const uint32_t *rows, uint32_t count, struct ws_error *err)
{
    bool is_straight = plan->straight != NULL;
    *out = (struct spread){.part_count = plan->allocation->count,
                           .piece_count = count,
                           .pieces = mem_array(count, sizeof *out->pieces),
                           .part = mem_array(count, sizeof *out->part)};
    if (is_straight) {
        out->x_m = mem_array(count, sizeof *out->x_m);
        out->y_m = mem_array(count, sizeof *out->y_m);
    }
    if (!out->pieces || !out->part || (is_straight && (!out->x_m || !out->y_m)))
        return closure_no_rows(count, err);
    for (uint32_t i = 0; i < count; i++) {
        out->pieces[i] = plan->allocation->pieces[rows[i]];
        out->part[i] = rows[i];
        if (is_straight) { /* row i is lattice point i */
            out->x_m[i] = plan->spread->x_m[rows[i]];
            out->y_m[i] = plan->spread->y_m[rows[i]];
        }
    }
    return WS_OK;
}

void closure_forget(struct spread *again)
{
    mem_free(again->pieces);
    mem_free(again->part);
    mem_free(again->x_m);
    mem_free(again->y_m);
}

/* ---- along roads --------------------------------------------------------------- */

static enum ws_status run_search(const struct reach_plan *plan, const struct some *some,
                                 struct search **search, const struct ws_snap *snaps,
                                 struct ws_error *err)
{
    uint32_t count = plan->facilities->count, seed_count = 0;
    struct seed *seeds = mem_array(count, 4 * sizeof *seeds);
    if (!seeds)
        return error_set(err, WS_NO_MEMORY, "no memory for the seeds");
    for (uint32_t i = 0; i < count; i++)
        if (snaps[i].edge != WS_NONE)
            seed_count += search_seeds(seeds + seed_count, plan->roads->net, &snaps[i],
                                       plan->leg_cost[i], i, plan->roads->direction);
    struct search_plan search_plan = {.net = plan->roads->net,
                                      .group = some->group,
                                      .k = some->k,
                                      .cutoff_cost = main_cost(plan),
                                      .direction = plan->roads->direction,
                                      .skeleton = plan->roads->skeleton,
                                      .threads = plan->threads};
    enum ws_status st = *search ? WS_OK : search_new(search, &search_plan, err);
    if (!st)
        st = search_run(*search, seeds, seed_count, err);
    mem_free(seeds);
    return st;
}

static enum ws_status search_roads(struct ws_allocation *out, uint32_t **part_out,
                                   const struct reach_plan *plan, const struct some *some,
                                   struct search **search, struct ws_error *err)
{
    uint32_t count = plan->facilities->count, cutoff_cost = main_cost(plan);
    struct stops stops = {0};
    struct ws_snap *snaps = mem_array(count, sizeof *snaps);
    if (!snaps)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " facilities", count);
    for (uint32_t i = 0; i < count; i++) {
        snaps[i] = plan->facility_snaps[i];
        if (!some->is_open[i])
            snaps[i].edge = WS_NONE;
    }
    enum ws_status st = stops_new(&stops, snaps, plan->leg_cost, count, err);
    if (!st)
        st = run_search(plan, some, search, snaps, err);
    if (!st) {
        struct allocate_plan allocate = *plan->roads;
        allocate.field = search_field(*search);
        allocate.stops = &stops;
        allocate.group = some->group;
        allocate.cutoff_cost = &cutoff_cost;
        allocate.cutoff_count = 1;
        st = allocate_pieces(out, part_out, some->spread, &allocate, err);
    }
    stops_release(&stops);
    mem_free(snaps);
    return st;
}

/* ---- without roads -------------------------------------------------------------- */

static enum ws_status search_straight(struct ws_allocation *out, uint32_t **part_out,
                                      const struct reach_plan *plan, const struct some *some,
                                      struct ws_error *err)
{
    const struct ws_points *all = plan->facilities;
    uint32_t *facility = mem_array(all->count, sizeof *facility);
    struct ws_points open = {.x_m = mem_array(all->count, sizeof(double)),
                             .y_m = mem_array(all->count, sizeof(double)),
                             .group = mem_array(all->count, sizeof(uint32_t))};
    enum ws_status st = WS_OK;
    if (!facility || !open.x_m || !open.y_m || !open.group)
        st = error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " facilities", all->count);
    for (uint32_t i = 0; !st && i < all->count; i++) {
        if (!some->is_open[i])
            continue;
        facility[open.count] = i;
        open.x_m[open.count] = all->x_m[i];
        open.y_m[open.count] = all->y_m[i];
        open.group[open.count++] = some->group[i];
    }
    struct straight_plan straight = *plan->straight;
    straight.facilities = &open;
    straight.k = some->k;
    if (!st)
        st = allocate_straight(out, part_out, some->spread, &straight, err);
    for (size_t at = 0; !st && at < (size_t)out->count * out->k; at++)
        if (out->facility[at] != WS_NONE)
            out->facility[at] = facility[out->facility[at]];
    mem_free(facility);
    mem_free(open.x_m);
    mem_free(open.y_m);
    mem_free(open.group);
    return st;
}

enum ws_status closure_search(struct ws_allocation *out, uint32_t **part_out,
                              const struct reach_plan *plan, const struct some *some,
                              struct search **search, struct ws_error *err)
{
    assert(out && part_out && plan && some && search && !plan->roads != !plan->straight);
    return plan->roads ? search_roads(out, part_out, plan, some, search, err)
                       : search_straight(out, part_out, plan, some, err);
}

enum ws_status closures_allocate(struct ws_allocation *out, uint32_t **part_out,
                                 const struct reach_plan *plan, const bool *is_closed,
                                 struct ws_error *err)
{
    uint32_t count = plan->facilities->count;
    struct search *search = NULL;
    bool *is_open = mem_array(count, sizeof *is_open);
    if (!is_open)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " facilities", count);
    for (uint32_t i = 0; i < count; i++)
        is_open[i] = !is_closed[i];
    struct some some = {plan->spread, is_open, plan->facilities->group, CLOSURE_RANKS};
    enum ws_status st = closure_search(out, part_out, plan, &some, &search, err);
    search_free(search);
    mem_free(is_open);
    return st;
}
