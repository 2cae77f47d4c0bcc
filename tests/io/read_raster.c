/* Rasters of people: which cells are units, and what is refused. */
#include "io/read_fixture.h"

#include <gdal.h>
#include <math.h>
#include <ogr_srs_api.h>

static const struct people_wanted ANYBODY = {NULL, 0, {0}};

static void describe(char *out, size_t room, const struct population *population)
{
    size_t used = 0;
    out[0] = '\0';
    for (uint32_t i = 0; i < population->units.count; i++) {
        char zone[16] = "-";
        if (population->zone[i] != WS_NONE)
            snprintf(zone, sizeof zone, "%u", population->zone[i]);
        used += (size_t)snprintf(out + used, room - used, "%s%s:%s:%g", i ? " " : "",
                                 population->name[i], zone,
                                 (double)population->units.people_micro[i] / WS_MICRO);
    }
}

/* The zones are wider than the small raster. */
#define BEYOND "the raster does not reach all of"

static const struct raster_row {
    const char *name;
    double values[6]; /* 3 columns, 2 rows, north up from (500000, 6602000), cells of 1 km */
    double no_value;
    bool has_no_value, is_south_up, is_rotated, has_no_crs, is_two_bands;
    int epsg;
    enum ws_status status;
    const char *says, *units;
} RASTERS[] = {
    {"cells_with_people",
     {0, 2, 0, 4.5, 0, 6},
     .says = BEYOND,
     .units = "r0c1:-:2 r1c0:-:4.5 r1c2:-:6"},
    {"nodata_is_left_out",
     {-1, 2, -1, 4, -1, 6},
     -1,
     true,
     .says = BEYOND,
     .units = "r0c1:-:2 r1c0:-:4 r1c2:-:6"},
    {"undeclared_nodata",
     {-99999, 2, 0, 4, 0, 6},
     .status = WS_BAD_DATA,
     .says = "cell 0, row 0 is -99999; expected people, or a declared nodata"},
    {"negative_people", {0, 2, -3, 4, 0, 6}, .status = WS_BAD_DATA, .says = "cell 2, row 0 is -3"},
    {"nan_is_told",
     {(double)NAN, 2, 0, 4, 0, 6},
     .says = "1 cells are not a number (NaN)",
     .units = "r0c1:-:2 r1c0:-:4 r1c2:-:6"},
    {"infinite_people",
     {(double)INFINITY, 2, 0, 4, 0, 6},
     .status = WS_BAD_DATA,
     .says = "cell 0, row 0"},
    {"south_up",
     {0, 2, 0, 4, 0, 6},
     .is_south_up = true,
     .says = BEYOND,
     .units = "r0c1:-:2 r1c0:-:4 r1c2:-:6"},
    {"rotated", {0, 2, 0, 4, 0, 6}, .is_rotated = true, .status = WS_BAD_DATA, .says = "rotated"},
    {"two_bands",
     {0, 2, 0, 4, 0, 6},
     .is_two_bands = true,
     .status = WS_BAD_DATA,
     .says = "2 bands"},
    {"no_crs",
     {0, 2, 0, 4, 0, 6},
     .has_no_crs = true,
     .status = WS_BAD_DATA,
     .says = "--crs population=EPSG:n"},
    {"other_crs_keeps_the_total",
     {0, 2, 0, 4, 0, 6},
     .epsg = 25833,
     .says = BEYOND,
     .units = "r0c1:-:2 r1c0:-:4 r1c2:-:6"},
    {"no_people", {0, 0, 0, 0, 0, 0}, .status = WS_BAD_DATA, .says = "there are no people"},
};

static void write_raster(const char *path, const struct raster_row *row)
{
    GDALAllRegister();
    GDALDatasetH dataset = GDALCreate(GDALGetDriverByName("GTiff"), path, 3, 2,
                                      row->is_two_bands ? 2 : 1, GDT_Float64, NULL);
    double way[6] = {500000, 1000, row->is_rotated ? 10 : 0, 6602000, 0, -1000};
    if (row->is_south_up) {
        way[3] = 6600000;
        way[5] = 1000;
    }
    GDALSetGeoTransform(dataset, way);
    OGRSpatialReferenceH srs = OSRNewSpatialReference(NULL);
    OSRImportFromEPSG(srs, row->epsg ? row->epsg : 3006);
    if (!row->has_no_crs)
        GDALSetSpatialRef(dataset, srs);
    OSRRelease(srs);
    GDALRasterBandH band = GDALGetRasterBand(dataset, 1);
    if (row->has_no_value)
        GDALSetRasterNoDataValue(band, row->no_value);
    double values[6];
    memcpy(values, row->values, sizeof values);
    assert_int_equal(GDALRasterIO(band, GF_Write, 0, 0, 3, 2, values, 3, 2, GDT_Float64, 0, 0),
                     CE_None);
    GDALClose(dataset);
}

static void test_raster(void **state)
{
    const struct raster_row *row = *state;
    struct fixture fix;
    struct zones zones = {0};
    struct population population = {0};
    fixture_open(&fix);
    read_three_zones(&fix, &zones);
    struct ws_source source = source_of(fixture_path(&fix, "people.tif"));
    write_raster(source.path, row);
    enum ws_status st =
        io_read_population(&population, fix.io, &source, &ANYBODY, &zones, &fix.err);
    assert_status(&fix, st, row->status);
    if (st) {
        assert_says(&fix, row->says);
    } else {
        char units[256];
        describe(units, sizeof units, &population);
        assert_string_equal(units, row->units);
        assert_true(population.is_grid);
        assert_true(row->says ? was_warned(&fix, row->says) : fix.warnings.count == 0);
        double y_m = row->is_south_up ? 6600500 : 6601500; /* middle of the upper row */
        assert_true(fabs(population.points.x_m[0] - 501500) < 0.01);
        assert_true(fabs(population.points.y_m[0] - y_m) < 0.01);
        for (uint32_t i = 0; i < population.units.count; i++)
            assert_true(fabs(areas_m2(&population.areas, i) - 1e6) < 1.0);
    }
    population_release(&population);
    zones_release(&zones);
    fixture_close(&fix);
}

int main(void)
{
    enum { RASTER_COUNT = sizeof RASTERS / sizeof *RASTERS };
    struct CMUnitTest tests[RASTER_COUNT];
    for (int i = 0; i < RASTER_COUNT; i++)
        tests[i] = (struct CMUnitTest){.name = RASTERS[i].name,
                                       .test_func = test_raster,
                                       .initial_state = (void *)(uintptr_t)&RASTERS[i]};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
