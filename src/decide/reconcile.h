/* decide/reconcile.h: totals that must bridge.
 *
 * Stocks and flows by month, what was made known beside what a register holds,
 * parts beside their whole. Whole persons, municipalities, areas: one is never
 * added to the other. What is withheld stays unknown: "at least n, m unknown". */
#ifndef DECIDE_RECONCILE_H
#define DECIDE_RECONCILE_H
#include "geo/registers.h"
#include <stddef.h>
#include <whitespot/error.h>
#include <whitespot/model.h>

enum reconcile_kind {
    RECONCILE_PLACE,     /* one place and month */
    RECONCILE_BRIDGE,    /* all places of a month */
    RECONCILE_HEADLINE,  /* what was made known of it */
    RECONCILE_REMAINDER, /* what of the headline no place tells */
    RECONCILE_PER_PLACE, /* how many came to a place on average */
    RECONCILE_PER_1000,  /* ... per 1 000 unemployed */
    RECONCILE_IMPAIRED,  /* sending people did not work: low use is no lack of supply */
    RECONCILE_IDLE,      /* a provider that nobody was sent to */
    RECONCILE_COUNT,     /* a reported count beside the register's */
    RECONCILE_PARTS,     /* parts of a whole */
    RECONCILE_KINDS
};
const char *reconcile_name(enum reconcile_kind kind);

/* Numbers that do not apply or are unknown: FLOW_UNKNOWN, NaN. */
struct reconcile_line {
    enum reconcile_kind kind;
    char month[11], scheme[64], place[128], provider[128];
    uint64_t opening, in, out, closing, reported, registry;
    bool has_unexplained;
    int64_t unexplained; /* reported - registry */
    double rate;
    char text[320];
};
struct reconcile {
    uint32_t count;
    size_t cap;
    struct reconcile_line *lines;
};
void reconcile_release(struct reconcile *lines);
/* An empty line; NULL: no memory, told. Valid until the next. */
struct reconcile_line *reconcile_add(struct reconcile *out, enum reconcile_kind kind,
                                     struct ws_error *err);

/* Lines of every month and scheme: places, bridge, headline, remainder, persons per
 * place, impairment. unemployed may be NULL. Each call appends. */
WS_MUST_CHECK
enum ws_status reconcile_flows(struct reconcile *out, const struct referrals *referrals,
                               const struct unemployed *unemployed, struct ws_error *err);
/* "reported 36, registry 32: 4 unexplained". noun: what is counted. */
WS_MUST_CHECK
enum ws_status reconcile_count(struct reconcile *out, const char *id, const char *noun,
                               uint64_t reported, uint64_t registry, const char *as_of,
                               struct ws_error *err);
/* "32 + 53 + 101 + 104 = 290". */
WS_MUST_CHECK
enum ws_status reconcile_parts(struct reconcile *out, const char *noun, const uint64_t *parts,
                               uint32_t part_count, uint64_t whole, struct ws_error *err);

/* A provider on the day of the run. since: the day it was there first, "": unknown. */
struct reconcile_provider {
    const char *name, *since;
};
/* Providers without a person in the month. until: the day that counts. A provider
 * with a withheld number is not among them. */
WS_MUST_CHECK
enum ws_status reconcile_idle(struct reconcile *out, const struct referrals *referrals,
                              const char *month, const struct reconcile_provider *providers,
                              uint32_t provider_count, const char *until, struct ws_error *err);

/* The month of that day, else the last before it ("": the last of all); "" when
 * there is none. */
const char *reconcile_month(const struct referrals *referrals, const char *as_of);
/* Persons of a month over all schemes. */
struct reconcile_sum {
    uint64_t known;
    uint32_t unknown_count; /* rows that do not tell */
    uint64_t most;          /* with them; FLOW_UNKNOWN: no bound */
};
void reconcile_month_sums(struct reconcile_sum *in, struct reconcile_sum *closing,
                          const struct referrals *referrals, const char *month);
#endif
