/* run/decision.h: what follows for each zone by the policy. Private to src/run.
 *
 * No figure of the coverage depends on anything here. */
#ifndef RUN_DECISION_H
#define RUN_DECISION_H
#include "decide/decide.h"
#include <stddef.h>
#include <whitespot/analysis.h>
struct run;
struct run_layers;
struct json;

/* A municipality or a supplier area. */
struct decision_row {
    const char *layer, *code, *name;
    struct finding_place place;
    struct finding finding;
};

struct decision {
    struct policy policy;
    uint32_t zone_count, area_count; /* rows: municipalities, then supplier areas */
    struct decision_row *rows;
    char lines[2][400]; /* of the summary, one per layer */
    uint32_t line_count;
    const char *line[2];
};

/* decision_policy.c: the built-in policy, once; reads --policy. */
enum ws_status decision_open(struct run *run, struct ws_error *err);
enum ws_status decision_read(struct run *run, const struct ws_source *source, struct ws_error *err);
/* decision.c: the stage, after the registers. */
enum ws_status run_findings(struct run *run, struct ws_error *err);
void decision_free(struct decision *decision);
/* decision_participants.c: participants a year of each row, and of its neighbours. */
enum ws_status decision_participants(struct run *run, struct ws_error *err);

/* decision_json.c: keys `policy`, `findings`, `allowance`. */
void decision_evidence(struct json *json, const struct run *run);
/* layers_decision.c: tables `findings`, `allowance`. */
enum ws_status layers_decision(struct run_layers *out, const struct run *run, struct ws_error *err);

/* Rows of the table `allowance`: of a place without participants, then with its low,
 * middle and high number when it is known. */
struct allowance_row {
    const struct decision_row *of;
    const char *scenario; /* "zero", "low", "mid", "high" */
    uint64_t n_micro;
    bool has_amount;
    uint64_t amount_micro;
    char why[200];
};
typedef void allowance_taker(void *context, const struct allowance_row *row);
void decision_allowances(const struct run *run, allowance_taker *take, void *context);
#endif
