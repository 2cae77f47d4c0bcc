/* Edits against the base: what they name is there, and is what they take it for. */
#include "run/scenario.h"

#include "base/mem.h"
#include "run/explain.h"
#include "run/supplier.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

struct check {
    const struct ws_scenario *scenario;
    struct scenario_edit *edit;
};

static enum ws_status fail(const struct check *check, struct ws_error *err, const char *what,
                           const char *word, const char *nearest)
{
    if (!nearest)
        return scenario_fail(check->scenario, check->edit, WS_NOT_FOUND, err,
                             "no such %s \"%.80s\"; there are none", what, word);
    return scenario_fail(check->scenario, check->edit, WS_NOT_FOUND, err,
                         "no such %s \"%.80s\"; the nearest is \"%.80s\"", what, word, nearest);
}

static bool is_named(char *const *names, uint32_t count, const char *name)
{
    for (uint32_t i = 0; i < count; i++)
        if (names[i] && !strcmp(names[i], name))
            return true;
    return false;
}

/* ---- days ------------------------------------------------------------------------------ */

static enum ws_status check_days(const struct check *check, struct ws_error *err)
{
    const struct ws_scenario *scenario = check->scenario;
    struct scenario_edit *edit = check->edit;
    const char *from = edit->text[TEXT_FROM] ? edit->text[TEXT_FROM] : scenario->from;
    const char *until = edit->text[TEXT_UNTIL] ? edit->text[TEXT_UNTIL] : scenario->until;
    const char *as_of = scenario->base->options->dated.as_of;
    if ((from && !options_parse_date(from)) || (until && !options_parse_date(until)))
        return scenario_fail(scenario, edit, WS_BAD_DATA, err,
                             "from or until is no day YYYY-MM-DD");
    if (from && until && strcmp(from, until) > 0)
        return scenario_fail(scenario, edit, WS_BAD_DATA, err, "until (%s) is before from (%s)",
                             until, from);
    if ((from || until) && !as_of[0])
        return scenario_fail(scenario, edit, WS_BAD_DATA, err,
                             "has days, and the run has none; give --as-of");
    edit->is_active = (!from || strcmp(from, as_of) <= 0) && (!until || strcmp(as_of, until) <= 0);
    return WS_OK;
}

/* What is closed already cannot be closed again on the same day. */
static enum ws_status check_twice(const struct check *check, enum scenario_text member,
                                  struct ws_error *err)
{
    const struct ws_scenario *scenario = check->scenario;
    const char *name = check->edit->text[member];
    for (size_t i = 0; name && check->edit->is_active && i < scenario->edit_count; i++) {
        const struct scenario_edit *other = &scenario->edits[i];
        if (other->kind == check->edit->kind && other->is_active && other->text[member] &&
            !strcmp(other->text[member], name))
            return scenario_fail(scenario, check->edit, WS_BAD_DATA, err,
                                 "%.80s is closed already (edit %" PRIu32 "); leave one out", name,
                                 other->number);
    }
    return WS_OK;
}

/* ---- places ------------------------------------------------------------------------------ */

/* Both numbers the other way round: a place in a municipality, and not as they stand. */
static enum ws_status check_axes(const struct check *check, struct ws_error *err)
{
    const struct scenario_edit *edit = check->edit;
    const struct run *base = check->scenario->base;
    double x = edit->value[NUMBER_LAT], y = edit->value[NUMBER_LON], x_m = 0.0, y_m = 0.0;
    bool is_degrees = !isnan(y), is_place = false;
    if (!is_degrees && isnan(edit->value[NUMBER_X]))
        return WS_OK;
    if (!base->zone_locator || locate_point(base->zone_locator, edit->x_m, edit->y_m) != WS_NONE)
        return WS_OK;
    if (is_degrees) {
        is_place = !io_place(base->io, x, y, &x_m, &y_m, NULL);
    } else {
        x_m = x = edit->value[NUMBER_Y];
        y_m = y = edit->value[NUMBER_X];
        is_place = !io_place_from(base->io, edit->text[TEXT_CRS], &x_m, &y_m, NULL);
    }
    if (!is_place || locate_point(base->zone_locator, x_m, y_m) == WS_NONE)
        return WS_OK;
    return scenario_fail(check->scenario, edit, WS_BAD_DATA, err,
                         "%s and %s look swapped: %s %.10g, %s %.10g lies in a municipality",
                         is_degrees ? "lon" : "x", is_degrees ? "lat" : "y",
                         is_degrees ? "lon" : "x", x, is_degrees ? "lat" : "y", y);
}

static enum ws_status check_place(const struct check *check, struct ws_error *err)
{
    struct scenario_edit *edit = check->edit;
    struct io *io = check->scenario->base->io;
    struct ws_error failure = {0};
    enum ws_status st = WS_OK;
    if (!isnan(edit->value[NUMBER_LON])) {
        st = io_place(io, edit->value[NUMBER_LON], edit->value[NUMBER_LAT], &edit->x_m, &edit->y_m,
                      &failure);
    } else if (!isnan(edit->value[NUMBER_X])) {
        edit->x_m = edit->value[NUMBER_X];
        edit->y_m = edit->value[NUMBER_Y];
        st = io_place_from(io, edit->text[TEXT_CRS], &edit->x_m, &edit->y_m, &failure);
    }
    if (st)
        return scenario_fail(check->scenario, edit, WS_BAD_DATA, err, "%s", failure.message);
    return check_axes(check, err);
}

/* ---- offices and providers ------------------------------------------------------------------ */

static enum ws_status check_new_id(const struct check *check, struct ws_error *err)
{
    const struct ws_scenario *scenario = check->scenario;
    const char *id = check->edit->text[TEXT_ID];
    bool is_taken =
        is_named(scenario->base->offices.id, scenario->base->offices.points.count, id) ||
        is_named(scenario->reserve->id, scenario->reserve->points.count, id);
    for (size_t i = 0; i < scenario->edit_count; i++) {
        const struct scenario_edit *other = &scenario->edits[i];
        is_taken |= other->kind != EDIT_ADD_CONTRACT && other->text[TEXT_ID] &&
                    !strcmp(other->text[TEXT_ID], id);
    }
    if (!is_taken)
        return WS_OK;
    return scenario_fail(scenario, check->edit, WS_BAD_DATA, err,
                         "id %.80s is that of another office; expected a new one", id);
}

static enum ws_status check_office(const struct check *check, struct ws_error *err)
{
    const struct offices *offices = &check->scenario->base->offices;
    const struct offices *reserve = check->scenario->reserve;
    const char *id = check->edit->text[TEXT_OFFICE];
    if (is_named(offices->id, offices->points.count, id))
        return WS_OK;
    if (is_named(reserve->id, reserve->points.count, id))
        return scenario_fail(check->scenario, check->edit, WS_BAD_DATA, err,
                             "office %.80s takes no part in the run (its state, or --eligible)",
                             id);
    const char *nearest = explain_nearest(offices->id, offices->points.count, id);
    const char *as_of = check->scenario->base->options->dated.as_of;
    if (!*as_of || !nearest)
        return fail(check, err, "office", id, nearest);
    return scenario_fail(check->scenario, check->edit, WS_NOT_FOUND, err,
                         "no such office \"%.80s\"; the nearest is \"%.80s\", of those that are "
                         "there on %s",
                         id, nearest, as_of);
}

/* Of somebody who has applied, or was refused. */
static enum ws_status check_applicant(const struct check *check, struct ws_error *err)
{
    const struct offices *reserve = check->scenario->reserve;
    const char *id = check->edit->text[TEXT_OFFICE];
    for (uint32_t i = 0; i < reserve->points.count; i++) {
        if (strcmp(reserve->id[i], id) != 0)
            continue;
        if (reserve->state[i] == SUPPLY_POTENTIAL)
            return WS_OK;
        return scenario_fail(check->scenario, check->edit, WS_BAD_DATA, err,
                             "office %.80s is %s; expected one that applied or was refused "
                             "(permit lets in whom --eligible leaves out)",
                             id, supply_name((enum supply_state)reserve->state[i]));
    }
    return fail(check, err, "office", id, explain_nearest(reserve->id, reserve->points.count, id));
}

static bool is_contractor(const struct run *base, const char *provider)
{
    const struct supplier *supplier = base->supplier;
    return supplier && supplier->has_contracts &&
           is_named(supplier->contracts.provider, supplier->contracts.count, provider);
}

static enum ws_status check_provider(const struct check *check, const struct offices *among,
                                     struct ws_error *err)
{
    const struct ws_scenario *scenario = check->scenario;
    const char *provider = check->edit->text[TEXT_PROVIDER];
    if (is_named(among->provider, among->provider_count, provider) ||
        is_contractor(scenario->base, provider))
        return WS_OK;
    for (size_t i = 0; i < scenario->edit_count; i++)
        if (scenario->edits[i].kind == EDIT_ADD_OFFICE &&
            !strcmp(scenario->edits[i].text[TEXT_PROVIDER], provider))
            return WS_OK;
    return fail(check, err, "provider", provider,
                explain_nearest(among->provider, among->provider_count, provider));
}

/* ---- types of providers ------------------------------------------------------------------------
 */

const struct column *scenario_type_column(const struct offices *offices, const char *name)
{
    static const char *const NAMES[] = {
        "provider_type",    "providertype",          "typ", "aktorstyp",
        "akt\xc3\xb6rstyp", "leverant\xc3\xb6rstyp", "type"};
    for (size_t i = 0; i < (name ? 1 : sizeof NAMES / sizeof *NAMES); i++)
        for (uint32_t c = 0; c < offices->column_count; c++)
            if (offices->columns[c].type == COLUMN_TEXT &&
                !strcasecmp(offices->columns[c].name, name ? name : NAMES[i]))
                return &offices->columns[c];
    return NULL;
}

bool scenario_is_type(const struct column *column, uint32_t row, const char *type)
{
    return column && column->text[row] && !strcasecmp(column->text[row], type);
}

static enum ws_status check_type(const struct check *check, struct ws_error *err)
{
    const struct offices *reserve = check->scenario->reserve;
    const char *type = check->edit->text[TEXT_TYPE], *name = check->edit->text[TEXT_COLUMN];
    const struct column *column = scenario_type_column(reserve, name);
    if (!column)
        return scenario_fail(check->scenario, check->edit, WS_NOT_FOUND, err,
                             "no column of the offices tells the type of providers%s%.60s; name "
                             "it with \"column\"",
                             name ? ": there is no text column " : "", name ? name : "");
    for (uint32_t i = 0; i < reserve->points.count; i++)
        if (scenario_is_type(column, i, type))
            return WS_OK;
    return fail(check, err, "provider_type", type,
                explain_nearest(column->text, reserve->points.count, type));
}

static enum ws_status check_permission(const struct check *check, struct ws_error *err)
{
    if (check->edit->text[TEXT_TYPE])
        return check_type(check, err);
    return check_provider(check, check->scenario->reserve, err);
}

/* ---- areas and contracts
 * -------------------------------------------------------------------------- */

/* A code, or a whole name, which becomes its code. */
static enum ws_status check_municipality(const struct check *check, char **text,
                                         struct ws_error *err)
{
    const struct zones *zones = &check->scenario->base->zones;
    for (uint32_t zone = 0; zone < zones->count; zone++) {
        if (!strcmp(zones->code[zone], *text))
            return WS_OK;
        if (strcmp(zones->name[zone], *text) != 0)
            continue;
        mem_free(*text);
        *text = mem_string(zones->code[zone]);
        return *text ? WS_OK : error_set(err, WS_NO_MEMORY, "no memory for a scenario");
    }
    return fail(check, err, "municipality", *text,
                explain_nearest(zones->code, zones->count, *text));
}

static enum ws_status check_membership(const struct check *check, struct ws_error *err)
{
    const struct supplier *supplier = check->scenario->base->supplier;
    if (supplier && supplier->area_of_zone)
        return check_municipality(check, &check->edit->text[TEXT_MUNICIPALITY], err);
    return scenario_fail(check->scenario, check->edit, WS_BAD_DATA, err,
                         "a municipality joins or leaves areas that are a table of municipalities "
                         "(--supplier-areas TABLE), not %s",
                         supplier && supplier->has_areas ? "polygons" : "areas that nobody gave");
}

static enum ws_status check_new_contract(const struct check *check,
                                         const struct contracts *contracts, struct ws_error *err)
{
    const struct ws_scenario *scenario = check->scenario;
    const char *id = check->edit->text[TEXT_ID];
    bool is_taken = id && is_named(contracts->id, contracts->count, id);
    for (size_t i = 0; id && i < scenario->edit_count; i++) {
        const struct scenario_edit *other = &scenario->edits[i];
        is_taken |= other->kind == EDIT_ADD_CONTRACT && other->text[TEXT_ID] &&
                    !strcmp(other->text[TEXT_ID], id);
    }
    if (!is_taken)
        return WS_OK;
    return scenario_fail(scenario, check->edit, WS_BAD_DATA, err,
                         "id %.80s is that of another contract; expected a new one", id);
}

/* The area most like it among those of the provider's contracts. */
static const char *nearest_area(const struct contracts *contracts, const char *provider,
                                const char *area)
{
    char **areas = mem_array(contracts->count, sizeof *areas);
    uint32_t count = 0;
    for (uint32_t i = 0; areas && i < contracts->count; i++)
        if (!strcmp(contracts->provider[i], provider))
            areas[count++] = contracts->area[i];
    const char *nearest = areas ? explain_nearest(areas, count, area) : NULL;
    mem_free(areas);
    return nearest;
}

static enum ws_status check_contract(const struct check *check, struct ws_error *err)
{
    const struct run *base = check->scenario->base;
    const struct supplier *supplier = base->supplier;
    struct scenario_edit *edit = check->edit;
    if (!supplier || !supplier->has_contracts)
        return scenario_fail(check->scenario, edit, WS_BAD_DATA, err,
                             "there are no contracts; "
                             "give --contracts");
    const struct contracts *contracts = &supplier->contracts;
    if (edit->kind == EDIT_ADD_CONTRACT)
        return check_new_contract(check, contracts, err);
    for (uint32_t i = 0; i < contracts->count; i++)
        if (edit->text[TEXT_CONTRACT]
                ? contracts->id[i] && !strcmp(contracts->id[i], edit->text[TEXT_CONTRACT])
                : !strcmp(contracts->provider[i], edit->text[TEXT_PROVIDER]) &&
                      !strcmp(contracts->area[i], edit->text[TEXT_AREA]))
            return WS_OK;
    if (edit->text[TEXT_CONTRACT])
        return fail(check, err, "contract", edit->text[TEXT_CONTRACT],
                    explain_nearest(contracts->id, contracts->count, edit->text[TEXT_CONTRACT]));
    if (is_named(contracts->provider, contracts->count, edit->text[TEXT_PROVIDER]))
        return fail(check, err, "area of that provider's contracts", edit->text[TEXT_AREA],
                    nearest_area(contracts, edit->text[TEXT_PROVIDER], edit->text[TEXT_AREA]));
    return fail(check, err, "provider of a contract", edit->text[TEXT_PROVIDER],
                explain_nearest(contracts->provider, contracts->count, edit->text[TEXT_PROVIDER]));
}

/* ---- roads and alternatives
 * --------------------------------------------------------------------------- */

static enum ws_status check_road(const struct check *check, struct ws_error *err)
{
    const struct run *base = check->scenario->base;
    double within_m = check->edit->value[NUMBER_WITHIN_M];
    double feature = check->edit->value[NUMBER_FEATURE];
    const char *why = NULL;
    if (!base->options->road_count)
        why = "there are no roads in a straight-line run";
    else if (base->own_sources)
        why = "a prepared network has no rows to take away; give the roads it was made from";
    else if (!isnan(within_m) && !(within_m > 0.0 && within_m <= 10000.0))
        why = "within_m is no number above 0 and at most 10000";
    else if (!isnan(feature) && (feature < 0.0 || feature > 9e15 || floor(feature) < feature))
        why = "feature is no whole number; expected the number of a row of the roads";
    else if (!isnan(feature) && base->options->road_count > 1)
        why = "a feature number is not enough where roads come from several sources; give a place";
    return why ? scenario_fail(check->scenario, check->edit, WS_BAD_DATA, err, "%s", why) : WS_OK;
}

static enum ws_status check_service(const struct check *check, struct ws_error *err)
{
    if (!check->edit->flag[FLAG_LAW_CHANGE])
        return scenario_fail(check->scenario, check->edit, WS_BAD_DATA, err,
                             "a municipality in the place of the other providers needs another "
                             "law; say \"law_change\": true");
    enum ws_status st = check_municipality(check, &check->edit->text[TEXT_MUNICIPALITY], err);
    for (size_t i = 0; !st && i < check->scenario->edit_count; i++) {
        const struct scenario_edit *other = &check->scenario->edits[i];
        if (other->kind == EDIT_MUNICIPAL_SERVICE &&
            !strcmp(other->text[TEXT_MUNICIPALITY], check->edit->text[TEXT_MUNICIPALITY]))
            st = scenario_fail(check->scenario, check->edit, WS_BAD_DATA, err,
                               "municipality %s has a service already (edit %" PRIu32 ")",
                               other->text[TEXT_MUNICIPALITY], other->number);
    }
    return st ? st : check_new_id(check, err);
}

static enum ws_status check_inquiry(const struct check *check, struct ws_error *err)
{
    struct scenario_words *list = &check->edit->list[LIST_MUNICIPALITIES];
    enum ws_status st = WS_OK;
    for (uint32_t i = 0; !st && i < list->count; i++)
        st = check_municipality(check, &list->items[i], err);
    return st;
}

static enum ws_status check_authorisation(const struct check *check, struct ws_error *err)
{
    const struct scenario_edit *edit = check->edit;
    double factor = edit->value[NUMBER_FACTOR], base_sek = edit->value[NUMBER_BASE_SEK];
    const char *why = NULL;
    if (!check->scenario->base->options->dated.scheme[0])
        why = "schemes accept the provider or not, and the run has none; give --scheme";
    else if (!isnan(factor) && !(factor > 0.0 && factor <= 1.0))
        why = "factor is no number above 0 and at most 1";
    else if (!isnan(base_sek) && !(base_sek >= 0.0 && base_sek < 1e12))
        why = "base_sek is no number of SEK from 0 to 1e12";
    else if (!isnan(base_sek) && !edit->text[TEXT_BASE_NAME])
        why = "base_sek without base_name: of what is it the sum?";
    if (why)
        return scenario_fail(check->scenario, edit, WS_BAD_DATA, err, "%s", why);
    return check_provider(check, check->scenario->reserve, err);
}

enum ws_status scenario_check(const struct ws_scenario *scenario, struct scenario_edit *edit,
                              struct ws_error *err)
{
    struct check check = {scenario, edit};
    enum ws_status st = check_days(&check, err);
    if (!st)
        st = check_place(&check, err);
    if (st)
        return st;
    switch (edit->kind) {
    case EDIT_ADD_OFFICE:
    case EDIT_LOCAL_OFFICE:
        st = check_new_id(&check, err);
        if (!st && edit->text[TEXT_MUNICIPALITY])
            st = check_municipality(&check, &edit->text[TEXT_MUNICIPALITY], err);
        return st;
    case EDIT_MOVE_OFFICE:
        return check_office(&check, err);
    case EDIT_CLOSE_OFFICE:
        st = check_twice(&check, TEXT_OFFICE, err);
        return st ? st : check_office(&check, err);
    case EDIT_APPROVE_OFFICE:
        return check_applicant(&check, err);
    case EDIT_CLOSE_PROVIDER:
        st = check_twice(&check, TEXT_PROVIDER, err);
        return st ? st : check_provider(&check, &scenario->base->offices, err);
    case EDIT_PERMIT:
    case EDIT_FORBID:
        return check_permission(&check, err);
    case EDIT_JOIN_AREA:
    case EDIT_LEAVE_AREA:
        return check_membership(&check, err);
    case EDIT_ADD_CONTRACT:
        return check_contract(&check, err);
    case EDIT_CLOSE_CONTRACT:
        st = check_twice(&check, TEXT_CONTRACT, err);
        return st ? st : check_contract(&check, err);
    case EDIT_CLOSE_ROAD:
        return check_road(&check, err);
    case EDIT_MUNICIPAL_SERVICE:
        return check_service(&check, err);
    case EDIT_INQUIRY:
        return check_inquiry(&check, err);
    default:
        return check_authorisation(&check, err);
    }
}
