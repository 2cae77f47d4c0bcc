/* What `explain` says about a place against a slow route to the same cost and
 * against what the analysis counted. */
#include "county.h"

#define PLACES 60
#define MANY 200

static const struct way {
    const char *name, *line;
} WAYS[] = {
    {"metres_to_office", "within=2km,6km min-component=4"},
    {"metres_from_office", "within=2km,6km min-component=4 direction=from-office"},
    {"time_to_office", "within=3min,9min min-component=4"},
    {"time_from_office", "within=3min,9min min-component=4 direction=from-office"},
};

/* ---- the slow route to a cost --------------------------------------------------------- */

static uint32_t part_of_cost(uint32_t cost, uint32_t length_mm, uint32_t way_mm)
{
    uint64_t product = (uint64_t)cost * way_mm;
    return (uint32_t)(product / length_mm + (product % length_mm != 0));
}

static void lower(uint64_t *cost, uint64_t to)
{
    *cost = to < *cost ? to : *cost;
}

/* The two directed edges of a road, by what one may drive towards the office:
 * onwards to the head of the canonical edge, or back to its tail. */
static void directed(const struct run *run, uint32_t edge, uint32_t *onward, uint32_t *back)
{
    bool is_to = run->options->direction == WS_TO_FACILITY;
    *onward = is_to ? edge : run->net.twin[edge];
    *back = is_to ? run->net.twin[edge] : edge;
}

/* Cost between each node and one office, relaxing all edges until nothing
 * changes (Bellman 1958). */
static void relax(const struct run *run, uint32_t office, uint64_t *cost)
{
    const struct network *net = &run->net;
    const struct ws_snap *foot = &run->snaps[office];
    uint32_t onward, back, length_mm = net->length_mm[foot->edge], tail = net->tail[foot->edge],
                           head = net->head[foot->edge];
    bool is_to = run->options->direction == WS_TO_FACILITY, has_changed = true;
    for (uint32_t n = 0; n < net->node_count; n++)
        cost[n] = UINT64_MAX / 2;
    directed(run, foot->edge, &onward, &back);
    uint64_t leg = run->leg_cost[office];
    if (foot->along_mm == 0)
        lower(&cost[tail], leg);
    else if (foot->along_mm == length_mm)
        lower(&cost[head], leg);
    else {
        if (onward != WS_NONE)
            lower(&cost[tail], leg + part_of_cost(net->cost[onward], length_mm, foot->along_mm));
        if (back != WS_NONE)
            lower(&cost[head],
                  leg + part_of_cost(net->cost[back], length_mm, length_mm - foot->along_mm));
    }
    while (has_changed) {
        has_changed = false;
        for (uint32_t e = 0; e < net->edge_count; e++) {
            uint32_t from = is_to ? net->tail[e] : net->head[e];
            uint32_t to = is_to ? net->head[e] : net->tail[e];
            if (cost[to] + net->cost[e] >= cost[from])
                continue;
            cost[from] = cost[to] + net->cost[e];
            has_changed = true;
        }
    }
}

/* Cost of a foot on a road to one office. */
static uint64_t cost_at(const struct run *run, uint32_t office, const uint64_t *cost, uint32_t edge,
                        uint32_t p_mm)
{
    const struct network *net = &run->net;
    const struct ws_snap *foot = &run->snaps[office];
    uint32_t onward, back, length_mm = net->length_mm[edge];
    uint64_t best = UINT64_MAX / 2;
    directed(run, edge, &onward, &back);
    if (p_mm == 0)
        lower(&best, cost[net->tail[edge]]);
    if (p_mm == length_mm)
        lower(&best, cost[net->head[edge]]);
    if (onward != WS_NONE)
        lower(&best,
              cost[net->head[edge]] + part_of_cost(net->cost[onward], length_mm, length_mm - p_mm));
    if (back != WS_NONE)
        lower(&best, cost[net->tail[edge]] + part_of_cost(net->cost[back], length_mm, p_mm));
    if (foot->edge != edge)
        return best;
    uint32_t q_mm = foot->along_mm, by = q_mm >= p_mm ? onward : back;
    uint32_t way_mm = q_mm >= p_mm ? q_mm - p_mm : p_mm - q_mm;
    if (by != WS_NONE || !way_mm)
        lower(&best, run->leg_cost[office] +
                         (way_mm ? part_of_cost(net->cost[by], length_mm, way_mm) : 0));
    return best;
}

/* [office][node] */
static uint64_t *relax_all(const struct run *run)
{
    uint32_t offices = run->offices.points.count;
    uint64_t *cost = calloc((size_t)offices * run->net.node_count, sizeof *cost);
    assert_non_null(cost);
    for (uint32_t i = 0; i < offices; i++)
        if (run->snaps[i].edge != WS_NONE)
            relax(run, i, cost + (size_t)i * run->net.node_count);
    return cost;
}

/* The k best (cost, office) of distinct providers, one minimum after another. */
static uint32_t best_of(const struct run *run, const uint64_t *cost, uint32_t edge, uint32_t p_mm,
                        uint64_t *found)
{
    bool is_taken[64] = {false};
    uint32_t count = 0;
    for (; count < run->field.k; count++) {
        uint64_t best = LABEL_NONE;
        for (uint32_t i = 0; i < run->offices.points.count; i++) {
            if (run->snaps[i].edge == WS_NONE || is_taken[run->offices.points.group[i]])
                continue;
            uint64_t own = cost_at(run, i, cost + (size_t)i * run->net.node_count, edge, p_mm);
            if (own < WS_COST_INF && label_make((uint32_t)own, i) < best)
                best = label_make((uint32_t)own, i);
        }
        if (best == LABEL_NONE)
            break;
        is_taken[run->offices.points.group[label_facility(best)]] = true;
        found[count] = best;
    }
    return count;
}

static void assert_place(struct ws_result *result, const uint64_t *cost, const char *at)
{
    uint64_t expected[WS_MAX_CHOICE];
    const struct run *run = result->run;
    json_t *said = county_explain(result, &(struct ws_place){.at = at});
    const json_t *snap = json_object_get(said, "snap"), *nearest = json_object_get(said, "nearest");
    uint32_t edge = (uint32_t)json_integer_value(json_object_get(snap, "edge"));
    uint32_t leg = county_cost(snap, "leg"), p_mm = county_cost(snap, "along_m");
    uint32_t count = best_of(run, cost, edge, p_mm, expected);
    assert_int_equal(json_array_size(nearest), count);
    for (uint32_t r = 0; r < count; r++) {
        const json_t *row = json_array_get(nearest, r);
        uint32_t office = label_facility(expected[r]);
        assert_int_equal(county_cost(row, "cost"), label_cost(expected[r]) + leg);
        county_assert_text(row, "office", run->offices.id[office]);
        assert_int_equal(county_cost(row, "leg_office"), run->leg_cost[office]);
    }
    json_decref(said);
}

static void test_slow_route(void **state)
{
    const struct way *way = *state;
    uint64_t seed = 77;
    char at[64], *folder = county_folder(5);
    struct ws_result *result = county_analyze(folder, way->line);
    uint64_t *cost = relax_all(result->run);
    for (int i = 0; i < PLACES; i++) {
        county_random_place(at, result, &seed);
        assert_place(result, cost, at);
    }
    free(cost);
    ws_result_free(result);
    program_remove(folder);
}

static void test_slow_route_on_norrmark(void **state)
{
    (void)state;
    uint64_t seed = 4711;
    char at[64];
    struct ws_options *options = county_norrmark();
    struct ws_result *result = county_run(options);
    uint64_t *cost = relax_all(result->run);
    for (int i = 0; i < MANY; i++) {
        county_random_place(at, result, &seed);
        assert_place(result, cost, at);
    }
    free(cost);
    ws_result_free(result);
    ws_options_free(options);
}

/* ---- what the analysis counted --------------------------------------------------------- */

/* The same places as people: the costs counted are the costs explained. */
static void test_people_at_points(void **state)
{
    const struct way *way = *state;
    static struct county_text text;
    static char at[PLACES][64];
    uint64_t seed = 99;
    char *folder = county_folder(6);
    struct ws_result *result = county_analyze(folder, way->line);
    text.length = 0;
    county_add(&text, "id,lon,lat,befolkning\n");
    for (int i = 0; i < PLACES; i++) {
        county_random_place(at[i], result, &seed);
        county_add(&text, "P%02d,%s,%d\n", i, at[i], i + 1);
    }
    ws_result_free(result);
    program_write(folder, "people.csv", text.bytes);
    result = county_analyze(folder, way->line);
    const struct unit_costs *costs = &result->run->unit_costs;
    assert_int_equal(costs->unit_count, PLACES);
    for (uint32_t unit = 0; unit < PLACES; unit++) {
        const char *id = result->run->population.name[unit];
        const char *where = at[atoi(id + 1)];
        json_t *said = county_explain(result, &(struct ws_place){.at = where});
        const json_t *nearest = json_object_get(said, "nearest");
        /* Two may stand at the same junction. */
        const char *there = json_string_value(json_object_get(said, "unit"));
        assert_non_null(there);
        assert_string_equal(at[atoi(there + 1)], where);
        for (uint32_t r = 0; r < costs->k; r++) {
            uint32_t counted = costs->cost[(size_t)unit * costs->k + r];
            assert_int_equal(r < json_array_size(nearest), counted < WS_COST_INF);
            if (counted < WS_COST_INF)
                assert_int_equal(county_cost(json_array_get(nearest, r), "cost"), counted);
        }
        json_decref(said);
    }
    ws_result_free(result);
    program_remove(folder);
}

/* Each unit of norrmark: the fraction, and what lies beyond fills up the rest. */
static void test_units_of_norrmark(void **state)
{
    (void)state;
    struct ws_options *options = county_norrmark();
    struct ws_result *result = county_run(options);
    const struct run *run = result->run;
    uint32_t states = 0;
    for (uint32_t unit = 0; unit < run->population.units.count; unit++) {
        if (unit % 7 && run->unit_costs.reached_frac[unit] >= 1.0)
            continue; /* most are covered */
        json_t *said =
            county_explain(result, &(struct ws_place){.unit = run->population.name[unit]});
        const json_t *limit = json_array_get(json_object_get(said, "limits"), 3);
        const json_t *beyond = json_object_get(limit, "beyond");
        const json_t *part = json_array_get(json_object_get(said, "parts"), 0);
        assert_int_equal(json_integer_value(json_object_get(limit, "k")), 1);
        county_assert_text(limit, "limit", "30km");
        double frac = county_number_or_nan(limit, "frac");
        county_assert_same(frac, run->unit_costs.reached_frac[unit]);
        const char *word = json_string_value(json_object_get(said, "state"));
        states |= 1u << (word[0] - 'a');
        assert_int_equal(!strcmp(word, "partly"), frac > 0.0 && frac < 1.0);
        assert_int_equal(!strcmp(word, "covered"), frac >= 1.0);
        assert_int_equal(!strcmp(word, "off_network"), isnan(frac));
        assert_int_equal(json_is_null(beyond), !(frac < 1.0));
        if (json_object_get(part, "road_m") && json_is_object(beyond) &&
            json_array_size(json_object_get(said, "parts")) == 1) {
            double road_m = county_number(part, "road_m");
            assert_true(fabs(county_number(beyond, "road_m") - road_m * (1.0 - frac)) < 0.0005);
            assert_true(county_number_or_nan(beyond, "nearest") >= 30000.0 ||
                        isnan(county_number_or_nan(beyond, "nearest")));
        }
        json_decref(said);
    }
    /* covered, no_fixed_link, off_network, partly, uncovered: all were there */
    const char *letters = "cnopu";
    for (size_t i = 0; letters[i]; i++)
        assert_true(states >> (letters[i] - 'a') & 1u);
    ws_result_free(result);
    ws_options_free(options);
}

int main(void)
{
    enum { WAY_COUNT = sizeof WAYS / sizeof *WAYS };
    struct CMUnitTest tests[2 * WAY_COUNT + 2] = {
        cmocka_unit_test(test_slow_route_on_norrmark),
        cmocka_unit_test(test_units_of_norrmark),
    };
    for (size_t i = 0; i < 2 * WAY_COUNT; i++)
        tests[2 + i] =
            (struct CMUnitTest){.name = WAYS[i / 2].name,
                                .test_func = i % 2 ? test_people_at_points : test_slow_route,
                                .initial_state = (void *)&WAYS[i / 2]};
    return cmocka_run_group_tests_name("explain", tests, NULL, NULL);
}
