/* decide/lots: every division of small random maps as the oracle, by the states, by the
 * solver and by growth; laws of all divisions; hand-checked rows of areas. */
#include "decide/lots.h"

#include <string.h>

#include "base/mem.h"
#include "decide/solver.h"
#include "geo/random.h"

enum { MOST = 40 };

struct map {
    struct lots_problem problem;
    uint64_t micro[MOST];
    bool is_beside[MOST * MOST];
    uint32_t travel_cost[MOST * MOST];
};

static void begin(struct map *map, uint32_t count)
{
    memset(map, 0, sizeof *map);
    map->problem = (struct lots_problem){.area_count = count,
                                         .micro = map->micro,
                                         .is_beside = map->is_beside,
                                         .travel_cost = map->travel_cost,
                                         .travel_limit = 50};
}

static void link(struct map *map, uint32_t a, uint32_t b)
{
    uint32_t count = map->problem.area_count;
    map->is_beside[a * count + b] = map->is_beside[b * count + a] = true;
}

static void way(struct map *map, uint32_t a, uint32_t b, uint32_t cost)
{
    uint32_t count = map->problem.area_count;
    map->travel_cost[a * count + b] = map->travel_cost[b * count + a] = cost;
}

static struct lots draw_lots(const struct map *map)
{
    struct ws_error err;
    struct lots lots;
    assert_int_equal(lots_draw(&lots, &map->problem, &err), WS_OK);
    return lots;
}

/* ---- the oracle: every division ------------------------------------------------------- */

struct worth {
    uint32_t below_count, lot_count;
    uint64_t largest_micro[MOST]; /* per part of the map */
};

struct oracle {
    const struct map *map;
    uint32_t part_count, part_of[MOST], lot_of[MOST];
    bool is_found;
    struct worth best;
};

static bool is_linked(const struct map *map, uint32_t a, uint32_t b)
{
    uint32_t at = a * map->problem.area_count + b;
    return a != b && map->is_beside[at] &&
           (map->problem.travel_limit == WS_COST_INF ||
            map->travel_cost[at] <= map->problem.travel_limit);
}

static void find_parts(struct oracle *oracle)
{
    uint32_t count = oracle->map->problem.area_count;
    for (uint32_t a = 0; a < count; a++)
        oracle->part_of[a] = a;
    for (uint32_t round = 0; round < count; round++)
        for (uint32_t a = 0; a < count; a++)
            for (uint32_t b = 0; b < count; b++)
                if (is_linked(oracle->map, a, b) && oracle->part_of[b] < oracle->part_of[a])
                    oracle->part_of[a] = oracle->part_of[b];
}

/* One lot of a division: allowed, and below or not. */
static bool judge_lot(const struct map *map, const uint32_t *lot_of, uint32_t lot, bool *is_below,
                      uint64_t *micro)
{
    uint32_t count = map->problem.area_count, size = 0, met = 0;
    bool is_met[MOST] = {false}, is_unknown = false;
    *micro = 0;
    for (uint32_t a = 0; a < count; a++) {
        if (lot_of[a] != lot)
            continue;
        is_met[a] = !size++;
        is_unknown |= map->micro[a] == WS_UNBOUNDED;
        *micro += map->micro[a] == WS_UNBOUNDED ? 0 : map->micro[a];
        for (uint32_t b = 0; b < a; b++)
            if (lot_of[b] == lot && map->problem.travel_limit != WS_COST_INF &&
                map->travel_cost[a * count + b] > map->problem.travel_limit)
                return false;
    }
    for (uint32_t round = 0; round < count; round++)
        for (uint32_t a = 0; a < count; a++)
            for (uint32_t b = 0; b < count; b++)
                if (lot_of[a] == lot && lot_of[b] == lot && is_met[a] && is_linked(map, a, b))
                    is_met[b] = true;
    for (uint32_t a = 0; a < count; a++)
        met += is_met[a];
    *is_below = map->problem.volume_micro == WS_UNBOUNDED ||
                (!is_unknown && *micro < map->problem.volume_micro);
    if (is_unknown)
        *micro = 0;
    return met == size && (!*is_below || size == 1);
}

static bool judge_division(struct worth *out, const struct oracle *oracle, uint32_t lot_count)
{
    *out = (struct worth){.lot_count = lot_count};
    for (uint32_t lot = 0; lot < lot_count; lot++) {
        bool is_below;
        uint64_t micro;
        if (!judge_lot(oracle->map, oracle->lot_of, lot, &is_below, &micro))
            return false;
        out->below_count += is_below;
        for (uint32_t a = 0; a < oracle->map->problem.area_count; a++)
            if (oracle->lot_of[a] == lot && !is_below &&
                micro > out->largest_micro[oracle->part_of[a]])
                out->largest_micro[oracle->part_of[a]] = micro;
    }
    return true;
}

/* By the aim; parts are independent, so comparing them one after the other is enough for
 * "even", where each has its own largest lot. */
static int compare(const struct oracle *oracle, const struct worth *a, const struct worth *b)
{
    uint32_t count = oracle->map->problem.area_count;
    int largest = 0, lots = (a->lot_count > b->lot_count) - (a->lot_count < b->lot_count);
    uint64_t sum_a = 0, sum_b = 0;
    for (uint32_t i = 0; i < count; i++) {
        sum_a += a->largest_micro[i];
        sum_b += b->largest_micro[i];
    }
    largest = (sum_a > sum_b) - (sum_a < sum_b);
    if (a->below_count != b->below_count)
        return a->below_count < b->below_count ? -1 : 1;
    if (oracle->map->problem.aim == LOTS_EVEN)
        return largest ? largest : lots;
    return lots ? lots : largest;
}

/* Every division: area by area into each lot there is, or a new one (depth: areas). */
static void try_all(struct oracle *oracle, uint32_t area, uint32_t lot_count)
{
    struct worth worth;
    if (area == oracle->map->problem.area_count) {
        if (judge_division(&worth, oracle, lot_count) &&
            (!oracle->is_found || compare(oracle, &worth, &oracle->best) < 0)) {
            oracle->best = worth;
            oracle->is_found = true;
        }
        return;
    }
    for (uint32_t lot = 0; lot <= lot_count; lot++) {
        oracle->lot_of[area] = lot;
        try_all(oracle, area + 1, lot == lot_count ? lot_count + 1 : lot_count);
    }
}

static uint64_t largest_of(const struct worth *worth)
{
    uint64_t largest = 0;
    for (uint32_t i = 0; i < MOST; i++)
        largest = worth->largest_micro[i] > largest ? worth->largest_micro[i] : largest;
    return largest;
}

/* ---- laws ------------------------------------------------------------------------------- */

/* Whole, contiguous, within the limit, volumes added up, below ones alone. */
static void check_laws(const struct map *map, const struct lots *lots)
{
    uint32_t count = map->problem.area_count, seen[MOST] = {0}, below = 0;
    for (uint32_t lot = 0; lot < lots->count; lot++) {
        const struct lot *row = &lots->lots[lot];
        uint64_t sum = 0, micro;
        bool is_below, is_known = true;
        for (uint32_t i = 0; i < row->area_count; i++) {
            uint32_t area = lots->areas[row->first + i];
            seen[area]++;
            assert_int_equal(lots->lot_of[area], lot);
            assert_true(!i || area > lots->areas[row->first + i - 1]);
            is_known &= map->micro[area] != WS_UNBOUNDED;
            sum += map->micro[area];
            for (uint32_t j = 0; j < i; j++) {
                uint32_t other = lots->areas[row->first + j];
                assert_true(map->travel_cost[area * count + other] <= row->travel_cost);
            }
        }
        assert_true(row->micro == (is_known ? sum : WS_UNBOUNDED));
        assert_true(judge_lot(map, lots->lot_of, lot, &is_below, &micro));
        assert_int_equal(row->is_below, is_below);
        assert_true(row->area_count > 1 || !row->travel_cost);
        below += is_below;
        assert_true(!lot || lots->areas[row->first] > lots->areas[lots->lots[lot - 1].first]);
    }
    for (uint32_t area = 0; area < count; area++)
        assert_int_equal(seen[area], 1);
    assert_int_equal(below, lots->below_count);
    assert_true(lots->least_count <= lots->count);
    assert_true(lots->least_largest_micro <= lots->largest_micro);
}

static void draw_map(struct map *map, uint64_t *seed, uint32_t count)
{
    double x[MOST], y[MOST];
    begin(map, count);
    for (uint32_t a = 0; a < count; a++) {
        x[a] = random_between(seed, 0.0, 100.0);
        y[a] = random_between(seed, 0.0, 100.0);
        map->micro[a] = random_below(seed, 12) ? random_below(seed, 40) : WS_UNBOUNDED;
        for (uint32_t b = 0; b < a; b++) {
            uint32_t cost = (uint32_t)hypot(x[a] - x[b], y[a] - y[b]);
            way(map, a, b, random_below(seed, 15) ? cost : WS_COST_INF);
            if (cost < 60 && random_below(seed, 3))
                link(map, a, b);
        }
    }
    map->problem.aim = random_below(seed, 2) ? LOTS_EVEN : LOTS_FEWEST;
    map->problem.travel_limit = random_below(seed, 6) ? 20 + random_below(seed, 90) : WS_COST_INF;
    map->problem.volume_micro = random_below(seed, 8) ? random_below(seed, 70) : 0;
    if (!random_below(seed, 40))
        map->problem.volume_micro = WS_UNBOUNDED;
}

static void check_best(const struct map *map, const struct lots *lots, const struct oracle *oracle)
{
    assert_true(lots->is_proved);
    assert_int_equal(lots->below_count, oracle->best.below_count);
    assert_int_equal(lots->count, oracle->best.lot_count);
    assert_true(lots->largest_micro == largest_of(&oracle->best));
    assert_true(lots->least_count == lots->count &&
                lots->least_largest_micro == lots->largest_micro);
    check_laws(map, lots);
}

static void random_maps_against_every_division(void **state)
{
    (void)state;
    uint64_t seed = 15;
    uint32_t joined = 0, below = 0;
    for (uint32_t round = 0; round < 400; round++) {
        struct map map;
        draw_map(&map, &seed, 1 + random_below(&seed, 8));
        struct oracle oracle = {.map = &map};
        find_parts(&oracle);
        try_all(&oracle, 0, 0);
        map.problem.no_solver = true; /* the states alone */
        struct lots lots = draw_lots(&map);
        check_best(&map, &lots, &oracle);
        joined += lots.count < map.problem.area_count;
        below += lots.below_count > 0;
        lots_release(&lots);

        /* Too few steps for the states: the solver, when there is one. */
        map.problem.no_solver = false;
        map.problem.step_limit = 1;
        lots = draw_lots(&map);
        if (lots.is_proved)
            check_best(&map, &lots, &oracle);
        check_laws(&map, &lots);
        lots_release(&lots);

        /* Neither: growth and bounds. */
        map.problem.no_solver = true;
        lots = draw_lots(&map);
        check_laws(&map, &lots);
        assert_true(lots.below_count >= oracle.best.below_count);
        assert_true(lots.least_count <= oracle.best.lot_count);
        assert_true(lots.least_largest_micro <= largest_of(&oracle.best));
        lots_release(&lots);
    }
    assert_true(joined > 150 && below > 60);
}

/* Larger maps: the solver finds what the states find, growth nothing better. */
static void solver_and_states_agree(void **state)
{
    (void)state;
    uint64_t seed = 77;
    uint32_t compared = 0;
    for (uint32_t round = 0; round < 25; round++) {
        struct map map;
        draw_map(&map, &seed, 18);
        map.problem.travel_limit = 40;
        map.problem.no_solver = true;
        struct lots states = draw_lots(&map);
        map.problem.no_solver = false;
        map.problem.step_limit = 1;
        struct lots solver = draw_lots(&map);
        map.problem.no_solver = true;
        struct lots growth = draw_lots(&map);
        assert_true(states.is_proved);
        check_laws(&map, &states);
        check_laws(&map, &solver);
        check_laws(&map, &growth);
        if (solver.is_proved) {
            assert_int_equal(states.count, solver.count);
            assert_int_equal(states.below_count, solver.below_count);
            assert_true(states.largest_micro == solver.largest_micro);
            compared++;
        }
        assert_true(growth.least_count <= states.count);
        assert_true(growth.below_count >= states.below_count);
        lots_release(&states);
        lots_release(&solver);
        lots_release(&growth);
    }
    assert_true(!solver_exists() || compared > 15);
}

/* Bounds of growth on maps whose sets are too many to be listed: one part of 40 areas,
 * all within the limit. */
static void too_many_sets_leave_a_bound(void **state)
{
    (void)state;
    struct map map;
    begin(&map, 40);
    for (uint32_t a = 0; a < 40; a++) {
        map.micro[a] = 10;
        for (uint32_t b = 0; b < a; b++) {
            way(&map, a, b, a - b);
            if (a - b <= 3)
                link(&map, a, b);
        }
    }
    map.problem.volume_micro = 30;
    map.problem.travel_limit = 19;
    struct lots lots = draw_lots(&map);
    check_laws(&map, &lots);
    assert_false(lots.is_proved);
    assert_int_equal(lots.least_count, 2); /* areas 0 and 20 are 20 apart, 40 would be a third */
    assert_int_equal(lots.below_count, 0);
    lots_release(&lots);
}

/* ---- by hand -------------------------------------------------------------------------------- */

/* A row of five, 20 each to the next: 10 15 40 5 5 participants, volume 25, limit 40.
 * Fewest: {0 1} has 25, {2 3 4} has 50: two lots. */
static void a_row_of_five(struct map *map)
{
    static const uint64_t micro[] = {10, 15, 40, 5, 5};
    begin(map, 5);
    for (uint32_t a = 0; a < 5; a++) {
        map->micro[a] = micro[a];
        for (uint32_t b = 0; b < a; b++)
            way(map, a, b, 20 * (a - b));
        if (a)
            link(map, a - 1, a);
    }
    map->problem.travel_limit = 40;
    map->problem.volume_micro = 25;
}

static void a_row_of_five_in_two_lots(void **state)
{
    (void)state;
    struct map map;
    a_row_of_five(&map);
    struct lots lots = draw_lots(&map);
    assert_int_equal(lots.count, 2);
    assert_true(lots.is_proved && !lots.below_count);
    assert_int_equal(lots.lots[0].area_count, 2);
    assert_true(lots.lots[0].micro == 25 && lots.lots[0].travel_cost == 20);
    assert_true(lots.lots[1].micro == 50 && lots.lots[1].travel_cost == 40);
    lots_release(&lots);
}

/* With 25 within 20 only: {0 1} and {2 3}; 4 cannot reach 25 with 3 alone. Fewest areas
 * below: 4 stays alone. */
static void an_area_that_nothing_helps_stays_alone(void **state)
{
    (void)state;
    struct map map;
    a_row_of_five(&map);
    map.problem.travel_limit = 20;
    struct lots lots = draw_lots(&map);
    assert_int_equal(lots.count, 3);
    assert_int_equal(lots.below_count, 1);
    assert_true(lots.lots[2].is_below && lots.lots[2].area_count == 1);
    assert_int_equal(lots.areas[lots.lots[2].first], 4);
    lots_release(&lots);
}

/* Even: six of 10 in a row, volume 20, limit two steps. Fewest takes two lots of three,
 * even three lots of two. */
static void even_lots_are_smaller(void **state)
{
    (void)state;
    struct map map;
    begin(&map, 6);
    for (uint32_t a = 0; a < 6; a++) {
        map.micro[a] = 10;
        for (uint32_t b = 0; b < a; b++)
            way(&map, a, b, 20 * (a - b));
        if (a)
            link(&map, a - 1, a);
    }
    map.problem.travel_limit = 40;
    map.problem.volume_micro = 20;
    struct lots lots = draw_lots(&map);
    assert_true(lots.count == 2 && lots.largest_micro == 30);
    lots_release(&lots);
    map.problem.aim = LOTS_EVEN;
    lots = draw_lots(&map);
    assert_true(lots.count == 3 && lots.largest_micro == 20);
    lots_release(&lots);
}

/* Near by road, but with a third that is not thin between them: no lot. */
static void near_is_not_beside(void **state)
{
    (void)state;
    struct map map;
    begin(&map, 2);
    way(&map, 0, 1, 1);
    struct lots lots = draw_lots(&map);
    assert_int_equal(lots.count, 2);
    lots_release(&lots);
    link(&map, 0, 1);
    lots = draw_lots(&map);
    assert_int_equal(lots.count, 1);
    lots_release(&lots);
}

/* Neighbours whose middles are one millimetre too far apart. */
static void the_limit_is_within(void **state)
{
    (void)state;
    struct map map;
    begin(&map, 2);
    link(&map, 0, 1);
    way(&map, 0, 1, 50);
    struct lots lots = draw_lots(&map);
    assert_int_equal(lots.count, 1);
    lots_release(&lots);
    way(&map, 0, 1, 51);
    lots = draw_lots(&map);
    assert_int_equal(lots.count, 2);
    lots_release(&lots);
}

static void nothing_to_draw(void **state)
{
    (void)state;
    struct map map;
    begin(&map, 0);
    struct lots lots = draw_lots(&map);
    assert_true(!lots.count && lots.is_proved);
    lots_release(&lots);
    map.problem.area_count = LOTS_AREAS + 1;
    struct ws_error err;
    assert_int_equal(lots_draw(&lots, &map.problem, &err), WS_TOO_LARGE);
}

static void no_memory_is_a_status(void **state)
{
    (void)state;
    struct map map;
    a_row_of_five(&map);
    struct ws_error err;
    enum ws_status st = WS_NO_MEMORY;
    for (uint64_t nth = 1; st == WS_NO_MEMORY && nth < 200; nth++) {
        struct lots lots = {0};
        mem_fail_at(nth);
        st = lots_draw(&lots, &map.problem, &err);
        mem_fail_at(0);
        lots_release(&lots);
    }
    assert_int_equal(st, WS_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_of_five_in_two_lots),
        cmocka_unit_test(an_area_that_nothing_helps_stays_alone),
        cmocka_unit_test(even_lots_are_smaller),
        cmocka_unit_test(near_is_not_beside),
        cmocka_unit_test(the_limit_is_within),
        cmocka_unit_test(nothing_to_draw),
        cmocka_unit_test(random_maps_against_every_division),
        cmocka_unit_test(solver_and_states_agree),
        cmocka_unit_test(too_many_sets_leave_a_bound),
        cmocka_unit_test(no_memory_is_a_status),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
