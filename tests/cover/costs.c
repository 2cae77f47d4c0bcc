/* Medians and percentiles by hand and against a count of every millimetre. */
#include "cover/world.h"
#include <stdio.h>

/* ---- by hand: one road, one unit, one zone ------------------------------------ */

#define MOST 4
#define X WS_COST_INF

/* A row: who is nearest and next, from which cost to which. */
struct hand_row {
    uint32_t to_mm, facility[2], from[2], to[2], unit;
};

static const struct hand {
    const char *name;
    uint32_t unit_count, row_count;
    struct hand_row rows[MOST];    /* each begins where the last ends */
    uint64_t people[2];            /* per unit */
    uint32_t off_people;           /* of one more unit, off the network */
    uint32_t cost[2], facility[2]; /* of unit 0 */
    double reached_frac;           /* of unit 0 within 500 */
    uint32_t p50, p90, p100;       /* of the zone */
    uint32_t choice;               /* within 500 */
} HAND[] = {
    {.name = "straight_line_has_its_median_in_the_middle",
     .unit_count = 1,
     .row_count = 1,
     .rows = {{1000, {7, WS_NONE}, {0, X}, {1000, X}, 0}},
     .people = {1000},
     .cost = {500, X},
     .facility = {7, WS_NONE},
     .reached_frac = 0.0,
     .p50 = 500,
     .p90 = 900,
     .p100 = 1000,
     .choice = 0},
    {.name = "half_is_enough_and_less_is_not",
     .unit_count = 1,
     .row_count = 2,
     .rows = {{500, {7, 8}, {100, 400}, {100, 400}, 0}, {1000, {8, 7}, {300, 600}, {300, 600}, 0}},
     .people = {1000},
     .cost = {100, 400},
     .facility = {7, 8},
     .reached_frac = 1.0,
     .p50 = 100,
     .p90 = 300,
     .p100 = 300,
     .choice = 2},
    {.name = "one_millimetre_short_of_half",
     .unit_count = 1,
     .row_count = 2,
     .rows = {{499, {7, 8}, {100, 400}, {100, 400}, 0}, {1000, {8, 7}, {300, 600}, {300, 600}, 0}},
     .people = {1000},
     .cost = {300, 600},
     .facility = {8, 7},
     .reached_frac = 1.0,
     .p50 = 300,
     .p90 = 300,
     .p100 = 300,
     .choice = 1},
    {.name = "half_of_three_is_two",
     .unit_count = 1,
     .row_count = 2,
     .rows = {{1, {7, 8}, {10, 20}, {10, 20}, 0}, {3, {7, WS_NONE}, {30, X}, {30, X}, 0}},
     .people = {3},
     .cost = {30, X},
     .facility = {7, WS_NONE},
     .reached_frac = 1.0,
     .p50 = 30,
     .p90 = 30,
     .p100 = 30,
     .choice = 1},
    {.name = "facility_of_the_row_where_the_median_is_met",
     .unit_count = 1,
     .row_count = 2,
     .rows = {{400, {7, 8}, {0, 20}, {400, 20}, 0}, {1000, {9, 8}, {300, 20}, {900, 20}, 0}},
     .people = {10},
     .cost = {400, 20},
     .facility = {7, 8},
     .reached_frac = 0.4,
     .p50 = 400,
     .p90 = 800,
     .p100 = 900,
     .choice = 0},
    {.name = "and_not_of_one_that_is_long_since_passed",
     .unit_count = 1,
     .row_count = 2,
     .rows = {{400, {7, 8}, {0, 20}, {300, 20}, 0}, {1000, {9, 8}, {300, 20}, {900, 20}, 0}},
     .people = {10},
     .cost = {400, 20},
     .facility = {9, 8},
     .reached_frac = 0.4,
     .p50 = 400,
     .p90 = 800,
     .p100 = 900,
     .choice = 0},
    {.name = "unreached_road_counts_as_infinitely_far",
     .unit_count = 1,
     .row_count = 2,
     .rows = {{400, {7, WS_NONE}, {0, X}, {400, X}, 0},
              {1000, {WS_NONE, WS_NONE}, {X, X}, {X, X}, 0}},
     .people = {1000},
     .cost = {X, X},
     .facility = {WS_NONE, WS_NONE},
     .reached_frac = 0.4,
     .p50 = X,
     .p90 = X,
     .p100 = X,
     .choice = 0},
    {.name = "percentiles_go_by_people_not_by_road",
     .unit_count = 2,
     .row_count = 2,
     .rows = {{900, {7, WS_NONE}, {800, X}, {800, X}, 0},
              {1000, {7, WS_NONE}, {20, X}, {20, X}, 1}},
     .people = {10, 90},
     .cost = {800, X},
     .facility = {7, WS_NONE},
     .reached_frac = 0.0,
     .p50 = 20,
     .p90 = 20,
     .p100 = 800,
     .choice = 1},
    {.name = "people_off_the_network_are_never_reached",
     .unit_count = 1,
     .row_count = 1,
     .rows = {{1000, {7, 8}, {10, 10}, {10, 10}, 0}},
     .people = {55},
     .off_people = 45,
     .cost = {10, 10},
     .facility = {7, 8},
     .reached_frac = 1.0,
     .p50 = 10,
     .p90 = X,
     .p100 = X,
     .choice = 2},
    {.name = "most_people_off_the_network",
     .unit_count = 1,
     .row_count = 1,
     .rows = {{1000, {7, 8}, {10, 10}, {10, 10}, 0}},
     .people = {45},
     .off_people = 55,
     .cost = {10, 10},
     .facility = {7, 8},
     .reached_frac = 1.0,
     .p50 = X,
     .p90 = X,
     .p100 = X,
     .choice = 0},
    {.name = "nobody_has_no_percentile",
     .unit_count = 1,
     .row_count = 1,
     .rows = {{1000, {7, 8}, {10, 10}, {10, 10}, 0}},
     .cost = {10, 10},
     .facility = {7, 8},
     .reached_frac = 1.0,
     .p50 = X,
     .p90 = X,
     .p100 = X,
     .choice = WS_NONE},
    {.name = "ties_go_to_the_first_row",
     .unit_count = 1,
     .row_count = 2,
     .rows = {{500, {9, 8}, {40, 50}, {40, 50}, 0}, {1000, {3, 8}, {40, 50}, {40, 50}, 0}},
     .people = {1},
     .cost = {40, 50},
     .facility = {9, 8},
     .reached_frac = 1.0,
     .p50 = 40,
     .p90 = 40,
     .p100 = 40,
     .choice = 2},
};

struct table {
    struct spread spread;
    struct ws_allocation rows;
    struct share_plan plan;
    uint32_t unit[3], zone[3], first_part[4], part[MOST];
    uint32_t facility[2 * MOST], from[2 * MOST], to[2 * MOST];
    uint8_t state[3];
    uint64_t weight_mm[3], no_link_mm[3], people_micro[3];
    struct ws_piece pieces[MOST];
};

static void set_up_table(struct table *table, const struct hand *hand)
{
    *table = (struct table){0};
    uint32_t unit_count = hand->unit_count + 1, at_mm = 0;
    for (uint32_t i = 0; i < unit_count; i++) {
        table->unit[i] = table->first_part[i] = i;
        table->people_micro[i] = i < hand->unit_count ? hand->people[i] : hand->off_people;
        table->state[i] = i < hand->unit_count ? PART_ON_NETWORK : PART_OFF_NETWORK;
    }
    table->first_part[unit_count] = unit_count;
    for (uint32_t i = 0; i < hand->row_count; i++) {
        const struct hand_row *row = &hand->rows[i];
        table->pieces[i] =
            (struct ws_piece){.from_mm = at_mm, .to_mm = row->to_mm, .unit = row->unit};
        table->part[i] = row->unit;
        table->weight_mm[row->unit] += row->to_mm - at_mm;
        at_mm = row->to_mm;
        for (uint32_t r = 0; r < 2; r++) {
            table->facility[2 * i + r] = row->facility[r];
            table->from[2 * i + r] = row->from[r];
            table->to[2 * i + r] = row->to[r];
        }
    }
    table->spread = (struct spread){.part_count = unit_count,
                                    .weight_count = 1,
                                    .unit_count = unit_count,
                                    .unit = table->unit,
                                    .zone = table->zone,
                                    .state = table->state,
                                    .weight_mm = table->weight_mm,
                                    .no_link_mm = table->no_link_mm,
                                    .people_micro = table->people_micro,
                                    .first_part = table->first_part,
                                    .piece_count = hand->row_count,
                                    .pieces = table->pieces,
                                    .part = table->part};
    table->rows = (struct ws_allocation){.count = hand->row_count,
                                         .k = 2,
                                         .pieces = table->pieces,
                                         .facility = table->facility,
                                         .cost_from = table->from,
                                         .cost_to = table->to};
    table->plan = (struct share_plan){
        .spread = &table->spread, .allocation = &table->rows, .part = table->part, .zone_count = 1};
}

static void check_units(const struct table *table, const struct hand *hand)
{
    struct unit_costs costs;
    struct ws_error err = {0};
    uint32_t off = hand->unit_count;
    world_ok(costs_of_units(&costs, &table->plan, 500, &err), &err);
    assert_int_equal(costs.unit_count, hand->unit_count + 1);
    for (uint32_t r = 0; r < 2; r++) {
        assert_int_equal(costs.cost[r], hand->cost[r]);
        assert_int_equal(costs.facility[r], hand->facility[r]);
        assert_int_equal(costs.cost[2 * off + r], WS_COST_INF);
        assert_int_equal(costs.facility[2 * off + r], WS_NONE);
    }
    assert_near(costs.reached_frac[0], hand->reached_frac, 1e-12);
    assert_true(isnan(costs.reached_frac[off]));
    unit_costs_release(&costs);
}

static void costs_by_hand(void **state)
{
    const struct hand *hand = *state;
    struct table table;
    struct ws_error err = {0};
    uint32_t cost[2], costs[3][2], *const rows[] = {costs[0], costs[1], costs[2]};
    set_up_table(&table, hand);
    check_units(&table, hand);
    const uint32_t percent[3] = {50, 90, 100};
    const uint32_t expected[3] = {hand->p50, hand->p90, hand->p100};
    world_ok(costs_of_zones(rows, &table.plan, percent, 3, &err), &err);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(costs[i][0], expected[i]);
        assert_int_equal(costs[i][1], expected[i]);
    }
    world_ok(costs_median_choice(cost, &table.plan, 500, &err), &err);
    assert_int_equal(cost[0], hand->choice);
    assert_int_equal(cost[1], hand->choice);
}

static void percentile_out_of_range_is_refused(void **state)
{
    (void)state;
    struct table table;
    uint32_t cost[2], *const cost_row = cost;
    set_up_table(&table, &HAND[0]);
    assert_int_equal(costs_of_zones(&cost_row, &table.plan, (const uint32_t[]){0}, 1, NULL),
                     WS_BAD_OPTION);
    assert_int_equal(costs_of_zones(&cost_row, &table.plan, (const uint32_t[]){101}, 1, NULL),
                     WS_BAD_OPTION);
}

static const struct hand *by_name(const char *name)
{
    size_t i = 0;
    while (strcmp(HAND[i].name, name))
        i++;
    return &HAND[i];
}

/* People outside all zones are in nobody's row but the nation's, and far away. */
static void outside_people_count_as_unreached_in_the_nation(void **state)
{
    (void)state;
    struct table table;
    struct ws_error err = {0};
    uint32_t cost[2], *const cost_row = cost;
    set_up_table(&table, by_name("percentiles_go_by_people_not_by_road"));
    table.zone[1] = WS_NONE;
    world_ok(costs_of_zones(&cost_row, &table.plan, (const uint32_t[]){10}, 1, &err), &err);
    assert_int_equal(cost[0], 800);
    assert_int_equal(cost[1], 800);
    world_ok(costs_of_zones(&cost_row, &table.plan, (const uint32_t[]){11}, 1, &err), &err);
    assert_int_equal(cost[0], 800);
    assert_int_equal(cost[1], WS_COST_INF);
    world_ok(costs_median_choice(cost, &table.plan, 900, &err), &err);
    assert_int_equal(cost[0], 1);
    assert_int_equal(cost[1], 0);
}

/* ---- against every millimetre ------------------------------------------------- */

static int compare_costs(const void *a, const void *b)
{
    uint32_t first = *(const uint32_t *)a, second = *(const uint32_t *)b;
    return (first > second) - (first < second);
}

/* Cost of the r-th rank over one millimetre: that of its farther end. */
static uint32_t far_cost(const struct world_judge *judge, const struct ws_piece *piece,
                         uint32_t p_mm, uint32_t rank)
{
    uint64_t from[WS_MAX_CHOICE], to[WS_MAX_CHOICE];
    uint32_t leg = impedance_leg_cost(judge->world->is_time, piece->off_mm, WORLD_SPEED_KMH);
    world_nearest(judge, piece->edge, p_mm, leg, from);
    if (piece->to_mm == piece->from_mm)
        return label_cost(from[rank]);
    world_nearest(judge, piece->edge, p_mm + 1, leg, to);
    uint32_t a = label_cost(from[rank]), b = label_cost(to[rank]);
    return a > b ? a : b;
}

/* The median of a unit is that of its millimetres, sorted: on two-way roads in
 * a distance network to the millimetre that a change of lane may cost. */
static void median_is_that_of_all_millimetres(void **state)
{
    uint64_t seed = (uint64_t)(uintptr_t)*state;
    struct world world;
    struct world_judge judge;
    struct unit_costs costs;
    struct ws_error err = {0};
    world_random(&world, 2 * seed, false);
    world_run(&world);
    world_judge_init(&judge, &world);
    struct share_plan plan = world_share_plan(&world);
    world_ok(costs_of_units(&costs, &plan, world.cutoff_cost[1], &err), &err);
    for (uint32_t unit = 0; unit < costs.unit_count; unit++)
        for (uint32_t rank = 0; rank < 2; rank++) {
            uint32_t *sorted = NULL, count = 0;
            size_t cap = 0;
            for (uint32_t i = 0; i < world.spread.piece_count; i++) {
                const struct ws_piece *piece = &world.spread.pieces[i];
                uint32_t p_mm = piece->from_mm;
                if (piece->unit != unit)
                    continue;
                do {
                    assert_int_equal(mem_grow(&sorted, &cap, count + 1, sizeof *sorted), 0);
                    sorted[count++] = far_cost(&judge, piece, p_mm, rank);
                } while (++p_mm < piece->to_mm);
            }
            if (count)
                qsort(sorted, count, sizeof *sorted, compare_costs);
            uint32_t expected = count ? sorted[(count - 1) / 2] : WS_COST_INF;
            uint32_t cost = costs.cost[unit * costs.k + rank];
            assert_true(cost + 2 >= expected && cost <= expected + 2);
            assert_int_equal(cost == WS_COST_INF, costs.facility[unit * costs.k + rank] == WS_NONE);
            mem_free(sorted);
        }
    unit_costs_release(&costs);
    world_judge_release(&judge);
    world_release(&world);
}

/* More units than one chunk holds, each with one row and a cost of its own. */
static void many_units_cost_the_same_on_all_threads(void **state)
{
    enum { UNITS = 1300 };
    (void)state;
    static struct ws_piece pieces[UNITS];
    static uint32_t number[UNITS], facility[UNITS], from[UNITS], to[UNITS];
    for (uint32_t i = 0; i < UNITS; i++) {
        pieces[i] = (struct ws_piece){.to_mm = 1000};
        number[i] = i;
        facility[i] = i % 7;
        from[i] = 10 * i;
        to[i] = 10 * i + 1000;
    }
    struct spread spread = {.unit_count = UNITS, .part_count = UNITS, .unit = number};
    struct ws_allocation rows = {.count = UNITS,
                                 .k = 1,
                                 .pieces = pieces,
                                 .facility = facility,
                                 .cost_from = from,
                                 .cost_to = to};
    for (uint32_t threads = 0; threads < 5; threads++) {
        struct share_plan plan = {
            .spread = &spread, .allocation = &rows, .part = number, .threads = threads};
        struct unit_costs costs;
        struct ws_error err = {0};
        world_ok(costs_of_units(&costs, &plan, 500, &err), &err);
        for (uint32_t i = 0; i < UNITS; i++) {
            assert_int_equal(costs.cost[i], 10 * i + 500);
            assert_int_equal(costs.facility[i], i % 7);
        }
        unit_costs_release(&costs);
    }
}

/* ---- against counting without shortcuts ---------------------------------------- */

static uint64_t row_within(const struct ws_allocation *rows, uint32_t row, uint64_t weight,
                           uint32_t cost)
{
    uint32_t from = rows->cost_from[(size_t)row * rows->k],
             to = rows->cost_to[(size_t)row * rows->k];
    uint32_t low = from < to ? from : to, high = from < to ? to : from;
    if (rows->facility[(size_t)row * rows->k] == WS_NONE || cost < low)
        return 0;
    return cost >= high ? weight : weight * (cost - low) / (high - low);
}

/* People of zone `zone` (WS_NONE: of all zones) within a cost, row by row. */
static uint64_t people_within(const struct world *world, uint32_t zone, uint32_t cost)
{
    const struct spread *spread = &world->spread;
    uint64_t *upto_mm = mem_array(spread->part_count, sizeof *upto_mm), sum = 0;
    for (uint32_t row = 0; row < world->rows.count; row++) {
        uint32_t part = world->part[row];
        uint64_t people = spread->people_micro[2 * part], whole = spread->weight_mm[part];
        uint64_t before = people * upto_mm[part] / whole;
        upto_mm[part] += piece_weight(&world->rows.pieces[row]);
        uint64_t here = people * upto_mm[part] / whole - before;
        if (spread->zone[part] != WS_NONE && (zone == WS_NONE || spread->zone[part] == zone))
            sum += row_within(&world->rows, row, here, cost);
    }
    mem_free(upto_mm);
    return sum;
}

static void percentile_is_the_first_cost_that_is_enough(void **state)
{
    uint64_t seed = (uint64_t)(uintptr_t)*state;
    struct world world;
    struct ws_error err = {0};
    uint32_t cost[4];
    static const uint32_t PERCENT[] = {10, 50, 90};
    world_random(&world, seed, seed % 4 >= 2);
    world_run(&world);
    struct share_plan plan = world_share_plan(&world);
    for (int i = 0; i < 3; i++) {
        uint32_t *const row = cost;
        world_ok(costs_of_zones(&row, &plan, &PERCENT[i], 1, &err), &err);
        for (uint32_t z = 0; z <= 3; z++) {
            uint32_t zone = z < 3 ? z : WS_NONE;
            uint64_t people = 0;
            for (uint32_t part = 0; part < world.spread.part_count; part++)
                if (zone == WS_NONE || world.spread.zone[part] == zone)
                    people += world.spread.people_micro[2 * part];
            uint64_t need = (people * PERCENT[i] + 99) / 100;
            if (cost[z] == WS_COST_INF) {
                assert_true(people_within(&world, zone, WS_COST_INF - 1) < need || need == 0);
                continue;
            }
            assert_true(people_within(&world, zone, cost[z]) >= need);
            assert_true(cost[z] == 0 || people_within(&world, zone, cost[z] - 1) < need);
        }
    }
    world_release(&world);
}

int main(void)
{
    enum { HANDS = sizeof HAND / sizeof *HAND, SINGLES = 3, MEDIANS = 4, PERCENTILES = 12 };
    static char names[MEDIANS + PERCENTILES][48];
    struct CMUnitTest tests[SINGLES + HANDS + MEDIANS + PERCENTILES] = {
        cmocka_unit_test(many_units_cost_the_same_on_all_threads),
        cmocka_unit_test(percentile_out_of_range_is_refused),
        cmocka_unit_test(outside_people_count_as_unreached_in_the_nation)};
    for (int i = 0; i < HANDS; i++)
        tests[SINGLES + i] = (struct CMUnitTest){.name = HAND[i].name,
                                                 .test_func = costs_by_hand,
                                                 .initial_state = (void *)(uintptr_t)&HAND[i]};
    for (int i = 0; i < MEDIANS + PERCENTILES; i++) {
        bool is_median = i < MEDIANS;
        snprintf(names[i], sizeof names[i], "%s_%d", is_median ? "median" : "percentile", i + 1);
        tests[SINGLES + HANDS + i] = (struct CMUnitTest){
            .name = names[i],
            .test_func = is_median ? median_is_that_of_all_millimetres
                                   : percentile_is_the_first_cost_that_is_enough,
            .initial_state = (void *)(uintptr_t)(i + 1)};
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
