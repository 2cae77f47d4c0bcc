/* geo/polygon.h: make valid, union, difference; the only code that includes GEOS.
 *
 * Coordinates must be finite before any call: callers check, and every function
 * here refuses (WS_BAD_DATA) rather than hand a wild number to GEOS. Never
 * buffer(0). A handle belongs to one thread. */
#ifndef GEO_POLYGON_H
#define GEO_POLYGON_H
#include "geo/shapes.h"

struct polygons; /* a GEOS context */

WS_MUST_CHECK
enum ws_status polygons_open(struct polygons **out, struct ws_error *err);
void polygons_close(struct polygons *polygons);

/* What polygons_mend found and did. */
struct mend {
    bool was_valid, is_empty;   /* is_empty: nothing of area is left */
    double before_m2, after_m2; /* before: as drawn, shells minus holes */
    char reason[128];           /* GEOS' words, with the place */
};

/* Reads one OGC WKB polygon or multipolygon (2D, working CRS), makes it valid
 * (keeping area parts only, parts united) and appends it as area `fid`. A valid
 * input is appended with its vertices unchanged. */
WS_MUST_CHECK
enum ws_status polygons_mend(struct polygons *polygons, struct areas_builder *out,
                             const uint8_t *wkb, size_t size, int64_t fid, struct mend *mend,
                             struct ws_error *err);

/* Appends the union of areas[members[0..count-1]] as area `fid`. With `clip`
 * (an area index of clip_areas) the union is cut to that area. */
WS_MUST_CHECK
enum ws_status polygons_union(struct polygons *polygons, struct areas_builder *out,
                              const struct areas *areas, const uint32_t *members, uint32_t count,
                              const struct areas *clip_areas, uint32_t clip_area, int64_t fid,
                              struct ws_error *err);

/* A point inside area `area` (GEOS PointOnSurface). */
WS_MUST_CHECK
enum ws_status polygons_inside(struct polygons *polygons, const struct areas *areas, uint32_t area,
                               struct point *out, struct ws_error *err);

/* Square metres shared by two areas (0 when only borders meet). */
WS_MUST_CHECK
enum ws_status polygons_overlap_m2(struct polygons *polygons, const struct areas *areas,
                                   uint32_t area, uint32_t other, double *out_m2,
                                   struct ws_error *err);
#endif
