/* Ranks of every measure, then the nearest by the mean of their differences. */
#include "decide/peers.h"

#include "base/error.h"
#include "base/fixed.h"
#include "base/mem.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#define NO_RANK UINT32_MAX

struct ranked {
    double value;
    uint32_t place;
};

static int compare_ranked(const void *left, const void *right)
{
    const struct ranked *a = left, *b = right;
    if (a->value != b->value)
        return a->value < b->value ? -1 : 1;
    return (a->place > b->place) - (a->place < b->place);
}

/* Twice the rank of each place from 0, so that the middle of equals is whole; returns
 * twice the last one. */
static uint32_t rank_all(uint32_t *rank2, struct ranked *rows, const double *value, uint32_t count)
{
    uint32_t known = 0;
    for (uint32_t i = 0; i < count; i++) {
        rank2[i] = NO_RANK;
        if (!isnan(value[i]))
            rows[known++] = (struct ranked){value[i], i};
    }
    if (known)
        qsort(rows, known, sizeof *rows, compare_ranked);
    for (uint32_t first = 0, end = 0; first < known; first = end) {
        while (end < known && rows[end].value == rows[first].value)
            end++;
        for (uint32_t i = first; i < end; i++)
            rank2[rows[i].place] = first + end - 1;
    }
    return known ? 2 * (known - 1) : 0;
}

struct search {
    uint32_t count, most;
    const uint32_t *rank2[PEER_MEASURES];
    uint32_t last2[PEER_MEASURES];
};

/* False where b lacks a measure that a has, or a has none. */
static bool measure(struct peer *out, const struct search *search, uint32_t a, uint32_t b)
{
    *out = (struct peer){.place = a, .peer = b};
    for (int m = 0; m < PEER_MEASURES; m++) {
        uint32_t of_a = search->rank2[m][a], of_b = search->rank2[m][b];
        if (of_a == NO_RANK)
            continue;
        if (of_b == NO_RANK)
            return false;
        uint32_t apart = of_a < of_b ? of_b - of_a : of_a - of_b;
        out->measure_count++;
        if (search->last2[m])
            out->apart_micro += fixed_mul_div(apart, WS_MICRO, search->last2[m]);
    }
    return out->measure_count > 0;
}

/* The nearest of one place, kept in order while they are found. */
static uint32_t find_of(struct peer *out, const struct search *search, uint32_t place)
{
    uint32_t kept = 0;
    for (uint32_t other = 0; other < search->count; other++) {
        struct peer peer;
        if (other == place || !measure(&peer, search, place, other))
            continue;
        uint32_t at = kept < search->most ? kept++ : search->most;
        while (at > 0 && out[at - 1].apart_micro > peer.apart_micro) {
            if (at < search->most)
                out[at] = out[at - 1];
            at--;
        }
        if (at < search->most)
            out[at] = peer;
    }
    for (uint32_t i = 0; i < kept; i++)
        out[i].rank = i + 1;
    return kept;
}

enum ws_status peers_find(struct peer **out, uint32_t *count, const struct peer_places *places,
                          uint32_t most, struct ws_error *err)
{
    assert(out && count && places);
    most = places->count && most >= places->count ? places->count - 1 : most;
    uint32_t *rank2 = mem_array((size_t)places->count * PEER_MEASURES, sizeof *rank2);
    struct ranked *rows = mem_array(places->count, sizeof *rows);
    struct peer *peers = mem_array((size_t)places->count * most, sizeof *peers);
    enum ws_status st = WS_OK;
    if (!rank2 || !rows || !peers) {
        st = error_set(err, WS_NO_MEMORY, "no memory for the peers of %" PRIu32 " places",
                       places->count);
        goto done;
    }
    struct search search = {.count = places->count, .most = most};
    for (int m = 0; m < PEER_MEASURES; m++) {
        uint32_t *of = rank2 + (size_t)m * places->count;
        search.last2[m] = rank_all(of, rows, places->value[m], places->count);
        search.rank2[m] = of;
    }
    *count = 0;
    for (uint32_t i = 0; i < places->count; i++)
        *count += find_of(&peers[*count], &search, i);
    *out = peers;
    peers = NULL;
done:
    mem_free(rank2);
    mem_free(rows);
    mem_free(peers);
    return st;
}

double peers_distance(const struct peer *peer)
{
    return (double)peer->apart_micro / ((double)peer->measure_count * WS_MICRO);
}

const char *peers_measure_name(enum peer_measure measure)
{
    static const char *const NAMES[PEER_MEASURES] = {"people", "people per km2",
                                                     "way of half of the people", "unemployment"};
    return NAMES[measure];
}
