/* The roads of a run: sources to lines, lines to the network, or a prepared
 * network in their place. */
#include "run/roads.h"

#include "base/mem.h"
#include "run/prepared.h"
#include "run/scenario.h"

#include <stdio.h>
#include <string.h>

struct impedance run_impedance(const struct run *run)
{
    return (struct impedance){
        .is_time = run->options->is_time,
        .use_source_speed = run->options->use_source_speed,
        .use_ferries = run->options->use_ferries,
        .default_speed_kmh = RUN_DEFAULT_SPEED_KMH,
        .boarding_s = RUN_BOARDING_S,
        .classes = run->classes,
        .class_count = run->class_count,
    };
}

enum ws_status run_load_classes(struct run *run, struct ws_error *err)
{
    if (!run->options->classes[0]) {
        run->classes = impedance_default_classes(&run->class_count);
        return WS_OK;
    }
    enum ws_status st =
        io_read_classes(&run->own_classes, &run->class_count, run->io, run->options->classes, err);
    run->classes = run->own_classes;
    return st;
}

/* The same bytes twice are a slip of the hand, and who meant another file should
 * know it. */
static enum ws_status check_twin(const struct run *run, uint32_t given, const uint32_t *records,
                                 struct ws_error *err)
{
    uint32_t count;
    const struct ws_input *inputs = io_inputs(run->io, &count);
    for (uint32_t i = 0; i < given; i++)
        if (records[i] < records[given] &&
            strcmp(inputs[records[i]].sha256, inputs[records[given]].sha256) == 0)
            return error_set(err, WS_BAD_DATA,
                             "%s: given twice: it holds the same bytes as %s; give each file to "
                             "--roads once",
                             run->options->roads[given].given, run->options->roads[i].given);
    return WS_OK;
}

/* The table of nodes among the sources, when there is one of edges. */
static const struct ws_source *find_nodes(const struct ws_options *options)
{
    const struct ws_source *nodes = NULL;
    bool has_edges = false;
    for (uint32_t i = 0; i < options->road_count; i++) {
        enum io_road_kind kind = io_road_kind(&options->roads[i]);
        has_edges |= kind == IO_ROAD_EDGES;
        nodes = kind == IO_ROAD_NODES && !nodes ? &options->roads[i] : nodes;
    }
    return has_edges ? nodes : NULL;
}

/* Every source is read to its end, also after one that is refused (check). */
enum ws_status run_read_sources(struct lines_builder *builder, bool *is_whole, struct run *run)
{
    const struct ws_options *options = run->options;
    struct road_rules rules = {run->classes, run->class_count, options->use_source_speed,
                               find_nodes(options), run_threads(run)};
    uint32_t records[OPTIONS_MAX_ROADS];
    enum ws_status st = WS_OK;
    for (uint32_t i = 0; !st && i < options->road_count; i++) {
        const struct ws_source *source = &options->roads[i];
        struct ws_error failure = {0};
        size_t first = run->warnings.fault_count;
        (void)io_inputs(run->io, &records[i]);
        if (source == rules.nodes) /* read with the edges */
            continue;
        if (!io_read_roads(builder, run->io, source, (uint16_t)i, &rules, &failure) &&
            !check_twin(run, i, records, &failure))
            continue;
        *is_whole = false;
        st = verdicts_note(run, WS_ROLE_ROADS, source, first, &failure);
    }
    return st;
}

static enum ws_status load_network(struct run *run, struct lines_builder *builder)
{
    struct ws_error failure = {0};
    const struct ws_source *source = &run->options->roads[0];
    struct impedance impedance = run_impedance(run);
    enum ws_status st = io_tell_fields(run->io, source, WS_ROLE_ROADS, &failure);
    if (!st)
        st = roads_build(run, NULL, &builder->lines, &impedance, &failure);
    if (!st)
        st = roads_judge_extent(run, &failure);
    if (!st)
        st = roads_tell_speeds(run, &failure);
    if (!st && run->net.edge_count == 0)
        st = error_set(&failure, WS_BAD_DATA,
                       "%s: no road that may be driven; check the class table (--classes)",
                       source->given);
    if (st)
        return verdicts_note(run, WS_ROLE_ROADS, source, run->warnings.fault_count, &failure);
    run->made |= RUN_HAS_NETWORK;
    return WS_OK;
}

static enum ws_status load_sources(struct run *run)
{
    struct lines_builder builder = {0};
    bool is_whole = true;
    enum ws_status st = run_read_sources(&builder, &is_whole, run);
    if (!st && is_whole && run->closing) {
        struct ws_error failure = {0};
        if (scenario_close_roads(run->closing, run, &builder.lines, &failure))
            st = verdicts_note(run, WS_ROLE_SCENARIO, NULL, run->warnings.fault_count, &failure);
    }
    if (!st && is_whole)
        st = load_network(run, &builder);
    lines_release(&builder.lines);
    return st;
}

static enum ws_status load_prepared(struct run *run)
{
    struct ws_error failure = {0};
    const struct ws_source *source = &run->options->roads[0];
    size_t first = run->warnings.fault_count;
    enum ws_status st = prepared_load(run, &failure);
    if (!st)
        st = roads_judge_extent(run, &failure);
    if (!st)
        st = roads_tell_speeds(run, &failure);
    if (st)
        return verdicts_note(run, WS_ROLE_ROADS, source, first, &failure);
    run->made |= RUN_HAS_NETWORK;
    return WS_OK;
}

enum ws_status run_load_roads(struct run *run)
{
    const struct ws_options *options = run->options;
    struct ws_error failure = {0};
    struct ws_source table = {0};
    const char *lacking = run_lacks(run, RUN_HAS_ZONES);
    enum ws_status st = WS_OK;
    bool has_prepared = false;
    run->road_sources = options->roads;
    run->road_source_count = options->road_count;
    if (options->straight_factor > 0.0)
        run->made |= RUN_HAS_NETWORK;
    for (uint32_t i = 0; !st && i < options->road_count; i++) {
        has_prepared |= prepared_is(&options->roads[i]);
        if (lacking)
            st = run_leave(run, WS_ROLE_ROADS, &options->roads[i], lacking);
    }
    if (lacking || !options->road_count)
        return st;
    if (has_prepared)
        return load_prepared(run);
    size_t first = run->warnings.fault_count;
    if (!run_load_classes(run, &failure))
        return load_sources(run);
    snprintf(table.given, sizeof table.given, "%s", options->classes);
    return verdicts_note(run, WS_ROLE_ROADS, &table, first, &failure);
}
