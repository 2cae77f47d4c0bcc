/* Units and municipalities in words. */
#include "run/decision.h"
#include "run/applications.h"
#include "run/comparisons.h"
#include "run/notes.h"
#include "run/phrases.h"

#include "decide/decide.h"

#include <inttypes.h>
#include <stdio.h>

/* ---- a unit ------------------------------------------------------------------------ */

static void tell_parts(struct phrases *phrases, const struct run *run,
                       const struct unit_facts *facts)
{
    const struct spread *spread = &run->spread;
    char people[40], road[40];
    for (uint32_t part = spread->first_part[facts->unit];
         part < spread->first_part[facts->unit + 1]; part++) {
        uint32_t zone = spread->zone[part];
        phrases_people(people, spread->people_micro[(size_t)part * spread->weight_count]);
        phrases_length(road, spread->weight_mm[part]);
        phrases_add(phrases, "  in %s %s: %s people",
                    zone == WS_NONE ? "no municipality" : run->zones.code[zone],
                    zone == WS_NONE ? "" : run->zones.name[zone], people);
        if (spread->state[part] == PART_OFF_NETWORK)
            phrases_add(phrases, ", off the network");
        else if (!facts->is_points)
            phrases_add(phrases, " along %s of road", road);
        else if (run->options->road_count)
            phrases_add(phrases, ", snapped to a road");
        else
            phrases_add(phrases, " on %" PRIu64 " points", spread->weight_mm[part]);
        if (spread->no_link_mm[part])
            phrases_add(phrases, ", %s of it without an office on the same network",
                        spread->no_link_mm[part] == spread->weight_mm[part] ? "all" : "part");
        phrases_end_line(phrases);
    }
    if (facts->piece.edge == WS_NONE)
        return;
    phrases_add(phrases, "  snapped to ");
    phrases_row(phrases, explain_road(run, facts->piece.edge));
    phrases_add(phrases, ", leg %" PRIu32 ".%03" PRIu32 " m", facts->piece.off_mm / 1000,
                facts->piece.off_mm % 1000);
    phrases_end_line(phrases);
}

static void tell_beyond(struct phrases *phrases, const struct run *run,
                        const struct unit_facts *facts, const struct unit_limit *limit)
{
    char road[40], near[40], far[40];
    if (!limit->stretch_count)
        return;
    phrases_length(road, limit->beyond_mm);
    phrases_cost(near, run, limit->nearest);
    phrases_cost(far, run, limit->farthest);
    phrases_add(phrases, "; beyond: %" PRIu32 " %s%s", limit->stretch_count,
                facts->is_points ? "point" : "stretch",
                limit->stretch_count == 1 ? ""
                : facts->is_points        ? "s"
                                          : "es");
    if (!facts->is_points)
        phrases_add(phrases, " of road, %s", road);
    if (limit->nearest >= WS_COST_INF)
        phrases_add(phrases, ", from where so many cannot be reached");
    else
        phrases_add(phrases, ", from %s to %s", near, far);
    if (limit->far_edge != WS_NONE) {
        phrases_add(phrases, " (");
        phrases_row(phrases, explain_road(run, limit->far_edge));
        phrases_add(phrases, ")");
    }
}

static void tell_unit_limits(struct phrases *phrases, const struct run *run,
                             const struct unit_facts *facts)
{
    const struct ws_options *options = run->options;
    char percent[40];
    phrases_heading(phrases, "Reached");
    for (uint32_t c = 0; c < options->cutoff_count; c++)
        for (uint32_t k = 0; k < options->choice_count; k++) {
            const struct unit_limit *limit = &facts->limits[c][k];
            phrases_percent(percent, limit->within, facts->weight, 0);
            phrases_limit(phrases, run, c, options->choice[k]);
            phrases_add(phrases, " %s%s", percent, facts->weight ? " %" : "");
            tell_beyond(phrases, run, facts, limit);
            phrases_end_line(phrases);
        }
}

static void tell_medians(struct phrases *phrases, const struct run *run, uint32_t unit)
{
    const struct unit_costs *costs = &run->unit_costs;
    char cost[40];
    phrases_heading(phrases, "Nearest providers, half of the unit within");
    if (costs->facility[(size_t)unit * costs->k] == WS_NONE) {
        phrases_add(phrases, "  not so much of it reaches one");
        phrases_end_line(phrases);
    }
    for (uint32_t r = 0; r < costs->k; r++) {
        size_t at = (size_t)unit * costs->k + r;
        if (costs->facility[at] == WS_NONE)
            break;
        phrases_cost(cost, run, costs->cost[at]);
        phrases_add(phrases, "  %" PRIu32 ". %-18s %s, %s (", r + 1, cost,
                    run->offices.id[costs->facility[at]],
                    phrases_provider(run, costs->facility[at]));
        phrases_office_row(phrases, run, costs->facility[at]);
        phrases_add(phrases, ")");
        phrases_end_line(phrases);
    }
}

enum ws_status explain_unit_text(char **out, const struct run *run, const struct unit_facts *facts,
                                 struct ws_error *err)
{
    struct phrases phrases = {0};
    char people[40];
    const struct ws_units *units = &run->population.units;
    phrases_add(&phrases, "Unit %s (", run->population.name[facts->unit]);
    phrases_row(&phrases, explain_unit_row(run, facts->unit));
    phrases_add(&phrases, "): %s", explain_state_name(facts->state));
    phrases_end_line(&phrases);
    if (facts->namesake_count) {
        phrases_add(&phrases, "  the first of %" PRIu32 " units of this name",
                    facts->namesake_count + 1);
        phrases_end_line(&phrases);
    }
    for (uint32_t w = 0; w < units->weight_count; w++) {
        phrases_people(people, units->people_micro[(size_t)facts->unit * units->weight_count + w]);
        phrases_add(&phrases, "  %s people (%s)", people, phrases_weight(run, w));
        phrases_end_line(&phrases);
    }
    tell_parts(&phrases, run, facts);
    tell_unit_limits(&phrases, run, facts);
    tell_medians(&phrases, run, facts->unit);
    return phrases_take(out, &phrases, err);
}

/* ---- a municipality ------------------------------------------------------------------ */

static void tell_share(struct phrases *phrases, const struct run *run, const struct ws_share *share,
                       uint32_t cutoff)
{
    char central[40], low[40], high[40], covered[40], uncovered[40];
    phrases_percent(central, share->covered_micro, share->people_micro, 0);
    struct ws_fraction least = ws_share_low(share), most = ws_share_high(share);
    phrases_percent(low, least.part, least.whole, -1);
    phrases_percent(high, most.part, most.whole, 1);
    phrases_people(covered, share->covered_micro);
    phrases_people(uncovered, share->uncovered_micro);
    phrases_limit(phrases, run, cutoff, share->choice);
    phrases_add(phrases, " %s %% (%s to %s); covered %s, beyond the limit %s", central, low, high,
                covered, uncovered);
    phrases_end_line(phrases);
}

static void tell_shares(struct phrases *phrases, const struct run *run, uint32_t zone)
{
    const struct ws_options *options = run->options;
    char people[40], off[40], no_link[40];
    for (uint32_t w = 0; w < run->population.units.weight_count; w++) {
        const struct ws_share *row =
            ws_result_share(&run->result, zone, w, options->main_cutoff, 0);
        phrases_people(people, row->people_micro);
        phrases_people(off, row->off_network_micro);
        phrases_people(no_link, row->no_link_micro);
        phrases_end_line(phrases);
        phrases_add(phrases, "%s: %s people, %s off the network, %s without a fixed link",
                    phrases_weight(run, w), people, off, no_link);
        phrases_end_line(phrases);
        for (uint32_t c = 0; c < options->cutoff_count; c++)
            for (uint32_t k = 0; k < options->choice_count; k++)
                tell_share(phrases, run, ws_result_share(&run->result, zone, w, c, k), c);
    }
}

static void tell_offices(struct phrases *phrases, const struct run *run, uint32_t zone)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < run->offices.points.count; i++)
        count += run->office_zone[i] == zone;
    phrases_end_line(phrases);
    phrases_add(phrases, "Offices inside: %" PRIu32, count);
    phrases_end_line(phrases);
    for (uint32_t i = 0; i < run->offices.points.count; i++) {
        if (run->office_zone[i] != zone)
            continue;
        phrases_add(phrases, "  %s, %s (", run->offices.id[i], phrases_provider(run, i));
        phrases_office_row(phrases, run, i);
        phrases_add(phrases, ")%s",
                    run->snaps && run->snaps[i].edge == WS_NONE
                        ? ", too far from a road: serves nobody"
                        : "");
        phrases_end_line(phrases);
    }
}

static void tell_spots(struct phrases *phrases, const struct run *run, uint32_t zone)
{
    char people[40], cost[40];
    uint32_t count = 0;
    phrases_end_line(phrases);
    phrases_add(phrases, "White spots beyond %s",
                run->options->cutoff_text[run->options->main_cutoff]);
    phrases_end_line(phrases);
    for (uint32_t g = 0; g < run->gaps.count; g++) {
        const struct ws_gap *gap = &run->gaps.gaps[g];
        if (gap->zone != zone)
            continue;
        count++;
        phrases_people(people, gap->people_micro);
        phrases_cost(cost, run, gap->cost);
        phrases_add(phrases, "  rank %" PRIu32 ": %s people in %" PRIu32 " unit%s, ", g + 1, people,
                    gap->unit_count, phrases_plural(gap->unit_count));
        if (gap->facility == WS_NONE)
            phrases_add(phrases, "no office can be reached");
        else
            phrases_add(phrases, "nearest office %s (%s) from %s", run->offices.id[gap->facility],
                        phrases_provider(run, gap->facility), cost);
        phrases_end_line(phrases);
    }
    if (!count) {
        phrases_add(phrases, "  none");
        phrases_end_line(phrases);
    }
}

static void tell_finding(struct phrases *phrases, const struct run *run, uint32_t zone)
{
    char flags[96];
    const struct finding *finding = &run->decision->rows[zone].finding;
    findings_flags_text(flags, finding->flags);
    phrases_end_line(phrases);
    phrases_add(phrases, "What follows: %s, rule (%c)%s%s%s",
                finding->route ? finding->route : "no proposal", finding->rule,
                finding->is_override    ? ", decided otherwise"
                : finding->is_candidate ? ", a candidate"
                                        : "",
                flags[0] ? "; " : "", flags);
    phrases_end_line(phrases);
    phrases_add(phrases, "  %s", finding->why.text[LANG_EN]);
    phrases_end_line(phrases);
}

enum ws_status explain_zone_text(char **out, const struct run *run, uint32_t zone,
                                 struct ws_error *err)
{
    struct phrases phrases = {0};
    const struct sentence why = explain_class(run, zone);
    char p50[40], p90[40];
    uint32_t choice = run->median_choice[zone];
    phrases_cost(p50, run, run->cost_p50[zone]);
    phrases_cost(p90, run, run->cost_p90[zone]);
    phrases_add(&phrases, "Municipality %s %s: %s", run->zones.code[zone], run->zones.name[zone],
                choice == WS_NONE ? "no class" : classify_name(classify_choice(choice)));
    phrases_end_line(&phrases);
    phrases_add(&phrases, "  %s", why.text[LANG_EN]);
    phrases_end_line(&phrases);
    phrases_add(&phrases, "  to the nearest office: half of the people %s, nine of ten %s", p50,
                p90);
    phrases_end_line(&phrases);
    tell_shares(&phrases, run, zone);
    tell_offices(&phrases, run, zone);
    tell_spots(&phrases, run, zone);
    tell_finding(&phrases, run, zone);
    notes_tell(&phrases, run, zone);
    applications_tell(&phrases, run, zone);
    comparisons_tell(&phrases, run, zone);
    return phrases_take(out, &phrases, err);
}
