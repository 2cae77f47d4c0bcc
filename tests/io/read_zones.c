#include "io/read_fixture.h"

#include "geo/geodesic.h"

#include <math.h>

/* ---- real files --------------------------------------------------------------------- */

static const struct real {
    const char *name, *file, *fields, *crs, *working;
    uint32_t count, county_count;
    double km2;         /* planar, to 1 km2 */
    uint32_t overlaps;  /* pairs that share area */
    const char *gaps;   /* how they are told; with them go those open at an end */
    const char *warned; /* "" = nothing beside overlaps */
    const char *first_code, *first_name;
} REAL[] = {
    {"scb_shapefile_without_crs_code", "se-kommuner/Kommun_Sweref99TM.shp", "", "EPSG:3006",
     "EPSG:3006", 290, 21, 436796, 2, "10 gaps", "parameters are those of EPSG:3006", "0114",
     "Upplands Väsby"},
    {"scb_geopackage", "se-kommuner/kommuner_scb_3006.gpkg", "", "EPSG:3006", "EPSG:3006", 290, 21,
     436796, 2, "10 gaps", "", "0114", "Upplands Väsby"},
    {"okfse_geojson_id_is_code", "se-kommuner/kommuner_okfse_4326.geojson", "", "EPSG:4326",
     "EPSG:3006", 290, 21, 463500, 9, "80 gaps", "", "0114", "Upplands Väsby"},
    {"rt90_geopackage", "se-kommuner/kommuner_rt90_3021.gpkg", "", "EPSG:3021", "EPSG:3006", 290,
     21, 436796, 3, "9 gaps", "", "0114", "Upplands Väsby"},
    {"dalarna_full_resolution", "se-deso-dalarna/kommuner_dalarna_fullres_3006.gpkg", "",
     "EPSG:3006", "EPSG:3006", 15, 1, 30376, 0, "", "", "2021", "Vansbro"},
    {"liechtenstein_name_is_code", "osm-liechtenstein/kommuner_4326.gpkg", "", "EPSG:4326",
     "EPSG:32632", 11, 0, 160.4, 0, "", "", "Balzers", "Balzers"},
    {"andorra_name_is_code", "osm-andorra/kommuner_4326.gpkg", "", "EPSG:4326", "EPSG:32631", 7, 0,
     465, 0, "", "", "Andorra la Vella", "Andorra la Vella"},
};

static void test_real(void **state)
{
    const struct real *row = *state;
    struct fixture fix;
    struct zones zones = {0};
    struct ws_source source;
    if (!shared(&source, row->file))
        skip();
    fixture_open(&fix);
    source_fields(&source, row->fields);
    assert_status(&fix, io_read_zones(&zones, fix.io, &source, WS_ROLE_MUNICIPALITIES, &fix.err),
                  WS_OK);
    assert_int_equal(zones.count, row->count);
    assert_int_equal(zones.county_count, row->county_count);
    assert_string_equal(zones.code[0], row->first_code);
    assert_string_equal(zones.name[0], row->first_name);
    double sum_m2 = 0.0;
    for (uint32_t i = 0; i < zones.count; i++) {
        sum_m2 += areas_m2(&zones.areas, i);
        assert_true(i == 0 || strcmp(zones.code[i - 1], zones.code[i]) < 0);
    }
    if (fabs(sum_m2 / 1e6 - row->km2) > row->km2 * 2e-3)
        fail_msg("%.1f km2; expected %.1f", sum_m2 / 1e6, row->km2);
    assert_int_equal(count_warned(&fix, "overlap"), row->overlaps);
    uint32_t gap_lines = row->gaps[0] ? 2 : 0;
    assert_int_equal(count_warned(&fix, "gaps"), gap_lines);
    assert_true(!gap_lines || was_warned(&fix, row->gaps));
    assert_int_equal(fix.warnings.count, row->overlaps + gap_lines + (row->warned[0] != '\0'));
    assert_true(was_warned(&fix, row->warned) || !row->warned[0]);
    uint32_t input_count;
    const struct ws_input *inputs = io_inputs(fix.io, &input_count);
    assert_int_equal(input_count, 1);
    assert_string_equal(inputs->crs, row->crs);
    assert_string_equal(io_crs_name(fix.io), row->working);
    assert_int_equal(strlen(inputs->sha256), 64);
    assert_int_equal(inputs->rows_read, row->count);
    zones_release(&zones);
    fixture_close(&fix);
}

/* ---- small files ---------------------------------------------------------------------- */

#define A SQUARE(500000, 6600000, 510000, 6610000)
#define B SQUARE(510000, 6600000, 520000, 6610000)
#define HALF_A SQUARE(505000, 6600000, 515000, 6610000)
#define DEGREES SQUARE(15.0, 59.0, 15.2, 59.1)
#define TWO(columns_a, columns_b) LAYER(SWEREF, FEATURE(columns_a, A) "," FEATURE(columns_b, B))
#define CODES(a, b) TWO("\"kommunkod\":" a ",\"namn\":\"a\"", "\"kommunkod\":" b ",\"namn\":\"b\"")

static const struct small {
    const char *name, *text, *fields, *crs;
    enum ws_status status;
    const char *says; /* in the error, or in a warning */
    uint32_t count;
    const char *codes; /* separated by a space */
} SMALL[] = {
    {"codes_stay_text", CODES("\"0115\"", "\"0114\""), "", "", WS_OK, "", 2, "0114 0115"},
    {"code_column_stated",
     TWO("\"a\":\"x2\",\"kommunkod\":\"1\"", "\"a\":\"x1\",\"kommunkod\":\"2\""), "code=a", "",
     WS_OK, "", 2, "x1 x2"},
    {"stated_column_is_absent", CODES("\"0114\"", "\"0115\""), "code=b", "", WS_NOT_FOUND,
     "no column b (municipalities.code); it has kommunkod, namn", 0, ""},
    {"no_code_and_no_name", TWO("\"kommunkode\":\"0114\"", "\"kommunkode\":\"0115\""), "", "",
     WS_BAD_DATA, "state --field municipalities.code=kommunkode if it is meant; it has kommunkode",
     0, ""},
    {"kommun_holds_codes",
     TWO("\"kommun\":\"0114\",\"kommunnamn\":\"a\"", "\"kommun\":\"0115\",\"kommunnamn\":\"b\""),
     "", "", WS_OK, "", 2, "0114 0115"},
    {"kommun_holds_names", TWO("\"kommun\":\"Nora\"", "\"kommun\":\"Mora\""), "", "", WS_OK, "", 2,
     "Mora Nora"},
    {"two_columns_for_code", TWO("\"kom\":\"1\",\"knkod\":\"2\"", "\"kom\":\"3\",\"knkod\":\"4\""),
     "", "", WS_BAD_DATA, "two columns could be municipalities.code: knkod and kom", 0, ""},
    {"two_equal_columns_for_code",
     TWO("\"kom\":\"1\",\"knkod\":\"1\"", "\"kom\":\"2\",\"knkod\":\"2\""), "", "", WS_OK, "", 2,
     "1 2"},
    {"numbers_that_lost_their_zero", CODES("114", "1440"), "", "", WS_BAD_DATA, "114 for 0114", 0,
     ""},
    {"numbers_padded_on_request", CODES("114", "1440"), "pad_codes=yes", "", WS_OK, "put back", 2,
     "0114 1440"},
    {"foreign_numbers_are_digits", CODES("91", "853"), "", "", WS_OK,
     "column kommunkod holds numbers", 2, "853 91"},
    {"duplicate_code_same_name_is_united",
     TWO("\"kommunkod\":\"0114\",\"namn\":\"a\"", "\"kommunkod\":\"0114\",\"namn\":\"a\""), "", "",
     WS_OK, "code 0114 occurs more than once; united", 1, "0114"},
    {"duplicate_code_other_name", CODES("\"0114\"", "\"0114\""), "", "", WS_BAD_DATA,
     "code 0114 is also that of another feature", 0, ""},
    {"duplicate_name_without_code", TWO("\"namn\":\"a\"", "\"namn\":\"a\""), "", "", WS_BAD_DATA,
     "name a occurs twice", 0, ""},
    {"null_code", CODES("\"0114\"", "null"), "", "", WS_BAD_DATA,
     "feature 1 (b): kommunkod is blank", 0, ""},
    {"blank_code", CODES("\" \"", "\"0114\""), "", "", WS_BAD_DATA,
     "feature 0 (a): kommunkod is blank", 0, ""},
    {"code_with_space_is_trimmed", CODES("\" 0114\"", "\"0115\""), "", "", WS_OK, "space around", 2,
     "0114 0115"},
    {"null_geometry",
     LAYER(SWEREF, FEATURE("\"kod\":\"1\"", A) "," FEATURE("\"kod\":\"2\"", "null")), "", "",
     WS_BAD_DATA, "feature 1 (2): the geometry is null", 0, ""},
    {"empty_geometry",
     LAYER(SWEREF, FEATURE("\"kod\":\"1\"", A) "," FEATURE(
                       "\"kod\":\"2\"", "{\"type\":\"Polygon\",\"coordinates\":[]}")),
     "", "", WS_BAD_DATA, "feature 1 (2): the geometry is null", 0, ""},
    {"points_for_polygons", LAYER(SWEREF, FEATURE("\"kod\":\"1\"", POINT(500000, 6600000))), "", "",
     WS_BAD_DATA, "1 of 1 geometries are no polygons", 0, ""},
    {"empty_layer", LAYER(SWEREF, ""), "", "", WS_BAD_DATA, "empty", 0, ""},
    {"bow_tie_is_mended",
     LAYER(SWEREF,
           FEATURE("\"kod\":\"1\"", "{\"type\":\"Polygon\",\"coordinates\":[[[500000,6600000],"
                                    "[510000,6610000],[510000,6600000],[500000,6610000],"
                                    "[500000,6600000]]]}")),
     "", "", WS_OK, "invalid polygon made valid", 1, "1"},
    {"overlap_is_listed",
     LAYER(SWEREF, FEATURE("\"kod\":\"1\"", A) "," FEATURE("\"kod\":\"2\"", HALF_A)), "", "", WS_OK,
     "1 and 2 overlap", 2, "1 2"},
    {"metres_without_crs", LAYER("", FEATURE("\"kod\":\"1\"", A)), "", "", WS_BAD_DATA,
     "not longitude -180 to 180", 0, ""},
    {"metres_with_stated_crs", LAYER("", FEATURE("\"kod\":\"1\"", A)), "", "EPSG:3006", WS_OK, "",
     1, "1"},
    {"degrees_declared_as_metres", LAYER(SWEREF, FEATURE("\"kod\":\"1\"", DEGREES)), "", "",
     WS_BAD_DATA, "EPSG:3006", 0, ""},
    {"unknown_crs", LAYER("", FEATURE("\"kod\":\"1\"", A)), "", "EPSG:999999", WS_BAD_OPTION,
     "not a known system", 0, ""},
    {"crs_is_a_file", LAYER("", FEATURE("\"kod\":\"1\"", A)), "", "/etc/hostname", WS_BAD_OPTION,
     "not a known system", 0, ""},
    {"swapped_axes",
     LAYER(SWEREF, FEATURE("\"kod\":\"1\"", SQUARE(6600000, 500000, 6610000, 510000))), "", "",
     WS_BAD_DATA, "x and y swapped", 0, ""},
    {"z_is_dropped",
     LAYER(SWEREF,
           FEATURE("\"kod\":\"1\"", "{\"type\":\"Polygon\",\"coordinates\":[[[500000,6600000,5],"
                                    "[510000,6600000,5],[510000,6610000,5],[500000,6600000,5]]]}")),
     "", "", WS_OK, "", 1, "1"},
    {"collection_keeps_polygons",
     LAYER(SWEREF,
           FEATURE("\"kod\":\"1\"", "{\"type\":\"GeometryCollection\",\"geometries\":[" A
                                    ",{\"type\":\"LineString\",\"coordinates\":[[0,0],[1,1]]}]}")),
     "", "", WS_OK, "1 parts are no polygons", 1, "1"},
    {"nan_vertex",
     LAYER(SWEREF,
           FEATURE("\"kod\":\"1\"", "{\"type\":\"Polygon\",\"coordinates\":[[[500000,6600000],"
                                    "[NaN,6610000],[510000,6600000],[500000,6600000]]]}")),
     "", "", WS_BAD_DATA, "", 0, ""},
    {"infinite_vertex",
     LAYER(SWEREF,
           FEATURE("\"kod\":\"1\"", "{\"type\":\"Polygon\",\"coordinates\":[[[500000,6600000],"
                                    "[1e999,6610000],[510000,6600000],[500000,6600000]]]}")),
     "", "", WS_BAD_DATA, "", 0, ""},
    {"not_json", "{\"type\":\"FeatureCollection\",\"features\":[", "", "", WS_BAD_DATA, "", 0, ""},
};

static void test_small(void **state)
{
    const struct small *row = *state;
    struct fixture fix;
    struct zones zones = {0};
    fixture_open(&fix);
    struct ws_source source = fixture_text(&fix, "zones.geojson", row->text);
    source_fields(&source, row->fields);
    snprintf(source.crs, sizeof source.crs, "%s", row->crs);
    enum ws_status st = io_read_zones(&zones, fix.io, &source, WS_ROLE_MUNICIPALITIES, &fix.err);
    assert_status(&fix, st, row->status);
    if (st) {
        assert_says(&fix, row->says);
        assert_says(&fix, "zones.geojson");
        assert_int_equal(zones.count, 0);
    } else {
        assert_int_equal(fix.warnings.count, row->says[0] != '\0');
        assert_true(!row->says[0] || was_warned(&fix, row->says));
        char codes[64] = "";
        for (uint32_t i = 0; i < zones.count; i++) {
            strcat(codes, i ? " " : "");
            strcat(codes, zones.code[i]);
        }
        assert_int_equal(zones.count, row->count);
        assert_string_equal(codes, row->codes);
    }
    zones_release(&zones);
    fixture_close(&fix);
}

/* ---- files that are not there or not one layer ------------------------------------------- */

static void test_missing_file(void **state)
{
    (void)state;
    struct fixture fix;
    struct zones zones = {0};
    fixture_open(&fix);
    struct ws_source source = source_of("nowhere.gpkg");
    assert_status(&fix, io_read_zones(&zones, fix.io, &source, WS_ROLE_MUNICIPALITIES, &fix.err),
                  WS_NOT_FOUND);
    assert_says(&fix, "nowhere.gpkg: there is no such file");
    source = source_of(fix.folder);
    assert_status(&fix, io_read_zones(&zones, fix.io, &source, WS_ROLE_MUNICIPALITIES, &fix.err),
                  WS_BAD_DATA);
    assert_says(&fix, "folder");
    fixture_close(&fix);
}

static void test_layers(void **state)
{
    (void)state;
    struct fixture fix;
    struct zones zones = {0};
    struct ws_source source;
    if (!shared(&source, "se-dalarna-vagnat/busslinjer_hallplatser_3006.gpkg"))
        skip();
    fixture_open(&fix);
    assert_status(&fix, io_read_zones(&zones, fix.io, &source, WS_ROLE_MUNICIPALITIES, &fix.err),
                  WS_BAD_DATA);
    assert_says(&fix, "several layers and none is named: hallplatslagen, linjer");
    strcpy(source.layer, "vagar");
    assert_status(&fix, io_read_zones(&zones, fix.io, &source, WS_ROLE_MUNICIPALITIES, &fix.err),
                  WS_NOT_FOUND);
    assert_says(&fix, "hallplatslagen, linjer");
    fixture_close(&fix);
}

static void test_missing_crs(void **state)
{
    (void)state;
    struct fixture fix;
    struct zones zones = {0};
    struct ws_source source;
    if (!shared(&source, "se-stadsdelar/stockholm_basomraden_noprj.shp"))
        skip();
    fixture_open(&fix);
    source_fields(&source, "code=nyckelkod");
    assert_status(&fix, io_read_zones(&zones, fix.io, &source, WS_ROLE_MUNICIPALITIES, &fix.err),
                  WS_BAD_DATA);
    assert_says(&fix, "--crs municipalities=EPSG:n");
    strcpy(source.crs, "EPSG:3006");
    assert_status(&fix, io_read_zones(&zones, fix.io, &source, WS_ROLE_MUNICIPALITIES, &fix.err),
                  WS_BAD_DATA);
    assert_says(&fix, "do not belong to EPSG:3006");
    fixture_close(&fix);
}

/* The order of the rows changes nothing. */
static void test_row_order(void **state)
{
    (void)state;
    struct fixture fix;
    struct zones one = {0}, two = {0};
    fixture_open(&fix);
    struct ws_source source = fixture_text(&fix, "a.geojson", CODES("\"0114\"", "\"0115\""));
    assert_status(&fix, io_read_zones(&one, fix.io, &source, WS_ROLE_MUNICIPALITIES, &fix.err),
                  WS_OK);
    source =
        fixture_text(&fix, "b.geojson",
                     LAYER(SWEREF, FEATURE("\"kommunkod\":\"0115\",\"namn\":\"b\"", B) "," FEATURE(
                                       "\"kommunkod\":\"0114\",\"namn\":\"a\"", A)));
    assert_status(&fix, io_read_zones(&two, fix.io, &source, WS_ROLE_MUNICIPALITIES, &fix.err),
                  WS_OK);
    assert_int_equal(one.areas.first_xy[2], two.areas.first_xy[2]);
    assert_memory_equal(one.areas.xy_m, two.areas.xy_m, 2 * 10 * sizeof(double));
    assert_string_equal(one.name[0], two.name[0]);
    assert_int_equal(one.county_count, 1);
    assert_string_equal(one.county_code[0], "01");
    zones_release(&one);
    zones_release(&two);
    fixture_close(&fix);
}

int main(void)
{
    enum { REAL_COUNT = sizeof REAL / sizeof *REAL, SMALL_COUNT = sizeof SMALL / sizeof *SMALL };
    const struct CMUnitTest single[] = {
        cmocka_unit_test(test_missing_file),
        cmocka_unit_test(test_layers),
        cmocka_unit_test(test_missing_crs),
        cmocka_unit_test(test_row_order),
    };
    enum { SINGLE_COUNT = sizeof single / sizeof *single };
    struct CMUnitTest tests[REAL_COUNT + SMALL_COUNT + SINGLE_COUNT];
    size_t count = 0;
    for (size_t i = 0; i < REAL_COUNT; i++)
        tests[count++] = (struct CMUnitTest){REAL[i].name, test_real, NULL, NULL, (void *)&REAL[i]};
    for (size_t i = 0; i < SMALL_COUNT; i++)
        tests[count++] =
            (struct CMUnitTest){SMALL[i].name, test_small, NULL, NULL, (void *)&SMALL[i]};
    for (size_t i = 0; i < SINGLE_COUNT; i++)
        tests[count++] = single[i];
    return _cmocka_run_group_tests("io_read_zones", tests, count, NULL, NULL);
}
