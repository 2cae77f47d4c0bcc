/* Cells that a table names by the id of the national grid: where they lie, how wide they are,
 * and which ids are none. */
#include "io/read_fixture.h"

#include "support/near.h"

#define FEATURE_AT(properties, lon, lat)                                                           \
    "{\"type\":\"Feature\",\"properties\":{" properties "},\"geometry\":{\"type\":\"Point\","      \
    "\"coordinates\":[" #lon "," #lat "]}}"

static const struct row {
    const char *name, *text, *fields;
    enum ws_status status;
    const char *says; /* of an error */
    uint32_t count;
    double side_m;
} ROWS[] = {
    {"cells_of_1_km", "rutid,pop\n5000006650000,10\n5010006651000,20\n", "", WS_OK, NULL, 2, 1000},
    {"cells_of_500_m", "rutid,pop\n5005006650000,10\n5010006651000,20\n", "", WS_OK, NULL, 2, 500},
    {"cells_of_250_m", "rutid,pop\n5002506650000,10\n5010006651000,20\n", "", WS_OK, NULL, 2, 250},
    {"cells_of_200_m", "rutid,pop\n5002006650400,10\n5010006651000,20\n", "", WS_OK, NULL, 2, 200},
    {"cells_of_100_m", "rutid,pop\n5001006650000,10\n5010006651000,20\n", "", WS_OK, NULL, 2, 100},
    {"no_side_fits", "rutid,pop\n5000016650000,10\n5010006651000,20\n", "", WS_BAD_DATA,
     "fit no cells of 1000, 500, 250, 200 or 100 m", 0, 0},
    {"a_column_of_sizes", "rutid,rutstorl,pop\n5000006650000,250,10\n5010006651000,250,20\n", "",
     WS_OK, NULL, 2, 250},
    {"a_stated_column_of_sizes", "rutid,bredd,pop\n5000016650000,50,10\n5010006651000,50,20\n",
     "square_m=bredd", WS_OK, NULL, 2, 50},
    {"a_side_of_0", "rutid,rutstorl,pop\n5000006650000,0,10\n5010006651000,250,20\n", "",
     WS_BAD_DATA, "expected the side of the cell in metres", 0, 0},
    {"a_side_of_200_km", "rutid,rutstorl,pop\n5000006650000,200000,10\n", "", WS_BAD_DATA,
     "expected the side of the cell in metres", 0, 0},
    {"a_row_without_id", "rutid,pop\n5000006650000,10\n,20\n", "", WS_BAD_DATA,
     "expected an id of 13 digits", 0, 0},
    {"the_point_lies_in_its_cell",
     LAYER("", FEATURE_AT("\"rutid\":\"5000006650000\",\"pop\":10", 15.00896, 59.99182)), "", WS_OK,
     NULL, 1, 1000},
    {"the_point_lies_elsewhere",
     LAYER("", FEATURE_AT("\"rutid\":\"5000006650000\",\"pop\":10", 15.2, 59.99182)), "",
     WS_BAD_DATA, "from the middle of the cell that its id names", 0, 0},
};

static double side_of(const struct areas *areas, uint32_t area)
{
    const double *xy = areas->xy_m + 2 * (size_t)areas->first_xy[areas->first_ring[area]];
    return hypot(xy[2] - xy[0], xy[3] - xy[1]);
}

static void cells(void **state)
{
    const struct row *row = *state;
    struct fixture fix;
    struct zones zones = {0};
    struct population population = {0};
    const struct people_wanted wanted = {NULL, 0, {0}};
    fixture_open(&fix);
    struct ws_source map = fixture_text(
        &fix, "zones.geojson",
        LAYER("", FEATURE("\"kod\":\"0114\",\"namn\":\"A\"", SQUARE(14.5, 59.5, 15.5, 60.5))));
    assert_status(&fix, io_read_zones(&zones, fix.io, &map, WS_ROLE_MUNICIPALITIES, &fix.err),
                  WS_OK);
    struct ws_source source =
        fixture_text(&fix, row->text[0] == '{' ? "rutor.geojson" : "rutor.csv", row->text);
    source_fields(&source, row->fields);
    enum ws_status st = io_read_population(&population, fix.io, &source, &wanted, &zones, &fix.err);
    assert_status(&fix, st, row->status);
    if (row->says)
        assert_says(&fix, row->says);
    assert_int_equal(population.units.count, row->count);
    for (uint32_t i = 0; i < row->count; i++) {
        assert_int_equal(population.shape, UNIT_AREAS);
        assert_near(side_of(&population.areas, i), row->side_m, 0.002 * row->side_m);
    }
    population_release(&population);
    zones_release(&zones);
    fixture_close(&fix);
}

int main(void)
{
    enum { COUNT = sizeof ROWS / sizeof *ROWS };
    struct CMUnitTest tests[COUNT] = {{0}};
    for (size_t i = 0; i < COUNT; i++)
        tests[i] = (struct CMUnitTest){
            .name = ROWS[i].name, .test_func = cells, .initial_state = (void *)(uintptr_t)&ROWS[i]};
    return cmocka_run_group_tests_name("io_read_squares", tests, NULL, NULL);
}
