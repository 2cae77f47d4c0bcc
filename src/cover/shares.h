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

/* People of `covered_mm` of the part's weight: those without a link come first,
 * the covered next, so covered people never fall when covered_mm grows and the
 * classes add up. 0 for parts outside all zones or off the network. */
static inline uint64_t shares_covered(const struct spread *spread, uint32_t part, uint32_t weight,
                                      uint64_t covered_mm)
{
    if (covered_mm == 0 || spread->zone[part] == WS_NONE || spread->state[part] != PART_ON_NETWORK)
        return 0;
    uint64_t no_link_mm = spread->no_link_mm[part];
    return shares_upto(spread, part, weight, no_link_mm + covered_mm) -
           shares_upto(spread, part, weight, no_link_mm);
}
#endif
