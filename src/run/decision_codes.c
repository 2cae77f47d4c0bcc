/* What a policy says in vain: codes that no zone has, amounts that nobody reads. */
#include "run/decision.h"
#include "run/run.h"
#include "run/supplier.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static bool has_zone(const struct zones *zones, const char *code)
{
    for (uint32_t zone = 0; zone < zones->count; zone++)
        if (!strcmp(zones->code[zone], code))
            return true;
    return false;
}

/* Codes that no zone has decide nothing, and are told. */
static enum ws_status check_code(struct run *run, const char *key, const char *code,
                                 struct ws_error *err)
{
    char feature[96];
    struct place place = {.role = ws_role_name(WS_ROLE_POLICY),
                          .file = run->options->source[WS_ROLE_POLICY].given,
                          .feature = feature};
    if (has_zone(&run->zones, code) || (run->supplier && has_zone(&run->supplier->zones, code)))
        return WS_OK;
    snprintf(feature, sizeof feature, "%s: %.64s", key, code);
    return warnings_add(&run->warnings, place, "decides nothing", err,
                        "no municipality or supplier area has this code");
}

/* Pilots and cities of a map that shows a part of the country: told once. */
static enum ws_status check_all(struct run *run, const char *key, char *const *codes,
                                uint32_t count, struct ws_error *err)
{
    struct place place = {.role = ws_role_name(WS_ROLE_POLICY),
                          .file = run->options->source[WS_ROLE_POLICY].given,
                          .feature = key};
    uint32_t lacking = 0, first = 0;
    for (uint32_t i = count; i-- > 0;)
        if (!has_zone(&run->zones, codes[i])) {
            lacking++;
            first = i;
        }
    if (!lacking)
        return WS_OK;
    return warnings_add(&run->warnings, place, "the table 'pilots' goes without them", err,
                        "%" PRIu32 " of %" PRIu32 " codes are no municipality here, \"%.64s\" "
                        "the first of them",
                        lacking, count, codes[first]);
}

static enum ws_status tell(struct run *run, const char *key, const char *effect, const char *what,
                           struct ws_error *err)
{
    struct place place = {.role = ws_role_name(WS_ROLE_POLICY),
                          .file = run->options->source[WS_ROLE_POLICY].given,
                          .feature = key};
    return warnings_add(&run->warnings, place, effect, err, "%s", what);
}

/* Amounts that stand there and are not read, or move nothing. */
static enum ws_status check_amounts(struct run *run, struct ws_error *err)
{
    const struct policy *policy = &run->decision->policy;
    enum ws_status st = WS_OK;
    for (int id = POLICY_BASE_PAY; !st && id <= POLICY_RESULT_SHARE; id++)
        if (policy->values[id].is_known && policy->values[POLICY_INCOME].is_known)
            st = tell(run, policy->values[id].name, "not read",
                      "income is told, and what would make it up as well; leave one of them out",
                      err);
    for (uint32_t i = 0; !st && i < policy->line_count; i++)
        if (!strcmp(policy->lines[i].payer, policy->lines[i].gainer))
            st = tell(run, policy->lines[i].name, "moves nothing",
                      "payer and gainer of the transfer are the same", err);
    return st;
}

enum ws_status decision_check_codes(struct run *run, struct ws_error *err)
{
    const struct policy *policy = &run->decision->policy;
    const struct ws_options *options = run->options;
    enum ws_status st = check_amounts(run, err);
    bool lacks_areas =
        options->is_given[WS_ROLE_SUPPLIER_AREAS] && !(run->supplier && run->supplier->has_areas);
    if (!(run->made & RUN_HAS_ZONES) || lacks_areas) /* a check goes on without them */
        return st;
    for (uint32_t i = 0; !st && i < policy->offer_count; i++)
        st = check_code(run, "offers", policy->offers[i], err);
    for (uint32_t i = 0; !st && i < policy->override_count; i++)
        st = check_code(run, "routes", policy->overrides[i].code, err);
    if (!st)
        st = check_all(run, "pilots", policy->pilots, policy->pilot_count, err);
    if (!st)
        st = check_all(run, "metropolitan", policy->metropolitan, policy->metropolitan_count, err);
    return st;
}
