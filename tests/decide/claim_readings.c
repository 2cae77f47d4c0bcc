/* Which figures are readings of a claim, and why others are not: one thing changed a row.
 * The figure is 99.5 % of unemployed people by area on 1 May 2020, for one provider. */
#include "decide/claims.h"
#include "decide/metrics.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

struct side {
    enum ws_metric_id id;
    uint32_t choice;
    const char *unit, *population, *ages, *scheme, *as_of;
};

static const struct row {
    const char *name;
    struct side figure, claim;
    bool is_other_month;
    uint32_t limit_cost, figure_cost;
    uint32_t readings;
    enum claim_verdict verdict;
    const char *why;
} ROWS[] = {
    {"persons_of_areas",
     {WS_M4, 1, "area", "unemployed", "", "", "2020-05-01"},
     {WS_M4, 0, "people", "", "", "", ""},
     false,
     WS_COST_INF,
     WS_COST_INF,
     1,
     CLAIM_REPRODUCED,
     "agrees"},
    {"persons_of_a_count_of_places",
     {WS_M5, 1, "municipality", "", "", "", ""},
     {WS_M5, 0, "person", "", "", "", ""},
     false,
     WS_COST_INF,
     WS_COST_INF,
     1,
     CLAIM_NOT_TESTABLE,
     "wrong unit"},
    {"capitals_do_not_matter",
     {WS_M4, 1, "area", "unemployed", "", "ROM2", ""},
     {WS_M4, 0, "AREA", "Unemployed", "", "rom2", ""},
     false,
     WS_COST_INF,
     WS_COST_INF,
     1,
     CLAIM_REPRODUCED,
     "agrees"},
    {"half_a_word_is_another_word",
     {WS_M4, 1, "area", "unemployed", "", "", ""},
     {WS_M4, 0, "are", "", "", "", ""},
     false,
     WS_COST_INF,
     WS_COST_INF,
     1,
     CLAIM_NOT_TESTABLE,
     "wrong unit"},
    {"residents_by_area",
     {WS_M1, 1, "area", "Folkmängd", "", "", ""},
     {WS_M1, 0, "", "residents", "", "", ""},
     false,
     WS_COST_INF,
     WS_COST_INF,
     1,
     CLAIM_REPRODUCED,
     "agrees"},
    {"residents_within_a_limit",
     {WS_M6, 1, "distance", "Folkmängd", "", "", ""},
     {WS_M6, 0, "", "residents", "", "", ""},
     false,
     WS_COST_INF,
     WS_COST_INF,
     1,
     CLAIM_REPRODUCED,
     "agrees"},
    {"residents_are_not_the_employed",
     {WS_M3, 1, "area", "employed", "", "", ""},
     {WS_M3, 0, "", "residents", "", "", ""},
     false,
     WS_COST_INF,
     WS_COST_INF,
     1,
     CLAIM_NOT_TESTABLE,
     "wrong population"},
    {"a_figure_of_no_population",
     {WS_M5, 1, "municipality", "", "", "", ""},
     {WS_M5, 0, "", "residents", "", "", ""},
     false,
     WS_COST_INF,
     WS_COST_INF,
     1,
     CLAIM_REPRODUCED,
     "agrees"},
    {"places_have_no_ages",
     {WS_M5, 1, "municipality", "", "", "", ""},
     {WS_M5, 0, "", "", "20-64", "", ""},
     false,
     WS_COST_INF,
     WS_COST_INF,
     1,
     CLAIM_REPRODUCED,
     "agrees"},
    {"ages_that_nothing_tells",
     {WS_M4, 1, "area", "unemployed", "", "", ""},
     {WS_M4, 0, "", "", "20-64", "", ""},
     false,
     WS_COST_INF,
     WS_COST_INF,
     1,
     CLAIM_NOT_TESTABLE,
     "ages that nothing tells"},
    {"a_scheme_that_nothing_tells",
     {WS_M4, 1, "area", "unemployed", "", "", ""},
     {WS_M4, 0, "", "", "", "KROM", ""},
     false,
     WS_COST_INF,
     WS_COST_INF,
     1,
     CLAIM_NOT_TESTABLE,
     "nothing tells the scheme"},
    {"no_day_is_asked_for",
     {WS_M4, 1, "area", "unemployed", "", "", ""},
     {WS_M4, 0, "", "", "", "", "2020-05"},
     false,
     WS_COST_INF,
     WS_COST_INF,
     1,
     CLAIM_NOT_TESTABLE,
     "no day is asked for"},
    {"three_digits_are_no_year",
     {WS_M4, 1, "area", "unemployed", "", "", "2020-05-01"},
     {WS_M4, 0, "", "", "", "", "202"},
     false,
     WS_COST_INF,
     WS_COST_INF,
     1,
     CLAIM_NOT_TESTABLE,
     "wrong day"},
    {"another_month_of_the_register",
     {WS_M4, 1, "area", "unemployed", "", "", "2020-04"},
     {WS_M4, 0, "", "", "", "", ""},
     true,
     WS_COST_INF,
     WS_COST_INF,
     0,
     CLAIM_NOT_TESTABLE,
     "(--unemployed)"},
    {"another_month_that_is_asked_for",
     {WS_M4, 1, "area", "unemployed", "", "", "2020-04"},
     {WS_M4, 0, "", "", "", "", "2020-04-15"},
     true,
     WS_COST_INF,
     WS_COST_INF,
     1,
     CLAIM_REPRODUCED,
     "agrees"},
    {"no_supplier_areas",
     {WS_M1, 1, "area", "", "", "", ""},
     {WS_COUNT_AREAS, 0, "", "", "", "", ""},
     false,
     WS_COST_INF,
     WS_COST_INF,
     0,
     CLAIM_NOT_TESTABLE,
     "needs --supplier-areas"},
    {"no_referrals",
     {WS_M1, 1, "area", "", "", "", ""},
     {WS_COUNT_REFERRED, 0, "", "", "", "", ""},
     false,
     WS_COST_INF,
     WS_COST_INF,
     0,
     CLAIM_NOT_TESTABLE,
     "needs --referrals"},
    {"another_choice",
     {WS_M1, 1, "area", "", "", "", ""},
     {WS_M1, 2, "", "", "", "", ""},
     false,
     WS_COST_INF,
     WS_COST_INF,
     0,
     CLAIM_NOT_TESTABLE,
     "(--choice, --within)"},
    {"the_same_choice",
     {WS_M1, 2, "area", "", "", "", ""},
     {WS_M1, 2, "", "", "", "", ""},
     false,
     WS_COST_INF,
     WS_COST_INF,
     1,
     CLAIM_REPRODUCED,
     "agrees"},
    {"a_figure_without_choice",
     {WS_M1, 0, "area", "", "", "", ""},
     {WS_M1, 2, "", "", "", "", ""},
     false,
     WS_COST_INF,
     WS_COST_INF,
     1,
     CLAIM_REPRODUCED,
     "agrees"},
    {"a_limit_of_any_share",
     {WS_M6, 1, "distance", "", "", "", ""},
     {WS_METRIC_IDS, 0, "", "", "", "", ""},
     false,
     10000000,
     10000000,
     1,
     CLAIM_REPRODUCED,
     "agrees"},
    {"another_limit_of_any_share",
     {WS_M6, 1, "distance", "", "", "", ""},
     {WS_METRIC_IDS, 0, "", "", "", "", ""},
     false,
     10000000,
     30000000,
     0,
     CLAIM_NOT_TESTABLE,
     ""},
    {"a_share_without_limit_is_no_reading_of_one_with",
     {WS_M1, 1, "area", "", "", "", ""},
     {WS_METRIC_IDS, 0, "", "", "", "", ""},
     false,
     10000000,
     WS_COST_INF,
     0,
     CLAIM_NOT_TESTABLE,
     ""},
    {"a_named_figure_is_one",
     {WS_M1, 1, "area", "", "", "", ""},
     {WS_M1, 0, "", "", "", "", ""},
     false,
     10000000,
     WS_COST_INF,
     1,
     CLAIM_REPRODUCED,
     "agrees"},
};

#define SET(to, from) snprintf(to, sizeof(to), "%s", from)

static void reading(void **state)
{
    const struct row *row = *state;
    struct ws_metric metric = {.id = row->figure.id,
                               .choice = row->figure.choice,
                               .cutoff_cost = row->figure_cost,
                               .is_main = !row->is_other_month,
                               .has_value = true,
                               .part_micro = 995,
                               .whole_micro = 1000,
                               .low = {995, 1000},
                               .high = {995, 1000}};
    struct claim claim = {.id = (char *)(uintptr_t) "S",
                          .statement = (char *)(uintptr_t) "s",
                          .said = (char *)(uintptr_t) "x",
                          .occurrences = 1,
                          .relation = CLAIM_ABOVE,
                          .value = {99, 0, true},
                          .metric = row->claim.id,
                          .choice = row->claim.choice};
    SET(metric.unit, row->figure.unit);
    SET(metric.population, row->figure.population);
    SET(metric.ages, row->figure.ages);
    SET(metric.scheme, row->figure.scheme);
    SET(metric.as_of, row->figure.as_of);
    SET(claim.unit, row->claim.unit);
    SET(claim.population, row->claim.population);
    SET(claim.ages, row->claim.ages);
    SET(claim.scheme, row->claim.scheme);
    SET(claim.as_of, row->claim.as_of);
    struct claims claims = {1, &claim};
    struct claim_answers answers;
    assert_int_equal(claims_judge(&answers, &claims, &row->limit_cost, &metric, 1, NULL), WS_OK);
    assert_int_equal(answers.reading_count, row->readings);
    assert_int_equal(answers.answers[0].verdict, row->verdict);
    if (!strstr(answers.answers[0].why, row->why))
        fail_msg("'%s' does not tell '%s'", answers.answers[0].why, row->why);
    claim_answers_release(&answers);
}

static void numbers_as_they_were_written(void **state)
{
    (void)state;
    assert_true(fabs(claims_number((struct claim_number){985, 1, true}) - 0.985) < 1e-12);
    assert_true(fabs(claims_number((struct claim_number){33, 0, false}) - 33.0) < 1e-12);
    assert_true(fabs(claims_number((struct claim_number){66, 2, true}) - 0.0066) < 1e-12);
}

static void a_figure_without_a_value_is_no_number(void **state)
{
    (void)state;
    struct claim claim = {.is_complement = true};
    struct ws_metric metric = {.part_micro = 3, .whole_micro = 4};
    assert_true(isnan(claims_computed(&claim, &metric)));
    metric.has_value = true;
    assert_true(fabs(claims_computed(&claim, &metric) - 0.25) < 1e-12);
    claim.is_complement = false;
    assert_true(fabs(claims_computed(&claim, &metric) - 0.75) < 1e-12);
}

int main(void)
{
    enum { COUNT = sizeof ROWS / sizeof *ROWS };
    struct CMUnitTest tests[COUNT + 2] = {
        cmocka_unit_test(numbers_as_they_were_written),
        cmocka_unit_test(a_figure_without_a_value_is_no_number),
    };
    for (size_t i = 0; i < COUNT; i++)
        tests[i + 2] = (struct CMUnitTest){.name = ROWS[i].name,
                                           .test_func = reading,
                                           .initial_state = (void *)(uintptr_t)&ROWS[i]};
    return cmocka_run_group_tests_name("decide_claim_readings", tests, NULL, NULL);
}
