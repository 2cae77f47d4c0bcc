#include "cover/cover.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/parallel.h"
#include "cover/stride.h"
#include "geo/plane.h"

/* Exact nearest facilities with few geodesics: plane distances times the lowest
 * and highest geodesic metres per plane metre bound every leg. Candidates are
 * thinned for a run of rows, for a block of it and for each row, always by the
 * same rule; only what is left is measured on the ellipsoid. */
#define CHUNK_ROWS 4096u
#define BLOCK_ROWS 64u

struct scratch {
    struct earth *earth; /* opened when first needed */
    uint32_t *list[3];   /* candidates: of a chunk, a block, a row */
    double *distance_m;  /* per candidate in hand */
    double *group_m;     /* per group: the least distance, else HUGE_VAL */
    uint32_t *touched;   /* groups whose group_m is set */
    uint32_t touched_count;
};

struct measuring {
    const struct straight_plan *plan;
    const struct spread *spread;
    struct ws_allocation *allocation;
    struct stride stride;
    uint32_t *everyone;      /* all facilities */
    uint32_t *order;         /* rows, neighbours together */
    struct scratch *scratch; /* per worker */
    uint32_t group_count, worker_count;
};

/* ---- candidates ------------------------------------------------------------------ */

/* Distances from the middle of the box; the least of each group. */
static void measure_plane(const struct measuring *measuring, struct scratch *scratch,
                          const uint32_t *in, uint32_t count, const struct point *middle)
{
    const struct ws_points *facilities = measuring->plan->facilities;
    scratch->touched_count = 0;
    for (uint32_t i = 0; i < count; i++) {
        double dx = facilities->x_m[in[i]] - middle->x_m, dy = facilities->y_m[in[i]] - middle->y_m;
        double distance_m = sqrt(dx * dx + dy * dy);
        uint32_t group = facilities->group[in[i]];
        scratch->distance_m[i] = distance_m;
        if (scratch->group_m[group] == HUGE_VAL)
            scratch->touched[scratch->touched_count++] = group;
        if (distance_m < scratch->group_m[group])
            scratch->group_m[group] = distance_m;
    }
}

/* The k-th least of the groups' distances; HUGE_VAL when there are fewer. */
static double kth_group(const struct scratch *scratch, uint32_t k)
{
    double least_m[WS_MAX_CHOICE];
    for (uint32_t i = 0; i < k; i++)
        least_m[i] = HUGE_VAL;
    for (uint32_t i = 0; i < scratch->touched_count; i++) {
        double distance_m = scratch->group_m[scratch->touched[i]];
        uint32_t at = k;
        while (at > 0 && distance_m < least_m[at - 1])
            at--;
        if (at == k)
            continue;
        memmove(least_m + at + 1, least_m + at, (k - 1 - at) * sizeof *least_m);
        least_m[at] = distance_m;
    }
    return least_m[k - 1];
}

/* Keeps of `in` every facility that may be among the k nearest of distinct
 * groups from any position in the box. A facility is dropped when its group has
 * a surely nearer one, or k groups have; equal costs after rounding to the
 * millimetre must survive, hence the 2 mm. */
static uint32_t thin(const struct measuring *measuring, struct scratch *scratch, const uint32_t *in,
                     uint32_t count, const struct box *box, uint32_t *out)
{
    const struct stride stride = measuring->stride;
    struct point middle = {(box->min_x_m + box->max_x_m) / 2.0,
                           (box->min_y_m + box->max_y_m) / 2.0};
    double dx = box->max_x_m - middle.x_m, dy = box->max_y_m - middle.y_m;
    double radius_m = sqrt(dx * dx + dy * dy);
    uint32_t kept = 0;

    measure_plane(measuring, scratch, in, count, &middle);
    double kth_m = kth_group(scratch, measuring->plan->k);
    for (uint32_t i = 0; i < count; i++) {
        double group_m = scratch->group_m[measuring->plan->facilities->group[in[i]]];
        double bound_m = (kth_m + radius_m) * stride.most;
        double group_bound_m = (group_m + radius_m) * stride.most;
        double least_m = (scratch->distance_m[i] - radius_m) * stride.least - 0.002;
        if (least_m <= bound_m && least_m <= group_bound_m)
            out[kept++] = in[i];
    }
    for (uint32_t i = 0; i < scratch->touched_count; i++)
        scratch->group_m[scratch->touched[i]] = HUGE_VAL;
    return kept;
}

/* ---- rows ------------------------------------------------------------------------- */

static enum ws_status measure_row(const struct measuring *measuring, struct scratch *scratch,
                                  uint32_t row, uint32_t count, struct ws_error *err)
{
    const struct spread *spread = measuring->spread;
    uint32_t k = measuring->plan->k;
    uint64_t best[WS_MAX_CHOICE];
    struct point from = {spread->x_m[row], spread->y_m[row]};
    struct box box = {from.x_m, from.y_m, from.x_m, from.y_m};
    for (uint32_t rank = 0; rank < k; rank++)
        best[rank] = LABEL_NONE;

    count = thin(measuring, scratch, scratch->list[1], count, &box, scratch->list[2]);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t cost = WS_COST_INF, facility = scratch->list[2][i];
        enum ws_status st =
            stride_cost(&cost, measuring->plan, scratch->earth, from, facility, err);
        if (st)
            return st;
        if (cost < WS_COST_INF)
            label_insert(best, k, label_make(cost, facility), measuring->plan->facilities->group);
    }
    struct ws_allocation *allocation = measuring->allocation;
    for (uint32_t rank = 0; rank < k; rank++) {
        size_t at = (size_t)row * k + rank;
        allocation->facility[at] = label_facility(best[rank]);
        allocation->cost_from[at] = allocation->cost_to[at] = label_cost(best[rank]);
    }
    return WS_OK;
}

static struct box box_of_rows(const struct measuring *measuring, uint32_t from, uint32_t to)
{
    struct box box = box_empty();
    for (uint32_t i = from; i < to; i++)
        box_add(&box, measuring->spread->x_m[measuring->order[i]],
                measuring->spread->y_m[measuring->order[i]]);
    return box;
}

static enum ws_status measure_chunk(void *context, uint32_t chunk, uint32_t worker,
                                    struct ws_error *err)
{
    const struct measuring *measuring = context;
    struct scratch *scratch = &measuring->scratch[worker];
    uint32_t row_count = measuring->spread->piece_count, from = chunk * CHUNK_ROWS;
    uint32_t to = row_count - from < CHUNK_ROWS ? row_count : from + CHUNK_ROWS;
    enum ws_status st = WS_OK;
    if (!scratch->earth)
        st = earth_open(&scratch->earth, measuring->plan->working_crs, err);
    if (st)
        return st;

    struct box box = box_of_rows(measuring, from, to);
    uint32_t count = thin(measuring, scratch, measuring->everyone,
                          measuring->plan->facilities->count, &box, scratch->list[0]);
    for (uint32_t block = from; !st && block < to; block += BLOCK_ROWS) {
        uint32_t end = to - block < BLOCK_ROWS ? to : block + BLOCK_ROWS;
        box = box_of_rows(measuring, block, end);
        uint32_t near = thin(measuring, scratch, scratch->list[0], count, &box, scratch->list[1]);
        for (uint32_t i = block; !st && i < end; i++)
            st = measure_row(measuring, scratch, measuring->order[i], near, err);
    }
    return st;
}

/* ---- before and after --------------------------------------------------------------- */

struct place_key {
    uint64_t key;
    uint32_t row;
};

static int compare_places(const void *a_ptr, const void *b_ptr)
{
    const struct place_key *a = a_ptr, *b = b_ptr;
    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    return (a->row > b->row) - (a->row < b->row);
}

/* Rows along a space-filling curve, so that a block of them is small. */
static enum ws_status order_rows(struct measuring *measuring, const struct box *box,
                                 struct ws_error *err)
{
    const struct spread *spread = measuring->spread;
    uint32_t count = spread->piece_count;
    struct place_key *places = mem_array(count, sizeof *places);
    measuring->order = mem_array(count, sizeof *measuring->order);
    if (!places || !measuring->order) {
        mem_free(places);
        return error_set(err, WS_NO_MEMORY, "no memory to order %" PRIu32 " points", count);
    }
    double extent_m = fmax(box->max_x_m - box->min_x_m, box->max_y_m - box->min_y_m);
    double steps_per_m = extent_m > 0.0 ? (double)INT32_MAX / extent_m : 0.0;
    for (uint32_t row = 0; row < count; row++) {
        uint32_t x = (uint32_t)((spread->x_m[row] - box->min_x_m) * steps_per_m);
        uint32_t y = (uint32_t)((spread->y_m[row] - box->min_y_m) * steps_per_m);
        x = x > INT32_MAX ? INT32_MAX : x;
        y = y > INT32_MAX ? INT32_MAX : y;
        places[row] = (struct place_key){.key = plane_hilbert(x, y), .row = row};
    }
    if (count)
        qsort(places, count, sizeof *places, compare_places);
    for (uint32_t i = 0; i < count; i++)
        measuring->order[i] = places[i].row;
    mem_free(places);
    return WS_OK;
}

static enum ws_status scratch_init(struct scratch *scratch, uint32_t facility_count,
                                   uint32_t group_count, struct ws_error *err)
{
    bool is_short = false;
    for (int i = 0; i < 3; i++) {
        scratch->list[i] = mem_array(facility_count, sizeof *scratch->list[i]);
        is_short |= !scratch->list[i];
    }
    scratch->distance_m = mem_array(facility_count, sizeof *scratch->distance_m);
    scratch->group_m = mem_array(group_count, sizeof *scratch->group_m);
    scratch->touched = mem_array(group_count, sizeof *scratch->touched);
    if (is_short || !scratch->distance_m || !scratch->group_m || !scratch->touched)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " facilities", facility_count);
    for (uint32_t group = 0; group < group_count; group++)
        scratch->group_m[group] = HUGE_VAL;
    return WS_OK;
}

static enum ws_status measuring_init(struct measuring *measuring, struct ws_error *err)
{
    const struct ws_points *facilities = measuring->plan->facilities;
    for (uint32_t i = 0; i < facilities->count; i++)
        if (facilities->group[i] >= measuring->group_count)
            measuring->group_count = facilities->group[i] + 1;
    measuring->worker_count = measuring->plan->threads ? measuring->plan->threads : 1;
    measuring->everyone = mem_array(facilities->count, sizeof *measuring->everyone);
    measuring->scratch = mem_array(measuring->worker_count, sizeof *measuring->scratch);
    if (!measuring->everyone || !measuring->scratch)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " facilities",
                         facilities->count);
    for (uint32_t i = 0; i < facilities->count; i++)
        measuring->everyone[i] = i;
    enum ws_status st = WS_OK;
    for (uint32_t i = 0; !st && i < measuring->worker_count; i++)
        st = scratch_init(&measuring->scratch[i], facilities->count, measuring->group_count, err);
    if (!st)
        st = earth_open(&measuring->scratch[0].earth, measuring->plan->working_crs, err);
    if (st || !measuring->spread->piece_count)
        return st;
    struct box box = stride_box(measuring->spread, facilities);
    measuring->stride = stride_measure(measuring->scratch[0].earth, box);
    return order_rows(measuring, &box, err);
}

static void measuring_release(struct measuring *measuring)
{
    for (uint32_t i = 0; measuring->scratch && i < measuring->worker_count; i++) {
        struct scratch *scratch = &measuring->scratch[i];
        for (int j = 0; j < 3; j++)
            mem_free(scratch->list[j]);
        mem_free(scratch->distance_m);
        mem_free(scratch->group_m);
        mem_free(scratch->touched);
        earth_close(scratch->earth);
    }
    mem_free(measuring->scratch);
    mem_free(measuring->everyone);
    mem_free(measuring->order);
}

static enum ws_status make_rows(struct ws_allocation *allocation, uint32_t **part,
                                const struct spread *spread, struct ws_error *err)
{
    size_t count = allocation->count, label_count = count * allocation->k;
    allocation->pieces = mem_array(count, sizeof *allocation->pieces);
    allocation->facility = mem_array(label_count, sizeof *allocation->facility);
    allocation->cost_from = mem_array(label_count, sizeof *allocation->cost_from);
    allocation->cost_to = mem_array(label_count, sizeof *allocation->cost_to);
    *part = mem_array(count, sizeof **part);
    if (!allocation->pieces || !allocation->facility || !allocation->cost_from ||
        !allocation->cost_to || !*part)
        return error_set(err, WS_NO_MEMORY, "no memory for %zu rows", count);
    if (count) {
        memcpy(allocation->pieces, spread->pieces, count * sizeof *allocation->pieces);
        memcpy(*part, spread->part, count * sizeof **part);
    }
    return WS_OK;
}

enum ws_status allocate_straight(struct ws_allocation *out, uint32_t **part_out,
                                 const struct spread *spread, const struct straight_plan *plan,
                                 struct ws_error *err)
{
    assert(out && part_out && spread && plan && plan->facilities && plan->working_crs);
    assert(plan->k >= 1 && plan->k <= WS_MAX_CHOICE && plan->factor >= 1.0);

    struct ws_allocation allocation = {.count = spread->piece_count, .k = plan->k};
    struct measuring measuring = {.plan = plan, .spread = spread, .allocation = &allocation};
    uint32_t *part = NULL, chunk_count = (spread->piece_count + CHUNK_ROWS - 1) / CHUNK_ROWS;
    enum ws_status st = make_rows(&allocation, &part, spread, err);
    if (!st)
        st = measuring_init(&measuring, err);
    if (!st)
        st = parallel_for(chunk_count, plan->threads, measure_chunk, &measuring, err);
    measuring_release(&measuring);
    if (st) {
        allocation_release(&allocation);
        mem_free(part);
        return st;
    }
    *out = allocation;
    *part_out = part;
    return WS_OK;
}
