/* cover/costs.c: medians and percentiles of cost, and of choice. */
#include "cover/cover.h"
#include "cover/shares.h"

#include "base/error.h"
#include "base/fixed.h"
#include "base/mem.h"
#include "base/parallel.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

/* ---- the cost within which so much lies ------------------------------------- */

/* Weight spread evenly over the costs from low to high. */
struct span {
    uint32_t low, high;
    uint64_t weight;
};

static uint64_t span_within(const struct span *span, uint32_t cost)
{
    return shares_within(span->weight, span->low, span->high, cost);
}

/* Smallest cost within which at least `need` (> 0) lies; WS_COST_INF when all
 * spans together hold less. Spans are moved. Halves the range of costs; spans
 * that lie wholly on one side of it are settled and not looked at again, so
 * that some passes over all spans are enough. */
static uint32_t spans_cost(struct span *spans, uint32_t count, uint64_t need)
{
    uint64_t sum = 0;
    uint32_t low = WS_COST_INF, high = 0;
    for (uint32_t i = 0; i < count; i++) {
        sum += spans[i].weight;
        low = spans[i].low < low ? spans[i].low : low;
        high = spans[i].high > high ? spans[i].high : high;
    }
    if (sum < need)
        return WS_COST_INF;

    uint64_t settled = 0; /* weight below every cost still possible */
    while (low < high) {
        uint32_t middle = low + (high - low) / 2, kept = 0;
        uint64_t within = settled;
        for (uint32_t i = 0; i < count; i++)
            within += span_within(&spans[i], middle);
        bool is_enough = within >= need;
        if (is_enough)
            high = middle;
        else
            low = middle + 1;
        for (uint32_t i = 0; i < count; i++) {
            if (spans[i].high <= low)
                settled += spans[i].weight;
            else if (spans[i].low <= high)
                spans[kept++] = spans[i];
        }
        count = kept;
    }
    return low;
}

/* ---- rows by unit or by zone ------------------------------------------------ */

/* Row numbers by key, in order inside a key. */
struct sorted {
    uint32_t *first; /* key_count + 1 */
    uint32_t *row;
};

static void sorted_release(struct sorted *sorted)
{
    mem_free(sorted->first);
    mem_free(sorted->row);
}

/* key_of_part maps the part of a row to its key; WS_NONE is left out. */
static enum ws_status sort_rows(struct sorted *out, const struct share_plan *plan,
                                const uint32_t *key_of_part, uint32_t key_count,
                                struct ws_error *err)
{
    uint32_t row_count = plan->allocation->count;
    out->first = mem_array((size_t)key_count + 2, sizeof *out->first);
    out->row = mem_array(row_count, sizeof *out->row);
    if (!out->first || !out->row)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " rows", row_count);
    /* Counted two places up, so that filling leaves the starts behind. */
    for (uint32_t row = 0; row < row_count; row++) {
        uint32_t key = key_of_part[plan->part[row]];
        if (key != WS_NONE)
            out->first[key + 2]++;
    }
    for (uint32_t key = 0; key < key_count; key++)
        out->first[key + 2] += out->first[key + 1];
    for (uint32_t row = 0; row < row_count; row++) {
        uint32_t key = key_of_part[plan->part[row]];
        if (key != WS_NONE)
            out->row[out->first[key + 1]++] = row;
    }
    return WS_OK;
}

static struct span span_of_row(const struct ws_allocation *allocation, uint32_t row, uint32_t rank,
                               uint64_t weight)
{
    size_t at = (size_t)row * allocation->k + rank;
    uint32_t from = allocation->cost_from[at], to = allocation->cost_to[at];
    return (struct span){.low = from < to ? from : to, .high = from < to ? to : from, weight};
}

/* ---- units ------------------------------------------------------------------ */

/* The facility on the first row whose length within grows at this cost. */
static uint32_t facility_at(const struct ws_allocation *allocation, const uint32_t *rows,
                            uint32_t row_count, uint32_t rank, uint32_t cost)
{
    for (uint32_t i = 0; i < row_count; i++) {
        uint32_t facility = allocation->facility[(size_t)rows[i] * allocation->k + rank];
        if (facility == WS_NONE)
            continue;
        struct span span =
            span_of_row(allocation, rows[i], rank, piece_weight(&allocation->pieces[rows[i]]));
        uint64_t before = cost > 0 ? span_within(&span, cost - 1) : 0;
        if (span_within(&span, cost) > before)
            return facility;
    }
    return WS_NONE;
}

static void rank_of_unit(struct unit_costs *out, const struct ws_allocation *allocation,
                         const uint32_t *rows, uint32_t row_count, const uint32_t unit_rank[2],
                         struct span *spans)
{
    uint32_t count = 0, rank = unit_rank[1];
    uint64_t weight = 0;
    for (uint32_t i = 0; i < row_count; i++) {
        uint64_t row_weight = piece_weight(&allocation->pieces[rows[i]]);
        weight += row_weight;
        if (allocation->facility[(size_t)rows[i] * allocation->k + rank] != WS_NONE)
            spans[count++] = span_of_row(allocation, rows[i], rank, row_weight);
    }
    size_t at = (size_t)unit_rank[0] * out->k + rank;
    out->cost[at] = weight ? spans_cost(spans, count, weight - weight / 2) : WS_COST_INF;
    out->facility[at] = out->cost[at] < WS_COST_INF
                            ? facility_at(allocation, rows, row_count, rank, out->cost[at])
                            : WS_NONE;
}

static double reached_frac(const struct ws_allocation *allocation, const uint32_t *rows,
                           uint32_t row_count, uint32_t cutoff_cost)
{
    uint64_t within = 0, weight = 0;
    for (uint32_t i = 0; i < row_count; i++) {
        uint64_t row_weight = piece_weight(&allocation->pieces[rows[i]]);
        weight += row_weight;
        within += allocation_within(allocation, rows[i], 0, cutoff_cost) ? row_weight : 0;
    }
    return weight ? (double)within / (double)weight : (double)NAN;
}

static enum ws_status unit_costs_init(struct unit_costs *costs, uint32_t unit_count, uint32_t k,
                                      struct ws_error *err)
{
    *costs = (struct unit_costs){
        .unit_count = unit_count,
        .k = k,
        .cost = mem_array(unit_count, k * sizeof *costs->cost),
        .facility = mem_array(unit_count, k * sizeof *costs->facility),
        .reached_frac = mem_array(unit_count, sizeof *costs->reached_frac),
    };
    if (!costs->cost || !costs->facility || !costs->reached_frac)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " units", unit_count);
    return WS_OK;
}

#define CHUNK_UNITS 512u

struct unit_job {
    struct unit_costs *costs;
    const struct share_plan *plan;
    const struct sorted *sorted;
    uint32_t cutoff_cost, most; /* rows of a unit */
    struct span *spans;         /* per worker: most */
};

static enum ws_status fill_chunk(void *context, uint32_t chunk, uint32_t worker,
                                 struct ws_error *err)
{
    const struct unit_job *job = context;
    const struct sorted *sorted = job->sorted;
    uint32_t first = chunk * CHUNK_UNITS, left = job->costs->unit_count - first;
    uint32_t end = left < CHUNK_UNITS ? first + left : first + CHUNK_UNITS;
    (void)err;
    for (uint32_t unit = first; unit < end; unit++) {
        const uint32_t *rows = sorted->row + sorted->first[unit];
        uint32_t row_count = sorted->first[unit + 1] - sorted->first[unit];
        for (uint32_t rank = 0; rank < job->costs->k; rank++)
            rank_of_unit(job->costs, job->plan->allocation, rows, row_count,
                         (const uint32_t[2]){unit, rank}, job->spans + (size_t)worker * job->most);
        job->costs->reached_frac[unit] =
            reached_frac(job->plan->allocation, rows, row_count, job->cutoff_cost);
    }
    return WS_OK;
}

static enum ws_status fill_units(struct unit_costs *costs, const struct share_plan *plan,
                                 const struct sorted *sorted, uint32_t cutoff_cost,
                                 struct ws_error *err)
{
    struct unit_job job = {
        .costs = costs, .plan = plan, .sorted = sorted, .cutoff_cost = cutoff_cost};
    for (uint32_t unit = 0; unit < costs->unit_count; unit++)
        if (sorted->first[unit + 1] - sorted->first[unit] > job.most)
            job.most = sorted->first[unit + 1] - sorted->first[unit];
    job.spans = mem_array(plan->threads ? plan->threads : 1, job.most * sizeof *job.spans);
    if (!job.spans)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " rows of a unit", job.most);
    uint32_t chunk_count =
        (uint32_t)(((uint64_t)costs->unit_count + CHUNK_UNITS - 1) / CHUNK_UNITS);
    enum ws_status st = parallel_for(chunk_count, plan->threads, fill_chunk, &job, err);
    mem_free(job.spans);
    return st;
}

enum ws_status costs_of_units(struct unit_costs *out, const struct share_plan *plan,
                              uint32_t cutoff_cost, struct ws_error *err)
{
    assert(out && plan && plan->allocation->k > 0);
    struct unit_costs costs = {0};
    struct sorted sorted = {0};
    enum ws_status st = unit_costs_init(&costs, plan->spread->unit_count, plan->allocation->k, err);
    if (!st)
        st = sort_rows(&sorted, plan, plan->spread->unit, costs.unit_count, err);
    if (!st)
        st = fill_units(&costs, plan, &sorted, cutoff_cost, err);
    if (!st) {
        *out = costs;
        costs = (struct unit_costs){0};
    }
    sorted_release(&sorted);
    unit_costs_release(&costs);
    return st;
}

void unit_costs_release(struct unit_costs *costs)
{
    if (!costs)
        return;
    mem_free(costs->cost);
    mem_free(costs->facility);
    mem_free(costs->reached_frac);
    *costs = (struct unit_costs){0};
}

/* ---- people of rows --------------------------------------------------------- */

/* People of each row, first weight: those of its part along its length. The
 * rows of a part add up to the part. */
static enum ws_status people_of_rows(uint64_t **out, const struct share_plan *plan,
                                     struct ws_error *err)
{
    const struct spread *spread = plan->spread;
    uint32_t row_count = plan->allocation->count;
    uint64_t *people_micro = mem_array(row_count, sizeof *people_micro);
    uint64_t *upto_mm = mem_array(spread->part_count, sizeof *upto_mm);
    if (!people_micro || !upto_mm) {
        mem_free(people_micro);
        mem_free(upto_mm);
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " rows", row_count);
    }
    for (uint32_t row = 0; row < row_count; row++) {
        uint32_t part = plan->part[row];
        uint64_t people = spread->people_micro[(size_t)part * spread->weight_count];
        uint64_t before = fixed_mul_div(people, upto_mm[part], spread->weight_mm[part]);
        upto_mm[part] += piece_weight(&plan->allocation->pieces[row]);
        people_micro[row] = fixed_mul_div(people, upto_mm[part], spread->weight_mm[part]) - before;
    }
    mem_free(upto_mm);
    *out = people_micro;
    return WS_OK;
}

/* All people of each zone, first weight, the nation last. */
static enum ws_status people_of_zones(uint64_t **out, const struct share_plan *plan,
                                      struct ws_error *err)
{
    const struct spread *spread = plan->spread;
    uint64_t *people_micro = mem_array((size_t)plan->zone_count + 1, sizeof *people_micro);
    if (!people_micro)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " zones", plan->zone_count);
    for (uint32_t part = 0; part < spread->part_count; part++) {
        uint64_t people = spread->people_micro[(size_t)part * spread->weight_count];
        people_micro[plan->zone_count] += people;
        if (spread->zone[part] != WS_NONE)
            people_micro[spread->zone[part]] += people;
    }
    *out = people_micro;
    return WS_OK;
}

/* ---- zones ------------------------------------------------------------------ */

/* Spans of the people on these rows who have a nearest facility. */
static uint32_t spans_of_people(struct span *spans, const struct ws_allocation *allocation,
                                const uint32_t *rows, uint32_t row_count,
                                const uint64_t *people_micro)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < row_count; i++)
        if (allocation->facility[(size_t)rows[i] * allocation->k] != WS_NONE &&
            people_micro[rows[i]])
            spans[count++] = span_of_row(allocation, rows[i], 0, people_micro[rows[i]]);
    return count;
}

static uint32_t percentile(struct span *spans, uint32_t count, uint64_t people, uint32_t percent)
{
    uint64_t need = fixed_mul_div_up(people, percent, 100);
    return need ? spans_cost(spans, count, need) : WS_COST_INF;
}

/* Chunk i is percentile i of the nation, the longest ones first; what follows is
 * percentile i of the zones of a group of ZONE_GROUP. */
#define ZONE_GROUP 16u

struct zone_job {
    uint32_t *const *out;
    const struct share_plan *plan;
    const uint32_t *percent;
    uint32_t percent_count;
    const struct sorted *sorted;
    const uint64_t *row_micro, *zone_micro;
    struct span **spans; /* per worker: all rows */
};

/* The nation's rows are those of all zones, which lie first in the sorted table. */
static void fill_zone(const struct zone_job *job, uint32_t zone, uint32_t p, struct span *spans)
{
    const struct sorted *sorted = job->sorted;
    bool is_nation = zone == job->plan->zone_count;
    uint32_t first = is_nation ? 0 : sorted->first[zone];
    uint32_t end = sorted->first[is_nation ? zone : zone + 1];
    uint32_t count = spans_of_people(spans, job->plan->allocation, sorted->row + first, end - first,
                                     job->row_micro);
    job->out[p][zone] = percentile(spans, count, job->zone_micro[zone], job->percent[p]);
}

static enum ws_status fill_zones(void *context, uint32_t chunk, uint32_t worker,
                                 struct ws_error *err)
{
    const struct zone_job *job = context;
    uint32_t zone_count = job->plan->zone_count, p = chunk % job->percent_count;
    struct span **spans = &job->spans[worker];
    if (!*spans && !(*spans = mem_array(job->plan->allocation->count, sizeof **spans)))
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " rows",
                         job->plan->allocation->count);
    if (chunk < job->percent_count) {
        fill_zone(job, zone_count, p, *spans);
        return WS_OK;
    }
    uint32_t first = (chunk / job->percent_count - 1) * ZONE_GROUP;
    for (uint32_t zone = first; zone < zone_count && zone < first + ZONE_GROUP; zone++)
        fill_zone(job, zone, p, *spans);
    return WS_OK;
}

static enum ws_status fill_percentiles(struct zone_job *job, struct ws_error *err)
{
    uint32_t workers = job->plan->threads ? job->plan->threads : 1;
    uint32_t groups = (job->plan->zone_count + ZONE_GROUP - 1) / ZONE_GROUP;
    job->spans = mem_array(workers, sizeof *job->spans);
    enum ws_status st =
        job->spans ? parallel_for((groups + 1) * job->percent_count, workers, fill_zones, job, err)
                   : error_set(err, WS_NO_MEMORY, "no memory for percentiles");
    for (uint32_t i = 0; job->spans && i < workers; i++)
        mem_free(job->spans[i]);
    mem_free(job->spans);
    return st;
}

enum ws_status costs_of_zones(uint32_t *const *out, const struct share_plan *plan,
                              const uint32_t *percent, uint32_t percent_count, struct ws_error *err)
{
    assert(out && plan && percent && plan->allocation->k > 0);
    for (uint32_t i = 0; i < percent_count; i++)
        if (percent[i] < 1 || percent[i] > 100)
            return error_set(err, WS_BAD_OPTION, "percentile is %" PRIu32 "; expected 1 to 100",
                             percent[i]);

    uint64_t *row_micro = NULL, *zone_micro = NULL;
    struct sorted sorted = {0};
    enum ws_status st = people_of_rows(&row_micro, plan, err);
    if (!st)
        st = people_of_zones(&zone_micro, plan, err);
    if (!st)
        st = sort_rows(&sorted, plan, plan->spread->zone, plan->zone_count, err);
    struct zone_job job = {out, plan, percent, percent_count, &sorted, row_micro, zone_micro, NULL};
    if (!st && percent_count)
        st = fill_percentiles(&job, err);
    sorted_release(&sorted);
    mem_free(row_micro);
    mem_free(zone_micro);
    return st;
}

/* ---- choice ----------------------------------------------------------------- */

/* The largest choice that at least half of the people have. have_micro[c]:
 * people with exactly c + 1; the rest of `people` have none. */
static uint32_t median_choice(const uint64_t *have_micro, uint32_t k, uint64_t people)
{
    if (people == 0)
        return WS_NONE;
    uint64_t sum = 0;
    for (uint32_t choice = k; choice > 0; choice--) {
        sum += have_micro[choice - 1];
        if (sum >= people - people / 2)
            return choice;
    }
    return 0;
}

enum ws_status costs_median_choice(uint32_t *out, const struct share_plan *plan,
                                   uint32_t cutoff_cost, struct ws_error *err)
{
    assert(out && plan && plan->allocation->k > 0);
    const struct ws_allocation *allocation = plan->allocation;
    uint32_t k = allocation->k, zone_count = plan->zone_count;
    uint64_t *row_micro = NULL, *zone_micro = NULL;
    uint64_t *have_micro = mem_array((size_t)zone_count + 1, k * sizeof *have_micro);
    enum ws_status st =
        have_micro ? people_of_rows(&row_micro, plan, err)
                   : error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " zones", zone_count);
    if (!st)
        st = people_of_zones(&zone_micro, plan, err);
    if (st)
        goto done;

    for (uint32_t row = 0; row < allocation->count; row++) {
        uint32_t zone = plan->spread->zone[plan->part[row]], choice = 0;
        while (choice < k && allocation_within(allocation, row, choice, cutoff_cost))
            choice++;
        if (zone == WS_NONE || choice == 0)
            continue;
        have_micro[(size_t)zone * k + choice - 1] += row_micro[row];
        have_micro[(size_t)zone_count * k + choice - 1] += row_micro[row];
    }
    for (uint32_t zone = 0; zone <= zone_count; zone++)
        out[zone] = median_choice(have_micro + (size_t)zone * k, k, zone_micro[zone]);
done:
    mem_free(have_micro);
    mem_free(row_micro);
    mem_free(zone_micro);
    return st;
}
