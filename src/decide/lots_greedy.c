/* A division that grows by joining lots, and bounds that no division beats. */
#include "decide/lots_part.h"

#include "base/error.h"
#include "base/fixed.h"
#include "base/mem.h"

#include <inttypes.h>
#include <string.h>

/* Lots by the member they began with; an empty one was joined to another. */
struct growth {
    const struct lots_part *part;
    uint64_t *bits;  /* [lot][word] */
    uint64_t *micro; /* per lot; WS_UNBOUNDED: not known */
    bool *is_there;
};

static uint64_t *lot_bits(const struct growth *growth, uint32_t lot)
{
    return growth->bits + (size_t)lot * growth->part->words;
}

static bool is_below(const struct growth *growth, uint32_t lot)
{
    return !lots_reaches(growth->part, growth->micro[lot]);
}

/* Beside each other, and every way between them within the limit. */
static bool may_join(const struct growth *growth, uint32_t a, uint32_t b)
{
    const struct lots_part *part = growth->part;
    uint32_t words = part->words;
    bool is_beside = false;
    for (uint32_t m = 0; m < part->count; m++) {
        if (!lots_has(lot_bits(growth, a), m))
            continue;
        if (!lots_holds(part->near + (size_t)m * words, lot_bits(growth, b), words))
            return false;
        is_beside |= lots_meets(part->beside + (size_t)m * words, lot_bits(growth, b), words);
    }
    return is_beside;
}

static void join(struct growth *growth, uint32_t a, uint32_t b)
{
    uint32_t words = growth->part->words;
    for (uint32_t w = 0; w < words; w++)
        lot_bits(growth, a)[w] |= lot_bits(growth, b)[w];
    growth->micro[a] = fixed_add_bound(growth->micro[a], growth->micro[b]);
    growth->is_there[b] = false;
}

/* Which lots a round joins. */
enum joining {
    JOIN_BELOW,  /* one that is below with any other */
    JOIN_ONE_IN, /* one that is below with one that is not */
    JOIN_ANY
};

static bool is_meant(const struct growth *growth, uint32_t a, uint32_t b, enum joining joining)
{
    bool below_a = is_below(growth, a), below_b = is_below(growth, b);
    return joining == JOIN_ANY || (joining == JOIN_BELOW ? below_a || below_b : below_a != below_b);
}

/* Joins the pair with the smallest volume together; false: there is none. */
static bool join_smallest(struct growth *growth, enum joining joining)
{
    uint32_t count = growth->part->count, best_a = WS_NONE, best_b = WS_NONE;
    uint64_t best = 0;
    for (uint32_t a = 0; a < count; a++)
        for (uint32_t b = a + 1; growth->is_there[a] && b < count; b++) {
            uint64_t micro = fixed_add_bound(growth->micro[a], growth->micro[b]);
            if (!growth->is_there[b] || (best_a != WS_NONE && micro >= best) ||
                !is_meant(growth, a, b, joining) || !may_join(growth, a, b))
                continue;
            best = micro;
            best_a = a;
            best_b = b;
        }
    if (best_a != WS_NONE)
        join(growth, best_a, best_b);
    return best_a != WS_NONE;
}

/* What still does not reach the volume falls apart again. */
static void split_below(struct growth *growth)
{
    const struct lots_part *part = growth->part;
    for (uint32_t lot = 0; lot < part->count; lot++) {
        if (!growth->is_there[lot] || !is_below(growth, lot))
            continue;
        for (uint32_t m = 0; m < part->count; m++) {
            if (m == lot || !lots_has(lot_bits(growth, lot), m))
                continue;
            growth->is_there[m] = true;
            growth->micro[m] = part->micro[m];
            memset(lot_bits(growth, m), 0, part->words * sizeof(uint64_t));
            lots_put(lot_bits(growth, m), m);
        }
        growth->micro[lot] = part->micro[lot];
        memset(lot_bits(growth, lot), 0, part->words * sizeof(uint64_t));
        lots_put(lot_bits(growth, lot), lot);
    }
}

static void grow(struct growth *growth)
{
    while (join_smallest(growth, JOIN_BELOW))
        continue;
    split_below(growth);
    while (join_smallest(growth, JOIN_ONE_IN))
        continue;
    while (growth->part->problem->aim == LOTS_FEWEST && join_smallest(growth, JOIN_ANY))
        continue;
    split_below(growth);
}

static void tell(struct lots_division *out, const struct growth *growth)
{
    const struct lots_part *part = growth->part;
    for (uint32_t lot = 0; lot < part->count; lot++) {
        uint64_t micro = growth->micro[lot];
        if (!growth->is_there[lot])
            continue;
        for (uint32_t m = 0; m < part->count; m++)
            if (lots_has(lot_bits(growth, lot), m))
                out->lot[m] = out->lot_count;
        out->lot_count++;
        if (is_below(growth, lot))
            out->below_count++;
        else if (micro != WS_UNBOUNDED && micro > out->largest_micro)
            out->largest_micro = micro;
    }
}

/* Members that pairwise cannot share a lot, taken in order: a lot each. */
static uint32_t count_apart(const struct lots_part *part, uint64_t *chosen)
{
    uint32_t count = 0;
    memset(chosen, 0, part->words * sizeof *chosen);
    for (uint32_t m = 0; m < part->count; m++)
        if (!lots_meets(part->near + (size_t)m * part->words, chosen, part->words)) {
            lots_put(chosen, m);
            count++;
        }
    return count;
}

/* One that reaches the volume alone is in no smaller lot; where some are not known it
 * might share one whose volume nobody knows. */
static uint64_t least_largest(const struct lots_part *part)
{
    uint64_t least = 0;
    for (uint32_t m = 0; m < part->count; m++) {
        if (part->micro[m] == WS_UNBOUNDED)
            return 0;
        if (lots_reaches(part, part->micro[m]) && part->micro[m] > least)
            least = part->micro[m];
    }
    return least;
}

enum ws_status lots_grow(struct lots_division *out, const struct lots_part *part,
                         struct ws_error *err)
{
    uint32_t words = part->words;
    struct growth growth = {.part = part,
                            .bits = mem_array((size_t)part->count * words, sizeof *growth.bits),
                            .micro = mem_array(part->count, sizeof *growth.micro),
                            .is_there = mem_array(part->count, sizeof *growth.is_there)};
    uint64_t *chosen = mem_array(words, sizeof *chosen);
    enum ws_status st = WS_OK;
    if (!growth.bits || !growth.micro || !growth.is_there || !chosen)
        st = error_set(err, WS_NO_MEMORY, "no memory for the lots of %" PRIu32 " areas",
                       part->count);
    for (uint32_t m = 0; !st && m < part->count; m++) {
        lots_put(lot_bits(&growth, m), m);
        growth.micro[m] = part->micro[m];
        growth.is_there[m] = true;
    }
    if (!st) {
        grow(&growth);
        tell(out, &growth);
        out->least_count = count_apart(part, chosen);
        out->least_largest_micro = least_largest(part);
        out->is_proved = false;
    }
    mem_free(growth.bits);
    mem_free(growth.micro);
    mem_free(growth.is_there);
    mem_free(chosen);
    return st;
}
