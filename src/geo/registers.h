/* geo/registers.h: tables about people and places that are no layer: who works
 * where, who is out of work, who was referred, what was said.
 *
 * A count that a source withholds is 0 here and stands in more_micro: by how much
 * it may be higher, WS_UNBOUNDED where nothing is known. Nothing depends on the
 * order of rows. Texts are UTF-8 NFC as in the source. */
#ifndef GEO_REGISTERS_H
#define GEO_REGISTERS_H
#include <stdbool.h>
#include <stdint.h>
#include <whitespot/model.h>

/* Work places that are no zone of ours. */
#define COMMUTING_ELSEWHERE (WS_NONE - 1u) /* known, and outside all zones */
#define COMMUTING_UNKNOWN WS_NONE

/* Who lives in `home` and works in `work`, sorted by both. A zone whose commuters
 * no row tells has one row, work unknown, without bound. */
struct commuting {
    uint32_t count;
    uint32_t *home, *work;
    uint64_t *people_micro, *more_micro;
    char ages[32]; /* "16-64"; "": the source does not tell */
};
void commuting_release(struct commuting *commuting);

/* Registered unemployed: people_micro[month * zone_count + zone]. */
struct unemployed {
    uint32_t month_count, zone_count;
    uint32_t picked;  /* the month of the run */
    char (*month)[8]; /* "2020-04", sorted; "": the source tells none */
    uint64_t *people_micro, *more_micro;
    uint64_t *outside_micro; /* per month: of codes that no zone has */
    char ages[32];
};
void unemployed_release(struct unemployed *unemployed);

#endif
