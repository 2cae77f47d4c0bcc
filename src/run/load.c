/* Row 1 of the story: files to a network, facilities, units and zones in one
 * metric CRS. */
#include "run/decision.h"
#include "run/pages.h"
#include "run/run.h"
#include "run/roads.h"
#include "run/scenario.h"
#include "run/siting.h"
#include "run/supplier.h"

#include "base/fixed.h"
#include "base/mem.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <whitespot/whitespot.h>

bool run_may_write(void *context)
{
    const struct ws_options *options = context;
    return !options->progress || options->progress(options->progress_context, "writing", 0.97);
}

struct write_plan run_write_plan(const struct ws_options *options,
                                 const char *inputs[RUN_MAX_INPUTS])
{
    return (struct write_plan){.path = options->output,
                               .format = options->format,
                               .crs_out = options->crs_out,
                               .overwrite = options->overwrite,
                               .lang = options->has_lang ? options->lang : LANG_SV,
                               .is_time = options->is_time,
                               .as_of = options->dated.as_of,
                               .program = "Whitespot " WS_VERSION,
                               .is_comma_csv = options->has_lang && options->lang == LANG_SV,
                               .inputs = inputs,
                               .may_go_on = run_may_write,
                               .asked = (void *)(uintptr_t)options,
                               .input_count = options_inputs(options, inputs, RUN_MAX_INPUTS)};
}

static enum ws_status check_output(const struct run *run, struct ws_error *err)
{
    const struct ws_options *options = run->options;
    enum ws_status st = pages_check(run, err);
    if (st || !options->output[0])
        return st;
    const char *inputs[RUN_MAX_INPUTS];
    struct write_plan plan = run_write_plan(options, inputs);
    return io_write_check(run->io, &plan, err);
}

const char *run_lacks(const struct run *run, unsigned needs)
{
    unsigned lacks = needs & ~run->made;
    if (!lacks)
        return NULL;
    return lacks & RUN_HAS_ZONES ? "needs the municipalities" : "needs the population";
}

/* An input that cannot be judged; a file that is not there is told all the same. */
enum ws_status run_leave(struct run *run, enum ws_role role, const struct ws_source *source,
                         const char *why)
{
    struct ws_error failure = {0};
    size_t first = run->warnings.fault_count;
    return io_note_unjudged(run->io, source, role, why, &failure)
               ? verdicts_note(run, role, source, first, &failure)
               : WS_OK;
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

static enum ws_status tell_nearest(struct run *run, uint32_t count, uint32_t first,
                                   struct ws_error *err)
{
    char effect[160];
    struct place place = {.role = ws_role_name(WS_ROLE_OFFICES),
                          .file = run->options->source[WS_ROLE_OFFICES].given};
    if (!count)
        return WS_OK;
    snprintf(effect, sizeof effect, "counted in the nearest one within 2 km (first: %.80s)",
             run->offices.id[first]);
    return warnings_add(&run->warnings, place, effect, err,
                        "%" PRIu32 " %s in no municipality, as on a quay outside a rough border",
                        count, count == 1 ? "office stands" : "offices stand");
}

/* The municipality each office stands in; on a quay outside a generalised
 * border the nearest within 2 km. */
enum ws_status run_locate_offices(struct run *run, struct ws_error *err)
{
    const struct ws_points *points = &run->offices.points;
    run->office_zone = mem_array(points->count, sizeof *run->office_zone);
    if (!run->office_zone)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " offices", points->count);
    uint32_t moved_count = 0, first = 0;
    for (uint32_t i = 0; i < points->count; i++) {
        double distance_m;
        uint32_t zone = locate_point(run->zone_locator, points->x_m[i], points->y_m[i]);
        if (zone == WS_NONE) {
            zone = locate_nearest(run->zone_locator, points->x_m[i], points->y_m[i], 2000.0,
                                  &distance_m);
            if (zone != WS_NONE && distance_m > 1.0 && moved_count++ == 0)
                first = i;
        }
        run->office_zone[i] = zone;
    }
    return tell_nearest(run, moved_count, first, err);
}

static enum ws_status read_offices(struct run *run, const struct ws_source *source,
                                   struct ws_error *err)
{
    enum ws_status st = io_read_offices(&run->offices, run->io, source, &run->options->dated,
                                        run->options->eligible, &run->zones, err);
    if (!st)
        st = run_locate_offices(run, err);
    return st ? st : run_tell_office_codes(run, err);
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
    const char *lacking = run_lacks(run, reading->needs);
    struct ws_error failure = {0};
    size_t first = run->warnings.fault_count;
    if (!run->options->is_given[reading->role])
        return WS_OK;
    if (lacking)
        return run_leave(run, reading->role, source, lacking);
    if (reading->read(run, source, &failure) ||
        io_tell_fields(run->io, source, reading->role, &failure))
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
        {WS_ROLE_SUPPLIER_AREAS, RUN_HAS_ZONES, 0, supplier_read_areas},
        {WS_ROLE_CONTRACTS, RUN_HAS_ZONES, 0, supplier_read_contracts},
        {WS_ROLE_POPULATION, RUN_HAS_ZONES, RUN_HAS_POPULATION, read_population},
        {WS_ROLE_ROADS, RUN_HAS_ZONES, RUN_HAS_NETWORK, NULL},
        {WS_ROLE_CONTROL, RUN_HAS_ZONES | RUN_HAS_POPULATION, RUN_HAS_CONTROL, read_control},
        {WS_ROLE_COMMUTING, RUN_HAS_ZONES, 0, registers_read_commuting},
        {WS_ROLE_UNEMPLOYED, RUN_HAS_ZONES, 0, registers_read_unemployed},
        {WS_ROLE_REFERRALS, RUN_HAS_ZONES, 0, registers_read_referrals},
        {WS_ROLE_CLAIMS, 0, 0, registers_read_claims},
        {WS_ROLE_POLICY, 0, 0, decision_read},
        {WS_ROLE_NOTES, RUN_HAS_ZONES, 0, registers_read_notes},
        {WS_ROLE_CANDIDATES, RUN_HAS_ZONES, 0, siting_read},
        {WS_ROLE_REMOTE, RUN_HAS_ZONES, 0, registers_read_remote},
        {WS_ROLE_APPLICATIONS, RUN_HAS_ZONES, 0, registers_read_applications},
    };
    enum ws_status st = WS_OK;
    for (size_t i = 0; !st && i < sizeof readings / sizeof *readings; i++)
        if (!(readings[i].makes & run->made)) /* else it stays from an earlier day */
            st = readings[i].read ? load_given(run, &readings[i]) : run_load_roads(run);
    if (!st)
        st = supplier_read_office_contracts(run);
    return st ? st : scenarios_read(run);
}

enum ws_status run_load(struct run *run, struct ws_error *err)
{
    struct ws_error failure = {0};
    enum ws_status st = verdicts_options(run);
    if (!st && !run->io) {
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
