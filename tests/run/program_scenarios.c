/* Several scenarios in one run: two municipalities of 20 km side by side, no roads; an
 * office of A in the west, none in the east. */
#include "drawn.h"

#define EAST "\"x\":530000,\"y\":6710000,\"crs\":\"EPSG:3006\""

static const struct drawn_file FILES[] = {
    {"zones.geojson", LAYER(ZONE("0114", "500000", "520000") "," ZONE("0115", "520000", "540000"))},
    {"offices.csv", "id,leverantor,easting,northing\nK1,A,510000,6710000\n"},
    {"people.csv", "kommunkod,befolkning\n0114,1000\n0115,500\n"},
    {"a.json", "{\"name\":\"A\",\"edits\":[{\"edit\":\"add_office\",\"id\":\"N1\",\"provider\":"
               "\"B\"," EAST "}]}"},
    {"b.json", "{\"name\":\"B\",\"edits\":[{\"edit\":\"local_office\",\"id\":\"P1\"," EAST "}]}"},
    {"e.json", "{\"name\":\"E\",\"edits\":[{\"edit\":\"add_office\",\"id\":\"N2\",\"provider\":"
               "\"B\",\"x\":510000,\"y\":6710000,\"crs\":\"EPSG:3006\"}]}"},
    {"c.json", "{\"name\":\"C\",\"edits\":[{\"edit\":\"inquiry\"}]}"},
    {"d.json", "{\"name\":\"D\",\"edits\":[{\"edit\":\"move_office\",\"office\":\"K1\","
               "\"x\":500000,\"y\":6700000,\"crs\":\"EPSG:3006\"}]}"},
};

static int set_up(void **state)
{
    return DRAWN_FOLDER(state, FILES);
}

static void runs(struct said *said, const char *folder, const char *more)
{
    drawn_runs(said, folder,
               "analyze --municipalities zones.geojson --offices offices.csv --crs "
               "offices=EPSG:3006 --population people.csv --straight-line 1 --within 9km",
               more);
}

static const struct order {
    const char *files, *says;
} ORDERS[] = {
    {"--scenario a.json --scenario b.json --scenario c.json",
     ": 1 A (1), 2 B (2, tied), 3 C (2, tied)\n"},
    {"--scenario c.json --scenario b.json --scenario a.json",
     ": 1 C (2, tied), 2 B (2, tied), 3 A (1)\n"},
    {"--scenario d.json --scenario c.json --scenario a.json", ": 1 D (3), 2 C (2), 3 A (1)\n"},
    {"--scenario b.json --scenario c.json", ": 1 B (1, tied), 2 C (1, tied)\n"},
};

/* A point without a provider and an inquiry cover nobody: a tie, whatever was stated. */
static void test_row_d11_the_stated_order_is_kept(void **state)
{
    static struct said said;
    for (size_t i = 0; i < sizeof ORDERS / sizeof *ORDERS; i++) {
        runs(&said, *state, ORDERS[i].files);
        assert_true(program_said(said.out, ORDERS[i].says));
    }
}

static void test_row_d11_one_has_no_rank(void **state)
{
    static struct said said;
    runs(&said, *state, "--scenario a.json");
    assert_null(strstr(said.out, "in the order stated"));
    runs(&said, *state, "--scenario a.json --json");
    const char *from = strstr(said.out, "\"scenarios\": [");
    assert_non_null(from);
    assert_null(strstr(from, "\"is_tied\""));
}

static void test_row_d11_in_the_evidence(void **state)
{
    static struct said said;
    runs(&said, *state, "--scenario c.json --scenario a.json --json");
    const char *from = strstr(said.out, "\"scenarios\": [");
    assert_non_null(from);
    const char *c = strstr(from, "\"name\": \"C\""), *a = strstr(from, "\"name\": \"A\"");
    assert_true(c && a && c < a);
    assert_true(strstr(c, "\"rank\": ") && strstr(a, "\"rank\": "));
    assert_ptr_equal(strstr(c, "\"rank\": "), strstr(c, "\"rank\": 2, \"is_tied\": false"));
    assert_ptr_equal(strstr(a, "\"rank\": "), strstr(a, "\"rank\": 1, \"is_tied\": false"));
}

/* A second provider beside the first: nobody's first, but a choice. */
static void test_a_choice_that_grows_is_told(void **state)
{
    static struct said said;
    runs(&said, *state, "--scenario e.json");
    assert_true(program_said(said.out, "nobody gains a first or loses the only provider within "
                                       "9km; with 2 or more: +"));
    runs(&said, *state, "--scenario c.json");
    assert_null(strstr(said.out, "with 2 or more"));
}

static void closes_by(struct said *said, const char *folder, const char *edits)
{
    program_write(folder, "x.json", edits);
    program_whitespot(said, folder,
                      "analyze --municipalities zones.geojson --offices offices.csv --crs "
                      "offices=EPSG:3006 --population people.csv --roads roads.geojson "
                      "--min-component 1 --within 9km --scenario x.json");
    assert_true(program_ended_well(said));
}

static void closes(struct said *said, const char *folder, const char *id)
{
    char text[200];
    snprintf(text, sizeof text,
             "{\"name\":\"X\",\"edits\":[{\"edit\":\"close_office\",\"office\":\"%s\"}]}", id);
    closes_by(said, folder, text);
}

static void closes_provider(struct said *said, const char *folder, const char *provider)
{
    char text[200];
    snprintf(text, sizeof text,
             "{\"name\":\"X\",\"edits\":[{\"edit\":\"close_provider\",\"provider\":\"%s\"}]}",
             provider);
    closes_by(said, folder, text);
}

static void told_on_page(const char *folder, const char *lang, const char *sentence)
{
    static struct said said;
    char line[400], path[400], *page = calloc(1, 4 << 20);
    snprintf(line, sizeof line,
             "analyze --municipalities zones.geojson --offices offices.csv --crs "
             "offices=EPSG:3006 --population people.csv --roads roads.geojson --min-component 1 "
             "--within 9km --scenario x.json --report r.html --overwrite --lang %s",
             lang);
    program_whitespot(&said, folder, line);
    assert_true(program_ended_well(&said));
    snprintf(path, sizeof path, "%s/r.html", folder);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_true(page && fread(page, 1, (4 << 20) - 1, file) > 0);
    fclose(file);
    if (!strstr(page, sentence))
        fail_msg("no '%s'", sentence);
    free(page);
}

/* One office 5 km from the road, two of one provider at one point. */
static void test_a_closure_without_effect_tells_why(void **state)
{
    static struct said said;
    program_write(*state, "roads.geojson",
                  LAYER(FEATURE("", "LineString", "[[500000,6710000],[540000,6710000]]")));
    program_write(*state, "offices.csv",
                  "id,leverantor,easting,northing\nK1,A,510000,6710000\nK2,A,510000,6710000\n"
                  "K3,B,510000,6715000\nK4,C,520000,6710000\n");
    closes(&said, *state, "K3");
    assert_true(program_said(said.out, "closing office K3 changes nothing: it serves nobody, no "
                                       "road to stop at within 500 m"));
    closes(&said, *state, "K2");
    assert_true(program_said(said.out,
                             "closing office K2 changes no share: nobody lives within the "
                             "limits of it, or its provider has another office"));
    closes(&said, *state, "K4");
    assert_null(strstr(said.out, "closing office"));
    closes_provider(&said, *state, "B");
    assert_true(program_said(said.out, "closing provider B changes no share: nobody lives within "
                                       "the limits of its offices, or enough other providers"));
    told_on_page(*state, "en", "<li>closing provider B changes no share: nobody lives within");
    told_on_page(*state, "sv", "<li>att leverantören B lägger ned ändrar ingen andel: ingen bor");
    told_on_page(*state, "sv", "</strong>: ingen förlorar sin enda leverantör inom 9");
    closes_provider(&said, *state, "C");
    assert_null(strstr(said.out, "closing provider"));
    program_write(*state, "x.json",
                  "{\"name\":\"X\",\"edits\":[{\"edit\":\"close_provider\","
                  "\"provider\":\"A\"},{\"edit\":\"close_provider\","
                  "\"provider\":\"C\"}]}");
    told_on_page(*state, "sv", "Blir vita: 0114 K0114.");
}

/* Offices that scenarios add or move are on page and map, with a legend, and a layer. */
static void test_offices_of_scenarios_are_on_the_map(void **state)
{
    static struct said said;
    runs(&said, *state,
         "--scenario a.json --scenario d.json --scenario c.json --report r.html --map m.svg "
         "--format CSV -o out --lang en");
    char *page = drawn_text(*state, "r.html"),
         *table = drawn_text(*state, "out/scenario_offices.csv");
    assert_true(program_said(table, "scenario,office,provider\n"));
    assert_true(program_said(table, "A,N1,B\n"));
    assert_true(program_said(table, "D,K1,A\n"));
    assert_true(program_said(page, "\"plans\":[\n{\"x\""));
    assert_true(program_said(page, "[\"Scenario\",\"D\"]"));
    assert_true(program_said(page, "<span>Office of a scenario</span>"));
    assert_true(program_said(page, "new offices are proposals and not counted"));
    free(page);
    free(table);
    drawn_forget(*state);
    runs(&said, *state, "--scenario c.json --report s.html --format CSV -o out --lang en");
    page = drawn_text(*state, "s.html");
    assert_true(program_said(page, "\"plans\":[]"));
    assert_null(strstr(page, "Office of a scenario"));
    assert_false(program_exists(*state, "out/scenario_offices.csv"));
    free(page);
    drawn_forget(*state);
}

/* Each in a folder of its own. */
#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_row_d11_the_stated_order_is_kept),
        TEST(test_row_d11_one_has_no_rank),
        TEST(test_row_d11_in_the_evidence),
        TEST(test_a_choice_that_grows_is_told),
        TEST(test_a_closure_without_effect_tells_why),
        TEST(test_offices_of_scenarios_are_on_the_map),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
