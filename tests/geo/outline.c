/* Outlines of shapes given by a formula: areas, rings, orientation, validity by
 * GEOS, vertices on the true border. */
#include "random.h"

#include "base/mem.h"
#include "geo/outline.h"
#include "geo/polygon.h"

#define SIDE_TILES 6u
#define ORIGIN_X_M 500000.0
#define ORIGIN_Y_M 6700000.0

/* A shape: whether a position, in metres from the origin, is inside. */
typedef bool shape(double x_m, double y_m);

static bool disc_at(double x_m, double y_m, double mid_x_m, double mid_y_m, double radius_m)
{
    return hypot(x_m - mid_x_m, y_m - mid_y_m) <= radius_m;
}

static bool nothing(double x_m, double y_m)
{
    (void)x_m;
    (void)y_m;
    return false;
}
static bool disc(double x_m, double y_m)
{
    return disc_at(x_m, y_m, 3207, 3311, 2500);
}
static bool ring(double x_m, double y_m)
{
    return disc(x_m, y_m) && !disc_at(x_m, y_m, 3207, 3311, 1500);
}
static bool island_in_ring(double x_m, double y_m)
{
    return ring(x_m, y_m) ||
           (disc_at(x_m, y_m, 3207, 3311, 900) && !disc_at(x_m, y_m, 3207, 3311, 400));
}
static bool two_holes(double x_m, double y_m)
{
    return disc(x_m, y_m) && !disc_at(x_m, y_m, 2207, 3311, 600) &&
           !disc_at(x_m, y_m, 4207, 3301, 700);
}
static bool two_discs(double x_m, double y_m)
{
    return disc_at(x_m, y_m, 1507, 1511, 1000) || disc_at(x_m, y_m, 4509, 4503, 1100);
}
/* Teeth 130 m wide with gaps of 130 m: narrow, but wider than a cell. */
static bool comb(double x_m, double y_m)
{
    bool in_box = x_m >= 1007 && x_m <= 4907 && y_m >= 1000 && y_m <= 4000;
    return in_box && (y_m <= 1310 || fmod(x_m - 1007, 260) <= 130);
}
/* Squares that meet corner to corner. */
static bool chessboard(double x_m, double y_m)
{
    bool in_box = x_m >= 975 && x_m <= 3525 && y_m >= 975 && y_m <= 3525;
    return in_box && ((int)floor((x_m + 23) / 50) + (int)floor((y_m + 27) / 50)) % 2 == 0;
}
static bool speck(double x_m, double y_m)
{
    return disc_at(x_m, y_m, 3203, 3209, 20) || disc_at(x_m, y_m, 1507, 1511, 300);
}
static bool pinhole(double x_m, double y_m)
{
    return disc_at(x_m, y_m, 3203, 3209, 800) && !disc_at(x_m, y_m, 3203, 3209, 20);
}
static bool level_box(double x_m, double y_m)
{
    return x_m >= 1030 && x_m <= 4040 && y_m >= 1070 && y_m <= 2020;
}

static bool box_at(double x_m, double y_m, double left_m, double bottom_m)
{
    return x_m >= left_m && x_m <= left_m + 320 && y_m >= bottom_m && y_m <= bottom_m + 320;
}
/* Two squares that leave a slit of 14 m between their corners, or bridge it. */
static bool rising_slit(double x_m, double y_m)
{
    return box_at(x_m, y_m, 700, 700) || box_at(x_m, y_m, 1030, 1030);
}
static bool rising_bridge(double x_m, double y_m)
{
    return rising_slit(x_m, y_m) || disc_at(x_m, y_m, 1025, 1025, 15);
}
static bool falling_slit(double x_m, double y_m)
{
    return box_at(x_m, y_m, 700, 1030) || box_at(x_m, y_m, 1030, 700);
}
static bool falling_bridge(double x_m, double y_m)
{
    return falling_slit(x_m, y_m) || disc_at(x_m, y_m, 1025, 1025, 15);
}
/* Its first crossing lies within a straight side. */
static bool diamond(double x_m, double y_m)
{
    return fabs(x_m - 3233) + fabs(y_m - 3211) <= 1029;
}

#define PI 3.14159265358979323846

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

struct drawn {
    shape *shape;
    struct grid grid;
    struct outline_tile
        tiles[(SIDE_TILES + 1) * (SIDE_TILES + 1)]; /* the box may start within one */
    struct areas_builder areas;
};

static bool is_in(const struct drawn *drawn, double x_m, double y_m)
{
    return drawn->shape(x_m - ORIGIN_X_M, y_m - ORIGIN_Y_M);
}

static enum ws_status ask(void *context, uint32_t worker, double x_m, double y_m, bool *is_inside,
                          struct ws_error *err)
{
    (void)worker;
    (void)err;
    *is_inside = is_in(context, x_m, y_m);
    return WS_OK;
}

static enum ws_status refuse(void *context, uint32_t worker, double x_m, double y_m,
                             bool *is_inside, struct ws_error *err)
{
    (void)context, (void)worker, (void)x_m, (void)y_m, (void)is_inside, (void)err;
    return WS_CANCELLED;
}

/* Fills the tiles; leaves out empty ones unless asked. Returns how many. */
static uint32_t fill_tiles(struct drawn *drawn, double cell_m, bool with_empty)
{
    double size_m = SIDE_TILES * OUTLINE_TILE * cell_m - 1.0;
    struct box box = {ORIGIN_X_M, ORIGIN_Y_M, ORIGIN_X_M + size_m, ORIGIN_Y_M + size_m};
    uint32_t count = 0;
    assert_int_equal(grid_cover(&drawn->grid, &box, cell_m, OUTLINE_TILE, NULL), WS_OK);
    uint32_t rows = drawn->grid.rows / OUTLINE_TILE, cols = drawn->grid.cols / OUTLINE_TILE;
    for (uint32_t i = 0; i < rows * cols; i++) {
        struct outline_tile tile = {.row = i / cols, .col = i % cols};
        uint32_t any = 0;
        for (uint32_t c = 0; c < OUTLINE_TILE * OUTLINE_TILE; c++) {
            uint32_t row = tile.row * OUTLINE_TILE + c / OUTLINE_TILE;
            uint32_t col = tile.col * OUTLINE_TILE + c % OUTLINE_TILE;
            any |= tile.inside[c / OUTLINE_TILE] |=
                (uint32_t)is_in(drawn, grid_x_m(&drawn->grid, col), grid_y_m(&drawn->grid, row))
                << c % OUTLINE_TILE;
        }
        if (any || with_empty)
            drawn->tiles[count++] = tile;
    }
    return count;
}

static enum ws_status draw(struct drawn *drawn, shape *of, double cell_m, bool with_empty,
                           uint32_t threads)
{
    *drawn = (struct drawn){.shape = of};
    struct outline_plan plan = {.grid = &drawn->grid,
                                .tiles = drawn->tiles,
                                .tile_count = fill_tiles(drawn, cell_m, with_empty),
                                .inside = ask,
                                .context = drawn,
                                .threads = threads};
    enum ws_status st = areas_begin(&drawn->areas, 1, NULL);
    return st ? st : outline_draw(&drawn->areas, &plan, NULL);
}

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
    assert_int_equal(draw(&drawn, row->shape, 50.0, false, 1), WS_OK);
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

static void threads_and_empty_tiles_change_no_byte(void **state)
{
    static struct drawn one, many;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
        assert_int_equal(draw(&one, ROWS[i].shape, 50.0, false, 1), WS_OK);
        assert_int_equal(draw(&many, ROWS[i].shape, 50.0, true, 3), WS_OK);
        check_same(&one.areas.areas, &many.areas.areas);
        areas_release(&one.areas.areas);
        areas_release(&many.areas.areas);
    }
}

static void a_finer_grid_comes_nearer(void **state)
{
    static struct drawn drawn;
    double off_m2[3], cells_m[3] = {120.0, 60.0, 37.0};
    (void)state;
    for (int i = 0; i < 3; i++) {
        assert_int_equal(draw(&drawn, ring, cells_m[i], false, 1), WS_OK);
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
        assert_int_equal(draw(&drawn, noise, 50.0, false, 2), WS_OK);
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
    struct outline_plan plan = {.grid = &drawn.grid,
                                .tiles = drawn.tiles,
                                .tile_count = fill_tiles(&drawn, 50.0, false),
                                .inside = refuse,
                                .threads = 2};
    assert_int_equal(areas_begin(&drawn.areas, 1, NULL), WS_OK);
    assert_int_equal(outline_draw(&drawn.areas, &plan, NULL), WS_CANCELLED);
    areas_release(&drawn.areas.areas);
}

static void memory_may_fail_anywhere(void **state)
{
    static struct drawn drawn;
    enum ws_status st = WS_NO_MEMORY;
    (void)state;
    for (uint64_t n = 1; st && n < 1000; n++) {
        mem_fail_at(n);
        st = draw(&drawn, ring, 50.0, false, 1);
        mem_fail_at(0);
        assert_true(st == WS_OK || st == WS_NO_MEMORY);
        areas_release(&drawn.areas.areas);
    }
    assert_int_equal(st, WS_OK);
}

int main(void)
{
    enum { LAWS = 5 };
    struct CMUnitTest tests[COUNT_OF(ROWS) + LAWS] = {
        cmocka_unit_test(threads_and_empty_tiles_change_no_byte),
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
