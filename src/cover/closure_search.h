/* cover/closure_search.h: what the steps of a closure share: closure.c,
 * closure_zones.c, closure_search.c; not for other rooms. */
#ifndef COVER_CLOSURE_SEARCH_H
#define COVER_CLOSURE_SEARCH_H
#include "cover/cover.h"

struct closure_job {
    const struct reach_plan *plan;
    struct closures *out;
    uint8_t *within;       /* per row: groups within the cutoff, at most CLOSURE_RANKS + 1 */
    uint64_t *covered_mm;  /* [part][rank]: within of at least rank + 1 groups */
    uint64_t *lost_mm;     /* per part; scratch, zero between uses */
    uint32_t *each;        /* per facility: itself, as its own group */
    bool *is_open;         /* per facility; scratch */
    struct search *search; /* each facility its own group, two labels */
};

static inline uint32_t closure_cost(const struct reach_plan *plan)
{
    return plan->cutoff_cost[plan->main_cutoff];
}

static inline uint32_t closure_group(const struct reach_plan *plan, uint32_t row, uint32_t rank)
{
    const struct ws_allocation *rows = plan->allocation;
    return plan->facilities->group[rows->facility[(size_t)row * rows->k + rank]];
}

enum ws_status closure_no_rows(uint32_t count, struct ws_error *err);

/* Some rows of the allocation as pieces of a spread, to be looked at again; .part of
 * a piece is its row, and no other table is filled. Free with closure_forget(). */
WS_MUST_CHECK
enum ws_status closure_again(struct spread *out, const struct reach_plan *plan,
                             const uint32_t *rows, uint32_t count, struct ws_error *err);
void closure_forget(struct spread *again);

/* The tables of zones. */
WS_MUST_CHECK
enum ws_status closure_zones(struct closure_job *job, struct ws_error *err);

/* Which facilities serve, whose groups are kept apart, how many of them. */
struct some {
    const struct spread *spread;
    const bool *is_open;   /* per facility */
    const uint32_t *group; /* per facility */
    uint32_t k;
};

/* Pieces of the spread with the k nearest of the open facilities, as far as the
 * main cutoff and cut there. *search is a workspace for the same group and k; NULL
 * at first, kept by the caller; free with search_free(). */
WS_MUST_CHECK
enum ws_status closure_search(struct ws_allocation *out, uint32_t **part_out,
                              const struct reach_plan *plan, const struct some *some,
                              struct search **search, struct ws_error *err);
#endif
