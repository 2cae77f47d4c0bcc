/* Offices whose nearest road leads nowhere. */
#include "run/roads.h"

#include "base/mem.h"

#include <inttypes.h>
#include <stdio.h>

static uint32_t component_of(const struct network *net, const struct ws_snap *snap)
{
    return net->component[net->tail[snap->edge]];
}

static enum ws_status tell(struct run *run, uint32_t office, const struct ws_snap *nearest,
                           struct ws_error *err)
{
    char feature[96], effect[160];
    uint32_t nodes = run->net.component_node_count[component_of(&run->net, nearest)];
    snprintf(feature, sizeof feature, "office %.80s", run->offices.id[office]);
    snprintf(effect, sizeof effect,
             "taken to the next road, %.0f m away; --min-component 1 keeps "
             "it on the piece",
             run->snaps[office].off_mm / 1000.0);
    struct place place = {
        .role = "offices", .file = run->options->source[WS_ROLE_OFFICES].given, .feature = feature};
    return warnings_add(&run->warnings, place, effect, err,
                        "the nearest road, %.0f m away, is a separate piece of %" PRIu32
                        " junctions and ends",
                        nearest->off_mm / 1000.0, nodes);
}

enum ws_status roads_tell_strays(struct run *run, struct ws_error *err)
{
    const struct network *net = &run->net;
    struct ws_snap *nearest = NULL;
    struct snap_rule rule = {.limit_m = run->options->office_access_limit_m, .is_near_only = true};
    enum ws_status st =
        snap_points(&nearest, run->snapper, &run->offices.points, &rule, run->earth, err);
    for (uint32_t office = 0; !st && office < run->offices.points.count; office++) {
        const struct ws_snap *snap = &run->snaps[office];
        if (snap->edge == WS_NONE || nearest[office].edge == WS_NONE ||
            nearest[office].off_mm >= snap->off_mm)
            continue;
        uint32_t piece = component_of(net, &nearest[office]);
        if (piece != component_of(net, snap) &&
            net->component_node_count[piece] < run->options->min_component)
            st = tell(run, office, &nearest[office], err);
    }
    mem_free(nearest);
    return st;
}
