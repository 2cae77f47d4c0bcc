/* People on a raster: each cell with people is an area unit.
 *
 * Counts are never resampled: a cell keeps its number and becomes the four-sided
 * area it covers in the working CRS. The place of a cell is what the file's
 * geotransform says after GDAL has moved rasters whose numbers stand for points
 * (AREA_OR_POINT=Point) by half a cell, so both kinds mean the same squares. */
#include "io/people.h"

#include "base/fixed.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_CELLS 1e9
#define MOST_PEOPLE 1e10

struct raster {
    struct input *in;
    GDALRasterBandH band;
    int cols, rows, col_width, row_width;
    double origin_x, origin_y, step_x, step_y, no_value, scale, offset;
    bool has_no_value;
    struct units_builder builder;
    struct people people;
    uint64_t used_count, nan_count;
    char first_nan[48];
    double full, next; /* the largest value the cells can hold; the largest below it there is */
    uint64_t full_count;
    char first_full[48];
};

/* ---- the band ------------------------------------------------------------------------------ */

/* --layer population=2, or its description. */
static int named_band(struct input *in, const char *wanted)
{
    int bands = GDALGetRasterCount(in->dataset);
    long number = value_is_digits(wanted, 0) ? strtol(wanted, NULL, 10) : 0;
    if (number >= 1 && number <= bands)
        return (int)number;
    for (int i = 1; i <= bands; i++)
        if (!strcmp(GDALGetDescription(GDALGetRasterBand(in->dataset, i)), wanted))
            return i;
    return 0;
}

static enum ws_status choose_band(struct raster *raster, struct ws_error *err)
{
    struct input *in = raster->in;
    const char *wanted = in->source->layer;
    char list[200] = "";
    size_t used = 0;
    int bands = GDALGetRasterCount(in->dataset), band = *wanted ? named_band(in, wanted) : 1;
    for (int i = 1; i <= bands && used + 48 < sizeof list; i++) {
        const char *name = GDALGetDescription(GDALGetRasterBand(in->dataset, i));
        used += (size_t)snprintf(list + used, sizeof list - used, "%s%d%s%.30s", i > 1 ? ", " : "",
                                 i, *name ? " " : "", name);
    }
    if (!band)
        return input_fail(in, WS_NOT_FOUND, err, "there is no band %.60s; it has %s", wanted, list);
    if (bands != 1 && !*wanted)
        return input_fail(in, WS_BAD_DATA, err,
                          "%d bands (%s); expected one with people; choose with --layer "
                          "population=NUMBER",
                          bands, list);
    raster->band = GDALGetRasterBand(in->dataset, band);
    if (GDALDataTypeIsComplex(GDALGetRasterDataType(raster->band)))
        return input_fail(in, WS_BAD_DATA, err, "the cells hold complex numbers; expected people");
    return WS_OK;
}

static bool tells_density(const char *text)
{
    static const char *const words[] = {"density", "tathet", "perkm", "perha", "persqkm",  "/km",
                                        "/ha",     "km^-2",  "km-2",  "km−2",  "persquare"};
    char lower[200];
    size_t used = 0;
    for (; text && *text && used + 1 < sizeof lower; text++)
        if (*text != ' ' && *text != '_')
            lower[used++] = (char)tolower((unsigned char)*text);
    lower[used] = '\0';
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strstr(lower, words[i]))
            return true;
    return strstr(lower, "t\xc3\xa4thet") != NULL;
}

/* A raster that calls itself a density holds no counts. */
static enum ws_status check_density(const struct raster *raster, struct ws_error *err)
{
    const char *found = NULL;
    const char *const texts[] = {
        GDALGetDescription(raster->band), GDALGetRasterUnitType(raster->band),
        GDALGetMetadataItem(raster->in->dataset, "TIFFTAG_IMAGEDESCRIPTION", "")};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (tells_density(texts[i]))
            found = texts[i];
    const GDALMajorObjectH objects[] = {raster->band, raster->in->dataset};
    for (size_t i = 0; i < 2; i++) {
        char **items = GDALGetMetadata(objects[i], "");
        for (; items && *items; items++)
            if (tells_density(*items))
                found = *items;
    }
    return !found ? WS_OK
                  : input_fail(raster->in, WS_BAD_DATA, err,
                               "the cells are densities (%.80s); expected people per cell: "
                               "multiply by the area of a cell first",
                               found);
}

/* Blocks that are not in the file would read as 0. */
static enum ws_status check_stored(const struct raster *raster, struct ws_error *err)
{
    double percent = 100.0;
    int flags =
        GDALGetDataCoverageStatus(raster->band, 0, 0, raster->cols, raster->rows, 0, &percent);
    if (!(flags & GDAL_DATA_COVERAGE_STATUS_EMPTY) || raster->has_no_value || percent >= 100.0)
        return WS_OK;
    return input_fail(raster->in, WS_BAD_DATA, err,
                      "the file holds %.3g %% of its %d by %d cells and declares no nodata: the "
                      "rest would read as 0 people",
                      percent, raster->cols, raster->rows);
}

static void read_scale(struct raster *raster)
{
    int is_set;
    raster->scale = GDALGetRasterScale(raster->band, &is_set);
    raster->scale = is_set ? raster->scale : 1.0;
    raster->offset = GDALGetRasterOffset(raster->band, &is_set);
    raster->offset = is_set ? raster->offset : 0.0;
}

/* Whole numbers end somewhere, and writers put "nothing known" at the end. */
static double full_value(GDALDataType type)
{
    switch (type) {
    case GDT_Byte:
        return UINT8_MAX;
    case GDT_UInt16:
        return UINT16_MAX;
    case GDT_Int16:
        return INT16_MAX;
    case GDT_UInt32:
        return UINT32_MAX;
    case GDT_Int32:
        return INT32_MAX;
    default:
        return (double)INFINITY;
    }
}

static enum ws_status open_band(struct raster *raster, struct ws_error *err)
{
    struct input *in = raster->in;
    double way[6];
    int has_no_value = 0;
    enum ws_status st = choose_band(raster, err);
    if (st)
        return st;
    if (GDALGetGeoTransform(in->dataset, way) != CE_None)
        return input_fail(in, WS_BAD_DATA, err, "the raster has no place on the ground");
    if (way[2] != 0.0 || way[4] != 0.0)
        return input_fail(in, WS_BAD_DATA, err, "the raster is rotated; warp it to north up");
    raster->cols = GDALGetRasterXSize(in->dataset);
    raster->rows = GDALGetRasterYSize(in->dataset);
    raster->origin_x = way[0];
    raster->step_x = way[1];
    raster->origin_y = way[3];
    raster->step_y = way[5];
    if (way[1] == 0.0 || way[5] == 0.0 || !isfinite(way[0] + way[1] + way[3] + way[5]))
        return input_fail(in, WS_BAD_DATA, err, "the cells are %g by %g; expected a size", way[1],
                          way[5]);
    raster->no_value = GDALGetRasterNoDataValue(raster->band, &has_no_value);
    raster->has_no_value = has_no_value;
    raster->full = full_value(GDALGetRasterDataType(raster->band));
    raster->col_width = snprintf(NULL, 0, "%d", raster->cols);
    raster->row_width = snprintf(NULL, 0, "%d", raster->rows);
    if ((double)raster->cols * raster->rows > MOST_CELLS)
        return input_fail(in, WS_TOO_LARGE, err, "%d by %d cells; expected at most %g in all",
                          raster->cols, raster->rows, MOST_CELLS);
    read_scale(raster);
    st = check_density(raster, err);
    return st ? st : check_stored(raster, err);
}

/* ---- cells ----------------------------------------------------------------------------------- */

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
        judge_fault(raster->in, -1, "cell %d, row %d: %s; is %s its CRS? (--crs population=EPSG:n)",
                    col, row, why, raster->in->crs.name);
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
    struct counts counts = {.people_micro = {fixed_micro(people)}};
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
    raster->people.total[0] += people;
    raster->used_count++;
    return units_add(&raster->builder, &unit, name, &counts, err);
}

static bool is_no_value(const struct raster *raster, double value)
{
    return raster->has_no_value &&
           (value == raster->no_value || (isnan(value) && isnan(raster->no_value)));
}

static enum ws_status read_cell(struct raster *raster, int col, int row, double value,
                                struct ws_error *err)
{
    if (is_no_value(raster, value))
        return WS_OK;
    if (isnan(value)) {
        if (raster->nan_count++ == 0)
            snprintf(raster->first_nan, sizeof raster->first_nan, "cell %d, row %d", col, row);
        return WS_OK;
    }
    if (!(value < raster->full)) {
        if (raster->full_count++ == 0)
            snprintf(raster->first_full, sizeof raster->first_full, "cell %d, row %d", col, row);
    } else if (value > raster->next) {
        raster->next = value;
    }
    double people = value * raster->scale + raster->offset;
    if (!(people >= 0.0 && people <= MOST_PEOPLE)) {
        judge_fault(raster->in, -1,
                    "cell %d, row %d is %g; expected people, or a declared nodata (gdal_edit.py "
                    "-a_nodata %g)",
                    col, row, people, value);
        return WS_OK;
    }
    return people > 0.0 ? add_cell(raster, col, row, people, err) : WS_OK;
}

/* People next to nobody else's number: no count ends just there by chance. */
static void judge_full(struct raster *raster)
{
    if (isfinite(raster->full) && raster->full_count && raster->next < raster->full / 2.0)
        judge_fault(raster->in, -1,
                    "%" PRIu64 " cells (first %s) are %.0f, the largest number they can hold, and "
                    "the next is %.0f; expected people, or a declared nodata (gdal_edit.py "
                    "-a_nodata %.0f)",
                    raster->full_count, raster->first_full, raster->full, raster->next,
                    raster->full);
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
    if (!st)
        judge_full(raster);
    uint64_t count = (uint64_t)raster->cols * (uint64_t)raster->rows;
    return st ? st : input_finish(raster->in, count, raster->used_count, err);
}

/* ---- what is told ------------------------------------------------------------------------------
 */

static bool has_value(void *context, double x, double y)
{
    struct raster *raster = context;
    double value, col = floor((x - raster->origin_x) / raster->step_x),
                  row = floor((y - raster->origin_y) / raster->step_y);
    if (!(col >= 0.0 && col < raster->cols && row >= 0.0 && row < raster->rows))
        return false;
    if (GDALRasterIO(raster->band, GF_Read, (int)col, (int)row, 1, 1, &value, 1, 1, GDT_Float64, 0,
                     0) != CE_None)
        return false;
    return !isnan(value) && !is_no_value(raster, value);
}

static enum ws_status tell_extent(struct raster *raster, const struct zones *zones,
                                  struct ws_error *err)
{
    struct extent extent = {.in = raster->in,
                            .zones = zones,
                            .frame = box_empty(),
                            .units = &raster->builder,
                            .has_value = has_value,
                            .context = raster};
    box_add(&extent.frame, raster->origin_x, raster->origin_y);
    box_add(&extent.frame, raster->origin_x + raster->cols * raster->step_x,
            raster->origin_y + raster->rows * raster->step_y);
    return extent_report(&extent, err);
}

static enum ws_status tell_nan(struct raster *raster, struct ws_error *err)
{
    char effect[120];
    if (!raster->nan_count)
        return WS_OK;
    snprintf(effect, sizeof effect, "%" PRIu64 " cells unknown, not zero; they are in no figure",
             raster->nan_count);
    input_record(raster->in)->left_out += raster->nan_count;
    return judge_repair(raster->in, -1, effect, err,
                        "%" PRIu64 " cells are not a number (NaN), first %s", raster->nan_count,
                        raster->first_nan);
}

static enum ws_status name_weight(struct people *people, struct input *in,
                                  const struct people_wanted *wanted, struct ws_error *err)
{
    if (wanted->ages.is_given)
        return input_fail(in, WS_BAD_DATA, err,
                          "a raster has no age classes; leave out --ages, or use a raster of "
                          "these ages");
    if (wanted->weight_count > 1)
        return input_fail(in, WS_BAD_DATA, err,
                          "a raster has one kind of people; %" PRIu32 " are asked for",
                          wanted->weight_count);
    people->count = 1;
    const struct ws_weight *weight = wanted->weight_count ? wanted->weights : NULL;
    const char *column = weight ? weight->column : "people";
    text_copy(people->weight[0].column, sizeof people->weight[0].column, column);
    text_copy(people->weight[0].label, sizeof people->weight[0].label,
              weight && weight->label[0] ? weight->label : column);
    return WS_OK;
}

enum ws_status raster_read(struct population *out, struct io *io, const struct ws_source *source,
                           const struct people_wanted *wanted, const struct zones *zones,
                           struct ws_error *err)
{
    struct input in = {0};
    struct raster raster = {.in = &in,
                            .builder = {.weight_count = 1, .is_area = true, .is_grid = true}};
    enum ws_status st = input_open_raster(&in, io, source, WS_ROLE_POPULATION, err);
    if (!st)
        st = name_weight(&raster.people, &in, wanted, err);
    if (!st)
        st = open_band(&raster, err);
    if (!st)
        st = crs_of_layer(&in, GDALGetSpatialRef(in.dataset), err);
    if (!st)
        st = crs_connect(&in.crs, &in, err);
    if (!st)
        st = read_cells(&raster, err);
    if (!st)
        st = people_finish(&raster.people, &in, err);
    if (!st)
        st = crs_check_place(&in, err);
    if (!st)
        st = tell_nan(&raster, err);
    if (!st)
        st = tell_extent(&raster, zones, err);
    if (!st)
        st = units_take(out, &raster.builder, &raster.people, err);
    out->is_surveyed = true;
    units_release(&raster.builder);
    input_close(&in);
    return st;
}
