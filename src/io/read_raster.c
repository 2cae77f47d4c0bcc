/* People on a raster: each cell with people is a square of its own. Cells are
 * never resampled; in another CRS their corners are moved. */
#include "io/read.h"

#include "base/fixed.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define MOST_CELLS 2000000000.0 /* of the whole raster */
#define MOST_PEOPLE 1e10

struct raster {
    struct input in;
    struct units_builder builder;
    struct people people;
    GDALRasterBandH band;
    double geo[6], nodata;
    bool has_nodata;
    int cols, rows;
    uint64_t nan_cells, people_cells;
};

/* ---- header ------------------------------------------------------------------------ */

static enum ws_status check_header(struct raster *raster, struct ws_error *err)
{
    struct input *in = &raster->in;
    int bands = GDALGetRasterCount(in->dataset), has_nodata = 0;
    raster->cols = GDALGetRasterXSize(in->dataset);
    raster->rows = GDALGetRasterYSize(in->dataset);
    if (bands != 1)
        return input_fail(in, WS_BAD_DATA, err, "it has %d bands; expected 1 with people", bands);
    if ((double)raster->cols * raster->rows > MOST_CELLS)
        return input_fail(in, WS_TOO_LARGE, err, "%d x %d cells; at most %g", raster->cols,
                          raster->rows, MOST_CELLS);
    if (GDALGetGeoTransform(in->dataset, raster->geo) != CE_None)
        return input_fail(in, WS_BAD_DATA, err, "it has no position (geotransform)");
    if (fabs(raster->geo[2]) > 0.0 || fabs(raster->geo[4]) > 0.0)
        return input_fail(in, WS_BAD_DATA, err,
                          "it is rotated; expected rows and columns along the axes of its CRS");
    raster->band = GDALGetRasterBand(in->dataset, 1);
    raster->nodata = GDALGetRasterNoDataValue(raster->band, &has_nodata);
    raster->has_nodata = has_nodata != 0;
    return WS_OK;
}

static void name_people(struct raster *raster, const struct ws_weight *weights,
                        uint32_t weight_count)
{
    struct ws_weight *weight = &raster->people.weight[0];
    const char *name = weight_count ? weights[0].column : "people";
    raster->people.count = raster->builder.weight_count = 1;
    raster->builder.is_area = raster->builder.is_grid = true;
    text_copy(weight->column, sizeof weight->column, name);
    text_copy(weight->label, sizeof weight->label,
              weight_count && weights[0].label[0] ? weights[0].label : name);
}

/* ---- cells ---------------------------------------------------------------------------- */

static enum ws_status add_cell(struct raster *raster, int col, int row, double people,
                               struct ws_error *err)
{
    const double *geo = raster->geo;
    double left = geo[0] + col * geo[1], right = geo[0] + (col + 1) * geo[1];
    double top = geo[3] + row * geo[5], bottom = geo[3] + (row + 1) * geo[5];
    /* Anticlockwise for the usual north-up raster; the middle comes last. */
    double x[6] = {left, right, right, left, left, (left + right) / 2.0};
    double y[6] = {bottom, bottom, top, top, bottom, (top + bottom) / 2.0};
    int64_t fid = (int64_t)row * raster->cols + col;
    const char *why = "";
    if (!crs_move(&raster->in.crs, 6, x, y, &why)) {
        judge_fault(&raster->in, fid, "cell %d, %d: %s", col, row, why);
        return WS_OK;
    }
    double xy[10];
    for (int i = 0; i < 5; i++) {
        xy[2 * i] = x[i];
        xy[2 * i + 1] = y[i];
        box_add(&raster->in.box, x[i], y[i]);
        box_add(&raster->in.source_box, i == 1 || i == 2 ? right : left, i > 1 ? top : bottom);
    }
    struct areas_builder *areas = &raster->builder.areas;
    struct unit_row unit = {
        .zone = WS_NONE, .shape = areas->areas.count, .x_m = x[5], .y_m = y[5], .fid = fid};
    uint64_t micro = fixed_micro(people);
    enum ws_status st = areas_begin(areas, fid, err);
    if (!st)
        st = areas_ring(areas, xy, 5, false, err);
    if (!st)
        st = units_add(&raster->builder, &unit, NULL, &micro, err);
    raster->people_cells++;
    return st;
}

static enum ws_status read_cell(struct raster *raster, int col, int row, double people,
                                struct ws_error *err)
{
    if (raster->has_nodata &&
        (people == raster->nodata || (isnan(people) && isnan(raster->nodata))))
        return WS_OK;
    if (isnan(people)) {
        raster->nan_cells++;
        return WS_OK;
    }
    if (people < 0.0 || people > MOST_PEOPLE) {
        judge_fault(&raster->in, (int64_t)row * raster->cols + col,
                    "cell %d, %d holds %g; expected 0 to %g people; declare nodata if it is one",
                    col, row, people, MOST_PEOPLE);
        return WS_OK;
    }
    return people > 0.0 ? add_cell(raster, col, row, people, err) : WS_OK;
}

static enum ws_status read_cells(struct raster *raster, struct ws_error *err)
{
    struct input *in = &raster->in;
    double *line = mem_array((size_t)raster->cols, sizeof *line);
    enum ws_status st = line ? WS_OK : error_set(err, WS_NO_MEMORY, "no memory for a row of cells");
    for (int row = 0; !st && row < raster->rows; row++) {
        if (GDALRasterIO(raster->band, GF_Read, 0, row, raster->cols, 1, line, raster->cols, 1,
                         GDT_Float64, 0, 0) != CE_None)
            st = input_fail(in, WS_BAD_DATA, err, "row %d cannot be read", row);
        for (int col = 0; !st && col < raster->cols; col++)
            st = read_cell(raster, col, row, line[col], err);
    }
    mem_free(line);
    return st;
}

static enum ws_status read_band(struct raster *raster, struct ws_error *err)
{
    struct input *in = &raster->in;
    enum ws_status st = check_header(raster, err);
    if (!st)
        st = crs_of_layer(in, GDALGetSpatialRef(in->dataset), err);
    if (!st)
        st = crs_connect(&in->crs, in, err);
    if (!st)
        st = read_cells(raster, err);
    if (!st)
        st = judge_end(in, err);
    if (st)
        return st;
    struct ws_input *record = input_record(in);
    record->rows_read = (uint64_t)raster->cols * (uint64_t)raster->rows;
    record->rows_used = raster->people_cells;
    if (!raster->people_cells)
        return input_fail(in, WS_BAD_DATA, err, "nobody lives anywhere: no cell is above 0");
    if (raster->nan_cells)
        st = judge_repair(in, -1, "counted as nobody; the truth is not known", err,
                          "%" PRIu64 " cells are not a number", raster->nan_cells);
    return st ? st : crs_check_place(in, err);
}

enum ws_status raster_read(struct population *out, struct io *io, const struct ws_source *source,
                           const struct ws_weight *weights, uint32_t weight_count,
                           struct ws_error *err)
{
    struct raster raster = {0};
    if (weight_count > 1)
        return error_set(err, WS_BAD_OPTION,
                         "%s: a raster holds one kind of people, but %" PRIu32
                         " weights are asked for",
                         source->given, weight_count);
    enum ws_status st = input_open_raster(&raster.in, io, source, WS_ROLE_POPULATION, err);
    name_people(&raster, weights, weight_count);
    if (!st)
        st = read_band(&raster, err);
    if (!st)
        st = units_take(out, &raster.builder, &raster.people, err);
    units_release(&raster.builder);
    input_close(&raster.in);
    return st;
}
