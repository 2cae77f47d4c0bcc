/* The stage table and its loop: progress, cancellation and the words in front
 * of a message in one place; then the public calls. */
#include "run/decision.h"
#include "run/run.h"
#include "run/critical.h"
#include "run/pages.h"
#include "run/siting.h"
#include "run/scenario.h"
#include "run/supplier.h"

#include "base/mem.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <whitespot/whitespot.h>

struct stage {
    const char *name, *prefix;
    double until_frac;     /* of a usual run */
    unsigned needs, makes; /* RUN_HAS_...; in a check some may be missing */
    enum ws_status (*run)(struct run *run, struct ws_error *err);
};

static const struct stage STAGES[] = {
    {"reading", NULL, 0.45, 0, 0, run_load},
    {"snapping offices", "while snapping", 0.5, RUN_HAS_ZONES | RUN_HAS_OFFICES | RUN_HAS_NETWORK,
     RUN_HAS_SNAPS, run_snap},
    {"laying people along roads", "while spreading people", 0.65,
     RUN_HAS_SNAPS | RUN_HAS_POPULATION, RUN_HAS_SPREAD, run_spread},
    {"comparing registers", NULL, 0.65, RUN_HAS_SPREAD, 0, run_doubt_registers},
    {"searching", "while searching", 0.75, 0, 0, run_search},
    {"measuring coverage", "while measuring coverage", 0.9, 0, 0, run_coverage},
    {"finding white spots", "while finding white spots", 0.95, 0, 0, run_gaps},
    {"classifying", "while classifying", 0.95, 0, 0, run_decide},
    {"measuring supplier areas", "while measuring supplier areas", 0.97, 0, 0, run_supplier},
    {"measuring closures", "while measuring closures", 0.97, 0, 0, run_critical},
    {"comparing figures", "while comparing figures", 0.97, 0, 0, run_registers},
    {"proposing routes", "while proposing routes", 0.98, 0, 0, run_findings},
    {"choosing sites", "while choosing sites", 0.99, 0, 0, run_siting},
    {"evaluating scenarios", "while evaluating scenarios", 0.99, 0, 0, run_scenarios},
};
#define STAGE_COUNT (sizeof STAGES / sizeof *STAGES)
/* Verdicts on the inputs fall until people lie along the roads. */
#define CHECK_COUNT 4u

uint32_t run_threads(const struct run *run)
{
    if (run->options->threads)
        return run->options->threads;
    long online = sysconf(_SC_NPROCESSORS_ONLN);
    return online > 1 ? (uint32_t)online : 1;
}

static enum ws_status step(const struct run *run, const char *stage, double frac,
                           struct ws_error *err)
{
    const struct ws_options *options = run->options;
    if (!options->progress || options->progress(options->progress_context, stage, frac))
        return WS_OK;
    return error_set(err, WS_CANCELLED, "stopped while %s; nothing was written", stage);
}

/* The readers note themselves what they refuse. */
static enum ws_status run_stage(struct run *run, const struct stage *stage, struct ws_error *err)
{
    if (stage->needs & ~run->made)
        return WS_OK;
    if (stage->run == run_load)
        return run_load(run, err);
    struct ws_error failure = {0};
    enum ws_status st = stage->run(run, &failure);
    if (!st) {
        run->made |= stage->makes;
        return WS_OK;
    }
    if (stage->prefix)
        error_prefix(&failure, "%s", stage->prefix);
    return verdicts_note(run, WS_ROLE_COUNT, NULL, run->warnings.fault_count, &failure);
}

static enum ws_status run_stages(struct run *run, size_t count, struct ws_error *err)
{
    double frac = 0.0;
    for (size_t i = 0; i < count; i++) {
        enum ws_status st = step(run, STAGES[i].name, frac, err);
        network_rest(&run->net); /* few stages look at all of it */
        if (!st)
            st = run_stage(run, &STAGES[i], err);
        if (st)
            return st;
        frac = STAGES[i].until_frac;
    }
    return step(run, "finishing", frac, err);
}

struct run *run_new(const struct ws_options *options)
{
    struct run *run = mem_array(1, sizeof *run);
    if (!run)
        return NULL;
    run->options = mem_array(1, sizeof *run->options);
    if (!run->options) {
        mem_free(run);
        return NULL;
    }
    *run->options = *options;
    run->result.run = run;
    return run;
}

void run_release(struct run *run)
{
    supplier_free(run->supplier);
    critical_free(run->critical);
    decision_free(run->decision);
    siting_free(run->siting);
    scenarios_free(run->scenarios);
    scenario_views_free(run->views);
    gaps_release(&run->gaps);
    unit_costs_release(&run->unit_costs);
    reach_release(&run->reach);
    allocation_release(&run->allocation);
    field_release(&run->field);
    skeleton_release(&run->skeleton);
    spread_release(&run->spread);
    stops_release(&run->stops);
    snapper_free(run->snapper);
    network_release(&run->net);
    population_release(&run->population);
    offices_release(&run->offices);
    locator_free(run->zone_locator);
    zones_release(&run->zones);
    earth_close(run->earth);
    io_close(run->io);
    warnings_release(&run->warnings);
    mem_free(run->office_zone);
    mem_free(run->own_classes);
    mem_free(run->own_sources);
    mem_free(run->snaps);
    mem_free(run->leg_cost);
    mem_free(run->is_served);
    mem_free(run->control_factor);
    mem_free(run->control_micro);
    mem_free(run->row_part);
    run_release_shares(run);
    mem_free(run->cost_p50);
    mem_free(run->cost_p90);
    mem_free(run->median_choice);
    mem_free(run->office_group);
    registers_release(&run->registers);
    mem_free(run->outputs);
    mem_free(run->evidence);
    mem_free(run->verdicts);
}

void run_free(struct run *run)
{
    if (!run)
        return;
    run_release(run);
    mem_free(run->options);
    mem_free(run);
}

/* What a member held stays where it is and is not released with the rest. */
#define STAYS(member)                                                                              \
    do {                                                                                           \
        memcpy(&run->member, &old.member, sizeof run->member);                                     \
        memset(&old.member, 0, sizeof old.member);                                                 \
    } while (0)

void run_renew(struct run *run)
{
    struct run old = *run;
    memset(run, 0, sizeof *run);
    run->result.run = run;
    run->made = old.made & (RUN_HAS_ZONES | RUN_HAS_POPULATION | RUN_HAS_NETWORK);
    if (old.control_micro) /* people were scaled in place: they are read again */
        run->made &= ~(unsigned)RUN_HAS_POPULATION;
    STAYS(options);
    STAYS(is_timeline);
    STAYS(warnings);
    STAYS(io);
    STAYS(zones);
    STAYS(zone_locator);
    if (run->made & RUN_HAS_POPULATION) {
        STAYS(population);
        STAYS(people_micro);
    }
    STAYS(own_classes);
    STAYS(classes);
    STAYS(class_count);
    STAYS(own_sources);
    STAYS(road_sources);
    STAYS(road_source_count);
    STAYS(net);
    STAYS(notes);
    STAYS(earth);
    STAYS(snapper);
    STAYS(skeleton);
    run_release(&old);
}

/* ---- the result ------------------------------------------------------------ */

static enum ws_status name_offices(struct run *run, struct ws_error *err)
{
    uint32_t offices = run->offices.points.count;
    run->office_group = mem_array(offices, sizeof *run->office_group);
    if (!run->office_group)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " offices", offices);
    for (uint32_t i = 0; i < offices; i++)
        run->office_group[i] = run->offices.provider[run->offices.points.group[i]];
    return WS_OK;
}

/* What was read and what is to be said of it, whatever became of the run. */
static void show_inputs(struct run *run)
{
    struct ws_result *result = &run->result;
    const struct population *population = &run->population;
    if (run->io)
        result->inputs = io_inputs(run->io, &result->input_count);
    result->warning_count = (uint32_t)run->warnings.count;
    result->warnings = run->warnings.items;
    result->fault_count = (uint32_t)run->warnings.fault_count;
    result->faults = run->warnings.faults;
    result->road_mm = run->notes.length_mm;
    result->road_component_count = run->net.component_count;
    if (!(run->made & RUN_HAS_POPULATION))
        return;
    result->weight_count = population->units.weight_count;
    for (uint32_t w = 0; w < result->weight_count; w++) {
        snprintf(run->weights[w].column, sizeof run->weights[w].column, "%s",
                 population->weight_name[w]);
        snprintf(run->weights[w].label, sizeof run->weights[w].label, "%s",
                 population->weight_label[w]);
    }
    result->weights = run->weights;
    result->people_micro = run->people_micro;
}

enum ws_status run_show(struct run *run, struct ws_error *err)
{
    enum ws_status st = name_offices(run, err);
    const struct ws_options *options = run->options;
    struct ws_result *result = &run->result;
    if (st)
        return st;
    result->zone_count = run->zones.count;
    result->zone_code = (const char *const *)run->zones.code;
    result->zone_name = (const char *const *)run->zones.name;
    result->county_count = run->zones.county_count;
    result->county_code = (const char *const *)run->zones.county_code;
    result->county_name = (const char *const *)run->zones.county_name;
    result->cutoff_count = options->cutoff_count;
    result->choice_count = options->choice_count;
    result->main_cutoff = options->main_cutoff;
    for (uint32_t c = 0; c < options->cutoff_count; c++)
        run->cutoff_text[c] = options->cutoff_text[c];
    result->cutoff_text = run->cutoff_text;
    result->cutoff_cost = options->cutoff_cost;
    result->choice = options->choice;
    result->is_time = options->is_time;
    result->is_straight = options->straight_factor > 0.0;
    result->is_effective = options->dated.is_effective;
    run_show_shares(run);
    result->gap_count = run->gaps.count;
    result->gaps = run->gaps.gaps;
    result->facility_count = run->offices.points.count;
    result->facility_id = (const char *const *)run->offices.id;
    result->facility_group = run->office_group;
    supplier_show(result, run->supplier);
    critical_show(result, run->critical);
    result->metric_count = run->registers.metric_count;
    result->metrics = run->registers.metrics;
    result->claim_count = run->registers.answers.count;
    result->claims = run->registers.said;
    result->bridge_count = run->registers.bridge_count;
    result->bridges = run->registers.bridges;
    result->finding_count = run->decision->line_count;
    result->findings = run->decision->line;
    result->siting = siting_shown(run->siting);
    result->scenario_count = run->scenarios ? run->scenarios->count : 0;
    result->scenarios = run->scenarios ? run->scenarios->shown : NULL;
    return WS_OK;
}

/* ---- public calls ----------------------------------------------------------- */

enum ws_status run_compute(struct run *run, struct ws_error *err)
{
    return run_stages(run, STAGE_COUNT, err);
}

static enum ws_status go(struct run *run, struct ws_error *err)
{
    enum ws_status st = run_stages(run, run->is_check ? CHECK_COUNT : STAGE_COUNT, err);
    if (!st && run->is_check)
        st = siting_judge(run, err);
    if (!st)
        st = verdicts_group(run, err);
    if (!st)
        st = verdicts_strict(run);
    return st || run->is_check ? st : run_show(run, err);
}

enum start { START_ANALYSIS, START_CHECK, START_SITE };

static enum ws_status start(struct ws_result **out, const struct ws_options *options,
                            enum start what, struct ws_error *err)
{
    if (!options || !out)
        return error_set(err, WS_BAD_OPTION, "no options or no place for the result");
    struct run *run = run_new(options);
    if (!run)
        return error_set(err, WS_NO_MEMORY, "no memory for a run");
    bool is_check = what == START_CHECK;
    run->is_check = is_check;
    run->is_site = what == START_SITE || (is_check && options_flagged(options, OPTION_SITE));
    struct ws_error failure = {0};
    enum ws_status st = go(run, &failure);
    if (run->refused.status) { /* what came after it did not decide */
        failure = run->refused;
        st = failure.status;
    }
    if (st && err)
        *err = failure;
    show_inputs(run);
    if (!st || is_check) {
        *out = &run->result;
        return st;
    }
    if (st != WS_CANCELLED)
        verdicts_tell(run);
    run_free(run);
    return st;
}

enum ws_status ws_analysis_run(struct ws_result **out, const struct ws_options *options,
                               struct ws_error *err)
{
    return start(out, options, START_ANALYSIS, err);
}

enum ws_status ws_analysis_check(struct ws_result **out, const struct ws_options *options,
                                 struct ws_error *err)
{
    return start(out, options, START_CHECK, err);
}

enum ws_status ws_site_run(struct ws_result **out, const struct ws_options *options,
                           struct ws_error *err)
{
    return start(out, options, START_SITE, err);
}

static enum ws_status list_outputs(struct run *run, const struct run_layers *layers,
                                   const struct write_plan *plan, struct ws_error *err)
{
    mem_free(run->outputs);
    run->outputs = mem_array(layers->count, sizeof *run->outputs);
    if (!run->outputs)
        return error_set(err, WS_NO_MEMORY, "no memory for the list of outputs");
    for (uint32_t i = 0; i < layers->count; i++) {
        io_write_layer_path(run->outputs[i].path, plan, &layers->layers[i]);
        snprintf(run->outputs[i].layer, sizeof run->outputs[i].layer, "%s", layers->layers[i].name);
        run->outputs[i].rows = layers->layers[i].row_count;
    }
    run->result.outputs = run->outputs;
    run->result.output_count = layers->count;
    return WS_OK;
}

/* The pages of a run get their names together with its layers, or not at all. */
struct beside {
    struct pages *pages;
    const struct run *run;
};

static enum ws_status publish_pages(void *context, struct ws_error *err)
{
    struct beside *beside = context;
    return pages_publish(beside->pages, beside->run, err);
}

static enum ws_status write_layers(struct run *run, const struct run_layers *layers,
                                   struct pages *pages, struct ws_error *err)
{
    struct beside beside = {pages, run};
    const char *inputs[RUN_MAX_INPUTS];
    struct write_plan plan = run_write_plan(run->options, inputs);
    plan.publish_beside = publish_pages;
    plan.beside = &beside;
    if (!run->options->output[0])
        return pages_publish(pages, run, err);
    enum ws_status st = list_outputs(run, layers, &plan, err);
    if (!st) {
        mem_free(run->evidence); /* it did not know the outputs */
        run->evidence = NULL;
        plan.evidence = ws_result_evidence(&run->result, err);
        st = plan.evidence ? WS_OK : WS_NO_MEMORY;
    }
    if (!st)
        st = io_write(run->io, layers->layers, layers->count, &plan, err);
    if (st)
        pages_withdraw(pages, err);
    return st;
}

/* Pages are drawn first and get their names last, so that nothing is published when
 * one of the parts cannot be made. */
enum ws_status ws_result_write(struct ws_result *result, struct ws_error *err)
{
    struct run *run = result->run;
    struct run_layers layers = {0};
    struct pages pages = {0};
    if (!run->options->output[0] && !pages_are_asked(run))
        return WS_OK;
    enum ws_status st = step(run, "drawing catchments", 0.8, err);
    if (!st)
        st = run_layers(&layers, run, err);
    if (!st && pages_are_asked(run))
        st = step(run, "drawing pages", 0.9, err);
    if (!st)
        st = pages_prepare(&pages, run, &layers, err);
    if (!st)
        st = step(run, "writing", 0.97, err);
    if (!st)
        st = write_layers(run, &layers, &pages, err);
    if (!st)
        pages_tell(run);
    pages_release(&pages);
    run_layers_release(&layers);
    return st;
}

const char *ws_result_evidence(struct ws_result *result, struct ws_error *err)
{
    struct run *run = result->run;
    char *text = NULL;
    /* Made once: after the result is written nothing is left to fail. */
    if (!run->evidence && run_evidence(&text, run, err))
        return NULL;
    if (!run->evidence)
        run->evidence = text;
    return run->evidence;
}

const char *ws_result_verdicts(struct ws_result *result, struct ws_error *err)
{
    struct run *run = result->run;
    char *text = NULL;
    if (run_verdicts(&text, run, err))
        return NULL;
    mem_free(run->verdicts);
    run->verdicts = text;
    return text;
}

void ws_result_free(struct ws_result *result)
{
    if (result)
        run_free(result->run);
}

const char *ws_formats(void)
{
    return io_formats();
}

const char *ws_version(void)
{
    return "whitespot " WS_VERSION;
}

void ws_library_versions(char gdal[32], char proj[32], char geos[32])
{
    io_versions(gdal, proj, geos);
}
