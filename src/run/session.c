/* One analysis kept, and scenarios laid over it. */
#include "run/scenario.h"

#include "base/mem.h"

#include <stdio.h>
#include <string.h>

struct ws_session {
    struct run *run;
    struct offices reserve;
};

static enum ws_status no_memory(struct ws_error *err)
{
    return error_set(err, WS_NO_MEMORY, "no memory for a session");
}

static enum ws_status open_run(struct run *run, struct ws_error *err)
{
    struct ws_error failure = {0};
    enum ws_status st = run_compute(run, &failure);
    if (!st)
        st = verdicts_group(run, &failure);
    if (!st)
        st = verdicts_strict(run);
    if (!st)
        st = run_show(run, &failure);
    if (run->refused.status) { /* what came after it did not decide */
        failure = run->refused;
        st = failure.status;
    }
    if (st && err)
        *err = failure;
    return st;
}

enum ws_status ws_session_open(struct ws_session **out, const struct ws_options *options,
                               struct ws_error *err)
{
    if (!out || !options)
        return error_set(err, WS_BAD_OPTION, "no options or no place for the session");
    struct ws_session *session = mem_array(1, sizeof *session);
    if (!session)
        return no_memory(err);
    session->run = run_new(options);
    enum ws_status st = session->run ? WS_OK : no_memory(err);
    if (!st) {
        session->run->is_session = true;
        st = open_run(session->run, err);
    }
    if (!st)
        st = scenarios_read_reserve(&session->reserve, session->run, err);
    if (st)
        ws_session_close(session);
    else
        *out = session;
    return st;
}

const struct ws_result *ws_session_result(const struct ws_session *session)
{
    return &session->run->result;
}

void ws_session_close(struct ws_session *session)
{
    if (!session)
        return;
    offices_release(&session->reserve);
    run_free(session->run);
    mem_free(session);
}

enum ws_status ws_scenario_new(struct ws_scenario **out, struct ws_session *session,
                               const char *name, struct ws_error *err)
{
    if (!out || !session || !name || !name[0])
        return error_set(err, WS_BAD_OPTION, "no session, or no name for the scenario");
    return scenario_new(out, session->run, &session->reserve, name, err);
}

enum ws_status ws_scenario_read(struct ws_scenario **out, struct ws_session *session,
                                const char *path, struct ws_error *err)
{
    if (!out || !session || !path)
        return error_set(err, WS_BAD_OPTION, "no session, or no path of a scenario");
    struct ws_source source = {0};
    snprintf(source.path, sizeof source.path, "%s", path);
    snprintf(source.given, sizeof source.given, "%s", path);
    return scenario_read(out, session->run, &session->reserve, &source, err);
}

/* The evaluation is the first member of what it belongs to. */
enum ws_status ws_session_evaluate(struct ws_evaluation **out, const struct ws_session *session,
                                   const struct ws_scenario *scenario, struct ws_error *err)
{
    if (!out || !session || !scenario || scenario->base != session->run)
        return error_set(err, WS_BAD_OPTION, "the scenario is not of this session");
    struct scenario_outcome *outcome = mem_array(1, sizeof *outcome);
    if (!outcome)
        return no_memory(err);
    enum ws_status st = scenario_evaluate(outcome, scenario, err);
    if (st)
        mem_free(outcome);
    else
        *out = &outcome->shown;
    return st;
}

void ws_evaluation_free(struct ws_evaluation *evaluation)
{
    struct scenario_outcome *outcome = (struct scenario_outcome *)evaluation;
    if (!outcome)
        return;
    scenario_outcome_release(outcome);
    mem_free(outcome);
}
