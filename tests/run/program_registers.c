/* Registers as a user meets them: two municipalities of 20 km side by side, no
 * roads; an office of A and one of B in the west, none in the east. */
#include "drawn.h"

static const char ZONES[] = LAYER(PLACE("0114", "V\xc3\xa4sterby", "500000", "520000") "," PLACE(
    "0115", "\xc3\x96sterby", "520000", "540000"));
static const char OFFICES[] = "id,leverantor,easting,northing,scheme,valid_from\n"
                              "K1,A,505000,6710000,KROM,2020-03-30\n"
                              "K2,B,510000,6710000,KROM,2020-03-30\n";
static const char PEOPLE[] = "kommunkod,befolkning\n0114,1000\n0115,500\n";

#define INPUTS                                                                                     \
    " --municipalities zones.geojson --offices offices.csv --crs offices=EPSG:3006"                \
    " --population people.csv --straight-line 1 --within 10km --choice 1,2 --as-of 2020-04-15"

static int set_up(void **state)
{
    const struct drawn_file files[] = {
        {"zones.geojson", ZONES},
        {"offices.csv", OFFICES},
        {"people.csv", PEOPLE},
    };
    return DRAWN_FOLDER(state, files);
}

static void runs(struct said *said, const char *folder, const char *more)
{
    drawn_runs(said, folder, "analyze" INPUTS, more);
}

/* The text between two words of the evidence. */
static char *part_of(const char *text, const char *from, const char *to)
{
    const char *begin = strstr(text, from);
    assert_non_null(begin);
    const char *end = strstr(begin, to);
    assert_non_null(end);
    size_t size = (size_t)(end - begin);
    char *part = malloc(size + 1);
    assert_non_null(part);
    memcpy(part, begin, size);
    part[size] = '\0';
    return part;
}

/* ---- figures side by side ---------------------------------------------------------- */

static void test_row_a6_shares_and_persons_together(void **state)
{
    static struct said said;
    runs(&said, *state, "");
    has(said.out, "What may be quoted, by municipality");
    has(said.out, "M1 people in covered places         66.7 %");
    has(said.out, "M5 municipalities with an office    50.0 %, 1 of 2");
    has(said.out, "M6 people within 10km");
    has(said.out, "Persons (befolkning): 500 live in a municipality without a provider");
}

static void test_row_a7_unemployed_and_residents(void **state)
{
    static struct said said;
    program_write(*state, "jobless.csv",
                  "kommunkod,manad,arbetslosa\n0114,2020-04,30\n0115,2020-04,70\n");
    runs(&said, *state, "--unemployed jobless.csv");
    has(said.out, "M4 unemployed 2020-04               30.0 %");
    has(said.out, "M1 people in covered places         66.7 %");
}

/* Two thirds at home; without flows nothing more is certain. */
static void test_row_a8_without_commuting_an_interval(void **state)
{
    static struct said said;
    runs(&said, *state, "");
    has(said.out, "M2 employed: live and work in one   0.0\xe2\x80\x93"
                  "66.7 %");
    has(said.out, "M3 employed: live or work in one    66.6\xe2\x80\x93"
                  "100.0 %");
    has(said.out, "without --commuting only these intervals are certain");
}

static void test_row_a8_with_commuting(void **state)
{
    static struct said said;
    program_write(*state, "flows.csv",
                  "home,work,people\n0114,0114,60\n0114,0115,20\n0115,0114,10\n0115,0115,10\n");
    runs(&said, *state, "--commuting flows.csv");
    has(said.out, "M2 employed: live and work in one   60.0 %");
    has(said.out, "M3 employed: live or work in one    90.0 %");
}

/* The same supply, more unemployed: more persons exposed in the same places. */
static void test_row_e9_unemployment_rises(void **state)
{
    static struct said said;
    program_write(*state, "jobless.csv",
                  "kommunkod,manad,arbetslosa\n0114,2020-03,30\n0115,2020-03,10\n"
                  "0114,2020-04,30\n0115,2020-04,30\n");
    runs(&said, *state, "--unemployed jobless.csv --json");
    char *march = part_of(said.out, "\"metric\": \"M4\"", "\"as_of\": \"2020-03\"");
    char *april = part_of(strstr(said.out, "\"as_of\": \"2020-03\""), "\"metric\": \"M4\"",
                          "\"as_of\": \"2020-04\"");
    has(march, "\"numerator\": 30,");
    has(march, "\"denominator\": 40,");
    has(april, "\"numerator\": 30,");
    has(april, "\"denominator\": 60,");
    free(march);
    free(april);
}

static void test_row_d13_two_way_table(void **state)
{
    static struct said said;
    program_write(*state, "jobless.csv", "kommunkod,arbetslosa\n0114,30\n0115,70\n");
    runs(&said, *state, "--unemployed jobless.csv --json");
    has(said.out, "\"unemployment_by_choice\"");
    has(said.out, "\"unemployment\": \"high\"");
}

static void test_ages_are_printed_where_they_are_known(void **state)
{
    static struct said said;
    program_write(*state, "people.csv", "kommunkod,bef_20_64\n0114,1000\n0115,500\n");
    runs(&said, *state, "--weight bef_20_64=Folk --json");
    has(said.out, "\"ages\": \"20-64\"");
    runs(&said, *state, "--weight bef_20_64=Folk");
    has(said.out, "Persons (Folk, ages 20-64)");
}

/* ---- claims ------------------------------------------------------------------------- */

#define CLAIMS "id,statement,who,date,relation,value,source,metric,population,scheme,k,t\n"

static void test_row_a10_a_claim_on_another_scheme_warns(void **state)
{
    static struct said said;
    program_write(*state, "claims.csv",
                  CLAIMS "S1,over 99 %,A,2020-03,>,99 %,doc,M1,,STOM,1,\n"
                         "S2,two of three,A,2020-03,about,67 %,doc,M1,,KROM,1,\n");
    runs(&said, *state, "--claims claims.csv");
    has(said.err, "claim S1: it is about STOM, the data are about KROM; not testable");
    has(said.out, "S1: not testable; wrong scheme");
    has(said.out, "S2: reproduced; M1, k = 1, befolkning, by municipality");
}

static void test_row_a9_stands_twice(void **state)
{
    static struct said said;
    program_write(*state, "claims.csv",
                  CLAIMS "S1,over 99 %,A,2020-03,>,99 %,page 1,M1,,,1,\n"
                         "S2,Over 99 %,A,2020-03,>,99 %,page 4,M1,,,1,\n");
    runs(&said, *state, "--claims claims.csv --json");
    has(said.out, "\"id\": \"S1, S2\"");
    has(said.out, "\"occurrences\": 2");
    runs(&said, *state, "--claims claims.csv");
    has(said.out, "S1, S2: not reproduced (stands 2 times)");
}

static void test_row_b1_reported_beside_registry(void **state)
{
    static struct said said;
    program_write(*state, "claims.csv",
                  CLAIMS "B1,six municipalities,A,2021-04,=,6,doc,municipalities,"
                         "all of the input,,,\n");
    runs(&said, *state, "--claims claims.csv");
    has(said.out, "B1: municipalities all of the input: reported 6, registry 2: 4 unexplained");
}

/* ---- referrals ------------------------------------------------------------------------- */

static void test_row_e4_the_bridge_is_printed(void **state)
{
    static struct said said;
    program_write(*state, "flows.csv",
                  "month,place,opening,in,left,closing,headline\n"
                  "2020-04,0114,0,20,1,19,33\n2020-04,0115,0,13,0,13,\n");
    runs(&said, *state, "--referrals flows.csv");
    has(said.out, "33 - 1 = 32 persons; somebody came to 2 of 2 municipalities");
    has(said.out, "headline 33, there at the end 32: 33 - 1 = 32");
}

static void test_row_e4_a_broken_bridge_is_an_error(void **state)
{
    static struct said said;
    program_write(*state, "flows.csv",
                  "month,place,opening,in,left,closing\n2020-04,0114,0,20,1,20\n");
    program_whitespot(&said, *state, "analyze" INPUTS " --referrals flows.csv -o out.gpkg");
    assert_int_equal(said.status, 3);
    has(said.err, "flows.csv: line 2 (0114): 0114, 2020-04: 0 + 20 - 1 is not 20");
    assert_false(program_exists(*state, "out.gpkg"));
}

static void test_row_e5_who_waits(void **state)
{
    static struct said said;
    program_write(*state, "flows.csv",
                  "month,place,provider,in\n2020-04,0114,A,20\n2020-04,0114,B,0\n");
    runs(&said, *state, "--referrals flows.csv --json");
    has(said.out, "nobody referred in 2020-04; there since 2020-03-30, 16 days");
    assert_null(strstr(said.out, "\"provider\": \"A\",\n            \"opening\""));
}

/* Low use is explained as flow; no place turns white for it. */
static void test_row_e6_impaired_flow_changes_no_coverage(void **state)
{
    static struct said plain, impaired;
    program_write(*state, "flows.csv",
                  "month,place,in,flow_impaired\n2020-04,0114,0,yes\n2020-04,0115,0,no\n");
    runs(&plain, *state, "--json");
    runs(&impaired, *state, "--referrals flows.csv --json");
    has(impaired.out, "explained as flow");
    char *a = part_of(plain.out, "\"coverage\": [", "\"warnings\"");
    char *b = part_of(impaired.out, "\"coverage\": [", "\"metrics\"");
    assert_int_equal(strncmp(a, b, strlen(b)), 0);
    free(a);
    free(b);
}

/* ---- notes --------------------------------------------------------------------------- */

#define NOTES "date,place,topic,status,count,source,text\n"

static void test_notes_are_part_of_no_figure(void **state)
{
    static struct said plain, noted;
    program_write(*state, "notes.csv",
                  NOTES "2020-04-13,0115,denied_job,reported,unknown,paper,few\n"
                        "2020-04-13,0115,denied_job,contested,0,paper,not so\n"
                        "2020-04-14,0114,denied_job,verified,3,own,\n");
    runs(&plain, *state, "--json");
    runs(&noted, *state, "--notes notes.csv --json");
    static const char *const parts[][2] = {{"\"coverage\": [", "\"metrics\": ["},
                                           {"\"metrics\": [", "\"warnings\": ["}};
    char *a = part_of(plain.out, parts[0][0], parts[0][1]);
    char *b = part_of(noted.out, parts[0][0], parts[0][1]);
    assert_string_equal(a, b);
    free(a);
    free(b);
    a = part_of(plain.out, parts[1][0], "\"warnings\": [");
    b = part_of(noted.out, parts[1][0], "\"notes\": {");
    assert_int_equal(strncmp(a, b, strlen(b)), 0);
    free(a);
    free(b);
    has(noted.out, "\"text\": \"at least 3, 1 unknown\""); /* row B12 */
}

static void test_row_b13_explain_shows_both(void **state)
{
    static struct said said;
    program_write(*state, "notes.csv",
                  NOTES "2020-04-13,0115,denied_job,reported,unknown,paper,few\n"
                        "2020-04-13,0115,denied_job,contested,0,paper,not so\n");
    program_whitespot(&said, *state, "explain" INPUTS " --notes notes.csv --municipality 0115");
    assert_int_equal(said.status, 0);
    has(said.out, "Notes (part of no figure)");
    has(said.out, "denied_job, contested, count unknown: few (paper)");
    has(said.out, "denied_job, contested, count 0: not so (paper)");
    program_whitespot(&said, *state, "explain" INPUTS " --notes notes.csv --municipality 0114");
    assert_null(strstr(said.out, "Notes"));
}

/* ---- tables and check ------------------------------------------------------------------ */

static void test_tables_are_written(void **state)
{
    static struct said said;
    program_write(*state, "claims.csv", CLAIMS "S1,x,A,2020-03,>,99 %,doc,M1,,,1,\n");
    program_write(*state, "flows.csv", "month,place,in\n2020-04,0114,3\n");
    program_write(*state, "notes.csv", NOTES "2020-04-13,0115,a,verified,1,own,\n");
    program_write(*state, "jobless.csv", "kommunkod,arbetslosa\n0114,30\n0115,70\n");
    runs(&said, *state,
         "--claims claims.csv --referrals flows.csv --notes notes.csv --unemployed jobless.csv "
         "--format CSV -o out");
    static const char *const tables[] = {"metrics", "claims", "reconcile", "notes", "unemployment"};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        char path[40];
        snprintf(path, sizeof path, "out/%s.csv", tables[i]);
        assert_true(program_exists(*state, path));
    }
    drawn_forget(*state);
}

static void test_check_judges_registers(void **state)
{
    static struct said said;
    program_write(*state, "flows.csv", "home,people\n0114,3\n");
    program_write(*state, "notes.csv", NOTES "2020-04-13,0115,a,verified,,own,\n");
    program_whitespot(&said, *state, "check" INPUTS " --commuting flows.csv --notes notes.csv");
    assert_int_equal(said.status, 3);
    has(said.err, "no column for commuting.work");
    has(said.out, "count is blank");
}

/* Each in a folder of its own. */
#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_row_a6_shares_and_persons_together),
        TEST(test_row_a7_unemployed_and_residents),
        TEST(test_row_a8_without_commuting_an_interval),
        TEST(test_row_a8_with_commuting),
        TEST(test_row_e9_unemployment_rises),
        TEST(test_row_d13_two_way_table),
        TEST(test_ages_are_printed_where_they_are_known),
        TEST(test_row_a10_a_claim_on_another_scheme_warns),
        TEST(test_row_a9_stands_twice),
        TEST(test_row_b1_reported_beside_registry),
        TEST(test_row_e4_the_bridge_is_printed),
        TEST(test_row_e4_a_broken_bridge_is_an_error),
        TEST(test_row_e5_who_waits),
        TEST(test_row_e6_impaired_flow_changes_no_coverage),
        TEST(test_notes_are_part_of_no_figure),
        TEST(test_row_b13_explain_shows_both),
        TEST(test_tables_are_written),
        TEST(test_check_judges_registers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
