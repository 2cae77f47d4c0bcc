/* Row 1 of the story: files to a network, facilities, units and zones in one
 * metric CRS. */
#include "run/run.h"

#include "base/fixed.h"
#include "base/mem.h"

#include <inttypes.h>
#include <string.h>

static enum ws_status check_given(const struct ws_options *options, struct ws_error *err)
{
    static const struct {
        enum ws_role role;
        const char *name, *what;
    } needed[] = {
        {WS_ROLE_MUNICIPALITIES, "municipalities", "zone polygons with code and name"},
        {WS_ROLE_OFFICES, "offices", "provider offices"},
        {WS_ROLE_POPULATION, "population", "people by area, point or code"},
    };
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (!options->is_given[needed[i].role])
            return error_set(err, WS_BAD_OPTION, "--%s is missing: %s are needed", needed[i].name,
                             needed[i].what);
    if (!options->road_count && !(options->straight_factor > 0.0))
        return error_set(err, WS_BAD_OPTION,
                         "--roads is missing; give roads, or --straight-line F to do without");
    if (options->road_count && options->straight_factor > 0.0)
        return error_set(err, WS_BAD_OPTION, "--roads and --straight-line exclude each other");
    if (options->is_time && options->straight_factor > 0.0)
        return error_set(err, WS_BAD_OPTION,
                         "--straight-line knows distances only; --within has a time");
    return WS_OK;
}

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

static enum ws_status load_roads(struct run *run, struct ws_error *err)
{
    const struct ws_options *options = run->options;
    if (!options->road_count)
        return WS_OK;
    enum ws_status st = load_classes(run, err);
    if (st)
        return st;

    struct lines_builder builder = {0};
    struct road_rules rules = {run->classes, run->class_count};
    for (uint32_t i = 0; !st && i < options->road_count; i++)
        st = io_read_roads(&builder, run->io, &options->roads[i], (uint16_t)i, &rules, err);
    struct impedance impedance = run_impedance(run);
    if (!st)
        st = build_network(&run->net, &run->notes, &builder.lines, &impedance, err);
    lines_release(&builder.lines);
    if (!st && run->net.edge_count == 0)
        return error_set(err, WS_BAD_DATA, "%s: no road that may be driven; check the class table",
                         options->roads[0].given);
    return st;
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

static enum ws_status load_places(struct run *run, struct ws_error *err)
{
    const struct ws_options *options = run->options;
    enum ws_status st =
        io_read_zones(&run->zones, run->io, &options->source[WS_ROLE_MUNICIPALITIES],
                      WS_ROLE_MUNICIPALITIES, err);
    if (!st)
        st = locator_new(&run->zone_locator, &run->zones.areas, err);
    if (!st)
        st = earth_open(&run->earth, io_crs_wkt(run->io), err);
    if (!st)
        st = io_read_offices(&run->offices, run->io, &options->source[WS_ROLE_OFFICES],
                             &options->dated, options->eligible, &run->zones, err);
    if (!st)
        st = io_read_population(&run->population, run->io, &options->source[WS_ROLE_POPULATION],
                                options->weights, options->weight_count, &run->zones, err);
    if (!st)
        st = locate_offices(run, err);
    return st;
}

enum ws_status run_load(struct run *run, struct ws_error *err)
{
    enum ws_status st = check_given(run->options, err);
    if (!st)
        st = options_check(run->options, err);
    if (!st)
        st = io_open(&run->io, &run->warnings, err);
    if (!st)
        st = check_output(run, err);
    if (!st)
        st = load_places(run, err);
    if (!st)
        st = load_roads(run, err);
    return st;
}
