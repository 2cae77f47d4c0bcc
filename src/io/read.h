/* io/read.h: what the reading files share; private to src/io.
 *
 * One open layer is a struct input. Tables without geometry are read as text
 * from the first byte, so a code never loses its zero. Everything wrong with a
 * layer goes to its judge: the first fault decides, all are told or counted. */
#ifndef IO_READ_H
#define IO_READ_H
#include "base/checksum.h"
#include "base/error.h"
#include "base/mem.h"
#include "geo/geodesic.h"
#include "geo/polygon.h"
#include "io/io.h"
#include "io/source.h"
#include <gdal.h>
#include <inttypes.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>

/* A coordinate reference system and the way from it to the working one. */
struct crs {
    OGRSpatialReferenceH srs; /* traditional axis order; NULL: none */
    OGRCoordinateTransformationH to_working;
    bool is_same, is_degrees; /* is_same: to_working is not needed */
    struct box plausible;     /* coordinates outside are refused */
    double accuracy_m;        /* of the way to the working system; NaN: not known */
    bool is_ballpark;         /* ... takes one datum for another */
    bool lacks_grid;          /* a better way needs a grid file that is not there */
    char name[128];
    struct ellipsoid ellipsoid;
};

/* The first library error is kept, all are counted. */
struct library_errors {
    uint32_t count;
    char first[400];
};

struct io {
    struct warnings *warnings;
    struct library_errors library;
    struct polygons *polygons;
    OGRSpatialReferenceH working; /* NULL before the zones were read */
    char *working_wkt;
    char working_name[64];
    bool is_swedish; /* zone codes are Swedish municipality codes */
    struct box box;  /* of the first zones, working CRS */
    /* The first zones, to tell which of two layers lies wrong: their own CRS, box
     * in it, row of inputs, and west, south, east, north in degrees. */
    OGRSpatialReferenceH zones_srs;
    struct box zones_source_box;
    size_t zones_record;
    double zones_deg[4];
    bool has_ground; /* zones_deg is known */
    size_t input_count, input_cap;
    struct ws_input *inputs;
    char *choices;                        /* "municipalities.code = KnKod" by line */
    uint32_t fields_asked[WS_ROLE_COUNT]; /* bit i: a reader looked for field i of its source */
    struct input *ahead; /* opened to choose a working CRS by, kept for its reader; NULL: none */
};

/* The verdict on a layer: the first faults in words, the others by number. */
#define JUDGE_IN_WORDS 20u
struct judge {
    bool has_no_memory; /* then nothing else counts */
    uint64_t fault_count;
    size_t first; /* of them, among the faults of io->warnings */
};

/* What was mended in cells; the first of each kind by place. */
enum cell_note {
    CELL_RECODED,  /* was not UTF-8 */
    CELL_TWICE,    /* UTF-8 taken for Latin-1 and encoded again */
    CELL_MARKS,    /* control or direction marks */
    CELL_LOST,     /* U+FFFD */
    CELL_SPACE,    /* space around */
    CELL_COMPOSED, /* letters and marks apart */
    CELL_SPACED,   /* a number with spaces between thousands */
    CELL_NOTES
};
struct cell_notes {
    uint64_t count[CELL_NOTES];
    int64_t fid[CELL_NOTES], last_fid[CELL_NOTES];
    int column[CELL_NOTES], last_column[CELL_NOTES];
};

#define INPUT_MARKS 5

struct input {
    struct io *io;
    const struct ws_source *source;
    enum ws_role role;
    const char *file; /* as the user wrote it */
    enum source_format format;
    char path[1100];                     /* as the library opens it */
    uint8_t *book;                       /* a workbook's bytes */
    struct file_mark marks[INPUT_MARKS]; /* of its files when reading began */
    uint64_t deleted_count;              /* rows that are in the file and gone */
    uint64_t need;                       /* bytes of memory, about; 0: not known */
    bool has_failed;                     /* the library gave up at this feature */
    int64_t failed_fid;
    GDALDatasetH dataset;
    OGRLayerH layer;      /* NULL for rasters */
    OGRFeatureDefnH defn; /* its columns */
    bool is_table;        /* CSV or sheet: all text, features are lines */
    bool has_geometry;
    bool has_curve, has_height;              /* of shapes read: noted at the end */
    bool has_decimal_comma, has_stated_mark; /* stated: -oo ROLE=DECIMAL=COMMA or POINT */
    size_t record;                           /* its row of io->inputs */
    uint64_t feature_count;
    struct cell_notes notes;
    struct crs crs;
    struct box box, source_box; /* of what was read: working CRS, own CRS */
    struct judge judge;
    char layer_name[128], label[112];
    int64_t named_fid; /* the row that row_name names: its code, for labels */
    char row_name[64];
    char *scratch; /* the last text, mended */
    size_t scratch_cap;
    char sha256[CHECKSUM_HEX]; /* of a file that was opened ahead */
    OGRFeatureH pending;       /* taken from the layer already: input_next() begins with it */
};

/* ---- source.c: open, library errors, evidence ---------------------------------- */

/* Between begin and end library errors are caught. Balanced, nested is fine. */
void source_begin(struct io *io);
void source_end(struct io *io);
/* Checks the file and starts its row of the evidence; the rest opens it. */
WS_MUST_CHECK
enum ws_status input_begin(struct input *in, struct io *io, const struct ws_source *source,
                           enum ws_role role, struct ws_error *err);
bool input_ends_with(const struct ws_source *source, const char *end);
/* Opens one layer. wants_geometry: a layer without is not considered when none
 * is named. Pairs with input_close() even after a failure. */
WS_MUST_CHECK
enum ws_status input_open(struct input *in, struct io *io, const struct ws_source *source,
                          enum ws_role role, bool wants_geometry, struct ws_error *err);
/* The same for a raster: dataset set, layer NULL. */
WS_MUST_CHECK
enum ws_status input_open_raster(struct input *in, struct io *io, const struct ws_source *source,
                                 enum ws_role role, struct ws_error *err);
bool input_is_raster(const struct ws_source *source);
void input_close(struct input *in);
/* Sets the filter of the source and, unless empty, a second one. */
WS_MUST_CHECK
enum ws_status input_filter(struct input *in, const char *also, struct ws_error *err);
/* Next feature or NULL at the end; destroy it. */
OGRFeatureH input_next(struct input *in);
/* After the last row: library errors, missing rows, the judge's verdict. */
WS_MUST_CHECK
enum ws_status input_finish(struct input *in, uint64_t rows_read, uint64_t rows_used,
                            struct ws_error *err);
struct ws_input *input_record(struct input *in);
/* Sets status and "FILE: LAYER: " plus words plus the first library error. */
WS_MUST_CHECK
enum ws_status input_fail(struct input *in, enum ws_status status, struct ws_error *err,
                          const char *fmt, ...) WS_PRINTF(4, 5);

/* ---- read_prepared.c: a layer opened ahead ------------------------------------------ */

/* What the next input_begin() of that source need not do again: checks, checksum
 * and opening. Takes `in` over, which is then zero; is_read: its first feature is
 * pending. WS_NO_MEMORY: it is still the caller's. */
WS_MUST_CHECK
enum ws_status input_keep(struct input *in, struct ws_error *err);
/* True when the source was kept; in->dataset is then open. */
bool input_take_kept(struct input *in);
void input_drop_kept(struct io *io);

/* ---- read_csv.c ------------------------------------------------------------------ */

/* Reads a delimited text file into a table in memory; row ids are line numbers. */
WS_MUST_CHECK
enum ws_status csv_open(struct input *in, struct ws_error *err);

/* ---- read_crs.c -------------------------------------------------------------------- */

/* Definition of a CRS as the user wrote it ("EPSG:3006"). */
WS_MUST_CHECK
enum ws_status crs_define(struct crs *out, struct input *in, const char *text,
                          struct ws_error *err);
/* in->crs from --crs or from the layer; an unnamed one is matched. */
WS_MUST_CHECK
enum ws_status crs_of_layer(struct input *in, OGRSpatialReferenceH declared, struct ws_error *err);
/* Chooses the working CRS from the first zones; extent in in->crs, its longitudes
 * beyond 180 where the layer lies across the antimeridian. */
WS_MUST_CHECK
enum ws_status crs_choose_working(struct input *in, const struct box *extent, struct ws_error *err);
/* Makes the way to the working CRS. */
WS_MUST_CHECK
enum ws_status crs_connect(struct crs *crs, struct input *in, struct ws_error *err);
void crs_release(struct crs *crs);
/* Longitude and latitude of the middle of a box in crs. */
bool crs_middle(const struct crs *crs, const struct box *box, double *lon, double *lat);
int crs_epsg(OGRSpatialReferenceH srs); /* 0: it has no EPSG code */
OGRSpatialReferenceH crs_from_epsg(int code);

/* ---- read_crs_place.c: do coordinates belong to their system? ------------------------ */

/* What coordinates the system can have; set when it is adopted. */
void crs_set_plausible(struct crs *crs, struct input *in);
/* What is wrong with a coordinate pair ("not a finite number"), or NULL. */
const char *crs_fault(const struct crs *crs, double x, double y);
/* What to do about it, one clause. */
void crs_advice(char out[200], const struct input *in, const char *fault);
/* Moves coordinates to the working CRS in place. False when one is not finite,
 * implausible for its CRS, or cannot be moved: *why says so. Grows no box. */
bool crs_move(const struct crs *crs, size_t count, double *x, double *y, const char **why);
/* The layer lies near the zones; else says whether axes are swapped. Lists a
 * way to the working CRS that is rough. */
WS_MUST_CHECK
enum ws_status crs_check_place(struct input *in, struct ws_error *err);

/* ---- read_text.c: folding, composing, encodings --------------------------------------- */

/* True when the bytes are well-formed UTF-8. */
bool text_is_utf8(const char *text, size_t size);
/* NFC of Latin letters with marks; out has room for strlen(text) + 1. */
void text_compose(char *out, const char *text);
bool text_needs_compose(const char *text);
/* Control, direction and zero-width marks that no name is written with. A text
 * with an escape sign is a terminal's: its controls stay and are shown as \xNN. */
bool text_has_marks(const char *text);
void text_drop_marks(char *text);
/* Turns UTF-8 that was encoded twice back, in place; false: it was not. */
bool text_undouble(char *text);
/* What an --encoding means; *name, when asked for, as the libraries spell it. */
enum text_encoding { TEXT_UNSTATED, TEXT_UTF8, TEXT_1252, TEXT_RECODED, TEXT_UNKNOWN };
enum text_encoding text_encoding(const char *stated);
const char *text_encoding_name(const char *stated);
/* Name of the encoding that --encoding or the .cpg of a Shapefile states; "" when
 * neither does or the name is not known. */
void text_declared(char *out, size_t room, const struct ws_source *source);
/* "UTF-8, Windows-1252, ...": for messages. */
extern const char text_encodings[];
/* Windows-1252 to UTF-8; out has room for 3 * size + 1. Returns the length. */
size_t text_from_1252(char *out, const char *text, size_t size);
/* The name as columns are compared: composed, lower case, accents off, without
 * space _ - and full stop. Cut to the room. */
void text_fold(char *out, size_t room, const char *text);
bool text_same_folded(const char *a, const char *b);
/* Cuts at a character border so that the text fits the room. */
void text_copy(char *out, size_t room, const char *text);
/* Edits needed to turn one short text into the other. */
uint32_t text_distance(const char *a, const char *b);

/* ---- columns.c --------------------------------------------------------------------- */

/* Names are folded and separated by one space; the first is preferred. row
 * names mean the row itself and yield to the others. */
struct column_key {
    const char *key, *names, *row_names;
    bool is_required;
    bool has_no_rival; /* two columns that differ are an error, as when required */
};
/* Judges one text that is not blank. */
typedef bool column_test(const void *context, const char *text);
/* *column = -1: none (an error when required). test NULL: any content. */
WS_MUST_CHECK
enum ws_status columns_find(int *column, struct input *in, const struct column_key *key,
                            column_test *test, const void *context, struct ws_error *err);
/* How a column's filled cells fare: counts of cells and of those that pass. */
void columns_count(struct input *in, int column, column_test *test, const void *context,
                   uint64_t *filled, uint64_t *passed);
/* Some cell passes; reads no farther than that. */
bool columns_any(struct input *in, int column, column_test *test, const void *context);
bool columns_equal(struct input *in, int a, int b);
/* By name as written, else folded; -1: none. */
int columns_named(struct input *in, const char *name);
/* A folded name that some role knows. */
bool columns_is_known(const char *folded);
const char *columns_name(const struct input *in, int column);
/* COLUMN of --field ROLE.KEY=COLUMN, or NULL. */
const char *columns_field(const struct input *in, const char *key);
/* "it has a, b, c": for messages. numeric_only: number columns. */
void columns_list(char *out, size_t room, struct input *in, bool numeric_only);
/* read_wkt.c: how to hand in shapes that a column has as text ("POINT (1 2)"); "": none. */
#define WKT_HINT 420u
const char *wkt_hint(char out[WKT_HINT], struct input *in);
WS_MUST_CHECK
enum ws_status columns_note(struct input *in, const char *key, int column, struct ws_error *err);
/* The same for what is no column: "municipalities.geometry = ...", once. */
WS_MUST_CHECK
enum ws_status columns_remark(struct input *in, const char *key, const char *text,
                              struct ws_error *err);
bool columns_is_number(const struct input *in, int column);

/* ---- read_cell.c: the text of a cell ------------------------------------------------- */

/* Text to compare: composed UTF-8 without control marks and space around it;
 * NULL when null or blank. What is mended is noted. Valid until the next call.
 * Codes in number columns come as plain digits. */
const char *columns_text(struct input *in, OGRFeatureH feature, int column);
/* The same for a name that is only shown: space and NFD are no news. */
const char *columns_label(struct input *in, OGRFeatureH feature, int column);
/* As it is in the file, but UTF-8. */
const char *columns_kept(struct input *in, OGRFeatureH feature, int column);
void cell_note(struct input *in, enum cell_note note, OGRFeatureH feature, int column);
/* Lists what was noted; after the last row. */
WS_MUST_CHECK
enum ws_status cell_report(struct input *in, struct ws_error *err);

/* ---- read_code.c: how codes are spelled ----------------------------------------------- */

/* 1E+05, #REF!: a spreadsheet could not show it; and jan-24, 2024-01-02. */
bool code_is_broken(const void *unused, const char *text);
bool code_is_mangled(const void *unused, const char *text);
/* Refuses a column of codes that holds a text of the test. */
WS_MUST_CHECK
enum ws_status code_judge(struct input *in, int column, column_test *test, struct ws_error *err);
/* Equal but for space and the case of A to Z. */
bool code_is_same(const char *a, const char *b);
/* "0114 Upplands Väsby": bytes of the code in front of the name, 0: none; and
 * the name, which is the whole text when there is no code. */
size_t code_prefix(const char *text);
const char *code_rest(const char *text);
/* Tests of columns: code and name in one cell; a code alone, or both. */
bool code_with_name(const void *unused, const char *text);
bool code_or_both(const void *unused, const char *text);
/* Digits of a whole number, "114" for "114.0". False: it is none. */
bool code_whole(char *out, size_t room, const char *text);

/* ---- values.c ---------------------------------------------------------------------- */

bool value_is_missing(const char *text); /* blank, NULL, NA, - */
enum value { VALUE_OK, VALUE_MISSING, VALUE_HIDDEN, VALUE_BAD };
/* Number by fixed rules, no locale. Missing: blank NULL NA -; hidden: .. x <5. */
enum value value_number(double *out, const char *text, bool decimal_comma);
enum value value_cell(double *out, struct input *in, OGRFeatureH feature, int column);
/* A number with a space between every three digits: 12 345. */
bool value_spaced(double *out, const char *text, bool decimal_comma);
/* Takes the decimal mark from the open options. */
void value_take_options(struct input *in);
/* Judges a column of counts: are its points or commas decimal marks? WS_BAD_DATA
 * when all could as well stand between thousands, or both marks occur. */
WS_MUST_CHECK
enum ws_status value_judge_marks(struct input *in, int column, struct ws_error *err);
/* What to do about a cell that is no number, "" or "; ...". Valid until the next. */
const char *value_advice(struct input *in, const char *text);
/* Begins like a number, or is nan or inf: a cell that meant one. A column_test. */
bool value_looks_numeric(const void *unused, const char *text);
/* Date to YYYY-MM-DD; a month gives its first day. */
enum value value_date(char out[11], const char *text);
enum value value_bool(bool *out, const char *text);
/* "50", "50 mph", "50 km/h" in km/h. Words and 0 are missing; negative is bad. */
enum value value_speed(double *out, const char *text);
bool value_is_digits(const char *text, size_t count); /* count 0: any number of them */
/* A Swedish municipality code: four digits, the first two a county. */
bool value_is_swedish_code(const void *unused, const char *text);
bool value_is_number(const void *input, const char *text); /* a column_test */

/* ---- repair.c: verdicts -------------------------------------------------------------- */

/* "feature 12", "feature 12 (0114)" for the row that was named, "line 13", or ""
 * for fid < 0. Valid until the next call. */
const char *judge_label(struct input *in, int64_t fid);
/* The row now read, by its code or name; NULL: it has none. */
void judge_name(struct input *in, int64_t fid, const char *name);
/* E: listed among the faults; after JUDGE_IN_WORDS only counted. Nothing is
 * listed when there is no memory, but the judge knows. */
void judge_fault(struct input *in, int64_t fid, const char *fmt, ...) WS_PRINTF(3, 4);
/* R: a line of the table of repairs. */
WS_MUST_CHECK
enum ws_status judge_repair(struct input *in, int64_t fid, const char *effect, struct ws_error *err,
                            const char *fmt, ...) WS_PRINTF(5, 6);
/* A cell that says yes or no; false: not told, or a fault. */
bool judge_answer(bool *is_yes, struct input *in, OGRFeatureH feature, int column);
/* A copy; NULL for NULL. When there is no memory the judge knows. */
char *judge_copy(struct input *in, const char *text);
WS_MUST_CHECK
enum ws_status judge_end(struct input *in, struct ws_error *err);

/* ---- read_shape.c -------------------------------------------------------------------- */

/* Appends the feature's polygons as area `fid` in the working CRS. *taken is
 * false when the judge got a fault instead. */
WS_MUST_CHECK
enum ws_status shape_area(struct input *in, OGRFeatureH feature, struct areas_builder *out,
                          bool *taken, struct ws_error *err);
/* The feature has a polygon, or is a collection with one. */
bool shape_has_area(OGRFeatureH feature);
/* Notes what the shapes read had beside plain polygons: curves, heights. */
WS_MUST_CHECK
enum ws_status shape_finish(struct input *in, struct ws_error *err);
/* The single point of a feature; a fault unless `may_lack` and none is there
 * (*taken false). */
enum shape_point { POINT_TAKEN, POINT_NONE, POINT_FAULT };
enum shape_point shape_point(struct input *in, OGRFeatureH feature, double xy[2]);
/* Copies area `from` of `areas` to the end of out. */
WS_MUST_CHECK
enum ws_status shape_copy(struct areas_builder *out, const struct areas *areas, uint32_t from,
                          struct ws_error *err);

/* ---- read_zones.c: what becomes of the rows of zones ---------------------------------- */

struct zone_row {
    char *code, *name, *county, *county_name;
    uint32_t area; /* in the builder */
};
struct zone_rows {
    size_t count, cap;
    struct zone_row *rows;
    struct areas_builder areas;
    bool has_code;
};
void zone_rows_release(struct zone_rows *rows);
/* Sorts by code, unites rows of one code and name, measures overlaps. Faults go
 * to the judge: look at in->judge before using *out. */
WS_MUST_CHECK
enum ws_status zone_rows_take(struct zones *out, struct zone_rows *rows, struct input *in,
                              struct ws_error *err);
/* Counties from the rows' own codes, else the first two digits in Sweden. */
WS_MUST_CHECK
enum ws_status zone_rows_counties(struct zones *out, const struct zone_rows *rows, struct input *in,
                                  struct ws_error *err);

/* ---- read_place.c: coordinates in columns ----------------------------------------------- */

/* The pairs of coordinate columns of a table; the first is used. */
struct place_pair {
    int x, y;
    struct crs crs;
};
struct place_columns {
    uint32_t count;
    bool is_named; /* the user named the pair */
    struct place_pair pairs[4];
};
/* count 0: the table has no coordinates. */
WS_MUST_CHECK
enum ws_status place_find(struct place_columns *out, struct input *in, struct ws_error *err);
void place_release(struct place_columns *places);
/* Position of a row in the working CRS; POINT_NONE: blank, 0,0. Pairs that
 * disagree are listed or faulted. */
WS_MUST_CHECK
enum ws_status place_read(enum shape_point *result, double xy[2], struct place_columns *places,
                          struct input *in, OGRFeatureH feature, struct ws_error *err);

/* ---- read_join.c: rows to zones by code or name ------------------------------------------ */

struct join {
    const struct zones *zones;
    int column; /* -1: rows are not joined */
    bool by_name;
    bool pads;     /* --pad-codes: 114 and 114.0 are 0114 */
    bool is_split; /* the code stands before the name in the cell */
    bool is_loose; /* space and case do not count */
};
/* Finds the column. wants_name: also join by a unique name. */
WS_MUST_CHECK
enum ws_status join_find(struct join *out, struct input *in, const struct zones *zones,
                         bool wants_name, struct ws_error *err);
/* Zone of a text; WS_NONE: unknown. */
uint32_t join_zone(const struct join *join, const char *text);
bool join_is_total(const char *text); /* the row of the whole country */

/* ---- read_osm.c ---------------------------------------------------------------------------- */

bool osm_is_extract(const struct ws_source *source);
/* The ways of an extract as a layer; pairs with osm_close() even after a failure. */
WS_MUST_CHECK
enum ws_status osm_open(struct input *in, struct io *io, const struct ws_source *source,
                        struct ws_error *err);
void osm_close(struct input *in);
WS_MUST_CHECK
enum ws_status osm_read(struct lines_builder *out, struct io *io, const struct ws_source *source,
                        uint16_t source_index, const struct road_rules *rules,
                        struct ws_error *err);

/* ---- read_lines.c: words ------------------------------------------------------------- */

/* Words seen in a column with how often, for one warning per kind. */
struct tally {
    size_t count, cap;
    struct tally_word {
        char word[48];
        uint64_t count;
    } * words;
};
WS_MUST_CHECK
enum ws_status words_add(struct tally *tally, const char *word, struct ws_error *err);
/* "a (3), b (1)": by count, then word; at most `most`. */
void words_text(char *out, size_t room, struct tally *tally, size_t most);
void words_release(struct tally *tally);
/* One warning "<what>: a (3), b (1)" unless the tally is empty. */
WS_MUST_CHECK
enum ws_status tally_report(struct tally *tally, struct input *in, const char *what,
                            const char *effect, struct ws_error *err);
#endif
