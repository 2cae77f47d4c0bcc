/* Roads in a run by time whose speed nobody told. */
#include "run/roads.h"

#include "net/impedance.h"

#include <stdio.h>

/* Without a class, and as slow as that makes it in each direction: a speed of its own
 * would show in the cost. */
static bool is_assumed(const struct network *net, uint32_t edge, const struct impedance *impedance)
{
    if ((net->flags[edge] & EDGE_FERRY) || net->road_class[edge] != UINT16_MAX)
        return false;
    uint32_t cost = impedance_cost(impedance, net->length_mm[edge], RUN_DEFAULT_SPEED_KMH, 0.0);
    uint32_t twin = net->twin[edge];
    return net->cost[edge] == cost && (twin == WS_NONE || net->cost[twin] == cost);
}

enum ws_status roads_tell_speeds(struct run *run, struct ws_error *err)
{
    const struct network *net = &run->net;
    const struct impedance impedance = run_impedance(run);
    uint64_t all_mm = 0, assumed_mm = 0;
    char effect[160];
    if (!run->options->is_time)
        return WS_OK;
    for (uint32_t edge = 0; edge < net->edge_count; edge++) {
        if (!network_is_canonical(net, edge))
            continue;
        all_mm += net->length_mm[edge];
        if (is_assumed(net, edge, &impedance))
            assumed_mm += net->length_mm[edge];
    }
    if (!assumed_mm)
        return WS_OK;
    snprintf(effect, sizeof effect,
             "driven at %g km/h in all travel times; --field roads.class=COLUMN or --speed source "
             "would tell",
             RUN_DEFAULT_SPEED_KMH);
    struct place place = {.role = "roads", .file = run->options->roads[0].given};
    return warnings_add(&run->warnings, place, effect, err,
                        "%.0f of %.0f km of road have neither class nor speed",
                        (double)assumed_mm / 1e6, (double)all_mm / 1e6);
}
