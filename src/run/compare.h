/* run/compare.h: two runs side by side, from their evidence. Private to
 * run/compare*.c.
 *
 * Nothing is computed again: a figure is what the evidence says, and two runs are
 * compared row by row. What is in one of them alone stays NULL on the other side. */
#ifndef RUN_COMPARE_H
#define RUN_COMPARE_H
#include "run/layers.h"
#include <whitespot/compare.h>

/* A row of `coverage` as the file has it. Texts belong to the file. */
struct compared_row {
    const char *layer, *code, *name, *weight, *limit;
    int64_t limit_cost, choice;
    bool is_time;
    uint64_t people_micro, covered_micro, outside_micro;
    uint32_t number; /* of a row of a run at hand */
};

/* A zone's class, an office, an input: a key and what is said of it. */
struct compared_item {
    const char *key[3]; /* what tells it from others; NULL is fine */
    const char *name;   /* not compared */
    const char *says[2];
};

struct compared_items {
    uint32_t count;
    struct compared_item *items; /* by key */
};

struct compared_pair {
    char *key, *text;
};

/* One evidence file. */
struct compared_run {
    struct json_file *file;
    uint32_t row_count;
    struct compared_row *rows; /* by key */
    struct compared_items zones, offices, inputs;
    size_t option_count, option_cap;
    struct compared_pair *options; /* by name */
};

/* ---- compare_read.c ------------------------------------------------------------ */

/* WS_BAD_DATA: no evidence of an analysis, or damaged. */
WS_MUST_CHECK
enum ws_status compare_read(struct compared_run *out, const char *path, struct ws_error *err);
void compare_release(struct compared_run *run);
/* Layer, code, name without code, weight, limit, k. */
int compare_rows(const struct compared_row *a, const struct compared_row *b);
int compare_items(const struct compared_item *a, const struct compared_item *b);

/* ---- compare.c ------------------------------------------------------------------ */

/* Rows of both sides, each sorted by compare_rows(), in one walk; NULL: not there. */
typedef enum ws_status compared_taker(void *context, const struct compared_row *a,
                                      const struct compared_row *b, struct ws_error *err);
WS_MUST_CHECK
enum ws_status compare_walk(const struct compared_run *first, const struct compared_run *second,
                            compared_taker *take, void *context, struct ws_error *err);
/* Both are there with the same people and the same covered. */
bool compare_is_same(const struct compared_row *a, const struct compared_row *b);
int compare_sorted(const void *a, const void *b); /* for qsort() */

/* ---- compare_write.c ------------------------------------------------------------- */

WS_MUST_CHECK
enum ws_status compare_layers(struct run_layers *out, const struct ws_comparison *shown,
                              struct ws_error *err);
WS_MUST_CHECK
enum ws_status compare_json(char **out, const struct ws_comparison *shown, struct ws_error *err);
/* Covered share of one side in percent; NaN: not defined. */
double compare_percent(const struct ws_difference *row, int side);
#endif
