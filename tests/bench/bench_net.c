/* bench_net.c: the search on a seeded network.
 *
 *   bench_net NODES REPEATS [--dump FOLDER] [WORKLOAD ...]
 *
 * Prints one line per measurement: workload, what, min s, median s, bytes, sum.
 * The sum (of costs in mm over all nodes, and over the labels) is what peers
 * must find too. --dump writes nodes.csv, edges.csv and offices.csv for them. */
#include "base/mem.h"
#include "geo/shapes.h"
#include "net/build.h"
#include "net/search.h"
#include "tools/dev/roadlike.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MOST_REPEATS = 64, MOST_OFFICES = 1000 };

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void stop(const char *what, const struct ws_error *err)
{
    fprintf(stderr, "bench_net: %s: %s\n", what, err ? err->message : "");
    exit(1);
}

static int compare_seconds(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void report(const char *workload, const char *what, double *seconds, uint32_t count,
                   uint64_t bytes, uint64_t sum)
{
    qsort(seconds, count, sizeof *seconds, compare_seconds);
    printf("%s\t%s\t%.4f\t%.4f\t%" PRIu64 "\t%" PRIu64 "\n", workload, what, seconds[0],
           seconds[count / 2], bytes, sum);
    fflush(stdout);
}

/* Every edge is a line of its own, as road databases have it. */
static void make_lines(struct lines *out, const struct roadlike *roads)
{
    struct lines_builder builder = {0};
    struct ws_error err;
    for (uint32_t e = 0; e < roads->edge_count; e++) {
        uint32_t a = roads->from[e], b = roads->to[e];
        double xy[4] = {500000.0 + roads->x_m[a], 6200000.0 + roads->y_m[a],
                        500000.0 + roads->x_m[b], 6200000.0 + roads->y_m[b]};
        double at[2] = {0.0, hypot(xy[2] - xy[0], xy[3] - xy[1])};
        struct line_row row = {.fid = e,
                               .road_class = UINT16_MAX,
                               .flags = LINE_FORWARD | LINE_BACKWARD,
                               .speed_kmh = NAN,
                               .speed_back_kmh = NAN,
                               .boarding_s = NAN,
                               .length_m = (double)NAN};
        if (lines_add(&builder, &row, xy, at, 2, &err))
            stop("lines", &err);
    }
    *out = builder.lines;
}

static void make_network(struct network *net, uint32_t node_count)
{
    struct roadlike roads;
    struct lines lines;
    struct build_notes notes;
    struct ws_error err;
    struct impedance impedance = {.use_ferries = true, .default_speed_kmh = 50.0};
    impedance.classes = impedance_default_classes(&impedance.class_count);
    if (roadlike_make(&roads, node_count, 1))
        stop("no memory", NULL);
    make_lines(&lines, &roads);
    roadlike_free(&roads);
    double seconds = now_s();
    if (build_network(net, &notes, &lines, &impedance, &err))
        stop("build", &err);
    seconds = now_s() - seconds;
    lines_release(&lines);
    report("build", "network of lines", &seconds, 1, 0, notes.length_mm);
    fprintf(stderr, "%" PRIu32 " nodes, %" PRIu32 " arcs\n", net->node_count, net->edge_count);
}

static void choose_offices(uint32_t *node, uint32_t count, const struct network *net)
{
    uint64_t random = 7;
    for (uint32_t i = 0; i < count; i++)
        node[i] = roadlike_random(&random, net->node_count);
}

static void dump(const char *folder, const struct network *net, const uint32_t *office,
                 uint32_t office_count)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/nodes.csv", folder);
    FILE *file = fopen(path, "w");
    if (!file)
        stop(path, NULL);
    for (uint32_t n = 0; n < net->node_count; n++)
        fprintf(file, "%" PRIu32 ",%.0f,%.0f\n", n, net->x_m[n], net->y_m[n]);
    fclose(file);
    snprintf(path, sizeof path, "%s/edges.csv", folder);
    file = fopen(path, "w");
    if (!file)
        stop(path, NULL);
    for (uint32_t e = 0; e < net->edge_count; e++)
        if (network_is_canonical(net, e))
            fprintf(file, "%" PRIu32 ",%" PRIu32 ",%" PRIu32 ",%" PRIu32 "\n", e, net->tail[e],
                    net->head[e], net->cost[e]);
    fclose(file);
    snprintf(path, sizeof path, "%s/offices.csv", folder);
    file = fopen(path, "w");
    if (!file)
        stop(path, NULL);
    for (uint32_t i = 0; i < office_count; i++)
        fprintf(file, "%" PRIu32 "\n", office[i]);
    fclose(file);
}

/* Costs of all labels; what peers can add up as well. */
static uint64_t sum_of(const struct field *field)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < (size_t)field->node_count * field->k; i++)
        if (field->label[i] != LABEL_NONE)
            sum += label_cost(field->label[i]);
    return sum;
}

static uint64_t bytes_of(const struct network *net, uint32_t k)
{
    return (uint64_t)net->node_count * k * sizeof(uint64_t);
}

/* W1 and W1k: every node to its nearest offices. Five groups, as providers. */
static void bench_nearest(const struct network *net, const uint32_t *office, uint32_t count,
                          uint32_t k, uint32_t repeats)
{
    uint32_t group[MOST_OFFICES];
    struct seed seeds[MOST_OFFICES];
    double seconds[MOST_REPEATS];
    struct search *search;
    struct ws_error err;
    for (uint32_t i = 0; i < count; i++) {
        group[i] = i % 5;
        seeds[i] = (struct seed){office[i], label_make(0, i)};
    }
    struct skeleton skeleton;
    if (skeleton_new(&skeleton, net, WS_TO_FACILITY, &err))
        stop("skeleton", &err);
    struct search_plan plan = {.net = net,
                               .group = k > 1 ? group : NULL,
                               .k = k,
                               .cutoff_cost = WS_COST_INF - 1,
                               .direction = WS_TO_FACILITY,
                               .skeleton = &skeleton};
    if (search_new(&search, &plan, &err))
        stop("search", &err);
    for (uint32_t r = 0; r < repeats; r++) {
        double start = now_s();
        if (search_run(search, seeds, count, &err))
            stop("search", &err);
        seconds[r] = now_s() - start;
    }
    char what[64];
    snprintf(what, sizeof what, "nearest %" PRIu32 " of %" PRIu32 " offices", k, count);
    report(k > 1 ? "W1k" : "W1", what, seconds, repeats, bytes_of(net, k),
           sum_of(search_field(search)));
    search_free(search);
    skeleton_release(&skeleton);
}

/* W2: what each office reaches within a limit, one after the other. */
static void bench_bounded(const struct network *net, const uint32_t *office, uint32_t count,
                          uint32_t km, uint32_t repeats)
{
    double seconds[MOST_REPEATS];
    struct search *search;
    struct ws_error err;
    uint64_t reached = 0;
    struct search_plan plan = {
        .net = net, .k = 1, .cutoff_cost = km * 1000000u, .direction = WS_TO_FACILITY};
    if (search_new(&search, &plan, &err))
        stop("search", &err);
    for (uint32_t r = 0; r < repeats; r++) {
        double start = now_s();
        reached = 0;
        for (uint32_t i = 0; i < count; i++) {
            struct seed seed = {office[i], label_make(0, i)};
            uint32_t touched;
            if (search_run(search, &seed, 1, &err))
                stop("search", &err);
            search_touched(search, &touched);
            reached += touched;
        }
        seconds[r] = now_s() - start;
    }
    char what[64];
    snprintf(what, sizeof what, "%" PRIu32 " offices, %" PRIu32 " km, 1 thread", count, km);
    report("W2", what, seconds, repeats, bytes_of(net, 1), reached);
    search_free(search);
}

static int is_asked(int argc, char **argv, const char *workload)
{
    int named = 0;
    for (int i = 3; i < argc; i++) {
        if (strcmp(argv[i], "--dump") == 0) {
            i++;
            continue;
        }
        named = 1;
        if (strcmp(argv[i], workload) == 0)
            return 1;
    }
    return !named;
}

int main(int argc, char **argv)
{
    uint32_t repeats = argc > 2 ? (uint32_t)strtoul(argv[2], NULL, 10) : 0;
    if (repeats < 1 || repeats > MOST_REPEATS) {
        fputs("usage: bench_net NODES REPEATS [--dump FOLDER] [W1 W1k W2]\n", stderr);
        return 2;
    }
    struct network net;
    uint32_t office[MOST_OFFICES];
    make_network(&net, (uint32_t)strtoul(argv[1], NULL, 10));
    choose_offices(office, MOST_OFFICES, &net);
    for (int i = 3; i + 1 < argc; i++)
        if (strcmp(argv[i], "--dump") == 0)
            dump(argv[i + 1], &net, office, MOST_OFFICES);
    static const uint32_t counts[] = {170, 1000}, limits_km[] = {10, 20, 30, 50};
    for (size_t c = 0; c < 2; c++) {
        if (is_asked(argc, argv, "W1"))
            bench_nearest(&net, office, counts[c], 1, repeats);
        if (is_asked(argc, argv, "W1k"))
            bench_nearest(&net, office, counts[c], 3, repeats);
        for (size_t l = 0; l < 4 && is_asked(argc, argv, "W2"); l++)
            bench_bounded(&net, office, counts[c], limits_km[l], repeats);
    }
    network_release(&net);
    return 0;
}
