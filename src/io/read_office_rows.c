/* Rows of offices: in an order that no file decides, ids and providers judged. */
#include "io/read_offices.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

bool row_is_blank(struct input *in, OGRFeatureH feature)
{
    if (OGR_F_GetGeometryRef(feature))
        return false;
    for (int c = 0; c < OGR_FD_GetFieldCount(in->defn); c++) {
        bool is_filled = OGR_F_IsFieldSetAndNotNull(feature, c);
        const char *text = is_filled ? OGR_F_GetFieldAsString(feature, c) : "";
        if (text[strspn(text, " \t\r\n")])
            return false;
    }
    return true;
}

#define OWN_PROVIDER "(office "

static void row_release(struct office_row *row)
{
    mem_free(row->id);
    mem_free(row->provider);
    mem_free(row->name);
}

void office_rows_release(struct office_rows *rows)
{
    for (size_t i = 0; i < rows->count; i++)
        row_release(&rows->rows[i]);
    for (size_t i = 0; i < rows->cell_count; i++)
        mem_free(rows->cells[i].text);
    mem_free(rows->rows);
    mem_free(rows->cells);
}

/* ---- cells ----------------------------------------------------------------------------- */

enum column_type office_column_type(struct input *in, int column)
{
    switch (OGR_Fld_GetType(OGR_FD_GetFieldDefn(in->defn, column))) {
    case OFTInteger:
    case OFTInteger64:
        return COLUMN_WHOLE;
    case OFTReal:
        return COLUMN_REAL;
    default:
        return COLUMN_TEXT;
    }
}

/* A text cell as it is in the source: never null when filled. */
static bool read_cell(struct office_cell *cell, struct input *in, OGRFeatureH feature, int column)
{
    *cell = (struct office_cell){.whole = COLUMN_WHOLE_NULL, .real = (double)NAN};
    if (!OGR_F_IsFieldSetAndNotNull(feature, column))
        return true;
    const char *text;
    switch (office_column_type(in, column)) {
    case COLUMN_WHOLE:
        cell->whole = OGR_F_GetFieldAsInteger64(feature, column);
        return true;
    case COLUMN_REAL:
        cell->real = OGR_F_GetFieldAsDouble(feature, column);
        return true;
    default:
        text = office_date_text(in, columns_kept(in, feature, column));
        cell->text = mem_string(text ? text : "");
        return cell->text != NULL;
    }
}

static enum ws_status keep_cells(struct office_rows *rows, struct input *in, OGRFeatureH feature,
                                 struct ws_error *err)
{
    int column_count = OGR_FD_GetFieldCount(in->defn);
    size_t need = rows->cell_count + (size_t)column_count;
    bool has_room = !mem_grow(&rows->cells, &rows->cell_cap, need, sizeof *rows->cells);
    for (int c = 0; has_room && c < column_count; c++)
        has_room = read_cell(&rows->cells[rows->cell_count++], in, feature, c);
    return has_room ? WS_OK : error_set(err, WS_NO_MEMORY, "no memory for %zu cells", need);
}

enum ws_status office_rows_add(struct office_rows *rows, const struct office_row *row,
                               struct input *in, OGRFeatureH feature, struct ws_error *err)
{
    struct office_row own = *row;
    if (mem_grow(&rows->rows, &rows->cap, rows->count + 1, sizeof own)) {
        row_release(&own);
        return error_set(err, WS_NO_MEMORY, "no memory for %zu offices", rows->count + 1);
    }
    own.first_cell = rows->cell_count;
    own.column_count = OGR_FD_GetFieldCount(in->defn);
    rows->rows[rows->count++] = own;
    return keep_cells(rows, in, feature, err);
}

/* ---- order ------------------------------------------------------------------------------- */

static int compare_texts(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "");
}

static int compare_reals(double a, double b)
{
    return isnan(a) || isnan(b) ? (isnan(a) > 0) - (isnan(b) > 0) : (a > b) - (a < b);
}

static int compare_cells(const struct office_row *a, const struct office_row *b)
{
    int order = 0;
    for (int c = 0; !order && c < a->column_count; c++) {
        const struct office_cell *one = &a->cells[c], *two = &b->cells[c];
        order = compare_texts(one->text, two->text);
        if (!order)
            order = (one->whole > two->whole) - (one->whole < two->whole);
        if (!order)
            order = compare_reals(one->real, two->real);
    }
    return order;
}

/* By id; without, by what the office is, so the file's order never matters. */
static int compare_offices(const struct office_row *a, const struct office_row *b)
{
    int order = compare_texts(a->id, b->id);
    if (!order)
        order = compare_texts(a->provider, b->provider);
    if (!order)
        order = compare_texts(a->name, b->name);
    if (!order)
        order = compare_reals(a->x_m, b->x_m);
    if (!order)
        order = compare_reals(a->y_m, b->y_m);
    return order ? order : compare_cells(a, b);
}

/* Rows equal in all of it are interchangeable; only messages see their numbers. */
static int compare_rows(const void *left, const void *right)
{
    const struct office_row *a = left, *b = right;
    int order = compare_offices(a, b);
    return order ? order : (a->fid > b->fid) - (a->fid < b->fid);
}

/* ---- ids ---------------------------------------------------------------------------------- */

/* Dates are ids that were spoilt only when the others are none. */
static void judge_ids(const struct office_rows *rows, struct input *in)
{
    size_t dates = 0;
    for (size_t i = 0; i < rows->count; i++)
        dates += rows->rows[i].id && code_is_mangled(NULL, rows->rows[i].id);
    for (size_t i = 0; i < rows->count; i++) {
        const char *id = rows->rows[i].id;
        if (id && dates < rows->count && code_is_mangled(NULL, id))
            judge_fault(in, rows->rows[i].fid,
                        "id %.60s: a spreadsheet took it for a date; take it from its source, with "
                        "the column formatted as text",
                        id);
    }
}

static void judge_doubles(const struct office_rows *rows, struct input *in)
{
    judge_name(in, -1, NULL);
    for (size_t i = 1; i < rows->count; i++) {
        const struct office_row *a = &rows->rows[i - 1], *b = &rows->rows[i];
        char other[128];
        if (!a->id || !b->id || strcmp(a->id, b->id))
            continue;
        text_copy(other, sizeof other, judge_label(in, a->fid));
        judge_fault(in, b->fid, "id %.80s is also that of another office (%s)%s", b->id, other,
                    rows->has_dates ? "; of rows in time --as-of takes one" : "");
    }
}

/* Without ids: rows alike in everything. */
static enum ws_status list_twins(const struct office_rows *rows, struct input *in,
                                 struct ws_error *err)
{
    enum ws_status st = WS_OK;
    for (size_t i = 1; !st && i < rows->count; i++) {
        const struct office_row *a = &rows->rows[i - 1], *b = &rows->rows[i];
        char other[128];
        if (compare_offices(a, b))
            continue;
        text_copy(other, sizeof other, judge_label(in, a->fid));
        st = judge_repair(in, b->fid, "coverage is the same; it counts as two offices", err,
                          "the office %.80s stands twice, also as %s",
                          b->name       ? b->name
                          : b->provider ? b->provider
                                        : "",
                          other);
    }
    return st;
}

static enum ws_status number_rows(struct office_rows *rows, struct ws_error *err)
{
    int width = snprintf(NULL, 0, "%zu", rows->count);
    for (size_t i = 0; i < rows->count; i++) {
        char id[24];
        snprintf(id, sizeof id, "%0*zu", width, i + 1);
        rows->rows[i].id = mem_string(id);
        if (!rows->rows[i].id)
            return error_set(err, WS_NO_MEMORY, "no memory for office ids");
    }
    return WS_OK;
}

/* ---- providers ------------------------------------------------------------------------------ */

static enum ws_status name_providers(struct office_rows *rows, struct input *in,
                                     struct ws_error *err)
{
    for (size_t i = 0; i < rows->count; i++) {
        struct office_row *row = &rows->rows[i];
        if (row->provider)
            continue;
        size_t size = strlen(row->id) + sizeof OWN_PROVIDER + 2;
        row->provider = mem_array(size, 1);
        if (!row->provider)
            return error_set(err, WS_NO_MEMORY, "no memory for providers");
        snprintf(row->provider, size, OWN_PROVIDER "%s)", row->id);
        enum ws_status st = judge_repair(in, row->fid, "the office is a provider of its own", err,
                                         "office %s has no provider", row->id);
        if (st)
            return st;
    }
    return WS_OK;
}

static int compare_names(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static enum ws_status take_providers(struct offices *out, const struct office_rows *rows,
                                     struct ws_error *err)
{
    const char **names = mem_array(rows->count, sizeof *names);
    out->provider = mem_array(rows->count, sizeof *out->provider);
    bool has_room = names && out->provider;
    for (size_t i = 0; has_room && i < rows->count; i++)
        names[i] = rows->rows[i].provider;
    if (has_room && rows->count)
        qsort(names, rows->count, sizeof *names, compare_names);
    for (size_t i = 0; has_room && i < rows->count; i++) {
        if (i && !strcmp(names[i - 1], names[i]))
            continue;
        out->provider[out->provider_count] = mem_string(names[i]);
        has_room = out->provider[out->provider_count] != NULL;
        out->provider_count += has_room;
    }
    mem_free(names);
    return has_room ? WS_OK : error_set(err, WS_NO_MEMORY, "no memory for providers");
}

/* Names that look like one are told, never merged. */
static enum ws_status list_alike(const struct offices *offices, struct input *in,
                                 struct ws_error *err)
{
    struct alike_name *names = mem_array(offices->provider_count, sizeof *names);
    if (!names)
        return error_set(err, WS_NO_MEMORY, "no memory for providers");
    uint32_t count = 0;
    for (uint32_t p = 0; p < offices->provider_count; p++)
        if (strncmp(offices->provider[p], OWN_PROVIDER, strlen(OWN_PROVIDER)) != 0)
            names[count++] = (struct alike_name){offices->provider[p], true};
    enum ws_status st = alike_tell(names, count, in, err);
    mem_free(names);
    return st;
}

/* ---- handing over -----------------------------------------------------------------------------
 */

static uint32_t provider_of(const struct offices *offices, const char *name)
{
    uint32_t low = 0, high = offices->provider_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (strcmp(offices->provider[middle], name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static enum ws_status take_points(struct offices *out, struct office_rows *rows,
                                  struct ws_error *err)
{
    struct ws_points *points = &out->points;
    points->x_m = mem_array(rows->count, sizeof *points->x_m);
    points->y_m = mem_array(rows->count, sizeof *points->y_m);
    points->group = mem_array(rows->count, sizeof *points->group);
    points->fid = mem_array(rows->count, sizeof *points->fid);
    out->id = mem_array(rows->count, sizeof *out->id);
    out->state = mem_array(rows->count, sizeof *out->state);
    if (!points->x_m || !points->y_m || !points->group || !points->fid || !out->id || !out->state)
        return error_set(err, WS_NO_MEMORY, "no memory for %zu offices", rows->count);
    points->count = (uint32_t)rows->count;
    for (size_t i = 0; i < rows->count; i++) {
        struct office_row *row = &rows->rows[i];
        points->x_m[i] = row->x_m;
        points->y_m[i] = row->y_m;
        points->group[i] = provider_of(out, row->provider);
        points->fid[i] = row->fid;
        out->state[i] = row->state;
        out->id[i] = row->id;
        row->id = NULL;
    }
    return WS_OK;
}

static bool fill_column(struct column *column, struct office_rows *rows, int number)
{
    if (column->type == COLUMN_TEXT)
        column->text = mem_array(rows->count, sizeof *column->text);
    else if (column->type == COLUMN_WHOLE)
        column->whole = mem_array(rows->count, sizeof *column->whole);
    else
        column->real = mem_array(rows->count, sizeof *column->real);
    if (!column->text && !column->whole && !column->real)
        return false;
    for (size_t i = 0; i < rows->count; i++) {
        struct office_cell *cell = &rows->cells[rows->rows[i].first_cell + (size_t)number];
        if (column->text) {
            column->text[i] = cell->text;
            cell->text = NULL;
        } else if (column->whole) {
            column->whole[i] = cell->whole;
        } else {
            column->real[i] = cell->real;
        }
    }
    return true;
}

static enum ws_status take_columns(struct offices *out, struct office_rows *rows, struct input *in,
                                   struct ws_error *err)
{
    int count = OGR_FD_GetFieldCount(in->defn);
    out->columns = mem_array((size_t)count, sizeof *out->columns);
    bool has_room = out->columns != NULL;
    for (int c = 0; has_room && c < count; c++) {
        struct column *column = &out->columns[out->column_count++];
        text_copy(column->name, sizeof column->name, columns_name(in, c));
        column->type = office_column_type(in, c);
        has_room = fill_column(column, rows, c);
    }
    return has_room ? WS_OK : error_set(err, WS_NO_MEMORY, "no memory for the offices' columns");
}

enum ws_status office_rows_take(struct offices *out, struct office_rows *rows, struct input *in,
                                struct ws_error *err)
{
    for (size_t i = 0; i < rows->count; i++)
        rows->rows[i].cells = rows->cells + rows->rows[i].first_cell;
    if (rows->count)
        qsort(rows->rows, rows->count, sizeof *rows->rows, compare_rows);
    if (rows->has_id) {
        judge_ids(rows, in);
        judge_doubles(rows, in);
    }
    enum ws_status st = judge_end(in, err);
    if (!st && !rows->has_id)
        st = list_twins(rows, in, err);
    if (!st && !rows->has_id)
        st = number_rows(rows, err);
    if (!st)
        st = name_providers(rows, in, err);
    if (!st)
        st = take_providers(out, rows, err);
    if (!st)
        st = list_alike(out, in, err);
    if (!st)
        st = take_points(out, rows, err);
    return st ? st : take_columns(out, rows, in, err);
}
