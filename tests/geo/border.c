/* Neighbours are known by counting: cells, hexagons, drawn cases. The oracle of
 * the random tilings walks along every border in small steps. */
#include "tiling.h"

#include "base/mem.h"
#include "geo/border.h"

struct found {
    struct border *pairs;
    uint32_t count;
};

static struct found pairs_of(const struct areas *areas, const uint32_t *members,
                             uint32_t member_count, double tolerance_m)
{
    struct found found = {0};
    assert_int_equal(
        border_pairs(&found.pairs, &found.count, areas, members, member_count, tolerance_m, NULL),
        WS_OK);
    for (uint32_t i = 0; i < found.count; i++) {
        const struct border *pair = &found.pairs[i];
        assert_true(pair->area < pair->other);
        if (i)
            assert_true(pair[-1].area < pair->area ||
                        (pair[-1].area == pair->area && pair[-1].other < pair->other));
    }
    return found;
}

static struct found all_pairs_of(const struct areas *areas, double tolerance_m)
{
    uint32_t *members = mem_array(areas->count, sizeof *members);
    assert_non_null(members);
    for (uint32_t i = 0; i < areas->count; i++)
        members[i] = i;
    struct found found = pairs_of(areas, members, areas->count, tolerance_m);
    mem_free(members);
    return found;
}

#define MAX_XY 24
static const struct row {
    const char *name;
    uint32_t count[2]; /* vertices of the two rings */
    double xy_m[2][MAX_XY];
    double tolerance_m;
    bool are_neighbours;
} ROWS[] = {
    {"the_same_edge",
     {4, 4},
     {{0, 0, 10, 0, 10, 10, 0, 10}, {10, 0, 20, 0, 20, 10, 10, 10}},
     0.01,
     true},
    {"tolerance_of_nothing",
     {4, 4},
     {{0, 0, 10, 0, 10, 10, 0, 10}, {10, 0, 20, 0, 20, 10, 10, 10}},
     0.0,
     true},
    {"corner_only",
     {4, 4},
     {{0, 0, 10, 0, 10, 10, 0, 10}, {10, 10, 20, 10, 20, 20, 10, 20}},
     0.01,
     false},
    {"corner_only_wide_tolerance",
     {4, 4},
     {{0, 0, 10, 0, 10, 10, 0, 10}, {10, 10, 20, 10, 20, 20, 10, 20}},
     1.0,
     false},
    {"sharp_corner_only", {3, 3}, {{0, 0, 10, 0, 10, 1}, {0, 0, 10, 3, 10, 5}}, 0.01, false},
    {"corner_of_short_edges",
     {4, 5},
     {{0, 0, 10, 0, 10, 10, 0, 10}, {10, 10, 10.7, 9.3, 20, 12, 12, 20, 9.3, 10.7}},
     1.0,
     false},
    {"corner_on_an_edge",
     {4, 3},
     {{0, 0, 10, 0, 10, 10, 0, 10}, {10, 5, 15, 0, 15, 10}},
     0.01,
     false},
    {"far_apart",
     {4, 4},
     {{0, 0, 10, 0, 10, 10, 0, 10}, {12, 0, 20, 0, 20, 10, 12, 10}},
     0.5,
     false},
    {"gap_within_tolerance",
     {4, 4},
     {{0, 0, 10, 0, 10, 10, 0, 10}, {10.4, 0, 20, 0, 20, 10, 10.4, 10}},
     0.5,
     true},
    {"gap_beyond_tolerance",
     {4, 4},
     {{0, 0, 10, 0, 10, 10, 0, 10}, {10.6, 0, 20, 0, 20, 10, 10.6, 10}},
     0.5,
     false},
    {"overlap_within_tolerance",
     {4, 4},
     {{0, 0, 10, 0, 10, 10, 0, 10}, {9.6, 0, 20, 0, 20, 10, 9.6, 10}},
     0.5,
     true},
    {"part_of_an_edge",
     {4, 4},
     {{0, 0, 10, 0, 10, 10, 0, 10}, {10, 9, 20, 9, 20, 30, 10, 30}},
     0.01,
     true},
    {"shared_exactly_the_tolerance",
     {4, 4},
     {{0, 0, 10, 0, 10, 10, 0, 10}, {10, 9.5, 20, 9.5, 20, 30, 10, 30}},
     0.5,
     false},
    {"shared_more_than_the_tolerance",
     {4, 4},
     {{0, 0, 10, 0, 10, 10, 0, 10}, {10, 9.375, 20, 9.375, 20, 30, 10, 30}},
     0.5,
     true},
    {"other_vertices_on_the_border",
     {6, 5},
     {{0, 0, 10, 0, 10, 3, 10, 7, 10, 10, 0, 10}, {10, 0, 20, 0, 20, 10, 10, 10, 10, 5}},
     0.01,
     true},
    {"other_vertices_and_noise",
     {6, 5},
     {{0, 0, 10, 0, 10.000001, 3, 9.999999, 7, 10, 10, 0, 10},
      {10.000001, 0, 20, 0, 20, 10, 9.999999, 10, 10, 5}},
     0.01,
     true},
    {"many_short_pieces_add_up",
     {8, 4},
     {{0, 0, 10, 0, 10, 0.2, 10, 0.4, 10, 0.6, 10, 0.8, 10, 10, 0, 10},
      {10, -5, 20, -5, 20, 0.8, 10, 0.8}},
     0.5,
     true},
    {"the_same_area_twice",
     {4, 4},
     {{0, 0, 10, 0, 10, 10, 0, 10}, {0, 0, 10, 0, 10, 10, 0, 10}},
     0.01,
     true},
    {"repeated_vertices",
     {6, 6},
     {{0, 0, 10, 0, 10, 0, 10, 10, 10, 10, 0, 10}, {10, 0, 10, 0, 20, 0, 20, 10, 10, 10, 10, 10}},
     0.01,
     true},
};

/* In every order, at the origin and far from it. */
static void test_drawn(void **context)
{
    const struct row *row = *context;
    for (uint32_t turn = 0; turn < 4; turn++) {
        struct areas_builder builder = {0};
        double east_m = turn & 2 ? 524288.0 : 0.0, north_m = turn & 2 ? 6291456.0 : 0.0;
        for (uint32_t i = 0; i < 2; i++) {
            uint32_t which = (i + turn) % 2;
            double ring[MAX_XY];
            for (uint32_t v = 0; v < row->count[which]; v++) {
                ring[2 * v] = row->xy_m[which][2 * v] + east_m;
                ring[2 * v + 1] = row->xy_m[which][2 * v + 1] + north_m;
            }
            add_area(&builder, ring, row->count[which]);
        }
        struct found found = all_pairs_of(&builder.areas, row->tolerance_m);
        assert_int_equal(found.count, row->are_neighbours);
        mem_free(found.pairs);
        areas_release(&builder.areas);
    }
}

static void test_grid(void **context)
{
    (void)context;
    struct tiling tiling = {12, 1.0 / 3.0, 6e6 + 0.1, 1000.0 / 3.0, 0.0, false};
    struct areas areas = tiling_areas(&tiling, false);
    struct found found = all_pairs_of(&areas, 0.01);
    assert_int_equal(found.count, 2 * 12 * 11);
    for (uint32_t i = 0; i < found.count; i++) {
        uint32_t step = found.pairs[i].other - found.pairs[i].area;
        assert_true(step == 12 || (step == 1 && found.pairs[i].other % 12 != 0));
    }
    mem_free(found.pairs);
    areas_release(&areas);
}

/* Hexagons in rows of `side`, every other row half a step to the right, with
 * noise of a micrometre on every vertex of every ring. */
static void test_hexagons(void **context)
{
    (void)context;
    enum { SIDE = 9 };
    struct areas_builder builder = {0};
    uint64_t state = 91;
    double half_m = 500.0, radius_m = half_m / cos(acos(-1.0) / 6.0);
    for (uint32_t i = 0; i < SIDE * SIDE; i++) {
        uint32_t column = i % SIDE, row = i / SIDE;
        double x = 4e5 + half_m * (2.0 * column + row % 2), y = 6.5e6 + 1.5 * radius_m * row;
        double ring[12];
        for (int v = 0; v < 6; v++) {
            double angle = acos(-1.0) * (2 * v + 1) / 6.0;
            ring[2 * v] = x + radius_m * cos(angle) + random_between(&state, -1e-6, 1e-6);
            ring[2 * v + 1] = y + radius_m * sin(angle) + random_between(&state, -1e-6, 1e-6);
        }
        add_area(&builder, ring, 6);
    }
    struct found found = all_pairs_of(&builder.areas, 0.01);
    /* Along the rows, and two upwards from each but one at the end of a row. */
    assert_int_equal(found.count, SIDE * (SIDE - 1) + (SIDE - 1) * (2 * SIDE - 1));
    mem_free(found.pairs);
    areas_release(&builder.areas);
}

/* Borders that meet like a T: two below one long edge. */
static void test_t_borders(void **context)
{
    (void)context;
    struct areas_builder builder = {0};
    double above[] = {0, 10, 20, 10, 20, 20, 0, 20};
    add_area(&builder, above, 4);
    add_square(&builder, 0.0, 0.0, 10.0);
    add_square(&builder, 10.0, 0.0, 10.0);
    add_square(&builder, 20.0, 0.0, 10.0); /* touches the corner of the long one */
    struct found found = all_pairs_of(&builder.areas, 0.01);
    const struct border expected[] = {{0, 1}, {0, 2}, {1, 2}, {2, 3}};
    assert_int_equal(found.count, 4);
    assert_memory_equal(found.pairs, expected, sizeof expected);
    mem_free(found.pairs);
    areas_release(&builder.areas);
}

/* Only members count, in whatever order and however often they are named. */
static void test_members(void **context)
{
    (void)context;
    struct tiling tiling = {4, 0.0, 0.0, 10.0, 0.2, false};
    struct areas areas = tiling_areas(&tiling, false);
    const uint32_t members[] = {9, 0, 5, 1, 9, 15, 0};
    const struct border expected[] = {{0, 1}, {1, 5}, {5, 9}};
    struct found found = pairs_of(&areas, members, COUNT_OF(members), 0.01);
    assert_int_equal(found.count, 3);
    assert_memory_equal(found.pairs, expected, sizeof expected);
    mem_free(found.pairs);
    found = pairs_of(&areas, NULL, 0, 0.01);
    assert_int_equal(found.count, 0);
    mem_free(found.pairs);
    areas_release(&areas);
}

/* Millimetre steps along area `a`: how many lie on the border of area `b`. */
static uint32_t steps_beside(const struct areas *areas, uint32_t a, uint32_t b, double step_m)
{
    uint32_t steps = 0;
    for (uint32_t v = areas->first_xy[a]; v + 1 < areas->first_xy[a + 1]; v++) {
        const double *from = areas->xy_m + 2 * v, *to = from + 2;
        double length_m = hypot(to[0] - from[0], to[1] - from[1]);
        for (double at_m = step_m / 2.0; at_m < length_m; at_m += step_m) {
            double x = from[0] + at_m / length_m * (to[0] - from[0]);
            double y = from[1] + at_m / length_m * (to[1] - from[1]);
            bool is_beside = false;
            for (uint32_t w = areas->first_xy[b]; w + 1 < areas->first_xy[b + 1]; w++) {
                const double *s = areas->xy_m + 2 * w;
                double t = segment_foot(s, s + 2, x, y);
                is_beside |= segment_distance2(s, s + 2, t, x, y) < 1e-8;
            }
            steps += is_beside;
        }
    }
    return steps;
}

static void test_skew_triangles(void **context)
{
    (void)context;
    struct tiling tiling = {4, 500000.1, 6.7e6 + 0.7, 10.0, 0.3, true};
    struct areas areas = tiling_areas(&tiling, false);
    struct found found = all_pairs_of(&areas, 0.05);
    uint32_t next = 0;
    for (uint32_t a = 0; a < areas.count; a++)
        for (uint32_t b = a + 1; b < areas.count; b++) {
            bool is_found =
                next < found.count && found.pairs[next].area == a && found.pairs[next].other == b;
            next += is_found;
            assert_int_equal(is_found, steps_beside(&areas, a, b, 0.1) > 2);
        }
    assert_int_equal(next, found.count);
    assert_true(found.count > areas.count);
    mem_free(found.pairs);
    areas_release(&areas);
}

static void test_no_memory(void **context)
{
    (void)context;
    struct tiling tiling = {3, 0.0, 0.0, 10.0, 0.0, false};
    struct areas areas = tiling_areas(&tiling, false);
    const uint32_t members[] = {0, 1, 2, 3};
    struct found found = {0};
    uint64_t nth = 1;
    for (;; nth++) {
        mem_fail_at(nth);
        enum ws_status st = border_pairs(&found.pairs, &found.count, &areas, members, 4, 0.1, NULL);
        mem_fail_at(0);
        if (!st)
            break;
        assert_int_equal(st, WS_NO_MEMORY);
        assert_null(found.pairs);
    }
    assert_true(nth > 5);
    mem_free(found.pairs);
    areas_release(&areas);
}

int main(void)
{
    struct CMUnitTest tests[COUNT_OF(ROWS) + 6];
    size_t count = 0;
    for (size_t i = 0; i < COUNT_OF(ROWS); i++)
        tests[count++] = (struct CMUnitTest){
            .name = ROWS[i].name, .test_func = test_drawn, .initial_state = (void *)&ROWS[i]};
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(test_grid);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(test_hexagons);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(test_t_borders);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(test_members);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(test_skew_triangles);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(test_no_memory);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
