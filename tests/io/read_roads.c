#include "io/read_fixture.h"

#include "base/mem.h"
#include "geo/geodesic.h"

#include <math.h>

static const struct ws_road_class CLASSES[] = {
    {"primary", 80, true, true, true, false, false},
    {"residential", 40, true, true, true, false, false},
    {"footway", 5, false, false, false, false, false},
    {"ferry", 20, true, false, false, true, false},
};
static const struct road_rules RULES = {.classes = CLASSES,
                                        .class_count = sizeof CLASSES / sizeof *CLASSES};

enum {
    F = LINE_FORWARD,
    B = LINE_BACKWARD,
    BOTH = F | B,
    FERRY = LINE_FERRY,
    TUNNEL = LINE_TUNNEL
};

#define LINE "{\"type\":\"LineString\",\"coordinates\":[[500000,6600000],[500300,6600400]]}"
#define ROAD(columns) LAYER(SWEREF, FEATURE(columns, LINE))
#define GEOMETRY(geometry) LAYER(SWEREF, FEATURE("\"a\":1", geometry))

static const struct small {
    const char *name, *text, *fields;
    enum ws_status status;
    const char *says;
    uint32_t count; /* the first line has: */
    int flags;
    double speed_kmh, speed_back_kmh, length_m; /* 0: unknown */
    int road_class;                             /* -1: none */
} SMALL[] = {
    {"plain_line", ROAD("\"a\":1"), .count = 1, .flags = BOTH, .road_class = -1},
    {"class_by_name", ROAD("\"fclass\":\"residential\""), .count = 1, .flags = BOTH,
     .road_class = 1},
    {"class_not_driven", ROAD("\"highway\":\"footway\""), .count = 0},
    {"class_stated", ROAD("\"kind\":\"primary\""), .fields = "class=kind", .count = 1,
     .flags = BOTH},
    {"class_without_known_value", ROAD("\"highway\":\"A1\""), .says = "holds no value of the class",
     .count = 1, .flags = BOTH, .road_class = -1},
    {"unknown_class_is_told",
     LAYER(SWEREF,
           FEATURE("\"highway\":\"odd\"", LINE) "," FEATURE("\"highway\":\"primary\"", LINE)),
     .says = "classes that the table does not know: odd (1)", .count = 1, .flags = BOTH},
    {"ferry_class", ROAD("\"highway\":\"ferry\""), .count = 1, .flags = BOTH | FERRY,
     .road_class = 3},
    {"ferry_column", ROAD("\"ferry\":1"), .count = 1, .flags = BOTH | FERRY, .road_class = -1},
    {"ferry_named", ROAD("\"farjeled\":\"Fårösund\""), .count = 1, .flags = BOTH | FERRY,
     .road_class = -1},
    {"closed_column", ROAD("\"closed\":\"yes\""),
     .says = "closed by a column of its own: 1 line, 0.5 km", .count = 0},
    {"tunnel_column", ROAD("\"tunnel\":\"T\""), .count = 1, .flags = BOTH | TUNNEL,
     .road_class = -1},
    {"no_tunnel", ROAD("\"tunnel\":\"F\""), .count = 1, .flags = BOTH, .road_class = -1},
    {"oneway_yes", ROAD("\"oneway\":\"yes\""), .count = 1, .flags = F, .road_class = -1},
    {"oneway_true", ROAD("\"oneway\":true"), .count = 1, .flags = F, .road_class = -1},
    {"oneway_f_as_geofabrik", ROAD("\"fclass\":\"residential\",\"oneway\":\"F\""), .count = 1,
     .flags = F, .road_class = 1},
    {"oneway_t_as_geofabrik", ROAD("\"fclass\":\"residential\",\"oneway\":\"T\""), .count = 1,
     .flags = B, .road_class = 1},
    {"oneway_f_is_false", ROAD("\"oneway\":\"F\""), .says = "something else: F (1)", .count = 1,
     .flags = BOTH, .road_class = -1},
    {"oneway_t_is_true", ROAD("\"oneway\":\"T\""), .says = "something else: T (1)", .count = 1,
     .flags = F, .road_class = -1},
    {"oneway_t_beside_b",
     LAYER(SWEREF, FEATURE("\"oneway\":\"T\"", LINE) "," FEATURE("\"oneway\":\"B\"", LINE)),
     .count = 2, .flags = B, .road_class = -1},
    {"oneway_minus_1", ROAD("\"oneway\":\"-1\""), .says = "something else: -1 (1)", .count = 1,
     .flags = B, .road_class = -1},
    {"oneway_b", ROAD("\"oneway\":\"B\""), .count = 1, .flags = BOTH, .road_class = -1},
    {"oneway_null", ROAD("\"oneway\":null"), .count = 1, .flags = BOTH, .road_class = -1},
    {"oneway_unknown", ROAD("\"oneway\":\"sometimes\""), .says = "not known: sometimes (1)",
     .count = 1, .flags = BOTH, .road_class = -1},
    {"forward_forbidden", ROAD("\"f_forbjuden_fardriktning\":\"ja\""), .count = 1, .flags = B,
     .road_class = -1},
    {"speed", ROAD("\"maxspeed\":70"), .count = 1, .flags = BOTH, .speed_kmh = 70,
     .speed_back_kmh = 70, .road_class = -1},
    {"speed_both_ways", ROAD("\"F_Hogst_225\":70,\"B_Hogst_225\":50"), .count = 1, .flags = BOTH,
     .speed_kmh = 70, .speed_back_kmh = 50, .road_class = -1},
    {"speed_zero_is_unknown", ROAD("\"maxspeed\":0"), .says = "values that are no speed: 0 (1)",
     .count = 1, .flags = BOTH, .road_class = -1},
    {"speed_zero_of_geofabrik", ROAD("\"fclass\":\"residential\",\"maxspeed\":0"), .count = 1,
     .flags = BOTH, .road_class = 1},
    {"speed_in_miles", ROAD("\"maxspeed\":\"50 mph\""), .says = "with a unit: 50 mph (1)",
     .count = 1, .flags = BOTH, .speed_kmh = 80.4672, .speed_back_kmh = 80.4672, .road_class = -1},
    {"speed_word", ROAD("\"maxspeed\":\"walk\""), .says = "values that are no speed: walk (1)",
     .count = 1, .flags = BOTH, .road_class = -1},
    {"speed_negative", ROAD("\"maxspeed\":-5"), .status = WS_BAD_DATA,
     .says = "feature 0: maxspeed is -5 km/h; expected 0 to 200"},
    {"speed_absurd", ROAD("\"maxspeed\":2000"), .status = WS_BAD_DATA, .says = "maxspeed is 2000"},
    {"length_only_when_stated", ROAD("\"langd_m\":600"), .count = 1, .flags = BOTH,
     .road_class = -1},
    {"length_stated", ROAD("\"langd_m\":600"), .fields = "length=langd_m", .count = 1,
     .flags = BOTH, .length_m = 600, .road_class = -1},
    {"length_in_km", ROAD("\"length_km\":0.6"), .fields = "length=length_km", .count = 1,
     .flags = BOTH, .length_m = 600, .road_class = -1},
    {"length_negative", ROAD("\"langd_m\":-1"), .fields = "length=langd_m", .status = WS_BAD_DATA,
     .says = "langd_m is -1"},
    {"parts_are_lines",
     GEOMETRY("{\"type\":\"MultiLineString\",\"coordinates\":[[[500000,6600000],[500300,6600400]],"
              "[[500000,6600000],[500000,6600400]]]}"),
     .count = 2, .flags = BOTH, .road_class = -1},
    {"line_of_one_point", GEOMETRY("{\"type\":\"LineString\",\"coordinates\":[[500000,6600000]]}"),
     .says = "less than two vertices", .count = 0},
    {"null_geometry", LAYER(SWEREF, FEATURE("\"a\":1", "null") "," FEATURE("\"a\":1", LINE)),
     .says = "less than two vertices", .count = 1, .flags = BOTH, .road_class = -1},
    {"polygons_for_lines", GEOMETRY(SQUARE(500000, 6600000, 510000, 6610000)),
     .status = WS_BAD_DATA, .says = "the geometry is a POLYGON; expected a line"},
    {"vertex_far_outside",
     GEOMETRY("{\"type\":\"LineString\",\"coordinates\":[[500000,6600000],"
              "[5e7,6600000]]}"),
     .status = WS_BAD_DATA, .says = "far outside the area of the CRS"},
    {"roads_elsewhere",
     GEOMETRY("{\"type\":\"LineString\",\"coordinates\":[[500000,7500000],"
              "[500300,7500400]]}"),
     .status = WS_BAD_DATA, .says = "do not overlap"},
    {"no_lines", LAYER(SWEREF, ""), .status = WS_BAD_DATA, .says = "the layer is empty"},
};

static bool is_number(double actual, double expected)
{
    return expected > 0 ? fabs(actual - expected) < 1e-3 : isnan(actual);
}

static void test_small(void **state)
{
    const struct small *row = *state;
    struct fixture fix;
    struct zones zones = {0};
    struct lines_builder builder = {0};
    fixture_open(&fix);
    read_three_zones(&fix, &zones);
    struct ws_source source = fixture_text(&fix, "roads.geojson", row->text);
    source_fields(&source, row->fields ? row->fields : "");
    enum ws_status st = io_read_roads(&builder, fix.io, &source, 7, &RULES, &fix.err);
    assert_status(&fix, st, row->status);
    const struct lines *lines = &builder.lines;
    if (st) {
        assert_says(&fix, row->says);
    } else {
        assert_int_equal(lines->count, row->count);
        assert_true(row->says ? was_warned(&fix, row->says) : fix.warnings.count == 0);
    }
    if (!st && row->count) {
        assert_int_equal(lines->flags[0], row->flags);
        assert_int_equal(lines->source[0], 7);
        assert_int_equal(lines->road_class[0], row->road_class < 0 ? UINT16_MAX : row->road_class);
        assert_true(is_number((double)lines->speed_kmh[0], row->speed_kmh));
        assert_true(is_number((double)lines->speed_back_kmh[0], row->speed_back_kmh));
        assert_true(is_number(lines->length_m[0], row->length_m));
        /* 500 m in the plane of a projection with scale 0.9996 at its meridian */
        assert_true(fabs(lines->at_m[1] - 500.0 / 0.9996) < 0.001);
    }
    lines_release(&builder.lines);
    zones_release(&zones);
    fixture_close(&fix);
}

/* ---- real files --------------------------------------------------------------------- */

static void test_dalarna(void **state)
{
    (void)state;
    struct fixture fix;
    struct zones zones = {0};
    struct lines_builder builder = {0};
    struct ws_source source, zone_source;
    if (!shared(&source, "se-dalarna-vagnat/vagnat_harlett_3006.gpkg") ||
        !shared(&zone_source, "se-deso-dalarna/kommuner_dalarna_fullres_3006.gpkg"))
        skip();
    fixture_open(&fix);
    assert_status(
        &fix, io_read_zones(&zones, fix.io, &zone_source, WS_ROLE_MUNICIPALITIES, &fix.err), WS_OK);
    source_fields(&source, "length=langd_m");
    assert_status(&fix, io_read_roads(&builder, fix.io, &source, 0, &RULES, &fix.err), WS_OK);
    const struct lines *lines = &builder.lines;
    assert_int_equal(lines->count, 26721);
    double km = 0.0, column_km = 0.0;
    for (uint32_t i = 0; i < lines->count; i++) {
        km += lines->at_m[lines->first_xy[i + 1] - 1] / 1000.0;
        column_km += lines->length_m[i] / 1000.0;
        assert_int_equal(lines->flags[i], BOTH);
    }
    assert_true(fabs(column_km - 3927.0) < 1.0);
    assert_true(fabs(km / column_km - 1.0004) < 0.0004); /* planar is up to 0.04 % short */
    lines_release(&builder.lines);
    zones_release(&zones);
    fixture_close(&fix);
}

/* The same roads in degrees have the same lengths: the plane plays no part. */
static void test_degrees(void **state)
{
    (void)state;
    struct fixture fix;
    struct zones zones = {0};
    struct lines_builder builder = {0};
    fixture_open(&fix);
    read_three_zones(&fix, &zones);
    struct ws_source source =
        fixture_text(&fix, "roads.geojson",
                     LAYER("", FEATURE("\"a\":1", "{\"type\":\"LineString\",\"coordinates\":"
                                                  "[[15.0,59.5],[15.1,59.6],[15.2,59.6]]}")));
    assert_status(&fix, io_read_roads(&builder, fix.io, &source, 0, &RULES, &fix.err), WS_OK);
    const struct ellipsoid wgs84 = {6378137.0, 1.0 / 298.257223563};
    double first_m = geodesic_m(&wgs84, 15.0, 59.5, 15.1, 59.6);
    double second_m = geodesic_m(&wgs84, 15.1, 59.6, 15.2, 59.6);
    assert_true(fabs(builder.lines.at_m[1] - first_m) < 1e-6);
    assert_true(fabs(builder.lines.at_m[2] - first_m - second_m) < 1e-6);
    lines_release(&builder.lines);
    zones_release(&zones);
    fixture_close(&fix);
}

/* ---- class tables ---------------------------------------------------------------------- */

#define CLASS_HEAD "highway,drivable,inhabited,speed_kmh,stop\n"

static const struct class_row {
    const char *name, *text;
    enum ws_status status;
    const char *says;
} CLASS_ROWS[] = {
    {"class_table", CLASS_HEAD "primary,1,1,80,1\nferry,1,0,20,0\n", WS_OK, ""},
    {"class_of_no_speed", CLASS_HEAD "primary,1,1,,1\n", WS_BAD_DATA,
     "line 2: the speed of primary"},
    {"class_of_speed_0", CLASS_HEAD "primary,1,1,0,1\n", WS_BAD_DATA, "the speed of primary"},
    {"class_twice", CLASS_HEAD "a,1,1,80,1\na,1,1,80,1\n", WS_BAD_DATA, "class a occurs twice"},
    {"class_flag_of_words", CLASS_HEAD "a,often,1,80,1\n", WS_BAD_DATA, "drivable is often"},
    {"class_without_stop", "highway,drivable,inhabited,speed_kmh\na,1,1,80\n", WS_BAD_DATA,
     "no column for roads.stop"},
};

static void test_class(void **state)
{
    const struct class_row *row = *state;
    struct fixture fix;
    struct ws_road_class *classes = NULL;
    uint32_t count = 0;
    fixture_open(&fix);
    struct ws_source source = fixture_text(&fix, "classes.csv", row->text);
    enum ws_status st = io_read_classes(&classes, &count, fix.io, source.path, &fix.err);
    assert_status(&fix, st, row->status);
    if (st) {
        assert_says(&fix, row->says);
    } else {
        assert_int_equal(count, 2);
        assert_string_equal(classes[0].name, "primary");
        assert_true(classes[0].is_drivable && classes[0].is_inhabited && classes[0].is_stop);
        assert_true(classes[0].speed_kmh == 80.0 && !classes[0].is_ferry);
        assert_true(classes[1].is_ferry && !classes[1].is_inhabited && !classes[1].is_stop);
    }
    mem_free(classes);
    fixture_close(&fix);
}

int main(void)
{
    enum {
        SMALL_COUNT = sizeof SMALL / sizeof *SMALL,
        CLASS_COUNT = sizeof CLASS_ROWS / sizeof *CLASS_ROWS
    };
    struct CMUnitTest tests[SMALL_COUNT + CLASS_COUNT + 2];
    size_t count = 0;
    for (size_t i = 0; i < SMALL_COUNT; i++)
        tests[count++] =
            (struct CMUnitTest){SMALL[i].name, test_small, NULL, NULL, (void *)&SMALL[i]};
    for (size_t i = 0; i < CLASS_COUNT; i++)
        tests[count++] =
            (struct CMUnitTest){CLASS_ROWS[i].name, test_class, NULL, NULL, (void *)&CLASS_ROWS[i]};
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(test_dalarna);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(test_degrees);
    return _cmocka_run_group_tests("io_read_roads", tests, count, NULL, NULL);
}
