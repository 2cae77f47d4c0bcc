/* Dated rows: valid from a day to before another, known since, of a scheme. */
#include "io/read_offices.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What a row says of an office from a day on. */
struct version {
    char *id;
    char from[11], known[11];
    int64_t fid;
};

struct versions {
    size_t count, cap;
    struct version *rows;
};

const char *office_date_text(struct input *in, const char *text)
{
    bool is_sheet = text && in->is_table && input_ends_with(in->source, ".xlsx");
    if (!is_sheet || strlen(text) < 10 || text[4] != '/' || text[7] != '/')
        return text;
    for (int i = 0; i < 10; i++)
        if (i != 4 && i != 7 && (text[i] < '0' || text[i] > '9'))
            return text;
    if (text[10] && text[10] != ' ')
        return text;
    if (mem_grow(&in->scratch, &in->scratch_cap, strlen(text) + 1, 1)) {
        in->judge.has_no_memory = true;
        return text;
    }
    if (text != in->scratch)
        memmove(in->scratch, text, strlen(text) + 1);
    in->scratch[4] = in->scratch[7] = '-';
    return in->scratch;
}

/* A date cell; "" when blank or absent. False when it is none. */
static bool parse_date(char out[11], struct input *in, OGRFeatureH feature, int column)
{
    out[0] = '\0';
    const char *text = office_date_text(in, columns_text(in, feature, column));
    return !text || value_date(out, text) != VALUE_BAD;
}

/* The same; what is none is a fault. */
static bool read_date(char out[11], struct input *in, OGRFeatureH feature, int column)
{
    if (parse_date(out, in, feature, column))
        return true;
    const char *text = columns_text(in, feature, column);
    bool is_serial = text && value_is_digits(text, 5);
    judge_fault(in, OGR_F_GetFID(feature), "%s is %.40s; expected YYYY-MM-DD or YYYY-MM%s",
                columns_name(in, column), text ? text : "",
                is_serial ? ", not the day number of a spreadsheet" : "");
    return false;
}

static bool is_of_scheme(const struct dated_rows *rows, struct input *in, OGRFeatureH feature)
{
    if (!rows->dated->scheme[0])
        return true;
    const char *scheme = columns_text(in, feature, rows->columns.scheme);
    return scheme && text_same_folded(scheme, rows->dated->scheme);
}

/* A row of any day; the first few schemes that nobody asked for are kept by name. */
static void count_scheme(struct dated_rows *rows, struct input *in, OGRFeatureH feature)
{
    char name[sizeof *rows->schemes];
    if (is_of_scheme(rows, in, feature)) {
        rows->of_scheme++;
        return;
    }
    rows->of_others++;
    const char *scheme = columns_text(in, feature, rows->columns.scheme);
    if (!scheme || value_is_missing(scheme))
        return;
    text_copy(name, sizeof name, scheme);
    for (size_t i = 0; i < rows->scheme_count; i++)
        if (text_same_folded(rows->schemes[i], name))
            return;
    if (rows->scheme_count < DATED_SCHEMES)
        memcpy(rows->schemes[rows->scheme_count++], name, sizeof name);
    else
        rows->has_more_schemes = true;
}

enum ws_status dated_check_scheme(const struct dated_rows *rows, struct input *in,
                                  struct ws_error *err)
{
    char names[DATED_SCHEMES * (sizeof *rows->schemes + 2) + 1] = "no other";
    size_t used = 0;
    if (rows->of_scheme || !rows->of_others)
        return WS_OK;
    for (size_t i = 0; i < rows->scheme_count; i++)
        used += (size_t)snprintf(names + used, sizeof names - used, "%s%s", i ? ", " : "",
                                 rows->schemes[i]);
    return input_fail(in, WS_BAD_DATA, err, "no row is of scheme %s (--scheme); %s has %s%s",
                      rows->dated->scheme, columns_name(in, rows->columns.scheme), names,
                      rows->has_more_schemes ? " ..." : "");
}

static bool is_known(const struct dated_rows *rows, const char *known)
{
    const char *day = rows->dated->known_on;
    return !*day || !*known || strcmp(known, day) <= 0;
}

/* ---- rows that a later one replaces ----------------------------------------------- */

static void versions_release(struct versions *versions)
{
    for (size_t i = 0; i < versions->count; i++)
        mem_free(versions->rows[i].id);
    mem_free(versions->rows);
}

/* Rows whose dates are none are told when they are read. */
static enum ws_status add_version(struct versions *versions, const struct dated_rows *rows,
                                  struct input *in, OGRFeatureH feature, struct ws_error *err)
{
    struct version version = {.fid = OGR_F_GetFID(feature)};
    if (!is_of_scheme(rows, in, feature) ||
        !parse_date(version.from, in, feature, rows->columns.valid_from) ||
        !parse_date(version.known, in, feature, rows->columns.known) ||
        !is_known(rows, version.known))
        return WS_OK;
    const char *id = columns_text(in, feature, rows->columns.id);
    if (!id || value_is_missing(id))
        return WS_OK;
    version.id = mem_string(id);
    if (!version.id ||
        mem_grow(&versions->rows, &versions->cap, versions->count + 1, sizeof *versions->rows)) {
        mem_free(version.id);
        return error_set(err, WS_NO_MEMORY, "no memory for %zu dated rows", versions->count + 1);
    }
    versions->rows[versions->count++] = version;
    return WS_OK;
}

static int compare_subject(const struct version *a, const struct version *b)
{
    int order = strcmp(a->id, b->id);
    return order ? order : strcmp(a->from, b->from);
}

static int compare_versions(const void *left, const void *right)
{
    const struct version *a = left, *b = right;
    int order = compare_subject(a, b);
    if (!order)
        order = strcmp(a->known, b->known);
    return order ? order : (a->fid > b->fid) - (a->fid < b->fid);
}

static int compare_fids(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

static void judge_pair(struct input *in, const struct version *a, const struct version *b)
{
    char other[128];
    judge_name(in, -1, NULL);
    text_copy(other, sizeof other, judge_label(in, a->fid));
    judge_fault(in, b->fid, "%.60s from %s, known %s, is also told by %s", b->id,
                b->from[0] ? b->from : "the beginning", b->known[0] ? b->known : "always", other);
}

static enum ws_status find_old(struct dated_rows *rows, struct versions *versions, struct input *in,
                               struct ws_error *err)
{
    if (!versions->count)
        return WS_OK;
    qsort(versions->rows, versions->count, sizeof *versions->rows, compare_versions);
    rows->old = mem_array(versions->count, sizeof *rows->old);
    if (!rows->old)
        return error_set(err, WS_NO_MEMORY, "no memory for %zu dated rows", versions->count);
    for (size_t i = 1; i < versions->count; i++) {
        const struct version *a = &versions->rows[i - 1], *b = &versions->rows[i];
        if (compare_subject(a, b))
            continue;
        if (!strcmp(a->known, b->known))
            judge_pair(in, a, b);
        rows->old[rows->old_count++] = a->fid;
    }
    qsort(rows->old, rows->old_count, sizeof *rows->old, compare_fids);
    return WS_OK;
}

enum ws_status dated_open(struct dated_rows *out, struct input *in, const struct dated *dated,
                          const struct dated_columns *columns, struct ws_error *err)
{
    *out = (struct dated_rows){.dated = dated, .columns = *columns};
    if (columns->known < 0 || columns->id < 0)
        return WS_OK;
    struct versions versions = {0};
    enum ws_status st = WS_OK;
    OGR_L_ResetReading(in->layer);
    for (OGRFeatureH feature; !st && (feature = input_next(in)); OGR_F_Destroy(feature))
        st = add_version(&versions, out, in, feature, err);
    if (!st)
        st = find_old(out, &versions, in, err);
    versions_release(&versions);
    return st;
}

/* ---- row by row --------------------------------------------------------------------- */

bool dated_takes(struct dated_rows *rows, struct input *in, OGRFeatureH feature)
{
    char from[11], to[11], known[11];
    const char *day = rows->dated->as_of;
    int64_t fid = OGR_F_GetFID(feature);
    count_scheme(rows, in, feature);
    if (!read_date(from, in, feature, rows->columns.valid_from) ||
        !read_date(to, in, feature, rows->columns.valid_to) ||
        !read_date(known, in, feature, rows->columns.known))
        return false;
    if (from[0] && to[0] && strcmp(to, from) <= 0) {
        judge_fault(in, fid, "%s %s is not after %s %s", columns_name(in, rows->columns.valid_to),
                    to, columns_name(in, rows->columns.valid_from), from);
        return false;
    }
    if (!is_known(rows, known) || !is_of_scheme(rows, in, feature) ||
        (rows->old_count &&
         bsearch(&fid, rows->old, rows->old_count, sizeof *rows->old, compare_fids)))
        return false;
    rows->ended_count += !*day && to[0];
    memcpy(rows->from, from, sizeof rows->from);
    memcpy(rows->to, to, sizeof rows->to);
    return !*day || ((!from[0] || strcmp(day, from) >= 0) && (!to[0] || strcmp(day, to) < 0));
}

/* A day was asked for and no row can tell. */
static enum ws_status tell_timeless(const struct dated_rows *rows, struct input *in,
                                    struct ws_error *err)
{
    const struct dated *dated = rows->dated;
    enum ws_status st = WS_OK;
    if (dated->as_of[0] && rows->columns.valid_from < 0 && rows->columns.valid_to < 0)
        st = judge_repair(in, -1, "all rows count, whatever the day (--as-of)", err,
                          "no column for %s.valid_from and valid_to; name them with --field "
                          "%s.valid_from=COLUMN",
                          ws_role_name(in->role), ws_role_name(in->role));
    if (!st && dated->known_on[0] && rows->columns.known < 0)
        st = judge_repair(in, -1, "all rows count, whenever they were known (--known-on)", err,
                          "no column for %s.known; name it with --field %s.known=COLUMN",
                          ws_role_name(in->role), ws_role_name(in->role));
    return st;
}

enum ws_status dated_finish(const struct dated_rows *rows, struct input *in, struct ws_error *err)
{
    enum ws_status st = tell_timeless(rows, in, err);
    if (st)
        return st;
    if (!rows->ended_count)
        return WS_OK;
    return judge_repair(in, -1, "they count as open; state a day with --as-of", err,
                        "%" PRIu64 " row%s an end (%s) and no day is asked for", rows->ended_count,
                        rows->ended_count == 1 ? " has" : "s have",
                        columns_name(in, rows->columns.valid_to));
}

void dated_release(struct dated_rows *rows)
{
    mem_free(rows->old);
    *rows = (struct dated_rows){0};
}
