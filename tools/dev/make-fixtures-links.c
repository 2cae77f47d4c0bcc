#include "make-fixtures.h"

#include <assert.h>

/* Roads between the towns and over the border. A stop is a town (1..12, by its
 * gate on the right side) or a place in km; equal places are junctions. */
struct stop {
    int32_t town;
    double x_km, y_km;
};
static const struct link {
    enum road_class class_id;
    int32_t speed_kmh;
    const char *name;
    struct stop stops[8];
} LINKS[] = {
    {TRUNK, 90, "Kustvägen", {{0, 87, -21.5}, {0, 88, -15}, {5, 0, 0}, {0, 94, 30}, {9, 0, 0}}},
    {TRUNK,
     90,
     "Kustvägen",
     {{9, 0, 0},
      {0, 93, 60},
      {0, 85.6, 68},
      {0, 86, 73.5},
      {3, 0, 0},
      {0, 101, 88},
      {0, 100, 104},
      {0, 101, 110}}},
    {PRIMARY, 80, "Tvärvägen", {{0, -21.5, 46}, {0, -15, 47}, {11, 0, 0}, {6, 0, 0}}},
    {PRIMARY, 80, "Tvärvägen", {{6, 0, 0}, {0, 33.2, 36}, {0, 42, 35.2}, {0, 50.5, 39}, {1, 0, 0}}},
    {PRIMARY, 80, "Tvärvägen", {{1, 0, 0}, {0, 80, 46}, {9, 0, 0}}},
    {PRIMARY, 80, "Åsvägen", {{1, 0, 0}, {0, 67, 60}, {4, 0, 0}, {0, 84, 74.5}, {0, 86, 73.5}}},
    {PRIMARY,
     80,
     "Fjällvägen",
     {{4, 0, 0}, {0, 57.5, 75.5}, {8, 0, 0}, {12, 0, 0}, {0, -15, 77}, {0, -21.5, 78}}},
    {SECONDARY, 70, "Gamla landsvägen", {{1, 0, 0}, {0, 61.5, 35}, {0, 62, 24}, {2, 0, 0}}},
    {PRIMARY, 80, "Söderleden", {{2, 0, 0}, {0, 62, 0}, {0, 62, -15}, {0, 61, -21.5}}},
    {PRIMARY,
     80,
     "Skogsvägen",
     {{2, 0, 0}, {7, 0, 0}, {0, 27, 16}, {10, 0, 0}, {0, -15, 12}, {0, -21.5, 11}}},
    {SECONDARY, 70, "Moränvägen", {{2, 0, 0}, {0, 78, 15}, {5, 0, 0}}},
    {SECONDARY, 70, "Bergsvägen", {{10, 0, 0}, {0, 11, 30}, {11, 0, 0}}},
    {SECONDARY, 70, "Bergsvägen", {{11, 0, 0}, {0, 18.5, 59}, {12, 0, 0}}},
    {SECONDARY, 70, "Åvägen", {{7, 0, 0}, {0, 35, 27}, {0, 33.2, 36}}},
    {SECONDARY, 70, "Gränsvägen", {{7, 0, 0}, {0, 40, 2}, {0, 40, -15}, {0, 41, -21.5}}},
    {SECONDARY,
     70,
     "Norra sjövägen",
     {{6, 0, 0}, {0, 31.5, 53.5}, {0, 36, 58.4}, {0, 42.5, 59.5}, {8, 0, 0}}},
    {TERTIARY,
     70,
     "Östra sjövägen",
     {{0, 50.5, 39}, {0, 48.2, 47}, {0, 49.6, 56}, {0, 57.5, 75.5}}},
    {SECONDARY, 70, "Norrvägen", {{8, 0, 0}, {0, 46, 92}, {0, 47, 104}, {0, 46, 110}}},
    {SECONDARY, 70, "Gruvvägen", {{4, 0, 0}, {0, 72, 92}, {0, 73, 104}, {0, 72, 110}}},
    {TERTIARY, 70, NULL, {{0, 94, 30}, {0, 80.5, 30.2}, {0, 78, 15}}},
    {TERTIARY, 70, NULL, {{9, 0, 0}, {0, 103.2, 37}}},
    {TERTIARY, 70, NULL, {{9, 0, 0}, {0, 105.2, 47}}},
    {TERTIARY, 70, NULL, {{0, 93, 60}, {0, 80, 46}}},
    {TERTIARY, 70, NULL, {{12, 0, 0}, {0, 22, 90}}},
    /* Neighbour counties: the outward roads meet again 15 km out. */
    {SECONDARY, 70, NULL, {{0, -15, 12}, {0, -14.5, 30}, {0, -15, 47}, {0, -15, 77}}},
    {SECONDARY, 70, NULL, {{0, -15, 12}, {0, 10, -15}, {0, 40, -15}, {0, 62, -15}, {0, 88, -15}}},
    {SECONDARY,
     70,
     NULL,
     {{0, -15, 77}, {0, -8, 101}, {0, 20, 104}, {0, 47, 104}, {0, 73, 104}, {0, 100, 104}}},
    {TERTIARY, 70, NULL, {{10, 0, 0}, {0, 15, -4}, {0, 10, -15}}},
};
enum { LINK_COUNT = sizeof LINKS / sizeof LINKS[0] };

static bool is_stop(const struct stop *stop)
{
    return stop->town != 0 || stop->x_km != 0 || stop->y_km != 0;
}

/* Where a road towards `other` leaves the stop. */
static struct xy stop_place(const struct world *world, const struct stop *stop,
                            const struct stop *other)
{
    if (stop->town == 0)
        return plane_km(stop->x_km, stop->y_km);
    struct xy aim =
        other->town ? world->towns[other->town - 1].centre : plane_km(other->x_km, other->y_km);
    const struct town *town = &world->towns[stop->town - 1];
    struct xy best = town->gates[0];
    for (int i = 1; i < 4; i++) {
        if (plane_distance2(town->gates[i], aim) < plane_distance2(best, aim))
            best = town->gates[i];
    }
    return best;
}

static void build_leg(struct world *world, const struct link *link, uint32_t leg, uint64_t purpose)
{
    struct xy path[MAX_PATH];
    struct xy from = stop_place(world, &link->stops[leg], &link->stops[leg + 1]);
    struct xy to = stop_place(world, &link->stops[leg + 1], &link->stops[leg]);
    struct chance chance = chance_of(purpose);
    uint32_t count = 0;
    for (int i = 0; i < 40; i++) { /* another way when it would get wet */
        count = plane_wiggle(path, from, to, 600, 14, &chance);
        if (roads_lead_dry(&world->land, path, count))
            break;
    }
    bool is_lived_along = link->class_id != TRUNK && land_at(&world->land, from) != NEIGHBOUR;
    struct style style = {
        link->class_id, link->speed_kmh, 0, is_lived_along ? SETTLED_COUNTRY : SETTLED_NONE, 5,
        link->name};
    roads_lay(&world->roads, path, count, style);
}

void links_build(struct world *world)
{
    for (uint32_t i = 0; i < LINK_COUNT; i++) {
        for (uint32_t leg = 0; leg + 1 < 8 && is_stop(&LINKS[i].stops[leg + 1]); leg++)
            build_leg(world, &LINKS[i], leg, 700000 + i * 10 + leg);
    }
}
