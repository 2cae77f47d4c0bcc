#include "net/merge.h"

#include "base/error.h"
#include "base/mem.h"
#include "base/parallel.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>

/* A link as drawn from its lower node. A loop is as it is. */
struct drawing {
    const struct link *link;
    bool is_turned, is_again; /* again: of the road before it */
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
struct merging {
    struct drawing *drawings;
    uint32_t *first; /* per node: its drawings */
    uint32_t node_count;
    size_t *kept; /* per chunk of nodes: roads, then those before it */
    struct link *merged;
};

#define CHUNK_NODES (1u << 14)

static uint32_t chunk_end(const struct merging *merging, uint32_t chunk)
{
    uint32_t left = merging->node_count - chunk * CHUNK_NODES;
    return chunk * CHUNK_NODES + (left < CHUNK_NODES ? left : CHUNK_NODES);
}

static bool gather(struct merging *merging, const struct link *links, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (lower_node(&links[i]) >= merging->node_count)
            merging->node_count = lower_node(&links[i]) + 1;
    uint32_t *first = mem_array((size_t)merging->node_count + 2, sizeof *first);
    merging->first = first;
    merging->drawings = mem_array(count, sizeof *merging->drawings);
    merging->merged = mem_array(count, sizeof *merging->merged);
    merging->kept = mem_array((size_t)merging->node_count / CHUNK_NODES + 1, sizeof(size_t));
    if (!first || !merging->drawings || !merging->merged || !merging->kept)
        return false;
    for (size_t i = 0; i < count; i++)
        first[lower_node(&links[i]) + 2]++;
    for (uint32_t node = 0; node < merging->node_count; node++)
        first[node + 2] += first[node + 1];
    for (size_t i = 0; i < count; i++) /* leaves each offset where it belongs */
        merging->drawings[first[lower_node(&links[i]) + 1]++] =
            (struct drawing){&links[i], links[i].tail > links[i].head, false};
    return true;
}

/* Sorts the drawings of the nodes of a chunk and marks those of the road before. */
static enum ws_status sort_chunk(void *context, uint32_t chunk, uint32_t worker,
                                 struct ws_error *err)
{
    struct merging *merging = context;
    size_t kept = 0;
    (void)worker;
    (void)err;
    for (uint32_t node = chunk * CHUNK_NODES; node < chunk_end(merging, chunk); node++) {
        struct drawing *drawings = &merging->drawings[merging->first[node]];
        uint32_t count = merging->first[node + 1] - merging->first[node];
        if (count <= FEW)
            sort_few(drawings, count);
        else
            qsort(drawings, count, sizeof *drawings, compare_drawings);
        for (uint32_t i = 1; i < count; i++)
            drawings[i].is_again = !compare_roads(&drawings[i - 1], &drawings[i]);
        for (uint32_t i = 0; i < count; i++)
            kept += !drawings[i].is_again;
    }
    merging->kept[chunk] = kept;
    return WS_OK;
}

static enum ws_status merge_chunk(void *context, uint32_t chunk, uint32_t worker,
                                  struct ws_error *err)
{
    struct merging *merging = context;
    size_t next = merging->kept[chunk];
    uint32_t to = merging->first[chunk_end(merging, chunk)];
    (void)worker;
    (void)err;
    for (uint32_t i = merging->first[chunk * CHUNK_NODES], end; i < to; i = end) {
        for (end = i + 1; end < to && merging->drawings[end].is_again;)
            end++;
        merging->merged[next++] = merge_road(&merging->drawings[i], end - i);
    }
    return WS_OK;
}

static size_t sum_kept(struct merging *merging, uint32_t chunk_count)
{
    size_t sum = 0;
    for (uint32_t chunk = 0; chunk < chunk_count; chunk++) {
        size_t kept = merging->kept[chunk];
        merging->kept[chunk] = sum;
        sum += kept;
    }
    return sum;
}

enum ws_status merge_links(struct link **links, size_t *count, uint32_t threads,
                           struct ws_error *err)
{
    assert(links && count && (*links || *count == 0));
    struct merging merging = {0};
    enum ws_status st = WS_OK;
    if (*count >= WS_NONE || !gather(&merging, *links, *count))
        st = error_set(err, *count >= WS_NONE ? WS_TOO_LARGE : WS_NO_MEMORY,
                       "no memory to compare %zu roads", *count);
    uint32_t chunk_count = merging.node_count / CHUNK_NODES + 1;
    size_t kept = 0;
    if (!st)
        st = parallel_for(chunk_count, threads, sort_chunk, &merging, err);
    if (!st) {
        kept = sum_kept(&merging, chunk_count);
        st = parallel_for(chunk_count, threads, merge_chunk, &merging, err);
    }
    mem_free(merging.drawings);
    mem_free(merging.first);
    mem_free(merging.kept);
    if (st) {
        mem_free(merging.merged);
        return st;
    }
    mem_free(*links);
    *links = merging.merged;
    *count = kept;
    return WS_OK;
}
