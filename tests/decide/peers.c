/* Places that are alike, against distances counted place by place. */
#include "decide/peers.h"

#include "base/mem.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>

#define MOST 24u

static uint32_t draw(uint64_t *seed, uint32_t below)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*seed >> 33) % below;
}

/* How far apart two places stand: those between them, and half of their equals. */
static uint64_t apart(const double *value, uint32_t count, uint32_t a, uint32_t b)
{
    uint64_t twice[2] = {0, 0}, known = 0;
    const double of[2] = {value[a], value[b]};
    for (uint32_t i = 0; i < count; i++)
        known += isnan(value[i]) ? 0u : 1u;
    for (int side = 0; side < 2; side++)
        for (uint32_t i = 0; i < count; i++)
            if (!isnan(value[i]))
                twice[side] += value[i] < of[side] ? 2u : value[i] == of[side] ? 1u : 0u;
    uint64_t between = twice[0] < twice[1] ? twice[1] - twice[0] : twice[0] - twice[1];
    return known > 1 ? between * WS_MICRO / (2 * (known - 1)) : 0;
}

/* UINT64_MAX: no peer. */
static uint64_t distance(const struct peer_places *places, uint32_t a, uint32_t b)
{
    uint64_t sum = 0;
    uint32_t measures = 0;
    for (int m = 0; m < PEER_MEASURES; m++) {
        if (isnan(places->value[m][a]))
            continue;
        if (isnan(places->value[m][b]))
            return UINT64_MAX;
        sum += apart(places->value[m], places->count, a, b);
        measures++;
    }
    return a != b && measures ? sum : UINT64_MAX;
}

/* Whether `other` has to stand before `peer` in the list of a place. */
static bool is_nearer(const struct peer_places *places, uint32_t other, const struct peer *peer)
{
    uint64_t its = distance(places, peer->place, other);
    return its < peer->apart_micro || (its == peer->apart_micro && other < peer->peer);
}

static void check_place(const struct peer_places *places, uint32_t place, uint32_t most,
                        const struct peer *peers, uint32_t count)
{
    uint32_t possible = 0;
    for (uint32_t other = 0; other < places->count; other++)
        possible += distance(places, place, other) != UINT64_MAX;
    assert_int_equal(count, possible < most ? possible : most);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t before = 0;
        assert_true(peers[i].apart_micro == distance(places, place, peers[i].peer));
        assert_int_equal(peers[i].rank, i + 1);
        for (uint32_t other = 0; other < places->count; other++)
            before += is_nearer(places, other, &peers[i]);
        assert_int_equal(before, i);
        assert_true(peers_distance(&peers[i]) >= 0.0 && peers_distance(&peers[i]) <= 1.0);
    }
}

static void row_d12_peers_are_the_nearest(void **state)
{
    (void)state;
    for (uint64_t start = 1; start <= 150; start++) {
        uint64_t seed = start;
        uint32_t count = draw(&seed, MOST), most = 1 + draw(&seed, 6), found = 0, seen = 0;
        double value[PEER_MEASURES][MOST];
        struct peer_places places = {.count = count};
        struct peer *peers = NULL;
        struct ws_error err;
        for (int m = 0; m < PEER_MEASURES; m++) {
            places.value[m] = value[m];
            for (uint32_t i = 0; i < count; i++) {
                uint32_t what = draw(&seed, 12);
                value[m][i] = what == 11 ? (double)NAN : what == 10 ? (double)INFINITY : what;
            }
        }
        assert_int_equal(peers_find(&peers, &found, &places, most, &err), WS_OK);
        for (uint32_t place = 0; place < count; place++) {
            uint32_t first = seen;
            while (seen < found && peers[seen].place == place)
                seen++;
            check_place(&places, place, most, peers + first, seen - first);
        }
        assert_int_equal(seen, found);
        mem_free(peers);
    }
}

/* Far and few beside near and many; what nobody tells of one does not count for it. */
static void row_d12_rural_far_apart_alike(void **state)
{
    (void)state;
    const double people[] = {2400, 90000, 2500, 80000}, density[] = {2, 900, 2.5, 700};
    const double way[] = {40000, 900, (double)INFINITY, 800};
    const double jobless[] = {0.09, (double)NAN, 0.08, (double)NAN};
    const struct peer_places places = {4, {people, density, way, jobless}};
    struct peer *peers = NULL;
    uint32_t count = 0;
    struct ws_error err;
    assert_int_equal(peers_find(&peers, &count, &places, 1, &err), WS_OK);
    assert_int_equal(count, 4);
    assert_int_equal(peers[0].peer, 2);
    assert_int_equal(peers[0].measure_count, PEER_MEASURES);
    assert_int_equal(peers[1].peer, 3);
    assert_int_equal(peers[1].measure_count, PEER_MEASURES - 1);
    assert_int_equal(peers[2].peer, 0); /* the others do not tell unemployment */
    mem_free(peers);
}

/* Equal distances: the lower index; the unit of a measure changes nothing. */
static void row_d12_ties_and_units(void **state)
{
    (void)state;
    double one[] = {10, 10, 10, 20}, other[] = {1000, 1000, 1000, 2000};
    const double none[] = {(double)NAN, (double)NAN, (double)NAN, (double)NAN};
    const struct peer_places small = {4, {one, none, none, none}};
    const struct peer_places large = {4, {other, none, none, none}};
    struct peer *a = NULL, *b = NULL;
    uint32_t count_a = 0, count_b = 0;
    struct ws_error err;
    assert_int_equal(peers_find(&a, &count_a, &small, 2, &err), WS_OK);
    assert_int_equal(peers_find(&b, &count_b, &large, 2, &err), WS_OK);
    assert_int_equal(count_a, 8);
    assert_int_equal(a[6].peer, 0); /* of the last place: all others are as far */
    assert_int_equal(a[7].peer, 1);
    assert_int_equal(count_b, count_a);
    for (uint32_t i = 0; i < count_a; i++) {
        assert_int_equal(a[i].peer, b[i].peer);
        assert_true(a[i].apart_micro == b[i].apart_micro);
    }
    mem_free(a);
    mem_free(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(row_d12_peers_are_the_nearest),
        cmocka_unit_test(row_d12_rural_far_apart_alike),
        cmocka_unit_test(row_d12_ties_and_units),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
