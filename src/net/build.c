#include "net/build.h"

#include "base/error.h"
#include "base/mem.h"
#include "net/freeze.h"
#include "net/junction.h"
#include "net/merge.h"
#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#define TOO_SHORT_FRAC 0.99
#define TOO_SHORT_M 1.0

/* Links while they are made; vertices of all of them in one pool. */
struct links {
    struct link *items;
    double *xy_m;
    uint32_t *at_mm;
    size_t count, cap, vertex_count, xy_cap, at_cap;
    bool is_too_dear; /* a second cost is WS_COST_INF or more */
};

/* One line being cut: metres along it are at_m times scale. */
struct cut {
    const struct lines *lines;
    const struct junctions *junctions;
    const struct impedance *impedances;
    uint32_t units; /* impedances: 1 or 2 */
    uint32_t line;
    struct road road;
    double scale;
};

static void release_links(struct links *links)
{
    mem_free(links->items);
    mem_free(links->xy_m);
    mem_free(links->at_mm);
}

/* Nearest whole mm, halves up. Metres are brought to a tenth of a micrometre
 * first, so that sums taken from the other end of the line, which differ in
 * their last bits, round the same way. */
static uint32_t whole_mm(double metres)
{
    double steps = round(metres * 1e7);
    if (!(steps > 0.0))
        return 0;
    if (steps >= (double)UINT32_MAX * 1e4)
        return UINT32_MAX;
    return (uint32_t)(((uint64_t)steps + 5000) / 10000);
}

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

/* ---- lines to links ---------------------------------------------------------- */

static uint32_t node_at(const struct cut *cut, uint32_t vertex)
{
    return cut->junctions->node[cut->junctions->place[vertex]];
}

static const double *vertex_at(const struct lines *lines, uint32_t vertex)
{
    return &lines->xy_m[2 * (size_t)vertex];
}

/* True when two vertices are the same to the last bit. */
static bool is_repeated(const struct lines *lines, uint32_t a, uint32_t b)
{
    const double *p = vertex_at(lines, a), *q = vertex_at(lines, b);
    return !(p[0] < q[0]) && !(p[0] > q[0]) && !(p[1] < q[1]) && !(p[1] > q[1]);
}

static void put_vertex(struct links *links, size_t index, double x_m, double y_m, uint32_t at_mm)
{
    links->xy_m[2 * index] = x_m;
    links->xy_m[2 * index + 1] = y_m;
    links->at_mm[index] = at_mm;
}

/* Appends the vertices from .. to in that direction, which may be backwards; the
 * ends are moved onto their nodes, repeated vertices are dropped. */
static enum ws_status copy_vertices(struct links *links, struct link *link, const struct cut *cut,
                                    uint32_t from, uint32_t to, struct ws_error *err)
{
    const struct lines *lines = cut->lines;
    const struct junctions *junctions = cut->junctions;
    uint32_t span = to > from ? to - from : from - to, tail = node_at(cut, from);
    uint32_t head = node_at(cut, to), previous = from;
    size_t next = links->vertex_count, need = next + span + 1;

    if (mem_grow(&links->xy_m, &links->xy_cap, need, 2 * sizeof *links->xy_m) ||
        mem_grow(&links->at_mm, &links->at_cap, need, sizeof *links->at_mm))
        return error_set(err, WS_NO_MEMORY, "no memory for %zu road vertices", need);
    link->first_vertex = next;
    put_vertex(links, next++, junctions->x_m[tail], junctions->y_m[tail], 0);
    for (uint32_t i = 1; i < span; i++) {
        uint32_t v = to > from ? from + i : from - i;
        uint32_t at_mm = whole_mm(fabs(lines->at_m[v] - lines->at_m[from]) * cut->scale);
        if (is_repeated(lines, v, previous))
            continue;
        put_vertex(links, next++, vertex_at(lines, v)[0], vertex_at(lines, v)[1],
                   at_mm < link->length_mm ? at_mm : link->length_mm);
        previous = v;
    }
    put_vertex(links, next++, junctions->x_m[head], junctions->y_m[head], link->length_mm);
    link->vertex_count = (uint32_t)(next - link->first_vertex);
    links->vertex_count = next;
    return WS_OK;
}

static void swap_cost(struct link *link, int unit)
{
    uint32_t cost = link->cost[unit];
    link->cost[unit] = link->cost_back[unit];
    link->cost_back[unit] = cost;
}

static void swap_costs(struct link *link)
{
    swap_cost(link, 0);
    swap_cost(link, 1);
}

/* A two-way loop has no lower end: of its two drawings the smaller one counts,
 * and where they are the same the lower cost goes first. */
static enum ws_status turn_loop(struct links *links, struct link *link, const struct cut *cut,
                                uint32_t from, uint32_t to, struct ws_error *err)
{
    struct link turned = *link;
    enum ws_status st = copy_vertices(links, &turned, cut, to, from, err);
    if (st)
        return st;

    swap_costs(&turned);
    const struct link *pair[2] = {link, &turned};
    struct link seen[2];
    for (int i = 0; i < 2; i++) {
        seen[i] = *pair[i];
        seen[i].at_mm = &links->at_mm[seen[i].first_vertex];
        seen[i].xy_m = &links->xy_m[2 * pair[i]->first_vertex];
    }
    int order = freeze_compare(&seen[0], &seen[1]);
    if (order > 0)
        *link = turned;
    for (int unit = 0; order == 0 && unit < 2; unit++)
        if (link->cost_back[unit] < link->cost[unit])
            swap_cost(link, unit);
    return WS_OK;
}

static uint8_t link_flags(const struct road *road)
{
    unsigned flags = (road->is_inhabited ? EDGE_INHABITED : 0u) | (road->is_stop ? EDGE_STOP : 0u) |
                     (road->is_ferry ? EDGE_FERRY : 0u);
    return (uint8_t)flags;
}

/* Length and costs as drawn; a cost of 0 is a direction that is closed. */
static enum ws_status rate_link(struct link *link, const struct cut *cut, uint32_t from,
                                uint32_t to, double boarding_share, struct ws_error *err)
{
    const struct lines *lines = cut->lines;
    const struct road *road = &cut->road;
    double boarding_s = road->boarding_s * boarding_share;
    unsigned open = lines->flags[cut->line];

    link->length_mm = whole_mm((lines->at_m[to] - lines->at_m[from]) * cut->scale);
    if (link->length_mm < 1) {
        link->length_mm = 1;
        link->is_raised = true;
    }
    for (uint32_t unit = 0; unit < cut->units; unit++) {
        const struct impedance *impedance = &cut->impedances[unit];
        if (open & LINE_FORWARD)
            link->cost[unit] =
                impedance_cost(impedance, link->length_mm, road->speed_kmh, boarding_s);
        if (open & LINE_BACKWARD)
            link->cost_back[unit] =
                impedance_cost(impedance, link->length_mm, road->speed_back_kmh, boarding_s);
    }
    if (link->length_mm == UINT32_MAX || link->cost[0] >= WS_COST_INF ||
        link->cost_back[0] >= WS_COST_INF)
        return error_set(err, WS_TOO_LARGE,
                         "roads: feature %" PRId64 ": cost of %" PRIu32
                         " mm of road; expected below %" PRIu32,
                         lines->fid[cut->line], link->length_mm, WS_COST_INF);
    return WS_OK;
}

/* Adds the road between two node vertices of the line, from < to. */
static enum ws_status add_link(struct links *links, const struct cut *cut, uint32_t from,
                               uint32_t to, double boarding_share, struct ws_error *err)
{
    uint32_t tail = node_at(cut, from), head = node_at(cut, to);
    struct link link = {.tail = tail,
                        .head = head,
                        .fid = cut->lines->fid[cut->line],
                        .road_class = cut->lines->road_class[cut->line],
                        .source = cut->lines->source[cut->line],
                        .flags = link_flags(&cut->road)};
    enum ws_status st = rate_link(&link, cut, from, to, boarding_share, err);
    if (st)
        return st;

    links->is_too_dear |= link.cost[1] >= WS_COST_INF || link.cost_back[1] >= WS_COST_INF;
    bool is_two_way = link.cost[0] && link.cost_back[0];
    bool is_turned = is_two_way ? tail > head : !link.cost[0];
    if (is_turned) {
        link.tail = head;
        link.head = tail;
        swap_costs(&link);
    }
    st = copy_vertices(links, &link, cut, is_turned ? to : from, is_turned ? from : to, err);
    if (!st && is_two_way && tail == head)
        st = turn_loop(links, &link, cut, from, to, err);
    if (st)
        return st;
    if (mem_grow(&links->items, &links->cap, links->count + 1, sizeof *links->items))
        return error_set(err, WS_NO_MEMORY, "no memory for %zu roads", links->count + 1);
    links->items[links->count++] = link;
    return WS_OK;
}

/* Last vertex of the run of vertices in one place that starts at `vertex`. */
static uint32_t run_end(const struct cut *cut, uint32_t vertex, uint32_t end)
{
    while (vertex + 1 < end && cut->junctions->place[vertex + 1] == cut->junctions->place[vertex])
        vertex++;
    return vertex;
}

/* Cuts a line at its nodes. Half of a ferry's boarding is paid at each end of
 * its line: a whole crossing pays once, however often it is cut. */
static enum ws_status cut_line(struct links *links, const struct cut *cut, struct ws_error *err)
{
    uint32_t first = cut->lines->first_xy[cut->line], end = cut->lines->first_xy[cut->line + 1];
    uint32_t from = run_end(cut, first, end);
    bool is_start = true;

    for (uint32_t v = from + 1; v < end; v = run_end(cut, v, end) + 1) {
        if (node_at(cut, v) == WS_NONE)
            continue;
        uint32_t last = run_end(cut, v, end);
        double share = (is_start ? 0.5 : 0.0) + (last + 1 == end ? 0.5 : 0.0);
        enum ws_status st = add_link(links, cut, from, v, share, err);
        if (st)
            return st;
        from = last;
        is_start = false;
    }
    return WS_OK;
}

/* Room for the vertices of all links: those of the lines, and one more wherever a
 * line is cut. Loops that are tried both ways may take more. */
static enum ws_status reserve_vertices(struct links *links, const struct cut *cut,
                                       const bool *is_used, struct ws_error *err)
{
    const struct lines *lines = cut->lines;
    size_t need = 0;
    for (uint32_t i = 0; i < lines->count; i++)
        for (uint32_t v = lines->first_xy[i]; is_used[i] && v < lines->first_xy[i + 1]; v++)
            need += node_at(cut, v) == WS_NONE ? 1 : 2;
    if (mem_grow(&links->xy_m, &links->xy_cap, need, 2 * sizeof *links->xy_m) ||
        mem_grow(&links->at_mm, &links->at_cap, need, sizeof *links->at_mm))
        return error_set(err, WS_NO_MEMORY, "no memory for %zu road vertices", need);
    return WS_OK;
}

static enum ws_status cut_lines(struct links *links, struct cut *cut, const bool *is_used,
                                struct ws_error *err)
{
    const struct lines *lines = cut->lines;
    enum ws_status st = reserve_vertices(links, cut, is_used, err);
    for (uint32_t i = 0; !st && i < lines->count; i++) {
        if (!is_used[i])
            continue;
        double whole_m = lines->at_m[lines->first_xy[i + 1] - 1] - lines->at_m[lines->first_xy[i]];
        bool is_given = !isnan(lines->length_m[i]) && whole_m > 0.0;
        cut->line = i;
        cut->road = impedance_road(cut->impedances, lines, i);
        cut->scale = is_given ? lines->length_m[i] / whole_m : 1.0;
        st = cut_line(links, cut, err);
    }
    for (size_t i = 0; !st && i < links->count; i++) { /* the pool moves no more */
        size_t first = links->items[i].first_vertex;
        links->items[i].xy_m = &links->xy_m[2 * first];
        links->items[i].at_mm = &links->at_mm[first];
    }
    return st;
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

/* Cuts the lines at their nodes and merges what was drawn twice. spent: the lines
 * once more when they may go as soon as they are cut. */
static enum ws_status make_links(struct links *links, struct junctions *junctions, struct cut *cut,
                                 struct lines *spent, struct build_notes *notes,
                                 struct ws_error *err)
{
    bool *is_used = mem_array(cut->lines->count, sizeof *is_used);
    if (!is_used)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " lines", cut->lines->count);
    enum ws_status st = choose_lines(is_used, notes, cut->lines, cut->impedances, err);
    if (!st)
        st = junctions_find(junctions, cut->lines, is_used, err);
    cut->junctions = junctions;
    if (!st)
        st = cut_lines(links, cut, is_used, err);
    mem_free(is_used);
    if (st)
        return st;
    junctions_forget_places(junctions);
    if (spent && !links->is_too_dear)
        lines_release(spent);
    size_t drawn_count = links->count;
    uint64_t drawn_mm = sum_lengths(links);
    st = merge_links(&links->items, &links->count, err);
    notes->merged_roads = (uint32_t)(drawn_count - links->count);
    notes->merged_mm = drawn_mm - sum_lengths(links);
    return st;
}

static enum ws_status build(struct network *nets, struct build_notes *notes, struct cut *cut,
                            struct lines *spent, struct ws_error *err)
{
    struct links links = {0};
    struct junctions junctions = {0};
    struct build_notes seen = {0};
    struct network made[2] = {{0}};
    enum ws_status st = make_links(&links, &junctions, cut, spent, &seen, err);
    if (!st)
        st = freeze_network(made, links.is_too_dear ? 1 : cut->units, &junctions, links.items,
                            links.count, err);
    if (!st) {
        add_notes(&seen, &links, &made[0]);
        *notes = seen;
        memcpy(nets, made, cut->units * sizeof *nets);
    }
    release_links(&links);
    junctions_release(&junctions);
    return st;
}

enum ws_status build_network(struct network *out, struct build_notes *notes,
                             const struct lines *lines, const struct impedance *impedance,
                             struct ws_error *err)
{
    assert(out && notes && lines && impedance);
    struct cut cut = {.lines = lines, .impedances = impedance, .units = 1};
    return build(out, notes, &cut, NULL, err);
}

enum ws_status build_networks(struct network nets[2], struct build_notes *notes,
                              struct lines *lines, const struct impedance *impedances,
                              uint32_t units, struct ws_error *err)
{
    assert(nets && notes && lines && impedances && (units == 1 || units == 2));
    struct cut cut = {.lines = lines, .impedances = impedances, .units = units};
    return build(nets, notes, &cut, lines, err);
}
