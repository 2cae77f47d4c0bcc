/* Claims against figures: readings and verdicts. */
#include "decide/claims.h"
#include "decide/metrics.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

/* ---- the statements behind "99 percent" ----------------------------------------------- */

static struct ws_metric figure(enum ws_metric_id id, uint64_t part, uint64_t whole,
                               const char *unit, const char *population, const char *scheme)
{
    struct ws_metric metric = {.id = id,
                               .choice = 1,
                               .cutoff_cost = WS_COST_INF,
                               .is_main = true,
                               .has_value = true,
                               .part_micro = part,
                               .whole_micro = whole,
                               .low = {part, whole},
                               .high = {part, whole}};
    snprintf(metric.unit, sizeof metric.unit, "%s", unit);
    snprintf(metric.population, sizeof metric.population, "%s", population);
    snprintf(metric.scheme, sizeof metric.scheme, "%s", scheme);
    snprintf(metric.as_of, sizeof metric.as_of, "2020-05-01");
    metric.is_count = id >= WS_COUNT_MUNICIPALITIES;
    if (metric.is_count)
        metric.choice = 0;
    return metric;
}

static struct claim statement(enum claim_relation relation, struct claim_number value,
                              enum ws_metric_id metric)
{
    return (struct claim){.id = (char *)(uintptr_t) "S",
                          .statement = (char *)(uintptr_t) "s",
                          .said = (char *)(uintptr_t) "x",
                          .occurrences = 1,
                          .relation = relation,
                          .value = value,
                          .metric = metric};
}

static struct claim_answers judge(struct claim *claim, const struct ws_metric *metrics,
                                  uint32_t count, uint32_t limit_cost)
{
    struct claim_answers answers;
    struct ws_error err;
    struct claims claims = {1, claim};
    assert_int_equal(claims_judge(&answers, &claims, &limit_cost, metrics, count, &err), WS_OK);
    return answers;
}

/* S1: no unit, no definition: every share is tried, and they differ. */
static void row_a7_s1_every_reading_is_tried(void **state)
{
    (void)state;
    struct ws_metric metrics[] = {
        figure(WS_M4, 9934, 10000, "area", "unemployed", "STOM"),
        figure(WS_M5, 133, 290, "municipality", "municipalities", "STOM"),
        figure(WS_M6, 90, 100, "distance", "residents", "STOM"),
        figure(WS_COUNT_OFFICES, 446000000, 1000000, "office", "", "STOM"),
    };
    struct claim claim = statement(CLAIM_ABOVE, (struct claim_number){99, 0, true}, WS_METRIC_IDS);
    struct claim_answers answers = judge(&claim, metrics, 4, WS_COST_INF);
    assert_int_equal(answers.reading_count, 3); /* a count is no share */
    assert_int_equal(answers.readings[0].verdict, CLAIM_REPRODUCED);
    assert_int_equal(answers.readings[1].verdict, CLAIM_NOT_REPRODUCED);
    assert_int_equal(answers.readings[2].verdict, CLAIM_NOT_REPRODUCED);
    assert_int_equal(answers.answers[0].verdict, CLAIM_REPRODUCED);
    assert_non_null(strstr(answers.answers[0].why, "of 3 readings 1 agree"));
    claim_answers_release(&answers);
}

/* S2 without flows: p = q = 0.99 leaves 98 to 99 %, on both sides of "over 98.5". */
static void row_a8_s2_the_interval_cannot_tell(void **state)
{
    (void)state;
    struct ws_metric metric = figure(WS_M2, 0, 0, "area", "employed", "STOM");
    struct claim claim = statement(CLAIM_ABOVE, (struct claim_number){985, 1, true}, WS_M2);
    metric.has_value = false;
    metric.low = (struct ws_fraction){98, 100};
    metric.high = (struct ws_fraction){99, 100};
    struct claim_answers answers = judge(&claim, &metric, 1, WS_COST_INF);
    assert_int_equal(answers.answers[0].verdict, CLAIM_NOT_TESTABLE);
    assert_non_null(strstr(answers.answers[0].why, "both sides"));
    claim_answers_release(&answers);
    claim.value = (struct claim_number){99, 0, true};
    answers = judge(&claim, &metric, 1, WS_COST_INF); /* over 99: at most 99 */
    assert_int_equal(answers.answers[0].verdict, CLAIM_NOT_REPRODUCED);
    claim_answers_release(&answers);
}

/* S4: 0.66 % in areas without; 100 - 0.66 = 99.34. */
static void row_a7_s4_is_the_rest_of_m4(void **state)
{
    (void)state;
    struct ws_metric metric = figure(WS_M4, 9934, 10000, "area", "unemployed", "STOM");
    struct claim claim = statement(CLAIM_EQUAL, (struct claim_number){66, 2, true}, WS_M4);
    claim.is_complement = true;
    struct claim_answers answers = judge(&claim, &metric, 1, WS_COST_INF);
    assert_int_equal(answers.answers[0].verdict, CLAIM_REPRODUCED);
    assert_true(claims_computed(&claim, &metric) > 0.0065 &&
                claims_computed(&claim, &metric) < 0.0067);
    claim_answers_release(&answers);
}

/* S5: 157 of 290 (54.1 %) lack an office, and 99 % have a provider: both true. */
static void row_a6_s5_both_are_true(void **state)
{
    (void)state;
    struct ws_metric metrics[] = {
        figure(WS_M1, 9934, 10000, "area", "residents", "STOM"),
        figure(WS_M5, 133, 290, "municipality", "municipalities", "STOM"),
    };
    struct claim lack = statement(CLAIM_EQUAL, (struct claim_number){541, 1, true}, WS_M5);
    struct claim have = statement(CLAIM_ABOVE, (struct claim_number){99, 0, true}, WS_M1);
    lack.is_complement = true;
    struct claim_answers answers = judge(&lack, metrics, 2, WS_COST_INF);
    assert_int_equal(answers.answers[0].verdict, CLAIM_REPRODUCED);
    assert_non_null(strstr(answers.answers[0].why, "1-M5"));
    claim_answers_release(&answers);
    answers = judge(&have, metrics, 2, WS_COST_INF);
    assert_int_equal(answers.answers[0].verdict, CLAIM_REPRODUCED);
    claim_answers_release(&answers);
}

/* ---- what a claim is about --------------------------------------------------------------- */

static const struct about {
    const char *name;
    const char *unit, *population, *ages, *scheme, *as_of;
    uint32_t choice;
    enum claim_verdict verdict;
    const char *why; /* part of it */
} ABOUTS[] = {
    {"nothing_said", "", "", "", "", "", 0, CLAIM_REPRODUCED, "agrees"},
    {"all_of_it_fits", "area", "unemployed", "20-64", "STOM", "2020-05", 1, CLAIM_REPRODUCED,
     "agrees"},
    {"row_a10_a_claim_on_another_scheme", "", "", "", "KROM", "", 0, CLAIM_NOT_TESTABLE,
     "wrong scheme: the claim is about KROM, the data are about STOM"},
    {"another_unit", "municipality", "", "", "", "", 0, CLAIM_NOT_TESTABLE,
     "wrong unit: the claim counts by municipality, this figure by area"},
    {"people_of_any_area", "person", "", "", "", "", 0, CLAIM_REPRODUCED, "agrees"},
    {"other_people", "", "employed", "", "", "", 0, CLAIM_NOT_TESTABLE, "wrong population"},
    {"other_ages", "", "", "16-64", "", "", 0, CLAIM_NOT_TESTABLE,
     "wrong ages: the claim is about 16-64, this figure about 20-64"},
    {"another_month", "", "", "", "", "2019-11", 0, CLAIM_NOT_TESTABLE, "wrong day"},
    {"the_year_is_enough", "", "", "", "", "2020", 0, CLAIM_REPRODUCED, "agrees"},
    {"a_choice_that_is_not_there", "", "", "", "", "", 3, CLAIM_NOT_TESTABLE, "unemployed"},
};

static void is_about(void **state)
{
    const struct about *row = *state;
    struct ws_metric metric = figure(WS_M4, 995, 1000, "area", "unemployed", "STOM");
    struct claim claim = statement(CLAIM_ABOVE, (struct claim_number){99, 0, true}, WS_M4);
    snprintf(metric.ages, sizeof metric.ages, "20-64");
    snprintf(claim.unit, sizeof claim.unit, "%s", row->unit);
    snprintf(claim.population, sizeof claim.population, "%s", row->population);
    snprintf(claim.ages, sizeof claim.ages, "%s", row->ages);
    snprintf(claim.scheme, sizeof claim.scheme, "%s", row->scheme);
    snprintf(claim.as_of, sizeof claim.as_of, "%s", row->as_of);
    claim.choice = row->choice;
    struct claim_answers answers = judge(&claim, &metric, 1, WS_COST_INF);
    assert_int_equal(answers.answers[0].verdict, row->verdict);
    if (!strstr(answers.answers[0].why, row->why))
        print_message("why: %s\n", answers.answers[0].why);
    assert_non_null(strstr(answers.answers[0].why, row->why));
    assert_int_equal(answers.answers[0].is_other_scheme, strstr(row->name, "a10") != NULL);
    claim_answers_release(&answers);
}

static void a_limit_chooses_the_reading(void **state)
{
    (void)state;
    struct ws_metric metrics[] = {
        figure(WS_M6, 70, 100, "distance", "residents", ""),
        figure(WS_M6, 97, 100, "distance", "residents", ""),
    };
    metrics[0].cutoff_cost = 10000000;
    metrics[1].cutoff_cost = 30000000;
    struct claim claim = statement(CLAIM_ABOVE, (struct claim_number){95, 0, true}, WS_M6);
    struct claim_answers answers = judge(&claim, metrics, 2, 10000000);
    assert_int_equal(answers.answers[0].verdict, CLAIM_NOT_REPRODUCED);
    claim_answers_release(&answers);
    answers = judge(&claim, metrics, 2, 30000000);
    assert_int_equal(answers.answers[0].verdict, CLAIM_REPRODUCED);
    claim_answers_release(&answers);
    answers = judge(&claim, metrics, 2, 0);
    assert_int_equal(answers.answers[0].verdict, CLAIM_NOT_TESTABLE);
    assert_non_null(strstr(answers.answers[0].why, "cannot be read"));
    claim_answers_release(&answers);
}

/* One reading disagrees, another cannot tell: not all of it disagrees. */
static void a_reading_that_cannot_tell_leaves_it_open(void **state)
{
    (void)state;
    struct ws_metric metrics[] = {
        figure(WS_M1, 90, 100, "area", "residents", ""),
        figure(WS_M6, 99, 100, "distance", "residents", ""),
    };
    metrics[1].low = (struct ws_fraction){98, 100};
    metrics[1].high = (struct ws_fraction){100, 100};
    struct claim claim = statement(CLAIM_ABOVE, (struct claim_number){99, 0, true}, WS_METRIC_IDS);
    struct claim_answers answers = judge(&claim, metrics, 2, WS_COST_INF);
    assert_int_equal(answers.readings[0].verdict, CLAIM_NOT_REPRODUCED);
    assert_int_equal(answers.answers[0].verdict, CLAIM_NOT_TESTABLE);
    assert_int_equal(answers.answers[0].deciding, 1);
    claim_answers_release(&answers);
}

/* Persons are persons: not municipalities, and not another unit of themselves. */
static void row_e4_persons_are_never_municipalities(void **state)
{
    (void)state;
    struct ws_metric metrics[] = {
        figure(WS_COUNT_REFERRED, 32000000, 1000000, "person", "there at the end of the month", ""),
        figure(WS_COUNT_MUNICIPALITIES, 32000000, 1000000, "municipality", "all of the input", ""),
    };
    struct claim claim = statement(CLAIM_EQUAL, (struct claim_number){32, 0, false}, WS_METRIC_IDS);
    snprintf(claim.unit, sizeof claim.unit, "person");
    struct claim_answers answers = judge(&claim, metrics, 2, WS_COST_INF);
    assert_int_equal(answers.readings[0].verdict, CLAIM_REPRODUCED);
    assert_int_equal(answers.readings[1].verdict, CLAIM_NOT_TESTABLE);
    assert_non_null(strstr(answers.readings[1].why, "wrong unit"));
    claim_answers_release(&answers);
}

static void row_e11_a_count_that_is_withheld_is_at_least(void **state)
{
    (void)state;
    struct ws_metric metric =
        figure(WS_COUNT_REFERRED, 13000000, 1000000, "person", "came in the month", "");
    struct claim claim =
        statement(CLAIM_EQUAL, (struct claim_number){13, 0, false}, WS_COUNT_REFERRED);
    metric.has_value = false;
    metric.high = (struct ws_fraction){METRICS_NO_END, 1};
    struct claim_answers answers = judge(&claim, &metric, 1, WS_COST_INF);
    assert_int_equal(answers.answers[0].verdict, CLAIM_NOT_TESTABLE);
    assert_non_null(strstr(answers.answers[0].why, "at least 13 holds numbers on both sides"));
    claim_answers_release(&answers);
    metric.high = (struct ws_fraction){17, 1};
    claim.value.digits = 18;
    answers = judge(&claim, &metric, 1, WS_COST_INF);
    assert_int_equal(answers.answers[0].verdict, CLAIM_NOT_REPRODUCED);
    assert_non_null(strstr(answers.answers[0].why, "13\xe2\x80\x93"
                                                   "17 disagrees with = 18"));
    claim_answers_release(&answers);
}

static void nobody_counted_is_not_testable(void **state)
{
    (void)state;
    struct ws_metric metric = figure(WS_M1, 0, 0, "area", "residents", "");
    struct claim claim = statement(CLAIM_BELOW, (struct claim_number){99, 0, true}, WS_M1);
    metric.has_value = false;
    struct claim_answers answers = judge(&claim, &metric, 1, WS_COST_INF);
    assert_int_equal(answers.answers[0].verdict, CLAIM_NOT_TESTABLE);
    assert_non_null(strstr(answers.answers[0].why, "not defined"));
    claim_answers_release(&answers);
}

int main(void)
{
    enum { ABOUT_COUNT = sizeof ABOUTS / sizeof *ABOUTS };
    const struct CMUnitTest fixed[] = {
        cmocka_unit_test(row_a7_s1_every_reading_is_tried),
        cmocka_unit_test(row_a8_s2_the_interval_cannot_tell),
        cmocka_unit_test(row_a7_s4_is_the_rest_of_m4),
        cmocka_unit_test(row_a6_s5_both_are_true),
        cmocka_unit_test(a_limit_chooses_the_reading),
        cmocka_unit_test(a_reading_that_cannot_tell_leaves_it_open),
        cmocka_unit_test(row_e4_persons_are_never_municipalities),
        cmocka_unit_test(row_e11_a_count_that_is_withheld_is_at_least),
        cmocka_unit_test(nobody_counted_is_not_testable),
    };
    enum { FIXED = sizeof fixed / sizeof *fixed };
    struct CMUnitTest tests[FIXED + ABOUT_COUNT];
    memcpy(tests, fixed, sizeof fixed);
    for (int i = 0; i < ABOUT_COUNT; i++)
        tests[FIXED + i] = (struct CMUnitTest){.name = ABOUTS[i].name,
                                               .test_func = is_about,
                                               .initial_state = (void *)(uintptr_t)&ABOUTS[i]};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
