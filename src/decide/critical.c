/* decide/critical.c: the fewest offices on which a zone hangs. */
#include "decide/critical.h"

#include "base/error.h"
#include "base/mem.h"

#include <assert.h>

/* First loss of the zone, or where it would stand. */
static uint32_t first_loss(const struct critical_zones *zones, uint32_t zone)
{
    uint32_t low = 0, high = zones->loss_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (zones->losses[middle].zone < zone)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

uint64_t critical_lost(const struct critical_zones *zones, uint32_t zone, uint32_t office,
                       uint32_t other)
{
    assert(zones && zone < zones->zone_count && office != WS_NONE);
    uint64_t people = 0;
    for (uint32_t i = first_loss(zones, zone); i < zones->loss_count; i++) {
        const struct critical_loss *loss = &zones->losses[i];
        if (loss->zone != zone)
            break;
        if ((loss->office == office || loss->office == other) &&
            (loss->other == WS_NONE || loss->other == office || loss->other == other))
            people += loss->people_micro;
    }
    return people;
}

bool critical_whitens(const struct critical_zones *zones, uint32_t zone, uint64_t lost_micro)
{
    uint64_t people = zones->people_micro[zone], have = zones->have_micro[zone];
    uint64_t need = people - people / 2;
    assert(lost_micro <= have);
    return people > 0 && have >= need && have - lost_micro < need;
}

/* Offices of one zone and what each loses alone or with another. */
struct scratch {
    uint64_t *alone_micro, *both_micro; /* per office */
    bool *is_listed;                    /* per office */
    uint32_t *office;                   /* those listed, in order */
    uint32_t count;
};

static void list_offices(struct scratch *scratch, const struct critical_zones *zones,
                         uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++) {
        const struct critical_loss *loss = &zones->losses[i];
        scratch->is_listed[loss->office] = true;
        if (loss->other != WS_NONE)
            scratch->is_listed[loss->other] = true;
        else
            scratch->alone_micro[loss->office] = loss->people_micro;
    }
    scratch->count = 0;
    for (uint32_t office = 0; office < zones->office_count; office++)
        if (scratch->is_listed[office])
            scratch->office[scratch->count++] = office;
}

static void forget_offices(struct scratch *scratch)
{
    for (uint32_t i = 0; i < scratch->count; i++) {
        scratch->is_listed[scratch->office[i]] = false;
        scratch->alone_micro[scratch->office[i]] = 0;
    }
}

/* Keeps the better of two sets; offices come in rising order. */
static void offer(struct critical_set *set, const struct critical_zones *zones, uint32_t zone,
                  struct critical_set other)
{
    if (!critical_whitens(zones, zone, other.lost_micro))
        return;
    set->set_count++;
    if (set->office != WS_NONE && set->lost_micro >= other.lost_micro)
        return;
    set->office = other.office;
    set->other = other.other;
    set->lost_micro = other.lost_micro;
}

/* All pairs whose first office is listed at at[2]; at[0] to at[1]: the zone's losses. */
static void try_pairs(struct critical_set *set, struct scratch *scratch,
                      const struct critical_zones *zones, const uint32_t at[3], uint32_t zone)
{
    uint32_t office = scratch->office[at[2]];
    for (uint32_t i = at[0]; i < at[1]; i++)
        if (zones->losses[i].office == office && zones->losses[i].other != WS_NONE)
            scratch->both_micro[zones->losses[i].other] = zones->losses[i].people_micro;
    for (uint32_t i = at[2] + 1; i < scratch->count; i++) {
        uint32_t other = scratch->office[i];
        uint64_t lost =
            scratch->alone_micro[office] + scratch->alone_micro[other] + scratch->both_micro[other];
        offer(set, zones, zone,
              (struct critical_set){.office = office, .other = other, .lost_micro = lost});
        scratch->both_micro[other] = 0;
    }
}

static void find_set(struct critical_set *set, struct scratch *scratch,
                     const struct critical_zones *zones, uint32_t zone)
{
    uint64_t people = zones->people_micro[zone];
    *set = (struct critical_set){.office = WS_NONE, .other = WS_NONE};
    set->can_turn = people > 0 && zones->have_micro[zone] >= people - people / 2;
    if (!set->can_turn)
        return;
    uint32_t first = first_loss(zones, zone), end = first_loss(zones, zone + 1);
    list_offices(scratch, zones, first, end);
    for (uint32_t i = 0; i < scratch->count; i++)
        offer(set, zones, zone,
              (struct critical_set){.office = scratch->office[i],
                                    .other = WS_NONE,
                                    .lost_micro = scratch->alone_micro[scratch->office[i]]});
    if (set->office == WS_NONE)
        for (uint32_t i = 0; i < scratch->count; i++)
            try_pairs(set, scratch, zones, (const uint32_t[3]){first, end, i}, zone);
    forget_offices(scratch);
}

enum ws_status critical_sets(struct critical_set *out, const struct critical_zones *zones,
                             struct ws_error *err)
{
    assert(out && zones);
    size_t offices = zones->office_count;
    struct scratch scratch = {.alone_micro = mem_array(offices, sizeof(uint64_t)),
                              .both_micro = mem_array(offices, sizeof(uint64_t)),
                              .is_listed = mem_array(offices, sizeof(bool)),
                              .office = mem_array(offices, sizeof(uint32_t))};
    enum ws_status st = WS_OK;
    if (!scratch.alone_micro || !scratch.both_micro || !scratch.is_listed || !scratch.office)
        st = error_set(err, WS_NO_MEMORY, "no memory for closures of %zu offices", offices);
    for (uint32_t zone = 0; !st && zone < zones->zone_count; zone++)
        find_set(&out[zone], &scratch, zones, zone);
    mem_free(scratch.alone_micro);
    mem_free(scratch.both_micro);
    mem_free(scratch.is_listed);
    mem_free(scratch.office);
    return st;
}
