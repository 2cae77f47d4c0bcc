#include "io/read_fixture.h"

#include "base/mem.h"

static const struct people_wanted ANYBODY = {NULL, 0, {0}};

/* ---- real files --------------------------------------------------------------------- */

#define SCB "se-kommuner/kommuner_scb_3006.gpkg"
#define LIE "osm-liechtenstein/kommuner_4326.gpkg"

static const struct real {
    const char *name, *zones, *file, *weight, *fields, *crs;
    enum ws_status status;
    const char *says; /* in the error or a warning; "" = no warning */
    enum unit_shape shape;
    uint32_t count;
    uint64_t people;
    uint32_t coded; /* units with a zone by code */
} REAL[] = {
    {"hexagons", SCB, "se-population/befolkning_2024_h3r6.gpkg", "", "", "", WS_OK,
     "is smaller than the one area of people it lies in", UNIT_AREAS, 10523, 10560823, 0},
    {"deso_by_code", "se-deso-dalarna/kommuner_dalarna_fullres_3006.gpkg",
     "se-deso-dalarna/deso_dalarna_2018_3006.gpkg", "uuid", "", "", WS_BAD_DATA,
     "expected a number of people", UNIT_AREAS, 0, 0, 0},
    {"deso_has_no_people", "se-deso-dalarna/kommuner_dalarna_fullres_3006.gpkg",
     "se-deso-dalarna/deso_dalarna_2018_3006.gpkg", "", "", "", WS_BAD_DATA,
     "no people column is recognised; choose with --weight COLUMN; number columns: none",
     UNIT_AREAS, 0, 0, 0},
    {"localities_by_code", SCB, "se-tatorter/tatorter_2020_3006.gpkg", "", "", "", WS_OK, "",
     UNIT_POINTS, 2017, 9088367, 2017},
    {"raster", SCB, "se-population/befolkning_2024_5km_3006.tif", "", "", "", WS_OK, "", UNIT_AREAS,
     0, 10560823, 0},
    {"table_by_code", SCB, "se-population/befolkning_2024_kommun.csv", "", "", "", WS_OK, "",
     UNIT_ZONES, 290, 10587140, 290},
    {"table_of_ages", SCB, "se-population/arbetsfor_alder_2019_kommun.csv", "bef_16_64", "", "",
     WS_OK, "", UNIT_ZONES, 290, 6310457, 290},
    {"table_total_recognised", SCB, "se-population/arbetsfor_alder_2019_kommun.csv", "", "", "",
     WS_OK, "", UNIT_ZONES, 290, 10327589, 290},
    {"long_table_by_name", SCB, "se-population/befolkning_2019_kommun_alder_kon.csv", "", "", "",
     WS_OK, "joined by name (region)", UNIT_ZONES, 290, 10327589, 290},
    {"codes_without_zero", SCB, "se-population/kommundata_2022.csv", "", "", "", WS_BAD_DATA,
     "lost their zero", UNIT_ZONES, 0, 0, 0},
    {"codes_padded", SCB, "se-population/kommundata_2022.csv", "", "pad_codes=yes", "", WS_OK,
     "put back", UNIT_ZONES, 290, 10452326, 290},
    {"several_years", SCB, "se-population/befolkning_2020_2023_regso.csv", "", "", "", WS_BAD_DATA,
     "several years of people", UNIT_ZONES, 0, 0, 0},
    {"totals_beside_parts", SCB, "se-population/befolkning_2020_2023_regso.csv", "Antal 2021", "",
     "", WS_BAD_DATA, "", UNIT_ZONES, 0, 0, 0},
    {"grid_without_crs", SCB, "se-population/rutnat_1km_2024_prov.gpkg", "", "", "", WS_BAD_DATA,
     "--crs population=EPSG:n", UNIT_AREAS, 0, 0, 0},
    {"grid_with_stated_crs", SCB, "se-population/rutnat_1km_2024_prov.gpkg", "", "", "EPSG:3006",
     WS_OK, "", UNIT_AREAS, 200, 0, 0},
    {"base_areas_of_stockholm", SCB, "se-stadsdelar/stockholm_basomraden_3011.gpkg", "arb_16_64",
     "", "", WS_OK, "", UNIT_AREAS, 419, 614739, 0},
    {"names_of_liechtenstein", LIE, "osm-liechtenstein/befolkning.csv", "", "", "", WS_OK, "",
     UNIT_ZONES, 11, 37269, 11},
    {"points_of_porto_alegre", NULL, "osm-porto-alegre/poa_hexgrid.csv", "", "", "", WS_OK, "",
     UNIT_POINTS, 1227, 812935, 0},
    {"jobs_of_porto_alegre", NULL, "osm-porto-alegre/poa_hexgrid.csv", "jobs", "", "", WS_OK,
     "people are missing in", UNIT_POINTS, 1227, 337921, 0},
};

static void read_zones_of(struct fixture *fix, const char *name, struct zones *zones)
{
    struct ws_source source;
    if (name)
        assert_true(shared(&source, name));
    else
        source = fixture_text(
            fix, "poa.geojson",
            LAYER("", FEATURE("\"namn\":\"POA\"", SQUARE(-51.3, -30.3, -51.0, -29.9))));
    assert_status(fix, io_read_zones(zones, fix->io, &source, WS_ROLE_MUNICIPALITIES, &fix->err),
                  WS_OK);
}

static uint64_t sum_people(const struct population *population)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < population->units.count; i++)
        sum += population->units.people_micro[(size_t)i * population->units.weight_count];
    return sum;
}

static void test_real(void **state)
{
    const struct real *row = *state;
    struct fixture fix;
    struct zones zones = {0};
    struct population population = {0};
    struct ws_source source;
    if (!shared(&source, row->file))
        skip();
    fixture_open(&fix);
    read_zones_of(&fix, row->zones, &zones);
    size_t before = fix.warnings.count;
    source_fields(&source, row->fields);
    snprintf(source.crs, sizeof source.crs, "%s", row->crs);
    struct ws_weight weight = {0};
    snprintf(weight.column, sizeof weight.column, "%s", row->weight);
    const struct people_wanted wanted = {&weight, row->weight[0] != '\0', {0}};
    enum ws_status st = io_read_population(&population, fix.io, &source, &wanted, &zones, &fix.err);
    assert_status(&fix, st, row->status);
    if (st) {
        assert_says(&fix, row->says);
    } else {
        assert_int_equal(population.shape, row->shape);
        if (row->count)
            assert_int_equal(population.units.count, row->count);
        if (row->people)
            assert_true(sum_people(&population) == row->people * WS_MICRO);
        uint32_t coded = 0;
        for (uint32_t i = 0; i < population.units.count; i++)
            coded += population.zone[i] != WS_NONE;
        assert_int_equal(coded, row->coded);
        assert_int_equal(fix.warnings.count - before, row->says[0] != '\0');
        assert_true(was_warned(&fix, row->says) || !row->says[0]);
    }
    population_release(&population);
    zones_release(&zones);
    fixture_close(&fix);
}

/* ---- small files ---------------------------------------------------------------------- */

#define UNIT(columns, geometry) FEATURE(columns, geometry)
#define CELL SQUARE(501000, 6601000, 502000, 6602000)
#define CELL_2 SQUARE(502000, 6601000, 503000, 6602000)
#define TABLE "kommunkod,pop\n0114,10\n0115,20\n0117,30\n"

static const struct small {
    const char *name, *file, *text, *weight, *fields, *where;
    enum ws_status status;
    const char *says;  /* error or warning */
    const char *units; /* "name:zone:people ..." */
} SMALL[] = {
    {"areas", "a.geojson",
     LAYER(SWEREF,
           UNIT("\"id\":\"b\",\"pop\":2", CELL) "," UNIT("\"id\":\"a\",\"pop\":1.5", CELL_2)),
     .units = "a:-:1.5 b:-:2"},
    {"the_same_cell_twice", "a.geojson",
     LAYER(SWEREF, UNIT("\"id\":\"a\",\"pop\":2", CELL) "," UNIT("\"id\":\"a\",\"pop\":2", CELL)),
     .status = WS_BAD_DATA, .says = "unit a stands here a second time"},
    {"one_id_two_places", "a.geojson",
     LAYER(SWEREF, UNIT("\"id\":\"a\",\"pop\":2", CELL) "," UNIT("\"id\":\"a\",\"pop\":2", CELL_2)),
     .units = "a:-:2 a:-:2"},
    {"areas_by_code", "a.geojson",
     LAYER(SWEREF, UNIT("\"id\":\"a\",\"kommun\":\"0117\",\"pop\":2",
                        CELL) "," UNIT("\"id\":\"b\",\"kommun\":\"0114\",\"pop\":1", CELL_2)),
     .units = "b:0:1 a:2:2"},
    {"code_beats_the_rows_own_id", "a.geojson",
     LAYER(SWEREF, UNIT("\"code\":\"x\",\"mun_code\":\"0114\",\"pop\":2", CELL)), .units = "x:0:2"},
    {"unnamed_units_are_numbered_by_place", "a.geojson",
     LAYER(SWEREF, UNIT("\"pop\":2", CELL_2) "," UNIT("\"pop\":1", CELL)), .units = "1:-:1 2:-:2"},
    {"unknown_code_is_outside", "a.geojson",
     LAYER(SWEREF, UNIT("\"id\":\"a\",\"kommunkod\":\"0114\",\"pop\":2",
                        CELL) "," UNIT("\"id\":\"b\",\"kommunkod\":\"9999\",\"pop\":5", CELL_2)),
     .says = "codes of no municipality: 9999 (1)", .units = "a:0:2 b:-:5"},
    {"codes_that_match_nothing", "a.geojson",
     LAYER(SWEREF, UNIT("\"kommunkod\":\"SE-1\",\"pop\":2", CELL)), .status = WS_BAD_DATA,
     .says = "SE-1 here, 0114 there"},
    {"codes_as_numbers", "a.geojson", LAYER(SWEREF, UNIT("\"kommunkod\":114,\"pop\":2", CELL)),
     .status = WS_BAD_DATA, .says = "lost their zero"},
    {"geometry_before_coordinates", "a.geojson",
     LAYER(SWEREF, UNIT("\"id\":\"a\",\"lon\":1,\"lat\":2,\"pop\":2", CELL)), .units = "a:-:2"},
    {"null_geometry_is_left_out", "a.geojson",
     LAYER(SWEREF, UNIT("\"id\":\"a\",\"pop\":2", CELL) "," UNIT("\"id\":\"b\",\"pop\":5", "null")),
     .says = "the row has no place", .units = "a:-:2"},
    {"points_of_a_table", "a.csv", "id,lon,lat,pop\nb,15.1,59.55,2\na,15.2,59.56,1\n",
     .units = "a:-:1 b:-:2"},
    {"points_before_codes", "a.csv", "id,kommunkod,lon,lat,pop\na,0114,15.1,59.55,2\n",
     .units = "a:0:2"},
    {"table", "a.csv", TABLE, .units = "0114:0:10 0115:1:20 0117:2:30"},
    {"table_by_name", "a.csv", "kommun,pop\nVäster,10\nMitten,20\nÖster,30\n",
     .says = "joined by name (kommun)", .units = "0114:0:10 0115:1:20 0117:2:30"},
    {"table_by_decomposed_name", "a.csv",
     "kommun,pop\nVa\xCC\x88ster,10\nMitten,20\nO\xCC\x88ster,30\n",
     .says = "joined by name (kommun)", .units = "0114:0:10 0115:1:20 0117:2:30"},
    {"table_missing_a_row", "a.csv", "kommunkod,pop\n0114,10\n0115,20\n", .status = WS_BAD_DATA,
     .says = "1 of 3 municipalities have no row: 0117"},
    {"table_with_an_unknown_row", "a.csv", TABLE "9999,5\n",
     .says = "codes of no municipality: 9999 (1)",
     .units = "0114:0:10 0115:1:20 0117:2:30 9999:-:5"},
    {"table_with_the_country", "a.csv", TABLE "00,60\n",
     .says = "rows that are the sum of others: 00 (1)", .units = "0114:0:10 0115:1:20 0117:2:30"},
    {"table_with_two_rows", "a.csv", TABLE "0114,5\n", .status = WS_BAD_DATA,
     .says = "0114 has a row already, line 2"},
    {"table_of_ages_adds_up", "a.csv",
     "kommunkod,ålder,pop\n0114,0,1\n0114,1,9\n0115,0,20\n0117,0,30\n",
     .says = "rows of some ages or sexes are missing in 2 places: 0115, 0117",
     .units = "0114:0:10 0115:1:20 0117:2:30"},
    {"table_of_totals_and_parts", "a.csv",
     "kommunkod,kön,pop\n0114,totalt,1\n0114,män,1\n0115,totalt,20\n0117,totalt,30\n",
     .says = "totals stand beside their parts; the totals count",
     .units = "0114:0:1 0115:1:20 0117:2:30"},
    {"table_of_totals_filtered", "a.csv",
     "kommunkod,kön,pop\n0114,totalt,10\n0114,män,1\n0115,totalt,20\n0117,totalt,30\n",
     .where = "\"kön\" = 'totalt'", .units = "0114:0:10 0115:1:20 0117:2:30"},
    {"table_with_a_blank_code", "a.csv", TABLE ",5\n", .status = WS_BAD_DATA,
     .says = "line 5: kommunkod is blank"},
    {"table_cut_zeros", "a.csv", "kommunkod,pop\n114,10\n115,20\n117,30\n", .status = WS_BAD_DATA,
     .says = "state --pad-codes"},
    {"table_cut_zeros_padded", "a.csv", "kommunkod,pop\n114,10\n115,20\n117,30\n",
     .fields = "pad_codes=yes", .says = "put back", .units = "0114:0:10 0115:1:20 0117:2:30"},
    {"table_joined_by_nothing", "a.csv", "place,pop\n1,10\n", .status = WS_BAD_DATA,
     .says = "it has place, pop; name one with --field population.code"},
    {"people_stated", "a.csv", "kommunkod,a,b\n0114,1,10\n0115,2,20\n0117,3,30\n", .weight = "b",
     .units = "0114:0:10 0115:1:20 0117:2:30"},
    {"people_stated_but_absent", "a.csv", TABLE, .weight = "folk", .status = WS_NOT_FOUND,
     .says = "no column folk; choose with --weight COLUMN; number columns: kommunkod, pop"},
    {"people_not_recognised", "a.csv", "kommunkod,a,b\n0114,1,x1\n0115,2,2\n0117,3,3\n",
     .status = WS_BAD_DATA, .says = "no people column is recognised"},
    {"people_of_one_year", "a.csv", "kommunkod,Antal 2021\n0114,10\n0115,20\n0117,30\n",
     .units = "0114:0:10 0115:1:20 0117:2:30"},
    {"people_of_two_columns", "a.csv", "kommunkod,pop,tot\n0114,10,1\n0115,20,2\n0117,30,3\n",
     .status = WS_BAD_DATA, .says = "two columns could be population.people: pop and tot"},
    {"people_negative", "a.csv", "kommunkod,pop\n0114,10\n0115,-20\n0117,30\n",
     .status = WS_BAD_DATA, .says = "pop is -20; expected 0 to"},
    {"people_in_words", "a.csv", "kommunkod,pop\n0114,10\n0115,many\n0117,30\n",
     .status = WS_BAD_DATA, .says = "pop is many; expected a number of people"},
    {"people_with_thousands_mark", "a.csv", "kommunkod,pop\n0114,12 345\n0115,2\n0117,30\n",
     .status = WS_OK, .says = "space", .units = "0114:0:12345 0115:1:2 0117:2:30"},
    {"people_in_percent", "a.csv", "kommunkod,pop\n0114,25 %\n0115,2\n0117,30\n",
     .status = WS_BAD_DATA, .says = "pop is 25 %"},
    {"people_beyond_belief", "a.csv", "kommunkod,pop\n0114,1e30\n0115,2\n0117,30\n",
     .status = WS_BAD_DATA, .says = "pop is 1e+30"},
    {"people_missing_are_told", "a.csv", "kommunkod,pop\n0114,NULL\n0115,-\n0117,30\n",
     .says = "people are missing in 2 cells of column pop, first line 2",
     .units = "0114:0:0 0115:1:0 0117:2:30"},
    {"people_withheld_are_told", "a.csv", "kommunkod,pop\n0114,..\n0115,<5\n0117,30\n",
     .says = "2 counts are withheld (<5, .., x) in column pop, first line 2",
     .units = "0114:0:0 0115:1:0 0117:2:30"},
    {"nobody_anywhere", "a.csv", "kommunkod,pop\n0114,0\n0115,0\n0117,0\n", .status = WS_BAD_DATA,
     .says = "there are no people in column pop"},
    {"fractions_of_people", "a.csv", "kommunkod,pop\n0114,0.1\n0115,0.2\n0117,1e1\n",
     .units = "0114:0:0.1 0115:1:0.2 0117:2:10"},
    {"semicolons_and_commas", "a.csv", "kommunkod;pop\n0114;0,5\n0115;1,5\n0117;2\n",
     .units = "0114:0:0.5 0115:1:1.5 0117:2:2"},
};

static void describe(char *out, size_t room, const struct population *population)
{
    size_t used = 0;
    out[0] = '\0';
    for (uint32_t i = 0; i < population->units.count; i++) {
        char zone[16] = "-";
        if (population->zone[i] != WS_NONE)
            snprintf(zone, sizeof zone, "%u", population->zone[i]);
        used += (size_t)snprintf(out + used, room - used, "%s%s:%s:%g", i ? " " : "",
                                 population->name[i], zone,
                                 (double)population->units.people_micro[i] / WS_MICRO);
    }
}

static void test_small(void **state)
{
    const struct small *row = *state;
    struct fixture fix;
    struct zones zones = {0};
    struct population population = {0};
    fixture_open(&fix);
    read_three_zones(&fix, &zones);
    struct ws_source source = fixture_text(&fix, row->file, row->text);
    source_fields(&source, row->fields ? row->fields : "");
    snprintf(source.where, sizeof source.where, "%s", row->where ? row->where : "");
    struct ws_weight weight = {.label = "people"};
    snprintf(weight.column, sizeof weight.column, "%s", row->weight ? row->weight : "");
    const struct people_wanted wanted = {&weight, row->weight != NULL, {0}};
    enum ws_status st = io_read_population(&population, fix.io, &source, &wanted, &zones, &fix.err);
    assert_status(&fix, st, row->status);
    if (st) {
        assert_says(&fix, row->says);
    } else {
        char units[256];
        describe(units, sizeof units, &population);
        assert_string_equal(units, row->units);
        assert_true(row->says ? was_warned(&fix, row->says) : fix.warnings.count == 0);
        assert_string_equal(population.weight_label[0],
                            row->weight ? "people" : population.weight_name[0]);
    }
    population_release(&population);
    zones_release(&zones);
    fixture_close(&fix);
}

/* ---- several weights, totals, order ---------------------------------------------------------- */

static void test_weights(void **state)
{
    (void)state;
    struct fixture fix;
    struct zones zones = {0};
    struct population population = {0};
    fixture_open(&fix);
    read_three_zones(&fix, &zones);
    struct ws_source source =
        fixture_text(&fix, "a.csv", "kommunkod,a,b\n0114,1,10\n0115,2,20\n0117,3,30\n");
    const struct ws_weight weights[2] = {{"b", ""}, {"a", "Alla"}};
    assert_status(&fix,
                  io_read_population(&population, fix.io, &source,
                                     &(struct people_wanted){weights, 2, {0}}, &zones, &fix.err),
                  WS_OK);
    assert_int_equal(population.units.weight_count, 2);
    assert_true(population.units.people_micro[2] == 20 * (uint64_t)WS_MICRO);
    assert_true(population.units.people_micro[3] == 2 * (uint64_t)WS_MICRO);
    assert_string_equal(population.weight_name[0], "b");
    assert_string_equal(population.weight_label[0], "b");
    assert_string_equal(population.weight_label[1], "Alla");
    population_release(&population);
    zones_release(&zones);
    fixture_close(&fix);
}

static void test_totals(void **state)
{
    (void)state;
    struct fixture fix;
    struct zones zones = {0};
    uint64_t *total_micro = NULL;
    fixture_open(&fix);
    read_three_zones(&fix, &zones);
    struct ws_source source =
        fixture_text(&fix, "a.csv", "kommunkod,a,b\n0117,3,30\n0114,1,10\n0115,2,20\n");
    const struct ws_weight weights[2] = {{"b", ""}, {"a", ""}};
    assert_status(&fix,
                  io_read_totals(&total_micro, fix.io, &source,
                                 &(struct people_wanted){weights, 2, {0}}, &zones, &fix.err),
                  WS_OK);
    const uint64_t expected[6] = {10, 1, 20, 2, 30, 3};
    for (int i = 0; i < 6; i++)
        assert_true(total_micro[i] == expected[i] * WS_MICRO);
    mem_free(total_micro);
    total_micro = NULL;
    source = fixture_text(&fix, "b.csv", "kommunkod,b\n0117,30\n0114,10\n");
    assert_status(&fix,
                  io_read_totals(&total_micro, fix.io, &source,
                                 &(struct people_wanted){weights, 1, {0}}, &zones, &fix.err),
                  WS_BAD_DATA);
    assert_says(&fix, "1 of 3 municipalities have no row: 0115");
    assert_null(total_micro);
    zones_release(&zones);
    fixture_close(&fix);
}

/* The order of the rows changes no byte. */
static void test_row_order(void **state)
{
    (void)state;
    struct fixture fix;
    struct zones zones = {0};
    struct population one = {0}, two = {0};
    fixture_open(&fix);
    read_three_zones(&fix, &zones);
    struct ws_source source = fixture_text(
        &fix, "a.geojson", LAYER(SWEREF, UNIT("\"pop\":2", CELL) "," UNIT("\"pop\":1", CELL_2)));
    assert_status(&fix, io_read_population(&one, fix.io, &source, &ANYBODY, &zones, &fix.err),
                  WS_OK);
    source = fixture_text(&fix, "b.geojson",
                          LAYER(SWEREF, UNIT("\"pop\":1", CELL_2) "," UNIT("\"pop\":2", CELL)));
    assert_status(&fix, io_read_population(&two, fix.io, &source, &ANYBODY, &zones, &fix.err),
                  WS_OK);
    assert_memory_equal(one.units.people_micro, two.units.people_micro, 2 * sizeof(uint64_t));
    assert_memory_equal(one.areas.xy_m, two.areas.xy_m, 2 * 10 * sizeof(double));
    assert_string_equal(one.name[0], two.name[0]);
    population_release(&one);
    population_release(&two);
    zones_release(&zones);
    fixture_close(&fix);
}

int main(void)
{
    enum { REAL_COUNT = sizeof REAL / sizeof *REAL, SMALL_COUNT = sizeof SMALL / sizeof *SMALL };
    struct CMUnitTest tests[REAL_COUNT + SMALL_COUNT + 3];
    size_t count = 0;
    for (size_t i = 0; i < SMALL_COUNT; i++)
        tests[count++] =
            (struct CMUnitTest){SMALL[i].name, test_small, NULL, NULL, (void *)&SMALL[i]};
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(test_weights);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(test_totals);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(test_row_order);
    for (size_t i = 0; i < REAL_COUNT; i++)
        tests[count++] = (struct CMUnitTest){REAL[i].name, test_real, NULL, NULL, (void *)&REAL[i]};
    return _cmocka_run_group_tests("io_read_population", tests, count, NULL, NULL);
}
