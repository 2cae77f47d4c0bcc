/* Points, lines and areas to OGR geometries in the output's reference system. */
#include "io/write.h"

#include "base/error.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>

OGRwkbGeometryType write_shape_type(enum layer_geometry geometry)
{
    return geometry == LAYER_POINTS  ? wkbPoint
           : geometry == LAYER_LINES ? wkbMultiLineString
           : geometry == LAYER_AREAS ? wkbMultiPolygon
                                     : wkbNone;
}

static uint32_t area_of(const struct layer *layer, uint32_t row)
{
    uint32_t area = layer->area ? layer->area[row] : row;
    assert(area == WS_NONE || area < layer->areas->count);
    return area;
}

bool write_has_shape(const struct layer *layer, uint32_t row)
{
    assert(row < layer->row_count);
    if (layer->geometry == LAYER_POINTS)
        return isfinite(layer->points->x_m[row]) && isfinite(layer->points->y_m[row]);
    if (layer->geometry == LAYER_LINES)
        return layer->first_line[row] < layer->first_line[row + 1];
    if (layer->geometry == LAYER_TABLE)
        return false;
    uint32_t area = area_of(layer, row);
    return area != WS_NONE && layer->areas->first_ring[area] < layer->areas->first_ring[area + 1];
}

/* Vertices first .. last-1 as one curve of the kind asked for. */
static OGRGeometryH make_curve(OGRwkbGeometryType type, const double *xy_m, uint32_t first,
                               uint32_t last)
{
    OGRGeometryH curve = OGR_G_CreateGeometry(type);
    if (!curve)
        return NULL;
    assert(last - first <= INT32_MAX);
    const double *xy = xy_m + 2 * (size_t)first;
    OGR_G_SetPoints(curve, (int)(last - first), xy, 2 * sizeof *xy, xy + 1, 2 * sizeof *xy, NULL,
                    0);
    return curve;
}

/* Hands part over to whole; a NULL part or a refusal makes it false. */
static bool add_part(OGRGeometryH whole, OGRGeometryH part)
{
    if (part && OGR_G_AddGeometryDirectly(whole, part) == OGRERR_NONE)
        return true;
    OGR_G_DestroyGeometry(part);
    return false;
}

/* Each shell is followed by its own holes. */
static bool add_rings(OGRGeometryH whole, const struct areas *areas, uint32_t area)
{
    OGRGeometryH polygon = NULL;
    for (uint32_t ring = areas->first_ring[area]; ring < areas->first_ring[area + 1]; ring++) {
        if (!areas->is_hole[ring]) {
            polygon = OGR_G_CreateGeometry(wkbPolygon);
            if (!add_part(whole, polygon))
                return false;
        }
        assert(polygon); /* a hole comes after its shell */
        if (!add_part(polygon, make_curve(wkbLinearRing, areas->xy_m, areas->first_xy[ring],
                                          areas->first_xy[ring + 1])))
            return false;
    }
    return true;
}

static bool add_lines(OGRGeometryH whole, const struct layer *layer, uint32_t row)
{
    for (uint32_t line = layer->first_line[row]; line < layer->first_line[row + 1]; line++)
        if (!add_part(whole, make_curve(wkbLineString, layer->xy_m, layer->first_xy[line],
                                        layer->first_xy[line + 1])))
            return false;
    return true;
}

static bool fill(OGRGeometryH shape, const struct layer *layer, uint32_t row)
{
    if (layer->geometry == LAYER_POINTS)
        OGR_G_SetPoint_2D(shape, 0, layer->points->x_m[row], layer->points->y_m[row]);
    if (layer->geometry == LAYER_AREAS)
        return add_rings(shape, layer->areas, area_of(layer, row));
    return layer->geometry != LAYER_LINES || add_lines(shape, layer, row);
}

enum ws_status write_shape(OGRGeometryH *out, const struct writer *writer,
                           const struct layer *layer, uint32_t row, struct ws_error *err)
{
    assert(out && writer && layer);
    *out = NULL;
    if (!write_has_shape(layer, row))
        return WS_OK;
    OGRGeometryH shape = OGR_G_CreateGeometry(write_shape_type(layer->geometry));
    if (!shape || !fill(shape, layer, row)) {
        OGR_G_DestroyGeometry(shape);
        return error_set(err, WS_NO_MEMORY, "%s: row %" PRIu32 ": no memory for its geometry",
                         layer->name, row + 1);
    }
    /* A failure of one vertex fails the whole; the result of the others is
     * finite, which OGR checks. */
    if (writer->to_out && OGR_G_Transform(shape, writer->to_out) != OGRERR_NONE) {
        OGR_G_DestroyGeometry(shape);
        return error_set(err, WS_BAD_OPTION,
                         "%s: row %" PRIu32 ": cannot be moved to %s; expected a reference system "
                         "that holds the area",
                         layer->name, row + 1,
                         writer->plan->crs_out[0] ? writer->plan->crs_out : "EPSG:4326");
    }
    *out = shape;
    return WS_OK;
}
