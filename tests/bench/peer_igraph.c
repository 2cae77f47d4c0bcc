/* peer_igraph.c: W1 by igraph (https://igraph.org), asked run by run (talk.h).
 *
 *   peer-igraph FOLDER [--shuffle]   what bench-net dumped there
 *     nearest OFFICES                sums as bench-net's
 *     save FILE                      likewise
 *
 * Its own best call for the nearest of many: one node more, joined to every
 * office at no cost, and one Dijkstra from it. --shuffle numbers the nodes at
 * random, as road files do; else they are numbered in the order of the dump. */
#include "talk.h"
#include "tools/dev/roadlike.h"

#include <igraph/igraph.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { OFFICES = 1000, MIX = 1009 };

struct peer {
    uint32_t node_count, road_count;
    uint32_t *number; /* per node of the dump: that of the graph */
    uint32_t office[OFFICES];
    igraph_vector_int_t pairs; /* of the roads, then of one office count */
    igraph_vector_t weights;
    igraph_t graph;
    uint32_t office_count; /* the graph's; 0: none yet */
    igraph_matrix_t costs;
};

static void check(igraph_error_t code, const char *what)
{
    if (code != IGRAPH_SUCCESS)
        talk_stop(what, igraph_strerror(code));
}

static FILE *open_in(const char *folder, const char *name)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "r");
    if (!file)
        talk_stop(path, "cannot be read");
    return file;
}

static void number_nodes(struct peer *peer, bool is_shuffled)
{
    uint64_t random = 3;
    peer->number = malloc(peer->node_count * sizeof *peer->number);
    if (!peer->number)
        talk_stop("peer-igraph", "no memory");
    for (uint32_t i = 0; i < peer->node_count; i++)
        peer->number[i] = i;
    for (uint32_t i = peer->node_count; is_shuffled && i > 1; i--) {
        uint32_t j = roadlike_random(&random, i), swap = peer->number[i - 1];
        peer->number[i - 1] = peer->number[j];
        peer->number[j] = swap;
    }
}

static void read_roads(struct peer *peer, const char *folder)
{
    uint32_t edge, tail, head, cost;
    FILE *file = open_in(folder, "edges.csv");
    while (fscanf(file, "%" SCNu32 ",%" SCNu32 ",%" SCNu32 ",%" SCNu32, &edge, &tail, &head,
                  &cost) == 4) {
        check(igraph_vector_int_push_back(&peer->pairs, tail), "roads");
        check(igraph_vector_int_push_back(&peer->pairs, head), "roads");
        check(igraph_vector_push_back(&peer->weights, cost), "roads");
        peer->node_count = tail >= peer->node_count ? tail + 1 : peer->node_count;
        peer->node_count = head >= peer->node_count ? head + 1 : peer->node_count;
        peer->road_count++;
    }
    fclose(file);
    file = open_in(folder, "offices.csv");
    for (int i = 0; i < OFFICES; i++)
        if (fscanf(file, "%" SCNu32, &peer->office[i]) != 1)
            talk_stop("offices.csv", "expected 1000 nodes");
    fclose(file);
}

static void init_peer(struct peer *peer, const char *folder, bool is_shuffled)
{
    check(igraph_vector_int_init(&peer->pairs, 0), "roads");
    check(igraph_vector_init(&peer->weights, 0), "roads");
    check(igraph_matrix_init(&peer->costs, 0, 0), "costs");
    read_roads(peer, folder);
    number_nodes(peer, is_shuffled);
    for (uint32_t i = 0; i < 2 * peer->road_count; i++)
        VECTOR(peer->pairs)[i] = peer->number[VECTOR(peer->pairs)[i]];
}

/* Not part of the time: a graph that stands. */
static void join_offices(struct peer *peer, uint32_t count)
{
    if (peer->office_count == count)
        return;
    if (peer->office_count)
        igraph_destroy(&peer->graph);
    peer->office_count = count;
    check(igraph_vector_int_resize(&peer->pairs, 2 * (igraph_integer_t)peer->road_count), "roads");
    check(igraph_vector_resize(&peer->weights, peer->road_count), "roads");
    for (uint32_t i = 0; i < count; i++) {
        check(igraph_vector_int_push_back(&peer->pairs, peer->node_count), "offices");
        check(igraph_vector_int_push_back(&peer->pairs, peer->number[peer->office[i]]), "offices");
        check(igraph_vector_push_back(&peer->weights, 0.0), "offices");
    }
    check(igraph_create(&peer->graph, &peer->pairs, (igraph_integer_t)peer->node_count + 1,
                        IGRAPH_UNDIRECTED),
          "graph");
}

static uint32_t cost_of(const struct peer *peer, uint32_t node)
{
    double cost = MATRIX(peer->costs, 0, peer->number[node]);
    return cost < INT32_MAX ? (uint32_t)cost : INT32_MAX;
}

static void run_nearest(struct peer *peer, uint32_t count)
{
    uint64_t sums[3] = {0};
    join_offices(peer, count);
    double seconds = talk_now_s();
    check(igraph_distances_dijkstra(&peer->graph, &peer->costs, igraph_vss_1(peer->node_count),
                                    igraph_vss_all(), &peer->weights, IGRAPH_OUT),
          "dijkstra");
    seconds = talk_now_s() - seconds;
    for (uint32_t node = 0; node < peer->node_count; node++) {
        uint32_t cost = cost_of(peer, node);
        if (cost == INT32_MAX)
            continue;
        sums[0]++;
        sums[1] += cost;
        sums[2] += (uint64_t)cost * (node % MIX);
    }
    talk_answer(seconds, peer->node_count * sizeof(double), sums, 3);
}

static void save_nearest(const struct peer *peer, const char *path)
{
    FILE *file = talk_create(path);
    for (uint32_t node = 0; node < peer->node_count; node++) {
        uint32_t cost = cost_of(peer, node);
        fwrite(&cost, sizeof cost, 1, file);
    }
    talk_close(file, path);
    talk_answer(0.0, 0, NULL, 0);
}

int main(int argc, char **argv)
{
    static struct peer peer;
    struct talk talk;
    bool is_shuffled = argc == 3 && strcmp(argv[2], "--shuffle") == 0;
    if (argc != 2 && !is_shuffled) {
        fputs("usage: peer-igraph FOLDER [--shuffle]\n", stderr);
        return 2;
    }
    init_peer(&peer, argv[1], is_shuffled);
    talk_ready(peer.node_count, 2 * peer.road_count);
    while (talk_read(&talk)) {
        if (talk_is(&talk, "nearest", 1) && talk_number(&talk, 1) <= OFFICES)
            run_nearest(&peer, talk_number(&talk, 1));
        else if (talk_is(&talk, "save", 1) && peer.office_count)
            save_nearest(&peer, talk.word[1]);
        else
            talk_stop("peer-igraph", "expected nearest or save");
    }
    return 0;
}
