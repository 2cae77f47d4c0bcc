#include "net/links.h"

#include "base/error.h"
#include "base/mem.h"
#include "base/parallel.h"
#include <assert.h>
#include <inttypes.h>
#include <math.h>

#define CHUNK_LINES (1u << 13)

/* One line being cut: metres along it are at_m times scale. */
struct cut {
    const struct lines *lines;
    const struct junctions *junctions;
    const struct build_way *way;
    uint32_t line;
    struct road road;
    double scale;
    size_t next_vertex, next_link;
    bool is_too_dear;
};

/* Lines in chunks: what stands in each is known before they are cut. */
struct cutting {
    struct links *links;
    const struct lines *lines;
    const struct junctions *junctions;
    const struct build_way *way;
    const bool *is_used;
    uint32_t chunk_count;
    struct share {
        size_t vertices, links; /* of a chunk, then before it */
        bool is_too_dear;
    } * shares;
};

void links_release(struct links *links)
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

/* Puts the vertices from .. to in that direction, which may be backwards; the ends
 * are moved onto their nodes, repeated vertices are dropped. */
static void copy_vertices(struct links *links, struct link *link, struct cut *cut, uint32_t from,
                          uint32_t to)
{
    const struct lines *lines = cut->lines;
    const struct junctions *junctions = cut->junctions;
    uint32_t span = to > from ? to - from : from - to, tail = node_at(cut, from);
    uint32_t head = node_at(cut, to), previous = from;
    size_t first = cut->next_vertex, next = first;

    link->xy_m = &links->xy_m[2 * first];
    link->at_mm = &links->at_mm[first];
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
    link->vertex_count = (uint32_t)(next - first);
    cut->next_vertex = next;
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
static void turn_loop(struct links *links, struct link *link, struct cut *cut, uint32_t from,
                      uint32_t to)
{
    struct link turned = *link;
    copy_vertices(links, &turned, cut, to, from);
    swap_costs(&turned);
    int order = freeze_compare(link, &turned);
    if (order > 0)
        *link = turned;
    for (int unit = 0; order == 0 && unit < 2; unit++)
        if (link->cost_back[unit] < link->cost[unit])
            swap_cost(link, unit);
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
    for (uint32_t unit = 0; unit < cut->way->units; unit++) {
        const struct impedance *impedance = &cut->way->impedances[unit];
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
static enum ws_status add_link(struct links *links, struct cut *cut, uint32_t from, uint32_t to,
                               double boarding_share, struct ws_error *err)
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

    cut->is_too_dear |= link.cost[1] >= WS_COST_INF || link.cost_back[1] >= WS_COST_INF;
    bool is_two_way = link.cost[0] && link.cost_back[0];
    bool is_turned = is_two_way ? tail > head : !link.cost[0];
    if (is_turned) {
        link.tail = head;
        link.head = tail;
        swap_costs(&link);
    }
    copy_vertices(links, &link, cut, is_turned ? to : from, is_turned ? from : to);
    if (is_two_way && tail == head)
        turn_loop(links, &link, cut, from, to);
    links->items[cut->next_link++] = link;
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
static enum ws_status cut_line(struct links *links, struct cut *cut, struct ws_error *err)
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

/* ---- chunks of lines --------------------------------------------------------- */

static uint32_t chunk_end(const struct cutting *cutting, uint32_t chunk)
{
    uint32_t end = (chunk + 1) * CHUNK_LINES;
    return chunk + 1 < cutting->chunk_count ? end : cutting->lines->count;
}

/* Room for the links of a line: its vertices, and one more wherever it is cut. Loops
 * are tried both ways. */
static void measure_line(struct share *share, const struct cut *cut, uint32_t first, uint32_t end)
{
    uint32_t from = run_end(cut, first, end);
    for (uint32_t v = from + 1; v < end; v = run_end(cut, v, end) + 1) {
        if (node_at(cut, v) == WS_NONE)
            continue;
        bool is_loop = node_at(cut, v) == node_at(cut, from);
        share->links++;
        share->vertices += (size_t)(v - from + 1) * (is_loop ? 2 : 1);
        from = run_end(cut, v, end);
    }
}

static enum ws_status measure_chunk(void *context, uint32_t chunk, uint32_t worker,
                                    struct ws_error *err)
{
    struct cutting *cutting = context;
    const struct lines *lines = cutting->lines;
    struct cut cut = {.lines = lines, .junctions = cutting->junctions};
    struct share share = {0};
    (void)worker;
    (void)err;
    for (uint32_t i = chunk * CHUNK_LINES; i < chunk_end(cutting, chunk); i++)
        if (cutting->is_used[i])
            measure_line(&share, &cut, lines->first_xy[i], lines->first_xy[i + 1]);
    cutting->shares[chunk] = share;
    return WS_OK;
}

static enum ws_status cut_chunk(void *context, uint32_t chunk, uint32_t worker,
                                struct ws_error *err)
{
    struct cutting *cutting = context;
    const struct lines *lines = cutting->lines;
    struct cut cut = {.lines = lines,
                      .junctions = cutting->junctions,
                      .way = cutting->way,
                      .next_vertex = cutting->shares[chunk].vertices,
                      .next_link = cutting->shares[chunk].links};
    enum ws_status st = WS_OK;
    (void)worker;
    for (uint32_t i = chunk * CHUNK_LINES; !st && i < chunk_end(cutting, chunk); i++) {
        if (!cutting->is_used[i])
            continue;
        double whole_m = lines->at_m[lines->first_xy[i + 1] - 1] - lines->at_m[lines->first_xy[i]];
        bool is_given = !isnan(lines->length_m[i]) && whole_m > 0.0;
        cut.line = i;
        cut.road = impedance_road(cut.way->impedances, lines, i);
        cut.scale = is_given ? lines->length_m[i] / whole_m : 1.0;
        st = cut_line(cutting->links, &cut, err);
    }
    cutting->shares[chunk].is_too_dear = cut.is_too_dear;
    return st;
}

static enum ws_status allocate(struct cutting *cutting, struct ws_error *err)
{
    struct links *links = cutting->links;
    size_t vertices = 0, count = 0;
    for (uint32_t i = 0; i < cutting->chunk_count; i++) {
        struct share share = cutting->shares[i];
        cutting->shares[i] = (struct share){.vertices = vertices, .links = count};
        vertices += share.vertices;
        count += share.links;
    }
    links->count = count;
    links->items = mem_array(count, sizeof *links->items);
    links->xy_m = mem_array(vertices, 2 * sizeof *links->xy_m);
    links->at_mm = mem_array(vertices, sizeof *links->at_mm);
    if (!links->items || !links->xy_m || !links->at_mm)
        return error_set(err, WS_NO_MEMORY, "no memory for %zu roads of %zu vertices", count,
                         vertices);
    return WS_OK;
}

enum ws_status links_cut(struct links *links, const struct lines *lines,
                         const struct junctions *junctions, const bool *is_used,
                         const struct build_way *way, struct ws_error *err)
{
    assert(links && lines && junctions && is_used && way);
    struct cutting cutting = {.links = links,
                              .lines = lines,
                              .junctions = junctions,
                              .way = way,
                              .is_used = is_used,
                              .chunk_count = lines->count / CHUNK_LINES + 1};
    *links = (struct links){0};
    cutting.shares = mem_array(cutting.chunk_count, sizeof *cutting.shares);
    if (!cutting.shares)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " lines", lines->count);
    enum ws_status st =
        parallel_for(cutting.chunk_count, way->threads, measure_chunk, &cutting, err);
    if (!st)
        st = allocate(&cutting, err);
    if (!st)
        st = parallel_for(cutting.chunk_count, way->threads, cut_chunk, &cutting, err);
    for (uint32_t i = 0; i < cutting.chunk_count; i++)
        links->is_too_dear |= cutting.shares[i].is_too_dear;
    mem_free(cutting.shares);
    return st;
}
