/* Row 1 of the story: files to a network, facilities, units and zones in one
 * metric CRS. */
#include "run/run.h"
#include "run/roads.h"

#include "base/fixed.h"
#include "base/mem.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct write_plan run_write_plan(const struct ws_options *options,
                                 const char *inputs[RUN_MAX_INPUTS])
{
    return (struct write_plan){.path = options->output,
                               .format = options->format,
                               .crs_out = options->crs_out,
                               .overwrite = options->overwrite,
                               .inputs = inputs,
                               .input_count = options_inputs(options, inputs, RUN_MAX_INPUTS)};
}

static enum ws_status check_output(const struct run *run, struct ws_error *err)
{
    const struct ws_options *options = run->options;
    if (!options->output[0])
        return WS_OK;
    const char *inputs[RUN_MAX_INPUTS];
    struct write_plan plan = run_write_plan(options, inputs);
    return io_write_check(run->io, &plan, err);
}

static struct impedance run_impedance(const struct run *run)
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

static enum ws_status load_classes(struct run *run, struct ws_error *err)
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

/* ---- roads -------------------------------------------------------------------- */

static const char *missing(const struct run *run, unsigned needs)
{
    unsigned lacks = needs & ~run->made;
    if (!lacks)
        return NULL;
    return lacks & RUN_HAS_ZONES ? "needs the municipalities" : "needs the population";
}

/* An input that cannot be judged; a file that is not there is told all the same. */
static enum ws_status leave(struct run *run, enum ws_role role, const struct ws_source *source,
                            const char *why)
{
    struct ws_error failure = {0};
    size_t first = run->warnings.fault_count;
    return io_note_unjudged(run->io, source, role, why, &failure)
               ? verdicts_note(run, role, source, first, &failure)
               : WS_OK;
}

/* The same bytes twice would be two roads side by side: their inhabited length
 * doubles, and with it the share of people along them. */
static enum ws_status check_twin(const struct run *run, uint32_t given, const uint32_t *records,
                                 struct ws_error *err)
{
    uint32_t count;
    const struct ws_input *inputs = io_inputs(run->io, &count);
    for (uint32_t i = 0; i < given; i++)
        if (records[i] < records[given] &&
            strcmp(inputs[records[i]].sha256, inputs[records[given]].sha256) == 0)
            return error_set(err, WS_BAD_DATA,
                             "%s: given twice: it holds the same bytes as %s, and its roads would "
                             "count double; give each file to --roads once",
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
static enum ws_status read_sources(struct lines_builder *builder, bool *is_whole, struct run *run)
{
    const struct ws_options *options = run->options;
    struct road_rules rules = {run->classes, run->class_count, options->use_source_speed,
                               find_nodes(options)};
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
    enum ws_status st = roads_build(run, &builder->lines, &impedance, &failure);
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
    enum ws_status st = read_sources(&builder, &is_whole, run);
    if (!st && is_whole)
        st = load_network(run, &builder);
    lines_release(&builder.lines);
    return st;
}

static enum ws_status load_roads(struct run *run)
{
    const struct ws_options *options = run->options;
    struct ws_error failure = {0};
    struct ws_source table = {0};
    const char *lacking = missing(run, RUN_HAS_ZONES);
    enum ws_status st = WS_OK;
    if (options->straight_factor > 0.0)
        run->made |= RUN_HAS_NETWORK;
    for (uint32_t i = 0; lacking && !st && i < options->road_count; i++)
        st = leave(run, WS_ROLE_ROADS, &options->roads[i], lacking);
    if (lacking || !options->road_count)
        return st;
    size_t first = run->warnings.fault_count;
    if (!load_classes(run, &failure))
        return load_sources(run);
    snprintf(table.given, sizeof table.given, "%s", options->classes);
    return verdicts_note(run, WS_ROLE_ROADS, &table, first, &failure);
}

/* ---- one input after the other ------------------------------------------------- */

static enum ws_status read_zones(struct run *run, const struct ws_source *source,
                                 struct ws_error *err)
{
    enum ws_status st = io_read_zones(&run->zones, run->io, source, WS_ROLE_MUNICIPALITIES, err);
    if (!st)
        st = locator_new(&run->zone_locator, &run->zones.areas, err);
    return st ? st : earth_open(&run->earth, io_crs_wkt(run->io), err);
}

/* The municipality each office stands in; on a quay outside a generalised
 * border the nearest within 2 km. */
static enum ws_status locate_offices(struct run *run, struct ws_error *err)
{
    const struct ws_points *points = &run->offices.points;
    run->office_zone = mem_array(points->count, sizeof *run->office_zone);
    if (!run->office_zone)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " offices", points->count);
    for (uint32_t i = 0; i < points->count; i++) {
        double distance_m;
        uint32_t zone = locate_point(run->zone_locator, points->x_m[i], points->y_m[i]);
        if (zone == WS_NONE)
            zone = locate_nearest(run->zone_locator, points->x_m[i], points->y_m[i], 2000.0,
                                  &distance_m);
        run->office_zone[i] = zone;
    }
    return WS_OK;
}

static enum ws_status read_offices(struct run *run, const struct ws_source *source,
                                   struct ws_error *err)
{
    enum ws_status st = io_read_offices(&run->offices, run->io, source, &run->options->dated,
                                        run->options->eligible, &run->zones, err);
    return st ? st : locate_offices(run, err);
}

static enum ws_status read_population(struct run *run, const struct ws_source *source,
                                      struct ws_error *err)
{
    const struct people_wanted wanted = {run->options->weights, run->options->weight_count,
                                         run->options->ages};
    enum ws_status st =
        io_read_population(&run->population, run->io, source, &wanted, &run->zones, err);
    const struct ws_units *units = &run->population.units;
    for (uint32_t i = 0; !st && i < units->count; i++)
        for (uint32_t w = 0; w < units->weight_count; w++)
            run->people_micro[w] += units->people_micro[(size_t)i * units->weight_count + w];
    return st;
}

static enum ws_status read_control(struct run *run, const struct ws_source *source,
                                   struct ws_error *err)
{
    struct ws_weight names[WS_MAX_WEIGHTS];
    struct people_wanted wanted = {run->options->weights, run->options->weight_count,
                                   run->options->ages};
    memset(names, 0, sizeof names);
    if (!wanted.ages.is_given) { /* the columns taken, also when they were recognised */
        wanted.weights = names;
        wanted.weight_count = run->population.units.weight_count;
    }
    for (uint32_t w = 0; w < run->population.units.weight_count && w < WS_MAX_WEIGHTS; w++)
        memcpy(names[w].column, run->population.weight_name[w], sizeof names[w].column);
    return io_read_totals(&run->control_micro, run->io, source, &wanted, &run->zones, err);
}

struct reading {
    enum ws_role role;
    unsigned needs, makes;
    enum ws_status (*read)(struct run *run, const struct ws_source *source, struct ws_error *err);
};

static enum ws_status load_given(struct run *run, const struct reading *reading)
{
    const struct ws_source *source = &run->options->source[reading->role];
    const char *lacking = missing(run, reading->needs);
    struct ws_error failure = {0};
    size_t first = run->warnings.fault_count;
    if (!run->options->is_given[reading->role])
        return WS_OK;
    if (lacking)
        return leave(run, reading->role, source, lacking);
    if (reading->read(run, source, &failure))
        return verdicts_note(run, reading->role, source, first, &failure);
    run->made |= reading->makes;
    return WS_OK;
}

/* In the order in which one needs the other. */
static enum ws_status load_inputs(struct run *run)
{
    static const struct reading readings[] = {
        {WS_ROLE_MUNICIPALITIES, 0, RUN_HAS_ZONES, read_zones},
        {WS_ROLE_OFFICES, RUN_HAS_ZONES, RUN_HAS_OFFICES, read_offices},
        {WS_ROLE_POPULATION, RUN_HAS_ZONES, RUN_HAS_POPULATION, read_population},
        {WS_ROLE_ROADS, RUN_HAS_ZONES, RUN_HAS_NETWORK, NULL},
        {WS_ROLE_CONTROL, RUN_HAS_ZONES | RUN_HAS_POPULATION, RUN_HAS_CONTROL, read_control},
    };
    enum ws_status st = WS_OK;
    for (size_t i = 0; !st && i < sizeof readings / sizeof *readings; i++)
        st = readings[i].read ? load_given(run, &readings[i]) : load_roads(run);
    return st;
}

enum ws_status run_load(struct run *run, struct ws_error *err)
{
    struct ws_error failure = {0};
    enum ws_status st = verdicts_options(run);
    if (!st) {
        st = io_open(&run->io, &run->warnings, &failure);
        if (st)
            return error_set(err, st, "%s", failure.message);
        st = check_output(run, &failure);
        st = st ? verdicts_note(run, WS_ROLE_COUNT, NULL, run->warnings.fault_count, &failure)
                : WS_OK;
    }
    if (!st)
        st = load_inputs(run);
    if (st && err)
        *err = run->refused;
    return st;
}
