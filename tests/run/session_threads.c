/* What session.h promises: any number of threads evaluate on one session at once, and
 * each has the figures of a thread alone. */
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

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(two_threads_evaluate_at_once)};
    return cmocka_run_group_tests_name("session_threads", tests, NULL, NULL);
}
