/* The checker finds every broken invariant; positions on edges (src/net/network.h). */
#include "net/network.h"

#include "support/asciimap.h"
#include "support/near.h"
#include <string.h>

/* A junction of three roads, one of them one-way, and a separate part. */
static const char DRAWING[] = "a--b>c  e-f\n"
                              "   |       \n"
                              "   d       \n";

static void swap_numbers(uint32_t *a, uint32_t *b)
{
    uint32_t c = *a;
    *a = *b;
    *b = c;
}

static uint32_t one_way(const struct network *net)
{
    for (uint32_t e = 0; e < net->edge_count; e++)
        if (net->twin[e] == WS_NONE)
            return e;
    return WS_NONE;
}

static uint32_t two_way(const struct network *net)
{
    for (uint32_t e = 0; e < net->edge_count; e++)
        if (net->twin[e] != WS_NONE)
            return e;
    return WS_NONE;
}

static uint32_t upper_twin(const struct network *net)
{
    return net->twin[two_way(net)];
}

/* ---- one fault each --------------------------------------------------------------- */

static void break_first_out(struct network *net)
{
    net->first_out[1] = net->edge_count + 1;
}
static void break_last_out(struct network *net)
{
    net->first_out[net->node_count]--;
}
static void break_tail(struct network *net)
{
    net->tail[0] = net->node_count - 1;
}
static void break_head(struct network *net)
{
    net->head[0] = net->node_count;
}
static void break_cost(struct network *net)
{
    net->cost[1] = 0;
}
static void break_cost_high(struct network *net)
{
    net->cost[1] = WS_COST_INF;
}
static void break_length(struct network *net)
{
    net->length_mm[one_way(net)] = 0;
}
static void break_in_edge(struct network *net)
{
    net->in_edge[0] = net->in_edge[1];
}
static void break_in_order(struct network *net)
{
    for (uint32_t n = 0; n < net->node_count; n++)
        if (net->first_in[n + 1] - net->first_in[n] > 1)
            swap_numbers(&net->in_edge[net->first_in[n]], &net->in_edge[net->first_in[n] + 1]);
}
static void break_first_in(struct network *net)
{
    net->first_in[0] = 1;
}
static void break_twin(struct network *net)
{
    net->twin[two_way(net)] = two_way(net);
}
static void break_twin_back(struct network *net)
{
    net->twin[upper_twin(net)] = WS_NONE;
}
static void break_twin_way(struct network *net)
{
    uint32_t wrong = one_way(net), e = two_way(net);
    net->twin[net->twin[e]] = WS_NONE;
    net->twin[e] = wrong;
    net->twin[wrong] = e;
}
static void break_twin_length(struct network *net)
{
    net->length_mm[upper_twin(net)]++;
}
static void break_twin_flags(struct network *net)
{
    net->flags[upper_twin(net)] ^= EDGE_STOP;
}
static void break_twin_class(struct network *net)
{
    net->road_class[upper_twin(net)]++;
}
static void break_twin_source(struct network *net)
{
    net->source[upper_twin(net)]++;
}
static void break_twin_fid(struct network *net)
{
    net->fid[upper_twin(net)]++;
}
static void break_first_xy(struct network *net)
{
    net->first_xy[two_way(net) + 1] = net->first_xy[two_way(net)];
}
static void break_at_mm_start(struct network *net)
{
    net->at_mm[0] = 1;
}
static void break_at_mm_end(struct network *net)
{
    net->at_mm[net->first_xy[1] - 1]--;
}
static void break_at_mm_order(struct network *net)
{
    for (uint32_t e = 0; e < net->edge_count; e++)
        if (net->first_xy[e + 1] - net->first_xy[e] > 3)
            swap_numbers(&net->at_mm[net->first_xy[e] + 1], &net->at_mm[net->first_xy[e] + 2]);
}
static void break_geometry_end(struct network *net)
{
    net->xy_m[0] += 0.01;
}
static void break_vertex(struct network *net)
{
    net->xy_m[2] = (double)NAN;
}
static void break_node(struct network *net)
{
    net->x_m[0] += 0.01;
}
static void break_component(struct network *net)
{
    net->component[net->node_count - 1] = 7;
}
static void break_component_order(struct network *net)
{
    for (uint32_t n = 0; n < net->node_count; n++)
        net->component[n] = 1 - net->component[n];
}
static void break_component_across(struct network *net)
{
    uint32_t n = net->node_count - 1; /* last, so that the numbers still rise */
    net->component[n] = 1 - net->component[n];
}
static void break_component_count(struct network *net)
{
    net->component_count--;
}
static void break_component_nodes(struct network *net)
{
    net->component_node_count[1] = 0;
}
static void break_component_sum(struct network *net)
{
    net->component_node_count[0]--;
}
/* An upper twin takes the first vertex of the road behind it. */
static void break_upper_line(struct network *net)
{
    net->first_xy[upper_twin(net) + 1]++;
}
static void break_vertex_north(struct network *net)
{
    net->xy_m[3] = (double)INFINITY;
}
static void break_node_north(struct network *net)
{
    net->y_m[0] -= 0.01;
}
static void break_component_unused(struct network *net)
{
    net->component_count++;
}
static void break_fastest_unknown(struct network *net)
{
    net->fastest_m_per_cost = (double)NAN;
}
static void break_fastest(struct network *net)
{
    net->fastest_m_per_cost *= 0.9;
}

static const struct row {
    const char *name, *expected;
    void (*fault)(struct network *net);
} ROWS[] = {
    {"first_out", "offsets that never fall", break_first_out},
    {"last_out", "offsets that end at the count", break_last_out},
    {"tail", "whose row it stands in", break_tail},
    {"head", "a node", break_head},
    {"cost", "WS_COST_INF - 1", break_cost},
    {"cost_high", "WS_COST_INF - 1", break_cost_high},
    {"length", "at least 1 mm", break_length},
    {"in_edge", "into the node of its row", break_in_edge},
    {"in_order", "ascending edges", break_in_order},
    {"first_in", "offsets that start at 0", break_first_in},
    {"twin", "whose twin it is", break_twin},
    {"twin_back", "whose twin it is", break_twin_back},
    {"twin_way", "the way back", break_twin_way},
    {"twin_length", "the same length", break_twin_length},
    {"twin_flags", "the same length", break_twin_flags},
    {"twin_class", "the same length", break_twin_class},
    {"twin_source", "the same length", break_twin_source},
    {"twin_fid", "the same length", break_twin_fid},
    {"first_xy", "at least 2 vertices", break_first_xy},
    {"at_mm_start", "0 at the start", break_at_mm_start},
    {"at_mm_end", "the length at the end", break_at_mm_end},
    {"at_mm_order", "never falling", break_at_mm_order},
    {"geometry_end", "ends at its nodes", break_geometry_end},
    {"vertex", "finite", break_vertex},
    {"upper_line", "none on an upper twin", break_upper_line},
    {"vertex_north", "finite", break_vertex_north},
    {"node_north", "ends at its nodes", break_node_north},
    {"component_unused", "as many components as are used", break_component_unused},
    {"fastest_unknown", "0 or more", break_fastest_unknown},
    {"node", "ends at its nodes", break_node},
    {"component", "numbers by lowest", break_component},
    {"component_order", "numbers by lowest", break_component_order},
    {"component_across", "in one component", break_component_across},
    {"component_count", "numbers by lowest", break_component_count},
    {"component_nodes", "at least one source", break_component_nodes},
    {"component_sum", "for every node", break_component_sum},
    {"fastest", "fastest_m_per_cost", break_fastest},
};

static void test_broken(void **state)
{
    const struct row *row = *state;
    struct asciimap map;
    struct network net = {0};
    struct ws_error err = {0};
    asciimap_read(&map, DRAWING);
    asciimap_build(&net, &map, false); /* whole: checked in there */
    row->fault(&net);
    assert_int_equal(network_check(&net, &err), WS_BAD_DATA);
    if (!strstr(err.message, row->expected))
        fail_msg("%s; this one should say '%s'", err.message, row->expected);
    network_release(&net);
    asciimap_release(&map);
}

static void test_positions(void **state)
{
    (void)state;
    struct asciimap map;
    struct network net = {0};
    asciimap_read(&map, "a----b\n|     \nc     \n");
    asciimap_build(&net, &map, false);
    uint32_t edge = network_canonical(&net, asciimap_edge(&map, &net, 'a', 'b'));
    bool from_a = net.tail[edge] == asciimap_node(&map, &net, 'a');
    static const uint32_t ALONG_MM[] = {0, 1, 99999, 100000, 123456, 499999, 500000};
    for (size_t i = 0; i < sizeof ALONG_MM / sizeof ALONG_MM[0]; i++) {
        double x_m = 0.0, y_m = 0.0, way_m = ALONG_MM[i] / 1000.0;
        network_position(&net, edge, ALONG_MM[i], &x_m, &y_m);
        assert_near(x_m, ASCIIMAP_LEFT_M + (from_a ? way_m : 500.0 - way_m), 1e-9);
        assert_near(y_m, ASCIIMAP_TOP_M, 1e-9);
    }
    network_release(&net);
    asciimap_release(&map);
}

/* The canonical edge is the lower of two, or the only one. */
static void test_canonical(void **state)
{
    (void)state;
    struct asciimap map;
    struct network net = {0};
    asciimap_read(&map, DRAWING);
    asciimap_build(&net, &map, false);
    uint32_t lower = two_way(&net), only = one_way(&net);
    assert_true(network_is_canonical(&net, lower) && network_is_canonical(&net, only));
    assert_false(network_is_canonical(&net, net.twin[lower]));
    assert_int_equal(network_canonical(&net, net.twin[lower]), lower);
    assert_int_equal(network_canonical(&net, only), only);
    network_release(&net);
    asciimap_release(&map);
}

static void test_release_of_nothing(void **state)
{
    (void)state;
    struct network net = {0};
    network_release(&net);
    network_release(NULL);
    assert_null(net.head);
}

int main(void)
{
    enum { ROW_COUNT = sizeof ROWS / sizeof ROWS[0] };
    struct CMUnitTest tests[ROW_COUNT + 3] = {
        [ROW_COUNT] = cmocka_unit_test(test_positions),
        [ROW_COUNT + 1] = cmocka_unit_test(test_canonical),
        [ROW_COUNT + 2] = cmocka_unit_test(test_release_of_nothing),
    };
    for (size_t i = 0; i < ROW_COUNT; i++)
        tests[i] = (struct CMUnitTest){.name = ROWS[i].name,
                                       .test_func = test_broken,
                                       .initial_state = (void *)(uintptr_t)&ROWS[i]};
    return cmocka_run_group_tests_name("net_network", tests, NULL, NULL);
}
