/* decide/administrative.h: who is supplied on paper.
 *
 * A zone is covered administratively when a provider has a contract for it or an
 * office inside it. That says nothing of how far it is. */
#ifndef DECIDE_ADMINISTRATIVE_H
#define DECIDE_ADMINISTRATIVE_H
#include <stdint.h>
#include <whitespot/error.h>
#include <whitespot/model.h>

/* One reason: the provider has it (a contract, an office) in the zone. zone
 * WS_NONE: in none. */
struct zone_reason {
    uint32_t zone, provider;
};

/* distinct[zone]: distinct providers among the reasons; zone_count entries. Provider
 * numbers are those of one list for offices and contracts together. O(n log n). */
WS_MUST_CHECK
enum ws_status administrative_count(uint32_t *distinct, uint32_t zone_count,
                                    const struct zone_reason *reasons, uint32_t count,
                                    struct ws_error *err);
#endif
