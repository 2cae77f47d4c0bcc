/* The layer `scenario_offices`: where scenarios put offices that are not there, or not there
 * any more. */
#include "run/layers.h"
#include "run/scenario.h"

#include "base/mem.h"

#include <string.h>

/* Edits that name a place, on the day of the run. */
static bool has_place(const struct scenario_edit *edit)
{
    return edit->is_active &&
           (edit->kind == EDIT_ADD_OFFICE || edit->kind == EDIT_MOVE_OFFICE ||
            edit->kind == EDIT_MUNICIPAL_SERVICE || edit->kind == EDIT_LOCAL_OFFICE);
}

static uint32_t count_places(const struct scenarios *scenarios)
{
    uint32_t count = 0;
    for (uint32_t s = 0; s < scenarios->count; s++)
        for (size_t e = 0; e < scenarios->list[s]->edit_count; e++)
            count += has_place(&scenarios->list[s]->edits[e]);
    return count;
}

/* The provider of the edit; of an office that moves, its own. */
static const char *provider_of(const struct run *run, const struct scenario_edit *edit)
{
    for (uint32_t i = 0; edit->kind == EDIT_MOVE_OFFICE && i < run->offices.points.count; i++)
        if (!strcmp(run->offices.id[i], edit->text[TEXT_OFFICE]))
            return run->offices.provider[run->offices.points.group[i]];
    return edit->text[TEXT_PROVIDER];
}

static void fill(struct layer *layer, struct ws_points *points, const struct run *run)
{
    const struct scenarios *scenarios = run->scenarios;
    struct column *scenario = layers_column(layer, "scenario", COLUMN_TEXT);
    struct column *office = layers_column(layer, "office", COLUMN_TEXT);
    struct column *provider = layers_column(layer, "provider", COLUMN_TEXT);
    uint32_t row = 0;
    for (uint32_t s = 0; s < scenarios->count; s++)
        for (size_t e = 0; e < scenarios->list[s]->edit_count; e++) {
            const struct scenario_edit *edit = &scenarios->list[s]->edits[e];
            if (!has_place(edit))
                continue;
            layers_text(scenario, row, scenarios->list[s]->name);
            layers_text(office, row,
                        edit->text[TEXT_ID] ? edit->text[TEXT_ID] : edit->text[TEXT_OFFICE]);
            layers_text(provider, row, provider_of(run, edit));
            points->x_m[row] = edit->x_m;
            points->y_m[row++] = edit->y_m;
        }
}

enum ws_status layers_plans(struct run_layers *out, const struct run *run, struct ws_error *err)
{
    uint32_t count = count_places(run->scenarios);
    if (!count)
        return WS_OK;
    struct layer *layer = layers_begin(out, "scenario_offices",
                                       "Where scenarios put offices; no figure of the run counts "
                                       "them",
                                       count, 3);
    struct ws_points *points = out->plans = mem_array(1, sizeof *out->plans);
    if (!layer || !points)
        return layers_no_memory(err, "layer", "scenario_offices");
    *points = (struct ws_points){.count = count,
                                 .x_m = mem_array(count, sizeof *points->x_m),
                                 .y_m = mem_array(count, sizeof *points->y_m)};
    if (!points->x_m || !points->y_m)
        return layers_no_memory(err, "layer", "scenario_offices");
    layer->geometry = LAYER_POINTS;
    layer->points = points;
    fill(layer, points, run);
    return layers_is_whole(layer) ? WS_OK : layers_no_memory(err, "layer", "scenario_offices");
}
