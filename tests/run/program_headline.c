/* What the first figures are of: people inside the municipalities, groups that bridge. */
#include "drawn.h"

static const char ZONES[] =
    LAYER(ZONE("0114", "500000", "520000") "," ZONE("0115", "520000", "540000"));

#define INPUTS                                                                                     \
    " --municipalities zones.geojson --offices offices.csv --crs offices=EPSG:3006 "               \
    "--population people.csv --straight-line 1 --within 10km"

static int set_up(void **state)
{
    const struct drawn_file files[] = {
        {"zones.geojson", ZONES},
        {"offices.csv", "id,leverantor,easting,northing\nK1,A,509000,6710000\n"},
    };
    return DRAWN_FOLDER(state, files);
}

static void run(struct said *said, const char *folder, const char *people, const char *more)
{
    program_write(folder, "people.csv", people);
    drawn_runs(said, folder, "analyze" INPUTS, more);
}

/* The cards of a page, and its curve, which are of the same people. */
static void take(char out[8000], const char *page, const char *from, const char *to)
{
    const char *at = strstr(page, from), *end = at ? strstr(at, to) : NULL;
    assert_non_null(end);
    assert_true(end - at < 8000);
    snprintf(out, 8000, "%.*s", (int)(end - at), at);
}

/* Takes the words out wherever they stand; how many times. */
static uint32_t strike(char *text, const char *words)
{
    uint32_t count = 0;
    size_t size = strlen(words);
    for (char *at; (at = strstr(text, words)); count++)
        memmove(at, at + size, strlen(at + size) + 1);
    return count;
}

#define INSIDE "kommunkod,befolkning\n0114,1000\n0115,501\n"

/* Ninety-eight thousand people of a municipality that is not there change no first figure. */
static void people_elsewhere_change_no_headline(void **state)
{
    static const char *const PARTS[][2] = {{"class=\"cards\"", "class=\"bridge\""},
                                           {"<path fill=\"none\"", "</svg>"}};
    static struct said said;
    static char here[8000], there[8000];
    run(&said, *state, INSIDE, "--report r.html --lang sv");
    char *page = drawn_text(*state, "r.html");
    run(&said, *state, INSIDE "0999,98499\n", "--report s.html --memo d.html --lang sv --json");
    char *wide = drawn_text(*state, "s.html"), *memo = drawn_text(*state, "d.html");
    char *inside = strstr(wide, "<p>Andelarna gäller de 1\xe2\x80\xaf"
                                "501 personer som bor i kommunerna");
    assert_non_null(inside);
    assert_null(strstr(page, "Andelarna gäller"));
    *inside = '\0'; /* the cards end there; the bridge comes after */
    take(here, page, PARTS[0][0], "<p class=\"bridge\"");
    snprintf(there, sizeof there, "%s", strstr(wide, PARTS[0][0]));
    assert_int_equal(strike(there, ", av dem i kommunerna"), 3);
    assert_string_equal(there, here);
    *inside = '<';
    take(here, page, PARTS[1][0], PARTS[1][1]);
    take(there, wide, PARTS[1][0], PARTS[1][1]);
    assert_string_equal(there, here);
    assert_true(program_said(wide, "98\xe2\x80\xaf"
                                   "499 utanför områdena = 100\xe2\x80\xaf"
                                   "000 personer"));
    assert_true(program_said(wide, "Av samtliga 100\xe2\x80\xaf"
                                   "000 personer, de 98\xe2\x80\xaf"
                                   "499 utanför kommunerna inräknade"));
    assert_true(program_said(memo, "501 personer som bor i kommunerna"));
    assert_true(program_said(wide, "Dessa mått gäller alla personer i underlaget, även de 98"));
    assert_null(strstr(page, "Dessa mått gäller"));
    assert_true(program_said(said.out, "\"inside\""));
    free(page);
    free(wide);
    free(memo);
}

/* The same on the terminal, where few outside are named and change nothing else. */
static void a_terminal_says_whom_the_shares_are_of(void **state)
{
    static struct said few, many;
    run(&few, *state, INSIDE "0999,3\n", "");
    run(&many, *state, INSIDE "0999,98499\n", "");
    assert_null(strstr(few.out, "Share inside"));
    assert_true(program_said(few.out, "Share of people"));
    assert_true(program_said(many.out, "Share inside"));
    assert_true(program_said(many.out, "Of the 1,501 people inside the municipalities"));
    assert_true(program_said(many.out, "; of 100,000 people"));
    assert_true(program_said(many.out, "M1, M6: of all people, those outside"));
    assert_null(strstr(few.out, "M1, M6: of all people"));
    assert_true(program_said(many.out, "1,501 people (befolkning) in 2 municipalities (98,499 more "
                                       "outside), 1 office"));
    assert_true(program_said(few.out, "1,504 people (befolkning) in 2 municipalities, 1 office"));
    assert_true(program_said(many.out, "Of all people, by municipality"));
    assert_true(program_said(few.out, "What may be quoted, by municipality"));
}

/* A share asked for is one of the people inside: half of 1,501, not of 100,000. */
static void new_offices_are_for_the_people_inside(void **state)
{
    static struct said said;
    program_write(*state, "people.csv", INSIDE "0999,98499\n");
    drawn_runs(&said, *state, "site --reach 50%", INPUTS);
    has(said.out, "the share is reached without new offices");
    has(said.out, "Shares are of the 1,501 people inside the municipalities; 98,499 more live "
                  "outside.");
    program_write(*state, "people.csv", INSIDE "0999,3\n");
    drawn_runs(&said, *state, "site --reach 50%", INPUTS);
    assert_null(strstr(said.out, "Shares are of"));
}

/* A municipality that the people's file leaves out is not one that is not white. */
static void municipalities_without_people_are_told(void **state)
{
    static struct said said;
    run(&said, *state, "unit,easting,northing,befolkning\nu1,505000,6710000,1000\n",
        "--crs population=EPSG:3006 --report r.html --lang sv");
    char *page = drawn_text(*state, "r.html");
    has(page, "; 1 utan uppgift</small>");
    free(page);
    run(&said, *state, INSIDE, "--report s.html --lang sv");
    page = drawn_text(*state, "s.html");
    assert_null(strstr(page, "utan uppgift</small>"));
    free(page);
}

static unsigned long figure(const char *text, const char *words)
{
    char digits[32];
    size_t used = 0;
    const char *at = strstr(text, words);
    assert_non_null(at);
    at += strlen(words);
    at += strspn(at, " ");
    for (; *at == ',' || (*at >= '0' && *at <= '9'); at++)
        if (*at != ',' && used + 1 < sizeof digits)
            digits[used++] = *at;
    digits[used] = '\0';
    assert_true(used > 0);
    return strtoul(digits, NULL, 10);
}

/* People with and without a provider and outside are all; so are the two groups of those
 * without. */
static void groups_of_people_add_up(void **state)
{
    static struct said said;
    run(&said, *state, INSIDE "0999,7\n", "");
    unsigned long without = figure(said.out, "  without a provider");
    assert_int_equal(figure(said.out, "  with a provider") + without +
                         figure(said.out, "  outside the zones"),
                     1508);
    assert_int_equal(figure(said.out, "  beyond the limit"), without);
}

static void one_person_is_no_people(void **state)
{
    static struct said said;
    run(&said, *state, "kommunkod,befolkning\n0114,1\n0115,0\n", "");
    assert_true(program_said(said.out, "1 person (befolkning)"));
    assert_null(strstr(said.out, " 1 people"));
    assert_null(strstr(said.out, "\n1 people"));
}

/* The title of a page says where, of which day and within what. */
static void the_title_says_what_it_is_of(void **state)
{
    static struct said said;
    program_write(*state, "offices.csv",
                  "id,leverantor,easting,northing,scheme\nK1,A,509000,6710000,KROM\n");
    run(&said, *state, INSIDE, "--as-of 2020-04-01 --scheme KROM --report r.html --lang en");
    char *page = drawn_text(*state, "r.html");
    assert_true(program_said(page, "<title>Who can reach a provider within 10\xc2\xa0km? county 01 "
                                   "\xc2\xb7 scheme KROM \xc2\xb7 as of 2020-04-01 \xc2\xb7 "));
    free(page);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(people_elsewhere_change_no_headline, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_terminal_says_whom_the_shares_are_of, set_up, tear_down),
        cmocka_unit_test_setup_teardown(new_offices_are_for_the_people_inside, set_up, tear_down),
        cmocka_unit_test_setup_teardown(municipalities_without_people_are_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(groups_of_people_add_up, set_up, tear_down),
        cmocka_unit_test_setup_teardown(one_person_is_no_people, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_title_says_what_it_is_of, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
