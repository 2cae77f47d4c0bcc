/* Scenarios as lists of edits: making, filling and freeing them. */
#include "run/scenario.h"

#include "base/mem.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void scenario_words_release(struct scenario_words *words)
{
    for (uint32_t i = 0; words->items && i < words->count; i++)
        mem_free(words->items[i]);
    mem_free(words->items);
    *words = (struct scenario_words){0};
}

void scenario_edit_init(struct scenario_edit *edit, enum scenario_kind kind)
{
    *edit = (struct scenario_edit){.kind = kind, .is_active = true};
    for (int i = 0; i < SCENARIO_NUMBERS; i++)
        edit->value[i] = (double)NAN;
}

void scenario_edit_release(struct scenario_edit *edit)
{
    for (int i = 0; i < SCENARIO_TEXTS; i++)
        mem_free(edit->text[i]);
    for (int i = 0; i < SCENARIO_LISTS; i++)
        scenario_words_release(&edit->list[i]);
    *edit = (struct scenario_edit){0};
}

static enum ws_status no_memory(struct ws_error *err)
{
    return error_set(err, WS_NO_MEMORY, "no memory for a scenario");
}

enum ws_status scenario_new(struct ws_scenario **out, const struct run *base,
                            const struct offices *reserve, const char *name, struct ws_error *err)
{
    struct ws_scenario *scenario = mem_array(1, sizeof *scenario);
    if (!scenario)
        return no_memory(err);
    scenario->base = base;
    scenario->reserve = reserve;
    scenario->name = mem_string(name);
    if (!scenario->name) {
        mem_free(scenario);
        return no_memory(err);
    }
    *out = scenario;
    return WS_OK;
}

void ws_scenario_free(struct ws_scenario *scenario)
{
    if (!scenario)
        return;
    for (size_t i = 0; i < scenario->edit_count; i++)
        scenario_edit_release(&scenario->edits[i]);
    mem_free(scenario->edits);
    scenario_words_release(&scenario->exempts);
    mem_free(scenario->name);
    mem_free(scenario->file);
    mem_free(scenario->route);
    mem_free(scenario->from);
    mem_free(scenario->until);
    mem_free(scenario);
}

const char *ws_scenario_name(const struct ws_scenario *scenario)
{
    return scenario->name;
}

enum ws_status scenario_fail(const struct ws_scenario *scenario, const struct scenario_edit *edit,
                             enum ws_status status, struct ws_error *err, const char *fmt, ...)
{
    char words[400];
    va_list args;
    va_start(args, fmt);
    vsnprintf(words, sizeof words, fmt, args);
    va_end(args);
    return error_set(err, status, "%s: edit %" PRIu32 " (%s): %s",
                     scenario->file ? scenario->file : scenario->name, edit->number,
                     scenario_kind_name(edit->kind), words);
}

enum ws_status scenario_add(struct ws_scenario *scenario, struct scenario_edit *edit,
                            struct ws_error *err)
{
    edit->number = (uint32_t)scenario->edit_count + 1;
    enum ws_status st = scenario_check(scenario, edit, err);
    if (!st && mem_grow(&scenario->edits, &scenario->edit_cap, scenario->edit_count + 1,
                        sizeof *scenario->edits))
        st = no_memory(err);
    if (st)
        return st;
    scenario->edits[scenario->edit_count++] = *edit;
    *edit = (struct scenario_edit){0};
    return WS_OK;
}

/* ---- public calls ------------------------------------------------------------------ */

struct simple_edit {
    enum scenario_kind kind;
    enum scenario_text key, second_key;
    const char *text, *second;
    bool has_place;
    double lon_deg, lat_deg;
};

static enum ws_status add_simple(struct ws_scenario *scenario, const struct simple_edit *simple,
                                 struct ws_error *err)
{
    struct scenario_edit edit;
    if (!scenario || (simple->kind != EDIT_CLOSE_ROAD && !simple->text))
        return error_set(err, WS_BAD_OPTION, "no scenario, or no id");
    scenario_edit_init(&edit, simple->kind);
    edit.text[simple->key] = mem_string(simple->text);
    if (simple->second)
        edit.text[simple->second_key] = mem_string(simple->second);
    if (simple->has_place) {
        edit.value[NUMBER_LON] = simple->lon_deg;
        edit.value[NUMBER_LAT] = simple->lat_deg;
    }
    bool has_room = (!simple->text || edit.text[simple->key]) &&
                    (!simple->second || edit.text[simple->second_key]);
    enum ws_status st = has_room ? scenario_add(scenario, &edit, err) : no_memory(err);
    scenario_edit_release(&edit);
    return st;
}

enum ws_status ws_scenario_add_facility(struct ws_scenario *scenario, const char *id,
                                        const char *provider, double lon_deg, double lat_deg,
                                        struct ws_error *err)
{
    struct simple_edit simple = {EDIT_ADD_OFFICE, TEXT_ID, TEXT_PROVIDER, id,
                                 provider,        true,    lon_deg,       lat_deg};
    return add_simple(scenario, &simple, err);
}

enum ws_status ws_scenario_move_facility(struct ws_scenario *scenario, const char *id,
                                         double lon_deg, double lat_deg, struct ws_error *err)
{
    struct simple_edit simple = {EDIT_MOVE_OFFICE, TEXT_OFFICE, TEXT_OFFICE, id, NULL, true,
                                 lon_deg,          lat_deg};
    return add_simple(scenario, &simple, err);
}

enum ws_status ws_scenario_close_facility(struct ws_scenario *scenario, const char *id,
                                          struct ws_error *err)
{
    struct simple_edit simple = {.kind = EDIT_CLOSE_OFFICE, .key = TEXT_OFFICE, .text = id};
    return add_simple(scenario, &simple, err);
}

enum ws_status ws_scenario_close_provider(struct ws_scenario *scenario, const char *provider,
                                          struct ws_error *err)
{
    struct simple_edit simple = {
        .kind = EDIT_CLOSE_PROVIDER, .key = TEXT_PROVIDER, .text = provider};
    return add_simple(scenario, &simple, err);
}

enum ws_status ws_scenario_close_road(struct ws_scenario *scenario, double lon_deg, double lat_deg,
                                      struct ws_error *err)
{
    struct simple_edit simple = {
        .kind = EDIT_CLOSE_ROAD, .has_place = true, .lon_deg = lon_deg, .lat_deg = lat_deg};
    return add_simple(scenario, &simple, err);
}
