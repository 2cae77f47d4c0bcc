#include "cover/outlines.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/parallel.h"
#include "cover/spread.h"
#include "geo/polygon.h"

#define DISC_CORNERS 64
#define TWO_PI 6.283185307179586

struct drawing {
    const struct gap_plan *plan;
    struct polygons *polygons;
    struct areas_builder out;
};

static enum ws_status copy_area(struct areas_builder *out, const struct areas *from, uint32_t area,
                                int64_t fid, struct ws_error *err)
{
    enum ws_status st = areas_begin(out, fid, err);
    for (uint32_t ring = from->first_ring[area]; !st && ring < from->first_ring[area + 1]; ring++) {
        uint32_t first = from->first_xy[ring], count = from->first_xy[ring + 1] - first;
        st = areas_ring(out, from->xy_m + 2 * (size_t)first, count, from->is_hole[ring], err);
    }
    return st;
}

/* The union cut to the zone. When nothing is left the units lie outside the
 * zone that took them in, and are drawn whole. */
static enum ws_status draw_cut(struct drawing *drawing, const struct areas *areas,
                               const uint32_t *members, uint32_t count, uint32_t zone,
                               struct ws_error *err)
{
    struct areas_builder cut = {0};
    int64_t fid = drawing->out.areas.count;
    enum ws_status st = polygons_union(drawing->polygons, &cut, areas, members, count,
                                       &drawing->plan->zones->areas, zone, fid, err);
    if (st)
        goto done;
    if (cut.areas.count && areas_m2(&cut.areas, 0) > 0.0)
        st = copy_area(&drawing->out, &cut.areas, 0, fid, err);
    else
        st = polygons_union(drawing->polygons, &drawing->out, areas, members, count, NULL, WS_NONE,
                            fid, err);
done:
    areas_release(&cut.areas);
    return st;
}

static enum ws_status draw_areas(struct drawing *drawing, const struct ws_gap *gap,
                                 const uint32_t *units, struct ws_error *err)
{
    const struct population *population = drawing->plan->population;
    bool is_whole = true;
    for (uint32_t i = 0; i < gap->unit_count; i++)
        is_whole &= spread_has_zone(population, units[i]);
    if (!is_whole)
        return draw_cut(drawing, &population->areas, units, gap->unit_count, gap->zone, err);
    return polygons_union(drawing->polygons, &drawing->out, &population->areas, units,
                          gap->unit_count, NULL, WS_NONE, drawing->out.areas.count, err);
}

static enum ws_status add_disc(struct areas_builder *discs, double x_m, double y_m, double radius_m,
                               struct ws_error *err)
{
    double xy_m[2 * (DISC_CORNERS + 1)];
    for (int i = 0; i < DISC_CORNERS; i++) {
        double turn = TWO_PI * i / DISC_CORNERS;
        xy_m[2 * i] = x_m + radius_m * cos(turn);
        xy_m[2 * i + 1] = y_m + radius_m * sin(turn);
    }
    xy_m[2 * DISC_CORNERS] = xy_m[0];
    xy_m[2 * DISC_CORNERS + 1] = xy_m[1];
    enum ws_status st = areas_begin(discs, discs->areas.count, err);
    return st ? st : areas_ring(discs, xy_m, DISC_CORNERS + 1, false, err);
}

static enum ws_status draw_points(struct drawing *drawing, const struct ws_gap *gap,
                                  const uint32_t *units, struct ws_error *err)
{
    const struct ws_points *points = &drawing->plan->population->points;
    struct areas_builder discs = {0};
    uint32_t *members = mem_array(gap->unit_count, sizeof *members);
    enum ws_status st = WS_OK;
    if (!members)
        st = error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " discs", gap->unit_count);
    for (uint32_t i = 0; !st && i < gap->unit_count; i++) {
        members[i] = i;
        st = add_disc(&discs, points->x_m[units[i]], points->y_m[units[i]], drawing->plan->join_m,
                      err);
    }
    if (!st)
        st = draw_cut(drawing, &discs.areas, members, gap->unit_count, gap->zone, err);
    areas_release(&discs.areas);
    mem_free(members);
    return st;
}

static enum ws_status draw_gap(struct drawing *drawing, const struct ws_gap *gap,
                               const uint32_t *units, struct ws_error *err)
{
    switch (drawing->plan->population->shape) {
    case UNIT_AREAS:
        return draw_areas(drawing, gap, units, err);
    case UNIT_POINTS:
        return draw_points(drawing, gap, units, err);
    case UNIT_ZONES:
        break;
    }
    return polygons_union(drawing->polygons, &drawing->out, &drawing->plan->zones->areas,
                          &gap->zone, 1, NULL, WS_NONE, drawing->out.areas.count, err);
}

/* ---- many gaps ----------------------------------------------------------------- */

#define CHUNK_GAPS 64u

struct gallery {
    const struct gap_plan *plan;
    struct gaps *gaps;
    struct polygons **polygons;   /* per worker */
    struct areas_builder *chunks; /* areas of CHUNK_GAPS gaps each */
    uint32_t worker_count, chunk_count;
};

static enum ws_status draw_chunk(void *context, uint32_t chunk, uint32_t worker,
                                 struct ws_error *err)
{
    struct gallery *gallery = context;
    struct gaps *gaps = gallery->gaps;
    struct drawing drawing = {.plan = gallery->plan, .polygons = gallery->polygons[worker]};
    uint32_t from = chunk * CHUNK_GAPS;
    uint32_t to = gaps->count - from < CHUNK_GAPS ? gaps->count : from + CHUNK_GAPS;
    enum ws_status st = WS_OK;
    for (uint32_t i = from; !st && i < to; i++) {
        struct ws_gap *gap = &gaps->gaps[i];
        st = draw_gap(&drawing, gap, gaps->units + gap->first_unit, err);
        if (!st)
            gap->area_m2 = areas_m2(&drawing.out.areas, i - from);
    }
    gallery->chunks[chunk] = drawing.out;
    return st;
}

static enum ws_status gallery_open(struct gallery *gallery, struct ws_error *err)
{
    enum ws_status st = WS_OK;
    gallery->worker_count = gallery->plan->threads ? gallery->plan->threads : 1;
    gallery->chunk_count = (gallery->gaps->count + CHUNK_GAPS - 1) / CHUNK_GAPS;
    gallery->polygons = mem_array(gallery->worker_count, sizeof *gallery->polygons);
    gallery->chunks = mem_array(gallery->chunk_count, sizeof *gallery->chunks);
    if (!gallery->polygons || !gallery->chunks)
        return error_set(err, WS_NO_MEMORY, "no memory for the outlines of white spots");
    for (uint32_t i = 0; !st && i < gallery->worker_count; i++)
        st = polygons_open(&gallery->polygons[i], err);
    return st;
}

static void gallery_close(struct gallery *gallery)
{
    for (uint32_t i = 0; gallery->polygons && i < gallery->worker_count; i++)
        polygons_close(gallery->polygons[i]);
    for (uint32_t i = 0; gallery->chunks && i < gallery->chunk_count; i++)
        areas_release(&gallery->chunks[i].areas);
    mem_free(gallery->polygons);
    mem_free(gallery->chunks);
}

/* Chunk after chunk: the order of the gaps. */
static enum ws_status gather(struct areas_builder *out, const struct gallery *gallery,
                             struct ws_error *err)
{
    enum ws_status st = WS_OK;
    for (uint32_t i = 0; !st && i < gallery->gaps->count; i++)
        st = copy_area(out, &gallery->chunks[i / CHUNK_GAPS].areas, i % CHUNK_GAPS, i, err);
    return st;
}

enum ws_status outlines_draw(struct gaps *gaps, const struct gap_plan *plan, struct ws_error *err)
{
    struct gallery gallery = {.plan = plan, .gaps = gaps};
    struct areas_builder out = {0};
    enum ws_status st = gallery_open(&gallery, err);
    if (!st)
        st = parallel_for(gallery.chunk_count, gallery.worker_count, draw_chunk, &gallery, err);
    if (!st)
        st = gather(&out, &gallery, err);
    gallery_close(&gallery);
    if (st) {
        areas_release(&out.areas);
        return st;
    }
    gaps->outlines = out.areas;
    return WS_OK;
}
