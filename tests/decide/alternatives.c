/* Alternatives of one place, each figure by hand: F = 900 000, r = 26 000, v = 6 000,
 * so n* = 45; 18 participants a year, 100 people without a provider. */
#include "decide/alternatives.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <string.h>

#define SEK UINT64_C(1000000)
#define PERSON UINT64_C(1000000)

static void know(struct policy *policy, enum policy_id id, uint64_t low, uint64_t mid,
                 uint64_t high)
{
    struct policy_value *value = &policy->values[id];
    value->is_known = true;
    value->low = low;
    value->mid = mid;
    value->high = high;
}

static void know_one(struct policy *policy, enum policy_id id, uint64_t micro)
{
    know(policy, id, micro, micro, micro);
}

static struct policy priced(void)
{
    struct policy policy;
    policy_init(&policy);
    know_one(&policy, POLICY_FIXED_COST, 900000 * SEK);
    know_one(&policy, POLICY_INCOME, 26000 * SEK);
    know_one(&policy, POLICY_VARIABLE_COST, 6000 * SEK);
    know_one(&policy, POLICY_TERM, 4 * SEK);
    memcpy(policy.begun, "2025-03-01", 11);
    return policy;
}

static struct finding_place place_of(uint32_t providers)
{
    return (struct finding_place){.code = "2501",
                                  .provider_count = providers,
                                  .participants_low = 10 * PERSON,
                                  .participants_micro = 18 * PERSON,
                                  .participants_high = 45 * PERSON};
}

/* An allowance with taper is dearer than what pay does not cover. */
static void test_row_a14_cost_beside_the_alternatives(void **state)
{
    (void)state;
    struct alternative list[ALTERNATIVES];
    struct policy policy = priced();
    struct finding_place place = place_of(0);
    know_one(&policy, POLICY_TAPER, 250000);
    alternatives_list(list, &place, &policy, 100 * PERSON, NULL);
    assert_string_equal(list[ALTERNATIVE_ALLOWANCE].name, "LOV_ALLOWANCE");
    assert_int_equal(list[ALTERNATIVE_ALLOWANCE].cost_micro, 630000 * SEK);
    assert_int_equal(list[ALTERNATIVE_ALLOWANCE].cost_low, 225000 * SEK);
    assert_int_equal(list[ALTERNATIVE_ALLOWANCE].cost_high, 750000 * SEK);
    for (int id = ALTERNATIVE_LOT; id <= ALTERNATIVE_IN_HOUSE; id++) {
        if (id == ALTERNATIVE_REMOTE)
            continue;
        assert_int_equal(list[id].cost_micro, 540000 * SEK);
        assert_int_equal(list[id].cost_low, 0);
        assert_int_equal(list[id].cost_high, 700000 * SEK);
    }
    assert_int_equal(list[ALTERNATIVE_BASELINE].cost_high, 0);
    /* At most all 100 are newly covered: at least 225 000 / 100 each. */
    assert_true(list[ALTERNATIVE_ALLOWANCE].newly_micro == WS_UNBOUNDED);
    assert_int_equal(list[ALTERNATIVE_ALLOWANCE].newly_most_micro, 100 * PERSON);
    assert_true(isnan(list[ALTERNATIVE_ALLOWANCE].sek_per_newly));
    assert_true(list[ALTERNATIVE_ALLOWANCE].sek_at_least == 2250.0);
    assert_int_equal(list[ALTERNATIVE_BASELINE].newly_micro, 0);
    assert_true(isnan(list[ALTERNATIVE_BASELINE].sek_at_least));
}

/* The ends of F, r, v and tau, each at the one that makes the cost least or most. */
static void test_row_a14_bounds_of_amounts_are_carried(void **state)
{
    (void)state;
    struct alternative list[ALTERNATIVES];
    struct policy policy = priced();
    struct finding_place place = place_of(0);
    place.participants_low = place.participants_high = 18 * PERSON;
    know(&policy, POLICY_FIXED_COST, 800000 * SEK, 900000 * SEK, 1000000 * SEK);
    know(&policy, POLICY_INCOME, 25000 * SEK, 26000 * SEK, 28000 * SEK);
    know(&policy, POLICY_VARIABLE_COST, 5000 * SEK, 6000 * SEK, 7000 * SEK);
    know(&policy, POLICY_TAPER, 0, 250000, 500000);
    alternatives_list(list, &place, &policy, 100 * PERSON, NULL);
    /* 800 000 - 18 x 23 000, 900 000 - 18 x 20 000, 1 000 000 - 18 x 18 000 */
    assert_int_equal(list[ALTERNATIVE_LOT].cost_low, 386000 * SEK);
    assert_int_equal(list[ALTERNATIVE_LOT].cost_micro, 540000 * SEK);
    assert_int_equal(list[ALTERNATIVE_LOT].cost_high, 676000 * SEK);
    /* with 1, 0.75 and 0.5 of these margins */
    assert_int_equal(list[ALTERNATIVE_ALLOWANCE].cost_low, 386000 * SEK);
    assert_int_equal(list[ALTERNATIVE_ALLOWANCE].cost_micro, 630000 * SEK);
    assert_int_equal(list[ALTERNATIVE_ALLOWANCE].cost_high, 838000 * SEK);
}

static void test_row_b8_no_amount_without_inputs(void **state)
{
    (void)state;
    struct alternative list[ALTERNATIVES];
    struct policy policy;
    struct finding_place place = place_of(1);
    policy_init(&policy);
    alternatives_list(list, &place, &policy, 0, NULL);
    for (int id = ALTERNATIVE_ALLOWANCE; id < ALTERNATIVES; id++) {
        assert_true(list[id].cost_micro == WS_UNBOUNDED && list[id].cost_low == WS_UNBOUNDED);
        assert_true(isnan(list[id].sek_at_least));
        assert_int_equal(list[id].newly_micro, 0); /* nobody is without */
    }
    assert_non_null(
        strstr(list[ALTERNATIVE_ALLOWANCE].why.text[LANG_EN], "S(n) = max(0, F - (1 - tau) n m)"));
    place.participants_micro = WS_UNBOUNDED;
    policy = priced();
    alternatives_list(list, &place, &policy, 0, NULL);
    assert_true(list[ALTERNATIVE_LOT].cost_micro == WS_UNBOUNDED);
    assert_true(list[ALTERNATIVE_LOT].value_micro == WS_UNBOUNDED);
}

static void test_row_a12_remote_and_visits(void **state)
{
    (void)state;
    struct alternative list[ALTERNATIVES];
    struct policy policy = priced();
    struct finding_place place = place_of(0);
    struct remote_answer remote = {.demand_micro = 100 * PERSON,
                                   .served_low = 80 * PERSON,
                                   .served_high = 90 * PERSON,
                                   .left_low = 10 * PERSON,
                                   .left_high = 20 * PERSON};
    know(&policy, POLICY_VISITS, 1 * SEK, 2 * SEK, 3 * SEK);
    know_one(&policy, POLICY_VISIT_COST, 500 * SEK);
    alternatives_list(list, &place, &policy, 100 * PERSON, &remote);
    const struct alternative *of = &list[ALTERNATIVE_REMOTE];
    assert_int_equal(of->cost_low, 10 * 1 * 500 * SEK);
    assert_int_equal(of->cost_high, 20 * 3 * 500 * SEK);
    assert_true(of->cost_micro == WS_UNBOUNDED);
    assert_int_equal(of->newly_micro, 0); /* remote service covers nobody */
    assert_int_equal(of->choice, 0);
    assert_int_equal(of->word, ALTERNATIVE_YES);
    place.is_remote_off = true;
    alternatives_list(list, &place, &policy, 100 * PERSON, &remote);
    assert_int_equal(list[ALTERNATIVE_REMOTE].word, ALTERNATIVE_NO);
}

/* 18 x 26 000 x 4 = 1 872 000 SEK against the limit of the day. */
static void test_row_a15_value_against_the_limit(void **state)
{
    (void)state;
    struct alternative list[ALTERNATIVES];
    struct policy policy = priced();
    struct finding_place place = place_of(2);
    alternatives_list(list, &place, &policy, 0, NULL);
    assert_int_equal(list[ALTERNATIVE_DIRECT_AWARD].value_micro, 1872000 * SEK);
    assert_int_equal(list[ALTERNATIVE_DIRECT_AWARD].limit_micro, 8109450 * SEK);
    assert_int_equal(list[ALTERNATIVE_DIRECT_AWARD].word, ALTERNATIVE_YES);
    policy.is_social = false;
    alternatives_list(list, &place, &policy, 0, NULL);
    assert_int_equal(list[ALTERNATIVE_DIRECT_AWARD].word, ALTERNATIVE_NO);
    memcpy(policy.begun, "2026-03-01", 11);
    alternatives_list(list, &place, &policy, 0, NULL);
    assert_int_equal(list[ALTERNATIVE_DIRECT_AWARD].word, ALTERNATIVE_NOT_KNOWN);
    assert_true(list[ALTERNATIVE_DIRECT_AWARD].limit_micro == WS_UNBOUNDED);
}

/* Each alternative with a municipality that performs asks for its full cost. */
static void test_row_a2_a_municipality_is_asked_for_its_full_cost(void **state)
{
    (void)state;
    static char code[] = "2501";
    char *offers[] = {code};
    struct alternative list[ALTERNATIVES];
    struct policy policy = priced();
    struct finding_place place = place_of(0);
    alternatives_list(list, &place, &policy, 0, NULL);
    assert_non_null(strstr(list[ALTERNATIVE_AGREEMENT].risk.text[LANG_EN], "unequal competition"));
    assert_non_null(
        strstr(list[ALTERNATIVE_AGREEMENT].risk.text[LANG_EN], "ask for its full cost"));
    assert_int_equal(list[ALTERNATIVE_AGREEMENT].word, ALTERNATIVE_NOT_KNOWN);
    policy.offers = offers;
    policy.offer_count = 1;
    alternatives_list(list, &place, &policy, 0, NULL);
    assert_int_equal(list[ALTERNATIVE_AGREEMENT].word, ALTERNATIVE_YES);
    memcpy(policy.begun, "2022-11-30", 11);
    alternatives_list(list, &place, &policy, 0, NULL);
    assert_int_equal(list[ALTERNATIVE_AGREEMENT].word, ALTERNATIVE_NO);
}

static void test_choice_is_what_is_there_or_one(void **state)
{
    (void)state;
    struct alternative list[ALTERNATIVES];
    struct policy policy = priced();
    struct finding_place place = place_of(0);
    alternatives_list(list, &place, &policy, 0, NULL);
    static const uint32_t expected[ALTERNATIVES] = {0, 1, 1, 1, 1, 0, 0};
    for (int id = 0; id < ALTERNATIVES; id++)
        assert_int_equal(list[id].choice, expected[id]);
    place = place_of(2);
    alternatives_list(list, &place, &policy, 0, NULL);
    for (int id = 0; id < ALTERNATIVES; id++)
        assert_int_equal(list[id].choice, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_row_a14_cost_beside_the_alternatives),
        cmocka_unit_test(test_row_a14_bounds_of_amounts_are_carried),
        cmocka_unit_test(test_row_b8_no_amount_without_inputs),
        cmocka_unit_test(test_row_a12_remote_and_visits),
        cmocka_unit_test(test_row_a15_value_against_the_limit),
        cmocka_unit_test(test_row_a2_a_municipality_is_asked_for_its_full_cost),
        cmocka_unit_test(test_choice_is_what_is_there_or_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
