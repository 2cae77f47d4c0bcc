/* cover/reach_straight.c: what one facility or group reaches without roads. */
#include "cover/reach.h"

#include "base/error.h"
#include "base/mem.h"
#include "cover/stride.h"
#include "geo/geodesic.h"
#include "geo/index.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>

struct worker {
    struct earth *earth;
    uint32_t *stamp; /* per lattice point: the last group that reached it */
    uint32_t run;
};

/* Points that are surely within or surely beyond by their plane distance
 * need no geodesic: only a thin ring at the cutoff does. */
struct straight_reach {
    const struct reach_plan *plan;
    struct index *index; /* of the lattice points */
    struct stride stride;
    struct worker *workers;
    uint32_t worker_count;
};

static enum ws_status index_points(struct straight_reach *reach, struct ws_error *err)
{
    const struct spread *spread = reach->plan->spread;
    const struct ws_points *facilities = reach->plan->facilities;
    struct box *boxes = mem_array(spread->piece_count, sizeof *boxes);
    if (!boxes)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " points",
                         spread->piece_count);
    for (uint32_t i = 0; i < spread->piece_count; i++)
        boxes[i] = (struct box){spread->x_m[i], spread->y_m[i], spread->x_m[i], spread->y_m[i]};
    struct box all = stride_box(spread, facilities);
    enum ws_status st = index_new(&reach->index, boxes, spread->piece_count, err);
    mem_free(boxes);
    if (!st && all.min_x_m <= all.max_x_m)
        reach->stride = stride_measure(reach->workers[0].earth, all);
    return st;
}

enum ws_status straight_reach_new(struct straight_reach **out, const struct reach_plan *plan,
                                  struct ws_error *err)
{
    assert(out && plan && plan->straight && plan->allocation->count == plan->spread->piece_count);
    struct straight_reach *reach = mem_array(1, sizeof *reach);
    if (!reach)
        return error_set(err, WS_NO_MEMORY, "no memory to measure facilities");
    reach->plan = plan;
    reach->worker_count = plan->threads ? plan->threads : 1;
    reach->workers = mem_array(reach->worker_count, sizeof *reach->workers);
    enum ws_status st =
        reach->workers ? WS_OK : error_set(err, WS_NO_MEMORY, "no memory for workers");
    for (uint32_t i = 0; !st && i < reach->worker_count; i++) {
        struct worker *worker = &reach->workers[i];
        st = earth_open(&worker->earth, plan->straight->working_crs, err);
        worker->stamp = mem_array(plan->spread->piece_count, sizeof *worker->stamp);
        if (!st && !worker->stamp)
            st = error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " points",
                           plan->spread->piece_count);
    }
    if (!st)
        st = index_points(reach, err);
    if (st) {
        straight_reach_free(reach);
        return st;
    }
    *out = reach;
    return WS_OK;
}

void straight_reach_free(struct straight_reach *reach)
{
    if (!reach)
        return;
    for (uint32_t i = 0; reach->workers && i < reach->worker_count; i++) {
        earth_close(reach->workers[i].earth);
        mem_free(reach->workers[i].stamp);
    }
    mem_free(reach->workers);
    index_free(reach->index);
    mem_free(reach);
}

/* One facility and the points in its window. */
struct pass {
    const struct straight_reach *reach;
    struct worker *worker;
    struct tally *tally;
    const struct reacher *reacher;
    uint32_t facility;
    bool is_group;
    enum ws_status status;
    struct ws_error *err;
};

/* The cost of the way, as allocate_straight() rounds it, or a lower or higher
 * one on the same side of every cutoff. */
static uint32_t way_cost(struct pass *pass, uint32_t point)
{
    const struct reach_plan *plan = pass->reach->plan;
    const struct ws_points *facilities = plan->facilities;
    double x_m = plan->spread->x_m[point], y_m = plan->spread->y_m[point];
    double dx = x_m - facilities->x_m[pass->facility], dy = y_m - facilities->y_m[pass->facility];
    double plane_mm = sqrt(dx * dx + dy * dy) * plan->straight->factor * 1000.0;
    double low_mm = plane_mm * pass->reach->stride.least - 2.0;
    double high_mm = plane_mm * pass->reach->stride.most + 2.0;
    bool is_sure = high_mm < (double)WS_COST_INF;
    for (uint32_t c = 0; c < plan->cutoff_count; c++)
        is_sure = is_sure && (high_mm <= (double)plan->cutoff_cost[c] ||
                              low_mm > (double)plan->cutoff_cost[c]);
    if (is_sure)
        return (uint32_t)high_mm;

    uint32_t cost = WS_COST_INF;
    pass->status = stride_cost(&cost, plan->straight, pass->worker->earth, (struct point){x_m, y_m},
                               pass->facility, pass->err);
    return cost;
}

/* A point reached by several facilities of a group counts once. */
static bool is_counted(const struct pass *pass, uint32_t point)
{
    return pass->is_group && pass->worker->stamp[point] == pass->worker->run;
}

static enum ws_status add_point(struct pass *pass, uint32_t point, uint32_t cost)
{
    const struct reach_plan *plan = pass->reach->plan;
    uint32_t weight = piece_weight(&plan->spread->pieces[point]);
    bool is_main = cost <= plan->cutoff_cost[plan->main_cutoff];
    if (pass->reacher->take)
        return is_main ? pass->reacher->take(pass->reacher->context, point, 0, 0, pass->err)
                       : WS_OK;
    if ((pass->is_group && !is_main) || is_counted(pass, point))
        return WS_OK;
    uint64_t *columns = tally_part(pass->tally, plan->spread->part[point], pass->err);
    if (!columns)
        return WS_NO_MEMORY;
    pass->worker->stamp[point] = pass->worker->run;
    if (pass->is_group) {
        columns[plan->main_cutoff] += weight;
        return WS_OK;
    }
    for (uint32_t c = 0; c < plan->cutoff_count; c++)
        if (cost <= plan->cutoff_cost[c])
            columns[c] += weight;
    if (is_main && reach_is_lonely(plan, point))
        columns[plan->cutoff_count] += weight;
    return WS_OK;
}

static int visit_point(void *context, uint32_t point)
{
    struct pass *pass = context;
    uint32_t cost = way_cost(pass, point);
    if (!pass->status && cost < WS_COST_INF)
        pass->status = add_point(pass, point, cost);
    return pass->status != WS_OK;
}

/* Plane metres beyond which no cutoff reaches. */
static double window_m(const struct straight_reach *reach)
{
    const struct reach_plan *plan = reach->plan;
    uint32_t largest = 0;
    for (uint32_t c = 0; c < plan->cutoff_count; c++)
        if (plan->cutoff_cost[c] > largest)
            largest = plan->cutoff_cost[c];
    double way_m = ((double)largest + 2.0) / 1000.0 / plan->straight->factor;
    return reach->stride.least > 0.0 ? way_m / reach->stride.least : HUGE_VAL;
}

enum ws_status straight_reach_run(struct straight_reach *reach, const struct reacher *reacher,
                                  uint32_t number, struct tally *tally, struct ws_error *err)
{
    struct pass pass = {.reach = reach,
                        .worker = &reach->workers[number],
                        .tally = tally,
                        .reacher = reacher,
                        .is_group = reacher->is_group,
                        .err = err};
    pass.worker->run++;
    double reach_m = window_m(reach);
    for (uint32_t i = 0; !pass.status && i < reacher->count; i++) {
        pass.facility = reacher->facilities[i];
        double x_m = reach->plan->facilities->x_m[pass.facility];
        double y_m = reach->plan->facilities->y_m[pass.facility];
        struct box window = box_grown((struct box){x_m, y_m, x_m, y_m}, reach_m);
        index_window(reach->index, &window, visit_point, &pass);
    }
    return pass.status;
}
