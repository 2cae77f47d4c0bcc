/* cover/profile.h: what one edge offers from end to end. Shared by allocate.c
 * and reach_roads.c; not for other rooms.
 *
 * A millimetre [d, d + 1) of an edge is as far from a facility as its farther
 * end. Ordered by that cost (as an exact fraction, before it is rounded up),
 * then by facility, its r-th lane of distinct groups is within a cutoff exactly
 * when r groups reach all of the millimetre. So one more facility never takes a
 * millimetre away, and the stretches of one facility add up to its catchment. */
#ifndef COVER_PROFILE_H
#define COVER_PROFILE_H
#include "cover/cover.h"

/* Tuned for k labels at both ends and few facilities in between: lanes squared
 * comparisons per edge, no search. */

/* Segments of one edge between which the ranked lanes, or the side of a cutoff
 * of one of them, change. Scratch, reused; zero before first use; one thread. */
struct profile {
    struct lanes lanes;
    uint32_t k, count;
    uint32_t most_cost; /* of the search: costs beyond it are unknown */
    uint32_t *from_mm;  /* count + 1: segment i is [from_mm[i], from_mm[i + 1]) */
    uint32_t *lane;     /* segment i: k indices into lanes, best first; WS_NONE: none */
    uint32_t *cuts;
    uint32_t live_count, *live; /* lanes that may be the best of their group */
    uint64_t *far_cost;         /* per lane, at the millimetre in hand */
    size_t from_cap, lane_cap, cut_cap, cut_count, live_cap, far_cap;
};

/* Ranks the lanes of canonical edge `edge` over its whole length. */
WS_MUST_CHECK
enum ws_status profile_edge(struct profile *profile, const struct allocate_plan *plan,
                            uint32_t edge, struct ws_error *err);
void profile_release(struct profile *profile);

/* The higher cost at the two ends of the rank-th lane of a segment;
 * WS_COST_INF when there is none or it lies beyond the search. */
uint32_t profile_cost(const struct profile *profile, uint32_t segment, uint32_t rank);

/* The first segment that ends after p_mm. */
uint32_t profile_find(const struct profile *profile, uint32_t p_mm);

/* Labels of a piece of length zero, its leg to the road included; one per rank,
 * label[0 .. k-1]. The profile is that of its edge. */
void profile_point(const struct profile *profile, const struct allocate_plan *plan,
                   const struct ws_piece *piece, uint64_t *label);
#endif
