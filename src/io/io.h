/* io/io.h: files in, files out. The room's door; the only code that includes GDAL.
 *
 * Readers give shapes, points and units in the working CRS with the columns
 * the engine knows; they judge every row (inputs.md) and list each repair.
 * Library errors: the first one is kept and shown. One thread. */
#ifndef IO_IO_H
#define IO_IO_H
#include "base/labels.h"
#include "base/warnings.h"
#include "geo/contracts.h"
#include "geo/places.h"
#include "geo/shapes.h"
#include "io/ages.h"
#include "io/registers.h"
#include <stdbool.h>
#include <stddef.h>
#include <whitespot/error.h>
#include <whitespot/model.h>

struct io; /* drivers, working CRS, inputs read so far */

/* Registers the allowed drivers and installs the error handler. warnings must
 * outlive the handle. */
WS_MUST_CHECK
enum ws_status io_open(struct io **out, struct warnings *warnings, struct ws_error *err);
void io_close(struct io *io);

/* WKT of the working CRS; NULL before the zones were read. Metres, x east:
 * EPSG:3006 when the zones lie in Sweden, else the UTM zone (ETRS89/WGS 84) of
 * their middle. */
const char *io_crs_wkt(const struct io *io);
/* Its short name, "EPSG:3006". */
const char *io_crs_name(const struct io *io);
const struct ws_input *io_inputs(const struct io *io, uint32_t *count);
/* Notes an input that cannot be judged for want of another one: it is there and
 * a file, or a fault like any reader's. */
WS_MUST_CHECK
enum ws_status io_note_unjudged(struct io *io, const struct ws_source *source, enum ws_role role,
                                const char *why, struct ws_error *err);
/* How far the lists of inputs and of columns are; what came later is forgotten, for
 * a file that is read again. */
struct io_mark {
    uint32_t input_count;
    size_t choices_size;
};
struct io_mark io_mark(const struct io *io);
void io_rewind(struct io *io, struct io_mark mark);
/* Which column was taken for what, one "municipalities.code = KnKod" a line. */
const char *io_choices(const struct io *io);
/* "3.6.2", "9.1.1", "3.11.1". */
void io_versions(char gdal[32], char proj[32], char geos[32]);

/* ---- readers (read_vector.c, read_table.c, read_raster.c, read_osm.c) -------- */

/* Lists the fields of a source (--field) that no reader looked for; after the
 * source was read. */
WS_MUST_CHECK
enum ws_status io_tell_fields(const struct io *io, const struct ws_source *source,
                              enum ws_role role, struct ws_error *err);

/* Polygons with code and name. Sets the working CRS when it is the first layer. */
WS_MUST_CHECK
enum ws_status io_read_zones(struct zones *out, struct io *io, const struct ws_source *source,
                             enum ws_role role, struct ws_error *err);

/* Rows valid on a day, of a scheme. Empty text: no filter. Of the valid ones all
 * count, or those that take people (geo/supply.h). */
struct dated {
    char as_of[16], known_on[16], scheme[64];
    bool is_effective;
    bool takes_all; /* of any state: who has applied or was refused as well */
    struct notice notice;
};

/* Supplier areas of the day and the scheme: polygons that may cut the zones, or a
 * table that puts each zone in an area, whose ground is then that of its zones
 * together. *area_of_zone: per zone, WS_NONE: in none; NULL for polygons. A zone in
 * two areas is WS_BAD_DATA. Free it with mem_free(). */
WS_MUST_CHECK
enum ws_status io_read_areas(struct zones *out, uint32_t **area_of_zone, struct io *io,
                             const struct ws_source *source, const struct dated *dated,
                             const struct zones *zones, struct ws_error *err);

/* Which zones the areas of contracts are: supplier areas by code or name; without
 * them municipalities by code alone, for areas may bear a municipality's name. */
struct contract_map {
    const struct zones *zones;
    bool is_areas;
    /* The source is the offices': contracts are its rows with an area and no place
     * that the filter lets through. */
    bool among_offices;
    const char *eligible; /* NULL: no filter */
    /* Of the offices: names that look like one of theirs are told. */
    const char *const *providers;
    uint32_t provider_count;
};

/* Contracts of the day and the scheme: a table of provider and area. An area that
 * is not on the map is listed. */
WS_MUST_CHECK
enum ws_status io_read_contracts(struct contracts *out, struct io *io,
                                 const struct ws_source *source, const struct dated *dated,
                                 const struct contract_map *map, struct ws_error *err);

WS_MUST_CHECK
enum ws_status io_read_offices(struct offices *out, struct io *io, const struct ws_source *source,
                               const struct dated *dated, const char *eligible,
                               const struct zones *zones, struct ws_error *err);

/* Points where an office may stand, or a table with coordinates; an id or a name may
 * be there. A row without a place is left out and listed. */
WS_MUST_CHECK
enum ws_status io_read_candidates(struct candidates *out, struct io *io,
                                  const struct ws_source *source, struct ws_error *err);

/* Which people: columns, and of which ages. count 0: the column is recognised. */
struct people_wanted {
    const struct ws_weight *weights;
    uint32_t weight_count;
    struct ages ages;
};

/* Polygons, points, raster cells, or a table by zone code or name. */
WS_MUST_CHECK
enum ws_status io_read_population(struct population *out, struct io *io,
                                  const struct ws_source *source,
                                  const struct people_wanted *wanted, const struct zones *zones,
                                  struct ws_error *err);

/* Zone totals (--control): total_micro[zone * weight_count + weight]; NaN-free;
 * a zone without a row, or with a count that is withheld, is WS_BAD_DATA. One
 * weight may go by another name in this table. Free with mem_free(). */
WS_MUST_CHECK
enum ws_status io_read_totals(uint64_t **total_micro, struct io *io, const struct ws_source *source,
                              const struct people_wanted *wanted, const struct zones *zones,
                              struct ws_error *err);

/* What the roads reader must know about classes. */
struct road_rules {
    const struct ws_road_class *classes;
    uint32_t class_count;
    bool uses_speed;               /* --speed source */
    const struct ws_source *nodes; /* of a table of edges; NULL: none */
    uint32_t threads;              /* as for parallel_for() */
};

/* What a source of roads is, by its header: a table of edges (from, to), a table
 * of nodes (id, coordinates), or lines. A file that cannot be read is lines. */
enum io_road_kind { IO_ROAD_LINES, IO_ROAD_EDGES, IO_ROAD_NODES };
enum io_road_kind io_road_kind(const struct ws_source *source);

/* Lines of one source appended to the builder; .osm.pbf by the OSM rules. */
WS_MUST_CHECK
enum ws_status io_read_roads(struct lines_builder *out, struct io *io,
                             const struct ws_source *source, uint16_t source_index,
                             const struct road_rules *rules, struct ws_error *err);

/* A prepared network (.wsn) as a line of io_inputs(), with the checksum given. */
WS_MUST_CHECK
enum ws_status io_note_prepared(struct io *io, const struct ws_source *source, const char *sha256,
                                uint64_t edges, struct ws_error *err);
/* A file of ours as a line of io_inputs(), with its checksum. */
WS_MUST_CHECK
enum ws_status io_note_file(struct io *io, const struct ws_source *source, enum ws_role role,
                            uint64_t rows, struct ws_error *err);
/* Sets the working CRS from roads when there are no zones: by the first line's
 * place. */
WS_MUST_CHECK
enum ws_status io_assume_crs(struct io *io, const struct ws_source *source, struct ws_error *err);

/* Class table file (CSV: class, drivable, inhabited, speed_kmh, stop, ferry,
 * tunnel; the last two may be missing). Free with mem_free(). */
WS_MUST_CHECK
enum ws_status io_read_classes(struct ws_road_class **out, uint32_t *count, struct io *io,
                               const char *path, struct ws_error *err);

/* Two names of providers that look like one: equal but for letter case, accents, marks
 * between words and the words for a limited company (read_alike.c). */
bool io_is_alike(const char *a, const char *b);

/* ---- places (place.c) --------------------------------------------------------- */

/* WGS 84 degrees to the working CRS. WS_BAD_OPTION: no place on the ground
 * there. The zones must have been read. */
WS_MUST_CHECK
enum ws_status io_place(struct io *io, double lon_deg, double lat_deg, double *x_m, double *y_m,
                        struct ws_error *err);
/* The same from another system, "EPSG:N", x east, in place. WS_BAD_DATA. */
WS_MUST_CHECK
enum ws_status io_place_from(struct io *io, const char *crs, double *x, double *y,
                             struct ws_error *err);
/* The way back, in place: metres in, WGS 84 degrees out. */
WS_MUST_CHECK
enum ws_status io_degrees(struct io *io, size_t count, double *x, double *y, struct ws_error *err);

/* ---- writers (write.c) ------------------------------------------------------- */

enum layer_geometry { LAYER_TABLE, LAYER_POINTS, LAYER_LINES, LAYER_AREAS };

/* A layer to write: columns of equal length and, by geometry, one shape per
 * row. Borrowed, const. */
struct layer {
    const char *name, *description;
    enum layer_geometry geometry;
    uint32_t row_count, column_count;
    bool is_broken; /* a column found no memory: not to be written */
    const struct column *columns;
    const struct ws_points *points; /* LAYER_POINTS */
    const struct areas *areas;      /* LAYER_AREAS */
    const uint32_t *area;           /* area of each row; NULL: area i for row i */
    /* LAYER_LINES: row i is lines first_line[i] .. first_line[i+1]-1, each the
     * vertices first_xy[l] .. first_xy[l+1]-1 */
    const uint32_t *first_line, *first_xy;
    const double *xy_m;
    /* Columns of dates (texts, ISO 8601): a row holds from this day on, and until the
     * day before that; NULL: the layer has none. */
    const char *from_column, *to_column;
};

struct write_plan {
    const char *path;     /* final name: x.gpkg, or a folder */
    const char *format;   /* GDAL's name: GPKG, GeoJSON, ESRI Shapefile, FlatGeobuf, CSV */
    const char *crs_out;  /* "" = RFC 7946 for GeoJSON, working CRS otherwise */
    const char *evidence; /* text of the run file */
    bool overwrite;
    enum lang lang;      /* of aliases and legends */
    bool is_time;        /* costs are seconds, not metres */
    const char *as_of;   /* the day asked for; NULL or "": not told */
    const char *program; /* name and version, for the description of the result; NULL: not told */
    bool is_comma_csv; /* CSV with semicolons and decimal commas, as a Swedish spreadsheet reads it
                        */
    /* Files the run reads beside those of io_inputs(), as opened: the target
     * must be none of them and hold none of them. */
    const char *const *inputs;
    uint32_t input_count;
    /* Called once everything is written aside, before the first name changes: gives the
     * names of files that belong to the result. When it fails nothing is published; when
     * what follows fails it is for the caller to take them back. NULL: there are none. */
    enum ws_status (*publish_beside)(void *context, struct ws_error *err);
    void *beside;
    /* Asked before anything is made and every some rows; false: WS_CANCELLED and
     * nothing is left. NULL: never asked. */
    bool (*may_go_on)(void *context);
    void *asked;
};

/* Writes all layers and the evidence aside, checks every call, reads the rows
 * back and publishes with one rename per final name. A folder holds run.json
 * and appears at once. Of a pair x.gpkg and x.run.json the data come first; an
 * old run file is taken away before, so that one beside the data always belongs
 * to them. Refuses (WS_IO) when the target exists and overwrite is false, before
 * anything is computed when called through io_write_check(). On failure nothing
 * new is left behind. Tables without geometry are CSV files in every folder; a
 * folder of Shapefiles has columns.csv when names or texts were cut; a layer of
 * FlatGeobuf with rows that have no shape is also there whole, as CSV. */
WS_MUST_CHECK
enum ws_status io_write(const struct io *io, const struct layer *layers, uint32_t layer_count,
                        const struct write_plan *plan, struct ws_error *err);
/* The early checks: format known, target's folder there, target free or to be
 * overwritten, target not an input. */
WS_MUST_CHECK
enum ws_status io_write_check(const struct io *io, const struct write_plan *plan,
                              struct ws_error *err);
/* The path a layer with geometry will have ("out.gpkg",
 * "folder/population.geojson"). */
void io_write_path(char out[1024], const struct write_plan *plan, const char *layer);
/* The same for any layer: tables in a folder are "folder/coverage.csv". */
void io_write_layer_path(char out[1024], const struct write_plan *plan, const struct layer *layer);

/* Format names and what they are for, one line each; for `whitespot formats`. */
const char *io_formats(void);

/* ---- JSON (json.c; the only code that includes jansson) ----------------------- */

/* A document being built. Calls after a failure do nothing; json_text tells. */
struct json;
WS_MUST_CHECK
enum ws_status json_new(struct json **out, struct ws_error *err);
void json_free(struct json *json);
/* key NULL inside arrays. begin ... end nest. */
void json_begin_object(struct json *json, const char *key);
void json_begin_array(struct json *json, const char *key);
void json_end(struct json *json);
void json_put_text(struct json *json, const char *key, const char *text);   /* NULL: null */
void json_put_filled(struct json *json, const char *key, const char *text); /* "": null too */
void json_put_whole(struct json *json, const char *key, int64_t value);
void json_put_real(struct json *json, const char *key, double value);     /* NaN: null */
void json_put_people(struct json *json, const char *key, uint64_t micro); /* at most 6 decimals */
/* The same; null for WS_UNBOUNDED. */
static inline void json_put_known(struct json *json, const char *key, uint64_t micro)
{
    if (micro == WS_UNBOUNDED)
        json_put_text(json, key, NULL);
    else
        json_put_people(json, key, micro);
}
void json_put_bool(struct json *json, const char *key, bool value);
/* Indented UTF-8 with a closing newline, keys in the order given. Free with
 * mem_free(). */
WS_MUST_CHECK
enum ws_status json_text(char **out, const struct json *json, struct ws_error *err);

/* Reads a run file: the top object, or its member "options" (a previous
 * evidence file). Calls set(context, name, value, err) once per option; a list
 * gives one call per item; an object {"offices.provider": "aktor"} one call
 * per member with value "offices.provider=aktor"; numbers and true become text,
 * false and null are skipped. Unknown names are the callee's to refuse. */
typedef enum ws_status json_option(void *context, const char *name, const char *value,
                                   struct ws_error *err);
WS_MUST_CHECK
enum ws_status json_read_options(const char *path, json_option *set, void *context,
                                 struct ws_error *err);

/* A whole JSON file for reading; values belong to it. Nothing in it is trusted:
 * what is not of the kind asked for is not there. */
struct json_file;
struct json_value;
/* WS_NOT_FOUND, WS_BAD_DATA with line and column, WS_TOO_LARGE. */
WS_MUST_CHECK
enum ws_status json_file_open(struct json_file **out, const char *path, struct ws_error *err);
void json_file_close(struct json_file *file);
const struct json_value *json_file_root(const struct json_file *file);
/* NULL: not there. object may be NULL or no object. */
const struct json_value *json_get(const struct json_value *object, const char *key);
/* Items of an array, members of an object; 0 for anything else. */
size_t json_get_count(const struct json_value *value);
const struct json_value *json_get_item(const struct json_value *array, size_t item);
const char *json_get_text(const struct json_value *value); /* NULL: no text */
bool json_get_whole(int64_t *out, const struct json_value *value);
double json_get_real(const struct json_value *value); /* NaN: no number */
/* A number of people, >= 0 and below ten billion, to the millionth. */
bool json_get_people(uint64_t *micro, const struct json_value *value);
/* Calls visit(context, key, value as compact JSON text) for each member. */
typedef enum ws_status json_member(void *context, const char *key, const char *text,
                                   struct ws_error *err);
WS_MUST_CHECK
enum ws_status json_each(const struct json_value *object, json_member *visit, void *context,
                         struct ws_error *err);
#endif
