/* Fragility: what the table `critical` says of a closure against a run without what
 * closed. A run without an office reads all inputs again, so its covered people are
 * those of the first run less what the row says, to the millionth. */
#include "county.h"

#include "base/mem.h"
#include "run/critical.h"

static const char *const LINES[] = {"within=1km,3km min-component=1",
                                    "within=4min,9min min-component=1",
                                    "within=1km,3km straight-line=1.2"};
#define LINE_COUNT 3
#define RANKS 3u

/* The nation's people within the main limit of 1, 2, 3 providers. */
static void covered(uint64_t micro[RANKS], const struct ws_result *result)
{
    for (uint32_t k = 0; k < RANKS; k++) {
        const struct ws_share *row = ws_result_share(result, WS_NONE, 0, result->main_cutoff, k);
        assert_non_null(row);
        assert_int_equal(row->choice, k + 1);
        micro[k] = row->covered_micro;
    }
}

static bool is_white(const struct ws_result *result, uint32_t zone)
{
    return result->run->median_choice[zone] == 0;
}

/* The row's people and the municipalities it whitens are those of the run without. */
static void check_closure(const struct ws_result *before, const struct ws_result *after,
                          const struct ws_critical *row)
{
    uint64_t had[RANKS], have[RANKS];
    char whitens[512] = "";
    covered(had, before);
    covered(have, after);
    for (uint32_t k = 0; k < RANKS; k++) {
        if (k && !row->has_ranks)
            continue;
        /* A pair is counted stretch by stretch, not by one division per part. */
        uint64_t slack = row->kind == WS_CLOSE_PAIR ? before->run->allocation.count : 0;
        uint64_t lost = had[k] - have[k], said = row->people_micro[k];
        assert_true(said <= lost + slack && lost <= said + slack);
    }
    for (uint32_t zone = 0; zone < before->zone_count; zone++) {
        if (is_white(before, zone) || !is_white(after, zone))
            continue;
        size_t length = strlen(whitens);
        snprintf(whitens + length, sizeof whitens - length, "%s%s", length ? "," : "",
                 before->zone_code[zone]);
    }
    assert_string_equal(row->whitens ? row->whitens : "", whitens);
}

/* ---- a drawn county, every closure ------------------------------------------------------ */

static struct ws_result *without(const char *folder, const char *line, const char *where)
{
    struct ws_options *options = county_options(folder, line);
    county_set(options, "eligible", where);
    struct ws_result *result = county_run(options);
    ws_options_free(options);
    return result;
}

static void where_not(char out[256], const struct ws_result *result, const struct ws_critical *row)
{
    const char *const *id = result->facility_id;
    if (row->kind == WS_CLOSE_OFFICE)
        snprintf(out, 256, "id <> '%s'", id[row->facility]);
    else if (row->kind == WS_CLOSE_PAIR)
        snprintf(out, 256, "id <> '%s' AND id <> '%s'", id[row->facility], id[row->other]);
    else
        snprintf(out, 256, "leverantor <> '%s'", result->run->offices.provider[row->group]);
}

static void row_d3_each_closure_is_a_run_without_it(void **state)
{
    (void)state;
    uint32_t kinds[4] = {0};
    for (uint64_t seed = 1; seed <= LINE_COUNT; seed++) {
        char *folder = county_folder(30 + seed), where[256];
        struct ws_result *result = county_analyze(folder, LINES[seed - 1]);
        for (uint32_t i = 0; i < result->critical_count; i++) {
            const struct ws_critical *row = &result->critical[i];
            where_not(where, result, row);
            struct ws_result *after = without(folder, LINES[seed - 1], where);
            check_closure(result, after, row);
            kinds[row->kind]++;
            ws_result_free(after);
        }
        ws_result_free(result);
        program_remove(folder);
    }
    assert_int_equal(kinds[WS_CLOSE_OFFICE], LINE_COUNT * COUNTY_OFFICES);
    assert_int_equal(kinds[WS_CLOSE_PROVIDER], LINE_COUNT * 4);
    assert_int_equal(kinds[WS_CLOSE_AT_RISK], 0);
}

/* ---- at risk ------------------------------------------------------------------------------- */

/* Some offices of the county; those of B at 563000 and of A east of it are at risk. */
static const char OFFICES[] = "id,leverantor,easting,northing,Riskerar hävning\n"
                              "K1,A,561000,6701000,nej\nK2,A,564500,6703000,ja\n"
                              "K3,B,563500,6702000,Ja\nK4,C,560500,6704000,\n";

static const struct ws_critical *find_at_risk(const struct ws_result *result)
{
    for (uint32_t i = 0; i < result->critical_count; i++)
        if (result->critical[i].kind == WS_CLOSE_AT_RISK)
            return &result->critical[i];
    return NULL;
}

static void row_d3_all_at_risk_end_together(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= LINE_COUNT; seed++) {
        char *folder = county_folder(40 + seed);
        program_write(folder, "offices.csv", OFFICES);
        struct ws_result *before = county_analyze(folder, LINES[seed - 1]);
        struct ws_result *after = without(folder, LINES[seed - 1], "id IN ('K1', 'K4')");
        const struct ws_critical *row = find_at_risk(before);
        assert_non_null(row);
        assert_int_equal(before->run->critical->at_risk_count, 2);
        check_closure(before, after, row);
        assert_true(row->people_micro[0] + row->people_micro[1] > 0);
        ws_result_free(before);
        ws_result_free(after);
        program_remove(folder);
    }
}

/* The contract of A for the eastern municipality is at risk: its office there ends. */
static void row_d3_a_contract_at_risk_ends_the_offices_in_its_area(void **state)
{
    (void)state;
    char *folder = county_folder(44), path[1100];
    program_write(folder, "offices.csv",
                  "id,leverantor,easting,northing\nK1,A,561000,6701000\nK2,A,564500,6703000\n"
                  "K3,B,563500,6702000\n");
    program_write(folder, "contracts.csv",
                  "leverantor,kommunkod,at_risk\nA,0114,nej\nA,0115,ja\nB,0115,\n");
    snprintf(path, sizeof path, "%s/contracts.csv", folder);
    struct ws_options *options = county_options(folder, LINES[0]);
    county_set(options, "contracts", path);
    struct ws_result *before = county_run(options);
    ws_options_free(options);
    struct ws_result *after = without(folder, LINES[0], "id <> 'K2'");
    assert_int_equal(before->run->critical->at_risk_count, 1);
    assert_non_null(find_at_risk(before));
    check_closure(before, after, find_at_risk(before));
    ws_result_free(before);
    ws_result_free(after);
    program_remove(folder);
}

static void a_word_of_risk_nobody_knows_is_told(void **state)
{
    (void)state;
    char *folder = county_folder(45);
    program_write(folder, "offices.csv",
                  "id,leverantor,easting,northing,at_risk\nK1,A,561000,6701000,kanske\n"
                  "K2,A,564500,6703000,nej\n");
    struct ws_result *result = county_analyze(folder, LINES[0]);
    uint32_t told = 0;
    for (uint32_t i = 0; i < result->warning_count; i++)
        told += strstr(result->warnings[i].what, "at_risk is kanske") != NULL;
    assert_int_equal(told, 1);
    assert_null(find_at_risk(result));
    ws_result_free(result);
    program_remove(folder);
}

/* ---- laws ------------------------------------------------------------------------------------ */

/* Measured again, nothing of the coverage has changed. */
static void coverage_never_changes(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= LINE_COUNT; seed++) {
        char *folder = county_folder(50 + seed);
        struct ws_result *result = county_analyze(folder, LINES[seed - 1]);
        struct run *run = result->run;
        size_t size = run->zone_shares.count * sizeof *run->zone_shares.rows;
        size_t ranked = (size_t)run->allocation.count * run->allocation.k;
        struct ws_share *shares = mem_array(1, size);
        uint32_t *cost = mem_array(ranked, sizeof *cost);
        struct ws_error err = {0};
        memcpy(shares, run->zone_shares.rows, size);
        memcpy(cost, run->allocation.cost_from, ranked * sizeof *cost);
        critical_free(run->critical);
        run->critical = NULL;
        if (run_critical(run, &err))
            fail_msg("%s", err.message);
        assert_memory_equal(shares, run->zone_shares.rows, size);
        assert_memory_equal(cost, run->allocation.cost_from, ranked * sizeof *cost);
        mem_free(shares);
        mem_free(cost);
        ws_result_free(result);
        program_remove(folder);
    }
}

/* Who has an office alone has no other provider; the reverse is not so, as the same
 * provider may have a second office. One division per part on either side. */
static void only_here_is_at_least_what_is_lost(void **state)
{
    (void)state;
    uint32_t larger = 0;
    struct ws_options *options = county_norrmark();
    struct ws_result *result = county_run(options);
    const struct run *run = result->run;
    uint64_t slack = run->spread.part_count;
    for (uint32_t i = 0; i < result->facility_count; i++) {
        uint64_t here = run->reach.only_here_micro[i];
        uint64_t lost = run->critical->rows[run->critical->office_row[i]].people_micro[0];
        assert_true(lost <= here + slack);
        larger += here > lost + slack;
    }
    assert_true(larger > 0); /* K30 and K31, of one provider in one town */
    ws_options_free(options);
    ws_result_free(result);
}

/* ---- the fictional county ----------------------------------------------------------------------
 */

/* Every office, provider and pair of Norrmark, by a run without it. */
static void row_b21_norrmark_closure_by_closure(void **state)
{
    (void)state;
    struct ws_options *options = county_norrmark();
    struct ws_result *before = county_run(options);
    uint32_t whitens = 0, pairs = 0;
    for (uint32_t i = 0; i < before->critical_count; i++) {
        const struct ws_critical *row = &before->critical[i];
        char where[256], eligible[320];
        where_not(where, before, row);
        snprintf(eligible, sizeof eligible, "status <> 'refused' AND %s", where);
        struct ws_options *less = county_norrmark();
        county_set(less, "eligible", eligible);
        struct ws_result *after = county_run(less);
        check_closure(before, after, row);
        whitens += row->kind == WS_CLOSE_OFFICE && row->whiten_count;
        pairs += row->kind == WS_CLOSE_PAIR;
        ws_options_free(less);
        ws_result_free(after);
    }
    assert_int_equal(whitens, 1); /* Skarsund hangs on K35 */
    assert_int_equal(pairs, 2);   /* Sjofors and Brantmark on K28 and K29, Lovberga on K30, K31 */
    ws_options_free(options);
    ws_result_free(before);
}

/* The key `critical`: each municipality that one or two closures turn white. */
static void row_d3_evidence_names_the_fewest_offices(void **state)
{
    (void)state;
    static const char *const EXPECTED[][3] = {{"2906", "K28", "K29"},
                                              {"2909", "K35", NULL},
                                              {"2910", "K30", "K31"},
                                              {"2911", "K28", "K29"}};
    struct ws_error err = {0};
    struct ws_options *options = county_norrmark();
    struct ws_result *result = county_run(options);
    const char *text = ws_result_evidence(result, &err);
    assert_non_null(text);
    json_t *top = county_parse(text), *critical = json_object_get(top, "critical");
    json_t *sets = json_object_get(critical, "municipalities");
    assert_int_equal(json_array_size(sets), 4);
    for (size_t i = 0; i < 4; i++) {
        const json_t *set = json_array_get(sets, i);
        county_assert_text(set, "code", EXPECTED[i][0]);
        county_assert_text(set, "office", EXPECTED[i][1]);
        if (EXPECTED[i][2])
            county_assert_text(set, "office2", EXPECTED[i][2]);
        else
            assert_true(json_is_null(json_object_get(set, "office2")));
    }
    const json_t *first = json_array_get(json_object_get(critical, "top"), 0);
    county_assert_text(first, "kind", "office");
    county_assert_text(first, "office", "K35");
    json_decref(top);
    ws_options_free(options);
    ws_result_free(result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(row_d3_each_closure_is_a_run_without_it),
        cmocka_unit_test(row_d3_all_at_risk_end_together),
        cmocka_unit_test(row_d3_a_contract_at_risk_ends_the_offices_in_its_area),
        cmocka_unit_test(a_word_of_risk_nobody_knows_is_told),
        cmocka_unit_test(coverage_never_changes),
        cmocka_unit_test(only_here_is_at_least_what_is_lost),
        cmocka_unit_test(row_b21_norrmark_closure_by_closure),
        cmocka_unit_test(row_d3_evidence_names_the_fewest_offices),
    };
    return cmocka_run_group_tests_name("critical", tests, NULL, NULL);
}
