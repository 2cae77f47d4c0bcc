/* decide/alternatives.h: what could be done for a place with few providers, side by
 * side.
 *
 * Cost is SEK a year beyond the pay for participants: a staffed point costs what that
 * pay does not cover, F - n m, whoever runs it; an allowance pays S(n) of it, remote
 * support its visits. Low and high take F, r, v, tau, the cap and n at the ends that make
 * it least and most. Whom a new office would cover depends on where it stands: the
 * number is known only when nobody is without a provider, else at most all who are.
 * What is not known is WS_UNBOUNDED or NaN, with the formula in words. */
#ifndef DECIDE_ALTERNATIVES_H
#define DECIDE_ALTERNATIVES_H
#include "decide/allowance.h"
#include "decide/findings.h"
#include "decide/remote.h"

enum alternative_id {
    ALTERNATIVE_BASELINE,
    ALTERNATIVE_ALLOWANCE,
    ALTERNATIVE_LOT,
    ALTERNATIVE_DIRECT_AWARD,
    ALTERNATIVE_AGREEMENT,
    ALTERNATIVE_REMOTE,
    ALTERNATIVE_IN_HOUSE,
    ALTERNATIVES
};

enum alternative_word { ALTERNATIVE_NOT_KNOWN, ALTERNATIVE_NO, ALTERNATIVE_YES };

struct alternative {
    const char *name;                         /* "baseline", else the route */
    enum alternative_word word;               /* whether it may be chosen on the day */
    uint64_t newly_micro;                     /* persons newly covered */
    uint64_t newly_most_micro;                /* ... at most */
    uint32_t choice;                          /* distinct providers then, for half of the people */
    uint64_t cost_low, cost_micro, cost_high; /* millionths of SEK */
    double sek_per_newly, sek_at_least;       /* NaN: not known, or nobody is newly covered */
    uint64_t value_micro, limit_micro;        /* of the contract, term included; of direct award */
    struct sentence risk, why;
};

/* A place with fewer than k providers, known ones; uncovered_micro: its people without
 * a provider. remote: of these people; NULL: not asked for. */
void alternatives_list(struct alternative out[ALTERNATIVES], const struct finding_place *place,
                       const struct policy *policy, uint64_t uncovered_micro,
                       const struct remote_answer *remote);
const char *alternatives_word_name(enum alternative_word word); /* "yes", "no"; NULL: not known */
#endif
