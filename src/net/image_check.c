#include "net/image_check.h"

#include "base/error.h"
#include "base/parallel.h"
#include <assert.h>
#include <inttypes.h>
#include <math.h>

static enum ws_status broken(struct ws_error *err, const char *array, uint64_t row)
{
    return error_set(err, WS_BAD_DATA, "%s, row %" PRIu64 ", is out of range", array, row);
}

static enum ws_status check_below(const char *array, const uint32_t *values, uint64_t rows,
                                  uint32_t count, struct ws_error *err)
{
    for (uint64_t i = 0; i < rows; i++)
        if (values[i] >= count)
            return broken(err, array, i);
    return WS_OK;
}

static enum ws_status check_offsets(const char *array, const uint32_t *first, uint32_t rows,
                                    uint32_t total, struct ws_error *err)
{
    if (first[0] != 0)
        return broken(err, array, 0);
    for (uint32_t i = 0; i < rows; i++)
        if (first[i] > first[i + 1])
            return broken(err, array, i);
    return first[rows] == total ? WS_OK : broken(err, array, rows);
}

static enum ws_status check_finite(const char *array, const double *values, uint64_t rows,
                                   struct ws_error *err)
{
    for (uint64_t i = 0; i < rows; i++)
        if (!isfinite(values[i]))
            return broken(err, array, i);
    return WS_OK;
}

static enum ws_status check_nodes(const struct network *net, struct ws_error *err)
{
    uint32_t nodes = net->node_count;
    enum ws_status st = check_below("component", net->component, nodes, net->component_count, err);
    if (!st)
        st = check_finite("x_m", net->x_m, nodes, err);
    if (!st)
        st = check_finite("y_m", net->y_m, nodes, err);
    if (!st && !(net->fastest_m_per_cost >= 0.0 && isfinite(net->fastest_m_per_cost)))
        st = broken(err, "fastest_m_per_cost", 0);
    return st;
}

/* Whoever walks along a road steps from vertex to vertex and stops at its
 * length. */
static enum ws_status check_lines(const struct network *net, struct ws_error *err)
{
    const uint32_t *first = net->first_xy, *at_mm = net->at_mm;
    enum ws_status st =
        check_offsets("first_xy", first, net->edge_count, first[net->edge_count], err);
    for (uint32_t e = 0; !st && e < net->edge_count; e++) {
        if (!network_is_canonical(net, e))
            continue;
        if (first[e + 1] - first[e] < 2)
            return broken(err, "first_xy", e);
        if (at_mm[first[e]] != 0 || at_mm[first[e + 1] - 1] != net->length_mm[e])
            return broken(err, "at_mm", first[e]);
        for (uint32_t v = first[e] + 1; v < first[e + 1]; v++)
            if (at_mm[v] < at_mm[v - 1])
                return broken(err, "at_mm", v);
    }
    return st;
}

static enum ws_status check_vertices(const struct network *net, struct ws_error *err)
{
    return check_finite("xy_m", net->xy_m, 2 * (uint64_t)net->first_xy[net->edge_count], err);
}

static enum ws_status (*const CHECKS[])(const struct network *, struct ws_error *) = {
    check_lines,      check_vertices,      network_check_out,
    network_check_in, network_check_twins, check_nodes};

static enum ws_status run_check(void *context, uint32_t chunk, uint32_t worker,
                                struct ws_error *err)
{
    const struct network *const *net = context;
    (void)worker;
    return CHECKS[chunk](*net, err);
}

enum ws_status image_check(const struct network *net, uint32_t threads, struct ws_error *err)
{
    assert(net);
    return parallel_for(sizeof CHECKS / sizeof *CHECKS, threads, run_check, &net, err);
}
