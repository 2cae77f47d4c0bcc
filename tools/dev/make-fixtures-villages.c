#include "make-fixtures.h"

#include <assert.h>

/* Villages that must lie where they lie. */
static const struct placed {
    double x_km, y_km;
    int32_t size;
} PLACED[] = {
    {99.3, 70.2, 5},  /* Sörviken: south side of the fjord */
    {104.2, 74.9, 4}, /* north side, near the mouth */
    {48.2, 47.0, 5},  /* Östersjöby: east side of the lake */
    {112.0, 46.2, 4}, /* Storön: ferry */
    {118.6, 52.4, 2}, /* Utgrynnan: no link at all */
    {107.5, 37.6, 3}, /* Brönö: bridge */
    {40.0, 2.0, 3},   /* Gränsby: at the southern border */
    {51.6, 55.0, 3},  /* on the border of two municipalities */
    {2.2, 12.4, 3},   /* at the western border */
};
enum { PLACED_COUNT = sizeof PLACED / sizeof PLACED[0] };

static bool is_free(const struct world *world, struct xy at)
{
    for (uint32_t i = 0; i < world->village_count; i++) {
        if (plane_distance(at, world->villages[i].centre) < 3300)
            return false;
    }
    for (uint32_t t = 0; t < MUNICIPALITIES; t++) {
        const struct town *town = &world->towns[t];
        if (plane_distance(at, town->centre) < town->blocks * town->block_m + 2200)
            return false;
    }
    for (int32_t turn = 0; turn < 24; turn += 3) {
        if (land_at(&world->land, plane_step(at, turn, 500)) == 0)
            return false;
    }
    return !land_is_wild(at);
}

static void add_village(struct world *world, struct xy at, int32_t size)
{
    assert(world->village_count < MAX_VILLAGES);
    world->villages[world->village_count++] = (struct village){at, size};
}

static void place_villages(struct world *world)
{
    for (uint32_t i = 0; i < PLACED_COUNT; i++)
        add_village(world, plane_km(PLACED[i].x_km, PLACED[i].y_km), PLACED[i].size);
    struct chance chance = chance_of(900000);
    for (uint32_t i = 0; i < 900 && world->village_count < 104; i++) {
        struct xy at = chance_place(&chance, plane_km(0, 0), plane_km(108, 90));
        int32_t municipality = land_municipality(land_at(&world->land, at));
        int32_t size = chance_between(&chance, 1, 4);
        /* Fewer in the empty west. */
        bool is_thin = municipality >= 9 && i % 3 != 0;
        if (municipality >= 0 && !is_thin && is_free(world, at))
            add_village(world, at, size);
    }
}

/* Lays a road from `from` to `to` that keeps its feet dry, if one is found. */
static bool lay_dry(struct world *world, struct xy from, struct xy to, struct style style,
                    uint64_t purpose)
{
    struct xy path[MAX_PATH];
    struct chance chance = chance_of(purpose);
    for (int i = 0; i < 25; i++) {
        uint32_t count = plane_wiggle(path, from, to, 500, 15 + i, &chance);
        if (!roads_lead_dry(&world->land, path, count))
            continue;
        roads_lay(&world->roads, path, count, style);
        return true;
    }
    return false;
}

static void connect_village(struct world *world, uint32_t v)
{
    const struct village *village = &world->villages[v];
    struct style style = {TERTIARY, 70, 0, SETTLED_COUNTRY, 5, NULL};
    struct xy vertex;
    enum road_class class_id;
    bool is_found = roads_nearest(&world->roads, village->centre, 15000, &vertex, &class_id);
    if (is_found && lay_dry(world, village->centre, vertex, style, 910000 + v))
        return;
}

static uint32_t nearest_village(const struct world *world, uint32_t v)
{
    uint32_t best = v;
    int64_t best2 = INT64_C(11000) * 11000;
    for (uint32_t i = 0; i < world->village_count; i++) {
        int64_t distance2 = plane_distance2(world->villages[i].centre, world->villages[v].centre);
        if (i == v || distance2 >= best2)
            continue;
        best2 = distance2;
        best = i;
    }
    return best;
}

/* A few short streets, and a small loop in the larger villages. */
static void build_streets(struct world *world, uint32_t v)
{
    const struct village *village = &world->villages[v];
    struct style style = {RESIDENTIAL, 40, 0, SETTLED_VILLAGE, 0, NULL};
    struct chance chance = chance_of(930000 + v);
    int32_t turn = chance_between(&chance, 0, 23);
    for (int32_t i = 0; i < village->size + 2; i++) {
        struct xy path[4] = {village->centre};
        turn += chance_between(&chance, 4, 7);
        uint32_t count = 1 + (uint32_t)chance_between(&chance, 2, 3);
        for (uint32_t j = 1; j < count; j++) {
            int32_t bend = chance_between(&chance, -1, 1);
            path[j] = plane_step(path[j - 1], turn + bend, chance_between(&chance, 110, 190));
        }
        if (roads_lead_dry(&world->land, path, count))
            roads_lay(&world->roads, path, count, style);
    }
    if (village->size < 4)
        return;
    struct xy loop[9];
    for (int32_t i = 0; i < 9; i++)
        loop[i] = plane_step(village->centre, i % 8 * 3, 260);
    if (roads_lead_dry(&world->land, loop, 9))
        roads_lay(&world->roads, loop, 9, style);
}

/* Ferry to Storön, bridge to Brönö; Utgrynnan stays alone. */
static void build_islands(struct world *world)
{
    struct style ferry = {FERRY, 15, 0, SETTLED_NONE, 0, "Storöleden"};
    struct style road = {TERTIARY, 60, 0, SETTLED_COUNTRY, 0, "Storövägen"};
    struct xy berth = plane_km(105.2, 47), pier = plane_km(109.9, 46.4);
    struct xy crossing[] = {berth, plane_km(106.3, 47.3), plane_km(108.4, 46.9), pier};
    roads_put(&world->roads, crossing, 4, ferry);
    struct xy along[] = {pier, plane_km(110.9, 46.5), plane_km(112.0, 46.2), plane_km(113.4, 47.3)};
    roads_put(&world->roads, along, 4, road);
    struct style bridge = {TERTIARY, 60, 0, SETTLED_NONE, 0, "Brönöbron"};
    struct xy over[] = {plane_km(103.2, 37), plane_km(104.9, 37.2), plane_km(106.5, 37.4),
                        plane_km(107.5, 37.6)};
    roads_put(&world->roads, over, 4, bridge);
    struct style lane = {UNCLASSIFIED, 50, 0, SETTLED_COUNTRY, 0, "Utgrynnevägen"};
    struct xy alone[] = {plane_km(117.9, 51.6), plane_km(118.2, 52.1), plane_km(118.6, 52.4),
                         plane_km(118.9, 53.1)};
    roads_put(&world->roads, alone, 4, lane);
}

static bool is_island(uint32_t v)
{
    return v >= 3 && v <= 5;
}

void villages_build(struct world *world)
{
    struct style style = {UNCLASSIFIED, 60, 0, SETTLED_COUNTRY, 5, NULL};
    place_villages(world);
    build_islands(world);
    for (uint32_t v = 0; v < world->village_count; v++) {
        if (!is_island(v))
            connect_village(world, v);
    }
    for (uint32_t v = 0; v < world->village_count; v++) {
        uint32_t other = nearest_village(world, v);
        bool is_new = other > v || nearest_village(world, other) != v;
        if (other != v && is_new && !is_island(v) && !is_island(other))
            lay_dry(world, world->villages[v].centre, world->villages[other].centre, style,
                    920000 + v);
    }
    for (uint32_t v = 0; v < world->village_count; v++)
        build_streets(world, v);
}

/* A road from the nearest road to a farm or a felling somewhere. */
static void build_lane(struct world *world, struct xy to, uint64_t purpose)
{
    struct chance chance = chance_of(purpose);
    struct xy from;
    enum road_class from_class;
    if (!roads_nearest(&world->roads, to, 6000, &from, &from_class))
        return;
    if (plane_distance(from, to) < 450)
        return;
    struct style style = {UNCLASSIFIED, 60, 0, SETTLED_COUNTRY, 0, NULL};
    int32_t draw = chance_between(&chance, 0, 99);
    if (draw < 25 || from_class == TRACK) {
        style = (struct style){TRACK, 20, 0, SETTLED_NONE, 0, NULL};
    } else if (draw < 34) {
        style = (struct style){SERVICE, 20, 0, SETTLED_NONE, 0, NULL};
    } else if (draw < 50) {
        style.speed_kmh = 50;
    }
    struct xy path[MAX_PATH];
    for (int i = 0; i < 4; i++) {
        uint32_t count = plane_wiggle(path, from, to, 320, 16, &chance);
        if (!roads_lead_dry(&world->land, path, count))
            continue;
        roads_lay(&world->roads, path, count, style);
        return;
    }
}

void country_build(struct world *world)
{
    struct chance chance = chance_of(940000);
    for (uint32_t i = 0; i < 4300; i++) {
        struct xy to = chance_place(&chance, plane_km(-1.5, -1.5), plane_km(109, 91.5));
        uint8_t part = land_at(&world->land, to);
        bool is_thin = part == 12 || part == 11 || part == 10 || part == NEIGHBOUR;
        bool is_off = part == 0 || land_is_wild(to) || (is_thin && i % 2);
        if (!is_off)
            build_lane(world, to, 950000 + i);
    }
}
