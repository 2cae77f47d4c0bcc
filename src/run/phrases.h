/* run/phrases.h: a text that grows, and numbers as people read them.
 * Private to run/explain_*.c. */
#ifndef RUN_PHRASES_H
#define RUN_PHRASES_H
#include "base/text.h"
#include "run/explain.h"

/* Zero it first. After a failure additions do nothing; phrases_take() tells. */
struct phrases {
    struct text text;
};

/* Control bytes come from names only and appear as \xNN: a terminal must obey
 * none of them. Lines are ended by phrases_end_line(). */
void phrases_add(struct phrases *phrases, const char *fmt, ...) WS_PRINTF(2, 3);
void phrases_end_line(struct phrases *phrases);
/* An empty line and one with the heading. */
void phrases_heading(struct phrases *phrases, const char *heading);
/* Hands the text over, or releases it. */
WS_MUST_CHECK
enum ws_status phrases_take(char **out, struct phrases *phrases, struct ws_error *err);

/* "12.345678 km", "1 min 02.500 s", "not reachable": a margin of 1 mm shows. */
void phrases_cost(char out[40], const struct run *run, uint32_t cost);
void phrases_length(char out[40], uint64_t mm);    /* "12.345 km" */
void phrases_people(char out[40], uint64_t micro); /* "12.3" */
/* "4,580", to the nearest person; below one person "fewer than 1". */
const char *phrases_whole(char out[40], uint64_t micro);
/* Percent with one decimal: the nearest (way 0), rounded down (-1) or up (1). */
void phrases_percent(char out[40], uint64_t part, uint64_t whole, int way);
const char *phrases_plural(uint64_t count); /* "" or "s" */
/* Whether phrases_whole() speaks of one, and the word after it: "person" or "people". */
bool phrases_is_one(uint64_t micro);
const char *phrases_persons(uint64_t micro);
const char *phrases_weight(const struct run *run, uint32_t weight);
const char *phrases_provider(const struct run *run, uint32_t office);
void phrases_row(struct phrases *phrases, struct row_label label); /* "roads.gpkg: feature 12" */
void phrases_office_row(struct phrases *phrases, const struct run *run, uint32_t office);
/* "  within 10km of 2 providers", padded. */
void phrases_limit(struct phrases *phrases, const struct run *run, uint32_t cutoff,
                   uint32_t choice);
#endif
