/* Routes of a whole country at once: 81 municipalities of 10 km, nine by nine, no
 * roads, one office; the policy decides the route of each. */
#include "drawn.h"

#define AREAS 81
#define ROOM 40000u

static const struct {
    const char *route;
    int count;
} PLAN[] = {{"LOV", 60}, {"LOU", 12}, {"AGREEMENT", 9}};
#define ROUTES (int)(sizeof PLAN / sizeof *PLAN)

static const char *route_of(int area)
{
    int plan = 0;
    for (int before = PLAN[0].count; area >= before; before += PLAN[plan].count)
        plan++;
    return PLAN[plan].route;
}

static void write_zones(const char *folder, char *text)
{
    size_t used = (size_t)snprintf(
        text, ROOM,
        "{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"name\",\"properties\":{\"name\":"
        "\"urn:ogc:def:crs:EPSG::3006\"}},\"features\":[");
    for (int i = 0; i < AREAS; i++) {
        int west = 500000 + i % 9 * 10000, south = 6700000 + i / 9 * 10000;
        used += (size_t)snprintf(
            text + used, ROOM - used,
            "%s{\"type\":\"Feature\",\"properties\":{\"kommunkod\":\"%04d\",\"kommunnamn\":\"K%d\"}"
            ",\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[%d,%d],[%d,%d],[%d,%d],[%d,%d],"
            "[%d,%d]]]}}",
            i ? "," : "", 101 + i, i, west, south, west + 10000, south, west + 10000, south + 10000,
            west, south + 10000, west, south);
    }
    snprintf(text + used, ROOM - used, "]}");
    program_write(folder, "zones.geojson", text);
}

static void write_people(const char *folder, char *text)
{
    size_t used = (size_t)snprintf(text, ROOM, "kommunkod,befolkning\n");
    for (int i = 0; i < AREAS; i++)
        used += (size_t)snprintf(text + used, ROOM - used, "%04d,%d\n", 101 + i, 100 + i);
    program_write(folder, "people.csv", text);
}

static void write_policy(const char *folder, char *text)
{
    size_t used = (size_t)snprintf(text, ROOM, "{\"routes\":[");
    for (int i = 0; i < AREAS; i++)
        used +=
            (size_t)snprintf(text + used, ROOM - used,
                             "%s{\"code\":\"%04d\",\"route\":\"%s\",\"reason\":\"plan, line %d\"}",
                             i ? "," : "", 101 + i, route_of(i), i + 1);
    snprintf(text + used, ROOM - used, "]}");
    program_write(folder, "policy.json", text);
}

static int set_up(void **state)
{
    char *folder = program_folder(), *text = malloc(ROOM);
    assert_non_null(text);
    write_zones(folder, text);
    write_people(folder, text);
    write_policy(folder, text);
    program_write(folder, "offices.csv", "id,leverantor,easting,northing\nK1,A,545000,6745000\n");
    free(text);
    *state = folder;
    return 0;
}

static void runs(struct said *said, const char *folder, const char *more)
{
    drawn_runs(said, folder,
               "analyze --municipalities zones.geojson --offices offices.csv --crs "
               "offices=EPSG:3006 --population people.csv --straight-line 1 --within 10km --policy "
               "policy.json",
               more);
}

static int times(const char *text, const char *words)
{
    int count = 0;
    for (const char *at = text; (at = strstr(at, words)); at += strlen(words))
        count++;
    return count;
}

/* All numbers of a part of the line: one before each name. */
static int sum_of(const char *part, const char *end)
{
    int sum = 0;
    for (const char *at = part; (at += strcspn(at, "0123456789")) < end;) {
        char *next;
        sum += (int)strtol(at, &next, 10);
        at = next;
    }
    return sum;
}

/* Classes add up to all areas, routes do too, and each route has those of the plan. */
static void test_row_a13_the_line_sums_to_81(void **state)
{
    static struct said said;
    runs(&said, *state, "");
    const char *line = strstr(said.out, "Findings, municipalities: ");
    assert_non_null(line);
    const char *routes = strstr(line, "; routes: 60 LOV, 12 LOU, 9 AGREEMENT\n");
    assert_non_null(routes);
    assert_int_equal(sum_of(line, routes), AREAS);
    assert_int_equal(sum_of(routes, strchr(routes, '\n')), AREAS);
}

/* Each area in one row, with the route that was decided and the reason beside it. */
static void test_row_a13_the_table_sums_to_81(void **state)
{
    static struct said said;
    runs(&said, *state, "--format CSV -o out");
    char *text = drawn_text(*state, "out/findings.csv");
    assert_int_equal(times(text, "\nmunicipalities,"), AREAS);
    assert_int_equal(times(text, "decided: plan, line "), AREAS);
    for (int i = 0; i < ROUTES; i++) {
        char words[40];
        snprintf(words, sizeof words, ",%s,", PLAN[i].route);
        assert_int_equal(times(text, words), PLAN[i].count);
    }
    free(text);
    drawn_forget(*state);
}

/* Each in a folder of its own. */
#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_row_a13_the_line_sums_to_81),
        TEST(test_row_a13_the_table_sums_to_81),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
