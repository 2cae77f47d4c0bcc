#include "run/membership.h"

#include "run/run.h"
#include "run/supplier.h"

#include "base/fixed.h"
#include "base/mem.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void membership_release(struct membership *membership)
{
    mem_free(membership->items);
    mem_free(membership->first);
    *membership = (struct membership){0};
}

static enum ws_status no_memory(struct ws_error *err)
{
    return error_set(err, WS_NO_MEMORY, "no memory for the municipalities of supplier areas");
}

/* Members while they are found: a list for each zone. A zone lies in few areas. */
struct finder {
    struct member *items;
    uint32_t *next; /* of the same zone; WS_NONE: the last */
    uint32_t *head; /* per zone */
    uint32_t count;
    size_t cap, next_cap;
};

static struct member *find_member(struct finder *finder, uint32_t area, uint32_t zone)
{
    for (uint32_t i = finder->head[zone]; i != WS_NONE; i = finder->next[i])
        if (finder->items[i].area == area)
            return &finder->items[i];
    uint32_t count = finder->count;
    if (mem_grow(&finder->items, &finder->cap, (size_t)count + 1, sizeof *finder->items) ||
        mem_grow(&finder->next, &finder->next_cap, (size_t)count + 1, sizeof *finder->next))
        return NULL;
    finder->items[count] = (struct member){.area = area, .zone = zone};
    finder->next[count] = finder->head[zone];
    finder->head[zone] = count;
    finder->count++;
    return &finder->items[count];
}

/* Where a count is withheld somebody may live all the same. */
static bool add_parts(struct finder *finder, const struct run *run)
{
    const struct cut *cut = &run->supplier->cut;
    const struct spread *spread = &cut->spread;
    for (uint32_t part = 0; part < spread->part_count; part++) {
        size_t entry = (size_t)part * spread->weight_count;
        uint32_t area = spread->zone[part], zone = run->spread.zone[cut->parent[part]];
        uint64_t more_micro = spread->more_micro ? spread->more_micro[entry] : 0;
        if (area == WS_NONE || zone == WS_NONE || !(spread->people_micro[entry] || more_micro))
            continue;
        struct member *member = find_member(finder, area, zone);
        if (!member)
            return false;
        member->people_micro += spread->people_micro[entry];
    }
    for (uint32_t i = 0; i < finder->count; i++) {
        uint32_t first = finder->head[finder->items[i].zone];
        finder->items[i].is_whole = finder->next[first] == WS_NONE;
    }
    return true;
}

static int compare_members(const void *left, const void *right)
{
    const struct member *a = left, *b = right;
    if (a->area != b->area)
        return a->area < b->area ? -1 : 1;
    return (a->zone > b->zone) - (a->zone < b->zone);
}

/* Takes the items over. */
static bool put_in_order(struct membership *out, struct finder *finder, uint32_t area_count)
{
    uint32_t *first = mem_array((size_t)area_count + 1, sizeof *first);
    if (!first)
        return false;
    if (finder->count)
        qsort(finder->items, finder->count, sizeof *finder->items, compare_members);
    for (uint32_t i = 0; i < finder->count; i++)
        first[finder->items[i].area]++;
    fixed_offsets(first, area_count);
    *out = (struct membership){finder->count, finder->items, first};
    finder->items = NULL;
    return true;
}

enum ws_status membership_find(struct membership *out, const struct run *run, struct ws_error *err)
{
    struct finder finder = {.head = mem_array(run->zones.count, sizeof *finder.head)};
    for (uint32_t zone = 0; finder.head && zone < run->zones.count; zone++)
        finder.head[zone] = WS_NONE;
    bool is_found = finder.head && add_parts(&finder, run) &&
                    put_in_order(out, &finder, run->supplier->zones.count + 1);
    mem_free(finder.items);
    mem_free(finder.next);
    mem_free(finder.head);
    return is_found ? WS_OK : no_memory(err);
}

/* Room for " and 4294967295 more". */
#define MORE_ROOM 24u

uint32_t membership_codes(char *out, size_t size, const struct run *run, uint32_t area,
                          bool is_whole)
{
    const struct membership *of = &run->supplier->membership;
    uint32_t count = 0, left = 0;
    size_t used = 0;
    out[0] = '\0';
    for (uint32_t i = of->first[area]; i < of->first[area + 1]; i++) {
        const char *code = run->zones.code[of->items[i].zone];
        size_t length = strlen(code) + 2;
        if (of->items[i].is_whole != is_whole)
            continue;
        count++;
        if (left || used + length + MORE_ROOM >= size)
            left++;
        else
            used += (size_t)snprintf(out + used, size - used, "%s%s", used ? ", " : "", code);
    }
    if (left)
        snprintf(out + used, size - used, " and %" PRIu32 " more", left);
    return count;
}
