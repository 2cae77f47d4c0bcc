/* geo/polygon_parts.h: areas as GEOS geometries and back; private to polygon*.c.
 *
 * A function that gives a geometry may give NULL: GEOS has said why, and
 * parts_failed() makes the error of it. */
#ifndef GEO_POLYGON_PARTS_H
#define GEO_POLYGON_PARTS_H
#include "geo/polygon.h"
#include "geo/wkb.h"
#include <geos_c.h>

struct polygons {
    GEOSContextHandle_t geos;
    char first_message[256]; /* of GEOS, in the running call */
    struct wkb_reader reader;
    double *xy_m; /* scratch of one ring */
    size_t xy_cap;
};

enum ws_status parts_failed(struct polygons *polygons, const char *step, struct ws_error *err);

/* Geometries of ours. */
struct bag {
    GEOSGeometry **items;
    size_t count, cap;
};
void bag_release(GEOSContextHandle_t geos, struct bag *bag);
/* Takes the item over, also when it fails. */
bool bag_add(GEOSContextHandle_t geos, struct bag *bag, GEOSGeometry *item);
/* One collection, or the union, of all items; the bag is empty afterwards. */
GEOSGeometry *bag_collect(GEOSContextHandle_t geos, struct bag *bag, int type);
GEOSGeometry *bag_unite(GEOSContextHandle_t geos, struct bag *bag);

/* The polygon of a shell and the holes behind it, which end before `end`. */
GEOSGeometry *parts_polygon(GEOSContextHandle_t geos, const struct areas *areas, uint32_t shell,
                            uint32_t end);
uint32_t parts_end(const struct areas *areas, uint32_t area, uint32_t shell);
GEOSGeometry *parts_area(GEOSContextHandle_t geos, const struct areas *areas, uint32_t area);
/* Adds clones of the polygons in a geometry of GEOS' making. */
bool parts_gather(GEOSContextHandle_t geos, struct bag *bag, const GEOSGeometry *all);
/* Appends the polygons of a geometry, in GEOS' normal order, as one area. */
WS_MUST_CHECK
enum ws_status parts_append(struct polygons *polygons, struct areas_builder *out,
                            GEOSGeometry *geometry, int64_t fid, struct ws_error *err);
#endif
