/* report/names.h: where the name of an area stands on a map. Private to src/report. */
#ifndef REPORT_NAMES_H
#define REPORT_NAMES_H
#include "report/report.h"

/* A place inside an area with room to its left and right. */
struct name_place {
    struct point middle;
    double room_m; /* level, inside the area, around the middle */
};
#define NAMES_TRIED 15u

/* Places for the name of area `area`, the roomiest first; returns how many, 0 for an area
 * without rings. O(vertices), 15 times. */
uint32_t names_places(struct name_place out[NAMES_TRIED], const struct areas *areas, uint32_t area);

/* Boxes on a sheet that are taken. Zero it first. */
struct names_taken {
    struct box *boxes;
    uint32_t count;
    size_t cap;
    bool is_broken; /* no memory on the way */
};
bool names_is_free(const struct names_taken *taken, struct box box);
void names_take(struct names_taken *taken, struct box box);
void names_release(struct names_taken *taken);
#endif
