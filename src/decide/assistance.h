/* decide/assistance.h: what economic assistance may cost the municipality whose people
 * have no provider. An optional line: it is part of no alternative and of no figure of
 * coverage. */
#ifndef DECIDE_ASSISTANCE_H
#define DECIDE_ASSISTANCE_H
#include "decide/policy.h"

/* Persons without a provider x share of them that is paid x SEK a year. All three may
 * have bounds; a share that nobody tells is all of them. */
struct assistance {
    uint64_t persons_micro;
    uint64_t sek_low, sek_micro, sek_high; /* millionths of SEK; WS_UNBOUNDED: not known */
    char why[200];
};
void assistance_judge(struct assistance *out, uint64_t persons_micro, const struct policy *policy);
/* to += part; what is not known stays so. */
void assistance_add(struct assistance *to, const struct assistance *part);
#endif
