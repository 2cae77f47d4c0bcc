/* run/lots.h: tender lots of the thin zones of one layer, with what they are worth.
 * Private to src/run. */
#ifndef RUN_LOTS_H
#define RUN_LOTS_H
#include "base/sentences.h"
#include "run/decision.h"

struct lot_row {
    uint64_t people_micro;
    uint64_t expected_micro, low_micro, high_micro; /* WS_UNBOUNDED: not known */
    bool has_value;
    uint64_t value_micro; /* SEK over the whole term, without VAT */
    const char *route;    /* NULL: none by value */
    bool is_candidate;
    uint32_t leave_count; /* areas that one more provider takes out of the lot */
    char *areas, *leave;  /* codes, comma separated */
    struct sentence why;
};

struct run_lots {
    bool of_areas; /* supplier areas, else municipalities */
    const char *layer;
    uint32_t too_many_count;     /* more thin areas than lots are drawn of: there are none */
    uint32_t thin_count, *zones; /* thin ones, rising */
    uint64_t volume_micro;       /* least volume; 0: not known; WS_UNBOUNDED: none is enough */
    uint32_t travel_limit;       /* WS_COST_INF: none */
    struct lots lots;
    struct lot_row *rows;
    struct areas outlines;   /* one per lot */
    struct sentence outcome; /* "fewest lots 7, proved" */
};

/* Supplier areas when there are any, unless the policy lets lots split them. */
bool lots_are_of_areas(const struct run *run);
/* The stage's last step: draws the lots, adds a line to the summary. */
enum ws_status lots_run(struct run *run, struct ws_error *err);
void lots_free(struct run_lots *lots);
/* lots_value.c: participants, value, route and reasons of each lot. */
enum ws_status lots_judge(struct run_lots *lots, const struct run *run, struct ws_error *err);
/* Whether a lot can be held against the volume: both are known. */
bool lots_is_judged(const struct run_lots *lots, uint32_t lot);
/* lots_json.c: the key `lots`. */
void lots_evidence(struct json *json, const struct run *run);
/* layers_lots.c: the layer `lots`. */
enum ws_status layers_lots(struct run_layers *out, const struct run *run, struct ws_error *err);
#endif
