/* A run taken down as a day of the timeline: its figures, what each zone is, and
 * which offices matter there. */
#include "run/timeline.h"

#include "base/mem.h"
#include "decide/decide.h"
#include "run/supplier.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static enum ws_status no_memory(struct ws_error *err)
{
    return error_set(err, WS_NO_MEMORY, "no memory for a day of the timeline");
}

void timeline_day_release(struct time_day *day)
{
    for (uint32_t i = 0; day->offices && i < day->office_count; i++) {
        mem_free(day->offices[i].key);
        mem_free(day->offices[i].id);
        mem_free(day->offices[i].provider);
    }
    mem_free(day->offices);
    mem_free(day->touches);
    mem_free(day->states);
    *day = (struct time_day){0};
}

/* ---- zones ------------------------------------------------------------------------ */

static bool is_same(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static char *copy(const char *text, bool *has_room)
{
    char *own = mem_string(text);
    *has_room &= own || !text;
    return own;
}

/* The zone's number in the timeline, from `hint` on: rows come in one order. */
static enum ws_status find_zone(uint32_t *out, struct timeline *timeline,
                                const struct row_name *name, uint32_t hint, struct ws_error *err)
{
    for (size_t i = 0; i < timeline->zone_count; i++) {
        size_t at = (hint + i) % timeline->zone_count;
        const struct time_zone *zone = &timeline->zones[at];
        if (is_same(zone->layer, name->layer) && is_same(zone->code, name->code) &&
            is_same(zone->name, name->name)) {
            *out = (uint32_t)at;
            return WS_OK;
        }
    }
    if (mem_grow(&timeline->zones, &timeline->zone_cap, timeline->zone_count + 1,
                 sizeof *timeline->zones))
        return no_memory(err);
    bool has_room = true;
    struct time_zone *zone = &timeline->zones[timeline->zone_count];
    *zone = (struct time_zone){copy(name->layer, &has_room), copy(name->code, &has_room),
                               copy(name->name, &has_room)};
    *out = (uint32_t)timeline->zone_count++;
    return has_room ? WS_OK : no_memory(err);
}

/* ---- series ------------------------------------------------------------------------- */

/* Texts are set in the end: the list of zones moves as it grows, and people may be
 * read again. */
static enum ws_status take_series(struct timeline *timeline, uint32_t date, bool is_effective,
                                  struct ws_error *err)
{
    const struct run *run = timeline->run;
    struct row_name name;
    const struct ws_share *share;
    const char *limit;
    uint32_t zone = 0;
    for (uint32_t i = 0; evidence_row(run, i, &name, &share, &limit); i++) {
        enum ws_status st = find_zone(&zone, timeline, &name, zone, err);
        if (st)
            return st;
        if (mem_grow(&timeline->series, &timeline->series_cap, timeline->series_count + 1,
                     sizeof *timeline->series))
            return no_memory(err);
        timeline->series[timeline->series_count++] =
            (struct ws_series){.date = date,
                               .is_effective = is_effective,
                               .limit = run->options->cutoff_text[0],
                               .share = *share};
        struct ws_series *row = &timeline->series[timeline->series_count - 1];
        for (uint32_t c = 0; c < run->options->cutoff_count; c++)
            if (run->options->cutoff_cost[c] == share->cutoff_cost)
                row->limit = run->options->cutoff_text[c];
        row->share.zone = zone; /* of the timeline, until it is shown */
    }
    return WS_OK;
}

/* ---- offices ---------------------------------------------------------------------------- */

static const struct contracts *contracts_of(const struct run *run)
{
    static const struct contracts none;
    return run->supplier && run->supplier->has_contracts ? &run->supplier->contracts : &none;
}

static char *join(const char *kind, const char *a, const char *b, const char *c, bool *has_room)
{
    size_t size = strlen(kind) + strlen(a) + strlen(b) + strlen(c) + 4;
    char *key = mem_array(size, 1);
    *has_room &= key != NULL;
    if (key)
        snprintf(key, size, "%s\x1f%s\x1f%s\x1f%s", kind, a, b, c);
    return key;
}

static void fill_office(struct time_office *out, const struct run *run, uint32_t office,
                        bool *has_room)
{
    const struct offices *offices = &run->offices;
    *out = (struct time_office){
        .key = join("office", offices->id[office], "", "", has_room),
        .id = copy(offices->id[office], has_room),
        .provider = copy(offices->provider[offices->points.group[office]], has_room),
        .state = offices->state[office],
        .number = office};
}

static void fill_contract(struct time_office *out, const struct run *run, uint32_t contract,
                          bool *has_room)
{
    const struct contracts *contracts = contracts_of(run);
    const char *area = contracts->area[contract], *id = contracts->id[contract];
    const char *provider = contracts->provider[contract];
    *out = (struct time_office){.key = join("contract", area, provider, id ? id : "", has_room),
                                .id = copy(id ? id : area, has_room),
                                .provider = copy(provider, has_room),
                                .is_contract = true,
                                .state = contracts->state[contract],
                                .number = run->offices.points.count + contract};
}

static int compare_keys(const void *left, const void *right)
{
    const struct time_office *a = left, *b = right;
    int order = strcmp(a->key, b->key);
    return order ? order : (a->number > b->number) - (a->number < b->number);
}

static enum ws_status take_offices(struct time_day *day, const struct run *run,
                                   struct ws_error *err)
{
    uint32_t offices = run->offices.points.count;
    bool has_room = true;
    day->offices = mem_array((size_t)offices + contracts_of(run)->count, sizeof *day->offices);
    if (!day->offices)
        return no_memory(err);
    day->office_count = offices + contracts_of(run)->count;
    for (uint32_t i = 0; i < day->office_count; i++)
        if (i < offices)
            fill_office(&day->offices[i], run, i, &has_room);
        else
            fill_contract(&day->offices[i], run, i - offices, &has_room);
    if (has_room && day->office_count)
        qsort(day->offices, day->office_count, sizeof *day->offices, compare_keys);
    return has_room ? WS_OK : no_memory(err);
}

/* ---- zones of a layer ---------------------------------------------------------------------- */

/* Municipalities, or another layer, with what was measured for it. */
struct zone_layer {
    const char *name;
    uint32_t count;
    char **code, **zone_name;
    const struct spread *spread;
    const struct ws_allocation *allocation;
    const uint32_t *part, *median_choice, *office_zone;
    const struct ws_share *main_shares; /* [zone][weight] */
    const struct paper *paper;
    bool has_contracts; /* contracts are for these zones */
};

static bool layer_of(struct zone_layer *out, const struct run *run, uint32_t layer)
{
    const struct supplier *supplier = run->supplier;
    bool has_areas = supplier->has_areas;
    if (layer > 0 && !has_areas)
        return false;
    if (layer > 0) {
        *out = (struct zone_layer){.name = "supplier_areas",
                                   .count = supplier->zones.count,
                                   .code = supplier->zones.code,
                                   .zone_name = supplier->zones.name,
                                   .spread = &supplier->cut.spread,
                                   .allocation = &supplier->allocation,
                                   .part = supplier->row_part,
                                   .median_choice = supplier->median_choice,
                                   .office_zone = supplier->office_area,
                                   .main_shares = supplier->main_shares,
                                   .paper = &supplier->areas,
                                   .has_contracts = true};
        return layer == 1;
    }
    *out = (struct zone_layer){.name = "municipalities",
                               .count = run->zones.count,
                               .code = run->zones.code,
                               .zone_name = run->zones.name,
                               .spread = &run->spread,
                               .allocation = &run->allocation,
                               .part = run->row_part,
                               .median_choice = run->median_choice,
                               .office_zone = run->office_zone,
                               .main_shares = run->main_shares.rows,
                               .paper = &supplier->municipalities,
                               .has_contracts = !has_areas};
    return true;
}

/* is_near[zone * count + number]: an office or contract that matters there. */
static void mark_near(bool *is_near, const struct zone_layer *layer, const struct run *run,
                      size_t count)
{
    const struct ws_allocation *allocation = layer->allocation;
    const struct contracts *contracts = contracts_of(run);
    uint32_t offices = run->offices.points.count;
    uint32_t main_cost = run->options->cutoff_cost[run->options->main_cutoff];
    for (uint32_t row = 0; row < allocation->count; row++) {
        uint32_t zone = layer->spread->zone[layer->part[row]];
        if (zone == WS_NONE || zone >= layer->count)
            continue;
        for (uint32_t rank = 0; rank < allocation->k; rank++)
            if (allocation_within(allocation, row, rank, main_cost))
                is_near[zone * count + allocation->facility[(size_t)row * allocation->k + rank]] =
                    true;
    }
    for (uint32_t office = 0; office < offices; office++)
        if (layer->office_zone[office] < layer->count)
            is_near[layer->office_zone[office] * count + office] = true;
    for (uint32_t i = 0; layer->has_contracts && i < contracts->count; i++)
        if (contracts->zone[i] < layer->count)
            is_near[contracts->zone[i] * count + offices + i] = true;
}

static enum ws_status take_touches(struct time_day *day, const struct zone_layer *layer,
                                   const bool *is_near, const uint32_t *number, size_t *cap,
                                   struct ws_error *err)
{
    for (uint32_t zone = 0; zone < layer->count; zone++)
        for (uint32_t office = 0; office < day->office_count; office++) {
            if (!is_near[(size_t)zone * day->office_count + day->offices[office].number])
                continue;
            if (mem_grow(&day->touches, cap, (size_t)day->touch_count + 1, sizeof *day->touches))
                return no_memory(err);
            day->touches[day->touch_count++] = (struct time_touch){number[zone], office};
        }
    return WS_OK;
}

static void take_state(struct time_state *out, const struct run *run,
                       const struct zone_layer *layer, uint32_t zone)
{
    uint32_t choice = layer->median_choice[zone];
    const struct ws_share *share =
        &layer->main_shares[(size_t)zone * run->population.units.weight_count];
    *out = (struct time_state){.is_there = true,
                               .class_id =
                                   choice == WS_NONE ? WS_NONE : (uint32_t)classify_choice(choice),
                               .own_count = layer->paper->together[zone],
                               .people_micro = share->people_micro,
                               .covered_micro = share->covered_micro};
}

static enum ws_status take_layer(struct timeline *timeline, struct time_day *day,
                                 const struct zone_layer *layer, size_t *touch_cap,
                                 struct ws_error *err)
{
    const struct run *run = timeline->run;
    uint32_t hint = 0;
    size_t state_cap = day->state_count;
    bool *is_near = mem_array((size_t)layer->count * day->office_count, sizeof *is_near);
    uint32_t *number = mem_array(layer->count, sizeof *number);
    enum ws_status st = is_near && number ? WS_OK : no_memory(err);
    for (uint32_t zone = 0; !st && zone < layer->count; zone++) {
        struct row_name name = {layer->name, layer->code[zone], layer->zone_name[zone]};
        st = find_zone(&number[zone], timeline, &name, hint, err);
        hint = number[zone];
        if (!st && hint >= day->state_count) {
            if (mem_grow(&day->states, &state_cap, (size_t)hint + 1, sizeof *day->states))
                st = no_memory(err);
            else
                day->state_count = hint + 1;
        }
        if (!st)
            take_state(&day->states[hint], run, layer, zone);
    }
    if (!st) {
        mark_near(is_near, layer, run, day->office_count);
        st = take_touches(day, layer, is_near, number, touch_cap, err);
    }
    mem_free(is_near);
    mem_free(number);
    return st;
}

static int compare_touches(const void *left, const void *right)
{
    const struct time_touch *a = left, *b = right;
    if (a->zone != b->zone)
        return a->zone < b->zone ? -1 : 1;
    return (a->office > b->office) - (a->office < b->office);
}

enum ws_status timeline_take(struct timeline *timeline, uint32_t date, bool is_effective,
                             struct ws_error *err)
{
    const struct run *run = timeline->run;
    struct time_day *day = &timeline->days[date][is_effective];
    struct zone_layer layer;
    size_t touch_cap = 0;
    timeline->national[date][is_effective] =
        run->main_shares.rows[(size_t)run->zones.count * run->population.units.weight_count];
    enum ws_status st = take_series(timeline, date, is_effective, err);
    if (!st)
        st = take_offices(day, run, err);
    for (uint32_t i = 0; !st && layer_of(&layer, run, i); i++)
        st = take_layer(timeline, day, &layer, &touch_cap, err);
    if (!st && day->touch_count)
        qsort(day->touches, day->touch_count, sizeof *day->touches, compare_touches);
    return st;
}

/* ---- the same again ---------------------------------------------------------------------------
 */

static void copy_office(struct time_office *to, const struct time_office *from, bool *has_room)
{
    *to = *from;
    to->key = copy(from->key, has_room);
    to->id = copy(from->id, has_room);
    to->provider = copy(from->provider, has_room);
}

static enum ws_status copy_day(struct time_day *to, const struct time_day *from,
                               struct ws_error *err)
{
    bool has_room = true;
    to->offices = mem_array(from->office_count, sizeof *to->offices);
    to->touches = mem_array(from->touch_count, sizeof *to->touches);
    to->states = mem_array(from->state_count, sizeof *to->states);
    if (!to->offices || !to->touches || !to->states)
        return no_memory(err);
    to->office_count = from->office_count;
    for (uint32_t i = 0; i < from->office_count; i++)
        copy_office(&to->offices[i], &from->offices[i], &has_room);
    to->touch_count = from->touch_count;
    to->state_count = from->state_count;
    if (from->touch_count)
        memcpy(to->touches, from->touches, from->touch_count * sizeof *to->touches);
    if (from->state_count)
        memcpy(to->states, from->states, from->state_count * sizeof *to->states);
    return has_room ? WS_OK : no_memory(err);
}

enum ws_status timeline_repeat(struct timeline *timeline, uint32_t date, struct ws_error *err)
{
    size_t first = timeline->series_count;
    while (first && timeline->series[first - 1].date == date)
        first--;
    size_t count = timeline->series_count - first;
    assert(!count || !timeline->series[first].is_effective);
    if (mem_grow(&timeline->series, &timeline->series_cap, timeline->series_count + count,
                 sizeof *timeline->series))
        return no_memory(err);
    for (size_t i = 0; i < count; i++) {
        timeline->series[timeline->series_count] = timeline->series[first + i];
        timeline->series[timeline->series_count++].is_effective = true;
    }
    timeline->national[date][1] = timeline->national[date][0];
    return copy_day(&timeline->days[date][1], &timeline->days[date][0], err);
}
