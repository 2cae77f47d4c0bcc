/* Sums of two groups of municipalities side by side. */
#include "decide/pilots.h"

#include <assert.h>
#include <math.h>

const char *const pilots_krom[PILOTS_KROM] = {
    "0821", "0861", "0882", "1060", "1080", "1081", "1082", "1427", "1430", "1439", "1444",
    "1461", "1470", "1471", "1484", "1485", "1487", "1488", "1494", "1907", "1960", "1961",
    "1980", "1981", "1983", "1984", "2401", "2403", "2404", "2409", "2460", "2480"};
const char *const pilots_cities[PILOTS_CITIES] = {"0180", "1280", "1480"};

static void add(struct pilot_count *to, const struct pilot_count *place)
{
    to->place_count += place->place_count;
    to->people_micro += place->people_micro;
    to->covered_micro += place->covered_micro;
}

void pilots_add(struct pilot_row rows[PILOT_PARTS], const struct pilot_count *place, bool is_pilot,
                bool is_metropolitan)
{
    assert(rows && place);
    const enum pilot_part parts[] = {is_metropolitan ? PILOT_METROPOLITAN : PILOT_OTHER, PILOT_ALL};
    for (int p = 0; p < 2; p++) {
        add(&rows[parts[p]].country, place);
        if (is_pilot)
            add(&rows[parts[p]].pilots, place);
    }
}

static double ratio(uint64_t part_micro, uint64_t whole_micro)
{
    return whole_micro ? (double)part_micro / (double)whole_micro : (double)NAN;
}

double pilots_share(const struct pilot_count *part, const struct pilot_count *all)
{
    return ratio(part->people_micro, all->people_micro);
}

double pilots_covered(const struct pilot_count *part)
{
    return ratio(part->covered_micro, part->people_micro);
}

const char *pilots_part_name(enum pilot_part part)
{
    static const char *const NAMES[PILOT_PARTS] = {"metropolitan", "other", "all"};
    return NAMES[part];
}
