/* Chains skipped: every node has one place, every road one arc or chain, and the
 * prices add up (src/net/skeleton.h). The labels are judged in search.c. */
#include "net/skeleton.h"

#include "base/mem.h"
#include "support/asciimap.h"
#include "support/near.h"
#include "support/oracle.h"
#include <string.h>

static void build(struct network *net, struct skeleton *skeleton, const char *drawing,
                  enum ws_direction direction)
{
    struct asciimap map;
    asciimap_read(&map, drawing);
    asciimap_build(net, &map, false);
    asciimap_release(&map);
    assert_int_equal(skeleton_new(skeleton, net, direction, NULL), WS_OK);
}

static const struct row {
    const char *name, *drawing;
    uint32_t core, inner, chains, arcs;
} ROWS[] = {
    {"one_road", "a-b\n", 2, 0, 0, 2},
    {"passed_once", "a-b-c\n", 2, 1, 1, 2},
    {"passed_often", "a-b-c-d-e\n", 2, 3, 1, 2},
    {"crossing", "a-b-c\n  |  \n  d  \n", 4, 0, 0, 6},
    {"one_way_chain", "a>b>c\n", 2, 1, 1, 1},
    {"one_ways_that_meet", "a>b<c\n", 3, 0, 0, 2},
    {"two_way_into_one_way", "a-b>c\n", 3, 0, 0, 3},
    {"ring_alone", "a-b\n| |\nc-d\n", 1, 3, 1, 0},
    {"one_way_ring", "a>b\n^ v\nc<d\n", 1, 3, 1, 0},
    {"ring_with_a_tail", "a-b-e\n| |  \nc-d  \n", 2, 3, 1, 2},
};

static void drawing_has_its_chains(void **state)
{
    const struct row *row = *state;
    for (int to = 0; to < 2; to++) {
        struct network net;
        struct skeleton skeleton;
        build(&net, &skeleton, row->drawing, to ? WS_TO_FACILITY : WS_FROM_FACILITY);
        assert_int_equal(skeleton.core_count, row->core);
        assert_int_equal(skeleton.inner_count, row->inner);
        assert_int_equal(skeleton.chain_count, row->chains);
        assert_int_equal(skeleton.arc_count, row->arcs);
        skeleton_release(&skeleton);
        network_release(&net);
    }
}

/* Towards the facility a label goes against the arrows. */
static void one_way_chain_is_priced_as_labels_go(void **state)
{
    struct network net;
    struct skeleton skeleton;
    (void)state;
    build(&net, &skeleton, "a>b--c\n", WS_TO_FACILITY);
    skeleton_release(&skeleton);
    network_release(&net);
    build(&net, &skeleton, "a>b>>c>>>d\n", WS_TO_FACILITY);
    assert_int_equal(skeleton.chain_count, 1);
    bool starts_at_a = net.x_m[skeleton.node[skeleton.start[0]]] < 500001.0;
    assert_true(starts_at_a); /* chains are walked along the arrows */
    assert_int_equal(skeleton.forth[0], WS_COST_INF);
    assert_int_equal(skeleton.back[0], 900000);
    assert_int_equal(skeleton.back_to[0], 200000);
    assert_int_equal(skeleton.back_to[1], 500000);
    assert_int_equal(skeleton_way(&skeleton, 0, 1, 0), 300000);
    assert_int_equal(skeleton_way(&skeleton, 0, 0, 1), WS_COST_INF);
    assert_int_equal(skeleton.arcs[0].cost, 900000);
    skeleton_release(&skeleton);
    network_release(&net);
}

/* Slots and nodes are each other's way back; cores stand in node order. */
static void assert_slots(const struct network *net, const struct skeleton *skeleton)
{
    assert_int_equal(skeleton->core_count + skeleton->inner_count, net->node_count);
    for (uint32_t node = 0; node < net->node_count; node++)
        assert_int_equal(skeleton->node[skeleton->slot[node]], node);
    for (uint32_t core = 1; core < skeleton->core_count; core++)
        assert_true(skeleton->node[core - 1] < skeleton->node[core]);
}

/* The cheapest arc between each pair of cores is what relaxing the inside of
 * chains alone finds; total cost of arcs and chains is that of the roads. */
static void assert_sums(const struct network *net, const struct skeleton *skeleton)
{
    uint64_t roads = 0, found = 0;
    for (uint32_t edge = 0; edge < net->edge_count; edge++)
        roads += net->cost[edge];
    for (uint32_t i = 0; i < skeleton->arc_count; i++)
        found += skeleton->arcs[i].cost;
    for (uint32_t c = 0; c < skeleton->chain_count; c++)
        if (skeleton->start[c] == skeleton->end[c])
            found += (skeleton->forth[c] == WS_COST_INF ? 0 : skeleton->forth[c]) +
                     (skeleton->back[c] == WS_COST_INF ? 0 : (uint64_t)skeleton->back[c]);
    /* Roads from a core node back to itself with nothing inside are left out. */
    for (uint32_t edge = 0; edge < net->edge_count; edge++)
        if (net->tail[edge] == net->head[edge])
            found += net->cost[edge];
    assert_int_equal(found, roads);
}

/* From a dead end every arc leads back to where the label came from. */
static void assert_dead_ends(const struct skeleton *skeleton)
{
    for (uint32_t core = 0; core < skeleton->core_count; core++)
        for (uint32_t i = skeleton->first_arc[core]; i < skeleton->first_arc[core + 1]; i++) {
            uint32_t far = skeleton->arcs[i].far, elsewhere = 0;
            for (uint32_t j = skeleton->first_arc[far]; j < skeleton->first_arc[far + 1]; j++)
                elsewhere += skeleton->arcs[j].far != core;
            assert_int_equal(skeleton->arcs[i].is_last, elsewhere == 0);
        }
}

static void random_networks_add_up(void **state)
{
    uint64_t random = 3;
    (void)state;
    for (int round = 0; round < 300; round++) {
        struct lines lines;
        struct network net;
        struct build_notes notes;
        struct skeleton skeleton;
        struct impedance impedance = asciimap_impedance(oracle_random(&random, 2));
        oracle_random_lines(&lines, &random, 1 + oracle_random(&random, 40),
                            2 + oracle_random(&random, 6));
        assert_int_equal(build_network(&net, &notes, &lines, &impedance, NULL), WS_OK);
        lines_release(&lines);
        assert_int_equal(
            skeleton_new(&skeleton, &net, round % 2 ? WS_TO_FACILITY : WS_FROM_FACILITY, NULL),
            WS_OK);
        assert_slots(&net, &skeleton);
        assert_sums(&net, &skeleton);
        assert_dead_ends(&skeleton);
        for (uint32_t place = 0; place < skeleton.inner_count; place++) {
            uint32_t chain = skeleton_chain(&skeleton, place);
            assert_true(skeleton.first_place[chain] <= place);
            assert_true(place < skeleton.first_place[chain + 1]);
        }
        skeleton_release(&skeleton);
        network_release(&net);
    }
}

/* A chain longer than a cost can tell is cut, and its ends are still joined. */
static void endless_chain_is_cut(void **state)
{
    struct network net;
    struct skeleton skeleton;
    (void)state;
    build(&net, &skeleton, "a-b-c-d-e-f\n", WS_TO_FACILITY);
    skeleton_release(&skeleton);
    for (uint32_t edge = 0; edge < net.edge_count; edge++)
        net.cost[edge] = WS_COST_INF / 2 - 1;
    assert_int_equal(skeleton_new(&skeleton, &net, WS_TO_FACILITY, NULL), WS_OK);
    assert_slots(&net, &skeleton);
    assert_sums(&net, &skeleton);
    assert_true(skeleton.core_count > 2);
    for (uint32_t i = 0; i < skeleton.arc_count; i++)
        assert_true(skeleton.arcs[i].cost < WS_COST_INF);
    skeleton_release(&skeleton);
    network_release(&net);
}

static void no_memory_anywhere(void **state)
{
    struct network net;
    struct skeleton skeleton;
    struct ws_error err;
    (void)state;
    build(&net, &skeleton, "a-b-c-d\n  |    \n  e-f  \n", WS_TO_FACILITY);
    skeleton_release(&skeleton);
    enum ws_status st = WS_NO_MEMORY;
    for (uint64_t nth = 1; st == WS_NO_MEMORY; nth++) {
        mem_fail_at(nth);
        st = skeleton_new(&skeleton, &net, WS_TO_FACILITY, &err);
        mem_fail_at(0);
        assert_true(nth < 100);
    }
    assert_int_equal(st, WS_OK);
    skeleton_release(&skeleton);
    network_release(&net);
}

int main(void)
{
    enum { ROW_COUNT = sizeof ROWS / sizeof *ROWS };
    struct CMUnitTest tests[ROW_COUNT + 4] = {
        [ROW_COUNT] = cmocka_unit_test(one_way_chain_is_priced_as_labels_go),
        [ROW_COUNT + 1] = cmocka_unit_test(random_networks_add_up),
        [ROW_COUNT + 2] = cmocka_unit_test(endless_chain_is_cut),
        [ROW_COUNT + 3] = cmocka_unit_test(no_memory_anywhere),
    };
    for (size_t i = 0; i < ROW_COUNT; i++)
        tests[i] = (struct CMUnitTest){.name = ROWS[i].name,
                                       .test_func = drawing_has_its_chains,
                                       .initial_state = (void *)(uintptr_t)&ROWS[i]};
    return cmocka_run_group_tests_name("net_skeleton", tests, NULL, NULL);
}
