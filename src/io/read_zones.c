/* Rows of zones to zones: sorted, united, overlaps and gaps measured, counties
 * found. */
#include "geo/seams.h"
#include "io/read.h"

#include "base/figures.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_LISTED 20u
/* Slivers thinner than this are noise of coordinates; strips between borders are
 * looked for as far as people outside are taken in. */
#define THIN_M 0.01
#define WIDE_M 2000.0

void zone_rows_release(struct zone_rows *rows)
{
    for (size_t i = 0; i < rows->count; i++) {
        mem_free(rows->rows[i].code);
        mem_free(rows->rows[i].name);
        mem_free(rows->rows[i].county);
        mem_free(rows->rows[i].county_name);
    }
    mem_free(rows->rows);
    areas_release(&rows->areas.areas);
    *rows = (struct zone_rows){0};
}

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

/* What a row is, in an order that does not depend on the file. */
struct sorted_row {
    const struct zone_row *row;
    const struct areas *areas;
};

static int compare_numbers(double a, double b)
{
    return (a > b) - (a < b);
}

static int compare_rows(const void *left, const void *right)
{
    const struct sorted_row *a = left, *b = right;
    int order = strcmp(a->row->code, b->row->code);
    if (!order)
        order = strcmp(or_empty(a->row->name), or_empty(b->row->name));
    if (order)
        return order;
    struct box one = areas_box(a->areas, a->row->area), two = areas_box(b->areas, b->row->area);
    order = compare_numbers(one.min_x_m, two.min_x_m);
    if (!order)
        order = compare_numbers(one.min_y_m, two.min_y_m);
    if (!order)
        order = compare_numbers(one.max_x_m, two.max_x_m);
    return order ? order : compare_numbers(one.max_y_m, two.max_y_m);
}

static enum ws_status sort_rows(struct zone_rows *rows, struct ws_error *err)
{
    struct sorted_row *sorted = mem_array(rows->count, sizeof *sorted);
    struct zone_row *copy = mem_array(rows->count, sizeof *copy);
    bool has_room = sorted && copy;
    for (size_t i = 0; has_room && i < rows->count; i++)
        sorted[i] = (struct sorted_row){&rows->rows[i], &rows->areas.areas};
    if (has_room && rows->count) {
        qsort(sorted, rows->count, sizeof *sorted, compare_rows);
        for (size_t i = 0; i < rows->count; i++)
            copy[i] = *sorted[i].row;
        memcpy(rows->rows, copy, rows->count * sizeof *copy);
    }
    mem_free(sorted);
    mem_free(copy);
    return has_room ? WS_OK : error_set(err, WS_NO_MEMORY, "no memory for %zu zones", rows->count);
}

static enum ws_status unite(struct areas_builder *out, struct zone_rows *rows, size_t first,
                            size_t count, struct input *in, struct ws_error *err)
{
    const struct zone_row *row = &rows->rows[first];
    int64_t fid = rows->areas.areas.fid[row->area];
    for (size_t i = 1; i < count; i++) {
        const struct zone_row *other = &rows->rows[first + i];
        if (!rows->has_code || strcmp(or_empty(row->name), or_empty(other->name)) != 0) {
            judge_fault(in, rows->areas.areas.fid[other->area],
                        rows->has_code ? "code %s is also that of another feature, %s and %s"
                                       : "name %s occurs twice and there is no code",
                        row->code, or_empty(row->name), or_empty(other->name));
            return WS_OK;
        }
    }
    uint32_t *members = mem_array(count, sizeof *members);
    if (!members)
        return error_set(err, WS_NO_MEMORY, "no memory for %zu features", count);
    for (size_t i = 0; i < count; i++)
        members[i] = rows->rows[first + i].area;
    enum ws_status st = polygons_union(in->io->polygons, out, &rows->areas.areas, members,
                                       (uint32_t)count, NULL, 0, fid, err);
    mem_free(members);
    if (st)
        return st;
    char effect[64];
    snprintf(effect, sizeof effect, "%zu features are one", count);
    input_record(in)->repaired += count - 1;
    return judge_repair(in, fid, effect, err, "code %s occurs more than once; united", row->code);
}

/* ---- overlaps ---------------------------------------------------------------------------- */

struct zone_box {
    struct box box;
    uint32_t zone;
};

static int compare_boxes(const void *left, const void *right)
{
    const struct zone_box *a = left, *b = right;
    int order = compare_numbers(a->box.min_x_m, b->box.min_x_m);
    return order ? order : (a->zone > b->zone) - (a->zone < b->zone);
}

struct overlap {
    uint32_t zone, other;
    double shared_m2;
};

struct overlaps {
    size_t count, cap;
    struct overlap *items;
    double sum_m2;
    bool has_thick; /* slivers alone are not worth a word */
};

static int compare_overlaps(const void *left, const void *right)
{
    const struct overlap *a = left, *b = right;
    int order = (a->zone > b->zone) - (a->zone < b->zone);
    return order ? order : (a->other > b->other) - (a->other < b->other);
}

/* Boxes that only touch hold areas that at most do so. */
static bool shares_ground(const struct box *a, const struct box *b)
{
    return a->min_x_m < b->max_x_m && b->min_x_m < a->max_x_m && a->min_y_m < b->max_y_m &&
           b->min_y_m < a->max_y_m;
}

static enum ws_status measure_pair(struct overlaps *found, const struct zones *zones, uint32_t a,
                                   uint32_t b, struct io *io, struct ws_error *err)
{
    struct overlap overlap = {a < b ? a : b, a < b ? b : a, 0.0};
    double border_m = 0.0;
    enum ws_status st = polygons_overlap_m2(io->polygons, &zones->areas, overlap.zone,
                                            overlap.other, &overlap.shared_m2, &border_m, err);
    if (st || !(overlap.shared_m2 > 1.0))
        return st;
    found->has_thick |= 2.0 * overlap.shared_m2 > THIN_M * border_m;
    if (mem_grow(&found->items, &found->cap, found->count + 1, sizeof overlap))
        return error_set(err, WS_NO_MEMORY, "no memory for overlaps");
    found->items[found->count++] = overlap;
    return WS_OK;
}

static enum ws_status measure(struct overlaps *found, const struct zones *zones, struct io *io,
                              struct ws_error *err)
{
    struct zone_box *boxes = mem_array(zones->count, sizeof *boxes);
    if (!boxes)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " boxes", zones->count);
    for (uint32_t i = 0; i < zones->count; i++)
        boxes[i] = (struct zone_box){areas_box(&zones->areas, i), i};
    qsort(boxes, zones->count, sizeof *boxes, compare_boxes);
    enum ws_status st = WS_OK;
    for (uint32_t i = 0; !st && i < zones->count; i++)
        for (uint32_t j = i + 1; !st && j < zones->count; j++) {
            if (boxes[j].box.min_x_m > boxes[i].box.max_x_m)
                break;
            if (shares_ground(&boxes[i].box, &boxes[j].box))
                st = measure_pair(found, zones, boxes[i].zone, boxes[j].zone, io, err);
        }
    mem_free(boxes);
    if (found->count)
        qsort(found->items, found->count, sizeof *found->items, compare_overlaps);
    return st;
}

static enum ws_status list_overlaps(const struct zones *zones, struct input *in,
                                    struct ws_error *err)
{
    struct overlaps found = {0};
    char effect[64];
    enum ws_status st = measure(&found, zones, in->io, err);
    if (!found.has_thick)
        found.count = 0;
    for (size_t i = 0; !st && i < found.count && i < MOST_LISTED; i++) {
        const struct overlap *overlap = &found.items[i];
        snprintf(effect, sizeof effect, "%.*f km2", figures_km2_decimals(overlap->shared_m2),
                 overlap->shared_m2 / 1e6);
        st = judge_repair(in, -1, effect, err, "%s and %s overlap; the lower code owns the place",
                          zones->code[overlap->zone], zones->code[overlap->other]);
    }
    for (size_t i = MOST_LISTED; i < found.count; i++)
        found.sum_m2 += found.items[i].shared_m2;
    snprintf(effect, sizeof effect, "%.*f km2", figures_km2_decimals(found.sum_m2),
             found.sum_m2 / 1e6);
    if (!st && found.count > MOST_LISTED)
        st = judge_repair(in, -1, effect, err, "%zu more pairs overlap", found.count - MOST_LISTED);
    mem_free(found.items);
    return st;
}

/* ---- gaps --------------------------------------------------------------------------------- */

static const char *code_of(const struct zones *zones, uint32_t zone)
{
    return zone == WS_NONE ? "nothing" : zones->code[zone];
}

static enum ws_status list_holes(const struct seams *seams, const struct zones *zones,
                                 struct input *in, struct ws_error *err)
{
    const struct seam_hole *largest = NULL;
    uint32_t within_count = 0;
    double sum_m2 = 0.0, outer_m2 = 0.0;
    for (uint32_t i = 0; i < seams->hole_count; i++) {
        const struct seam_hole *hole = &seams->holes[i];
        sum_m2 += hole->area_m2;
        outer_m2 += hole->outer_m2;
        if (hole->neighbour_count < 2)
            within_count++; /* a lake that one zone leaves out is its own border */
        else if (!largest && !hole->is_thin)
            largest = hole;
    }
    if (!largest)
        return WS_OK;
    char effect[96], within[64] = "";
    int used = snprintf(effect, sizeof effect, "%.*f km2 belong to none",
                        figures_km2_decimals(sum_m2), sum_m2 / 1e6);
    if (outer_m2 - sum_m2 > 1.0)
        snprintf(effect + used, sizeof effect - (size_t)used, " (%.*f with the islands in them)",
                 figures_km2_decimals(outer_m2), outer_m2 / 1e6);
    if (within_count)
        snprintf(within, sizeof within, " (%" PRIu32 " of them inside one)", within_count);
    return judge_repair(
        in, -1, effect, err,
        "%" PRIu32 " gap%s between %s%s; the largest, %.*f km2, lies between %s and "
        "%s (%" PRIu32 " neighbours)",
        seams->hole_count, seams->hole_count == 1 ? "" : "s", ws_role_name(in->role), within,
        figures_km2_decimals(largest->area_m2), largest->area_m2 / 1e6,
        code_of(zones, largest->area), code_of(zones, largest->other), largest->neighbour_count);
}

static enum ws_status list_strips(const struct seams *seams, const struct zones *zones,
                                  struct input *in, struct ws_error *err)
{
    double sum_m2 = 0.0;
    for (uint32_t i = 0; i < seams->strip_count; i++)
        sum_m2 += seams->strips[i].area_m2;
    if (!seams->strip_count)
        return WS_OK;
    const struct seam_strip *largest = &seams->strips[0];
    char effect[64];
    snprintf(effect, sizeof effect, "about %.*f km2 belong to none", figures_km2_decimals(sum_m2),
             sum_m2 / 1e6);
    return judge_repair(in, -1, effect, err,
                        "gaps open at an end between %" PRIu32 " pair%s of %s; the largest, about "
                        "%.*f km2 and %.1f km long, lies between %s and %s",
                        seams->strip_count, seams->strip_count == 1 ? "" : "s",
                        ws_role_name(in->role), figures_km2_decimals(largest->area_m2),
                        largest->area_m2 / 1e6, largest->length_m / 1e3, zones->code[largest->area],
                        zones->code[largest->other]);
}

static enum ws_status list_gaps(const struct zones *zones, struct input *in, struct ws_error *err)
{
    struct seams seams = {0};
    enum ws_status st = seams_find(&seams, in->io->polygons, &zones->areas, THIN_M, WIDE_M, err);
    if (!st)
        st = list_holes(&seams, zones, in, err);
    if (!st)
        st = list_strips(&seams, zones, in, err);
    seams_release(&seams);
    return st;
}

/* ---- zones far from all others -------------------------------------------------------------- */

/* Two zones of a projection that stand in one file lie this far apart. */
#define FAR_M 1.5e5
#define MOST_COMPARED 5000u

static double apart_m(const struct box *a, const struct box *b)
{
    double dx = fmax(a->min_x_m - b->max_x_m, b->min_x_m - a->max_x_m);
    double dy = fmax(a->min_y_m - b->max_y_m, b->min_y_m - a->max_y_m);
    return hypot(fmax(dx, 0.0), fmax(dy, 0.0));
}

/* Marks the zones that hang together with the first, each at most FAR_M from the
 * next. Returns how many. */
static uint32_t mark_group(bool *is_marked, uint32_t *queue, const struct box *boxes,
                           uint32_t count)
{
    uint32_t end = 1;
    queue[0] = 0;
    is_marked[0] = true;
    for (uint32_t at = 0; at < end; at++)
        for (uint32_t i = 0; i < count; i++)
            if (!is_marked[i] && apart_m(&boxes[queue[at]], &boxes[i]) <= FAR_M) {
                is_marked[i] = true;
                queue[end++] = i;
            }
    return end;
}

/* The smaller of the two groups is the one that stands alone. */
static enum ws_status tell_far(const struct zones *zones, const bool *is_marked, uint32_t marked,
                               const struct box *boxes, struct input *in, struct ws_error *err)
{
    bool is_few = 2 * marked <= zones->count;
    double least_m = HUGE_VAL;
    char codes[120] = "", effect[64];
    uint32_t few = is_few ? marked : zones->count - marked, listed = 0;
    for (uint32_t i = 0; i < zones->count; i++) {
        if (is_marked[i] != is_few)
            continue;
        size_t used = strlen(codes);
        if (listed++ < 5)
            snprintf(codes + used, sizeof codes - used, "%s%.20s", used ? ", " : "",
                     zones->code[i]);
        for (uint32_t j = 0; j < zones->count; j++)
            if (is_marked[j] != is_few)
                least_m = fmin(least_m, apart_m(&boxes[i], &boxes[j]));
    }
    snprintf(effect, sizeof effect, "%.0f km from the others", least_m / 1e3);
    return judge_repair(in, -1, effect, err,
                        "%" PRIu32 " of %s lie far from all others (%s%s); right for islands far "
                        "out, wrong when their coordinates are those of another zone than %s",
                        few, ws_role_name(in->role), codes, few > 5 ? " ..." : "", in->crs.name);
}

/* In degrees there are no zones to mix. */
static enum ws_status list_far(const struct zones *zones, struct input *in, struct ws_error *err)
{
    uint32_t count = zones->count;
    if (in->crs.is_degrees || count < 2 || count > MOST_COMPARED)
        return WS_OK;
    struct box *boxes = mem_array(count, sizeof *boxes);
    uint32_t *queue = mem_array(count, sizeof *queue);
    bool *is_marked = mem_array(count, sizeof *is_marked);
    enum ws_status st = WS_OK;
    if (boxes && queue && is_marked) {
        for (uint32_t i = 0; i < count; i++)
            boxes[i] = areas_box(&zones->areas, i);
        uint32_t marked = mark_group(is_marked, queue, boxes, count);
        if (marked < count)
            st = tell_far(zones, is_marked, marked, boxes, in, err);
    } else {
        st = error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " boxes", count);
    }
    mem_free(boxes);
    mem_free(queue);
    mem_free(is_marked);
    return st;
}

/* ---- handing over ------------------------------------------------------------------------- */

static enum ws_status make_zones(struct zones *out, struct areas_builder *areas,
                                 struct zone_rows *rows, struct input *in, struct ws_error *err)
{
    out->code = mem_array(rows->count, sizeof *out->code);
    out->name = mem_array(rows->count, sizeof *out->name);
    if (!out->code || !out->name)
        return error_set(err, WS_NO_MEMORY, "no memory for %zu zones", rows->count);
    for (size_t first = 0, end; first < rows->count; first = end) {
        const struct zone_row *row = &rows->rows[first];
        for (end = first + 1; end < rows->count && !strcmp(rows->rows[end].code, row->code); end++)
            ;
        enum ws_status st = end - first == 1 ? shape_copy(areas, &rows->areas.areas, row->area, err)
                                             : unite(areas, rows, first, end - first, in, err);
        if (st)
            return st;
        if (in->judge.fault_count)
            continue; /* only further faults are looked for */
        uint32_t zone = out->count++;
        out->code[zone] = mem_string(row->code);
        out->name[zone] = mem_string(row->name ? row->name : row->code);
        if (!out->code[zone] || !out->name[zone])
            return error_set(err, WS_NO_MEMORY, "no memory for zone %s", row->code);
    }
    return WS_OK;
}

enum ws_status zone_rows_take(struct zones *out, struct zone_rows *rows, struct input *in,
                              struct ws_error *err)
{
    struct areas_builder areas = {0};
    enum ws_status st = sort_rows(rows, err);
    if (!st)
        st = make_zones(out, &areas, rows, in, err);
    out->areas = areas.areas;
    out->has_code = rows->has_code;
    if (st || in->judge.fault_count)
        return st;
    st = list_overlaps(out, in, err);
    if (!st)
        st = list_gaps(out, in, err);
    return st ? st : list_far(out, in, err);
}

/* ---- counties ----------------------------------------------------------------------------- */

static const struct zone_row *row_of(const struct zone_rows *rows, const char *code)
{
    size_t low = 0, high = rows->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(rows->rows[middle].code, code) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return &rows->rows[low];
}

/* Number of the county with this code, made when new; kept sorted. */
static bool place_county(struct zones *zones, const char *code, const char *name)
{
    uint32_t at = 0;
    while (at < zones->county_count && strcmp(zones->county_code[at], code) < 0)
        at++;
    if (at < zones->county_count && !strcmp(zones->county_code[at], code))
        return true;
    char *own_code = mem_string(code), *own_name = mem_string(name);
    if (!own_code || (name && !own_name)) {
        mem_free(own_code);
        mem_free(own_name);
        return false;
    }
    size_t after = zones->county_count - at;
    memmove(zones->county_code + at + 1, zones->county_code + at, after * sizeof(char *));
    memmove(zones->county_name + at + 1, zones->county_name + at, after * sizeof(char *));
    zones->county_code[at] = own_code;
    zones->county_name[at] = own_name;
    zones->county_count++;
    return true;
}

/* Code of a zone's county in `room`; false when unknown. */
static bool county_code(char room[64], const struct zones *zones, uint32_t zone,
                        const struct zone_rows *rows, bool from_code)
{
    const struct zone_row *row = row_of(rows, zones->code[zone]);
    if (from_code)
        snprintf(room, 64, "%.2s", zones->code[zone]);
    else if (row->county)
        text_copy(room, 64, row->county);
    return from_code || row->county;
}

enum ws_status zone_rows_counties(struct zones *out, const struct zone_rows *rows, struct input *in,
                                  struct ws_error *err)
{
    bool has_own = true;
    for (size_t i = 0; i < rows->count; i++)
        has_own = has_own && rows->rows[i].county;
    if (!out->count || (!has_own && !in->io->is_swedish))
        return WS_OK;
    out->county = mem_array(out->count, sizeof *out->county);
    out->county_code = mem_array(out->count, sizeof *out->county_code);
    out->county_name = mem_array(out->count, sizeof *out->county_name);
    if (!out->county || !out->county_code || !out->county_name)
        return error_set(err, WS_NO_MEMORY, "no memory for counties");
    char code[64];
    for (uint32_t i = 0; i < out->count; i++)
        if (county_code(code, out, i, rows, !has_own) &&
            !place_county(out, code, row_of(rows, out->code[i])->county_name))
            return error_set(err, WS_NO_MEMORY, "no memory for county %s", code);
    for (uint32_t i = 0; i < out->count; i++)
        for (uint32_t c = 0; county_code(code, out, i, rows, !has_own) && c < out->county_count;
             c++)
            if (!strcmp(out->county_code[c], code))
                out->county[i] = c;
    return WS_OK;
}
