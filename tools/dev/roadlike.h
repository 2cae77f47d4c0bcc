/* tools/dev/roadlike.h: seeded networks that look like roads.
 *
 * Towns with street grids, tree-like countryside around them, highways between
 * them, in a box of 500 x 1500 km for three million nodes (area in proportion to
 * the count). About 55 % of the nodes join two roads, 1.2 edges per node. Nodes and
 * edges are numbered at random; coordinates are whole metres, all different.
 * The same count and seed give the same network wherever sine and cosine round
 * alike. */
#ifndef DEV_ROADLIKE_H
#define DEV_ROADLIKE_H
#include <stdint.h>

enum roadlike_kind { ROADLIKE_STREET, ROADLIKE_LANE, ROADLIKE_HIGHWAY };

struct roadlike_town {
    int32_t x_m, y_m;
    uint32_t cols, rows; /* of its grid */
};

struct roadlike {
    uint32_t node_count, edge_count, town_count;
    int32_t *x_m, *y_m;          /* per node */
    uint32_t *from, *to;         /* per edge, two-way */
    uint8_t *kind;               /* enum roadlike_kind */
    struct roadlike_town *towns; /* largest first */
    int32_t width_m, height_m;
};

/* About node_count nodes (within 2 %). 0, or -1 without memory. */
int roadlike_make(struct roadlike *out, uint32_t node_count, uint64_t seed);
void roadlike_free(struct roadlike *roads);

/* Whole numbers without rhyme, 0 .. below - 1. */
uint32_t roadlike_random(uint64_t *state, uint32_t below);
#endif
