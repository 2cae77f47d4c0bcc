/* Traps of method.md, section 8: each row fails when the fault is put back.
 *
 * Roads are drawn, 100 m a character; people live evenly along the roads of
 * their unit; figures are by hand, in persons. */
#include "cover/world.h"

/* A unit is a road, named by its ends; or a point on it. */
struct home {
    char from, to;
    uint32_t people, off_mm;
    bool is_point; /* at the start of the road */
    uint32_t unit;
};

#define MOST 6

static const struct trap {
    const char *name, *map;
    bool is_time;
    enum ws_direction direction;
    uint32_t cutoff_cost, choice, home_count;
    struct home homes[MOST];
    uint64_t people_micro, low_micro, covered_micro, high_micro, no_link_micro;
} TRAPS[] = {
    {.name = "trap_01_people_are_counted_and_not_points",
     .map = "A--b---------c\n",
     .cutoff_cost = 300000,
     .choice = 1,
     .home_count = 2,
     .homes = {{'A', 'b', 90, 0, false, 0}, {'b', 'c', 10, 0, false, 1}},
     .people_micro = 100000000,
     .low_micro = 90000000,
     .covered_micro = 90000000,
     .high_micro = 90000000},
    {.name = "trap_02_no_backup_where_there_is_one_provider",
     .map = "A----b----A\n",
     .cutoff_cost = 1000000,
     .choice = 2,
     .home_count = 1,
     .homes = {{'A', 'b', 10, 0, false, 0}},
     .people_micro = 10000000},
    {.name = "trap_03_at_the_limit_is_within",
     .map = "A---------b\n",
     .cutoff_cost = 1000000,
     .choice = 1,
     .home_count = 1,
     .homes = {{'A', 'b', 10, 0, false, 0}},
     .people_micro = 10000000,
     .low_micro = 10000000,
     .covered_micro = 10000000,
     .high_micro = 10000000},
    {.name = "trap_03_one_millimetre_less_is_not",
     .map = "A---------b\n",
     .cutoff_cost = 999999,
     .choice = 1,
     .home_count = 1,
     .homes = {{'A', 'b', 10, 0, false, 0}},
     .people_micro = 10000000,
     .covered_micro = 9999990,
     .high_micro = 10000000},
    {.name = "trap_03_minutes_are_not_rounded", /* 60 km/h: 1 km a minute */
     .map = "A---------b---------c\n",
     .is_time = true,
     .cutoff_cost = 89999,
     .choice = 1,
     .home_count = 2,
     .homes = {{'A', 'b', 10, 0, false, 0}, {'b', 'c', 10, 0, false, 1}},
     .people_micro = 20000000,
     .low_micro = 10000000,
     .covered_micro = 14999830, /* 499,983 mm in 29,999 ms */
     .high_micro = 20000000},
    {.name = "trap_05_share_of_road_in_a_unit_is_not_share_of_people",
     .map = "A--b---------c\n",
     .cutoff_cost = 300000,
     .choice = 1,
     .home_count = 2,
     .homes = {{'A', 'b', 1, 0, false, 0}, {'b', 'c', 99, 0, false, 1}},
     .people_micro = 100000000,
     .low_micro = 1000000,
     .covered_micro = 1000000,
     .high_micro = 1000000},
    {.name = "trap_09_dead_ends_are_reached",
     .map = "A--b----c\n"
            "   |     \n"
            "   |     \n"
            "   d     \n",
     .cutoff_cost = 500000,
     .choice = 1,
     .home_count = 1,
     .homes = {{'b', 'd', 30, 0, false, 0}},
     .people_micro = 30000000,
     .covered_micro = 20000000,
     .high_micro = 30000000},
    {.name = "trap_10_the_middle_of_an_edge_is_reached_though_its_ends_are_not",
     .map = "b----------c\n",
     .cutoff_cost = 100000,
     .choice = 1,
     .home_count = 1,
     .homes = {{'b', 'c', 11, 0, false, 0}},
     .people_micro = 11000000,
     .covered_micro = 2000000,
     .high_micro = 11000000},
    {.name = "trap_14_the_leg_to_the_road_is_charged",
     .map = "A---------b\n",
     .cutoff_cost = 1499,
     .choice = 1,
     .home_count = 1,
     .homes = {{'A', 'b', 10, 1500, true, 0}},
     .people_micro = 10000000},
    {.name = "trap_14_and_it_is_charged_once",
     .map = "A---------b\n",
     .cutoff_cost = 1500,
     .choice = 1,
     .home_count = 1,
     .homes = {{'A', 'b', 10, 1500, true, 0}},
     .people_micro = 10000000,
     .low_micro = 10000000,
     .covered_micro = 10000000,
     .high_micro = 10000000},
    {.name = "trap_15_one_way_to_the_office",
     .map = "A--<--b\n",
     .cutoff_cost = 700000,
     .choice = 1,
     .home_count = 1,
     .homes = {{'b', 'A', 6, 0, false, 0}},
     .people_micro = 6000000,
     .low_micro = 6000000,
     .covered_micro = 6000000,
     .high_micro = 6000000},
    {.name = "trap_15_one_way_from_the_office_does_not_lead_there",
     .map = "A-->--b\n",
     .cutoff_cost = 700000,
     .choice = 1,
     .home_count = 1,
     .homes = {{'A', 'b', 6, 0, false, 0}},
     .people_micro = 6000000},
    {.name = "trap_15_one_way_from_the_office_when_that_is_asked",
     .map = "A-->--b\n",
     .direction = WS_FROM_FACILITY,
     .cutoff_cost = 700000,
     .choice = 1,
     .home_count = 1,
     .homes = {{'A', 'b', 6, 0, false, 0}},
     .people_micro = 6000000,
     .low_micro = 6000000,
     .covered_micro = 6000000,
     .high_micro = 6000000},
    {.name = "trap_25_unreachable_is_not_at_the_limit",
     .map = "A--b\n"
            "    \n"
            "c--d\n",
     .cutoff_cost = WS_COST_INF,
     .choice = 1,
     .home_count = 2,
     .homes = {{'A', 'b', 5, 0, false, 0}, {'c', 'd', 7, 0, false, 1}},
     .people_micro = 12000000,
     .low_micro = 5000000,
     .covered_micro = 5000000,
     .high_micro = 5000000,
     .no_link_micro = 7000000},
    {.name = "trap_25_nor_is_what_a_one_way_keeps_out",
     .map = "A-->--b\n",
     .cutoff_cost = WS_COST_INF,
     .choice = 1,
     .home_count = 1,
     .homes = {{'A', 'b', 6, 0, false, 0}},
     .people_micro = 6000000},
    {.name = "trap_33_one_served_is_not_all_served",
     .map = "A---------b\n",
     .cutoff_cost = 100000,
     .choice = 1,
     .home_count = 1,
     .homes = {{'A', 'b', 1000, 0, false, 0}},
     .people_micro = 1000000000,
     .covered_micro = 100000000,
     .high_micro = 1000000000},
    {.name = "trap_34_three_offices_of_two_providers_are_two",
     .map = "A--c--A---B\n",
     .cutoff_cost = 1000000,
     .choice = 3,
     .home_count = 1,
     .homes = {{'A', 'c', 8, 0, false, 0}},
     .people_micro = 8000000},
    {.name = "trap_34_and_two_they_are",
     .map = "A--c--A---B\n",
     .cutoff_cost = 1000000,
     .choice = 2,
     .home_count = 1,
     .homes = {{'A', 'c', 8, 0, false, 0}},
     .people_micro = 8000000,
     .low_micro = 8000000,
     .covered_micro = 8000000,
     .high_micro = 8000000},
};

static void set_up(struct world *world, const struct trap *trap)
{
    struct world_piece pieces[MOST];
    uint32_t people[MOST];
    *world = (struct world){0};
    world_draw(world, trap->map, trap->is_time);
    world->direction = trap->direction;
    world->cutoff_count = 1;
    world->cutoff_cost[0] = trap->cutoff_cost;
    world->choice[0] = 1;
    world->choice[1] = 2;
    world->choice[2] = 3;
    for (uint32_t i = 0; i < trap->home_count; i++) {
        const struct home *home = &trap->homes[i];
        uint32_t edge = world_edge(world, trap->map, home->from, home->to);
        pieces[i] = (struct world_piece){.edge = edge,
                                         .to_mm = home->is_point ? 0 : world->net.length_mm[edge],
                                         .off_mm = home->off_mm,
                                         .unit = home->unit};
        people[home->unit] = home->people;
    }
    /* An office in the middle of the road when none is drawn. */
    if (world->facility_count == 0) {
        world->facility_count = world->group_count = 1;
        world->snaps[0] = (struct ws_snap){.edge = pieces[0].edge, .along_mm = 550000};
    }
    world_spread(world, pieces, trap->home_count, people, trap->home_count);
    world_run(world);
}

static void springs(void **state)
{
    const struct trap *trap = *state;
    struct world world;
    uint32_t count;
    set_up(&world, trap);
    struct ws_share *rows = world_shares(&world, &count);
    const struct ws_share *row = world_share(&world, rows, 0, 0, trap->choice);
    assert_int_equal(row->people_micro, trap->people_micro);
    assert_int_equal(row->low_micro, trap->low_micro);
    assert_int_equal(row->covered_micro, trap->covered_micro);
    assert_int_equal(row->high_micro, trap->high_micro);
    assert_int_equal(row->no_link_micro, trap->no_link_micro);
    mem_free(rows);
    world_release(&world);
}

/* ---- one edge of 20 km ---------------------------------------------------------- */

static void set_up_long_road(struct world *world, uint32_t along_mm)
{
    char map[256] = "a";
    memset(map + 1, '-', 199);
    memcpy(map + 200, "b\n", 3);
    *world = (struct world){0};
    world_draw(world, map, false);
    world->cutoff_count = 1;
    world->cutoff_cost[0] = 7000000;
    world->choice[0] = 1;
    world->choice[1] = 2;
    world->choice[2] = 3;
    world->facility_count = world->group_count = 1;
    world->snaps[0] = (struct ws_snap){.edge = 0, .along_mm = along_mm};
    assert_int_equal(world->net.length_mm[0], 20000000);
    world_spread_edges(world, 20);
    world_run(world);
}

static void trap_10_seven_kilometres_of_twenty_are_seven(void **state)
{
    (void)state;
    static const struct {
        uint32_t along_mm, reached_mm;
    } OFFICES[] = {{0, 7000000}, {20000000, 7000000}, {10000000, 14000000}, {1, 7000001}};
    for (size_t i = 0; i < sizeof OFFICES / sizeof *OFFICES; i++) {
        struct world world;
        struct ws_error err = {0};
        struct ws_piece *roads = NULL;
        uint32_t count, road_count;
        set_up_long_road(&world, OFFICES[i].along_mm);
        struct ws_share *rows = world_shares(&world, &count);
        struct allocate_plan plan = world_plan(&world);
        world_ok(reach_roads(&roads, &road_count, &plan, 7000000, 1, &err), &err);
        const struct ws_share *row = world_share(&world, rows, 0, 0, 1);
        assert_int_equal(row->road_mm, 20000000);
        assert_int_equal(row->covered_mm, OFFICES[i].reached_mm);
        assert_int_equal(row->covered_micro, OFFICES[i].reached_mm); /* a person a kilometre */
        assert_int_equal(road_count, 1);
        assert_int_equal(roads[0].to_mm - roads[0].from_mm, OFFICES[i].reached_mm);
        mem_free(rows);
        mem_free(roads);
        world_release(&world);
    }
}

/* ---- parallel roads --------------------------------------------------------------- */

/* Two roads between the same junctions, 400 m and 800 m: each has its own
 * people, its own length and its own middle. */
static void trap_30_parallel_roads_are_two_roads(void **state)
{
    (void)state;
    struct lines_builder builder = {0};
    struct world world = {.k = 1,
                          .threads = 1,
                          .zone_count = 1,
                          .cutoff_count = 1,
                          .cutoff_cost = {500000},
                          .choice = {1},
                          .facility_count = 1,
                          .group_count = 1};
    struct build_notes notes;
    struct ws_error err = {0};
    static const double SHORT[] = {500000, 6700000, 500400, 6700000}, SHORT_AT[] = {0, 400};
    static const double LONG[] = {500000, 6700000, 500200, 6700100, 500400, 6700000};
    static const double LONG_AT[] = {0, 400, 800};
    struct line_row row = {.fid = 1,
                           .road_class = UINT16_MAX,
                           .flags = LINE_FORWARD | LINE_BACKWARD,
                           .speed_kmh = NAN,
                           .speed_back_kmh = NAN,
                           .boarding_s = NAN,
                           .length_m = (double)NAN};
    struct impedance impedance = asciimap_impedance(false);
    world_ok(lines_add(&builder, &row, SHORT, SHORT_AT, 2, &err), &err);
    row.fid = 2;
    world_ok(lines_add(&builder, &row, LONG, LONG_AT, 3, &err), &err);
    world_ok(build_network(&world.net, &notes, &builder.lines, &impedance, &err), &err);
    lines_release(&builder.lines);
    assert_int_equal(world.net.node_count, 2);
    uint32_t edge = 0; /* the office stands at the western junction */
    world.snaps[0] = (struct ws_snap){
        .edge = edge,
        .along_mm = world.net.x_m[world.net.tail[edge]] < 500200.0 ? 0 : world.net.length_mm[edge]};
    world_spread_edges(&world, 8);
    world_run(&world);
    uint32_t count;
    struct ws_share *rows = world_shares(&world, &count);
    /* The short road is within; of the long one 500 m from this end and 100 m
     * from the other. */
    assert_int_equal(rows[0].road_mm, 1200000);
    assert_int_equal(rows[0].covered_mm, 400000 + 600000);
    assert_int_equal(rows[0].covered_micro, 8000000 + 6000000);
    mem_free(rows);
    world_release(&world);
}

int main(void)
{
    enum { TRAP_COUNT = sizeof TRAPS / sizeof *TRAPS, SINGLES = 2 };
    struct CMUnitTest tests[SINGLES + TRAP_COUNT] = {
        cmocka_unit_test(trap_10_seven_kilometres_of_twenty_are_seven),
        cmocka_unit_test(trap_30_parallel_roads_are_two_roads)};
    for (int i = 0; i < TRAP_COUNT; i++)
        tests[SINGLES + i] = (struct CMUnitTest){.name = TRAPS[i].name,
                                                 .test_func = springs,
                                                 .initial_state = (void *)(uintptr_t)&TRAPS[i]};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
