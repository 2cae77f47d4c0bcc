/* The run file: everything a reader needs to check a figure or repeat the run.
 * No clock, no host, no path of its own: the same inputs give the same bytes. */
#include "run/comparisons.h"
#include "run/decision.h"
#include "run/critical.h"
#include "run/layers.h"
#include "run/moved.h"
#include "run/remote.h"
#include "run/scenario.h"
#include "run/siting.h"
#include "run/supplier.h"

#include "base/checksum.h"
#include "base/fixed.h"
#include "base/mem.h"
#include "decide/decide.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <whitespot/whitespot.h>

static const char *limit_of(const struct run *run, const struct ws_share *row)
{
    const char *limit = "";
    for (uint32_t c = 0; c < run->options->cutoff_count; c++)
        if (run->options->cutoff_cost[c] == row->cutoff_cost)
            limit = run->options->cutoff_text[c];
    return limit;
}

/* Supplier areas; people in none of them are the last rows, without a code. */
static bool evidence_area_row(const struct run *run, uint32_t i, struct row_name *name,
                              const struct ws_share **share, const char **limit)
{
    const struct supplier *supplier = run->supplier;
    if (!supplier || i >= supplier->share_count)
        return false;
    const struct ws_share *row = &supplier->shares[i];
    bool is_area = row->zone < supplier->zones.count;
    *name = (struct row_name){"supplier_areas", is_area ? supplier->zones.code[row->zone] : NULL,
                              is_area ? supplier->zones.name[row->zone] : NO_AREA};
    *share = row;
    *limit = limit_of(run, row);
    return true;
}

bool evidence_row(const struct run *run, uint32_t i, struct row_name *name,
                  const struct ws_share **share, const char **limit)
{
    const struct share_rows *zones = &run->zone_shares, *counties = &run->county_shares;
    if (i >= zones->count + counties->count)
        return evidence_area_row(run, i - zones->count - counties->count, name, share, limit);
    bool is_county = i >= zones->count;
    const struct ws_share *row = is_county ? &counties->rows[i - zones->count] : &zones->rows[i];
    if (is_county)
        *name =
            (struct row_name){"counties", run->zones.county_code[row->zone],
                              run->zones.county_name ? run->zones.county_name[row->zone] : NULL};
    else if (row->zone == WS_NONE)
        *name = (struct row_name){"national", NULL, NULL};
    else
        *name = (struct row_name){"municipalities", run->zones.code[row->zone],
                                  run->zones.name[row->zone]};
    *share = row;
    *limit = limit_of(run, row);
    return true;
}

uint32_t evidence_row_count(const struct run *run)
{
    return run->zone_shares.count + run->county_shares.count +
           (run->supplier ? run->supplier->share_count : 0);
}

/* ---- options ---------------------------------------------------------------- */

/* Pairs arrive in order; those of one name become a list. */
struct option_list {
    struct json *json;
    char name[64];
    char **values;
    size_t count, cap;
};

static void flush_option(struct option_list *list)
{
    if (list->count == 1)
        json_put_text(list->json, list->name, list->values[0]);
    if (list->count > 1) {
        json_begin_array(list->json, list->name);
        for (size_t i = 0; i < list->count; i++)
            json_put_text(list->json, NULL, list->values[i]);
        json_end(list->json);
    }
    for (size_t i = 0; i < list->count; i++)
        mem_free(list->values[i]);
    list->count = 0;
}

static enum ws_status take_option(void *context, const char *name, const char *value,
                                  struct ws_error *err)
{
    struct option_list *list = context;
    if (strcmp(list->name, name) != 0)
        flush_option(list);
    snprintf(list->name, sizeof list->name, "%s", name);
    if (mem_grow(&list->values, &list->cap, list->count + 1, sizeof *list->values))
        return error_set(err, WS_NO_MEMORY, "no memory for the options");
    list->values[list->count] = mem_string(value);
    if (!list->values[list->count])
        return error_set(err, WS_NO_MEMORY, "no memory for the options");
    list->count++;
    return WS_OK;
}

/* The folder the evidence will lie in; "" without output. */
static void evidence_folder(const struct run *run, char folder[1024])
{
    const char *output = run->options->output;
    size_t length = strlen(output);
    const char *slash = strrchr(output, '/');
    bool is_file = length > 5 && strcmp(output + length - 5, ".gpkg") == 0;
    if (is_file)
        length = slash ? (size_t)(slash - output) + (slash == output) : 0;
    snprintf(folder, 1024, "%.*s", (int)length, output);
}

static enum ws_status put_options(struct json *json, const struct run *run, struct ws_error *err)
{
    char folder[1024];
    struct option_list list = {.json = json};
    evidence_folder(run, folder);
    json_begin_object(json, "options");
    enum ws_status st = options_list(run->options, folder, take_option, &list, err);
    flush_option(&list);
    mem_free(list.values);
    json_end(json);
    return st;
}

/* ---- parts of the document --------------------------------------------------- */

static void put_versions(struct json *json)
{
    char gdal[32], proj[32], geos[32];
    io_versions(gdal, proj, geos);
    json_put_text(json, "whitespot", WS_VERSION);
    json_begin_object(json, "libraries");
    json_put_text(json, "gdal", gdal);
    json_put_text(json, "proj", proj);
    json_put_text(json, "geos", geos);
    if (solver_exists())
        json_put_text(json, "solver", solver_name());
    json_end(json);
}

/* Which column was taken for what: "municipalities.code = KnKod" by line. */
static void put_choices(struct json *json, const struct run *run)
{
    const char *at = io_choices(run->io);
    json_begin_array(json, "columns");
    while (at && *at) {
        char line[256];
        size_t size = strcspn(at, "\n");
        snprintf(line, sizeof line, "%.*s", (int)size, at);
        json_put_text(json, NULL, line);
        at += size + (at[size] == '\n');
    }
    json_end(json);
}

void evidence_input(struct json *json, const struct ws_input *input)
{
    json_put_text(json, "role", ws_role_name(input->role));
    json_put_text(json, "path", input->path);
    json_put_text(json, "sha256", input->sha256);
    json_put_filled(json, "layer", input->layer);
    json_put_filled(json, "crs", input->crs);
    json_put_filled(json, "operation", input->operation);
    json_put_filled(json, "licence", input->licence);
    json_put_real(json, "accuracy_m", input->accuracy_m);
    json_put_whole(json, "rows_read", (int64_t)input->rows_read);
    json_put_whole(json, "rows_used", (int64_t)input->rows_used);
    json_put_whole(json, "repaired", (int64_t)input->repaired);
    json_put_whole(json, "left_out", (int64_t)input->left_out);
}

static void put_inputs(struct json *json, const struct run *run)
{
    uint32_t count = 0;
    const struct ws_input *inputs = io_inputs(run->io, &count);
    json_begin_array(json, "inputs");
    for (uint32_t i = 0; i < count; i++) {
        json_begin_object(json, NULL);
        evidence_input(json, &inputs[i]);
        json_end(json);
    }
    json_end(json);
    json_put_text(json, "working_crs", io_crs_name(run->io));
}

static uint32_t count_stray(const struct run *run)
{
    uint32_t stray = 0;
    for (uint32_t c = 0; c < run->net.component_count; c++)
        stray += !(run->is_served && run->is_served[c]) &&
                 run->net.component_node_count[c] < run->options->min_component;
    return stray;
}

static void put_network(struct json *json, const struct run *run)
{
    const struct network *net = &run->net;
    uint32_t roads = 0;
    if (!run->options->road_count)
        return;
    for (uint32_t edge = 0; edge < net->edge_count; edge++)
        roads += network_is_canonical(net, edge);
    json_begin_object(json, "network");
    json_put_whole(json, "nodes", net->node_count);
    json_put_whole(json, "edges", roads);
    json_put_whole(json, "directed_edges", net->edge_count);
    json_put_real(json, "km", (double)run->notes.length_mm / 1e6);
    json_put_whole(json, "components", net->component_count);
    json_put_whole(json, "stray_components", count_stray(run));
    json_put_real(json, "ferry_km", (double)run->notes.ferry_mm / 1e6);
    json_put_whole(json, "closed_lines", run->notes.closed_lines);
    json_put_whole(json, "zero_length_lines", run->notes.zero_lines);
    json_put_whole(json, "edges_raised_to_1_mm", run->notes.short_edges);
    json_put_whole(json, "roads_drawn_twice", run->notes.merged_roads);
    if (run->options->is_time) {
        json_put_real(json, "default_speed_kmh", RUN_DEFAULT_SPEED_KMH);
        json_put_real(json, "ferry_boarding_s", RUN_BOARDING_S);
    }
    json_put_text(json, "turn_bans", "not read; turning is free everywhere");
    json_put_text(json, "barriers", "not read; gates and bollards do not close a road");
    json_end(json);
}

static void put_classes(struct json *json, const struct run *run)
{
    if (!run->options->road_count)
        return;
    json_begin_array(json, "road_classes");
    for (uint32_t i = 0; i < run->class_count; i++) {
        const struct ws_road_class *row = &run->classes[i];
        json_begin_object(json, NULL);
        json_put_text(json, "class", row->name);
        json_put_bool(json, "drivable", row->is_drivable);
        json_put_bool(json, "inhabited", row->is_inhabited);
        json_put_real(json, "speed_kmh", row->speed_kmh);
        json_put_bool(json, "stop", row->is_stop);
        json_put_bool(json, "ferry", row->is_ferry);
        json_put_bool(json, "tunnel", row->is_tunnel);
        json_end(json);
    }
    json_end(json);
}

static void put_offices(struct json *json, const struct run *run)
{
    uint32_t unsnapped = 0, in_state[SUPPLY_STATES] = {0};
    for (uint32_t i = 0; run->snaps && i < run->offices.points.count; i++)
        unsnapped += run->snaps[i].edge == WS_NONE;
    for (uint32_t i = 0; i < run->offices.points.count; i++)
        in_state[run->offices.state[i]]++;
    json_begin_object(json, "offices");
    json_put_whole(json, "count", run->offices.points.count);
    json_put_whole(json, "providers", run->offices.provider_count);
    json_put_whole(json, "beyond_access_limit", unsnapped);
    json_put_text(json, "supply", run->options->dated.is_effective ? "effective" : "nominal");
    for (int state = 0; state < SUPPLY_ENDED; state++)
        json_put_whole(json, supply_name((enum supply_state)state), in_state[state]);
    json_end(json);
}

/* How many units have a count that is withheld or estimated, and what all of
 * them together may add or take away; null: nobody can say. */
static void put_doubt(struct json *json, const struct population *population, uint32_t weight)
{
    uint32_t weights = population->units.weight_count, count = 0;
    uint64_t less_micro = 0, more_micro = 0;
    if (!population->less_micro || !population->more_micro)
        return;
    for (uint32_t unit = 0; unit < population->units.count; unit++) {
        size_t entry = (size_t)unit * weights + weight;
        count += population->less_micro[entry] || population->more_micro[entry];
        less_micro += population->less_micro[entry];
        more_micro = fixed_add_bound(more_micro, population->more_micro[entry]);
    }
    json_put_whole(json, "uncertain_units", count);
    json_put_people(json, "people_less", less_micro);
    if (more_micro == WS_UNBOUNDED)
        json_put_text(json, "people_more", NULL);
    else
        json_put_people(json, "people_more", more_micro);
}

static void put_weights(struct json *json, const struct run *run)
{
    json_begin_array(json, "weights");
    for (uint32_t w = 0; w < run->population.units.weight_count; w++) {
        json_begin_object(json, NULL);
        json_put_text(json, "column", run->population.weight_name[w]);
        json_put_text(json, "label", run->population.weight_label[w]);
        put_doubt(json, &run->population, w);
        json_end(json);
    }
    json_end(json);
}

static void put_control(struct json *json, const struct run *run)
{
    uint32_t weights = run->population.units.weight_count;
    if (!run->control_factor)
        return;
    json_begin_array(json, "control");
    for (uint32_t i = 0; i < run->zones.count * weights; i++) {
        json_begin_object(json, NULL);
        json_put_text(json, "code", run->zones.code[i / weights]);
        json_put_text(json, "weight", run->population.weight_name[i % weights]);
        json_put_real(json, "factor", run->control_factor[i]);
        json_end(json);
    }
    json_end(json);
}

static void put_coverage(struct json *json, const struct run *run)
{
    struct row_name name;
    const struct ws_share *row;
    const char *limit;
    json_begin_array(json, "coverage");
    for (uint32_t i = 0; evidence_row(run, i, &name, &row, &limit); i++) {
        json_begin_object(json, NULL);
        json_put_text(json, "layer", name.layer);
        json_put_text(json, "code", name.code);
        json_put_text(json, "name", name.name);
        json_put_text(json, "weight", run->population.weight_name[row->weight]);
        json_put_text(json, "limit", limit);
        json_put_whole(json, "limit_cost", row->cutoff_cost);
        json_put_whole(json, "k", row->choice);
        json_put_people(json, "people", row->people_micro);
        json_put_people(json, "covered", row->covered_micro);
        json_put_people(json, "low", row->low_micro);
        json_put_people(json, "high", row->high_micro);
        json_put_people(json, "uncovered", row->uncovered_micro);
        json_put_people(json, "off_network", row->off_network_micro);
        json_put_people(json, "no_link", row->no_link_micro);
        json_put_people(json, "outside", row->outside_micro);
        json_put_real(json, "share", share_fraction(row, row->covered_micro));
        json_put_real(json, "share_low", share_low(row));
        json_put_real(json, "share_high", share_high(row));
        json_end(json);
    }
    json_end(json);
}

static void put_white_spots(struct json *json, const struct run *run)
{
    uint64_t people_micro = 0;
    for (uint32_t g = 0; g < run->gaps.count; g++)
        people_micro += run->gaps.gaps[g].people_micro;
    json_begin_object(json, "white_spots");
    json_put_text(json, "limit", run->options->cutoff_text[run->options->main_cutoff]);
    json_put_whole(json, "count", run->gaps.count);
    json_put_people(json, "people", people_micro);
    json_end(json);
}

void evidence_warning(struct json *json, const struct ws_warning *warning)
{
    json_put_filled(json, "role", warning->role);
    json_put_filled(json, "file", warning->file);
    json_put_filled(json, "layer", warning->layer);
    json_put_filled(json, "feature", warning->feature);
    json_put_text(json, "what", warning->what);
    json_put_filled(json, "effect", warning->effect);
}

static void put_warnings(struct json *json, const struct run *run)
{
    json_begin_array(json, "warnings");
    for (size_t i = 0; i < run->warnings.count; i++) {
        json_begin_object(json, NULL);
        evidence_warning(json, &run->warnings.items[i]);
        json_end(json);
    }
    json_end(json);
}

/* Paths as seen from the evidence itself. */
static void put_outputs(struct json *json, const struct ws_output *outputs, uint32_t count)
{
    json_begin_array(json, "outputs");
    for (uint32_t i = 0; i < count; i++) {
        const char *slash = strrchr(outputs[i].path, '/');
        json_begin_object(json, NULL);
        json_put_text(json, "path", slash ? slash + 1 : outputs[i].path);
        json_put_text(json, "layer", outputs[i].layer);
        json_put_whole(json, "rows", (int64_t)outputs[i].rows);
        json_end(json);
    }
    json_end(json);
}

enum ws_status evidence_head(struct json *json, const struct run *run, struct ws_error *err)
{
    put_versions(json);
    enum ws_status st = put_options(json, run, err);
    put_inputs(json, run);
    put_choices(json, run);
    put_weights(json, run);
    return st;
}

void evidence_tail(struct json *json, const struct run *run, const struct ws_output *outputs,
                   uint32_t output_count)
{
    put_warnings(json, run);
    put_outputs(json, outputs, output_count);
}

/* What scenarios are set against, in the order of the evidence. */
static void put_figures(struct json *json, const struct run *run)
{
    put_coverage(json, run);
    put_white_spots(json, run);
    evidence_zones(json, run);
}

enum ws_status evidence_checksum(char hex[CHECKSUM_HEX], const struct run *run,
                                 struct ws_error *err)
{
    struct json *json = NULL;
    char *text = NULL;
    enum ws_status st = json_new(&json, err);
    if (st)
        return st;
    json_begin_object(json, NULL);
    put_figures(json, run);
    decision_put_findings(json, run);
    json_end(json);
    st = json_text(&text, json, err);
    if (!st)
        st = checksum_bytes(text, strlen(text), hex, err);
    mem_free(text);
    json_free(json);
    return st;
}

enum ws_status run_evidence(char **out, const struct run *run, struct ws_error *err)
{
    struct json *json = NULL;
    enum ws_status st = json_new(&json, err);
    if (st)
        return st;
    json_begin_object(json, NULL);
    st = evidence_head(json, run, err);
    put_control(json, run);
    put_offices(json, run);
    put_network(json, run);
    put_classes(json, run);
    put_figures(json, run);
    supplier_evidence(json, run);
    critical_evidence(json, run);
    registers_evidence(json, run);
    decision_evidence(json, run);
    siting_evidence(json, run);
    remote_evidence(json, run);
    moved_evidence(json, run);
    comparisons_evidence(json, run);
    scenarios_evidence(json, run);
    evidence_tail(json, run, run->outputs, run->result.output_count);
    json_end(json);
    if (!st)
        st = json_text(out, json, err);
    json_free(json);
    return st;
}
