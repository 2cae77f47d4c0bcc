/* Points to roads (src/net/snap.h). */
#include "net/snap.h"

#include "base/mem.h"
#include "support/asciimap.h"
#include "support/near.h"
#include "support/oracle.h"

/* On the central meridian of EPSG:3006, where the drawings lie, a metre on the
 * ellipsoid is 0.9996 m in the plane. */
#define PLANE_PER_M 0.9996

static struct ws_snap snap_at(const struct network *net, double x_m, double y_m,
                              const struct snap_rule *rule, const char *crs)
{
    struct ws_points point = {.count = 1, .x_m = &x_m, .y_m = &y_m};
    struct snapper *snapper = NULL;
    struct earth *earth = NULL;
    struct ws_snap *snaps = NULL;
    assert_int_equal(snapper_new(&snapper, net, NULL), WS_OK);
    assert_int_equal(earth_open(&earth, crs, NULL), WS_OK);
    assert_int_equal(snap_points(&snaps, snapper, &point, rule, earth, NULL), WS_OK);
    struct ws_snap snap = snaps[0];
    mem_free(snaps);
    snapper_free(snapper);
    earth_close(earth);
    return snap;
}

/* ---- how far ------------------------------------------------------------------------ */

static const struct row {
    const char *name;
    double off_m, limit_m;
    bool is_found;
    uint32_t off_mm;
} ROWS[] = {
    {"on_the_road", 0.000, 50.0, true, 0},
    {"exactly_at_the_limit", 50.000, 50.0, true, 50000},
    {"a_millimetre_beyond", 50.001, 50.0, false, 50001},
    {"beyond_but_how_far", 499.999, 50.0, false, 499999},
    {"farther_than_ten_limits", 500.001, 50.0, false, WS_COST_INF},
};

static void test_distance(void **state)
{
    const struct row *row = *state;
    struct asciimap map;
    struct network net = {0};
    struct snap_rule rule = {.limit_m = row->limit_m};
    asciimap_read(&map, "a---------b");
    asciimap_build(&net, &map, false);
    struct ws_snap snap = snap_at(&net, ASCIIMAP_LEFT_M + 500.0,
                                  ASCIIMAP_TOP_M + PLANE_PER_M * row->off_m, &rule, "EPSG:3006");
    assert_int_equal(snap.edge, row->is_found ? 0 : WS_NONE);
    assert_int_equal(snap.off_mm, row->off_mm);
    if (row->is_found)
        assert_int_equal(snap.along_mm, 500000);
    network_release(&net);
    asciimap_release(&map);
}

/* ---- which component ---------------------------------------------------------------- */

/* The person is 100 m from a stray piece and 200 m from the network. */
static const char STRAY[] = "a--b--c--d\n"
                            "          \n"
                            " 1        \n"
                            "e-f       \n";

static const struct tier_row {
    const char *name;
    double limit_m;
    uint32_t min_component;
    bool may_use_stray;
    char component_of; /* ' ': not found */
} TIERS[] = {
    {"trap_11_not_to_a_stray_piece", 500.0, 4, false, 'a'},
    {"nearest_when_both_are_large", 500.0, 2, false, 'e'},
    {"nearest_when_a_facility_stands_there", 500.0, 4, true, 'e'},
    {"stray_when_nothing_else_is_near", 150.0, 4, false, 'e'},
    {"stray_when_all_is_stray", 500.0, 100, false, 'e'},
    {"nothing_near", 90.0, 2, false, ' '},
};

static void test_tier(void **state)
{
    const struct tier_row *row = *state;
    struct asciimap map;
    struct network net = {0};
    bool may_use[2] = {false, false};
    asciimap_read(&map, STRAY);
    asciimap_build(&net, &map, false);
    may_use[net.component[asciimap_node(&map, &net, 'e')]] = row->may_use_stray;
    struct snap_rule rule = {
        .limit_m = row->limit_m, .min_component = row->min_component, .may_use = may_use};
    struct ws_snap snap = snap_at(&net, map.people.x_m[0], map.people.y_m[0], &rule, "EPSG:3006");
    rule.is_near_only = true; /* changes what is told of a miss, never a snap */
    struct ws_snap near = snap_at(&net, map.people.x_m[0], map.people.y_m[0], &rule, "EPSG:3006");
    assert_int_equal(near.edge, snap.edge);
    assert_int_equal(near.off_mm, snap.edge == WS_NONE ? WS_COST_INF : snap.off_mm);
    if (row->component_of == ' ') {
        assert_int_equal(snap.edge, WS_NONE);
        assert_int_equal(snap.off_mm, 100040); /* 100 m in the plane */
    } else {
        uint32_t node = asciimap_node(&map, &net, row->component_of);
        assert_int_not_equal(snap.edge, WS_NONE);
        assert_int_equal(net.component[net.tail[snap.edge]], net.component[node]);
    }
    network_release(&net);
    asciimap_release(&map);
}

static void test_nobody_boards_a_passing_ferry(void **state)
{
    (void)state;
    struct asciimap map;
    struct network net = {0};
    struct snap_rule rule = {.limit_m = 1000.0};
    asciimap_read(&map, "a~~~~b\n"
                        "  1   \n"
                        "      \n"
                        "c----d\n");
    asciimap_build(&net, &map, false);
    struct ws_snap snap = snap_at(&net, map.people.x_m[0], map.people.y_m[0], &rule, "EPSG:3006");
    assert_int_equal(snap.edge, network_canonical(&net, asciimap_edge(&map, &net, 'c', 'd')));
    network_release(&net);
    asciimap_release(&map);
}

/* A foot at a junction is equally far on all its roads, also on those that end
 * there and whose own arithmetic might be a bit off: the lowest edge wins. */
static void test_tie_goes_to_the_lower_edge(void **state)
{
    (void)state;
    for (int turn = 0; turn < 50; turn++) {
        struct lines_builder builder = {0};
        struct network net = {0};
        struct build_notes notes;
        struct impedance impedance = asciimap_impedance(false);
        struct snap_rule rule = {.limit_m = 500.0};
        struct line_row row = {.fid = 1,
                               .road_class = UINT16_MAX,
                               .flags = LINE_FORWARD | LINE_BACKWARD,
                               .speed_kmh = NAN,
                               .speed_back_kmh = NAN,
                               .boarding_s = NAN,
                               .length_m = (double)NAN};
        double centre[2] = {500000.13, 0.77}, at_m[2] = {0.0, 100.0};
        for (int arm = 0; arm < 5; arm++) { /* all arms in the half plane away from the point */
            double angle = 0.4 + 0.57 * arm + 0.003 * turn;
            double xy_m[4] = {centre[0] + 97.3 * cos(angle), centre[1] + 97.3 * sin(angle),
                              centre[0], centre[1]};
            assert_int_equal(lines_add(&builder, &row, xy_m, at_m, 2, NULL), WS_OK);
        }
        assert_int_equal(build_network(&net, &notes, &builder.lines, &impedance, NULL), WS_OK);
        struct ws_snap snap =
            snap_at(&net, centre[0] + 0.001 * turn, centre[1] - 0.5, &rule, "EPSG:3006");
        assert_int_equal(snap.edge, 0); /* the lowest edge is always canonical */
        assert_true(snap.off_mm > 490 && snap.off_mm < 520);
        network_release(&net);
        lines_release(&builder.lines);
    }
}

/* A plane that stretches twofold: the limit is still one of metres on earth. */
static void test_stretched_plane(void **state)
{
    (void)state;
    struct asciimap map;
    struct network net = {0};
    struct snap_rule rule = {.limit_m = 50.0};
    asciimap_read(&map, "a----b");
    asciimap_build(&net, &map, false);
    for (uint32_t v = 0; v < net.first_xy[net.edge_count]; v++)
        net.xy_m[2 * v + 1] += 8399737.89 - ASCIIMAP_TOP_M; /* 60 degrees north */
    double y_m = 8399737.89;
    struct ws_snap snap = snap_at(&net, ASCIIMAP_LEFT_M + 200.0, y_m + 98.0, &rule, "EPSG:3857");
    assert_int_equal(snap.edge, 0);
    assert_near(snap.off_mm / 1000.0, 49.0, 0.3);
    snap = snap_at(&net, ASCIIMAP_LEFT_M + 200.0, y_m + 103.0, &rule, "EPSG:3857");
    assert_int_equal(snap.edge, WS_NONE);
    network_release(&net);
    asciimap_release(&map);
}

/* ---- against the oracle --------------------------------------------------------------- */

static double distance_m(const struct network *net, const struct ws_snap *snap, double x_m,
                         double y_m)
{
    double foot_x_m = 0.0, foot_y_m = 0.0;
    network_position(net, snap->edge, snap->along_mm, &foot_x_m, &foot_y_m);
    return hypot(foot_x_m - x_m, foot_y_m - y_m);
}

static void check_random_points(const struct network *net, uint64_t *random, struct earth *earth)
{
    enum { COUNT = 40 };
    double x_m[COUNT], y_m[COUNT];
    bool allowed[64] = {false};
    struct ws_points points = {.count = COUNT, .x_m = x_m, .y_m = y_m};
    struct snap_rule rule = {.limit_m = 5.0 + oracle_random(random, 30),
                             .min_component = oracle_random(random, 8)};
    struct snapper *snapper = NULL;
    struct ws_snap *snaps = NULL;

    assert_true(net->component_count <= 64);
    for (uint32_t c = 0; c < net->component_count; c++)
        allowed[c] = net->component_node_count[c] >= rule.min_component;
    for (uint32_t i = 0; i < COUNT; i++) {
        x_m[i] = 499970.0 + 0.01 * oracle_random(random, 14000);
        y_m[i] = 6699970.0 + 0.01 * oracle_random(random, 14000);
    }
    assert_int_equal(snapper_new(&snapper, net, NULL), WS_OK);
    assert_int_equal(snap_points(&snaps, snapper, &points, &rule, earth, NULL), WS_OK);
    for (uint32_t i = 0; i < COUNT; i++) {
        double limit_m = rule.limit_m * PLANE_PER_M;
        struct ws_snap expected = oracle_snap(net, x_m[i], y_m[i], limit_m, allowed);
        if (expected.edge == WS_NONE)
            expected = oracle_snap(net, x_m[i], y_m[i], limit_m, NULL);
        if (expected.edge == WS_NONE) {
            assert_int_equal(snaps[i].edge, WS_NONE);
            continue;
        }
        assert_int_not_equal(snaps[i].edge, WS_NONE);
        double off_m = distance_m(net, &snaps[i], x_m[i], y_m[i]);
        assert_near(off_m, distance_m(net, &expected, x_m[i], y_m[i]), 0.0011);
        assert_near(snaps[i].off_mm / 1000.0, off_m / PLANE_PER_M, 0.0021);
        assert_true(network_is_canonical(net, snaps[i].edge));
    }
    mem_free(snaps);
    snapper_free(snapper);
}

static void test_against_linear_scan(void **state)
{
    (void)state;
    uint64_t random = 1984;
    struct earth *earth = NULL;
    assert_int_equal(earth_open(&earth, "EPSG:3006", NULL), WS_OK);
    for (int round = 0; round < 100; round++) {
        struct lines lines;
        struct network net = {0};
        struct build_notes notes;
        struct impedance impedance = asciimap_impedance(false);
        oracle_random_lines(&lines, &random, 1 + oracle_random(&random, 30), 8);
        for (uint32_t i = 0; i < lines.count; i++)
            if (oracle_random(&random, 5) == 0)
                lines.flags[i] |= LINE_TUNNEL;
        assert_int_equal(build_network(&net, &notes, &lines, &impedance, NULL), WS_OK);
        check_random_points(&net, &random, earth);
        network_release(&net);
        lines_release(&lines);
    }
    earth_close(earth);
}

/* A road of many vertices is indexed in parts: every part is found, and the foot
 * is told to the millimetre. */
static void test_long_road(void **state)
{
    (void)state;
    struct asciimap map;
    struct network net = {0};
    struct snap_rule rule = {.limit_m = 60.0};
    asciimap_read(&map, "a-----------------------------------b");
    asciimap_build(&net, &map, false);
    bool from_a = net.tail[0] == asciimap_node(&map, &net, 'a');
    for (uint32_t way_mm = 0; way_mm <= 3600000; way_mm += 37501) {
        struct ws_snap snap = snap_at(&net, ASCIIMAP_LEFT_M + way_mm / 1000.0,
                                      ASCIIMAP_TOP_M + 20.0, &rule, "EPSG:3006");
        assert_int_equal(snap.edge, 0);
        assert_int_equal(snap.along_mm, from_a ? way_mm : 3600000 - way_mm);
    }
    network_release(&net);
    asciimap_release(&map);
}

static void test_no_roads_bad_limit_no_memory(void **state)
{
    (void)state;
    struct asciimap map;
    struct network net = {0};
    struct snap_rule rule = {.limit_m = 60.0};
    struct snapper *snapper = NULL;
    struct earth *earth = NULL;
    struct ws_snap *snaps = NULL;
    asciimap_read(&map, "A");
    asciimap_build(&net, &map, false);
    struct ws_snap snap = snap_at(&net, 500000.0, 6700000.0, &rule, "EPSG:3006");
    assert_int_equal(snap.edge, WS_NONE);
    assert_int_equal(snap.off_mm, WS_COST_INF);

    assert_int_equal(snapper_new(&snapper, &net, NULL), WS_OK);
    assert_int_equal(earth_open(&earth, "EPSG:3006", NULL), WS_OK);
    static const double BAD_M[] = {0.0, -1.0, (double)INFINITY, (double)NAN};
    for (size_t i = 0; i < sizeof BAD_M / sizeof BAD_M[0]; i++) {
        rule.limit_m = BAD_M[i];
        assert_int_equal(snap_points(&snaps, snapper, &map.facilities, &rule, earth, NULL),
                         WS_BAD_OPTION);
    }
    rule.limit_m = 1.0;
    mem_fail_at(1);
    assert_int_equal(snap_points(&snaps, snapper, &map.facilities, &rule, earth, NULL),
                     WS_NO_MEMORY);
    mem_fail_at(0);
    assert_null(snaps);
    snapper_free(snapper);
    for (uint64_t nth = 1; nth <= 3; nth++) {
        snapper = NULL;
        mem_fail_at(nth);
        assert_int_equal(snapper_new(&snapper, &net, NULL), WS_NO_MEMORY);
        mem_fail_at(0);
        assert_null(snapper);
    }
    earth_close(earth);
    network_release(&net);
    asciimap_release(&map);
}

int main(void)
{
    enum { ROW_COUNT = sizeof ROWS / sizeof ROWS[0], TIER_COUNT = sizeof TIERS / sizeof TIERS[0] };
    static const struct CMUnitTest SINGLE[] = {
        cmocka_unit_test(test_nobody_boards_a_passing_ferry),
        cmocka_unit_test(test_tie_goes_to_the_lower_edge),
        cmocka_unit_test(test_stretched_plane),
        cmocka_unit_test(test_against_linear_scan),
        cmocka_unit_test(test_long_road),
        cmocka_unit_test(test_no_roads_bad_limit_no_memory),
    };
    enum { SINGLE_COUNT = sizeof SINGLE / sizeof SINGLE[0] };
    struct CMUnitTest tests[ROW_COUNT + TIER_COUNT + SINGLE_COUNT];
    for (size_t i = 0; i < ROW_COUNT; i++)
        tests[i] = (struct CMUnitTest){.name = ROWS[i].name,
                                       .test_func = test_distance,
                                       .initial_state = (void *)(uintptr_t)&ROWS[i]};
    for (size_t i = 0; i < TIER_COUNT; i++)
        tests[ROW_COUNT + i] = (struct CMUnitTest){.name = TIERS[i].name,
                                                   .test_func = test_tier,
                                                   .initial_state = (void *)(uintptr_t)&TIERS[i]};
    for (size_t i = 0; i < SINGLE_COUNT; i++)
        tests[ROW_COUNT + TIER_COUNT + i] = SINGLE[i];
    return cmocka_run_group_tests_name("net_snap", tests, NULL, NULL);
}
