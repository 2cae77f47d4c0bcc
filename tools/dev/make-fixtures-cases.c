#include "make-fixtures.h"

#include <assert.h>
#include <stdlib.h>

/* The situations that chance would not make. README.md of the fixture names
 * each with its place. */

static const struct style LANE = {UNCLASSIFIED, 50, 0, SETTLED_COUNTRY, 0, NULL};

static struct style named(struct style style, const char *name)
{
    style.name = name;
    return style;
}

static struct xy vertex_near(const struct world *world, struct xy at)
{
    struct xy vertex = at;
    enum road_class class_id;
    bool is_found = roads_nearest(&world->roads, at, 20000, &vertex, &class_id);
    assert(is_found);
    (void)is_found;
    return vertex;
}

/* A shore road with a dead end towards the water every 400 m. */
static void build_comb(struct world *world)
{
    struct xy spine[21];
    struct chance chance = chance_of(980000);
    for (int32_t i = 0; i < 21; i++) {
        int32_t bend = (i - 7) * (i - 14) * 4 + chance_between(&chance, 0, 90);
        spine[i] = (struct xy){ORIGIN_X + 99300 - i * 400, ORIGIN_Y + 69700 + bend};
    }
    spine[0] = vertex_near(world, plane_km(99.3, 70.2));
    roads_put(&world->roads, spine, 21, named(LANE, "Kamvägen"));
    for (int32_t i = 1; i < 20; i++) {
        struct xy tooth[] = {spine[i], {spine[i].x + 20, spine[i].y + 170 + i % 3 * 60}};
        roads_put(&world->roads, tooth, 2, named(LANE, "Kamvägen"));
    }
    struct xy tail[] = {spine[20], vertex_near(world, plane_km(86, 69.6))};
    roads_lay(&world->roads, tail, 2, named(LANE, "Kamvägen"));
}

/* Going round is allowed one way only: short to the office, long from it. */
static void build_one_way_loop(struct world *world)
{
    struct xy start = vertex_near(world, plane_km(72, 51)), loop[19];
    struct xy middle = plane_step(start, 5, 1500);
    for (int32_t i = 0; i < 19; i++) {
        loop[i] = plane_step(middle, 17 + i * 4 / 3, 1500);
        loop[i].x += (i % 3) * 30;
    }
    loop[0] = loop[18] = start;
    struct style style = named(LANE, "Enkelriktade slingan");
    style.oneway = 1;
    roads_put(&world->roads, loop, 19, style);
    world->exit_office = start;
}

/* Two roads between the same two junctions, one twice as long; and the short
 * one a second time, as doubled rows occur. */
static void build_parallels(struct world *world)
{
    struct xy a = plane_km(76.2, 21.3), b = plane_km(77.9, 22.1);
    struct xy short_way[] = {a, plane_km(77.1, 21.6), b};
    struct xy long_way[] = {a, plane_km(75.9, 22.5), plane_km(76.6, 23.2), plane_km(77.6, 23.0), b};
    roads_put(&world->roads, short_way, 3, named(LANE, "Raka vägen"));
    roads_put(&world->roads, short_way, 3, named(LANE, "Raka vägen"));
    roads_put(&world->roads, long_way, 5, named(LANE, "Krokiga vägen"));
    struct xy in[] = {a, vertex_near(world, plane_km(75, 19))};
    struct xy out[] = {b, vertex_near(world, plane_km(79, 25))};
    roads_lay(&world->roads, in, 2, LANE);
    roads_lay(&world->roads, out, 2, LANE);
}

/* A turning loop: one line that ends where it begins. */
static void build_closed_loop(struct world *world)
{
    struct xy start = vertex_near(world, plane_km(24, 20)), loop[10];
    struct xy middle = plane_step(start, 9, 700);
    for (int32_t i = 0; i < 9; i++)
        loop[i] = plane_step(middle, 21 + i * 3, 700);
    loop[0] = loop[8] = start;
    roads_put(&world->roads, loop, 9, named(LANE, "Rundslingan"));
}

/* Over the coast road without touching it. */
static void build_viaduct(struct world *world)
{
    struct xy under = plane_km(90.5, 24.0), vertex = vertex_near(world, under);
    const struct roads *roads = &world->roads;
    for (uint32_t i = 0; i + 1 < roads->point_count; i++) {
        const struct line *line = &roads->lines[roads->line_of[i]];
        bool is_last = i + 1 == line->first + line->count;
        if (line->style.class_id != TRUNK || is_last || roads->points[i].y > under.y ||
            roads->points[i + 1].y <= under.y)
            continue;
        vertex = (struct xy){(roads->points[i].x + roads->points[i + 1].x) / 2,
                             (roads->points[i].y + roads->points[i + 1].y) / 2};
    }
    struct xy over[] = {{vertex.x - 420, vertex.y + 40},
                        {vertex.x - 150, vertex.y},
                        {vertex.x + 150, vertex.y},
                        {vertex.x + 460, vertex.y - 60}};
    roads_put(&world->roads, over, 4, named(LANE, "Viadukten"));
    struct xy west[] = {over[0], {vertex.x - 900, vertex.y - 1500}};
    struct xy east[] = {over[3], {vertex.x + 700, vertex.y + 1300}};
    struct xy west_end[] = {west[1], vertex_near(world, (struct xy){west[1].x - 2500, west[1].y})};
    struct xy east_end[] = {east[1], vertex_near(world, (struct xy){east[1].x, east[1].y + 300})};
    roads_lay(&world->roads, west, 2, LANE);
    roads_lay(&world->roads, west_end, 2, LANE);
    roads_lay(&world->roads, east, 2, LANE);
    roads_lay(&world->roads, east_end, 2, LANE);
}

/* Under the hill north of Hammarsund: driven both ways, nobody lives or stops in it. */
static void build_tunnel(struct world *world)
{
    struct style style = {MOTORWAY, 80, 2, SETTLED_NONE, 0, "Bergtunneln"};
    struct xy west = vertex_near(world, plane_km(61.5, 47.6));
    struct xy east = vertex_near(world, plane_km(65.2, 50.6));
    struct xy path[] = {
        west,
        {west.x + (east.x - west.x) / 3, west.y + (east.y - west.y) / 3 + 250},
        {west.x + (east.x - west.x) * 2 / 3, west.y + (east.y - west.y) * 2 / 3 + 200},
        east};
    roads_put(&world->roads, path, 4, style);
}

void cases_build(struct world *world)
{
    build_comb(world);
    build_one_way_loop(world);
    build_parallels(world);
    build_closed_loop(world);
    build_viaduct(world);
    build_tunnel(world);
}

/* The first place of a municipality on a 400 m lattice, `low` to `high` metres
 * from any road. */
static struct xy free_place(const struct world *world, int32_t municipality, int32_t low,
                            int32_t high)
{
    for (int32_t y = ORIGIN_Y + 3200; y < ORIGIN_Y + 90000; y += 400) {
        for (int32_t x = ORIGIN_X + 3200; x < ORIGIN_X + 105000; x += 400) {
            struct xy at = {x, y};
            if (land_municipality(land_at(&world->land, at)) != municipality)
                continue;
            int32_t metres = roads_distance(&world->roads, at, high + 1);
            bool is_inland = land_at(&world->land, plane_step(at, 0, 900)) &&
                             land_at(&world->land, plane_step(at, 6, 900)) &&
                             land_at(&world->land, plane_step(at, 12, 900)) &&
                             land_at(&world->land, plane_step(at, 18, 900));
            if (metres >= low && metres <= high && is_inland)
                return at;
        }
    }
    abort(); /* the county is full: no such place is left */
}

/* Small roads that meet no other: beside an office, and with people of their own. */
static void build_strays(struct world *world)
{
    struct style stray = {SERVICE, 20, 0, SETTLED_NONE, 0, "Lösa vägen"};
    struct xy office = free_place(world, 3, 260, 400);
    struct xy beside[] = {{office.x - 120, office.y + 25},
                          {office.x, office.y + 35},
                          {office.x + 110, office.y + 20}};
    roads_put(&world->roads, beside, 3, stray);
    world->stray_office = office;

    struct xy at = free_place(world, 7, 700, 950);
    struct style lived = {RESIDENTIAL, 40, 0, SETTLED_NONE, 0, "Lösa byn"};
    struct xy street[] = {{at.x - 250, at.y}, at, {at.x + 260, at.y + 30}};
    struct xy side[] = {at, {at.x + 20, at.y + 240}, {at.x - 100, at.y + 330}};
    roads_put(&world->roads, street, 3, lived);
    roads_put(&world->roads, side, 3, lived);
    world->cells[land_cell(at)] = (struct cell){23, 7};

    struct xy hut = free_place(world, 9, 900, 1200);
    struct xy drive[] = {{hut.x - 150, hut.y - 60}, {hut.x + 180, hut.y + 40}};
    roads_put(&world->roads, drive, 2, stray);
    world->cells[land_cell(hut)] = (struct cell){6, 9};
}

/* Where the road over the southern border has gone 300 m beyond it. */
static struct xy beyond_border(const struct world *world)
{
    struct xy outline[4096], best = plane_km(40, 0);
    uint32_t count = land_outline(&world->land, UINT32_C(1) << 7, outline, 4096);
    int64_t best2 = INT64_MAX;
    const struct roads *roads = &world->roads;
    for (uint32_t i = 0; i < roads->point_count; i++) {
        const struct line *line = &roads->lines[roads->line_of[i]];
        if (line->style.class_id != SECONDARY || i + 1 == line->first + line->count)
            continue;
        struct xy a = roads->points[i], b = roads->points[i + 1];
        for (int32_t part = 0; part < 50; part++) {
            struct xy at = {a.x + (b.x - a.x) * part / 50, a.y + (b.y - a.y) * part / 50};
            if (land_at(&world->land, at) != NEIGHBOUR || at.y > ORIGIN_Y + 5000)
                continue;
            int64_t border2 = INT64_MAX;
            for (uint32_t j = 0; j + 1 < count; j++) {
                int64_t d2 = plane_segment_distance2(at, outline[j], outline[j + 1]);
                border2 = d2 < border2 ? d2 : border2;
            }
            int64_t miss = border2 > 90000 ? border2 - 90000 : 90000 - border2;
            if (miss >= best2)
                continue;
            best2 = miss;
            best = at;
        }
    }
    return best;
}

void cases_build_late(struct world *world)
{
    build_strays(world);
    world->remote_office = free_place(world, 7, 1000, 1400);
    world->border_office = beyond_border(world);
}
