#include "decide/reconcile.h"

#include "base/error.h"
#include "base/mem.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

const char *reconcile_name(enum reconcile_kind kind)
{
    static const char *const names[RECONCILE_KINDS] = {
        [RECONCILE_PLACE] = "place",         [RECONCILE_BRIDGE] = "bridge",
        [RECONCILE_HEADLINE] = "headline",   [RECONCILE_REMAINDER] = "remainder",
        [RECONCILE_PER_PLACE] = "per_place", [RECONCILE_PER_1000] = "per_1000_unemployed",
        [RECONCILE_IMPAIRED] = "impaired",   [RECONCILE_IDLE] = "without_referrals",
        [RECONCILE_COUNT] = "count",         [RECONCILE_PARTS] = "parts",
    };
    return (unsigned)kind < RECONCILE_KINDS ? names[kind] : "?";
}

void reconcile_release(struct reconcile *lines)
{
    if (!lines)
        return;
    mem_free(lines->lines);
    *lines = (struct reconcile){0};
}

struct reconcile_line *reconcile_add(struct reconcile *out, enum reconcile_kind kind,
                                     struct ws_error *err)
{
    if (mem_grow(&out->lines, &out->cap, (size_t)out->count + 1, sizeof *out->lines)) {
        (void)error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " lines", out->count + 1);
        return NULL;
    }
    struct reconcile_line *line = &out->lines[out->count++];
    *line = (struct reconcile_line){.kind = kind, .rate = (double)NAN};
    line->opening = line->in = line->out = line->closing = FLOW_UNKNOWN;
    line->reported = line->registry = FLOW_UNKNOWN;
    return line;
}

/* ---- sums that know what they do not know ----------------------------------------- */

struct sum {
    uint64_t known;
    uint32_t unknown_count;
};

static void add_number(struct sum *sum, uint64_t number)
{
    if (number == FLOW_UNKNOWN)
        sum->unknown_count++;
    else
        sum->known += number;
}

static uint64_t sum_value(const struct sum *sum)
{
    return sum->unknown_count ? FLOW_UNKNOWN : sum->known;
}

struct flow {
    struct sum opening, in, out, closing;
};

static void add_row(struct flow *flow, const struct referral *row)
{
    add_number(&flow->opening, row->opening);
    add_number(&flow->in, row->in);
    add_number(&flow->out, row->out);
    add_number(&flow->closing, row->closing);
}

static void put_flow(struct reconcile_line *line, const struct flow *flow)
{
    line->opening = sum_value(&flow->opening);
    line->in = sum_value(&flow->in);
    line->out = sum_value(&flow->out);
    line->closing = sum_value(&flow->closing);
}

static bool is_whole(const struct flow *flow)
{
    return !flow->opening.unknown_count && !flow->in.unknown_count && !flow->out.unknown_count &&
           !flow->closing.unknown_count;
}

/* "33 - 1 = 32"; "5 + 33 - 1 = 37" when there were some before. */
static int say_bridge(char *out, size_t room, const struct flow *flow)
{
    char opening[32] = "";
    if (flow->opening.known)
        snprintf(opening, sizeof opening, "%" PRIu64 " + ", flow->opening.known);
    return snprintf(out, room, "%s%" PRIu64 " - %" PRIu64 " = %" PRIu64, opening, flow->in.known,
                    flow->out.known, flow->closing.known);
}

/* "33", "at least 30, 2 unknown". */
static void say_sum(char *out, size_t room, const struct sum *sum)
{
    if (sum->unknown_count)
        snprintf(out, room, "at least %" PRIu64 ", %" PRIu32 " unknown", sum->known,
                 sum->unknown_count);
    else
        snprintf(out, room, "%" PRIu64, sum->known);
}

/* ---- a month of one scheme ----------------------------------------------------------- */

struct group {
    const struct referrals *referrals;
    uint32_t first, count; /* rows of the month and scheme, by place */
    struct flow flow;
    uint32_t place_count, filled_count; /* filled: somebody came */
    uint32_t unsure_count;              /* perhaps somebody came */
    bool is_by_municipality, is_impaired;
};

static bool is_same_group(const struct referral *a, const struct referral *b)
{
    return strcmp(a->month, b->month) == 0 && strcmp(a->scheme, b->scheme) == 0;
}

static struct reconcile_line *group_line(struct reconcile *out, const struct group *group,
                                         enum reconcile_kind kind, struct ws_error *err)
{
    const struct referral *row = &group->referrals->rows[group->first];
    struct reconcile_line *line = reconcile_add(out, kind, err);
    if (line) {
        snprintf(line->month, sizeof line->month, "%s", row->month);
        snprintf(line->scheme, sizeof line->scheme, "%.63s", row->scheme);
    }
    return line;
}

/* One line per place, its providers together. */
static enum ws_status add_places(struct reconcile *out, struct group *group, struct ws_error *err)
{
    const struct referral *rows = group->referrals->rows;
    uint32_t end = group->first + group->count;
    for (uint32_t i = group->first; i < end;) {
        struct flow flow = {{0, 0}, {0, 0}, {0, 0}, {0, 0}};
        uint32_t begin = i;
        for (; i < end && strcmp(rows[i].place, rows[begin].place) == 0; i++)
            add_row(&flow, &rows[i]);
        struct reconcile_line *line = group_line(out, group, RECONCILE_PLACE, err);
        if (!line)
            return WS_NO_MEMORY;
        snprintf(line->place, sizeof line->place, "%.127s", rows[begin].place);
        put_flow(line, &flow);
        if (is_whole(&flow))
            say_bridge(line->text, sizeof line->text, &flow);
        else
            say_sum(line->text, sizeof line->text, &flow.in);
        group->place_count++;
        group->filled_count += flow.in.known > 0;
        group->unsure_count += !flow.in.known && flow.in.unknown_count;
    }
    return WS_OK;
}

/* Which numbers some row does not tell. */
static void say_gaps(char *out, size_t room, const struct flow *flow)
{
    const struct {
        const struct sum *sum;
        const char *name;
    } sums[] = {{&flow->opening, "opening"},
                {&flow->in, "in"},
                {&flow->out, "left"},
                {&flow->closing, "closing"}};
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < sizeof sums / sizeof *sums; i++)
        if (sums[i].sum->unknown_count)
            used += (size_t)snprintf(out + used, room - used, "%s%s",
                                     used ? ", " : "; no bridge, not all rows tell ", sums[i].name);
}

static enum ws_status add_bridge(struct reconcile *out, const struct group *group,
                                 struct ws_error *err)
{
    char sums[100], gaps[80];
    struct reconcile_line *line = group_line(out, group, RECONCILE_BRIDGE, err);
    if (!line)
        return WS_NO_MEMORY;
    put_flow(line, &group->flow);
    say_gaps(gaps, sizeof gaps, &group->flow);
    if (is_whole(&group->flow))
        say_bridge(sums, sizeof sums, &group->flow);
    else
        say_sum(sums, sizeof sums, &group->flow.in);
    snprintf(line->text, sizeof line->text,
             "%s person%s; somebody came to %s%" PRIu32 " of %" PRIu32
             " %s (persons are not places)%s",
             sums, group->flow.in.known == 1 && !is_whole(&group->flow) ? "" : "s",
             group->unsure_count ? "at least " : "", group->filled_count, group->place_count,
             group->is_by_municipality ? "municipalities" : "places", gaps);
    return WS_OK;
}

static const struct headline *find_headline(const struct group *group)
{
    const struct referral *row = &group->referrals->rows[group->first];
    for (uint32_t i = 0; i < group->referrals->headline_count; i++) {
        const struct headline *headline = &group->referrals->headlines[i];
        if (strcmp(headline->month, row->month) == 0 && strcmp(headline->scheme, row->scheme) == 0)
            return headline;
    }
    return NULL;
}

static enum ws_status add_remainder(struct reconcile *out, const struct group *group,
                                    uint64_t headline, struct ws_error *err)
{
    const struct sum *in = &group->flow.in;
    struct reconcile_line *line = group_line(out, group, RECONCILE_REMAINDER, err);
    if (!line)
        return WS_NO_MEMORY;
    line->reported = headline;
    line->registry = in->known;
    line->has_unexplained = headline < in->known;
    line->unexplained = (int64_t)headline - (int64_t)in->known;
    snprintf(line->text, sizeof line->text,
             "%" PRIu64 " in all, %" PRIu64 " told by place, %" PRId64 " remain in %" PRIu32
             " rows that do not tell",
             headline, in->known, line->unexplained, in->unknown_count);
    return WS_OK;
}

/* What was made known, what the rows say, and why both can be right. */
static enum ws_status add_headline(struct reconcile *out, const struct group *group,
                                   struct ws_error *err)
{
    const struct headline *headline = find_headline(group);
    char bridge[100];
    if (!headline)
        return WS_OK;
    if (group->flow.in.unknown_count)
        return add_remainder(out, group, headline->persons, err);
    struct reconcile_line *line = group_line(out, group, RECONCILE_HEADLINE, err);
    if (!line)
        return WS_NO_MEMORY;
    line->reported = headline->persons;
    line->registry = group->flow.in.known;
    line->has_unexplained = true;
    line->unexplained = (int64_t)line->reported - (int64_t)line->registry;
    say_bridge(bridge, sizeof bridge, &group->flow);
    if (line->unexplained)
        snprintf(line->text, sizeof line->text,
                 "headline %" PRIu64 ", rows %" PRIu64 ": %" PRId64 " unexplained", line->reported,
                 line->registry, line->unexplained);
    else if (is_whole(&group->flow))
        snprintf(line->text, sizeof line->text,
                 "headline %" PRIu64 ", there at the end %" PRIu64 ": %s", line->reported,
                 group->flow.closing.known, bridge);
    else
        snprintf(line->text, sizeof line->text, "headline %" PRIu64 ", and so many came",
                 line->reported);
    return WS_OK;
}

/* 33 / 32 = 1.03 */
static enum ws_status add_rate(struct reconcile *out, const struct group *group,
                               struct ws_error *err)
{
    const struct sum *in = &group->flow.in;
    struct reconcile_line *line = group_line(out, group, RECONCILE_PER_PLACE, err);
    if (!line)
        return WS_NO_MEMORY;
    double rate = (double)in->known / group->place_count;
    const char *noun = group->is_by_municipality ? "municipality" : "place";
    line->in = sum_value(in);
    if (!in->unknown_count)
        line->rate = rate;
    snprintf(line->text, sizeof line->text, "%s%" PRIu64 " / %" PRIu32 " = %.2f referrals per %s",
             in->unknown_count ? "at least " : "", in->known, group->place_count, rate, noun);
    return WS_OK;
}

static enum ws_status add_impaired(struct reconcile *out, const struct group *group,
                                   struct ws_error *err)
{
    if (!group->is_impaired)
        return WS_OK;
    struct reconcile_line *line = group_line(out, group, RECONCILE_IMPAIRED, err);
    if (!line)
        return WS_NO_MEMORY;
    line->in = sum_value(&group->flow.in);
    snprintf(line->text, sizeof line->text,
             "sending people did not work: low use is explained as flow, not as a lack of supply; "
             "no coverage depends on it");
    return WS_OK;
}

/* ---- per 1 000 unemployed -------------------------------------------------------------- */

static uint32_t find_unemployed(const struct unemployed *unemployed, const char *month)
{
    for (uint32_t i = 0; i < unemployed->month_count; i++)
        if (strcmp(unemployed->month[i], month) == 0)
            return i;
    return WS_NONE;
}

/* persons_micro 0 or withheld: no line, for nothing can be said. */
static enum ws_status add_per_1000(struct reconcile *out, const struct group *group,
                                   const char *place, const struct sum *in, uint64_t people_micro,
                                   struct ws_error *err)
{
    if (in->unknown_count || !people_micro)
        return WS_OK;
    struct reconcile_line *line = group_line(out, group, RECONCILE_PER_1000, err);
    if (!line)
        return WS_NO_MEMORY;
    snprintf(line->place, sizeof line->place, "%.127s", place);
    line->in = in->known;
    line->registry = people_micro / WS_MICRO;
    line->rate = 1000.0 * (double)in->known * WS_MICRO / (double)people_micro;
    snprintf(line->text, sizeof line->text,
             "%" PRIu64 " referred of %" PRIu64 " unemployed = %.2f per 1000", in->known,
             line->registry, line->rate);
    return WS_OK;
}

static enum ws_status add_unemployed(struct reconcile *out, const struct group *group,
                                     const struct unemployed *unemployed, struct ws_error *err)
{
    const struct referral *rows = group->referrals->rows;
    uint32_t month = unemployed ? find_unemployed(unemployed, rows[group->first].month) : WS_NONE;
    uint64_t all_micro = 0;
    bool is_known = group->is_by_municipality;
    enum ws_status st = WS_OK;
    if (month == WS_NONE)
        return WS_OK;
    size_t first = (size_t)month * unemployed->zone_count;
    uint32_t end = group->first + group->count;
    for (uint32_t i = group->first; !st && i < end;) {
        struct sum in = {0, 0};
        uint32_t begin = i;
        for (; i < end && strcmp(rows[i].place, rows[begin].place) == 0; i++)
            add_number(&in, rows[i].in);
        uint32_t zone = rows[begin].zone;
        if (zone == WS_NONE || unemployed->more_micro[first + zone]) {
            is_known = false;
            continue;
        }
        all_micro += unemployed->people_micro[first + zone];
        st = add_per_1000(out, group, rows[begin].place, &in,
                          unemployed->people_micro[first + zone], err);
    }
    return st || !is_known ? st : add_per_1000(out, group, "", &group->flow.in, all_micro, err);
}

enum ws_status reconcile_flows(struct reconcile *out, const struct referrals *referrals,
                               const struct unemployed *unemployed, struct ws_error *err)
{
    enum ws_status st = WS_OK;
    for (uint32_t i = 0; !st && i < referrals->count;) {
        struct group group = {.referrals = referrals, .first = i, .is_by_municipality = true};
        for (; i < referrals->count &&
               is_same_group(&referrals->rows[group.first], &referrals->rows[i]);
             i++) {
            const struct referral *row = &referrals->rows[i];
            add_row(&group.flow, row);
            group.is_by_municipality = group.is_by_municipality && row->zone != WS_NONE;
            group.is_impaired = group.is_impaired || row->is_impaired;
        }
        group.count = i - group.first;
        st = add_places(out, &group, err);
        if (!st)
            st = add_bridge(out, &group, err);
        if (!st)
            st = add_headline(out, &group, err);
        if (!st)
            st = add_rate(out, &group, err);
        if (!st)
            st = add_unemployed(out, &group, unemployed, err);
        if (!st)
            st = add_impaired(out, &group, err);
    }
    return st;
}
