/* Contracts that tell how many they can take: two municipalities of 20 km side by side,
 * no roads. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/program.h"

#define CRS "\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"urn:ogc:def:crs:EPSG::3006\"}},"
#define ZONE(code, west, east)                                                                     \
    "{\"type\":\"Feature\",\"properties\":{\"kommunkod\":\"" code "\",\"kommunnamn\":\"K" code     \
    "\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[" west ",6700000],[" east           \
    ",6700000],[" east ",6720000],[" west ",6720000],[" west ",6700000]]]}}"

static int set_up(void **state)
{
    char *folder = program_folder();
    program_write(folder, "zones.geojson",
                  "{\"type\":\"FeatureCollection\"," CRS "\"features\":[" ZONE(
                      "0114", "500000", "520000") "," ZONE("0115", "520000", "540000") "]}");
    program_write(folder, "offices.csv", "id,leverantor,easting,northing\nK1,A,510000,6710000\n");
    program_write(folder, "people.csv", "kommunkod,befolkning\n0114,1000\n0115,500\n");
    *state = folder;
    return 0;
}

static int tear_down(void **state)
{
    program_remove(*state);
    return 0;
}

static void runs(struct said *said, const char *folder, const char *contracts, const char *more)
{
    char line[500];
    program_write(folder, "contracts.csv", contracts);
    snprintf(line, sizeof line,
             "analyze --municipalities zones.geojson --offices offices.csv --crs "
             "offices=EPSG:3006 --population people.csv --straight-line 1 --within 10km "
             "--contracts contracts.csv %s",
             more);
    program_whitespot(said, folder, line);
    assert_true(program_ended_well(said));
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
    char path[600], text[2000] = "";
    snprintf(path, sizeof path, "%s/out/supplier_areas.csv", (const char *)*state);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_true(fread(text, 1, sizeof text - 1, file) > 0);
    fclose(file);
    assert_true(program_said(text, "capacity,over,over_count\n"));
    assert_true(program_said(text, ",606,31.5,2\n"));
    assert_true(program_said(text, ",40,,\n"));
    const char *const clean[] = {"/bin/rm", "-r", "out", NULL};
    program_run(&said, *state, clean);
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
        TEST(test_row_c5_nothing_is_told_without_a_column),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
