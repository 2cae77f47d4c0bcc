/* Gaps known by hand: squares of 1 km that meet, nearly meet, or do not. */
#include "tiling.h"

#include "base/mem.h"
#include "geo/seams.h"

#define MOST 6
#define KM 1000.0

/* Squares as x, y, width, height in kilometres; width 0 ends. */
static const struct row {
    const char *name;
    double km[MOST][4];
    uint32_t hole_count, strip_count;
    double hole_m2, strip_m2;
    uint32_t area, other, neighbour_count; /* of the largest */
} ROWS[] = {
    {"side_by_side", {{0, 0, 1, 1}, {1, 0, 1, 1}}, 0, 0, 0, 0, 0, 0, 0},
    {"apart_by_more_than_is_looked_for", {{0, 0, 9, 9}, {12, 0, 9, 9}}, 0, 0, 0, 0, 0, 0, 0},
    {"a_frame_of_four_round_a_hole",
     {{0, 0, 2, 1}, {2, 0, 1, 2}, {1, 2, 2, 1}, {0, 1, 1, 2}},
     1,
     0,
     1e6,
     0,
     0,
     1,
     4},
    {"a_strip_open_at_both_ends", {{0, 0, 1, 9}, {1.1, 0, 1, 9}}, 0, 1, 0, 0.9e6, 0, 1, 0},
    {"a_wide_opening_is_no_strip", {{0, 0, 9, 1}, {10.5, 0, 9, 1}}, 0, 0, 0, 0, 0, 0, 0},
    {"a_millimetre_apart", {{0, 0, 1, 9}, {1.000001, 0, 1, 9}}, 0, 0, 0, 0, 0, 0, 0},
    {"an_overlap_is_no_gap", {{0, 0, 2, 9}, {1, 0, 2, 9}}, 0, 0, 0, 0, 0, 0, 0},
    {"corners_meet_at_a_right_angle", {{0, 0, 9, 9}, {9, 9, 9, 9}}, 0, 0, 0, 0, 0, 0, 0},
    {"vertices_on_one_side_only", {{0, 0, 1, 2}, {1, 0, 1, 1}, {1, 1, 1, 1}}, 0, 0, 0, 0, 0, 0, 0},
};

static void draw(struct areas_builder *out, const double km[MOST][4])
{
    for (uint32_t i = 0; i < MOST && km[i][2] > 0.0; i++) {
        double x = 5e5 + KM * km[i][0], y = 6e6 + KM * km[i][1];
        double w = KM * km[i][2], h = KM * km[i][3];
        const double xy_m[10] = {x, y, x + w, y, x + w, y + h, x, y + h, x, y};
        assert_int_equal(areas_begin(out, i, NULL), WS_OK);
        assert_int_equal(areas_ring(out, xy_m, 5, false, NULL), WS_OK);
    }
}

static void test_row(void **state)
{
    const struct row *row = *state;
    struct areas_builder drawn = {0};
    struct polygons *polygons = NULL;
    struct seams seams = {0};
    assert_int_equal(polygons_open(&polygons, NULL), WS_OK);
    draw(&drawn, row->km);
    assert_int_equal(seams_find(&seams, polygons, &drawn.areas, 0.01, 2000.0, NULL), WS_OK);
    assert_int_equal(seams.hole_count, row->hole_count);
    assert_int_equal(seams.strip_count, row->strip_count);
    if (seams.hole_count) {
        assert_true(fabs(seams.holes[0].area_m2 - row->hole_m2) < 1.0);
        assert_int_equal(seams.holes[0].area, row->area);
        assert_int_equal(seams.holes[0].other, row->other);
        assert_int_equal(seams.holes[0].neighbour_count, row->neighbour_count);
    }
    if (seams.strip_count) {
        assert_true(fabs(seams.strips[0].area_m2 - row->strip_m2) < 0.01 * row->strip_m2);
        assert_int_equal(seams.strips[0].area, row->area);
        assert_int_equal(seams.strips[0].other, row->other);
    }
    seams_release(&seams);
    areas_release(&drawn.areas);
    polygons_close(polygons);
}

/* Every allocation that fails ends the call with nothing given and nothing lost. */
static void test_no_memory(void **state)
{
    (void)state;
    struct areas_builder drawn = {0};
    struct polygons *polygons = NULL;
    assert_int_equal(polygons_open(&polygons, NULL), WS_OK);
    draw(&drawn, ROWS[2].km);
    enum ws_status st = WS_NO_MEMORY;
    for (uint64_t n = 1; st && n < 500; n++) {
        struct seams seams = {0};
        mem_fail_at(n);
        st = seams_find(&seams, polygons, &drawn.areas, 0.01, 2000.0, NULL);
        mem_fail_at(0);
        assert_true(st == WS_OK || st == WS_NO_MEMORY);
        assert_int_equal(seams.hole_count, st ? 0 : 1);
        seams_release(&seams);
    }
    assert_int_equal(st, WS_OK);
    areas_release(&drawn.areas);
    polygons_close(polygons);
}

int main(void)
{
    enum { COUNT = sizeof ROWS / sizeof *ROWS };
    struct CMUnitTest tests[COUNT + 1];
    for (size_t i = 0; i < COUNT; i++)
        tests[i] = (struct CMUnitTest){
            .name = ROWS[i].name, .test_func = test_row, .initial_state = (void *)&ROWS[i]};
    tests[COUNT] = (struct CMUnitTest){.name = "no_memory", .test_func = test_no_memory};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
