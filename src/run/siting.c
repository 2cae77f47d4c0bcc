/* Where new offices help most: candidates' reach, the choice, what is told of it. */
#include "run/siting.h"

#include "base/fixed.h"
#include "base/mem.h"
#include "decide/decide.h"
#include "run/run.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static enum ws_status no_memory(struct ws_error *err)
{
    return error_set(err, WS_NO_MEMORY, "no memory for new offices");
}

static enum ws_status siting_new(struct run *run, struct ws_error *err)
{
    if (!run->siting)
        run->siting = mem_array(1, sizeof *run->siting);
    return run->siting ? WS_OK : no_memory(err);
}

enum ws_status siting_read(struct run *run, const struct ws_source *source, struct ws_error *err)
{
    enum ws_status st = siting_new(run, err);
    return st ? st : io_read_candidates(&run->siting->candidates, run->io, source, err);
}

/* ---- what the offices that are there reach ------------------------------------------- */

static enum ws_status sum_before(struct siting *siting, const struct run *run, struct ws_error *err)
{
    struct ws_share *rows = NULL;
    uint32_t count = 0;
    struct share_plan plan = run_share_plan(run);
    plan.cutoff_cost = &run->options->cutoff_cost[run->options->main_cutoff];
    plan.choice = &run->options->site_aim;
    plan.cutoff_count = plan.choice_count = 1;
    enum ws_status st = shares_sum(&rows, &count, &plan, err);
    if (!st) {
        const struct ws_share *nation = &rows[(size_t)run->zones.count * run->spread.weight_count];
        /* As the headline: nobody asks a county for a share of the country. */
        siting->shown.outside_micro = run->inside_main.rows ? nation->outside_micro : 0;
        siting->shown.people_micro = nation->people_micro - siting->shown.outside_micro;
        siting->shown.before_micro = nation->covered_micro;
    }
    mem_free(rows);
    return st;
}

static enum ws_status reach_candidates(struct ws_reach *out, const struct run *run,
                                       struct ws_error *err)
{
    struct allocate_plan roads = run_allocate_plan(run);
    struct straight_plan straight = run_straight_plan(run);
    struct reach_plan there = run_reach_plan(run, &roads, &straight);
    struct candidate_plan plan = {.there = &there,
                                  .points = &run->siting->candidates.points,
                                  .snaps = run->siting->snaps,
                                  .leg_cost = run->siting->leg_cost,
                                  .aim = run->options->site_aim,
                                  .most_bands = CANDIDATES_MOST_BANDS};
    return candidates_reach(out, &plan, err);
}

/* ---- the choice -------------------------------------------------------------------------- */

static bool may_go_on(void *context)
{
    const struct ws_options *options = context;
    return options->progress(options->progress_context, "choosing sites", 0.98);
}

static enum ws_status choose(struct site_answer *answer, const struct run *run,
                             const struct ws_reach *reach, struct ws_error *err)
{
    const struct ws_siting *shown = &run->siting->shown;
    struct site_plan plan = {.reach = reach,
                             .most = run->options->site_count ? run->options->site_count : WS_NONE,
                             .effort = SITES_EFFORT,
                             .threads = run_threads(run),
                             .may_go_on = run->options->progress ? may_go_on : NULL,
                             .context = run->options};
    if (run->options->site_reach_ppm) {
        if (shown->goal_micro <= shown->before_micro) {
            *answer = (struct site_answer){.is_reached = true, .is_proved = true};
            return WS_OK;
        }
        plan.goal_micro = shown->goal_micro - shown->before_micro;
    }
    return sites_choose(answer, &plan, err);
}

/* ---- what is told ------------------------------------------------------------------------- */

static uint32_t zone_of(const struct run *run, double x_m, double y_m)
{
    double distance_m;
    uint32_t zone = locate_point(run->zone_locator, x_m, y_m);
    return zone != WS_NONE ? zone
                           : locate_nearest(run->zone_locator, x_m, y_m, 2000.0, &distance_m);
}

static void prove_number(struct siting *siting, const struct site_answer *answer)
{
    uint32_t asked = siting->shown.asked;
    double gained = (double)answer->gained_micro / WS_MICRO;
    double bound = (double)answer->bound_micro / WS_MICRO;
    if (!answer->count && answer->is_proved)
        snprintf(siting->proof, sizeof siting->proof, "no candidate brings anybody more");
    else if (answer->is_proved)
        snprintf(siting->proof, sizeof siting->proof,
                 "proved best: no other %" PRIu32 " of the candidates bring more people", asked);
    else
        snprintf(siting->proof, sizeof siting->proof,
                 "best found: no %" PRIu32
                 " of the candidates bring more than %.1f people, %.2f %% "
                 "above these",
                 asked, bound, gained > 0.0 ? 100.0 * (bound - gained) / gained : 0.0);
}

static void prove_goal(struct siting *siting, const struct site_answer *answer)
{
    const struct ws_siting *shown = &siting->shown;
    if (!answer->is_reached)
        snprintf(
            siting->proof, sizeof siting->proof,
            "out of reach: with an office at every candidate %.3f %% of the people are covered",
            100.0 * (double)(shown->before_micro + answer->all_micro) /
                (double)shown->people_micro);
    else if (!answer->count)
        snprintf(siting->proof, sizeof siting->proof, "the share is reached without new offices");
    else if (answer->is_proved)
        snprintf(siting->proof, sizeof siting->proof,
                 "proved fewest: no %" PRIu32 " of the candidates reach %s", answer->count - 1,
                 shown->reach);
    else
        snprintf(siting->proof, sizeof siting->proof,
                 "fewest found: fewer than %" PRIu32 " of the candidates never reach %s",
                 answer->least_count, shown->reach);
}

static enum ws_status show_sites(struct run *run, const struct site_answer *answer,
                                 struct ws_error *err)
{
    struct siting *siting = run->siting;
    const struct ws_points *points = &siting->candidates.points;
    uint64_t covered_micro = siting->shown.before_micro;
    siting->sites = mem_array(answer->count, sizeof *siting->sites);
    siting->points = (struct ws_points){.count = answer->count,
                                        .x_m = mem_array(answer->count, sizeof(double)),
                                        .y_m = mem_array(answer->count, sizeof(double))};
    if (!siting->sites || !siting->points.x_m || !siting->points.y_m)
        return no_memory(err);
    for (uint32_t i = 0; i < answer->count; i++) {
        uint32_t candidate = answer->site[i];
        double x_m = points->x_m[candidate], y_m = points->y_m[candidate];
        uint32_t zone = zone_of(run, x_m, y_m);
        covered_micro += answer->gain_micro[i];
        siting->points.x_m[i] = x_m;
        siting->points.y_m[i] = y_m;
        siting->sites[i] = (struct ws_site){.id = siting->candidates.id[candidate],
                                            .code = zone == WS_NONE ? NULL : run->zones.code[zone],
                                            .name = zone == WS_NONE ? NULL : run->zones.name[zone],
                                            .x_m = x_m,
                                            .y_m = y_m,
                                            .people_micro = answer->gain_micro[i],
                                            .only_micro = answer->only_micro[i],
                                            .covered_micro = covered_micro,
                                            .why = siting->proof};
    }
    siting->shown.sites = siting->sites;
    siting->shown.site_count = answer->count;
    return WS_OK;
}

static enum ws_status show(struct run *run, const struct site_answer *answer, struct ws_error *err)
{
    struct siting *siting = run->siting;
    struct ws_siting *shown = &siting->shown;
    const struct ws_options *options = run->options;
    shown->asked = options->site_count ? options->site_count : WS_NONE;
    shown->aim = options->site_aim;
    shown->limit = options->cutoff_text[options->main_cutoff];
    shown->weight = run->population.weight_label[0];
    shown->reach = options->site_reach;
    shown->candidates = siting->words;
    shown->candidate_count = siting->candidates.points.count - siting->unusable_count;
    shown->unusable_count = siting->unusable_count;
    shown->gained_micro = answer->gained_micro;
    shown->bound_micro = answer->bound_micro;
    shown->all_micro = answer->all_micro;
    shown->least_count = answer->least_count;
    shown->is_reached = answer->is_reached;
    shown->is_proved = answer->is_proved;
    shown->proof = siting->proof;
    if (options->site_count)
        prove_number(siting, answer);
    else
        prove_goal(siting, answer);
    return show_sites(run, answer, err);
}

/* So many people that the share is met, to the millionth. */
static uint64_t goal_of(uint64_t people_micro, uint32_t share_ppm)
{
    return fixed_mul_div_up(people_micro, share_ppm, WS_MICRO);
}

enum ws_status run_siting(struct run *run, struct ws_error *err)
{
    struct ws_reach reach = {0};
    struct site_answer answer = {0};
    if (!run->is_site)
        return WS_OK;
    enum ws_status st = siting_new(run, err);
    if (!st)
        st = sum_before(run->siting, run, err);
    if (!st)
        st = siting_candidates(run, err);
    if (!st && run->options->site_reach_ppm)
        run->siting->shown.goal_micro =
            goal_of(run->siting->shown.people_micro, run->options->site_reach_ppm);
    if (!st)
        st = reach_candidates(&reach, run, err);
    if (!st)
        st = choose(&answer, run, &reach, err);
    if (!st)
        st = show(run, &answer, err);
    candidates_forget(&reach);
    sites_release(&answer);
    return st;
}

enum ws_status siting_judge(struct run *run, struct ws_error *err)
{
    const unsigned needs = RUN_HAS_SNAPS | RUN_HAS_POPULATION;
    if (!run->is_site)
        return WS_OK;
    enum ws_status st = siting_new(run, err);
    if (st)
        return st;
    struct siting *siting = run->siting;
    uint32_t count = siting->candidates.points.count;
    if (count && (run->made & needs) == needs)
        st = siting_candidates(run, err);
    siting->shown.candidates = siting->words;
    siting->shown.candidate_count = count - siting->unusable_count;
    siting->shown.unusable_count = siting->unusable_count;
    run->result.siting = &siting->shown;
    return st;
}

const struct ws_siting *siting_shown(const struct siting *siting)
{
    return siting ? &siting->shown : NULL;
}

void siting_free(struct siting *siting)
{
    if (!siting)
        return;
    candidates_release(&siting->candidates);
    mem_free(siting->snaps);
    mem_free(siting->leg_cost);
    mem_free(siting->sites);
    mem_free(siting->points.x_m);
    mem_free(siting->points.y_m);
    mem_free(siting);
}
