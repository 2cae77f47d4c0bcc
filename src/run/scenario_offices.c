/* Offices after the edits, in the order that a file with the edited rows would give. */
#include "run/scenario.h"

#include "base/mem.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct office {
    const char *id, *provider; /* of the base, the reserve or an edit */
    char *own_provider;        /* of a planning point */
    double x_m, y_m;
    int64_t fid; /* -1: in no file */
    uint8_t state;
    bool is_gone;
};

struct edited {
    const struct ws_scenario *scenario;
    size_t count, cap;
    struct office *rows;
};

static enum ws_status no_memory(struct ws_error *err)
{
    return error_set(err, WS_NO_MEMORY, "no memory for the offices of a scenario");
}

static enum ws_status append(struct edited *edited, const struct office *row, struct ws_error *err)
{
    if (mem_grow(&edited->rows, &edited->cap, edited->count + 1, sizeof *edited->rows))
        return no_memory(err);
    edited->rows[edited->count++] = *row;
    return WS_OK;
}

static struct office office_of(const struct offices *offices, uint32_t row)
{
    return (struct office){.id = offices->id[row],
                           .provider = offices->provider[offices->points.group[row]],
                           .x_m = offices->points.x_m[row],
                           .y_m = offices->points.y_m[row],
                           .fid = offices->points.fid[row],
                           .state = offices->state[row]};
}

static bool has_row(const struct edited *edited, int64_t fid)
{
    for (size_t i = 0; i < edited->count; i++)
        if (edited->rows[i].fid == fid)
            return true;
    return false;
}

/* ---- edits ------------------------------------------------------------------------------ */

static enum ws_status add_office(struct edited *edited, const struct scenario_edit *edit,
                                 struct ws_error *err)
{
    struct office row = {.id = edit->text[TEXT_ID],
                         .provider = edit->text[TEXT_PROVIDER],
                         .x_m = edit->x_m,
                         .y_m = edit->y_m,
                         .fid = -1,
                         .state = SUPPLY_OPEN};
    return append(edited, &row, err);
}

/* A point of nobody: its own group, so that it is told from every provider. */
static enum ws_status add_point(struct edited *edited, const struct scenario_edit *edit,
                                struct ws_error *err)
{
    size_t size = strlen(edit->text[TEXT_ID]) + 16;
    struct office row = {.id = edit->text[TEXT_ID], .x_m = edit->x_m, .y_m = edit->y_m, .fid = -1};
    row.own_provider = mem_array(size, 1);
    if (!row.own_provider)
        return no_memory(err);
    snprintf(row.own_provider, size, "(point %s)", row.id);
    row.provider = row.own_provider;
    enum ws_status st = append(edited, &row, err);
    if (st)
        mem_free(row.own_provider);
    return st;
}

static void move_office(struct edited *edited, const struct scenario_edit *edit)
{
    for (size_t i = 0; i < edited->count; i++)
        if (!strcmp(edited->rows[i].id, edit->text[TEXT_OFFICE])) {
            edited->rows[i].x_m = edit->x_m;
            edited->rows[i].y_m = edit->y_m;
        }
}

static void close_office(struct edited *edited, const char *id)
{
    for (size_t i = 0; i < edited->count; i++)
        edited->rows[i].is_gone |= !strcmp(edited->rows[i].id, id);
}

static void close_provider(struct edited *edited, const char *provider)
{
    for (size_t i = 0; i < edited->count; i++)
        edited->rows[i].is_gone |= !strcmp(edited->rows[i].provider, provider);
}

/* Whether a row of the reserve is of whom the edit speaks. */
static bool is_meant(const struct ws_scenario *scenario, const struct scenario_edit *edit,
                     uint32_t row)
{
    const struct offices *reserve = scenario->reserve;
    if (edit->text[TEXT_PROVIDER])
        return !strcmp(reserve->provider[reserve->points.group[row]], edit->text[TEXT_PROVIDER]);
    return scenario_is_type(scenario_type_column(reserve, edit->text[TEXT_COLUMN]), row,
                            edit->text[TEXT_TYPE]);
}

static void forbid(struct edited *edited, const struct scenario_edit *edit)
{
    const struct offices *reserve = edited->scenario->reserve;
    if (edit->text[TEXT_PROVIDER]) {
        close_provider(edited, edit->text[TEXT_PROVIDER]);
        return;
    }
    for (uint32_t row = 0; row < reserve->points.count; row++)
        for (size_t i = 0; i < edited->count; i++)
            if (edited->rows[i].fid == reserve->points.fid[row])
                edited->rows[i].is_gone |= is_meant(edited->scenario, edit, row);
}

/* In comes who is there that day and was left out; an applicant is none of them. */
static enum ws_status permit(struct edited *edited, const struct scenario_edit *edit,
                             struct ws_error *err)
{
    const struct offices *reserve = edited->scenario->reserve;
    bool is_effective = edited->scenario->base->options->dated.is_effective;
    enum ws_status st = WS_OK;
    for (uint32_t row = 0; !st && row < reserve->points.count; row++) {
        struct office office = office_of(reserve, row);
        if (is_meant(edited->scenario, edit, row) && !has_row(edited, office.fid) &&
            supply_counts((enum supply_state)office.state, is_effective))
            st = append(edited, &office, err);
    }
    return st;
}

static enum ws_status approve(struct edited *edited, const struct scenario_edit *edit,
                              struct ws_error *err)
{
    const struct offices *reserve = edited->scenario->reserve;
    for (uint32_t row = 0; row < reserve->points.count; row++) {
        struct office office = office_of(reserve, row);
        if (strcmp(office.id, edit->text[TEXT_OFFICE]) != 0 || has_row(edited, office.fid))
            continue;
        office.state = SUPPLY_OPEN;
        return append(edited, &office, err);
    }
    return WS_OK;
}

/* Who is authorised counts in the schemes that accept it, and in no other. */
static void authorise(struct edited *edited, const struct scenario_edit *edit)
{
    const char *scheme = edited->scenario->base->options->dated.scheme;
    const struct scenario_words *schemes = &edit->list[LIST_SCHEMES];
    for (uint32_t i = 0; i < schemes->count; i++)
        if (!strcmp(schemes->items[i], scheme))
            return;
    close_provider(edited, edit->text[TEXT_PROVIDER]);
}

static enum ws_status apply(struct edited *edited, const struct scenario_edit *edit,
                            bool with_points, struct ws_error *err)
{
    switch (edit->kind) {
    case EDIT_ADD_OFFICE:
    case EDIT_MUNICIPAL_SERVICE:
        return add_office(edited, edit, err);
    case EDIT_LOCAL_OFFICE:
        return with_points ? add_point(edited, edit, err) : WS_OK;
    case EDIT_MOVE_OFFICE:
        move_office(edited, edit);
        return WS_OK;
    case EDIT_CLOSE_OFFICE:
        close_office(edited, edit->text[TEXT_OFFICE]);
        return WS_OK;
    case EDIT_CLOSE_PROVIDER:
        close_provider(edited, edit->text[TEXT_PROVIDER]);
        return WS_OK;
    case EDIT_FORBID:
        forbid(edited, edit);
        return WS_OK;
    case EDIT_PERMIT:
        return permit(edited, edit, err);
    case EDIT_APPROVE_OFFICE:
        return approve(edited, edit, err);
    case EDIT_AUTHORISATION:
        authorise(edited, edit);
        return WS_OK;
    default:
        return WS_OK;
    }
}

/* ---- handing over -------------------------------------------------------------------------- */

static int compare_ids(const void *left, const void *right)
{
    const struct office *a = left, *b = right;
    return strcmp(a->id, b->id);
}

static int compare_names(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static enum ws_status take_providers(struct offices *out, const struct edited *edited,
                                     struct ws_error *err)
{
    const char **names = mem_array(edited->count, sizeof *names);
    out->provider = mem_array(edited->count, sizeof *out->provider);
    bool has_room = names && out->provider;
    for (size_t i = 0; has_room && i < edited->count; i++)
        names[i] = edited->rows[i].provider;
    if (has_room && edited->count)
        qsort(names, edited->count, sizeof *names, compare_names);
    for (size_t i = 0; has_room && i < edited->count; i++) {
        if (i && !strcmp(names[i], names[i - 1]))
            continue;
        out->provider[out->provider_count] = mem_string(names[i]);
        has_room = out->provider[out->provider_count] != NULL;
        out->provider_count += has_room;
    }
    mem_free(names);
    return has_room ? WS_OK : no_memory(err);
}

static uint32_t group_of(const struct offices *offices, const char *provider)
{
    char **found = bsearch(&provider, offices->provider, offices->provider_count,
                           sizeof *offices->provider, compare_names);
    return (uint32_t)(found - offices->provider);
}

static enum ws_status take_rows(struct offices *out, const struct edited *edited,
                                struct ws_error *err)
{
    size_t count = edited->count;
    struct ws_points *points = &out->points;
    points->x_m = mem_array(count, sizeof *points->x_m);
    points->y_m = mem_array(count, sizeof *points->y_m);
    points->group = mem_array(count, sizeof *points->group);
    points->fid = mem_array(count, sizeof *points->fid);
    out->id = mem_array(count, sizeof *out->id);
    out->state = mem_array(count, sizeof *out->state);
    if (!points->x_m || !points->y_m || !points->group || !points->fid || !out->id || !out->state)
        return no_memory(err);
    points->count = (uint32_t)count;
    for (size_t i = 0; i < count; i++) {
        const struct office *row = &edited->rows[i];
        points->x_m[i] = row->x_m;
        points->y_m[i] = row->y_m;
        points->fid[i] = row->fid;
        points->group[i] = group_of(out, row->provider);
        out->state[i] = row->state;
        out->id[i] = mem_string(row->id);
        if (!out->id[i])
            return no_memory(err);
    }
    return WS_OK;
}

static void drop_gone(struct edited *edited)
{
    size_t kept = 0;
    for (size_t i = 0; i < edited->count; i++) {
        if (edited->rows[i].is_gone)
            mem_free(edited->rows[i].own_provider);
        else
            edited->rows[kept++] = edited->rows[i];
    }
    edited->count = kept;
}

enum ws_status scenario_offices(struct run *overlay, const struct ws_scenario *scenario,
                                bool with_points, struct ws_error *err)
{
    const struct offices *base = &scenario->base->offices;
    struct edited edited = {.scenario = scenario};
    enum ws_status st = WS_OK;
    for (uint32_t i = 0; !st && i < base->points.count; i++) {
        struct office row = office_of(base, i);
        st = append(&edited, &row, err);
    }
    for (size_t i = 0; !st && i < scenario->edit_count; i++)
        if (scenario->edits[i].is_active)
            st = apply(&edited, &scenario->edits[i], with_points, err);
    drop_gone(&edited);
    if (edited.count)
        qsort(edited.rows, edited.count, sizeof *edited.rows, compare_ids);
    if (!st)
        st = take_providers(&overlay->offices, &edited, err);
    if (!st)
        st = take_rows(&overlay->offices, &edited, err);
    for (size_t i = 0; i < edited.count; i++)
        mem_free(edited.rows[i].own_provider);
    mem_free(edited.rows);
    return st;
}
