/* decide/remote.h: how many a remote service can serve, and who is left to be met.
 *
 * Network (of the home), ability (of the person) and permission (of the scheme, on
 * a day) are three filters. With a and b the shares of the first two, of a demand
 * D remote service serves D a b when both are stated to be independent; else
 * anything in D [max(0, a + b - 1), min(a, b)], the bounds of Frechet (1935). All
 * whole micro-people; what is served and what is left add up to the demand, so that
 * places add up to their country. Remote service never changes a share of coverage
 * and never lifts a choice class. */
#ifndef DECIDE_REMOTE_H
#define DECIDE_REMOTE_H
#include "decide/policy.h"
#include "geo/remote.h"

struct remote_terms {
    struct remote_share network, ability;
    const char *network_of, *ability_of; /* "place", "nation"; NULL: not told */
    enum remote_word word;               /* not told: nobody up to all whom it can serve */
    bool is_independent;
};

struct remote_answer {
    uint64_t demand_micro, served_low, served_high, left_low, left_high;
    uint64_t served_mid; /* WS_UNBOUNDED: not known, only within the bounds */
};

/* What holds in a place: its own row, else that of the whole country, else the policy.
 * A place whose rows do not hold on the day has no permission. What the table and
 * what the policy (word) permit must both hold; one that is not told does not count. */
struct remote_terms remote_terms_of(const struct remote *remote, const struct remote_place *place,
                                    const struct policy *policy, enum policy_word word);

/* served_low + left_high = served_high + left_low = demand. */
void remote_judge(struct remote_answer *out, uint64_t demand_micro,
                  const struct remote_terms *terms);
/* The case of a national share without digital means, the same in every place. */
void remote_case(struct remote_answer *out, uint64_t demand_micro, uint32_t without_micro,
                 enum remote_word word);
/* to += part. */
void remote_add(struct remote_answer *to, const struct remote_answer *part);

/* No provider for half of the people, and remote service for at least half of them
 * for certain. Classes stay what they are. */
bool remote_is_only(uint32_t provider_count, const struct remote_answer *all);

/* Visits a year against what can be made; any number may be WS_UNBOUNDED, not known. */
enum remote_room { REMOTE_ROOM_NOT_KNOWN, REMOTE_ENOUGH, REMOTE_DEPENDS, REMOTE_TOO_FEW };
enum remote_room remote_room(uint64_t visits_low, uint64_t visits_high, uint64_t capacity_micro);
const char *remote_room_name(enum remote_room room); /* "yes", "depends", "no"; NULL: not known */
const char *remote_word_name(enum remote_word word); /* "yes", "no"; NULL: not told */
#endif
