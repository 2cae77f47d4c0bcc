/* Scenarios of a run: read with its inputs, evaluated last. */
#include "run/scenario.h"

#include "base/mem.h"
#include "run/roads.h"

#include <stdio.h>
#include <string.h>

/* ---- one evaluation ---------------------------------------------------------------------- */

static void texts_release(char **texts, size_t count)
{
    for (size_t i = 0; texts && i < count; i++)
        mem_free(texts[i]);
    mem_free(texts);
}

void scenario_outcome_release(struct scenario_outcome *out)
{
    overlay_free(out->overlay);
    texts_release(out->lines, out->line_count);
    texts_release(out->notes, out->note_count);
    texts_release(out->texts, out->text_count);
    mem_free(out->rows);
    mem_free(out->whitens);
    mem_free(out->unwhitens);
    mem_free(out->name);
    mem_free(out->route);
    *out = (struct scenario_outcome){0};
}

static bool adds_points(const struct ws_scenario *scenario)
{
    for (size_t i = 0; i < scenario->edit_count; i++)
        if (scenario->edits[i].is_active && scenario->edits[i].kind == EDIT_LOCAL_OFFICE)
            return true;
    return false;
}

static enum ws_status measure_points(struct scenario_outcome *out,
                                     const struct ws_scenario *scenario, struct ws_error *err)
{
    struct run *overlay = NULL;
    if (!adds_points(scenario))
        return WS_OK;
    enum ws_status st = overlay_run(&overlay, scenario, true, err);
    if (!st)
        st = scenario_point_rows(out, scenario->base, overlay, err);
    overlay_free(overlay);
    return st;
}

static enum ws_status name_outcome(struct scenario_outcome *out, const struct ws_scenario *scenario,
                                   struct ws_error *err)
{
    out->name = mem_string(scenario->name);
    out->route = mem_string(scenario->route);
    if (!out->name || (scenario->route && !out->route))
        return error_set(err, WS_NO_MEMORY, "no memory for a scenario");
    return WS_OK;
}

static void show(struct scenario_outcome *out)
{
    struct ws_evaluation *shown = &out->shown;
    shown->name = out->name;
    shown->route = out->route;
    shown->row_count = (uint32_t)out->row_count;
    shown->rows = out->rows;
    shown->line_count = (uint32_t)out->line_count;
    shown->lines = (const char *const *)out->lines;
    shown->note_count = (uint32_t)out->note_count;
    shown->notes = (const char *const *)out->notes;
    shown->whitens = out->whitens ? out->whitens : "";
    shown->unwhitens = out->unwhitens ? out->unwhitens : "";
    shown->result = out->overlay ? &out->overlay->result : NULL;
}

static enum ws_status evaluate(struct scenario_outcome *out, const struct ws_scenario *scenario,
                               struct ws_error *err)
{
    enum ws_status st = name_outcome(out, scenario, err);
    if (!st)
        st = overlay_run(&out->overlay, scenario, false, err);
    if (!st)
        st = evidence_checksum(out->shown.base_sha256, scenario->base, err);
    if (!st)
        st = evidence_checksum(out->shown.sha256, out->overlay, err);
    if (!st)
        st = scenario_rows(out, scenario->base, out->overlay, err);
    if (!st)
        st = measure_points(out, scenario, err);
    return st ? st : scenario_lines(out, scenario, out->overlay, err);
}

enum ws_status scenario_evaluate(struct scenario_outcome *out, const struct ws_scenario *scenario,
                                 struct ws_error *err)
{
    struct scenario_outcome outcome = {0};
    enum ws_status st = evaluate(&outcome, scenario, err);
    if (st) {
        error_prefix(err, "scenario %.80s", scenario->name);
        scenario_outcome_release(&outcome);
        return st;
    }
    *out = outcome;
    show(out);
    return WS_OK;
}

/* ---- those of a run -------------------------------------------------------------------------- */

void scenarios_free(struct scenarios *scenarios)
{
    if (!scenarios)
        return;
    for (uint32_t i = 0; i < scenarios->count; i++) {
        if (scenarios->outcomes)
            scenario_outcome_release(&scenarios->outcomes[i]);
        ws_scenario_free(scenarios->list[i]);
    }
    mem_free(scenarios->list);
    mem_free(scenarios->outcomes);
    mem_free(scenarios->shown);
    offices_release(&scenarios->reserve);
    mem_free(scenarios);
}

/* The file is the offices' own: it is not an input twice, and what is to be said of
 * its rows has been said. */
enum ws_status scenarios_read_reserve(struct offices *out, struct run *run, struct ws_error *err)
{
    struct io_mark mark = io_mark(run->io);
    struct dated dated = run->options->dated;
    size_t told = run->warnings.count;
    dated.takes_all = true;
    enum ws_status st = io_read_offices(out, run->io, &run->options->source[WS_ROLE_OFFICES],
                                        &dated, "", &run->zones, err);
    warnings_cut(&run->warnings, told);
    io_rewind(run->io, mark);
    return st;
}

static enum ws_status read_one(struct run *run, const struct ws_source *source,
                               struct ws_error *err)
{
    struct scenarios *scenarios = run->scenarios;
    struct ws_scenario *scenario = NULL;
    enum ws_status st = scenario_read(&scenario, run, &scenarios->reserve, source, err);
    if (st)
        return st;
    for (uint32_t i = 0; !st && i < scenarios->count; i++)
        if (!strcmp(scenarios->list[i]->name, scenario->name))
            st = error_set(err, WS_BAD_DATA, "%s: name: \"%.80s\" is that of %.200s as well",
                           source->given, scenario->name, scenarios->list[i]->file);
    if (!st)
        st = io_note_file(run->io, source, WS_ROLE_SCENARIO, scenario->edit_count, err);
    if (st)
        ws_scenario_free(scenario);
    else
        scenarios->list[scenarios->count++] = scenario;
    return st;
}

static enum ws_status open_scenarios(struct run *run, struct ws_error *err)
{
    uint32_t count = run->options->scenario_count;
    run->scenarios = mem_array(1, sizeof *run->scenarios);
    if (!run->scenarios)
        return error_set(err, WS_NO_MEMORY, "no memory for %u scenarios", (unsigned)count);
    run->scenarios->list = mem_array(count, sizeof *run->scenarios->list);
    if (!run->scenarios->list)
        return error_set(err, WS_NO_MEMORY, "no memory for %u scenarios", (unsigned)count);
    return scenarios_read_reserve(&run->scenarios->reserve, run, err);
}

enum ws_status scenarios_read(struct run *run)
{
    const struct ws_options *options = run->options;
    const unsigned needs = RUN_HAS_ZONES | RUN_HAS_OFFICES;
    struct ws_error failure = {0};
    enum ws_status st = WS_OK;
    if (!options->scenario_count || !options->is_given[WS_ROLE_SCENARIO] || run->scenarios)
        return WS_OK;
    if ((run->made & needs) != needs) {
        for (uint32_t i = 0; !st && i < options->scenario_count; i++)
            st = run_leave(run, WS_ROLE_SCENARIO, &options->scenarios[i], "needs the offices");
        return st;
    }
    size_t first = run->warnings.fault_count;
    if (open_scenarios(run, &failure))
        return verdicts_note(run, WS_ROLE_SCENARIO, &options->scenarios[0], first, &failure);
    for (uint32_t i = 0; !st && i < options->scenario_count; i++) {
        first = run->warnings.fault_count;
        if (read_one(run, &options->scenarios[i], &failure))
            st = verdicts_note(run, WS_ROLE_SCENARIO, &options->scenarios[i], first, &failure);
    }
    return st;
}

static int64_t net_gain(const struct ws_evaluation *shown)
{
    return (int64_t)shown->gained_micro - (int64_t)shown->lost_micro;
}

/* The list stays as it was stated; what was computed stands beside it. */
static void rank_scenarios(struct ws_evaluation *shown, uint32_t count)
{
    for (uint32_t i = 0; count > 1 && i < count; i++) {
        shown[i].rank = 1;
        for (uint32_t j = 0; j < count; j++) {
            shown[i].rank += net_gain(&shown[j]) > net_gain(&shown[i]);
            shown[i].is_tied |= j != i && net_gain(&shown[j]) == net_gain(&shown[i]);
        }
    }
}

/* Each overlay is given back before the next is made. */
enum ws_status run_scenarios(struct run *run, struct ws_error *err)
{
    struct scenarios *scenarios = run->scenarios;
    const struct ws_options *options = run->options;
    if (!scenarios || run->is_timeline)
        return WS_OK;
    scenarios->outcomes = mem_array(scenarios->count, sizeof *scenarios->outcomes);
    scenarios->shown = mem_array(scenarios->count, sizeof *scenarios->shown);
    if (!scenarios->outcomes || !scenarios->shown)
        return error_set(err, WS_NO_MEMORY, "no memory for scenarios");
    for (uint32_t i = 0; i < scenarios->count; i++) {
        struct scenario_outcome *out = &scenarios->outcomes[i];
        if (options->progress &&
            !options->progress(options->progress_context, "evaluating scenarios", 0.985))
            return error_set(err, WS_CANCELLED,
                             "stopped while evaluating scenarios; nothing was written");
        enum ws_status st = scenario_evaluate(out, scenarios->list[i], err);
        if (st)
            return st;
        overlay_free(out->overlay);
        out->overlay = NULL;
        out->shown.result = NULL;
        scenarios->shown[i] = out->shown;
    }
    rank_scenarios(scenarios->shown, scenarios->count);
    return WS_OK;
}
