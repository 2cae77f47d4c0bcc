/* Contracts, areas and roads after the edits. */
#include "run/scenario.h"

#include "base/mem.h"
#include "geo/polygon.h"
#include "run/supplier.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static enum ws_status no_memory(struct ws_error *err)
{
    return error_set(err, WS_NO_MEMORY, "no memory for the supply of a scenario");
}

static bool has_edit(const struct ws_scenario *scenario, const enum scenario_kind *kinds,
                     size_t count)
{
    for (size_t i = 0; i < scenario->edit_count; i++)
        for (size_t k = 0; k < count; k++)
            if (scenario->edits[i].is_active && scenario->edits[i].kind == kinds[k])
                return true;
    return false;
}

/* ---- areas ---------------------------------------------------------------------------- */

/* The name of each municipality's area after the edits; NULL: in none. */
static void name_members(const char **area, const struct ws_scenario *scenario)
{
    const struct run *base = scenario->base;
    const struct supplier *supplier = base->supplier;
    for (uint32_t zone = 0; zone < base->zones.count; zone++) {
        uint32_t of = supplier->area_of_zone[zone];
        area[zone] = of == WS_NONE ? NULL : supplier->zones.code[of];
    }
    for (size_t i = 0; i < scenario->edit_count; i++) {
        const struct scenario_edit *edit = &scenario->edits[i];
        bool joins = edit->kind == EDIT_JOIN_AREA;
        if (!edit->is_active || (!joins && edit->kind != EDIT_LEAVE_AREA))
            continue;
        for (uint32_t zone = 0; zone < base->zones.count; zone++)
            if (!strcmp(base->zones.code[zone], edit->text[TEXT_MUNICIPALITY]))
                area[zone] = joins ? edit->text[TEXT_AREA] : NULL;
    }
}

static enum ws_status regroup(struct run *overlay, const char *const *area, struct ws_error *err)
{
    struct supplier *supplier = overlay->supplier;
    struct polygons *polygons = NULL;
    enum ws_status st = polygons_open(&polygons, err);
    supplier->area_of_zone = mem_array(overlay->zones.count, sizeof *supplier->area_of_zone);
    if (!st && !supplier->area_of_zone)
        st = no_memory(err);
    if (!st)
        st = zones_of_groups(&supplier->zones, supplier->area_of_zone, &overlay->zones, area,
                             polygons, err);
    polygons_close(polygons);
    return st;
}

static enum ws_status edit_areas(struct run *overlay, const struct ws_scenario *scenario,
                                 struct ws_error *err)
{
    const char **area = mem_array(overlay->zones.count, sizeof *area);
    if (!area)
        return no_memory(err);
    name_members(area, scenario);
    enum ws_status st = regroup(overlay, area, err);
    mem_free(area);
    return st;
}

/* ---- contracts ------------------------------------------------------------------------------ */

struct contract {
    const char *area, *provider, *id;
    uint32_t zone, number; /* number: in the base; WS_NONE: new */
};

static int compare_contracts(const void *left, const void *right)
{
    const struct contract *a = left, *b = right;
    int order = strcmp(a->area, b->area);
    if (!order)
        order = strcmp(a->provider, b->provider);
    return order ? order : strcmp(a->id ? a->id : "", b->id ? b->id : "");
}

static bool is_closed(const struct ws_scenario *scenario, const struct contracts *contracts,
                      uint32_t i)
{
    for (size_t e = 0; e < scenario->edit_count; e++) {
        const struct scenario_edit *edit = &scenario->edits[e];
        const char *provider = edit->text[TEXT_PROVIDER], *id = edit->text[TEXT_CONTRACT];
        if (!edit->is_active)
            continue;
        bool is_of = provider && !strcmp(contracts->provider[i], provider);
        if (is_of && (edit->kind == EDIT_CLOSE_PROVIDER || edit->kind == EDIT_FORBID))
            return true;
        if (edit->kind == EDIT_CLOSE_CONTRACT &&
            (id ? contracts->id[i] && !strcmp(contracts->id[i], id)
                : is_of && !strcmp(contracts->area[i], edit->text[TEXT_AREA])))
            return true;
    }
    return false;
}

/* Areas by code or name; municipalities by code alone (io.h). */
static uint32_t find_zone(const struct run *overlay, const char *area)
{
    bool is_areas = overlay->supplier->has_areas;
    const struct zones *zones = is_areas ? &overlay->supplier->zones : &overlay->zones;
    for (uint32_t zone = 0; zone < zones->count; zone++)
        if (!strcmp(zones->code[zone], area) || (is_areas && !strcmp(zones->name[zone], area)))
            return zone;
    return WS_NONE;
}

static enum ws_status hold_contracts(struct contracts *out, const struct contracts *base,
                                     const struct contract *rows, uint32_t count,
                                     struct ws_error *err)
{
    bool has_room = true;
    *out = (struct contracts){
        .area = mem_array(count, sizeof *out->area),
        .provider = mem_array(count, sizeof *out->provider),
        .id = mem_array(count, sizeof *out->id),
        .zone = mem_array(count, sizeof *out->zone),
        .state = mem_array(count, sizeof *out->state),
        .at_risk = mem_array(count, sizeof *out->at_risk),
        .participants = mem_array(count, sizeof *out->participants),
        .rating = mem_array(count, sizeof *out->rating),
        .capacity = mem_array(count, sizeof *out->capacity),
        .has_participants = base->has_participants,
        .has_rating = base->has_rating,
        .has_capacity = base->has_capacity,
        .has_at_risk = base->has_at_risk,
    };
    if (!out->area || !out->provider || !out->id || !out->zone || !out->state || !out->at_risk ||
        !out->participants || !out->rating || !out->capacity)
        return no_memory(err);
    out->count = count;
    for (uint32_t i = 0; i < count; i++) {
        const struct contract *row = &rows[i];
        bool is_new = row->number == WS_NONE;
        out->area[i] = mem_string(row->area);
        out->provider[i] = mem_string(row->provider);
        out->id[i] = mem_string(row->id);
        has_room &= out->area[i] && out->provider[i] && (out->id[i] || !row->id);
        out->zone[i] = row->zone;
        out->state[i] = is_new ? SUPPLY_OPEN : base->state[row->number];
        out->at_risk[i] = is_new ? RISK_UNKNOWN : base->at_risk[row->number];
        out->participants[i] = is_new ? (double)NAN : base->participants[row->number];
        out->rating[i] = is_new ? (double)NAN : base->rating[row->number];
        out->capacity[i] = is_new ? (double)NAN : base->capacity[row->number];
    }
    return has_room ? WS_OK : no_memory(err);
}

static enum ws_status edit_contracts(struct run *overlay, const struct ws_scenario *scenario,
                                     struct ws_error *err)
{
    const struct contracts *base = &scenario->base->supplier->contracts;
    struct contract *rows = mem_array(base->count + scenario->edit_count, sizeof *rows);
    uint32_t count = 0;
    if (!rows)
        return no_memory(err);
    for (uint32_t i = 0; i < base->count; i++)
        if (!is_closed(scenario, base, i))
            rows[count++] =
                (struct contract){base->area[i], base->provider[i], base->id[i], WS_NONE, i};
    for (size_t e = 0; e < scenario->edit_count; e++) {
        const struct scenario_edit *edit = &scenario->edits[e];
        if (edit->is_active && edit->kind == EDIT_ADD_CONTRACT)
            rows[count++] = (struct contract){edit->text[TEXT_AREA], edit->text[TEXT_PROVIDER],
                                              edit->text[TEXT_ID], WS_NONE, WS_NONE};
    }
    for (uint32_t i = 0; i < count; i++)
        rows[i].zone = find_zone(overlay, rows[i].area);
    if (count)
        qsort(rows, count, sizeof *rows, compare_contracts);
    enum ws_status st = hold_contracts(&overlay->supplier->contracts, base, rows, count, err);
    mem_free(rows);
    return st;
}

enum ws_status scenario_supply(struct run *overlay, const struct ws_scenario *scenario,
                               struct ws_error *err)
{
    static const enum scenario_kind MEMBERSHIP[] = {EDIT_JOIN_AREA, EDIT_LEAVE_AREA};
    static const enum scenario_kind PAPER[] = {EDIT_CLOSE_PROVIDER, EDIT_FORBID,
                                               EDIT_ADD_CONTRACT,   EDIT_CLOSE_CONTRACT,
                                               EDIT_JOIN_AREA,      EDIT_LEAVE_AREA};
    const struct supplier *base = scenario->base->supplier;
    enum ws_status st = WS_OK;
    overlay->supplier = mem_array(1, sizeof *overlay->supplier);
    if (!overlay->supplier)
        return no_memory(err);
    struct supplier *supplier = overlay->supplier;
    supplier->has_areas = base->has_areas;
    supplier->has_contracts = base->has_contracts;
    supplier->locator = base->locator;
    if (has_edit(scenario, MEMBERSHIP, 2)) {
        st = edit_areas(overlay, scenario, err);
    } else {
        supplier->zones = base->zones;
        supplier->area_of_zone = base->area_of_zone;
    }
    if (!st && base->has_contracts && has_edit(scenario, PAPER, 6))
        st = edit_contracts(overlay, scenario, err);
    else if (!st)
        supplier->contracts = base->contracts;
    return st;
}
