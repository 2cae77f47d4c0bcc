#include "decide/metrics.h"

#include "base/fixed.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define BILLION UINT64_C(1000000000)

/* ---- intervals ------------------------------------------------------------------- */

/* People by what can be said of them: at least and at most so many. */
struct bounds {
    uint64_t covered_low, covered_high, other_low, other_high;
    uint64_t unsure_high; /* covered or not */
};

static void add_people(struct bounds *bounds, enum area_cover cover, uint64_t people_micro,
                       uint64_t less_micro, uint64_t more_micro)
{
    uint64_t low = people_micro - less_micro, high = fixed_add_bound(people_micro, more_micro);
    if (cover == AREA_COVERED) {
        bounds->covered_low += low;
        bounds->covered_high = fixed_add_bound(bounds->covered_high, high);
    } else if (cover == AREA_UNCOVERED) {
        bounds->other_low += low;
        bounds->other_high = fixed_add_bound(bounds->other_high, high);
    } else {
        bounds->unsure_high = fixed_add_bound(bounds->unsure_high, high);
    }
}

/* part of part + rest; without bound in the rest it may be nothing, in the part all. */
static struct ws_fraction fraction_of(uint64_t part, uint64_t rest)
{
    if (rest == WS_UNBOUNDED)
        return (struct ws_fraction){0, 1};
    if (part == WS_UNBOUNDED)
        return (struct ws_fraction){1, 1};
    return (struct ws_fraction){part, part + rest};
}

static void close_interval(struct metric_share *share, const struct bounds *bounds)
{
    uint64_t rest_high = fixed_add_bound(bounds->other_high, bounds->unsure_high);
    uint64_t part_high = fixed_add_bound(bounds->covered_high, bounds->unsure_high);
    share->has_value = share->whole_micro > 0;
    share->low = fraction_of(bounds->covered_low, rest_high);
    share->high = fraction_of(part_high, bounds->other_low);
    /* Nobody certain: where nobody can be uncovered the share is one, if there is one. */
    if (!share->low.whole && share->high.whole)
        share->low = (struct ws_fraction){1, 1};
    if (!share->high.whole && share->low.whole)
        share->high = (struct ws_fraction){0, 1};
}

/* ---- areas ------------------------------------------------------------------------- */

void metrics_cover(uint8_t *cover, const uint32_t *providers_of_zone, uint32_t zone_count,
                   uint32_t choice)
{
    for (uint32_t zone = 0; zone < zone_count; zone++)
        cover[zone] = providers_of_zone[zone] >= choice ? AREA_COVERED : AREA_UNCOVERED;
}

void metrics_cover_zones(uint8_t *zone_cover, uint32_t zone_count, const uint32_t *zone,
                         const uint32_t *area, uint32_t part_count, const uint8_t *cover)
{
    const uint8_t untold = UINT8_MAX;
    memset(zone_cover, untold, zone_count);
    for (uint32_t i = 0; i < part_count; i++) {
        if (zone[i] == WS_NONE || area[i] == WS_NONE)
            continue;
        uint8_t own = cover[area[i]];
        uint8_t *so_far = &zone_cover[zone[i]];
        *so_far = *so_far == untold || *so_far == own ? own : AREA_UNSURE;
    }
    for (uint32_t i = 0; i < zone_count; i++)
        zone_cover[i] = zone_cover[i] == untold ? AREA_UNCOVERED : zone_cover[i];
}

struct metric_share metrics_zones(const uint8_t *cover, uint32_t zone_count)
{
    struct metric_share share = {0};
    struct bounds bounds = {0};
    for (uint32_t zone = 0; zone < zone_count; zone++) {
        share.whole_micro += WS_MICRO;
        share.part_micro += cover[zone] == AREA_COVERED ? WS_MICRO : 0;
        share.unknown_micro += cover[zone] == AREA_UNSURE ? WS_MICRO : 0;
        add_people(&bounds, cover[zone], WS_MICRO, 0, 0);
    }
    close_interval(&share, &bounds);
    return share;
}

/* ---- residents and unemployed -------------------------------------------------------- */

/* Of the parts of one unit: all alike, or it is unsure where its people live. */
static enum area_cover unit_cover(enum area_cover so_far, enum area_cover cover, bool is_first)
{
    return is_first || so_far == cover ? cover : AREA_UNSURE;
}

struct metric_share metrics_residents(const struct people_parts *parts, const uint8_t *cover)
{
    struct metric_share share = {0};
    struct bounds bounds = {0};
    uint64_t people = 0, less = 0, more = 0;
    enum area_cover unit = AREA_UNCOVERED;
    for (uint32_t p = 0; p < parts->count; p++) {
        size_t entry = p * parts->stride + parts->offset;
        uint32_t zone = parts->zone[p];
        bool is_first = !p || parts->unit[p] != parts->unit[p - 1];
        bool is_last = p + 1 == parts->count || parts->unit[p] != parts->unit[p + 1];
        enum area_cover own = zone == WS_NONE ? AREA_UNCOVERED : (enum area_cover)cover[zone];
        uint64_t here = parts->people_micro[entry];
        share.whole_micro += here;
        share.part_micro += own == AREA_COVERED ? here : 0;
        share.unknown_micro += zone == WS_NONE || own == AREA_UNSURE ? here : 0;
        unit = unit_cover(unit, own, is_first);
        people = (is_first ? 0 : people) + here;
        less = (is_first ? 0 : less) + (parts->less_micro ? parts->less_micro[entry] : 0);
        more =
            fixed_add_bound(is_first ? 0 : more, parts->more_micro ? parts->more_micro[entry] : 0);
        if (is_last)
            add_people(&bounds, unit, people, less, more);
    }
    close_interval(&share, &bounds);
    return share;
}

struct metric_share metrics_zone_people(const uint64_t *people_micro, const uint64_t *more_micro,
                                        uint32_t zone_count, uint64_t outside_micro,
                                        const uint8_t *cover)
{
    struct metric_share share = {.whole_micro = outside_micro, .unknown_micro = outside_micro};
    struct bounds bounds = {0};
    bool is_open = false;
    add_people(&bounds, AREA_UNCOVERED, outside_micro, 0, 0);
    for (uint32_t zone = 0; zone < zone_count; zone++) {
        share.whole_micro += people_micro[zone];
        share.part_micro += cover[zone] == AREA_COVERED ? people_micro[zone] : 0;
        share.unknown_micro += cover[zone] == AREA_UNSURE ? people_micro[zone] : 0;
        add_people(&bounds, cover[zone], people_micro[zone], 0, more_micro[zone]);
        is_open = is_open || more_micro[zone] == WS_UNBOUNDED;
    }
    close_interval(&share, &bounds);
    share.has_value = share.has_value && !is_open;
    return share;
}

/* ---- live and work --------------------------------------------------------------------- */

struct flow_sum {
    struct metric_share share;
    struct bounds bounds;
};

/* A flow of known work place. */
static void add_flow(struct flow_sum *sum, enum area_cover cover, uint64_t people, uint64_t more)
{
    sum->share.whole_micro += people;
    sum->share.part_micro += cover == AREA_COVERED ? people : 0;
    sum->share.unknown_micro += cover == AREA_UNSURE ? people : 0;
    add_people(&sum->bounds, cover, people, 0, more);
}

/* A flow whose work place nobody knows: it may count or not, so nobody of it is
 * certain and all of it is possible. */
static void add_doubtful_flow(struct flow_sum *sum, enum area_cover cover, uint64_t people,
                              uint64_t more)
{
    add_people(&sum->bounds, cover, 0, 0, fixed_add_bound(people, more));
}

static enum area_cover cover_both(enum area_cover a, enum area_cover b)
{
    if (a == AREA_UNCOVERED || b == AREA_UNCOVERED)
        return AREA_UNCOVERED;
    return a == AREA_COVERED && b == AREA_COVERED ? AREA_COVERED : AREA_UNSURE;
}

static enum area_cover cover_either(enum area_cover a, enum area_cover b)
{
    if (a == AREA_COVERED || b == AREA_COVERED)
        return AREA_COVERED;
    return a == AREA_UNCOVERED && b == AREA_UNCOVERED ? AREA_UNCOVERED : AREA_UNSURE;
}

void metrics_commuting(struct commuting_shares *out, const struct commuting *commuting,
                       const uint8_t *cover)
{
    enum { BOTH, EITHER, HOME, WORK, SUMS };
    struct flow_sum sums[SUMS] = {{{0}, {0}}};
    *out = (struct commuting_shares){0};
    for (uint32_t i = 0; i < commuting->count; i++) {
        uint32_t at_work = commuting->work[i];
        uint64_t people = commuting->people_micro[i], more = commuting->more_micro[i];
        enum area_cover home = (enum area_cover)cover[commuting->home[i]];
        enum area_cover work =
            at_work < COMMUTING_ELSEWHERE ? (enum area_cover)cover[at_work] : AREA_UNSURE;
        const enum area_cover covers[SUMS] = {cover_both(home, work), cover_either(home, work),
                                              home, work};
        bool is_known = at_work != COMMUTING_UNKNOWN;
        for (int s = 0; s < SUMS; s++)
            (is_known ? add_flow : add_doubtful_flow)(&sums[s], covers[s], people, more);
        out->elsewhere_micro += at_work == COMMUTING_ELSEWHERE ? people : 0;
        out->no_workplace_micro += is_known ? 0 : people;
    }
    for (int s = 0; s < SUMS; s++)
        close_interval(&sums[s].share, &sums[s].bounds);
    out->both = sums[BOTH].share;
    out->either = sums[EITHER].share;
    out->home = sums[HOME].share;
    out->work = sums[WORK].share;
}

static uint64_t billionths_down(struct ws_fraction fraction)
{
    return fraction.whole ? fixed_mul_div(fraction.part, BILLION, fraction.whole) : 0;
}

static uint64_t billionths_up(struct ws_fraction fraction)
{
    return fraction.whole ? fixed_mul_div_up(fraction.part, BILLION, fraction.whole) : BILLION;
}

static uint64_t least(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

void metrics_margins(struct metric_share *both, struct metric_share *either, struct margin home,
                     struct margin work)
{
    uint64_t p_low = billionths_down(home.low), p_high = billionths_up(home.high);
    uint64_t q_low = billionths_down(work.low), q_high = billionths_up(work.high);
    uint64_t overlap = p_low + q_low > BILLION ? p_low + q_low - BILLION : 0;
    *both =
        (struct metric_share){.low = {overlap, BILLION}, .high = {least(p_high, q_high), BILLION}};
    *either = (struct metric_share){.low = {p_low > q_low ? p_low : q_low, BILLION},
                                    .high = {least(p_high + q_high, BILLION), BILLION}};
}

/* ---- the rest ---------------------------------------------------------------------------- */

struct metric_share metrics_distance(const struct ws_share *share, struct ws_fraction low,
                                     struct ws_fraction high)
{
    return (struct metric_share){
        .has_value = share->people_micro > 0,
        .part_micro = share->covered_micro,
        .whole_micro = share->people_micro,
        .unknown_micro = share->no_link_micro + share->off_network_micro + share->outside_micro,
        .low = low,
        .high = high,
    };
}

struct metric_share metrics_count(uint64_t count)
{
    struct ws_fraction known = {count * WS_MICRO, WS_MICRO};
    return (struct metric_share){true, count * WS_MICRO, WS_MICRO, 0, known, known};
}

void metrics_fill(struct ws_metric *metric, const struct metric_share *share)
{
    metric->has_value = share->has_value;
    metric->part_micro = share->part_micro;
    metric->whole_micro = share->whole_micro;
    metric->unknown_micro = share->unknown_micro;
    metric->low = share->low;
    metric->high = share->high;
}

static const char *const NAMES[WS_METRIC_IDS][2] = {
    [WS_M1] = {"M1", "residents_in_covered_area"},
    [WS_M2] = {"M2", "live_and_work_covered"},
    [WS_M3] = {"M3", "live_or_work_covered"},
    [WS_M4] = {"M4", "unemployed_in_covered_area"},
    [WS_M5] = {"M5", "municipalities_with_office"},
    [WS_M6] = {"M6", "residents_within_T"},
    [WS_COUNT_MUNICIPALITIES] = {"municipalities", "municipalities"},
    [WS_COUNT_AREAS] = {"areas", "areas"},
    [WS_COUNT_PROVIDERS] = {"providers", "providers"},
    [WS_COUNT_OFFICES] = {"offices", "offices"},
    [WS_COUNT_REFERRED] = {"referred", "referred"},
};

const char *metrics_name(enum ws_metric_id id)
{
    return (unsigned)id < WS_METRIC_IDS ? NAMES[id][0] : "?";
}

const char *metrics_long_name(enum ws_metric_id id)
{
    return (unsigned)id < WS_METRIC_IDS ? NAMES[id][1] : "?";
}

enum ws_metric_id metrics_find(const char *name)
{
    int id = 0;
    while (id < WS_METRIC_IDS && strcmp(NAMES[id][0], name) != 0 && strcmp(NAMES[id][1], name) != 0)
        id++;
    return (enum ws_metric_id)id;
}

double metrics_fraction(struct ws_fraction fraction)
{
    return fraction.whole ? (double)fraction.part / (double)fraction.whole : (double)NAN;
}

double metrics_end(struct ws_fraction high)
{
    bool is_open = high.whole == 1 && high.part == METRICS_NO_END;
    return is_open ? (double)NAN : metrics_fraction(high);
}

void metrics_interval_text(char out[48], struct ws_fraction low, struct ws_fraction high,
                           uint32_t decimals)
{
    uint64_t ten = 1;
    for (uint32_t i = 0; i < decimals; i++)
        ten *= 10;
    if (!low.whole || !high.whole) {
        snprintf(out, 48, "not defined");
        return;
    }
    uint64_t down = fixed_mul_div(low.part, 100 * ten, low.whole);
    uint64_t up = fixed_mul_div_up(high.part, 100 * ten, high.whole);
    char ends[2][20];
    const uint64_t values[2] = {down, up};
    for (int i = 0; i < 2; i++)
        if (decimals)
            snprintf(ends[i], sizeof ends[i], "%" PRIu64 ".%0*" PRIu64, values[i] / ten,
                     (int)decimals, values[i] % ten);
        else
            snprintf(ends[i], sizeof ends[i], "%" PRIu64, values[i]);
    if (down == up)
        snprintf(out, 48, "%s %%", ends[0]);
    else
        snprintf(out, 48, "%s\xe2\x80\x93%s %%", ends[0], ends[1]);
}
