/* The share by limit, against the shares of the same world. */
#include "cover/world.h"

/* A row that is cut at a cost lies on one side of it: people within, by whole rows. */
static uint64_t by_whole_rows(const struct world *world, uint32_t rank, uint32_t cost)
{
    uint64_t *mm = mem_array(world->spread.part_count, sizeof *mm), people = 0;
    for (uint32_t row = 0; row < world->rows.count; row++)
        if (allocation_within(&world->rows, row, rank, cost))
            mm[world->part[row]] += piece_weight(&world->rows.pieces[row]);
    for (uint32_t part = 0; part < world->spread.part_count; part++)
        if (mm[part] && world->spread.zone[part] != WS_NONE &&
            world->spread.state[part] == PART_ON_NETWORK)
            people += fixed_mul_div(world->spread.people_micro[2 * part], mm[part],
                                    world->spread.weight_mm[part]);
    mem_free(mm);
    return people;
}

/* Never falls with the limit nor rises with the choice; never below what whole rows
 * hold. */
static void check_curve(const struct world *world, const uint64_t *curve, const uint32_t *cost,
                        uint32_t count)
{
    for (uint32_t k = 0; k < world->k; k++)
        for (uint32_t i = 0; i < count; i++) {
            uint64_t here = curve[k * count + i];
            assert_true(here >= by_whole_rows(world, k, cost[i]));
            assert_true(i == 0 || here >= curve[k * count + i - 1]);
            assert_true(k == 0 || here <= curve[(k - 1) * count + i]);
        }
}

static void is_the_share_at_the_cutoffs(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 30; seed++) {
        struct world world;
        struct ws_error err = {0};
        uint32_t row_count = 0, cost[8];
        uint64_t *curve = NULL, *again = NULL;
        world_random(&world, seed, seed % 3 == 0);
        world_run(&world);
        struct ws_share *rows = world_shares(&world, &row_count);
        struct share_plan plan = world_share_plan(&world);
        uint32_t count = 0;
        cost[count++] = 0;
        for (uint32_t c = 0; c < world.cutoff_count; c++) {
            uint32_t middle = (cost[count - 1] + world.cutoff_cost[c]) / 2;
            if (middle > cost[count - 1])
                cost[count++] = middle;
            cost[count++] = world.cutoff_cost[c];
        }
        world_ok(shares_curve(&curve, &plan, cost, count, 1, &err), &err);
        world_ok(shares_curve(&again, &plan, cost, count, 3, &err), &err);
        assert_memory_equal(curve, again, count * plan.choice_count * sizeof *curve);
        check_curve(&world, curve, cost, count);
        for (uint32_t i = 0; i < count; i++)
            for (uint32_t c = 0; c < world.cutoff_count; c++)
                for (uint32_t k = 0; cost[i] == world.cutoff_cost[c] && k < world.k; k++) {
                    size_t nation = (2 * (size_t)world.zone_count) * world.cutoff_count + c;
                    assert_int_equal(curve[k * count + i],
                                     rows[nation * world.k + k].covered_micro);
                }
        mem_free(curve);
        mem_free(again);
        mem_free(rows);
        world_release(&world);
    }
}

/* Millionths that a millimetre of each row that is cut may weigh (of a millisecond in time), and
 * roundings. */
static uint64_t slack(const struct world *world, uint32_t cost, uint32_t rank)
{
    uint64_t sum = 0;
    for (uint32_t row = 0; row < world->rows.count; row++) {
        uint32_t part = world->part[row];
        uint32_t from = world->rows.cost_from[(size_t)row * world->rows.k + rank];
        uint32_t to = world->rows.cost_to[(size_t)row * world->rows.k + rank];
        bool is_cut = (from < cost && cost < to) || (to < cost && cost < from);
        if (is_cut)
            sum += world->spread.people_micro[2 * part] / world->spread.weight_mm[part] *
                       (world->is_time ? 12 : 2) +
                   1;
    }
    return sum + world->spread.part_count;
}

/* Between the cutoffs: what a run with that cutoff says, but for millimetres. */
static void is_the_share_of_a_run_with_that_cutoff(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 30; seed++) {
        struct world coarse, fine;
        struct ws_error err = {0};
        uint32_t row_count = 0, cost[WORLD_CUTOFFS];
        uint64_t *curve = NULL;
        world_random(&coarse, seed, seed % 3 == 0);
        world_random(&fine, seed, seed % 3 == 0);
        for (uint32_t c = 0; c < coarse.cutoff_count; c++)
            cost[c] = fine.cutoff_cost[c] = coarse.cutoff_cost[c] - coarse.cutoff_cost[c] / 3;
        world_run(&coarse);
        world_run(&fine);
        struct share_plan plan = world_share_plan(&coarse);
        struct ws_share *rows = world_shares(&fine, &row_count);
        world_ok(shares_curve(&curve, &plan, cost, coarse.cutoff_count, 2, &err), &err);
        for (uint32_t c = 0; c < coarse.cutoff_count; c++)
            for (uint32_t k = 0; k < coarse.k; k++) {
                size_t at = 2 * (size_t)fine.zone_count * fine.cutoff_count + c;
                uint64_t told = curve[k * coarse.cutoff_count + c];
                uint64_t run = rows[at * fine.k + k].covered_micro;
                assert_true((told > run ? told - run : run - told) <= slack(&coarse, cost[c], k));
            }
        mem_free(curve);
        mem_free(rows);
        world_release(&coarse);
        world_release(&fine);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_the_share_at_the_cutoffs),
        cmocka_unit_test(is_the_share_of_a_run_with_that_cutoff),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
