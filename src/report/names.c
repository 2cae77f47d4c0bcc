#include "report/names.h"

#include "base/mem.h"

#include <math.h>
#include <stdlib.h>

/* Crossings of one ring with the level y, half-open so that a vertex counts once. */
static bool cross_ring(double **x, size_t *cap, uint32_t *count, const double *xy,
                       uint32_t vertex_count, double y)
{
    for (uint32_t i = 0; i + 1 < vertex_count; i++) {
        double y0 = xy[2 * i + 1], y1 = xy[2 * i + 3];
        if ((y0 <= y) == (y1 <= y))
            continue;
        if (mem_grow(x, cap, (size_t)*count + 1, sizeof **x))
            return false;
        (*x)[(*count)++] = xy[2 * i] + (xy[2 * i + 2] - xy[2 * i]) * (y - y0) / (y1 - y0);
    }
    return true;
}

static int compare_reals(const void *a_ptr, const void *b_ptr)
{
    double a = *(const double *)a_ptr, b = *(const double *)b_ptr;
    return (a > b) - (a < b);
}

static int compare_places(const void *a_ptr, const void *b_ptr)
{
    const struct name_place *a = a_ptr, *b = b_ptr;
    if (a->room_m != b->room_m)
        return a->room_m < b->room_m ? 1 : -1;
    return (a->middle.y_m > b->middle.y_m) - (a->middle.y_m < b->middle.y_m);
}

uint32_t names_places(struct name_place out[NAMES_TRIED], const struct areas *areas, uint32_t area)
{
    struct box box = areas_box(areas, area);
    double *x = NULL, height = box.max_y_m - box.min_y_m;
    size_t cap = 0;
    uint32_t found = 0;
    for (uint32_t i = 0; i < NAMES_TRIED; i++) {
        double y = box.min_y_m + height * ((double)i + 1.0) / (NAMES_TRIED + 1.0);
        struct name_place best = {.middle = {0.0, y}};
        uint32_t count = 0;
        bool is_whole = true;
        for (uint32_t ring = areas->first_ring[area]; ring < areas->first_ring[area + 1]; ring++)
            is_whole = is_whole &&
                       cross_ring(&x, &cap, &count, &areas->xy_m[(size_t)areas->first_xy[ring] * 2],
                                  areas->first_xy[ring + 1] - areas->first_xy[ring], y);
        if (!is_whole || count < 2)
            continue;
        qsort(x, count, sizeof *x, compare_reals);
        for (uint32_t j = 0; j + 1 < count; j += 2)
            if (x[j + 1] - x[j] > best.room_m) {
                best.room_m = x[j + 1] - x[j];
                best.middle.x_m = (x[j] + x[j + 1]) / 2;
            }
        if (best.room_m > 0.0)
            out[found++] = best;
    }
    mem_free(x);
    qsort(out, found, sizeof *out, compare_places);
    return found;
}

bool names_is_free(const struct names_taken *taken, struct box box)
{
    for (uint32_t i = 0; i < taken->count; i++)
        if (box_meets(&box, &taken->boxes[i]))
            return false;
    return true;
}

void names_take(struct names_taken *taken, struct box box)
{
    if (taken->is_broken ||
        mem_grow(&taken->boxes, &taken->cap, (size_t)taken->count + 1, sizeof *taken->boxes)) {
        taken->is_broken = true;
        return;
    }
    taken->boxes[taken->count++] = box;
}

void names_release(struct names_taken *taken)
{
    mem_free(taken->boxes);
    *taken = (struct names_taken){0};
}
