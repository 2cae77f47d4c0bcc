#include "geo/supply.h"

#include "base/day.h"

#include <assert.h>
#include <stddef.h>

/* Its end lies within the time of notice, the last day of it included. */
static bool is_ending(const struct supply_facts *facts)
{
    int32_t day, end;
    if (!facts->notice.months && !facts->notice.days)
        return false;
    if (!day_read(&day, facts->as_of) || !day_read(&end, facts->valid_to))
        return false;
    return end <= day_add_months(day, facts->notice.months) + facts->notice.days;
}

enum supply_state supply_decide(const struct supply_facts *facts)
{
    assert(facts && facts->as_of && facts->valid_to);
    enum supply_state told = facts->told;
    if (told == SUPPLY_ENDED || told == SUPPLY_POTENTIAL || told == SUPPLY_NOT_RECEIVING)
        return told;
    if (facts->takes_nobody_new || told == SUPPLY_CLOSED_TO_NEW)
        return SUPPLY_CLOSED_TO_NEW;
    return told == SUPPLY_ENDING || is_ending(facts) ? SUPPLY_ENDING : SUPPLY_OPEN;
}

bool supply_counts(enum supply_state state, bool is_effective)
{
    if (is_effective)
        return state == SUPPLY_OPEN || state == SUPPLY_ENDING;
    return state < SUPPLY_ENDED;
}

const char *supply_name(enum supply_state state)
{
    static const char *const names[SUPPLY_STATES] = {
        [SUPPLY_OPEN] = "open",
        [SUPPLY_ENDING] = "ending",
        [SUPPLY_CLOSED_TO_NEW] = "closed_to_new",
        [SUPPLY_NOT_RECEIVING] = "approved_not_receiving",
        [SUPPLY_ENDED] = "ended",
        [SUPPLY_POTENTIAL] = "potential",
    };
    assert((size_t)state < SUPPLY_STATES);
    return names[state];
}
