/* One layer into an open dataset, and the count of what arrived. */
#include "io/write.h"

#include "base/error.h"
#include "base/file.h"
#include "base/mem.h"

#include <assert.h>
#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <errno.h>
#include <gdal.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum ws_status write_failed(const struct writer *writer, struct ws_error *err, const char *what)
{
    const char *first = writer->errors.first;
    char room[96];
    file_tell_room(room, writer->plan->path);
    return error_set(err, WS_IO, "%s: %s%s%s%s", writer->plan->path, what, *first ? ": " : "",
                     first, room);
}

/* ---- making the layer -------------------------------------------------------- */

/* GDAL before 3.6.4 drops rows without a shape from a FlatGeobuf, later ones
 * refuse them beside an index; so we leave them out and say so by a table. */
static bool is_skipped(const struct layer *layer, enum write_kind kind, uint32_t row)
{
    return kind == WRITE_FLATGEOBUF && !write_has_shape(layer, row);
}

uint32_t write_row_count(const struct layer *layer, enum write_kind kind)
{
    uint32_t count = 0;
    for (uint32_t row = 0; row < layer->row_count; row++)
        count += !is_skipped(layer, kind, row);
    return count;
}

static char **gpkg_options(const struct layer *layer)
{
    char **options = CSLSetNameValue(NULL, "DESCRIPTION", layer->description);
    options = CSLSetNameValue(options, "IDENTIFIER", layer->name);
    options = CSLSetNameValue(options, "FID", "fid");
    options = CSLSetNameValue(options, "GEOMETRY_NAME", "geom");
    return CSLSetNameValue(options, "SPATIAL_INDEX", "YES");
}

static char **geojson_options(const struct writer *writer, const struct layer *layer)
{
    char **options = CSLSetNameValue(NULL, "DESCRIPTION", layer->description);
    options = CSLSetNameValue(options, "RFC7946", writer->is_rfc7946 ? "YES" : "NO");
    /* Degrees: about 1 cm. Metres: 1 mm. */
    return CSLSetNameValue(options, "COORDINATE_PRECISION", writer->is_rfc7946 ? "7" : "3");
}

static char **layer_options(const struct writer *writer, const struct layer *layer,
                            enum write_kind kind)
{
    char **options = NULL;
    switch (kind) {
    case WRITE_GPKG:
        return gpkg_options(layer);
    case WRITE_GEOJSON:
        return geojson_options(writer, layer);
    case WRITE_SHAPEFILE:
        options = CSLSetNameValue(NULL, "ENCODING", "UTF-8");
        return CSLSetNameValue(options, "DBF_DATE_LAST_UPDATE", WRITE_DAY);
    case WRITE_FLATGEOBUF:
        return CSLSetNameValue(NULL, "SPATIAL_INDEX", "YES");
    case WRITE_CSV:
        options = CSLSetNameValue(NULL, "LINEFORMAT", "LF");
        options = CSLSetNameValue(options, "SEPARATOR",
                                  writer->plan->is_comma_csv ? "SEMICOLON" : "COMMA");
        options = CSLSetNameValue(options, "STRING_QUOTING", "IF_NEEDED");
        if (layer->geometry != LAYER_TABLE)
            options = CSLSetNameValue(options, "GEOMETRY",
                                      layer->geometry == LAYER_POINTS ? "AS_XY" : "AS_WKT");
    }
    return options;
}

static bool add_field(OGRLayerH target, const struct write_field *field)
{
    OGRFieldDefnH defn = OGR_Fld_Create(field->name, field->type);
    OGR_Fld_SetWidth(defn, field->width);
    OGR_Fld_SetPrecision(defn, field->precision);
    bool is_made = OGR_L_CreateField(target, defn, FALSE) == OGRERR_NONE;
    OGR_Fld_Destroy(defn);
    return is_made;
}

/* GDAL 3.6 writes to the file of the encoding without looking whether it could be made
 * and ends by a signal: made before, it is only opened. */
static bool make_encoding(struct writer *writer, const struct layer *layer)
{
    char path[2100]; /* twice a path of 960 bytes, and the names of the work folder */
    snprintf(path, sizeof path, "%s/%s.cpg", writer->folder, layer->name);
    FILE *file = fopen(path, "wb");
    bool is_made = file && !fclose(file);
    if (!is_made && !writer->errors.count++)
        snprintf(writer->errors.first, sizeof writer->errors.first, "%s.cpg: %s", layer->name,
                 strerror(errno));
    return is_made;
}

static OGRLayerH make_layer(struct writer *writer, GDALDatasetH dataset, const struct layer *layer,
                            enum write_kind kind, const struct write_field *fields)
{
    if (kind == WRITE_SHAPEFILE && !make_encoding(writer, layer))
        return NULL;
    char **options = layer_options(writer, layer, kind);
    OGRSpatialReferenceH srs = layer->geometry == LAYER_TABLE ? NULL : writer->srs;
    OGRLayerH target = GDALDatasetCreateLayer(dataset, layer->name, srs,
                                              write_shape_type(layer->geometry), options);
    CSLDestroy(options);
    for (uint32_t i = 0; target && i < layer->column_count; i++)
        if (!add_field(target, &fields[i]))
            return NULL;
    return target;
}

/* ---- rows ------------------------------------------------------------------- */

struct row_writer {
    struct writer *writer;
    const struct layer *layer;
    enum write_kind kind;
    const struct write_field *fields;
    OGRLayerH target;
    char *scratch;
    size_t scratch_cap;
};

/* A number as text, for CSV. False: the column holds no number here. */
static bool number_text(char out[40], const struct writer *writer, const struct column *column,
                        uint32_t row)
{
    if (column->type == COLUMN_WHOLE && column->whole[row] != COLUMN_WHOLE_NULL)
        snprintf(out, 40, "%" PRId64, column->whole[row]);
    else if (column->type == COLUMN_REAL && isfinite(column->real[row]))
        write_shortest(out, column->real[row]);
    else
        return false;
    char *point = writer->plan->is_comma_csv ? strchr(out, '.') : NULL;
    if (point)
        *point = ',';
    return true;
}

/* False: no memory. */
static bool set_text(struct row_writer *rows, OGRFeatureH feature, int field, const char *text)
{
    if (rows->kind == WRITE_CSV)
        text = write_guarded(&rows->scratch, &rows->scratch_cap, text);
    else if (rows->kind == WRITE_SHAPEFILE)
        text =
            write_cut(&rows->scratch, &rows->scratch_cap, text, (size_t)rows->fields[field].width);
    if (!text)
        return false;
    OGR_F_SetFieldString(feature, field, text);
    return true;
}

static bool set_value(struct row_writer *rows, OGRFeatureH feature, uint32_t at, uint32_t row)
{
    const struct column *column = &rows->layer->columns[at];
    int field = (int)at;
    char number[40];
    if (column->type == COLUMN_TEXT && column->text[row])
        return set_text(rows, feature, field, column->text[row]);
    if (rows->kind == WRITE_CSV && number_text(number, rows->writer, column, row))
        OGR_F_SetFieldString(feature, field, number);
    else if (column->type == COLUMN_WHOLE && column->whole[row] != COLUMN_WHOLE_NULL)
        OGR_F_SetFieldInteger64(feature, field, column->whole[row]);
    else if (column->type == COLUMN_REAL && isfinite(column->real[row]))
        OGR_F_SetFieldDouble(feature, field, column->real[row]);
    else
        OGR_F_SetFieldNull(feature, field);
    return true;
}

static enum ws_status fill_row(struct row_writer *rows, OGRFeatureH feature, uint32_t row,
                               struct ws_error *err)
{
    OGRGeometryH shape;
    for (uint32_t i = 0; i < rows->layer->column_count; i++)
        if (!set_value(rows, feature, i, row))
            return error_set(err, WS_NO_MEMORY, "%s: no memory for a text", rows->layer->name);
    if (rows->kind == WRITE_GPKG)
        OGR_F_SetFID(feature, (GIntBig)row + 1);
    if (rows->layer->geometry == LAYER_TABLE)
        return WS_OK;
    enum ws_status st = write_shape(&shape, rows->writer, rows->layer, row, err);
    if (!st && shape)
        OGR_F_SetGeometryDirectly(feature, shape);
    return st;
}

static enum ws_status write_row(struct row_writer *rows, uint32_t row, struct ws_error *err)
{
    OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(rows->target));
    enum ws_status st = fill_row(rows, feature, row, err);
    if (!st &&
        (OGR_L_CreateFeature(rows->target, feature) != OGRERR_NONE || rows->writer->errors.count))
        st = write_failed(rows->writer, err, rows->layer->name);
    OGR_F_Destroy(feature);
    return st;
}

/* Rows between two questions whether to go on: far less than a second's work. */
#define ROWS_BETWEEN 16u

enum ws_status write_layer(struct writer *writer, GDALDatasetH dataset, const struct layer *layer,
                           enum write_kind kind, struct ws_error *err)
{
    assert(writer && dataset && layer);
    struct write_field *fields = NULL;
    enum ws_status st = write_fields(&fields, layer, kind, err);
    if (st)
        return st;
    struct row_writer rows = {.writer = writer, .layer = layer, .kind = kind, .fields = fields};
    rows.target = make_layer(writer, dataset, layer, kind, fields);
    if (!rows.target || writer->errors.count)
        st = write_failed(writer, err, layer->name);
    for (uint32_t row = 0; !st && row < layer->row_count; row++) {
        if (row % ROWS_BETWEEN == 0)
            st = write_ask(writer, err);
        if (!st && !is_skipped(layer, kind, row))
            st = write_row(&rows, row, err);
    }
    mem_free(rows.scratch);
    mem_free(fields);
    return st;
}

/* ---- reading back -------------------------------------------------------------- */

/* Rows of a table are found by their number in its tree, whatever they hold; those
 * of other files where the one before them ends. So only the rows of a table
 * are counted without their fields. */
static void ignore_fields(OGRLayerH layer)
{
    OGRFeatureDefnH defn = OGR_L_GetLayerDefn(layer);
    char **names = CSLAddString(NULL, "OGR_GEOMETRY");
    for (int i = 0; i < OGR_FD_GetFieldCount(defn); i++)
        names = CSLAddString(names, OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(defn, i)));
    OGR_L_SetIgnoredFields(layer, (const char **)names);
    CSLDestroy(names);
}

static uint64_t count_rows(OGRLayerH layer, enum write_kind kind)
{
    uint64_t count = 0;
    OGRFeatureH feature;
    if (kind == WRITE_GPKG)
        ignore_fields(layer);
    OGR_L_ResetReading(layer);
    while ((feature = OGR_L_GetNextFeature(layer))) {
        count++;
        OGR_F_Destroy(feature);
    }
    return count;
}

static enum ws_status verify_layer(struct writer *writer, GDALDatasetH dataset,
                                   const struct layer *layer, enum write_kind kind,
                                   struct ws_error *err)
{
    OGRLayerH written = kind == WRITE_GPKG ? GDALDatasetGetLayerByName(dataset, layer->name)
                                           : GDALDatasetGetLayer(dataset, 0);
    uint32_t expected = write_row_count(layer, kind);
    uint64_t count = written ? count_rows(written, kind) : 0;
    if (writer->errors.count || !written)
        return write_failed(writer, err, layer->name);
    if (count != expected)
        return error_set(err, WS_IO,
                         "%s: %s: %" PRIu64 " rows arrived; expected %" PRIu32
                         "; the disk may be full",
                         writer->plan->path, layer->name, count, expected);
    return WS_OK;
}

enum ws_status write_verify(struct writer *writer, const char *path, enum write_kind kind,
                            const struct layer *layers, uint32_t layer_count, struct ws_error *err)
{
    const char *const drivers[] = {write_format_of(kind)->name, NULL};
    GDALDatasetH dataset =
        GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_VERBOSE_ERROR, drivers, NULL, NULL);
    if (!dataset)
        return write_failed(writer, err, "cannot be read back");
    enum ws_status st = write_ask(writer, err);
    for (uint32_t i = 0; !st && i < layer_count; i++)
        st = verify_layer(writer, dataset, &layers[i], kind, err);
    GDALClose(dataset);
    return st;
}
