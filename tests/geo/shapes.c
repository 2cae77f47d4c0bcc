#include "tiling.h"

#include "base/mem.h"
#include "geo/shapes.h"

/* What was appended is what is found, whatever the number of growths. */
static void test_lines(void **context)
{
    (void)context;
    enum { LINES = 500 };
    struct lines_builder builder = {0};
    uint64_t state = 1;
    for (uint32_t i = 0; i < LINES; i++) {
        uint32_t count = 2 + i % 7;
        double xy_m[2 * 8], at_m[8];
        for (uint32_t v = 0; v < count; v++) {
            xy_m[2 * v] = i;
            xy_m[2 * v + 1] = v;
            at_m[v] = i + v / 10.0;
        }
        struct line_row row = {.fid = 1000 + i,
                               .source = (uint16_t)(i % 3),
                               .road_class = (uint16_t)(i % 11),
                               .flags = LINE_FORWARD | LINE_FERRY,
                               .speed_kmh = (float)i,
                               .speed_back_kmh = (float)i + 1.0f,
                               .boarding_s = (float)i + 2.0f,
                               .length_m = i + 3.0};
        assert_int_equal(lines_add(&builder, &row, xy_m, at_m, count, NULL), WS_OK);
    }
    const struct lines *lines = &builder.lines;
    assert_int_equal(lines->count, LINES);
    assert_int_equal(lines->first_xy[0], 0);
    assert_int_equal(lines->first_xy[LINES], builder.xy_count);
    for (int probe = 0; probe < 2000; probe++) {
        uint32_t i = random_below(&state, LINES), v = random_below(&state, 2 + i % 7);
        size_t at = lines->first_xy[i] + v;
        assert_int_equal(lines->first_xy[i + 1] - lines->first_xy[i], 2 + i % 7);
        assert_true(lines->xy_m[2 * at] == i && lines->xy_m[2 * at + 1] == v);
        assert_true(lines->at_m[at] == i + v / 10.0);
        assert_int_equal(lines->fid[i], 1000 + i);
        assert_int_equal(lines->source[i], i % 3);
        assert_int_equal(lines->road_class[i], i % 11);
        assert_int_equal(lines->flags[i], LINE_FORWARD | LINE_FERRY);
        assert_true(lines->speed_kmh[i] == (float)i);
        assert_true(lines->speed_back_kmh[i] == (float)i + 1.0f);
        assert_true(lines->boarding_s[i] == (float)i + 2.0f);
        assert_true(lines->length_m[i] == i + 3.0);
    }
    lines_release(&builder.lines);
    assert_null(builder.lines.xy_m);
    lines_release(&builder.lines);
    lines_release(NULL);
}

/* Offsets are complete after every call. */
static void test_areas(void **context)
{
    (void)context;
    struct areas_builder builder = {0};
    const struct areas *areas = &builder.areas;
    assert_int_equal(areas_begin(&builder, 5, NULL), WS_OK);
    assert_int_equal(areas->first_ring[1], 0);
    assert_int_equal(areas->first_xy[0], 0);
    struct box nothing = areas_box(areas, 0);
    assert_true(nothing.min_x_m > nothing.max_x_m);
    assert_near(areas_m2(areas, 0), 0.0, 0.0);

    add_square(&builder, 500000.0, 6e6, 10.0);
    double hole[] = {500002, 6000002, 500002, 6000004, 500004, 6000004, 500004, 6000002};
    assert_int_equal(areas_ring(&builder, hole, 4, true, NULL), WS_OK);
    assert_int_equal(areas->first_ring[1], 0);
    assert_int_equal(areas->first_ring[2], 2);
    assert_int_equal(areas->first_xy[1], 5);
    assert_int_equal(areas->first_xy[2], 10); /* the open ring was closed */
    assert_true(areas->xy_m[18] == 500002.0 && areas->xy_m[19] == 6000002.0);
    assert_false(areas->is_hole[0]);
    assert_true(areas->is_hole[1]);
    assert_near(areas_m2(areas, 1), 96.0, 1e-9);
    struct box box = areas_box(areas, 1);
    assert_true(box.min_x_m == 500000.0 && box.max_x_m == 500010.0);
    assert_true(box.min_y_m == 6e6 && box.max_y_m == 6000010.0);

    assert_int_equal(areas_begin(&builder, 6, NULL), WS_OK);
    assert_int_equal(areas->first_ring[3], 2);
    assert_int_equal(areas->fid[0], 5);
    assert_int_equal(areas->fid[2], 6);
    areas_release(&builder.areas);
    areas_release(&builder.areas);
    areas_release(NULL);
}

/* A call that finds no memory changes nothing that is seen, and can be repeated. */
static void test_no_memory(void **context)
{
    (void)context;
    struct lines_builder lines = {0};
    struct areas_builder areas = {0};
    double xy_m[] = {0, 0, 4, 0, 4, 3, 0, 0}, at_m[] = {0, 4, 7, 12};
    uint32_t failures = 0;
    for (uint32_t i = 0; i < 40; i++) {
        enum ws_status st;
        uint64_t nth = 1;
        do {
            mem_fail_at(nth++);
            st = lines_add(&lines, &(struct line_row){.fid = i}, xy_m, at_m, 4, NULL);
            mem_fail_at(0);
            assert_int_equal(lines.lines.count, i + !st);
            failures += st == WS_NO_MEMORY;
        } while (st);
        nth = 1;
        do {
            mem_fail_at(nth++);
            st = areas_begin(&areas, i, NULL);
            mem_fail_at(0);
            assert_int_equal(areas.areas.count, i + !st);
        } while (st);
        do {
            mem_fail_at(nth++);
            st = areas_ring(&areas, xy_m, 4, false, NULL);
            mem_fail_at(0);
            assert_int_equal(areas.ring_count, i + !st);
        } while (st);
    }
    assert_true(failures > 20);
    for (uint32_t i = 0; i < 40; i++) {
        assert_int_equal(lines.lines.fid[i], i);
        assert_int_equal(lines.lines.first_xy[i + 1], 4 * (i + 1));
        assert_true(lines.lines.at_m[4 * i + 3] == 12.0);
        assert_near(areas_m2(&areas.areas, i), 6.0, 1e-12);
    }
    lines_release(&lines.lines);
    areas_release(&areas.areas);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_areas),
        cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
