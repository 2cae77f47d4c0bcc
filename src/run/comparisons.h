/* run/comparisons.h: tables that a policy or notes ask for beside the findings.
 * Private to src/run; no figure of coverage depends on any of them.
 *
 *   pilots   key `pilots`: pilot municipalities beside the country, main weight and
 *            limit; the metropolitan cities apart
 *   payers   keys `assistance`, `transfers`: who pays what; assistance is optional.
 *            `programme`: a line of the summary, and the evidence of the policy
 *   peers    key `peers`: places that are alike, by the measures of decide/peers.h
 *   chains   notes of the topic role with a step: who performs it is in reach, or the
 *            chain is broken. A performer is a provider of the offices (letter case
 *            does not count), or the municipality by its name, its code or the words
 *            municipality, kommun, kommunen; one more search for each other set of
 *            providers */
#ifndef RUN_COMPARISONS_H
#define RUN_COMPARISONS_H
#include "run/run.h"

/* Finds peers and chains and adds lines to the summary; after the findings. */
enum ws_status run_comparisons(struct run *run, struct ws_error *err);
enum ws_status layers_comparisons(struct run_layers *out, const struct run *run,
                                  struct ws_error *err);
void comparisons_evidence(struct json *json, const struct run *run);
/* What they tell of one municipality: in words, and as members of an open object
 * ("pilot", "assistance", "peers", "chains"). Nothing where there is nothing. */
struct phrases;
void comparisons_tell(struct phrases *phrases, const struct run *run, uint32_t zone);
void comparisons_evidence_of(struct json *json, const struct run *run, uint32_t zone);
/* A line of the summary. */
void comparisons_line(struct run *run, const char *fmt, ...) WS_PRINTF(2, 3);

/* pilots.c */
void pilots_line(struct run *run);
enum ws_status layers_pilots(struct run_layers *out, const struct run *run, struct ws_error *err);
void pilots_evidence(struct json *json, const struct run *run);
void pilots_tell(struct phrases *phrases, const struct run *run, uint32_t zone);
void pilots_evidence_of(struct json *json, const struct run *run, uint32_t zone);
/* payers.c */
void payers_line(struct run *run);
enum ws_status layers_payers(struct run_layers *out, const struct run *run, struct ws_error *err);
void payers_evidence(struct json *json, const struct run *run);
void payers_tell(struct phrases *phrases, const struct run *run, uint32_t zone);
void payers_evidence_of(struct json *json, const struct run *run, uint32_t zone);
/* peers.c */
enum ws_status run_peers(struct run *run, struct ws_error *err);
enum ws_status layers_peers(struct run_layers *out, const struct run *run, struct ws_error *err);
void peers_evidence(struct json *json, const struct run *run);
void peers_tell(struct phrases *phrases, const struct run *run, uint32_t zone);
void peers_evidence_of(struct json *json, const struct run *run, uint32_t zone);
/* chains.c */
enum ws_status run_chains(struct run *run, struct ws_error *err);
void chains_line(struct run *run);
enum ws_status layers_chains(struct run_layers *out, const struct run *run, struct ws_error *err);
void chains_evidence(struct json *json, const struct run *run);
void chains_tell(struct phrases *phrases, const struct run *run, uint32_t zone);
void chains_evidence_of(struct json *json, const struct run *run, uint32_t zone);
#endif
