/* run/critical.h: which closure leaves whom without a provider, main limit and first
 * weight. Private to src/run.
 *
 * No figure of the coverage depends on anything here. */
#ifndef RUN_CRITICAL_H
#define RUN_CRITICAL_H
#include "decide/decide.h"
#include <whitespot/analysis.h>
struct run;
struct json;

struct critical {
    /* Offices, then providers, then pairs, then what is at risk; inside a kind most
     * people first, then by id. */
    uint32_t row_count;
    struct ws_critical *rows;  /* as the result shows them; .whitens is owned */
    struct critical_set *sets; /* per municipality */
    uint32_t *office_row;      /* row of each office */
    uint32_t at_risk_count;    /* offices that end together */
};

/* After supplier areas and contracts; nothing on the days of a timeline. */
enum ws_status run_critical(struct run *run, struct ws_error *err);
void critical_free(struct critical *critical);

/* critical_risk.c: offices that stand or fall with a contract at risk: by a column
 * `at_risk` of the offices, or those of a provider in an area whose contract with it
 * is. out has one entry per office; returns how many. */
uint32_t critical_at_risk(bool *out, const struct run *run);
/* A word of that column that nobody understands is told; while offices are snapped, so
 * that a check tells it too. */
WS_MUST_CHECK
enum ws_status critical_judge_risk(struct run *run, struct ws_error *err);

/* What a result tells of it. */
void critical_show(struct ws_result *result, const struct critical *critical);

/* The key `critical` of the evidence. */
void critical_evidence(struct json *json, const struct run *run);
#endif
