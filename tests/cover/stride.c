/* What a straight way costs: the one rule of figures, drawings and explanations. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "cover/stride.h"

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

/* Every leg in and around a box keeps the bounds, in a plane that stretches
 * alike in all directions and in others. */
static void test_bounds_near(void **state)
{
    static const struct {
        const char *crs;
        double x_m, y_m;
    } PLACES[] = {{"EPSG:3006", 270000, 6150000},
                  {"EPSG:3006", 900000, 7600000},
                  {"EPSG:3035", 4600000, 4500000},
                  {"EPSG:3857", 2000000, 9500000},
                  {"EPSG:3034", 4300000, 4600000}};
    (void)state;
    for (size_t i = 0; i < sizeof PLACES / sizeof *PLACES; i++) {
        const struct box box = {PLACES[i].x_m, PLACES[i].y_m, PLACES[i].x_m + 30000.0,
                                PLACES[i].y_m + 30000.0};
        struct earth *earth = NULL;
        assert_int_equal(earth_open(&earth, PLACES[i].crs, NULL), WS_OK);
        struct stride stride = stride_measure_near(earth, box);
        assert_true(stride.least > 0.0 && stride.most < 1.1);
        for (int leg = 0; leg < 500; leg++) {
            double x_m = box.min_x_m + 30000.0 * (leg * 37 % 101) / 100.0;
            double y_m = box.min_y_m + 30000.0 * (leg * 53 % 97) / 96.0;
            double length_m = 200.0 + leg * 4.0, turn = leg * 0.7;
            double leg_m = earth_leg_m(earth, x_m, y_m, x_m + length_m * cos(turn),
                                       y_m + length_m * sin(turn));
            assert_true(leg_m >= length_m * stride.least && leg_m <= length_m * stride.most);
        }
        earth_close(earth);
    }
}

#define COUNT (sizeof ROWS / sizeof ROWS[0])

int main(void)
{
    struct CMUnitTest tests[COUNT + 1] = {cmocka_unit_test(test_bounds_near)};
    for (size_t i = 0; i < COUNT; i++)
        tests[1 + i] = (struct CMUnitTest){
            .name = ROWS[i].name, .test_func = test_row, .initial_state = (void *)&ROWS[i]};
    return cmocka_run_group_tests_name("cover/stride", tests, NULL, NULL);
}
