/* io/read_lines.h: geometry of roads; private to src/io.
 *
 * Lines of a feature to vertices in the working CRS and the geodesic length along
 * them. On several threads the lines of many features are measured at once before
 * their rows are read: the same numbers, found earlier. */
#ifndef IO_READ_LINES_H
#define IO_READ_LINES_H
#include "io/read.h"

/* Scratch of one line, reused. */
struct line_buffer {
    size_t cap;
    double *room;
    OGRCoordinateTransformationH to_degrees; /* NULL: the layer's own are degrees */
    double degree;                           /* degrees per unit of the layer's angles */
    struct ellipsoid ellipsoid;
    bool is_degrees;
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
#endif
