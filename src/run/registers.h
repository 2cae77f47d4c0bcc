/* run/registers.h: what is told beside the map: registers, the figures people
 * quote, statements against them, and totals that must bridge.
 *
 * Nothing of it changes a share of the coverage. */
#ifndef RUN_REGISTERS_H
#define RUN_REGISTERS_H
#include "decide/decide.h"
#include "geo/registers.h"
#include "geo/remote.h"
#include <whitespot/model.h>

struct run;

struct registers {
    /* load */
    struct commuting commuting;   /* count 0: not given */
    struct unemployed unemployed; /* month_count 0: not given */
    struct claims claims;
    struct referrals referrals;
    struct notes notes;
    struct remote remote;
    struct applications applications;

    /* decide */
    uint32_t metric_count;
    struct ws_metric *metrics;
    bool has_need;
    struct need_cell need[NEED_RATES * NEED_CLASSES]; /* municipalities */
    struct need_rank *need_ranks;                     /* per municipality */
    struct claim_answers answers;
    struct ws_claim *said; /* claims as the result shows them */
    struct reconcile reconcile;
    uint32_t bridge_count;
    const char **bridges; /* lines of the above that say most */
    bool *is_contested;   /* per note */
    uint32_t note_total_count;
    struct note_total *note_totals;
    uint32_t applied_count; /* places somebody applied for */
    struct applied_place *applied;
};
void registers_release(struct registers *registers);

/* registers.c: readers, as rows of the table of load.c. */
enum ws_status registers_read_commuting(struct run *run, const struct ws_source *source,
                                        struct ws_error *err);
enum ws_status registers_read_unemployed(struct run *run, const struct ws_source *source,
                                         struct ws_error *err);

enum ws_status registers_read_claims(struct run *run, const struct ws_source *source,
                                     struct ws_error *err);
enum ws_status registers_read_referrals(struct run *run, const struct ws_source *source,
                                        struct ws_error *err);
enum ws_status registers_read_notes(struct run *run, const struct ws_source *source,
                                    struct ws_error *err);

enum ws_status registers_read_applications(struct run *run, const struct ws_source *source,
                                           struct ws_error *err);
enum ws_status registers_read_remote(struct run *run, const struct ws_source *source,
                                     struct ws_error *err);

/* registers_doubts.c: places where a register counts more people than live there, once
 * people are laid out. */
enum ws_status run_doubt_registers(struct run *run, struct ws_error *err);
/* metrics.c: M1 to M6 and counts, after the shares. */
enum ws_status run_metrics(struct run *run, struct ws_error *err);
/* reconcile.c: flows, providers without referrals, counts that were reported; after
 * the claims. */
enum ws_status run_reconcile(struct run *run, struct ws_error *err);
/* registers.c: the whole of it, in order. */
enum ws_status run_registers(struct run *run, struct ws_error *err);

struct json;
/* registers_evidence.c: keys `metrics` ... of the evidence. */
void registers_evidence(struct json *json, const struct run *run);
struct run_layers;
/* layers_registers.c: tables `metrics` ... */
enum ws_status layers_registers(struct run_layers *out, const struct run *run,
                                struct ws_error *err);
#endif
