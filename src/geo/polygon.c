#include "geo/polygon.h"

#include <assert.h>
#include <geos_c.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "geo/wkb.h"

struct polygons {
    GEOSContextHandle_t geos;
    char first_message[256]; /* of GEOS, in the running call */
    struct wkb_reader reader;
    double *xy_m; /* scratch of one ring */
    size_t xy_cap;
};

/* Several messages may follow the first; it is the one that names the cause. */
static void keep_first(const char *message, void *context)
{
    struct polygons *polygons = context;
    if (!polygons->first_message[0])
        snprintf(polygons->first_message, sizeof polygons->first_message, "%s", message);
}

/* Where GEOS has said nothing, it was memory of ours that was missing. */
static enum ws_status failed(struct polygons *polygons, const char *step, struct ws_error *err)
{
    const char *words = polygons->first_message;
    enum ws_status st = error_set(err, words[0] ? WS_BAD_DATA : WS_NO_MEMORY,
                                  "GEOS could not %s: %s", step, words[0] ? words : "no memory");
    polygons->first_message[0] = '\0';
    return st;
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

/* Geometries of ours. Every function below that gives a geometry may give NULL:
 * GEOS has said why. */
struct bag {
    GEOSGeometry **items;
    size_t count, cap;
};

static void bag_release(GEOSContextHandle_t geos, struct bag *bag)
{
    for (size_t i = 0; i < bag->count; i++)
        GEOSGeom_destroy_r(geos, bag->items[i]);
    mem_free(bag->items);
    *bag = (struct bag){0};
}

/* Takes the item over, also when it fails. */
static bool bag_add(GEOSContextHandle_t geos, struct bag *bag, GEOSGeometry *item)
{
    if (item && !mem_grow(&bag->items, &bag->cap, bag->count + 1, sizeof(GEOSGeometry *))) {
        bag->items[bag->count++] = item;
        return true;
    }
    GEOSGeom_destroy_r(geos, item);
    return false;
}

/* One collection of all items; the bag is empty afterwards. */
static GEOSGeometry *bag_collect(GEOSContextHandle_t geos, struct bag *bag, int type)
{
    GEOSGeometry *all =
        GEOSGeom_createCollection_r(geos, type, bag->items, (unsigned int)bag->count);
    bag->count = 0; /* GEOS owns them now, whether it worked or not */
    bag_release(geos, bag);
    return all;
}

static GEOSGeometry *ring_of(GEOSContextHandle_t geos, const struct areas *areas, uint32_t ring)
{
    size_t first = areas->first_xy[ring], count = areas->first_xy[ring + 1] - first;
    GEOSCoordSequence *xy =
        GEOSCoordSeq_copyFromBuffer_r(geos, areas->xy_m + 2 * first, (unsigned int)count, 0, 0);
    return xy ? GEOSGeom_createLinearRing_r(geos, xy) : NULL;
}

/* The polygon of a shell and the holes behind it. */
static GEOSGeometry *part_of(GEOSContextHandle_t geos, const struct areas *areas, uint32_t shell,
                             uint32_t end)
{
    struct bag holes = {0};
    GEOSGeometry *part = NULL, *outer = NULL;
    for (uint32_t ring = shell + 1; ring < end; ring++)
        if (!bag_add(geos, &holes, ring_of(geos, areas, ring)))
            goto done;
    outer = ring_of(geos, areas, shell);
    if (!outer)
        goto done;
    part = GEOSGeom_createPolygon_r(geos, outer, holes.items, (unsigned int)holes.count);
    holes.count = 0; /* GEOS owns them now */
done:
    bag_release(geos, &holes);
    return part;
}

static uint32_t part_end(const struct areas *areas, uint32_t area, uint32_t shell)
{
    uint32_t end = shell + 1;
    while (end < areas->first_ring[area + 1] && areas->is_hole[end])
        end++;
    return end;
}

static GEOSGeometry *area_of(GEOSContextHandle_t geos, const struct areas *areas, uint32_t area)
{
    struct bag parts = {0};
    uint32_t end = areas->first_ring[area + 1];
    for (uint32_t ring = areas->first_ring[area]; ring < end;) {
        uint32_t next = part_end(areas, area, ring);
        if (!bag_add(geos, &parts, part_of(geos, areas, ring, next))) {
            bag_release(geos, &parts);
            return NULL;
        }
        ring = next;
    }
    return bag_collect(geos, &parts, GEOS_MULTIPOLYGON);
}

/* Clones of the polygons in a geometry, however it is nested: GEOS nests two
 * deep at most (a collection of multipolygons). */
static bool gather_polygons(GEOSContextHandle_t geos, struct bag *bag, const GEOSGeometry *all)
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

/* ---- mending ---- */

/* What lies inside one ring by the even-odd rule, be it a bow-tie: GEOS' method
 * by linework. Appended to the bag as polygons. */
static bool gather_ring(GEOSContextHandle_t geos, struct bag *bag, const struct areas *areas,
                        uint32_t ring)
{
    GEOSGeometry *drawn = part_of(geos, areas, ring, ring + 1);
    GEOSGeometry *valid = drawn ? GEOSMakeValid_r(geos, drawn) : NULL;
    bool ok = valid && gather_polygons(geos, bag, valid);
    GEOSGeom_destroy_r(geos, drawn);
    GEOSGeom_destroy_r(geos, valid);
    return ok;
}

/* The union of the polygons of a bag, which is empty afterwards. */
static GEOSGeometry *bag_unite(GEOSContextHandle_t geos, struct bag *bag)
{
    GEOSGeometry *all = bag_collect(geos, bag, GEOS_GEOMETRYCOLLECTION);
    GEOSGeometry *united = all ? GEOSUnaryUnion_r(geos, all) : NULL;
    GEOSGeom_destroy_r(geos, all);
    return united;
}

/* Shell minus holes, each mended by itself. Making the whole part valid at once
 * would turn a hole outside its shell into land. */
static GEOSGeometry *mend_part(GEOSContextHandle_t geos, const struct areas *areas, uint32_t shell,
                               uint32_t end)
{
    struct bag shells = {0}, holes = {0};
    GEOSGeometry *outer = NULL, *inner = NULL, *part = NULL;
    bool ok = gather_ring(geos, &shells, areas, shell);
    for (uint32_t ring = shell + 1; ok && ring < end; ring++)
        ok = gather_ring(geos, &holes, areas, ring);
    if (ok) {
        outer = bag_unite(geos, &shells);
        inner = bag_unite(geos, &holes);
    }
    if (outer && inner)
        part = GEOSDifference_r(geos, outer, inner);
    GEOSGeom_destroy_r(geos, outer);
    GEOSGeom_destroy_r(geos, inner);
    bag_release(geos, &shells);
    bag_release(geos, &holes);
    return part;
}

static GEOSGeometry *mend_area(GEOSContextHandle_t geos, const struct areas *areas)
{
    struct bag parts = {0};
    bool ok = true;
    for (uint32_t ring = 0, end; ok && ring < areas->first_ring[1]; ring = end) {
        end = part_end(areas, 0, ring);
        GEOSGeometry *part = part_of(geos, areas, ring, end);
        if (part && GEOSisValid_r(geos, part) != 1) {
            GEOSGeom_destroy_r(geos, part);
            part = mend_part(geos, areas, ring, end);
        }
        ok = part && gather_polygons(geos, &parts, part);
        GEOSGeom_destroy_r(geos, part);
    }
    if (ok)
        return bag_unite(geos, &parts);
    bag_release(geos, &parts);
    return NULL;
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
        return failed(polygons, "give back a ring", err);
    if (mem_grow(&polygons->xy_m, &polygons->xy_cap, 2 * (size_t)count, sizeof(double)))
        return error_set(err, WS_NO_MEMORY, "no memory for a ring of %u vertices", count);
    if (!GEOSCoordSeq_copyToBuffer_r(geos, xy, polygons->xy_m, 0, 0))
        return failed(polygons, "give back a ring", err);
    double *low = polygons->xy_m, *high = low + 2 * ((size_t)count - 1);
    for (; is_left == is_hole && low < high; low += 2, high -= 2) {
        double swap[2] = {low[0], low[1]};
        memcpy(low, high, sizeof swap);
        memcpy(high, swap, sizeof swap);
    }
    return areas_ring(out, polygons->xy_m, count, is_hole, err);
}

/* Appends the polygons of a geometry, in GEOS' normal order, as one area. */
static enum ws_status append_area(struct polygons *polygons, struct areas_builder *out,
                                  GEOSGeometry *geometry, int64_t fid, struct ws_error *err)
{
    GEOSContextHandle_t geos = polygons->geos;
    struct bag parts = {0};
    if (GEOSNormalize_r(geos, geometry) != 0 || !gather_polygons(geos, &parts, geometry)) {
        bag_release(geos, &parts);
        return failed(polygons, "list the parts of an area", err);
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

/* Appends area `area` as it is. */
static enum ws_status append_drawing(struct areas_builder *out, const struct areas *areas,
                                     uint32_t area, int64_t fid, struct ws_error *err)
{
    enum ws_status st = areas_begin(out, fid, err);
    for (uint32_t r = areas->first_ring[area]; !st && r < areas->first_ring[area + 1]; r++) {
        size_t first = areas->first_xy[r];
        uint32_t count = areas->first_xy[r + 1] - areas->first_xy[r];
        st = areas_ring(out, areas->xy_m + 2 * first, count, areas->is_hole[r], err);
    }
    return st;
}

/* 1, 0, or 2 when GEOS could not say. The reason names the place. */
static int judge(GEOSContextHandle_t geos, const GEOSGeometry *drawn, struct mend *mend)
{
    char *reason = NULL;
    GEOSGeometry *place = NULL;
    int is_valid = GEOSisValidDetail_r(geos, drawn, 0, &reason, &place);
    double x_m = 0.0, y_m = 0.0;
    if (is_valid == 0 && place && GEOSGeomGetX_r(geos, place, &x_m) == 1 &&
        GEOSGeomGetY_r(geos, place, &y_m) == 1)
        snprintf(mend->reason, sizeof mend->reason, "%s at (%.3f, %.3f)",
                 reason ? reason : "invalid", x_m, y_m);
    else if (is_valid == 0)
        snprintf(mend->reason, sizeof mend->reason, "%s", reason ? reason : "invalid");
    GEOSFree_r(geos, reason);
    GEOSGeom_destroy_r(geos, place);
    return is_valid;
}

static enum ws_status mend_drawing(struct polygons *polygons, struct areas_builder *out,
                                   int64_t fid, struct mend *mend, struct ws_error *err)
{
    GEOSContextHandle_t geos = polygons->geos;
    GEOSGeometry *mended = mend_area(geos, &polygons->reader.drawing.areas);
    double after_m2 = 0.0;
    enum ws_status st = WS_OK;
    if (!mended || !GEOSArea_r(geos, mended, &after_m2))
        st = failed(polygons, "make the polygon valid", err);
    mend->after_m2 = after_m2;
    mend->is_empty = !(after_m2 > 0.0);
    if (!st && !mend->is_empty)
        st = append_area(polygons, out, mended, fid, err);
    GEOSGeom_destroy_r(geos, mended);
    return st;
}

enum ws_status polygons_mend(struct polygons *polygons, struct areas_builder *out,
                             const uint8_t *wkb, size_t size, int64_t fid, struct mend *mend,
                             struct ws_error *err)
{
    assert(polygons && out && mend);
    *mend = (struct mend){0};
    polygons->first_message[0] = '\0';
    enum ws_status st = wkb_read(&polygons->reader, wkb, size, err);
    if (st)
        return st;
    const struct areas *drawing = &polygons->reader.drawing.areas;
    mend->before_m2 = areas_m2(drawing, 0);
    if (drawing->first_ring[1] == 0) {
        mend->is_empty = true;
        snprintf(mend->reason, sizeof mend->reason, "Empty geometry");
        return WS_OK;
    }

    GEOSGeometry *drawn = area_of(polygons->geos, drawing, 0);
    int is_valid = drawn ? judge(polygons->geos, drawn, mend) : 2;
    GEOSGeom_destroy_r(polygons->geos, drawn);
    if (is_valid == 2)
        return failed(polygons, "judge the polygon", err);
    if (!is_valid)
        return mend_drawing(polygons, out, fid, mend, err);
    mend->was_valid = !polygons->reader.has_open_ring;
    if (!mend->was_valid)
        snprintf(mend->reason, sizeof mend->reason, "Ring is not closed");
    mend->after_m2 = mend->before_m2;
    return append_drawing(out, drawing, 0, fid, err);
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
    *out = area_of(polygons->geos, areas, area);
    return *out ? WS_OK : failed(polygons, "take over an area", err);
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
            st = failed(polygons, "unite areas", err);
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
        return failed(polygons, "cut areas to another", err);
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
        st = append_area(polygons, out, united, fid, err);
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
        st = failed(polygons, "find a point inside an area", err);
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
                                   uint32_t area, uint32_t other, double *out_m2,
                                   struct ws_error *err)
{
    assert(polygons && out_m2);
    GEOSGeometry *shared = NULL;
    enum ws_status st = open_area(polygons, &shared, areas, area, err);
    if (!st)
        st = cut_to(polygons, &shared, areas, other, err);
    if (!st && !GEOSArea_r(polygons->geos, shared, out_m2))
        st = failed(polygons, "measure an area", err);
    GEOSGeom_destroy_r(polygons->geos, shared);
    return st;
}
