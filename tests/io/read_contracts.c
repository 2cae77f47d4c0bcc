/* Contracts: rows of the day, areas on the map, the real file of January 2026. */
#include "io/read_fixture.h"

#include "base/mem.h"

#include <math.h>

#define HEAD "leverantor;leveransomrade;avtal;valid_from;valid_to;accepts_new;deltagare;scheme\n"

static const struct row {
    const char *name, *text, *as_of, *scheme;
    bool is_effective, is_areas;
    enum ws_status status;
    const char *says; /* of the error, or of a repair; "" none */
    const char *rows; /* "area/provider/zone" in order; zone by code, - for none */
} ROWS[] = {
    {"by_code", HEAD "A;0115;1;;;;;\nA;0114;2;;;;;\n", "", "", false, true, WS_OK, "",
     "0114/A/0114 0115/A/0115"},
    {"by_name", HEAD "A;Mitten;1;;;;;\n", "", "", false, true, WS_OK, "", "Mitten/A/0115"},
    {"by_folded_name", HEAD "A;MITTEN;1;;;;;\n", "", "", false, true, WS_OK,
     "1 area is spelled otherwise than on the map (MITTEN for Mitten)", "MITTEN/A/0115"},
    {"an_area_called_like_a_municipality", HEAD "A;Mitten;1;;;;;\n", "", "", false, false, WS_OK,
     "that is no code of a municipality (first: Mitten)", "Mitten/A/-"},
    {"a_municipality_by_code", HEAD "A;0115;1;;;;;\n", "", "", false, false, WS_OK, "",
     "0115/A/0115"},
    {"unknown_areas_are_kept", HEAD "A;X;1;;;;;\nB;X;2;;;;;\nA;Y;3;;;;;\n", "", "", false, true,
     WS_OK, "2 areas that are not among the supplier areas (first: X)", "X/A/- X/B/- Y/A/-"},
    {"row_b6_joins_that_day", HEAD "A;0114;1;2020-03-15;;;;\n", "2020-03-15", "", false, true,
     WS_OK, "", "0114/A/0114"},
    {"row_b6_not_before", HEAD "A;0114;1;2020-03-15;;;;\n", "2020-03-14", "", false, true, WS_OK,
     "no contract holds", ""},
    {"ends_are_not_in_it", HEAD "A;0114;1;;2020-03-15;;;\n", "2020-03-15", "", false, true, WS_OK,
     "no contract holds", ""},
    {"of_a_scheme", HEAD "A;0114;1;;;;;STOM\nB;0114;2;;;;;KROM\n", "", "KROM", false, true, WS_OK,
     "", "0114/B/0114"},
    {"closed_counts_as_supply", HEAD "A;0114;1;;;Nej;;\n", "", "", false, true, WS_OK,
     "1 contract takes nobody new", "0114/A/0114"},
    {"closed_is_not_effective", HEAD "A;0114;1;;;Nej;;\nB;0114;2;;;Ja;;\n", "", "", true, true,
     WS_OK, "1 contract takes nobody new", "0114/B/0114"},
    {"a_word_nobody_understands", HEAD "A;0114;1;;;Nej;;\nB;0114;2;;;kanske;;\n", "", "", true,
     true, WS_BAD_DATA, "line 3: accepts_new is kanske; expected yes or no", ""},
    {"shut_is_no", HEAD "A;0114;1;;;st\xc3\xa4ngd;;\nB;0114;2;;;\xc3\xb6ppet;;\n", "", "", true,
     true, WS_OK, "1 contract takes nobody new", "0114/B/0114"},
    {"of_no_scheme_there_is", HEAD "A;0114;1;;;;;STOM\nB;0114;2;;;;;KROM\n", "", "Krmo", false,
     true, WS_BAD_DATA, "no row is of scheme Krmo (--scheme); scheme has STOM, KROM", ""},
    {"row_n21_a_picture", "\x89PNG\r\n\x1a\n", "", "", false, true, WS_BAD_DATA,
     "is a picture (PNG); expected a table: XLSX or CSV", ""},
    {"row_n21_a_prepared_network", "WSNET001", "", "", false, true, WS_BAD_DATA,
     "is a prepared network; expected a table: XLSX or CSV", ""},
    {"order_of_rows_is_nothing", HEAD "B;0114;2;;;;;\nA;0115;3;;;;;\nA;0114;1;;;;;\n", "", "",
     false, true, WS_OK, "", "0114/A/0114 0114/B/0114 0115/A/0115"},
    {"twice", HEAD "A;0114;1;;;;;\nA;0114;1;;;;;\n", "", "", false, true, WS_BAD_DATA,
     "contract 1 of A in 0114 is also told by line 2", ""},
    {"two_contracts_in_an_area", HEAD "A;0114;1;;;;;\nA;0114;2;;;;;\n", "", "", false, true, WS_OK,
     "", "0114/A/0114 0114/A/0114"},
    {"no_area", HEAD "A;;1;;;;;\n", "", "", false, true, WS_BAD_DATA, "expected the area", ""},
    {"no_provider", HEAD "NULL;0114;1;;;;;\n", "", "", false, true, WS_BAD_DATA,
     "expected the provider", ""},
    {"capacity_in_words", "leverantor;leveransomrade;avtal;kapacitet\nA;0114;1;many\n", "", "",
     false, true, WS_BAD_DATA, "kapacitet is many; expected a number, 0 or more, or -", ""},
    {"participants_in_words", HEAD "A;0114;1;;;;ca 9;\n", "", "", false, true, WS_BAD_DATA,
     "deltagare is ca 9", ""},
    {"participants_below_zero", HEAD "A;0114;1;;;;-3;\n", "", "", false, true, WS_BAD_DATA,
     "deltagare is -3", ""},
    {"participants_withheld", HEAD "A;0114;1;;;;..;\n", "", "", false, true, WS_OK,
     "1 withheld count", "0114/A/0114"},
    {"rows_of_offices_without_a_place",
     "id,leverantor,leveransomrade,easting,northing,status\nK1,A,0114,505000,6605000,\n"
     ",B,0115,,,\n,C,,,,\n,D,0117,,,never\n",
     "", "", false, true, WS_OK, "", "0115/B/0115"},
    {"names_that_look_like_one", HEAD "Jobb AB;0114;1;;;;;\nJobb;0115;2;;;;;\n", "", "", false,
     true, WS_OK, "providers \"Jobb\" and \"Jobb AB\" look like one",
     "0114/Jobb AB/0114 0115/Jobb/0115"},
    {"a_name_that_looks_like_an_office's", HEAD "Kontor i Norr AB;0114;1;;;;;\n", "", "", false,
     true, WS_OK, "providers \"KONTOR I NORR\" and \"Kontor i Norr AB\" look like one",
     "0114/Kontor i Norr AB/0114"},
    {"no_column_of_areas", "leverantor\nA\n", "", "", false, true, WS_BAD_DATA, "contracts.area",
     ""},
};
#define ROW_COUNT (sizeof ROWS / sizeof *ROWS)

static void check_rows(const struct row *row, const struct contracts *contracts,
                       const struct zones *zones)
{
    char list[512] = "";
    for (uint32_t i = 0; i < contracts->count; i++)
        snprintf(list + strlen(list), sizeof list - strlen(list), "%s%s/%s/%s", i ? " " : "",
                 contracts->area[i], contracts->provider[i],
                 contracts->zone[i] == WS_NONE ? "-" : zones->code[contracts->zone[i]]);
    assert_string_equal(list, row->rows);
}

static void test_row(void **state)
{
    const struct row *row = *state;
    struct fixture fix;
    struct zones zones = {0};
    struct contracts contracts = {0};
    struct dated dated = {.is_effective = row->is_effective};
    fixture_open(&fix);
    read_three_zones(&fix, &zones);
    snprintf(dated.as_of, sizeof dated.as_of, "%s", row->as_of);
    snprintf(dated.scheme, sizeof dated.scheme, "%s", row->scheme);
    struct ws_source source = fixture_text(&fix, "contracts.csv", row->text);
    static const char *const providers[] = {"KONTOR I NORR"};
    struct contract_map map = {.zones = &zones,
                               .providers = providers,
                               .provider_count = 1,
                               .is_areas = row->is_areas,
                               .among_offices = !strncmp(row->text, "id,", 3),
                               .eligible = "status <> 'never' OR status IS NULL"};
    if (!map.among_offices)
        map.eligible = NULL;
    assert_status(&fix, io_read_contracts(&contracts, fix.io, &source, &dated, &map, &fix.err),
                  row->status);
    if (row->status)
        assert_says(&fix, row->says);
    else
        check_rows(row, &contracts, &zones);
    if (!row->status && row->says[0] && !was_warned(&fix, row->says))
        fail_msg("no repair says \"%s\"", row->says);
    contracts_release(&contracts);
    zones_release(&zones);
    fixture_close(&fix);
}

/* domain.md 2.6: 933 rows, 8 of them blank; 925 contracts of 221 providers in 69
 * areas; no table tells where these are. */
static const struct real {
    const char *name, *file, *layer;
} REAL[] = {
    {"real_rom2_csv", "se-providers/rusta_och_matcha_resultat_2026_01.csv", ""},
    {"real_rom2_workbook", "se-providers/rusta_och_matcha_resultat_2026_01.xlsx",
     "Resultat 2026-01"},
};

static void test_real(void **state)
{
    const struct real *real = *state;
    struct fixture fix;
    struct zones zones = {0};
    struct contracts contracts = {0};
    struct dated dated = {.as_of = "2026-01-31"};
    struct ws_source source;
    if (!shared(&source, real->file))
        skip();
    fixture_open(&fix);
    read_three_zones(&fix, &zones);
    snprintf(source.layer, sizeof source.layer, "%s", real->layer);
    struct contract_map map = {.zones = &zones};
    assert_status(&fix, io_read_contracts(&contracts, fix.io, &source, &dated, &map, &fix.err),
                  WS_OK);
    assert_int_equal(contracts.count, 925);
    double participants = 0.0;
    uint32_t unrated = 0, risky = 0, areas = 0;
    for (uint32_t i = 0; i < contracts.count; i++) {
        participants += contracts.participants[i];
        unrated += isnan(contracts.rating[i]) != 0;
        risky += contracts.at_risk[i] == RISK_YES;
        areas += !i || strcmp(contracts.area[i], contracts.area[i - 1]) != 0;
        assert_int_equal(contracts.zone[i], WS_NONE);
        assert_non_null(contracts.id[i]);
    }
    assert_int_equal((int)participants, 75667);
    assert_int_equal(areas, 69);
    assert_int_equal(risky, 183);
    assert_true(unrated > 0 && unrated < 925);
    assert_true(was_warned(&fix, "contracts name 69 areas that are no code of a municipality"));
    contracts_release(&contracts);
    zones_release(&zones);
    fixture_close(&fix);
}

/* Whatever fails, nothing is handed over and nothing is left behind. */
static void memory_may_run_out_anywhere(void **state)
{
    (void)state;
    static const char text[] = HEAD "A;0114;1;;;Nej;5;\nB;Mitten;2;;;;..;\nB AB;X;3;;;;7;\n";
    enum ws_status st = WS_NO_MEMORY;
    for (uint64_t nth = 1; st; nth++) {
        struct fixture fix;
        struct zones zones = {0};
        struct contracts contracts = {0};
        struct dated dated = {.as_of = "2020-04-01"};
        fixture_open(&fix);
        read_three_zones(&fix, &zones);
        struct ws_source source = fixture_text(&fix, "contracts.csv", text);
        struct contract_map map = {.zones = &zones, .is_areas = true};
        mem_fail_at(nth);
        st = io_read_contracts(&contracts, fix.io, &source, &dated, &map, &fix.err);
        mem_fail_at(0);
        assert_true(st == WS_OK || st == WS_NO_MEMORY);
        assert_true(!st || !contracts.count);
        contracts_release(&contracts);
        zones_release(&zones);
        fixture_close(&fix);
    }
}

int main(void)
{
    struct CMUnitTest tests[ROW_COUNT + 3] = {[ROW_COUNT + 2] =
                                                  cmocka_unit_test(memory_may_run_out_anywhere)};
    for (size_t i = 0; i < ROW_COUNT; i++)
        tests[i] = (struct CMUnitTest){
            .name = ROWS[i].name, .test_func = test_row, .initial_state = (void *)&ROWS[i]};
    for (size_t i = 0; i < 2; i++)
        tests[ROW_COUNT + i] = (struct CMUnitTest){
            .name = REAL[i].name, .test_func = test_real, .initial_state = (void *)&REAL[i]};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
