/* geo/grid.h: the only code that turns coordinates into cells and back.
 *
 * Corners lie at whole multiples of the cell size, whatever the box: the same
 * cell size gives the same corners, to the last bit, in every run. Rows count
 * from north to south, columns from west to east. Any thread. */
#ifndef GEO_GRID_H
#define GEO_GRID_H
#include "geo/plane.h"
#include <stdint.h>
#include <whitespot/error.h>

/* cols x rows cells; corner (row, col) is the north-west one of cell (row, col). */
struct grid {
    double left_m, top_m, cell_m;
    uint32_t cols, rows;
};

/* The smallest grid that holds the box and whose sides lie on multiples of
 * `multiple` cells. An empty box gives a grid without cells. WS_BAD_OPTION: the
 * cell is not above 0; WS_TOO_LARGE beyond 2^31 - 1 rows or columns. */
WS_MUST_CHECK
enum ws_status grid_cover(struct grid *out, const struct box *box, double cell_m, uint32_t multiple,
                          struct ws_error *err);

double grid_x_m(const struct grid *grid, uint32_t col);
double grid_y_m(const struct grid *grid, uint32_t row);

/* The column or row of cells that holds a coordinate; half-open, moved to the
 * nearest of the grid when it lies outside. The grid must have cells. */
uint32_t grid_col(const struct grid *grid, double x_m);
uint32_t grid_row(const struct grid *grid, double y_m);
#endif
