/* Keys of the evidence beside coverage. */
#include "run/registers.h"

#include "decide/decide.h"
#include "run/applications.h"
#include "run/notes.h"
#include "run/run.h"

static void put_metric(struct json *json, const struct ws_metric *row)
{
    struct ws_fraction value = {row->part_micro, row->has_value ? row->whole_micro : 0};
    json_begin_object(json, NULL);
    json_put_text(json, "metric", metrics_name(row->id));
    json_put_text(json, "name", metrics_long_name(row->id));
    json_put_real(json, "value", metrics_fraction(value));
    json_put_real(json, "low", metrics_fraction(row->low));
    json_put_real(json, "high", metrics_end(row->high));
    if (row->has_value && !row->is_count) {
        json_put_people(json, "numerator", row->part_micro);
        json_put_people(json, "denominator", row->whole_micro);
        json_put_people(json, "unknown", row->unknown_micro);
    }
    json_put_text(json, "unit", row->unit);
    json_put_filled(json, "population", row->population);
    json_put_filled(json, "ages", row->ages);
    json_put_filled(json, "scheme", row->scheme);
    json_put_filled(json, "as_of", row->as_of);
    if (row->choice)
        json_put_whole(json, "k", row->choice);
    json_put_filled(json, "limit", row->limit);
    json_put_filled(json, "note", row->note);
    json_end(json);
}

static void put_reading(struct json *json, const struct registers *registers,
                        const struct claim_reading *reading)
{
    const struct claim *claim = &registers->claims.items[reading->claim];
    const struct ws_metric *metric = &registers->metrics[reading->metric];
    struct ws_fraction low, high;
    claims_interval(&low, &high, claim, metric);
    json_begin_object(json, NULL);
    json_put_text(json, "metric", metrics_name(metric->id));
    json_put_bool(json, "is_complement", claim->is_complement);
    json_put_real(json, "computed", claims_computed(claim, metric));
    json_put_real(json, "low", metrics_fraction(low));
    json_put_real(json, "high", metrics_end(high));
    json_put_text(json, "unit", metric->unit);
    json_put_filled(json, "population", metric->population);
    json_put_filled(json, "as_of", metric->as_of);
    if (metric->choice)
        json_put_whole(json, "k", metric->choice);
    json_put_filled(json, "limit", metric->limit);
    json_put_filled(json, "note", metric->note);
    json_put_text(json, "verdict", claims_verdict_name(reading->verdict));
    json_put_text(json, "why", reading->why);
    json_end(json);
}

static void put_claim(struct json *json, const struct registers *registers, uint32_t index)
{
    char claimed[64];
    const struct claim *claim = &registers->claims.items[index];
    const struct claim_answer *answer = &registers->answers.answers[index];
    claims_number_text(claimed, claim);
    json_begin_object(json, NULL);
    json_put_text(json, "id", claim->id);
    json_put_text(json, "statement", claim->statement);
    json_put_text(json, "said", claim->said);
    json_put_whole(json, "occurrences", claim->occurrences);
    json_put_text(json, "claimed", claimed);
    json_put_text(json, "metric",
                  claim->metric < WS_METRIC_IDS ? metrics_name(claim->metric) : NULL);
    json_put_filled(json, "unit", claim->unit);
    json_put_filled(json, "population", claim->population);
    json_put_filled(json, "ages", claim->ages);
    json_put_filled(json, "scheme", claim->scheme);
    json_put_filled(json, "as_of", claim->as_of);
    json_put_text(json, "verdict", claims_verdict_name(answer->verdict));
    json_put_text(json, "why", answer->why);
    json_begin_array(json, "readings");
    for (uint32_t i = 0; i < answer->reading_count; i++)
        put_reading(json, registers, &registers->answers.readings[answer->first_reading + i]);
    json_end(json);
    json_end(json);
}

static void put_claims(struct json *json, const struct registers *registers)
{
    if (!registers->answers.count)
        return;
    json_begin_array(json, "claims");
    for (uint32_t i = 0; i < registers->answers.count; i++)
        put_claim(json, registers, i);
    json_end(json);
}

static void put_persons(struct json *json, const char *key, uint64_t persons)
{
    if (persons == FLOW_UNKNOWN)
        json_put_text(json, key, NULL);
    else
        json_put_whole(json, key, (int64_t)persons);
}

static void put_line(struct json *json, const struct reconcile_line *line)
{
    json_begin_object(json, NULL);
    json_put_text(json, "kind", reconcile_name(line->kind));
    json_put_filled(json, "month", line->month);
    json_put_filled(json, "scheme", line->scheme);
    json_put_filled(json, "place", line->place);
    json_put_filled(json, "provider", line->provider);
    put_persons(json, "opening", line->opening);
    put_persons(json, "in", line->in);
    put_persons(json, "out", line->out);
    put_persons(json, "closing", line->closing);
    put_persons(json, "reported", line->reported);
    put_persons(json, "registry", line->registry);
    if (line->has_unexplained)
        json_put_whole(json, "unexplained", line->unexplained);
    json_put_real(json, "rate", line->rate);
    json_put_text(json, "text", line->text);
    json_end(json);
}

static void put_reconciliation(struct json *json, const struct reconcile *lines)
{
    if (!lines->count)
        return;
    json_begin_array(json, "reconciliation");
    for (uint32_t i = 0; i < lines->count; i++)
        put_line(json, &lines->lines[i]);
    json_end(json);
}

/* Cells with a municipality in them. */
static void put_need(struct json *json, const struct registers *registers)
{
    if (!registers->has_need)
        return;
    json_begin_array(json, "unemployment_by_choice");
    for (uint32_t i = 0; i < NEED_RATES * NEED_CLASSES; i++) {
        const struct need_cell *cell = &registers->need[i];
        uint32_t class_id = i % NEED_CLASSES;
        if (!cell->place_count)
            continue;
        json_begin_object(json, NULL);
        json_put_text(json, "unemployment", need_rate_name((enum need_rate)(i / NEED_CLASSES)));
        json_put_real(json, "rate_from", cell->rate_from);
        json_put_real(json, "rate_to", cell->rate_to);
        json_put_text(json, "class",
                      class_id == NEED_NO_CLASS ? NULL : classify_name((enum ws_class)class_id));
        json_put_whole(json, "municipalities", cell->place_count);
        json_put_people(json, "people", cell->people_micro);
        json_put_known(json, "unemployed", cell->unemployed_micro);
        json_end(json);
    }
    json_end(json);
}

/* Flat access beside access weighted by need, and who changes rank. */
static void put_ranks(struct json *json, const struct run *run)
{
    const struct registers *registers = &run->registers;
    if (!registers->has_need)
        return;
    json_begin_array(json, "access_by_need");
    for (uint32_t zone = 0; zone < run->zones.count; zone++) {
        const struct need_rank *rank = &registers->need_ranks[zone];
        if (!rank->flat_rank)
            continue;
        json_begin_object(json, NULL);
        json_put_text(json, "code", run->zones.code[zone]);
        json_put_whole(json, "rank", rank->flat_rank);
        json_put_people(json, "exposed", rank->exposed_micro);
        json_put_whole(json, "need_rank", rank->need_rank);
        json_put_whole(json, "moved", (int64_t)rank->flat_rank - (int64_t)rank->need_rank);
        json_end(json);
    }
    json_end(json);
}

void registers_evidence(struct json *json, const struct run *run)
{
    json_begin_array(json, "metrics");
    for (uint32_t i = 0; i < run->registers.metric_count; i++)
        put_metric(json, &run->registers.metrics[i]);
    json_end(json);
    put_need(json, &run->registers);
    put_ranks(json, run);
    put_claims(json, &run->registers);
    put_reconciliation(json, &run->registers.reconcile);
    notes_evidence(json, run);
    applications_evidence(json, run);
}
