/* Areas of people that lie on each other: whoever lives there counts twice, and
 * the row tells it. */
#include "geo/locate.h"
#include "io/people.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* A point inside the area: the middle of four corners, else what GEOS finds. */
static enum ws_status middle_of(struct point *out, struct io *io, const struct population *people,
                                uint32_t unit, struct ws_error *err)
{
    const struct areas *areas = &people->areas;
    uint32_t ring = areas->first_ring[unit], first = areas->first_xy[ring];
    bool is_cell =
        areas->first_ring[unit + 1] - ring == 1 && areas->first_xy[ring + 1] - first == 5;
    if (!is_cell)
        return polygons_inside(io->polygons, areas, unit, out, err);
    const double *a = &areas->xy_m[2 * (size_t)first], *c = a + 4;
    *out = (struct point){(a[0] + c[0]) / 2.0, (a[1] + c[1]) / 2.0};
    return WS_OK;
}

static uint64_t people_of(const struct population *people, uint32_t unit)
{
    return people->units.people_micro[(size_t)unit * people->units.weight_count];
}

/* Areas by size, the largest first: it is the one that the others lie on. */
struct sized {
    double m2;
    uint32_t unit;
};

static int compare_sizes(const void *a_ptr, const void *b_ptr)
{
    const struct sized *a = a_ptr, *b = b_ptr;
    if (a->m2 < b->m2 || a->m2 > b->m2)
        return a->m2 < b->m2 ? 1 : -1;
    return (a->unit > b->unit) - (a->unit < b->unit);
}

struct pile {
    uint32_t count;
    struct sized *sized; /* inhabited units */
    struct areas_builder areas;
    struct locator *locator;
};

static enum ws_status pile_up(struct pile *pile, const struct population *people,
                              struct ws_error *err)
{
    pile->sized = mem_array(people->units.count, sizeof *pile->sized);
    if (!pile->sized)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " areas", people->units.count);
    for (uint32_t unit = 0; unit < people->units.count; unit++)
        if (people_of(people, unit))
            pile->sized[pile->count++] = (struct sized){areas_m2(&people->areas, unit), unit};
    if (pile->count)
        qsort(pile->sized, pile->count, sizeof *pile->sized, compare_sizes);
    enum ws_status st = WS_OK;
    for (uint32_t i = 0; !st && i < pile->count; i++)
        st = shape_copy(&pile->areas, &people->areas, pile->sized[i].unit, err);
    return st ? st : locator_new(&pile->locator, &pile->areas.areas, err);
}

static void pile_release(struct pile *pile)
{
    locator_free(pile->locator);
    areas_release(&pile->areas.areas);
    mem_free(pile->sized);
}

/* What lies on something larger. */
struct overlap {
    uint64_t count, people_micro;
    uint32_t upper, lower; /* the first */
};

static enum ws_status find_overlap(struct overlap *out, const struct pile *pile, struct io *io,
                                   const struct population *people, struct ws_error *err)
{
    enum ws_status st = WS_OK;
    for (uint32_t i = 0; !st && i < pile->count; i++) {
        struct point at;
        uint32_t unit = pile->sized[i].unit, owner = WS_NONE;
        st = middle_of(&at, io, people, unit, err);
        if (!st)
            owner = locate_point(pile->locator, at.x_m, at.y_m);
        if (owner == WS_NONE || owner == i)
            continue;
        if (!out->count || unit < out->upper) {
            out->upper = unit;
            out->lower = pile->sized[owner].unit;
        }
        out->count++;
        out->people_micro += people_of(people, unit);
    }
    return st;
}

enum ws_status overlap_judge(struct io *io, const struct population *people, const char *file,
                             struct ws_error *err)
{
    struct pile pile = {0};
    struct overlap overlap = {0};
    if (people->shape != UNIT_AREAS)
        return WS_OK;
    enum ws_status st = pile_up(&pile, people, err);
    if (!st)
        st = find_overlap(&overlap, &pile, io, people, err);
    pile_release(&pile);
    if (st || !overlap.count)
        return st;
    char effect[120];
    snprintf(effect, sizeof effect,
             "%" PRIu64 " people of these areas count beside those below them",
             (overlap.people_micro + WS_MICRO / 2) / WS_MICRO);
    return warnings_add(io->warnings, (struct place){.role = "population", .file = file}, effect,
                        err,
                        "%" PRIu64 " areas of people lie on another (first: %s on %s); their "
                        "people would count twice where both mean the same",
                        overlap.count, people->name[overlap.upper], people->name[overlap.lower]);
}
