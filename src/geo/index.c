#include "geo/index.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>
#include <whitespot/model.h>

#include "base/error.h"
#include "base/mem.h"

enum { FANOUT = 16, MAX_LEVELS = 9, STACK = FANOUT * MAX_LEVELS };

/* Level 0 are the given boxes in Hilbert order, level l + 1 the unions of 16
 * neighbours of level l; the last level has one box. All levels lie one after
 * the other. */
struct index {
    struct box *boxes;
    uint32_t *ids;        /* per box of level 0 */
    uint32_t level_count; /* 0: nothing can be found */
    size_t first[MAX_LEVELS + 1];
};

/* One box of the tree; distance2 is used by nearest queries only. */
struct visit {
    uint32_t level, position;
    double distance2;
};

struct entry {
    uint32_t key, id;
};

static bool is_empty(const struct box *box)
{
    return !(box->min_x_m <= box->max_x_m && box->min_y_m <= box->max_y_m);
}

static size_t level_size(const struct index *index, uint32_t level)
{
    return index->first[level + 1] - index->first[level];
}

/* 16 bits per axis: 25 m cells on a country, finer than a node of 16 roads. */
static uint32_t cell(double centre, double min, double extent)
{
    double place = extent > 0.0 ? (centre - min) / extent * 65535.0 : 0.0;
    return place > 0.0 ? (uint32_t)fmin(place, 65535.0) : 0; /* NaN goes to 0 */
}

static uint32_t hilbert_key(const struct box *box, const struct box *all)
{
    double x = box->min_x_m / 2.0 + box->max_x_m / 2.0, y = box->min_y_m / 2.0 + box->max_y_m / 2.0;
    uint32_t column = cell(x, all->min_x_m, all->max_x_m - all->min_x_m);
    uint32_t row = cell(y, all->min_y_m, all->max_y_m - all->min_y_m);
    return (uint32_t)plane_hilbert_steps(column << 16, row << 16, 16);
}

/* Stable radix sort by key: equal keys keep the order of their ids. The result
 * is in `entries` again: an even number of passes. */
static void sort_entries(struct entry *entries, struct entry *spare, size_t count)
{
    for (int shift = 0; shift < 32; shift += 8) {
        size_t start[257] = {0};
        for (size_t i = 0; i < count; i++)
            start[(entries[i].key >> shift & 0xff) + 1]++;
        for (int digit = 0; digit < 256; digit++)
            start[digit + 1] += start[digit];
        for (size_t i = 0; i < count; i++)
            spare[start[entries[i].key >> shift & 0xff]++] = entries[i];
        struct entry *swap = entries;
        entries = spare;
        spare = swap;
    }
}

/* Lists the boxes that can be found, in the order of the curve. */
static size_t order_boxes(struct entry *entries, const struct box *boxes, uint32_t count)
{
    struct box all = box_empty();
    for (uint32_t id = 0; id < count; id++) {
        if (is_empty(&boxes[id]))
            continue;
        box_add(&all, boxes[id].min_x_m, boxes[id].min_y_m);
        box_add(&all, boxes[id].max_x_m, boxes[id].max_y_m);
    }
    size_t found = 0;
    for (uint32_t id = 0; id < count; id++)
        if (!is_empty(&boxes[id]))
            entries[found++] = (struct entry){hilbert_key(&boxes[id], &all), id};
    return found;
}

static void lay_levels(struct index *index, size_t size)
{
    index->first[1] = size;
    index->level_count = size > 0;
    while (size > 1) {
        size = (size + FANOUT - 1) / FANOUT;
        index->level_count++;
        assert(index->level_count <= MAX_LEVELS);
        index->first[index->level_count] = index->first[index->level_count - 1] + size;
    }
}

static void fill_levels(struct index *index, const struct entry *entries, const struct box *boxes)
{
    for (size_t i = 0; i < index->first[1]; i++) {
        index->ids[i] = entries[i].id;
        index->boxes[i] = boxes[entries[i].id];
    }
    for (uint32_t level = 1; level < index->level_count; level++) {
        struct box *above = index->boxes + index->first[level];
        const struct box *below = index->boxes + index->first[level - 1];
        for (size_t i = 0; i < level_size(index, level); i++)
            above[i] = box_empty();
        for (size_t i = 0; i < level_size(index, level - 1); i++) {
            box_add(&above[i / FANOUT], below[i].min_x_m, below[i].min_y_m);
            box_add(&above[i / FANOUT], below[i].max_x_m, below[i].max_y_m);
        }
    }
}

enum ws_status index_new(struct index **out, const struct box *boxes, uint32_t count,
                         struct ws_error *err)
{
    assert(out && (boxes || !count));
    struct index *index = mem_array(1, sizeof *index);
    struct entry *entries = mem_array(2 * (size_t)count, sizeof *entries);
    enum ws_status st = WS_NO_MEMORY;
    if (!index || !entries)
        goto done;
    size_t found = order_boxes(entries, boxes, count);
    sort_entries(entries, entries + count, found);
    lay_levels(index, found);
    index->boxes = mem_array(index->first[index->level_count], sizeof *index->boxes);
    index->ids = mem_array(found, sizeof *index->ids);
    if (!index->boxes || !index->ids)
        goto done;
    fill_levels(index, entries, boxes);

    *out = index;
    index = NULL;
    st = WS_OK;
done:
    if (st)
        error_set(err, st, "no memory for an index of %" PRIu32 " boxes", count);
    mem_free(entries);
    index_free(index);
    return st;
}

void index_free(struct index *index)
{
    if (!index)
        return;
    mem_free(index->boxes);
    mem_free(index->ids);
    mem_free(index);
}

struct box index_box(const struct index *index)
{
    return index->level_count ? index->boxes[index->first[index->level_count - 1]] : box_empty();
}

/* Children of a box: positions [*from, *to) one level down. */
static void children(const struct index *index, struct visit node, size_t *from, size_t *to)
{
    size_t size = level_size(index, node.level - 1);
    *from = (size_t)node.position * FANOUT;
    *to = *from + FANOUT < size ? *from + FANOUT : size;
}

int index_window(const struct index *index, const struct box *window,
                 int (*visit)(void *context, uint32_t id), void *context)
{
    assert(index && window && visit);
    struct visit stack[STACK];
    uint32_t depth = 0;
    if (index->level_count &&
        box_meets(&index->boxes[index->first[index->level_count - 1]], window))
        stack[depth++] = (struct visit){.level = index->level_count - 1};
    while (depth) {
        struct visit node = stack[--depth];
        if (node.level == 0) {
            int answer = visit(context, index->ids[node.position]);
            if (answer)
                return answer;
            continue;
        }
        size_t from, to;
        children(index, node, &from, &to);
        const struct box *boxes = index->boxes + index->first[node.level - 1];
        for (size_t i = to; i-- > from;)
            if (box_meets(&boxes[i], window))
                stack[depth++] = (struct visit){.level = node.level - 1, .position = (uint32_t)i};
    }
    return 0;
}

/* A nearest query on its way. */
struct nearest {
    double x_m, y_m;
    uint32_t best;
    double best2, skip2; /* distance of the best; boxes farther than skip2 cannot matter */
};

/* Distances are rounded: a box may seem a little farther than what it holds.
 * The allowance of 10 nanometres keeps ties from being skipped; it is larger
 * than the rounding of coordinates below 10 000 km. */
static double with_allowance(double distance2)
{
    double distance = sqrt(distance2) + 1e-8;
    return distance * distance;
}

/* Puts the children that can matter on the stack, the nearest on top. */
static uint32_t push_children(const struct index *index, const struct nearest *search,
                              struct visit node, struct visit *stack, uint32_t depth)
{
    size_t from, to;
    children(index, node, &from, &to);
    const struct box *boxes = index->boxes + index->first[node.level - 1];
    uint32_t bottom = depth;
    for (size_t i = from; i < to; i++) {
        double distance2 = box_distance2(&boxes[i], search->x_m, search->y_m);
        if (!(distance2 <= search->skip2))
            continue;
        uint32_t place = depth++;
        for (; place > bottom && stack[place - 1].distance2 < distance2; place--)
            stack[place] = stack[place - 1];
        stack[place] = (struct visit){node.level - 1, (uint32_t)i, distance2};
    }
    return depth;
}

uint32_t index_nearest(const struct index *index, double x_m, double y_m, double limit_m,
                       double (*distance2)(void *context, uint32_t id, double x_m, double y_m),
                       void *context, double *distance2_out)
{
    assert(index && distance2);
    if (!index->level_count || !(limit_m >= 0.0))
        return WS_NONE;
    double limit2 = limit_m * limit_m;
    struct nearest search = {x_m, y_m, WS_NONE, limit2, with_allowance(limit2)};
    struct visit stack[STACK];
    uint32_t depth = 0;
    stack[depth++] = (struct visit){.level = index->level_count - 1};
    while (depth) {
        struct visit node = stack[--depth];
        if (node.distance2 > search.skip2)
            continue;
        if (node.level > 0) {
            depth = push_children(index, &search, node, stack, depth);
            continue;
        }
        uint32_t id = index->ids[node.position];
        double item2 = distance2(context, id, x_m, y_m);
        if (item2 < search.best2 || (item2 == search.best2 && id < search.best)) {
            search.best = id;
            search.best2 = item2;
            search.skip2 = with_allowance(item2);
        }
    }
    if (search.best != WS_NONE && distance2_out)
        *distance2_out = search.best2;
    return search.best;
}
