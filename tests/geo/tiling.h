/* tests/geo/tiling.h: areas to test on: tilings of a square whose areas share
 * their vertices, and rings drawn by hand. */
#ifndef TESTS_GEO_TILING_H
#define TESTS_GEO_TILING_H
#include "random.h"

#include "geo/shapes.h"

static inline void add_area(struct areas_builder *builder, const double *xy_m, uint32_t count)
{
    assert_int_equal(areas_begin(builder, builder->areas.count, NULL), WS_OK);
    assert_int_equal(areas_ring(builder, xy_m, count, false, NULL), WS_OK);
}

static inline void add_square(struct areas_builder *builder, double x, double y, double side)
{
    double ring[] = {x, y, x + side, y, x + side, y + side, x, y + side, x, y};
    add_area(builder, ring, 5);
}

/* Corner (column, row) of a tiling of side x side cells, `step` apart. Corners
 * inside are moved by up to `jitter` steps, the same for all who ask. */
struct tiling {
    uint32_t side;
    double left_m, bottom_m, step_m, jitter;
    bool is_triangles;
};

static inline void tiling_corner(const struct tiling *tiling, uint32_t column, uint32_t row,
                                 double xy[2])
{
    uint64_t state = (uint64_t)column << 32 | row;
    bool is_edge = column == 0 || row == 0 || column == tiling->side || row == tiling->side;
    double jitter = is_edge ? 0.0 : tiling->jitter;
    double dx = random_between(&state, -jitter, jitter);
    double dy = random_between(&state, -jitter, jitter);
    xy[0] = tiling->left_m + tiling->step_m * (column + dx);
    xy[1] = tiling->bottom_m + tiling->step_m * (row + dy);
}

/* Cells by row from below; a cell of triangles gives two areas. With `reversed`
 * the areas come in the opposite order and their rings turn the other way. */
static inline struct areas tiling_areas(const struct tiling *tiling, bool reversed)
{
    struct areas_builder builder = {0};
    uint32_t cells = tiling->side * tiling->side;
    for (uint32_t c = 0; c < cells; c++) {
        uint32_t cell = reversed ? cells - 1 - c : c;
        uint32_t column = cell % tiling->side, row = cell / tiling->side;
        double q[4][2], part[2][10];
        tiling_corner(tiling, column, row, q[0]);
        tiling_corner(tiling, column + 1, row, q[1]);
        tiling_corner(tiling, column + 1, row + 1, q[2]);
        tiling_corner(tiling, column, row + 1, q[3]);
        const int order[2][4] = {{0, 1, 2, 3}, {2, 1, 0, 3}};
        for (int i = 0; i < 4; i++)
            memcpy(part[0] + 2 * i, q[order[reversed][i]], sizeof q[0]);
        if (!tiling->is_triangles) {
            add_area(&builder, part[0], 4);
            continue;
        }
        const int halves[2][2][3] = {{{0, 1, 2}, {0, 2, 3}}, {{0, 3, 2}, {0, 2, 1}}};
        for (int half = 0; half < 2; half++) {
            for (int i = 0; i < 3; i++)
                memcpy(part[1] + 2 * i, q[halves[reversed][half][i]], sizeof q[0]);
            add_area(&builder, part[1], 3);
        }
    }
    return builder.areas;
}
#endif
