/* Rows of people to units, in an order that does not depend on the file. */
#include "io/people.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void units_release(struct units_builder *builder)
{
    for (size_t i = 0; i < builder->count; i++)
        mem_free(builder->rows[i].name);
    mem_free(builder->rows);
    mem_free(builder->people_micro);
    areas_release(&builder->areas.areas);
    *builder = (struct units_builder){0};
}

enum ws_status units_add(struct units_builder *builder, const struct unit_row *row,
                         const char *name, const struct counts *counts, struct ws_error *err)
{
    size_t weights = builder->weight_count, need = (builder->count + 1) * 3 * weights;
    if (builder->count >= WS_NONE - 1)
        return error_set(err, WS_TOO_LARGE, "more than %zu units", builder->count);
    if (mem_grow(&builder->rows, &builder->row_cap, builder->count + 1, sizeof *row) ||
        mem_grow(&builder->people_micro, &builder->people_cap, need, sizeof(uint64_t)))
        return error_set(err, WS_NO_MEMORY, "no memory for %zu units", builder->count + 1);
    struct unit_row *added = &builder->rows[builder->count];
    *added = *row;
    added->name = mem_string(name ? name : "");
    if (!added->name)
        return error_set(err, WS_NO_MEMORY, "no memory for the name of a unit");
    uint64_t *own = builder->people_micro + builder->count * 3 * weights;
    for (size_t w = 0; w < weights; w++) {
        own[w] = counts->people_micro[w];
        own[weights + w] = counts->less_micro[w];
        own[2 * weights + w] = counts->more_micro[w];
        builder->has_doubt = builder->has_doubt || counts->less_micro[w] || counts->more_micro[w];
    }
    added->people_micro = own[0];
    added->index = (uint32_t)builder->count++;
    return WS_OK;
}

const uint64_t *units_counts(const struct units_builder *builder, const struct unit_row *row)
{
    return builder->people_micro + (size_t)row->index * 3 * builder->weight_count;
}

static int compare_numbers(double a, double b)
{
    return (a > b) - (a < b);
}

/* Zone given, name, position; then only twins are left, told by their source id. */
static int compare_rows(const void *left, const void *right)
{
    const struct unit_row *a = left, *b = right;
    int order = (a->zone > b->zone) - (a->zone < b->zone);
    if (!order)
        order = strcmp(a->name, b->name);
    if (!order)
        order = compare_numbers(a->x_m, b->x_m);
    if (!order)
        order = compare_numbers(a->y_m, b->y_m);
    if (!order)
        order = compare_numbers((double)a->people_micro, (double)b->people_micro);
    return order ? order : (a->fid > b->fid) - (a->fid < b->fid);
}

static bool is_same_place(const struct units_builder *builder, const struct unit_row *a,
                          const struct unit_row *b)
{
    if (a->zone != b->zone || compare_numbers(a->x_m, b->x_m) != 0 ||
        compare_numbers(a->y_m, b->y_m) != 0)
        return false;
    if (!builder->is_area)
        return true;
    const struct areas *areas = &builder->areas.areas;
    uint32_t first_a = areas->first_xy[areas->first_ring[a->shape]];
    uint32_t first_b = areas->first_xy[areas->first_ring[b->shape]];
    uint32_t count_a = areas->first_xy[areas->first_ring[a->shape + 1]] - first_a;
    uint32_t count_b = areas->first_xy[areas->first_ring[b->shape + 1]] - first_b;
    return count_a == count_b &&
           memcmp(areas->xy_m + 2 * (size_t)first_a, areas->xy_m + 2 * (size_t)first_b,
                  2 * (size_t)count_a * sizeof(double)) == 0;
}

enum ws_status units_judge_twins(struct units_builder *builder, struct input *in, bool has_parts,
                                 struct ws_error *err)
{
    if (builder->is_zone || builder->count < 2)
        return WS_OK;
    qsort(builder->rows, builder->count, sizeof *builder->rows, compare_rows);
    for (size_t i = 1; i < builder->count; i++) {
        const struct unit_row *a = &builder->rows[i - 1], *b = &builder->rows[i];
        bool has_name = b->name[0] && strcmp(a->name, b->name) == 0;
        bool is_counted = a->people_micro || b->people_micro;
        bool is_equal = a->people_micro == b->people_micro;
        if (strcmp(a->name, b->name) != 0 || !is_counted || (has_parts && !is_equal) ||
            !is_same_place(builder, a, b))
            continue;
        if (has_name && !has_parts && !is_equal)
            judge_fault(in, b->fid,
                        "unit %s stands here a second time, with %.10g people instead of %.10g; "
                        "remove one, or choose with --where",
                        b->name, (double)b->people_micro / WS_MICRO,
                        (double)a->people_micro / WS_MICRO);
        else if (is_equal && !has_parts && (has_name || builder->is_area))
            judge_fault(in, b->fid,
                        "unit %s stands here a second time, with the same place and people: they "
                        "would count twice; remove one",
                        b->name);
    }
    return judge_end(in, err);
}

static bool make_arrays(struct population *out, size_t count, uint32_t weights, bool has_points,
                        bool has_doubt)
{
    out->units.fid = mem_array(count, sizeof *out->units.fid);
    out->units.people_micro = mem_array(count * weights, sizeof *out->units.people_micro);
    out->name = mem_array(count, sizeof *out->name);
    out->zone = mem_array(count, sizeof *out->zone);
    out->has_code = mem_array(count, sizeof *out->has_code);
    out->weight_name = mem_array(weights, sizeof *out->weight_name);
    out->weight_label = mem_array(weights, sizeof *out->weight_label);
    if (has_doubt) {
        out->less_micro = mem_array(count * weights, sizeof *out->less_micro);
        out->more_micro = mem_array(count * weights, sizeof *out->more_micro);
    }
    if (has_points) {
        out->points.x_m = mem_array(count, sizeof(double));
        out->points.y_m = mem_array(count, sizeof(double));
        out->points.fid = mem_array(count, sizeof(int64_t));
    }
    return out->units.fid && out->units.people_micro && out->name && out->zone && out->has_code &&
           out->weight_name && out->weight_label &&
           (!has_doubt || (out->less_micro && out->more_micro)) &&
           (!has_points || (out->points.x_m && out->points.y_m && out->points.fid));
}

/* Units without a name are numbered in their order. */
static char *take_name(struct unit_row *row, size_t number, int width)
{
    char *name = row->name;
    row->name = NULL;
    if (*name)
        return name;
    mem_free(name);
    char made[24];
    snprintf(made, sizeof made, "%0*zu", width, number);
    return mem_string(made);
}

static enum ws_status take_rows(struct population *out, struct units_builder *builder,
                                struct ws_error *err)
{
    uint32_t weights = builder->weight_count;
    bool has_points = out->points.x_m != NULL;
    int width = snprintf(NULL, 0, "%zu", builder->count);
    struct areas_builder areas = {0};
    enum ws_status st = WS_OK;
    for (size_t i = 0; !st && i < builder->count; i++) {
        struct unit_row *row = &builder->rows[i];
        out->name[i] = take_name(row, i + 1, width);
        out->units.fid[i] = row->fid;
        out->zone[i] = row->zone;
        out->has_code[i] = row->has_code;
        const uint64_t *own = units_counts(builder, row);
        memcpy(out->units.people_micro + i * weights, own, weights * sizeof *own);
        if (builder->has_doubt) {
            memcpy(out->less_micro + i * weights, own + weights, weights * sizeof *own);
            memcpy(out->more_micro + i * weights, own + 2 * (size_t)weights, weights * sizeof *own);
        }
        if (has_points) {
            out->points.x_m[i] = row->x_m;
            out->points.y_m[i] = row->y_m;
            out->points.fid[i] = row->fid;
        }
        if (!out->name[i])
            st = error_set(err, WS_NO_MEMORY, "no memory for the name of a unit");
        else if (out->shape == UNIT_AREAS)
            st = shape_copy(&areas, &builder->areas.areas, row->shape, err);
    }
    out->areas = areas.areas;
    return st;
}

enum ws_status units_take(struct population *out, struct units_builder *builder,
                          const struct people *people, struct ws_error *err)
{
    out->shape = builder->is_zone ? UNIT_ZONES : builder->is_area ? UNIT_AREAS : UNIT_POINTS;
    out->is_grid = builder->is_grid;
    bool has_points = out->shape == UNIT_POINTS || out->is_grid;
    if (!make_arrays(out, builder->count, builder->weight_count, has_points, builder->has_doubt))
        return error_set(err, WS_NO_MEMORY, "no memory for %zu units", builder->count);
    if (builder->count)
        qsort(builder->rows, builder->count, sizeof *builder->rows, compare_rows);
    out->units.count = (uint32_t)builder->count;
    out->units.weight_count = builder->weight_count;
    out->points.count = has_points ? (uint32_t)builder->count : 0;
    for (uint32_t w = 0; w < builder->weight_count; w++) {
        memcpy(out->weight_name[w], people->weight[w].column, 64);
        memcpy(out->weight_label[w], people->weight[w].label, 64);
    }
    return take_rows(out, builder, err);
}
