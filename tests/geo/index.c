/* Oracle of every query: a linear scan over all boxes. */
#include "random.h"

#include "base/mem.h"
#include "geo/index.h"
#include <whitespot/model.h>

static const struct row {
    const char *name;
    uint32_t count;
    double step_m;    /* coordinates are multiples of it, so that ties happen */
    double size_m;    /* largest box */
    uint32_t empties; /* one box in so many is empty; 0: none */
} ROWS[] = {
    {"nothing", 0, 1.0, 0.0, 0},
    {"one_box", 1, 1.0, 10.0, 0},
    {"one_empty_box", 1, 1.0, 10.0, 1},
    {"all_empty", 40, 1.0, 10.0, 1},
    {"one_full_node", 16, 1.0, 50.0, 0},
    {"one_more_than_a_node", 17, 1.0, 50.0, 0},
    {"points_on_a_lattice", 300, 50.0, 0.0, 0},
    {"many_ties", 1000, 100.0, 100.0, 7},
    {"all_at_one_place", 100, 5000.0, 0.0, 0},
    {"mixed_sizes", 3000, 0.25, 200.0, 3},
    {"three_levels_and_more", 5000, 0.01, 20.0, 0},
};

struct scene {
    uint32_t count;
    struct box *boxes;
    struct index *index;
    bool *seen;
    uint32_t visits, stop_after;
};

static double snapped(double value, double step)
{
    return floor(value / step) * step;
}

static void make_scene(struct scene *scene, const struct row *row, uint64_t *state)
{
    *scene = (struct scene){.count = row->count};
    scene->boxes = mem_array(row->count, sizeof *scene->boxes);
    scene->seen = mem_array(row->count, sizeof *scene->seen);
    assert_non_null(scene->boxes);
    assert_non_null(scene->seen);
    for (uint32_t i = 0; i < row->count; i++) {
        double x = snapped(random_between(state, 0.0, 1000.0), row->step_m);
        double y = snapped(random_between(state, 6e6, 6e6 + 1000.0), row->step_m);
        double width = snapped(random_between(state, 0.0, row->size_m + 1e-9), row->step_m);
        double height = snapped(random_between(state, 0.0, row->size_m + 1e-9), row->step_m);
        scene->boxes[i] = (struct box){x, y, x + width, y + height};
        if (row->empties && i % row->empties == 0)
            scene->boxes[i] = i % 2 ? box_empty() : (struct box){x + 1.0, y, x, y + height};
    }
    assert_int_equal(index_new(&scene->index, scene->boxes, scene->count, NULL), WS_OK);
}

static void release_scene(struct scene *scene)
{
    index_free(scene->index);
    mem_free(scene->boxes);
    mem_free(scene->seen);
}

static bool holds(const struct box *box)
{
    return box->min_x_m <= box->max_x_m && box->min_y_m <= box->max_y_m;
}

static int note(void *context, uint32_t id)
{
    struct scene *scene = context;
    assert_true(id < scene->count);
    assert_false(scene->seen[id]); /* each box once */
    scene->seen[id] = true;
    return ++scene->visits == scene->stop_after ? 7 : 0;
}

static void check_window(struct scene *scene, const struct box *window)
{
    memset(scene->seen, 0, scene->count);
    scene->visits = 0;
    scene->stop_after = 0;
    assert_int_equal(index_window(scene->index, window, note, scene), 0);
    uint32_t expected = 0;
    for (uint32_t i = 0; i < scene->count; i++) {
        bool meets = holds(&scene->boxes[i]) && box_meets(&scene->boxes[i], window);
        assert_int_equal(scene->seen[i], meets);
        expected += meets;
    }
    assert_int_equal(scene->visits, expected);
    if (expected < 2)
        return;
    memset(scene->seen, 0, scene->count);
    scene->visits = 0;
    scene->stop_after = expected - 1;
    assert_int_equal(index_window(scene->index, window, note, scene), 7);
    assert_int_equal(scene->visits, expected - 1);
}

static double to_box2(void *context, uint32_t id, double x_m, double y_m)
{
    const struct scene *scene = context;
    return box_distance2(&scene->boxes[id], x_m, y_m);
}

/* Farther than the box: the way to its centre. */
static double to_centre2(void *context, uint32_t id, double x_m, double y_m)
{
    const struct box *box = &((const struct scene *)context)->boxes[id];
    double dx = (box->min_x_m + box->max_x_m) / 2.0 - x_m;
    double dy = (box->min_y_m + box->max_y_m) / 2.0 - y_m;
    return dx * dx + dy * dy;
}

static void check_nearest(struct scene *scene, double x, double y, double limit,
                          double (*distance2)(void *, uint32_t, double, double))
{
    uint32_t expected = WS_NONE;
    double expected2 = limit * limit;
    for (uint32_t i = 0; i < scene->count; i++) {
        double item2 = distance2(scene, i, x, y);
        bool wins = item2 < expected2 || (item2 == expected2 && expected == WS_NONE);
        if (holds(&scene->boxes[i]) && wins) {
            expected = i;
            expected2 = item2;
        }
    }
    double found2 = -1.0;
    assert_int_equal(index_nearest(scene->index, x, y, limit, distance2, scene, &found2), expected);
    assert_true(found2 == (expected == WS_NONE ? -1.0 : expected2));
}

static void test_queries(void **context)
{
    const struct row *row = *context;
    struct scene scene;
    uint64_t state = 11;
    make_scene(&scene, row, &state);
    for (int i = 0; i < 300; i++) {
        double step = row->step_m;
        double x = snapped(random_between(&state, -100.0, 1100.0), step);
        double y = snapped(random_between(&state, 6e6 - 100.0, 6e6 + 1100.0), step);
        double width = snapped(random_between(&state, 0.0, 300.0), step);
        check_window(&scene, &(struct box){x, y, x + width, y + width / 2.0});
        double limit = i % 3 == 0 ? HUGE_VAL : i % 3 == 1 ? 100.0 : 0.0;
        check_nearest(&scene, x, y, limit, to_box2);
        check_nearest(&scene, x, y, limit, to_centre2);
    }
    release_scene(&scene);
}

static void test_bad_limits(void **context)
{
    (void)context;
    struct scene scene;
    uint64_t state = 3;
    make_scene(&scene, &ROWS[6], &state);
    double found2 = -1.0;
    assert_int_equal(index_nearest(scene.index, 5.0, 6e6, (double)NAN, to_box2, &scene, &found2),
                     WS_NONE);
    assert_int_equal(index_nearest(scene.index, 5.0, 6e6, -1.0, to_box2, &scene, &found2), WS_NONE);
    assert_true(found2 == -1.0);
    release_scene(&scene);
}

/* Every allocation fails once; nothing leaks (sanitizer) and out is untouched. */
static void test_no_memory(void **context)
{
    (void)context;
    struct box boxes[40];
    for (int i = 0; i < 40; i++)
        boxes[i] = (struct box){i, i, i + 1, i + 1};
    struct index *index = NULL;
    uint64_t nth = 1;
    for (;; nth++) {
        mem_fail_at(nth);
        enum ws_status st = index_new(&index, boxes, 40, NULL);
        mem_fail_at(0);
        if (!st)
            break;
        assert_int_equal(st, WS_NO_MEMORY);
        assert_null(index);
    }
    assert_true(nth > 2);
    index_free(index);
}

/* The curve visits every cell once, and steps only to neighbours. */
static void test_hilbert(void **context)
{
    (void)context;
    enum { SIDE = 32 };
    uint32_t place_of[SIDE * SIDE];
    memset(place_of, 0xff, sizeof place_of);
    for (uint32_t y = 0; y < SIDE; y++)
        for (uint32_t x = 0; x < SIDE; x++) {
            uint64_t key = plane_hilbert(x, y);
            assert_true(key < SIDE * SIDE);
            assert_int_equal(place_of[key], UINT32_MAX);
            place_of[key] = y * SIDE + x;
        }
    for (uint32_t key = 1; key < SIDE * SIDE; key++) {
        int dx = (int)(place_of[key] % SIDE) - (int)(place_of[key - 1] % SIDE);
        int dy = (int)(place_of[key] / SIDE) - (int)(place_of[key - 1] / SIDE);
        assert_int_equal(dx * dx + dy * dy, 1);
    }
    assert_true(plane_hilbert(UINT32_MAX, 0) == UINT64_MAX); /* the other end of the curve */
}

int main(void)
{
    struct CMUnitTest tests[COUNT_OF(ROWS) + 3];
    size_t count = 0;
    for (size_t i = 0; i < COUNT_OF(ROWS); i++)
        tests[count++] = (struct CMUnitTest){
            .name = ROWS[i].name, .test_func = test_queries, .initial_state = (void *)&ROWS[i]};
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(test_bad_limits);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(test_no_memory);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(test_hilbert);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
