/* Alternatives of one place: persons, choice, cost, limit, risk. */
#include "decide/alternatives.h"

#include "base/fixed.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

struct situation {
    const struct finding_place *place;
    const struct policy *policy;
    struct allowance_terms terms;
    uint64_t uncovered_micro;
    const struct remote_answer *remote;
};

static const struct {
    const char *name, *risk;
} WORDS[ALTERNATIVES] = {
    [ALTERNATIVE_BASELINE] = {"baseline", "who has no provider stays without"},
    [ALTERNATIVE_ALLOWANCE] = {"LOV_ALLOWANCE",
                               "the single provider leaves; overpaid when participants rise"},
    [ALTERNATIVE_LOT] = {"LOU", "no tender comes in; one provider for the whole term"},
    [ALTERNATIVE_DIRECT_AWARD] = {"DIRECT_AWARD", "no competition; one provider"},
    [ALTERNATIVE_AGREEMENT] = {"AGREEMENT",
                               "a municipality performs: cost-price principle and unequal "
                               "competition; ask for its full cost"},
    [ALTERNATIVE_REMOTE] = {"REMOTE_VISITS",
                            "people without digital means; covers nobody within the limit"},
    [ALTERNATIVE_IN_HOUSE] = {"IN_HOUSE", "who controls performs; no choice is added"},
};

/* ---- cost ---------------------------------------------------------------------------- */

/* F - n m, never below 0. */
static uint64_t shortfall(const struct allowance_terms *terms, uint64_t n_micro)
{
    uint64_t income = policy_times(n_micro, terms->margin_micro);
    return terms->fixed_micro > income ? terms->fixed_micro - income : 0;
}

static uint64_t amount(const struct situation *of, enum alternative_id id, uint64_t n_micro)
{
    if (id != ALTERNATIVE_ALLOWANCE)
        return of->terms.is_known ? shortfall(&of->terms, n_micro) : WS_UNBOUNDED;
    return of->terms.is_known || of->terms.band_count ? allowance_amount(&of->terms, n_micro)
                                                      : WS_UNBOUNDED;
}

/* Bands may rise with participants: the lowest and the highest of three. */
static void cost_of_point(struct alternative *out, const struct situation *of,
                          enum alternative_id id)
{
    const struct finding_place *place = of->place;
    if (place->participants_micro == WS_UNBOUNDED) {
        snprintf(out->why, sizeof out->why, "participants n are not known: %s",
                 id == ALTERNATIVE_ALLOWANCE ? "S(n) = max(0, F - (1 - tau) n m)" : "F - n m");
        return;
    }
    uint64_t low = amount(of, id, place->participants_high);
    uint64_t high = amount(of, id, place->participants_low);
    out->cost_micro = amount(of, id, place->participants_micro);
    out->cost_low = low < high ? low : high;
    out->cost_high = low < high ? high : low;
    if (out->cost_micro == WS_UNBOUNDED)
        snprintf(out->why, sizeof out->why, "F, r or v is not known: %s",
                 id == ALTERNATIVE_ALLOWANCE ? "S(n) = max(0, F - (1 - tau) n m)" : "F - n m");
    else
        snprintf(
            out->why, sizeof out->why, "%s with n = %.6g%s",
            id == ALTERNATIVE_ALLOWANCE ? "S(n)" : "F - n m, what pay does not cover",
            (double)place->participants_micro / WS_MICRO,
            of->terms.margin_micro
                ? ""
                : "; m = r - v is not above 0 and counts as 0, so more participants cost more");
}

static uint64_t visit_cost(const struct situation *of, uint64_t persons_micro, bool is_low)
{
    const struct policy_value *visits = &of->policy->values[POLICY_VISITS];
    const struct policy_value *cost = &of->policy->values[POLICY_VISIT_COST];
    uint64_t count = policy_times(persons_micro, is_low ? visits->low : visits->high);
    return policy_times(count, is_low ? cost->low : cost->high);
}

static void cost_of_visits(struct alternative *out, const struct situation *of)
{
    const struct policy_value *values = of->policy->values;
    if (!of->remote) {
        snprintf(out->why, sizeof out->why,
                 "remote support is not told (--remote): persons left x visits x SEK per visit");
        return;
    }
    if (values[POLICY_VISITS].is_known && values[POLICY_VISIT_COST].is_known) {
        out->cost_low = visit_cost(of, of->remote->left_low, true);
        out->cost_high = visit_cost(of, of->remote->left_high, false);
        if (out->cost_low == out->cost_high)
            out->cost_micro = out->cost_low;
    }
    snprintf(out->why, sizeof out->why,
             "persons left x visits x SEK per visit; %.6g to %.6g persons are left to be met",
             (double)of->remote->left_low / WS_MICRO, (double)of->remote->left_high / WS_MICRO);
}

/* ---- persons, choice, limits ---------------------------------------------------------- */

static bool is_point(enum alternative_id id)
{
    return id != ALTERNATIVE_BASELINE && id != ALTERNATIVE_REMOTE;
}

static void take_persons(struct alternative *out, const struct situation *of,
                         enum alternative_id id)
{
    uint32_t providers = of->place->provider_count;
    bool adds_provider = is_point(id) && id != ALTERNATIVE_IN_HOUSE;
    out->newly_most_micro = is_point(id) ? of->uncovered_micro : 0;
    out->newly_micro = out->newly_most_micro ? WS_UNBOUNDED : 0;
    out->choice = adds_provider && !providers ? 1 : providers;
}

static double per_person(uint64_t sek_micro, uint64_t persons_micro)
{
    bool is_known = sek_micro != WS_UNBOUNDED && persons_micro != WS_UNBOUNDED && persons_micro;
    return is_known ? (double)sek_micro / (double)persons_micro : (double)NAN;
}

static void take_value(struct alternative *out, const struct situation *of)
{
    const struct policy_value *term = &of->policy->values[POLICY_TERM];
    uint64_t n_micro = of->place->participants_micro, income_micro;
    if (!policy_direct_limit(&out->limit_micro, of->policy))
        out->limit_micro = WS_UNBOUNDED;
    if (n_micro != WS_UNBOUNDED && term->is_known && policy_income(&income_micro, of->policy))
        out->value_micro = policy_times(policy_times(n_micro, income_micro), term->mid);
}

static enum alternative_word word_of_value(const struct alternative *of)
{
    if (of->value_micro == WS_UNBOUNDED || of->limit_micro == WS_UNBOUNDED)
        return ALTERNATIVE_NOT_KNOWN;
    return of->value_micro < of->limit_micro ? ALTERNATIVE_YES : ALTERNATIVE_NO;
}

static enum alternative_word word_of_agreement(const struct situation *of)
{
    if (!of->policy->begun[0])
        return ALTERNATIVE_NOT_KNOWN;
    if (!policy_has_agreements(of->policy->begun))
        return ALTERNATIVE_NO;
    for (uint32_t i = 0; i < of->policy->offer_count; i++)
        if (!strcmp(of->policy->offers[i], of->place->code))
            return ALTERNATIVE_YES;
    return ALTERNATIVE_NOT_KNOWN; /* nobody has offered it yet */
}

static enum alternative_word word_of_remote(const struct situation *of)
{
    if (of->place->is_remote_off)
        return ALTERNATIVE_NO;
    return of->remote && of->remote->served_low ? ALTERNATIVE_YES : ALTERNATIVE_NOT_KNOWN;
}

static void fill(struct alternative *out, const struct situation *of, enum alternative_id id)
{
    *out = (struct alternative){.name = WORDS[id].name,
                                .risk = WORDS[id].risk,
                                .word = ALTERNATIVE_YES,
                                .cost_low = WS_UNBOUNDED,
                                .cost_micro = WS_UNBOUNDED,
                                .cost_high = WS_UNBOUNDED,
                                .value_micro = WS_UNBOUNDED,
                                .limit_micro = WS_UNBOUNDED};
    take_persons(out, of, id);
    if (id == ALTERNATIVE_BASELINE) {
        out->cost_low = out->cost_micro = out->cost_high = 0;
        snprintf(out->why, sizeof out->why, "nothing is done");
    } else if (id == ALTERNATIVE_REMOTE) {
        cost_of_visits(out, of);
        out->word = word_of_remote(of);
    } else {
        cost_of_point(out, of, id);
    }
    if (id == ALTERNATIVE_LOT || id == ALTERNATIVE_DIRECT_AWARD)
        take_value(out, of);
    if (id == ALTERNATIVE_DIRECT_AWARD)
        out->word = word_of_value(out);
    if (id == ALTERNATIVE_AGREEMENT)
        out->word = word_of_agreement(of);
    out->sek_per_newly = per_person(out->cost_micro, out->newly_micro);
    out->sek_at_least = per_person(out->cost_low, out->newly_most_micro);
}

void alternatives_list(struct alternative out[ALTERNATIVES], const struct finding_place *place,
                       const struct policy *policy, uint64_t uncovered_micro,
                       const struct remote_answer *remote)
{
    const struct situation of = {place, policy, allowance_terms(policy), uncovered_micro, remote};
    for (int id = 0; id < ALTERNATIVES; id++)
        fill(&out[id], &of, (enum alternative_id)id);
}

const char *alternatives_word_name(enum alternative_word word)
{
    static const char *const names[] = {NULL, "no", "yes"};
    return names[word];
}
