/* defaults_find: every millimetre of road asked for its nearest facility. */
#include "cover/scene.h"

#define SIDE_M 30.0
#define MOST 9

struct stage {
    struct scene scene;
    struct spread spread;
    struct ws_allocation allocation; /* one row a piece, facilities at will */
    struct ws_points facilities;
    double x_m[MOST], y_m[MOST];
    bool is_accepting[MOST];
    struct default_plan plan;
};

/* A micro-person a millimetre, so that people can be compared with road. */
static void take_people_from_road(struct spread *spread)
{
    for (uint32_t part = 0; part < spread->part_count; part++)
        for (uint32_t w = 0; w < 2; w++)
            spread->people_micro[2 * part + w] =
                spread->state[part] == PART_ON_NETWORK ? spread->weight_mm[part] : 7;
}

static void stage_plan(struct stage *stage, uint32_t facility_count, uint64_t *seed)
{
    struct spread *spread = &stage->spread;
    stage->facilities =
        (struct ws_points){.count = facility_count, .x_m = stage->x_m, .y_m = stage->y_m};
    stage->allocation =
        (struct ws_allocation){.count = spread->piece_count,
                               .k = 1,
                               .pieces = mem_array(spread->piece_count, sizeof(struct ws_piece)),
                               .facility = mem_array(spread->piece_count, sizeof(uint32_t)),
                               .cost_from = mem_array(spread->piece_count, sizeof(uint32_t)),
                               .cost_to = mem_array(spread->piece_count, sizeof(uint32_t))};
    for (uint32_t i = 0; i < spread->piece_count; i++) {
        uint32_t facility = (uint32_t)(scene_random(seed) % (facility_count + 1));
        bool is_one = facility < facility_count && stage->is_accepting[facility];
        stage->allocation.pieces[i] = spread->pieces[i];
        stage->allocation.facility[i] = is_one ? facility : WS_NONE;
    }
    stage->plan = (struct default_plan){.spread = spread,
                                        .allocation = &stage->allocation,
                                        .part = spread->part,
                                        .net = stage->scene.plan.net,
                                        .facilities = &stage->facilities,
                                        .is_accepting = stage->is_accepting,
                                        .population = &stage->scene.population,
                                        .zones = &stage->scene.zones,
                                        .threads = 1};
}

/* Random roads in cells, two zones, some of it outside; facilities in and around. */
static void stage_random(struct stage *stage, uint64_t *seed, uint32_t lines, uint32_t facilities)
{
    struct rect cells[16], zones[2] = {{0, -5, 12, 28}, {12, -5, 29, 28}};
    uint32_t people[16];
    struct network net = {0};
    struct ws_error err = {0};
    *stage = (struct stage){0};
    scene_random_network(&net, seed, lines, SIDE_M);
    for (uint32_t i = 0; i < 16; i++) {
        double west_m = i % 4 * 10.0 - 5.0, south_m = (double)(i / 4) * 10.0 - 5.0;
        cells[i] = (struct rect){west_m, south_m, west_m + 10.0, south_m + 10.0};
        people[i] = 1;
    }
    scene_zones(&stage->scene, 2, zones);
    scene_areas(&stage->scene, 16, cells);
    scene_people(&stage->scene, 16, people);
    scene_plan(&stage->scene, &net);
    scene_ok(spread_roads(&stage->spread, &stage->scene.plan, &stage->scene.warnings, &err), &err);
    take_people_from_road(&stage->spread);
    for (uint32_t i = 0; i < facilities; i++) {
        stage->x_m[i] = ASCIIMAP_LEFT_M - 5.0 + scene_random_m(seed, SIDE_M + 10.0);
        stage->y_m[i] = ASCIIMAP_TOP_M - 5.0 + scene_random_m(seed, SIDE_M + 10.0);
        stage->is_accepting[i] = i % 3 != 1;
    }
    stage_plan(stage, facilities, seed);
}

static void stage_release(struct stage *stage)
{
    allocation_release(&stage->allocation);
    spread_release(&stage->spread);
    scene_release(&stage->scene);
}

static void find(struct defaults *out, const struct stage *stage)
{
    struct ws_error err = {0};
    scene_ok(defaults_find(out, &stage->plan, &err), &err);
}

/* ---- the oracle ------------------------------------------------------------------ */

static uint32_t nearest(const struct stage *stage, double x_m, double y_m)
{
    uint32_t best = WS_NONE;
    double best_m = 0.0;
    for (uint32_t i = 0; i < stage->facilities.count; i++) {
        double away_m = hypot(stage->x_m[i] - x_m, stage->y_m[i] - y_m);
        if (!stage->is_accepting[i] || (best != WS_NONE && away_m >= best_m))
            continue;
        best = i;
        best_m = away_m;
    }
    return best;
}

struct stepped {
    uint64_t road_mm[MOST], line_mm[MOST], same_mm[MOST], unreached_mm, outside_mm;
};

static void step_piece(struct stepped *sums, const struct stage *stage, uint32_t row)
{
    const struct ws_piece *piece = &stage->allocation.pieces[row];
    uint32_t road = stage->allocation.facility[row];
    if (piece->zone == WS_NONE) {
        sums->outside_mm += piece_weight(piece);
        return;
    }
    /* A cell without road is snapped; where it stands is for another test. */
    if (piece->to_mm == piece->from_mm && road == WS_NONE)
        sums->unreached_mm++;
    if (piece->to_mm == piece->from_mm && road != WS_NONE)
        sums->road_mm[road]++;
    for (uint32_t mm = piece->from_mm; mm < piece->to_mm; mm++) {
        double a[2], b[2];
        network_position(&stage->scene.net, piece->edge, mm, &a[0], &a[1]);
        network_position(&stage->scene.net, piece->edge, mm + 1, &b[0], &b[1]);
        uint32_t line = nearest(stage, (a[0] + b[0]) / 2.0, (a[1] + b[1]) / 2.0);
        if (road == WS_NONE)
            sums->unreached_mm++;
        else
            sums->road_mm[road]++;
        sums->line_mm[line]++;
        if (road == line)
            sums->same_mm[road]++;
    }
}

static void check_near(uint64_t actual, uint64_t expected, uint64_t tolerance)
{
    uint64_t off = actual > expected ? actual - expected : expected - actual;
    if (off > tolerance)
        fail_msg("%llu mm; expected %llu", (unsigned long long)actual,
                 (unsigned long long)expected);
}

static void agrees_with_one_millimetre_steps(void **state)
{
    (void)state;
    uint64_t seed = 4242;
    for (uint32_t round = 0; round < 6; round++) {
        struct stage stage;
        struct defaults defaults = {0};
        struct stepped sums = {{0}, {0}, {0}, 0, 0};
        stage_random(&stage, &seed, 12, 3 + round);
        find(&defaults, &stage);
        uint32_t cuts = 0;
        for (uint32_t row = 0; row < stage.allocation.count; row++) {
            step_piece(&sums, &stage, row);
            cuts += 2;
        }
        for (uint32_t i = 0; i < stage.facilities.count; i++) {
            assert_int_equal(defaults.road_micro[i], sums.road_mm[i]);
            check_near(defaults.line_micro[i], sums.line_mm[i], cuts);
            check_near(defaults.same_micro[i], sums.same_mm[i], cuts);
            if (!stage.is_accepting[i])
                assert_int_equal(defaults.line_micro[i], 0);
        }
        assert_int_equal(defaults.sums.unreached_micro, sums.unreached_mm);
        assert_int_equal(defaults.sums.outside_micro, sums.outside_mm);
        defaults_release(&defaults);
        stage_release(&stage);
    }
}

/* ---- laws -------------------------------------------------------------------------- */

/* By road and by line, everybody is somewhere once. */
static void check_sums(const struct stage *stage, const struct defaults *defaults)
{
    const struct default_sums *sums = &defaults->sums;
    uint64_t people = 0, road = 0, line = 0;
    for (uint32_t part = 0; part < stage->spread.part_count; part++)
        people += stage->spread.people_micro[2 * part];
    for (uint32_t i = 0; i < defaults->facility_count; i++) {
        road += defaults->road_micro[i];
        line += defaults->line_micro[i];
        assert_true(defaults->same_micro[i] <= defaults->road_micro[i]);
        assert_true(defaults->same_micro[i] <= defaults->line_micro[i]);
    }
    assert_true(people > 0);
    assert_int_equal(road + sums->unreached_micro + sums->off_network_micro + sums->outside_micro,
                     people);
    assert_int_equal(line + sums->nobody_accepts_micro + sums->outside_micro, people);
}

static void everybody_is_counted_once_with_any_threads(void **state)
{
    (void)state;
    uint64_t seed = 77;
    struct stage stage;
    struct defaults one = {0}, four = {0};
    stage_random(&stage, &seed, 600, MOST);
    find(&one, &stage);
    stage.plan.threads = 4;
    find(&four, &stage);
    check_sums(&stage, &one);
    assert_memory_equal(one.road_micro, four.road_micro, MOST * sizeof(uint64_t));
    assert_memory_equal(one.line_micro, four.line_micro, MOST * sizeof(uint64_t));
    assert_memory_equal(one.same_micro, four.same_micro, MOST * sizeof(uint64_t));
    defaults_release(&one);
    defaults_release(&four);
    stage_release(&stage);
}

static void nobody_accepts(void **state)
{
    (void)state;
    uint64_t seed = 78;
    struct stage stage;
    struct defaults defaults = {0};
    stage_random(&stage, &seed, 20, 4);
    memset(stage.is_accepting, 0, sizeof stage.is_accepting);
    for (uint32_t i = 0; i < stage.allocation.count; i++)
        stage.allocation.facility[i] = WS_NONE;
    find(&defaults, &stage);
    check_sums(&stage, &defaults);
    assert_true(defaults.sums.nobody_accepts_micro > 0);
    assert_int_equal(defaults.sums.nobody_accepts_micro,
                     defaults.sums.unreached_micro + defaults.sums.off_network_micro);
    defaults_release(&defaults);
    stage_release(&stage);
}

static void memory_may_run_out_anywhere(void **state)
{
    (void)state;
    uint64_t seed = 79, nth = 1;
    struct stage stage;
    struct defaults defaults = {0};
    struct ws_error err = {0};
    enum ws_status st = WS_NO_MEMORY;
    stage_random(&stage, &seed, 12, 5);
    for (; st; nth++) {
        mem_fail_at(nth);
        st = defaults_find(&defaults, &stage.plan, &err);
        mem_fail_at(0);
        assert_true(st == WS_OK || st == WS_NO_MEMORY);
        assert_true(!st || !defaults.road_micro);
    }
    assert_true(nth > 15);
    check_sums(&stage, &defaults);
    defaults_release(&defaults);
    stage_release(&stage);
}

/* ---- drawn ---------------------------------------------------------------------------- */

/* Ten people along 1 km from west to east; facilities where the row says. */
static const struct row {
    const char *name;
    double east_m[3];
    bool is_accepting[3];
    uint64_t line_people[3];
} ROWS[] = {
    {"half_way_between", {0.0, 1000.0, 5000.0}, {true, true, true}, {5, 5, 0}},
    {"row_b7_default_office_is_never_a_closed_one",
     {0.0, 1000.0, 5000.0},
     {true, false, true},
     {10, 0, 0}},
    {"ties_go_to_the_lower_office", {500.0, 500.0, 500.0}, {true, true, true}, {10, 0, 0}},
    {"ties_go_to_the_lower_open_office", {500.0, 500.0, 500.0}, {false, true, true}, {0, 10, 0}},
    {"three_in_a_row", {100.0, 500.0, 900.0}, {true, true, true}, {3, 4, 3}},
};
#define ROW_COUNT (sizeof ROWS / sizeof *ROWS)

static void test_row(void **state)
{
    const struct row *row = *state;
    const struct rect everywhere = EVERYWHERE;
    const uint32_t people = 10;
    struct stage stage = {0};
    struct ws_error err = {0};
    struct defaults defaults = {0};
    struct asciimap map;
    struct network net = {0};
    uint64_t seed = 1;
    asciimap_read(&map, "a---------b\n");
    asciimap_build(&net, &map, false);
    scene_zones(&stage.scene, 1, &everywhere);
    scene_areas(&stage.scene, 1, &everywhere);
    scene_people(&stage.scene, 1, &people);
    scene_plan(&stage.scene, &net);
    scene_ok(spread_roads(&stage.spread, &stage.scene.plan, &stage.scene.warnings, &err), &err);
    for (uint32_t i = 0; i < 3; i++) {
        stage.x_m[i] = ASCIIMAP_LEFT_M + row->east_m[i];
        stage.y_m[i] = ASCIIMAP_TOP_M;
        stage.is_accepting[i] = row->is_accepting[i];
    }
    stage_plan(&stage, 3, &seed);
    find(&defaults, &stage);
    check_sums(&stage, &defaults);
    for (uint32_t i = 0; i < 3; i++)
        check_near(defaults.line_micro[i], row->line_people[i] * WS_MICRO, 20);
    defaults_release(&defaults);
    stage_release(&stage);
    asciimap_release(&map);
    network_release(&net);
}

/* A person 40 m off the road lives nearest to another office than the foot of the
 * way to the road does. */
static void line_is_from_home_not_from_the_road(void **state)
{
    (void)state;
    const struct rect everywhere = EVERYWHERE, home = POINT(480.0, 40.0);
    const uint32_t people = 1;
    struct stage stage = {0};
    struct ws_error err = {0};
    struct defaults defaults = {0};
    struct asciimap map;
    struct network net = {0};
    uint64_t seed = 1;
    asciimap_read(&map, "a---------b\n");
    asciimap_build(&net, &map, false);
    scene_zones(&stage.scene, 1, &everywhere);
    scene_points(&stage.scene, 1, &home);
    scene_people(&stage.scene, 1, &people);
    scene_plan(&stage.scene, &net);
    scene_ok(spread_roads(&stage.spread, &stage.scene.plan, &stage.scene.warnings, &err), &err);
    const double east_m[2] = {470.0, 490.0}, north_m[2] = {0.0, 60.0};
    for (uint32_t i = 0; i < 2; i++) {
        stage.x_m[i] = ASCIIMAP_LEFT_M + east_m[i];
        stage.y_m[i] = ASCIIMAP_TOP_M + north_m[i];
        stage.is_accepting[i] = true;
    }
    stage_plan(&stage, 2, &seed);
    find(&defaults, &stage);
    assert_int_equal(defaults.line_micro[0], 0);
    assert_int_equal(defaults.line_micro[1], WS_MICRO);
    defaults_release(&defaults);
    stage_release(&stage);
    asciimap_release(&map);
    network_release(&net);
}

int main(void)
{
    struct CMUnitTest tests[5 + ROW_COUNT] = {
        cmocka_unit_test(agrees_with_one_millimetre_steps),
        cmocka_unit_test(everybody_is_counted_once_with_any_threads),
        cmocka_unit_test(nobody_accepts),
        cmocka_unit_test(memory_may_run_out_anywhere),
        cmocka_unit_test(line_is_from_home_not_from_the_road),
    };
    for (size_t i = 0; i < ROW_COUNT; i++)
        tests[5 + i] = (struct CMUnitTest){
            .name = ROWS[i].name, .test_func = test_row, .initial_state = (void *)&ROWS[i]};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
