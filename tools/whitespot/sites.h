/* tools/whitespot/sites.h: new offices on the terminal. */
#ifndef TOOLS_SITES_H
#define TOOLS_SITES_H
#include <stdio.h>
#include <whitespot/whitespot.h>

void sites_print(FILE *out, const struct ws_result *result);
#endif
