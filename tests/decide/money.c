/* Bounds keep their sign; parties add up to zero. */
#include "decide/money.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

static const struct row {
    const char *name, *a, *b, *ratio;
} ROWS[] = {
    {"row_c3_over_40_million_for_about_1100_persons", "over 40000000", "about 1100", "over 36363"},
    {"row_c3_about_1100_persons_by_24_actors", "about 1100", "24", "about 45.8"},
    {"row_c3_an_upper_bound_is_rounded_up", "under 10", "3", "under 4"},
    {"row_c3_a_whole_upper_bound", "under 9", "3", "under 3"},
    {"row_c3_by_more_than_is_an_upper_bound", "100", "over 3", "under 34"},
    {"row_c3_over_by_over_is_not_known", "over 100", "over 3", "unknown"},
    {"row_c3_over_by_under_is_over", "over 100", "under 3", "over 33"},
    {"row_c3_exact", "33", "32", "1.0"},
    {"row_c3_halves_go_up", "1", "20", "0.1"},
    {"row_c3_not_known", "unknown", "24", "unknown"},
    {"row_c3_by_nobody", "5", "0", "unknown"},
};

static void divides(void **state)
{
    const struct row *row = *state;
    struct money_number a, b;
    char text[48];
    assert_true(money_parse(&a, row->a));
    assert_true(money_parse(&b, row->b));
    money_ratio(text, &a, &b);
    assert_string_equal(text, row->ratio);
}

static void test_words_that_are_no_number(void **state)
{
    (void)state;
    static const char *const texts[] = {"",    "over", "over ",           "-5",
                                        "5.5", "many", "9999999999999999"};
    struct money_number number;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_false(money_parse(&number, texts[i]));
}

/* What a state gains of assistance that a municipality no longer pays. */
static void test_row_c8_transfers_sum_to_zero(void **state)
{
    (void)state;
    static const struct money_line lines[] = {{"grant", "state", "municipality", 90},
                                              {"assistance", "municipality", "residents", 70},
                                              {"tax", "residents", "municipality", 20},
                                              {"tax", "residents", "state", 5}};
    struct money_party parties[8];
    uint32_t count = money_parties(parties, lines, 4);
    uint64_t paid = 0, gained = 0;
    assert_int_equal(count, 3);
    assert_string_equal(parties[0].name, "municipality");
    assert_int_equal(parties[0].paid_micro, 70);
    assert_int_equal(parties[0].gained_micro, 110);
    for (uint32_t i = 0; i < count; i++) {
        paid += parties[i].paid_micro;
        gained += parties[i].gained_micro;
    }
    assert_int_equal(paid, gained);
}

/* Payer and gainer are kept apart, and what is not known is not 0. */
static void test_row_c4_payer_and_gainer(void **state)
{
    (void)state;
    static const struct money_line lines[] = {{"net effect", "municipality", "state", WS_UNBOUNDED},
                                              {"grant", "state", "municipality", 90}};
    struct money_party parties[4];
    assert_int_equal(money_parties(parties, lines, 2), 2);
    assert_true(parties[0].paid_micro == WS_UNBOUNDED);
    assert_int_equal(parties[0].gained_micro, 90);
    assert_true(parties[1].gained_micro == WS_UNBOUNDED);
    assert_int_equal(parties[1].paid_micro, 90);
}

int main(void)
{
    enum { FIXED = 3, COUNT = sizeof ROWS / sizeof *ROWS };
    struct CMUnitTest tests[FIXED + COUNT] = {
        cmocka_unit_test(test_words_that_are_no_number),
        cmocka_unit_test(test_row_c8_transfers_sum_to_zero),
        cmocka_unit_test(test_row_c4_payer_and_gainer),
    };
    for (int i = 0; i < COUNT; i++)
        tests[FIXED + i] = (struct CMUnitTest){.name = ROWS[i].name,
                                               .test_func = divides,
                                               .initial_state = (void *)(uintptr_t)&ROWS[i]};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
