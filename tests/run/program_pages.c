/* Reports, maps and languages as a user meets them: two municipalities, no roads. */
#include "drawn.h"

static const char ZONES[] =
    LAYER(ZONE("0114", "500000", "520000") "," ZONE("0115", "520000", "540000"));
static const char OFFICES[] = "id,leverantor,easting,northing\nK1,A & <B>,509000,6710000\n";
static const char PEOPLE[] = "kommunkod,befolkning\n0114,1000\n0115,501\n";

#define INPUTS                                                                                     \
    "analyze --municipalities zones.geojson --offices offices.csv --crs offices=EPSG:3006 "        \
    "--population people.csv --straight-line 1 --within 10km "

static int set_up(void **state)
{
    const struct drawn_file files[] = {
        {"zones.geojson", ZONES},
        {"offices.csv", OFFICES},
        {"people.csv", PEOPLE},
    };
    return DRAWN_FOLDER(state, files);
}

static void run(struct said *said, const char *folder, const char *more)
{
    char line[700];
    snprintf(line, sizeof line, INPUTS "%s", more);
    program_whitespot(said, folder, line);
}

static void check_begins(const char *folder, const char *name, const char *words)
{
    char *text = drawn_text(folder, name);
    assert_memory_equal(text, words, strlen(words));
    free(text);
}

static void writes_what_is_asked(void **state)
{
    struct said said;
    run(&said, *state, "--report r.html --map m.pdf --lang sv");
    assert_true(program_ended_well(&said));
    assert_int_equal(program_count(*state), 5);
    char *page = drawn_text(*state, "r.html");
    assert_true(program_said(page, "<html lang=\"sv\">"));
    assert_true(program_said(page, "A &amp; &lt;B&gt;"));
    assert_null(strstr(page, "A & <B>"));
    assert_true(program_said(page, "fågelvägen"));
    free(page);
    check_begins(*state, "m.pdf", "%PDF-");
    run(&said, *state, "--map m.png");
    assert_true(program_ended_well(&said));
    check_begins(*state, "m.png", "\x89PNG");
    run(&said, *state, "--memo d.pdf");
    assert_true(program_ended_well(&said));
    check_begins(*state, "d.pdf", "%PDF-");
    run(&said, *state, "--memo d.html --lang sv");
    assert_true(program_ended_well(&said));
    page = drawn_text(*state, "d.html");
    assert_true(program_said(page, "<h2>13. Underlag och avstämning</h2>"));
    assert_true(program_said(page, "Beslutsunderlag: K0115"));
    free(page);
    run(&said, *state, "--map m.svg");
    assert_true(program_ended_well(&said));
    check_begins(*state, "m.svg", "<?xml");
}

/* Reasons are told in the language of the page; files and evidence keep theirs. */
static void tells_reasons_in_its_language(void **state)
{
    struct said said;
    run(&said, *state, "--report r.html --memo d.html --lang sv --json");
    assert_true(program_ended_well(&said));
    char *page = drawn_text(*state, "r.html"), *memo = drawn_text(*state, "d.html");
    assert_true(program_said(page, "kandidat: 1 leverantör inom huvudgränsen för hälften"));
    assert_true(program_said(memo, "mer än hälften av personerna har ingen leverantör"));
    assert_null(strstr(page, "candidate: 1 distinct provider"));
    assert_true(program_said(said.out, "candidate: 1 distinct provider within the main limit"));
    assert_null(strstr(said.out, "kandidat"));
    free(page);
    free(memo);
    run(&said, *state, "--report e.html --lang en");
    assert_true(program_ended_well(&said));
    page = drawn_text(*state, "e.html");
    assert_true(program_said(page, "candidate: 1 distinct provider within the main limit"));
    assert_null(strstr(page, "kandidat"));
    free(page);
}

/* So are repairs; a Swedish page marks what it has in English only, and has none. */
static void tells_repairs_in_its_language(void **state)
{
    static const char FARTHER[] = "id,leverantor,easting,northing\nK1,A,509000,6710000\n"
                                  "K2,B,700000,6710000\nK3,,509500,6710000\n";
    struct said said;
    program_write(*state, "offices.csv", FARTHER);
    run(&said, *state, "--report r.html --lang sv --json -of CSV -o out");
    assert_true(program_ended_well(&said));
    char *page = drawn_text(*state, "r.html"), *table = drawn_text(*state, "out/repairs.csv");
    assert_true(program_said(page, "1 kontor ligger utanför kommunerna: K2"));
    assert_true(program_said(page, "kontoret räknas som en egen leverantör"));
    assert_null(strstr(page, "lies outside"));
    assert_null(strstr(page, "på engelska"));
    assert_true(program_said(table, "1 office lies outside the municipalities: K2"));
    assert_true(program_said(said.out, "1 office lies outside the municipalities: K2"));
    assert_null(strstr(table, "kontoret"));
    free(page);
    free(table);
}

/* What contracts, policy and notes tell is no longer unknown; the rest says what would
 * tell it. Contracts are for 0114 alone, notes about 0115. */
static void memo_takes_what_inputs_tell(void **state)
{
    static const char *const TOLD[] = {
        "A has all contracts of the area",
        "1 of 2 contracts is at risk of termination",
        "two buses a day (note of 2020-04-13, verified)",
        "unknown; a note on the topic public_transport about the area would tell it (--notes)",
        "unknown; a note on the topic rating about the area would tell it (--notes)",
        "unknown; a note on the topic stop_rule about the area would tell it (--notes)",
        "4 years, options and extensions included (the policy)"};
    struct said said;
    program_write(*state, "contracts.csv",
                  "leverantor,leveransomrade,avtal,hävningsrisk\nA,0114,1,ja\nA,0114,2,nej\n");
    program_write(*state, "notes.csv",
                  "date,place,topic,status,count,source,text\n"
                  "2020-04-13,0115,public_transport,verified,1,board,two buses a day\n"
                  "2020-04-13,0115,trend_of_all,verified,1,board,another topic\n");
    program_write(*state, "policy.json", "{\"term\": 4, \"lot_volume\": 1}");
    run(&said, *state,
        "--contracts contracts.csv --field contracts.at_risk=hävningsrisk --notes notes.csv "
        "--policy policy.json --memo d.html --report r.html --map m.png --lang en");
    assert_true(program_ended_well(&said));
    char *memo = drawn_text(*state, "d.html");
    for (size_t i = 0; i < sizeof TOLD / sizeof *TOLD; i++)
        if (!program_said(memo, TOLD[i]))
            fail_msg("%s", TOLD[i]);
    assert_null(strstr(memo, "another topic (note"));
    free(memo);
}

static void the_same_bytes_again(void **state)
{
    static const char *const NAMES[] = {"r.html", "m.pdf", "d.pdf"};
    struct said said;
    char *first[3];
    run(&said, *state, "--report r.html --map m.pdf --memo d.pdf --lang en --threads 1");
    assert_true(program_ended_well(&said));
    for (size_t i = 0; i < 3; i++)
        first[i] = drawn_text(*state, NAMES[i]);
    run(&said, *state,
        "--report r.html --map m.pdf --memo d.pdf --lang en --threads 3 --overwrite");
    assert_true(program_ended_well(&said));
    for (size_t i = 0; i < 3; i++) {
        char *again = drawn_text(*state, NAMES[i]);
        assert_memory_equal(first[i], again, 4 << 20);
        free(again);
        free(first[i]);
    }
}

static void writes_and_tells_every_page(void **state)
{
    struct said said;
    run(&said, *state, "--map a.png --report r.html --map b.svg --memo d.pdf --map c.pdf");
    assert_true(program_ended_well(&said));
    check_begins(*state, "a.png", "\x89PNG");
    check_begins(*state, "b.svg", "<?xml");
    check_begins(*state, "c.pdf", "%PDF-");
    assert_true(program_said(said.out, "\nWritten  r.html\n         a.png\n         b.svg\n"
                                       "         c.pdf\n         d.pdf\n"));
    run(&said, *state, "-o o.gpkg --map e.svg");
    assert_true(program_ended_well(&said));
    assert_true(program_said(said.out, "\nWritten  o.gpkg\n         e.svg\n"));
    program_write(*state, "two.run.json", "{\"map\": [\"f.svg\", \"g.svg\"]}");
    run(&said, *state, "--config two.run.json");
    assert_true(program_ended_well(&said));
    check_begins(*state, "f.svg", "<?xml");
    check_begins(*state, "g.svg", "<?xml");
}

/* What help says of a thing, so that nobody learns it by surprise. */
static void help_tells(void **state)
{
    static const struct {
        const char *call, *says[6];
    } rows[] = {
        {"help analyze",
         {"sv also turns CSV to semicolons and decimal commas",
          "Of claims: id, statement, who, date, metric,", "commuting: home, work, people.",
          "Of unemployed: code, month, people.", "applicant, area, date, outcome, outcome_date"}},
        {"help formats", {"with --lang sv it has semicolons and decimal commas"}},
        {"formats", {"--lang sv semicolons and decimal commas"}},
        {"help compare", {"classes only of one main limit"}},
    };
    static struct said said;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        program_whitespot(&said, *state, rows[i].call);
        assert_true(program_ended_well(&said));
        for (size_t j = 0; j < 6 && rows[i].says[j]; j++)
            assert_true(program_said(said.out, rows[i].says[j]));
    }
}

/* How often the words stand in a text. */
static int times(const char *text, const char *words)
{
    int count = 0;
    for (; (text = strstr(text, words)); text += strlen(words))
        count++;
    return count;
}

#define YELLOW "7.843137%" /* the blue of it: a sign of a new office in an SVG */

static void new_offices_are_on_page_and_map(void **state)
{
    static struct said said;
    char line[700];
    snprintf(line, sizeof line, "site --add 1 %s", &INPUTS[strlen("analyze ")]);
    program_whitespot(&said, *state, line);
    assert_true(program_ended_well(&said));
    assert_null(strstr(said.out, "Report and maps show"));
    strcat(line, "--map m.svg --report r.html");
    program_whitespot(&said, *state, line);
    assert_true(program_ended_well(&said));
    assert_true(program_said(said.out, "Report and maps show the new offices by rank; their "
                                       "colours and figures are today's."));
    char *page = drawn_text(*state, "r.html"), *map = drawn_text(*state, "m.svg");
    assert_true(program_said(page, "\"sites\":[\n{\"x\""));
    assert_int_equal(times(page, "New office, by rank"), 1);
    assert_int_equal(times(page, "new offices are proposals and not counted"), 1);
    assert_int_equal(times(map, YELLOW), 2); /* one on the map, one in the legend */
    free(page);
    free(map);
    run(&said, *state, "--map m.svg --report r.html --overwrite");
    page = drawn_text(*state, "r.html");
    map = drawn_text(*state, "m.svg");
    assert_true(program_said(page, "\"sites\":[]"));
    assert_null(strstr(page, "New office, by rank"));
    assert_null(strstr(map, YELLOW));
    free(page);
    free(map);
}

/* An office that takes nobody new is drawn otherwise, and the legend says what it is. */
static void who_takes_nobody_is_told_apart(void **state)
{
    static const char IDLE[] = "id,leverantor,easting,northing,accepts_new\n"
                               "K1,A,509000,6710000,ja\nK2,B,530000,6710000,nej\n";
    static const char *const LEGEND = "stängt för nya eller för långt från väg";
    struct said said;
    run(&said, *state, "--report r.html --map m.svg --lang sv");
    char *page = drawn_text(*state, "r.html"), *map = drawn_text(*state, "m.svg");
    assert_null(strstr(page, "\"i\":1"));
    assert_null(strstr(page, LEGEND));
    assert_null(strstr(map, "41.176471%"));
    free(page);
    free(map);
    program_write(*state, "offices.csv", IDLE);
    run(&said, *state, "--report r.html --map m.svg --lang sv --overwrite");
    page = drawn_text(*state, "r.html");
    map = drawn_text(*state, "m.svg");
    assert_int_equal(times(page, "\"i\":1"), 1);
    assert_int_equal(times(page, LEGEND), 1);
    assert_int_equal(times(map, "rgb(41.176471%"), 2); /* the grey ring, and the legend's */
    free(page);
    free(map);
}

/* Land below on the left alone: the bar stands on the right. */
#define UPPER(code, west, east)                                                                    \
    "{\"type\":\"Feature\",\"properties\":{\"kommunkod\":\"" code "\",\"kommunnamn\":\"K" code     \
    "\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[" west ",6710000],[" east           \
    ",6710000],[" east ",6720000],[" west ",6720000],[" west ",6710000]]]}}"

/* Where the light ground of the scale bar begins, in points of the sheet. */
static double bar_left(const char *map)
{
    double x = -1.0;
    const char *at = map;
    while ((at = strstr(at, "fill-opacity")) &&
           (strncmp(at + 13, "0.8", 3) != 0 && strncmp(at + 14, "0.8", 3) != 0))
        at += 12;
    const char *path = at ? strstr(at, " d=\"M ") : NULL;
    assert_non_null(path);
    assert_int_equal(sscanf(path, " d=\"M %lf", &x), 1);
    return x;
}

static void the_scale_bar_keeps_off_the_land(void **state)
{
    static const char *const LAND[] = {
        LAYER(ZONE("0114", "500000", "520000") "," UPPER("0115", "520000", "540000")),
        LAYER(UPPER("0114", "500000", "520000") "," ZONE("0115", "520000", "540000"))};
    for (int side = 0; side < 2; side++) {
        struct said said;
        program_write(*state, "zones.geojson", LAND[side]);
        run(&said, *state, "--map m.svg --overwrite");
        assert_true(program_ended_well(&said));
        char *map = drawn_text(*state, "m.svg");
        assert_int_equal(bar_left(map) > 297.0, side == 0);
        free(map);
    }
}

/* Commands that write no page: the call and what is listed of them. */
static const struct pageless {
    const char *name, *call;
} PAGELESS[] = {
    {"timeline", "timeline --dates 2020-01-01"},
    {"check", "check"},
    {"explain", "explain --municipality 0114"},
    {"network", "network build -o n.wsn"},
};

static void pages_are_of_analyze_and_site(void **state)
{
    static const char *const PAGES[] = {"--report r.html", "--map m.svg", "--memo d.pdf"};
    const struct pageless *row = *state;
    char *folder = NULL, words[700], help[60];
    struct said said;
    set_up((void **)&folder);
    for (size_t i = 0; i < 3; i++) {
        snprintf(words, sizeof words, "%s %s %s", row->call, PAGES[i],
                 strncmp(row->name, "network", 7) ? &INPUTS[strlen("analyze ")] : "");
        program_whitespot(&said, folder, words);
        assert_int_equal(said.status, 2);
        snprintf(words, sizeof words, "%.8s", PAGES[i]);
        words[strcspn(words, " ")] = '\0';
        assert_true(program_said(said.err, words));
        assert_true(program_said(said.err, "analyze and site write it"));
        snprintf(help, sizeof help, "help %s", row->name);
        program_whitespot(&said, folder, help);
        assert_null(strstr(said.out, words));
    }
    assert_int_equal(program_count(folder), 3);
    program_remove(folder);
}

static const struct refusal {
    const char *name, *options, *says;
    int status;
} REFUSALS[] = {
    {"report_is_html", "--report r.pdf", "ends in .html", 2},
    {"map_is_a_picture", "--map m.gif", "ends in .png, .svg or .pdf", 2},
    {"one_name_for_two", "--report r.html --map r.html", "ends in .png, .svg or .pdf", 2},
    {"no_folder", "-o o.gpkg --report nowhere/r.html", "nowhere", 4},
    {"over_an_input", "--report zones.html", "exists; use --overwrite", 5},
    {"memo_is_pdf_or_html", "--memo m.doc", "ends in .pdf or .html", 2},
    {"one_name_for_report_and_memo", "--report r.html --memo r.html", "asked for twice", 2},
    {"one_name_for_two_maps", "--map m.svg --map m.svg", "m.svg is asked for twice", 2},
    {"each_map_is_a_picture", "--map m.svg --map m.doc --map m.png", "map is 'm.doc'", 2},
    {"nine_maps",
     "--map 1.svg --map 2.svg --map 3.svg --map 4.svg --map 5.svg --map 6.svg --map 7.svg "
     "--map 8.svg --map 9.svg",
     "at most 8 names", 2},
    {"a_second_report", "--report r.html --report s.html", "a second --report 's.html'", 2},
    {"a_second_memo", "--memo=d.pdf --memo=e.pdf", "a second --memo 'e.pdf'", 2},
};

/* Nothing is published, the layers neither, when one part is refused. */
static void refuses(void **state)
{
    char *folder = NULL;
    const struct refusal *row = *state;
    struct said said;
    set_up((void **)&folder);
    program_write(folder, "zones.html", "mine");
    run(&said, folder, row->options);
    assert_int_equal(said.status, row->status);
    assert_true(program_said(said.err, row->says));
    assert_int_equal(program_count(folder), 4);
    program_remove(folder);
}

static void csv_speaks_swedish_when_told(void **state)
{
    struct said said;
    run(&said, *state, "-of CSV -o sv --lang sv");
    assert_true(program_ended_well(&said));
    run(&said, *state, "-of CSV -o plain");
    assert_true(program_ended_well(&said));
    char *swedish = drawn_text(*state, "sv/coverage.csv");
    char *plain = drawn_text(*state, "plain/coverage.csv");
    assert_true(program_said(swedish, "layer;code;name;weight"));
    assert_true(program_said(plain, "layer,code,name,weight"));
    /* The same figures: but for the marks nothing differs. */
    for (char *at = swedish; *at; at++)
        *at = *at == ';' ? ',' : *at == ',' ? '.' : *at;
    char *to = swedish;
    for (char *at = swedish; *at; at++)
        if (*at != '"')
            *to++ = *at;
    *to = '\0';
    assert_string_equal(swedish, plain);
    free(swedish);
    free(plain);
    program_remove(*state); /* it has folders now */
    set_up(state);
}

/* The language given is part of the evidence, since layers speak it; that of the
 * environment is not. */
static void evidence_tells_the_language_given(void **state)
{
    struct said said;
    run(&said, *state, "--lang sv --json");
    assert_true(program_ended_well(&said));
    assert_true(program_said(said.out, "\"lang\": \"sv\""));
    run(&said, *state, "--json");
    assert_true(program_ended_well(&said));
    assert_null(strstr(said.out, "\"lang\""));
}

int main(void)
{
    enum {
        COUNT = sizeof REFUSALS / sizeof *REFUSALS,
        PAGELESS_COUNT = sizeof PAGELESS / sizeof *PAGELESS
    };
    struct CMUnitTest tests[12 + COUNT + PAGELESS_COUNT] = {
        cmocka_unit_test_setup_teardown(writes_what_is_asked, set_up, tear_down),
        cmocka_unit_test_setup_teardown(writes_and_tells_every_page, set_up, tear_down),
        cmocka_unit_test_setup_teardown(new_offices_are_on_page_and_map, set_up, tear_down),
        cmocka_unit_test_setup_teardown(who_takes_nobody_is_told_apart, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_scale_bar_keeps_off_the_land, set_up, tear_down),
        cmocka_unit_test_setup_teardown(help_tells, set_up, tear_down),
        cmocka_unit_test_setup_teardown(tells_reasons_in_its_language, set_up, tear_down),
        cmocka_unit_test_setup_teardown(tells_repairs_in_its_language, set_up, tear_down),
        cmocka_unit_test_setup_teardown(memo_takes_what_inputs_tell, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_same_bytes_again, set_up, tear_down),
        cmocka_unit_test_setup_teardown(csv_speaks_swedish_when_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(evidence_tells_the_language_given, set_up, tear_down),
    };
    for (size_t i = 0; i < COUNT; i++)
        tests[12 + i] = (struct CMUnitTest){
            .name = REFUSALS[i].name, .test_func = refuses, .initial_state = (void *)&REFUSALS[i]};
    for (size_t i = 0; i < PAGELESS_COUNT; i++)
        tests[12 + COUNT + i] = (struct CMUnitTest){.name = PAGELESS[i].name,
                                                    .test_func = pages_are_of_analyze_and_site,
                                                    .initial_state = (void *)&PAGELESS[i]};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
