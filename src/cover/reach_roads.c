/* cover/reach_roads.c: what is reached along roads, by one facility or group,
 * and the reached roads themselves. */
#include "cover/reach.h"

#include "base/error.h"
#include "base/mem.h"
#include "base/parallel.h"
#include "cover/profile.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

/* ---- reach of single facilities and groups ---------------------------------- */

struct worker {
    struct search *search;
    struct profile profile;
    struct stops stops; /* of the reacher at hand */
    struct seed *seeds; /* 4 per stop */
    uint32_t *stamp;    /* per edge: the last run that saw it */
    uint32_t run;
};

struct road_reach {
    const struct reach_plan *plan;
    uint32_t *first_piece;  /* per edge + 1, into the pieces */
    uint32_t *first_lonely; /* per edge + 1, into the rows below */
    uint32_t *lonely;       /* rows with one group only, in order */
    struct worker *workers;
    uint32_t worker_count;
};

static uint32_t largest_cutoff(const struct reach_plan *plan)
{
    uint32_t largest = 0;
    for (uint32_t c = 0; c < plan->cutoff_count; c++)
        if (plan->cutoff_cost[c] > largest)
            largest = plan->cutoff_cost[c];
    return largest < WS_COST_INF ? largest : WS_COST_INF - 1;
}

/* Starts of each edge in a table sorted by edge; edge_of(i) counted by the
 * caller in first[edge + 1]. */
static void sum_firsts(uint32_t *first, uint32_t edge_count)
{
    for (uint32_t edge = 0; edge < edge_count; edge++)
        first[edge + 1] += first[edge];
}

static enum ws_status index_pieces(struct road_reach *reach, struct ws_error *err)
{
    const struct spread *spread = reach->plan->spread;
    const struct ws_allocation *allocation = reach->plan->allocation;
    uint32_t edge_count = reach->plan->roads->net->edge_count, lonely_count = 0;
    reach->first_piece = mem_array((size_t)edge_count + 1, sizeof *reach->first_piece);
    reach->first_lonely = mem_array((size_t)edge_count + 1, sizeof *reach->first_lonely);
    if (!reach->first_piece || !reach->first_lonely)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " edges", edge_count);

    for (uint32_t i = 0; i < spread->piece_count; i++)
        reach->first_piece[spread->pieces[i].edge + 1]++;
    for (uint32_t row = 0; row < allocation->count; row++)
        if (reach_is_lonely(reach->plan, row)) {
            reach->first_lonely[allocation->pieces[row].edge + 1]++;
            lonely_count++;
        }
    sum_firsts(reach->first_piece, edge_count);
    sum_firsts(reach->first_lonely, edge_count);

    reach->lonely = mem_array(lonely_count, sizeof *reach->lonely);
    if (!reach->lonely)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " rows", lonely_count);
    lonely_count = 0;
    for (uint32_t row = 0; row < allocation->count; row++)
        if (reach_is_lonely(reach->plan, row))
            reach->lonely[lonely_count++] = row;
    return WS_OK;
}

static enum ws_status worker_init(struct worker *worker, const struct reach_plan *plan,
                                  struct ws_error *err)
{
    const struct allocate_plan *roads = plan->roads;
    size_t stop_count = roads->stops->count;
    worker->stamp = mem_array(roads->net->edge_count, sizeof *worker->stamp);
    worker->seeds = mem_array(stop_count, 4 * sizeof *worker->seeds);
    worker->stops = (struct stops){.edge = mem_array(stop_count, sizeof(uint32_t)),
                                   .along_mm = mem_array(stop_count, sizeof(uint32_t)),
                                   .facility = mem_array(stop_count, sizeof(uint32_t)),
                                   .base = mem_array(stop_count, sizeof(uint32_t))};
    if (!worker->stamp || !worker->seeds || !worker->stops.edge || !worker->stops.along_mm ||
        !worker->stops.facility || !worker->stops.base)
        return error_set(err, WS_NO_MEMORY, "no memory to measure facilities");
    /* Each reacher is one group, so its labels need no groups. */
    struct search_plan search = {.net = roads->net,
                                 .k = 1,
                                 .cutoff_cost = largest_cutoff(plan),
                                 .direction = roads->direction,
                                 .skeleton = roads->skeleton};
    return search_new(&worker->search, &search, err);
}

enum ws_status road_reach_new(struct road_reach **out, const struct reach_plan *plan,
                              struct ws_error *err)
{
    assert(out && plan && plan->roads && plan->facility_snaps && plan->leg_cost);
    struct road_reach *reach = mem_array(1, sizeof *reach);
    if (!reach)
        return error_set(err, WS_NO_MEMORY, "no memory to measure facilities");
    reach->plan = plan;
    reach->worker_count = plan->threads ? plan->threads : 1;
    reach->workers = mem_array(reach->worker_count, sizeof *reach->workers);
    enum ws_status st = reach->workers ? index_pieces(reach, err)
                                       : error_set(err, WS_NO_MEMORY, "no memory for workers");
    for (uint32_t i = 0; !st && i < reach->worker_count; i++)
        st = worker_init(&reach->workers[i], plan, err);
    if (st) {
        road_reach_free(reach);
        return st;
    }
    *out = reach;
    return WS_OK;
}

void road_reach_free(struct road_reach *reach)
{
    if (!reach)
        return;
    for (uint32_t i = 0; reach->workers && i < reach->worker_count; i++) {
        struct worker *worker = &reach->workers[i];
        search_free(worker->search);
        profile_release(&worker->profile);
        stops_release(&worker->stops);
        mem_free(worker->seeds);
        mem_free(worker->stamp);
    }
    mem_free(reach->workers);
    mem_free(reach->first_piece);
    mem_free(reach->first_lonely);
    mem_free(reach->lonely);
    mem_free(reach);
}

/* One pass over the edges that one reacher touches. */
struct pass {
    const struct road_reach *reach;
    const struct reacher *reacher;
    struct worker *worker;
    struct tally *tally;
    struct allocate_plan plan; /* the reacher alone */
};

/* A piece of the spread, or a lonely row, and whose it is. */
struct ground {
    const struct ws_piece *piece;
    uint32_t part;
    bool is_lonely;
};

/* Adds a stretch at a cost to the columns it is within; a lonely one to the
 * last column. */
static enum ws_status add_stretch(const struct pass *pass, const struct ground *ground,
                                  const uint32_t span_mm[2], uint32_t cost, struct ws_error *err)
{
    const struct reach_plan *plan = pass->reach->plan;
    bool is_main = cost <= plan->cutoff_cost[plan->main_cutoff];
    if (cost >= WS_COST_INF)
        return WS_OK;
    if (pass->reacher->take)
        return is_main ? pass->reacher->take(pass->reacher->context,
                                             (uint32_t)(ground->piece - plan->spread->pieces),
                                             span_mm[0], span_mm[1], err)
                       : WS_OK;
    uint64_t *columns = tally_part(pass->tally, ground->part, err);
    if (!columns)
        return WS_NO_MEMORY;
    uint32_t weight_mm = span_mm[1] > span_mm[0] ? span_mm[1] - span_mm[0] : 1;
    if (ground->is_lonely) {
        columns[plan->cutoff_count] += is_main ? weight_mm : 0;
        return WS_OK;
    }
    for (uint32_t c = 0; c < plan->cutoff_count; c++)
        if (cost <= plan->cutoff_cost[c])
            columns[c] += weight_mm;
    return WS_OK;
}

static enum ws_status add_whole(const struct pass *pass, const struct ground *ground, uint32_t cost,
                                struct ws_error *err)
{
    const uint32_t span_mm[2] = {ground->piece->from_mm, ground->piece->to_mm};
    return add_stretch(pass, ground, span_mm, cost, err);
}

static enum ws_status add_piece(const struct pass *pass, const struct ground *ground,
                                struct ws_error *err)
{
    const struct profile *profile = &pass->worker->profile;
    const struct ws_piece *piece = ground->piece;
    if (piece->to_mm <= piece->from_mm) {
        uint64_t label;
        profile_point(profile, &pass->plan, piece, &label);
        return add_whole(pass, ground, label_cost(label), err);
    }
    enum ws_status st = WS_OK;
    for (uint32_t s = profile_find(profile, piece->from_mm);
         !st && s < profile->count && profile->from_mm[s] < piece->to_mm; s++) {
        uint32_t span_mm[2] = {profile->from_mm[s], profile->from_mm[s + 1]};
        if (span_mm[0] < piece->from_mm)
            span_mm[0] = piece->from_mm;
        if (span_mm[1] > piece->to_mm)
            span_mm[1] = piece->to_mm;
        st = add_stretch(pass, ground, span_mm, profile_cost(profile, s, 0), err);
    }
    return st;
}

static struct ground spread_ground(const struct reach_plan *plan, uint32_t i)
{
    return (struct ground){&plan->spread->pieces[i], plan->spread->part[i], false};
}

static struct ground lonely_ground(const struct reach_plan *plan, uint32_t row)
{
    return (struct ground){&plan->allocation->pieces[row], plan->part[row], true};
}

/* Pieces and lonely rows of the edge, each cut by the profile. */
static enum ws_status measure_edge(const struct pass *pass, uint32_t edge, struct ws_error *err)
{
    const struct road_reach *reach = pass->reach;
    enum ws_status st = profile_edge(&pass->worker->profile, &pass->plan, edge, err);
    for (uint32_t i = reach->first_piece[edge]; !st && i < reach->first_piece[edge + 1]; i++) {
        struct ground ground = spread_ground(reach->plan, i);
        st = add_piece(pass, &ground, err);
    }
    for (uint32_t i = reach->first_lonely[edge];
         !st && !pass->reacher->is_group && i < reach->first_lonely[edge + 1]; i++) {
        struct ground ground = lonely_ground(reach->plan, reach->lonely[i]);
        st = add_piece(pass, &ground, err);
    }
    return st;
}

/* The same when all of the edge costs at most `cost`, and every cutoff is
 * either passed nowhere or everywhere. */
static enum ws_status take_edge(const struct pass *pass, uint32_t edge, uint32_t cost,
                                struct ws_error *err)
{
    const struct road_reach *reach = pass->reach;
    enum ws_status st = WS_OK;
    for (uint32_t i = reach->first_piece[edge]; !st && i < reach->first_piece[edge + 1]; i++) {
        struct ground ground = spread_ground(reach->plan, i);
        st = add_whole(pass, &ground, cost, err);
    }
    for (uint32_t i = reach->first_lonely[edge];
         !st && !pass->reacher->is_group && i < reach->first_lonely[edge + 1]; i++) {
        struct ground ground = lonely_ground(reach->plan, reach->lonely[i]);
        st = add_whole(pass, &ground, cost, err);
    }
    return st;
}

/* A bound for the whole edge when no cutoff is passed on it, else WS_COST_INF:
 * no position costs less than the nearer end, none more than the way through
 * from one end to the other. Holds on edges without a stop and pieces without
 * a leg. */
static uint32_t whole_cost(const struct pass *pass, uint32_t edge)
{
    const struct network *net = pass->plan.net;
    const uint64_t *label = pass->plan.field->label;
    bool is_to = pass->plan.direction == WS_TO_FACILITY;
    uint32_t rising = is_to ? net->twin[edge] : edge, falling = is_to ? edge : net->twin[edge];
    uint32_t tail = label_cost(label[net->tail[edge]]), head = label_cost(label[net->head[edge]]);
    uint32_t least = tail < head ? tail : head, most = WS_COST_INF;
    if (rising != WS_NONE && tail < WS_COST_INF)
        most = tail + net->cost[rising];
    if (falling != WS_NONE && head < WS_COST_INF && head + net->cost[falling] < most)
        most = head + net->cost[falling];
    for (uint32_t c = 0; c < pass->plan.cutoff_count; c++)
        if (least <= pass->plan.cutoff_cost[c] && pass->plan.cutoff_cost[c] < most)
            return WS_COST_INF;
    return most;
}

static enum ws_status visit_edge(struct pass *pass, uint32_t any_edge, bool has_stop,
                                 struct ws_error *err)
{
    const struct road_reach *reach = pass->reach;
    const struct reach_plan *plan = reach->plan;
    uint32_t edge = network_canonical(pass->plan.net, any_edge);
    uint32_t first = reach->first_piece[edge], end = reach->first_piece[edge + 1];
    if (pass->worker->stamp[edge] == pass->worker->run)
        return WS_OK;
    pass->worker->stamp[edge] = pass->worker->run;
    uint32_t cost = has_stop ? WS_COST_INF : whole_cost(pass, edge);
    for (uint32_t i = first; cost < WS_COST_INF && i < end; i++)
        if (plan->spread->pieces[i].to_mm <= plan->spread->pieces[i].from_mm)
            cost = WS_COST_INF;
    if (first == end)
        return WS_OK;
    return cost < WS_COST_INF ? take_edge(pass, edge, cost, err) : measure_edge(pass, edge, err);
}

/* All edges that meet a node with a label. */
static enum ws_status visit_nodes(struct pass *pass, struct ws_error *err)
{
    const struct network *net = pass->plan.net;
    uint32_t count;
    const uint32_t *nodes = search_touched(pass->worker->search, &count);
    enum ws_status st = WS_OK;
    for (uint32_t i = 0; !st && i < count; i++) {
        uint32_t node = nodes[i];
        for (uint32_t e = net->first_out[node]; !st && e < net->first_out[node + 1]; e++)
            st = visit_edge(pass, e, false, err);
        for (uint32_t j = net->first_in[node]; !st && j < net->first_in[node + 1]; j++)
            st = visit_edge(pass, net->in_edge[j], false, err);
    }
    return st;
}

/* Stops and seeds of the reacher; returns how many seeds. */
static uint32_t set_stops(struct worker *worker, const struct reach_plan *plan,
                          const struct reacher *reacher)
{
    uint32_t seed_count = 0;
    for (uint32_t i = 0; i < reacher->count; i++) {
        uint32_t facility = reacher->facilities[i];
        const struct ws_snap *snap = &plan->facility_snaps[facility];
        worker->stops.edge[i] = snap->edge;
        worker->stops.along_mm[i] = snap->along_mm;
        worker->stops.facility[i] = facility;
        worker->stops.base[i] = plan->leg_cost[facility];
        seed_count += search_seeds(worker->seeds + seed_count, plan->roads->net, snap,
                                   plan->leg_cost[facility], facility, plan->roads->direction);
    }
    worker->stops.count = reacher->count;
    return seed_count;
}

enum ws_status road_reach_run(struct road_reach *reach, const struct reacher *reacher,
                              uint32_t number, struct tally *tally, struct ws_error *err)
{
    const struct reach_plan *plan = reach->plan;
    struct worker *worker = &reach->workers[number];
    assert(reacher->count <= plan->roads->stops->count);
    uint32_t seed_count = set_stops(worker, plan, reacher);
    enum ws_status st = search_run(worker->search, worker->seeds, seed_count, err);
    if (st)
        return st;

    struct pass pass = {
        .reach = reach, .reacher = reacher, .worker = worker, .tally = tally, .plan = *plan->roads};
    pass.plan.field = search_field(worker->search);
    pass.plan.stops = &worker->stops;
    pass.plan.cutoff_cost = plan->cutoff_cost;
    pass.plan.cutoff_count = plan->cutoff_count;
    worker->run++;
    /* First the roads the facilities stand on: one far from both ends of its
     * road reaches that road only. */
    for (uint32_t i = 0; !st && i < reacher->count; i++)
        st = visit_edge(&pass, worker->stops.edge[i], true, err);
    return st ? st : visit_nodes(&pass, err);
}

/* ---- reached roads ---------------------------------------------------------- */

#define CHUNK_EDGES 32768u

struct shelf {
    size_t count, cap;
    struct ws_piece *pieces;
};

struct road_job {
    struct allocate_plan plan; /* with the one cutoff asked for */
    uint32_t cutoff_cost, choice;
    struct shelf *shelves;    /* per chunk */
    struct profile *profiles; /* per worker */
};

/* Adds the stretch, or lengthens the last one. */
static enum ws_status put_stretch(struct shelf *shelf, uint32_t edge, uint32_t from_mm,
                                  uint32_t to_mm, struct ws_error *err)
{
    struct ws_piece *last = shelf->count ? &shelf->pieces[shelf->count - 1] : NULL;
    if (last && last->edge == edge && last->to_mm == from_mm) {
        last->to_mm = to_mm;
        return WS_OK;
    }
    if (mem_grow(&shelf->pieces, &shelf->cap, shelf->count + 1, sizeof *shelf->pieces))
        return error_set(err, WS_NO_MEMORY, "no memory for %zu reached roads", shelf->count + 1);
    shelf->pieces[shelf->count++] = (struct ws_piece){
        .edge = edge, .from_mm = from_mm, .to_mm = to_mm, .unit = WS_NONE, .zone = WS_NONE};
    return WS_OK;
}

static enum ws_status roads_chunk(void *context, uint32_t chunk, uint32_t worker,
                                  struct ws_error *err)
{
    struct road_job *job = context;
    const struct network *net = job->plan.net;
    struct profile *profile = &job->profiles[worker];
    uint32_t start = chunk * CHUNK_EDGES;
    uint32_t end = net->edge_count - start < CHUNK_EDGES ? net->edge_count : start + CHUNK_EDGES;
    enum ws_status st = WS_OK;
    for (uint32_t edge = start; !st && edge < end; edge++) {
        if (!network_is_canonical(net, edge) || net->flags[edge] & EDGE_FERRY)
            continue;
        st = profile_edge(profile, &job->plan, edge, err);
        for (uint32_t s = 0; !st && s < profile->count; s++)
            if (profile_cost(profile, s, job->choice - 1) <= job->cutoff_cost)
                st = put_stretch(&job->shelves[chunk], edge, profile->from_mm[s],
                                 profile->from_mm[s + 1], err);
    }
    return st;
}

static enum ws_status join_roads(struct ws_piece **out, uint32_t *count,
                                 const struct shelf *shelves, uint32_t shelf_count,
                                 struct ws_error *err)
{
    size_t sum = 0, at = 0;
    for (uint32_t i = 0; i < shelf_count; i++)
        sum += shelves[i].count;
    if (sum >= WS_NONE)
        return error_set(err, WS_TOO_LARGE, "%zu reached roads; expected fewer than %" PRIu32, sum,
                         WS_NONE);
    struct ws_piece *pieces = mem_array(sum, sizeof *pieces);
    if (!pieces)
        return error_set(err, WS_NO_MEMORY, "no memory for %zu reached roads", sum);
    for (uint32_t i = 0; i < shelf_count; i++) {
        if (shelves[i].count)
            memcpy(pieces + at, shelves[i].pieces, shelves[i].count * sizeof *pieces);
        at += shelves[i].count;
    }
    *out = pieces;
    *count = (uint32_t)sum;
    return WS_OK;
}

enum ws_status reach_roads(struct ws_piece **out, uint32_t *count, const struct allocate_plan *plan,
                           uint32_t cutoff_cost, uint32_t choice, struct ws_error *err)
{
    assert(out && count && plan);
    if (choice < 1 || choice > plan->field->k)
        return error_set(err, WS_BAD_OPTION, "choice is %" PRIu32 "; expected 1 to %" PRIu32,
                         choice, plan->field->k);
    if (cutoff_cost >= WS_COST_INF)
        cutoff_cost = WS_COST_INF - 1;
    uint32_t chunk_count =
        (uint32_t)(((uint64_t)plan->net->edge_count + CHUNK_EDGES - 1) / CHUNK_EDGES);
    uint32_t thread_count = plan->threads ? plan->threads : 1;
    struct road_job job = {.plan = *plan,
                           .cutoff_cost = cutoff_cost,
                           .choice = choice,
                           .shelves = mem_array(chunk_count, sizeof *job.shelves),
                           .profiles = mem_array(thread_count, sizeof *job.profiles)};
    job.plan.cutoff_cost = &job.cutoff_cost;
    job.plan.cutoff_count = 1;
    enum ws_status st = WS_OK;
    if (!job.shelves || !job.profiles)
        st = error_set(err, WS_NO_MEMORY, "no memory for reached roads");
    if (!st)
        st = parallel_for(chunk_count, plan->threads, roads_chunk, &job, err);
    if (!st)
        st = join_roads(out, count, job.shelves, chunk_count, err);
    for (uint32_t i = 0; job.shelves && i < chunk_count; i++)
        mem_free(job.shelves[i].pieces);
    for (uint32_t i = 0; job.profiles && i < thread_count; i++)
        profile_release(&job.profiles[i]);
    mem_free(job.shelves);
    mem_free(job.profiles);
    return st;
}
