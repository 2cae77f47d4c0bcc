/* cover/shares.c: zone x weight x cutoff x choice: people, low, covered, high;
 * the bridge. */
#include "cover/shares.h"

#include "base/error.h"
#include "base/mem.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

/* ---- millimetres ------------------------------------------------------------ */

static enum ws_status check_choice(const struct share_plan *plan, uint32_t choice,
                                   struct ws_error *err)
{
    if (choice < 1 || choice > plan->allocation->k)
        return error_set(err, WS_BAD_OPTION,
                         "choice is %" PRIu32 "; expected 1 to %" PRIu32
                         ", the number of facilities kept per piece",
                         choice, plan->allocation->k);
    return WS_OK;
}

/* Weight of each part within the cutoff at the choice; with road_mm (per zone)
 * also the covered road of each zone, snapped units and lattice points left
 * out. */
static enum ws_status sum_weights(uint64_t *covered_mm, uint64_t *road_mm,
                                  const struct share_plan *plan, uint32_t cutoff_cost,
                                  uint32_t choice, struct ws_error *err)
{
    const struct ws_allocation *allocation = plan->allocation;
    const struct spread *spread = plan->spread;
    memset(covered_mm, 0, spread->part_count * sizeof *covered_mm);
    for (uint32_t row = 0; row < allocation->count; row++) {
        if (!allocation_within(allocation, row, choice - 1, cutoff_cost))
            continue;
        const struct ws_piece *piece = &allocation->pieces[row];
        uint32_t part = plan->part[row], zone = spread->zone[part];
        covered_mm[part] += piece_weight(piece);
        if (road_mm && zone != WS_NONE && piece->edge != WS_NONE && piece->to_mm > piece->from_mm)
            road_mm[zone] += piece_weight(piece);
    }
    for (uint32_t part = 0; part < spread->part_count; part++)
        if (covered_mm[part] > spread->weight_mm[part] - spread->no_link_mm[part])
            return error_set(err, WS_BAD_DATA,
                             "unit %" PRIu32 ": %" PRIu64
                             " mm are covered; expected at most the %" PRIu64 " mm with a link",
                             spread->unit[part], covered_mm[part],
                             spread->weight_mm[part] - spread->no_link_mm[part]);
    return WS_OK;
}

/* Inhabited road per zone. */
static void sum_roads(uint64_t *road_mm, const struct spread *spread)
{
    for (uint32_t i = 0; i < spread->piece_count; i++) {
        const struct ws_piece *piece = &spread->pieces[i];
        uint32_t zone = spread->zone[spread->part[i]];
        if (zone != WS_NONE && piece->edge != WS_NONE && piece->to_mm > piece->from_mm)
            road_mm[zone] += piece_weight(piece);
    }
}

/* ---- people ----------------------------------------------------------------- */

static void add_share(struct ws_share *to, const struct ws_share *from)
{
    to->people_micro += from->people_micro;
    to->low_micro += from->low_micro;
    to->covered_micro += from->covered_micro;
    to->high_micro += from->high_micro;
    to->uncovered_micro += from->uncovered_micro;
    to->off_network_micro += from->off_network_micro;
    to->no_link_micro += from->no_link_micro;
    to->outside_micro += from->outside_micro;
    to->road_mm += from->road_mm;
    to->covered_mm += from->covered_mm;
    to->low_less_micro += from->low_less_micro;
    to->low_more_micro = fixed_add_bound(to->low_more_micro, from->low_more_micro);
    to->high_less_micro += from->high_less_micro;
    to->high_more_micro = fixed_add_bound(to->high_more_micro, from->high_more_micro);
}

/* How much of a unit is within, over all its parts (ruling 12). */
enum extent { EXTENT_NONE, EXTENT_SOME, EXTENT_WHOLE };

static enum extent unit_extent(const struct spread *spread, const uint64_t *covered_mm,
                               uint32_t unit)
{
    uint64_t covered = 0, weight = 0;
    bool is_linked = true;
    for (uint32_t part = spread->first_part[unit]; part < spread->first_part[unit + 1]; part++) {
        covered += covered_mm[part];
        weight += spread->weight_mm[part];
        is_linked = is_linked && spread->state[part] == PART_ON_NETWORK;
    }
    if (covered == 0)
        return EXTENT_NONE;
    return is_linked && covered == weight ? EXTENT_WHOLE : EXTENT_SOME;
}

/* What withheld counts of a part may do to the ends of the interval: the low
 * end is met when those within are as few and all others as many as they may
 * be, the high end the other way round. */
static void add_doubt(struct ws_share *share, const struct spread *spread, size_t entry,
                      enum extent extent)
{
    if (!spread->less_micro || !spread->more_micro)
        return;
    if (extent == EXTENT_WHOLE)
        share->low_less_micro = spread->less_micro[entry];
    else
        share->low_more_micro = spread->more_micro[entry];
    if (extent == EXTENT_NONE)
        share->high_less_micro = spread->less_micro[entry];
    else
        share->high_more_micro = spread->more_micro[entry];
}

/* The people of one part, class by class. */
static struct ws_share part_share(const struct spread *spread, uint32_t part, uint32_t weight,
                                  uint64_t covered_mm, enum extent extent)
{
    size_t entry = (size_t)part * spread->weight_count + weight;
    uint64_t people = spread->people_micro[entry];
    struct ws_share share = {.people_micro = people};
    if (spread->zone[part] == WS_NONE) {
        share.outside_micro = people;
        add_doubt(&share, spread, entry, EXTENT_NONE);
        return share;
    }
    add_doubt(&share, spread, entry, extent);
    share.low_micro = extent == EXTENT_WHOLE ? people : 0;
    share.high_micro = extent == EXTENT_NONE ? 0 : people;
    if (spread->state[part] != PART_ON_NETWORK) {
        share.off_network_micro = people;
        return share;
    }
    assert(spread->weight_mm[part] > 0);
    uint64_t linked =
        shares_upto(spread, part, weight, spread->weight_mm[part] - spread->no_link_mm[part]);
    share.covered_micro = shares_covered(spread, part, weight, covered_mm);
    share.uncovered_micro = linked - share.covered_micro;
    share.no_link_micro = people - linked;
    return share;
}

/* ---- rows ------------------------------------------------------------------- */

static size_t row_at(const struct share_plan *plan, uint32_t zone, uint32_t weight, uint32_t cutoff,
                     uint32_t choice)
{
    size_t at = (size_t)zone * plan->spread->weight_count + weight;
    return (at * plan->cutoff_count + cutoff) * plan->choice_count + choice;
}

static enum ws_status rows_new(struct ws_share **out, uint32_t *count,
                               const struct share_plan *plan, uint32_t zone_count,
                               struct ws_error *err)
{
    size_t row_count = row_at(plan, zone_count, 0, 0, 0);
    if (row_count >= WS_NONE)
        return error_set(err, WS_TOO_LARGE, "%zu rows of shares; expected fewer than %" PRIu32,
                         row_count, WS_NONE);
    struct ws_share *rows = mem_array(row_count, sizeof *rows);
    if (!rows)
        return error_set(err, WS_NO_MEMORY, "no memory for %zu rows of shares", row_count);
    for (size_t i = 0; i < row_count; i++) {
        size_t per_weight = (size_t)plan->cutoff_count * plan->choice_count;
        size_t per_zone = per_weight * plan->spread->weight_count;
        rows[i].zone = (uint32_t)(i / per_zone);
        rows[i].weight = (uint32_t)(i % per_zone / per_weight);
        rows[i].cutoff_cost = plan->cutoff_cost[i % per_weight / plan->choice_count];
        rows[i].choice = plan->choice[i % plan->choice_count];
    }
    *out = rows;
    *count = (uint32_t)row_count;
    return WS_OK;
}

/* Scratch of one sum: millimetres per part and per zone. */
struct scratch {
    uint64_t *covered_mm;     /* per part */
    uint64_t *zone_road_mm;   /* per zone: inhabited road */
    uint64_t *zone_within_mm; /* ... of it within */
};

static void add_roads(struct ws_share *rows, const struct share_plan *plan,
                      const struct scratch *scratch, uint32_t cutoff, uint32_t choice)
{
    for (uint32_t weight = 0; weight < plan->spread->weight_count; weight++) {
        struct ws_share *nation = &rows[row_at(plan, plan->zone_count, weight, cutoff, choice)];
        for (uint32_t zone = 0; zone < plan->zone_count; zone++) {
            struct ws_share road = {.road_mm = scratch->zone_road_mm[zone],
                                    .covered_mm = scratch->zone_within_mm[zone]};
            add_share(&rows[row_at(plan, zone, weight, cutoff, choice)], &road);
            add_share(nation, &road);
        }
    }
}

static void add_unit(struct ws_share *rows, const struct share_plan *plan,
                     const uint64_t *covered_mm, uint32_t unit, const uint32_t at[2])
{
    const struct spread *spread = plan->spread;
    enum extent extent = unit_extent(spread, covered_mm, unit);
    for (uint32_t part = spread->first_part[unit]; part < spread->first_part[unit + 1]; part++)
        for (uint32_t weight = 0; weight < spread->weight_count; weight++) {
            uint32_t zone = spread->zone[part];
            struct ws_share share = part_share(spread, part, weight, covered_mm[part], extent);
            add_share(&rows[row_at(plan, plan->zone_count, weight, at[0], at[1])], &share);
            if (zone != WS_NONE)
                add_share(&rows[row_at(plan, zone, weight, at[0], at[1])], &share);
        }
}

/* All zones and weights at one cutoff and choice. */
static enum ws_status sum_rows(struct ws_share *rows, const struct share_plan *plan,
                               struct scratch *scratch, const uint32_t at[2], struct ws_error *err)
{
    memset(scratch->zone_within_mm, 0, plan->zone_count * sizeof *scratch->zone_within_mm);
    enum ws_status st = sum_weights(scratch->covered_mm, scratch->zone_within_mm, plan,
                                    plan->cutoff_cost[at[0]], plan->choice[at[1]], err);
    if (st)
        return st;
    add_roads(rows, plan, scratch, at[0], at[1]);
    for (uint32_t unit = 0; unit < plan->spread->unit_count; unit++)
        add_unit(rows, plan, scratch->covered_mm, unit, at);
    return WS_OK;
}

static enum ws_status check_bridge(const struct ws_share *row, struct ws_error *err)
{
    uint64_t sum = row->covered_micro + row->uncovered_micro + row->no_link_micro +
                   row->off_network_micro + row->outside_micro;
    if (sum != row->people_micro)
        return error_set(err, WS_BAD_DATA,
                         "zone %" PRIu32 ", weight %" PRIu32 ": the classes hold %" PRIu64
                         " micro-people; expected %" PRIu64,
                         row->zone, row->weight, sum, row->people_micro);
    if (row->low_micro > row->covered_micro || row->covered_micro > row->high_micro)
        return error_set(err, WS_BAD_DATA,
                         "zone %" PRIu32 ", weight %" PRIu32 ": covered is %" PRIu64
                         " micro-people; expected %" PRIu64 " to %" PRIu64,
                         row->zone, row->weight, row->covered_micro, row->low_micro,
                         row->high_micro);
    return WS_OK;
}

static enum ws_status scratch_init(struct scratch *scratch, const struct share_plan *plan,
                                   struct ws_error *err)
{
    scratch->covered_mm = mem_array(plan->spread->part_count, sizeof *scratch->covered_mm);
    scratch->zone_road_mm = mem_array(plan->zone_count, sizeof *scratch->zone_road_mm);
    scratch->zone_within_mm = mem_array(plan->zone_count, sizeof *scratch->zone_within_mm);
    if (!scratch->covered_mm || !scratch->zone_road_mm || !scratch->zone_within_mm)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " parts of units",
                         plan->spread->part_count);
    sum_roads(scratch->zone_road_mm, plan->spread);
    return WS_OK;
}

static void scratch_release(struct scratch *scratch)
{
    mem_free(scratch->covered_mm);
    mem_free(scratch->zone_road_mm);
    mem_free(scratch->zone_within_mm);
}

enum ws_status shares_sum(struct ws_share **out, uint32_t *count, const struct share_plan *plan,
                          struct ws_error *err)
{
    assert(out && count && plan);
    for (uint32_t i = 0; i < plan->choice_count; i++) {
        enum ws_status st = check_choice(plan, plan->choice[i], err);
        if (st)
            return st;
    }

    struct ws_share *rows = NULL;
    uint32_t row_count = 0;
    struct scratch scratch = {0};
    enum ws_status st = rows_new(&rows, &row_count, plan, plan->zone_count + 1, err);
    if (!st)
        st = scratch_init(&scratch, plan, err);
    for (uint32_t i = 0; !st && i < plan->cutoff_count * plan->choice_count; i++)
        st = sum_rows(rows, plan, &scratch,
                      (const uint32_t[2]){i / plan->choice_count, i % plan->choice_count}, err);
    for (uint32_t i = 0; !st && i < row_count; i++) {
        if (rows[i].zone == plan->zone_count)
            rows[i].zone = WS_NONE;
        st = check_bridge(&rows[i], err);
    }
    if (st)
        goto done;

    *out = rows;
    *count = row_count;
    rows = NULL;
done:
    mem_free(rows);
    scratch_release(&scratch);
    return st;
}

enum ws_status shares_group(struct ws_share **out, uint32_t *count, const struct ws_share *rows,
                            const struct share_plan *plan, const uint32_t *group_of_zone,
                            uint32_t group_count, struct ws_error *err)
{
    assert(out && count && rows && plan && group_of_zone);
    struct ws_share *sums = NULL;
    uint32_t sum_count = 0;
    enum ws_status st = rows_new(&sums, &sum_count, plan, group_count, err);
    if (st)
        return st;
    size_t per_zone = row_at(plan, 1, 0, 0, 0);
    for (uint32_t zone = 0; zone < plan->zone_count; zone++) {
        uint32_t group = group_of_zone[zone];
        if (group == WS_NONE)
            continue;
        assert(group < group_count);
        for (size_t i = 0; i < per_zone; i++)
            add_share(&sums[group * per_zone + i], &rows[zone * per_zone + i]);
    }
    *out = sums;
    *count = sum_count;
    return WS_OK;
}

double share_fraction(const struct ws_share *share, uint64_t part_micro)
{
    assert(share);
    if (share->people_micro == 0)
        return (double)NAN;
    return (double)part_micro / (double)share->people_micro;
}

static double number(struct ws_fraction fraction)
{
    return fraction.whole ? (double)fraction.part / (double)fraction.whole : (double)NAN;
}

double share_low(const struct ws_share *share)
{
    return number(ws_share_low(share));
}

double share_high(const struct ws_share *share)
{
    return number(ws_share_high(share));
}

enum ws_status shares_parts(uint64_t *uncovered_micro, uint64_t *covered_mm_out,
                            const struct share_plan *plan, uint32_t weight, uint32_t cutoff_cost,
                            uint32_t choice, struct ws_error *err)
{
    assert(uncovered_micro && plan && weight < plan->spread->weight_count);
    enum ws_status st = check_choice(plan, choice, err);
    if (st)
        return st;
    uint32_t part_count = plan->spread->part_count;
    uint64_t *covered_mm = mem_array(part_count, sizeof *covered_mm);
    if (!covered_mm)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " parts of units", part_count);
    st = sum_weights(covered_mm, NULL, plan, cutoff_cost, choice, err);
    for (uint32_t part = 0; !st && part < part_count; part++)
        uncovered_micro[part] =
            part_share(plan->spread, part, weight, covered_mm[part], EXTENT_NONE).uncovered_micro;
    if (!st && covered_mm_out)
        memcpy(covered_mm_out, covered_mm, part_count * sizeof *covered_mm);
    mem_free(covered_mm);
    return st;
}
