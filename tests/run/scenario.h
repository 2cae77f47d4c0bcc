/* tests/run/scenario.h: a scenario against a run from scratch whose rows were edited
 * by hand. */
#ifndef TESTS_SCENARIO_H
#define TESTS_SCENARIO_H
#include "county.h"

#include <whitespot/session.h>

#include "base/mem.h"
#include "decide/decide.h"
#include "run/decision.h"
#include "run/scenario.h"
#include "run/supplier.h"

/* A file as text; free with mem_free(). */
static inline char *scenario_text(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        fail_msg("%s cannot be read", path);
    char *text = mem_array(1 << 16, 1);
    size_t size = fread(text, 1, (1 << 16) - 1, file);
    text[size] = '\0';
    fclose(file);
    return text;
}

/* The rows without those that begin with the key; "" takes none away. */
static inline void scenario_drop(char *text, const char *key)
{
    char *line = *key ? text : text + strlen(text);
    while (*line) {
        char *end = strchr(line, '\n');
        end = end ? end + 1 : line + strlen(line);
        if (strncmp(line, key, strlen(key)) == 0 && line[strlen(key)] == ',')
            memmove(line, end, strlen(end) + 1);
        else
            line = end;
    }
}

static inline struct ws_session *scenario_session(const struct ws_options *options)
{
    struct ws_error err = {0};
    struct ws_session *session = NULL;
    if (ws_session_open(&session, options, &err))
        fail_msg("%s", err.message);
    return session;
}

static inline struct ws_scenario *scenario_of(struct ws_session *session, const char *folder,
                                              const char *json)
{
    struct ws_error err = {0};
    struct ws_scenario *scenario = NULL;
    char path[1100];
    program_write(folder, "scenario.json", json);
    snprintf(path, sizeof path, "%s/scenario.json", folder);
    if (ws_scenario_read(&scenario, session, path, &err))
        fail_msg("%s", err.message);
    return scenario;
}

static inline struct ws_evaluation *scenario_evaluated(const struct ws_session *session,
                                                       const struct ws_scenario *scenario)
{
    struct ws_error err = {0};
    struct ws_evaluation *evaluation = NULL;
    if (ws_session_evaluate(&evaluation, session, scenario, &err))
        fail_msg("%s", err.message);
    return evaluation;
}

static inline void scenario_same_shares(const struct share_rows *a, const struct share_rows *b)
{
    assert_int_equal(a->count, b->count);
    if (a->count)
        assert_memory_equal(a->rows, b->rows, a->count * sizeof *a->rows);
}

static inline void scenario_same_areas(const struct supplier *a, const struct supplier *b)
{
    assert_int_equal(a->has_areas, b->has_areas);
    assert_int_equal(a->zones.count, b->zones.count);
    assert_int_equal(a->share_count, b->share_count);
    if (a->share_count)
        assert_memory_equal(a->shares, b->shares, a->share_count * sizeof *a->shares);
    for (uint32_t zone = 0; zone < a->zones.count; zone++) {
        assert_string_equal(a->zones.code[zone], b->zones.code[zone]);
        assert_int_equal(a->median_choice[zone], b->median_choice[zone]);
        assert_int_equal(a->areas.together[zone], b->areas.together[zone]);
    }
}

/* Shares, classes, white spots and findings, byte for byte. */
static inline void scenario_assert_same(const struct run *scenario, const struct run *fresh)
{
    char sums[2][CHECKSUM_HEX];
    struct ws_error err = {0};
    assert_int_equal(scenario->offices.points.count, fresh->offices.points.count);
    for (uint32_t i = 0; i < fresh->offices.points.count; i++) {
        assert_string_equal(scenario->offices.id[i], fresh->offices.id[i]);
        assert_memory_equal(&scenario->offices.points.x_m[i], &fresh->offices.points.x_m[i], 8);
        assert_int_equal(scenario->offices.points.group[i], fresh->offices.points.group[i]);
    }
    scenario_same_shares(&scenario->zone_shares, &fresh->zone_shares);
    scenario_same_shares(&scenario->county_shares, &fresh->county_shares);
    scenario_same_shares(&scenario->main_shares, &fresh->main_shares);
    size_t zones = ((size_t)fresh->zones.count + 1) * sizeof(uint32_t);
    assert_memory_equal(scenario->median_choice, fresh->median_choice, zones);
    assert_memory_equal(scenario->cost_p50, fresh->cost_p50, zones);
    assert_memory_equal(scenario->cost_p90, fresh->cost_p90, zones);
    assert_int_equal(scenario->gaps.count, fresh->gaps.count);
    for (uint32_t g = 0; g < fresh->gaps.count; g++) {
        const struct ws_gap *a = &scenario->gaps.gaps[g], *b = &fresh->gaps.gaps[g];
        assert_int_equal(a->people_micro, b->people_micro);
        assert_int_equal(a->zone, b->zone);
        assert_int_equal(a->facility, b->facility);
        assert_int_equal(a->cost, b->cost);
        assert_int_equal(a->unit_count, b->unit_count);
        assert_memory_equal(&a->area_m2, &b->area_m2, sizeof a->area_m2);
    }
    scenario_same_areas(scenario->supplier, fresh->supplier);
    if (evidence_checksum(sums[0], scenario, &err) || evidence_checksum(sums[1], fresh, &err))
        fail_msg("%s", err.message);
    assert_string_equal(sums[0], sums[1]); /* coverage, spots, classes, offices, findings */
}

/* Norrmark with other offices: by distance, by time, by straight line. */
enum scenario_mode { BY_DISTANCE, BY_TIME, BY_LINE, SCENARIO_MODES };

static inline struct ws_options *scenario_norrmark(enum scenario_mode mode, const char *offices)
{
    static const char *const sources[][2] = {{"municipalities", "kommuner.gpkg"},
                                             {"population", "rutnat_1km.gpkg"},
                                             {"roads", "vagar.gpkg"},
                                             {"offices", "kontor.csv"}};
    struct ws_options *options = ws_options_new();
    char path[1100];
    for (size_t i = 0; i < 4; i++) {
        snprintf(path, sizeof path, "%s/geodata/norrmark/%s", WS_SOURCE_DIR, sources[i][1]);
        if (i == 2 && mode == BY_LINE)
            county_set(options, "straight-line", "1.3");
        else
            county_set(options, sources[i][0], i == 3 && offices ? offices : path);
    }
    county_set(options, "weight", "beftotalt=Folkm\xc3\xa4ngd");
    county_set(options, "within", mode == BY_TIME ? "10min,25min" : "10km,30km");
    county_set(options, "as-of", "2020-04-01");
    county_set(options, "eligible", "status <> 'refused'");
    return options;
}
#endif
