#include "net/junction.h"

#include "base/error.h"
#include "base/mem.h"
#include "net/order.h"
#include <assert.h>
#include <inttypes.h>
#include <math.h>

#define CM_PER_M 100.0
#define WIDEST_CM 4294967294.0
#define FARTHEST_M 1e13 /* coordinates whose centimetres still are exact enough */

/* Open addressing; a slot holds place + 1. Only place numbers come out of it,
 * and those never reach the network: its order is that of the positions. */
struct table {
    uint32_t *slots;
    size_t mask;
    uint64_t *key;  /* per place */
    uint8_t *uses;  /* per place: 0, 1, 2 or more */
    uint32_t count; /* places */
    int64_t left_cm, low_cm;
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

static struct box used_box(const struct lines *lines, const bool *is_used, size_t *vertex_count)
{
    struct box box = box_empty();
    *vertex_count = 0;
    for (uint32_t i = 0; i < lines->count; i++) {
        if (!is_used[i])
            continue;
        *vertex_count += lines->first_xy[i + 1] - lines->first_xy[i];
        for (size_t v = lines->first_xy[i]; v < lines->first_xy[i + 1]; v++)
            box_add(&box, lines->xy_m[2 * v], lines->xy_m[2 * v + 1]);
    }
    return box;
}

static enum ws_status open_table(struct table *table, const struct lines *lines,
                                 const bool *is_used, struct ws_error *err)
{
    size_t vertex_count = 0, slot_count = 16;
    struct box box = used_box(lines, is_used, &vertex_count);

    if (vertex_count > 0) {
        double width_cm = (box.max_x_m - box.min_x_m) * CM_PER_M;
        double height_cm = (box.max_y_m - box.min_y_m) * CM_PER_M;
        if (!(width_cm < WIDEST_CM) || !(height_cm < WIDEST_CM) ||
            !(fabs(box.min_x_m) < FARTHEST_M) || !(fabs(box.min_y_m) < FARTHEST_M))
            return error_set(err, WS_TOO_LARGE,
                             "roads: extent is %g by %g m; expected less than 42 000 km",
                             box.max_x_m - box.min_x_m, box.max_y_m - box.min_y_m);
        table->left_cm = to_cm(box.min_x_m);
        table->low_cm = to_cm(box.min_y_m);
    }
    while (slot_count < 2 * vertex_count)
        slot_count *= 2;
    table->mask = slot_count - 1;
    table->slots = mem_array(slot_count, sizeof *table->slots);
    table->key = mem_array(vertex_count, sizeof *table->key);
    table->uses = mem_array(vertex_count, sizeof *table->uses);
    if (!table->slots || !table->key || !table->uses)
        return error_set(err, WS_NO_MEMORY, "no memory to join %zu vertices", vertex_count);
    return WS_OK;
}

static void close_table(struct table *table)
{
    mem_free(table->slots);
    mem_free(table->key);
    mem_free(table->uses);
}

/* Mixes all bits of a key (the finaliser of splitmix64, Steele 2014,
 * doi:10.1145/2714064.2660195): neighbours must not share a slot. */
static uint64_t mix(uint64_t key)
{
    key = (key ^ key >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    key = (key ^ key >> 27) * UINT64_C(0x94d049bb133111eb);
    return key ^ key >> 31;
}

static uint32_t place_of(struct table *table, const double *xy_m)
{
    uint64_t x = (uint64_t)(to_cm(xy_m[0]) - table->left_cm);
    uint64_t y = (uint64_t)(to_cm(xy_m[1]) - table->low_cm);
    uint64_t key = x << 32 | y;

    for (size_t slot = mix(key) & table->mask;; slot = (slot + 1) & table->mask) {
        uint32_t taken = table->slots[slot];
        if (taken && table->key[taken - 1] != key)
            continue;
        if (!taken) {
            table->key[table->count++] = key;
            table->slots[slot] = table->count;
            return table->count - 1;
        }
        return taken - 1;
    }
}

static void use_place(struct table *table, uint32_t place, uint8_t times)
{
    unsigned uses = table->uses[place] + (unsigned)times;
    table->uses[place] = uses > 2 ? 2 : (uint8_t)uses;
}

static void add_line(struct table *table, uint32_t *place, const struct lines *lines, uint32_t line)
{
    uint32_t from = lines->first_xy[line], to = lines->first_xy[line + 1];

    for (uint32_t v = from; v < to; v++) {
        place[v] = place_of(table, &lines->xy_m[2 * (size_t)v]);
        if (v == from || place[v] != place[v - 1])
            use_place(table, place[v], 1);
    }
    use_place(table, place[from], 2); /* an end is a node whoever else comes by */
    use_place(table, place[to - 1], 2);
}

/* Numbers the places used more than once, in the order of their positions. */
static enum ws_status number_nodes(struct junctions *found, const struct table *table,
                                   struct ws_error *err)
{
    uint32_t count = 0;
    for (uint32_t p = 0; p < table->count; p++)
        count += table->uses[p] > 1;

    int64_t *x_cm = mem_array(count, sizeof *x_cm), *y_cm = mem_array(count, sizeof *y_cm);
    uint32_t *old = mem_array(count, sizeof *old), *order = mem_array(count, sizeof *order);
    enum ws_status st = WS_OK;
    found->node = mem_array(table->count, sizeof *found->node);
    found->x_m = mem_array(count, sizeof *found->x_m);
    found->y_m = mem_array(count, sizeof *found->y_m);
    if (!x_cm || !y_cm || !old || !order || !found->node || !found->x_m || !found->y_m) {
        st = error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " nodes", count);
        goto done;
    }
    for (uint32_t p = 0; p < table->count; p++) {
        found->node[p] = WS_NONE;
        if (table->uses[p] < 2)
            continue;
        x_cm[found->node_count] = table->left_cm + (int64_t)(table->key[p] >> 32);
        y_cm[found->node_count] = table->low_cm + (int64_t)(uint32_t)table->key[p];
        old[found->node_count++] = p;
    }
    st = order_nodes(order, x_cm, y_cm, count, err);
    if (st)
        goto done;
    for (uint32_t node = 0; node < count; node++) {
        found->node[old[order[node]]] = node;
        found->x_m[node] = (double)x_cm[order[node]] / CM_PER_M;
        found->y_m[node] = (double)y_cm[order[node]] / CM_PER_M;
    }
done:
    mem_free(x_cm);
    mem_free(y_cm);
    mem_free(old);
    mem_free(order);
    return st;
}

enum ws_status junctions_find(struct junctions *out, const struct lines *lines, const bool *is_used,
                              struct ws_error *err)
{
    assert(out && lines && is_used);
    struct junctions found = {0};
    struct table table = {0};
    uint32_t vertex_count = lines->count > 0 ? lines->first_xy[lines->count] : 0;

    enum ws_status st = open_table(&table, lines, is_used, err);
    if (st)
        goto done;
    found.place = mem_array(vertex_count, sizeof *found.place);
    if (!found.place) {
        st = error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " vertices", vertex_count);
        goto done;
    }
    for (uint32_t v = 0; v < vertex_count; v++)
        found.place[v] = WS_NONE;
    for (uint32_t i = 0; i < lines->count; i++)
        if (is_used[i])
            add_line(&table, found.place, lines, i);
    found.place_count = table.count;
    st = number_nodes(&found, &table, err);
    if (st)
        goto done;

    *out = found;
    found = (struct junctions){0};
done:
    close_table(&table);
    junctions_release(&found);
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
