/* Tender lots as a user meets them: norrmark with the expected lots reasoned by hand,
 * and three municipalities without roads. */
#include "drawn.h"

static int set_up(void **state)
{
    *state = program_folder();
    return 0;
}

/* The table `lots` of a run, and the key of the evidence; free() both. */
static void run_lots(char **table, char **evidence, const char *folder, const char *words)
{
    static struct said said;
    drawn_runs(&said, folder, "analyze -of CSV -o out", words);
    *table = drawn_text(folder, "out/lots.csv");
    *evidence = drawn_text(folder, "out/run.json");
    char *lots = strstr(*evidence, "\"lots\": {");
    assert_non_null(lots);
    memmove(*evidence, lots, strlen(lots) + 1);
    drawn_forget(folder);
}

static void forget(char *table, char *evidence)
{
    free(table);
    free(evidence);
}

/* ---- norrmark ----------------------------------------------------------------------------
 *
 * Thin are (providers < 3) 2906, 2909, 2910, 2911 and 2912. A tenth of the unemployed of
 * April 2020: 54.2, 26.6, 34.7, 27.1 and 20.2 participants. n* = 900 000 / 20 000 = 45.
 * Borders: 2909 has none with a thin one; the four others hang together 2910 - 2906 -
 * 2911 - 2912 and 2910 - 2911 - 2912 - 2910. Ways from middle to middle: 2906 - 2911
 * 21 km, 2910 - 2911 34 km, 2911 - 2912 41 km, 2906 - 2910 56 km, 2910 - 2912 76 km. */

#define NORRMARK                                                                                   \
    " --config " WS_SOURCE_DIR "/geodata/norrmark/analysis.json --unemployed " WS_SOURCE_DIR       \
    "/geodata/norrmark/arbetslosa.csv --policy policy.json"
#define AMOUNTS                                                                                    \
    "\"fixed_cost\":900000,\"income\":26000,\"variable_cost\":6000,\"term\":4,"                    \
    "\"participant_share\":0.1"

/* 2909 and one of 2910 and 2912 stay below: 2911 helps one of them only, since those two
 * are 76 km apart. {2911 2912} has 47.3 and leaves 2906 with 54.2 the largest; {2910
 * 2911} would have 61.8: as many lots, a larger one. 47.3 x 26 000 x 4 is 4 919 200. */
static void row_a15_norrmark_within_50_km(void **state)
{
    char *table, *evidence;
    program_write(*state, "policy.json", "{" AMOUNTS ",\"begun\":\"2025-03-01\"}");
    run_lots(&table, &evidence, *state, NORRMARK);
    has(table, ")))\",1,2906,10051.079275,54.2,54.2,54.2,0,5636800,DIRECT_AWARD,0,0,2906,");
    has(table, ")))\",2,2909,7032.630071,26.6,26.6,26.6,0,2766400,DIRECT_AWARD,1,0,,");
    has(table, ")))\",3,2910,5828.510236,34.7,34.7,34.7,0,3608800,DIRECT_AWARD,1,0,,");
    has(table,
        ")))\",4,\"2911, 2912\",7797.060995,47.3,47.3,47.3,41172.108,4919200,DIRECT_AWARD,0,0,"
        "2911,");
    assert_null(strstr(table, ")))\",5,"));
    has(evidence, "\"outcome\": \"fewest lots 4, proved\"");
    has(evidence, "\"below_volume\": 2");
    has(evidence, "one more provider takes 1 of 2 areas out");
    forget(table, evidence);
}

/* Within 60 km 2906 and 2910 make a lot of 88.9, worth 9 245 600: above the limit. */
static void row_a15_norrmark_within_60_km(void **state)
{
    char *table, *evidence;
    program_write(*state, "policy.json",
                  "{" AMOUNTS ",\"begun\":\"2025-03-01\",\"lot_travel\":60}");
    run_lots(&table, &evidence, *state, NORRMARK);
    has(table,
        ")))\",1,\"2906, 2910\",15879.589511,88.9,88.9,88.9,55776.704,9245600,LOU,0,0,2906,");
    has(table, ")))\",3,\"2911, 2912\",");
    has(evidence, "\"outcome\": \"fewest lots 3, proved\"");
    has(evidence, "\"below_volume\": 1");
    forget(table, evidence);
}

/* In 2020 the limit was 615 312: all above it; in 2026 it is not known: no route. */
static void row_a15_route_by_the_limit_of_the_day(void **state)
{
    char *table, *evidence;
    program_write(*state, "policy.json", "{" AMOUNTS "}");
    run_lots(&table, &evidence, *state, NORRMARK);
    has(table, ")))\",2,2909,7032.630071,26.6,26.6,26.6,0,2766400,LOU,1,0,,");
    has(evidence, "limit of direct award 615312 SEK");
    forget(table, evidence);
    program_write(*state, "policy.json", "{" AMOUNTS ",\"begun\":\"2026-01-01\"}");
    run_lots(&table, &evidence, *state, NORRMARK);
    has(table, ")))\",2,2909,7032.630071,26.6,26.6,26.6,0,2766400,,1,0,,");
    has(evidence, "the limit of direct award on 2026-01-01 is not known");
    forget(table, evidence);
}

/* Even, within 60 km, of at least 40 participants: {2906} 54.2, {2911 2912} 47.3 and 2910
 * below would leave one more below than {2906 2910} 88.9: few below come first. With a
 * volume of 30 none but 2909 is: 2906 54.2, 2910 34.7, {2911 2912} 47.3, and the largest
 * is 54.2, where fewest lots takes {2906 2910} with 88.9. */
static void row_a15_even_lots(void **state)
{
    char *table, *evidence;
    program_write(*state, "policy.json",
                  "{\"participant_share\":0.1,\"lot_volume\":30,\"lot_travel\":60}");
    run_lots(&table, &evidence, *state, NORRMARK);
    has(evidence, "\"outcome\": \"fewest lots 3, proved\"");
    forget(table, evidence);
    program_write(*state, "policy.json",
                  "{\"participant_share\":0.1,\"lot_volume\":30,\"lot_travel\":60,"
                  "\"lot_aim\":\"even\"}");
    run_lots(&table, &evidence, *state, NORRMARK);
    has(evidence, "\"outcome\": \"even lots 4, the largest 54.2, proved\"");
    has(table, ")))\",3,2910,");
    has(table, ")))\",4,\"2911, 2912\",");
    has(evidence, "the value is not known: the term is not");
    forget(table, evidence);
}

/* Nothing is known: lots by count, candidates, and no number is 0. */
static void row_a15_without_participants_candidates(void **state)
{
    char *table, *evidence;
    program_write(*state, "policy.json", "{\"choice\":3}");
    run_lots(&table, &evidence, *state, NORRMARK);
    has(table, ")))\",4,\"2911, 2912\",7797.060995,,,,41172.108,,,,1,2911,");
    has(evidence, "candidate: participants are not known");
    has(evidence, "\"volume\": null");
    forget(table, evidence);
}

/* Supplier areas are not split unless the policy says so. */
static void row_a15_supplier_areas_stay_whole(void **state)
{
    char *table, *evidence;
    const char *words =
        NORRMARK " --supplier-areas " WS_SOURCE_DIR "/geodata/norrmark/leveransomraden.gpkg";
    program_write(*state, "policy.json", "{\"choice\":5}");
    run_lots(&table, &evidence, *state, words);
    has(evidence, "\"layer\": \"supplier_areas\"");
    forget(table, evidence);
    program_write(*state, "policy.json", "{\"choice\":5,\"lot_areas\":\"municipalities\"}");
    run_lots(&table, &evidence, *state, words);
    has(evidence, "\"layer\": \"municipalities\"");
    forget(table, evidence);
}

/* ---- without roads ---------------------------------------------------------------------- */

#define WEST ZONE("0114", "500000", "520000")
#define MIDDLE ZONE("0115", "520000", "540000")
#define ALONE ZONE("0116", "560000", "580000")
#define INPUTS                                                                                     \
    " --municipalities zones.geojson --offices offices.csv --crs offices=EPSG:3006"                \
    " --population people.csv --straight-line 1 --within 10km --as-of 2020-04-15"                  \
    " --unemployed jobless.csv --policy policy.json"

static void write_inputs(const char *folder, bool is_turned)
{
    program_write(folder, "zones.geojson",
                  is_turned ? LAYER(ALONE "," MIDDLE "," WEST) : LAYER(WEST "," MIDDLE "," ALONE));
    program_write(folder, "offices.csv",
                  is_turned ? "id,leverantor,easting,northing\n"
                              "K2,B,510000,6710000\nK1,A,509000,6710000\n"
                            : "id,leverantor,easting,northing\n"
                              "K1,A,509000,6710000\nK2,B,510000,6710000\n");
    program_write(folder, "people.csv",
                  is_turned ? "kommunkod,befolkning\n0116,300\n0115,500\n0114,1000\n"
                            : "kommunkod,befolkning\n0114,1000\n0115,500\n0116,300\n");
    program_write(folder, "jobless.csv",
                  is_turned ? "kommunkod,arbetslosa\n0115,60\n0116,30\n0114,200\n"
                            : "kommunkod,arbetslosa\n0114,200\n0115,60\n0116,30\n");
}

/* Half of the unemployed: 100, 30 and 15; 0114 and 0115 lie 20 km apart. Rows in another
 * order change no byte. */
static void row_a15_rows_in_any_order(void **state)
{
    char *table, *evidence, *turned, *turned_evidence;
    program_write(*state, "policy.json", "{\"participant_share\":0.5,\"lot_volume\":45}");
    write_inputs(*state, false);
    run_lots(&table, &evidence, *state, INPUTS);
    has(table, ")))\",1,\"0114, 0115\",1500,130,130,130,");
    has(table, ")))\",2,0116,300,15,15,15,0,,,1,0,,");
    write_inputs(*state, true);
    run_lots(&turned, &turned_evidence, *state, INPUTS);
    assert_string_equal(table, turned);
    forget(table, evidence);
    forget(turned, turned_evidence);
}

/* One limit for lots and for rule (d): 20 km apart is too far for 10 km. */
static void row_a15_neighbours_beyond_the_limit_make_no_lot(void **state)
{
    static struct said said;
    char *table, *evidence;
    write_inputs(*state, false);
    program_write(*state, "policy.json",
                  "{\"participant_share\":0.5,\"fixed_cost\":900000,\"income\":26000,"
                  "\"variable_cost\":6000,\"lot_travel\":10}");
    run_lots(&table, &evidence, *state, INPUTS);
    has(table, ")))\",2,0115,500,30,30,30,0,,,1,0,,");
    forget(table, evidence);
    program_whitespot(&said, *state, "analyze" INPUTS " --json");
    assert_true(program_ended_well(&said));
    has(said.out, "no neighbour is within the travel limit of a lot");
    assert_null(strstr(said.out, "with 1 neighbour"));
}

/* By road all that are near are beside each other: 0116 lies 40 km from 0115. */
static void row_a15_lots_by_road(void **state)
{
    char *table, *evidence;
    write_inputs(*state, false);
    program_write(*state, "policy.json",
                  "{\"participant_share\":0.5,\"lot_volume\":45,\"lot_neighbours\":\"road\"}");
    run_lots(&table, &evidence, *state, INPUTS);
    has(table, ")))\",1,0114,1000,100,100,100,0,");
    has(table, ")))\",2,\"0115, 0116\",800,45,45,45,");
    has(evidence, "2 thin areas by road: 2 none; 45 participants a year, a lot needs 45");
    forget(table, evidence);
}

/* ---- broken files --------------------------------------------------------------------- */

static const struct broken {
    const char *name, *text, *said;
} BROKEN[] = {
    {"aim_without_a_name", "{\"lot_aim\":\"best\"}", "lot_aim: expected \"even\" or \"fewest\""},
    {"neighbours_by_air", "{\"lot_neighbours\":\"air\"}",
     "lot_neighbours: expected \"road\" or \"border\""},
    {"lots_of_what", "{\"lot_areas\":1}",
     "lot_areas: expected \"municipalities\" or \"supplier_areas\""},
    {"travel_in_miles", "{\"lot_travel\":{\"value\":5,\"unit\":\"mil\"}}",
     "lot_travel: unit is \"mil\"; expected km"},
    {"travel_below_nothing", "{\"lot_travel_time\":-1}", "lot_travel_time: no number from 0"},
};

static const struct broken *current;

static void refuses(void **state)
{
    static struct said said;
    write_inputs(*state, false);
    program_write(*state, "policy.json", current->text);
    program_whitespot(&said, *state, "analyze" INPUTS);
    assert_int_equal(said.status, 3);
    has(said.err, current->said);
}

static int set_up_broken(void **state)
{
    current = *state;
    return set_up(state);
}

int main(void)
{
    enum { BROKEN_COUNT = sizeof BROKEN / sizeof *BROKEN };
    struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(row_a15_norrmark_within_50_km, set_up, tear_down),
        cmocka_unit_test_setup_teardown(row_a15_norrmark_within_60_km, set_up, tear_down),
        cmocka_unit_test_setup_teardown(row_a15_route_by_the_limit_of_the_day, set_up, tear_down),
        cmocka_unit_test_setup_teardown(row_a15_even_lots, set_up, tear_down),
        cmocka_unit_test_setup_teardown(row_a15_without_participants_candidates, set_up, tear_down),
        cmocka_unit_test_setup_teardown(row_a15_supplier_areas_stay_whole, set_up, tear_down),
        cmocka_unit_test_setup_teardown(row_a15_rows_in_any_order, set_up, tear_down),
        cmocka_unit_test_setup_teardown(row_a15_neighbours_beyond_the_limit_make_no_lot, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(row_a15_lots_by_road, set_up, tear_down),
    };
    struct CMUnitTest broken[BROKEN_COUNT];
    for (size_t i = 0; i < BROKEN_COUNT; i++)
        broken[i] = (struct CMUnitTest){.name = BROKEN[i].name,
                                        .test_func = refuses,
                                        .setup_func = set_up_broken,
                                        .teardown_func = tear_down,
                                        .initial_state = (void *)(uintptr_t)&BROKEN[i]};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    return failed + cmocka_run_group_tests(broken, NULL, NULL);
}
