/* The program as a user meets it: a small drawn county, right and wrong calls.
 *
 * The county is two squares of 20 km side by side in EPSG:3006; one straight
 * road runs through both at their middle height, 40 km from west to east; the
 * office of provider A stands at its west end, that of B 10 km on. */
#include "drawn.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

/* The western box, for features that tell too little. */
#define WEST                                                                                       \
    "[[[500000,6700000],[520000,6700000],[520000,6720000],[500000,6720000],[500000,6700000]]]"

static const char ZONES[] = LAYER(PLACE("0114", "V\xc3\xa4sterby", "500000", "520000") "," PLACE(
    "0115", "\xc3\x96sterby", "520000", "540000"));
static const char ROADS[] = LAYER(FEATURE("\"namn\":\"v\xc3\xa4gen\"", "LineString",
                                          "[[500000,6710000],[520000,6710000],[540000,6710000]]"));
static const char OFFICES[] = "id,leverantor,easting,northing\n"
                              "K1,A,500000,6710000\n"
                              "K2,B,510000,6710000\n";
static const char PEOPLE[] = "kommunkod,befolkning\n0114,1000\n0115,500\n";

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

/* ---- right calls --------------------------------------------------------------- */

static void test_figures_by_hand(void **state)
{
    static struct said said;
    program_whitespot(&said, *state, "analyze --within 10km,15km --choice 1,2 --json" INPUTS);
    assert_string_equal(said.err, "");
    assert_int_equal(said.status, 0);
    /* Road within 15 km of K1 or K2: 25 km of 40, 20 in the west and 5 of 20 in
     * the east. Both: as far as 15 km from K1: 15 of 20 in the west. Planar
     * and geodesic kilometres differ by 0.04 % there, so 5 km of road are
     * 4.9975..5.0025 planar ones. */
    const char *west = strstr(said.out, "\"limit\": \"15km\"");
    assert_non_null(west);
    assert_non_null(strstr(said.out, "\"code\": \"0114\""));
    assert_non_null(strstr(west, "\"covered\": 1000,"));
    assert_non_null(strstr(west, "\"low\": 1000,"));
}

static void test_writes_and_refuses_to_overwrite(void **state)
{
    static struct said said;
    program_whitespot(&said, *state, "analyze -o out.gpkg" INPUTS);
    assert_string_equal(said.err, "");
    assert_int_equal(said.status, 0);
    assert_true(program_exists(*state, "out.gpkg"));
    assert_true(program_exists(*state, "out.run.json"));
    assert_int_equal(program_count(*state), 6);

    program_whitespot(&said, *state, "analyze -o out.gpkg" INPUTS);
    assert_int_equal(said.status, 5);
    assert_non_null(strstr(said.err, "--overwrite"));
    program_whitespot(&said, *state, "analyze -o out.gpkg --overwrite" INPUTS);
    assert_int_equal(said.status, 0);
    assert_int_equal(program_count(*state), 6);
}

static void test_evidence_repeats_the_run(void **state)
{
    static struct said first, again;
    program_whitespot(&first, *state, "analyze --within 7km -o out.gpkg" INPUTS);
    assert_int_equal(first.status, 0);
    program_whitespot(&first, *state, "analyze --config out.run.json --overwrite --json");
    program_whitespot(&again, *state, "analyze --config out.run.json --overwrite --json");
    assert_string_equal(first.err, "");
    assert_int_equal(first.status, 0);
    assert_string_equal(first.out, again.out);
    assert_non_null(strstr(first.out, "\"limit\": \"7km\""));
}

/* The line of the summary that starts with these words. */
static void line_of(char out[128], const char *text, const char *words)
{
    const char *at = strstr(text, words);
    assert_non_null(at);
    snprintf(out, 128, "%.*s", (int)strcspn(at, "\n"), at);
}

/* The headline speaks of one provider, whatever choices are asked for. */
static void test_headline_is_of_one_provider(void **state)
{
    static struct said one, two;
    char expected[128], actual[128];
    program_whitespot(&one, *state, "analyze --choice 1 --within 10km" INPUTS);
    program_whitespot(&two, *state, "analyze --choice 2 --within 10km" INPUTS);
    assert_int_equal(one.status, 0);
    assert_int_equal(two.status, 0);
    static const char *const words[] = {"  with a provider", "  without a provider",
                                        "  beyond the limit", "White spots"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        line_of(expected, one.out, words[i]);
        line_of(actual, two.out, words[i]);
        assert_string_equal(actual, expected);
    }
    line_of(expected, one.out, "within 10km  ");
    line_of(actual, two.out, "within 10km  ");
    assert_string_not_equal(actual, expected); /* the table is of two providers */
}

/* Asked to stop in the middle of its work the program says so and leaves
 * nothing. The work would take minutes; the first sign of progress is waited
 * for, so the middle is met on any machine. */
static void test_stops_when_asked(void **state)
{
    int ends[2];
    char byte;
    int status = 0;
    assert_int_equal(pipe(ends), 0);
    unsigned before = program_count(*state);
    pid_t child = fork();
    if (child == 0) {
        if (chdir(*state) || dup2(ends[1], 2) < 0)
            _exit(127);
        execl(WS_PROGRAM, WS_PROGRAM, "analyze", "--config",
              WS_SOURCE_DIR "/geodata/norrmark/analysis.json", "--shape-resolution", "2m",
              "--progress", "-o", "out.gpkg", (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    assert_int_equal(read(ends[0], &byte, 1), 1);
    kill(child, SIGINT);
    assert_int_equal(waitpid(child, &status, 0), child);
    close(ends[0]);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 8);
    assert_int_equal(program_count(*state), before);
}

/* ---- wrong calls and wrong data -------------------------------------------------- */

static const struct row {
    const char *name;
    const char *file, *text; /* an input to replace, NULL: none */
    const char *line;        /* arguments after the command */
    int status;
    const char *words[3]; /* what standard error must say */
} ROWS[] = {
    {"unknown option", NULL, NULL, "analyze --ofices x", 2, {"ofices", "offices"}},
    {"unknown command", NULL, NULL, "analyse", 2, {"analyse", "analyze"}},
    {"required option missing",
     NULL,
     NULL,
     "analyze --municipalities zones.geojson",
     2,
     {"--offices"}},
    {"option without value", NULL, NULL, "analyze --within", 2, {"within"}},
    {"limit of no kind", NULL, NULL, "analyze --within 10furlongs" INPUTS, 2, {"10furlongs"}},
    {"straight factor too large", NULL, NULL, "analyze --straight-line 9", 2, {"straight-line"}},
    {"file missing",
     NULL,
     NULL,
     "analyze --municipalities nowhere.gpkg --offices offices.csv --population people.csv --roads "
     "roads.geojson",
     4,
     {"nowhere.gpkg"}},
    {"layer missing",
     NULL,
     NULL,
     "analyze --layer municipalities=kommuner" INPUTS,
     4,
     {"zones.geojson", "kommuner"}},
    {"column missing",
     "zones.geojson",
     LAYER(FEATURE("\"alfa\":\"0114\",\"beta\":\"x\"", "Polygon", WEST)),
     "analyze" INPUTS,
     3,
     {"zones.geojson", "alfa", "beta"}},
    {"no crs",
     "zones.geojson",
     "{\"type\":\"FeatureCollection\",\"features\":[" FEATURE(
         "\"kommunkod\":\"0114\",\"kommunnamn\":\"x\"", "Polygon", WEST) "]}",
     "analyze" INPUTS,
     3,
     {"zones.geojson"}},
    {"empty layer", "zones.geojson", LAYER(""), "analyze" INPUTS, 3, {"zones.geojson"}},
    {"duplicate code",
     "zones.geojson",
     LAYER(PLACE("0114", "Ett", "500000", "520000") "," PLACE("0114", "Tv\xc3\xa5", "520000",
                                                              "540000")),
     "analyze" INPUTS,
     3,
     {"zones.geojson", "0114"}},
    {"points for polygons",
     "zones.geojson",
     LAYER(FEATURE("\"kommunkod\":\"0114\",\"kommunnamn\":\"Ett\"", "Point", "[500000,6700000]")),
     "analyze" INPUTS,
     3,
     {"zones.geojson"}},
    {"negative people",
     "people.csv",
     "kommunkod,befolkning\n0114,1000\n0115,-5\n",
     "analyze" INPUTS,
     3,
     {"people.csv", "-5"}},
    {"people that are no number",
     "people.csv",
     "kommunkod,befolkning\n0114,ca 900\n0115,5\n",
     "analyze" INPUTS,
     3,
     {"people.csv", "ca 900"}},
    {"code without its zero",
     "people.csv",
     "kommunkod,befolkning\n114,1000\n115,500\n",
     "analyze" INPUTS,
     3,
     {"people.csv", "114"}},
    {"zone without people row",
     "people.csv",
     "kommunkod,befolkning\n0114,1000\n",
     "analyze" INPUTS,
     3,
     {"people.csv", "0115"}},
    {"duplicate office",
     "offices.csv",
     "id,leverantor,easting,northing\nK1,A,500000,6710000\nK1,B,510000,6710000\n",
     "analyze" INPUTS,
     3,
     {"offices.csv", "K1"}},
    {"offices without provider",
     "offices.csv",
     "id,easting,northing\nK1,500000,6710000\n",
     "analyze" INPUTS,
     3,
     {"offices.csv", "easting"}},
    {"office with text for a place",
     "offices.csv",
     "id,leverantor,easting,northing\nK1,A,norr,6710000\nK2,B,510000,6710000\n",
     "analyze" INPUTS,
     3,
     {"offices.csv", "norr"}},
    {"axes swapped",
     "offices.csv",
     "id,leverantor,easting,northing\nK1,A,6710000,500000\nK2,B,6710000,510000\n",
     "analyze" INPUTS,
     3,
     {"offices.csv"}},
    {"outside the crs",
     "roads.geojson",
     LAYER(FEATURE("\"namn\":\"x\"", "LineString", "[[1e9,1e9],[2e9,2e9]]")),
     "analyze" INPUTS,
     3,
     {"roads.geojson"}},
    {"empty roads", "roads.geojson", LAYER(""), "analyze" INPUTS, 3, {"roads.geojson"}},
    {"virtual dataset in disguise",
     "zones.geojson",
     "<OGRVRTDataSource><OGRVRTLayer name=\"x\"/></OGRVRTDataSource>",
     "analyze" INPUTS,
     3,
     {"zones.geojson"}},
    {"output is an input",
     NULL,
     NULL,
     "analyze -o zones.geojson -of GeoJSON --overwrite" INPUTS,
     2,
     {"zones.geojson"}},
    {"output folder missing", NULL, NULL, "analyze -o nowhere/out.gpkg" INPUTS, 4, {"nowhere"}},
    {"unknown format", NULL, NULL, "analyze -o out -of Excel" INPUTS, 2, {"Excel", "GPKG"}},
    {"time and straight line",
     NULL,
     NULL,
     "analyze --municipalities zones.geojson --offices offices.csv --population people.csv "
     "--straight-line 1.3 --within 15min",
     2,
     {"straight-line"}},
};

static void test_row(void **state)
{
    static struct said said;
    const struct row *row = *state;
    void *folder;
    set_up(&folder);
    if (row->file)
        program_write(folder, row->file, row->text);
    char line[4096];
    snprintf(line, sizeof line, "%s%s", row->line, strstr(row->line, " -o ") ? "" : " -o out.gpkg");
    unsigned before = program_count(folder);
    program_whitespot(&said, folder, line);
    if (said.status != row->status)
        print_error("%s: status %d, said: %s\n", row->name, said.status, said.err);
    assert_int_equal(said.status, row->status);
    for (size_t i = 0; i < 3 && row->words[i]; i++) {
        if (!strstr(said.err, row->words[i]))
            print_error("%s: no '%s' in: %s\n", row->name, row->words[i], said.err);
        assert_non_null(strstr(said.err, row->words[i]));
    }
    assert_int_equal(strncmp(said.err, "error: ", 7), 0);
    assert_int_equal(program_count(folder), before); /* nothing written, nothing left */
    tear_down(&folder);
}

/* Where no office is there on the day, all are beyond the limit: no road is missing. */
static void test_without_an_office_all_are_beyond_the_limit(void **state)
{
    static struct said said;
    program_write(*state, "offices.csv",
                  "id,leverantor,easting,northing,valid_from\nK1,A,500000,6710000,2020-01-01\n");
    program_whitespot(&said, *state, "analyze --within 10km --as-of 2019-12-31 --json" INPUTS);
    assert_int_equal(said.status, 0);
    has(said.out, "\"covered\": 0, \"low\": 0, \"high\": 0, \"uncovered\": 1500, "
                  "\"off_network\": 0, \"no_link\": 0");
    program_whitespot(&said, *state, "analyze --within 10km --as-of 2019-12-31" INPUTS);
    has(said.out, "White spots beyond 10km: 2, with 1,500 people");
}

int main(void)
{
    enum { COUNT = sizeof ROWS / sizeof *ROWS, FIRST = 6 };
    struct CMUnitTest tests[COUNT + FIRST] = {
        cmocka_unit_test_setup_teardown(test_figures_by_hand, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_writes_and_refuses_to_overwrite, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_evidence_repeats_the_run, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_headline_is_of_one_provider, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_stops_when_asked, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_without_an_office_all_are_beyond_the_limit, set_up,
                                        tear_down),
    };
    for (size_t i = 0; i < COUNT; i++)
        tests[FIRST + i] = (struct CMUnitTest){
            .name = ROWS[i].name, .test_func = test_row, .initial_state = (void *)&ROWS[i]};
    return cmocka_run_group_tests_name("program", tests, NULL, NULL);
}
