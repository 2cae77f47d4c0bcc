/* tools/whitespot/help.h: what the program can do, in its own words. */
#ifndef TOOLS_HELP_H
#define TOOLS_HELP_H
#include <stdbool.h>
#include <stdio.h>

/* Topic NULL: the overview. False: no such topic. */
bool help_print(FILE *out, const char *topic);
/* Commands this version has, separated by ", ". */
const char *help_commands(void);
/* help_scenario.c: the file that --scenario takes. */
extern const char help_scenario[];
#endif
