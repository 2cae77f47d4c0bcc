/* The best division of a part by the integer solver: one column per listed set and one
 * per member alone, below the volume; every member in exactly one (set partitioning).
 * For the aim "even" the largest lot is halved down between the volumes there are. */
#include "decide/lots_part.h"

#include "base/error.h"
#include "base/fixed.h"
#include "base/mem.h"
#include "decide/solver.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define MOST_COLUMNS 20000u
#define NODES 5000u

/* The problem as the solver takes it; only the upper bounds change between calls. */
struct partition {
    const struct lots_part *part;
    struct solver_problem problem;
    uint32_t *first, *column;
    double *value, *objective, *lower, *upper, *one;
    bool *is_whole;
    uint64_t *volumes; /* those of the sets, each once, sorted */
    uint32_t volume_count;
};

static uint32_t count_entries(const struct lots_part *part)
{
    uint32_t count = part->count;
    for (uint32_t i = 0; i < part->sets.count; i++)
        for (uint32_t m = 0; m < part->count; m++)
            count += lots_has(lots_set(&part->sets, i), m);
    return count;
}

static void fill_rows(struct partition *of, const struct lots_part *part)
{
    uint32_t at = 0;
    for (uint32_t m = 0; m < part->count; m++) {
        of->first[m] = at;
        of->one[m] = 1.0;
        for (uint32_t i = 0; i < part->sets.count; i++)
            if (lots_has(lots_set(&part->sets, i), m)) {
                of->value[at] = 1.0;
                of->column[at++] = i;
            }
        of->value[at] = 1.0;
        of->column[at++] = part->sets.count + m;
    }
    of->first[part->count] = at;
}

/* An area below the volume weighs more than all lots together. */
static void fill_columns(struct partition *of, const struct lots_part *part)
{
    for (uint32_t i = 0; i < of->problem.column_count; i++) {
        of->objective[i] = i < part->sets.count ? 1.0 : (double)part->count + 2.0;
        of->upper[i] = 1.0;
        of->is_whole[i] = true;
    }
    for (uint32_t i = 0; i < part->sets.count; i++)
        of->volumes[i] = part->set_micro[i];
    if (part->sets.count)
        qsort(of->volumes, part->sets.count, sizeof *of->volumes, fixed_compare);
    for (uint32_t i = 0; i < part->sets.count; i++)
        if (!i || of->volumes[i] != of->volumes[i - 1])
            of->volumes[of->volume_count++] = of->volumes[i];
}

static enum ws_status partition_init(struct partition *of, const struct lots_part *part,
                                     struct ws_error *err)
{
    uint32_t columns = part->sets.count + part->count, entries = count_entries(part);
    of->part = part;
    of->first = mem_array((size_t)part->count + 1, sizeof *of->first);
    of->column = mem_array(entries, sizeof *of->column);
    of->value = mem_array(entries, sizeof *of->value);
    of->objective = mem_array(columns, sizeof *of->objective);
    of->lower = mem_array(columns, sizeof *of->lower);
    of->upper = mem_array(columns, sizeof *of->upper);
    of->one = mem_array(part->count, sizeof *of->one);
    of->is_whole = mem_array(columns, sizeof *of->is_whole);
    of->volumes = mem_array(part->sets.count, sizeof *of->volumes);
    if (!of->first || !of->column || !of->value || !of->objective || !of->lower || !of->upper ||
        !of->one || !of->is_whole || !of->volumes)
        return error_set(err, WS_NO_MEMORY, "no memory for the lots of %" PRIu32 " areas",
                         part->count);
    of->problem = (struct solver_problem){.column_count = columns,
                                          .row_count = part->count,
                                          .objective = of->objective,
                                          .lower = of->lower,
                                          .upper = of->upper,
                                          .is_whole = of->is_whole,
                                          .first = of->first,
                                          .column = of->column,
                                          .value = of->value,
                                          .row_lower = of->one,
                                          .row_upper = of->one,
                                          .node_limit = NODES};
    fill_rows(of, part);
    fill_columns(of, part);
    return WS_OK;
}

static void partition_release(struct partition *of)
{
    mem_free(of->first);
    mem_free(of->column);
    mem_free(of->value);
    mem_free(of->objective);
    mem_free(of->lower);
    mem_free(of->upper);
    mem_free(of->one);
    mem_free(of->is_whole);
    mem_free(of->volumes);
}

static void read_lots(struct lots_division *out, const struct lots_part *part, const double *x)
{
    struct lots_division read = {.lot = out->lot, .is_proved = true};
    for (uint32_t i = 0; i < part->sets.count + part->count; i++) {
        if (x[i] < 0.5)
            continue;
        bool is_alone = i >= part->sets.count;
        for (uint32_t m = 0; m < part->count; m++)
            if (is_alone ? m == i - part->sets.count : lots_has(lots_set(&part->sets, i), m))
                read.lot[m] = read.lot_count;
        read.lot_count++;
        read.below_count += is_alone;
        if (!is_alone && part->set_micro[i] > read.largest_micro)
            read.largest_micro = part->set_micro[i];
    }
    read.least_count = read.lot_count;
    read.least_largest_micro = read.largest_micro;
    *out = read;
}

/* The best division without sets above most_micro; *is_done false without proof. */
static enum ws_status solve_up_to(struct lots_division *out, struct partition *of,
                                  uint64_t most_micro, bool *is_done, struct ws_error *err)
{
    struct solver_result result = {0};
    for (uint32_t i = 0; i < of->part->sets.count; i++)
        of->upper[i] = of->part->set_micro[i] <= most_micro ? 1.0 : 0.0;
    enum ws_status st = solver_solve(&result, &of->problem, err);
    *is_done = !st && result.end == SOLVER_PROVED;
    if (*is_done)
        read_lots(out, of->part, result.x);
    solver_release(&result);
    return st;
}

/* The smallest volume that will do as the largest one: as few areas stay below and, by
 * the aim "fewest", there are as few lots. */
static enum ws_status squeeze(struct lots_division *out, struct partition *of, bool is_even,
                              bool *is_done, struct ws_error *err)
{
    uint32_t below_count = out->below_count, lot_count = out->lot_count;
    uint32_t low = 0, high = 0;
    while (high + 1 < of->volume_count && of->volumes[high] < out->largest_micro)
        high++;
    enum ws_status st = WS_OK;
    while (!st && *is_done && low < high) {
        uint32_t middle = low + (high - low) / 2;
        st = solve_up_to(out, of, of->volumes[middle], is_done, err);
        if (!*is_done)
            break;
        if (out->below_count == below_count && (is_even || out->lot_count == lot_count))
            high = middle;
        else
            low = middle + 1;
    }
    if (!st && *is_done && of->volume_count)
        st = solve_up_to(out, of, of->volumes[high], is_done, err);
    return st;
}

enum ws_status lots_solve(struct lots_division *out, const struct lots_part *part, bool *is_done,
                          struct ws_error *err)
{
    struct partition of = {0};
    *is_done = false;
    if (!solver_exists() || part->problem->no_solver ||
        part->sets.count + part->count > MOST_COLUMNS)
        return WS_OK;
    enum ws_status st = partition_init(&of, part, err);
    if (!st)
        st = solve_up_to(out, &of, UINT64_MAX, is_done, err);
    if (!st && *is_done)
        st = squeeze(out, &of, part->problem->aim == LOTS_EVEN, is_done, err);
    partition_release(&of);
    return st;
}
