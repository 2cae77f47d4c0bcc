/* Cells of the Swedish national grid, told by their id alone or beside a point. */
#include "io/people.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GRID_CRS "EPSG:3006"
#define NAMES "rutidscb rutid ruta rutkod"

/* Easting of 6 digits and northing of 7: the lower left corner, in metres. */
static bool parse_id(double corner[2], const char *text)
{
    char easting[7];
    if (!value_is_digits(text, 13))
        return false;
    memcpy(easting, text, 6);
    easting[6] = '\0';
    corner[0] = strtod(easting, NULL);
    corner[1] = strtod(text + 6, NULL);
    return corner[0] >= 200000.0 && corner[0] <= 1000000.0 && corner[1] >= 6100000.0 &&
           corner[1] <= 7700000.0;
}

static bool is_id(const void *unused, const char *text)
{
    double corner[2];
    (void)unused;
    return parse_id(corner, text);
}

/* The widest of the sides in use that all corners are multiples of. */
static double side_of_ids(struct input *in, int column)
{
    static const double sides[] = {1000.0, 500.0, 250.0, 200.0, 100.0};
    bool fits[5] = {true, true, true, true, true};
    OGR_L_ResetReading(in->layer);
    for (OGRFeatureH feature; (feature = input_next(in)); OGR_F_Destroy(feature)) {
        double corner[2];
        const char *text = columns_label(in, feature, column);
        for (size_t i = 0; i < 5 && text && parse_id(corner, text); i++)
            fits[i] =
                fits[i] && fmod(corner[0], sides[i]) == 0.0 && fmod(corner[1], sides[i]) == 0.0;
    }
    OGR_L_ResetReading(in->layer);
    for (size_t i = 0; i < 5; i++)
        if (fits[i])
            return sides[i];
    return 0.0;
}

enum ws_status squares_find(struct squares *out, struct input *in, struct ws_error *err)
{
    static const struct column_key id = {"square", NAMES, "", false, false};
    static const struct column_key size = {
        "square_m", "rutstorl rutstorlek storlek cellsize cellstorlek", "", false, false};
    *out = (struct squares){.column = -1, .size_column = -1};
    int column;
    enum ws_status st = columns_find(&column, in, &id, is_id, NULL, err);
    if (st || column < 0)
        return st;
    st = columns_find(&out->size_column, in, &size, value_is_number, in, err);
    if (st)
        return st;
    out->side_m = side_of_ids(in, column);
    if (out->size_column < 0 && !(out->side_m > 0.0))
        return input_fail(in, WS_BAD_DATA, err,
                          "the ids of column %s fit no cells of 1000, 500, 250, 200 or 100 m; "
                          "name a column of sizes with --field population.square_m=COLUMN",
                          columns_name(in, column));
    out->column = column;
    st = crs_define(&out->crs, in, GRID_CRS, err);
    if (!st)
        st = crs_connect(&out->crs, in, err);
    if (!st && !in->has_geometry) {
        st = crs_define(&in->crs, in, GRID_CRS, err);
        if (!st)
            st = crs_connect(&in->crs, in, err);
    }
    return st;
}

void squares_release(struct squares *squares)
{
    crs_release(&squares->crs);
}

static bool read_side(double *side_m, const struct squares *squares, struct input *in,
                      OGRFeatureH feature)
{
    *side_m = squares->side_m;
    if (squares->size_column < 0)
        return true;
    if (value_cell(side_m, in, feature, squares->size_column) == VALUE_OK && *side_m >= 1.0 &&
        *side_m <= 100000.0)
        return true;
    judge_fault(in, OGR_F_GetFID(feature), "%s is %.40s; expected the side of the cell in metres",
                columns_name(in, squares->size_column),
                OGR_F_GetFieldAsString(feature, squares->size_column));
    return false;
}

/* The point of a row, when it has one, lies in the cell that its id names. */
static bool agrees(struct input *in, OGRFeatureH feature, const double middle[2], double side_m)
{
    double xy[2];
    if (!in->has_geometry)
        return true;
    enum shape_point result = shape_point(in, feature, xy);
    if (result == POINT_FAULT)
        return false;
    double reach_m = 0.5 * side_m + 1.0;
    if (result == POINT_NONE ||
        (fabs(xy[0] - middle[0]) <= 1.5 * reach_m && fabs(xy[1] - middle[1]) <= 1.5 * reach_m))
        return true;
    judge_fault(in, OGR_F_GetFID(feature),
                "the point lies %.0f m from the middle of the cell that its id names; expected it "
                "inside; is %s its CRS? (--crs population=EPSG:n)",
                hypot(xy[0] - middle[0], xy[1] - middle[1]), in->crs.name);
    return false;
}

enum ws_status squares_add(struct squares *squares, struct input *in, OGRFeatureH feature,
                           struct units_builder *builder, struct unit_row *row, bool *taken,
                           struct ws_error *err)
{
    static const double across[5] = {0.0, 1.0, 1.0, 0.0, 0.5};
    static const double up[5] = {0.0, 0.0, 1.0, 1.0, 0.5};
    double corner[2] = {0.0, 0.0}, side_m, x[5], y[5], ring[10];
    const char *why, *text = columns_text(in, feature, squares->column);
    *taken = false;
    if (!text || !parse_id(corner, text)) {
        judge_fault(in, row->fid, "%s is %.40s; expected an id of 13 digits",
                    columns_name(in, squares->column), text ? text : "blank");
        return WS_OK;
    }
    if (!read_side(&side_m, squares, in, feature))
        return WS_OK;
    for (int i = 0; i < 5; i++) {
        x[i] = corner[0] + across[i] * side_m;
        y[i] = corner[1] + up[i] * side_m;
    }
    if (!crs_move(&squares->crs, 5, x, y, &why)) {
        judge_fault(in, row->fid, "%s", why);
        return WS_OK;
    }
    const double middle[2] = {x[4], y[4]};
    if (!agrees(in, feature, middle, side_m))
        return WS_OK;
    for (int i = 0; i < 5; i++) {
        ring[2 * i] = x[i % 4];
        ring[2 * i + 1] = y[i % 4];
        box_add(&in->box, x[i], y[i]);
        box_add(&in->source_box, corner[0] + across[i] * side_m, corner[1] + up[i] * side_m);
    }
    struct areas_builder *areas = &builder->areas;
    enum ws_status st = areas_begin(areas, row->fid, err);
    if (!st)
        st = areas_ring(areas, ring, 5, false, err);
    if (st)
        return st;
    row->shape = areas->areas.count - 1;
    row->x_m = middle[0];
    row->y_m = middle[1];
    *taken = true;
    return WS_OK;
}
