/* JSON that people write: run files, policies, scenarios. The first byte says which,
 * the rest is the file.
 *
 * Whatever the file, an answer; one that is refused leaves options and policies of a
 * new run as they were; a scenario that is taken is laid over a small country, and
 * the bridge of every figure holds. */
#include "fuzz/fuzz.h"

#include "base/mem.h"
#include "run/decision.h"
#include "run/scenario.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <whitespot/session.h>

#define MOST_BYTES 16384u

static const char ZONES[] =
    "{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"name\",\"properties\":{\"name\":"
    "\"urn:ogc:def:crs:EPSG::3006\"}},\"features\":["
    "{\"type\":\"Feature\",\"properties\":{\"kommunkod\":\"0114\",\"kommunnamn\":\"Ett\"},"
    "\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[500000,6600000],[503000,6600000],"
    "[503000,6603000],[500000,6603000],[500000,6600000]]]}},"
    "{\"type\":\"Feature\",\"properties\":{\"kommunkod\":\"0115\",\"kommunnamn\":\"Tv\"},"
    "\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[503000,6600000],[506000,6600000],"
    "[506000,6603000],[503000,6603000],[503000,6600000]]]}}]}";
static const char PEOPLE[] = "id,x,y,antal\n1,501000,6601000,10\n2,502000,6602000,20\n"
                             "3,504000,6601000,30\n4,505500,6602500,40\n";
static const char OFFICES[] =
    "id,leverantor,typ,x,y,status,kommunkod\n"
    "K1,Alfa,privat,501000,6601500,approved,0114\nK2,Beta,ideell,504000,6601200,approved,0115\n"
    "K3,Alfa,privat,505000,6602000,refused,0115\n";
static const char AREAS[] = "kommunkod,leveransomrade\n0114,Norr\n0115,Syd\n";
static const char CONTRACTS[] = "leverantor,leveransomrade,avtal\nAlfa,Norr,KA1\nBeta,Syd,KA2\n";

static struct ws_session *session;

static void leave(void)
{
    ws_session_close(session);
}

static void set(struct ws_options *options, const char *name, const char *value)
{
    struct ws_error err = {0};
    fuzz_must(!ws_options_set(options, name, value, &err), err.message);
}

static void enter(void)
{
    struct ws_error err = {0};
    if (session)
        return;
    struct ws_options *options = ws_options_new();
    fuzz_must(options != NULL, "no memory for options");
    set(options, "municipalities", fuzz_put("zones.geojson", ZONES, sizeof ZONES - 1));
    set(options, "population", fuzz_put("people.csv", PEOPLE, sizeof PEOPLE - 1));
    set(options, "offices", fuzz_put("offices.csv", OFFICES, sizeof OFFICES - 1));
    set(options, "supplier-areas", fuzz_put("areas.csv", AREAS, sizeof AREAS - 1));
    set(options, "contracts", fuzz_put("contracts.csv", CONTRACTS, sizeof CONTRACTS - 1));
    set(options, "crs", "population=EPSG:3006");
    set(options, "crs", "offices=EPSG:3006");
    set(options, "weight", "antal");
    set(options, "straight-line", "1.3");
    set(options, "within", "1km,2km");
    set(options, "as-of", "2020-04-01");
    fuzz_must(!ws_session_open(&session, options, &err), err.message);
    ws_options_free(options);
    atexit(leave);
}

/* ---- one kind each ---------------------------------------------------------------------- */

static void read_run_file(const char *path)
{
    struct ws_error err = {0};
    struct ws_options *options = ws_options_new(), *fresh = ws_options_new();
    fuzz_must(options && fresh, "no memory for options");
    enum ws_status st = ws_options_read(options, path, &err);
    fuzz_judge(st, &err);
    fuzz_must(!st || !memcmp(options, fresh, sizeof *options),
              "a refused run file changes the options");
    ws_options_free(options);
    ws_options_free(fresh);
}

static void read_policy(const char *path)
{
    struct ws_error err = {0};
    struct ws_options *options = ws_options_new();
    fuzz_must(options != NULL, "no memory for options");
    set(options, "as-of", "2020-04-01");
    set(options, "policy", path);
    struct run *run = run_new(options);
    fuzz_must(run && !io_open(&run->io, &run->warnings, &err), "no run");
    enum ws_status st = decision_read(run, &run->options->source[WS_ROLE_POLICY], &err);
    fuzz_judge(st, &err);
    const struct policy *policy = &run->decision->policy;
    for (int i = 0; !st && i < POLICY_VALUES; i++)
        fuzz_must(policy->values[i].low <= policy->values[i].mid &&
                      policy->values[i].mid <= policy->values[i].high &&
                      policy->values[i].high <= policy->values[i].most,
                  "a value of the policy is out of order");
    run_free(run);
    ws_options_free(options);
}

static void judge_shares(const struct ws_result *result)
{
    for (uint32_t i = 0; i < result->share_count; i++) {
        const struct ws_share *share = &result->shares[i];
        fuzz_must(share->covered_micro + share->uncovered_micro + share->off_network_micro +
                          share->no_link_micro + share->outside_micro ==
                      share->people_micro,
                  "people are lost");
        fuzz_must(share->low_micro <= share->covered_micro &&
                      share->covered_micro <= share->high_micro,
                  "a share outside its bounds");
    }
}

static void read_scenario(const char *path)
{
    struct ws_error err = {0};
    struct ws_scenario *scenario = NULL;
    struct ws_evaluation *evaluation = NULL;
    enter();
    enum ws_status st = ws_scenario_read(&scenario, session, path, &err);
    fuzz_judge(st, &err);
    if (!st) {
        err = (struct ws_error){0};
        st = ws_session_evaluate(&evaluation, session, scenario, &err);
        fuzz_judge(st, &err);
    }
    if (!st)
        judge_shares(evaluation->result);
    ws_evaluation_free(evaluation);
    ws_scenario_free(scenario);
}

/* ---- the target ------------------------------------------------------------------------ */

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    if (size < 1 || size > MOST_BYTES)
        return 0;
    /* The small country is read before its files could be written over. */
    if (bytes[0] % 3 == 2)
        enter();
    char path[640];
    snprintf(path, sizeof path, "%s", fuzz_put("a.json", bytes + 1, size - 1));
    if (bytes[0] % 3 == 0)
        read_run_file(path);
    else if (bytes[0] % 3 == 1)
        read_policy(path);
    else
        read_scenario(path);
    return 0;
}
