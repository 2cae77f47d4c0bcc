/* Zones that are smaller than the areas people are given by: their figures are a
 * division by road length, and said so. */
#include "io/people.h"

#include "base/figures.h"

#include <stdio.h>

/* The zone lies in the unit but for this share. */
#define LEFT_OUT 0.01

struct fit {
    struct io *io;
    const struct population *population;
    const struct zones *zones;
    struct box *boxes; /* of units */
    const char *file;
};

static bool holds(const struct box *outer, const struct box *inner)
{
    return outer->min_x_m <= inner->min_x_m && outer->min_y_m <= inner->min_y_m &&
           outer->max_x_m >= inner->max_x_m && outer->max_y_m >= inner->max_y_m;
}

/* The shared area of a zone and a unit; both go into one list for it. */
static enum ws_status measure(double *shared_m2, const struct fit *fit, uint32_t zone,
                              uint32_t unit, struct ws_error *err)
{
    struct areas_builder pair = {0};
    enum ws_status st = shape_copy(&pair, &fit->zones->areas, zone, err);
    if (!st)
        st = shape_copy(&pair, &fit->population->areas, unit, err);
    if (!st)
        st = polygons_overlap_m2(fit->io->polygons, &pair.areas, 0, 1, shared_m2, NULL, err);
    areas_release(&pair.areas);
    return st;
}

static enum ws_status judge_zone(const struct fit *fit, uint32_t zone, struct ws_error *err)
{
    const struct population *people = fit->population;
    double zone_m2 = areas_m2(&fit->zones->areas, zone), shared_m2 = 0.0;
    struct box box = areas_box(&fit->zones->areas, zone);
    struct box within = box_grown(box, -LEFT_OUT / 4.0 * (box.max_x_m - box.min_x_m));
    for (uint32_t unit = 0; unit < people->units.count; unit++) {
        bool is_inhabited = people->units.people_micro[(size_t)unit * people->units.weight_count];
        if (!is_inhabited || people->has_code[unit] || !holds(&fit->boxes[unit], &within))
            continue;
        double unit_m2 = areas_m2(&people->areas, unit);
        enum ws_status st = unit_m2 > zone_m2 ? measure(&shared_m2, fit, zone, unit, err) : WS_OK;
        if (st)
            return st;
        if (!(unit_m2 > zone_m2) || shared_m2 < (1.0 - LEFT_OUT) * zone_m2)
            continue;
        char effect[120];
        snprintf(effect, sizeof effect, "people divided by length of inhabited road");
        return warnings_add(fit->io->warnings,
                            (struct place){.role = "population", .file = fit->file}, effect, err,
                            "%s (%.*f km2) is smaller than the one area of people it lies in, %s "
                            "(%.*f km2)",
                            fit->zones->code[zone], figures_km2_decimals(zone_m2), zone_m2 / 1e6,
                            people->name[unit], figures_km2_decimals(unit_m2), unit_m2 / 1e6);
    }
    return WS_OK;
}

enum ws_status fit_judge(struct io *io, const struct population *population,
                         const struct zones *zones, const char *file, struct ws_error *err)
{
    if (population->shape != UNIT_AREAS)
        return WS_OK;
    struct fit fit = {.io = io, .population = population, .zones = zones, .file = file};
    fit.boxes = mem_array(population->units.count, sizeof *fit.boxes);
    if (!fit.boxes)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " boxes",
                         population->units.count);
    for (uint32_t unit = 0; unit < population->units.count; unit++)
        fit.boxes[unit] = areas_box(&population->areas, unit);
    enum ws_status st = WS_OK;
    for (uint32_t zone = 0; !st && zone < zones->count; zone++)
        st = judge_zone(&fit, zone, err);
    mem_free(fit.boxes);
    return st;
}
