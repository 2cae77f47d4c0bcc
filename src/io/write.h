/* io/write.h: what the writing files share; private to src/io. */
#ifndef IO_WRITE_H
#define IO_WRITE_H
#include "base/labels.h"
#include "io/io.h"
#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>

/* The day on every page that wants one. */
#define WRITE_DAY "2000-01-01"
#define WRITE_TIME WRITE_DAY "T00:00:00.000Z"

enum write_kind { WRITE_GPKG, WRITE_GEOJSON, WRITE_SHAPEFILE, WRITE_FLATGEOBUF, WRITE_CSV };

struct write_format {
    enum write_kind kind;
    const char *name, *extension, *help; /* GDAL's name; ".gpkg" */
    bool is_folder;
};

/* The first library error of this write, and how many there were. */
struct write_errors {
    uint32_t count;
    char first[400];
};

struct writer {
    const struct write_plan *plan;
    const struct write_format *format;
    struct write_errors errors;
    OGRSpatialReferenceH srs;            /* of the output, x east; NULL: unknown */
    OGRCoordinateTransformationH to_out; /* NULL: already there */
    bool is_rfc7946;                     /* GeoJSON in degrees */
    const char *folder;                  /* where files are made: the work folder */
    const struct ws_input *inputs;       /* what was read */
    uint32_t input_count;
};

/* How a column is written. */
struct write_field {
    char name[72];
    OGRFieldType type;
    int width, precision; /* Shapefile only, else 0 */
    uint32_t cut_count;   /* texts that do not fit whole */
};

/* ---- write_fields.c: names, widths, texts ------------------------------------------ */

/* One field per column: names unique without case and within the format's
 * length; widths from the values. Free with mem_free(). */
WS_MUST_CHECK
enum ws_status write_fields(struct write_field **out, const struct layer *layer,
                            enum write_kind kind, struct ws_error *err);
/* The shortest decimal that reads back as value, which is finite; without
 * locale. */
void write_shortest(char out[40], double value);
/* A text cell for a spreadsheet: an apostrophe in front of what could be a
 * formula. Uses *scratch when it must; NULL: no memory. */
const char *write_guarded(char **scratch, size_t *cap, const char *text);
/* The text cut to `width` bytes between characters. NULL: no memory. */
const char *write_cut(char **scratch, size_t *cap, const char *text, size_t width);

/* ---- write_shape.c ------------------------------------------------------------------ */

/* Row's geometry in the output's reference system; *out NULL when it has none.
 * Destroy it with OGR_G_DestroyGeometry(). */
WS_MUST_CHECK
enum ws_status write_shape(OGRGeometryH *out, const struct writer *writer,
                           const struct layer *layer, uint32_t row, struct ws_error *err);
bool write_has_shape(const struct layer *layer, uint32_t row);
OGRwkbGeometryType write_shape_type(enum layer_geometry geometry);

/* write.c: whether the caller wants it to go on; WS_CANCELLED. */
WS_MUST_CHECK
enum ws_status write_ask(const struct writer *writer, struct ws_error *err);

/* ---- write_layer.c ------------------------------------------------------------------ */

/* Adds the layer to an open dataset whose format is `kind`. */
WS_MUST_CHECK
enum ws_status write_layer(struct writer *writer, GDALDatasetH dataset, const struct layer *layer,
                           enum write_kind kind, struct ws_error *err);
/* Opens a finished file again and counts each layer's rows: what a full disk
 * swallowed in silence shows here. */
WS_MUST_CHECK
enum ws_status write_verify(struct writer *writer, const char *path, enum write_kind kind,
                            const struct layer *layers, uint32_t layer_count, struct ws_error *err);
/* WS_IO with `what` and the first library error. */
enum ws_status write_failed(const struct writer *writer, struct ws_error *err, const char *what);
/* Rows that a file of this kind will hold: FlatGeobuf has no place for a row
 * without a shape. */
uint32_t write_row_count(const struct layer *layer, enum write_kind kind);
const struct write_format *write_format_of(enum write_kind kind);

/* ---- write_check.c ------------------------------------------------------------------ */

/* The format the plan names, or that its path tells. */
WS_MUST_CHECK
enum ws_status write_find_format(const struct write_format **out, const struct write_plan *plan,
                                 struct ws_error *err);
/* The path without closing slashes. NULL: no memory. mem_free(). */
char *write_target(const struct write_plan *plan);
/* "x.run.json" beside "x.gpkg", or "folder/run.json". NULL: no memory. */
char *write_evidence_path(const char *target, const struct write_format *format);
/* "folder/name" + ending. NULL: no memory. mem_free(). */
char *write_join(const char *folder, const char *name, const char *ending);

/* ---- styles*.c ---------------------------------------------------------------------- */

enum style_view {
    STYLE_DEFAULT, /* as the layer is drawn when it is opened */
    STYLE_SHARE,   /* zones and people by the share within the main limit */
    STYLE_VIEWS
};
/* How the result is written that the styles are for. */
struct style_plan {
    enum lang lang;
    enum write_kind kind; /* by which columns have their names */
    bool is_time;         /* costs are seconds */
};
struct style_plan styles_plan(const struct writer *writer, enum write_kind kind);

/* QGIS style of a layer as QML, from its columns and rows; of a table what its columns
 * are called. *out NULL when the layer has no such view. A sidecar "name.qml" is read
 * beside any file. mem_free(). */
WS_MUST_CHECK
enum ws_status styles_qml(char **out, const struct layer *layer, enum style_view view,
                          const struct style_plan *plan, struct ws_error *err);
/* The table layer_styles with the styles of each layer, the default ones marked. */
WS_MUST_CHECK
enum ws_status styles_add(struct writer *writer, GDALDatasetH dataset, const struct layer *layers,
                          uint32_t layer_count, struct ws_error *err);
/* A QGIS project named after the file, with all layers in groups and in order, each
 * drawn by its style: QGIS lists it below the file and opens it as the finished map.
 * It names the file it lies in, so a renamed file has to be found for it once; a moved
 * one need not. */
WS_MUST_CHECK
enum ws_status styles_add_project(struct writer *writer, GDALDatasetH dataset,
                                  const struct layer *layers, uint32_t layer_count,
                                  struct ws_error *err);
/* Where the result comes from: sources with their checksums and licences, the day, the
 * program. In the tables gpkg_metadata and gpkg_metadata_reference; or as the text of
 * a sidecar "name.qmd". mem_free(). */
WS_MUST_CHECK
enum ws_status styles_add_about(struct writer *writer, GDALDatasetH dataset,
                                const struct layer *layers, uint32_t layer_count,
                                struct ws_error *err);
WS_MUST_CHECK
enum ws_status styles_qmd(char **out, const struct writer *writer, const struct layer *layer,
                          struct ws_error *err);
#endif
