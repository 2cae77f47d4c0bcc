/* geo/wkb.h: polygons from OGC WKB, judged before any library sees them.
 *
 * Polygon and multipolygon, ISO or older type numbers, both byte orders. Z and
 * M are passed over. Empty rings and parts are left out. */
#ifndef GEO_WKB_H
#define GEO_WKB_H
#include "geo/shapes.h"

/* Zero it before the first use; reused from call to call. */
struct wkb_reader {
    struct areas_builder drawing; /* area 0: what was read, as drawn */
    bool has_open_ring;           /* a ring was closed with its first vertex */
    double *xy_m;                 /* scratch of one ring */
    size_t xy_cap;
};

/* Reads one geometry into reader->drawing. WS_BAD_DATA: not a polygon, cut
 * short, a vertex that is not sane (geo/plane.h), a ring of fewer than four
 * vertices. Counts are believed only as far as the bytes reach. */
WS_MUST_CHECK
enum ws_status wkb_read(struct wkb_reader *reader, const uint8_t *bytes, size_t size,
                        struct ws_error *err);
void wkb_release(struct wkb_reader *reader);
#endif
