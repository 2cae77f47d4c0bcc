/* Scenarios and policies that say something nobody can have meant: refused, or told. Two
 * municipalities of 20 km in a table of areas, no roads, two contracts. */
#include "drawn.h"

static const struct drawn_file FILES[] = {
    {"zones.geojson", LAYER(ZONE("0114", "500000", "520000") "," ZONE("0115", "520000", "540000"))},
    {"offices.csv", "id,leverantor,easting,northing,valid_from,valid_to,scheme\n"
                    "K1,Alfa AB,510000,6710000,2020-01-01,,KROM\n"
                    "K2,Alfa AB,511000,6710000,2023-01-01,,KROM\n"},
    {"people.csv", "kommunkod,befolkning\n0114,1000\n0115,500\n"},
    {"areas.csv", "kommunkod,leveransomrade\n0114,West\n0115,East\n"},
    {"contracts.csv", "leveransomrade,leverantor,kanummer\nWest,Alfa AB,C1\nEast,Beta,C2\n"},
};

static int set_up(void **state)
{
    return DRAWN_FOLDER(state, FILES);
}

#define LINE                                                                                       \
    "analyze --municipalities zones.geojson --offices offices.csv --crs offices=EPSG:3006 "        \
    "--population people.csv --straight-line 1 --within 9km --as-of 2021-04-15 "                   \
    "--scheme KROM --supplier-areas areas.csv --contracts contracts.csv "

static const struct row {
    const char *name, *edits;
    int status;
    const char *says;
} ROWS[] = {
    {"joins_an_area_nobody_knows",
     "{\"edit\":\"join_area\",\"municipality\":\"0114\",\"area\":\"Weste\"}", 0,
     "edit 1 (join_area): area \"Weste\" is new: nobody was in it; the nearest is \"West\""},
    {"joins_an_area_that_is_there",
     "{\"edit\":\"join_area\",\"municipality\":\"0114\",\"area\":\"East\"}", 0, NULL},
    {"contract_of_somebody_unknown",
     "{\"edit\":\"add_contract\",\"provider\":\"Gamma\",\"area\":\"West\",\"id\":\"C3\"}", 0,
     "edit 1 (add_contract): provider \"Gamma\" has no office and no other contract"},
    {"contract_for_no_area",
     "{\"edit\":\"add_contract\",\"provider\":\"Beta\",\"area\":\"North\",\"id\":\"C3\"}", 0,
     "area \"North\" is on no map: the contract counts nowhere"},
    {"contract_number_that_is_taken",
     "{\"edit\":\"add_contract\",\"provider\":\"Beta\",\"area\":\"West\",\"id\":\"C1\"}", 3,
     "id C1 is that of another contract; expected a new one"},
    {"contract_number_twice",
     "{\"edit\":\"add_contract\",\"provider\":\"Beta\",\"area\":\"West\",\"id\":\"C3\"},"
     "{\"edit\":\"add_contract\",\"provider\":\"Alfa AB\",\"area\":\"East\",\"id\":\"C3\"}",
     3, "edit 2 (add_contract): id C3 is that of another contract"},
    {"provider_that_looks_like_another",
     "{\"edit\":\"add_office\",\"id\":\"N1\",\"provider\":\"ALFA\",\"x\":530000,\"y\":6710000,"
     "\"crs\":\"EPSG:3006\"}",
     0, "edit 1 (add_office): provider \"ALFA\" looks like \"Alfa AB\"; they count as two"},
    {"provider_a_letter_away",
     "{\"edit\":\"add_office\",\"id\":\"N1\",\"provider\":\"Alva AB\",\"x\":530000,\"y\":6710000,"
     "\"crs\":\"EPSG:3006\"}",
     0, "edit 1 (add_office): provider \"Alva AB\" looks like \"Alfa AB\"; they count as two"},
    {"provider_that_is_new",
     "{\"edit\":\"add_office\",\"id\":\"N1\",\"provider\":\"Gamma\",\"x\":530000,\"y\":6710000,"
     "\"crs\":\"EPSG:3006\"}",
     0, NULL},
    {"office_closed_twice",
     "{\"edit\":\"close_office\",\"office\":\"K1\"},{\"edit\":\"close_office\",\"office\":\"K1\"}",
     3, "edit 2 (close_office): K1 is closed already (edit 1); leave one out"},
    {"office_closed_on_other_days",
     "{\"edit\":\"close_office\",\"office\":\"K1\"},{\"edit\":\"close_office\",\"office\":\"K1\","
     "\"from\":\"2022-01-01\"}",
     0, NULL},
    {"office_of_another_day", "{\"edit\":\"close_office\",\"office\":\"K2\"}", 4,
     "no such office \"K2\"; the nearest is \"K1\", of those that are there on 2021-04-15"},
    {"scheme_that_the_run_has_not",
     "{\"edit\":\"authorisation\",\"provider\":\"Alfa AB\",\"schemes\":[\"KRUM\"]}", 0,
     "Alfa AB is authorised for KRUM and not for KROM, the scheme of the run: it counts nowhere"},
    {"axes_swapped_in_metres",
     "{\"edit\":\"move_office\",\"office\":\"K1\",\"x\":6710000,\"y\":510000,\"crs\":\"EPSG:"
     "3006\"}",
     3, "x and y look swapped: x 510000, y 6710000 lies in a municipality"},
    {"axes_swapped_in_degrees",
     "{\"edit\":\"move_office\",\"office\":\"K1\",\"lon\":60.5,\"lat\":15.2}", 3,
     "lon and lat look swapped: lon 15.2, lat 60.5 lies in a municipality"},
    {"a_system_that_is_none",
     "{\"edit\":\"move_office\",\"office\":\"K1\",\"x\":1,\"y\":2,\"crs\":\"EPSG:999999\"}", 3,
     "crs is EPSG:999999, which is no known system"},
    {"contract_that_names_itself",
     "{\"edit\":\"close_contract\",\"provider\":\"Beta\",\"area\":\"West\"}", 4,
     "no such area of that provider's contracts \"West\"; the nearest is \"East\""},
};

static void edits(void **state)
{
    static struct said said;
    const struct row *row = *state;
    char text[900];
    void *folder = NULL;
    set_up(&folder);
    snprintf(text, sizeof text, "{\"name\":\"S\",\"edits\":[%s]}", row->edits);
    program_write(folder, "s.json", text);
    program_whitespot(&said, folder, LINE "--scenario s.json");
    assert_int_equal(said.status, row->status);
    const char *told = row->status ? said.err : said.out;
    if (row->says)
        assert_true(program_said(told, row->says));
    else
        assert_null(strstr(told, "edit 1 ("));
    assert_null(strstr(said.err, "ERROR 1")); /* of a library */
    tear_down(&folder);
}

static const struct told {
    const char *policy, *says;
    int status;
} TOLD[] = {
    {"{\"closures\":[\"K1\",\"K1\"]}", "closures: \"K1\" stands twice", 3},
    {"{\"offers\":[\"0114\",\"0114\"]}", "offers: \"0114\" stands twice", 3},
    {"{\"income\":26000,\"base_pay\":100}", "income is told, and what would make it up as well", 0},
    {"{\"income\":26000,\"result_share\":0.2}", "result_share: income is told", 0},
    {"{\"transfers\":[{\"name\":\"t\",\"payer\":\"a\",\"gainer\":\"a\",\"sek\":5}]}",
     "payer and gainer of the transfer are the same", 0},
};

static void policies(void **state)
{
    static struct said said;
    for (size_t i = 0; i < sizeof TOLD / sizeof *TOLD; i++) {
        program_write(*state, "policy.json", TOLD[i].policy);
        program_whitespot(&said, *state, LINE "--policy policy.json");
        assert_int_equal(said.status, TOLD[i].status);
        assert_true(program_said(said.err, TOLD[i].says));
    }
    program_write(*state, "policy.json", "{\"base_pay\":100,\"days\":200}");
    program_whitespot(&said, *state, LINE "--policy policy.json");
    assert_true(program_ended_well(&said));
    assert_null(strstr(said.err, "income is told"));
}

static void share_with_a_comma(void **state)
{
    static struct said said;
    program_whitespot(&said, *state, "site --reach 98,5%");
    assert_int_equal(said.status, 2);
    assert_true(program_said(said.err, "a share with a point for the decimals, such as 98.5%"));
}

int main(void)
{
    enum { ROW_COUNT = sizeof ROWS / sizeof *ROWS };
    struct CMUnitTest tests[ROW_COUNT + 2] = {
        [ROW_COUNT] = cmocka_unit_test_setup_teardown(policies, set_up, tear_down),
        [ROW_COUNT + 1] = cmocka_unit_test_setup_teardown(share_with_a_comma, set_up, tear_down)};
    for (int i = 0; i < ROW_COUNT; i++)
        tests[i] = (struct CMUnitTest){
            .name = ROWS[i].name, .test_func = edits, .initial_state = (void *)&ROWS[i]};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
