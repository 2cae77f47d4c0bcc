/* Road ends that nearly touch another road (src/net/ends.h). */
#include "net/ends.h"

#include "base/mem.h"
#include "net/build.h"
#include "support/asciimap.h"
#include "support/near.h"
#include <string.h>

#define MOST_LINES 4

/* Lines of two vertices; the others stand at 0. */
static const struct row {
    const char *name;
    double lines[MOST_LINES][4];
    uint32_t count;
    double join_m;
    uint32_t near_count;   /* told before joining, within 1 m */
    uint32_t joined_count; /* with join_m */
    uint32_t nodes, components;
} ROWS[] = {
    {"ends_that_meet", {{0, 0, 100, 0}, {100, 0, 200, 0}}, 2, 0.5, 0, 0, 3, 1},
    {"ends_0_4_m_apart", {{0, 0, 100, 0}, {100.4, 0, 200, 0}}, 2, 0.5, 2, 1, 3, 1},
    {"ends_exactly_at_the_limit", {{0, 0, 100, 0}, {100.5, 0, 200, 0}}, 2, 0.5, 2, 1, 3, 1},
    {"ends_beyond_the_limit", {{0, 0, 100, 0}, {100.6, 0, 200, 0}}, 2, 0.5, 2, 0, 4, 2},
    {"ends_that_nobody_meant", {{0, 0, 100, 0}, {103, 0, 200, 0}}, 2, 0.5, 0, 0, 4, 2},
    {"end_beside_a_road", {{0, 0, 100, 0}, {50, 0.4, 50, 90}}, 2, 0.5, 1, 1, 4, 1},
    {"end_on_a_road_without_vertex", {{0, 0, 100, 0}, {50, 0, 50, 90}}, 2, 0.1, 1, 1, 4, 1},
    {"end_before_a_junction",
     {{0, 0, 100, 0}, {100, 0, 200, 0}, {100, 0.4, 100, 90}},
     3,
     0.5,
     1,
     1,
     4,
     1},
    {"two_ends_before_a_third",
     {{0, 0, 100, 0}, {100.3, 0, 200, 0}, {100, 0.3, 100, 90}},
     3,
     0.5,
     3,
     2,
     4,
     1},
    {"end_drawn_twice", {{0, 0, 100, 0}, {0, 0, 100, 0}, {100.4, 0, 200, 0}}, 3, 0.5, 2, 1, 3, 1},
    {"crossing_is_a_bridge", {{0, 0, 100, 0}, {50, -50, 50, 50}}, 2, 0.5, 0, 0, 4, 2},
    {"stub_is_not_looked_at", {{0, 0, 100, 0}, {100, 0, 100, 0.5}}, 2, 0.1, 0, 0, 3, 1},
};

static void add_lines(struct lines_builder *builder, const struct row *row, bool is_reversed)
{
    for (uint32_t i = 0; i < row->count; i++) {
        uint32_t line = is_reversed ? row->count - 1 - i : i;
        const double *xy_m = row->lines[line];
        double at_m[2] = {0, hypot(xy_m[2] - xy_m[0], xy_m[3] - xy_m[1])};
        struct line_row columns = {.fid = line,
                                   .road_class = UINT16_MAX,
                                   .flags = LINE_FORWARD | LINE_BACKWARD,
                                   .speed_kmh = NAN,
                                   .speed_back_kmh = NAN,
                                   .boarding_s = NAN,
                                   .length_m = (double)NAN};
        assert_int_equal(lines_add(builder, &columns, xy_m, at_m, 2, NULL), WS_OK);
    }
}

static uint64_t build(struct network *net, const struct lines *lines)
{
    struct impedance impedance = asciimap_impedance(false);
    struct build_notes notes;
    assert_int_equal(build_network(net, &notes, lines, &impedance, NULL), WS_OK);
    assert_int_equal(network_check(net, NULL), WS_OK);
    return notes.length_mm;
}

static void test_row(void **state)
{
    const struct row *row = *state;
    struct impedance impedance = asciimap_impedance(false);
    struct build_way way = {&impedance, 1, 2};
    uint64_t before_mm = 0, after_mm[2];
    for (int order = 0; order < 2; order++) {
        struct lines_builder builder = {0};
        struct network net = {0};
        struct end_notes near, joined;
        add_lines(&builder, row, order == 1);
        before_mm = build(&net, &builder.lines);
        assert_int_equal(ends_find(&near, &net, 1.0, 2, NULL), WS_OK);
        assert_int_equal(near.count, row->near_count);
        network_release(&net);
        assert_int_equal(ends_join(&joined, &builder.lines, &way, row->join_m, NULL), WS_OK);
        assert_int_equal(joined.count, row->joined_count);
        assert_true(joined.farthest_m <= row->join_m + 1e-6);
        after_mm[order] = build(&net, &builder.lines);
        assert_int_equal(net.node_count, row->nodes);
        assert_int_equal(net.component_count, row->components);
        network_release(&net);
        lines_release(&builder.lines);
    }
    assert_int_equal(after_mm[0], before_mm); /* no road is made or lost */
    assert_int_equal(after_mm[1], before_mm);
}

static void test_no_memory_anywhere(void **state)
{
    (void)state;
    struct impedance impedance = asciimap_impedance(false);
    struct build_way way = {&impedance, 1, 2};
    for (uint64_t nth = 1;; nth++) {
        struct lines_builder builder = {0};
        struct network net = {0};
        struct end_notes notes;
        add_lines(&builder, &ROWS[5], false);
        mem_fail_at(nth);
        enum ws_status st = ends_join(&notes, &builder.lines, &way, 0.5, NULL);
        mem_fail_at(0);
        (void)build(&net, &builder.lines);
        mem_fail_at(nth);
        enum ws_status found = ends_find(&notes, &net, 1.0, 2, NULL);
        mem_fail_at(0);
        network_release(&net);
        lines_release(&builder.lines);
        assert_true(st == WS_OK || st == WS_NO_MEMORY);
        assert_true(found == WS_OK || found == WS_NO_MEMORY);
        if (!st && !found)
            break;
        assert_true(nth < 100);
    }
}

int main(void)
{
    enum { COUNT = sizeof ROWS / sizeof *ROWS };
    struct CMUnitTest tests[COUNT + 1];
    for (size_t i = 0; i < COUNT; i++)
        tests[i] = (struct CMUnitTest){.name = ROWS[i].name,
                                       .test_func = test_row,
                                       .initial_state = (void *)(uintptr_t)&ROWS[i]};
    tests[COUNT] = (struct CMUnitTest)cmocka_unit_test(test_no_memory_anywhere);
    return cmocka_run_group_tests_name("net_ends", tests, NULL, NULL);
}
