/* Closures one by one: the nearest office of each unit before and after. */
#include "run/moved.h"

#include "base/fixed.h"
#include "base/mem.h"
#include "run/critical.h"
#include "run/decision.h"
#include "run/phrases.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static enum ws_status no_memory(struct ws_error *err)
{
    return error_set(err, WS_NO_MEMORY, "no memory for people who move when offices close");
}

void moved_free(struct moved *moved)
{
    if (!moved)
        return;
    mem_free(moved->closures);
    mem_free(moved->rows);
    mem_free(moved);
}

/* ---- which offices close ------------------------------------------------------------ */

static bool has_value(const struct column *column, uint32_t row, const char *value)
{
    char text[64] = "";
    if (column->type == COLUMN_TEXT)
        return column->text[row] && !strcmp(column->text[row], value);
    if (column->type == COLUMN_WHOLE && column->whole[row] != COLUMN_WHOLE_NULL)
        snprintf(text, sizeof text, "%" PRId64, column->whole[row]);
    else if (column->type == COLUMN_REAL && column->real[row] == column->real[row])
        snprintf(text, sizeof text, "%g", column->real[row]);
    return text[0] && !strcmp(text, value);
}

/* COLUMN=VALUE; NULL: there is no such column. */
static const struct column *column_of(const struct offices *offices, const char *name,
                                      const char **value)
{
    const char *equals = strchr(name, '=');
    size_t size = equals ? (size_t)(equals - name) : 0;
    for (uint32_t c = 0; equals && c < offices->column_count; c++)
        if (strlen(offices->columns[c].name) == size &&
            !strncmp(offices->columns[c].name, name, size)) {
            *value = equals + 1;
            return &offices->columns[c];
        }
    return NULL;
}

/* An office by its id, else all of a provider, else all with a value. */
static uint32_t close_named(bool *is_closed, const struct offices *offices, const char *name)
{
    const char *value = NULL;
    const struct column *column = column_of(offices, name, &value);
    uint32_t by_id = 0, by_provider = 0, closed = 0;
    for (uint32_t i = 0; i < offices->points.count; i++) {
        by_id += !strcmp(offices->id[i], name);
        by_provider += !strcmp(offices->provider[offices->points.group[i]], name);
    }
    for (uint32_t i = 0; i < offices->points.count; i++) {
        const char *provider = offices->provider[offices->points.group[i]];
        is_closed[i] = by_id         ? !strcmp(offices->id[i], name)
                       : by_provider ? !strcmp(provider, name)
                                     : column && has_value(column, i, value);
        closed += is_closed[i];
    }
    return closed;
}

/* ---- before and after ------------------------------------------------------------------ */

static enum ws_status costs_without(struct unit_costs *out, const struct run *run,
                                    const bool *is_closed, struct ws_error *err)
{
    const uint32_t far = WS_COST_INF - 1; /* however far the next one is */
    struct allocate_plan roads = run_allocate_plan(run);
    struct straight_plan straight = run_straight_plan(run);
    struct reach_plan reach = run_reach_plan(run, &roads, &straight);
    struct ws_allocation left = {0};
    uint32_t *part = NULL;
    reach.cutoff_cost = &far;
    reach.cutoff_count = 1;
    reach.main_cutoff = 0;
    enum ws_status st = closures_allocate(&left, &part, &reach, is_closed, err);
    struct share_plan plan = run_share_plan(run);
    plan.allocation = &left;
    plan.part = part;
    if (!st)
        st = costs_of_units(out, &plan, far, err);
    allocation_release(&left);
    mem_free(part);
    return st;
}

static uint64_t people_of(const struct run *run, uint32_t unit)
{
    return run->population.units.people_micro[(size_t)unit * run->population.units.weight_count];
}

static enum ws_status add_unit(struct moved *moved, const struct run *run,
                               const struct unit_costs *after, uint32_t unit, struct ws_error *err)
{
    const struct unit_costs *before = &run->unit_costs;
    uint32_t limit = run->options->cutoff_cost[run->options->main_cutoff];
    size_t old = (size_t)unit * before->k, new = (size_t)unit * after->k;
    struct moved_row row = {moved->closure_count,
                            unit,
                            before->cost[old],
                            after->cost[new],
                            before->facility[old],
                            after->facility[new],
                            before->cost[old] <= limit && after->cost[new] > limit};
    bool is_farther = row.before < WS_COST_INF && row.after > row.before &&
                      row.after - row.before > moved->more_cost;
    if (!is_farther)
        return WS_OK;
    if (mem_grow(&moved->rows, &moved->row_cap, moved->row_count + 1, sizeof row))
        return no_memory(err);
    moved->rows[moved->row_count++] = row;
    struct moved_closure *closure = &moved->closures[moved->closure_count];
    closure->unit_count++;
    closure->people_micro += people_of(run, unit);
    closure->last_micro += row.is_last ? people_of(run, unit) : 0;
    return WS_OK;
}

static enum ws_status add_closure(struct moved *moved, struct run *run, const char *name,
                                  const bool *is_closed, struct ws_error *err)
{
    struct unit_costs after = {0};
    moved->closures[moved->closure_count].name = name;
    enum ws_status st = costs_without(&after, run, is_closed, err);
    for (uint32_t unit = 0; !st && unit < after.unit_count; unit++)
        if (people_of(run, unit))
            st = add_unit(moved, run, &after, unit, err);
    moved->closure_count += !st;
    unit_costs_release(&after);
    return st;
}

static enum ws_status tell_unknown(struct run *run, const char *name, struct ws_error *err)
{
    char feature[96];
    snprintf(feature, sizeof feature, "closures: %.80s", name);
    struct place place = {.role = ws_role_name(WS_ROLE_POLICY),
                          .file = run->options->source[WS_ROLE_POLICY].given,
                          .feature = feature};
    return warnings_add(&run->warnings, place, "closes nothing", err,
                        "no office, no provider and no COLUMN=VALUE of the offices is this");
}

/* ---- the whole ------------------------------------------------------------------------- */

static uint32_t cost_of(const struct run *run, uint64_t value_micro)
{
    /* A kilometre has as many millimetres as a unit has millionths. */
    uint64_t cost = run->options->is_time ? value_micro * 60 / 1000 : value_micro;
    return cost < WS_COST_INF ? (uint32_t)cost : WS_COST_INF - 1;
}

static enum ws_status close_asked(struct moved *moved, struct run *run, bool *is_closed,
                                  struct ws_error *err)
{
    const struct policy *policy = &run->decision->policy;
    enum ws_status st = WS_OK;
    for (uint32_t i = 0; !st && i < policy->closure_count; i++) {
        uint32_t closed = close_named(is_closed, &run->offices, policy->closures[i]);
        moved->closures[moved->closure_count].office_count = closed;
        st = closed ? add_closure(moved, run, policy->closures[i], is_closed, err)
                    : tell_unknown(run, policy->closures[i], err);
    }
    return st;
}

static enum ws_status close_critical(struct moved *moved, struct run *run, bool *is_closed,
                                     struct ws_error *err)
{
    const struct critical *critical = run->critical;
    if (!critical || !critical->row_count || critical->rows[0].kind != WS_CLOSE_OFFICE)
        return WS_OK;
    uint32_t office = critical->rows[0].facility;
    is_closed[office] = true;
    moved->closures[0].office_count = 1;
    return add_closure(moved, run, run->offices.id[office], is_closed, err);
}

enum ws_status run_moved(struct run *run, struct ws_error *err)
{
    const struct policy *policy = &run->decision->policy;
    const struct policy_value *by = &policy->values[POLICY_MOVED_BY];
    if (!by->is_given && !policy->closure_count)
        return WS_OK;
    struct moved *moved = run->decision->moved = mem_array(1, sizeof *moved);
    bool *is_closed = mem_array(run->offices.points.count, sizeof *is_closed);
    if (moved)
        moved->closures = mem_array((size_t)policy->closure_count + 1, sizeof *moved->closures);
    enum ws_status st = moved && moved->closures && is_closed ? WS_OK : no_memory(err);
    if (!st) {
        moved->more_cost = cost_of(run, by->mid);
        st = policy->closure_count ? close_asked(moved, run, is_closed, err)
                                   : close_critical(moved, run, is_closed, err);
    }
    mem_free(is_closed);
    return st;
}

void moved_line(struct run *run)
{
    struct decision *decision = run->decision;
    const struct moved *moved = decision->moved;
    uint32_t line = decision->line_count;
    if (!moved || !moved->closure_count)
        return;
    const struct moved_closure *first = &moved->closures[0];
    char people[40], last[40];
    snprintf(decision->lines[line], sizeof decision->lines[line],
             "When %.100s closes (%" PRIu32 " office%s), %s %s more than %.6g %s farther "
             "from the nearest one; %s of them %s the last one within the limit (table 'moved')",
             first->name, first->office_count, first->office_count == 1 ? "" : "s",
             phrases_whole(people, first->people_micro),
             phrases_is_one(first->people_micro) ? "person gets" : "people get",
             moved->more_cost / (run->options->is_time ? 60e3 : 1e6),
             run->options->is_time ? "minutes" : "km", phrases_whole(last, first->last_micro),
             phrases_is_one(first->last_micro) ? "loses" : "lose");
    decision->line[decision->line_count++] = decision->lines[line];
}
