#include "verdicts.h"

#include "summary.h"

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define MOST_FILES 64u
#define MOST_REPAIRS 20u
#define MOST_FEATURES 5u

/* A heading of the list: an input, or a file that could not even be opened. */
struct heading {
    const char *role, *file;
    const struct ws_input *input; /* NULL: never opened */
};

struct headings {
    uint32_t count;
    struct heading items[MOST_FILES];
};

static bool is_under(const struct ws_warning *line, const struct heading *heading)
{
    return !strcmp(line->role, heading->role) && !strcmp(line->file, heading->file);
}

static int role_rank(const char *role)
{
    for (int i = 0; i < WS_ROLE_COUNT; i++)
        if (!strcmp(role, ws_role_name((enum ws_role)i)))
            return i;
    return -1; /* options come first */
}

/* Behind the others of its role; faults come in the order of reading. */
static void add_heading(struct headings *list, struct heading heading)
{
    for (uint32_t i = 0; i < list->count; i++)
        if (!strcmp(list->items[i].role, heading.role) &&
            !strcmp(list->items[i].file, heading.file))
            return;
    if (list->count == MOST_FILES)
        return;
    uint32_t at = list->count++;
    for (; at && role_rank(list->items[at - 1].role) > role_rank(heading.role); at--)
        list->items[at] = list->items[at - 1];
    list->items[at] = heading;
}

static void find_headings(struct headings *list, const struct ws_result *result)
{
    list->count = 0;
    for (uint32_t i = 0; i < result->input_count; i++)
        add_heading(list, (struct heading){ws_role_name(result->inputs[i].role),
                                           result->inputs[i].path, &result->inputs[i]});
    for (uint32_t i = 0; i < result->fault_count; i++)
        add_heading(list, (struct heading){result->faults[i].role, result->faults[i].file, NULL});
    for (uint32_t i = 0; i < result->warning_count; i++)
        add_heading(list,
                    (struct heading){result->warnings[i].role, result->warnings[i].file, NULL});
}

/* ---- what was read ------------------------------------------------------------------ */

static void print_crs(FILE *out, const struct ws_input *input)
{
    if (!input->crs[0])
        return;
    fputs("  system      ", out);
    summary_text(out, input->crs);
    if (input->operation[0] && strcmp(input->operation, "none") != 0) {
        fputs("; moved by ", out);
        summary_text(out, input->operation);
        if (isnan(input->accuracy_m))
            fputs(" (accuracy not known)", out);
        else
            fprintf(out, " (accuracy %g m)", input->accuracy_m);
    }
    fputc('\n', out);
}

static void print_people(FILE *out, const struct ws_result *result)
{
    char text[32];
    for (uint32_t w = 0; w < result->weight_count; w++) {
        fprintf(out, "  people      %s (", summary_people(text, result->people_micro[w]));
        summary_text(out, result->weights[w].column);
        fputs(")\n", out);
    }
}

static void print_input(FILE *out, const struct ws_input *input, const struct ws_result *result)
{
    bool is_last =
        input + 1 == result->inputs + result->input_count || input[1].role != input->role;
    if (input->unjudged[0]) {
        fprintf(out, "  not judged: %s\n", input->unjudged);
        return;
    }
    print_crs(out, input);
    if (input->rows_read)
        fprintf(out,
                "  rows        %" PRIu64 " read, %" PRIu64 " used, %" PRIu64 " repaired, %" PRIu64
                " left out\n",
                input->rows_read, input->rows_used, input->repaired, input->left_out);
    if (input->columns[0]) {
        fputs("  columns     ", out);
        summary_text(out, input->columns);
        fputc('\n', out);
    }
    if (input->role == WS_ROLE_POPULATION)
        print_people(out, result);
    if (input->role == WS_ROLE_ROADS && is_last && result->road_mm)
        fprintf(out, "  network     %.1f km in %" PRIu32 " connected part%s\n",
                (double)result->road_mm / 1e6, result->road_component_count,
                result->road_component_count == 1 ? "" : "s");
}

/* ---- verdicts ------------------------------------------------------------------------- */

/* The layer stands in the heading unless the line speaks of another one. */
static void print_layer(FILE *out, const struct ws_warning *line, const struct heading *heading)
{
    if (!line->layer[0] || (heading->input && !strcmp(line->layer, heading->input->layer)))
        return;
    summary_text(out, line->layer);
    fputs(": ", out);
}

static void print_errors(FILE *out, const struct ws_result *result, const struct heading *heading)
{
    for (uint32_t i = 0; i < result->fault_count; i++) {
        const struct ws_warning *fault = &result->faults[i];
        if (!is_under(fault, heading))
            continue;
        fputs("  error: ", out);
        print_layer(out, fault, heading);
        summary_text(out, fault->feature);
        fputs(fault->feature[0] ? ": " : "", out);
        summary_text(out, fault->what);
        fputc('\n', out);
        if (fault->more)
            fprintf(out, "  error: %" PRIu64 " more\n", fault->more);
    }
}

struct repair {
    const struct ws_warning *line;
    uint32_t order; /* in the list; of a group: its first */
};

static int compare_words(const void *left, const void *right)
{
    const struct repair *a = left, *b = right;
    int order = strcmp(a->line->what, b->line->what);
    if (!order)
        order = strcmp(a->line->effect, b->line->effect);
    if (!order)
        order = strcmp(a->line->layer, b->line->layer);
    return order ? order : (a->order > b->order) - (a->order < b->order);
}

static bool same_words(const struct ws_warning *a, const struct ws_warning *b)
{
    return !strcmp(a->what, b->what) && !strcmp(a->effect, b->effect) &&
           !strcmp(a->layer, b->layer);
}

/* A run of repairs of equal words, begin included, end not. */
struct run_of {
    uint32_t begin, end, order;
};

static int compare_runs(const void *left, const void *right)
{
    const struct run_of *a = left, *b = right;
    return (a->order > b->order) - (a->order < b->order);
}

static void print_run(FILE *out, const struct repair *repairs, const struct run_of *run,
                      const struct heading *heading)
{
    const struct ws_warning *line = repairs[run->begin].line;
    uint32_t count = run->end - run->begin, shown = count < MOST_FEATURES ? count : MOST_FEATURES;
    fputs("  warning: ", out);
    print_layer(out, line, heading);
    for (uint32_t i = 0; i < shown && line->feature[0]; i++) {
        fputs(i ? ", " : "", out);
        summary_text(out, repairs[run->begin + i].line->feature);
    }
    if (count > shown)
        fprintf(out, "%s%" PRIu32 " more", line->feature[0] ? " and " : "", count - shown);
    fputs(line->feature[0] || count > shown ? ": " : "", out);
    summary_text(out, line->what);
    fputs(line->effect[0] ? "; " : "", out);
    summary_text(out, line->effect);
    fputc('\n', out);
}

/* `repairs` and `runs` have room for `count` of them. */
static void print_groups(FILE *out, struct repair *repairs, struct run_of *runs, uint32_t count,
                         const struct heading *heading)
{
    uint32_t run_count = 0, told = 0;
    qsort(repairs, count, sizeof *repairs, compare_words);
    for (uint32_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && same_words(repairs[i].line, repairs[end].line); end++)
            ;
        runs[run_count++] = (struct run_of){i, end, repairs[i].order};
    }
    qsort(runs, run_count, sizeof *runs, compare_runs);
    for (uint32_t i = 0; i < run_count && i < MOST_REPAIRS; i++) {
        print_run(out, repairs, &runs[i], heading);
        told += runs[i].end - runs[i].begin;
    }
    if (told < count)
        fprintf(out, "  warning: %" PRIu32 " more\n", count - told);
}

static void print_repairs(FILE *out, const struct ws_result *result, const struct heading *heading)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < result->warning_count; i++)
        count += is_under(&result->warnings[i], heading);
    if (!count)
        return;
    struct repair *repairs = calloc(count, sizeof *repairs);
    struct run_of *runs = calloc(count, sizeof *runs);
    count = 0;
    for (uint32_t i = 0; repairs && runs && i < result->warning_count; i++)
        if (is_under(&result->warnings[i], heading))
            repairs[count++] = (struct repair){&result->warnings[i], i};
    if (repairs && runs)
        print_groups(out, repairs, runs, count, heading);
    else
        fputs("  warning: no memory to list the repairs\n", out);
    free(repairs);
    free(runs);
}

/* ---- the whole ------------------------------------------------------------------------- */

static void print_heading(FILE *out, const struct heading *heading)
{
    if (!heading->role[0]) {
        fputs("the call\n", out);
        return;
    }
    fputs(heading->role, out);
    fputs(heading->file[0] ? ": " : "", out);
    summary_text(out, heading->file);
    if (heading->input && heading->input->layer[0]) {
        fputs(", layer ", out);
        summary_text(out, heading->input->layer);
    }
    fputc('\n', out);
}

static uint32_t count_files(const struct headings *headings, const struct ws_warning *lines,
                            uint32_t line_count)
{
    uint32_t files = 0;
    for (uint32_t h = 0; h < headings->count; h++) {
        bool has_line = false;
        for (uint32_t i = 0; i < line_count && !has_line; i++)
            has_line = is_under(&lines[i], &headings->items[h]);
        files += has_line && headings->items[h].file[0];
    }
    return files;
}

static void print_count(FILE *out, uint64_t count, const char *what, uint32_t files)
{
    fprintf(out, "%" PRIu64 " %s%s", count, what, count == 1 ? "" : "s");
    if (files)
        fprintf(out, " in %" PRIu32 " file%s", files, files == 1 ? "" : "s");
}

static void print_end(FILE *out, const struct ws_result *result, const struct headings *headings)
{
    const char *command = result->siting ? "site" : "analyze";
    uint64_t errors = 0, in_call = 0;
    for (uint32_t i = 0; i < result->fault_count; i++) {
        errors += 1 + result->faults[i].more;
        in_call += !result->faults[i].file[0];
    }
    if (errors) {
        print_count(out, errors, "error",
                    count_files(headings, result->faults, result->fault_count));
        fprintf(out, "%s: %s would not run\n",
                in_call && in_call < errors ? " and in the call" : "", command);
        return;
    }
    fprintf(out, "ok: %s would run; ", command);
    print_count(out, result->warning_count, "repair",
                count_files(headings, result->warnings, result->warning_count));
    fputc('\n', out);
}

void verdicts_print(FILE *out, const struct ws_result *result)
{
    struct headings headings;
    find_headings(&headings, result);
    for (uint32_t h = 0; h < headings.count; h++) {
        const struct heading *heading = &headings.items[h];
        print_heading(out, heading);
        if (heading->input)
            print_input(out, heading->input, result);
        print_errors(out, result, heading);
        print_repairs(out, result, heading);
    }
    fputs(headings.count ? "\n" : "", out);
    print_end(out, result, &headings);
}
