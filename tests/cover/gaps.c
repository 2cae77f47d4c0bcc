#include "cover/scene.h"
#include <stdio.h>
#include <stdlib.h>

#define MOST 6
#define CUTOFF 1000u
#define NEAR 1000u /* within means <= */
#define NONE WS_COST_INF

struct expected_gap {
    uint64_t people_milli;
    uint32_t zone, cost, unit_count, units[MOST];
    double area_m2, tolerance_m2;
};

/* All points of a unit have one cost; facility f is met at cost c when
 * c % 10 == f, so costs end in the facility they lead to. */
struct row {
    const char *name;
    enum unit_shape shape;
    uint32_t unit_count, zone_count, gap_count;
    struct rect units[MOST], zones[3];
    uint32_t code[MOST]; /* zone + 1; 0: no code */
    uint32_t people[MOST], cost[MOST];
    double join_m;
    struct expected_gap gaps[MOST];
};

/* Area of a 64-gon over its squared radius. Two discs of radius r, d apart, share
 * 2 r^2 acos(d / 2r) - d/2 sqrt(4 r^2 - d^2). */
#define DISC 3.136548490545939

static const struct row ROWS[] = {
    {.name = "all_within",
     .unit_count = 2,
     .zone_count = 1,
     .units = {{0, 0, 100, 100}, {100, 0, 200, 100}},
     .zones = {EVERYWHERE},
     .people = {10, 20},
     .cost = {NEAR, 3}},
    {.name = "side_by_side_is_one_spot",
     .unit_count = 3,
     .zone_count = 1,
     .gap_count = 1,
     .units = {{0, 0, 100, 100}, {100, 0, 200, 100}, {100, 100, 200, 200}},
     .zones = {EVERYWHERE},
     .people = {10, 20, 5},
     .cost = {1007, 1003, 2001},
     .gaps = {{35000, 0, 1003, 3, {0, 1, 2}, 30000, 1e-6}}},
    {.name = "touching_corners_are_two_spots",
     .unit_count = 2,
     .zone_count = 1,
     .gap_count = 2,
     .units = {{0, 0, 100, 100}, {100, 100, 200, 200}},
     .zones = {EVERYWHERE},
     .people = {10, 20},
     .cost = {1007, 1003},
     .gaps = {{20000, 0, 1003, 1, {1}, 10000, 1e-6}, {10000, 0, 1007, 1, {0}, 10000, 1e-6}}},
    {.name = "covered_cell_lies_between",
     .unit_count = 3,
     .zone_count = 1,
     .gap_count = 2,
     .units = {{0, 0, 100, 100}, {100, 0, 200, 100}, {200, 0, 300, 100}},
     .zones = {EVERYWHERE},
     .people = {10, 20, 10},
     .cost = {1001, 999, 1002},
     .gaps = {{10000, 0, 1001, 1, {0}, 10000, 1e-6}, {10000, 0, 1002, 1, {2}, 10000, 1e-6}}},
    {.name = "zones_split_a_spot",
     .unit_count = 2,
     .zone_count = 2,
     .gap_count = 2,
     .units = {{0, 0, 100, 100}, {100, 0, 200, 100}},
     .zones = {{-500, -500, 50, 500}, {50, -500, 500, 500}},
     .people = {8, 20},
     .cost = {1001, 1002},
     .gaps = {{24000, 1, 1001, 2, {0, 1}, 15000, 1e-6}, {4000, 0, 1001, 1, {0}, 5000, 1e-6}}},
    {.name = "units_with_codes_are_drawn_whole",
     .unit_count = 2,
     .zone_count = 2,
     .gap_count = 2,
     .units = {{0, 0, 100, 100}, {100, 0, 200, 100}},
     .zones = {{-500, -500, 50, 500}, {50, -500, 500, 500}},
     .code = {1, 2},
     .people = {8, 20},
     .cost = {1001, 1002},
     .gaps = {{20000, 1, 1002, 1, {1}, 10000, 1e-6}, {8000, 0, 1001, 1, {0}, 10000, 1e-6}}},
    {.name = "outside_all_zones_is_no_gap",
     .unit_count = 1,
     .zone_count = 1,
     .units = {{0, 0, 100, 100}},
     .zones = {{5000, 5000, 6000, 6000}},
     .people = {8},
     .cost = {1001}},
    {.name = "taken_in_by_the_nearest_zone_is_drawn_where_it_lies",
     .unit_count = 1,
     .zone_count = 1,
     .gap_count = 1,
     .units = {{0, 0, 100, 100}},
     .zones = {{500, 0, 6000, 6000}},
     .people = {8},
     .cost = {1001},
     .gaps = {{8000, 0, 1001, 1, {0}, 10000, 1e-6}}},
    {.name = "nobody_there_is_no_gap",
     .unit_count = 2,
     .zone_count = 1,
     .gap_count = 1,
     .units = {{0, 0, 100, 100}, {100, 0, 200, 100}},
     .zones = {EVERYWHERE},
     .people = {0, 1},
     .cost = {1001, 1002},
     .gaps = {{1000, 0, 1002, 1, {1}, 10000, 1e-6}}},
    {.name = "nothing_linked",
     .unit_count = 1,
     .zone_count = 1,
     .gap_count = 1,
     .units = {{0, 0, 100, 100}},
     .zones = {EVERYWHERE},
     .people = {8},
     .cost = {NONE},
     .gaps = {{8000, 0, NONE, 1, {0}, 10000, 1e-6}}},
    {.name = "zones_as_units_stand_alone",
     .shape = UNIT_ZONES,
     .unit_count = 2,
     .zone_count = 2,
     .gap_count = 2,
     .zones = {{0, 0, 1000, 500}, {1000, 0, 3000, 500}},
     .code = {1, 2},
     .people = {8, 20},
     .cost = {1001, 1002},
     .gaps = {{20000, 1, 1002, 1, {1}, 1000000, 1e-6}, {8000, 0, 1001, 1, {0}, 500000, 1e-6}}},
    {.name = "points_at_the_join_distance",
     .shape = UNIT_POINTS,
     .unit_count = 3,
     .zone_count = 1,
     .gap_count = 2,
     .units = {POINT(0, 0), POINT(100, 0), POINT(200.01, 0)},
     .zones = {EVERYWHERE},
     .people = {1, 2, 4},
     .cost = {1001, 1002, 1003},
     .join_m = 100,
     .gaps = {{4000, 0, 1003, 1, {2}, DISC * 10000, 1e-3},
              {3000, 0, 1001, 2, {0, 1}, 50548.2, 200}}},
    {.name = "points_joined_by_a_chain",
     .shape = UNIT_POINTS,
     .unit_count = 4,
     .zone_count = 1,
     .gap_count = 1,
     .units = {POINT(0, 0), POINT(180, 0), POINT(90, 0), POINT(270, 0)},
     .zones = {EVERYWHERE},
     .people = {1, 2, 4, 8},
     .cost = {1001, 1002, 1003, 1004},
     .join_m = 100,
     .gaps = {{15000, 0, 1001, 4, {0, 1, 2, 3}, 83533.8, 200}}},
    {.name = "zones_split_points_and_their_discs",
     .shape = UNIT_POINTS,
     .unit_count = 2,
     .zone_count = 2,
     .gap_count = 2,
     .units = {POINT(50, 0), POINT(49, 0)},
     .zones = {{-500, -500, 50, 500}, {50, -500, 500, 500}},
     .people = {2, 1},
     .cost = {1001, 1002},
     .join_m = 10,
     .gaps = {{2000, 1, 1001, 1, {0}, DISC * 50, 1e-6}, {1000, 0, 1002, 1, {1}, 176.8, 1}}},
};

/* ---- a made allocation: one cost per unit -------------------------------------------- */

struct trial {
    struct scene scene;
    struct spread spread;
    struct ws_allocation allocation;
    uint32_t cutoff_cost, choice;
    struct share_plan shares;
    struct gap_plan plan;
};

static void allocate_costs(struct trial *trial, const uint32_t *cost)
{
    struct ws_allocation *allocation = &trial->allocation;
    uint32_t count = trial->spread.piece_count;
    *allocation = (struct ws_allocation){.count = count,
                                         .k = 1,
                                         .pieces = mem_array(count, sizeof(struct ws_piece)),
                                         .facility = mem_array(count, sizeof(uint32_t)),
                                         .cost_from = mem_array(count, sizeof(uint32_t)),
                                         .cost_to = mem_array(count, sizeof(uint32_t))};
    for (uint32_t i = 0; i < count; i++) {
        uint32_t here = cost[trial->spread.pieces[i].unit];
        allocation->pieces[i] = trial->spread.pieces[i];
        allocation->facility[i] = here == NONE ? WS_NONE : here % 10;
        allocation->cost_from[i] = allocation->cost_to[i] = here;
    }
}

static void trial_plan(struct trial *trial, const uint32_t *cost, double join_m)
{
    struct ws_error err = {0};
    scene_ok(spread_straight(&trial->spread, &trial->scene.plan, &trial->scene.warnings, &err),
             &err);
    allocate_costs(trial, cost);
    trial->cutoff_cost = CUTOFF;
    trial->choice = 1;
    trial->shares = (struct share_plan){.spread = &trial->spread,
                                        .allocation = &trial->allocation,
                                        .part = trial->spread.part,
                                        .zone_count = trial->scene.zones.count,
                                        .cutoff_count = 1,
                                        .choice_count = 1,
                                        .cutoff_cost = &trial->cutoff_cost,
                                        .choice = &trial->choice};
    trial->plan = (struct gap_plan){.shares = &trial->shares,
                                    .population = &trial->scene.population,
                                    .zones = &trial->scene.zones,
                                    .cutoff_cost = CUTOFF,
                                    .join_m = join_m};
}

static void trial_init(struct trial *trial, const struct row *row)
{
    struct scene *scene = &trial->scene;
    *trial = (struct trial){0};
    scene_zones(scene, row->zone_count, row->zones);
    scene_people(scene, row->unit_count, row->people);
    if (row->shape == UNIT_AREAS)
        scene_areas(scene, row->unit_count, row->units);
    else if (row->shape == UNIT_POINTS)
        scene_points(scene, row->unit_count, row->units);
    scene->population.shape = row->shape;
    for (uint32_t i = 0; i < row->unit_count; i++)
        if (row->code[i]) {
            scene->population.has_code[i] = true;
            scene->population.zone[i] = row->code[i] - 1;
        }
    scene_plan(scene, NULL);
    trial_plan(trial, row->cost, row->join_m);
}

static void trial_release(struct trial *trial)
{
    allocation_release(&trial->allocation);
    spread_release(&trial->spread);
    scene_release(&trial->scene);
}

static void check_row(void **state)
{
    const struct row *row = *state;
    struct trial trial;
    struct gaps gaps = {0};
    struct ws_error err = {0};
    trial_init(&trial, row);
    scene_ok(gaps_find(&gaps, &trial.plan, &err), &err);
    assert_int_equal(gaps.count, row->gap_count);
    assert_int_equal(gaps.outlines.count, row->gap_count);
    uint32_t first = 0;
    for (uint32_t i = 0; i < gaps.count; i++) {
        const struct ws_gap *gap = &gaps.gaps[i];
        const struct expected_gap *expected = &row->gaps[i];
        assert_int_equal(gap->people_micro, expected->people_milli * 1000);
        assert_int_equal(gap->zone, expected->zone);
        assert_int_equal(gap->cost, expected->cost);
        assert_int_equal(gap->facility, expected->cost == NONE ? WS_NONE : expected->cost % 10);
        assert_int_equal(gap->unit_count, expected->unit_count);
        assert_int_equal(gap->first_unit, first);
        assert_memory_equal(gaps.units + first, expected->units,
                            expected->unit_count * sizeof(uint32_t));
        assert_near(gap->area_m2, expected->area_m2, expected->tolerance_m2);
        assert_near(areas_m2(&gaps.outlines, i), gap->area_m2, 0.0);
        first += gap->unit_count;
    }
    gaps_release(&gaps);
    trial_release(&trial);
}

static void check_row_without_memory(void **state)
{
    const struct row *row = *state;
    struct trial trial;
    struct gaps gaps = {0};
    struct ws_error err = {0};
    trial_init(&trial, row);
    enum ws_status st = WS_NO_MEMORY;
    for (uint64_t nth = 1; st; nth++) {
        assert_true(nth < 10000);
        mem_fail_at(nth);
        st = gaps_find(&gaps, &trial.plan, &err);
        mem_fail_at(0);
        if (st && st != WS_NO_MEMORY && !strstr(err.message, "GEOS could not"))
            fail_msg("%s: %s", ws_status_name(st), err.message);
        assert_true(st == WS_OK || !gaps.gaps);
    }
    assert_int_equal(gaps.count, row->gap_count);
    gaps_release(&gaps);
    trial_release(&trial);
}

/* Only the part of a unit that is not covered counts, and only its cost. */
static void half_covered_unit_counts_half(void **state)
{
    (void)state;
    static const struct row ROW = {.unit_count = 1,
                                   .zone_count = 1,
                                   .units = {{0, 0, 100, 100}},
                                   .zones = {EVERYWHERE},
                                   .people = {10},
                                   .cost = {1500}};
    struct trial trial;
    struct gaps gaps = {0};
    struct ws_error err = {0};
    trial_init(&trial, &ROW);
    for (uint32_t i = 0; i < 32; i++)
        trial.allocation.cost_from[i] = trial.allocation.cost_to[i] = 900;
    trial.allocation.cost_to[40] = 1003;
    trial.allocation.facility[40] = 3;
    scene_ok(gaps_find(&gaps, &trial.plan, &err), &err);
    assert_int_equal(gaps.count, 1);
    assert_int_equal(gaps.gaps[0].people_micro, 5 * WS_MICRO);
    assert_int_equal(gaps.gaps[0].cost, 1003);
    assert_int_equal(gaps.gaps[0].facility, 3);
    gaps_release(&gaps);
    trial_release(&trial);
}

/* ---- random points against all pairs --------------------------------------------------- */

#define POINT_COUNT 400u

static void label_all_pairs(const struct ws_points *points, double join_m, uint32_t *spot)
{
    for (uint32_t i = 0; i < POINT_COUNT; i++)
        spot[i] = i;
    for (bool has_changed = true; has_changed;) {
        has_changed = false;
        for (uint32_t i = 0; i < POINT_COUNT; i++)
            for (uint32_t j = 0; j < POINT_COUNT; j++)
                if (spot[j] < spot[i] && hypot(points->x_m[i] - points->x_m[j],
                                               points->y_m[i] - points->y_m[j]) <= join_m) {
                    spot[i] = spot[j];
                    has_changed = true;
                }
    }
}

static void points_agree_with_all_pairs(void **state)
{
    (void)state;
    static struct rect units[POINT_COUNT];
    static uint32_t people[POINT_COUNT], cost[POINT_COUNT], spot[POINT_COUNT];
    const struct rect zone = EVERYWHERE;
    uint64_t seed = 77;
    for (double join_m = 20.0; join_m < 100.0; join_m += 25.0) {
        struct trial trial = {0};
        struct gaps gaps = {0};
        struct ws_error err = {0};
        for (uint32_t i = 0; i < POINT_COUNT; i++) {
            units[i] = (struct rect){.west_m = scene_random_m(&seed, 1500.0),
                                     .south_m = scene_random_m(&seed, 1500.0)};
            people[i] = 1;
            cost[i] = 1500;
        }
        scene_zones(&trial.scene, 1, &zone);
        scene_points(&trial.scene, POINT_COUNT, units);
        scene_people(&trial.scene, POINT_COUNT, people);
        scene_plan(&trial.scene, NULL);
        trial_plan(&trial, cost, join_m);
        scene_ok(gaps_find(&gaps, &trial.plan, &err), &err);
        label_all_pairs(&trial.scene.population.points, join_m, spot);
        uint32_t spots = 0, members = 0;
        for (uint32_t i = 0; i < POINT_COUNT; i++)
            spots += spot[i] == i;
        assert_int_equal(gaps.count, spots);
        assert_in_range(spots, 2, POINT_COUNT - 1);
        for (uint32_t g = 0; g < gaps.count; g++) {
            const uint32_t *unit = gaps.units + gaps.gaps[g].first_unit;
            members += gaps.gaps[g].unit_count;
            assert_int_equal(gaps.gaps[g].people_micro,
                             (uint64_t)gaps.gaps[g].unit_count * WS_MICRO);
            for (uint32_t i = 0; i < gaps.gaps[g].unit_count; i++)
                assert_int_equal(spot[unit[i]], unit[0]);
        }
        assert_int_equal(members, POINT_COUNT);
        gaps_release(&gaps);
        trial_release(&trial);
    }
}

int main(void)
{
    enum { ROW_COUNT = sizeof ROWS / sizeof *ROWS };
    static char names[ROW_COUNT][80];
    struct CMUnitTest tests[2 * ROW_COUNT + 2] = {
        cmocka_unit_test(half_covered_unit_counts_half),
        cmocka_unit_test(points_agree_with_all_pairs),
    };
    for (size_t i = 0; i < ROW_COUNT; i++) {
        snprintf(names[i], sizeof names[i], "%s_without_memory", ROWS[i].name);
        tests[2 + 2 * i] = (struct CMUnitTest){
            .name = ROWS[i].name, .test_func = check_row, .initial_state = (void *)&ROWS[i]};
        tests[3 + 2 * i] = (struct CMUnitTest){.name = names[i],
                                               .test_func = check_row_without_memory,
                                               .initial_state = (void *)&ROWS[i]};
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
