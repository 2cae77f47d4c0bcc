/* People: polygons, points, or a table by municipality. */
#include "io/people.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* One layer of people on its way to units. */
struct people_reader {
    struct input *in;
    const struct zones *zones;
    struct people people;
    struct join join;
    struct place_columns places;
    struct units_builder builder;
    struct squares squares;
    struct long_rows rows;
    struct tally unknown, totals; /* codes of no zone; rows of the whole country */
    int small_area;               /* column of DeSO or RegSO codes; -1: not used */
    uint64_t read_count, stray_count, unknown_micro;
    int name;
};

/* Points or polygons, by the layer's type, else its first geometry. */
static bool is_point_layer(struct input *in)
{
    OGRwkbGeometryType type = wkbFlatten(OGR_L_GetGeomType(in->layer));
    OGR_L_ResetReading(in->layer);
    for (OGRFeatureH feature; type == wkbUnknown && (feature = input_next(in));
         OGR_F_Destroy(feature)) {
        OGRGeometryH geometry = OGR_F_GetGeometryRef(feature);
        if (geometry)
            type = wkbFlatten(OGR_G_GetGeometryType(geometry));
    }
    OGR_L_ResetReading(in->layer);
    return type == wkbPoint || type == wkbMultiPoint;
}

static enum ws_status leave_out(struct people_reader *reader, int64_t fid,
                                const struct counts *counts, const char *why, struct ws_error *err)
{
    char effect[64];
    uint64_t people = (counts->people_micro[0] + WS_MICRO / 2) / WS_MICRO;
    snprintf(effect, sizeof effect,
             people == 1 ? "1 row, %" PRIu64 " person left out"
                         : "1 row, %" PRIu64 " people left out",
             people);
    input_record(reader->in)->left_out++;
    return judge_repair(reader->in, fid, effect, err, "%s", why);
}

/* DeSO 0114A0010 and RegSO 0114R001: the first four digits are the municipality. */
static bool is_small_area(const void *unused, const char *text)
{
    (void)unused;
    size_t size = strlen(text);
    return (size == 8 || size == 9) && strspn(text, "0123456789") == 4 && strchr("ABCR", text[4]) &&
           value_is_digits(text + 5, 0);
}

/* Without a code of the municipality, that of the small area tells it. */
static enum ws_status find_small_area(struct people_reader *reader, struct ws_error *err)
{
    static const struct column_key key = {"small_area", "deso desokod regsokod regso", "", false,
                                          false};
    reader->small_area = -1;
    if (reader->join.column >= 0 || !reader->zones->has_code)
        return WS_OK;
    return columns_find(&reader->small_area, reader->in, &key, is_small_area, NULL, err);
}

/* The zone a row names. An unknown code is outside, and told; the row of the
 * whole country is no place (*taken false). */
static enum ws_status read_zone(struct unit_row *row, bool *taken, struct people_reader *reader,
                                OGRFeatureH feature, const struct counts *counts,
                                struct ws_error *err)
{
    char code[128];
    bool is_small = reader->small_area >= 0;
    int column = is_small ? reader->small_area : reader->join.column;
    const char *text = columns_text(reader->in, feature, column);
    row->zone = WS_NONE;
    row->has_code = text != NULL;
    if (!text)
        return WS_OK;
    text_copy(code, is_small ? 5 : sizeof code, text);
    row->zone = join_zone(&reader->join, code);
    if (row->zone != WS_NONE)
        return WS_OK;
    if (join_is_total(code)) {
        *taken = false;
        input_record(reader->in)->left_out++;
        return words_add(&reader->totals, code, err);
    }
    reader->unknown_micro += counts->people_micro[0];
    return words_add(&reader->unknown, code, err);
}

/* Shape of a row: *taken false when it has none (then it is listed). */
static enum ws_status read_shape(struct unit_row *row, bool *taken, struct people_reader *reader,
                                 OGRFeatureH feature, const struct counts *counts,
                                 struct ws_error *err)
{
    struct input *in = reader->in;
    enum shape_point result = POINT_TAKEN;
    double xy[2] = {0.0, 0.0};
    enum ws_status st = WS_OK;
    OGRGeometryH geometry = OGR_F_GetGeometryRef(feature);
    *taken = false;
    if (in->has_geometry && (!geometry || OGR_G_IsEmpty(geometry)))
        return leave_out(reader, row->fid, counts, "the row has no place", err);
    if (reader->builder.is_area && !shape_has_area(feature)) {
        reader->stray_count++;
        return leave_out(reader, row->fid, counts, "the geometry is no polygon", err);
    }
    if (reader->builder.is_area) {
        st = shape_area(in, feature, &reader->builder.areas, taken, err);
        if (st || !*taken)
            return st;
        row->shape = reader->builder.areas.areas.count - 1;
        struct box box = areas_box(&reader->builder.areas.areas, row->shape);
        row->x_m = box.min_x_m;
        row->y_m = box.min_y_m;
        return WS_OK;
    }
    if (in->has_geometry)
        result = shape_point(in, feature, xy);
    else
        st = place_read(&result, xy, &reader->places, in, feature, err);
    row->x_m = xy[0];
    row->y_m = xy[1];
    *taken = !st && result == POINT_TAKEN;
    return !st && result == POINT_NONE
               ? leave_out(reader, row->fid, counts, "the row has no place", err)
               : st;
}

static enum ws_status read_unit(struct people_reader *reader, OGRFeatureH feature,
                                struct ws_error *err)
{
    struct counts counts;
    struct unit_row row = {.fid = OGR_F_GetFID(feature)};
    bool taken;
    uint32_t part[2];
    enum ws_status st = long_row(&reader->rows, reader->in, feature, WS_NONE, part, err);
    if (st || !part[0])
        return st;
    judge_name(reader->in, row.fid, columns_text(reader->in, feature, reader->name));
    people_read(&reader->people, reader->in, feature, &counts);
    counts_split(&counts, reader->people.count, part[0], part[1]);
    if (reader->squares.column >= 0)
        st =
            squares_add(&reader->squares, reader->in, feature, &reader->builder, &row, &taken, err);
    else
        st = read_shape(&row, &taken, reader, feature, &counts, err);
    if (st || !taken)
        return st;
    st = read_zone(&row, &taken, reader, feature, &counts, err);
    if (st || !taken)
        return st;
    const char *name = columns_label(reader->in, feature, reader->name);
    return units_add(&reader->builder, &row, name, &counts, err);
}

static enum ws_status report_unknown(struct people_reader *reader, struct ws_error *err)
{
    char effect[80];
    uint64_t people = (reader->unknown_micro + WS_MICRO / 2) / WS_MICRO;
    snprintf(effect, sizeof effect,
             people == 1 ? "%" PRIu64 " person outside" : "%" PRIu64 " people outside", people);
    enum ws_status st = tally_report(&reader->totals, reader->in, "rows that are the sum of others",
                                     "left out: their people are counted in the others", err);
    return st ? st
              : tally_report(&reader->unknown, reader->in, "codes of no municipality", effect, err);
}

static enum ws_status read_units(struct people_reader *reader, struct ws_error *err)
{
    static const struct column_key unit = {
        "unit", "deso desokod regso regsokod basomrade nyckelkod rutidscb rutid ruta rutkod h3",
        "code kod id name namn", false, false};
    struct input *in = reader->in;
    enum ws_status st = columns_find(&reader->name, in, &unit, NULL, NULL, err);
    if (!st)
        st = long_find(&reader->rows, in, &reader->people, err);
    if (!st)
        st = join_find(&reader->join, in, reader->zones, false, err);
    if (!st)
        st = find_small_area(reader, err);
    OGR_L_ResetReading(in->layer);
    for (OGRFeatureH feature; !st && (feature = input_next(in)); reader->read_count++) {
        st = read_unit(reader, feature, err);
        OGR_F_Destroy(feature);
    }
    judge_name(in, -1, NULL);
    if (!st && reader->stray_count && 2 * reader->stray_count >= reader->read_count)
        judge_fault(in, -1,
                    "%" PRIu64 " of %" PRIu64 " geometries are no polygons; expected people by "
                    "polygon, or by point",
                    reader->stray_count, reader->read_count);
    if (!st)
        st = shape_finish(in, err);
    if (!st)
        st = input_finish(in, reader->read_count, reader->builder.count, err);
    if (!st)
        st = crs_check_place(in, err);
    return st ? st : report_unknown(reader, err);
}

/* ---- tables by municipality -------------------------------------------------------------------
 */

static enum ws_status take_sums(struct people_reader *reader, const struct table_sums *sums,
                                struct ws_error *err)
{
    uint32_t weights = reader->people.count;
    enum ws_status st = WS_OK;
    for (uint32_t i = 0; !st && i < reader->zones->count; i++) {
        struct unit_row row = {.zone = i, .has_code = true, .fid = sums->fid[i]};
        st = units_add(&reader->builder, &row, reader->zones->code[i], &sums->counts[i], err);
    }
    const struct units_builder *unknown = &sums->unknown;
    for (size_t i = 0; !st && i < unknown->count; i++) {
        const uint64_t *own = units_counts(unknown, &unknown->rows[i]);
        struct counts counts;
        memcpy(counts.people_micro, own, weights * sizeof *own);
        memcpy(counts.less_micro, own + weights, weights * sizeof *own);
        memcpy(counts.more_micro, own + 2 * (size_t)weights, weights * sizeof *own);
        st = units_add(&reader->builder, &unknown->rows[i], unknown->rows[i].name, &counts, err);
    }
    return st;
}

static enum ws_status read_by_zone(struct people_reader *reader, struct ws_error *err)
{
    struct input *in = reader->in;
    struct table_sums sums = {0};
    char present[260], hint[WKT_HINT];
    reader->builder.is_zone = true;
    enum ws_status st = join_find(&reader->join, in, reader->zones, true, err);
    if (!st && reader->join.column < 0) {
        if (*wkt_hint(hint, in))
            return input_fail(in, WS_BAD_DATA, err,
                              "no geometry, no coordinates and no code or name of a municipality%s",
                              hint);
        columns_list(present, sizeof present, in, false);
        return input_fail(in, WS_BAD_DATA, err,
                          "no geometry, no coordinates and no code or name of a municipality; it "
                          "has %s; name one with --field population.code=COLUMN",
                          present);
    }
    if (!st)
        st = table_read(&sums, in, &reader->join, &reader->people, err);
    if (!st)
        st = take_sums(reader, &sums, err);
    table_release(&sums);
    return st;
}

/* Where the rows are: cells by id, shapes, coordinates; else rows of zones. */
static enum ws_status find_places(struct people_reader *reader, struct ws_error *err)
{
    struct input *in = reader->in;
    bool is_point = in->has_geometry && is_point_layer(in);
    enum ws_status st = WS_OK;
    if (in->has_geometry) {
        reader->builder.is_area = !is_point;
        st = crs_of_layer(in, OGR_L_GetSpatialRef(in->layer), err);
        if (!st)
            st = crs_connect(&in->crs, in, err);
    }
    if (!st && (is_point || !in->has_geometry))
        st = squares_find(&reader->squares, in, err);
    if (!st && reader->squares.column >= 0)
        reader->builder.is_area = reader->builder.is_grid = true;
    else if (!st && !in->has_geometry)
        st = place_find(&reader->places, in, err);
    return st;
}

static enum ws_status read_layer(struct population *out, struct people_reader *reader,
                                 const struct people_wanted *wanted, struct ws_error *err)
{
    struct input *in = reader->in;
    enum ws_status st = people_find(&reader->people, in, wanted, err);
    reader->builder.weight_count = reader->people.count;
    if (!st)
        st = find_places(reader, err);
    if (!st)
        st = in->has_geometry || reader->places.count || reader->squares.column >= 0
                 ? read_units(reader, err)
                 : read_by_zone(reader, err);
    if (!st)
        st = people_finish(&reader->people, in, err);
    if (!st)
        st = units_judge_twins(&reader->builder, in, reader->rows.has_parts, err);
    return st ? st : units_take(out, &reader->builder, &reader->people, err);
}

enum ws_status io_read_population(struct population *out, struct io *io,
                                  const struct ws_source *source,
                                  const struct people_wanted *wanted, const struct zones *zones,
                                  struct ws_error *err)
{
    assert(out && io && source && wanted && zones && io->working);
    struct population population = {0};
    enum ws_status st;
    if (input_is_raster(source)) {
        st = raster_read(&population, io, source, wanted, zones, err);
    } else {
        struct input in = {0};
        struct people_reader reader = {.in = &in, .zones = zones, .squares.column = -1};
        st = input_open(&in, io, source, WS_ROLE_POPULATION, false, err);
        if (!st)
            st = read_layer(&population, &reader, wanted, err);
        place_release(&reader.places);
        squares_release(&reader.squares);
        long_release(&reader.rows);
        units_release(&reader.builder);
        words_release(&reader.unknown);
        words_release(&reader.totals);
        input_close(&in);
    }
    const char *file = source->given[0] ? source->given : source->path;
    if (!st)
        st = fit_judge(io, &population, zones, file, err);
    if (!st)
        st = overlap_judge(io, &population, file, err);
    if (st)
        population_release(&population);
    else
        *out = population;
    return st;
}
