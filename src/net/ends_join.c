/* Joining of road ends (net/ends.h): before there is a network, on the lines. */
#include "net/ends.h"

#include "base/error.h"
#include "base/mem.h"
#include "geo/index.h"
#include "net/junction.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define SLACK_M2 1e-9
#define MANY (WS_NONE - 1)

/* An end and what it would be moved to. */
struct loose_end {
    uint32_t vertex, line;
    bool is_vertex;      /* the target is a vertex, not a position between two */
    double distance2_m2; /* HUGE_VAL: nothing in reach */
    uint32_t target;     /* the vertex, or the one before the position */
    double t, x_m, y_m;
};

/* A vertex to be put in after another. */
struct insert {
    uint32_t after;
    double t, x_m, y_m;
};

struct joining {
    struct lines *lines;
    const bool *is_used;
    struct junctions junctions;
    uint32_t *beside; /* per place: the only place next to it, or MANY; WS_NONE: none */
    bool *is_pinned;  /* per place: another end was moved here */
    struct loose_end *ends;
    uint32_t end_count, insert_count;
    struct insert *inserts;
    struct index *index;
    double join2_m2;
    uint32_t line, vertex; /* the segment held against the ends */
};

static const double *position(const struct joining *joining, uint32_t vertex)
{
    return &joining->lines->xy_m[2 * (size_t)vertex];
}

/* ---- loose ends -------------------------------------------------------------------- */

static void note_beside(struct joining *joining, uint32_t place, uint32_t other)
{
    uint32_t *beside = &joining->beside[place];
    *beside = *beside == WS_NONE || *beside == other ? other : MANY;
}

/* A place beside a single other one is where a road ends, however many lines are
 * drawn along it. */
static enum ws_status look_beside(struct joining *joining, struct ws_error *err)
{
    const struct lines *lines = joining->lines;
    const uint32_t *place = joining->junctions.place;
    uint32_t place_count = joining->junctions.place_count;
    joining->beside = mem_array(place_count, sizeof *joining->beside);
    joining->is_pinned = mem_array(place_count, sizeof *joining->is_pinned);
    joining->ends = mem_array(2 * (size_t)lines->count, sizeof *joining->ends);
    joining->inserts = mem_array(2 * (size_t)lines->count, sizeof *joining->inserts);
    if (!joining->beside || !joining->is_pinned || !joining->ends || !joining->inserts)
        return error_set(err, WS_NO_MEMORY, "no memory to join %" PRIu32 " lines", lines->count);
    for (uint32_t p = 0; p < place_count; p++)
        joining->beside[p] = WS_NONE;
    for (uint32_t i = 0; i < lines->count; i++)
        for (uint32_t v = lines->first_xy[i] + 1; joining->is_used[i] && v < lines->first_xy[i + 1];
             v++) {
            if (place[v] == place[v - 1])
                continue;
            note_beside(joining, place[v], place[v - 1]);
            note_beside(joining, place[v - 1], place[v]);
        }
    return WS_OK;
}

static void list_loose(struct joining *joining)
{
    const struct lines *lines = joining->lines;
    for (uint32_t i = 0; i < lines->count; i++) {
        const uint32_t vertices[2] = {lines->first_xy[i], lines->first_xy[i + 1] - 1};
        for (int e = 0; joining->is_used[i] && e < 2; e++)
            if (joining->beside[joining->junctions.place[vertices[e]]] != MANY)
                joining->ends[joining->end_count++] =
                    (struct loose_end){.vertex = vertices[e], .line = i, .distance2_m2 = HUGE_VAL};
    }
}

/* ---- targets ------------------------------------------------------------------------- */

/* A vertex goes before a position between two, then the nearer, then the one
 * farther west and south. */
static bool is_better(const struct loose_end *a, const struct loose_end *b)
{
    if (!(b->distance2_m2 < HUGE_VAL))
        return true;
    if (a->is_vertex != b->is_vertex)
        return a->is_vertex;
    if (a->distance2_m2 < b->distance2_m2 || a->distance2_m2 > b->distance2_m2)
        return a->distance2_m2 < b->distance2_m2;
    return a->x_m < b->x_m || (!(a->x_m > b->x_m) && a->y_m < b->y_m);
}

static void offer(struct loose_end *end, const struct joining *joining, uint32_t target, double t)
{
    const double *a = position(joining, target), *b = t > 0.0 ? a + 2 : a;
    const double *own = position(joining, end->vertex);
    struct loose_end better = *end;
    better.is_vertex = !(t > 0.0);
    better.target = target;
    better.t = t;
    better.x_m = a[0] + t * (b[0] - a[0]);
    better.y_m = a[1] + t * (b[1] - a[1]);
    better.distance2_m2 = (better.x_m - own[0]) * (better.x_m - own[0]) +
                          (better.y_m - own[1]) * (better.y_m - own[1]);
    if (better.distance2_m2 <= joining->join2_m2 + SLACK_M2 && is_better(&better, end))
        *end = better;
}

/* The stretch of its own line that leads to the end; what comes back to it from
 * afar is another road. */
static bool is_own_stretch(const struct joining *joining, const struct loose_end *end)
{
    const double *at_m = joining->lines->at_m;
    double near_m = fmin(fabs(at_m[joining->vertex] - at_m[end->vertex]),
                         fabs(at_m[joining->vertex + 1] - at_m[end->vertex]));
    return end->line == joining->line && near_m < 2.0 * sqrt(joining->join2_m2);
}

static int hold_against(void *context, uint32_t id)
{
    struct joining *joining = context;
    struct loose_end *end = &joining->ends[id];
    const double *own = position(joining, end->vertex);
    const uint32_t *place = joining->junctions.place;
    uint32_t vertex = joining->vertex;
    if (is_own_stretch(joining, end) || place[vertex] == place[end->vertex] ||
        place[vertex + 1] == place[end->vertex])
        return 0;
    double t =
        segment_foot(position(joining, vertex), position(joining, vertex + 1), own[0], own[1]);
    offer(end, joining, vertex, 0.0);
    offer(end, joining, vertex + 1, 0.0);
    if (t > 0.0 && t < 1.0)
        offer(end, joining, vertex, t);
    return 0;
}

static enum ws_status find_targets(struct joining *joining, double join_m, struct ws_error *err)
{
    const struct lines *lines = joining->lines;
    struct box *boxes = mem_array(joining->end_count, sizeof *boxes);
    if (!boxes)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " road ends",
                         joining->end_count);
    for (uint32_t i = 0; i < joining->end_count; i++) {
        const double *own = position(joining, joining->ends[i].vertex);
        boxes[i] = box_grown((struct box){own[0], own[1], own[0], own[1]}, join_m + 1e-6);
    }
    enum ws_status st = index_new(&joining->index, boxes, joining->end_count, err);
    mem_free(boxes);
    for (uint32_t i = 0; !st && i < lines->count; i++)
        for (uint32_t v = lines->first_xy[i]; joining->is_used[i] && v + 1 < lines->first_xy[i + 1];
             v++) {
            struct box window = box_empty();
            box_add(&window, position(joining, v)[0], position(joining, v)[1]);
            box_add(&window, position(joining, v + 1)[0], position(joining, v + 1)[1]);
            joining->line = i;
            joining->vertex = v;
            (void)index_window(joining->index, &window, hold_against, joining);
        }
    return st;
}

/* ---- moves --------------------------------------------------------------------------- */

struct order {
    double x_m, y_m;
    uint32_t end;
};

static int compare_places(const void *a_ptr, const void *b_ptr)
{
    const struct order *a = a_ptr, *b = b_ptr;
    int order = (a->x_m > b->x_m) - (a->x_m < b->x_m);
    return order ? order : (a->y_m > b->y_m) - (a->y_m < b->y_m);
}

/* Ends of lines that share their last place move together and count once. */
static void move_end(struct joining *joining, struct end_notes *notes, struct loose_end *end,
                     bool is_new)
{
    struct lines *lines = joining->lines;
    if (!(end->distance2_m2 < HUGE_VAL) ||
        joining->is_pinned[joining->junctions.place[end->vertex]])
        return;
    if (end->is_vertex) { /* which may have been moved itself */
        end->x_m = position(joining, end->target)[0];
        end->y_m = position(joining, end->target)[1];
        joining->is_pinned[joining->junctions.place[end->target]] = true;
    } else {
        joining->inserts[joining->insert_count++] =
            (struct insert){end->target, end->t, end->x_m, end->y_m};
    }
    lines->xy_m[2 * (size_t)end->vertex] = end->x_m;
    lines->xy_m[2 * (size_t)end->vertex + 1] = end->y_m;
    notes->count += is_new;
    if (notes->count == 1 && is_new) {
        notes->fid = lines->fid[end->line];
        notes->source = lines->source[end->line];
    }
    notes->farthest_m = fmax(notes->farthest_m, sqrt(end->distance2_m2));
}

static enum ws_status move_ends(struct joining *joining, struct end_notes *notes,
                                struct ws_error *err)
{
    struct order *order = mem_array(joining->end_count, sizeof *order);
    if (!order)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " road ends",
                         joining->end_count);
    for (uint32_t i = 0; i < joining->end_count; i++) {
        const double *own = position(joining, joining->ends[i].vertex);
        order[i] = (struct order){own[0], own[1], i};
    }
    if (joining->end_count)
        qsort(order, joining->end_count, sizeof *order, compare_places);
    for (uint32_t i = 0; i < joining->end_count; i++)
        move_end(joining, notes, &joining->ends[order[i].end],
                 i == 0 || compare_places(&order[i - 1], &order[i]));
    mem_free(order);
    return WS_OK;
}

/* ---- new vertices ----------------------------------------------------------------------- */

static int compare_inserts(const void *a_ptr, const void *b_ptr)
{
    const struct insert *a = a_ptr, *b = b_ptr;
    int order = (a->after > b->after) - (a->after < b->after);
    return order ? order : (a->t > b->t) - (a->t < b->t);
}

static void copy_line(struct lines *lines, const struct joining *joining, double *xy_m,
                      double *at_m, uint32_t line, uint32_t *next, uint32_t *insert)
{
    uint32_t from = lines->first_xy[line], to = lines->first_xy[line + 1];
    lines->first_xy[line] = *next;
    for (uint32_t v = from; v < to; v++) {
        memcpy(&xy_m[2 * (size_t)*next], &lines->xy_m[2 * (size_t)v], 2 * sizeof *xy_m);
        at_m[(*next)++] = lines->at_m[v];
        for (; *insert < joining->insert_count && joining->inserts[*insert].after == v; ++*insert) {
            const struct insert *put = &joining->inserts[*insert];
            xy_m[2 * (size_t)*next] = put->x_m;
            xy_m[2 * (size_t)*next + 1] = put->y_m;
            at_m[(*next)++] = lines->at_m[v] + put->t * (lines->at_m[v + 1] - lines->at_m[v]);
        }
    }
}

static enum ws_status put_in(struct joining *joining, struct ws_error *err)
{
    struct lines *lines = joining->lines;
    uint32_t next = 0, insert = 0;
    size_t count = (size_t)lines->first_xy[lines->count] + joining->insert_count;
    if (!joining->insert_count)
        return WS_OK;
    if (count >= WS_NONE)
        return error_set(err, WS_TOO_LARGE, "roads: %zu vertices; expected fewer than %" PRIu32,
                         count, WS_NONE);
    double *xy_m = mem_array(count, 2 * sizeof *xy_m), *at_m = mem_array(count, sizeof *at_m);
    if (!xy_m || !at_m) {
        mem_free(xy_m);
        mem_free(at_m);
        return error_set(err, WS_NO_MEMORY, "no memory for %zu road vertices", count);
    }
    qsort(joining->inserts, joining->insert_count, sizeof *joining->inserts, compare_inserts);
    for (uint32_t i = 0; i < lines->count; i++)
        copy_line(lines, joining, xy_m, at_m, i, &next, &insert);
    lines->first_xy[lines->count] = next;
    mem_free(lines->xy_m);
    mem_free(lines->at_m);
    lines->xy_m = xy_m;
    lines->at_m = at_m;
    return WS_OK;
}

enum ws_status ends_join(struct end_notes *out, struct lines *lines, const struct build_way *way,
                         double join_m, struct ws_error *err)
{
    assert(out && lines && way && join_m > 0.0);
    struct end_notes notes = {0};
    bool *is_used = mem_array(lines->count, sizeof *is_used);
    if (!is_used)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " lines", lines->count);
    for (uint32_t i = 0; i < lines->count; i++)
        is_used[i] =
            impedance_road(way->impedances, lines, i).is_open && !junctions_is_one_place(lines, i);
    struct joining joining = {.lines = lines, .is_used = is_used, .join2_m2 = join_m * join_m};
    enum ws_status st = junctions_find(&joining.junctions, lines, is_used, way->threads, err);
    if (!st)
        st = look_beside(&joining, err);
    if (!st) {
        list_loose(&joining);
        st = find_targets(&joining, join_m, err);
    }
    if (!st)
        st = move_ends(&joining, &notes, err);
    if (!st)
        st = put_in(&joining, err);
    if (!st)
        *out = notes;
    index_free(joining.index);
    mem_free(joining.inserts);
    mem_free(joining.ends);
    mem_free(joining.is_pinned);
    mem_free(joining.beside);
    junctions_release(&joining.junctions);
    mem_free(is_used);
    return st;
}
