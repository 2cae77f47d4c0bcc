/* io/read_lines.h: geometry of roads; private to src/io.
 *
 * Lines of a feature to vertices in the working CRS and the geodesic length along
 * them. On several threads the lines of many features are measured at once before
 * their rows are read: the same numbers, found earlier. */
#ifndef IO_READ_LINES_H
#define IO_READ_LINES_H
#include "io/read.h"

/* The numbers of one line: x and y move to the working CRS, lon and lat are in the
 * angles of the layer, own stay as read (all x, then all y). */
#define LINE_ROOM 7u /* numbers per vertex */
struct line_room {
    double *x, *y, *lon, *lat, *own, *at_m;
};

/* Scratch of one line, reused. */
struct line_buffer {
    size_t cap;
    double *room;
    OGRCoordinateTransformationH to_degrees; /* NULL: the layer's own are degrees */
    double degree;                           /* degrees per unit of the layer's angles */
    struct ellipsoid ellipsoid;
    bool is_degrees;
    /* what was found ahead of a line (line_batch): its numbers, when shape is it */
    struct line_ahead {
        OGRGeometryH shape;
        struct line_room room;
        int count;
    } ahead;
    /* listed by line_finish(): parts, vertices at 0,0, their lines, odd members, far vertices */
    struct line_tally {
        uint64_t count;
        int64_t first_fid;
    } too_short, at_origin, lost, stray, leaping;
};
WS_MUST_CHECK
enum ws_status line_open(struct line_buffer *buffer, struct input *in, struct ws_error *err);
/* Appends every part of a (multi) line. *taken counts the parts. */
WS_MUST_CHECK
enum ws_status line_add(struct line_buffer *buffer, struct input *in, struct lines_builder *out,
                        const struct line_row *row, OGRGeometryH geometry, uint32_t *taken,
                        struct ws_error *err);
/* Geodesic length of a (multi) line; 0 when it has none. */
double line_length_m(struct line_buffer *buffer, OGRGeometryH geometry);
/* Lists what was mended or left out. */
WS_MUST_CHECK
enum ws_status line_finish(struct line_buffer *buffer, struct input *in, struct ws_error *err);
void line_close(struct line_buffer *buffer);
/* Row of the class table, or UINT16_MAX. */
uint16_t line_class(const struct road_rules *rules, const char *word);
/* False when the table knows the word as a class that nobody drives. */
bool line_is_driven(const struct road_rules *rules, const char *word);

/* Lays the parts of a room out on LINE_ROOM * size numbers. */
void line_lay_room(struct line_room *room, double *numbers, size_t size);
/* Takes x and y of a room to the working CRS, measures at_m. False when a vertex
 * has no place: *why says so. */
bool line_measure(struct line_room *room, size_t count, const struct crs *crs,
                  const struct line_buffer *buffer, OGRCoordinateTransformationH to_degrees,
                  const char **why);
/* A vertex at 0,0, which is dropped from lines far from there. */
bool line_is_origin(double x, double y);

/* ---- read_line_batch.c: lines of many features measured at once ---------------------- */

/* Whether a feature's line will be asked for; when in doubt it is. */
typedef bool line_wanted(const void *reader, OGRFeatureH feature);

struct line_batch {
    struct input *in;
    struct line_buffer *buffer;
    line_wanted *is_wanted;
    const void *reader;
    uint32_t threads, worker_count, count, next;
    bool is_over;
    OGRFeatureH *features;
    struct batch_line {
        OGRGeometryH shape; /* NULL: none that can be measured ahead */
        size_t first;       /* of its numbers */
        int count;
        bool is_good;
    } * lines;
    double *numbers;
    size_t number_cap;
    struct batch_worker *workers;
};
/* Set in, buffer, is_wanted, reader and threads; the rest 0. With one thread, or
 * when a worker cannot have handles of its own, features come one by one. */
void batch_open(struct line_batch *batch);
/* The next feature as by input_next(); buffer->ahead is set to its line. */
OGRFeatureH batch_next(struct line_batch *batch);
void batch_close(struct line_batch *batch);
#endif
