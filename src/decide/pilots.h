/* decide/pilots.h: the municipalities of a pilot beside the country: what of the
 * metropolitan areas they have seen.
 *
 * Codes are those of Swedish municipalities, text with leading zeros. */
#ifndef DECIDE_PILOTS_H
#define DECIDE_PILOTS_H
#include <stdbool.h>
#include <stdint.h>
#include <whitespot/model.h>

/* Where KROM began on 30 March 2020 (verified; Soelvesborg 1083 is none of them), and
 * the three metropolitan cities, which came in September 2021. */
#define PILOTS_KROM 32u
#define PILOTS_CITIES 3u
extern const char *const pilots_krom[PILOTS_KROM];
extern const char *const pilots_cities[PILOTS_CITIES];

/* Parts of the country; the first two add up to the last. */
enum pilot_part { PILOT_METROPOLITAN, PILOT_OTHER, PILOT_ALL, PILOT_PARTS };

/* Municipalities of one part: how many, their people, and those with a provider. */
struct pilot_count {
    uint32_t place_count;
    uint64_t people_micro, covered_micro;
};
struct pilot_row {
    struct pilot_count pilots, country; /* pilots are in both */
};

/* Adds a municipality to its part and to all. */
void pilots_add(struct pilot_row rows[PILOT_PARTS], const struct pilot_count *place, bool is_pilot,
                bool is_metropolitan);
/* People of a part over people of all parts, and covered over people; NaN: nobody. */
double pilots_share(const struct pilot_count *part, const struct pilot_count *all);
double pilots_covered(const struct pilot_count *part);
const char *pilots_part_name(enum pilot_part part); /* "metropolitan", "other", "all" */
#endif
