/* decide/sites_bound.c: Lagrangian bounds. Every item has a price per group it gets;
 * ground may be served or not whatever sites are taken, but pays. The best sites at
 * these prices and the best ground are chosen apart from each other, so no set gains
 * more than both together, whatever the prices are. Prices fall where too many sites
 * serve and rise where none does. */
#include "decide/sites_search.h"

#include "base/error.h"
#include "base/fixed.h"
#include "base/mem.h"
#include "base/parallel.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define MOST_STEPS 400u
#define PATIENCE 6u /* steps without a better bound before steps get shorter */
#define FULL_STEP 1024u
#define CHUNK_SITES 32u

struct relaxing {
    struct searching *searching;
    uint32_t shift; /* people are counted in 2^-shift millionths, rounded up */
    /* Of a part that is covered in part already one more millionth may be gained than
     * its ground is worth: people are whole millionths. */
    uint64_t slack_micro;
    uint64_t *people, *price; /* per item: people; price of one group of those lacking */
    uint16_t *count;          /* per item: of the best sites at these prices */
    uint64_t *worth;          /* per site: the prices of its items */
    uint32_t *best, best_count, *kept;
    uint64_t bound, best_bound, looked;
    uint32_t step, waited;
};

static enum ws_status no_memory(struct ws_error *err, uint32_t items)
{
    return error_set(err, WS_NO_MEMORY, "no memory for bounds on %" PRIu32 " items", items);
}

/* ---- prices ------------------------------------------------------------------------------ */

static uint32_t find_shift(const struct ws_reach *reach)
{
    uint64_t total = 1;
    uint32_t shift = 0;
    for (uint32_t part = 0; part < reach->part_count; part++)
        total = fixed_add_bound(total, reach->people_micro[part]);
    while (shift < 16 && total < (UINT64_C(1) << 59) >> shift)
        shift++;
    return shift;
}

static uint64_t count_slack(const struct ws_reach *reach)
{
    uint64_t count = 0;
    for (uint32_t part = 0; part < reach->part_count; part++)
        count += reach->covered_mm[part] > 0 && reach->covered_mm[part] < reach->whole_mm[part];
    return count;
}

static enum ws_status price_items(struct relaxing *relaxing, struct ws_error *err)
{
    const struct ws_reach *reach = relaxing->searching->plan->reach;
    const struct ground *ground = &relaxing->searching->ground;
    uint32_t count = reach->item_count;
    relaxing->people = mem_array(count, sizeof *relaxing->people);
    relaxing->price = mem_array(count, sizeof *relaxing->price);
    relaxing->count = mem_array(count, sizeof *relaxing->count);
    relaxing->worth = mem_array(reach->site_count, sizeof *relaxing->worth);
    relaxing->best = mem_array(reach->site_count, sizeof *relaxing->best);
    relaxing->kept = mem_array(reach->site_count, sizeof *relaxing->kept);
    if (!relaxing->people || !relaxing->price || !relaxing->count || !relaxing->worth ||
        !relaxing->best || !relaxing->kept)
        return no_memory(err, count);
    relaxing->shift = find_shift(reach);
    relaxing->slack_micro = count_slack(reach);
    for (uint32_t item = 0; item < count; item++) {
        uint32_t part = reach->part[item];
        relaxing->people[item] = fixed_mul_div_up(reach->people_micro[part] << relaxing->shift,
                                                  reach->weight_mm[item], reach->whole_mm[part]);
        if (ground->count[item] < reach->lacking[item]) /* what the set did not reach */
            relaxing->price[item] = relaxing->people[item] / reach->lacking[item];
    }
    return WS_OK;
}

static enum ws_status sum_worth(void *context, uint32_t chunk, uint32_t worker,
                                struct ws_error *err)
{
    struct relaxing *relaxing = context;
    const struct ws_reach *reach = relaxing->searching->plan->reach;
    uint32_t end = (chunk + 1) * CHUNK_SITES;
    (void)worker;
    (void)err;
    for (uint32_t site = chunk * CHUNK_SITES; site < end && site < reach->site_count; site++) {
        uint64_t worth = 0;
        if (relaxing->searching->is_out[site])
            continue;
        for (uint64_t s = reach->first_span[site]; s < reach->first_span[site + 1]; s++)
            for (uint32_t item = reach->spans[s].from; item < reach->spans[s].to; item++)
                worth += relaxing->price[item];
        relaxing->worth[site] = worth;
    }
    return WS_OK;
}

/* Takes down what is looked at in one step, as if all sites were. */
static uint64_t step_items(const struct relaxing *relaxing)
{
    const struct ws_reach *reach = relaxing->searching->plan->reach;
    uint64_t items = reach->item_count;
    for (uint32_t site = 0; site < reach->site_count; site++)
        for (uint64_t s = reach->first_span[site];
             !relaxing->searching->is_out[site] && s < reach->first_span[site + 1]; s++)
            items += reach->spans[s].to - reach->spans[s].from;
    return items;
}

/* ---- one step ------------------------------------------------------------------------------ */

struct ranked {
    uint64_t worth;
    uint32_t site;
};

static int compare_ranked(const void *a_ptr, const void *b_ptr)
{
    const struct ranked *a = a_ptr, *b = b_ptr;
    if (a->worth != b->worth)
        return a->worth > b->worth ? -1 : 1;
    return (a->site > b->site) - (a->site < b->site);
}

/* The sites that are worth most. */
static enum ws_status rank_sites(struct relaxing *relaxing, struct ws_error *err)
{
    struct searching *searching = relaxing->searching;
    uint32_t count = searching->plan->reach->site_count, ranked_count = 0;
    struct ranked *ranked = mem_array(count, sizeof *ranked);
    if (!ranked)
        return no_memory(err, count);
    for (uint32_t site = 0; site < count; site++)
        if (!searching->is_out[site])
            ranked[ranked_count++] = (struct ranked){relaxing->worth[site], site};
    if (ranked_count)
        qsort(ranked, ranked_count, sizeof *ranked, compare_ranked);
    relaxing->best_count = ranked_count < searching->size ? ranked_count : searching->size;
    for (uint32_t i = 0; i < relaxing->best_count; i++)
        relaxing->best[i] = ranked[i].site;
    mem_free(ranked);
    return WS_OK;
}

static void count_served(struct relaxing *relaxing, bool is_added)
{
    const struct ws_reach *reach = relaxing->searching->plan->reach;
    for (uint32_t i = 0; i < relaxing->best_count; i++) {
        uint32_t site = relaxing->best[i];
        for (uint64_t s = reach->first_span[site]; s < reach->first_span[site + 1]; s++)
            for (uint32_t item = reach->spans[s].from; item < reach->spans[s].to; item++)
                relaxing->count[item] =
                    (uint16_t)(is_added ? relaxing->count[item] + 1 : relaxing->count[item] - 1);
    }
}

/* The bound at these prices. */
static void sum_bound(struct relaxing *relaxing)
{
    const struct ws_reach *reach = relaxing->searching->plan->reach;
    relaxing->bound = 0;
    for (uint32_t i = 0; i < relaxing->best_count; i++)
        relaxing->bound += relaxing->worth[relaxing->best[i]];
    for (uint32_t item = 0; item < reach->item_count; item++)
        relaxing->bound += relaxing->people[item] - relaxing->price[item] * reach->lacking[item];
}

static uint64_t in_millionths(const struct relaxing *relaxing, uint64_t bound)
{
    return (bound >> relaxing->shift) + relaxing->slack_micro;
}

/* Who must gain more than this to matter. */
static uint64_t to_beat(const struct searching *searching)
{
    uint64_t goal_micro = searching->plan->goal_micro;
    if (goal_micro && searching->gained_micro < goal_micro)
        return goal_micro - 1;
    return searching->gained_micro;
}

/* A set with this site gains at most the bound less the worst of the best sites plus
 * the worth of this one. */
static void drop_sites(struct relaxing *relaxing)
{
    struct searching *searching = relaxing->searching;
    uint32_t count = searching->plan->reach->site_count;
    if (!relaxing->best_count || relaxing->best_count < searching->size)
        return;
    uint64_t last = relaxing->worth[relaxing->best[relaxing->best_count - 1]];
    uint64_t rest = relaxing->bound - last, beat = to_beat(searching);
    for (uint32_t site = 0; site < count; site++)
        if (!searching->is_out[site] && relaxing->worth[site] <= last &&
            in_millionths(relaxing, rest + relaxing->worth[site]) <= beat)
            searching->is_out[site] = true;
}

static void move_prices(struct relaxing *relaxing)
{
    const struct ws_reach *reach = relaxing->searching->plan->reach;
    for (uint32_t item = 0; item < reach->item_count; item++) {
        uint32_t lacking = reach->lacking[item], count = relaxing->count[item];
        uint64_t top = relaxing->people[item] / lacking;
        uint32_t wanted = relaxing->price[item] < top ? lacking : 0;
        uint32_t apart = count > wanted ? count - wanted : wanted - count;
        uint64_t move = (top / FULL_STEP + 1) * relaxing->step * (apart > 4 ? 4 : apart);
        if (count > wanted)
            relaxing->price[item] -= move < relaxing->price[item] ? move : relaxing->price[item];
        else if (count < wanted)
            relaxing->price[item] +=
                move < top - relaxing->price[item] ? move : top - relaxing->price[item];
    }
}

/* The best sites at these prices are a set like any other. */
static void try_best(struct relaxing *relaxing)
{
    struct searching *searching = relaxing->searching;
    uint32_t kept_count = searching->set_count;
    uint64_t before_micro = searching->gained_micro;
    memcpy(relaxing->kept, searching->set, kept_count * sizeof *relaxing->kept);
    sites_adopt(searching, relaxing->best, relaxing->best_count, 0);
    searching->gained_micro = ground_gained(&searching->ground);
    if (searching->gained_micro <= before_micro)
        sites_adopt(searching, relaxing->kept, kept_count, before_micro);
}

static bool is_done(const struct searching *searching)
{
    uint64_t goal_micro = searching->plan->goal_micro;
    return searching->bound_micro <= searching->gained_micro ||
           (goal_micro &&
            (searching->gained_micro >= goal_micro || searching->bound_micro < goal_micro));
}

static void take_bound(struct relaxing *relaxing)
{
    struct searching *searching = relaxing->searching;
    uint64_t bound_micro = in_millionths(relaxing, relaxing->bound), beat = to_beat(searching);
    if (relaxing->bound < relaxing->best_bound) {
        relaxing->best_bound = relaxing->bound;
        relaxing->waited = 0;
    } else if (++relaxing->waited > PATIENCE) {
        relaxing->waited = 0;
        relaxing->step /= 2;
    }
    /* Sites that were dropped are in no set that gains more than `beat`. */
    if (bound_micro < beat)
        bound_micro = beat;
    if (bound_micro < searching->bound_micro)
        searching->bound_micro = bound_micro;
}

static enum ws_status take_step(struct relaxing *relaxing, struct ws_error *err)
{
    const struct site_plan *plan = relaxing->searching->plan;
    uint32_t chunks = (plan->reach->site_count + CHUNK_SITES - 1) / CHUNK_SITES;
    relaxing->searching->ground.looked += step_items(relaxing);
    enum ws_status st = parallel_for(chunks, plan->threads, sum_worth, relaxing, err);
    if (!st)
        st = rank_sites(relaxing, err);
    if (st)
        return st;
    sum_bound(relaxing);
    try_best(relaxing);
    take_bound(relaxing);
    drop_sites(relaxing);
    count_served(relaxing, true);
    move_prices(relaxing);
    count_served(relaxing, false);
    return WS_OK;
}

enum ws_status sites_relax(struct searching *searching, struct ws_error *err)
{
    struct relaxing relaxing = {
        .searching = searching, .best_bound = UINT64_MAX, .step = FULL_STEP / 4};
    if (is_done(searching) || !searching->size)
        return WS_OK;
    enum ws_status st = price_items(&relaxing, err);
    for (uint32_t i = 0; !st && i < MOST_STEPS && relaxing.step && !is_done(searching); i++) {
        if (sites_is_over(searching, searching->plan->effort / 4 * 3))
            break;
        st = take_step(&relaxing, err);
    }
    mem_free(relaxing.people);
    mem_free(relaxing.price);
    mem_free(relaxing.count);
    mem_free(relaxing.worth);
    mem_free(relaxing.best);
    mem_free(relaxing.kept);
    return st;
}
