/* Roads listed once and thinned find what snapping finds. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/mem.h"
#include "net/build.h"
#include "net/nearby.h"
#include "support/asciimap.h"
#include "support/near.h"
#include "support/oracle.h"

enum { LEVELS = 6, MOST_ROADS = 4000, LIMIT_M = 60 };

struct scene {
    struct network net;
    struct snapper *snapper;
    struct snap_rule rule;
    struct nearby nearby;
    uint32_t lists[LEVELS][MOST_ROADS];
    struct nearby_rough rough[MOST_ROADS];
    double scratch[MOST_ROADS];
    float rough2[MOST_ROADS];
};

static void random_scene(struct scene *scene, uint64_t *random)
{
    struct lines lines;
    struct build_notes notes;
    struct impedance impedance = asciimap_impedance(false);
    struct box window = {500000.0, 6700000.0, 500064.0, 6700064.0};
    *scene =
        (struct scene){.rule = {.limit_m = LIMIT_M, .min_component = oracle_random(random, 8)}};
    oracle_random_lines(&lines, random, 1 + oracle_random(random, 40), 16);
    assert_int_equal(build_network(&scene->net, &notes, &lines, &impedance, NULL), WS_OK);
    lines_release(&lines);
    assert_int_equal(snapper_new(&scene->snapper, &scene->net, NULL), WS_OK);
    window = box_grown(window, LIMIT_M);
    assert_int_equal(
        nearby_fill(&scene->nearby, &scene->net, scene->snapper, &scene->rule, &window, NULL),
        WS_OK);
    assert_true(scene->nearby.count <= MOST_ROADS);
}

static void scene_release(struct scene *scene)
{
    nearby_release(&scene->nearby);
    snapper_free(scene->snapper);
    network_release(&scene->net);
}

/* The roads for a square of 64 m, for a part of it, and so on: sifted for the
 * first squares, thinned for the rest. half_m is half the side of the last. */
static struct nearby_list thin_down(struct scene *scene, uint64_t *random, uint32_t sifts,
                                    uint32_t levels, struct nearby_square *square)
{
    struct nearby *nearby = &scene->nearby;
    struct nearby_list list = {scene->lists[0], nearby->count};
    double half_m = 32.0;
    *square = (struct nearby_square){.x_m = 500032.0, .y_m = 6700032.0};
    if (nearby->count)
        memcpy(scene->rough, nearby->rough, nearby->count * sizeof *scene->rough);
    for (uint32_t i = 0; i < nearby->count; i++)
        scene->lists[0][i] = i;
    for (uint32_t level = 1; level < levels; level++) {
        uint32_t count = list.count;
        half_m /= 2.0;
        square->x_m += oracle_random(random, 2) ? half_m : -half_m;
        square->y_m += oracle_random(random, 2) ? half_m : -half_m;
        square->radius_m = half_m * 1.41422;
        if (level <= sifts)
            list.count = nearby_sift(scene->rough, nearby, scene->rough, count, square, LIMIT_M,
                                     scene->rough2);
        for (uint32_t i = 0; i < list.count && level <= sifts; i++)
            scene->lists[0][i] = scene->rough[i].road;
        double low_m = square->low_m, high_m = square->high_m;
        uint32_t thin =
            nearby_thin(scene->lists[level], nearby, &list, square, LIMIT_M, scene->scratch);
        assert_true(thin <= list.count && list.count <= count);
        if (level <= sifts && list.count)
            assert_true(low_m <= square->low_m && square->high_m <= high_m);
        else if (level > sifts)
            list = (struct nearby_list){scene->lists[level], thin};
    }
    square->radius_m = half_m;
    return list;
}

static void finds_what_a_scan_finds(void **state)
{
    static struct scene scene;
    uint64_t random = 77;
    uint32_t found = 0, missed = 0;
    (void)state;
    for (int round = 0; round < 300; round++) {
        bool allowed[64] = {false};
        struct nearby_square square;
        random_scene(&scene, &random);
        assert_true(scene.net.component_count <= 64);
        for (uint32_t c = 0; c < scene.net.component_count; c++)
            allowed[c] = snap_is_large(&scene.net, &scene.rule, c);
        struct nearby_list list =
            thin_down(&scene, &random, (uint32_t)round % 5, 1 + (uint32_t)round % LEVELS, &square);
        for (int i = 0; i < 20; i++) {
            double x_m = square.x_m + square.radius_m * (oracle_random(&random, 2001) / 1000.0 - 1);
            double y_m = square.y_m + square.radius_m * (oracle_random(&random, 2001) / 1000.0 - 1);
            struct ws_snap snap = oracle_snap(&scene.net, x_m, y_m, LIMIT_M, allowed);
            struct nearby_foot foot;
            if (snap.edge == WS_NONE) {
                missed++;
                assert_true(!nearby_find(&foot, &scene.nearby, &scene.net, &list, x_m, y_m) ||
                            foot.plane_m > LIMIT_M);
                continue;
            }
            found++;
            assert_true(nearby_find(&foot, &scene.nearby, &scene.net, &list, x_m, y_m));
            assert_near(foot.plane_m, snap.off_mm / 1000.0, 0.001);
            double to_x_m, to_y_m;
            network_position(&scene.net, scene.nearby.edges[foot.place], foot.along_mm, &to_x_m,
                             &to_y_m);
            assert_near(hypot(to_x_m - x_m, to_y_m - y_m), foot.plane_m, 0.0011);
            assert_near(hypot(foot.x_m - x_m, foot.y_m - y_m), foot.plane_m, 1e-6);
        }
        scene_release(&scene);
    }
    assert_true(found > 1000 && missed > 100);
}

/* All roads of a junction are equally near to a position before it: the lowest
 * edge has it, whatever the order of the list. */
static void a_junction_goes_to_the_lowest_edge(void **state)
{
    struct asciimap map;
    struct network net = {0};
    struct snapper *snapper = NULL;
    struct snap_rule rule = {.limit_m = 500.0};
    struct nearby nearby = {0};
    struct nearby_foot foot;
    const struct box window = {ASCIIMAP_LEFT_M - 1000.0, ASCIIMAP_TOP_M - 1000.0,
                               ASCIIMAP_LEFT_M + 1000.0, ASCIIMAP_TOP_M + 1000.0};
    (void)state;
    asciimap_read(&map, "a---b\n"
                        "|    \n"
                        "c    \n");
    asciimap_build(&net, &map, false);
    assert_int_equal(snapper_new(&snapper, &net, NULL), WS_OK);
    assert_int_equal(nearby_fill(&nearby, &net, snapper, &rule, &window, NULL), WS_OK);
    assert_int_equal(nearby.count, 6);
    for (uint32_t turn = 0; turn < 2; turn++) {
        uint32_t order[6] = {0};
        for (uint32_t i = 0; i < 6; i++)
            order[i] = turn ? 5 - i : i;
        struct nearby_list list = {order, 6};
        assert_true(nearby_find(&foot, &nearby, &net, &list, ASCIIMAP_LEFT_M - 33.3,
                                ASCIIMAP_TOP_M + 47.1));
        assert_int_equal(nearby.edges[foot.place], 0);
    }
    nearby_release(&nearby);
    snapper_free(snapper);
    network_release(&net);
    asciimap_release(&map);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_what_a_scan_finds),
        cmocka_unit_test(a_junction_goes_to_the_lowest_edge),
    };
    return cmocka_run_group_tests_name("net/nearby", tests, NULL, NULL);
}
