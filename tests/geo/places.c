/* What is filled is freed (the sanitizer counts), and what is empty may be. */
#include "tiling.h"

#include "base/mem.h"
#include "geo/places.h"

static char **texts(uint32_t count)
{
    char **list = mem_array(count, sizeof *list);
    assert_non_null(list);
    for (uint32_t i = 0; i < count; i++)
        list[i] = i % 2 ? NULL : mem_string("text");
    return list;
}

static struct ws_points points(uint32_t count)
{
    return (struct ws_points){.count = count,
                              .x_m = mem_array(count, sizeof(double)),
                              .y_m = mem_array(count, sizeof(double)),
                              .group = mem_array(count, sizeof(uint32_t)),
                              .fid = mem_array(count, sizeof(int64_t))};
}

static void test_zones(void **context)
{
    (void)context;
    struct tiling tiling = {2, 0.0, 0.0, 1.0, 0.0, false};
    struct zones zones = {.count = 4,
                          .areas = tiling_areas(&tiling, false),
                          .code = texts(4),
                          .name = texts(4),
                          .county = mem_array(4, sizeof(uint32_t)),
                          .county_count = 3,
                          .county_code = texts(3),
                          .county_name = texts(3)};
    zones_release(&zones);
    assert_int_equal(zones.count, 0);
    assert_null(zones.code);
    zones_release(&zones);
    zones_release(NULL);
}

static void test_population(void **context)
{
    (void)context;
    struct tiling tiling = {2, 0.0, 0.0, 1.0, 0.0, false};
    struct population population = {.units = {.count = 4,
                                              .weight_count = 2,
                                              .fid = mem_array(4, sizeof(int64_t)),
                                              .people_micro = mem_array(8, sizeof(uint64_t))},
                                    .areas = tiling_areas(&tiling, false),
                                    .points = points(4),
                                    .name = texts(4),
                                    .zone = mem_array(4, sizeof(uint32_t)),
                                    .has_code = mem_array(4, sizeof(bool)),
                                    .weight_name = mem_array(2, 64),
                                    .weight_label = mem_array(2, 64)};
    population_release(&population);
    assert_int_equal(population.units.count, 0);
    assert_null(population.name);
    population_release(&population);
    population_release(NULL);
}

static void test_offices(void **context)
{
    (void)context;
    struct offices offices = {.points = points(5),
                              .id = texts(5),
                              .provider_count = 2,
                              .provider = texts(2),
                              .column_count = 3,
                              .columns = mem_array(3, sizeof(struct column))};
    assert_non_null(offices.columns);
    offices.columns[0].text = texts(5);
    offices.columns[1].whole = mem_array(5, sizeof(int64_t));
    offices.columns[2].real = mem_array(5, sizeof(double));
    offices_release(&offices);
    assert_null(offices.columns);
    offices_release(&offices);
    offices_release(NULL);
    column_release(NULL, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_zones),
        cmocka_unit_test(test_population),
        cmocka_unit_test(test_offices),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
