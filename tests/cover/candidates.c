/* Whom new facilities would reach, against worlds in which they stand. */
#include "base/fixed.h"
#include "cover/world.h"
#include <stdio.h>

#define MOST_NEW 4u

/* The facilities of a world, and those that may come. */
struct town {
    struct world world;
    uint32_t there, aim; /* facilities that are there; groups asked for */
    uint32_t new_count;
    struct ws_snap snaps[MOST_NEW];
    uint32_t leg_cost[MOST_NEW];
    double x_m[MOST_NEW], y_m[MOST_NEW];
};

static struct town found(uint64_t seed)
{
    struct town town = {.aim = 1 + (uint32_t)(seed % 3)};
    struct world *world = &town.world;
    world_random(world, seed, seed % 4 >= 2);
    town.there = world->facility_count;
    town.new_count =
        WORLD_FACILITIES - town.there < MOST_NEW ? WORLD_FACILITIES - town.there : MOST_NEW;
    for (uint32_t i = 0; i < town.new_count; i++) {
        town.snaps[i] = world->snaps[town.there + i];
        town.leg_cost[i] = world->leg_cost[town.there + i];
    }
    if (seed % 5 == 0)
        town.snaps[0].edge = WS_NONE;
    /* People without a link are told from others by who stands there; covered people
     * do not depend on it. */
    memset(world->spread.no_link_mm, 0,
           world->spread.part_count * sizeof *world->spread.no_link_mm);
    return town;
}

/* The town with the new facilities whose bits are set. */
static void settle(struct town *town, uint32_t bits)
{
    struct world *world = &town->world;
    world->facility_count = town->there;
    for (uint32_t i = 0; i < town->new_count; i++) {
        uint32_t at = world->facility_count;
        if (!(bits >> i & 1))
            continue;
        world->snaps[at] = town->snaps[i];
        world->leg_cost[at] = town->leg_cost[i];
        world->group[at] = world->group_count + i;
        world->facility_count++;
    }
    world_run(world);
}

static uint64_t covered(struct town *town, uint32_t bits, uint32_t cutoff)
{
    uint32_t count;
    settle(town, bits);
    struct ws_share *rows = world_shares(&town->world, &count);
    uint64_t people =
        world_share(&town->world, rows, town->world.zone_count, cutoff, town->aim)->covered_micro;
    mem_free(rows);
    return people;
}

static enum ws_status reach(struct ws_reach *out, struct town *town, uint32_t cutoff,
                            size_t most_bands, struct ws_error *err)
{
    struct world *world = &town->world;
    struct allocate_plan roads = world_plan(world);
    struct ws_points facilities = {.count = world->facility_count, .group = world->group};
    struct ws_points points = {.count = town->new_count, .x_m = town->x_m, .y_m = town->y_m};
    struct reach_plan there = {.spread = &world->spread,
                               .allocation = &world->rows,
                               .part = world->part,
                               .roads = &roads,
                               .facility_snaps = world->snaps,
                               .leg_cost = world->leg_cost,
                               .facilities = &facilities,
                               .group_count = world->group_count,
                               .zone_count = world->zone_count,
                               .cutoff_cost = world->cutoff_cost,
                               .cutoff_count = world->cutoff_count,
                               .main_cutoff = cutoff,
                               .threads = world->threads};
    struct candidate_plan plan = {.there = &there,
                                  .points = &points,
                                  .snaps = town->snaps,
                                  .leg_cost = town->leg_cost,
                                  .aim = town->aim,
                                  .most_bands = most_bands};
    return candidates_reach(out, &plan, err);
}

/* What the table says that the set gains. */
static uint64_t gained(const struct ws_reach *table, uint32_t bits)
{
    uint64_t *mm = mem_array(table->part_count, sizeof *mm), sum = 0;
    uint8_t *count = mem_array(table->item_count, 1);
    for (uint32_t site = 0; site < table->site_count; site++)
        for (uint64_t s = table->first_span[site];
             bits >> site & 1 && s < table->first_span[site + 1]; s++)
            for (uint32_t item = table->spans[s].from; item < table->spans[s].to; item++)
                count[item]++;
    for (uint32_t item = 0; item < table->item_count; item++)
        if (count[item] >= table->lacking[item])
            mm[table->part[item]] += table->weight_mm[item];
    for (uint32_t part = 0; part < table->part_count; part++)
        if (mm[part])
            sum += fixed_mul_div(table->people_micro[part], table->covered_mm[part] + mm[part],
                                 table->whole_mm[part]) -
                   fixed_mul_div(table->people_micro[part], table->covered_mm[part],
                                 table->whole_mm[part]);
    mem_free(mm);
    mem_free(count);
    return sum;
}

static void every_set_gains_what_it_covers(void **state)
{
    uint64_t seed = (uint64_t)(uintptr_t)*state;
    struct town town = found(seed);
    for (uint32_t cutoff = 0; cutoff < town.world.cutoff_count; cutoff++) {
        struct ws_reach table;
        struct ws_error err = {0};
        uint64_t before = covered(&town, 0, cutoff);
        town.world.threads = 1 + (uint32_t)(seed % 3);
        world_ok(reach(&table, &town, cutoff, SIZE_MAX, &err), &err);
        for (uint32_t bits = 0; bits < 1u << town.new_count; bits++)
            assert_int_equal(before + gained(&table, bits), covered(&town, bits, cutoff));
        candidates_forget(&table);
    }
    world_release(&town.world);
}

/* Spans are in order, apart, inside; items weigh at most what their part does. */
static void tables_are_in_order(void **state)
{
    uint64_t seed = (uint64_t)(uintptr_t)*state;
    struct town town = found(seed);
    struct ws_reach table;
    struct ws_error err = {0};
    settle(&town, 0);
    world_ok(reach(&table, &town, 1, SIZE_MAX, &err), &err);
    uint64_t *mm = mem_array(table.part_count, sizeof *mm);
    for (uint32_t item = 0; item < table.item_count; item++) {
        assert_true(table.lacking[item] >= 1 && table.lacking[item] <= town.aim);
        assert_true(table.weight_mm[item] > 0);
        mm[table.part[item]] += table.weight_mm[item];
    }
    for (uint32_t part = 0; part < table.part_count; part++)
        assert_true(table.covered_mm[part] + mm[part] <= table.whole_mm[part]);
    for (uint32_t site = 0; site < table.site_count; site++)
        for (uint64_t s = table.first_span[site]; s < table.first_span[site + 1]; s++) {
            assert_true(table.spans[s].from < table.spans[s].to);
            assert_true(table.spans[s].to <= table.item_count);
            if (s > table.first_span[site])
                assert_true(table.spans[s - 1].to < table.spans[s].from);
        }
    mem_free(mm);
    candidates_forget(&table);
    world_release(&town.world);
}

static void what_is_refused(void **state)
{
    (void)state;
    struct town town = found(3);
    struct ws_reach table;
    struct ws_error err = {0};
    settle(&town, 0);
    town.aim = 1;
    assert_int_equal(reach(&table, &town, 2, 0, &err), WS_TOO_LARGE);
    assert_non_null(strstr(err.message, "give fewer candidates"));
    town.aim = town.world.k + 1;
    assert_int_equal(reach(&table, &town, 2, SIZE_MAX, &err), WS_BAD_OPTION);
    world_release(&town.world);
}

static void failing_memory_is_told(void **state)
{
    (void)state;
    struct town town = found(3);
    struct ws_reach table;
    settle(&town, 0);
    for (uint64_t nth = 1;; nth++) {
        mem_fail_at(nth);
        enum ws_status st = reach(&table, &town, 2, SIZE_MAX, NULL);
        mem_fail_at(0);
        if (!st) {
            candidates_forget(&table);
            assert_true(nth > 15);
            break;
        }
        assert_int_equal(st, WS_NO_MEMORY);
    }
    world_release(&town.world);
}

int main(void)
{
    enum { SEEDS = 60 };
    static struct CMUnitTest tests[2 * SEEDS + 2];
    static char names[2 * SEEDS][64];
    size_t count = 0;
    for (uint32_t seed = 1; seed <= SEEDS; seed++) {
        snprintf(names[count], 64, "every_set_gains_what_it_covers_%u", (unsigned)seed);
        tests[count] = (struct CMUnitTest){.name = names[count],
                                           .test_func = every_set_gains_what_it_covers,
                                           .initial_state = (void *)(uintptr_t)seed};
        count++;
        snprintf(names[count], 64, "tables_are_in_order_%u", (unsigned)seed);
        tests[count] = (struct CMUnitTest){.name = names[count],
                                           .test_func = tables_are_in_order,
                                           .initial_state = (void *)(uintptr_t)seed};
        count++;
    }
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(what_is_refused);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(failing_memory_is_told);
    return _cmocka_run_group_tests("candidates", tests, count, NULL, NULL);
}
