/* Who lives where and works where. */
#include "io/register.h"

#include "base/fixed.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct commuting_row {
    uint32_t home, work;
    uint64_t people_micro, more_micro;
    int64_t fid;
};

struct commuting_reader {
    struct commuting *out;
    const struct zones *zones;
    int home, work, people;
    struct join home_join, work_join;
    struct register_doubts doubts;
    struct tally totals, strangers, elsewhere; /* sums; homes, work places outside */
    size_t count, cap;
    struct commuting_row *rows;
};

static enum ws_status find(void *context, struct input *in, struct ws_error *err)
{
    struct commuting_reader *reader = context;
    const struct column_key home = {"home", "bostadskommun hemkommun home", "", true, false};
    const struct column_key work = {"work", "arbetskommun arbetsstallekommun work", "", true,
                                    false};
    const struct column_key people = {
        "people", "antal people pendlare sysselsatta employed forvarvsarbetande count", "", true,
        false};
    enum ws_status st = columns_find(&reader->home, in, &home, NULL, NULL, err);
    if (!st)
        st = columns_find(&reader->work, in, &work, NULL, NULL, err);
    if (!st)
        st = columns_find(&reader->people, in, &people, NULL, NULL, err);
    if (!st)
        st = value_judge_marks(in, reader->people, err);
    if (!st)
        st = code_judge(in, reader->home, code_is_mangled, err);
    if (!st)
        st = code_judge(in, reader->work, code_is_mangled, err);
    if (!st)
        st = join_column(&reader->home_join, in, reader->zones, reader->home, err);
    if (!st)
        st = join_column(&reader->work_join, in, reader->zones, reader->work, err);
    return st ? st : register_ages(reader->out->ages, in, err);
}

/* "okänd", "ej angiven", "unknown": people without a known work place. */
static bool is_unknown(const char *text)
{
    static const char *const words[] = {"ok\xc3\xa4nd",   "okand",         "unknown",  "ej angiven",
                                        "uppgift saknas", "ospecificerad", "not known"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (text_same_folded(text, words[i]))
            return true;
    return false;
}

/* Zone of a work place; *is_sum: the row is the total of others. */
static enum ws_status work_place(uint32_t *out, bool *is_sum, struct commuting_reader *reader,
                                 struct input *in, OGRFeatureH feature, struct ws_error *err)
{
    const char *text = register_text(in, feature, reader->work);
    *is_sum = false;
    *out = COMMUTING_UNKNOWN;
    if (!text || is_unknown(text))
        return WS_OK;
    *out = join_place(&reader->work_join, text);
    if (*out != WS_NONE)
        return WS_OK;
    *is_sum = join_is_sum(reader->zones, text);
    *out = COMMUTING_ELSEWHERE;
    return words_add(*is_sum ? &reader->totals : &reader->elsewhere, text, err);
}

static enum ws_status leave_out(struct tally *tally, struct input *in, const char *text,
                                struct ws_error *err)
{
    input_record(in)->left_out++;
    return words_add(tally, text, err);
}

static enum ws_status add_row(struct commuting_reader *reader, const struct commuting_row *row,
                              struct ws_error *err)
{
    if (mem_grow(&reader->rows, &reader->cap, reader->count + 1, sizeof *row))
        return error_set(err, WS_NO_MEMORY, "no memory for %zu commuters' rows", reader->count + 1);
    reader->rows[reader->count++] = *row;
    return WS_OK;
}

static enum ws_status take_row(void *context, struct input *in, OGRFeatureH feature,
                               struct ws_error *err)
{
    struct commuting_reader *reader = context;
    struct commuting_row row = {.fid = OGR_F_GetFID(feature)};
    bool is_sum;
    const char *text = register_text(in, feature, reader->home);
    if (!text || is_unknown(text)) {
        if (!text)
            judge_fault(in, row.fid, "%s is blank; expected a code",
                        columns_name(in, reader->home));
        return text ? leave_out(&reader->strangers, in, text, err) : WS_OK;
    }
    row.home = join_place(&reader->home_join, text);
    if (row.home == WS_NONE)
        return leave_out(join_is_sum(reader->zones, text) ? &reader->totals : &reader->strangers,
                         in, text, err);
    enum ws_status st = work_place(&row.work, &is_sum, reader, in, feature, err);
    if (!st && is_sum)
        input_record(in)->left_out++;
    if (st || is_sum)
        return st;
    (void)register_count(&row.people_micro, &row.more_micro, &reader->doubts, in, feature,
                         reader->people);
    return add_row(reader, &row, err);
}

/* ---- all rows ---------------------------------------------------------------------- */

static int compare_rows(const void *left, const void *right)
{
    const struct commuting_row *a = left, *b = right;
    if (a->home != b->home)
        return a->home < b->home ? -1 : 1;
    if (a->work != b->work)
        return a->work < b->work ? -1 : 1;
    return (a->fid > b->fid) - (a->fid < b->fid);
}

/* One pair of municipalities has one row: several would be ages, years or the same
 * people twice. Places that are none of ours are many. */
static void judge_twins(struct commuting_reader *reader, struct input *in)
{
    for (size_t i = 1; i < reader->count; i++) {
        const struct commuting_row *a = &reader->rows[i - 1], *b = &reader->rows[i];
        if (a->home == b->home && a->work == b->work && a->work < COMMUTING_ELSEWHERE)
            judge_fault(in, b->fid,
                        "%s to %s has a row already, line %" PRId64
                        "; its people would count twice (a row for each year or age? choose with "
                        "--where commuting=...)",
                        reader->zones->code[b->home], reader->zones->code[b->work], a->fid);
    }
}

/* A municipality without any row has commuters all the same. */
static enum ws_status add_missing(struct commuting_reader *reader, struct input *in,
                                  struct ws_error *err)
{
    struct tally missing = {0};
    enum ws_status st = WS_OK;
    size_t count = reader->count, at = 0;
    for (uint32_t zone = 0; !st && zone < reader->zones->count; zone++) {
        while (at < count && reader->rows[at].home < zone)
            at++;
        if (at < count && reader->rows[at].home == zone)
            continue;
        struct commuting_row row = {
            .home = zone, .work = COMMUTING_UNKNOWN, .more_micro = WS_UNBOUNDED, .fid = -1};
        st = add_row(reader, &row, err);
        if (!st)
            st = words_add(&missing, reader->zones->code[zone], err);
    }
    if (!st)
        st = tally_report(&missing, in, "municipalities from which no row tells who works where",
                          "their employed are unknown, and the intervals say so", err);
    words_release(&missing);
    return st;
}

static void merge_row(struct commuting *out, const struct commuting_row *row)
{
    uint32_t last = out->count - 1;
    if (!out->count || out->home[last] != row->home || out->work[last] != row->work) {
        last = out->count++;
        out->home[last] = row->home;
        out->work[last] = row->work;
    }
    out->people_micro[last] += row->people_micro;
    out->more_micro[last] = fixed_add_bound(out->more_micro[last], row->more_micro);
}

static enum ws_status take_all(struct commuting_reader *reader, struct ws_error *err)
{
    struct commuting *out = reader->out;
    out->home = mem_array(reader->count, sizeof *out->home);
    out->work = mem_array(reader->count, sizeof *out->work);
    out->people_micro = mem_array(reader->count, sizeof *out->people_micro);
    out->more_micro = mem_array(reader->count, sizeof *out->more_micro);
    if (!out->home || !out->work || !out->people_micro || !out->more_micro)
        return error_set(err, WS_NO_MEMORY, "no memory for %zu commuters' rows", reader->count);
    if (reader->count)
        qsort(reader->rows, reader->count, sizeof *reader->rows, compare_rows);
    for (size_t i = 0; i < reader->count; i++)
        merge_row(out, &reader->rows[i]);
    return WS_OK;
}

static enum ws_status done(void *context, struct input *in, struct ws_error *err)
{
    struct commuting_reader *reader = context;
    if (reader->count)
        qsort(reader->rows, reader->count, sizeof *reader->rows, compare_rows);
    judge_twins(reader, in);
    enum ws_status st = tally_report(&reader->totals, in, "rows that are the sum of others",
                                     "left out: their people are in the other rows", err);
    if (!st)
        st = tally_report(&reader->strangers, in, "homes in no municipality",
                          "left out: figures are about those who live in the municipalities", err);
    if (!st)
        st = tally_report(&reader->elsewhere, in, "work places in no municipality",
                          "known and outside: covered or not, nobody can say; the intervals hold "
                          "both",
                          err);
    if (!st)
        st = add_missing(reader, in, err);
    if (!st)
        st = register_tell(&reader->doubts, in, reader->people, err);
    return st ? st : take_all(reader, err);
}

enum ws_status io_read_commuting(struct commuting *out, struct io *io,
                                 const struct ws_source *source, const struct zones *zones,
                                 struct ws_error *err)
{
    static const struct register_steps steps = {WS_ROLE_COMMUTING, find, take_row, done};
    assert(out && zones);
    struct commuting commuting = {0};
    struct commuting_reader reader = {.out = &commuting, .zones = zones};
    enum ws_status st = register_read(&reader, &steps, io, source, err);
    mem_free(reader.rows);
    words_release(&reader.totals);
    words_release(&reader.strangers);
    words_release(&reader.elsewhere);
    if (st)
        commuting_release(&commuting);
    else
        *out = commuting;
    return st;
}
