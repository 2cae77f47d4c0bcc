/* tests/cover/scene.h: zones and units as rectangles over a drawn network.
 *
 * Rectangles are metres east and north of the upper left letter of an
 * asciimap; random scenes use the same origin. */
#ifndef COVER_SCENE_H
#define COVER_SCENE_H
#include "base/mem.h"
#include "cover/cover.h"
#include "geo/geodesic.h"
#include "geo/locate.h"
#include "support/asciimap.h"
#include "support/near.h"
#include <string.h>

#define SCENE_CRS "EPSG:3006"

struct rect {
    double west_m, south_m, east_m, north_m;
};

#define EVERYWHERE                                                                                 \
    {                                                                                              \
        -9000, -9000, 9000, 9000                                                                   \
    }
#define POINT(east, north)                                                                         \
    {                                                                                              \
        east, north, 0, 0                                                                          \
    }

static inline void scene_ok(enum ws_status st, const struct ws_error *err)
{
    if (st)
        fail_msg("%s: %s", ws_status_name(st), err->message);
}

static inline void scene_add_rect(struct areas_builder *builder, struct rect rect)
{
    struct ws_error err = {0};
    const double west = ASCIIMAP_LEFT_M + rect.west_m, east = ASCIIMAP_LEFT_M + rect.east_m;
    const double south = ASCIIMAP_TOP_M + rect.south_m, north = ASCIIMAP_TOP_M + rect.north_m;
    const double xy_m[] = {west, south, east, south, east, north, west, north, west, south};
    scene_ok(areas_begin(builder, (int64_t)builder->areas.count + 1, &err), &err);
    scene_ok(areas_ring(builder, xy_m, 5, false, &err), &err);
}

/* Everything a spread needs, owned here. */
struct scene {
    struct network net;
    struct snapper *snapper;
    bool *is_served;
    struct zones zones;
    struct locator *locator;
    struct population population;
    struct earth *earth;
    struct warnings warnings;
    struct spread_plan plan;
};

/* People of unit i: people[i] whole persons, in weight 0; one fewer, at least 0,
 * in weight 1. */
static inline void scene_people(struct scene *scene, uint32_t count, const uint32_t *people)
{
    struct population *population = &scene->population;
    population->units.count = count;
    population->units.weight_count = 2;
    population->units.people_micro = mem_array(count, 2 * sizeof(uint64_t));
    population->zone = mem_array(count, sizeof(uint32_t));
    population->has_code = mem_array(count, sizeof(bool));
    for (uint32_t i = 0; i < count; i++) {
        population->zone[i] = WS_NONE;
        population->units.people_micro[2 * i] = (uint64_t)people[i] * WS_MICRO;
        population->units.people_micro[2 * i + 1] =
            people[i] ? (uint64_t)(people[i] - 1) * WS_MICRO : 0;
    }
}

static inline void scene_zones(struct scene *scene, uint32_t count, const struct rect *rects)
{
    struct areas_builder builder = {0};
    struct ws_error err = {0};
    for (uint32_t i = 0; i < count; i++)
        scene_add_rect(&builder, rects[i]);
    scene->zones.count = count;
    scene->zones.areas = builder.areas;
    scene_ok(locator_new(&scene->locator, &scene->zones.areas, &err), &err);
}

static inline void scene_areas(struct scene *scene, uint32_t count, const struct rect *rects)
{
    struct areas_builder builder = {0};
    for (uint32_t i = 0; i < count; i++)
        scene_add_rect(&builder, rects[i]);
    scene->population.shape = UNIT_AREAS;
    scene->population.areas = builder.areas;
}

/* Units are the south-west corners of the rectangles. */
static inline void scene_points(struct scene *scene, uint32_t count, const struct rect *rects)
{
    scene->population.shape = UNIT_POINTS;
    scene->population.points.count = count;
    scene->population.points.x_m = mem_array(count, sizeof(double));
    scene->population.points.y_m = mem_array(count, sizeof(double));
    for (uint32_t i = 0; i < count; i++) {
        scene->population.points.x_m[i] = ASCIIMAP_LEFT_M + rects[i].west_m;
        scene->population.points.y_m[i] = ASCIIMAP_TOP_M + rects[i].south_m;
    }
}

/* Last step: the network (taken over; NULL without roads) and the plan. */
static inline void scene_plan(struct scene *scene, struct network *net)
{
    struct ws_error err = {0};
    scene_ok(earth_open(&scene->earth, SCENE_CRS, &err), &err);
    scene->plan = (struct spread_plan){.population = &scene->population,
                                       .zones = &scene->zones,
                                       .zone_locator = scene->locator,
                                       .earth = scene->earth,
                                       .access_limit_m = 2000.0,
                                       .zone_limit_m = 2000.0,
                                       .min_component = 2,
                                       .threads = 1};
    if (!net)
        return;
    scene->net = *net;
    *net = (struct network){0};
    scene->is_served = mem_array(scene->net.component_count, sizeof(bool));
    scene_ok(snapper_new(&scene->snapper, &scene->net, &err), &err);
    scene->plan.net = &scene->net;
    scene->plan.snapper = scene->snapper;
    scene->plan.is_served = scene->is_served;
}

static inline void scene_release(struct scene *scene)
{
    snapper_free(scene->snapper);
    network_release(&scene->net);
    mem_free(scene->is_served);
    locator_free(scene->locator);
    areas_release(&scene->zones.areas);
    areas_release(&scene->population.areas);
    mem_free(scene->population.points.x_m);
    mem_free(scene->population.points.y_m);
    mem_free(scene->population.units.people_micro);
    mem_free(scene->population.zone);
    mem_free(scene->population.has_code);
    earth_close(scene->earth);
    warnings_release(&scene->warnings);
    *scene = (struct scene){0};
}

/* What holds for every spread: order, one part at least per unit, weights that
 * are those of the pieces, people that add up to the last millionth. */
static inline void scene_check_spread(const struct scene *scene, const struct spread *spread)
{
    const struct ws_units *units = &scene->population.units;
    assert_int_equal(spread->unit_count, units->count);
    assert_int_equal(spread->first_part[units->count], spread->part_count);
    for (uint32_t unit = 0; unit < units->count; unit++) {
        assert_true(spread->first_part[unit] < spread->first_part[unit + 1]);
        uint64_t sum[2] = {0, 0};
        for (uint32_t part = spread->first_part[unit]; part < spread->first_part[unit + 1];
             part++) {
            assert_int_equal(spread->unit[part], unit);
            if (part > spread->first_part[unit])
                assert_true(spread->zone[part - 1] < spread->zone[part]);
            sum[0] += spread->people_micro[2 * part];
            sum[1] += spread->people_micro[2 * part + 1];
        }
        assert_int_equal(sum[0], units->people_micro[2 * unit]);
        assert_int_equal(sum[1], units->people_micro[2 * unit + 1]);
    }
    uint64_t *weight = mem_array(spread->part_count, sizeof *weight);
    for (uint32_t i = 0; i < spread->piece_count; i++) {
        const struct ws_piece *piece = &spread->pieces[i], *last = i ? piece - 1 : piece;
        uint32_t part = spread->part[i];
        assert_int_equal(piece->unit, spread->unit[part]);
        assert_int_equal(piece->zone, spread->zone[part]);
        assert_true(last->edge < piece->edge || last->from_mm < piece->from_mm ||
                    (last->from_mm == piece->from_mm && last->to_mm < piece->to_mm) ||
                    (last->from_mm == piece->from_mm && last->to_mm == piece->to_mm &&
                     spread->part[i ? i - 1 : i] <= part));
        weight[part] += piece_weight(piece);
    }
    for (uint32_t part = 0; part < spread->part_count; part++) {
        assert_int_equal(weight[part], spread->weight_mm[part]);
        assert_int_equal(spread->state[part], weight[part] ? PART_ON_NETWORK : PART_OFF_NETWORK);
        assert_true(spread->no_link_mm[part] <= weight[part]);
    }
    mem_free(weight);
}

/* The same bytes. */
static inline void scene_check_same(const struct spread *a, const struct spread *b)
{
    assert_int_equal(a->part_count, b->part_count);
    assert_int_equal(a->piece_count, b->piece_count);
    assert_memory_equal(a->unit, b->unit, a->part_count * sizeof *a->unit);
    assert_memory_equal(a->zone, b->zone, a->part_count * sizeof *a->zone);
    assert_memory_equal(a->state, b->state, a->part_count);
    assert_memory_equal(a->weight_mm, b->weight_mm, a->part_count * sizeof *a->weight_mm);
    assert_memory_equal(a->no_link_mm, b->no_link_mm, a->part_count * sizeof *a->no_link_mm);
    assert_memory_equal(a->people_micro, b->people_micro,
                        2 * a->part_count * sizeof *a->people_micro);
    assert_memory_equal(a->pieces, b->pieces, a->piece_count * sizeof *a->pieces);
    assert_memory_equal(a->part, b->part, a->piece_count * sizeof *a->part);
}

/* xorshift64*, the same everywhere. */
static inline uint64_t scene_random(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * 0x2545F4914F6CDD1DULL;
}

/* 0 <= value < bound. */
static inline double scene_random_m(uint64_t *state, double bound_m)
{
    return (double)(scene_random(state) >> 11) / 9007199254740992.0 * bound_m;
}

/* Polylines of 2 to 5 vertices at random in a square of side_m. */
static inline void scene_random_network(struct network *net, uint64_t *state, uint32_t line_count,
                                        double side_m)
{
    struct lines_builder builder = {0};
    struct ws_error err = {0};
    for (uint32_t line = 0; line < line_count; line++) {
        double xy_m[10], at_m[5] = {0};
        uint32_t count = 2 + (uint32_t)(scene_random(state) % 4);
        for (uint32_t i = 0; i < count; i++) {
            xy_m[2 * i] = ASCIIMAP_LEFT_M + scene_random_m(state, side_m);
            xy_m[2 * i + 1] = ASCIIMAP_TOP_M + scene_random_m(state, side_m);
            if (i)
                at_m[i] = at_m[i - 1] +
                          hypot(xy_m[2 * i] - xy_m[2 * i - 2], xy_m[2 * i + 1] - xy_m[2 * i - 1]);
        }
        struct line_row row = {.fid = line + 1,
                               .road_class = line % 5 ? ASCIIMAP_ROAD : ASCIIMAP_BARE,
                               .flags = line % 3 ? LINE_FORWARD | LINE_BACKWARD : LINE_FORWARD,
                               .speed_kmh = NAN,
                               .speed_back_kmh = NAN,
                               .boarding_s = NAN,
                               .length_m = (double)NAN};
        scene_ok(lines_add(&builder, &row, xy_m, at_m, count, &err), &err);
    }
    struct impedance impedance = asciimap_impedance(false);
    struct build_notes notes;
    scene_ok(build_network(net, &notes, &builder.lines, &impedance, &err), &err);
    lines_release(&builder.lines);
}
#endif
