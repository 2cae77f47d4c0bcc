/* decide/sites.c: one site after the other, the best first; then what proves how good
 * that is. */
#include "decide/sites_search.h"

#include "base/error.h"
#include "base/fixed.h"
#include "base/mem.h"
#include "base/parallel.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* Numbers of sites that are searched anew between what greed needs and what is proved
 * to be too few. */
#define MOST_TRIES 24u

static enum ws_status no_memory(struct ws_error *err, uint32_t sites)
{
    return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " sites", sites);
}

/* Items between two questions to the caller: some hundredths of a second. */
#define ITEMS_PER_LOOK 20000000u

bool sites_is_over(struct searching *searching, uint64_t effort)
{
    const struct site_plan *plan = searching->plan;
    if (plan->may_go_on && !searching->is_stopped &&
        searching->ground.looked >= searching->next_look) {
        searching->next_look = searching->ground.looked + ITEMS_PER_LOOK;
        searching->is_stopped = !plan->may_go_on(plan->context);
    }
    return searching->is_stopped || searching->ground.looked > effort;
}

/* ---- the best of what is left --------------------------------------------------------- */

/* Sites by what they may gain at most, most first, then the lower index: a heap. */
struct queue {
    uint32_t count, held_count, *site, *held;
    uint64_t *most_micro; /* per site: never too low */
    uint64_t aim;
};

static bool is_before(const struct queue *queue, uint32_t a, uint32_t b)
{
    if (queue->most_micro[a] != queue->most_micro[b])
        return queue->most_micro[a] > queue->most_micro[b];
    return a < b;
}

static void swap(uint32_t *a, uint32_t *b)
{
    uint32_t kept = *a;
    *a = *b;
    *b = kept;
}

static void queue_push(struct queue *queue, uint32_t site)
{
    uint32_t at = queue->count++;
    queue->site[at] = site;
    for (; at && is_before(queue, queue->site[at], queue->site[(at - 1) / 2]); at = (at - 1) / 2)
        swap(&queue->site[at], &queue->site[(at - 1) / 2]);
}

static uint32_t queue_pop(struct queue *queue)
{
    uint32_t first = queue->site[0], at = 0;
    queue->site[0] = queue->site[--queue->count];
    for (;;) {
        uint32_t best = at;
        for (uint32_t child = 2 * at + 1; child <= 2 * at + 2 && child < queue->count; child++)
            if (is_before(queue, queue->site[child], queue->site[best]))
                best = child;
        if (best == at)
            return first;
        swap(&queue->site[at], &queue->site[best]);
        at = best;
    }
}

/* The best site, taken out of the queue; WS_NONE: no site gains anybody, now or with
 * others. Who can no longer be better is not measured. */
static uint32_t queue_best(struct queue *queue, struct ground *ground, struct gain *best)
{
    uint32_t chosen = WS_NONE;
    *best = (struct gain){0, 0};
    queue->held_count = 0;
    while (queue->count && (chosen == WS_NONE ||
                            queue->most_micro[queue->site[0]] * queue->aim >= best->people_micro)) {
        uint32_t site = queue_pop(queue);
        if (!queue->most_micro[site])
            break;
        struct gain gain = ground_measure(ground, site, &ground->gauge, &ground->looked);
        queue->most_micro[site] = gain.most_micro;
        bool is_equal = chosen != WS_NONE && !gain_is_better(best, &gain);
        if (gain.most_micro &&
            (chosen == WS_NONE || gain_is_better(&gain, best) || (is_equal && site < chosen))) {
            if (chosen != WS_NONE)
                queue->held[queue->held_count++] = chosen;
            chosen = site;
            *best = gain;
        } else {
            queue->held[queue->held_count++] = site;
        }
    }
    for (uint32_t i = 0; i < queue->held_count; i++)
        queue_push(queue, queue->held[i]);
    return chosen;
}

static enum ws_status queue_init(struct queue *queue, const struct searching *searching,
                                 const uint32_t *sites, uint32_t count, struct ws_error *err)
{
    const struct ws_reach *reach = searching->plan->reach;
    *queue = (struct queue){.site = mem_array(count, sizeof *queue->site),
                            .held = mem_array(count, sizeof *queue->held),
                            .most_micro = mem_array(reach->site_count, sizeof(uint64_t)),
                            .aim = reach->aim};
    if (!queue->site || !queue->held || !queue->most_micro)
        return no_memory(err, reach->site_count);
    for (uint32_t site = 0; site < reach->site_count; site++)
        queue->most_micro[site] = searching->single_micro[site];
    for (uint32_t i = 0; i < count; i++)
        queue_push(queue, sites ? sites[i] : i);
    return WS_OK;
}

static void queue_release(struct queue *queue)
{
    mem_free(queue->site);
    mem_free(queue->held);
    mem_free(queue->most_micro);
}

/* ---- bounds of a stage -------------------------------------------------------------------- */

static int compare_falling(const void *a, const void *b)
{
    return fixed_compare(b, a);
}

uint64_t sites_sum_largest(const uint64_t *values, uint32_t n, uint32_t count, uint64_t *order)
{
    uint64_t sum = 0;
    memcpy(order, values, n * sizeof *order);
    if (n)
        qsort(order, n, sizeof *order, compare_falling);
    for (uint32_t i = 0; i < n && i < count; i++)
        sum += order[i];
    return sum;
}

static uint64_t gained_most(const struct ground *ground, uint64_t gained_micro)
{
    return ground->reach->aim == 1 ? gained_micro : ground_most(ground);
}

/* What any set may gain at most: what this one has and the largest further gains. */
static void lower_bound(struct searching *searching, const struct queue *queue, uint64_t *order)
{
    uint64_t gained = gained_most(&searching->ground, searching->gained_micro);
    uint64_t sum = sites_sum_largest(queue->most_micro, searching->plan->reach->site_count,
                                     searching->size, order);
    if (gained + sum < searching->bound_micro)
        searching->bound_micro = gained + sum;
}

/* So few sites at least: fewer would not bring the goal, with the largest gains. */
static uint32_t least_of_stage(const struct searching *searching, const struct queue *queue,
                               uint64_t *order)
{
    uint64_t sum = gained_most(&searching->ground, searching->gained_micro);
    uint32_t n = searching->plan->reach->site_count, least = 0;
    (void)sites_sum_largest(queue->most_micro, n, 0, order);
    while (least < n && sum < searching->plan->goal_micro)
        sum += order[least++];
    return least;
}

/* ---- greed ------------------------------------------------------------------------------------
 */

struct greed {
    const uint32_t *sites; /* NULL: all */
    uint32_t count, size;  /* to choose from; at most so many */
    uint64_t goal_micro;   /* enough when so many are gained; 0: none */
    bool has_bounds;       /* bounds of each stage are taken */
    uint32_t least_count;
    uint64_t *gain_micro; /* per site of the set, or NULL */
};

static bool is_enough(const struct searching *searching, const struct greed *greed)
{
    return searching->set_count >= greed->size ||
           (greed->goal_micro && searching->gained_micro >= greed->goal_micro);
}

static enum ws_status choose(struct searching *searching, struct greed *greed, struct ws_error *err)
{
    uint32_t count = searching->plan->reach->site_count;
    struct queue queue = {0};
    struct gain gain;
    uint64_t *order = mem_array(count, sizeof *order);
    enum ws_status st = order ? queue_init(&queue, searching, greed->sites, greed->count, err)
                              : no_memory(err, count);
    for (uint32_t site = 0; !st && site != WS_NONE;) {
        if (greed->has_bounds && searching->plan->goal_micro) {
            uint32_t least = least_of_stage(searching, &queue, order);
            greed->least_count = least > greed->least_count ? least : greed->least_count;
        } else if (greed->has_bounds) {
            lower_bound(searching, &queue, order);
        }
        if (is_enough(searching, greed) || sites_is_over(searching, UINT64_MAX))
            break;
        site = queue_best(&queue, &searching->ground, &gain);
        if (site == WS_NONE)
            break;
        queue.most_micro[site] = 0;
        if (greed->gain_micro)
            greed->gain_micro[searching->set_count] = gain.people_micro;
        searching->set[searching->set_count++] = site;
        searching->gained_micro += gain.people_micro;
        ground_add(&searching->ground, site);
    }
    queue_release(&queue);
    mem_free(order);
    return st;
}

void sites_adopt(struct searching *searching, const uint32_t *set, uint32_t count,
                 uint64_t gained_micro)
{
    for (uint32_t i = 0; i < searching->set_count; i++)
        ground_take(&searching->ground, searching->set[i]);
    for (uint32_t i = 0; i < count; i++) {
        searching->set[i] = set[i];
        ground_add(&searching->ground, set[i]);
    }
    searching->set_count = count;
    searching->gained_micro = gained_micro;
}

/* ---- so many sites ------------------------------------------------------------------------------
 */

/* The best set of `size` that is found, and what bounds all of them. */
static enum ws_status search_size(struct searching *searching, uint32_t size, struct ws_error *err)
{
    uint32_t count = searching->plan->reach->site_count;
    struct greed greed = {.count = count, .size = size, .has_bounds = true};
    searching->size = size;
    searching->bound_micro = UINT64_MAX;
    searching->is_proved = false;
    memset(searching->is_out, 0, count * sizeof *searching->is_out);
    sites_adopt(searching, NULL, 0, 0);
    enum ws_status st = choose(searching, &greed, err);
    if (!st)
        st = sites_exchange(searching, err);
    if (!st)
        st = sites_relax(searching, err);
    if (!st)
        st = sites_exchange(searching, err);
    if (!st)
        st = sites_branch(searching, err);
    if (!st && searching->bound_micro <= searching->gained_micro)
        searching->is_proved = true;
    if (!st && searching->is_proved)
        searching->bound_micro = searching->gained_micro;
    return st;
}

/* The fewest sites: from what is proved to be too few upwards, and no further than
 * greed came. What a smaller number cannot do is known from its bound. */
static enum ws_status search_goal(struct searching *searching, struct site_answer *answer,
                                  struct ws_error *err)
{
    uint32_t count = searching->plan->reach->site_count;
    uint64_t goal_micro = searching->plan->goal_micro;
    struct greed greed = {
        .count = count, .size = count, .goal_micro = goal_micro, .has_bounds = true};
    enum ws_status st = choose(searching, &greed, err);
    uint32_t *found = mem_array(searching->set_count, sizeof *found);
    uint32_t found_count = searching->set_count, least = greed.least_count;
    if (!st && !found)
        st = no_memory(err, found_count);
    if (!st)
        memcpy(found, searching->set, found_count * sizeof *found);
    uint64_t gained_micro = searching->gained_micro;
    bool is_sure = true; /* every smaller number is too few */
    for (uint32_t size = least, tries = 0; !st && size < found_count; size++, tries++) {
        if (tries == MOST_TRIES || searching->is_stopped) {
            is_sure = false;
            break;
        }
        st = search_size(searching, size, err);
        if (st || searching->gained_micro >= goal_micro) {
            found_count = searching->set_count;
            gained_micro = searching->gained_micro;
            memcpy(found, searching->set, found_count * sizeof *found);
            break;
        }
        is_sure = is_sure && searching->bound_micro < goal_micro;
        least = is_sure ? size + 1 : least;
    }
    answer->least_count = found_count < least ? found_count : least;
    if (is_sure)
        answer->least_count = found_count;
    if (!st)
        sites_adopt(searching, found, found_count, gained_micro);
    searching->is_proved = answer->least_count == found_count;
    mem_free(found);
    return st;
}

/* ---- the answer
 * -------------------------------------------------------------------------------------- */

struct singles {
    struct searching *searching;
    struct gauge *gauges; /* per worker */
    uint64_t *looked;     /* per worker */
};

static enum ws_status measure_single(void *context, uint32_t site, uint32_t worker,
                                     struct ws_error *err)
{
    struct singles *singles = context;
    struct searching *searching = singles->searching;
    (void)err;
    struct gain gain = ground_measure(&searching->ground, site, &singles->gauges[worker],
                                      &singles->looked[worker]);
    searching->single_micro[site] = gain.most_micro;
    return WS_OK;
}

static enum ws_status measure_singles(struct searching *searching, struct ws_error *err)
{
    const struct ws_reach *reach = searching->plan->reach;
    uint32_t workers = searching->plan->threads ? searching->plan->threads : 1;
    struct singles singles = {.searching = searching,
                              .gauges = mem_array(workers, sizeof *singles.gauges),
                              .looked = mem_array(workers, sizeof *singles.looked)};
    enum ws_status st =
        singles.gauges && singles.looked ? WS_OK : no_memory(err, reach->site_count);
    for (uint32_t i = 0; !st && i < workers; i++)
        st = gauge_init(&singles.gauges[i], reach->part_count, err);
    if (!st)
        st = parallel_for(reach->site_count, workers, measure_single, &singles, err);
    for (uint32_t i = 0; singles.gauges && i < workers; i++)
        gauge_release(&singles.gauges[i]);
    mem_free(singles.gauges);
    mem_free(singles.looked);
    return st;
}

static uint64_t gained_by_all(struct ground *ground)
{
    for (uint32_t site = 0; site < ground->reach->site_count; site++)
        ground_add(ground, site);
    uint64_t gained_micro = ground_gained(ground);
    for (uint32_t site = 0; site < ground->reach->site_count; site++)
        ground_take(ground, site);
    return gained_micro;
}

/* The set in its order, each the best of those left, with what it gains. */
static enum ws_status rank_set(struct site_answer *answer, struct searching *searching,
                               struct ws_error *err)
{
    uint32_t count = searching->set_count;
    answer->site = mem_array(count, sizeof *answer->site);
    answer->gain_micro = mem_array(count, sizeof *answer->gain_micro);
    answer->only_micro = mem_array(count, sizeof *answer->only_micro);
    if (!answer->site || !answer->gain_micro || !answer->only_micro)
        return no_memory(err, count);
    if (count)
        memcpy(answer->site, searching->set, count * sizeof *answer->site);
    sites_adopt(searching, NULL, 0, 0);
    struct greed greed = {
        .sites = answer->site, .count = count, .size = count, .gain_micro = answer->gain_micro};
    enum ws_status st = choose(searching, &greed, err);
    if (st)
        return st;
    answer->count = searching->set_count;
    while (answer->count && !answer->gain_micro[answer->count - 1]) /* of no use */
        answer->count--;
    sites_adopt(searching, searching->set, answer->count, searching->gained_micro);
    for (uint32_t i = 0; i < answer->count; i++) {
        answer->site[i] = searching->set[i];
        answer->only_micro[i] = ground_only(&searching->ground, searching->set[i]);
    }
    answer->gained_micro = searching->gained_micro;
    return WS_OK;
}

static enum ws_status search_all(struct searching *searching, struct site_answer *answer,
                                 struct ws_error *err)
{
    const struct site_plan *plan = searching->plan;
    uint32_t count = plan->reach->site_count;
    answer->all_micro = gained_by_all(&searching->ground);
    enum ws_status st = measure_singles(searching, err);
    if (!st && plan->goal_micro && answer->all_micro >= plan->goal_micro) {
        answer->is_reached = true;
        st = search_goal(searching, answer, err);
    } else if (!st && plan->goal_micro) {
        struct greed greed = {.count = count, .size = count};
        st = choose(searching, &greed, err);
    } else if (!st) {
        st = search_size(searching, plan->most < count ? plan->most : count, err);
    }
    if (!st)
        st = rank_set(answer, searching, err);
    answer->is_proved = searching->is_proved;
    answer->bound_micro = plan->goal_micro ? answer->all_micro : searching->bound_micro;
    if (answer->bound_micro > answer->all_micro)
        answer->bound_micro = answer->all_micro;
    return st;
}

enum ws_status sites_choose(struct site_answer *out, const struct site_plan *plan,
                            struct ws_error *err)
{
    assert(out && plan && plan->reach && (plan->most || plan->goal_micro));
    uint32_t count = plan->reach->site_count;
    struct site_answer answer = {0};
    struct searching searching = {.plan = plan,
                                  .set = mem_array(count, sizeof *searching.set),
                                  .single_micro = mem_array(count, sizeof(uint64_t)),
                                  .is_out = mem_array(count, sizeof *searching.is_out)};
    enum ws_status st = WS_OK;
    if (!searching.set || !searching.single_micro || !searching.is_out)
        st = no_memory(err, count);
    else if (count >= UINT16_MAX)
        st = error_set(err, WS_TOO_LARGE, "%" PRIu32 " candidates; expected at most %d", count,
                       UINT16_MAX - 1);
    if (!st)
        st = ground_init(&searching.ground, plan->reach, err);
    if (!st)
        st = search_all(&searching, &answer, err);
    if (!st && searching.is_stopped)
        st = error_set(err, WS_CANCELLED, "stopped while choosing sites");
    if (!st) {
        *out = answer;
        answer = (struct site_answer){0};
    }
    ground_release(&searching.ground);
    mem_free(searching.set);
    mem_free(searching.single_micro);
    mem_free(searching.is_out);
    sites_release(&answer);
    return st;
}

void sites_release(struct site_answer *answer)
{
    if (!answer)
        return;
    mem_free(answer->site);
    mem_free(answer->gain_micro);
    mem_free(answer->only_micro);
    *answer = (struct site_answer){0};
}
