/* A place in words. */
#include "run/phrases.h"

#include <inttypes.h>
#include <stdio.h>

static void why_off(char out[400], const struct run *run, const struct place_facts *facts)
{
    char away[40] = "";
    uint32_t limit_m = (uint32_t)run->options->access_limit_m;
    if (facts->snap.off_mm >= WS_COST_INF)
        snprintf(out, 400,
                 "off the network: no road to stop at within ten times the access limit (%" PRIu32
                 " m)",
                 limit_m);
    else {
        phrases_length(away, facts->snap.off_mm);
        snprintf(out, 400,
                 "off the network: the nearest road to stop at is %s away, the access limit is "
                 "%" PRIu32 " m",
                 away, limit_m);
    }
}

static void why_cost(char out[400], const struct run *run, const struct place_facts *facts)
{
    const struct ws_options *options = run->options;
    char cost[40], margin[40];
    uint32_t limit = options->cutoff_cost[options->main_cutoff], own = explain_cost(facts, 1);
    const char *limit_text = options->cutoff_text[options->main_cutoff];
    if (own >= WS_COST_INF) {
        snprintf(out, 400, "not covered: no way leads to an office, only roads the other way");
        return;
    }
    uint32_t office = label_facility(facts->label[0]);
    phrases_cost(cost, run, own);
    phrases_cost(margin, run, own <= limit ? limit - own : own - limit);
    snprintf(out, 400, "%s: the nearest office, %.80s (%.80s), costs %s, %s %s the limit of %s",
             own <= limit ? "covered" : "not covered", run->offices.id[office],
             phrases_provider(run, office), cost, margin, own <= limit ? "within" : "beyond",
             limit_text);
}

void explain_why(char out[400], const struct run *run, const struct place_facts *facts)
{
    switch (facts->state) {
    case STATE_OUTSIDE:
        snprintf(out, 400, "outside: no municipality within 2 km%s",
                 facts->is_swapped
                     ? "; with the two numbers exchanged it would lie in one (LON,LAT is expected)"
                     : "");
        return;
    case STATE_OFF_NETWORK:
        why_off(out, run, facts);
        return;
    case STATE_NO_LINK:
        snprintf(out, 400,
                 "no fixed link: the road here is part of a network of %" PRIu32
                 " junctions and ends on which no office stands",
                 run->net.component_node_count[facts->component]);
        return;
    default:
        why_cost(out, run, facts);
    }
}

static void tell_unit_at(struct phrases *phrases, const struct run *run,
                         const struct place_facts *facts)
{
    char people[40], percent[40];
    const struct ws_units *units = &run->population.units;
    if (facts->unit == WS_NONE) {
        phrases_add(phrases, "  unit          none holds this place");
        phrases_end_line(phrases);
        return;
    }
    phrases_people(people, units->people_micro[(size_t)facts->unit * units->weight_count]);
    phrases_add(phrases, "  unit          %s (", run->population.name[facts->unit]);
    phrases_row(phrases, explain_unit_row(run, facts->unit));
    phrases_add(phrases, "): %s people (%s)", people, phrases_weight(run, 0));
    double frac = run->unit_costs.reached_frac[facts->unit];
    if (frac >= 0.0) { /* not so for NaN */
        phrases_percent(percent, (uint64_t)(frac * 1e9), 1000000000u, 0);
        phrases_add(phrases, ", counted along its roads: %s %% within %s", percent,
                    run->options->cutoff_text[run->options->main_cutoff]);
    }
    phrases_end_line(phrases);
}

static void tell_snap(struct phrases *phrases, const struct run *run,
                      const struct place_facts *facts)
{
    char leg[40], along[40], length[40];
    const struct ws_snap *snap = &facts->snap;
    if (!run->options->road_count)
        phrases_add(phrases, "  road          none: straight line times a factor");
    else if (snap->edge == WS_NONE)
        phrases_add(phrases, "  road          none within the access limit");
    if (!run->options->road_count || snap->edge == WS_NONE) {
        phrases_end_line(phrases);
        return;
    }
    const char *class_name = explain_class_of_road(run, snap->edge);
    phrases_cost(leg, run, facts->leg_cost);
    phrases_length(along, snap->along_mm);
    phrases_length(length, run->net.length_mm[snap->edge]);
    phrases_add(phrases, "  road          ");
    phrases_row(phrases, explain_road(run, snap->edge));
    phrases_add(phrases, "%s%s; met %s along a piece of %s", class_name ? ", class " : "",
                class_name ? class_name : "", along, length);
    phrases_end_line(phrases);
    phrases_add(phrases,
                "  leg           %" PRIu32 ".%03" PRIu32 " m straight to the road, charged at %s",
                snap->off_mm / 1000, snap->off_mm % 1000, leg);
    phrases_end_line(phrases);
    phrases_add(phrases, "  network       part %" PRIu32 ", %" PRIu32 " junctions and ends, %s",
                facts->component, run->net.component_node_count[facts->component],
                facts->is_served ? "offices stand on it" : "no office stands on it");
    phrases_end_line(phrases);
}

static void tell_nearest(struct phrases *phrases, const struct run *run,
                         const struct place_facts *facts)
{
    char cost[40], leg[40];
    phrases_heading(phrases, "Nearest providers");
    if (!facts->near_count) {
        phrases_add(phrases, "  none can be reached");
        phrases_end_line(phrases);
    }
    for (uint32_t r = 0; r < facts->near_count; r++) {
        uint32_t office = label_facility(facts->label[r]);
        phrases_cost(cost, run, label_cost(facts->label[r]));
        phrases_add(phrases, "  %" PRIu32 ". %-18s %s, %s", r + 1, cost, run->offices.id[office],
                    phrases_provider(run, office));
        if (run->leg_cost) {
            phrases_cost(leg, run, run->leg_cost[office]);
            phrases_add(phrases, "; leg at the office %s", leg);
        }
        phrases_add(phrases, " (");
        phrases_office_row(phrases, run, office);
        phrases_add(phrases, ")");
        phrases_end_line(phrases);
    }
}

static void tell_limits(struct phrases *phrases, const struct run *run,
                        const struct place_facts *facts)
{
    const struct ws_options *options = run->options;
    char margin[40];
    phrases_heading(phrases, "Limits");
    for (uint32_t c = 0; c < options->cutoff_count; c++)
        for (uint32_t k = 0; k < options->choice_count; k++) {
            uint32_t cost = explain_cost(facts, options->choice[k]);
            uint32_t limit = options->cutoff_cost[c];
            bool is_within = cost <= limit;
            phrases_cost(margin, run, is_within ? limit - cost : cost - limit);
            phrases_limit(phrases, run, c, options->choice[k]);
            if (cost >= WS_COST_INF)
                phrases_add(phrases, " no   fewer can be reached");
            else
                phrases_add(phrases, " %s %s %s", is_within ? "yes " : "no  ", margin,
                            is_within ? "to spare" : "too far");
            phrases_end_line(phrases);
        }
}

enum ws_status explain_place_text(char **out, const struct run *run,
                                  const struct place_facts *facts, struct ws_error *err)
{
    struct phrases phrases = {0};
    char why[400], degrees[80], away[40];
    snprintf(degrees, sizeof degrees, "%.9g, %.9g", facts->lon_deg, facts->lat_deg);
    explain_why(why, run, facts);
    phrases_add(&phrases, "Place %s (%s: %.3f east, %.3f north)", degrees, io_crs_name(run->io),
                facts->x_m, facts->y_m);
    phrases_end_line(&phrases);
    phrases_add(&phrases, "  %s", why);
    phrases_end_line(&phrases);
    if (facts->zone == WS_NONE)
        phrases_add(&phrases, "  municipality  none within 2 km");
    else
        phrases_add(&phrases, "  municipality  %s %s", run->zones.code[facts->zone],
                    run->zones.name[facts->zone]);
    if (facts->zone != WS_NONE && facts->zone_away_m > 0.0) {
        phrases_length(away, (uint64_t)(facts->zone_away_m * 1000.0));
        phrases_add(&phrases, ", the nearest, %s away", away);
    }
    phrases_end_line(&phrases);
    tell_unit_at(&phrases, run, facts);
    tell_snap(&phrases, run, facts);
    tell_nearest(&phrases, run, facts);
    tell_limits(&phrases, run, facts);
    return phrases_take(out, &phrases, err);
}
