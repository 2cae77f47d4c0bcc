/* Laws of method.md, section 7, on random networks. */
#include "cover/world.h"
#include <stdio.h>

static struct world *new_world(void **state)
{
    static _Thread_local struct world world;
    uint64_t seed = (uint64_t)(uintptr_t)*state;
    world_random(&world, seed, seed % 4 >= 2);
    world_run(&world);
    return &world;
}

/* The links of the spread, after the facilities have changed. */
static void relink(struct world *world)
{
    struct spread *spread = &world->spread;
    memset(spread->no_link_mm, 0, spread->part_count * sizeof *spread->no_link_mm);
    for (uint32_t i = 0; i < spread->piece_count; i++)
        if (!world_is_served(world, spread->pieces[i].edge))
            spread->no_link_mm[spread->part[i]] += piece_weight(&spread->pieces[i]);
}

/* covered, low and high of each row are at least those of the other. */
static void check_at_least(const struct ws_share *more, const struct ws_share *less)
{
    assert_true(more->covered_micro >= less->covered_micro);
    assert_true(more->low_micro >= less->low_micro);
    assert_true(more->high_micro >= less->high_micro);
    assert_true(more->covered_mm >= less->covered_mm);
}

static void bridge_holds_and_low_central_high(void **state)
{
    struct world *world = new_world(state);
    uint32_t count;
    struct ws_share *rows = world_shares(world, &count), sum = {0};
    uint64_t people = 0;
    for (uint32_t part = 0; part < world->spread.part_count; part++)
        people += world->spread.people_micro[2 * part];
    for (uint32_t i = 0; i < count; i++) {
        assert_int_equal(rows[i].covered_micro + rows[i].uncovered_micro + rows[i].no_link_micro +
                             rows[i].off_network_micro + rows[i].outside_micro,
                         rows[i].people_micro);
        assert_true(rows[i].low_micro <= rows[i].covered_micro);
        assert_true(rows[i].covered_micro <= rows[i].high_micro);
        assert_true(rows[i].high_micro <= rows[i].people_micro);
        assert_true(rows[i].covered_mm <= rows[i].road_mm);
    }
    for (uint32_t zone = 0; zone < world->zone_count; zone++) {
        const struct ws_share *row = world_share(world, rows, zone, 1, 1);
        sum.people_micro += row->people_micro;
        sum.covered_micro += row->covered_micro;
        sum.low_micro += row->low_micro;
        sum.high_micro += row->high_micro;
        sum.no_link_micro += row->no_link_micro;
    }
    const struct ws_share *nation = world_share(world, rows, world->zone_count, 1, 1);
    assert_int_equal(nation->people_micro, people);
    assert_int_equal(sum.people_micro + nation->outside_micro, people);
    assert_int_equal(sum.covered_micro, nation->covered_micro);
    assert_int_equal(sum.low_micro, nation->low_micro);
    assert_int_equal(sum.high_micro, nation->high_micro);
    assert_int_equal(sum.no_link_micro, nation->no_link_micro);
    mem_free(rows);
    world_release(world);
}

static void longer_limit_never_lowers_and_larger_choice_never_raises(void **state)
{
    struct world *world = new_world(state);
    uint32_t count;
    struct ws_share *rows = world_shares(world, &count);
    for (uint32_t zone = 0; zone <= world->zone_count; zone++)
        for (uint32_t c = 0; c < world->cutoff_count; c++)
            for (uint32_t k = 1; k <= world->k; k++) {
                const struct ws_share *row = world_share(world, rows, zone, c, k);
                if (c + 1 < world->cutoff_count)
                    check_at_least(world_share(world, rows, zone, c + 1, k), row);
                if (k < world->k)
                    check_at_least(row, world_share(world, rows, zone, c, k + 1));
                assert_int_equal(row->no_link_micro,
                                 world_share(world, rows, zone, 0, 1)->no_link_micro);
            }
    mem_free(rows);
    world_release(world);
}

static void one_more_office_never_lowers(void **state)
{
    struct world *world = new_world(state);
    uint32_t count;
    /* A few millionths of a person, of the second weight, show every rounding. */
    for (uint32_t part = 0; part < world->spread.part_count; part++)
        world->spread.people_micro[2 * part + 1] = part % 8;
    struct ws_share *before = world_shares(world, &count);
    world->facility_count++; /* facilities beyond the count are ready */
    relink(world);
    world_run(world);
    struct ws_share *after = world_shares(world, &count);
    for (uint32_t i = 0; i < count; i++)
        check_at_least(&after[i], &before[i]);
    mem_free(before);
    mem_free(after);
    world_release(world);
}

/* A unit of two separate roads; the second gets an office too far away to
 * reach anybody. Its people have a link now, and nobody else loses cover by the
 * way millionths are rounded. */
static void first_office_of_a_component_never_lowers(void **state)
{
    (void)state;
    static const char MAP[] = "A---b\n"
                              "     \n"
                              "c-d  \n";
    struct world world = {0};
    uint32_t count;
    world_draw(&world, MAP, false);
    world.cutoff_count = 1;
    world.cutoff_cost[0] = 200000;
    for (uint32_t k = 0; k < world.k; k++)
        world.choice[k] = k + 1;
    struct world_piece pieces[] = {{.edge = world_edge(&world, MAP, 'A', 'b'), .to_mm = 400000},
                                   {.edge = world_edge(&world, MAP, 'c', 'd'), .to_mm = 200000}};
    world_spread(&world, pieces, 2, (const uint32_t[]){1}, 1);
    for (uint64_t people = 1; people < 20; people++) {
        world.facility_count = 1;
        world.spread.people_micro[0] = people;
        relink(&world);
        assert_int_equal(world.spread.no_link_mm[0], 200000);
        world_run(&world);
        struct ws_share *before = world_shares(&world, &count);
        world.snaps[1] = (struct ws_snap){.edge = world_edge(&world, MAP, 'c', 'd')};
        world.leg_cost[1] = 300000;
        world.facility_count = 2;
        relink(&world);
        assert_int_equal(world.spread.no_link_mm[0], 0);
        world_run(&world);
        struct ws_share *after = world_shares(&world, &count);
        check_at_least(&after[0], &before[0]);
        assert_int_equal(before[0].covered_micro, people / 3);
        mem_free(before);
        mem_free(after);
    }
    world_release(&world);
}

static void duplicate_office_changes_nothing(void **state)
{
    struct world *world = new_world(state);
    struct ws_allocation rows = world->rows;
    uint32_t first = world->facility_count / 2, last = world->facility_count;
    world->rows = (struct ws_allocation){0};
    world->snaps[last] = world->snaps[first];
    world->leg_cost[last] = world->leg_cost[first];
    world->group[last] = world->group[first];
    world->facility_count++;
    world_run(world);
    assert_int_equal(world->rows.count, rows.count);
    size_t ranked = (size_t)rows.count * rows.k;
    assert_memory_equal(world->rows.pieces, rows.pieces, rows.count * sizeof *rows.pieces);
    assert_memory_equal(world->rows.facility, rows.facility, ranked * sizeof *rows.facility);
    assert_memory_equal(world->rows.cost_from, rows.cost_from, ranked * sizeof *rows.cost_from);
    assert_memory_equal(world->rows.cost_to, rows.cost_to, ranked * sizeof *rows.cost_to);
    allocation_release(&rows);
    world_release(world);
}

/* However many offices one provider has, nobody has a choice of two. */
static void one_provider_is_never_a_choice(void **state)
{
    struct world *world = new_world(state);
    uint32_t count;
    world->facility_count = WORLD_FACILITIES - 1;
    memset(world->group, 0, sizeof world->group);
    relink(world);
    world_run(world);
    struct ws_share *rows = world_shares(world, &count);
    for (uint32_t i = 0; i < count; i++)
        if (rows[i].choice > 1)
            assert_int_equal(rows[i].high_micro + rows[i].covered_mm, 0);
    mem_free(rows);
    world_release(world);
}

static void union_is_at_most_the_sum_and_at_least_the_largest(void **state)
{
    struct world *world = new_world(state);
    struct reach reach;
    uint32_t count;
    struct ws_share *rows = world_shares(world, &count);
    world_reach(world, &reach, 2);
    for (uint32_t c = 0; c < world->cutoff_count; c++) {
        uint64_t sum = 0, largest = 0;
        uint64_t covered = world_share(world, rows, world->zone_count, c, 1)->covered_micro;
        for (uint32_t f = 0; f < world->facility_count; f++) {
            uint64_t people = reach.people_micro[f * world->cutoff_count + c];
            sum += people;
            largest = people > largest ? people : largest;
        }
        assert_true(covered >= largest);
        /* Each part of each facility loses less than one millionth. */
        assert_true(covered <= sum + (uint64_t)world->facility_count * world->spread.part_count);
    }
    for (uint32_t f = 0; f < world->facility_count; f++)
        assert_true(reach.only_here_micro[f] <= reach.people_micro[f * world->cutoff_count + 2]);
    mem_free(rows);
    reach_release(&reach);
    world_release(world);
}

/* Cost of the nearest at a position, or WS_COST_INF when no row starts there. */
static uint32_t nearest_at(const struct world *world, uint32_t piece, uint32_t *row)
{
    const struct ws_piece *of = &world->spread.pieces[piece];
    uint32_t least = WS_COST_INF;
    do {
        uint32_t from = world->rows.cost_from[(size_t)*row * world->k];
        uint32_t to = world->rows.cost_to[(size_t)*row * world->k];
        least = from < least ? from : least;
        least = to < least ? to : least;
    } while (world->rows.pieces[(*row)++].to_mm < of->to_mm);
    return least;
}

/* On every piece the least cost is the least over runs with one office each. */
static void nearest_is_the_minimum_over_single_offices(void **state)
{
    struct world *world = new_world(state);
    uint32_t piece_count = world->spread.piece_count, facility_count = world->facility_count;
    uint32_t *all = mem_array(piece_count, sizeof *all);
    uint32_t *single = mem_array(piece_count, sizeof *single);
    struct ws_snap snaps[WORLD_FACILITIES];
    memcpy(snaps, world->snaps, sizeof snaps);
    for (uint32_t i = 0, row = 0; i < piece_count; i++) {
        all[i] = nearest_at(world, i, &row);
        single[i] = WS_COST_INF;
    }
    for (uint32_t f = 0; f < facility_count; f++) {
        for (uint32_t g = 0; g < facility_count; g++)
            world->snaps[g].edge = g == f ? snaps[g].edge : WS_NONE;
        world_run(world);
        for (uint32_t i = 0, row = 0; i < piece_count; i++) {
            uint32_t cost = nearest_at(world, i, &row);
            single[i] = cost < single[i] ? cost : single[i];
        }
    }
    assert_memory_equal(all, single, piece_count * sizeof *all);
    mem_free(all);
    mem_free(single);
    world_release(world);
}

/* Two zones made one have the people, and the classes, of both. */
static void a_zone_cut_in_two_keeps_the_sums(void **state)
{
    struct world *world = new_world(state);
    struct ws_error err = {0};
    struct ws_share *sums = NULL;
    uint32_t count, sum_count;
    struct ws_share *rows = world_shares(world, &count);
    struct share_plan plan = world_share_plan(world);
    world_ok(shares_group(&sums, &sum_count, rows, &plan, (const uint32_t[]){0, 0, 0}, 1, &err),
             &err);
    for (uint32_t c = 0; c < world->cutoff_count; c++) {
        const struct ws_share *sum = &sums[c * world->k];
        const struct ws_share *nation = world_share(world, rows, world->zone_count, c, 1);
        assert_int_equal(sum->people_micro + nation->outside_micro, nation->people_micro);
        assert_int_equal(sum->covered_micro, nation->covered_micro);
        assert_int_equal(sum->low_micro, nation->low_micro);
        assert_int_equal(sum->road_mm, nation->road_mm);
    }
    mem_free(rows);
    mem_free(sums);
    world_release(world);
}

/* A road drawn and travelled the other way round: to the offices against the
 * one-ways is from the offices along them. */
static void against_one_ways_is_the_other_direction(void **state)
{
    uint64_t seed = (uint64_t)(uintptr_t)*state;
    struct world here, there;
    world_random(&here, seed, false);
    world_random(&there, seed, false);
    struct lines lines;
    struct build_notes notes;
    struct ws_error err = {0};
    struct impedance impedance = asciimap_impedance(false);
    uint64_t lines_state = seed;
    (void)oracle_random(&lines_state, 4); /* as world_random draws them */
    oracle_random_lines(&lines, &lines_state, 14, 4);
    for (uint32_t i = 0; i < lines.count; i++) {
        uint8_t flags = lines.flags[i];
        lines.flags[i] = (uint8_t)((flags & LINE_FORWARD ? LINE_BACKWARD : 0) |
                                   (flags & LINE_BACKWARD ? LINE_FORWARD : 0));
    }
    network_release(&there.net);
    world_ok(build_network(&there.net, &notes, &lines, &impedance, &err), &err);
    lines_release(&lines);
    there.direction = here.direction == WS_TO_FACILITY ? WS_FROM_FACILITY : WS_TO_FACILITY;

    /* Offices and people stand at junctions: the same place in both networks. */
    assert_int_equal(here.net.node_count, there.net.node_count);
    world_search(&here);
    uint32_t reached = 0;
    for (uint32_t f = 0; f < here.facility_count; f++) {
        uint32_t node = here.net.tail[here.snaps[f].edge];
        here.snaps[f].along_mm = 0;
        for (uint32_t e = 0; e < there.net.edge_count; e++)
            if (network_is_canonical(&there.net, e) &&
                (there.net.tail[e] == node || there.net.head[e] == node))
                there.snaps[f] = (struct ws_snap){
                    .edge = e, .along_mm = there.net.tail[e] == node ? 0 : there.net.length_mm[e]};
    }
    world_forget(&here);
    world_search(&here);
    world_search(&there);
    for (uint32_t i = 0; i < here.net.node_count * here.k; i++) {
        assert_int_equal(here.field.label[i], there.field.label[i]);
        reached += here.field.label[i] != LABEL_NONE;
    }
    assert_true(reached > 0);
    world_release(&here);
    world_release(&there);
}

int main(void)
{
    static const struct CMUnitTest LAWS[] = {
        cmocka_unit_test(bridge_holds_and_low_central_high),
        cmocka_unit_test(longer_limit_never_lowers_and_larger_choice_never_raises),
        cmocka_unit_test(one_more_office_never_lowers),
        cmocka_unit_test(duplicate_office_changes_nothing),
        cmocka_unit_test(one_provider_is_never_a_choice),
        cmocka_unit_test(union_is_at_most_the_sum_and_at_least_the_largest),
        cmocka_unit_test(nearest_is_the_minimum_over_single_offices),
        cmocka_unit_test(a_zone_cut_in_two_keeps_the_sums),
        cmocka_unit_test(against_one_ways_is_the_other_direction),
    };
    enum { COUNT = sizeof LAWS / sizeof *LAWS, SEEDS = 40 };
    static char names[COUNT * SEEDS][96];
    struct CMUnitTest tests[COUNT * SEEDS + 1];
    for (int i = 0; i < COUNT * SEEDS; i++) {
        snprintf(names[i], sizeof names[i], "%s_%d", LAWS[i / SEEDS].name, i % SEEDS + 1);
        tests[i] = (struct CMUnitTest){.name = names[i],
                                       .test_func = LAWS[i / SEEDS].test_func,
                                       .initial_state = (void *)(uintptr_t)(i % SEEDS + 1)};
    }
    tests[COUNT * SEEDS] =
        (struct CMUnitTest)cmocka_unit_test(first_office_of_a_component_never_lowers);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
