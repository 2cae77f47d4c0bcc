/* A run laid over a base: what no edit changes is borrowed, the rest made by the
 * stages of any run. */
#include "run/scenario.h"

#include "base/mem.h"
#include "decide/decide.h"
#include "run/critical.h"
#include "run/decision.h"
#include "run/roads.h"
#include "run/supplier.h"

#include <string.h>

/* X(member): borrowed by every overlay, never released by it. */
#define LENT(X) X(zones) X(zone_locator) X(classes) X(class_count) X(people_micro) X(control_micro)

#define LENT_ROADS(X)                                                                              \
    X(io) X(own_sources) X(road_sources) X(road_source_count) X(net) X(notes) X(snapper) X(skeleton)

#define LEND(member) memcpy(&overlay->member, &base->member, sizeof base->member);
#define GIVE_BACK(member) memset(&overlay->member, 0, sizeof overlay->member);

/* ---- giving back ---------------------------------------------------------------------- */

static void give_back_supply(struct supplier *supplier, const struct supplier *base)
{
    if (supplier->zones.code == base->zones.code)
        supplier->zones = (struct zones){0};
    if (supplier->area_of_zone == base->area_of_zone)
        supplier->area_of_zone = NULL;
    if (supplier->contracts.area == base->contracts.area)
        supplier->contracts = (struct contracts){0};
    if (supplier->cut.parent == base->cut.parent)
        supplier->cut = (struct cut){0};
    supplier->locator = NULL;
}

static void give_back(struct run *overlay, const struct run *base)
{
    LENT(GIVE_BACK)
    if (!overlay->has_own_people)
        overlay->population = (struct population){0};
    if (!overlay->closing) {
        LENT_ROADS(GIVE_BACK)
    }
    if (overlay->spread.part == base->spread.part)
        overlay->spread = (struct spread){0};
    if (overlay->supplier)
        give_back_supply(overlay->supplier, base->supplier);
    if (overlay->decision)
        overlay->decision->policy = (struct policy){0};
    overlay->registers = (struct registers){0};
}

void overlay_free(struct run *overlay)
{
    if (!overlay)
        return;
    give_back(overlay, overlay->base);
    run_free(overlay);
}

/* ---- borrowing -------------------------------------------------------------------------- */

static bool closes_roads(const struct ws_scenario *scenario)
{
    for (size_t i = 0; i < scenario->edit_count; i++)
        if (scenario->edits[i].is_active && scenario->edits[i].kind == EDIT_CLOSE_ROAD)
            return true;
    return false;
}

/* Readers of its own, in the same working system. */
static enum ws_status open_io(struct io **out, struct run *overlay, struct ws_error *err)
{
    struct zones zones = {0};
    const struct ws_source *source = &overlay->options->source[WS_ROLE_MUNICIPALITIES];
    enum ws_status st = io_open(out, &overlay->warnings, err);
    if (!st)
        st = io_read_zones(&zones, *out, source, WS_ROLE_MUNICIPALITIES, err);
    zones_release(&zones);
    return st;
}

/* The roads again without those that close. */
static enum ws_status read_roads(struct run *overlay, struct ws_error *err)
{
    enum ws_status st = open_io(&overlay->io, overlay, err);
    if (st)
        return st;
    overlay->made = RUN_HAS_ZONES;
    st = run_load_roads(overlay);
    if (st && err)
        *err = overlay->refused;
    return st;
}

static enum ws_status lend_decision(struct run *overlay, const struct run *base,
                                    struct ws_error *err)
{
    overlay->decision = mem_array(1, sizeof *overlay->decision);
    if (!overlay->decision)
        return error_set(err, WS_NO_MEMORY, "no memory for a scenario");
    if (base->decision)
        overlay->decision->policy = base->decision->policy;
    return WS_OK;
}

static enum ws_status begin(struct run *overlay, const struct ws_scenario *scenario,
                            struct ws_error *err)
{
    const struct run *base = scenario->base;
    overlay->base = base;
    overlay->options->scenario_count = 0;
    overlay->options->progress = NULL;
    LENT(LEND)
    overlay->population = base->population;
    overlay->registers = base->registers;
    overlay->closing = closes_roads(scenario) ? scenario : NULL;
    if (!overlay->closing) {
        LENT_ROADS(LEND)
    }
    enum ws_status st = lend_decision(overlay, base, err);
    if (!st)
        st = earth_open(&overlay->earth, io_crs_wkt(base->io), err);
    if (!st && overlay->closing)
        st = read_roads(overlay, err);
    return st;
}

/* ---- spreading ----------------------------------------------------------------------------- */

/* People snap to a small piece of road only when an office stands on it; if that is as
 * before they live where they lived. */
static bool is_served_alike(const struct run *overlay)
{
    const struct run *base = overlay->base;
    return !overlay->closing && (!overlay->options->road_count ||
                                 !memcmp(overlay->is_served, base->is_served,
                                         overlay->net.component_count * sizeof *base->is_served));
}

/* Control totals scaled the people of the base in place: they are read again. */
static enum ws_status read_people(struct run *overlay, struct ws_error *err)
{
    const struct ws_options *options = overlay->options;
    const struct ws_source *source = &options->source[WS_ROLE_POPULATION];
    const struct people_wanted wanted = {options->weights, options->weight_count, options->ages};
    struct io *io = NULL;
    if (!overlay->control_micro)
        return WS_OK;
    overlay->population = (struct population){0};
    overlay->has_own_people = true;
    enum ws_status st = open_io(&io, overlay, err);
    if (!st)
        st = io_read_population(&overlay->population, io, source, &wanted, &overlay->zones, err);
    io_close(io);
    return st;
}

static enum ws_status spread_people(struct run *overlay, struct ws_error *err)
{
    if (is_served_alike(overlay)) {
        overlay->spread = overlay->base->spread;
        return WS_OK;
    }
    enum ws_status st = read_people(overlay, err);
    return st ? st : run_spread(overlay, err);
}

/* ---- the stages -------------------------------------------------------------------------------
 */

static enum ws_status make_inputs(struct run *overlay, const struct ws_scenario *scenario,
                                  bool with_points, struct ws_error *err)
{
    enum ws_status st = scenario_offices(overlay, scenario, with_points, err);
    if (!st)
        st = run_locate_offices(overlay, err);
    if (!st)
        st = scenario_supply(overlay, scenario, err);
    if (!st && overlay->supplier->zones.code != overlay->base->supplier->zones.code)
        overlay->registers.remote = (struct remote){0}; /* told of areas that are no more */
    if (!st)
        st = run_snap(overlay, err);
    overlay->views = mem_array(1, sizeof *overlay->views);
    if (!st && !overlay->views)
        st = error_set(err, WS_NO_MEMORY, "no memory for a scenario");
    if (!st)
        st = scenario_views_make(overlay->views, overlay, scenario, err);
    return st ? st : spread_people(overlay, err);
}

/* The parts of the areas are the base's when both what is cut and what cuts are. */
static void lend_cut(struct run *overlay)
{
    const struct supplier *base = overlay->base->supplier;
    struct supplier *supplier = overlay->supplier;
    if (overlay->spread.part == overlay->base->spread.part &&
        supplier->zones.code == base->zones.code)
        supplier->cut = base->cut;
}

static enum ws_status compute(struct run *overlay, const struct ws_scenario *scenario,
                              bool with_points, struct ws_error *err)
{
    enum ws_status st = begin(overlay, scenario, err);
    if (!st)
        st = make_inputs(overlay, scenario, with_points, err);
    if (!st)
        st = run_search(overlay, err);
    if (!st)
        st = run_coverage(overlay, err);
    if (!st)
        st = run_gaps(overlay, err);
    if (!st)
        st = run_decide(overlay, err);
    if (!st)
        lend_cut(overlay);
    if (!st)
        st = run_supplier(overlay, err);
    if (!st)
        st = run_findings(overlay, err);
    overlay->registers = (struct registers){0};
    return st ? st : run_show(overlay, err);
}

enum ws_status overlay_run(struct run **out, const struct ws_scenario *scenario, bool with_points,
                           struct ws_error *err)
{
    struct run *overlay = run_new(scenario->base->options);
    if (!overlay)
        return error_set(err, WS_NO_MEMORY, "no memory for a scenario");
    enum ws_status st = compute(overlay, scenario, with_points, err);
    if (st)
        overlay_free(overlay);
    else
        *out = overlay;
    return st;
}
