/* Making valid: what lies inside a ring that crosses itself, shells minus holes,
 * parts united. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "geo/polygon_parts.h"

/* ---- what readings of a crossing ring differ by ---- */

/* How often a closed ring runs round a point, left turns counted up. */
static int64_t turns_round(const double *xy_m, size_t count, double x_m, double y_m)
{
    int64_t turns = 0;
    for (size_t v = 0; v + 1 < count; v++) {
        const double *a = xy_m + 2 * v, *b = a + 2;
        if ((a[1] <= y_m) == (b[1] <= y_m))
            continue;
        double side = (b[0] - a[0]) * (y_m - a[1]) - (x_m - a[0]) * (b[1] - a[1]);
        if (b[1] > a[1] && side > 0.0)
            turns++;
        else if (b[1] <= a[1] && side < 0.0)
            turns--;
    }
    return turns;
}

/* More than this many steps are not spent on one ring: what is not looked at
 * counts as unsure. */
#define MOST_STEPS 4e9

/* Adds the face when the ring runs round it an even number of times: outside by
 * the even-odd rule, inside by that of winding. */
static bool add_unsure(GEOSContextHandle_t geos, double *unsure_m2, const GEOSGeometry *face,
                       const double *xy_m, size_t count, bool may_look)
{
    GEOSGeometry *inside = GEOSPointOnSurface_r(geos, face);
    double x_m, y_m, face_m2;
    bool ok = inside && GEOSGeomGetX_r(geos, inside, &x_m) == 1 &&
              GEOSGeomGetY_r(geos, inside, &y_m) == 1 && GEOSArea_r(geos, face, &face_m2) == 1;
    int64_t turns = ok && may_look ? turns_round(xy_m, count, x_m, y_m) : 2;
    if (ok && turns != 0 && turns % 2 == 0)
        *unsure_m2 += face_m2;
    GEOSGeom_destroy_r(geos, inside);
    return ok;
}

static bool measure_unsure(GEOSContextHandle_t geos, double *unsure_m2, const struct areas *areas,
                           uint32_t ring)
{
    size_t first = areas->first_xy[ring], count = areas->first_xy[ring + 1] - first;
    const double *xy_m = areas->xy_m + 2 * first;
    GEOSCoordSequence *xy = GEOSCoordSeq_copyFromBuffer_r(geos, xy_m, (unsigned int)count, 0, 0);
    GEOSGeometry *line = xy ? GEOSGeom_createLineString_r(geos, xy) : NULL;
    GEOSGeometry *noded = line ? GEOSUnaryUnion_r(geos, line) : NULL;
    const GEOSGeometry *lines[1] = {noded};
    GEOSGeometry *faces = noded ? GEOSPolygonize_r(geos, lines, 1) : NULL;
    int face_count = faces ? GEOSGetNumGeometries_r(geos, faces) : -1;
    bool ok = face_count >= 0, may_look = (double)face_count * (double)count < MOST_STEPS;
    for (int i = 0; ok && i < face_count; i++)
        ok = add_unsure(geos, unsure_m2, GEOSGetGeometryN_r(geos, faces, i), xy_m, count, may_look);
    GEOSGeom_destroy_r(geos, line);
    GEOSGeom_destroy_r(geos, noded);
    GEOSGeom_destroy_r(geos, faces);
    return ok;
}

/* ---- mending ---- */

/* What lies inside one ring by the even-odd rule, be it a bow-tie: GEOS' method
 * by linework. Appended to the bag as polygons. */
static bool gather_ring(GEOSContextHandle_t geos, struct bag *bag, const struct areas *areas,
                        uint32_t ring, double *unsure_m2)
{
    GEOSGeometry *drawn = parts_polygon(geos, areas, ring, ring + 1);
    bool crosses = drawn && GEOSisValid_r(geos, drawn) != 1;
    GEOSGeometry *valid = drawn ? GEOSMakeValid_r(geos, drawn) : NULL;
    bool ok = valid && parts_gather(geos, bag, valid) &&
              (!crosses || measure_unsure(geos, unsure_m2, areas, ring));
    GEOSGeom_destroy_r(geos, drawn);
    GEOSGeom_destroy_r(geos, valid);
    return ok;
}

/* Holes outside their shell may be land that was drawn as a hole. */
static bool add_outside(GEOSContextHandle_t geos, double *unsure_m2, const GEOSGeometry *holes,
                        const GEOSGeometry *shell)
{
    GEOSGeometry *outside = GEOSDifference_r(geos, holes, shell);
    double outside_m2 = 0.0;
    bool ok = outside && GEOSArea_r(geos, outside, &outside_m2) == 1;
    *unsure_m2 += outside_m2;
    GEOSGeom_destroy_r(geos, outside);
    return ok;
}

/* Shell minus holes, each mended by itself. Making the whole part valid at once
 * would turn a hole outside its shell into land. */
static GEOSGeometry *mend_part(GEOSContextHandle_t geos, const struct areas *areas, uint32_t shell,
                               uint32_t end, double *unsure_m2)
{
    struct bag shells = {0}, holes = {0};
    GEOSGeometry *outer = NULL, *inner = NULL, *part = NULL;
    bool ok = gather_ring(geos, &shells, areas, shell, unsure_m2);
    for (uint32_t ring = shell + 1; ok && ring < end; ring++)
        ok = gather_ring(geos, &holes, areas, ring, unsure_m2);
    if (ok) {
        outer = bag_unite(geos, &shells);
        inner = bag_unite(geos, &holes);
    }
    if (outer && inner && add_outside(geos, unsure_m2, inner, outer))
        part = GEOSDifference_r(geos, outer, inner);
    GEOSGeom_destroy_r(geos, outer);
    GEOSGeom_destroy_r(geos, inner);
    bag_release(geos, &shells);
    bag_release(geos, &holes);
    return part;
}

static GEOSGeometry *mend_area(GEOSContextHandle_t geos, const struct areas *areas,
                               double *unsure_m2)
{
    struct bag parts = {0};
    bool ok = true;
    for (uint32_t ring = 0, end; ok && ring < areas->first_ring[1]; ring = end) {
        end = parts_end(areas, 0, ring);
        GEOSGeometry *part = parts_polygon(geos, areas, ring, end);
        if (part && GEOSisValid_r(geos, part) != 1) {
            GEOSGeom_destroy_r(geos, part);
            part = mend_part(geos, areas, ring, end, unsure_m2);
        }
        ok = part && parts_gather(geos, &parts, part);
        GEOSGeom_destroy_r(geos, part);
    }
    if (ok)
        return bag_unite(geos, &parts);
    bag_release(geos, &parts);
    return NULL;
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
    GEOSGeometry *mended = mend_area(geos, &polygons->reader.drawing.areas, &mend->unsure_m2);
    double after_m2 = 0.0;
    enum ws_status st = WS_OK;
    if (!mended || !GEOSArea_r(geos, mended, &after_m2))
        st = parts_failed(polygons, "make the polygon valid", err);
    mend->after_m2 = after_m2;
    mend->is_empty = !(after_m2 > 0.0);
    if (!st && !mend->is_empty)
        st = parts_append(polygons, out, mended, fid, err);
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

    GEOSGeometry *drawn = parts_area(polygons->geos, drawing, 0);
    int is_valid = drawn ? judge(polygons->geos, drawn, mend) : 2;
    GEOSGeom_destroy_r(polygons->geos, drawn);
    if (is_valid == 2)
        return parts_failed(polygons, "judge the polygon", err);
    if (!is_valid)
        return mend_drawing(polygons, out, fid, mend, err);
    mend->was_valid = !polygons->reader.has_open_ring;
    if (!mend->was_valid)
        snprintf(mend->reason, sizeof mend->reason, "Ring is not closed");
    mend->after_m2 = mend->before_m2;
    return append_drawing(out, drawing, 0, fid, err);
}
