/* From one day to the next: which zones changed, by what, and which of them were
 * without supply for how long. */
#include "run/timeline.h"

#include "base/mem.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The one place that says what a gap in time is; see is_gap(). */
const char timeline_gap_rule[] =
    "a zone is in a gap on a day when the median resident has no provider within the main limit "
    "and neither an office stands in it nor a contract is for it; people: those not covered within "
    "the main limit, on "
    "the worst of its days";
const char timeline_day_rule[] =
    "figures of a day hold until the next day given; a gap that is open on the last day has no "
    "end, and its person-days are those until that day";

/* ---- events ----------------------------------------------------------------------- */

#define EVENTS_TOLD 20u

/* What there is before and after, in one kind of supply and in nominal supply. */
struct step {
    const struct time_day *before, *after, *valid_before, *valid_after;
};

struct events {
    char *text;
    size_t used, cap;
    uint32_t count;
    bool is_broken;
};

static void add_event(struct events *events, const char *fmt, ...) WS_PRINTF(2, 3);
static void add_event(struct events *events, const char *fmt, ...)
{
    char text[600];
    va_list args;
    va_start(args, fmt);
    int length = vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    if (length >= (int)sizeof text)
        length = (int)sizeof text - 1;
    if (events->count++ >= EVENTS_TOLD || events->is_broken)
        return;
    if (mem_grow(&events->text, &events->cap, events->used + (size_t)length + 3, 1)) {
        events->is_broken = true;
        return;
    }
    const char *front = events->used ? "; " : "";
    events->used += (size_t)snprintf(events->text + events->used, events->cap - events->used,
                                     "%s%s", front, text);
}

static int compare_key(const void *key, const void *office)
{
    return strcmp(key, ((const struct time_office *)office)->key);
}

static const struct time_office *find_office(const struct time_day *day, const char *key)
{
    return day->office_count
               ? bsearch(key, day->offices, day->office_count, sizeof *day->offices, compare_key)
               : NULL;
}

/* The first touch of a zone. */
static uint32_t first_touch(const struct time_day *day, uint32_t zone)
{
    uint32_t low = 0, high = day->touch_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (day->touches[middle].zone < zone)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool has_provider(const struct time_day *day, uint32_t zone, const char *provider)
{
    for (uint32_t t = first_touch(day, zone); t < day->touch_count && day->touches[t].zone == zone;
         t++)
        if (!strcmp(day->offices[day->touches[t].office].provider, provider))
            return true;
    return false;
}

static void tell(struct events *events, const struct time_office *office, bool is_provider,
                 const char *provider_word, const char *office_word)
{
    const char *kind = office->is_contract ? "contract " : "";
    if (is_provider)
        add_event(events, "%s: %s (%s%s %s)", provider_word, office->provider, kind, office_word,
                  office->id);
    else
        add_event(events, "%s%s: %s (%s)", kind, office_word, office->id, office->provider);
}

/* An office that mattered and does not count any more. */
static void tell_gone(struct events *events, const struct step *step, uint32_t zone,
                      const struct time_office *office)
{
    const struct time_office *now = find_office(step->after, office->key);
    if (now && !strcmp(now->provider, office->provider))
        return;
    if (now) {
        add_event(events, "changed hands: %s (%s, then %s)", office->id, office->provider,
                  now->provider);
        return;
    }
    const struct time_office *valid = find_office(step->valid_after, office->key);
    const char *word = !valid ? office->is_contract ? "ended" : "closed"
                       : valid->state == SUPPLY_NOT_RECEIVING ? "approved, not receiving"
                                                              : "closed to new";
    tell(events, office, !has_provider(step->after, zone, office->provider), "left", word);
}

static void tell_new(struct events *events, const struct step *step, uint32_t zone,
                     const struct time_office *office)
{
    if (find_office(step->before, office->key))
        return;
    const char *word = find_office(step->valid_before, office->key) ? "takes people"
                       : office->is_contract                        ? "began"
                                                                    : "opened";
    tell(events, office, !has_provider(step->before, zone, office->provider), "joined", word);
}

/* Effective supply that has not come to be: it explains why there is none. */
static void tell_idle(struct events *events, const struct step *step, uint32_t zone)
{
    const struct time_day *day = step->valid_after;
    for (uint32_t t = first_touch(day, zone); t < day->touch_count && day->touches[t].zone == zone;
         t++) {
        const struct time_office *office = &day->offices[day->touches[t].office];
        if (day == step->after || find_office(step->after, office->key) ||
            find_office(step->valid_before, office->key))
            continue;
        add_event(events, "%s: %s (%s)",
                  office->state == SUPPLY_NOT_RECEIVING ? "opened without receiving"
                                                        : "opened without taking anybody new",
                  office->id, office->provider);
    }
}

static void gather(struct events *events, const struct step *step, uint32_t zone)
{
    const struct time_day *day = step->before;
    for (uint32_t t = first_touch(day, zone); t < day->touch_count && day->touches[t].zone == zone;
         t++)
        tell_gone(events, step, zone, &day->offices[day->touches[t].office]);
    day = step->after;
    for (uint32_t t = first_touch(day, zone); t < day->touch_count && day->touches[t].zone == zone;
         t++)
        tell_new(events, step, zone, &day->offices[day->touches[t].office]);
    tell_idle(events, step, zone);
    if (events->count > EVENTS_TOLD) {
        uint32_t more = events->count - EVENTS_TOLD;
        events->count = 0;
        add_event(events, "%" PRIu32 " more", more);
    }
}

/* ---- changes -------------------------------------------------------------------------- */

static struct time_state state_of(const struct time_day *day, uint32_t zone)
{
    struct time_state none = {.class_id = WS_NONE};
    return zone < day->state_count && day->states[zone].is_there ? day->states[zone] : none;
}

/* Where a change from one day to another lies beside a day of decision. */
static char *markers_of(const struct timeline *timeline, uint32_t to)
{
    const struct ws_options *options = timeline->run->options;
    char text[OPTIONS_MAX_MARKERS * 140] = "";
    size_t used = 0;
    for (uint32_t i = 0; i < options->marker_count; i++) {
        const struct marker *marker = &options->markers[i];
        const char *word = strcmp(timeline->dates[to], marker->date) < 0        ? "before"
                           : strcmp(timeline->dates[to - 1], marker->date) >= 0 ? "after"
                                                                                : "around";
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s %s", used ? "; " : "", word,
                                 marker->text);
    }
    return mem_string(text);
}

static bool has_changed(const struct time_state *before, const struct time_state *after)
{
    return before->class_id != after->class_id || before->covered_micro != after->covered_micro ||
           before->own_count != after->own_count || before->is_there != after->is_there;
}

/* Why a zone changed; empty when nothing did. */
static void find_events(struct events *events, const struct step *step, uint32_t zone,
                        const struct time_state *before, const struct time_state *after)
{
    if (!before->is_there && !after->is_there)
        return;
    if (!before->is_there || !after->is_there)
        add_event(events, "%s", after->is_there ? "the zone is new" : "the zone is there no more");
    else
        gather(events, step, zone);
    if (!events->count && has_changed(before, after))
        add_event(events, "the same offices: their places, or the areas, changed");
}

static enum ws_status put_change(struct timeline *timeline, const struct ws_change *change,
                                 struct ws_error *err)
{
    if (change->events && change->markers &&
        !mem_grow(&timeline->changes, &timeline->change_cap, timeline->change_count + 1,
                  sizeof *timeline->changes)) {
        timeline->changes[timeline->change_count++] = *change;
        return WS_OK;
    }
    mem_free(change->events);
    mem_free(change->markers);
    return error_set(err, WS_NO_MEMORY, "no memory for the changes of the timeline");
}

static enum ws_status add_change(struct timeline *timeline, uint32_t to, bool is_effective,
                                 uint32_t zone, struct ws_error *err)
{
    struct time_day(*days)[2] = timeline->days;
    struct step step = {&days[to - 1][is_effective], &days[to][is_effective], &days[to - 1][0],
                        &days[to][0]};
    struct time_state before = state_of(step.before, zone), after = state_of(step.after, zone);
    struct events events = {0};
    find_events(&events, &step, zone, &before, &after);
    if (!events.count)
        return WS_OK;
    if (events.is_broken) {
        mem_free(events.text);
        events.text = NULL;
    }
    const struct ws_change change = {.from = to - 1,
                                     .to = to,
                                     .is_effective = is_effective,
                                     .layer = timeline->zones[zone].layer,
                                     .code = timeline->zones[zone].code,
                                     .name = timeline->zones[zone].name,
                                     .before = before.class_id,
                                     .after = after.class_id,
                                     .own_before = before.own_count,
                                     .own_after = after.own_count,
                                     .people_micro =
                                         after.is_there ? after.people_micro : before.people_micro,
                                     .covered_before_micro = before.covered_micro,
                                     .covered_after_micro = after.covered_micro,
                                     .events = events.text,
                                     .markers = markers_of(timeline, to)};
    return put_change(timeline, &change, err);
}

enum ws_status timeline_changes(struct timeline *timeline, struct ws_error *err)
{
    enum ws_status st = WS_OK;
    for (uint32_t to = 1; !st && to < timeline->date_count; to++)
        for (int kind = 0; !st && kind < 2; kind++)
            for (uint32_t zone = 0; !st && zone < timeline->zone_count; zone++)
                st = add_change(timeline, to, kind, zone, err);
    return st;
}

/* ---- gaps --------------------------------------------------------------------------------- */

/* What timeline_gap_rule says. */
static bool is_gap(const struct time_state *state)
{
    return state->is_there && state->class_id == WS_CLASS_NONE && !state->own_count;
}

static enum ws_status add_gap(struct timeline *timeline, const struct ws_time_gap *gap,
                              struct ws_error *err)
{
    if (mem_grow(&timeline->gaps, &timeline->gap_cap, timeline->gap_count + 1,
                 sizeof *timeline->gaps))
        return error_set(err, WS_NO_MEMORY, "no memory for the gaps of the timeline");
    timeline->gaps[timeline->gap_count++] = *gap;
    return WS_OK;
}

/* One day more of a gap that is open. */
static void grow_gap(struct ws_time_gap *gap, const struct timeline *timeline, uint32_t date,
                     const struct time_state *state)
{
    uint64_t people_micro = state->people_micro - state->covered_micro;
    if (people_micro > gap->people_micro)
        gap->people_micro = people_micro;
    if (date + 1 == timeline->date_count)
        return;
    uint32_t days = timeline_days_between(timeline->dates[date], timeline->dates[date + 1]);
    gap->person_days_micro += people_micro * days;
    gap->has_days = true;
}

static enum ws_status gaps_of_zone(struct timeline *timeline, bool is_effective, uint32_t zone,
                                   struct ws_error *err)
{
    const struct time_zone *name = &timeline->zones[zone];
    struct ws_time_gap gap = {.from = WS_NONE};
    enum ws_status st = WS_OK;
    for (uint32_t date = 0; !st && date < timeline->date_count; date++) {
        struct time_state state = state_of(&timeline->days[date][is_effective], zone);
        bool is_open = gap.from != WS_NONE;
        if (is_open && !is_gap(&state)) {
            gap.to = date;
            st = add_gap(timeline, &gap, err);
            gap.from = WS_NONE;
        }
        if (!is_gap(&state))
            continue;
        if (gap.from == WS_NONE)
            gap = (struct ws_time_gap){.from = date,
                                       .to = WS_NONE,
                                       .is_effective = is_effective,
                                       .layer = name->layer,
                                       .code = name->code,
                                       .name = name->name};
        grow_gap(&gap, timeline, date, &state);
    }
    return !st && gap.from != WS_NONE ? add_gap(timeline, &gap, err) : st;
}

enum ws_status timeline_gaps(struct timeline *timeline, struct ws_error *err)
{
    enum ws_status st = WS_OK;
    for (int kind = 0; !st && kind < 2; kind++)
        for (uint32_t zone = 0; !st && zone < timeline->zone_count; zone++)
            st = gaps_of_zone(timeline, kind, zone, err);
    return st;
}

/* ---- counts ------------------------------------------------------------------------------ */

static enum ws_status count_zone(struct timeline *timeline, size_t first, uint32_t date,
                                 bool is_effective, uint32_t zone, struct ws_error *err)
{
    struct time_state state = state_of(&timeline->days[date][is_effective], zone);
    const char *layer = timeline->zones[zone].layer;
    size_t at = first;
    if (!state.is_there)
        return WS_OK;
    while (at < timeline->count_count && strcmp(timeline->counts[at].layer, layer) != 0)
        at++;
    if (at == timeline->count_count) {
        if (mem_grow(&timeline->counts, &timeline->count_cap, at + 1, sizeof *timeline->counts))
            return error_set(err, WS_NO_MEMORY, "no memory for the days of the timeline");
        timeline->counts[timeline->count_count++] =
            (struct ws_time_count){.date = date, .is_effective = is_effective, .layer = layer};
    }
    timeline->counts[at].zone_count++;
    timeline->counts[at].own_count += state.own_count > 0;
    timeline->counts[at].gap_count += is_gap(&state);
    return WS_OK;
}

enum ws_status timeline_counts(struct timeline *timeline, struct ws_error *err)
{
    enum ws_status st = WS_OK;
    for (uint32_t date = 0; !st && date < timeline->date_count; date++)
        for (int kind = 0; !st && kind < 2; kind++) {
            size_t first = timeline->count_count;
            for (uint32_t zone = 0; !st && zone < timeline->zone_count; zone++)
                st = count_zone(timeline, first, date, kind, zone, err);
        }
    return st;
}
