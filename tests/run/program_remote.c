/* Remote support as a user meets it: three municipalities, offices of A and B in the
 * west of 0114 alone, no roads; nobody in 0115 (500 people) and 0116 (300) has a
 * provider within 10 km. */
#include "drawn.h"

static const char ZONES[] = LAYER(ZONE("0114", "500000", "520000") "," ZONE(
    "0115", "540000", "560000") "," ZONE("0116", "570000", "590000"));
static const char OFFICES[] = "id,leverantor,easting,northing\n"
                              "K1,A,509000,6710000\nK2,B,510000,6710000\n";
static const char PEOPLE[] = "kommunkod,befolkning\n0114,1000\n0115,500\n0116,300\n";
static const char REMOTE[] =
    "kommunkod,scheme,valid_from,valid_to,network_share,ability_share,visit_capacity\n"
    "0115,KROM,2020-03-30,2020-06-01,0.5,0.98,\n"
    "0116,KROM,2020-03-30,2020-06-01,0.9,0.98,70\n";

#define INPUTS                                                                                     \
    " --municipalities zones.geojson --offices offices.csv --crs offices=EPSG:3006"                \
    " --population people.csv --straight-line 1 --within 10km"
#define REMOTE_IN "--remote remote.csv --as-of 2020-04-15 "

static int set_up(void **state)
{
    const struct drawn_file files[] = {
        {"zones.geojson", ZONES},
        {"offices.csv", OFFICES},
        {"people.csv", PEOPLE},
        {"remote.csv", REMOTE},
    };
    return DRAWN_FOLDER(state, files);
}

static void runs(struct said *said, const char *folder, const char *more)
{
    drawn_runs(said, folder, "analyze" INPUTS, more);
}

static void finding_of(char line[700], const char *text, const char *code)
{
    char words[64];
    snprintf(words, sizeof words, "\"code\": \"%s\", \"class\"", code);
    const char *begin = strstr(text, "\"findings\": [");
    assert_non_null(begin);
    begin = strstr(begin, words);
    assert_non_null(begin);
    snprintf(line, 700, "%.*s", (int)strcspn(begin, "\n"), begin);
}

/* A line of the table `remote`; numbers from `demand` on. */
static void table(char *out, size_t room, const char *folder)
{
    char *text = drawn_text(folder, "out/remote.csv");
    snprintf(out, room, "%s", text);
    free(text);
}

static void row_of(char line[600], const char *text, const char *code, const char *who,
                   const char *kind)
{
    char begin[64], words[64];
    snprintf(begin, sizeof begin, "\nmunicipalities,%s,", code);
    snprintf(words, sizeof words, ",%s,%s,", who, kind);
    for (const char *at = strstr(text, begin); at; at = strstr(at + 1, begin)) {
        snprintf(line, 600, "%.*s", (int)strcspn(at + 1, "\n"), at + 1);
        if (strstr(line, words))
            return;
    }
    print_message("%s %s %s is not there\n", code, who, kind);
    fail();
}

/* 300 people, a = 0.9, b = 0.98: 264 to 270 are served, 30 to 36 left, 2 visits each. */
static void test_row_a12_persons_left_and_visits_by_area(void **state)
{
    static struct said said;
    static char text[40000];
    char line[600];
    program_write(*state, "policy.json", "{\"visits\":2}");
    runs(&said, *state, REMOTE_IN "--policy policy.json --overwrite -of CSV -o out");
    table(text, sizeof text, *state);
    row_of(line, text, "0116", "uncovered", "own");
    has(line, "place,place,yes,depends,");
    has(line, ",300,0.9,0.9,0.98,0.98,264,,270,30,36,60,72,70");
    row_of(line, text, "0115", "uncovered", "own"); /* no capacity: not judged */
    has(line, "place,place,yes,,");
    has(line, ",500,0.5,0.5,0.98,0.98,240,,250,250,260,500,520,");
    row_of(line, text, "0114", "all", "own");
    has(line, "\"network not known, 0 to 1, ability not known, 0 to 1; ");
    has(line, ",1000,,,,,0,,1000,0,1000,0,2000,");
    /* The nation is the sum of its places: 1 000 + 500 + 300. */
    row_of(line, text, "", "all", "own");
    has(line, ",1800,,,,,504,,1520,280,1296,560,2592,");
    has(said.out, "Remote support: permitted in 2 of 3 municipalities, nothing else in 1");
}

static void test_row_a11_one_and_two_percent_in_persons_per_area(void **state)
{
    static struct said said;
    static char text[40000];
    char line[600];
    runs(&said, *state, REMOTE_IN "--overwrite -of CSV -o out");
    table(text, sizeof text, *state);
    row_of(line, text, "0116", "uncovered", "1 %");
    has(line, "a claimed national share of 1 % without digital means, spread evenly");
    has(line, ",300,,,,,297,297,297,3,3,");
    row_of(line, text, "0116", "all", "2 %");
    has(line, "nation,nation,yes,,");
    has(line, ",300,,,,,294,294,294,6,6,");
}

/* A product only when somebody states that the two are independent. */
static void test_row_a11_a_product_only_when_stated(void **state)
{
    static struct said said;
    static char text[40000];
    char line[600];
    program_write(*state, "policy.json", "{\"independent\":\"stated\",\"ability_share\":0.5}");
    runs(&said, *state, REMOTE_IN "--policy policy.json --overwrite -of CSV -o out");
    table(text, sizeof text, *state);
    row_of(line, text, "0116", "uncovered", "own");
    has(line, ",300,0.9,0.9,0.98,0.98,264.6,264.6,264.6,35.4,35.4,");
    row_of(line, text, "0114", "all", "own"); /* a national share is never spread unsaid */
    has(line, "ability national, taken for the place; stated to be independent");
}

/* A class is never lifted, and no figure of the coverage is another. */
static void test_row_d4_a_remote_only_place_stays_in_class_none(void **state)
{
    static struct said plain, said;
    char line[700];
    runs(&plain, *state, "--as-of 2020-04-15 --json");
    runs(&said, *state, REMOTE_IN "--json");
    finding_of(line, said.out, "0116");
    has(line, "\"class\": \"none\", \"flags\": \"remote_only\"");
    finding_of(line, said.out, "0115"); /* 240 of 500 for certain: not half of them */
    has(line, "\"class\": \"none\", \"flags\": null");
    finding_of(line, said.out, "0114");
    has(line, "\"class\": \"two\", \"flags\": null");
    has(said.out, "\"remote_only\": [\"0116\"]");
    static const char *const keys[] = {"\"coverage\": [", "\"white_spots\": {", "\"zones\": ["};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const char *a = strstr(plain.out, keys[i]), *b = strstr(said.out, keys[i]);
        assert_non_null(a);
        assert_non_null(b);
        size_t size = strcspn(a, "]");
        assert_memory_equal(a, b, size);
    }
}

static void test_row_a16_off_and_back_to_class_none(void **state)
{
    static struct said said;
    static char text[40000];
    char line[700];
    runs(&said, *state, "--remote remote.csv --as-of 2020-06-01 --json");
    finding_of(line, said.out, "0116");
    has(line, "\"class\": \"none\", \"flags\": null");
    runs(&said, *state, "--remote remote.csv --as-of 2020-06-01 --overwrite -of CSV -o out");
    table(text, sizeof text, *state);
    row_of(line, text, "0116", "uncovered", "own");
    has(line, ",no,,remote support is not permitted on the day,300,");
    has(line, ",0,0,0,300,300,");
}

/* The same table up to the day; from it on nobody is served. */
static void test_row_e7_off_on_a_date_changes_only_that_date_onward(void **state)
{
    static struct said said;
    static char open[40000], dated[40000];
    static const char *const days[] = {"2020-05-31", "2020-06-01"};
    for (size_t i = 0; i < 2; i++) {
        char line[200];
        program_write(*state, "policy.json", "{\"remote\":[{\"from\":\"2020-03-30\"}]}");
        program_write(*state, "all.csv", "place,network_share,ability_share\nRiket,0.9,0.98\n");
        snprintf(line, sizeof line,
                 "--remote all.csv --as-of %s --policy policy.json --overwrite -of CSV -o out",
                 days[i]);
        runs(&said, *state, line);
        table(open, sizeof open, *state);
        program_write(*state, "policy.json",
                      "{\"remote\":[{\"from\":\"2020-03-30\",\"to\":\"2020-05-31\"}]}");
        runs(&said, *state, line);
        table(dated, sizeof dated, *state);
        if (i == 0)
            assert_string_equal(open, dated);
        else
            assert_null(strstr(dated, ",yes,"));
        has(open, ",yes,");
    }
}

/* Rule (f) proposes no remote support where it is not permitted. */
static void test_row_a16_a_route_that_is_not_permitted(void **state)
{
    static struct said said;
    char line[700];
    static const char *const words[] = {"\"remote\":\"never\"",
                                        "\"remote\":[{\"scheme\":\"KROM\"}]"};
    static const char *const routes[] = {"\"route\": \"IN_HOUSE\"", "\"route\": \"REMOTE_VISITS\""};
    program_write(*state, "jobless.csv", "kommunkod,arbetslosa\n0114,200\n0115,60\n0116,30\n");
    program_write(*state, "remote.csv", "kommunkod,network_share\n0116,0.9\n");
    for (size_t i = 0; i < 2; i++) {
        char text[300];
        snprintf(text, sizeof text,
                 "{\"fixed_cost\":900000,\"income\":26000,\"variable_cost\":6000,"
                 "\"participant_share\":0.5,%s}",
                 words[i]);
        program_write(*state, "policy.json", text);
        runs(&said, *state, REMOTE_IN "--json --unemployed jobless.csv --policy policy.json");
        finding_of(line, said.out, "0116");
        has(line, routes[i]);
    }
}

static void test_supplier_areas_add_up_to_the_same_nation(void **state)
{
    static struct said said;
    static char text[60000];
    program_write(*state, "areas.csv", "kommunkod,leveransomrade\n0114,West\n0115,East\n");
    program_write(*state, "remote.csv",
                  "place,network_share,ability_share\nEast,0.5,0.98\n0116,0.9,1\n");
    runs(&said, *state, REMOTE_IN "--supplier-areas areas.csv --overwrite -of CSV -o out");
    table(text, sizeof text, *state);
    has(text, "supplier_areas,East,East,uncovered,own,place,place,,,");
    has(text, "supplier_areas,,(in no place),all,own,,,,,");
    const char *nation = strstr(text, "\nsupplier_areas,,,all,own,");
    assert_non_null(nation);
    has(nation, ",1800,");
}

/* Policies that are refused, and what is said. */
static const struct broken_row {
    const char *name, *text, *says;
} BROKEN[] = {
    {"a_term_of_nothing", "{\"term\":0}", "no time above 0"},
    {"an_amount_backwards",
     "{\"fixed_cost\":{\"value\":1,\"from\":\"2020-05-01\",\"to\":\"2020-01-01\"}}",
     "to is before from"},
    {"remote_without_a_word", "{\"remote\":[]}", "expected a list of {\"scheme\", \"from\""},
    {"remote_that_is_no_day", "{\"remote\":[{\"from\":\"soon\"}]}", "from or to is no day"},
    {"remote_backwards", "{\"remote\":[{\"from\":\"2020-02-02\",\"to\":\"2020-02-01\"}]}",
     "to is before from"},
    {"remote_with_another_key", "{\"remote\":[{\"until\":\"2020-02-02\"}]}", "expected a list of"},
    {"independent_of_what", "{\"independent\":true}", "expected \"stated\" or \"unknown\""},
    {"row_c3_a_programme_without_source",
     "{\"programme\":{\"persons\":\"5\",\"actors\":\"1\",\"cost\":\"9\"}}", "and source"},
    {"row_c3_a_programme_in_other_words",
     "{\"programme\":{\"persons\":\"many\",\"actors\":\"1\",\"cost\":\"9\",\"source\":\"x\"}}",
     "programme: persons: expected a text such as"},
    {"row_c8_a_transfer_without_payer",
     "{\"transfers\":[{\"name\":\"a\",\"payer\":\"\",\"gainer\":\"b\",\"sek\":1}]}",
     "transfers: expected a list of"},
    {"row_c8_a_transfer_below_0",
     "{\"transfers\":[{\"name\":\"a\",\"payer\":\"c\",\"gainer\":\"b\",\"sek\":-1}]}",
     "transfers: expected a list of"},
    {"a_share_above_1", "{\"network_share\":1.5}", "no number from 0 to 1"},
};

static void broken(void **state)
{
    static struct said said;
    const struct broken_row *row = *state;
    void *folder = NULL;
    set_up(&folder);
    program_write(folder, "policy.json", row->text);
    program_whitespot(&said, folder, "analyze" INPUTS " " REMOTE_IN "--policy policy.json");
    assert_int_equal(said.status, 3);
    has(said.err, row->says);
    tear_down(&folder);
}

/* Each in a folder of its own. */
#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

/* A share under a name that nobody knows is told, not lost. */
static void test_columns_that_are_not_read_are_told(void **state)
{
    static struct said said;
    program_write(*state, "odd.csv", "kommunkod,fibre,permitted,network\n0115,0.9,ja,0.5\n");
    runs(&said, *state, "--remote odd.csv --as-of 2020-04-15 -of CSV -o out");
    has(said.err, "columns that say nothing here: fibre");
    assert_null(strstr(said.err, "fibre, network"));
}

/* A network over the western half of 0115 and all of 0116: half of the 500 and all of the
 * 300. A municipality is one unit, so its half lies between none and all. */
static void test_polygons_tell_where_there_is_a_network(void **state)
{
    static struct said said;
    static char text[40000];
    char line[600];
    static const char PRESENCE[] =
        LAYER(ZONE("N1", "539000", "550000") "," ZONE("N2", "569000", "591000"));
    program_write(*state, "network.geojson", PRESENCE);
    program_write(
        *state, "policy.json",
        "{\"ability_share\":1,\"independent\":\"stated\",\"remote\":[{\"from\":\"2020-03-30\"}]}");
    runs(&said, *state,
         "--remote network.geojson --field remote.area=kommunkod --policy policy.json "
         "--as-of 2020-04-15 -of CSV -o out");
    table(text, sizeof text, *state);
    row_of(line, text, "0115", "all", "own");
    has(line, ",500,0,1,1,1,0,250,500,0,500,");
    row_of(line, text, "0116", "all", "own");
    has(line, ",300,1,1,1,1,300,300,300,0,0,");
    row_of(line, text, "0114", "all", "own");
    has(line, ",1000,0,0,1,1,0,0,0,1000,1000,");
}

int main(void)
{
    enum { FIXED = 10, ROWS = sizeof BROKEN / sizeof *BROKEN };
    struct CMUnitTest tests[FIXED + ROWS] = {
        TEST(test_row_a12_persons_left_and_visits_by_area),
        TEST(test_row_a11_one_and_two_percent_in_persons_per_area),
        TEST(test_row_a11_a_product_only_when_stated),
        TEST(test_row_d4_a_remote_only_place_stays_in_class_none),
        TEST(test_row_a16_off_and_back_to_class_none),
        TEST(test_row_e7_off_on_a_date_changes_only_that_date_onward),
        TEST(test_row_a16_a_route_that_is_not_permitted),
        TEST(test_supplier_areas_add_up_to_the_same_nation),
        TEST(test_polygons_tell_where_there_is_a_network),
        TEST(test_columns_that_are_not_read_are_told),
    };
    for (int i = 0; i < ROWS; i++)
        tests[FIXED + i] = (struct CMUnitTest){.name = BROKEN[i].name,
                                               .test_func = broken,
                                               .initial_state = (void *)(uintptr_t)&BROKEN[i]};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
