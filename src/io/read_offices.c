/* Offices: points or a table with coordinates, valid on the day asked for. */
#include "io/read_offices.h"
#include "io/read_place.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* A GeoPackage has at most 2000 columns; some are ours. */
#define MOST_COLUMNS 1900

struct office_columns {
    int provider, id, name, area;
    struct dated_columns dated;
};

/* One reading of a layer of offices. */
struct office_reader {
    struct input *in;
    struct office_columns columns;
    struct dated_rows dated;
    struct supply_rows supply;
    struct place_columns places;
    struct place_doubts doubts;
    struct office_rows *rows;
    uint8_t state; /* of the row being read */
    uint64_t row_count, blank_count, contract_count, placeless_count;
};

static enum ws_status find_columns(struct office_columns *out, struct input *in,
                                   const struct dated *dated, struct ws_error *err)
{
    const struct {
        int *column;
        struct column_key key;
        column_test *test;
    } looks[] = {
        {&out->provider,
         {"provider", "leverantor leverantornamn utforare aktor provider supplier operator foretag",
          "", true, false},
         NULL},
        {&out->id, {"id", "officeid kontorid pharmacyid", "id", false, false}, NULL},
        {&out->name,
         {"name", "hospitalname sitename popularnamn", "namn name", false, false},
         NULL},
        {&out->area,
         {"area",
          "leveransomrade leverantorsomrade supplierarea deliveryarea omrade areaid areaname", "",
          false, false},
         NULL},
        {&out->dated.valid_from,
         {"valid_from", "validfrom giltigfran startdatum startdatumavtal", "", false, false},
         NULL},
        {&out->dated.valid_to,
         {"valid_to", "validto giltigtill slutdatum", "", false, false},
         NULL},
        {&out->dated.known, {"known", "known", "", false, false}, NULL},
        {&out->dated.scheme,
         {"scheme", "scheme tjanst", "", dated->scheme[0] != '\0', false},
         NULL},
    };
    enum ws_status st = WS_OK;
    for (size_t i = 0; !st && i < sizeof looks / sizeof *looks; i++)
        st = columns_find(looks[i].column, in, &looks[i].key, looks[i].test, NULL, err);
    out->dated.id = out->id;
    return st;
}

/* ---- rows ------------------------------------------------------------------------------------ */

/* A text, unless it says that there is none: offices of "NULL" are not one provider. */
static const char *known_text(struct input *in, OGRFeatureH feature, int column)
{
    const char *text = columns_text(in, feature, column);
    return text && !value_is_missing(text) ? text : NULL;
}

/* Its id; a workbook stores the number 7 as "7" or "7.0". */
static const char *read_id(struct input *in, OGRFeatureH feature, int column)
{
    const char *text = office_date_text(in, known_text(in, feature, column));
    size_t size = text ? strlen(text) : 0, digits = text ? strspn(text, "0123456789") : 0;
    bool is_whole = digits && size == digits + 2 && strcmp(text + digits, ".0") == 0;
    if (!is_whole || !in->is_table || !input_ends_with(in->source, ".xlsx"))
        return text;
    if (mem_grow(&in->scratch, &in->scratch_cap, size + 1, 1)) {
        in->judge.has_no_memory = true;
        return NULL;
    }
    if (text != in->scratch)
        memmove(in->scratch, text, size + 1);
    in->scratch[digits] = '\0';
    return in->scratch;
}

/* What messages call the row: its id, else its name. */
static void name_row(struct office_reader *reader, OGRFeatureH feature)
{
    struct input *in = reader->in;
    const char *text = read_id(in, feature, reader->columns.id);
    if (!text)
        text = columns_label(in, feature, reader->columns.name);
    judge_name(in, OGR_F_GetFID(feature), text);
}

static enum ws_status add_row(struct office_reader *reader, OGRFeatureH feature, const double xy[2],
                              struct ws_error *err)
{
    struct input *in = reader->in;
    const struct office_columns *columns = &reader->columns;
    struct office_row row = {
        .x_m = xy[0], .y_m = xy[1], .fid = OGR_F_GetFID(feature), .state = reader->state};
    row.id = judge_copy(in, read_id(in, feature, columns->id));
    row.provider = judge_copy(in, known_text(in, feature, columns->provider));
    row.name = judge_copy(in, columns_label(in, feature, columns->name));
    if (columns->id >= 0 && !row.id)
        judge_fault(in, row.fid, "%s is blank; expected an id", columns_name(in, columns->id));
    return office_rows_add(reader->rows, &row, in, feature, err);
}

/* A row with an area and no place is a contract. */
static enum ws_status leave_out(struct office_reader *reader, OGRFeatureH feature,
                                struct ws_error *err)
{
    struct input *in = reader->in;
    int64_t fid = OGR_F_GetFID(feature);
    char area[80] = "";
    const char *text = known_text(in, feature, reader->columns.area);
    if (text)
        text_copy(area, sizeof area, text);
    if (*area) {
        reader->contract_count++;
        return judge_repair(in, fid, "supply, no reach: it serves nobody", err,
                            "an area (%s) and no place: a contract, not an office", area);
    }
    reader->placeless_count++;
    return judge_repair(in, fid, "1 office left out: it serves nobody", err,
                        "the office has no place");
}

/* One point, or a collection that holds one; what has no geometry passes. */
static bool is_one_point(struct input *in, OGRFeatureH feature)
{
    OGRGeometryH geometry = OGR_F_GetGeometryRef(feature);
    if (!geometry || OGR_G_IsEmpty(geometry))
        return true;
    OGRwkbGeometryType type = wkbFlatten(OGR_G_GetGeometryType(geometry));
    int parts = OGR_G_GetGeometryCount(geometry);
    if (type == wkbPoint || (type == wkbMultiPoint && parts == 1))
        return true;
    judge_fault(in, OGR_F_GetFID(feature), "the geometry is a %s%s; expected one point an office",
                OGR_G_GetGeometryName(geometry), type == wkbMultiPoint ? " of several" : "");
    return false;
}

/* The row's own coordinates; false: it has none, or none that can be read. */
static bool own_place(double own[2], const struct office_reader *reader, OGRFeatureH feature)
{
    struct input *in = reader->in;
    if (!in->has_geometry)
        return place_cells(own, &reader->places.pairs[0], in, feature, false) == POINT_TAKEN;
    OGRGeometryH geometry = OGR_F_GetGeometryRef(feature);
    if (geometry && OGR_G_GetGeometryCount(geometry) == 1)
        geometry = OGR_G_GetGeometryRef(geometry, 0);
    if (!geometry || OGR_G_IsEmpty(geometry))
        return false;
    own[0] = OGR_G_GetX(geometry, 0);
    own[1] = OGR_G_GetY(geometry, 0);
    return isfinite(own[0]) && isfinite(own[1]) && (own[0] != 0.0 || own[1] != 0.0);
}

static enum shape_point read_point(double xy[2], const struct office_reader *reader,
                                   OGRFeatureH feature)
{
    double own[2];
    if (own_place(own, reader, feature) &&
        !place_fits(reader->in, OGR_F_GetFID(feature), own, NULL))
        return POINT_FAULT;
    return shape_point(reader->in, feature, xy);
}

static enum ws_status read_row(struct office_reader *reader, OGRFeatureH feature,
                               struct ws_error *err)
{
    struct input *in = reader->in;
    double own[2], xy[2];
    enum shape_point result;
    enum ws_status st = WS_OK;
    if (in->has_geometry && !is_one_point(in, feature))
        return WS_OK;
    if (own_place(own, reader, feature) &&
        place_doubt(&reader->doubts, in, OGR_F_GetFID(feature), own))
        return WS_OK; /* a fault, told when the others are known */
    if (in->has_geometry)
        result = read_point(xy, reader, feature);
    else
        st = place_read(&result, xy, &reader->places, in, feature, err);
    if (st || result == POINT_FAULT)
        return st;
    if (result == POINT_NONE)
        return leave_out(reader, feature, err);
    return add_row(reader, feature, xy, err);
}

static enum ws_status read_rows(struct office_reader *reader, struct ws_error *err)
{
    struct input *in = reader->in;
    OGR_L_ResetReading(in->layer);
    for (OGRFeatureH feature; (feature = input_next(in)); reader->row_count++) {
        enum ws_status st = WS_OK;
        name_row(reader, feature);
        if (row_is_blank(in, feature))
            reader->blank_count++;
        else if (dated_takes(&reader->dated, in, feature) &&
                 supply_takes(&reader->supply, in, feature, reader->dated.to, &reader->state))
            st = read_row(reader, feature, err);
        OGR_F_Destroy(feature);
        if (st)
            return st;
    }
    judge_name(in, -1, NULL);
    place_judge_axes(&reader->doubts, in->has_geometry ? NULL : &reader->places, in);
    input_record(in)->left_out = reader->row_count - reader->rows->count;
    return input_finish(in, reader->row_count, reader->rows->count, err);
}

/* ---- the layer ---------------------------------------------------------------------------------
 */

static enum ws_status refuse_no_place(struct office_reader *reader, struct ws_error *err)
{
    struct input *in = reader->in;
    char present[260], why[260], hint[WKT_HINT];
    if (*wkt_hint(hint, in))
        return input_fail(in, WS_BAD_DATA, err, "no geometry and no coordinate columns%s", hint);
    columns_list(present, sizeof present, in, false);
    place_explain(why, sizeof why, in);
    if (*why)
        return input_fail(in, WS_BAD_DATA, err,
                          "%s; name the columns with --field offices.x=COLUMN --field "
                          "offices.y=COLUMN",
                          why);
    if (reader->columns.area >= 0)
        return input_fail(in, WS_BAD_DATA, err,
                          "no geometry and no coordinate columns: rows with an area (%s) and no "
                          "place are contracts, which reach nobody; it has %s; give offices with "
                          "their places, or name the columns with --field offices.x=COLUMN "
                          "--field offices.y=COLUMN",
                          columns_name(in, reader->columns.area), present);
    return input_fail(in, WS_BAD_DATA, err,
                      "no geometry and no coordinate columns; it has %s; name them with --field "
                      "offices.x=COLUMN --field offices.y=COLUMN",
                      present);
}

static enum ws_status connect(struct office_reader *reader, struct ws_error *err)
{
    struct input *in = reader->in;
    enum ws_status st;
    if (in->has_geometry) {
        st = crs_of_layer(in, OGR_L_GetSpatialRef(in->layer), err);
        return st ? st : crs_connect(&in->crs, in, err);
    }
    st = place_find(&reader->places, in, err);
    return st || reader->places.count ? st : refuse_no_place(reader, err);
}

static enum ws_status filter(struct input *in, const char *eligible, struct ws_error *err)
{
    if (!*eligible)
        return WS_OK;
    enum ws_status st = input_filter(in, eligible, err);
    if (!st && !in->feature_count)
        return input_fail(in, WS_BAD_DATA, err, "no office fits --eligible %s", eligible);
    return st;
}

static enum ws_status report(const struct office_reader *reader, struct ws_error *err)
{
    struct input *in = reader->in;
    enum ws_status st = dated_check_scheme(&reader->dated, in, err);
    if (!st)
        st = dated_finish(&reader->dated, in, err);
    if (!st)
        st = supply_finish(&reader->supply, in, "office", "offices", err);
    if (st || reader->rows->count)
        return st;
    if (reader->placeless_count + reader->contract_count)
        return input_fail(in, WS_BAD_DATA, err, "no office has a place; %" PRIu64 " row%s left out",
                          reader->placeless_count + reader->contract_count,
                          reader->placeless_count + reader->contract_count == 1 ? "" : "s");
    return judge_repair(in, -1, "nothing is reached", err, "no office takes part");
}

static enum ws_status read_layer(struct offices *out, struct office_reader *reader,
                                 const struct dated *dated, const char *eligible,
                                 struct ws_error *err)
{
    struct input *in = reader->in;
    int columns = OGR_FD_GetFieldCount(in->defn);
    if (columns > MOST_COLUMNS)
        return input_fail(in, WS_TOO_LARGE, err,
                          "%d columns; the columns of offices are kept in the result, which holds "
                          "%d of them: take away those that nobody needs",
                          columns, MOST_COLUMNS);
    enum ws_status st = filter(in, eligible, err);
    if (!st)
        st = find_columns(&reader->columns, in, dated, err);
    if (!st)
        st = supply_find(&reader->supply, in, dated, err);
    if (!st)
        st = connect(reader, err);
    if (!st)
        st = dated_open(&reader->dated, in, dated, &reader->columns.dated, err);
    if (!st)
        st = read_rows(reader, err);
    if (!st)
        st = crs_check_place(in, err);
    if (!st)
        st = report(reader, err);
    out->contract_rows = reader->contract_count;
    reader->rows->has_id = reader->columns.id >= 0;
    reader->rows->has_dates =
        reader->columns.dated.valid_from >= 0 || reader->columns.dated.valid_to >= 0;
    const struct dated_columns *days = &reader->columns.dated;
    if (days->valid_from >= 0)
        text_copy(out->from_column, sizeof out->from_column, columns_name(in, days->valid_from));
    if (days->valid_to >= 0)
        text_copy(out->to_column, sizeof out->to_column, columns_name(in, days->valid_to));
    return st ? st : office_rows_take(out, reader->rows, in, err);
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
    struct office_reader reader = {.in = &in, .rows = &rows};
    enum ws_status st = input_open(&in, io, source, WS_ROLE_OFFICES, false, err);
    if (!st)
        st = read_layer(&offices, &reader, dated, eligible ? eligible : "", err);
    place_release(&reader.places);
    dated_release(&reader.dated);
    input_close(&in);
    office_rows_release(&rows);
    if (st)
        offices_release(&offices);
    else
        *out = offices;
    return st;
}
