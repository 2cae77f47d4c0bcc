/* decide/metrics.h: the figures people quote, M1 to M6, each with the interval
 * that is certain.
 *
 * Covered means: at least k distinct providers, in the area (M1 to M5) or within a
 * limit (M6). Pure functions on plain arrays; whole micro-people. People whose
 * place or number nobody knows widen the interval and never move the value. */
#ifndef DECIDE_METRICS_H
#define DECIDE_METRICS_H
#include "geo/registers.h"
#include <stddef.h>
#include <whitespot/error.h>
#include <whitespot/model.h>

/* Of an area. Unsure: it lies partly in covered ground, or nobody can say. */
enum area_cover { AREA_UNCOVERED, AREA_COVERED, AREA_UNSURE };

/* Zones with at least `choice` providers. */
void metrics_cover(uint8_t *cover, const uint32_t *providers_of_zone, uint32_t zone_count,
                   uint32_t choice);

/* The cover of zones that areas may cut: part i lies in zone[i] (WS_NONE: in none)
 * and in area[i]. A zone with parts of both kinds is unsure; one without parts is
 * not covered. */
void metrics_cover_zones(uint8_t *zone_cover, uint32_t zone_count, const uint32_t *zone,
                         const uint32_t *area, uint32_t part_count, const uint8_t *cover);

/* Numerator, denominator and interval. whole_micro 0: not defined. */
struct metric_share {
    bool has_value;
    uint64_t part_micro, whole_micro, unknown_micro;
    struct ws_fraction low, high;
};

/* People by unit and zone; parts of a unit stand together. Entry of part p:
 * [p * stride + offset]. less and more NULL: every count is known. */
struct people_parts {
    uint32_t count;
    const uint32_t *unit, *zone; /* zone WS_NONE: outside, in no covered area */
    const uint64_t *people_micro, *less_micro, *more_micro;
    size_t stride, offset;
};

/* M1. A unit that lies in covered and in other zones has its people by its roads;
 * the interval holds wherever in the unit they live. */
struct metric_share metrics_residents(const struct people_parts *parts, const uint8_t *cover);

/* M4 from zone totals. outside_micro: people of no zone, known to be no part. */
struct metric_share metrics_zone_people(const uint64_t *people_micro, const uint64_t *more_micro,
                                        uint32_t zone_count, uint64_t outside_micro,
                                        const uint8_t *cover);

/* M2 (both) and M3 (either) from flows; both + either = home + work, exactly, on
 * the employed with known work place. A work place outside the zones is known and
 * not covered in the value, either way in the interval; an unknown one is left out
 * of the value, and in the interval it may be anything, or nothing. */
struct commuting_shares {
    struct metric_share both, either, home, work;
    uint64_t elsewhere_micro, no_workplace_micro;
};
void metrics_commuting(struct commuting_shares *out, const struct commuting *commuting,
                       const uint8_t *cover);

/* M2 and M3 when only shares by home and by work are known, as intervals: max(0,
 * p + q - 1) .. min(p, q) and max(p, q) .. min(1, p + q). Ends are rounded outwards
 * to 1e-9. q_high.whole 0: nothing is known of it. */
struct margin {
    struct ws_fraction low, high;
};
void metrics_margins(struct metric_share *both, struct metric_share *either, struct margin home,
                     struct margin work);

/* M5: zones that are covered among all. */
struct metric_share metrics_zones(const uint8_t *cover, uint32_t zone_count);
/* M6; low and high: ws_share_low(), ws_share_high() of it. */
struct metric_share metrics_distance(const struct ws_share *share, struct ws_fraction low,
                                     struct ws_fraction high);
/* A count that is known. */
struct metric_share metrics_count(uint64_t count);

void metrics_fill(struct ws_metric *metric, const struct metric_share *share);
/* "M1" .. "M6", "municipalities", "areas", "providers", "offices", "referred". */
const char *metrics_name(enum ws_metric_id id);
/* "residents_in_covered_area" ...; the same as the name for counts. */
const char *metrics_long_name(enum ws_metric_id id);
/* WS_METRIC_IDS: no such name. */
enum ws_metric_id metrics_find(const char *name);

/* "98-99 %" with a dash: the lower end rounded down, the upper end up. */
void metrics_interval_text(char out[48], struct ws_fraction low, struct ws_fraction high,
                           uint32_t decimals);
double metrics_fraction(struct ws_fraction fraction); /* NaN: not defined */
/* The upper end of a count that has none; such an end as a number is NaN. */
#define METRICS_NO_END UINT64_C(10000000000)
double metrics_end(struct ws_fraction high);
#endif
