/* io/source.h: what is known of a file before a library sees it; private to src/io.
 *
 * The content says what a file is, never its name. What is cut off, damaged or
 * something else is refused here in words of our own: a library that opens it
 * without complaint would prove nothing. */
#ifndef IO_SOURCE_H
#define IO_SOURCE_H
#include "base/file.h"
#include <whitespot/error.h>
#include <whitespot/model.h>

enum source_format {
    FORMAT_NONE, /* not there, or no regular file */
    FORMAT_EMPTY,
    FORMAT_GPKG,
    FORMAT_SHAPEFILE,
    FORMAT_DBF, /* a table of its own */
    FORMAT_JSON,
    FORMAT_FLATGEOBUF,
    FORMAT_TIFF,
    FORMAT_OSM,
    FORMAT_ZIP, /* a workbook, or any archive */
    FORMAT_TEXT,
    FORMAT_OTHER /* none of ours */
};

/* ---- source_format.c ------------------------------------------------------------ */

struct source_kind {
    enum source_format format;
    const char *name, *advice; /* FORMAT_OTHER: "a KML file", "save it as GeoPackage" */
};
/* By the first bytes; the name only tells text from text. */
struct source_kind source_kind(const char *path);
/* What to do with a file that is none of ours, for an input of that role. */
const char *source_advice(const struct source_kind *kind, enum ws_role role);

/* ---- source_whole.c, source_shape.c, source_json.c -------------------------------- */

/* Each reads the skeleton of a file: lengths, counts, offsets. `file` is its name
 * in messages. WS_BAD_DATA: cut off, damaged, or not what it begins as. */
WS_MUST_CHECK
enum ws_status whole_geopackage(const char *path, const char *file, struct ws_error *err);
WS_MUST_CHECK
enum ws_status whole_flatgeobuf(const char *path, const char *file, struct ws_error *err);
WS_MUST_CHECK
enum ws_status whole_osm(const char *path, const char *file, struct ws_error *err);
WS_MUST_CHECK
enum ws_status whole_tiff(const char *path, const char *file, struct ws_error *err);
WS_MUST_CHECK
enum ws_status whole_json(const char *path, const char *file, struct ws_error *err);
/* *deleted_count: rows of the table that are marked as gone. */
WS_MUST_CHECK
enum ws_status whole_shapefile(uint64_t *deleted_count, const char *path, const char *file,
                               struct ws_error *err);
WS_MUST_CHECK
enum ws_status whole_dbf(uint64_t *row_count, uint64_t *deleted_count, const char *path,
                         const char *file, struct ws_error *err);
/* The file of the same name with another ending ("shx"), in small or capital
 * letters. False: there is none. */
bool shape_sibling(char out[1100], const char *path, const char *ending);

/* ---- source_check.c ----------------------------------------------------------------- */

struct input;
/* Regular file, known format, whole, no journal; notes its state. */
WS_MUST_CHECK
enum ws_status source_check(struct input *in, struct ws_error *err);
/* That much memory can be had; else WS_NO_MEMORY with how much it takes. */
WS_MUST_CHECK
enum ws_status source_check_memory(struct input *in, uint64_t need, struct ws_error *err);
/* The state is still the same. */
WS_MUST_CHECK
enum ws_status source_check_same(struct input *in, struct ws_error *err);

/* ---- archive.c -------------------------------------------------------------------------- */

/* A workbook: checks its members by name, number and size, unpacks each once, and
 * gives it to the library from memory, under in->path. Other archives are
 * refused. Needs the checksum; pairs with archive_unmount(), also after a failure. */
WS_MUST_CHECK
enum ws_status archive_mount(struct input *in, struct ws_error *err);
void archive_unmount(struct input *in);

/* ---- source_gpkg.c ----------------------------------------------------------------------- */

/* The database holds together. */
WS_MUST_CHECK
enum ws_status gpkg_check(struct input *in, struct ws_error *err);
/* True for a table with rows of its own; views and virtual tables are none. */
bool gpkg_is_table(struct input *in, const char *layer);
#endif
