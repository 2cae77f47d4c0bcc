/* Where a raster of people ends: what it does not hold is unknown, not zero. */
#include "io/people.h"

#include "geo/locate.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define STEPS 24           /* places looked at across a zone, each way */
#define LEAST_MISSING 0.01 /* of a zone's area, before it is told */
#define MOST_LISTED 12u

/* ---- the part of a ring inside the frame -------------------------------------------------- */

/* Keeps what lies on one side of a line across an axis (Sutherland-Hodgman: the
 * signed area stays right, whatever the shape of the ring). */
static size_t cut(double *out, const double *xy, size_t count, int axis, double limit, bool above)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        const double *a = xy + 2 * i, *b = xy + 2 * ((i + 1) % count);
        bool a_in = above ? a[axis] >= limit : a[axis] <= limit;
        bool b_in = above ? b[axis] >= limit : b[axis] <= limit;
        if (a_in) {
            out[2 * kept] = a[0];
            out[2 * kept++ + 1] = a[1];
        }
        if (a_in == b_in)
            continue;
        double share = (limit - a[axis]) / (b[axis] - a[axis]);
        out[2 * kept] = a[0] + share * (b[0] - a[0]);
        out[2 * kept++ + 1] = a[1] + share * (b[1] - a[1]);
        out[2 * (kept - 1) + (size_t)axis] = limit;
    }
    return kept;
}

static double signed_area(const double *xy, size_t count)
{
    double twice = 0.0;
    for (size_t i = 0; i < count; i++) {
        const double *a = xy + 2 * i, *b = xy + 2 * ((i + 1) % count);
        twice += (a[0] - xy[0]) * (b[1] - xy[1]) - (b[0] - xy[0]) * (a[1] - xy[1]);
    }
    return twice / 2.0;
}

/* Area of a ring of `count` vertices inside the frame. Each cut can at most
 * double the vertices of a ring, so both buffers hold 16 times as many. */
static double area_inside(double *xy, double *room, size_t count, const struct box *frame)
{
    count = cut(room, xy, count, 0, frame->min_x_m, true);
    count = cut(xy, room, count, 0, frame->max_x_m, false);
    count = cut(room, xy, count, 1, frame->min_y_m, true);
    count = cut(xy, room, count, 1, frame->max_y_m, false);
    return fabs(signed_area(xy, count));
}

/* ---- zones ------------------------------------------------------------------------------------
 */

/* The way from the working CRS to the raster's; NULL: they are the same. */
static OGRCoordinateTransformationH way_back(struct input *in)
{
    if (in->crs.is_same || !in->crs.to_working)
        return NULL;
    return OCTNewCoordinateTransformation(in->io->working, in->crs.srs);
}

static bool move_back(OGRCoordinateTransformationH way, int count, double *x, double *y)
{
    if (way && !OCTTransform(way, count, x, y, NULL))
        return false;
    for (int i = 0; i < count; i++)
        if (!isfinite(x[i]) || !isfinite(y[i]))
            return false;
    return true;
}

/* Share of a zone's area outside the frame; NaN when it cannot be told. */
static enum ws_status missing_frac(double *out, const struct extent *extent,
                                   OGRCoordinateTransformationH way, uint32_t zone,
                                   struct ws_error *err)
{
    const struct areas *areas = &extent->zones->areas;
    double all = 0.0, inside = 0.0;
    *out = (double)NAN;
    for (uint32_t r = areas->first_ring[zone]; r < areas->first_ring[zone + 1]; r++) {
        size_t count = areas->first_xy[r + 1] - areas->first_xy[r] - 1;
        double *xy = mem_array(count * 32, sizeof *xy), *room = mem_array(count * 32, sizeof *xy);
        bool has_room = xy && room, is_moved = has_room;
        for (size_t i = 0; is_moved && i < count; i++) {
            memcpy(xy + 2 * i, areas->xy_m + 2 * (areas->first_xy[r] + i), 2 * sizeof *xy);
            is_moved = move_back(way, 1, xy + 2 * i, xy + 2 * i + 1);
        }
        if (is_moved) {
            double sign = areas->is_hole[r] ? -1.0 : 1.0;
            all += sign * fabs(signed_area(xy, count));
            inside += sign * area_inside(xy, room, count, &extent->frame);
        }
        mem_free(xy);
        mem_free(room);
        if (!has_room)
            return error_set(err, WS_NO_MEMORY, "no memory to compare the raster with zones");
        if (!is_moved)
            return WS_OK;
    }
    *out = all > 0.0 ? 1.0 - inside / all : (double)NAN;
    return WS_OK;
}

/* A number stands in the raster somewhere in the zone. */
static bool has_value(const struct extent *extent, const struct locator *locator,
                      OGRCoordinateTransformationH way, uint32_t zone)
{
    struct box box = areas_box(&extent->zones->areas, zone);
    double step_x = (box.max_x_m - box.min_x_m) / STEPS,
           step_y = (box.max_y_m - box.min_y_m) / STEPS;
    for (int i = 0; i < STEPS * STEPS; i++) {
        double x = box.min_x_m + (i % STEPS + 0.5) * step_x;
        double y = box.min_y_m + ((double)(i / STEPS) + 0.5) * step_y;
        if (locate_point(locator, x, y) == zone && move_back(way, 1, &x, &y) &&
            extent->has_value(extent->context, x, y))
            return true;
    }
    return false;
}

static void list_zone(char *list, size_t room, const char *code, double frac)
{
    size_t used = strlen(list);
    if (used + strlen(code) + 24 > room)
        return;
    used += (size_t)snprintf(list + used, room - used, "%s%s", used ? ", " : "", code);
    if (frac < 0.995)
        snprintf(list + used, room - used, " (%.0f %% of its area)", 100.0 * frac);
}

static enum ws_status judge_zones(const struct extent *extent, const struct locator *locator,
                                  OGRCoordinateTransformationH way, struct ws_error *err)
{
    const struct zones *zones = extent->zones;
    char outside[400] = "", empty[400] = "";
    uint32_t outside_count = 0, empty_count = 0;
    enum ws_status st = WS_OK;
    bool *is_lived_in = mem_array(zones->count, sizeof *is_lived_in);
    if (!is_lived_in)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " zones", zones->count);
    for (size_t i = 0; i < extent->units->count; i++) {
        const struct unit_row *row = &extent->units->rows[i];
        uint32_t zone = locate_point(locator, row->x_m, row->y_m);
        if (zone != WS_NONE)
            is_lived_in[zone] = true;
    }
    for (uint32_t zone = 0; !st && zone < zones->count; zone++) {
        double frac;
        st = missing_frac(&frac, extent, way, zone, err);
        if (frac > LEAST_MISSING && outside_count++ < MOST_LISTED)
            list_zone(outside, sizeof outside, zones->code[zone], frac);
        if (!(frac > 0.995) && !is_lived_in[zone] && !has_value(extent, locator, way, zone) &&
            empty_count++ < MOST_LISTED)
            list_zone(empty, sizeof empty, zones->code[zone], 1.0);
    }
    mem_free(is_lived_in);
    static const char effect[] = "people there are unknown, not zero; they are in no figure";
    if (!st && outside_count)
        st = judge_repair(extent->in, -1, effect, err,
                          "the raster does not reach all of %" PRIu32 " municipalities: %s%s",
                          outside_count, outside, outside_count > MOST_LISTED ? " ..." : "");
    if (!st && empty_count)
        st = judge_repair(extent->in, -1, effect, err,
                          "the raster has no value in %" PRIu32 " municipalities: %s%s",
                          empty_count, empty, empty_count > MOST_LISTED ? " ..." : "");
    return st;
}

enum ws_status extent_report(const struct extent *extent, struct ws_error *err)
{
    struct locator *locator = NULL;
    OGRCoordinateTransformationH way = way_back(extent->in);
    enum ws_status st = locator_new(&locator, &extent->zones->areas, err);
    if (!st)
        st = judge_zones(extent, locator, way, err);
    locator_free(locator);
    if (way)
        OCTDestroyCoordinateTransformation(way);
    return st;
}
