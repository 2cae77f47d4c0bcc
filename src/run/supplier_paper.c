/* What is true on paper (contracts, offices inside) beside what is true by road. */
#include "run/supplier.h"
#include "run/run.h"

#include "base/mem.h"
#include "decide/decide.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* ---- one list of providers ------------------------------------------------------ */

static int compare_texts(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static uint32_t find_text(char *const *texts, uint32_t count, const char *text)
{
    uint32_t low = 0, high = count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (strcmp(texts[middle], text) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && !strcmp(texts[low], text) ? low : WS_NONE;
}

/* Names are the same when they are equal letter by letter, as among offices. */
static enum ws_status number_providers(struct run *run, struct ws_error *err)
{
    struct supplier *supplier = run->supplier;
    const struct contracts *contracts = &supplier->contracts;
    const struct offices *offices = &run->offices;
    char **others = mem_array(contracts->count, sizeof *others);
    uint32_t count = 0, kept = 0;
    supplier->contract_provider = mem_array(contracts->count, sizeof(uint32_t));
    if (!others || !supplier->contract_provider) {
        mem_free(others);
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " contracts",
                         contracts->count);
    }
    for (uint32_t i = 0; i < contracts->count; i++)
        if (find_text(offices->provider, offices->provider_count, contracts->provider[i]) ==
            WS_NONE)
            others[count++] = contracts->provider[i];
    if (count)
        qsort(others, count, sizeof *others, compare_texts);
    for (uint32_t i = 0; i < count; i++)
        if (!i || strcmp(others[i], others[i - 1]) != 0)
            others[kept++] = others[i];
    for (uint32_t i = 0; i < contracts->count; i++) {
        const char *name = contracts->provider[i];
        uint32_t provider = find_text(offices->provider, offices->provider_count, name);
        supplier->contract_provider[i] =
            provider != WS_NONE ? provider
                                : offices->provider_count + find_text(others, kept, name);
    }
    supplier->provider_count = offices->provider_count + kept;
    mem_free(others);
    return WS_OK;
}

/* ---- reasons ---------------------------------------------------------------------- */

/* The contracts are of this layer: areas, or municipalities when there are none. */
static enum ws_status count_paper(struct paper *out, const struct run *run, uint32_t zone_count,
                                  const uint32_t *office_zone, bool has_contracts,
                                  struct ws_error *err)
{
    const struct supplier *supplier = run->supplier;
    uint32_t contracts = has_contracts ? supplier->contracts.count : 0;
    uint32_t offices = run->offices.points.count;
    struct zone_reason *reasons = mem_array((size_t)contracts + offices, sizeof *reasons);
    out->by_contract = mem_array(zone_count, sizeof(uint32_t));
    out->by_office = mem_array(zone_count, sizeof(uint32_t));
    out->together = mem_array(zone_count, sizeof(uint32_t));
    out->contract_count = mem_array(zone_count, sizeof(uint32_t));
    enum ws_status st =
        reasons && out->by_contract && out->by_office && out->together && out->contract_count
            ? WS_OK
            : error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " zones", zone_count);
    for (uint32_t i = 0; !st && i < contracts; i++) {
        uint32_t zone = supplier->contracts.zone[i];
        reasons[i] = (struct zone_reason){zone, supplier->contract_provider[i]};
        if (zone != WS_NONE)
            out->contract_count[zone]++;
    }
    for (uint32_t i = 0; !st && i < offices; i++)
        reasons[contracts + i] = (struct zone_reason){office_zone[i], run->offices.points.group[i]};
    if (!st)
        st = administrative_count(out->by_contract, zone_count, reasons, contracts, err);
    if (!st)
        st = administrative_count(out->by_office, zone_count, reasons + contracts, offices, err);
    if (!st)
        st = administrative_count(out->together, zone_count, reasons, contracts + offices, err);
    mem_free(reasons);
    return st;
}

enum ws_status supplier_paper(struct run *run, struct ws_error *err)
{
    struct supplier *supplier = run->supplier;
    bool has_areas = supplier->has_areas;
    enum ws_status st = number_providers(run, err);
    if (!st)
        st = supplier_group_contracts(run, err);
    if (!st)
        st = count_paper(&supplier->municipalities, run, run->zones.count, run->office_zone,
                         !has_areas, err);
    if (!st && has_areas)
        st = count_paper(&supplier->areas, run, supplier->zones.count, supplier->office_area, true,
                         err);
    return st;
}

/* ---- on paper and by road ------------------------------------------------------------ */

static unsigned zone_reasons(const struct paper *paper, uint32_t zone, unsigned contract,
                             unsigned office)
{
    return (paper->by_contract[zone] ? contract : 0) | (paper->by_office[zone] ? office : 0);
}

static unsigned area_reasons(const struct supplier *supplier, uint32_t area)
{
    if (!supplier->has_areas || area >= supplier->zones.count)
        return 0;
    return zone_reasons(&supplier->areas, area, PAPER_AREA_CONTRACT, PAPER_AREA_OFFICE);
}

static unsigned municipality_reasons(const struct supplier *supplier, uint32_t zone)
{
    return zone_reasons(&supplier->municipalities, zone, PAPER_ZONE_CONTRACT, PAPER_ZONE_OFFICE);
}

static void add(struct disagree_zone *zone, unsigned reasons, enum disagree_column column,
                uint64_t people_micro)
{
    if (!people_micro)
        return;
    zone->people_micro[reasons != 0][column] += people_micro;
    zone->reasons[reasons != 0][column] |= (uint8_t)reasons;
}

/* Five providers are told apart. */
#define MOST_CHOICE 5u

static void add_part(struct disagree_zone *zone, unsigned reasons, const struct spread *spread,
                     uint32_t part, const uint64_t *by_choice_micro)
{
    uint64_t people_micro = spread->people_micro[(size_t)part * spread->weight_count];
    if (spread->zone[part] == WS_NONE) {
        add(zone, 0, DISAGREE_OUTSIDE, people_micro);
        return;
    }
    if (spread->state[part] != PART_ON_NETWORK) {
        add(zone, reasons, DISAGREE_OFF_NETWORK, people_micro);
        return;
    }
    for (uint32_t count = 0; count <= MOST_CHOICE; count++)
        add(zone, reasons, (enum disagree_column)classify_choice(count), by_choice_micro[count]);
    add(zone, reasons, DISAGREE_NO_LINK, by_choice_micro[MOST_CHOICE + 1]);
}

/* A part of the areas lies in one municipality and one area; what is true on paper
 * in its municipality's row goes by both, in its area's row by the area alone. */
static void add_parts(struct run *run, const struct spread *spread, const uint64_t *by_choice_micro)
{
    struct supplier *supplier = run->supplier;
    struct disagree_zone *nation = &supplier->disagree_municipalities[run->zones.count];
    for (uint32_t part = 0; part < spread->part_count; part++) {
        const uint64_t *people = by_choice_micro + (size_t)part * (MOST_CHOICE + 2);
        uint32_t parent = supplier->has_areas ? supplier->cut.parent[part] : part;
        uint32_t zone = run->spread.zone[parent], area = spread->zone[part];
        if (zone == WS_NONE) {
            add_part(nation, 0, spread, part, people);
            continue;
        }
        unsigned of_area = area_reasons(supplier, area);
        unsigned reasons = of_area | municipality_reasons(supplier, zone);
        add_part(&supplier->disagree_municipalities[zone], reasons, spread, part, people);
        add_part(nation, reasons, spread, part, people);
        if (supplier->has_areas)
            add_part(&supplier->disagree_areas[area], of_area, spread, part, people);
    }
}

static uint64_t zone_people(const struct disagree_zone *zone)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < 2 * DISAGREE_COLUMNS; i++)
        sum += zone->people_micro[i / DISAGREE_COLUMNS][i % DISAGREE_COLUMNS];
    return sum;
}

/* The rows of a zone add up to its people, to the last millionth. */
static enum ws_status check(const struct disagree_zone *zones, uint32_t count,
                            const struct ws_share *shares, uint32_t weights, const char *layer,
                            struct ws_error *err)
{
    for (uint32_t zone = 0; zone < count; zone++) {
        uint64_t people = shares[(size_t)zone * weights].people_micro;
        if (zone_people(&zones[zone]) != people)
            return error_set(err, WS_BAD_DATA,
                             "%s: zone %" PRIu32 ": the table of disagreement holds %" PRIu64
                             " micro-people; expected %" PRIu64,
                             layer, zone, zone_people(&zones[zone]), people);
    }
    return WS_OK;
}

static void sum_nation(struct supplier *supplier, uint32_t zone_count)
{
    const struct disagree_zone *nation = &supplier->disagree_municipalities[zone_count];
    supplier->paper_only_micro = nation->people_micro[1][DISAGREE_NONE];
    for (int column = DISAGREE_ONE; column <= DISAGREE_MANY; column++)
        supplier->road_only_micro += nation->people_micro[0][column];
}

enum ws_status supplier_disagree(struct run *run, struct ws_error *err)
{
    struct supplier *supplier = run->supplier;
    struct share_plan plan = supplier->has_areas ? supplier_share_plan(run) : run_share_plan(run);
    uint32_t zones = run->zones.count, areas = supplier->zones.count;
    uint32_t weights = plan.spread->weight_count;
    uint64_t *by_choice_micro = NULL;
    supplier->disagree_municipalities =
        mem_array((size_t)zones + 1, sizeof *supplier->disagree_municipalities);
    supplier->disagree_areas = mem_array((size_t)areas + 1, sizeof *supplier->disagree_areas);
    if (!supplier->disagree_municipalities || !supplier->disagree_areas)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " zones", zones + areas);
    enum ws_status st =
        choices_of_parts(&by_choice_micro, &plan, 0,
                         run->options->cutoff_cost[run->options->main_cutoff], MOST_CHOICE, err);
    if (st)
        return st;
    add_parts(run, plan.spread, by_choice_micro);
    mem_free(by_choice_micro);
    sum_nation(supplier, zones);
    st = check(supplier->disagree_municipalities, zones + 1, run->main_shares.rows, weights,
               "municipalities", err);
    if (!st && supplier->has_areas)
        st = check(supplier->disagree_areas, areas + 1, supplier->main_shares, weights,
                   "supplier areas", err);
    return st;
}
