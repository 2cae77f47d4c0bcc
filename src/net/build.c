#include "net/build.h"

#include "base/error.h"
#include "base/mem.h"
#include "net/freeze.h"
#include "net/links.h"
#include "net/merge.h"
#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#define TOO_SHORT_FRAC 0.99
#define TOO_SHORT_M 1.0

/* ---- which lines take part --------------------------------------------------- */

static enum ws_status check_length(const struct lines *lines, uint32_t line, struct ws_error *err)
{
    double given_m = lines->length_m[line];
    if (isnan(given_m))
        return WS_OK;
    const double *a = &lines->xy_m[2 * (size_t)lines->first_xy[line]];
    const double *b = &lines->xy_m[2 * ((size_t)lines->first_xy[line + 1] - 1)];
    double straight_m = hypot(b[0] - a[0], b[1] - a[1]);

    if (!isfinite(given_m) || given_m < 0.0)
        return error_set(err, WS_BAD_DATA,
                         "roads: feature %" PRId64 ": length is %g m; expected 0 or more",
                         lines->fid[line], given_m);
    if (given_m < TOO_SHORT_FRAC * straight_m && given_m < straight_m - TOO_SHORT_M)
        return error_set(err, WS_BAD_DATA,
                         "roads: feature %" PRId64
                         ": length is %.3f m; expected at least the straight line between its "
                         "ends, %.3f m",
                         lines->fid[line], given_m, straight_m);
    return WS_OK;
}

/* Keeps the lowest of the features noted. */
static void note_first(int64_t *fid, uint16_t *source, uint32_t noted, int64_t new_fid,
                       uint16_t new_source)
{
    bool is_lower = new_source != *source ? new_source < *source : new_fid < *fid;
    if (noted && !is_lower)
        return;
    *fid = new_fid;
    *source = new_source;
}

static enum ws_status choose_lines(bool *is_used, struct build_notes *notes,
                                   const struct lines *lines, const struct impedance *impedance,
                                   struct ws_error *err)
{
    for (uint32_t i = 0; i < lines->count; i++) {
        if (!impedance_road(impedance, lines, i).is_open) {
            notes->closed_lines++;
            continue;
        }
        if (junctions_is_one_place(lines, i)) {
            note_first(&notes->zero_fid, &notes->zero_source, notes->zero_lines++, lines->fid[i],
                       lines->source[i]);
            continue;
        }
        enum ws_status st = check_length(lines, i, err);
        if (st)
            return st;
        is_used[i] = true;
    }
    return WS_OK;
}

/* ---- the whole ---------------------------------------------------------------- */

static uint64_t sum_lengths(const struct links *links)
{
    uint64_t sum_mm = 0;
    for (size_t i = 0; i < links->count; i++)
        sum_mm += links->items[i].length_mm;
    return sum_mm;
}

static void add_notes(struct build_notes *notes, const struct links *links,
                      const struct network *net)
{
    for (size_t i = 0; i < links->count; i++)
        if (links->items[i].is_raised)
            note_first(&notes->short_fid, &notes->short_source, notes->short_edges++,
                       links->items[i].fid, links->items[i].source);
    for (uint32_t edge = 0; edge < net->edge_count; edge++) {
        if (!network_is_canonical(net, edge))
            continue;
        notes->length_mm += net->length_mm[edge];
        if (!(net->flags[edge] & EDGE_FERRY))
            continue;
        notes->ferry_edges++;
        notes->ferry_mm += net->length_mm[edge];
    }
}

/* What is built, and of what. spent: the lines once more when they may go as soon
 * as they are cut. */
struct building {
    const struct lines *lines;
    struct lines *spent;
    const struct build_way *way;
    struct links links;
    struct junctions junctions;
    struct build_notes notes;
};

/* Cuts the lines at their nodes and merges what was drawn twice. */
static enum ws_status make_links(struct building *building, struct ws_error *err)
{
    const struct lines *lines = building->lines;
    const struct build_way *way = building->way;
    struct links *links = &building->links;
    bool *is_used = mem_array(lines->count, sizeof *is_used);
    if (!is_used)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " lines", lines->count);
    enum ws_status st = choose_lines(is_used, &building->notes, lines, way->impedances, err);
    if (!st)
        st = junctions_find(&building->junctions, lines, is_used, way->threads, err);
    if (!st)
        st = links_cut(links, lines, &building->junctions, is_used, way, err);
    mem_free(is_used);
    if (st)
        return st;
    junctions_forget_places(&building->junctions);
    if (building->spent && !links->is_too_dear)
        lines_release(building->spent);
    size_t drawn_count = links->count;
    uint64_t drawn_mm = sum_lengths(links);
    st = merge_links(&links->items, &links->count, way->threads, err);
    building->notes.merged_roads = (uint32_t)(drawn_count - links->count);
    building->notes.merged_mm = drawn_mm - sum_lengths(links);
    return st;
}

static enum ws_status build(struct network *nets, struct build_notes *notes,
                            struct building *building, struct ws_error *err)
{
    struct network made[2] = {{0}};
    const struct build_way *way = building->way;
    struct links *links = &building->links;
    enum ws_status st = make_links(building, err);
    struct freezing freezing = {links->items, links->count, links->is_too_dear ? 1 : way->units,
                                way->threads};
    if (!st)
        st = freeze_network(made, &building->junctions, &freezing, err);
    if (!st) {
        add_notes(&building->notes, links, &made[0]);
        *notes = building->notes;
        memcpy(nets, made, way->units * sizeof *nets);
    }
    links_release(links);
    junctions_release(&building->junctions);
    return st;
}

enum ws_status build_network(struct network *out, struct build_notes *notes,
                             const struct lines *lines, const struct impedance *impedance,
                             struct ws_error *err)
{
    assert(out && notes && lines && impedance);
    struct build_way way = {.impedances = impedance, .units = 1, .threads = 1};
    struct building building = {.lines = lines, .way = &way};
    return build(out, notes, &building, err);
}

enum ws_status build_networks(struct network nets[2], struct build_notes *notes,
                              struct lines *lines, const struct build_way *way,
                              struct ws_error *err)
{
    assert(nets && notes && lines && way && (way->units == 1 || way->units == 2));
    struct building building = {.lines = lines, .spent = lines, .way = way};
    return build(nets, notes, &building, err);
}
