/* The table `moved`, and its sums in the evidence. */
#include "run/decision.h"
#include "run/layers.h"
#include "run/moved.h"

#include <inttypes.h>

static const char *office_id(const struct run *run, uint32_t office)
{
    return office == WS_NONE ? NULL : run->offices.id[office];
}

enum ws_status layers_moved(struct run_layers *out, const struct run *run, struct ws_error *err)
{
    const struct moved *moved = run->decision->moved;
    if (moved->row_count >= WS_NONE)
        return error_set(err, WS_TOO_LARGE, "%zu rows of moved units", moved->row_count);
    struct layer *layer =
        layers_begin(out, "moved",
                     "Units of the population whose nearest office gets farther by more than the "
                     "policy says when offices close; medians along their road",
                     (uint32_t)moved->row_count, 11);
    if (!layer)
        return layers_no_memory(err, "table", "moved");
    struct column *closure = layers_column(layer, "closure", COLUMN_TEXT);
    struct column *unit = layers_column(layer, "unit", COLUMN_TEXT);
    struct column *code = layers_column(layer, "code", COLUMN_TEXT);
    struct column *name = layers_column(layer, "name", COLUMN_TEXT);
    struct column *people = layers_column(layer, "people", COLUMN_REAL);
    struct column *before = layers_column(layer, "before", COLUMN_REAL);
    struct column *after = layers_column(layer, "after", COLUMN_REAL);
    struct column *more = layers_column(layer, "more", COLUMN_REAL);
    struct column *office = layers_column(layer, "office", COLUMN_TEXT);
    struct column *office2 = layers_column(layer, "office2", COLUMN_TEXT);
    struct column *last = layers_column(layer, "last", COLUMN_TEXT);
    uint32_t weights = run->population.units.weight_count;
    for (uint32_t i = 0; i < layer->row_count; i++) {
        const struct moved_row *row = &moved->rows[i];
        uint32_t zone = run->spread.zone[layers_main_part(&run->spread, row->unit)];
        layers_text(closure, i, moved->closures[row->closure].name);
        layers_text(unit, i, run->population.name[row->unit]);
        layers_text(code, i, zone == WS_NONE ? NULL : run->zones.code[zone]);
        layers_text(name, i, zone == WS_NONE ? NULL : run->zones.name[zone]);
        layers_people(people, i, run->population.units.people_micro[(size_t)row->unit * weights]);
        layers_cost(before, i, row->before);
        layers_cost(after, i, row->after);
        if (row->after < WS_COST_INF)
            layers_cost(more, i, row->after - row->before);
        layers_text(office, i, office_id(run, row->office_before));
        layers_text(office2, i, office_id(run, row->office_after));
        layers_text(last, i, row->is_last ? "yes" : "no");
    }
    return layers_is_whole(layer) ? WS_OK : layers_no_memory(err, "table", "moved");
}

void moved_evidence(struct json *json, const struct run *run)
{
    const struct moved *moved = run->decision->moved;
    if (!moved)
        return;
    json_begin_array(json, "moved");
    for (uint32_t i = 0; i < moved->closure_count; i++) {
        const struct moved_closure *closure = &moved->closures[i];
        json_begin_object(json, NULL);
        json_put_text(json, "closure", closure->name);
        json_put_whole(json, "offices", closure->office_count);
        json_put_whole(json, "more_than_cost", moved->more_cost);
        json_put_whole(json, "units", closure->unit_count);
        json_put_people(json, "people", closure->people_micro);
        json_put_people(json, "people_last", closure->last_micro);
        json_end(json);
    }
    json_end(json);
}
