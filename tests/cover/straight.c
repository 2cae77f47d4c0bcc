#include "cover/scene.h"
#include <stdlib.h>

/* A spread of bare points: all that allocate_straight looks at. */
static void make_spread(struct spread *spread, uint32_t count, const double *x_m, const double *y_m)
{
    *spread = (struct spread){.part_count = count, .piece_count = count};
    spread->pieces = mem_array(count, sizeof *spread->pieces);
    spread->part = mem_array(count, sizeof *spread->part);
    spread->x_m = mem_array(count, sizeof(double));
    spread->y_m = mem_array(count, sizeof(double));
    for (uint32_t i = 0; i < count; i++) {
        spread->pieces[i] = (struct ws_piece){.edge = WS_NONE, .to_mm = 1, .unit = i, .zone = 0};
        spread->part[i] = i;
        spread->x_m[i] = x_m[i];
        spread->y_m[i] = y_m[i];
    }
}

/* ---- by hand ---------------------------------------------------------------------- */

static void costs_are_geodesic_times_factor(void **state)
{
    (void)state;
    /* Across the meridian of EPSG:3006 a plane metre is 1/0.9996 metres. */
    static double x_m[] = {500000.0}, y_m[] = {6700000.0};
    static double fx_m[] = {500500.0, 499500.0, 500000.0, 501000.0, 500600.0};
    static double fy_m[] = {6700000.0, 6700000.0, 6700000.0, 6700000.0, 6700000.0};
    static uint32_t group[] = {0, 1, 2, 1, 0};
    const struct ws_points facilities = {.count = 5, .x_m = fx_m, .y_m = fy_m, .group = group};
    struct straight_plan plan = {
        .facilities = &facilities, .working_crs = SCENE_CRS, .factor = 1.5, .k = 4, .threads = 1};
    struct spread spread;
    struct ws_allocation allocation = {0};
    uint32_t *part = NULL;
    struct ws_error err = {0};
    make_spread(&spread, 1, x_m, y_m);
    scene_ok(allocate_straight(&allocation, &part, &spread, &plan, &err), &err);
    /* 500 / 0.9996 * 1.5 = 750.300 m; equal costs go to the lower index. */
    static const uint32_t FACILITY[] = {2, 0, 1, WS_NONE},
                          COST[] = {0, 750300, 750300, WS_COST_INF};
    assert_int_equal(allocation.count, 1);
    assert_int_equal(allocation.k, 4);
    assert_int_equal(part[0], 0);
    for (int rank = 0; rank < 4; rank++) {
        assert_int_equal(allocation.facility[rank], FACILITY[rank]);
        assert_int_equal(allocation.cost_from[rank], COST[rank]);
        assert_int_equal(allocation.cost_to[rank], COST[rank]);
    }
    allocation_release(&allocation);
    mem_free(part);
    spread_release(&spread);
}

static void beyond_the_largest_cost_is_not_reached(void **state)
{
    (void)state;
    static double x_m[] = {500000.0, 500000.0}, y_m[] = {6200000.0, 7400000.0};
    static double fx_m[] = {500000.0}, fy_m[] = {7400100.0};
    static uint32_t group[] = {0};
    const struct ws_points facilities = {.count = 1, .x_m = fx_m, .y_m = fy_m, .group = group};
    struct straight_plan plan = {
        .facilities = &facilities, .working_crs = SCENE_CRS, .factor = 3.0, .k = 1, .threads = 1};
    struct spread spread;
    struct ws_allocation allocation = {0};
    uint32_t *part = NULL;
    struct ws_error err = {0};
    make_spread(&spread, 2, x_m, y_m);
    scene_ok(allocate_straight(&allocation, &part, &spread, &plan, &err), &err);
    assert_int_equal(allocation.facility[0], WS_NONE);
    assert_int_equal(allocation.cost_from[0], WS_COST_INF);
    assert_int_equal(allocation.facility[1], 0);
    assert_int_equal(allocation.cost_from[1], 300120); /* 100 / 0.9996 * 3 */
    allocation_release(&allocation);
    mem_free(part);
    spread_release(&spread);
}

static void no_points_and_no_facilities(void **state)
{
    (void)state;
    static double x_m[] = {500000.0}, y_m[] = {6700000.0};
    const struct ws_points nobody = {0};
    struct straight_plan plan = {
        .facilities = &nobody, .working_crs = SCENE_CRS, .factor = 1.0, .k = 2, .threads = 2};
    for (uint32_t count = 0; count < 2; count++) {
        struct spread spread;
        struct ws_allocation allocation = {0};
        uint32_t *part = NULL;
        struct ws_error err = {0};
        make_spread(&spread, count, x_m, y_m);
        scene_ok(allocate_straight(&allocation, &part, &spread, &plan, &err), &err);
        assert_int_equal(allocation.count, count);
        for (uint32_t i = 0; i < 2 * count; i++)
            assert_int_equal(allocation.facility[i], WS_NONE);
        allocation_release(&allocation);
        mem_free(part);
        spread_release(&spread);
    }
}

/* ---- against every facility ---------------------------------------------------------- */

struct row {
    const char *name, *crs;
    double west_m, south_m, east_m, north_m, factor, step_m; /* step: positions are multiples */
    uint32_t points, facilities, groups, k;
};

static const struct row ROWS[] = {
    {"a_town_five_providers", "EPSG:3006", 660e3, 6570e3, 690e3, 6600e3, 1.3, 0.0, 700, 60, 5, 5},
    {"a_country_five_providers", "EPSG:3006", 270e3, 6130e3, 920e3, 7670e3, 1.0, 0.0, 700, 300, 5,
     5},
    {"each_its_own_group", "EPSG:3006", 270e3, 6130e3, 920e3, 7670e3, 1.0, 0.0, 300, 300, 300, 16},
    {"many_ties_on_a_raster", "EPSG:3006", 500e3, 6700e3, 503e3, 6703e3, 1.0, 500.0, 200, 60, 7, 3},
    {"more_asked_than_groups", "EPSG:3006", 500e3, 6700e3, 530e3, 6730e3, 1.0, 0.0, 50, 20, 2, 4},
    {"one_facility", "EPSG:3006", 500e3, 6700e3, 530e3, 6730e3, 2.0, 0.0, 50, 1, 1, 1},
    {"mercator_stretches_north", "EPSG:3857", 1200e3, 7400e3, 2700e3, 10800e3, 1.0, 0.0, 300, 150,
     6, 3},
    {"equal_area_shears", "EPSG:3035", 2600e3, 1500e3, 6500e3, 5400e3, 1.0, 0.0, 300, 150, 6, 3},
};

static void random_positions(uint64_t *seed, const struct row *row, uint32_t count, double *x_m,
                             double *y_m)
{
    for (uint32_t i = 0; i < count; i++) {
        x_m[i] = row->west_m + scene_random_m(seed, row->east_m - row->west_m);
        y_m[i] = row->south_m + scene_random_m(seed, row->north_m - row->south_m);
        if (row->step_m > 0.0) {
            x_m[i] = round(x_m[i] / row->step_m) * row->step_m;
            y_m[i] = round(y_m[i] / row->step_m) * row->step_m;
        }
    }
}

static int compare_labels(const void *a_ptr, const void *b_ptr)
{
    uint64_t a = *(const uint64_t *)a_ptr, b = *(const uint64_t *)b_ptr;
    return (a > b) - (a < b);
}

/* The oracle: measure every facility, sort, take the first of each group. */
static void check_row_of(const struct ws_allocation *allocation, const struct spread *spread,
                         const struct straight_plan *plan, struct earth *earth, uint32_t row)
{
    const struct ws_points *facilities = plan->facilities;
    uint64_t labels[512];
    bool taken[512] = {false};
    for (uint32_t i = 0; i < facilities->count; i++) {
        double leg_m = earth_leg_m(earth, spread->x_m[row], spread->y_m[row], facilities->x_m[i],
                                   facilities->y_m[i]);
        double mm = leg_m * plan->factor * 1000.0;
        labels[i] = mm < WS_COST_INF ? label_make((uint32_t)llround(mm), i) : LABEL_NONE;
    }
    qsort(labels, facilities->count, sizeof *labels, compare_labels);
    uint32_t rank = 0;
    for (uint32_t i = 0; i < facilities->count && rank < plan->k; i++) {
        if (labels[i] == LABEL_NONE || taken[facilities->group[label_facility(labels[i])]])
            continue;
        taken[facilities->group[label_facility(labels[i])]] = true;
        size_t at = (size_t)row * plan->k + rank++;
        assert_int_equal(allocation->cost_from[at], label_cost(labels[i]));
        assert_int_equal(allocation->cost_to[at], label_cost(labels[i]));
        assert_int_equal(allocation->facility[at], label_facility(labels[i]));
    }
    for (; rank < plan->k; rank++)
        assert_int_equal(allocation->facility[(size_t)row * plan->k + rank], WS_NONE);
}

struct trial {
    struct ws_points facilities;
    struct spread spread;
    struct straight_plan plan;
};

static void trial_init(struct trial *trial, const struct row *row)
{
    uint64_t seed = 424242;
    double *x_m = mem_array(row->points, sizeof *x_m), *y_m = mem_array(row->points, sizeof *y_m);
    struct ws_points *facilities = &trial->facilities;
    *facilities = (struct ws_points){.count = row->facilities,
                                     .x_m = mem_array(row->facilities, sizeof(double)),
                                     .y_m = mem_array(row->facilities, sizeof(double)),
                                     .group = mem_array(row->facilities, sizeof(uint32_t))};
    random_positions(&seed, row, row->facilities, facilities->x_m, facilities->y_m);
    for (uint32_t i = 0; i < row->facilities; i++)
        facilities->group[i] =
            row->groups == row->facilities ? i : (uint32_t)(scene_random(&seed) % row->groups);
    random_positions(&seed, row, row->points, x_m, y_m);
    make_spread(&trial->spread, row->points, x_m, y_m);
    mem_free(x_m);
    mem_free(y_m);
    trial->plan = (struct straight_plan){.facilities = facilities,
                                         .working_crs = row->crs,
                                         .factor = row->factor,
                                         .k = row->k,
                                         .threads = 1};
}

static void trial_release(struct trial *trial)
{
    mem_free(trial->facilities.x_m);
    mem_free(trial->facilities.y_m);
    mem_free(trial->facilities.group);
    spread_release(&trial->spread);
}

static void agrees_with_every_facility_measured(void **state)
{
    const struct row *row = *state;
    struct trial trial;
    struct ws_allocation allocation = {0};
    uint32_t *part = NULL;
    struct earth *earth = NULL;
    struct ws_error err = {0};
    trial_init(&trial, row);
    scene_ok(earth_open(&earth, row->crs, &err), &err);
    scene_ok(allocate_straight(&allocation, &part, &trial.spread, &trial.plan, &err), &err);
    assert_int_equal(allocation.count, row->points);
    for (uint32_t i = 0; i < row->points; i++) {
        check_row_of(&allocation, &trial.spread, &trial.plan, earth, i);
        assert_int_equal(part[i], i);
        assert_int_equal(allocation.pieces[i].unit, i);
    }
    earth_close(earth);
    allocation_release(&allocation);
    mem_free(part);
    trial_release(&trial);
}

static void threads_change_nothing(void **state)
{
    (void)state;
    struct row row = ROWS[1];
    struct trial trial;
    struct ws_allocation a[2] = {{0}, {0}};
    uint32_t *part[2] = {NULL, NULL};
    struct ws_error err = {0};
    row.points = 9000;
    trial_init(&trial, &row);
    for (int i = 0; i < 2; i++) {
        trial.plan.threads = i ? 3 : 1;
        scene_ok(allocate_straight(&a[i], &part[i], &trial.spread, &trial.plan, &err), &err);
    }
    size_t labels = (size_t)row.points * row.k;
    assert_memory_equal(a[0].facility, a[1].facility, labels * sizeof(uint32_t));
    assert_memory_equal(a[0].cost_from, a[1].cost_from, labels * sizeof(uint32_t));
    assert_memory_equal(a[0].pieces, a[1].pieces, row.points * sizeof(struct ws_piece));
    for (int i = 0; i < 2; i++) {
        allocation_release(&a[i]);
        mem_free(part[i]);
    }
    trial_release(&trial);
}

static void without_memory(void **state)
{
    (void)state;
    struct row row = ROWS[0];
    struct trial trial;
    struct ws_allocation allocation = {0};
    uint32_t *part = NULL;
    struct ws_error err = {0};
    row.points = 3;
    trial_init(&trial, &row);
    enum ws_status st = WS_NO_MEMORY;
    for (uint64_t nth = 1; st; nth++) {
        assert_true(nth < 1000);
        mem_fail_at(nth);
        st = allocate_straight(&allocation, &part, &trial.spread, &trial.plan, &err);
        mem_fail_at(0);
        assert_true(st == WS_OK || (st == WS_NO_MEMORY && !part && !allocation.pieces));
    }
    allocation_release(&allocation);
    mem_free(part);
    trial_release(&trial);
}

static void unknown_crs_is_refused(void **state)
{
    (void)state;
    struct trial trial;
    struct ws_allocation allocation = {0};
    uint32_t *part = NULL;
    struct ws_error err = {0};
    trial_init(&trial, &ROWS[5]);
    trial.plan.working_crs = "no such system";
    assert_int_equal(allocate_straight(&allocation, &part, &trial.spread, &trial.plan, &err),
                     WS_BAD_DATA);
    assert_null(part);
    trial_release(&trial);
}

int main(void)
{
    enum { ROW_COUNT = sizeof ROWS / sizeof *ROWS };
    struct CMUnitTest tests[ROW_COUNT + 6] = {
        cmocka_unit_test(costs_are_geodesic_times_factor),
        cmocka_unit_test(beyond_the_largest_cost_is_not_reached),
        cmocka_unit_test(no_points_and_no_facilities),
        cmocka_unit_test(threads_change_nothing),
        cmocka_unit_test(without_memory),
        cmocka_unit_test(unknown_crs_is_refused),
    };
    for (size_t i = 0; i < ROW_COUNT; i++)
        tests[6 + i] = (struct CMUnitTest){.name = ROWS[i].name,
                                           .test_func = agrees_with_every_facility_measured,
                                           .initial_state = (void *)&ROWS[i]};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
