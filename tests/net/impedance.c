/* Road class and speed to cost (src/net/impedance.h). */
#include "net/impedance.h"

#include "support/near.h"
#include <string.h>

enum { BOTH = LINE_FORWARD | LINE_BACKWARD };

/* ---- what a line is ------------------------------------------------------------- */

static const struct row {
    const char *name, *class_name; /* NULL: the source has no class */
    unsigned flags;
    float speed_kmh, speed_back_kmh, boarding_s;
    bool use_source_speed, no_ferries;
    struct road road;
} ROWS[] = {
    {"residential",
     "residential",
     BOTH,
     NAN,
     NAN,
     NAN,
     false,
     false,
     {true, true, true, false, 40.0, 40.0, 0.0}},
    {"nobody_stops_on_a_motorway",
     "motorway",
     LINE_FORWARD,
     NAN,
     NAN,
     NAN,
     false,
     false,
     {true, false, false, false, 110.0, 110.0, 0.0}},
    {"service_roads_are_not_lived_along",
     "service",
     BOTH,
     NAN,
     NAN,
     NAN,
     false,
     false,
     {true, false, true, false, 20.0, 20.0, 0.0}},
    {"tracks_are_closed",
     "track",
     BOTH,
     NAN,
     NAN,
     NAN,
     false,
     false,
     {false, false, false, false, 15.0, 15.0, 0.0}},
    {"without_class",
     NULL,
     BOTH,
     NAN,
     NAN,
     NAN,
     false,
     false,
     {true, true, true, false, 42.0, 42.0, 0.0}},
    {"closed_both_ways",
     "primary",
     0,
     NAN,
     NAN,
     NAN,
     false,
     false,
     {false, true, true, false, 80.0, 80.0, 0.0}},
    {"tunnel",
     "primary",
     BOTH | LINE_TUNNEL,
     NAN,
     NAN,
     NAN,
     false,
     false,
     {true, false, false, false, 80.0, 80.0, 0.0}},
    {"source_speed_unused",
     "primary",
     BOTH,
     30.0f,
     20.0f,
     NAN,
     false,
     false,
     {true, true, true, false, 80.0, 80.0, 0.0}},
    {"source_speed_each_way",
     "primary",
     BOTH,
     30.0f,
     20.0f,
     NAN,
     true,
     false,
     {true, true, true, false, 30.0, 20.0, 0.0}},
    {"source_speed_one_way_known",
     "primary",
     BOTH,
     30.0f,
     NAN,
     NAN,
     true,
     false,
     {true, true, true, false, 30.0, 80.0, 0.0}},
    {"source_speed_0_is_unknown",
     "primary",
     BOTH,
     0.0f,
     -5.0f,
     NAN,
     true,
     false,
     {true, true, true, false, 80.0, 80.0, 0.0}},
    {"source_speed_infinite_is_unknown",
     "primary",
     BOTH,
     INFINITY,
     NAN,
     NAN,
     true,
     false,
     {true, true, true, false, 80.0, 80.0, 0.0}},
    {"trap_13_ferry_by_class",
     "ferry",
     BOTH,
     NAN,
     NAN,
     NAN,
     false,
     false,
     {true, false, false, true, 20.0, 20.0, 600.0}},
    {"trap_13_ferry_by_flag",
     "primary",
     BOTH | LINE_FERRY,
     NAN,
     NAN,
     90.0f,
     false,
     false,
     {true, false, false, true, 20.0, 20.0, 90.0}},
    {"trap_13_ferry_that_boards_at_once",
     NULL,
     BOTH | LINE_FERRY,
     NAN,
     NAN,
     0.0f,
     false,
     false,
     {true, false, false, true, 20.0, 20.0, 0.0}},
    {"trap_13_ferries_switched_off",
     "ferry",
     BOTH,
     NAN,
     NAN,
     NAN,
     false,
     true,
     {false, false, false, true, 20.0, 20.0, 600.0}},
};

static uint16_t class_row(const struct ws_road_class *classes, uint32_t count, const char *name)
{
    for (uint32_t i = 0; name && i < count; i++)
        if (strcmp(classes[i].name, name) == 0)
            return (uint16_t)i;
    assert_null(name);
    return UINT16_MAX;
}

static struct impedance default_impedance(void)
{
    struct impedance impedance = {
        .is_time = true, .use_ferries = true, .default_speed_kmh = 42.0, .boarding_s = 600.0};
    impedance.classes = impedance_default_classes(&impedance.class_count);
    return impedance;
}

static void test_road(void **state)
{
    const struct row *row = *state;
    struct impedance impedance = default_impedance();
    impedance.use_source_speed = row->use_source_speed;
    impedance.use_ferries = !row->no_ferries;
    uint16_t class_id = class_row(impedance.classes, impedance.class_count, row->class_name);
    uint8_t flags = (uint8_t)row->flags;
    float speed = row->speed_kmh, back = row->speed_back_kmh, boarding = row->boarding_s;
    struct lines lines = {.count = 1,
                          .road_class = &class_id,
                          .flags = &flags,
                          .speed_kmh = &speed,
                          .speed_back_kmh = &back,
                          .boarding_s = &boarding};
    struct road road = impedance_road(&impedance, &lines, 0);
    assert_int_equal(road.is_open, row->road.is_open);
    assert_int_equal(road.is_inhabited, row->road.is_inhabited);
    assert_int_equal(road.is_stop, row->road.is_stop);
    assert_int_equal(road.is_ferry, row->road.is_ferry);
    assert_near(road.speed_kmh, row->road.speed_kmh, 0.0);
    assert_near(road.speed_back_kmh, row->road.speed_back_kmh, 0.0);
    assert_near(road.boarding_s, row->road.boarding_s, 0.0);
}

/* ---- what it costs ---------------------------------------------------------------- */

static const struct cost_row {
    const char *name;
    bool is_time;
    uint32_t length_mm;
    double speed_kmh, boarding_s;
    uint32_t cost;
} COSTS[] = {
    {"distance_is_millimetres", false, 123456, 50.0, 600.0, 123456},
    {"distance_at_least_1", false, 0, 50.0, 0.0, 1},
    {"ten_metres_at_36_kmh", true, 10000, 36.0, 0.0, 1000},
    {"a_millimetre_more_is_a_ms_more", true, 10001, 36.0, 0.0, 1001},
    {"one_km_at_70_kmh_is_rounded_up", true, 1000000, 70.0, 0.0, 51429},
    {"time_at_least_1", true, 0, 50.0, 0.0, 1},
    {"a_tenth_of_a_kmh", true, 1000, 0.1, 0.0, 36000},
    {"boarding_is_added", true, 10000, 36.0, 600.0, 601000},
    {"boarding_in_tenths", true, 10000, 36.0, 0.1, 1100},
    {"saturates", true, UINT32_MAX, 0.001, 0.0, WS_COST_INF},
    {"saturates_at_no_speed", true, 1, 1e-9, 0.0, WS_COST_INF},
    {"saturates_boarding", true, 1, 50.0, 1e12, WS_COST_INF},
    {"distance_saturates", false, UINT32_MAX, 50.0, 0.0, WS_COST_INF},
};

static void test_cost(void **state)
{
    const struct cost_row *row = *state;
    struct impedance impedance = default_impedance();
    impedance.is_time = row->is_time;
    assert_int_equal(impedance_cost(&impedance, row->length_mm, row->speed_kmh, row->boarding_s),
                     row->cost);
}

static void test_leg_cost(void **state)
{
    (void)state;
    assert_int_equal(impedance_leg_cost(false, 1234, 15.0), 1234);
    assert_int_equal(impedance_leg_cost(true, 15000, 15.0), 3600);
    assert_int_equal(impedance_leg_cost(true, 1, 15.0), 1); /* 0.24 ms, up */
    assert_int_equal(impedance_leg_cost(true, 0, 15.0), 0);
    assert_int_equal(impedance_leg_cost(false, 0, 15.0), 0);
    assert_int_equal(impedance_leg_cost(false, UINT32_MAX, 15.0), WS_COST_INF);
}

/* Law: more road never costs less, a higher speed never more. */
static void test_law_cost_follows_length_and_speed(void **state)
{
    (void)state;
    struct impedance impedance = default_impedance();
    for (uint32_t length_mm = 1; length_mm < 4000; length_mm += 7)
        for (double kmh = 5.0; kmh < 130.0; kmh *= 1.3) {
            uint32_t cost = impedance_cost(&impedance, length_mm, kmh, 0.0);
            assert_true(cost <= impedance_cost(&impedance, length_mm + 1, kmh, 0.0));
            assert_true(cost >= impedance_cost(&impedance, length_mm, kmh * 1.3, 0.0));
            assert_true((double)cost * kmh / 3.6 >= (double)length_mm - 1e-6);
            assert_true((double)(cost - 1) * kmh / 3.6 < (double)length_mm);
        }
}

static void test_default_table(void **state)
{
    (void)state;
    uint32_t count = 0, ferries = 0;
    const struct ws_road_class *classes = impedance_default_classes(&count);
    for (uint32_t i = 0; i < count; i++) {
        ferries += classes[i].is_ferry;
        assert_true(classes[i].speed_kmh > 0.0);
        assert_true(classes[i].is_drivable || !(classes[i].is_inhabited || classes[i].is_stop));
        for (uint32_t j = 0; j < i; j++)
            assert_string_not_equal(classes[i].name, classes[j].name);
    }
    assert_int_equal(ferries, 1);
    assert_int_equal(count, 28);
}

int main(void)
{
    enum { ROAD_COUNT = sizeof ROWS / sizeof ROWS[0], COST_COUNT = sizeof COSTS / sizeof COSTS[0] };
    struct CMUnitTest tests[ROAD_COUNT + COST_COUNT + 3] = {
        [ROAD_COUNT + COST_COUNT] = cmocka_unit_test(test_leg_cost),
        [ROAD_COUNT + COST_COUNT + 1] = cmocka_unit_test(test_law_cost_follows_length_and_speed),
        [ROAD_COUNT + COST_COUNT + 2] = cmocka_unit_test(test_default_table),
    };
    for (size_t i = 0; i < ROAD_COUNT; i++)
        tests[i] = (struct CMUnitTest){.name = ROWS[i].name,
                                       .test_func = test_road,
                                       .initial_state = (void *)(uintptr_t)&ROWS[i]};
    for (size_t i = 0; i < COST_COUNT; i++)
        tests[ROAD_COUNT + i] = (struct CMUnitTest){.name = COSTS[i].name,
                                                    .test_func = test_cost,
                                                    .initial_state = (void *)(uintptr_t)&COSTS[i]};
    return cmocka_run_group_tests_name("net_impedance", tests, NULL, NULL);
}
