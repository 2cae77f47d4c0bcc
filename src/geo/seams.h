/* geo/seams.h: land between areas that should meet: what belongs to none.
 *
 * A gap is a bounded hole in the union of all areas. A strip is open at an end:
 * borders of two areas that face each other with nothing between. What is
 * thinner than thin_m on average is noise of coordinates: such strips are passed
 * over, such holes marked. */
#ifndef GEO_SEAMS_H
#define GEO_SEAMS_H
#include "geo/polygon.h"

struct seam_hole {
    double area_m2, outer_m2; /* outer: with the islands in it */
    bool is_thin;             /* thinner than thin_m on average */
    uint32_t area, other;     /* its longest neighbours; other WS_NONE: it has one */
    uint32_t neighbour_count; /* areas along its border */
    struct point inside;
};
/* Facing borders of one pair: what lies between, and how long they face. */
struct seam_strip {
    uint32_t area, other; /* area < other */
    double area_m2, length_m;
};
struct seams {
    uint32_t hole_count, strip_count;
    struct seam_hole *holes;   /* largest first */
    struct seam_strip *strips; /* largest first */
};

/* wide_m: no strip is looked for beyond. Areas are valid. O(n log n) for n
 * vertices, more where borders do not match. */
WS_MUST_CHECK
enum ws_status seams_find(struct seams *out, struct polygons *polygons, const struct areas *areas,
                          double thin_m, double wide_m, struct ws_error *err);
void seams_release(struct seams *seams);
#endif
