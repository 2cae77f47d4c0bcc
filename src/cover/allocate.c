/* cover/allocate.c: pieces cut where the answer changes, each row with its k
 * facilities and costs. */
#include "base/error.h"
#include "base/mem.h"
#include "base/parallel.h"
#include "cover/cover.h"
#include "cover/profile.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

/* Pieces a chunk starts with; it ends where an edge ends. */
#define CHUNK_PIECES 16384u

/* Rows that a chunk gets room for, per 16 of its pieces. */
#define ROWS_PER_16 19u

/* ---- rows ------------------------------------------------------------------- */

/* Rows of one chunk. */
struct shelf {
    size_t count, piece_cap, part_cap, facility_cap, from_cap, to_cap;
    struct ws_piece *pieces;
    uint32_t *part, *facility, *cost_from, *cost_to;
};

struct worker {
    struct profile profile;
    uint64_t *label; /* k */
};

struct job {
    const struct spread *spread;
    const struct allocate_plan *plan;
    struct shelf *shelves;  /* per chunk */
    struct worker *workers; /* per thread */
};

static void shelf_release(struct shelf *shelf)
{
    mem_free(shelf->pieces);
    mem_free(shelf->part);
    mem_free(shelf->facility);
    mem_free(shelf->cost_from);
    mem_free(shelf->cost_to);
    *shelf = (struct shelf){0};
}

static enum ws_status shelf_reserve(struct shelf *shelf, size_t more, uint32_t k,
                                    struct ws_error *err)
{
    size_t need = shelf->count + more;
    if (mem_grow(&shelf->pieces, &shelf->piece_cap, need, sizeof *shelf->pieces) ||
        mem_grow(&shelf->part, &shelf->part_cap, need, sizeof *shelf->part) ||
        mem_grow(&shelf->facility, &shelf->facility_cap, need * k, sizeof *shelf->facility) ||
        mem_grow(&shelf->cost_from, &shelf->from_cap, need * k, sizeof *shelf->cost_from) ||
        mem_grow(&shelf->cost_to, &shelf->to_cap, need * k, sizeof *shelf->cost_to))
        return error_set(err, WS_NO_MEMORY, "no memory for %zu rows of pieces", need);
    return WS_OK;
}

static void put_rank(struct shelf *shelf, size_t at, uint32_t facility, uint32_t cost_from,
                     uint32_t cost_to)
{
    shelf->facility[at] = facility;
    shelf->cost_from[at] = cost_from;
    shelf->cost_to[at] = cost_to;
}

static enum ws_status put_point(struct shelf *shelf, struct worker *worker,
                                const struct allocate_plan *plan, const struct ws_piece *piece,
                                struct ws_error *err)
{
    uint32_t k = plan->field->k;
    enum ws_status st = shelf_reserve(shelf, 1, k, err);
    if (st)
        return st;
    profile_point(&worker->profile, plan, piece, worker->label);
    shelf->pieces[shelf->count] = *piece;
    for (uint32_t r = 0; r < k; r++) {
        uint32_t cost = label_cost(worker->label[r]);
        put_rank(shelf, shelf->count * k + r, label_facility(worker->label[r]), cost, cost);
    }
    shelf->count++;
    return WS_OK;
}

/* The part of the piece that lies in a segment. */
static enum ws_status put_row(struct shelf *shelf, const struct profile *profile, uint32_t segment,
                              const struct ws_piece *piece, struct ws_error *err)
{
    uint32_t k = profile->k;
    enum ws_status st = shelf_reserve(shelf, 1, k, err);
    if (st)
        return st;
    struct ws_piece *row = &shelf->pieces[shelf->count];
    *row = *piece;
    if (row->from_mm < profile->from_mm[segment])
        row->from_mm = profile->from_mm[segment];
    if (row->to_mm > profile->from_mm[segment + 1])
        row->to_mm = profile->from_mm[segment + 1];

    for (uint32_t r = 0; r < k; r++) {
        size_t at = shelf->count * k + r;
        if (profile_cost(profile, segment, r) == WS_COST_INF) {
            put_rank(shelf, at, WS_NONE, WS_COST_INF, WS_COST_INF);
            continue;
        }
        const struct lane *lane = &profile->lanes.items[profile->lane[(size_t)segment * k + r]];
        put_rank(shelf, at, lane->facility, lane_cost(lane, profile->lanes.length_mm, row->from_mm),
                 lane_cost(lane, profile->lanes.length_mm, row->to_mm));
    }
    shelf->count++;
    return WS_OK;
}

static enum ws_status put_piece(struct shelf *shelf, struct worker *worker,
                                const struct allocate_plan *plan, const struct ws_piece *piece,
                                struct ws_error *err)
{
    const struct profile *profile = &worker->profile;
    if (piece->to_mm <= piece->from_mm)
        return put_point(shelf, worker, plan, piece, err);
    assert(piece->to_mm <= profile->lanes.length_mm);
    enum ws_status st = WS_OK;
    for (uint32_t s = profile_find(profile, piece->from_mm);
         !st && s < profile->count && profile->from_mm[s] < piece->to_mm; s++)
        st = put_row(shelf, profile, s, piece, err);
    return st;
}

/* Where chunk `chunk` starts: at the first piece of an edge. */
static uint32_t chunk_start(const struct spread *spread, uint32_t chunk)
{
    uint64_t start = (uint64_t)chunk * CHUNK_PIECES;
    while (start > 0 && start < spread->piece_count &&
           spread->pieces[start].edge == spread->pieces[start - 1].edge)
        start++;
    return start < spread->piece_count ? (uint32_t)start : spread->piece_count;
}

static enum ws_status allocate_chunk(void *context, uint32_t chunk, uint32_t number,
                                     struct ws_error *err)
{
    struct job *job = context;
    struct worker *worker = &job->workers[number];
    struct shelf *shelf = &job->shelves[chunk];
    uint32_t start = chunk_start(job->spread, chunk), end = chunk_start(job->spread, chunk + 1);
    uint32_t edge = WS_NONE;
    /* Most pieces are one row: room for them at once, not by moving what is there. */
    enum ws_status st =
        shelf_reserve(shelf, (end - start) * ROWS_PER_16 / 16, job->plan->field->k, err);
    for (uint32_t i = start; !st && i < end; i++) {
        const struct ws_piece *piece = &job->spread->pieces[i];
        if (piece->edge != edge)
            st = profile_edge(&worker->profile, job->plan, piece->edge, err);
        edge = piece->edge;
        size_t before = shelf->count;
        if (!st)
            st = put_piece(shelf, worker, job->plan, piece, err);
        for (size_t row = before; row < shelf->count; row++)
            shelf->part[row] = job->spread->part[i];
    }
    return st;
}

/* ---- one table -------------------------------------------------------------- */

/* Shelves and the table they are copied to. */
struct joining {
    struct ws_allocation *out;
    uint32_t *part;
    struct shelf *shelves;
    size_t *first_row; /* per shelf */
};

/* Each shelf goes as soon as it is copied: both together are the peak. */
static enum ws_status copy_shelf(void *context, uint32_t chunk, uint32_t worker,
                                 struct ws_error *err)
{
    const struct joining *joining = context;
    struct shelf *shelf = &joining->shelves[chunk];
    const struct ws_allocation *out = joining->out;
    size_t at = joining->first_row[chunk], ranked = shelf->count * out->k;
    (void)worker;
    (void)err;
    if (!shelf->count)
        return WS_OK;
    memcpy(out->pieces + at, shelf->pieces, shelf->count * sizeof *out->pieces);
    memcpy(joining->part + at, shelf->part, shelf->count * sizeof *joining->part);
    memcpy(out->facility + at * out->k, shelf->facility, ranked * sizeof *out->facility);
    memcpy(out->cost_from + at * out->k, shelf->cost_from, ranked * sizeof *out->cost_from);
    memcpy(out->cost_to + at * out->k, shelf->cost_to, ranked * sizeof *out->cost_to);
    shelf_release(shelf);
    return WS_OK;
}

static enum ws_status join_shelves(struct joining *joining, uint32_t shelf_count, uint32_t threads,
                                   struct ws_error *err)
{
    struct ws_allocation *out = joining->out;
    size_t row_count = 0;
    joining->first_row = mem_array(shelf_count, sizeof *joining->first_row);
    for (uint32_t i = 0; joining->first_row && i < shelf_count; i++) {
        joining->first_row[i] = row_count;
        row_count += joining->shelves[i].count;
    }
    if (row_count >= WS_NONE)
        return error_set(err, WS_TOO_LARGE, "%zu rows of pieces; expected fewer than %" PRIu32,
                         row_count, WS_NONE);

    out->pieces = mem_array(row_count, sizeof *out->pieces);
    out->facility = mem_array(row_count * out->k, sizeof *out->facility);
    out->cost_from = mem_array(row_count * out->k, sizeof *out->cost_from);
    out->cost_to = mem_array(row_count * out->k, sizeof *out->cost_to);
    joining->part = mem_array(row_count, sizeof *joining->part);
    if (!joining->first_row || !out->pieces || !out->facility || !out->cost_from || !out->cost_to ||
        !joining->part)
        return error_set(err, WS_NO_MEMORY, "no memory for %zu rows of pieces", row_count);
    out->count = (uint32_t)row_count;
    return parallel_for(shelf_count, threads, copy_shelf, joining, err);
}

static enum ws_status init_workers(struct job *job, uint32_t thread_count, struct ws_error *err)
{
    bool is_short = !job->shelves || !job->workers;
    for (uint32_t i = 0; !is_short && i < thread_count; i++) {
        job->workers[i].label = mem_array(job->plan->field->k, sizeof(uint64_t));
        is_short = !job->workers[i].label;
    }
    return is_short ? error_set(err, WS_NO_MEMORY, "no memory to allocate pieces") : WS_OK;
}

static void job_release(struct job *job, uint32_t chunk_count, uint32_t thread_count)
{
    for (uint32_t i = 0; job->shelves && i < chunk_count; i++)
        shelf_release(&job->shelves[i]);
    for (uint32_t i = 0; job->workers && i < thread_count; i++) {
        profile_release(&job->workers[i].profile);
        mem_free(job->workers[i].label);
    }
    mem_free(job->shelves);
    mem_free(job->workers);
}

enum ws_status allocate_pieces(struct ws_allocation *out, uint32_t **part_out,
                               const struct spread *spread, const struct allocate_plan *plan,
                               struct ws_error *err)
{
    assert(out && part_out && spread && plan && plan->field->k > 0);
    uint32_t thread_count = plan->threads ? plan->threads : 1;
    uint32_t chunk_count = spread->piece_count / CHUNK_PIECES + 1;
    struct ws_allocation allocation = {.k = plan->field->k};
    struct job job = {.spread = spread,
                      .plan = plan,
                      .shelves = mem_array(chunk_count, sizeof *job.shelves),
                      .workers = mem_array(thread_count, sizeof *job.workers)};
    struct joining joining = {.out = &allocation, .shelves = job.shelves};
    enum ws_status st = init_workers(&job, thread_count, err);
    if (!st)
        st = parallel_for(chunk_count, plan->threads, allocate_chunk, &job, err);
    if (!st)
        st = join_shelves(&joining, chunk_count, plan->threads, err);
    if (st)
        goto done;

    *out = allocation;
    *part_out = joining.part;
    allocation = (struct ws_allocation){0};
    joining.part = NULL;
done:
    allocation_release(&allocation);
    mem_free(joining.part);
    mem_free(joining.first_row);
    job_release(&job, chunk_count, thread_count);
    return st;
}

void allocation_release(struct ws_allocation *allocation)
{
    if (!allocation)
        return;
    mem_free(allocation->pieces);
    mem_free(allocation->facility);
    mem_free(allocation->cost_from);
    mem_free(allocation->cost_to);
    *allocation = (struct ws_allocation){0};
}

bool allocation_within(const struct ws_allocation *allocation, uint32_t row, uint32_t rank,
                       uint32_t cutoff_cost)
{
    assert(row < allocation->count && rank < allocation->k);
    size_t at = (size_t)row * allocation->k + rank;
    uint32_t from = allocation->cost_from[at], to = allocation->cost_to[at];
    return allocation->facility[at] != WS_NONE && (from > to ? from : to) <= cutoff_cost;
}
