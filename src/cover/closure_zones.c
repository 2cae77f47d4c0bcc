/* cover/closure_zones.c: whom of each zone at most two facilities reach. */
#include "cover/closure_search.h"

#include "base/error.h"
#include "base/mem.h"
#include "cover/shares.h"

#include <stdlib.h>

/* ---- zones --------------------------------------------------------------------------- */

struct zone_job {
    struct closure_job *job;
    struct ws_allocation found; /* three nearest facilities of the rows looked at again */
    uint32_t *row_of;           /* ... and which row each was */
    uint32_t next;              /* of them */
    size_t cap;
};

static int compare_zone_losses(const void *a_ptr, const void *b_ptr)
{
    const struct closure_loss *a = a_ptr, *b = b_ptr;
    if (a->zone != b->zone)
        return a->zone < b->zone ? -1 : 1;
    if (a->facility != b->facility)
        return a->facility < b->facility ? -1 : 1;
    return (a->other > b->other) - (a->other < b->other);
}

static enum ws_status add_zone_loss(struct zone_job *zones, struct closure_loss loss,
                                    struct ws_error *err)
{
    struct closures *out = zones->job->out;
    struct closure_loss *last = out->loss_count ? &out->losses[out->loss_count - 1] : NULL;
    if (last && compare_zone_losses(last, &loss) == 0) {
        last->people_micro += loss.people_micro;
        return WS_OK;
    }
    if (out->loss_count == WS_NONE ||
        mem_grow(&out->losses, &zones->cap, (size_t)out->loss_count + 1, sizeof *out->losses))
        return error_set(err, WS_NO_MEMORY, "no memory for losses of zones");
    out->losses[out->loss_count++] = loss;
    return WS_OK;
}

static void join_zone_losses(struct closures *out)
{
    uint32_t kept = 0;
    if (out->loss_count)
        qsort(out->losses, out->loss_count, sizeof *out->losses, compare_zone_losses);
    for (uint32_t i = 0; i < out->loss_count; i++) {
        if (kept && !compare_zone_losses(&out->losses[kept - 1], &out->losses[i]))
            out->losses[kept - 1].people_micro += out->losses[i].people_micro;
        else
            out->losses[kept++] = out->losses[i];
    }
    out->loss_count = kept;
}

/* People of the part from its first upto_mm on, as costs.c counts those of rows: what
 * a row has does not depend on how it is cut. */
static uint64_t people_of(const struct spread *spread, uint32_t part, uint64_t upto_mm, uint64_t mm)
{
    return shares_upto(spread, part, 0, upto_mm + mm) - shares_upto(spread, part, 0, upto_mm);
}

/* The stretches of one row with at most two facilities within. */
static enum ws_status take_stretches(struct zone_job *zones, uint32_t row, uint64_t upto_mm,
                                     struct ws_error *err)
{
    const struct reach_plan *plan = zones->job->plan;
    const struct ws_allocation *found = &zones->found;
    uint32_t part = plan->part[row], zone = plan->spread->zone[part];
    uint32_t cutoff_cost = closure_cost(plan);
    enum ws_status st = WS_OK;
    for (; !st && zones->next < found->count && zones->row_of[zones->next] == row; zones->next++) {
        uint32_t i = zones->next;
        uint64_t mm = piece_weight(&found->pieces[i]);
        uint64_t people = people_of(plan->spread, part, upto_mm, mm);
        upto_mm += mm;
        if (zone == WS_NONE || allocation_within(found, i, 2, cutoff_cost))
            continue;
        uint32_t a = found->facility[(size_t)i * found->k], b = WS_NONE;
        if (allocation_within(found, i, 1, cutoff_cost))
            b = found->facility[(size_t)i * found->k + 1];
        struct closure_loss loss = {zone, a < b ? a : b, a < b ? b : a, people};
        st = add_zone_loss(zones, loss, err);
    }
    return st;
}

static enum ws_status sum_zones(struct zone_job *zones, struct ws_error *err)
{
    const struct reach_plan *plan = zones->job->plan;
    struct closures *out = zones->job->out;
    uint64_t *upto_mm = mem_array(plan->spread->part_count, sizeof *upto_mm);
    enum ws_status st = WS_OK;
    if (!upto_mm)
        return closure_no_rows(plan->allocation->count, err);
    for (uint32_t row = 0; !st && row < plan->allocation->count; row++) {
        uint32_t part = plan->part[row], zone = plan->spread->zone[part];
        uint64_t mm = piece_weight(&plan->allocation->pieces[row]);
        uint64_t people = people_of(plan->spread, part, upto_mm[part], mm);
        uint32_t within = zones->job->within[row];
        if (within == 1 || within == 2)
            st = take_stretches(zones, row, upto_mm[part], err);
        upto_mm[part] += mm;
        if (zone == WS_NONE || !within)
            continue;
        out->zone_have_micro[zone] += people;
        if (within == 1)
            out->zone_group_micro[(size_t)zone * out->group_count + closure_group(plan, row, 0)] +=
                people;
    }
    for (uint32_t part = 0; part < plan->spread->part_count; part++)
        if (plan->spread->zone[part] != WS_NONE)
            out->zone_people_micro[plan->spread->zone[part]] +=
                plan->spread->people_micro[(size_t)part * plan->spread->weight_count];
    mem_free(upto_mm);
    return st;
}

static uint32_t list_few(uint32_t *rows, const struct closure_job *job)
{
    uint32_t count = 0;
    for (uint32_t row = 0; row < job->plan->allocation->count; row++)
        if (job->within[row] == 1 || job->within[row] == 2)
            rows[count++] = row;
    return count;
}

enum ws_status closure_zones(struct closure_job *job, struct ws_error *err)
{
    const struct reach_plan *plan = job->plan;
    struct spread again = {0};
    struct zone_job zones = {.job = job};
    struct search *search = NULL;
    uint32_t *rows = mem_array(plan->allocation->count, sizeof *rows);
    enum ws_status st = rows ? closure_again(&again, plan, rows, list_few(rows, job), err)
                             : closure_no_rows(plan->allocation->count, err);
    mem_free(rows);
    for (uint32_t i = 0; i < plan->facilities->count; i++)
        job->is_open[i] = true;
    struct some some = {&again, job->is_open, job->each, 3};
    if (!st)
        st = closure_search(&zones.found, &zones.row_of, plan, &some, &search, err);
    if (!st)
        st = sum_zones(&zones, err);
    if (!st)
        join_zone_losses(job->out);
    search_free(search);
    allocation_release(&zones.found);
    mem_free(zones.row_of);
    closure_forget(&again);
    return st;
}
