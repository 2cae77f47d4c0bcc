#include "cover/cover.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/mem.h"
#include "cover/outlines.h"
#include "geo/border.h"

#define BORDER_TOLERANCE_M 0.05

/* A unit with uncovered people in a zone. */
struct member {
    uint32_t zone, unit, part, spot; /* spot: index of the lowest member it is joined with */
    uint64_t uncovered_micro;
};

struct finding_gaps {
    const struct gap_plan *plan;
    uint32_t member_count, gap_count;
    struct member *members; /* sorted by (zone, unit) */
    struct ws_gap *gaps;
    uint32_t *gap_of; /* per member; later its place in the final order */
    uint32_t *gap_of_part;
};

/* ---- members ------------------------------------------------------------------- */

static int compare_members(const void *a_ptr, const void *b_ptr)
{
    const struct member *a = a_ptr, *b = b_ptr;
    if (a->zone != b->zone)
        return a->zone < b->zone ? -1 : 1;
    return (a->unit > b->unit) - (a->unit < b->unit);
}

static enum ws_status collect_members(struct finding_gaps *finding, struct ws_error *err)
{
    const struct gap_plan *plan = finding->plan;
    const struct spread *spread = plan->shares->spread;
    uint64_t *uncovered_micro = mem_array(spread->part_count, sizeof *uncovered_micro);
    finding->members = mem_array(spread->part_count, sizeof *finding->members);
    if (!uncovered_micro || !finding->members) {
        mem_free(uncovered_micro);
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " parts", spread->part_count);
    }
    enum ws_status st =
        shares_parts(uncovered_micro, NULL, plan->shares, 0, plan->cutoff_cost, 1, err);
    for (uint32_t part = 0; !st && part < spread->part_count; part++)
        if (uncovered_micro[part] > 0 && spread->zone[part] != WS_NONE)
            finding->members[finding->member_count++] =
                (struct member){.zone = spread->zone[part],
                                .unit = spread->unit[part],
                                .part = part,
                                .uncovered_micro = uncovered_micro[part]};
    mem_free(uncovered_micro);
    if (finding->member_count)
        qsort(finding->members, finding->member_count, sizeof *finding->members, compare_members);
    for (uint32_t i = 0; i < finding->member_count; i++)
        finding->members[i].spot = i;
    return st;
}

/* ---- joining -------------------------------------------------------------------- */

static uint32_t spot_of(struct member *members, uint32_t i)
{
    while (members[i].spot != i) {
        members[i].spot = members[members[i].spot].spot;
        i = members[i].spot;
    }
    return i;
}

static void join(struct member *members, uint32_t a, uint32_t b)
{
    a = spot_of(members, a);
    b = spot_of(members, b);
    if (a < b)
        members[b].spot = a;
    else
        members[a].spot = b;
}

static int compare_unit(const void *key, const void *member)
{
    uint32_t unit = *(const uint32_t *)key, other = ((const struct member *)member)->unit;
    return (unit > other) - (unit < other);
}

/* Areas of one zone: members[0 .. count-1], joined along their borders. */
static enum ws_status join_areas(const struct areas *areas, struct member *all, uint32_t first,
                                 uint32_t count, struct ws_error *err)
{
    struct border *borders = NULL;
    uint32_t border_count = 0, *units = mem_array(count, sizeof *units);
    if (!units)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " units", count);
    for (uint32_t i = 0; i < count; i++)
        units[i] = all[first + i].unit;
    enum ws_status st =
        border_pairs(&borders, &border_count, areas, units, count, BORDER_TOLERANCE_M, err);
    for (uint32_t i = 0; !st && i < border_count; i++) {
        const struct member *a =
            bsearch(&borders[i].area, all + first, count, sizeof *all, compare_unit);
        const struct member *b =
            bsearch(&borders[i].other, all + first, count, sizeof *all, compare_unit);
        assert(a && b);
        join(all, (uint32_t)(a - all), (uint32_t)(b - all));
    }
    mem_free(borders);
    mem_free(units);
    return st;
}

/* A point in a cell whose diagonal is the join distance: all of a cell are one
 * spot without measuring. */
struct lodger {
    int64_t col, row;
    uint32_t member;
    double x_m, y_m;
};

static int compare_lodgers(const void *a_ptr, const void *b_ptr)
{
    const struct lodger *a = a_ptr, *b = b_ptr;
    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    if (a->col != b->col)
        return a->col < b->col ? -1 : 1;
    return (a->member > b->member) - (a->member < b->member);
}

/* The points of one cell: items[from .. to-1]. */
struct cell {
    uint32_t from, to;
};

struct lodgers {
    uint32_t count;
    struct lodger *items; /* sorted by cell */
    double join_m;
};

static struct cell find_cell(const struct lodgers *lodgers, int64_t col, int64_t row)
{
    uint32_t low = 0, high = lodgers->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const struct lodger *lodger = &lodgers->items[middle];
        if (lodger->row < row || (lodger->row == row && lodger->col < col))
            low = middle + 1;
        else
            high = middle;
    }
    struct cell cell = {low, low};
    while (cell.to < lodgers->count && lodgers->items[cell.to].col == col &&
           lodgers->items[cell.to].row == row)
        cell.to++;
    return cell;
}

static bool cells_meet(const struct lodgers *lodgers, struct cell a, struct cell b)
{
    for (uint32_t i = a.from; i < a.to; i++)
        for (uint32_t j = b.from; j < b.to; j++) {
            double dx = lodgers->items[i].x_m - lodgers->items[j].x_m;
            double dy = lodgers->items[i].y_m - lodgers->items[j].y_m;
            if (dx * dx + dy * dy <= lodgers->join_m * lodgers->join_m)
                return true;
        }
    return false;
}

/* Two steps of cells are wider than the join distance. Looking to one side is
 * enough: the other cell looks to the other. */
static void join_neighbours(const struct lodgers *lodgers, struct member *all, struct cell cell)
{
    const struct lodger *first = &lodgers->items[cell.from];
    for (int step = 1; step <= 12; step++) {
        int64_t row = first->row + (step + 2) / 5, col = first->col + (step + 2) % 5 - 2;
        struct cell other = find_cell(lodgers, col, row);
        if (other.from == other.to)
            continue;
        uint32_t a = first->member, b = lodgers->items[other.from].member;
        if (spot_of(all, a) != spot_of(all, b) && cells_meet(lodgers, cell, other))
            join(all, a, b);
    }
}

/* Points of one zone, joined when at most join_m apart. */
static enum ws_status join_points(const struct ws_points *points, double join_m, struct member *all,
                                  uint32_t first, uint32_t count, struct ws_error *err)
{
    struct lodgers lodgers = {
        .count = count, .items = mem_array(count, sizeof *lodgers.items), .join_m = join_m};
    if (!lodgers.items)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " points", count);
    double cell_m = join_m * 0.70710678; /* a hair below 1/sqrt(2) */
    for (uint32_t i = 0; i < count; i++) {
        double x_m = points->x_m[all[first + i].unit], y_m = points->y_m[all[first + i].unit];
        lodgers.items[i] = (struct lodger){.col = (int64_t)floor(x_m / cell_m),
                                           .row = (int64_t)floor(y_m / cell_m),
                                           .member = first + i,
                                           .x_m = x_m,
                                           .y_m = y_m};
    }
    qsort(lodgers.items, count, sizeof *lodgers.items, compare_lodgers);
    for (uint32_t i = 0; i < count;) {
        struct cell cell = find_cell(&lodgers, lodgers.items[i].col, lodgers.items[i].row);
        for (uint32_t j = cell.from + 1; j < cell.to; j++)
            join(all, lodgers.items[cell.from].member, lodgers.items[j].member);
        join_neighbours(&lodgers, all, cell);
        i = cell.to;
    }
    mem_free(lodgers.items);
    return WS_OK;
}

static enum ws_status join_members(struct finding_gaps *finding, struct ws_error *err)
{
    const struct population *population = finding->plan->population;
    struct member *all = finding->members;
    enum ws_status st = WS_OK;
    uint32_t count;
    for (uint32_t first = 0; !st && first < finding->member_count; first += count) {
        count = 1;
        while (first + count < finding->member_count && all[first + count].zone == all[first].zone)
            count++;
        if (count == 1)
            continue;
        if (population->shape == UNIT_AREAS)
            st = join_areas(&population->areas, all, first, count, err);
        else if (population->shape == UNIT_POINTS)
            st = join_points(&population->points, finding->plan->join_m, all, first, count, err);
    }
    return st;
}

/* ---- what each gap holds -------------------------------------------------------- */

/* Numbers the gaps by their lowest member: members are sorted, so a gap's
 * first member comes first. */
static enum ws_status number_gaps(struct finding_gaps *finding, struct ws_error *err)
{
    uint32_t part_count = finding->plan->shares->spread->part_count;
    finding->gaps = mem_array(finding->member_count, sizeof *finding->gaps);
    finding->gap_of = mem_array(finding->member_count, sizeof *finding->gap_of);
    finding->gap_of_part = mem_array(part_count, sizeof *finding->gap_of_part);
    if (!finding->gaps || !finding->gap_of || !finding->gap_of_part)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " gaps",
                         finding->member_count);
    for (uint32_t part = 0; part < part_count; part++)
        finding->gap_of_part[part] = WS_NONE;
    for (uint32_t i = 0; i < finding->member_count; i++) {
        const struct member *member = &finding->members[i];
        uint32_t spot = spot_of(finding->members, i);
        if (spot == i) {
            finding->gap_of[i] = finding->gap_count;
            finding->gaps[finding->gap_count++] = (struct ws_gap){.zone = member->zone,
                                                                  .facility = WS_NONE,
                                                                  .cost = WS_COST_INF,
                                                                  .first_unit = member->unit};
        }
        uint32_t gap = finding->gap_of[i] = finding->gap_of[spot];
        finding->gaps[gap].people_micro += member->uncovered_micro;
        finding->gaps[gap].unit_count++;
        finding->gap_of_part[member->part] = gap;
    }
    return WS_OK;
}

/* The nearest facility of the gap's people that are not covered. */
static void find_nearest(struct finding_gaps *finding)
{
    const struct share_plan *shares = finding->plan->shares;
    const struct ws_allocation *allocation = shares->allocation;
    for (uint32_t row = 0; row < allocation->count; row++) {
        uint32_t gap_index = finding->gap_of_part[shares->part[row]];
        size_t at = (size_t)row * allocation->k;
        if (gap_index == WS_NONE || allocation->facility[at] == WS_NONE ||
            allocation_within(allocation, row, 0, finding->plan->cutoff_cost))
            continue;
        struct ws_gap *gap = &finding->gaps[gap_index];
        uint32_t from = allocation->cost_from[at], to = allocation->cost_to[at];
        uint64_t label = label_make(from < to ? from : to, allocation->facility[at]);
        if (gap->facility == WS_NONE || label < label_make(gap->cost, gap->facility)) {
            gap->cost = label_cost(label);
            gap->facility = label_facility(label);
        }
    }
}

struct ranked {
    struct ws_gap gap;
    uint32_t number;
};

static int compare_ranked(const void *a_ptr, const void *b_ptr)
{
    const struct ws_gap *a = &((const struct ranked *)a_ptr)->gap;
    const struct ws_gap *b = &((const struct ranked *)b_ptr)->gap;
    if (a->people_micro != b->people_micro)
        return a->people_micro > b->people_micro ? -1 : 1;
    if (a->zone != b->zone)
        return a->zone < b->zone ? -1 : 1;
    return (a->first_unit > b->first_unit) - (a->first_unit < b->first_unit);
}

/* Most people first; then the units of gap after gap, each in unit order. */
static enum ws_status order_gaps(struct gaps *gaps, struct finding_gaps *finding,
                                 struct ws_error *err)
{
    uint32_t count = finding->gap_count, offset = 0;
    struct ranked *ranked = mem_array(count, sizeof *ranked);
    uint32_t *fill = mem_array(count, sizeof *fill);
    gaps->gaps = mem_array(count, sizeof *gaps->gaps);
    gaps->units = mem_array(finding->member_count, sizeof *gaps->units);
    if (!ranked || !fill || !gaps->gaps || !gaps->units) {
        mem_free(ranked);
        mem_free(fill);
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " gaps", count);
    }
    for (uint32_t i = 0; i < count; i++)
        ranked[i] = (struct ranked){finding->gaps[i], i};
    if (count)
        qsort(ranked, count, sizeof *ranked, compare_ranked);
    for (uint32_t i = 0; i < count; i++) {
        gaps->gaps[i] = ranked[i].gap;
        gaps->gaps[i].first_unit = fill[ranked[i].number] = offset;
        offset += ranked[i].gap.unit_count;
    }
    for (uint32_t i = 0; i < finding->member_count; i++)
        gaps->units[fill[finding->gap_of[i]]++] = finding->members[i].unit;
    gaps->count = count;
    mem_free(ranked);
    mem_free(fill);
    return WS_OK;
}

enum ws_status gaps_find(struct gaps *out, const struct gap_plan *plan, struct ws_error *err)
{
    assert(out && plan && plan->shares && plan->population && plan->zones);
    assert(plan->population->shape != UNIT_POINTS || plan->join_m > 0.0);

    struct finding_gaps finding = {.plan = plan};
    struct gaps gaps = {0};
    enum ws_status st = collect_members(&finding, err);
    if (!st)
        st = join_members(&finding, err);
    if (!st)
        st = number_gaps(&finding, err);
    if (!st) {
        find_nearest(&finding);
        st = order_gaps(&gaps, &finding, err);
    }
    if (!st)
        st = outlines_draw(&gaps, plan, err);
    if (!st) {
        *out = gaps;
        gaps = (struct gaps){0};
    }
    gaps_release(&gaps);
    mem_free(finding.members);
    mem_free(finding.gaps);
    mem_free(finding.gap_of);
    mem_free(finding.gap_of_part);
    return st;
}

void gaps_release(struct gaps *gaps)
{
    if (!gaps)
        return;
    mem_free(gaps->gaps);
    mem_free(gaps->units);
    areas_release(&gaps->outlines);
    *gaps = (struct gaps){0};
}
