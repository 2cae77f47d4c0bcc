/* decide/sites_search.h: what the steps of choosing sites share: sites.c,
 * sites_gain.c, sites_bound.c, sites_exact.c; not for other rooms. */
#ifndef DECIDE_SITES_SEARCH_H
#define DECIDE_SITES_SEARCH_H
#include "decide/sites.h"
#include <stddef.h>

/* ---- sites_gain.c: what sites gain -------------------------------------------------- */

/* People of parts, gathered in millimetres; one per thread, cleared as it is read. */
struct gauge {
    uint64_t *gain_mm, *share_mm; /* per part: gained; got, by the fraction of the need */
    uint32_t *touched, touched_count;
    bool *is_touched;
};

/* Ground while sites come and go. */
struct ground {
    const struct ws_reach *reach;
    uint32_t scale;       /* every number up to the aim divides it */
    uint16_t *count;      /* per item: sites of the set that reach it */
    uint64_t *covered_mm; /* per part */
    uint64_t *share_mm;   /* per part, times scale: what was got of the need */
    uint64_t looked;      /* items */
    struct gauge gauge;
};

struct gain {
    uint64_t people_micro; /* gained at once */
    uint64_t most_micro;   /* what the site adds to the bound; falls as sites come */
};

WS_MUST_CHECK
enum ws_status gauge_init(struct gauge *gauge, uint32_t part_count, struct ws_error *err);
void gauge_release(struct gauge *gauge);
WS_MUST_CHECK
enum ws_status ground_init(struct ground *ground, const struct ws_reach *reach,
                           struct ws_error *err);
void ground_release(struct ground *ground);

/* What one more site gains. The ground is only read; *looked grows. */
struct gain ground_measure(const struct ground *ground, uint32_t site, struct gauge *gauge,
                           uint64_t *looked);
void ground_add(struct ground *ground, uint32_t site);
void ground_take(struct ground *ground, uint32_t site); /* was added and goes */
/* People gained by the set; and at most, as bounds count them. */
uint64_t ground_gained(const struct ground *ground);
uint64_t ground_most(const struct ground *ground);
/* People of whom the site is the only group. */
uint64_t ground_only(struct ground *ground, uint32_t site);
bool gain_is_better(const struct gain *a, const struct gain *b);

/* ---- the search at hand ---------------------------------------------------------------- */

struct searching {
    const struct site_plan *plan;
    struct ground ground; /* with the sites of `set` */
    uint32_t size;        /* sites asked for */
    uint32_t set_count, *set;
    uint64_t gained_micro, bound_micro;
    uint64_t *single_micro; /* per site: what it adds to the bound when it is alone */
    bool *is_out;           /* per site: in no set that gains more than this one */
    bool is_proved;
    bool is_stopped;    /* the caller wants no answer any more */
    uint64_t next_look; /* items after which the caller is asked again */
};

/* True when so many items were looked at, or the caller stops. */
bool sites_is_over(struct searching *searching, uint64_t effort);

/* Sum of the `count` largest of n numbers; order is scratch for n. */
uint64_t sites_sum_largest(const uint64_t *values, uint32_t n, uint32_t count, uint64_t *order);

/* sites_bound.c: lowers the bound, and drops sites that are in no better set. May
 * find a better set. */
WS_MUST_CHECK
enum ws_status sites_relax(struct searching *searching, struct ws_error *err);
/* sites_exact.c: exchanges single sites while that gains. */
WS_MUST_CHECK
enum ws_status sites_exchange(struct searching *searching, struct ws_error *err);
/* Tries what is left; is_proved when it came to the end. */
WS_MUST_CHECK
enum ws_status sites_branch(struct searching *searching, struct ws_error *err);
/* Replaces the set of the search. */
void sites_adopt(struct searching *searching, const uint32_t *set, uint32_t count,
                 uint64_t gained_micro);
#endif
