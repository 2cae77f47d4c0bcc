/* What a straight way costs: the one rule of figures, drawings and explanations. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "cover/cover.h"

struct row {
    const char *name;
    double leg_m, factor;
    uint32_t cost;
};

static const struct row ROWS[] = {
    {"no way costs nothing", 0.0, 1.5, 0},
    {"metres become whole mm", 1234.567, 1.0, 1234567},
    {"the factor comes before rounding", 0.0007, 2.0, 1},
    {"below half a mm is nothing", 0.00049, 1.0, 0},
    {"half a mm is one", 0.0005, 1.0, 1},
    {"the longest way that is reached", 2147483.646, 1.0, WS_COST_INF - 1},
    {"the first one that is not", 2147483.647, 1.0, WS_COST_INF},
    {"a way round the world twice", 8e7, 1.0, WS_COST_INF},
    {"the factor takes it beyond", 2e6, 3.0, WS_COST_INF},
    {"no length is not reached", (double)NAN, 1.0, WS_COST_INF},
    {"endless is not reached", HUGE_VAL, 1.0, WS_COST_INF},
};

static void test_row(void **state)
{
    const struct row *row = *state;
    assert_int_equal(stride_leg_cost(row->leg_m, row->factor), row->cost);
}

#define COUNT (sizeof ROWS / sizeof ROWS[0])

int main(void)
{
    struct CMUnitTest tests[COUNT];
    for (size_t i = 0; i < COUNT; i++)
        tests[i] = (struct CMUnitTest){
            .name = ROWS[i].name, .test_func = test_row, .initial_state = (void *)&ROWS[i]};
    return cmocka_run_group_tests_name("cover/stride", tests, NULL, NULL);
}
