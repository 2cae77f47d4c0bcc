/* whitespot/site.h: where new offices help most.
 *
 *     ws_options_set(options, "add", "3", &err);          how many, or
 *     ws_options_set(options, "reach", "99%", &err);      the fewest for a share
 *     ws_site_run(&result, options, &err);
 *     ws_result_write(result, &err);
 *
 * An analysis and, beside it, sites: the offices that are there stay, each new one is
 * a provider of its own, people are those of the first weight within the main limit
 * of at least `aim` providers. No figure of the analysis depends on the sites; what
 * they gain is what an analysis with them as offices gains, to the millionth. */
#ifndef WHITESPOT_SITE_H
#define WHITESPOT_SITE_H
#include <whitespot/analysis.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A site, the one that gains most first. */
struct ws_site {
    const char *id;          /* of the candidate */
    const char *code, *name; /* its municipality; NULL: it stands in none */
    double x_m, y_m;         /* working CRS */
    uint64_t people_micro;   /* gained beyond those of the sites before it */
    uint64_t only_micro;     /* people who have no other provider, with all sites */
    uint64_t covered_micro;  /* in all, with this site and those before it */
    const char *why;         /* what is proved of the sites up to this one */
};

struct ws_siting {
    uint32_t asked;                           /* offices; WS_NONE: the fewest for a share */
    uint32_t aim;                             /* distinct providers people should have */
    const char *limit, *weight, *reach;       /* as written; reach "": not asked for */
    const char *candidates;                   /* where new offices may stand, one sentence */
    uint32_t candidate_count, unusable_count; /* who can take part, who stands too far off */
    uint32_t site_count;
    const struct ws_site *sites;
    uint64_t people_micro, before_micro; /* everybody; who has so many without new offices */
    uint64_t
        outside_micro; /* left out of everybody: they live outside all municipalities; 0: few do */
    uint64_t goal_micro;                /* who should have them; 0: no share is asked for */
    uint64_t gained_micro, bound_micro; /* by the sites; by any as many */
    uint64_t all_micro;                 /* by all candidates together */
    uint32_t least_count;               /* of a share: fewer sites never reach it */
    bool is_reached, is_proved;         /* is_proved: no better sites among the candidates */
    const char *proof;                  /* the same, one sentence */
};

/* Runs the analysis and chooses sites; result->siting tells them, and writing the
 * result writes the layer `sites` as well. *out is untouched on failure. */
WS_API WS_MUST_CHECK enum ws_status
ws_site_run(struct ws_result **out, const struct ws_options *options, struct ws_error *err);

#ifdef __cplusplus
}
#endif
#endif
