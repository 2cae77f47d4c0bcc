/* tools/whitespot/main.c: the program. Uses the public library alone; the only
 * code that prints and exits. */
#include "args.h"
#include "help.h"
#include "progress.h"
#include "summary.h"

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
    summary_warnings(stderr, result);
    if (args->is_json) {
        const char *text = ws_result_evidence(result, err);
        if (!text)
            return fail(err);
        fputs(text, stdout);
    } else if (!args->is_quiet) {
        summary_print(stdout, result);
    }
    return close_output();
}

static int run_analyze(struct args *args)
{
    struct ws_error err = {0};
    struct ws_result *result = NULL;
    struct progress progress;
    progress_start(&progress, args->is_quiet, args->has_progress);
    ws_options_progress(args->options, progress_step, &progress);

    enum ws_status st = ws_analysis_run(&result, args->options, &err);
    if (!st)
        st = ws_result_write(result, &err);
    progress_end(&progress);
    int status = st ? fail(&err) : print_analysis(args, result, &err);
    ws_result_free(result);
    return status;
}

static int run_check(struct args *args)
{
    struct ws_error err = {0};
    struct ws_result *result = NULL;
    struct progress progress;
    progress_start(&progress, args->is_quiet, args->has_progress);
    ws_options_progress(args->options, progress_step, &progress);

    enum ws_status st = ws_analysis_check(&result, args->options, &err);
    progress_end(&progress);
    if (st)
        return fail(&err);
    if (!args->is_quiet)
        summary_check(stdout, result);
    ws_result_free(result);
    return close_output();
}

/* The route first: a text that was printed is not taken back by a full disk. */
static enum ws_status tell(struct args *args, struct ws_result *result, struct ws_error *err)
{
    char *text = NULL;
    enum ws_status st = WS_OK;
    if (args->route)
        st = ws_result_route(result, &args->place, args->rank ? args->rank : 1, args->route,
                             args->may_overwrite, err);
    if (!st)
        st = ws_result_explain(&text, result, &args->place, args->is_json, err);
    if (!st)
        fputs(text, stdout);
    ws_text_free(text);
    return st;
}

static int run_explain(struct args *args)
{
    struct ws_error err = {0};
    struct ws_result *result = NULL;
    struct progress progress;
    progress_start(&progress, args->is_quiet, args->has_progress);
    ws_options_progress(args->options, progress_step, &progress);

    /* A run file may name an output that exists by now; it is not written here. */
    enum ws_status st = ws_options_set(args->options, "overwrite", "true", &err);
    if (!st)
        st = ws_analysis_run(&result, args->options, &err);
    progress_end(&progress);
    if (!st)
        st = tell(args, result, &err);
    int status = st ? fail(&err) : close_output();
    ws_result_free(result);
    return status;
}

static int print_version(void)
{
    char gdal[32], proj[32], geos[32];
    ws_library_versions(gdal, proj, geos);
    printf("%s (GDAL %s, PROJ %s, GEOS %s)\n", ws_version(), gdal, proj, geos);
    return close_output();
}

static int run_command(struct args *args)
{
    if (strcmp(args->command, "analyze") == 0)
        return run_analyze(args);
    if (strcmp(args->command, "check") == 0)
        return run_check(args);
    if (strcmp(args->command, "explain") == 0)
        return run_explain(args);
    if (strcmp(args->command, "formats") == 0) {
        fputs(ws_formats(), stdout);
        return close_output();
    }
    if (strcmp(args->command, "version") == 0)
        return print_version();
    if (strcmp(args->command, "help") == 0 && help_print(stdout, args->topic))
        return close_output();
    struct ws_error err = {.status = WS_BAD_OPTION};
    snprintf(err.message, sizeof err.message, "unknown command '%.100s'; expected one of %s",
             args->topic ? args->topic : args->command, help_commands());
    return fail(&err);
}

int main(int argc, char **argv)
{
    struct args args = {0};
    struct ws_error err = {0};
    if (args_read(&args, argc, argv, &err))
        return fail(&err);
    int status = run_command(&args);
    args_release(&args);
    return status;
}
