/* geo/polygon.h: make valid, union, overlap, faces; only polygon*.c include GEOS.
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
    double unsure_m2;           /* what is inside by one reading of the drawing and
                                   outside by another: round which a ring runs more
                                   than once, or a hole outside its shell */
    char reason[128];           /* GEOS' words, with the place */
};

/* Reads one OGC WKB polygon or multipolygon (working CRS; Z and M are passed
 * over), makes it valid and appends it as area `fid`.
 *
 * A valid input is appended with its vertices unchanged. Mending means: open
 * rings are closed; inside a ring is what lies inside by the even-odd rule (a
 * bow-tie keeps both halves; an edge drawn twice counts once); an area is its shells minus its
 * holes; parts are united; lines and points that come out are dropped. Mended areas have shells
 * that turn left and holes that turn right (RFC 7946), in GEOS' normal order.
 * When no area is left (is_empty) nothing is appended: an answer.
 *
 * WS_BAD_DATA: not a polygon, cut short, a vertex that is not finite or farther
 * than 10^9 m from the origin, a ring of fewer than four vertices. */
WS_MUST_CHECK
enum ws_status polygons_mend(struct polygons *polygons, struct areas_builder *out,
                             const uint8_t *wkb, size_t size, int64_t fid, struct mend *mend,
                             struct ws_error *err);

/* Appends the union of areas[members[0..count-1]] as area `fid`. With `clip_area`
 * (an area index of clip_areas) the union is cut to that area; what is left may
 * be an area without rings. clip_areas may be NULL. */
WS_MUST_CHECK
enum ws_status polygons_union(struct polygons *polygons, struct areas_builder *out,
                              const struct areas *areas, const uint32_t *members, uint32_t count,
                              const struct areas *clip_areas, uint32_t clip_area, int64_t fid,
                              struct ws_error *err);

/* A point inside area `area` (GEOS PointOnSurface). */
WS_MUST_CHECK
enum ws_status polygons_inside(struct polygons *polygons, const struct areas *areas, uint32_t area,
                               struct point *out, struct ws_error *err);

/* Square metres shared by two areas (0 when only borders meet). border_m, when
 * not NULL: the length round what they share; a sliver is long for its area. */
WS_MUST_CHECK
enum ws_status polygons_overlap_m2(struct polygons *polygons, const struct areas *areas,
                                   uint32_t area, uint32_t other, double *out_m2, double *border_m,
                                   struct ws_error *err);

/* Appends the faces that segments cut out of the plane, each as an area with its
 * holes. Segment i is xy_m[4 i] .. xy_m[4 i + 3]; they may cross. */
WS_MUST_CHECK
enum ws_status polygons_faces(struct polygons *polygons, struct areas_builder *out,
                              const double *xy_m, uint32_t count, struct ws_error *err);
#endif
