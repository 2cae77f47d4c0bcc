#include "net/skeleton.h"

#include "base/error.h"
#include "base/fixed.h"
#include "base/mem.h"
#include <assert.h>
#include <inttypes.h>
#include <string.h>

/* Labels go along the edges (from the facility) or against them (to it). In
 * what follows "forth" is the way a label goes on a chain as it is walked. */
struct builder {
    const struct network *net;
    bool is_to;
    bool *is_core, *is_done; /* per node; per canonical edge */
    uint32_t *made_core, made_count;
    size_t made_cap;
    struct skeleton out;
    struct raw_arc *raw; /* arcs before they are sorted into rows */
    size_t raw_count;
};

struct raw_arc {
    uint32_t tail, far, cost;
};

static enum ws_status no_memory(struct ws_error *err)
{
    return error_set(err, WS_NO_MEMORY, "no memory for the chains of the network");
}

/* ---- which nodes roads only pass through ------------------------------------------- */

/* The only two roads at a node, in its row of edges out (both ways) or one in
 * and one out. */
static bool is_passed(const struct network *net, uint32_t node)
{
    uint32_t out = net->first_out[node], in = net->first_in[node];
    uint32_t out_count = net->first_out[node + 1] - out, in_count = net->first_in[node + 1] - in;
    if (out_count != in_count || out_count == 0 || out_count > 2)
        return false;
    for (uint32_t i = 0; i < out_count; i++) {
        if (net->head[out + i] == node)
            return false;
        bool is_two_way = net->twin[out + i] != WS_NONE;
        if (is_two_way != (out_count == 2))
            return false;
    }
    return out_count == 2 || net->twin[net->in_edge[in]] == WS_NONE;
}

/* The road on which one goes on at a passed node after coming by `edge`. */
static uint32_t next_edge(const struct network *net, uint32_t edge)
{
    uint32_t node = net->head[edge], out = net->first_out[node];
    return out + (net->twin[out] == edge);
}

/* ---- walking ------------------------------------------------------------------------ */

/* A walk from a core node along its edges, in the direction of the edges. */
struct walk {
    uint32_t edge;        /* the last one walked */
    uint64_t along, back; /* sums; back only on two-way roads */
    bool is_two_way;
};

static bool step(const struct network *net, struct walk *walk, uint32_t edge)
{
    walk->edge = edge;
    walk->along += net->cost[edge];
    if (walk->is_two_way)
        walk->back += net->cost[net->twin[edge]];
    return walk->along < WS_COST_INF && walk->back < WS_COST_INF;
}

/* Walks to the next core node. A sum that would not fit makes a core node of
 * the one in front. */
static enum ws_status find_end(struct builder *builder, uint32_t edge, struct ws_error *err)
{
    const struct network *net = builder->net;
    struct walk walk = {.is_two_way = net->twin[edge] != WS_NONE};
    uint32_t next = edge;
    for (;;) {
        if (!step(net, &walk, next)) {
            uint32_t node = net->tail[next];
            if (mem_grow(&builder->made_core, &builder->made_cap, (size_t)builder->made_count + 1,
                         sizeof *builder->made_core))
                return no_memory(err);
            builder->is_core[node] = true;
            builder->made_core[builder->made_count++] = node;
            return WS_OK;
        }
        builder->is_done[network_canonical(net, next)] = true;
        if (builder->is_core[net->head[next]])
            return WS_OK;
        next = next_edge(net, next);
    }
}

static enum ws_status find_ends(struct builder *builder, uint32_t node, struct ws_error *err)
{
    const struct network *net = builder->net;
    enum ws_status st = WS_OK;
    /* A road straight to a core node is no chain, and nothing is added up. */
    for (uint32_t e = net->first_out[node]; !st && e < net->first_out[node + 1]; e++)
        if (!builder->is_core[net->head[e]] && !builder->is_done[network_canonical(net, e)])
            st = find_end(builder, e, err);
    return st;
}

/* Core: whatever is not passed, what too long a chain is cut at, and the lowest
 * node of a ring that touches nothing. */
static enum ws_status find_core(struct builder *builder, struct ws_error *err)
{
    const struct network *net = builder->net;
    enum ws_status st = WS_OK;
    for (uint32_t node = 0; node < net->node_count; node++)
        builder->is_core[node] = !is_passed(net, node);
    for (uint32_t node = 0; !st && node < net->node_count; node++)
        if (builder->is_core[node])
            st = find_ends(builder, node, err);
    for (uint32_t node = 0; !st && node <= net->node_count; node++) {
        while (!st && builder->made_count > 0)
            st = find_ends(builder, builder->made_core[--builder->made_count], err);
        if (st || node == net->node_count || builder->is_core[node] ||
            builder->is_done[network_canonical(net, net->first_out[node])])
            continue;
        builder->is_core[node] = true;
        st = find_ends(builder, node, err);
    }
    return st;
}

/* ---- chains and arcs ---------------------------------------------------------------- */

static void add_arc(struct builder *builder, uint32_t tail, uint32_t far, uint64_t cost)
{
    if (tail != far) /* no label gets better by coming back */
        builder->raw[builder->raw_count++] = (struct raw_arc){tail, far, (uint32_t)cost};
}

/* Both ways of a walk between core nodes, as labels go. */
static void add_arcs(struct builder *builder, uint32_t start, uint32_t end, const struct walk *walk)
{
    bool is_to = builder->is_to;
    add_arc(builder, is_to ? end : start, is_to ? start : end, walk->along);
    if (walk->is_two_way)
        add_arc(builder, is_to ? start : end, is_to ? end : start, walk->back);
}

/* A road with nothing between its two core nodes. */
static void keep_edge(struct builder *builder, uint32_t edge)
{
    const struct network *net = builder->net;
    uint32_t twin = net->twin[edge];
    struct walk walk = {.along = net->cost[edge],
                        .back = twin == WS_NONE ? 0 : net->cost[twin],
                        .is_two_way = twin != WS_NONE};
    add_arcs(builder, builder->out.slot[net->tail[edge]], builder->out.slot[net->head[edge]],
             &walk);
}

static void close_chain(struct builder *builder, uint32_t start, uint32_t end,
                        const struct walk *walk)
{
    struct skeleton *out = &builder->out;
    uint32_t chain = out->chain_count++;
    uint32_t along = (uint32_t)walk->along;
    uint32_t back = walk->is_two_way ? (uint32_t)walk->back : WS_COST_INF;
    out->start[chain] = start;
    out->end[chain] = end;
    out->forth[chain] = builder->is_to ? back : along;
    out->back[chain] = builder->is_to ? along : back;
    out->first_place[chain + 1] = out->inner_count;
}

/* Walks again, now that all core nodes have their numbers, and keeps it. */
static void keep_walk(struct builder *builder, uint32_t edge)
{
    const struct network *net = builder->net;
    struct skeleton *out = &builder->out;
    struct walk walk = {.is_two_way = net->twin[edge] != WS_NONE};
    uint32_t start = out->slot[net->tail[edge]], first_inner = out->inner_count;
    for (uint32_t next = edge;; next = next_edge(net, next)) {
        bool fits = step(net, &walk, next);
        assert(fits);
        (void)fits;
        builder->is_done[network_canonical(net, next)] = true;
        uint32_t node = net->head[next];
        if (builder->is_core[node])
            break;
        uint32_t place = out->inner_count++;
        out->slot[node] = out->core_count + place;
        out->node[out->core_count + place] = node;
        out->forth_to[place] = (uint32_t)(builder->is_to ? walk.back : walk.along);
        out->back_to[place] = (uint32_t)(builder->is_to ? walk.along : walk.back);
    }
    uint32_t end = out->slot[net->head[walk.edge]];
    assert(out->inner_count > first_inner);
    (void)first_inner;
    close_chain(builder, start, end, &walk);
    add_arcs(builder, start, end, &walk);
}

static void keep_all(struct builder *builder)
{
    const struct network *net = builder->net;
    struct skeleton *out = &builder->out;
    for (uint32_t node = 0; node < net->node_count; node++)
        if (builder->is_core[node]) {
            out->node[out->core_count] = node;
            out->slot[node] = out->core_count++;
        }
    memset(builder->is_done, 0, net->edge_count * sizeof *builder->is_done);
    for (uint32_t core = 0; core < out->core_count; core++) {
        uint32_t node = out->node[core];
        for (uint32_t e = net->first_out[node]; e < net->first_out[node + 1]; e++) {
            bool is_straight = builder->is_core[net->head[e]];
            if (is_straight && network_is_canonical(net, e))
                keep_edge(builder, e);
            else if (!is_straight && !builder->is_done[network_canonical(net, e)])
                keep_walk(builder, e);
        }
    }
}

/* ---- rows ---------------------------------------------------------------------------- */

static bool is_dead_end(const struct skeleton *skeleton, uint32_t core, uint32_t from)
{
    for (uint32_t i = skeleton->first_arc[core]; i < skeleton->first_arc[core + 1]; i++)
        if (skeleton->arcs[i].far != from)
            return false;
    return true;
}

static void mark_dead_ends(struct skeleton *out)
{
    for (uint32_t core = 0; core < out->core_count; core++)
        for (uint32_t i = out->first_arc[core]; i < out->first_arc[core + 1]; i++)
            out->arcs[i].is_last = is_dead_end(out, out->arcs[i].far, core);
}

static enum ws_status sort_arcs(struct builder *builder, struct ws_error *err)
{
    struct skeleton *out = &builder->out;
    uint64_t sum = 0;
    out->first_arc = mem_array((size_t)out->core_count + 2, sizeof *out->first_arc);
    out->arcs = mem_array(builder->raw_count, sizeof *out->arcs);
    if (!out->first_arc || !out->arcs)
        return no_memory(err);
    out->arc_count = (uint32_t)builder->raw_count;
    for (size_t i = 0; i < builder->raw_count; i++)
        out->first_arc[builder->raw[i].tail + 1]++;
    fixed_offsets(out->first_arc + 1, out->core_count);
    for (size_t i = 0; i < builder->raw_count; i++) {
        const struct raw_arc *raw = &builder->raw[i];
        out->arcs[out->first_arc[raw->tail + 1]++] =
            (struct skeleton_arc){.far = raw->far, .cost = raw->cost & WS_COST_INF};
        sum += raw->cost;
    }
    mark_dead_ends(out);
    out->mean_cost = builder->raw_count ? (uint32_t)(sum / builder->raw_count) : 1;
    return WS_OK;
}

static enum ws_status sort_chains(struct skeleton *out, struct ws_error *err)
{
    out->first_chain = mem_array((size_t)out->core_count + 2, sizeof *out->first_chain);
    out->chain = mem_array(2 * (size_t)out->chain_count, sizeof *out->chain);
    if (!out->first_chain || !out->chain)
        return no_memory(err);
    for (uint32_t c = 0; c < out->chain_count; c++) {
        out->first_chain[out->start[c] + 1]++;
        out->first_chain[out->end[c] + 1]++;
    }
    fixed_offsets(out->first_chain + 1, out->core_count);
    for (uint32_t c = 0; c < out->chain_count; c++) {
        out->chain[out->first_chain[out->start[c] + 1]++] = c;
        out->chain[out->first_chain[out->end[c] + 1]++] = c;
    }
    return WS_OK;
}

static enum ws_status allocate(struct builder *builder, struct ws_error *err)
{
    size_t nodes = builder->net->node_count, edges = builder->net->edge_count;
    struct skeleton *out = &builder->out;
    builder->is_core = mem_array(nodes, sizeof *builder->is_core);
    builder->is_done = mem_array(edges, sizeof *builder->is_done);
    builder->raw = mem_array(edges, sizeof *builder->raw); /* at most one arc per edge */
    out->slot = mem_array(nodes, sizeof *out->slot);
    out->node = mem_array(nodes, sizeof *out->node);
    out->start = mem_array(nodes, sizeof *out->start);
    out->end = mem_array(nodes, sizeof *out->end);
    out->forth = mem_array(nodes, sizeof *out->forth);
    out->back = mem_array(nodes, sizeof *out->back);
    out->first_place = mem_array(nodes + 1, sizeof *out->first_place);
    out->forth_to = mem_array(nodes, sizeof *out->forth_to);
    out->back_to = mem_array(nodes, sizeof *out->back_to);
    bool is_short = !builder->is_core || !builder->is_done || !builder->raw || !out->slot ||
                    !out->node || !out->start || !out->end || !out->forth || !out->back ||
                    !out->first_place || !out->forth_to || !out->back_to;
    return is_short ? no_memory(err) : WS_OK;
}

enum ws_status skeleton_new(struct skeleton *out, const struct network *net,
                            enum ws_direction direction, struct ws_error *err)
{
    assert(out && net);
    struct builder builder = {.net = net, .is_to = direction == WS_TO_FACILITY};
    enum ws_status st = allocate(&builder, err);
    if (!st)
        st = find_core(&builder, err);
    if (!st)
        keep_all(&builder);
    if (!st)
        st = sort_arcs(&builder, err);
    if (!st)
        st = sort_chains(&builder.out, err);
    if (!st) {
        *out = builder.out;
        builder.out = (struct skeleton){0};
    }
    skeleton_release(&builder.out);
    mem_free(builder.is_core);
    mem_free(builder.is_done);
    mem_free(builder.made_core);
    mem_free(builder.raw);
    return st;
}

void skeleton_release(struct skeleton *skeleton)
{
    if (!skeleton)
        return;
    mem_free(skeleton->slot);
    mem_free(skeleton->node);
    mem_free(skeleton->first_arc);
    mem_free(skeleton->arcs);
    mem_free(skeleton->start);
    mem_free(skeleton->end);
    mem_free(skeleton->first_place);
    mem_free(skeleton->forth);
    mem_free(skeleton->back);
    mem_free(skeleton->forth_to);
    mem_free(skeleton->back_to);
    mem_free(skeleton->first_chain);
    mem_free(skeleton->chain);
    *skeleton = (struct skeleton){0};
}

uint32_t skeleton_chain(const struct skeleton *skeleton, uint32_t place)
{
    assert(place < skeleton->inner_count);
    uint32_t low = 0, high = skeleton->chain_count; /* first_place[low] <= place */
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (skeleton->first_place[middle] <= place)
            low = middle;
        else
            high = middle;
    }
    return low;
}

uint32_t skeleton_way(const struct skeleton *skeleton, uint32_t chain, uint32_t a, uint32_t b)
{
    if (a <= b)
        return skeleton->forth[chain] == WS_COST_INF
                   ? WS_COST_INF
                   : skeleton->forth_to[b] - skeleton->forth_to[a];
    return skeleton->back[chain] == WS_COST_INF ? WS_COST_INF
                                                : skeleton->back_to[a] - skeleton->back_to[b];
}
