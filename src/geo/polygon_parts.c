#include "geo/polygon_parts.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"

/* Where GEOS has said nothing, it was memory of ours that was missing. */
enum ws_status parts_failed(struct polygons *polygons, const char *step, struct ws_error *err)
{
    const char *words = polygons->first_message;
    enum ws_status st = error_set(err, words[0] ? WS_BAD_DATA : WS_NO_MEMORY,
                                  "GEOS could not %s: %s", step, words[0] ? words : "no memory");
    polygons->first_message[0] = '\0';
    return st;
}

void bag_release(GEOSContextHandle_t geos, struct bag *bag)
{
    for (size_t i = 0; i < bag->count; i++)
        GEOSGeom_destroy_r(geos, bag->items[i]);
    mem_free(bag->items);
    *bag = (struct bag){0};
}

/* Takes the item over, also when it fails. */
bool bag_add(GEOSContextHandle_t geos, struct bag *bag, GEOSGeometry *item)
{
    if (item && !mem_grow(&bag->items, &bag->cap, bag->count + 1, sizeof(GEOSGeometry *))) {
        bag->items[bag->count++] = item;
        return true;
    }
    GEOSGeom_destroy_r(geos, item);
    return false;
}

/* One collection of all items; the bag is empty afterwards. */
GEOSGeometry *bag_collect(GEOSContextHandle_t geos, struct bag *bag, int type)
{
    GEOSGeometry *all =
        GEOSGeom_createCollection_r(geos, type, bag->items, (unsigned int)bag->count);
    bag->count = 0; /* GEOS owns them now, whether it worked or not */
    bag_release(geos, bag);
    return all;
}

static GEOSGeometry *parts_ring(GEOSContextHandle_t geos, const struct areas *areas, uint32_t ring)
{
    size_t first = areas->first_xy[ring], count = areas->first_xy[ring + 1] - first;
    GEOSCoordSequence *xy =
        GEOSCoordSeq_copyFromBuffer_r(geos, areas->xy_m + 2 * first, (unsigned int)count, 0, 0);
    return xy ? GEOSGeom_createLinearRing_r(geos, xy) : NULL;
}

/* The polygon of a shell and the holes behind it. */
GEOSGeometry *parts_polygon(GEOSContextHandle_t geos, const struct areas *areas, uint32_t shell,
                            uint32_t end)
{
    struct bag holes = {0};
    GEOSGeometry *part = NULL, *outer = NULL;
    for (uint32_t ring = shell + 1; ring < end; ring++)
        if (!bag_add(geos, &holes, parts_ring(geos, areas, ring)))
            goto done;
    outer = parts_ring(geos, areas, shell);
    if (!outer)
        goto done;
    part = GEOSGeom_createPolygon_r(geos, outer, holes.items, (unsigned int)holes.count);
    holes.count = 0; /* GEOS owns them now */
done:
    bag_release(geos, &holes);
    return part;
}

uint32_t parts_end(const struct areas *areas, uint32_t area, uint32_t shell)
{
    uint32_t end = shell + 1;
    while (end < areas->first_ring[area + 1] && areas->is_hole[end])
        end++;
    return end;
}

GEOSGeometry *parts_area(GEOSContextHandle_t geos, const struct areas *areas, uint32_t area)
{
    struct bag parts = {0};
    uint32_t end = areas->first_ring[area + 1];
    for (uint32_t ring = areas->first_ring[area]; ring < end;) {
        uint32_t next = parts_end(areas, area, ring);
        if (!bag_add(geos, &parts, parts_polygon(geos, areas, ring, next))) {
            bag_release(geos, &parts);
            return NULL;
        }
        ring = next;
    }
    return bag_collect(geos, &parts, GEOS_MULTIPOLYGON);
}

/* Clones of the polygons in a geometry, however it is nested: GEOS nests two
 * deep at most (a collection of multipolygons). */
bool parts_gather(GEOSContextHandle_t geos, struct bag *bag, const GEOSGeometry *all)
{
    int count = GEOSGetNumGeometries_r(geos, all);
    for (int i = 0; i < count; i++) {
        const GEOSGeometry *member = GEOSGetGeometryN_r(geos, all, i);
        int inner_count = GEOSGetNumGeometries_r(geos, member);
        for (int j = 0; j < inner_count; j++) {
            const GEOSGeometry *inner = GEOSGetGeometryN_r(geos, member, j);
            if (GEOSGeomTypeId_r(geos, inner) != GEOS_POLYGON || GEOSisEmpty_r(geos, inner))
                continue;
            if (!bag_add(geos, bag, GEOSGeom_clone_r(geos, inner)))
                return false;
        }
    }
    return count >= 0;
}

/* The union of the polygons of a bag, which is empty afterwards. */
GEOSGeometry *bag_unite(GEOSContextHandle_t geos, struct bag *bag)
{
    GEOSGeometry *all = bag_collect(geos, bag, GEOS_GEOMETRYCOLLECTION);
    GEOSGeometry *united = all ? GEOSUnaryUnion_r(geos, all) : NULL;
    GEOSGeom_destroy_r(geos, all);
    return united;
}

/* Appends a ring; shells turn left, holes right. */
static enum ws_status append_ring(struct polygons *polygons, struct areas_builder *out,
                                  const GEOSGeometry *ring, bool is_hole, struct ws_error *err)
{
    GEOSContextHandle_t geos = polygons->geos;
    const GEOSCoordSequence *xy = ring ? GEOSGeom_getCoordSeq_r(geos, ring) : NULL;
    unsigned int count = 0;
    char is_left = 0;
    if (!xy || !GEOSCoordSeq_getSize_r(geos, xy, &count) || count < 4 ||
        !GEOSCoordSeq_isCCW_r(geos, xy, &is_left))
        return parts_failed(polygons, "give back a ring", err);
    if (mem_grow(&polygons->xy_m, &polygons->xy_cap, 2 * (size_t)count, sizeof(double)))
        return error_set(err, WS_NO_MEMORY, "no memory for a ring of %u vertices", count);
    if (!GEOSCoordSeq_copyToBuffer_r(geos, xy, polygons->xy_m, 0, 0))
        return parts_failed(polygons, "give back a ring", err);
    double *low = polygons->xy_m, *high = low + 2 * ((size_t)count - 1);
    for (; is_left == is_hole && low < high; low += 2, high -= 2) {
        double swap[2] = {low[0], low[1]};
        memcpy(low, high, sizeof swap);
        memcpy(high, swap, sizeof swap);
    }
    return areas_ring(out, polygons->xy_m, count, is_hole, err);
}

/* Appends the polygons of a geometry, in GEOS' normal order, as one area. */
enum ws_status parts_append(struct polygons *polygons, struct areas_builder *out,
                            GEOSGeometry *geometry, int64_t fid, struct ws_error *err)
{
    GEOSContextHandle_t geos = polygons->geos;
    struct bag parts = {0};
    if (GEOSNormalize_r(geos, geometry) != 0 || !parts_gather(geos, &parts, geometry)) {
        bag_release(geos, &parts);
        return parts_failed(polygons, "list the parts of an area", err);
    }
    enum ws_status st = areas_begin(out, fid, err);
    for (size_t i = 0; !st && i < parts.count; i++) {
        const GEOSGeometry *part = parts.items[i];
        st = append_ring(polygons, out, GEOSGetExteriorRing_r(geos, part), false, err);
        int hole_count = GEOSGetNumInteriorRings_r(geos, part);
        for (int h = 0; !st && h < hole_count; h++)
            st = append_ring(polygons, out, GEOSGetInteriorRingN_r(geos, part, h), true, err);
    }
    bag_release(geos, &parts);
    return st;
}
