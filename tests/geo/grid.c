/* Corners and cells of grids. */
#include "random.h"

#include "geo/grid.h"

static const struct row {
    const char *name;
    struct box box;
    double cell_m;
    uint32_t multiple;
    enum ws_status status;
    double left_m, top_m;
    uint32_t cols, rows;
} ROWS[] = {
    {"one_point_has_one_cell", {10, 10, 10, 10}, 100, 1, WS_OK, 0, 100, 1, 1},
    {"a_box_on_the_lines_has_the_cells_beyond", {0, 0, 100, 100}, 100, 1, WS_OK, 0, 200, 2, 2},
    {"sides_lie_on_multiples", {150, 150, 450, 350}, 100, 4, WS_OK, 0, 400, 8, 4},
    {"below_the_origin", {-150, -250, -110, -210}, 100, 1, WS_OK, -200, -200, 1, 1},
    {"an_empty_box_has_no_cells",
     {HUGE_VAL, HUGE_VAL, -HUGE_VAL, -HUGE_VAL},
     100,
     1,
     WS_OK,
     0,
     0,
     0,
     0},
    {"a_cell_of_no_size", {0, 0, 1, 1}, 0, 1, WS_BAD_OPTION, 0, 0, 0, 0},
    {"a_cell_that_is_no_number", {0, 0, 1, 1}, (double)NAN, 1, WS_BAD_OPTION, 0, 0, 0, 0},
    {"too_many_cells", {0, 0, 1e9, 1}, 0.1, 1, WS_TOO_LARGE, 0, 0, 0, 0},
};

static void covers(void **state)
{
    const struct row *row = *state;
    struct grid grid = {.cols = 77};
    struct ws_error err = {0};
    assert_int_equal(grid_cover(&grid, &row->box, row->cell_m, row->multiple, &err), row->status);
    if (row->status) {
        assert_int_equal(grid.cols, 77);
        assert_true(err.message[0]);
        return;
    }
    assert_int_equal(grid.cols, row->cols);
    assert_int_equal(grid.rows, row->rows);
    if (!row->cols)
        return;
    assert_near(grid_x_m(&grid, 0), row->left_m, 0);
    assert_near(grid_y_m(&grid, 0), row->top_m, 0);
}

/* The same corner to the last bit, whatever box the grid was laid over. */
static void corners_do_not_depend_on_the_box(void **state)
{
    uint64_t seed = 5;
    (void)state;
    for (int i = 0; i < 2000; i++) {
        double cell_m = random_between(&seed, 0.7, 300.0), x_m = random_between(&seed, 0, 1e6),
               y_m = random_between(&seed, 6e6, 8e6);
        struct box here = {x_m, y_m, x_m, y_m};
        struct box wide = {x_m - random_between(&seed, 0, 9e4), y_m - random_between(&seed, 0, 9e4),
                           x_m + random_between(&seed, 0, 9e4),
                           y_m + random_between(&seed, 0, 9e4)};
        struct grid small, large;
        assert_int_equal(grid_cover(&small, &here, cell_m, 1, NULL), WS_OK);
        assert_int_equal(grid_cover(&large, &wide, cell_m, 4, NULL), WS_OK);
        assert_near(grid_x_m(&large, grid_col(&large, x_m)), grid_x_m(&small, 0), 0);
        assert_near(grid_y_m(&large, grid_row(&large, y_m)), grid_y_m(&small, 0), 0);
    }
}

static void a_cell_holds_what_lies_between_its_corners(void **state)
{
    const struct box box = {-3210.0, 1234.0, 9876.0, 8765.0};
    struct grid grid;
    uint64_t seed = 6;
    (void)state;
    assert_int_equal(grid_cover(&grid, &box, 12.5, 2, NULL), WS_OK);
    for (int i = 0; i < 2000; i++) {
        double x_m = random_between(&seed, box.min_x_m, box.max_x_m);
        double y_m = random_between(&seed, box.min_y_m, box.max_y_m);
        uint32_t col = grid_col(&grid, x_m), row = grid_row(&grid, y_m);
        assert_true(grid_x_m(&grid, col) <= x_m && x_m < grid_x_m(&grid, col + 1));
        assert_true(grid_y_m(&grid, row) >= y_m && y_m > grid_y_m(&grid, row + 1));
    }
    assert_int_equal(grid_col(&grid, -1e9), 0);
    assert_int_equal(grid_col(&grid, 1e9), grid.cols - 1);
    assert_int_equal(grid_row(&grid, -1e9), grid.rows - 1);
    assert_int_equal(grid_row(&grid, 1e9), 0);
}

int main(void)
{
    struct CMUnitTest tests[COUNT_OF(ROWS) + 2] = {
        cmocka_unit_test(corners_do_not_depend_on_the_box),
        cmocka_unit_test(a_cell_holds_what_lies_between_its_corners),
    };
    for (size_t i = 0; i < COUNT_OF(ROWS); i++)
        tests[2 + i] = (struct CMUnitTest){
            .name = ROWS[i].name, .test_func = covers, .initial_state = (void *)&ROWS[i]};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
