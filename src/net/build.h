/* net/build.h: lines to nodes and edges.
 *
 * Lines meet where they share a vertex after rounding to 1 cm; a crossing
 * without a shared vertex is a bridge. Nodes are line ends and vertices used
 * more than once. Closed lines (impedance) do not take part. An edge's length
 * is the geodesic length between its nodes along the line, rounded once. An
 * edge that rounds to 0 mm gets 1 mm. Half of a ferry's boarding is paid at
 * each end of its line, so a whole crossing pays once however often it is cut.
 * Roads that lie on each other are one. build.c chooses the lines, junction.c finds
 * the nodes, links.c cuts the lines, merge.c finds roads drawn twice, freeze.c
 * numbers the edges. */
#ifndef NET_BUILD_H
#define NET_BUILD_H
#include "geo/shapes.h"
#include "net/impedance.h"
#include "net/network.h"

/* What was seen on the way, for the evidence. */
struct build_notes {
    uint32_t closed_lines, zero_lines; /* left out: closed; all vertices in one place */
    uint32_t short_edges;              /* raised to 1 mm */
    uint32_t merged_roads;             /* lay on another one (net/merge.h) */
    int64_t zero_fid, short_fid;       /* the lowest feature of each */
    uint16_t zero_source, short_source;
    uint32_t ferry_edges;         /* canonical */
    uint64_t ferry_mm, length_mm; /* canonical edges */
    uint64_t merged_mm;           /* of the roads that lay on another one */
};

/* Builds the frozen graph. Lines in any order and either drawing direction of
 * a two-way line give the same network, byte for byte (fid, class and source
 * of exactly equal parallel roads come from the lower fid). No lines at all
 * give a network without nodes. WS_BAD_DATA: a given length is more than 1 %
 * and 1 m below the straight line; WS_TOO_LARGE: a cost of WS_COST_INF or
 * more, or roads wider than 42 000 km. On one thread. O(vertices). */
WS_MUST_CHECK
enum ws_status build_network(struct network *out, struct build_notes *notes,
                             const struct lines *lines, const struct impedance *impedance,
                             struct ws_error *err);

/* How lines become networks. */
struct build_way {
    const struct impedance *impedances; /* of each unit */
    uint32_t units, threads;            /* 1 or 2; the bytes do not depend on the threads */
};

/* The same for lines that are not needed any more: they are freed as soon as they
 * are cut. With two units, whose impedances differ in is_time alone, nets[1] is
 * the network of the second; release it before nets[0], which it borrows from. It
 * is left empty, and the lines are kept, when a cost of the second unit is
 * WS_COST_INF or more: build_network() then says of which. */
WS_MUST_CHECK
enum ws_status build_networks(struct network nets[2], struct build_notes *notes,
                              struct lines *lines, const struct build_way *way,
                              struct ws_error *err);
#endif
