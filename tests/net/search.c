/* The one search against Bellman-Ford, and its laws (src/net/search.h). */
#include "net/search.h"

#include "base/mem.h"
#include "support/asciimap.h"
#include "support/near.h"
#include "support/oracle.h"
#include <string.h>

enum { MOST = 12, MOST_K = 5 };

/* A random network with facilities, and the true cost of each at each node. */
struct world {
    struct network net;
    struct oracle_facility facilities[MOST];
    uint32_t facility_count, group[MOST];
    uint32_t *node_cost[MOST];
    enum ws_direction direction;
    uint32_t threads, block_nodes; /* 0, 0: all in one */
};

static void open_world(struct world *world, uint64_t *random)
{
    struct lines lines;
    struct build_notes notes;
    struct impedance impedance = asciimap_impedance(oracle_random(random, 2));
    *world =
        (struct world){.direction = oracle_random(random, 2) ? WS_TO_FACILITY : WS_FROM_FACILITY};
    if (oracle_random(random, 4)) {
        world->threads = 1 + oracle_random(random, 3);
        world->block_nodes = 1 + oracle_random(random, 6);
    }
    do {
        oracle_random_lines(&lines, random, 1 + oracle_random(random, 40),
                            2 + oracle_random(random, 6));
        assert_int_equal(build_network(&world->net, &notes, &lines, &impedance, NULL), WS_OK);
        lines_release(&lines);
        if (!world->net.edge_count)
            network_release(&world->net);
    } while (!world->net.edge_count);

    world->facility_count = 1 + oracle_random(random, MOST);
    oracle_random_facilities(world->facilities, world->facility_count, random, &world->net,
                             1 + oracle_random(random, 6));
    for (uint32_t f = 0; f < world->facility_count; f++) {
        world->group[f] = world->facilities[f].group;
        world->node_cost[f] =
            oracle_node_costs(&world->net, &world->facilities[f], world->direction);
    }
}

static void close_world(struct world *world)
{
    for (uint32_t f = 0; f < world->facility_count; f++)
        mem_free(world->node_cost[f]);
    network_release(&world->net);
}

static uint32_t all_seeds(const struct world *world, struct seed *seeds)
{
    uint32_t count = 0;
    for (uint32_t f = 0; f < world->facility_count; f++)
        count += search_seeds(&seeds[count], &world->net, &world->facilities[f].snap,
                              world->facilities[f].leg_cost, f, world->direction);
    return count;
}

static struct search_plan plan_of(const struct world *world, uint32_t k, uint32_t cutoff_cost)
{
    return (struct search_plan){.net = &world->net,
                                .group = world->group,
                                .k = k,
                                .cutoff_cost = cutoff_cost,
                                .direction = world->direction,
                                .threads = world->threads,
                                .block_nodes = world->block_nodes};
}

static void assert_true_labels(const struct world *world, const struct search *search)
{
    const struct field *field = search_field(search);
    assert_int_equal(field->node_count, world->net.node_count);
    for (uint32_t node = 0; node < world->net.node_count; node++) {
        uint32_t cost[MOST];
        uint64_t expected[MOST_K];
        for (uint32_t f = 0; f < world->facility_count; f++)
            cost[f] = world->node_cost[f][node];
        oracle_nearest(expected, field->k, cost, world->facilities, world->facility_count,
                       field->cutoff_cost);
        assert_memory_equal(&field->label[(size_t)node * field->k], expected,
                            field->k * sizeof *expected);
    }
}

static uint32_t random_cutoff(uint64_t *random)
{
    return oracle_random(random, 3) ? oracle_random(random, 200000) : WS_COST_INF - 1;
}

static void test_against_bellman_ford(void **state)
{
    (void)state;
    uint64_t random = 1958;
    for (int round = 0; round < 400; round++) {
        struct world world;
        struct search *search = NULL;
        struct seed seeds[4 * MOST];
        open_world(&world, &random);
        uint32_t k = 1 + oracle_random(&random, MOST_K), cutoff = random_cutoff(&random);
        struct search_plan plan = plan_of(&world, k, cutoff);
        bool is_each_own = oracle_random(&random, 4) == 0;
        if (is_each_own)
            plan.group = NULL;
        for (uint32_t f = 0; is_each_own && f < world.facility_count; f++)
            world.facilities[f].group = f;
        assert_int_equal(search_new(&search, &plan, NULL), WS_OK);
        assert_int_equal(search_run(search, seeds, all_seeds(&world, seeds), NULL), WS_OK);
        assert_true_labels(&world, search);
        search_free(search);
        close_world(&world);
    }
}

/* Every node with a label once: blocks keep to their own part of the list. */
static void assert_touched(const struct world *world, struct search *search)
{
    uint32_t touched_count = 0, labelled = 0, k = search_field(search)->k;
    const uint64_t *label = search_field(search)->label;
    const uint32_t *touched = search_touched(search, &touched_count);
    bool *is_seen = mem_array(world->net.node_count, sizeof *is_seen);
    for (uint32_t node = 0; node < world->net.node_count; node++)
        labelled += label[(size_t)node * k] != LABEL_NONE;
    assert_int_equal(touched_count, labelled);
    for (uint32_t i = 0; i < touched_count; i++) {
        assert_true(label[(size_t)touched[i] * k] != LABEL_NONE);
        assert_false(is_seen[touched[i]]);
        is_seen[touched[i]] = true;
    }
    mem_free(is_seen);
}

/* The second run of a workspace knows nothing of the first. */
static void test_reused_workspace_forgets(void **state)
{
    (void)state;
    uint64_t random = 77;
    for (int round = 0; round < 1000; round++) {
        struct world world;
        struct search *search = NULL;
        struct seed seeds[4 * MOST];
        open_world(&world, &random);
        struct search_plan plan = plan_of(&world, 2, random_cutoff(&random));
        assert_int_equal(search_new(&search, &plan, NULL), WS_OK);
        uint32_t count = all_seeds(&world, seeds), touched_count = 0;
        for (uint32_t i = 0; i < count; i++) {
            assert_int_equal(search_run(search, &seeds[i], 1, NULL), WS_OK);
            assert_touched(&world, search);
        }
        assert_int_equal(search_run(search, seeds, count, NULL), WS_OK);
        assert_touched(&world, search);
        assert_true_labels(&world, search);

        assert_int_equal(search_run(search, NULL, 0, NULL), WS_OK);
        search_touched(search, &touched_count);
        assert_int_equal(touched_count, 0);
        for (uint32_t i = 0; i < 2 * world.net.node_count; i++)
            assert_true(search_field(search)->label[i] == LABEL_NONE);
        search_free(search);
        close_world(&world);
    }
}

/* The field may be taken away; the workspace goes on. */
static void test_taken_field_stays(void **state)
{
    (void)state;
    uint64_t random = 78;
    struct world world;
    struct search *search = NULL;
    struct seed seeds[4 * MOST];
    struct field field;
    open_world(&world, &random);
    struct search_plan plan = plan_of(&world, 3, WS_COST_INF - 1);
    uint32_t count = all_seeds(&world, seeds);

    assert_int_equal(search_new(&search, &plan, NULL), WS_OK);
    assert_int_equal(search_run(search, seeds, count, NULL), WS_OK);
    search_take(search, &field);
    assert_int_equal(search_run(search, seeds, count, NULL), WS_OK);
    assert_true_labels(&world, search);
    assert_memory_equal(field.label, search_field(search)->label,
                        (size_t)field.node_count * field.k * sizeof *field.label);
    assert_ptr_not_equal(field.label, search_field(search)->label);
    field_release(&field);
    search_free(search);
    close_world(&world);
}

/* One search with k labels finds what one search per group finds. */
static void test_law_one_search_per_group(void **state)
{
    (void)state;
    uint64_t random = 79;
    for (int round = 0; round < 60; round++) {
        struct world world;
        struct search *all = NULL, *one = NULL;
        struct seed seeds[4 * MOST], own[4 * MOST];
        open_world(&world, &random);
        struct search_plan wide = plan_of(&world, 6, random_cutoff(&random)), narrow = wide;
        narrow.k = 1;
        assert_int_equal(search_new(&all, &wide, NULL), WS_OK);
        assert_int_equal(search_new(&one, &narrow, NULL), WS_OK);
        uint32_t count = all_seeds(&world, seeds), found = 0, listed = 0;
        assert_int_equal(search_run(all, seeds, count, NULL), WS_OK);
        for (uint32_t g = 0; g < 6; g++) {
            uint32_t own_count = 0;
            for (uint32_t i = 0; i < count; i++)
                if (world.group[label_facility(seeds[i].label)] == g)
                    own[own_count++] = seeds[i];
            assert_int_equal(search_run(one, own, own_count, NULL), WS_OK);
            for (uint32_t node = 0; node < world.net.node_count; node++) {
                uint64_t best = search_field(one)->label[node];
                const uint64_t *labels = &search_field(all)->label[(size_t)node * 6];
                bool is_there = best == LABEL_NONE;
                for (uint32_t r = 0; r < 6; r++)
                    is_there = is_there || labels[r] == best;
                assert_true(is_there);
                found += best != LABEL_NONE;
            }
        }
        for (size_t i = 0; i < 6 * (size_t)world.net.node_count; i++)
            listed += search_field(all)->label[i] != LABEL_NONE;
        assert_int_equal(found, listed);
        search_free(all);
        search_free(one);
        close_world(&world);
    }
}

/* Neither the blocks nor the threads change a label. */
static void test_law_blocks_change_nothing(void **state)
{
    (void)state;
    uint64_t random = 82;
    for (int round = 0; round < 100; round++) {
        struct world world;
        struct search *whole = NULL, *cut = NULL;
        struct seed seeds[4 * MOST];
        open_world(&world, &random);
        uint32_t k = 1 + oracle_random(&random, MOST_K), whole_count, cut_count;
        struct search_plan plan = plan_of(&world, k, random_cutoff(&random));
        plan.threads = plan.block_nodes = 0;
        assert_int_equal(search_new(&whole, &plan, NULL), WS_OK);
        plan.threads = 1 + oracle_random(&random, 3);
        plan.block_nodes = 1 + oracle_random(&random, 4);
        assert_int_equal(search_new(&cut, &plan, NULL), WS_OK);
        uint32_t count = all_seeds(&world, seeds);
        assert_int_equal(search_run(whole, seeds, count, NULL), WS_OK);
        assert_int_equal(search_run(cut, seeds, count, NULL), WS_OK);
        assert_memory_equal(search_field(whole)->label, search_field(cut)->label,
                            (size_t)world.net.node_count * k * sizeof(uint64_t));
        search_touched(whole, &whole_count);
        search_touched(cut, &cut_count);
        assert_int_equal(whole_count, cut_count);
        search_free(whole);
        search_free(cut);
        close_world(&world);
    }
}

/* A longer cutoff adds labels and changes none. */
static void test_law_longer_cutoff_never_fewer(void **state)
{
    (void)state;
    uint64_t random = 80;
    for (int round = 0; round < 100; round++) {
        struct world world;
        struct search *near = NULL, *far = NULL;
        struct seed seeds[4 * MOST];
        open_world(&world, &random);
        uint32_t cutoff = oracle_random(&random, 100000), k = 3;
        struct search_plan plan = plan_of(&world, k, cutoff);
        assert_int_equal(search_new(&near, &plan, NULL), WS_OK);
        plan.cutoff_cost = cutoff + oracle_random(&random, 100000);
        assert_int_equal(search_new(&far, &plan, NULL), WS_OK);
        uint32_t count = all_seeds(&world, seeds);
        assert_int_equal(search_run(near, seeds, count, NULL), WS_OK);
        assert_int_equal(search_run(far, seeds, count, NULL), WS_OK);
        for (size_t i = 0; i < k * (size_t)world.net.node_count; i++) {
            uint64_t label = search_field(near)->label[i], more = search_field(far)->label[i];
            assert_true(label == (label_cost(more) <= cutoff ? more : LABEL_NONE));
        }
        search_free(near);
        search_free(far);
        close_world(&world);
    }
}

/* ---- drawings: cost of one letter's node ---------------------------------------- */

static const struct row {
    const char *name, *text;
    char at;
    enum ws_direction direction;
    uint32_t cutoff_cost, cost;
} ROWS[] = {
    {"one_road", "A--b", 'b', WS_TO_FACILITY, 900000, 300000},
    {"exactly_at_the_cutoff", "A--b", 'b', WS_TO_FACILITY, 300000, 300000},
    {"a_millimetre_beyond", "A--b", 'b', WS_TO_FACILITY, 299999, WS_COST_INF},
    {"trap_15_people_travel_to_the_office", "A<-b", 'b', WS_TO_FACILITY, 900000, 300000},
    {"trap_15_and_not_from_it", "A>-b", 'b', WS_TO_FACILITY, 900000, WS_COST_INF},
    {"trap_15_unless_asked", "A>-b", 'b', WS_FROM_FACILITY, 900000, 300000},
    {"trap_15_the_long_way_round", "A>-b\n|  |\nc--d", 'b', WS_TO_FACILITY, 1000000, 700000},
    {"trap_25_unreachable", "A--b c-d", 'd', WS_TO_FACILITY, WS_COST_INF - 1, WS_COST_INF},
    {"trap_30_the_shorter_of_two", "A---b\n|   |\nc---d", 'b', WS_TO_FACILITY, 900000, 400000},
};

static void test_drawing(void **state)
{
    const struct row *row = *state;
    struct asciimap map;
    struct network net = {0};
    struct search *search = NULL;
    asciimap_read(&map, row->text);
    asciimap_build(&net, &map, false);
    struct search_plan plan = {
        .net = &net, .k = 1, .cutoff_cost = row->cutoff_cost, .direction = row->direction};
    struct seed seed = {asciimap_node(&map, &net, 'A'), label_make(0, 0)};
    assert_int_equal(search_new(&search, &plan, NULL), WS_OK);
    assert_int_equal(search_run(search, &seed, 1, NULL), WS_OK);
    uint32_t node = asciimap_node(&map, &net, row->at);
    assert_int_equal(label_cost(search_field(search)->label[node]), row->cost);
    search_free(search);
    network_release(&net);
    asciimap_release(&map);
}

/* ---- seeds ------------------------------------------------------------------------ */

static void test_seeds_of_feet(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint32_t along_mm;
        enum ws_direction direction;
        uint32_t a_cost, b_cost; /* WS_COST_INF: no seed there */
    } CASES[] = {
        {"a--b", 0, WS_TO_FACILITY, 7, WS_COST_INF},
        {"a--b", 300000, WS_TO_FACILITY, WS_COST_INF, 7},
        {"a--b", 100000, WS_TO_FACILITY, 100007, 200007},
        {"a>-b", 100000, WS_TO_FACILITY, 100007, WS_COST_INF},
        {"a>-b", 100000, WS_FROM_FACILITY, WS_COST_INF, 200007},
        {"a>-b", 300000, WS_TO_FACILITY, WS_COST_INF, 7},
        {"a>-b", 0, WS_FROM_FACILITY, 7, WS_COST_INF},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        struct asciimap map;
        struct network net = {0};
        struct seed seeds[4];
        asciimap_read(&map, CASES[i].text);
        asciimap_build(&net, &map, false);
        uint32_t a = asciimap_node(&map, &net, 'a'), cost[2] = {WS_COST_INF, WS_COST_INF};
        assert_int_equal(net.tail[0], a); /* drawn from the lower node */
        struct ws_snap snap = {.edge = 0, .along_mm = CASES[i].along_mm};
        uint32_t count = search_seeds(seeds, &net, &snap, 7, 3, CASES[i].direction);
        for (uint32_t s = 0; s < count; s++) {
            assert_int_equal(label_facility(seeds[s].label), 3);
            cost[seeds[s].node != a] = label_cost(seeds[s].label);
        }
        assert_int_equal(cost[0], CASES[i].a_cost);
        assert_int_equal(cost[1], CASES[i].b_cost);
        network_release(&net);
        asciimap_release(&map);
    }
    struct ws_snap off = {.edge = WS_NONE};
    struct seed seeds[4];
    assert_int_equal(search_seeds(seeds, NULL, &off, 0, 0, WS_TO_FACILITY), 0);
}

static void test_empty_network(void **state)
{
    (void)state;
    struct asciimap map;
    struct network net = {0};
    struct search *search = NULL;
    asciimap_read(&map, "A");
    asciimap_build(&net, &map, false);
    struct search_plan plan = {.net = &net, .k = 2, .cutoff_cost = 1};
    assert_int_equal(search_new(&search, &plan, NULL), WS_OK);
    assert_int_equal(search_run(search, NULL, 0, NULL), WS_OK);
    assert_int_equal(search_field(search)->node_count, 0);
    search_free(search);
    network_release(&net);
    asciimap_release(&map);
}

static void test_no_memory_anywhere(void **state)
{
    (void)state;
    uint64_t random = 81;
    struct world world;
    struct seed seeds[4 * MOST];
    open_world(&world, &random);
    struct search_plan plan = plan_of(&world, 2, WS_COST_INF - 1);
    plan.threads = 2;
    plan.block_nodes = 3;
    uint32_t count = all_seeds(&world, seeds);

    for (uint64_t nth = 1;; nth++) {
        struct search *search = NULL;
        mem_fail_at(nth);
        enum ws_status st = search_new(&search, &plan, NULL);
        if (!st)
            st = search_run(search, seeds, count, NULL);
        mem_fail_at(0);
        search_free(search);
        if (st == WS_OK) {
            assert_true(nth > 4);
            break;
        }
        assert_int_equal(st, WS_NO_MEMORY);
    }
    close_world(&world);
}

int main(void)
{
    static const struct CMUnitTest SINGLE[] = {
        cmocka_unit_test(test_against_bellman_ford),
        cmocka_unit_test(test_reused_workspace_forgets),
        cmocka_unit_test(test_taken_field_stays),
        cmocka_unit_test(test_law_one_search_per_group),
        cmocka_unit_test(test_law_blocks_change_nothing),
        cmocka_unit_test(test_law_longer_cutoff_never_fewer),
        cmocka_unit_test(test_seeds_of_feet),
        cmocka_unit_test(test_empty_network),
        cmocka_unit_test(test_no_memory_anywhere),
    };
    enum { ROW_COUNT = sizeof ROWS / sizeof ROWS[0] };
    struct CMUnitTest tests[ROW_COUNT + sizeof SINGLE / sizeof SINGLE[0]];
    for (size_t i = 0; i < ROW_COUNT; i++)
        tests[i] = (struct CMUnitTest){.name = ROWS[i].name,
                                       .test_func = test_drawing,
                                       .initial_state = (void *)(uintptr_t)&ROWS[i]};
    memcpy(&tests[ROW_COUNT], SINGLE, sizeof SINGLE);
    return cmocka_run_group_tests_name("net_search", tests, NULL, NULL);
}
