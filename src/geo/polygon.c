#include "geo/polygon.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/mem.h"
#include "geo/polygon_parts.h"

/* Several messages may follow the first; it is the one that names the cause. */
static void keep_first(const char *message, void *context)
{
    struct polygons *polygons = context;
    if (!polygons->first_message[0])
        snprintf(polygons->first_message, sizeof polygons->first_message, "%s", message);
}

enum ws_status polygons_open(struct polygons **out, struct ws_error *err)
{
    assert(out);
    struct polygons *polygons = mem_array(1, sizeof *polygons);
    GEOSContextHandle_t geos = polygons ? GEOS_init_r() : NULL;
    if (!geos) {
        mem_free(polygons);
        return error_set(err, WS_NO_MEMORY, "no memory for GEOS");
    }
    polygons->geos = geos;
    GEOSContext_setErrorMessageHandler_r(geos, keep_first, polygons);
    *out = polygons;
    return WS_OK;
}

void polygons_close(struct polygons *polygons)
{
    if (!polygons)
        return;
    GEOS_finish_r(polygons->geos);
    wkb_release(&polygons->reader);
    mem_free(polygons->xy_m);
    mem_free(polygons);
}

/* ---- areas that are valid already ---- */

/* An area for GEOS; refuses wild numbers before GEOS sees them. */
static enum ws_status open_area(struct polygons *polygons, GEOSGeometry **out,
                                const struct areas *areas, uint32_t area, struct ws_error *err)
{
    assert(areas && area < areas->count);
    polygons->first_message[0] = '\0';
    size_t end = areas->first_xy[areas->first_ring[area + 1]];
    for (size_t v = areas->first_xy[areas->first_ring[area]]; v < end; v++)
        if (!point_is_sane(areas->xy_m[2 * v], areas->xy_m[2 * v + 1]))
            return error_set(err, WS_BAD_DATA,
                             "area %" PRId64 " has a vertex (%g, %g); expected finite metres",
                             areas->fid[area], areas->xy_m[2 * v], areas->xy_m[2 * v + 1]);
    *out = parts_area(polygons->geos, areas, area);
    return *out ? WS_OK : parts_failed(polygons, "take over an area", err);
}

static int by_number(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

/* The union of the members, taken in the order of their numbers so that the
 * caller's order does not show in the vertices. */
static enum ws_status unite(struct polygons *polygons, GEOSGeometry **out,
                            const struct areas *areas, const uint32_t *members, uint32_t count,
                            struct ws_error *err)
{
    GEOSContextHandle_t geos = polygons->geos;
    enum ws_status st = WS_OK;
    struct bag parts = {0};
    uint32_t *ordered = mem_array(count, sizeof *ordered);
    if (!ordered)
        return error_set(err, WS_NO_MEMORY, "no memory to unite %" PRIu32 " areas", count);
    for (uint32_t i = 0; i < count; i++)
        ordered[i] = members[i];
    qsort(ordered, count, sizeof *ordered, by_number);
    for (uint32_t i = 0; !st && i < count; i++) {
        GEOSGeometry *area = NULL;
        st = open_area(polygons, &area, areas, ordered[i], err);
        if (!st && !bag_add(geos, &parts, area))
            st = error_set(err, WS_NO_MEMORY, "no memory to unite %" PRIu32 " areas", count);
    }
    if (!st) {
        *out = bag_unite(geos, &parts);
        if (!*out)
            st = parts_failed(polygons, "unite areas", err);
    }
    bag_release(geos, &parts);
    mem_free(ordered);
    return st;
}

/* Cuts *geometry to one area. */
static enum ws_status cut_to(struct polygons *polygons, GEOSGeometry **geometry,
                             const struct areas *areas, uint32_t area, struct ws_error *err)
{
    GEOSGeometry *frame = NULL;
    enum ws_status st = open_area(polygons, &frame, areas, area, err);
    if (st)
        return st;
    GEOSGeometry *cut = GEOSIntersection_r(polygons->geos, *geometry, frame);
    GEOSGeom_destroy_r(polygons->geos, frame);
    if (!cut)
        return parts_failed(polygons, "cut areas to another", err);
    GEOSGeom_destroy_r(polygons->geos, *geometry);
    *geometry = cut;
    return WS_OK;
}

enum ws_status polygons_union(struct polygons *polygons, struct areas_builder *out,
                              const struct areas *areas, const uint32_t *members, uint32_t count,
                              const struct areas *clip_areas, uint32_t clip_area, int64_t fid,
                              struct ws_error *err)
{
    assert(polygons && out && areas && (members || !count));
    GEOSGeometry *united = NULL;
    enum ws_status st = unite(polygons, &united, areas, members, count, err);
    if (!st && clip_areas)
        st = cut_to(polygons, &united, clip_areas, clip_area, err);
    if (!st)
        st = parts_append(polygons, out, united, fid, err);
    GEOSGeom_destroy_r(polygons->geos, united);
    return st;
}

enum ws_status polygons_inside(struct polygons *polygons, const struct areas *areas, uint32_t area,
                               struct point *out, struct ws_error *err)
{
    assert(polygons && out);
    GEOSContextHandle_t geos = polygons->geos;
    GEOSGeometry *geometry = NULL;
    enum ws_status st = open_area(polygons, &geometry, areas, area, err);
    if (st)
        return st;
    GEOSGeometry *inside = GEOSPointOnSurface_r(geos, geometry);
    struct point point;
    if (!inside)
        st = parts_failed(polygons, "find a point inside an area", err);
    else if (GEOSisEmpty_r(geos, inside) || GEOSGeomGetX_r(geos, inside, &point.x_m) != 1 ||
             GEOSGeomGetY_r(geos, inside, &point.y_m) != 1)
        st = error_set(err, WS_BAD_DATA, "area %" PRId64 " is empty; no point lies inside",
                       areas->fid[area]);
    else
        *out = point;
    GEOSGeom_destroy_r(geos, inside);
    GEOSGeom_destroy_r(geos, geometry);
    return st;
}

enum ws_status polygons_overlap_m2(struct polygons *polygons, const struct areas *areas,
                                   uint32_t area, uint32_t other, double *out_m2, double *border_m,
                                   struct ws_error *err)
{
    assert(polygons && out_m2);
    GEOSGeometry *shared = NULL;
    enum ws_status st = open_area(polygons, &shared, areas, area, err);
    if (!st)
        st = cut_to(polygons, &shared, areas, other, err);
    if (!st && (!GEOSArea_r(polygons->geos, shared, out_m2) ||
                (border_m && !GEOSLength_r(polygons->geos, shared, border_m))))
        st = parts_failed(polygons, "measure an area", err);
    GEOSGeom_destroy_r(polygons->geos, shared);
    return st;
}

static GEOSGeometry *segment_of(GEOSContextHandle_t geos, const double xy_m[4])
{
    GEOSCoordSequence *xy = GEOSCoordSeq_copyFromBuffer_r(geos, xy_m, 2, 0, 0);
    return xy ? GEOSGeom_createLineString_r(geos, xy) : NULL;
}

/* Appends the polygons of the collection one by one. */
static enum ws_status append_faces(struct polygons *polygons, struct areas_builder *out,
                                   const GEOSGeometry *faces, struct ws_error *err)
{
    GEOSContextHandle_t geos = polygons->geos;
    int count = GEOSGetNumGeometries_r(geos, faces);
    enum ws_status st = count < 0 ? parts_failed(polygons, "count faces", err) : WS_OK;
    for (int i = 0; !st && i < count; i++) {
        const GEOSGeometry *face = GEOSGetGeometryN_r(geos, faces, i);
        GEOSGeometry *own = face ? GEOSGeom_clone_r(geos, face) : NULL;
        st = own ? parts_append(polygons, out, own, i, err)
                 : parts_failed(polygons, "give back a face", err);
        GEOSGeom_destroy_r(geos, own);
    }
    return st;
}

enum ws_status polygons_faces(struct polygons *polygons, struct areas_builder *out,
                              const double *xy_m, uint32_t count, struct ws_error *err)
{
    assert(polygons && out && (xy_m || !count));
    GEOSContextHandle_t geos = polygons->geos;
    struct bag segments = {0};
    polygons->first_message[0] = '\0';
    for (uint32_t i = 0; i < count; i++)
        if (!bag_add(geos, &segments, segment_of(geos, xy_m + 4 * (size_t)i))) {
            bag_release(geos, &segments);
            return parts_failed(polygons, "take over segments", err);
        }
    GEOSGeometry *noded = bag_unite(geos, &segments);
    const GEOSGeometry *lines[1] = {noded};
    GEOSGeometry *faces = noded ? GEOSPolygonize_r(geos, lines, 1) : NULL;
    enum ws_status st = faces ? append_faces(polygons, out, faces, err)
                              : parts_failed(polygons, "cut the plane along segments", err);
    GEOSGeom_destroy_r(geos, noded);
    GEOSGeom_destroy_r(geos, faces);
    return st;
}
