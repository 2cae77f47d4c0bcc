/* Shares by hand, and against a count of every millimetre. */
#include "cover/world.h"

/* ---- by hand ---------------------------------------------------------------- */

#define MOST 4
#define CUTOFF 100u

/* A part and how much of it one and two groups reach. */
struct hand_part {
    uint32_t unit, zone, state;
    uint64_t weight_mm, no_link_mm, people_micro, one_mm, two_mm;
};

struct hand_share {
    uint64_t people, low, covered, high, uncovered, off_network, no_link, outside;
};

static const struct hand {
    const char *name;
    uint32_t unit_count, part_count;
    struct hand_part parts[MOST];
    enum ws_status status;
    struct hand_share one[3], two; /* choice 1: zone 0, zone 1, nation; choice 2: nation */
} HAND[] = {
    {.name = "half_of_a_unit_is_covered",
     .unit_count = 1,
     .part_count = 1,
     .parts = {{0, 0, PART_ON_NETWORK, 1000, 0, 100, 500, 100}},
     .one = {{100, 0, 50, 100, 50, 0, 0, 0}, {0}, {100, 0, 50, 100, 50, 0, 0, 0}},
     .two = {100, 0, 10, 100, 90, 0, 0, 0}},
    {.name = "all_of_a_unit_is_low_and_high_too",
     .unit_count = 1,
     .part_count = 1,
     .parts = {{0, 1, PART_ON_NETWORK, 1000, 0, 101, 1000, 0}},
     .one = {{0}, {101, 101, 101, 101, 0, 0, 0, 0}, {101, 101, 101, 101, 0, 0, 0, 0}},
     .two = {101, 0, 0, 0, 101, 0, 0, 0}},
    {.name = "low_and_high_are_judged_on_the_whole_unit",
     .unit_count = 1,
     .part_count = 2,
     .parts = {{0, 0, PART_ON_NETWORK, 600, 0, 60, 600, 0},
               {0, 1, PART_ON_NETWORK, 400, 0, 40, 0, 0}},
     .one = {{60, 0, 60, 60, 0, 0, 0, 0},
             {40, 0, 0, 40, 40, 0, 0, 0},
             {100, 0, 60, 100, 40, 0, 0, 0}},
     .two = {100, 0, 0, 0, 100, 0, 0, 0}},
    {.name = "a_unit_partly_off_the_network_is_never_wholly_within",
     .unit_count = 1,
     .part_count = 2,
     .parts = {{0, 0, PART_ON_NETWORK, 600, 0, 60, 600, 0},
               {0, 1, PART_OFF_NETWORK, 0, 0, 40, 0, 0}},
     .one = {{60, 0, 60, 60, 0, 0, 0, 0},
             {40, 0, 0, 40, 0, 40, 0, 0},
             {100, 0, 60, 100, 0, 40, 0, 0}},
     .two = {100, 0, 0, 0, 60, 40, 0, 0}},
    {.name = "people_off_the_network_are_a_class",
     .unit_count = 2,
     .part_count = 2,
     .parts = {{0, 0, PART_OFF_NETWORK, 0, 0, 7, 0, 0}, {1, 0, PART_ON_NETWORK, 1, 0, 5, 1, 1}},
     .one = {{12, 5, 5, 5, 0, 7, 0, 0}, {0}, {12, 5, 5, 5, 0, 7, 0, 0}},
     .two = {12, 5, 5, 5, 0, 7, 0, 0}},
    {.name = "people_without_a_link_are_a_class",
     .unit_count = 1,
     .part_count = 1,
     .parts = {{0, 0, PART_ON_NETWORK, 1000, 250, 100, 750, 0}},
     .one = {{100, 0, 75, 100, 0, 0, 25, 0}, {0}, {100, 0, 75, 100, 0, 0, 25, 0}},
     .two = {100, 0, 0, 0, 75, 0, 25, 0}},
    {.name = "people_outside_stand_in_the_row_of_the_nation_only",
     .unit_count = 1,
     .part_count = 2,
     .parts = {{0, 1, PART_ON_NETWORK, 500, 0, 50, 500, 0},
               {0, WS_NONE, PART_ON_NETWORK, 500, 0, 50, 500, 0}},
     .one = {{0}, {50, 50, 50, 50, 0, 0, 0, 0}, {100, 50, 50, 50, 0, 0, 0, 50}},
     .two = {100, 0, 0, 0, 50, 0, 0, 50}},
    {.name = "thirds_of_a_person_add_up",
     .unit_count = 1,
     .part_count = 1,
     .parts = {{0, 0, PART_ON_NETWORK, 3, 1, 100, 1, 0}},
     .one = {{100, 0, 33, 100, 33, 0, 34, 0}, {0}, {100, 0, 33, 100, 33, 0, 34, 0}},
     .two = {100, 0, 0, 0, 66, 0, 34, 0}},
    {.name = "nobody_lives_here",
     .unit_count = 1,
     .part_count = 1,
     .parts = {{0, 0, PART_ON_NETWORK, 1000, 0, 0, 400, 400}}},
    {.name = "more_covered_than_linked_is_refused",
     .unit_count = 1,
     .part_count = 1,
     .parts = {{0, 0, PART_ON_NETWORK, 1000, 600, 100, 500, 0}},
     .status = WS_BAD_DATA},
};

/* A spread and allocation with at most three rows per part. */
struct table {
    struct spread spread;
    struct ws_allocation rows;
    uint32_t part[3 * MOST], unit[MOST], zone[MOST], first_part[MOST + 1];
    uint8_t state[MOST];
    uint64_t weight_mm[MOST], no_link_mm[MOST], people_micro[MOST];
    struct ws_piece pieces[3 * MOST];
    uint32_t facility[6 * MOST], cost[6 * MOST];
    struct share_plan plan;
};

static void add_row(struct table *table, uint32_t part, uint64_t from_mm, uint64_t to_mm,
                    uint32_t group_count)
{
    if (from_mm == to_mm)
        return;
    uint32_t row = table->rows.count++;
    table->part[row] = part;
    table->pieces[row] = (struct ws_piece){.from_mm = (uint32_t)from_mm, .to_mm = (uint32_t)to_mm};
    for (uint32_t r = 0; r < 2; r++) {
        table->facility[2 * row + r] = r < group_count ? r : WS_NONE;
        table->cost[2 * row + r] = r < group_count ? CUTOFF : WS_COST_INF;
    }
}

static const uint32_t CUTOFFS[] = {CUTOFF}, CHOICES[] = {1, 2, 3};

static void set_up_table(struct table *table, const struct hand *hand)
{
    *table = (struct table){0};
    for (uint32_t i = 0; i < hand->part_count; i++) {
        const struct hand_part *part = &hand->parts[i];
        table->unit[i] = part->unit;
        table->zone[i] = part->zone;
        table->state[i] = (uint8_t)part->state;
        table->weight_mm[i] = part->weight_mm;
        table->no_link_mm[i] = part->no_link_mm;
        table->people_micro[i] = part->people_micro;
        table->first_part[part->unit + 1] = i + 1;
        add_row(table, i, 0, part->two_mm, 2);
        add_row(table, i, part->two_mm, part->one_mm, 1);
        add_row(table, i, part->one_mm, part->weight_mm, 0);
    }
    table->spread = (struct spread){.part_count = hand->part_count,
                                    .weight_count = 1,
                                    .unit_count = hand->unit_count,
                                    .unit = table->unit,
                                    .zone = table->zone,
                                    .state = table->state,
                                    .weight_mm = table->weight_mm,
                                    .no_link_mm = table->no_link_mm,
                                    .people_micro = table->people_micro,
                                    .first_part = table->first_part,
                                    .piece_count = table->rows.count,
                                    .pieces = table->pieces,
                                    .part = table->part};
    table->rows = (struct ws_allocation){.count = table->rows.count,
                                         .k = 2,
                                         .pieces = table->pieces,
                                         .facility = table->facility,
                                         .cost_from = table->cost,
                                         .cost_to = table->cost};
    table->plan = (struct share_plan){.spread = &table->spread,
                                      .allocation = &table->rows,
                                      .part = table->part,
                                      .zone_count = 2,
                                      .cutoff_count = 1,
                                      .choice_count = 2,
                                      .cutoff_cost = CUTOFFS,
                                      .choice = CHOICES};
}

static void check_share(const struct ws_share *row, const struct hand_share *expected)
{
    assert_int_equal(row->people_micro, expected->people);
    assert_int_equal(row->low_micro, expected->low);
    assert_int_equal(row->covered_micro, expected->covered);
    assert_int_equal(row->high_micro, expected->high);
    assert_int_equal(row->uncovered_micro, expected->uncovered);
    assert_int_equal(row->off_network_micro, expected->off_network);
    assert_int_equal(row->no_link_micro, expected->no_link);
    assert_int_equal(row->outside_micro, expected->outside);
}

static void shares_by_hand(void **state)
{
    const struct hand *hand = *state;
    struct table table;
    struct ws_error err = {0};
    struct ws_share *rows = NULL;
    uint32_t count = 99;
    set_up_table(&table, hand);
    assert_int_equal(shares_sum(&rows, &count, &table.plan, &err), hand->status);
    if (hand->status) {
        assert_null(rows);
        assert_int_equal(count, 99);
        assert_non_null(strstr(err.message, "unit 0"));
        return;
    }
    assert_int_equal(count, 6);
    for (uint32_t zone = 0; zone < 3; zone++) {
        assert_int_equal(rows[2 * zone].zone, zone < 2 ? zone : WS_NONE);
        assert_int_equal(rows[2 * zone].choice, 1);
        assert_int_equal(rows[2 * zone + 1].choice, 2);
        assert_int_equal(rows[2 * zone].cutoff_cost, CUTOFF);
        check_share(&rows[2 * zone], &hand->one[zone]);
    }
    check_share(&rows[5], &hand->two);
    mem_free(rows);
}

static void uncovered_people_of_parts(void **state)
{
    (void)state;
    struct table table;
    struct ws_error err = {0};
    uint64_t uncovered[MOST], covered_mm[MOST];
    set_up_table(&table, &HAND[5]);
    world_ok(shares_parts(uncovered, covered_mm, &table.plan, 0, CUTOFF, 1, &err), &err);
    assert_int_equal(uncovered[0], 0); /* those without a link are not uncovered */
    assert_int_equal(covered_mm[0], 750);
    world_ok(shares_parts(uncovered, NULL, &table.plan, 0, CUTOFF, 2, &err), &err);
    assert_int_equal(uncovered[0], 75);
    world_ok(shares_parts(uncovered, covered_mm, &table.plan, 0, CUTOFF - 1, 1, &err), &err);
    assert_int_equal(uncovered[0], 75);
    assert_int_equal(covered_mm[0], 0);
}

static void choice_beyond_the_ranks_is_refused(void **state)
{
    (void)state;
    struct table table;
    struct ws_error err = {0};
    struct ws_share *rows = NULL;
    uint64_t uncovered[MOST];
    uint32_t count;
    set_up_table(&table, &HAND[0]);
    table.plan.choice_count = 3;
    assert_int_equal(shares_sum(&rows, &count, &table.plan, &err), WS_BAD_OPTION);
    assert_null(rows);
    assert_int_equal(shares_parts(uncovered, NULL, &table.plan, 0, CUTOFF, 3, &err), WS_BAD_OPTION);
    assert_int_equal(shares_parts(uncovered, NULL, &table.plan, 0, CUTOFF, 0, NULL), WS_BAD_OPTION);
}

static void fraction_of_nobody_is_unknown(void **state)
{
    (void)state;
    struct ws_share share = {.people_micro = 8};
    assert_near(share_fraction(&share, 2), 0.25, 1e-15);
    share.people_micro = 0;
    assert_true(isnan(share_fraction(&share, 0)));
}

/* ---- against every millimetre ------------------------------------------------ */

/* Reached weight of every part, by counting. */
static void count_parts(const struct world *world, const struct world_judge *judge,
                        uint32_t cutoff_cost, uint32_t choice, uint64_t *covered_mm)
{
    for (uint32_t i = 0; i < world->spread.piece_count; i++) {
        const struct ws_piece *piece = &world->spread.pieces[i];
        uint64_t label[WS_MAX_CHOICE], *sum = &covered_mm[world->spread.part[i]];
        if (piece->to_mm == piece->from_mm) {
            uint32_t leg = impedance_leg_cost(world->is_time, piece->off_mm, WORLD_SPEED_KMH);
            world_nearest(judge, piece->edge, piece->from_mm, leg, label);
            *sum += label[choice - 1] != LABEL_NONE && label_cost(label[choice - 1]) <= cutoff_cost;
        }
        for (uint32_t p_mm = piece->from_mm; p_mm < piece->to_mm; p_mm++)
            *sum += world_groups_at(judge, piece->edge, p_mm, cutoff_cost) >= choice;
    }
}

/* People of the zone (WS_NONE: all) by the rules of method.md, written again. */
static struct hand_share count_people(const struct spread *spread, const uint64_t *covered_mm,
                                      uint32_t zone)
{
    struct hand_share sum = {0};
    for (uint32_t part = 0; part < spread->part_count; part++) {
        uint32_t unit = spread->unit[part];
        uint64_t people = spread->people_micro[2 * part], T = spread->weight_mm[part];
        uint64_t n = spread->no_link_mm[part], c = covered_mm[part], all_c = 0, all_t = 0;
        bool is_off = spread->state[part] == PART_OFF_NETWORK;
        for (uint32_t other = 0; other < spread->part_count; other++)
            if (spread->unit[other] == unit) {
                all_c += covered_mm[other];
                all_t += spread->weight_mm[other];
            }
        if (zone != WS_NONE && spread->zone[part] != zone)
            continue;
        sum.people += people;
        if (spread->zone[part] == WS_NONE) {
            sum.outside += people;
            continue;
        }
        sum.high += all_c > 0 ? people : 0;
        sum.low += all_c > 0 && all_c == all_t ? people : 0;
        sum.off_network += is_off ? people : 0;
        if (is_off)
            continue;
        sum.covered += people * c / T;
        sum.uncovered += people * (T - n) / T - people * c / T;
        sum.no_link += people - people * (T - n) / T;
    }
    return sum;
}

static void agrees_with_a_count(void **state)
{
    uint64_t seed = (uint64_t)(uintptr_t)*state;
    struct world world;
    struct world_judge judge;
    uint32_t count;
    world_random(&world, seed, seed % 4 >= 2);
    world_run(&world);
    world_judge_init(&judge, &world);
    struct ws_share *rows = world_shares(&world, &count);
    assert_int_equal(count, 4 * 2 * 3 * 3);
    for (uint32_t i = 0; i < 9; i++) {
        uint64_t *covered_mm = mem_array(world.spread.part_count, sizeof *covered_mm);
        count_parts(&world, &judge, world.cutoff_cost[i / 3], i % 3 + 1, covered_mm);
        for (uint32_t zone = 0; zone < 4; zone++) {
            struct hand_share expected =
                count_people(&world.spread, covered_mm, zone < 3 ? zone : WS_NONE);
            check_share(world_share(&world, rows, zone, i / 3, i % 3 + 1), &expected);
        }
        mem_free(covered_mm);
    }
    mem_free(rows);
    world_judge_release(&judge);
    world_release(&world);
}

/* Road and covered road: pieces with a length, of zones. */
static void roads_are_summed_without_points(void **state)
{
    (void)state;
    static const char MAP[] = "A---------b\n";
    struct world world = {0};
    world_draw(&world, MAP, false);
    world.cutoff_count = 1;
    world.cutoff_cost[0] = 600000;
    world.choice[0] = 1;
    world.choice[1] = 2;
    world.choice[2] = 3;
    struct world_piece pieces[] = {
        {.edge = 0, .to_mm = 500000},
        {.edge = 0, .from_mm = 500000, .to_mm = 900000, .unit = 1},
        {.edge = 0, .from_mm = 900000, .to_mm = 1000000, .unit = 1, .zone = WS_NONE},
        {.edge = 0, .from_mm = 5, .to_mm = 5, .unit = 2}};
    world_spread(&world, pieces, 4, (const uint32_t[]){1, 1, 1}, 3);
    world_run(&world);
    uint32_t count;
    struct ws_share *rows = world_shares(&world, &count);
    for (uint32_t zone = 0; zone < 2; zone++) {
        assert_int_equal(world_share(&world, rows, zone, 0, 1)->road_mm, 900000);
        assert_int_equal(world_share(&world, rows, zone, 0, 1)->covered_mm, 600000);
        assert_int_equal(world_share(&world, rows, zone, 0, 2)->covered_mm, 0);
    }
    mem_free(rows);
    world_release(&world);
}

static void groups_of_zones_add_up(void **state)
{
    (void)state;
    struct world world;
    struct ws_error err = {0};
    struct ws_share *sums = NULL;
    uint32_t count, sum_count;
    static const uint32_t GROUP[] = {1, WS_NONE, 1};
    world_random(&world, 7, false);
    world_run(&world);
    struct ws_share *rows = world_shares(&world, &count);
    struct share_plan plan = world_share_plan(&world);
    world_ok(shares_group(&sums, &sum_count, rows, &plan, GROUP, 2, &err), &err);
    assert_int_equal(sum_count, count / 2);
    bool has_people = false;
    for (uint32_t i = 0; i < count / 4; i++) {
        const struct ws_share *a = &rows[i], *b = &rows[2 * (count / 4) + i];
        const struct ws_share *none = &sums[i], *sum = &sums[count / 4 + i];
        assert_int_equal(none->zone, 0);
        assert_int_equal(none->people_micro, 0);
        assert_int_equal(sum->zone, 1);
        assert_int_equal(sum->weight, a->weight);
        assert_int_equal(sum->cutoff_cost, a->cutoff_cost);
        assert_int_equal(sum->choice, a->choice);
        assert_int_equal(sum->people_micro, a->people_micro + b->people_micro);
        assert_int_equal(sum->low_micro, a->low_micro + b->low_micro);
        assert_int_equal(sum->covered_micro, a->covered_micro + b->covered_micro);
        assert_int_equal(sum->high_micro, a->high_micro + b->high_micro);
        assert_int_equal(sum->uncovered_micro, a->uncovered_micro + b->uncovered_micro);
        assert_int_equal(sum->road_mm, a->road_mm + b->road_mm);
        assert_int_equal(sum->covered_mm, a->covered_mm + b->covered_mm);
        has_people = has_people || sum->covered_micro > 0;
    }
    assert_true(has_people);
    mem_free(rows);
    mem_free(sums);
    world_release(&world);
}

int main(void)
{
    enum { HANDS = sizeof HAND / sizeof *HAND, SEEDS = 6, SINGLES = 5 };
    static const char *const NAMES[SEEDS] = {"count_1", "count_2", "count_3",
                                             "count_4", "count_5", "count_6"};
    struct CMUnitTest tests[SINGLES + HANDS + SEEDS] = {
        cmocka_unit_test(uncovered_people_of_parts),
        cmocka_unit_test(choice_beyond_the_ranks_is_refused),
        cmocka_unit_test(fraction_of_nobody_is_unknown),
        cmocka_unit_test(roads_are_summed_without_points),
        cmocka_unit_test(groups_of_zones_add_up),
    };
    for (int i = 0; i < HANDS; i++)
        tests[SINGLES + i] = (struct CMUnitTest){.name = HAND[i].name,
                                                 .test_func = shares_by_hand,
                                                 .initial_state = (void *)(uintptr_t)&HAND[i]};
    for (int i = 0; i < SEEDS; i++)
        tests[SINGLES + HANDS + i] =
            (struct CMUnitTest){.name = NAMES[i],
                                .test_func = agrees_with_a_count,
                                .initial_state = (void *)(uintptr_t)(i + 1)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
