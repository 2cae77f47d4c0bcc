#include "geo/shapes.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"

/* One offset array counts to 2^32 - 2, so that WS_NONE stays free. */
static bool fits(size_t count, size_t more)
{
    return more <= UINT32_MAX - 1 && count <= UINT32_MAX - 1 - more;
}

/* Arrays that grow together share one capacity. Each grows from it, and the
 * smallest that came out is what all of them can hold. */
struct column_of {
    void *array; /* address of the pointer */
    size_t size;
};

static int grow_together(const struct column_of *columns, size_t column_count, size_t *cap,
                         size_t need)
{
    if (need <= *cap)
        return 0;
    size_t least = SIZE_MAX;
    for (size_t i = 0; i < column_count; i++) {
        size_t grown = *cap;
        if (mem_grow(columns[i].array, &grown, need, columns[i].size))
            return -1;
        least = grown < least ? grown : least;
    }
    *cap = least;
    return 0;
}

static int grow_vertices(double **xy_m, double **at_m, size_t *cap, size_t need)
{
    struct column_of columns[] = {{xy_m, 2 * sizeof(double)}, {at_m, sizeof(double)}};
    return grow_together(columns, at_m ? 2 : 1, cap, need);
}

static int grow_rows(struct lines_builder *builder)
{
    struct lines *lines = &builder->lines;
    struct column_of columns[] = {
        {&lines->first_xy, sizeof *lines->first_xy},
        {&lines->fid, sizeof *lines->fid},
        {&lines->source, sizeof *lines->source},
        {&lines->road_class, sizeof *lines->road_class},
        {&lines->flags, sizeof *lines->flags},
        {&lines->speed_kmh, sizeof *lines->speed_kmh},
        {&lines->speed_back_kmh, sizeof *lines->speed_back_kmh},
        {&lines->boarding_s, sizeof *lines->boarding_s},
        {&lines->length_m, sizeof *lines->length_m},
    };
    /* One row more than there are lines: the last offset. */
    return grow_together(columns, sizeof columns / sizeof *columns, &builder->line_cap,
                         (size_t)lines->count + 2);
}

/* The line with its vertices' places, which are still to be filled. */
static enum ws_status add_row(double **xy_m, struct lines_builder *builder,
                              const struct line_row *row, const double *at_m, uint32_t count,
                              struct ws_error *err)
{
    struct lines *lines = &builder->lines;
    if (!fits(builder->xy_count, count) || !fits(lines->count, 1))
        return error_set(err, WS_TOO_LARGE,
                         "road lines have more than %zu vertices; expected at most %" PRIu32,
                         builder->xy_count, UINT32_MAX - 1);
    size_t xy_count = builder->xy_count + count;
    if (grow_vertices(&lines->xy_m, &lines->at_m, &builder->xy_cap, xy_count) || grow_rows(builder))
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " road lines, %zu vertices",
                         lines->count + 1, xy_count);

    *xy_m = lines->xy_m + 2 * builder->xy_count;
    memcpy(lines->at_m + builder->xy_count, at_m, count * sizeof *at_m);
    uint32_t line = lines->count++;
    lines->fid[line] = row->fid;
    lines->source[line] = row->source;
    lines->road_class[line] = row->road_class;
    lines->flags[line] = row->flags;
    lines->speed_kmh[line] = row->speed_kmh;
    lines->speed_back_kmh[line] = row->speed_back_kmh;
    lines->boarding_s[line] = row->boarding_s;
    lines->length_m[line] = row->length_m;
    builder->xy_count = xy_count;
    lines->first_xy[line + 1] = (uint32_t)xy_count;
    return WS_OK;
}

enum ws_status lines_add(struct lines_builder *builder, const struct line_row *row,
                         const double *xy_m, const double *at_m, uint32_t count,
                         struct ws_error *err)
{
    assert(builder && row && xy_m && at_m && count >= 2);
    double *place;
    enum ws_status st = add_row(&place, builder, row, at_m, count, err);
    if (!st)
        memcpy(place, xy_m, 2 * (size_t)count * sizeof *xy_m);
    return st;
}

enum ws_status lines_add_xy(struct lines_builder *builder, const struct line_row *row,
                            const double *x_m, const double *y_m, const double *at_m,
                            uint32_t count, struct ws_error *err)
{
    assert(builder && row && x_m && y_m && at_m && count >= 2);
    double *place;
    enum ws_status st = add_row(&place, builder, row, at_m, count, err);
    for (uint32_t v = 0; !st && v < count; v++) {
        place[2 * (size_t)v] = x_m[v];
        place[2 * (size_t)v + 1] = y_m[v];
    }
    return st;
}

void lines_release(struct lines *lines)
{
    if (!lines)
        return;
    mem_free(lines->first_xy);
    mem_free(lines->xy_m);
    mem_free(lines->at_m);
    mem_free(lines->fid);
    mem_free(lines->source);
    mem_free(lines->road_class);
    mem_free(lines->flags);
    mem_free(lines->speed_kmh);
    mem_free(lines->speed_back_kmh);
    mem_free(lines->boarding_s);
    mem_free(lines->length_m);
    *lines = (struct lines){0};
}

static int grow_rings(struct areas_builder *builder)
{
    struct areas *areas = &builder->areas;
    struct column_of columns[] = {{&areas->first_xy, sizeof *areas->first_xy},
                                  {&areas->is_hole, sizeof *areas->is_hole}};
    return grow_together(columns, 2, &builder->ring_cap, builder->ring_count + 2);
}

enum ws_status areas_begin(struct areas_builder *builder, int64_t fid, struct ws_error *err)
{
    assert(builder);
    struct areas *areas = &builder->areas;
    if (!fits(areas->count, 1))
        return error_set(err, WS_TOO_LARGE, "%" PRIu32 " areas; expected at most %" PRIu32,
                         areas->count, UINT32_MAX - 1);
    struct column_of columns[] = {{&areas->first_ring, sizeof *areas->first_ring},
                                  {&areas->fid, sizeof *areas->fid}};
    if (grow_together(columns, 2, &builder->area_cap, (size_t)areas->count + 2) ||
        grow_rings(builder))
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " areas", areas->count + 1);
    areas->fid[areas->count++] = fid;
    areas->first_ring[areas->count] = (uint32_t)builder->ring_count;
    return WS_OK;
}

enum ws_status areas_ring(struct areas_builder *builder, const double *xy_m, uint32_t count,
                          bool is_hole, struct ws_error *err)
{
    assert(builder && xy_m && count >= 3 && builder->areas.count > 0);
    struct areas *areas = &builder->areas;
    const double *last = xy_m + 2 * ((size_t)count - 1);
    bool is_open = xy_m[0] != last[0] || xy_m[1] != last[1];
    size_t added = (size_t)count + is_open;
    if (!fits(builder->xy_count, added) || !fits(builder->ring_count, 1))
        return error_set(err, WS_TOO_LARGE,
                         "areas have more than %zu vertices; expected at most %" PRIu32,
                         builder->xy_count, UINT32_MAX - 1);
    if (grow_vertices(&areas->xy_m, NULL, &builder->xy_cap, builder->xy_count + added) ||
        grow_rings(builder))
        return error_set(err, WS_NO_MEMORY, "no memory for %zu vertices of areas",
                         builder->xy_count + added);

    double *to = areas->xy_m + 2 * builder->xy_count;
    memcpy(to, xy_m, 2 * (size_t)count * sizeof *xy_m);
    if (is_open)
        memcpy(to + 2 * (size_t)count, xy_m, 2 * sizeof *xy_m);
    builder->xy_count += added;
    areas->is_hole[builder->ring_count++] = is_hole;
    areas->first_xy[builder->ring_count] = (uint32_t)builder->xy_count;
    areas->first_ring[areas->count] = (uint32_t)builder->ring_count;
    return WS_OK;
}

void areas_release(struct areas *areas)
{
    if (!areas)
        return;
    mem_free(areas->first_ring);
    mem_free(areas->first_xy);
    mem_free(areas->is_hole);
    mem_free(areas->xy_m);
    mem_free(areas->fid);
    *areas = (struct areas){0};
}

struct box areas_box(const struct areas *areas, uint32_t area)
{
    assert(areas && area < areas->count);
    struct box box = box_empty();
    uint32_t first_ring = areas->first_ring[area], end_ring = areas->first_ring[area + 1];
    for (size_t v = areas->first_xy[first_ring]; v < areas->first_xy[end_ring]; v++)
        box_add(&box, areas->xy_m[2 * v], areas->xy_m[2 * v + 1]);
    return box;
}

/* Twice the area, whatever the direction; measured from the first vertex, where
 * the numbers are small. */
static double ring_twice_m2(const double *xy_m, size_t count)
{
    double sum = 0.0;
    for (size_t v = 1; v + 1 < count; v++) {
        double ax = xy_m[2 * v] - xy_m[0], ay = xy_m[2 * v + 1] - xy_m[1];
        double bx = xy_m[2 * v + 2] - xy_m[0], by = xy_m[2 * v + 3] - xy_m[1];
        sum += ax * by - bx * ay;
    }
    return fabs(sum);
}

double areas_m2(const struct areas *areas, uint32_t area)
{
    assert(areas && area < areas->count);
    double sum = 0.0;
    for (uint32_t ring = areas->first_ring[area]; ring < areas->first_ring[area + 1]; ring++) {
        size_t first = areas->first_xy[ring], count = areas->first_xy[ring + 1] - first;
        double twice = ring_twice_m2(areas->xy_m + 2 * first, count);
        sum += areas->is_hole[ring] ? -twice : twice;
    }
    return sum / 2.0;
}
