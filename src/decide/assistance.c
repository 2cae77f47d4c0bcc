/* Persons x share x amount, or the formula alone. */
#include "decide/assistance.h"

#include "base/figures.h"
#include "base/fixed.h"

#include <assert.h>
#include <stdio.h>

#define FORMULA "persons without a provider x assistance_share x assistance"

static uint64_t cost(uint64_t persons_micro, uint64_t share_micro, uint64_t each_micro)
{
    return policy_times(policy_times(persons_micro, share_micro), each_micro);
}

void assistance_judge(struct assistance *out, const struct assistance_persons *persons,
                      const struct policy *policy)
{
    assert(out && persons && policy);
    assert(persons->low_micro <= persons->micro && persons->micro <= persons->high_micro);
    const struct policy_value *each = &policy->values[POLICY_ASSISTANCE];
    const struct policy_value *share = &policy->values[POLICY_ASSISTANCE_SHARE];
    const uint64_t all = WS_MICRO;
    *out = (struct assistance){.persons = *persons,
                               .sek_low = WS_UNBOUNDED,
                               .sek_micro = WS_UNBOUNDED,
                               .sek_high = WS_UNBOUNDED};
    if (!each->is_known) {
        snprintf(out->why, sizeof out->why, "assistance is not known: %s", FORMULA);
        return;
    }
    out->sek_low = cost(persons->low_micro, share->is_known ? share->low : all, each->low);
    out->sek_micro = cost(persons->micro, share->is_known ? share->mid : all, each->mid);
    out->sek_high = cost(persons->high_micro, share->is_known ? share->high : all, each->high);
    char number[3][FIGURE];
    snprintf(out->why, sizeof out->why, "%s: %s x %s x %s SEK%s", FORMULA,
             figures_real(number[0], (double)persons->micro / WS_MICRO, 1),
             figures_real(number[1], share->is_known ? (double)share->mid / WS_MICRO : 1.0, 6),
             figures_real(number[2], (double)each->mid / WS_MICRO, 2),
             share->is_known ? "" : "; the share is not known, so all of them count");
}

void assistance_add(struct assistance *to, const struct assistance *part)
{
    to->persons.low_micro += part->persons.low_micro;
    to->persons.micro += part->persons.micro;
    to->persons.high_micro += part->persons.high_micro;
    to->sek_low = fixed_add_bound(to->sek_low, part->sek_low);
    to->sek_micro = fixed_add_bound(to->sek_micro, part->sek_micro);
    to->sek_high = fixed_add_bound(to->sek_high, part->sek_high);
}
