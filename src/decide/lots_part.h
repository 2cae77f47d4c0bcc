/* decide/lots_part.h: one part of the map and its divisions. Private to lots*.c. */
#ifndef DECIDE_LOTS_PART_H
#define DECIDE_LOTS_PART_H
#include "decide/lots.h"
#include <stddef.h>

/* Sets of members as bits, `words` numbers each. */
struct lots_sets {
    uint32_t words, count;
    size_t cap;
    uint64_t *bits;
};

/* Areas that hang together by allowed neighbours. Members in the order in which they are
 * met from the lowest area on, so that what is left of a part stays in few pieces. */
struct lots_part {
    const struct lots_problem *problem;
    uint32_t count, words;
    uint32_t *areas;       /* per member */
    uint64_t *micro;       /* per member */
    uint64_t *beside;      /* [member][word]: allowed neighbours */
    uint64_t *near;        /* [member][word]: may share a lot with it; itself too */
    struct lots_sets sets; /* every set that may be a lot and reaches the volume, */
    uint64_t *set_micro;   /* ... its volume; not known counts as 0 */
    bool is_listed;        /* all of them are there */
};

/* A division of a part. */
struct lots_division {
    uint32_t *lot; /* per member: number from 0, in no order */
    uint32_t lot_count, below_count;
    uint64_t largest_micro; /* of those that are not below */
    bool is_proved;
    uint32_t least_count; /* bounds, true in any case */
    uint64_t least_largest_micro;
};

static inline const uint64_t *lots_set(const struct lots_sets *sets, uint32_t i)
{
    return sets->bits + (size_t)i * sets->words;
}
static inline bool lots_has(const uint64_t *bits, uint32_t member)
{
    return bits[member / 64] >> (member % 64) & 1u;
}
static inline void lots_put(uint64_t *bits, uint32_t member)
{
    bits[member / 64] |= UINT64_C(1) << (member % 64);
}
static inline bool lots_holds(const uint64_t *bits, const uint64_t *part, uint32_t words)
{
    for (uint32_t w = 0; w < words; w++)
        if (part[w] & ~bits[w])
            return false;
    return true;
}
static inline bool lots_meets(const uint64_t *a, const uint64_t *b, uint32_t words)
{
    for (uint32_t w = 0; w < words; w++)
        if (a[w] & b[w])
            return true;
    return false;
}

/* Volume of members; WS_UNBOUNDED: one of them is not known. */
uint64_t lots_volume(const struct lots_part *part, const uint64_t *bits);
/* True when it reaches the least volume or nobody can tell. */
bool lots_reaches(const struct lots_part *part, uint64_t micro);

/* lots_sets.c: lists the sets; is_listed false when there are more than LOTS_SETS. */
WS_MUST_CHECK
enum ws_status lots_list(struct lots_part *part, struct ws_error *err);
/* lots_exact.c: the best division by states; *is_done false when there are too many. */
WS_MUST_CHECK
enum ws_status lots_exact(struct lots_division *out, const struct lots_part *part, bool *is_done,
                          struct ws_error *err);
/* lots_solver.c: the best division by the solver; *is_done false without a proof. */
WS_MUST_CHECK
enum ws_status lots_solve(struct lots_division *out, const struct lots_part *part, bool *is_done,
                          struct ws_error *err);
/* lots_greedy.c: a division and its bounds. */
WS_MUST_CHECK
enum ws_status lots_grow(struct lots_division *out, const struct lots_part *part,
                         struct ws_error *err);
#endif
