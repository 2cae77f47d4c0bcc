/* What an edit names and nobody knows: told, and done all the same, since a scenario may
 * be about somebody new. */
#include "run/scenario.h"

#include "run/explain.h"
#include "run/supplier.h"

#include <inttypes.h>
#include <string.h>

static bool is_among(char *const *names, uint32_t count, const char *name)
{
    for (uint32_t i = 0; i < count; i++)
        if (!strcmp(names[i], name))
            return true;
    return false;
}

/* ---- areas ----------------------------------------------------------------------------- */

/* Of the base; areas are known by code or name, municipalities by code. */
static enum ws_status tell_area(struct scenario_outcome *out, const struct run *base,
                                const struct scenario_edit *edit, const char *effect,
                                struct ws_error *err)
{
    const struct zones *zones = base->supplier->has_areas ? &base->supplier->zones : &base->zones;
    const char *area = edit->text[TEXT_AREA];
    if (is_among(zones->code, zones->count, area) ||
        (base->supplier->has_areas && is_among(zones->name, zones->count, area)))
        return WS_OK;
    const char *nearest = explain_nearest(zones->code, zones->count, area);
    return scenario_note(out, err,
                         "edit %" PRIu32 " (%s): %s \"%.80s\" is %s; the nearest is \"%.80s\"",
                         edit->number, scenario_kind_name(edit->kind),
                         base->supplier->has_areas ? "area" : "municipality code", area, effect,
                         nearest ? nearest : "");
}

/* ---- providers --------------------------------------------------------------------------- */

/* The known provider that looks like this name and is written otherwise. */
static const char *find_alike(const struct run *base, const char *provider)
{
    const struct contracts *contracts = &base->supplier->contracts;
    const char *alike =
        supplier_alike(base->offices.provider, base->offices.provider_count, provider);
    return alike ? alike : supplier_alike(contracts->provider, contracts->count, provider);
}

static enum ws_status tell_provider(struct scenario_outcome *out, const struct run *base,
                                    const struct scenario_edit *edit, struct ws_error *err)
{
    const struct contracts *contracts = &base->supplier->contracts;
    const char *provider = edit->text[TEXT_PROVIDER], *kind = scenario_kind_name(edit->kind);
    if (is_among(base->offices.provider, base->offices.provider_count, provider) ||
        is_among(contracts->provider, contracts->count, provider))
        return WS_OK;
    const char *alike = find_alike(base, provider);
    if (alike)
        return scenario_note(out, err,
                             "edit %" PRIu32 " (%s): provider \"%.80s\" looks like \"%.80s\"; they "
                             "count as two",
                             edit->number, kind, provider, alike);
    if (edit->kind != EDIT_ADD_CONTRACT) /* somebody new with an office is what it is for */
        return WS_OK;
    return scenario_note(out, err,
                         "edit %" PRIu32 " (%s): provider \"%.80s\" has no office and no other "
                         "contract",
                         edit->number, kind, provider);
}

/* ---- schemes ----------------------------------------------------------------------------- */

static enum ws_status tell_schemes(struct scenario_outcome *out, const struct run *base,
                                   const struct scenario_edit *edit, struct ws_error *err)
{
    const struct scenario_words *schemes = &edit->list[LIST_SCHEMES];
    const char *scheme = base->options->dated.scheme;
    if (is_among(schemes->items, schemes->count, scheme))
        return WS_OK;
    return scenario_note(out, err,
                         "edit %" PRIu32
                         " (%s): %.80s is authorised for %.80s%s and not for %.60s, "
                         "the scheme of the run: it counts nowhere in it",
                         edit->number, scenario_kind_name(edit->kind), edit->text[TEXT_PROVIDER],
                         schemes->items[0], schemes->count > 1 ? " ..." : "", scheme);
}

enum ws_status scenario_doubts(struct scenario_outcome *out, const struct ws_scenario *scenario,
                               const struct scenario_edit *edit, struct ws_error *err)
{
    const struct run *base = scenario->base;
    enum ws_status st = WS_OK;
    switch (edit->kind) {
    case EDIT_JOIN_AREA:
        return tell_area(out, base, edit, "new: nobody was in it", err);
    case EDIT_ADD_CONTRACT:
        st = tell_area(out, base, edit, "on no map: the contract counts nowhere", err);
        return st ? st : tell_provider(out, base, edit, err);
    case EDIT_ADD_OFFICE:
    case EDIT_MUNICIPAL_SERVICE:
        return tell_provider(out, base, edit, err);
    case EDIT_AUTHORISATION:
        return tell_schemes(out, base, edit, err);
    default:
        return WS_OK;
    }
}
