/* Days against counting them one by one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "base/day.h"

static const struct text_row {
    const char *name, *text;
    bool is_day;
    int32_t day;
} TEXTS[] = {
    {"the_first_day", "1970-01-01", true, 0},
    {"the_day_before", "1969-12-31", true, -1},
    {"change_over", "2020-03-30", true, 18351},
    {"leap_day", "2020-02-29", true, 18321},
    {"leap_day_of_a_century", "2000-02-29", true, 11016},
    {"no_leap_day_of_a_century", "1900-02-29", false, 0},
    {"no_leap_day", "2019-02-29", false, 0},
    {"no_31st", "2020-04-31", false, 0},
    {"month_0", "2020-00-10", false, 0},
    {"month_13", "2020-13-10", false, 0},
    {"day_0", "2020-01-00", false, 0},
    {"year_0", "0000-01-01", false, 0},
    {"month_alone", "2020-03", false, 0},
    {"short_day", "2020-3-30", false, 0},
    {"more_behind", "2020-03-301", false, 0},
    {"slashes", "2020/03/30", false, 0},
    {"empty", "", false, 0},
    {"words", "tomorrow, o", false, 0},
};

static void test_text(void **state)
{
    const struct text_row *row = *state;
    int32_t day = 77;
    char text[11];
    assert_int_equal(day_read(&day, row->text), row->is_day);
    assert_int_equal(day, row->is_day ? row->day : 77);
    if (!row->is_day)
        return;
    day_write(text, day);
    assert_string_equal(text, row->text);
}

static const struct month_row {
    const char *name, *from, *to;
    int32_t months;
} MONTHS[] = {
    {"three_months", "2020-03-30", "2020-06-30", 3},
    {"end_of_january_in_a_leap_year", "2020-01-31", "2020-02-29", 1},
    {"end_of_january", "2019-01-31", "2019-02-28", 1},
    {"end_of_january_two_months_on", "2020-01-31", "2020-03-31", 2},
    {"over_the_year", "2019-11-30", "2020-02-29", 3},
    {"back", "2020-03-31", "2020-02-29", -1},
    {"back_over_the_year", "2020-01-15", "2019-12-15", -1},
    {"a_year_from_leap_day", "2020-02-29", "2021-02-28", 12},
    {"none", "2020-02-29", "2020-02-29", 0},
};

static void test_months(void **state)
{
    const struct month_row *row = *state;
    int32_t from = 0;
    char text[11];
    assert_true(day_read(&from, row->from));
    day_write(text, day_add_months(from, row->months));
    assert_string_equal(text, row->to);
}

/* Every day of eight hundred years follows the one before. */
static void test_one_by_one(void **state)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int32_t expected = 0, day = 0;
    (void)state;
    assert_true(day_read(&expected, "1600-01-01"));
    for (int year = 1600; year < 2400; year++)
        for (int month = 1; month <= 12; month++) {
            bool is_leap = (year % 4 == 0 && year % 100) || year % 400 == 0;
            for (int i = 1; i <= lengths[month - 1] + (month == 2 && is_leap); i++) {
                char text[64], again[11];
                snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, i);
                if (!day_read(&day, text) || day != expected)
                    fail_msg("%s is %d; expected %d", text, (int)day, (int)expected);
                day_write(again, day);
                if (strcmp(again, text) != 0)
                    fail_msg("%s came back as %s", text, again);
                expected++;
            }
        }
}

/* Months there and back, also where years before the first lie between. */
static void test_there_and_back(void **state)
{
    (void)state;
    for (int32_t day = -720000; day < 20000; day += 3001) {
        int32_t first = day_add_months(day, 0);
        assert_int_equal(first, day);
        for (int32_t months = 1; months < 30000; months += 1237) {
            int32_t there = day_add_months(day, -months), back = day_add_months(there, months);
            assert_true(there < day && back <= day && day - back <= 3); /* 31st to 28th */
        }
    }
}

int main(void)
{
    enum {
        TEXT_COUNT = sizeof TEXTS / sizeof *TEXTS,
        MONTH_COUNT = sizeof MONTHS / sizeof *MONTHS
    };
    struct CMUnitTest tests[TEXT_COUNT + MONTH_COUNT + 2];
    size_t count = 0;
    for (size_t i = 0; i < TEXT_COUNT; i++)
        tests[count++] =
            (struct CMUnitTest){TEXTS[i].name, test_text, NULL, NULL, (void *)&TEXTS[i]};
    for (size_t i = 0; i < MONTH_COUNT; i++)
        tests[count++] =
            (struct CMUnitTest){MONTHS[i].name, test_months, NULL, NULL, (void *)&MONTHS[i]};
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(test_one_by_one);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(test_there_and_back);
    return _cmocka_run_group_tests("base_day", tests, count, NULL, NULL);
}
