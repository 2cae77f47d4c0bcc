#include "cover/lattice.h"

#include "cover/scene.h"
#include <stdio.h>

/* ---- one area ------------------------------------------------------------------- */

struct shape {
    const char *name;
    uint32_t ring_count, first[4]; /* first vertex of each ring, and the end */
    double xy_m[40];               /* open rings */
    uint32_t least, most;          /* points expected */
    bool has_hole;                 /* the second ring is one */
};

static const struct shape SHAPES[] = {
    {"cell_of_1_km", 1, {0, 4}, {0, 0, 1000, 0, 1000, 1000, 0, 1000}, 64, 64, false},
    {"cell_of_100_m", 1, {0, 4}, {0, 0, 100, 0, 100, 100, 0, 100}, 64, 64, false},
    {"cell_of_a_metre", 1, {0, 4}, {0, 0, 1, 0, 1, 1, 0, 1}, 64, 64, false},
    {"at_most_1_km_apart", 1, {0, 4}, {0, 0, 20000, 0, 20000, 30000, 0, 30000}, 600, 600, false},
    {"long_rectangle", 1, {0, 4}, {0, 0, 6400, 0, 6400, 100, 0, 100}, 64, 64, false},
    {"triangle", 1, {0, 3}, {0, 0, 900, 0, 0, 700}, 64, 120, false},
    {"diamond", 1, {0, 4}, {0, 0, 500, 500, 0, 1000, -500, 500}, 64, 120, false},
    {"frame_around_a_hole",
     2,
     {0, 4, 8, false},
     {0, 0, 1000, 0, 1000, 1000, 0, 1000, 100, 100, 100, 900, 900, 900, 900, 100, false},
     64,
     150,
     true},
    {"two_islands",
     2,
     {0, 4, 7, false},
     {0, 0, 90, 0, 90, 90, 0, 90, 900, 900, 990, 900, 990, 950, false},
     64,
     150,
     false},
    {"slanting_sliver", 1, {0, 4}, {0, 0, 0.5, 0, 5000.5, 4000, 5000, 4000}, 64, 200, false},
    {"upright_sliver", 1, {0, 4}, {0, 0, 0.001, 0, 0.001, 9000, 0, 9000}, 64, 64, false},
    {"two_far_rocks",
     2,
     {0, 3, 6, false},
     {0, 0, 60, 0, 30, 40, 8000, 3000, 8060, 3000, 8030, 3040, false},
     64,
     150,
     false},
    {"nothing_of_area", 1, {0, 3}, {0, 0, 500, 500, 1000, 1000}, 0, 0, false},
};

static const struct shape TOO_THIN = {"too_thin_for_a_lattice",
                                      1,
                                      {0, 4},
                                      {0, 0, 1e-6, 0, 7001, 4321, 7001 - 1e-6, 4321},
                                      0,
                                      0,
                                      false};

static void build_shape(struct areas *out, const struct shape *shape)
{
    struct areas_builder builder = {0};
    struct ws_error err = {0};
    double xy_m[40];
    for (uint32_t i = 0; i < 40; i++)
        xy_m[i] = shape->xy_m[i] + (i % 2 ? ASCIIMAP_TOP_M : ASCIIMAP_LEFT_M);
    scene_ok(areas_begin(&builder, 1, &err), &err);
    for (uint32_t ring = 0; ring < shape->ring_count; ring++)
        scene_ok(areas_ring(&builder, xy_m + 2 * shape->first[ring],
                            shape->first[ring + 1] - shape->first[ring], ring && shape->has_hole,
                            &err),
                 &err);
    *out = builder.areas;
}

static void fills_the_area(void **state)
{
    const struct shape *shape = *state;
    struct areas areas = {0};
    struct lattice lattice = {0};
    struct locator *locator = NULL;
    struct ws_error err = {0};
    build_shape(&areas, shape);
    scene_ok(locator_new(&locator, &areas, &err), &err);
    for (int again = 0; again < 2; again++) {
        scene_ok(lattice_fill(&lattice, &areas, 0, &err), &err);
        assert_in_range(lattice.count, shape->least, shape->most);
        double sum_x_m = 0.0;
        for (uint32_t i = 0; i < lattice.count; i++) {
            const struct point *at = &lattice.points[i];
            assert_int_equal(locate_point(locator, at->x_m, at->y_m), 0);
            if (i) /* rows upwards, west to east: no point twice */
                assert_true(at[-1].y_m < at->y_m ||
                            (!(at[-1].y_m > at->y_m) && at[-1].x_m < at->x_m));
            sum_x_m += at->x_m - ASCIIMAP_LEFT_M;
        }
        if (shape->ring_count == 1 && shape->first[1] == 4 && lattice.count)
            assert_near(sum_x_m / lattice.count, (shape->xy_m[0] + shape->xy_m[4]) / 2.0,
                        0.01 * (fabs(shape->xy_m[4]) + 1.0));
    }
    locator_free(locator);
    lattice_release(&lattice);
    areas_release(&areas);
}

/* ---- units without roads ----------------------------------------------------------- */

static void spread_out(struct spread *spread, struct scene *scene)
{
    struct ws_error err = {0};
    scene_ok(spread_straight(spread, &scene->plan, &scene->warnings, &err), &err);
    scene_check_spread(scene, spread);
}

static void zones_split_a_cell_by_its_points(void **state)
{
    (void)state;
    static const struct rect ZONES[] = {{-5000, -5000, 250, 5000}, {250, -5000, 5000, 5000}};
    static const struct rect UNITS[] = {
        {0, 0, 1000, 1000}, {2000, 0, 3000, 1000}, {0, 0, 800, 800}};
    static const uint32_t PEOPLE[] = {64, 8, 16};
    struct scene scene = {0};
    struct spread spread = {0};
    scene_zones(&scene, 2, ZONES);
    scene_areas(&scene, 3, UNITS);
    scene_people(&scene, 3, PEOPLE);
    scene.population.has_code[1] = true; /* by code, although it lies in zone 1 */
    scene.population.zone[1] = 0;
    scene_plan(&scene, NULL);
    spread_out(&spread, &scene);
    assert_int_equal(spread.part_count, 5);
    static const uint32_t UNIT[] = {0, 0, 1, 2, 2}, ZONE[] = {0, 1, 0, 0, 1},
                          WEIGHT[] = {16, 48, 64, 16,
                                      48}; /* 2 of 8 columns; the third stands on the border */
    static const uint64_t WHOLE[] = {16, 48, 8, 4, 12};
    for (int i = 0; i < 5; i++) {
        assert_int_equal(spread.unit[i], UNIT[i]);
        assert_int_equal(spread.zone[i], ZONE[i]);
        assert_int_equal(spread.weight_mm[i], WEIGHT[i]);
        assert_int_equal(spread.people_micro[2 * i], WHOLE[i] * WS_MICRO);
        assert_int_equal(spread.no_link_mm[i], 0);
    }
    for (uint32_t i = 0; i < spread.piece_count; i++)
        assert_int_equal(locate_point(scene.locator, spread.x_m[i], spread.y_m[i]),
                         spread.unit[spread.part[i]] == 1 ? 1 : spread.pieces[i].zone);
    assert_int_equal(scene.warnings.count, 0);
    spread_release(&spread);
    scene_release(&scene);
}

static void points_outside_take_the_nearest_zone_or_none(void **state)
{
    (void)state;
    static const struct rect ZONES[] = {{0, 0, 5000, 5000}};
    static const struct rect UNITS[] = {POINT(-2000, 10), POINT(-2001, 10), POINT(5, 5),
                                        POINT(7000, 10)};
    static const uint32_t PEOPLE[] = {1, 2, 4, 8}, ZONE[] = {0, WS_NONE, 0, 0};
    struct scene scene = {0};
    struct spread spread = {0};
    scene_zones(&scene, 1, ZONES);
    scene_points(&scene, 4, UNITS);
    scene_people(&scene, 4, PEOPLE);
    scene_plan(&scene, NULL);
    spread_out(&spread, &scene);
    assert_int_equal(spread.part_count, 4);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(spread.zone[i], ZONE[i]);
        assert_int_equal(spread.weight_mm[i], 1);
        assert_near(spread.x_m[i], scene.population.points.x_m[i], 0.0);
    }
    assert_int_equal(scene.warnings.count, 2);
    assert_non_null(strstr(scene.warnings.items[0].what, "2 units"));
    assert_non_null(strstr(scene.warnings.items[0].effect, "9 people"));
    assert_non_null(strstr(scene.warnings.items[1].what, "1 unit "));
    assert_non_null(strstr(scene.warnings.items[1].effect, "2 people"));
    spread_release(&spread);
    scene_release(&scene);
}

static void zones_as_units_and_an_unknown_zone(void **state)
{
    (void)state;
    static const struct rect ZONES[] = {{0, 0, 5000, 5000}, {5000, 0, 20000, 10000}};
    static const uint32_t PEOPLE[] = {7, 5};
    struct scene scene = {0};
    struct spread spread = {0};
    scene_zones(&scene, 2, ZONES);
    scene.population.shape = UNIT_ZONES;
    scene_people(&scene, 2, PEOPLE);
    scene.population.zone[0] = 1;
    scene_plan(&scene, NULL);
    spread_out(&spread, &scene);
    assert_int_equal(spread.part_count, 2);
    assert_int_equal(spread.zone[0], 1);
    assert_int_equal(spread.weight_mm[0], 150);
    assert_int_equal(spread.zone[1], WS_NONE);
    assert_int_equal(spread.state[1], PART_OFF_NETWORK);
    assert_int_equal(spread.people_micro[2], 5 * WS_MICRO);
    spread_release(&spread);
    scene_release(&scene);
}

/* An area too thin for a lattice stands in the point inside it. */
static void too_thin_area_is_one_point(void **state)
{
    (void)state;
    static const struct rect ZONES[] = {EVERYWHERE};
    static const uint32_t PEOPLE[] = {7};
    struct scene scene = {0};
    struct spread spread = {0};
    scene_zones(&scene, 1, ZONES);
    build_shape(&scene.population.areas, &TOO_THIN);
    scene_people(&scene, 1, PEOPLE);
    scene_plan(&scene, NULL);
    spread_out(&spread, &scene);
    assert_int_equal(spread.piece_count, 1);
    assert_near(spread.y_m[0] - ASCIIMAP_TOP_M, (spread.x_m[0] - ASCIIMAP_LEFT_M) * 4321.0 / 7001.0,
                0.001);
    spread_release(&spread);
    scene_release(&scene);
}

static void draw_many(struct scene *scene, struct rect *units, uint32_t *people, uint32_t count)
{
    static const struct rect ZONES[] = {{0, 0, 10000, 5000}, {0, 5000, 10000, 9000}};
    uint64_t seed = 3;
    for (uint32_t i = 0; i < count; i++) {
        units[i].west_m = scene_random_m(&seed, 9000.0);
        units[i].south_m = scene_random_m(&seed, 9000.0);
        units[i].east_m = units[i].west_m + 50.0 + scene_random_m(&seed, 2000.0);
        units[i].north_m = units[i].south_m + 50.0 + scene_random_m(&seed, 2000.0);
        people[i] = i % 50;
    }
    scene_zones(scene, 2, ZONES);
    scene_areas(scene, count, units);
    scene_people(scene, count, people);
    scene_plan(scene, NULL);
}

static void threads_change_nothing(void **state)
{
    (void)state;
    struct rect units[300];
    uint32_t people[300];
    struct scene scene = {0};
    struct spread one = {0}, three = {0};
    draw_many(&scene, units, people, 300);
    spread_out(&one, &scene);
    scene.plan.threads = 3;
    spread_out(&three, &scene);
    scene_check_same(&one, &three);
    assert_memory_equal(one.x_m, three.x_m, one.piece_count * sizeof(double));
    assert_memory_equal(one.y_m, three.y_m, one.piece_count * sizeof(double));
    for (uint32_t unit = 0; unit < 300; unit++) {
        uint64_t weight = 0;
        for (uint32_t part = one.first_part[unit]; part < one.first_part[unit + 1]; part++)
            weight += one.weight_mm[part];
        assert_true(weight >= LATTICE_LEAST);
    }
    spread_release(&one);
    spread_release(&three);
    scene_release(&scene);
}

/* Units are dealt out in lots of 64: none is lost, or made up, at the end of one. */
static void units_at_the_ends_of_chunks(void **state)
{
    static const uint32_t COUNTS[] = {1, 63, 64, 65, 127, 128, 129};
    struct rect units[130];
    uint32_t people[130];
    struct scene all_scene = {0};
    struct spread all = {0};
    (void)state;
    draw_many(&all_scene, units, people, 130);
    spread_out(&all, &all_scene);
    for (size_t c = 0; c < sizeof COUNTS / sizeof *COUNTS; c++) {
        struct scene scene = {0};
        struct spread some = {0};
        draw_many(&scene, units, people, COUNTS[c]);
        spread_out(&some, &scene);
        uint32_t parts = some.first_part[COUNTS[c]];
        assert_int_equal(parts, all.first_part[COUNTS[c]]);
        assert_memory_equal(some.weight_mm, all.weight_mm, parts * sizeof *some.weight_mm);
        assert_memory_equal(some.zone, all.zone, parts * sizeof *some.zone);
        assert_memory_equal(some.x_m, all.x_m, some.piece_count * sizeof(double));
        spread_release(&some);
        scene_release(&scene);
    }
    spread_release(&all);
    scene_release(&all_scene);
}

static void without_memory(void **state)
{
    (void)state;
    struct rect units[2];
    uint32_t people[2];
    struct scene scene = {0};
    struct spread spread = {0};
    struct ws_error err = {0};
    draw_many(&scene, units, people, 2);
    enum ws_status st = WS_NO_MEMORY;
    for (uint64_t nth = 1; st; nth++) {
        assert_true(nth < 10000);
        warnings_release(&scene.warnings);
        mem_fail_at(nth);
        st = spread_straight(&spread, &scene.plan, &scene.warnings, &err);
        mem_fail_at(0);
        assert_true(st == WS_OK || st == WS_NO_MEMORY);
    }
    scene_check_spread(&scene, &spread);
    spread_release(&spread);
    scene_release(&scene);
}

int main(void)
{
    enum { SHAPE_COUNT = sizeof SHAPES / sizeof *SHAPES };
    struct CMUnitTest tests[SHAPE_COUNT + 8] = {
        cmocka_unit_test(units_at_the_ends_of_chunks),
        cmocka_unit_test(zones_split_a_cell_by_its_points),
        cmocka_unit_test(points_outside_take_the_nearest_zone_or_none),
        cmocka_unit_test(zones_as_units_and_an_unknown_zone),
        cmocka_unit_test(too_thin_area_is_one_point),
        cmocka_unit_test(threads_change_nothing),
        cmocka_unit_test(without_memory),
        {.name = TOO_THIN.name, .test_func = fills_the_area, .initial_state = (void *)&TOO_THIN},
    };
    for (size_t i = 0; i < SHAPE_COUNT; i++)
        tests[8 + i] = (struct CMUnitTest){.name = SHAPES[i].name,
                                           .test_func = fills_the_area,
                                           .initial_state = (void *)&SHAPES[i]};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
