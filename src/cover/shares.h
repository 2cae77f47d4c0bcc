/* cover/shares.h: people of a part that lie within something. Shared by
 * shares.c and reach.c; not for other rooms. */
#ifndef COVER_SHARES_H
#define COVER_SHARES_H
#include "base/fixed.h"
#include "cover/cover.h"

/* People of a part on the network, up to `mm` of its weight. */
static inline uint64_t shares_upto(const struct spread *spread, uint32_t part, uint32_t weight,
                                   uint64_t mm)
{
    uint64_t people = spread->people_micro[(size_t)part * spread->weight_count + weight];
    return fixed_mul_div(people, mm, spread->weight_mm[part]);
}

/* People of `covered_mm` of the part's weight. The covered come first, then the
 * uncovered, those without a link last: covered people depend on nothing else
 * and never fall when covered_mm grows or a component gets its first facility,
 * people without a link are the same at every cutoff, and the classes add up. 0
 * for parts outside all zones or off the network. */
static inline uint64_t shares_covered(const struct spread *spread, uint32_t part, uint32_t weight,
                                      uint64_t covered_mm)
{
    if (covered_mm == 0 || spread->zone[part] == WS_NONE || spread->state[part] != PART_ON_NETWORK)
        return 0;
    return shares_upto(spread, part, weight, covered_mm);
}

/* Of a weight spread evenly over the costs from low to high: what lies at cost or
 * below. One cost counts whole there. */
uint64_t shares_within(uint64_t weight, uint32_t low, uint32_t high, uint32_t cost);
#endif
