/* The best division of a part, by states.
 *
 * A state is what is left to put into lots. Its lowest member goes next: into each listed
 * set that begins with it and is left, or below the volume by itself. So states are
 * worked off by their lowest member, and each keeps the best way to it. The value of a
 * way is (areas below, lots, largest lot), compared in that order; a set that is larger
 * than `most` is left out, which is how the aim "even" finds the least largest lot
 * first. */
#include "decide/lots_part.h"

#include "base/error.h"
#include "base/mem.h"

#include <inttypes.h>
#include <string.h>

#define STATES (1u << 17)
#define STEPS UINT64_C(20000000)

struct value {
    uint32_t below_count, lot_count;
    uint64_t largest_micro;
};

struct state {
    struct value value;
    uint32_t before, set; /* the state it came from, and by which set; WS_NONE: alone */
    uint32_t next;        /* of those with the same lowest member */
};

struct walk {
    const struct lots_part *part;
    bool is_even;        /* the largest lot counts before the number of lots */
    uint64_t most_micro; /* no larger set is used */
    uint64_t step_count;
    struct lots_sets left; /* per state */
    struct state *states;
    uint32_t *slot;               /* hash of `left`: state + 1 */
    uint32_t *first, *last;       /* per lowest member, and one for nothing left */
    uint32_t *first_set, *set_of; /* listed sets by their lowest member */
    uint32_t cap;                 /* states there is room for, a power of two */
};

static uint32_t lowest(const uint64_t *bits, uint32_t words)
{
    for (uint32_t w = 0; w < words; w++) {
        uint32_t bit = 0;
        while (bits[w] && !(bits[w] >> bit & 1u))
            bit++;
        if (bits[w])
            return 64 * w + bit;
    }
    return WS_NONE;
}

/* Below 0: a is better. */
static int compare(const struct walk *walk, const struct value *a, const struct value *b)
{
    int lots = (a->lot_count > b->lot_count) - (a->lot_count < b->lot_count);
    int largest = (a->largest_micro > b->largest_micro) - (a->largest_micro < b->largest_micro);
    if (a->below_count != b->below_count)
        return a->below_count < b->below_count ? -1 : 1;
    if (walk->is_even)
        return largest ? largest : lots;
    return lots ? lots : largest;
}

static uint32_t hash_left(const struct walk *walk, const uint64_t *bits)
{
    uint32_t words = walk->left.words;
    uint64_t hash = 0x2545f4914f6cdd1du;
    for (uint32_t w = 0; w < words; w++) {
        hash = (hash ^ bits[w]) * 0x94d049bb133111ebu;
        hash ^= hash >> 31;
    }
    return (uint32_t)hash & (2 * walk->cap - 1);
}

/* The state of what is left, made when it is new; WS_NONE: too many. */
static uint32_t find_state(struct walk *walk, const uint64_t *bits)
{
    struct lots_sets *left = &walk->left;
    uint32_t slot = hash_left(walk, bits);
    size_t bytes = left->words * sizeof *bits;
    for (; walk->slot[slot]; slot = (slot + 1) & (2 * walk->cap - 1))
        if (!memcmp(lots_set(left, walk->slot[slot] - 1), bits, bytes))
            return walk->slot[slot] - 1;
    if (left->count == walk->cap)
        return WS_NONE;
    uint32_t state = left->count++;
    memcpy(left->bits + (size_t)state * left->words, bits, bytes);
    walk->slot[slot] = state + 1;
    walk->states[state] = (struct state){.before = WS_NONE, .set = WS_NONE, .next = WS_NONE};
    walk->states[state].value.below_count = WS_NONE;
    uint32_t member = lowest(bits, left->words);
    uint32_t list = member == WS_NONE ? walk->part->count : member;
    if (walk->first[list] == WS_NONE)
        walk->first[list] = state;
    else
        walk->states[walk->last[list]].next = state;
    walk->last[list] = state;
    return state;
}

/* Goes on from a state by a set, or by its lowest member alone. */
static bool step(struct walk *walk, uint32_t from, uint32_t set, uint32_t member, uint64_t *scratch)
{
    const uint64_t *left = lots_set(&walk->left, from);
    struct value value = walk->states[from].value;
    memcpy(scratch, left, walk->left.words * sizeof *scratch);
    if (set == WS_NONE) {
        scratch[member / 64] &= ~(UINT64_C(1) << (member % 64));
        value.below_count++;
    } else {
        const uint64_t *bits = lots_set(&walk->part->sets, set);
        uint64_t micro = walk->part->set_micro[set];
        for (uint32_t w = 0; w < walk->left.words; w++)
            scratch[w] &= ~bits[w];
        value.largest_micro = micro > value.largest_micro ? micro : value.largest_micro;
    }
    value.lot_count++;
    uint32_t to = find_state(walk, scratch);
    if (to == WS_NONE)
        return false;
    struct state *state = &walk->states[to];
    if (state->value.below_count == WS_NONE || compare(walk, &value, &state->value) < 0) {
        state->value = value;
        state->before = from;
        state->set = set;
    }
    return true;
}

static bool leave(struct walk *walk, uint32_t from, uint32_t member, uint64_t *scratch)
{
    const struct lots_part *part = walk->part;
    uint32_t first = walk->first_set[member], end = walk->first_set[member + 1];
    walk->step_count += end - first + 1;
    for (uint32_t i = first; i < end; i++) {
        uint32_t set = walk->set_of[i];
        if (part->set_micro[set] <= walk->most_micro &&
            lots_holds(lots_set(&walk->left, from), lots_set(&part->sets, set), part->words) &&
            !step(walk, from, set, member, scratch))
            return false;
    }
    return step(walk, from, WS_NONE, member, scratch);
}

static enum ws_status no_memory(const struct lots_part *part, struct ws_error *err)
{
    return error_set(err, WS_NO_MEMORY, "no memory for the lots of %" PRIu32 " areas", part->count);
}

static enum ws_status walk_init(struct walk *walk, const struct lots_part *part,
                                struct ws_error *err)
{
    uint32_t set_count = part->sets.count;
    walk->part = part;
    walk->left.words = part->words;
    walk->cap = part->count < 17 ? 1u << part->count : STATES;
    walk->left.bits = mem_array((size_t)walk->cap * part->words, sizeof *walk->left.bits);
    walk->states = mem_array(walk->cap, sizeof *walk->states);
    walk->slot = mem_array(2 * (size_t)walk->cap, sizeof *walk->slot);
    walk->first = mem_array((size_t)part->count + 1, sizeof *walk->first);
    walk->last = mem_array((size_t)part->count + 1, sizeof *walk->last);
    walk->first_set = mem_array((size_t)part->count + 1, sizeof *walk->first_set);
    walk->set_of = mem_array(set_count, sizeof *walk->set_of);
    if (!walk->left.bits || !walk->states || !walk->slot || !walk->first || !walk->last ||
        !walk->first_set || !walk->set_of)
        return no_memory(part, err);
    uint32_t at = 0;
    for (uint32_t m = 0; m < part->count; m++) {
        walk->first_set[m] = at;
        for (uint32_t i = 0; i < set_count; i++)
            if (lowest(lots_set(&part->sets, i), part->words) == m)
                walk->set_of[at++] = i;
    }
    walk->first_set[part->count] = at;
    return WS_OK;
}

static void walk_release(struct walk *walk)
{
    mem_free(walk->left.bits);
    mem_free(walk->states);
    mem_free(walk->slot);
    mem_free(walk->first);
    mem_free(walk->last);
    mem_free(walk->first_set);
    mem_free(walk->set_of);
}

/* All states from "everything is left" on; WS_NONE: too many, else the last one. */
static uint32_t walk_all(struct walk *walk, uint64_t *scratch)
{
    const struct lots_part *part = walk->part;
    uint64_t limit = part->problem->step_limit ? part->problem->step_limit : STEPS;
    memset(walk->slot, 0, 2 * (size_t)walk->cap * sizeof *walk->slot);
    for (uint32_t m = 0; m <= part->count; m++)
        walk->first[m] = WS_NONE;
    walk->left.count = 0;
    memset(scratch, 0, part->words * sizeof *scratch);
    for (uint32_t m = 0; m < part->count; m++)
        lots_put(scratch, m);
    walk->states[find_state(walk, scratch)].value = (struct value){0};
    for (uint32_t m = 0; m < part->count; m++)
        for (uint32_t at = walk->first[m]; at != WS_NONE; at = walk->states[at].next)
            if (walk->step_count > limit || !leave(walk, at, m, scratch))
                return WS_NONE;
    return walk->first[part->count];
}

/* Reads the ways back into lots. */
static void tell(struct lots_division *out, const struct walk *walk, uint32_t end)
{
    const struct lots_part *part = walk->part;
    for (uint32_t at = end; walk->states[at].before != WS_NONE; at = walk->states[at].before) {
        uint32_t before = walk->states[at].before;
        const uint64_t *left = lots_set(&walk->left, before), *now = lots_set(&walk->left, at);
        for (uint32_t m = 0; m < part->count; m++)
            if (lots_has(left, m) && !lots_has(now, m))
                out->lot[m] = out->lot_count;
        out->lot_count++;
    }
    out->below_count = walk->states[end].value.below_count;
    out->largest_micro = walk->states[end].value.largest_micro;
    out->is_proved = true;
    out->least_count = out->lot_count;
    out->least_largest_micro = out->largest_micro;
}

enum ws_status lots_exact(struct lots_division *out, const struct lots_part *part, bool *is_done,
                          struct ws_error *err)
{
    struct walk walk = {.most_micro = UINT64_MAX};
    uint64_t *scratch = mem_array(part->words, sizeof *scratch);
    enum ws_status st = scratch ? walk_init(&walk, part, err) : no_memory(part, err);
    *is_done = false;
    uint32_t end = WS_NONE;
    if (!st && part->problem->aim == LOTS_EVEN) {
        walk.is_even = true;
        end = walk_all(&walk, scratch);
        walk.is_even = false;
        walk.most_micro = end == WS_NONE ? 0 : walk.states[end].value.largest_micro;
    }
    if (!st && (part->problem->aim == LOTS_FEWEST || end != WS_NONE))
        end = walk_all(&walk, scratch);
    if (!st && end != WS_NONE) {
        tell(out, &walk, end);
        *is_done = true;
    }
    walk_release(&walk);
    mem_free(scratch);
    return st;
}
