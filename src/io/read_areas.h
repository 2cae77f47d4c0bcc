/* io/read_areas.h: supplier areas: which rows hold, and how polygons are read;
 * private to src/io. */
#ifndef IO_READ_AREAS_H
#define IO_READ_AREAS_H
#include "io/read_offices.h"

/* Rows of areas on a day, of a scheme. */
struct area_days {
    struct dated asked; /* without the scheme when no column tells it */
    struct dated_rows rows;
    char scheme[64]; /* of the first row taken */
};
WS_MUST_CHECK
enum ws_status area_days_open(struct area_days *out, struct input *in, int id_column,
                              struct ws_error *err);
/* False: not of the day or the scheme. Rows of two schemes in one run are faults. */
bool area_days_take(struct area_days *days, struct input *in, OGRFeatureH feature);
/* `taken`: rows that were. */
WS_MUST_CHECK
enum ws_status area_days_finish(const struct area_days *days, struct input *in, uint64_t taken,
                                struct ws_error *err);

/* read_vector.c: the polygons of an open layer. */
WS_MUST_CHECK
enum ws_status zones_read_areas(struct zones *out, struct input *in, struct area_days *days,
                                struct ws_error *err);
#endif
