/* decide/allowance.h: a rural allowance: what tops a provider up to its fixed cost.
 *
 * F fixed cost of one staffed point, m margin of a participant, n participants of
 * one provider, tau the part of the margin that is left to it:
 * S(n) = max(0, F - (1 - tau) n m). Whole millionths of SEK and of participants. */
#ifndef DECIDE_ALLOWANCE_H
#define DECIDE_ALLOWANCE_H
#include "decide/policy.h"

struct allowance_terms {
    bool is_known; /* F and m are */
    uint64_t fixed_micro, margin_micro, taper_micro;
    uint64_t cap_micro; /* WS_UNBOUNDED: none */
    uint32_t band_count;
    const struct policy_band *bands; /* instead of the formula */
};
struct allowance_terms allowance_terms(const struct policy *policy);
/* The terms at which a point costs least or most: F, v, tau and the cap at that end, r at
 * the other. */
struct allowance_terms allowance_terms_at(const struct policy *policy, enum policy_bound bound);

/* S(n), never above the cap. Terms must be known, or bands given. */
uint64_t allowance_amount(const struct allowance_terms *terms, uint64_t n_micro);
/* n m + S(n): what is left for the fixed cost. */
uint64_t allowance_total(const struct allowance_terms *terms, uint64_t n_micro);
/* n* = F / m in participants, and where S ends, F / ((1 - tau) m). NaN: no
 * break-even, or not known. */
double allowance_break_even(const struct allowance_terms *terms);
double allowance_end(const struct allowance_terms *terms);
/* floor(N / n*): how many providers break even on N participants. False: not known;
 * without a margin none do. */
bool allowance_viable(uint32_t *viable, const struct allowance_terms *terms, uint64_t n_micro);

/* Numbers of participants at which one more lowers n m + S(n), up to most_count.
 * Fills at most cap; returns how many there are. */
uint32_t allowance_edges(uint32_t *edges, uint32_t cap, const struct allowance_terms *terms,
                         uint32_t most_count);
#endif
