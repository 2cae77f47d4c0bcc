/* tools/whitespot/progress.h: a line on the terminal, and Ctrl-C. */
#ifndef TOOLS_PROGRESS_H
#define TOOLS_PROGRESS_H
#include <stdbool.h>

struct progress {
    bool is_shown;    /* may be drawn: a terminal, or asked for */
    bool is_forced;   /* asked for: every stage is named */
    bool is_terminal; /* one line drawn over and over */
    bool was_drawn;
    double started_s;
    char stage[64];
};

/* From now on INT and TERM ask the run to stop. */
void progress_start(struct progress *progress, bool is_quiet, bool is_forced);
/* A ws_progress; context is the struct progress. Draws after one second. */
bool progress_step(void *context, const char *stage, double frac);
/* Wipes the line. */
void progress_end(struct progress *progress);
#endif
