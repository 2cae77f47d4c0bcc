/* report/report.h: results for people: a page, a map, a memo. The room's door.
 *
 * Everything is handed over: the layers as they are written, the shares of the
 * nation and what there is to say about the run. Nothing is computed here but
 * roundings. Texts from data are escaped wherever they go. Same input and
 * language, same bytes. */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H
#include "base/labels.h"
#include "geo/places.h"
#include <stddef.h>
#include <whitespot/model.h>

/* A layer or a table as it is written: columns, and shapes when it has any. */
struct report_layer {
    const char *name;
    uint32_t row_count, column_count;
    const struct column *columns;
    const struct areas *areas;      /* row i is area i; NULL: no areas */
    const uint32_t *area;           /* ... or area[i] */
    const struct ws_points *points; /* NULL: no points */
};

/* People of the nation within each of some costs: row k is choice[k]. */
struct report_curve {
    uint32_t count;
    const uint32_t *cost;             /* rising */
    const uint64_t *covered_micro[8]; /* per choice: `count` entries */
};

/* What becomes of a scenario: people who lose their only provider and who gain a first, at
 * least so many when there are both; codes of municipalities; what must be said of it. */
struct report_scenario {
    const char *name, *whitens, *unwhitens;
    uint64_t lost_micro, gained_micro;
    uint32_t note_count;
    const char *const *notes;
};

struct report {
    enum lang lang;
    const char *scheme, *as_of; /* "": not given */
    const char *place;          /* the one county or municipality of the run; "": several */
    const char *county_code;    /* instead, where the county has no name; "": none */
    const char *weight;         /* label of the first people column */
    const char *weight_column;  /* its name */
    uint32_t weight_count;      /* all people columns: names in files, and labels ("": none) */
    const char (*weight_names)[64], (*weight_labels)[64];
    const char *crs;       /* name of the map's reference system */
    const char *made_with; /* program and libraries */
    bool is_time, is_effective;
    bool has_withheld;      /* the population has counts that the source withholds, or estimates */
    double straight_factor; /* 0: along roads */
    double term_years;      /* of a contract, by the policy; NaN: not known */
    uint32_t pilot_count;   /* codes of municipalities that the policy calls pilots */
    const char *const *pilots;
    uint64_t road_mm;
    uint32_t node_count;
    uint32_t cutoff_count, choice_count, main_cutoff;
    const char *const *cutoff_text;  /* as the user wrote them, and as files have them */
    const char *const *cutoff_shown; /* as people read them: "30 km" */
    const uint32_t *cutoff_cost, *choice;
    const struct ws_share *nation;               /* [cutoff][choice], first weight */
    const struct ws_share *main;                 /* main limit, one provider */
    const struct ws_share *inside, *inside_main; /* the same of people inside the zones; NULL:
                                                    hardly any live outside */
    uint32_t provider_count;
    uint32_t layer_count;
    const struct report_layer *layers;
    const struct areas *counties; /* municipalities united by county; NULL: fewer than two */
    struct report_curve curve;    /* count 0: none */
    uint32_t warning_count, input_count;
    const struct ws_warning *warnings;
    const struct ws_input *inputs;
    uint32_t scenario_count;
    const struct report_scenario *scenarios;
};

/* The whole page as one text (UTF-8), which opens by itself: style, scripts and shapes
 * are inside and nothing is fetched. Free with mem_free(). About 3 bytes per vertex
 * drawn; vertices closer than 1/20,000 of the map's width are one. */
WS_MUST_CHECK
enum ws_status report_page(char **out, const struct report *report, struct ws_error *err);

/* A map as bytes of a PNG (144 dpi), SVG or PDF: a PDF is one A4 sheet, pictures are as wide
 * and end where the content does. Free with mem_free(). */
enum report_format { REPORT_PNG, REPORT_SVG, REPORT_PDF };
WS_MUST_CHECK
enum ws_status report_map(char **out, size_t *size, const struct report *report,
                          enum report_format format, struct ws_error *err);
/* Decision memos of the thin areas, two to four sheets each: a page (HTML) or a PDF.
 * Free with mem_free(). */
WS_MUST_CHECK
enum ws_status report_memo(char **out, size_t *size, const struct report *report, bool is_html,
                           struct ws_error *err);
#endif
