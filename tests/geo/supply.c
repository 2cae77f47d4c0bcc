/* What an office is on a day, and in which coverage it counts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include "geo/supply.h"

#define THREE_MONTHS                                                                               \
    {                                                                                              \
        .months = 3                                                                                \
    }

static const struct row {
    const char *name;
    struct supply_facts facts;
    enum supply_state state;
    bool is_nominal, is_effective;
} ROWS[] = {
    {"without_words",
     {SUPPLY_OPEN, false, "2020-03-30", "", THREE_MONTHS},
     SUPPLY_OPEN,
     true,
     true},
    {"takes_nobody_new",
     {SUPPLY_OPEN, true, "2020-03-30", "", THREE_MONTHS},
     SUPPLY_CLOSED_TO_NEW,
     true,
     false},
    {"closed_by_word",
     {SUPPLY_CLOSED_TO_NEW, false, "2020-03-30", "", THREE_MONTHS},
     SUPPLY_CLOSED_TO_NEW,
     true,
     false},
    {"row_e2_approved_not_receiving",
     {SUPPLY_NOT_RECEIVING, false, "2020-04-01", "", THREE_MONTHS},
     SUPPLY_NOT_RECEIVING,
     true,
     false},
    {"not_receiving_and_ending",
     {SUPPLY_NOT_RECEIVING, false, "2020-04-01", "2020-05-01", THREE_MONTHS},
     SUPPLY_NOT_RECEIVING,
     true,
     false},
    {"row_e2_ending_within_notice",
     {SUPPLY_OPEN, false, "2020-01-01", "2020-03-30", THREE_MONTHS},
     SUPPLY_ENDING,
     true,
     true},
    {"last_day_of_notice",
     {SUPPLY_OPEN, false, "2019-12-30", "2020-03-30", THREE_MONTHS},
     SUPPLY_ENDING,
     true,
     true},
    {"a_day_before_notice",
     {SUPPLY_OPEN, false, "2019-12-29", "2020-03-30", THREE_MONTHS},
     SUPPLY_OPEN,
     true,
     true},
    {"notice_from_a_month_end",
     {SUPPLY_OPEN, false, "2019-11-30", "2020-02-29", THREE_MONTHS},
     SUPPLY_ENDING,
     true,
     true},
    {"notice_in_days",
     {SUPPLY_OPEN, false, "2020-03-20", "2020-03-30", {.days = 10}},
     SUPPLY_ENDING,
     true,
     true},
    {"notice_in_days_too_early",
     {SUPPLY_OPEN, false, "2020-03-19", "2020-03-30", {.days = 10}},
     SUPPLY_OPEN,
     true,
     true},
    {"no_notice", {SUPPLY_OPEN, false, "2020-03-29", "2020-03-30", {0}}, SUPPLY_OPEN, true, true},
    {"no_day_asked_for",
     {SUPPLY_OPEN, false, "", "2020-03-30", THREE_MONTHS},
     SUPPLY_OPEN,
     true,
     true},
    {"ending_by_word", {SUPPLY_ENDING, false, "", "", {0}}, SUPPLY_ENDING, true, true},
    {"ending_and_closed",
     {SUPPLY_ENDING, true, "2020-01-01", "2020-03-30", THREE_MONTHS},
     SUPPLY_CLOSED_TO_NEW,
     true,
     false},
    {"ended_by_word",
     {SUPPLY_ENDED, false, "2020-01-01", "", THREE_MONTHS},
     SUPPLY_ENDED,
     false,
     false},
    {"row_a3_applied_is_potential",
     {SUPPLY_POTENTIAL, false, "2020-01-01", "", THREE_MONTHS},
     SUPPLY_POTENTIAL,
     false,
     false},
};

static void test_row(void **state)
{
    const struct row *row = *state;
    enum supply_state found = supply_decide(&row->facts);
    assert_string_equal(supply_name(found), supply_name(row->state));
    assert_int_equal(supply_counts(found, false), row->is_nominal);
    assert_int_equal(supply_counts(found, true), row->is_effective);
}

/* Row E10: effective supply is never more than nominal supply. */
static void test_row_e10_effective_is_nominal(void **state)
{
    (void)state;
    for (int i = 0; i < SUPPLY_STATES; i++)
        if (supply_counts((enum supply_state)i, true))
            assert_true(supply_counts((enum supply_state)i, false));
}

int main(void)
{
    enum { ROW_COUNT = sizeof ROWS / sizeof *ROWS };
    struct CMUnitTest tests[ROW_COUNT + 1];
    size_t count = 0;
    for (size_t i = 0; i < ROW_COUNT; i++)
        tests[count++] = (struct CMUnitTest){ROWS[i].name, test_row, NULL, NULL, (void *)&ROWS[i]};
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(test_row_e10_effective_is_nominal);
    return _cmocka_run_group_tests("geo_supply", tests, count, NULL, NULL);
}
