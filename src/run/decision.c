/* The stage after all figures: a finding for every municipality and supplier area. */
#include "run/comparisons.h"
#include "run/decision.h"
#include "run/lots.h"
#include "run/moved.h"
#include "run/remote.h"
#include "run/run.h"
#include "run/supplier.h"

#include "base/mem.h"
#include "decide/decide.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void decision_free(struct decision *decision)
{
    if (!decision)
        return;
    policy_release(&decision->policy);
    decision_ways_release(&decision->ways[0]);
    decision_ways_release(&decision->ways[1]);
    lots_free(decision->lots);
    mem_free(decision->rows);
    mem_free(decision->remotes);
    moved_free(decision->moved);
    mem_free(decision->peers[0]);
    mem_free(decision->peers[1]);
    chains_release(&decision->chains);
    mem_free(decision);
}

/* What a layer of zones offers. */
struct decision_view {
    const char *layer;
    const struct zones *zones;
    const uint32_t *provider_count, *office_zone;
    const struct ws_share *shares;
    bool has_contracts;
};

static void count_supply(struct finding_place *place, uint8_t state)
{
    place->supply_count++;
    place->taking_count += supply_counts((enum supply_state)state, true);
    place->ending_count += state == SUPPLY_ENDING;
}

static void count_zones(struct decision_row *rows, const struct run *run,
                        const struct decision_view *view)
{
    const struct contracts *contracts = &run->supplier->contracts;
    for (uint32_t i = 0; i < run->offices.points.count; i++) {
        uint32_t zone = view->office_zone[i];
        if (zone >= view->zones->count)
            continue;
        rows[zone].place.office_count++;
        count_supply(&rows[zone].place, run->offices.state[i]);
    }
    for (uint32_t i = 0; view->has_contracts && i < contracts->count; i++) {
        uint32_t zone = contracts->zone[i];
        if (zone >= view->zones->count)
            continue;
        rows[zone].place.contract_count++;
        rows[zone].place.risky_count += contracts->at_risk[i] == RISK_YES;
        count_supply(&rows[zone].place, contracts->state[i]);
    }
}

static void fill_rows(struct decision_row *rows, const struct run *run,
                      const struct decision_view *view)
{
    uint32_t weights = run->population.units.weight_count;
    for (uint32_t zone = 0; zone < view->zones->count; zone++) {
        struct decision_row *row = &rows[zone];
        row->layer = view->layer;
        row->code = row->place.code = view->zones->code[zone];
        row->name = view->zones->name[zone];
        row->place.provider_count = view->provider_count[zone];
        const struct ws_share *share = &view->shares[(size_t)zone * weights];
        row->place.people_micro = share->people_micro;
        row->place.uncovered_micro = share->people_micro - share->covered_micro;
        row->place.uncovered_low = share->people_micro - share->high_micro;
        row->place.uncovered_high = share->people_micro - share->low_micro;
        row->place.participants_low = row->place.participants_micro = row->place.participants_high =
            row->place.neighbour_micro = WS_UNBOUNDED;
    }
    count_zones(rows, run, view);
}

static enum ws_status make_rows(struct run *run, struct ws_error *err)
{
    struct decision *decision = run->decision;
    const struct supplier *supplier = run->supplier;
    struct decision_view view = {"municipalities", &run->zones,           run->median_choice,
                                 run->office_zone, run->main_shares.rows, !supplier->has_areas};
    decision->zone_count = run->zones.count;
    decision->area_count = supplier->has_areas ? supplier->zones.count : 0;
    decision->rows =
        mem_array((size_t)decision->zone_count + decision->area_count, sizeof *decision->rows);
    if (!decision->rows)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " findings",
                         decision->zone_count + decision->area_count);
    fill_rows(decision->rows, run, &view);
    if (!supplier->has_areas)
        return WS_OK;
    view = (struct decision_view){"supplier_areas",        &supplier->zones,
                                  supplier->median_choice, supplier->office_area,
                                  supplier->main_shares,   true};
    fill_rows(decision->rows + decision->zone_count, run, &view);
    return WS_OK;
}

/* ---- summary ---------------------------------------------------------------------- */

struct line {
    char *text;
    size_t size, used;
};

static void add(struct line *line, uint32_t count, const char *name, const char *first)
{
    if (!count || line->used >= line->size)
        return;
    line->used += (size_t)snprintf(line->text + line->used, line->size - line->used,
                                   "%s%" PRIu32 " %s", first, count, name);
}

static void tell(char *text, size_t size, const struct decision_row *rows, uint32_t count)
{
    static const char *const ROUTES[] = {"LOV",          "LOV_ALLOWANCE", "LOU",
                                         "DIRECT_AWARD", "AGREEMENT",     "AUTHORISATION",
                                         "IN_HOUSE",     "REMOTE_VISITS", "TRIAL"};
    enum { ROUTE_COUNT = sizeof ROUTES / sizeof *ROUTES };
    uint32_t classes[WS_CLASS_MANY + 2] = {0}, routes[ROUTE_COUNT] = {0}, candidates = 0, told = 0;
    struct line line = {text, size, 0};
    for (uint32_t i = 0; i < count; i++) {
        const struct finding *finding = &rows[i].finding;
        classes[finding->has_class ? (unsigned)finding->class_id : WS_CLASS_MANY + 1u]++;
        candidates += finding->is_candidate && !finding->is_override;
        for (uint32_t r = 0; finding->route && r < ROUTE_COUNT; r++)
            routes[r] += !strcmp(ROUTES[r], finding->route);
    }
    line.used = (size_t)snprintf(text, size, "Findings, %s: ", rows->layer);
    for (uint32_t c = 0; c <= WS_CLASS_MANY + 1u; c++)
        if (classes[c])
            add(&line, classes[c],
                c > WS_CLASS_MANY ? "without data" : classify_name((enum ws_class)c),
                told++ ? ", " : "");
    told = 0;
    for (uint32_t r = 0; r < ROUTE_COUNT; r++)
        if (routes[r])
            add(&line, routes[r], ROUTES[r], told++ ? ", " : "; routes: ");
    add(&line, candidates, "of them candidates", told ? " (" : "; (");
    if (candidates && line.used + 1 < size)
        snprintf(text + line.used, size - line.used, ")");
}

enum ws_status run_findings(struct run *run, struct ws_error *err)
{
    if (run->is_timeline) /* none of its tables tells them */
        return WS_OK;
    enum ws_status st = decision_open(run, err);
    if (!st)
        st = make_rows(run, err);
    if (!st)
        st = decision_participants(run, err);
    if (!st)
        st = decision_remote(run, err);
    if (!st && !run->base && !run->is_session) /* by the table of closures */
        st = run_moved(run, err);
    if (st)
        return st;
    struct decision *decision = run->decision;
    const uint32_t counts[] = {decision->zone_count, decision->area_count};
    struct decision_row *rows = decision->rows;
    for (uint32_t i = 0; i < counts[0] + counts[1]; i++)
        findings_judge(&rows[i].finding, &rows[i].place, &decision->policy);
    for (size_t layer = 0; layer < 2; rows += counts[layer++])
        if (counts[layer]) {
            uint32_t line = decision->line_count++;
            tell(decision->lines[line], sizeof decision->lines[line], rows, counts[layer]);
            decision->line[line] = decision->lines[line];
        }
    if (run->base) /* a scenario tells findings alone */
        return WS_OK;
    enum ws_status made = lots_run(run, err);
    decision_remote_line(run);
    moved_line(run);
    return made ? made : run_comparisons(run, err);
}
