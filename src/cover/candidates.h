/* cover/candidates.h: whom new facilities would reach.
 *
 * One bounded search per candidate (search.h), measured like any facility's reach
 * (reach.h) on the rows of the allocation where people lack a group, cut to the
 * millimetre where the reach of a candidate ends. So what any set of candidates
 * covers is what a run with those facilities covers, to the millionth, as long as
 * people lie on the roads as they do now: every candidate counts as a group of its
 * own. People and cutoff: first weight, main cutoff. */
#ifndef COVER_CANDIDATES_H
#define COVER_CANDIDATES_H
#include <stddef.h>
#include <whitespot/error.h>
#include <whitespot/model.h>
struct reach_plan; /* cover.h */

/* 16 bytes each while candidates are measured: 2 GB. */
#define CANDIDATES_MOST_BANDS 134217728u

struct candidate_plan {
    /* Of the facilities that are there: spread, allocation (which keeps at least aim
     * groups, else WS_BAD_OPTION), parts of its rows, roads or straight, cutoffs,
     * threads. */
    const struct reach_plan *there;
    const struct ws_points *points;
    const struct ws_snap *snaps; /* with roads; WS_NONE: reaches nobody */
    const uint32_t *leg_cost;    /* with roads */
    uint32_t aim;                /* groups people should have within the main cutoff */
    size_t most_bands;           /* of all candidates: what is kept of a reach */
};

/* Time is that of one bounded search per candidate. A band is a stretch of one row,
 * or whole rows one after the other; more than most_bands of them are WS_TOO_LARGE
 * as soon as that is known. Items: one per row without and one per border of a
 * reach. Candidates, in chunks, over threads: the same bytes with any number. */
WS_MUST_CHECK
enum ws_status candidates_reach(struct ws_reach *out, const struct candidate_plan *plan,
                                struct ws_error *err);
void candidates_forget(struct ws_reach *reach);
#endif
