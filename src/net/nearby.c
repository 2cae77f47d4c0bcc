#include "net/nearby.h"

#include "base/error.h"
#include "base/mem.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>

/* More than the rounding of distances below 10 000 km. */
#define ALLOWANCE_M 1e-6
/* More than that of floats below 100 km and their squares. */
#define ROUGH_M 0.1

struct listing {
    struct nearby *nearby;
    const struct network *net;
    const struct snap_rule *rule;
    const struct box *window;
    enum ws_status st;
};

static bool add_road(struct listing *listing, uint32_t vertex)
{
    struct nearby *nearby = listing->nearby;
    const double *a = &listing->net->xy_m[2 * (size_t)vertex], *b = a + 2;
    struct box box = box_empty();
    box_add(&box, a[0], a[1]);
    box_add(&box, b[0], b[1]);
    if (!box_meets(&box, listing->window))
        return true;
    if (mem_grow(&nearby->roads, &nearby->cap, (size_t)nearby->count + 1, sizeof *nearby->roads))
        return false;
    if (mem_grow(&nearby->rough, &nearby->rough_cap, (size_t)nearby->count + 1,
                 sizeof *nearby->rough))
        return false;
    double dx_m = b[0] - a[0], dy_m = b[1] - a[1], length2 = dx_m * dx_m + dy_m * dy_m;
    nearby->rough[nearby->count] = (struct nearby_rough){
        .x_m = (float)((a[0] + b[0]) / 2.0 - nearby->x_m),
        .y_m = (float)((a[1] + b[1]) / 2.0 - nearby->y_m),
        .half_m = (float)(sqrt(length2) / 2.0),
        .road = nearby->count,
        .place = nearby->edge_count - 1,
    };
    nearby->roads[nearby->count++] = (struct nearby_road){
        .a_m = {a[0], a[1]},
        .b_m = {b[0], b[1]},
        .d_m = {dx_m, dy_m},
        .per_m2 = length2 > 0.0 ? 1.0 / length2 : 0.0,
        .vertex = vertex,
        .place = nearby->edge_count - 1,
    };
    return true;
}

static int add_chunk(void *context, const struct snap_chunk *chunk)
{
    struct listing *listing = context;
    struct nearby *nearby = listing->nearby;
    const struct network *net = listing->net;
    if (!snap_is_large(net, listing->rule, net->component[net->tail[chunk->edge]]))
        return 0;
    if (!nearby->edge_count || nearby->edges[nearby->edge_count - 1] != chunk->edge) {
        if (mem_grow(&nearby->edges, &nearby->edge_cap, (size_t)nearby->edge_count + 1,
                     sizeof *nearby->edges))
            return listing->st = WS_NO_MEMORY;
        nearby->edges[nearby->edge_count++] = chunk->edge;
    }
    for (uint32_t v = chunk->from; v < chunk->to; v++)
        if (!add_road(listing, v))
            return listing->st = WS_NO_MEMORY;
    return 0;
}

enum ws_status nearby_fill(struct nearby *nearby, const struct network *net,
                           const struct snapper *snapper, const struct snap_rule *rule,
                           const struct box *window, struct ws_error *err)
{
    assert(nearby && net && snapper && rule && window);
    struct listing listing = {nearby, net, rule, window, WS_OK};
    nearby->count = nearby->edge_count = 0;
    nearby->x_m = (window->min_x_m + window->max_x_m) / 2.0;
    nearby->y_m = (window->min_y_m + window->max_y_m) / 2.0;
    if (snapper_window(snapper, window, add_chunk, &listing))
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " roads close together",
                         nearby->count);
    return WS_OK;
}

/* Ends are taken as they are drawn: all roads of a junction are equally far from
 * a position whose foot is there, to the last bit. */
static double road_distance2(const struct nearby_road *road, double x_m, double y_m, double *t)
{
    double px = x_m - road->a_m[0], py = y_m - road->a_m[1];
    double at = (px * road->d_m[0] + py * road->d_m[1]) * road->per_m2;
    if (at >= 1.0) {
        at = 1.0;
        px = x_m - road->b_m[0];
        py = y_m - road->b_m[1];
    } else if (at > 0.0) {
        px -= at * road->d_m[0];
        py -= at * road->d_m[1];
    } else {
        at = 0.0;
    }
    *t = at;
    return px * px + py * py;
}

uint32_t nearby_sift(struct nearby_rough *out, const struct nearby *nearby,
                     const struct nearby_rough *list, uint32_t count, struct nearby_square *square,
                     double limit_m, float *scratch)
{
    float x_m = (float)(square->x_m - nearby->x_m), y_m = (float)(square->y_m - nearby->y_m);
    float least2 = HUGE_VALF;
    for (uint32_t i = 0; i < count; i++) {
        float dx_m = list[i].x_m - x_m, dy_m = list[i].y_m - y_m;
        scratch[i] = dx_m * dx_m + dy_m * dy_m;
        least2 = scratch[i] < least2 ? scratch[i] : least2;
    }
    /* The middle of a road is a position on it. */
    square->low_m = 0.0;
    square->high_m = sqrt((double)least2) + ROUGH_M;
    float far_m =
        (float)(fmin(square->high_m + 2.0 * square->radius_m, limit_m + square->radius_m) +
                ROUGH_M);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        float reach_m = far_m + list[i].half_m;
        out[kept] = list[i];
        kept += scratch[i] <= reach_m * reach_m;
    }
    return kept;
}

uint32_t nearby_thin(uint32_t *out, const struct nearby *nearby, const struct nearby_list *list,
                     struct nearby_square *square, double limit_m, double *scratch)
{
    double least2 = HUGE_VAL, t;
    for (uint32_t i = 0; i < list->count; i++) {
        scratch[i] = road_distance2(&nearby->roads[list->roads[i]], square->x_m, square->y_m, &t);
        least2 = scratch[i] < least2 ? scratch[i] : least2;
    }
    square->low_m = square->high_m = sqrt(least2);
    double far_m = fmin(square->high_m + 2.0 * square->radius_m, limit_m + square->radius_m);
    double far2 = (far_m + ALLOWANCE_M) * (far_m + ALLOWANCE_M);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < list->count; i++) {
        out[kept] = list->roads[i];
        kept += scratch[i] <= far2;
    }
    return kept;
}

bool nearby_find(struct nearby_foot *out, const struct nearby *nearby, const struct network *net,
                 const struct nearby_list *list, double x_m, double y_m)
{
    const struct nearby_road *best = NULL;
    double best2 = HUGE_VAL, best_t = 0.0, t;
    for (uint32_t i = 0; i < list->count; i++) {
        const struct nearby_road *road = &nearby->roads[list->roads[i]];
        double distance2 = road_distance2(road, x_m, y_m, &t);
        if (distance2 < best2 || (distance2 == best2 && best && road->vertex < best->vertex)) {
            best2 = distance2;
            best_t = t;
            best = road;
        }
    }
    if (!best)
        return false;
    const uint32_t *at_mm = &net->at_mm[best->vertex];
    *out = (struct nearby_foot){
        .place = best->place,
        .along_mm = at_mm[0] + (uint32_t)llround(best_t * (double)(at_mm[1] - at_mm[0])),
        .x_m = best_t < 1.0 ? best->a_m[0] + best_t * best->d_m[0] : best->b_m[0],
        .y_m = best_t < 1.0 ? best->a_m[1] + best_t * best->d_m[1] : best->b_m[1],
        .plane_m = sqrt(best2),
    };
    return true;
}

void nearby_release(struct nearby *nearby)
{
    if (!nearby)
        return;
    mem_free(nearby->roads);
    mem_free(nearby->rough);
    mem_free(nearby->edges);
    *nearby = (struct nearby){0};
}
