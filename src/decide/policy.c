/* The built-in policy and the dated value limits. */
#include "decide/policy.h"

#include "base/fixed.h"
#include "base/mem.h"

#include <stdio.h>
#include <string.h>

#define MILLION UINT64_C(1000000)
#define MOST_SEK (UINT64_C(10000000000) * MILLION)

static const struct {
    const char *name, *unit, *when_unknown;
    uint64_t most;
} KEYS[POLICY_VALUES] = {
    [POLICY_CHOICE] = {"choice", "providers", "", 16 * MILLION},
    [POLICY_FIXED_COST] = {"fixed_cost", "SEK per year and staffed point", "no amount is told",
                           MOST_SEK},
    [POLICY_INCOME] = {"income", "SEK per participant", "no amount is told", MOST_SEK},
    [POLICY_BASE_PAY] = {"base_pay", "SEK per participant and day", "no amount is told", MOST_SEK},
    [POLICY_DAYS] = {"days", "days of a participant", "no amount is told", 10000 * MILLION},
    [POLICY_RESULT_PAY] = {"result_pay", "SEK per result", "no amount is told", MOST_SEK},
    [POLICY_RESULT_SHARE] = {"result_share", "share of the participants with a result",
                             "no amount is told", MILLION},
    [POLICY_VARIABLE_COST] = {"variable_cost", "SEK per participant", "no amount is told",
                              MOST_SEK},
    [POLICY_TAPER] = {"taper", "share of the margin left to the provider", "", MILLION - 1},
    [POLICY_CAP] = {"cap", "SEK per area and year", "no cap", MOST_SEK},
    [POLICY_BUDGET] = {"budget", "SEK per year", "no budget", MOST_SEK},
    [POLICY_LOT_VOLUME] = {"lot_volume", "participants per year", "none but break-even", MOST_SEK},
    [POLICY_LOT_TRAVEL] = {"lot_travel", "km by road from middle to middle; runs by distance",
                           "no limit", 2000 * MILLION},
    [POLICY_LOT_TRAVEL_TIME] = {"lot_travel_time", "minutes from middle to middle; runs by time",
                                "no limit", 2000 * MILLION},
    [POLICY_TERM] = {"term", "years, options and extensions included", "no value is told",
                     100 * MILLION},
    [POLICY_DIRECT_AWARD_LIMIT] = {"direct_award_limit", "SEK without VAT",
                                   "the dated table decides", MOST_SEK},
    [POLICY_PARTICIPANT_SHARE] = {"participant_share",
                                  "share of the registered unemployed, per year",
                                  "participants come from contracts alone", MILLION},
    [POLICY_NETWORK_SHARE] = {"network_share", "share of the people, the whole country",
                              "0 to 1 where no area tells its own", MILLION},
    [POLICY_ABILITY_SHARE] = {"ability_share", "share of the people, the whole country",
                              "0 to 1 where no area tells its own", MILLION},
    [POLICY_VISITS] = {"visits", "visits per person and year", "visits are not judged",
                       1000 * MILLION},
    [POLICY_VISIT_CAPACITY] = {"visit_capacity", "visits per year, the whole country",
                               "visits are not judged", MOST_SEK},
    [POLICY_VISIT_COST] = {"visit_cost", "SEK per visit", "no amount is told", MOST_SEK},
    [POLICY_MOVED_BY] = {"moved_by", "km or minutes, as the limits", "", 100000 * MILLION},
    [POLICY_ASSISTANCE] = {"assistance", "SEK per person without a provider and year",
                           "no amount is told", MOST_SEK},
    [POLICY_ASSISTANCE_SHARE] = {"assistance_share", "share of the persons without a provider",
                                 "all of them are counted", MILLION},
    [POLICY_PEERS] = {"peers", "comparable places listed of each", "none is listed", 20 * MILLION},
};

const struct policy_limits policy_limit_rows[] = {
    {"2018-01-01", "2019-12-31", 1365782, 7113450, 586907, 586907, "V"},
    {"2020-01-01", "2021-12-31", 1427377, 7701675, 615312, 615312, "V"},
    {"2022-01-01", "2022-01-31", 1456476, 7802550, 626284, 626284, "R"},
    {"2022-02-01", "2023-12-31", 1456476, 7802550, 700000, 7802550, "V"},
    {"2024-01-01", "2025-12-31", 1546202, 8109450, 700000, 8109450, "V"},
};
const uint32_t policy_limit_count = sizeof policy_limit_rows / sizeof *policy_limit_rows;

static void propose(struct policy_value *value, uint64_t micro, const char *source)
{
    value->is_known = true;
    value->low = value->mid = value->high = micro;
    snprintf(value->mark, sizeof value->mark, "P");
    snprintf(value->source, sizeof value->source, "%s", source);
}

void policy_init(struct policy *policy)
{
    *policy = (struct policy){.is_social = true};
    for (size_t i = 0; i < POLICY_VALUES; i++) {
        struct policy_value *value = &policy->values[i];
        value->name = KEYS[i].name;
        value->unit = KEYS[i].unit;
        value->when_unknown = KEYS[i].when_unknown;
        value->most = KEYS[i].most;
        snprintf(value->mark, sizeof value->mark, "N");
    }
    propose(&policy->values[POLICY_CHOICE], 3 * MILLION,
            "a proposal: three providers are a real choice");
    propose(&policy->values[POLICY_TAPER], 0, "a proposal: full top-up");
    propose(&policy->values[POLICY_LOT_TRAVEL], 50 * MILLION, "a proposal: one day's round");
    propose(&policy->values[POLICY_LOT_TRAVEL_TIME], 45 * MILLION, "a proposal: one day's round");
    propose(&policy->values[POLICY_MOVED_BY], 10 * MILLION, "a proposal: ten more are a burden");
}

static void free_texts(char **texts, uint32_t count)
{
    for (uint32_t i = 0; texts && i < count; i++)
        mem_free(texts[i]);
    mem_free(texts);
}

void policy_release(struct policy *policy)
{
    if (!policy)
        return;
    free_texts(policy->offers, policy->offer_count);
    for (uint32_t i = 0; policy->overrides && i < policy->override_count; i++) {
        mem_free(policy->overrides[i].code);
        mem_free(policy->overrides[i].route);
        mem_free(policy->overrides[i].reason);
    }
    free_texts(policy->closures, policy->closure_count);
    free_texts(policy->pilots, policy->pilot_count);
    free_texts(policy->metropolitan, policy->metropolitan_count);
    mem_free(policy->overrides);
    mem_free(policy->bands);
    mem_free(policy->permissions);
    mem_free(policy->lines);
    *policy = (struct policy){0};
}

uint64_t policy_times(uint64_t a_micro, uint64_t b_micro)
{
    if (b_micro && a_micro / WS_MICRO >= UINT64_MAX / b_micro)
        return UINT64_MAX;
    return fixed_mul_div(a_micro, b_micro, WS_MICRO);
}

uint64_t policy_value_at(const struct policy_value *value, enum policy_bound bound)
{
    return bound == POLICY_LOW ? value->low : bound == POLICY_HIGH ? value->high : value->mid;
}

static bool income_at(uint64_t *income_micro, const struct policy *policy, enum policy_bound bound)
{
    const struct policy_value *of = policy->values;
    if (of[POLICY_INCOME].is_known) {
        *income_micro = policy_value_at(&of[POLICY_INCOME], bound);
        return true;
    }
    for (int id = POLICY_BASE_PAY; id <= POLICY_RESULT_SHARE; id++)
        if (!of[id].is_known)
            return false;
    uint64_t base_micro = policy_times(policy_value_at(&of[POLICY_BASE_PAY], bound),
                                       policy_value_at(&of[POLICY_DAYS], bound));
    uint64_t result_micro = policy_times(policy_value_at(&of[POLICY_RESULT_PAY], bound),
                                         policy_value_at(&of[POLICY_RESULT_SHARE], bound));
    *income_micro = fixed_add_bound(base_micro, result_micro);
    return true;
}

bool policy_income(uint64_t *income_micro, const struct policy *policy)
{
    return income_at(income_micro, policy, POLICY_MID);
}

bool policy_margin_at(uint64_t *margin_micro, const struct policy *policy, enum policy_bound bound)
{
    static const enum policy_bound TURNED[] = {POLICY_HIGH, POLICY_MID, POLICY_LOW};
    const struct policy_value *cost = &policy->values[POLICY_VARIABLE_COST];
    uint64_t income_micro;
    if (!income_at(&income_micro, policy, bound) || !cost->is_known)
        return false;
    uint64_t cost_micro = policy_value_at(cost, TURNED[bound]);
    *margin_micro = income_micro > cost_micro ? income_micro - cost_micro : 0;
    return true;
}

bool policy_margin(uint64_t *margin_micro, const struct policy *policy)
{
    return policy_margin_at(margin_micro, policy, POLICY_MID);
}

const struct policy_limits *policy_limits_on(const char *date)
{
    for (uint32_t i = 0; i < policy_limit_count; i++)
        if (strcmp(date, policy_limit_rows[i].from) >= 0 &&
            strcmp(date, policy_limit_rows[i].until) <= 0)
            return &policy_limit_rows[i];
    return NULL;
}

bool policy_direct_limit(uint64_t *limit_micro, const struct policy *policy)
{
    const struct policy_value *own = &policy->values[POLICY_DIRECT_AWARD_LIMIT];
    const struct policy_limits *row = policy_limits_on(policy->begun);
    if (!own->is_known && !row)
        return false;
    *limit_micro =
        own->is_known ? own->mid : (policy->is_social ? row->direct_social : row->direct) * MILLION;
    return true;
}

bool policy_has_agreements(const char *date)
{
    return strcmp(date, "2022-12-01") >= 0;
}

static bool is_in_force(const struct policy_permission *row, const char *day)
{
    return (!row->from[0] || strcmp(row->from, day) <= 0) &&
           (!row->to[0] || strcmp(day, row->to) <= 0);
}

enum policy_word policy_permits_remote(const struct policy *policy, const char *scheme,
                                       const char *day)
{
    enum policy_word word = policy->has_permissions ? POLICY_NO : POLICY_NOT_KNOWN;
    for (uint32_t i = 0; i < policy->permission_count; i++) {
        const struct policy_permission *row = &policy->permissions[i];
        if (row->scheme[0] && scheme[0] && strcmp(row->scheme, scheme) != 0)
            continue;
        bool is_dated = row->from[0] || row->to[0];
        if ((!day[0] && is_dated) || (row->scheme[0] && !scheme[0]))
            word = POLICY_NOT_KNOWN;
        else if (is_in_force(row, day))
            return POLICY_YES;
    }
    return word;
}

bool policy_is_route(const char *route)
{
    static const char *const ROUTES[] = {"LOV",          "LOV_ALLOWANCE", "LOU",
                                         "DIRECT_AWARD", "AGREEMENT",     "AUTHORISATION",
                                         "IN_HOUSE",     "REMOTE_VISITS", "TRIAL"};
    for (size_t i = 0; i < sizeof ROUTES / sizeof *ROUTES; i++)
        if (!strcmp(ROUTES[i], route))
            return true;
    return false;
}
