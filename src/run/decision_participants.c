/* Participants a year: of the contracts of a zone, else a share of its unemployed, of a
 * supplier area the sum of its municipalities when all lie wholly inside; and of the zones beside
 * it, as far as a lot may reach. */
#include "run/decision.h"
#include "run/run.h"
#include "run/supplier.h"

#include "base/fixed.h"
#include "base/mem.h"

/* Some contracts without a number: nobody can say, not even how many at most. A zone
 * may be named in two ways (code, name): its participants are those of both. */
static void by_contracts(struct decision_row *rows, uint32_t row_count,
                         const struct supplier *supplier)
{
    for (uint32_t i = 0; i < supplier->contract_area_count; i++)
        if (supplier->contract_areas[i].zone < row_count)
            rows[supplier->contract_areas[i].zone].place.participants_micro = 0;
    for (uint32_t i = 0; i < supplier->contract_area_count; i++) {
        const struct contract_area *area = &supplier->contract_areas[i];
        if (area->zone >= row_count)
            continue;
        struct finding_place *place = &rows[area->zone].place;
        place->participants_micro = area->unknown_count ? WS_UNBOUNDED
                                                        : fixed_add_bound(place->participants_micro,
                                                                          area->participants_micro);
        place->participants_low = place->participants_high = place->participants_micro;
    }
}

static void by_unemployed(struct decision_row *rows, const struct run *run)
{
    const struct unemployed *table = &run->registers.unemployed;
    const struct policy_value *share = &run->decision->policy.values[POLICY_PARTICIPANT_SHARE];
    size_t first = (size_t)table->picked * run->zones.count;
    for (uint32_t zone = 0; table->month_count && share->is_known && zone < run->zones.count;
         zone++) {
        struct finding_place *place = &rows[zone].place;
        uint64_t jobless = table->people_micro[first + zone];
        if (table->more_micro[first + zone] || place->participants_micro != WS_UNBOUNDED)
            continue;
        place->participants_low = fixed_mul_div(jobless, share->low, WS_MICRO);
        place->participants_micro = fixed_mul_div(jobless, share->mid, WS_MICRO);
        place->participants_high = fixed_mul_div(jobless, share->high, WS_MICRO);
    }
}

/* An area that contracts tell nothing of, made of whole municipalities, has theirs. */
static void by_members(struct decision_row *areas, uint32_t area_count,
                       const struct decision_row *zones, const struct membership *of)
{
    for (uint32_t area = 0; area < area_count; area++) {
        struct finding_place *place = &areas[area].place;
        uint64_t low = 0, middle = 0, high = 0;
        bool is_known = of->first[area] < of->first[area + 1];
        for (uint32_t i = of->first[area]; i < of->first[area + 1]; i++) {
            const struct finding_place *part = &zones[of->items[i].zone].place;
            is_known = is_known && of->items[i].is_whole;
            low = fixed_add_bound(low, part->participants_low);
            middle = fixed_add_bound(middle, part->participants_micro);
            high = fixed_add_bound(high, part->participants_high);
        }
        if (!is_known || middle == WS_UNBOUNDED || place->participants_micro != WS_UNBOUNDED)
            continue;
        place->participants_low = low;
        place->participants_micro = middle;
        place->participants_high = high;
    }
}

/* ---- neighbours ------------------------------------------------------------------------ */

/* Those beside a zone whose middle lies within the travel limit of a lot. */
static void add_neighbours(struct decision_row *rows, const struct decision_ways *ways,
                           uint32_t limit_cost)
{
    for (uint32_t zone = 0; zone < ways->too_many_count; zone++) /* all zones were meant */
        rows[zone].place.is_way_unknown = true;
    for (uint32_t i = 0; i < ways->count; i++) {
        struct finding_place *place = &rows[ways->zones[i]].place;
        const bool *is_beside = ways->is_beside + (size_t)i * ways->count;
        const uint32_t *cost = ways->cost + (size_t)i * ways->count;
        place->neighbour_micro = 0;
        for (uint32_t j = 0; j < ways->count; j++) {
            if (!is_beside[j] || (limit_cost < WS_COST_INF && cost[j] > limit_cost))
                continue;
            place->neighbour_count++;
            place->neighbour_micro = fixed_add_bound(place->neighbour_micro,
                                                     rows[ways->zones[j]].place.participants_micro);
        }
    }
}

enum ws_status decision_participants(struct run *run, struct ws_error *err)
{
    struct decision *decision = run->decision;
    const struct supplier *supplier = run->supplier;
    struct decision_row *areas = decision->rows + decision->zone_count;
    if (supplier->has_areas)
        by_contracts(areas, decision->area_count, supplier);
    else
        by_contracts(decision->rows, decision->zone_count, supplier);
    by_unemployed(decision->rows, run);
    if (supplier->has_areas)
        by_members(areas, decision->area_count, decision->rows, &supplier->membership);
    enum ws_status st = decision_ways(run, err);
    /* Neighbours matter when break-even is known. */
    if (!st && allowance_terms(&decision->policy).is_known) {
        uint32_t limit_cost = decision_travel_limit(run);
        add_neighbours(decision->rows, &decision->ways[0], limit_cost);
        add_neighbours(areas, &decision->ways[1], limit_cost);
    }
    return st;
}
