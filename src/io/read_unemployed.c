/* Registered unemployed by municipality and month. */
#include "io/register.h"

#include "base/fixed.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct unemployed_row {
    uint32_t zone; /* WS_NONE: of no municipality */
    char month[8];
    uint64_t people_micro, more_micro;
    int64_t fid;
};

struct unemployed_reader {
    struct unemployed *out;
    const struct zones *zones;
    const char *as_of;
    int month, people;
    struct join join;
    struct register_doubts doubts;
    struct tally totals, strangers;
    size_t count, cap;
    struct unemployed_row *rows;
};

static enum ws_status find(void *context, struct input *in, struct ws_error *err)
{
    struct unemployed_reader *reader = context;
    const struct column_key month = {"month", "manad period month tid", "date datum", false, true};
    const struct column_key people = {
        "people", "arbetslosa unemployed inskrivnaarbetslosa people antal", "", true, true};
    enum ws_status st = join_find(&reader->join, in, reader->zones, true, err);
    if (!st && reader->join.column < 0)
        st = input_fail(in, WS_BAD_DATA, err,
                        "no column joins the rows to the municipalities; name it with --field "
                        "unemployed.code=COLUMN");
    if (!st)
        st = columns_find(&reader->month, in, &month, NULL, NULL, err);
    if (!st)
        st = columns_find(&reader->people, in, &people, NULL, NULL, err);
    if (!st)
        st = value_judge_marks(in, reader->people, err);
    return st ? st : register_ages(reader->out->ages, in, err);
}

static enum ws_status take_row(void *context, struct input *in, OGRFeatureH feature,
                               struct ws_error *err)
{
    struct unemployed_reader *reader = context;
    struct unemployed_row row = {.fid = OGR_F_GetFID(feature)};
    if (reader->month >= 0 && !register_month(row.month, in, feature, reader->month))
        return WS_OK;
    const char *text = register_text(in, feature, reader->join.column);
    if (!text) {
        judge_fault(in, row.fid, "%s is blank; expected a code",
                    columns_name(in, reader->join.column));
        return WS_OK;
    }
    row.zone = join_place(&reader->join, text);
    if (row.zone == WS_NONE && join_is_sum(reader->zones, text)) {
        input_record(in)->left_out++;
        return words_add(&reader->totals, text, err);
    }
    if (row.zone == WS_NONE && words_add(&reader->strangers, text, err))
        return WS_NO_MEMORY;
    (void)register_count(&row.people_micro, &row.more_micro, &reader->doubts, in, feature,
                         reader->people);
    if (mem_grow(&reader->rows, &reader->cap, reader->count + 1, sizeof row))
        return error_set(err, WS_NO_MEMORY, "no memory for %zu rows", reader->count + 1);
    reader->rows[reader->count++] = row;
    return WS_OK;
}

/* ---- all rows ---------------------------------------------------------------------- */

static int compare_rows(const void *left, const void *right)
{
    const struct unemployed_row *a = left, *b = right;
    int order = strcmp(a->month, b->month);
    if (order)
        return order;
    if (a->zone != b->zone)
        return a->zone < b->zone ? -1 : 1;
    return (a->fid > b->fid) - (a->fid < b->fid);
}

static enum ws_status make_months(struct unemployed_reader *reader, struct ws_error *err)
{
    struct unemployed *out = reader->out;
    uint32_t zones = reader->zones->count;
    for (size_t i = 0; i < reader->count; i++)
        out->month_count += !i || strcmp(reader->rows[i - 1].month, reader->rows[i].month) != 0;
    size_t months = out->month_count;
    out->zone_count = zones;
    out->month = mem_array(months, sizeof *out->month);
    out->people_micro = mem_array(months * zones, sizeof *out->people_micro);
    out->more_micro = mem_array(months * zones, sizeof *out->more_micro);
    out->outside_micro = mem_array(months, sizeof *out->outside_micro);
    if (!out->month || !out->people_micro || !out->more_micro || !out->outside_micro)
        return error_set(err, WS_NO_MEMORY, "no memory for %zu months", months);
    for (size_t i = 0; i < months * zones; i++)
        out->more_micro[i] = WS_UNBOUNDED; /* until a row tells */
    return WS_OK;
}

static void fill(struct unemployed_reader *reader, struct input *in)
{
    struct unemployed *out = reader->out;
    uint32_t month = 0;
    for (size_t i = 0; i < reader->count; i++) {
        const struct unemployed_row *row = &reader->rows[i], *last = i ? row - 1 : NULL;
        month += last && strcmp(last->month, row->month) != 0;
        memcpy(out->month[month], row->month, sizeof row->month);
        if (row->zone == WS_NONE) {
            out->outside_micro[month] += row->people_micro;
            continue;
        }
        if (last && last->zone == row->zone && strcmp(last->month, row->month) == 0)
            judge_fault(in, row->fid,
                        "%s has a row already, line %" PRId64 "%s%s; its people would count twice "
                        "(choose with --where unemployed=...)",
                        reader->zones->code[row->zone], last->fid, *row->month ? ", for " : "",
                        row->month);
        out->people_micro[(size_t)month * out->zone_count + row->zone] = row->people_micro;
        out->more_micro[(size_t)month * out->zone_count + row->zone] = row->more_micro;
    }
}

/* Municipalities without a row of the month that counts. */
static enum ws_status tell_missing(const struct unemployed_reader *reader, struct input *in,
                                   struct ws_error *err)
{
    const struct unemployed *out = reader->out;
    struct tally missing = {0};
    enum ws_status st = WS_OK;
    bool *has_row = mem_array(out->zone_count, sizeof *has_row);
    if (!has_row)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " rows", out->zone_count);
    for (size_t i = 0; i < reader->count; i++)
        if (reader->rows[i].zone != WS_NONE &&
            strcmp(reader->rows[i].month, out->month[out->picked]) == 0)
            has_row[reader->rows[i].zone] = true;
    for (uint32_t zone = 0; !st && zone < out->zone_count; zone++)
        if (!has_row[zone])
            st = words_add(&missing, reader->zones->code[zone], err);
    if (!st)
        st = tally_report(&missing, in, "municipalities without a row of the month",
                          "their unemployed are unknown, and the intervals say so", err);
    words_release(&missing);
    mem_free(has_row);
    return st;
}

/* The month of the day asked for, else the last one before it. */
static enum ws_status pick(struct unemployed_reader *reader, struct input *in, struct ws_error *err)
{
    struct unemployed *out = reader->out;
    char effect[120];
    if (!out->month_count)
        return input_fail(in, WS_BAD_DATA, err, "there are no rows of unemployed people");
    out->picked = out->month_count - 1;
    if (reader->month < 0)
        return !*reader->as_of ? WS_OK
                               : judge_repair(in, -1, "counted whatever the day (--as-of)", err,
                                              "no column for unemployed.month; name it with "
                                              "--field unemployed.month=COLUMN");
    while (*reader->as_of && out->picked > 0 &&
           strncmp(out->month[out->picked], reader->as_of, 7) > 0)
        out->picked--;
    const char *month = out->month[out->picked];
    if (*reader->as_of && strncmp(month, reader->as_of, 7) > 0)
        return input_fail(in, WS_BAD_DATA, err,
                          "the first month is %s, after the day asked for (--as-of %s); expected "
                          "rows of %.7s or before",
                          month, reader->as_of, reader->as_of);
    if (*reader->as_of && strncmp(month, reader->as_of, 7) == 0)
        return WS_OK;
    snprintf(effect, sizeof effect, "%s counts, the latest%s", month,
             *reader->as_of ? " before that day" : "");
    if (*reader->as_of)
        return judge_repair(in, -1, effect, err, "no rows of %.7s (--as-of)", reader->as_of);
    return out->month_count == 1 ? WS_OK
                                 : judge_repair(in, -1, effect, err,
                                                "%" PRIu32 " months and no day is asked for "
                                                "(--as-of)",
                                                out->month_count);
}

/* ---- months beside each other ------------------------------------------------------ */

/* Counts as large as a slip of a digit makes them; small ones move by chance. */
#define JUMP_TIMES 5u
#define JUMP_LEAST (100u * (uint64_t)WS_MICRO)

/* False: there is no such month, or its count is not known. */
static bool known_count(uint64_t *out, const struct unemployed *table, uint32_t zone,
                        uint32_t month)
{
    size_t at = (size_t)month * table->zone_count + zone;
    if (month >= table->month_count || table->more_micro[at])
        return false;
    *out = table->people_micro[at];
    return true;
}

/* The two months nearest to one: on either side, or both on the same at an end. There
 * may be fewer: known_count() knows. */
static void months_beside(uint32_t beside[2], const struct unemployed *table, uint32_t month)
{
    beside[0] = month > 0 ? month - 1 : month + 2;
    beside[1] = month + 1 < table->month_count ? month + 1 : month - 2;
}

/* Many times what both months beside tell, or a small part of it. Of two months in all
 * the higher one is doubted. */
static bool jumps(const struct unemployed *table, uint32_t zone, uint32_t month)
{
    uint32_t beside[2];
    uint64_t count, one = 0, two = 0;
    months_beside(beside, table, month);
    bool has_one = known_count(&one, table, zone, beside[0]);
    bool has_two = known_count(&two, table, zone, beside[1]);
    if (!known_count(&count, table, zone, month) || (!has_one && !has_two))
        return false;
    uint64_t most = one > two ? one : two, least = one < two ? one : two;
    return (count >= JUMP_LEAST && count / JUMP_TIMES >= most) ||
           (has_one && has_two && least >= JUMP_LEAST && count <= least / JUMP_TIMES);
}

static void count_text(char out[48], const struct unemployed *table, uint32_t zone, uint32_t month)
{
    uint64_t count;
    out[0] = '\0';
    if (known_count(&count, table, zone, month))
        snprintf(out, 48, ", %" PRIu64 " in %s", count / WS_MICRO, table->month[month]);
}

static enum ws_status tell_jumps(const struct unemployed *table, struct input *in,
                                 const struct zones *zones, struct ws_error *err)
{
    uint32_t jump_count = 0, first = 0, beside[2];
    char counts[3][48] = {"", "", ""};
    for (uint32_t zone = 0; zone < table->zone_count; zone++)
        for (uint32_t month = 0; month < table->month_count; month++) {
            if (!jumps(table, zone, month) || jump_count++)
                continue;
            first = zone;
            months_beside(beside, table, month);
            count_text(counts[0], table, zone, month);
            count_text(counts[1], table, zone, beside[0]);
            count_text(counts[2], table, zone, beside[1]);
        }
    if (!jump_count)
        return WS_OK;
    return judge_repair(in, -1, "counted as they stand; a digit too many or too few?", err,
                        "%" PRIu32 " count%s 5 times or more, or a fifth or less, of the months "
                        "beside (first: %s%s%s%s)",
                        jump_count, jump_count == 1 ? " is" : "s are", zones->code[first],
                        counts[0], counts[1], counts[2]);
}

static enum ws_status done(void *context, struct input *in, struct ws_error *err)
{
    struct unemployed_reader *reader = context;
    enum ws_status st = judge_end(in, err);
    if (st)
        return st;
    if (reader->count)
        qsort(reader->rows, reader->count, sizeof *reader->rows, compare_rows);
    st = make_months(reader, err);
    if (!st) {
        fill(reader, in);
        st = pick(reader, in, err);
    }
    if (!st)
        st = tally_report(&reader->totals, in, "rows that are the sum of others",
                          "left out: their people are in the other rows", err);
    if (!st)
        st = tally_report(&reader->strangers, in, "codes of no municipality",
                          "their people count, and as not covered", err);
    if (!st)
        st = tell_missing(reader, in, err);
    if (!st)
        st = tell_jumps(reader->out, in, reader->zones, err);
    return st ? st : register_tell(&reader->doubts, in, reader->people, err);
}

enum ws_status io_read_unemployed(struct unemployed *out, struct io *io,
                                  const struct ws_source *source, const char *as_of,
                                  const struct zones *zones, struct ws_error *err)
{
    static const struct register_steps steps = {WS_ROLE_UNEMPLOYED, find, take_row, done};
    assert(out && as_of && zones);
    struct unemployed unemployed = {0};
    struct unemployed_reader reader = {.out = &unemployed, .zones = zones, .as_of = as_of};
    enum ws_status st = register_read(&reader, &steps, io, source, err);
    mem_free(reader.rows);
    words_release(&reader.totals);
    words_release(&reader.strangers);
    if (st)
        unemployed_release(&unemployed);
    else
        *out = unemployed;
    return st;
}
