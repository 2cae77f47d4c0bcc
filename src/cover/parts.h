/* cover/parts.h: from laid pieces to parts with people. Between spread.c,
 * lattice.c, parts.c and cut.c only. */
#ifndef COVER_PARTS_H
#define COVER_PARTS_H
#include "cover/cover.h"

/* A part as one number: the unit, or the part it is cut from, then the zone;
 * outside last. */
static inline uint64_t part_key(uint32_t of, uint32_t zone)
{
    return (uint64_t)of << 32 | zone;
}

/* Whether a facility stands on any component: where there is none, nobody lacks a road
 * to one, and all are beyond the limit. */
bool parts_serve_any(const struct network *net, const bool *is_served);
/* A piece of road in a component that no facility stands on. */
bool parts_lack_link(const struct network *net, const bool *is_served,
                     const struct ws_piece *piece);

/* Pieces in their final order, and the zone of each unit that has none. */
struct laid {
    uint32_t count;
    struct ws_piece *pieces; /* sorted by (edge, from, to, unit, zone) */
    double *x_m, *y_m;       /* per piece; NULL with roads */
    bool *is_bare;           /* per unit: no piece */
    uint32_t *bare_zone;     /* per unit, used when is_bare */
    uint32_t adopted_count;  /* units outside all zones that took the nearest one */
    uint64_t adopted_micro;  /* their people, first weight */
};

/* Nothing laid: every unit is bare and outside. Release it also on failure. */
WS_MUST_CHECK
enum ws_status laid_init(struct laid *laid, uint32_t unit_count, struct ws_error *err);
void laid_release(struct laid *laid);

/* Makes the parts, splits the people and takes over the pieces of `laid`. Adds
 * the warnings. `out` is untouched on failure. O(pieces log pieces). */
WS_MUST_CHECK
enum ws_status parts_make(struct spread *out, struct laid *laid, const struct spread_plan *plan,
                          struct warnings *warnings, struct ws_error *err);
#endif
