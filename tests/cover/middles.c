/* middles_find and middles_travel: medians by their definition, ways by all pairs of
 * nodes; drawn roads where both are seen by eye. */
#include "cover/scene.h"

#include "net/along.h"

#define MOST_NODES 200u

struct stage {
    struct scene scene;
    struct spread spread;
    struct middles middles;
    uint32_t cost[16];
};

static void stage_find(struct stage *stage, uint32_t zone_count)
{
    static const uint32_t zones[] = {0, 1, 2, 3};
    struct ws_error err = {0};
    struct scene *scene = &stage->scene;
    scene_ok(scene->plan.net
                 ? spread_roads(&stage->spread, &scene->plan, &scene->warnings, &err)
                 : spread_straight(&stage->spread, &scene->plan, &scene->warnings, &err),
             &err);
    scene_ok(
        middles_find(&stage->middles, &stage->spread, scene->plan.net, zones, zone_count, &err),
        &err);
}

static void stage_travel(struct stage *stage, uint32_t cutoff_cost, uint32_t threads)
{
    struct ws_error err = {0};
    const struct allocate_plan roads = {.net = &stage->scene.net,
                                        .direction = WS_TO_FACILITY,
                                        .access_speed_kmh = 15.0,
                                        .threads = 1};
    const struct straight_plan straight = {.working_crs = SCENE_CRS, .factor = 1.5};
    bool has_roads = stage->scene.plan.net != NULL;
    const struct travel_plan plan = {.roads = has_roads ? &roads : NULL,
                                     .straight = has_roads ? NULL : &straight,
                                     .cutoff_cost = cutoff_cost,
                                     .threads = threads};
    scene_ok(middles_travel(stage->cost, &stage->middles, &plan, &err), &err);
}

static void stage_release(struct stage *stage)
{
    middles_release(&stage->middles);
    spread_release(&stage->spread);
    scene_release(&stage->scene);
}

static void stage_draw(struct stage *stage, const char *text, uint32_t zone_count,
                       const struct rect *zones, uint32_t count, const struct rect *points,
                       const uint32_t *people)
{
    struct asciimap map;
    struct network net = {0};
    memset(stage, 0, sizeof *stage);
    asciimap_read(&map, text);
    asciimap_build(&net, &map, false);
    asciimap_release(&map);
    scene_zones(&stage->scene, zone_count, zones);
    scene_points(&stage->scene, count, points);
    scene_people(&stage->scene, count, people);
    scene_plan(&stage->scene, &net);
    stage_find(stage, zone_count);
}

/* ---- drawn ------------------------------------------------------------------------------ */

/* 10, 1 and 10 people: the middle is the one in the middle, however few live there. The
 * way to the second zone's only place is 800 m, to the millimetre the limit. */
static void the_median_of_three_places(void **state)
{
    (void)state;
    static const struct rect zones[] = {{-50, -50, 850, 50}, {850, -50, 2000, 50}};
    static const struct rect points[] = {POINT(0, 0), POINT(100, 0), POINT(800, 0), POINT(900, 0)};
    static const uint32_t people[] = {10, 1, 10, 3};
    struct stage stage;
    stage_draw(&stage, "a--------b\n", 2, zones, 4, points, people);
    assert_near(stage.middles.x_m[0], ASCIIMAP_LEFT_M + 100.0, 1e-6);
    assert_near(stage.middles.x_m[1], ASCIIMAP_LEFT_M + 900.0, 1e-6);
    stage_travel(&stage, 800000, 1);
    assert_int_equal(stage.cost[0], 0);
    assert_int_equal(stage.cost[1], 800000);
    assert_int_equal(stage.cost[2], 800000);
    stage_travel(&stage, 799999, 1);
    assert_int_equal(stage.cost[1], WS_COST_INF);
    stage_release(&stage);
}

/* Half is enough: with 10 and 10 people the first of the two. */
static void half_of_the_people_is_enough(void **state)
{
    (void)state;
    static const struct rect zones[] = {EVERYWHERE};
    static const struct rect points[] = {POINT(0, 0), POINT(900, 0)};
    static const uint32_t people[] = {10, 10};
    struct stage stage;
    stage_draw(&stage, "a--------b\n", 1, zones, 2, points, people);
    assert_near(stage.middles.x_m[0], ASCIIMAP_LEFT_M, 1e-6);
    stage_release(&stage);
}

/* 500 m along the one-way road, 200 + 500 + 200 m back: the longer one counts. */
static void the_longer_direction_counts(void **state)
{
    (void)state;
    static const struct rect zones[] = {{-50, -50, 250, 50}, {250, -50, 2000, 50}};
    static const struct rect points[] = {POINT(0, 0), POINT(500, 0)};
    static const uint32_t people[] = {1, 1};
    struct stage stage;
    stage_draw(&stage, "a->--b\n|    |\nc----d\n", 2, zones, 2, points, people);
    stage_travel(&stage, WS_COST_INF, 1);
    assert_int_equal(stage.cost[1], 900000);
    stage_release(&stage);
}

/* 30 and 40 m off the road: both legs are part of the way. */
static void the_legs_are_part_of_the_way(void **state)
{
    (void)state;
    static const struct rect zones[] = {{-50, -50, 250, 60}, {250, -50, 2000, 60}};
    static const struct rect points[] = {POINT(100, 30), POINT(500, 40)};
    static const uint32_t people[] = {1, 1};
    struct stage stage;
    stage_draw(&stage, "a----b\n", 2, zones, 2, points, people);
    stage_travel(&stage, WS_COST_INF, 1);
    assert_in_range(stage.cost[1], 469900, 470100);
    stage_release(&stage);
}

/* Nobody, nobody on a road, no road between: no middle, or no way. */
static void no_middle_and_no_way(void **state)
{
    (void)state;
    static const struct rect zones[] = {
        {-50, -50, 250, 50}, {250, -50, 600, 50}, {600, -50, 2000, 50}, {-8000, 5000, 0, 9000}};
    static const struct rect points[] = {POINT(100, 0), POINT(500, 0), POINT(800, 0),
                                         POINT(-5000, 7000)};
    static const uint32_t people[] = {1, 0, 1, 5};
    struct stage stage;
    stage_draw(&stage, "a----b a--b\n", 4, zones, 4, points, people);
    assert_true(!isnan(stage.middles.x_m[0]));
    assert_true(isnan(stage.middles.x_m[1]) && stage.middles.pieces[1].edge == WS_NONE);
    assert_true(isnan(stage.middles.x_m[3]));
    stage_travel(&stage, WS_COST_INF, 1);
    for (uint32_t i = 0; i < 4; i++)
        for (uint32_t j = 0; j < 4; j++)
            assert_int_equal(stage.cost[4 * i + j], i == j ? 0 : WS_COST_INF);
    stage_release(&stage);
}

/* ---- oracles ----------------------------------------------------------------------------- */

static void place_of(const struct stage *stage, uint32_t piece, double *x_m, double *y_m)
{
    const struct ws_piece *of = &stage->spread.pieces[piece];
    if (stage->scene.plan.net)
        network_position(stage->scene.plan.net, of->edge,
                         of->from_mm + (of->to_mm - of->from_mm) / 2, x_m, y_m);
    else {
        *x_m = stage->spread.x_m[piece];
        *y_m = stage->spread.y_m[piece];
    }
}

static uint64_t people_of(const struct spread *spread, uint32_t piece)
{
    uint32_t part = spread->part[piece];
    return spread->people_micro[2 * part] * piece_weight(&spread->pieces[piece]) /
           spread->weight_mm[part];
}

/* The smallest coordinate such that half of the people are at it or below. */
static double median_of(const struct stage *stage, uint32_t zone, bool is_y)
{
    const struct spread *spread = &stage->spread;
    double best = (double)INFINITY;
    for (uint32_t i = 0; i < spread->piece_count; i++) {
        uint64_t all = 0, upto = 0;
        double here[2], there[2];
        if (spread->zone[spread->part[i]] != zone)
            continue;
        place_of(stage, i, &here[0], &here[1]);
        for (uint32_t j = 0; j < spread->piece_count; j++) {
            if (spread->zone[spread->part[j]] != zone)
                continue;
            place_of(stage, j, &there[0], &there[1]);
            all += people_of(spread, j);
            upto += there[is_y] <= here[is_y] ? people_of(spread, j) : 0;
        }
        if (2 * upto >= all && here[is_y] < best)
            best = here[is_y];
    }
    return best;
}

static void check_middle(const struct stage *stage, uint32_t zone)
{
    const struct spread *spread = &stage->spread;
    double x_m = median_of(stage, zone, false), y_m = median_of(stage, zone, true);
    double least_m = (double)INFINITY;
    uint64_t all = 0;
    for (uint32_t i = 0; i < spread->piece_count; i++) {
        double x, y;
        if (spread->zone[spread->part[i]] != zone || !people_of(spread, i))
            continue;
        all += people_of(spread, i);
        place_of(stage, i, &x, &y);
        least_m = fmin(least_m, hypot(x - x_m, y - y_m));
    }
    assert_int_equal(!all, isnan(stage->middles.x_m[zone]));
    if (all)
        assert_near(hypot(stage->middles.x_m[zone] - x_m, stage->middles.y_m[zone] - y_m), least_m,
                    1e-9);
}

/* All pairs of nodes (Floyd 1962). */
static void all_pairs(uint32_t *way, const struct network *net)
{
    uint32_t n = net->node_count;
    for (uint32_t i = 0; i < n * n; i++)
        way[i] = i / n == i % n ? 0 : WS_COST_INF;
    for (uint32_t e = 0; e < net->edge_count; e++) {
        uint32_t *cell = &way[net->tail[e] * n + net->head[e]];
        *cell = net->cost[e] < *cell ? net->cost[e] : *cell;
    }
    for (uint32_t k = 0; k < n; k++)
        for (uint32_t i = 0; i < n; i++)
            for (uint32_t j = 0; j < n; j++)
                if (way[i * n + k] + way[k * n + j] < way[i * n + j])
                    way[i * n + j] = way[i * n + k] + way[k * n + j];
}

/* Both ends of an edge as ways out (to) or in of a place on it. */
static uint32_t end_cost(const struct network *net, const struct ws_piece *at, bool at_head,
                         bool is_out)
{
    uint32_t back = net->twin[at->edge], length = net->length_mm[at->edge];
    uint32_t d_mm = at_head ? length - at->from_mm : at->from_mm;
    uint32_t edge = at_head == is_out ? at->edge : back;
    return edge == WS_NONE ? WS_COST_INF : along_cost(net->cost[edge], length, d_mm);
}

static uint32_t way_between(const struct network *net, const uint32_t *way,
                            const struct ws_piece *from, const struct ws_piece *to)
{
    uint64_t best = WS_COST_INF;
    for (int out = 0; out < 2; out++)
        for (int in = 0; in < 2; in++) {
            uint32_t a = out ? net->head[from->edge] : net->tail[from->edge];
            uint32_t b = in ? net->head[to->edge] : net->tail[to->edge];
            uint64_t sum = (uint64_t)end_cost(net, from, out, true) + way[a * net->node_count + b] +
                           end_cost(net, to, in, false);
            best = sum < best ? sum : best;
        }
    uint32_t back = net->twin[from->edge], length = net->length_mm[from->edge];
    uint64_t direct = WS_COST_INF;
    if (from->edge == to->edge && to->from_mm >= from->from_mm)
        direct = along_cost(net->cost[from->edge], length, to->from_mm - from->from_mm);
    else if (from->edge == to->edge && back != WS_NONE)
        direct = along_cost(net->cost[back], length, from->from_mm - to->from_mm);
    best = direct < best ? direct : best;
    best += from->off_mm + to->off_mm;
    return best < WS_COST_INF ? (uint32_t)best : WS_COST_INF;
}

/* Returns how many ways there are. */
static uint32_t check_ways(struct stage *stage, uint32_t zone_count)
{
    uint32_t found = 0;
    static uint32_t way[MOST_NODES * MOST_NODES], again[16];
    const struct network *net = &stage->scene.net;
    assert_true(net->node_count <= MOST_NODES);
    all_pairs(way, net);
    stage_travel(stage, WS_COST_INF, 1);
    memcpy(again, stage->cost, sizeof again);
    for (uint32_t i = 0; i < zone_count; i++)
        for (uint32_t j = 0; j < zone_count; j++) {
            const struct ws_piece *a = &stage->middles.pieces[i], *b = &stage->middles.pieces[j];
            uint32_t expected = i == j ? 0 : WS_COST_INF;
            if (i != j && a->edge != WS_NONE && b->edge != WS_NONE) {
                uint32_t there = way_between(net, way, a, b), back = way_between(net, way, b, a);
                expected = there > back ? there : back;
            }
            assert_int_equal(stage->cost[i * zone_count + j], expected);
            found += i != j && expected < WS_COST_INF;
        }
    stage_travel(stage, WS_COST_INF, 3);
    assert_memory_equal(again, stage->cost, zone_count * zone_count * sizeof *again);
    return found;
}

static void add_road(struct lines_builder *builder, const double *ends, bool is_one_way)
{
    struct ws_error err = {0};
    const double at_m[] = {0.0, hypot(ends[2] - ends[0], ends[3] - ends[1])};
    struct line_row row = {.fid = builder->lines.count + 1,
                           .road_class = ASCIIMAP_ROAD,
                           .flags = is_one_way ? LINE_FORWARD : LINE_FORWARD | LINE_BACKWARD,
                           .speed_kmh = NAN,
                           .speed_back_kmh = NAN,
                           .boarding_s = NAN,
                           .length_m = (double)NAN};
    scene_ok(lines_add(builder, &row, ends, at_m, 2, &err), &err);
}

/* Five by five crossings, not quite in a grid; some roads are one way, some missing. */
static void draw_streets(struct network *net, uint64_t *seed)
{
    double x[25], y[25];
    struct lines_builder builder = {0};
    struct ws_error err = {0};
    struct build_notes notes;
    for (uint32_t i = 0; i < 25; i++) {
        x[i] = ASCIIMAP_LEFT_M + 140.0 * (i % 5) + scene_random_m(seed, 60.0);
        y[i] = ASCIIMAP_TOP_M + 140.0 * (double)(i / 5) + scene_random_m(seed, 60.0);
    }
    for (uint32_t i = 0; i < 25; i++) {
        const double east[] = {x[i], y[i], x[(i + 1) % 25], y[(i + 1) % 25]};
        const double north[] = {x[i], y[i], x[(i + 5) % 25], y[(i + 5) % 25]};
        if (i % 5 < 4 && scene_random(seed) % 5)
            add_road(&builder, east, scene_random(seed) % 4 == 0);
        if (i < 20 && scene_random(seed) % 5)
            add_road(&builder, north, scene_random(seed) % 4 == 0);
    }
    struct impedance impedance = asciimap_impedance(false);
    scene_ok(build_network(net, &notes, &builder.lines, &impedance, &err), &err);
    lines_release(&builder.lines);
}

/* Areas and points, with and without roads, in four zones. */
static void random_scenes_against_the_definitions(void **state)
{
    (void)state;
    uint64_t seed = 4711;
    uint32_t found = 0;
    for (uint32_t round = 0; round < 60; round++) {
        static const struct rect zones[] = {
            {0, 0, 300, 300}, {300, 0, 600, 300}, {0, 300, 300, 600}, {300, 300, 600, 600}};
        struct stage stage = {0};
        struct rect units[12];
        uint32_t people[12];
        struct network net = {0};
        bool has_roads = round % 4, is_points = round % 3 == 0;
        for (uint32_t i = 0; i < 12; i++) {
            double x = 150.0 * (i % 4), y = 200.0 * (double)(i / 4);
            units[i] = is_points ? (struct rect){scene_random_m(&seed, 600.0),
                                                 scene_random_m(&seed, 600.0), 0, 0}
                                 : (struct rect){x, y, x + 140.0, y + 190.0};
            people[i] = (uint32_t)(scene_random(&seed) % 20);
        }
        if (has_roads)
            draw_streets(&net, &seed);
        scene_zones(&stage.scene, 4, zones);
        if (is_points)
            scene_points(&stage.scene, 12, units);
        else
            scene_areas(&stage.scene, 12, units);
        scene_people(&stage.scene, 12, people);
        scene_plan(&stage.scene, has_roads ? &net : NULL);
        stage_find(&stage, 4);
        for (uint32_t zone = 0; zone < 4; zone++)
            check_middle(&stage, zone);
        if (has_roads)
            found += check_ways(&stage, 4);
        stage_release(&stage);
    }
    assert_true(found > 200);
}

/* Without roads: geodesic times the factor, as everywhere. */
static void straight_ways_are_geodesic(void **state)
{
    (void)state;
    static const struct rect zones[] = {{-50, -50, 850, 50}, {850, -50, 2000, 50}};
    static const struct rect points[] = {POINT(0, 0), POINT(1000, 0)};
    static const uint32_t people[] = {10, 1};
    struct stage stage = {0};
    scene_zones(&stage.scene, 2, zones);
    scene_points(&stage.scene, 2, points);
    scene_people(&stage.scene, 2, people);
    scene_plan(&stage.scene, NULL);
    stage_find(&stage, 2);
    stage_travel(&stage, WS_COST_INF, 2);
    double leg_m = earth_leg_m(stage.scene.earth, ASCIIMAP_LEFT_M, ASCIIMAP_TOP_M,
                               ASCIIMAP_LEFT_M + 1000.0, ASCIIMAP_TOP_M);
    assert_int_equal(stage.cost[1], stride_leg_cost(leg_m, 1.5));
    assert_int_equal(stage.cost[2], stage.cost[1]);
    stage_travel(&stage, stage.cost[1] - 1, 1);
    assert_int_equal(stage.cost[1], WS_COST_INF);
    stage_release(&stage);
}

static void no_memory_is_a_status(void **state)
{
    (void)state;
    static const struct rect zones[] = {{-50, -50, 850, 50}, {850, -50, 2000, 50}};
    static const struct rect points[] = {POINT(0, 0), POINT(1000, 0)};
    static const uint32_t people[] = {10, 1}, both[] = {0, 1};
    struct ws_error err = {0};
    struct stage stage;
    stage_draw(&stage, "a----------b\n", 2, zones, 2, points, people);
    enum ws_status st = WS_NO_MEMORY;
    for (uint64_t nth = 1; st == WS_NO_MEMORY && nth < 40; nth++) {
        struct middles middles = {0};
        mem_fail_at(nth);
        st = middles_find(&middles, &stage.spread, &stage.scene.net, both, 2, &err);
        mem_fail_at(0);
        middles_release(&middles);
    }
    assert_int_equal(st, WS_OK);
    stage_release(&stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_median_of_three_places),
        cmocka_unit_test(half_of_the_people_is_enough),
        cmocka_unit_test(the_longer_direction_counts),
        cmocka_unit_test(the_legs_are_part_of_the_way),
        cmocka_unit_test(no_middle_and_no_way),
        cmocka_unit_test(random_scenes_against_the_definitions),
        cmocka_unit_test(straight_ways_are_geodesic),
        cmocka_unit_test(no_memory_is_a_status),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
