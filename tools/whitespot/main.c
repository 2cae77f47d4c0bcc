/* tools/whitespot/main.c: the program. Uses the public library alone; the only
 * code that prints and exits. */
#include "args.h"
#include "comparison.h"
#include "help.h"
#include "progress.h"
#include "sites.h"
#include "streams.h"
#include "summary.h"
#include "timeline.h"
#include "verdicts.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int fail(const struct ws_error *err)
{
    fputs("error: ", stderr);
    summary_text(stderr, err->message[0] ? err->message : ws_status_text(err->status));
    fputc('\n', stderr);
    return (int)err->status;
}

/* A full disk behind standard output is a failure, not a success. */
static int close_output(void)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return WS_OK;
    fputs("error: standard output: writing failed; check disk and pipe\n", stderr);
    return WS_IO;
}

static int print_analysis(struct args *args, struct ws_result *result, struct ws_error *err)
{
    summary_warnings(stderr, result->warnings, result->warning_count);
    if (args->is_json) {
        const char *text = ws_result_evidence(result, err);
        if (!text)
            return fail(err);
        fputs(text, stdout);
    } else if (!args->is_quiet) {
        summary_print(stdout, result);
        sites_print(stdout, result);
    }
    return close_output();
}

/* What a running analysis tells: how far it is, and why it refuses its inputs. */
struct teller {
    struct progress progress;
    bool has_told;
};

static void tell_fault(void *context, const struct ws_warning *fault)
{
    struct teller *teller = context;
    progress_end(&teller->progress);
    summary_fault(stderr, fault);
    teller->has_told = true;
}

static void listen(struct teller *teller, struct args *args)
{
    *teller = (struct teller){0};
    progress_start(&teller->progress, args->is_quiet, args->has_progress);
    ws_options_progress(args->options, progress_step, &teller->progress);
    ws_options_faults(args->options, tell_fault, teller);
}

/* Ends the progress; the message unless the faults were told one by one. */
static int end(struct teller *teller, const struct ws_error *err)
{
    progress_end(&teller->progress);
    if (!err->status)
        return WS_OK;
    return teller->has_told ? (int)err->status : fail(err);
}

typedef enum ws_status run_result(struct ws_result **out, const struct ws_options *options,
                                  struct ws_error *err);

static int run_analyze(struct args *args, run_result *run)
{
    struct ws_error err = {0};
    struct ws_result *result = NULL;
    struct teller teller;
    listen(&teller, args);

    enum ws_status st = run(&result, args->options, &err);
    if (!st)
        st = ws_result_write(result, &err);
    int status = end(&teller, &err);
    if (!st)
        status = print_analysis(args, result, &err);
    ws_result_free(result);
    return status;
}

static enum ws_status print_check(const struct args *args, struct ws_result *result,
                                  struct ws_error *err)
{
    const char *text = args->is_json ? ws_result_verdicts(result, err) : NULL;
    if (args->is_json && !text)
        return err->status;
    if (args->is_json)
        fputs(text, stdout);
    else if (!args->is_quiet)
        verdicts_print(stdout, result);
    return WS_OK;
}

/* The list is the answer; the fault that decides is a message as well, and with
 * --quiet they all are. */
static int run_check(struct args *args)
{
    struct ws_error err = {0}, failure = {0};
    struct ws_result *result = NULL;
    struct teller teller;
    listen(&teller, args);

    enum ws_status st = ws_analysis_check(&result, args->options, &err);
    progress_end(&teller.progress);
    if (!result || st == WS_CANCELLED || print_check(args, result, &failure)) {
        ws_result_free(result);
        return fail(failure.status ? &failure : &err);
    }
    int closed = close_output();
    uint32_t told = args->is_quiet ? result->fault_count : result->fault_count > 0;
    for (uint32_t i = 0; i < told; i++)
        summary_fault(stderr, &result->faults[i]);
    if (st && !told)
        fail(&err);
    ws_result_free(result);
    return st ? (int)st : closed;
}

static int print_timeline(struct args *args, struct ws_timeline *timeline, struct ws_error *err)
{
    summary_warnings(stderr, timeline->warnings, timeline->warning_count);
    if (args->is_json) {
        const char *text = ws_timeline_evidence(timeline, err);
        if (!text)
            return fail(err);
        fputs(text, stdout);
    } else if (!args->is_quiet) {
        timeline_print(stdout, timeline);
    }
    return close_output();
}

static int run_timeline(struct args *args)
{
    struct ws_error err = {0};
    struct ws_timeline *timeline = NULL;
    struct teller teller;
    listen(&teller, args);

    enum ws_status st = ws_timeline_run(&timeline, args->options, &err);
    if (!st)
        st = ws_timeline_write(timeline, &err);
    int status = end(&teller, &err);
    if (st && teller.has_told && strncmp(err.message, "on ", 3) == 0)
        fprintf(stderr, "error: %.13s: this day cannot be run\n", err.message);
    if (!st)
        status = print_timeline(args, timeline, &err);
    ws_timeline_free(timeline);
    return status;
}

/* The text is made, then the route written, then the text printed: what was written
 * or printed is not taken back by what fails after it. */
static enum ws_status tell(struct args *args, struct ws_result *result, struct ws_error *err)
{
    char *text = NULL;
    enum ws_status st = ws_result_explain(&text, result, &args->place, args->is_json, err);
    if (!st && args->route)
        st = ws_result_route(result, &args->place, args->rank ? args->rank : 1, args->route,
                             args->may_overwrite, err);
    if (!st && args->is_json)
        fputs(text, stdout);
    else if (!st)
        summary_lines(stdout, text);
    ws_text_free(text);
    return st;
}

static int run_explain(struct args *args)
{
    struct ws_error err = {0};
    struct ws_result *result = NULL;
    struct teller teller;
    listen(&teller, args);

    /* A run file may name an output that exists by now; it is not written here. */
    enum ws_status st = ws_options_set(args->options, "overwrite", "true", &err);
    if (!st)
        st = ws_analysis_run(&result, args->options, &err);
    progress_end(&teller.progress);
    if (!st)
        st = tell(args, result, &err);
    int status = end(&teller, &err);
    if (!st)
        status = close_output();
    ws_result_free(result);
    return status;
}

static int run_compare(const struct args *args)
{
    struct ws_error err = {0};
    struct ws_comparison *comparison = NULL;
    struct progress progress;
    progress_start(&progress, true, false);
    enum ws_status st = ws_compare(&comparison, args->path, args->other, args->has_anyway, &err);
    if (!st && args->output && progress_step(&progress, "writing", 0.97))
        st = ws_comparison_write(comparison, args->output, args->format ? args->format : "",
                                 args->may_overwrite, &err);
    const char *text = !st && args->is_json ? ws_comparison_json(comparison, &err) : NULL;
    if (st || (args->is_json && !text)) {
        ws_comparison_free(comparison);
        return fail(&err);
    }
    comparison_warnings(stderr, comparison);
    if (args->is_json)
        fputs(text, stdout);
    else if (!args->is_quiet)
        comparison_print(stdout, comparison);
    ws_comparison_free(comparison);
    return close_output();
}

static int print_info(const struct args *args, struct ws_error *err)
{
    char *text = NULL;
    if (!args->path) {
        err->status = WS_BAD_OPTION;
        snprintf(err->message, sizeof err->message, "network info: expected the name of a file");
        return fail(err);
    }
    if (ws_network_info(&text, args->path, args->is_json, err))
        return fail(err);
    if (args->is_json)
        fputs(text, stdout);
    else
        summary_lines(stdout, text);
    ws_text_free(text);
    return close_output();
}

static int run_network(struct args *args)
{
    struct ws_error err = {0};
    if (args->topic && strcmp(args->topic, "info") == 0)
        return print_info(args, &err);
    if (!args->topic || strcmp(args->topic, "build") != 0) {
        err.status = WS_BAD_OPTION;
        snprintf(err.message, sizeof err.message, "network: expected build or info");
        return fail(&err);
    }
    struct teller teller;
    listen(&teller, args);
    enum ws_status st = ws_network_build(args->options, &err);
    int status = end(&teller, &err);
    if (!st && !args->is_quiet)
        fputs("Prepared; give it to --roads\n", stdout);
    return st ? status : close_output();
}

static int print_version(void)
{
    char gdal[32], proj[32], geos[32];
    ws_library_versions(gdal, proj, geos);
    printf("%s (GDAL %s, PROJ %s, GEOS %s)\n", ws_version(), gdal, proj, geos);
    return close_output();
}

/* Commands without inputs have nothing to go on with after a wrong option. */
static int run_command(struct args *args)
{
    if (strcmp(args->command, "analyze") == 0)
        return run_analyze(args, ws_analysis_run);
    if (strcmp(args->command, "site") == 0)
        return run_analyze(args, ws_site_run);
    if (strcmp(args->command, "check") == 0)
        return run_check(args);
    if (strcmp(args->command, "explain") == 0)
        return run_explain(args);
    if (strcmp(args->command, "timeline") == 0)
        return run_timeline(args);
    if (args->refused.status)
        return fail(&args->refused);
    if (strcmp(args->command, "network") == 0)
        return run_network(args);
    if (strcmp(args->command, "compare") == 0)
        return run_compare(args);
    if (strcmp(args->command, "formats") == 0) {
        fputs(ws_formats(), stdout);
        return close_output();
    }
    if (strcmp(args->command, "version") == 0)
        return print_version();
    if (strcmp(args->command, "help") == 0 && help_print(stdout, args->topic))
        return close_output();
    struct ws_error err = {.status = WS_BAD_OPTION};
    char commands[256];
    help_commands(commands, sizeof commands);
    snprintf(err.message, sizeof err.message, "unknown command '%.100s'; expected one of %s",
             args->topic ? args->topic : args->command, commands);
    return fail(&err);
}

int main(int argc, char **argv)
{
    struct args args = {0};
    struct ws_error err = {0};
    streams_keep();
    if (args_read(&args, argc, argv, &err))
        return fail(&err);
    int status = WS_IO;
    if (args.is_quiet || streams_can_print())
        status = run_command(&args);
    else /* before anything is computed or replaced */
        fprintf(stderr, "error: standard output: cannot be written: %s; nothing was done\n",
                strerror(errno));
    args_release(&args);
    return status;
}
