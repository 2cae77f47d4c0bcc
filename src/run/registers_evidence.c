/* Keys of the evidence beside coverage. */
#include "run/registers.h"

#include "decide/metrics.h"
#include "run/run.h"

static void put_or_null(struct json *json, const char *key, const char *text)
{
    json_put_text(json, key, *text ? text : NULL);
}

static void put_metric(struct json *json, const struct ws_metric *row)
{
    struct ws_fraction value = {row->part_micro, row->has_value ? row->whole_micro : 0};
    json_begin_object(json, NULL);
    json_put_text(json, "metric", metrics_name(row->id));
    json_put_text(json, "name", metrics_long_name(row->id));
    json_put_real(json, "value", metrics_fraction(value));
    json_put_real(json, "low", metrics_fraction(row->low));
    json_put_real(json, "high", metrics_fraction(row->high));
    if (row->has_value && !row->is_count) {
        json_put_people(json, "numerator", row->part_micro);
        json_put_people(json, "denominator", row->whole_micro);
        json_put_people(json, "unknown", row->unknown_micro);
    }
    json_put_text(json, "unit", row->unit);
    put_or_null(json, "population", row->population);
    put_or_null(json, "ages", row->ages);
    put_or_null(json, "scheme", row->scheme);
    put_or_null(json, "as_of", row->as_of);
    if (row->choice)
        json_put_whole(json, "k", row->choice);
    put_or_null(json, "limit", row->limit);
    put_or_null(json, "note", row->note);
    json_end(json);
}

void registers_evidence(struct json *json, const struct run *run)
{
    json_begin_array(json, "metrics");
    for (uint32_t i = 0; i < run->registers.metric_count; i++)
        put_metric(json, &run->registers.metrics[i]);
    json_end(json);
}
