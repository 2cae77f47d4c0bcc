#include "cover/scene.h"
#include <stdio.h>

/* ---- drawn networks, figures by hand -------------------------------------------- */

#define MOST 4
#define NOWHERE 9 /* a code that no zone has */

struct expected_part {
    uint32_t unit, zone, state;
    uint64_t weight_mm, no_link_mm, people_milli; /* thousandths of a person, weight 0 */
};

struct row {
    const char *name, *map;
    enum unit_shape shape;
    uint32_t unit_count, zone_count, part_count, piece_count, warning_count;
    struct rect units[MOST], zones[MOST];
    uint32_t code[MOST]; /* zone + 1; 0: no code; NOWHERE: unknown */
    uint32_t people[MOST];
    struct expected_part parts[MOST];
};

static const struct row ROWS[] = {
    {.name = "one_cell_holds_the_road",
     .map = "A---------b\n",
     .unit_count = 1,
     .zone_count = 1,
     .part_count = 1,
     .piece_count = 1,
     .units = {{-50, -50, 1050, 50}},
     .zones = {EVERYWHERE},
     .people = {10},
     .parts = {{0, 0, PART_ON_NETWORK, 1000000, 0, 10000}}},
    {.name = "one_way_and_two_way_roads_count_once",
     .map = "A-->--b----c\n",
     .unit_count = 1,
     .zone_count = 1,
     .part_count = 1,
     .piece_count = 2,
     .units = {{-50, -50, 2050, 50}},
     .zones = {EVERYWHERE},
     .people = {10},
     .parts = {{0, 0, PART_ON_NETWORK, 1100000, 0, 10000}}},
    {.name = "two_cells_cut_the_road_at_their_border",
     .map = "A---------b\n",
     .unit_count = 2,
     .zone_count = 1,
     .part_count = 2,
     .piece_count = 2,
     .units = {{-50, -50, 250, 50}, {250, -50, 1050, 50}},
     .zones = {EVERYWHERE},
     .people = {10, 20},
     .parts = {{0, 0, PART_ON_NETWORK, 250000, 0, 10000},
               {1, 0, PART_ON_NETWORK, 750000, 0, 20000}}},
    {.name = "unit_half_outside_all_zones",
     .map = "A---------b\n",
     .unit_count = 1,
     .zone_count = 1,
     .part_count = 2,
     .piece_count = 2,
     .warning_count = 1,
     .units = {{-50, -50, 500, 50}},
     .zones = {{-60, -60, 300, 60}},
     .people = {10},
     .parts = {{0, 0, PART_ON_NETWORK, 300000, 0, 6000},
               {0, WS_NONE, PART_ON_NETWORK, 200000, 0, 4000}}},
    {.name = "code_wins_over_place",
     .map = "A---------b\n",
     .unit_count = 1,
     .zone_count = 2,
     .part_count = 1,
     .piece_count = 1,
     .units = {{-50, -50, 500, 50}},
     .zones = {{-60, -60, 300, 60}, {300, -60, 2000, 60}},
     .code = {2},
     .people = {10},
     .parts = {{0, 1, PART_ON_NETWORK, 500000, 0, 10000}}},
    {.name = "unknown_code_is_outside",
     .map = "A---------b\n",
     .unit_count = 1,
     .zone_count = 1,
     .part_count = 1,
     .piece_count = 1,
     .warning_count = 1,
     .units = {{-50, -50, 500, 50}},
     .zones = {EVERYWHERE},
     .code = {NOWHERE},
     .people = {10},
     .parts = {{0, WS_NONE, PART_ON_NETWORK, 500000, 0, 10000}}},
    {.name = "zones_split_a_unit_by_road",
     .map = "A---------b\n",
     .unit_count = 1,
     .zone_count = 2,
     .part_count = 2,
     .piece_count = 2,
     .units = {{-50, -50, 1050, 50}},
     .zones = {{200, -2000, 2000, 2000}, {-2000, -2000, 200, 2000}},
     .people = {100},
     .parts = {{0, 0, PART_ON_NETWORK, 800000, 0, 80000},
               {0, 1, PART_ON_NETWORK, 200000, 0, 20000}}},
    {.name = "unit_without_road_is_snapped",
     .map = "A---------b\n",
     .unit_count = 1,
     .zone_count = 1,
     .part_count = 1,
     .piece_count = 1,
     .units = {{400, 200, 500, 300}},
     .zones = {EVERYWHERE},
     .people = {10},
     .parts = {{0, 0, PART_ON_NETWORK, 1, 0, 10000}}},
    {.name = "snapped_piece_lies_among_road_pieces",
     .map = "A---------b\n",
     .unit_count = 3,
     .zone_count = 1,
     .part_count = 3,
     .piece_count = 3,
     .units = {{-50, -50, 500, 50}, {500, -50, 1050, 50}, {200, 200, 400, 300}},
     .zones = {EVERYWHERE},
     .people = {10, 20, 30},
     .parts = {{0, 0, PART_ON_NETWORK, 500000, 0, 10000},
               {1, 0, PART_ON_NETWORK, 500000, 0, 20000},
               {2, 0, PART_ON_NETWORK, 1, 0, 30000}}},
    {.name = "nobody_lives_along_the_bare_road",
     .map = "A====b----c\n",
     .unit_count = 2,
     .zone_count = 1,
     .part_count = 2,
     .piece_count = 2,
     .units = {{-50, -50, 400, 50}, {400, -50, 1050, 50}},
     .zones = {EVERYWHERE},
     .people = {10, 10},
     .parts = {{0, 0, PART_ON_NETWORK, 1, 0, 10000}, {1, 0, PART_ON_NETWORK, 500000, 0, 10000}}},
    {.name = "too_far_from_any_road",
     .map = "A---------b\n",
     .unit_count = 1,
     .zone_count = 1,
     .part_count = 1,
     .warning_count = 1,
     .units = {{400, 2100, 500, 2200}},
     .zones = {EVERYWHERE},
     .people = {10},
     .parts = {{0, 0, PART_OFF_NETWORK, 0, 0, 10000}}},
    {.name = "without_road_and_zone_takes_the_nearest_zone",
     .map = "A---------b\n",
     .unit_count = 1,
     .zone_count = 2,
     .part_count = 1,
     .piece_count = 1,
     .warning_count = 1,
     .units = {{400, 1200, 500, 1300}},
     .zones = {{-9000, -9000, 9000, -10}, {-10, -10, 9000, 10}},
     .people = {10},
     .parts = {{0, 1, PART_ON_NETWORK, 1, 0, 10000}}},
    {.name = "without_road_and_far_from_zones_is_outside",
     .map = "A---------b\n",
     .unit_count = 1,
     .zone_count = 1,
     .part_count = 1,
     .piece_count = 1,
     .warning_count = 1,
     .units = {{400, 1200, 500, 1300}},
     .zones = {{-9000, -9000, 9000, -1000}},
     .people = {10},
     .parts = {{0, WS_NONE, PART_ON_NETWORK, 1, 0, 10000}}},
    {.name = "component_without_facility_has_no_link",
     .map = "A----b  c----d\n",
     .unit_count = 1,
     .zone_count = 1,
     .part_count = 1,
     .piece_count = 2,
     .units = {{-50, -50, 1000, 50}},
     .zones = {EVERYWHERE},
     .people = {10},
     .parts = {{0, 0, PART_ON_NETWORK, 700000, 200000, 10000}}},
    {.name = "zones_as_units",
     .map = "A---------b\n",
     .shape = UNIT_ZONES,
     .unit_count = 3,
     .zone_count = 3,
     .part_count = 3,
     .piece_count = 2,
     .warning_count = 1,
     .zones = {{-50, -50, 100, 50}, {100, -50, 500, 50}, {500, -50, 2000, 50}},
     .code = {3, 1, NOWHERE},
     .people = {30, 10, 5},
     .parts = {{0, 2, PART_ON_NETWORK, 500000, 0, 30000},
               {1, 0, PART_ON_NETWORK, 100000, 0, 10000},
               {2, WS_NONE, PART_OFF_NETWORK, 0, 0, 5000}}},
    {.name = "points_are_snapped",
     .map = "A---------b\n",
     .shape = UNIT_POINTS,
     .unit_count = 3,
     .zone_count = 2,
     .part_count = 3,
     .piece_count = 2,
     .warning_count = 1,
     .units = {POINT(700, 30), POINT(200, -20), POINT(500, 3000)},
     .zones = {{-5000, -5000, 600, 5000}, {600, -5000, 5000, 5000}},
     .people = {3, 2, 1},
     .parts = {{0, 1, PART_ON_NETWORK, 1, 0, 3000},
               {1, 0, PART_ON_NETWORK, 1, 0, 2000},
               {2, 0, PART_OFF_NETWORK, 0, 0, 1000}}},
    {.name = "overlapping_units_lower_index_owns",
     .map = "A---------b\n",
     .unit_count = 2,
     .zone_count = 1,
     .part_count = 2,
     .piece_count = 2,
     .units = {{-50, -50, 600, 50}, {400, -50, 1050, 50}},
     .zones = {EVERYWHERE},
     .people = {10, 20},
     .parts = {{0, 0, PART_ON_NETWORK, 600000, 0, 10000},
               {1, 0, PART_ON_NETWORK, 400000, 0, 20000}}},
    {.name = "no_network_at_all",
     .map = "\n",
     .unit_count = 1,
     .zone_count = 1,
     .part_count = 1,
     .warning_count = 1,
     .units = {{-50, -50, 1050, 50}},
     .zones = {EVERYWHERE},
     .people = {10},
     .parts = {{0, 0, PART_OFF_NETWORK, 0, 0, 10000}}},
};

static void draw(struct scene *scene, const struct row *row)
{
    struct asciimap map = {0};
    struct network net = {0};
    asciimap_read(&map, row->map);
    asciimap_build(&net, &map, false);
    scene_zones(scene, row->zone_count, row->zones);
    scene_people(scene, row->unit_count, row->people);
    if (row->shape == UNIT_AREAS)
        scene_areas(scene, row->unit_count, row->units);
    else if (row->shape == UNIT_POINTS)
        scene_points(scene, row->unit_count, row->units);
    scene->population.shape = row->shape;
    for (uint32_t i = 0; i < row->unit_count; i++) {
        scene->population.has_code[i] = row->code[i] != 0;
        if (row->code[i] && row->code[i] != NOWHERE)
            scene->population.zone[i] = row->code[i] - 1;
    }
    scene_plan(scene, &net);
    uint32_t node = strchr(row->map, 'A') ? asciimap_node(&map, &scene->net, 'A') : WS_NONE;
    if (node != WS_NONE)
        scene->is_served[scene->net.component[node]] = true;
    asciimap_release(&map);
}

static void check_row(void **state)
{
    const struct row *row = *state;
    struct scene scene = {0};
    struct spread spread = {0};
    struct ws_error err = {0};
    draw(&scene, row);

    scene_ok(spread_roads(&spread, &scene.plan, &scene.warnings, &err), &err);
    scene_check_spread(&scene, &spread);
    assert_int_equal(spread.part_count, row->part_count);
    assert_int_equal(spread.piece_count, row->piece_count);
    assert_int_equal(scene.warnings.count, row->warning_count);
    for (uint32_t i = 0; i < row->part_count; i++) {
        const struct expected_part *part = &row->parts[i];
        assert_int_equal(spread.unit[i], part->unit);
        assert_int_equal(spread.zone[i], part->zone);
        assert_int_equal(spread.state[i], part->state);
        assert_int_equal(spread.weight_mm[i], part->weight_mm);
        assert_int_equal(spread.no_link_mm[i], part->no_link_mm);
        assert_int_equal(spread.people_micro[2 * i], part->people_milli * 1000);
    }
    spread_release(&spread);
    scene_release(&scene);
}

/* Every failing allocation gives WS_NO_MEMORY (or GEOS fails, which cannot say
 * why) and leaves `out` alone. */
static void check_row_without_memory(void **state)
{
    const struct row *row = *state;
    struct scene scene = {0};
    struct spread spread = {0};
    struct ws_error err = {0};
    draw(&scene, row);
    enum ws_status st = WS_NO_MEMORY;
    for (uint64_t nth = 1; st; nth++) {
        assert_true(nth < 10000);
        warnings_release(&scene.warnings);
        mem_fail_at(nth);
        st = spread_roads(&spread, &scene.plan, &scene.warnings, &err);
        mem_fail_at(0);
        if (st && st != WS_NO_MEMORY && !strstr(err.message, "GEOS could not"))
            fail_msg("%s: %s", ws_status_name(st), err.message);
        assert_true(st == WS_OK || spread.part_count == 0);
    }
    scene_check_spread(&scene, &spread);
    spread_release(&spread);
    scene_release(&scene);
}

/* ---- where snapped units stand ---------------------------------------------------- */

static void snapped_unit_keeps_its_leg(void **state)
{
    (void)state;
    static const struct row ROW = {.map = "A---------b\n",
                                   .shape = UNIT_POINTS,
                                   .unit_count = 3,
                                   .zone_count = 1,
                                   .units = {POINT(700, 30), POINT(200, -20), POINT(700, -10)},
                                   .zones = {EVERYWHERE}};
    struct scene scene = {0};
    struct spread spread = {0};
    struct ws_error err = {0};
    draw(&scene, &ROW);
    scene_ok(spread_roads(&spread, &scene.plan, &scene.warnings, &err), &err);
    assert_int_equal(spread.piece_count, 3);
    /* On the meridian of EPSG:3006 a plane metre is 1/0.9996 metres. */
    static const uint32_t UNIT[] = {1, 0, 2}, AT_MM[] = {200000, 700000, 700000},
                          OFF_MM[] = {20008, 30012, 10004};
    bool is_reversed = spread.pieces[0].from_mm == 300000;
    for (int i = 0; i < 3; i++) {
        const struct ws_piece *piece = &spread.pieces[is_reversed ? (i + 2) % 3 : i];
        assert_int_equal(piece->unit, UNIT[i]);
        assert_int_equal(piece->from_mm, is_reversed ? 1000000 - AT_MM[i] : AT_MM[i]);
        assert_int_equal(piece->to_mm, piece->from_mm);
        assert_int_equal(piece->off_mm, OFF_MM[i]);
    }
    spread_release(&spread);
    scene_release(&scene);
}

static void warnings_say_units_and_people(void **state)
{
    (void)state;
    static const struct row ROW = {.map = "A---------b\n",
                                   .unit_count = 4,
                                   .zone_count = 1,
                                   .units = {{400, 1200, 500, 1300},
                                             {400, 3000, 500, 3100},
                                             {700, 1200, 800, 1300},
                                             {-500, 5000, -400, 5100}},
                                   .zones = {{-10, -10, 9000, 10}},
                                   .people = {10, 20, 5, 7},
                                   .code = {0, 1, 0, 0}};
    static const char *const WHAT[] = {"2 units outside all zones", "1 unit outside all zones",
                                       "1 unit without a road"};
    static const char *const EFFECT[] = {"15 people", "7 people", "20 people"};
    struct scene scene = {0};
    struct spread spread = {0};
    struct ws_error err = {0};
    draw(&scene, &ROW);
    scene_ok(spread_roads(&spread, &scene.plan, &scene.warnings, &err), &err);
    assert_int_equal(scene.warnings.count, 3);
    for (int i = 0; i < 3; i++) {
        const struct ws_warning *warning = &scene.warnings.items[i];
        assert_string_equal(warning->role, "population");
        assert_memory_equal(warning->what, WHAT[i], strlen(WHAT[i]));
        assert_memory_equal(warning->effect, EFFECT[i], strlen(EFFECT[i]));
    }
    spread_release(&spread);
    scene_release(&scene);
}

int main(void)
{
    enum { ROW_COUNT = sizeof ROWS / sizeof *ROWS };
    static char names[ROW_COUNT][80];
    struct CMUnitTest tests[2 * ROW_COUNT + 2] = {
        cmocka_unit_test(snapped_unit_keeps_its_leg),
        cmocka_unit_test(warnings_say_units_and_people),
    };
    for (size_t i = 0; i < ROW_COUNT; i++) {
        snprintf(names[i], sizeof names[i], "%s_without_memory", ROWS[i].name);
        tests[2 + 2 * i] = (struct CMUnitTest){
            .name = ROWS[i].name, .test_func = check_row, .initial_state = (void *)&ROWS[i]};
        tests[3 + 2 * i] = (struct CMUnitTest){.name = names[i],
                                               .test_func = check_row_without_memory,
                                               .initial_state = (void *)&ROWS[i]};
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
