/* Where names of areas stand: inside, the roomiest place first. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "report/names.h"
#include "support/near.h"

/* A square of 160 m, a square with a hole in its middle, and a "U". */
static const double SQUARE[] = {0, 0, 160, 0, 160, 160, 0, 160};
static const double HOLE[] = {20, 60, 140, 60, 140, 100, 20, 100};
static const double BAY[] = {0, 0, 160, 0, 160, 160, 120, 160, 120, 40, 40, 40, 40, 160, 0, 160};

static struct areas one_area(const double *shell, uint32_t count, const double *hole)
{
    struct areas_builder builder = {0};
    assert_int_equal(areas_begin(&builder, 1, NULL), WS_OK);
    assert_int_equal(areas_ring(&builder, shell, count, false, NULL), WS_OK);
    if (hole)
        assert_int_equal(areas_ring(&builder, hole, 4, true, NULL), WS_OK);
    return builder.areas;
}

static const struct row {
    const char *name;
    const double *shell;
    uint32_t vertex_count;
    const double *hole;
    double room_m; /* of the best place */
} ROWS[] = {
    {"a_square", SQUARE, 4, NULL, 160.0},
    {"beside_a_hole", SQUARE, 4, HOLE, 160.0},
    {"below_a_bay", BAY, 8, NULL, 160.0},
};

/* The even-odd rule, slow and by itself. */
static bool is_inside(const struct areas *areas, struct point at)
{
    bool inside = false;
    for (uint32_t ring = areas->first_ring[0]; ring < areas->first_ring[1]; ring++)
        for (uint32_t i = areas->first_xy[ring]; i + 1 < areas->first_xy[ring + 1]; i++) {
            const double *a = &areas->xy_m[2 * (size_t)i], *b = a + 2;
            if ((a[1] > at.y_m) != (b[1] > at.y_m) &&
                at.x_m < a[0] + (b[0] - a[0]) * (at.y_m - a[1]) / (b[1] - a[1]))
                inside = !inside;
        }
    return inside;
}

static void places_lie_inside(void **state)
{
    const struct row *row = *state;
    struct areas areas = one_area(row->shell, row->vertex_count, row->hole);
    struct name_place places[NAMES_TRIED];
    uint32_t count = names_places(places, &areas, 0);
    assert_int_equal(count, NAMES_TRIED);
    assert_near(places[0].room_m, row->room_m, 1e-9);
    for (uint32_t i = 0; i < count; i++) {
        double half = places[i].room_m / 2 - 1e-6;
        struct point west = {places[i].middle.x_m - half, places[i].middle.y_m};
        struct point east = {places[i].middle.x_m + half, places[i].middle.y_m};
        assert_true(is_inside(&areas, places[i].middle));
        assert_true(is_inside(&areas, west) && is_inside(&areas, east));
        assert_true(!i || places[i].room_m <= places[i - 1].room_m);
    }
    areas_release(&areas);
}

static void an_area_without_rings_has_none(void **state)
{
    (void)state;
    struct areas_builder builder = {0};
    struct name_place places[NAMES_TRIED];
    assert_int_equal(areas_begin(&builder, 1, NULL), WS_OK);
    assert_int_equal(names_places(places, &builder.areas, 0), 0);
    areas_release(&builder.areas);
}

static void taken_boxes_are_not_free(void **state)
{
    (void)state;
    struct names_taken taken = {0};
    const struct box first = {0, 0, 10, 10}, over = {9, 9, 20, 20}, beside = {11, 0, 20, 10};
    assert_true(names_is_free(&taken, first));
    names_take(&taken, first);
    assert_false(names_is_free(&taken, over));
    assert_true(names_is_free(&taken, beside));
    assert_false(taken.is_broken);
    names_release(&taken);
}

int main(void)
{
    enum { ROW_COUNT = sizeof ROWS / sizeof *ROWS };
    struct CMUnitTest tests[ROW_COUNT + 2];
    for (size_t i = 0; i < ROW_COUNT; i++)
        tests[i] = (struct CMUnitTest){.name = ROWS[i].name,
                                       .test_func = places_lie_inside,
                                       .initial_state = (void *)&ROWS[i]};
    tests[ROW_COUNT] = (struct CMUnitTest)cmocka_unit_test(an_area_without_rings_has_none);
    tests[ROW_COUNT + 1] = (struct CMUnitTest)cmocka_unit_test(taken_boxes_are_not_free);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
