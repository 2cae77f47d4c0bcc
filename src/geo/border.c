#include "geo/border.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/mem.h"
#include "geo/index.h"

/* Segments whose directions differ by more than this (sine of the angle) meet;
 * they do not run along each other. */
#define ALONG 0.25

struct edge {
    uint32_t area;
    uint32_t first_xy;
};

/* A stretch shared by two areas, in whole nanometres: sums of whole numbers do
 * not depend on their order. */
struct shared {
    struct border pair;
    uint64_t length_nm;
};

struct search {
    const struct areas *areas;
    double tolerance_m;
    uint32_t *members; /* sorted, each once */
    struct edge *edges;
    struct index *index;
    struct shared *shared;
    size_t member_count, edge_count, edge_cap, shared_count, shared_cap;
    const struct edge *current; /* the edge whose company is looked for */
};

static int by_number(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

static int by_pair(const void *left, const void *right)
{
    const struct border *a = &((const struct shared *)left)->pair;
    const struct border *b = &((const struct shared *)right)->pair;
    if (a->area != b->area)
        return a->area < b->area ? -1 : 1;
    return (a->other > b->other) - (a->other < b->other);
}

static int list_members(struct search *search, const uint32_t *members, uint32_t member_count)
{
    search->members = mem_array(member_count, sizeof *search->members);
    if (!search->members)
        return -1;
    for (uint32_t i = 0; i < member_count; i++) {
        assert(members[i] < search->areas->count);
        search->members[i] = members[i];
    }
    qsort(search->members, member_count, sizeof *search->members, by_number);
    for (uint32_t i = 0; i < member_count; i++)
        if (i == 0 || search->members[i] != search->members[i - 1])
            search->members[search->member_count++] = search->members[i];
    return 0;
}

static int list_edges(struct search *search)
{
    const struct areas *areas = search->areas;
    for (size_t i = 0; i < search->member_count; i++) {
        uint32_t area = search->members[i], end = areas->first_ring[area + 1];
        for (uint32_t ring = areas->first_ring[area]; ring < end; ring++)
            for (uint32_t v = areas->first_xy[ring]; v + 1 < areas->first_xy[ring + 1]; v++) {
                if (mem_grow(&search->edges, &search->edge_cap, search->edge_count + 1,
                             sizeof *search->edges))
                    return -1;
                search->edges[search->edge_count++] = (struct edge){area, v};
            }
    }
    return 0;
}

static const double *edge_xy(const struct search *search, const struct edge *edge)
{
    return search->areas->xy_m + 2 * (size_t)edge->first_xy;
}

static struct box edge_box(const struct search *search, const struct edge *edge)
{
    const double *a = edge_xy(search, edge);
    struct box box = box_empty();
    box_add(&box, a[0], a[1]);
    box_add(&box, a[2], a[3]);
    return box;
}

static enum ws_status index_edges(struct search *search, struct ws_error *err)
{
    struct box *boxes = mem_array(search->edge_count, sizeof *boxes);
    if (!boxes)
        return error_set(err, WS_NO_MEMORY, "no memory for %zu stretches of border",
                         search->edge_count);
    for (size_t i = 0; i < search->edge_count; i++)
        boxes[i] = edge_box(search, &search->edges[i]);
    enum ws_status st = index_new(&search->index, boxes, (uint32_t)search->edge_count, err);
    mem_free(boxes);
    return st;
}

/* How far segment b runs along segment a. The stretch beside each other must be
 * near from end to end: two segments that part from a common corner are near
 * only at their beginning, and that is a touch. */
static double along_m(const double *a, const double *b, double tolerance_m)
{
    double dx = a[2] - a[0], dy = a[3] - a[1], length_m = hypot(dx, dy);
    double other_m = hypot(b[2] - b[0], b[3] - b[1]);
    if (!(length_m > 0.0) || !(other_m > 0.0))
        return 0.0;
    dx /= length_m;
    dy /= length_m;
    double at1 = (b[0] - a[0]) * dx + (b[1] - a[1]) * dy;
    double at2 = (b[2] - a[0]) * dx + (b[3] - a[1]) * dy;
    double off1 = (b[1] - a[1]) * dx - (b[0] - a[0]) * dy;
    double off2 = (b[3] - a[1]) * dx - (b[2] - a[0]) * dy;
    if (fabs(off2 - off1) > ALONG * other_m)
        return 0.0;
    double from = fmax(0.0, fmin(at1, at2)), to = fmin(length_m, fmax(at1, at2));
    if (!(from < to))
        return 0.0;
    double slope = (off2 - off1) / (at2 - at1);
    bool is_near = fabs(off1 + (from - at1) * slope) <= tolerance_m &&
                   fabs(off1 + (to - at1) * slope) <= tolerance_m;
    return is_near ? to - from : 0.0;
}

static int note_company(void *context, uint32_t id)
{
    struct search *search = context;
    const struct edge *edge = search->current, *other = &search->edges[id];
    if (other->area <= edge->area)
        return 0;
    double length_m = along_m(edge_xy(search, edge), edge_xy(search, other), search->tolerance_m);
    if (!(length_m > 0.0))
        return 0;
    if (mem_grow(&search->shared, &search->shared_cap, search->shared_count + 1,
                 sizeof *search->shared))
        return -1;
    search->shared[search->shared_count++] =
        (struct shared){{edge->area, other->area}, (uint64_t)(length_m * 1e9 + 0.5)};
    return 0;
}

static int find_shared(struct search *search)
{
    for (size_t i = 0; i < search->edge_count; i++) {
        search->current = &search->edges[i];
        struct box window = box_grown(edge_box(search, search->current), search->tolerance_m);
        if (index_window(search->index, &window, note_company, search))
            return -1;
    }
    if (search->shared_count)
        qsort(search->shared, search->shared_count, sizeof *search->shared, by_pair);
    return 0;
}

/* Pairs that share more than the tolerance in all. out has room for all. */
static uint32_t sum_pairs(const struct search *search, struct border *out)
{
    uint32_t count = 0;
    uint64_t sum_nm = 0, least_nm = (uint64_t)(search->tolerance_m * 1e9 + 0.5);
    for (size_t i = 0; i < search->shared_count; i++) {
        const struct shared *shared = &search->shared[i];
        sum_nm += shared->length_nm;
        if (i + 1 < search->shared_count && by_pair(shared, shared + 1) == 0)
            continue;
        if (sum_nm > least_nm)
            out[count++] = shared->pair;
        sum_nm = 0;
    }
    return count;
}

static void search_release(struct search *search)
{
    mem_free(search->members);
    mem_free(search->edges);
    mem_free(search->shared);
    index_free(search->index);
}

enum ws_status border_pairs(struct border **out, uint32_t *count, const struct areas *areas,
                            const uint32_t *members, uint32_t member_count, double tolerance_m,
                            struct ws_error *err)
{
    assert(out && count && areas && (members || !member_count) && tolerance_m >= 0.0);
    struct search search = {.areas = areas, .tolerance_m = tolerance_m};
    enum ws_status st = WS_NO_MEMORY;
    if (list_members(&search, members, member_count) || list_edges(&search))
        goto no_memory;
    st = index_edges(&search, err);
    if (st)
        goto done;
    st = WS_NO_MEMORY;
    if (find_shared(&search))
        goto no_memory;
    struct border *pairs = mem_array(search.shared_count, sizeof *pairs);
    if (!pairs)
        goto no_memory;
    *count = sum_pairs(&search, pairs);
    *out = pairs;
    st = WS_OK;
    goto done;
no_memory:
    error_set(err, st, "no memory for the borders of %" PRIu32 " areas", member_count);
done:
    search_release(&search);
    return st;
}
