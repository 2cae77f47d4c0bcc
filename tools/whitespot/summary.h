/* tools/whitespot/summary.h: what a planner reads on the terminal. */
#ifndef TOOLS_SUMMARY_H
#define TOOLS_SUMMARY_H
#include <stdio.h>
#include <whitespot/whitespot.h>

/* Warnings, one line each (the first 20 of a kind of place, then a count). */
void summary_warnings(FILE *out, const struct ws_warning *warnings, uint32_t count);
/* People, shares with intervals, white spots, repairs, files. */
void summary_print(FILE *out, const struct ws_result *result);
/* One fault, and how many more its file has: `error: FILE: LAYER: feature: ...`. */
void summary_fault(FILE *out, const struct ws_warning *fault);
/* A text from data: controls and bytes that are no UTF-8 as \x1b, other marks that
 * a terminal acts on as \u202e. */
void summary_text(FILE *out, const char *text);
/* The same for a whole text of lines, which are kept. */
void summary_lines(FILE *out, const char *text);
/* 12,345: whole people, thousands marked. */
const char *summary_people(char out[32], uint64_t micro);
bool summary_is_one(uint64_t micro);         /* as shown there */
const char *summary_has(uint64_t micro);     /* "has", "have" */
const char *summary_persons(uint64_t micro); /* the word after it: "person", "people" */
/* summary_metrics.c: what people quote, side by side: shares of people by area,
 * of municipalities, of people by distance. */
void summary_metrics(FILE *out, const struct ws_result *result);
/* summary_critical.c: the office and the provider on whom most people depend. */
void summary_critical(FILE *out, const struct ws_result *result);
/* Statements with their verdicts, and totals that must bridge. */
void summary_claims(FILE *out, const struct ws_result *result);
/* summary_scenarios.c */
void summary_scenarios(FILE *out, const struct ws_result *result);
#endif
