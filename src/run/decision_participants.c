/* Participants a year: of the contracts of a zone, else a share of its unemployed;
 * and of the zones beside it, those that share a point of their border. */
#include "run/decision.h"
#include "run/run.h"
#include "run/supplier.h"

#include "base/fixed.h"
#include "base/mem.h"

#include <inttypes.h>
#include <stdlib.h>

/* Some contracts without a number: nobody can say, not even how many at most. A zone
 * may be named in two ways (code, name): its participants are those of both. */
static void by_contracts(struct decision_row *rows, uint32_t row_count,
                         const struct supplier *supplier)
{
    for (uint32_t i = 0; i < supplier->contract_area_count; i++)
        if (supplier->contract_areas[i].zone < row_count)
            rows[supplier->contract_areas[i].zone].place.participants_micro = 0;
    for (uint32_t i = 0; i < supplier->contract_area_count; i++) {
        const struct contract_area *area = &supplier->contract_areas[i];
        if (area->zone >= row_count)
            continue;
        struct finding_place *place = &rows[area->zone].place;
        place->participants_micro = area->unknown_count ? WS_UNBOUNDED
                                                        : fixed_add_bound(place->participants_micro,
                                                                          area->participants_micro);
        place->participants_low = place->participants_high = place->participants_micro;
    }
}

static void by_unemployed(struct decision_row *rows, const struct run *run)
{
    const struct unemployed *table = &run->registers.unemployed;
    const struct policy_value *share = &run->decision->policy.values[POLICY_PARTICIPANT_SHARE];
    size_t first = (size_t)table->picked * run->zones.count;
    for (uint32_t zone = 0; table->month_count && share->is_known && zone < run->zones.count;
         zone++) {
        struct finding_place *place = &rows[zone].place;
        uint64_t jobless = table->people_micro[first + zone];
        if (table->more_micro[first + zone] || place->participants_micro != WS_UNBOUNDED)
            continue;
        place->participants_low = fixed_mul_div(jobless, share->low, WS_MICRO);
        place->participants_micro = fixed_mul_div(jobless, share->mid, WS_MICRO);
        place->participants_high = fixed_mul_div(jobless, share->high, WS_MICRO);
    }
}

/* ---- neighbours ------------------------------------------------------------------------ */

struct corner {
    int64_t x_mm, y_mm;
    uint32_t zone;
};

static int compare_corners(const void *left, const void *right)
{
    const struct corner *a = left, *b = right;
    if (a->x_mm != b->x_mm)
        return a->x_mm < b->x_mm ? -1 : 1;
    if (a->y_mm != b->y_mm)
        return a->y_mm < b->y_mm ? -1 : 1;
    return (a->zone > b->zone) - (a->zone < b->zone);
}

static int compare_pairs(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

static struct corner *list_corners(size_t *count, const struct areas *areas)
{
    size_t room = areas->first_xy[areas->first_ring[areas->count]];
    struct corner *corners = mem_array(room, sizeof *corners);
    *count = 0;
    for (uint32_t zone = 0; corners && zone < areas->count; zone++)
        for (size_t j = areas->first_xy[areas->first_ring[zone]];
             j < areas->first_xy[areas->first_ring[zone + 1]]; j++)
            corners[(*count)++] = (struct corner){(int64_t)(areas->xy_m[2 * j] * 1000.0),
                                                  (int64_t)(areas->xy_m[2 * j + 1] * 1000.0), zone};
    if (corners && *count)
        qsort(corners, *count, sizeof *corners, compare_corners);
    return corners;
}

static bool is_same_place(const struct corner *a, const struct corner *b)
{
    return a->x_mm == b->x_mm && a->y_mm == b->y_mm;
}

struct pairs {
    uint64_t *pairs; /* zone << 32 | neighbour, both ways */
    size_t count, cap;
};

static int add_pairs(struct pairs *out, const struct corner *corners, size_t from, size_t until)
{
    for (size_t i = from; i < until; i++)
        for (size_t j = from; j < until; j++) {
            if (corners[i].zone == corners[j].zone)
                continue;
            if (mem_grow(&out->pairs, &out->cap, out->count + 1, sizeof *out->pairs))
                return -1;
            out->pairs[out->count++] = (uint64_t)corners[i].zone << 32 | corners[j].zone;
        }
    return 0;
}

static int find_pairs(struct pairs *out, const struct areas *areas)
{
    size_t count = 0;
    struct corner *corners = list_corners(&count, areas);
    int wrong = corners ? 0 : -1;
    for (size_t from = 0, until = 0; !wrong && from < count; from = until) {
        while (until < count && is_same_place(&corners[from], &corners[until]))
            until++;
        wrong = add_pairs(out, corners, from, until);
    }
    mem_free(corners);
    if (!wrong && out->count)
        qsort(out->pairs, out->count, sizeof *out->pairs, compare_pairs);
    return wrong;
}

static enum ws_status add_neighbours(struct decision_row *rows, const struct areas *areas,
                                     struct ws_error *err)
{
    struct pairs pairs = {0};
    if (find_pairs(&pairs, areas)) {
        mem_free(pairs.pairs);
        return error_set(err, WS_NO_MEMORY, "no memory for the neighbours of %" PRIu32 " zones",
                         areas->count);
    }
    for (uint32_t zone = 0; zone < areas->count; zone++)
        rows[zone].place.neighbour_micro = 0;
    for (size_t i = 0; i < pairs.count; i++) {
        struct finding_place *place = &rows[pairs.pairs[i] >> 32].place;
        const struct finding_place *other = &rows[(uint32_t)pairs.pairs[i]].place;
        if (i && pairs.pairs[i] == pairs.pairs[i - 1])
            continue;
        place->neighbour_count++;
        place->neighbour_micro = fixed_add_bound(place->neighbour_micro, other->participants_micro);
    }
    mem_free(pairs.pairs);
    return WS_OK;
}

enum ws_status decision_participants(struct run *run, struct ws_error *err)
{
    struct decision *decision = run->decision;
    const struct supplier *supplier = run->supplier;
    struct decision_row *areas = decision->rows + decision->zone_count;
    if (supplier->has_areas)
        by_contracts(areas, decision->area_count, supplier);
    else
        by_contracts(decision->rows, decision->zone_count, supplier);
    by_unemployed(decision->rows, run);
    /* Neighbours matter when break-even is known. */
    if (!allowance_terms(&decision->policy).is_known)
        return WS_OK;
    enum ws_status st = add_neighbours(decision->rows, &run->zones.areas, err);
    return st || !supplier->has_areas ? st : add_neighbours(areas, &supplier->zones.areas, err);
}
