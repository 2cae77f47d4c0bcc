/* tests/cover/catchments_scene.h: networks with offices, their catchments, and a
 * slow oracle that judges every vertex and many positions again: a linear scan for
 * the foot, all costs by relaxing. */
#ifndef COVER_CATCHMENTS_SCENE_H
#define COVER_CATCHMENTS_SCENE_H
#include "base/mem.h"
#include "cover/cover.h"
#include "geo/outline.h"
#include "geo/polygon.h"
#include "net/impedance.h"
#include "support/asciimap.h"
#include "support/near.h"
#include "support/oracle.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))
#define CRS "EPSG:3006"
#define SPEED_KMH 15.0
#define MOST_FACILITIES 8

struct scene {
    struct network net;
    struct ws_points facilities;
    struct ws_snap snaps[MOST_FACILITIES];
    uint32_t leg_cost[MOST_FACILITIES];
    struct oracle_facility served[MOST_FACILITIES];
    uint32_t *node_cost[MOST_FACILITIES];
    bool *is_served;
    struct snapper *snapper;
    struct stops stops;
    struct field field;
    struct earth *earth;
    enum ws_direction direction;
    bool is_time;
    double access_m;
};

static inline void ok(enum ws_status st, const struct ws_error *err)
{
    if (st)
        fail_msg("%s: %s", ws_status_name(st), err->message);
}

static inline void take_points(struct scene *scene, uint32_t count)
{
    scene->facilities = (struct ws_points){.count = count,
                                           .x_m = mem_array(count, sizeof(double)),
                                           .y_m = mem_array(count, sizeof(double)),
                                           .group = mem_array(count, sizeof(uint32_t))};
}

/* Snaps, searches and works out all costs; the network and facilities are set. */
static inline void prepare(struct scene *scene)
{
    struct ws_error err = {0};
    struct seed seeds[4 * MOST_FACILITIES];
    struct search *search = NULL;
    uint32_t count = scene->facilities.count, seed_count = 0;
    struct snap_rule rule = {.limit_m = 500.0, .min_component = 1};
    struct ws_snap *snaps = NULL;
    assert_true(count <= MOST_FACILITIES);
    ok(earth_open(&scene->earth, CRS, &err), &err);
    ok(snapper_new(&scene->snapper, &scene->net, &err), &err);
    ok(snap_points(&snaps, scene->snapper, &scene->facilities, &rule, scene->earth, &err), &err);
    scene->is_served = mem_array(scene->net.component_count, sizeof *scene->is_served);
    for (uint32_t f = 0; f < count; f++) {
        assert_true(snaps[f].edge != WS_NONE);
        scene->snaps[f] = snaps[f];
        scene->leg_cost[f] = impedance_leg_cost(scene->is_time, snaps[f].off_mm, SPEED_KMH);
        scene->is_served[scene->net.component[scene->net.tail[snaps[f].edge]]] = true;
        scene->served[f] =
            (struct oracle_facility){snaps[f], scene->leg_cost[f], scene->facilities.group[f]};
        scene->node_cost[f] = oracle_node_costs(&scene->net, &scene->served[f], scene->direction);
        seed_count += search_seeds(seeds + seed_count, &scene->net, &snaps[f], scene->leg_cost[f],
                                   f, scene->direction);
    }
    mem_free(snaps);
    ok(stops_new(&scene->stops, scene->snaps, scene->leg_cost, count, &err), &err);
    struct search_plan plan = {.net = &scene->net,
                               .group = scene->facilities.group,
                               .k = 3,
                               .cutoff_cost = WS_COST_INF - 1,
                               .direction = scene->direction};
    ok(search_new(&search, &plan, &err), &err);
    ok(search_run(search, seeds, seed_count, &err), &err);
    search_take(search, &scene->field);
    search_free(search);
}

/* Nobody stops on bare roads here: motorways. */
static inline void draw_scene(struct scene *scene, const char *text)
{
    struct asciimap map;
    struct build_notes notes;
    struct ws_error err = {0};
    struct impedance impedance = asciimap_impedance(scene->is_time);
    struct ws_road_class classes[ASCIIMAP_CLASS_COUNT];
    memcpy(classes, impedance.classes, sizeof classes);
    classes[ASCIIMAP_BARE].is_stop = false;
    impedance.classes = classes;
    asciimap_read(&map, text);
    ok(build_network(&scene->net, &notes, &map.lines, &impedance, &err), &err);
    take_points(scene, map.facilities.count);
    memcpy(scene->facilities.x_m, map.facilities.x_m, map.facilities.count * sizeof(double));
    memcpy(scene->facilities.y_m, map.facilities.y_m, map.facilities.count * sizeof(double));
    memcpy(scene->facilities.group, map.facilities.group, map.facilities.count * sizeof(uint32_t));
    asciimap_release(&map);
    prepare(scene);
}

static inline void scene_release(struct scene *scene)
{
    for (uint32_t f = 0; f < scene->facilities.count; f++)
        mem_free(scene->node_cost[f]);
    mem_free(scene->facilities.x_m);
    mem_free(scene->facilities.y_m);
    mem_free(scene->facilities.group);
    mem_free(scene->is_served);
    snapper_free(scene->snapper);
    stops_release(&scene->stops);
    field_release(&scene->field);
    earth_close(scene->earth);
    network_release(&scene->net);
}

/* ---- the oracle --------------------------------------------------------------------- */

/* Which cutoff and choice a position is asked about; facility: only this one. */
struct wanted {
    uint32_t cutoff_cost, choice, facility;
};

static inline bool oracle_inside(const struct scene *scene, struct wanted wanted, double x_m,
                                 double y_m)
{
    uint32_t cost[MOST_FACILITIES], count = scene->facilities.count;
    uint64_t label[3];
    double foot_x_m, foot_y_m;
    struct ws_snap snap = oracle_snap(&scene->net, x_m, y_m, scene->access_m * 1.01, NULL);
    if (snap.edge == WS_NONE)
        return false;
    network_position(&scene->net, snap.edge, snap.along_mm, &foot_x_m, &foot_y_m);
    double leg_m = earth_leg_m(scene->earth, x_m, y_m, foot_x_m, foot_y_m);
    if (leg_m > scene->access_m)
        return false;
    double leg = leg_m * (scene->is_time ? 3600.0 / SPEED_KMH : 1000.0);
    for (uint32_t f = 0; f < count; f++)
        cost[f] = wanted.facility != WS_NONE && wanted.facility != f
                      ? WS_COST_INF
                      : oracle_cost_at(&scene->net, &scene->served[f], scene->node_cost[f],
                                       scene->direction, snap.edge, snap.along_mm);
    oracle_nearest(label, 3, cost, scene->served, count, WS_COST_INF - 1);
    return label[wanted.choice - 1] != UINT64_MAX &&
           (double)label_cost(label[wanted.choice - 1]) + leg <= wanted.cutoff_cost;
}

static inline bool drawn_inside(const struct areas *areas, uint32_t area, double x_m, double y_m)
{
    bool is_inside = false;
    for (size_t r = areas->first_ring[area]; r < areas->first_ring[area + 1]; r++)
        for (size_t v = areas->first_xy[r]; v + 1 < areas->first_xy[r + 1]; v++) {
            const double *a = areas->xy_m + 2 * v, *b = a + 2;
            if ((a[1] > y_m) != (b[1] > y_m) &&
                x_m < a[0] + (b[0] - a[0]) * (y_m - a[1]) / (b[1] - a[1]))
                is_inside = !is_inside;
        }
    return is_inside;
}

/* Less than a metre along the grid line lie a reached and an unreached position. */
static inline void check_vertex(const struct scene *scene, struct wanted wanted, const double *at,
                                double cell_m)
{
    bool is_upright = fabs(at[0] - rint(at[0] / cell_m) * cell_m) < 1e-6, seen[2] = {false, false};
    for (int i = -9; i <= 9 && !(seen[0] && seen[1]); i++) {
        double step_m = 0.1 * i;
        seen[oracle_inside(scene, wanted, at[0] + (is_upright ? 0 : step_m),
                           at[1] + (is_upright ? step_m : 0))] = true;
    }
    if (!seen[0] || !seen[1])
        fail_msg("vertex %.3f %.3f is nowhere near the border", at[0] - ASCIIMAP_LEFT_M,
                 at[1] - ASCIIMAP_TOP_M);
}

/* The true border runs within a cell of the position. */
static inline bool is_near_border(const struct scene *scene, struct wanted wanted, double x_m,
                                  double y_m, double cell_m)
{
    bool here = oracle_inside(scene, wanted, x_m, y_m);
    for (int i = 0; i < 64; i++) {
        double radius_m = cell_m * 1.5 * (1 + i % 4) / 4, turn = i / 4 * 0.392699;
        if (here !=
            oracle_inside(scene, wanted, x_m + radius_m * cos(turn), y_m + radius_m * sin(turn)))
            return true;
    }
    return false;
}

static inline void check_valid(const struct areas *areas, uint32_t area)
{
    struct polygons *polygons = NULL;
    struct ws_error err = {0};
    double shared_m2 = 0;
    if (areas->first_ring[area] == areas->first_ring[area + 1])
        return;
    ok(polygons_open(&polygons, &err), &err);
    ok(polygons_overlap_m2(polygons, areas, area, area, &shared_m2, NULL, &err), &err);
    assert_near(shared_m2, areas_m2(areas, area), 1e-3);
    polygons_close(polygons);
}

/* Every vertex, and positions by chance: on the right side, but for detail below
 * the resolution, which must be rare. */
static inline void check_area(const struct scene *scene, const struct areas *areas, uint32_t area,
                              struct wanted wanted, double cell_m)
{
    uint64_t state = 17;
    uint32_t wrong = 0, tries = 2000;
    struct box box = box_empty();
    for (uint32_t v = 0; v < scene->net.first_xy[scene->net.edge_count]; v++)
        box_add(&box, scene->net.xy_m[2 * (size_t)v], scene->net.xy_m[2 * (size_t)v + 1]);
    box = box_grown(box, scene->access_m + cell_m);
    uint32_t first = areas->first_xy[areas->first_ring[area]];
    for (size_t v = first; v < areas->first_xy[areas->first_ring[area + 1]]; v++)
        check_vertex(scene, wanted, areas->xy_m + 2 * v, cell_m);
    for (uint32_t i = 0; i < tries; i++) {
        double x_m = box.min_x_m +
                     (box.max_x_m - box.min_x_m) * oracle_random(&state, 1u << 30) / (1u << 30);
        double y_m = box.min_y_m +
                     (box.max_y_m - box.min_y_m) * oracle_random(&state, 1u << 30) / (1u << 30);
        if (oracle_inside(scene, wanted, x_m, y_m) == drawn_inside(areas, area, x_m, y_m))
            continue;
        wrong++;
        if (!is_near_border(scene, wanted, x_m, y_m, cell_m))
            fail_msg("position %.3f %.3f is on the wrong side", x_m - ASCIIMAP_LEFT_M,
                     y_m - ASCIIMAP_TOP_M);
    }
    assert_true(wrong <= tries / 20);
    check_valid(areas, area);
}

/* ---- drawing --------------------------------------------------------------------------- */

struct picture {
    uint32_t cutoff_cost[2], choice[3];
    uint32_t cutoff_count, choice_count, threads;
    double cell_m;
    bool per_facility;
};

static inline enum ws_status draw(struct catchments *out, const struct scene *scene,
                                  const struct picture *picture, struct ws_error *err)
{
    struct allocate_plan roads = {.net = &scene->net,
                                  .field = &scene->field,
                                  .stops = &scene->stops,
                                  .group = scene->facilities.group,
                                  .direction = scene->direction,
                                  .is_time = scene->is_time,
                                  .access_speed_kmh = SPEED_KMH};
    struct catchment_plan plan = {.roads = &roads,
                                  .facilities = &scene->facilities,
                                  .facility_snaps = scene->snaps,
                                  .leg_cost = scene->leg_cost,
                                  .snapper = scene->snapper,
                                  .is_served = scene->is_served,
                                  .min_component = 1,
                                  .access_limit_m = scene->access_m,
                                  .working_crs = CRS,
                                  .resolution_m = picture->cell_m,
                                  .cutoff_cost = picture->cutoff_cost,
                                  .choice = picture->choice,
                                  .cutoff_count = picture->cutoff_count,
                                  .choice_count = picture->choice_count,
                                  .threads = picture->threads,
                                  .per_facility = picture->per_facility};
    return catchments_draw(out, &plan, err);
}

static inline void check_picture(const struct scene *scene, const struct picture *picture)
{
    struct catchments drawn = {0};
    struct ws_error err = {0};
    uint32_t row = 0;
    ok(draw(&drawn, scene, picture, &err), &err);
    assert_int_equal(drawn.together.count, picture->cutoff_count * picture->choice_count);
    for (uint32_t c = 0; c < picture->cutoff_count; c++)
        for (uint32_t k = 0; k < picture->choice_count; k++)
            check_area(scene, &drawn.together, row++,
                       (struct wanted){picture->cutoff_cost[c], picture->choice[k], WS_NONE},
                       picture->cell_m);
    row = 0;
    for (uint32_t f = 0; picture->per_facility && f < scene->facilities.count; f++)
        for (uint32_t c = 0; c < picture->cutoff_count; c++)
            check_area(scene, &drawn.facilities, row++,
                       (struct wanted){picture->cutoff_cost[c], 1, f}, picture->cell_m);
    catchments_release(&drawn);
}
#endif
