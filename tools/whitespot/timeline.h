/* tools/whitespot/timeline.h: days and what changed between runs, on the terminal. */
#ifndef TOOLS_TIMELINE_H
#define TOOLS_TIMELINE_H
#include <stdio.h>
#include <whitespot/whitespot.h>

/* One line per day, changes of class, gaps in time, files. */
void timeline_print(FILE *out, const struct ws_timeline *timeline);
#endif
