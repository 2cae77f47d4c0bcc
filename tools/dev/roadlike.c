#include "roadlike.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_M 110     /* between streets */
#define LANE_STEP_M 140 /* between bends of a lane */
#define HIGHWAY_STEP_M 450

struct builder {
    struct roadlike *out;
    uint64_t random;
    uint32_t node_cap, edge_cap;
    uint32_t *seen; /* open hashing of the places taken: node + 1 */
    uint32_t seen_mask;
    bool has_no_memory;
};

uint32_t roadlike_random(uint64_t *state, uint32_t below)
{
    /* An odd step and a finalizer (Steele, Lea, Flood 2014, doi:10.1145/2660193.2660195). */
    uint64_t z = *state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return (uint32_t)(((z ^ z >> 31) >> 32) * below >> 32);
}

static int32_t between(struct builder *builder, int32_t low, int32_t high)
{
    return low + (int32_t)roadlike_random(&builder->random, (uint32_t)(high - low + 1));
}

static uint32_t hash(int32_t x_m, int32_t y_m)
{
    uint64_t key = (uint64_t)(uint32_t)x_m << 32 | (uint32_t)y_m;
    key = (key ^ key >> 31) * 0x9e3779b97f4a7c15u;
    return (uint32_t)(key >> 32);
}

/* A node at a place, or one metre beside it when that is taken. */
static uint32_t add_node(struct builder *builder, int32_t x_m, int32_t y_m)
{
    struct roadlike *out = builder->out;
    if (out->node_count == builder->node_cap) {
        builder->has_no_memory = true;
        return 0;
    }
    uint32_t at = hash(x_m, y_m) & builder->seen_mask;
    while (builder->seen[at]) {
        uint32_t other = builder->seen[at] - 1;
        if (out->x_m[other] == x_m && out->y_m[other] == y_m) {
            x_m++;
            at = hash(x_m, y_m) & builder->seen_mask;
            continue;
        }
        at = (at + 1) & builder->seen_mask;
    }
    builder->seen[at] = out->node_count + 1;
    out->x_m[out->node_count] = x_m;
    out->y_m[out->node_count] = y_m;
    return out->node_count++;
}

static void add_edge(struct builder *builder, uint32_t from, uint32_t to, enum roadlike_kind kind)
{
    struct roadlike *out = builder->out;
    if (out->edge_count == builder->edge_cap || from == to) {
        builder->has_no_memory |= from != to;
        return;
    }
    out->from[out->edge_count] = from;
    out->to[out->edge_count] = to;
    out->kind[out->edge_count++] = (uint8_t)kind;
}

/* A grid with a street missing here and there; returns its first node. */
static uint32_t add_grid(struct builder *builder, const struct roadlike_town *town)
{
    uint32_t first = builder->out->node_count;
    for (uint32_t row = 0; row < town->rows; row++)
        for (uint32_t col = 0; col < town->cols; col++)
            add_node(builder, town->x_m + (int32_t)col * BLOCK_M + between(builder, -20, 20),
                     town->y_m + (int32_t)row * BLOCK_M + between(builder, -20, 20));
    for (uint32_t row = 0; row < town->rows; row++)
        for (uint32_t col = 0; col < town->cols; col++) {
            uint32_t node = first + row * town->cols + col;
            /* The first column and all rows stay whole: the town hangs together. */
            if (col + 1 < town->cols)
                add_edge(builder, node, node + 1, ROADLIKE_STREET);
            if (row + 1 < town->rows && (col == 0 || roadlike_random(&builder->random, 100) < 82))
                add_edge(builder, node, node + town->cols, ROADLIKE_STREET);
        }
    return first;
}

/* Lanes that grow from a town outwards, bend and fork. */
static void add_lanes(struct builder *builder, uint32_t first, uint32_t grid_count, uint32_t budget)
{
    uint32_t start = builder->out->node_count;
    while (builder->out->node_count < start + budget && !builder->has_no_memory) {
        uint32_t grown = builder->out->node_count - start;
        bool from_town = grown < 40 || roadlike_random(&builder->random, 100) < 15;
        uint32_t node = from_town ? first + roadlike_random(&builder->random, grid_count)
                                  : start + roadlike_random(&builder->random, grown);
        double heading = roadlike_random(&builder->random, 6283) / 1000.0;
        int32_t steps = between(builder, 3, 14);
        for (int32_t i = 0; i < steps && builder->out->node_count < start + budget; i++) {
            heading += between(builder, -350, 350) / 1000.0;
            int32_t length_m = between(builder, LANE_STEP_M / 3, LANE_STEP_M * 2);
            uint32_t next =
                add_node(builder, builder->out->x_m[node] + (int32_t)(length_m * cos(heading)),
                         builder->out->y_m[node] + (int32_t)(length_m * sin(heading)));
            add_edge(builder, node, next, ROADLIKE_LANE);
            node = next;
        }
    }
}

static void add_highway(struct builder *builder, uint32_t from, uint32_t to)
{
    const struct roadlike *out = builder->out;
    double dx = out->x_m[to] - out->x_m[from], dy = out->y_m[to] - out->y_m[from];
    int32_t steps = (int32_t)(sqrt(dx * dx + dy * dy) / HIGHWAY_STEP_M);
    int32_t x_m = out->x_m[from], y_m = out->y_m[from];
    uint32_t node = from;
    for (int32_t i = 1; i < steps; i++) {
        uint32_t next =
            add_node(builder, x_m + (int32_t)(dx * i / steps) + between(builder, -90, 90),
                     y_m + (int32_t)(dy * i / steps) + between(builder, -90, 90));
        add_edge(builder, node, next, ROADLIKE_HIGHWAY);
        node = next;
    }
    add_edge(builder, node, to, ROADLIKE_HIGHWAY);
}

/* Each town to the nearest ones before it in the list: everything is joined. */
static void add_highways(struct builder *builder, const uint32_t *centre)
{
    const struct roadlike *out = builder->out;
    for (uint32_t i = 1; i < out->town_count; i++) {
        uint32_t best[2] = {0, 0};
        double near[2] = {1e300, 1e300};
        for (uint32_t j = 0; j < i; j++) {
            double dx = out->towns[i].x_m - out->towns[j].x_m;
            double dy = out->towns[i].y_m - out->towns[j].y_m, d = dx * dx + dy * dy;
            int place = d < near[0] ? 0 : d < near[1] ? 1 : 2;
            if (place == 0) {
                near[1] = near[0];
                best[1] = best[0];
            }
            if (place < 2) {
                near[place] = d;
                best[place] = j;
            }
        }
        add_highway(builder, centre[i], centre[best[0]]);
        if (i > 1 && roadlike_random(&builder->random, 100) < 45)
            add_highway(builder, centre[i], centre[best[1]]);
    }
}

/* Sizes fall like 1 / rank: a few cities, many villages. */
static void place_towns(struct builder *builder, uint32_t grid_nodes)
{
    struct roadlike *out = builder->out;
    double sum = 0.0;
    for (uint32_t i = 0; i < out->town_count; i++)
        sum += 1.0 / (i + 3.0);
    for (uint32_t i = 0; i < out->town_count; i++) {
        uint32_t nodes = (uint32_t)(grid_nodes / sum / (i + 3.0));
        uint32_t cols = (uint32_t)sqrt((double)nodes);
        cols = cols < 3 ? 3 : cols;
        uint32_t rows = nodes / cols < 3 ? 3 : nodes / cols;
        out->towns[i] = (struct roadlike_town){.x_m = between(builder, 8000, out->width_m - 60000),
                                               .y_m = between(builder, 8000, out->height_m - 60000),
                                               .cols = cols,
                                               .rows = rows};
    }
}

static void shuffle_nodes(struct builder *builder, uint32_t *number)
{
    struct roadlike *out = builder->out;
    for (uint32_t i = 0; i < out->node_count; i++)
        number[i] = i;
    for (uint32_t i = out->node_count; i > 1; i--) {
        uint32_t j = roadlike_random(&builder->random, i), swap = number[i - 1];
        number[i - 1] = number[j];
        number[j] = swap;
    }
    /* Follows each ring of the permutation once: places move without a copy. */
    for (uint32_t e = 0; e < out->edge_count; e++) {
        out->from[e] = number[out->from[e]];
        out->to[e] = number[out->to[e]];
    }
    for (uint32_t i = 0; i < out->node_count; i++)
        while (number[i] != i) {
            uint32_t to = number[i];
            int32_t x_m = out->x_m[to], y_m = out->y_m[to];
            out->x_m[to] = out->x_m[i];
            out->y_m[to] = out->y_m[i];
            out->x_m[i] = x_m;
            out->y_m[i] = y_m;
            number[i] = number[to];
            number[to] = to;
        }
}

static void shuffle_edges(struct builder *builder)
{
    struct roadlike *out = builder->out;
    for (uint32_t i = out->edge_count; i > 1; i--) {
        uint32_t j = roadlike_random(&builder->random, i), k = i - 1;
        uint32_t from = out->from[k], to = out->to[k];
        uint8_t kind = out->kind[k];
        out->from[k] = out->from[j];
        out->to[k] = out->to[j];
        out->kind[k] = out->kind[j];
        out->from[j] = from;
        out->to[j] = to;
        out->kind[j] = kind;
    }
}

static int allocate(struct builder *builder, uint32_t node_count)
{
    struct roadlike *out = builder->out;
    builder->node_cap = node_count + node_count / 2 + 10000;
    builder->edge_cap = 2 * builder->node_cap;
    builder->seen_mask = 1;
    while (builder->seen_mask < 2 * builder->node_cap)
        builder->seen_mask = 2 * builder->seen_mask + 1;
    out->x_m = malloc(builder->node_cap * sizeof *out->x_m);
    out->y_m = malloc(builder->node_cap * sizeof *out->y_m);
    out->from = malloc(builder->edge_cap * sizeof *out->from);
    out->to = malloc(builder->edge_cap * sizeof *out->to);
    out->kind = malloc(builder->edge_cap);
    out->towns = malloc(out->town_count * sizeof *out->towns);
    builder->seen = calloc((size_t)builder->seen_mask + 1, sizeof *builder->seen);
    return out->x_m && out->y_m && out->from && out->to && out->kind && out->towns && builder->seen
               ? 0
               : -1;
}

int roadlike_make(struct roadlike *out, uint32_t node_count, uint64_t seed)
{
    *out = (struct roadlike){.town_count = node_count / 4000 + 2};
    struct builder builder = {.out = out, .random = seed};
    double scale = sqrt(node_count / 3e6);
    out->width_m = 80000 + (int32_t)(420000 * scale);
    out->height_m = 80000 + (int32_t)(1420000 * scale);
    uint32_t *centre = malloc(out->town_count * sizeof *centre), *number = NULL;
    if (!centre || allocate(&builder, node_count) != 0)
        goto failed;

    uint32_t grid_nodes = (uint32_t)(node_count * 0.28);
    uint32_t highway_nodes = node_count / 25;
    place_towns(&builder, grid_nodes);
    for (uint32_t i = 0; i < out->town_count; i++) {
        const struct roadlike_town *town = &out->towns[i];
        uint32_t grid_count = town->cols * town->rows, first = add_grid(&builder, town);
        centre[i] = first + grid_count / 2;
        uint32_t rest = node_count - grid_nodes - highway_nodes;
        add_lanes(&builder, first, grid_count, rest / out->town_count);
    }
    add_highways(&builder, centre);
    number = malloc(out->node_count * sizeof *number);
    if (!number || builder.has_no_memory)
        goto failed;
    shuffle_nodes(&builder, number);
    shuffle_edges(&builder);
    free(centre);
    free(number);
    free(builder.seen);
    return 0;
failed:
    free(centre);
    free(number);
    free(builder.seen);
    roadlike_free(out);
    return -1;
}

void roadlike_free(struct roadlike *roads)
{
    free(roads->x_m);
    free(roads->y_m);
    free(roads->from);
    free(roads->to);
    free(roads->kind);
    free(roads->towns);
    *roads = (struct roadlike){0};
}
