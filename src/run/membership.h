/* run/membership.h: which municipalities lie in which supplier area, by their people.
 * Private to src/run.
 *
 * A municipality lies wholly in an area when nobody of it can live elsewhere: then what a
 * register tells of it holds inside the area. Of one that lies there in part nobody knows
 * how much of its number belongs to the area. */
#ifndef RUN_MEMBERSHIP_H
#define RUN_MEMBERSHIP_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <whitespot/error.h>
struct run;
struct run_layers;

struct member {
    uint32_t area, zone;
    uint64_t people_micro; /* of the zone in the area, first weight */
    bool is_whole;
};

/* Sorted by area, then zone; those of area a are items[first[a]] ... items[first[a+1]-1].
 * Also of the area that is none, the last one. */
struct membership {
    uint32_t count;
    struct member *items;
    uint32_t *first;
};

/* After the people were cut by the areas. O(parts x areas of a municipality). */
WS_MUST_CHECK
enum ws_status membership_find(struct membership *out, const struct run *run, struct ws_error *err);
void membership_release(struct membership *membership);

/* Codes of the municipalities of an area, those wholly inside or the others, with ", "
 * between; "and 3 more" at the end when they do not fit. Returns how many there are. */
uint32_t membership_codes(char *out, size_t size, const struct run *run, uint32_t area,
                          bool is_whole);

/* The table `membership`, with the unemployed of those wholly inside and their sum. */
WS_MUST_CHECK
enum ws_status layers_membership(struct run_layers *out, const struct run *run,
                                 struct ws_error *err);
#endif
