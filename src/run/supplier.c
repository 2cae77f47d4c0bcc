/* Supplier areas: read, cut out of the municipalities' parts, measured like them. */
#include "run/supplier.h"
#include "run/roads.h"
#include "run/scenario.h"
#include "run/run.h"

#include "base/mem.h"

#include <inttypes.h>
#include <string.h>

/* What lies outside the municipalities is counted in the nearest within this. */
#define NEAR_M 2000.0

static void paper_release(struct paper *paper)
{
    mem_free(paper->by_contract);
    mem_free(paper->by_office);
    mem_free(paper->together);
    mem_free(paper->contract_count);
}

void supplier_free(struct supplier *supplier)
{
    if (!supplier)
        return;
    locator_free(supplier->locator);
    zones_release(&supplier->zones);
    contracts_release(&supplier->contracts);
    cut_release(&supplier->cut);
    membership_release(&supplier->membership);
    allocation_release(&supplier->allocation);
    defaults_release(&supplier->defaults);
    paper_release(&supplier->areas);
    paper_release(&supplier->municipalities);
    mem_free(supplier->contract_areas);
    mem_free(supplier->area_of_zone);
    mem_free(supplier->office_area);
    mem_free(supplier->contract_provider);
    mem_free(supplier->row_part);
    mem_free(supplier->group_sum_micro);
    mem_free(supplier->shares);
    mem_free(supplier->main_shares);
    mem_free(supplier->cost_p50);
    mem_free(supplier->cost_p90);
    mem_free(supplier->median_choice);
    mem_free(supplier->disagree_municipalities);
    mem_free(supplier->disagree_areas);
    mem_free(supplier);
}

static enum ws_status open_supplier(struct run *run, struct ws_error *err)
{
    if (!run->supplier)
        run->supplier = mem_array(1, sizeof *run->supplier);
    return run->supplier ? WS_OK : error_set(err, WS_NO_MEMORY, "no memory for supplier areas");
}

/* ---- load -------------------------------------------------------------------- */

/* By place, as offices are put into municipalities; a table goes by municipality. */
static enum ws_status locate_offices(struct run *run, struct ws_error *err)
{
    struct supplier *supplier = run->supplier;
    const struct ws_points *points = &run->offices.points;
    double distance_m;
    supplier->office_area = mem_array(points->count, sizeof *supplier->office_area);
    if (!supplier->office_area)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " offices", points->count);
    for (uint32_t i = 0; i < points->count; i++) {
        uint32_t zone = run->office_zone[i], area = WS_NONE;
        if (supplier->area_of_zone && zone != WS_NONE)
            area = supplier->area_of_zone[zone];
        if (supplier->locator) {
            area = locate_point(supplier->locator, points->x_m[i], points->y_m[i]);
            if (area == WS_NONE &&
                locate_point(run->zone_locator, points->x_m[i], points->y_m[i]) == WS_NONE)
                area = locate_nearest(supplier->locator, points->x_m[i], points->y_m[i], NEAR_M,
                                      &distance_m);
        }
        supplier->office_area[i] = area;
    }
    return WS_OK;
}

enum ws_status supplier_read_areas(struct run *run, const struct ws_source *source,
                                   struct ws_error *err)
{
    enum ws_status st = open_supplier(run, err);
    if (st)
        return st;
    struct supplier *supplier = run->supplier;
    st = io_read_areas(&supplier->zones, &supplier->area_of_zone, run->io, source,
                       &run->options->dated, &run->zones, err);
    if (!st && !supplier->area_of_zone)
        st = locator_new(&supplier->locator, &supplier->zones.areas, err);
    supplier->has_areas = !st; /* also when none holds on the day: everybody is in no area */
    return st;
}

enum ws_status supplier_read_contracts(struct run *run, const struct ws_source *source,
                                       struct ws_error *err)
{
    enum ws_status st = open_supplier(run, err);
    if (st)
        return st;
    struct supplier *supplier = run->supplier;
    if (run->options->is_given[WS_ROLE_SUPPLIER_AREAS] && !supplier->has_areas)
        return run_leave(run, WS_ROLE_CONTRACTS, source, "needs the supplier areas");
    struct contract_map map = {.zones = supplier->has_areas ? &supplier->zones : &run->zones,
                               .providers = (const char *const *)run->offices.provider,
                               .provider_count = run->offices.provider_count,
                               .is_areas = supplier->has_areas};
    st = io_read_contracts(&supplier->contracts, run->io, source, &run->options->dated, &map, err);
    supplier->has_contracts = !st;
    return st ? st : supplier_tell_officeless(run, WS_ROLE_CONTRACTS, err);
}

/* With --contracts these rows are told and do not count twice. */
static enum ws_status tell_left(struct run *run, struct ws_error *err)
{
    struct place place = {.role = ws_role_name(WS_ROLE_OFFICES),
                          .file = run->options->source[WS_ROLE_OFFICES].given};
    return warnings_add(&run->warnings, place, "left out; --contracts tells the contracts", err,
                        "%" PRIu64 " row%s an area and no place: contracts",
                        run->offices.contract_rows,
                        run->offices.contract_rows == 1 ? " has" : "s have");
}

static enum ws_status read_office_contracts(struct run *run, const struct ws_source *source,
                                            struct ws_error *err)
{
    enum ws_status st = open_supplier(run, err);
    if (st)
        return st;
    struct supplier *supplier = run->supplier;
    struct contract_map map = {.zones = supplier->has_areas ? &supplier->zones : &run->zones,
                               .providers = (const char *const *)run->offices.provider,
                               .provider_count = run->offices.provider_count,
                               .is_areas = supplier->has_areas,
                               .among_offices = true,
                               .eligible = run->options->eligible};
    st = io_read_contracts(&supplier->contracts, run->io, source, &run->options->dated, &map, err);
    supplier->has_contracts = !st;
    return st ? st : supplier_tell_officeless(run, WS_ROLE_OFFICES, err);
}

enum ws_status supplier_read_office_contracts(struct run *run)
{
    const struct ws_options *options = run->options;
    struct ws_error failure = {0};
    size_t first = run->warnings.fault_count;
    bool has_given = options->is_given[WS_ROLE_CONTRACTS];
    bool is_ready =
        (run->made & RUN_HAS_ZONES) && (run->made & RUN_HAS_OFFICES) &&
        (!options->is_given[WS_ROLE_SUPPLIER_AREAS] || (run->supplier && run->supplier->has_areas));
    if (!is_ready || !run->offices.contract_rows)
        return WS_OK;
    const struct ws_source *source = &options->source[WS_ROLE_OFFICES];
    enum ws_status st =
        has_given ? tell_left(run, &failure) : read_office_contracts(run, source, &failure);
    return st ? verdicts_note(run, WS_ROLE_CONTRACTS, source, first, &failure) : WS_OK;
}

/* ---- coverage ----------------------------------------------------------------- */

struct share_plan supplier_share_plan(const struct run *run)
{
    const struct supplier *supplier = run->supplier;
    struct share_plan plan = run_share_plan(run);
    plan.spread = &supplier->cut.spread;
    plan.allocation = &supplier->allocation;
    plan.part = supplier->row_part;
    plan.zone_count = supplier->zones.count + 1;
    return plan;
}

static enum ws_status cut_people(struct run *run, struct ws_error *err)
{
    struct supplier *supplier = run->supplier;
    bool has_roads = run->options->road_count > 0;
    struct cut_plan plan = {
        .spread = &run->spread,
        .net = has_roads ? &run->net : NULL,
        .is_served = run->is_served,
        .population = &run->population,
        .zones = &run->zones,
        .zone_locator = run->zone_locator,
        .locator = supplier->locator,
        .area_of_zone = supplier->area_of_zone,
        .area_count = supplier->zones.count,
        .limit_m = NEAR_M,
        .threads = run_threads(run),
    };
    return spread_cut(&supplier->cut, &plan, err);
}

/* Who serves whom goes by the municipality where they live. */
static enum ws_status allocate_views(struct run *run, struct ws_error *err)
{
    struct supplier *supplier = run->supplier;
    const struct spread *spread = &supplier->cut.spread;
    uint32_t *zone = mem_array(spread->part_count, sizeof *zone);
    if (!zone)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " parts", spread->part_count);
    for (uint32_t part = 0; part < spread->part_count; part++)
        zone[part] = run->spread.zone[supplier->cut.parent[part]];
    enum ws_status st =
        scenario_allocate(&supplier->allocation, &supplier->row_part, spread, zone, run, err);
    mem_free(zone);
    return st;
}

static enum ws_status allocate(struct run *run, struct ws_error *err)
{
    struct supplier *supplier = run->supplier;
    if (run->views && run->views->count)
        return allocate_views(run, err);
    if (run->options->road_count > 0) {
        struct allocate_plan plan = run_allocate_plan(run);
        return allocate_pieces(&supplier->allocation, &supplier->row_part, &supplier->cut.spread,
                               &plan, err);
    }
    struct straight_plan plan = run_straight_plan(run);
    return allocate_straight(&supplier->allocation, &supplier->row_part, &supplier->cut.spread,
                             &plan, err);
}

/* The mean number of providers within the main limit. */
static enum ws_status reach_groups(struct run *run, struct ws_error *err)
{
    struct supplier *supplier = run->supplier;
    struct reach reach = {0};
    struct allocate_plan roads = run_allocate_plan(run);
    struct straight_plan straight = run_straight_plan(run);
    struct reach_plan plan = run_reach_plan(run, &roads, &straight);
    plan.spread = &supplier->cut.spread;
    plan.allocation = &supplier->allocation;
    plan.part = supplier->row_part;
    plan.zone_count = supplier->zones.count + 1;
    plan.groups_only = true;
    enum ws_status st = reach_facilities(&reach, &plan, err);
    supplier->group_sum_micro = reach.group_sum_micro;
    reach.group_sum_micro = NULL;
    reach_release(&reach);
    return st;
}

/* Zones that get rows: the areas, and "in no area" when a part is. */
static void count_rows(struct supplier *supplier, uint32_t row_count)
{
    const struct spread *spread = &supplier->cut.spread;
    uint32_t zones = supplier->zones.count;
    supplier->row_zone_count = zones;
    for (uint32_t part = 0; part < spread->part_count; part++)
        if (spread->zone[part] == zones)
            supplier->row_zone_count = zones + 1;
    supplier->share_count = row_count / (zones + 2) * supplier->row_zone_count;
}

static enum ws_status sum(struct run *run, struct ws_error *err)
{
    static const uint32_t one = 1;
    struct supplier *supplier = run->supplier;
    struct share_plan plan = supplier_share_plan(run);
    uint32_t main_cost = run->options->cutoff_cost[run->options->main_cutoff], count = 0;
    enum ws_status st = shares_sum(&supplier->shares, &count, &plan, err);
    count_rows(supplier, count);
    plan.cutoff_cost = &main_cost;
    plan.choice = &one;
    plan.cutoff_count = plan.choice_count = 1;
    return st ? st : shares_sum(&supplier->main_shares, &count, &plan, err);
}

static enum ws_status sum_costs(struct run *run, struct ws_error *err)
{
    struct supplier *supplier = run->supplier;
    struct share_plan plan = supplier_share_plan(run);
    size_t rows = (size_t)plan.zone_count + 1;
    supplier->cost_p50 = mem_array(rows, sizeof *supplier->cost_p50);
    supplier->cost_p90 = mem_array(rows, sizeof *supplier->cost_p90);
    supplier->median_choice = mem_array(rows, sizeof *supplier->median_choice);
    if (!supplier->cost_p50 || !supplier->cost_p90 || !supplier->median_choice)
        return error_set(err, WS_NO_MEMORY, "no memory for %zu areas", rows);
    uint32_t *const costs[] = {supplier->cost_p50, supplier->cost_p90};
    enum ws_status st = costs_of_zones(costs, &plan, (const uint32_t[]){50, 90}, 2, err);
    return st ? st
              : costs_median_choice(supplier->median_choice, &plan,
                                    run->options->cutoff_cost[run->options->main_cutoff], err);
}

/* People of the first weight inside the municipalities and in no area. */
static uint64_t no_area_micro(const struct run *run, const struct supplier *supplier)
{
    size_t weights = run->population.units.weight_count;
    if (!supplier->has_areas || !supplier->main_shares)
        return 0;
    return supplier->main_shares[supplier->zones.count * weights].people_micro;
}

/* A table of areas says so of its municipalities, when it is read. */
static enum ws_status tell_no_area(struct run *run, struct ws_error *err)
{
    const struct supplier *supplier = run->supplier;
    uint64_t people_micro = no_area_micro(run, supplier);
    struct place place = {.role = ws_role_name(WS_ROLE_SUPPLIER_AREAS),
                          .file = run->options->source[WS_ROLE_SUPPLIER_AREAS].given};
    if (!people_micro || supplier->area_of_zone || !supplier->zones.count)
        return WS_OK;
    return warnings_add(&run->warnings, place,
                        "they count as living where no provider is; the rows \"(in no area)\" tell "
                        "how many",
                        err, "%" PRIu64 " people (%s) live in none of the areas",
                        (people_micro + WS_MICRO / 2) / WS_MICRO, run->population.weight_label[0]);
}

static enum ws_status measure_areas(struct run *run, struct ws_error *err)
{
    bool is_cut = run->supplier->cut.parent; /* an overlay's may be the base's */
    enum ws_status st = is_cut ? WS_OK : cut_people(run, err);
    if (!st)
        st = membership_find(&run->supplier->membership, run, err);
    if (!st)
        st = allocate(run, err);
    if (!st && !run->base && !run->is_session)
        st = reach_groups(run, err);
    if (!st)
        st = sum(run, err);
    if (!st)
        st = tell_no_area(run, err);
    return st ? st : sum_costs(run, err);
}

enum ws_status run_supplier(struct run *run, struct ws_error *err)
{
    enum ws_status st = open_supplier(run, err);
    if (!st)
        st = locate_offices(run, err);
    if (!st && run->supplier->has_areas)
        st = measure_areas(run, err);
    if (!st)
        st = supplier_paper(run, err);
    if (st || run->base) /* an overlay tells no more of paper than who is there */
        return st;
    st = supplier_disagree(run, err);
    return st ? st : supplier_defaults(run, err);
}

void supplier_show(struct ws_result *result, const struct supplier *supplier)
{
    result->paper_only_micro = supplier->paper_only_micro;
    result->road_only_micro = supplier->road_only_micro;
    for (uint32_t i = 0; i < supplier->defaults.facility_count; i++)
        result->default_moved_micro +=
            supplier->defaults.road_micro[i] - supplier->defaults.same_micro[i];
    result->area_count = supplier->zones.count;
    result->contract_count = supplier->contracts.count;
    result->contract_provider_count = supplier->contractor_count;
    result->contract_area_count = supplier->contract_area_count;
    for (uint32_t i = 0; i < supplier->contract_area_count; i++) {
        result->single_area_count += supplier->contract_areas[i].provider_count == 1;
        result->unplaced_area_count += supplier->contract_areas[i].zone == WS_NONE;
    }
    result->no_area_micro = no_area_micro(result->run, supplier);
}
