/* Tables of contracts by area, and of paper beside road. */
#include "run/layers.h"
#include "run/supplier.h"

#include "decide/decide.h"

/* ---- contracts ---------------------------------------------------------------- */

static void fill_contracts(struct layer *layer, const struct supplier *supplier)
{
    struct column *providers = layers_column(layer, "providers", COLUMN_WHOLE);
    struct column *contracts = layers_column(layer, "contracts", COLUMN_WHOLE);
    struct column *class_id = layers_column(layer, "class", COLUMN_TEXT);
    struct column *single = layers_column(layer, "single", COLUMN_TEXT);
    for (uint32_t i = 0; i < layer->row_count; i++) {
        const struct contract_area *area = &supplier->contract_areas[i];
        layers_whole(providers, i, area->provider_count);
        layers_whole(contracts, i, area->count);
        layers_text(class_id, i, classify_name(classify_choice(area->provider_count)));
        if (area->provider_count == 1)
            layers_text(single, i, supplier->contracts.provider[area->first]);
    }
}

/* Unknown stays unknown: no number at all is NULL, some are "at least". */
static void fill_participants(struct layer *layer, const struct supplier *supplier)
{
    struct column *participants = layers_column(layer, "participants", COLUMN_REAL);
    struct column *unknown = layers_column(layer, "unknown", COLUMN_WHOLE);
    struct column *at_risk = layers_column(layer, "at_risk", COLUMN_WHOLE);
    for (uint32_t i = 0; i < layer->row_count; i++) {
        const struct contract_area *area = &supplier->contract_areas[i];
        if (area->unknown_count < area->count)
            layers_people(participants, i, area->participants_micro);
        layers_whole(unknown, i, area->unknown_count);
        if (supplier->contracts.has_at_risk)
            layers_whole(at_risk, i, area->risky_count);
    }
}

/* Only where a column tells it; NULL where no contract of the area does. */
static void fill_capacity(struct layer *layer, const struct supplier *supplier)
{
    if (!supplier->contracts.has_capacity)
        return;
    struct column *capacity = layers_column(layer, "capacity", COLUMN_REAL);
    struct column *over = layers_column(layer, "over", COLUMN_REAL);
    struct column *over_count = layers_column(layer, "over_count", COLUMN_WHOLE);
    for (uint32_t i = 0; i < layer->row_count; i++) {
        const struct contract_area *area = &supplier->contract_areas[i];
        if (area->capacity_count)
            layers_people(capacity, i, area->capacity_micro);
        if (!area->compared_count)
            continue;
        layers_people(over, i, area->over_micro);
        layers_whole(over_count, i, area->over_count);
    }
}

/* With areas on the map the layer `supplier_areas` has polygons and this is beside
 * it; without, this table is all there is. */
enum ws_status layers_contract_areas(struct run_layers *out, const struct run *run,
                                     struct ws_error *err)
{
    const struct supplier *supplier = run->supplier;
    const char *title = supplier->has_areas ? "contract_areas" : "supplier_areas";
    struct layer *layer =
        layers_begin(out, title, "Contracts by the area they name; no map of it is needed",
                     supplier->contract_area_count, 15);
    if (!layer)
        return layers_no_memory(err, "table", title);
    struct column *code = layers_column(layer, "code", COLUMN_TEXT);
    struct column *name = layers_column(layer, "name", COLUMN_TEXT);
    const struct zones *zones = supplier->has_areas ? &supplier->zones : &run->zones;
    for (uint32_t i = 0; i < layer->row_count; i++) {
        const struct contract_area *area = &supplier->contract_areas[i];
        if (area->zone != WS_NONE)
            layers_text(code, i, zones->code[area->zone]);
        layers_text(name, i, supplier->contracts.area[area->first]);
    }
    fill_contracts(layer, supplier);
    fill_participants(layer, supplier);
    fill_capacity(layer, supplier);
    return layers_is_whole(layer) ? WS_OK : layers_no_memory(err, "table", title);
}

/* ---- disagreement --------------------------------------------------------------- */

static void count_row(void *context, const struct disagree_row *row)
{
    uint32_t *count = context;
    (void)row;
    ++*count;
}

struct filler {
    uint32_t row;
    struct column *layer, *code, *adm, *distance, *choice, *people, *why;
};

static void fill_row(void *context, const struct disagree_row *row)
{
    struct filler *filler = context;
    uint32_t i = filler->row++;
    layers_text(filler->layer, i, row->layer);
    layers_text(filler->code, i, row->code);
    if (row->column != DISAGREE_OUTSIDE)
        layers_text(filler->adm, i, row->is_on_paper ? "yes" : "no");
    layers_text(filler->distance, i, disagree_distance(row->column));
    layers_text(filler->choice, i, disagree_choice(row->column));
    layers_people(filler->people, i, row->people_micro);
    layers_say(filler->why, i, &row->why);
}

enum ws_status layers_disagree(struct run_layers *out, const struct run *run, struct ws_error *err)
{
    uint32_t count = 0;
    supplier_disagree_rows(run, count_row, &count);
    struct layer *layer = layers_begin(
        out, "disagree",
        "People by what is true on paper (adm: a contract or an office inside), by road (distance: "
        "a provider within the main limit) and by choice",
        count, 7);
    if (!layer)
        return layers_no_memory(err, "table", "disagree");
    struct filler filler = {.layer = layers_column(layer, "layer", COLUMN_TEXT),
                            .code = layers_column(layer, "code", COLUMN_TEXT),
                            .adm = layers_column(layer, "adm", COLUMN_TEXT),
                            .distance = layers_column(layer, "distance", COLUMN_TEXT),
                            .choice = layers_column(layer, "choice", COLUMN_TEXT),
                            .people = layers_column(layer, "people", COLUMN_REAL),
                            .why = layers_sentences(layer, "why")};
    supplier_disagree_rows(run, fill_row, &filler);
    return layers_is_whole(layer) ? WS_OK : layers_no_memory(err, "table", "disagree");
}
