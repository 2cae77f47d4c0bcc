/* The certified interval of a share row: whitespot/model.h. */
#include "base/fixed.h"

#include <assert.h>
#include <whitespot/model.h>

/* part of part + rest, where either may be without bound; when both are nobody
 * the share is what it is for anybody. */
static struct ws_fraction fraction(uint64_t part, uint64_t rest, uint64_t of_nobody)
{
    if (rest == WS_UNBOUNDED)
        return (struct ws_fraction){0, 1};
    uint64_t whole = fixed_add_bound(part, rest);
    if (whole == WS_UNBOUNDED)
        return (struct ws_fraction){1, 1};
    return whole ? (struct ws_fraction){part, whole} : (struct ws_fraction){of_nobody, 1};
}

struct ws_fraction ws_share_low(const struct ws_share *share)
{
    assert(share && share->low_less_micro <= share->low_micro);
    if (share->people_micro == 0)
        return (struct ws_fraction){0, 0};
    uint64_t within = share->low_micro - share->low_less_micro;
    uint64_t others = share->people_micro - share->low_micro;
    return fraction(within, fixed_add_bound(others, share->low_more_micro), 1);
}

struct ws_fraction ws_share_high(const struct ws_share *share)
{
    assert(share && share->high_less_micro <= share->people_micro - share->high_micro);
    if (share->people_micro == 0)
        return (struct ws_fraction){0, 0};
    uint64_t within = fixed_add_bound(share->high_micro, share->high_more_micro);
    uint64_t others = share->people_micro - share->high_micro - share->high_less_micro;
    return fraction(within, others, 0);
}
