/* io/people.h: what the readers of people share; private to src/io.
 *
 *   read_population.c   the layer: areas, points, cells, rows of municipalities
 *   read_people.c       cells of the table to counts
 *   read_weights.c      which columns, by name and by age
 *   read_long.c         rows by age, sex, birth: which are counted
 *   read_units.c        rows to units in a fixed order
 *   read_squares.c      cells told by the id of a national grid
 *   read_table.c        tables by municipality
 *   read_raster.c, read_extent.c   cells of a raster, and where there are none */
#ifndef IO_PEOPLE_H
#define IO_PEOPLE_H
#include "io/read.h"

/* ---- read_weights.c: people columns --------------------------------------------------- */

#define PEOPLE_MOST_PARTS 512u

/* A column that counts, or inside of years when its age class is split. */
struct people_part {
    int column;
    uint32_t inside, years;
};

/* The columns of weight w: parts[first_part[w] .. first_part[w + 1] - 1]. */
struct people {
    uint32_t count;
    struct ws_weight weight[WS_MAX_WEIGHTS]; /* name and label; both tell the ages */
    uint32_t first_part[WS_MAX_WEIGHTS + 1];
    struct people_part parts[PEOPLE_MOST_PARTS];
    struct ages row_ages; /* is_given: rows are chosen by their age (read_long.c) */
    uint64_t missing[WS_MAX_WEIGHTS], hidden[WS_MAX_WEIGHTS];
    uint64_t more_micro[WS_MAX_WEIGHTS]; /* what hidden counts may add */
    char hidden_at[WS_MAX_WEIGHTS][80], missing_at[WS_MAX_WEIGHTS][80]; /* the first */
    double total[WS_MAX_WEIGHTS];
};
WS_MUST_CHECK
enum ws_status people_find(struct people *out, struct input *in, const struct people_wanted *wanted,
                           struct ws_error *err);

/* ---- read_people.c: counts -------------------------------------------------------------- */

/* One row's people, and by how much each count may be lower or higher. */
struct counts {
    uint64_t people_micro[WS_MAX_WEIGHTS], less_micro[WS_MAX_WEIGHTS], more_micro[WS_MAX_WEIGHTS];
};
/* One row; faults go to the judge. */
void people_read(struct people *people, struct input *in, OGRFeatureH feature, struct counts *out);
/* What a withheld count may be at most; "<5" is 0 to 4. */
uint64_t people_hidden_most(struct input *in, OGRFeatureH feature, int column);
/* A row of which only inside of years of age are wanted. */
void counts_split(struct counts *counts, uint32_t weights, uint32_t inside, uint32_t years);
void counts_add(struct counts *to, const struct counts *from, uint32_t weights);
/* Repairs to list after the last row. */
WS_MUST_CHECK
enum ws_status people_finish(struct people *people, struct input *in, struct ws_error *err);

/* ---- read_long.c: rows that are parts ----------------------------------------------------- */

/* A table with a row for each age, sex or region of birth. Rows of totals are
 * never added to their parts: where both are there the totals count, and the
 * others are left out and told. */
#define LONG_KEYS 3u
struct long_words {
    size_t count, cap, last;
    char (*words)[48];
};
/* One counted row of a municipality and which age, sex ... it is. */
struct long_seen {
    uint32_t zone, kind;
    int64_t fid;
};
struct long_rows {
    bool has_parts; /* several rows of one municipality add up */
    struct {
        int column; /* -1: none */
        bool keeps_totals;
        struct long_words words;
    } keys[LONG_KEYS];
    struct ages ages;         /* is_given: rows are chosen by age */
    uint32_t *inside, *years; /* per word of the age column */
    uint64_t part_count;      /* rows left out as parts of totals */
    size_t seen_count, seen_cap, kind_count, kind_cap;
    struct long_seen *seen;
    uint64_t *kinds;
};
WS_MUST_CHECK
enum ws_status long_find(struct long_rows *out, struct input *in, const struct people *people,
                         struct ws_error *err);
void long_release(struct long_rows *rows);
/* Inside of years of the row's people are wanted; *inside 0: it is not counted.
 * zone WS_NONE: the row is not compared with others. */
WS_MUST_CHECK
enum ws_status long_row(struct long_rows *rows, struct input *in, OGRFeatureH feature,
                        uint32_t zone, uint32_t part[2], struct ws_error *err);
/* Rows that stand twice are faults; *lacks_rows[zone]: it has fewer kinds of
 * rows than others, which is told. */
WS_MUST_CHECK
enum ws_status long_finish(struct long_rows *rows, struct input *in, const struct zones *zones,
                           bool *lacks_rows, struct ws_error *err);

/* ---- read_units.c: rows of people, sorted ---------------------------------------------------- */

struct unit_row {
    char *name;
    uint32_t zone, shape; /* shape: index in the builder */
    uint32_t index;       /* in the order read: where its people lie */
    uint64_t people_micro;
    bool has_code;
    double x_m, y_m;
    int64_t fid;
};
struct units_builder {
    size_t count, row_cap, people_cap;
    struct unit_row *rows;
    uint64_t *people_micro; /* row i: weight_count people, as many less, as many more */
    bool has_doubt;         /* a less or more is above 0 */
    uint32_t weight_count;
    struct areas_builder areas;
    bool is_area, is_grid, is_zone;
};
WS_MUST_CHECK
enum ws_status units_add(struct units_builder *builder, const struct unit_row *row,
                         const char *name, const struct counts *counts, struct ws_error *err);
/* The counts of a row; weight w at [w], less at [weights + w], more behind. */
const uint64_t *units_counts(const struct units_builder *builder, const struct unit_row *row);
/* Units that stand twice are faults: of one id at one place, and areas without
 * id with equal people. has_parts: rows of one place are ages or sexes. */
WS_MUST_CHECK
enum ws_status units_judge_twins(struct units_builder *builder, struct input *in, bool has_parts,
                                 struct ws_error *err);
/* Sorts and hands over; the builder is empty afterwards. */
WS_MUST_CHECK
enum ws_status units_take(struct population *out, struct units_builder *builder,
                          const struct people *people, struct ws_error *err);
void units_release(struct units_builder *builder);

/* ---- read_squares.c: cells by the id of the national grid
 * ---------------------------------------- */

/* Ids of 12 or 13 digits: easting and northing of the lower left corner in
 * EPSG:3006, in metres. column -1: the layer has none. */
struct squares {
    int column, size_column;
    double side_m; /* of all, when there is no column of sizes */
    struct crs crs;
};
/* Whether a layer of points, or without geometry, tells its cells by id. */
WS_MUST_CHECK
enum ws_status squares_find(struct squares *out, struct input *in, struct ws_error *err);
void squares_release(struct squares *squares);
/* Appends the cell of a row; faults go to the judge (*taken false). */
WS_MUST_CHECK
enum ws_status squares_add(struct squares *squares, struct input *in, OGRFeatureH feature,
                           struct units_builder *builder, struct unit_row *row, bool *taken,
                           struct ws_error *err);

/* ---- rasters
 * ------------------------------------------------------------------------------------- */

WS_MUST_CHECK
enum ws_status raster_read(struct population *out, struct io *io, const struct ws_source *source,
                           const struct people_wanted *wanted, const struct zones *zones,
                           struct ws_error *err);

/* A raster beside the zones. */
struct extent {
    struct input *in;
    const struct zones *zones;
    struct box frame;                  /* of the raster, in its own CRS */
    const struct units_builder *units; /* its cells with people */
    /* The cell at a place of the raster's CRS holds a number; 0 is one. */
    bool (*has_value)(void *context, double x, double y);
    void *context;
};
/* Zones, or parts of them, that the raster does not hold, and zones where it
 * has no value at all: listed by code, unknown and not zero. */
WS_MUST_CHECK
enum ws_status extent_report(const struct extent *extent, struct ws_error *err);

/* ---- read_table.c: tables by municipality ------------------------------------------------------
 */

/* People by zone, and the rows whose code no zone has. */
struct table_sums {
    struct counts *counts; /* per zone */
    int64_t *fid;          /* per zone: its first row; -1: none */
    struct units_builder unknown;
};
/* Reads all rows; every zone has one, or several that are parts (ages, sexes). */
WS_MUST_CHECK
enum ws_status table_read(struct table_sums *out, struct input *in, const struct join *join,
                          struct people *people, struct ws_error *err);
void table_release(struct table_sums *sums);

/* ---- read_join.c: rows that are the sum of others ---------------------------------------- */

/* Of a text that is no zone: the row is the sum of others. The whole country, a
 * county by its code or as "... län", or digits that zones begin with. */
bool join_is_sum(const struct zones *zones, const char *text);
/* A zone of which such a row would be the sum. */
bool join_is_part(const struct zones *zones, uint32_t zone, const char *sum);

/* ---- read_overlap.c ----------------------------------------------------------------------------
 */

/* Lists areas of people whose middle lies in another area of people. */
WS_MUST_CHECK
enum ws_status overlap_judge(struct io *io, const struct population *people, const char *file,
                             struct ws_error *err);

/* ---- read_fit.c ------------------------------------------------------------------------------ */

/* Lists zones that lie within one area of people larger than they are. */
WS_MUST_CHECK
enum ws_status fit_judge(struct io *io, const struct population *population,
                         const struct zones *zones, const char *file, struct ws_error *err);
#endif
