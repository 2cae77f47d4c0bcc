/* Persons referred: stocks and flows that must bridge. */
#include "io/register.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_PERSONS 1e9

enum referral_column {
    REFERRAL_MONTH,
    REFERRAL_PLACE,
    REFERRAL_IN,
    REFERRAL_OPENING,
    REFERRAL_OUT,
    REFERRAL_CLOSING,
    REFERRAL_SCHEME,
    REFERRAL_PROVIDER,
    REFERRAL_HEADLINE,
    REFERRAL_IMPAIRED,
    REFERRAL_COLUMNS
};

struct referrals_reader {
    const struct zones *zones;
    int columns[REFERRAL_COLUMNS];
    size_t count, cap, fid_cap, headline_count, headline_cap;
    struct referral *rows;
    int64_t *fid;
    struct headline *headlines;
    struct tally elsewhere, totals; /* totals: of counties, beside their parts */
    uint64_t unknown_count[REFERRAL_COLUMNS];
    bool joins; /* places are municipalities */
    struct join join;
};

static enum ws_status find(void *context, struct input *in, struct ws_error *err)
{
    static const struct column_key keys[REFERRAL_COLUMNS] = {
        [REFERRAL_MONTH] = {"month", "month manad period", "", true, false},
        [REFERRAL_PLACE] = {"place",
                            "place plats ort kommun kommunkod knkod leveransomrade "
                            "leverantorsomrade supplierarea omrade area code",
                            "namn name kod", true, false},
        [REFERRAL_IN] = {"in", "in anvisade referred", "", true, false},
        [REFERRAL_OPENING] = {"opening", "opening ingaende", "", false, false},
        [REFERRAL_OUT] = {"out", "out left lamnat", "", false, false},
        [REFERRAL_CLOSING] = {"closing", "closing utgaende", "", false, false},
        [REFERRAL_SCHEME] = {"scheme", "scheme tjanst", "", false, false},
        [REFERRAL_PROVIDER] = {"provider",
                               "leverantor leverantornamn utforare aktor provider supplier", "",
                               false, false},
        [REFERRAL_HEADLINE] = {"headline", "headline rubrik", "", false, false},
        [REFERRAL_IMPAIRED] = {"flow_impaired", "flowimpaired impaired", "", false, false},
    };
    struct referrals_reader *reader = context;
    uint64_t filled, known = 0;
    enum ws_status st = WS_OK;
    for (int i = 0; !st && i < REFERRAL_COLUMNS; i++)
        st = columns_find(&reader->columns[i], in, &keys[i], NULL, NULL, err);
    if (!st)
        st = code_judge(in, reader->columns[REFERRAL_PLACE], code_is_mangled, err);
    if (st)
        return st;
    struct join probe = {.zones = reader->zones, .column = reader->columns[REFERRAL_PLACE]};
    columns_count(in, probe.column, join_is_zone, &probe, &filled, &known);
    reader->joins = known > 0;
    return reader->joins ? join_column(&reader->join, in, reader->zones, probe.column, err) : WS_OK;
}

/* ---- cells -------------------------------------------------------------------------- */

/* Whole persons; withheld and blank are unknown and stay so. */
static uint64_t read_persons(struct referrals_reader *reader, struct input *in, OGRFeatureH feature,
                             enum referral_column key)
{
    double value = 0.0;
    int column = reader->columns[key];
    enum value kind = column < 0 ? VALUE_MISSING : value_cell(&value, in, feature, column);
    if (kind == VALUE_OK && value >= 0.0 && value <= MOST_PERSONS && value == floor(value))
        return (uint64_t)value;
    if (kind == VALUE_OK && value > MOST_PERSONS)
        judge_fault(in, OGR_F_GetFID(feature), "%s is %.40s; expected at most %.0f persons",
                    columns_name(in, column), OGR_F_GetFieldAsString(feature, column),
                    MOST_PERSONS);
    else if (kind == VALUE_OK || kind == VALUE_BAD)
        judge_fault(in, OGR_F_GetFID(feature), "%s is %.40s; expected a whole number of persons",
                    columns_name(in, column), OGR_F_GetFieldAsString(feature, column));
    else if (column >= 0 && key != REFERRAL_HEADLINE)
        reader->unknown_count[key]++;
    return FLOW_UNKNOWN;
}

/* 5 for a number that is withheld as "<5"; 0: there is none, or no bound. */
static uint32_t read_below(const struct referrals_reader *reader, struct input *in,
                           OGRFeatureH feature, enum referral_column key, uint64_t persons)
{
    int column = reader->columns[key];
    if (persons != FLOW_UNKNOWN || column < 0)
        return 0;
    uint64_t most_micro = people_hidden_most(in, feature, column);
    bool is_bound = most_micro != WS_UNBOUNDED && most_micro / WS_MICRO < (uint64_t)MOST_PERSONS;
    return is_bound ? (uint32_t)(most_micro / WS_MICRO) + 1 : 0;
}

static bool read_impaired(struct referrals_reader *reader, struct input *in, OGRFeatureH feature)
{
    bool is_impaired = false;
    const char *text = register_text(in, feature, reader->columns[REFERRAL_IMPAIRED]);
    if (text && value_bool(&is_impaired, text) == VALUE_BAD)
        judge_fault(in, OGR_F_GetFID(feature), "%s is %.40s; expected yes or no",
                    columns_name(in, reader->columns[REFERRAL_IMPAIRED]), text);
    return is_impaired;
}

static char *copy_or_empty(struct input *in, OGRFeatureH feature, int column)
{
    const char *text = register_text(in, feature, column);
    return judge_copy(in, text ? text : "");
}

static enum ws_status add_headline(struct referrals_reader *reader, struct input *in,
                                   const struct referral *row, uint64_t persons, int64_t fid,
                                   struct ws_error *err)
{
    for (size_t i = 0; i < reader->headline_count; i++) {
        const struct headline *other = &reader->headlines[i];
        if (strcmp(other->month, row->month) != 0 || strcmp(other->scheme, row->scheme) != 0)
            continue;
        if (other->persons != persons)
            judge_fault(in, fid,
                        "the headline of %s is %" PRIu64 " here and %" PRIu64 " in another row",
                        row->month, persons, other->persons);
        return WS_OK;
    }
    if (mem_grow(&reader->headlines, &reader->headline_cap, reader->headline_count + 1,
                 sizeof *reader->headlines))
        return error_set(err, WS_NO_MEMORY, "no memory for headlines");
    struct headline *headline = &reader->headlines[reader->headline_count++];
    *headline = (struct headline){.persons = persons, .scheme = judge_copy(in, row->scheme)};
    memcpy(headline->month, row->month, sizeof headline->month);
    return WS_OK;
}

static void judge_bridge(struct input *in, const struct referral *row, int64_t fid)
{
    if (referral_bridges(row))
        return;
    const uint64_t numbers[4] = {row->opening, row->in, row->out, row->closing};
    char texts[4][24];
    bool is_whole = true;
    for (int i = 0; i < 4; i++) {
        is_whole = is_whole && numbers[i] != FLOW_UNKNOWN;
        if (numbers[i] == FLOW_UNKNOWN)
            snprintf(texts[i], sizeof texts[i], "?");
        else
            snprintf(texts[i], sizeof texts[i], "%" PRIu64, numbers[i]);
    }
    judge_fault(in, fid, "%s, %s: %s + %s - %s is not %s%s; expected opening + in - out = closing",
                row->place, row->month, texts[0], texts[1], texts[2], texts[3],
                is_whole ? "" : " with any number of 0 or more");
}

static void release_row(struct referral *row)
{
    mem_free(row->place);
    mem_free(row->scheme);
    mem_free(row->provider);
}

static enum ws_status keep_row(struct referrals_reader *reader, struct input *in,
                               struct referral *row, int64_t fid, struct ws_error *err)
{
    enum ws_status st = WS_OK;
    if (mem_grow(&reader->rows, &reader->cap, reader->count + 1, sizeof *row) ||
        mem_grow(&reader->fid, &reader->fid_cap, reader->count + 1, sizeof fid))
        st = error_set(err, WS_NO_MEMORY, "no memory for %zu referrals", reader->count + 1);
    if (st) {
        release_row(row);
        return st;
    }
    judge_bridge(in, row, fid);
    reader->fid[reader->count] = fid;
    reader->rows[reader->count++] = *row;
    return WS_OK;
}

/* The row of the whole country is a number that was made known, never added. */
static enum ws_status keep_total(struct referrals_reader *reader, struct input *in,
                                 struct referral *row, int64_t fid, struct ws_error *err)
{
    judge_bridge(in, row, fid);
    input_record(in)->left_out++;
    enum ws_status st =
        row->in == FLOW_UNKNOWN ? WS_OK : add_headline(reader, in, row, row->in, fid, err);
    release_row(row);
    return st;
}

/* The place as it stands there; where codes join, the code: a name beside it is the
 * same place. */
static char *read_place(struct referral *row, const struct referrals_reader *reader,
                        struct input *in, OGRFeatureH feature)
{
    const char *text = register_text(in, feature, reader->columns[REFERRAL_PLACE]);
    if (text && reader->joins)
        row->zone = join_place(&reader->join, text);
    bool is_code = row->zone != WS_NONE && !reader->join.by_name;
    return judge_copy(in, is_code ? reader->zones->code[row->zone] : text);
}

static enum ws_status take_row(void *context, struct input *in, OGRFeatureH feature,
                               struct ws_error *err)
{
    struct referrals_reader *reader = context;
    const int *columns = reader->columns;
    struct referral row = {.zone = WS_NONE};
    int64_t fid = OGR_F_GetFID(feature);
    const char *place = register_text(in, feature, columns[REFERRAL_PLACE]);
    judge_name(in, fid, place);
    if (!place)
        judge_fault(in, fid, "%s is blank; expected a place",
                    columns_name(in, columns[REFERRAL_PLACE]));
    if (!place || !register_month(row.month, in, feature, columns[REFERRAL_MONTH]))
        return WS_OK;
    row.place = read_place(&row, reader, in, feature);
    row.scheme = copy_or_empty(in, feature, columns[REFERRAL_SCHEME]);
    row.provider = copy_or_empty(in, feature, columns[REFERRAL_PROVIDER]);
    row.opening = read_persons(reader, in, feature, REFERRAL_OPENING);
    row.in = read_persons(reader, in, feature, REFERRAL_IN);
    row.out = read_persons(reader, in, feature, REFERRAL_OUT);
    row.closing = read_persons(reader, in, feature, REFERRAL_CLOSING);
    row.in_below = read_below(reader, in, feature, REFERRAL_IN, row.in);
    row.closing_below = read_below(reader, in, feature, REFERRAL_CLOSING, row.closing);
    row.is_impaired = read_impaired(reader, in, feature);
    if (!row.place || !row.scheme || !row.provider) {
        release_row(&row);
        return error_set(err, WS_NO_MEMORY, "no memory for %zu referrals", reader->count + 1);
    }
    uint64_t headline = read_persons(reader, in, feature, REFERRAL_HEADLINE);
    enum ws_status st = WS_OK;
    if (headline != FLOW_UNKNOWN)
        st = add_headline(reader, in, &row, headline, fid, err);
    if (st) {
        release_row(&row);
        return st;
    }
    return join_is_total(row.place) ? keep_total(reader, in, &row, fid, err)
                                    : keep_row(reader, in, &row, fid, err);
}

/* ---- all rows ------------------------------------------------------------------------ */

static int compare_subject(const struct referral *a, const struct referral *b)
{
    int order = strcmp(a->scheme, b->scheme);
    if (!order)
        order = strcmp(a->place, b->place);
    return order ? order : strcmp(a->provider, b->provider);
}

static int compare_rows(const void *left, const void *right)
{
    const struct referral *a = left, *b = right;
    int order = strcmp(a->month, b->month);
    return order ? order : compare_subject(a, b);
}

static int compare_headlines(const void *left, const void *right)
{
    const struct headline *a = left, *b = right;
    int order = strcmp(a->month, b->month);
    return order ? order : strcmp(a->scheme, b->scheme);
}

/* The month after "2019-12" is "2020-01". */
static bool is_next_month(const char *month, const char *next)
{
    int a = 12 * atoi(month) + atoi(month + 5), b = 12 * atoi(next) + atoi(next + 5);
    return b == a + 1;
}

/* Rows of one subject, one month after the other; rows are few. */
static void judge_pair(struct input *in, const struct referral *a, const struct referral *b,
                       int64_t a_fid, int64_t b_fid)
{
    if (compare_subject(a, b) != 0)
        return;
    if (strcmp(a->month, b->month) == 0)
        judge_fault(in, b_fid,
                    "%s has a row for %s already, line %" PRId64 "; its persons would count twice",
                    b->place, b->month, a_fid);
    else if (is_next_month(a->month, b->month) && a->closing != FLOW_UNKNOWN &&
             b->opening != FLOW_UNKNOWN && a->closing != b->opening)
        judge_fault(in, b_fid,
                    "%s begins %s with %" PRIu64 " and ended %s with %" PRIu64 ", line %" PRId64
                    "; expected the same number",
                    b->place, b->month, b->opening, a->month, a->closing, a_fid);
}

struct indexed {
    const struct referral *row;
    int64_t fid;
};

static int compare_indexed(const void *left, const void *right)
{
    const struct indexed *a = left, *b = right;
    int order = compare_subject(a->row, b->row);
    if (!order)
        order = strcmp(a->row->month, b->row->month);
    return order ? order : (a->fid > b->fid) - (a->fid < b->fid);
}

static enum ws_status judge_rows(struct referrals_reader *reader, struct input *in,
                                 struct ws_error *err)
{
    struct indexed *order = mem_array(reader->count, sizeof *order);
    if (!order)
        return error_set(err, WS_NO_MEMORY, "no memory for %zu referrals", reader->count);
    for (size_t i = 0; i < reader->count; i++)
        order[i] = (struct indexed){&reader->rows[i], reader->fid[i]};
    if (reader->count)
        qsort(order, reader->count, sizeof *order, compare_indexed);
    for (size_t i = 1; i < reader->count; i++)
        judge_pair(in, order[i - 1].row, order[i].row, order[i - 1].fid, order[i].fid);
    mem_free(order);
    return WS_OK;
}

/* Whether municipalities of the row's county have rows of the same month. */
static bool has_parts(const struct referrals_reader *reader, const struct referral *sum)
{
    for (size_t i = 0; i < reader->count; i++) {
        const struct referral *row = &reader->rows[i];
        if (row->zone != WS_NONE && strcmp(row->month, sum->month) == 0 &&
            strcmp(row->scheme, sum->scheme) == 0 &&
            join_is_part(reader->zones, row->zone, sum->place))
            return true;
    }
    return false;
}

/* A code that could be one of a municipality, though none has it. */
static bool is_like_code(const struct zones *zones, const char *place)
{
    size_t prefix = code_prefix(place), size = prefix ? prefix : strlen(place);
    return zones->has_code && zones->count && code_or_both(NULL, place) &&
           size == strlen(zones->code[0]);
}

/* Rows of counties stand for their parts; beside them they would count them twice.
 * All are judged before one goes. */
static enum ws_status drop_sums(struct referrals_reader *reader, struct input *in,
                                struct ws_error *err)
{
    size_t kept = 0;
    enum ws_status st = WS_OK;
    bool *is_sum = mem_array(reader->count, sizeof *is_sum);
    if (!is_sum)
        return error_set(err, WS_NO_MEMORY, "no memory for %zu referrals", reader->count);
    for (size_t i = 0; !st && i < reader->count; i++) {
        const struct referral *row = &reader->rows[i];
        if (row->zone != WS_NONE || !(reader->joins || is_like_code(reader->zones, row->place)))
            continue;
        is_sum[i] =
            reader->joins && join_is_sum(reader->zones, row->place) && has_parts(reader, row);
        st = words_add(is_sum[i] ? &reader->totals : &reader->elsewhere, row->place, err);
    }
    for (size_t i = 0; i < reader->count; i++) {
        if (!is_sum[i]) {
            reader->rows[kept++] = reader->rows[i];
            continue;
        }
        input_record(in)->left_out++;
        release_row(&reader->rows[i]);
    }
    reader->count = kept;
    mem_free(is_sum);
    return st;
}

/* Where some of the stocks are told and others have no column, nothing bridges. */
static enum ws_status tell_columns(const struct referrals_reader *reader, struct input *in,
                                   struct ws_error *err)
{
    static const struct {
        enum referral_column key;
        const char *name;
    } stocks[] = {
        {REFERRAL_OPENING, "opening"}, {REFERRAL_OUT, "left (out)"}, {REFERRAL_CLOSING, "closing"}};
    enum { STOCKS = sizeof stocks / sizeof *stocks };
    char missing[48] = "";
    size_t used = 0, count = 0;
    for (size_t i = 0; i < STOCKS; i++)
        if (reader->columns[stocks[i].key] < 0)
            used += (size_t)snprintf(missing + used, sizeof missing - used, "%s%s",
                                     count++ ? ", " : "", stocks[i].name);
    if (!count || count == STOCKS)
        return WS_OK;
    return judge_repair(in, -1, "opening + in - left = closing is not checked", err,
                        "no column %s; name it with --field referrals.KEY=COLUMN", missing);
}

static enum ws_status tell_unknown(const struct referrals_reader *reader, struct input *in,
                                   struct ws_error *err)
{
    enum ws_status st = WS_OK;
    for (int key = 0; !st && key < REFERRAL_COLUMNS; key++) {
        uint64_t count = reader->unknown_count[key];
        if (!count)
            continue;
        input_record(in)->repaired += count;
        st = judge_repair(in, -1, "unknown, never 0: sums say at least so many", err,
                          "%" PRIu64 " cell%s of column %s %s withheld or blank", count,
                          count == 1 ? "" : "s", columns_name(in, reader->columns[key]),
                          count == 1 ? "is" : "are");
    }
    return st;
}

static enum ws_status done(void *context, struct input *in, struct ws_error *err)
{
    struct referrals_reader *reader = context;
    enum ws_status st = judge_end(in, err);
    if (!st)
        st = judge_rows(reader, in, err);
    if (!st)
        st = drop_sums(reader, in, err);
    if (!st)
        st = tell_columns(reader, in, err);
    if (!st)
        st = tell_unknown(reader, in, err);
    if (!st)
        st = tally_report(&reader->totals, in, "rows that are the sum of others",
                          "left out: their persons are in the other rows", err);
    if (!st)
        st = tally_report(&reader->elsewhere, in, "places that are no municipality",
                          "counted in all sums", err);
    if (reader->count)
        qsort(reader->rows, reader->count, sizeof *reader->rows, compare_rows);
    if (reader->headline_count)
        qsort(reader->headlines, reader->headline_count, sizeof *reader->headlines,
              compare_headlines);
    return st;
}

enum ws_status io_read_referrals(struct referrals *out, struct io *io,
                                 const struct ws_source *source, const struct zones *zones,
                                 struct ws_error *err)
{
    static const struct register_steps steps = {WS_ROLE_REFERRALS, find, take_row, done};
    assert(out && zones);
    struct referrals_reader reader = {.zones = zones};
    enum ws_status st = register_read(&reader, &steps, io, source, err);
    struct referrals referrals = {
        .count = (uint32_t)reader.count,
        .headline_count = (uint32_t)reader.headline_count,
        .rows = reader.rows,
        .headlines = reader.headlines,
        .has_provider = reader.columns[REFERRAL_PROVIDER] >= 0,
        .has_stocks = reader.columns[REFERRAL_OPENING] >= 0 && reader.columns[REFERRAL_OUT] >= 0 &&
                      reader.columns[REFERRAL_CLOSING] >= 0,
    };
    mem_free(reader.fid);
    words_release(&reader.elsewhere);
    words_release(&reader.totals);
    if (st)
        referrals_release(&referrals);
    else
        *out = referrals;
    return st;
}
