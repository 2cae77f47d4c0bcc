/* decide/sites_gain.c: what one more site gains, to the millionth. */
#include "decide/sites_search.h"

#include "base/error.h"
#include "base/fixed.h"
#include "base/mem.h"

#include <assert.h>
#include <inttypes.h>

enum ws_status gauge_init(struct gauge *gauge, uint32_t part_count, struct ws_error *err)
{
    *gauge = (struct gauge){.gain_mm = mem_array(part_count, sizeof *gauge->gain_mm),
                            .share_mm = mem_array(part_count, sizeof *gauge->share_mm),
                            .touched = mem_array(part_count, sizeof *gauge->touched),
                            .is_touched = mem_array(part_count, sizeof *gauge->is_touched)};
    if (!gauge->gain_mm || !gauge->share_mm || !gauge->touched || !gauge->is_touched)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " parts of units", part_count);
    return WS_OK;
}

void gauge_release(struct gauge *gauge)
{
    if (!gauge)
        return;
    mem_free(gauge->gain_mm);
    mem_free(gauge->share_mm);
    mem_free(gauge->touched);
    mem_free(gauge->is_touched);
    *gauge = (struct gauge){0};
}

static uint32_t common_multiple(uint32_t most)
{
    uint32_t multiple = 1;
    for (uint32_t n = 2; n <= most; n++) {
        uint32_t a = multiple, b = n;
        while (b) {
            uint32_t rest = a % b;
            a = b;
            b = rest;
        }
        multiple *= n / a;
    }
    return multiple;
}

enum ws_status ground_init(struct ground *ground, const struct ws_reach *reach,
                           struct ws_error *err)
{
    assert(reach->aim >= 1 && reach->aim <= WS_MAX_CHOICE);
    *ground =
        (struct ground){.reach = reach,
                        .scale = common_multiple(reach->aim), /* 720720 at most */
                        .count = mem_array(reach->item_count, sizeof *ground->count),
                        .covered_mm = mem_array(reach->part_count, sizeof *ground->covered_mm),
                        .share_mm = mem_array(reach->part_count, sizeof *ground->share_mm)};
    if (!ground->count || !ground->covered_mm || !ground->share_mm)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " items of ground",
                         reach->item_count);
    for (uint32_t part = 0; part < reach->part_count; part++)
        ground->covered_mm[part] = reach->covered_mm[part];
    return gauge_init(&ground->gauge, reach->part_count, err);
}

void ground_release(struct ground *ground)
{
    mem_free(ground->count);
    mem_free(ground->covered_mm);
    mem_free(ground->share_mm);
    gauge_release(&ground->gauge);
    *ground = (struct ground){0};
}

/* People of a part when so much of it is covered. */
static uint64_t people_upto(const struct ws_reach *reach, uint32_t part, uint64_t covered_mm)
{
    return covered_mm ? fixed_mul_div(reach->people_micro[part], covered_mm, reach->whole_mm[part])
                      : 0;
}

static uint64_t people_most(const struct ground *ground, uint32_t part, uint64_t share_mm)
{
    const struct ws_reach *reach = ground->reach;
    return share_mm ? fixed_mul_div_up(reach->people_micro[part], share_mm,
                                       reach->whole_mm[part] * ground->scale)
                    : 0;
}

static void touch(struct gauge *gauge, uint32_t part)
{
    if (gauge->is_touched[part])
        return;
    gauge->is_touched[part] = true;
    gauge->touched[gauge->touched_count++] = part;
}

struct gain ground_measure(const struct ground *ground, uint32_t site, struct gauge *gauge,
                           uint64_t *looked)
{
    const struct ws_reach *reach = ground->reach;
    struct gain gain = {0, 0};
    for (uint64_t s = reach->first_span[site]; s < reach->first_span[site + 1]; s++) {
        *looked += reach->spans[s].to - reach->spans[s].from;
        for (uint32_t item = reach->spans[s].from; item < reach->spans[s].to; item++) {
            uint32_t lacking = reach->lacking[item], count = ground->count[item];
            if (count >= lacking)
                continue;
            touch(gauge, reach->part[item]);
            uint64_t mm = reach->weight_mm[item];
            gauge->gain_mm[reach->part[item]] += count + 1 == lacking ? mm : 0;
            gauge->share_mm[reach->part[item]] += mm * (ground->scale / lacking);
        }
    }
    for (uint32_t i = 0; i < gauge->touched_count; i++) {
        uint32_t part = gauge->touched[i];
        uint64_t covered_mm = ground->covered_mm[part];
        gain.people_micro += people_upto(reach, part, covered_mm + gauge->gain_mm[part]) -
                             people_upto(reach, part, covered_mm);
        gain.most_micro += people_most(ground, part, gauge->share_mm[part]);
        gauge->gain_mm[part] = gauge->share_mm[part] = 0;
        gauge->is_touched[part] = false;
    }
    gauge->touched_count = 0;
    return gain;
}

void ground_add(struct ground *ground, uint32_t site)
{
    const struct ws_reach *reach = ground->reach;
    for (uint64_t s = reach->first_span[site]; s < reach->first_span[site + 1]; s++)
        for (uint32_t item = reach->spans[s].from; item < reach->spans[s].to; item++) {
            uint32_t lacking = reach->lacking[item], count = ground->count[item]++;
            uint64_t mm = reach->weight_mm[item];
            assert(count < UINT16_MAX);
            if (count >= lacking)
                continue;
            ground->covered_mm[reach->part[item]] += count + 1 == lacking ? mm : 0;
            ground->share_mm[reach->part[item]] += mm * (ground->scale / lacking);
        }
}

void ground_take(struct ground *ground, uint32_t site)
{
    const struct ws_reach *reach = ground->reach;
    for (uint64_t s = reach->first_span[site]; s < reach->first_span[site + 1]; s++)
        for (uint32_t item = reach->spans[s].from; item < reach->spans[s].to; item++) {
            uint32_t lacking = reach->lacking[item], count = --ground->count[item];
            uint64_t mm = reach->weight_mm[item];
            if (count >= lacking)
                continue;
            ground->covered_mm[reach->part[item]] -= count + 1 == lacking ? mm : 0;
            ground->share_mm[reach->part[item]] -= mm * (ground->scale / lacking);
        }
}

uint64_t ground_gained(const struct ground *ground)
{
    const struct ws_reach *reach = ground->reach;
    uint64_t people_micro = 0;
    for (uint32_t part = 0; part < reach->part_count; part++)
        if (ground->covered_mm[part] > reach->covered_mm[part])
            people_micro += people_upto(reach, part, ground->covered_mm[part]) -
                            people_upto(reach, part, reach->covered_mm[part]);
    return people_micro;
}

uint64_t ground_most(const struct ground *ground)
{
    uint64_t most_micro = 0;
    for (uint32_t part = 0; part < ground->reach->part_count; part++)
        most_micro += people_most(ground, part, ground->share_mm[part]);
    return most_micro;
}

uint64_t ground_only(struct ground *ground, uint32_t site)
{
    const struct ws_reach *reach = ground->reach;
    struct gauge *gauge = &ground->gauge;
    uint64_t people_micro = 0;
    for (uint64_t s = reach->first_span[site]; s < reach->first_span[site + 1]; s++)
        for (uint32_t item = reach->spans[s].from; item < reach->spans[s].to; item++) {
            if (reach->lacking[item] < reach->aim || ground->count[item] != 1)
                continue;
            touch(gauge, reach->part[item]);
            gauge->gain_mm[reach->part[item]] += reach->weight_mm[item];
        }
    for (uint32_t i = 0; i < gauge->touched_count; i++) {
        uint32_t part = gauge->touched[i];
        people_micro += people_upto(reach, part, gauge->gain_mm[part]);
        gauge->gain_mm[part] = 0;
        gauge->is_touched[part] = false;
    }
    gauge->touched_count = 0;
    return people_micro;
}

bool gain_is_better(const struct gain *a, const struct gain *b)
{
    if (a->people_micro != b->people_micro)
        return a->people_micro > b->people_micro;
    return a->most_micro > b->most_micro;
}
