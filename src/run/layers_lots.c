/* Layer `lots`: tender lots as multipolygons. */
#include "run/layers.h"
#include "run/lots.h"

#include "decide/decide.h"

static void fill_participants(struct layer *layer, const struct run_lots *lots)
{
    struct column *people = layers_column(layer, "people", COLUMN_REAL);
    struct column *expected = layers_column(layer, "expected", COLUMN_REAL);
    struct column *low = layers_column(layer, "exp_low", COLUMN_REAL);
    struct column *high = layers_column(layer, "exp_high", COLUMN_REAL);
    for (uint32_t i = 0; i < layer->row_count; i++) {
        layers_people(people, i, lots->rows[i].people_micro);
        layers_known(expected, i, lots->rows[i].expected_micro);
        layers_known(low, i, lots->rows[i].low_micro);
        layers_known(high, i, lots->rows[i].high_micro);
    }
}

static void fill_decision(struct layer *layer, const struct run_lots *lots)
{
    struct column *travel = layers_column(layer, "travel_max", COLUMN_REAL);
    struct column *value = layers_column(layer, "value_sek", COLUMN_REAL);
    struct column *route = layers_column(layer, "route", COLUMN_TEXT);
    struct column *below = layers_column(layer, "below", COLUMN_WHOLE);
    struct column *candidate = layers_column(layer, "candidate", COLUMN_WHOLE);
    struct column *leave = layers_column(layer, "leave", COLUMN_TEXT);
    struct column *why = layers_sentences(layer, "why");
    for (uint32_t i = 0; i < layer->row_count; i++) {
        const struct lot_row *row = &lots->rows[i];
        layers_cost(travel, i, lots->lots.lots[i].travel_cost);
        if (row->has_value)
            layers_people(value, i, row->value_micro);
        layers_text(route, i, row->route);
        if (lots_is_judged(lots, i))
            layers_whole(below, i, lots->lots.lots[i].is_below);
        layers_whole(candidate, i, row->is_candidate);
        layers_text(leave, i, row->leave[0] ? row->leave : NULL);
        layers_say(why, i, &row->why);
    }
}

enum ws_status layers_lots(struct run_layers *out, const struct run *run, struct ws_error *err)
{
    const struct run_lots *lots = run->decision->lots;
    struct layer *layer = layers_begin(
        out, "lots",
        "Tender lots: thin areas that hang together, within the travel limit of each other, with "
        "enough participants",
        lots->lots.count, 16);
    if (!layer)
        return layers_no_memory(err, "layer", "lots");
    layer->geometry = LAYER_AREAS;
    layer->areas = &lots->outlines;
    struct column *number = layers_column(layer, "lot", COLUMN_WHOLE);
    struct column *areas = layers_column(layer, "areas", COLUMN_TEXT);
    for (uint32_t i = 0; i < layer->row_count; i++) {
        layers_whole(number, i, i + 1);
        layers_text(areas, i, lots->rows[i].areas);
    }
    fill_participants(layer, lots);
    fill_decision(layer, lots);
    return layers_is_whole(layer) ? WS_OK : layers_no_memory(err, "layer", "lots");
}
