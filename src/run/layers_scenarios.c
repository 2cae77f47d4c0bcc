/* The table `scenarios`, and the same in the evidence. */
#include "run/layers.h"
#include "run/scenario.h"

#include "decide/decide.h"

#include <math.h>
#include <string.h>

static uint32_t row_count(const struct scenarios *scenarios)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < scenarios->count; i++)
        count += scenarios->shown[i].row_count;
    return count;
}

static double share_of(const struct ws_scenario_row *row, int side)
{
    if (!row->is_there[side] || !row->people_micro[side])
        return nan("");
    return (double)row->covered_micro[side] / (double)row->people_micro[side];
}

/* People with a provider after, less those before. */
static double difference(const struct ws_scenario_row *row)
{
    int64_t micro = (int64_t)row->covered_micro[1] - (int64_t)row->covered_micro[0];
    return (double)micro / WS_MICRO;
}

static const char *class_of(const struct ws_scenario_row *row, int side)
{
    return row->class_id[side] == WS_NONE ? NULL
                                          : classify_name((enum ws_class)row->class_id[side]);
}

struct filler {
    struct column *scenario, *layer, *code, *name, *measure, *weight, *limit, *k, *people, *change;
    struct column *stated, *rank, *tied;
    struct column *covered[2], *share[2], *class_id[2], *own[2];
};

static void begin_columns(struct filler *to, struct layer *layer)
{
    to->scenario = layers_column(layer, "scenario", COLUMN_TEXT);
    to->layer = layers_column(layer, "layer", COLUMN_TEXT);
    to->code = layers_column(layer, "code", COLUMN_TEXT);
    to->name = layers_column(layer, "name", COLUMN_TEXT);
    to->measure = layers_column(layer, "measure", COLUMN_TEXT);
    to->weight = layers_column(layer, "weight", COLUMN_TEXT);
    to->limit = layers_column(layer, "limit", COLUMN_TEXT);
    to->k = layers_column(layer, "k", COLUMN_WHOLE);
    to->people = layers_column(layer, "people", COLUMN_REAL);
    for (int side = 0; side < 2; side++) {
        to->covered[side] = layers_column(layer, side ? "cov_after" : "cov_before", COLUMN_REAL);
        to->share[side] = layers_column(layer, side ? "shr_after" : "shr_before", COLUMN_REAL);
        to->class_id[side] = layers_column(layer, side ? "after" : "before", COLUMN_TEXT);
        to->own[side] = layers_column(layer, side ? "own_after" : "own_before", COLUMN_WHOLE);
    }
    to->change = layers_column(layer, "difference", COLUMN_REAL);
    to->stated = layers_column(layer, "stated", COLUMN_WHOLE);
    to->rank = layers_column(layer, "rank", COLUMN_WHOLE);
    to->tied = layers_column(layer, "tied", COLUMN_WHOLE);
}

static void fill_row(const struct filler *to, uint32_t i, const char *scenario,
                     const struct ws_scenario_row *row)
{
    layers_text(to->scenario, i, scenario);
    layers_text(to->layer, i, row->layer);
    layers_text(to->code, i, row->code);
    layers_text(to->name, i, row->name);
    layers_text(to->measure, i, row->is_points ? "points" : "providers");
    layers_text(to->weight, i, row->weight);
    layers_text(to->limit, i, row->limit);
    layers_whole(to->k, i, row->choice);
    layers_people(to->people, i, row->people_micro[row->is_there[1]]);
    layers_real(to->change, i, difference(row));
    for (int side = 0; side < 2; side++) {
        if (!row->is_there[side])
            continue;
        layers_people(to->covered[side], i, row->covered_micro[side]);
        layers_real(to->share[side], i, share_of(row, side));
        layers_text(to->class_id[side], i, class_of(row, side));
        if (row->own[side] != WS_NONE)
            layers_whole(to->own[side], i, row->own[side]);
    }
}

/* Of the scenario in each of its rows. */
static void fill_rank(const struct filler *to, uint32_t i, uint32_t scenario,
                      const struct ws_evaluation *shown)
{
    layers_whole(to->stated, i, scenario + 1);
    if (!shown->rank)
        return;
    layers_whole(to->rank, i, shown->rank);
    layers_whole(to->tied, i, shown->is_tied);
}

enum ws_status layers_scenarios(struct run_layers *out, const struct run *run, struct ws_error *err)
{
    const struct scenarios *scenarios = run->scenarios;
    struct layer *layer =
        layers_begin(out, "scenarios",
                     "What if: people with k providers before and after each scenario, by zone, "
                     "weight and limit; class and providers on paper of the zone",
                     row_count(scenarios), 21);
    if (!layer)
        return layers_no_memory(err, "table", "scenarios");
    struct filler to;
    uint32_t i = 0;
    begin_columns(&to, layer);
    for (uint32_t s = 0; s < scenarios->count; s++)
        for (uint32_t r = 0; r < scenarios->shown[s].row_count; r++, i++) {
            fill_row(&to, i, scenarios->shown[s].name, &scenarios->shown[s].rows[r]);
            fill_rank(&to, i, s, &scenarios->shown[s]);
        }
    return layers_is_whole(layer) ? WS_OK : layers_no_memory(err, "table", "scenarios");
}

/* ---- evidence ----------------------------------------------------------------------------- */

static bool is_told(const struct ws_scenario_row *row)
{
    bool is_same = row->is_there[0] && row->is_there[1] &&
                   row->people_micro[0] == row->people_micro[1] &&
                   row->covered_micro[0] == row->covered_micro[1] &&
                   row->class_id[0] == row->class_id[1] && row->own[0] == row->own[1];
    return !is_same || !strcmp(row->layer, "national");
}

static void put_side(struct json *json, const struct ws_scenario_row *row, int side)
{
    json_begin_object(json, side ? "after" : "before");
    if (row->is_there[side]) {
        json_put_people(json, "people", row->people_micro[side]);
        json_put_people(json, "covered", row->covered_micro[side]);
        json_put_real(json, "share", share_of(row, side));
        json_put_text(json, "class", class_of(row, side));
        if (row->own[side] != WS_NONE)
            json_put_whole(json, "own_providers", row->own[side]);
    }
    json_end(json);
}

static void put_row(struct json *json, const struct ws_scenario_row *row)
{
    json_begin_object(json, NULL);
    json_put_text(json, "layer", row->layer);
    json_put_text(json, "code", row->code);
    json_put_text(json, "name", row->name);
    json_put_text(json, "measure", row->is_points ? "points" : "providers");
    json_put_text(json, "weight", row->weight);
    json_put_text(json, "limit", row->limit);
    json_put_whole(json, "k", row->choice);
    put_side(json, row, 0);
    put_side(json, row, 1);
    json_end(json);
}

static void put_texts(struct json *json, const char *key, const char *const *texts, uint32_t count)
{
    json_begin_array(json, key);
    for (uint32_t i = 0; i < count; i++)
        json_put_text(json, NULL, texts[i]);
    json_end(json);
}

static void put_scenario(struct json *json, const struct ws_evaluation *shown, const char *file)
{
    json_begin_object(json, NULL);
    json_put_text(json, "name", shown->name);
    json_put_text(json, "file", file);
    json_put_text(json, "route", shown->route);
    json_put_text(json, "baseline_sha256", shown->base_sha256);
    json_put_text(json, "sha256", shown->sha256);
    json_put_people(json, "people_lost", shown->lost_micro);
    json_put_people(json, "people_gained", shown->gained_micro);
    if (shown->rank) {
        json_put_whole(json, "rank", shown->rank);
        json_put_bool(json, "is_tied", shown->is_tied);
    }
    json_put_text(json, "whitens", shown->whitens);
    json_put_text(json, "unwhitens", shown->unwhitens);
    put_texts(json, "summary", shown->lines, shown->line_count);
    put_texts(json, "notes", shown->notes, shown->note_count);
    json_begin_array(json, "rows");
    for (uint32_t r = 0; r < shown->row_count; r++)
        if (is_told(&shown->rows[r]))
            put_row(json, &shown->rows[r]);
    json_end(json);
    json_end(json);
}

/* Rows that change, and the nation; the table has all. */
void scenarios_evidence(struct json *json, const struct run *run)
{
    const struct scenarios *scenarios = run->scenarios;
    if (!scenarios || !scenarios->shown)
        return;
    json_begin_array(json, "scenarios");
    for (uint32_t i = 0; i < scenarios->count; i++) {
        const char *slash = strrchr(scenarios->list[i]->file, '/');
        put_scenario(json, &scenarios->shown[i], slash ? slash + 1 : scenarios->list[i]->file);
    }
    json_end(json);
}
