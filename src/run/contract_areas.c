/* Contracts by the area they name: who may serve it, and for how many. */
#include "run/run.h"
#include "run/supplier.h"

#include "base/fixed.h"
#include "base/mem.h"
#include "decide/decide.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

uint64_t supplier_over_micro(const struct contracts *contracts, uint32_t contract)
{
    double participants = contracts->participants[contract], most = contracts->capacity[contract];
    if (isnan(participants) || isnan(most))
        return WS_UNBOUNDED;
    uint64_t micro = fixed_micro(participants), most_micro = fixed_micro(most);
    return micro > most_micro ? micro - most_micro : 0;
}

static void add_capacity(struct contract_area *area, const struct contracts *contracts, uint32_t i)
{
    uint64_t over_micro = supplier_over_micro(contracts, i);
    if (!isnan(contracts->capacity[i])) {
        area->capacity_count++;
        area->capacity_micro += fixed_micro(contracts->capacity[i]);
    }
    if (over_micro == WS_UNBOUNDED)
        return;
    area->compared_count++;
    area->over_count += over_micro > 0;
    area->over_micro += over_micro;
}

/* Rows are sorted by area and provider. */
static struct contract_area sum_area(const struct contracts *contracts, uint32_t first)
{
    struct contract_area area = {.first = first, .zone = contracts->zone[first]};
    for (uint32_t i = first; i < contracts->count; i++) {
        if (strcmp(contracts->area[i], contracts->area[first]) != 0)
            break;
        area.count++;
        area.provider_count +=
            i == first || strcmp(contracts->provider[i], contracts->provider[i - 1]) != 0;
        add_capacity(&area, contracts, i);
        area.risky_count += contracts->at_risk[i] == RISK_YES;
        if (isnan(contracts->participants[i]))
            area.unknown_count++;
        else
            area.participants_micro += fixed_micro(contracts->participants[i]);
    }
    return area;
}

static int compare_numbers(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

static enum ws_status count_contractors(struct supplier *supplier, struct ws_error *err)
{
    uint32_t count = supplier->contracts.count;
    uint32_t *sorted = mem_array(count, sizeof *sorted);
    if (!sorted)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " contracts", count);
    for (uint32_t i = 0; i < count; i++)
        sorted[i] = supplier->contract_provider[i];
    if (count)
        qsort(sorted, count, sizeof *sorted, compare_numbers);
    for (uint32_t i = 0; i < count; i++)
        supplier->contractor_count += !i || sorted[i] != sorted[i - 1];
    mem_free(sorted);
    return WS_OK;
}

enum ws_status supplier_group_contracts(struct run *run, struct ws_error *err)
{
    struct supplier *supplier = run->supplier;
    const struct contracts *contracts = &supplier->contracts;
    supplier->contract_areas = mem_array(contracts->count, sizeof *supplier->contract_areas);
    if (!supplier->contract_areas)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " contracts",
                         contracts->count);
    for (uint32_t first = 0; first < contracts->count;) {
        struct contract_area area = sum_area(contracts, first);
        supplier->contract_areas[supplier->contract_area_count++] = area;
        first += area.count;
    }
    return count_contractors(supplier, err);
}

void supplier_contract_classes(struct contract_class out[WS_CLASS_MANY + 1],
                               const struct supplier *supplier)
{
    memset(out, 0, (WS_CLASS_MANY + 1) * sizeof *out);
    for (uint32_t i = 0; i < supplier->contract_area_count; i++) {
        const struct contract_area *area = &supplier->contract_areas[i];
        struct contract_class *row = &out[classify_choice(area->provider_count)];
        row->area_count++;
        row->unknown_count += area->unknown_count;
        row->participants_micro += area->participants_micro;
    }
}
