/* `whitespot explain` as a user types it: what is printed, what is refused, what
 * is left behind. */
#include "county.h"

#define INPUTS                                                                                     \
    " --municipalities zones.geojson --offices offices.csv --crs offices=EPSG:3006"                \
    " --population people.csv --roads roads.geojson --min-component 4 --within 2km,6km"
/* In the middle of the drawn county. */
#define AT " --at 16.14,60.45"

static const struct row {
    const char *name, *line;
    int status;
    const char *out, *err; /* what must be said; NULL: nothing */
} ROWS[] = {
    {"place", "explain" AT INPUTS, 0, "Nearest providers", NULL},
    {"place_first", AT " explain" INPUTS, 0, "Limits", NULL},
    {"place_as_json", "explain --json" AT INPUTS, 0, "\"limits\": [", NULL},
    {"place_with_equals", "explain --at=16.14,60.45" INPUTS, 0, "Place 16.14, 60.45", NULL},
    {"place_in_the_west", "explain --at -70.5,60.45" INPUTS, 0, "Place -70.5, 60.45", NULL},
    {"axes_exchanged", "explain --at 60.45,16.14" INPUTS, 0, "LON,LAT", NULL},
    {"unit", "explain --unit 0114" INPUTS, 0, "Unit 0114 (people.csv: line 2)", NULL},
    {"unit_as_json", "explain --unit 0114 --json" INPUTS, 0, "\"unit\": \"0114\"", NULL},
    {"municipality", "explain --municipality 0115" INPUTS, 0, "Municipality 0115 \xc3\x96sterby",
     NULL},
    {"unknown_municipality", "explain --municipality 0214" INPUTS, 4, NULL, "0114"},
    {"nothing_asked", "explain" INPUTS, 2, NULL, "--at"},
    {"two_things_asked", "explain --unit 0114" AT INPUTS, 2, NULL, "one of"},
    {"asked_twice", "explain" AT AT INPUTS, 2, NULL, "twice"},
    {"no_value", "explain --unit", 2, NULL, "--unit"},
    {"analyze_knows_no_place", "analyze" AT INPUTS, 2, NULL, "explain"},
    {"check_knows_no_route", "check --route r.geojson" INPUTS, 2, NULL, "explain"},
    {"route_of_a_unit", "explain --unit 0114 --route r.geojson" INPUTS, 2, NULL, "needs --at"},
    {"rank_that_is_none", "explain --rank 0" AT INPUTS, 2, NULL, "--rank"},
    {"rank_beyond_all", "explain --rank 9 --route r.geojson" AT INPUTS, 4, NULL, "9"},
    {"route_over_an_input", "explain --overwrite --route roads.geojson" AT INPUTS, 2, NULL,
     "input"},
    {"output_stays_unwritten", "explain -o out.gpkg" AT INPUTS, 0, "Limits", NULL},
    {"help", "help explain", 0, "--municipality CODE", NULL},
    {"help_asked_behind", "explain --help", 0, "--route", NULL},
};

static void test_row(void **state)
{
    static struct said said;
    const struct row *row = *state;
    char *folder = county_folder(5);
    unsigned before = program_count(folder);
    program_whitespot(&said, folder, row->line);
    if (said.status != row->status)
        print_error("said: %s\n", said.err);
    assert_int_equal(said.status, row->status);
    if (row->out && !strstr(said.out, row->out))
        fail_msg("no '%s' in: %s", row->out, said.out);
    if (row->err && (!strstr(said.err, row->err) || strncmp(said.err, "error: ", 7) != 0))
        fail_msg("no '%s' in: %s", row->err, said.err);
    if (!row->out)
        assert_string_equal(said.out, "");
    if (!row->err)
        assert_string_equal(said.err, "");
    assert_int_equal(program_count(folder), before); /* nothing written, nothing left */
    program_remove(folder);
}

/* The run file of an analysis names an output that exists: not in the way. */
static void test_run_file_and_route(void **state)
{
    (void)state;
    static struct said said, again;
    char *folder = county_folder(5);
    program_whitespot(&said, folder, "analyze -q -o out.gpkg" INPUTS);
    assert_int_equal(said.status, 0);
    program_write(folder, "job.json", "{\"output\": \"out.gpkg\"}");
    program_whitespot(&said, folder, "explain -q --config job.json" AT INPUTS);
    assert_int_equal(said.status, 0);
    unsigned before = program_count(folder);
    program_whitespot(&said, folder, "explain --config out.run.json --route r.geojson" AT);
    assert_string_equal(said.err, "");
    assert_int_equal(said.status, 0);
    assert_true(program_exists(folder, "r.geojson"));
    assert_int_equal(program_count(folder), before + 1);
    program_whitespot(&again, folder, "explain --config out.run.json --route r.geojson" AT);
    assert_int_equal(again.status, 5);
    assert_non_null(strstr(again.err, "--overwrite"));
    program_whitespot(&again, folder,
                      "explain --config out.run.json --route r.geojson --rank 2 --overwrite" AT);
    assert_int_equal(again.status, 0);
    assert_string_equal(again.out, said.out);
    assert_int_equal(program_count(folder), before + 1);
    program_remove(folder);
}

int main(void)
{
    enum { COUNT = sizeof ROWS / sizeof *ROWS };
    struct CMUnitTest tests[COUNT + 1] = {cmocka_unit_test(test_run_file_and_route)};
    for (size_t i = 0; i < COUNT; i++)
        tests[1 + i] = (struct CMUnitTest){
            .name = ROWS[i].name, .test_func = test_row, .initial_state = (void *)&ROWS[i]};
    return cmocka_run_group_tests_name("program_explain", tests, NULL, NULL);
}
