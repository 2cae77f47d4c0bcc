/* geo/contracts.h: contracts: a provider may serve an area. Not an office, not a
 * provider, not an area: four things.
 *
 * Rows of the day and the scheme asked for, sorted by area, provider and contract,
 * whatever the order of the file. Texts are UTF-8 NFC as in the source. */
#ifndef GEO_CONTRACTS_H
#define GEO_CONTRACTS_H
#include "geo/supply.h"
#include <stdbool.h>
#include <stdint.h>
#include <whitespot/model.h>

enum contract_risk { RISK_UNKNOWN, RISK_NO, RISK_YES };

struct contracts {
    uint32_t count;
    char **area, **provider, **id; /* id may be NULL: no number */
    uint32_t *zone;                /* on the map asked for; WS_NONE: not on it */
    uint8_t *state;                /* enum supply_state */
    uint8_t *at_risk;              /* enum contract_risk */
    double *participants, *rating; /* NaN: unknown */
    double *capacity; /* how many participants it can take in the same time; NaN: unknown */
    /* "2020-03-30", the second the first day after; NULL where it is not told, or of a
     * scenario, which tells no days. */
    char **valid_from, **valid_to;
    bool has_participants, has_rating, has_at_risk, has_capacity, has_days; /* a column says so */
};
void contracts_release(struct contracts *contracts);
#endif
