/* Closures against runs without what closed: the whole allocation again. */
#include "cover/world.h"
#include <stdio.h>

#define RANKS 5

static void plan_of(struct reach_plan *plan, const struct world *world,
                    const struct allocate_plan *roads, const struct ws_points *facilities)
{
    *plan = (struct reach_plan){.spread = &world->spread,
                                .allocation = &world->rows,
                                .part = world->part,
                                .roads = roads,
                                .facility_snaps = world->snaps,
                                .leg_cost = world->leg_cost,
                                .facilities = facilities,
                                .group_count = world->group_count,
                                .zone_count = world->zone_count,
                                .cutoff_cost = world->cutoff_cost,
                                .cutoff_count = world->cutoff_count,
                                .main_cutoff = world->cutoff_count - 1,
                                .threads = world->threads};
}

static enum ws_status find(struct closures *out, const struct world *world, struct ws_error *err)
{
    struct allocate_plan roads = world_plan(world);
    struct ws_points facilities = {.count = world->facility_count,
                                   .group = (uint32_t *)world->group};
    struct reach_plan plan;
    plan_of(&plan, world, &roads, &facilities);
    return closures_find(out, &plan, err);
}

static void closures_of(struct closures *out, const struct world *world)
{
    struct ws_error err = {0};
    world_ok(find(out, world, &err), &err);
}

/* What a run tells: covered people of the nation with 1, 2 and 3 providers, and the
 * median choice of each zone. */
struct told {
    uint64_t covered_micro[CLOSURE_RANKS];
    uint32_t median[8];
};

static void tell(struct told *told, const struct world *world)
{
    struct ws_error err = {0};
    uint32_t count, main = world->cutoff_count - 1;
    struct ws_share *rows = world_shares(world, &count);
    for (uint32_t k = 0; k < CLOSURE_RANKS; k++)
        told->covered_micro[k] =
            world_share(world, rows, world->zone_count, main, k + 1)->covered_micro;
    struct share_plan plan = world_share_plan(world);
    world_ok(costs_median_choice(told->median, &plan, world->cutoff_cost[main], &err), &err);
    mem_free(rows);
}

/* The same, told by a run without those facilities. */
static void tell_without(struct told *told, struct world *world, const bool *is_closed)
{
    struct ws_snap snaps[WORLD_FACILITIES];
    memcpy(snaps, world->snaps, sizeof snaps);
    for (uint32_t f = 0; f < world->facility_count; f++)
        if (is_closed[f])
            world->snaps[f].edge = WS_NONE;
    world_run(world);
    tell(told, world);
    memcpy(world->snaps, snaps, sizeof snaps);
    world_run(world);
}

static void check_lost(const uint64_t *micro, const struct told *before, const struct told *after)
{
    for (uint32_t k = 0; k < CLOSURE_RANKS; k++)
        assert_int_equal(micro[k], before->covered_micro[k] - after->covered_micro[k]);
}

static void make(struct world *world, uint64_t seed)
{
    uint64_t state = seed * 77 + 5;
    world_random(world, seed, seed % 4 >= 2);
    world->k = RANKS;
    world->facility_count = 2 + oracle_random(&state, WORLD_FACILITIES - 1);
    if (seed % 5 == 0)
        world->snaps[0].edge = WS_NONE;
    world_run(world);
}

static void one_office_loses_what_a_run_without_it_loses(void **state)
{
    uint64_t seed = (uint64_t)(uintptr_t)*state;
    struct world world;
    struct closures closures;
    struct told before, after;
    make(&world, seed);
    closures_of(&closures, &world);
    tell(&before, &world);
    for (uint32_t f = 0; f < world.facility_count; f++) {
        bool is_closed[WORLD_FACILITIES] = {0};
        is_closed[f] = true;
        tell_without(&after, &world, is_closed);
        check_lost(&closures.facility_micro[f * CLOSURE_RANKS], &before, &after);
    }
    closures_release(&closures);
    world_release(&world);
}

static void one_provider_loses_what_a_run_without_it_loses(void **state)
{
    uint64_t seed = (uint64_t)(uintptr_t)*state;
    struct world world;
    struct closures closures;
    struct told before, after;
    make(&world, seed);
    closures_of(&closures, &world);
    tell(&before, &world);
    for (uint32_t group = 0; group < world.group_count; group++) {
        bool is_closed[WORLD_FACILITIES] = {0};
        for (uint32_t f = 0; f < world.facility_count; f++)
            is_closed[f] = world.group[f] == group;
        tell_without(&after, &world, is_closed);
        check_lost(&closures.group_micro[group * CLOSURE_RANKS], &before, &after);
        for (uint32_t zone = 0; zone < world.zone_count; zone++) {
            uint64_t people = closures.zone_people_micro[zone];
            uint64_t left = closures.zone_have_micro[zone] -
                            closures.zone_group_micro[zone * world.group_count + group];
            if (people)
                assert_int_equal(left >= people - people / 2, after.median[zone] > 0);
        }
    }
    closures_release(&closures);
    world_release(&world);
}

/* People of the zone whom only facilities of the pair (or one) reach. */
static uint64_t lost_of(const struct closures *closures, uint32_t zone, uint32_t a, uint32_t b)
{
    uint64_t people = 0;
    for (uint32_t i = 0; i < closures->loss_count; i++) {
        const struct closure_loss *loss = &closures->losses[i];
        bool is_in = loss->facility == a || loss->facility == b;
        is_in = is_in && (loss->other == WS_NONE || loss->other == a || loss->other == b);
        if (loss->zone == zone && is_in)
            people += loss->people_micro;
    }
    return people;
}

static void zones_turn_white_with_the_runs_without_offices(void **state)
{
    uint64_t seed = (uint64_t)(uintptr_t)*state;
    struct world world;
    struct closures closures;
    struct told after;
    make(&world, seed);
    closures_of(&closures, &world);
    for (uint32_t a = 0; a < world.facility_count; a++)
        for (uint32_t b = a; b < world.facility_count; b++) {
            bool is_closed[WORLD_FACILITIES] = {0};
            is_closed[a] = is_closed[b] = true;
            tell_without(&after, &world, is_closed);
            for (uint32_t zone = 0; zone < world.zone_count; zone++) {
                uint64_t people = closures.zone_people_micro[zone];
                uint64_t left = closures.zone_have_micro[zone] - lost_of(&closures, zone, a, b);
                if (people)
                    assert_int_equal(left >= people - people / 2, after.median[zone] > 0);
            }
        }
    closures_release(&closures);
    world_release(&world);
}

static void several_at_once_leave_what_a_run_without_them_leaves(void **state)
{
    uint64_t seed = (uint64_t)(uintptr_t)*state, lottery = seed;
    struct world world;
    struct ws_error err = {0};
    struct ws_allocation left = {0};
    uint32_t *part = NULL, count;
    static const uint32_t CHOICE[CLOSURE_RANKS] = {1, 2, 3};
    bool is_closed[WORLD_FACILITIES];
    struct told after;
    make(&world, seed);
    for (uint32_t f = 0; f < world.facility_count; f++)
        is_closed[f] = oracle_random(&lottery, 2);
    struct allocate_plan roads = world_plan(&world);
    struct ws_points facilities = {.count = world.facility_count, .group = world.group};
    struct reach_plan plan;
    plan_of(&plan, &world, &roads, &facilities);
    world_ok(closures_allocate(&left, &part, &plan, is_closed, &err), &err);
    struct share_plan shares = world_share_plan(&world);
    shares.allocation = &left;
    shares.part = part;
    shares.cutoff_cost = &world.cutoff_cost[world.cutoff_count - 1];
    shares.cutoff_count = 1;
    shares.choice = CHOICE;
    shares.choice_count = CLOSURE_RANKS;
    struct ws_share *rows = NULL;
    world_ok(shares_sum(&rows, &count, &shares, &err), &err);
    tell_without(&after, &world, is_closed);
    for (uint32_t k = 0; k < CLOSURE_RANKS; k++)
        assert_int_equal(rows[world.zone_count * 2 * CLOSURE_RANKS + k].covered_micro,
                         after.covered_micro[k]);
    mem_free(rows);
    mem_free(part);
    allocation_release(&left);
    world_release(&world);
}

/* ---- by hand ------------------------------------------------------------------------- */

/* Edges of 200 m with 60 people each; 300 m are within. */
static void row_b21_the_last_office_of_those_between(void **state)
{
    (void)state;
    static const char MAP[] = "A-b-c-B-d-e-A\n";
    struct world world = {0};
    struct closures closures;
    world_draw(&world, MAP, false);
    world.k = RANKS;
    world.cutoff_count = 1;
    world.cutoff_cost[0] = 300000;
    for (uint32_t k = 0; k < RANKS; k++)
        world.choice[k] = k + 1;
    world_spread_edges(&world, 60);
    world_run(&world);
    closures_of(&closures, &world);
    uint32_t b = world.group[0] == world.group[1] ? 2 : world.group[0] == world.group[2] ? 1 : 0;
    /* Every edge is reached over its whole or half length by one provider; the
     * middle edges b-c and d-e by half of A and half of B. */
    assert_int_equal(closures.facility_micro[b * CLOSURE_RANKS], 180 * WS_MICRO);
    assert_int_equal(closures.group_micro[world.group[b] * CLOSURE_RANKS], 180 * WS_MICRO);
    assert_int_equal(closures.group_micro[(1 - world.group[b]) * CLOSURE_RANKS], 180 * WS_MICRO);
    for (uint32_t f = 0; f < 3; f++)
        if (f != b)
            assert_int_equal(closures.facility_micro[f * CLOSURE_RANKS], 90 * WS_MICRO);
    closures_release(&closures);
    world_release(&world);
}

/* Two offices of one provider side by side: neither is the last, the provider is. */
static void row_d3_a_second_office_of_the_provider_keeps_them(void **state)
{
    (void)state;
    static const char MAP[] = "A-A-b-B\n";
    struct world world = {0};
    struct closures closures;
    world_draw(&world, MAP, false);
    world.k = RANKS;
    world.cutoff_count = 1;
    world.cutoff_cost[0] = 600000;
    for (uint32_t k = 0; k < RANKS; k++)
        world.choice[k] = k + 1;
    world_spread_edges(&world, 10);
    world_run(&world);
    closures_of(&closures, &world);
    uint32_t b = world.group[0] == world.group[1] ? 2 : world.group[0] == world.group[2] ? 1 : 0;
    for (uint32_t f = 0; f < 3; f++)
        assert_int_equal(closures.facility_micro[f * CLOSURE_RANKS + 1],
                         f == b ? 30 * WS_MICRO : 0);
    assert_int_equal(closures.group_micro[(1 - world.group[b]) * CLOSURE_RANKS + 1], 30 * WS_MICRO);
    assert_int_equal(closures.group_micro[(1 - world.group[b]) * CLOSURE_RANKS], 0);
    closures_release(&closures);
    world_release(&world);
}

static void threads_change_nothing(void **state)
{
    (void)state;
    struct world world;
    struct closures one, four;
    make(&world, 3);
    closures_of(&one, &world);
    world.threads = 4;
    closures_of(&four, &world);
    assert_int_equal(one.loss_count, four.loss_count);
    for (uint32_t i = 0; i < one.loss_count; i++)
        assert_int_equal(one.losses[i].people_micro, four.losses[i].people_micro);
    assert_memory_equal(one.facility_micro, four.facility_micro,
                        world.facility_count * CLOSURE_RANKS * sizeof(uint64_t));
    closures_release(&one);
    closures_release(&four);
    world_release(&world);
}

static void three_ranks_cannot_tell_that_three_are_all(void **state)
{
    (void)state;
    struct world world;
    struct closures closures;
    struct ws_error err = {0};
    world_random(&world, 2, false);
    world_run(&world);
    assert_int_equal(find(&closures, &world, &err), WS_BAD_OPTION);
    world_release(&world);
}

static void failing_memory_is_told(void **state)
{
    (void)state;
    struct world world;
    struct closures closures;
    make(&world, 4);
    for (uint64_t n = 1;; n++) {
        struct ws_error err = {0};
        mem_fail_at(n);
        enum ws_status st = find(&closures, &world, &err);
        mem_fail_at(0);
        if (!st)
            break;
        assert_int_equal(st, WS_NO_MEMORY);
        assert_true(n < 10000);
    }
    closures_release(&closures);
    world_release(&world);
}

int main(void)
{
    static const struct {
        CMUnitTestFunction run;
        const char *name;
        uint32_t seeds;
    } SERIES[] = {
        {one_office_loses_what_a_run_without_it_loses, "one_office", 24},
        {one_provider_loses_what_a_run_without_it_loses, "one_provider", 24},
        {zones_turn_white_with_the_runs_without_offices, "zones_and_pairs", 16},
        {several_at_once_leave_what_a_run_without_them_leaves, "several", 12},
    };
    enum { SINGLES = 5, MOST = 90 };
    static char names[MOST][48];
    struct CMUnitTest tests[MOST] = {
        cmocka_unit_test(row_b21_the_last_office_of_those_between),
        cmocka_unit_test(row_d3_a_second_office_of_the_provider_keeps_them),
        cmocka_unit_test(threads_change_nothing),
        cmocka_unit_test(three_ranks_cannot_tell_that_three_are_all),
        cmocka_unit_test(failing_memory_is_told)};
    size_t count = SINGLES;
    for (size_t i = 0; i < sizeof SERIES / sizeof *SERIES; i++)
        for (uint32_t seed = 1; seed <= SERIES[i].seeds; seed++, count++) {
            snprintf(names[count], sizeof names[count], "%s_%u", SERIES[i].name, (unsigned)seed);
            tests[count] = (struct CMUnitTest){.name = names[count],
                                               .test_func = SERIES[i].run,
                                               .initial_state = (void *)(uintptr_t)seed};
        }
    return _cmocka_run_group_tests("closure", tests, count, NULL, NULL);
}
