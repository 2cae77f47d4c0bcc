/* The network of homes from polygons: people are cut at their borders as they are cut at
 * those of supplier areas. */
#include "run/remote.h"
#include "run/supplier.h"

#include "base/fixed.h"
#include "base/mem.h"

/* People of a place: all, and those at the low end, in the middle and at the high end. */
struct presence_sum {
    uint64_t all_micro, low_micro, middle_micro, high_micro;
};

static void add_unit(struct presence_sum *sums, const struct spread *cut, const uint32_t *place,
                     uint32_t unit, uint32_t presence_count)
{
    uint32_t first = cut->first_part[unit], end = cut->first_part[unit + 1], inside = 0;
    for (uint32_t part = first; part < end; part++)
        inside += cut->zone[part] < presence_count;
    for (uint32_t part = first; part < end; part++) {
        uint64_t people = cut->people_micro[(size_t)part * cut->weight_count];
        struct presence_sum *sum = &sums[place[part]];
        if (place[part] == WS_NONE)
            continue;
        sum->all_micro += people;
        sum->low_micro += inside == end - first ? people : 0;
        sum->middle_micro += cut->zone[part] < presence_count ? people : 0;
        sum->high_micro += inside ? people : 0;
    }
}

/* Rounded outwards; the share of nobody is not known. */
static void tell_place(struct remote_place *place, const struct presence_sum *sum)
{
    place->is_named = place->is_told = true;
    if (!sum->all_micro)
        return;
    place->network = (struct remote_share){
        .is_known = true,
        .has_middle = true,
        .low_micro = (uint32_t)fixed_mul_div(sum->low_micro, WS_MICRO, sum->all_micro),
        .middle_micro = (uint32_t)fixed_mul_div(sum->middle_micro, WS_MICRO, sum->all_micro),
        .high_micro = (uint32_t)fixed_mul_div_up(sum->high_micro, WS_MICRO, sum->all_micro)};
}

static enum ws_status measure_places(struct remote_place *places, uint32_t count,
                                     const struct cut_plan *plan, struct ws_error *err)
{
    struct cut cut = {0};
    enum ws_status st = spread_cut(&cut, plan, err);
    struct presence_sum *sums = mem_array(count, sizeof *sums);
    uint32_t *place = mem_array(cut.spread.part_count, sizeof *place);
    if (!st && (!sums || !place))
        st = error_set(err, WS_NO_MEMORY, "no memory for the network of places");
    for (uint32_t part = 0; !st && part < cut.spread.part_count; part++) {
        uint32_t zone = plan->spread->zone[cut.parent[part]];
        place[part] = zone < count ? zone : WS_NONE;
    }
    for (uint32_t unit = 0; !st && unit < cut.spread.unit_count; unit++)
        add_unit(sums, &cut.spread, place, unit, plan->area_count);
    for (uint32_t i = 0; !st && i < count; i++)
        tell_place(&places[i], &sums[i]);
    mem_free(place);
    mem_free(sums);
    cut_release(&cut);
    return st;
}

enum ws_status remote_measure(struct run *run, struct ws_error *err)
{
    struct remote *remote = &run->registers.remote;
    struct locator *locator = NULL;
    struct cut_plan plan = {
        .spread = &run->spread,
        .net = run->options->road_count > 0 ? &run->net : NULL,
        .is_served = run->is_served,
        .population = &run->population,
        .zones = &run->zones,
        .zone_locator = run->zone_locator,
        .area_count = remote->presence.count,
        .threads = run_threads(run),
    };
    enum ws_status st = locator_new(&locator, &remote->presence.areas, err);
    plan.locator = locator;
    if (!st)
        st = measure_places(remote->zones, remote->zone_count, &plan, err);
    plan.spread = &run->supplier->cut.spread;
    if (!st && run->supplier->has_areas)
        st = measure_places(remote->areas, remote->area_count, &plan, err);
    locator_free(locator);
    return st;
}
