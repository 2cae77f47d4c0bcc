/* geo/border.h: which areas share a stretch of border.
 *
 * Areas of the same layer whose rings run along each other, within
 * tolerance_m, for more than tolerance_m in all; touching in a point is not
 * enough. Used to join population areas into white spots. */
#ifndef GEO_BORDER_H
#define GEO_BORDER_H
#include "geo/shapes.h"

struct border {
    uint32_t area, other; /* area < other */
};

/* All neighbouring pairs among `members` (area indices, any order), sorted by
 * (area, other). Free *out with mem_free(). O(segments log segments). */
WS_MUST_CHECK
enum ws_status border_pairs(struct border **out, uint32_t *count, const struct areas *areas,
                            const uint32_t *members, uint32_t member_count, double tolerance_m,
                            struct ws_error *err);
#endif
