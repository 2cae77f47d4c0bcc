#include "progress.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* The one variable a signal handler may touch. */
static volatile sig_atomic_t stop_asked;

static void ask_stop(int number)
{
    (void)number;
    stop_asked = 1;
}

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
    *progress = (struct progress){
        .is_terminal = isatty(STDERR_FILENO) == 1,
        .started_s = now_s(),
    };
    progress->is_shown = !is_quiet && (is_forced || progress->is_terminal);
}

bool progress_step(void *context, const char *stage, double frac)
{
    struct progress *progress = context;
    if (stop_asked)
        return false;
    if (!progress->is_shown || (!progress->was_drawn && now_s() - progress->started_s < 1.0))
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
