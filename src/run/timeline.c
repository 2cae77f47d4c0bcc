/* One question on several days: the days run one after the other on the same
 * zones, people and roads; then the public calls. */
#include "run/timeline.h"

#include "base/mem.h"
#include "decide/decide.h"
#include "run/supplier.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* ---- progress ------------------------------------------------------------------- */

static bool pass_progress(void *context, const char *stage, double frac)
{
    const struct timeline *timeline = context;
    double done = (timeline->turn + frac) / timeline->turn_count;
    return timeline->progress(timeline->progress_context, stage, done > 1.0 ? 1.0 : done);
}

static void listen(struct timeline *timeline)
{
    struct ws_options *options = timeline->run->options;
    timeline->progress = options->progress;
    timeline->progress_context = options->progress_context;
    if (!options->progress)
        return;
    options->progress = pass_progress;
    options->progress_context = timeline;
}

/* ---- warnings of later days --------------------------------------------------------- */

/* The effect without the day in front of it. */
static const char *plain_effect(const char *effect)
{
    const char *colon = strncmp(effect, "on ", 3) == 0 ? strstr(effect, ": ") : NULL;
    return colon ? colon + 2 : effect;
}

static bool is_told(const struct warnings *list, size_t count, const struct ws_warning *line)
{
    for (size_t i = 0; i < count; i++) {
        const struct ws_warning *old = &list->items[i];
        if (!strcmp(old->role, line->role) && !strcmp(old->file, line->file) &&
            !strcmp(old->layer, line->layer) && !strcmp(old->feature, line->feature) &&
            !strcmp(old->what, line->what) && !strcmp(plain_effect(old->effect), line->effect))
            return true;
    }
    return false;
}

static enum ws_status tell_dated(struct warnings *list, const struct ws_warning *line,
                                 const char *date, struct ws_error *err)
{
    struct place place = {line->role, line->file, line->layer, line->feature};
    size_t size = strlen(line->effect) + 32;
    char *effect = mem_array(size, 1);
    if (!effect)
        return error_set(err, WS_NO_MEMORY, "no memory for a warning");
    snprintf(effect, size, "on %s: %s", date, line->effect);
    enum ws_status st = warnings_add(list, place, effect, err, "%s", line->what);
    mem_free(effect);
    return st;
}

/* Of the lines from `first` on only what was not told of an earlier day stays,
 * with its day. */
static enum ws_status keep_news(struct run *run, size_t first, const char *date,
                                struct ws_error *err)
{
    struct warnings news = {0};
    struct warnings *list = &run->warnings;
    enum ws_status st = WS_OK;
    for (size_t i = first; !st && i < list->count; i++)
        if (!is_told(list, first, &list->items[i]))
            st = tell_dated(&news, &list->items[i], date, err);
    warnings_cut(list, first);
    for (size_t i = 0; !st && i < news.count; i++) {
        const struct ws_warning *line = &news.items[i];
        struct place place = {line->role, line->file, line->layer, line->feature};
        st = warnings_add(list, place, line->effect, err, "%s", line->what);
    }
    warnings_release(&news);
    return st;
}

/* ---- a day ------------------------------------------------------------------------------ */

/* Files that are read again each day must be the same files. */
static enum ws_status check_same(const struct run *run, struct io_mark mark, struct ws_error *err)
{
    uint32_t count = 0;
    const struct ws_input *inputs = io_inputs(run->io, &count);
    for (uint32_t i = mark.input_count; i < count; i++)
        for (uint32_t j = 0; j < mark.input_count; j++)
            if (inputs[i].role == inputs[j].role && !strcmp(inputs[i].path, inputs[j].path) &&
                strcmp(inputs[i].sha256, inputs[j].sha256) != 0)
                return error_set(err, WS_BAD_DATA,
                                 "%s: changed while the days of the timeline were run; run again",
                                 inputs[i].path);
    return WS_OK;
}

static enum ws_status compute(struct run *run, struct ws_error *err)
{
    struct ws_error failure = {0};
    enum ws_status st = run_compute(run, &failure);
    if (!st)
        st = verdicts_strict(run);
    if (run->refused.status) { /* what came after it did not decide */
        failure = run->refused;
        st = failure.status;
    }
    if (st && err)
        *err = failure;
    return st;
}

static enum ws_status run_day(struct timeline *timeline, uint32_t date, bool is_effective,
                              struct ws_error *err)
{
    struct run *run = timeline->run;
    bool is_first = timeline->turn == 0;
    if (!is_first)
        run_renew(run);
    struct io_mark mark = {0};
    size_t told = run->warnings.count;
    if (!is_first)
        mark = io_mark(run->io);
    memcpy(run->options->dated.as_of, timeline->dates[date], sizeof *timeline->dates);
    run->options->dated.is_effective = is_effective;
    enum ws_status st = compute(run, err);
    if (st) {
        error_prefix(err, "on %s", timeline->dates[date]);
        return st;
    }
    if (!is_first) {
        st = check_same(run, mark, err);
        io_rewind(run->io, mark);
        if (!st)
            st = keep_news(run, told, timeline->dates[date], err);
    }
    return st ? st : timeline_take(timeline, date, is_effective, err);
}

/* Whether nobody is valid without taking people. */
static bool is_all_effective(const struct run *run)
{
    const struct supplier *supplier = run->supplier;
    for (uint32_t i = 0; supplier && i < supplier->contracts.count; i++)
        if (!supply_counts((enum supply_state)supplier->contracts.state[i], true))
            return false;
    for (uint32_t i = 0; i < run->offices.points.count; i++)
        if (!supply_counts((enum supply_state)run->offices.state[i], true))
            return false;
    return true;
}

static enum ws_status run_days(struct timeline *timeline, struct ws_error *err)
{
    enum ws_status st = WS_OK;
    for (uint32_t date = 0; !st && date < timeline->date_count; date++) {
        st = run_day(timeline, date, false, err);
        timeline->turn++;
        if (!st)
            st = is_all_effective(timeline->run) ? timeline_repeat(timeline, date, err)
                                                 : run_day(timeline, date, true, err);
        timeline->turn++;
    }
    return st;
}

/* ---- what the caller sees ---------------------------------------------------------------- */

static enum ws_status show(struct timeline *timeline, struct ws_error *err)
{
    const struct run *run = timeline->run;
    struct ws_timeline *shown = &timeline->shown;
    timeline->date_texts = mem_array(timeline->date_count, sizeof *timeline->date_texts);
    if (!timeline->date_texts)
        return error_set(err, WS_NO_MEMORY, "no memory for the days of the timeline");
    for (uint32_t i = 0; i < timeline->date_count; i++)
        timeline->date_texts[i] = timeline->dates[i];
    for (size_t i = 0; i < timeline->series_count; i++) {
        struct ws_series *row = &timeline->series[i];
        const struct time_zone *zone = &timeline->zones[row->share.zone];
        row->layer = zone->layer;
        row->code = zone->code;
        row->name = zone->name;
        row->weight = run->population.weight_name[row->share.weight];
        if (!zone->code && !zone->name)
            row->share.zone = WS_NONE;
    }
    *shown = (struct ws_timeline){
        .date_count = timeline->date_count,
        .dates = timeline->date_texts,
        .series_count = (uint32_t)timeline->series_count,
        .change_count = (uint32_t)timeline->change_count,
        .gap_count = (uint32_t)timeline->gap_count,
        .series = timeline->series,
        .count_count = (uint32_t)timeline->count_count,
        .counts = timeline->counts,
        .changes = timeline->changes,
        .gaps = timeline->gaps,
        .national = (const struct ws_share(*)[2])timeline->national,
        .main_limit = run->options->cutoff_text[run->options->main_cutoff],
        .weight = run->population.weight_label[0],
        .gap_rule = timeline_gap_rule,
        .day_rule = timeline_day_rule,
        .warning_count = (uint32_t)run->warnings.count,
        .warnings = run->warnings.items,
        .timeline = timeline,
    };
    return WS_OK;
}

static void timeline_free(struct timeline *timeline)
{
    if (!timeline)
        return;
    for (uint32_t i = 0; timeline->days && i < timeline->date_count; i++) {
        timeline_day_release(&timeline->days[i][0]);
        timeline_day_release(&timeline->days[i][1]);
    }
    for (size_t i = 0; i < timeline->zone_count; i++) {
        mem_free(timeline->zones[i].layer);
        mem_free(timeline->zones[i].code);
        mem_free(timeline->zones[i].name);
    }
    for (size_t i = 0; i < timeline->change_count; i++) {
        mem_free(timeline->changes[i].events);
        mem_free(timeline->changes[i].markers);
    }
    mem_free(timeline->days);
    mem_free(timeline->dates);
    mem_free(timeline->date_texts);
    mem_free(timeline->national);
    mem_free(timeline->zones);
    mem_free(timeline->series);
    mem_free(timeline->counts);
    mem_free(timeline->changes);
    mem_free(timeline->gaps);
    mem_free(timeline->outputs);
    mem_free(timeline->evidence);
    run_free(timeline->run);
    mem_free(timeline);
}

/* A wrong call in its own words, before what is missing because of it. */
static enum ws_status check_call(struct run *run, struct ws_error *err)
{
    enum ws_status st = run->options->refused_count ? verdicts_options(run) : WS_OK;
    if (st && err)
        *err = run->refused;
    return st;
}

/* A run file of an analysis serves here as well; what it names for other tables
 * is told and not read. */
static enum ws_status leave_unused(struct run *run, struct ws_error *err)
{
    struct ws_options *options = run->options;
    enum ws_status st = WS_OK;
    for (size_t i = 0; !st && i < TIMELINE_UNUSED; i++) {
        enum ws_role role = timeline_unused[i];
        const char *given =
            role == WS_ROLE_SCENARIO ? options->scenarios[0].given : options->source[role].given;
        struct place place = {.role = ws_role_name(role), .file = given};
        if (!options->is_given[role])
            continue;
        options->is_given[role] = false;
        st = warnings_add(&run->warnings, place, "not read; whitespot analyze reads it", err,
                          "has no part in a timeline, whose tables are series, changes and gaps");
    }
    return st;
}

static enum ws_status make(struct timeline *timeline, struct ws_error *err)
{
    struct run *run = timeline->run;
    uint32_t count = 0;
    run->is_timeline = true;
    enum ws_status st = check_call(run, err);
    if (!st)
        st = timeline_dates(&timeline->dates, &count, run->options, err);
    if (!st)
        st = leave_unused(run, err);
    if (st)
        return st;
    timeline->days = mem_array(count, sizeof *timeline->days);
    timeline->national = mem_array(count, sizeof *timeline->national);
    if (!timeline->days || !timeline->national)
        return error_set(err, WS_NO_MEMORY, "no memory for the days of the timeline");
    timeline->date_count = count;
    timeline->turn_count = 2 * count;
    listen(timeline);
    st = run_days(timeline, err);
    if (!st)
        st = timeline_changes(timeline, err);
    if (!st)
        st = timeline_gaps(timeline, err);
    if (!st)
        st = timeline_counts(timeline, err);
    if (!st)
        st = verdicts_group(run, err);
    return st ? st : show(timeline, err);
}

/* ---- public calls ---------------------------------------------------------------------------- */

enum ws_status ws_timeline_run(struct ws_timeline **out, const struct ws_options *options,
                               struct ws_error *err)
{
    if (!options || !out)
        return error_set(err, WS_BAD_OPTION, "no options or no place for the timeline");
    struct timeline *timeline = mem_array(1, sizeof *timeline);
    if (timeline)
        timeline->run = run_new(options);
    if (!timeline || !timeline->run) {
        timeline_free(timeline);
        return error_set(err, WS_NO_MEMORY, "no memory for a timeline");
    }
    enum ws_status st = make(timeline, err);
    if (!st) {
        *out = &timeline->shown;
        return WS_OK;
    }
    if (st != WS_CANCELLED)
        verdicts_tell(timeline->run);
    timeline_free(timeline);
    return st;
}

static enum ws_status list_outputs(struct timeline *timeline, const struct run_layers *layers,
                                   const struct write_plan *plan, struct ws_error *err)
{
    mem_free(timeline->outputs);
    timeline->outputs = mem_array(layers->count, sizeof *timeline->outputs);
    if (!timeline->outputs)
        return error_set(err, WS_NO_MEMORY, "no memory for the list of outputs");
    for (uint32_t i = 0; i < layers->count; i++) {
        struct ws_output *output = &timeline->outputs[i];
        io_write_layer_path(output->path, plan, &layers->layers[i]);
        snprintf(output->layer, sizeof output->layer, "%s", layers->layers[i].name);
        output->rows = layers->layers[i].row_count;
    }
    timeline->shown.outputs = timeline->outputs;
    timeline->shown.output_count = layers->count;
    return WS_OK;
}

enum ws_status ws_timeline_write(struct ws_timeline *shown, struct ws_error *err)
{
    struct timeline *timeline = shown->timeline;
    const struct ws_options *options = timeline->run->options;
    if (!options->output[0])
        return WS_OK;
    const char *inputs[RUN_MAX_INPUTS];
    struct write_plan plan = run_write_plan(options, inputs);
    struct run_layers layers = {0};
    enum ws_status st = timeline_layers(&layers, timeline, err);
    if (!st)
        st = list_outputs(timeline, &layers, &plan, err);
    if (!st) {
        plan.evidence = ws_timeline_evidence(shown, err);
        st = plan.evidence ? WS_OK : WS_NO_MEMORY;
    }
    if (!st)
        st = io_write(timeline->run->io, layers.layers, layers.count, &plan, err);
    run_layers_release(&layers);
    return st;
}

const char *ws_timeline_evidence(struct ws_timeline *shown, struct ws_error *err)
{
    struct timeline *timeline = shown->timeline;
    char *text = NULL;
    if (timeline_evidence(&text, timeline, err))
        return NULL;
    mem_free(timeline->evidence);
    timeline->evidence = text;
    return text;
}

void ws_timeline_free(struct ws_timeline *timeline)
{
    if (timeline)
        timeline_free(timeline->timeline);
}

const char *ws_class_name(uint32_t class_id)
{
    return class_id <= WS_CLASS_MANY ? classify_name((enum ws_class)class_id) : "";
}
