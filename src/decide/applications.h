/* decide/applications.h: what applications say of a place: how often somebody tried,
 * and how long it took. An applicant is potential supply, never coverage and never a
 * choice. */
#ifndef DECIDE_APPLICATIONS_H
#define DECIDE_APPLICATIONS_H
#include "geo/registers.h"
#include <whitespot/error.h>

/* "applied", "approved", "refused", "withdrawn"; NULL: not known. */
const char *applications_outcome_name(enum application_outcome outcome);

/* One place. */
struct applied_place {
    uint32_t first, count;    /* rows of the applications */
    uint32_t applicant_count; /* distinct */
    uint32_t attempts;        /* the highest number of each applicant, added up */
    uint32_t refused_count;
    uint32_t lead_count;       /* rows that tell how long it took */
    uint32_t lead_median_half; /* the median of them in half days; without any: 0 */
};
/* In the order of the applications; free with mem_free(). */
WS_MUST_CHECK
enum ws_status applications_places(struct applied_place **out, uint32_t *count,
                                   const struct applications *applications, struct ws_error *err);
#endif
