/* run/explain.h: one place, unit or municipality and what decides it. Private to
 * run/explain*.c and run/route.c.
 *
 * Facts first, then words: explain.c and explain_area.c gather, explain_text.c
 * and explain_json.c tell. A place is snapped and measured as people who live at
 * a point are, so a cost here is the cost the analysis counted. */
#ifndef RUN_EXPLAIN_H
#define RUN_EXPLAIN_H
#include "base/sentences.h"
#include "run/run.h"

enum explain_state {
    STATE_COVERED,
    STATE_PARTLY, /* units only */
    STATE_UNCOVERED,
    STATE_NO_LINK,
    STATE_OFF_NETWORK,
    STATE_OUTSIDE
};
/* "covered", "partly" ...: the words of the layer `population`. */
const char *explain_state_name(enum explain_state state);

/* ---- a place (explain.c) ------------------------------------------------------ */

struct place_facts {
    double lon_deg, lat_deg, x_m, y_m;
    uint32_t zone;      /* WS_NONE: outside */
    double zone_away_m; /* 0 inside the zone */
    bool is_swapped;    /* outside; with lat and lon exchanged it lies in a zone */
    uint32_t unit;      /* that holds the place, or WS_NONE */
    struct ws_snap snap;
    uint32_t leg_cost, component; /* with a snap */
    bool is_served;               /* a serving office stands on the component */
    uint32_t near_count;
    uint64_t at_foot[WS_MAX_CHOICE]; /* labels without the leg of the place */
    uint64_t label[WS_MAX_CHOICE];   /* near_count of them, best first */
    enum explain_state state;        /* at the main limit, one provider */
};

WS_MUST_CHECK
enum ws_status explain_place(struct place_facts *out, const struct run *run, const char *at,
                             struct ws_error *err);
/* Cost of the choice-th nearest; WS_COST_INF: there is none. */
uint32_t explain_cost(const struct place_facts *facts, uint32_t choice);

/* ---- units and municipalities (explain_area.c) ---------------------------------- */

/* One limit and choice along the roads of a unit. */
struct unit_limit {
    uint64_t within;            /* of the unit's weight: mm of road, or points */
    uint32_t stretch_count;     /* stretches, or points, beyond the limit */
    uint64_t beyond_mm;         /* their length; 0 for points */
    uint32_t nearest, farthest; /* lowest and highest cost there; WS_COST_INF: unreached */
    uint32_t far_edge;          /* the road of the highest; WS_NONE without roads */
};

struct unit_facts {
    uint32_t unit, namesake_count; /* other units of that name */
    uint64_t weight;               /* mm of inhabited road, or points */
    bool is_points;                /* snapped, or without roads */
    struct ws_piece piece;         /* of a snapped unit */
    enum explain_state state;
    struct unit_limit limits[WS_MAX_CUTOFFS][WS_MAX_CHOICE];
};

/* The name that takes the fewest letters to become; NULL: there are none. */
const char *explain_nearest(char *const *names, uint32_t count, const char *id);
/* One name written wrongly, most likely: at most a letter in five differs, no more than
 * two of them, and no digit ("Office 1" is not "Office 2"). */
bool explain_is_slip(const char *a, const char *b);

WS_MUST_CHECK
enum ws_status explain_unit(struct unit_facts *out, const struct run *run, const char *id,
                            struct ws_error *err);
/* At the main limit, one provider: also the column `state` of the layer. */
enum explain_state explain_unit_state(const struct run *run, uint32_t unit);
WS_MUST_CHECK
enum ws_status explain_zone(uint32_t *zone, const struct run *run, const char *id,
                            struct ws_error *err);
/* Why the zone has its class, in words: also the column `class_why`. */
struct sentence explain_class(const struct run *run, uint32_t zone);
/* The same of any zone, by what its median resident has. */
struct sentence explain_choice(const struct run *run, uint32_t providers);

/* ---- names ---------------------------------------------------------------------- */

/* Where a row stands: file as given and "feature 12" or "line 12". */
struct row_label {
    const char *file;
    char row[40];
};
struct row_label explain_row(const struct ws_source *source, int64_t fid);
struct row_label explain_road(const struct run *run, uint32_t edge);
struct row_label explain_unit_row(const struct run *run, uint32_t unit);
/* Class of a road; NULL: the source has none. */
const char *explain_class_of_road(const struct run *run, uint32_t edge);

/* ---- telling -------------------------------------------------------------------- */

WS_MUST_CHECK
enum ws_status explain_place_text(char **out, const struct run *run,
                                  const struct place_facts *facts, struct ws_error *err);
WS_MUST_CHECK
enum ws_status explain_unit_text(char **out, const struct run *run, const struct unit_facts *facts,
                                 struct ws_error *err);
WS_MUST_CHECK
enum ws_status explain_zone_text(char **out, const struct run *run, uint32_t zone,
                                 struct ws_error *err);
WS_MUST_CHECK
enum ws_status explain_place_json(char **out, const struct run *run,
                                  const struct place_facts *facts, struct ws_error *err);
WS_MUST_CHECK
enum ws_status explain_unit_json(char **out, const struct run *run, const struct unit_facts *facts,
                                 struct ws_error *err);
WS_MUST_CHECK
enum ws_status explain_zone_json(char **out, const struct run *run, uint32_t zone,
                                 struct ws_error *err);
/* Why, in one sentence. */
void explain_why(char out[400], const struct run *run, const struct place_facts *facts);
#endif
