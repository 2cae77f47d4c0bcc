#include "run/comparisons.h"
#include "run/decision.h"
#include "run/layers.h"
#include "run/lots.h"
#include "run/moved.h"
#include "run/remote.h"
#include "run/scenario.h"
#include "run/siting.h"
#include "run/supplier.h"

#include "base/mem.h"
#include "base/told.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

struct layer *layers_begin(struct run_layers *layers, const char *name, const char *description,
                           uint32_t row_count, uint32_t column_cap)
{
    if (layers->count >= RUN_MAX_LAYERS)
        return NULL;
    struct column *columns = mem_array(column_cap, sizeof *columns);
    if (!columns)
        return NULL;
    struct layer *layer = &layers->layers[layers->count];
    layers->columns[layers->count++] = columns;
    *layer = (struct layer){
        .name = name, .description = description, .row_count = row_count, .columns = columns};
    return layer;
}

static bool is_taken(const struct layer *layer, const char *name)
{
    static const char *const RESERVED[] = {"fid", "geom", "geometry", "ogc_fid"};
    for (size_t i = 0; i < sizeof RESERVED / sizeof *RESERVED; i++)
        if (strcasecmp(RESERVED[i], name) == 0)
            return true;
    for (uint32_t i = 0; i < layer->column_count; i++)
        if (strcasecmp(layer->columns[i].name, name) == 0)
            return true;
    return false;
}

static bool make_rows(struct column *column, enum column_type type, uint32_t row_count)
{
    column->type = type;
    if (type == COLUMN_TEXT)
        return (column->text = mem_array(row_count, sizeof *column->text)) != NULL;
    if (type == COLUMN_WHOLE) {
        column->whole = mem_array(row_count, sizeof *column->whole);
        for (uint32_t i = 0; column->whole && i < row_count; i++)
            column->whole[i] = COLUMN_WHOLE_NULL;
        return column->whole != NULL;
    }
    column->real = mem_array(row_count, sizeof *column->real);
    for (uint32_t i = 0; column->real && i < row_count; i++)
        column->real[i] = nan("");
    return column->real != NULL;
}

struct column *layers_column(struct layer *layer, const char *name, enum column_type type)
{
    if (layer->is_broken)
        return NULL;
    /* The array belongs to run_layers; a layer only looks at it. */
    struct column *column = (struct column *)layer->columns + layer->column_count;
    const char *front = is_taken(layer, name) ? "in_" : "";
    snprintf(column->name, sizeof column->name, "%s%.59s", front, name);
    if (!make_rows(column, type, layer->row_count)) {
        layer->is_broken = true;
        return NULL;
    }
    layer->column_count++;
    return column;
}

void layers_text(struct column *column, uint32_t row, const char *text)
{
    if (!column || !text)
        return;
    column->text[row] = mem_string(text);
    column->is_broken |= !column->text[row];
}

struct column *layers_sentences(struct layer *layer, const char *name)
{
    struct column *column = layers_column(layer, name, COLUMN_TEXT);
    if (column && !(column->swedish = mem_array(layer->row_count, sizeof *column->swedish))) {
        layer->is_broken = true;
        return NULL;
    }
    return column;
}

void layers_say(struct column *column, uint32_t row, const struct sentence *sentence)
{
    const char *swedish = sentence->text[LANG_SV];
    layers_text(column, row, sentence->text[LANG_EN]);
    if (!column || !swedish)
        return;
    column->swedish[row] = mem_string(swedish);
    column->is_broken |= !column->swedish[row];
}

void layers_told(struct column *column, uint32_t row, const char *english)
{
    struct text swedish = {0};
    layers_text(column, row, english);
    if (!column || !english)
        return;
    bool is_told = told_swedish(&swedish, english);
    column->is_broken |= swedish.is_broken;
    if (is_told && !swedish.is_broken)
        column->is_broken |= text_take(&column->swedish[row], &swedish, NULL) != WS_OK;
    else
        text_release(&swedish);
}

void layers_told_name(struct column *column, uint32_t row, const char *english)
{
    layers_told(column, row, english);
    if (!column || !english || column->swedish[row])
        return;
    column->swedish[row] = mem_string(english);
    column->is_broken |= !column->swedish[row];
}

void layers_whole(struct column *column, uint32_t row, int64_t value)
{
    if (column)
        column->whole[row] = value;
}

void layers_real(struct column *column, uint32_t row, double value)
{
    if (column)
        column->real[row] = value;
}

void layers_people(struct column *column, uint32_t row, uint64_t micro)
{
    layers_real(column, row, (double)micro / WS_MICRO);
}

void layers_known(struct column *column, uint32_t row, uint64_t micro)
{
    if (micro != WS_UNBOUNDED)
        layers_people(column, row, micro);
}

void layers_cost(struct column *column, uint32_t row, uint32_t cost)
{
    if (cost < WS_COST_INF)
        layers_real(column, row, cost / 1000.0);
}

bool layers_is_whole(const struct layer *layer)
{
    bool is_whole = layer && !layer->is_broken;
    for (uint32_t i = 0; is_whole && i < layer->column_count; i++)
        is_whole = !layer->columns[i].is_broken;
    return is_whole;
}

enum ws_status layers_no_memory(struct ws_error *err, const char *kind, const char *name)
{
    return error_set(err, WS_NO_MEMORY, "no memory for the %s %s", kind, name);
}

enum ws_status run_layers(struct run_layers *out, const struct run *run, struct ws_error *err)
{
    struct run_layers layers = {0};
    enum ws_status st = layers_municipalities(&layers, run, err);
    if (!st)
        st = layers_white_spots(&layers, run, err);
    if (!st && run->county_shares.count)
        st = layers_counties(&layers, run, err);
    if (!st && run->supplier->has_areas)
        st = layers_supplier_areas(&layers, run, err);
    if (!st && run->supplier->has_areas)
        st = layers_membership(&layers, run, err);
    if (!st)
        st = layers_offices(&layers, run, err);
    if (!st)
        st = layers_population(&layers, run, err);
    if (!st && run->options->reached_roads)
        st = layers_reached_roads(&layers, run, err);
    if (!st)
        st = layers_catchments(&layers, run, err);
    if (!st)
        st = layers_coverage(&layers, run, err);
    if (!st)
        st = layers_disagree(&layers, run, err);
    if (!st)
        st = layers_default_offices(&layers, run, err);
    if (!st && run->critical)
        st = layers_critical(&layers, run, err);
    if (!st && run->siting)
        st = layers_sites(&layers, run, err);
    if (!st && run->supplier->has_contracts)
        st = layers_contract_areas(&layers, run, err);
    if (!st && run->supplier->has_contracts && run->supplier->contracts.has_days)
        st = layers_contracts(&layers, run, err);
    if (!st)
        st = layers_registers(&layers, run, err);
    if (!st)
        st = layers_decision(&layers, run, err);
    if (!st && run->scenarios)
        st = layers_scenarios(&layers, run, err);
    if (!st && run->scenarios)
        st = layers_plans(&layers, run, err);
    if (!st)
        st = layers_lots(&layers, run, err);
    if (!st)
        st = layers_alternatives(&layers, run, err);
    if (!st && run->decision->moved)
        st = layers_moved(&layers, run, err);
    if (!st)
        st = layers_comparisons(&layers, run, err);
    if (!st && run->decision->remote_count)
        st = layers_remote(&layers, run, err);
    if (!st)
        st = layers_repairs(&layers, run, err);
    if (!st)
        st = layers_run(&layers, run, err);
    for (uint32_t i = 0; !st && i < layers.count; i++)
        if (!layers_is_whole(&layers.layers[i]))
            st = error_set(err, WS_NO_MEMORY, "no memory for the texts of layer %s",
                           layers.layers[i].name);
    if (st)
        run_layers_release(&layers);
    else
        *out = layers;
    return st;
}

void run_layers_release(struct run_layers *layers)
{
    for (uint32_t i = 0; i < layers->count; i++) {
        const struct layer *layer = &layers->layers[i];
        for (uint32_t c = 0; c < layer->column_count; c++)
            column_release(&layers->columns[i][c], layer->row_count);
        mem_free(layers->columns[i]);
    }
    mem_free(layers->first_line);
    mem_free(layers->first_xy);
    mem_free(layers->xy_m);
    mem_free(layers->area_of_unit);
    mem_free(layers->area_of_contract);
    if (layers->plans) {
        mem_free(layers->plans->x_m);
        mem_free(layers->plans->y_m);
    }
    mem_free(layers->plans);
    if (layers->counties)
        areas_release(layers->counties);
    mem_free(layers->counties);
    catchments_release(layers->catchments);
    mem_free(layers->catchments);
    *layers = (struct run_layers){0};
}
