/* The way that `explain` draws: it adds up to the cost to the last millimetre or
 * millisecond, hangs together, lies on the road and runs the way one travels. */
#include "county.h"

#include "base/mem.h"
#include "geo/geodesic.h"

#define PLACES 80

static const struct way {
    const char *name, *line;
} WAYS[] = {
    {"metres_to_office", "within=2km,6km min-component=4"},
    {"metres_from_office", "within=2km,6km min-component=4 direction=from-office"},
    {"time_to_office", "within=3min,9min min-component=4"},
    {"time_from_office", "within=3min,9min min-component=4 direction=from-office"},
    {"straight_line", "straight-line=1.3 within=2km,6km"},
};

static json_t *read_route(const char *path)
{
    json_error_t error;
    json_t *top = json_load_file(path, 0, &error);
    if (!top)
        fail_msg("%s: %s", path, error.text);
    county_assert_text(top, "type", "FeatureCollection");
    return top;
}

static const json_t *coordinates(const json_t *route, size_t part)
{
    const json_t *feature = json_array_get(json_object_get(route, "features"), part);
    const json_t *geometry = json_object_get(feature, "geometry");
    county_assert_text(feature, "type", "Feature");
    county_assert_text(geometry, "type", "LineString");
    assert_true(json_array_size(json_object_get(geometry, "coordinates")) >= 2);
    return json_object_get(geometry, "coordinates");
}

static double degree(const json_t *line, size_t vertex, size_t axis)
{
    return json_number_value(json_array_get(json_array_get(line, vertex), axis));
}

static void assert_meets(const json_t *line, const json_t *next)
{
    size_t last = json_array_size(line) - 1;
    assert_true(json_equal(json_array_get(line, last), json_array_get(next, 0)));
}

/* Geodesic length of a line of degrees; SWEREF 99 lies on GRS 80. */
static double length_m(const json_t *line)
{
    static const struct ellipsoid grs80 = {6378137.0, 1.0 / 298.257222101};
    double sum_m = 0.0;
    for (size_t i = 1; i < json_array_size(line); i++)
        sum_m += geodesic_m(&grs80, degree(line, i - 1, 0), degree(line, i - 1, 1),
                            degree(line, i, 0), degree(line, i, 1));
    return sum_m;
}

static const json_t *properties(const json_t *route, size_t part)
{
    return json_object_get(json_array_get(json_object_get(route, "features"), part), "properties");
}

/* One end is the place asked for, the other the office. */
static void assert_ends(const json_t *route, const struct ws_result *result, const char *at,
                        size_t part_count)
{
    const struct run *run = result->run;
    bool is_to = run->options->direction == WS_TO_FACILITY;
    const json_t *first = coordinates(route, 0), *last = coordinates(route, part_count - 1);
    const json_t *place = is_to ? first : last, *office = is_to ? last : first;
    size_t at_place = is_to ? 0 : json_array_size(place) - 1;
    size_t at_office = is_to ? json_array_size(office) - 1 : 0;
    char text[64];
    snprintf(text, sizeof text, "%.9f,%.9f", degree(place, at_place, 0),
             degree(place, at_place, 1));
    assert_string_equal(text, at);

    const char *id = json_string_value(json_object_get(route, "office"));
    uint32_t index = 0;
    while (strcmp(run->offices.id[index], id) != 0)
        index++;
    double x = run->offices.points.x_m[index], y = run->offices.points.y_m[index];
    assert_int_equal(io_degrees(run->io, 1, &x, &y, NULL), WS_OK);
    assert_true(fabs(degree(office, at_office, 0) - x) < 1e-9);
    assert_true(fabs(degree(office, at_office, 1) - y) < 1e-9);
}

/* Along the road each position lies on some road that is open this way: on a
 * one-way street the line runs as it is drawn. */
static bool runs_along(const struct network *net, const double from[2], const double to[2])
{
    for (uint32_t edge = 0; edge < net->edge_count; edge++) {
        uint32_t canonical = network_canonical(net, edge);
        for (uint32_t v = net->first_xy[canonical]; v + 1 < net->first_xy[canonical + 1]; v++) {
            const double *a = &net->xy_m[2 * (size_t)v], *b = a + 2;
            double t = segment_foot(a, b, from[0], from[1]);
            double u = segment_foot(a, b, to[0], to[1]);
            if (segment_distance2(a, b, t, from[0], from[1]) < 1e-4 &&
                segment_distance2(a, b, u, to[0], to[1]) < 1e-4 &&
                (edge == canonical ? u >= t - 1e-6 : t >= u - 1e-6))
                return true;
        }
    }
    return false;
}

static void assert_on_roads(const json_t *line, const struct ws_result *result)
{
    const struct run *run = result->run;
    for (size_t i = 1; i < json_array_size(line); i++) {
        double from[2], to[2];
        assert_int_equal(
            io_place(run->io, degree(line, i - 1, 0), degree(line, i - 1, 1), from, from + 1, NULL),
            WS_OK);
        assert_int_equal(
            io_place(run->io, degree(line, i, 0), degree(line, i, 1), to, to + 1, NULL), WS_OK);
        assert_true(runs_along(&run->net, from, to));
    }
}

static void assert_route(const json_t *route, const struct ws_result *result, const char *at,
                         uint32_t cost)
{
    size_t part_count = json_array_size(json_object_get(route, "features"));
    uint64_t sum = 0;
    assert_int_equal(part_count, result->is_straight ? 1 : 3);
    assert_int_equal(county_cost(route, "cost"), cost);
    for (size_t part = 0; part < part_count; part++) {
        const json_t *own = properties(route, part), *line = coordinates(route, part);
        size_t turns = json_array_size(line);
        county_assert_text(own, "part", part == 1 ? "road" : "leg");
        sum += county_cost(own, "cost");
        if (part)
            assert_meets(coordinates(route, part - 1), line);
        /* Each vertex is drawn to a tenth of a millimetre, each edge rounded. */
        assert_true(fabs(length_m(line) - county_number(own, "length_m")) <
                    0.002 + 0.001 * (double)turns);
        if (part == 1)
            assert_on_roads(line, result);
    }
    assert_int_equal(sum, cost);
    assert_ends(route, result, at, part_count);
}

static void test_route(void **state)
{
    const struct way *way = *state;
    char at[64], path[1100], *folder = county_folder(11);
    uint64_t seed = 21, route_count = 0;
    struct ws_result *roads = county_analyze(folder, WAYS[0].line);
    struct ws_result *result = county_analyze(folder, way->line);
    struct ws_error err = {0};
    snprintf(path, sizeof path, "%s/route.geojson", folder);
    for (int i = 0; i < PLACES; i++) {
        county_random_place(at, roads, &seed);
        const struct ws_place place = {.at = at};
        json_t *said = county_explain(result, &place);
        const json_t *nearest = json_object_get(said, "nearest");
        for (uint32_t r = 0; r < json_array_size(nearest); r++) {
            if (ws_result_route(result, &place, r + 1, path, true, &err))
                fail_msg("%s", err.message);
            json_t *route = read_route(path);
            assert_route(route, result, at, county_cost(json_array_get(nearest, r), "cost"));
            json_decref(route);
            route_count++;
        }
        json_decref(said);
    }
    assert_true(route_count > PLACES);
    ws_result_free(roads);
    ws_result_free(result);
    program_remove(folder);
}

/* ---- files ------------------------------------------------------------------------------- */

static void test_refuses(void **state)
{
    (void)state;
    char at[64], path[1100], *folder = county_folder(11);
    uint64_t seed = 21;
    struct ws_error err = {0};
    struct ws_result *result = county_analyze(folder, WAYS[0].line);
    unsigned before = program_count(folder);
    county_random_place(at, result, &seed);
    const struct ws_place place = {.at = at}, unit = {.unit = "0114"};
    snprintf(path, sizeof path, "%s/route.geojson", folder);
    assert_int_equal(ws_result_route(result, &place, 0, path, true, &err), WS_NOT_FOUND);
    assert_int_equal(ws_result_route(result, &place, 5, path, true, &err), WS_NOT_FOUND);
    assert_int_equal(ws_result_route(result, &unit, 1, path, true, &err), WS_BAD_OPTION);
    assert_int_equal(program_count(folder), before);

    assert_int_equal(ws_result_route(result, &place, 1, path, false, &err), WS_OK);
    assert_int_equal(program_count(folder), before + 1); /* nothing is left aside */
    assert_int_equal(ws_result_route(result, &place, 1, path, false, &err), WS_IO);
    assert_non_null(strstr(err.message, "--overwrite"));
    assert_int_equal(ws_result_route(result, &place, 1, path, true, &err), WS_OK);
    assert_int_equal(ws_result_route(result, &place, 1, folder, true, &err), WS_IO);
    assert_non_null(strstr(err.message, "regular file"));
    snprintf(path, sizeof path, "%s/roads.geojson", folder);
    assert_int_equal(ws_result_route(result, &place, 1, path, true, &err), WS_BAD_OPTION);
    assert_non_null(strstr(err.message, "input"));
    snprintf(path, sizeof path, "%s/nowhere/route.geojson", folder);
    assert_int_equal(ws_result_route(result, &place, 1, path, true, &err), WS_NOT_FOUND);
    ws_result_free(result);
    program_remove(folder);
}

/* ---- no memory ------------------------------------------------------------------------------ */

static enum ws_status call(struct ws_result *result, int which, const char *at, const char *path)
{
    const struct ws_place places[] = {{.at = at}, {.unit = "0114"}, {.municipality = "0114"}};
    char *text = NULL;
    if (which == 6)
        return ws_result_route(result, &places[0], 1, path, true, NULL);
    enum ws_status st = ws_result_explain(&text, result, &places[which / 2], which % 2, NULL);
    assert_int_equal(text == NULL, st != WS_OK);
    ws_text_free(text);
    return st;
}

static void test_no_memory(void **state)
{
    (void)state;
    char at[64], path[1100], *folder = county_folder(11);
    uint64_t seed = 21;
    struct ws_result *result = county_analyze(folder, WAYS[0].line);
    unsigned before = program_count(folder);
    county_random_place(at, result, &seed);
    snprintf(path, sizeof path, "%s/route.geojson", folder);
    for (int which = 0; which < 7; which++) {
        enum ws_status st = WS_NO_MEMORY;
        for (uint64_t nth = 1; st; nth++) {
            mem_fail_at(nth);
            st = call(result, which, at, path);
            mem_fail_at(0);
            assert_true(st == WS_OK || st == WS_NO_MEMORY);
            assert_true(nth > 1 || st); /* the first allocation did fail */
            if (st)
                assert_int_equal(program_count(folder), before);
        }
    }
    ws_result_free(result);
    program_remove(folder);
}

int main(void)
{
    enum { WAY_COUNT = sizeof WAYS / sizeof *WAYS };
    struct CMUnitTest tests[WAY_COUNT + 2] = {
        cmocka_unit_test(test_refuses),
        cmocka_unit_test(test_no_memory),
    };
    for (size_t i = 0; i < WAY_COUNT; i++)
        tests[2 + i] = (struct CMUnitTest){
            .name = WAYS[i].name, .test_func = test_route, .initial_state = (void *)&WAYS[i]};
    return cmocka_run_group_tests_name("route", tests, NULL, NULL);
}
