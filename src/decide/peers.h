/* decide/peers.h: places that are alike, with the measure told.
 *
 * Each measure puts the places in order; two places differ by how far apart they stand
 * in that order, as a part of the whole order: 0 side by side as equals, 1 first and
 * last. The distance of two places is the mean over the measures the first one knows;
 * only places that know all of these are its peers. That is the coefficient of Gower
 * (1971, doi:10.2307/2528823) on ranks, as Podani (1999, doi:10.2307/1224438) has it
 * for ordered measures: no unit and no extreme place weighs more than another. Ranks
 * are whole numbers, equal values share the middle of theirs, and equal distances go
 * to the lower index: the same places give the same peers. */
#ifndef DECIDE_PEERS_H
#define DECIDE_PEERS_H
#include <stdint.h>
#include <whitespot/error.h>
#include <whitespot/model.h>

enum peer_measure {
    PEER_PEOPLE,       /* of the main weight */
    PEER_DENSITY,      /* people per square kilometre, as drawn */
    PEER_WAY,          /* of half of the people to the nearest provider; infinity: none */
    PEER_UNEMPLOYMENT, /* registered, over people */
    PEER_MEASURES
};

struct peer_places {
    uint32_t count;
    const double *value[PEER_MEASURES]; /* per place; NaN: not known */
};

struct peer {
    uint32_t place, peer, rank; /* rank from 1 */
    uint32_t measure_count;     /* that the distance is the mean of */
    uint64_t apart_micro;       /* sum over them, each 0 to 1 million, rounded down */
};

/* At most `most` peers of each place, by place and rank; none of places that know no
 * measure. Free with mem_free(). O(count^2 measures). */
WS_MUST_CHECK
enum ws_status peers_find(struct peer **out, uint32_t *count, const struct peer_places *places,
                          uint32_t most, struct ws_error *err);
double peers_distance(const struct peer *peer);            /* 0 .. 1 */
const char *peers_measure_name(enum peer_measure measure); /* "people" ... */
#endif
