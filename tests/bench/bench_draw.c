/* bench_draw.c: catchments drawn on the seeded network, run by run (talk.h).
 *
 *   bench-draw NODES THREADS
 *     around COUNT      the limit within which COUNT nodes reach office 0; sums:
 *                       nodes, mm
 *     one               its catchment within that limit
 *     pieces FILE       the roads it reaches, one WKT line each
 *     outline FILE      the catchment as WKT
 *     near FILE         every road around it: its mm, cost at its start and end
 *                       (2147483647: none), WKT
 *     merged OFFICES    10 and 30 km of all offices together
 *     each OFFICES      10 and 30 km of each office
 *
 * What is timed is the drawing: offices are snapped and labels found before. */
#include "base/mem.h"
#include "bench_roads.h"
#include "cover/cover.h"
#include "talk.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { ACCESS_M = 2000, RESOLUTION_M = 100, MIN_COMPONENT = 100 };

/* The offices of one question and what is known about them. */
struct offices_at {
    uint32_t count;
    struct ws_points points;
    struct ws_snap *snaps;
    uint32_t *leg_cost;
    struct stops stops;
    struct field field;
};

struct bench {
    struct network net;
    struct skeleton skeleton;
    struct snapper *snapper;
    struct earth *earth;
    bool *is_served;
    uint32_t office[BENCH_MOST_OFFICES], threads, limit_mm;
    struct offices_at at;
    struct catchments one;
};

static void init_bench(struct bench *bench, uint32_t node_count)
{
    struct ws_error err;
    bench_network(&bench->net, node_count);
    bench_offices(bench->office, &bench->net);
    if (skeleton_new(&bench->skeleton, &bench->net, WS_TO_FACILITY, &err) ||
        snapper_new(&bench->snapper, &bench->net, &err) ||
        earth_open(&bench->earth, "EPSG:3006", &err))
        bench_stop("network", &err);
    bench->is_served = mem_array(bench->net.component_count, sizeof *bench->is_served);
    if (!bench->is_served)
        bench_stop("components", NULL);
    memset(bench->is_served, 1, bench->net.component_count * sizeof *bench->is_served);
}

static void release_offices(struct offices_at *at)
{
    mem_free(at->points.x_m);
    mem_free(at->points.y_m);
    mem_free(at->points.group);
    mem_free(at->snaps);
    mem_free(at->leg_cost);
    stops_release(&at->stops);
    field_release(&at->field);
    *at = (struct offices_at){0};
}

static void release_bench(struct bench *bench)
{
    catchments_release(&bench->one);
    release_offices(&bench->at);
    snapper_free(bench->snapper);
    earth_close(bench->earth);
    mem_free(bench->is_served);
    skeleton_release(&bench->skeleton);
    network_release(&bench->net);
}

static void place_offices(struct bench *bench, uint32_t count)
{
    struct offices_at *at = &bench->at;
    struct ws_error err = {.message = "no memory"};
    struct snap_rule rule = {.limit_m = ACCESS_M, .min_component = MIN_COMPONENT};
    release_offices(at);
    at->count = at->points.count = count;
    at->points.x_m = mem_array(count, sizeof *at->points.x_m);
    at->points.y_m = mem_array(count, sizeof *at->points.y_m);
    at->points.group = mem_array(count, sizeof *at->points.group);
    at->leg_cost = mem_array(count, sizeof *at->leg_cost);
    if (!at->points.x_m || !at->points.y_m || !at->points.group || !at->leg_cost)
        bench_stop("offices", NULL);
    for (uint32_t i = 0; i < count; i++) {
        at->points.x_m[i] = bench->net.x_m[bench->office[i]];
        at->points.y_m[i] = bench->net.y_m[bench->office[i]];
        at->points.group[i] = i % 5;
    }
    if (snap_points(&at->snaps, bench->snapper, &at->points, &rule, bench->earth, &err) ||
        stops_new(&at->stops, at->snaps, at->leg_cost, count, &err))
        bench_stop("offices", &err);
}

static void find_labels(struct bench *bench)
{
    struct offices_at *at = &bench->at;
    struct seed seeds[BENCH_MOST_OFFICES * 4];
    struct search *search;
    struct ws_error err;
    uint32_t count = 0;
    struct search_plan plan = {.net = &bench->net,
                               .group = at->points.group,
                               .k = 1,
                               .cutoff_cost = WS_COST_INF - 1,
                               .direction = WS_TO_FACILITY,
                               .skeleton = &bench->skeleton};
    for (uint32_t i = 0; i < at->count; i++)
        if (at->snaps[i].edge != WS_NONE)
            count += search_seeds(seeds + count, &bench->net, &at->snaps[i], 0, i, plan.direction);
    if (search_new(&search, &plan, &err) || search_run(search, seeds, count, &err))
        bench_stop("search", &err);
    search_take(search, &at->field);
    search_free(search);
}

static void set_offices(struct bench *bench, uint32_t count)
{
    if (count < 1 || count > BENCH_MOST_OFFICES)
        talk_stop("bench-draw", "expected 1 to 1000 offices");
    if (bench->at.count == count)
        return;
    place_offices(bench, count);
    find_labels(bench);
}

static struct allocate_plan road_plan(const struct bench *bench, const uint32_t *cutoffs,
                                      uint32_t count)
{
    return (struct allocate_plan){.net = &bench->net,
                                  .field = &bench->at.field,
                                  .stops = &bench->at.stops,
                                  .group = bench->at.points.group,
                                  .direction = WS_TO_FACILITY,
                                  .access_speed_kmh = 5.0,
                                  .cutoff_cost = cutoffs,
                                  .cutoff_count = count,
                                  .threads = bench->threads,
                                  .skeleton = &bench->skeleton};
}

static uint64_t bytes_of(const struct areas *areas)
{
    uint64_t rings = areas->first_ring ? areas->first_ring[areas->count] : 0;
    return rings ? areas->first_xy[rings] * 2 * sizeof(double) : 0;
}

/* Draws and keeps the result; sums: areas, vertices. */
static void draw(struct bench *bench, const uint32_t *cutoffs, uint32_t count, bool is_each)
{
    static const uint32_t first_choice = 1;
    struct offices_at *at = &bench->at;
    struct ws_error err;
    struct allocate_plan roads = road_plan(bench, cutoffs, count);
    struct catchment_plan plan = {.roads = &roads,
                                  .facilities = &at->points,
                                  .facility_snaps = at->snaps,
                                  .leg_cost = at->leg_cost,
                                  .snapper = bench->snapper,
                                  .is_served = bench->is_served,
                                  .min_component = MIN_COMPONENT,
                                  .access_limit_m = ACCESS_M,
                                  .working_crs = "EPSG:3006",
                                  .resolution_m = RESOLUTION_M,
                                  .cutoff_cost = cutoffs,
                                  .choice = &first_choice,
                                  .cutoff_count = count,
                                  .choice_count = 1,
                                  .threads = bench->threads,
                                  .per_facility = is_each};
    catchments_release(&bench->one);
    bench->one = (struct catchments){0};
    double seconds = talk_now_s();
    if (catchments_draw(&bench->one, &plan, &err))
        bench_stop("catchments", &err);
    seconds = talk_now_s() - seconds;
    uint64_t bytes = bytes_of(&bench->one.together) + bytes_of(&bench->one.facilities);
    uint64_t sums[2] = {bench->one.together.count + bench->one.facilities.count,
                        bytes / (2 * sizeof(double))};
    talk_answer(seconds, bytes, sums, 2);
}

static int compare_costs(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static void find_limit(struct bench *bench, uint32_t wanted)
{
    uint32_t node_count = bench->net.node_count;
    uint32_t *costs = mem_array(node_count, sizeof *costs);
    set_offices(bench, 1);
    if (!costs)
        bench_stop("costs", NULL);
    for (uint32_t n = 0; n < node_count; n++)
        costs[n] = label_cost(bench->at.field.label[n]);
    qsort(costs, node_count, sizeof *costs, compare_costs);
    wanted = wanted < node_count ? wanted : node_count - 1;
    bench->limit_mm = costs[wanted];
    mem_free(costs);
    uint64_t sums[2] = {wanted, bench->limit_mm};
    talk_answer(0.0, 0, sums, 2);
}

static void write_piece(FILE *file, const struct network *net, const struct ws_piece *piece)
{
    double x_m, y_m;
    network_position(net, piece->edge, piece->from_mm, &x_m, &y_m);
    fprintf(file, "\"LINESTRING(%.4f %.4f", x_m, y_m);
    for (uint32_t j = net->first_xy[piece->edge]; j < net->first_xy[piece->edge + 1]; j++)
        if (net->at_mm[j] > piece->from_mm && net->at_mm[j] < piece->to_mm)
            fprintf(file, ",%.4f %.4f", net->xy_m[2 * (size_t)j], net->xy_m[2 * (size_t)j + 1]);
    network_position(net, piece->edge, piece->to_mm, &x_m, &y_m);
    fprintf(file, ",%.4f %.4f)\"\n", x_m, y_m);
}

static void write_pieces(struct bench *bench, const char *path)
{
    struct ws_piece *pieces;
    struct ws_error err;
    uint32_t count;
    struct allocate_plan plan = road_plan(bench, &bench->limit_mm, 1);
    if (reach_roads(&pieces, &count, &plan, bench->limit_mm, 1, &err))
        bench_stop("roads", &err);
    FILE *file = talk_create(path);
    for (uint32_t i = 0; i < count; i++)
        write_piece(file, &bench->net, &pieces[i]);
    talk_close(file, path);
    mem_free(pieces);
    uint64_t sums[1] = {count};
    talk_answer(0.0, 0, sums, 1);
}

static void write_road(FILE *file, const struct bench *bench, uint32_t edge)
{
    const struct network *net = &bench->net;
    struct ws_piece whole = {.edge = edge, .from_mm = 0, .to_mm = net->length_mm[edge]};
    uint32_t start = label_cost(bench->at.field.label[net->tail[edge]]);
    uint32_t end = label_cost(bench->at.field.label[net->head[edge]]);
    fprintf(file, "%" PRIu32 ",%" PRIu32 ",%" PRIu32 ",", net->length_mm[edge], start, end);
    write_piece(file, net, &whole);
}

/* No road that is nearest to a place inside lies farther away than that. */
static void write_near(const struct bench *bench, const char *path)
{
    struct box box = box_grown(areas_box(&bench->one.together, 0), 3.0 * ACCESS_M);
    FILE *file = talk_create(path);
    for (uint32_t e = 0; e < bench->net.edge_count; e++) {
        double x_m = bench->net.x_m[bench->net.tail[e]], y_m = bench->net.y_m[bench->net.tail[e]];
        struct box at = {x_m, y_m, x_m, y_m};
        if (network_is_canonical(&bench->net, e) && box_meets(&box, &at))
            write_road(file, bench, e);
    }
    talk_close(file, path);
    talk_answer(0.0, 0, NULL, 0);
}

/* Shells come before their holes, and a shell starts a part. */
static void write_outline(const struct bench *bench, const char *path)
{
    const struct areas *areas = &bench->one.together;
    FILE *file = talk_create(path);
    fputs("\"MULTIPOLYGON(", file);
    for (uint32_t r = areas->first_ring[0]; r < areas->first_ring[1]; r++) {
        const char *start = areas->is_hole[r] ? "," : r > areas->first_ring[0] ? "),(" : "(";
        fprintf(file, "%s(", start);
        for (uint32_t j = areas->first_xy[r]; j < areas->first_xy[r + 1]; j++)
            fprintf(file, "%s%.9g %.10g", j > areas->first_xy[r] ? "," : "",
                    areas->xy_m[2 * (size_t)j], areas->xy_m[2 * (size_t)j + 1]);
        fputs(")", file);
    }
    fputs("))\"\n", file);
    talk_close(file, path);
    talk_answer(0.0, 0, NULL, 0);
}

static void talk_on(struct bench *bench)
{
    static const uint32_t limits[2] = {10000000, 30000000};
    struct talk talk;
    talk_ready(bench->net.node_count, bench->net.edge_count);
    while (talk_read(&talk)) {
        if (talk_is(&talk, "around", 1))
            find_limit(bench, talk_number(&talk, 1));
        else if (talk_is(&talk, "pieces", 1) && bench->at.count)
            write_pieces(bench, talk.word[1]);
        else if (talk_is(&talk, "outline", 1) && bench->one.together.count)
            write_outline(bench, talk.word[1]);
        else if (talk_is(&talk, "near", 1) && bench->one.together.count)
            write_near(bench, talk.word[1]);
        else if (talk_is(&talk, "one", 0)) {
            set_offices(bench, 1);
            draw(bench, &bench->limit_mm, 1, false);
        } else if (talk_is(&talk, "merged", 1) || talk_is(&talk, "each", 1)) {
            set_offices(bench, talk_number(&talk, 1));
            draw(bench, limits, 2, talk_is(&talk, "each", 1));
        } else
            talk_stop("bench-draw", "expected one of the words of its first lines");
    }
}

int main(int argc, char **argv)
{
    static struct bench bench;
    if (argc != 3) {
        fputs("usage: bench-draw NODES THREADS\n", stderr);
        return 2;
    }
    bench.threads = (uint32_t)strtoul(argv[2], NULL, 10);
    init_bench(&bench, (uint32_t)strtoul(argv[1], NULL, 10));
    talk_on(&bench);
    release_bench(&bench);
    return 0;
}
