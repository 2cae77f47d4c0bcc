/* spread_cut: areas that cut zones; the one-millimetre oracle and its laws. */
#include "cover/scene.h"

#include "base/fixed.h"

#define SIDE_M 30.0
#define CELLS 4
#define AREAS 3

/* A grid of cells over random roads, three upright strips of zones and, when
 * asked for, counts that may be lower or higher. */
static void draw(struct scene *scene, uint64_t *seed, uint32_t line_count, bool has_doubt)
{
    struct rect cells[CELLS * CELLS], zones[3];
    uint32_t people[CELLS * CELLS], count = CELLS * CELLS;
    struct network net = {0};
    const double cell_m = SIDE_M / (CELLS - 1);
    scene_random_network(&net, seed, line_count, SIDE_M);
    for (uint32_t i = 0; i < count; i++) {
        double west_m = (double)(i % CELLS) * cell_m - 2.5;
        double south_m = (double)(i / CELLS) * cell_m - 2.5;
        cells[i] = (struct rect){west_m, south_m, west_m + cell_m, south_m + cell_m};
        people[i] = 3 + i * i % 17;
    }
    for (uint32_t i = 0; i < 3; i++)
        zones[i] = (struct rect){SIDE_M * i / 3, -5.0, SIDE_M * (i + 1) / 3, 25.0};
    scene_zones(scene, 3, zones);
    scene_areas(scene, count, cells);
    scene_people(scene, count, people);
    if (has_doubt) {
        scene->population.less_micro = mem_array(count, 2 * sizeof(uint64_t));
        scene->population.more_micro = mem_array(count, 2 * sizeof(uint64_t));
        for (uint32_t i = 0; i < 2 * count; i++) {
            scene->population.less_micro[i] = 2 * WS_MICRO;
            scene->population.more_micro[i] = i % 3 ? 5 * WS_MICRO : WS_UNBOUNDED;
        }
    }
    scene_plan(scene, &net);
    for (uint32_t i = 0; i < scene->net.component_count; i++)
        scene->is_served[i] = i % 2 == 0;
}

/* Two areas that leave a strip free, cut all three zones and reach out of them,
 * and one that lies far away. */
static const struct rect BANDS[AREAS] = {
    {-9.0, -9.0, 40.0, 7.3}, {-9.0, 9.1, 40.0, 40.0}, {900.0, 900.0, 901.0, 901.0}};

struct cutter {
    struct areas areas;
    struct locator *locator;
    struct cut_plan plan;
};

static void cutter_init(struct cutter *cutter, const struct scene *scene,
                        const struct spread *spread, const struct rect *rects, uint32_t count)
{
    struct areas_builder builder = {0};
    struct ws_error err = {0};
    for (uint32_t i = 0; i < count; i++)
        scene_add_rect(&builder, rects[i]);
    cutter->areas = builder.areas;
    scene_ok(locator_new(&cutter->locator, &cutter->areas, &err), &err);
    cutter->plan = (struct cut_plan){.spread = spread,
                                     .net = scene->plan.net,
                                     .is_served = scene->is_served,
                                     .population = &scene->population,
                                     .zones = &scene->zones,
                                     .zone_locator = scene->locator,
                                     .locator = cutter->locator,
                                     .area_count = count,
                                     .limit_m = 0.001,
                                     .threads = 1};
}

static void cutter_release(struct cutter *cutter)
{
    locator_free(cutter->locator);
    areas_release(&cutter->areas);
}

static void release(struct scene *scene)
{
    mem_free(scene->population.less_micro);
    mem_free(scene->population.more_micro);
    scene_release(scene);
}

static void make(struct cut *cut, const struct cut_plan *plan)
{
    struct ws_error err = {0};
    scene_ok(spread_cut(cut, plan, &err), &err);
}

/* In proportion to road, to the millionth of a person. */
static void check_share(const struct spread *spread, uint32_t part, const struct spread *from,
                        uint32_t parent, uint32_t weight)
{
    uint64_t whole = from->people_micro[2 * parent + weight];
    uint64_t people = spread->people_micro[2 * part + weight];
    uint64_t of = from->weight_mm[parent] ? from->weight_mm[parent] : 1;
    uint64_t mm = from->weight_mm[parent] ? spread->weight_mm[part] : 1;
    assert_true(people <= fixed_mul_div(whole, mm, of) + 1);
    assert_true(people + 1 >= fixed_mul_div(whole, mm, of));
}

/* What was cut adds up to what was there, part by part, in every number. */
static void check_sums(const struct cut *cut, const struct spread *from)
{
    const struct spread *spread = &cut->spread;
    uint32_t part = 0;
    for (uint32_t parent = 0; parent < from->part_count; parent++) {
        uint64_t weight = 0, no_link = 0, people[2] = {0}, less[2] = {0}, more[2] = {0};
        assert_true(part < spread->part_count && cut->parent[part] == parent);
        for (; part < spread->part_count && cut->parent[part] == parent; part++) {
            assert_int_equal(spread->unit[part], from->unit[parent]);
            assert_int_equal(spread->state[part], from->state[parent]);
            assert_int_equal(spread->zone[part] == WS_NONE, from->zone[parent] == WS_NONE);
            weight += spread->weight_mm[part];
            no_link += spread->no_link_mm[part];
            for (uint32_t w = 0; w < 2; w++) {
                check_share(spread, part, from, parent, w);
                people[w] += spread->people_micro[2 * part + w];
                if (!from->less_micro)
                    continue;
                assert_true(spread->less_micro[2 * part + w] <= spread->people_micro[2 * part + w]);
                less[w] += spread->less_micro[2 * part + w];
                more[w] = fixed_add_bound(more[w], spread->more_micro[2 * part + w]);
            }
        }
        assert_int_equal(weight, from->weight_mm[parent]);
        assert_int_equal(no_link, from->no_link_mm[parent]);
        for (uint32_t w = 0; w < 2; w++) {
            assert_int_equal(people[w], from->people_micro[2 * parent + w]);
            if (!from->less_micro)
                continue;
            assert_true(less[w] <= from->less_micro[2 * parent + w]);
            assert_int_equal(more[w], from->more_micro[2 * parent + w]);
        }
    }
    assert_int_equal(part, spread->part_count);
    assert_int_equal(spread->first_part[spread->unit_count], spread->part_count);
}

/* ---- the oracle --------------------------------------------------------------- */

/* Steps along an edge: where the first cut has a piece the second has one of the
 * same unit in the area that holds the step. */
static uint32_t steps_wrong(const struct scene *scene, const struct spread *from,
                            const struct cut *cut, const struct locator *areas, uint32_t edge)
{
    const struct network *net = &scene->net;
    uint32_t wrong = 0, a = 0, b = 0;
    while (a < from->piece_count && from->pieces[a].edge < edge)
        a++;
    while (b < cut->spread.piece_count && cut->spread.pieces[b].edge < edge)
        b++;
    for (uint32_t mm = 0; mm < net->length_mm[edge]; mm++) {
        double at[2], next[2];
        network_position(net, edge, mm, &at[0], &at[1]);
        network_position(net, edge, mm + 1, &next[0], &next[1]);
        while (a < from->piece_count && from->pieces[a].edge == edge && from->pieces[a].to_mm <= mm)
            a++;
        while (b < cut->spread.piece_count && cut->spread.pieces[b].edge == edge &&
               cut->spread.pieces[b].to_mm <= mm)
            b++;
        const struct ws_piece *whole = &from->pieces[a], *piece = &cut->spread.pieces[b];
        bool is_laid = a < from->piece_count && whole->edge == edge && whole->from_mm <= mm;
        bool is_cut = b < cut->spread.piece_count && piece->edge == edge && piece->from_mm <= mm;
        assert_int_equal(is_laid, is_cut);
        if (!is_laid)
            continue;
        assert_int_equal(whole->unit, piece->unit);
        assert_int_equal(cut->parent[cut->spread.part[b]], from->part[a]);
        uint32_t area = locate_point(areas, (at[0] + next[0]) / 2.0, (at[1] + next[1]) / 2.0);
        if (whole->zone == WS_NONE)
            assert_int_equal(piece->zone, WS_NONE);
        else
            wrong += piece->zone != (area == WS_NONE ? AREAS : area);
    }
    return wrong;
}

static void agrees_with_one_millimetre_steps(void **state)
{
    (void)state;
    uint64_t seed = 20250301;
    bool has_area[AREAS + 1] = {false};
    for (int round = 0; round < 4; round++) {
        struct scene scene = {0};
        struct spread spread = {0};
        struct cut cut = {0};
        struct cutter cutter = {0};
        struct ws_error err = {0};
        draw(&scene, &seed, 14, round % 2 != 0);
        scene_ok(spread_roads(&spread, &scene.plan, &scene.warnings, &err), &err);
        cutter_init(&cutter, &scene, &spread, BANDS, AREAS);
        make(&cut, &cutter.plan);
        check_sums(&cut, &spread);
        for (uint32_t edge = 0; edge < scene.net.edge_count; edge++)
            if (network_is_canonical(&scene.net, edge))
                /* A cut lies on a whole millimetre: one may differ at each border. */
                assert_true(steps_wrong(&scene, &spread, &cut, cutter.locator, edge) <= 12);
        for (uint32_t part = 0; part < cut.spread.part_count; part++)
            if (cut.spread.zone[part] != WS_NONE)
                has_area[cut.spread.zone[part]] = true;
        cut_release(&cut);
        cutter_release(&cutter);
        spread_release(&spread);
        release(&scene);
    }
    assert_true(has_area[0] && has_area[1] && !has_area[2] && has_area[AREAS]);
}

/* ---- laws ---------------------------------------------------------------------- */

static void areas_that_are_the_zones_change_nothing(void **state)
{
    (void)state;
    uint64_t seed = 31;
    struct rect zones[3];
    struct scene scene = {0};
    struct spread spread = {0};
    struct cut cut = {0};
    struct cutter cutter = {0};
    struct ws_error err = {0};
    for (uint32_t i = 0; i < 3; i++)
        zones[i] = (struct rect){SIDE_M * i / 3, -5.0, SIDE_M * (i + 1) / 3, 25.0};
    draw(&scene, &seed, 40, false);
    scene_ok(spread_roads(&spread, &scene.plan, &scene.warnings, &err), &err);
    cutter_init(&cutter, &scene, &spread, zones, 3);
    cutter.plan.limit_m = scene.plan.zone_limit_m;
    make(&cut, &cutter.plan);
    scene_check_same(&cut.spread, &spread);
    cut_release(&cut);
    cutter_release(&cutter);
    spread_release(&spread);
    release(&scene);
}

/* Zones 0 and 2 are one area, zone 1 is in none: as polygons and as a table. */
static void groups_of_zones_are_their_union(void **state)
{
    (void)state;
    static const uint32_t area_of_zone[3] = {0, WS_NONE, 0};
    uint64_t seed = 77;
    struct scene scene = {0};
    struct spread spread = {0};
    struct cut by_table = {0}, by_place = {0};
    struct cutter cutter = {0};
    struct ws_error err = {0};
    struct rect both = {0.0, -5.0, 10.0, 25.0}, other = {20.0, -5.0, 30.0, 25.0};
    draw(&scene, &seed, 40, true);
    scene_ok(spread_roads(&spread, &scene.plan, &scene.warnings, &err), &err);
    cutter_init(&cutter, &scene, &spread, (const struct rect[]){both, other}, 2);
    make(&by_place, &cutter.plan);
    struct cut_plan table = cutter.plan;
    table.locator = NULL;
    table.area_of_zone = area_of_zone;
    table.area_count = 1;
    make(&by_table, &table);
    check_sums(&by_table, &spread);
    assert_int_equal(by_table.spread.part_count, by_place.spread.part_count);
    for (uint32_t part = 0; part < by_table.spread.part_count; part++) {
        uint32_t place = by_place.spread.zone[part], area = by_table.spread.zone[part];
        assert_int_equal(area, place == WS_NONE ? WS_NONE : place < 2 ? 0 : 1);
        assert_int_equal(by_table.spread.people_micro[2 * part],
                         by_place.spread.people_micro[2 * part]);
    }
    cut_release(&by_table);
    cut_release(&by_place);
    cutter_release(&cutter);
    spread_release(&spread);
    release(&scene);
}

static void threads_change_nothing(void **state)
{
    (void)state;
    uint64_t seed = 8;
    struct scene scene = {0};
    struct spread spread = {0};
    struct cut one = {0}, four = {0};
    struct cutter cutter = {0};
    struct ws_error err = {0};
    draw(&scene, &seed, 3000, false);
    scene_ok(spread_roads(&spread, &scene.plan, &scene.warnings, &err), &err);
    cutter_init(&cutter, &scene, &spread, BANDS, AREAS);
    make(&one, &cutter.plan);
    cutter.plan.threads = 4;
    make(&four, &cutter.plan);
    assert_true(spread.piece_count > 8192); /* several chunks */
    check_sums(&one, &spread);
    scene_check_same(&one.spread, &four.spread);
    assert_memory_equal(one.parent, four.parent, one.spread.part_count * sizeof *one.parent);
    cut_release(&one);
    cut_release(&four);
    cutter_release(&cutter);
    spread_release(&spread);
    release(&scene);
}

static void memory_may_run_out_anywhere(void **state)
{
    (void)state;
    uint64_t seed = 12, nth = 1;
    struct scene scene = {0};
    struct spread spread = {0};
    struct cut cut = {0};
    struct cutter cutter = {0};
    struct ws_error err = {0};
    enum ws_status st = WS_NO_MEMORY;
    draw(&scene, &seed, 14, true);
    scene_ok(spread_roads(&spread, &scene.plan, &scene.warnings, &err), &err);
    cutter_init(&cutter, &scene, &spread, BANDS, AREAS);
    for (; st; nth++) {
        mem_fail_at(nth);
        st = spread_cut(&cut, &cutter.plan, &err);
        mem_fail_at(0);
        assert_true(st == WS_OK || st == WS_NO_MEMORY);
        assert_true(!st || !cut.parent);
    }
    assert_true(nth > 20);
    check_sums(&cut, &spread);
    cut_release(&cut);
    cutter_release(&cutter);
    spread_release(&spread);
    release(&scene);
}

/* ---- points, places off the network, no roads ---------------------------------- */

/* A person on each side of the border of two areas, both snapped to a road in
 * the second; one near an area and one far from all; one off the network. */
static const struct spot {
    const char *name;
    double east_m, north_m;
    uint32_t area;
} SPOTS[] = {
    {"a_home_counts_not_its_foot_on_the_road", 100.0, 60.0, 0},
    {"a_home_beside_the_road", 100.0, 10.0, 1},
    {"no_area_inside_a_zone_is_an_answer", 605.0, 10.0, 2},
    {"outside_the_zones_the_nearest_area", 630.0, 10.0, 1},
    {"outside_the_zones_beyond_the_limit", 700.0, 10.0, 2},
    {"off_the_network_by_place", 100.0, 3000.0, 0},
    {"outside_all_zones_stays_outside", 100.0, 90000.0, WS_NONE},
};
#define SPOT_COUNT (sizeof SPOTS / sizeof *SPOTS)

static void a_point_belongs_to_the_area_it_stands_in(void **state)
{
    const struct spot *spot = *state;
    const struct rect zone = {-9000.0, -9000.0, 610.0, 9000.0};
    const struct rect place = POINT(spot->east_m, spot->north_m);
    const struct rect areas[2] = {{-50.0, 50.0, 600.0, 5000.0}, {-50.0, -50.0, 600.0, 50.0}};
    const uint32_t people = 7;
    for (int has_roads = 0; has_roads < 2; has_roads++) {
        struct scene scene = {0};
        struct spread spread = {0};
        struct cut cut = {0};
        struct cutter cutter = {0};
        struct ws_error err = {0};
        struct asciimap map;
        struct network net = {0};
        asciimap_read(&map, "a--------b\n");
        asciimap_build(&net, &map, false);
        scene_zones(&scene, 1, &zone);
        scene_points(&scene, 1, &place);
        scene_people(&scene, 1, &people);
        scene_plan(&scene, has_roads ? &net : NULL);
        scene_ok(has_roads ? spread_roads(&spread, &scene.plan, &scene.warnings, &err)
                           : spread_straight(&spread, &scene.plan, &scene.warnings, &err),
                 &err);
        cutter_init(&cutter, &scene, &spread, areas, 2);
        cutter.plan.limit_m = 50.0;
        make(&cut, &cutter.plan);
        check_sums(&cut, &spread);
        assert_int_equal(cut.spread.part_count, 1);
        assert_int_equal(cut.spread.zone[0], spot->area);
        cut_release(&cut);
        cutter_release(&cutter);
        spread_release(&spread);
        asciimap_release(&map);
        network_release(&net);
        scene_release(&scene);
    }
}

int main(void)
{
    struct CMUnitTest tests[5 + SPOT_COUNT] = {
        cmocka_unit_test(agrees_with_one_millimetre_steps),
        cmocka_unit_test(areas_that_are_the_zones_change_nothing),
        cmocka_unit_test(groups_of_zones_are_their_union),
        cmocka_unit_test(threads_change_nothing),
        cmocka_unit_test(memory_may_run_out_anywhere),
    };
    for (size_t i = 0; i < SPOT_COUNT; i++)
        tests[5 + i] = (struct CMUnitTest){.name = SPOTS[i].name,
                                           .test_func = a_point_belongs_to_the_area_it_stands_in,
                                           .initial_state = (void *)&SPOTS[i]};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
