/* Digits of figures by their unit. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "base/figures.h"

static const struct row {
    const char *name;
    double value;
    int decimals;
    const char *fixed, *real;
} ROWS[] = {
    {"a_half_is_rounded_away", 1.25, 1, "1.3", "1.3"},
    {"a_minus_too", -1.25, 1, "-1.3", "-1.3"},
    {"closing_zeros", 2.0, 2, "2.00", "2"},
    {"one_closing_zero", 2.5, 2, "2.50", "2.5"},
    {"a_zero_inside_stays", 100.0, 0, "100", "100"},
    {"nothing_has_no_minus", -0.04, 1, "0.0", "0"},
    {"a_carry", 9.96, 1, "10.0", "10"},
    {"large", 12345678.94, 1, "12345678.9", "12345678.9"},
    {"too_large_for_digits", 1e18, 1, "1e+18", "1e+18"},
};

static void digits(void **state)
{
    const struct row *row = *state;
    char figure[FIGURE];
    assert_string_equal(figures_fixed(figure, row->value, row->decimals), row->fixed);
    assert_string_equal(figures_real(figure, row->value, row->decimals), row->real);
}

static void areas(void **state)
{
    static const struct {
        double m2;
        const char *km2;
    } rows[] = {{2e6, "2.0"},    {34.37e6, "34.4"}, {1e6, "1.0"},     {0.5e6, "0.50"},
                {40e3, "0.040"}, {12345, "0.012"},  {12, "0.000012"}, {0, "0.0"}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char figure[FIGURE];
        assert_string_equal(
            figures_fixed(figure, rows[i].m2 / 1e6, figures_km2_decimals(rows[i].m2)), rows[i].km2);
    }
}

static void limits(void **state)
{
    static const struct {
        const char *limit, *en, *sv;
    } rows[] = {{"30km", "30\xc2\xa0km", "30\xc2\xa0km"},
                {"1.5km", "1.5\xc2\xa0km", "1,5\xc2\xa0km"},
                {"1_5km", "1.5\xc2\xa0km", "1,5\xc2\xa0km"},
                {"15min", "15\xc2\xa0min", "15\xc2\xa0min"},
                {"30", "30", "30"},
                {"", "", ""},
                {"far", "far", "far"}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char figure[FIGURE];
        assert_string_equal(figures_limit(figure, rows[i].limit, LANG_EN), rows[i].en);
        assert_string_equal(figures_limit(figure, rows[i].limit, LANG_SV), rows[i].sv);
    }
}

int main(void)
{
    enum { ROW_COUNT = sizeof ROWS / sizeof *ROWS };
    struct CMUnitTest tests[ROW_COUNT + 2] = {[ROW_COUNT] = cmocka_unit_test(areas),
                                              [ROW_COUNT + 1] = cmocka_unit_test(limits)};
    for (size_t i = 0; i < ROW_COUNT; i++)
        tests[i] = (struct CMUnitTest){
            .name = ROWS[i].name, .test_func = digits, .initial_state = (void *)&ROWS[i]};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
