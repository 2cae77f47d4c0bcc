#include "cover/spread.h"

#include "base/error.h"
#include "base/mem.h"
#include "geo/polygon.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>

/* Snapped: a piece of no length on a road; off the network: no piece at all. */
static void mark(bool *is_asked, const struct spread *spread)
{
    for (uint32_t i = 0; !spread->x_m && i < spread->piece_count; i++)
        is_asked[spread->pieces[i].unit] |= spread->pieces[i].from_mm == spread->pieces[i].to_mm;
    for (uint32_t part = 0; part < spread->part_count; part++)
        is_asked[spread->unit[part]] |=
            spread->state[part] == PART_OFF_NETWORK && spread->zone[part] != WS_NONE;
}

enum ws_status spread_homes(struct point **out, const struct spread *spread,
                            const struct population *population, const struct zones *zones,
                            struct ws_error *err)
{
    assert(out && spread && population && zones);
    const struct spread_plan of_units = {.population = population, .zones = zones};
    struct polygons *polygons = NULL;
    bool *is_asked = mem_array(spread->unit_count, sizeof *is_asked);
    struct point *homes = mem_array(spread->unit_count, sizeof *homes);
    enum ws_status st =
        is_asked && homes
            ? polygons_open(&polygons, err)
            : error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " units", spread->unit_count);
    if (!st)
        mark(is_asked, spread);
    for (uint32_t unit = 0; !st && unit < spread->unit_count; unit++) {
        homes[unit] = (struct point){(double)NAN, (double)NAN};
        bool is_nowhere = population->shape == UNIT_ZONES && population->zone[unit] == WS_NONE;
        if (is_asked[unit] && !is_nowhere)
            st = spread_inside(&of_units, polygons, unit, &homes[unit], err);
    }
    polygons_close(polygons);
    mem_free(is_asked);
    if (st)
        mem_free(homes);
    else
        *out = homes;
    return st;
}
