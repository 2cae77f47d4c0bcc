/* People: areas, points, or a table by zone; and zone totals. */
#include "io/read.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define MOST_LISTED 20u

/* One layer of people while it is read. */
struct reading {
    struct input in;
    struct people people;
    struct join join;
    struct place_columns places;
    struct units_builder builder;
    const struct zones *zones;
    int name;      /* the units' own id; -1: none */
    bool *is_seen; /* per zone; tables only */
    uint64_t total_rows, unknown_rows, unknown_micro;
};

/* ---- one row --------------------------------------------------------------------- */

/* Zone by code. False: the row is the country's total and is left out. */
static bool read_zone(struct reading *reading, OGRFeatureH feature, const uint64_t *micro,
                      struct unit_row *row)
{
    row->zone = WS_NONE;
    if (reading->join.column < 0)
        return true;
    const char *text = columns_text(&reading->in, feature, reading->join.column);
    if (!text && !reading->builder.is_zone)
        return true; /* no code: by place */
    row->has_code = true;
    row->zone = text ? join_zone(&reading->join, text) : WS_NONE;
    if (row->zone != WS_NONE)
        return true;
    if (text && reading->builder.is_zone && join_is_total(text)) {
        reading->total_rows++;
        return false;
    }
    reading->unknown_rows++;
    reading->unknown_micro += micro[0];
    return true;
}

static enum ws_status add_zone_row(struct reading *reading, OGRFeatureH feature,
                                   struct unit_row *row, const uint64_t *micro,
                                   struct ws_error *err)
{
    char name[128];
    const char *text = columns_text(&reading->in, feature, reading->join.column);
    text_copy(name, sizeof name, text ? text : "");
    if (row->zone != WS_NONE && reading->is_seen[row->zone]) {
        judge_fault(&reading->in, row->fid,
                    "%s occurs more than once; expected one row for each municipality", name);
        return WS_OK;
    }
    if (row->zone != WS_NONE)
        reading->is_seen[row->zone] = true;
    return units_add(&reading->builder, row, name, micro, err);
}

static enum ws_status add_area_row(struct reading *reading, OGRFeatureH feature,
                                   struct unit_row *row, const uint64_t *micro,
                                   struct ws_error *err)
{
    struct input *in = &reading->in;
    OGRGeometryH geometry = OGR_F_GetGeometryRef(feature);
    if (!micro[0] && (!geometry || OGR_G_IsEmpty(geometry))) {
        input_record(in)->left_out++;
        return judge_repair(in, row->fid, "left out; nobody is counted there", err,
                            "the area has no geometry");
    }
    bool taken;
    enum ws_status st = shape_area(in, feature, &reading->builder.areas, &taken, err);
    if (st || !taken)
        return st;
    row->shape = reading->builder.areas.areas.count - 1;
    struct box box = areas_box(&reading->builder.areas.areas, row->shape);
    row->x_m = (box.min_x_m + box.max_x_m) / 2.0;
    row->y_m = (box.min_y_m + box.max_y_m) / 2.0;
    return units_add(&reading->builder, row, columns_text(in, feature, reading->name), micro, err);
}

static enum ws_status add_point_row(struct reading *reading, OGRFeatureH feature,
                                    struct unit_row *row, const uint64_t *micro,
                                    struct ws_error *err)
{
    struct input *in = &reading->in;
    double xy[2] = {0.0, 0.0};
    enum shape_point result;
    enum ws_status st = WS_OK;
    if (in->has_geometry)
        result = shape_point(in, feature, xy);
    else
        st = place_read(&result, xy, &reading->places, in, feature, err);
    if (st || result == POINT_FAULT)
        return st;
    if (result == POINT_NONE && micro[0]) {
        judge_fault(in, row->fid, "%.6g people have no place", (double)micro[0] / WS_MICRO);
        return WS_OK;
    }
    if (result == POINT_NONE) {
        input_record(in)->left_out++;
        return judge_repair(in, row->fid, "left out; nobody is counted there", err,
                            "the point has no place");
    }
    row->x_m = xy[0];
    row->y_m = xy[1];
    return units_add(&reading->builder, row, columns_text(in, feature, reading->name), micro, err);
}

static enum ws_status read_row(struct reading *reading, OGRFeatureH feature, struct ws_error *err)
{
    uint64_t micro[WS_MAX_WEIGHTS] = {0};
    struct unit_row row = {.fid = OGR_F_GetFID(feature)};
    people_read(&reading->people, &reading->in, feature, micro);
    if (!read_zone(reading, feature, micro, &row))
        return WS_OK;
    if (reading->builder.is_zone)
        return add_zone_row(reading, feature, &row, micro, err);
    if (reading->builder.is_area)
        return add_area_row(reading, feature, &row, micro, err);
    return add_point_row(reading, feature, &row, micro, err);
}

static enum ws_status read_rows(struct reading *reading, struct ws_error *err)
{
    uint64_t count = 0;
    OGR_L_ResetReading(reading->in.layer);
    for (OGRFeatureH feature; (feature = input_next(&reading->in)); count++) {
        enum ws_status st = read_row(reading, feature, err);
        OGR_F_Destroy(feature);
        if (st)
            return st;
    }
    return input_finish(&reading->in, count, reading->builder.count, err);
}

/* ---- verdicts on the whole ----------------------------------------------------------- */

static enum ws_status tell_rows(struct reading *reading, struct ws_error *err)
{
    struct input *in = &reading->in;
    char effect[96];
    enum ws_status st = WS_OK;
    if (reading->total_rows) {
        input_record(in)->left_out += reading->total_rows;
        st = judge_repair(in, -1, "left out, so that nobody is counted twice", err,
                          "%" PRIu64 " rows are totals of the country", reading->total_rows);
    }
    if (st || !reading->unknown_rows)
        return st;
    snprintf(effect, sizeof effect, "%.1f people counted as outside",
             (double)reading->unknown_micro / WS_MICRO);
    return judge_repair(in, -1, effect, err, "%" PRIu64 " rows have a code of no municipality",
                        reading->unknown_rows);
}

/* A zone without a row would silently be empty. */
static enum ws_status check_zones_seen(struct reading *reading, struct ws_error *err)
{
    const struct zones *zones = reading->zones;
    char list[220] = "";
    uint32_t missing = 0;
    for (uint32_t i = 0; reading->is_seen && i < zones->count; i++) {
        size_t used = strlen(list);
        if (reading->is_seen[i])
            continue;
        if (missing++ < MOST_LISTED && used + strlen(zones->code[i]) + 3 < sizeof list)
            snprintf(list + used, sizeof list - used, "%s%s", used ? ", " : "", zones->code[i]);
    }
    if (!missing)
        return WS_OK;
    return input_fail(&reading->in, WS_BAD_DATA, err, "%" PRIu32 " municipalities have no row: %s",
                      missing, list);
}

/* ---- shape of the layer ---------------------------------------------------------------- */

static enum ws_status find_name(struct reading *reading, struct ws_error *err)
{
    static const struct column_key key = {
        "unit", "deso desokod regso regsokod basomrade nyckelkod rutidscb h3",
        "id objectid name namn", false, false};
    return columns_find(&reading->name, &reading->in, &key, NULL, NULL, err);
}

static bool is_area_layer(struct reading *reading)
{
    OGRwkbGeometryType type = wkbFlatten(OGR_L_GetGeomType(reading->in.layer));
    if (type != wkbUnknown && type != wkbGeometryCollection)
        return type != wkbPoint && type != wkbMultiPoint;
    OGR_L_ResetReading(reading->in.layer);
    OGRFeatureH feature = input_next(&reading->in);
    OGRGeometryH geometry = feature ? OGR_F_GetGeometryRef(feature) : NULL;
    type = geometry ? wkbFlatten(OGR_G_GetGeometryType(geometry)) : wkbPolygon;
    OGR_F_Destroy(feature);
    OGR_L_ResetReading(reading->in.layer);
    return type != wkbPoint && type != wkbMultiPoint;
}

/* Geometry wins over coordinates, coordinates over a code. */
static enum ws_status find_shape(struct reading *reading, struct ws_error *err)
{
    struct input *in = &reading->in;
    enum ws_status st = WS_OK;
    if (in->has_geometry) {
        reading->builder.is_area = is_area_layer(reading);
        st = crs_of_layer(in, OGR_L_GetSpatialRef(in->layer), err);
        if (!st)
            st = crs_connect(&in->crs, in, err);
    } else {
        st = place_find(&reading->places, in, err);
        reading->builder.is_zone = !reading->places.count;
    }
    if (!st)
        st = join_find(&reading->join, in, reading->zones, reading->builder.is_zone, err);
    if (st || !reading->builder.is_zone)
        return st;
    if (reading->join.column < 0) {
        char present[260];
        columns_list(present, sizeof present, in, false);
        return input_fail(in, WS_BAD_DATA, err,
                          "no geometry, no coordinates and no column of municipality codes or "
                          "names; it has %s; name one with --field %s.code=COLUMN",
                          present, source_role_name(in->role));
    }
    reading->is_seen = mem_array(reading->zones->count, sizeof *reading->is_seen);
    return reading->is_seen ? WS_OK
                            : error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " zones",
                                        reading->zones->count);
}

static enum ws_status read_layer(struct reading *reading, const struct ws_weight *weights,
                                 uint32_t weight_count, struct ws_error *err)
{
    struct input *in = &reading->in;
    enum ws_status st = people_find(&reading->people, in, weights, weight_count, err);
    reading->builder.weight_count = reading->people.count;
    if (!st)
        st = find_shape(reading, err);
    if (!st && !reading->builder.is_zone)
        st = find_name(reading, err);
    if (!st)
        st = read_rows(reading, err);
    if (!st)
        st = judge_end(in, err);
    if (!st && !reading->builder.is_zone)
        st = crs_check_place(in, err);
    if (!st)
        st = people_finish(&reading->people, in, err);
    if (!st)
        st = tell_rows(reading, err);
    if (!st)
        st = check_zones_seen(reading, err);
    return st;
}

static void reading_release(struct reading *reading)
{
    place_release(&reading->places);
    join_release(&reading->join);
    units_release(&reading->builder);
    mem_free(reading->is_seen);
    input_close(&reading->in);
}

enum ws_status io_read_population(struct population *out, struct io *io,
                                  const struct ws_source *source, const struct ws_weight *weights,
                                  uint32_t weight_count, const struct zones *zones,
                                  struct ws_error *err)
{
    assert(out && io && source && zones);
    if (input_is_raster(source))
        return raster_read(out, io, source, weights, weight_count, err);
    struct reading reading = {.zones = zones, .name = -1, .join = {.column = -1}};
    enum ws_status st = input_open(&reading.in, io, source, WS_ROLE_POPULATION, false, err);
    if (!st)
        st = read_layer(&reading, weights, weight_count, err);
    if (!st)
        st = units_take(out, &reading.builder, &reading.people, err);
    reading_release(&reading);
    return st;
}

/* ---- zone totals ------------------------------------------------------------------------- */

/* A column of the same name as the weight, else the one people column. */
static enum ws_status find_totals(struct reading *reading, const struct ws_weight *weights,
                                  uint32_t weight_count, struct ws_error *err)
{
    struct input *in = &reading->in;
    bool has_all = true;
    for (uint32_t w = 0; w < weight_count; w++)
        has_all = has_all && columns_named(in, weights[w].column) >= 0;
    if (has_all && !columns_field(in, "people"))
        return people_find(&reading->people, in, weights, weight_count, err);
    if (weight_count > 1)
        return input_fail(in, WS_BAD_DATA, err,
                          "several weights are scaled, but not each has a column of its name here");
    return people_find(&reading->people, in, NULL, 0, err);
}

static enum ws_status read_totals(uint64_t *total_micro, struct reading *reading,
                                  uint32_t weight_count, struct ws_error *err)
{
    uint64_t count = 0;
    OGR_L_ResetReading(reading->in.layer);
    for (OGRFeatureH feature; (feature = input_next(&reading->in)); count++) {
        uint64_t micro[WS_MAX_WEIGHTS] = {0};
        struct unit_row row = {.fid = OGR_F_GetFID(feature)};
        people_read(&reading->people, &reading->in, feature, micro);
        bool is_zone = read_zone(reading, feature, micro, &row) && row.zone != WS_NONE;
        if (is_zone && reading->is_seen[row.zone])
            judge_fault(&reading->in, row.fid, "municipality %s has a second total",
                        reading->zones->code[row.zone]);
        if (is_zone) {
            reading->is_seen[row.zone] = true;
            memcpy(total_micro + (size_t)row.zone * weight_count, micro,
                   weight_count * sizeof *micro);
        }
        OGR_F_Destroy(feature);
    }
    return input_finish(&reading->in, count, count, err);
}

static enum ws_status read_control(uint64_t *total_micro, struct reading *reading,
                                   const struct ws_weight *weights, uint32_t weight_count,
                                   struct ws_error *err)
{
    reading->builder.is_zone = true;
    enum ws_status st = find_totals(reading, weights, weight_count, err);
    if (!st)
        st = join_find(&reading->join, &reading->in, reading->zones, true, err);
    if (!st && reading->join.column < 0)
        st = input_fail(&reading->in, WS_BAD_DATA, err,
                        "no column of municipality codes or names; name one with --field "
                        "control.code=COLUMN");
    if (!st)
        st = read_totals(total_micro, reading, weight_count, err);
    if (!st)
        st = judge_end(&reading->in, err);
    return st ? st : check_zones_seen(reading, err);
}

enum ws_status io_read_totals(uint64_t **total_micro, struct io *io, const struct ws_source *source,
                              const struct ws_weight *weights, uint32_t weight_count,
                              const struct zones *zones, struct ws_error *err)
{
    assert(total_micro && io && source && zones && weight_count);
    struct reading reading = {.zones = zones, .name = -1, .join = {.column = -1}};
    uint64_t *totals = mem_array((size_t)zones->count * weight_count, sizeof *totals);
    reading.is_seen = mem_array(zones->count, sizeof *reading.is_seen);
    enum ws_status st = WS_OK;
    if (!totals || !reading.is_seen)
        st = error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " totals", zones->count);
    if (!st)
        st = input_open(&reading.in, io, source, WS_ROLE_CONTROL, false, err);
    if (!st)
        st = read_control(totals, &reading, weights, weight_count, err);
    reading_release(&reading);
    if (st)
        mem_free(totals);
    else
        *total_micro = totals;
    return st;
}
