/* Policies, findings and allowances as a user meets them: two municipalities of
 * 20 km side by side and one alone, no roads; offices of A and B in the west. */
#include "drawn.h"

static const char ZONES[] = LAYER(ZONE("0114", "500000", "520000") "," ZONE(
    "0115", "520000", "540000") "," ZONE("0116", "560000", "580000"));
static const char OFFICES[] = "id,leverantor,easting,northing\n"
                              "K1,A,509000,6710000\nK2,B,510000,6710000\n";
static const char PEOPLE[] = "kommunkod,befolkning\n0114,1000\n0115,500\n0116,300\n";
static const char JOBLESS[] = "kommunkod,arbetslosa\n0114,200\n0115,60\n0116,30\n";
/* n* = 45; participants 100, 30 and 15. */
#define AMOUNTS                                                                                    \
    "\"fixed_cost\":{\"value\":900000,\"unit\":\"SEK\",\"mark\":\"P\",\"source\":\"board\"},"      \
    "\"income\":26000,\"variable_cost\":6000,\"participant_share\":0.5,\"term\":4"

#define INPUTS                                                                                     \
    " --municipalities zones.geojson --offices offices.csv --crs offices=EPSG:3006"                \
    " --population people.csv --straight-line 1 --within 10km --as-of 2020-04-15"

static int set_up(void **state)
{
    const struct drawn_file files[] = {
        {"zones.geojson", ZONES},
        {"offices.csv", OFFICES},
        {"people.csv", PEOPLE},
        {"jobless.csv", JOBLESS},
    };
    return DRAWN_FOLDER(state, files);
}

static void runs(struct said *said, const char *folder, const char *more)
{
    drawn_runs(said, folder, "analyze" INPUTS, more);
}

/* The evidence from a key on. */
static const char *from(const char *text, const char *key)
{
    has(text, key);
    return strstr(text, key);
}

/* The line of the evidence with the finding of a municipality. */
static void finding_of(char line[700], const char *text, const char *code)
{
    char words[64];
    snprintf(words, sizeof words, "\"code\": \"%s\", \"class\"", code);
    const char *begin = from(from(text, "\"findings\": ["), words);
    snprintf(line, 700, "%.*s", (int)strcspn(begin, "\n"), begin);
}

static void test_row_a5_classes_without_a_policy(void **state)
{
    static struct said said;
    char line[700];
    runs(&said, *state, "--json");
    finding_of(line, said.out, "0114");
    has(line, "\"class\": \"two\"");
    has(line, "\"route\": \"LOV_ALLOWANCE\", \"rule\": \"c\", \"is_candidate\": true");
    finding_of(line, said.out, "0115");
    has(line, "\"class\": \"none\"");
    has(line, "\"route\": \"LOU\", \"rule\": \"d\", \"is_candidate\": true");
    has(said.out, "\"key\": \"fixed_cost\", \"value\": null");
    has(said.out, "\"key\": \"choice\", \"value\": 3");
    runs(&said, *state, "");
    has(said.out, "Findings, municipalities: 2 none, 1 two; routes: 1 LOV_ALLOWANCE, 2 LOU "
                  "(3 of them candidates)");
}

/* An office across the border reaches them, none stands inside. */
static void test_row_a5_offices_in_the_next_area_only(void **state)
{
    static struct said said;
    char line[700];
    program_write(*state, "offices.csv",
                  "id,leverantor,easting,northing\nK1,A,519990,6710000\nK2,A,543000,6710000\n");
    runs(&said, *state, "--json --within 12km");
    finding_of(line, said.out, "0115");
    has(line, "\"class\": \"one\", \"flags\": \"neighbour_only\"");
    finding_of(line, said.out, "0114");
    has(line, "\"flags\": null");
}

static void test_row_a15_routes_by_volume_and_neighbours(void **state)
{
    static struct said said;
    char line[700];
    program_write(*state, "policy.json", "{" AMOUNTS ",\"begun\":\"2025-03-01\"}");
    runs(&said, *state, "--json --unemployed jobless.csv --policy policy.json");
    finding_of(line, said.out, "0114");
    has(line, "\"route\": \"LOV_ALLOWANCE\", \"rule\": \"c\", \"is_candidate\": false");
    has(line, "N = 100 a year, n* = 45, viable 2, k = 3");
    finding_of(line, said.out, "0115");
    has(line, "\"route\": \"LOU\", \"rule\": \"d\", \"is_candidate\": false");
    has(line, "with 1 neighbour N = 130, a lot needs 45");
    finding_of(line, said.out, "0116");
    has(line, "\"route\": \"DIRECT_AWARD\", \"rule\": \"e\", \"is_candidate\": false");
    has(line, "value 1560000 SEK, limit of direct award 8109450 SEK");
}

/* No day is told: the day of the run, 2020, when the limit was lower; in 2026 it is
 * not known, and no route goes by value. */
static void test_row_a15_limits_of_the_day(void **state)
{
    static struct said said;
    char line[700];
    program_write(*state, "policy.json", "{" AMOUNTS "}");
    runs(&said, *state, "--json --unemployed jobless.csv --policy policy.json");
    finding_of(line, said.out, "0116");
    has(line, "\"route\": \"REMOTE_VISITS\", \"rule\": \"f\"");
    has(line, "limit of direct award 615312 SEK");
    has(said.out, "\"begun\": \"2020-04-15\"");
    program_write(*state, "policy.json", "{" AMOUNTS ",\"begun\":\"2026-01-01\"}");
    runs(&said, *state, "--json --unemployed jobless.csv --policy policy.json");
    finding_of(line, said.out, "0116");
    has(line, "2026-01-01 is not known");
    has(said.out, "\"direct_award\": \"not known\"");
}

static void test_row_a13_an_agreement_that_is_offered(void **state)
{
    static struct said said;
    char line[700];
    program_write(*state, "policy.json",
                  "{" AMOUNTS ",\"begun\":\"2025-03-01\",\"offers\":[\"0116\"]}");
    runs(&said, *state, "--json --unemployed jobless.csv --policy policy.json");
    finding_of(line, said.out, "0116");
    has(line, "\"route\": \"AGREEMENT\", \"rule\": \"e\"");
}

static void test_row_c10_a_decided_route_keeps_its_reason(void **state)
{
    static struct said said;
    char line[700];
    program_write(*state, "policy.json",
                  "{\"routes\":[{\"code\":\"0115\",\"route\":\"TRIAL\",\"reason\":\"council, item "
                  "14\"},{\"code\":\"9999\",\"route\":\"LOV\",\"reason\":\"typo\"}]}");
    runs(&said, *state, "--json --policy policy.json");
    finding_of(line, said.out, "0115");
    has(line, "\"route\": \"TRIAL\", \"rule\": \"d\"");
    has(line, "decided: council, item 14; by rule (d) LOU");
    has(line, "\"is_override\": true");
    has(said.err, "routes: 9999: no municipality or supplier area has this code; decides nothing");
}

static void test_row_a14_table_of_allowances(void **state)
{
    static struct said said;
    program_write(*state, "policy.json", "{" AMOUNTS ",\"budget\":800000}");
    runs(&said, *state, "--unemployed jobless.csv --policy policy.json -of CSV -o out");
    char *text = drawn_text(*state, "out/allowance.csv");
    has(text, "municipalities,0115,0,900000,20000,0,900000,45,zero,");
    has(text, "municipalities,0115,30,900000,20000,0,300000,45,mid,");
    has(text, "municipalities,0116,15,900000,20000,0,600000,45,mid,");
    has(text, "municipalities,0114,100,900000,20000,0,0,45,mid,");
    free(text);
    text = drawn_text(*state, "out/run.json");
    has(text, "\"sek_mid_n\": 900000");
    has(text, "\"exceeds_budget\": true");
    free(text);
    drawn_forget(*state);
}

/* Enough providers are there: no allowance, whatever the amounts. */
static void test_row_a14_outside_the_guard(void **state)
{
    static struct said said;
    program_write(*state, "policy.json", "{" AMOUNTS ",\"choice\":2}");
    runs(&said, *state, "--policy policy.json -of CSV -o out");
    char *text = drawn_text(*state, "out/allowance.csv");
    has(text, "municipalities,0114,0,900000,20000,0,0,45,zero,"
              "\"outside the guard: 2 providers, k = 2\"");
    has(text, "municipalities,0115,0,900000,20000,0,900000,45,zero,");
    free(text);
    drawn_forget(*state);
}

/* Amounts are missing: the formula, and no SEK. */
static void test_row_b8_no_amount_without_inputs(void **state)
{
    static struct said said;
    program_write(*state, "policy.json", "{\"fixed_cost\":900000,\"income\":null}");
    runs(&said, *state, "--policy policy.json -of CSV -o out");
    char *text = drawn_text(*state, "out/allowance.csv");
    has(text, "municipalities,0115,0,900000,,0,,,zero,\"S(n) = max(0, F - (1 - tau) n m); no "
              "amount: F, r or v is not known\"");
    free(text);
    text = drawn_text(*state, "out/run.json");
    has(text, "\"sek_mid_n\": null");
    free(text);
    drawn_forget(*state);
}

/* Coverage never changes because a policy was given. */
static void test_coverage_is_the_same_with_any_policy(void **state)
{
    static const char *const TABLES[] = {"out/coverage.csv", "out/metrics.csv", "out/disagree.csv"};
    static struct said said;
    char *plain[3];
    runs(&said, *state, "--unemployed jobless.csv -of CSV -o out");
    for (int i = 0; i < 3; i++)
        plain[i] = drawn_text(*state, TABLES[i]);
    drawn_forget(*state);
    program_write(*state, "policy.json", "{" AMOUNTS ",\"choice\":1,\"offers\":[\"0115\"]}");
    runs(&said, *state, "--unemployed jobless.csv --policy policy.json -of CSV -o out");
    for (int i = 0; i < 3; i++) {
        char *text = drawn_text(*state, TABLES[i]);
        assert_string_equal(text, plain[i]);
        free(text);
        free(plain[i]);
    }
    drawn_forget(*state);
}

/* A number holds from a day, until a day. */
static void test_a_number_of_another_day_is_not_known(void **state)
{
    static struct said said;
    program_write(*state, "policy.json",
                  "{\"fixed_cost\":{\"value\":900000,\"from\":\"2020-04-16\"},"
                  "\"income\":{\"value\":26000,\"to\":\"2020-04-14\"},"
                  "\"term\":{\"value\":4,\"from\":\"2020-04-15\",\"to\":\"2020-04-15\"}}");
    runs(&said, *state, "--json --policy policy.json");
    has(said.out, "\"key\": \"fixed_cost\", \"value\": null");
    has(said.out, "\"key\": \"income\", \"value\": null");
    has(said.out, "\"key\": \"term\", \"value\": 4");
}

/* ---- contracts ------------------------------------------------------------------------------- */

/* Participants of all contracts of a place, one that does
 * not tell makes the sum unknown. All contracts at risk is a flag, one of two is none. */
static void test_row_a5_contracts_tell_participants_and_risk(void **state)
{
    static struct said said;
    char line[700];
    program_write(*state, "policy.json", "{" AMOUNTS "}");
    program_write(*state, "contracts.csv",
                  "leverantor,leveransomrade,deltagare,riskerar_havning\n"
                  "A,0114,100,ja\nB,0114,35,nej\nA,0115,40,ja\nB,0115,4,ja\nA,0116,,nej\n");
    runs(&said, *state, "--json --contracts contracts.csv --policy policy.json");
    finding_of(line, said.out, "0114");
    has(line, "\"flags\": null");
    has(line, "N = 135 a year, n* = 45, viable at least 3, k = 3");
    finding_of(line, said.out, "0115");
    has(line, "\"flags\": \"at_risk\"");
    has(line, "N = 44 a year");
    finding_of(line, said.out, "0116");
    has(line, "participants are not known");
}

static void test_row_a5_flags_of_offices(void **state)
{
    static struct said said;
    char line[700];
    program_write(*state, "offices.csv",
                  "id,leverantor,easting,northing,accepts_new,valid_to\n"
                  "K1,A,509000,6710000,no,\nK2,B,510000,6710000,no,\n"
                  "K3,A,530000,6710000,yes,2020-05-01\nK4,B,570000,6710000,yes,2020-05-01\n"
                  "K5,A,570000,6710000,yes,2022-05-01\n");
    runs(&said, *state, "--json");
    finding_of(line, said.out, "0114");
    has(line, "\"flags\": \"closed_to_new\"");
    finding_of(line, said.out, "0115");
    has(line, "\"flags\": \"ending\"");
    finding_of(line, said.out, "0116");
    has(line, "\"class\": \"two\", \"flags\": null");
}

/* ---- broken files ---------------------------------------------------------------------------- */

static const struct broken {
    const char *name, *text, *said;
} BROKEN[] = {
    {"unknown_key", "{\"fixed_cots\":1}",
     "fixed_cots: no such key in a policy; the nearest is "
     "\"fixed_cost\""},
    {"unknown_member", "{\"cap\":{\"valu\":1}}", "cap: no member \"valu\" is known"},
    {"another_unit", "{\"income\":{\"value\":1,\"unit\":\"kSEK\"}}",
     "income: unit is \"kSEK\"; expected SEK per participant"},
    {"negative", "{\"cap\":-1}", "cap: no number from 0"},
    {"a_text", "{\"cap\":\"1\"}", "cap: no number from 0"},
    {"all_of_the_margin", "{\"taper\":1}", "taper: no number from 0 to 0.999999"},
    {"half_a_provider", "{\"choice\":2.5}", "choice: no whole number from 1 to 16"},
    {"no_provider", "{\"choice\":0}", "choice: no whole number from 1 to 16"},
    {"a_rule_that_is_not_known", "{\"choice\":null}", "choice: a rule cannot be unknown"},
    {"bounds_out_of_order", "{\"cap\":{\"value\":5,\"low\":6}}",
     "cap: low, value and high are not in order"},
    {"no_value", "{\"cap\":{\"unit\":\"SEK\"}}", "cap: \"value\" is missing"},
    {"no_mark", "{\"cap\":{\"value\":1,\"mark\":\"X\"}}", "cap: mark is none of"},
    {"no_day", "{\"cap\":{\"value\":1,\"from\":\"2020\"}}", "cap: from or to is no day"},
    {"begun_on_no_day", "{\"begun\":\"2025-02-29\"}", "begun: no day YYYY-MM-DD"},
    {"other_services", "{\"services\":\"many\"}", "services: expected \"social\""},
    {"bands_without_zero", "{\"bands\":[[1,5]]}", "bands: expected [participants, SEK]"},
    {"bands_that_fall", "{\"bands\":[[0,5],[9,4],[9,3]]}", "bands: participants do not rise"},
    {"bands_of_an_object", "{\"bands\":{\"value\":1}}", "bands: expected [participants, SEK]"},
    {"offers_of_numbers", "{\"offers\":[114]}", "offers: expected a list of codes as text"},
    {"no_such_route", "{\"routes\":[{\"code\":\"1\",\"route\":\"LUV\",\"reason\":\"x\"}]}",
     "routes: 1: no route is called \"LUV\""},
    {"no_reason", "{\"routes\":[{\"code\":\"1\",\"route\":\"LOV\"}]}", "routes: expected {"},
    {"a_route_twice",
     "{\"routes\":[{\"code\":\"1\",\"route\":\"LOV\",\"reason\":\"x\"},"
     "{\"code\":\"1\",\"route\":\"LOU\",\"reason\":\"y\"}]}",
     "routes: a code stands twice"},
    {"a_list", "[1]", "no keys; expected"},
    {"nothing", "{}", "no keys; expected"},
    {"half_a_file", "{\"cap\":", "line 1"},
};

static void broken(void **state)
{
    const struct broken *row = *state;
    static struct said said;
    char *folder = program_folder();
    program_write(folder, "zones.geojson", ZONES);
    program_write(folder, "offices.csv", OFFICES);
    program_write(folder, "people.csv", PEOPLE);
    program_write(folder, "policy.json", row->text);
    program_whitespot(&said, folder, "analyze" INPUTS " --policy policy.json -o out.gpkg");
    assert_int_equal(said.status, 3);
    has(said.err, "error: policy.json: ");
    has(said.err, row->said);
    assert_false(program_exists(folder, "out.gpkg"));
    program_whitespot(&said, folder, "check" INPUTS " --policy policy.json");
    assert_int_equal(said.status, 3);
    has(said.err, row->said);
    program_remove(folder);
}

static void test_no_such_file(void **state)
{
    static struct said said;
    program_whitespot(&said, *state, "analyze" INPUTS " --policy nix.json");
    assert_int_equal(said.status, 4);
    has(said.err, "nix.json: there is no such file (--policy)");
}

/* Each in a folder of its own. */
#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    enum { FIXED = 14, ROWS = sizeof BROKEN / sizeof *BROKEN };
    struct CMUnitTest tests[FIXED + ROWS] = {
        TEST(test_row_a5_classes_without_a_policy),
        TEST(test_row_a5_offices_in_the_next_area_only),
        TEST(test_row_a15_routes_by_volume_and_neighbours),
        TEST(test_row_a15_limits_of_the_day),
        TEST(test_row_a13_an_agreement_that_is_offered),
        TEST(test_row_c10_a_decided_route_keeps_its_reason),
        TEST(test_row_a14_table_of_allowances),
        TEST(test_row_a14_outside_the_guard),
        TEST(test_row_b8_no_amount_without_inputs),
        TEST(test_coverage_is_the_same_with_any_policy),
        TEST(test_a_number_of_another_day_is_not_known),
        TEST(test_row_a5_contracts_tell_participants_and_risk),
        TEST(test_row_a5_flags_of_offices),
        TEST(test_no_such_file),
    };
    for (int i = 0; i < ROWS; i++)
        tests[FIXED + i] = (struct CMUnitTest){.name = BROKEN[i].name,
                                               .test_func = broken,
                                               .initial_state = (void *)(uintptr_t)&BROKEN[i]};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
