/* Oracle: the owner of every single millimetre of the line. */
#include "tiling.h"

#include "base/mem.h"
#include "geo/clip.h"

#define NO WS_NONE
enum { MAX_VERTICES = 20, MAX_STRETCHES = 8 };

/* Areas of the drawn cases: 0 to 3 are squares of 10 m round (10, 10), 4 a
 * square with a hole, 5 a sliver 0.3 mm wide, 6 and 7 halves of a square cut
 * along a diagonal with two vertices in between. */
static struct areas drawn_areas(void)
{
    struct areas_builder builder = {0};
    add_square(&builder, 0.0, 0.0, 10.0);
    add_square(&builder, 10.0, 0.0, 10.0);
    add_square(&builder, 0.0, 10.0, 10.0);
    add_square(&builder, 10.0, 10.0, 10.0);
    add_square(&builder, 30.0, 0.0, 10.0);
    double hole[] = {32.5, 2.5, 32.5, 7.5, 37.5, 7.5, 37.5, 2.5};
    assert_int_equal(areas_ring(&builder, hole, 4, true, NULL), WS_OK);
    double sliver[] = {25.0001, 0.0, 25.0004, 0.0, 25.0004, 10.0, 25.0001, 10.0};
    add_area(&builder, sliver, 4);
    double below[] = {50.1, 0.1, 57.3, 0.1, 57.3, 5.8, 54.9, 3.9, 52.5, 2.0};
    double above[] = {50.1, 0.1, 52.5, 2.0, 54.9, 3.9, 57.3, 5.8, 50.1, 5.8};
    add_area(&builder, below, 5);
    add_area(&builder, above, 5);
    return builder.areas;
}

static const struct row {
    const char *name;
    uint32_t count;
    double xy_m[2 * MAX_VERTICES];
    uint32_t at_mm[MAX_VERTICES], stretch_count;
    struct stretch stretches[MAX_STRETCHES];
} ROWS[] = {
    {"a_quarter_a_half_a_quarter",
     2,
     {30, 5, 40, 5},
     {0, 10000},
     3,
     {{0, 2500, 4}, {2500, 7500, NO}, {7500, 10000, 4}}},
    {"lengths_are_those_given",
     2,
     {30, 5, 40, 5},
     {0, 20008},
     3,
     {{0, 5002, 4}, {5002, 15006, NO}, {15006, 20008, 4}}},
    {"inside_one_area", 3, {1, 1, 5, 5, 9, 1}, {0, 5657, 11314}, 1, {{0, 11314, 0}}},
    {"outside_all", 2, {0, -5, 20, -5}, {0, 20000}, 1, {{0, 20000, NO}}},
    {"inside_the_hole", 2, {34, 4, 36, 6}, {0, 2828}, 1, {{0, 2828, NO}}},
    {"across_a_border", 2, {5, 5, 15, 5}, {0, 10000}, 2, {{0, 5000, 0}, {5000, 10000, 1}}},
    {"across_and_back",
     3,
     {5, 5, 15, 5, 5, 6},
     {0, 10000, 20050},
     3,
     {{0, 5000, 0}, {5000, 15025, 1}, {15025, 20050, 0}}},
    {"through_the_corner_of_four",
     2,
     {5, 5, 15, 15},
     {0, 14142},
     2,
     {{0, 7071, 0}, {7071, 14142, 3}}},
    {"touches_a_border_and_turns", 3, {5, 5, 10, 7, 5, 9}, {0, 5385, 10770}, 1, {{0, 10770, 0}}},
    {"ends_on_a_border", 2, {5, 5, 10, 5}, {0, 5000}, 1, {{0, 5000, 0}}},
    {"starts_on_a_border", 2, {10, 5, 5, 5}, {0, 5000}, 1, {{0, 5000, 0}}},
    {"vertex_on_a_border",
     3,
     {5, 5, 10, 5, 15, 5},
     {0, 5000, 10000},
     2,
     {{0, 5000, 0}, {5000, 10000, 1}}},
    {"along_an_upright_border", 2, {10, 1, 10, 9}, {0, 8000}, 1, {{0, 8000, 1}}},
    {"along_it_downwards", 2, {10, 9, 10, 1}, {0, 8000}, 1, {{0, 8000, 1}}},
    {"along_a_level_border", 2, {1, 10, 9, 10}, {0, 8000}, 1, {{0, 8000, 2}}},
    {"along_it_backwards", 2, {9, 10, 1, 10}, {0, 8000}, 1, {{0, 8000, 2}}},
    {"along_two_borders_of_three",
     3,
     {10, 1, 10, 10, 20, 10},
     {0, 9000, 19000},
     2,
     {{0, 9000, 1}, {9000, 19000, 3}}},
    {"along_the_outer_left", 2, {0, 1, 0, 9}, {0, 8000}, 1, {{0, 8000, 0}}},
    {"along_the_outer_right", 2, {20, 1, 20, 9}, {0, 8000}, 1, {{0, 8000, NO}}},
    {"along_a_slanted_border", 2, {50.1, 0.1, 57.3, 5.8}, {0, 9183}, 1, {{0, 9183, 6}}},
    {"along_it_the_other_way", 2, {57.3, 5.8, 50.1, 0.1}, {0, 9183}, 1, {{0, 9183, 6}}},
    {"along_it_with_vertices_of_its_own",
     4,
     {50.1, 0.1, 51.3, 1.05, 56.1, 4.85, 57.3, 5.8},
     {0, 1530, 7652, 9183},
     1,
     {{0, 9183, 6}}},
    {"a_sliver_vanishes", 2, {24, 5, 26, 5}, {0, 2000}, 1, {{0, 2000, NO}}},
    {"line_of_no_length", 2, {5, 5, 5, 5}, {0, 0}, 0, {{0, 0, 0}}},
    {"line_of_one_vertex", 1, {5, 5}, {0}, 0, {{0, 0, 0}}},
    {"line_below_a_millimetre", 2, {10, 5, 10.0002, 5}, {0, 0}, 0, {{0, 0, 0}}},
    {"line_of_a_millimetre", 2, {5, 5, 5.001, 5}, {0, 1}, 1, {{0, 1, 0}}},
    {"repeated_vertices",
     6,
     {5, 5, 5, 5, 10, 5, 10, 5, 15, 5, 15, 5},
     {0, 0, 5000, 5000, 10000, 10000},
     2,
     {{0, 5000, 0}, {5000, 10000, 1}}},
    {"border_inside_a_step_of_no_length",
     4,
     {5, 5, 9.9999, 5, 10.0001, 5, 15, 5},
     {0, 5000, 5000, 10000},
     2,
     {{0, 5000, 0}, {5000, 10000, 1}}},
};

static struct locator *locator_of(const struct areas *areas)
{
    struct locator *locator = NULL;
    assert_int_equal(locator_new(&locator, areas, NULL), WS_OK);
    return locator;
}

static void test_drawn(void **context)
{
    const struct row *row = *context;
    struct areas areas = drawn_areas();
    struct locator *locator = locator_of(&areas);
    struct clip clip = {0};
    for (int again = 0; again < 2; again++) { /* scratch is used again */
        assert_int_equal(clip_line(&clip, locator, row->xy_m, row->at_mm, row->count, NULL), WS_OK);
        assert_int_equal(clip.count, row->stretch_count);
        for (uint32_t i = 0; i < clip.count; i++) {
            assert_int_equal(clip.stretches[i].from_mm, row->stretches[i].from_mm);
            assert_int_equal(clip.stretches[i].to_mm, row->stretches[i].to_mm);
            assert_int_equal(clip.stretches[i].area, row->stretches[i].area);
        }
    }
    clip_release(&clip);
    locator_free(locator);
    areas_release(&areas);
}

/* A line of random steps; its length is a little more than that in the plane. */
struct line {
    uint32_t count, at_mm[MAX_VERTICES];
    double xy_m[2 * MAX_VERTICES];
};

static void random_line(struct line *line, const struct tiling *tiling, uint64_t *state)
{
    double extent_m = tiling->step_m * tiling->side, at_m = 0.0;
    line->count = 2 + random_below(state, random_below(state, 8) ? 7 : MAX_VERTICES - 1);
    bool on_corners = random_below(state, 4) == 0;
    for (uint32_t v = 0; v < line->count; v++) {
        double *xy = line->xy_m + 2 * (size_t)v;
        xy[0] = tiling->left_m + random_between(state, -0.1, 1.1) * extent_m;
        xy[1] = tiling->bottom_m + random_between(state, -0.1, 1.1) * extent_m;
        if (on_corners)
            tiling_corner(tiling, random_below(state, tiling->side + 1),
                          random_below(state, tiling->side + 1), xy);
        if (v && random_below(state, 5) == 0)
            memcpy(xy, xy - 2, 2 * sizeof *xy);
        if (v)
            at_m += 1.0017 * hypot(xy[0] - xy[-2], xy[1] - xy[-1]);
        line->at_mm[v] = (uint32_t)floor(at_m * 1000.0 + 0.5);
    }
}

static uint32_t owner_of(const struct locator *locator, const struct line *line, double at_mm)
{
    uint32_t j = 0;
    at_mm = fmin(fmax(at_mm, 0.0), line->at_mm[line->count - 1] - 1e-3);
    while (line->at_mm[j + 1] <= at_mm)
        j++;
    double t = (at_mm - line->at_mm[j]) / (line->at_mm[j + 1] - line->at_mm[j]);
    const double *a = line->xy_m + 2 * (size_t)j;
    return locate_point(locator, a[0] + t * (a[2] - a[0]), a[1] + t * (a[3] - a[1]));
}

/* A millimetre belongs to the owner of its middle, or, when a border is within
 * a millimetre, to an owner found there. */
static bool owns(const struct locator *locator, const struct line *line, uint32_t mm, uint32_t area)
{
    if (owner_of(locator, line, mm + 0.5) == area)
        return true;
    for (int step = -8; step <= 8; step++)
        if (owner_of(locator, line, mm + 0.5 + step / 8.0) == area)
            return true;
    return false;
}

/* Whether the line runs along a border there: its owners are those to the sides. */
static bool owns_aside(const struct locator *locator, const struct line *line, uint32_t mm,
                       uint32_t area)
{
    for (int step = 0; step < 4; step++) {
        struct line moved = *line;
        for (uint32_t v = 0; v < line->count; v++) {
            moved.xy_m[2 * v] += step & 1 ? 1e-5 : -1e-5;
            moved.xy_m[2 * v + 1] += step & 2 ? 1e-5 : -1e-5;
        }
        if (owns(locator, &moved, mm, area))
            return true;
    }
    return false;
}

static void check_line(struct clip *clip, const struct locator *locator, const struct line *line)
{
    assert_int_equal(clip_line(clip, locator, line->xy_m, line->at_mm, line->count, NULL), WS_OK);
    uint32_t end = line->at_mm[line->count - 1], at = 0;
    for (uint32_t i = 0; i < clip->count; i++) {
        struct stretch stretch = clip->stretches[i];
        assert_int_equal(stretch.from_mm, at);
        assert_true(stretch.to_mm > at);
        assert_true(i == 0 || stretch.area != clip->stretches[i - 1].area);
        for (; at < stretch.to_mm; at++)
            assert_true(owns(locator, line, at, stretch.area) ||
                        owns_aside(locator, line, at, stretch.area));
    }
    assert_int_equal(at, end);
}

static uint64_t area_sum(const struct clip *clip, uint64_t area_count, bool is_reversed)
{
    uint64_t sum = 0; /* depends on the length in every area, not on the order */
    for (uint32_t i = 0; i < clip->count; i++) {
        uint64_t area = clip->stretches[i].area;
        if (area != NO && is_reversed)
            area = area_count - 1 - area;
        sum += (area + 1) * (area + 7) * (clip->stretches[i].to_mm - clip->stretches[i].from_mm);
    }
    return sum;
}

static const struct tiling_row {
    const char *name;
    struct tiling tiling;
    uint32_t line_count;
} TILINGS[] = {
    {"grid_of_metres", {4, 0.0, 0.0, 1.0, 0.0, false}, 40},
    {"grid_of_thirds", {6, 1.0 / 3.0, 6e6 + 0.1, 1.0 / 3.0, 0.0, false}, 40},
    {"skew_triangles", {4, 500000.1, 6.7e6 + 0.7, 0.77, 0.3, true}, 40},
    {"triangles_of_millimetres", {9, 500000.1, 6.7e6 + 0.7, 0.0021, 0.3, true}, 400},
};

static void test_tiling(void **context)
{
    const struct tiling_row *row = *context;
    struct areas areas = tiling_areas(&row->tiling, false);
    struct areas reversed = tiling_areas(&row->tiling, true);
    struct locator *forward = locator_of(&areas), *backward = locator_of(&reversed);
    struct clip clip = {0};
    uint64_t state = 41;
    for (uint32_t i = 0; i < row->line_count; i++) {
        struct line line;
        random_line(&line, &row->tiling, &state);
        check_line(&clip, forward, &line);
        uint64_t sum = area_sum(&clip, areas.count, false);
        assert_int_equal(clip_line(&clip, backward, line.xy_m, line.at_mm, line.count, NULL),
                         WS_OK);
        assert_true(area_sum(&clip, areas.count, true) == sum);
    }
    clip_release(&clip);
    locator_free(forward);
    locator_free(backward);
    areas_release(&areas);
    areas_release(&reversed);
}

/* A line along the border of two skew areas belongs to the same one of them in
 * both directions, whole. */
static void test_skew_border(void **context)
{
    (void)context;
    struct tiling tiling = {5, 500000.1, 6.7e6 + 0.7, 33.3, 0.3, true};
    struct areas areas = tiling_areas(&tiling, false);
    struct locator *locator = locator_of(&areas);
    struct clip clip = {0};
    const uint32_t steps[3][2] = {{1, 0}, {0, 1}, {1, 1}};
    for (uint32_t i = 0; i < 3 * 16; i++) {
        uint32_t column = i / 3 % 4, row = i / 12;
        double there[4], back[4];
        tiling_corner(&tiling, column, row, there);
        tiling_corner(&tiling, column + steps[i % 3][0], row + steps[i % 3][1], there + 2);
        memcpy(back, there + 2, 2 * sizeof *back);
        memcpy(back + 2, there, 2 * sizeof *back);
        const uint32_t at_mm[] = {0, 33333};
        assert_int_equal(clip_line(&clip, locator, there, at_mm, 2, NULL), WS_OK);
        assert_int_equal(clip.count, 1);
        uint32_t owner = clip.stretches[0].area;
        assert_int_equal(clip_line(&clip, locator, back, at_mm, 2, NULL), WS_OK);
        assert_int_equal(clip.count, 1);
        assert_int_equal(clip.stretches[0].area, owner);
    }
    clip_release(&clip);
    locator_free(locator);
    areas_release(&areas);
}

/* The last bit of a crossing must not depend on how an area is drawn. The border
 * crosses the line half a millimetre between two whole ones, where that bit
 * decides. */
static void test_ring_direction_and_start(void **context)
{
    (void)context;
    uint64_t state = 7;
    struct clip one = {0}, two = {0};
    const double line[] = {500000.0, 6700000.0, 500007.0, 6700003.0};
    const uint32_t at_mm[] = {0, 10001};
    for (int i = 0; i < 3000; i++) {
        double dx = random_between(&state, -3.0, 3.0), dy = random_between(&state, 20.0, 90.0);
        double xy[] = {500003.5 - dx,  6700001.5 - dy, 500003.5 + dx,
                       6700001.5 + dy, 500100.0,       6700000.0};
        double turned[] = {xy[4], xy[5], xy[2], xy[3], xy[0], xy[1]};
        struct areas_builder drawn = {0}, redrawn = {0};
        add_area(&drawn, xy, 3);
        add_area(&redrawn, turned, 3);
        struct locator *first = locator_of(&drawn.areas), *second = locator_of(&redrawn.areas);
        assert_int_equal(clip_line(&one, first, line, at_mm, 2, NULL), WS_OK);
        assert_int_equal(clip_line(&two, second, line, at_mm, 2, NULL), WS_OK);
        assert_int_equal(one.count, 2);
        assert_int_equal(two.count, 2);
        assert_int_equal(one.stretches[0].to_mm, two.stretches[0].to_mm);
        locator_free(first);
        locator_free(second);
        areas_release(&drawn.areas);
        areas_release(&redrawn.areas);
    }
    clip_release(&one);
    clip_release(&two);
}

static void test_no_memory(void **context)
{
    (void)context;
    struct areas areas = drawn_areas();
    struct locator *locator = locator_of(&areas);
    uint64_t nth = 1;
    for (;; nth++) {
        struct clip clip = {0};
        mem_fail_at(nth);
        enum ws_status st = clip_line(&clip, locator, ROWS[0].xy_m, ROWS[0].at_mm, 2, NULL);
        mem_fail_at(0);
        clip_release(&clip);
        if (!st)
            break;
        assert_int_equal(st, WS_NO_MEMORY);
    }
    assert_true(nth > 2);
    locator_free(locator);
    areas_release(&areas);
}

int main(void)
{
    struct CMUnitTest tests[COUNT_OF(ROWS) + COUNT_OF(TILINGS) + 3];
    size_t count = 0;
    for (size_t i = 0; i < COUNT_OF(ROWS); i++)
        tests[count++] = (struct CMUnitTest){
            .name = ROWS[i].name, .test_func = test_drawn, .initial_state = (void *)&ROWS[i]};
    for (size_t i = 0; i < COUNT_OF(TILINGS); i++)
        tests[count++] = (struct CMUnitTest){.name = TILINGS[i].name,
                                             .test_func = test_tiling,
                                             .initial_state = (void *)&TILINGS[i]};
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(test_skew_border);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(test_ring_direction_and_start);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(test_no_memory);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
