/* cover/choices.c: how many distinct groups people have within a limit. */
#include "cover/cover.h"

#include "base/error.h"
#include "base/fixed.h"
#include "base/mem.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

/* Ranks within the cutoff; they are sorted, so the first beyond ends the count. */
static uint32_t count_within(const struct ws_allocation *allocation, uint32_t row, uint32_t most,
                             uint32_t cutoff_cost)
{
    uint32_t count = 0;
    while (count < most && allocation_within(allocation, row, count, cutoff_cost))
        count++;
    return count;
}

/* From the most choice to none, then those without a link: the sums up to any
 * number of groups are those of the shares (cover/shares.h). */
static void split_part(uint64_t *people_micro, const struct spread *spread, uint32_t part,
                       uint32_t weight, const uint64_t *within_mm, uint32_t most)
{
    uint64_t order_mm[WS_MAX_CHOICE + 2], split[WS_MAX_CHOICE + 2];
    uint64_t linked_mm = spread->weight_mm[part] - spread->no_link_mm[part], some_mm = 0;
    for (uint32_t count = most; count > 0; count--) {
        order_mm[most - count] = within_mm[count];
        some_mm += within_mm[count];
    }
    assert(some_mm <= linked_mm);
    order_mm[most] = linked_mm - some_mm;
    order_mm[most + 1] = spread->no_link_mm[part];
    fixed_split(spread->people_micro[(size_t)part * spread->weight_count + weight], order_mm,
                most + 2, split);
    for (uint32_t count = 0; count <= most; count++)
        people_micro[count] = split[most - count];
    people_micro[most + 1] = split[most + 1];
}

enum ws_status choices_of_parts(uint64_t **out, const struct share_plan *plan, uint32_t weight,
                                uint32_t cutoff_cost, uint32_t most, struct ws_error *err)
{
    const struct spread *spread = plan->spread;
    size_t columns = most + 2;
    assert(out && most >= 1 && most <= plan->allocation->k && most <= WS_MAX_CHOICE);
    uint64_t *within_mm = mem_array(spread->part_count, columns * sizeof *within_mm);
    uint64_t *people_micro = mem_array(spread->part_count, columns * sizeof *people_micro);
    if (!within_mm || !people_micro) {
        mem_free(within_mm);
        mem_free(people_micro);
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " parts of units",
                         spread->part_count);
    }
    for (uint32_t row = 0; row < plan->allocation->count; row++) {
        uint32_t count = count_within(plan->allocation, row, most, cutoff_cost);
        within_mm[plan->part[row] * columns + count] +=
            piece_weight(&plan->allocation->pieces[row]);
    }
    for (uint32_t part = 0; part < spread->part_count; part++)
        if (spread->state[part] == PART_ON_NETWORK && spread->zone[part] != WS_NONE)
            split_part(people_micro + part * columns, spread, part, weight,
                       within_mm + part * columns, most);
    mem_free(within_mm);
    *out = people_micro;
    return WS_OK;
}
