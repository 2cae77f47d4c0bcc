#include "net/order.h"

#include "base/error.h"
#include "base/mem.h"
#include "geo/plane.h"
#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>

struct spot {
    uint64_t key;
    int64_t x_cm, y_cm;
    uint32_t old;
};

static int compare_spots(const void *a_ptr, const void *b_ptr)
{
    const struct spot *a = a_ptr, *b = b_ptr;
    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    if (a->x_cm != b->x_cm)
        return a->x_cm < b->x_cm ? -1 : 1;
    return (a->y_cm > b->y_cm) - (a->y_cm < b->y_cm);
}

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

enum ws_status order_nodes(uint32_t *out, const int64_t *x_cm, const int64_t *y_cm, uint32_t count,
                           struct ws_error *err)
{
    assert(out && x_cm && y_cm);
    struct spot *spots = mem_array(count, sizeof *spots);
    if (!spots)
        return error_set(err, WS_NO_MEMORY, "no memory to order %" PRIu32 " nodes", count);

    int64_t left = smallest(x_cm, count), low = smallest(y_cm, count);
    uint64_t span = largest_offset(x_cm, count, left) | largest_offset(y_cm, count, low);
    unsigned shift = 0; /* wider than 42 000 km: coarser cells, ties by x and y */
    while (span >> shift > UINT32_MAX)
        shift++;
    for (uint32_t i = 0; i < count; i++) {
        uint64_t x = ((uint64_t)x_cm[i] - (uint64_t)left) >> shift;
        uint64_t y = ((uint64_t)y_cm[i] - (uint64_t)low) >> shift;
        spots[i] = (struct spot){plane_hilbert((uint32_t)x, (uint32_t)y), x_cm[i], y_cm[i], i};
    }
    qsort(spots, count, sizeof *spots, compare_spots);
    for (uint32_t i = 0; i < count; i++)
        out[i] = spots[i].old;
    mem_free(spots);
    return WS_OK;
}
