#include "bench_roads.h"

#include "geo/shapes.h"
#include "net/build.h"
#include "talk.h"
#include "tools/dev/roadlike.h"

#include <inttypes.h>
#include <math.h>

void bench_stop(const char *what, const struct ws_error *err)
{
    talk_stop(what, err ? err->message : "no memory");
}

static void make_lines(struct lines *out, const struct roadlike *roads)
{
    struct lines_builder builder = {0};
    struct ws_error err;
    for (uint32_t e = 0; e < roads->edge_count; e++) {
        uint32_t a = roads->from[e], b = roads->to[e];
        double xy[4] = {BENCH_LEFT_M + roads->x_m[a], BENCH_LOW_M + roads->y_m[a],
                        BENCH_LEFT_M + roads->x_m[b], BENCH_LOW_M + roads->y_m[b]};
        double at[2] = {0.0, hypot(xy[2] - xy[0], xy[3] - xy[1])};
        struct line_row row = {.fid = e,
                               .road_class = UINT16_MAX,
                               .flags = LINE_FORWARD | LINE_BACKWARD,
                               .speed_kmh = NAN,
                               .speed_back_kmh = NAN,
                               .boarding_s = NAN,
                               .length_m = (double)NAN};
        if (lines_add(&builder, &row, xy, at, 2, &err))
            bench_stop("lines", &err);
    }
    *out = builder.lines;
}

void bench_network(struct network *net, uint32_t node_count)
{
    struct roadlike roads;
    struct lines lines;
    struct build_notes notes;
    struct ws_error err;
    struct impedance impedance = {.use_ferries = true, .default_speed_kmh = 50.0};
    impedance.classes = impedance_default_classes(&impedance.class_count);
    if (roadlike_make(&roads, node_count, 1))
        bench_stop("roads", NULL);
    make_lines(&lines, &roads);
    roadlike_free(&roads);
    if (build_network(net, &notes, &lines, &impedance, &err))
        bench_stop("build", &err);
    lines_release(&lines);
}

void bench_offices(uint32_t node[BENCH_MOST_OFFICES], const struct network *net)
{
    uint64_t random = 7;
    for (uint32_t i = 0; i < BENCH_MOST_OFFICES; i++)
        node[i] = roadlike_random(&random, net->node_count);
}

static FILE *create_in(const char *folder, const char *name)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return talk_create(path);
}

void bench_dump(const char *folder, const struct network *net, const uint32_t *office)
{
    FILE *file = create_in(folder, "nodes.csv");
    for (uint32_t n = 0; n < net->node_count; n++)
        fprintf(file, "%" PRIu32 ",%.0f,%.0f\n", n, net->x_m[n], net->y_m[n]);
    talk_close(file, "nodes.csv");
    file = create_in(folder, "edges.csv");
    for (uint32_t e = 0; e < net->edge_count; e++)
        if (network_is_canonical(net, e))
            fprintf(file, "%" PRIu32 ",%" PRIu32 ",%" PRIu32 ",%" PRIu32 "\n", e, net->tail[e],
                    net->head[e], net->cost[e]);
    talk_close(file, "edges.csv");
    file = create_in(folder, "offices.csv");
    for (uint32_t i = 0; i < BENCH_MOST_OFFICES; i++)
        fprintf(file, "%" PRIu32 "\n", office[i]);
    talk_close(file, "offices.csv");
}
