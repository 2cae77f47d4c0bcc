/* The four tables in their order, and what they tell of one municipality. */
#include "run/comparisons.h"

#include "run/decision.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

void comparisons_line(struct run *run, const char *fmt, ...)
{
    struct decision *decision = run->decision;
    va_list arguments;
    assert(decision->line_count < DECISION_LINES);
    char *text = decision->lines[decision->line_count];
    va_start(arguments, fmt);
    vsnprintf(text, sizeof decision->lines[0], fmt, arguments);
    va_end(arguments);
    decision->line[decision->line_count++] = text;
}

enum ws_status run_comparisons(struct run *run, struct ws_error *err)
{
    enum ws_status st = run_peers(run, err);
    if (!st)
        st = run_chains(run, err);
    if (st)
        return st;
    pilots_line(run);
    payers_line(run);
    chains_line(run);
    return WS_OK;
}

enum ws_status layers_comparisons(struct run_layers *out, const struct run *run,
                                  struct ws_error *err)
{
    enum ws_status st = layers_pilots(out, run, err);
    if (!st)
        st = layers_payers(out, run, err);
    if (!st)
        st = layers_peers(out, run, err);
    return st ? st : layers_chains(out, run, err);
}

void comparisons_evidence(struct json *json, const struct run *run)
{
    pilots_evidence(json, run);
    payers_evidence(json, run);
    peers_evidence(json, run);
    chains_evidence(json, run);
}

void comparisons_tell(struct phrases *phrases, const struct run *run, uint32_t zone)
{
    peers_tell(phrases, run, zone);
    payers_tell(phrases, run, zone);
    chains_tell(phrases, run, zone);
    pilots_tell(phrases, run, zone);
}

void comparisons_evidence_of(struct json *json, const struct run *run, uint32_t zone)
{
    pilots_evidence_of(json, run, zone);
    payers_evidence_of(json, run, zone);
    peers_evidence_of(json, run, zone);
    chains_evidence_of(json, run, zone);
}
