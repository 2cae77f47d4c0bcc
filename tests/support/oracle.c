#include "support/oracle.h"

#include "base/mem.h"
#include "support/near.h"
#include <math.h>

/* Cost of d_mm of a directed edge, by counting up: ceil(cost * d / length). */
static uint64_t part_cost(const struct network *net, uint32_t edge, uint32_t d_mm)
{
    uint64_t share = (uint64_t)net->cost[edge] * d_mm;
    return share / net->length_mm[edge] + (share % net->length_mm[edge] != 0);
}

static uint32_t lower(uint32_t best, uint64_t cost)
{
    if (cost > WS_COST_INF)
        cost = WS_COST_INF;
    return cost < best ? (uint32_t)cost : best;
}

/* Cost of going from one position of a canonical edge straight to another. */
static uint64_t straight_on(const struct network *net, uint32_t edge, uint32_t from_mm,
                            uint32_t to_mm)
{
    if (from_mm <= to_mm)
        return part_cost(net, edge, to_mm - from_mm);
    uint32_t twin = net->twin[edge];
    return twin == WS_NONE ? WS_COST_INF : part_cost(net, twin, from_mm - to_mm);
}

/* Straight along an edge in the direction of travel: towards the facility from
 * p to foot, away from it from foot to p. */
static uint64_t along_edge(const struct network *net, uint32_t edge, uint32_t p_mm,
                           uint32_t foot_mm, enum ws_direction direction)
{
    return direction == WS_TO_FACILITY ? straight_on(net, edge, p_mm, foot_mm)
                                       : straight_on(net, edge, foot_mm, p_mm);
}

uint32_t *oracle_node_costs(const struct network *net, const struct oracle_facility *facility,
                            enum ws_direction direction)
{
    uint32_t *cost = mem_array(net->node_count, sizeof *cost);
    assert_non_null(cost);
    for (uint32_t node = 0; node < net->node_count; node++)
        cost[node] = WS_COST_INF;
    if (facility->snap.edge == WS_NONE)
        return cost;

    uint32_t edge = facility->snap.edge, foot_mm = facility->snap.along_mm;
    uint32_t *start = &cost[net->tail[edge]], *end = &cost[net->head[edge]];
    uint64_t leg = facility->leg_cost;
    *start = lower(*start, leg + along_edge(net, edge, 0, foot_mm, direction));
    *end = lower(*end, leg + along_edge(net, edge, net->length_mm[edge], foot_mm, direction));

    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t e = 0; e < net->edge_count; e++) {
            uint32_t from = direction == WS_TO_FACILITY ? net->head[e] : net->tail[e];
            uint32_t to = direction == WS_TO_FACILITY ? net->tail[e] : net->head[e];
            uint32_t better = lower(cost[to], (uint64_t)cost[from] + net->cost[e]);
            changed = changed || better < cost[to];
            cost[to] = better;
        }
    }
    return cost;
}

uint32_t oracle_cost_at(const struct network *net, const struct oracle_facility *facility,
                        const uint32_t *node_cost, enum ws_direction direction, uint32_t edge,
                        uint32_t p_mm)
{
    uint32_t length_mm = net->length_mm[edge], best = WS_COST_INF;

    best = lower(best, node_cost[net->tail[edge]] + along_edge(net, edge, p_mm, 0, direction));
    best =
        lower(best, node_cost[net->head[edge]] + along_edge(net, edge, p_mm, length_mm, direction));
    if (facility->snap.edge == edge)
        best = lower(best, facility->leg_cost +
                               along_edge(net, edge, p_mm, facility->snap.along_mm, direction));
    return best;
}

void oracle_nearest(uint64_t *label, uint32_t k, const uint32_t *cost,
                    const struct oracle_facility *facilities, uint32_t facility_count,
                    uint32_t cutoff_cost)
{
    for (uint32_t r = 0; r < k; r++) {
        label[r] = UINT64_MAX;
        for (uint32_t f = 0; f < facility_count; f++) {
            bool is_taken = false;
            for (uint32_t q = 0; q < r && label[q] != UINT64_MAX; q++)
                is_taken = is_taken || facilities[(uint32_t)label[q]].group == facilities[f].group;
            uint64_t here = (uint64_t)cost[f] << 32 | f;
            if (!is_taken && cost[f] <= cutoff_cost && cost[f] < WS_COST_INF && here < label[r])
                label[r] = here;
        }
    }
}

struct ws_snap oracle_snap(const struct network *net, double x_m, double y_m, double limit_m,
                           const bool *allowed)
{
    struct ws_snap best = {.edge = WS_NONE, .off_mm = WS_COST_INF};
    double best_m = limit_m;

    for (uint32_t edge = 0; edge < net->edge_count; edge++) {
        if (!network_is_canonical(net, edge) || !(net->flags[edge] & EDGE_STOP) ||
            (allowed && !allowed[net->component[net->tail[edge]]]))
            continue;
        for (uint32_t v = net->first_xy[edge]; v + 1 < net->first_xy[edge + 1]; v++) {
            const double *a = &net->xy_m[2 * (size_t)v], *b = a + 2;
            double dx = b[0] - a[0], dy = b[1] - a[1], length2 = dx * dx + dy * dy;
            double t = length2 > 0.0 ? ((x_m - a[0]) * dx + (y_m - a[1]) * dy) / length2 : 0.0;
            t = fmin(fmax(t, 0.0), 1.0);
            double off_m = hypot(a[0] + t * dx - x_m, a[1] + t * dy - y_m);
            bool is_nearer = best.edge == WS_NONE ? off_m <= best_m : off_m < best_m - 1e-9;
            if (!is_nearer)
                continue;
            double span_mm = (double)(net->at_mm[v + 1] - net->at_mm[v]);
            best_m = off_m;
            best.edge = edge;
            best.along_mm = net->at_mm[v] + (uint32_t)floor(t * span_mm + 0.5);
            best.off_mm = (uint32_t)floor(off_m * 1000.0 + 0.5);
        }
    }
    return best;
}

/* splitmix64 (Steele 2014, doi:10.1145/2714064.2660195). */
uint32_t oracle_random(uint64_t *state, uint32_t below)
{
    uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (uint32_t)((z ^ (z >> 31)) >> 32) % below;
}

static void random_place(double *xy_m, uint64_t *state, uint32_t cells)
{
    xy_m[0] = 500000.0 + 10.0 * (double)oracle_random(state, cells);
    xy_m[1] = 6700000.0 + 10.0 * (double)oracle_random(state, cells);
}

void oracle_random_lines(struct lines *out, uint64_t *state, uint32_t line_count, uint32_t cells)
{
    enum { MOST = 5 };
    struct lines_builder builder = {0};

    for (uint32_t i = 0; i < line_count; i++) {
        double xy_m[2 * MOST], at_m[MOST] = {0};
        uint32_t count = 2 + oracle_random(state, MOST - 1), open = oracle_random(state, 6);
        for (uint32_t v = 0; v < count; v++) {
            random_place(&xy_m[2 * v], state, cells);
            /* a bend off the lattice meets nobody */
            if (v > 0 && v + 1 < count && oracle_random(state, 2)) {
                xy_m[2 * v] += 1.37 + 0.01 * (double)i;
                xy_m[2 * v + 1] += 2.71;
            }
            if (v > 0)
                at_m[v] = at_m[v - 1] +
                          hypot(xy_m[2 * v] - xy_m[2 * v - 2], xy_m[2 * v + 1] - xy_m[2 * v - 1]);
        }
        struct line_row row = {.fid = 1 + (int64_t)i,
                               .road_class = UINT16_MAX,
                               .flags = open == 0   ? LINE_FORWARD
                                        : open == 1 ? LINE_BACKWARD
                                                    : LINE_FORWARD | LINE_BACKWARD,
                               .speed_kmh = NAN,
                               .speed_back_kmh = NAN,
                               .boarding_s = NAN,
                               .length_m = (double)NAN};
        assert_int_equal(lines_add(&builder, &row, xy_m, at_m, count, NULL), WS_OK);
    }
    *out = builder.lines;
}

static uint32_t random_edge(const struct network *net, uint64_t *state)
{
    for (;;) {
        uint32_t edge = oracle_random(state, net->edge_count);
        if (network_is_canonical(net, edge))
            return edge;
    }
}

void oracle_random_facilities(struct oracle_facility *out, uint32_t count, uint64_t *state,
                              const struct network *net, uint32_t group_count)
{
    for (uint32_t i = 0; i < count; i++) {
        uint32_t edge = random_edge(net, state), length_mm = net->length_mm[edge];
        uint32_t kind = oracle_random(state, 6);
        out[i].snap.edge = edge;
        out[i].snap.along_mm = kind == 0   ? 0
                               : kind == 1 ? length_mm
                                           : oracle_random(state, length_mm + 1);
        if (kind == 2 && i > 0)
            out[i].snap = out[oracle_random(state, i)].snap;
        out[i].leg_cost = oracle_random(state, 2) ? oracle_random(state, 40) : 0;
        out[i].snap.off_mm = out[i].leg_cost;
        out[i].group = oracle_random(state, group_count);
    }
}
