#include "net/junction.h"

#include "base/error.h"
#include "base/fixed.h"
#include "base/mem.h"
#include "base/parallel.h"
#include "net/order.h"
#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#define CM_PER_M 100.0
#define WIDEST_CM 4294967294.0
#define FARTHEST_M 1e13 /* coordinates whose centimetres still are exact enough */

/* Vertices are dealt into parts by a hash of their place, so that each part can be
 * looked through by one thread in its cache. Only place numbers come out of it, and
 * those never reach the network: its order is that of the positions. */
#define CHUNK_LINES (1u << 13)
#define PART_VERTICES (1u << 15)
#define MOST_PARTS 1024u

/* A vertex; in front of a part that was looked through: its places. */
struct spot {
    uint64_t key;
    uint32_t vertex, uses; /* 0, 1, 2 or more */
};

struct finding {
    const struct lines *lines;
    const bool *is_used;
    struct junctions *found;
    struct box *boxes;      /* per chunk of lines */
    uint32_t *spots_before; /* per chunk and part: spots of it, then where they go */
    uint32_t chunk_count, part_count, spot_count, threads, worker_count;
    unsigned part_bits;
    struct spot *spots;
    uint32_t *first_spot, *first_node; /* per part, and the end */
    uint32_t *place_count;             /* per part */
    uint32_t **slots;                  /* per worker: place + 1 in its part, or 0 */
    int64_t left_cm, low_cm;
    int64_t *x_cm, *y_cm; /* per node, before they are in order */
    uint32_t *old, *order;
};

static int64_t to_cm(double metres)
{
    return (int64_t)llround(metres * CM_PER_M);
}

static bool is_same_place(const double *a, const double *b)
{
    return to_cm(a[0]) == to_cm(b[0]) && to_cm(a[1]) == to_cm(b[1]);
}

bool junctions_is_one_place(const struct lines *lines, uint32_t line)
{
    assert(lines && line < lines->count);
    const double *first = &lines->xy_m[2 * (size_t)lines->first_xy[line]];
    for (uint32_t v = lines->first_xy[line] + 1; v < lines->first_xy[line + 1]; v++)
        if (!is_same_place(first, &lines->xy_m[2 * (size_t)v]))
            return false;
    return true;
}

static uint32_t chunk_end(const struct finding *finding, uint32_t chunk)
{
    uint32_t end = (chunk + 1) * CHUNK_LINES;
    return chunk + 1 < finding->chunk_count ? end : finding->lines->count;
}

/* Mixes all bits of a key (the finaliser of splitmix64, Steele 2014,
 * doi:10.1145/2714064.2660195): neighbours must not share a slot. */
static uint64_t mix(uint64_t key)
{
    key = (key ^ key >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    key = (key ^ key >> 27) * UINT64_C(0x94d049bb133111eb);
    return key ^ key >> 31;
}

static uint64_t key_of(const struct finding *finding, uint32_t vertex)
{
    const double *xy_m = &finding->lines->xy_m[2 * (size_t)vertex];
    uint64_t x = (uint64_t)(to_cm(xy_m[0]) - finding->left_cm);
    uint64_t y = (uint64_t)(to_cm(xy_m[1]) - finding->low_cm);
    return x << 32 | y;
}

static uint32_t part_of(const struct finding *finding, uint64_t key)
{
    return finding->part_bits ? (uint32_t)(mix(key) >> (64 - finding->part_bits)) : 0;
}

/* ---- extent -------------------------------------------------------------------- */

static enum ws_status box_chunk(void *context, uint32_t chunk, uint32_t worker,
                                struct ws_error *err)
{
    struct finding *finding = context;
    const struct lines *lines = finding->lines;
    struct box box = box_empty();
    (void)worker;
    (void)err;
    for (uint32_t i = chunk * CHUNK_LINES; i < chunk_end(finding, chunk); i++)
        for (size_t v = lines->first_xy[i]; finding->is_used[i] && v < lines->first_xy[i + 1]; v++)
            box_add(&box, lines->xy_m[2 * v], lines->xy_m[2 * v + 1]);
    finding->boxes[chunk] = box;
    return WS_OK;
}

/* Where places are counted from. */
static enum ws_status find_corner(struct finding *finding, struct ws_error *err)
{
    struct box box = box_empty();
    finding->boxes = mem_array(finding->chunk_count, sizeof *finding->boxes);
    if (!finding->boxes)
        return error_set(err, WS_NO_MEMORY, "no memory to join %" PRIu32 " lines",
                         finding->lines->count);
    enum ws_status st =
        parallel_for(finding->chunk_count, finding->threads, box_chunk, finding, err);
    if (st)
        return st;
    for (uint32_t i = 0; i < finding->chunk_count; i++) {
        const struct box *own = &finding->boxes[i];
        if (own->min_x_m > own->max_x_m) /* none of these lines takes part */
            continue;
        box_add(&box, own->min_x_m, own->min_y_m);
        box_add(&box, own->max_x_m, own->max_y_m);
    }
    if (box.min_x_m > box.max_x_m)
        return WS_OK;
    double width_cm = (box.max_x_m - box.min_x_m) * CM_PER_M;
    double height_cm = (box.max_y_m - box.min_y_m) * CM_PER_M;
    if (!(width_cm < WIDEST_CM) || !(height_cm < WIDEST_CM) || !(fabs(box.min_x_m) < FARTHEST_M) ||
        !(fabs(box.min_y_m) < FARTHEST_M))
        return error_set(err, WS_TOO_LARGE,
                         "roads: extent is %g by %g m; expected less than 42 000 km",
                         box.max_x_m - box.min_x_m, box.max_y_m - box.min_y_m);
    finding->left_cm = to_cm(box.min_x_m);
    finding->low_cm = to_cm(box.min_y_m);
    return WS_OK;
}

/* ---- dealing ------------------------------------------------------------------- */

static enum ws_status count_chunk(void *context, uint32_t chunk, uint32_t worker,
                                  struct ws_error *err)
{
    struct finding *finding = context;
    const struct lines *lines = finding->lines;
    uint32_t *count = &finding->spots_before[(size_t)chunk * finding->part_count];
    (void)worker;
    (void)err;
    for (uint32_t i = chunk * CHUNK_LINES; i < chunk_end(finding, chunk); i++)
        for (uint32_t v = lines->first_xy[i]; v < lines->first_xy[i + 1]; v++)
            if (finding->is_used[i])
                count[part_of(finding, key_of(finding, v))]++;
            else
                finding->found->place[v] = WS_NONE;
    return WS_OK;
}

/* An end is a node whoever else comes by. */
static void deal_line(struct finding *finding, uint32_t *next, uint32_t from, uint32_t to)
{
    uint64_t previous = 0;
    for (uint32_t v = from; v < to; v++) {
        uint64_t key = key_of(finding, v);
        uint32_t uses = v == from || v + 1 == to ? 2 : key != previous;
        finding->spots[next[part_of(finding, key)]++] = (struct spot){key, v, uses};
        previous = key;
    }
}

static enum ws_status deal_chunk(void *context, uint32_t chunk, uint32_t worker,
                                 struct ws_error *err)
{
    struct finding *finding = context;
    const struct lines *lines = finding->lines;
    uint32_t *next = &finding->spots_before[(size_t)chunk * finding->part_count];
    (void)worker;
    (void)err;
    for (uint32_t i = chunk * CHUNK_LINES; i < chunk_end(finding, chunk); i++)
        if (finding->is_used[i])
            deal_line(finding, next, lines->first_xy[i], lines->first_xy[i + 1]);
    return WS_OK;
}

/* Counts to places: part by part, in each the chunks in turn. */
static void place_chunks(struct finding *finding)
{
    uint32_t next = 0;
    for (uint32_t part = 0; part < finding->part_count; part++) {
        finding->first_spot[part] = next;
        for (uint32_t chunk = 0; chunk < finding->chunk_count; chunk++) {
            uint32_t *before = &finding->spots_before[(size_t)chunk * finding->part_count + part];
            uint32_t count = *before;
            *before = next;
            next += count;
        }
    }
    finding->first_spot[finding->part_count] = finding->spot_count = next;
}

static enum ws_status no_memory(const struct finding *finding, struct ws_error *err)
{
    return error_set(err, WS_NO_MEMORY, "no memory to join %" PRIu32 " vertices",
                     finding->found->place_count);
}

static enum ws_status deal(struct finding *finding, struct ws_error *err)
{
    uint32_t vertices = finding->found->place_count;
    finding->part_count = 1;
    while (finding->part_count < MOST_PARTS && vertices / finding->part_count > PART_VERTICES) {
        finding->part_count *= 2;
        finding->part_bits++;
    }
    size_t parts = finding->part_count;
    finding->spots_before = mem_array(finding->chunk_count, parts * sizeof *finding->spots_before);
    finding->first_spot = mem_array(parts + 1, sizeof *finding->first_spot);
    finding->first_node = mem_array(parts + 1, sizeof *finding->first_node);
    finding->place_count = mem_array(parts, sizeof *finding->place_count);
    finding->found->place = mem_array(vertices, sizeof *finding->found->place);
    if (!finding->spots_before || !finding->first_spot || !finding->first_node ||
        !finding->place_count || !finding->found->place)
        return no_memory(finding, err);
    enum ws_status st =
        parallel_for(finding->chunk_count, finding->threads, count_chunk, finding, err);
    if (st)
        return st;
    place_chunks(finding);
    finding->spots = mem_array(finding->spot_count, sizeof *finding->spots);
    if (!finding->spots)
        return no_memory(finding, err);
    return parallel_for(finding->chunk_count, finding->threads, deal_chunk, finding, err);
}

/* ---- places -------------------------------------------------------------------- */

static size_t slots_for(uint32_t spots)
{
    size_t count = 16;
    while (count < 2 * (size_t)spots)
        count *= 2;
    return count;
}

/* Open addressing. The places of a part come to stand in front of it. */
static enum ws_status join_part(void *context, uint32_t part, uint32_t worker, struct ws_error *err)
{
    struct finding *finding = context;
    uint32_t first = finding->first_spot[part], *slots = finding->slots[worker], places = 0;
    uint32_t count = finding->first_spot[part + 1] - first;
    struct spot *spots = finding->spots + first;
    size_t slot_count = slots_for(count), mask = slot_count - 1;
    (void)err;
    memset(slots, 0, slot_count * sizeof *slots);
    for (uint32_t i = 0; i < count; i++) {
        struct spot spot = spots[i];
        size_t slot = mix(spot.key) & mask;
        while (slots[slot] && spots[slots[slot] - 1].key != spot.key)
            slot = (slot + 1) & mask;
        if (slots[slot]) {
            spots[slots[slot] - 1].uses += spot.uses;
        } else {
            spots[places++] = spot;
            slots[slot] = places;
        }
        finding->found->place[spot.vertex] = first + slots[slot] - 1;
        if (spots[slots[slot] - 1].uses > 2)
            spots[slots[slot] - 1].uses = 2;
    }
    finding->place_count[part] = places;
    for (uint32_t i = 0; i < places; i++)
        finding->first_node[part] += spots[i].uses > 1;
    return WS_OK;
}

static enum ws_status join(struct finding *finding, struct ws_error *err)
{
    uint32_t most = 0;
    for (uint32_t part = 0; part < finding->part_count; part++) {
        uint32_t count = finding->first_spot[part + 1] - finding->first_spot[part];
        most = count > most ? count : most;
    }
    uint32_t workers = finding->threads ? finding->threads : 1;
    finding->slots = mem_array(workers, sizeof *finding->slots);
    if (!finding->slots)
        return no_memory(finding, err);
    for (uint32_t i = 0; i < workers; i++) {
        finding->slots[i] = mem_array(slots_for(most), sizeof **finding->slots);
        if (!finding->slots[i])
            return no_memory(finding, err);
        finding->worker_count = i + 1;
    }
    return parallel_for(finding->part_count, finding->threads, join_part, finding, err);
}

/* ---- nodes --------------------------------------------------------------------- */

static enum ws_status list_part(void *context, uint32_t part, uint32_t worker, struct ws_error *err)
{
    struct finding *finding = context;
    uint32_t next = finding->first_node[part], first = finding->first_spot[part];
    (void)worker;
    (void)err;
    for (uint32_t p = first; p < finding->first_spot[part + 1]; p++)
        finding->found->node[p] = WS_NONE;
    for (uint32_t p = first; p < first + finding->place_count[part]; p++) {
        if (finding->spots[p].uses < 2)
            continue;
        finding->x_cm[next] = finding->left_cm + (int64_t)(finding->spots[p].key >> 32);
        finding->y_cm[next] = finding->low_cm + (int64_t)(uint32_t)finding->spots[p].key;
        finding->old[next++] = p;
    }
    return WS_OK;
}

#define CHUNK_NODES (1u << 15)

static enum ws_status number_chunk(void *context, uint32_t chunk, uint32_t worker,
                                   struct ws_error *err)
{
    struct finding *finding = context;
    struct junctions *found = finding->found;
    uint32_t end = found->node_count - chunk * CHUNK_NODES;
    end = chunk * CHUNK_NODES + (end < CHUNK_NODES ? end : CHUNK_NODES);
    (void)worker;
    (void)err;
    for (uint32_t node = chunk * CHUNK_NODES; node < end; node++) {
        uint32_t old = finding->order[node];
        found->node[finding->old[old]] = node;
        found->x_m[node] = (double)finding->x_cm[old] / CM_PER_M;
        found->y_m[node] = (double)finding->y_cm[old] / CM_PER_M;
    }
    return WS_OK;
}

/* Numbers the places used more than once, in the order of their positions. */
static enum ws_status number_nodes(struct finding *finding, struct ws_error *err)
{
    struct junctions *found = finding->found;
    fixed_offsets(finding->first_node, finding->part_count);
    uint32_t count = found->node_count = finding->first_node[finding->part_count];
    found->place_count = finding->spot_count;
    finding->x_cm = mem_array(count, sizeof *finding->x_cm);
    finding->y_cm = mem_array(count, sizeof *finding->y_cm);
    finding->old = mem_array(count, sizeof *finding->old);
    finding->order = mem_array(count, sizeof *finding->order);
    found->node = mem_array(found->place_count, sizeof *found->node);
    found->x_m = mem_array(count, sizeof *found->x_m);
    found->y_m = mem_array(count, sizeof *found->y_m);
    if (!finding->x_cm || !finding->y_cm || !finding->old || !finding->order || !found->node ||
        !found->x_m || !found->y_m)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " nodes", count);
    enum ws_status st =
        parallel_for(finding->part_count, finding->threads, list_part, finding, err);
    mem_free(finding->spots);
    finding->spots = NULL;
    if (!st)
        st =
            order_nodes(finding->order, finding->x_cm, finding->y_cm, count, finding->threads, err);
    return st ? st
              : parallel_for(count / CHUNK_NODES + 1, finding->threads, number_chunk, finding, err);
}

static void release_finding(struct finding *finding)
{
    for (uint32_t i = 0; i < finding->worker_count; i++)
        mem_free(finding->slots[i]);
    mem_free(finding->slots);
    mem_free(finding->boxes);
    mem_free(finding->spots_before);
    mem_free(finding->spots);
    mem_free(finding->first_spot);
    mem_free(finding->first_node);
    mem_free(finding->place_count);
    mem_free(finding->x_cm);
    mem_free(finding->y_cm);
    mem_free(finding->old);
    mem_free(finding->order);
}

enum ws_status junctions_find(struct junctions *out, const struct lines *lines, const bool *is_used,
                              uint32_t threads, struct ws_error *err)
{
    assert(out && lines && is_used);
    struct junctions found = {.place_count = lines->count ? lines->first_xy[lines->count] : 0};
    struct finding finding = {.lines = lines,
                              .is_used = is_used,
                              .found = &found,
                              .chunk_count = lines->count / CHUNK_LINES + 1,
                              .threads = threads};
    enum ws_status st = find_corner(&finding, err);
    if (!st)
        st = deal(&finding, err);
    if (!st)
        st = join(&finding, err);
    if (!st)
        st = number_nodes(&finding, err);
    release_finding(&finding);
    if (st)
        junctions_release(&found);
    else
        *out = found;
    return st;
}

void junctions_forget_places(struct junctions *junctions)
{
    mem_free(junctions->place);
    mem_free(junctions->node);
    junctions->place = junctions->node = NULL;
}

void junctions_release(struct junctions *junctions)
{
    if (!junctions)
        return;
    junctions_forget_places(junctions);
    mem_free(junctions->x_m);
    mem_free(junctions->y_m);
    *junctions = (struct junctions){0};
}
