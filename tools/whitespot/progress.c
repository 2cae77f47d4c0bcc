#include "progress.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <whitespot/error.h>

/* What a signal handler may touch. */
static volatile sig_atomic_t stop_asked, is_writing;

/* Until files are written there is nothing to tidy up: the program leaves at
 * once. While it writes, which is short, the writer tidies up after itself. */
static void ask_stop(int number)
{
    static const char words[] = "error: stopped; nothing was written\n";
    (void)number;
    stop_asked = 1;
    if (is_writing)
        return;
    ssize_t ignored = write(STDERR_FILENO, words, sizeof words - 1);
    (void)ignored;
    _exit(WS_CANCELLED);
}

/* From here on one stage may take long: it is named at once. */
#define LAST_FRAC 0.8

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

void progress_start(struct progress *progress, bool is_quiet, bool is_forced)
{
    struct sigaction action = {.sa_handler = ask_stop};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
    /* A file-size limit or a closed pipe is then an error of the call. */
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigaction(SIGXFSZ, &ignore, NULL);
    sigaction(SIGPIPE, &ignore, NULL);
    *progress = (struct progress){
        .is_terminal = isatty(STDERR_FILENO) == 1,
        .started_s = now_s(),
    };
    progress->is_forced = is_forced;
    progress->is_shown = is_forced || (!is_quiet && progress->is_terminal);
}

bool progress_step(void *context, const char *stage, double frac)
{
    struct progress *progress = context;
    is_writing = strcmp(stage, "writing") == 0;
    if (stop_asked)
        return false;
    bool is_soon = now_s() - progress->started_s < 1.0 && frac < LAST_FRAC && !progress->is_forced;
    if (!progress->is_shown || (!progress->was_drawn && is_soon))
        return true;
    if (progress->is_terminal)
        fprintf(stderr, "\r\x1b[K%3.0f %%  %.60s", 100.0 * frac, stage);
    else if (strncmp(progress->stage, stage, sizeof progress->stage - 1) != 0)
        fprintf(stderr, "%3.0f %%  %.60s\n", 100.0 * frac, stage);
    snprintf(progress->stage, sizeof progress->stage, "%s", stage);
    progress->was_drawn = true;
    return true;
}

void progress_end(struct progress *progress)
{
    if (progress->was_drawn && progress->is_terminal)
        fputs("\r\x1b[K", stderr);
    progress->was_drawn = false;
}
