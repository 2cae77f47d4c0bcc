/* Rows of the source documents that are scenarios: what each must show, on Norrmark. */
#include "scenario.h"

static struct ws_session *session;
static char *folder;

static struct ws_evaluation *evaluate(const char *json, struct ws_scenario **scenario)
{
    *scenario = scenario_of(session, folder, json);
    return scenario_evaluated(session, *scenario);
}

static void forget(struct ws_evaluation *shown, struct ws_scenario *scenario)
{
    ws_evaluation_free(shown);
    ws_scenario_free(scenario);
}

static bool is_noted(const struct ws_evaluation *shown, const char *words)
{
    for (uint32_t i = 0; i < shown->note_count; i++)
        if (strstr(shown->notes[i], words))
            return true;
    return false;
}

static void refused(const char *json, const char *words)
{
    struct ws_error err = {0};
    struct ws_scenario *scenario = NULL;
    char path[1100];
    program_write(folder, "refused.json", json);
    snprintf(path, sizeof path, "%s/refused.json", folder);
    assert_int_not_equal(ws_scenario_read(&scenario, session, path, &err), WS_OK);
    assert_null(scenario);
    assert_non_null(strstr(err.message, words));
}

/* The last day of a trial is 1 April, the day of the run; or the day before. */
static void row_d7_a_trial_reverts_the_day_after_its_end(void **state)
{
    static const char *const days[] = {"2020-04-01", "2020-03-31"};
    (void)state;
    for (int day = 0; day < 2; day++) {
        char json[300];
        struct ws_scenario *scenario;
        snprintf(json, sizeof json,
                 "{\"name\":\"t\",\"route\":\"TRIAL\",\"until\":\"%s\",\"exempts\":[\"rule 7\"],"
                 "\"edits\":[{\"edit\":\"close_office\",\"office\":\"K35\"}]}",
                 days[day]);
        struct ws_evaluation *shown = evaluate(json, &scenario);
        assert_string_equal(shown->route, "TRIAL");
        assert_true(is_noted(shown, "rule 7"));
        assert_int_equal(shown->lost_micro > 0, day == 0);
        assert_int_equal(strcmp(shown->sha256, shown->base_sha256) == 0, day == 1);
        forget(shown, scenario);
    }
    refused("{\"name\":\"t\",\"route\":\"TRIAL\",\"edits\":[{\"edit\":\"inquiry\"}]}",
            "a trial has a last day");
}

#define SERVICE                                                                                    \
    "{\"edit\":\"municipal_service\",\"id\":\"M1\",\"provider\":\"M\",\"municipality\":\"2909\","  \
    "\"lon\":17.857155,\"lat\":60.47748"

/* Residents have the municipality's service alone, or one more; nobody else has it. */
static void row_d8_a_municipal_service_for_its_own_residents(void **state)
{
    (void)state;
    refused("{\"name\":\"a\",\"edits\":[" SERVICE "}]}", "law_change");
    for (int keeps = 0; keeps < 2; keeps++) {
        struct ws_scenario *scenario;
        struct ws_evaluation *shown =
            evaluate(keeps ? "{\"name\":\"a\",\"edits\":[" SERVICE
                             ",\"law_change\":true,\"keep_others\":true}]}"
                           : "{\"name\":\"a\",\"edits\":[" SERVICE ",\"law_change\":true}]}",
                     &scenario);
        for (uint32_t i = 0; i < shown->row_count; i++) {
            const struct ws_scenario_row *row = &shown->rows[i];
            if (strcmp(row->layer, "municipalities") != 0)
                continue;
            if (strcmp(row->code, "2909") != 0)
                assert_int_equal(row->covered_micro[0], row->covered_micro[1]);
            else if (keeps)
                assert_true(row->covered_micro[1] >= row->covered_micro[0]);
            else if (row->choice > 1)
                assert_int_equal(row->covered_micro[1], 0);
            else
                assert_true(row->covered_micro[1] > 0);
        }
        assert_true(is_noted(shown, "change of law"));
        assert_true(is_noted(shown, "cost price"));
        forget(shown, scenario);
    }
}

static void row_d9_a_local_office_raises_reach_and_not_choice(void **state)
{
    struct ws_scenario *scenario;
    uint64_t risen_micro = 0;
    (void)state;
    struct ws_evaluation *shown = evaluate("{\"name\":\"b\",\"edits\":[{\"edit\":\"local_office\","
                                           "\"id\":\"P1\",\"lon\":16.425146,\"lat\":60.773197}]}",
                                           &scenario);
    assert_string_equal(shown->sha256, shown->base_sha256);
    for (uint32_t i = 0; i < shown->row_count; i++) {
        const struct ws_scenario_row *row = &shown->rows[i];
        if (!row->is_points)
            assert_int_equal(row->covered_micro[0], row->covered_micro[1]);
        else
            risen_micro += row->covered_micro[1] - row->covered_micro[0];
        assert_true(row->covered_micro[1] >= row->covered_micro[0]);
    }
    assert_true(risen_micro > 0);
    assert_true(is_noted(shown, "competition neutrality"));
    forget(shown, scenario);
}

static void row_d10_an_inquiry_changes_nothing_and_asks(void **state)
{
    struct ws_scenario *scenario;
    (void)state;
    struct ws_evaluation *shown = evaluate(
        "{\"name\":\"c\",\"edits\":[{\"edit\":\"inquiry\",\"questions\":[\"why?\"]}]}", &scenario);
    assert_string_equal(shown->sha256, shown->base_sha256);
    assert_true(is_noted(shown, "equal the baseline (checked)"));
    assert_true(is_noted(shown, "question 1: why?"));
    forget(shown, scenario);
}

#define NACKA "{\"edit\":\"authorisation\",\"provider\":\"Norrjobb AB\",\"schemes\":"

/* A session of the scheme; gives back the one that was open. */
static struct ws_session *open_scheme(void)
{
    struct ws_session *plain = session;
    struct ws_options *options = scenario_norrmark(BY_LINE, NULL);
    county_set(options, "scheme", "KROM");
    session = scenario_session(options);
    ws_options_free(options);
    return plain;
}

static void close_scheme(struct ws_session *plain)
{
    ws_session_close(session);
    session = plain;
}

/* Who is not accepted is as if closed. */
static void row_c2_authorised_providers_count_where_they_are_accepted(void **state)
{
    struct ws_scenario *first, *second;
    (void)state;
    refused("{\"name\":\"n\",\"edits\":[" NACKA "[\"KROM\"]}]}", "--scheme");
    struct ws_session *plain = open_scheme();
    struct ws_evaluation *out =
        evaluate("{\"name\":\"n\",\"edits\":[" NACKA "[\"ROM2\"]}]}", &first);
    struct ws_evaluation *closed = evaluate(
        "{\"name\":\"n\",\"edits\":[{\"edit\":\"close_provider\",\"provider\":\"Norrjobb AB\"}]}",
        &second);
    assert_true(out->lost_micro > 0);
    assert_string_equal(out->sha256, closed->sha256);
    forget(out, first);
    forget(closed, second);
    close_scheme(plain);
}

static void row_c9_no_sek_until_the_base_is_entered(void **state)
{
    struct ws_scenario *first, *second;
    (void)state;
    struct ws_session *plain = open_scheme();
    struct ws_evaluation *with =
        evaluate("{\"name\":\"n\",\"edits\":[" NACKA "[\"KROM\"],\"base_sek\":1000,\"base_name\":"
                 "\"grant\"}]}",
                 &first);
    struct ws_evaluation *without =
        evaluate("{\"name\":\"n\",\"edits\":[" NACKA "[\"KROM\"],\"base_sek\":null}]}", &second);
    assert_string_equal(with->sha256, with->base_sha256);
    assert_true(is_noted(with, "900.00 SEK, saving 100.00 SEK"));
    assert_true(is_noted(without, "saving = 0.10 x it; no SEK until"));
    forget(with, first);
    forget(without, second);
    close_scheme(plain);
}

static const struct ws_scenario_row *find_row(const struct ws_evaluation *shown, const char *layer,
                                              const char *code)
{
    for (uint32_t i = 0; i < shown->row_count; i++)
        if (shown->rows[i].code && !strcmp(shown->rows[i].layer, layer) &&
            !strcmp(shown->rows[i].code, code))
            return &shown->rows[i];
    fail_msg("no row of %s %s", layer, code);
    return NULL;
}

/* The scenario on areas and contracts, and a run on those that it makes of them. */
static void check_join(const char *json, const char *areas_after, const char *contracts_after,
                       const char *area, bool is_new)
{
    struct ws_session *plain = session;
    struct ws_options *options = scenario_norrmark(BY_LINE, NULL);
    char areas[1100], contracts[1100];
    program_write(folder, "areas.csv",
                  "kommunkod,leveransomrade\n2901,Mitt\n2902,Mitt\n2903,Kust\n");
    program_write(folder, "contracts.csv", "leverantor,leveransomrade\nNorrjobb AB,Mitt\n");
    snprintf(areas, sizeof areas, "%s/areas.csv", folder);
    snprintf(contracts, sizeof contracts, "%s/contracts.csv", folder);
    county_set(options, "supplier-areas", areas);
    county_set(options, "contracts", contracts);
    session = scenario_session(options);
    struct ws_scenario *scenario;
    struct ws_evaluation *shown = evaluate(json, &scenario);
    program_write(folder, "areas.csv", areas_after);
    program_write(folder, "contracts.csv", contracts_after);
    struct ws_result *fresh = county_run(options);
    scenario_assert_same(shown->result->run, fresh->run);
    const struct ws_scenario_row *row = find_row(shown, "supplier_areas", area);
    assert_true(row->people_micro[1] > row->people_micro[0]);
    assert_true(row->is_there[0] == !is_new && row->is_there[1] && row->own[1] >= 1);
    forget(shown, scenario);
    ws_result_free(fresh);
    ws_session_close(session);
    session = plain;
    ws_options_free(options);
}

static void row_c1_one_more_pilot_joins_an_area(void **state)
{
    (void)state;
    check_join("{\"name\":\"j\",\"edits\":[{\"edit\":\"join_area\",\"municipality\":\"2904\","
               "\"area\":\"Mitt\"}]}",
               "kommunkod,leveransomrade\n2901,Mitt\n2902,Mitt\n2903,Kust\n2904,Mitt\n",
               "leverantor,leveransomrade\nNorrjobb AB,Mitt\n", "Mitt", false);
}

/* Far apart, in one agreement. */
static void row_d1_three_scattered_municipalities_in_one_agreement(void **state)
{
    (void)state;
    check_join(
        "{\"name\":\"j\",\"route\":\"AGREEMENT\",\"edits\":[{\"edit\":\"join_area\","
        "\"municipality\":\"2905\",\"area\":\"Ny\"},{\"edit\":\"join_area\",\"municipality\":"
        "\"2908\",\"area\":\"Ny\"},{\"edit\":\"join_area\",\"municipality\":\"2912\",\"area\":"
        "\"Ny\"},{\"edit\":\"add_contract\",\"provider\":\"Lyftet AB\",\"area\":\"Ny\"}]}",
        "kommunkod,leveransomrade\n2901,Mitt\n2902,Mitt\n2903,Kust\n2905,Ny\n2908,Ny\n"
        "2912,Ny\n",
        "leverantor,leveransomrade\nNorrjobb AB,Mitt\nLyftet AB,Ny\n", "Ny", true);
}

/* A closed road is a row that is not there. */
static void a_closed_road_is_a_row_less(void **state)
{
    (void)state;
    struct ws_session *plain = session;
    struct ws_options *options = scenario_norrmark(BY_DISTANCE, NULL);
    session = scenario_session(options);
    struct ws_scenario *scenario;
    struct ws_evaluation *shown = evaluate(
        "{\"name\":\"r\",\"edits\":[{\"edit\":\"close_road\",\"feature\":2564}]}", &scenario);
    county_set(options, "where", "roads=fid <> 2564");
    struct ws_result *fresh = county_run(options);
    scenario_assert_same(shown->result->run, fresh->run);
    forget(shown, scenario);
    ws_result_free(fresh);
    ws_session_close(session);
    session = plain;
    ws_options_free(options);
}

static void what_is_not_there_is_refused_with_the_nearest(void **state)
{
    (void)state;
    refused("{\"name\":\"x\",\"edits\":[{\"edit\":\"close_office\",\"office\":\"K351\"}]}",
            "refused.json: edit 1 (close_office): no such office \"K351\"; the nearest is");
    refused("{\"name\":\"x\",\"edits\":[{\"edit\":\"closeoffice\"}]}", "close_office");
    refused("{\"name\":\"x\",\"edits\":[{\"edit\":\"close_office\",\"ofice\":\"K35\"}]}",
            "the nearest is \"office\"");
    refused("{\"name\":\"x\",\"edit\":[]}", "the nearest is \"edits\"");
    refused("{\"name\":\"x\",\"edits\":[{\"edit\":\"add_office\",\"id\":\"K01\",\"provider\":\"a\","
            "\"lon\":17,\"lat\":60}]}",
            "another office");
    refused("{\"name\":\"x\",\"edits\":[{\"edit\":\"approve_office\",\"office\":\"K35\"}]}",
            "is open");
}

static int begin(void **state)
{
    (void)state;
    struct ws_options *options = scenario_norrmark(BY_LINE, NULL);
    session = scenario_session(options);
    folder = program_folder();
    ws_options_free(options);
    return 0;
}

static int end(void **state)
{
    (void)state;
    ws_session_close(session);
    program_remove(folder);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(row_d7_a_trial_reverts_the_day_after_its_end),
        cmocka_unit_test(row_d8_a_municipal_service_for_its_own_residents),
        cmocka_unit_test(row_d9_a_local_office_raises_reach_and_not_choice),
        cmocka_unit_test(row_d10_an_inquiry_changes_nothing_and_asks),
        cmocka_unit_test(row_c2_authorised_providers_count_where_they_are_accepted),
        cmocka_unit_test(row_c9_no_sek_until_the_base_is_entered),
        cmocka_unit_test(row_c1_one_more_pilot_joins_an_area),
        cmocka_unit_test(row_d1_three_scattered_municipalities_in_one_agreement),
        cmocka_unit_test(a_closed_road_is_a_row_less),
        cmocka_unit_test(what_is_not_there_is_refused_with_the_nearest),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
