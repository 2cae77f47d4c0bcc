/* Laws of building: the same roads told otherwise give the same bytes; nothing is
 * lost (src/net/build.h). */
#include "net/build.h"
#include "net/ends.h"

#include "base/mem.h"
#include "support/asciimap.h"
#include "support/near.h"
#include "support/oracle.h"
#include <string.h>

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

#define SAME(field, count)                                                                         \
    assert_memory_equal(a->field, b->field, (size_t)(count) * sizeof *a->field)

static void assert_same(const struct network *a, const struct network *b)
{
    assert_int_equal(a->node_count, b->node_count);
    assert_int_equal(a->edge_count, b->edge_count);
    assert_int_equal(a->component_count, b->component_count);
    SAME(x_m, a->node_count);
    SAME(y_m, a->node_count);
    SAME(component, a->node_count);
    SAME(component_node_count, a->component_count);
    SAME(first_out, a->node_count + 1);
    SAME(first_in, a->node_count + 1);
    SAME(head, a->edge_count);
    SAME(tail, a->edge_count);
    SAME(cost, a->edge_count);
    SAME(in_edge, a->edge_count);
    SAME(twin, a->edge_count);
    SAME(length_mm, a->edge_count);
    SAME(flags, a->edge_count);
    SAME(road_class, a->edge_count);
    SAME(source, a->edge_count);
    SAME(fid, a->edge_count);
    SAME(first_xy, a->edge_count + 1);
    SAME(xy_m, 2 * (size_t)a->first_xy[a->edge_count]);
    SAME(at_mm, a->first_xy[a->edge_count]);
    assert_memory_equal(&a->fastest_m_per_cost, &b->fastest_m_per_cost, sizeof(double));
}

static struct line_row row_of(const struct lines *lines, uint32_t i)
{
    return (struct line_row){.fid = lines->fid[i],
                             .source = lines->source[i],
                             .road_class = lines->road_class[i],
                             .flags = lines->flags[i],
                             .speed_kmh = lines->speed_kmh[i],
                             .speed_back_kmh = lines->speed_back_kmh[i],
                             .boarding_s = lines->boarding_s[i],
                             .length_m = lines->length_m[i]};
}

static void swap_directions(struct line_row *row)
{
    unsigned open = row->flags & (LINE_FORWARD | LINE_BACKWARD);
    float speed_kmh = row->speed_kmh;
    row->speed_kmh = row->speed_back_kmh;
    row->speed_back_kmh = speed_kmh;
    if (open == LINE_FORWARD || open == LINE_BACKWARD)
        row->flags ^= LINE_FORWARD | LINE_BACKWARD;
}

/* The same roads, told otherwise: another order, drawn the other way round,
 * vertices repeated. */
static void retell(struct lines *out, const struct lines *lines, uint64_t *state)
{
    struct lines_builder builder = {0};
    uint32_t *order = mem_array(lines->count, sizeof *order);

    assert_non_null(order);
    for (uint32_t i = 0; i < lines->count; i++) {
        uint32_t j = oracle_random(state, i + 1);
        order[i] = order[j];
        order[j] = i;
    }
    for (uint32_t i = 0; i < lines->count; i++) {
        uint32_t first = lines->first_xy[order[i]], count = 0;
        uint32_t vertices = lines->first_xy[order[i] + 1] - first;
        struct line_row row = row_of(lines, order[i]);
        bool is_reversed = oracle_random(state, 2);
        double xy_m[32];
        if (is_reversed)
            swap_directions(&row);
        for (uint32_t v = 0; v < vertices; v++) {
            uint32_t times = 1 + (oracle_random(state, 4) == 0);
            uint32_t from = first + (is_reversed ? vertices - 1 - v : v);
            while (times-- > 0) {
                xy_m[2 * count] = lines->xy_m[2 * from];
                xy_m[2 * count++ + 1] = lines->xy_m[2 * from + 1];
            }
        }
        add(&builder, row, xy_m, count);
    }
    mem_free(order);
    *out = builder.lines;
}

/* Random speeds and now and then a ferry, a copy of a road, a copy with its fid. */
static void season(struct lines *lines, uint64_t *state)
{
    for (uint32_t i = 0; i < lines->count; i++) {
        lines->speed_kmh[i] = 30.0f + 10.0f * (float)oracle_random(state, 3);
        lines->speed_back_kmh[i] = 30.0f + 10.0f * (float)oracle_random(state, 3);
        lines->source[i] = (uint16_t)oracle_random(state, 2);
        if (oracle_random(state, 8) == 0)
            lines->flags[i] |= LINE_FERRY;
        if (oracle_random(state, 8) == 0)
            lines->fid[i] = 7;
    }
}

static void test_law_same_roads_same_bytes(void **state)
{
    (void)state;
    uint64_t random = 20240611;
    struct impedance impedance = asciimap_impedance(true);
    impedance.use_source_speed = true;

    for (int round = 0; round < 300; round++) {
        struct lines lines, retold;
        struct network a = {0}, b = {0};
        struct build_notes notes_a, notes_b;
        oracle_random_lines(&lines, &random, 1 + oracle_random(&random, 30),
                            2 + oracle_random(&random, 5));
        season(&lines, &random);
        retell(&retold, &lines, &random);
        assert_int_equal(build_network(&a, &notes_a, &lines, &impedance, NULL), WS_OK);
        assert_int_equal(build_network(&b, &notes_b, &retold, &impedance, NULL), WS_OK);
        assert_int_equal(network_check(&a, NULL), WS_OK);
        assert_same(&a, &b);
        assert_memory_equal(&notes_a, &notes_b, sizeof notes_a);
        network_release(&a);
        network_release(&b);
        lines_release(&lines);
        lines_release(&retold);
    }
}

/* The lines many times over, far apart. */
static void repeat(struct lines *out, const struct lines *lines, uint32_t times)
{
    struct lines_builder builder = {0};
    for (uint32_t copy = 0; copy < times; copy++)
        for (uint32_t i = 0; i < lines->count; i++) {
            uint32_t first = lines->first_xy[i], count = lines->first_xy[i + 1] - first;
            struct line_row row = row_of(lines, i);
            double xy_m[16];
            assert_true(count <= 8);
            for (uint32_t v = 0; v < count; v++) {
                xy_m[2 * v] = lines->xy_m[2 * (first + v)] + 10000.0 * (copy % 50);
                xy_m[2 * v + 1] = lines->xy_m[2 * (first + v) + 1] + 10000.0 * (double)(copy / 50);
            }
            add(&builder, row, xy_m, count);
        }
    *out = builder.lines;
}

/* Lines enough for several chunks of lines, of nodes and of edges, and several parts of
 * places. Islands that are all alike have so many times what one has, which is one
 * chunk of everything; any number of threads gives the same network, and so does
 * another order of the lines, where other lines stand at the borders of chunks. */
static void test_law_threads_and_chunks(void **state)
{
    (void)state;
    enum { TIMES = 2000 };
    uint64_t random = 31;
    struct impedance impedances[2] = {asciimap_impedance(false), asciimap_impedance(true)};
    struct lines island, drawn;
    struct network one = {0}, first[2] = {{0}};
    struct build_notes one_notes, first_notes;
    oracle_random_lines(&island, &random, 30, 6);
    season(&island, &random);
    assert_int_equal(build_network(&one, &one_notes, &island, &impedances[0], NULL), WS_OK);
    assert_true(one_notes.merged_roads > 0);
    repeat(&drawn, &island, TIMES);
    for (uint32_t threads = 1; threads <= 3; threads++) {
        struct build_way way = {impedances, 2, threads};
        struct network nets[2] = {{0}};
        struct build_notes notes;
        struct end_notes ends[2];
        struct lines lines;
        retell(&lines, &drawn, &random);
        assert_int_equal(build_networks(nets, &notes, &lines, &way, NULL), WS_OK);
        assert_true(nets[0].node_count > 1u << 14); /* more than a chunk of nodes */
        assert_int_equal(nets[0].node_count, TIMES * one.node_count);
        assert_int_equal(nets[0].edge_count, TIMES * one.edge_count);
        assert_int_equal(nets[0].component_count, TIMES * one.component_count);
        assert_int_equal(notes.length_mm, TIMES * one_notes.length_mm);
        assert_int_equal(notes.merged_roads, TIMES * one_notes.merged_roads);
        assert_int_equal(network_check(&nets[0], NULL), WS_OK);
        assert_int_equal(ends_find(&ends[0], &one, 50.0, 1, NULL), WS_OK);
        assert_int_equal(ends_find(&ends[1], &nets[0], 50.0, threads, NULL), WS_OK);
        assert_true(ends[0].count > 0);
        assert_int_equal(TIMES * ends[0].count, ends[1].count);
        for (int unit = 0; unit < 2 && threads > 1; unit++)
            assert_same(&nets[unit], &first[unit]);
        if (threads > 1)
            assert_memory_equal(&notes, &first_notes, sizeof notes);
        network_release(threads == 1 ? NULL : &nets[1]);
        network_release(threads == 1 ? NULL : &nets[0]);
        if (threads == 1) {
            memcpy(first, nets, sizeof nets);
            first_notes = notes;
        }
    }
    network_release(&first[1]);
    network_release(&first[0]);
    network_release(&one);
    lines_release(&island);
    lines_release(&drawn);
}

/* Both units at once give what each gives alone, also where a ferry lies on a road
 * and the costs say which comes first, and where a loop is its own way back. */
static void test_law_two_units_at_once(void **state)
{
    (void)state;
    uint64_t random = 97;
    uint32_t borrowed_count = 0, round_count = 300;
    struct impedance impedances[2] = {asciimap_impedance(false), asciimap_impedance(true)};
    struct build_way way = {impedances, 2, 2};

    for (uint32_t round = 0; round < round_count; round++) {
        struct lines lines;
        struct network alone[2] = {{0}}, both[2] = {{0}};
        struct build_notes notes[2], seen;
        impedances[0].use_source_speed = impedances[1].use_source_speed = round % 3;
        impedances[0].boarding_s = impedances[1].boarding_s = round % 2 ? 0.0 : 600.0;
        oracle_random_lines(&lines, &random, 1 + oracle_random(&random, 30),
                            2 + oracle_random(&random, 5));
        season(&lines, &random);
        for (int unit = 0; unit < 2; unit++)
            assert_int_equal(
                build_network(&alone[unit], &notes[unit], &lines, &impedances[unit], NULL), WS_OK);
        assert_int_equal(build_networks(both, &seen, &lines, &way, NULL), WS_OK);
        assert_null(lines.xy_m); /* gone as soon as they were cut */
        for (int unit = 0; unit < 2; unit++) {
            assert_int_equal(network_check(&both[unit], NULL), WS_OK);
            assert_same(&both[unit], &alone[unit]);
            assert_memory_equal(&seen, &notes[unit], sizeof seen);
        }
        borrowed_count += both[1].is_borrowed;
        for (int unit = 1; unit >= 0; unit--) {
            network_release(&both[unit]);
            network_release(&alone[unit]);
        }
    }
    assert_true(borrowed_count > 0 && borrowed_count < round_count);
}

/* A cost that only one of the units has no room for: the other network is there,
 * and the lines are kept to say why. */
static void test_a_road_too_slow_for_one_unit(void **state)
{
    (void)state;
    struct lines_builder builder = {0};
    struct network nets[2] = {{0}}, time = {0};
    struct build_notes notes;
    struct ws_error err = {0};
    struct impedance impedances[2] = {asciimap_impedance(false), asciimap_impedance(true)};
    struct build_way way = {impedances, 2, 2};
    struct line_row row = {.fid = 12,
                           .road_class = UINT16_MAX,
                           .flags = LINE_FORWARD | LINE_BACKWARD,
                           .speed_kmh = 1e-4f,
                           .speed_back_kmh = 50.0f,
                           .boarding_s = NAN,
                           .length_m = (double)NAN};
    impedances[0].use_source_speed = impedances[1].use_source_speed = true;
    add(&builder, row, (double[]){0, 0, 100, 0}, 2);
    assert_int_equal(build_networks(nets, &notes, &builder.lines, &way, &err), WS_OK);
    assert_int_equal(nets[0].edge_count, 2);
    assert_null(nets[1].cost);
    assert_int_equal(builder.lines.count, 1);
    assert_int_equal(build_network(&time, &notes, &builder.lines, &impedances[1], &err),
                     WS_TOO_LARGE);
    assert_non_null(strstr(err.message, "feature 12"));
    network_release(&nets[0]);
    lines_release(&builder.lines);
}

/* Road is neither lost nor made: the edges together are as long as the lines,
 * once where lines lie on each other. */
static void test_law_length_is_kept(void **state)
{
    (void)state;
    uint64_t random = 5;
    struct impedance impedance = asciimap_impedance(false);

    for (int round = 0; round < 100; round++) {
        struct lines lines;
        struct network net = {0};
        struct build_notes notes;
        double whole_m = 0.0;
        oracle_random_lines(&lines, &random, 20, 6);
        assert_int_equal(build_network(&net, &notes, &lines, &impedance, NULL), WS_OK);
        for (uint32_t i = 0; i < lines.count; i++)
            whole_m += lines.at_m[lines.first_xy[i + 1] - 1];
        assert_near((double)(notes.length_mm + notes.merged_mm), whole_m * 1000.0,
                    0.5 * (net.edge_count + notes.merged_roads));
        network_release(&net);
        lines_release(&lines);
    }
}

/* Every component is one piece, and no two touch. */
static void test_law_components_are_what_hangs_together(void **state)
{
    (void)state;
    uint64_t random = 11;
    struct impedance impedance = asciimap_impedance(false);

    for (int round = 0; round < 100; round++) {
        struct lines lines;
        struct network net = {0};
        struct build_notes notes;
        oracle_random_lines(&lines, &random, 12, 8);
        assert_int_equal(build_network(&net, &notes, &lines, &impedance, NULL), WS_OK);
        uint32_t *low = mem_array(net.node_count, sizeof *low), parts = 0;
        for (uint32_t n = 0; n < net.node_count; n++)
            low[n] = n;
        for (uint32_t pass = 0; pass < net.node_count; pass++)
            for (uint32_t e = 0; e < net.edge_count; e++) {
                uint32_t t = net.tail[e], h = net.head[e];
                low[t] = low[h] = low[t] < low[h] ? low[t] : low[h];
            }
        for (uint32_t n = 0; n < net.node_count; n++) {
            assert_int_equal(net.component[n], low[n] == n ? parts : net.component[low[n]]);
            parts += low[n] == n;
        }
        assert_int_equal(parts, net.component_count);
        mem_free(low);
        network_release(&net);
        lines_release(&lines);
    }
}

int main(void)
{
    static const struct CMUnitTest TESTS[] = {
        cmocka_unit_test(test_law_same_roads_same_bytes),
        cmocka_unit_test(test_law_threads_and_chunks),
        cmocka_unit_test(test_law_two_units_at_once),
        cmocka_unit_test(test_a_road_too_slow_for_one_unit),
        cmocka_unit_test(test_law_length_is_kept),
        cmocka_unit_test(test_law_components_are_what_hangs_together),
    };
    return cmocka_run_group_tests_name("net_build_laws", TESTS, NULL, NULL);
}
