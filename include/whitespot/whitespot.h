/* whitespot/whitespot.h: umbrella header. A complete program:
 *
 *     #include <stdio.h>
 *     #include <whitespot/whitespot.h>
 *
 *     int main(void)
 *     {
 *         struct ws_error err = {0};
 *         struct ws_result *result = NULL;
 *         struct ws_options *options = ws_options_new();
 *         enum ws_status st = options ? WS_OK : WS_NO_MEMORY;
 *
 *         if (!st)
 *             st = ws_options_read(options, "geodata/norrmark/analysis.json", &err);
 *         if (!st)
 *             st = ws_options_set(options, "output", "norrmark.gpkg", &err);
 *         if (!st)
 *             st = ws_analysis_run(&result, options, &err);
 *         if (!st)
 *             st = ws_result_write(result, &err);
 *         if (!st) {
 *             const struct ws_share *row =
 *                 ws_result_share(result, WS_NONE, 0, result->main_cutoff, 0);
 *             printf("%.1f of %.1f people are covered\n", (double)row->covered_micro / WS_MICRO,
 *                    (double)row->people_micro / WS_MICRO);
 *         } else {
 *             fprintf(stderr, "error: %s\n", err.message);
 *         }
 *         ws_result_free(result);
 *         ws_options_free(options);
 *         return st;
 *     }
 */
#ifndef WHITESPOT_WHITESPOT_H
#define WHITESPOT_WHITESPOT_H
#define WS_VERSION "0.1.0"
#include <whitespot/analysis.h>
#include <whitespot/compare.h>
#include <whitespot/error.h>
#include <whitespot/model.h>
#include <whitespot/site.h>
#include <whitespot/session.h>
#include <whitespot/timeline.h>
#endif
