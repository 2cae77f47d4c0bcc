/* tools/whitespot/summary.h: what a planner reads on the terminal. */
#ifndef TOOLS_SUMMARY_H
#define TOOLS_SUMMARY_H
#include <stdio.h>
#include <whitespot/whitespot.h>

/* Warnings, one line each (the first 20 of a kind of place, then a count). */
void summary_warnings(FILE *out, const struct ws_result *result);
/* People, shares with intervals, white spots, repairs, files. */
void summary_print(FILE *out, const struct ws_result *result);
/* The verdicts of `check`, grouped by file. */
void summary_check(FILE *out, const struct ws_result *result);
/* A text from data: control bytes as \xNN, so a terminal obeys none. */
void summary_text(FILE *out, const char *text);
#endif
