/* What `explain` answers where it can be worked out by hand: a straight road, no
 * road, places without an answer; municipalities; wrong questions. */
#include "county.h"

#define PLACES 60

/* ---- one straight road, worked out by hand ----------------------------------------------- */

/* 40 km from west to east; A's office at its west end, B's 10 km on. */
static char *line_folder(const char *more_roads)
{
    static struct county_text text;
    char *folder = county_folder(1);
    text.length = 0;
    county_add(&text,
               COUNTY_CRS
               "{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":"
               "\"LineString\",\"coordinates\":[[550000,6705000],[590000,6705000]]}}%s]}",
               more_roads);
    program_write(folder, "roads.geojson", text.bytes);
    program_write(folder, "offices.csv",
                  "id,leverantor,easting,northing\nK1,A,550000,6705000\nK2,B,560000,6705000\n");
    return folder;
}

#define LINE(way, from, to)                                                                        \
    ",{\"type\":\"Feature\",\"properties\":{\"oneway\":\"" way "\"},\"geometry\":{\"type\":"       \
    "\"LineString\",\"coordinates\":[" from "," to "]}}"

static const struct answer {
    const char *name, *roads, *line;
    double x_m, y_m;
    const char *state, *zone, *unit; /* NULL: none */
    uint32_t near_count;
    const char *why; /* part of the sentence */
} ANSWERS[] = {
    {"covered", "", "within=10km", 565000, 6705000, "covered", "0115", "0115", 2, "K2 (B)"},
    {"beyond_the_limit", "", "within=4km", 565000, 6705000, "uncovered", "0115", "0115", 2,
     "beyond"},
    {"off_the_network", "", "within=10km", 565000, 6708000, "off_network", "0115", "0115", 0,
     "3.001"},
    {"far_off_the_network", "", "within=10km access-limit=100m", 565000, 6708000, "off_network",
     "0115", "0115", 0, "ten times"},
    {"no_fixed_link", LINE("no", "[565000,6712000]", "[566000,6712000]"), "within=10km", 565500,
     6712000, "no_fixed_link", "0115", "0115", 0, "no office stands"},
    {"outside", "", "within=40km", 593000, 6705000, "outside", NULL, NULL, 0, "2 km"},
    {"nearest_zone", "", "within=40km", 591000, 6705000, "covered", "0115", NULL, 2, "K2"},
    {"no_way_there", LINE("yes", "[590000,6705000]", "[590000,6715000]"), "within=40km", 590000,
     6714000, "uncovered", "0115", "0115", 0, "no way"},
    {"a_way_from_there", LINE("yes", "[590000,6705000]", "[590000,6715000]"),
     "within=60km direction=from-office", 590000, 6714000, "covered", "0115", "0115", 2, "K2"},
    /* Both roads are small; the one with offices counts as large. */
    {"stray_road_nearer", LINE("no", "[564900,6705300]", "[565100,6705300]"),
     "within=10km min-component=3", 565000, 6705290, "covered", "0115", "0115", 2, "K2"},
};

static void assert_text_or_null(const json_t *object, const char *key, const char *expected)
{
    if (expected)
        county_assert_text(object, key, expected);
    else
        assert_true(json_is_null(json_object_get(object, key)));
}

static void test_answer(void **state)
{
    const struct answer *row = *state;
    char at[64], line[200], *folder = line_folder(row->roads);
    const char *also = strstr(row->line, "min-component") ? "" : " min-component=1";
    snprintf(line, sizeof line, "%s%s", row->line, also);
    struct ws_result *result = county_analyze(folder, line);
    county_at(at, result, row->x_m, row->y_m);
    json_t *said = county_explain(result, &(struct ws_place){.at = at});
    county_assert_text(said, "state", row->state);
    assert_text_or_null(said, "zone", row->zone);
    assert_text_or_null(said, "unit", row->unit);
    assert_int_equal(json_array_size(json_object_get(said, "nearest")), row->near_count);
    const char *why = json_string_value(json_object_get(said, "why"));
    if (!strstr(why, row->why))
        fail_msg("no '%s' in: %s", row->why, why);
    const json_t *limit = json_array_get(json_object_get(said, "limits"), 0);
    assert_int_equal(json_is_null(json_object_get(limit, "margin")), row->near_count == 0);
    json_decref(said);
    ws_result_free(result);
    program_remove(folder);
}

/* A limit at exactly the cost is within; one millimetre less is not. */
static void test_margin_of_a_millimetre(void **state)
{
    (void)state;
    char at[64], line[80], *folder = line_folder("");
    struct ws_result *result = county_analyze(folder, "within=10km min-component=1");
    county_at(at, result, 565000.0, 6705040.0);
    json_t *said = county_explain(result, &(struct ws_place){.at = at});
    uint32_t cost = county_cost(json_array_get(json_object_get(said, "nearest"), 0), "cost");
    assert_true(cost > 5037000 && cost < 5043000); /* 5 km of road and 40 m of leg */
    json_decref(said);
    ws_result_free(result);
    for (uint32_t less = 0; less < 2; less++) {
        snprintf(line, sizeof line, "within=%u.%03um min-component=1", (cost - less) / 1000,
                 (cost - less) % 1000);
        result = county_analyze(folder, line);
        said = county_explain(result, &(struct ws_place){.at = at});
        const json_t *limit = json_array_get(json_object_get(said, "limits"), 0);
        assert_int_equal(json_is_true(json_object_get(limit, "within")), less == 0);
        assert_int_equal(llround(1000.0 * county_number(limit, "margin")), less ? -1 : 0);
        json_decref(said);
        ws_result_free(result);
    }
    program_remove(folder);
}

/* The east from kilometre 13 to 40 of the road: B's office at 10 reaches the
 * first 7 of its 27 km, A's at 0 none; ground is 0.04 % longer than the plane. */
static const struct stretch_row {
    uint32_t limit;
    double frac, beyond_m, nearest_m, farthest_m; /* beyond_m 0: none beyond */
} STRETCHES[] = {
    {0, 7.0 / 27.0, 20000.0, 10000.0, 30000.0}, /* 10km of 1 */
    {1, 0.0, 27000.0, 13000.0, 40000.0},        /* 10km of 2 */
    {4, 17.0 / 27.0, 10000.0, 20000.0, 30000.0},
    {5, 7.0 / 27.0, 20000.0, 20000.0, 40000.0},
    {8, 1.0, 0.0, 0.0, 0.0}, /* 50km of 1 */
};

static void test_stretches(void **state)
{
    (void)state;
    char *folder = line_folder("");
    struct ws_result *result = county_analyze(folder, "within=10km,20km,50km min-component=1");
    json_t *said = county_explain(result, &(struct ws_place){.unit = "0115"});
    for (size_t i = 0; i < sizeof STRETCHES / sizeof *STRETCHES; i++) {
        const struct stretch_row *row = &STRETCHES[i];
        const json_t *limit = json_array_get(json_object_get(said, "limits"), row->limit);
        const json_t *beyond = json_object_get(limit, "beyond");
        assert_int_equal(json_integer_value(json_object_get(limit, "k")), row->limit % 4 + 1);
        assert_true(fabs(county_number(limit, "frac") - row->frac) < 0.001);
        assert_int_equal(json_is_null(beyond), !(row->beyond_m > 0.0));
        if (json_is_null(beyond))
            continue;
        assert_int_equal(json_integer_value(json_object_get(beyond, "stretches")), 1);
        assert_true(fabs(county_number(beyond, "road_m") - row->beyond_m) < 20.0);
        assert_true(fabs(county_number(beyond, "nearest") - row->nearest_m) < 20.0);
        assert_true(fabs(county_number(beyond, "farthest") - row->farthest_m) < 20.0);
    }
    json_decref(said);
    ws_result_free(result);
    program_remove(folder);
}

/* Geodesic metres times the factor; the nearest office of each provider. */
static void test_straight_line(void **state)
{
    (void)state;
    char at[64], *folder = county_folder(8);
    uint64_t seed = 3;
    struct ws_result *result = county_analyze(folder, "straight-line=1.25 within=2km,4km");
    const struct ws_points *offices = &result->run->offices.points;
    for (int i = 0; i < PLACES; i++) {
        double least[4] = {1e9, 1e9, 1e9, 1e9};
        double x_m = COUNTY_EAST_M + 5000.0 * county_unit(&seed);
        double y_m = COUNTY_NORTH_M + 5000.0 * county_unit(&seed);
        county_at(at, result, x_m, y_m);
        for (uint32_t o = 0; o < offices->count; o++) {
            double own =
                1.25 * earth_leg_m(result->run->earth, x_m, y_m, offices->x_m[o], offices->y_m[o]);
            least[offices->group[o]] = fmin(least[offices->group[o]], own);
        }
        json_t *said = county_explain(result, &(struct ws_place){.at = at});
        const json_t *nearest = json_object_get(said, "nearest");
        assert_int_equal(json_array_size(nearest), 4);
        for (size_t r = 0; r < 4; r++) {
            const json_t *row = json_array_get(nearest, r);
            int group = json_string_value(json_object_get(row, "provider"))[0] - 'A';
            assert_true(fabs(county_number(row, "cost") - least[group]) < 0.002);
            assert_true(!r || county_cost(json_array_get(nearest, r - 1), "cost") <=
                                  county_cost(row, "cost"));
        }
        json_decref(said);
    }
    ws_result_free(result);
    program_remove(folder);
}

/* ---- municipalities and ids ------------------------------------------------------------ */

static void test_municipality(void **state)
{
    (void)state;
    struct ws_options *options = county_norrmark();
    struct ws_result *result = county_run(options);
    const struct run *run = result->run;
    uint32_t spots = 0, offices = 0;
    for (uint32_t zone = 0; zone < result->zone_count; zone++) {
        const char *name = zone % 2 ? result->zone_code[zone] : result->zone_name[zone];
        json_t *said = county_explain(result, &(struct ws_place){.municipality = name});
        county_assert_text(said, "municipality", result->zone_code[zone]);
        const json_t *shares = json_object_get(said, "shares");
        assert_int_equal(json_array_size(shares), 6);
        for (uint32_t i = 0; i < 6; i++) {
            const struct ws_share *row = ws_result_share(result, zone, 0, i / 3, i % 3);
            const json_t *share = json_array_get(shares, i);
            assert_int_equal(llround(1e6 * county_number(share, "covered")), row->covered_micro);
            county_assert_text(share, "limit", result->cutoff_text[i / 3]);
        }
        county_assert_same(county_number_or_nan(said, "cost_p50"),
                           run->cost_p50[zone] < WS_COST_INF ? run->cost_p50[zone] / 1000.0
                                                             : (double)NAN);
        spots += (uint32_t)json_array_size(json_object_get(said, "white_spots"));
        offices += (uint32_t)json_array_size(json_object_get(said, "offices"));
        json_decref(said);
    }
    assert_int_equal(spots, result->gap_count);
    assert_int_equal(offices, result->facility_count);
    ws_result_free(result);
    ws_options_free(options);
}

static const struct wrong {
    const char *name;
    struct ws_place place;
    enum ws_status status;
    const char *word;
} WRONGS[] = {
    {"unknown_municipality", {.municipality = "0214"}, WS_NOT_FOUND, "0114"},
    {"unknown_unit", {.unit = "115"}, WS_NOT_FOUND, "0115"},
    {"nothing_asked", {0}, WS_BAD_OPTION, "--at"},
    {"two_things_asked", {.unit = "0115", .municipality = "0115"}, WS_BAD_OPTION, "--unit"},
    {"no_comma", {.at = "17.2"}, WS_BAD_OPTION, "LON,LAT"},
    {"words_for_numbers", {.at = "17.2,norr"}, WS_BAD_OPTION, "LON,LAT"},
    {"decimal_commas", {.at = "17,2,60,4"}, WS_BAD_OPTION, "LON,LAT"},
    {"no_such_latitude", {.at = "17.2,90.5"}, WS_BAD_OPTION, "this order"},
};

static void test_wrong(void **state)
{
    const struct wrong *row = *state;
    char *folder = county_folder(2), *text = NULL;
    struct ws_error err = {0};
    struct ws_result *result = county_analyze(folder, "within=2km min-component=4");
    assert_int_equal(ws_result_explain(&text, result, &row->place, false, &err), row->status);
    assert_null(text);
    if (!strstr(err.message, row->word))
        fail_msg("no '%s' in: %s", row->word, err.message);
    ws_result_free(result);
    program_remove(folder);
}

static void test_check_has_nothing_to_explain(void **state)
{
    (void)state;
    char *folder = county_folder(2), *text = NULL;
    struct ws_options *options = county_options(folder, "within=2km");
    struct ws_result *result = NULL;
    assert_int_equal(ws_analysis_check(&result, options, NULL), WS_OK);
    const struct ws_place place = {.municipality = "0114"};
    assert_int_equal(ws_result_explain(&text, result, &place, false, NULL), WS_BAD_OPTION);
    ws_result_free(result);
    ws_options_free(options);
    program_remove(folder);
}

int main(void)
{
    enum {
        ANSWER_COUNT = sizeof ANSWERS / sizeof *ANSWERS,
        WRONG_COUNT = sizeof WRONGS / sizeof *WRONGS
    };
    struct CMUnitTest tests[ANSWER_COUNT + WRONG_COUNT + 5] = {
        cmocka_unit_test(test_margin_of_a_millimetre),
        cmocka_unit_test(test_stretches),
        cmocka_unit_test(test_straight_line),
        cmocka_unit_test(test_municipality),
        cmocka_unit_test(test_check_has_nothing_to_explain),
    };
    for (size_t i = 0; i < ANSWER_COUNT; i++)
        tests[5 + i] = (struct CMUnitTest){.name = ANSWERS[i].name,
                                           .test_func = test_answer,
                                           .initial_state = (void *)&ANSWERS[i]};
    for (size_t i = 0; i < WRONG_COUNT; i++)
        tests[5 + ANSWER_COUNT + i] = (struct CMUnitTest){
            .name = WRONGS[i].name, .test_func = test_wrong, .initial_state = (void *)&WRONGS[i]};
    return cmocka_run_group_tests_name("explain_answers", tests, NULL, NULL);
}
