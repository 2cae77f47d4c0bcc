/* Zone totals (--control): people of a grid scaled to what a register says.
 *
 * What withheld counts may add or take away is scaled by the factor of the
 * people, so that the interval holds for the scaled figures: within one zone it
 * is the interval of the counts themselves, since the factor cancels out. */
#include "run/run.h"

#include "base/fixed.h"
#include "base/mem.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

struct control {
    uint64_t *weight, *scaled; /* per part of one zone */
    uint32_t *parts;
};

static uint32_t parts_of_zone(const struct spread *spread, uint32_t zone, uint32_t *out)
{
    uint32_t count = 0;
    for (uint32_t part = 0; part < spread->part_count; part++)
        if (spread->zone[part] == zone)
            out[count++] = part;
    return count;
}

/* value * total / sum, or without bound when that is beyond any count. */
static uint64_t scale_bound(uint64_t value, uint64_t total_micro, uint64_t sum_micro)
{
    double scaled = (double)value * ((double)total_micro / (double)sum_micro);
    if (value == WS_UNBOUNDED || scaled > 1e18)
        return WS_UNBOUNDED;
    return fixed_mul_div_up(value, total_micro, sum_micro);
}

/* A part's count is lowered to nobody at most. */
static void scale_doubt(struct spread *spread, size_t entry, uint64_t total_micro,
                        uint64_t sum_micro)
{
    if (!spread->less_micro || !spread->more_micro)
        return;
    uint64_t less_micro = scale_bound(spread->less_micro[entry], total_micro, sum_micro);
    uint64_t people_micro = spread->people_micro[entry];
    spread->less_micro[entry] = less_micro < people_micro ? less_micro : people_micro;
    spread->more_micro[entry] = scale_bound(spread->more_micro[entry], total_micro, sum_micro);
}

static enum ws_status scale_zone(struct run *run, struct control *control, uint32_t zone,
                                 uint32_t weight, uint32_t part_count, struct ws_error *err)
{
    struct spread *spread = &run->spread;
    uint32_t weights = spread->weight_count;
    uint64_t sum_micro = 0, total_micro = run->control_micro[zone * weights + weight];
    for (uint32_t i = 0; i < part_count; i++) {
        control->weight[i] = spread->people_micro[(size_t)control->parts[i] * weights + weight];
        sum_micro += control->weight[i];
    }
    if (sum_micro == 0 && total_micro > 0)
        return error_set(err, WS_BAD_DATA,
                         "%s: zone %s: the total is %.6g people, but the population has nobody "
                         "there to scale",
                         run->options->source[WS_ROLE_CONTROL].given, run->zones.code[zone],
                         (double)total_micro / WS_MICRO);
    run->control_factor[zone * weights + weight] =
        sum_micro ? (double)total_micro / (double)sum_micro : nan("");
    if (sum_micro == 0)
        return WS_OK;
    fixed_split(total_micro, control->weight, part_count, control->scaled);
    for (uint32_t i = 0; i < part_count; i++) {
        size_t entry = (size_t)control->parts[i] * weights + weight;
        spread->people_micro[entry] = control->scaled[i];
        scale_doubt(spread, entry, total_micro, sum_micro);
    }
    return WS_OK;
}

/* The units' own figures follow their parts. */
static void sum_units(struct run *run)
{
    const struct spread *spread = &run->spread;
    uint32_t weights = spread->weight_count;
    uint64_t *people_micro = run->population.units.people_micro;
    memset(people_micro, 0, (size_t)spread->unit_count * weights * sizeof *people_micro);
    for (uint32_t part = 0; part < spread->part_count; part++)
        for (uint32_t w = 0; w < weights; w++)
            people_micro[(size_t)spread->unit[part] * weights + w] +=
                spread->people_micro[(size_t)part * weights + w];
}

static enum ws_status scale_all(struct run *run, struct control *control, struct ws_error *err)
{
    enum ws_status st = WS_OK;
    for (uint32_t zone = 0; !st && zone < run->zones.count; zone++) {
        uint32_t part_count = parts_of_zone(&run->spread, zone, control->parts);
        for (uint32_t w = 0; !st && w < run->spread.weight_count; w++)
            st = scale_zone(run, control, zone, w, part_count, err);
    }
    return st;
}

/* Factors far from one are seldom meant: thousands, shares, another year. */
static enum ws_status tell_factors(struct run *run, struct ws_error *err)
{
    const double *factor = run->control_factor;
    size_t count = (size_t)run->zones.count * run->spread.weight_count;
    double low = (double)INFINITY, high = 0.0;
    for (size_t i = 0; i < count; i++) {
        if (!(factor[i] > 0.0))
            continue;
        low = factor[i] < low ? factor[i] : low;
        high = factor[i] > high ? factor[i] : high;
    }
    if (high <= 0.0 || (low >= 0.2 && high <= 5.0))
        return WS_OK;
    struct place place = {.role = ws_role_name(WS_ROLE_CONTROL),
                          .file = run->options->source[WS_ROLE_CONTROL].given};
    return warnings_add(&run->warnings, place, "are both counts of the same people?", err,
                        "people are scaled by factors from %.3g to %.3g", low, high);
}

enum ws_status run_control(struct run *run, struct ws_error *err)
{
    uint32_t weights = run->spread.weight_count, part_count = run->spread.part_count;
    struct control control = {
        .weight = mem_array(part_count, sizeof *control.weight),
        .scaled = mem_array(part_count, sizeof *control.scaled),
        .parts = mem_array(part_count, sizeof *control.parts),
    };
    run->control_factor =
        mem_array((size_t)run->zones.count * weights, sizeof *run->control_factor);
    enum ws_status st = WS_OK;
    if (!control.weight || !control.scaled || !control.parts || !run->control_factor)
        st = error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " parts", part_count);
    if (!st)
        st = scale_all(run, &control, err);
    if (!st)
        sum_units(run);
    if (!st)
        st = tell_factors(run, err);
    mem_free(control.weight);
    mem_free(control.scaled);
    mem_free(control.parts);
    return st;
}
