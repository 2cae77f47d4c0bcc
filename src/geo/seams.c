#include "geo/seams.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "geo/index.h"
#include "geo/locate.h"

/* Borders are looked at this often; a strip is this much longer than wide. */
#define STEP_M 250.0
#define STRIP_SHAPE 4.0
/* Smaller holes are rounding. */
#define LEAST_M2 1e-6
/* Where the border of a gap is looked for beside a rounded vertex. */
#define ON_BORDER_M 0.05

void seams_release(struct seams *seams)
{
    if (!seams)
        return;
    mem_free(seams->holes);
    mem_free(seams->strips);
    *seams = (struct seams){0};
}

static int compare_numbers(double a, double b)
{
    return (a > b) - (a < b);
}

/* ---- borders that belong to one area only ---------------------------------- */

struct edge {
    double xy_m[4]; /* the lower end first */
    uint32_t area;
};

struct edges {
    size_t count, cap;
    struct edge *items;
};

static int compare_edges(const void *left, const void *right)
{
    const struct edge *a = left, *b = right;
    int order = 0;
    for (int i = 0; !order && i < 4; i++)
        order = compare_numbers(a->xy_m[i], b->xy_m[i]);
    return order ? order : (a->area > b->area) - (a->area < b->area);
}

static struct edge edge_of(const double *a, const double *b, uint32_t area)
{
    bool is_turned = a[0] > b[0] || (a[0] == b[0] && a[1] > b[1]);
    const double *low = is_turned ? b : a, *high = is_turned ? a : b;
    return (struct edge){{low[0], low[1], high[0], high[1]}, area};
}

static enum ws_status gather_edges(struct edges *out, const struct areas *areas,
                                   struct ws_error *err)
{
    for (uint32_t area = 0; area < areas->count; area++)
        for (uint32_t r = areas->first_ring[area]; r < areas->first_ring[area + 1]; r++) {
            size_t end = areas->first_xy[r + 1];
            if (mem_grow(&out->items, &out->cap, out->count + end - areas->first_xy[r],
                         sizeof *out->items))
                return error_set(err, WS_NO_MEMORY, "no memory for %zu borders", out->count);
            for (size_t v = areas->first_xy[r]; v + 1 < end; v++) {
                const double *a = areas->xy_m + 2 * v;
                if (a[0] != a[2] || a[1] != a[3])
                    out->items[out->count++] = edge_of(a, a + 2, area);
            }
        }
    return WS_OK;
}

/* A border that stands twice is shared; it goes. */
static void drop_shared(struct edges *edges)
{
    if (edges->count)
        qsort(edges->items, edges->count, sizeof *edges->items, compare_edges);
    size_t kept = 0;
    for (size_t first = 0, end; first < edges->count; first = end) {
        const struct edge *edge = &edges->items[first];
        for (end = first + 1;
             end < edges->count && !memcmp(edges->items[end].xy_m, edge->xy_m, sizeof edge->xy_m);
             end++)
            ;
        if ((end - first) % 2)
            edges->items[kept++] = *edge;
    }
    edges->count = kept;
}

/* ---- holes ------------------------------------------------------------------- */

struct finder {
    struct polygons *polygons;
    const struct areas *areas;
    struct locator *owners; /* of places in areas */
    struct edges edges;     /* free ones */
    struct areas_builder holes;
    double thin_m, wide_m;
};

static double around_m(const struct areas *areas, uint32_t area)
{
    double length_m = 0.0;
    for (uint32_t r = areas->first_ring[area]; r < areas->first_ring[area + 1]; r++)
        for (size_t v = areas->first_xy[r]; v + 1 < areas->first_xy[r + 1]; v++) {
            const double *a = areas->xy_m + 2 * v;
            length_m += hypot(a[2] - a[0], a[3] - a[1]);
        }
    return length_m;
}

/* The first ring of a face is its shell; what the others hold are islands. */
static double outer_m2(const struct areas *faces, uint32_t face)
{
    uint32_t first_ring[2] = {0, 1};
    uint32_t shell = faces->first_ring[face];
    struct areas alone = *faces;
    alone.count = 1;
    alone.first_ring = first_ring;
    alone.first_xy = faces->first_xy + shell;
    alone.is_hole = faces->is_hole + shell;
    return areas_m2(&alone, 0);
}

struct beside {
    uint32_t area;
    double length_m;
};

static int compare_beside(const void *left, const void *right)
{
    const struct beside *a = left, *b = right;
    return (a->area > b->area) - (a->area < b->area);
}

static int compare_length(const void *left, const void *right)
{
    const struct beside *a = left, *b = right;
    int order = compare_numbers(b->length_m, a->length_m);
    return order ? order : compare_beside(left, right);
}

/* Sums the lengths by area; returns how many areas there are. */
static uint32_t sum_beside(struct beside *items, size_t count)
{
    size_t kept = 0;
    if (count)
        qsort(items, count, sizeof *items, compare_beside);
    for (size_t i = 0; i < count; i++)
        if (kept && items[kept - 1].area == items[i].area)
            items[kept - 1].length_m += items[i].length_m;
        else
            items[kept++] = items[i];
    if (kept)
        qsort(items, kept, sizeof *items, compare_length);
    return (uint32_t)kept;
}

/* The areas along the border of a face. */
static enum ws_status find_neighbours(struct seam_hole *hole, const struct finder *finder,
                                      const struct areas *faces, uint32_t face,
                                      struct ws_error *err)
{
    uint32_t end = faces->first_ring[face + 1];
    size_t first = faces->first_xy[faces->first_ring[face]], last = faces->first_xy[end];
    struct beside *items = mem_array(last - first, sizeof *items);
    size_t count = 0;
    if (!items)
        return error_set(err, WS_NO_MEMORY, "no memory for the border of a gap");
    for (uint32_t r = faces->first_ring[face]; r < end; r++)
        for (size_t v = faces->first_xy[r]; v + 1 < faces->first_xy[r + 1]; v++) {
            const double *a = faces->xy_m + 2 * v;
            double off_m;
            uint32_t area = locate_nearest(finder->owners, (a[0] + a[2]) / 2.0, (a[1] + a[3]) / 2.0,
                                           ON_BORDER_M, &off_m);
            if (area != WS_NONE)
                items[count++] = (struct beside){area, hypot(a[2] - a[0], a[3] - a[1])};
        }
    hole->neighbour_count = sum_beside(items, count);
    hole->area = hole->neighbour_count > 0 ? items[0].area : WS_NONE;
    hole->other = hole->neighbour_count > 1 ? items[1].area : WS_NONE;
    mem_free(items);
    return WS_OK;
}

static enum ws_status judge_face(struct seams *out, size_t *cap, struct finder *finder,
                                 const struct areas *faces, uint32_t face, struct ws_error *err)
{
    struct seam_hole hole = {.area_m2 = areas_m2(faces, face)};
    hole.is_thin = !(2.0 * hole.area_m2 > finder->thin_m * around_m(faces, face));
    hole.outer_m2 = outer_m2(faces, face);
    if (!(hole.area_m2 > LEAST_M2))
        return WS_OK;
    enum ws_status st = polygons_inside(finder->polygons, faces, face, &hole.inside, err);
    if (st || locate_point(finder->owners, hole.inside.x_m, hole.inside.y_m) != WS_NONE)
        return st;
    st = find_neighbours(&hole, finder, faces, face, err);
    if (!st && mem_grow(&out->holes, cap, out->hole_count + 1, sizeof hole))
        st = error_set(err, WS_NO_MEMORY, "no memory for gaps");
    if (!st)
        st = areas_begin(&finder->holes, face, err);
    for (uint32_t r = faces->first_ring[face]; !st && r < faces->first_ring[face + 1]; r++)
        st = areas_ring(&finder->holes, faces->xy_m + 2 * (size_t)faces->first_xy[r],
                        faces->first_xy[r + 1] - faces->first_xy[r], faces->is_hole[r], err);
    if (!st)
        out->holes[out->hole_count++] = hole;
    return st;
}

static int compare_holes(const void *left, const void *right)
{
    const struct seam_hole *a = left, *b = right;
    int order = compare_numbers(b->area_m2, a->area_m2);
    if (!order)
        order = compare_numbers(a->inside.x_m, b->inside.x_m);
    return order ? order : compare_numbers(a->inside.y_m, b->inside.y_m);
}

static enum ws_status find_holes(struct seams *out, struct finder *finder, struct ws_error *err)
{
    size_t count = finder->edges.count, cap = 0;
    struct areas_builder faces = {0};
    double *xy_m = mem_array(4 * count, sizeof *xy_m);
    if (!xy_m || count > UINT32_MAX)
        return error_set(err, WS_NO_MEMORY, "no memory for %zu borders", count);
    for (size_t i = 0; i < count; i++)
        memcpy(xy_m + 4 * i, finder->edges.items[i].xy_m, 4 * sizeof *xy_m);
    enum ws_status st = polygons_faces(finder->polygons, &faces, xy_m, (uint32_t)count, err);
    mem_free(xy_m);
    for (uint32_t face = 0; !st && face < faces.areas.count; face++)
        st = judge_face(out, &cap, finder, &faces.areas, face, err);
    if (out->hole_count)
        qsort(out->holes, out->hole_count, sizeof *out->holes, compare_holes);
    areas_release(&faces.areas);
    return st;
}

/* ---- strips -------------------------------------------------------------------- */

struct ray {
    const struct edges *edges;
    double from[2], to[2], nearest; /* share of the way to the first border hit */
    uint32_t hit;                   /* edge */
};

static int meet(void *context, uint32_t id)
{
    struct ray *ray = context;
    const double *e = ray->edges->items[id].xy_m;
    double dx = ray->to[0] - ray->from[0], dy = ray->to[1] - ray->from[1];
    double ex = e[2] - e[0], ey = e[3] - e[1], cross = dx * ey - dy * ex;
    double ox = e[0] - ray->from[0], oy = e[1] - ray->from[1];
    double along = (ox * ey - oy * ex) / cross, on_edge = (ox * dy - oy * dx) / cross;
    if (cross != 0.0 && on_edge >= 0.0 && on_edge <= 1.0 && along > 0.0 && along < ray->nearest) {
        ray->nearest = along;
        ray->hit = id;
    }
    return 0;
}

/* Strips by pair while they are gathered. */
struct strips {
    size_t count, cap;
    struct seam_strip *items;
};

static int compare_pairs(const void *left, const void *right)
{
    const struct seam_strip *a = left, *b = right;
    int order = (a->area > b->area) - (a->area < b->area);
    return order ? order : (a->other > b->other) - (a->other < b->other);
}

static int compare_strips(const void *left, const void *right)
{
    const struct seam_strip *a = left, *b = right;
    int order = compare_numbers(b->area_m2, a->area_m2);
    return order ? order : compare_pairs(left, right);
}

/* Looks from one place on a border to the side where nothing lies. */
static enum ws_status look_out(struct strips *out, const struct finder *finder,
                               const struct index *index, const struct locator *holes,
                               const struct edge *edge, const double at[2], const double unit[2],
                               double step_m, struct ws_error *err)
{
    double x_m = at[0] + unit[0] * finder->thin_m, y_m = at[1] + unit[1] * finder->thin_m;
    if (locate_point(finder->owners, x_m, y_m) != WS_NONE ||
        locate_point(holes, x_m, y_m) != WS_NONE)
        return WS_OK;
    double wide_m = finder->wide_m;
    struct ray ray = {.edges = &finder->edges,
                      .from = {x_m, y_m},
                      .to = {at[0] + unit[0] * wide_m, at[1] + unit[1] * wide_m},
                      .nearest = 1.0,
                      .hit = WS_NONE};
    struct box window = box_empty();
    box_add(&window, ray.from[0], ray.from[1]);
    box_add(&window, ray.to[0], ray.to[1]);
    index_window(index, &window, meet, &ray);
    if (ray.hit == WS_NONE)
        return WS_OK;
    uint32_t own = edge->area, other = finder->edges.items[ray.hit].area;
    if (own == other)
        return WS_OK;
    if (mem_grow(&out->items, &out->cap, out->count + 1, sizeof *out->items))
        return error_set(err, WS_NO_MEMORY, "no memory for strips");
    out->items[out->count++] =
        (struct seam_strip){own < other ? own : other, own < other ? other : own,
                            step_m * ray.nearest * wide_m / 2.0, step_m / 2.0};
    return WS_OK;
}

static enum ws_status walk_edge(struct strips *out, const struct finder *finder,
                                const struct index *index, const struct locator *holes,
                                const struct edge *edge, struct ws_error *err)
{
    double dx = edge->xy_m[2] - edge->xy_m[0], dy = edge->xy_m[3] - edge->xy_m[1];
    double length_m = hypot(dx, dy), steps = ceil(length_m / STEP_M);
    double right[2] = {dy / length_m, -dx / length_m}, left[2] = {-right[0], -right[1]};
    enum ws_status st = WS_OK;
    for (double i = 0.5; !st && i < steps; i += 1.0) {
        double at[2] = {edge->xy_m[0] + dx * i / steps, edge->xy_m[1] + dy * i / steps};
        double step_m = length_m / steps;
        st = look_out(out, finder, index, holes, edge, at, left, step_m, err);
        if (!st)
            st = look_out(out, finder, index, holes, edge, at, right, step_m, err);
    }
    return st;
}

/* Sums by pair and keeps what is long and not thin. */
static void take_strips(struct seams *out, struct strips *found, double thin_m)
{
    size_t kept = 0;
    if (found->count)
        qsort(found->items, found->count, sizeof *found->items, compare_pairs);
    for (size_t first = 0, end; first < found->count; first = end) {
        struct seam_strip sum = found->items[first];
        for (end = first + 1;
             end < found->count && !compare_pairs(&found->items[end], &found->items[first]);
             end++) {
            sum.area_m2 += found->items[end].area_m2;
            sum.length_m += found->items[end].length_m;
        }
        double wide_m = sum.area_m2 / sum.length_m;
        if (wide_m > thin_m && sum.length_m >= STRIP_SHAPE * wide_m)
            found->items[kept++] = sum;
    }
    if (kept)
        qsort(found->items, kept, sizeof *found->items, compare_strips);
    out->strips = found->items;
    out->strip_count = (uint32_t)kept;
    *found = (struct strips){0};
}

static enum ws_status find_strips(struct seams *out, struct finder *finder, struct ws_error *err)
{
    struct edges *edges = &finder->edges;
    struct strips found = {0};
    struct index *index = NULL;
    struct locator *holes = NULL;
    struct box *boxes = mem_array(edges->count, sizeof *boxes);
    if (!boxes)
        return error_set(err, WS_NO_MEMORY, "no memory for %zu borders", edges->count);
    for (size_t i = 0; i < edges->count; i++) {
        const double *xy_m = edges->items[i].xy_m;
        boxes[i] = box_empty();
        box_add(&boxes[i], xy_m[0], xy_m[1]);
        box_add(&boxes[i], xy_m[2], xy_m[3]);
    }
    enum ws_status st = index_new(&index, boxes, (uint32_t)edges->count, err);
    if (!st)
        st = locator_new(&holes, &finder->holes.areas, err);
    for (size_t i = 0; !st && i < edges->count; i++)
        st = walk_edge(&found, finder, index, holes, &edges->items[i], err);
    if (!st)
        take_strips(out, &found, finder->thin_m);
    mem_free(found.items);
    mem_free(boxes);
    index_free(index);
    locator_free(holes);
    return st;
}

enum ws_status seams_find(struct seams *out, struct polygons *polygons, const struct areas *areas,
                          double thin_m, double wide_m, struct ws_error *err)
{
    assert(out && polygons && areas && thin_m > 0.0 && wide_m > thin_m);
    struct finder finder = {
        .polygons = polygons, .areas = areas, .thin_m = thin_m, .wide_m = wide_m};
    struct seams seams = {0};
    enum ws_status st = gather_edges(&finder.edges, areas, err);
    if (!st)
        st = locator_new(&finder.owners, areas, err);
    if (!st) {
        drop_shared(&finder.edges);
        st = find_holes(&seams, &finder, err);
    }
    if (!st)
        st = find_strips(&seams, &finder, err);
    if (st)
        seams_release(&seams);
    else
        *out = seams;
    areas_release(&finder.holes.areas);
    mem_free(finder.edges.items);
    locator_free(finder.owners);
    return st;
}
