#include "net/ends.h"

#include "base/error.h"
#include "base/mem.h"
#include "geo/index.h"

#include <assert.h>
#include <inttypes.h>

/* One end of a road that touches nothing else. */
struct end {
    uint32_t node, edge;
    double gap2_m2; /* to the nearest other road; HUGE_VAL: none */
};

struct hunt {
    const struct network *net;
    struct end *ends;
    uint32_t edge; /* whose segment is held against the ends */
    const double *a, *b;
    double near2_m2;
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

static int hold_against(void *context, uint32_t id)
{
    struct hunt *hunt = context;
    struct end *end = &hunt->ends[id];
    const struct network *net = hunt->net;
    if (end->edge == hunt->edge)
        return 0;
    double x_m = net->x_m[end->node], y_m = net->y_m[end->node];
    double t = segment_foot(hunt->a, hunt->b, x_m, y_m);
    double gap2_m2 = segment_distance2(hunt->a, hunt->b, t, x_m, y_m);
    if (gap2_m2 <= hunt->near2_m2 && gap2_m2 < end->gap2_m2)
        end->gap2_m2 = gap2_m2;
    return 0;
}

static void hunt_edges(struct hunt *hunt, const struct index *index)
{
    const struct network *net = hunt->net;
    for (uint32_t edge = 0; edge < net->edge_count; edge++) {
        hunt->edge = edge;
        for (uint32_t v = net->first_xy[edge]; v + 1 < net->first_xy[edge + 1]; v++) {
            struct box window = box_empty();
            hunt->a = &net->xy_m[2 * (size_t)v];
            hunt->b = hunt->a + 2;
            box_add(&window, hunt->a[0], hunt->a[1]);
            box_add(&window, hunt->b[0], hunt->b[1]);
            (void)index_window(index, &window, hold_against, hunt);
        }
    }
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
                         struct ws_error *err)
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
    struct hunt hunt = {.net = net, .ends = ends, .near2_m2 = near_m * near_m};
    hunt_edges(&hunt, index);
    *out = sum_ends(net, ends, count);
done:
    index_free(index);
    mem_free(boxes);
    mem_free(ends);
    mem_free(roads);
    return st;
}
