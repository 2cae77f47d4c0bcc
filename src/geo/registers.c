#include "geo/registers.h"

#include "base/mem.h"

void commuting_release(struct commuting *commuting)
{
    if (!commuting)
        return;
    mem_free(commuting->home);
    mem_free(commuting->work);
    mem_free(commuting->people_micro);
    mem_free(commuting->more_micro);
    *commuting = (struct commuting){0};
}

void unemployed_release(struct unemployed *unemployed)
{
    if (!unemployed)
        return;
    mem_free(unemployed->month);
    mem_free(unemployed->people_micro);
    mem_free(unemployed->more_micro);
    mem_free(unemployed->outside_micro);
    *unemployed = (struct unemployed){0};
}

void claims_release(struct claims *claims)
{
    if (!claims)
        return;
    for (uint32_t i = 0; i < claims->count; i++) {
        mem_free(claims->items[i].id);
        mem_free(claims->items[i].statement);
        mem_free(claims->items[i].said);
    }
    mem_free(claims->items);
    *claims = (struct claims){0};
}
