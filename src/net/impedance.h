/* net/impedance.h: road class and speed to cost.
 *
 * The class table says which classes are driven, lived along and stopped on
 * and how fast; method.md, rulings 5, 6 and 8. */
#ifndef NET_IMPEDANCE_H
#define NET_IMPEDANCE_H
#include "geo/shapes.h"
#include <stdbool.h>
#include <stdint.h>
#include <whitespot/model.h>

/* The built-in table (OpenStreetMap highway values, `ferry`), const. */
const struct ws_road_class *impedance_default_classes(uint32_t *count);

/* How a run turns a line into costs. */
struct impedance {
    bool is_time;             /* ms; otherwise mm */
    bool use_source_speed;    /* --speed source */
    bool use_ferries;         /* false: --no-ferries */
    double default_speed_kmh; /* lines without class */
    double boarding_s;        /* ferries without their own */
    const struct ws_road_class *classes;
    uint32_t class_count;
};

/* What one line is. */
struct road {
    bool is_open, is_inhabited, is_stop, is_ferry;
    double speed_kmh, speed_back_kmh; /* > 0 when open */
    double boarding_s;
};

/* Rates line `line`. A line without class is open, inhabited and a stop. */
struct road impedance_road(const struct impedance *impedance, const struct lines *lines,
                           uint32_t line);

/* Cost of length_mm at a speed plus boarding: mm, or ms rounded up; at least 1,
 * at most WS_COST_INF. */
uint32_t impedance_cost(const struct impedance *impedance, uint32_t length_mm, double speed_kmh,
                        double boarding_s);
/* Cost of a straight leg at the access speed: mm, or ms rounded up; 0 for 0. */
uint32_t impedance_leg_cost(bool is_time, uint32_t leg_mm, double access_speed_kmh);
#endif
