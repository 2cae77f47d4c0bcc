/* cover/cut.c: the parts of a spread cut once more, by a second layer of areas. */
#include "cover/cover.h"

#include "base/error.h"
#include "base/fixed.h"
#include "base/mem.h"
#include "base/parallel.h"
#include "cover/parts.h"
#include "cover/spread.h"
#include "geo/clip.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#define CHUNK_PIECES 8192u

/* A piece of a piece; .zone of the piece is the area. */
struct morsel {
    struct ws_piece piece;
    uint32_t parent;
};

struct batch {
    struct morsel *morsels;
    size_t count, cap;
};

struct knife {
    const struct cut_plan *plan;
    uint32_t *unit_area; /* of units that stand at one point; with polygons only */
    struct clip *clips;  /* per worker */
    struct batch *batches;
    uint32_t chunk_count, worker_count, morsel_count;
    struct morsel *morsels;
};

/* ---- which area ------------------------------------------------------------- */

/* The area that holds a position. What lies outside all zones and was counted in
 * the nearest, as on a quay off a rough coast, goes to the nearest area as well;
 * inside a zone no area is an answer. */
static uint32_t area_at(const struct cut_plan *plan, double x_m, double y_m)
{
    double distance_m;
    uint32_t area = locate_point(plan->locator, x_m, y_m);
    if (area == WS_NONE && locate_point(plan->zone_locator, x_m, y_m) == WS_NONE)
        area = locate_nearest(plan->locator, x_m, y_m, plan->limit_m, &distance_m);
    return area == WS_NONE ? plan->area_count : area;
}

static uint32_t area_of_group(const struct cut_plan *plan, uint32_t zone)
{
    uint32_t area = plan->area_of_zone[zone];
    return area == WS_NONE ? plan->area_count : area;
}

static bool is_point(const struct ws_piece *piece)
{
    return piece->from_mm == piece->to_mm;
}

/* Units that are snapped, or off the network. */
static enum ws_status place_units(struct knife *knife, struct ws_error *err)
{
    const struct cut_plan *plan = knife->plan;
    uint32_t unit_count = plan->spread->unit_count;
    struct point *homes = NULL;
    knife->unit_area = mem_array(unit_count, sizeof *knife->unit_area);
    if (!knife->unit_area)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " units", unit_count);
    enum ws_status st = spread_homes(&homes, plan->spread, plan->population, plan->zones, err);
    for (uint32_t unit = 0; !st && unit < unit_count; unit++)
        if (!isnan(homes[unit].x_m))
            knife->unit_area[unit] = area_at(plan, homes[unit].x_m, homes[unit].y_m);
    mem_free(homes);
    return st;
}

/* The area of a whole part or piece that no border cuts; false: one may. */
static bool whole_area(uint32_t *area, const struct knife *knife, uint32_t part,
                       const struct ws_piece *piece, uint32_t index)
{
    const struct cut_plan *plan = knife->plan;
    const struct spread *spread = plan->spread;
    if (spread->zone[part] == WS_NONE)
        *area = WS_NONE;
    else if (plan->area_of_zone)
        *area = area_of_group(plan, spread->zone[part]);
    else if (!piece || (!spread->x_m && is_point(piece)))
        *area = knife->unit_area[spread->unit[part]];
    else if (spread->x_m)
        *area = area_at(plan, spread->x_m[index], spread->y_m[index]);
    else
        return false;
    return true;
}

/* ---- pieces ----------------------------------------------------------------- */

static enum ws_status add(struct batch *batch, struct ws_piece piece, uint32_t parent,
                          struct ws_error *err)
{
    if (mem_grow(&batch->morsels, &batch->cap, batch->count + 1, sizeof *batch->morsels))
        return error_set(err, WS_NO_MEMORY, "no memory for %zu road pieces", batch->count + 1);
    batch->morsels[batch->count++] = (struct morsel){piece, parent};
    return WS_OK;
}

static enum ws_status clip_edge(struct clip *clip, const struct cut_plan *plan, uint32_t edge,
                                struct ws_error *err)
{
    const struct network *net = plan->net;
    size_t first = net->first_xy[edge];
    return clip_line(clip, plan->locator, net->xy_m + 2 * first, net->at_mm + first,
                     net->first_xy[edge + 1] - net->first_xy[edge], err);
}

static enum ws_status add_stretches(struct batch *batch, const struct clip *clip,
                                    struct ws_piece piece, uint32_t parent, uint32_t area_count,
                                    struct ws_error *err)
{
    enum ws_status st = WS_OK;
    uint32_t from_mm = piece.from_mm, to_mm = piece.to_mm;
    for (uint32_t i = 0; !st && i < clip->count; i++) {
        const struct stretch *stretch = &clip->stretches[i];
        piece.from_mm = stretch->from_mm > from_mm ? stretch->from_mm : from_mm;
        piece.to_mm = stretch->to_mm < to_mm ? stretch->to_mm : to_mm;
        piece.zone = stretch->area == WS_NONE ? area_count : stretch->area;
        if (piece.from_mm < piece.to_mm)
            st = add(batch, piece, parent, err);
    }
    return st;
}

static enum ws_status cut_chunk(void *context, uint32_t chunk, uint32_t worker,
                                struct ws_error *err)
{
    const struct knife *knife = context;
    const struct cut_plan *plan = knife->plan;
    const struct spread *spread = plan->spread;
    struct clip *clip = &knife->clips[worker];
    struct batch *batch = &knife->batches[chunk];
    uint32_t from = chunk * CHUNK_PIECES, clipped = WS_NONE;
    uint32_t to =
        spread->piece_count - from < CHUNK_PIECES ? spread->piece_count : from + CHUNK_PIECES;
    enum ws_status st = WS_OK;
    for (uint32_t i = from; !st && i < to; i++) {
        struct ws_piece piece = spread->pieces[i];
        uint32_t parent = spread->part[i];
        if (whole_area(&piece.zone, knife, parent, &spread->pieces[i], i)) {
            st = add(batch, piece, parent, err);
            continue;
        }
        if (clipped != piece.edge)
            st = clip_edge(clip, plan, piece.edge, err);
        clipped = piece.edge;
        if (!st)
            st = add_stretches(batch, clip, piece, parent, plan->area_count, err);
    }
    return st;
}

/* True when b belongs before a. */
static bool is_before(const struct morsel *b, const struct morsel *a)
{
    const uint32_t left[] = {b->piece.edge, b->piece.from_mm, b->piece.to_mm, b->parent,
                             b->piece.zone};
    const uint32_t right[] = {a->piece.edge, a->piece.from_mm, a->piece.to_mm, a->parent,
                              a->piece.zone};
    for (int i = 0; i < 5; i++)
        if (left[i] != right[i])
            return left[i] < right[i];
    return false;
}

/* Only points that stand on a piece that was cut are out of place, and not far. */
static void sort_morsels(struct morsel *morsels, uint32_t count)
{
    for (uint32_t i = 1; i < count; i++) {
        struct morsel moved = morsels[i];
        uint32_t at = i;
        for (; at && is_before(&moved, &morsels[at - 1]); at--)
            morsels[at] = morsels[at - 1];
        morsels[at] = moved;
    }
}

static enum ws_status gather(struct knife *knife, struct ws_error *err)
{
    uint64_t count = 0;
    for (uint32_t i = 0; i < knife->chunk_count; i++)
        count += knife->batches[i].count;
    if (count >= WS_NONE)
        return error_set(err, WS_TOO_LARGE, "%" PRIu64 " road pieces; expected fewer than 2^32 - 1",
                         count);
    knife->morsels = mem_array((size_t)count, sizeof *knife->morsels);
    if (!knife->morsels)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu64 " road pieces", count);
    for (uint32_t i = 0; i < knife->chunk_count; i++) {
        struct batch *batch = &knife->batches[i];
        if (batch->count)
            memcpy(knife->morsels + knife->morsel_count, batch->morsels,
                   batch->count * sizeof *batch->morsels);
        knife->morsel_count += (uint32_t)batch->count;
        mem_free(batch->morsels);
        *batch = (struct batch){0};
    }
    if (!knife->plan->spread->x_m)
        sort_morsels(knife->morsels, knife->morsel_count);
    return WS_OK;
}

static enum ws_status knife_run(struct knife *knife, struct ws_error *err)
{
    const struct cut_plan *plan = knife->plan;
    knife->worker_count = plan->threads ? plan->threads : 1;
    knife->chunk_count =
        plan->spread->piece_count / CHUNK_PIECES + (plan->spread->piece_count % CHUNK_PIECES != 0);
    knife->clips = mem_array(knife->worker_count, sizeof *knife->clips);
    knife->batches = mem_array(knife->chunk_count, sizeof *knife->batches);
    if (!knife->clips || !knife->batches)
        return error_set(err, WS_NO_MEMORY, "no memory to cut roads");
    enum ws_status st = plan->area_of_zone ? WS_OK : place_units(knife, err);
    if (!st)
        st = parallel_for(knife->chunk_count, plan->threads, cut_chunk, knife, err);
    return st ? st : gather(knife, err);
}

static void knife_release(struct knife *knife)
{
    for (uint32_t i = 0; knife->clips && i < knife->worker_count; i++)
        clip_release(&knife->clips[i]);
    for (uint32_t i = 0; knife->batches && i < knife->chunk_count; i++)
        mem_free(knife->batches[i].morsels);
    mem_free(knife->clips);
    mem_free(knife->batches);
    mem_free(knife->unit_area);
    mem_free(knife->morsels);
}

/* ---- parts ------------------------------------------------------------------ */

/* Every part has pieces, or stands whole in one area. */
static enum ws_status collect_keys(uint64_t **out, uint32_t *count_out, const struct knife *knife,
                                   struct ws_error *err)
{
    const struct spread *spread = knife->plan->spread;
    size_t cap = (size_t)knife->morsel_count + spread->part_count, count = 0;
    uint64_t *keys = mem_array(cap, sizeof *keys);
    if (!keys)
        return error_set(err, WS_NO_MEMORY, "no memory for the parts of units");
    for (uint32_t i = 0; i < knife->morsel_count; i++) {
        uint64_t key = part_key(knife->morsels[i].parent, knife->morsels[i].piece.zone);
        if (!count || keys[count - 1] != key)
            keys[count++] = key;
    }
    for (uint32_t part = 0; part < spread->part_count; part++) {
        uint32_t area;
        if (spread->state[part] != PART_ON_NETWORK && whole_area(&area, knife, part, NULL, 0))
            keys[count++] = part_key(part, area);
    }
    *out = keys;
    *count_out = (uint32_t)fixed_distinct(keys, count);
    return WS_OK;
}

static enum ws_status allocate_parts(struct cut *cut, const struct spread *from, uint32_t pieces,
                                     struct ws_error *err)
{
    struct spread *spread = &cut->spread;
    size_t count = spread->part_count, row = spread->weight_count * sizeof(uint64_t);
    cut->parent = mem_array(count, sizeof *cut->parent);
    spread->unit = mem_array(count, sizeof *spread->unit);
    spread->zone = mem_array(count, sizeof *spread->zone);
    spread->state = mem_array(count, sizeof *spread->state);
    spread->weight_mm = mem_array(count, sizeof *spread->weight_mm);
    spread->no_link_mm = mem_array(count, sizeof *spread->no_link_mm);
    spread->people_micro = mem_array(count, row);
    spread->first_part = mem_array((size_t)spread->unit_count + 1, sizeof *spread->first_part);
    spread->pieces = mem_array(pieces, sizeof *spread->pieces);
    spread->part = mem_array(pieces, sizeof *spread->part);
    bool has_room = cut->parent && spread->unit && spread->zone && spread->state &&
                    spread->weight_mm && spread->no_link_mm && spread->people_micro &&
                    spread->first_part && spread->pieces && spread->part;
    if (from->less_micro) {
        spread->less_micro = mem_array(count, row);
        spread->more_micro = mem_array(count, row);
        has_room = has_room && spread->less_micro && spread->more_micro;
    }
    if (from->x_m) {
        spread->x_m = mem_array(pieces, sizeof *spread->x_m);
        spread->y_m = mem_array(pieces, sizeof *spread->y_m);
        has_room = has_room && spread->x_m && spread->y_m;
    }
    return has_room ? WS_OK
                    : error_set(err, WS_NO_MEMORY, "no memory for %zu parts of units", count);
}

static void number_parts(struct cut *cut, const struct spread *from, const uint64_t *keys)
{
    struct spread *spread = &cut->spread;
    uint32_t unit = 0;
    for (uint32_t part = 0; part < spread->part_count; part++) {
        uint32_t parent = (uint32_t)(keys[part] >> 32);
        cut->parent[part] = parent;
        spread->unit[part] = from->unit[parent];
        spread->zone[part] = (uint32_t)keys[part];
        spread->state[part] = from->state[parent];
        while (unit <= spread->unit[part])
            spread->first_part[unit++] = part;
    }
    while (unit <= spread->unit_count)
        spread->first_part[unit++] = spread->part_count;
}

static uint32_t find_part(const uint64_t *keys, uint32_t count, uint64_t key)
{
    uint32_t low = 0, high = count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (keys[middle] <= key)
            low = middle;
        else
            high = middle;
    }
    assert(keys[low] == key);
    return low;
}

static void take_pieces(struct cut *cut, const struct knife *knife, const uint64_t *keys)
{
    const struct cut_plan *plan = knife->plan;
    const struct spread *from = plan->spread;
    struct spread *spread = &cut->spread;
    bool serves_any = parts_serve_any(plan->net, plan->is_served);
    spread->piece_count = knife->morsel_count;
    for (uint32_t i = 0; i < knife->morsel_count; i++) {
        const struct morsel *morsel = &knife->morsels[i];
        const struct ws_piece *piece = &morsel->piece;
        uint32_t part = find_part(keys, spread->part_count, part_key(morsel->parent, piece->zone));
        spread->pieces[i] = *piece;
        spread->part[i] = part;
        spread->weight_mm[part] += piece_weight(piece);
        if (serves_any && parts_lack_link(plan->net, plan->is_served, piece))
            spread->no_link_mm[part] += piece_weight(piece);
    }
    if (from->x_m && from->piece_count) {
        memcpy(spread->x_m, from->x_m, from->piece_count * sizeof *from->x_m);
        memcpy(spread->y_m, from->y_m, from->piece_count * sizeof *from->y_m);
    }
}

/* ---- people ----------------------------------------------------------------- */

/* Splits one number of a part over its parts [first, first + count). */
static void split_entry(uint64_t *to, uint64_t whole, const struct spread *spread, uint32_t first,
                        uint32_t count, uint64_t *room)
{
    uint32_t weights = spread->weight_count;
    if (whole == WS_UNBOUNDED) {
        for (uint32_t i = 0; i < count; i++)
            to[(size_t)(first + i) * weights] = WS_UNBOUNDED;
        return;
    }
    fixed_split(whole, spread->weight_mm + first, count, room);
    for (uint32_t i = 0; i < count; i++)
        to[(size_t)(first + i) * weights] = room[i];
}

/* Bounds are split as people are; a part never loses more than it has. */
static void split_part(struct spread *spread, const struct spread *from, uint32_t parent,
                       uint32_t first, uint32_t count, uint64_t *room)
{
    for (uint32_t w = 0; w < spread->weight_count; w++) {
        size_t entry = (size_t)parent * spread->weight_count + w;
        split_entry(spread->people_micro + w, from->people_micro[entry], spread, first, count,
                    room);
        if (!spread->less_micro)
            continue;
        split_entry(spread->less_micro + w, from->less_micro[entry], spread, first, count, room);
        split_entry(spread->more_micro + w, from->more_micro[entry], spread, first, count, room);
        for (uint32_t i = first; i < first + count; i++) {
            size_t own = (size_t)i * spread->weight_count + w;
            if (spread->less_micro[own] > spread->people_micro[own])
                spread->less_micro[own] = spread->people_micro[own];
        }
    }
}

static enum ws_status split_people(struct cut *cut, const struct spread *from, struct ws_error *err)
{
    struct spread *spread = &cut->spread;
    uint64_t *room = mem_array(spread->part_count, sizeof *room);
    if (!room)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " parts", spread->part_count);
    for (uint32_t first = 0, end; first < spread->part_count; first = end) {
        for (end = first + 1; end < spread->part_count && cut->parent[end] == cut->parent[first];
             end++)
            ;
        split_part(spread, from, cut->parent[first], first, end - first, room);
    }
    mem_free(room);
    return WS_OK;
}

enum ws_status spread_cut(struct cut *out, const struct cut_plan *plan, struct ws_error *err)
{
    assert(out && plan && plan->spread && plan->population && plan->zones);
    assert(!plan->locator != !plan->area_of_zone && (!plan->net || plan->is_served));
    assert(!plan->locator || plan->zone_locator);
    const struct spread *from = plan->spread;
    struct knife knife = {.plan = plan};
    struct cut cut = {
        .spread = {.weight_count = from->weight_count, .unit_count = from->unit_count}};
    uint64_t *keys = NULL;
    enum ws_status st = knife_run(&knife, err);
    if (!st)
        st = collect_keys(&keys, &cut.spread.part_count, &knife, err);
    if (!st)
        st = allocate_parts(&cut, from, knife.morsel_count, err);
    if (st)
        goto done;
    number_parts(&cut, from, keys);
    take_pieces(&cut, &knife, keys);
    st = split_people(&cut, from, err);
    if (st)
        goto done;
    *out = cut;
    cut = (struct cut){0};
done:
    mem_free(keys);
    knife_release(&knife);
    cut_release(&cut);
    return st;
}

void cut_release(struct cut *cut)
{
    if (!cut)
        return;
    spread_release(&cut->spread);
    mem_free(cut->parent);
    *cut = (struct cut){0};
}
