/* What single facilities, groups and roads reach, against runs with only that
 * facility and against every millimetre. */
#include "cover/world.h"
#include <stdio.h>

/* The world with only some of its facilities serving, and the same people. */
static void keep_facilities(struct world *world, uint32_t group, uint32_t facility)
{
    for (uint32_t f = 0; f < world->facility_count; f++)
        if ((group != WS_NONE && world->group[f] != group) ||
            (facility != WS_NONE && f != facility))
            world->snaps[f].edge = WS_NONE;
}

/* Shares of zone (zone_count: the nation) when only these serve. */
static void shares_alone(struct world *world, uint32_t group, uint32_t facility,
                         uint64_t *covered_micro)
{
    struct ws_snap snaps[WORLD_FACILITIES];
    uint32_t count;
    memcpy(snaps, world->snaps, sizeof snaps);
    keep_facilities(world, group, facility);
    world_run(world);
    struct ws_share *rows = world_shares(world, &count);
    for (uint32_t zone = 0; zone <= world->zone_count; zone++)
        for (uint32_t c = 0; c < world->cutoff_count; c++)
            covered_micro[zone * world->cutoff_count + c] =
                world_share(world, rows, zone, c, 1)->covered_micro;
    mem_free(rows);
    memcpy(world->snaps, snaps, sizeof snaps);
}

static void one_facility_reaches_what_it_covers_alone(void **state)
{
    uint64_t seed = (uint64_t)(uintptr_t)*state, covered[4 * WORLD_CUTOFFS], seen = 0;
    struct world world;
    struct reach reach;
    world_random(&world, seed, seed % 4 >= 2);
    world.snaps[seed % world.facility_count].edge =
        seed % 3 ? world.snaps[seed % world.facility_count].edge : WS_NONE;
    world_run(&world);
    world_reach(&world, &reach, 1);
    for (uint32_t f = 0; f < world.facility_count; f++) {
        shares_alone(&world, WS_NONE, f, covered);
        for (uint32_t c = 0; c < world.cutoff_count; c++) {
            assert_int_equal(reach.people_micro[f * world.cutoff_count + c],
                             covered[world.zone_count * world.cutoff_count + c]);
            seen += reach.people_micro[f * world.cutoff_count + c];
        }
    }
    assert_true(seen > 0 || seed % 3 == 0);
    reach_release(&reach);
    world_release(&world);
}

static void groups_sum_to_what_each_covers_alone(void **state)
{
    uint64_t seed = (uint64_t)(uintptr_t)*state, covered[4 * WORLD_CUTOFFS];
    uint64_t sum[4] = {0};
    struct world world;
    struct reach reach;
    world_random(&world, seed, seed % 4 >= 2);
    world_run(&world);
    world_reach(&world, &reach, 2);
    for (uint32_t group = 0; group < world.group_count; group++) {
        shares_alone(&world, group, WS_NONE, covered);
        for (uint32_t zone = 0; zone < world.zone_count; zone++)
            sum[zone] += covered[zone * world.cutoff_count + 2];
    }
    for (uint32_t zone = 0; zone < world.zone_count; zone++)
        assert_int_equal(reach.group_sum_micro[zone], sum[zone]);
    assert_true(sum[0] + sum[1] + sum[2] > 0);
    reach_release(&reach);
    world_release(&world);
}

/* ---- only here --------------------------------------------------------------- */

static uint32_t facility_cost(const struct world_judge *judge, uint32_t f,
                              const struct ws_piece *piece)
{
    const struct world *world = judge->world;
    uint64_t cost =
        (uint64_t)oracle_cost_at(&world->net, &judge->facilities[f], judge->node_cost[f],
                                 world->direction, piece->edge, piece->from_mm) +
        impedance_leg_cost(world->is_time, piece->off_mm, WORLD_SPEED_KMH);
    return cost < WS_COST_INF ? (uint32_t)cost : WS_COST_INF;
}

/* Facility f reaches this millimetre, or this point, and no other group does. */
static bool is_only_here(const struct world_judge *judge, uint32_t f, const struct ws_piece *piece,
                         uint32_t p_mm, uint32_t cutoff_cost)
{
    const struct world *world = judge->world;
    bool is_point = piece->to_mm == piece->from_mm, reaches = false;
    for (uint32_t g = 0; is_point && g < world->facility_count; g++)
        if (world->group[g] != world->group[f] && facility_cost(judge, g, piece) <= cutoff_cost)
            return false;
    if (is_point)
        return facility_cost(judge, f, piece) <= cutoff_cost;
    for (int way = 0; way < 3; way++)
        reaches = reaches || (world_way(judge, f, piece->edge, p_mm, way) <= cutoff_cost &&
                              world_way(judge, f, piece->edge, p_mm + 1, way) <= cutoff_cost);
    return reaches && world_groups_at(judge, piece->edge, p_mm, cutoff_cost) == 1;
}

static uint64_t count_only_here(const struct world_judge *judge, uint32_t f, uint32_t cutoff_cost)
{
    const struct spread *spread = &judge->world->spread;
    uint64_t *here_mm = mem_array(spread->part_count, sizeof *here_mm), people = 0;
    for (uint32_t i = 0; i < spread->piece_count; i++) {
        const struct ws_piece *piece = &spread->pieces[i];
        uint32_t p_mm = piece->from_mm;
        do
            here_mm[spread->part[i]] += is_only_here(judge, f, piece, p_mm, cutoff_cost);
        while (++p_mm < piece->to_mm);
    }
    for (uint32_t part = 0; part < spread->part_count; part++) {
        if (spread->zone[part] == WS_NONE || spread->state[part] == PART_OFF_NETWORK)
            continue;
        people += spread->people_micro[2 * part] * here_mm[part] / spread->weight_mm[part];
    }
    mem_free(here_mm);
    return people;
}

static void only_here_is_where_nobody_else_is(void **state)
{
    uint64_t seed = (uint64_t)(uintptr_t)*state;
    struct world world;
    struct world_judge judge;
    struct reach reach;
    world_random(&world, seed, seed % 4 >= 2);
    world_run(&world);
    world_reach(&world, &reach, 0);
    world_judge_init(&judge, &world);
    for (uint32_t f = 0; f < world.facility_count; f++)
        assert_int_equal(reach.only_here_micro[f],
                         count_only_here(&judge, f, world.cutoff_cost[0]));
    world_judge_release(&judge);
    reach_release(&reach);
    world_release(&world);
}

/* ---- roads ------------------------------------------------------------------- */

static void reached_roads_agree_with_every_millimetre(void **state)
{
    uint64_t seed = (uint64_t)(uintptr_t)*state;
    struct world world;
    struct world_judge judge;
    struct ws_error err = {0};
    struct ws_piece *pieces = NULL;
    uint32_t count = 0, at = 0, choice = 1 + (uint32_t)(seed % 2);
    world_random(&world, seed, seed % 4 >= 2);
    world_search(&world);
    world_judge_init(&judge, &world);
    struct allocate_plan plan = world_plan(&world);
    world_ok(reach_roads(&pieces, &count, &plan, world.cutoff_cost[2], choice, &err), &err);
    for (uint32_t e = 0; e < world.net.edge_count; e++)
        for (uint32_t p = 0; network_is_canonical(&world.net, e) && p < world.net.length_mm[e];
             p++) {
            while (at < count &&
                   (pieces[at].edge < e || (pieces[at].edge == e && pieces[at].to_mm <= p)))
                at++;
            bool is_reached = at < count && pieces[at].edge == e && pieces[at].from_mm <= p;
            assert_int_equal(is_reached,
                             world_groups_at(&judge, e, p, world.cutoff_cost[2]) >= choice);
        }
    mem_free(pieces);
    world_judge_release(&judge);
    world_release(&world);
}

static void ferries_are_no_reached_roads(void **state)
{
    (void)state;
    struct world world = {0};
    struct ws_error err = {0};
    struct ws_piece *pieces = NULL;
    uint32_t count = 0;
    world_draw(&world, "A---b~~~~c===d\n", false);
    world_search(&world);
    struct allocate_plan plan = world_plan(&world);
    world_ok(reach_roads(&pieces, &count, &plan, 1200000, 1, &err), &err);
    assert_int_equal(count, 2); /* the bare road beyond the ferry, cut, is one of them */
    uint64_t sum_mm = 0;
    for (uint32_t i = 0; i < count; i++) {
        assert_int_equal(pieces[i].unit, WS_NONE);
        assert_int_equal(pieces[i].zone, WS_NONE);
        assert_false(world.net.flags[pieces[i].edge] & EDGE_FERRY);
        sum_mm += pieces[i].to_mm - pieces[i].from_mm;
    }
    assert_int_equal(sum_mm, 400000 + 300000);
    mem_free(pieces);
    assert_int_equal(reach_roads(&pieces, &count, &plan, 1200000, 4, &err), WS_BAD_OPTION);
    world_release(&world);
}

/* ---- threads, memory, options -------------------------------------------------- */

static void threads_change_no_byte(void **state)
{
    (void)state;
    struct world world;
    struct reach one, four;
    world_random(&world, 11, false);
    world_run(&world);
    world_reach(&world, &one, 1);
    world.threads = 4;
    world_reach(&world, &four, 1);
    assert_memory_equal(one.people_micro, four.people_micro,
                        world.facility_count * world.cutoff_count * sizeof *one.people_micro);
    assert_memory_equal(one.only_here_micro, four.only_here_micro,
                        world.facility_count * sizeof *one.only_here_micro);
    assert_memory_equal(one.group_sum_micro, four.group_sum_micro,
                        world.zone_count * sizeof *one.group_sum_micro);
    reach_release(&one);
    reach_release(&four);
    world_release(&world);
}

static void failing_memory_is_told(void **state)
{
    (void)state;
    struct world world;
    struct ws_error err = {0};
    world_random(&world, 4, false);
    world_run(&world);
    struct allocate_plan roads = world_plan(&world);
    struct ws_points facilities = {.count = world.facility_count, .group = world.group};
    struct reach_plan plan = {.spread = &world.spread,
                              .allocation = &world.rows,
                              .part = world.part,
                              .roads = &roads,
                              .facility_snaps = world.snaps,
                              .leg_cost = world.leg_cost,
                              .facilities = &facilities,
                              .group_count = world.group_count,
                              .zone_count = world.zone_count,
                              .cutoff_cost = world.cutoff_cost,
                              .cutoff_count = world.cutoff_count};
    enum ws_status st = WS_NO_MEMORY;
    for (uint64_t nth = 1; st; nth++) {
        struct reach reach = {.zone_count = 77};
        mem_fail_at(nth);
        st = reach_facilities(&reach, &plan, &err);
        mem_fail_at(0);
        assert_true(nth < 1000);
        if (st) {
            assert_int_equal(st, WS_NO_MEMORY);
            assert_int_equal(reach.zone_count, 77);
            continue;
        }
        assert_true(nth > 10);
        reach_release(&reach);
    }
    world_release(&world);
}

static void one_rank_cannot_tell_who_else_is_there(void **state)
{
    (void)state;
    struct ws_error err = {0};
    struct spread spread = {0};
    struct ws_allocation rows = {.k = 1};
    struct ws_points facilities = {0};
    struct straight_plan straight = {.k = 1};
    uint32_t cost = 1, part = 0;
    struct reach reach;
    struct reach_plan plan = {.spread = &spread,
                              .allocation = &rows,
                              .part = &part,
                              .straight = &straight,
                              .facilities = &facilities,
                              .cutoff_cost = &cost,
                              .cutoff_count = 1};
    assert_int_equal(reach_facilities(&reach, &plan, &err), WS_BAD_OPTION);
}

/* ---- without roads ------------------------------------------------------------- */

enum { POINTS = 400, OFFICES = 5, PARTS = 7 };

struct field_of_points {
    double x_m[POINTS], y_m[POINTS], office_x_m[OFFICES], office_y_m[OFFICES];
    uint32_t part[POINTS], unit[PARTS], zone[PARTS], first_part[PARTS + 1], group[OFFICES];
    uint8_t state[PARTS];
    uint64_t weight_mm[PARTS], no_link_mm[PARTS], people_micro[PARTS];
    struct ws_piece pieces[POINTS];
    struct spread spread;
    struct ws_points offices;
};

/* Points over 100 km, seven units in two zones, the last outside; offices 0 and
 * 3, 1 and 4 are of one group each. */
static void scatter(struct field_of_points *field, uint64_t seed)
{
    *field = (struct field_of_points){0};
    for (uint32_t i = 0; i < POINTS; i++) {
        field->x_m[i] = 500000.0 + oracle_random(&seed, 100000);
        field->y_m[i] = 6700000.0 + oracle_random(&seed, 100000);
        field->part[i] = i % PARTS;
        field->weight_mm[i % PARTS]++;
        field->pieces[i] = (struct ws_piece){
            .edge = WS_NONE, .to_mm = 1, .unit = i % PARTS, .zone = i % PARTS % 2};
    }
    for (uint32_t i = 0; i < PARTS; i++) {
        field->unit[i] = field->first_part[i] = i;
        field->zone[i] = i + 1 < PARTS ? i % 2 : WS_NONE;
        field->people_micro[i] = 1000000 + i;
    }
    field->first_part[PARTS] = PARTS;
    for (uint32_t i = 0; i < OFFICES; i++) {
        field->office_x_m[i] = 500000.0 + oracle_random(&seed, 100000);
        field->office_y_m[i] = 6700000.0 + oracle_random(&seed, 100000);
        field->group[i] = i % 3;
    }
    field->spread = (struct spread){.part_count = PARTS,
                                    .weight_count = 1,
                                    .unit_count = PARTS,
                                    .unit = field->unit,
                                    .zone = field->zone,
                                    .state = field->state,
                                    .weight_mm = field->weight_mm,
                                    .no_link_mm = field->no_link_mm,
                                    .people_micro = field->people_micro,
                                    .first_part = field->first_part,
                                    .piece_count = POINTS,
                                    .pieces = field->pieces,
                                    .part = field->part,
                                    .x_m = field->x_m,
                                    .y_m = field->y_m};
    field->offices = (struct ws_points){.count = OFFICES,
                                        .x_m = field->office_x_m,
                                        .y_m = field->office_y_m,
                                        .group = field->group};
}

/* People of zones (last: all) reached by those offices alone. */
static void straight_alone(const struct field_of_points *field, const struct straight_plan *all,
                           const uint32_t *members, uint32_t count, uint32_t cutoff_cost,
                           uint64_t *covered_micro)
{
    double x_m[OFFICES], y_m[OFFICES];
    uint32_t group[OFFICES] = {0}, row_count;
    for (uint32_t i = 0; i < count; i++) {
        x_m[i] = field->office_x_m[members[i]];
        y_m[i] = field->office_y_m[members[i]];
    }
    struct ws_points offices = {.count = count, .x_m = x_m, .y_m = y_m, .group = group};
    struct straight_plan plan = *all;
    struct ws_error err = {0};
    struct ws_allocation rows = {0};
    struct ws_share *shares = NULL;
    uint32_t *part = NULL, choice = 1;
    plan.facilities = &offices;
    world_ok(allocate_straight(&rows, &part, &field->spread, &plan, &err), &err);
    struct share_plan share_plan = {.spread = &field->spread,
                                    .allocation = &rows,
                                    .part = part,
                                    .zone_count = 2,
                                    .cutoff_count = 1,
                                    .choice_count = 1,
                                    .cutoff_cost = &cutoff_cost,
                                    .choice = &choice};
    world_ok(shares_sum(&shares, &row_count, &share_plan, &err), &err);
    for (uint32_t zone = 0; zone < 3; zone++)
        covered_micro[zone] = shares[zone].covered_micro;
    mem_free(shares);
    mem_free(part);
    allocation_release(&rows);
}

static void straight_reach_is_that_of_each_alone(void **state)
{
    uint64_t seed = (uint64_t)(uintptr_t)*state, covered[3], sum[2] = {0};
    static struct field_of_points field;
    static const uint32_t CUTOFF[2] = {20000000, 55000000};
    static const uint32_t MEMBERS[3][2] = {{0, 3}, {1, 4}, {2, 2}};
    struct ws_error err = {0};
    struct ws_allocation rows = {0};
    struct reach reach;
    uint32_t *part = NULL;
    scatter(&field, seed);
    struct straight_plan straight = {.facilities = &field.offices,
                                     .working_crs = "EPSG:3006",
                                     .factor = 1.3,
                                     .k = 2,
                                     .threads = 2};
    world_ok(allocate_straight(&rows, &part, &field.spread, &straight, &err), &err);
    struct reach_plan plan = {.spread = &field.spread,
                              .allocation = &rows,
                              .part = part,
                              .straight = &straight,
                              .facilities = &field.offices,
                              .group_count = 3,
                              .zone_count = 2,
                              .cutoff_cost = CUTOFF,
                              .cutoff_count = 2,
                              .main_cutoff = 1,
                              .threads = 2};
    world_ok(reach_facilities(&reach, &plan, &err), &err);
    for (uint32_t f = 0; f < OFFICES; f++)
        for (uint32_t c = 0; c < 2; c++) {
            straight_alone(&field, &straight, &f, 1, CUTOFF[c], covered);
            assert_int_equal(reach.people_micro[2 * f + c], covered[2]);
            assert_true(covered[2] > 0 || c == 0);
        }
    for (uint32_t group = 0; group < 3; group++) {
        straight_alone(&field, &straight, MEMBERS[group], 2, CUTOFF[1], covered);
        sum[0] += covered[0];
        sum[1] += covered[1];
    }
    assert_int_equal(reach.group_sum_micro[0], sum[0]);
    assert_int_equal(reach.group_sum_micro[1], sum[1]);
    /* With two groups in all, only here is what the union of the others misses:
     * the only office of group 2 has all of what no other office covers. */
    uint64_t all[3], others[3];
    straight_alone(&field, &straight, (const uint32_t[]){0, 1, 2, 3, 4}, 5, CUTOFF[1], all);
    straight_alone(&field, &straight, (const uint32_t[]){0, 1, 3, 4}, 4, CUTOFF[1], others);
    uint64_t gained = all[2] - others[2];
    assert_true(reach.only_here_micro[2] <= gained + PARTS &&
                reach.only_here_micro[2] + PARTS >= gained);
    reach_release(&reach);
    allocation_release(&rows);
    mem_free(part);
}

int main(void)
{
    static const struct {
        CMUnitTestFunction run;
        const char *name;
        uint32_t seeds;
    } SERIES[] = {
        {one_facility_reaches_what_it_covers_alone, "one_facility_alone", 20},
        {groups_sum_to_what_each_covers_alone, "groups_alone", 20},
        {only_here_is_where_nobody_else_is, "only_here", 8},
        {reached_roads_agree_with_every_millimetre, "reached_roads", 6},
        {straight_reach_is_that_of_each_alone, "straight", 6},
    };
    enum { SINGLES = 4, MOST = 80 };
    static char names[MOST][48];
    struct CMUnitTest tests[MOST] = {cmocka_unit_test(ferries_are_no_reached_roads),
                                     cmocka_unit_test(threads_change_no_byte),
                                     cmocka_unit_test(failing_memory_is_told),
                                     cmocka_unit_test(one_rank_cannot_tell_who_else_is_there)};
    size_t count = SINGLES;
    for (size_t i = 0; i < sizeof SERIES / sizeof *SERIES; i++)
        for (uint32_t seed = 1; seed <= SERIES[i].seeds; seed++, count++) {
            snprintf(names[count], sizeof names[count], "%s_%u", SERIES[i].name, (unsigned)seed);
            tests[count] = (struct CMUnitTest){.name = names[count],
                                               .test_func = SERIES[i].run,
                                               .initial_state = (void *)(uintptr_t)seed};
        }
    return _cmocka_run_group_tests("reach", tests, count, NULL, NULL);
}
