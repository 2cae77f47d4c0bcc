/* Assistance that municipalities may pay. */
#include "decide/assistance.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

static struct policy told(uint64_t sek, uint64_t low, uint64_t high)
{
    struct policy policy;
    policy_init(&policy);
    struct policy_value *each = &policy.values[POLICY_ASSISTANCE];
    each->is_known = true;
    each->low = low * WS_MICRO;
    each->mid = sek * WS_MICRO;
    each->high = high * WS_MICRO;
    return policy;
}

/* Of as many persons as that, no more and no fewer. */
static void judge(struct assistance *out, uint64_t persons_micro, const struct policy *policy)
{
    struct assistance_persons persons = {persons_micro, persons_micro, persons_micro};
    assistance_judge(out, &persons, policy);
}

static void row_d5_unknown_is_a_formula(void **state)
{
    struct policy policy;
    struct assistance of;
    (void)state;
    policy_init(&policy);
    judge(&of, 1000000, &policy);
    assert_true(of.sek_low == WS_UNBOUNDED && of.sek_micro == WS_UNBOUNDED &&
                of.sek_high == WS_UNBOUNDED);
    assert_string_equal(of.why, "assistance is not known: persons without a provider x "
                                "assistance_share x assistance");
}

static void row_d5_persons_by_amount(void **state)
{
    struct policy policy = told(100000, 80000, 120000);
    struct assistance of;
    (void)state;
    judge(&of, 250 * WS_MICRO, &policy);
    assert_true(of.sek_low == UINT64_C(20000000) * WS_MICRO);
    assert_true(of.sek_micro == UINT64_C(25000000) * WS_MICRO);
    assert_true(of.sek_high == UINT64_C(30000000) * WS_MICRO);
    assert_non_null(strstr(of.why, "all of them count"));
    struct policy_value *share = &policy.values[POLICY_ASSISTANCE_SHARE];
    share->is_known = true;
    share->low = 100000; /* 10, 20 and 50 % of them */
    share->mid = 200000;
    share->high = 500000;
    judge(&of, 250 * WS_MICRO, &policy);
    assert_true(of.sek_low == UINT64_C(2000000) * WS_MICRO);
    assert_true(of.sek_micro == UINT64_C(5000000) * WS_MICRO);
    assert_true(of.sek_high == UINT64_C(15000000) * WS_MICRO);
    assert_null(strstr(of.why, "all of them count"));
}

/* One that is not known leaves the sum unknown; nobody is paid nothing. */
static void row_d5_sums(void **state)
{
    struct policy policy = told(100000, 100000, 100000), silent;
    struct assistance sum = {0}, of;
    (void)state;
    policy_init(&silent);
    judge(&of, 0, &policy);
    assert_true(of.sek_micro == 0);
    judge(&of, 3 * WS_MICRO, &policy);
    assistance_add(&sum, &of);
    assistance_add(&sum, &of);
    assert_true(sum.sek_micro == UINT64_C(600000) * WS_MICRO);
    assert_true(sum.persons.micro == 6 * WS_MICRO);
    judge(&of, 3 * WS_MICRO, &silent);
    assistance_add(&sum, &of);
    assert_true(sum.sek_micro == WS_UNBOUNDED);
    assert_true(sum.persons.micro == 9 * WS_MICRO);
}

/* The interval of the coverage goes into SEK, also where the amount is one number. */
static void row_d5_the_interval_of_the_people(void **state)
{
    struct policy policy = told(50000, 50000, 50000);
    struct assistance_persons persons = {10 * WS_MICRO, 20 * WS_MICRO, 40 * WS_MICRO};
    struct assistance sum = {0}, of;
    (void)state;
    assistance_judge(&of, &persons, &policy);
    assert_true(of.sek_low == UINT64_C(500000) * WS_MICRO);
    assert_true(of.sek_micro == UINT64_C(1000000) * WS_MICRO);
    assert_true(of.sek_high == UINT64_C(2000000) * WS_MICRO);
    assistance_add(&sum, &of);
    assistance_add(&sum, &of);
    assert_true(sum.sek_low == UINT64_C(1000000) * WS_MICRO);
    assert_true(sum.sek_high == UINT64_C(4000000) * WS_MICRO);
    assert_true(sum.persons.low_micro == 20 * WS_MICRO);
    assert_true(sum.persons.high_micro == 80 * WS_MICRO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(row_d5_unknown_is_a_formula),
        cmocka_unit_test(row_d5_persons_by_amount),
        cmocka_unit_test(row_d5_sums),
        cmocka_unit_test(row_d5_the_interval_of_the_people),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
