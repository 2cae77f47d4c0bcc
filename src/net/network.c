#include "net/network.h"

#include "base/error.h"
#include "base/mem.h"
#include <assert.h>
#include <inttypes.h>
#include <math.h>

void network_position(const struct network *net, uint32_t edge, uint32_t along_mm, double *x_m,
                      double *y_m)
{
    assert(edge < net->edge_count && network_is_canonical(net, edge));
    const uint32_t *at_mm = net->at_mm;
    uint32_t low = net->first_xy[edge], high = net->first_xy[edge + 1] - 1;

    assert(along_mm <= net->length_mm[edge]);
    while (high - low > 1) { /* at_mm[low] <= along_mm <= at_mm[high] */
        uint32_t middle = low + (high - low) / 2;
        if (at_mm[middle] <= along_mm)
            low = middle;
        else
            high = middle;
    }
    const double *a = &net->xy_m[2 * (size_t)low], *b = &net->xy_m[2 * (size_t)high];
    double span_mm = (double)(at_mm[high] - at_mm[low]);
    double t = span_mm > 0.0 ? (double)(along_mm - at_mm[low]) / span_mm : 0.0;
    *x_m = t < 1.0 ? a[0] + t * (b[0] - a[0]) : b[0];
    *y_m = t < 1.0 ? a[1] + t * (b[1] - a[1]) : b[1];
}

static enum ws_status broken(struct ws_error *err, const char *what, uint32_t place,
                             const char *rule)
{
    return error_set(err, WS_BAD_DATA, "network: %s %" PRIu32 " is broken; expected %s", what,
                     place, rule);
}

static enum ws_status check_rows(const char *what, const uint32_t *first, uint32_t count,
                                 uint32_t total, struct ws_error *err)
{
    if (first[0] != 0)
        return broken(err, what, 0, "offsets that start at 0");
    for (uint32_t i = 0; i < count; i++)
        if (first[i] > first[i + 1])
            return broken(err, what, i, "offsets that never fall");
    if (first[count] != total)
        return broken(err, what, count, "offsets that end at the count");
    return WS_OK;
}

enum ws_status network_check_out(const struct network *net, struct ws_error *err)
{
    enum ws_status st =
        check_rows("first_out", net->first_out, net->node_count, net->edge_count, err);
    if (st)
        return st;
    for (uint32_t node = 0; node < net->node_count; node++)
        for (uint32_t e = net->first_out[node]; e < net->first_out[node + 1]; e++)
            if (net->tail[e] != node)
                return broken(err, "tail of edge", e, "the node whose row it stands in");
    for (uint32_t e = 0; e < net->edge_count; e++) {
        if (net->head[e] >= net->node_count)
            return broken(err, "head of edge", e, "a node");
        if (net->cost[e] < 1 || net->cost[e] >= WS_COST_INF)
            return broken(err, "cost of edge", e, "1 .. WS_COST_INF - 1");
        if (net->length_mm[e] < 1)
            return broken(err, "length of edge", e, "at least 1 mm");
    }
    return WS_OK;
}

/* Ascending ids within a row make every edge appear once: rows are disjoint by
 * head and together as long as the edge list. */
enum ws_status network_check_in(const struct network *net, struct ws_error *err)
{
    enum ws_status st =
        check_rows("first_in", net->first_in, net->node_count, net->edge_count, err);
    if (st)
        return st;
    for (uint32_t node = 0; node < net->node_count; node++)
        for (uint32_t i = net->first_in[node]; i < net->first_in[node + 1]; i++) {
            uint32_t e = net->in_edge[i];
            if (e >= net->edge_count || net->head[e] != node)
                return broken(err, "in_edge", i, "an edge into the node of its row");
            if (i > net->first_in[node] && net->in_edge[i - 1] >= e)
                return broken(err, "in_edge", i, "ascending edges");
        }
    return WS_OK;
}

enum ws_status network_check_twins(const struct network *net, struct ws_error *err)
{
    for (uint32_t e = 0; e < net->edge_count; e++) {
        uint32_t twin = net->twin[e];
        if (twin == WS_NONE)
            continue;
        if (twin >= net->edge_count || twin == e || net->twin[twin] != e)
            return broken(err, "twin of edge", e, "another edge whose twin it is");
        if (net->tail[twin] != net->head[e] || net->head[twin] != net->tail[e])
            return broken(err, "twin of edge", e, "the way back");
        if (net->length_mm[twin] != net->length_mm[e] || net->flags[twin] != net->flags[e] ||
            net->road_class[twin] != net->road_class[e] || net->source[twin] != net->source[e] ||
            net->fid[twin] != net->fid[e])
            return broken(err, "twin of edge", e, "the same length, flags and source");
    }
    return WS_OK;
}

static bool stands_at(const struct network *net, uint32_t vertex, uint32_t node)
{
    return !(net->xy_m[2 * (size_t)vertex] < net->x_m[node]) &&
           !(net->xy_m[2 * (size_t)vertex] > net->x_m[node]) &&
           !(net->xy_m[2 * (size_t)vertex + 1] < net->y_m[node]) &&
           !(net->xy_m[2 * (size_t)vertex + 1] > net->y_m[node]);
}

static enum ws_status check_line(const struct network *net, uint32_t edge, double *chord_m,
                                 struct ws_error *err)
{
    uint32_t from = net->first_xy[edge], to = net->first_xy[edge + 1];

    *chord_m = 0.0;
    if (!network_is_canonical(net, edge))
        return from == to ? WS_OK : broken(err, "geometry of edge", edge, "none on an upper twin");
    if (to - from < 2)
        return broken(err, "geometry of edge", edge, "at least 2 vertices");
    if (net->at_mm[from] != 0 || net->at_mm[to - 1] != net->length_mm[edge])
        return broken(err, "at_mm of edge", edge, "0 at the start and the length at the end");
    if (!stands_at(net, from, net->tail[edge]) || !stands_at(net, to - 1, net->head[edge]))
        return broken(err, "geometry of edge", edge, "ends at its nodes");
    for (uint32_t v = from; v < to; v++) {
        if (!isfinite(net->xy_m[2 * (size_t)v]) || !isfinite(net->xy_m[2 * (size_t)v + 1]))
            return broken(err, "vertex", v, "finite coordinates");
        if (v == from)
            continue;
        if (net->at_mm[v] < net->at_mm[v - 1])
            return broken(err, "at_mm of vertex", v, "never falling along the edge");
        *chord_m += hypot(net->xy_m[2 * (size_t)v] - net->xy_m[2 * (size_t)v - 2],
                          net->xy_m[2 * (size_t)v + 1] - net->xy_m[2 * (size_t)v - 1]);
    }
    return WS_OK;
}

static enum ws_status check_geometry(const struct network *net, struct ws_error *err)
{
    enum ws_status st =
        check_rows("first_xy", net->first_xy, net->edge_count, net->first_xy[net->edge_count], err);
    if (!(net->fastest_m_per_cost >= 0.0))
        return broken(err, "fastest_m_per_cost", 0, "0 or more");
    for (uint32_t e = 0; !st && e < net->edge_count; e++) {
        double chord_m = 0.0;
        uint32_t twin = net->twin[e];
        st = check_line(net, e, &chord_m, err);
        if (st || !network_is_canonical(net, e))
            continue;
        uint32_t cost = net->cost[e];
        if (twin != WS_NONE && net->cost[twin] < cost)
            cost = net->cost[twin];
        if (chord_m / (double)cost > net->fastest_m_per_cost)
            return broken(err, "edge", e, "no more metres per cost than fastest_m_per_cost");
    }
    return st;
}

/* Numbers in order of the lowest node; each edge inside one component. That
 * two components are not one is the builder's test. */
static enum ws_status check_components(const struct network *net, struct ws_error *err)
{
    uint32_t seen = 0;
    uint64_t counted = 0;

    for (uint32_t node = 0; node < net->node_count; node++) {
        if (net->component[node] > seen || net->component[node] >= net->component_count)
            return broken(err, "component of node", node, "numbers by lowest node");
        seen += net->component[node] == seen;
        if (!isfinite(net->x_m[node]) || !isfinite(net->y_m[node]))
            return broken(err, "node", node, "finite coordinates");
    }
    if (seen != net->component_count)
        return broken(err, "component", seen, "as many components as are used");
    for (uint32_t e = 0; e < net->edge_count; e++)
        if (net->component[net->tail[e]] != net->component[net->head[e]])
            return broken(err, "edge", e, "both ends in one component");
    for (uint32_t c = 0; c < net->component_count; c++) {
        if (net->component_node_count[c] < 1)
            return broken(err, "component", c, "at least one source node");
        counted += net->component_node_count[c];
    }
    if (counted < net->node_count)
        return broken(err, "component", 0, "source nodes for every node");
    return WS_OK;
}

enum ws_status network_check(const struct network *net, struct ws_error *err)
{
    assert(net);
    enum ws_status st = network_check_out(net, err);
    if (!st)
        st = network_check_in(net, err);
    if (!st)
        st = network_check_twins(net, err);
    if (!st)
        st = check_geometry(net, err);
    if (!st)
        st = check_components(net, err);
    return st;
}

void network_rest(const struct network *net)
{
    assert(net);
    file_map_rest(&net->image);
}

void network_release(struct network *net)
{
    if (!net)
        return;
    if (net->image.bytes) {
        file_map_close(&net->image);
        *net = (struct network){0};
        return;
    }
    mem_free(net->cost);
    if (net->is_borrowed) {
        *net = (struct network){0};
        return;
    }
    mem_free(net->x_m);
    mem_free(net->y_m);
    mem_free(net->component);
    mem_free(net->component_node_count);
    mem_free(net->first_out);
    mem_free(net->head);
    mem_free(net->tail);
    mem_free(net->first_in);
    mem_free(net->in_edge);
    mem_free(net->twin);
    mem_free(net->length_mm);
    mem_free(net->flags);
    mem_free(net->road_class);
    mem_free(net->source);
    mem_free(net->fid);
    mem_free(net->first_xy);
    mem_free(net->xy_m);
    mem_free(net->at_mm);
    *net = (struct network){0};
}
