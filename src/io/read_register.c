/* Rows of registers: the loop, cells of counts, months and texts. */
#include "io/register.h"

#include "base/fixed.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define MOST_PEOPLE 1e10

enum ws_status register_rows(void *context, const struct register_steps *steps, struct input *in,
                             struct ws_error *err)
{
    uint64_t count = 0;
    enum ws_status st = steps->find(context, in, err);
    OGR_L_ResetReading(in->layer);
    for (OGRFeatureH feature; !st && (feature = input_next(in)); count++) {
        st = steps->row(context, in, feature, err);
        OGR_F_Destroy(feature);
    }
    if (!st)
        st = steps->done(context, in, err);
    return st ? st : input_finish(in, count, count - input_record(in)->left_out, err);
}

enum ws_status register_read(void *context, const struct register_steps *steps, struct io *io,
                             const struct ws_source *source, struct ws_error *err)
{
    assert(steps && io && source);
    struct input in = {0};
    enum ws_status st = input_open(&in, io, source, steps->role, false, err);
    if (!st)
        st = register_rows(context, steps, &in, err);
    input_close(&in);
    return st;
}

const char *register_text(struct input *in, OGRFeatureH feature, int column)
{
    const char *text = column < 0 ? NULL : columns_text(in, feature, column);
    return text && !value_is_missing(text) ? text : NULL;
}

char *register_copy(struct input *in, OGRFeatureH feature, int column)
{
    return judge_copy(in, register_text(in, feature, column));
}

/* ---- counts --------------------------------------------------------------------- */

static void note_missing(struct register_doubts *doubts, struct input *in, OGRFeatureH feature)
{
    if (doubts->missing_count++ == 0)
        text_copy(doubts->missing_at, sizeof doubts->missing_at,
                  judge_label(in, OGR_F_GetFID(feature)));
}

bool register_count(uint64_t *people_micro, uint64_t *more_micro, struct register_doubts *doubts,
                    struct input *in, OGRFeatureH feature, int column)
{
    double value = 0.0;
    int64_t fid = OGR_F_GetFID(feature);
    enum value kind = value_cell(&value, in, feature, column);
    *people_micro = *more_micro = 0;
    if (kind == VALUE_MISSING) {
        *more_micro = WS_UNBOUNDED;
        note_missing(doubts, in, feature);
    } else if (kind == VALUE_HIDDEN) {
        *more_micro = people_hidden_most(in, feature, column);
        doubts->more_micro = fixed_add_bound(doubts->more_micro, *more_micro);
        if (doubts->hidden_count++ == 0)
            text_copy(doubts->hidden_at, sizeof doubts->hidden_at, judge_label(in, fid));
    } else if (kind == VALUE_BAD) {
        const char *text = OGR_F_GetFieldAsString(feature, column);
        judge_fault(in, fid, "%s is %.40s; expected a number of people%s", columns_name(in, column),
                    text, value_advice(in, text));
    } else if (value < 0.0 || value > MOST_PEOPLE) {
        judge_fault(in, fid, "%s is %.10g; expected 0 to %g people", columns_name(in, column),
                    value, MOST_PEOPLE);
    } else {
        *people_micro = fixed_micro(value);
        return true;
    }
    return false;
}

enum ws_status register_tell(const struct register_doubts *doubts, struct input *in, int column,
                             struct ws_error *err)
{
    char effect[120] = "nobody can say how many, and the intervals say so";
    const char *name = columns_name(in, column);
    enum ws_status st = WS_OK;
    input_record(in)->repaired += doubts->missing_count + doubts->hidden_count;
    if (doubts->missing_count)
        st = judge_repair(
            in, -1, effect, err, "people are missing in %" PRIu64 " cell%s of column %s, first %s",
            doubts->missing_count, doubts->missing_count == 1 ? "" : "s", name, doubts->missing_at);
    if (doubts->more_micro != WS_UNBOUNDED)
        snprintf(effect, sizeof effect, "unknown, the intervals say so; up to %.10g people more",
                 (double)doubts->more_micro / WS_MICRO);
    if (!st && doubts->hidden_count)
        st = judge_repair(in, -1, effect, err,
                          "%" PRIu64 " count%s withheld (<5, .., x) in column %s, first %s",
                          doubts->hidden_count, doubts->hidden_count == 1 ? " is" : "s are", name,
                          doubts->hidden_at);
    return st;
}

/* ---- dates ------------------------------------------------------------------------ */

bool register_date(char out[11], struct input *in, OGRFeatureH feature, int column)
{
    const char *text = column < 0 ? NULL : columns_text(in, feature, column);
    out[0] = '\0';
    if (!text || value_date(out, text) != VALUE_BAD)
        return true;
    judge_fault(in, OGR_F_GetFID(feature), "%s is %.40s; expected YYYY-MM-DD or YYYY-MM",
                columns_name(in, column), text);
    return false;
}

/* "202004" and "2020M04" as statistics write them. */
static bool plain_month(char out[8], const char *text)
{
    size_t gap = strlen(text) == 7 && (text[4] == 'M' || text[4] == 'm') ? 1 : 0;
    char date[8];
    if (strlen(text) != 6 + gap || strspn(text, "0123456789") < 4)
        return false;
    snprintf(date, sizeof date, "%.4s-%.2s", text, text + 4 + gap);
    char day[11];
    if (value_date(day, date) != VALUE_OK)
        return false;
    memcpy(out, date, 8);
    return true;
}

bool register_month(char out[8], struct input *in, OGRFeatureH feature, int column)
{
    char day[11];
    const char *text = column < 0 ? NULL : columns_text(in, feature, column);
    out[0] = '\0';
    if (text && plain_month(out, text))
        return true;
    if (text && value_date(day, text) == VALUE_OK) {
        snprintf(out, 8, "%.7s", day);
        return true;
    }
    judge_fault(in, OGR_F_GetFID(feature), "%s is %.40s; expected a month YYYY-MM",
                columns_name(in, column), text ? text : "blank");
    return false;
}

/* ---- ages ------------------------------------------------------------------------- */

enum ws_status register_ages(char out[32], struct input *in, struct ws_error *err)
{
    static const struct column_key key = {"ages", "ages alder age aldersgrupp", "", false, false};
    int column;
    out[0] = '\0';
    enum ws_status st = columns_find(&column, in, &key, NULL, NULL, err);
    OGR_L_ResetReading(in->layer);
    for (OGRFeatureH feature; !st && column >= 0 && (feature = input_next(in));
         OGR_F_Destroy(feature)) {
        const char *text = register_text(in, feature, column);
        if (!text || strcmp(text, out) == 0)
            continue;
        if (out[0])
            st = input_fail(in, WS_BAD_DATA, err,
                            "column %s has %.30s and %.30s: people of several ages would be added "
                            "up; choose rows with --where %s=...",
                            columns_name(in, column), out, text, ws_role_name(in->role));
        text_copy(out, 32, text);
    }
    return st;
}
