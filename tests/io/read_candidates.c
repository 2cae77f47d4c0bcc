/* Where a new office may stand, as files say it. */
#include "io/read_fixture.h"

#include "base/mem.h"

#define WEST "\"type\":\"Point\",\"coordinates\":[501000,6601000]"
#define POINTS(first, second)                                                                      \
    LAYER(SWEREF, FEATURE(first, "{" WEST "}") "," FEATURE(second, POINT(511000, 6602000)))

static const struct row {
    const char *name, *file, *text;
    enum ws_status status;
    const char *expected; /* "id x y; ..." in order, or what is said */
    const char *warned;   /* or NULL */
} ROWS[] = {
    {"by_id", "c.csv", "id,name,easting,northing\nB,One,501000,6601000\nA,Two,511000,6602000\n",
     WS_OK, "A 511000 6602000; B 501000 6601000; ", NULL},
    {"the_name_without_an_id", "c.csv",
     "ort,easting,northing\nB,501000,6601000\nA,511000,6602000\n", WS_OK,
     "A 511000 6602000; B 501000 6601000; ", NULL},
    {"numbers_by_place_without_both", "c.csv", "easting,northing\n511000,6602000\n501000,6601000\n",
     WS_OK, "1 501000 6601000; 2 511000 6602000; ", NULL},
    {"points_of_a_layer", "c.geojson", POINTS("\"id\":\"b\"", "\"id\":\"a\""), WS_OK,
     "a 511000 6602000; b 501000 6601000; ", NULL},
    {"a_row_without_place", "c.csv", "id,easting,northing\nA,501000,6601000\nB,,\n", WS_OK,
     "A 501000 6601000; ", "the candidate has no place"},
    {"an_id_twice", "c.csv", "id,easting,northing\nA,501000,6601000\nA,511000,6602000\n",
     WS_BAD_DATA, "id A is also that of another candidate", NULL},
    {"no_coordinates", "c.csv", "id,name\n1,Here\n", WS_BAD_DATA,
     "no points and no coordinate columns; it has id, name", NULL},
    {"no_row_with_a_place", "c.csv", "id,easting,northing\nA,,\n", WS_BAD_DATA,
     "no candidate has a place", NULL},
    {"areas", "c.geojson",
     LAYER(SWEREF, FEATURE("\"id\":\"a\"", SQUARE(501000, 6601000, 502000, 6602000))), WS_BAD_DATA,
     "expected one point", NULL},
    {"no_number", "c.csv", "id,easting,northing\nA,here,6601000\nB,501000,6601000\n", WS_BAD_DATA,
     "here", NULL},
};

static void describe(char out[512], const struct candidates *candidates)
{
    size_t used = 0;
    out[0] = '\0';
    for (uint32_t i = 0; i < candidates->points.count; i++)
        used += (size_t)snprintf(out + used, 512 - used, "%s %.0f %.0f; ", candidates->id[i],
                                 candidates->points.x_m[i], candidates->points.y_m[i]);
}

static void test_row(void **state)
{
    const struct row *row = *state;
    struct fixture fix;
    struct zones zones = {0};
    struct candidates candidates = {0};
    fixture_open(&fix);
    read_three_zones(&fix, &zones);
    struct ws_source source = fixture_text(&fix, row->file, row->text);
    if (strstr(row->file, ".csv"))
        strcpy(source.crs, "EPSG:3006");
    enum ws_status st = io_read_candidates(&candidates, fix.io, &source, &fix.err);
    assert_status(&fix, st, row->status);
    if (st) {
        assert_says(&fix, row->expected);
        assert_int_equal(candidates.points.count, 0);
    } else {
        char text[512];
        describe(text, &candidates);
        assert_string_equal(text, row->expected);
    }
    if (row->warned)
        assert_true(was_warned(&fix, row->warned));
    candidates_release(&candidates);
    zones_release(&zones);
    fixture_close(&fix);
}

static void failing_memory_is_told(void **state)
{
    (void)state;
    for (uint64_t nth = 1;; nth++) {
        struct fixture fix;
        struct zones zones = {0};
        struct candidates candidates = {0};
        fixture_open(&fix);
        read_three_zones(&fix, &zones);
        struct ws_source source = fixture_text(&fix, "c.csv", ROWS[0].text);
        strcpy(source.crs, "EPSG:3006");
        mem_fail_at(nth);
        enum ws_status st = io_read_candidates(&candidates, fix.io, &source, &fix.err);
        mem_fail_at(0);
        candidates_release(&candidates);
        zones_release(&zones);
        fixture_close(&fix);
        if (!st) {
            assert_true(nth > 5);
            return;
        }
        assert_int_equal(st, WS_NO_MEMORY);
    }
}

int main(void)
{
    static struct CMUnitTest tests[sizeof ROWS / sizeof *ROWS + 1];
    size_t count = sizeof ROWS / sizeof *ROWS;
    for (size_t i = 0; i < count; i++)
        tests[i] = (struct CMUnitTest){
            .name = ROWS[i].name, .test_func = test_row, .initial_state = (void *)&ROWS[i]};
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(failing_memory_is_told);
    return _cmocka_run_group_tests("read_candidates", tests, count, NULL, NULL);
}
