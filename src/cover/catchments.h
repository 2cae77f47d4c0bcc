/* cover/catchments.h: one drawing of catchments; between catchments*.c only.
 *
 * A tile of the grid is drawn at once for every cutoff and choice: the roads
 * around it are listed, its square is cut into blocks until their corners are
 * decided, and where corners differ the border is traced while the roads near it
 * are still at hand. */
#ifndef COVER_CATCHMENTS_H
#define COVER_CATCHMENTS_H
#include "cover/cover.h"
#include "cover/stride.h"
#include "geo/outline.h"
#include "net/nearby.h"

/* What a position is judged by: the whole field, or one facility's. */
struct judge {
    const struct field *field; /* with roads */
    const struct stops *stops;
    const uint32_t *group;  /* NULL: each facility its own */
    const uint32_t *choice; /* choice_count numbers, whose outlines are drawn */
    uint32_t choice_count;
    uint32_t facility; /* without roads: the only one, or WS_NONE for all */
};

/* Lanes of edges that positions have met, each in the slot of its number. */
#define KEPT_LANES 64u
struct kept_lanes {
    uint32_t edge[KEPT_LANES]; /* WS_NONE: nobody's */
    struct lanes lanes[KEPT_LANES];
};

/* The plane around a square of tiles, measured when one is drawn; by turns. */
#define KEPT_STRIDES 16u
struct kept_stride {
    struct stride stride;
    uint64_t key;
    bool is_set;
};

/* The roads that decide about the cells of a block no larger than this. */
#define LEAF_CELLS 2u
#define LEAVES_ACROSS (OUTLINE_TILE / LEAF_CELLS)
struct leaf {
    uint32_t from, count; /* in bench.leaf_roads */
};

/* Bounds of what any position on an edge costs, for one choice. */
struct bounds {
    uint32_t low, high;
};

/* The tile a hand is drawing. Rows are outlines: [cutoff][choice]. */
struct bench {
    uint64_t key;
    double west_m, north_m; /* its first corner */
    struct stride stride;
    struct nearby nearby;
    struct bounds *bounds;      /* per edge of nearby and choice */
    struct nearby_rough *lists; /* per level of blocks: room for all roads */
    uint32_t *thin;             /* of a block whose corners are looked at, and of a cell */
    float *rough2;              /* scratch */
    double *distances2;         /* scratch */
    uint32_t cell, cell_count;  /* whose roads are the second half of thin; WS_NONE: no cell's */
    uint32_t *leaf_roads;
    struct leaf leaves[LEAVES_ACROSS * LEAVES_ACROSS];
    uint32_t leaf_road_count;
    uint64_t known[OUTLINE_SIDE];     /* corners that are decided, as bits */
    uint64_t (*inside)[OUTLINE_SIDE]; /* per row */
    float (*excess_m)[OUTLINE_SIDE * OUTLINE_SIDE];
    size_t bounds_cap, list_cap, thin_cap, rough_cap, distance_cap, leaf_cap;
};

/* One per worker. */
struct hand {
    struct earth *earth;
    struct bench bench;
    struct kept_lanes *kept; /* with roads; of the judge of the moment */
    struct kept_stride strides[KEPT_STRIDES];
    struct lanes lanes;
    uint16_t *within; /* per group, without roads: one bit per cutoff */
    uint32_t *touched, touched_count;
    struct search *search; /* one facility at a time */
};

/* Tiles as keys: row in the high half, column in the low. */
#define SEEN_TILES 1024u
struct tiles {
    uint64_t *keys;
    size_t count, cap;
    uint64_t *seen; /* SEEN_TILES keys that were added, so most copies are left out */
};

struct canvas {
    const struct catchment_plan *plan;
    struct grid grid;
    struct stride stride;  /* all over the grid */
    struct snap_rule rule; /* as people are snapped */
    uint32_t most_cost;    /* the largest cutoff */
    double near_m;         /* plane metres that the access limit may be */
    struct hand *hands;
    uint32_t hand_count;
};

/* ---- catchments_tiles.c ------------------------------------------------------ */

/* Measures the scale of the plane and lays the grid over all that can be
 * reached. hands[0].earth must be open. */
WS_MUST_CHECK
enum ws_status catchments_lay(struct canvas *canvas, struct ws_error *err);
/* The plane around a tile. */
struct stride catchments_stride(const struct canvas *canvas, struct hand *hand, uint64_t key);

/* Adds the tiles near what the roads at a node have within the largest cutoff;
 * roads that two such nodes share are added by one of them. */
WS_MUST_CHECK
enum ws_status catchments_mark_node(const struct canvas *canvas, struct tiles *tiles,
                                    struct hand *hand, const struct judge *judge, uint32_t node,
                                    struct ws_error *err);
/* The same for the edges that facilities stand on. */
WS_MUST_CHECK
enum ws_status catchments_mark_stops(const struct canvas *canvas, struct tiles *tiles,
                                     struct hand *hand, const struct judge *judge,
                                     struct ws_error *err);
/* The same without roads. */
WS_MUST_CHECK
enum ws_status catchments_mark_facility(const struct canvas *canvas, struct tiles *tiles,
                                        uint32_t facility, struct ws_error *err);
/* Adds tiles found elsewhere. */
WS_MUST_CHECK
enum ws_status catchments_add(struct tiles *tiles, const struct tiles *more, struct ws_error *err);
/* Sorts the tiles, each once. */
void catchments_sort(struct tiles *tiles);
void catchments_forget(struct tiles *tiles);

/* ---- catchments_cost.c ------------------------------------------------------- */

/* What is known of a position. The leg lies between low and high, which are equal
 * once it was measured. */
struct sight {
    double x_m, y_m;
    struct nearby_foot foot;
    double low_m, high_m;
    uint32_t low_cost, high_cost;
    bool has_foot, is_on;         /* on: the leg is within the access limit */
    uint32_t cost[WS_MAX_CHOICE]; /* from the foot, by place in judge->choice */
};

/* Looks at a position from which only roads of the list can be nearest. */
WS_MUST_CHECK
enum ws_status catchments_see(struct sight *sight, const struct canvas *canvas, struct hand *hand,
                              const struct judge *judge, const struct nearby_list *list, double x_m,
                              double y_m, struct ws_error *err);
/* What outline_excess says of it in an outline. */
double catchments_excess(struct sight *sight, const struct canvas *canvas, struct hand *hand,
                         const struct judge *judge, uint32_t row);
/* Without roads: distinct groups within each cutoff, count[0 .. cutoff_count-1]. */
void catchments_count_straight(uint8_t *count, const struct canvas *canvas, struct hand *hand,
                               const struct judge *judge, double x_m, double y_m);
/* Forgets the lanes of another judge. */
void catchments_rejudge(struct hand *hand);

/* ---- catchments_blocks.c ----------------------------------------------------- */

/* Draws a tile onto one sheet per row, sheets[row * sheet_stride]. */
WS_MUST_CHECK
enum ws_status catchments_draw_tile(struct outline_sheet *sheets, size_t sheet_stride,
                                    const struct canvas *canvas, struct hand *hand,
                                    const struct judge *judge, uint64_t key, struct ws_error *err);
void catchments_clear(struct bench *bench);

/* ---- catchments_single.c ----------------------------------------------------- */

/* Rows [facility][cutoff]. */
WS_MUST_CHECK
enum ws_status catchments_single(struct areas_builder *out, struct canvas *canvas,
                                 struct ws_error *err);
/* Appends the areas of another builder. */
WS_MUST_CHECK
enum ws_status catchments_append(struct areas_builder *out, const struct areas *drawn,
                                 struct ws_error *err);
#endif
