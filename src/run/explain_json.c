/* The facts as JSON: costs and legs in m or s, null where there is none. */
#include "run/explain.h"

#include "decide/decide.h"
#include "run/decision.h"
#include "run/applications.h"
#include "run/comparisons.h"
#include "run/notes.h"

#include <math.h>

static double cost_number(uint32_t cost)
{
    return cost < WS_COST_INF ? cost / 1000.0 : (double)NAN;
}

static double margin_number(uint32_t limit_cost, uint32_t cost)
{
    if (cost >= WS_COST_INF)
        return (double)NAN;
    return (double)((int64_t)limit_cost - (int64_t)cost) / 1000.0;
}

static void put_row(struct json *json, struct row_label label)
{
    json_put_text(json, "file", label.file);
    json_put_text(json, "row", label.row[0] ? label.row : NULL);
}

static void put_unit_of_cost(struct json *json, const struct run *run)
{
    json_put_text(json, "cost_unit", run->options->is_time ? "s" : "m");
}

static const char *zone_code(const struct run *run, uint32_t zone)
{
    return zone == WS_NONE ? NULL : run->zones.code[zone];
}

static void put_office(struct json *json, const struct run *run, uint32_t office)
{
    const struct offices *offices = &run->offices;
    json_put_text(json, "office", offices->id[office]);
    json_put_text(json, "provider", offices->provider[offices->points.group[office]]);
    put_row(json, explain_row(&run->options->source[WS_ROLE_OFFICES],
                              offices->points.fid ? offices->points.fid[office] : -1));
}

/* ---- a place -------------------------------------------------------------------- */

static void put_snap(struct json *json, const struct run *run, const struct place_facts *facts)
{
    const struct ws_snap *snap = &facts->snap;
    if (!run->options->road_count) {
        json_put_text(json, "snap", NULL);
        return;
    }
    json_begin_object(json, "snap");
    bool is_on = snap->edge != WS_NONE;
    json_put_real(json, "leg", is_on ? facts->leg_cost / 1000.0 : (double)NAN);
    json_put_real(json, "leg_m", cost_number(snap->off_mm));
    if (!is_on) {
        json_put_text(json, "edge", NULL);
        json_put_text(json, "component", NULL);
        json_end(json);
        return;
    }
    json_put_whole(json, "edge", snap->edge);
    json_put_whole(json, "component", facts->component);
    json_put_whole(json, "component_nodes", run->net.component_node_count[facts->component]);
    json_put_bool(json, "component_served", facts->is_served);
    json_put_real(json, "along_m", snap->along_mm / 1000.0);
    json_put_real(json, "edge_m", run->net.length_mm[snap->edge] / 1000.0);
    json_put_text(json, "class", explain_class_of_road(run, snap->edge));
    put_row(json, explain_road(run, snap->edge));
    json_end(json);
}

static void put_nearest(struct json *json, const struct run *run, const struct place_facts *facts)
{
    json_begin_array(json, "nearest");
    for (uint32_t r = 0; r < facts->near_count; r++) {
        uint32_t office = label_facility(facts->label[r]);
        json_begin_object(json, NULL);
        json_put_whole(json, "rank", (int64_t)r + 1);
        put_office(json, run, office);
        json_put_real(json, "cost", cost_number(label_cost(facts->label[r])));
        json_put_real(json, "leg_office", run->leg_cost ? run->leg_cost[office] / 1000.0 : 0.0);
        json_end(json);
    }
    json_end(json);
}

static void put_limits(struct json *json, const struct run *run, const struct place_facts *facts)
{
    const struct ws_options *options = run->options;
    json_begin_array(json, "limits");
    for (uint32_t c = 0; c < options->cutoff_count; c++)
        for (uint32_t k = 0; k < options->choice_count; k++) {
            uint32_t cost = explain_cost(facts, options->choice[k]);
            json_begin_object(json, NULL);
            json_put_text(json, "limit", options->cutoff_text[c]);
            json_put_whole(json, "k", options->choice[k]);
            json_put_bool(json, "within", cost <= options->cutoff_cost[c]);
            json_put_real(json, "margin", margin_number(options->cutoff_cost[c], cost));
            json_put_bool(json, "main", c == options->main_cutoff);
            json_end(json);
        }
    json_end(json);
}

enum ws_status explain_place_json(char **out, const struct run *run,
                                  const struct place_facts *facts, struct ws_error *err)
{
    struct json *json = NULL;
    char why[400];
    enum ws_status st = json_new(&json, err);
    if (st)
        return st;
    explain_why(why, run, facts);
    json_begin_object(json, NULL);
    json_begin_array(json, "at");
    json_put_real(json, NULL, facts->lon_deg);
    json_put_real(json, NULL, facts->lat_deg);
    json_end(json);
    json_put_text(json, "unit", facts->unit == WS_NONE ? NULL : run->population.name[facts->unit]);
    json_put_text(json, "zone", zone_code(run, facts->zone));
    json_put_real(json, "zone_away_m", facts->zone == WS_NONE ? (double)NAN : facts->zone_away_m);
    json_put_text(json, "state", explain_state_name(facts->state));
    json_put_text(json, "why", why);
    put_unit_of_cost(json, run);
    put_snap(json, run, facts);
    put_nearest(json, run, facts);
    put_limits(json, run, facts);
    json_end(json);
    st = json_text(out, json, err);
    json_free(json);
    return st;
}

/* ---- a unit --------------------------------------------------------------------- */

static void put_weights(struct json *json, const char *key, const struct run *run,
                        const uint64_t *people_micro)
{
    json_begin_object(json, key);
    for (uint32_t w = 0; w < run->population.units.weight_count; w++)
        json_put_people(json, run->population.weight_name[w], people_micro[w]);
    json_end(json);
}

static void put_parts(struct json *json, const struct run *run, const struct unit_facts *facts)
{
    const struct spread *spread = &run->spread;
    uint32_t first = spread->first_part[facts->unit], end = spread->first_part[facts->unit + 1];
    json_begin_array(json, "parts");
    for (uint32_t part = first; part < end; part++) {
        json_begin_object(json, NULL);
        json_put_text(json, "zone", zone_code(run, spread->zone[part]));
        put_weights(json, "people", run,
                    &spread->people_micro[(size_t)part * spread->weight_count]);
        json_put_text(json, "network", spread->state[part] == PART_OFF_NETWORK ? "off" : "on");
        if (facts->is_points)
            json_put_whole(json, "points", (int64_t)spread->weight_mm[part]);
        else
            json_put_real(json, "road_m", (double)spread->weight_mm[part] / 1000.0);
        json_put_real(json, "no_link_frac",
                      spread->weight_mm[part]
                          ? (double)spread->no_link_mm[part] / (double)spread->weight_mm[part]
                          : (double)NAN);
        json_end(json);
    }
    json_end(json);
}

static void put_medians(struct json *json, const struct run *run, uint32_t unit)
{
    const struct unit_costs *costs = &run->unit_costs;
    json_begin_array(json, "nearest");
    for (uint32_t r = 0; r < costs->k; r++) {
        size_t at = (size_t)unit * costs->k + r;
        if (costs->facility[at] == WS_NONE)
            continue;
        json_begin_object(json, NULL);
        json_put_whole(json, "rank", (int64_t)r + 1);
        put_office(json, run, costs->facility[at]);
        json_put_real(json, "cost_p50", cost_number(costs->cost[at]));
        json_end(json);
    }
    json_end(json);
}

static void put_beyond(struct json *json, const struct run *run, const struct unit_facts *facts,
                       const struct unit_limit *limit)
{
    if (!limit->stretch_count) {
        json_put_text(json, "beyond", NULL);
        return;
    }
    json_begin_object(json, "beyond");
    json_put_whole(json, facts->is_points ? "points" : "stretches", limit->stretch_count);
    if (!facts->is_points)
        json_put_real(json, "road_m", (double)limit->beyond_mm / 1000.0);
    json_put_real(json, "nearest", cost_number(limit->nearest));
    json_put_real(json, "farthest", cost_number(limit->farthest));
    if (limit->far_edge != WS_NONE)
        put_row(json, explain_road(run, limit->far_edge));
    json_end(json);
}

static void put_unit_limits(struct json *json, const struct run *run,
                            const struct unit_facts *facts)
{
    const struct ws_options *options = run->options;
    json_begin_array(json, "limits");
    for (uint32_t c = 0; c < options->cutoff_count; c++)
        for (uint32_t k = 0; k < options->choice_count; k++) {
            const struct unit_limit *limit = &facts->limits[c][k];
            json_begin_object(json, NULL);
            json_put_text(json, "limit", options->cutoff_text[c]);
            json_put_whole(json, "k", options->choice[k]);
            json_put_real(json, "frac",
                          facts->weight ? (double)limit->within / (double)facts->weight
                                        : (double)NAN);
            put_beyond(json, run, facts, limit);
            json_end(json);
        }
    json_end(json);
}

enum ws_status explain_unit_json(char **out, const struct run *run, const struct unit_facts *facts,
                                 struct ws_error *err)
{
    struct json *json = NULL;
    const struct ws_units *units = &run->population.units;
    enum ws_status st = json_new(&json, err);
    if (st)
        return st;
    json_begin_object(json, NULL);
    json_put_text(json, "unit", run->population.name[facts->unit]);
    json_put_whole(json, "namesakes", facts->namesake_count);
    put_row(json, explain_unit_row(run, facts->unit));
    put_weights(json, "people", run,
                &units->people_micro[(size_t)facts->unit * units->weight_count]);
    json_put_text(json, "state", explain_state_name(facts->state));
    json_put_real(json, "frac", run->unit_costs.reached_frac[facts->unit]);
    put_unit_of_cost(json, run);
    put_parts(json, run, facts);
    if (facts->piece.edge != WS_NONE) {
        json_begin_object(json, "snap");
        json_put_real(json, "leg_m", facts->piece.off_mm / 1000.0);
        json_put_whole(json, "edge", facts->piece.edge);
        put_row(json, explain_road(run, facts->piece.edge));
        json_end(json);
    }
    put_medians(json, run, facts->unit);
    put_unit_limits(json, run, facts);
    json_end(json);
    st = json_text(out, json, err);
    json_free(json);
    return st;
}

/* ---- a municipality --------------------------------------------------------------- */

static void put_shares(struct json *json, const struct run *run, uint32_t zone)
{
    uint32_t rows = run->population.units.weight_count * run->options->cutoff_count *
                    run->options->choice_count;
    const struct ws_share *share = &run->zone_shares.rows[(size_t)zone * rows];
    json_begin_array(json, "shares");
    for (uint32_t i = 0; i < rows; i++, share++) {
        uint32_t cutoff = i / run->options->choice_count % run->options->cutoff_count;
        json_begin_object(json, NULL);
        json_put_text(json, "weight", run->population.weight_name[share->weight]);
        json_put_text(json, "limit", run->options->cutoff_text[cutoff]);
        json_put_whole(json, "k", share->choice);
        json_put_people(json, "people", share->people_micro);
        json_put_people(json, "covered", share->covered_micro);
        json_put_people(json, "low", share->low_micro);
        json_put_people(json, "high", share->high_micro);
        json_put_people(json, "uncovered", share->uncovered_micro);
        json_put_people(json, "off_network", share->off_network_micro);
        json_put_people(json, "no_link", share->no_link_micro);
        json_put_people(json, "outside", share->outside_micro);
        json_put_real(json, "share", share_fraction(share, share->covered_micro));
        json_put_real(json, "share_low", share_low(share));
        json_put_real(json, "share_high", share_high(share));
        json_end(json);
    }
    json_end(json);
}

static void put_white_spots(struct json *json, const struct run *run, uint32_t zone)
{
    json_begin_array(json, "white_spots");
    for (uint32_t g = 0; g < run->gaps.count; g++) {
        const struct ws_gap *gap = &run->gaps.gaps[g];
        if (gap->zone != zone)
            continue;
        json_begin_object(json, NULL);
        json_put_whole(json, "rank", (int64_t)g + 1);
        json_put_people(json, "people", gap->people_micro);
        json_put_real(json, "area_km2", gap->area_m2 / 1e6);
        json_put_whole(json, "units", gap->unit_count);
        json_put_text(json, "nearest",
                      gap->facility == WS_NONE ? NULL : run->offices.id[gap->facility]);
        json_put_real(json, "cost", cost_number(gap->cost));
        json_end(json);
    }
    json_end(json);
}

static void put_offices_inside(struct json *json, const struct run *run, uint32_t zone)
{
    json_begin_array(json, "offices");
    for (uint32_t i = 0; i < run->offices.points.count; i++) {
        if (run->office_zone[i] != zone)
            continue;
        json_begin_object(json, NULL);
        put_office(json, run, i);
        json_put_bool(json, "serves", !run->snaps || run->snaps[i].edge != WS_NONE);
        json_end(json);
    }
    json_end(json);
}

enum ws_status explain_zone_json(char **out, const struct run *run, uint32_t zone,
                                 struct ws_error *err)
{
    struct json *json = NULL;
    const struct sentence why = explain_class(run, zone);
    uint32_t choice = run->median_choice[zone];
    enum ws_status st = json_new(&json, err);
    if (st)
        return st;
    json_begin_object(json, NULL);
    json_put_text(json, "municipality", run->zones.code[zone]);
    json_put_text(json, "name", run->zones.name[zone]);
    json_put_text(json, "class", choice == WS_NONE ? NULL : classify_name(classify_choice(choice)));
    json_put_text(json, "class_why", why.text[LANG_EN]);
    put_unit_of_cost(json, run);
    json_put_real(json, "cost_p50", cost_number(run->cost_p50[zone]));
    json_put_real(json, "cost_p90", cost_number(run->cost_p90[zone]));
    put_shares(json, run, zone);
    put_offices_inside(json, run, zone);
    put_white_spots(json, run, zone);
    decision_evidence_of(json, run, zone);
    notes_evidence_of(json, run, zone);
    applications_evidence_of(json, run, zone);
    comparisons_evidence_of(json, run, zone);
    json_end(json);
    st = json_text(out, json, err);
    json_free(json);
    return st;
}
