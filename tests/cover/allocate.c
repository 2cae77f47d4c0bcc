/* Rows against every millimetre, found by trying all there is; figures by hand
 * on drawn roads; the same bytes with any number of threads. */
#include "cover/world.h"
#include <stdio.h>

/* ---- by hand ---------------------------------------------------------------- */

/* Rows expected on the one road of a drawing that is `edge`. */
struct hand_row {
    uint32_t from_mm, to_mm, facility[2], cost_from[2], cost_to[2];
};

static const struct hand {
    const char *name, *map;
    char from, to;
    uint32_t facility_count, snap_mm[2], leg_cost[2], group[2]; /* on that road */
    uint32_t cutoff_count, cutoff_cost[2], row_count;
    bool is_time;
    struct hand_row rows[6];
} HAND[] = {
    {.name = "one_office_at_the_start",
     .map = "a---------b\n",
     .from = 'a',
     .to = 'b',
     .facility_count = 1,
     .row_count = 1,
     .rows = {{0, 1000000, {0, WS_NONE}, {0, WS_COST_INF}, {1000000, WS_COST_INF}}}},
    {.name = "cut_where_the_limit_is_passed_and_not_before",
     .map = "a---------b\n",
     .from = 'a',
     .to = 'b',
     .facility_count = 1,
     .cutoff_count = 1,
     .cutoff_cost = {700000},
     .row_count = 2,
     .rows = {{0, 700000, {0, WS_NONE}, {0, WS_COST_INF}, {700000, WS_COST_INF}},
              {700000, 1000000, {0, WS_NONE}, {700000, WS_COST_INF}, {1000000, WS_COST_INF}}}},
    {.name = "office_in_the_middle_of_the_road",
     .map = "a---------b\n",
     .from = 'a',
     .to = 'b',
     .facility_count = 1,
     .snap_mm = {250000},
     .leg_cost = {40},
     .row_count = 2,
     .rows = {{0, 250000, {0, WS_NONE}, {250040, WS_COST_INF}, {40, WS_COST_INF}},
              {250000, 1000000, {0, WS_NONE}, {40, WS_COST_INF}, {750040, WS_COST_INF}}}},
    {.name = "two_offices_meet_half_way_and_the_tie_goes_to_the_first",
     .map = "a---------b\n",
     .from = 'a',
     .to = 'b',
     .facility_count = 2,
     .snap_mm = {0, 1000000},
     .group = {0, 1},
     .row_count = 2,
     .rows = {{0, 500000, {0, 1}, {0, 1000000}, {500000, 500000}},
              {500000, 1000000, {1, 0}, {500000, 500000}, {0, 1000000}}}},
    {.name = "a_millimetre_as_far_from_both_goes_to_the_first",
     .map = "a---------b\n",
     .from = 'a',
     .to = 'b',
     .facility_count = 2,
     .snap_mm = {0, 1000000},
     .leg_cost = {1, 0},
     .group = {0, 1},
     .row_count = 2,
     .rows = {{0, 500000, {0, 1}, {1, 1000000}, {500001, 500000}},
              {500000, 1000000, {1, 0}, {500000, 500001}, {0, 1000001}}}},
    {.name = "the_last_millimetre_is_the_other_one_s",
     .map = "a---------b\n",
     .from = 'a',
     .to = 'b',
     .facility_count = 2,
     .snap_mm = {0, 1000000},
     .leg_cost = {0, 999998},
     .group = {0, 1},
     .row_count = 2,
     .rows = {{0, 999999, {0, 1}, {0, 1999998}, {999999, 999999}},
              {999999, 1000000, {1, 0}, {999999, 999999}, {999998, 1000000}}}},
    {.name = "two_offices_in_one_place_stand_in_their_order",
     .map = "a---------b\n",
     .from = 'a',
     .to = 'b',
     .facility_count = 2,
     .snap_mm = {300000, 300000},
     .group = {1, 0},
     .row_count = 2,
     .rows = {{0, 300000, {0, 1}, {300000, 300000}, {0, 0}},
              {300000, 1000000, {0, 1}, {0, 0}, {700000, 700000}}}},
    {.name = "two_offices_of_one_provider_are_one_rank",
     .map = "a---------b\n",
     .from = 'a',
     .to = 'b',
     .facility_count = 2,
     .snap_mm = {0, 1000000},
     .group = {0, 0},
     .row_count = 2,
     .rows = {{0, 500000, {0, WS_NONE}, {0, WS_COST_INF}, {500000, WS_COST_INF}},
              {500000, 1000000, {1, WS_NONE}, {500000, WS_COST_INF}, {0, WS_COST_INF}}}},
    {.name = "each_rank_is_cut_at_the_limit",
     .map = "a---------b\n",
     .from = 'a',
     .to = 'b',
     .facility_count = 2,
     .snap_mm = {0, 1000000},
     .group = {0, 1},
     .cutoff_count = 1,
     .cutoff_cost = {700000},
     .row_count = 4,
     .rows = {{0, 300000, {0, 1}, {0, 1000000}, {300000, 700000}},
              {300000, 500000, {0, 1}, {300000, 700000}, {500000, 500000}},
              {500000, 700000, {1, 0}, {500000, 500000}, {300000, 700000}},
              {700000, 1000000, {1, 0}, {300000, 700000}, {0, 1000000}}}},
    {.name = "one_way_road_leaves_by_its_end_only",
     .map = "a---->----b\n",
     .from = 'a',
     .to = 'b',
     .facility_count = 1,
     .snap_mm = {400000},
     .row_count = 2,
     .rows = {{0, 400000, {0, WS_NONE}, {400000, WS_COST_INF}, {0, WS_COST_INF}},
              {400000,
               1000000,
               {WS_NONE, WS_NONE},
               {WS_COST_INF, WS_COST_INF},
               {WS_COST_INF, WS_COST_INF}}}},
    {.name = "milliseconds_are_rounded_up_and_the_limit_down",
     .map = "a---------b\n", /* 60 km/h: 16,666 mm are 999.96 ms */
     .from = 'a',
     .to = 'b',
     .facility_count = 1,
     .is_time = true,
     .cutoff_count = 1,
     .cutoff_cost = {1000},
     .row_count = 2,
     .rows = {{0, 16666, {0, WS_NONE}, {0, WS_COST_INF}, {1000, WS_COST_INF}},
              {16666, 1000000, {0, WS_NONE}, {1000, WS_COST_INF}, {60000, WS_COST_INF}}}},
};

static void set_up_hand(struct world *world, const struct hand *hand)
{
    *world = (struct world){0};
    world_draw(world, hand->map, hand->is_time);
    uint32_t edge = world_edge(world, hand->map, hand->from, hand->to);
    uint32_t length_mm = world->net.length_mm[edge];
    assert_int_equal(length_mm, 1000000);
    /* Drawn from left to right, unless the network turned it. */
    bool is_turned = world->net.x_m[world->net.tail[edge]] > world->net.x_m[world->net.head[edge]];
    assert_false(is_turned);
    world->k = 2;
    world->facility_count = hand->facility_count;
    world->group_count = 2;
    world->cutoff_count = hand->cutoff_count;
    memcpy(world->cutoff_cost, hand->cutoff_cost, sizeof hand->cutoff_cost);
    for (uint32_t f = 0; f < hand->facility_count; f++) {
        world->snaps[f] = (struct ws_snap){.edge = edge, .along_mm = hand->snap_mm[f]};
        world->leg_cost[f] = hand->leg_cost[f];
        world->group[f] = hand->group[f];
    }
    world_spread_edges(world, 10);
}

static void rows_by_hand(void **state)
{
    const struct hand *hand = *state;
    struct world world;
    set_up_hand(&world, hand);
    world_run(&world);
    assert_int_equal(world.rows.count, hand->row_count);
    for (uint32_t i = 0; i < hand->row_count; i++) {
        const struct hand_row *row = &hand->rows[i];
        assert_int_equal(world.rows.pieces[i].from_mm, row->from_mm);
        assert_int_equal(world.rows.pieces[i].to_mm, row->to_mm);
        assert_int_equal(world.part[i], 0);
        for (uint32_t r = 0; r < 2; r++) {
            assert_int_equal(world.rows.facility[2 * i + r], row->facility[r]);
            assert_int_equal(world.rows.cost_from[2 * i + r], row->cost_from[r]);
            assert_int_equal(world.rows.cost_to[2 * i + r], row->cost_to[r]);
        }
    }
    world_release(&world);
}

/* ---- against every millimetre ------------------------------------------------ */

/* Rows of a piece follow each other without gap and end where it ends. */
static void check_order(const struct world *world)
{
    uint32_t row = 0;
    for (uint32_t i = 0; i < world->spread.piece_count; i++) {
        const struct ws_piece *piece = &world->spread.pieces[i];
        uint32_t at_mm = piece->from_mm;
        do {
            const struct ws_piece *part = &world->rows.pieces[row];
            assert_true(row < world->rows.count);
            assert_int_equal(part->edge, piece->edge);
            assert_int_equal(part->unit, piece->unit);
            assert_int_equal(part->zone, piece->zone);
            assert_int_equal(part->off_mm, piece->off_mm);
            assert_int_equal(part->from_mm, at_mm);
            assert_int_equal(world->part[row], world->spread.part[i]);
            assert_true(part->to_mm > part->from_mm || piece->to_mm == piece->from_mm);
            at_mm = part->to_mm;
            row++;
        } while (at_mm < piece->to_mm);
        assert_int_equal(at_mm, piece->to_mm);
    }
    assert_int_equal(row, world->rows.count);
}

/* Cost on the straight line between the ends of a row, times its length. */
static int64_t line_cost(const struct world *world, uint32_t row, uint32_t rank, uint32_t p_mm)
{
    const struct ws_piece *piece = &world->rows.pieces[row];
    size_t at = (size_t)row * world->k + rank;
    int64_t from = world->rows.cost_from[at], to = world->rows.cost_to[at];
    int64_t length_mm = piece->to_mm - piece->from_mm;
    return from * length_mm + (to - from) * (int64_t)(p_mm - piece->from_mm);
}

/* Inside a row the r-th cost is that of the oracle: to the millimetre, and to
 * the rounding of the ends and one more step where lanes change places. */
static void check_costs(const struct world *world, const struct world_judge *judge, uint32_t row)
{
    const struct ws_piece *piece = &world->rows.pieces[row];
    int64_t length_mm = piece->to_mm - piece->from_mm, slack = world->is_time ? 2 : 0;
    for (uint32_t p_mm = piece->from_mm; p_mm <= piece->to_mm; p_mm++) {
        uint64_t label[WS_MAX_CHOICE];
        bool is_end = p_mm == piece->from_mm || p_mm == piece->to_mm;
        int64_t allowed = (slack + (is_end ? 2 : 0)) * length_mm;
        world_nearest(judge, piece->edge, p_mm, 0, label);
        for (uint32_t r = 0; r < world->k; r++) {
            uint32_t facility = world->rows.facility[(size_t)row * world->k + r];
            /* On a road of one way the position of an office, and a junction,
             * are nearer than the stretch that ends there. */
            if (is_end && (label[r] == LABEL_NONE || facility == WS_NONE))
                continue;
            if (label[r] == LABEL_NONE || facility == WS_NONE) {
                assert_true(label[r] == LABEL_NONE && facility == WS_NONE);
                continue;
            }
            int64_t line = line_cost(world, row, r, p_mm);
            int64_t cost = (int64_t)label_cost(label[r]) * length_mm;
            assert_true(cost <= line + allowed);
            if (!is_end)
                assert_true(cost >= line - allowed);
            if (!world->is_time && !is_end)
                assert_int_equal(facility, label_facility(label[r]));
        }
    }
}

static void check_point(const struct world *world, const struct world_judge *judge, uint32_t row)
{
    const struct ws_piece *piece = &world->rows.pieces[row];
    uint64_t label[WS_MAX_CHOICE];
    uint32_t leg = impedance_leg_cost(world->is_time, piece->off_mm, WORLD_SPEED_KMH);
    world_nearest(judge, piece->edge, piece->from_mm, leg, label);
    for (uint32_t r = 0; r < world->k; r++) {
        size_t at = (size_t)row * world->k + r;
        assert_int_equal(world->rows.facility[at], label_facility(label[r]));
        assert_int_equal(world->rows.cost_from[at], label_cost(label[r]));
        assert_int_equal(world->rows.cost_to[at], label_cost(label[r]));
    }
}

/* Whether a row is within a cutoff at a rank is true of each of its
 * millimetres. */
static void check_within(const struct world *world, const struct world_judge *judge, uint32_t row)
{
    const struct ws_piece *piece = &world->rows.pieces[row];
    for (uint32_t p_mm = piece->from_mm; p_mm < piece->to_mm; p_mm++)
        for (uint32_t c = 0; c < world->cutoff_count; c++) {
            uint32_t count = world_groups_at(judge, piece->edge, p_mm, world->cutoff_cost[c]);
            for (uint32_t r = 0; r < world->k; r++)
                assert_int_equal(allocation_within(&world->rows, row, r, world->cutoff_cost[c]),
                                 r < count);
        }
}

static void agrees_with_every_millimetre(void **state)
{
    uint64_t seed = (uint64_t)(uintptr_t)*state;
    struct world world;
    struct world_judge judge;
    world_random(&world, seed, seed % 4 >= 2);
    world_run(&world);
    check_order(&world);
    world_judge_init(&judge, &world);
    for (uint32_t row = 0; row < world.rows.count; row++) {
        const struct ws_piece *piece = &world.rows.pieces[row];
        if (piece->to_mm == piece->from_mm) {
            check_point(&world, &judge, row);
            continue;
        }
        check_costs(&world, &judge, row);
        check_within(&world, &judge, row);
    }
    world_judge_release(&judge);
    world_release(&world);
}

/* ---- threads and memory ------------------------------------------------------ */

static void check_same(const struct ws_allocation *a, const struct ws_allocation *b)
{
    size_t ranked = (size_t)a->count * a->k;
    assert_int_equal(a->count, b->count);
    assert_memory_equal(a->pieces, b->pieces, a->count * sizeof *a->pieces);
    assert_memory_equal(a->facility, b->facility, ranked * sizeof *a->facility);
    assert_memory_equal(a->cost_from, b->cost_from, ranked * sizeof *a->cost_from);
    assert_memory_equal(a->cost_to, b->cost_to, ranked * sizeof *a->cost_to);
}

/* Many pieces, so that there is more than one chunk: the pieces of a random
 * world, each many times over as another unit's. */
static void threads_change_no_byte(void **state)
{
    (void)state;
    enum { TIMES = 700 };
    struct world world;
    struct ws_error err = {0};
    world_random(&world, 5, false);
    struct spread many = world.spread;
    many.piece_count = world.spread.piece_count * TIMES;
    many.pieces = mem_array(many.piece_count, sizeof *many.pieces);
    many.part = mem_array(many.piece_count, sizeof *many.part);
    for (uint32_t i = 0; i < many.piece_count; i++) {
        many.pieces[i] = world.spread.pieces[i / TIMES];
        many.part[i] = world.spread.part[i / TIMES];
    }
    assert_true(many.piece_count > 2 * 16384);
    world_search(&world);
    struct allocate_plan plan = world_plan(&world);
    struct ws_allocation one = {0}, four = {0};
    uint32_t *one_part = NULL, *four_part = NULL;
    world_ok(allocate_pieces(&one, &one_part, &many, &plan, &err), &err);
    plan.threads = 4;
    world_ok(allocate_pieces(&four, &four_part, &many, &plan, &err), &err);
    check_same(&one, &four);
    assert_memory_equal(one_part, four_part, one.count * sizeof *one_part);

    allocation_release(&one);
    allocation_release(&four);
    mem_free(one_part);
    mem_free(four_part);
    mem_free(many.pieces);
    mem_free(many.part);
    world_release(&world);
}

static void no_pieces_give_no_rows(void **state)
{
    (void)state;
    struct world world = {0};
    world_draw(&world, "A---b\n", false);
    world_spread(&world, NULL, 0, (const uint32_t[]){7}, 1);
    world_run(&world);
    assert_int_equal(world.rows.count, 0);
    world_release(&world);
}

static void failing_memory_is_told_and_nothing_is_touched(void **state)
{
    (void)state;
    struct world world;
    struct ws_error err = {0};
    world_random(&world, 3, false);
    world_search(&world);
    struct allocate_plan plan = world_plan(&world);
    enum ws_status st = WS_NO_MEMORY;
    for (uint64_t nth = 1; st; nth++) {
        uint32_t *part = (uint32_t *)&err;
        struct ws_allocation rows = {.count = 77};
        mem_fail_at(nth);
        st = allocate_pieces(&rows, &part, &world.spread, &plan, &err);
        mem_fail_at(0);
        assert_true(nth < 1000);
        if (st) {
            assert_int_equal(st, WS_NO_MEMORY);
            assert_int_equal(rows.count, 77);
            assert_ptr_equal(part, &err);
            continue;
        }
        assert_true(nth > 5);
        allocation_release(&rows);
        mem_free(part);
    }
    world_release(&world);
}

int main(void)
{
    enum { HANDS = sizeof HAND / sizeof *HAND, SEEDS = 12 };
    static char names[SEEDS][48];
    struct CMUnitTest tests[HANDS + SEEDS + 3] = {
        cmocka_unit_test(threads_change_no_byte), cmocka_unit_test(no_pieces_give_no_rows),
        cmocka_unit_test(failing_memory_is_told_and_nothing_is_touched)};
    for (int i = 0; i < HANDS; i++)
        tests[3 + i] = (struct CMUnitTest){.name = HAND[i].name,
                                           .test_func = rows_by_hand,
                                           .initial_state = (void *)(uintptr_t)&HAND[i]};
    for (int i = 0; i < SEEDS; i++) {
        snprintf(names[i], sizeof names[i], "agrees_with_every_millimetre_%d", i + 1);
        tests[3 + HANDS + i] = (struct CMUnitTest){.name = names[i],
                                                   .test_func = agrees_with_every_millimetre,
                                                   .initial_state = (void *)(uintptr_t)(i + 1)};
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
