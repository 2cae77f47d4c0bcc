/* decide/assistance.h: what economic assistance may cost the municipality whose people
 * have no provider. An optional line: it is part of no alternative and of no figure of
 * coverage. */
#ifndef DECIDE_ASSISTANCE_H
#define DECIDE_ASSISTANCE_H
#include "decide/policy.h"

/* People without a provider. The truth lies between low, all less the most that may be
 * covered, and high, all less the fewest: low <= micro <= high. */
struct assistance_persons {
    uint64_t low_micro, micro, high_micro;
};

/* Persons without a provider x share of them that is paid x SEK a year. All three may
 * have bounds, low with low and high with high; a share that nobody tells is all of
 * them. */
struct assistance {
    struct assistance_persons persons;
    uint64_t sek_low, sek_micro, sek_high; /* millionths of SEK; WS_UNBOUNDED: not known */
    char why[200];
};
void assistance_judge(struct assistance *out, const struct assistance_persons *persons,
                      const struct policy *policy);
/* to += part; what is not known stays so. */
void assistance_add(struct assistance *to, const struct assistance *part);
#endif
