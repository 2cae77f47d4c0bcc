/* Facilities that serve the residents of some municipalities alone: one search and
 * one allocation for each such group of residents, of which their rows are taken. */
#include "run/scenario.h"

#include "base/mem.h"

#include <inttypes.h>
#include <string.h>

static enum ws_status no_memory(struct ws_error *err)
{
    return error_set(err, WS_NO_MEMORY, "no memory for who serves whom in a scenario");
}

static const struct scenario_edit *service_of(const struct ws_scenario *scenario, const char *id,
                                              const char *code)
{
    for (size_t i = 0; i < scenario->edit_count; i++) {
        const struct scenario_edit *edit = &scenario->edits[i];
        if (edit->kind == EDIT_MUNICIPAL_SERVICE && edit->is_active &&
            (!id || !strcmp(edit->text[TEXT_ID], id)) &&
            (!code || !strcmp(edit->text[TEXT_MUNICIPALITY], code)))
            return edit;
    }
    return NULL;
}

/* Without roads the facilities of a view are a list of their own. */
static enum ws_status list_points(struct scenario_view *view, const struct ws_points *all,
                                  struct ws_error *err)
{
    struct ws_points *points = &view->points;
    points->x_m = mem_array(all->count, sizeof *points->x_m);
    points->y_m = mem_array(all->count, sizeof *points->y_m);
    points->group = mem_array(all->count, sizeof *points->group);
    view->facility = mem_array(all->count, sizeof *view->facility);
    if (!points->x_m || !points->y_m || !points->group || !view->facility)
        return no_memory(err);
    for (uint32_t i = 0; i < all->count; i++) {
        if (!view->serves[i])
            continue;
        points->x_m[points->count] = all->x_m[i];
        points->y_m[points->count] = all->y_m[i];
        points->group[points->count] = all->group[i];
        view->facility[points->count++] = i;
    }
    return WS_OK;
}

/* edit NULL: of everybody without a service of their own. */
static enum ws_status fill_view(struct scenario_view *view, const struct run *overlay,
                                const struct ws_scenario *scenario,
                                const struct scenario_edit *edit, struct ws_error *err)
{
    uint32_t offices = overlay->offices.points.count, zones = overlay->zones.count;
    view->serves = mem_array(offices, sizeof *view->serves);
    view->is_resident = mem_array((size_t)zones + 1, sizeof *view->is_resident);
    if (!view->serves || !view->is_resident)
        return no_memory(err);
    for (uint32_t i = 0; i < offices; i++) {
        const struct scenario_edit *service = service_of(scenario, overlay->offices.id[i], NULL);
        view->serves[i] = service ? service == edit : !edit || edit->flag[FLAG_KEEP_OTHERS];
    }
    for (uint32_t zone = 0; zone < zones; zone++)
        view->is_resident[zone] = service_of(scenario, NULL, overlay->zones.code[zone]) == edit;
    view->is_resident[zones] = !edit;
    return overlay->options->road_count ? WS_OK : list_points(view, &overlay->offices.points, err);
}

enum ws_status scenario_views_make(struct scenario_views *out, const struct run *overlay,
                                   const struct ws_scenario *scenario, struct ws_error *err)
{
    enum ws_status st = WS_OK;
    if (!service_of(scenario, NULL, NULL))
        return WS_OK;
    out->views = mem_array(scenario->edit_count + 1, sizeof *out->views);
    if (!out->views)
        return no_memory(err);
    st = fill_view(&out->views[out->count++], overlay, scenario, NULL, err);
    for (size_t i = 0; !st && i < scenario->edit_count; i++) {
        const struct scenario_edit *edit = &scenario->edits[i];
        if (edit->kind == EDIT_MUNICIPAL_SERVICE && edit->is_active)
            st = fill_view(&out->views[out->count++], overlay, scenario, edit, err);
    }
    return st;
}

void scenario_views_free(struct scenario_views *views)
{
    if (!views)
        return;
    for (uint32_t i = 0; i < views->count; i++) {
        struct scenario_view *view = &views->views[i];
        mem_free(view->serves);
        mem_free(view->is_resident);
        mem_free(view->points.x_m);
        mem_free(view->points.y_m);
        mem_free(view->points.group);
        mem_free(view->facility);
        field_release(&view->field);
        stops_release(&view->stops);
    }
    mem_free(views->views);
    mem_free(views);
}

/* ---- searching -------------------------------------------------------------------------- */

static enum ws_status search_view(struct run *overlay, struct scenario_view *view,
                                  struct ws_error *err)
{
    uint32_t count = overlay->offices.points.count;
    struct ws_snap *all = overlay->snaps, *snaps = mem_array(count, sizeof *snaps);
    if (!snaps)
        return no_memory(err);
    for (uint32_t i = 0; i < count; i++) {
        snaps[i] = all[i];
        if (!view->serves[i])
            snaps[i].edge = WS_NONE;
    }
    overlay->snaps = snaps;
    enum ws_status st = stops_new(&view->stops, snaps, overlay->leg_cost, count, err);
    if (!st)
        st = run_search(overlay, err);
    view->field = overlay->field;
    overlay->field = (struct field){0};
    overlay->snaps = all;
    mem_free(snaps);
    return st;
}

enum ws_status scenario_search(struct run *overlay, struct ws_error *err)
{
    struct scenario_views *views = overlay->views;
    enum ws_status st = WS_OK;
    overlay->views = NULL; /* each search is a plain one */
    for (uint32_t i = 0; !st && overlay->options->road_count && i < views->count; i++)
        st = search_view(overlay, &views->views[i], err);
    overlay->views = views;
    return st;
}

/* ---- allocating ---------------------------------------------------------------------------- */

struct merging {
    struct ws_allocation *out;
    uint32_t *part;
    size_t piece_cap, facility_cap, from_cap, to_cap, part_cap;
};

static enum ws_status grow(struct merging *merging, size_t rows, struct ws_error *err)
{
    struct ws_allocation *out = merging->out;
    size_t need = out->count + rows;
    if (need >= UINT32_MAX)
        return error_set(err, WS_TOO_LARGE, "%zu stretches of road in a scenario", need);
    if (mem_grow(&out->pieces, &merging->piece_cap, need, sizeof *out->pieces) ||
        mem_grow(&out->facility, &merging->facility_cap, need * out->k, sizeof *out->facility) ||
        mem_grow(&out->cost_from, &merging->from_cap, need * out->k, sizeof *out->cost_from) ||
        mem_grow(&out->cost_to, &merging->to_cap, need * out->k, sizeof *out->cost_to) ||
        mem_grow(&merging->part, &merging->part_cap, need, sizeof *merging->part))
        return no_memory(err);
    return WS_OK;
}

static void take_row(struct merging *merging, const struct scenario_view *view,
                     const struct ws_allocation *from, const uint32_t *part, uint32_t row)
{
    struct ws_allocation *out = merging->out;
    size_t k = out->k, to = out->count * k, at = row * k;
    out->pieces[out->count] = from->pieces[row];
    merging->part[out->count++] = part[row];
    memcpy(&out->cost_from[to], &from->cost_from[at], k * sizeof *out->cost_from);
    memcpy(&out->cost_to[to], &from->cost_to[at], k * sizeof *out->cost_to);
    for (size_t rank = 0; rank < k; rank++) {
        uint32_t facility = from->facility[at + rank];
        out->facility[to + rank] =
            view->facility && facility != WS_NONE ? view->facility[facility] : facility;
    }
}

static enum ws_status allocate_view(struct ws_allocation *out, uint32_t **part,
                                    const struct spread *spread, const struct scenario_view *view,
                                    const struct run *overlay, struct ws_error *err)
{
    if (overlay->options->road_count) {
        struct allocate_plan plan = run_allocate_plan(overlay);
        plan.field = &view->field;
        plan.stops = &view->stops;
        return allocate_pieces(out, part, spread, &plan, err);
    }
    struct straight_plan plan = run_straight_plan(overlay);
    plan.facilities = &view->points;
    return allocate_straight(out, part, spread, &plan, err);
}

enum ws_status scenario_allocate(struct ws_allocation *out, uint32_t **part_out,
                                 const struct spread *spread, const uint32_t *zone_of_part,
                                 const struct run *overlay, struct ws_error *err)
{
    struct ws_allocation merged = {0};
    struct merging merging = {.out = &merged};
    uint32_t zones = overlay->zones.count;
    enum ws_status st = WS_OK;
    for (uint32_t v = 0; !st && v < overlay->views->count; v++) {
        const struct scenario_view *view = &overlay->views->views[v];
        struct ws_allocation found = {0};
        uint32_t *part = NULL;
        st = allocate_view(&found, &part, spread, view, overlay, err);
        merged.k = found.k;
        if (!st)
            st = grow(&merging, found.count, err);
        for (uint32_t row = 0; !st && row < found.count; row++) {
            uint32_t zone = zone_of_part[part[row]];
            if (view->is_resident[zone < zones ? zone : zones])
                take_row(&merging, view, &found, part, row);
        }
        allocation_release(&found);
        mem_free(part);
    }
    if (st) {
        allocation_release(&merged);
        mem_free(merging.part);
        return st;
    }
    *out = merged;
    *part_out = merging.part;
    return WS_OK;
}
