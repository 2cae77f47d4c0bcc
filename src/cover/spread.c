#include "cover/cover.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/parallel.h"
#include "cover/parts.h"
#include "cover/spread.h"
#include "geo/clip.h"
#include "geo/polygon.h"

/* ---- pieces, in the order of the roads -------------------------------------- */

#define CHUNK_EDGES 2048u

struct batch {
    struct ws_piece *pieces;
    size_t count, cap;
};

struct scratch {
    struct clip units, zones;
};

/* What clipping the roads needs; a chunk writes its own batch only. */
struct clipping {
    const struct spread_plan *plan;
    struct locator *unit_locator; /* NULL when the units are zones */
    uint32_t *unit_of_zone;       /* NULL otherwise */
    struct scratch *scratch;      /* per worker */
    struct batch *batches;        /* per chunk */
    uint32_t chunk_count, worker_count;
};

static enum ws_status add_piece(struct batch *batch, const struct ws_piece *piece,
                                struct ws_error *err)
{
    if (mem_grow(&batch->pieces, &batch->cap, batch->count + 1, sizeof *batch->pieces))
        return error_set(err, WS_NO_MEMORY, "no memory for %zu road pieces", batch->count + 1);
    batch->pieces[batch->count++] = *piece;
    return WS_OK;
}

static enum ws_status clip_edge(struct clip *clip, const struct locator *locator,
                                const struct network *net, uint32_t edge, struct ws_error *err)
{
    size_t first = net->first_xy[edge];
    uint32_t count = net->first_xy[edge + 1] - net->first_xy[edge];
    return clip_line(clip, locator, net->xy_m + 2 * first, net->at_mm + first, count, err);
}

/* Units that are zones: the stretches of the zones are the pieces. */
static enum ws_status lay_on_zones(const struct clipping *clipping, struct scratch *scratch,
                                   struct batch *batch, uint32_t edge, struct ws_error *err)
{
    enum ws_status st =
        clip_edge(&scratch->zones, clipping->plan->zone_locator, clipping->plan->net, edge, err);
    for (uint32_t i = 0; !st && i < scratch->zones.count; i++) {
        const struct stretch *stretch = &scratch->zones.stretches[i];
        uint32_t unit = stretch->area == WS_NONE ? WS_NONE : clipping->unit_of_zone[stretch->area];
        if (unit != WS_NONE)
            st = add_piece(batch,
                           &(struct ws_piece){.edge = edge,
                                              .from_mm = stretch->from_mm,
                                              .to_mm = stretch->to_mm,
                                              .unit = unit,
                                              .zone = stretch->area},
                           err);
    }
    return st;
}

/* One stretch of a unit, cut at the borders of the zones. */
static enum ws_status cut_at_zones(const struct clip *zones, struct batch *batch,
                                   struct ws_piece piece, struct ws_error *err)
{
    enum ws_status st = WS_OK;
    uint32_t from_mm = piece.from_mm, to_mm = piece.to_mm;
    for (uint32_t i = 0; !st && i < zones->count; i++) {
        const struct stretch *zone = &zones->stretches[i];
        piece.from_mm = zone->from_mm > from_mm ? zone->from_mm : from_mm;
        piece.to_mm = zone->to_mm < to_mm ? zone->to_mm : to_mm;
        piece.zone = zone->area;
        if (piece.from_mm < piece.to_mm)
            st = add_piece(batch, &piece, err);
    }
    return st;
}

static enum ws_status lay_on_areas(const struct clipping *clipping, struct scratch *scratch,
                                   struct batch *batch, uint32_t edge, struct ws_error *err)
{
    const struct spread_plan *plan = clipping->plan;
    enum ws_status st = clip_edge(&scratch->units, clipping->unit_locator, plan->net, edge, err);
    bool has_zones = false;
    for (uint32_t i = 0; !st && i < scratch->units.count; i++) {
        const struct stretch *stretch = &scratch->units.stretches[i];
        uint32_t unit = stretch->area;
        if (unit == WS_NONE)
            continue;
        struct ws_piece piece = {
            .edge = edge, .from_mm = stretch->from_mm, .to_mm = stretch->to_mm, .unit = unit};
        if (spread_has_zone(plan->population, unit)) {
            piece.zone = plan->population->zone[unit];
            st = add_piece(batch, &piece, err);
            continue;
        }
        if (!has_zones)
            st = clip_edge(&scratch->zones, plan->zone_locator, plan->net, edge, err);
        has_zones = true;
        if (!st)
            st = cut_at_zones(&scratch->zones, batch, piece, err);
    }
    return st;
}

static enum ws_status lay_chunk(void *context, uint32_t chunk, uint32_t worker,
                                struct ws_error *err)
{
    const struct clipping *clipping = context;
    const struct network *net = clipping->plan->net;
    struct scratch *scratch = &clipping->scratch[worker];
    struct batch *batch = &clipping->batches[chunk];
    uint32_t from = chunk * CHUNK_EDGES;
    uint32_t to = net->edge_count - from < CHUNK_EDGES ? net->edge_count : from + CHUNK_EDGES;
    enum ws_status st = WS_OK;
    for (uint32_t edge = from; !st && edge < to; edge++) {
        if (!(net->flags[edge] & EDGE_INHABITED) || !network_is_canonical(net, edge))
            continue;
        st = clipping->unit_of_zone ? lay_on_zones(clipping, scratch, batch, edge, err)
                                    : lay_on_areas(clipping, scratch, batch, edge, err);
    }
    return st;
}

/* Chunk after chunk is road after road: the pieces come out sorted. */
static enum ws_status gather(struct laid *laid, struct clipping *clipping, struct ws_error *err)
{
    uint64_t count = 0;
    for (uint32_t i = 0; i < clipping->chunk_count; i++)
        count += clipping->batches[i].count;
    if (count >= WS_NONE)
        return error_set(err, WS_TOO_LARGE, "%" PRIu64 " road pieces; expected fewer than 2^32 - 1",
                         count);
    laid->pieces = mem_array((size_t)count, sizeof *laid->pieces);
    if (!laid->pieces)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu64 " road pieces", count);
    for (uint32_t i = 0; i < clipping->chunk_count; i++) {
        struct batch *batch = &clipping->batches[i];
        if (batch->count)
            memcpy(laid->pieces + laid->count, batch->pieces, batch->count * sizeof *batch->pieces);
        laid->count += (uint32_t)batch->count;
        mem_free(batch->pieces);
        batch->pieces = NULL;
    }
    for (uint32_t i = 0; i < laid->count; i++)
        laid->is_bare[laid->pieces[i].unit] = false;
    return WS_OK;
}

static enum ws_status clipping_init(struct clipping *clipping, const struct spread_plan *plan,
                                    struct ws_error *err)
{
    const struct population *population = plan->population;
    *clipping =
        (struct clipping){.plan = plan,
                          .chunk_count = (plan->net->edge_count + CHUNK_EDGES - 1) / CHUNK_EDGES,
                          .worker_count = plan->threads ? plan->threads : 1};
    clipping->scratch = mem_array(clipping->worker_count, sizeof *clipping->scratch);
    clipping->batches = mem_array(clipping->chunk_count, sizeof *clipping->batches);
    if (!clipping->scratch || !clipping->batches)
        return error_set(err, WS_NO_MEMORY, "no memory to clip roads");
    if (population->shape != UNIT_ZONES)
        return locator_new(&clipping->unit_locator, &population->areas, err);
    clipping->unit_of_zone = mem_array(plan->zones->count, sizeof(uint32_t));
    if (!clipping->unit_of_zone)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " zones", plan->zones->count);
    for (uint32_t zone = 0; zone < plan->zones->count; zone++)
        clipping->unit_of_zone[zone] = WS_NONE;
    for (uint32_t unit = 0; unit < population->units.count; unit++)
        if (population->zone[unit] != WS_NONE)
            clipping->unit_of_zone[population->zone[unit]] = unit;
    return WS_OK;
}

static void clipping_release(struct clipping *clipping)
{
    for (uint32_t i = 0; clipping->scratch && i < clipping->worker_count; i++) {
        clip_release(&clipping->scratch[i].units);
        clip_release(&clipping->scratch[i].zones);
    }
    for (uint32_t i = 0; clipping->batches && i < clipping->chunk_count; i++)
        mem_free(clipping->batches[i].pieces);
    mem_free(clipping->scratch);
    mem_free(clipping->batches);
    mem_free(clipping->unit_of_zone);
    locator_free(clipping->unit_locator);
}

static enum ws_status lay_along_roads(struct laid *laid, const struct spread_plan *plan,
                                      struct ws_error *err)
{
    struct clipping clipping = {0};
    enum ws_status st = clipping_init(&clipping, plan, err);
    if (!st)
        st = parallel_for(clipping.chunk_count, plan->threads, lay_chunk, &clipping, err);
    if (!st)
        st = gather(laid, &clipping, err);
    clipping_release(&clipping);
    return st;
}

/* ---- units without road: snapped ------------------------------------------- */

bool spread_has_zone(const struct population *population, uint32_t unit)
{
    return population->shape == UNIT_ZONES || (population->has_code && population->has_code[unit]);
}

uint32_t spread_zone_at(const struct spread_plan *plan, uint32_t unit, double x_m, double y_m,
                        bool *is_adopted)
{
    if (spread_has_zone(plan->population, unit))
        return plan->population->zone[unit];
    uint32_t zone = locate_point(plan->zone_locator, x_m, y_m);
    if (zone != WS_NONE)
        return zone;
    double distance_m;
    zone = locate_nearest(plan->zone_locator, x_m, y_m, plan->zone_limit_m, &distance_m);
    if (zone != WS_NONE)
        *is_adopted = true;
    return zone;
}

enum ws_status spread_inside(const struct spread_plan *plan, struct polygons *polygons,
                             uint32_t unit, struct point *out, struct ws_error *err)
{
    const struct population *population = plan->population;
    if (population->shape == UNIT_ZONES)
        return polygons_inside(polygons, &plan->zones->areas, population->zone[unit], out, err);
    if (population->shape == UNIT_AREAS && !population->is_grid)
        return polygons_inside(polygons, &population->areas, unit, out, err);
    *out = (struct point){population->points.x_m[unit], population->points.y_m[unit]};
    return WS_OK;
}

/* Bare units that have a place: all but a row of a table whose zone is unknown. */
struct bare {
    uint32_t count;
    uint32_t *unit;
    struct ws_points points;
    struct ws_snap *snaps;
};

static void bare_release(struct bare *bare)
{
    mem_free(bare->unit);
    mem_free(bare->points.x_m);
    mem_free(bare->points.y_m);
    mem_free(bare->snaps);
}

static enum ws_status bare_collect(struct bare *bare, struct laid *laid,
                                   const struct spread_plan *plan, struct polygons *polygons,
                                   struct ws_error *err)
{
    const struct population *population = plan->population;
    uint32_t unit_count = population->units.count;
    bare->unit = mem_array(unit_count, sizeof *bare->unit);
    bare->points.x_m = mem_array(unit_count, sizeof(double));
    bare->points.y_m = mem_array(unit_count, sizeof(double));
    if (!bare->unit || !bare->points.x_m || !bare->points.y_m)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " units", unit_count);

    for (uint32_t unit = 0; unit < unit_count; unit++) {
        if (!laid->is_bare[unit])
            continue;
        laid->bare_zone[unit] = WS_NONE;
        if (population->shape == UNIT_ZONES && population->zone[unit] == WS_NONE)
            continue;
        struct point at;
        enum ws_status st = spread_inside(plan, polygons, unit, &at, err);
        if (st)
            return st;
        bool is_adopted = false;
        laid->bare_zone[unit] = spread_zone_at(plan, unit, at.x_m, at.y_m, &is_adopted);
        if (is_adopted) {
            laid->adopted_count++;
            laid->adopted_micro +=
                population->units.people_micro[(size_t)unit * population->units.weight_count];
        }
        bare->points.x_m[bare->count] = at.x_m;
        bare->points.y_m[bare->count] = at.y_m;
        bare->unit[bare->count++] = unit;
    }
    bare->points.count = bare->count;
    return WS_OK;
}

static int compare_pieces(const void *a_ptr, const void *b_ptr)
{
    const struct ws_piece *a = a_ptr, *b = b_ptr;
    const uint32_t left[] = {a->edge, a->from_mm, a->to_mm, a->unit, a->zone};
    const uint32_t right[] = {b->edge, b->from_mm, b->to_mm, b->unit, b->zone};
    for (int i = 0; i < 5; i++)
        if (left[i] != right[i])
            return left[i] < right[i] ? -1 : 1;
    return 0;
}

/* Merges the snapped units, pieces of length zero, into the sorted pieces. */
static enum ws_status merge_snapped(struct laid *laid, const struct bare *bare,
                                    struct ws_error *err)
{
    if (bare->count >= WS_NONE - laid->count)
        return error_set(err, WS_TOO_LARGE, "more than 2^32 - 2 road pieces");
    size_t cap = (size_t)laid->count + bare->count;
    struct ws_piece *snapped = mem_array(bare->count, sizeof *snapped);
    struct ws_piece *merged = mem_array(cap, sizeof *merged);
    if (!snapped || !merged) {
        mem_free(snapped);
        mem_free(merged);
        return error_set(err, WS_NO_MEMORY, "no memory for %zu pieces", cap);
    }
    uint32_t count = 0;
    for (uint32_t i = 0; i < bare->count; i++) {
        const struct ws_snap *snap = &bare->snaps[i];
        uint32_t unit = bare->unit[i];
        if (snap->edge == WS_NONE)
            continue;
        laid->is_bare[unit] = false;
        snapped[count++] = (struct ws_piece){.edge = snap->edge,
                                             .from_mm = snap->along_mm,
                                             .to_mm = snap->along_mm,
                                             .off_mm = snap->off_mm,
                                             .unit = unit,
                                             .zone = laid->bare_zone[unit]};
    }
    if (count)
        qsort(snapped, count, sizeof *snapped, compare_pieces);
    for (uint32_t i = 0, j = 0; i < laid->count || j < count;) {
        bool take_snapped =
            i == laid->count || (j < count && compare_pieces(&snapped[j], &laid->pieces[i]) < 0);
        merged[i + j] = take_snapped ? snapped[j] : laid->pieces[i];
        take_snapped ? j++ : i++;
    }
    mem_free(snapped);
    mem_free(laid->pieces);
    laid->pieces = merged;
    laid->count += count;
    return WS_OK;
}

static enum ws_status snap_bare(struct laid *laid, const struct spread_plan *plan,
                                struct ws_error *err)
{
    struct bare bare = {0};
    struct polygons *polygons = NULL;
    enum ws_status st = polygons_open(&polygons, err);
    if (!st)
        st = bare_collect(&bare, laid, plan, polygons, err);
    if (st || !bare.count)
        goto done;
    const struct snap_rule rule = {.limit_m = plan->access_limit_m,
                                   .min_component = plan->min_component,
                                   .may_use = plan->is_served};
    st = snap_points(&bare.snaps, plan->snapper, &bare.points, &rule, plan->earth, err);
    if (!st)
        st = merge_snapped(laid, &bare, err);
done:
    bare_release(&bare);
    polygons_close(polygons);
    return st;
}

enum ws_status spread_roads(struct spread *out, const struct spread_plan *plan,
                            struct warnings *warnings, struct ws_error *err)
{
    assert(out && plan && warnings);
    assert(plan->net && plan->snapper && plan->is_served && plan->population && plan->zones);
    assert(plan->zone_locator && plan->earth && plan->access_limit_m > 0.0);

    struct laid laid;
    enum ws_status st = laid_init(&laid, plan->population->units.count, err);
    if (!st && plan->population->shape != UNIT_POINTS)
        st = lay_along_roads(&laid, plan, err);
    if (!st)
        st = snap_bare(&laid, plan, err);
    if (!st)
        st = parts_make(out, &laid, plan, warnings, err);
    laid_release(&laid);
    return st;
}
