/* Costs along a road and lanes, against every millimetre (src/net/along.h). */
#include "net/along.h"

#include "base/mem.h"
#include "support/asciimap.h"
#include "support/near.h"
#include "support/oracle.h"

enum { MOST = 10, MOST_K = 4 };

static void test_reach_is_the_last_millimetre_within(void **state)
{
    (void)state;
    uint64_t random = 4;
    for (int round = 0; round < 2000; round++) {
        uint32_t length_mm = 1 + oracle_random(&random, 60);
        uint32_t cost = 1 + oracle_random(&random, 90), left = oracle_random(&random, 120);
        uint32_t last_mm = 0;
        for (uint32_t d_mm = 0; d_mm <= length_mm; d_mm++)
            if (along_cost(cost, length_mm, d_mm) <= left)
                last_mm = d_mm;
        assert_int_equal(along_reach(cost, length_mm, left), last_mm);
        assert_int_equal(along_cost(cost, length_mm, length_mm), cost);
        assert_int_equal(along_cost(cost, length_mm, 0), 0);
    }
    assert_int_equal(along_reach(1, UINT32_MAX, WS_COST_INF), UINT32_MAX);
    assert_int_equal(along_cost(WS_COST_INF - 1, UINT32_MAX, UINT32_MAX), WS_COST_INF - 1);
}

/* Random roads of a few centimetres to a metre, so that every millimetre can be
 * looked at. */
static void build_small(struct network *out, uint64_t *random)
{
    struct lines lines;
    struct build_notes notes;
    struct impedance impedance = asciimap_impedance(oracle_random(random, 2));

    impedance.default_speed_kmh = 0.5; /* several ms to the mm */
    do {
        network_release(out);
        oracle_random_lines(&lines, random, 1 + oracle_random(random, 8),
                            2 + oracle_random(random, 3));
        for (uint32_t v = 0; v < lines.first_xy[lines.count]; v++) {
            lines.xy_m[2 * v] *= 0.01;
            lines.xy_m[2 * v + 1] *= 0.01;
            lines.at_m[v] *= 0.01;
        }
        assert_int_equal(build_network(out, &notes, &lines, &impedance, NULL), WS_OK);
        lines_release(&lines);
    } while (out->edge_count == 0);
}

/* One small network with everything a position may ask for. */
struct world {
    struct network net;
    struct oracle_facility facilities[MOST];
    struct ws_snap snaps[MOST];
    uint32_t facility_count, group[MOST], leg_cost[MOST];
    uint32_t *node_cost[MOST];
    enum ws_direction direction;
    struct stops stops;
    struct search *search;
};

static void open_world(struct world *world, uint64_t *random)
{
    struct seed seeds[4 * MOST];
    uint32_t seed_count = 0;

    *world = (struct world){.facility_count = 1 + oracle_random(random, MOST)};
    build_small(&world->net, random);
    world->direction = oracle_random(random, 2) ? WS_TO_FACILITY : WS_FROM_FACILITY;
    oracle_random_facilities(world->facilities, world->facility_count, random, &world->net,
                             1 + oracle_random(random, MOST_K));
    for (uint32_t f = 0; f < world->facility_count; f++) {
        world->snaps[f] = world->facilities[f].snap;
        world->leg_cost[f] = world->facilities[f].leg_cost;
        world->group[f] = world->facilities[f].group;
        world->node_cost[f] =
            oracle_node_costs(&world->net, &world->facilities[f], world->direction);
        seed_count += search_seeds(&seeds[seed_count], &world->net, &world->snaps[f],
                                   world->leg_cost[f], f, world->direction);
    }
    assert_int_equal(
        stops_new(&world->stops, world->snaps, world->leg_cost, world->facility_count, NULL),
        WS_OK);
    struct search_plan plan = {.net = &world->net,
                               .group = world->group,
                               .k = 1 + oracle_random(random, MOST_K),
                               .cutoff_cost = oracle_random(random, 2) ? WS_COST_INF - 1
                                                                       : oracle_random(random, 900),
                               .direction = world->direction};
    assert_int_equal(search_new(&world->search, &plan, NULL), WS_OK);
    assert_int_equal(search_run(world->search, seeds, seed_count, NULL), WS_OK);
}

static void close_world(struct world *world)
{
    for (uint32_t f = 0; f < world->facility_count; f++)
        mem_free(world->node_cost[f]);
    stops_release(&world->stops);
    search_free(world->search);
    network_release(&world->net);
}

static void collect(struct lanes *lanes, const struct world *world, uint32_t edge)
{
    assert_int_equal(lanes_collect(lanes, &world->net, search_field(world->search), &world->stops,
                                   world->group, world->direction, edge, NULL),
                     WS_OK);
}

static void assert_position(const struct world *world, const struct lanes *lanes, uint32_t edge,
                            uint32_t p_mm)
{
    const struct field *field = search_field(world->search);
    uint64_t label[MOST_K], expected[MOST_K];
    uint32_t cost[MOST];

    for (uint32_t f = 0; f < world->facility_count; f++)
        cost[f] = oracle_cost_at(&world->net, &world->facilities[f], world->node_cost[f],
                                 world->direction, edge, p_mm);
    oracle_nearest(expected, field->k, cost, world->facilities, world->facility_count,
                   field->cutoff_cost);
    lanes_best(lanes, &world->net, field, world->group, edge, p_mm, label);
    assert_memory_equal(label, expected, field->k * sizeof *label);
}

/* Trap 10: an edge is more than its nodes. */
static void test_trap_10_every_millimetre(void **state)
{
    (void)state;
    uint64_t random = 10;
    for (int round = 0; round < 150; round++) {
        struct world world;
        struct lanes lanes = {0};
        open_world(&world, &random);
        for (uint32_t edge = 0; edge < world.net.edge_count; edge++) {
            if (!network_is_canonical(&world.net, edge))
                continue;
            collect(&lanes, &world, edge);
            for (uint32_t p_mm = 0; p_mm <= world.net.length_mm[edge]; p_mm++)
                assert_position(&world, &lanes, edge, p_mm);
        }
        lanes_release(&lanes);
        close_world(&world);
    }
}

/* A lane is a straight line in whole numbers, and stays inside its edge. */
static void test_lanes_run_straight(void **state)
{
    (void)state;
    uint64_t random = 12;
    for (int round = 0; round < 40; round++) {
        struct world world;
        struct lanes lanes = {0};
        open_world(&world, &random);
        for (uint32_t edge = 0; edge < world.net.edge_count; edge++) {
            if (!network_is_canonical(&world.net, edge))
                continue;
            collect(&lanes, &world, edge);
            for (uint32_t i = 0; i < lanes.count; i++) {
                const struct lane *lane = &lanes.items[i];
                assert_true(lane->low_mm <= lane->high_mm);
                assert_true(lane->high_mm <= lanes.length_mm);
                uint32_t low = lane_cost(lane, lanes.length_mm, lane->low_mm);
                uint32_t high = lane_cost(lane, lanes.length_mm, lane->high_mm);
                assert_int_equal(lane->is_rising ? low : high, lane->base);
                assert_true(lane->is_rising ? low <= high : low >= high);
                assert_int_equal(lane->group, world.group[lane->facility]);
                assert_true(lane->base <= search_field(world.search)->cutoff_cost);
            }
        }
        lanes_release(&lanes);
        close_world(&world);
    }
}

static void test_lane_cost_saturates(void **state)
{
    (void)state;
    struct lane lane = {.base = WS_COST_INF - 10, .cost = 100, .high_mm = 100, .is_rising = true};
    assert_int_equal(lane_cost(&lane, 100, 9), WS_COST_INF - 1);
    assert_int_equal(lane_cost(&lane, 100, 11), WS_COST_INF);
}

/* ---- drawings: one facility on the road, one person on the same road --------------- */

static const struct row {
    const char *name, *text; /* digit 0: the facility's foot, 1: the person */
    enum ws_direction direction;
    uint32_t cost;
} ROWS[] = {
    {"same_road_ahead", "a-1--0-b", WS_TO_FACILITY, 300000},
    {"same_road_behind", "a-0--1-b", WS_TO_FACILITY, 300000},
    {"same_place", "a--0---b", WS_TO_FACILITY, 0},
    {"one_way_ahead", "a>1--0-b", WS_TO_FACILITY, 300000},
    {"trap_15_one_way_behind", "a>0--1-b", WS_TO_FACILITY, WS_COST_INF},
    {"trap_15_one_way_behind_from", "a>0--1-b", WS_FROM_FACILITY, 300000},
    {"one_way_round_the_block", "a>0--1-b\n|      |\nc------d", WS_TO_FACILITY, 1500000},
};

static void test_same_road(void **state)
{
    const struct row *row = *state;
    struct asciimap map;
    struct network net = {0};
    struct search *search = NULL;
    struct stops stops = {0};
    struct lanes lanes = {0};
    struct seed seeds[4];
    uint64_t label = LABEL_NONE;
    asciimap_read(&map, row->text);
    asciimap_build(&net, &map, false);
    uint32_t zero_leg = 0, last = map.people.count - 1;
    struct ws_snap snap = oracle_snap(&net, map.people.x_m[0], map.people.y_m[0], 1.0, NULL);
    struct ws_snap person =
        oracle_snap(&net, map.people.x_m[last], map.people.y_m[last], 1.0, NULL);
    struct search_plan plan = {
        .net = &net, .k = 1, .cutoff_cost = WS_COST_INF - 1, .direction = row->direction};
    assert_int_equal(search_new(&search, &plan, NULL), WS_OK);
    assert_int_equal(
        search_run(search, seeds, search_seeds(seeds, &net, &snap, 0, 0, row->direction), NULL),
        WS_OK);
    assert_int_equal(stops_new(&stops, &snap, &zero_leg, 1, NULL), WS_OK);
    assert_int_equal(lanes_collect(&lanes, &net, search_field(search), &stops, NULL, row->direction,
                                   person.edge, NULL),
                     WS_OK);
    lanes_best(&lanes, &net, search_field(search), NULL, person.edge, person.along_mm, &label);
    assert_int_equal(label_cost(label), row->cost);
    lanes_release(&lanes);
    stops_release(&stops);
    search_free(search);
    network_release(&net);
    asciimap_release(&map);
}

static void test_stops_are_sorted(void **state)
{
    (void)state;
    static const struct ws_snap SNAPS[] = {{7, 50, 1}, {2, 90, 1}, {WS_NONE, 0, 9},
                                           {7, 50, 0}, {2, 10, 0}, {7, 20, 0}};
    static const uint32_t LEGS[] = {11, 12, 13, 14, 15, 16};
    static const uint32_t FACILITY[] = {4, 1, 5, 0, 3};
    struct stops stops;
    assert_int_equal(stops_new(&stops, SNAPS, LEGS, 6, NULL), WS_OK);
    assert_int_equal(stops.count, 5);
    for (uint32_t i = 0; i < stops.count; i++) {
        assert_int_equal(stops.facility[i], FACILITY[i]);
        assert_int_equal(stops.edge[i], SNAPS[FACILITY[i]].edge);
        assert_int_equal(stops.along_mm[i], SNAPS[FACILITY[i]].along_mm);
        assert_int_equal(stops.base[i], LEGS[FACILITY[i]]);
    }
    stops_release(&stops);
    assert_int_equal(stops_new(&stops, NULL, NULL, 0, NULL), WS_OK);
    assert_int_equal(stops.count, 0);
    stops_release(&stops);
}

int main(void)
{
    enum { ROW_COUNT = sizeof ROWS / sizeof ROWS[0] };
    static const struct CMUnitTest SINGLE[] = {
        cmocka_unit_test(test_reach_is_the_last_millimetre_within),
        cmocka_unit_test(test_trap_10_every_millimetre),
        cmocka_unit_test(test_lanes_run_straight),
        cmocka_unit_test(test_lane_cost_saturates),
        cmocka_unit_test(test_stops_are_sorted),
    };
    enum { SINGLE_COUNT = sizeof SINGLE / sizeof SINGLE[0] };
    struct CMUnitTest tests[ROW_COUNT + SINGLE_COUNT];
    for (size_t i = 0; i < ROW_COUNT; i++)
        tests[i] = (struct CMUnitTest){.name = ROWS[i].name,
                                       .test_func = test_same_road,
                                       .initial_state = (void *)(uintptr_t)&ROWS[i]};
    for (size_t i = 0; i < SINGLE_COUNT; i++)
        tests[ROW_COUNT + i] = SINGLE[i];
    return cmocka_run_group_tests_name("net_along", tests, NULL, NULL);
}
