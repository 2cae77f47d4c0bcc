/* Oracle: even-odd over every segment of every area, the lowest index first. */
#include "tiling.h"

#include "base/mem.h"
#include "geo/locate.h"

static bool oracle_holds(const struct areas *areas, uint32_t area, double x, double y)
{
    bool inside = false;
    for (uint32_t r = areas->first_ring[area]; r < areas->first_ring[area + 1]; r++)
        for (uint32_t v = areas->first_xy[r]; v + 1 < areas->first_xy[r + 1]; v++) {
            const double *a = areas->xy_m + 2 * v, *b = a + 2;
            if ((a[1] > y) == (b[1] > y))
                continue;
            inside ^= a[0] + (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) > x;
        }
    return inside;
}

static uint32_t oracle_owner(const struct areas *areas, double x, double y)
{
    for (uint32_t area = 0; area < areas->count; area++)
        if (oracle_holds(areas, area, x, y))
            return area;
    return WS_NONE;
}

static double oracle_distance(const struct areas *areas, double x, double y, uint32_t *nearest)
{
    double least2 = HUGE_VAL;
    for (uint32_t area = 0; area < areas->count; area++)
        for (uint32_t r = areas->first_ring[area]; r < areas->first_ring[area + 1]; r++)
            for (uint32_t v = areas->first_xy[r]; v + 1 < areas->first_xy[r + 1]; v++) {
                const double *a = areas->xy_m + 2 * v;
                double d2 = segment_distance2(a, a + 2, segment_foot(a, a + 2, x, y), x, y);
                if (d2 < least2) {
                    least2 = d2;
                    *nearest = area;
                }
            }
    return sqrt(least2);
}

static struct locator *locator_of(const struct areas *areas)
{
    struct locator *locator = NULL;
    assert_int_equal(locator_new(&locator, areas, NULL), WS_OK);
    return locator;
}

/* A star of `count` spikes round a centre, with holes along a line through it. */
static void add_star(struct areas_builder *builder, double x, double y, uint32_t count,
                     uint32_t hole_count)
{
    double *ring = mem_array(2 * (size_t)count, sizeof *ring);
    assert_non_null(ring);
    for (uint32_t i = 0; i < count; i++) {
        double angle = 2.0 * acos(-1.0) * i / count, radius_m = i % 2 ? 60.0 : 100.0;
        ring[2 * i] = x + radius_m * cos(angle);
        ring[2 * i + 1] = y + radius_m * sin(angle);
    }
    add_area(builder, ring, count);
    mem_free(ring);
    for (uint32_t i = 0; i < hole_count; i++) {
        double left = x - 50.0 + 100.0 * i / hole_count, side = 50.0 / hole_count;
        double hole[] = {left, y, left + side, y, left + side, y + 7.0, left, y + 7.0};
        assert_int_equal(areas_ring(builder, hole, 4, true, NULL), WS_OK);
    }
}

/* What a scene is made of, besides the tilings. */
static struct areas make_scene(uint32_t kind)
{
    struct areas_builder builder = {0};
    switch (kind) {
    case 0: /* nothing at all */
        break;
    case 1: /* an area without rings between two others */
        add_square(&builder, 0.0, 0.0, 50.0);
        assert_int_equal(areas_begin(&builder, 9, NULL), WS_OK);
        add_square(&builder, 50.0, 0.0, 50.0);
        break;
    case 2: /* overlapping: the lowest index owns */
        add_square(&builder, 30.0, 30.0, 40.0);
        add_square(&builder, 0.0, 0.0, 100.0);
        add_square(&builder, 20.0, -50.0, 40.0);
        break;
    case 3: /* exactly 16, 17 and 128 * 16 + 1 segments: chains and levels fill up */
        add_star(&builder, 0.0, 0.0, 16, 0);
        add_star(&builder, 50.0, 50.0, 17, 1);
        add_star(&builder, -50.0, 50.0, 2049, 0);
        break;
    default: /* many rings: two stars with holes */
        add_star(&builder, 0.0, 0.0, 5000, 40);
        add_star(&builder, 120.0, 30.0, 301, 9);
        break;
    }
    return builder.areas;
}

static const struct row {
    const char *name;
    uint32_t kind;
} ROWS[] = {
    {"no_areas", 0},          {"area_without_rings", 1},   {"overlap_goes_to_the_lowest", 2},
    {"chains_and_levels", 3}, {"long_rings_and_holes", 4},
};

static void test_scene(void **context)
{
    const struct row *row = *context;
    struct areas areas = make_scene(row->kind);
    struct locator *locator = locator_of(&areas);
    uint64_t state = 5;
    for (int i = 0; i < 1000; i++) {
        double x = random_between(&state, -160.0, 240.0), y = random_between(&state, -160.0, 180.0);
        if (i % 4 == 0) { /* whole metres meet vertices and edges of the squares */
            x = round(x / 10.0) * 10.0;
            y = round(y / 10.0) * 10.0;
        }
        uint32_t owner = oracle_owner(&areas, x, y);
        assert_int_equal(locate_point(locator, x, y), owner);

        uint32_t expected = WS_NONE;
        double expected_m = oracle_distance(&areas, x, y, &expected), distance_m = -1.0;
        if (owner != WS_NONE) {
            expected = owner;
            expected_m = 0.0;
        }
        double limit_m = i % 2 ? HUGE_VAL : 25.0;
        if (expected_m > limit_m)
            expected = WS_NONE;
        assert_int_equal(locate_nearest(locator, x, y, limit_m, &distance_m), expected);
        if (expected != WS_NONE)
            assert_near(distance_m, expected_m, 1e-9);
    }
    assert_int_equal(locate_point(locator, (double)NAN, 0.0), WS_NONE);
    assert_int_equal(locate_point(locator, 0.0, HUGE_VAL), WS_NONE);
    locator_free(locator);
    areas_release(&areas);
}

static const struct tiling_row {
    const char *name;
    struct tiling tiling;
} TILINGS[] = {
    {"grid_of_whole_metres", {8, 0.0, 0.0, 100.0, 0.0, false}},
    {"grid_of_thirds", {8, 1.0 / 3.0, 6e6 + 0.1, 100.0 / 3.0, 0.0, false}},
    {"triangles_on_a_grid", {8, 500000.1, 6.7e6 + 0.7, 33.3, 0.0, true}},
    {"skew_triangles", {8, 500000.1, 6.7e6 + 0.7, 33.3, 0.3, true}},
    {"tiny_skew_triangles", {8, 500000.1, 6.7e6 + 0.7, 1e-6, 0.3, true}},
    {"skew_quads", {16, -7.7e5, 7.1e6, 1000.0, 0.2, false}},
};

/* The lowest area that holds a point is also the highest: it has one owner. */
static void check_one_owner(const struct locator *forward, const struct locator *backward,
                            uint32_t area_count, double x, double y)
{
    uint32_t owner = locate_point(forward, x, y);
    assert_true(owner < area_count);
    assert_int_equal(locate_point(backward, x, y), area_count - 1 - owner);
}

static void test_tiling(void **context)
{
    const struct tiling *tiling = &((const struct tiling_row *)*context)->tiling;
    struct areas areas = tiling_areas(tiling, false), reversed = tiling_areas(tiling, true);
    struct locator *forward = locator_of(&areas), *backward = locator_of(&reversed);
    uint64_t state = 17;
    for (uint32_t row = 1; row < tiling->side; row++)
        for (uint32_t column = 1; column < tiling->side; column++) {
            double a[2], b[2];
            tiling_corner(tiling, column, row, a);
            check_one_owner(forward, backward, areas.count, a[0], a[1]);
            const uint32_t steps[3][2] = {{1, 0}, {0, 1}, {1, 1}};
            for (int i = 0; i < 60; i++) {
                tiling_corner(tiling, column + steps[i % 3][0], row + steps[i % 3][1], b);
                double t = random_between(&state, 0.0, 0.999);
                check_one_owner(forward, backward, areas.count, a[0] + t * (b[0] - a[0]),
                                a[1] + t * (b[1] - a[1]));
            }
        }
    double extent_m = tiling->step_m * tiling->side;
    for (int i = 0; i < 2000; i++) {
        double x = tiling->left_m + random_between(&state, 0.01, 0.99) * extent_m;
        double y = tiling->bottom_m + random_between(&state, 0.01, 0.99) * extent_m;
        check_one_owner(forward, backward, areas.count, x, y);
    }
    locator_free(forward);
    locator_free(backward);
    areas_release(&areas);
    areas_release(&reversed);
}

/* Left and lower edges belong to a cell, right and upper ones to its neighbour. */
static void test_half_open(void **context)
{
    (void)context;
    struct tiling tiling = {3, 0.0, 0.0, 10.0, 0.0, false};
    struct areas areas = tiling_areas(&tiling, false);
    struct locator *locator = locator_of(&areas);
    assert_int_equal(locate_point(locator, 0.0, 0.0), 0);
    assert_int_equal(locate_point(locator, 10.0, 5.0), 1);
    assert_int_equal(locate_point(locator, 5.0, 10.0), 3);
    assert_int_equal(locate_point(locator, 10.0, 10.0), 4);
    assert_int_equal(locate_point(locator, 30.0, 5.0), WS_NONE);
    assert_int_equal(locate_point(locator, 5.0, 30.0), WS_NONE);
    locator_free(locator);
    areas_release(&areas);
}

/* Two areas equally far: the lower index, whichever way the shared border runs. */
static void test_nearest_tie(void **context)
{
    (void)context;
    double left[] = {0.1, 0.0, 7.3, 9.9, 0.1, 9.9}, right[] = {7.3, 9.9, 0.1, 0.0, 7.3, 9.8};
    struct areas_builder builder = {0};
    add_area(&builder, left, 3);
    add_area(&builder, right, 3);
    struct locator *locator = locator_of(&builder.areas);
    uint64_t state = 23;
    for (int i = 0; i < 500; i++) {
        /* Below and left of the lower corner that both have. */
        double x = 0.1 - random_between(&state, 0.0, 5.0), y = -random_between(&state, 0.1, 5.0);
        double distance_m = -1.0;
        assert_int_equal(locate_nearest(locator, x, y, 100.0, &distance_m), 0);
        assert_near(distance_m, hypot(x - 0.1, y), 1e-9);
    }
    locator_free(locator);
    areas_release(&builder.areas);
}

/* The same square twice, its ring turning left and right. */
static void test_nearest_of_two_alike(void **context)
{
    (void)context;
    struct areas_builder builder = {0};
    double left[] = {0.1, 0.3, 7.3, 1.9, 6.1, 9.7, 0.7, 8.9};
    double right[] = {0.7, 8.9, 6.1, 9.7, 7.3, 1.9, 0.1, 0.3};
    add_area(&builder, left, 4);
    add_area(&builder, right, 4);
    struct locator *locator = locator_of(&builder.areas);
    uint64_t state = 31;
    for (int i = 0; i < 500; i++) {
        double x = random_between(&state, -50.0, 50.0), y = random_between(&state, -50.0, 50.0);
        double distance_m = -1.0;
        assert_int_equal(locate_nearest(locator, x, y, 100.0, &distance_m), 0);
    }
    locator_free(locator);
    areas_release(&builder.areas);
}

struct tally {
    uint32_t count;
    double sum;
};

static int tally_border(void *context, const double a[2], const double b[2])
{
    struct tally *tally = context;
    tally->count++;
    tally->sum += a[0] + 3.0 * a[1] + 7.0 * b[0] + 11.0 * b[1];
    return 0;
}

static int stop_at_three(void *context, const double a[2], const double b[2])
{
    struct tally *tally = context;
    tally_border(tally, a, b);
    return tally->count == 3 ? 5 : 0;
}

static void test_borders(void **context)
{
    (void)context;
    struct areas areas = make_scene(4);
    struct locator *locator = locator_of(&areas);
    uint64_t state = 29;
    for (int i = 0; i < 200; i++) {
        double x = random_between(&state, -120.0, 150.0), y = random_between(&state, -120.0, 120.0);
        struct box window = {x, y, x + 20.0, y + 10.0};
        struct tally expected = {0}, found = {0}, stopped = {0};
        for (uint32_t r = 0; r < areas.first_ring[areas.count]; r++)
            for (uint32_t v = areas.first_xy[r]; v + 1 < areas.first_xy[r + 1]; v++) {
                const double *a = areas.xy_m + 2 * v;
                struct box box = box_empty();
                box_add(&box, a[0], a[1]);
                box_add(&box, a[2], a[3]);
                if (box_meets(&box, &window))
                    tally_border(&expected, a, a + 2);
            }
        assert_int_equal(locator_borders(locator, &window, tally_border, &found), 0);
        assert_int_equal(found.count, expected.count);
        assert_near(found.sum, expected.sum, 1e-6);
        int answer = locator_borders(locator, &window, stop_at_three, &stopped);
        assert_int_equal(answer, expected.count >= 3 ? 5 : 0);
    }
    locator_free(locator);
    areas_release(&areas);
}

static void test_no_memory(void **context)
{
    (void)context;
    struct areas areas = make_scene(3);
    struct locator *locator = NULL;
    uint64_t nth = 1;
    for (;; nth++) {
        mem_fail_at(nth);
        enum ws_status st = locator_new(&locator, &areas, NULL);
        mem_fail_at(0);
        if (!st)
            break;
        assert_int_equal(st, WS_NO_MEMORY);
        assert_null(locator);
    }
    assert_true(nth > 5);
    locator_free(locator);
    areas_release(&areas);
}

int main(void)
{
    struct CMUnitTest tests[COUNT_OF(ROWS) + COUNT_OF(TILINGS) + 5];
    size_t count = 0;
    for (size_t i = 0; i < COUNT_OF(ROWS); i++)
        tests[count++] = (struct CMUnitTest){
            .name = ROWS[i].name, .test_func = test_scene, .initial_state = (void *)&ROWS[i]};
    for (size_t i = 0; i < COUNT_OF(TILINGS); i++)
        tests[count++] = (struct CMUnitTest){.name = TILINGS[i].name,
                                             .test_func = test_tiling,
                                             .initial_state = (void *)&TILINGS[i]};
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(test_half_open);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(test_nearest_tie);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(test_nearest_of_two_alike);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(test_borders);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(test_no_memory);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
