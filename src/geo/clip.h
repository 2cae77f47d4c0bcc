/* geo/clip.h: where a line enters and leaves areas, in millimetres.
 *
 * The line is cut where it crosses any ring; each stretch between cuts belongs
 * to the area that owns its middle (geo/locate.h). Stretches of the same owner
 * are joined; those shorter than half a millimetre vanish into a neighbour. */
#ifndef GEO_CLIP_H
#define GEO_CLIP_H
#include "geo/locate.h"
#include <stddef.h>
#include <stdint.h>

/* [from_mm, to_mm) of the line lies in `area` (WS_NONE: in none). */
struct stretch {
    uint32_t from_mm, to_mm, area;
};

/* Scratch and result, reused from call to call; one per thread. Zero it before
 * the first use. */
struct clip {
    uint32_t count;
    struct stretch *stretches;
    size_t stretch_cap;
    double *cuts;
    size_t cut_cap;
};

/* Cuts the line xy_m[0 .. 2*count-1], whose vertex j lies at_mm[j] from its
 * start. The stretches partition [0, at_mm[count-1]) in order and are left in
 * clip->stretches. Positions between vertices are straight in at_mm. */
WS_MUST_CHECK
enum ws_status clip_line(struct clip *clip, const struct locator *locator, const double *xy_m,
                         const uint32_t *at_mm, uint32_t count, struct ws_error *err);
void clip_release(struct clip *clip);
#endif
