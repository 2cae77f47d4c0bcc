#include "net/merge.h"

#include "base/error.h"
#include "base/mem.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>

/* A link as drawn from its lower node. A loop is as it is. */
struct drawing {
    const struct link *link;
    bool is_turned;
};

static int compare_numbers(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

static uint32_t lower_node(const struct link *link)
{
    return link->tail < link->head ? link->tail : link->head;
}

static uint32_t upper_node(const struct link *link)
{
    return link->tail < link->head ? link->head : link->tail;
}

static const double *vertex(const struct drawing *drawing, uint32_t index)
{
    uint32_t last = drawing->link->vertex_count - 1;
    return &drawing->link->xy_m[2 * (size_t)(drawing->is_turned ? last - index : index)];
}

/* 0: the same road. */
static int compare_roads(const struct drawing *a, const struct drawing *b)
{
    int order = compare_numbers(lower_node(a->link), lower_node(b->link));
    if (!order)
        order = compare_numbers(upper_node(a->link), upper_node(b->link));
    if (!order)
        order = compare_numbers(a->link->length_mm, b->link->length_mm);
    if (!order)
        order = compare_numbers(a->link->vertex_count, b->link->vertex_count);
    if (!order)
        order = compare_numbers(a->link->flags & EDGE_FERRY, b->link->flags & EDGE_FERRY);
    for (uint32_t i = 0; !order && i < a->link->vertex_count; i++) {
        const double *p = vertex(a, i), *q = vertex(b, i);
        order = (p[0] > q[0]) - (p[0] < q[0]);
        if (!order)
            order = (p[1] > q[1]) - (p[1] < q[1]);
    }
    return order;
}

/* Among drawings of one road: those drawn from the lower node first, then by what
 * they are. */
static int compare_drawings(const void *a_ptr, const void *b_ptr)
{
    const struct drawing *a = a_ptr, *b = b_ptr;
    int order = compare_roads(a, b);
    if (!order)
        order = compare_numbers(a->is_turned, b->is_turned);
    if (!order)
        order = (a->link->fid > b->link->fid) - (a->link->fid < b->link->fid);
    if (!order)
        order = compare_numbers(a->link->source, b->link->source);
    if (!order)
        order = compare_numbers(a->link->road_class, b->link->road_class);
    return order ? order : freeze_compare(a->link, b->link);
}

/* The cheaper of two costs; 0 is a direction that is closed. */
static uint32_t cheaper(uint32_t a, uint32_t b)
{
    return !a || (b && b < a) ? b : a;
}

static bool is_lower(const struct link *a, const struct link *b)
{
    if (a->fid != b->fid)
        return a->fid < b->fid;
    return a->source != b->source ? a->source < b->source : a->road_class < b->road_class;
}

/* The first drawing carries the geometry: it is only turned when all are, and
 * then all are one-way the same way. */
static struct link merge_road(const struct drawing *drawings, size_t count)
{
    struct link merged = *drawings[0].link;
    const struct link *lowest = drawings[0].link;
    for (size_t i = 1; i < count; i++) {
        const struct link *link = drawings[i].link;
        bool is_against = drawings[i].is_turned != drawings[0].is_turned;
        const uint32_t *cost = is_against ? link->cost_back : link->cost;
        const uint32_t *back = is_against ? link->cost : link->cost_back;
        for (int unit = 0; unit < 2; unit++) {
            merged.cost[unit] = cheaper(merged.cost[unit], cost[unit]);
            merged.cost_back[unit] = cheaper(merged.cost_back[unit], back[unit]);
        }
        merged.flags |= link->flags;
        lowest = is_lower(link, lowest) ? link : lowest;
    }
    merged.fid = lowest->fid;
    merged.source = lowest->source;
    merged.road_class = lowest->road_class;
    return merged;
}

/* Most nodes have three: no sorter is called for those. */
#define FEW 16u

static void sort_few(struct drawing *drawings, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct drawing next = drawings[i];
        size_t place = i;
        for (; place > 0 && compare_drawings(&drawings[place - 1], &next) > 0; place--)
            drawings[place] = drawings[place - 1];
        drawings[place] = next;
    }
}

/* Drawings by lower node: each node has few, and only those can be one road. */
static bool gather(struct drawing *drawings, const struct link *links, size_t count)
{
    size_t nodes = 0;
    for (size_t i = 0; i < count; i++)
        nodes = lower_node(&links[i]) >= nodes ? (size_t)lower_node(&links[i]) + 1 : nodes;
    size_t *next = mem_array(nodes + 1, sizeof *next);
    if (!next)
        return false;
    for (size_t i = 0; i < count; i++)
        next[lower_node(&links[i]) + 1]++;
    for (size_t node = 0; node < nodes; node++)
        next[node + 1] += next[node];
    for (size_t i = 0; i < count; i++)
        drawings[next[lower_node(&links[i])]++] =
            (struct drawing){&links[i], links[i].tail > links[i].head};
    mem_free(next);
    for (size_t i = 0, end; i < count; i = end) {
        uint32_t node = lower_node(drawings[i].link);
        for (end = i + 1; end < count && lower_node(drawings[end].link) == node;)
            end++;
        if (end - i <= FEW)
            sort_few(&drawings[i], end - i);
        else
            qsort(&drawings[i], end - i, sizeof *drawings, compare_drawings);
    }
    return true;
}

enum ws_status merge_links(struct link **links, size_t *count, struct ws_error *err)
{
    assert(links && count && (*links || *count == 0));
    struct drawing *drawings = mem_array(*count, sizeof *drawings);
    struct link *merged = mem_array(*count, sizeof *merged);
    size_t kept = 0;
    if (!drawings || !merged || !gather(drawings, *links, *count)) {
        mem_free(drawings);
        mem_free(merged);
        return error_set(err, WS_NO_MEMORY, "no memory to compare %zu roads", *count);
    }
    for (size_t i = 0, end; i < *count; i = end) {
        for (end = i + 1; end < *count && !compare_roads(&drawings[i], &drawings[end]);)
            end++;
        merged[kept++] = merge_road(&drawings[i], end - i);
    }
    mem_free(*links);
    mem_free(drawings);
    *links = merged;
    *count = kept;
    return WS_OK;
}
