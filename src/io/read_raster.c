/* People on a raster: each cell with people is a square area unit. */
#include "io/read.h"

#include "base/fixed.h"

#include <math.h>
#include <stdio.h>

#define MOST_CELLS 4e9
#define MOST_PEOPLE 1e10

struct raster {
    struct input *in;
    GDALRasterBandH band;
    int cols, rows, col_width, row_width;
    double origin_x, origin_y, step_x, step_y, no_value;
    bool has_no_value;
    struct units_builder builder;
    struct people people;
    uint64_t used_count;
};

static enum ws_status open_band(struct raster *raster, struct ws_error *err)
{
    struct input *in = raster->in;
    double way[6];
    int has_no_value = 0;
    int bands = GDALGetRasterCount(in->dataset);
    if (bands != 1)
        return input_fail(in, WS_BAD_DATA, err, "%d bands; expected one with people", bands);
    if (GDALGetGeoTransform(in->dataset, way) != CE_None)
        return input_fail(in, WS_BAD_DATA, err, "the raster has no place on the ground");
    if (way[2] != 0.0 || way[4] != 0.0)
        return input_fail(in, WS_BAD_DATA, err, "the raster is rotated; warp it to north up");
    raster->band = GDALGetRasterBand(in->dataset, 1);
    raster->cols = GDALGetRasterXSize(in->dataset);
    raster->rows = GDALGetRasterYSize(in->dataset);
    raster->origin_x = way[0];
    raster->step_x = way[1];
    raster->origin_y = way[3];
    raster->step_y = way[5];
    raster->no_value = GDALGetRasterNoDataValue(raster->band, &has_no_value);
    raster->has_no_value = has_no_value;
    raster->col_width = snprintf(NULL, 0, "%d", raster->cols);
    raster->row_width = snprintf(NULL, 0, "%d", raster->rows);
    if ((double)raster->cols * raster->rows > MOST_CELLS)
        return input_fail(in, WS_TOO_LARGE, err, "%d by %d cells", raster->cols, raster->rows);
    return WS_OK;
}

/* Corners in ring order and the middle, in the working CRS. */
static bool place_cell(struct raster *raster, int col, int row, double x[5], double y[5])
{
    static const double corner_x[5] = {0.0, 1.0, 1.0, 0.0, 0.5};
    static const double corner_y[5] = {0.0, 0.0, 1.0, 1.0, 0.5};
    const char *why;
    for (int i = 0; i < 5; i++) {
        x[i] = raster->origin_x + (col + corner_x[i]) * raster->step_x;
        y[i] = raster->origin_y + (row + corner_y[i]) * raster->step_y;
        box_add(&raster->in->source_box, x[i], y[i]);
    }
    if (!crs_move(&raster->in->crs, 5, x, y, &why)) {
        judge_fault(raster->in, -1, "cell %d, row %d: %s", col, row, why);
        return false;
    }
    for (int i = 0; i < 5; i++)
        box_add(&raster->in->box, x[i], y[i]);
    return true;
}

static enum ws_status add_cell(struct raster *raster, int col, int row, double people,
                               struct ws_error *err)
{
    double x[5], y[5], ring[10];
    uint64_t micro = fixed_micro(people);
    if (!place_cell(raster, col, row, x, y))
        return WS_OK;
    for (int i = 0; i < 5; i++) {
        ring[2 * i] = x[i % 4];
        ring[2 * i + 1] = y[i % 4];
    }
    struct areas_builder *areas = &raster->builder.areas;
    int64_t fid = (int64_t)row * raster->cols + col;
    enum ws_status st = areas_begin(areas, fid, err);
    if (!st)
        st = areas_ring(areas, ring, 5, false, err);
    if (st)
        return st;
    char name[32];
    snprintf(name, sizeof name, "r%0*dc%0*d", raster->row_width, row, raster->col_width, col);
    struct unit_row unit = {
        .zone = WS_NONE, .shape = areas->areas.count - 1, .x_m = x[4], .y_m = y[4], .fid = fid};
    raster->people.is_positive = raster->people.is_positive || micro > 0;
    raster->used_count++;
    return units_add(&raster->builder, &unit, name, &micro, err);
}

static enum ws_status read_cell(struct raster *raster, int col, int row, double value,
                                struct ws_error *err)
{
    if (raster->has_no_value &&
        (value == raster->no_value || (isnan(value) && isnan(raster->no_value))))
        return WS_OK;
    if (isnan(value)) {
        raster->people.missing[0]++;
        return WS_OK;
    }
    if (value < 0.0 || value > MOST_PEOPLE) {
        judge_fault(raster->in, -1, "cell %d, row %d is %g; expected people, or a declared nodata",
                    col, row, value);
        return WS_OK;
    }
    return value > 0.0 ? add_cell(raster, col, row, value, err) : WS_OK;
}

static enum ws_status read_cells(struct raster *raster, struct ws_error *err)
{
    double *line = mem_array((size_t)raster->cols, sizeof *line);
    if (!line)
        return error_set(err, WS_NO_MEMORY, "no memory for %d cells", raster->cols);
    enum ws_status st = WS_OK;
    for (int row = 0; !st && row < raster->rows; row++) {
        if (GDALRasterIO(raster->band, GF_Read, 0, row, raster->cols, 1, line, raster->cols, 1,
                         GDT_Float64, 0, 0) != CE_None)
            st = input_fail(raster->in, WS_BAD_DATA, err, "row %d cannot be read", row);
        for (int col = 0; !st && col < raster->cols; col++)
            st = read_cell(raster, col, row, line[col], err);
    }
    mem_free(line);
    uint64_t count = (uint64_t)raster->cols * (uint64_t)raster->rows;
    return st ? st : input_finish(raster->in, count, raster->used_count, err);
}

static enum ws_status name_weight(struct people *people, struct input *in,
                                  const struct ws_weight *weights, uint32_t weight_count,
                                  struct ws_error *err)
{
    if (weight_count > 1)
        return input_fail(in, WS_BAD_DATA, err,
                          "a raster has one kind of people; %" PRIu32 " are asked for",
                          weight_count);
    people->count = 1;
    const char *column = weight_count ? weights->column : "people";
    text_copy(people->weight[0].column, sizeof people->weight[0].column, column);
    text_copy(people->weight[0].label, sizeof people->weight[0].label,
              weight_count && weights->label[0] ? weights->label : column);
    return WS_OK;
}

enum ws_status raster_read(struct population *out, struct io *io, const struct ws_source *source,
                           const struct ws_weight *weights, uint32_t weight_count,
                           struct ws_error *err)
{
    struct input in = {0};
    struct raster raster = {.in = &in,
                            .builder = {.weight_count = 1, .is_area = true, .is_grid = true}};
    enum ws_status st = input_open_raster(&in, io, source, WS_ROLE_POPULATION, err);
    if (!st)
        st = name_weight(&raster.people, &in, weights, weight_count, err);
    if (!st)
        st = open_band(&raster, err);
    if (!st)
        st = crs_of_layer(&in, GDALGetSpatialRef(in.dataset), err);
    if (!st)
        st = crs_connect(&in.crs, &in, err);
    if (!st)
        st = read_cells(&raster, err);
    if (!st)
        st = crs_check_place(&in, err);
    if (!st)
        st = people_finish(&raster.people, &in, err);
    if (!st)
        st = units_take(out, &raster.builder, &raster.people, err);
    units_release(&raster.builder);
    input_close(&in);
    return st;
}
