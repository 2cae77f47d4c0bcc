/* Which zones lie beside each other, and the ways between their middles: of all zones of
 * a layer when rule (d) asks for neighbours, of the thin ones when only lots do. */
#include "run/decision.h"
#include "run/lots.h"
#include "run/run.h"
#include "run/supplier.h"

#include "base/mem.h"
#include "geo/border.h"

#include <inttypes.h>

/* Borders of two municipalities may be drawn that far apart. */
#define BORDER_TOLERANCE_M 1.0

void decision_ways_release(struct decision_ways *ways)
{
    mem_free(ways->zones);
    mem_free(ways->is_beside);
    mem_free(ways->cost);
    middles_release(&ways->middles);
    *ways = (struct decision_ways){0};
}

uint32_t decision_travel_limit(const struct run *run)
{
    enum policy_id id = run->options->is_time ? POLICY_LOT_TRAVEL_TIME : POLICY_LOT_TRAVEL;
    const struct policy_value *limit = &run->decision->policy.values[id];
    /* km to mm and minutes to ms; both below WS_COST_INF by what a policy allows. */
    uint64_t cost = limit->mid * (run->options->is_time ? 60000 : 1000000) / WS_MICRO;
    return limit->is_known && cost < WS_COST_INF ? (uint32_t)cost : WS_COST_INF;
}

bool decision_is_thin(const struct decision_row *row, const struct policy *policy)
{
    uint64_t choice = policy->values[POLICY_CHOICE].mid / WS_MICRO;
    return row->place.provider_count != WS_NONE && row->place.provider_count < choice;
}

static enum ws_status no_memory(uint32_t count, struct ws_error *err)
{
    return error_set(err, WS_NO_MEMORY, "no memory for the ways between %" PRIu32 " zones", count);
}

/* By border, or by road within the limit. */
static enum ws_status find_beside(struct decision_ways *ways, const struct run *run,
                                  const struct areas *areas, struct ws_error *err)
{
    struct border *borders = NULL;
    uint32_t count = 0, zone_end = areas->count;
    if (run->decision->policy.is_lot_by_road) {
        uint32_t limit_cost = decision_travel_limit(run);
        for (size_t at = 0; at < (size_t)ways->count * ways->count; at++)
            ways->is_beside[at] = at / ways->count != at % ways->count &&
                                  ways->cost[at] < WS_COST_INF && ways->cost[at] <= limit_cost;
        return WS_OK;
    }
    uint32_t *member = mem_array(zone_end, sizeof *member);
    enum ws_status st = member ? border_pairs(&borders, &count, areas, ways->zones, ways->count,
                                              BORDER_TOLERANCE_M, err)
                               : no_memory(ways->count, err);
    for (uint32_t i = 0; !st && i < ways->count; i++)
        member[ways->zones[i]] = i;
    for (uint32_t i = 0; !st && i < count; i++) {
        size_t a = member[borders[i].area], b = member[borders[i].other];
        ways->is_beside[a * ways->count + b] = ways->is_beside[b * ways->count + a] = true;
    }
    mem_free(member);
    mem_free(borders);
    return st;
}

static enum ws_status measure(struct decision_ways *ways, const struct run *run, bool of_areas,
                              struct ws_error *err)
{
    const struct spread *spread = of_areas ? &run->supplier->cut.spread : &run->spread;
    bool has_roads = run->net.node_count > 0;
    struct allocate_plan roads = run_allocate_plan(run);
    struct straight_plan straight = run_straight_plan(run);
    struct travel_plan plan = {.roads = has_roads ? &roads : NULL,
                               .straight = has_roads ? NULL : &straight,
                               .cutoff_cost = decision_travel_limit(run),
                               .threads = run_threads(run)};
    enum ws_status st = middles_find(&ways->middles, spread, has_roads ? &run->net : NULL,
                                     ways->zones, ways->count, err);
    return st ? st : middles_travel(ways->cost, &ways->middles, &plan, err);
}

/* Ways of one layer; none when too many zones ask for them. */
static enum ws_status find_ways(struct decision_ways *ways, const struct run *run, bool of_areas,
                                bool of_all, struct ws_error *err)
{
    const struct decision *decision = run->decision;
    const struct decision_row *rows = decision->rows + (of_areas ? decision->zone_count : 0);
    uint32_t zone_count = of_areas ? decision->area_count : decision->zone_count;
    ways->zones = mem_array(zone_count, sizeof *ways->zones);
    if (!ways->zones)
        return no_memory(zone_count, err);
    for (uint32_t zone = 0; zone < zone_count; zone++)
        if (of_all || decision_is_thin(&rows[zone], &decision->policy))
            ways->zones[ways->count++] = zone;
    if (ways->count > LOTS_AREAS) {
        ways->too_many_count = ways->count;
        ways->count = 0;
    }
    size_t pairs = (size_t)ways->count * ways->count;
    ways->is_beside = mem_array(pairs, sizeof *ways->is_beside);
    ways->cost = mem_array(pairs, sizeof *ways->cost);
    if (!ways->is_beside || !ways->cost)
        return no_memory(ways->count, err);
    enum ws_status st = measure(ways, run, of_areas, err);
    return st ? st
              : find_beside(ways, run, of_areas ? &run->supplier->zones.areas : &run->zones.areas,
                            err);
}

enum ws_status decision_ways(struct run *run, struct ws_error *err)
{
    struct decision *decision = run->decision;
    bool of_all = allowance_terms(&decision->policy).is_known;
    bool lots_of_areas = lots_are_of_areas(run);
    enum ws_status st = WS_OK;
    if (of_all || !lots_of_areas)
        st = find_ways(&decision->ways[0], run, false, of_all, err);
    if (!st && run->supplier->has_areas && (of_all || lots_of_areas))
        st = find_ways(&decision->ways[1], run, true, of_all, err);
    return st;
}
