/* tools/whitespot/verdicts.h: what `check` says of the inputs. */
#ifndef TOOLS_VERDICTS_H
#define TOOLS_VERDICTS_H
#include <stdio.h>
#include <whitespot/whitespot.h>

/* One list, grouped by file: what was read, its errors, its repairs; then
 * whether analyze would run, or site where its options were given. */
void verdicts_print(FILE *out, const struct ws_result *result);
#endif
