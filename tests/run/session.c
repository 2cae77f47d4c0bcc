/* Scenarios against runs from scratch whose rows were edited by hand: the same figures
 * to the last byte, and a baseline that no scenario changes. */
#include "scenario.h"
#include "support/slow.h"

/* One edit, and what it means for the file of offices. */
static const struct row {
    const char *name, *edits; /* inside "edits": [ ... ] */
    const char *drop[3];      /* ids of rows taken away */
    const char *add;          /* rows added */
    const char *eligible;     /* NULL: as the base */
} ROWS[] = {
    {"an_office_closes", "{\"edit\":\"close_office\",\"office\":\"K35\"}", {"K35"}, NULL, NULL},
    {"an_office_opens",
     "{\"edit\":\"add_office\",\"id\":\"N1\",\"provider\":\"Lyftet AB\",\"lon\":16.333997,"
     "\"lat\":60.164589}",
     {NULL},
     "N1,Lyftet AB,Ny,16.333997,60.164589,,,Ja,privat,,approved,KROM\n",
     NULL},
    {"a_new_provider_opens_two",
     "{\"edit\":\"add_office\",\"id\":\"A1\",\"provider\":\"Aaa\",\"lon\":16.425146,\"lat\":"
     "60.773197},{\"edit\":\"add_office\",\"id\":\"K351\",\"provider\":\"Aaa\",\"lon\":17.857155,"
     "\"lat\":60.47748}",
     {NULL},
     "A1,Aaa,Ny,16.425146,60.773197,,,Ja,privat,,approved,KROM\n"
     "K351,Aaa,Ny,17.857155,60.47748,,,Ja,privat,,approved,KROM\n",
     NULL},
    {"an_office_moves",
     "{\"edit\":\"move_office\",\"office\":\"K35\",\"lon\":17.6,\"lat\":60.5}",
     {"K35"},
     "K35,Norrjobb AB,Flyttad,17.6,60.5,2020-03-30,,Ja,privat,2909,approved,KROM\n",
     NULL},
    {"a_provider_leaves",
     "{\"edit\":\"close_provider\",\"provider\":\"Kompassen Karri\xc3\xa4r AB\"}",
     {NULL},
     NULL,
     "status <> 'refused' AND leverantor <> 'Kompassen Karri\xc3\xa4r AB'"},
    {"a_type_is_forbidden",
     "{\"edit\":\"forbid\",\"provider_type\":\"ideell\"}",
     {NULL},
     NULL,
     "status <> 'refused' AND provider_type <> 'ideell'"},
    {"row_b14_the_refused_applicant_exists_in_a_scenario_alone",
     "{\"edit\":\"approve_office\",\"office\":\"K25\"}",
     {"K25"},
     "K25,\xc3\x85skarby kommun,Om godk\xc3\xa4nd,17.370923,60.750414,2020-03-30,,Ja,kommun,2904,"
     "approved,KROM\n",
     NULL},
    {"several_edits",
     "{\"edit\":\"close_office\",\"office\":\"K30\"},{\"edit\":\"close_office\",\"office\":\"K31\"}"
     ",{\"edit\":\"add_office\",\"id\":\"N1\",\"provider\":\"Arbetsbron\",\"lon\":16.9,\"lat\":"
     "60.4}",
     {"K30", "K31"},
     "N1,Arbetsbron,Ny,16.9,60.4,,,Ja,ideell,,approved,KROM\n",
     NULL},
    {"all_but_one_close",
     "{\"edit\":\"forbid\",\"provider_type\":\"privat\"},{\"edit\":\"forbid\",\"provider_type\":"
     "\"ideell\"},{\"edit\":\"approve_office\",\"office\":\"K25\"}",
     {NULL},
     NULL,
     "id = 'K25'"},
};
#define ROW_COUNT (sizeof ROWS / sizeof *ROWS)

static struct ws_session *norrmark[SCENARIO_MODES]; /* opened once, never changed */

/* The run from scratch on edited rows. */
static struct ws_result *fresh(const struct row *row, enum scenario_mode mode, const char *folder)
{
    char *text = scenario_text(WS_SOURCE_DIR "/geodata/norrmark/kontor.csv"), path[1100];
    for (size_t i = 0; i < 3 && row->drop[i]; i++)
        scenario_drop(text, row->drop[i]);
    char *whole = mem_array(strlen(text) + 2000, 1);
    snprintf(whole, strlen(text) + 2000, "%s%s", text, row->add ? row->add : "");
    if (row->eligible && !strcmp(row->eligible, "id = 'K25'")) { /* it counts as open */
        char *at = strstr(whole, "kommun,2904,refused");
        memcpy(at + strlen("kommun,2904,"), "open   ", 7);
    }
    program_write(folder, "offices.csv", whole);
    snprintf(path, sizeof path, "%s/offices.csv", folder);
    struct ws_options *options = scenario_norrmark(mode, path);
    if (row->eligible)
        county_set(options, "eligible", row->eligible);
    struct ws_result *result = county_run(options);
    ws_options_free(options);
    mem_free(text);
    mem_free(whole);
    return result;
}

static void check_row(void **state)
{
    const struct row *row = *state;
    char json[1500];
    snprintf(json, sizeof json, "{\"name\":\"%s\",\"edits\":[%s]}", row->name, row->edits);
    for (int mode = 0; mode < SCENARIO_MODES; mode++) {
        char *folder = program_folder();
        struct ws_result *result = fresh(row, (enum scenario_mode)mode, folder);
        struct ws_scenario *scenario = scenario_of(norrmark[mode], folder, json);
        struct ws_evaluation *evaluation = scenario_evaluated(norrmark[mode], scenario);
        scenario_assert_same(evaluation->result->run, result->run);
        assert_string_not_equal(evaluation->sha256, evaluation->base_sha256);
        ws_evaluation_free(evaluation);
        ws_scenario_free(scenario);
        ws_result_free(result);
        program_remove(folder);
    }
}

/* ---- the baseline --------------------------------------------------------------------------- */

/* All keys of the evidence but those that name the scenario itself. */
static void the_baseline_never_changes(void **state)
{
    (void)state;
    struct ws_error err = {0};
    char *folder = program_folder(), path[1100];
    program_write(folder, "s.json",
                  "{\"name\":\"s\",\"edits\":[{\"edit\":\"close_provider\","
                  "\"provider\":\"Norrjobb AB\"}]}");
    snprintf(path, sizeof path, "%s/s.json", folder);
    struct ws_options *options = scenario_norrmark(BY_DISTANCE, NULL);
    struct ws_result *without = county_run(options);
    county_set(options, "scenario", path);
    struct ws_result *with = county_run(options);
    json_t *a = county_parse(ws_result_evidence(without, &err));
    json_t *b = county_parse(ws_result_evidence(with, &err));
    const char *key;
    json_t *value;
    size_t same = 0;
    json_object_foreach(a, key, value)
    {
        if (!strcmp(key, "options") || !strcmp(key, "inputs"))
            continue;
        assert_true(json_equal(value, json_object_get(b, key)));
        same++;
    }
    assert_true(same > 15);
    assert_int_equal(json_object_size(b), json_object_size(a) + 1);
    json_t *told = json_array_get(json_object_get(b, "scenarios"), 0);
    char sum[CHECKSUM_HEX];
    assert_int_equal(evidence_checksum(sum, without->run, &err), WS_OK);
    county_assert_text(told, "baseline_sha256", sum);
    assert_int_equal(with->scenario_count, 1);
    assert_true(with->scenarios[0].lost_micro > 0);
    json_decref(a);
    json_decref(b);
    ws_result_free(without);
    ws_result_free(with);
    ws_options_free(options);
    program_remove(folder);
}

/* The table of closures, computed in another way, says the same of K35. */
static void who_loses_is_what_the_table_of_closures_says(void **state)
{
    (void)state;
    char *folder = program_folder();
    struct ws_options *options = scenario_norrmark(BY_DISTANCE, NULL);
    struct ws_result *result = county_run(options);
    for (uint32_t i = 0; i < result->critical_count; i++) {
        const struct ws_critical *row = &result->critical[i];
        char json[300];
        if (row->kind != WS_CLOSE_OFFICE || i % 5)
            continue;
        snprintf(json, sizeof json,
                 "{\"name\":\"n\",\"edits\":[{\"edit\":\"close_office\",\"office\":\"%s\"}]}",
                 result->facility_id[row->facility]);
        struct ws_scenario *scenario = scenario_of(norrmark[BY_DISTANCE], folder, json);
        struct ws_evaluation *shown = scenario_evaluated(norrmark[BY_DISTANCE], scenario);
        assert_int_equal(shown->gained_micro, 0);
        assert_int_equal(shown->lost_micro, row->people_micro[0]);
        assert_int_equal(shown->white_count, row->whiten_count);
        assert_string_equal(shown->whitens, row->whitens ? row->whitens : "");
        ws_evaluation_free(shown);
        ws_scenario_free(scenario);
    }
    ws_result_free(result);
    ws_options_free(options);
    program_remove(folder);
}

/* ---- drawn counties ----------------------------------------------------------------------------
 */

/* Offices close and open at random; roads in small pieces decide where people snap. */
static void drawn_counties(void **state)
{
    static const char *const LINES[] = {"within=1km,3km min-component=1", "within=4min,9min",
                                        "within=1km,3km straight-line=1.2", "within=2km,5km"};
    (void)state;
    for (uint64_t seed = 1; seed <= SLOW(12u, 4u); seed++) {
        uint64_t random = seed * 77;
        char *folder = county_folder(70 + seed), path[1100], json[700], added[200], closed[8];
        struct ws_options *options = county_options(folder, LINES[seed % 4]);
        struct ws_session *session = scenario_session(options);
        double x_m = COUNTY_EAST_M + (seed % 3 ? 5600.0 * county_unit(&random) : 12000.0);
        double y_m = COUNTY_NORTH_M + (seed % 3 ? 5600.0 * county_unit(&random) : 400.0);
        snprintf(closed, sizeof closed, "K%d", 1 + (int)(county_random(&random) % 9));
        snprintf(json, sizeof json,
                 "{\"name\":\"drawn\",\"edits\":[{\"edit\":\"close_office\",\"office\":\"%s\"},"
                 "{\"edit\":\"add_office\",\"id\":\"K10\",\"provider\":\"E\",\"x\":%.2f,\"y\":%.2f"
                 ",\"crs\":\"EPSG:3006\"}]}",
                 closed, x_m, y_m);
        struct ws_scenario *scenario = scenario_of(session, folder, json);
        struct ws_evaluation *shown = scenario_evaluated(session, scenario);
        snprintf(path, sizeof path, "%s/offices.csv", folder);
        char *text = scenario_text(path);
        scenario_drop(text, closed);
        snprintf(added, sizeof added, "K10,E,%.2f,%.2f\n", x_m, y_m);
        strcat(text, added);
        program_write(folder, "offices.csv", text);
        struct ws_result *result = county_run(options);
        scenario_assert_same(shown->result->run, result->run);
        mem_free(text);
        ws_result_free(result);
        ws_evaluation_free(shown);
        ws_scenario_free(scenario);
        ws_session_close(session);
        ws_options_free(options);
        program_remove(folder);
    }
}

static int open_norrmark(void **state)
{
    (void)state;
    for (int mode = 0; mode < SCENARIO_MODES; mode++) {
        struct ws_options *options = scenario_norrmark((enum scenario_mode)mode, NULL);
        norrmark[mode] = scenario_session(options);
        ws_options_free(options);
    }
    return 0;
}

static int close_norrmark(void **state)
{
    (void)state;
    for (int mode = 0; mode < SCENARIO_MODES; mode++)
        ws_session_close(norrmark[mode]);
    return 0;
}

int main(void)
{
    struct CMUnitTest tests[ROW_COUNT + 3] = {{0}};
    for (size_t i = 0; i < ROW_COUNT; i++)
        tests[i] = (struct CMUnitTest){
            .name = ROWS[i].name, .test_func = check_row, .initial_state = (void *)&ROWS[i]};
    tests[ROW_COUNT] = (struct CMUnitTest)cmocka_unit_test(the_baseline_never_changes);
    tests[ROW_COUNT + 1] =
        (struct CMUnitTest)cmocka_unit_test(who_loses_is_what_the_table_of_closures_says);
    tests[ROW_COUNT + 2] = (struct CMUnitTest)cmocka_unit_test(drawn_counties);
    return cmocka_run_group_tests(tests, open_norrmark, close_norrmark);
}
