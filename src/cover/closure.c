/* cover/closure.c: who loses what when a facility or a group closes. */
#include "cover/closure.h"

#include "base/error.h"
#include "base/mem.h"
#include "cover/closure_search.h"
#include "cover/shares.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

static bool serves(const struct reach_plan *plan, uint32_t facility)
{
    return !plan->roads || plan->facility_snaps[facility].edge != WS_NONE;
}

/* ---- what is there --------------------------------------------------------------- */

static void count_groups(struct closure_job *job)
{
    const struct ws_allocation *rows = job->plan->allocation;
    uint32_t cutoff_cost = closure_cost(job->plan);
    for (uint32_t row = 0; row < rows->count; row++) {
        uint64_t *covered_mm = &job->covered_mm[(size_t)job->plan->part[row] * CLOSURE_RANKS];
        uint32_t count = 0;
        while (count <= CLOSURE_RANKS && allocation_within(rows, row, count, cutoff_cost)) {
            if (count < CLOSURE_RANKS)
                covered_mm[count] += piece_weight(&rows->pieces[row]);
            count++;
        }
        job->within[row] = (uint8_t)count;
    }
}

/* ---- people by part --------------------------------------------------------------- */

/* Lost length: `slot` is who * CLOSURE_RANKS + rank. */
struct loss {
    uint32_t part, slot;
    uint64_t mm;
};

struct loss_list {
    struct loss *items;
    size_t count, cap;
};

/* Neighbours on a road are mostly of one part and lose the same. */
static enum ws_status add_loss(struct loss_list *list, struct loss loss, struct ws_error *err)
{
    struct loss *last = list->count ? &list->items[list->count - 1] : NULL;
    if (last && last->slot == loss.slot && last->part == loss.part) {
        last->mm += loss.mm;
        return WS_OK;
    }
    if (mem_grow(&list->items, &list->cap, list->count + 1, sizeof *list->items))
        return error_set(err, WS_NO_MEMORY, "no memory for %zu losses", list->count + 1);
    list->items[list->count++] = loss;
    return WS_OK;
}

/* Items of slot s: by_slot[first[s]] ... by_slot[first[s + 1] - 1]. */
static void sort_losses(uint32_t *first, uint32_t *by_slot, uint32_t slot_count,
                        const struct loss_list *list)
{
    /* Counted two places up, so that filling leaves the starts behind. */
    for (size_t i = 0; i < list->count; i++)
        first[list->items[i].slot + 2]++;
    for (uint32_t slot = 0; slot < slot_count; slot++)
        first[slot + 2] += first[slot + 1];
    for (size_t i = 0; i < list->count; i++)
        by_slot[first[list->items[i].slot + 1]++] = (uint32_t)i;
}

/* What one slot loses: covered before less covered after, one division each, as
 * the shares have it. */
static uint64_t sum_slot(const struct closure_job *job, const struct loss_list *list,
                         const uint32_t *items, uint32_t count)
{
    uint64_t micro = 0;
    for (uint32_t i = 0; i < count; i++)
        job->lost_mm[list->items[items[i]].part] += list->items[items[i]].mm;
    for (uint32_t i = 0; i < count; i++) {
        const struct loss *loss = &list->items[items[i]];
        uint64_t mm = job->lost_mm[loss->part];
        uint64_t covered_mm =
            job->covered_mm[(size_t)loss->part * CLOSURE_RANKS + loss->slot % CLOSURE_RANKS];
        assert(mm <= covered_mm);
        if (mm)
            micro += shares_covered(job->plan->spread, loss->part, 0, covered_mm) -
                     shares_covered(job->plan->spread, loss->part, 0, covered_mm - mm);
        job->lost_mm[loss->part] = 0; /* one sum per part; zero for the next slot */
    }
    return micro;
}

static enum ws_status sum_losses(uint64_t *micro, uint32_t slot_count,
                                 const struct closure_job *job, const struct loss_list *list,
                                 struct ws_error *err)
{
    if (list->count >= WS_NONE)
        return error_set(err, WS_TOO_LARGE, "%zu losses; expected fewer than %" PRIu32, list->count,
                         WS_NONE);
    uint32_t *first = mem_array((size_t)slot_count + 2, sizeof *first);
    uint32_t *by_slot = mem_array(list->count, sizeof *by_slot);
    enum ws_status st = WS_OK;
    if (!first || !by_slot)
        st = error_set(err, WS_NO_MEMORY, "no memory for %zu losses", list->count);
    if (!st)
        sort_losses(first, by_slot, slot_count, list);
    for (uint32_t slot = 0; !st && slot < slot_count; slot++)
        micro[slot] += sum_slot(job, list, by_slot + first[slot], first[slot + 1] - first[slot]);
    mem_free(first);
    mem_free(by_slot);
    return st;
}

/* ---- groups ------------------------------------------------------------------------ */

static enum ws_status close_groups(const struct closure_job *job, struct ws_error *err)
{
    const struct reach_plan *plan = job->plan;
    struct loss_list list = {0};
    enum ws_status st = WS_OK;
    /* One rank at a time keeps the list short. */
    for (uint32_t count = 1; !st && count <= CLOSURE_RANKS; count++)
        for (uint32_t rank = 0; !st && rank < count; rank++) {
            for (uint32_t row = 0; !st && row < plan->allocation->count; row++) {
                if (job->within[row] != count)
                    continue;
                uint32_t slot = closure_group(plan, row, rank) * CLOSURE_RANKS + count - 1;
                uint64_t mm = piece_weight(&plan->allocation->pieces[row]);
                st = add_loss(&list, (struct loss){plan->part[row], slot, mm}, err);
            }
        }
    if (!st)
        st = sum_losses(job->out->group_micro, plan->group_count * CLOSURE_RANKS, job, &list, err);
    mem_free(list.items);
    return st;
}

/* ---- facilities ---------------------------------------------------------------------- */

/* Rows with at most CLOSURE_RANKS groups, by each of these that has several
 * facilities; first[group] .. first[group + 1]. */
struct by_group {
    uint32_t *first, *row, *open_count;
};

static void by_group_release(struct by_group *by)
{
    mem_free(by->first);
    mem_free(by->row);
    mem_free(by->open_count);
}

/* Calls for every row and group asked for: counts, or fills when `fill`. */
static void visit_rows(struct by_group *by, const struct closure_job *job, bool fill)
{
    const struct reach_plan *plan = job->plan;
    for (uint32_t row = 0; row < plan->allocation->count; row++)
        for (uint32_t rank = 0; job->within[row] <= CLOSURE_RANKS && rank < job->within[row];
             rank++) {
            uint32_t group = closure_group(plan, row, rank);
            if (by->open_count[group] < 2)
                continue;
            if (fill)
                by->row[by->first[group + 1]++] = row;
            else
                by->first[group + 2]++; /* at most group_count + 1 */
        }
}

static enum ws_status by_group_init(struct by_group *by, const struct closure_job *job,
                                    struct ws_error *err)
{
    const struct reach_plan *plan = job->plan;
    by->first = mem_array((size_t)plan->group_count + 2, sizeof *by->first);
    by->open_count = mem_array(plan->group_count, sizeof *by->open_count);
    if (!by->first || !by->open_count)
        return closure_no_rows(plan->allocation->count, err);
    for (uint32_t i = 0; i < plan->facilities->count; i++)
        by->open_count[plan->facilities->group[i]] += serves(plan, i);
    /* Counted two places up, so that filling leaves the starts behind. */
    visit_rows(by, job, false);
    for (uint32_t group = 1; group <= plan->group_count; group++)
        by->first[group + 1] += by->first[group];
    by->row = mem_array(by->first[plan->group_count + 1], sizeof *by->row);
    if (!by->row)
        return closure_no_rows(plan->allocation->count, err);
    visit_rows(by, job, true);
    return WS_OK;
}

/* Where one facility of the group is within, and no other of it. */
static enum ws_status add_lonely(struct loss_list *list, const struct closure_job *job,
                                 const struct ws_allocation *found, const uint32_t *row_of,
                                 struct ws_error *err)
{
    uint32_t cutoff_cost = closure_cost(job->plan);
    enum ws_status st = WS_OK;
    for (uint32_t i = 0; !st && i < found->count; i++) {
        assert(allocation_within(found, i, 0, cutoff_cost));
        if (allocation_within(found, i, 1, cutoff_cost))
            continue;
        uint32_t row = row_of[i], facility = found->facility[(size_t)i * found->k];
        uint32_t slot = facility * CLOSURE_RANKS + job->within[row] - 1;
        uint64_t mm = piece_weight(&found->pieces[i]);
        st = add_loss(list, (struct loss){job->plan->part[row], slot, mm}, err);
    }
    return st;
}

/* A group of several facilities. */
static enum ws_status close_members(struct closure_job *job, const struct by_group *by,
                                    uint32_t group, struct ws_error *err)
{
    const struct reach_plan *plan = job->plan;
    struct spread again = {0};
    struct ws_allocation found = {0};
    struct loss_list list = {0};
    uint32_t *row_of = NULL;
    for (uint32_t i = 0; i < plan->facilities->count; i++)
        job->is_open[i] = plan->facilities->group[i] == group;
    enum ws_status st = closure_again(&again, plan, by->row + by->first[group],
                                      by->first[group + 1] - by->first[group], err);
    struct some some = {&again, job->is_open, job->each, 2};
    if (!st)
        st = closure_search(&found, &row_of, plan, &some, &job->search, err);
    if (!st)
        st = add_lonely(&list, job, &found, row_of, err);
    if (!st)
        st = sum_losses(job->out->facility_micro, plan->facilities->count * CLOSURE_RANKS, job,
                        &list, err);
    allocation_release(&found);
    closure_forget(&again);
    mem_free(list.items);
    mem_free(row_of);
    return st;
}

static enum ws_status close_facilities(struct closure_job *job, struct ws_error *err)
{
    const struct reach_plan *plan = job->plan;
    struct by_group by = {0};
    enum ws_status st = by_group_init(&by, job, err);
    for (uint32_t group = 0; !st && group < plan->group_count; group++)
        if (by.first[group + 1] > by.first[group])
            st = close_members(job, &by, group, err);
    /* The only facility of a group is the group. */
    for (uint32_t i = 0; !st && i < plan->facilities->count; i++) {
        uint32_t group = plan->facilities->group[i];
        if (serves(plan, i) && by.open_count[group] == 1)
            memcpy(&job->out->facility_micro[(size_t)i * CLOSURE_RANKS],
                   &job->out->group_micro[(size_t)group * CLOSURE_RANKS],
                   CLOSURE_RANKS * sizeof *job->out->group_micro);
    }
    by_group_release(&by);
    return st;
}

/* ---- all of it ------------------------------------------------------------------------ */

static enum ws_status closures_init(struct closures *closures, const struct reach_plan *plan,
                                    struct ws_error *err)
{
    size_t facilities = plan->facilities->count, zones = plan->zone_count;
    *closures = (struct closures){
        .facility_count = plan->facilities->count,
        .group_count = plan->group_count,
        .zone_count = plan->zone_count,
        .facility_micro = mem_array(facilities, CLOSURE_RANKS * sizeof(uint64_t)),
        .group_micro = mem_array(plan->group_count, CLOSURE_RANKS * sizeof(uint64_t)),
        .zone_people_micro = mem_array(zones, sizeof(uint64_t)),
        .zone_have_micro = mem_array(zones, sizeof(uint64_t)),
        .zone_group_micro = mem_array(zones * plan->group_count, sizeof(uint64_t)),
    };
    if (!closures->facility_micro || !closures->group_micro || !closures->zone_people_micro ||
        !closures->zone_have_micro || !closures->zone_group_micro)
        return error_set(err, WS_NO_MEMORY, "no memory for closures of %zu facilities", facilities);
    return WS_OK;
}

static enum ws_status job_init(struct closure_job *job, struct ws_error *err)
{
    const struct reach_plan *plan = job->plan;
    uint32_t count = plan->facilities->count;
    job->within = mem_array(plan->allocation->count, sizeof *job->within);
    job->covered_mm = mem_array(plan->spread->part_count, CLOSURE_RANKS * sizeof *job->covered_mm);
    job->lost_mm = mem_array(job->plan->spread->part_count, sizeof *job->lost_mm);
    job->each = mem_array(count, sizeof *job->each);
    job->is_open = mem_array(count, sizeof *job->is_open);
    if (!job->within || !job->covered_mm || !job->lost_mm || !job->each || !job->is_open)
        return closure_no_rows(plan->allocation->count, err);
    for (uint32_t i = 0; i < count; i++)
        job->each[i] = i;
    count_groups(job);
    return WS_OK;
}

enum ws_status closures_find(struct closures *out, const struct reach_plan *plan,
                             struct ws_error *err)
{
    assert(out && plan && plan->spread && plan->allocation && plan->part && plan->facilities);
    if (plan->allocation->k <= CLOSURE_RANKS)
        return error_set(err, WS_BAD_OPTION,
                         "%" PRIu32 " facilities kept per piece; expected at least %" PRIu32
                         ", to tell who loses a third provider",
                         plan->allocation->k, CLOSURE_RANKS + 1);
    struct closures closures = {0};
    struct closure_job job = {.plan = plan, .out = &closures};
    enum ws_status st = closures_init(&closures, plan, err);
    if (!st)
        st = job_init(&job, err);
    if (!st)
        st = close_groups(&job, err);
    if (!st)
        st = close_facilities(&job, err);
    search_free(job.search); /* its labels would lie beside those of the next */
    job.search = NULL;
    if (!st)
        st = closure_zones(&job, err);
    if (!st) {
        *out = closures;
        closures = (struct closures){0};
    }
    search_free(job.search);
    mem_free(job.within);
    mem_free(job.covered_mm);
    mem_free(job.lost_mm);
    mem_free(job.each);
    mem_free(job.is_open);
    closures_release(&closures);
    return st;
}

void closures_release(struct closures *closures)
{
    if (!closures)
        return;
    mem_free(closures->facility_micro);
    mem_free(closures->group_micro);
    mem_free(closures->zone_people_micro);
    mem_free(closures->zone_have_micro);
    mem_free(closures->zone_group_micro);
    mem_free(closures->losses);
    *closures = (struct closures){0};
}
