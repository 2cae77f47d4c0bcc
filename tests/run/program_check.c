/* `whitespot check` and the words of a refusal: every fault on a line of its own,
 * the first one first, and the other files judged all the same. */
#include "drawn.h"

#include <whitespot/whitespot.h>

static const char ZONES[] = LAYER(PLACE("0114", "Ett", "500000", "520000"));
static const char ROADS[] =
    LAYER(FEATURE("\"namn\":\"a\"", "LineString", "[[500000,6710000],[520000,6710000]]"));
static const char OFFICES[] = "id,leverantor,easting,northing\n"
                              "K1,A,500000,6710000\n"
                              "K2,B,510000,6710000\n";
static const char PEOPLE[] = "kommunkod,befolkning\n0114,1000\n";

#define INPUTS                                                                                     \
    " --municipalities zones.geojson --offices offices.csv --crs offices=EPSG:3006"                \
    " --population people.csv --roads roads.geojson --min-component 1"

static int set_up(void **state)
{
    const struct drawn_file files[] = {
        {"zones.geojson", ZONES},
        {"roads.geojson", ROADS},
        {"offices.csv", OFFICES},
        {"people.csv", PEOPLE},
    };
    return DRAWN_FOLDER(state, files);
}

static unsigned count_lines(const char *text, const char *start)
{
    unsigned count = 0;
    for (const char *line = text; line; line = strchr(line, '\n')) {
        line += *line == '\n';
        count += strncmp(line, start, strlen(start)) == 0;
    }
    return count;
}

/* A table in which the people of `count` rows are negative. */
static void write_bad_people(const char *folder, unsigned count)
{
    char text[4096];
    size_t used = (size_t)snprintf(text, sizeof text, "%s", "kommunkod,alder,befolkning\n");
    for (unsigned i = 0; i < count; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "0114,%u,-%u\n", i, i + 1);
    program_write(folder, "people.csv", text);
}

static void test_each_fault_is_a_line(void **state)
{
    static struct said said;
    write_bad_people(*state, 3);
    program_whitespot(&said, *state, "analyze" INPUTS);
    assert_int_equal(said.status, 3);
    assert_int_equal(count_lines(said.err, "error: people.csv: line "), 3);
    assert_int_equal(count_lines(said.err, "error: "), 3);
    assert_int_equal(strncmp(said.err, "error: people.csv: line 2 (", 27), 0);
}

static void test_twenty_faults_then_a_count(void **state)
{
    static struct said said;
    write_bad_people(*state, 33);
    program_whitespot(&said, *state, "analyze" INPUTS);
    assert_int_equal(said.status, 3);
    assert_int_equal(count_lines(said.err, "error: people.csv: line "), 20);
    assert_non_null(strstr(said.err, "\nerror: people.csv: 13 more faults\n"));
    program_whitespot(&said, *state, "check" INPUTS);
    assert_non_null(strstr(said.out, "\n  error: 13 more\n"));
    assert_non_null(strstr(said.out, "\n33 errors in 1 file: analyze would not run\n"));
}

static void test_check_goes_on(void **state)
{
    static struct said checked, analyzed;
    program_write(*state, "offices.csv", "id,namn,easting,northing\nK1,A,500000,6710000\n");
    write_bad_people(*state, 1);
    program_write(*state, "roads.geojson", LAYER(""));
    program_whitespot(&checked, *state, "check" INPUTS);
    program_whitespot(&analyzed, *state, "analyze" INPUTS);
    assert_int_equal(checked.status, 3);
    assert_int_equal(analyzed.status, 3);
    assert_string_equal(checked.err, analyzed.err); /* the fault that decides */
    assert_non_null(strstr(checked.out, "\noffices: offices.csv"));
    assert_non_null(strstr(checked.out, "\npopulation: people.csv"));
    assert_non_null(strstr(checked.out, "\nroads: roads.geojson"));
    assert_int_equal(count_lines(checked.out, "  error: "), 3);
    assert_non_null(strstr(checked.out, "\n3 errors in 3 files: analyze would not run\n"));
}

static const char CANDIDATES[] = "id,easting,northing\n"
                                 "N1,505000,6710000\n"
                                 "N2,505000,6715000\n";
#define SITING " --candidates candidates.csv --crs candidates=EPSG:3006 --within 3km"

static void test_check_judges_candidates_as_site(void **state)
{
    static struct said checked, sited;
    program_write(*state, "candidates.csv", CANDIDATES);
    program_whitespot(&checked, *state, "check" INPUTS SITING " --add 1");
    program_whitespot(&sited, *state, "site" INPUTS SITING " --add 1");
    assert_int_equal(sited.status, 0);
    assert_int_equal(checked.status, 0);
    assert_non_null(strstr(checked.out, "\ncandidates: candidates.csv"));
    assert_non_null(strstr(checked.out, "candidate N2: no road to stop at within 5000 m"));
    assert_non_null(strstr(sited.err, "candidate N2: no road to stop at within 5000 m"));
    assert_non_null(strstr(checked.out, "\nok: site would run; "));
    program_whitespot(&checked, *state, "check" INPUTS SITING " --add 1 --json");
    assert_non_null(strstr(checked.out, "\"command\": \"site\""));
    program_whitespot(&checked, *state, "check" INPUTS);
    assert_non_null(strstr(checked.out, "\nok: analyze would run; "));
}

static void test_check_refuses_what_site_refuses(void **state)
{
    static struct said checked, sited;
    program_write(*state, "candidates.csv", "id,easting,northing\nN1,x,6710000\n");
    program_whitespot(&checked, *state, "check" INPUTS SITING);
    program_whitespot(&sited, *state, "site" INPUTS SITING);
    assert_int_equal(checked.status, 2);
    assert_int_equal(sited.status, 2);
    assert_non_null(strstr(checked.err, "--add is missing"));
    assert_non_null(strstr(checked.out, ": site would not run\n"));
    program_whitespot(&checked, *state, "check" INPUTS SITING " --add 1");
    program_whitespot(&sited, *state, "site" INPUTS SITING " --add 1");
    assert_int_equal(checked.status, 3);
    assert_int_equal(sited.status, 3);
    assert_string_equal(checked.err, sited.err);
}

static void test_what_needs_the_municipalities_waits(void **state)
{
    static struct said said;
    program_write(*state, "zones.geojson", "{}");
    program_whitespot(&said, *state, "check" INPUTS);
    assert_int_equal(said.status, 3);
    assert_int_equal(count_lines(said.out, "  not judged: needs the municipalities"), 3);
    assert_int_equal(count_lines(said.out, "  error: "), 1);
}

static void test_wrong_options_are_told_together(void **state)
{
    static struct said said;
    program_whitespot(&said, *state, "analyze --within 10furlongs --ofices x --choice no" INPUTS);
    assert_int_equal(said.status, 2);
    assert_int_equal(count_lines(said.err, "error: "), 3);
    assert_int_equal(count_lines(said.err, "error: --within"), 1);
    assert_int_equal(count_lines(said.err, "error: --ofices"), 1);
    assert_int_equal(count_lines(said.err, "error: --choice"), 1);
    program_whitespot(&said, *state, "analyze");
    assert_int_equal(said.status, 2);
    assert_int_equal(count_lines(said.err, "error: --"), 4);
}

static void test_the_same_roads_twice(void **state)
{
    static struct said said;
    program_write(*state, "copy.geojson", ROADS);
    program_whitespot(&said, *state, "analyze --roads copy.geojson" INPUTS);
    assert_int_equal(said.status, 3);
    assert_non_null(strstr(said.err, "given twice"));
    assert_non_null(strstr(said.err, "copy.geojson"));
}

static void test_names_move_no_terminal(void **state)
{
    static struct said said;
    program_whitespot(&said, *state,
                      "analyze --municipalities a\x1b[2J\xe2\x80\xae\xc2\x85\xff\xe2\x80\xa8"
                      "\xc3\xa5.gpkg --offices offices.csv --population people.csv "
                      "--roads roads.geojson");
    assert_int_equal(said.status, 4);
    assert_int_equal(
        strncmp(said.err, "error: a\\x1b[2J\\u202e\\u0085\\xff\\u2028\xc3\xa5.gpkg: ", 44), 0);
    assert_int_equal(count_lines(said.err, "error: "), 1);
}

/* The library's view of the same. */
static void test_a_refused_check_has_a_result(void **state)
{
    struct ws_error err = {0}, wrong = {.status = WS_BAD_OPTION, .message = "--x: no such option"};
    struct ws_result *result = NULL;
    struct ws_options *options = ws_options_new();
    (void)state;
    assert_non_null(options);
    ws_options_refuse(options, &wrong);
    assert_int_equal(ws_options_set(options, "municipalities", "/nowhere/kommuner.gpkg", &err),
                     WS_OK);
    assert_int_equal(ws_analysis_check(&result, options, &err), WS_BAD_OPTION);
    assert_string_equal(err.message, "--x: no such option");
    assert_non_null(result);
    assert_int_equal(result->fault_count, 2);
    assert_string_equal(result->faults[0].what, "--x: no such option");
    assert_int_equal(result->faults[0].status, WS_BAD_OPTION);
    assert_string_equal(result->faults[1].role, "municipalities");
    assert_string_equal(result->faults[1].file, "/nowhere/kommuner.gpkg");
    assert_int_equal(result->faults[1].status, WS_NOT_FOUND);
    const char *text = ws_result_verdicts(result, &err);
    assert_non_null(text);
    assert_non_null(strstr(text, "\"ok\": false"));
    ws_result_free(result);

    result = NULL;
    assert_int_equal(ws_analysis_run(&result, options, &err), WS_BAD_OPTION);
    assert_null(result);
    ws_options_free(options);
}

/* The drawn road has no class: its 20 km are driven at the usual speed, which is told
 * where times are asked for, and only there. */
static void test_roads_without_class_or_speed_are_told_by_time(void **state)
{
    static struct said said;
    const char *words = "20 of 20 km of road have neither class nor speed";
    program_whitespot(&said, *state, "check --within 15min" INPUTS);
    assert_int_equal(said.status, 0);
    has(said.out, words);
    has(said.out, "driven at 50 km/h in all travel times");
    assert_null(strstr(said.out, "no column of speeds"));
    program_whitespot(&said, *state, "check --within 10km" INPUTS);
    assert_null(strstr(said.out, words));
    program_whitespot(&said, *state, "check --within 15min --speed source" INPUTS);
    has(said.out, "no column of speeds for --speed source");
    program_write(*state, "roads.geojson",
                  LAYER(FEATURE("\"highway\":\"primary\"", "LineString",
                                "[[500000,6710000],[520000,6710000]]")));
    program_whitespot(&said, *state, "check --within 15min" INPUTS);
    assert_null(strstr(said.out, words));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_each_fault_is_a_line, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_twenty_faults_then_a_count, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_check_goes_on, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_check_judges_candidates_as_site, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_check_refuses_what_site_refuses, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_what_needs_the_municipalities_waits, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_wrong_options_are_told_together, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_the_same_roads_twice, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_names_move_no_terminal, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_roads_without_class_or_speed_are_told_by_time, set_up,
                                        tear_down),
        cmocka_unit_test(test_a_refused_check_has_a_result),
    };
    return cmocka_run_group_tests_name("program_check", tests, NULL, NULL);
}
