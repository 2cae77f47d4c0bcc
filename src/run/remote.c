/* Remote support: rows by place, then people in no place, then the nation. */
#include "run/remote.h"

#include "base/fixed.h"
#include "base/mem.h"
#include "run/decision.h"
#include "run/phrases.h"
#include "run/supplier.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define DEMANDS 2u
#define ROWS_OF_PLACE (DEMANDS * REMOTE_CASES)

static const char *const DEMAND_NAMES[DEMANDS] = {"uncovered", "all"};
static const char *const CASE_NAMES[REMOTE_CASES] = {"own", "1 %", "2 %"};
/* Shares without digital means that the cases claim. */
static const uint32_t CASE_WITHOUT[REMOTE_CASES] = {0, 10000, 20000};

/* A layer of zones, and what is told of them. */
struct remote_view {
    const struct run *run;
    const char *layer;
    const struct zones *zones;
    const struct remote_place *places;
    const struct ws_share *shares, *nation; /* [zone][weight]; the row of all */
    struct decision_row *findings;
    const struct remote_row *municipal; /* rows of the municipalities; NULL: these are they */
    enum policy_word word;
};

/* ---- one place -------------------------------------------------------------------------- */

static void judge_row(struct remote_row *row, size_t index, const uint64_t demand[DEMANDS],
                      const struct policy *policy)
{
    const struct policy_value *visits = &policy->values[POLICY_VISITS];
    size_t kind = index % REMOTE_CASES;
    row->who = DEMAND_NAMES[index / REMOTE_CASES];
    row->kind = CASE_NAMES[kind];
    uint64_t demand_micro = demand[index / REMOTE_CASES];
    if (kind)
        remote_case(&row->answer, demand_micro, CASE_WITHOUT[kind], row->terms.word);
    else
        remote_judge(&row->answer, demand_micro, &row->terms);
    row->visits_low = row->visits_high = WS_UNBOUNDED;
    if (visits->is_known) {
        row->visits_low = policy_times(row->answer.left_low, visits->low);
        row->visits_high = policy_times(row->answer.left_high, visits->high);
    }
}

/* The rows of a place; `named` gives layer, code and name. */
static void judge_place(struct remote_row rows[ROWS_OF_PLACE], const struct remote_view *view,
                        const struct remote_row *named, const struct remote_place *place,
                        const uint64_t demand[DEMANDS])
{
    const struct policy *policy = &view->run->decision->policy;
    for (size_t i = 0; i < ROWS_OF_PLACE; i++) {
        rows[i] = *named;
        rows[i].terms = remote_terms_of(&view->run->registers.remote, place, policy, view->word);
        rows[i].capacity_micro = place->capacity_micro;
        judge_row(&rows[i], i, demand, policy);
        rows[i].room = remote_room(rows[i].visits_low, rows[i].visits_high, rows[i].capacity_micro);
    }
}

/* ---- an area that only its municipalities tell of ---------------------------------------- */

/* No row names it, and one names a municipality that lies wholly inside. */
static bool is_sum(const struct remote_view *view, uint32_t area)
{
    const struct remote *remote = &view->run->registers.remote;
    const struct membership *of = &view->run->supplier->membership;
    if (area == WS_NONE || remote->has_presence || view->places[area].is_named)
        return false;
    for (uint32_t i = of->first[area]; i < of->first[area + 1]; i++)
        if (of->items[i].is_whole && remote->zones[of->items[i].zone].is_named)
            return true;
    return false;
}

/* What is left of each demand when the municipalities wholly inside are taken out. */
static bool take_rest(uint64_t rest[ROWS_OF_PLACE], const struct remote_view *view, uint32_t area)
{
    const struct membership *of = &view->run->supplier->membership;
    for (uint32_t m = of->first[area]; m < of->first[area + 1]; m++) {
        const struct remote_row *rows = view->municipal + of->items[m].zone * ROWS_OF_PLACE;
        for (size_t i = 0; of->items[m].is_whole && i < ROWS_OF_PLACE; i++) {
            if (rows[i].answer.demand_micro > rest[i])
                return false;
            rest[i] -= rows[i].answer.demand_micro;
        }
    }
    return true;
}

/* What is permitted in the first municipality wholly inside. */
static enum remote_word first_word(const struct remote_view *view, uint32_t area)
{
    const struct membership *of = &view->run->supplier->membership;
    uint32_t i = of->first[area];
    while (!of->items[i].is_whole)
        i++;
    return view->municipal[of->items[i].zone * ROWS_OF_PLACE].terms.word;
}

static void add_members(struct remote_row *rows, const struct remote_view *view, uint32_t area)
{
    const struct membership *of = &view->run->supplier->membership;
    for (uint32_t m = of->first[area]; m < of->first[area + 1]; m++) {
        const struct remote_row *parts = view->municipal + of->items[m].zone * ROWS_OF_PLACE;
        for (size_t i = 0; of->items[m].is_whole && i < ROWS_OF_PLACE; i++) {
            remote_add(&rows[i].answer, &parts[i].answer);
            rows[i].visits_low = fixed_add_bound(rows[i].visits_low, parts[i].visits_low);
            rows[i].visits_high = fixed_add_bound(rows[i].visits_high, parts[i].visits_high);
            rows[i].capacity_micro =
                fixed_add_bound(rows[i].capacity_micro, parts[i].capacity_micro);
            if (parts[i].terms.word != rows[i].terms.word)
                rows[i].terms.word = REMOTE_NOT_TOLD;
        }
    }
}

/* The rest of the area is judged as any place that no row names. False: no such area. */
static bool judge_sum(struct remote_row rows[ROWS_OF_PLACE], const struct remote_view *view,
                      const struct remote_row *named, const uint64_t demand[DEMANDS])
{
    uint64_t rest[ROWS_OF_PLACE];
    const struct remote_place *place = &view->places[named->area];
    for (size_t i = 0; i < ROWS_OF_PLACE; i++)
        rest[i] = demand[i / REMOTE_CASES];
    if (!is_sum(view, named->area) || !take_rest(rest, view, named->area))
        return false;
    const uint64_t left[DEMANDS] = {rest[0], rest[REMOTE_CASES]};
    judge_place(rows, view, named, place, left);
    bool has_rest = left[DEMANDS - 1] > 0;
    for (size_t i = 0; i < ROWS_OF_PLACE; i++) {
        rows[i].is_sum = true;
        rows[i].capacity_micro = has_rest ? rows[i].capacity_micro : 0;
        if (!has_rest)
            rows[i].terms.word = first_word(view, named->area);
    }
    add_members(rows, view, named->area);
    for (size_t i = 0; i < ROWS_OF_PLACE; i++)
        rows[i].room = remote_room(rows[i].visits_low, rows[i].visits_high, rows[i].capacity_micro);
    return true;
}

static void take_demand(uint64_t demand[DEMANDS], const struct ws_share *share)
{
    demand[0] = share->people_micro - share->covered_micro;
    demand[1] = share->people_micro;
}

static void mark_finding(struct decision_row *finding, const struct remote_row *rows)
{
    const struct remote_row *all = &rows[REMOTE_CASES];
    finding->place.is_remote_only = remote_is_only(finding->place.provider_count, &all->answer);
    finding->remote = rows;
    finding->place.is_remote_off = all->terms.word == REMOTE_OFF;
}

/* ---- the nation ------------------------------------------------------------------------- */

static void add_rows(struct remote_row *nation, const struct remote_row *rows)
{
    for (size_t i = 0; i < ROWS_OF_PLACE; i++) {
        remote_add(&nation[i].answer, &rows[i].answer);
        nation[i].visits_low = fixed_add_bound(nation[i].visits_low, rows[i].visits_low);
        nation[i].visits_high = fixed_add_bound(nation[i].visits_high, rows[i].visits_high);
        nation[i].capacity_micro =
            fixed_add_bound(nation[i].capacity_micro, rows[i].capacity_micro);
        if (rows[i].terms.word != nation[i].terms.word)
            nation[i].terms.word = REMOTE_NOT_TOLD; /* not the same everywhere */
    }
}

/* The sum of all; a capacity told for the whole country stands for those of the places. */
static void judge_nation(struct remote_row *nation, const struct remote_view *view)
{
    const struct policy_value *capacity =
        &view->run->decision->policy.values[POLICY_VISIT_CAPACITY];
    uint64_t told = view->run->registers.remote.nation.capacity_micro;
    if (told == WS_UNBOUNDED && capacity->is_known)
        told = capacity->mid;
    for (size_t i = 0; i < ROWS_OF_PLACE; i++) {
        if (told != WS_UNBOUNDED)
            nation[i].capacity_micro = told;
        nation[i].room =
            remote_room(nation[i].visits_low, nation[i].visits_high, nation[i].capacity_micro);
    }
}

static void begin_nation(struct remote_row *nation, const struct remote_view *view)
{
    for (size_t i = 0; i < ROWS_OF_PLACE; i++)
        nation[i] = (struct remote_row){.layer = view->layer,
                                        .who = DEMAND_NAMES[i / REMOTE_CASES],
                                        .kind = CASE_NAMES[i % REMOTE_CASES]};
}

/* Places, people in none of them if there are any, the nation: ROWS_OF_PLACE each. */
static uint32_t judge_layer(struct remote_row *rows, const struct remote_view *view)
{
    const struct remote_place nowhere = {
        .network = remote_unknown(), .ability = remote_unknown(), .capacity_micro = WS_UNBOUNDED};
    uint32_t weights = view->run->population.units.weight_count, count = view->zones->count;
    uint64_t demand[DEMANDS], rest[DEMANDS];
    struct remote_row *end = rows + (size_t)count * ROWS_OF_PLACE;
    struct remote_row nation[ROWS_OF_PLACE], named = {.layer = view->layer};
    take_demand(rest, view->nation);
    begin_nation(nation, view);
    for (uint32_t zone = 0; zone < count; zone++) {
        struct remote_row *of = rows + (size_t)zone * ROWS_OF_PLACE;
        named.code = view->zones->code[zone];
        named.name = view->zones->name[zone];
        take_demand(demand, &view->shares[(size_t)zone * weights]);
        for (size_t d = 0; d < DEMANDS; d++)
            rest[d] -= demand[d];
        named.area = view->municipal ? zone : WS_NONE;
        if (!judge_sum(of, view, &named, demand))
            judge_place(of, view, &named, &view->places[zone], demand);
        mark_finding(&view->findings[zone], of);
        for (size_t i = 0; !zone && i < ROWS_OF_PLACE; i++)
            nation[i].terms.word = of[i].terms.word;
        add_rows(nation, of);
    }
    named.code = NULL;
    named.area = WS_NONE;
    named.name = "(in no place)";
    if (rest[1]) {
        judge_place(end, view, &named, &nowhere, rest);
        add_rows(nation, end);
        end += ROWS_OF_PLACE;
    }
    judge_nation(nation, view);
    memcpy(end, nation, sizeof nation);
    return (uint32_t)(end - rows) + ROWS_OF_PLACE;
}

/* ---- the whole -------------------------------------------------------------------------- */

enum ws_status decision_remote(struct run *run, struct ws_error *err)
{
    struct decision *decision = run->decision;
    const struct supplier *supplier = run->supplier;
    const struct remote *remote = &run->registers.remote;
    uint32_t weights = run->population.units.weight_count;
    enum ws_status st = WS_OK;
    if (!remote->zones)
        return WS_OK;
    if (remote->has_presence)
        st = remote_measure(run, err);
    if (st)
        return st;
    uint32_t places =
        decision->zone_count + 2 + (supplier->has_areas ? decision->area_count + 2 : 0);
    decision->remotes = mem_array((size_t)places * ROWS_OF_PLACE, sizeof *decision->remotes);
    if (!decision->remotes)
        return error_set(err, WS_NO_MEMORY, "no memory for remote support of %" PRIu32 " places",
                         places);
    struct remote_view view = {.run = run,
                               .layer = "municipalities",
                               .zones = &run->zones,
                               .places = remote->zones,
                               .shares = run->main_shares.rows,
                               .findings = decision->rows};
    view.nation = &run->main_shares.rows[(size_t)run->zones.count * weights];
    view.word = policy_permits_remote(&decision->policy, run->options->dated.scheme,
                                      run->options->dated.as_of);
    decision->remote_count = judge_layer(decision->remotes, &view);
    if (!supplier->has_areas)
        return WS_OK;
    view.municipal = decision->remotes;
    view.layer = "supplier_areas";
    view.zones = &supplier->zones;
    view.places = remote->areas;
    view.shares = supplier->main_shares;
    view.findings = decision->rows + decision->zone_count;
    decision->remote_count += judge_layer(decision->remotes + decision->remote_count, &view);
    return WS_OK;
}

bool remote_is_nation(const struct remote_row *row)
{
    return !row->code && !row->name;
}

static const char *origin(const char *of)
{
    if (!of)
        return "not known, 0 to 1";
    return of[0] == 'p' ? "of the place" : "national, taken for the place";
}

static void sum_why(char out[300], const struct run *run, const struct remote_row *row)
{
    char whole[90], part[90];
    membership_codes(whole, sizeof whole, run, row->area, true);
    if (membership_codes(part, sizeof part, run, row->area, false))
        snprintf(out, 300,
                 "the sum of the municipalities wholly inside, %s; of people in those partly "
                 "inside, %s, no row tells",
                 whole, part);
    else
        snprintf(out, 300, "the sum of the municipalities wholly inside, %s", whole);
}

void remote_why(char out[300], const struct run *run, const struct remote_row *row)
{
    const struct remote_terms *terms = &row->terms;
    if (remote_is_nation(row))
        snprintf(out, 300, "the sum of all places");
    else if (row->is_sum && row->kind[0] == 'o')
        sum_why(out, run, row);
    else if (terms->word == REMOTE_OFF)
        snprintf(out, 300, "remote support is not permitted on the day");
    else if (row->kind[0] != 'o')
        snprintf(out, 300,
                 "a claimed national share of %s without digital means, spread evenly over all "
                 "places; no figure of this place%s",
                 row->kind, terms->word == REMOTE_ON ? "" : "; permission is not known");
    else
        snprintf(out, 300, "network %s, ability %s; %s%s", origin(terms->network_of),
                 origin(terms->ability_of),
                 terms->is_independent ? "stated to be independent: demand x a x b"
                                       : "demand x max(0, a + b - 1) to demand x min(a, b)",
                 terms->word == REMOTE_ON ? ""
                                          : "; permission is not known, so none at the low end");
}

/* ---- summary ---------------------------------------------------------------------------- */

void decision_remote_line(struct run *run)
{
    struct decision *decision = run->decision;
    uint32_t line = decision->line_count, on = 0, only = 0;
    if (!decision->remote_count)
        return;
    for (uint32_t zone = 0; zone < decision->zone_count; zone++) {
        on += decision->remotes[(size_t)zone * ROWS_OF_PLACE].terms.word == REMOTE_ON;
        only += decision->rows[zone].place.is_remote_only;
    }
    const struct remote_row *nation = decision->remotes;
    while (!remote_is_nation(nation))
        nation++;
    const struct ws_share *people =
        &run->main_shares.rows[(size_t)run->zones.count * run->population.units.weight_count];
    bool has_outside = people->outside_micro > 0;
    char all[40], low[40], high[40], claimed[40];
    snprintf(decision->lines[line], sizeof decision->lines[line],
             "Remote support: permitted in %" PRIu32 " of %" PRIu32
             " municipalities, nothing else in %" PRIu32 "; of %s %s without a provider%s %s "
             "to %s are left to be met (with a claimed 1 %% without digital means at least %s)",
             on, decision->zone_count, only, phrases_whole(all, nation->answer.demand_micro),
             phrases_persons(nation->answer.demand_micro),
             has_outside ? ", those outside the zones included," : "",
             phrases_whole(low, nation->answer.left_low),
             phrases_whole(high, nation->answer.left_high),
             phrases_whole(claimed, nation[1].answer.left_low));
    decision->line[decision->line_count++] = decision->lines[line];
}
