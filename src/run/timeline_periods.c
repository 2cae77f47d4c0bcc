/* The days on which a municipality stayed the same, as areas that a map shows day by day. */
#include "run/timeline.h"

#include "base/mem.h"

#include <string.h>

struct period {
    uint32_t zone, area; /* of the timeline, of the last run */
    uint32_t from, to;   /* dates; to == date_count: no change is known */
    const char *supply;
    const struct time_state *state;
};

struct periods {
    struct period *rows;
    size_t count, cap;
};

static const struct time_state *state_of(const struct timeline *timeline, uint32_t date,
                                         bool is_effective, uint32_t zone)
{
    static const struct time_state NOT_THERE;
    const struct time_day *day = &timeline->days[date][is_effective];
    return zone < day->state_count ? &day->states[zone] : &NOT_THERE;
}

static bool is_like(const struct time_state *a, const struct time_state *b)
{
    return a->is_there == b->is_there && a->class_id == b->class_id &&
           a->own_count == b->own_count && a->people_micro == b->people_micro &&
           a->covered_micro == b->covered_micro;
}

/* Where the last run has the zone; WS_NONE: it is no municipality, or has no outline. */
static uint32_t area_of(const struct timeline *timeline, uint32_t zone)
{
    const struct time_zone *of = &timeline->zones[zone];
    const struct zones *zones = &timeline->run->zones;
    if (!of->code || strcmp(of->layer, "municipalities") != 0)
        return WS_NONE;
    for (uint32_t i = 0; i < zones->count; i++)
        if (!strcmp(zones->code[i], of->code))
            return i;
    return WS_NONE;
}

static enum ws_status take_zone(struct periods *out, const struct timeline *timeline, uint32_t zone,
                                bool is_effective, struct ws_error *err)
{
    uint32_t area = area_of(timeline, zone), to;
    for (uint32_t from = 0; area != WS_NONE && from < timeline->date_count; from = to) {
        const struct time_state *state = state_of(timeline, from, is_effective, zone);
        to = from + 1;
        while (to < timeline->date_count &&
               is_like(state, state_of(timeline, to, is_effective, zone)))
            to++;
        if (!state->is_there)
            continue;
        if (mem_grow(&out->rows, &out->cap, out->count + 1, sizeof *out->rows))
            return layers_no_memory(err, "layer", "periods");
        out->rows[out->count++] =
            (struct period){zone, area, from, to, is_effective ? "effective" : "nominal", state};
    }
    return WS_OK;
}

static void fill(struct layer *layer, const struct timeline *timeline,
                 const struct periods *periods)
{
    struct column *code = layers_column(layer, "code", COLUMN_TEXT);
    struct column *name = layers_column(layer, "name", COLUMN_TEXT);
    struct column *from = layers_column(layer, "from", COLUMN_TEXT);
    struct column *to = layers_column(layer, "to", COLUMN_TEXT);
    struct column *supply = layers_column(layer, "supply", COLUMN_TEXT);
    struct column *class_name = layers_column(layer, "class", COLUMN_TEXT);
    struct column *own = layers_column(layer, "adm_prov", COLUMN_WHOLE);
    struct column *people = layers_column(layer, "people", COLUMN_REAL);
    struct column *covered = layers_column(layer, "covered", COLUMN_REAL);
    for (uint32_t i = 0; i < layer->row_count; i++) {
        const struct period *row = &periods->rows[i];
        layers_text(code, i, timeline->zones[row->zone].code);
        layers_text(name, i, timeline->zones[row->zone].name);
        layers_text(from, i, timeline->dates[row->from]);
        if (row->to < timeline->date_count)
            layers_text(to, i, timeline->dates[row->to]);
        layers_text(supply, i, row->supply);
        if (row->state->class_id != WS_NONE)
            layers_text(class_name, i, ws_class_name(row->state->class_id));
        layers_whole(own, i, row->state->own_count);
        layers_people(people, i, row->state->people_micro);
        layers_people(covered, i, row->state->covered_micro);
    }
}

enum ws_status timeline_periods(struct run_layers *out, const struct timeline *timeline,
                                struct ws_error *err)
{
    struct periods periods = {0};
    struct layer *layer = NULL;
    enum ws_status st = WS_OK;
    for (uint32_t zone = 0; zone < timeline->zone_count; zone++)
        for (int kind = 0; !st && kind < 2; kind++)
            st = take_zone(&periods, timeline, zone, kind == 1, err);
    if (st)
        goto done;
    layer = layers_begin(out, "periods",
                         "Municipalities from a day until another on which they changed; no "
                         "end: no later change is known",
                         (uint32_t)periods.count, 9);
    out->area_of_unit = mem_array(periods.count, sizeof *out->area_of_unit);
    if (layer && out->area_of_unit) {
        for (size_t i = 0; i < periods.count; i++)
            out->area_of_unit[i] = periods.rows[i].area;
        layer->geometry = LAYER_AREAS;
        layer->areas = &timeline->run->zones.areas;
        layer->area = out->area_of_unit;
        layer->from_column = "from";
        layer->to_column = "to";
        fill(layer, timeline, &periods);
    }
    if (!layer || !out->area_of_unit || !layers_is_whole(layer))
        st = layers_no_memory(err, "layer", "periods");
done:
    mem_free(periods.rows);
    return st;
}
