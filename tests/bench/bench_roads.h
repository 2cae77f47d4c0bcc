/* tests/bench/bench_roads.h: the seeded network that benchmarks run on. */
#ifndef BENCH_ROADS_H
#define BENCH_ROADS_H
#include "net/network.h"

/* Whole kilometres in SWEREF 99 TM. */
enum { BENCH_LEFT_M = 265000, BENCH_LOW_M = 6120000, BENCH_MOST_OFFICES = 1000 };

/* Stops the program on failure, as everything here does. */
void bench_stop(const char *what, const struct ws_error *err);

/* About node_count nodes; every road between two of them is a line of its own,
 * as road databases have it. Lengths are those in the plane. */
void bench_network(struct network *net, uint32_t node_count);

/* Nodes where offices stand: the first 170 are those of 1,000 too. */
void bench_offices(uint32_t node[BENCH_MOST_OFFICES], const struct network *net);

/* nodes.csv (node, x, y), edges.csv (edge, node, node, mm) and offices.csv. */
void bench_dump(const char *folder, const struct network *net, const uint32_t *office);
#endif
