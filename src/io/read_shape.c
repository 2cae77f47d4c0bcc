/* Geometry of features: judged vertex by vertex before anything else sees it. */
#include "io/read.h"

#include <math.h>
#include <stdio.h>

#define MAX_VERTICES (1 << 28)

/* Moves one ring to the working CRS in place. */
static bool move_ring(struct input *in, OGRGeometryH ring, const char **why)
{
    int count = OGR_G_GetPointCount(ring);
    if (count <= 0 || count > MAX_VERTICES) {
        *why = count ? "too many vertices" : "a ring is empty";
        return false;
    }
    double *x = mem_array(2 * (size_t)count, sizeof *x), *y = x + count;
    if (!x) {
        in->judge.has_no_memory = true;
        *why = "no memory";
        return false;
    }
    OGR_G_GetPoints(ring, x, sizeof *x, y, sizeof *y, NULL, 0);
    struct box own = box_empty(), moved = box_empty();
    for (int i = 0; i < count; i++)
        box_add(&own, x[i], y[i]);
    bool done = crs_move(&in->crs, (size_t)count, x, y, why);
    for (int i = 0; done && i < count; i++)
        box_add(&moved, x[i], y[i]);
    if (done) {
        OGR_G_SetPoints(ring, count, x, sizeof *x, y, sizeof *y, NULL, 0);
        box_add(&in->box, moved.min_x_m, moved.min_y_m);
        box_add(&in->box, moved.max_x_m, moved.max_y_m);
        box_add(&in->source_box, own.min_x_m, own.min_y_m);
        box_add(&in->source_box, own.max_x_m, own.max_y_m);
    }
    mem_free(x);
    return done;
}

/* All rings of a flat multipolygon; empty members are taken out. */
static bool move_rings(struct input *in, OGRGeometryH areas, const char **why)
{
    for (int p = OGR_G_GetGeometryCount(areas) - 1; p >= 0; p--) {
        OGRGeometryH part = OGR_G_GetGeometryRef(areas, p);
        if (OGR_G_IsEmpty(part)) {
            OGR_G_RemoveGeometry(areas, p, TRUE);
            continue;
        }
        for (int r = 0; r < OGR_G_GetGeometryCount(part); r++)
            if (!move_ring(in, OGR_G_GetGeometryRef(part, r), why))
                return false;
    }
    *why = "the geometry is empty";
    return OGR_G_GetGeometryCount(areas) > 0;
}

/* The polygons of a collection; *dropped counts what is none. */
static OGRGeometryH polygons_of(OGRGeometryH collection, int *dropped)
{
    OGRGeometryH areas = OGR_G_CreateGeometry(wkbMultiPolygon);
    for (int i = 0; i < OGR_G_GetGeometryCount(collection); i++) {
        OGRGeometryH part = OGR_G_GetGeometryRef(collection, i);
        OGRwkbGeometryType type = wkbFlatten(OGR_G_GetGeometryType(part));
        if (type == wkbPolygon)
            OGR_G_AddGeometry(areas, part);
        for (int j = 0; type == wkbMultiPolygon && j < OGR_G_GetGeometryCount(part); j++)
            OGR_G_AddGeometry(areas, OGR_G_GetGeometryRef(part, j));
        *dropped += type != wkbPolygon && type != wkbMultiPolygon;
    }
    return areas;
}

/* A flat, linear multipolygon of our own, or NULL when the feature has none. */
static OGRGeometryH as_polygons(OGRGeometryH geometry, int *dropped)
{
    OGRGeometryH linear = OGR_G_GetLinearGeometry(geometry, 0.0, NULL);
    if (!linear)
        return NULL;
    OGR_G_FlattenTo2D(linear);
    OGRwkbGeometryType type = wkbFlatten(OGR_G_GetGeometryType(linear));
    if (type == wkbMultiPolygon)
        return linear;
    OGRGeometryH areas = NULL;
    if (type == wkbPolygon) {
        areas = OGR_G_CreateGeometry(wkbMultiPolygon);
        OGR_G_AddGeometry(areas, linear);
    } else if (type == wkbGeometryCollection) {
        areas = polygons_of(linear, dropped);
    }
    OGR_G_DestroyGeometry(linear);
    return areas;
}

static enum ws_status mend_area(struct input *in, OGRGeometryH areas, int64_t fid,
                                struct areas_builder *out, struct mend *mend, struct ws_error *err)
{
    size_t size = (size_t)OGR_G_WkbSize(areas);
    uint8_t *wkb = mem_array(size, 1);
    if (!wkb)
        return error_set(err, WS_NO_MEMORY, "%s: no memory for %zu bytes of geometry", in->file,
                         size);
    enum ws_status st;
    if (OGR_G_ExportToIsoWkb(areas, wkbNDR, wkb) != OGRERR_NONE)
        st = input_fail(in, WS_BAD_DATA, err, "feature %" PRId64 " has no usable geometry", fid);
    else
        st = polygons_mend(in->io->polygons, out, wkb, size, fid, mend, err);
    mem_free(wkb);
    return st;
}

/* Lists what was mended; the judge gets what is beyond it. */
static enum ws_status judge_area(struct input *in, int64_t fid, const struct mend *mend,
                                 bool *taken, struct ws_error *err)
{
    char effect[96];
    if (mend->is_empty || !(mend->after_m2 > 0.0)) {
        judge_fault(in, fid, "the polygon has no area (%s)",
                    mend->reason[0] ? mend->reason : "rings without extent");
        return WS_OK;
    }
    *taken = true;
    if (mend->was_valid)
        return WS_OK;
    input_record(in)->repaired++;
    snprintf(effect, sizeof effect, "%.6f km2 before, %.6f km2 after", mend->before_m2 / 1e6,
             mend->after_m2 / 1e6);
    return judge_repair(in, fid, effect, err, "invalid polygon made valid: %s", mend->reason);
}

enum ws_status shape_area(struct input *in, OGRFeatureH feature, struct areas_builder *out,
                          bool *taken, struct ws_error *err)
{
    int64_t fid = OGR_F_GetFID(feature);
    OGRGeometryH geometry = OGR_F_GetGeometryRef(feature);
    *taken = false;
    if (!geometry || OGR_G_IsEmpty(geometry)) {
        judge_fault(in, fid, "the geometry is %s; expected a polygon", geometry ? "empty" : "null");
        return WS_OK;
    }
    int dropped = 0;
    OGRGeometryH areas = as_polygons(geometry, &dropped);
    if (!areas || OGR_G_GetGeometryCount(areas) == 0) {
        judge_fault(in, fid, "the geometry is a %s; expected a polygon",
                    OGR_G_GetGeometryName(geometry));
        OGR_G_DestroyGeometry(areas);
        return WS_OK;
    }
    const char *why;
    struct mend mend = {0};
    enum ws_status st = WS_OK;
    if (!move_rings(in, areas, &why)) {
        judge_fault(in, fid, "%s; is %s its CRS? (--crs %s=EPSG:n)", why, in->crs.name,
                    ws_role_name(in->role));
    } else {
        struct ws_error fault = {0};
        st = mend_area(in, areas, fid, out, &mend, &fault);
        if (st == WS_BAD_DATA) {
            judge_fault(in, fid, "%s", fault.message);
            st = WS_OK;
        } else if (st) {
            error_set(err, st, "%s", fault.message);
        } else {
            st = judge_area(in, fid, &mend, taken, err);
        }
    }
    OGR_G_DestroyGeometry(areas);
    if (!st && *taken && dropped)
        st = judge_repair(in, fid, "polygons kept", err, "%d parts are no polygons; left out",
                          dropped);
    return st;
}

enum shape_point shape_point(struct input *in, OGRFeatureH feature, double xy[2])
{
    int64_t fid = OGR_F_GetFID(feature);
    OGRGeometryH geometry = OGR_F_GetGeometryRef(feature);
    if (!geometry || OGR_G_IsEmpty(geometry))
        return POINT_NONE;
    OGRwkbGeometryType type = wkbFlatten(OGR_G_GetGeometryType(geometry));
    bool is_single = type == wkbMultiPoint && OGR_G_GetGeometryCount(geometry) == 1;
    if (type != wkbPoint && !is_single) {
        judge_fault(in, fid, "the geometry is a %s; expected one point",
                    OGR_G_GetGeometryName(geometry));
        return POINT_FAULT;
    }
    OGRGeometryH point = is_single ? OGR_G_GetGeometryRef(geometry, 0) : geometry;
    double x = OGR_G_GetX(point, 0), y = OGR_G_GetY(point, 0), own_x = x, own_y = y;
    if (isnan(x) || isnan(y) || (x == 0.0 && y == 0.0))
        return POINT_NONE;
    const char *why;
    if (!crs_move(&in->crs, 1, &x, &y, &why)) {
        judge_fault(in, fid, "%s (%g %g); is %s its CRS? (--crs %s=EPSG:n)", why, own_x, own_y,
                    in->crs.name, ws_role_name(in->role));
        return POINT_FAULT;
    }
    box_add(&in->source_box, own_x, own_y);
    box_add(&in->box, x, y);
    xy[0] = x;
    xy[1] = y;
    return POINT_TAKEN;
}

enum ws_status shape_copy(struct areas_builder *out, const struct areas *areas, uint32_t from,
                          struct ws_error *err)
{
    enum ws_status st = areas_begin(out, areas->fid[from], err);
    for (uint32_t r = areas->first_ring[from]; !st && r < areas->first_ring[from + 1]; r++) {
        uint32_t first = areas->first_xy[r], count = areas->first_xy[r + 1] - first;
        st = areas_ring(out, areas->xy_m + 2 * (size_t)first, count, areas->is_hole[r], err);
    }
    return st;
}
