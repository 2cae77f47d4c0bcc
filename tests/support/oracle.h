/* tests/support/oracle.h: the same answers, slowly and obviously.
 *
 * Nothing here calls the code it judges (search, along, snap); only the frozen
 * network is shared. Everything is found by trying all there is. */
#ifndef SUPPORT_ORACLE_H
#define SUPPORT_ORACLE_H
#include "geo/shapes.h"
#include "net/network.h"

/* A facility on the network. */
struct oracle_facility {
    struct ws_snap snap;
    uint32_t leg_cost, group;
};

/* Cost between every node and the facility in the direction of travel, by
 * relaxing all edges until nothing changes (Bellman 1958). WS_COST_INF: no way.
 * node_count numbers; free with mem_free(). */
uint32_t *oracle_node_costs(const struct network *net, const struct oracle_facility *facility,
                            enum ws_direction direction);

/* Cost between position p_mm of a canonical edge and the facility, given its
 * node costs: over either end, or along the edge when both lie on it. */
uint32_t oracle_cost_at(const struct network *net, const struct oracle_facility *facility,
                        const uint32_t *node_cost, enum ws_direction direction, uint32_t edge,
                        uint32_t p_mm);

/* The k smallest (cost, facility) of distinct groups within the cutoff: label
 * cost << 32 | facility, UINT64_MAX where there is none. */
void oracle_nearest(uint64_t *label, uint32_t k, const uint32_t *cost,
                    const struct oracle_facility *facilities, uint32_t facility_count,
                    uint32_t cutoff_cost);

/* Nearest position on a stop edge whose component has allowed[component] (NULL:
 * all), segment by segment; off_mm is planar. */
struct ws_snap oracle_snap(const struct network *net, double x_m, double y_m, double limit_m,
                           const bool *allowed);

/* Whole numbers without rhyme, the same on every machine: 0 .. below - 1. */
uint32_t oracle_random(uint64_t *state, uint32_t below);

/* Random roads between places of a cells x cells lattice of 10 m steps, with a
 * bend here and there: one-ways, loops, parallel and repeated roads, bridges,
 * separate parts. Lengths are planar, speeds unknown, no class. Free with
 * lines_release(). */
void oracle_random_lines(struct lines *out, uint64_t *state, uint32_t line_count, uint32_t cells);

/* Facilities anywhere on the network, now and then at a junction or in the place
 * of an earlier one, with short legs, in up to group_count groups. */
void oracle_random_facilities(struct oracle_facility *out, uint32_t count, uint64_t *state,
                              const struct network *net, uint32_t group_count);
#endif
