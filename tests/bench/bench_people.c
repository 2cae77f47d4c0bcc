/* bench_people.c: people into municipalities and along roads, run by run (talk.h).
 *
 *   bench-people NODES THREADS
 *     zones FILE        290 areas with winding borders: number, WKT
 *     points FILE COUNT   number, x, y
 *     locate COUNT      the area of each point; sums: located, mixed
 *     counts FILE       what `locate` found: points per area, one line each
 *     cells FILE COUNT  1-km cells with a node in them or beside such a one,
 *                       spread over all there are: number, x, y of the lower
 *                       left corner; sums: how many
 *     spread COUNT      lays their people along the roads; sums: pieces, mm
 *     roads FILE        all roads as WKT
 *     lengths FILE      what `spread` found: number, mm of road per cell */
#include "base/mem.h"
#include "base/warnings.h"
#include "bench_roads.h"
#include "cover/cover.h"
#include "geo/locate.h"
#include "talk.h"
#include "tools/dev/roadlike.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    COLS = 10,
    ROWS = 29,
    ZONES = COLS * ROWS,
    BENDS = 128,
    CELL_M = 1000,
    MOST_POINTS = 1 << 20
};

/* A line from a corner of the lattice to the next, to the right or upwards. */
struct border {
    double xy_m[2 * (BENDS + 1)];
};

struct bench {
    struct network net;
    struct snapper *snapper;
    struct earth *earth;
    bool *is_served;
    uint32_t threads;
    struct box box;
    struct border right[(ROWS + 1) * COLS], up[ROWS * (COLS + 1)];
    struct zones zones;
    struct locator *locator;
    double *x_m, *y_m; /* the points */
    uint32_t counts[ZONES];
    uint32_t *cells, cell_count, cell_cols; /* all that hold a node */
    struct spread spread;
};

/* ---- areas ------------------------------------------------------------------- */

/* Displaces the middle by at most a twentieth of what it divides, seven times:
 * borders wind, but never meet except at corners. */
static void bend(struct border *border, uint64_t seed)
{
    double *xy = border->xy_m;
    for (uint32_t step = BENDS; step > 1; step /= 2)
        for (uint32_t j = step / 2; j < BENDS; j += step) {
            const double *a = xy + 2 * (j - step / 2), *b = xy + 2 * (j + step / 2);
            double by = ((double)roadlike_random(&seed, 20001) - 10000.0) / 200000.0;
            xy[2 * j] = floor(100.0 * ((a[0] + b[0]) / 2 + by * (b[1] - a[1]))) / 100;
            xy[2 * j + 1] = floor(100.0 * ((a[1] + b[1]) / 2 - by * (b[0] - a[0]))) / 100;
        }
}

static void set_ends(struct border *border, double ax_m, double ay_m, double bx_m, double by_m)
{
    border->xy_m[0] = ax_m;
    border->xy_m[1] = ay_m;
    border->xy_m[2 * BENDS] = bx_m;
    border->xy_m[2 * BENDS + 1] = by_m;
}

static void make_borders(struct bench *bench)
{
    double width_m = floor((bench->box.max_x_m - bench->box.min_x_m) / COLS);
    double height_m = floor((bench->box.max_y_m - bench->box.min_y_m) / ROWS);
    for (uint32_t row = 0; row <= ROWS; row++)
        for (uint32_t col = 0; col <= COLS; col++) {
            double x_m = bench->box.min_x_m + col * width_m;
            double y_m = bench->box.min_y_m + row * height_m;
            struct border *right = &bench->right[row * COLS + col];
            struct border *up = &bench->up[row * (COLS + 1) + col];
            if (col < COLS) {
                set_ends(right, x_m, y_m, x_m + width_m, y_m);
                bend(right, 2 * (row * 100 + col));
            }
            if (row < ROWS) {
                set_ends(up, x_m, y_m, x_m, y_m + height_m);
                bend(up, 2 * (row * 100 + col) + 1);
            }
        }
}

static void append(double *ring, uint32_t *count, const struct border *border, bool is_back)
{
    for (uint32_t j = 0; j < BENDS; j++) {
        const double *xy = border->xy_m + 2 * (is_back ? BENDS - j : j);
        ring[2 * *count] = xy[0];
        ring[2 * *count + 1] = xy[1];
        ++*count;
    }
}

static void make_zones(struct bench *bench)
{
    struct areas_builder builder = {0};
    struct ws_error err;
    make_borders(bench);
    for (uint32_t zone = 0; zone < ZONES; zone++) {
        uint32_t row = zone / COLS, col = zone % COLS, count = 0;
        double ring[2 * 4 * BENDS];
        append(ring, &count, &bench->right[row * COLS + col], false);
        append(ring, &count, &bench->up[row * (COLS + 1) + col + 1], false);
        append(ring, &count, &bench->right[(row + 1) * COLS + col], true);
        append(ring, &count, &bench->up[row * (COLS + 1) + col], true);
        if (areas_begin(&builder, zone, &err) || areas_ring(&builder, ring, count, false, &err))
            bench_stop("areas", &err);
    }
    bench->zones = (struct zones){.count = ZONES, .areas = builder.areas};
    if (locator_new(&bench->locator, &bench->zones.areas, &err))
        bench_stop("areas", &err);
}

static void write_zones(const struct bench *bench, const char *path)
{
    const struct areas *areas = &bench->zones.areas;
    FILE *file = talk_create(path);
    for (uint32_t zone = 0; zone < ZONES; zone++) {
        fprintf(file, "%" PRIu32 ",\"POLYGON((", zone);
        for (uint32_t j = areas->first_xy[zone]; j < areas->first_xy[zone + 1]; j++)
            fprintf(file, "%s%.2f %.2f", j > areas->first_xy[zone] ? "," : "",
                    areas->xy_m[2 * (size_t)j], areas->xy_m[2 * (size_t)j + 1]);
        fputs("))\"\n", file);
    }
    talk_close(file, path);
}

/* ---- points into areas -------------------------------------------------------- */

static void make_points(struct bench *bench)
{
    uint64_t random = 11;
    const struct box *box = &bench->box;
    bench->x_m = mem_array(MOST_POINTS, sizeof *bench->x_m);
    bench->y_m = mem_array(MOST_POINTS, sizeof *bench->y_m);
    if (!bench->x_m || !bench->y_m)
        bench_stop("points", NULL);
    for (uint32_t i = 0; i < MOST_POINTS; i++) {
        uint32_t x_mm = roadlike_random(&random, (uint32_t)(box->max_x_m - box->min_x_m) * 1000);
        uint32_t y_mm = roadlike_random(&random, (uint32_t)(box->max_y_m - box->min_y_m) * 1000);
        bench->x_m[i] = box->min_x_m + x_mm / 1000.0;
        bench->y_m[i] = box->min_y_m + y_mm / 1000.0;
    }
}

static void write_points(const struct bench *bench, const char *path, uint32_t count)
{
    FILE *file = talk_create(path);
    for (uint32_t i = 0; i < count && i < MOST_POINTS; i++)
        fprintf(file, "%" PRIu32 ",%.3f,%.3f\n", i, bench->x_m[i], bench->y_m[i]);
    talk_close(file, path);
}

static double run_locate(struct bench *bench, uint32_t count, uint64_t sums[2])
{
    memset(bench->counts, 0, sizeof bench->counts);
    double seconds = talk_now_s();
    for (uint32_t i = 0; i < count && i < MOST_POINTS; i++) {
        uint32_t zone = locate_point(bench->locator, bench->x_m[i], bench->y_m[i]);
        if (zone != WS_NONE)
            bench->counts[zone]++;
    }
    seconds = talk_now_s() - seconds;
    for (uint32_t zone = 0; zone < ZONES; zone++) {
        sums[0] += bench->counts[zone];
        sums[1] += (uint64_t)bench->counts[zone] * zone;
    }
    return seconds;
}

static void write_counts(const struct bench *bench, const char *path)
{
    FILE *file = talk_create(path);
    for (uint32_t zone = 0; zone < ZONES; zone++)
        fprintf(file, "%" PRIu32 "\n", bench->counts[zone]);
    talk_close(file, path);
}

/* ---- cells along roads --------------------------------------------------------- */

static void find_cells(struct bench *bench)
{
    const struct box *box = &bench->box;
    uint32_t cols = (uint32_t)((box->max_x_m - box->min_x_m) / CELL_M) + 1;
    uint32_t rows = (uint32_t)((box->max_y_m - box->min_y_m) / CELL_M) + 1;
    bool *has_node = mem_array((size_t)cols * rows, sizeof *has_node);
    bench->cells = mem_array((size_t)cols * rows, sizeof *bench->cells);
    if (!has_node || !bench->cells)
        bench_stop("cells", NULL);
    for (uint32_t n = 0; n < bench->net.node_count; n++) {
        uint32_t col = (uint32_t)((bench->net.x_m[n] - box->min_x_m) / CELL_M);
        uint32_t row = (uint32_t)((bench->net.y_m[n] - box->min_y_m) / CELL_M);
        has_node[(size_t)row * cols + col] = true;
    }
    /* The box has a rim without nodes, so every cell with one has neighbours. */
    for (uint32_t i = cols; i < cols * (rows - 1); i++)
        if (has_node[i] || has_node[i - 1] || has_node[i + 1] || has_node[i - cols] ||
            has_node[i + cols])
            bench->cells[bench->cell_count++] = i;
    bench->cell_cols = cols;
    mem_free(has_node);
}

/* The i-th of `count` cells out of all: every so many. */
static void corner_of(const struct bench *bench, uint32_t i, uint32_t count, double corner_m[2])
{
    uint32_t cell = bench->cells[(uint64_t)i * bench->cell_count / count];
    corner_m[0] = bench->box.min_x_m + (double)(cell % bench->cell_cols) * CELL_M;
    corner_m[1] = bench->box.min_y_m + (double)(cell / bench->cell_cols) * CELL_M;
}

static void write_cells(const struct bench *bench, const char *path, uint32_t count)
{
    FILE *file = talk_create(path);
    for (uint32_t i = 0; i < count; i++) {
        double at[2];
        corner_of(bench, i, count, at);
        fprintf(file, "%" PRIu32 ",%.0f,%.0f\n", i, at[0], at[1]);
    }
    talk_close(file, path);
}

static void make_population(struct population *out, const struct bench *bench, uint32_t count)
{
    struct areas_builder builder = {0};
    struct ws_error err;
    *out = (struct population){.shape = UNIT_AREAS,
                               .units = {.count = count, .weight_count = 1},
                               .points = {.count = count},
                               .is_grid = true};
    out->units.people_micro = mem_array(count, sizeof *out->units.people_micro);
    out->points.x_m = mem_array(count, sizeof *out->points.x_m);
    out->points.y_m = mem_array(count, sizeof *out->points.y_m);
    out->zone = mem_array(count, sizeof *out->zone);
    out->has_code = mem_array(count, sizeof *out->has_code);
    if (!out->units.people_micro || !out->points.x_m || !out->points.y_m || !out->zone ||
        !out->has_code)
        bench_stop("cells", NULL);
    for (uint32_t i = 0; i < count; i++) {
        double at[2];
        corner_of(bench, i, count, at);
        double ring[8] = {at[0],          at[1],          at[0] + CELL_M, at[1],
                          at[0] + CELL_M, at[1] + CELL_M, at[0],          at[1] + CELL_M};
        if (areas_begin(&builder, i, &err) || areas_ring(&builder, ring, 4, false, &err))
            bench_stop("cells", &err);
        out->units.people_micro[i] = 7000000;
        out->points.x_m[i] = at[0] + CELL_M / 2.0;
        out->points.y_m[i] = at[1] + CELL_M / 2.0;
        out->zone[i] = WS_NONE;
    }
    out->areas = builder.areas;
}

static void release_population(struct population *population)
{
    mem_free(population->units.people_micro);
    mem_free(population->points.x_m);
    mem_free(population->points.y_m);
    mem_free(population->zone);
    mem_free(population->has_code);
    areas_release(&population->areas);
}

static double run_spread(struct bench *bench, uint32_t count, uint64_t sums[2])
{
    struct population population;
    struct warnings warnings = {0};
    struct ws_error err;
    make_population(&population, bench, count);
    struct spread_plan plan = {.net = &bench->net,
                               .snapper = bench->snapper,
                               .is_served = bench->is_served,
                               .population = &population,
                               .zones = &bench->zones,
                               .zone_locator = bench->locator,
                               .earth = bench->earth,
                               .access_limit_m = 2000.0,
                               .zone_limit_m = 2000.0,
                               .min_component = 100,
                               .threads = bench->threads};
    spread_release(&bench->spread);
    bench->spread = (struct spread){0};
    double seconds = talk_now_s();
    if (spread_roads(&bench->spread, &plan, &warnings, &err))
        bench_stop("spread", &err);
    seconds = talk_now_s() - seconds;
    sums[0] = bench->spread.piece_count;
    for (uint32_t i = 0; i < bench->spread.piece_count; i++)
        sums[1] += bench->spread.pieces[i].to_mm - bench->spread.pieces[i].from_mm;
    warnings_release(&warnings);
    release_population(&population);
    return seconds;
}

static void write_lengths(const struct bench *bench, const char *path)
{
    const struct spread *spread = &bench->spread;
    uint64_t *mm = mem_array(spread->unit_count, sizeof *mm);
    if (!mm)
        bench_stop("lengths", NULL);
    for (uint32_t i = 0; i < spread->piece_count; i++)
        mm[spread->pieces[i].unit] += spread->pieces[i].to_mm - spread->pieces[i].from_mm;
    FILE *file = talk_create(path);
    for (uint32_t unit = 0; unit < spread->unit_count; unit++)
        fprintf(file, "%" PRIu32 ",%" PRIu64 "\n", unit, mm[unit]);
    talk_close(file, path);
    mem_free(mm);
}

static void write_roads(const struct bench *bench, const char *path)
{
    const struct network *net = &bench->net;
    FILE *file = talk_create(path);
    for (uint32_t e = 0; e < net->edge_count; e++)
        if (network_is_canonical(net, e))
            fprintf(file, "\"LINESTRING(%.0f %.0f,%.0f %.0f)\"\n", net->x_m[net->tail[e]],
                    net->y_m[net->tail[e]], net->x_m[net->head[e]], net->y_m[net->head[e]]);
    talk_close(file, path);
}

/* ---- the program ---------------------------------------------------------------- */

static void init_bench(struct bench *bench, uint32_t node_count)
{
    struct ws_error err;
    bench_network(&bench->net, node_count);
    bench->box = box_empty();
    for (uint32_t n = 0; n < bench->net.node_count; n++)
        box_add(&bench->box, bench->net.x_m[n], bench->net.y_m[n]);
    /* Whole kilometres, so that cells have whole corners, and a rim. */
    bench->box = box_grown(bench->box, 10000.0);
    bench->box.min_x_m = floor(bench->box.min_x_m / CELL_M) * CELL_M;
    bench->box.min_y_m = floor(bench->box.min_y_m / CELL_M) * CELL_M;
    if (snapper_new(&bench->snapper, &bench->net, &err) ||
        earth_open(&bench->earth, "EPSG:3006", &err))
        bench_stop("network", &err);
    bench->is_served = mem_array(bench->net.component_count, sizeof *bench->is_served);
    if (!bench->is_served)
        bench_stop("components", NULL);
    memset(bench->is_served, 1, bench->net.component_count * sizeof *bench->is_served);
    make_zones(bench);
    make_points(bench);
    find_cells(bench);
}

static void release_bench(struct bench *bench)
{
    spread_release(&bench->spread);
    locator_free(bench->locator);
    areas_release(&bench->zones.areas);
    mem_free(bench->x_m);
    mem_free(bench->y_m);
    mem_free(bench->cells);
    snapper_free(bench->snapper);
    earth_close(bench->earth);
    mem_free(bench->is_served);
    network_release(&bench->net);
}

static uint32_t cells_asked(const struct bench *bench, uint32_t count)
{
    return count < bench->cell_count ? count : bench->cell_count;
}

static void talk_on(struct bench *bench)
{
    struct talk talk;
    talk_ready(bench->net.node_count, bench->net.edge_count);
    while (talk_read(&talk)) {
        uint64_t sums[2] = {0}, bytes = 0;
        double seconds = 0.0;
        if (talk_is(&talk, "zones", 1))
            write_zones(bench, talk.word[1]);
        else if (talk_is(&talk, "points", 2))
            write_points(bench, talk.word[1], talk_number(&talk, 2));
        else if (talk_is(&talk, "locate", 1))
            seconds = run_locate(bench, talk_number(&talk, 1), sums);
        else if (talk_is(&talk, "counts", 1))
            write_counts(bench, talk.word[1]);
        else if (talk_is(&talk, "roads", 1))
            write_roads(bench, talk.word[1]);
        else if (talk_is(&talk, "cells", 2)) {
            sums[0] = cells_asked(bench, talk_number(&talk, 2));
            write_cells(bench, talk.word[1], (uint32_t)sums[0]);
        } else if (talk_is(&talk, "spread", 1)) {
            seconds = run_spread(bench, cells_asked(bench, talk_number(&talk, 1)), sums);
            bytes = (uint64_t)bench->spread.piece_count * sizeof(struct ws_piece);
        } else if (talk_is(&talk, "lengths", 1))
            write_lengths(bench, talk.word[1]);
        else
            talk_stop("bench-people", "expected one of the words of its first lines");
        talk_answer(seconds, bytes, sums, 2);
    }
}

int main(int argc, char **argv)
{
    static struct bench bench;
    if (argc != 3) {
        fputs("usage: bench-people NODES THREADS\n", stderr);
        return 2;
    }
    bench.threads = (uint32_t)strtoul(argv[2], NULL, 10);
    init_bench(&bench, (uint32_t)strtoul(argv[1], NULL, 10));
    talk_on(&bench);
    release_bench(&bench);
    return 0;
}
