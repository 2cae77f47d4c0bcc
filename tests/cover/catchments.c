/* Catchments of drawn and random networks, by road and without. */
#include "cover/catchments_scene.h"

/* ---- drawn networks ------------------------------------------------------------------------ */

#define COMB                                                                                       \
    "A---b---c---d---e\n"                                                                          \
    "    |   |   |   |\n"                                                                          \
    "    |   |   |   |\n"                                                                          \
    "    |   |   |   |\n"                                                                          \
    "    |   |   |   |\n"                                                                          \
    "    |   |   |   |\n"                                                                          \
    "    |   |   |   |\n"                                                                          \
    "    f   g   h   i\n"
#define RING                                                                                       \
    "a----------b\n"                                                                               \
    "|          |\n"                                                                               \
    "|          |\n"                                                                               \
    "|          |\n"                                                                               \
    "|          |\n"                                                                               \
    "|          |\n"                                                                               \
    "|          |\n"                                                                               \
    "|          |\n"                                                                               \
    "|          |\n"                                                                               \
    "C----------d\n"
#define RIVER                                                                                      \
    "A------------b\n"                                                                             \
    "              \n"                                                                             \
    "              \n"                                                                             \
    "c------------d\n"
#define MOTORWAY "A--b====================c--d\n"
#define ISLAND "A--b~~~~~~~~~~~~~~~c--d\n"
#define LOOP                                                                                       \
    "A>>>>>>>>>b\n"                                                                                \
    "^         v\n"                                                                                \
    "^         v\n"                                                                                \
    "^         v\n"                                                                                \
    "^         v\n"                                                                                \
    "c<<<<<<<<<d\n"
#define TOWNS                                                                                      \
    "A----b-----B\n"                                                                               \
    "     |     |\n"                                                                               \
    "     |     |\n"                                                                               \
    "     c-----d\n"                                                                               \
    "     |      \n"                                                                               \
    "     C---A  \n"

static const struct row {
    const char *name, *text;
    bool is_time;
    enum ws_direction direction;
    double access_m;
    struct picture picture;
} ROWS[] = {
    {"comb", COMB, false, WS_TO_FACILITY, 250, {{1400000, 900000}, {1}, 2, 1, 1, 50, false}},
    {"ring_road", RING, false, WS_TO_FACILITY, 200, {{1500000, 4000000}, {1}, 2, 1, 1, 40, true}},
    {"unbridged_river", RIVER, false, WS_TO_FACILITY, 500, {{1000000}, {1}, 1, 1, 1, 50, false}},
    {"motorway_between_towns",
     MOTORWAY,
     false,
     WS_TO_FACILITY,
     300,
     {{2700000, 1000000}, {1}, 2, 1, 1, 50, true}},
    {"ferry_island", ISLAND, false, WS_TO_FACILITY, 300, {{2200000}, {1}, 1, 1, 1, 50, false}},
    {"one_way_loop_to", LOOP, false, WS_TO_FACILITY, 200, {{1200000}, {1}, 1, 1, 1, 40, true}},
    {"one_way_loop_from", LOOP, false, WS_FROM_FACILITY, 200, {{1200000}, {1}, 1, 1, 1, 40, true}},
    {"three_providers",
     TOWNS,
     false,
     WS_TO_FACILITY,
     400,
     {{700000, 1500000}, {1, 2, 3}, 2, 3, 2, 60, true}},
    {"by_time", TOWNS, true, WS_TO_FACILITY, 400, {{90000, 60000}, {1, 2}, 2, 2, 1, 60, true}},
    {"limit_within_the_first_leg",
     COMB,
     false,
     WS_TO_FACILITY,
     250,
     {{180000}, {1}, 1, 1, 1, 20, true}},
};

static void agrees_with_the_oracle(void **state)
{
    const struct row *row = *state;
    struct scene scene = {
        .is_time = row->is_time, .direction = row->direction, .access_m = row->access_m};
    draw_scene(&scene, row->text);
    check_picture(&scene, &row->picture);
    scene_release(&scene);
}

/* Both sides of the middle of the river are as far from a road; only one side has
 * an office. */
static void a_river_is_not_crossed(void **state)
{
    struct scene scene = {.access_m = 500.0};
    struct picture picture = {{5000000}, {1}, 1, 1, 1, 100.0, false};
    struct catchments drawn;
    struct ws_error err = {0};
    (void)state;
    draw_scene(&scene, RIVER);
    ok(draw(&drawn, &scene, &picture, &err), &err);
    assert_true(drawn.together.first_ring[1] == 1);
    for (uint32_t v = 0; v < drawn.together.first_xy[1]; v++)
        assert_true(drawn.together.xy_m[2 * (size_t)v + 1] >= ASCIIMAP_TOP_M - 151.0);
    catchments_release(&drawn);
    scene_release(&scene);
}

/* The motorway is driven, but nobody stops: two shells, nothing between. */
static void nobody_stops_on_a_motorway(void **state)
{
    struct scene scene = {.access_m = 300.0};
    struct picture picture = {{3000000}, {1}, 1, 1, 1, 100.0, false};
    struct catchments drawn;
    struct ws_error err = {0};
    (void)state;
    draw_scene(&scene, MOTORWAY);
    ok(draw(&drawn, &scene, &picture, &err), &err);
    assert_int_equal(drawn.together.first_ring[1], 2);
    assert_true(drawn_inside(&drawn.together, 0, ASCIIMAP_LEFT_M + 2450, ASCIIMAP_TOP_M + 20));
    assert_false(drawn_inside(&drawn.together, 0, ASCIIMAP_LEFT_M + 1500, ASCIIMAP_TOP_M + 20));
    catchments_release(&drawn);
    scene_release(&scene);
}

/* One edge of 20 km and a limit of 7 km: the road is a line of the grid, and the
 * outline crosses it at 7.000 km. */
static void a_long_edge_is_cut_at_the_limit(void **state)
{
    enum { CELLS = 200 };
    char text[CELLS + 4] = "A";
    struct scene scene = {.access_m = 2000.0};
    struct picture picture = {{7000000}, {1}, 1, 1, 1, 100.0, true};
    struct catchments drawn;
    struct ws_error err = {0};
    double farthest_m = 0.0;
    (void)state;
    memset(text + 1, '-', CELLS - 1);
    memcpy(text + CELLS, "b\n", 3);
    draw_scene(&scene, text);
    assert_int_equal(scene.net.length_mm[0], 20000000);
    ok(draw(&drawn, &scene, &picture, &err), &err);
    for (uint32_t v = 0; v < drawn.together.first_xy[1]; v++)
        if (fabs(drawn.together.xy_m[2 * (size_t)v + 1] - ASCIIMAP_TOP_M) < 1e-6)
            farthest_m = fmax(farthest_m, drawn.together.xy_m[2 * (size_t)v] - ASCIIMAP_LEFT_M);
    assert_near(farthest_m, 7000.0, 1.0);
    assert_int_equal(drawn.facilities.first_xy[1], drawn.together.first_xy[1]);
    assert_memory_equal(drawn.facilities.xy_m, drawn.together.xy_m,
                        2 * sizeof(double) * drawn.together.first_xy[1]);
    catchments_release(&drawn);
    scene_release(&scene);
}

static void refining_converges(void **state)
{
    struct scene scene = {.access_m = 400.0};
    double area_m2[4], cells_m[4] = {160.0, 80.0, 40.0, 10.0};
    struct ws_error err = {0};
    (void)state;
    draw_scene(&scene, TOWNS);
    for (int i = 0; i < 4; i++) {
        struct picture picture = {{1000000}, {2}, 1, 1, 1, cells_m[i], false};
        struct catchments drawn;
        ok(draw(&drawn, &scene, &picture, &err), &err);
        area_m2[i] = areas_m2(&drawn.together, 0);
        catchments_release(&drawn);
    }
    assert_true(fabs(area_m2[1] - area_m2[3]) < fabs(area_m2[0] - area_m2[3]));
    assert_true(fabs(area_m2[2] - area_m2[3]) < 0.01 * area_m2[3]);
    scene_release(&scene);
}

/* ---- random networks ------------------------------------------------------------------------- */

static void random_scene(struct scene *scene, uint64_t seed)
{
    uint64_t state = seed;
    struct lines lines;
    struct build_notes notes;
    struct impedance impedance = asciimap_impedance(seed % 2);
    struct ws_error err = {0};
    *scene = (struct scene){.is_time = seed % 2,
                            .direction = seed % 3 ? WS_TO_FACILITY : WS_FROM_FACILITY,
                            .access_m = 60.0};
    oracle_random_lines(&lines, &state, 12, 40);
    for (size_t v = 0; v < lines.first_xy[lines.count]; v++)
        if (lines.xy_m[2 * v] < 1.0)
            fail();
    impedance.default_speed_kmh = 40.0;
    ok(build_network(&scene->net, &notes, &lines, &impedance, &err), &err);
    lines_release(&lines);
    take_points(scene, 5);
    for (uint32_t f = 0; f < 5; f++) {
        scene->facilities.x_m[f] = 500000.0 + oracle_random(&state, 400);
        scene->facilities.y_m[f] = 6700000.0 + oracle_random(&state, 400);
        scene->facilities.group[f] = oracle_random(&state, 3);
    }
    prepare(scene);
}

static void random_networks_agree_with_the_oracle(void **state)
{
    uint64_t seed = (uint64_t)(uintptr_t)*state;
    struct scene scene;
    struct picture picture = {{250000, 600000}, {1, 2}, 2, 2, 2, 9.7, true};
    random_scene(&scene, seed);
    if (scene.is_time) {
        picture.cutoff_cost[0] = 30000;
        picture.cutoff_cost[1] = 70000;
    }
    check_picture(&scene, &picture);
    scene_release(&scene);
}

static void check_same(const struct areas *a, const struct areas *b)
{
    assert_int_equal(a->count, b->count);
    assert_memory_equal(a->first_ring, b->first_ring, (a->count + 1) * sizeof *a->first_ring);
    uint32_t rings = a->first_ring[a->count];
    assert_true(rings > 0);
    assert_memory_equal(a->first_xy, b->first_xy, (rings + 1) * sizeof *a->first_xy);
    assert_memory_equal(a->is_hole, b->is_hole, rings * sizeof *a->is_hole);
    assert_memory_equal(a->xy_m, b->xy_m, 2 * sizeof *a->xy_m * a->first_xy[rings]);
}

static void threads_change_no_byte(void **state)
{
    struct scene scene;
    struct picture picture = {{250000, 600000}, {1, 2}, 2, 2, 1, 10.0, true};
    struct catchments one, many;
    struct ws_error err = {0};
    (void)state;
    random_scene(&scene, 2);
    ok(draw(&one, &scene, &picture, &err), &err);
    picture.threads = 4;
    ok(draw(&many, &scene, &picture, &err), &err);
    check_same(&one.together, &many.together);
    check_same(&one.facilities, &many.facilities);
    catchments_release(&one);
    catchments_release(&many);
    scene_release(&scene);
}

static void memory_may_fail_anywhere(void **state)
{
    struct scene scene = {.access_m = 250.0};
    struct picture picture = {{900000}, {1}, 1, 1, 1, 100.0, true};
    enum ws_status st = WS_NO_MEMORY;
    (void)state;
    draw_scene(&scene, COMB);
    for (uint64_t n = 1; st; n++) {
        struct catchments drawn = {0};
        struct ws_error err = {0};
        mem_fail_at(n);
        st = draw(&drawn, &scene, &picture, &err);
        mem_fail_at(0);
        assert_true(st == WS_OK || (st == WS_NO_MEMORY && !drawn.together.count));
        catchments_release(&drawn);
    }
    scene_release(&scene);
}

/* ---- without roads ------------------------------------------------------------------------------
 */

static double least_leg_m(struct earth *earth, const struct ws_points *points, uint32_t choice,
                          double x_m, double y_m)
{
    double legs_m[3];
    for (uint32_t f = 0; f < 3; f++)
        legs_m[f] = earth_leg_m(earth, x_m, y_m, points->x_m[f], points->y_m[f]);
    double of_first = fmin(legs_m[0], legs_m[1]); /* the same group */
    return choice == 1 ? fmin(of_first, legs_m[2]) : fmax(of_first, legs_m[2]);
}

/* Far from the middle of the zone: 3.2 km on the ellipsoid are 3.2044 in the plane. */
static void discs_without_roads(void **state)
{
    double x_m[3] = {880000, 883000, 885500}, y_m[3] = {6900000, 6901000, 6899000};
    uint32_t group[3] = {0, 0, 1}, cutoff_cost[1] = {4000000}, choice[2] = {1, 2};
    struct ws_points points = {.count = 3, .x_m = x_m, .y_m = y_m, .group = group};
    struct straight_plan straight = {
        .facilities = &points, .working_crs = CRS, .factor = 1.25, .k = 2, .threads = 1};
    struct catchment_plan plan = {.straight = &straight,
                                  .facilities = &points,
                                  .working_crs = CRS,
                                  .resolution_m = 100,
                                  .cutoff_cost = cutoff_cost,
                                  .choice = choice,
                                  .cutoff_count = 1,
                                  .choice_count = 2,
                                  .threads = 2,
                                  .per_facility = true};
    struct catchments drawn;
    struct earth *earth = NULL;
    struct ws_error err = {0};
    (void)state;
    ok(earth_open(&earth, CRS, &err), &err);
    ok(catchments_draw(&drawn, &plan, &err), &err);
    for (uint32_t k = 0; k < 2; k++) {
        assert_true(drawn.together.first_ring[k + 1] > drawn.together.first_ring[k]);
        for (size_t v = drawn.together.first_xy[drawn.together.first_ring[k]];
             v < drawn.together.first_xy[drawn.together.first_ring[k + 1]]; v++) {
            const double *at = drawn.together.xy_m + 2 * v;
            assert_near(least_leg_m(earth, &points, k + 1, at[0], at[1]), 3200.0, 1.0);
        }
    }
    for (uint32_t f = 0; f < 3; f++)
        assert_near(areas_m2(&drawn.facilities, f), 3.14159265 * 3204.4 * 3204.4, 60000.0);
    catchments_release(&drawn);
    earth_close(earth);
}

int main(void)
{
    enum { RANDOM = 6, REST = 7 };
    static char names[RANDOM][32];
    struct CMUnitTest tests[COUNT_OF(ROWS) + RANDOM + REST] = {
        cmocka_unit_test(a_river_is_not_crossed),
        cmocka_unit_test(nobody_stops_on_a_motorway),
        cmocka_unit_test(a_long_edge_is_cut_at_the_limit),
        cmocka_unit_test(refining_converges),
        cmocka_unit_test(threads_change_no_byte),
        cmocka_unit_test(memory_may_fail_anywhere),
        cmocka_unit_test(discs_without_roads),
    };
    for (size_t i = 0; i < COUNT_OF(ROWS); i++)
        tests[REST + i] = (struct CMUnitTest){.name = ROWS[i].name,
                                              .test_func = agrees_with_the_oracle,
                                              .initial_state = (void *)&ROWS[i]};
    for (size_t i = 0; i < RANDOM; i++) {
        snprintf(names[i], sizeof names[i], "random_network_%zu", i + 1);
        tests[REST + COUNT_OF(ROWS) + i] =
            (struct CMUnitTest){.name = names[i],
                                .test_func = random_networks_agree_with_the_oracle,
                                .initial_state = (void *)(uintptr_t)(i + 1)};
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
