#include "net/impedance.h"

#include <assert.h>
#include <math.h>

/* One row per OpenStreetMap `highway` value: whether cars drive there, whether
 * people live along it, the usual speed and whether one may stop. Values not
 * listed are not driven. Tracks are closed because gates and ground are
 * unknown; trunk and service roads are driven through, not lived along. */
#define ROW(word, drivable, inhabited, kmh, stop)                                                  \
    {                                                                                              \
        .name = word, .speed_kmh = kmh, .is_drivable = drivable, .is_inhabited = inhabited,        \
        .is_stop = stop                                                                            \
    }
static const struct ws_road_class CLASSES[] = {
    ROW("motorway", true, false, 110.0, false),
    ROW("motorway_link", true, false, 60.0, false),
    ROW("trunk", true, false, 90.0, true),
    ROW("trunk_link", true, false, 50.0, false),
    ROW("primary", true, true, 80.0, true),
    ROW("primary_link", true, false, 50.0, false),
    ROW("secondary", true, true, 70.0, true),
    ROW("secondary_link", true, false, 50.0, false),
    ROW("tertiary", true, true, 70.0, true),
    ROW("tertiary_link", true, false, 50.0, false),
    ROW("unclassified", true, true, 60.0, true),
    ROW("residential", true, true, 40.0, true),
    ROW("living_street", true, true, 15.0, true),
    ROW("road", true, true, 50.0, true),
    ROW("service", true, false, 20.0, true),
    ROW("track", false, false, 15.0, false),
    ROW("pedestrian", false, false, 5.0, false),
    ROW("footway", false, false, 5.0, false),
    ROW("cycleway", false, false, 5.0, false),
    ROW("bridleway", false, false, 5.0, false),
    ROW("path", false, false, 5.0, false),
    ROW("steps", false, false, 5.0, false),
    ROW("byway", false, false, 5.0, false),
    ROW("busway", false, false, 50.0, false),
    ROW("raceway", false, false, 50.0, false),
    ROW("construction", false, false, 30.0, false),
    ROW("proposed", false, false, 30.0, false),
    {.name = "ferry", .speed_kmh = 20.0, .is_drivable = true, .is_ferry = true},
};

#define FERRY_KMH 20.0   /* when the user's table has no ferry row */
#define UNKNOWN_KMH 50.0 /* when neither the class nor the run names a speed */

const struct ws_road_class *impedance_default_classes(uint32_t *count)
{
    assert(count);
    *count = sizeof CLASSES / sizeof CLASSES[0];
    return CLASSES;
}

static bool is_speed(double speed_kmh)
{
    return isfinite(speed_kmh) && speed_kmh > 0.0;
}

static const struct ws_road_class *class_of(const struct impedance *impedance, uint16_t row)
{
    assert(row == UINT16_MAX || row < impedance->class_count);
    return row == UINT16_MAX ? NULL : &impedance->classes[row];
}

/* A ferry is a ferry whatever class its line names: the first ferry row of the
 * table gives the speed unless the line's own class is one. */
static double ferry_kmh(const struct impedance *impedance, const struct ws_road_class *own)
{
    if (own && own->is_ferry && is_speed(own->speed_kmh))
        return own->speed_kmh;
    for (uint32_t i = 0; i < impedance->class_count; i++)
        if (impedance->classes[i].is_ferry && is_speed(impedance->classes[i].speed_kmh))
            return impedance->classes[i].speed_kmh;
    return FERRY_KMH;
}

static double usual_kmh(const struct impedance *impedance, const struct ws_road_class *own,
                        bool is_ferry)
{
    if (is_ferry)
        return ferry_kmh(impedance, own);
    if (own && is_speed(own->speed_kmh))
        return own->speed_kmh;
    return is_speed(impedance->default_speed_kmh) ? impedance->default_speed_kmh : UNKNOWN_KMH;
}

struct road impedance_road(const struct impedance *impedance, const struct lines *lines,
                           uint32_t line)
{
    assert(impedance && lines && line < lines->count);
    const struct ws_road_class *own = class_of(impedance, lines->road_class[line]);
    unsigned flags = lines->flags[line];
    bool is_ferry = (flags & LINE_FERRY) || (own && own->is_ferry);
    bool is_tunnel = (flags & LINE_TUNNEL) || (own && own->is_tunnel);
    double usual = usual_kmh(impedance, own, is_ferry);
    struct road road = {.is_ferry = is_ferry, .speed_kmh = usual, .speed_back_kmh = usual};

    road.is_open = is_ferry ? impedance->use_ferries : !own || own->is_drivable;
    if (!(flags & (LINE_FORWARD | LINE_BACKWARD)))
        road.is_open = false;
    road.is_inhabited = !is_ferry && !is_tunnel && (!own || own->is_inhabited);
    road.is_stop = !is_ferry && !is_tunnel && (!own || own->is_stop);

    double forward_kmh = (double)lines->speed_kmh[line];
    double back_kmh = (double)lines->speed_back_kmh[line];
    if (impedance->use_source_speed && is_speed(forward_kmh))
        road.speed_kmh = forward_kmh;
    if (impedance->use_source_speed && is_speed(back_kmh))
        road.speed_back_kmh = back_kmh;
    if (is_ferry) {
        double own_s = (double)lines->boarding_s[line];
        road.boarding_s = isfinite(own_s) && own_s >= 0.0 ? own_s : impedance->boarding_s;
    }
    return road;
}

static uint32_t saturate(uint64_t cost)
{
    return cost < WS_COST_INF ? (uint32_t)cost : WS_COST_INF;
}

/* Whole ms for a length at a speed, rounded up. Speeds are whole mm per hour,
 * so that 36 km/h over 10 m is 1 000 ms and not 1 001. */
static uint64_t travel_ms(uint32_t length_mm, double speed_kmh)
{
    assert(speed_kmh > 0.0);
    if (speed_kmh > 1e6)
        speed_kmh = 1e6;
    uint64_t mm_per_hour = (uint64_t)llround(speed_kmh * 1e6);
    if (mm_per_hour == 0)
        return WS_COST_INF;
    return ((uint64_t)length_mm * 3600000u + mm_per_hour - 1) / mm_per_hour;
}

/* Seconds are brought to whole microseconds first: 0.1 s is 100 ms. */
static uint64_t boarding_ms(double boarding_s)
{
    assert(boarding_s >= 0.0);
    if (!(boarding_s < 1e7))
        return WS_COST_INF;
    return ((uint64_t)llround(boarding_s * 1e6) + 999) / 1000;
}

uint32_t impedance_cost(const struct impedance *impedance, uint32_t length_mm, double speed_kmh,
                        double boarding_s)
{
    uint64_t cost = length_mm;
    if (impedance->is_time)
        cost = travel_ms(length_mm, speed_kmh) + boarding_ms(boarding_s);
    return saturate(cost > 0 ? cost : 1);
}

uint32_t impedance_leg_cost(bool is_time, uint32_t leg_mm, double access_speed_kmh)
{
    return saturate(is_time ? travel_ms(leg_mm, access_speed_kmh) : leg_mm);
}
