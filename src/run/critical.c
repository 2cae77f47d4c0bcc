/* Fragility: the closures of offices, providers, pairs of offices, and of all that is
 * at risk, as rows. */
#include "run/critical.h"
#include "run/run.h"

#include "base/mem.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static enum ws_status no_memory(const struct run *run, struct ws_error *err)
{
    return error_set(err, WS_NO_MEMORY, "no memory for closures of %" PRIu32 " offices",
                     run->offices.points.count);
}

/* While the rows are made. */
struct making {
    const struct run *run;
    struct critical *critical;
    struct closures closures;
    struct critical_loss *losses;
    struct critical_zones zones;
    size_t cap;
};

/* ---- municipalities that turn white ------------------------------------------------ */

/* Appends ",0114"; *text grows. */
static bool add_code(char **text, const char *code)
{
    size_t old = *text ? strlen(*text) : 0, size = old + strlen(code) + 2;
    char *longer = mem_array(size, 1);
    if (!longer)
        return false;
    snprintf(longer, size, "%s%s%s", old ? *text : "", old ? "," : "", code);
    mem_free(*text);
    *text = longer;
    return true;
}

static uint64_t lost_in(const struct making *making, uint32_t zone, const struct ws_critical *row)
{
    const struct critical_zones *zones = &making->zones;
    if (row->kind == WS_CLOSE_PROVIDER)
        return zones->group_micro[(size_t)zone * zones->group_count + row->group];
    return critical_lost(zones, zone, row->facility, row->other);
}

/* Takes the codes over. */
static enum ws_status put_row(struct making *making, struct ws_critical *row, char **whitens,
                              struct ws_error *err)
{
    struct critical *critical = making->critical;
    if (mem_grow(&critical->rows, &making->cap, (size_t)critical->row_count + 1,
                 sizeof *critical->rows))
        return no_memory(making->run, err);
    row->whitens = *whitens;
    *whitens = NULL;
    critical->rows[critical->row_count++] = *row;
    return WS_OK;
}

static enum ws_status add_row(struct making *making, struct ws_critical row, struct ws_error *err)
{
    char *whitens = NULL;
    enum ws_status st = WS_OK;
    for (uint32_t zone = 0; !st && zone < making->zones.zone_count; zone++) {
        uint64_t lost = lost_in(making, zone, &row);
        if (row.kind == WS_CLOSE_PAIR)
            row.people_micro[0] += lost;
        if (!critical_whitens(&making->zones, zone, lost))
            continue;
        row.whiten_count++;
        if (!add_code(&whitens, making->run->zones.code[zone]))
            st = no_memory(making->run, err);
    }
    if (!st)
        st = put_row(making, &row, &whitens, err);
    mem_free(whitens);
    return st;
}

/* ---- rows --------------------------------------------------------------------------- */

static enum ws_status add_singles(struct making *making, struct ws_error *err)
{
    const struct closures *closures = &making->closures;
    const struct run *run = making->run;
    enum ws_status st = WS_OK;
    for (uint32_t i = 0; !st && i < closures->facility_count; i++) {
        struct ws_critical row = {.kind = WS_CLOSE_OFFICE,
                                  .facility = i,
                                  .other = WS_NONE,
                                  .group = run->offices.points.group[i],
                                  .has_ranks = true};
        memcpy(row.people_micro, &closures->facility_micro[(size_t)i * CLOSURE_RANKS],
               sizeof row.people_micro);
        st = add_row(making, row, err);
    }
    for (uint32_t group = 0; !st && group < closures->group_count; group++) {
        struct ws_critical row = {.kind = WS_CLOSE_PROVIDER,
                                  .facility = WS_NONE,
                                  .other = WS_NONE,
                                  .group = group,
                                  .has_ranks = true};
        memcpy(row.people_micro, &closures->group_micro[(size_t)group * CLOSURE_RANKS],
               sizeof row.people_micro);
        st = add_row(making, row, err);
    }
    return st;
}

/* Each pair once, however many municipalities hang on it. */
static enum ws_status add_pairs(struct making *making, struct ws_error *err)
{
    const struct critical_set *sets = making->critical->sets;
    enum ws_status st = WS_OK;
    for (uint32_t zone = 0; !st && zone < making->zones.zone_count; zone++) {
        bool is_new = sets[zone].other != WS_NONE;
        for (uint32_t earlier = 0; is_new && earlier < zone; earlier++)
            is_new = sets[earlier].office != sets[zone].office ||
                     sets[earlier].other != sets[zone].other;
        if (is_new)
            st = add_row(making,
                         (struct ws_critical){.kind = WS_CLOSE_PAIR,
                                              .facility = sets[zone].office,
                                              .other = sets[zone].other,
                                              .group = WS_NONE},
                         err);
    }
    return st;
}

/* Fills the row from the allocations before and after: plans of all choices at the main
 * cutoff. */
static enum ws_status compare_left(struct ws_critical *row, char **whitens,
                                   const struct making *making, const struct share_plan plans[2],
                                   struct ws_error *err)
{
    const struct run *run = making->run;
    uint32_t zones = run->zones.count, count = 0;
    struct ws_share *before = NULL, *after = NULL;
    uint32_t *median = mem_array((size_t)zones + 1, sizeof *median);
    enum ws_status st = median ? shares_sum(&before, &count, &plans[0], err) : no_memory(run, err);
    if (!st)
        st = shares_sum(&after, &count, &plans[1], err);
    if (!st)
        st = costs_median_choice(median, &plans[1], *plans[1].cutoff_cost, err);
    size_t nation = (size_t)zones * run->spread.weight_count * CLOSURE_RANKS;
    for (uint32_t k = 0; !st && k < CLOSURE_RANKS; k++)
        row->people_micro[k] = before[nation + k].covered_micro - after[nation + k].covered_micro;
    for (uint32_t zone = 0; !st && zone < zones; zone++)
        if (making->critical->sets[zone].can_turn && median[zone] == 0) {
            row->whiten_count++;
            st = add_code(whitens, run->zones.code[zone]) ? WS_OK : no_memory(run, err);
        }
    mem_free(median);
    mem_free(before);
    mem_free(after);
    return st;
}

/* Several at once: the allocation again without them. */
static enum ws_status close_together(struct making *making, const struct reach_plan *reach,
                                     const bool *is_closed, struct ws_error *err)
{
    static const uint32_t CHOICE[CLOSURE_RANKS] = {1, 2, 3};
    struct ws_critical row = {.kind = WS_CLOSE_AT_RISK,
                              .facility = WS_NONE,
                              .other = WS_NONE,
                              .group = WS_NONE,
                              .has_ranks = true};
    struct ws_allocation left = {0};
    uint32_t *part = NULL;
    char *whitens = NULL;
    enum ws_status st = closures_allocate(&left, &part, reach, is_closed, err);
    struct share_plan plan = run_share_plan(making->run);
    plan.cutoff_cost = &reach->cutoff_cost[reach->main_cutoff];
    plan.cutoff_count = 1;
    plan.choice = CHOICE;
    plan.choice_count = CLOSURE_RANKS;
    struct share_plan plans[2] = {plan, plan};
    plans[1].allocation = &left;
    plans[1].part = part;
    if (!st)
        st = compare_left(&row, &whitens, making, plans, err);
    if (!st)
        st = put_row(making, &row, &whitens, err);
    allocation_release(&left);
    mem_free(whitens);
    mem_free(part);
    return st;
}

static enum ws_status add_at_risk(struct making *making, const struct reach_plan *reach,
                                  struct ws_error *err)
{
    const struct run *run = making->run;
    bool *is_closed = mem_array(run->offices.points.count, sizeof *is_closed);
    if (!is_closed)
        return no_memory(run, err);
    making->critical->at_risk_count = critical_at_risk(is_closed, run);
    enum ws_status st = WS_OK;
    if (making->critical->at_risk_count)
        st = close_together(making, reach, is_closed, err);
    mem_free(is_closed);
    return st;
}

/* ---- order ---------------------------------------------------------------------------- */

/* Offices and providers are numbered by id. */
static int compare_rows(const void *a_ptr, const void *b_ptr)
{
    const struct ws_critical *a = a_ptr, *b = b_ptr;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    for (uint32_t k = 0; k < CLOSURE_RANKS; k++)
        if (a->people_micro[k] != b->people_micro[k])
            return a->people_micro[k] > b->people_micro[k] ? -1 : 1;
    if (a->facility != b->facility)
        return a->facility < b->facility ? -1 : 1;
    if (a->other != b->other)
        return a->other < b->other ? -1 : 1;
    return (a->group > b->group) - (a->group < b->group);
}

static enum ws_status order_rows(struct critical *critical, const struct run *run,
                                 struct ws_error *err)
{
    if (critical->row_count)
        qsort(critical->rows, critical->row_count, sizeof *critical->rows, compare_rows);
    critical->office_row = mem_array(run->offices.points.count, sizeof *critical->office_row);
    if (!critical->office_row)
        return no_memory(run, err);
    for (uint32_t i = 0; i < critical->row_count; i++)
        if (critical->rows[i].kind == WS_CLOSE_OFFICE)
            critical->office_row[critical->rows[i].facility] = i;
    return WS_OK;
}

/* ---- the stage ------------------------------------------------------------------------- */

static enum ws_status find_sets(struct making *making, struct ws_error *err)
{
    const struct closures *closures = &making->closures;
    struct critical *critical = making->critical;
    making->losses = mem_array(closures->loss_count, sizeof *making->losses);
    critical->sets = mem_array(closures->zone_count, sizeof *critical->sets);
    if (!making->losses || !critical->sets)
        return no_memory(making->run, err);
    for (uint32_t i = 0; i < closures->loss_count; i++) {
        const struct closure_loss *loss = &closures->losses[i];
        making->losses[i] =
            (struct critical_loss){loss->zone, loss->facility, loss->other, loss->people_micro};
    }
    making->zones = (struct critical_zones){.zone_count = closures->zone_count,
                                            .office_count = closures->facility_count,
                                            .group_count = closures->group_count,
                                            .people_micro = closures->zone_people_micro,
                                            .have_micro = closures->zone_have_micro,
                                            .group_micro = closures->zone_group_micro,
                                            .loss_count = closures->loss_count,
                                            .losses = making->losses};
    return critical_sets(critical->sets, &making->zones, err);
}

enum ws_status run_critical(struct run *run, struct ws_error *err)
{
    if (run->is_timeline || run->is_session)
        return WS_OK;
    struct critical *critical = mem_array(1, sizeof *critical);
    if (!critical)
        return no_memory(run, err);
    run->critical = critical;
    struct making making = {.run = run, .critical = critical};
    struct allocate_plan roads = run_allocate_plan(run);
    struct straight_plan straight = run_straight_plan(run);
    struct reach_plan reach = run_reach_plan(run, &roads, &straight);
    enum ws_status st = closures_find(&making.closures, &reach, err);
    if (!st)
        st = find_sets(&making, err);
    if (!st)
        st = add_singles(&making, err);
    if (!st)
        st = add_pairs(&making, err);
    if (!st)
        st = add_at_risk(&making, &reach, err);
    if (!st)
        st = order_rows(critical, run, err);
    closures_release(&making.closures);
    mem_free(making.losses);
    return st;
}

void critical_show(struct ws_result *result, const struct critical *critical)
{
    if (!critical)
        return;
    result->critical_count = critical->row_count;
    result->critical = critical->rows;
    for (uint32_t zone = 0; zone < result->zone_count; zone++) {
        result->single_hang_count +=
            critical->sets[zone].office != WS_NONE && critical->sets[zone].other == WS_NONE;
        result->pair_hang_count += critical->sets[zone].other != WS_NONE;
    }
}

void critical_free(struct critical *critical)
{
    if (!critical)
        return;
    for (uint32_t i = 0; i < critical->row_count; i++)
        mem_free((char *)critical->rows[i].whitens);
    mem_free(critical->rows);
    mem_free(critical->sets);
    mem_free(critical->office_row);
    mem_free(critical);
}
