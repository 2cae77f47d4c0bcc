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

static void row_d5_unknown_is_a_formula(void **state)
{
    struct policy policy;
    struct assistance of;
    (void)state;
    policy_init(&policy);
    assistance_judge(&of, 1000000, &policy);
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
    assistance_judge(&of, 250 * WS_MICRO, &policy);
    assert_true(of.sek_low == UINT64_C(20000000) * WS_MICRO);
    assert_true(of.sek_micro == UINT64_C(25000000) * WS_MICRO);
    assert_true(of.sek_high == UINT64_C(30000000) * WS_MICRO);
    assert_non_null(strstr(of.why, "all of them count"));
    struct policy_value *share = &policy.values[POLICY_ASSISTANCE_SHARE];
    share->is_known = true;
    share->low = 100000; /* 10, 20 and 50 % of them */
    share->mid = 200000;
    share->high = 500000;
    assistance_judge(&of, 250 * WS_MICRO, &policy);
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
    assistance_judge(&of, 0, &policy);
    assert_true(of.sek_micro == 0);
    assistance_judge(&of, 3 * WS_MICRO, &policy);
    assistance_add(&sum, &of);
    assistance_add(&sum, &of);
    assert_true(sum.sek_micro == UINT64_C(600000) * WS_MICRO);
    assert_true(sum.persons_micro == 6 * WS_MICRO);
    assistance_judge(&of, 3 * WS_MICRO, &silent);
    assistance_add(&sum, &of);
    assert_true(sum.sek_micro == WS_UNBOUNDED);
    assert_true(sum.persons_micro == 9 * WS_MICRO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(row_d5_unknown_is_a_formula),
        cmocka_unit_test(row_d5_persons_by_amount),
        cmocka_unit_test(row_d5_sums),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
