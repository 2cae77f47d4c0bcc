/* The raster over areas against all borders, one by one: the same rule, so the
 * same answer to the last bit. */
#include "tiling.h"

#include <stdio.h>

#include "base/mem.h"
#include "geo/locate.h"
#include "geo/locate_cells.h"

static bool holds(const struct areas *areas, uint32_t area, double x, double y)
{
    bool is_inside = false;
    for (uint32_t r = areas->first_ring[area]; r < areas->first_ring[area + 1]; r++)
        for (uint32_t v = areas->first_xy[r]; v + 1 < areas->first_xy[r + 1]; v++) {
            const double *a = areas->xy_m + 2 * (size_t)v;
            is_inside ^= locate_crosses(a, a + 2, x, y);
        }
    return is_inside;
}

static uint32_t owner_of(const struct areas *areas, double x, double y)
{
    for (uint32_t area = 0; area < areas->count; area++)
        if (holds(areas, area, x, y))
            return area;
    return WS_NONE;
}

enum kind {
    PATCHWORK,   /* squares that share borders, with a hole in the middle of some */
    SPIDERS,     /* long thin spikes through each other: more borders than a mask has bits */
    FAR_AND_NEAR /* a large area, and a small one far away in its corner */
};

static void add_patchwork(struct areas_builder *builder, double left_m, double step_m)
{
    for (int i = 0; i < 144; i++) {
        double x = left_m + i % 12 * step_m, y = 6.7e6 + i / 12 * step_m;
        add_square(builder, x, y, step_m);
        double near = step_m / 3.0, far = 2.0 * step_m / 3.0;
        double hole[] = {x + near, y + near, x + near, y + far,
                         x + far,  y + far,  x + far,  y + near};
        if (i % 5 == 0)
            assert_int_equal(areas_ring(builder, hole, 4, true, NULL), WS_OK);
    }
}

static void add_spiders(struct areas_builder *builder)
{
    for (int spider = 0; spider < 6; spider++) {
        double ring[2 * 120];
        for (int i = 0; i < 120; i++) {
            double angle = 2.0 * acos(-1.0) * i / 120.0, radius_m = i % 2 ? 2.0 : 900.0 + spider;
            ring[2 * i] = 3.1 * spider + radius_m * cos(angle);
            ring[2 * i + 1] = 1.7 * spider + radius_m * sin(angle);
        }
        add_area(builder, ring, 120);
    }
}

static struct areas make_areas(enum kind kind, double step_m)
{
    struct areas_builder builder = {0};
    switch (kind) {
    case PATCHWORK:
        add_patchwork(&builder, 5e5, step_m);
        break;
    case SPIDERS:
        add_spiders(&builder);
        break;
    case FAR_AND_NEAR:
        add_square(&builder, 0.0, 0.0, 1e5);
        add_square(&builder, 99990.0, 99990.0, 20.0);
        add_square(&builder, 1.0, 1.0, 0.25);
        break;
    }
    return builder.areas;
}

static const struct row {
    const char *name;
    enum kind kind;
    double step_m;
} ROWS[] = {
    {"squares_of_a_kilometre", PATCHWORK, 1000.0}, {"squares_of_thirds", PATCHWORK, 100.0 / 3.0},
    {"squares_of_a_centimetre", PATCHWORK, 0.01}, /* too fine for a raster at 6,700 km */
    {"crowded_with_borders", SPIDERS, 0.0},        {"far_and_near", FAR_AND_NEAR, 0.0},
};

struct scene {
    struct areas areas;
    struct locator *locator;
    struct box box;
    uint64_t state;
};

/* In place: the locator keeps hold of the areas. */
static void scene_begin(struct scene *scene, const struct row *row)
{
    *scene =
        (struct scene){.areas = make_areas(row->kind, row->step_m), .box = box_empty(), .state = 7};
    const struct areas *areas = &scene->areas;
    for (uint32_t v = 0; v < areas->first_xy[areas->first_ring[areas->count]]; v++)
        box_add(&scene->box, areas->xy_m[2 * (size_t)v], areas->xy_m[2 * (size_t)v + 1]);
    assert_int_equal(locator_new(&scene->locator, areas, NULL), WS_OK);
}

static void scene_end(struct scene *scene)
{
    locator_free(scene->locator);
    areas_release(&scene->areas);
}

static double along(struct scene *scene, double from_m, double to_m)
{
    double over_m = 0.1 * (to_m - from_m);
    return random_between(&scene->state, from_m - over_m, to_m + over_m);
}

/* A position anywhere, at the height or width of a vertex, or on a border. */
static void place(struct scene *scene, int i, double at[2])
{
    const struct areas *areas = &scene->areas;
    uint32_t vertices = areas->first_xy[areas->first_ring[areas->count]];
    uint32_t v = (uint32_t)random_between(&scene->state, 0.0, vertices - 1.0);
    const double *a = areas->xy_m + 2 * (size_t)v;
    double t = random_between(&scene->state, 0.0, 1.0);
    at[0] = along(scene, scene->box.min_x_m, scene->box.max_x_m);
    at[1] = along(scene, scene->box.min_y_m, scene->box.max_y_m);
    if (i % 4 == 1)
        at[0] = a[0];
    if (i % 4 == 2)
        at[1] = a[1];
    if (i % 4 == 3) {
        at[0] = a[0] + t * (a[2] - a[0]);
        at[1] = a[1] + t * (a[3] - a[1]);
    }
}

static void test_points(void **context)
{
    struct scene scene;
    scene_begin(&scene, *context);
    for (int i = 0; i < 20000; i++) {
        double at[2];
        place(&scene, i, at);
        assert_int_equal(locate_point(scene.locator, at[0], at[1]),
                         owner_of(&scene.areas, at[0], at[1]));
    }
    scene_end(&scene);
}

static bool box_of(struct box *out, const double *a, const double *b, const struct box *window)
{
    *out = box_empty();
    box_add(out, a[0], a[1]);
    box_add(out, b[0], b[1]);
    return box_meets(out, window);
}

/* Whether the segment meets the window: their boxes meet, and the corners of the
 * window do not all lie on one side of it. */
static bool meets(const double *a, const double *b, const struct box *window)
{
    struct box box;
    if (!box_of(&box, a, b, window))
        return false;
    int left = 0;
    for (int corner = 0; corner < 4; corner++) {
        double x = corner % 2 ? window->max_x_m : window->min_x_m;
        double y = corner / 2 ? window->max_y_m : window->min_y_m;
        left += (b[0] - a[0]) * (y - a[1]) > (b[1] - a[1]) * (x - a[0]);
    }
    return left % 4 != 0;
}

struct seen {
    const struct areas *areas;
    struct box window;
    bool *is_seen; /* per vertex: the segment that starts there */
};

static int note_border(void *context, const double a[2], const double b[2])
{
    struct seen *seen = context;
    struct box box;
    assert_ptr_equal(a + 2, b);
    assert_true(box_of(&box, a, b, &seen->window));
    seen->is_seen[(a - seen->areas->xy_m) / 2] = true;
    return 0;
}

/* A border is seen when it is visited itself or drawn by another area. */
static void check_seen(const struct seen *seen, const double *a)
{
    const struct areas *areas = seen->areas;
    const double *b = a + 2, *all = areas->xy_m;
    if (seen->is_seen[(a - all) / 2])
        return;
    for (size_t v = 0; v < areas->first_xy[areas->first_ring[areas->count]]; v++)
        if (seen->is_seen[v] && all[2 * v] == b[0] && all[2 * v + 1] == b[1] &&
            all[2 * v + 2] == a[0] && all[2 * v + 3] == a[1])
            return;
    fail_msg("border from %.17g %.17g is not seen", a[0], a[1]);
}

static void check_window(struct scene *scene, struct seen *seen)
{
    const struct areas *areas = &scene->areas;
    uint32_t owner, met = 0;
    assert_int_equal(locator_near(scene->locator, &seen->window, note_border, seen), 0);
    for (uint32_t r = 0; r < areas->first_ring[areas->count]; r++)
        for (uint32_t v = areas->first_xy[r]; v + 1 < areas->first_xy[r + 1]; v++) {
            const double *a = areas->xy_m + 2 * (size_t)v;
            if (!meets(a, a + 2, &seen->window))
                continue;
            check_seen(seen, a);
            met++;
        }
    if (!locator_is_clear(scene->locator, &seen->window, &owner))
        return;
    assert_int_equal(met, 0);
    for (int i = 0; i < 4; i++) {
        double x = random_between(&scene->state, seen->window.min_x_m, seen->window.max_x_m);
        double y = random_between(&scene->state, seen->window.min_y_m, seen->window.max_y_m);
        assert_int_equal(owner_of(areas, x, y), owner);
    }
}

static void test_windows(void **context)
{
    struct scene scene;
    scene_begin(&scene, *context);
    uint32_t vertices = scene.areas.first_xy[scene.areas.first_ring[scene.areas.count]];
    double width_m = scene.box.max_x_m - scene.box.min_x_m;
    for (int i = 0; i < 200; i++) {
        double at[2];
        place(&scene, i, at);
        struct seen seen = {.areas = &scene.areas, .is_seen = mem_array(vertices, sizeof(bool))};
        assert_non_null(seen.is_seen);
        seen.window =
            (struct box){at[0], at[1], at[0] + random_between(&scene.state, 0.0, 0.1) * width_m,
                         at[1] + random_between(&scene.state, 0.0, 0.1) * width_m};
        check_window(&scene, &seen);
        mem_free(seen.is_seen);
    }
    scene_end(&scene);
}

/* The raster is there where it pays, and most of its cells have one owner. */
static void test_most_cells_are_plain(void **context)
{
    (void)context;
    struct locate_cells cells = {0};
    struct areas areas = make_areas(FAR_AND_NEAR, 0.0);
    assert_int_equal(locate_cells_make(&cells, &areas, NULL), WS_OK);
    assert_true(cells.cols > 0 && cells.mixed_count < cells.cols * cells.rows);
    locate_cells_release(&cells);
    areas_release(&areas);

    areas = make_areas(PATCHWORK, 0.001);
    assert_int_equal(locate_cells_make(&cells, &areas, NULL), WS_OK);
    assert_int_equal(cells.cols, 0);
    areas_release(&areas);
}

int main(void)
{
    struct CMUnitTest tests[2 * COUNT_OF(ROWS) + 1];
    char names[COUNT_OF(ROWS)][64];
    size_t count = 0;
    for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
        tests[count++] = (struct CMUnitTest){
            .name = ROWS[i].name, .test_func = test_points, .initial_state = (void *)&ROWS[i]};
        snprintf(names[i], sizeof names[i], "%s_in_windows", ROWS[i].name);
        tests[count++] = (struct CMUnitTest){
            .name = names[i], .test_func = test_windows, .initial_state = (void *)&ROWS[i]};
    }
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(test_most_cells_are_plain);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
