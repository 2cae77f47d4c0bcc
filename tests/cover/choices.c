/* People by number of groups, against the shares of the same world. */
#include "cover/world.h"

#define MOST 3

/* Sums over the parts of a zone (WS_NONE: all) with at least n groups. */
static uint64_t with_at_least(const struct world *world, const uint64_t *people, uint32_t zone,
                              uint32_t n)
{
    uint64_t sum = 0;
    for (uint32_t part = 0; part < world->spread.part_count; part++)
        for (uint32_t count = n; count <= MOST; count++)
            if (zone == WS_NONE || world->spread.zone[part] == zone)
                sum += people[part * (MOST + 2) + count];
    return sum;
}

static void check_world(struct world *world, uint32_t weight)
{
    struct ws_error err = {0};
    uint32_t row_count = 0;
    struct ws_share *rows = world_shares(world, &row_count);
    struct share_plan plan = world_share_plan(world);
    for (uint32_t cutoff = 0; cutoff < world->cutoff_count; cutoff++) {
        uint64_t *people = NULL, no_link = 0;
        world_ok(choices_of_parts(&people, &plan, weight, world->cutoff_cost[cutoff], MOST, &err),
                 &err);
        for (uint32_t part = 0; part < world->spread.part_count; part++) {
            uint64_t sum = 0;
            for (uint32_t i = 0; i < MOST + 2; i++)
                sum += people[part * (MOST + 2) + i];
            bool is_in =
                world->spread.state[part] == PART_ON_NETWORK && world->spread.zone[part] != WS_NONE;
            assert_int_equal(sum, is_in ? world->spread.people_micro[2 * part + weight] : 0);
            no_link += people[part * (MOST + 2) + MOST + 1];
        }
        for (uint32_t zone = 0; zone <= world->zone_count; zone++)
            for (uint32_t k = 1; k <= world->k; k++) {
                size_t row =
                    ((2 * (size_t)zone + weight) * world->cutoff_count + cutoff) * world->k + k - 1;
                uint32_t of = zone < world->zone_count ? zone : WS_NONE;
                assert_int_equal(rows[row].covered_micro, with_at_least(world, people, of, k));
                if (of == WS_NONE)
                    assert_int_equal(rows[row].no_link_micro, no_link);
            }
        mem_free(people);
    }
    mem_free(rows);
}

static void agrees_with_the_shares_of_random_worlds(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        struct world world;
        world_random(&world, seed, seed % 3 == 0);
        world_run(&world);
        check_world(&world, seed % 2);
        world_release(&world);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_the_shares_of_random_worlds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
