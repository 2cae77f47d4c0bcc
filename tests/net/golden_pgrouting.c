/* The published answers of the pgRouting sample network.
 *
 * Source: pgRouting documentation (sample data, driving distance, points on the
 * fly), CC BY-SA 3.0; read from the shared data folder, skipped when it is not
 * there. One unit is 1 000 m of road. The published distances go away from the
 * start, hence WS_FROM_FACILITY.
 *
 * driving_side: b lets a point join its road in both directions, so the road is
 * one two-way line. r and l let it join only the direction that passes it on
 * that side; there each two-way road is drawn as two one-way lines, and the
 * point stands on the one that passes it (a point of side b on both). */
#include "net/along.h"
#include "net/build.h"
#include "net/search.h"
#include "net/snap.h"

#include "base/mem.h"
#include "support/asciimap.h"
#include "support/near.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FOLDER WS_SHARED_DATA "/golden-pgrouting-sample/"
#define UNIT_M 1000.0
#define LEFT_M 500000.0
#define LOW_M 6700000.0
#define AGAINST 100 /* fid of the way back of a road drawn as two lines: id + 100 */

enum { MOST_ROWS = 64, MOST_EDGES = 18, MOST_VERTICES = 32, MOST_POINTS = 6 };

struct sample_edge {
    int id, source, target;
    double cost, reverse_cost, x1, y1, x2, y2;
};
struct sample_point {
    int pid, edge_id;
    char side;
    double x, y, fraction, foot_x, foot_y;
};
struct expected {
    char name[32], side;
    int from, node;
    double cost;
};

struct sample {
    struct sample_edge edges[MOST_EDGES];
    struct sample_point points[MOST_POINTS];
    struct expected distances[MOST_ROWS], with_points[MOST_ROWS];
    uint32_t edge_count, point_count, distance_count, with_point_count;
};

/* Calls row() for each line after the first. */
static void read_rows(struct sample *sample, const char *name,
                      bool (*row)(struct sample *sample, const char *line))
{
    char path[1024], line[256];
    snprintf(path, sizeof path, "%s%s", FOLDER, name);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    assert_non_null(fgets(line, sizeof line, file));
    while (fgets(line, sizeof line, file))
        if (!row(sample, line))
            fail_msg("%s: cannot read \"%s\"", name, line);
    fclose(file);
}

static bool read_edge(struct sample *sample, const char *line)
{
    assert_true(sample->edge_count < MOST_EDGES);
    struct sample_edge *e = &sample->edges[sample->edge_count++];
    return sscanf(line, "%d,%d,%d,%lf,%lf,%lf,%lf,%lf,%lf", &e->id, &e->source, &e->target,
                  &e->cost, &e->reverse_cost, &e->x1, &e->y1, &e->x2, &e->y2) == 9;
}

static bool read_point(struct sample *sample, const char *line)
{
    assert_true(sample->point_count < MOST_POINTS);
    struct sample_point *p = &sample->points[sample->point_count++];
    return sscanf(line, "%d,%lf,%lf,%d,%c,%lf,%lf,%lf", &p->pid, &p->x, &p->y, &p->edge_id,
                  &p->side, &p->fraction, &p->foot_x, &p->foot_y) == 8;
}

static bool read_distance(struct sample *sample, const char *line)
{
    assert_true(sample->distance_count < MOST_ROWS);
    struct expected *e = &sample->distances[sample->distance_count++];
    return sscanf(line, "%31[^,],%d,%*f,%*d,%d,%lf", e->name, &e->from, &e->node, &e->cost) == 4;
}

static bool read_with_point(struct sample *sample, const char *line)
{
    assert_true(sample->with_point_count < MOST_ROWS);
    struct expected *e = &sample->with_points[sample->with_point_count++];
    return sscanf(line, "%31[^,],%c,%*d,%d,%lf", e->name, &e->side, &e->node, &e->cost) == 4;
}

static bool open_sample(struct sample *sample)
{
    *sample = (struct sample){0};
    FILE *file = fopen(FOLDER "edges.csv", "r");
    if (!file) {
        print_message("skipped: no %s\n", FOLDER);
        return false;
    }
    fclose(file);
    read_rows(sample, "edges.csv", read_edge);
    read_rows(sample, "points.csv", read_point);
    read_rows(sample, "expected_driving_distance.csv", read_distance);
    read_rows(sample, "expected_with_points.csv", read_with_point);
    assert_int_equal(sample->edge_count, MOST_EDGES);
    assert_int_equal(sample->point_count, MOST_POINTS);
    return true;
}

/* ---- the network ----------------------------------------------------------------- */

enum drawing { AS_IS, UNDIRECTED, ONE_LINE_EACH_WAY };

static void add_road(struct lines_builder *builder, const struct sample_edge *e, int64_t fid,
                     unsigned flags)
{
    double xy_m[6] = {LEFT_M + UNIT_M * e->x1, LOW_M + UNIT_M * e->y1, LEFT_M + UNIT_M * e->x2,
                      LOW_M + UNIT_M * e->y2};
    double at_m[3] = {0.0, UNIT_M * fabs(e->cost)};
    uint32_t count = 2;
    if (flags == LINE_BACKWARD && fid > AGAINST) { /* a vertex of its own: another road */
        xy_m[4] = xy_m[2];
        xy_m[5] = xy_m[3];
        at_m[2] = at_m[1];
        xy_m[2] = (xy_m[0] + xy_m[4]) / 2.0;
        xy_m[3] = (xy_m[1] + xy_m[5]) / 2.0;
        at_m[1] = at_m[2] / 2.0;
        count = 3;
    }
    struct line_row row = {.fid = fid,
                           .road_class = UINT16_MAX,
                           .flags = (uint8_t)flags,
                           .speed_kmh = NAN,
                           .speed_back_kmh = NAN,
                           .boarding_s = NAN,
                           .length_m = (double)NAN};
    assert_int_equal(lines_add(builder, &row, xy_m, at_m, count, NULL), WS_OK);
}

static void build_sample(struct network *out, const struct sample *sample, enum drawing drawing)
{
    struct lines_builder builder = {0};
    struct build_notes notes;
    struct impedance impedance = asciimap_impedance(false);

    for (uint32_t i = 0; i < sample->edge_count; i++) {
        const struct sample_edge *e = &sample->edges[i];
        unsigned flags =
            (e->cost >= 0.0 ? LINE_FORWARD : 0u) | (e->reverse_cost >= 0.0 ? LINE_BACKWARD : 0u);
        bool is_two_way = flags == (LINE_FORWARD | LINE_BACKWARD);
        if (drawing == UNDIRECTED)
            flags = LINE_FORWARD | LINE_BACKWARD;
        if (drawing == ONE_LINE_EACH_WAY && is_two_way) {
            flags = LINE_FORWARD;
            add_road(&builder, e, e->id + AGAINST, LINE_BACKWARD);
        }
        add_road(&builder, e, e->id, flags);
    }
    assert_int_equal(build_network(out, &notes, &builder.lines, &impedance, NULL), WS_OK);
    assert_int_equal(network_check(out, NULL), WS_OK);
    lines_release(&builder.lines);
}

static uint32_t node_near(const struct network *net, double x, double y)
{
    for (uint32_t n = 0; n < net->node_count; n++)
        if (fabs(net->x_m[n] - LEFT_M - UNIT_M * x) < 0.01 &&
            fabs(net->y_m[n] - LOW_M - UNIT_M * y) < 0.01)
            return n;
    return WS_NONE;
}

static uint32_t node_of_vertex(const struct network *net, const struct sample *sample, int vertex)
{
    for (uint32_t i = 0; i < sample->edge_count; i++) {
        const struct sample_edge *e = &sample->edges[i];
        if (e->source == vertex)
            return node_near(net, e->x1, e->y1);
        if (e->target == vertex)
            return node_near(net, e->x2, e->y2);
    }
    return WS_NONE;
}

static uint32_t edge_of_fid(const struct network *net, int64_t fid)
{
    for (uint32_t e = 0; e < net->edge_count; e++)
        if (network_is_canonical(net, e) && net->fid[e] == fid)
            return e;
    return WS_NONE;
}

static uint32_t cost_of(double units)
{
    return (uint32_t)lround(units * UNIT_M * 1000.0);
}

/* 17 vertices; edge 17 ends a hair beside edge 14 and edge 18 crosses edge 13:
 * neither meets it, so there are three components. */
static void test_parts(void **state)
{
    (void)state;
    struct sample sample;
    struct network net = {0};
    if (!open_sample(&sample))
        skip();
    build_sample(&net, &sample, AS_IS);
    assert_int_equal(net.node_count, 17);
    assert_int_equal(net.component_count, 3);
    uint32_t canonical = 0;
    for (uint32_t e = 0; e < net.edge_count; e++)
        canonical += network_is_canonical(&net, e);
    assert_int_equal(canonical, 18);
    network_release(&net);
}

/* ---- distances between vertices ------------------------------------------------- */

static const struct row {
    const char *name;
    enum drawing drawing;
    int from[2];
    uint32_t from_count;
    const char *table;
} ROWS[] = {
    {"single_directed", AS_IS, {11}, 1, "single_directed"},
    {"nearest_of_11_and_16_ties_to_the_first", AS_IS, {11, 16}, 2, "nearest_of_11_16"},
    {"undirected_from_11", UNDIRECTED, {11}, 1, "undirected"},
    {"undirected_from_16", UNDIRECTED, {16}, 1, "undirected"},
};

static void test_distances(void **state)
{
    const struct row *row = *state;
    struct sample sample;
    struct network net = {0};
    struct search *search = NULL;
    struct seed seeds[2];
    if (!open_sample(&sample))
        skip();
    build_sample(&net, &sample, row->drawing);
    for (uint32_t i = 0; i < row->from_count; i++)
        seeds[i] = (struct seed){node_of_vertex(&net, &sample, row->from[i]), label_make(0, i)};
    struct search_plan plan = {
        .net = &net, .k = 1, .cutoff_cost = cost_of(3.0), .direction = WS_FROM_FACILITY};
    assert_int_equal(search_new(&search, &plan, NULL), WS_OK);
    assert_int_equal(search_run(search, seeds, row->from_count, NULL), WS_OK);

    uint32_t expected_count = 0, touched_count = 0;
    for (uint32_t i = 0; i < sample.distance_count; i++) {
        const struct expected *e = &sample.distances[i];
        if (strcmp(e->name, row->table) != 0 || (row->from_count == 1 && e->from != row->from[0]))
            continue;
        uint64_t label = search_field(search)->label[node_of_vertex(&net, &sample, e->node)];
        assert_int_equal(label_cost(label), cost_of(e->cost));
        assert_int_equal(row->from[label_facility(label)], e->from);
        expected_count++;
    }
    search_touched(search, &touched_count);
    assert_int_equal(touched_count, expected_count); /* and nothing else is reached */
    assert_true(expected_count >= 10);
    search_free(search);
    network_release(&net);
}

/* ---- points snapped ---------------------------------------------------------------- */

static void test_snaps(void **state)
{
    (void)state;
    struct sample sample;
    struct network net = {0};
    struct snapper *snapper = NULL;
    struct earth *earth = NULL;
    struct ws_snap *snaps = NULL;
    double x_m[MOST_POINTS], y_m[MOST_POINTS];
    struct ws_points points = {.count = MOST_POINTS, .x_m = x_m, .y_m = y_m};
    struct snap_rule rule = {.limit_m = 0.5 * UNIT_M};
    if (!open_sample(&sample))
        skip();
    build_sample(&net, &sample, AS_IS);
    for (uint32_t i = 0; i < MOST_POINTS; i++) {
        x_m[i] = LEFT_M + UNIT_M * sample.points[i].x;
        y_m[i] = LOW_M + UNIT_M * sample.points[i].y;
    }
    assert_int_equal(snapper_new(&snapper, &net, NULL), WS_OK);
    assert_int_equal(earth_open(&earth, "EPSG:3006", NULL), WS_OK);
    assert_int_equal(snap_points(&snaps, snapper, &points, &rule, earth, NULL), WS_OK);
    for (uint32_t i = 0; i < MOST_POINTS; i++) {
        const struct sample_point *p = &sample.points[i];
        double foot_x_m = 0.0, foot_y_m = 0.0;
        assert_int_not_equal(snaps[i].edge, WS_NONE);
        assert_int_equal(net.fid[snaps[i].edge], p->edge_id);
        network_position(&net, snaps[i].edge, snaps[i].along_mm, &foot_x_m, &foot_y_m);
        assert_near(foot_x_m, LEFT_M + UNIT_M * p->foot_x, 0.001);
        assert_near(foot_y_m, LOW_M + UNIT_M * p->foot_y, 0.001);
        /* the fraction counts from the source, the canonical edge may start at the target */
        const struct sample_edge *e = &sample.edges[p->edge_id - 1];
        bool from_source = net.tail[snaps[i].edge] == node_of_vertex(&net, &sample, e->source);
        double along = from_source ? p->fraction : 1.0 - p->fraction;
        assert_int_equal(snaps[i].along_mm, lround(along * net.length_mm[snaps[i].edge]));
    }
    mem_free(snaps);
    snapper_free(snapper);
    earth_close(earth);
    network_release(&net);
}

/* ---- distances between points on roads ---------------------------------------------- */

/* Where a point joins: one or two canonical edges. */
static uint32_t joins_of(struct ws_snap out[2], const struct network *net,
                         const struct sample *sample, const struct sample_point *point,
                         char driving_side)
{
    const struct sample_edge *e = &sample->edges[point->edge_id - 1];
    uint32_t count = 0;

    for (int way = 0; way < 2; way++) {
        bool passes = driving_side == 'b' || point->side == 'b' ||
                      (way == 0) == (point->side == driving_side);
        uint32_t edge = edge_of_fid(net, e->id + (way ? AGAINST : 0));
        if (!passes || edge == WS_NONE)
            continue;
        bool from_source = net->tail[edge] == node_of_vertex(net, sample, e->source);
        double along = from_source ? point->fraction : 1.0 - point->fraction;
        out[count++] = (struct ws_snap){.edge = edge,
                                        .along_mm = (uint32_t)lround(along * net->length_mm[edge])};
    }
    return count;
}

/* Distance from point 1 to another point: the best over the edges it joins. */
static uint32_t cost_to_point(const struct network *net, const struct field *field,
                              const struct stops *stops, const struct ws_snap *joins,
                              uint32_t join_count)
{
    struct lanes lanes = {0};
    uint32_t best = WS_COST_INF;

    for (uint32_t i = 0; i < join_count; i++) {
        uint64_t label = LABEL_NONE;
        assert_int_equal(
            lanes_collect(&lanes, net, field, stops, NULL, WS_FROM_FACILITY, joins[i].edge, NULL),
            WS_OK);
        lanes_best(&lanes, net, field, NULL, joins[i].edge, joins[i].along_mm, &label);
        best = label_cost(label) < best ? label_cost(label) : best;
    }
    lanes_release(&lanes);
    return best;
}

static const struct side_row {
    const char *name;
    char side;
} SIDES[] = {{"with_points_both_sides", 'b'},
             {"with_points_right_side", 'r'},
             {"with_points_left_side", 'l'}};

/* Everything within the limit must be in the table, at that cost, and no more. */
static void test_with_points(void **state)
{
    const struct side_row *row = *state;
    struct sample sample;
    struct network net = {0};
    struct search *search = NULL;
    struct stops stops = {0};
    struct seed seeds[4];
    struct ws_snap start[2], joins[2];
    uint32_t zero_leg = 0, expected_count = 0, reached_count = 0;
    if (!open_sample(&sample))
        skip();
    build_sample(&net, &sample, row->side == 'b' ? AS_IS : ONE_LINE_EACH_WAY);
    assert_int_equal(joins_of(start, &net, &sample, &sample.points[0], row->side), 1);
    struct search_plan plan = {
        .net = &net, .k = 1, .cutoff_cost = cost_of(3.8), .direction = WS_FROM_FACILITY};
    assert_int_equal(search_new(&search, &plan, NULL), WS_OK);
    assert_int_equal(search_run(search, seeds,
                                search_seeds(seeds, &net, &start[0], 0, 0, WS_FROM_FACILITY), NULL),
                     WS_OK);
    assert_int_equal(stops_new(&stops, &start[0], &zero_leg, 1, NULL), WS_OK);

    const struct field *field = search_field(search);
    search_touched(search, &reached_count);
    for (uint32_t i = 0; i < MOST_POINTS; i++) {
        uint32_t count = joins_of(joins, &net, &sample, &sample.points[i], row->side);
        reached_count += cost_to_point(&net, field, &stops, joins, count) <= plan.cutoff_cost;
    }
    for (uint32_t i = 0; i < sample.with_point_count; i++) {
        const struct expected *e = &sample.with_points[i];
        if (e->side != row->side)
            continue;
        uint32_t cost = WS_COST_INF;
        if (e->node < 0) {
            uint32_t count =
                joins_of(joins, &net, &sample, &sample.points[-e->node - 1], row->side);
            cost = cost_to_point(&net, field, &stops, joins, count);
        } else {
            cost = label_cost(field->label[node_of_vertex(&net, &sample, e->node)]);
        }
        assert_int_equal(cost, cost_of(e->cost));
        expected_count++;
    }
    assert_int_equal(reached_count, expected_count);
    assert_true(expected_count >= 8);
    stops_release(&stops);
    search_free(search);
    network_release(&net);
}

int main(void)
{
    enum { ROW_COUNT = sizeof ROWS / sizeof ROWS[0], SIDE_COUNT = sizeof SIDES / sizeof SIDES[0] };
    struct CMUnitTest tests[ROW_COUNT + SIDE_COUNT + 2] = {
        [ROW_COUNT + SIDE_COUNT] = cmocka_unit_test(test_parts),
        [ROW_COUNT + SIDE_COUNT + 1] = cmocka_unit_test(test_snaps),
    };
    for (size_t i = 0; i < ROW_COUNT; i++)
        tests[i] = (struct CMUnitTest){.name = ROWS[i].name,
                                       .test_func = test_distances,
                                       .initial_state = (void *)(uintptr_t)&ROWS[i]};
    for (size_t i = 0; i < SIDE_COUNT; i++)
        tests[ROW_COUNT + i] = (struct CMUnitTest){.name = SIDES[i].name,
                                                   .test_func = test_with_points,
                                                   .initial_state = (void *)(uintptr_t)&SIDES[i]};
    return cmocka_run_group_tests_name("net_golden_pgrouting", tests, NULL, NULL);
}
