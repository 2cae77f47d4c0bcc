/* cover/catchments.h: one drawing of catchments; between catchments*.c only. */
#ifndef COVER_CATCHMENTS_H
#define COVER_CATCHMENTS_H
#include "cover/cover.h"
#include "cover/stride.h"
#include "geo/outline.h"

#define TILE_CORNERS (OUTLINE_TILE * OUTLINE_TILE)

/* What a position is judged by: the whole field, or one facility's. */
struct judge {
    const struct field *field; /* with roads */
    const struct stops *stops;
    const uint32_t *group; /* NULL: each facility its own */
    uint32_t facility;     /* without roads: the only one, or WS_NONE for all */
};

/* Where a position was snapped: outlines of other cutoffs, choices and
 * facilities ask for the same positions again. */
#define MEMORY_SLOTS 262144u
struct memory {
    double x_m, y_m;
    struct ws_snap snap; /* the leg lies between snap.off_mm and high_mm */
    uint32_t high_mm;
    bool is_set;
};

/* One per worker. */
struct hand {
    struct earth *earth;
    struct memory *memories;             /* MEMORY_SLOTS, with roads */
    struct snap_rule rule;               /* as people are snapped; with roads, as are both hands */
    struct snap_hand corners, crossings; /* of a block of a tile; of one side of a cell */
    struct lanes lanes;
    uint32_t lanes_edge; /* whose lanes they are, under the judge of the moment */
    uint16_t *within;    /* per group, without roads: one bit per cutoff */
    uint32_t *touched, touched_count;
    /* one facility at a time */
    struct search *search;
    uint32_t *stamp, run; /* per edge: the last run that saw it */
};

/* Tiles as sorted keys, and the corners of each that may be inside: found in a
 * second pass, once all keys are known. */
struct near_corners {
    uint32_t bits[OUTLINE_TILE]; /* as in struct outline_tile */
};
struct tiles {
    uint64_t *keys;            /* row in the high half, column in the low */
    struct near_corners *near; /* per tile; NULL in the first pass */
    size_t count, cap, sorted_count;
};

struct canvas {
    const struct catchment_plan *plan;
    struct grid grid;
    struct stride stride;  /* all over the grid */
    uint32_t most_cost;    /* the largest cutoff */
    struct tiles tiles;    /* that hold whatever is within the largest cutoff */
    struct ws_snap *snaps; /* per tile: TILE_CORNERS; only for single facilities on roads */
    uint8_t *counts; /* per tile and cutoff: TILE_CORNERS numbers of groups within, at most 255 */
    struct hand *hands;
    uint32_t hand_count;
};

/* ---- catchments_tiles.c ------------------------------------------------------ */

/* Measures the scale of the plane and lays the grid over all that can be
 * reached. hands[0].earth must be open. */
WS_MUST_CHECK
enum ws_status catchments_lay(struct canvas *canvas, struct ws_error *err);

/* Marks the tiles near what an edge has within the largest cutoff. */
WS_MUST_CHECK
enum ws_status catchments_mark_edge(const struct canvas *canvas, struct tiles *tiles,
                                    struct hand *hand, const struct judge *judge, uint32_t edge,
                                    struct ws_error *err);
/* The same without roads. */
WS_MUST_CHECK
enum ws_status catchments_mark_facility(const struct canvas *canvas, struct tiles *tiles,
                                        uint32_t facility, struct ws_error *err);
/* Ends the first pass: sorts the keys, each once, and makes room for the second,
 * in which the same is marked again. */
WS_MUST_CHECK
enum ws_status catchments_sort(struct tiles *tiles, struct ws_error *err);
/* Where a tile stands; it must be there. */
size_t catchments_find(const struct tiles *tiles, uint64_t key);
void catchments_forget(struct tiles *tiles);

/* ---- catchments_cost.c ------------------------------------------------------- */

/* Readies a hand to snap positions the way people are snapped; after the grid
 * was laid. */
void catchments_ready(struct hand *hand, const struct canvas *canvas);
/* Distinct groups within each cutoff, count[0 .. cutoff_count-1], at a position
 * snapped so. */
WS_MUST_CHECK
enum ws_status catchments_count_snap(uint8_t *count, const struct canvas *canvas, struct hand *hand,
                                     const struct judge *judge, const struct ws_snap *snap,
                                     struct ws_error *err);
/* The same at a corner, near which hand->corners is. */
WS_MUST_CHECK
enum ws_status catchments_count_corner(uint8_t *count, const struct canvas *canvas,
                                       struct hand *hand, const struct judge *judge, double x_m,
                                       double y_m, struct ws_error *err);
/* The same at any position, with or without roads. */
WS_MUST_CHECK
enum ws_status catchments_count(uint8_t *count, const struct canvas *canvas, struct hand *hand,
                                const struct judge *judge, double x_m, double y_m,
                                struct ws_error *err);

/* What outline_draw asks with. */
struct question {
    const struct canvas *canvas;
    const struct judge *judge;
    struct hand *hand; /* NULL: that of the worker */
    uint32_t cutoff, choice;
};
outline_inside catchments_inside;

/* ---- catchments_blocks.c ------------------------------------------------------ */

/* Far from every cutoff all corners of a block have the same answers. True when
 * that is certain: then a corner of the block around hand->corners is within
 * cutoff c for exactly those of the asked choices that are at most count[c].
 * With roads. */
bool catchments_decide_block(uint8_t *count, const struct canvas *canvas, struct hand *hand,
                             const struct judge *judge);

/* ---- catchments_single.c ----------------------------------------------------- */

/* Rows [facility][cutoff]. */
WS_MUST_CHECK
enum ws_status catchments_single(struct areas_builder *out, struct canvas *canvas,
                                 struct ws_error *err);
#endif
