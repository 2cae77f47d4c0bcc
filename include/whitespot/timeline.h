/* whitespot/timeline.h: coverage day by day, and what changed between two runs.
 *
 *     ws_options_set(options, "dates", "2020-03-29,2020-03-30,2020-05-01", &err);
 *     ws_timeline_run(&timeline, options, &err);
 *     ws_timeline_write(timeline, &err);
 *
 * Each day has two coverages: nominal, of all that is valid on the day, and
 * effective, of what takes people. Figures of a day hold until the next day
 * given; of what comes after the last day nothing is said. */
#ifndef WHITESPOT_TIMELINE_H
#define WHITESPOT_TIMELINE_H
#include <whitespot/analysis.h>

#ifdef __cplusplus
extern "C" {
#endif

/* One figure of one day; `share` is the row that an analysis of the day has. */
struct ws_series {
    uint32_t date; /* index */
    bool is_effective;
    const char *layer, *code, *name; /* code and name NULL: the nation */
    const char *weight, *limit;
    struct ws_share share;
};

/* A layer of zones on one day. */
struct ws_time_count {
    uint32_t date;
    bool is_effective;
    const char *layer;
    uint32_t zone_count, own_count, gap_count; /* with a provider of their own; in a gap */
};

/* A zone whose class, covered people or own providers are others than on the day
 * before, or where an office that matters there opened or closed.
 * Classes are those of the median resident; WS_NONE: the zone is not there on
 * that day, or nobody lives in it. */
struct ws_change {
    uint32_t from, to; /* dates: the day before and the day of the change */
    bool is_effective;
    const char *layer, *code, *name;
    uint32_t before, after;         /* enum ws_class */
    uint32_t own_before, own_after; /* distinct providers with an office inside or a contract */
    uint64_t people_micro, covered_before_micro, covered_after_micro;
    char *events, *markers; /* "opened K18 (Nästa Kliv AB)"; "after Agreement" */
};

/* A zone without supply from a day until another. */
struct ws_time_gap {
    uint32_t from, to; /* dates, half-open; to WS_NONE: open on the last day */
    bool is_effective;
    const char *layer, *code, *name;
    uint64_t people_micro;      /* not covered, on the worst of its days */
    uint64_t person_days_micro; /* until `to`, or until the last day */
    bool has_days;              /* false: it begins on the last day */
};

struct ws_timeline {
    uint32_t date_count;
    const char *const *dates; /* "2020-03-29" */
    uint32_t series_count, count_count, change_count, gap_count;
    const struct ws_series *series; /* by date, nominal first */
    const struct ws_time_count *counts;
    const struct ws_change *changes;
    const struct ws_time_gap *gaps;
    /* [date][0 nominal, 1 effective]: the nation, first weight, main limit, one
     * provider, whatever the choices */
    const struct ws_share (*national)[2];
    const char *main_limit, *weight; /* of these: "30km", its label */
    const char *gap_rule, *day_rule; /* what a gap is, how long figures hold */
    uint32_t warning_count, output_count;
    const struct ws_warning *warnings;
    const struct ws_output *outputs;
    struct timeline *timeline; /* the engine's own */
};

/* Runs every day of the options `dates`, or `every`, `from` and `to`, both ways.
 * Figures are those of as many analyses with `as-of` and `supply`. *out is
 * untouched on failure. */
WS_API WS_MUST_CHECK enum ws_status
ws_timeline_run(struct ws_timeline **out, const struct ws_options *options, struct ws_error *err);
/* Writes the tables `series`, `changes`, `gaps`, `repairs`, `run` and the evidence
 * to what the options `output` and `format` name. No output named: WS_OK. */
WS_API WS_MUST_CHECK enum ws_status ws_timeline_write(struct ws_timeline *timeline,
                                                      struct ws_error *err);
/* The evidence as JSON text. Belongs to the timeline. NULL: no memory. */
WS_API const char *ws_timeline_evidence(struct ws_timeline *timeline, struct ws_error *err);
WS_API void ws_timeline_free(struct ws_timeline *timeline);

/* "none", "one", "two", "few", "many"; "" for WS_NONE. */
WS_API const char *ws_class_name(uint32_t class_id);

#ifdef __cplusplus
}
#endif
#endif
