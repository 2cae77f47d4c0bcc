/* Layers of offices, population and reached roads. */
#include "run/critical.h"
#include "run/explain.h"
#include "run/layers.h"

#include "base/mem.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- offices --------------------------------------------------------------- */

/* Its name in the layer; NULL: no memory. */
static const char *copy_column(struct layer *layer, const struct column *from)
{
    struct column *to = layers_column(layer, from->name, from->type);
    for (uint32_t i = 0; to && i < layer->row_count; i++) {
        if (from->type == COLUMN_TEXT)
            layers_text(to, i, from->text[i]);
        else if (from->type == COLUMN_WHOLE)
            layers_whole(to, i, from->whole[i]);
        else
            layers_real(to, i, from->real[i]);
    }
    return to ? to->name : NULL;
}

static void fill_office_reach(struct layer *layer, const struct run *run)
{
    const struct reach *reach = &run->reach;
    for (uint32_t c = 0; c < run->options->cutoff_count; c++) {
        char name[64];
        snprintf(name, sizeof name, "people_%.40s", run->options->cutoff_text[c]);
        for (char *at = name; *at; at++)
            *at = *at == '.' || *at == ',' ? '_' : *at;
        struct column *people = layers_column(layer, name, COLUMN_REAL);
        for (uint32_t i = 0; i < layer->row_count; i++)
            layers_people(people, i, reach->people_micro[(size_t)i * reach->cutoff_count + c]);
    }
    struct column *only = layers_column(layer, "only_here", COLUMN_REAL);
    for (uint32_t i = 0; i < layer->row_count; i++)
        layers_people(only, i, reach->only_here_micro[i]);
    if (!run->critical)
        return;
    struct column *whitens = layers_column(layer, "whitens", COLUMN_TEXT);
    for (uint32_t i = 0; i < layer->row_count; i++) {
        const char *codes = run->critical->rows[run->critical->office_row[i]].whitens;
        layers_text(whitens, i, codes ? codes : "");
    }
}

enum ws_status layers_offices(struct run_layers *out, const struct run *run, struct ws_error *err)
{
    const struct offices *offices = &run->offices;
    struct layer *layer =
        layers_begin(out, "offices", "Offices that take part, and the people they reach",
                     offices->points.count, offices->column_count + 10 + WS_MAX_CUTOFFS);
    if (!layer)
        return layers_no_memory(err, "layer", "offices");
    layer->geometry = LAYER_POINTS;
    layer->points = &offices->points;
    struct column *office = layers_column(layer, "office", COLUMN_TEXT);
    struct column *provider = layers_column(layer, "provider", COLUMN_TEXT);
    struct column *state = layers_column(layer, "state", COLUMN_TEXT);
    struct column *snapped = layers_column(layer, "snapped", COLUMN_WHOLE);
    struct column *snap_m = layers_column(layer, "snap_m", COLUMN_REAL);
    for (uint32_t i = 0; i < offices->points.count; i++) {
        layers_text(office, i, offices->id[i]);
        layers_text(provider, i, offices->provider[offices->points.group[i]]);
        layers_text(state, i, supply_name((enum supply_state)offices->state[i]));
        if (!run->snaps)
            continue;
        layers_whole(snapped, i, run->snaps[i].edge != WS_NONE);
        if (run->snaps[i].off_mm < WS_COST_INF)
            layers_real(snap_m, i, run->snaps[i].off_mm / 1000.0);
    }
    fill_office_reach(layer, run);
    for (uint32_t c = 0; c < offices->column_count; c++) {
        const struct column *from = &offices->columns[c];
        const char *name = copy_column(layer, from);
        if (from->type == COLUMN_TEXT && *from->name && !strcmp(from->name, offices->from_column))
            layer->from_column = name;
        if (from->type == COLUMN_TEXT && *from->name && !strcmp(from->name, offices->to_column))
            layer->to_column = name;
    }
    return layers_is_whole(layer) ? WS_OK : layers_no_memory(err, "layer", "offices");
}

/* ---- population ------------------------------------------------------------ */

uint32_t layers_main_part(const struct spread *spread, uint32_t unit)
{
    uint32_t best = spread->first_part[unit];
    for (uint32_t part = best; part < spread->first_part[unit + 1]; part++)
        if (spread->weight_mm[part] > spread->weight_mm[best])
            best = part;
    return best;
}

static void fill_ranks(struct layer *layer, const struct run *run, uint32_t rank)
{
    char name[32];
    const struct unit_costs *costs = &run->unit_costs;
    snprintf(name, sizeof name, "cost%" PRIu32, rank + 1);
    struct column *cost = layers_column(layer, name, COLUMN_REAL);
    snprintf(name, sizeof name, "office%" PRIu32, rank + 1);
    struct column *office = layers_column(layer, name, COLUMN_TEXT);
    snprintf(name, sizeof name, "provider%" PRIu32, rank + 1);
    struct column *provider = layers_column(layer, name, COLUMN_TEXT);
    for (uint32_t unit = 0; unit < layer->row_count; unit++) {
        size_t at = (size_t)unit * costs->k + rank;
        uint32_t facility = costs->facility[at];
        layers_cost(cost, unit, costs->cost[at]);
        if (facility == WS_NONE)
            continue;
        layers_text(office, unit, run->offices.id[facility]);
        layers_text(provider, unit, run->offices.provider[run->offices.points.group[facility]]);
    }
}

static void fill_units(struct layer *layer, const struct run *run)
{
    const struct population *population = &run->population;
    uint32_t weights = population->units.weight_count;
    struct column *unit = layers_column(layer, "unit", COLUMN_TEXT);
    for (uint32_t i = 0; i < layer->row_count; i++)
        layers_text(unit, i, population->name[i]);
    for (uint32_t w = 0; w < weights; w++) {
        struct column *people = layers_column(layer, population->weight_name[w], COLUMN_REAL);
        for (uint32_t i = 0; i < layer->row_count; i++)
            layers_people(people, i, population->units.people_micro[(size_t)i * weights + w]);
    }
    struct column *zone = layers_column(layer, "zone", COLUMN_TEXT);
    for (uint32_t i = 0; i < layer->row_count; i++) {
        uint32_t of = run->spread.zone[layers_main_part(&run->spread, i)];
        if (of != WS_NONE)
            layers_text(zone, i, run->zones.code[of]);
    }
    uint32_t ranks = 1;
    for (uint32_t k = 0; k < run->options->choice_count; k++)
        if (run->options->choice[k] > ranks)
            ranks = run->options->choice[k];
    for (uint32_t rank = 0; rank < ranks; rank++)
        fill_ranks(layer, run, rank);
    struct column *frac = layers_column(layer, "frac", COLUMN_REAL);
    struct column *state = layers_column(layer, "state", COLUMN_TEXT);
    for (uint32_t i = 0; i < layer->row_count; i++) {
        layers_real(frac, i, run->unit_costs.reached_frac[i]);
        layers_text(state, i, explain_state_name(explain_unit_state(run, i)));
    }
}

static void set_unit_shapes(struct layer *layer, struct run_layers *out, const struct run *run)
{
    const struct population *population = &run->population;
    if (population->shape == UNIT_POINTS) {
        layer->geometry = LAYER_POINTS;
        layer->points = &population->points;
        return;
    }
    layer->geometry = LAYER_AREAS;
    layer->areas = &population->areas;
    if (population->shape == UNIT_AREAS)
        return;
    layer->areas = &run->zones.areas;
    layer->area = out->area_of_unit;
    for (uint32_t i = 0; i < layer->row_count; i++)
        out->area_of_unit[i] = population->zone[i];
}

enum ws_status layers_population(struct run_layers *out, const struct run *run,
                                 struct ws_error *err)
{
    uint32_t count = run->population.units.count;
    struct layer *layer = layers_begin(
        out, "population",
        "Population as given: median cost to each nearest provider, part reached, state", count,
        8 + run->population.units.weight_count + 3 * WS_MAX_CHOICE);
    out->area_of_unit = mem_array(count, sizeof *out->area_of_unit);
    if (!layer || !out->area_of_unit)
        return layers_no_memory(err, "layer", "population");
    set_unit_shapes(layer, out, run);
    fill_units(layer, run);
    return layers_is_whole(layer) ? WS_OK : layers_no_memory(err, "layer", "population");
}
