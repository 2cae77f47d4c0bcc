/* Numbers of claims as they are written, against intervals. */
#include "decide/claims.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>

#define NO_TOLERANCE                                                                               \
    {                                                                                              \
        0, 0, false                                                                                \
    }

static const struct compare {
    const char *name;
    enum claim_relation relation;
    struct claim_number value;
    bool has_tolerance;
    struct claim_number tolerance;
    uint64_t low, high, whole;
    enum claim_verdict verdict;
} COMPARES[] = {
    {"above_and_all_above",
     CLAIM_ABOVE,
     {99, 0, true},
     false,
     NO_TOLERANCE,
     991,
     993,
     1000,
     CLAIM_REPRODUCED},
    {"above_is_not_equal",
     CLAIM_ABOVE,
     {99, 0, true},
     false,
     NO_TOLERANCE,
     990,
     990,
     1000,
     CLAIM_NOT_REPRODUCED},
    {"at_least_is_equal_too",
     CLAIM_AT_LEAST,
     {99, 0, true},
     false,
     NO_TOLERANCE,
     990,
     990,
     1000,
     CLAIM_REPRODUCED},
    {"above_and_all_below",
     CLAIM_ABOVE,
     {99, 0, true},
     false,
     NO_TOLERANCE,
     900,
     989,
     1000,
     CLAIM_NOT_REPRODUCED},
    {"above_and_both_sides",
     CLAIM_ABOVE,
     {99, 0, true},
     false,
     NO_TOLERANCE,
     989,
     991,
     1000,
     CLAIM_NOT_TESTABLE},
    {"just_above_and_too_far_above",
     CLAIM_ABOVE,
     {99, 0, true},
     true,
     {5, 1, true},
     996,
     998,
     1000,
     CLAIM_NOT_REPRODUCED},
    {"just_above",
     CLAIM_ABOVE,
     {99, 0, true},
     true,
     {5, 1, true},
     993,
     995,
     1000,
     CLAIM_REPRODUCED},
    {"below", CLAIM_BELOW, {3, 1, false}, false, NO_TOLERANCE, 29, 29, 100, CLAIM_REPRODUCED},
    {"below_is_not_equal",
     CLAIM_BELOW,
     {3, 1, false},
     false,
     NO_TOLERANCE,
     30,
     30,
     100,
     CLAIM_NOT_REPRODUCED},
    {"at_most_is_equal_too",
     CLAIM_AT_MOST,
     {3, 1, false},
     false,
     NO_TOLERANCE,
     30,
     30,
     100,
     CLAIM_REPRODUCED},
    {"equal_as_written",
     CLAIM_EQUAL,
     {541, 1, true},
     false,
     NO_TOLERANCE,
     157,
     157,
     290,
     CLAIM_REPRODUCED},
    {"equal_to_another_last_digit",
     CLAIM_EQUAL,
     {542, 1, true},
     false,
     NO_TOLERANCE,
     157,
     157,
     290,
     CLAIM_NOT_REPRODUCED},
    {"equal_and_both_sides",
     CLAIM_EQUAL,
     {541, 1, true},
     false,
     NO_TOLERANCE,
     157,
     158,
     290,
     CLAIM_NOT_TESTABLE},
    {"equal_wider_than_all_of_it",
     CLAIM_EQUAL,
     {50, 0, true},
     false,
     NO_TOLERANCE,
     10,
     90,
     100,
     CLAIM_NOT_TESTABLE},
    {"equal_with_tolerance",
     CLAIM_EQUAL,
     {50, 0, true},
     true,
     {2, 0, true},
     52,
     52,
     100,
     CLAIM_REPRODUCED},
    {"about_a_round_number",
     CLAIM_ABOUT,
     {1100, 0, false},
     false,
     NO_TOLERANCE,
     1149,
     1149,
     1,
     CLAIM_REPRODUCED},
    {"about_and_too_far",
     CLAIM_ABOUT,
     {1100, 0, false},
     false,
     NO_TOLERANCE,
     1151,
     1151,
     1,
     CLAIM_NOT_REPRODUCED},
    {"count_equal", CLAIM_EQUAL, {32, 0, false}, false, NO_TOLERANCE, 32, 32, 1, CLAIM_REPRODUCED},
    {"row_b1_36_is_not_32",
     CLAIM_EQUAL,
     {36, 0, false},
     false,
     NO_TOLERANCE,
     32,
     32,
     1,
     CLAIM_NOT_REPRODUCED},
    {"row_a7_1_is_all",
     CLAIM_EQUAL,
     {1, 0, false},
     false,
     NO_TOLERANCE,
     9235,
     9267,
     10000,
     CLAIM_NOT_REPRODUCED},
    {"row_a7_0_is_nobody",
     CLAIM_EQUAL,
     {0, 0, false},
     false,
     NO_TOLERANCE,
     1,
     1,
     3,
     CLAIM_NOT_REPRODUCED},
    {"all_is_1", CLAIM_EQUAL, {1, 0, false}, false, NO_TOLERANCE, 12, 12, 12, CLAIM_REPRODUCED},
    {"one_decimal_is_rounded",
     CLAIM_EQUAL,
     {8, 1, false},
     false,
     NO_TOLERANCE,
     75,
     75,
     100,
     CLAIM_REPRODUCED},
    {"about_70_reaches_75",
     CLAIM_ABOUT,
     {70, 0, true},
     false,
     NO_TOLERANCE,
     75,
     75,
     100,
     CLAIM_REPRODUCED},
    {"about_70_ends_at_75",
     CLAIM_ABOUT,
     {70, 0, true},
     false,
     NO_TOLERANCE,
     76,
     76,
     100,
     CLAIM_NOT_REPRODUCED},
    {"about_all_is_not_half",
     CLAIM_ABOUT,
     {100, 0, true},
     false,
     NO_TOLERANCE,
     94,
     94,
     100,
     CLAIM_NOT_REPRODUCED},
    {"about_all", CLAIM_ABOUT, {100, 0, true}, false, NO_TOLERANCE, 95, 95, 100, CLAIM_REPRODUCED},
    {"about_all_as_a_share",
     CLAIM_ABOUT,
     {100, 2, false},
     false,
     NO_TOLERANCE,
     94,
     94,
     100,
     CLAIM_NOT_REPRODUCED},
    {"nobody", CLAIM_EQUAL, {0, 0, false}, false, NO_TOLERANCE, 0, 0, 1, CLAIM_REPRODUCED},
};

static void compares(void **state)
{
    const struct compare *row = *state;
    bool is_straddling;
    struct claim claim = {.relation = row->relation,
                          .value = row->value,
                          .tolerance = row->tolerance,
                          .has_tolerance = row->has_tolerance};
    enum claim_verdict verdict =
        claims_compare(&is_straddling, &claim, (struct ws_fraction){row->low, row->whole},
                       (struct ws_fraction){row->high, row->whole});
    assert_int_equal(verdict, row->verdict);
    assert_int_equal(is_straddling, verdict == CLAIM_NOT_TESTABLE);
}

/* Against doubles, away from the ends, where doubles cannot err. */
static void numbers_equal_plain_arithmetic(void **state)
{
    (void)state;
    for (uint32_t value = 0; value <= 100; value++)
        for (uint32_t part = 0; part <= 37; part++) {
            bool is_straddling;
            struct claim claim = {.relation = CLAIM_ABOVE, .value = {value, 0, true}};
            struct ws_fraction share = {part, 37};
            double difference = (double)part / 37.0 - (double)value / 100.0;
            if (fabs(difference) < 1e-9)
                continue;
            assert_int_equal(claims_compare(&is_straddling, &claim, share, share),
                             difference > 0 ? CLAIM_REPRODUCED : CLAIM_NOT_REPRODUCED);
        }
}

int main(void)
{
    enum { COUNT = sizeof COMPARES / sizeof *COMPARES };
    struct CMUnitTest tests[COUNT + 1];
    for (int i = 0; i < COUNT; i++)
        tests[i] = (struct CMUnitTest){.name = COMPARES[i].name,
                                       .test_func = compares,
                                       .initial_state = (void *)(uintptr_t)&COMPARES[i]};
    tests[COUNT] = (struct CMUnitTest)cmocka_unit_test(numbers_equal_plain_arithmetic);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
