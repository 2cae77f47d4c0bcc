/* decide/sites_exact.c: better sets by exchange; all sets by branch and bound. */
#include "decide/sites_search.h"

#include "base/error.h"
#include "base/mem.h"

#include <inttypes.h>
#include <stdlib.h>

#define MOST_ROUNDS 20u

/* A quarter of the effort is for better sets, the rest for the proof. */
static bool is_spent(struct searching *searching, uint64_t parts)
{
    return sites_is_over(searching, searching->plan->effort / 4 * parts);
}

/* Sites by what they may gain at most, most first. */
struct branch {
    uint64_t most_micro, people_micro;
    uint32_t site;
};

static int compare_branches(const void *a_ptr, const void *b_ptr)
{
    const struct branch *a = a_ptr, *b = b_ptr;
    if (a->most_micro != b->most_micro)
        return a->most_micro > b->most_micro ? -1 : 1;
    return (a->site > b->site) - (a->site < b->site);
}

static struct branch *list_branches(const struct searching *searching, uint32_t *count)
{
    uint32_t sites = searching->plan->reach->site_count;
    struct branch *branches = mem_array(sites, sizeof *branches);
    *count = 0;
    for (uint32_t site = 0; branches && site < sites; site++)
        if (searching->single_micro[site] && !searching->is_out[site])
            branches[(*count)++] =
                (struct branch){.site = site, .most_micro = searching->single_micro[site]};
    if (branches && *count)
        qsort(branches, *count, sizeof *branches, compare_branches);
    return branches;
}

static enum ws_status no_memory(struct ws_error *err, const struct searching *searching)
{
    return error_set(err, WS_NO_MEMORY, "no memory to choose among %" PRIu32 " sites",
                     searching->plan->reach->site_count);
}

/* ---- exchange -------------------------------------------------------------------------- */

static bool is_in_set(const struct searching *searching, uint32_t site)
{
    for (uint32_t i = 0; i < searching->set_count; i++)
        if (searching->set[i] == site)
            return true;
    return false;
}

/* Puts the best site in the place of one. True: more people than before. */
static bool exchange(struct searching *searching, uint32_t place, const struct branch *branches,
                     uint32_t count)
{
    struct ground *ground = &searching->ground;
    uint32_t old = searching->set[place], best = old;
    uint64_t aim = ground->reach->aim;
    ground_take(ground, old);
    struct gain most = ground_measure(ground, old, &ground->gauge, &ground->looked);
    uint64_t before_micro = most.people_micro;
    for (uint32_t i = 0; i < count && branches[i].most_micro * aim > most.people_micro; i++) {
        uint32_t site = branches[i].site;
        struct gain gain = ground_measure(ground, site, &ground->gauge, &ground->looked);
        if (gain.people_micro > most.people_micro && !is_in_set(searching, site)) {
            most = gain;
            best = site;
        }
    }
    searching->set[place] = best;
    searching->gained_micro += most.people_micro - before_micro;
    ground_add(ground, best);
    return best != old;
}

enum ws_status sites_exchange(struct searching *searching, struct ws_error *err)
{
    uint32_t count;
    struct branch *branches = list_branches(searching, &count);
    bool has_changed = searching->set_count > 1;
    if (!branches)
        return no_memory(err, searching);
    for (uint32_t round = 0; has_changed && round < MOST_ROUNDS; round++) {
        has_changed = false;
        for (uint32_t i = 0; i < searching->set_count && !is_spent(searching, 1); i++)
            has_changed = exchange(searching, i, branches, count) || has_changed;
    }
    mem_free(branches);
    return WS_OK;
}

/* ---- branch and bound --------------------------------------------------------------------- */

/* One place of the set: the sites it may take, from `next` on. */
struct level {
    struct branch *branches;
    uint32_t count, next;
    uint64_t gained_micro, most_micro; /* of the sites before this place */
};

struct tree {
    struct searching *searching;
    struct ground *ground; /* with the sites of the levels */
    struct level *levels;  /* per place */
    uint32_t depth, *set, best_count, *best;
    uint64_t best_micro; /* a set must gain more to count */
};

/* Measures what may follow at a level; sites of the level before that come after the
 * one it took. */
static void open_level(struct tree *tree, uint32_t depth, const struct branch *from, uint32_t count)
{
    struct level *level = &tree->levels[depth];
    struct ground *ground = tree->ground;
    level->count = level->next = 0;
    level->most_micro = ground->reach->aim == 1 ? level->gained_micro : ground_most(ground);
    for (uint32_t i = 0; i < count; i++) {
        struct gain gain = ground_measure(ground, from[i].site, &ground->gauge, &ground->looked);
        if (gain.most_micro)
            level->branches[level->count++] =
                (struct branch){gain.most_micro, gain.people_micro, from[i].site};
    }
    if (level->count)
        qsort(level->branches, level->count, sizeof *level->branches, compare_branches);
}

/* Whether sets that take the level's next site, and later ones, may be better. */
static bool may_be_better(const struct tree *tree, uint32_t depth)
{
    const struct level *level = &tree->levels[depth];
    uint64_t sum = level->most_micro;
    uint32_t places = tree->searching->size - depth;
    for (uint32_t i = level->next; i < level->count && i < level->next + places; i++)
        sum += level->branches[i].most_micro;
    return level->next < level->count && sum > tree->best_micro;
}

static void take_best(struct tree *tree, uint32_t depth)
{
    const struct level *level = &tree->levels[depth];
    for (uint32_t i = 0; i < level->count; i++) {
        uint64_t gained_micro = level->gained_micro + level->branches[i].people_micro;
        if (gained_micro <= tree->best_micro)
            continue;
        tree->best_micro = gained_micro;
        for (uint32_t place = 0; place < depth; place++)
            tree->best[place] = tree->set[place];
        tree->best[depth] = level->branches[i].site;
        tree->best_count = depth + 1;
    }
}

/* Depth first, the site that may gain most first. False: the effort is spent. */
static bool walk(struct tree *tree)
{
    uint32_t last = tree->searching->size - 1;
    take_best(tree, 0);
    for (;;) {
        uint32_t depth = tree->depth;
        struct level *level = &tree->levels[depth];
        if (is_spent(tree->searching, 4))
            return false;
        if (depth == last || !may_be_better(tree, depth)) {
            if (depth == 0)
                return true;
            ground_take(tree->ground, tree->set[--tree->depth]);
            continue;
        }
        const struct branch *branch = &level->branches[level->next++];
        tree->set[depth] = branch->site;
        ground_add(tree->ground, branch->site);
        tree->levels[depth + 1].gained_micro = level->gained_micro + branch->people_micro;
        open_level(tree, depth + 1, branch + 1, level->count - level->next);
        take_best(tree, ++tree->depth);
    }
}

/* The set of the search is out of the ground meanwhile. */
static void search_tree(struct tree *tree, const struct branch *branches, uint32_t count)
{
    struct searching *searching = tree->searching;
    uint64_t goal_micro = searching->plan->goal_micro;
    for (uint32_t i = 0; i < searching->set_count; i++)
        ground_take(tree->ground, searching->set[i]);
    open_level(tree, 0, branches, count);
    bool is_whole = walk(tree);
    for (uint32_t i = 0; i < tree->depth; i++)
        ground_take(tree->ground, tree->set[i]);
    if (tree->best_count) {
        searching->gained_micro = tree->best_micro;
        searching->set_count = tree->best_count;
        for (uint32_t i = 0; i < tree->best_count; i++)
            searching->set[i] = tree->best[i];
    }
    for (uint32_t i = 0; i < searching->set_count; i++)
        ground_add(tree->ground, searching->set[i]);
    if (is_whole)
        searching->bound_micro = tree->best_micro;
    searching->is_proved = is_whole && (!goal_micro || searching->gained_micro >= goal_micro);
}

static enum ws_status tree_init(struct tree *tree, uint32_t count, struct ws_error *err)
{
    uint32_t size = tree->searching->size;
    tree->levels = mem_array(size, sizeof *tree->levels);
    tree->set = mem_array(size, sizeof *tree->set);
    tree->best = mem_array(size, sizeof *tree->best);
    bool is_whole = tree->levels && tree->set && tree->best;
    for (uint32_t i = 0; is_whole && i < size; i++) {
        tree->levels[i].branches = mem_array(count, sizeof(struct branch));
        is_whole = tree->levels[i].branches != NULL;
    }
    return is_whole ? WS_OK : no_memory(err, tree->searching);
}

static void tree_release(struct tree *tree)
{
    for (uint32_t i = 0; tree->levels && i < tree->searching->size; i++)
        mem_free(tree->levels[i].branches);
    mem_free(tree->levels);
    mem_free(tree->set);
    mem_free(tree->best);
}

enum ws_status sites_branch(struct searching *searching, struct ws_error *err)
{
    uint32_t count, size = searching->size;
    uint64_t goal_micro = searching->plan->goal_micro;
    if (!size || is_spent(searching, 4) || searching->bound_micro <= searching->gained_micro ||
        (goal_micro &&
         (searching->gained_micro >= goal_micro || searching->bound_micro < goal_micro)))
        return WS_OK;
    struct branch *branches = list_branches(searching, &count);
    struct tree tree = {.searching = searching,
                        .ground = &searching->ground,
                        .best_micro = searching->gained_micro};
    if (goal_micro && tree.best_micro < goal_micro - 1)
        tree.best_micro = goal_micro - 1; /* only who reaches the goal counts */
    enum ws_status st = branches ? tree_init(&tree, count, err) : no_memory(err, searching);
    if (st)
        goto done;
    search_tree(&tree, branches, count);
done:
    tree_release(&tree);
    mem_free(branches);
    return st;
}
