/* geo/remote.h: what is told of remote support, place by place.
 *
 * Three filters: network is a property of the home, ability of the person, and
 * permission of the scheme on a day. Shares are millionths; a share that nobody
 * tells lies between 0 and 1, and is not 0. */
#ifndef GEO_REMOTE_H
#define GEO_REMOTE_H
#include "geo/places.h"
#include <stdbool.h>
#include <stdint.h>
#include <whitespot/model.h>

struct remote_share {
    bool is_known, has_middle;
    uint32_t low_micro, middle_micro, high_micro; /* in order; 0 and 1 million when not known */
};

enum remote_word { REMOTE_NOT_TOLD, REMOTE_OFF, REMOTE_ON };

struct remote_place {
    bool is_named; /* some row names it, of whatever day or scheme */
    bool is_told;  /* ... on the day asked for; else the rest is not told */
    uint8_t word;  /* enum remote_word */
    struct remote_share network, ability;
    uint64_t capacity_micro; /* visits a year; WS_UNBOUNDED: not known */
};

/* Municipalities and supplier areas in their order, and the whole country. */
struct remote {
    uint32_t zone_count, area_count;
    struct remote_place *zones, *areas;
    struct remote_place nation;
    bool has_permissions; /* rows are permissions: on days without one it is not permitted */
    /* Polygons instead of rows: where there is a network. The shares of places are
     * then measured, see run/remote.h. */
    bool has_presence;
    struct zones presence;
};
/* Nothing told of any place. False: no memory. */
bool remote_init(struct remote *remote, uint32_t zone_count, uint32_t area_count);
void remote_release(struct remote *remote);
/* Neither known nor 0. */
struct remote_share remote_unknown(void);
#endif
