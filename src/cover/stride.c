#include "cover/stride.h"

#include <inttypes.h>

#include "base/error.h"

struct box stride_box(const struct spread *spread, const struct ws_points *facilities)
{
    struct box box = box_empty();
    for (uint32_t i = 0; i < spread->piece_count; i++)
        box_add(&box, spread->x_m[i], spread->y_m[i]);
    for (uint32_t i = 0; i < facilities->count; i++)
        box_add(&box, facilities->x_m[i], facilities->y_m[i]);
    return box;
}

/* On a raster of so many steps each way; nothing measured: most is 0. */
static struct stride measure_legs(struct earth *earth, const struct box *box, int steps)
{
    static const double ALONG[4][2] = {
        {1000.0, 0.0}, {0.0, 1000.0}, {800.0, 600.0}, {800.0, -600.0}};
    struct stride found = {.least = HUGE_VAL};
    int side = steps + 1;
    for (int i = 0; i < side * side * 4; i++) {
        const double *along = ALONG[i % 4];
        double x_m = box->min_x_m + (double)(i / 4 % side) / steps * (box->max_x_m - box->min_x_m);
        double y_m = box->min_y_m + (double)(i / 4 / side) / steps * (box->max_y_m - box->min_y_m);
        double leg_m = earth_leg_m(earth, x_m, y_m, x_m + along[0], y_m + along[1]);
        if (!(leg_m > 0.0))
            continue;
        found.least = fmin(found.least, leg_m / 1000.0);
        found.most = fmax(found.most, leg_m / 1000.0);
    }
    return found;
}

#define NOT_MEASURED ((struct stride){.least = 0.0, .most = 1e9})

struct stride stride_measure(struct earth *earth, struct box box)
{
    double width_m = box.max_x_m - box.min_x_m, height_m = box.max_y_m - box.min_y_m;
    box = box_grown(box, 0.05 * fmax(width_m, height_m));
    struct stride found = measure_legs(earth, &box, 16);
    if (!(found.most > 0.0))
        return NOT_MEASURED;
    return (struct stride){.least = found.least * 0.995, .most = found.most * 1.005};
}

struct stride stride_measure_near(struct earth *earth, struct box box)
{
    struct stride found = measure_legs(earth, &box, 2);
    if (!(found.most > 0.0))
        return NOT_MEASURED;
    double margin = (found.most - found.least) / 2.0 + 1e-6;
    return (struct stride){.least = found.least - margin, .most = found.most + margin};
}

uint32_t stride_leg_cost(double leg_m, double factor)
{
    double mm = leg_m * factor * 1000.0;
    return mm < (double)WS_COST_INF ? (uint32_t)llround(mm) : WS_COST_INF;
}

enum ws_status stride_cost(uint32_t *cost, const struct straight_plan *plan, struct earth *earth,
                           struct point from, uint32_t facility, struct ws_error *err)
{
    const struct ws_points *facilities = plan->facilities;
    double leg_m = earth_leg_m(earth, from.x_m, from.y_m, facilities->x_m[facility],
                               facilities->y_m[facility]);
    if (isnan(leg_m))
        return error_set(err, WS_BAD_DATA,
                         "no distance between %.3f, %.3f and facility %" PRIu32
                         "; expected positions where the working CRS is defined",
                         from.x_m, from.y_m, facility);
    *cost = stride_leg_cost(leg_m, plan->factor);
    return WS_OK;
}
