/* Evidence of what is true on paper: contracts by area, and the disagreement. */
#include "run/run.h"
#include "run/supplier.h"

#include "decide/decide.h"

static void put_row(void *context, const struct disagree_row *row)
{
    struct json *json = context;
    json_begin_object(json, NULL);
    json_put_text(json, "layer", row->layer);
    json_put_text(json, "code", row->code);
    json_put_text(json, "adm",
                  row->column == DISAGREE_OUTSIDE ? NULL
                  : row->is_on_paper              ? "yes"
                                                  : "no");
    json_put_text(json, "distance", disagree_distance(row->column));
    json_put_text(json, "choice", disagree_choice(row->column));
    json_put_people(json, "people", row->people_micro);
    json_put_text(json, "why", row->why.text[LANG_EN]);
    json_end(json);
}

static void put_disagree(struct json *json, const struct run *run)
{
    json_begin_array(json, "disagree");
    supplier_disagree_rows(run, put_row, json);
    json_end(json);
}

/* Participants are known in part: "at least" when some are not. */
static void put_classes(struct json *json, const struct supplier *supplier)
{
    struct contract_class classes[WS_CLASS_MANY + 1];
    supplier_contract_classes(classes, supplier);
    json_begin_array(json, "classes");
    for (int i = WS_CLASS_ONE; i <= WS_CLASS_MANY; i++) {
        json_begin_object(json, NULL);
        json_put_text(json, "class", classify_name((enum ws_class)i));
        json_put_whole(json, "areas", classes[i].area_count);
        if (supplier->contracts.has_participants)
            json_put_people(json, "participants", classes[i].participants_micro);
        else
            json_put_text(json, "participants", NULL);
        json_put_whole(json, "contracts_without_participants", classes[i].unknown_count);
        json_end(json);
    }
    json_end(json);
}

/* Who is asked for more than they can take; of the rest nobody, or nobody knows. */
static void put_over(struct json *json, const struct contracts *contracts)
{
    uint32_t unknown = 0;
    if (!contracts->has_capacity)
        return;
    json_begin_array(json, "above_capacity");
    for (uint32_t i = 0; i < contracts->count; i++) {
        uint64_t over_micro = supplier_over_micro(contracts, i);
        unknown += over_micro == WS_UNBOUNDED;
        if (!over_micro || over_micro == WS_UNBOUNDED)
            continue;
        json_begin_object(json, NULL);
        json_put_text(json, "provider", contracts->provider[i]);
        json_put_text(json, "area", contracts->area[i]);
        json_put_text(json, "contract", contracts->id[i]);
        json_put_real(json, "participants", contracts->participants[i]);
        json_put_real(json, "capacity", contracts->capacity[i]);
        json_put_people(json, "over", over_micro);
        json_end(json);
    }
    json_end(json);
    json_put_whole(json, "contracts_not_compared", unknown);
}

static void put_contracts(struct json *json, const struct run *run)
{
    const struct supplier *supplier = run->supplier;
    uint32_t unplaced = 0;
    for (uint32_t i = 0; i < supplier->contract_area_count; i++)
        unplaced += supplier->contract_areas[i].zone == WS_NONE;
    json_begin_object(json, "contracts");
    json_put_whole(json, "count", supplier->contracts.count);
    json_put_whole(json, "areas", supplier->contract_area_count);
    json_put_whole(json, "areas_on_no_map", unplaced);
    json_put_whole(json, "providers", supplier->contractor_count);
    put_classes(json, supplier);
    put_over(json, &supplier->contracts);
    json_begin_array(json, "single_provider_areas");
    for (uint32_t i = 0; i < supplier->contract_area_count; i++)
        if (supplier->contract_areas[i].provider_count == 1)
            json_put_text(json, NULL, supplier->contracts.area[supplier->contract_areas[i].first]);
    json_end(json);
    json_end(json);
}

void supplier_evidence(struct json *json, const struct run *run)
{
    if (!run->supplier)
        return;
    if (run->supplier->has_contracts)
        put_contracts(json, run);
    if (run->supplier->disagree_municipalities)
        put_disagree(json, run);
    if (run->supplier->defaults.road_micro)
        supplier_put_defaults(json, run);
}
