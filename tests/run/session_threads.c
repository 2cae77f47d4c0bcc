/* What session.h promises: any number of threads evaluate on one session at once, and
 * each has the figures of a thread alone; and a run by three threads writes the bytes of
 * one by one thread. The thread sanitizer looks on (tools/test --all). */
#include "base/checksum.h"
#include "base/parallel.h"
#include "scenario.h"

#define TURNS 6u

static const char *const EDITS[] = {
    "{\"name\":\"a\",\"edits\":[{\"edit\":\"close_office\",\"office\":\"K35\"}]}",
    "{\"name\":\"b\",\"edits\":[{\"edit\":\"close_provider\",\"provider\":\"Arbetsbron\"}]}",
};

struct turns {
    const struct ws_session *session;
    struct ws_scenario *scenarios[2];
    char sha256[TURNS][65];
};

static enum ws_status evaluate(void *context, uint32_t chunk, uint32_t worker, struct ws_error *err)
{
    struct turns *turns = context;
    struct ws_evaluation *shown = NULL;
    (void)worker;
    enum ws_status st =
        ws_session_evaluate(&shown, turns->session, turns->scenarios[chunk % 2], err);
    if (st)
        return st;
    memcpy(turns->sha256[chunk], shown->sha256, sizeof shown->sha256);
    ws_evaluation_free(shown);
    return WS_OK;
}

static void two_threads_evaluate_at_once(void **state)
{
    struct ws_error err = {0};
    struct ws_options *options = ws_options_new();
    struct turns turns = {0};
    (void)state;
    assert_int_equal(ws_options_set(options, "threads", "3", &err), WS_OK);
    assert_int_equal(
        ws_options_read(options, WS_SOURCE_DIR "/geodata/norrmark/analysis.json", &err), WS_OK);
    struct ws_session *session = scenario_session(options);
    char *folder = program_folder();
    turns.session = session;
    for (size_t i = 0; i < 2; i++)
        turns.scenarios[i] = scenario_of(session, folder, EDITS[i]);

    assert_int_equal(parallel_for(2, 1, evaluate, &turns, &err), WS_OK);
    char alone[2][65];
    memcpy(alone, turns.sha256, sizeof alone);
    assert_string_not_equal(alone[0], alone[1]);
    memset(turns.sha256, 0, sizeof turns.sha256);
    assert_int_equal(parallel_for(TURNS, 2, evaluate, &turns, &err), WS_OK);
    for (uint32_t i = 0; i < TURNS; i++)
        assert_string_equal(turns.sha256[i], alone[i % 2]);

    for (size_t i = 0; i < 2; i++)
        ws_scenario_free(turns.scenarios[i]);
    ws_session_close(session);
    ws_options_free(options);
    program_remove(folder);
}

/* The checksums of all layers, one after the other. */
static void write_by(char *sums, size_t size, const char *folder, const char *threads)
{
    struct ws_error err = {0};
    struct ws_options *options = ws_options_new();
    struct ws_result *result = NULL;
    char output[1100];
    snprintf(output, sizeof output, "%s/%s", folder, threads);
    assert_int_equal(ws_options_set(options, "threads", threads, &err), WS_OK);
    assert_int_equal(ws_options_set(options, "output", output, &err), WS_OK);
    assert_int_equal(ws_options_set(options, "format", "GeoJSON", &err), WS_OK);
    assert_int_equal(
        ws_options_read(options, WS_SOURCE_DIR "/geodata/norrmark/analysis.json", &err), WS_OK);
    if (ws_analysis_run(&result, options, &err) || ws_result_write(result, &err))
        fail_msg("%s", err.message);
    assert_true(result->output_count > 5);
    for (uint32_t i = 0; i < result->output_count; i++) {
        char hex[CHECKSUM_HEX];
        size_t used = strlen(sums);
        assert_int_equal(checksum_file(result->outputs[i].path, hex, &err), WS_OK);
        snprintf(sums + used, size - used, "%s %s\n", result->outputs[i].layer, hex);
    }
    ws_result_free(result);
    ws_options_free(options);
}

static void three_threads_write_what_one_writes(void **state)
{
    char one[8192] = "", three[8192] = "";
    char *folder = program_folder();
    (void)state;
    write_by(one, sizeof one, folder, "1");
    write_by(three, sizeof three, folder, "3");
    assert_string_equal(three, one);
    assert_non_null(strstr(one, "catchments "));
    program_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_threads_evaluate_at_once),
        cmocka_unit_test(three_threads_write_what_one_writes),
    };
    return cmocka_run_group_tests_name("session_threads", tests, NULL, NULL);
}
