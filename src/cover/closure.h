/* cover/closure.h: who loses what when facilities close.
 *
 * A person loses the n-th provider when n distinct groups were within the main
 * cutoff and fewer are left. Everything is first weight, and what a run on the
 * same spread without those facilities would lose: covered before less covered
 * after, to the millionth. (A run that reads its inputs again may snap people on
 * small components elsewhere when the last facility of a component is gone.)
 *
 * With at most three groups within, the k labels of the allocation tell who they
 * are. Whether a facility is the only one of its group is told by one search per
 * group with each facility its own group and two labels, bounded by the cutoff;
 * whether at most two facilities are within at all, by one such search over all
 * with three labels. Only rows with few groups are looked at again, so time is
 * that of a few searches. Memory, all given back: at most 60 bytes per node, 160
 * per row looked at again, 1 per row and 32 per part of a unit.
 *
 * The reach's only_here_micro counts people with no other group within the cutoff,
 * also where a second facility of the same group is near: those lose nothing here. */
#ifndef COVER_CLOSURE_H
#define COVER_CLOSURE_H
#include <stdbool.h>
#include <whitespot/error.h>
#include <whitespot/model.h>
struct reach_plan; /* cover.h */

#define CLOSURE_RANKS 3u /* the only, the second, the third provider */

/* People of a zone with exactly these facilities within the main cutoff. */
struct closure_loss {
    uint32_t zone, facility, other; /* facility < other; WS_NONE: facility alone */
    uint64_t people_micro;
};

struct closures {
    uint32_t facility_count, group_count, zone_count;
    uint64_t *facility_micro; /* [facility][CLOSURE_RANKS]: lost when it closes */
    uint64_t *group_micro;    /* [group][CLOSURE_RANKS]: ... when all of the group do */
    /* By zone, in the measure of costs_median_choice(): */
    uint64_t *zone_people_micro; /* all */
    uint64_t *zone_have_micro;   /* with a group within */
    uint64_t *zone_group_micro;  /* [zone][group]: with that group alone */
    uint32_t loss_count;
    struct closure_loss *losses; /* by zone, facility, other */
};

/* plan->allocation must keep at least 4 groups (else WS_BAD_OPTION): 3 are only
 * known to be all when there is no fourth. */
WS_MUST_CHECK
enum ws_status closures_find(struct closures *out, const struct reach_plan *plan,
                             struct ws_error *err);
void closures_release(struct closures *closures);

/* The allocation that is left with CLOSURE_RANKS groups, cut at the main cutoff, when
 * facilities close, by one more search. */
WS_MUST_CHECK
enum ws_status closures_allocate(struct ws_allocation *out, uint32_t **part_out,
                                 const struct reach_plan *plan, const bool *is_closed,
                                 struct ws_error *err);
#endif
