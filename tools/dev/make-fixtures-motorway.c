#include "make-fixtures.h"

/* The motorway from Hammarsund to Älvnäs: two one-way carriageways 30 m apart,
 * a crossing road on a bridge with four ramps half way, the ring road. */

enum { MILES = 13 };
static const struct style SOUTHBOUND = {MOTORWAY, 110, 1, SETTLED_NONE, 3, "Norrmarksleden"};
static const struct style NORTHBOUND = {MOTORWAY, 110, 1, SETTLED_NONE, 3, "Norrmarksleden"};
static const struct style RAMP = {MOTORWAY_LINK, 60, 1, SETTLED_NONE, 0, NULL};

static void build_ring(struct world *world)
{
    struct xy path[33];
    struct chance chance = chance_of(800000);
    for (int32_t i = 0; i < 32; i++) {
        /* Every second point lies between two of the 24 directions. */
        struct xy a = plane_step(world->towns[0].centre, i * 3 / 4, 4150);
        struct xy b = plane_step(world->towns[0].centre, i * 3 / 4 + 1, 4150);
        int32_t part = i * 3 % 4;
        int32_t bulge = part ? 35 : 0;
        path[i].x = a.x + (b.x - a.x) * part / 4 + chance_between(&chance, -60, 60);
        path[i].y = a.y + (b.y - a.y) * part / 4 + chance_between(&chance, -60, 60) - bulge;
    }
    path[32] = path[0];
    struct style ring = {SECONDARY, 70, 0, SETTLED_NONE, 4, "Ringleden"};
    roads_put(&world->roads, path, 33, ring);
}

/* The middle line; its points swing gently round the straight one. */
static struct xy middle(int32_t i)
{
    static const int32_t SWING_M[MILES] = {0,   90,   210,  340,  390,  330, 180,
                                           -20, -160, -230, -200, -110, 0};
    struct xy from = plane_km(66.2, 38.7), to = plane_km(64.6, 18.4);
    return (struct xy){from.x + (to.x - from.x) * i / (MILES - 1) + SWING_M[i],
                       from.y + (to.y - from.y) * i / (MILES - 1)};
}

static struct xy beside(int32_t i, int32_t east_m)
{
    struct xy at = middle(i);
    bool is_end = i == 0 || i == MILES - 1;
    return (struct xy){at.x + (is_end ? 0 : east_m), at.y};
}

static void build_carriageways(struct world *world)
{
    struct xy south[MILES], north[MILES];
    for (int32_t i = 0; i < MILES; i++) {
        south[i] = beside(i, -15);
        north[MILES - 1 - i] = beside(i, 15);
    }
    for (uint32_t i = 0; i + 1 < MILES; i += 3) {
        roads_put(&world->roads, south + i, 4, SOUTHBOUND);
        roads_put(&world->roads, north + i, 4, NORTHBOUND);
    }
}

/* Off and on again on both sides; the road across shares no vertex with the
 * carriageways. */
static void build_interchange(struct world *world)
{
    struct xy under = middle(6);
    struct xy off = {under.x, under.y - 300};
    struct xy west = {off.x - 260, off.y}, east = {off.x + 260, off.y};
    struct xy across[] = {{off.x - 5200, off.y + 420},
                          {off.x - 3000, off.y - 130},
                          {off.x - 1200, off.y + 90},
                          west,
                          east,
                          {off.x + 1500, off.y - 160},
                          {off.x + 3100, off.y + 210},
                          {off.x + 5600, off.y - 60}};
    struct style style = {SECONDARY, 70, 0, SETTLED_COUNTRY, 0, "Skogsbyvägen"};
    roads_put(&world->roads, across, 8, style);
    const struct xy ramps[4][3] = {
        {beside(5, -15), {west.x - 60, off.y + 700}, west},
        {west, {west.x - 50, off.y - 600}, beside(7, -15)},
        {beside(7, 15), {east.x + 60, off.y - 600}, east},
        {east, {east.x + 50, off.y + 700}, beside(5, 15)},
    };
    for (int i = 0; i < 4; i++)
        roads_put(&world->roads, ramps[i], 3, RAMP);
}

static void build_end(struct world *world, struct xy end, struct xy towards)
{
    struct style style = {TRUNK, 80, 0, SETTLED_NONE, 0, "Norrmarksleden"};
    struct xy vertex;
    enum road_class class_id;
    if (!roads_nearest(&world->roads, towards, 3000, &vertex, &class_id))
        return;
    struct xy path[] = {end, vertex};
    roads_lay(&world->roads, path, 2, style);
}

void motorway_build(struct world *world)
{
    build_ring(world);
    build_carriageways(world);
    build_interchange(world);
    struct xy ring = world->towns[0].centre;
    ring.y -= 4150;
    build_end(world, middle(0), ring);
    build_end(world, middle(MILES - 1), world->towns[1].gates[0]);
}
