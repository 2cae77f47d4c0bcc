/* decide/need.h: where many are out of work and few providers are: a two-way table
 * of places by rate of unemployment and by choice class. */
#ifndef DECIDE_NEED_H
#define DECIDE_NEED_H
#include <stdint.h>
#include <whitespot/error.h>
#include <whitespot/model.h>

/* Thirds of the places by rate, equal rates by index; or the rate is not known. */
enum need_rate { NEED_LOW, NEED_MIDDLE, NEED_HIGH, NEED_UNKNOWN, NEED_RATES };
/* The choice classes, and one for places whose choice is not known. */
#define NEED_CLASSES ((uint32_t)WS_CLASS_MANY + 2u)
#define NEED_NO_CLASS ((uint32_t)WS_CLASS_MANY + 1u)

struct need_cell {
    uint32_t place_count;
    uint64_t people_micro, unemployed_micro; /* WS_UNBOUNDED: of a place they are not known */
    double rate_from, rate_to;               /* of its third; NaN: no place in it */
};

struct need_places {
    uint32_t count;
    const uint64_t *people_micro, *unemployed_micro;
    const uint64_t *more_micro;     /* of unemployed: above 0 the rate is not known */
    const uint32_t *provider_count; /* WS_NONE: not known */
};

/* cells[rate * NEED_CLASSES + class]; they add up to all places. */
WS_MUST_CHECK
enum ws_status need_table(struct need_cell cells[NEED_RATES * NEED_CLASSES],
                          const struct need_places *places, struct ws_error *err);
/* One place by flat access (what share of its people is not covered) and weighted by
 * need (how many unemployed that would be). Rank 1 is worst; equal ones share a
 * rank; 0: not known. */
struct need_rank {
    uint64_t exposed_micro; /* unemployed x share not covered, rounded down */
    uint32_t flat_rank, need_rank;
};
WS_MUST_CHECK
enum ws_status need_ranks(struct need_rank *out, const struct need_places *places,
                          const uint64_t *covered_micro, struct ws_error *err);
const char *need_rate_name(enum need_rate rate); /* "low" ... "unknown" */
#endif
