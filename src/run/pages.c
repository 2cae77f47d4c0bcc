#include "run/pages.h"

#include "base/figures.h"
#include "base/mem.h"
#include "run/decision.h"
#include "run/run.h"
#include "run/scenario.h"

#ifdef WS_HAS_REPORT
#include "report/report.h"
#endif

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <whitespot/whitespot.h>

uint32_t pages_paths(const char *out[PAGES_MOST], const struct ws_options *options)
{
    uint32_t count = 0;
    if (options->report[0])
        out[count++] = options->report;
    for (uint32_t i = 0; i < options->map_count; i++)
        out[count++] = options->maps[i];
    if (options->memo[0])
        out[count++] = options->memo;
    return count;
}

void pages_tell(struct run *run)
{
    run->result.page_count = pages_paths(run->pages, run->options);
    run->result.pages = run->pages;
}

bool pages_are_asked(const struct run *run)
{
    const char *paths[PAGES_MOST];
    return pages_paths(paths, run->options) > 0;
}

#ifndef WS_HAS_REPORT
enum ws_status pages_check(const struct run *run, struct ws_error *err)
{
    return pages_are_asked(run) ? error_set(err, WS_BAD_OPTION,
                                            "this program was built without maps and reports; "
                                            "build it with -DWS_REPORT=ON")
                                : WS_OK;
}

enum ws_status pages_prepare(struct pages *pages, const struct run *run,
                             const struct run_layers *layers, struct ws_error *err)
{
    (void)pages;
    (void)layers;
    return pages_check(run, err);
}
#else

static bool has_ending(const char *path, const char *ending)
{
    size_t length = strlen(path), size = strlen(ending);
    return length > size && !strcmp(path + length - size, ending);
}

static bool map_format(enum report_format *out, const char *path)
{
    static const char *const ENDINGS[] = {
        [REPORT_PNG] = ".png", [REPORT_SVG] = ".svg", [REPORT_PDF] = ".pdf"};
    for (size_t i = 0; i < sizeof ENDINGS / sizeof *ENDINGS; i++) {
        *out = (enum report_format)i;
        if (has_ending(path, ENDINGS[i]))
            return true;
    }
    return false;
}

static enum ws_status check_endings(const struct ws_options *options, struct ws_error *err)
{
    enum report_format format;
    if (options->report[0] && !has_ending(options->report, ".html"))
        return error_set(err, WS_BAD_OPTION,
                         "report is '%.200s'; expected a name that ends in .html", options->report);
    for (uint32_t i = 0; i < options->map_count; i++)
        if (!map_format(&format, options->maps[i]))
            return error_set(err, WS_BAD_OPTION,
                             "map is '%.200s'; expected a name that ends in .png, .svg or .pdf",
                             options->maps[i]);
    if (options->memo[0] && !has_ending(options->memo, ".pdf") &&
        !has_ending(options->memo, ".html"))
        return error_set(err, WS_BAD_OPTION,
                         "memo is '%.200s'; expected a name that ends in .pdf or .html",
                         options->memo);
    return WS_OK;
}

enum ws_status pages_check(const struct run *run, struct ws_error *err)
{
    const struct ws_options *options = run->options;
    const char *paths[PAGES_MOST + 1];
    enum ws_status st = check_endings(options, err);
    uint32_t count = pages_paths(paths, options);
    paths[count] = options->output;
    for (uint32_t i = 0; !st && i < count; i++)
        for (uint32_t j = i + 1; !st && j <= count; j++)
            if (!strcmp(paths[i], paths[j]))
                st = error_set(err, WS_BAD_OPTION, "%.200s is asked for twice; name two places",
                               paths[i]);
    for (uint32_t i = 0; !st && i < count; i++)
        st = target_check(run, paths[i], options->overwrite, err);
    return st;
}

/* ---- what they are handed ------------------------------------------------------- */

/* --lang, else the language of messages that the environment asks for. */
static enum lang language(const struct ws_options *options)
{
    static const char *const NAMES[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    if (options->has_lang)
        return options->lang;
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        const char *value = getenv(NAMES[i]);
        if (value && *value)
            return strncmp(value, "sv", 2) == 0 ? LANG_SV : LANG_EN;
    }
    return LANG_EN;
}

/* Points of the curve: even steps beyond the largest limit, and the limits. */
#define CURVE_STEPS 60u
#define CURVE_ROOM (CURVE_STEPS + 1 + WS_MAX_CUTOFFS)

struct sheet {
    struct report report;
    struct report_layer *layers;
    struct report_scenario *scenarios;
    const char *cutoff_text[WS_MAX_CUTOFFS], *cutoff_shown[WS_MAX_CUTOFFS];
    char shown[WS_MAX_CUTOFFS][FIGURE];
    uint32_t cost[CURVE_ROOM];
    uint64_t *covered_micro;
    struct areas counties;
    char made_with[200];
};

static int compare_costs(const void *a_ptr, const void *b_ptr)
{
    uint32_t a = *(const uint32_t *)a_ptr, b = *(const uint32_t *)b_ptr;
    return (a > b) - (a < b);
}

static uint32_t curve_costs(uint32_t *cost, const struct ws_options *options)
{
    uint32_t most = 0, count = 0, kept = 0;
    for (uint32_t c = 0; c < options->cutoff_count; c++) {
        cost[count++] = options->cutoff_cost[c];
        most = options->cutoff_cost[c] > most ? options->cutoff_cost[c] : most;
    }
    uint64_t last = most + most / 2u < WS_COST_INF ? most + most / 2u : WS_COST_INF - 1u;
    for (uint32_t i = 0; i <= CURVE_STEPS; i++)
        cost[count++] = (uint32_t)(last * i / CURVE_STEPS);
    qsort(cost, count, sizeof *cost, compare_costs);
    for (uint32_t i = 0; i < count; i++)
        if (!kept || cost[i] != cost[kept - 1])
            cost[kept++] = cost[i];
    return kept;
}

static enum ws_status draw_curve(struct sheet *sheet, const struct run *run, struct ws_error *err)
{
    struct share_plan plan = run_share_plan(run);
    struct report_curve *curve = &sheet->report.curve;
    uint32_t count = curve_costs(sheet->cost, run->options);
    plan.choice_count = plan.choice_count < 8 ? plan.choice_count : 8;
    enum ws_status st =
        shares_curve(&sheet->covered_micro, &plan, sheet->cost, count, run_threads(run), err);
    if (st)
        return st;
    curve->count = count;
    curve->cost = sheet->cost;
    for (uint32_t k = 0; k < plan.choice_count; k++)
        curve->covered_micro[k] = &sheet->covered_micro[(size_t)k * count];
    return WS_OK;
}

static enum ws_status hand_layers(struct sheet *sheet, const struct run_layers *layers,
                                  struct ws_error *err)
{
    sheet->layers = mem_array(layers->count, sizeof *sheet->layers);
    if (!sheet->layers)
        return error_set(err, WS_NO_MEMORY, "no memory for the layers of a report");
    for (uint32_t i = 0; i < layers->count; i++) {
        const struct layer *layer = &layers->layers[i];
        sheet->layers[i] = (struct report_layer){.name = layer->name,
                                                 .row_count = layer->row_count,
                                                 .column_count = layer->column_count,
                                                 .columns = layer->columns,
                                                 .areas = layer->areas,
                                                 .area = layer->area,
                                                 .points = layer->points};
    }
    sheet->report.layers = sheet->layers;
    sheet->report.layer_count = layers->count;
    return WS_OK;
}

/* NaN: not known. */
static double term_years(const struct run *run)
{
    const struct policy_value *term = &run->decision->policy.values[POLICY_TERM];
    return term->is_known ? (double)term->mid / WS_MICRO : (double)NAN;
}

/* The one municipality or county of the run by its name; "": several, or no name. */
static const char *place_name(const struct run *run)
{
    const struct zones *zones = &run->zones;
    const char *county =
        zones->county_count == 1 && zones->county_name ? zones->county_name[0] : NULL;
    return zones->count == 1 ? zones->name[0] : county ? county : "";
}

/* The one asked for, else that of all offices; "": nothing tells. */
static const char *scheme_name(const struct run *run)
{
    return run->registers.metric_count ? run->registers.metrics[0].scheme
                                       : run->options->dated.scheme;
}

static const char *county_code(const struct run *run)
{
    bool is_one = run->zones.county_count == 1 && !*place_name(run);
    return is_one ? run->zones.county_code[0] : "";
}

static enum ws_status hand_scenarios(struct sheet *sheet, const struct run *run,
                                     struct ws_error *err)
{
    const struct scenarios *scenarios = run->scenarios;
    uint32_t count = scenarios && scenarios->shown ? scenarios->count : 0;
    sheet->scenarios = mem_array(count, sizeof *sheet->scenarios);
    if (!sheet->scenarios)
        return error_set(err, WS_NO_MEMORY, "no memory for the scenarios of a report");
    for (uint32_t i = 0; i < count; i++) {
        const struct ws_evaluation *shown = &scenarios->shown[i];
        sheet->scenarios[i] = (struct report_scenario){.name = shown->name,
                                                       .whitens = shown->whitens,
                                                       .unwhitens = shown->unwhitens,
                                                       .lost_micro = shown->lost_micro,
                                                       .gained_micro = shown->gained_micro,
                                                       .note_count = shown->note_count,
                                                       .notes = shown->notes};
    }
    sheet->report.scenarios = sheet->scenarios;
    sheet->report.scenario_count = count;
    return WS_OK;
}

static void hand_run(struct sheet *sheet, const struct run *run)
{
    const struct ws_options *options = run->options;
    struct report *report = &sheet->report;
    size_t weights = run->population.units.weight_count, nation = run->zones.count * weights;
    char gdal[32], proj[32], geos[32];
    ws_library_versions(gdal, proj, geos);
    snprintf(sheet->made_with, sizeof sheet->made_with, "%s, GDAL %s, PROJ %s, GEOS %s",
             ws_version(), gdal, proj, geos);
    for (uint32_t c = 0; c < options->cutoff_count; c++)
        sheet->cutoff_text[c] = options->cutoff_text[c];
    for (uint32_t c = 0; c < options->cutoff_count; c++)
        sheet->cutoff_shown[c] =
            figures_limit(sheet->shown[c], options->cutoff_text[c], language(options));
    *report = (struct report){
        .lang = language(options),
        .place = place_name(run),
        .county_code = county_code(run),
        .scheme = scheme_name(run),
        .as_of = options->dated.as_of,
        .weight = run->population.weight_label[0][0] ? run->population.weight_label[0]
                                                     : run->population.weight_name[0],
        .weight_column = run->population.weight_name[0],
        .weight_count = run->population.units.weight_count,
        .weight_names = (const char(*)[64])run->population.weight_name,
        .weight_labels = (const char(*)[64])run->population.weight_label,
        .crs = io_crs_name(run->io),
        .made_with = sheet->made_with,
        .is_time = options->is_time,
        .is_effective = options->dated.is_effective,
        .has_withheld = run->population.more_micro != NULL,
        .straight_factor = options->straight_factor,
        .term_years = term_years(run),
        .pilot_count = run->decision->policy.pilot_count,
        .pilots = (const char *const *)run->decision->policy.pilots,
        .road_mm = run->notes.length_mm,
        .node_count = run->net.node_count,
        .cutoff_count = options->cutoff_count,
        .choice_count = options->choice_count,
        .main_cutoff = options->main_cutoff,
        .cutoff_text = sheet->cutoff_text,
        .cutoff_shown = sheet->cutoff_shown,
        .cutoff_cost = options->cutoff_cost,
        .choice = options->choice,
        .nation = &run->zone_shares.rows[nation * options->cutoff_count * options->choice_count],
        .main = &run->main_shares.rows[nation],
        .inside = run->inside_shares.rows,
        .inside_main = run->inside_main.rows,
        .provider_count = run->offices.provider_count,
        .warning_count = (uint32_t)run->warnings.count,
        .warnings = run->warnings.items,
    };
    report->inputs = io_inputs(run->io, &report->input_count);
}

/* ---- the files ------------------------------------------------------------------ */

static enum ws_status prepare_page(struct target *target, const struct sheet *sheet,
                                   const char *path, struct ws_error *err)
{
    char *text = NULL;
    enum ws_status st = report_page(&text, &sheet->report, err);
    if (!st)
        st = target_hold(target, path, text, strlen(text), err);
    return st;
}

static enum ws_status prepare_map(struct target *target, const struct sheet *sheet,
                                  const char *path, struct ws_error *err)
{
    char *bytes = NULL;
    size_t size = 0;
    enum report_format format = REPORT_PNG;
    if (!map_format(&format, path))
        return error_set(err, WS_BAD_OPTION, "%.200s is no map; expected .png, .svg or .pdf", path);
    enum ws_status st = report_map(&bytes, &size, &sheet->report, format, err);
    if (!st)
        st = target_hold(target, path, bytes, size, err);
    return st;
}

static enum ws_status prepare_memo(struct target *target, const struct sheet *sheet,
                                   const char *path, struct ws_error *err)
{
    char *bytes = NULL;
    size_t size = 0;
    enum ws_status st = report_memo(&bytes, &size, &sheet->report, has_ending(path, ".html"), err);
    if (!st)
        st = target_hold(target, path, bytes, size, err);
    return st;
}

enum ws_status pages_prepare(struct pages *pages, const struct run *run,
                             const struct run_layers *layers, struct ws_error *err)
{
    const struct ws_options *options = run->options;
    struct sheet sheet = {0};
    if (!pages_are_asked(run))
        return WS_OK;
    hand_run(&sheet, run);
    enum ws_status st = hand_layers(&sheet, layers, err);
    if (!st)
        st = hand_scenarios(&sheet, run, err);
    if (!st && options->report[0])
        st = draw_curve(&sheet, run, err);
    if (!st && (options->report[0] || options->map_count))
        st = pages_counties(&sheet.counties, run, err);
    sheet.report.counties = sheet.counties.count ? &sheet.counties : NULL;
    if (!st && options->report[0])
        st = prepare_page(&pages->targets[pages->count++], &sheet, options->report, err);
    for (uint32_t i = 0; !st && i < options->map_count; i++)
        st = prepare_map(&pages->targets[pages->count++], &sheet, options->maps[i], err);
    if (!st && options->memo[0])
        st = prepare_memo(&pages->targets[pages->count++], &sheet, options->memo, err);
    areas_release(&sheet.counties);
    mem_free(sheet.covered_micro);
    mem_free(sheet.layers);
    mem_free(sheet.scenarios);
    return st;
}
#endif

enum ws_status pages_publish(struct pages *pages, const struct run *run, struct ws_error *err)
{
    enum ws_status st = WS_OK;
    for (uint32_t i = 0; !st && i < pages->count; i++)
        st = target_prepare(&pages->targets[i], err);
    for (uint32_t i = 0; !st && i < pages->count; i++)
        st = target_publish(&pages->targets[i], run->options->overwrite, err);
    if (st)
        pages_withdraw(pages, err);
    return st;
}

void pages_withdraw(struct pages *pages, struct ws_error *err)
{
    for (uint32_t i = pages->count; i-- > 0;)
        target_withdraw(&pages->targets[i], err);
}

void pages_release(struct pages *pages)
{
    for (uint32_t i = 0; i < pages->count; i++)
        target_release(&pages->targets[i]);
    pages->count = 0;
}
