/* Top-up, taper, bands and break-even. */
#include "decide/allowance.h"

#include "base/fixed.h"

#include <assert.h>
#include <math.h>

struct allowance_terms allowance_terms(const struct policy *policy)
{
    return allowance_terms_at(policy, POLICY_MID);
}

struct allowance_terms allowance_terms_at(const struct policy *policy, enum policy_bound bound)
{
    static const enum policy_bound TURNED[] = {POLICY_HIGH, POLICY_MID, POLICY_LOW};
    const struct policy_value *taper = &policy->values[POLICY_TAPER];
    const struct policy_value *fixed = &policy->values[POLICY_FIXED_COST];
    const struct policy_value *cap = &policy->values[POLICY_CAP];
    struct allowance_terms terms = {.fixed_micro = policy_value_at(fixed, bound),
                                    .taper_micro = policy_value_at(taper, bound),
                                    .cap_micro =
                                        cap->is_known ? policy_value_at(cap, bound) : WS_UNBOUNDED,
                                    .band_count = policy->band_count,
                                    .bands = policy->bands};
    terms.is_known =
        policy_margin_at(&terms.margin_micro, policy, TURNED[bound]) && fixed->is_known;
    return terms;
}

static uint64_t band_amount(const struct allowance_terms *terms, uint64_t n_micro)
{
    uint64_t amount = 0;
    for (uint32_t i = 0; i < terms->band_count; i++)
        if ((uint64_t)terms->bands[i].from_count * WS_MICRO <= n_micro)
            amount = terms->bands[i].sek_micro;
    return amount;
}

uint64_t allowance_amount(const struct allowance_terms *terms, uint64_t n_micro)
{
    assert(terms->is_known || terms->band_count);
    assert(terms->taper_micro < WS_MICRO);
    uint64_t amount = 0;
    if (terms->band_count) {
        amount = band_amount(terms, n_micro);
    } else {
        uint64_t income = policy_times(n_micro, terms->margin_micro);
        uint64_t kept = fixed_mul_div(income, WS_MICRO - terms->taper_micro, WS_MICRO);
        amount = terms->fixed_micro > kept ? terms->fixed_micro - kept : 0;
    }
    return amount < terms->cap_micro ? amount : terms->cap_micro;
}

uint64_t allowance_total(const struct allowance_terms *terms, uint64_t n_micro)
{
    return fixed_add_bound(policy_times(n_micro, terms->margin_micro),
                           allowance_amount(terms, n_micro));
}

double allowance_break_even(const struct allowance_terms *terms)
{
    if (!terms->is_known || !terms->margin_micro)
        return nan("");
    return (double)terms->fixed_micro / (double)terms->margin_micro;
}

double allowance_end(const struct allowance_terms *terms)
{
    return allowance_break_even(terms) * WS_MICRO / (double)(WS_MICRO - terms->taper_micro);
}

bool allowance_viable(uint32_t *viable, const struct allowance_terms *terms, uint64_t n_micro)
{
    if (!terms->is_known)
        return false;
    uint64_t income = policy_times(n_micro, terms->margin_micro);
    uint64_t providers = terms->fixed_micro ? income / terms->fixed_micro : 0;
    /* Without a fixed cost everybody breaks even as soon as there is a margin. */
    if (!terms->fixed_micro && terms->margin_micro)
        providers = WS_NONE - 1;
    *viable = providers < WS_NONE ? (uint32_t)providers : WS_NONE - 1;
    return true;
}

uint32_t allowance_edges(uint32_t *edges, uint32_t cap, const struct allowance_terms *terms,
                         uint32_t most_count)
{
    uint32_t count = 0;
    uint64_t before = allowance_total(terms, 0);
    for (uint32_t n = 1; n <= most_count; n++) {
        uint64_t now = allowance_total(terms, (uint64_t)n * WS_MICRO);
        if (now < before) {
            if (count < cap)
                edges[count] = n;
            count++;
        }
        before = now;
    }
    return count;
}
