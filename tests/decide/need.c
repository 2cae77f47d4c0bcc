/* The two-way table of unemployment and choice. */
#include "decide/need.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>

#define MOST 40u

static uint32_t draw(uint64_t *seed, uint32_t below)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*seed >> 33) % below;
}

/* Whatever the places are, the cells add up to all of them, and the thirds are as
 * equal as can be. */
static void row_d13_cells_add_up_to_all_places(void **state)
{
    (void)state;
    for (uint64_t start = 1; start <= 200; start++) {
        uint64_t seed = start, people[MOST], jobless[MOST], more[MOST];
        uint32_t providers[MOST], count = draw(&seed, MOST), known = 0, sum = 0;
        uint64_t people_sum = 0, in_cells = 0, jobless_sum = 0, jobless_in_cells = 0;
        struct need_cell cells[NEED_RATES * NEED_CLASSES];
        struct ws_error err;
        for (uint32_t i = 0; i < count; i++) {
            people[i] = draw(&seed, 4) * (uint64_t)WS_MICRO * 100;
            jobless[i] = people[i] / (2 + draw(&seed, 9));
            more[i] = draw(&seed, 6) ? 0 : WS_UNBOUNDED;
            providers[i] = draw(&seed, 7);
            providers[i] = providers[i] == 6 ? WS_NONE : providers[i];
            known += people[i] > 0 && !more[i];
            people_sum += people[i];
            jobless_sum += people[i] && !more[i] ? jobless[i] : 0;
        }
        struct need_places places = {count, people, jobless, more, providers};
        assert_int_equal(need_table(cells, &places, &err), WS_OK);
        uint32_t third[NEED_RATES] = {0, 0, 0, 0};
        for (uint32_t i = 0; i < NEED_RATES * NEED_CLASSES; i++) {
            sum += cells[i].place_count;
            in_cells += cells[i].people_micro;
            if (i / NEED_CLASSES != NEED_UNKNOWN)
                jobless_in_cells += cells[i].unemployed_micro;
            third[i / NEED_CLASSES] += cells[i].place_count;
        }
        assert_int_equal(sum, count);
        assert_true(in_cells == people_sum);
        assert_true(jobless_in_cells == jobless_sum);
        assert_int_equal(third[NEED_UNKNOWN], count - known);
        for (int r = NEED_LOW; r <= NEED_HIGH; r++)
            assert_true(third[r] == known / 3 || third[r] == known / 3 + 1);
        if (known >= 3) {
            assert_true(cells[0].rate_to <= cells[NEED_CLASSES].rate_from);
            assert_true(cells[NEED_CLASSES].rate_to <= cells[2 * NEED_CLASSES].rate_from);
        }
    }
}

static void places_by_hand(void **state)
{
    (void)state;
    const uint64_t people[] = {100000000, 100000000, 100000000, 100000000};
    const uint64_t jobless[] = {5000000, 20000000, 10000000, 0}, more[] = {0, 0, 0, WS_UNBOUNDED};
    const uint32_t providers[] = {7, 0, 1, 3};
    struct need_cell cells[NEED_RATES * NEED_CLASSES];
    struct need_places places = {4, people, jobless, more, providers};
    struct ws_error err;
    assert_int_equal(need_table(cells, &places, &err), WS_OK);
    assert_int_equal(cells[NEED_LOW * NEED_CLASSES + WS_CLASS_MANY].place_count, 1);
    assert_int_equal(cells[NEED_MIDDLE * NEED_CLASSES + WS_CLASS_ONE].place_count, 1);
    assert_int_equal(cells[NEED_HIGH * NEED_CLASSES + WS_CLASS_NONE].place_count, 1);
    assert_int_equal(cells[NEED_UNKNOWN * NEED_CLASSES + WS_CLASS_FEW].place_count, 1);
    assert_true(fabs(cells[NEED_HIGH * NEED_CLASSES].rate_from - 0.2) < 1e-9);
    assert_true(isnan(cells[NEED_UNKNOWN * NEED_CLASSES].rate_from));
    /* Withheld is not none. */
    assert_true(cells[NEED_UNKNOWN * NEED_CLASSES + WS_CLASS_FEW].unemployed_micro == WS_UNBOUNDED);
}

/* Equal service, unequal needs: few of many jobless outweigh half of a few. */
static void row_c6_flat_and_by_need(void **state)
{
    (void)state;
    const uint64_t people[] = {100000000, 1000000000, 50000000, 100000000, 10000000};
    const uint64_t covered[] = {50000000, 900000000, 50000000, 50000000, 0};
    const uint64_t jobless[] = {5000000, 90000000, 4000000, 5000000, 1000000};
    const uint64_t more[] = {0, 0, 0, 0, WS_UNBOUNDED};
    const uint32_t flat[] = {1, 3, 4, 1, 0}, need[] = {2, 1, 4, 2, 0};
    const uint64_t exposed[] = {2500000, 9000000, 0, 2500000, 0};
    struct need_rank ranks[5];
    struct need_places places = {5, people, jobless, more, NULL};
    struct ws_error err;
    assert_int_equal(need_ranks(ranks, &places, covered, &err), WS_OK);
    for (int i = 0; i < 5; i++) {
        assert_int_equal(ranks[i].flat_rank, flat[i]);
        assert_int_equal(ranks[i].need_rank, need[i]);
        assert_true(ranks[i].exposed_micro == exposed[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(row_d13_cells_add_up_to_all_places),
        cmocka_unit_test(places_by_hand),
        cmocka_unit_test(row_c6_flat_and_by_need),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
