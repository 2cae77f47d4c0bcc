/* Rows 2 to 7 of the story, each a few lines over the inner rooms. */
#include "run/run.h"
#include "run/critical.h"
#include "run/roads.h"
#include "run/scenario.h"

#include "base/fixed.h"
#include "base/mem.h"
#include "base/parallel.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static bool has_roads(const struct run *run)
{
    return run->options->road_count > 0;
}

uint32_t run_rank_count(const struct run *run)
{
    uint32_t ranks = RUN_MIN_RANKS;
    for (uint32_t i = 0; i < run->options->choice_count; i++)
        if (run->options->choice[i] > ranks)
            ranks = run->options->choice[i];
    if (run->is_site && run->options->site_aim > ranks)
        ranks = run->options->site_aim;
    return ranks;
}

struct share_plan run_share_plan(const struct run *run)
{
    return (struct share_plan){
        .spread = &run->spread,
        .allocation = &run->allocation,
        .part = run->row_part,
        .zone_count = run->zones.count,
        .cutoff_count = run->options->cutoff_count,
        .choice_count = run->options->choice_count,
        .cutoff_cost = run->options->cutoff_cost,
        .choice = run->options->choice,
        .threads = run_threads(run),
    };
}

struct allocate_plan run_allocate_plan(const struct run *run)
{
    return (struct allocate_plan){
        .net = &run->net,
        .field = &run->field,
        .stops = &run->stops,
        .group = run->offices.points.group,
        .direction = run->options->direction,
        .is_time = run->options->is_time,
        .access_speed_kmh = run->options->access_speed_kmh,
        .cutoff_cost = run->options->cutoff_cost,
        .cutoff_count = run->options->cutoff_count,
        .threads = run_threads(run),
        .skeleton = run->skeleton.slot ? &run->skeleton : NULL,
    };
}

struct straight_plan run_straight_plan(const struct run *run)
{
    return (struct straight_plan){
        .facilities = &run->offices.points,
        .working_crs = io_crs_wkt(run->io),
        .factor = run->options->straight_factor,
        .k = run_rank_count(run),
        .threads = run_threads(run),
    };
}

/* ---- snap ------------------------------------------------------------------ */

static enum ws_status warn_office(struct run *run, uint32_t office, const char *effect,
                                  const char *what, struct ws_error *err)
{
    char feature[96];
    snprintf(feature, sizeof feature, "office %.80s", run->offices.id[office]);
    struct place place = {
        .role = "offices", .file = run->options->source[WS_ROLE_OFFICES].given, .feature = feature};
    return warnings_add(&run->warnings, place, effect, err, "%s", what);
}

static enum ws_status warn_unsnapped(struct run *run, uint32_t office, struct ws_error *err)
{
    char what[160];
    double limit_m = run->options->office_access_limit_m;
    uint32_t off_mm = run->snaps[office].off_mm;
    if (off_mm >= WS_COST_INF)
        snprintf(what, sizeof what, "no road to stop at within %.0f m (limit %.0f m)",
                 10.0 * limit_m, limit_m);
    else
        snprintf(what, sizeof what, "the nearest road to stop at is %.0f m away (limit %.0f m)",
                 off_mm / 1000.0, limit_m);
    return warn_office(run, office, "left out of the search: it serves nobody", what, err);
}

static enum ws_status warn_small_component(struct run *run, uint32_t office, struct ws_error *err)
{
    char what[160];
    uint32_t node = run->net.tail[run->snaps[office].edge];
    uint32_t nodes = run->net.component_node_count[run->net.component[node]];
    if (nodes >= run->options->min_component || run->net.component_count == 1)
        return WS_OK;
    snprintf(what, sizeof what,
             "stands on a separate piece of road with %" PRIu32 " junctions and ends", nodes);
    return warn_office(run, office, "serves people along that piece only", what, err);
}

/* Offices far outside are one note: a list of the whole country's would hide the
 * few that matter. */
static bool is_far_outside(const struct run *run, uint32_t office)
{
    return has_roads(run) && run->snaps[office].edge == WS_NONE &&
           run->snaps[office].off_mm >= WS_COST_INF && run->office_zone[office] == WS_NONE;
}

static bool is_across(const struct run *run, uint32_t office)
{
    return run->office_zone[office] == WS_NONE &&
           (!has_roads(run) || run->snaps[office].edge != WS_NONE);
}

/* One note on the offices of a kind: how many and the first by id. */
static enum ws_status warn_offices(struct run *run,
                                   bool (*is_of_kind)(const struct run *, uint32_t),
                                   const char *what, const char *effect, struct ws_error *err)
{
    char ids[400] = "";
    size_t used = 0;
    uint32_t count = 0, named = 0;
    for (uint32_t office = 0; office < run->offices.points.count; office++) {
        const char *id = run->offices.id[office];
        if (!is_of_kind(run, office) || count++ >= 20 || used + strlen(id) + 3 > sizeof ids)
            continue;
        used += (size_t)snprintf(ids + used, sizeof ids - used, "%s%s", used ? ", " : "", id);
        named++;
    }
    struct place place = {.role = "offices", .file = run->options->source[WS_ROLE_OFFICES].given};
    if (!count)
        return WS_OK;
    return warnings_add(&run->warnings, place, effect, err, "%" PRIu32 " office%s outside %s: %s%s",
                        count, count == 1 ? " lies" : "s lie", what, ids,
                        named < count ? " ..." : "");
}

static enum ws_status warn_outside(struct run *run, struct ws_error *err)
{
    enum ws_status st =
        warn_offices(run, is_far_outside, "the municipalities and far from the roads",
                     "left out of the search; serves nobody", err);
    if (!st)
        st = warn_offices(run, is_across, "the municipalities",
                          "may serve people across the border", err);
    return st;
}

static enum ws_status judge_office(struct run *run, uint32_t office, struct ws_error *err)
{
    const struct ws_snap *snap = &run->snaps[office];
    if (is_far_outside(run, office))
        return WS_OK;
    if (snap->edge == WS_NONE)
        return warn_unsnapped(run, office, err);
    run->leg_cost[office] =
        impedance_leg_cost(run->options->is_time, snap->off_mm, run->options->access_speed_kmh);
    run->is_served[run->net.component[run->net.tail[snap->edge]]] = true;
    return warn_small_component(run, office, err);
}

/* What is made of the roads alone: where to snap to, and at the same time the chains
 * that the search will skip. */
static enum ws_status index_roads(void *context, uint32_t chunk, uint32_t worker,
                                  struct ws_error *err)
{
    struct run *run = context;
    (void)worker;
    if (chunk == 0)
        return run->snapper ? WS_OK : snapper_new(&run->snapper, &run->net, err);
    if (run->skeleton.slot || run->is_check)
        return WS_OK;
    return skeleton_new(&run->skeleton, &run->net, run->options->direction, err);
}

enum ws_status run_snap(struct run *run, struct ws_error *err)
{
    enum ws_status st = critical_judge_risk(run, err);
    if (st || !has_roads(run))
        return st ? st : warn_outside(run, err);
    uint32_t count = run->offices.points.count;
    struct snap_rule rule = {.limit_m = run->options->office_access_limit_m,
                             .min_component = run->options->min_component};
    st = parallel_for(2, run_threads(run), index_roads, run, err);
    if (!st)
        st = snap_points(&run->snaps, run->snapper, &run->offices.points, &rule, run->earth, err);
    if (st)
        return st;
    run->leg_cost = mem_array(count, sizeof *run->leg_cost);
    run->is_served = mem_array(run->net.component_count, sizeof *run->is_served);
    if (!run->leg_cost || !run->is_served)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " offices", count);
    for (uint32_t office = 0; !st && office < count; office++)
        st = judge_office(run, office, err);
    if (!st)
        st = warn_outside(run, err);
    if (!st)
        st = roads_tell_strays(run, err);
    if (!st)
        st = stops_new(&run->stops, run->snaps, run->leg_cost, count, err);
    return st;
}

/* ---- spread ---------------------------------------------------------------- */

enum ws_status run_spread(struct run *run, struct ws_error *err)
{
    struct spread_plan plan = {
        .net = has_roads(run) ? &run->net : NULL,
        .snapper = run->snapper,
        .is_served = run->is_served,
        .population = &run->population,
        .zones = &run->zones,
        .zone_locator = run->zone_locator,
        .earth = run->earth,
        .access_limit_m = run->options->access_limit_m,
        .zone_limit_m = 2000.0,
        .min_component = run->options->min_component,
        .threads = run_threads(run),
    };
    enum ws_status st = has_roads(run) ? spread_roads(&run->spread, &plan, &run->warnings, err)
                                       : spread_straight(&run->spread, &plan, &run->warnings, err);
    if (!st && run->options->is_given[WS_ROLE_CONTROL])
        st = run_control(run, err);
    return st;
}

/* ---- search ---------------------------------------------------------------- */

static uint32_t seed_offices(const struct run *run, struct seed *seeds)
{
    uint32_t count = 0;
    for (uint32_t office = 0; office < run->offices.points.count; office++)
        if (run->snaps[office].edge != WS_NONE)
            count += search_seeds(seeds + count, &run->net, &run->snaps[office],
                                  run->leg_cost[office], office, run->options->direction);
    return count;
}

/* The search is not bounded by the limit: white spots, medians and `explain`
 * name the nearest office however far it is. */
enum ws_status run_search(struct run *run, struct ws_error *err)
{
    if (run->views && run->views->count)
        return scenario_search(run, err);
    if (!has_roads(run))
        return WS_OK;
    struct search_plan plan = {.net = &run->net,
                               .group = run->offices.points.group,
                               .k = run_rank_count(run),
                               .cutoff_cost = WS_COST_INF - 1,
                               .direction = run->options->direction,
                               .skeleton = &run->skeleton,
                               .threads = run_threads(run)};
    struct search *search = NULL;
    struct seed *seeds = mem_array((size_t)run->offices.points.count * 4, sizeof *seeds);
    if (!seeds)
        return error_set(err, WS_NO_MEMORY, "no memory for the seeds");

    uint32_t seed_count = seed_offices(run, seeds);
    enum ws_status st = WS_OK;
    if (!run->skeleton.slot)
        st = skeleton_new(&run->skeleton, &run->net, run->options->direction, err);
    if (!st)
        st = search_new(&search, &plan, err);
    if (!st)
        st = search_run(search, seeds, seed_count, err);
    if (!st)
        search_take(search, &run->field);
    search_free(search);
    mem_free(seeds);
    return st;
}

/* ---- coverage, gaps, decide ------------------------------------------------- */

struct reach_plan run_reach_plan(const struct run *run, const struct allocate_plan *roads,
                                 const struct straight_plan *straight)
{
    return (struct reach_plan){
        .spread = &run->spread,
        .allocation = &run->allocation,
        .part = run->row_part,
        .roads = has_roads(run) ? roads : NULL,
        .straight = has_roads(run) ? NULL : straight,
        .facility_snaps = run->snaps,
        .leg_cost = run->leg_cost,
        .facilities = &run->offices.points,
        .group_count = run->offices.provider_count,
        .zone_count = run->zones.count,
        .cutoff_cost = run->options->cutoff_cost,
        .cutoff_count = run->options->cutoff_count,
        .main_cutoff = run->options->main_cutoff,
        .threads = run_threads(run),
    };
}

static enum ws_status reach_offices(struct run *run, struct ws_error *err)
{
    struct allocate_plan roads = run_allocate_plan(run);
    struct straight_plan straight = run_straight_plan(run);
    struct reach_plan plan = run_reach_plan(run, &roads, &straight);
    return reach_facilities(&run->reach, &plan, err);
}

enum ws_status run_coverage(struct run *run, struct ws_error *err)
{
    enum ws_status st;
    if (run->views && run->views->count) {
        st = scenario_allocate(&run->allocation, &run->row_part, &run->spread, run->spread.zone,
                               run, err);
    } else if (has_roads(run)) {
        struct allocate_plan plan = run_allocate_plan(run);
        st = allocate_pieces(&run->allocation, &run->row_part, &run->spread, &plan, err);
    } else {
        struct straight_plan plan = run_straight_plan(run);
        st = allocate_straight(&run->allocation, &run->row_part, &run->spread, &plan, err);
    }
    if (st || run->base || run->is_session) /* no scenario tells what single offices reach */
        return st;
    st = reach_offices(run, err);
    if (st)
        return st;
    struct share_plan shares = run_share_plan(run);
    return costs_of_units(&run->unit_costs, &shares,
                          run->options->cutoff_cost[run->options->main_cutoff], err);
}

struct share_plan run_main_plan(const struct run *run)
{
    static const uint32_t one = 1;
    struct share_plan plan = run_share_plan(run);
    plan.cutoff_cost = &run->options->cutoff_cost[run->options->main_cutoff];
    plan.choice = &one;
    plan.cutoff_count = plan.choice_count = 1;
    return plan;
}

enum ws_status run_gaps(struct run *run, struct ws_error *err)
{
    struct share_plan shares = run_share_plan(run), main_plan = run_main_plan(run);
    struct gap_plan plan = {
        .shares = &shares,
        .population = &run->population,
        .zones = &run->zones,
        .facilities = &run->offices.points,
        .cutoff_cost = run->options->cutoff_cost[run->options->main_cutoff],
        .join_m = run->options->access_limit_m,
        .threads = run_threads(run),
    };
    enum ws_status st = shares_sum(&run->zone_shares.rows, &run->zone_shares.count, &shares, err);
    if (!st && run->zones.county)
        st =
            shares_group(&run->county_shares.rows, &run->county_shares.count, run->zone_shares.rows,
                         &shares, run->zones.county, run->zones.county_count, err);
    if (!st)
        st = shares_sum(&run->main_shares.rows, &run->main_shares.count, &main_plan, err);
    if (!st)
        st = run_inside(run, err);
    if (!st)
        st = gaps_find(&run->gaps, &plan, err);
    return st;
}

enum ws_status run_decide(struct run *run, struct ws_error *err)
{
    size_t rows = (size_t)run->zones.count + 1;
    struct share_plan plan = run_share_plan(run);
    run->cost_p50 = mem_array(rows, sizeof *run->cost_p50);
    run->cost_p90 = mem_array(rows, sizeof *run->cost_p90);
    run->median_choice = mem_array(rows, sizeof *run->median_choice);
    if (!run->cost_p50 || !run->cost_p90 || !run->median_choice)
        return error_set(err, WS_NO_MEMORY, "no memory for %zu zones", rows);
    uint32_t *const costs[] = {run->cost_p50, run->cost_p90};
    enum ws_status st = costs_of_zones(costs, &plan, (const uint32_t[]){50, 90}, 2, err);
    if (!st)
        st = costs_median_choice(run->median_choice, &plan,
                                 run->options->cutoff_cost[run->options->main_cutoff], err);
    return st;
}
