#include "geo/contracts.h"

#include "base/mem.h"

void contracts_release(struct contracts *contracts)
{
    if (!contracts)
        return;
    for (uint32_t i = 0; i < contracts->count; i++) {
        mem_free(contracts->area[i]);
        mem_free(contracts->provider[i]);
        mem_free(contracts->id[i]);
        mem_free(contracts->valid_from ? contracts->valid_from[i] : NULL);
        mem_free(contracts->valid_to ? contracts->valid_to[i] : NULL);
    }
    mem_free(contracts->area);
    mem_free(contracts->provider);
    mem_free(contracts->id);
    mem_free(contracts->valid_from);
    mem_free(contracts->valid_to);
    mem_free(contracts->zone);
    mem_free(contracts->state);
    mem_free(contracts->at_risk);
    mem_free(contracts->participants);
    mem_free(contracts->rating);
    mem_free(contracts->capacity);
    *contracts = (struct contracts){0};
}
