/* Known lengths: Karney's test set, defining quantities of the ellipsoid, and
 * published distances. */
#include "random.h"

#include "base/mem.h"
#include "geo/geodesic.h"

static const struct ellipsoid WGS84 = {6378137.0, 1.0 / 298.257223563};
static const struct ellipsoid SPHERE = {6371000.0, 0.0};

static const struct row {
    const char *name;
    const struct ellipsoid *ellipsoid;
    double lon1_deg, lat1_deg, lon2_deg, lat2_deg, expected_m, tolerance_m;
} ROWS[] = {
    {"no_length", &WGS84, 18.0, 59.0, 18.0, 59.0, 0.0, 0.0},
    {"jfk_to_lhr", &WGS84, -73.8, 40.6, -0.5, 51.6, 5551759.400, 0.001},
    {"first_degree_of_meridian", &WGS84, 15.0, 0.0, 15.0, 1.0, 110574.389, 0.001},
    {"degree_of_equator", &WGS84, 3.0, 0.0, 4.0, 0.0, 111319.491, 0.001},
    {"quarter_meridian", &WGS84, 0.0, 0.0, 0.0, 90.0, 10001965.729, 0.001},
    {"over_the_antimeridian", &WGS84, 179.5, 0.0, -179.5, 0.0, 111319.491, 0.001},
    {"degree_of_a_sphere", &SPHERE, 0.0, 0.0, 0.0, 1.0, 111194.926645, 1e-6},
    {"across_a_sphere", &SPHERE, 0.0, 0.0, 180.0, 0.0, 20015086.796, 0.001},
};

static void test_known(void **context)
{
    const struct row *row = *context;
    double there_m =
        geodesic_m(row->ellipsoid, row->lon1_deg, row->lat1_deg, row->lon2_deg, row->lat2_deg);
    double back_m =
        geodesic_m(row->ellipsoid, row->lon2_deg, row->lat2_deg, row->lon1_deg, row->lat1_deg);
    assert_near(there_m, row->expected_m, row->tolerance_m);
    assert_near(back_m, there_m, 1e-8);
}

static void test_not_a_position(void **context)
{
    (void)context;
    double nan_deg = (double)NAN;
    assert_true(isnan(geodesic_m(&WGS84, nan_deg, 1.0, 2.0, 3.0)));
    assert_true(isnan(geodesic_m(&WGS84, 0.0, nan_deg, 2.0, 3.0)));
    assert_true(isnan(geodesic_m(&WGS84, 0.0, 1.0, nan_deg, 3.0)));
    assert_true(isnan(geodesic_m(&WGS84, 0.0, 1.0, 2.0, nan_deg)));
    assert_true(isnan(geodesic_m(&WGS84, HUGE_VAL, 1.0, 2.0, 3.0)));
}

/* Along a line: to the bit what its steps measured one by one add up to. */
static void test_along_is_the_sum_of_steps(void **context)
{
    (void)context;
    enum { COUNT = 200 };
    uint64_t state = 41;
    double lon[COUNT], lat[COUNT], at_m[COUNT], sum_m = 0.0;
    for (int i = 0; i < COUNT; i++) {
        lon[i] = random_between(&state, -200.0, 200.0);
        lat[i] = random_between(&state, -100.0, 100.0);
    }
    geodesic_along_m(at_m, &WGS84, 0.9, COUNT, lon, lat);
    for (int i = 0; i < COUNT; i++) {
        if (i)
            sum_m +=
                geodesic_m(&WGS84, lon[i - 1] * 0.9, lat[i - 1] * 0.9, lon[i] * 0.9, lat[i] * 0.9);
        assert_memory_equal(&at_m[i], &sum_m, sizeof sum_m);
    }
    lat[7] = (double)NAN;
    geodesic_along_m(at_m, &WGS84, 1.0, COUNT, lon, lat);
    assert_true(isfinite(at_m[6]) && isnan(at_m[7]) && isnan(at_m[COUNT - 1]));
}

static struct earth *opened(const char *definition)
{
    struct earth *earth = NULL;
    struct ws_error err = {0};
    if (earth_open(&earth, definition, &err))
        fail_msg("%s", err.message);
    return earth;
}

/* A transverse Mercator system in words, with the axes of Sweden's. */
static const char WKT[] =
    "PROJCS[\"drawn\",GEOGCS[\"drawn\",DATUM[\"drawn\",SPHEROID[\"GRS 1980\",6378137,"
    "298.257222101]],PRIMEM[\"Greenwich\",0],UNIT[\"degree\",0.0174532925199433]],"
    "PROJECTION[\"Transverse_Mercator\"],PARAMETER[\"latitude_of_origin\",0],"
    "PARAMETER[\"central_meridian\",15],PARAMETER[\"scale_factor\",0.9996],"
    "PARAMETER[\"false_easting\",500000],PARAMETER[\"false_northing\",0],UNIT[\"metre\",1],"
    "AXIS[\"Northing\",NORTH],AXIS[\"Easting\",EAST]]";

static const struct definition {
    const char *name, *text;
} DEFINITIONS[] = {
    {"epsg_code_with_northing_first", "EPSG:3006"},
    {"epsg_code_with_easting_first", "EPSG:25833"},
    {"compound", "EPSG:5845"},
    {"wkt", WKT},
    {"proj_string", "+proj=tmerc +lat_0=0 +lon_0=15 +k=0.9996 +x_0=500000 +ellps=GRS80 +units=m"},
    {"proj_crs", "+proj=utm +zone=33 +ellps=GRS80 +units=m +no_defs +type=crs"},
};

/* On the central meridian a metre of the plane is 1 / 0.9996 m on the ground;
 * northing 0.9996 times the meridian from the equator. */
static void test_working_crs(void **context)
{
    const struct definition *definition = *context;
    struct earth *earth = opened(definition->text);
    double lon_deg = 0.0, lat_deg = 0.0;
    assert_int_equal(earth_lonlat(earth, 500000.0, 6651411.190, &lon_deg, &lat_deg), 1);
    assert_near(lon_deg, 15.0, 1e-9);
    assert_near(lat_deg, 60.0, 1e-8);
    assert_near(earth_leg_m(earth, 500000.0, 6e6, 500000.0, 6000999.6), 1000.0, 1e-4);
    /* Far to the east the plane is too long. */
    double leg_m = earth_leg_m(earth, 900000.0, 6.6e6, 901000.0, 6.6e6);
    assert_true(leg_m < 998.6 && leg_m > 998.2);
    assert_near(earth_leg_m(earth, 901000.0, 6.6e6, 900000.0, 6.6e6), leg_m, 1e-9);
    assert_near(earth_leg_m(earth, 9e5, 6.6e6, 9e5, 6.6e6), 0.0, 0.0);
    assert_true(isnan(earth_leg_m(earth, (double)NAN, 6e6, 5e5, 6e6)));
    assert_true(isnan(earth_leg_m(earth, 5e5, 6e6, 5e5, HUGE_VAL)));
    assert_int_equal(earth_lonlat(earth, HUGE_VAL, 6e6, &lon_deg, &lat_deg), 0);
    assert_int_equal(earth_lonlat(earth, 1e30, 6e6, &lon_deg, &lat_deg), 0);
    assert_true(isnan(earth_leg_m(earth, 5e5, 6e6, 1e30, 1e30)));
    /* A handle is as good after a failure as before. */
    assert_near(earth_leg_m(earth, 500000.0, 6e6, 500000.0, 6000999.6), 1000.0, 1e-4);
    earth_close(earth);
}

/* Legs add up to what geodesic_m says between the same positions. */
static void test_leg_is_the_geodesic(void **context)
{
    (void)context;
    struct earth *earth = opened("EPSG:3006");
    const struct ellipsoid grs80 = {6378137.0, 1.0 / 298.257222101};
    uint64_t state = 13;
    for (int i = 0; i < 200; i++) {
        double x1 = random_between(&state, 3e5, 9e5), y1 = random_between(&state, 6.2e6, 7.6e6);
        double x2 = x1 + random_between(&state, -5e3, 5e3);
        double y2 = y1 + random_between(&state, -5e3, 5e3);
        double lon1, lat1, lon2, lat2;
        assert_int_equal(earth_lonlat(earth, x1, y1, &lon1, &lat1), 1);
        assert_int_equal(earth_lonlat(earth, x2, y2, &lon2, &lat2), 1);
        double leg_m = earth_leg_m(earth, x1, y1, x2, y2);
        assert_near(leg_m, geodesic_m(&grs80, lon1, lat1, lon2, lat2), 1e-9);
        assert_near(leg_m / hypot(x2 - x1, y2 - y1), 1.0, 0.003);
    }
    earth_close(earth);
}

/* Degrees of a system in grads come out in degrees. */
static void test_grads(void **context)
{
    (void)context;
    struct earth *earth = opened("EPSG:27572");
    double lon_deg = 0.0, lat_deg = 0.0;
    assert_int_equal(earth_lonlat(earth, 600000.0, 2200000.0, &lon_deg, &lat_deg), 1);
    assert_near(lat_deg, 46.8, 1e-6); /* 52 grads */
    earth_close(earth);
}

static const struct definition REFUSED[] = {
    {"empty_text", ""},
    {"not_a_definition", "metres, more or less"},
    {"unknown_code", "EPSG:999999"},
    {"degrees", "EPSG:4326"},
    {"geocentric", "EPSG:4978"},
    {"feet", "EPSG:2225"},
    {"broken_wkt", "PROJCS[\"drawn\",GEOGCS["},
    {"unknown_projection", "+proj=nosuch +type=crs"},
};

static void test_refused(void **context)
{
    const struct definition *definition = *context;
    struct earth *earth = NULL;
    struct ws_error err = {0};
    assert_int_equal(earth_open(&earth, definition->text, &err), WS_BAD_DATA);
    assert_null(earth);
    assert_true(strlen(err.message) > 20);
    assert_null(strstr(err.message, "no reason"));
}

static void test_no_memory(void **context)
{
    (void)context;
    struct earth *earth = NULL;
    mem_fail_at(1);
    assert_int_equal(earth_open(&earth, "EPSG:3006", NULL), WS_NO_MEMORY);
    mem_fail_at(0);
    assert_null(earth);
    earth_close(NULL);
}

static void test_operation_is_named(void **context)
{
    (void)context;
    static const double SWEDEN[4] = {11.0, 55.0, 24.0, 69.0};
    struct earth_way way;
    assert_true(earth_operation(&way, "EPSG:4326", "EPSG:3006", NULL));
    assert_non_null(strstr(way.name, "SWEREF99 TM"));
    assert_true(way.accuracy_m > 0.0 && way.accuracy_m <= 2.0);
    assert_false(way.lacks_grid);
    assert_true(earth_operation(&way, "EPSG:3021", "EPSG:3006", SWEDEN));
    assert_true(way.accuracy_m <= 1.0);
    assert_false(earth_operation(&way, "EPSG:4326", "no crs", NULL));
    assert_string_equal(way.name, "");
    assert_true(isnan(way.accuracy_m));
}

static void add_rows(struct CMUnitTest *tests, size_t *count, const struct definition *rows,
                     size_t row_count, void (*test)(void **))
{
    for (size_t i = 0; i < row_count; i++)
        tests[(*count)++] = (struct CMUnitTest){
            .name = rows[i].name, .test_func = test, .initial_state = (void *)&rows[i]};
}

int main(void)
{
    struct CMUnitTest tests[COUNT_OF(ROWS) + COUNT_OF(DEFINITIONS) + COUNT_OF(REFUSED) + 6];
    size_t count = 0;
    for (size_t i = 0; i < COUNT_OF(ROWS); i++)
        tests[count++] = (struct CMUnitTest){
            .name = ROWS[i].name, .test_func = test_known, .initial_state = (void *)&ROWS[i]};
    add_rows(tests, &count, DEFINITIONS, COUNT_OF(DEFINITIONS), test_working_crs);
    add_rows(tests, &count, REFUSED, COUNT_OF(REFUSED), test_refused);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(test_not_a_position);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(test_along_is_the_sum_of_steps);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(test_leg_is_the_geodesic);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(test_grads);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(test_no_memory);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(test_operation_is_named);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
