/* Lists the sets of members that may be a lot: each hangs together, all of it within
 * the travel limit, and it reaches the volume. A set that hangs together keeps doing so
 * without one of its members, so sets grow member by member and none is missed. */
#include "decide/lots_part.h"

#include "base/error.h"
#include "base/fixed.h"
#include "base/mem.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

uint64_t lots_volume(const struct lots_part *part, const uint64_t *bits)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < part->count; i++)
        if (lots_has(bits, i))
            sum = fixed_add_bound(sum, part->micro[i]);
    return sum;
}

bool lots_reaches(const struct lots_part *part, uint64_t micro)
{
    uint64_t least = part->problem->volume_micro;
    return least != WS_UNBOUNDED && micro >= least; /* not known is the highest number */
}

/* Places of sets by their bits; a power of two, at most half full. */
struct table {
    uint32_t size, *at; /* set + 1; 0: empty */
};

static uint64_t hash_bits(const uint64_t *bits, uint32_t words)
{
    uint64_t hash = 0x9e3779b97f4a7c15u;
    for (uint32_t w = 0; w < words; w++) {
        hash = (hash ^ bits[w]) * 0xbf58476d1ce4e5b9u;
        hash ^= hash >> 29;
    }
    return hash;
}

/* Adds a set unless it is there. */
static int add_set(struct lots_sets *sets, struct table *table, const uint64_t *bits)
{
    uint32_t slot = (uint32_t)hash_bits(bits, sets->words) & (table->size - 1);
    size_t bytes = sets->words * sizeof *bits;
    for (; table->at[slot]; slot = (slot + 1) & (table->size - 1))
        if (!memcmp(lots_set(sets, table->at[slot] - 1), bits, bytes))
            return 0;
    size_t need = ((size_t)sets->count + 1) * sets->words;
    if (mem_grow(&sets->bits, &sets->cap, need, sizeof *sets->bits))
        return -1;
    memcpy(sets->bits + (size_t)sets->count * sets->words, bits, bytes);
    table->at[slot] = ++sets->count;
    return 0;
}

/* Members beside the set that may share a lot with all of it. */
static void find_next(uint64_t *next, const struct lots_part *part, const uint64_t *set)
{
    uint32_t words = part->words;
    memset(next, 0, words * sizeof *next);
    for (uint32_t i = 0; i < part->count; i++)
        for (uint32_t w = 0; lots_has(set, i) && w < words; w++)
            next[w] |= part->beside[(size_t)i * words + w];
    for (uint32_t i = 0; i < part->count; i++)
        for (uint32_t w = 0; lots_has(set, i) && w < words; w++)
            next[w] &= part->near[(size_t)i * words + w];
    for (uint32_t w = 0; w < words; w++)
        next[w] &= ~set[w];
}

static int grow_set(struct lots_sets *sets, struct table *table, const struct lots_part *part,
                    uint32_t at, uint64_t scratch[])
{
    uint64_t *set = scratch, *next = scratch + part->words;
    memcpy(set, lots_set(sets, at), part->words * sizeof *set);
    find_next(next, part, set);
    for (uint32_t i = 0; i < part->count; i++) {
        if (!lots_has(next, i))
            continue;
        lots_put(set, i);
        if (add_set(sets, table, set))
            return -1;
        set[i / 64] &= ~(UINT64_C(1) << (i % 64));
    }
    return 0;
}

/* All that hang together within the limit, whatever their volume. */
static int list_all(struct lots_sets *sets, struct table *table, const struct lots_part *part,
                    uint64_t *scratch)
{
    for (uint32_t i = 0; i < part->count; i++) {
        memset(scratch, 0, part->words * sizeof *scratch);
        lots_put(scratch, i);
        if (add_set(sets, table, scratch))
            return -1;
    }
    for (uint32_t at = 0; at < sets->count && sets->count <= LOTS_SETS; at++)
        if (grow_set(sets, table, part, at, scratch))
            return -1;
    return 0;
}

static int keep_large(struct lots_part *part, const struct lots_sets *all)
{
    part->set_micro = mem_array(all->count, sizeof *part->set_micro);
    part->sets.words = part->words;
    part->sets.bits = mem_array((size_t)all->count * all->words, sizeof *part->sets.bits);
    if (!part->set_micro || !part->sets.bits)
        return -1;
    for (uint32_t i = 0; i < all->count; i++) {
        const uint64_t *set = lots_set(all, i);
        uint64_t micro = lots_volume(part, set);
        if (!lots_reaches(part, micro))
            continue;
        memcpy(part->sets.bits + (size_t)part->sets.count * part->words, set,
               part->words * sizeof *set);
        part->set_micro[part->sets.count++] = micro == WS_UNBOUNDED ? 0 : micro;
    }
    return 0;
}

enum ws_status lots_list(struct lots_part *part, struct ws_error *err)
{
    struct lots_sets all = {.words = part->words};
    /* One set grows into at most `count` more before the limit is looked at. */
    struct table table = {.size = part->count < 16 ? 2u << part->count : 1u << 17};
    table.at = mem_array(table.size, sizeof *table.at);
    uint64_t *scratch = mem_array((size_t)part->words * 2, sizeof *scratch);
    int wrong = !table.at || !scratch || list_all(&all, &table, part, scratch);
    part->is_listed = !wrong && all.count <= LOTS_SETS;
    if (!wrong && part->is_listed)
        wrong = keep_large(part, &all);
    mem_free(table.at);
    mem_free(scratch);
    mem_free(all.bits);
    return wrong ? error_set(err, WS_NO_MEMORY, "no memory for the lots of %" PRIu32 " areas",
                             part->count)
                 : WS_OK;
}
