#include "net/snap.h"

#include "base/error.h"
#include "base/fixed.h"
#include "base/mem.h"
#include "geo/index.h"
#include <assert.h>
#include <inttypes.h>
#include <math.h>

/* Long edges are indexed in parts: their box would cover half a county. */
#define CHUNK_SEGMENTS 8

/* The plane search looks a little farther than the limit, because the plane
 * and the ellipsoid differ; the leg on the ellipsoid decides. */
#define PLANE_SLACK SNAP_SLACK
#define FAR_FACTOR 10.0
#define STRETCH_STEP_M 100.0

struct snapper {
    const struct network *net;
    struct index *index;
    struct snap_chunk *chunks;
    uint32_t chunk_count;
};

static bool is_stop(const struct network *net, uint32_t edge)
{
    return network_is_canonical(net, edge) && (net->flags[edge] & EDGE_STOP);
}

static uint32_t count_chunks(const struct network *net)
{
    uint32_t count = 0;
    for (uint32_t e = 0; e < net->edge_count; e++)
        if (is_stop(net, e))
            count += (net->first_xy[e + 1] - net->first_xy[e] - 2) / CHUNK_SEGMENTS + 1;
    return count;
}

static struct box chunk_box(const struct network *net, const struct snap_chunk *chunk)
{
    struct box box = box_empty();
    for (size_t v = chunk->from; v <= chunk->to; v++)
        box_add(&box, net->xy_m[2 * v], net->xy_m[2 * v + 1]);
    return box;
}

static void fill_chunks(struct snapper *snapper, struct box *boxes)
{
    const struct network *net = snapper->net;
    uint32_t next = 0;

    for (uint32_t e = 0; e < net->edge_count; e++) {
        if (!is_stop(net, e))
            continue;
        uint32_t last = net->first_xy[e + 1] - 1;
        for (uint32_t from = net->first_xy[e]; from < last; from += CHUNK_SEGMENTS) {
            uint32_t to = last - from > CHUNK_SEGMENTS ? from + CHUNK_SEGMENTS : last;
            snapper->chunks[next] = (struct snap_chunk){e, from, to};
            boxes[next] = chunk_box(net, &snapper->chunks[next]);
            next++;
        }
    }
    assert(next == snapper->chunk_count);
}

enum ws_status snapper_new(struct snapper **out, const struct network *net, struct ws_error *err)
{
    assert(out && net);
    struct snapper *snapper = mem_array(1, sizeof *snapper);
    struct box *boxes = NULL;
    enum ws_status st = WS_OK;
    if (!snapper)
        return error_set(err, WS_NO_MEMORY, "no memory to index the roads");

    snapper->net = net;
    snapper->chunk_count = count_chunks(net);
    snapper->chunks = mem_array(snapper->chunk_count, sizeof *snapper->chunks);
    boxes = mem_array(snapper->chunk_count, sizeof *boxes);
    if (!snapper->chunks || !boxes) {
        st = error_set(err, WS_NO_MEMORY, "no memory to index %" PRIu32 " pieces of road",
                       snapper->chunk_count);
        goto done;
    }
    fill_chunks(snapper, boxes);
    st = index_new(&snapper->index, boxes, snapper->chunk_count, err);
    if (st)
        goto done;

    *out = snapper;
    snapper = NULL;
done:
    mem_free(boxes);
    snapper_free(snapper);
    return st;
}

void snapper_free(struct snapper *snapper)
{
    if (!snapper)
        return;
    index_free(snapper->index);
    mem_free(snapper->chunks);
    mem_free(snapper);
}

/* ---- distances ------------------------------------------------------------------- */

/* Which components count in one query. */
enum tier { TIER_LARGE, TIER_SMALL, TIER_ALL };

struct query {
    const struct snapper *snapper;
    const struct snap_rule *rule;
    enum tier tier;
};

/* Nearest position on a chunk. */
struct foot {
    uint32_t vertex; /* start of its segment */
    double t, distance2;
};

/* Ends of segments are taken as they are drawn: all roads of a junction are
 * equally far from a point whose foot is there, to the last bit. */
static double end_safe_distance2(const double *a, const double *b, double t, double x_m, double y_m)
{
    return t < 1.0 ? segment_distance2(a, b, t, x_m, y_m) : segment_distance2(b, b, 0.0, x_m, y_m);
}

static struct foot chunk_foot(const struct network *net, const struct snap_chunk *chunk, double x_m,
                              double y_m)
{
    struct foot best = {.distance2 = (double)INFINITY};
    for (uint32_t v = chunk->from; v < chunk->to; v++) {
        const double *a = &net->xy_m[2 * (size_t)v], *b = a + 2;
        double t = segment_foot(a, b, x_m, y_m);
        double distance2 = end_safe_distance2(a, b, t, x_m, y_m);
        if (distance2 < best.distance2)
            best = (struct foot){v, t, distance2};
    }
    return best;
}

bool snap_is_large(const struct network *net, const struct snap_rule *rule, uint32_t component)
{
    return net->component_node_count[component] >= rule->min_component ||
           (rule->may_use && rule->may_use[component]);
}

static double query_distance2(void *context, uint32_t id, double x_m, double y_m)
{
    const struct query *query = context;
    const struct network *net = query->snapper->net;
    const struct snap_chunk *chunk = &query->snapper->chunks[id];

    if (query->tier != TIER_ALL) {
        bool large = snap_is_large(net, query->rule, net->component[net->tail[chunk->edge]]);
        if (large != (query->tier == TIER_LARGE))
            return (double)INFINITY;
    }
    return chunk_foot(net, chunk, x_m, y_m).distance2;
}

/* ---- around a place -------------------------------------------------------------- */

struct box snapper_box(const struct snapper *snapper)
{
    return index_box(snapper->index);
}

struct finding {
    const struct snapper *snapper;
    snap_visit *visit;
    void *context;
};

static int visit_chunk(void *context, uint32_t id)
{
    const struct finding *finding = context;
    return finding->visit(finding->context, &finding->snapper->chunks[id]);
}

int snapper_window(const struct snapper *snapper, const struct box *window, snap_visit *visit,
                   void *context)
{
    struct finding finding = {snapper, visit, context};
    return index_window(snapper->index, window, visit_chunk, &finding);
}

/* ---- one point ----------------------------------------------------------------- */

/* One point being snapped, in the plane and on the ellipsoid. */
struct probe {
    double x_m, y_m;
    struct earth *earth;
};

/* How much longer the plane is here than the ellipsoid, at least PLANE_SLACK. A
 * working CRS made for the country is within the slack; one that stretches, like
 * a Mercator of the world, must not lose roads that are near. */
static double plane_stretch(const struct probe *probe)
{
    double east_m =
        earth_leg_m(probe->earth, probe->x_m, probe->y_m, probe->x_m + STRETCH_STEP_M, probe->y_m);
    double north_m =
        earth_leg_m(probe->earth, probe->x_m, probe->y_m, probe->x_m, probe->y_m + STRETCH_STEP_M);
    double least_m = fmin(east_m, north_m);
    return least_m > 0.0 && least_m < STRETCH_STEP_M ? PLANE_SLACK * STRETCH_STEP_M / least_m
                                                     : PLANE_SLACK;
}

/* The nearest position in the plane. */
struct landing {
    uint32_t edge, along_mm;
    double x_m, y_m;
};

/* False when there is none within plane_limit_m. */
static bool find_foot(struct landing *out, struct query *query, enum tier tier,
                      const struct probe *probe, double plane_limit_m)
{
    const struct network *net = query->snapper->net;

    query->tier = tier;
    uint32_t id = index_nearest(query->snapper->index, probe->x_m, probe->y_m, plane_limit_m,
                                query_distance2, query, NULL);
    if (id == WS_NONE)
        return false;
    const struct snap_chunk *chunk = &query->snapper->chunks[id];
    struct foot foot = chunk_foot(net, chunk, probe->x_m, probe->y_m);
    const double *a = &net->xy_m[2 * (size_t)foot.vertex], *b = a + 2;
    double span_mm = (double)(net->at_mm[foot.vertex + 1] - net->at_mm[foot.vertex]);
    *out = (struct landing){
        .edge = chunk->edge,
        .along_mm = net->at_mm[foot.vertex] + (uint32_t)llround(foot.t * span_mm),
        .x_m = foot.t < 1.0 ? a[0] + foot.t * (b[0] - a[0]) : b[0],
        .y_m = foot.t < 1.0 ? a[1] + foot.t * (b[1] - a[1]) : b[1],
    };
    return true;
}

/* Legs are whole mm; so is the comparison, but for limits that are none. */
static bool is_within(uint32_t off_mm, double limit_m)
{
    return (double)off_mm <= limit_m * 1000.0 + 1e-6;
}

/* Measures the leg; false when it is longer than the limit or cannot be told. */
static bool measure(struct ws_snap *out, const struct landing *landing, const struct probe *probe,
                    double limit_m)
{
    double leg_m = earth_leg_m(probe->earth, landing->x_m, landing->y_m, probe->x_m, probe->y_m);
    if (!isfinite(leg_m))
        return false;
    *out = (struct ws_snap){landing->edge, landing->along_mm, fixed_mm(leg_m)};
    return is_within(out->off_mm, limit_m);
}

static bool find_within(struct ws_snap *out, struct query *query, enum tier tier,
                        const struct probe *probe, double stretch)
{
    double limit_m = query->rule->limit_m * (tier == TIER_ALL ? FAR_FACTOR : 1.0);
    struct landing landing;
    return find_foot(&landing, query, tier, probe, limit_m * stretch) &&
           measure(out, &landing, probe, limit_m);
}

/* Where no large component has a road near. */
static struct ws_snap snap_elsewhere(struct query *query, const struct probe *probe)
{
    double stretch = plane_stretch(probe);
    struct ws_snap snap;
    if (stretch > PLANE_SLACK && find_within(&snap, query, TIER_LARGE, probe, stretch))
        return snap;
    if (find_within(&snap, query, TIER_SMALL, probe, stretch))
        return snap;
    bool is_near =
        !query->rule->is_near_only && find_within(&snap, query, TIER_ALL, probe, stretch);
    return (struct ws_snap){.edge = WS_NONE, .off_mm = is_near ? snap.off_mm : WS_COST_INF};
}

static struct ws_snap snap_point(struct query *query, const struct probe *probe)
{
    struct ws_snap snap;
    /* Most points have a road near; they need not know how the plane stretches. */
    if (find_within(&snap, query, TIER_LARGE, probe, PLANE_SLACK))
        return snap;
    return snap_elsewhere(query, probe);
}

enum ws_status snap_points(struct ws_snap **out, const struct snapper *snapper,
                           const struct ws_points *points, const struct snap_rule *rule,
                           struct earth *earth, struct ws_error *err)
{
    assert(out && snapper && points && rule && earth);
    if (!(rule->limit_m > 0.0) || !isfinite(rule->limit_m))
        return error_set(err, WS_BAD_OPTION, "access limit is %g m; expected > 0", rule->limit_m);
    struct ws_snap *snaps = mem_array(points->count, sizeof *snaps);
    if (!snaps)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " snaps", points->count);

    struct query query = {.snapper = snapper, .rule = rule};
    for (uint32_t i = 0; i < points->count; i++) {
        const struct probe probe = {points->x_m[i], points->y_m[i], earth};
        snaps[i] = snap_point(&query, &probe);
    }
    *out = snaps;
    return WS_OK;
}
