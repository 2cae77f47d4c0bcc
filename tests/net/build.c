/* Lines to nodes and edges (src/net/build.h). */
#include "net/build.h"

#include "base/mem.h"
#include "support/asciimap.h"
#include "support/near.h"
#include "support/oracle.h"
#include <string.h>

/* ---- drawings ------------------------------------------------------------------ */

static const struct row {
    const char *name, *text;
    uint32_t nodes, edges, components;
    uint64_t length_mm;
} ROWS[] = {
    {"one_road", "a--b", 2, 2, 1, 300000},
    {"one_way_is_one_edge", "a->b", 2, 1, 1, 300000},
    {"one_way_back", "a<-b", 2, 1, 1, 300000},
    {"no_road_at_all", "A  b", 0, 0, 0, 0},
    {"roads_meet_at_a_shared_vertex", "  a  \n  |  \nb-e-c\n  |  \n  d  ", 5, 8, 1, 800000},
    {"a_crossing_is_a_bridge", "  a  \n  |  \nb-+-c\n  |  \n  d  ", 4, 4, 2, 800000},
    {"trap_09_dead_end_is_kept", "a-b-c\n  |  \n  d  ", 4, 6, 1, 600000},
    {"ring", "a-b\n| |\nd-c", 4, 8, 1, 800000},
    {"separate_parts", "a-b c-d\n       \ne-f    ", 6, 6, 3, 600000},
    {"ferry", "a-b~~c", 3, 4, 1, 500000},
};

static void test_drawing(void **state)
{
    const struct row *row = *state;
    struct asciimap map;
    struct network net = {0};
    struct build_notes notes;
    struct impedance impedance = asciimap_impedance(false);

    asciimap_read(&map, row->text);
    assert_int_equal(build_network(&net, &notes, &map.lines, &impedance, NULL), WS_OK);
    assert_int_equal(network_check(&net, NULL), WS_OK);
    assert_int_equal(net.node_count, row->nodes);
    assert_int_equal(net.edge_count, row->edges);
    assert_int_equal(net.component_count, row->components);
    assert_int_equal(notes.length_mm, row->length_mm);
    network_release(&net);
    asciimap_release(&map);
}

/* ---- hand-made lines ------------------------------------------------------------- */

static const struct line_row PLAIN = {.fid = 1,
                                      .road_class = UINT16_MAX,
                                      .flags = LINE_FORWARD | LINE_BACKWARD,
                                      .speed_kmh = NAN,
                                      .speed_back_kmh = NAN,
                                      .boarding_s = NAN,
                                      .length_m = (double)NAN};

static void add(struct lines_builder *builder, struct line_row row, const double *xy_m,
                uint32_t count)
{
    double at_m[16] = {0};
    assert_true(count <= 16);
    for (uint32_t v = 1; v < count; v++)
        at_m[v] =
            at_m[v - 1] + hypot(xy_m[2 * v] - xy_m[2 * v - 2], xy_m[2 * v + 1] - xy_m[2 * v - 1]);
    assert_int_equal(lines_add(builder, &row, xy_m, at_m, count, NULL), WS_OK);
}

static void build(struct network *out, struct build_notes *notes, struct lines_builder *builder,
                  bool is_time)
{
    struct impedance impedance = asciimap_impedance(is_time);
    struct ws_error err = {0};
    if (build_network(out, notes, &builder->lines, &impedance, &err) || network_check(out, &err))
        fail_msg("%s", err.message);
    lines_release(&builder->lines);
}

static void test_ends_within_a_centimetre_meet(void **state)
{
    (void)state;
    static const struct {
        double gap_m;
        uint32_t nodes;
    } CASES[] = {{0.0, 3}, {0.004, 3}, {0.02, 4}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        struct lines_builder builder = {0};
        struct network net = {0};
        struct build_notes notes;
        add(&builder, PLAIN, (double[]){0, 0, 50, 0}, 2);
        add(&builder, PLAIN, (double[]){50 + CASES[i].gap_m, 0, 90, 0}, 2);
        build(&net, &notes, &builder, false);
        assert_int_equal(net.node_count, CASES[i].nodes);
        network_release(&net);
    }
}

/* A vertex of another line, a line through itself, a vertex said twice. */
static void test_which_vertices_are_nodes(void **state)
{
    (void)state;
    static const struct {
        double xy_m[12];
        uint32_t count, nodes, canonical;
    } CASES[] = {
        {{0, 0, 50, 0, 100, 0}, 3, 2, 1},
        {{0, 0, 50, 0, 50, 0, 100, 0}, 4, 2, 1},                /* repeated in a row: none */
        {{0, 0, 50, 0, 90, 0, 90, 40, 50, 0, 50, 90}, 6, 3, 3}, /* through itself: a loop */
        {{0, 0, 50, 0, 90, 40, 0, 0}, 4, 1, 1},                 /* a ring: one node, a loop */
        {{0, 0, 50, 0, 0, 0}, 3, 1, 1},                         /* there and back */
        {{0, 0, 0, 0, 50, 0, 50, 0}, 4, 2, 1},                  /* repeated ends */
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        struct lines_builder builder = {0};
        struct network net = {0};
        struct build_notes notes;
        add(&builder, PLAIN, CASES[i].xy_m, CASES[i].count);
        build(&net, &notes, &builder, false);
        assert_int_equal(net.node_count, CASES[i].nodes);
        assert_int_equal(net.edge_count, 2 * CASES[i].canonical);
        network_release(&net);
    }
}

static void test_closed_and_empty_lines_leave_nothing(void **state)
{
    (void)state;
    struct lines_builder builder = {0};
    struct network net = {0};
    struct build_notes notes;
    struct line_row closed = PLAIN;
    closed.flags = 0;
    add(&builder, PLAIN, (double[]){0, 0, 50, 0, 100, 0}, 3);
    add(&builder, closed, (double[]){50, 0, 50, 100}, 2); /* would cut the first line */
    add(&builder, PLAIN, (double[]){50, 0, 50.001, 0, 50, 0.001}, 3);
    build(&net, &notes, &builder, false);
    assert_int_equal(notes.closed_lines, 1);
    assert_int_equal(notes.zero_lines, 1);
    assert_int_equal(net.node_count, 2);
    assert_int_equal(net.edge_count, 2);
    network_release(&net);
}

static void test_short_edge_is_a_millimetre(void **state)
{
    (void)state;
    struct lines_builder builder = {0};
    struct network net = {0};
    struct build_notes notes;
    double xy_m[] = {0, 0, 0.02, 0}, at_m[] = {0, 0.0004};
    assert_int_equal(lines_add(&builder, &PLAIN, xy_m, at_m, 2, NULL), WS_OK);
    build(&net, &notes, &builder, false);
    assert_int_equal(notes.short_edges, 1);
    assert_int_equal(net.length_mm[0], 1);
    assert_int_equal(net.at_mm[1], 1);
    network_release(&net);
}

static void test_given_length(void **state)
{
    (void)state;
    static const struct {
        double straight_m, given_m;
        enum ws_status status;
    } CASES[] = {
        {1000.0, 1234.5, WS_OK},      {1000.0, 990.001, WS_OK}, /* within 1 % */
        {1000.0, 989.9, WS_BAD_DATA},                           /* 1 % and 1 m below */
        {50.0, 49.1, WS_OK},                                    /* more than 1 %, less than 1 m */
        {50.0, 48.9, WS_BAD_DATA},                              /* more than both */
        {50.0, -1.0, WS_BAD_DATA},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        struct lines_builder builder = {0};
        struct network net = {0};
        struct build_notes notes;
        struct ws_error err = {0};
        struct impedance impedance = asciimap_impedance(false);
        struct line_row row = PLAIN;
        row.fid = 4711;
        row.length_m = CASES[i].given_m;
        add(&builder, row, (double[]){0, 0, CASES[i].straight_m, 0}, 2);
        assert_int_equal(build_network(&net, &notes, &builder.lines, &impedance, &err),
                         CASES[i].status);
        if (CASES[i].status)
            assert_non_null(strstr(err.message, "4711"));
        else
            assert_near(net.length_mm[0], CASES[i].given_m * 1000.0, 0.5);
        network_release(&net);
        lines_release(&builder.lines);
    }
}

/* A given length is shared among the edges in proportion to the geometry. */
static void test_given_length_is_shared(void **state)
{
    (void)state;
    struct lines_builder builder = {0};
    struct network net = {0};
    struct build_notes notes;
    struct line_row row = PLAIN;
    row.length_m = 200.0;
    add(&builder, row, (double[]){0, 0, 25, 0, 100, 0}, 3);
    add(&builder, PLAIN, (double[]){25, 0, 25, 7}, 2);
    build(&net, &notes, &builder, false);
    assert_int_equal(notes.length_mm, 200000 + 7000);
    uint32_t found = 0;
    for (uint32_t e = 0; e < net.edge_count; e++)
        found += network_is_canonical(&net, e) &&
                 (net.length_mm[e] == 50000 || net.length_mm[e] == 150000);
    assert_int_equal(found, 2);
    network_release(&net);
}

/* Trap 13: a ferry cut in three by stops on the way pays its boarding once. */
static void test_trap_13_boarding_is_paid_once(void **state)
{
    (void)state;
    struct lines_builder builder = {0};
    struct network net = {0};
    struct build_notes notes;
    struct line_row ferry = PLAIN;
    ferry.flags |= LINE_FERRY;
    ferry.boarding_s = 301.0f;
    add(&builder, ferry, (double[]){0, 0, 1000, 0, 2000, 0, 3000, 0}, 4);
    add(&builder, PLAIN, (double[]){1000, 0, 1000, 10}, 2);
    add(&builder, PLAIN, (double[]){2000, 0, 2000, 10}, 2);
    build(&net, &notes, &builder, true);
    uint64_t forth_and_back = 0;
    for (uint32_t e = 0; e < net.edge_count; e++)
        if (net.flags[e] & EDGE_FERRY)
            forth_and_back += net.cost[e];
    assert_int_equal(notes.ferry_edges, 3);
    assert_int_equal(notes.ferry_mm, 3000000);
    assert_int_equal(forth_and_back, 2 * (180000 + 301000)); /* 3 km at 60 km/h, boarding */
    network_release(&net);
}

/* Speed of each direction follows the direction, not the edge number. */
static void test_speed_per_direction(void **state)
{
    (void)state;
    for (int reversed = 0; reversed < 2; reversed++) {
        struct lines_builder builder = {0};
        struct network net = {0};
        struct build_notes notes;
        struct impedance impedance = asciimap_impedance(true);
        struct line_row row = PLAIN;
        row.speed_kmh = 36.0f;      /* as drawn: 10 m/s */
        row.speed_back_kmh = 72.0f; /* 20 m/s */
        double east[] = {0, 0, 100, 0}, west[] = {100, 0, 0, 0};
        add(&builder, row, reversed ? west : east, 2);
        impedance.use_source_speed = true;
        assert_int_equal(build_network(&net, &notes, &builder.lines, &impedance, NULL), WS_OK);
        for (uint32_t e = 0; e < 2; e++) {
            bool is_east = net.x_m[net.head[e]] > net.x_m[net.tail[e]];
            assert_int_equal(net.cost[e], is_east == !reversed ? 10000 : 5000);
        }
        lines_release(&builder.lines);
        network_release(&net);
    }
}

static void test_cost_too_large(void **state)
{
    (void)state;
    struct lines_builder builder = {0};
    struct network net = {0};
    struct build_notes notes;
    struct ws_error err = {0};
    struct impedance impedance = asciimap_impedance(false);
    add(&builder, PLAIN, (double[]){0, 0, 2147483.647, 0}, 2);
    assert_int_equal(build_network(&net, &notes, &builder.lines, &impedance, &err), WS_TOO_LARGE);
    assert_null(net.cost);
    lines_release(&builder.lines);
}

/* Trap 30: a short and a long way between two junctions, and one road entered
 * twice: all of them stay, the lower fid on the lower edge. */
static void test_trap_30_parallel_edges(void **state)
{
    (void)state;
    struct lines_builder builder = {0};
    struct network net = {0};
    struct build_notes notes;
    for (int64_t fid = 3; fid >= 1; fid--) {
        struct line_row row = PLAIN;
        row.fid = fid;
        add(&builder, row, (double[]){0, 0, 50, 90.0 * (double)fid, 100, 0}, 3);
    }
    build(&net, &notes, &builder, false);
    assert_int_equal(net.node_count, 2);
    assert_int_equal(net.edge_count, 6);
    assert_int_equal(notes.merged_roads, 0);
    for (int edge = 0; edge < 3; edge++)
        assert_int_equal(net.fid[edge], edge + 1);
    assert_true(net.length_mm[0] < net.length_mm[1] && net.length_mm[1] < net.length_mm[2]);
    network_release(&net);
}

static void test_no_memory_anywhere(void **state)
{
    (void)state;
    uint64_t random = 3;
    struct lines lines;
    struct impedance impedance = asciimap_impedance(false);
    oracle_random_lines(&lines, &random, 12, 5);

    for (uint64_t nth = 1;; nth++) {
        struct network net = {0};
        struct build_notes notes;
        mem_fail_at(nth);
        enum ws_status st = build_network(&net, &notes, &lines, &impedance, NULL);
        mem_fail_at(0);
        if (st == WS_OK) {
            assert_true(nth > 20);
            network_release(&net);
            break;
        }
        assert_int_equal(st, WS_NO_MEMORY);
        assert_null(net.head);
    }
    lines_release(&lines);
}

int main(void)
{
    static const struct CMUnitTest SINGLE[] = {
        cmocka_unit_test(test_ends_within_a_centimetre_meet),
        cmocka_unit_test(test_which_vertices_are_nodes),
        cmocka_unit_test(test_closed_and_empty_lines_leave_nothing),
        cmocka_unit_test(test_short_edge_is_a_millimetre),
        cmocka_unit_test(test_given_length),
        cmocka_unit_test(test_given_length_is_shared),
        cmocka_unit_test(test_trap_13_boarding_is_paid_once),
        cmocka_unit_test(test_speed_per_direction),
        cmocka_unit_test(test_cost_too_large),
        cmocka_unit_test(test_trap_30_parallel_edges),
        cmocka_unit_test(test_no_memory_anywhere),
    };
    enum {
        ROW_COUNT = sizeof ROWS / sizeof ROWS[0],
        SINGLE_COUNT = sizeof SINGLE / sizeof SINGLE[0]
    };
    struct CMUnitTest tests[ROW_COUNT + SINGLE_COUNT];
    for (size_t i = 0; i < ROW_COUNT; i++)
        tests[i] = (struct CMUnitTest){.name = ROWS[i].name,
                                       .test_func = test_drawing,
                                       .initial_state = (void *)(uintptr_t)&ROWS[i]};
    memcpy(&tests[ROW_COUNT], SINGLE, sizeof SINGLE);
    return cmocka_run_group_tests_name("net_build", tests, NULL, NULL);
}
