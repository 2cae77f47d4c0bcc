#include "net/order.h"

#include "base/error.h"
#include "base/mem.h"
#include "base/parallel.h"
#include "geo/plane.h"
#include <assert.h>
#include <inttypes.h>
#include <stdbool.h>

#define CHUNK (1u << 15)
#define DIGIT_BITS 11
#define DIGITS (1u << DIGIT_BITS)

struct spot {
    uint64_t key;
    uint32_t old;
};

struct ordering {
    const int64_t *x_cm, *y_cm;
    int64_t left, low;
    unsigned shift; /* wider than 42 000 km: coarser cells, ties by x and y */
    uint32_t count;
    struct spot *spots, *other;
};

static int64_t smallest(const int64_t *values, uint32_t count)
{
    int64_t least = INT64_MAX;
    for (uint32_t i = 0; i < count; i++)
        least = values[i] < least ? values[i] : least;
    return least;
}

static uint64_t largest_offset(const int64_t *values, uint32_t count, int64_t least)
{
    uint64_t most = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint64_t offset = (uint64_t)values[i] - (uint64_t)least;
        most = offset > most ? offset : most;
    }
    return most;
}

static enum ws_status key_chunk(void *context, uint32_t chunk, uint32_t worker,
                                struct ws_error *err)
{
    struct ordering *ordering = context;
    uint32_t first = chunk * CHUNK, left = ordering->count - first;
    (void)worker;
    (void)err;
    for (uint32_t i = first; i < first + (left < CHUNK ? left : CHUNK); i++) {
        uint64_t x = ((uint64_t)ordering->x_cm[i] - (uint64_t)ordering->left) >> ordering->shift;
        uint64_t y = ((uint64_t)ordering->y_cm[i] - (uint64_t)ordering->low) >> ordering->shift;
        ordering->spots[i] = (struct spot){plane_hilbert((uint32_t)x, (uint32_t)y), i};
    }
    return WS_OK;
}

/* Deals the spots by one digit of their keys, equal ones as they come. False when
 * all have the same. */
static bool deal(struct ordering *ordering, unsigned bit)
{
    uint32_t first[DIGITS] = {0}, next = 0;
    const struct spot *spots = ordering->spots;
    for (uint32_t i = 0; i < ordering->count; i++)
        first[spots[i].key >> bit & (DIGITS - 1)]++;
    if (first[spots[0].key >> bit & (DIGITS - 1)] == ordering->count)
        return false;
    for (uint32_t digit = 0; digit < DIGITS; digit++) {
        uint32_t count = first[digit];
        first[digit] = next;
        next += count;
    }
    for (uint32_t i = 0; i < ordering->count; i++)
        ordering->other[first[spots[i].key >> bit & (DIGITS - 1)]++] = spots[i];
    return true;
}

static bool stands_before(const struct ordering *ordering, const struct spot *a,
                          const struct spot *b)
{
    const int64_t *x = ordering->x_cm, *y = ordering->y_cm;
    if (a->key != b->key)
        return a->key < b->key;
    return x[a->old] != x[b->old] ? x[a->old] < x[b->old] : y[a->old] < y[b->old];
}

/* Cells of more than a centimetre hold several places, of roads few. */
static void part_ties(struct ordering *ordering)
{
    struct spot *spots = ordering->spots;
    for (uint32_t i = 1; i < ordering->count; i++) {
        struct spot spot = spots[i];
        uint32_t place = i;
        for (; place > 0 && stands_before(ordering, &spot, &spots[place - 1]); place--)
            spots[place] = spots[place - 1];
        spots[place] = spot;
    }
}

static void sort(struct ordering *ordering)
{
    for (unsigned bit = 0; bit < 64 && ordering->count > 1; bit += DIGIT_BITS) {
        if (!deal(ordering, bit))
            continue;
        struct spot *dealt = ordering->other;
        ordering->other = ordering->spots;
        ordering->spots = dealt;
    }
    if (ordering->shift)
        part_ties(ordering);
}

enum ws_status order_nodes(uint32_t *out, const int64_t *x_cm, const int64_t *y_cm, uint32_t count,
                           uint32_t threads, struct ws_error *err)
{
    assert(out && x_cm && y_cm);
    struct ordering ordering = {.x_cm = x_cm, .y_cm = y_cm, .count = count};
    ordering.spots = mem_array(count, sizeof *ordering.spots);
    ordering.other = mem_array(count, sizeof *ordering.other);
    enum ws_status st = WS_OK;
    if (!ordering.spots || !ordering.other) {
        st = error_set(err, WS_NO_MEMORY, "no memory to order %" PRIu32 " nodes", count);
        goto done;
    }
    ordering.left = smallest(x_cm, count);
    ordering.low = smallest(y_cm, count);
    uint64_t span =
        largest_offset(x_cm, count, ordering.left) | largest_offset(y_cm, count, ordering.low);
    while (span >> ordering.shift > UINT32_MAX)
        ordering.shift++;
    st = parallel_for(count / CHUNK + 1, threads, key_chunk, &ordering, err);
    if (st)
        goto done;
    sort(&ordering);
    for (uint32_t i = 0; i < count; i++)
        out[i] = ordering.spots[i].old;
done:
    mem_free(ordering.spots);
    mem_free(ordering.other);
    return st;
}
