/* The certified interval of a share against trying every withheld count. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdbool.h>
#include <whitespot/model.h>

#define ALL WS_UNBOUNDED

/* people, low, high, low_less, low_more, high_more, high_less */
static const struct row {
    const char *name;
    struct ws_share share;
    struct ws_fraction low, high;
} ROWS[] = {
    {"nobody", {0}, {0, 0}, {0, 0}},
    {"all_counts_known", {.people_micro = 10, .low_micro = 3, .high_micro = 7}, {3, 10}, {7, 10}},
    {"more_outside_and_more_within",
     {.people_micro = 10,
      .low_micro = 3,
      .high_micro = 7,
      .low_more_micro = 5,
      .high_more_micro = 4},
     {3, 15},
     {11, 14}},
    {"fewer_within_and_fewer_outside",
     {.people_micro = 10,
      .low_micro = 3,
      .high_micro = 7,
      .low_less_micro = 2,
      .high_less_micro = 1},
     {1, 8},
     {7, 9}},
    {"without_bound_outside",
     {.people_micro = 10, .low_micro = 10, .high_micro = 10, .low_more_micro = ALL},
     {0, 1},
     {10, 10}},
    {"without_bound_within",
     {.people_micro = 10, .low_micro = 3, .high_micro = 3, .high_more_micro = ALL},
     {3, 10},
     {1, 1}},
    {"the_sum_is_without_bound",
     {.people_micro = 10, .low_micro = 3, .high_micro = 3, .high_more_micro = ALL - 8},
     {3, 10},
     {1, 1}},
    {"all_within_may_be_nobody",
     {.people_micro = 4, .low_micro = 4, .high_micro = 4, .low_less_micro = 4},
     {1, 1},
     {4, 4}},
    {"all_outside_may_be_nobody", {.people_micro = 4, .high_less_micro = 4}, {0, 4}, {0, 1}},
};

static void by_hand(void **state)
{
    const struct row *row = *state;
    struct ws_fraction low = ws_share_low(&row->share), high = ws_share_high(&row->share);
    assert_int_equal(low.part, row->low.part);
    assert_int_equal(low.whole, row->low.whole);
    assert_int_equal(high.part, row->high.part);
    assert_int_equal(high.whole, row->high.whole);
}

/* One group within and one outside of each bound, whose counts may be fewer or more. */
static bool is_below(struct ws_fraction a, uint64_t part, uint64_t whole)
{
    return a.part * whole <= part * a.whole;
}

static void holds_every_count(void **state)
{
    uint64_t tight = 0;
    (void)state;
    for (uint64_t within = 0; within < 4; within++)
        for (uint64_t outside = within ? 0 : 1; outside < 4; outside++)
            for (uint64_t less = 0; less <= within; less++)
                for (uint64_t more = 0; more < 4; more++) {
                    struct ws_share share = {.people_micro = within + outside,
                                             .low_micro = within,
                                             .high_micro = within,
                                             .low_less_micro = less,
                                             .low_more_micro = more};
                    struct ws_fraction low = ws_share_low(&share);
                    for (uint64_t in = within - less; in <= within; in++)
                        for (uint64_t out = outside; out <= outside + more; out++) {
                            if (in + out == 0)
                                continue;
                            assert_true(is_below(low, in, in + out));
                            tight += low.part * (in + out) == in * low.whole;
                        }
                }
    assert_true(tight > 100);
}

int main(void)
{
    enum { COUNT = sizeof ROWS / sizeof *ROWS };
    struct CMUnitTest tests[COUNT + 1] = {cmocka_unit_test(holds_every_count)};
    for (size_t i = 0; i < COUNT; i++)
        tests[i + 1] = (struct CMUnitTest){.name = ROWS[i].name,
                                           .test_func = by_hand,
                                           .initial_state = (void *)(uintptr_t)&ROWS[i]};
    return cmocka_run_group_tests_name("base_share", tests, NULL, NULL);
}
