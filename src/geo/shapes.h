/* geo/shapes.h: lines and areas as flat arrays: what readers hand over.
 *
 * Vertices are x, y pairs in metres of the working CRS. Offsets count vertices
 * or rings. Everything is finite; readers check that. */
#ifndef GEO_SHAPES_H
#define GEO_SHAPES_H
#include "geo/plane.h"
#include <stddef.h>
#include <stdint.h>
#include <whitespot/error.h>
#include <whitespot/model.h>

enum line_flag {
    LINE_FORWARD = 1,  /* may be travelled as drawn */
    LINE_BACKWARD = 2, /* ... against the drawing */
    LINE_FERRY = 4,
    LINE_TUNNEL = 8
};

/* Road lines. Repeated vertices are allowed. at_m[j] is the geodesic length
 * from the first vertex of the line to vertex j on the ellipsoid of the data's
 * own CRS: the only source of length. */
struct lines {
    uint32_t count;
    uint32_t *first_xy; /* count + 1 */
    double *xy_m, *at_m;
    int64_t *fid;
    uint16_t *source;     /* which --roads input, 0 .. */
    uint16_t *road_class; /* row of the class table; UINT16_MAX: the source has no class */
    uint8_t *flags;       /* enum line_flag */
    float *speed_kmh, *speed_back_kmh; /* from the source; NAN: unknown */
    float *boarding_s;                 /* ferries; NAN: the default */
    double *length_m;                  /* a length column; NAN: geodesic */
};

/* Growth while reading: zero it first. The offsets are complete after every call;
 * before the first one first_xy is NULL. */
struct lines_builder {
    struct lines lines;
    size_t line_cap, xy_cap, xy_count;
};

struct line_row {
    int64_t fid;
    uint16_t source, road_class;
    uint8_t flags;
    float speed_kmh, speed_back_kmh, boarding_s;
    double length_m;
};

/* Appends one line of `count` >= 2 vertices; at_m as above. WS_NO_MEMORY,
 * WS_TOO_LARGE beyond 2^32 - 2 vertices. */
WS_MUST_CHECK
enum ws_status lines_add(struct lines_builder *builder, const struct line_row *row,
                         const double *xy_m, const double *at_m, uint32_t count,
                         struct ws_error *err);
/* The same from x and y apart. */
WS_MUST_CHECK
enum ws_status lines_add_xy(struct lines_builder *builder, const struct line_row *row,
                            const double *x_m, const double *y_m, const double *at_m,
                            uint32_t count, struct ws_error *err);
void lines_release(struct lines *lines);

/* Areas: area i is the rings first_ring[i] .. first_ring[i+1]-1, ring r the
 * vertices first_xy[r] .. first_xy[r+1]-1, closed (last vertex = first). Rings
 * of all parts together; inside by the even-odd rule; valid and disjoint, so
 * even-odd and the area's own meaning agree. is_hole tells shells from holes;
 * a shell starts a part. */
struct areas {
    uint32_t count;
    uint32_t *first_ring; /* count + 1 */
    uint32_t *first_xy;   /* ring count + 1 */
    bool *is_hole;        /* per ring */
    double *xy_m;
    int64_t *fid;
};

/* Growth while reading: zero it first. The offsets are complete after every call;
 * before the first one they are NULL. */
struct areas_builder {
    struct areas areas;
    size_t area_cap, ring_cap, xy_cap, ring_count, xy_count;
};

/* Starts area `fid`; rings follow, each shell before its holes. */
WS_MUST_CHECK
enum ws_status areas_begin(struct areas_builder *builder, int64_t fid, struct ws_error *err);
/* Adds a ring of count >= 3 vertices to the area begun last; an open ring is
 * closed with its first vertex. WS_NO_MEMORY, WS_TOO_LARGE. */
WS_MUST_CHECK
enum ws_status areas_ring(struct areas_builder *builder, const double *xy_m, uint32_t count,
                          bool is_hole, struct ws_error *err);
void areas_release(struct areas *areas);

struct box areas_box(const struct areas *areas, uint32_t area);
/* Planar area in square metres of the working CRS (drawing and messages only). */
double areas_m2(const struct areas *areas, uint32_t area);
#endif
