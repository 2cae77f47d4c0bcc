/* run/scenario.h: scenarios as lists of edits, and runs laid over a base. Private to
 * src/run.
 *
 * The base is const from the moment it is opened. An overlay is a struct run that
 * borrows what no edit changes (zones, people, roads, spread) and makes the rest by
 * the stages of any run, so its figures are those of a run on edited inputs. */
#ifndef RUN_SCENARIO_H
#define RUN_SCENARIO_H
#include "run/run.h"
#include <whitespot/session.h>

/* Members of an edit in a file, in four kinds. */
enum scenario_text {
    TEXT_ID,
    TEXT_OFFICE,
    TEXT_PROVIDER,
    TEXT_TYPE,
    TEXT_COLUMN,
    TEXT_MUNICIPALITY,
    TEXT_AREA,
    TEXT_CONTRACT,
    TEXT_CRS,
    TEXT_FROM,
    TEXT_UNTIL,
    TEXT_BASE_NAME,
    TEXT_NOTE,
    SCENARIO_TEXTS
};
enum scenario_number {
    NUMBER_LON,
    NUMBER_LAT,
    NUMBER_X,
    NUMBER_Y,
    NUMBER_WITHIN_M,
    NUMBER_FACTOR,
    NUMBER_BASE_SEK,
    NUMBER_FEATURE,
    SCENARIO_NUMBERS
};
enum scenario_flag { FLAG_LAW_CHANGE, FLAG_KEEP_OTHERS, SCENARIO_FLAGS };
enum scenario_list { LIST_MUNICIPALITIES, LIST_QUESTIONS, LIST_SCHEMES, SCENARIO_LISTS };

enum scenario_kind {
    EDIT_ADD_OFFICE,
    EDIT_MOVE_OFFICE,
    EDIT_CLOSE_OFFICE,
    EDIT_APPROVE_OFFICE,
    EDIT_CLOSE_PROVIDER,
    EDIT_PERMIT,
    EDIT_FORBID,
    EDIT_JOIN_AREA,
    EDIT_LEAVE_AREA,
    EDIT_ADD_CONTRACT,
    EDIT_CLOSE_CONTRACT,
    EDIT_CLOSE_ROAD,
    EDIT_MUNICIPAL_SERVICE, /* A */
    EDIT_LOCAL_OFFICE,      /* B */
    EDIT_INQUIRY,           /* C */
    EDIT_AUTHORISATION,
    SCENARIO_KINDS
};

struct scenario_words {
    uint32_t count;
    char **items;
};

struct scenario_edit {
    enum scenario_kind kind;
    uint32_t number; /* in its scenario, from 1 */
    bool is_active;  /* the day of the run lies in its days */
    uint32_t given;  /* bits of members, as they are numbered in scenario_read.c */
    char *text[SCENARIO_TEXTS];
    double value[SCENARIO_NUMBERS]; /* NaN: not given */
    bool flag[SCENARIO_FLAGS];
    struct scenario_words list[SCENARIO_LISTS];
    double x_m, y_m; /* of a place, working CRS */
};

struct ws_scenario {
    const struct run *base;
    const struct offices *reserve; /* what may come back; rows of any state, no filter */
    char *name, *file;             /* file: as messages call it */
    char *route, *from, *until;
    struct scenario_words exempts;
    size_t edit_count, edit_cap;
    struct scenario_edit *edits;
};

/* A mask of facilities for the residents of some municipalities. */
struct scenario_view {
    bool *serves;       /* per facility */
    bool *is_resident;  /* per municipality; the last entry: outside all of them */
    struct field field; /* with roads */
    struct stops stops;
    struct ws_points points; /* without roads: the facilities that serve ... */
    uint32_t *facility;      /* ... and their numbers */
};
struct scenario_views {
    uint32_t count;
    struct scenario_view *views;
};

/* What becomes of a scenario; rows own no text of the base or overlay. */
struct scenario_outcome {
    struct ws_evaluation shown;
    struct run *overlay; /* NULL: given back */
    size_t row_count, row_cap;
    struct ws_scenario_row *rows;
    size_t line_count, line_cap, note_count, note_cap;
    char **lines, **notes;
    char *whitens, *unwhitens, *name, *route;
    size_t text_count, text_cap;
    char **texts; /* of rows that the base does not own */
};

/* ---- scenario.c: making and freeing ------------------------------------------- */

WS_MUST_CHECK
enum ws_status scenario_new(struct ws_scenario **out, const struct run *base,
                            const struct offices *reserve, const char *name, struct ws_error *err);
/* Takes the edit when it is sound; else the edit is the caller's as before. */
WS_MUST_CHECK
enum ws_status scenario_add(struct ws_scenario *scenario, struct scenario_edit *edit,
                            struct ws_error *err);
void scenario_edit_init(struct scenario_edit *edit, enum scenario_kind kind);
void scenario_edit_release(struct scenario_edit *edit);
void scenario_words_release(struct scenario_words *words);
const char *scenario_kind_name(enum scenario_kind kind); /* "add_office" */
/* "FILE: edit 3 (add_office): ..." */
WS_MUST_CHECK
enum ws_status scenario_fail(const struct ws_scenario *scenario, const struct scenario_edit *edit,
                             enum ws_status status, struct ws_error *err, const char *fmt, ...)
    WS_PRINTF(5, 6);

/* ---- scenario_read.c: JSON ------------------------------------------------------- */

WS_MUST_CHECK
enum ws_status scenario_read(struct ws_scenario **out, const struct run *base,
                             const struct offices *reserve, const struct ws_source *source,
                             struct ws_error *err);

/* ---- scenario_check.c: against the base ------------------------------------------- */

WS_MUST_CHECK
enum ws_status scenario_check(const struct ws_scenario *scenario, struct scenario_edit *edit,
                              struct ws_error *err);
/* The column that tells the type of providers; NULL: there is none. */
const struct column *scenario_type_column(const struct offices *offices, const char *name);
/* Whether row i of the column says so. */
bool scenario_is_type(const struct column *column, uint32_t row, const char *type);

/* ---- scenario_offices.c, scenario_supply.c: the edited inputs ----------------------- */

/* Offices after the edits. With points, planning points without a provider are among
 * them. */
WS_MUST_CHECK
enum ws_status scenario_offices(struct run *overlay, const struct ws_scenario *scenario,
                                bool with_points, struct ws_error *err);
/* Contracts and areas after the edits: overlay->supplier. */
WS_MUST_CHECK
enum ws_status scenario_supply(struct run *overlay, const struct ws_scenario *scenario,
                               struct ws_error *err);
/* scenario_roads.c: takes roads that edits close from the lines that were read.
 * WS_NOT_FOUND. */
WS_MUST_CHECK
enum ws_status scenario_close_roads(const struct ws_scenario *scenario, const struct run *overlay,
                                    struct lines *lines, struct ws_error *err);

/* ---- scenario_views.c: who serves whom ------------------------------------------------ */

/* No views: everybody serves everybody. */
WS_MUST_CHECK
enum ws_status scenario_views_make(struct scenario_views *out, const struct run *overlay,
                                   const struct ws_scenario *scenario, struct ws_error *err);
void scenario_views_free(struct scenario_views *views);
WS_MUST_CHECK
enum ws_status scenario_search(struct run *overlay, struct ws_error *err);
/* zone_of_part: municipality of each part of the spread. */
WS_MUST_CHECK
enum ws_status scenario_allocate(struct ws_allocation *out, uint32_t **part_out,
                                 const struct spread *spread, const uint32_t *zone_of_part,
                                 const struct run *overlay, struct ws_error *err);

/* ---- overlay.c -------------------------------------------------------------------------- */

/* The base's run with the edits. Any thread; the base must outlive it. */
WS_MUST_CHECK
enum ws_status overlay_run(struct run **out, const struct ws_scenario *scenario, bool with_points,
                           struct ws_error *err);
void overlay_free(struct run *overlay);

/* ---- scenario_rows.c, scenario_lines.c: before and after --------------------------------- */

WS_MUST_CHECK
enum ws_status scenario_rows(struct scenario_outcome *out, const struct run *base,
                             const struct run *overlay, struct ws_error *err);
WS_MUST_CHECK
enum ws_status scenario_point_rows(struct scenario_outcome *out, const struct run *base,
                                   const struct run *overlay, struct ws_error *err);
WS_MUST_CHECK
enum ws_status scenario_note(struct scenario_outcome *out, struct ws_error *err, const char *fmt,
                             ...) WS_PRINTF(3, 4);
/* scenario_doubts.c: notes on areas, providers and schemes that nobody knows, and on names
 * that look like one. */
WS_MUST_CHECK
enum ws_status scenario_doubts(struct scenario_outcome *out, const struct ws_scenario *scenario,
                               const struct scenario_edit *edit, struct ws_error *err);
WS_MUST_CHECK
enum ws_status scenario_lines(struct scenario_outcome *out, const struct ws_scenario *scenario,
                              const struct run *overlay, struct ws_error *err);

/* ---- scenarios.c: those of a run ----------------------------------------------------------- */

struct scenarios {
    uint32_t count;
    struct ws_scenario **list;
    struct scenario_outcome *outcomes;
    struct ws_evaluation *shown; /* as the result shows them */
    struct offices reserve;
};
WS_MUST_CHECK
enum ws_status scenario_evaluate(struct scenario_outcome *out, const struct ws_scenario *scenario,
                                 struct ws_error *err);
void scenario_outcome_release(struct scenario_outcome *outcome);
/* The last reading: after all inputs that edits speak of. */
enum ws_status scenarios_read(struct run *run);
/* The last stage. */
enum ws_status run_scenarios(struct run *run, struct ws_error *err);
void scenarios_free(struct scenarios *scenarios);
/* Rows that may come back: of any state, whatever --eligible says. */
WS_MUST_CHECK
enum ws_status scenarios_read_reserve(struct offices *out, struct run *run, struct ws_error *err);

/* layers_scenarios.c: the key and the table `scenarios`. */
void scenarios_evidence(struct json *json, const struct run *run);
struct run_layers;
enum ws_status layers_scenarios(struct run_layers *out, const struct run *run,
                                struct ws_error *err);
#endif
