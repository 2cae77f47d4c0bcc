/* Tables of registers: metrics, claims, reconcile, notes. */
#include "run/layers.h"

#include "decide/metrics.h"

static enum ws_status no_memory(struct ws_error *err, const char *layer)
{
    return error_set(err, WS_NO_MEMORY, "no memory for the table %s", layer);
}

static void text_or_null(struct column *column, uint32_t row, const char *text)
{
    layers_text(column, row, *text ? text : NULL);
}

static void fill_metric_texts(struct layer *layer, const struct registers *registers)
{
    static const char *const NAMES[] = {"unit",  "population", "ages", "scheme",
                                        "as_of", "limit",      "note"};
    enum { TEXTS = sizeof NAMES / sizeof *NAMES };
    struct column *columns[TEXTS], *k = layers_column(layer, "k", COLUMN_WHOLE);
    for (size_t c = 0; c < TEXTS; c++)
        columns[c] = layers_column(layer, NAMES[c], COLUMN_TEXT);
    for (uint32_t i = 0; i < registers->metric_count; i++) {
        const struct ws_metric *row = &registers->metrics[i];
        const char *texts[TEXTS] = {row->unit,  row->population, row->ages, row->scheme,
                                    row->as_of, row->limit,      row->note};
        for (size_t c = 0; c < TEXTS; c++)
            text_or_null(columns[c], i, texts[c]);
        if (row->choice)
            layers_whole(k, i, row->choice);
    }
}

static enum ws_status layers_metrics(struct run_layers *out, const struct registers *registers,
                                     struct ws_error *err)
{
    struct layer *layer =
        layers_begin(out, "metrics", "Figures people quote, with unit, denominator and interval",
                     registers->metric_count, 20);
    if (!layer)
        return no_memory(err, "metrics");
    struct column *metric = layers_column(layer, "metric", COLUMN_TEXT);
    struct column *name = layers_column(layer, "name", COLUMN_TEXT);
    struct column *value = layers_column(layer, "value", COLUMN_REAL);
    struct column *low = layers_column(layer, "low", COLUMN_REAL);
    struct column *high = layers_column(layer, "high", COLUMN_REAL);
    struct column *part = layers_column(layer, "numerator", COLUMN_REAL);
    struct column *whole = layers_column(layer, "denominator", COLUMN_REAL);
    struct column *unknown = layers_column(layer, "unknown", COLUMN_REAL);
    for (uint32_t i = 0; i < registers->metric_count; i++) {
        const struct ws_metric *row = &registers->metrics[i];
        struct ws_fraction fraction = {row->part_micro, row->has_value ? row->whole_micro : 0};
        layers_text(metric, i, metrics_name(row->id));
        layers_text(name, i, metrics_long_name(row->id));
        layers_real(value, i, metrics_fraction(fraction));
        layers_real(low, i, metrics_fraction(row->low));
        layers_real(high, i, metrics_fraction(row->high));
        if (!row->has_value || row->is_count)
            continue;
        layers_people(part, i, row->part_micro);
        layers_people(whole, i, row->whole_micro);
        layers_people(unknown, i, row->unknown_micro);
    }
    fill_metric_texts(layer, registers);
    return layers_is_whole(layer) ? WS_OK : no_memory(err, "metrics");
}

enum ws_status layers_registers(struct run_layers *out, const struct run *run, struct ws_error *err)
{
    return layers_metrics(out, &run->registers, err);
}
