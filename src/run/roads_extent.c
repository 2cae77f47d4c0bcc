/* Where the roads stop: municipalities without data, and a study area that was
 * cut along its border. */
#include "run/roads.h"

#include "base/mem.h"
#include "geo/index.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define APART_M 250.0  /* nodes nearer than this to the last one asked say nothing new */
#define STEP_M 200.0   /* along roads that may pass through a municipality */
#define BEYOND_M 500.0 /* a road this far outside shows that the data go on */
#define BORDER_M 50.0  /* an end this near to the border may have been cut there */
#define CUT_M 5.0      /* ... and one this near was */
#define OUTSIDE_M 25.0 /* beside the border: whose land is it? */
#define FEWEST_CUTS 3u
#define MOST_NAMED 10u

struct extent {
    const struct run *run;
    bool *has_road; /* per zone */
    bool goes_beyond;
    uint32_t near_count, cut_count;
};

/* ---- which municipalities have roads ----------------------------------------------- */

static void mark(struct extent *extent, double x_m, double y_m)
{
    const struct locator *locator = extent->run->zone_locator;
    double distance_m;
    uint32_t zone = locate_point(locator, x_m, y_m);
    if (zone != WS_NONE)
        extent->has_road[zone] = true;
    else if (!extent->goes_beyond)
        extent->goes_beyond = locate_nearest(locator, x_m, y_m, BEYOND_M, &distance_m) == WS_NONE;
}

/* Nodes are in an order of nearness, so most stand beside the last one. */
static void mark_nodes(struct extent *extent)
{
    const struct network *net = &extent->run->net;
    double x_m = HUGE_VAL, y_m = HUGE_VAL;
    for (uint32_t node = 0; node < net->node_count; node++) {
        if (fabs(net->x_m[node] - x_m) < APART_M && fabs(net->y_m[node] - y_m) < APART_M)
            continue;
        x_m = net->x_m[node];
        y_m = net->y_m[node];
        mark(extent, x_m, y_m);
    }
}

/* A second, closer look at the boxes of the zones where nothing was found. */
static void mark_segment(struct extent *extent, const double *a, const double *b,
                         const struct box *boxes, const uint32_t *bare, uint32_t bare_count)
{
    struct box box = box_empty();
    box_add(&box, a[0], a[1]);
    box_add(&box, b[0], b[1]);
    for (uint32_t i = 0; i < bare_count; i++) {
        if (extent->has_road[bare[i]] || !box_meets(&box, &boxes[i]))
            continue;
        double length_m = hypot(b[0] - a[0], b[1] - a[1]);
        double steps = fmin(ceil(length_m / STEP_M), 1e5);
        for (double step = 0.0; step <= steps; step += 1.0) {
            double t = steps > 0.0 ? step / steps : 0.0;
            mark(extent, a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1]));
        }
        return;
    }
}

/* Zones without a road so far, among those that had none at their nodes. */
struct bare_look {
    const bool *has_road;
    const uint32_t *bare;
};

static int is_still_bare(void *context, uint32_t id)
{
    const struct bare_look *look = context;
    return !look->has_road[look->bare[id]];
}

/* No segment of an edge can lie where the whole edge does not. */
static bool may_pass(const struct extent *extent, uint32_t edge, const struct index *index,
                     const uint32_t *bare)
{
    const struct network *net = &extent->run->net;
    struct bare_look look = {extent->has_road, bare};
    struct box box = box_empty();
    if (!network_is_canonical(net, edge) || (net->flags[edge] & EDGE_FERRY))
        return false;
    for (size_t v = net->first_xy[edge]; v < net->first_xy[edge + 1]; v++)
        box_add(&box, net->xy_m[2 * v], net->xy_m[2 * v + 1]);
    return index_window(index, &box, is_still_bare, &look) != 0;
}

static enum ws_status look_closer(struct extent *extent, struct ws_error *err)
{
    const struct network *net = &extent->run->net;
    const struct zones *zones = &extent->run->zones;
    uint32_t bare_count = 0, *bare = mem_array(zones->count, sizeof *bare);
    struct box *boxes = mem_array(zones->count, sizeof *boxes);
    struct index *index = NULL;
    if (!bare || !boxes) {
        mem_free(bare);
        mem_free(boxes);
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " zones", zones->count);
    }
    for (uint32_t zone = 0; zone < zones->count; zone++)
        if (!extent->has_road[zone]) {
            boxes[bare_count] = areas_box(&zones->areas, zone);
            bare[bare_count++] = zone;
        }
    enum ws_status st = index_new(&index, boxes, bare_count, err);
    for (uint32_t edge = 0; !st && bare_count && edge < net->edge_count; edge++) {
        if (!may_pass(extent, edge, index, bare))
            continue;
        for (uint32_t v = net->first_xy[edge]; v + 1 < net->first_xy[edge + 1]; v++)
            mark_segment(extent, &net->xy_m[2 * (size_t)v], &net->xy_m[2 * (size_t)v + 2], boxes,
                         bare, bare_count);
    }
    index_free(index);
    mem_free(bare);
    mem_free(boxes);
    return st;
}

static enum ws_status tell(struct run *run, const char *what, const char *effect,
                           struct ws_error *err)
{
    struct place place = {.role = "roads", .file = run->options->roads[0].given};
    return warnings_add(&run->warnings, place, effect, err, "%s", what);
}

static enum ws_status tell_bare(struct run *run, const struct extent *extent, struct ws_error *err)
{
    const struct zones *zones = &run->zones;
    char names[600] = "", what[760];
    uint32_t count = 0;
    for (uint32_t zone = 0; zone < zones->count; zone++) {
        size_t used = strlen(names);
        if (extent->has_road[zone] || ++count > MOST_NAMED)
            continue;
        snprintf(names + used, sizeof names - used, "%s%.20s%s%.30s", used ? ", " : "",
                 zones->has_code ? zones->code[zone] : "", zones->has_code ? " " : "",
                 zones->name[zone]);
    }
    if (!count)
        return WS_OK;
    snprintf(what, sizeof what, "no road lies in %" PRIu32 " of %" PRIu32 " municipalities: %s%s",
             count, zones->count, names, count > MOST_NAMED ? " and others" : "");
    return tell(run, what,
                "no data, which is not the same as uncovered: people there without a road in reach "
                "are counted as off the network",
                err);
}

/* ---- cut at the border ---------------------------------------------------------------- */

struct border_look {
    const struct locator *locator;
    double x_m, y_m, gap_m;
};

/* The nearest stretch of border that has a zone on one side only. */
static int look_at_border(void *context, const double a[2], const double b[2])
{
    struct border_look *look = context;
    double t = segment_foot(a, b, look->x_m, look->y_m);
    double gap_m = sqrt(segment_distance2(a, b, t, look->x_m, look->y_m));
    double length_m = hypot(b[0] - a[0], b[1] - a[1]);
    if (!(gap_m < look->gap_m) || !(length_m > 0.0))
        return 0;
    double x_m = a[0] + t * (b[0] - a[0]), y_m = a[1] + t * (b[1] - a[1]);
    double by_x_m = -(b[1] - a[1]) / length_m * OUTSIDE_M;
    double by_y_m = (b[0] - a[0]) / length_m * OUTSIDE_M;
    bool left = locate_point(look->locator, x_m + by_x_m, y_m + by_y_m) != WS_NONE;
    bool right = locate_point(look->locator, x_m - by_x_m, y_m - by_y_m) != WS_NONE;
    if (left != right)
        look->gap_m = gap_m;
    return 0;
}

static void count_cuts(struct extent *extent, const uint8_t *roads)
{
    const struct network *net = &extent->run->net;
    struct border_look look = {.locator = extent->run->zone_locator};
    for (uint32_t node = 0; node < net->node_count; node++) {
        if (roads[node] != 1)
            continue;
        look.x_m = net->x_m[node];
        look.y_m = net->y_m[node];
        look.gap_m = BORDER_M;
        struct box window = {look.x_m, look.y_m, look.x_m, look.y_m};
        window = box_grown(window, BORDER_M);
        (void)locator_borders(look.locator, &window, look_at_border, &look);
        extent->near_count += look.gap_m < BORDER_M;
        extent->cut_count += look.gap_m <= CUT_M;
    }
}

static enum ws_status judge_border(struct run *run, struct extent *extent, struct ws_error *err)
{
    const struct network *net = &run->net;
    char what[200];
    if (extent->goes_beyond)
        return WS_OK;
    uint8_t *roads = mem_array(net->node_count, sizeof *roads);
    if (!roads)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " nodes", net->node_count);
    for (uint32_t edge = 0; edge < net->edge_count; edge++) {
        if (!network_is_canonical(net, edge))
            continue;
        roads[net->tail[edge]] = roads[net->tail[edge]] ? 2 : 1;
        roads[net->head[edge]] = roads[net->head[edge]] ? 2 : 1;
    }
    count_cuts(extent, roads);
    mem_free(roads);
    if (extent->cut_count < FEWEST_CUTS || 2 * extent->cut_count < extent->near_count)
        return WS_OK;
    snprintf(what, sizeof what,
             "%" PRIu32 " roads end exactly at the outer border of the municipalities and none "
             "goes on beyond it: the roads were clipped there",
             extent->cut_count);
    return tell(run, what,
                "ways round and offices across the border are missing; give roads at least the "
                "longest limit beyond the border",
                err);
}

enum ws_status roads_judge_extent(struct run *run, struct ws_error *err)
{
    struct extent extent = {.run = run};
    if (!run->net.edge_count || !run->zone_locator) /* a network may be built without zones */
        return WS_OK;
    extent.has_road = mem_array(run->zones.count, sizeof *extent.has_road);
    if (!extent.has_road)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " zones", run->zones.count);
    mark_nodes(&extent);
    enum ws_status st = look_closer(&extent, err);
    if (!st)
        st = tell_bare(run, &extent, err);
    if (!st)
        st = judge_border(run, &extent, err);
    mem_free(extent.has_road);
    return st;
}
