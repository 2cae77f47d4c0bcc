/* The verdicts of a check, for programs. */
#include "run/run.h"

static void put_people(struct json *json, const struct ws_result *result)
{
    json_begin_array(json, "people");
    for (uint32_t w = 0; w < result->weight_count; w++) {
        json_begin_object(json, NULL);
        json_put_text(json, "column", result->weights[w].column);
        json_put_people(json, "people", result->people_micro[w]);
        json_end(json);
    }
    json_end(json);
}

static void put_inputs(struct json *json, const struct ws_result *result)
{
    json_begin_array(json, "inputs");
    for (uint32_t i = 0; i < result->input_count; i++) {
        const struct ws_input *input = &result->inputs[i];
        json_begin_object(json, NULL);
        evidence_input(json, input);
        json_put_text(json, "columns", input->columns);
        json_put_text(json, "unjudged", input->unjudged[0] ? input->unjudged : NULL);
        json_end(json);
    }
    json_end(json);
}

static void put_lines(struct json *json, const char *key, const struct ws_warning *lines,
                      uint32_t count)
{
    json_begin_array(json, key);
    for (uint32_t i = 0; i < count; i++) {
        json_begin_object(json, NULL);
        evidence_warning(json, &lines[i]);
        if (lines[i].status) {
            json_put_whole(json, "exit", lines[i].status);
            json_put_whole(json, "more", (int64_t)lines[i].more);
        }
        json_end(json);
    }
    json_end(json);
}

enum ws_status run_verdicts(char **out, const struct run *run, struct ws_error *err)
{
    const struct ws_result *result = &run->result;
    struct json *json = NULL;
    enum ws_status st = json_new(&json, err);
    if (st)
        return st;
    json_begin_object(json, NULL);
    json_put_text(json, "command", run->is_site ? "site" : "analyze");
    json_put_bool(json, "ok", !run->refused.status);
    json_put_whole(json, "exit", run->refused.status);
    put_inputs(json, result);
    put_people(json, result);
    if (result->road_mm) {
        json_begin_object(json, "network");
        json_put_real(json, "km", (double)result->road_mm / 1e6);
        json_put_whole(json, "components", result->road_component_count);
        json_end(json);
    }
    put_lines(json, "errors", result->faults, result->fault_count);
    put_lines(json, "warnings", result->warnings, result->warning_count);
    json_end(json);
    st = json_text(out, json, err);
    json_free(json);
    return st;
}
