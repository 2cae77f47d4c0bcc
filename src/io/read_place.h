/* io/read_place.h: how coordinates are told apart; private to src/io. */
#ifndef IO_READ_PLACE_H
#define IO_READ_PLACE_H
#include "io/read.h"

/* ---- read_place.c: columns ------------------------------------------------------ */

/* Systems found in Sweden by the range of their values; none overlaps another. */
enum place_system { PLACE_DEGREES, PLACE_SWEREF, PLACE_RT90, PLACE_LOCAL, PLACE_UNKNOWN };
enum place_system place_system(double x, double y);
/* The municipalities are Swedish: then a range of metres says the system. */
bool place_is_swedish(const struct input *in);
/* "SWEREF 99 TM", and "EPSG:3006": "" when the range leaves several. */
const char *place_system_name(enum place_system system);
const char *place_system_crs(enum place_system system);

/* Why a table has no coordinates though a column is named like one: "column lat
 * is 59 33' in line 2; expected decimal degrees"; "" when none is. */
void place_explain(char *out, size_t room, struct input *in);

/* ---- read_place_rows.c: rows ------------------------------------------------------ */

/* The cells of a pair as they are. A fault is told when is_first. */
enum shape_point place_cells(double xy[2], const struct place_pair *pair, struct input *in,
                             OGRFeatureH feature, bool is_first);
/* False after a fault: the values are those of another system than in->crs.
 * places NULL: they are the row's geometry. */
bool place_fits(struct input *in, int64_t fid, const double own[2],
                const struct place_columns *places);

#define PLACE_DOUBTS 20
/* Rows that lie far from the municipalities and near them with x for y. */
struct place_doubts {
    uint64_t row_count, swapped_count;
    struct place_doubt {
        int64_t fid;
        double x, y;
    } swapped[PLACE_DOUBTS];
};
/* Counts a row by its own coordinates; true: it is such a row, and noted. */
bool place_doubt(struct place_doubts *doubts, struct input *in, int64_t fid, const double own[2]);
/* Faults of the rows noted, after the last. */
void place_judge_axes(const struct place_doubts *doubts, const struct place_columns *places,
                      struct input *in);
#endif
