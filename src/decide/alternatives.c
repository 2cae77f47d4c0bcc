/* Alternatives of one place: persons, choice, cost, limit, risk. */
#include "decide/alternatives.h"

#include "base/fixed.h"

#include <math.h>
#include <string.h>

struct situation {
    const struct finding_place *place;
    const struct policy *policy;
    struct allowance_terms terms[POLICY_HIGH + 1]; /* by the bound of the cost */
    uint64_t uncovered_micro;
    const struct remote_answer *remote;
};

static const struct {
    const char *name;
    enum sentence_id risk;
} WORDS[ALTERNATIVES] = {
    [ALTERNATIVE_BASELINE] = {"baseline", SAY_RISK_BASELINE},
    [ALTERNATIVE_ALLOWANCE] = {"LOV_ALLOWANCE", SAY_RISK_ALLOWANCE},
    [ALTERNATIVE_LOT] = {"LOU", SAY_RISK_LOT},
    [ALTERNATIVE_DIRECT_AWARD] = {"DIRECT_AWARD", SAY_RISK_DIRECT_AWARD},
    [ALTERNATIVE_AGREEMENT] = {"AGREEMENT", SAY_RISK_AGREEMENT},
    [ALTERNATIVE_REMOTE] = {"REMOTE_VISITS", SAY_RISK_REMOTE},
    [ALTERNATIVE_IN_HOUSE] = {"IN_HOUSE", SAY_RISK_IN_HOUSE},
};

/* ---- cost ---------------------------------------------------------------------------- */

/* F - n m, never below 0. */
static uint64_t shortfall(const struct allowance_terms *terms, uint64_t n_micro)
{
    uint64_t income = policy_times(n_micro, terms->margin_micro);
    return terms->fixed_micro > income ? terms->fixed_micro - income : 0;
}

static uint64_t amount(const struct allowance_terms *terms, enum alternative_id id,
                       uint64_t n_micro)
{
    if (id != ALTERNATIVE_ALLOWANCE)
        return terms->is_known ? shortfall(terms, n_micro) : WS_UNBOUNDED;
    return terms->is_known || terms->band_count ? allowance_amount(terms, n_micro) : WS_UNBOUNDED;
}

/* Bands may rise with participants: the lowest and the highest of three. */
static void cost_of_point(struct alternative *out, const struct situation *of,
                          enum alternative_id id)
{
    const struct finding_place *place = of->place;
    bool is_allowance = id == ALTERNATIVE_ALLOWANCE;
    enum sentence_id sum = is_allowance ? SAY_SUM_ALLOWANCE : SAY_SUM_POINT;
    if (place->participants_micro == WS_UNBOUNDED) {
        sentence_put(&out->why, SAY_N_UNKNOWN);
        sentence_put(&out->why, sum);
        return;
    }
    uint64_t low = amount(&of->terms[POLICY_LOW], id, place->participants_high);
    uint64_t high = amount(&of->terms[POLICY_HIGH], id, place->participants_low);
    out->cost_micro = amount(&of->terms[POLICY_MID], id, place->participants_micro);
    out->cost_low = low < high ? low : high;
    out->cost_high = low < high ? high : low;
    if (out->cost_micro == WS_UNBOUNDED) {
        sentence_put(&out->why, SAY_TERMS_UNKNOWN);
        sentence_put(&out->why, sum);
        return;
    }
    SENTENCE_ADD(&out->why, is_allowance ? SAY_COST_ALLOWANCE : SAY_COST_POINT,
                 SAY_REAL((double)place->participants_micro / WS_MICRO));
    if (!of->terms[POLICY_MID].margin_micro)
        sentence_put(&out->why, SAY_COST_NO_MARGIN);
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
        sentence_put(&out->why, SAY_REMOTE_NOT_TOLD);
        return;
    }
    if (values[POLICY_VISITS].is_known && values[POLICY_VISIT_COST].is_known) {
        out->cost_low = visit_cost(of, of->remote->left_low, true);
        out->cost_high = visit_cost(of, of->remote->left_high, false);
        if (out->cost_low == out->cost_high)
            out->cost_micro = out->cost_low;
    }
    SENTENCE_ADD(&out->why, SAY_VISITS, SAY_PEOPLE((double)of->remote->left_low / WS_MICRO),
                 SAY_PEOPLE((double)of->remote->left_high / WS_MICRO));
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
                                .word = ALTERNATIVE_YES,
                                .cost_low = WS_UNBOUNDED,
                                .cost_micro = WS_UNBOUNDED,
                                .cost_high = WS_UNBOUNDED,
                                .value_micro = WS_UNBOUNDED,
                                .limit_micro = WS_UNBOUNDED};
    sentence_put(&out->risk, WORDS[id].risk);
    take_persons(out, of, id);
    if (id == ALTERNATIVE_BASELINE) {
        out->cost_low = out->cost_micro = out->cost_high = 0;
        sentence_put(&out->why, SAY_NOTHING_DONE);
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
    const struct situation of = {place,
                                 policy,
                                 {allowance_terms_at(policy, POLICY_LOW), allowance_terms(policy),
                                  allowance_terms_at(policy, POLICY_HIGH)},
                                 uncovered_micro,
                                 remote};
    for (int id = 0; id < ALTERNATIVES; id++)
        fill(&out[id], &of, (enum alternative_id)id);
}

const char *alternatives_word_name(enum alternative_word word)
{
    static const char *const names[] = {NULL, "no", "yes"};
    return names[word];
}
