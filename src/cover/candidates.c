/* cover/candidates.c: the reach of each candidate as bands of rows, then as spans
 * of items. */
#include "cover/candidates.h"

#include "base/error.h"
#include "base/fixed.h"
#include "base/mem.h"
#include "base/parallel.h"
#include "cover/closure_search.h"
#include "cover/reach.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* Candidates measured between two looks at the memory. */
#define BATCH 256u
#define WHOLE_MM UINT32_MAX

/* Rows [row, until): all of them (to_mm WHOLE_MM), or a stretch of one. */
struct band {
    uint32_t row, until, from_mm, to_mm;
};

struct bands {
    size_t count, cap;
    struct band *bands;
};

struct job {
    const struct candidate_plan *plan;
    uint32_t row_count;
    uint32_t *rows;     /* of the allocation: where people lack a group */
    struct spread open; /* the same as pieces */
    uint32_t first;     /* candidate of the batch */
    struct road_reach *roads;
    struct straight_reach *straight;
    struct bands *scratch;  /* per worker */
    struct bands *measured; /* per candidate */
    uint64_t *cuts;         /* (row, mm) inside of rows, in order */
    size_t cut_count;
    uint32_t *first_item; /* per row + 1 */
};

static enum ws_status no_memory(struct ws_error *err, const char *what)
{
    return error_set(err, WS_NO_MEMORY, "no memory for %s of candidates", what);
}

static uint32_t main_cost(const struct reach_plan *there)
{
    return there->cutoff_cost[there->main_cutoff];
}

/* ---- rows where a group is lacking -------------------------------------------------- */

static uint32_t groups_within(const struct candidate_plan *plan, uint32_t row)
{
    uint32_t count = 0;
    while (count < plan->aim &&
           allocation_within(plan->there->allocation, row, count, main_cost(plan->there)))
        count++;
    return count;
}

static bool is_open(const struct candidate_plan *plan, uint32_t row)
{
    const struct spread *spread = plan->there->spread;
    uint32_t part = plan->there->part[row];
    return spread->zone[part] != WS_NONE && spread->state[part] == PART_ON_NETWORK &&
           spread->people_micro[(size_t)part * spread->weight_count] > 0 &&
           groups_within(plan, row) < plan->aim;
}

static enum ws_status list_rows(struct job *job, struct ws_error *err)
{
    const struct ws_allocation *allocation = job->plan->there->allocation;
    job->rows = mem_array(allocation->count, sizeof *job->rows);
    if (!job->rows)
        return no_memory(err, "rows");
    for (uint32_t row = 0; row < allocation->count; row++)
        if (is_open(job->plan, row))
            job->rows[job->row_count++] = row;
    return closure_again(&job->open, job->plan->there, job->rows, job->row_count, err);
}

/* ---- the reach of one ------------------------------------------------------------------ */

static enum ws_status take_stretch(void *context, uint32_t piece, uint32_t from_mm, uint32_t to_mm,
                                   struct ws_error *err)
{
    struct bands *bands = context;
    if (mem_grow(&bands->bands, &bands->cap, bands->count + 1, sizeof *bands->bands))
        return no_memory(err, "the reach");
    bands->bands[bands->count++] = (struct band){piece, piece + 1, from_mm, to_mm};
    return WS_OK;
}

static int compare_bands(const void *a_ptr, const void *b_ptr)
{
    const struct band *a = a_ptr, *b = b_ptr;
    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    return (a->from_mm > b->from_mm) - (a->from_mm < b->from_mm);
}

/* Stretches of a row that touch become one, and one that is all of it says so. */
static void join_stretches(struct bands *bands, const struct spread *open)
{
    size_t kept = 0;
    for (size_t i = 0; i < bands->count; i++) {
        struct band *last = kept ? &bands->bands[kept - 1] : NULL;
        if (last && last->row == bands->bands[i].row && last->to_mm == bands->bands[i].from_mm)
            last->to_mm = bands->bands[i].to_mm;
        else
            bands->bands[kept++] = bands->bands[i];
    }
    bands->count = kept;
    for (size_t i = 0; i < kept; i++) {
        struct band *band = &bands->bands[i];
        const struct ws_piece *piece = &open->pieces[band->row];
        bool is_point = piece->edge == WS_NONE || piece->to_mm <= piece->from_mm;
        if (is_point || (band->from_mm == piece->from_mm && band->to_mm == piece->to_mm))
            *band = (struct band){band->row, band->until, 0, WHOLE_MM};
    }
}

static void join_rows(struct bands *bands)
{
    size_t kept = 0;
    for (size_t i = 0; i < bands->count; i++) {
        struct band *last = kept ? &bands->bands[kept - 1] : NULL;
        const struct band *band = &bands->bands[i];
        if (last && last->until == band->row && last->to_mm == WHOLE_MM && band->to_mm == WHOLE_MM)
            last->until = band->until;
        else
            bands->bands[kept++] = *band;
    }
    bands->count = kept;
}

static enum ws_status keep(struct bands *out, const struct bands *bands, struct ws_error *err)
{
    out->bands = mem_array(bands->count, sizeof *out->bands);
    if (!out->bands)
        return no_memory(err, "the reach");
    if (bands->count)
        memcpy(out->bands, bands->bands, bands->count * sizeof *out->bands);
    out->count = bands->count;
    return WS_OK;
}

static enum ws_status measure(void *context, uint32_t chunk, uint32_t worker, struct ws_error *err)
{
    struct job *job = context;
    uint32_t candidate = job->first + chunk;
    struct bands *scratch = &job->scratch[worker];
    struct reacher reacher = {.facilities = &candidate,
                              .count = 1,
                              .is_group = true,
                              .take = take_stretch,
                              .context = scratch};
    if (job->roads && job->plan->snaps[candidate].edge == WS_NONE)
        return WS_OK;
    scratch->count = 0;
    enum ws_status st = job->roads ? road_reach_run(job->roads, &reacher, worker, NULL, err)
                                   : straight_reach_run(job->straight, &reacher, worker, NULL, err);
    if (st)
        return st;
    if (scratch->count)
        qsort(scratch->bands, scratch->count, sizeof *scratch->bands, compare_bands);
    join_stretches(scratch, &job->open);
    join_rows(scratch);
    return keep(&job->measured[candidate], scratch, err);
}

/* ---- the reach of all ------------------------------------------------------------------- */

static enum ws_status measure_batches(struct job *job, struct ws_error *err)
{
    const struct candidate_plan *plan = job->plan;
    uint32_t count = plan->points->count;
    size_t band_count = 0;
    enum ws_status st = WS_OK;
    for (job->first = 0; !st && job->first < count; job->first += BATCH) {
        uint32_t size = count - job->first < BATCH ? count - job->first : BATCH;
        st = parallel_for(size, plan->there->threads, measure, job, err);
        for (uint32_t i = 0; !st && i < size; i++)
            band_count += job->measured[job->first + i].count;
        if (!st && band_count > plan->most_bands)
            st = error_set(err, WS_TOO_LARGE,
                           "the first %" PRIu32 " of %" PRIu32 " candidates reach %zu stretches of "
                           "road; expected at most %zu: give fewer candidates or a shorter limit",
                           job->first + size, count, band_count, plan->most_bands);
    }
    return st;
}

static enum ws_status measure_with(struct job *job, const struct reach_plan *reach,
                                   struct ws_error *err)
{
    uint32_t workers = reach->threads ? reach->threads : 1;
    job->scratch = mem_array(workers, sizeof *job->scratch);
    enum ws_status st = job->scratch ? WS_OK : no_memory(err, "the reach");
    if (!st)
        st = reach->roads ? road_reach_new(&job->roads, reach, err)
                          : straight_reach_new(&job->straight, reach, err);
    if (!st)
        st = measure_batches(job, err);
    road_reach_free(job->roads);
    straight_reach_free(job->straight);
    for (uint32_t i = 0; job->scratch && i < workers; i++)
        mem_free(job->scratch[i].bands);
    mem_free(job->scratch);
    return st;
}

/* Candidates in the place of facilities, each its own group, on the open rows. */
static enum ws_status measure_all(struct job *job, struct ws_error *err)
{
    const struct candidate_plan *plan = job->plan;
    const struct reach_plan *there = plan->there;
    uint32_t count = plan->points->count, cutoff_cost = main_cost(there);
    /* Without roads rows are lattice points, and as many are expected; none is read. */
    struct ws_allocation none = {.count = there->roads ? 0 : job->row_count, .k = 2};
    struct stops one = {.count = 1};
    struct ws_points points = *plan->points;
    struct allocate_plan roads = {0};
    struct straight_plan straight = {0};
    points.group = mem_array(count, sizeof *points.group);
    job->measured = mem_array(count, sizeof *job->measured);
    if (!points.group || !job->measured) {
        mem_free(points.group);
        return no_memory(err, "the reach");
    }
    for (uint32_t i = 0; i < count; i++)
        points.group[i] = i;
    if (there->roads)
        roads = *there->roads;
    else
        straight = *there->straight;
    roads.stops = &one;
    roads.group = points.group;
    straight.facilities = &points;
    struct reach_plan reach = {.spread = &job->open,
                               .allocation = &none,
                               .roads = there->roads ? &roads : NULL,
                               .straight = there->roads ? NULL : &straight,
                               .facility_snaps = plan->snaps,
                               .leg_cost = plan->leg_cost,
                               .facilities = &points,
                               .group_count = count,
                               .cutoff_cost = &cutoff_cost,
                               .cutoff_count = 1,
                               .threads = there->threads};
    enum ws_status st = measure_with(job, &reach, err);
    mem_free(points.group);
    return st;
}

/* ---- rows to items ------------------------------------------------------------------------ */

static uint64_t cut_key(uint32_t row, uint32_t mm)
{
    return (uint64_t)row << 32 | mm;
}

static enum ws_status list_cuts(struct job *job, struct ws_error *err)
{
    size_t count = 0, kept = 0;
    for (uint32_t i = 0; i < job->plan->points->count; i++)
        for (size_t b = 0; b < job->measured[i].count; b++)
            count += job->measured[i].bands[b].to_mm != WHOLE_MM ? 2 : 0;
    job->cuts = mem_array(count, sizeof *job->cuts);
    if (!job->cuts)
        return no_memory(err, "borders");
    for (uint32_t i = 0; i < job->plan->points->count; i++)
        for (size_t b = 0; b < job->measured[i].count; b++) {
            const struct band *band = &job->measured[i].bands[b];
            const struct ws_piece *piece = &job->open.pieces[band->row];
            if (band->to_mm == WHOLE_MM)
                continue;
            if (band->from_mm > piece->from_mm)
                job->cuts[job->cut_count++] = cut_key(band->row, band->from_mm);
            if (band->to_mm < piece->to_mm)
                job->cuts[job->cut_count++] = cut_key(band->row, band->to_mm);
        }
    if (job->cut_count)
        qsort(job->cuts, job->cut_count, sizeof *job->cuts, fixed_compare);
    for (size_t i = 0; i < job->cut_count; i++)
        if (!i || job->cuts[i] != job->cuts[i - 1])
            job->cuts[kept++] = job->cuts[i];
    job->cut_count = kept;
    if (job->row_count + kept >= WS_NONE)
        return error_set(err, WS_TOO_LARGE, "%zu stretches of road; expected fewer than %" PRIu32,
                         job->row_count + kept, WS_NONE);
    return WS_OK;
}

static void put_item(struct ws_reach *out, const struct job *job, uint32_t row,
                     const uint32_t span_mm[2])
{
    const struct candidate_plan *plan = job->plan;
    uint32_t item = out->item_count++;
    out->part[item] = plan->there->part[job->rows[row]];
    out->weight_mm[item] = span_mm[1] > span_mm[0] ? span_mm[1] - span_mm[0] : 1;
    out->lacking[item] = (uint8_t)(plan->aim - groups_within(plan, job->rows[row]));
}

static enum ws_status make_items(struct ws_reach *out, struct job *job, struct ws_error *err)
{
    size_t count = job->row_count + job->cut_count, cut = 0;
    out->part = mem_array(count, sizeof *out->part);
    out->weight_mm = mem_array(count, sizeof *out->weight_mm);
    out->lacking = mem_array(count, sizeof *out->lacking);
    job->first_item = mem_array((size_t)job->row_count + 1, sizeof *job->first_item);
    if (!out->part || !out->weight_mm || !out->lacking || !job->first_item)
        return no_memory(err, "items");
    for (uint32_t row = 0; row < job->row_count; row++) {
        const struct ws_piece *piece = &job->open.pieces[row];
        uint32_t span_mm[2] = {piece->from_mm, piece->to_mm};
        job->first_item[row] = out->item_count;
        for (; cut < job->cut_count && job->cuts[cut] >> 32 == row; cut++) {
            span_mm[1] = (uint32_t)job->cuts[cut];
            put_item(out, job, row, span_mm);
            span_mm[0] = span_mm[1];
        }
        span_mm[1] = piece->to_mm;
        put_item(out, job, row, span_mm);
    }
    job->first_item[job->row_count] = out->item_count;
    return WS_OK;
}

/* The item of the row that begins at mm, or with the row. */
static uint32_t item_at(const struct job *job, uint32_t row, uint32_t mm)
{
    size_t low = job->first_item[row] - row, high = job->first_item[row + 1] - row - 1;
    while (low < high) { /* cuts of the row up to mm */
        size_t middle = low + (high - low) / 2;
        if (job->cuts[middle] <= cut_key(row, mm))
            low = middle + 1;
        else
            high = middle;
    }
    return (uint32_t)low + row;
}

static struct ws_span span_of(const struct job *job, const struct band *band)
{
    struct ws_span span = {job->first_item[band->row], job->first_item[band->until]};
    if (band->to_mm == WHOLE_MM)
        return span;
    span.from = item_at(job, band->row, band->from_mm);
    if (band->to_mm < job->open.pieces[band->row].to_mm)
        span.to = item_at(job, band->row, band->to_mm);
    return span;
}

static enum ws_status make_spans(struct ws_reach *out, struct job *job, struct ws_error *err)
{
    uint32_t count = job->plan->points->count;
    size_t band_count = 0, at = 0;
    for (uint32_t i = 0; i < count; i++)
        band_count += job->measured[i].count;
    out->site_count = count;
    out->first_span = mem_array((size_t)count + 1, sizeof *out->first_span);
    out->spans = mem_array(band_count, sizeof *out->spans);
    if (!out->first_span || !out->spans)
        return no_memory(err, "the reach");
    for (uint32_t i = 0; i < count; i++) {
        size_t first = at;
        for (size_t b = 0; b < job->measured[i].count; b++) {
            struct ws_span span = span_of(job, &job->measured[i].bands[b]);
            if (at > first && out->spans[at - 1].to == span.from)
                out->spans[at - 1].to = span.to;
            else
                out->spans[at++] = span;
        }
        out->first_span[i + 1] = at;
    }
    return WS_OK;
}

static enum ws_status make_parts(struct ws_reach *out, const struct candidate_plan *plan,
                                 struct ws_error *err)
{
    const struct spread *spread = plan->there->spread;
    const struct ws_allocation *allocation = plan->there->allocation;
    uint32_t count = spread->part_count;
    out->part_count = count;
    out->aim = plan->aim;
    out->people_micro = mem_array(count, sizeof *out->people_micro);
    out->whole_mm = mem_array(count, sizeof *out->whole_mm);
    out->covered_mm = mem_array(count, sizeof *out->covered_mm);
    if (!out->people_micro || !out->whole_mm || !out->covered_mm)
        return no_memory(err, "parts");
    for (uint32_t part = 0; part < count; part++) {
        out->people_micro[part] = spread->people_micro[(size_t)part * spread->weight_count];
        out->whole_mm[part] = spread->weight_mm[part];
    }
    for (uint32_t row = 0; row < allocation->count; row++)
        if (allocation_within(allocation, row, plan->aim - 1, main_cost(plan->there)))
            out->covered_mm[plan->there->part[row]] += piece_weight(&allocation->pieces[row]);
    return WS_OK;
}

enum ws_status candidates_reach(struct ws_reach *out, const struct candidate_plan *plan,
                                struct ws_error *err)
{
    assert(out && plan && plan->there && plan->points && plan->aim >= 1);
    assert(!plan->there->roads != !plan->there->straight);
    if (plan->aim > plan->there->allocation->k || plan->aim > UINT8_MAX)
        return error_set(err, WS_BAD_OPTION,
                         "%" PRIu32 " groups asked for; expected at most the %" PRIu32
                         " kept per piece",
                         plan->aim, plan->there->allocation->k);
    struct ws_reach reach = {0};
    struct job job = {.plan = plan};
    enum ws_status st = list_rows(&job, err);
    if (!st)
        st = measure_all(&job, err);
    if (!st)
        st = list_cuts(&job, err);
    if (!st)
        st = make_items(&reach, &job, err);
    if (!st)
        st = make_spans(&reach, &job, err);
    if (!st)
        st = make_parts(&reach, plan, err);
    if (!st) {
        *out = reach;
        reach = (struct ws_reach){0};
    }
    for (uint32_t i = 0; job.measured && i < plan->points->count; i++)
        mem_free(job.measured[i].bands);
    mem_free(job.measured);
    mem_free(job.rows);
    mem_free(job.cuts);
    mem_free(job.first_item);
    closure_forget(&job.open);
    candidates_forget(&reach);
    return st;
}

void candidates_forget(struct ws_reach *reach)
{
    if (!reach)
        return;
    mem_free(reach->part);
    mem_free(reach->weight_mm);
    mem_free(reach->lacking);
    mem_free(reach->people_micro);
    mem_free(reach->whole_mm);
    mem_free(reach->covered_mm);
    mem_free(reach->first_span);
    mem_free(reach->spans);
    *reach = (struct ws_reach){0};
}
