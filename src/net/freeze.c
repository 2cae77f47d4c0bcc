#include "net/freeze.h"

#include "base/error.h"
#include "base/fixed.h"
#include "base/mem.h"
#include "base/parallel.h"
#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What is seen while edges are made. */
struct frozen {
    bool is_alike;     /* the second unit numbers them otherwise */
    double fastest[2]; /* metres per cost in each unit */
};

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

/* Rows by tail; also fills first_out. */
static void deal_arcs(struct arc *arcs, struct network *net, struct link *links, size_t link_count)
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
}

/* What is done node by node or edge by edge, in chunks of rows. */
struct rows {
    struct network *net;
    struct arc *arcs;
    struct part {
        uint32_t vertices; /* of its edges, then before them */
        double fastest[2];
        bool is_alike;
    } * parts;
    uint32_t part_count;
};

#define CHUNK_NODES (1u << 14)

static uint32_t rows_end(const struct rows *rows, uint32_t chunk)
{
    uint32_t left = rows->net->node_count - chunk * CHUNK_NODES;
    return chunk * CHUNK_NODES + (left < CHUNK_NODES ? left : CHUNK_NODES);
}

/* Two roads between the same nodes along the same line: their costs say which of
 * them comes first, so another unit of cost may number them otherwise. */
static bool are_alike(const struct arc *first, const struct arc *second)
{
    const struct link *a = first->link, *b = second->link;
    return a != b && arc_head(first) == arc_head(second) && a->length_mm == b->length_mm &&
           freeze_compare(a, b) == 0;
}

/* Sorts the rows of a chunk and numbers the directions of links that are in them. */
static enum ws_status sort_rows(void *context, uint32_t chunk, uint32_t worker,
                                struct ws_error *err)
{
    struct rows *rows = context;
    const uint32_t *first = rows->net->first_out;
    struct part part = {0};
    (void)worker;
    (void)err;
    for (uint32_t node = chunk * CHUNK_NODES; node < rows_end(rows, chunk); node++) {
        struct arc *arcs = rows->arcs + first[node];
        uint32_t count = first[node + 1] - first[node];
        if (count <= FEW)
            sort_few(arcs, count);
        else
            qsort(arcs, count, sizeof *arcs, compare_arcs);
        for (uint32_t i = 1; i < count; i++)
            part.is_alike |= are_alike(&arcs[i - 1], &arcs[i]);
        for (uint32_t i = 0; i < count; i++) {
            *(arcs[i].is_back ? &arcs[i].link->back_edge : &arcs[i].link->edge) = first[node] + i;
            part.vertices += arcs[i].is_back ? 0 : arcs[i].link->vertex_count;
        }
    }
    rows->parts[chunk] = part;
    return WS_OK;
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
    if (!arc->is_back) {
        net->twin[edge] = link->cost_back[0] ? link->back_edge : WS_NONE;
        return;
    }
    net->twin[edge] = link->edge;
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

static enum ws_status fill_rows(void *context, uint32_t chunk, uint32_t worker,
                                struct ws_error *err)
{
    struct rows *rows = context;
    struct network *net = rows->net;
    uint32_t vertex = rows->parts[chunk].vertices;
    uint32_t edge = net->first_out[chunk * CHUNK_NODES];
    (void)worker;
    (void)err;
    for (; edge < net->first_out[rows_end(rows, chunk)]; edge++) {
        const struct link *link = rows->arcs[edge].link;
        fill_edge(net, edge, &rows->arcs[edge]);
        net->first_xy[edge] = vertex;
        if (rows->arcs[edge].is_back)
            continue;
        note_fastest(rows->parts[chunk].fastest, link);
        memcpy(&net->xy_m[2 * (size_t)vertex], link->xy_m,
               link->vertex_count * 2 * sizeof *link->xy_m);
        memcpy(&net->at_mm[vertex], link->at_mm, link->vertex_count * sizeof *link->at_mm);
        vertex += link->vertex_count;
    }
    return WS_OK;
}

/* Where the vertices of each chunk go. */
static void add_up(struct rows *rows)
{
    uint32_t vertices = 0;
    for (uint32_t i = 0; i < rows->part_count; i++) {
        uint32_t own = rows->parts[i].vertices;
        rows->parts[i].vertices = vertices;
        vertices += own;
    }
    rows->net->first_xy[rows->net->edge_count] = vertices;
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

/* Edges from arcs that stand in their rows. */
static enum ws_status fill_edges(struct rows *rows, struct frozen *out, uint32_t threads,
                                 struct ws_error *err)
{
    enum ws_status st = parallel_for(rows->part_count, threads, sort_rows, rows, err);
    if (st)
        return st;
    add_up(rows);
    st = parallel_for(rows->part_count, threads, fill_rows, rows, err);
    for (uint32_t i = 0; i < rows->part_count; i++) {
        out->is_alike |= rows->parts[i].is_alike;
        for (int unit = 0; unit < 2; unit++)
            out->fastest[unit] = fmax(out->fastest[unit], rows->parts[i].fastest[unit]);
    }
    rows->net->fastest_m_per_cost = out->fastest[0];
    return st;
}

/* The graph by unit 0 of the costs, without positions. */
static enum ws_status freeze_links(struct network *net, struct frozen *out,
                                   const struct freezing *freezing, struct ws_error *err)
{
    uint32_t edge_count = 0;
    size_t vertex_count = 0;
    struct rows rows = {.net = net, .part_count = net->node_count / CHUNK_NODES + 1};
    *out = (struct frozen){0};
    enum ws_status st =
        count_all(freezing->links, freezing->link_count, &edge_count, &vertex_count, err);
    if (!st)
        st = allocate_edges(net, edge_count, vertex_count, err);
    if (st)
        return st;
    rows.arcs = mem_array(edge_count, sizeof *rows.arcs);
    rows.parts = mem_array(rows.part_count, sizeof *rows.parts);
    if (!rows.arcs || !rows.parts) {
        st = error_set(err, WS_NO_MEMORY, "no memory to sort %" PRIu32 " edges", edge_count);
    } else {
        deal_arcs(rows.arcs, net, freezing->links, freezing->link_count);
        st = fill_edges(&rows, out, freezing->threads, err);
    }
    mem_free(rows.arcs);
    mem_free(rows.parts);
    if (st)
        return st;
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
                             const struct freezing *freezing, struct ws_error *err)
{
    const struct link *links = freezing->links;
    uint32_t *cost = mem_array(net->edge_count, sizeof *cost);
    if (!cost)
        return no_memory(net, err);
    for (size_t i = 0; i < freezing->link_count; i++) {
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
                                   const struct freezing *freezing, struct ws_error *err)
{
    struct link *links = freezing->links;
    size_t size = net->node_count * sizeof *net->x_m;
    struct network again = {.node_count = net->node_count};
    struct frozen frozen;
    for (size_t i = 0; i < freezing->link_count; i++) {
        struct link plain = links[i];
        memcpy(links[i].cost, (uint32_t[]){plain.cost[1], plain.cost[0]}, sizeof plain.cost);
        memcpy(links[i].cost_back, (uint32_t[]){plain.cost_back[1], plain.cost_back[0]},
               sizeof plain.cost_back);
    }
    enum ws_status st = freeze_links(&again, &frozen, freezing, err);
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

enum ws_status freeze_network(struct network *nets, struct junctions *junctions,
                              const struct freezing *freezing, struct ws_error *err)
{
    assert(nets && junctions && freezing && (freezing->links || freezing->link_count == 0));
    assert(freezing->units == 1 || freezing->units == 2);
    struct network net = {.node_count = junctions->node_count}, other = {0};
    struct frozen frozen;

    enum ws_status st = freeze_links(&net, &frozen, freezing, err);
    if (!st) {
        net.x_m = junctions->x_m;
        net.y_m = junctions->y_m;
        junctions->x_m = junctions->y_m = NULL;
    }
    if (!st && freezing->units == 2)
        st = frozen.is_alike ? freeze_again(&other, &net, freezing, err)
                             : borrow(&other, &net, frozen.fastest[1], freezing, err);
    if (st) {
        network_release(&net);
        return st;
    }
    nets[0] = net;
    if (freezing->units == 2)
        nets[1] = other;
    return WS_OK;
}
