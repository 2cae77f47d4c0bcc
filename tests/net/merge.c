/* Roads that lie on each other (src/net/merge.h). */
#include "net/build.h"

#include "base/mem.h"
#include "support/asciimap.h"
#include "support/near.h"
#include <string.h>

#define BOTH (LINE_FORWARD | LINE_BACKWARD)

/* Two lines between 0,0 and 100,0; the second may be drawn from the other end. */
static const struct row {
    const char *name;
    unsigned flags, other_flags;
    bool is_turned, is_bent;
    float kmh, other_kmh;
    uint32_t edges, merged;
    uint32_t ms, back_ms; /* 100 m; 0: no such direction */
} ROWS[] = {
    {"same_twice", BOTH, BOTH, false, false, 36, 36, 2, 1, 10000, 10000},
    {"same_turned", BOTH, BOTH, true, false, 36, 36, 2, 1, 10000, 10000},
    {"one_way_each", LINE_FORWARD, LINE_FORWARD, true, false, 36, 72, 2, 1, 10000, 5000},
    {"one_way_twice", LINE_FORWARD, LINE_FORWARD, false, false, 36, 72, 1, 1, 5000, 0},
    {"one_way_on_two_way", BOTH, LINE_FORWARD, false, false, 36, 72, 2, 1, 5000, 10000},
    {"one_way_back_on_itself", LINE_BACKWARD, LINE_FORWARD, true, false, 36, 18, 1, 1, 0, 10000},
    {"another_way_round", BOTH, BOTH, false, true, 36, 36, 4, 0, 10000, 10000},
    {"a_ferry_beside_a_road", BOTH, BOTH | LINE_FERRY, false, false, 36, 36, 4, 0, 10000, 10000},
};

static void add_line(struct lines_builder *builder, const struct row *row, bool is_other)
{
    double xy_m[6] = {0, 0, 100, 0}, at_m[3] = {0, 100, 0};
    unsigned flags = is_other ? row->other_flags : row->flags;
    float kmh = is_other ? row->other_kmh : row->kmh;
    uint32_t count = 2;
    if (is_other && row->is_turned) {
        xy_m[0] = 100;
        xy_m[2] = 0;
    }
    if (is_other && row->is_bent) {
        memcpy(xy_m, (double[]){0, 0, 50, 0.5, 100, 0}, sizeof xy_m);
        memcpy(at_m, (double[]){0, 50, 100}, sizeof at_m);
        count = 3;
    }
    struct line_row line = {.fid = is_other ? 1 : 2,
                            .road_class = UINT16_MAX,
                            .flags = (uint8_t)flags,
                            .speed_kmh = kmh,
                            .speed_back_kmh = kmh,
                            .boarding_s = NAN,
                            .length_m = (double)NAN};
    assert_int_equal(lines_add(builder, &line, xy_m, at_m, count, NULL), WS_OK);
}

/* The cheapest cost of going from x to 100 - x; 0: no edge leads there. */
static uint32_t cost_from(const struct network *net, double x_m)
{
    uint32_t cost = 0;
    for (uint32_t e = 0; e < net->edge_count; e++)
        if (fabs(net->x_m[net->tail[e]] - x_m) < 1e-6 && !(net->flags[e] & EDGE_FERRY) &&
            (!cost || net->cost[e] < cost))
            cost = net->cost[e];
    return cost;
}

static void test_row(void **state)
{
    const struct row *row = *state;
    struct impedance impedance = asciimap_impedance(true);
    impedance.use_source_speed = true;
    for (int order = 0; order < 2; order++) {
        struct lines_builder builder = {0};
        struct network net = {0};
        struct build_notes notes;
        add_line(&builder, row, order == 1);
        add_line(&builder, row, order == 0);
        assert_int_equal(build_network(&net, &notes, &builder.lines, &impedance, NULL), WS_OK);
        assert_int_equal(network_check(&net, NULL), WS_OK);
        assert_int_equal(net.node_count, 2);
        assert_int_equal(net.edge_count, row->edges);
        assert_int_equal(notes.merged_roads, row->merged);
        assert_int_equal(notes.merged_mm, row->merged * 100000);
        assert_int_equal(cost_from(&net, 0.0), row->ms);
        assert_int_equal(cost_from(&net, 100.0), row->back_ms);
        assert_int_equal(net.fid[0], row->merged ? 1 : net.fid[0]);
        network_release(&net);
        lines_release(&builder.lines);
    }
}

int main(void)
{
    enum { COUNT = sizeof ROWS / sizeof *ROWS };
    struct CMUnitTest tests[COUNT];
    for (size_t i = 0; i < COUNT; i++)
        tests[i] = (struct CMUnitTest){.name = ROWS[i].name,
                                       .test_func = test_row,
                                       .initial_state = (void *)(uintptr_t)&ROWS[i]};
    return cmocka_run_group_tests_name("net_merge", tests, NULL, NULL);
}
