#include "geo/grid.h"

#include "base/error.h"

#include <assert.h>
#include <math.h>

#define MOST_CELLS 2147483647.0

/* Cells from the origin of the plane: whole numbers, so that a corner is the
 * same product in every grid of this cell size. */
static double whole_cells(double at_m, double cell_m)
{
    return rint(at_m / cell_m);
}

enum ws_status grid_cover(struct grid *out, const struct box *box, double cell_m, uint32_t multiple,
                          struct ws_error *err)
{
    assert(out && box && multiple > 0);
    if (!(cell_m > 0.0) || !isfinite(cell_m))
        return error_set(err, WS_BAD_OPTION, "cell size is %g m; expected > 0", cell_m);
    if (!(box->min_x_m <= box->max_x_m) || !(box->min_y_m <= box->max_y_m)) {
        *out = (struct grid){.cell_m = cell_m};
        return WS_OK;
    }
    double step_m = cell_m * multiple;
    double left = floor(box->min_x_m / step_m), right = floor(box->max_x_m / step_m) + 1.0;
    double bottom = floor(box->min_y_m / step_m), top = floor(box->max_y_m / step_m) + 1.0;
    double cols = (right - left) * multiple, rows = (top - bottom) * multiple;
    if (!(cols <= MOST_CELLS) || !(rows <= MOST_CELLS))
        return error_set(err, WS_TOO_LARGE,
                         "%.0f x %.0f cells of %g m; expected at most 2^31 - 1 each way", cols,
                         rows, cell_m);
    *out = (struct grid){.left_m = left * multiple * cell_m,
                         .top_m = top * multiple * cell_m,
                         .cell_m = cell_m,
                         .cols = (uint32_t)cols,
                         .rows = (uint32_t)rows};
    return WS_OK;
}

double grid_x_m(const struct grid *grid, uint32_t col)
{
    return (whole_cells(grid->left_m, grid->cell_m) + col) * grid->cell_m;
}

double grid_y_m(const struct grid *grid, uint32_t row)
{
    return (whole_cells(grid->top_m, grid->cell_m) - row) * grid->cell_m;
}

static uint32_t clamped(double cell, uint32_t count)
{
    assert(count > 0);
    if (!(cell > 0.0))
        return 0;
    return cell < count ? (uint32_t)cell : count - 1;
}

uint32_t grid_col(const struct grid *grid, double x_m)
{
    return clamped(floor(x_m / grid->cell_m) - whole_cells(grid->left_m, grid->cell_m), grid->cols);
}

uint32_t grid_row(const struct grid *grid, double y_m)
{
    /* A row holds its northern side: half-open like everything counted. */
    return clamped(whole_cells(grid->top_m, grid->cell_m) - ceil(y_m / grid->cell_m), grid->rows);
}
