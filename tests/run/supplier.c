/* Supplier areas, contracts, paper beside road, default offices: the whole engine
 * on a drawn county and on the fictional one of geodata. */
#include "county.h"

#include "base/fixed.h"
#include "run/supplier.h"

#include <unistd.h>

#define AREA(name, west, east)                                                                     \
    "{\"type\":\"Feature\",\"properties\":{\"leveransomrade\":\"" name                             \
    "\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[" west ",6690000],[" east           \
    ",6690000],[" east ",6720000],[" west ",6720000],[" west ",6690000]]]}}"

/* The municipalities of the county, and areas that cut the first in two. */
static const char SAME[] =
    COUNTY_CRS AREA("0114", "550000", "563000") "," AREA("0115", "563000", "590000") "]}";
static const char CUTTING[] =
    COUNTY_CRS AREA("Ost", "562000", "590000") "," AREA("Vast", "555000", "562000") "]}";
static const char TABLE[] = "kommunkod,leveransomrade\n0114,Hela\n0115,Hela\n";
static const char PART_TABLE[] = "kommunkod,leveransomrade\n0115,Ost\n";

static struct ws_result *analyze(const char *folder, const char *areas, const char *contracts,
                                 const char *line)
{
    char path[1100];
    struct ws_options *options = county_options(folder, line);
    const char *file = areas && areas[0] == '{' ? "areas.geojson" : "areas.csv";
    if (areas) {
        program_write(folder, file, areas);
        snprintf(path, sizeof path, "%s/%s", folder, file);
        county_set(options, "supplier-areas", path);
    }
    if (contracts) {
        program_write(folder, "contracts.csv", contracts);
        snprintf(path, sizeof path, "%s/contracts.csv", folder);
        county_set(options, "contracts", path);
    }
    struct ws_result *result = county_run(options);
    ws_options_free(options);
    return result;
}

/* ---- laws ------------------------------------------------------------------------------ */

static const char *const LINES[] = {"within=1km,3km min-component=1",
                                    "within=4min,9min min-component=1",
                                    "within=1km,3km straight-line=1.2"};
#define LINE_COUNT 3

static void areas_that_are_municipalities_have_their_rows(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= LINE_COUNT; seed++) {
        char *folder = county_folder(seed);
        struct ws_result *result = analyze(folder, SAME, NULL, LINES[seed - 1]);
        const struct run *run = result->run;
        const struct supplier *supplier = run->supplier;
        uint32_t per_zone = run->zone_shares.count / 3;
        assert_int_equal(supplier->zones.count, 2);
        assert_int_equal(supplier->share_count, 2 * per_zone);
        assert_memory_equal(supplier->shares, run->zone_shares.rows,
                            2 * per_zone * sizeof *supplier->shares);
        assert_memory_equal(supplier->cost_p50, run->cost_p50, 2 * sizeof(uint32_t));
        assert_memory_equal(supplier->cost_p90, run->cost_p90, 2 * sizeof(uint32_t));
        assert_memory_equal(supplier->median_choice, run->median_choice, 2 * sizeof(uint32_t));
        assert_memory_equal(supplier->group_sum_micro, run->reach.group_sum_micro,
                            2 * sizeof(uint64_t));
        assert_memory_equal(supplier->office_area, run->office_zone,
                            COUNTY_OFFICES * sizeof(uint32_t));
        assert_memory_equal(supplier->areas.together, supplier->municipalities.together,
                            2 * sizeof(uint32_t));
        ws_result_free(result);
        program_remove(folder);
    }
}

static void municipalities_do_not_change(void **state)
{
    (void)state;
    char *folder = county_folder(11);
    struct ws_result *plain = analyze(folder, NULL, NULL, LINES[0]);
    struct ws_result *cut =
        analyze(folder, CUTTING, "leverantor,leveransomrade\nA,Vast\nZ,Ost\n", LINES[0]);
    assert_int_equal(plain->share_count, cut->share_count);
    assert_memory_equal(plain->shares, cut->shares, plain->share_count * sizeof *plain->shares);
    assert_memory_equal(plain->run->cost_p90, cut->run->cost_p90, 3 * sizeof(uint32_t));
    assert_memory_equal(plain->run->reach.people_micro, cut->run->reach.people_micro,
                        COUNTY_OFFICES * 2 * sizeof(uint64_t));
    ws_result_free(plain);
    ws_result_free(cut);
    program_remove(folder);
}

/* Areas, no area and outside are the nation; each row bridges. */
static void check_sums(const struct run *run)
{
    const struct supplier *supplier = run->supplier;
    uint32_t zones = run->zones.count, areas = supplier->zones.count;
    size_t per_zone = run->zone_shares.count / (zones + 1);
    uint64_t parts = supplier->cut.spread.part_count;
    for (size_t i = 0; i < per_zone; i++) {
        const struct ws_share *nation = &run->zone_shares.rows[zones * per_zone + i];
        uint64_t people = 0, covered = 0;
        for (uint32_t area = 0; area <= areas; area++) {
            const struct ws_share *row = &supplier->shares[area * per_zone + i];
            people += row->people_micro;
            covered += row->covered_micro;
            assert_int_equal(row->outside_micro, 0);
            assert_int_equal(row->covered_micro + row->uncovered_micro + row->no_link_micro +
                                 row->off_network_micro,
                             row->people_micro);
        }
        assert_int_equal(people + nation->outside_micro, nation->people_micro);
        /* Covered people of a part come from one division each. */
        assert_true(covered <= nation->covered_micro + parts);
        assert_true(nation->covered_micro <= covered + parts);
    }
}

struct total {
    uint64_t road_micro, line_micro, moved_micro;
    bool is_fjord_seen;
};

/* Rows add up to the total; a closed office gets nobody. */
static void check_default(void *context, const struct default_row *row)
{
    struct total *total = context;
    if (!strcmp(row->kind, "total")) {
        assert_int_equal(row->road_micro, total->road_micro);
        assert_int_equal(row->line_micro, total->line_micro);
        total->moved_micro = row->only_road_micro;
        return;
    }
    total->road_micro += row->road_micro;
    total->line_micro += row->line_micro;
    bool is_closed = row->office && (!strcmp(row->office, "K06") || !strcmp(row->office, "K27"));
    if (!strcmp(row->kind, "closed_to_new")) {
        assert_true(is_closed);
        assert_int_equal(row->road_micro, 0);
        assert_int_equal(row->line_micro, 0);
    }
    if (row->office && !strcmp(row->office, "K20")) /* across the fjord from Sorviken */
        total->is_fjord_seen = row->only_line_micro > 1000u * (uint64_t)WS_MICRO;
}

static void check_defaults(const struct ws_result *result)
{
    struct total total = {0};
    supplier_default_rows(result->run, check_default, &total);
    assert_int_equal(total.road_micro, result->people_micro[0]);
    assert_int_equal(total.line_micro, result->people_micro[0]);
    assert_int_equal(total.moved_micro, result->default_moved_micro);
}

static void areas_add_up_to_the_nation(void **state)
{
    (void)state;
    static const char *const layouts[] = {SAME, CUTTING, TABLE, PART_TABLE};
    for (uint64_t seed = 1; seed <= 4; seed++) {
        char *folder = county_folder(20 + seed);
        struct ws_result *result =
            analyze(folder, layouts[seed - 1], NULL, LINES[seed % LINE_COUNT]);
        check_sums(result->run);
        check_defaults(result);
        assert_true(result->run->supplier->shares[0].people_micro > 0);
        ws_result_free(result);
        program_remove(folder);
    }
}

static void a_table_of_all_is_the_nation(void **state)
{
    (void)state;
    char *folder = county_folder(5);
    struct ws_result *result = analyze(folder, TABLE, NULL, LINES[0]);
    const struct run *run = result->run;
    size_t per_zone = run->zone_shares.count / 3;
    for (size_t i = 0; i < per_zone; i++) {
        struct ws_share area = run->supplier->shares[i];
        area.zone = WS_NONE;
        assert_memory_equal(&area, &run->zone_shares.rows[2 * per_zone + i], sizeof area);
    }
    ws_result_free(result);
    program_remove(folder);
}

/* ---- paper beside road ------------------------------------------------------------------- */

#define ROAD                                                                                       \
    COUNTY_CRS "{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":\"LineString\","    \
               "\"coordinates\":[[550000,6705000],[590000,6705000]]}}]}"

/* 40 km of road, 13 in 0114 with 1000 people and 27 in 0115 with 500; the offices
 * of A stand at 550000 and 551000, so 6 km from the first are 6.5 km of road. */
static const struct paper_row {
    const char *name, *areas, *contracts, *offices, *layer, *code;
    bool is_on_paper;
    enum disagree_column column;
    double people;
    const char *why;
} PAPER[] = {
    {"office_inside_and_near", NULL, NULL, "K1,A,550000,6705000\n", "municipalities", "0114", true,
     DISAGREE_ONE, 1000.0 * 6 / 13, "an office in the municipality; 1 provider within 6km"},
    {"office_inside_and_far", NULL, NULL, "K1,A,550000,6705000\n", "municipalities", "0114", true,
     DISAGREE_NONE, 1000.0 * 7 / 13, "an office in the municipality; no provider within 6km"},
    {"neither", NULL, NULL, "K1,A,550000,6705000\n", "municipalities", "0115", false, DISAGREE_NONE,
     500.0, "no contract and no office inside; no provider within 6km"},
    {"near_and_not_on_paper", NULL, NULL, "K1,A,560000,6705000\n", "municipalities", "0115", false,
     DISAGREE_ONE, 500.0 * 3 / 27, "no contract and no office inside; 1 provider within 6km"},
    {"row_b4_offices_of_one_provider_are_one_choice", NULL, NULL,
     "K1,A,550000,6705000\nK2,A,551000,6705000\nK3,A,552000,6705000\nK4,A,552500,6705000\n"
     "K5,A,550500,6705000\n",
     "municipalities", "0114", true, DISAGREE_ONE, 1000.0 * 8.5 / 13,
     "an office in the municipality; 1 provider within 6km"},
    {"two_providers", NULL, NULL, "K1,A,550000,6705000\nK2,B,551000,6705000\n", "municipalities",
     "0114", true, DISAGREE_TWO, 1000.0 * 6 / 13,
     "an office in the municipality; 2 providers within 6km"},
    {"contract_alone", NULL, "leverantor,kommunkod\nZ,0115\n", "K1,A,550000,6705000\n",
     "municipalities", "0115", true, DISAGREE_NONE, 500.0,
     "a contract for the municipality; no provider within 6km"},
    {"contract_for_an_area_that_cuts", CUTTING, "leverantor,leveransomrade\nZ,Ost\n",
     "K1,A,550000,6705000\n", "municipalities", "0114", true, DISAGREE_NONE, 1000.0 * 7 / 13,
     "a contract for the area, an office in the municipality; no provider within 6km"},
    {"contract_of_the_area", CUTTING, "leverantor,leveransomrade\nZ,Ost\n", "K1,A,550000,6705000\n",
     "supplier_areas", "Ost", true, DISAGREE_NONE, 1000.0 * 1 / 13 + 500.0,
     "a contract for the area; no provider within 6km"},
    {"a_row_of_offices_with_an_area_and_no_place", CUTTING, NULL,
     "id,leverantor,easting,northing,leveransomrade\nK1,A,550000,6705000,\n,Z,,,Ost\n",
     "supplier_areas", "Ost", true, DISAGREE_NONE, 1000.0 * 1 / 13 + 500.0,
     "a contract for the area; no provider within 6km"},
    {"an_area_without", CUTTING, "leverantor,leveransomrade\nZ,Ost\n", "K1,A,590000,6705000\n",
     "supplier_areas", "Vast", false, DISAGREE_NONE, 1000.0 * 7 / 13,
     "no contract for the area and no office inside; no provider within 6km"},
    {"in_no_area", CUTTING, NULL, "K1,A,590000,6705000\n", "supplier_areas", NULL, false,
     DISAGREE_NONE, 1000.0 * 5 / 13, "no contract for the area and no office inside"},
    {"row_c12_an_office_in_the_other_half", CUTTING, NULL, "K1,A,562500,6705000\n",
     "supplier_areas", "Vast", false, DISAGREE_ONE, 1000.0 * 5.5 / 13,
     "no contract for the area and no office inside; 1 provider within 6km"},
    {"nation", NULL, NULL, "K1,A,550000,6705000\n", "national", NULL, true, DISAGREE_NONE,
     1000.0 * 7 / 13, "an office in the municipality; no provider within 6km"},
};
#define PAPER_COUNT (sizeof PAPER / sizeof *PAPER)

struct finder {
    const struct paper_row *row;
    uint32_t found;
};

static void find_row(void *context, const struct disagree_row *row)
{
    struct finder *finder = context;
    const struct paper_row *wanted = finder->row;
    bool is_code = wanted->code ? row->code && !strcmp(row->code, wanted->code) : !row->code;
    if (strcmp(row->layer, wanted->layer) != 0 || !is_code || row->column != wanted->column ||
        row->is_on_paper != wanted->is_on_paper)
        return;
    finder->found++;
    double people = (double)row->people_micro / WS_MICRO;
    if (fabs(people - wanted->people) > 1.0)
        fail_msg("%s: %.3f people; expected %.3f", row->why.text[LANG_EN], people, wanted->people);
    if (!strstr(row->why.text[LANG_EN], wanted->why))
        fail_msg("%s; expected %s", row->why.text[LANG_EN], wanted->why);
}

static void test_paper(void **state)
{
    struct finder finder = {.row = *state};
    char offices[512], *folder = county_folder(1);
    program_write(folder, "roads.geojson", ROAD);
    bool has_head = !strncmp(finder.row->offices, "id,", 3);
    snprintf(offices, sizeof offices, "%s%s", has_head ? "" : "id,leverantor,easting,northing\n",
             finder.row->offices);
    program_write(folder, "offices.csv", offices);
    struct ws_result *result =
        analyze(folder, finder.row->areas, finder.row->contracts, "within=6km min-component=1");
    supplier_disagree_rows(result->run, find_row, &finder);
    assert_int_equal(finder.found, 1);
    ws_result_free(result);
    program_remove(folder);
}

/* A has an office in Ost and two contracts for it, Z one: two providers on paper
 * there, and two of contracts in all. */
static void offices_and_contracts_have_one_list_of_providers(void **state)
{
    (void)state;
    char *folder = county_folder(1);
    program_write(folder, "roads.geojson", ROAD);
    program_write(folder, "offices.csv",
                  "id,leverantor,easting,northing\nK1,A,570000,6705000\nK2,B,556000,6705000\n");
    struct ws_result *result = analyze(folder, CUTTING,
                                       "leverantor,leveransomrade,avtal\nA,Ost,1\nA,Ost,2\n"
                                       "Z,Ost,3\nA,Nowhere,4\n",
                                       "within=6km min-component=1");
    const struct supplier *supplier = result->run->supplier;
    assert_string_equal(supplier->zones.code[0], "Ost");
    assert_int_equal(supplier->areas.by_contract[0], 2);
    assert_int_equal(supplier->areas.by_office[0], 1);
    assert_int_equal(supplier->areas.together[0], 2);
    assert_int_equal(supplier->areas.contract_count[0], 3);
    assert_int_equal(supplier->areas.together[1], 1);
    assert_int_equal(supplier->contractor_count, 2);
    assert_int_equal(supplier->provider_count, 3);
    assert_int_equal(supplier->contract_area_count, 2);
    assert_int_equal(supplier->contract_areas[0].zone, WS_NONE);
    assert_int_equal(supplier->contract_areas[1].count, 3);
    assert_int_equal(supplier->contract_areas[1].provider_count, 2);
    assert_int_equal(result->single_area_count, 1);
    ws_result_free(result);
    program_remove(folder);
}

/* ---- the fictional county ------------------------------------------------------------------ */

static int open_norrmark(void **state)
{
    struct ws_options *options = county_norrmark();
    county_set(options, "supplier-areas", WS_SOURCE_DIR "/geodata/norrmark/leveransomraden.gpkg");
    county_set(options, "scheme", "KROM");
    *state = county_run(options);
    ws_options_free(options);
    return 0;
}

static int close_norrmark(void **state)
{
    ws_result_free(*state);
    return 0;
}

/* 2902 lies in two supplier areas: neither union of municipalities nor nested. */
static void row_c12_municipality_in_two_areas(void **state)
{
    const struct run *run = ((struct ws_result *)*state)->run;
    const struct supplier *supplier = run->supplier;
    uint64_t in_area[16] = {0}, municipality_micro = run->main_shares.rows[1].people_micro;
    uint32_t count = 0;
    assert_string_equal(run->zones.code[1], "2902");
    for (uint32_t part = 0; part < supplier->cut.spread.part_count; part++)
        if (run->spread.zone[supplier->cut.parent[part]] == 1)
            in_area[supplier->cut.spread.zone[part]] += supplier->cut.spread.people_micro[part];
    for (uint32_t area = 0; area <= supplier->zones.count; area++) {
        count += in_area[area] > 0;
        municipality_micro -= in_area[area];
    }
    assert_int_equal(municipality_micro, 0);
    assert_int_equal(count, 2);
    check_sums(run);
}

/* One area and three municipalities have no office, and so many persons have none
 * within the limit: three true answers. */
static void row_a6_areas_municipalities_persons(void **state)
{
    const struct ws_result *result = *state;
    const struct supplier *supplier = result->run->supplier;
    uint32_t areas = 0, municipalities = 0;
    for (uint32_t i = 0; i < supplier->zones.count; i++)
        areas += supplier->areas.together[i] > 0;
    for (uint32_t i = 0; i < result->zone_count; i++)
        municipalities += supplier->municipalities.together[i] > 0;
    assert_int_equal(areas, 5); /* no office stands in Norrmark inland */
    assert_int_equal(municipalities, 9);
    assert_true(result->paper_only_micro > 1000u * (uint64_t)WS_MICRO);
    assert_true(result->road_only_micro > 1000u * (uint64_t)WS_MICRO);
}

static void row_b7_default_office(void **state)
{
    const struct ws_result *result = *state;
    struct total total = {0};
    supplier_default_rows(result->run, check_default, &total);
    check_defaults(result);
    assert_true(total.is_fjord_seen && total.moved_micro > 10000u * (uint64_t)WS_MICRO);
}

/* ---- people and contracts beside the map ------------------------------------------------------
 */

static bool is_told(const struct ws_result *result, const char *words)
{
    for (uint32_t i = 0; i < result->warning_count; i++)
        if (strstr(result->warnings[i].what, words))
            return true;
    return false;
}

static void row_n13_polygons_that_leave_people_out(void **state)
{
    static const char leaving[] = COUNTY_CRS AREA("Ost", "563000", "590000") "]}";
    (void)state;
    char *folder = county_folder(5);
    struct ws_result *result = analyze(folder, leaving, NULL, LINES[0]);
    const struct supplier *supplier = result->run->supplier;
    size_t weights = result->weight_count;
    assert_true(result->no_area_micro > 0);
    assert_true(result->no_area_micro == supplier->main_shares[weights].people_micro);
    assert_true(is_told(result, "live in none of the areas"));
    ws_result_free(result);
    result = analyze(folder, SAME, NULL, LINES[0]);
    assert_true(result->no_area_micro == 0);
    assert_false(is_told(result, "live in none of the areas"));
    ws_result_free(result);
    program_remove(folder);
}

static void row_n17_contracts_on_no_map(void **state)
{
    (void)state;
    char *folder = county_folder(5);
    struct ws_result *result =
        analyze(folder, NULL, "leverantor,leveransomrade\nA,Nowhere\nB,0114\n", LINES[0]);
    assert_int_equal(result->contract_area_count, 2);
    assert_int_equal(result->unplaced_area_count, 1);
    ws_result_free(result);
    program_remove(folder);
}

/* ---- the real contracts of January 2026 ------------------------------------------------------ */

static void real_rom2_contracts(void **state)
{
    (void)state;
    static const struct contract_class expected[WS_CLASS_MANY + 1] = {
        [WS_CLASS_ONE] = {14, 0, 481u * (uint64_t)WS_MICRO},
        [WS_CLASS_TWO] = {1, 0, 40u * (uint64_t)WS_MICRO},
        [WS_CLASS_FEW] = {11, 0, 1238u * (uint64_t)WS_MICRO},
        [WS_CLASS_MANY] = {43, 0, 73908u * (uint64_t)WS_MICRO},
    };
    static const char file[] = WS_SHARED_DATA "/se-providers/rusta_och_matcha_resultat_2026_01.csv";
    struct contract_class classes[WS_CLASS_MANY + 1];
    if (access(file, R_OK)) {
        print_message("skipped: %s is not there\n", file);
        skip();
    }
    char *folder = county_folder(3);
    struct ws_options *options = county_options(folder, "within=1km,3km min-component=1");
    county_set(options, "contracts", file);
    struct ws_result *result = county_run(options);
    assert_int_equal(result->contract_area_count, 69);
    assert_int_equal(result->contract_count, 925);
    assert_int_equal(result->contract_provider_count, 221);
    assert_int_equal(result->single_area_count, 14);
    supplier_contract_classes(classes, result->run->supplier);
    for (int i = 0; i <= WS_CLASS_MANY; i++) {
        assert_int_equal(classes[i].area_count, expected[i].area_count);
        assert_int_equal(classes[i].unknown_count, 0);
        assert_int_equal(classes[i].participants_micro, expected[i].participants_micro);
    }
    ws_options_free(options);
    ws_result_free(result);
    program_remove(folder);
}

int main(void)
{
    enum { OWN = 8 };
    const struct CMUnitTest county[] = {
        cmocka_unit_test(row_a6_areas_municipalities_persons),
        cmocka_unit_test(row_b7_default_office),
        cmocka_unit_test(row_c12_municipality_in_two_areas),
    };
    struct CMUnitTest drawn[OWN + PAPER_COUNT] = {
        cmocka_unit_test(areas_that_are_municipalities_have_their_rows),
        cmocka_unit_test(municipalities_do_not_change),
        cmocka_unit_test(areas_add_up_to_the_nation),
        cmocka_unit_test(a_table_of_all_is_the_nation),
        cmocka_unit_test(offices_and_contracts_have_one_list_of_providers),
        cmocka_unit_test(row_n13_polygons_that_leave_people_out),
        cmocka_unit_test(row_n17_contracts_on_no_map),
        cmocka_unit_test(real_rom2_contracts),
    };
    for (size_t i = 0; i < PAPER_COUNT; i++)
        drawn[OWN + i] = (struct CMUnitTest){
            .name = PAPER[i].name, .test_func = test_paper, .initial_state = (void *)&PAPER[i]};
    int failed = cmocka_run_group_tests_name("drawn", drawn, NULL, NULL);
    return failed + cmocka_run_group_tests_name("norrmark", county, open_norrmark, close_norrmark);
}
