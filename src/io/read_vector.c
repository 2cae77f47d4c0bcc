/* Zones: polygons with code and name; supplier areas also of a day and a scheme. */
#include "io/read_areas.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

struct zone_columns {
    int code, name, county, county_name;
    bool pads;     /* lost zeros are put back */
    bool is_split; /* the code stands before the name: 0114 Upplands Väsby */
};

static bool is_code_number(const void *unused, const char *text)
{
    (void)unused;
    return value_is_digits(text, 0);
}

static bool is_word(const void *unused, const char *text)
{
    return !is_code_number(unused, text);
}

static bool is_two_digits(const void *unused, const char *text)
{
    (void)unused;
    return value_is_digits(text, 2);
}

/* A Swedish code, alone or before a name. */
static bool is_swedish(const void *unused, const char *text)
{
    char code[8];
    size_t size = code_prefix(text);
    snprintf(code, sizeof code, "%.*s", size == 4 ? 4 : 5, text);
    return value_is_swedish_code(unused, code);
}

/* Swedish after its zero is put back. */
static bool is_short_code(const void *unused, const char *text)
{
    char padded[8];
    snprintf(padded, sizeof padded, "0%.5s", text);
    return value_is_digits(text, 3) && value_is_swedish_code(unused, padded);
}

/* Tries the keys in turn until one finds a column. */
struct attempt {
    struct column_key key;
    column_test *test;
};

static enum ws_status find_first(int *column, struct input *in, const struct attempt *attempts,
                                 size_t count, struct ws_error *err)
{
    enum ws_status st = WS_OK;
    *column = -1;
    for (size_t i = 0; !st && *column < 0 && i < count; i++)
        st = columns_find(column, in, &attempts[i].key, attempts[i].test, NULL, err);
    return st;
}

#define FIND(column, in, attempts, err)                                                            \
    find_first(column, in, attempts, sizeof(attempts) / sizeof *(attempts), err)

static const char MUNICIPALITY_CODES[] =
    "knkod kommunkod komkod kom municipalitycode municipcode muncode";

/* "0114 Upplands Väsby" in every row. */
static bool is_split(struct input *in, int column)
{
    uint64_t filled = 0, split = 0;
    if (column >= 0)
        columns_count(in, column, code_with_name, NULL, &filled, &split);
    return filled && split == filled;
}

static enum ws_status find_municipality(struct zone_columns *out, struct input *in,
                                        struct ws_error *err)
{
    const struct attempt names[] = {
        {{"name", "knnamn kommunnamn komnamn municipalityname municipname munname", "", false,
          false},
         NULL},
        {{"name", "kommun region", "", false, false}, is_word},
        {{"name", "", "name namn", false, false}, NULL},
    };
    enum ws_status st = FIND(&out->name, in, names, err);
    if (st)
        return st;
    const struct attempt codes[] = {
        {{"code", MUNICIPALITY_CODES, "", false, true}, NULL},
        {{"code", "kommun", "", false, false}, is_code_number},
        {{"code", "kommun region kommunnamn", "", false, false}, code_with_name},
        {{"code", MUNICIPALITY_CODES, "code kod id", out->name < 0, true}, NULL},
    };
    st = FIND(&out->code, in, codes, err);
    out->is_split = !st && is_split(in, out->code);
    return st;
}

static enum ws_status find_area(struct zone_columns *out, struct input *in, struct ws_error *err)
{
    static const struct attempt names[] = {{{"name", "areaname", "name namn", false, false}, NULL}};
    enum ws_status st = FIND(&out->name, in, names, err);
    const struct attempt codes[] = {
        {{"area",
          "leveransomrade leverantorsomrade supplierarea deliveryarea omrade areaid areaname",
          "code kod id", out->name < 0, true},
         NULL}};
    return st ? st : FIND(&out->code, in, codes, err);
}

static enum ws_status find_columns(struct zone_columns *out, struct input *in, struct ws_error *err)
{
    static const struct attempt counties[] = {
        {{"county", "lnkod lanskod lankod lancode countycode", "", false, false}, NULL},
        {{"county", "lan", "", false, false}, is_two_digits},
    };
    static const struct attempt county_names[] = {
        {{"county_name", "lnnamn lannamn lanname countyname", "", false, false}, NULL},
    };
    *out = (struct zone_columns){-1, -1, -1, -1, false, false};
    bool is_municipality = in->role == WS_ROLE_MUNICIPALITIES;
    enum ws_status st = is_municipality ? find_municipality(out, in, err) : find_area(out, in, err);
    if (!st && is_municipality)
        st = FIND(&out->county, in, counties, err);
    if (!st && out->county >= 0)
        st = FIND(&out->county_name, in, county_names, err);
    return st;
}

/* ---- codes ------------------------------------------------------------------------------ */

/* Where most codes are Swedish, the others are told. */
static enum ws_status tell_strangers(struct input *in, int column, struct ws_error *err)
{
    enum ws_status st = WS_OK;
    OGR_L_ResetReading(in->layer);
    for (OGRFeatureH feature; !st && (feature = input_next(in)); OGR_F_Destroy(feature)) {
        const char *text = columns_text(in, feature, column);
        if (text && !is_swedish(NULL, text) && !is_short_code(NULL, text))
            st = judge_repair(in, OGR_F_GetFID(feature), "kept as it is", err,
                              "%s is %.40s, no Swedish municipality code (four digits) as the "
                              "others are",
                              columns_name(in, column), text);
    }
    OGR_L_ResetReading(in->layer);
    return st;
}

/* Codes that were taken for numbers have lost their zero: "114" for "0114". */
static enum ws_status judge_codes(struct zone_columns *columns, struct input *in,
                                  struct ws_error *err)
{
    if (columns->code < 0)
        return WS_OK;
    uint64_t filled, swedish, shortened;
    columns_count(in, columns->code, is_swedish, NULL, &filled, &swedish);
    columns_count(in, columns->code, is_short_code, NULL, &filled, &shortened);
    bool is_number = columns_is_number(in, columns->code);
    bool in_sweden =
        strcmp(in->crs.name, "EPSG:3006") == 0 || strcmp(in->crs.name, "EPSG:3021") == 0;
    bool lost = shortened && swedish + shortened == filled && (swedish || in_sweden);
    if (in->role == WS_ROLE_MUNICIPALITIES && !in->io->working)
        in->io->is_swedish = filled && swedish + (lost ? shortened : 0) == filled;
    if (lost && !columns_field(in, "pad_codes"))
        return input_fail(in, WS_BAD_DATA, err,
                          "column %s holds codes that lost their zero (114 for 0114) in %" PRIu64
                          " rows; codes are text: mend the file, or state --pad-codes",
                          columns_name(in, columns->code), shortened);
    columns->pads = lost;
    bool has_strangers = swedish + shortened < filled && 2 * swedish > filled;
    enum ws_status st = has_strangers && in->role == WS_ROLE_MUNICIPALITIES
                            ? tell_strangers(in, columns->code, err)
                            : WS_OK;
    if (st)
        return st;
    char effect[64];
    snprintf(effect, sizeof effect, "%" PRIu64 " codes padded", shortened);
    if (lost)
        return judge_repair(in, -1, effect, err,
                            "%s: codes lost their zero (114 for 0114); put back",
                            columns_name(in, columns->code));
    if (is_number)
        return judge_repair(in, -1, "none", err, "column %s holds numbers; codes are their digits",
                            columns_name(in, columns->code));
    return WS_OK;
}

/* ---- extent ------------------------------------------------------------------------------ */

/* Box of all finite geometries, and the same with western longitudes beyond 180:
 * the narrower one tells where the layer lies. */
static struct box extent_of(struct input *in)
{
    struct box plain = box_empty(), turned = box_empty();
    OGR_L_ResetReading(in->layer);
    for (OGRFeatureH feature; (feature = input_next(in)); OGR_F_Destroy(feature)) {
        OGRGeometryH geometry = OGR_F_GetGeometryRef(feature);
        OGREnvelope own;
        if (!geometry || OGR_G_IsEmpty(geometry))
            continue;
        OGR_G_GetEnvelope(geometry, &own);
        if (crs_fault(&in->crs, own.MinX, own.MinY) || crs_fault(&in->crs, own.MaxX, own.MaxY))
            continue; /* the reader will say so, vertex by vertex */
        double by = own.MinX < 0.0 ? 360.0 : 0.0, end = own.MaxX < 0.0 ? 360.0 : 0.0;
        box_add(&plain, own.MinX, own.MinY);
        box_add(&plain, own.MaxX, own.MaxY);
        if (by > end) { /* parts on both sides of longitude 180, or of 0 */
            by = 180.0;
            own.MinX = own.MaxX = 0.0;
            end = 180.0;
        }
        box_add(&turned, own.MinX + by, own.MinY);
        box_add(&turned, own.MaxX + end, own.MaxY);
    }
    OGR_L_ResetReading(in->layer);
    bool is_turned = in->crs.is_degrees && plain.max_x_m - plain.min_x_m > 180.0 &&
                     turned.max_x_m - turned.min_x_m < 180.0;
    return is_turned ? turned : plain;
}

static enum ws_status connect(struct input *in, struct ws_error *err)
{
    if (in->io->working)
        return crs_connect(&in->crs, in, err);
    struct box extent = extent_of(in);
    if (!(extent.min_x_m <= extent.max_x_m)) { /* nothing usable: any place will do to say why */
        const struct box *most = &in->crs.plausible;
        double x = in->crs.is_degrees ? 15.0 : (most->min_x_m + most->max_x_m) / 2.0;
        double y = in->crs.is_degrees ? 60.0 : (most->min_y_m + most->max_y_m) / 2.0;
        extent = (struct box){x, y, x, y};
    }
    enum ws_status st = crs_choose_working(in, &extent, err);
    return st ? st : crs_connect(&in->crs, in, err);
}

/* ---- rows ------------------------------------------------------------------------------- */

static char *copy_cell(struct input *in, OGRFeatureH feature, int column)
{
    return judge_copy(in, columns_text(in, feature, column));
}

static char *copy_code(struct input *in, OGRFeatureH feature, const struct zone_columns *columns)
{
    const char *text = columns_text(in, feature, columns->code);
    char made[32];
    size_t size = text && columns->is_split ? code_prefix(text) : 0;
    if (size && size < sizeof made)
        snprintf(made, sizeof made, "%.*s", (int)size, text);
    else if (text && columns->pads && is_short_code(NULL, text))
        snprintf(made, sizeof made, "0%s", text);
    else
        return judge_copy(in, text);
    return judge_copy(in, made);
}

/* The name, without the row's own code in front of it. */
static char *copy_name(struct input *in, OGRFeatureH feature, int column, const char *code)
{
    const char *text = columns_label(in, feature, column);
    size_t size = text && code ? code_prefix(text) : 0;
    bool is_own = size && strlen(code) == size && strncmp(text, code, size) == 0;
    return judge_copy(in, is_own ? code_rest(text) : text);
}

static void release_row(struct zone_row *row)
{
    mem_free(row->code);
    mem_free(row->name);
    mem_free(row->county);
    mem_free(row->county_name);
}

/* A line or point among polygons: listed, and counted by the caller. */
static enum ws_status leave_out(struct input *in, OGRFeatureH feature, struct ws_error *err)
{
    input_record(in)->left_out++;
    return judge_repair(in, OGR_F_GetFID(feature), "1 row left out", err,
                        "the geometry is a %s; expected a polygon",
                        OGR_G_GetGeometryName(OGR_F_GetGeometryRef(feature)));
}

static enum ws_status read_zone(struct zone_rows *rows, uint64_t *stray_count, struct input *in,
                                OGRFeatureH feature, const struct zone_columns *columns,
                                struct ws_error *err)
{
    int64_t fid = OGR_F_GetFID(feature);
    OGRGeometryH geometry = OGR_F_GetGeometryRef(feature);
    struct zone_row row = {.county = copy_cell(in, feature, columns->county),
                           .county_name = copy_cell(in, feature, columns->county_name)};
    if (columns->code >= 0) {
        row.code = copy_code(in, feature, columns);
        row.name = copy_name(in, feature, columns->name, row.code);
    } else {
        row.code = copy_cell(in, feature, columns->name); /* the name is the code */
        row.name = judge_copy(in, row.code);
    }
    judge_name(in, fid, row.code ? row.code : row.name);
    enum ws_status st = WS_OK;
    bool taken = false;
    bool is_stray = geometry && !OGR_G_IsEmpty(geometry) && !shape_has_area(feature);
    if (is_stray)
        st = leave_out(in, feature, err);
    else
        st = shape_area(in, feature, &rows->areas, &taken, err);
    *stray_count += is_stray;
    if (!st && !row.code && !is_stray)
        judge_fault(in, fid, "%s is blank; expected a code",
                    columns_name(in, columns->code >= 0 ? columns->code : columns->name));
    row.area = rows->areas.areas.count - 1;
    if (!st && mem_grow(&rows->rows, &rows->cap, rows->count + 1, sizeof row))
        st = error_set(err, WS_NO_MEMORY, "no memory for zones");
    if (!st && row.code && taken)
        rows->rows[rows->count++] = row;
    else
        release_row(&row);
    return st;
}

static enum ws_status read_zones(struct zone_rows *rows, struct input *in,
                                 const struct zone_columns *columns, struct area_days *days,
                                 struct ws_error *err)
{
    uint64_t count = 0, stray_count = 0;
    OGR_L_ResetReading(in->layer);
    for (OGRFeatureH feature; (feature = input_next(in)); count++) {
        enum ws_status st = WS_OK;
        if (!days || area_days_take(days, in, feature))
            st = read_zone(rows, &stray_count, in, feature, columns, err);
        else
            input_record(in)->left_out++;
        OGR_F_Destroy(feature);
        if (st)
            return st;
    }
    judge_name(in, -1, NULL);
    if (stray_count && 2 * stray_count >= count)
        judge_fault(in, -1,
                    "%" PRIu64 " of %" PRIu64 " geometries are no polygons; expected the areas of "
                    "%s as polygons",
                    stray_count, count, ws_role_name(in->role));
    enum ws_status st = input_finish(in, count, rows->count, err);
    return st ? st : shape_finish(in, err);
}

static enum ws_status read_layer(struct zones *out, struct zone_rows *rows, struct input *in,
                                 struct area_days *days, struct ws_error *err)
{
    struct zone_columns columns;
    enum ws_status st = find_columns(&columns, in, err);
    if (!st && days)
        st = area_days_open(days, in, columns.code >= 0 ? columns.code : columns.name, err);
    if (!st)
        st = crs_of_layer(in, OGR_L_GetSpatialRef(in->layer), err);
    if (!st)
        st = judge_codes(&columns, in, err);
    if (!st)
        st = connect(in, err);
    if (!st)
        st = read_zones(rows, in, &columns, days, err);
    if (!st && days)
        st = area_days_finish(days, in, rows->count, err);
    if (!st)
        st = crs_check_place(in, err);
    rows->has_code = columns.code >= 0;
    if (!st)
        st = zone_rows_take(out, rows, in, err);
    if (!st)
        st = judge_end(in, err);
    if (!st && in->role == WS_ROLE_MUNICIPALITIES)
        st = zone_rows_counties(out, rows, in, err);
    return st;
}

enum ws_status io_read_zones(struct zones *out, struct io *io, const struct ws_source *source,
                             enum ws_role role, struct ws_error *err)
{
    assert(out && io && source);
    struct input in = {0};
    struct zones zones = {0};
    struct zone_rows rows = {0};
    enum ws_status st = input_open(&in, io, source, role, true, err);
    if (!st)
        st = read_layer(&zones, &rows, &in, NULL, err);
    if (!st && !(io->box.min_x_m < io->box.max_x_m))
        io->box = in.box;
    input_close(&in);
    zone_rows_release(&rows);
    if (st)
        zones_release(&zones);
    else
        *out = zones;
    return st;
}

enum ws_status zones_read_areas(struct zones *out, struct input *in, struct area_days *days,
                                struct ws_error *err)
{
    struct zone_rows rows = {0};
    enum ws_status st = read_layer(out, &rows, in, days, err);
    zone_rows_release(&rows);
    return st;
}
