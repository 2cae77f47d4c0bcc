/* cover/defaults.c: the nearest facility that takes people, by road and by
 * straight line, for those who do not choose. */
#include "cover/cover.h"

#include "base/error.h"
#include "base/fixed.h"
#include "base/mem.h"
#include "base/parallel.h"
#include "cover/spread.h"
#include "geo/index.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A road is at most this much longer on the plane of the working system. */
#define PLANE_STRETCH 1.02
#define CHUNK_PARTS 16u

/* So much of a part goes to one facility by road and to one by line. */
struct entry {
    uint32_t road, line; /* WS_NONE: to none */
    uint64_t weight_mm;
};

/* Around a point its nearest facility is the nearest for gap_m / 2 in any
 * direction: what another one is farther away. */
struct anchor {
    double x_m, y_m, gap_m;
    uint32_t facility;
};

struct worker {
    struct entry *entries;
    uint32_t count;
    size_t entry_cap, weight_cap, split_cap;
    uint64_t *weights, *split;
    struct anchor anchor;
    uint64_t *road_micro, *line_micro, *same_micro; /* per facility */
    struct default_sums sums;
};

struct job {
    const struct default_plan *plan;
    struct index *index; /* of those that accept */
    uint32_t *accepting; /* facility of each box */
    uint32_t accepting_count;
    uint32_t *first_row, *row; /* rows of the allocation by part */
    struct point *homes;
    struct worker *workers;
    uint32_t worker_count, chunk_count;
};

/* ---- nearest by line -------------------------------------------------------- */

struct asked {
    const struct job *job;
    uint32_t except; /* box that does not count; WS_NONE: all do */
};

static double distance2(void *context, uint32_t id, double x_m, double y_m)
{
    const struct asked *asked = context;
    const struct ws_points *points = asked->job->plan->facilities;
    uint32_t facility = asked->job->accepting[id];
    double dx = points->x_m[facility] - x_m, dy = points->y_m[facility] - y_m;
    return id == asked->except ? (double)INFINITY : dx * dx + dy * dy;
}

/* Box of the nearest; equal distances go to the lower facility. */
static uint32_t nearest(const struct job *job, double x_m, double y_m, uint32_t except,
                        double *away2)
{
    struct asked asked = {job, except};
    return index_nearest(job->index, x_m, y_m, 1e9, distance2, &asked, away2);
}

static void set_anchor(struct anchor *anchor, const struct job *job, double x_m, double y_m)
{
    double first2 = 0.0, second2 = 0.0;
    uint32_t box = nearest(job, x_m, y_m, WS_NONE, &first2);
    uint32_t second = nearest(job, x_m, y_m, box, &second2);
    *anchor = (struct anchor){x_m, y_m, (double)INFINITY, job->accepting[box]};
    if (second != WS_NONE)
        anchor->gap_m = sqrt(second2) - sqrt(first2);
}

/* ---- a stretch of road ------------------------------------------------------- */

static enum ws_status add_entry(struct worker *worker, uint32_t road, uint32_t line,
                                uint64_t weight_mm, struct ws_error *err)
{
    struct entry *last = worker->count ? &worker->entries[worker->count - 1] : NULL;
    if (!weight_mm)
        return WS_OK;
    if (last && last->road == road && last->line == line) {
        last->weight_mm += weight_mm;
        return WS_OK;
    }
    if (mem_grow(&worker->entries, &worker->entry_cap, (size_t)worker->count + 1,
                 sizeof *worker->entries))
        return error_set(err, WS_NO_MEMORY, "no memory for the nearest facilities");
    worker->entries[worker->count++] = (struct entry){road, line, weight_mm};
    return WS_OK;
}

/* Where b becomes nearer than a along a straight way, 0 .. 1 of it: the squared
 * distances differ by a linear function. */
static double crossing(const struct job *job, uint32_t a, uint32_t b, const double from[2],
                       const double to[2])
{
    const struct ws_points *points = job->plan->facilities;
    uint32_t i = job->accepting[a], j = job->accepting[b];
    double dx = points->x_m[j] - points->x_m[i], dy = points->y_m[j] - points->y_m[i];
    double mx = (points->x_m[j] + points->x_m[i]) / 2.0,
           my = (points->y_m[j] + points->y_m[i]) / 2.0;
    double at_start = dx * (mx - from[0]) + dy * (my - from[1]);
    double along = dx * (to[0] - from[0]) + dy * (to[1] - from[1]);
    double t = along > 0.0 ? at_start / along : 1.0;
    return t < 0.0 ? 0.0 : t > 1.0 ? 1.0 : t;
}

/* The place where the facility nearest at the start is left, and for which. */
static double next_change(const struct job *job, uint32_t here, uint32_t *then,
                          const double from[2], const double to[2])
{
    double t = crossing(job, here, *then, from, to);
    for (uint32_t tries = 0; tries < job->accepting_count; tries++) {
        double away2, own2, x_m = from[0] + t * (to[0] - from[0]);
        double y_m = from[1] + t * (to[1] - from[1]);
        uint32_t between = nearest(job, x_m, y_m, WS_NONE, &away2);
        struct asked asked = {job, WS_NONE};
        own2 = distance2(&asked, here, x_m, y_m);
        if (between == here || between == *then || !(away2 < own2))
            break;
        double earlier = crossing(job, here, between, from, to);
        if (!(earlier < t))
            break;
        *then = between;
        t = earlier;
    }
    return t;
}

struct straight {
    double from[2], to[2];
    uint32_t from_mm, to_mm;
};

/* The ground where a facility is the nearest is convex: along a straight way each
 * is met once, so the one at the end tells when all changes are found. */
static enum ws_status add_straight(struct worker *worker, const struct job *job, uint32_t road,
                                   const struct straight *way, struct ws_error *err)
{
    double away2, t = 0.0;
    uint32_t here = nearest(job, way->from[0], way->from[1], WS_NONE, &away2);
    uint32_t last = nearest(job, way->to[0], way->to[1], WS_NONE, &away2);
    uint32_t from_mm = way->from_mm, length_mm = way->to_mm - way->from_mm;
    enum ws_status st = WS_OK;
    for (uint32_t i = 0; !st && here != last && i < job->accepting_count; i++) {
        uint32_t then = last;
        double change = next_change(job, here, &then, way->from, way->to);
        t = change > t ? change : t;
        uint32_t to_mm = way->from_mm + (uint32_t)floor(t * length_mm + 0.5);
        st = add_entry(worker, road, job->accepting[here], to_mm - from_mm, err);
        from_mm = to_mm;
        here = then;
    }
    return st ? st : add_entry(worker, road, job->accepting[last], way->to_mm - from_mm, err);
}

static void position(const struct network *net, size_t vertex, uint32_t at_mm, double out[2])
{
    const double *a = net->xy_m + 2 * vertex, *b = a + 2;
    uint32_t from_mm = net->at_mm[vertex], to_mm = net->at_mm[vertex + 1];
    assert(to_mm > from_mm && at_mm >= from_mm);
    double t = (double)(at_mm - from_mm) / (double)(to_mm - from_mm);
    out[0] = a[0] + t * (b[0] - a[0]);
    out[1] = a[1] + t * (b[1] - a[1]);
}

static enum ws_status add_vertices(struct worker *worker, const struct job *job, uint32_t road,
                                   const struct ws_piece *piece, struct ws_error *err)
{
    const struct network *net = job->plan->net;
    enum ws_status st = WS_OK;
    for (size_t v = net->first_xy[piece->edge]; !st && v + 1 < net->first_xy[piece->edge + 1];
         v++) {
        struct straight way;
        way.from_mm = net->at_mm[v] > piece->from_mm ? net->at_mm[v] : piece->from_mm;
        way.to_mm = net->at_mm[v + 1] < piece->to_mm ? net->at_mm[v + 1] : piece->to_mm;
        if (way.from_mm >= way.to_mm)
            continue;
        position(net, v, way.from_mm, way.from);
        position(net, v, way.to_mm, way.to);
        st = add_straight(worker, job, road, &way, err);
    }
    return st;
}

static enum ws_status add_road(struct worker *worker, const struct job *job, uint32_t road,
                               const struct ws_piece *piece, struct ws_error *err)
{
    double x_m, y_m, length_m = (piece->to_mm - piece->from_mm) / 1000.0 * PLANE_STRETCH;
    network_position(job->plan->net, piece->edge, piece->from_mm, &x_m, &y_m);
    struct anchor *anchor = &worker->anchor;
    double way_m = hypot(x_m - anchor->x_m, y_m - anchor->y_m);
    if (!(anchor->gap_m > 2.0 * (way_m + length_m))) {
        set_anchor(anchor, job, x_m, y_m);
        if (!(anchor->gap_m > 2.0 * length_m))
            return add_vertices(worker, job, road, piece, err);
    }
    return add_entry(worker, road, anchor->facility, piece->to_mm - piece->from_mm, err);
}

static uint32_t facility_at(const struct job *job, double x_m, double y_m)
{
    double away2;
    return job->accepting[nearest(job, x_m, y_m, WS_NONE, &away2)];
}

static enum ws_status add_row(struct worker *worker, const struct job *job, uint32_t row,
                              struct ws_error *err)
{
    const struct default_plan *plan = job->plan;
    const struct ws_piece *piece = &plan->allocation->pieces[row];
    uint32_t road = plan->allocation->facility[(size_t)row * plan->allocation->k];
    if (!job->accepting_count)
        return add_entry(worker, WS_NONE, WS_NONE, piece_weight(piece), err);
    if (!plan->net) /* a lattice point; there is no road */
        return add_entry(worker, WS_NONE,
                         facility_at(job, plan->spread->x_m[row], plan->spread->y_m[row]), 1, err);
    if (piece->to_mm > piece->from_mm)
        return add_road(worker, job, road, piece, err);
    const struct point *home = &job->homes[piece->unit];
    return add_entry(worker, road, facility_at(job, home->x_m, home->y_m), 1, err);
}

/* ---- a part ------------------------------------------------------------------- */

static int compare_entries(const void *left, const void *right)
{
    const struct entry *a = left, *b = right;
    int order = (a->road > b->road) - (a->road < b->road);
    return order ? order : (a->line > b->line) - (a->line < b->line);
}

static void count_people(struct worker *worker, const struct entry *entry, uint64_t people_micro)
{
    if (entry->road != WS_NONE)
        worker->road_micro[entry->road] += people_micro;
    else
        worker->sums.unreached_micro += people_micro;
    if (entry->line != WS_NONE)
        worker->line_micro[entry->line] += people_micro;
    else
        worker->sums.nobody_accepts_micro += people_micro;
    if (entry->road != WS_NONE && entry->road == entry->line)
        worker->same_micro[entry->road] += people_micro;
}

static enum ws_status split_part(struct worker *worker, uint64_t people_micro, struct ws_error *err)
{
    uint32_t kept = 0;
    if (mem_grow(&worker->weights, &worker->weight_cap, worker->count, sizeof *worker->weights) ||
        mem_grow(&worker->split, &worker->split_cap, worker->count, sizeof *worker->split))
        return error_set(err, WS_NO_MEMORY, "no memory for the nearest facilities");
    qsort(worker->entries, worker->count, sizeof *worker->entries, compare_entries);
    for (uint32_t i = 0; i < worker->count; i++) {
        if (kept && !compare_entries(&worker->entries[kept - 1], &worker->entries[i]))
            worker->entries[kept - 1].weight_mm += worker->entries[i].weight_mm;
        else
            worker->entries[kept++] = worker->entries[i];
    }
    for (uint32_t i = 0; i < kept; i++)
        worker->weights[i] = worker->entries[i].weight_mm;
    fixed_split(people_micro, worker->weights, kept, worker->split);
    for (uint32_t i = 0; i < kept; i++)
        count_people(worker, &worker->entries[i], worker->split[i]);
    return WS_OK;
}

static void count_off_network(struct worker *worker, const struct job *job, uint32_t unit,
                              uint64_t people_micro)
{
    const struct point *home = &job->homes[unit];
    worker->sums.off_network_micro += people_micro;
    if (job->accepting_count && !isnan(home->x_m))
        worker->line_micro[facility_at(job, home->x_m, home->y_m)] += people_micro;
    else
        worker->sums.nobody_accepts_micro += people_micro;
}

static enum ws_status do_part(struct worker *worker, const struct job *job, uint32_t part,
                              struct ws_error *err)
{
    const struct spread *spread = job->plan->spread;
    uint64_t people_micro = spread->people_micro[(size_t)part * spread->weight_count];
    if (!people_micro)
        return WS_OK;
    if (spread->zone[part] == WS_NONE) {
        worker->sums.outside_micro += people_micro;
        return WS_OK;
    }
    if (spread->state[part] != PART_ON_NETWORK) {
        count_off_network(worker, job, spread->unit[part], people_micro);
        return WS_OK;
    }
    enum ws_status st = WS_OK;
    worker->count = 0;
    for (uint32_t i = job->first_row[part]; !st && i < job->first_row[part + 1]; i++)
        st = add_row(worker, job, job->row[i], err);
    return st ? st : split_part(worker, people_micro, err);
}

static enum ws_status do_chunk(void *context, uint32_t chunk, uint32_t index, struct ws_error *err)
{
    const struct job *job = context;
    struct worker *worker = &job->workers[index];
    uint32_t from = chunk * CHUNK_PARTS, count = job->plan->spread->part_count;
    uint32_t to = count - from < CHUNK_PARTS ? count : from + CHUNK_PARTS;
    enum ws_status st = WS_OK;
    for (uint32_t part = from; !st && part < to; part++)
        st = do_part(worker, job, part, err);
    return st;
}

/* ---- before and after ---------------------------------------------------------- */

static enum ws_status index_accepting(struct job *job, struct ws_error *err)
{
    const struct ws_points *points = job->plan->facilities;
    struct box *boxes = mem_array(points->count, sizeof *boxes);
    job->accepting = mem_array(points->count, sizeof *job->accepting);
    enum ws_status st =
        boxes && job->accepting
            ? WS_OK
            : error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " facilities", points->count);
    for (uint32_t i = 0; !st && i < points->count; i++) {
        if (!job->plan->is_accepting[i])
            continue;
        boxes[job->accepting_count] =
            (struct box){points->x_m[i], points->y_m[i], points->x_m[i], points->y_m[i]};
        job->accepting[job->accepting_count++] = i;
    }
    if (!st)
        st = index_new(&job->index, boxes, job->accepting_count, err);
    mem_free(boxes);
    return st;
}

/* Rows of each part, in their order. */
static enum ws_status sort_rows(struct job *job, struct ws_error *err)
{
    const struct default_plan *plan = job->plan;
    uint32_t parts = plan->spread->part_count, rows = plan->allocation->count;
    job->first_row = mem_array((size_t)parts + 2, sizeof *job->first_row);
    job->row = mem_array(rows, sizeof *job->row);
    if (!job->first_row || !job->row)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " rows", rows);
    /* Counted two places up, so that filling leaves the starts behind. */
    for (uint32_t row = 0; row < rows; row++)
        job->first_row[plan->part[row] + 2]++;
    for (uint32_t part = 1; part <= parts; part++)
        job->first_row[part + 1] += job->first_row[part];
    for (uint32_t row = 0; row < rows; row++)
        job->row[job->first_row[plan->part[row] + 1]++] = row;
    return WS_OK;
}

static enum ws_status hire(struct job *job, struct ws_error *err)
{
    size_t count = job->plan->facilities->count;
    job->worker_count = job->plan->threads ? job->plan->threads : 1;
    job->workers = mem_array(job->worker_count, sizeof *job->workers);
    bool has_room = job->workers != NULL;
    for (uint32_t i = 0; has_room && i < job->worker_count; i++) {
        struct worker *worker = &job->workers[i];
        worker->anchor.gap_m = -1.0;
        worker->road_micro = mem_array(count, sizeof(uint64_t));
        worker->line_micro = mem_array(count, sizeof(uint64_t));
        worker->same_micro = mem_array(count, sizeof(uint64_t));
        has_room = worker->road_micro && worker->line_micro && worker->same_micro;
    }
    return has_room ? WS_OK : error_set(err, WS_NO_MEMORY, "no memory for %zu facilities", count);
}

static void job_release(struct job *job)
{
    for (uint32_t i = 0; job->workers && i < job->worker_count; i++) {
        struct worker *worker = &job->workers[i];
        mem_free(worker->entries);
        mem_free(worker->weights);
        mem_free(worker->split);
        mem_free(worker->road_micro);
        mem_free(worker->line_micro);
        mem_free(worker->same_micro);
    }
    mem_free(job->workers);
    mem_free(job->accepting);
    mem_free(job->first_row);
    mem_free(job->row);
    mem_free(job->homes);
    index_free(job->index);
}

static void add_worker(struct defaults *out, const struct worker *worker)
{
    for (uint32_t i = 0; i < out->facility_count; i++) {
        out->road_micro[i] += worker->road_micro[i];
        out->line_micro[i] += worker->line_micro[i];
        out->same_micro[i] += worker->same_micro[i];
    }
    out->sums.unreached_micro += worker->sums.unreached_micro;
    out->sums.off_network_micro += worker->sums.off_network_micro;
    out->sums.outside_micro += worker->sums.outside_micro;
    out->sums.nobody_accepts_micro += worker->sums.nobody_accepts_micro;
}

enum ws_status defaults_find(struct defaults *out, const struct default_plan *plan,
                             struct ws_error *err)
{
    assert(out && plan && plan->spread && plan->allocation && plan->part);
    assert(plan->net || plan->allocation->count == plan->spread->piece_count);
    assert(plan->facilities && plan->is_accepting && plan->population && plan->zones);
    size_t count = plan->facilities->count;
    struct job job = {.plan = plan,
                      .chunk_count = plan->spread->part_count / CHUNK_PARTS +
                                     (plan->spread->part_count % CHUNK_PARTS != 0)};
    struct defaults defaults = {.facility_count = plan->facilities->count,
                                .road_micro = mem_array(count, sizeof(uint64_t)),
                                .line_micro = mem_array(count, sizeof(uint64_t)),
                                .same_micro = mem_array(count, sizeof(uint64_t))};
    enum ws_status st = defaults.road_micro && defaults.line_micro && defaults.same_micro
                            ? index_accepting(&job, err)
                            : error_set(err, WS_NO_MEMORY, "no memory for %zu facilities", count);
    if (!st)
        st = spread_homes(&job.homes, plan->spread, plan->population, plan->zones, err);
    if (!st)
        st = sort_rows(&job, err);
    if (!st)
        st = hire(&job, err);
    if (!st)
        st = parallel_for(job.chunk_count, plan->threads, do_chunk, &job, err);
    if (st)
        goto done;
    for (uint32_t i = 0; i < job.worker_count; i++)
        add_worker(&defaults, &job.workers[i]);
    *out = defaults;
    defaults = (struct defaults){0};
done:
    job_release(&job);
    defaults_release(&defaults);
    return st;
}

void defaults_release(struct defaults *defaults)
{
    if (!defaults)
        return;
    mem_free(defaults->road_micro);
    mem_free(defaults->line_micro);
    mem_free(defaults->same_micro);
    *defaults = (struct defaults){0};
}
