/* Offices: points or a table with coordinates, valid on the day asked for. */
#include "io/read.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct office_columns {
    int provider, id, name, valid_from, valid_to, known, scheme;
};

/* A kept cell: text, or a number in the column's type. */
struct cell {
    char *text;
    int64_t whole;
    double real;
};

struct office_row {
    char *id, *provider, *name;
    double x_m, y_m;
    int64_t fid;
    size_t first_cell;
    const struct cell *cells; /* set before sorting */
    int column_count;
};

struct office_rows {
    size_t count, cap, cell_count, cell_cap;
    struct office_row *rows;
    struct cell *cells;
};

static void row_release(struct office_row *row)
{
    mem_free(row->id);
    mem_free(row->provider);
    mem_free(row->name);
}

static void rows_release(struct office_rows *rows)
{
    for (size_t i = 0; i < rows->count; i++)
        row_release(&rows->rows[i]);
    for (size_t i = 0; i < rows->cell_count; i++)
        mem_free(rows->cells[i].text);
    mem_free(rows->rows);
    mem_free(rows->cells);
}

static enum ws_status find_columns(struct office_columns *out, struct input *in,
                                   const struct dated *dated, struct ws_error *err)
{
    const struct {
        int *column;
        struct column_key key;
    } looks[] = {
        {&out->provider,
         {"provider", "leverantor leverantornamn utforare aktor provider supplier operator foretag",
          "", true, false}},
        {&out->id, {"id", "officeid kontorid pharmacyid", "id", false, false}},
        {&out->name, {"name", "hospitalname sitename popularnamn", "namn name", false, false}},
        {&out->valid_from,
         {"valid_from", "validfrom giltigfran startdatum startdatumavtal", "", false, false}},
        {&out->valid_to, {"valid_to", "validto giltigtill slutdatum", "", false, false}},
        {&out->known, {"known", "known", "", false, false}},
        {&out->scheme, {"scheme", "scheme tjanst", "", dated->scheme[0] != '\0', false}},
    };
    enum ws_status st = WS_OK;
    for (size_t i = 0; !st && i < sizeof looks / sizeof *looks; i++)
        st = columns_find(looks[i].column, in, &looks[i].key, NULL, NULL, err);
    return st;
}

/* ---- dates --------------------------------------------------------------------------------- */

/* A date cell; "" when blank or absent. False after a fault. */
static bool read_date(char out[11], struct input *in, OGRFeatureH feature, int column)
{
    out[0] = '\0';
    const char *text = columns_text(in, feature, column);
    if (!text || value_date(out, text) != VALUE_BAD)
        return true;
    judge_fault(in, OGR_F_GetFID(feature), "%s is %.40s; expected YYYY-MM-DD or YYYY-MM",
                columns_name(in, column), text);
    return false;
}

/* The row holds on the day, as known then, for the scheme. */
static bool takes_part(struct input *in, OGRFeatureH feature, const struct office_columns *columns,
                       const struct dated *dated)
{
    char from[11], to[11], known[11];
    if (!read_date(from, in, feature, columns->valid_from) ||
        !read_date(to, in, feature, columns->valid_to) ||
        !read_date(known, in, feature, columns->known))
        return false;
    if (from[0] && to[0] && strcmp(to, from) <= 0) {
        judge_fault(in, OGR_F_GetFID(feature), "%s %s is not after %s %s",
                    columns_name(in, columns->valid_to), to, columns_name(in, columns->valid_from),
                    from);
        return false;
    }
    const char *day = dated->as_of;
    if (*day && ((from[0] && strcmp(day, from) < 0) || (to[0] && strcmp(day, to) >= 0)))
        return false;
    if (dated->known_on[0] && known[0] && strcmp(known, dated->known_on) > 0)
        return false;
    if (!dated->scheme[0])
        return true;
    const char *scheme = columns_text(in, feature, columns->scheme);
    return scheme && text_same_folded(scheme, dated->scheme);
}

/* ---- rows ------------------------------------------------------------------------------------ */

static enum column_type type_of(struct input *in, int column)
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
static bool read_cell(struct cell *cell, struct input *in, OGRFeatureH feature, int column)
{
    *cell = (struct cell){.whole = COLUMN_WHOLE_NULL, .real = (double)NAN};
    if (!OGR_F_IsFieldSetAndNotNull(feature, column))
        return true;
    const char *text;
    switch (type_of(in, column)) {
    case COLUMN_WHOLE:
        cell->whole = OGR_F_GetFieldAsInteger64(feature, column);
        return true;
    case COLUMN_REAL:
        cell->real = OGR_F_GetFieldAsDouble(feature, column);
        return true;
    default:
        text = columns_kept(in, feature, column);
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

/* A text, unless it says that there is none: offices of "NULL" are not one provider. */
static const char *known_text(struct input *in, OGRFeatureH feature, int column)
{
    const char *text = columns_text(in, feature, column);
    return text && !value_is_missing(text) ? text : NULL;
}

static enum ws_status add_row(struct office_rows *rows, struct input *in, OGRFeatureH feature,
                              const struct office_columns *columns, const double xy[2],
                              struct ws_error *err)
{
    struct office_row row = {.x_m = xy[0],
                             .y_m = xy[1],
                             .fid = OGR_F_GetFID(feature),
                             .first_cell = rows->cell_count,
                             .column_count = OGR_FD_GetFieldCount(in->defn)};
    if (mem_grow(&rows->rows, &rows->cap, rows->count + 1, sizeof row))
        return error_set(err, WS_NO_MEMORY, "no memory for %zu offices", rows->count + 1);
    row.id = judge_copy(in, columns_text(in, feature, columns->id));
    row.provider = judge_copy(in, known_text(in, feature, columns->provider));
    row.name = judge_copy(in, columns_label(in, feature, columns->name));
    if (columns->id >= 0 && !row.id)
        judge_fault(in, row.fid, "%s is blank; expected an id", columns_name(in, columns->id));
    rows->rows[rows->count++] = row;
    return keep_cells(rows, in, feature, err);
}

static enum ws_status leave_out(struct input *in, int64_t fid, struct ws_error *err)
{
    input_record(in)->left_out++;
    return judge_repair(in, fid, "1 office left out", err, "the office has no place");
}

static enum ws_status read_row(struct office_rows *rows, struct input *in, OGRFeatureH feature,
                               const struct office_columns *columns, struct place_columns *places,
                               struct ws_error *err)
{
    double xy[2];
    enum shape_point result;
    enum ws_status st = WS_OK;
    if (in->has_geometry)
        result = shape_point(in, feature, xy);
    else
        st = place_read(&result, xy, places, in, feature, err);
    if (st || result == POINT_FAULT)
        return st;
    if (result == POINT_NONE)
        return leave_out(in, OGR_F_GetFID(feature), err);
    return add_row(rows, in, feature, columns, xy, err);
}

static enum ws_status read_rows(struct office_rows *rows, struct input *in,
                                const struct office_columns *columns, struct place_columns *places,
                                const struct dated *dated, struct ws_error *err)
{
    uint64_t count = 0;
    OGR_L_ResetReading(in->layer);
    for (OGRFeatureH feature; (feature = input_next(in)); count++) {
        enum ws_status st = WS_OK;
        if (takes_part(in, feature, columns, dated))
            st = read_row(rows, in, feature, columns, places, err);
        OGR_F_Destroy(feature);
        if (st)
            return st;
    }
    return input_finish(in, count, rows->count, err);
}

/* ---- order and ids ------------------------------------------------------------------------------
 */

static int compare_texts(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "");
}

static int compare_reals(double a, double b)
{
    return isnan(a) || isnan(b) ? (isnan(a) > 0) - (isnan(b) > 0) : (a > b) - (a < b);
}

/* By id; without, by what the office is, so the file's order never matters. */
static int compare_rows(const void *left, const void *right)
{
    const struct office_row *a = left, *b = right;
    int order = compare_texts(a->id, b->id);
    if (!order)
        order = compare_texts(a->provider, b->provider);
    if (!order)
        order = compare_texts(a->name, b->name);
    if (!order)
        order = compare_reals(a->x_m, b->x_m);
    if (!order)
        order = compare_reals(a->y_m, b->y_m);
    for (int c = 0; !order && c < a->column_count; c++) {
        const struct cell *one = &a->cells[c], *two = &b->cells[c];
        order = compare_texts(one->text, two->text);
        if (!order)
            order = (one->whole > two->whole) - (one->whole < two->whole);
        if (!order)
            order = compare_reals(one->real, two->real);
    }
    return order;
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

static enum ws_status name_providers(struct office_rows *rows, struct input *in,
                                     struct ws_error *err)
{
    for (size_t i = 0; i < rows->count; i++) {
        struct office_row *row = &rows->rows[i];
        if (row->provider)
            continue;
        size_t size = strlen(row->id) + 12;
        row->provider = mem_array(size, 1);
        if (!row->provider)
            return error_set(err, WS_NO_MEMORY, "no memory for providers");
        snprintf(row->provider, size, "(office %s)", row->id);
        enum ws_status st = judge_repair(in, row->fid, "the office is a provider of its own", err,
                                         "office %s has no provider", row->id);
        if (st)
            return st;
    }
    return WS_OK;
}

static enum ws_status order_rows(struct office_rows *rows, struct input *in, bool has_id,
                                 struct ws_error *err)
{
    for (size_t i = 0; i < rows->count; i++)
        rows->rows[i].cells = rows->cells + rows->rows[i].first_cell;
    if (rows->count)
        qsort(rows->rows, rows->count, sizeof *rows->rows, compare_rows);
    for (size_t i = 1; has_id && i < rows->count; i++)
        if (!strcmp(rows->rows[i - 1].id, rows->rows[i].id))
            judge_fault(in, rows->rows[i].fid,
                        "id %s is also that of another office; dated rows need --as-of",
                        rows->rows[i].id);
    enum ws_status st = judge_end(in, err);
    if (!st && !has_id)
        st = number_rows(rows, err);
    return st ? st : name_providers(rows, in, err);
}

/* ---- handing over
 * ----------------------------------------------------------------------------------- */

static enum ws_status take_providers(struct offices *out, const struct office_rows *rows,
                                     struct ws_error *err)
{
    const char **names = mem_array(rows->count, sizeof *names);
    out->provider = mem_array(rows->count, sizeof *out->provider);
    if (!names || !out->provider) {
        mem_free(names);
        return error_set(err, WS_NO_MEMORY, "no memory for providers");
    }
    uint32_t count = 0;
    for (size_t i = 0; i < rows->count; i++) { /* insertion: providers are few */
        const char *name = rows->rows[i].provider;
        uint32_t at = count;
        while (at > 0 && strcmp(names[at - 1], name) > 0)
            at--;
        if (at > 0 && !strcmp(names[at - 1], name))
            continue;
        memmove(names + at + 1, names + at, (count - at) * sizeof *names);
        names[at] = name;
        count++;
    }
    bool has_room = true;
    for (uint32_t p = 0; has_room && p < count; p++) {
        out->provider[p] = mem_string(names[p]);
        has_room = out->provider[p] != NULL;
        out->provider_count += has_room;
    }
    mem_free(names);
    return has_room ? WS_OK : error_set(err, WS_NO_MEMORY, "no memory for providers");
}

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
    if (!points->x_m || !points->y_m || !points->group || !points->fid || !out->id)
        return error_set(err, WS_NO_MEMORY, "no memory for %zu offices", rows->count);
    points->count = (uint32_t)rows->count;
    for (size_t i = 0; i < rows->count; i++) {
        struct office_row *row = &rows->rows[i];
        points->x_m[i] = row->x_m;
        points->y_m[i] = row->y_m;
        points->group[i] = provider_of(out, row->provider);
        points->fid[i] = row->fid;
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
        struct cell *cell = &rows->cells[rows->rows[i].first_cell + (size_t)number];
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
        column->type = type_of(in, c);
        has_room = fill_column(column, rows, c);
    }
    return has_room ? WS_OK : error_set(err, WS_NO_MEMORY, "no memory for the offices' columns");
}

static enum ws_status connect(struct place_columns *places, struct input *in, struct ws_error *err)
{
    if (!in->has_geometry) {
        if (OGR_L_GetFeatureCount(in->layer, TRUE) == 0)
            return WS_OK; /* nobody is eligible: an answer */
        enum ws_status st = place_find(places, in, err);
        char present[260];
        if (st || places->count)
            return st;
        columns_list(present, sizeof present, in, false);
        return input_fail(
            in, WS_BAD_DATA, err,
            "no geometry and no coordinate columns; it has %s; name them with --field "
            "offices.x=COLUMN --field offices.y=COLUMN",
            present);
    }
    enum ws_status st = crs_of_layer(in, OGR_L_GetSpatialRef(in->layer), err);
    return st ? st : crs_connect(&in->crs, in, err);
}

static enum ws_status read_layer(struct offices *out, struct input *in, struct office_rows *rows,
                                 const struct dated *dated, const char *eligible,
                                 struct ws_error *err)
{
    struct office_columns columns;
    struct place_columns places = {0};
    enum ws_status st = input_filter(in, eligible, err);
    if (!st)
        st = find_columns(&columns, in, dated, err);
    if (!st)
        st = connect(&places, in, err);
    if (!st)
        st = read_rows(rows, in, &columns, &places, dated, err);
    place_release(&places);
    if (!st)
        st = crs_check_place(in, err);
    if (!st)
        st = order_rows(rows, in, columns.id >= 0, err);
    if (!st && !rows->count)
        st = judge_repair(in, -1, "nothing is reached", err, "no office takes part");
    if (!st)
        st = take_providers(out, rows, err);
    if (!st)
        st = take_points(out, rows, err);
    return st ? st : take_columns(out, rows, in, err);
}

enum ws_status io_read_offices(struct offices *out, struct io *io, const struct ws_source *source,
                               const struct dated *dated, const char *eligible,
                               const struct zones *zones, struct ws_error *err)
{
    assert(out && io && source && dated && io->working);
    (void)zones;
    struct input in = {0};
    struct offices offices = {0};
    struct office_rows rows = {0};
    enum ws_status st = input_open(&in, io, source, WS_ROLE_OFFICES, false, err);
    if (!st)
        st = read_layer(&offices, &in, &rows, dated, eligible ? eligible : "", err);
    input_close(&in);
    rows_release(&rows);
    if (st)
        offices_release(&offices);
    else
        *out = offices;
    return st;
}
