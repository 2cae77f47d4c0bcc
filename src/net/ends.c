#include "net/ends.h"

#include "base/error.h"
#include "base/mem.h"
#include "base/parallel.h"
#include "geo/index.h"

#include <assert.h>
#include <inttypes.h>

/* One end of a road that touches nothing else. */
struct end {
    uint32_t node, edge;
    double gap2_m2; /* to the nearest other road; HUGE_VAL: none */
};

/* Edges are held against the ends in chunks; each worker keeps the gaps it saw. */
struct hunting {
    const struct network *net;
    const struct end *ends;
    const struct box *boxes; /* per end: what may lie near */
    const struct index *index;
    double near2_m2, **gap2_m2; /* per worker and end */
};

struct hunt {
    const struct hunting *hunting;
    double *gap2_m2;
    uint32_t edge; /* which is held against the ends */
};

/* Roads at each node, twins counted once, two at most. */
static uint8_t *count_roads(const struct network *net)
{
    uint8_t *roads = mem_array(net->node_count, sizeof *roads);
    for (uint32_t edge = 0; roads && edge < net->edge_count; edge++) {
        if (!network_is_canonical(net, edge))
            continue;
        const uint32_t nodes[2] = {net->tail[edge], net->head[edge]};
        for (int i = 0; i < 2; i++)
            roads[nodes[i]] = roads[nodes[i]] ? 2 : 1;
    }
    return roads;
}

static uint32_t list_ends(struct end *ends, const struct network *net, const uint8_t *roads,
                          double near_m)
{
    uint32_t count = 0;
    for (uint32_t edge = 0; edge < net->edge_count; edge++) {
        if (!network_is_canonical(net, edge) || net->length_mm[edge] <= 2000.0 * near_m)
            continue;
        const uint32_t nodes[2] = {net->tail[edge], net->head[edge]};
        for (int i = 0; i < 2 && nodes[0] != nodes[1]; i++)
            if (roads[nodes[i]] == 1)
                ends[count++] = (struct end){nodes[i], edge, HUGE_VAL};
    }
    return count;
}

static struct box segment_box(const double *a)
{
    struct box box = box_empty();
    box_add(&box, a[0], a[1]);
    box_add(&box, a[2], a[3]);
    return box;
}

static int hold_against(void *context, uint32_t id)
{
    const struct hunt *hunt = context;
    const struct hunting *hunting = hunt->hunting;
    const struct network *net = hunting->net;
    const struct end *end = &hunting->ends[id];
    if (end->edge == hunt->edge)
        return 0;
    double x_m = net->x_m[end->node], y_m = net->y_m[end->node];
    for (uint32_t v = net->first_xy[hunt->edge]; v + 1 < net->first_xy[hunt->edge + 1]; v++) {
        const double *a = &net->xy_m[2 * (size_t)v];
        struct box box = segment_box(a);
        if (!box_meets(&box, &hunting->boxes[id]))
            continue;
        double t = segment_foot(a, a + 2, x_m, y_m);
        double gap2_m2 = segment_distance2(a, a + 2, t, x_m, y_m);
        if (gap2_m2 <= hunting->near2_m2 && gap2_m2 < hunt->gap2_m2[id])
            hunt->gap2_m2[id] = gap2_m2;
    }
    return 0;
}

#define CHUNK_EDGES (1u << 14)

static enum ws_status hunt_chunk(void *context, uint32_t chunk, uint32_t worker,
                                 struct ws_error *err)
{
    const struct hunting *hunting = context;
    const struct network *net = hunting->net;
    struct hunt hunt = {.hunting = hunting, .gap2_m2 = hunting->gap2_m2[worker]};
    uint32_t first = chunk * CHUNK_EDGES, left = net->edge_count - first;
    (void)err;
    for (hunt.edge = first; hunt.edge < first + (left < CHUNK_EDGES ? left : CHUNK_EDGES);
         hunt.edge++) {
        struct box window = box_empty();
        for (size_t v = net->first_xy[hunt.edge]; v < net->first_xy[hunt.edge + 1]; v++)
            box_add(&window, net->xy_m[2 * v], net->xy_m[2 * v + 1]);
        if (net->first_xy[hunt.edge] < net->first_xy[hunt.edge + 1])
            (void)index_window(hunting->index, &window, hold_against, &hunt);
    }
    return WS_OK;
}

/* The nearest gap of each end, whoever saw it. */
static enum ws_status hunt_edges(struct end *ends, uint32_t count, struct hunting *hunting,
                                 uint32_t threads, struct ws_error *err)
{
    uint32_t workers = threads ? threads : 1;
    double *all = mem_array((size_t)count * workers, sizeof *all);
    hunting->gap2_m2 = mem_array(workers, sizeof *hunting->gap2_m2);
    enum ws_status st = WS_OK;
    if (!all || !hunting->gap2_m2)
        st = error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " road ends", count);
    for (uint32_t w = 0; !st && w < workers; w++)
        hunting->gap2_m2[w] = all + (size_t)w * count;
    for (size_t i = 0; !st && i < (size_t)count * workers; i++)
        all[i] = HUGE_VAL;
    if (!st)
        st = parallel_for(hunting->net->edge_count / CHUNK_EDGES + 1, threads, hunt_chunk, hunting,
                          err);
    for (size_t i = 0; !st && i < (size_t)count * workers; i++)
        ends[i % count].gap2_m2 = fmin(ends[i % count].gap2_m2, all[i]);
    mem_free(all);
    mem_free(hunting->gap2_m2);
    return st;
}

static struct end_notes sum_ends(const struct network *net, const struct end *ends, uint32_t count)
{
    struct end_notes notes = {0};
    uint32_t first = WS_NONE;
    for (uint32_t i = 0; i < count; i++) {
        if (!(ends[i].gap2_m2 < HUGE_VAL))
            continue;
        notes.count++;
        notes.farthest_m = fmax(notes.farthest_m, sqrt(ends[i].gap2_m2));
        if (ends[i].node >= first)
            continue;
        first = ends[i].node;
        notes.fid = net->fid[ends[i].edge];
        notes.source = net->source[ends[i].edge];
    }
    return notes;
}

enum ws_status ends_find(struct end_notes *out, const struct network *net, double near_m,
                         uint32_t threads, struct ws_error *err)
{
    assert(out && net && near_m > 0.0);
    struct index *index = NULL;
    struct box *boxes = NULL;
    uint8_t *roads = count_roads(net);
    struct end *ends = mem_array(net->node_count, sizeof *ends);
    enum ws_status st = WS_OK;
    if (!roads || !ends) {
        st = error_set(err, WS_NO_MEMORY, "no memory for the ends of %" PRIu32 " roads",
                       net->edge_count);
        goto done;
    }
    uint32_t count = list_ends(ends, net, roads, near_m);
    boxes = mem_array(count, sizeof *boxes);
    if (!boxes) {
        st = error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " road ends", count);
        goto done;
    }
    for (uint32_t i = 0; i < count; i++) {
        double x_m = net->x_m[ends[i].node], y_m = net->y_m[ends[i].node];
        boxes[i] = box_grown((struct box){x_m, y_m, x_m, y_m}, near_m);
    }
    st = index_new(&index, boxes, count, err);
    if (st)
        goto done;
    struct hunting hunting = {
        .net = net, .ends = ends, .boxes = boxes, .index = index, .near2_m2 = near_m * near_m};
    st = hunt_edges(ends, count, &hunting, threads, err);
    if (!st)
        *out = sum_ends(net, ends, count);
done:
    index_free(index);
    mem_free(boxes);
    mem_free(ends);
    mem_free(roads);
    return st;
}
