#include "net/freeze.h"

#include "base/error.h"
#include "base/fixed.h"
#include "base/mem.h"
#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* One direction of a link. */
struct arc {
    struct link *link;
    bool is_back;
};

static uint32_t arc_tail(const struct arc *arc)
{
    return arc->is_back ? arc->link->head : arc->link->tail;
}

static uint32_t arc_head(const struct arc *arc)
{
    return arc->is_back ? arc->link->tail : arc->link->head;
}

static int compare_numbers(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

int freeze_compare(const struct link *a, const struct link *b)
{
    int order = compare_numbers(a->vertex_count, b->vertex_count);
    for (size_t i = 0; !order && i < 2 * (size_t)a->vertex_count; i++)
        order = (a->xy_m[i] > b->xy_m[i]) - (a->xy_m[i] < b->xy_m[i]);
    for (size_t i = 0; !order && i < a->vertex_count; i++)
        order = compare_numbers(a->at_mm[i], b->at_mm[i]);
    return order;
}

static int compare_links(const struct link *a, const struct link *b)
{
    int order = compare_numbers(a->length_mm, b->length_mm);
    if (!order)
        order = freeze_compare(a, b);
    if (!order)
        order = compare_numbers(a->cost[0], b->cost[0]);
    if (!order)
        order = compare_numbers(a->cost_back[0], b->cost_back[0]);
    if (!order)
        order = compare_numbers(a->flags, b->flags);
    if (!order)
        order = (a->fid > b->fid) - (a->fid < b->fid);
    if (!order)
        order = compare_numbers(a->source, b->source);
    if (!order)
        order = compare_numbers(a->road_class, b->road_class);
    return order;
}

/* Among arcs of one tail. The way back of a loop comes after its way forth; of
 * roads that are alike in everything the one that stands first comes first, both
 * ways, which leaves the bytes as they are. */
static int compare_arcs(const void *a_ptr, const void *b_ptr)
{
    const struct arc *a = a_ptr, *b = b_ptr;
    int order = compare_numbers(arc_head(a), arc_head(b));
    if (!order)
        order = compare_links(a->link, b->link);
    if (!order)
        order = compare_numbers(a->is_back, b->is_back);
    if (!order)
        order = (a->link > b->link) - (a->link < b->link);
    return order;
}

/* After filling rows by first[row]++ every offset stands one row too far. */
static void restore_offsets(uint32_t *first, uint32_t count)
{
    memmove(first + 1, first, (size_t)count * sizeof *first);
    first[0] = 0;
}

/* Most nodes have three arcs: no sorter is called for those. */
#define FEW 16u

static void sort_few(struct arc *arcs, uint32_t count)
{
    for (uint32_t i = 1; i < count; i++) {
        struct arc next = arcs[i];
        uint32_t place = i;
        for (; place > 0 && compare_arcs(&arcs[place - 1], &next) > 0; place--)
            arcs[place] = arcs[place - 1];
        arcs[place] = next;
    }
}

/* Rows by tail, each row sorted; also fills first_out. */
static void sort_arcs(struct arc *arcs, struct network *net, struct link *links, size_t link_count)
{
    uint32_t *first = net->first_out;

    for (size_t i = 0; i < link_count; i++) {
        first[links[i].tail]++;
        if (links[i].cost_back[0])
            first[links[i].head]++;
    }
    fixed_offsets(first, net->node_count);
    for (size_t i = 0; i < link_count; i++) {
        arcs[first[links[i].tail]++] = (struct arc){&links[i], false};
        if (links[i].cost_back[0])
            arcs[first[links[i].head]++] = (struct arc){&links[i], true};
    }
    restore_offsets(first, net->node_count);
    for (uint32_t node = 0; node < net->node_count; node++)
        if (first[node + 1] - first[node] <= FEW)
            sort_few(arcs + first[node], first[node + 1] - first[node]);
        else
            qsort(arcs + first[node], first[node + 1] - first[node], sizeof *arcs, compare_arcs);
}

/* Two roads between the same nodes along the same line: their costs say which of
 * them comes first, so another unit of cost may number them otherwise. */
static bool has_alike(const struct arc *arcs, uint32_t edge_count)
{
    for (uint32_t e = 1; e < edge_count; e++) {
        const struct link *a = arcs[e - 1].link, *b = arcs[e].link;
        if (a != b && arc_tail(&arcs[e - 1]) == arc_tail(&arcs[e]) &&
            arc_head(&arcs[e - 1]) == arc_head(&arcs[e]) && a->length_mm == b->length_mm &&
            freeze_compare(a, b) == 0)
            return true;
    }
    return false;
}

static enum ws_status allocate_edges(struct network *net, uint32_t edge_count, size_t vertex_count,
                                     struct ws_error *err)
{
    size_t nodes = net->node_count, edges = edge_count;

    net->edge_count = edge_count;
    net->component = mem_array(nodes, sizeof *net->component);
    net->first_out = mem_array(nodes + 1, sizeof *net->first_out);
    net->first_in = mem_array(nodes + 1, sizeof *net->first_in);
    net->tail = mem_array(edges, sizeof *net->tail);
    net->head = mem_array(edges, sizeof *net->head);
    net->cost = mem_array(edges, sizeof *net->cost);
    net->in_edge = mem_array(edges, sizeof *net->in_edge);
    net->twin = mem_array(edges, sizeof *net->twin);
    net->length_mm = mem_array(edges, sizeof *net->length_mm);
    net->flags = mem_array(edges, sizeof *net->flags);
    net->road_class = mem_array(edges, sizeof *net->road_class);
    net->source = mem_array(edges, sizeof *net->source);
    net->fid = mem_array(edges, sizeof *net->fid);
    net->first_xy = mem_array(edges + 1, sizeof *net->first_xy);
    net->xy_m = mem_array(vertex_count, 2 * sizeof *net->xy_m);
    net->at_mm = mem_array(vertex_count, sizeof *net->at_mm);
    if (!net->component || !net->first_out || !net->first_in || !net->tail || !net->head ||
        !net->cost || !net->in_edge || !net->twin || !net->length_mm || !net->flags ||
        !net->road_class || !net->source || !net->fid || !net->first_xy || !net->xy_m ||
        !net->at_mm)
        return error_set(err, WS_NO_MEMORY,
                         "no memory for a network of %" PRIu32 " nodes and %" PRIu32 " edges",
                         net->node_count, edge_count);
    return WS_OK;
}

static void fill_edge(struct network *net, uint32_t edge, const struct arc *arc)
{
    struct link *link = arc->link;

    net->tail[edge] = arc_tail(arc);
    net->head[edge] = arc_head(arc);
    net->cost[edge] = arc->is_back ? link->cost_back[0] : link->cost[0];
    net->length_mm[edge] = link->length_mm;
    net->flags[edge] = link->flags;
    net->road_class[edge] = link->road_class;
    net->source[edge] = link->source;
    net->fid[edge] = link->fid;
    net->twin[edge] = WS_NONE;
    if (!arc->is_back) {
        link->edge = edge;
        return;
    }
    assert(link->edge < edge);
    net->twin[edge] = link->edge;
    net->twin[link->edge] = edge;
}

static double chord_m(const struct link *link)
{
    double sum_m = 0.0;
    for (size_t v = 1; v < link->vertex_count; v++)
        sum_m += hypot(link->xy_m[2 * v] - link->xy_m[2 * v - 2],
                       link->xy_m[2 * v + 1] - link->xy_m[2 * v - 1]);
    return sum_m;
}

/* The most metres per cost in each unit, of a link in both its directions. */
static void note_fastest(double fastest[2], const struct link *link)
{
    double chord = chord_m(link);
    for (int unit = 0; unit < 2; unit++) {
        if (link->cost[unit])
            fastest[unit] = fmax(fastest[unit], chord / (double)link->cost[unit]);
        if (link->cost_back[unit])
            fastest[unit] = fmax(fastest[unit], chord / (double)link->cost_back[unit]);
    }
}

static void fill_edges(struct network *net, const struct arc *arcs, double fastest[2])
{
    uint32_t vertex = 0;

    for (uint32_t edge = 0; edge < net->edge_count; edge++) {
        const struct link *link = arcs[edge].link;
        fill_edge(net, edge, &arcs[edge]);
        net->first_xy[edge] = vertex;
        if (arcs[edge].is_back)
            continue;
        note_fastest(fastest, link);
        memcpy(&net->xy_m[2 * (size_t)vertex], link->xy_m,
               link->vertex_count * 2 * sizeof *link->xy_m);
        memcpy(&net->at_mm[vertex], link->at_mm, link->vertex_count * sizeof *link->at_mm);
        vertex += link->vertex_count;
    }
    net->first_xy[net->edge_count] = vertex;
    net->fastest_m_per_cost = fastest[0];
}

static void fill_in_edges(struct network *net)
{
    for (uint32_t edge = 0; edge < net->edge_count; edge++)
        net->first_in[net->head[edge]]++;
    fixed_offsets(net->first_in, net->node_count);
    for (uint32_t edge = 0; edge < net->edge_count; edge++)
        net->in_edge[net->first_in[net->head[edge]]++] = edge;
    restore_offsets(net->first_in, net->node_count);
}

/* Follows the parents to the lowest node, halving the way as it goes. */
static uint32_t find_root(uint32_t *parent, uint32_t node)
{
    while (parent[node] != node) {
        parent[node] = parent[parent[node]];
        node = parent[node];
    }
    return node;
}

/* Roots are lowest nodes, so the first node seen of a component is its root. */
static enum ws_status find_components(struct network *net, struct ws_error *err)
{
    uint32_t *parent = net->component;

    for (uint32_t node = 0; node < net->node_count; node++)
        parent[node] = node;
    for (uint32_t edge = 0; edge < net->edge_count; edge++) {
        uint32_t a = find_root(parent, net->tail[edge]), b = find_root(parent, net->head[edge]);
        parent[a > b ? a : b] = a < b ? a : b;
    }
    for (uint32_t node = 0; node < net->node_count; node++)
        net->component_count += parent[node] == node;

    net->component_node_count = mem_array(net->component_count, sizeof *net->component_node_count);
    if (!net->component_node_count)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " components",
                         net->component_count);
    uint32_t next = 0;
    for (uint32_t node = 0; node < net->node_count; node++) {
        /* parents are lower and already hold the number of their component */
        net->component[node] = parent[node] == node ? next++ : net->component[parent[node]];
        net->component_node_count[net->component[node]]++;
    }
    return WS_OK;
}

static enum ws_status count_all(const struct link *links, size_t link_count, uint32_t *edge_count,
                                size_t *vertex_count, struct ws_error *err)
{
    uint64_t edges = 0, vertices = 0;
    for (size_t i = 0; i < link_count; i++) {
        edges += links[i].cost_back[0] ? 2 : 1;
        vertices += links[i].vertex_count;
    }
    if (edges >= WS_NONE || vertices >= WS_NONE)
        return error_set(err, WS_TOO_LARGE,
                         "roads: %" PRIu64 " edges and %" PRIu64
                         " vertices; expected fewer than 4 294 967 295 of each",
                         edges, vertices);
    *edge_count = (uint32_t)edges;
    *vertex_count = (size_t)vertices;
    return WS_OK;
}

/* The graph by unit 0 of the costs, without positions. fastest: in each unit. */
static enum ws_status freeze_links(struct network *net, bool *is_alike, double fastest[2],
                                   struct link *links, size_t link_count, struct ws_error *err)
{
    uint32_t edge_count = 0;
    size_t vertex_count = 0;
    enum ws_status st = count_all(links, link_count, &edge_count, &vertex_count, err);
    if (!st)
        st = allocate_edges(net, edge_count, vertex_count, err);
    if (st)
        return st;
    struct arc *arcs = mem_array(edge_count, sizeof *arcs);
    if (!arcs)
        return error_set(err, WS_NO_MEMORY, "no memory to sort %" PRIu32 " edges", edge_count);
    sort_arcs(arcs, net, links, link_count);
    *is_alike = has_alike(arcs, edge_count);
    fill_edges(net, arcs, fastest);
    mem_free(arcs);
    fill_in_edges(net);
    return find_components(net, err);
}

static enum ws_status no_memory(const struct network *net, struct ws_error *err)
{
    return error_set(err, WS_NO_MEMORY, "no memory for the costs of %" PRIu32 " edges",
                     net->edge_count);
}

/* The same graph with the second costs. */
static enum ws_status borrow(struct network *out, const struct network *net, double fastest,
                             const struct link *links, size_t link_count, struct ws_error *err)
{
    uint32_t *cost = mem_array(net->edge_count, sizeof *cost);
    if (!cost)
        return no_memory(net, err);
    for (size_t i = 0; i < link_count; i++) {
        cost[links[i].edge] = links[i].cost[1];
        if (links[i].cost_back[1])
            cost[net->twin[links[i].edge]] = links[i].cost_back[1];
    }
    *out = *net;
    out->cost = cost;
    out->fastest_m_per_cost = fastest;
    out->is_borrowed = true;
    return WS_OK;
}

/* A graph of its own by the second costs. */
static enum ws_status freeze_again(struct network *out, const struct network *net,
                                   struct link *links, size_t link_count, struct ws_error *err)
{
    size_t size = net->node_count * sizeof *net->x_m;
    struct network again = {.node_count = net->node_count};
    double fastest[2] = {0.0, 0.0};
    bool is_alike;
    for (size_t i = 0; i < link_count; i++) {
        struct link plain = links[i];
        memcpy(links[i].cost, (uint32_t[]){plain.cost[1], plain.cost[0]}, sizeof plain.cost);
        memcpy(links[i].cost_back, (uint32_t[]){plain.cost_back[1], plain.cost_back[0]},
               sizeof plain.cost_back);
    }
    enum ws_status st = freeze_links(&again, &is_alike, fastest, links, link_count, err);
    again.x_m = mem_array(net->node_count, sizeof *again.x_m);
    again.y_m = mem_array(net->node_count, sizeof *again.y_m);
    if (!st && (!again.x_m || !again.y_m))
        st = no_memory(net, err);
    if (st) {
        network_release(&again);
        return st;
    }
    memcpy(again.x_m, net->x_m, size);
    memcpy(again.y_m, net->y_m, size);
    *out = again;
    return WS_OK;
}

enum ws_status freeze_network(struct network *nets, uint32_t units, struct junctions *junctions,
                              struct link *links, size_t link_count, struct ws_error *err)
{
    assert(nets && (units == 1 || units == 2) && junctions && (links || link_count == 0));
    struct network net = {.node_count = junctions->node_count}, other = {0};
    double fastest[2] = {0.0, 0.0};
    bool is_alike = false;

    enum ws_status st = freeze_links(&net, &is_alike, fastest, links, link_count, err);
    if (!st) {
        net.x_m = junctions->x_m;
        net.y_m = junctions->y_m;
        junctions->x_m = junctions->y_m = NULL;
    }
    if (!st && units == 2)
        st = is_alike ? freeze_again(&other, &net, links, link_count, err)
                      : borrow(&other, &net, fastest[1], links, link_count, err);
    if (st) {
        network_release(&net);
        return st;
    }
    nets[0] = net;
    if (units == 2)
        nets[1] = other;
    return WS_OK;
}
