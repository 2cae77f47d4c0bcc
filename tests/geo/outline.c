/* Outlines of shapes given by a formula: areas, rings, orientation, validity by
 * GEOS, vertices on the true border. */
#include "outline_shapes.h"
#include "random.h"

#include "base/mem.h"
#include "geo/outline.h"
#include "geo/polygon.h"

#define SIDE_TILES 6u
#define ORIGIN_X_M 500000.0
#define ORIGIN_Y_M 6700000.0

static const struct row {
    const char *name;
    shape *shape;
    double area_m2, tolerance_m2; /* NaN: not known by formula */
    uint32_t shells, holes;
} ROWS[] = {
    {"nothing", nothing, 0, 0, 0, 0},
    {"disc", disc, PI * 2500 * 2500, 30000, 1, 0},
    {"ring", ring, PI *(2500.0 * 2500 - 1500.0 * 1500), 50000, 1, 1},
    {"island_in_the_hole_of_a_ring", island_in_ring,
     PI *(2500.0 * 2500 - 1500.0 * 1500 + 900.0 * 900 - 400.0 * 400), 60000, 2, 2},
    {"two_holes_of_one_shell", two_holes, PI *(2500.0 * 2500 - 600.0 * 600 - 700.0 * 700), 50000, 1,
     2},
    {"two_discs_in_different_tiles", two_discs, PI *(1000.0 * 1000 + 1100.0 * 1100), 30000, 2, 0},
    {"comb", comb, 310 * 3900.0 + 15 * 130 * 2690.0, 60000, 1, 0},
    {"saddles_everywhere", chessboard, (double)NAN, 0, 0, 0},
    {"a_speck_below_one_cell_is_dropped", speck, PI * 300 * 300, 8000, 1, 0},
    {"a_pinhole_below_one_cell_is_filled", pinhole, PI * 800 * 800, 10000, 1, 0},
    {"saddle_rising_apart", rising_slit, 2 * 320.0 * 320, 6000, 2, 0},
    {"saddle_rising_joined", rising_bridge, 2 * 320.0 * 320, 6000, 1, 0},
    {"saddle_falling_apart", falling_slit, 2 * 320.0 * 320, 6000, 2, 0},
    {"saddle_falling_joined", falling_bridge, 2 * 320.0 * 320, 6000, 1, 0},
    {"slanted_sides", diamond, 2 * 1029.0 * 1029, 8000, 1, 0},
    {"straight_sides", level_box, 3010.0 * 950, 8000, 1, 0},
};

#define MOST_TILES ((SIDE_TILES + 1) * (SIDE_TILES + 1)) /* the box may start within one */

/* How a shape is drawn. */
struct way {
    double cell_m;
    bool with_empty;      /* tiles without an inside corner too, as far as may be left out */
    bool knows_corners;   /* what is asked at corners is told with the tile */
    bool is_slanted;      /* the excess rises with the distance from the middle of the box */
    uint32_t sheet_tiles; /* tiles on one sheet */
};

struct drawn {
    shape *shape;
    struct grid grid;
    struct way way;
    struct outline_tile tiles[MOST_TILES];
    float excess_m[MOST_TILES][OUTLINE_SIDE * OUTLINE_SIDE];
    struct outline_sheet sheets[MOST_TILES];
    struct areas_builder areas;
};

static bool is_in(const struct drawn *drawn, double x_m, double y_m)
{
    return drawn->shape(x_m - ORIGIN_X_M, y_m - ORIGIN_Y_M);
}

/* Right about the side; how far away the border lies may be told wrong. */
static double excess_at(const struct drawn *drawn, double x_m, double y_m)
{
    double away_m =
        drawn->way.is_slanted ? 1.0 + fabs(x_m - ORIGIN_X_M - 3200.0) / 100.0 : (double)HUGE_VAL;
    return is_in(drawn, x_m, y_m) ? -away_m : away_m;
}

static enum ws_status ask(void *context, const struct outline_spot *spot, double *excess_m,
                          struct ws_error *err)
{
    (void)err;
    *excess_m = excess_at(context, spot->x_m, spot->y_m);
    return WS_OK;
}

static enum ws_status refuse(void *context, const struct outline_spot *spot, double *excess_m,
                             struct ws_error *err)
{
    (void)context, (void)spot, (void)excess_m, (void)err;
    return WS_CANCELLED;
}

/* True when a corner of the tile is inside. */
static bool fill_tile(struct drawn *drawn, uint32_t i, uint32_t row, uint32_t col)
{
    struct outline_tile *tile = &drawn->tiles[i];
    uint64_t any = 0;
    *tile = (struct outline_tile){.row = row, .col = col};
    if (drawn->way.knows_corners)
        tile->excess_m = drawn->excess_m[i];
    for (uint32_t c = 0; c < OUTLINE_SIDE * OUTLINE_SIDE; c++) {
        uint32_t r = c / OUTLINE_SIDE;
        double x_m = grid_x_m(&drawn->grid, col * OUTLINE_TILE + c % OUTLINE_SIDE);
        double y_m = grid_y_m(&drawn->grid, row * OUTLINE_TILE + r);
        any |= tile->inside[r] |= (uint64_t)is_in(drawn, x_m, y_m) << c % OUTLINE_SIDE;
        drawn->excess_m[i][c] = c % 3 ? (float)excess_at(drawn, x_m, y_m) : (float)NAN;
    }
    return any != 0;
}

/* Leaves out tiles without an inside corner unless asked. Returns how many. */
static uint32_t fill_tiles(struct drawn *drawn, struct way way)
{
    double size_m = SIDE_TILES * OUTLINE_TILE * way.cell_m - 1.0;
    struct box box = {ORIGIN_X_M, ORIGIN_Y_M, ORIGIN_X_M + size_m, ORIGIN_Y_M + size_m};
    uint32_t count = 0;
    drawn->way = way;
    assert_int_equal(grid_cover(&drawn->grid, &box, way.cell_m, OUTLINE_TILE, NULL), WS_OK);
    uint32_t rows = drawn->grid.rows / OUTLINE_TILE, cols = drawn->grid.cols / OUTLINE_TILE;
    for (uint32_t i = 0; i < rows * cols; i++)
        count += fill_tile(drawn, count, i / cols, i % cols) || way.with_empty;
    return count;
}

static enum ws_status add_tiles(struct drawn *drawn, uint32_t count, outline_excess *excess)
{
    enum ws_status st = WS_OK;
    for (uint32_t i = 0; !st && i < count; i++)
        st = outline_add(&drawn->sheets[i / drawn->way.sheet_tiles], &drawn->grid, &drawn->tiles[i],
                         excess, drawn, NULL);
    return st;
}

static void forget_sheets(struct drawn *drawn)
{
    for (uint32_t i = 0; i < MOST_TILES; i++)
        outline_forget(&drawn->sheets[i]);
}

static enum ws_status draw(struct drawn *drawn, shape *of, struct way way)
{
    *drawn = (struct drawn){.shape = of};
    uint32_t count = fill_tiles(drawn, way);
    enum ws_status st = add_tiles(drawn, count, ask);
    if (!st)
        st = areas_begin(&drawn->areas, 1, NULL);
    if (!st)
        st = outline_join(&drawn->areas, &drawn->grid, drawn->sheets,
                          (count + way.sheet_tiles - 1) / way.sheet_tiles, NULL);
    forget_sheets(drawn);
    return st;
}

static const struct way PLAIN = {.cell_m = 50.0, .sheet_tiles = 5};

/* ---- what every outline must hold ------------------------------------------------ */

static double signed_area_m2(const double *xy_m, size_t count)
{
    double sum = 0.0;
    for (size_t v = 0; v + 1 < count; v++)
        sum += (xy_m[2 * v] - xy_m[0]) * (xy_m[2 * v + 3] - xy_m[1]) -
               (xy_m[2 * v + 2] - xy_m[0]) * (xy_m[2 * v + 1] - xy_m[1]);
    return sum / 2.0;
}

/* The vertex lies on a grid line; along it, less than a metre away, the answer
 * changes. */
static void check_vertex(const struct drawn *drawn, const double *at)
{
    double cell_m = drawn->grid.cell_m, margin_m = fmin(0.01 * cell_m, OUTLINE_MARGIN_M);
    bool is_upright = fabs(at[0] - rint(at[0] / cell_m) * cell_m) < 1e-6, seen[2] = {false, false};
    double step_m = (OUTLINE_NEAR_M / 2 + margin_m) / 16;
    assert_true(16 * step_m < 1.0);
    for (int i = -16; i <= 16; i++)
        seen[is_upright ? is_in(drawn, at[0], at[1] + i * step_m)
                        : is_in(drawn, at[0] + i * step_m, at[1])] = true;
    assert_true(seen[0] && seen[1]);
    for (int axis = 0; axis < 2; axis++) { /* never nearer to a corner than the margin */
        double off_m = fabs(at[axis] - rint(at[axis] / cell_m) * cell_m);
        assert_true(off_m < 1e-6 || off_m > margin_m - 1e-6);
    }
}

static void check_ring(const struct drawn *drawn, uint32_t r)
{
    const struct areas *areas = &drawn->areas.areas;
    const double *xy_m = areas->xy_m + 2 * (size_t)areas->first_xy[r];
    uint32_t count = areas->first_xy[r + 1] - areas->first_xy[r];
    double area_m2 = signed_area_m2(xy_m, count), cell_m = drawn->grid.cell_m;
    assert_true(areas->is_hole[r] ? area_m2 <= -cell_m * cell_m : area_m2 >= cell_m * cell_m);
    assert_true(count >= 4);
    assert_memory_equal(xy_m, xy_m + 2 * ((size_t)count - 1), 2 * sizeof *xy_m);
    for (uint32_t v = 0; v + 1 < count; v++) {
        const double *a = xy_m + 2 * (size_t)v, *b = a + 2, *c = v + 2 < count ? a + 4 : xy_m + 2;
        double bend_m2 = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
        assert_true(fabs(bend_m2) > 1e-7 * hypot(c[0] - a[0], c[1] - a[1]));
        check_vertex(drawn, a);
    }
}

/* A hole lies in the shell it follows, in no other shell that lies in this one. */
static bool holds(const struct areas *areas, uint32_t r, const double *at)
{
    bool is_in_ring = false;
    for (size_t v = areas->first_xy[r]; v + 1 < areas->first_xy[r + 1]; v++) {
        const double *a = areas->xy_m + 2 * v, *b = a + 2;
        if ((a[1] > at[1]) != (b[1] > at[1]) &&
            at[0] < a[0] + (b[0] - a[0]) * (at[1] - a[1]) / (b[1] - a[1]))
            is_in_ring = !is_in_ring;
    }
    return is_in_ring;
}

static void check_holes(const struct areas *areas)
{
    uint32_t shell = WS_NONE;
    for (uint32_t r = 0; r < areas->first_ring[1]; r++) {
        const double *at = areas->xy_m + 2 * (size_t)areas->first_xy[r];
        if (!areas->is_hole[r]) {
            shell = r;
            continue;
        }
        assert_true(shell != WS_NONE && holds(areas, shell, at));
        for (uint32_t s = 0; s < areas->first_ring[1]; s++)
            if (s != shell && !areas->is_hole[s] && holds(areas, s, at))
                assert_true(holds(areas, s, areas->xy_m + 2 * (size_t)areas->first_xy[shell]));
    }
}

static size_t put(uint8_t *wkb, size_t at, const void *value, size_t size)
{
    memcpy(wkb + at, value, size);
    return at + size;
}

/* Head of a WKB geometry: byte order of this machine, type, count. */
static size_t put_head(uint8_t *wkb, size_t at, uint32_t type, uint32_t count)
{
    const uint16_t one = 1;
    wkb[at] = *(const uint8_t *)&one;
    at = put(wkb, at + 1, &type, sizeof type);
    return put(wkb, at, &count, sizeof count);
}

/* The area as a multipolygon: each shell with the holes that follow it. */
static size_t put_area(uint8_t *wkb, const struct areas *areas)
{
    uint32_t rings = areas->first_ring[1], parts = 0;
    for (uint32_t r = 0; r < rings; r++)
        parts += !areas->is_hole[r];
    size_t at = put_head(wkb, 0, 6, parts);
    for (uint32_t r = 0; r < rings; r++) {
        uint32_t count = areas->first_xy[r + 1] - areas->first_xy[r], end = r + 1;
        while (end < rings && areas->is_hole[end])
            end++;
        if (!areas->is_hole[r])
            at = put_head(wkb, at, 3, end - r);
        at = put(wkb, at, &count, sizeof count);
        at = put(wkb, at, areas->xy_m + 2 * (size_t)areas->first_xy[r], 16 * (size_t)count);
    }
    return at;
}

/* GEOS finds nothing to mend. */
static void check_valid(const struct areas *areas)
{
    struct polygons *polygons = NULL;
    struct areas_builder copy = {0};
    struct mend mend = {0};
    struct ws_error err = {0};
    uint32_t rings = areas->first_ring[1];
    if (!rings)
        return;
    uint8_t *wkb = mem_array(16 + 16 * (size_t)areas->first_xy[rings] + 16 * (size_t)rings, 1);
    assert_non_null(wkb);
    size_t size = put_area(wkb, areas);
    assert_int_equal(polygons_open(&polygons, &err), WS_OK);
    assert_int_equal(polygons_mend(polygons, &copy, wkb, size, 1, &mend, &err), WS_OK);
    if (!mend.was_valid)
        fail_msg("not valid: %s", mend.reason);
    polygons_close(polygons);
    areas_release(&copy.areas);
    mem_free(wkb);
}

static void draws(void **state)
{
    const struct row *row = *state;
    static struct drawn drawn;
    uint32_t shells = 0, holes = 0;
    assert_int_equal(draw(&drawn, row->shape, PLAIN), WS_OK);
    const struct areas *areas = &drawn.areas.areas;
    for (uint32_t r = 0; r < areas->first_ring[1]; r++) {
        check_ring(&drawn, r);
        *(areas->is_hole[r] ? &holes : &shells) += 1;
    }
    check_holes(areas);
    check_valid(areas);
    if (!isnan(row->area_m2)) {
        assert_near(areas_m2(areas, 0), row->area_m2, row->tolerance_m2);
        assert_int_equal(shells, row->shells);
        assert_int_equal(holes, row->holes);
    } else {
        assert_true(shells > 0);
    }
    areas_release(&drawn.areas.areas);
}

/* ---- laws ------------------------------------------------------------------------- */

static void check_same(const struct areas *a, const struct areas *b)
{
    assert_int_equal(a->first_ring[1], b->first_ring[1]);
    uint32_t rings = a->first_ring[1];
    if (!rings)
        return;
    assert_memory_equal(a->first_xy, b->first_xy, (rings + 1) * sizeof *a->first_xy);
    assert_memory_equal(a->is_hole, b->is_hole, rings * sizeof *a->is_hole);
    assert_memory_equal(a->xy_m, b->xy_m, 2 * (size_t)a->first_xy[rings] * sizeof *a->xy_m);
}

static void sheets_and_empty_tiles_change_no_byte(void **state)
{
    static struct drawn one, many;
    const struct way wide = {.cell_m = 50.0, .with_empty = true, .sheet_tiles = MOST_TILES};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
        assert_int_equal(draw(&one, ROWS[i].shape, PLAIN), WS_OK);
        assert_int_equal(draw(&many, ROWS[i].shape, wide), WS_OK);
        check_same(&one.areas.areas, &many.areas.areas);
        areas_release(&one.areas.areas);
        areas_release(&many.areas.areas);
    }
}

static void known_corners_change_no_byte(void **state)
{
    static struct drawn one, many;
    struct way way = {.cell_m = 50.0, .is_slanted = true, .sheet_tiles = 1};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
        way.knows_corners = false;
        assert_int_equal(draw(&one, ROWS[i].shape, way), WS_OK);
        way.knows_corners = true;
        assert_int_equal(draw(&many, ROWS[i].shape, way), WS_OK);
        check_same(&one.areas.areas, &many.areas.areas);
        areas_release(&one.areas.areas);
        areas_release(&many.areas.areas);
    }
}

/* A disc that says how far the border is. */
struct probe {
    uint32_t asked;
    double radius_m;
};

static enum ws_status ask_probe(void *context, const struct outline_spot *spot, double *excess_m,
                                struct ws_error *err)
{
    struct probe *probe = context;
    (void)err;
    probe->asked++;
    *excess_m = hypot(spot->x_m - 1600.0, spot->y_m - 1600.0) - probe->radius_m;
    return WS_OK;
}

/* Two corners and three or four questions more; halving asks eight. */
static void a_known_distance_saves_questions(void **state)
{
    struct probe probe = {.radius_m = 1234.5};
    struct box box = {0.0, 0.0, 3199.0, 3199.0};
    struct grid grid;
    struct outline_sheet sheet = {0};
    struct outline_tile tile = {0};
    (void)state;
    assert_int_equal(grid_cover(&grid, &box, 100.0, OUTLINE_TILE, NULL), WS_OK);
    for (uint32_t i = 0; i < OUTLINE_SIDE * OUTLINE_SIDE; i++) {
        uint32_t r = i / OUTLINE_SIDE, c = i % OUTLINE_SIDE;
        bool is_inside = hypot(grid_x_m(&grid, c) - 1600.0, grid_y_m(&grid, r) - 1600.0) <= 1234.5;
        tile.inside[r] |= (uint64_t)is_inside << c;
    }
    assert_int_equal(outline_add(&sheet, &grid, &tile, ask_probe, &probe, NULL), WS_OK);
    assert_true(sheet.crossing_count > 80);
    assert_true(probe.asked < 6 * sheet.crossing_count);
    for (size_t i = 0; i < sheet.crossing_count; i++)
        assert_near(hypot(sheet.crossings[i].x_m - 1600.0, sheet.crossings[i].y_m - 1600.0), 1234.5,
                    OUTLINE_NEAR_M);
    outline_forget(&sheet);
}

static void a_finer_grid_comes_nearer(void **state)
{
    static struct drawn drawn;
    double off_m2[3], cells_m[3] = {120.0, 60.0, 37.0};
    (void)state;
    for (int i = 0; i < 3; i++) {
        assert_int_equal(draw(&drawn, ring, (struct way){.cell_m = cells_m[i], .sheet_tiles = 1}),
                         WS_OK);
        off_m2[i] = fabs(areas_m2(&drawn.areas.areas, 0) - ROWS[2].area_m2);
        areas_release(&drawn.areas.areas);
    }
    assert_true(off_m2[1] < off_m2[0] && off_m2[2] < off_m2[1]);
}

static uint64_t noise_seed;

/* Every corner by chance: all sixteen cells, all saddles, rings in rings. */
static bool noise(double x_m, double y_m)
{
    uint64_t state = noise_seed ^ (uint64_t)(int64_t)llround(x_m / 50) * 1000003u ^
                     (uint64_t)(int64_t)llround(y_m / 50) * 998244353u;
    return x_m > 200 && x_m < 6000 && y_m > 200 && y_m < 6000 && random_below(&state, 100) < 55;
}

static void noise_is_drawn_validly(void **state)
{
    static struct drawn drawn;
    (void)state;
    for (noise_seed = 1; noise_seed < 6; noise_seed++) {
        assert_int_equal(draw(&drawn, noise, PLAIN), WS_OK);
        const struct areas *areas = &drawn.areas.areas;
        assert_true(areas->first_ring[1] > 100);
        for (uint32_t r = 0; r < areas->first_ring[1]; r++)
            check_ring(&drawn, r);
        check_holes(areas);
        check_valid(areas);
        areas_release(&drawn.areas.areas);
    }
}

static void a_failing_question_fails_the_outline(void **state)
{
    static struct drawn drawn;
    (void)state;
    drawn = (struct drawn){.shape = disc};
    assert_int_equal(add_tiles(&drawn, fill_tiles(&drawn, PLAIN), refuse), WS_CANCELLED);
    forget_sheets(&drawn);
}

static void memory_may_fail_anywhere(void **state)
{
    static struct drawn drawn;
    enum ws_status st = WS_NO_MEMORY;
    (void)state;
    for (uint64_t n = 1; st && n < 1000; n++) {
        mem_fail_at(n);
        st = draw(&drawn, ring, PLAIN);
        mem_fail_at(0);
        assert_true(st == WS_OK || st == WS_NO_MEMORY);
        areas_release(&drawn.areas.areas);
    }
    assert_int_equal(st, WS_OK);
}

int main(void)
{
    enum { LAWS = 7 };
    struct CMUnitTest tests[COUNT_OF(ROWS) + LAWS] = {
        cmocka_unit_test(sheets_and_empty_tiles_change_no_byte),
        cmocka_unit_test(known_corners_change_no_byte),
        cmocka_unit_test(a_known_distance_saves_questions),
        cmocka_unit_test(a_finer_grid_comes_nearer),
        cmocka_unit_test(noise_is_drawn_validly),
        cmocka_unit_test(a_failing_question_fails_the_outline),
        cmocka_unit_test(memory_may_fail_anywhere),
    };
    for (size_t i = 0; i < COUNT_OF(ROWS); i++)
        tests[LAWS + i] = (struct CMUnitTest){
            .name = ROWS[i].name, .test_func = draws, .initial_state = (void *)&ROWS[i]};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
