/* Applications as a user meets them: two municipalities of 20 km side by side, no
 * roads; an office of A in the west, one of the municipality in the east, refused. */
#include "drawn.h"

static const char ZONES[] = LAYER(PLACE("1080", "Karlskrona", "500000", "520000") "," PLACE(
    "1082", "Karlshamn", "520000", "540000"));
static const char OFFICES[] = "id,leverantor,easting,northing,status\n"
                              "K1,A,510000,6710000,approved\n"
                              "K2,Karlshamns kommun,530000,6710000,refused\n";
static const char PEOPLE[] = "kommunkod,befolkning\n1080,1000\n1082,500\n";
static const char APPLIED[] =
    "applicant,applicant_type,area,date,outcome,outcome_date,reason,attempt,source\n"
    "Karlshamns kommun,kommun,1082,2020-02-10,refused,2020-03-11,municipalities may not,,minutes\n"
    "Karlshamns kommun,kommun,Karlshamn,2020-09-01,refused,2020-09-21,municipalities may not,,\n"
    "Karlskrona kommun,kommun,1080,2020-02-10,approved,,,,\n"
    "Ny AB,,1082,2020-10,unknown,,,3,\n";

#define INPUTS                                                                                     \
    " --municipalities zones.geojson --offices offices.csv --crs offices=EPSG:3006"                \
    " --population people.csv --straight-line 1 --within 9km --choice 1,2"

static int set_up(void **state)
{
    const struct drawn_file files[] = {
        {"zones.geojson", ZONES},
        {"offices.csv", OFFICES},
        {"people.csv", PEOPLE},
        {"applied.csv", APPLIED},
    };
    return DRAWN_FOLDER(state, files);
}

static void runs(struct said *said, const char *folder, const char *more)
{
    drawn_runs(said, folder, "analyze" INPUTS, more);
}

/* Approved or refused, whoever applies is in no figure: every table of the run is the
 * same, byte for byte. */
static void test_row_a3_an_applicant_is_in_no_figure(void **state)
{
    static const char *const TABLES[] = {
        "out/coverage.csv", "out/metrics.csv", "out/findings.csv",      "out/disagree.csv",
        "out/critical.csv", "out/offices.csv", "out/municipalities.csv"};
    enum { COUNT = sizeof TABLES / sizeof *TABLES };
    static struct said said;
    char *plain[COUNT];
    runs(&said, *state, "--format CSV -o out");
    for (int i = 0; i < COUNT; i++)
        plain[i] = drawn_text(*state, TABLES[i]);
    assert_false(program_exists(*state, "out/applications.csv"));
    drawn_forget(*state);
    runs(&said, *state, "--applications applied.csv --format CSV -o out");
    for (int i = 0; i < COUNT; i++) {
        char *text = drawn_text(*state, TABLES[i]);
        assert_string_equal(text, plain[i]);
        free(text);
        free(plain[i]);
    }
    drawn_forget(*state);
}

static void test_row_a3_an_applicant_is_potential(void **state)
{
    static struct said said;
    runs(&said, *state, "--applications applied.csv --json");
    has(said.out, "\"applicant\": \"Karlskrona kommun\"");
    has(said.out, "\"counts_as\": \"potential\"");
    assert_null(strstr(said.out, "\"counts_as\": \"open\""));
    has(said.out, "\"outcome\": \"approved\"");
}

/* Unknown is NULL: an outcome, a lead. */
static void test_row_b14_refused_keeps_its_reason(void **state)
{
    static struct said said;
    runs(&said, *state, "--applications applied.csv --format CSV -o out");
    char *text = drawn_text(*state, "out/applications.csv");
    has(text, "Karlshamns kommun,kommun,1082,1082,2020-02-10,,refused,2020-03-11,municipalities "
              "may not,potential,minutes,1,30,5,25");
    has(text, "Karlshamns kommun,kommun,Karlshamn,1082,2020-09-01,,refused,2020-09-21,"
              "municipalities may not,potential,,2,20,5,25");
    has(text, "Ny AB,,1082,1082,2020-10,,,,,potential,,3,,5,25");
    has(text, "Karlskrona kommun,kommun,1080,1080,2020-02-10,,approved,,,potential,,1,,1,\n");
    free(text);
    drawn_forget(*state);
}

/* As approved it covers people in a scenario alone; the run stays as it is. */
static void test_row_b14_approved_in_a_scenario_alone(void **state)
{
    static struct said said;
    program_write(*state, "approved.json",
                  "{\"name\":\"If approved\",\"edits\":[{\"edit\":\"approve_office\","
                  "\"office\":\"K2\"}]}");
    runs(&said, *state, "--applications applied.csv --scenario approved.json --json");
    has(said.out, "\"code\": \"1082\", \"name\": \"Karlshamn\", \"weight\": \"befolkning\", "
                  "\"limit\": \"9km\", \"limit_cost\": 9000000, \"k\": 1, \"people\": 500, "
                  "\"covered\": 0");
    has(said.out, "\"name\": \"If approved\"");
    has(said.out, "\"unwhitens\": \"1082\"");
}

static void test_row_b15_attempts_and_lead_by_area(void **state)
{
    static struct said said;
    runs(&said, *state, "--applications applied.csv --json");
    has(said.out, "\"code\": \"1082\", \"applicants\": 2, \"attempts\": 5, \"refused\": 2, "
                  "\"decided\": 2, \"lead_days_median\": 25");
    has(said.out, "\"code\": \"1080\", \"applicants\": 1, \"attempts\": 1, \"refused\": 0, "
                  "\"decided\": 0, \"lead_days_median\": null");
}

static void test_row_b15_explain_tells_every_attempt(void **state)
{
    static struct said said;
    program_whitespot(&said, *state,
                      "explain" INPUTS " --applications applied.csv --municipality 1082");
    assert_int_equal(said.status, 0);
    has(said.out, "Applications (part of no figure)");
    has(said.out, "2020-02-10  Karlshamns kommun, attempt 1: refused 2020-03-11, municipalities "
                  "may not (minutes)");
    has(said.out, "2020-10  Ny AB, attempt 3: outcome not known\n");
    assert_null(strstr(said.out, "Karlskrona kommun"));
}

/* In a supplier area, where no municipality is called so. */
static void test_row_b15_areas_of_suppliers(void **state)
{
    static struct said said;
    program_write(*state, "areas.csv", "kommunkod,leveransomrade\n1080,BL\n1082,BL\n");
    program_write(*state, "applied.csv",
                  "applicant,area,date,outcome\nNy AB,BL,2020-10-01,refused\n");
    runs(&said, *state, "--supplier-areas areas.csv --applications applied.csv --json");
    has(said.out, "\"area\": \"BL\", \"code\": \"BL\", \"applicants\": 1");
}

static void test_a_mistake_names_file_and_row(void **state)
{
    static struct said said;
    program_write(*state, "applied.csv",
                  "applicant,area,date,outcome\nNy AB,1080,2020-10-01,refused\n"
                  "Ny AB,1082,2020-10-01,denied\n");
    program_whitespot(&said, *state, "analyze" INPUTS " --applications applied.csv -o out.gpkg");
    assert_int_equal(said.status, 3);
    has(said.err, "applied.csv: line 3 (1082): outcome is denied; expected applied, approved");
    assert_false(program_exists(*state, "out.gpkg"));
}

static void test_after_the_day_of_the_run(void **state)
{
    static struct said said;
    runs(&said, *state, "--applications applied.csv --as-of 2020-04-15");
    has(said.err, "2 applications are dated after the day asked for (--as-of 2020-04-15)");
}

static void test_a_timeline_has_no_use_for_it(void **state)
{
    static struct said said;
    program_whitespot(&said, *state,
                      "timeline" INPUTS " --applications applied.csv --dates 2020-03-30");
    assert_int_equal(said.status, 2);
    has(said.err, "--applications has no part in a timeline");
}

/* Each in a folder of its own. */
#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_row_a3_an_applicant_is_in_no_figure),
        TEST(test_row_a3_an_applicant_is_potential),
        TEST(test_row_b14_refused_keeps_its_reason),
        TEST(test_row_b14_approved_in_a_scenario_alone),
        TEST(test_row_b15_attempts_and_lead_by_area),
        TEST(test_row_b15_explain_tells_every_attempt),
        TEST(test_row_b15_areas_of_suppliers),
        TEST(test_a_mistake_names_file_and_row),
        TEST(test_after_the_day_of_the_run),
        TEST(test_a_timeline_has_no_use_for_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
