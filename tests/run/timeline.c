/* Days, changes and gaps in time on a world small enough to count by hand. */
#include "county.h"

#include "base/mem.h"
#include <whitespot/compare.h>
#include <whitespot/timeline.h>

/* West has an office until February, and from then one that receives nobody
 * before March; East gets its first one in March. */
static int make_world(void **state)
{
    char *folder = program_folder();
    if (!folder)
        return -1;
    program_write(folder, "zones.geojson",
                  COUNTY_CRS
                  "{\"type\":\"Feature\",\"properties\":{\"kommunkod\":\"2101\",\"kommunnamn\":"
                  "\"West\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[560000,6700000],"
                  "[570000,6700000],[570000,6710000],[560000,6710000],[560000,6700000]]]}},"
                  "{\"type\":\"Feature\",\"properties\":{\"kommunkod\":\"2104\",\"kommunnamn\":"
                  "\"East\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[570000,6700000],"
                  "[580000,6700000],[580000,6710000],[570000,6710000],[570000,6700000]]]}}]}");
    program_write(folder, "people.csv",
                  "unit;easting;northing;people\nw;565000;6705000;100\ne;575000;6705000;50\n");
    program_write(folder, "offices.csv",
                  "id;provider;easting;northing;valid_from;valid_to;status\n"
                  "a;P;565000;6705100;2020-01-01;2020-02-01;open\n"
                  "b;Q;565000;6705200;2020-02-01;2020-03-01;approved_not_receiving\n"
                  "b;Q;565000;6705200;2020-03-01;;open\n"
                  "d;P;575000;6705100;2020-03-01;;open\n"
                  "x;Z;575000;6705100;2020-01-01;;refused\n");
    *state = folder;
    return 0;
}

static int remove_world(void **state)
{
    program_remove(*state);
    return 0;
}

static struct ws_options *world_options(const char *folder, const char *line)
{
    char words[512];
    snprintf(words, sizeof words, "straight-line=1 within=1km weight=people %s", line);
    struct ws_options *options = county_options(folder, words);
    county_set(options, "crs", "population=EPSG:3006");
    return options;
}

#define FOUR_DAYS "dates=2020-01-31,2020-02-01,2020-02-29,2020-03-01"

static struct ws_timeline *run_world(const char *folder, const char *line)
{
    struct ws_error err = {0};
    struct ws_timeline *timeline = NULL;
    struct ws_options *options = world_options(folder, line);
    if (ws_timeline_run(&timeline, options, &err))
        fail_msg("%s", err.message);
    ws_options_free(options);
    return timeline;
}

static void test_covered_by_day(void **state)
{
    static const uint64_t nominal[] = {100, 100, 100, 150}, effective[] = {100, 0, 0, 150};
    struct ws_timeline *timeline = run_world(*state, FOUR_DAYS);
    assert_int_equal(timeline->date_count, 4);
    assert_string_equal(timeline->dates[2], "2020-02-29");
    for (uint32_t date = 0; date < 4; date++) {
        assert_true(timeline->national[date][0].people_micro == 150 * UINT64_C(1000000));
        assert_true(timeline->national[date][0].covered_micro == nominal[date] * 1000000);
        assert_true(timeline->national[date][1].covered_micro == effective[date] * 1000000);
    }
    ws_timeline_free(timeline);
}

static const struct gap_row {
    const char *code;
    bool is_effective;
    uint32_t from, to;
    uint64_t people, person_days;
} GAPS[] = {
    {"2104", false, 0, 3, 50, 50 * 30}, /* 31 January to 1 March of a leap year */
    {"2101", true, 1, 3, 100, 100 * 29},
    {"2104", true, 0, 3, 50, 50 * 30},
};

static void test_gaps(void **state)
{
    struct ws_timeline *timeline = run_world(*state, FOUR_DAYS);
    assert_int_equal(timeline->gap_count, 3);
    for (size_t i = 0; i < 3; i++) {
        const struct ws_time_gap *gap = &timeline->gaps[i];
        assert_string_equal(gap->code, GAPS[i].code);
        assert_int_equal(gap->is_effective, GAPS[i].is_effective);
        assert_int_equal(gap->from, GAPS[i].from);
        assert_int_equal(gap->to, GAPS[i].to);
        assert_true(gap->people_micro == GAPS[i].people * 1000000);
        assert_true(gap->has_days && gap->person_days_micro == GAPS[i].person_days * 1000000);
    }
    ws_timeline_free(timeline);
}

/* A gap of the last day has no end and no days that anybody knows of. */
static void test_gap_without_end(void **state)
{
    struct ws_timeline *timeline = run_world(*state, "dates=2020-01-31,2020-02-01");
    assert_int_equal(timeline->gap_count, 3);
    const struct ws_time_gap *gap = &timeline->gaps[1];
    assert_string_equal(gap->code, "2101");
    assert_int_equal(gap->to, WS_NONE);
    assert_false(gap->has_days);
    assert_true(timeline->gaps[0].has_days);
    assert_true(timeline->gaps[0].person_days_micro == 50 * UINT64_C(1000000));
    ws_timeline_free(timeline);
}

static const struct change_row {
    uint32_t to;
    bool is_effective;
    const char *code, *events;
    uint32_t before, after;
} CHANGES[] = {
    {1, false, "2101", "left: P (closed a); joined: Q (opened b)", WS_CLASS_ONE, WS_CLASS_ONE},
    {1, true, "2101", "left: P (closed a); opened without receiving: b (Q)", WS_CLASS_ONE,
     WS_CLASS_NONE},
    {3, false, "2104", "joined: P (opened d)", WS_CLASS_NONE, WS_CLASS_ONE},
    {3, true, "2101", "joined: Q (takes people b)", WS_CLASS_NONE, WS_CLASS_ONE},
    {3, true, "2104", "joined: P (opened d)", WS_CLASS_NONE, WS_CLASS_ONE},
};

static void test_changes(void **state)
{
    enum { COUNT = sizeof CHANGES / sizeof *CHANGES };
    struct ws_timeline *timeline = run_world(*state, FOUR_DAYS);
    assert_int_equal(timeline->change_count, COUNT);
    for (size_t i = 0; i < COUNT; i++) {
        const struct ws_change *change = &timeline->changes[i];
        assert_int_equal(change->to, CHANGES[i].to);
        assert_int_equal(change->from, CHANGES[i].to - 1);
        assert_int_equal(change->is_effective, CHANGES[i].is_effective);
        assert_string_equal(change->code, CHANGES[i].code);
        assert_string_equal(change->events, CHANGES[i].events);
        assert_int_equal(change->before, CHANGES[i].before);
        assert_int_equal(change->after, CHANGES[i].after);
    }
    ws_timeline_free(timeline);
}

static void test_own_supply(void **state)
{
    static const uint32_t own[] = {1, 1, 1, 0, 1, 0, 2, 2};
    struct ws_timeline *timeline = run_world(*state, FOUR_DAYS);
    assert_int_equal(timeline->count_count, 8);
    for (uint32_t i = 0; i < 8; i++) {
        assert_int_equal(timeline->counts[i].zone_count, 2);
        assert_int_equal(timeline->counts[i].own_count, own[i]);
    }
    ws_timeline_free(timeline);
}

/* ---- memory that is not there ------------------------------------------------------------ */

static void test_timeline_without_memory(void **state)
{
    struct ws_options *options = world_options(*state, "dates=2020-01-31,2020-02-01");
    enum ws_status st = WS_NO_MEMORY;
    uint32_t failures = 0;
    for (uint64_t nth = 1; st; nth += 1 + nth / 12) {
        struct ws_error err = {0};
        struct ws_timeline *timeline = NULL;
        mem_fail_at(nth);
        st = ws_timeline_run(&timeline, options, &err);
        if (!st && !ws_timeline_evidence(timeline, &err))
            st = WS_NO_MEMORY;
        mem_fail_at(0);
        if (st && st != WS_NO_MEMORY)
            fail_msg("allocation %u: %s", (unsigned)nth, err.message);
        failures += st != WS_OK;
        ws_timeline_free(timeline);
    }
    assert_true(failures > 20);
    ws_options_free(options);
}

/* The evidence of a day beside the folder's inputs. */
static void write_run(char path[1100], const char *folder, const char *day)
{
    struct ws_error err = {0};
    struct ws_result *result = NULL;
    char line[64], name[64];
    snprintf(line, sizeof line, "as-of=%s", day);
    struct ws_options *options = world_options(folder, line);
    if (ws_analysis_run(&result, options, &err))
        fail_msg("%s", err.message);
    snprintf(name, sizeof name, "%s.run.json", day);
    program_write(folder, name, ws_result_evidence(result, &err));
    snprintf(path, 1100, "%s/%s", folder, name);
    ws_result_free(result);
    ws_options_free(options);
}

static void test_compare(void **state)
{
    char first[1100], second[1100];
    struct ws_error err = {0};
    struct ws_comparison *comparison = NULL;
    write_run(first, *state, "2020-02-01");
    write_run(second, *state, "2020-03-01");
    if (ws_compare(&comparison, first, second, false, &err))
        fail_msg("%s", err.message);
    assert_int_equal(comparison->class_count, 1);
    assert_string_equal(comparison->classes[0].code, "2104");
    assert_string_equal(comparison->classes[0].says[1], "one");
    assert_int_equal(comparison->office_count, 2); /* b receives, d is new */
    assert_string_equal(comparison->offices[0].says[0], "approved_not_receiving");
    assert_false(comparison->offices[1].is_there[0]);
    ws_comparison_free(comparison);
}

static void test_compare_without_memory(void **state)
{
    char first[1100], second[1100];
    enum ws_status st = WS_NO_MEMORY;
    uint32_t failures = 0;
    write_run(first, *state, "2020-02-01");
    write_run(second, *state, "2020-03-01");
    for (uint64_t nth = 1; st; nth++) {
        struct ws_error err = {0};
        struct ws_comparison *comparison = NULL;
        mem_fail_at(nth);
        st = ws_compare(&comparison, first, second, false, &err);
        if (!st && !ws_comparison_json(comparison, &err))
            st = WS_NO_MEMORY;
        mem_fail_at(0);
        if (st && st != WS_NO_MEMORY)
            fail_msg("allocation %u: %s", (unsigned)nth, err.message);
        failures += st != WS_OK;
        ws_comparison_free(comparison);
    }
    assert_true(failures > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_covered_by_day),  cmocka_unit_test(test_gaps),
        cmocka_unit_test(test_gap_without_end), cmocka_unit_test(test_changes),
        cmocka_unit_test(test_own_supply),      cmocka_unit_test(test_timeline_without_memory),
        cmocka_unit_test(test_compare),         cmocka_unit_test(test_compare_without_memory),
    };
    return cmocka_run_group_tests_name("run_timeline", tests, make_world, remove_world);
}
