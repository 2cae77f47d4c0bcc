/* Classes, flags and the rules (a) to (f), in order. */
#include "decide/findings.h"

#include "base/fixed.h"
#include "decide/decide.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const FLAGS[FINDING_FLAGS] = {"neighbour_only", "closed_to_new", "ending",
                                                 "at_risk",        "no_data",       "remote_only"};

unsigned findings_flags(const struct finding_place *place)
{
    unsigned flags = 0;
    if (place->provider_count == WS_NONE)
        flags |= FINDING_NO_DATA;
    else if (place->provider_count && !place->office_count)
        flags |= FINDING_NEIGHBOUR_ONLY;
    if (place->supply_count && !place->taking_count)
        flags |= FINDING_CLOSED_TO_NEW;
    if (place->taking_count && place->ending_count == place->taking_count)
        flags |= FINDING_ENDING;
    if (place->contract_count && place->risky_count == place->contract_count)
        flags |= FINDING_AT_RISK;
    if (place->is_remote_only)
        flags |= FINDING_REMOTE_ONLY;
    return flags;
}

void findings_flags_text(char out[96], unsigned flags)
{
    size_t used = 0;
    out[0] = '\0';
    for (unsigned i = 0; i < FINDING_FLAGS; i++)
        if (flags & 1u << i)
            used += (size_t)snprintf(out + used, 96 - used, "%s%s", used ? ", " : "", FLAGS[i]);
}

static double units(uint64_t micro)
{
    return (double)micro / WS_MICRO;
}

static void propose(struct finding *out, char rule, const char *route)
{
    out->rule = rule;
    out->route = route;
}

static uint32_t choice_of(const struct policy *policy)
{
    return (uint32_t)(policy->values[POLICY_CHOICE].mid / WS_MICRO);
}

/* How many providers break even, up to k: what rules b to d ask. */
static uint32_t viable_up_to(const struct allowance_terms *terms, uint64_t n_micro, uint32_t most)
{
    uint32_t viable = 0;
    (void)allowance_viable(&viable, terms, n_micro);
    return viable < most ? viable : most;
}

/* b and c; false: nobody breaks even, or nobody is there. */
static bool judge_market(struct finding *out, uint32_t count, uint32_t choice)
{
    if (count >= choice)
        propose(out, 'b', "LOV");
    else if (count >= 1)
        propose(out, 'c', "LOV_ALLOWANCE");
    return count >= 1;
}

uint64_t findings_lot_volume(const struct policy *policy)
{
    const struct policy_value *volume = &policy->values[POLICY_LOT_VOLUME];
    struct allowance_terms terms = allowance_terms(policy);
    uint64_t least = volume->is_known ? volume->mid : 0, even = 0;
    bool is_endless =
        terms.is_known && (!terms.margin_micro ||
                           terms.fixed_micro / terms.margin_micro >= WS_UNBOUNDED / WS_MICRO - 1);
    if (is_endless)
        return WS_UNBOUNDED;
    if (terms.is_known)
        even = fixed_mul_div_up(terms.fixed_micro, WS_MICRO, terms.margin_micro);
    return even > least ? even : least;
}

static bool judge_lot(struct finding *out, const struct finding_place *place,
                      const struct policy *policy)
{
    uint64_t least_micro = findings_lot_volume(policy);
    if (place->is_way_unknown) {
        out->is_candidate = true;
        sentence_put(&out->why, SAY_WAYS_NOT_MEASURED);
        return false;
    }
    if (!place->neighbour_count) {
        sentence_put(&out->why, SAY_NO_NEIGHBOUR);
        return false;
    }
    if (place->neighbour_micro == WS_UNBOUNDED) {
        out->is_candidate = true;
        propose(out, 'd', "LOU");
        sentence_put(&out->why, SAY_NEIGHBOURS_NOT_KNOWN);
        return true;
    }
    uint64_t together = fixed_add_bound(place->participants_micro, place->neighbour_micro);
    SENTENCE_ADD(&out->why, SAY_WITH_NEIGHBOURS, SAY_WHOLE(place->neighbour_count),
                 SAY_REAL(units(together)));
    if (least_micro == WS_UNBOUNDED)
        sentence_put(&out->why, SAY_LOT_NEEDS_TOO_MUCH);
    else
        SENTENCE_ADD(&out->why, SAY_LOT_NEEDS, SAY_REAL(units(least_micro)));
    if (together < least_micro)
        return false;
    propose(out, 'd', "LOU");
    return true;
}

static bool offers_agreement(const struct finding_place *place, const struct policy *policy)
{
    for (uint32_t i = 0; i < policy->offer_count; i++)
        if (!strcmp(policy->offers[i], place->code))
            return policy_has_agreements(policy->begun);
    return false;
}

/* e: by value, when both it and the limit of the day are known. */
static bool judge_value(struct finding *out, const struct finding_place *place,
                        const struct policy *policy)
{
    const struct policy_value *term = &policy->values[POLICY_TERM];
    uint64_t limit_micro, income_micro;
    if (offers_agreement(place, policy)) {
        propose(out, 'e', "AGREEMENT");
        sentence_put(&out->why, SAY_OFFERS_AGREEMENT);
        return true;
    }
    if (!policy_direct_limit(&limit_micro, policy)) {
        SENTENCE_ADD(&out->why, policy->begun[0] ? SAY_NO_DIRECT_LIMIT_DAY : SAY_NO_DIRECT_LIMIT,
                     SAY_TEXT(policy->begun));
        return false;
    }
    if (!term->is_known || !policy_income(&income_micro, policy)) {
        sentence_put(&out->why, SAY_NO_VALUE);
        return false;
    }
    double value = units(policy_times(place->participants_micro, income_micro)) * units(term->mid);
    bool is_below = value < units(limit_micro);
    SENTENCE_ADD(&out->why, SAY_VALUE_AND_LIMIT, SAY_SEK(value), SAY_SEK(units(limit_micro)));
    if (is_below)
        propose(out, 'e', "DIRECT_AWARD");
    return is_below;
}

/* Amounts and participants are known. */
static void judge_volume(struct finding *out, const struct finding_place *place,
                         const struct policy *policy, const struct allowance_terms *terms)
{
    uint32_t choice = choice_of(policy);
    uint32_t viable = viable_up_to(terms, place->participants_micro, choice);
    double even = allowance_break_even(terms);
    SENTENCE_ADD(&out->why, SAY_VOLUME, SAY_REAL(units(place->participants_micro)));
    SENTENCE_ADD(&out->why, isnan(even) ? SAY_NO_BREAK_EVEN : SAY_BREAK_EVEN, SAY_REAL(even));
    SENTENCE_ADD(&out->why, viable == choice ? SAY_VIABLE_AT_LEAST : SAY_VIABLE, SAY_WHOLE(viable),
                 SAY_WHOLE(choice));
    if (viable_up_to(terms, place->participants_low, choice) != viable ||
        viable_up_to(terms, place->participants_high, choice) != viable) {
        out->is_candidate = true;
        SENTENCE_ADD(&out->why, SAY_ANOTHER_WITH, SAY_REAL(units(place->participants_low)),
                     SAY_REAL(units(place->participants_high)));
    }
    if (judge_market(out, viable, choice) || judge_lot(out, place, policy) ||
        judge_value(out, place, policy))
        return;
    propose(out, 'f', place->is_remote_off ? "IN_HOUSE" : "REMOTE_VISITS");
    sentence_put(&out->why, place->is_remote_off ? SAY_REMOTE_OFF : SAY_OR_IN_HOUSE);
}

static void judge_count(struct finding *out, const struct finding_place *place,
                        const struct policy *policy, bool has_terms)
{
    uint32_t choice = choice_of(policy);
    out->is_candidate = true;
    SENTENCE_ADD(&out->why, SAY_CANDIDATE_COUNT, SAY_WHOLE(place->provider_count),
                 SAY_WHOLE(choice));
    sentence_put(&out->why, has_terms ? SAY_NO_PARTICIPANTS : SAY_NO_TERMS);
    if (!judge_market(out, place->provider_count, choice))
        propose(out, 'd', "LOU");
}

/* What somebody decided stands, beside what the rules say. */
static void override(struct finding *out, const struct finding_place *place,
                     const struct policy *policy)
{
    for (uint32_t i = 0; i < policy->override_count; i++) {
        const struct policy_override *row = &policy->overrides[i];
        char reason[161], rule[2] = {out->rule, '\0'};
        if (strcmp(row->code, place->code) != 0)
            continue;
        const struct sentence rules = out->why;
        snprintf(reason, sizeof reason, "%s", row->reason);
        out->why = (struct sentence){0};
        SENTENCE_ADD(&out->why, out->route ? SAY_DECIDED : SAY_DECIDED_AGAINST_NONE,
                     SAY_TEXT(reason), SAY_TEXT(rule), SAY_WORD(out->route ? out->route : ""));
        sentence_join(&out->why, &rules);
        out->route = row->route;
        out->is_override = true;
        return;
    }
}

void findings_judge(struct finding *out, const struct finding_place *place,
                    const struct policy *policy)
{
    struct allowance_terms terms = allowance_terms(policy);
    *out = (struct finding){.flags = findings_flags(place), .rule = 'a'};
    out->has_class = place->provider_count != WS_NONE;
    if (!out->has_class) {
        sentence_put(&out->why, SAY_NO_PROVIDER_COUNT);
    } else {
        out->class_id = classify_choice(place->provider_count);
        if (terms.is_known && place->participants_micro != WS_UNBOUNDED)
            judge_volume(out, place, policy, &terms);
        else
            judge_count(out, place, policy, terms.is_known);
    }
    override(out, place, policy);
}
