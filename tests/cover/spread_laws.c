/* Random scenes: the one-millimetre oracle of spread_roads, and its laws. */
#include "cover/scene.h"

#define SIDE_M 30.0
#define CELLS 4

#define FEW_LINES 14u
#define MANY_LINES 4000u /* roads of several chunks */

/* A grid of cells from the given corner; zones in upright strips. */
static void draw_lines(struct scene *scene, uint64_t *seed, uint32_t line_count, double shift_m,
                       uint32_t strips, const uint32_t *order)
{
    struct rect cells[CELLS * CELLS], zones[8];
    uint32_t people[CELLS * CELLS];
    struct network net = {0};
    const double cell_m = SIDE_M / (CELLS - 1);
    scene_random_network(&net, seed, line_count, SIDE_M);
    for (uint32_t i = 0; i < CELLS * CELLS; i++) {
        uint32_t at = order ? order[i] : i;
        double west_m = (double)(at % CELLS) * cell_m - shift_m;
        double south_m = (double)(at / CELLS) * cell_m - shift_m;
        cells[i] = (struct rect){west_m, south_m, west_m + cell_m, south_m + cell_m};
        people[i] = 3 + at * at % 17;
    }
    for (uint32_t i = 0; i < strips; i++)
        zones[i] = (struct rect){SIDE_M * i / strips, -5.0, SIDE_M * (i + 1) / strips, 25.0};
    scene_zones(scene, strips, zones);
    scene_areas(scene, CELLS * CELLS, cells);
    scene_people(scene, CELLS * CELLS, people);
    scene_plan(scene, &net);
}

static void draw_random(struct scene *scene, uint64_t *seed, double shift_m, uint32_t strips,
                        const uint32_t *order)
{
    draw_lines(scene, seed, FEW_LINES, shift_m, strips, order);
}

static void spread_out(struct spread *spread, struct scene *scene)
{
    struct ws_error err = {0};
    scene_ok(spread_roads(spread, &scene->plan, &scene->warnings, &err), &err);
    scene_check_spread(scene, spread);
}

/* The oracle: step along every inhabited road, millimetre by millimetre. */
static void check_edge_by_steps(const struct scene *scene, const struct spread *spread,
                                const struct locator *units, uint32_t edge)
{
    const struct network *net = &scene->net;
    uint32_t piece = 0, wrong = 0, pieces = 0;
    double at[2], next[2];
    network_position(net, edge, 0, &at[0], &at[1]);
    while (piece < spread->piece_count && spread->pieces[piece].edge < edge)
        piece++;
    for (uint32_t mm = 0; mm < net->length_mm[edge]; mm++) {
        network_position(net, edge, mm + 1, &next[0], &next[1]);
        double x_m = (at[0] + next[0]) / 2.0, y_m = (at[1] + next[1]) / 2.0;
        at[0] = next[0];
        at[1] = next[1];
        while (piece < spread->piece_count && spread->pieces[piece].edge == edge &&
               spread->pieces[piece].to_mm <= mm)
            piece++;
        const struct ws_piece *here = &spread->pieces[piece];
        bool is_laid = piece < spread->piece_count && here->edge == edge && here->from_mm <= mm;
        pieces += is_laid && here->from_mm == mm;
        uint32_t unit = locate_point(units, x_m, y_m);
        uint32_t zone = locate_point(scene->locator, x_m, y_m);
        wrong += is_laid ? unit != here->unit || zone != here->zone : unit != WS_NONE;
    }
    /* A cut lies on a whole millimetre: at most that one can differ. */
    assert_true(wrong <= 2 * pieces + 2);
}

static void agrees_with_one_millimetre_steps(void **state)
{
    (void)state;
    uint64_t seed = 20240601;
    for (int round = 0; round < 4; round++) {
        struct scene scene = {0};
        struct spread spread = {0};
        struct locator *units = NULL;
        struct ws_error err = {0};
        draw_random(&scene, &seed, 2.5, 3, NULL);
        spread_out(&spread, &scene);
        scene_ok(locator_new(&units, &scene.population.areas, &err), &err);
        for (uint32_t edge = 0; edge < scene.net.edge_count; edge++)
            if (network_is_canonical(&scene.net, edge) && (scene.net.flags[edge] & EDGE_INHABITED))
                check_edge_by_steps(&scene, &spread, units, edge);
        for (uint32_t i = 0; i < spread.piece_count; i++)
            if (spread.pieces[i].to_mm > spread.pieces[i].from_mm)
                assert_true(scene.net.flags[spread.pieces[i].edge] & EDGE_INHABITED);
        locator_free(units);
        spread_release(&spread);
        scene_release(&scene);
    }
}

static void threads_change_nothing(void **state)
{
    (void)state;
    uint64_t seed = 7;
    struct scene scene = {0};
    struct spread one = {0}, four = {0};
    draw_lines(&scene, &seed, MANY_LINES, 1.0, 3, NULL);
    spread_out(&one, &scene);
    scene.plan.threads = 4;
    spread_out(&four, &scene);
    scene_check_same(&one, &four);
    spread_release(&one);
    spread_release(&four);
    scene_release(&scene);
}

static void shuffled_units_give_the_same_parts(void **state)
{
    (void)state;
    uint32_t order[CELLS * CELLS];
    uint64_t seed = 99, same = 99;
    for (uint32_t i = 0; i < CELLS * CELLS; i++)
        order[i] = (i * 7 + 3) % (CELLS * CELLS);
    struct scene plain = {0}, shuffled = {0};
    struct spread a = {0}, b = {0};
    draw_random(&plain, &seed, 1.0, 3, NULL);
    draw_random(&shuffled, &same, 1.0, 3, order);
    spread_out(&a, &plain);
    spread_out(&b, &shuffled);
    assert_int_equal(a.part_count, b.part_count);
    assert_int_equal(a.piece_count, b.piece_count);
    for (uint32_t unit = 0; unit < CELLS * CELLS; unit++) {
        uint32_t from = a.first_part[order[unit]], to = b.first_part[unit];
        assert_int_equal(a.first_part[order[unit] + 1] - from, b.first_part[unit + 1] - to);
        for (; to < b.first_part[unit + 1]; from++, to++) {
            assert_int_equal(a.zone[from], b.zone[to]);
            assert_int_equal(a.weight_mm[from], b.weight_mm[to]);
            assert_int_equal(a.people_micro[2 * from], b.people_micro[2 * to]);
        }
    }
    spread_release(&a);
    spread_release(&b);
    scene_release(&plain);
    scene_release(&shuffled);
}

/* People and road of zone `zone`; WS_NONE: outside. */
static void zone_sum(const struct spread *spread, uint32_t zone, uint64_t *people, uint64_t *road)
{
    *people = *road = 0;
    for (uint32_t part = 0; part < spread->part_count; part++)
        if (spread->zone[part] == zone) {
            *people += spread->people_micro[2 * part];
            *road += spread->weight_mm[part];
        }
}

static void cutting_zones_in_two_keeps_sums(void **state)
{
    (void)state;
    uint64_t seed = 5, same = 5;
    struct scene wide = {0}, narrow = {0};
    struct spread a = {0}, b = {0};
    draw_random(&wide, &seed, 1.0, 2, NULL);
    draw_random(&narrow, &same, 1.0, 4, NULL);
    spread_out(&a, &wide);
    spread_out(&b, &narrow);
    for (uint32_t zone = 0; zone < 3; zone++) {
        uint64_t people[3], road[3];
        zone_sum(&a, zone < 2 ? zone : WS_NONE, &people[0], &road[0]);
        zone_sum(&b, zone < 2 ? 2 * zone : WS_NONE, &people[1], &road[1]);
        people[2] = road[2] = 0;
        if (zone < 2)
            zone_sum(&b, 2 * zone + 1, &people[2], &road[2]);
        assert_true(people[0] > 0);
        assert_int_equal(people[0], people[1] + people[2]);
        assert_int_equal(road[0], road[1] + road[2]);
    }
    spread_release(&a);
    spread_release(&b);
    scene_release(&wide);
    scene_release(&narrow);
}

/* Wherever the grid starts, it holds the same road. */
static void shifting_the_grid_keeps_the_road(void **state)
{
    (void)state;
    uint64_t expected = 0;
    for (int shift = 0; shift < 5; shift++) {
        uint64_t seed = 11, road_mm = 0;
        struct scene scene = {0};
        struct spread spread = {0};
        draw_random(&scene, &seed, shift * 2.0 + 0.5, 1, NULL);
        spread_out(&spread, &scene);
        for (uint32_t i = 0; i < spread.piece_count; i++)
            road_mm += spread.pieces[i].to_mm - spread.pieces[i].from_mm;
        if (!shift)
            expected = road_mm;
        assert_true(road_mm > 0);
        assert_int_equal(road_mm, expected);
        spread_release(&spread);
        scene_release(&scene);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_one_millimetre_steps),
        cmocka_unit_test(threads_change_nothing),
        cmocka_unit_test(shuffled_units_give_the_same_parts),
        cmocka_unit_test(cutting_zones_in_two_keeps_sums),
        cmocka_unit_test(shifting_the_grid_keeps_the_road),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
