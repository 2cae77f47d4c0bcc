#include "geo/places.h"

#include "base/mem.h"

static void texts_free(char **texts, uint32_t count)
{
    for (uint32_t i = 0; texts && i < count; i++)
        mem_free(texts[i]);
    mem_free(texts);
}

static void points_release(struct ws_points *points)
{
    mem_free(points->x_m);
    mem_free(points->y_m);
    mem_free(points->group);
    mem_free(points->fid);
    *points = (struct ws_points){0};
}

void zones_release(struct zones *zones)
{
    if (!zones)
        return;
    areas_release(&zones->areas);
    texts_free(zones->code, zones->count);
    texts_free(zones->name, zones->count);
    mem_free(zones->county);
    texts_free(zones->county_code, zones->county_count);
    texts_free(zones->county_name, zones->county_count);
    *zones = (struct zones){0};
}

void population_release(struct population *population)
{
    if (!population)
        return;
    texts_free(population->name, population->units.count);
    mem_free(population->units.fid);
    mem_free(population->units.people_micro);
    areas_release(&population->areas);
    points_release(&population->points);
    mem_free(population->zone);
    mem_free(population->has_code);
    mem_free(population->weight_name);
    mem_free(population->weight_label);
    mem_free(population->less_micro);
    mem_free(population->more_micro);
    *population = (struct population){0};
}

void column_release(struct column *column, uint32_t row_count)
{
    if (!column)
        return;
    texts_free(column->text, row_count);
    texts_free(column->swedish, row_count);
    mem_free(column->whole);
    mem_free(column->real);
    *column = (struct column){0};
}

void candidates_release(struct candidates *candidates)
{
    if (!candidates)
        return;
    texts_free(candidates->id, candidates->points.count);
    points_release(&candidates->points);
    *candidates = (struct candidates){0};
}

void offices_release(struct offices *offices)
{
    if (!offices)
        return;
    for (uint32_t i = 0; offices->columns && i < offices->column_count; i++)
        column_release(&offices->columns[i], offices->points.count);
    mem_free(offices->columns);
    texts_free(offices->id, offices->points.count);
    mem_free(offices->state);
    texts_free(offices->provider, offices->provider_count);
    points_release(&offices->points);
    *offices = (struct offices){0};
}
