#include "decide/need.h"

#include "base/error.h"
#include "base/fixed.h"
#include "base/mem.h"
#include "decide/decide.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

const char *need_rate_name(enum need_rate rate)
{
    static const char *const names[NEED_RATES] = {"low", "middle", "high", "unknown"};
    return (unsigned)rate < NEED_RATES ? names[rate] : "?";
}

struct ranked {
    uint64_t rate; /* unemployed per thousand million people, for the order alone */
    uint32_t place;
};

static int compare_ranked(const void *left, const void *right)
{
    const struct ranked *a = left, *b = right;
    if (a->rate != b->rate)
        return a->rate < b->rate ? -1 : 1;
    return (a->place > b->place) - (a->place < b->place);
}

static bool is_rate_known(const struct need_places *places, uint32_t place)
{
    return places->people_micro[place] > 0 && places->more_micro[place] == 0;
}

static uint32_t class_of(const struct need_places *places, uint32_t place)
{
    uint32_t providers = places->provider_count[place];
    return providers == WS_NONE ? NEED_NO_CLASS : (uint32_t)classify_choice(providers);
}

static void add_place(struct need_cell *cells, const struct need_places *places, uint32_t place,
                      enum need_rate rate)
{
    struct need_cell *cell = &cells[rate * NEED_CLASSES + class_of(places, place)];
    cell->place_count++;
    cell->people_micro += places->people_micro[place];
    uint64_t known = places->more_micro[place] ? WS_UNBOUNDED : places->unemployed_micro[place];
    cell->unemployed_micro = fixed_add_bound(cell->unemployed_micro, known);
}

/* The same for every class of a third. */
static void set_rates(struct need_cell *cells, enum need_rate third, double from, double to)
{
    for (uint32_t class_id = 0; class_id < NEED_CLASSES; class_id++) {
        cells[third * NEED_CLASSES + class_id].rate_from = from;
        cells[third * NEED_CLASSES + class_id].rate_to = to;
    }
}

enum ws_status need_table(struct need_cell cells[NEED_RATES * NEED_CLASSES],
                          const struct need_places *places, struct ws_error *err)
{
    uint32_t count = 0;
    struct ranked *order = mem_array(places->count, sizeof *order);
    if (!order)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " places", places->count);
    for (uint32_t i = 0; i < NEED_RATES * NEED_CLASSES; i++)
        cells[i] = (struct need_cell){.rate_from = (double)NAN, .rate_to = (double)NAN};
    for (uint32_t place = 0; place < places->count; place++) {
        if (!is_rate_known(places, place)) {
            add_place(cells, places, place, NEED_UNKNOWN);
            continue;
        }
        order[count++] = (struct ranked){fixed_mul_div(places->unemployed_micro[place], 1000000000u,
                                                       places->people_micro[place]),
                                         place};
    }
    if (count)
        qsort(order, count, sizeof *order, compare_ranked);
    for (uint32_t third = NEED_LOW; third <= NEED_HIGH; third++) {
        uint32_t first = (uint32_t)((uint64_t)count * third / 3);
        uint32_t end = (uint32_t)((uint64_t)count * (third + 1) / 3);
        for (uint32_t i = first; i < end; i++)
            add_place(cells, places, order[i].place, (enum need_rate)third);
        if (first < end)
            set_rates(cells, (enum need_rate)third, (double)order[first].rate / 1e9,
                      (double)order[end - 1].rate / 1e9);
    }
    mem_free(order);
    return WS_OK;
}

/* ---- access, flat and by need ------------------------------------------------------- */

static int compare_measures(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

/* 1 and how many of the sorted measures are greater. */
static uint32_t rank_of(const uint64_t *sorted, uint32_t count, uint64_t measure)
{
    uint32_t low = 0, high = count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (sorted[middle] <= measure)
            low = middle + 1;
        else
            high = middle;
    }
    return 1 + count - low;
}

/* Not covered of a thousand million, for the order alone. */
static uint64_t flat_measure(const struct need_places *places, const uint64_t *covered_micro,
                             uint32_t place)
{
    uint64_t people_micro = places->people_micro[place];
    return fixed_mul_div(people_micro - covered_micro[place], 1000000000u, people_micro);
}

enum ws_status need_ranks(struct need_rank *out, const struct need_places *places,
                          const uint64_t *covered_micro, struct ws_error *err)
{
    uint32_t known = 0;
    uint64_t *flat = mem_array((size_t)places->count * 2, sizeof *flat);
    if (!flat)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " places", places->count);
    uint64_t *need = flat + places->count;
    for (uint32_t i = 0; i < places->count; i++) {
        uint64_t people_micro = places->people_micro[i];
        out[i] = (struct need_rank){0, 0, 0};
        if (!is_rate_known(places, i))
            continue;
        out[i].exposed_micro = fixed_mul_div(places->unemployed_micro[i],
                                             people_micro - covered_micro[i], people_micro);
        flat[known] = flat_measure(places, covered_micro, i);
        need[known++] = out[i].exposed_micro;
    }
    if (known) {
        qsort(flat, known, sizeof *flat, compare_measures);
        qsort(need, known, sizeof *need, compare_measures);
    }
    for (uint32_t i = 0; i < places->count; i++) {
        if (!is_rate_known(places, i))
            continue;
        out[i].flat_rank = rank_of(flat, known, flat_measure(places, covered_micro, i));
        out[i].need_rank = rank_of(need, known, out[i].exposed_micro);
    }
    mem_free(flat);
    return WS_OK;
}
