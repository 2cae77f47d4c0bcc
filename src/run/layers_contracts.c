/* The layer `contracts`: each contract of the day with its days, in its area, for maps that
 * show one day after the other. */
#include "run/layers.h"
#include "run/supplier.h"

#include "base/mem.h"

static void fill(struct layer *layer, const struct contracts *contracts, const struct zones *zones)
{
    struct column *code = layers_column(layer, "code", COLUMN_TEXT);
    struct column *name = layers_column(layer, "name", COLUMN_TEXT);
    struct column *provider = layers_column(layer, "provider", COLUMN_TEXT);
    struct column *contract = layers_column(layer, "contract", COLUMN_TEXT);
    struct column *state = layers_column(layer, "state", COLUMN_TEXT);
    struct column *from = layers_column(layer, "valid_from", COLUMN_TEXT);
    struct column *to = layers_column(layer, "valid_to", COLUMN_TEXT);
    for (uint32_t i = 0; i < layer->row_count; i++) {
        if (contracts->zone[i] != WS_NONE)
            layers_text(code, i, zones->code[contracts->zone[i]]);
        layers_text(name, i, contracts->area[i]);
        layers_text(provider, i, contracts->provider[i]);
        layers_text(contract, i, contracts->id[i]);
        layers_text(state, i, supply_name((enum supply_state)contracts->state[i]));
        layers_text(from, i, contracts->valid_from[i]);
        layers_text(to, i, contracts->valid_to[i]);
    }
}

enum ws_status layers_contracts(struct run_layers *out, const struct run *run, struct ws_error *err)
{
    const struct supplier *supplier = run->supplier;
    const struct contracts *contracts = &supplier->contracts;
    const struct zones *zones = supplier->has_areas ? &supplier->zones : &run->zones;
    struct layer *layer =
        layers_begin(out, "contracts", "Contracts by their days, each in the area it names",
                     contracts->count, 7);
    out->area_of_contract = mem_array(contracts->count, sizeof *out->area_of_contract);
    if (!layer || !out->area_of_contract)
        return layers_no_memory(err, "layer", "contracts");
    for (uint32_t i = 0; i < contracts->count; i++)
        out->area_of_contract[i] = contracts->zone[i];
    layer->geometry = LAYER_AREAS;
    layer->areas = &zones->areas;
    layer->area = out->area_of_contract;
    layer->from_column = "valid_from";
    layer->to_column = "valid_to";
    fill(layer, contracts, zones);
    return layers_is_whole(layer) ? WS_OK : layers_no_memory(err, "layer", "contracts");
}
