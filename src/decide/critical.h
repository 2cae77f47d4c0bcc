/* decide/critical.h: which closures turn a zone white.
 *
 * A zone is white when its median resident has no provider within the main limit:
 * fewer than half of its people have one. White zones, and zones without people,
 * cannot turn white. */
#ifndef DECIDE_CRITICAL_H
#define DECIDE_CRITICAL_H
#include <stdbool.h>
#include <stdint.h>
#include <whitespot/error.h>
#include <whitespot/model.h>

/* People of a zone with exactly these offices within the limit. */
struct critical_loss {
    uint32_t zone, office, other; /* office < other; WS_NONE: office alone */
    uint64_t people_micro;
};

struct critical_zones {
    uint32_t zone_count, office_count, group_count;
    const uint64_t *people_micro, *have_micro; /* per zone: all; with a provider */
    const uint64_t *group_micro;               /* [zone][group]: with that provider alone */
    uint32_t loss_count;
    const struct critical_loss *losses; /* by zone, office, other */
};

/* The fewest offices, one or two, whose closure turns a zone white. */
struct critical_set {
    bool can_turn;          /* it has people and is not white */
    uint32_t office, other; /* WS_NONE: none; office < other */
    uint64_t lost_micro;    /* people of the zone then without a provider */
    uint32_t set_count;     /* sets of that size that would do */
};

/* People of a zone left without a provider when both close; other WS_NONE: one. */
uint64_t critical_lost(const struct critical_zones *zones, uint32_t zone, uint32_t office,
                       uint32_t other);
/* Whether the zone turns white when so many of those who have a provider lose it. */
bool critical_whitens(const struct critical_zones *zones, uint32_t zone, uint64_t lost_micro);

/* One set per zone, proved smallest by trying all: every office that is alone or one
 * of two anywhere in the zone, then every pair of them. Of several, the one that
 * leaves most people of the zone without; of equal ones the first by office.
 * O(offices squared) per zone. */
WS_MUST_CHECK
enum ws_status critical_sets(struct critical_set *out, const struct critical_zones *zones,
                             struct ws_error *err);
#endif
