/* The timeline as tables and as evidence. */
#include "run/timeline.h"

#include "base/mem.h"

#include <stdio.h>
#include <string.h>

static const char *kind_name(bool is_effective)
{
    return is_effective ? "effective" : "nominal";
}

/* ---- tables --------------------------------------------------------------------- */

struct name_columns {
    struct column *layer, *code, *name;
};

static struct name_columns name_columns(struct layer *layer)
{
    struct name_columns columns;
    columns.layer = layers_column(layer, "layer", COLUMN_TEXT);
    columns.code = layers_column(layer, "code", COLUMN_TEXT);
    columns.name = layers_column(layer, "name", COLUMN_TEXT);
    return columns;
}

static void put_name(const struct name_columns *columns, uint32_t row, const char *layer,
                     const char *code, const char *name)
{
    layers_text(columns->layer, row, layer);
    layers_text(columns->code, row, code);
    layers_text(columns->name, row, name);
}

#define SERIES_PEOPLE 8
static void share_people(uint64_t micro[SERIES_PEOPLE], const struct ws_share *share)
{
    const uint64_t all[SERIES_PEOPLE] = {
        share->people_micro,  share->covered_micro,   share->low_micro,
        share->high_micro,    share->uncovered_micro, share->off_network_micro,
        share->no_link_micro, share->outside_micro,
    };
    memcpy(micro, all, sizeof all);
}
static const char *const PEOPLE_NAMES[SERIES_PEOPLE] = {
    "people", "covered", "low", "high", "uncovered", "off_network", "no_link", "outside"};

static enum ws_status add_series(struct run_layers *out, const struct timeline *timeline,
                                 struct ws_error *err)
{
    const struct ws_timeline *shown = &timeline->shown;
    struct layer *layer = layers_begin(out, "series",
                                       "People and shares day by day; figures of a day hold until "
                                       "the next one",
                                       shown->series_count, 20);
    if (!layer)
        return layers_no_memory(err, "table", "series");
    struct column *date = layers_column(layer, "date", COLUMN_TEXT);
    struct column *supply = layers_column(layer, "supply", COLUMN_TEXT);
    struct name_columns names = name_columns(layer);
    struct column *weight = layers_column(layer, "weight", COLUMN_TEXT);
    struct column *limit = layers_column(layer, "limit", COLUMN_TEXT);
    struct column *k = layers_column(layer, "k", COLUMN_WHOLE);
    struct column *people[SERIES_PEOPLE];
    for (size_t c = 0; c < SERIES_PEOPLE; c++)
        people[c] = layers_column(layer, PEOPLE_NAMES[c], COLUMN_REAL);
    struct column *share = layers_column(layer, "share", COLUMN_REAL);
    struct column *low = layers_column(layer, "share_low", COLUMN_REAL);
    struct column *high = layers_column(layer, "share_high", COLUMN_REAL);
    for (uint32_t i = 0; i < shown->series_count; i++) {
        const struct ws_series *row = &shown->series[i];
        uint64_t micro[SERIES_PEOPLE];
        share_people(micro, &row->share);
        layers_text(date, i, shown->dates[row->date]);
        layers_text(supply, i, kind_name(row->is_effective));
        put_name(&names, i, row->layer, row->code, row->name);
        layers_text(weight, i, row->weight);
        layers_text(limit, i, row->limit);
        layers_whole(k, i, row->share.choice);
        for (size_t c = 0; c < SERIES_PEOPLE; c++)
            layers_people(people[c], i, micro[c]);
        layers_real(share, i, share_fraction(&row->share, row->share.covered_micro));
        layers_real(low, i, share_low(&row->share));
        layers_real(high, i, share_high(&row->share));
    }
    return layers_is_whole(layer) ? WS_OK : layers_no_memory(err, "table", "series");
}

static enum ws_status add_days(struct run_layers *out, const struct timeline *timeline,
                               struct ws_error *err)
{
    const struct ws_timeline *shown = &timeline->shown;
    struct layer *layer = layers_begin(
        out, "days", "Zones with a provider of their own (office inside or contract), and in a gap",
        shown->count_count, 6);
    if (!layer)
        return layers_no_memory(err, "table", "days");
    struct column *date = layers_column(layer, "date", COLUMN_TEXT);
    struct column *supply = layers_column(layer, "supply", COLUMN_TEXT);
    struct column *of = layers_column(layer, "layer", COLUMN_TEXT);
    struct column *zones = layers_column(layer, "zones", COLUMN_WHOLE);
    struct column *own = layers_column(layer, "with_own", COLUMN_WHOLE);
    struct column *gaps = layers_column(layer, "in_gap", COLUMN_WHOLE);
    for (uint32_t i = 0; i < shown->count_count; i++) {
        const struct ws_time_count *row = &shown->counts[i];
        layers_text(date, i, shown->dates[row->date]);
        layers_text(supply, i, kind_name(row->is_effective));
        layers_text(of, i, row->layer);
        layers_whole(zones, i, row->zone_count);
        layers_whole(own, i, row->own_count);
        layers_whole(gaps, i, row->gap_count);
    }
    return layers_is_whole(layer) ? WS_OK : layers_no_memory(err, "table", "days");
}

/* NULL: not there, or nobody lives there. */
static const char *class_text(uint32_t class_id)
{
    return class_id == WS_NONE ? NULL : ws_class_name(class_id);
}

static enum ws_status add_changes(struct run_layers *out, const struct timeline *timeline,
                                  struct ws_error *err)
{
    const struct ws_timeline *shown = &timeline->shown;
    struct layer *layer = layers_begin(
        out, "changes", "Zones whose class or covered people changed, and the events that did it",
        shown->change_count, 16);
    if (!layer)
        return layers_no_memory(err, "table", "changes");
    struct name_columns names = name_columns(layer);
    struct column *from = layers_column(layer, "from", COLUMN_TEXT);
    struct column *to = layers_column(layer, "to", COLUMN_TEXT);
    struct column *supply = layers_column(layer, "supply", COLUMN_TEXT);
    struct column *before = layers_column(layer, "before", COLUMN_TEXT);
    struct column *after = layers_column(layer, "after", COLUMN_TEXT);
    struct column *own = layers_column(layer, "own_before", COLUMN_WHOLE);
    struct column *own_then = layers_column(layer, "own_after", COLUMN_WHOLE);
    struct column *people = layers_column(layer, "people", COLUMN_REAL);
    struct column *covered = layers_column(layer, "cov_before", COLUMN_REAL);
    struct column *then = layers_column(layer, "cov_after", COLUMN_REAL);
    struct column *events = layers_column(layer, "events", COLUMN_TEXT);
    struct column *markers = layers_column(layer, "markers", COLUMN_TEXT);
    for (uint32_t i = 0; i < shown->change_count; i++) {
        const struct ws_change *row = &shown->changes[i];
        put_name(&names, i, row->layer, row->code, row->name);
        layers_text(from, i, shown->dates[row->from]);
        layers_text(to, i, shown->dates[row->to]);
        layers_text(supply, i, kind_name(row->is_effective));
        layers_text(before, i, class_text(row->before));
        layers_text(after, i, class_text(row->after));
        layers_whole(own, i, row->own_before);
        layers_whole(own_then, i, row->own_after);
        layers_people(people, i, row->people_micro);
        layers_people(covered, i, row->covered_before_micro);
        layers_people(then, i, row->covered_after_micro);
        layers_text(events, i, row->events);
        layers_text(markers, i, row->markers[0] ? row->markers : NULL);
    }
    return layers_is_whole(layer) ? WS_OK : layers_no_memory(err, "table", "changes");
}

static enum ws_status add_gaps(struct run_layers *out, const struct timeline *timeline,
                               struct ws_error *err)
{
    const struct ws_timeline *shown = &timeline->shown;
    struct layer *layer =
        layers_begin(out, "gaps",
                     "Zones without supply, from a day until another; no end: open on "
                     "the last day",
                     shown->gap_count, 8);
    if (!layer)
        return layers_no_memory(err, "table", "gaps");
    struct name_columns names = name_columns(layer);
    struct column *from = layers_column(layer, "from", COLUMN_TEXT);
    struct column *to = layers_column(layer, "to", COLUMN_TEXT);
    struct column *people = layers_column(layer, "people", COLUMN_REAL);
    struct column *days = layers_column(layer, "person_days", COLUMN_REAL);
    struct column *kind = layers_column(layer, "kind", COLUMN_TEXT);
    for (uint32_t i = 0; i < shown->gap_count; i++) {
        const struct ws_time_gap *row = &shown->gaps[i];
        put_name(&names, i, row->layer, row->code, row->name);
        layers_text(from, i, shown->dates[row->from]);
        if (row->to != WS_NONE)
            layers_text(to, i, shown->dates[row->to]);
        layers_people(people, i, row->people_micro);
        if (row->has_days)
            layers_people(days, i, row->person_days_micro);
        layers_text(kind, i, kind_name(row->is_effective));
    }
    return layers_is_whole(layer) ? WS_OK : layers_no_memory(err, "table", "gaps");
}

enum ws_status timeline_layers(struct run_layers *out, const struct timeline *timeline,
                               struct ws_error *err)
{
    struct run_layers layers = {0};
    enum ws_status st = timeline_periods(&layers, timeline, err);
    if (!st)
        st = add_series(&layers, timeline, err);
    if (!st)
        st = add_days(&layers, timeline, err);
    if (!st)
        st = add_changes(&layers, timeline, err);
    if (!st)
        st = add_gaps(&layers, timeline, err);
    if (!st)
        st = layers_repairs(&layers, timeline->run, err);
    if (!st)
        st = layers_run(&layers, timeline->run, err);
    if (st)
        run_layers_release(&layers);
    else
        *out = layers;
    return st;
}

/* ---- evidence ---------------------------------------------------------------------- */

static void put_names(struct json *json, const char *layer, const char *code, const char *name)
{
    json_put_text(json, "layer", layer);
    json_put_text(json, "code", code);
    json_put_text(json, "name", name);
}

static void put_series(struct json *json, const struct ws_timeline *shown)
{
    json_begin_array(json, "series");
    for (uint32_t i = 0; i < shown->series_count; i++) {
        const struct ws_series *row = &shown->series[i];
        uint64_t micro[SERIES_PEOPLE];
        share_people(micro, &row->share);
        json_begin_object(json, NULL);
        json_put_text(json, "date", shown->dates[row->date]);
        json_put_text(json, "supply", kind_name(row->is_effective));
        put_names(json, row->layer, row->code, row->name);
        json_put_text(json, "weight", row->weight);
        json_put_text(json, "limit", row->limit);
        json_put_whole(json, "limit_cost", row->share.cutoff_cost);
        json_put_whole(json, "k", row->share.choice);
        for (size_t c = 0; c < SERIES_PEOPLE; c++)
            json_put_people(json, PEOPLE_NAMES[c], micro[c]);
        json_put_real(json, "share", share_fraction(&row->share, row->share.covered_micro));
        json_put_real(json, "share_low", share_low(&row->share));
        json_put_real(json, "share_high", share_high(&row->share));
        json_end(json);
    }
    json_end(json);
}

static void put_counts(struct json *json, const struct ws_timeline *shown)
{
    json_begin_array(json, "days");
    for (uint32_t i = 0; i < shown->count_count; i++) {
        const struct ws_time_count *row = &shown->counts[i];
        json_begin_object(json, NULL);
        json_put_text(json, "date", shown->dates[row->date]);
        json_put_text(json, "supply", kind_name(row->is_effective));
        json_put_text(json, "layer", row->layer);
        json_put_whole(json, "zones", row->zone_count);
        json_put_whole(json, "with_own", row->own_count);
        json_put_whole(json, "in_gap", row->gap_count);
        json_end(json);
    }
    json_end(json);
}

static void put_changes(struct json *json, const struct ws_timeline *shown)
{
    json_begin_array(json, "changes");
    for (uint32_t i = 0; i < shown->change_count; i++) {
        const struct ws_change *row = &shown->changes[i];
        json_begin_object(json, NULL);
        put_names(json, row->layer, row->code, row->name);
        json_put_text(json, "from", shown->dates[row->from]);
        json_put_text(json, "to", shown->dates[row->to]);
        json_put_text(json, "supply", kind_name(row->is_effective));
        json_put_text(json, "before", class_text(row->before));
        json_put_text(json, "after", class_text(row->after));
        json_put_whole(json, "own_before", row->own_before);
        json_put_whole(json, "own_after", row->own_after);
        json_put_people(json, "people", row->people_micro);
        json_put_people(json, "covered_before", row->covered_before_micro);
        json_put_people(json, "covered_after", row->covered_after_micro);
        json_put_text(json, "events", row->events);
        json_put_text(json, "markers", row->markers[0] ? row->markers : NULL);
        json_end(json);
    }
    json_end(json);
}

static void put_gaps(struct json *json, const struct ws_timeline *shown)
{
    json_begin_array(json, "gaps");
    for (uint32_t i = 0; i < shown->gap_count; i++) {
        const struct ws_time_gap *row = &shown->gaps[i];
        json_begin_object(json, NULL);
        put_names(json, row->layer, row->code, row->name);
        json_put_text(json, "from", shown->dates[row->from]);
        json_put_text(json, "to", row->to == WS_NONE ? NULL : shown->dates[row->to]);
        json_put_people(json, "people", row->people_micro);
        if (row->has_days)
            json_put_people(json, "person_days", row->person_days_micro);
        else
            json_put_text(json, "person_days", NULL);
        json_put_text(json, "kind", kind_name(row->is_effective));
        json_end(json);
    }
    json_end(json);
}

static void put_days(struct json *json, const struct ws_timeline *shown)
{
    json_begin_object(json, "timeline");
    json_begin_array(json, "dates");
    for (uint32_t i = 0; i < shown->date_count; i++)
        json_put_text(json, NULL, shown->dates[i]);
    json_end(json);
    json_put_text(json, "days", shown->day_rule);
    json_put_text(json, "gap", shown->gap_rule);
    json_put_text(json, "nominal", "offices and contracts valid on the day");
    json_put_text(json, "effective", "of these, the ones that take people: open or ending");
    json_end(json);
}

enum ws_status timeline_evidence(char **out, const struct timeline *timeline, struct ws_error *err)
{
    struct json *json = NULL;
    enum ws_status st = json_new(&json, err);
    if (st)
        return st;
    json_begin_object(json, NULL);
    st = evidence_head(json, timeline->run, err);
    put_days(json, &timeline->shown);
    put_series(json, &timeline->shown);
    put_counts(json, &timeline->shown);
    put_changes(json, &timeline->shown);
    put_gaps(json, &timeline->shown);
    evidence_tail(json, timeline->run, timeline->outputs, timeline->shown.output_count);
    json_end(json);
    if (!st)
        st = json_text(out, json, err);
    json_free(json);
    return st;
}
