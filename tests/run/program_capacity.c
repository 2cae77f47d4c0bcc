/* Contracts that tell how many they can take: two municipalities of 20 km side by side,
 * no roads. */
#include "drawn.h"

static int set_up(void **state)
{
    const struct drawn_file files[] = {
        {"zones.geojson",
         LAYER(ZONE("0114", "500000", "520000") "," ZONE("0115", "520000", "540000"))},
        {"offices.csv", "id,leverantor,easting,northing\nK1,A,510000,6710000\n"},
        {"people.csv", "kommunkod,befolkning\n0114,1000\n0115,500\n"},
    };
    return DRAWN_FOLDER(state, files);
}

static void runs(struct said *said, const char *folder, const char *contracts, const char *more)
{
    program_write(folder, "contracts.csv", contracts);
    drawn_runs(said, folder,
               "analyze --municipalities zones.geojson --offices offices.csv --crs "
               "offices=EPSG:3006 --population people.csv --straight-line 1 --within 10km "
               "--contracts contracts.csv",
               more);
}

#define HEAD "leverantor,leveransomrade,avtal,deltagare,kapacitet\n"

/* 30 too many at A are 30 too many, whatever room B has; as many as can be taken are
 * not above it; what nobody tells is compared with nothing. */
static void test_row_c5_demand_above_capacity_is_told(void **state)
{
    static struct said said;
    runs(&said, *state, HEAD "A,0114,1,130,100\nB,0114,2,10,500\nA,0115,3,40,40\nB,0115,4,40,-\n",
         "--json");
    assert_true(program_said(said.out, "\"provider\": \"A\", \"area\": \"0114\", \"contract\": "
                                       "\"1\", \"participants\": 130, \"capacity\": 100, \"over\": "
                                       "30}]"));
    assert_true(program_said(said.out, "\"contracts_not_compared\": 1"));
}

static void test_row_c5_in_the_table(void **state)
{
    static struct said said;
    runs(&said, *state,
         HEAD "A,0114,1,130,100\nB,0114,2,10,500\nC,0114,3,7.5,6\nA,0115,4,-,40\nB,0115,5,40,-\n",
         "--format CSV -o out");
    char *text = drawn_text(*state, "out/supplier_areas.csv");
    assert_true(program_said(text, "capacity,over,over_count\n"));
    assert_true(program_said(text, ",606,31.5,2\n"));
    assert_true(program_said(text, ",40,,\n"));
    free(text);
    drawn_forget(*state);
}

/* A layer of their own where a column tells days, each contract in its area. */
static void test_days_of_contracts_are_a_layer(void **state)
{
    static struct said said;
    runs(&said, *state,
         "leverantor,leveransomrade,avtal,valid_from,valid_to\nA,0114,1,2020-03-30,2020-12-31\n"
         "B,0115,2,2020-03-30,\nC,nowhere,3,,2021-01-01\nD,0115,4,2021-01-01,\n",
         "--as-of 2020-04-01 --format CSV -o out");
    char *text = drawn_text(*state, "out/contracts.csv");
    assert_true(program_said(text, "code,name,provider,contract,state,valid_from,valid_to\n"));
    assert_true(program_said(text, "0114,0114,A,1,open,2020-03-30,2020-12-31\n"));
    assert_true(program_said(text, "0115,0115,B,2,open,2020-03-30,\n"));
    assert_true(program_said(text, ",nowhere,C,3,open,,2021-01-01\n"));
    assert_null(strstr(text, ",D,"));
    free(text);
    drawn_forget(*state);
    runs(&said, *state, HEAD "A,0114,1,130,100\n", "--format CSV -o out");
    assert_false(program_exists(*state, "out/contracts.csv"));
    drawn_forget(*state);
}

static void test_row_c5_nothing_is_told_without_a_column(void **state)
{
    static struct said said;
    runs(&said, *state, "leverantor,leveransomrade,avtal,deltagare\nA,0114,1,130\n", "--json");
    assert_null(strstr(said.out, "above_capacity"));
}

/* Each in a folder of its own. */
#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_row_c5_demand_above_capacity_is_told),
        TEST(test_row_c5_in_the_table),
        TEST(test_days_of_contracts_are_a_layer),
        TEST(test_row_c5_nothing_is_told_without_a_column),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
