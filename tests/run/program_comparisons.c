/* Pilots, payers, peers and chains of roles as a user meets them: three municipalities of
 * 20 km, one of them a pilot and one Stockholm by its code, no roads; offices of A and B
 * in the west. */
#include "drawn.h"

static const char ZONES[] = LAYER(PLACE("0180", "Stad", "500000", "520000") "," PLACE(
    "2401", "Pilotby", "520000", "540000") "," PLACE("2402", "Annanby", "560000", "580000"));
static const char OFFICES[] = "id,leverantor,easting,northing\n"
                              "K1,Alfa AB,509000,6710000\nK2,Beta AB,522000,6710000\n";
static const char PEOPLE[] = "unit,easting,northing,befolkning\n"
                             "u1,510000,6710000,1000\nu2,523000,6710000,300\n"
                             "u3,539000,6710000,100\nu4,570000,6710000,500\n";
static const char JOBLESS[] = "kommunkod,arbetslosa\n0180,200\n2401,40\n2402,50\n";

#define INPUTS                                                                                     \
    " --municipalities zones.geojson --offices offices.csv --crs offices=EPSG:3006"                \
    " --population people.csv --crs population=EPSG:3006 --straight-line 1 --within 10km"          \
    " --as-of 2021-04-15"

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

static void refuses(struct said *said, const char *folder, const char *policy, const char *words)
{
    char line[600];
    program_write(folder, "policy.json", policy);
    snprintf(line, sizeof line, "analyze%s --policy policy.json", INPUTS);
    program_whitespot(said, folder, line);
    assert_int_equal(said->status, 3);
    has(said->err, words);
}

/* ---- C7 ---------------------------------------------------------------------------------- */

static void row_c7_pilots_beside_the_country(void **state)
{
    static struct said said;
    program_write(*state, "policy.json", "{\"pilots\":\"KROM\"}");
    runs(&said, *state, "--json --policy policy.json");
    has(said.out, "{\"part\": \"metropolitan\", \"pilots\": {\"municipalities\": 0, \"people\": 0, "
                  "\"share\": 0, ");
    has(said.out, "\"country\": {\"municipalities\": 1, \"people\": 1000, \"share\": 0.5263157894");
    has(said.out, "{\"part\": \"all\", \"pilots\": {\"municipalities\": 1, \"people\": 400, "
                  "\"share\": 1, \"covered\": 300, \"share_covered\": 0.75}");
    has(said.out, "31 of 32 codes are no municipality here, \\\"0821\\\" the first of them");
    runs(&said, *state, "--policy policy.json");
    has(said.out,
        "Pilots: 1 of 3 municipalities, 21.1 % of the people; metropolitan 0 of 1, 0 % of "
        "the pilots' people and 52.63 % of the country's");
}

static void row_c7_other_pilots_and_cities(void **state)
{
    static struct said said;
    program_write(*state, "policy.json",
                  "{\"pilots\":[\"2401\",\"2402\"],\"metropolitan\":[\"2401\"]}");
    runs(&said, *state, "--policy policy.json -o out -of CSV");
    has(said.out, "Pilots: 2 of 3 municipalities, 47.4 % of the people; metropolitan 1 of 1, "
                  "44.44 % of the pilots' people and 21.05 % of the country's");
    program_write(*state, "policy.json", "{\"pilots\":[\"2403\"]}");
    runs(&said, *state, "--policy policy.json");
    has(said.out, "Pilots: none of the municipalities");
    assert_null(strstr(said.out, "nan %"));
    refuses(&said, *state, "{\"pilots\":\"STOM\"}", "expected \"KROM\" or a list of codes");
}

/* ---- D5 ---------------------------------------------------------------------------------- */

static void row_d5_the_municipality_pays(void **state)
{
    static struct said said;
    program_write(
        *state, "policy.json",
        "{\"assistance\":{\"value\":100000,\"low\":80000,\"high\":120000,\"unit\":\"SEK\","
        "\"mark\":\"P\",\"source\":\"board\"},\"assistance_share\":0.5}");
    runs(&said, *state, "--json --policy policy.json");
    has(said.out, "\"assistance\": {");
    has(said.out, "\"optional\": true");
    has(said.out,
        "{\"code\": \"2401\", \"people_low\": 100, \"people\": 100, \"people_high\": 100, "
        "\"sek_low\": 4000000, \"sek\": 5000000, \"sek_high\": 6000000,");
    has(said.out,
        "{\"code\": \"2402\", \"people_low\": 500, \"people\": 500, \"people_high\": 500, "
        "\"sek_low\": 20000000, \"sek\": 25000000, \"sek_high\": 30000000,");
    assert_null(strstr(said.out, "{\"code\": \"0180\", \"people_low\": 0"));
    runs(&said, *state, "--policy policy.json");
    has(said.out,
        "Assistance (optional), paid by municipalities: 30,000,000 SEK a year for 600 people "
        "without a provider, between 24,000,000 and 36,000,000 SEK (600 to 600 people)");
}

static void row_c3_a_programme_is_told(void **state)
{
    static struct said said;
    program_write(*state, "policy.json",
                  "{\"programme\":{\"persons\":\"about 1100\",\"actors\":\"24\",\"cost\":"
                  "\"over 40000000\",\"source\":\"a column\"}}");
    runs(&said, *state, "--policy policy.json");
    has(said.out, "Programme (a column): over 36,363 SEK per person, about 45.8 persons per "
                  "actor\n");
    runs(&said, *state, "");
    assert_null(strstr(said.out, "Programme"));
}

static void row_d5_no_amount_is_told(void **state)
{
    static struct said said;
    program_write(*state, "policy.json", "{\"assistance\":null}");
    runs(&said, *state, "--json --policy policy.json");
    has(said.out,
        "{\"code\": \"2402\", \"people_low\": 500, \"people\": 500, \"people_high\": 500, "
        "\"sek_low\": null, \"sek\": null, \"sek_high\": null, \"why\": \"assistance is not known: "
        "persons without a "
        "provider x assistance_share x assistance\"}");
    runs(&said, *state, "--json");
    assert_null(strstr(said.out, "\"assistance\": {")); /* optional: not asked for */
}

/* ---- D6 ---------------------------------------------------------------------------------- */

#define NOTE(place, step, actor)                                                                   \
    "2021-04-01," place ",role,verified,unknown,a meeting," step "," actor "\n"

static void row_d6_a_chain_without_a_performer_is_broken(void **state)
{
    static struct said said;
    program_write(*state, "notes.csv",
                  "date,place,topic,status,count,source,step,actor\n" NOTE("0180", "1 plan", "Stad")
                      NOTE("0180", "2 job", "alfa ab") NOTE("2401", "1", "kommunen")
                          NOTE("2401", "2", "Beta AB") NOTE("2402", "1", "Annanby")
                              NOTE("2402", "2", "Beta AB"));
    runs(&said, *state, "--json --notes notes.csv");
    has(said.out, "{\"place\": \"0180\", \"code\": \"0180\", \"step\": \"2 job\", \"actor\": "
                  "\"alfa ab\", \"state\": \"whole\", \"chain\": \"whole\", \"reached\": 1000,");
    has(said.out, "{\"place\": \"2401\", \"code\": \"2401\", \"step\": \"2\", \"actor\": \"Beta "
                  "AB\", \"state\": \"some\", \"chain\": \"some\", \"reached\": 300,");
    has(said.out, "{\"place\": \"2402\", \"code\": \"2402\", \"step\": \"1\", \"actor\": "
                  "\"Annanby\", \"state\": \"whole\", \"chain\": \"broken\",");
    has(said.out, "{\"place\": \"2402\", \"code\": \"2402\", \"step\": \"2\", \"actor\": \"Beta "
                  "AB\", \"state\": \"broken\", \"chain\": \"broken\", \"reached\": 0,");
    runs(&said, *state, "--notes notes.csv");
    has(said.out, "Chains of roles: 3, broken 1, first 2402");
}

static void row_d6_steps_that_nobody_tells(void **state)
{
    static struct said said;
    program_write(*state, "notes.csv",
                  "date,place,topic,status,count,source,step,actor\n" NOTE(
                      "0180", "1", "Statens kontor") NOTE("0180", "3", ""));
    runs(&said, *state, "--json --notes notes.csv");
    has(said.out, "\"step\": \"1\", \"actor\": \"Statens kontor\", \"state\": null, \"chain\": "
                  "\"broken\"");
    has(said.out, "\"step\": \"2\", \"actor\": null, \"state\": \"broken\", \"chain\": \"broken\", "
                  "\"why\": \"no note tells this step\"");
    has(said.out, "\"step\": \"3\", \"actor\": null, \"state\": \"broken\", \"chain\": \"broken\", "
                  "\"why\": \"no note names who performs it\"");
}

/* ---- D12 --------------------------------------------------------------------------------- */

static void row_d12_comparable_areas_with_their_measure(void **state)
{
    static struct said said;
    program_write(*state, "policy.json", "{\"peers\":1}");
    runs(&said, *state, "--json --policy policy.json --unemployed jobless.csv");
    has(said.out, "{\"layer\": \"municipalities\", \"code\": \"2402\", \"rank\": 1, \"peer\": "
                  "\"2401\", \"distance\": ");
    has(said.out,
        "\"measures\": 4, \"why\": \"people 500, 400; people per km2 1.3, 1.0; way of half "
        "of the people 48.0, 1.0 km; unemployment 10.0 %, 10.0 %\"}");
    program_write(*state, "policy.json", "{\"peers\":20}");
    runs(&said, *state, "--json --policy policy.json");
    has(said.out, "\"code\": \"0180\", \"rank\": 2,");
    assert_null(strstr(said.out, "\"rank\": 3,"));
    has(said.out, "\"measures\": 3, ");
    refuses(&said, *state, "{\"peers\":0}", "peers: no whole number from 1 to 20");
    refuses(&said, *state, "{\"peers\":2.5}", "peers: no whole number from 1 to 20");
}

/* Figures stay what they are, whatever is asked for beside them. */
static void figures_stay(void **state)
{
    static struct said plain, asked;
    runs(&plain, *state, "--json");
    program_write(*state, "policy.json",
                  "{\"peers\":2,\"pilots\":\"KROM\",\"assistance\":1000,\"choice\":3}");
    program_write(*state, "notes.csv",
                  "date,place,topic,status,count,source,step,actor\n" NOTE("2401", "1", "Beta AB"));
    runs(&asked, *state, "--json --policy policy.json --notes notes.csv");
    const char *from[2] = {strstr(plain.out, "\"coverage\": ["),
                           strstr(asked.out, "\"coverage\": [")};
    assert_non_null(from[0]);
    assert_non_null(from[1]);
    size_t size = strcspn(from[0], "]");
    assert_true(size > 1000);
    assert_memory_equal(from[0], from[1], size);
}

/* ---- explain ----------------------------------------------------------------------------- */

/* One municipality, by what tables of the whole run tell of it; nothing unless asked for. */
static void explain_tells_of_the_municipality(void **state)
{
    static struct said said;
    program_write(*state, "policy.json",
                  "{\"pilots\": [\"2401\"], \"peers\": 1, \"assistance\": 100}");
    program_write(*state, "notes.csv",
                  "date,place,topic,status,count,source,text,actor,step\n"
                  "2021-03-01,2402,role,verified,1,board,match,Alfa AB,1\n"
                  "2021-03-01,2401,role,verified,1,board,match,Beta AB,1\n");
    drawn_runs(&said, *state, "explain" INPUTS,
               "--municipality 2402 --policy policy.json --notes notes.csv");
    has(said.out, "Comparable places (0 alike, 1 as different as can be)\n  1. 0180 Stad: one, ");
    has(said.out, "Economic assistance (optional, part of no figure)\n  50,000 SEK a year (50,000 "
                  "to 50,000) to 500 people without a provider\n");
    has(said.out, "Chain of roles (part of no figure)\n  1: Alfa AB, broken: nobody is within the "
                  "main limit of an office of who performs it; ");
    assert_null(strstr(said.out, "1: Beta AB"));
    has(said.out, "  none of 1 pilots among 3 municipalities; covered 75.0 % of the pilots' "
                  "people, 68.4 % of all\n");
    drawn_runs(&said, *state, "explain" INPUTS,
               "--municipality 2401 --policy policy.json --notes notes.csv --json");
    has(said.out, "\"pilot\": true");
    has(said.out, "\"assistance\": {\n    \"optional\": true,\n    \"people_low\": 100,");
    has(said.out, "\"peers\": [\n    {\"layer\": \"municipalities\", \"code\": \"2401\", ");
    has(said.out, "\"chains\": [\n    {\"place\": \"2401\", ");
    assert_null(strstr(said.out, "\"place\": \"2402\", \"code\""));
    drawn_runs(&said, *state, "explain" INPUTS, "--municipality 2401 --json");
    assert_null(strstr(said.out, "\"pilot\""));
    assert_null(strstr(said.out, "\"peers\""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(row_c7_pilots_beside_the_country, set_up, tear_down),
        cmocka_unit_test_setup_teardown(row_c7_other_pilots_and_cities, set_up, tear_down),
        cmocka_unit_test_setup_teardown(row_d5_the_municipality_pays, set_up, tear_down),
        cmocka_unit_test_setup_teardown(row_c3_a_programme_is_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(row_d5_no_amount_is_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(row_d6_a_chain_without_a_performer_is_broken, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(row_d6_steps_that_nobody_tells, set_up, tear_down),
        cmocka_unit_test_setup_teardown(row_d12_comparable_areas_with_their_measure, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(figures_stay, set_up, tear_down),
        cmocka_unit_test_setup_teardown(explain_tells_of_the_municipality, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
