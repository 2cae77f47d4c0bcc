/* tools/whitespot/comparison.h: two runs side by side, on the terminal. */
#ifndef TOOLS_COMPARISON_H
#define TOOLS_COMPARISON_H
#include <stdio.h>
#include <whitespot/whitespot.h>

/* Options and inputs in which the runs differ. */
void comparison_warnings(FILE *out, const struct ws_comparison *comparison);
/* The nation, classes, zones, offices, files. */
void comparison_print(FILE *out, const struct ws_comparison *comparison);
#endif
