/* Areas known by hand; for random rings the oracle is the even-odd rule of
 * geo/locate.h on the drawing as it was. */
#include "tiling.h"
#include "wkb_draw.h"

#include "base/mem.h"
#include "geo/locate.h"
#include "geo/polygon.h"

#define INF HUGE_VAL
#define NAN_M ((double)NAN)
#define SQUARE(x, y, s) RING, x, y, (x) + (s), y, (x) + (s), (y) + (s), x, (y) + (s), x, y

static const struct row {
    const char *name; /* with the number in the catalogue of bad inputs */
    double numbers[MAX_NUMBERS];
    enum ws_status status;
    bool was_valid, is_empty;
    double before_m2, after_m2;
    uint32_t ring_count;
} ROWS[] = {
    {"valid_square", {PART, SQUARE(0, 0, 10), END}, WS_OK, true, false, 100, 100, 1},
    {"valid_with_hole",
     {PART, SQUARE(0, 0, 10), SQUARE(2, 2, 3), END},
     WS_OK,
     true,
     false,
     91,
     91,
     2},
    {"valid_parts_with_hole",
     {PART, SQUARE(0, 0, 10), SQUARE(2, 2, 3), PART, SQUARE(20, 0, 1), END},
     WS_OK,
     true,
     false,
     92,
     92,
     3},
    {"020_clockwise",
     {PART, RING, 0, 0, 0, 10, 10, 10, 10, 0, 0, 0, END},
     WS_OK,
     true,
     false,
     100,
     100,
     1},
    {"021_every_vertex_repeated",
     {PART, RING, 0, 0, 0, 0, 9, 0, 9, 0, 9, 9, 9, 9, 0, 9, 0, 9, 0, 0, 0, 0, END},
     WS_OK,
     true,
     false,
     81,
     81,
     1},
    {"001_bow_tie",
     {PART, RING, 0, 0, 10, 10, 10, 0, 0, 10, 0, 0, END},
     WS_OK,
     false,
     false,
     0,
     50,
     2},
    {"002_uneven_self_crossing",
     {PART, RING, 0, -1, 0, 1, 6, -2, 6, 2, 0, -1, END},
     WS_OK,
     false,
     false,
     6,
     10,
     2},
    {"003_hole_equal_to_shell",
     {PART, SQUARE(0, 0, 10), SQUARE(0, 0, 10), END},
     WS_OK,
     false,
     true,
     0,
     0,
     0},
    {"004_hole_outside_shell",
     {PART, SQUARE(0, 0, 10), SQUARE(20, 0, 2), END},
     WS_OK,
     false,
     false,
     96,
     100,
     1},
    {"hole_across_the_shell",
     {PART, SQUARE(0, 0, 10), SQUARE(9, 4, 2), END},
     WS_OK,
     false,
     false,
     96,
     98,
     1},
    {"overlapping_holes",
     {PART, SQUARE(0, 0, 10), SQUARE(2, 2, 2), SQUARE(3, 3, 2), END},
     WS_OK,
     false,
     false,
     92,
     93,
     2},
    {"005_overlapping_parts",
     {PART, SQUARE(0, 0, 10), PART, SQUARE(5, 0, 10), END},
     WS_OK,
     false,
     false,
     200,
     150,
     1},
    {"parts_that_share_a_border",
     {PART, SQUARE(0, 0, 10), PART, SQUARE(10, 0, 10), END},
     WS_OK,
     false,
     false,
     200,
     200,
     1},
    {"006_ring_not_closed",
     {PART, RING, 0, 0, 10, 0, 10, 10, 0, 10, END},
     WS_OK,
     false,
     false,
     100,
     100,
     1},
    {"006_triangle_not_closed",
     {PART, RING, 0, 0, 10, 0, 10, 10, END},
     WS_OK,
     false,
     false,
     50,
     50,
     1},
    {"007_two_distinct_points",
     {PART, RING, 0, 0, 5, 5, 0, 0, END},
     WS_BAD_DATA,
     false,
     false,
     0,
     0,
     0},
    {"007_two_distinct_of_four",
     {PART, RING, 0, 0, 5, 5, 5, 5, 0, 0, END},
     WS_OK,
     false,
     true,
     0,
     0,
     0},
    {"007_one_point", {PART, RING, 1, 1, 1, 1, 1, 1, 1, 1, END}, WS_OK, false, true, 0, 0, 0},
    {"008_spike",
     {PART, RING, 0, 0, 10, 0, 10, 5, 20, 5, 10, 5, 10, 10, 0, 10, 0, 0, END},
     WS_OK,
     false,
     false,
     100,
     100,
     1},
    {"008_ring_that_touches_itself",
     {PART, RING, 0, 0, 10, 0, 10, 10, 5, 10, 7, 5, 3, 5, 5, 10, 0, 10, 0, 0, END},
     WS_OK,
     false,
     false,
     90,
     90,
     2},
    {"010_empty_polygon", {PART, END}, WS_OK, false, true, 0, 0, 0},
    {"010_empty_ring", {PART, RING, END}, WS_OK, false, true, 0, 0, 0},
    {"010_no_parts", {END}, WS_OK, false, true, 0, 0, 0},
    {"010_empty_part_among_others",
     {PART, PART, SQUARE(0, 0, 10), END},
     WS_OK,
     true,
     false,
     100,
     100,
     1},
    {"hole_without_shell", {PART, RING, SQUARE(0, 0, 10), END}, WS_BAD_DATA, false, false, 0, 0, 0},
    {"011_nan_vertex",
     {PART, RING, 0, 0, 10, 0, NAN_M, 10, 0, 10, 0, 0, END},
     WS_BAD_DATA,
     false,
     false,
     0,
     0,
     0},
    {"012_one_infinite_vertex",
     {PART, RING, 0, 0, 10, 0, 10, INF, 0, 10, 0, 0, END},
     WS_BAD_DATA,
     false,
     false,
     0,
     0,
     0},
    {"013_all_infinite",
     {PART, RING, INF, INF, INF, INF, INF, INF, INF, INF, END},
     WS_BAD_DATA,
     false,
     false,
     0,
     0,
     0},
    {"013_all_infinite_in_a_part",
     {PART, SQUARE(0, 0, 10), PART, RING, -INF, INF, -INF, INF, -INF, INF, -INF, INF, END},
     WS_BAD_DATA,
     false,
     false,
     0,
     0,
     0},
    {"014_coordinates_of_1e308",
     {PART, RING, 0, 0, 1e308, 0, 1e308, 1e308, 0, 0, END},
     WS_BAD_DATA,
     false,
     false,
     0,
     0,
     0},
};

static struct polygons *opened(void)
{
    struct polygons *polygons = NULL;
    assert_int_equal(polygons_open(&polygons, NULL), WS_OK);
    return polygons;
}

static double turn_m2(const struct areas *areas, uint32_t ring)
{
    double sum = 0.0;
    for (uint32_t v = areas->first_xy[ring]; v + 1 < areas->first_xy[ring + 1]; v++) {
        const double *a = areas->xy_m + 2 * v, *from = areas->xy_m + 2 * areas->first_xy[ring];
        sum += (a[0] - from[0]) * (a[3] - from[1]) - (a[1] - from[1]) * (a[2] - from[0]);
    }
    return sum / 2.0;
}

/* Rings are closed, shells turn left, holes right. Slivers of rounded corners
 * are too thin for a sum to say. */
static void check_rings(const struct areas *areas, uint32_t area)
{
    for (uint32_t r = areas->first_ring[area]; r < areas->first_ring[area + 1]; r++) {
        const double *first = areas->xy_m + 2 * areas->first_xy[r];
        const double *last = areas->xy_m + 2 * (areas->first_xy[r + 1] - 1);
        assert_true(first[0] == last[0] && first[1] == last[1]);
        assert_true(areas->is_hole[r] ? turn_m2(areas, r) < 1e-12 : turn_m2(areas, r) > -1e-12);
    }
}

static void test_mend(void **context)
{
    const struct row *row = *context;
    struct polygons *polygons = opened();
    struct areas_builder out = {0};
    struct bytes wkb = {0};
    struct mend mend;
    struct ws_error err = {0};
    put_geometry(&wkb, row->numbers, 0, 0);
    assert_int_equal(polygons_mend(polygons, &out, wkb.at, wkb.size, 42, &mend, &err), row->status);
    if (row->status) {
        assert_int_equal(out.areas.count, 0);
        assert_true(strlen(err.message) > 10);
    } else {
        assert_int_equal(mend.was_valid, row->was_valid);
        assert_int_equal(mend.is_empty, row->is_empty);
        assert_near(mend.before_m2, row->before_m2, 1e-9);
        assert_near(mend.after_m2, row->after_m2, 1e-9);
        assert_int_equal(out.areas.count, !row->is_empty);
        assert_int_equal(mend.reason[0] == '\0', row->was_valid);
    }
    if (out.areas.count) {
        assert_int_equal(out.areas.fid[0], 42);
        assert_int_equal(out.areas.first_ring[1], row->ring_count);
        assert_near(areas_m2(&out.areas, 0), row->after_m2, 1e-9);
        if (row->was_valid)
            check_unchanged(&out.areas, row->numbers);
        else
            check_rings(&out.areas, 0);
    }
    areas_release(&out.areas);
    polygons_close(polygons);
}

static void test_reason_names_the_place(void **context)
{
    (void)context;
    struct polygons *polygons = opened();
    struct areas_builder out = {0};
    struct bytes wkb = {0};
    struct mend mend;
    const double bow_tie[] = {PART, RING, 0, 0, 10, 10, 10, 0, 0, 10, 0, 0, END};
    put_geometry(&wkb, bow_tie, 0, 0);
    assert_int_equal(polygons_mend(polygons, &out, wkb.at, wkb.size, 1, &mend, NULL), WS_OK);
    assert_string_equal(mend.reason, "Self-intersection at (5.000, 5.000)");
    areas_release(&out.areas);
    polygons_close(polygons);
}

/* A ring of random vertices; on the coarse lattice edges lie on each other. */
static uint32_t random_ring(double *numbers, bool is_coarse, uint64_t *state)
{
    uint32_t count = 4 + random_below(state, 20);
    numbers[0] = PART;
    numbers[1] = RING;
    for (uint32_t v = 0; v < 2 * count; v++)
        numbers[2 + v] =
            is_coarse ? random_below(state, 12) : random_between(state, 6e6, 6e6 + 100.0);
    memcpy(numbers + 2 + 2 * count, numbers + 2, 2 * sizeof *numbers);
    numbers[4 + 2 * count] = END;
    return count + 1;
}

static void mend_numbers(struct polygons *polygons, struct areas_builder *out,
                         const double *numbers, struct mend *mend)
{
    struct bytes wkb = {0};
    put_geometry(&wkb, numbers, 0, 0);
    assert_int_equal(polygons_mend(polygons, out, wkb.at, wkb.size, 3, mend, NULL), WS_OK);
}

/* Random rings cross themselves. Mended they hold the points they held by the
 * even-odd rule. */
static void test_random_rings(void **context)
{
    (void)context;
    struct polygons *polygons = opened();
    uint64_t state = 77;
    for (int i = 0; i < 40; i++) {
        struct areas_builder drawn = {0}, mended = {0};
        double numbers[MAX_NUMBERS];
        struct mend mend;
        uint32_t count = random_ring(numbers, false, &state);
        add_area(&drawn, numbers + 2, count);
        mend_numbers(polygons, &mended, numbers, &mend);
        struct locator *before = NULL, *after = NULL;
        assert_int_equal(locator_new(&before, &drawn.areas, NULL), WS_OK);
        assert_int_equal(locator_new(&after, &mended.areas, NULL), WS_OK);
        for (int p = 0; p < 300; p++) {
            double x = random_between(&state, 6e6, 6e6 + 100.0);
            double y = random_between(&state, 6e6, 6e6 + 100.0);
            assert_int_equal(locate_point(after, x, y), locate_point(before, x, y));
        }
        locator_free(before);
        locator_free(after);
        areas_release(&drawn.areas);
        areas_release(&mended.areas);
    }
    polygons_close(polygons);
}

/* What was mended is valid, also where edges lie on each other. */
static void test_mended_is_valid(void **context)
{
    (void)context;
    struct polygons *polygons = opened();
    uint64_t state = 78;
    uint32_t mended_count = 0;
    for (int i = 0; i < 100; i++) {
        struct areas_builder once = {0}, twice = {0};
        double numbers[MAX_NUMBERS];
        struct mend mend, again;
        (void)random_ring(numbers, true, &state);
        mend_numbers(polygons, &once, numbers, &mend);
        if (!mend.is_empty && !mend.was_valid) {
            struct bytes wkb = {0};
            check_rings(&once.areas, 0);
            put_area(&wkb, &once.areas);
            assert_int_equal(polygons_mend(polygons, &twice, wkb.at, wkb.size, 3, &again, NULL),
                             WS_OK);
            assert_true(again.was_valid);
            assert_near(again.after_m2, mend.after_m2, 1e-9);
            mended_count++;
        }
        areas_release(&once.areas);
        areas_release(&twice.areas);
    }
    assert_true(mended_count > 50);
    polygons_close(polygons);
}

static void test_union(void **context)
{
    (void)context;
    struct polygons *polygons = opened();
    struct tiling tiling = {5, 0.0, 0.0, 10.0, 0.0, false};
    struct areas cells = tiling_areas(&tiling, false);
    struct areas_builder out = {0}, frame = {0};
    add_square(&frame, -5.0, -5.0, 20.0);
    add_square(&frame, 200.0, 200.0, 20.0);
    const uint32_t ring_of_eight[] = {0, 1, 2, 5, 7, 10, 11, 12};
    const uint32_t shuffled[] = {12, 5, 0, 7, 11, 2, 10, 1}, apart[] = {0, 24};
    const struct {
        const uint32_t *members;
        uint32_t count, clip_area, rings;
        double m2;
    } unions[] = {
        {ring_of_eight, 8, WS_NONE, 2, 800.0}, {shuffled, 8, WS_NONE, 2, 800.0},
        {apart, 2, WS_NONE, 2, 200.0},         {ring_of_eight, 8, 0, 1, 200.0},
        {ring_of_eight, 8, 1, 0, 0.0},         {apart, 1, WS_NONE, 1, 100.0},
        {apart, 0, WS_NONE, 0, 0.0},           {apart, 0, 0, 0, 0.0},
    };
    for (uint32_t i = 0; i < COUNT_OF(unions); i++) {
        const struct areas *clip = unions[i].clip_area == WS_NONE ? NULL : &frame.areas;
        assert_int_equal(polygons_union(polygons, &out, &cells, unions[i].members, unions[i].count,
                                        clip, unions[i].clip_area, i, NULL),
                         WS_OK);
        assert_int_equal(out.areas.count, i + 1);
        assert_int_equal(out.areas.fid[i], i);
        assert_int_equal(out.areas.first_ring[i + 1] - out.areas.first_ring[i], unions[i].rings);
        assert_near(areas_m2(&out.areas, i), unions[i].m2, 1e-9);
        check_rings(&out.areas, i);
    }
    /* The order of the members does not show. */
    uint32_t first = out.areas.first_xy[out.areas.first_ring[1]];
    uint32_t second = out.areas.first_xy[out.areas.first_ring[2]];
    assert_int_equal(second, 2 * first);
    assert_memory_equal(out.areas.xy_m, out.areas.xy_m + 2 * first, 2 * first * sizeof(double));
    areas_release(&out.areas);
    areas_release(&frame.areas);
    areas_release(&cells);
    polygons_close(polygons);
}

static void test_inside_and_overlap(void **context)
{
    (void)context;
    struct polygons *polygons = opened();
    struct areas_builder drawn = {0};
    add_square(&drawn, 0.0, 0.0, 10.0);
    double hole[] = {1, 1, 1, 9, 9, 9, 9, 1};
    assert_int_equal(areas_ring(&drawn, hole, 4, true, NULL), WS_OK);
    add_square(&drawn, 5.0, 5.0, 10.0);
    add_square(&drawn, 10.0, -10.0, 10.0);
    assert_int_equal(areas_begin(&drawn, 7, NULL), WS_OK); /* without rings */
    add_square(&drawn, HUGE_VAL, 0.0, 10.0);
    struct locator *locator = NULL;
    assert_int_equal(locator_new(&locator, &drawn.areas, NULL), WS_OK);

    struct point inside = {0};
    assert_int_equal(polygons_inside(polygons, &drawn.areas, 0, &inside, NULL), WS_OK);
    assert_int_equal(locate_point(locator, inside.x_m, inside.y_m), 0);
    assert_int_equal(polygons_inside(polygons, &drawn.areas, 3, &inside, NULL), WS_BAD_DATA);
    assert_int_equal(polygons_inside(polygons, &drawn.areas, 4, &inside, NULL), WS_BAD_DATA);

    double m2 = -1.0, border_m = -1.0;
    enum ws_status st = polygons_overlap_m2(polygons, &drawn.areas, 0, 1, &m2, &border_m, NULL);
    assert_true(st == WS_OK && fabs(m2 - 9.0) < 1e-9 && fabs(border_m - 20.0) < 1e-9);
    for (uint32_t i = 0; i < 2; i++) { /* touching, and without rings */
        st = polygons_overlap_m2(polygons, &drawn.areas, i, i + 2, &m2, NULL, NULL);
        assert_true(st == WS_OK && fabs(m2) < 1e-12);
    }
    assert_int_equal(polygons_overlap_m2(polygons, &drawn.areas, 1, 4, &m2, NULL, NULL),
                     WS_BAD_DATA);
    locator_free(locator);
    areas_release(&drawn.areas);
    polygons_close(polygons);
}

static void test_no_memory(void **context)
{
    (void)context;
    struct bytes wkb = {0};
    put_geometry(&wkb, ROWS[10].numbers, 0, 0); /* overlapping holes: every step */
    uint64_t nth = 1;
    for (;; nth++) {
        struct polygons *polygons = NULL;
        struct areas_builder out = {0};
        struct mend mend;
        mem_fail_at(nth);
        enum ws_status st = polygons_open(&polygons, NULL);
        if (!st)
            st = polygons_mend(polygons, &out, wkb.at, wkb.size, 3, &mend, NULL);
        mem_fail_at(0);
        areas_release(&out.areas);
        polygons_close(polygons);
        if (!st)
            break;
        assert_int_equal(st, WS_NO_MEMORY);
    }
    assert_true(nth > 10);
}

int main(void)
{
    struct CMUnitTest tests[COUNT_OF(ROWS) + 6];
    size_t count = 0;
    for (size_t i = 0; i < COUNT_OF(ROWS); i++)
        tests[count++] = (struct CMUnitTest){
            .name = ROWS[i].name, .test_func = test_mend, .initial_state = (void *)&ROWS[i]};
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(test_reason_names_the_place);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(test_random_rings);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(test_mended_is_valid);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(test_union);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(test_inside_and_overlap);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(test_no_memory);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
