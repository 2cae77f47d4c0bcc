#include "cover/lattice.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/fixed.h"
#include "base/mem.h"
#include "base/parallel.h"
#include "cover/cover.h"
#include "cover/parts.h"
#include "cover/spread.h"
#include "geo/locate.h"
#include "geo/polygon.h"

/* ---- the lattice of one area ------------------------------------------------- */

#define WIDEST_M 1000.0
#define SHRINK 0.8
#define MOST_SHRINKS 24

struct frame {
    double left_m, bottom_m, spacing_m;
    uint32_t rows;
};

/* First lattice position of one axis, so that what the spacing leaves over lies
 * equally on both sides. *count is how many positions fit. */
static double centred(double from_m, double to_m, double spacing_m, double *count)
{
    *count = ceil((to_m - from_m) / spacing_m - 1e-6); /* 8 cells of 1/8 are 8, not 9 */
    *count = *count < 1.0 ? 1.0 : *count;
    return from_m + ((to_m - from_m) - (*count - 1.0) * spacing_m) / 2.0;
}

static struct frame frame_make(const struct box *box, double spacing_m)
{
    double cols, rows;
    struct frame frame = {.spacing_m = spacing_m,
                          .left_m = centred(box->min_x_m, box->max_x_m, spacing_m, &cols),
                          .bottom_m = centred(box->min_y_m, box->max_y_m, spacing_m, &rows)};
    frame.rows = (uint32_t)rows;
    return frame;
}

/* Where to begin: in a thin area the spacing follows its length, so that a
 * sliver has no more points than others. */
static double first_spacing(const struct areas *areas, uint32_t area, const struct box *box)
{
    double length_m = fmax(box->max_x_m - box->min_x_m, box->max_y_m - box->min_y_m);
    double spacing_m = sqrt(areas_m2(areas, area) / LATTICE_LEAST);
    if (!(spacing_m > 0.0))
        return 0.0;
    return fmin(fmax(spacing_m, length_m / LATTICE_LEAST), WIDEST_M);
}

/* Lowest step whose position is not below `at_m`. */
static double first_step(double origin_m, double spacing_m, double at_m)
{
    double step = floor((at_m - origin_m) / spacing_m) - 1.0;
    step = step < 0.0 ? 0.0 : step;
    while (origin_m + step * spacing_m < at_m)
        step += 1.0;
    return step;
}

/* Where the side a-b crosses the rows, its lower end included and its upper end
 * not. Computed from the lower end, so a shared side gives the same numbers. */
static enum ws_status cross_side(struct lattice *lattice, const struct frame *frame,
                                 const double *a, const double *b, struct ws_error *err)
{
    const double *low = a[1] <= b[1] ? a : b, *high = a[1] <= b[1] ? b : a;
    double row = first_step(frame->bottom_m, frame->spacing_m, low[1]);
    for (; row < (double)frame->rows; row += 1.0) {
        double y_m = frame->bottom_m + row * frame->spacing_m;
        if (y_m >= high[1])
            break;
        if (mem_grow(&lattice->crossings, &lattice->crossing_cap,
                     (size_t)lattice->crossing_count + 1, sizeof *lattice->crossings))
            return error_set(err, WS_NO_MEMORY, "no memory for a lattice");
        lattice->crossings[lattice->crossing_count++] = (struct lattice_crossing){
            .row = (uint32_t)row,
            .x_m = low[0] + (y_m - low[1]) * (high[0] - low[0]) / (high[1] - low[1])};
    }
    return WS_OK;
}

static int compare_crossings(const void *a_ptr, const void *b_ptr)
{
    const struct lattice_crossing *a = a_ptr, *b = b_ptr;
    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    return (a->x_m > b->x_m) - (a->x_m < b->x_m);
}

static enum ws_status cross_rings(struct lattice *lattice, const struct frame *frame,
                                  const struct areas *areas, uint32_t area, struct ws_error *err)
{
    enum ws_status st = WS_OK;
    lattice->crossing_count = 0;
    for (uint32_t ring = areas->first_ring[area]; ring < areas->first_ring[area + 1]; ring++)
        for (size_t i = areas->first_xy[ring]; !st && i + 1 < areas->first_xy[ring + 1]; i++)
            st = cross_side(lattice, frame, areas->xy_m + 2 * i, areas->xy_m + 2 * i + 2, err);
    if (!st && lattice->crossing_count)
        qsort(lattice->crossings, lattice->crossing_count, sizeof *lattice->crossings,
              compare_crossings);
    return st;
}

/* The lattice points from crossing to crossing, the first included. */
static enum ws_status fill_row(struct lattice *lattice, const struct frame *frame,
                               const struct lattice_crossing *from, struct ws_error *err)
{
    double y_m = frame->bottom_m + from->row * frame->spacing_m;
    double step = first_step(frame->left_m, frame->spacing_m, from->x_m);
    for (;; step += 1.0) {
        double x_m = frame->left_m + step * frame->spacing_m;
        if (x_m >= from[1].x_m)
            return WS_OK;
        if (lattice->count == WS_NONE - 1)
            return error_set(err, WS_TOO_LARGE, "more than 2^32 - 2 lattice points in one area");
        if (mem_grow(&lattice->points, &lattice->point_cap, (size_t)lattice->count + 1,
                     sizeof *lattice->points))
            return error_set(err, WS_NO_MEMORY, "no memory for a lattice");
        lattice->points[lattice->count++] = (struct point){x_m, y_m};
    }
}

enum ws_status lattice_fill(struct lattice *lattice, const struct areas *areas, uint32_t area,
                            struct ws_error *err)
{
    assert(lattice && areas && area < areas->count);
    struct box box = areas_box(areas, area);
    double spacing_m = first_spacing(areas, area, &box);
    lattice->count = 0;
    if (!(spacing_m > 0.0))
        return WS_OK;
    for (int i = 0; i <= MOST_SHRINKS; i++, spacing_m *= SHRINK) {
        struct frame frame = frame_make(&box, spacing_m);
        lattice->count = 0;
        enum ws_status st = cross_rings(lattice, &frame, areas, area, err);
        /* Rings are closed, so each row has an even number of crossings. */
        for (uint32_t j = 0; !st && j + 1 < lattice->crossing_count; j += 2)
            st = fill_row(lattice, &frame, &lattice->crossings[j], err);
        if (st || lattice->count >= LATTICE_LEAST)
            return st;
    }
    lattice->count = 0;
    return WS_OK;
}

void lattice_release(struct lattice *lattice)
{
    if (!lattice)
        return;
    mem_free(lattice->points);
    mem_free(lattice->crossings);
    *lattice = (struct lattice){0};
}

/* ---- the lattices of all units ----------------------------------------------- */

#define CHUNK_UNITS 64u

struct stand {
    uint32_t unit, zone, rank; /* rank keeps the order inside a unit and zone */
    double x_m, y_m;
};

/* What a chunk of units makes. */
struct batch {
    struct stand *stands;
    size_t count, cap;
    uint32_t adopted_count;
    uint64_t adopted_micro;
};

struct standing {
    const struct spread_plan *plan;
    struct lattice *lattices;   /* per worker */
    struct polygons **polygons; /* per worker, opened when first needed */
    struct batch *batches;      /* per chunk */
    uint32_t chunk_count, worker_count;
};

static int compare_stands(const void *a_ptr, const void *b_ptr)
{
    const struct stand *a = a_ptr, *b = b_ptr;
    if (a->zone != b->zone)
        return a->zone < b->zone ? -1 : 1;
    return (a->rank > b->rank) - (a->rank < b->rank);
}

/* The lattice of a unit, or the one point that stands for it. */
static enum ws_status find_points(const struct standing *standing, uint32_t worker, uint32_t unit,
                                  struct ws_error *err)
{
    const struct spread_plan *plan = standing->plan;
    const struct population *population = plan->population;
    struct lattice *lattice = &standing->lattices[worker];
    enum ws_status st = WS_OK;

    lattice->count = 0;
    if (population->shape == UNIT_AREAS)
        st = lattice_fill(lattice, &population->areas, unit, err);
    else if (population->shape == UNIT_ZONES)
        st = lattice_fill(lattice, &plan->zones->areas, population->zone[unit], err);
    if (st || lattice->count)
        return st;

    struct point at;
    if (population->shape != UNIT_POINTS && !standing->polygons[worker])
        st = polygons_open(&standing->polygons[worker], err);
    if (!st)
        st = spread_inside(plan, standing->polygons[worker], unit, &at, err);
    if (st)
        return st;
    if (mem_grow(&lattice->points, &lattice->point_cap, 1, sizeof *lattice->points))
        return error_set(err, WS_NO_MEMORY, "no memory for a lattice");
    lattice->points[0] = at;
    lattice->count = 1;
    return WS_OK;
}

/* A unit that touches a zone is not outside: its points over the sea, beyond the
 * limit of single points, go to the nearest zone. Returns how many. */
static uint32_t adopt_rest(const struct spread_plan *plan, struct stand *stands, uint32_t count)
{
    uint32_t in_zone = 0, adopted = 0;
    for (uint32_t i = 0; i < count; i++)
        in_zone += stands[i].zone != WS_NONE;
    for (uint32_t i = 0; in_zone && in_zone < count && i < count; i++) {
        double distance_m;
        if (stands[i].zone != WS_NONE)
            continue;
        stands[i].zone = locate_nearest(plan->zone_locator, stands[i].x_m, stands[i].y_m,
                                        PLANE_FARTHEST_M, &distance_m);
        adopted++;
    }
    return adopted;
}

static enum ws_status stand_unit(const struct standing *standing, struct batch *batch,
                                 uint32_t worker, uint32_t unit, struct ws_error *err)
{
    const struct spread_plan *plan = standing->plan;
    const struct ws_units *units = &plan->population->units;
    const struct lattice *lattice = &standing->lattices[worker];
    if (plan->population->shape == UNIT_ZONES && plan->population->zone[unit] == WS_NONE)
        return WS_OK; /* a row of an unknown zone has no place */

    enum ws_status st = find_points(standing, worker, unit, err);
    if (st)
        return st;
    if (mem_grow(&batch->stands, &batch->cap, batch->count + lattice->count, sizeof *batch->stands))
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " lattice points",
                         lattice->count);
    struct stand *stands = batch->stands + batch->count;
    uint32_t adopted = 0;
    for (uint32_t i = 0; i < lattice->count; i++) {
        const struct point *at = &lattice->points[i];
        bool is_adopted = false;
        stands[i] = (struct stand){.unit = unit, .rank = i, .x_m = at->x_m, .y_m = at->y_m};
        stands[i].zone = spread_zone_at(plan, unit, at->x_m, at->y_m, &is_adopted);
        adopted += is_adopted;
    }
    if (!spread_has_zone(plan->population, unit))
        adopted += adopt_rest(plan, stands, lattice->count);
    qsort(stands, lattice->count, sizeof *stands, compare_stands);
    batch->count += lattice->count;
    batch->adopted_count += adopted > 0;
    batch->adopted_micro += fixed_mul_div(units->people_micro[(size_t)unit * units->weight_count],
                                          adopted, lattice->count);
    return WS_OK;
}

static enum ws_status stand_chunk(void *context, uint32_t chunk, uint32_t worker,
                                  struct ws_error *err)
{
    const struct standing *standing = context;
    uint32_t unit_count = standing->plan->population->units.count, from = chunk * CHUNK_UNITS;
    uint32_t to = unit_count - from < CHUNK_UNITS ? unit_count : from + CHUNK_UNITS;
    enum ws_status st = WS_OK;
    for (uint32_t unit = from; !st && unit < to; unit++)
        st = stand_unit(standing, &standing->batches[chunk], worker, unit, err);
    return st;
}

static void lay_batch(struct laid *laid, const struct batch *batch)
{
    for (size_t i = 0; i < batch->count; i++) {
        const struct stand *stand = &batch->stands[i];
        uint32_t at = laid->count++;
        laid->pieces[at] = (struct ws_piece){
            .edge = WS_NONE, .to_mm = 1, .unit = stand->unit, .zone = stand->zone};
        laid->x_m[at] = stand->x_m;
        laid->y_m[at] = stand->y_m;
        laid->is_bare[stand->unit] = false;
    }
    laid->adopted_count += batch->adopted_count;
    laid->adopted_micro += batch->adopted_micro;
}

static enum ws_status gather(struct laid *laid, struct standing *standing, struct ws_error *err)
{
    uint64_t count = 0;
    for (uint32_t i = 0; i < standing->chunk_count; i++)
        count += standing->batches[i].count;
    if (count >= WS_NONE)
        return error_set(err, WS_TOO_LARGE,
                         "%" PRIu64 " lattice points; expected fewer than 2^32 - 1", count);
    laid->pieces = mem_array((size_t)count, sizeof *laid->pieces);
    laid->x_m = mem_array((size_t)count, sizeof *laid->x_m);
    laid->y_m = mem_array((size_t)count, sizeof *laid->y_m);
    if (!laid->pieces || !laid->x_m || !laid->y_m)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu64 " lattice points", count);
    for (uint32_t i = 0; i < standing->chunk_count; i++) {
        lay_batch(laid, &standing->batches[i]);
        mem_free(standing->batches[i].stands);
        standing->batches[i].stands = NULL;
    }
    return WS_OK;
}

static enum ws_status stand_all(struct laid *laid, const struct spread_plan *plan,
                                struct ws_error *err)
{
    uint32_t unit_count = plan->population->units.count;
    struct standing standing = {.plan = plan,
                                .chunk_count = (unit_count + CHUNK_UNITS - 1) / CHUNK_UNITS,
                                .worker_count = plan->threads ? plan->threads : 1};
    standing.lattices = mem_array(standing.worker_count, sizeof *standing.lattices);
    standing.polygons = mem_array(standing.worker_count, sizeof(struct polygons *));
    standing.batches = mem_array(standing.chunk_count, sizeof *standing.batches);
    enum ws_status st = WS_OK;
    if (!standing.lattices || !standing.polygons || !standing.batches)
        st = error_set(err, WS_NO_MEMORY, "no memory for lattices");
    if (!st)
        st = parallel_for(standing.chunk_count, plan->threads, stand_chunk, &standing, err);
    if (!st)
        st = gather(laid, &standing, err);

    for (uint32_t i = 0; standing.lattices && i < standing.worker_count; i++)
        lattice_release(&standing.lattices[i]);
    for (uint32_t i = 0; standing.polygons && i < standing.worker_count; i++)
        polygons_close(standing.polygons[i]);
    for (uint32_t i = 0; standing.batches && i < standing.chunk_count; i++)
        mem_free(standing.batches[i].stands);
    mem_free(standing.lattices);
    mem_free(standing.polygons);
    mem_free(standing.batches);
    return st;
}

enum ws_status spread_straight(struct spread *out, const struct spread_plan *plan,
                               struct warnings *warnings, struct ws_error *err)
{
    assert(out && plan && warnings);
    assert(plan->population && plan->zones && plan->zone_locator);

    struct laid laid;
    enum ws_status st = laid_init(&laid, plan->population->units.count, err);
    if (!st)
        st = stand_all(&laid, plan, err);
    if (!st)
        st = parts_make(out, &laid, plan, warnings, err);
    laid_release(&laid);
    return st;
}
