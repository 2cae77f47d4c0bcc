/* run/timeline.h: several days of one question. Private to run/timeline*.c.
 *
 * A timeline is several runs: nothing here computes a figure. Each day is run
 * twice, with what is valid (nominal) and with what takes people (effective);
 * the second run is spared when both are the same set. Figures of a day hold
 * until the next day given; what happens after the last one is not known. */
#ifndef RUN_TIMELINE_H
#define RUN_TIMELINE_H
#include "run/layers.h"
#include <whitespot/timeline.h>

/* A zone of any layer; it may be missing on some days (areas are redrawn). */
struct time_zone {
    char *layer, *code, *name; /* code and name NULL: the nation */
};

/* An office or a contract that counts on a day. */
struct time_office {
    char *key;           /* tells it from all others */
    char *id, *provider; /* a contract without a number: its area */
    bool is_contract;
    uint8_t state;   /* enum supply_state */
    uint32_t number; /* in the run: offices first, then contracts */
};

/* Offices that stand in a zone or are among the nearest ones of somebody there
 * within the main limit; contracts for the zone. */
struct time_touch {
    uint32_t zone, office; /* of the timeline, of the day */
};

/* What a zone is on a day, main weight, main limit, one provider. */
struct time_state {
    bool is_there;
    uint32_t class_id;  /* enum ws_class of the median resident; WS_NONE: nobody lives there */
    uint32_t own_count; /* providers with an office inside or a contract: on paper */
    uint64_t people_micro, covered_micro;
};

/* A day of one kind of supply. */
struct time_day {
    uint32_t office_count, touch_count, state_count;
    struct time_office *offices; /* by key */
    struct time_touch *touches;  /* by zone, then office */
    struct time_state *states;   /* per zone known so far */
};

struct timeline {
    struct ws_timeline shown; /* what the caller sees */
    struct run *run;          /* of the day at hand; the last one in the end */
    uint32_t date_count;
    char (*dates)[11];
    const char **date_texts;
    struct time_day (*days)[2]; /* [date][0 nominal, 1 effective] */
    struct ws_share (*national)[2];

    size_t zone_count, zone_cap;
    struct time_zone *zones;
    size_t series_count, series_cap;
    struct ws_series *series;
    size_t count_count, count_cap;
    struct ws_time_count *counts;
    size_t change_count, change_cap;
    struct ws_change *changes;
    size_t gap_count, gap_cap;
    struct ws_time_gap *gaps;

    ws_progress *progress; /* the caller's */
    void *progress_context;
    uint32_t turn, turn_count; /* runs done and to do */
    struct ws_output *outputs;
    char *evidence;
};

/* What a gap in time is, and how long figures hold: one sentence each, printed. */
extern const char timeline_gap_rule[], timeline_day_rule[];

/* ---- timeline_dates.c ------------------------------------------------------------ */

/* Inputs whose figures are in no table of a timeline: refused when the caller names
 * them, left out when a run file does. */
#define TIMELINE_UNUSED 9
extern const enum ws_role timeline_unused[TIMELINE_UNUSED];

/* The days that the options ask for. WS_BAD_OPTION. Free with mem_free(). */
WS_MUST_CHECK
enum ws_status timeline_dates(char (**out)[11], uint32_t *count, const struct ws_options *options,
                              struct ws_error *err);
/* Days between two dates. */
uint32_t timeline_days_between(const char *from, const char *to);

/* ---- timeline_days.c --------------------------------------------------------------- */

/* Takes down the run at hand as a day. */
WS_MUST_CHECK
enum ws_status timeline_take(struct timeline *timeline, uint32_t date, bool is_effective,
                             struct ws_error *err);
/* The effective day equals the nominal one: every office takes people. */
WS_MUST_CHECK
enum ws_status timeline_repeat(struct timeline *timeline, uint32_t date, struct ws_error *err);
void timeline_day_release(struct time_day *day);

/* ---- timeline_changes.c -------------------------------------------------------------- */

WS_MUST_CHECK
enum ws_status timeline_changes(struct timeline *timeline, struct ws_error *err);
WS_MUST_CHECK
enum ws_status timeline_counts(struct timeline *timeline, struct ws_error *err);
WS_MUST_CHECK
enum ws_status timeline_gaps(struct timeline *timeline, struct ws_error *err);

/* ---- timeline_periods.c --------------------------------------------------------------- */

/* Adds the layer `periods`: each municipality from a day until the day on which its class,
 * its own providers or its people changed, nominal and effective supply; the outlines are
 * those of the last day. Rows by zone, supply, day. */
WS_MUST_CHECK
enum ws_status timeline_periods(struct run_layers *out, const struct timeline *timeline,
                                struct ws_error *err);

/* ---- timeline_write.c ------------------------------------------------------------------ */

WS_MUST_CHECK
enum ws_status timeline_layers(struct run_layers *out, const struct timeline *timeline,
                               struct ws_error *err);
WS_MUST_CHECK
enum ws_status timeline_evidence(char **out, const struct timeline *timeline, struct ws_error *err);
#endif
