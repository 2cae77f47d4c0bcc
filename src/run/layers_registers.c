/* Tables of registers: metrics, claims, reconcile, notes. */
#include "run/layers.h"

#include "decide/decide.h"
#include "run/applications.h"
#include "run/notes.h"

#include <stdio.h>
#include <string.h>

static void text_or_null(struct column *column, uint32_t row, const char *text)
{
    layers_text(column, row, *text ? text : NULL);
}

/* Units and populations have names of ours; who said what, schemes and days have none. */
static struct column *about_column(struct layer *layer, const char *name)
{
    bool is_ours = !strcmp(name, "unit") || !strcmp(name, "population");
    return is_ours ? layers_sentences(layer, name) : layers_column(layer, name, COLUMN_TEXT);
}

static void put_about(struct column *column, uint32_t row, const char *text)
{
    if (column && column->swedish)
        layers_told_name(column, row, *text ? text : NULL);
    else
        text_or_null(column, row, text);
}

static void fill_metric_texts(struct layer *layer, const struct registers *registers)
{
    static const char *const NAMES[] = {"unit", "population", "ages", "scheme", "as_of", "limit"};
    enum { TEXTS = sizeof NAMES / sizeof *NAMES };
    struct column *columns[TEXTS], *k = layers_column(layer, "k", COLUMN_WHOLE);
    for (size_t c = 0; c < TEXTS; c++)
        columns[c] = about_column(layer, NAMES[c]);
    struct column *note = layers_sentences(layer, "note");
    for (uint32_t i = 0; i < registers->metric_count; i++) {
        const struct ws_metric *row = &registers->metrics[i];
        const char *texts[TEXTS] = {row->unit,   row->population, row->ages,
                                    row->scheme, row->as_of,      row->limit};
        for (size_t c = 0; c < TEXTS; c++)
            put_about(columns[c], i, texts[c]);
        layers_told(note, i, *row->note ? row->note : NULL);
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
        return layers_no_memory(err, "table", "metrics");
    struct column *metric = layers_column(layer, "metric", COLUMN_TEXT);
    struct column *name = layers_sentences(layer, "name");
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
        layers_told(name, i, metrics_long_name(row->id));
        layers_real(value, i, metrics_fraction(fraction));
        layers_real(low, i, metrics_fraction(row->low));
        layers_real(high, i, metrics_end(row->high));
        if (!row->has_value || row->is_count)
            continue;
        layers_people(part, i, row->part_micro);
        layers_people(whole, i, row->whole_micro);
        layers_people(unknown, i, row->unknown_micro);
    }
    fill_metric_texts(layer, registers);
    return layers_is_whole(layer) ? WS_OK : layers_no_memory(err, "table", "metrics");
}

/* ---- unemployment by choice ------------------------------------------------------------- */

static enum ws_status layers_need(struct run_layers *out, const struct registers *registers,
                                  struct ws_error *err)
{
    uint32_t rows = 0, row = 0;
    for (uint32_t i = 0; i < NEED_RATES * NEED_CLASSES; i++)
        rows += registers->need[i].place_count > 0;
    struct layer *layer =
        layers_begin(out, "unemployment", "Municipalities by unemployment and by choice", rows, 8);
    if (!layer)
        return layers_no_memory(err, "table", "unemployment");
    struct column *rate = layers_column(layer, "unemployment", COLUMN_TEXT);
    struct column *from = layers_column(layer, "rate_from", COLUMN_REAL);
    struct column *to = layers_column(layer, "rate_to", COLUMN_REAL);
    struct column *class_name = layers_column(layer, "class", COLUMN_TEXT);
    struct column *count = layers_column(layer, "municipalities", COLUMN_WHOLE);
    struct column *people = layers_column(layer, "people", COLUMN_REAL);
    struct column *unemployed = layers_column(layer, "unemployed", COLUMN_REAL);
    for (uint32_t i = 0; i < NEED_RATES * NEED_CLASSES; i++) {
        const struct need_cell *cell = &registers->need[i];
        uint32_t class_id = i % NEED_CLASSES;
        if (!cell->place_count)
            continue;
        layers_text(rate, row, need_rate_name((enum need_rate)(i / NEED_CLASSES)));
        layers_real(from, row, cell->rate_from);
        layers_real(to, row, cell->rate_to);
        if (class_id != NEED_NO_CLASS)
            layers_text(class_name, row, classify_name((enum ws_class)class_id));
        layers_whole(count, row, cell->place_count);
        layers_people(people, row, cell->people_micro);
        layers_known(unemployed, row++, cell->unemployed_micro);
    }
    return layers_is_whole(layer) ? WS_OK : layers_no_memory(err, "table", "unemployment");
}

/* Two maps in one: rank by flat access, rank by need. */
static enum ws_status layers_ranks(struct run_layers *out, const struct run *run,
                                   struct ws_error *err)
{
    struct layer *layer = layers_begin(
        out, "access_by_need", "Municipalities by access, flat and weighted by unemployment",
        run->zones.count, 10);
    if (!layer)
        return layers_no_memory(err, "table", "access_by_need");
    struct column *code = layers_column(layer, "code", COLUMN_TEXT);
    struct column *name = layers_column(layer, "name", COLUMN_TEXT);
    struct column *share = layers_column(layer, "share", COLUMN_REAL);
    struct column *flat = layers_column(layer, "rank", COLUMN_WHOLE);
    struct column *exposed = layers_column(layer, "exposed", COLUMN_REAL);
    struct column *need = layers_column(layer, "need_rank", COLUMN_WHOLE);
    struct column *moved = layers_column(layer, "moved", COLUMN_WHOLE);
    struct column *unemployed = layers_column(layer, "unemployed", COLUMN_REAL);
    struct column *month = layers_column(layer, "month", COLUMN_TEXT);
    const struct unemployed *table = &run->registers.unemployed;
    size_t first = (size_t)table->picked * run->zones.count;
    uint32_t weights = run->population.units.weight_count;
    for (uint32_t zone = 0; zone < run->zones.count; zone++) {
        const struct need_rank *rank = &run->registers.need_ranks[zone];
        const struct ws_share *row = &run->main_shares.rows[(size_t)zone * weights];
        layers_text(code, zone, run->zones.code[zone]);
        layers_text(name, zone, run->zones.name[zone]);
        layers_real(share, zone, share_fraction(row, row->covered_micro));
        text_or_null(month, zone, table->month[table->picked]);
        if (!table->more_micro[first + zone])
            layers_people(unemployed, zone, table->people_micro[first + zone]);
        if (!rank->flat_rank)
            continue;
        layers_whole(flat, zone, rank->flat_rank);
        layers_people(exposed, zone, rank->exposed_micro);
        layers_whole(need, zone, rank->need_rank);
        layers_whole(moved, zone, (int64_t)rank->flat_rank - (int64_t)rank->need_rank);
    }
    return layers_is_whole(layer) ? WS_OK : layers_no_memory(err, "table", "access_by_need");
}

/* ---- claims ------------------------------------------------------------------------ */

/* A row of the table: the claim itself, or one of its readings. */
struct claim_row {
    const struct claim *claim;
    const struct claim_answer *answer;
    const struct claim_reading *reading; /* NULL: the claim itself */
};

/* Row i: each claim, then its readings. */
static struct claim_row claim_row(const struct registers *registers, uint32_t i)
{
    const struct claim_answers *answers = &registers->answers;
    uint32_t claim = 0;
    while (i > answers->answers[claim].reading_count)
        i -= answers->answers[claim++].reading_count + 1;
    const struct claim_answer *answer = &answers->answers[claim];
    return (struct claim_row){&registers->claims.items[claim], answer,
                              i ? &answers->readings[answer->first_reading + i - 1] : NULL};
}

/* "1-M5" of those not covered. */
static void put_metric_name(struct column *column, uint32_t row, const struct claim *claim,
                            enum ws_metric_id id)
{
    char name[32];
    snprintf(name, sizeof name, "%s%s", claim->is_complement ? "1-" : "", metrics_name(id));
    layers_text(column, row, name);
}

static void fill_reading(struct column *const numbers[3], struct column *metric, uint32_t i,
                         const struct registers *registers, const struct claim_row *row)
{
    struct ws_fraction low, high;
    const struct ws_metric *figure = &registers->metrics[row->reading->metric];
    claims_interval(&low, &high, row->claim, figure);
    put_metric_name(metric, i, row->claim, figure->id);
    layers_real(numbers[0], i, claims_computed(row->claim, figure));
    layers_real(numbers[1], i, metrics_fraction(low));
    layers_real(numbers[2], i, metrics_end(high));
}

/* Whom the row is about: as claimed, or as the figure is. */
static void fill_claim_texts(struct layer *layer, const struct registers *registers)
{
    static const char *const NAMES[] = {"said",   "unit",  "population", "ages",
                                        "scheme", "as_of", "limit"};
    enum { TEXTS = sizeof NAMES / sizeof *NAMES };
    struct column *columns[TEXTS], *k = layers_column(layer, "k", COLUMN_WHOLE);
    struct column *times = layers_column(layer, "occurs", COLUMN_WHOLE);
    for (size_t c = 0; c < TEXTS; c++)
        columns[c] = about_column(layer, NAMES[c]);
    struct column *note = layers_sentences(layer, "note");
    for (uint32_t i = 0; i < layer->row_count; i++) {
        struct claim_row row = claim_row(registers, i);
        const struct claim *claim = row.claim;
        const struct ws_metric *of = row.reading ? &registers->metrics[row.reading->metric] : NULL;
        const char *texts[TEXTS] = {claim->said,
                                    of ? of->unit : claim->unit,
                                    of ? of->population : claim->population,
                                    of ? of->ages : claim->ages,
                                    of ? of->scheme : claim->scheme,
                                    of ? of->as_of : claim->as_of,
                                    of ? of->limit : claim->limit};
        for (size_t c = 0; c < TEXTS; c++)
            put_about(columns[c], i, texts[c]);
        layers_told(note, i, of && *of->note ? of->note : NULL);
        if (of ? of->choice : claim->choice)
            layers_whole(k, i, of ? of->choice : claim->choice);
        layers_whole(times, i, claim->occurrences);
    }
}

static enum ws_status layers_claims(struct run_layers *out, const struct registers *registers,
                                    struct ws_error *err)
{
    const struct claim_answers *answers = &registers->answers;
    struct layer *layer = layers_begin(
        out, "claims", "What is claimed, every figure it may be about, and the verdicts",
        answers->count + answers->reading_count, 24);
    if (!layer)
        return layers_no_memory(err, "table", "claims");
    struct column *id = layers_column(layer, "id", COLUMN_TEXT);
    struct column *reading = layers_column(layer, "reading", COLUMN_WHOLE);
    struct column *statement = layers_column(layer, "statement", COLUMN_TEXT);
    struct column *metric = layers_column(layer, "metric", COLUMN_TEXT);
    struct column *relation = layers_column(layer, "wording", COLUMN_TEXT);
    struct column *claimed = layers_column(layer, "claimed", COLUMN_REAL);
    struct column *numbers[3] = {layers_column(layer, "computed", COLUMN_REAL),
                                 layers_column(layer, "low", COLUMN_REAL),
                                 layers_column(layer, "high", COLUMN_REAL)};
    struct column *verdict = layers_column(layer, "verdict", COLUMN_TEXT);
    struct column *why = layers_sentences(layer, "why");
    for (uint32_t i = 0; i < layer->row_count; i++) {
        struct claim_row row = claim_row(registers, i);
        char words[64];
        claims_number_text(words, row.claim);
        layers_text(id, i, row.claim->id);
        layers_whole(reading, i,
                     row.reading ? row.reading - answers->readings - row.answer->first_reading + 1
                                 : 0);
        layers_text(statement, i, row.claim->statement);
        layers_text(relation, i, words);
        layers_real(claimed, i, claims_number(row.claim->value));
        layers_text(verdict, i,
                    claims_verdict_name(row.reading ? row.reading->verdict : row.answer->verdict));
        layers_told(why, i, row.reading ? row.reading->why : row.answer->why);
        if (row.reading)
            fill_reading(numbers, metric, i, registers, &row);
        else if (row.claim->metric < WS_METRIC_IDS)
            put_metric_name(metric, i, row.claim, row.claim->metric);
    }
    fill_claim_texts(layer, registers);
    return layers_is_whole(layer) ? WS_OK : layers_no_memory(err, "table", "claims");
}

/* ---- reconciliation -------------------------------------------------------------------- */

static void fill_lines(struct layer *layer, const struct reconcile *lines)
{
    static const char *const NAMES[] = {"opening", "in", "out", "closing", "reported", "registry"};
    enum { NUMBERS = sizeof NAMES / sizeof *NAMES };
    struct column *columns[NUMBERS];
    for (size_t c = 0; c < NUMBERS; c++)
        columns[c] = layers_column(layer, NAMES[c], COLUMN_WHOLE);
    struct column *unexplained = layers_column(layer, "unexplained", COLUMN_WHOLE);
    struct column *rate = layers_column(layer, "rate", COLUMN_REAL);
    for (uint32_t i = 0; i < lines->count; i++) {
        const struct reconcile_line *line = &lines->lines[i];
        const uint64_t numbers[NUMBERS] = {line->opening, line->in,       line->out,
                                           line->closing, line->reported, line->registry};
        for (size_t c = 0; c < NUMBERS; c++)
            if (numbers[c] != FLOW_UNKNOWN)
                layers_whole(columns[c], i, (int64_t)numbers[c]);
        if (line->has_unexplained)
            layers_whole(unexplained, i, line->unexplained);
        layers_real(rate, i, line->rate);
    }
}

static enum ws_status layers_reconcile(struct run_layers *out, const struct reconcile *lines,
                                       struct ws_error *err)
{
    static const char *const NAMES[] = {"kind", "month", "scheme", "place", "provider"};
    enum { TEXTS = sizeof NAMES / sizeof *NAMES };
    struct layer *layer = layers_begin(
        out, "reconcile", "Stocks and flows, reported and registered counts: what bridges",
        lines->count, 24);
    if (!layer)
        return layers_no_memory(err, "table", "reconcile");
    struct column *columns[TEXTS];
    for (size_t c = 0; c < TEXTS; c++)
        columns[c] = layers_column(layer, NAMES[c], COLUMN_TEXT);
    fill_lines(layer, lines);
    struct column *text = layers_sentences(layer, "text");
    for (uint32_t i = 0; i < lines->count; i++) {
        const struct reconcile_line *line = &lines->lines[i];
        const char *texts[TEXTS] = {reconcile_name(line->kind), line->month, line->scheme,
                                    line->place, line->provider};
        for (size_t c = 0; c < TEXTS; c++)
            text_or_null(columns[c], i, texts[c]);
        layers_told(text, i, line->text);
    }
    return layers_is_whole(layer) ? WS_OK : layers_no_memory(err, "table", "reconcile");
}

enum ws_status layers_registers(struct run_layers *out, const struct run *run, struct ws_error *err)
{
    const struct registers *registers = &run->registers;
    enum ws_status st = layers_metrics(out, registers, err);
    if (!st && registers->has_need)
        st = layers_need(out, registers, err);
    if (!st && registers->has_need)
        st = layers_ranks(out, run, err);
    if (!st && registers->answers.count)
        st = layers_claims(out, registers, err);
    if (!st && registers->reconcile.count)
        st = layers_reconcile(out, &registers->reconcile, err);
    if (!st && registers->notes.count)
        st = layers_notes(out, run, err);
    if (!st && registers->applications.count)
        st = layers_applications(out, run, err);
    return st;
}
