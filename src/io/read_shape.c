/* Geometry of features: judged vertex by vertex before anything else sees it. */
#include "io/read.h"

#include "base/figures.h"

#include <math.h>
#include <stdio.h>

/* Of one feature: what overlays still take in a minute and 2 GB. No border of a
 * country has as many. */
#define MAX_VERTICES 2000000
/* An area that its drawing leaves open by more than this share is refused. */
#define UNSURE_SHARE 0.01
/* Curves become chords of one degree of arc, at most 0.004 % of the radius off. */
#define CHORD_DEG 1.0

/* ---- the polygons of a feature ------------------------------------------------------ */

/* What a feature's geometry came apart into. */
struct pieces {
    OGRGeometryH areas; /* a flat, linear multipolygon of our own */
    uint32_t stray_count, empty_count;
};

struct pile {
    size_t count, cap;
    OGRGeometryH *items;
};

static void release_pile(struct pile *pile)
{
    for (size_t i = 0; i < pile->count; i++)
        OGR_G_DestroyGeometry(pile->items[i]);
    mem_free(pile->items);
}

/* Takes the members of a collection out of it, the first on top of the pile. */
static bool unpack(struct pile *pile, OGRGeometryH collection)
{
    int count = OGR_G_GetGeometryCount(collection);
    if (mem_grow(&pile->items, &pile->cap, pile->count + (size_t)count, sizeof(OGRGeometryH)))
        return false;
    for (int i = count - 1; i >= 0; i--) {
        OGRGeometryH member = OGR_G_GetGeometryRef(collection, i);
        if (OGR_G_RemoveGeometry(collection, i, FALSE) == OGRERR_NONE)
            pile->items[pile->count++] = member;
    }
    return true;
}

/* Takes the geometry over. Collections are taken apart however they nest. */
static bool take_apart(struct pieces *out, OGRGeometryH geometry)
{
    struct pile pile = {0};
    bool has_room = !mem_grow(&pile.items, &pile.cap, 1, sizeof(OGRGeometryH));
    if (has_room)
        pile.items[pile.count++] = geometry;
    else
        OGR_G_DestroyGeometry(geometry);
    while (has_room && pile.count) {
        OGRGeometryH top = pile.items[--pile.count];
        OGRwkbGeometryType type = wkbFlatten(OGR_G_GetGeometryType(top));
        bool is_many = type == wkbMultiPolygon || type == wkbGeometryCollection;
        if (type == wkbPolygon && !OGR_G_IsEmpty(top)) {
            OGR_G_AddGeometryDirectly(out->areas, top);
            continue;
        }
        if (is_many && OGR_G_GetGeometryCount(top))
            has_room = unpack(&pile, top);
        else if (OGR_G_IsEmpty(top))
            out->empty_count++;
        else
            out->stray_count++;
        OGR_G_DestroyGeometry(top);
    }
    release_pile(&pile);
    return has_room;
}

/* Curves as chords. NULL: the library could not. */
static OGRGeometryH straighten(struct input *in, OGRGeometryH geometry)
{
    in->has_height |= OGR_G_Is3D(geometry) || OGR_G_IsMeasured(geometry);
    if (OGR_G_HasCurveGeometry(geometry, FALSE)) {
        OGRGeometryH linear = OGR_G_GetLinearGeometry(geometry, CHORD_DEG, NULL);
        OGR_G_DestroyGeometry(geometry);
        geometry = linear;
        in->has_curve = true;
    }
    OGRwkbGeometryType type = geometry ? wkbFlatten(OGR_G_GetGeometryType(geometry)) : wkbUnknown;
    if (type == wkbTIN || type == wkbPolyhedralSurface || type == wkbTriangle)
        geometry = OGR_G_ForceToMultiPolygon(geometry);
    if (geometry)
        OGR_G_FlattenTo2D(geometry);
    return geometry;
}

bool shape_has_area(OGRFeatureH feature)
{
    OGRGeometryH geometry = OGR_F_GetGeometryRef(feature);
    return geometry && !OGR_G_IsEmpty(geometry) && OGR_G_GetDimension(geometry) == 2;
}

enum ws_status shape_finish(struct input *in, struct ws_error *err)
{
    enum ws_status st = WS_OK;
    if (in->has_curve)
        st = columns_remark(in, "geometry",
                            "curves drawn as chords of 1 degree, at most 0.004 % of the radius off",
                            err);
    if (!st && in->has_height)
        st = columns_remark(in, "geometry", "heights and measures passed over; lengths horizontal",
                            err);
    return st;
}

/* ---- vertices ------------------------------------------------------------------------ */

/* The first vertex that cannot be goes to the judge. */
static bool judge_vertices(struct input *in, int64_t fid, int ring, size_t count, const double *x,
                           const double *y)
{
    for (size_t i = 0; i < count; i++) {
        const char *why = crs_fault(&in->crs, x[i], y[i]);
        if (!why)
            continue;
        char advice[200];
        crs_advice(advice, in, why);
        judge_fault(in, fid, "vertex %zu of ring %d is (%.10g, %.10g): %s; %s", i + 1, ring, x[i],
                    y[i], why, advice);
        return false;
    }
    return true;
}

/* Moves one ring to the working CRS in place. */
static bool move_ring(struct input *in, int64_t fid, int number, OGRGeometryH ring)
{
    int count = OGR_G_GetPointCount(ring);
    if (count <= 0) {
        judge_fault(in, fid, "ring %d has no vertices; expected at least 4", number);
        return false;
    }
    double *x = mem_array(2 * (size_t)count, sizeof *x);
    if (!x) {
        in->judge.has_no_memory = true;
        return false;
    }
    double *y = x + count;
    OGR_G_GetPoints(ring, x, sizeof *x, y, sizeof *y, NULL, 0);
    struct box own = box_empty(), moved = box_empty();
    bool done = judge_vertices(in, fid, number, (size_t)count, x, y);
    for (int i = 0; done && i < count; i++)
        box_add(&own, x[i], y[i]);
    if (done && in->crs.is_degrees && own.max_x_m - own.min_x_m > 180.0) {
        judge_fault(in, fid,
                    "ring %d spans %.1f degrees of longitude: it runs round the globe, a pole or "
                    "across the antimeridian; cut it at longitude 180",
                    number, own.max_x_m - own.min_x_m);
        done = false;
    }
    const char *why = NULL;
    if (done && !crs_move(&in->crs, (size_t)count, x, y, &why)) {
        judge_fault(in, fid, "ring %d around (%.10g, %.10g): %s; is %s its CRS? (--crs %s=EPSG:n)",
                    number, own.min_x_m, own.min_y_m, why, in->crs.name, ws_role_name(in->role));
        done = false;
    }
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

/* All rings of a flat multipolygon, numbered through. */
static bool move_rings(struct input *in, int64_t fid, OGRGeometryH areas)
{
    int number = 0;
    for (int p = 0; p < OGR_G_GetGeometryCount(areas); p++) {
        OGRGeometryH part = OGR_G_GetGeometryRef(areas, p);
        for (int r = 0; r < OGR_G_GetGeometryCount(part); r++)
            if (!move_ring(in, fid, ++number, OGR_G_GetGeometryRef(part, r)))
                return false;
    }
    return true;
}

/* ---- areas --------------------------------------------------------------------------- */

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
        st = error_set(err, WS_BAD_DATA, "no usable geometry");
    else
        st = polygons_mend(in->io->polygons, out, wkb, size, fid, mend, err);
    mem_free(wkb);
    return st;
}

/* As many decimals of km2 as it takes to tell two areas apart, to the square metre. */
static int decimals_apart(double a_m2, double b_m2)
{
    int decimals = figures_km2_decimals(a_m2 > b_m2 ? a_m2 : b_m2);
    double apart_m2 = fabs(a_m2 - b_m2);
    for (double step_m2 = 1e6 / pow(10.0, decimals); apart_m2 >= 1.0 && step_m2 > apart_m2;
         step_m2 /= 10.0)
        decimals++;
    return decimals;
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
    if (mend->unsure_m2 > UNSURE_SHARE * mend->after_m2) {
        judge_fault(
            in, fid,
            "the polygon crosses itself or has a hole outside its shell: %.6f km2 or %.6f "
            "km2, by the way one reads it (%s); more than %g %% is not mended: draw it anew",
            mend->after_m2 / 1e6, (mend->after_m2 + mend->unsure_m2) / 1e6, mend->reason,
            100.0 * UNSURE_SHARE);
        return WS_OK;
    }
    *taken = true;
    if (mend->was_valid)
        return WS_OK;
    input_record(in)->repaired++;
    int decimals = decimals_apart(mend->before_m2, mend->after_m2);
    snprintf(effect, sizeof effect, "%.*f km2 before, %.*f km2 after", decimals,
             mend->before_m2 / 1e6, decimals, mend->after_m2 / 1e6);
    return judge_repair(in, fid, effect, err, "invalid polygon made valid: %s", mend->reason);
}

static uint64_t count_vertices(OGRGeometryH areas)
{
    uint64_t count = 0;
    for (int p = 0; p < OGR_G_GetGeometryCount(areas); p++) {
        OGRGeometryH part = OGR_G_GetGeometryRef(areas, p);
        for (int r = 0; r < OGR_G_GetGeometryCount(part); r++)
            count += (uint64_t)OGR_G_GetPointCount(OGR_G_GetGeometryRef(part, r));
    }
    return count;
}

static enum ws_status take_area(struct input *in, int64_t fid, OGRGeometryH areas,
                                struct areas_builder *out, bool *taken, struct ws_error *err)
{
    struct mend mend = {0};
    struct ws_error fault = {0};
    uint64_t count = count_vertices(areas);
    if (count > MAX_VERTICES)
        return input_fail(in, WS_TOO_LARGE, err,
                          "%s: %" PRIu64 " vertices; at most %d in one feature: simplify the "
                          "borders, to a metre or so",
                          judge_label(in, fid), count, MAX_VERTICES);
    if (!move_rings(in, fid, areas))
        return WS_OK;
    enum ws_status st = mend_area(in, areas, fid, out, &mend, &fault);
    if (!st)
        return judge_area(in, fid, &mend, taken, err);
    if (st != WS_BAD_DATA)
        return error_set(err, st, "%s", fault.message);
    judge_fault(in, fid, "%s", fault.message);
    return WS_OK;
}

/* Lists what else the geometry held. A municipality half empty is not whole. */
static enum ws_status judge_pieces(struct input *in, int64_t fid, const struct pieces *pieces,
                                   bool *taken, struct ws_error *err)
{
    enum ws_status st = WS_OK;
    if (pieces->empty_count && in->role == WS_ROLE_MUNICIPALITIES) {
        judge_fault(in, fid, "%" PRIu32 " part%s of the geometry %s empty; expected polygons",
                    pieces->empty_count, pieces->empty_count == 1 ? "" : "s",
                    pieces->empty_count == 1 ? "is" : "are");
        *taken = false;
        return WS_OK;
    }
    if (pieces->empty_count)
        st = judge_repair(in, fid, "polygons kept", err, "%" PRIu32 " parts are empty; left out",
                          pieces->empty_count);
    if (!st && pieces->stray_count)
        st = judge_repair(in, fid, "polygons kept", err,
                          "%" PRIu32 " parts are no polygons; left out", pieces->stray_count);
    return st;
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
    char name[40];
    text_copy(name, sizeof name, OGR_G_GetGeometryName(geometry));
    geometry = straighten(in, OGR_F_StealGeometry(feature));
    struct pieces pieces = {.areas = OGR_G_CreateGeometry(wkbMultiPolygon)};
    enum ws_status st = WS_OK;
    if (geometry && !take_apart(&pieces, geometry))
        st = error_set(err, WS_NO_MEMORY, "%s: no memory for the parts of a geometry", in->file);
    else if (OGR_G_GetGeometryCount(pieces.areas))
        st = take_area(in, fid, pieces.areas, out, taken, err);
    else
        judge_fault(in, fid, "the geometry is a %s; expected a polygon", name);
    OGR_G_DestroyGeometry(pieces.areas);
    return st || !*taken ? st : judge_pieces(in, fid, &pieces, taken, err);
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
        char advice[200];
        crs_advice(advice, in, why);
        judge_fault(in, fid, "the place is (%.10g, %.10g): %s; %s", own_x, own_y, why, advice);
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
