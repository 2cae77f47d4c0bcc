/* cover/reach.c: people each facility and each group reaches. */
#include "cover/reach.h"

#include "base/error.h"
#include "base/mem.h"
#include "base/parallel.h"
#include "cover/shares.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

/* ---- millimetres of parts --------------------------------------------------- */

enum ws_status tally_init(struct tally *tally, uint32_t part_count, uint32_t column_count,
                          struct ws_error *err)
{
    *tally = (struct tally){.column_count = column_count,
                            .slot = mem_array(part_count, sizeof *tally->slot)};
    if (!tally->slot)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " parts of units", part_count);
    return WS_OK;
}

uint64_t *tally_part(struct tally *tally, uint32_t part, struct ws_error *err)
{
    if (!tally->slot[part]) {
        size_t need = (size_t)tally->count + 1;
        if (mem_grow(&tally->part, &tally->part_cap, need, sizeof *tally->part) ||
            mem_grow(&tally->weight_mm, &tally->weight_cap, need * tally->column_count,
                     sizeof *tally->weight_mm)) {
            error_set(err, WS_NO_MEMORY, "no memory for %zu reached parts", need);
            return NULL;
        }
        memset(tally->weight_mm + (size_t)tally->count * tally->column_count, 0,
               tally->column_count * sizeof *tally->weight_mm);
        tally->part[tally->count++] = part;
        tally->slot[part] = tally->count;
    }
    return tally->weight_mm + (size_t)(tally->slot[part] - 1) * tally->column_count;
}

void tally_clear(struct tally *tally)
{
    for (uint32_t i = 0; i < tally->count; i++)
        tally->slot[tally->part[i]] = 0;
    tally->count = 0;
}

void tally_release(struct tally *tally)
{
    if (!tally)
        return;
    mem_free(tally->slot);
    mem_free(tally->part);
    mem_free(tally->weight_mm);
    *tally = (struct tally){0};
}

bool reach_is_lonely(const struct reach_plan *plan, uint32_t row)
{
    uint32_t cutoff_cost = plan->cutoff_cost[plan->main_cutoff];
    return allocation_within(plan->allocation, row, 0, cutoff_cost) &&
           !allocation_within(plan->allocation, row, 1, cutoff_cost);
}

/* ---- all reachers ----------------------------------------------------------- */

/* Chunks are facilities first, then groups. Facilities write their own rows,
 * groups add whole numbers per worker, so the order of work is not seen. */
struct job {
    const struct reach_plan *plan;
    struct reach *out;
    uint32_t *first_member, *member; /* facilities by group */
    struct tally *tallies;           /* per worker */
    uint64_t *zone_micro;            /* per worker: zone_count entries */
    struct road_reach *roads;        /* one of these two */
    struct straight_reach *straight;
    uint32_t worker_count;
};

static uint32_t member_count(const struct reach_plan *plan)
{
    return plan->roads ? plan->roads->stops->count : plan->facilities->count;
}

static uint32_t member_facility(const struct reach_plan *plan, uint32_t i)
{
    return plan->roads ? plan->roads->stops->facility[i] : i;
}

/* Facilities by group, in the order of the stops or of their index. */
static enum ws_status sort_members(struct job *job, struct ws_error *err)
{
    const struct reach_plan *plan = job->plan;
    uint32_t count = member_count(plan);
    job->first_member = mem_array((size_t)plan->group_count + 2, sizeof *job->first_member);
    job->member = mem_array(count, sizeof *job->member);
    if (!job->first_member || !job->member)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " facilities", count);

    /* Counted two places up, so that filling leaves the starts behind. */
    for (uint32_t i = 0; i < count; i++)
        job->first_member[plan->facilities->group[member_facility(plan, i)] + 2]++;
    for (uint32_t group = 1; group <= plan->group_count; group++)
        job->first_member[group + 1] += job->first_member[group];
    for (uint32_t i = 0; i < count; i++) {
        uint32_t facility = member_facility(plan, i);
        job->member[job->first_member[plan->facilities->group[facility] + 1]++] = facility;
    }
    return WS_OK;
}

static void take_facility(struct job *job, uint32_t facility, const struct tally *tally)
{
    uint32_t cutoff_count = job->plan->cutoff_count;
    for (uint32_t i = 0; i < tally->count; i++) {
        const uint64_t *weight_mm = &tally->weight_mm[(size_t)i * tally->column_count];
        for (uint32_t c = 0; c < cutoff_count; c++)
            job->out->people_micro[(size_t)facility * cutoff_count + c] +=
                shares_covered(job->plan->spread, tally->part[i], 0, weight_mm[c]);
        job->out->only_here_micro[facility] +=
            shares_covered(job->plan->spread, tally->part[i], 0, weight_mm[cutoff_count]);
    }
}

static void take_group(uint64_t *zone_micro, const struct reach_plan *plan,
                       const struct tally *tally)
{
    for (uint32_t i = 0; i < tally->count; i++) {
        uint32_t part = tally->part[i], zone = plan->spread->zone[part];
        size_t at = (size_t)i * tally->column_count + plan->main_cutoff;
        if (zone != WS_NONE)
            zone_micro[zone] += shares_covered(plan->spread, part, 0, tally->weight_mm[at]);
    }
}

static bool serves(const struct reach_plan *plan, uint32_t facility)
{
    return !plan->roads || plan->facility_snaps[facility].edge != WS_NONE;
}

static enum ws_status reach_chunk(void *context, uint32_t chunk, uint32_t worker,
                                  struct ws_error *err)
{
    struct job *job = context;
    const struct reach_plan *plan = job->plan;
    struct tally *tally = &job->tallies[worker];
    uint32_t facility_count = plan->facilities->count, group = chunk - facility_count;
    struct reacher reacher = {.facilities = &chunk, .is_group = chunk >= facility_count};
    if (plan->groups_only && !reacher.is_group)
        return WS_OK;
    if (reacher.is_group) {
        reacher.facilities = job->member + job->first_member[group];
        reacher.count = job->first_member[group + 1] - job->first_member[group];
    } else {
        reacher.count = serves(plan, chunk) ? 1 : 0;
    }
    if (reacher.count == 0)
        return WS_OK;

    enum ws_status st = job->roads
                            ? road_reach_run(job->roads, &reacher, worker, tally, err)
                            : straight_reach_run(job->straight, &reacher, worker, tally, err);
    if (!st && reacher.is_group)
        take_group(job->zone_micro + (size_t)worker * plan->zone_count, plan, tally);
    else if (!st)
        take_facility(job, chunk, tally);
    tally_clear(tally);
    return st;
}

/* ---- before and after ------------------------------------------------------- */

static enum ws_status check_plan(const struct reach_plan *plan, struct ws_error *err)
{
    assert(plan->spread && plan->allocation && plan->part && plan->facilities);
    assert(!plan->roads != !plan->straight);
    assert(plan->cutoff_count > 0 && plan->main_cutoff < plan->cutoff_count);
    if (plan->allocation->k < 2)
        return error_set(err, WS_BAD_OPTION,
                         "%" PRIu32 " facilities kept per piece; expected at least 2, to tell who "
                         "else is there",
                         plan->allocation->k);
    if (plan->facilities->count > UINT32_MAX - plan->group_count)
        return error_set(err, WS_TOO_LARGE,
                         "%" PRIu32 " facilities in %" PRIu32 " groups; expected fewer than 2^32",
                         plan->facilities->count, plan->group_count);
    return WS_OK;
}

static enum ws_status reach_init(struct reach *reach, const struct reach_plan *plan,
                                 struct ws_error *err)
{
    size_t facility_count = plan->facilities->count;
    *reach = (struct reach){
        .facility_count = plan->facilities->count,
        .cutoff_count = plan->cutoff_count,
        .zone_count = plan->zone_count,
        .people_micro = mem_array(facility_count * plan->cutoff_count, sizeof(uint64_t)),
        .only_here_micro = mem_array(facility_count, sizeof(uint64_t)),
        .group_sum_micro = mem_array(plan->zone_count, sizeof(uint64_t)),
    };
    if (!reach->people_micro || !reach->only_here_micro || !reach->group_sum_micro)
        return error_set(err, WS_NO_MEMORY, "no memory for %zu facilities", facility_count);
    return WS_OK;
}

static enum ws_status job_init(struct job *job, struct ws_error *err)
{
    const struct reach_plan *plan = job->plan;
    job->worker_count = plan->threads ? plan->threads : 1;
    job->tallies = mem_array(job->worker_count, sizeof *job->tallies);
    job->zone_micro =
        mem_array((size_t)job->worker_count * plan->zone_count, sizeof *job->zone_micro);
    if (!job->tallies || !job->zone_micro)
        return error_set(err, WS_NO_MEMORY, "no memory to measure facilities");
    enum ws_status st = sort_members(job, err);
    for (uint32_t i = 0; !st && i < job->worker_count; i++)
        st = tally_init(&job->tallies[i], plan->spread->part_count, plan->cutoff_count + 1, err);
    if (!st && plan->roads)
        st = road_reach_new(&job->roads, plan, err);
    else if (!st)
        st = straight_reach_new(&job->straight, plan, err);
    return st;
}

static void job_release(struct job *job)
{
    for (uint32_t i = 0; job->tallies && i < job->worker_count; i++)
        tally_release(&job->tallies[i]);
    mem_free(job->tallies);
    mem_free(job->zone_micro);
    mem_free(job->first_member);
    mem_free(job->member);
    road_reach_free(job->roads);
    straight_reach_free(job->straight);
}

enum ws_status reach_facilities(struct reach *out, const struct reach_plan *plan,
                                struct ws_error *err)
{
    assert(out && plan);
    struct reach reach = {0};
    struct job job = {.plan = plan, .out = &reach};
    enum ws_status st = check_plan(plan, err);
    if (!st)
        st = reach_init(&reach, plan, err);
    if (!st)
        st = job_init(&job, err);
    if (!st)
        st = parallel_for(plan->facilities->count + plan->group_count, plan->threads, reach_chunk,
                          &job, err);
    if (st)
        goto done;

    for (uint32_t i = 0; i < job.worker_count; i++)
        for (uint32_t zone = 0; zone < plan->zone_count; zone++)
            reach.group_sum_micro[zone] += job.zone_micro[(size_t)i * plan->zone_count + zone];
    *out = reach;
    reach = (struct reach){0};
done:
    job_release(&job);
    reach_release(&reach);
    return st;
}

void reach_release(struct reach *reach)
{
    if (!reach)
        return;
    mem_free(reach->people_micro);
    mem_free(reach->only_here_micro);
    mem_free(reach->group_sum_micro);
    *reach = (struct reach){0};
}
