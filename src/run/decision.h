/* run/decision.h: what follows for each zone by the policy. Private to src/run.
 *
 * No figure of the coverage depends on anything here. */
#ifndef RUN_DECISION_H
#define RUN_DECISION_H
#include "cover/cover.h"
#include "decide/decide.h"
#include <stddef.h>
#include <whitespot/analysis.h>
struct run;
struct run_layers;
struct run_lots;
struct json;
struct json_value;

/* A municipality or a supplier area. */
struct decision_row {
    const char *layer, *code, *name;
    struct finding_place place;
    struct finding finding;
    const struct remote_row *remote; /* of its people without a provider; NULL: not told */
};

/* Some zones of a layer and what lies between them, [member][member]. */
struct decision_ways {
    uint32_t count;
    uint32_t *zones; /* per member, rising */
    bool *is_beside;
    uint32_t *cost; /* middle to middle, the longer direction; WS_COST_INF: beyond the limit */
    struct middles middles;
    uint32_t too_many_count; /* so many would be needed, more than can be: there are none */
};

#define DECISION_LINES 12u

struct decision {
    struct policy policy;
    uint32_t zone_count, area_count; /* rows: municipalities, then supplier areas */
    struct decision_row *rows;
    struct decision_ways ways[2]; /* municipalities, supplier areas */
    struct run_lots *lots;        /* lots.h */
    uint32_t remote_count;        /* rows of the table `remote`; 0 without --remote */
    struct remote_row *remotes;   /* remote.h */
    struct moved *moved;          /* moved.h; NULL: not asked for */
    uint32_t peer_count[2];       /* of municipalities, supplier areas; by the policy's peers */
    struct peer *peers[2];
    struct chains chains; /* of the notes */
    /* Of the summary: one per layer, then of the lots, remote support, closures, pilots,
     * assistance, chains. */
    char lines[DECISION_LINES][400];
    uint32_t line_count;
    const char *line[DECISION_LINES];
};

/* decision_policy.c: the built-in policy, once; reads --policy. */
enum ws_status decision_open(struct run *run, struct ws_error *err);
enum ws_status decision_read(struct run *run, const struct ws_source *source, struct ws_error *err);
/* decision_codes.c: warnings for codes of the policy that nothing has, and for amounts
 * that are not read or move nothing. */
enum ws_status decision_check_codes(struct run *run, struct ws_error *err);
/* The text of a member, checked; empty when it is not there. */
bool decision_take_text(char *out, size_t size, const struct json_value *object, const char *key);
/* decision_permissions.c: the key `remote` of a policy. */
enum ws_status decision_read_permissions(struct policy *policy, const char *file,
                                         const struct json_value *list, struct ws_error *err);
/* decision_money.c: the keys `programme` and `transfers`; both in the evidence. */
enum ws_status decision_read_programme(struct policy *policy, const char *file,
                                       const struct json_value *object, struct ws_error *err);
enum ws_status decision_read_transfers(struct policy *policy, const char *file,
                                       const struct json_value *list, struct ws_error *err);
void decision_put_money(struct json *json, const struct policy *policy);
/* decision.c: the stage, after the registers. */
enum ws_status run_findings(struct run *run, struct ws_error *err);
void decision_free(struct decision *decision);
/* decision_participants.c: participants a year of each row, and of its neighbours. */
enum ws_status decision_participants(struct run *run, struct ws_error *err);

/* decision_ways.c: which zones are beside each other, and how far. */
enum ws_status decision_ways(struct run *run, struct ws_error *err);
void decision_ways_release(struct decision_ways *ways);
/* The longest way inside a lot in the unit of the run; WS_COST_INF: no limit. */
uint32_t decision_travel_limit(const struct run *run);
/* Fewer providers than a real choice; false where nobody can tell. */
bool decision_is_thin(const struct decision_row *row, const struct policy *policy);

/* decision_json.c: keys `policy`, `findings`, `allowance`, `lots`. */
void decision_evidence(struct json *json, const struct run *run);
/* The key `finding` of one municipality (explain). */
void decision_evidence_of(struct json *json, const struct run *run, uint32_t zone);
void decision_put_findings(struct json *json, const struct run *run); /* that key alone */
/* layers_decision.c: tables `findings`, `allowance`. */
enum ws_status layers_decision(struct run_layers *out, const struct run *run, struct ws_error *err);

/* layers_alternatives.c: table `alternatives`: what could be done for each place with
 * fewer than k providers. */
enum ws_status layers_alternatives(struct run_layers *out, const struct run *run,
                                   struct ws_error *err);

/* Rows of the table `allowance`: of a place without participants, then with its low,
 * middle and high number when it is known. */
struct allowance_row {
    const struct decision_row *of;
    const char *scenario; /* "zero", "low", "mid", "high" */
    uint64_t n_micro;
    bool has_amount;
    uint64_t amount_micro;
    struct sentence why;
};
typedef void allowance_taker(void *context, const struct allowance_row *row);
void decision_allowances(const struct run *run, allowance_taker *take, void *context);
#endif
