/* decide/sites.h: where new facilities help most.
 *
 * Maximal covering location (Church and ReVelle 1974, doi:10.1007/BF01942293): N of
 * the candidate sites after which most people have what they lack; or the fewest
 * sites after which so many have. What people gain from a set is what ws_reach says,
 * to the millionth, whatever chose the set.
 *
 * Greedy with lazy evaluation (Minoux 1978, doi:10.1007/BFb0006528), sites exchanged
 * while that helps, then a proof: no set of as many sites gains more than bound_micro.
 * The bound is the lowest of what is gained so far plus the N largest further gains
 * (Nemhauser, Wolsey and Fisher 1978, doi:10.1007/BF01588971) and of Lagrangian
 * relaxations (Fisher 1981, doi:10.1287/mnsc.27.1.1; multipliers are whole numbers,
 * so each of them is a bound). Where people lack several groups, ground counts in
 * the bound by the fraction of them it got, which is never less than what is gained.
 * Sites that the relaxation proves to be in no better set are dropped; what is left
 * is tried by branch and bound. Sets that gain the same: the one found first; sites
 * that gain the same: the lower index. */
#ifndef DECIDE_SITES_H
#define DECIDE_SITES_H
#include <stdbool.h>
#include <stdint.h>
#include <whitespot/error.h>
#include <whitespot/model.h>

/* Items looked at before a proof is left as far as it came: about a minute. */
#define SITES_EFFORT 10000000000u

struct site_plan {
    const struct ws_reach *reach;
    uint32_t most;       /* sites, 1 ..; or with a goal WS_NONE */
    uint64_t goal_micro; /* people to be gained by the fewest sites; 0: by `most` */
    uint64_t effort;     /* items; SITES_EFFORT */
    uint32_t threads;
    /* Asked now and then; false stops: WS_CANCELLED. NULL: nobody is asked. */
    bool (*may_go_on)(void *context);
    void *context;
};

struct site_answer {
    uint32_t count;       /* fewer than asked for: no other site gains anybody */
    uint32_t *site;       /* each the best of the set after those before it */
    uint64_t *gain_micro; /* beyond those before it */
    uint64_t *only_micro; /* people of whom it is the only group, with all of the set */
    uint64_t gained_micro, bound_micro; /* by the set; by any set of as many sites */
    uint32_t least_count;               /* with a goal: no fewer sites reach it */
    bool is_proved;                     /* no set of as many gains more; with a goal: no
                                           fewer sites reach it */
    bool is_reached;                    /* the goal; false: not even by all sites */
    uint64_t all_micro;                 /* gained by all sites together */
};

/* Memory: 2 bytes per item, 16 per item while bounds are made, 32 per part and thread.
 * The same answer with any number of threads. Release also on failure. */
WS_MUST_CHECK
enum ws_status sites_choose(struct site_answer *out, const struct site_plan *plan,
                            struct ws_error *err);
void sites_release(struct site_answer *answer);
#endif
