/* Supplier areas: polygons of a day and a scheme, and tables of memberships. */
#include "io/read_fixture.h"

#include "base/mem.h"

#define AREA(name, scheme, from, to, square)                                                       \
    FEATURE("\"leveransomrade\":\"" name "\",\"scheme\":\"" scheme "\",\"valid_from\":\"" from     \
            "\",\"valid_to\":\"" to "\"",                                                          \
            square)
#define WEST SQUARE(500000, 6600000, 515000, 6610000)
#define EAST SQUARE(515000, 6600000, 530000, 6610000)
#define WHOLE SQUARE(500000, 6600000, 530000, 6610000)

/* STOM was one area until 30 March; KROM cuts municipality 0115 in two. */
#define DATED                                                                                      \
    LAYER(SWEREF, AREA("Hela", "STOM", "2010-01-01", "2020-03-30",                                 \
                       WHOLE) "," AREA("Väster", "KROM", "2020-03-30", "",                         \
                                       WEST) "," AREA("Öster", "KROM", "2020-03-30", "", EAST))
#define TWO_SCHEMES                                                                                \
    LAYER(SWEREF, AREA("Hela", "STOM", "", "", WHOLE) "," AREA("Väster", "KROM", "", "", WEST))

static const struct row {
    const char *name, *text; /* NULL text: areas.geojson with DATED */
    const char *as_of, *scheme;
    enum ws_status status;
    const char *says;     /* of the error, or a repair; "" none */
    const char *areas;    /* "Väster Öster" in order */
    const char *of_zones; /* table: area of 0114, 0115, 0117; "-": none; NULL: polygons */
} ROWS[] = {
    {"row_e1_the_day_before", DATED, "2020-03-29", "", WS_OK, "", "Hela", NULL},
    {"row_e1_the_day", DATED, "2020-03-30", "", WS_OK, "", "Väster Öster", NULL},
    {"scheme_chooses", DATED, "2020-03-30", "krom", WS_OK, "", "Väster Öster", NULL},
    {"none_on_the_day", DATED, "2009-12-31", "", WS_OK, "no area holds on 2009-12-31", "", NULL},
    {"none_of_the_scheme", DATED, "", "ROM2", WS_BAD_DATA, "no row is of scheme ROM2", "", NULL},
    {"two_schemes_at_once", TWO_SCHEMES, "", "", WS_BAD_DATA, "state one with --scheme", "", NULL},
    {"row_b2_areas_are_no_municipalities", TWO_SCHEMES, "", "KROM", WS_OK, "", "Väster", NULL},
    {"areas_that_overlap",
     LAYER(SWEREF, AREA("Hela", "", "", "", WHOLE) "," AREA("Väster", "", "", "", WEST)), "", "",
     WS_OK, "Hela and Väster overlap", "Hela Väster", NULL},
    {"table", "kommunkod,leveransomrade\n0114,Väster\n0115,Öster\n0117,Öster\n", "", "", WS_OK, "",
     "Väster Öster", "Väster Öster Öster"},
    {"table_of_plain_words", "code,area\n0114,Väster\n0115,Öster\n0117,Öster\n", "", "", WS_OK, "",
     "Väster Öster", "Väster Öster Öster"},
    {"table_of_some", "kommunkod,leveransomrade\n0117,Öster\n", "", "", WS_OK,
     "2 municipalities are in no area (first: 0114)", "Öster", "- - Öster"},
    {"table_by_name", "kommun;omrade\nVäster;Ett\nMitten;Ett\nÖster;Två\n", "", "", WS_OK,
     "joined by name", "Ett Två", "Ett Ett Två"},
    {"row_b1_dated_membership_before",
     "kommunkod,leveransomrade,valid_from,valid_to\n0114,A,,2021-05-01\n0114,B,2021-05-01,\n",
     "2021-04-15", "", WS_OK, "2 municipalities", "A", "A - -"},
    {"row_b1_dated_membership_after",
     "kommunkod,leveransomrade,valid_from,valid_to\n0114,A,,2021-05-01\n0114,B,2021-05-01,\n",
     "2021-05-01", "", WS_OK, "2 municipalities", "B", "B - -"},
    {"two_areas_on_one_day",
     "kommunkod,leveransomrade,valid_from,valid_to\n0115,X,,\n0114,A,,2021-05-01\n"
     "0114,B,2021-04-01,\n",
     "2021-04-15", "", WS_BAD_DATA, "line 4: municipality 0114 is in B here and in A at line 3", "",
     ""},
    {"two_schemes_of_a_municipality", "kommunkod,leveransomrade,scheme\n0114,A,STOM\n0114,B,KROM\n",
     "", "KROM", WS_OK, "2 municipalities", "B", "B - -"},
    {"unknown_code", "kommunkod,leveransomrade\n0114,A\n9999,A\n", "", "", WS_OK,
     "1 row of no municipality on the map (first: 9999)", "A", "A - -"},
    {"blank_area", "kommunkod,leveransomrade\n0114,\n0115,A\n", "", "", WS_BAD_DATA,
     "expected the area of municipality 0114", "", ""},
    {"no_code_column", "leveransomrade\nA\n", "", "", WS_BAD_DATA,
     "no column of municipality codes", "", ""},
    {"no_area_column", "kommunkod,x\n0114,1\n", "", "", WS_BAD_DATA, "supplier-areas.area", "", ""},
    {"look_alike", "kommunkod,leveransomrade\n0114,Vaster\n0115,Väster\n", "", "", WS_OK,
     "look like one", "Vaster Väster", "Vaster Väster -"},
};
#define ROW_COUNT (sizeof ROWS / sizeof *ROWS)

static void check_areas(const struct row *row, const struct zones *areas,
                        const uint32_t *area_of_zone)
{
    char list[256] = "", of_zones[256] = "";
    for (uint32_t i = 0; i < areas->count; i++)
        snprintf(list + strlen(list), sizeof list - strlen(list), "%s%s", i ? " " : "",
                 areas->code[i]);
    assert_string_equal(list, row->areas);
    assert_int_equal(!area_of_zone, !row->of_zones);
    for (uint32_t i = 0; area_of_zone && i < 3; i++)
        snprintf(of_zones + strlen(of_zones), sizeof of_zones - strlen(of_zones), "%s%s",
                 i ? " " : "", area_of_zone[i] == WS_NONE ? "-" : areas->code[area_of_zone[i]]);
    if (area_of_zone)
        assert_string_equal(of_zones, row->of_zones);
    /* The ground of an area is that of its municipalities. */
    for (uint32_t area = 0; area_of_zone && area < areas->count; area++) {
        double m2 = 0.0;
        for (uint32_t i = 0; i < 3; i++)
            m2 += area_of_zone[i] == area ? 1e8 : 0.0;
        assert_int_equal((int64_t)(areas_m2(&areas->areas, area) + 0.5), (int64_t)m2);
    }
}

static void test_row(void **state)
{
    const struct row *row = *state;
    struct fixture fix;
    struct zones zones = {0}, areas = {0};
    struct dated dated = {0};
    uint32_t *area_of_zone = NULL;
    fixture_open(&fix);
    read_three_zones(&fix, &zones);
    snprintf(dated.as_of, sizeof dated.as_of, "%s", row->as_of);
    snprintf(dated.scheme, sizeof dated.scheme, "%s", row->scheme);
    struct ws_source source =
        fixture_text(&fix, row->text[0] == '{' ? "areas.geojson" : "areas.csv", row->text);
    assert_status(&fix,
                  io_read_areas(&areas, &area_of_zone, fix.io, &source, &dated, &zones, &fix.err),
                  row->status);
    if (row->status)
        assert_says(&fix, row->says);
    else
        check_areas(row, &areas, area_of_zone);
    if (!row->status && row->says[0])
        assert_true(was_warned(&fix, row->says));
    mem_free(area_of_zone);
    zones_release(&areas);
    zones_release(&zones);
    fixture_close(&fix);
}

/* Whatever fails, nothing is handed over and nothing is left behind. */
static void memory_may_run_out_anywhere(void **state)
{
    (void)state;
    static const char *const texts[] = {
        DATED, "kommunkod,leveransomrade,scheme\n0114,A,KROM\n0115,B,KROM\n9999,B,KROM\n"};
    for (int i = 0; i < 2; i++) {
        enum ws_status st = WS_NO_MEMORY;
        for (uint64_t nth = 1; st; nth++) {
            struct fixture fix;
            struct zones zones = {0}, areas = {0};
            struct dated dated = {.as_of = "2020-04-01", .scheme = "KROM"};
            uint32_t *area_of_zone = NULL;
            fixture_open(&fix);
            read_three_zones(&fix, &zones);
            struct ws_source source =
                fixture_text(&fix, i ? "areas.csv" : "areas.geojson", texts[i]);
            mem_fail_at(nth);
            st = io_read_areas(&areas, &area_of_zone, fix.io, &source, &dated, &zones, &fix.err);
            mem_fail_at(0);
            assert_true(st == WS_OK || st == WS_NO_MEMORY);
            assert_true(!st || (!areas.count && !area_of_zone));
            mem_free(area_of_zone);
            zones_release(&areas);
            zones_release(&zones);
            fixture_close(&fix);
        }
    }
}

int main(void)
{
    struct CMUnitTest tests[ROW_COUNT + 1] = {cmocka_unit_test(memory_may_run_out_anywhere)};
    for (size_t i = 0; i < ROW_COUNT; i++)
        tests[i + 1] = (struct CMUnitTest){
            .name = ROWS[i].name, .test_func = test_row, .initial_state = (void *)&ROWS[i]};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
