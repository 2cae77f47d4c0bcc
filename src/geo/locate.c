#include "geo/locate.h"

#include <assert.h>
#include <inttypes.h>

#include "base/error.h"
#include "base/mem.h"
#include "geo/index.h"
#include "geo/locate_cells.h"

/* Rings are cut into chains of at most 16 segments; 8 chains that follow each
 * other share a node, 8 such nodes the next one, and so on up to below the area
 * itself, whose box is in by_area. Nodes lie in the order of a walk from the
 * top down, so that a node that is missed is passed by going to `skip`. */
enum { CHAIN = 16, FANOUT = 8, MAX_LEVELS = 12 };

struct node {
    struct box box;
    uint32_t first_xy, segment_count; /* a chain; segment_count 0: not one */
    uint32_t skip, area;
};

struct locator {
    const struct areas *areas;
    struct node *nodes;
    uint32_t node_count;
    uint32_t *first_node;      /* per area, and the end */
    struct index *by_area;     /* boxes of areas */
    struct index *by_chain;    /* boxes of chains; the ids are nodes */
    struct locate_cells cells; /* answers most points at once */
};

/* The area being cut into chains. */
struct growth {
    struct locator *locator;
    uint32_t area, chain_count, chains_done, next;
    uint32_t open[MAX_LEVELS]; /* per level: the node that is being filled */
};

static uint32_t ring_chain_count(const struct areas *areas, uint32_t ring)
{
    uint32_t vertices = areas->first_xy[ring + 1] - areas->first_xy[ring];
    return vertices > 1 ? (vertices - 2) / CHAIN + 1 : 0;
}

static uint32_t area_chain_count(const struct areas *areas, uint32_t area)
{
    uint32_t count = 0;
    for (uint32_t ring = areas->first_ring[area]; ring < areas->first_ring[area + 1]; ring++)
        count += ring_chain_count(areas, ring);
    return count;
}

static uint32_t groups(uint32_t chain_count, uint64_t per_group)
{
    return (uint32_t)((chain_count + per_group - 1) / per_group);
}

/* Chains under one node of `level`. */
static uint64_t level_span(uint32_t level)
{
    return (uint64_t)1 << 3 * level;
}

/* Nodes that hold `chain_count` chains: the chains and all nodes above them up
 * to `level`. */
static uint32_t tree_size(uint32_t chain_count, uint32_t level)
{
    uint32_t size = chain_count;
    for (uint32_t l = 1; l <= level; l++)
        size += groups(chain_count, level_span(l));
    return size;
}

/* The highest level that still has more than one node. */
static uint32_t top_level(uint32_t chain_count)
{
    uint32_t level = 0;
    while (level_span(level + 1) < chain_count)
        level++;
    return level;
}

static void add_chain(struct growth *growth, uint32_t first_xy, uint32_t segment_count)
{
    struct node *nodes = growth->locator->nodes;
    uint32_t top = top_level(growth->chain_count);
    for (uint32_t level = top; level > 0; level--) {
        if (growth->chains_done % level_span(level))
            continue;
        uint32_t left = growth->chain_count - growth->chains_done;
        uint32_t under = left < level_span(level) ? left : (uint32_t)level_span(level);
        nodes[growth->next] = (struct node){.box = box_empty(),
                                            .area = growth->area,
                                            .skip = growth->next + tree_size(under, level)};
        growth->open[level] = growth->next++;
    }

    struct box box = box_empty();
    const double *xy_m = growth->locator->areas->xy_m + 2 * (size_t)first_xy;
    for (size_t v = 0; v <= segment_count; v++)
        box_add(&box, xy_m[2 * v], xy_m[2 * v + 1]);
    nodes[growth->next] =
        (struct node){box, first_xy, segment_count, growth->next + 1, growth->area};
    growth->next++;
    growth->chains_done++;
    for (uint32_t level = top; level > 0; level--) {
        box_add(&nodes[growth->open[level]].box, box.min_x_m, box.min_y_m);
        box_add(&nodes[growth->open[level]].box, box.max_x_m, box.max_y_m);
    }
}

static void add_area(struct locator *locator, uint32_t area)
{
    const struct areas *areas = locator->areas;
    struct growth growth = {.locator = locator,
                            .area = area,
                            .chain_count = area_chain_count(areas, area),
                            .next = locator->first_node[area]};
    for (uint32_t ring = areas->first_ring[area]; ring < areas->first_ring[area + 1]; ring++) {
        if (!ring_chain_count(areas, ring))
            continue;
        uint32_t last = areas->first_xy[ring + 1] - 1;
        for (uint32_t v = areas->first_xy[ring]; v < last; v += CHAIN)
            add_chain(&growth, v, last - v < CHAIN ? last - v : CHAIN);
    }
    assert(growth.next == locator->first_node[area + 1]);
}

static enum ws_status make_indexes(struct locator *locator, struct ws_error *err)
{
    const struct areas *areas = locator->areas;
    uint32_t most = locator->node_count > areas->count ? locator->node_count : areas->count;
    struct box *boxes = mem_array(most, sizeof *boxes);
    if (!boxes)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " boxes of borders", most);
    for (uint32_t area = 0; area < areas->count; area++)
        boxes[area] = areas_box(areas, area);
    enum ws_status st = index_new(&locator->by_area, boxes, areas->count, err);
    for (uint32_t n = 0; n < locator->node_count; n++)
        boxes[n] = locator->nodes[n].segment_count ? locator->nodes[n].box : box_empty();
    if (!st)
        st = index_new(&locator->by_chain, boxes, locator->node_count, err);
    mem_free(boxes);
    return st;
}

enum ws_status locator_new(struct locator **out, const struct areas *areas, struct ws_error *err)
{
    assert(out && areas);
    enum ws_status st = WS_NO_MEMORY;
    struct locator *locator = mem_array(1, sizeof *locator);
    if (!locator)
        goto done;
    locator->areas = areas;
    locator->first_node = mem_array((size_t)areas->count + 1, sizeof *locator->first_node);
    if (!locator->first_node)
        goto done;
    for (uint32_t area = 0; area < areas->count; area++) {
        uint32_t chains = area_chain_count(areas, area);
        locator->node_count += tree_size(chains, top_level(chains));
        locator->first_node[area + 1] = locator->node_count;
    }
    locator->nodes = mem_array(locator->node_count, sizeof *locator->nodes);
    if (!locator->nodes)
        goto done;
    for (uint32_t area = 0; area < areas->count; area++)
        add_area(locator, area);
    st = make_indexes(locator, err);
    if (!st)
        st = locate_cells_make(&locator->cells, areas, err);
    if (st)
        goto release;

    *out = locator;
    return WS_OK;
done:
    error_set(err, st, "no memory to locate points in %" PRIu32 " areas", areas->count);
release:
    locator_free(locator);
    return st;
}

void locator_free(struct locator *locator)
{
    if (!locator)
        return;
    mem_free(locator->nodes);
    mem_free(locator->first_node);
    index_free(locator->by_area);
    index_free(locator->by_chain);
    locate_cells_release(&locator->cells);
    mem_free(locator);
}

static bool chain_crosses(const double *xy_m, const struct node *node, double x, double y)
{
    const double *first = xy_m + 2 * (size_t)node->first_xy;
    const double *last = first + 2 * (size_t)node->segment_count;
    if (node->box.min_x_m > x) /* all of it lies to the right: its ends decide */
        return (first[1] > y) != (last[1] > y);
    bool odd = false;
    for (const double *a = first; a < last; a += 2)
        odd ^= locate_crosses(a, a + 2, x, y);
    return odd;
}

static bool area_holds(const struct locator *locator, uint32_t area, double x, double y)
{
    bool inside = false;
    uint32_t n = locator->first_node[area], end = locator->first_node[area + 1];
    while (n < end) {
        const struct node *node = &locator->nodes[n];
        if (y < node->box.min_y_m || y >= node->box.max_y_m || x >= node->box.max_x_m) {
            n = node->skip;
            continue;
        }
        if (node->segment_count)
            inside ^= chain_crosses(locator->areas->xy_m, node, x, y);
        n++;
    }
    return inside;
}

struct point_query {
    const struct locator *locator;
    double x, y;
    uint32_t owner;
};

static int judge_area(void *context, uint32_t area)
{
    struct point_query *query = context;
    if (area < query->owner && area_holds(query->locator, area, query->x, query->y))
        query->owner = area;
    return 0;
}

static uint32_t ask_all(const struct locator *locator, double x, double y)
{
    struct point_query query = {locator, x, y, WS_NONE};
    struct box here = {x, y, x, y};
    index_window(locator->by_area, &here, judge_area, &query);
    return query.owner;
}

/* The borders of the cell first, then each area that has some there. */
static uint32_t ask_cell(const struct locate_cells *cells, const double *xy_m, uint32_t number,
                         double right_m, double x, double y)
{
    const struct locate_mixed *mixed = &cells->mixed[number], *next = mixed + 1;
    const uint32_t *border = cells->border + mixed->first_border;
    uint32_t border_count = next->first_border - mixed->first_border;
    uint64_t counted = LOCATE_ALWAYS;
    for (uint32_t i = 0; i < border_count; i++)
        counted |= (uint64_t)locate_counts(xy_m + 2 * (size_t)border[i], right_m, x, y) << i;
    for (uint32_t i = mixed->first_claim; i < next->first_claim; i++)
        if (__builtin_popcountll(cells->claims[i].mask & counted) & 1)
            return cells->claims[i].area;
    return mixed->owner;
}

uint32_t locate_point(const struct locator *locator, double x_m, double y_m)
{
    assert(locator);
    const struct locate_cells *cells = &locator->cells;
    if (!cells->cols)
        return ask_all(locator, x_m, y_m);
    double col = locate_cell_at(cells, x_m, cells->left_m),
           row = locate_cell_at(cells, y_m, cells->bottom_m);
    if (!(col >= 0.0 && row >= 0.0 && col < cells->cols && row < cells->rows))
        return WS_NONE; /* the raster is larger than the box of all areas; NaN is nowhere */
    uint32_t word = cells->word[(size_t)(uint32_t)row * cells->cols + (uint32_t)col];
    if (!(word & LOCATE_MIXED))
        return word - 1;
    uint32_t number = word & ~LOCATE_MIXED;
    if (cells->mixed[number].is_crowded)
        return ask_all(locator, x_m, y_m);
    return ask_cell(cells, locator->areas->xy_m, number, locate_right_m(cells, (uint32_t)col), x_m,
                    y_m);
}

/* From the lower end to the higher, and the far end exactly, so that a shared
 * border is equally far from both its areas. */
static double border_distance2(const double a[2], const double b[2], double x, double y)
{
    bool is_ordered = a[0] < b[0] || (a[0] == b[0] && a[1] <= b[1]);
    const double *low = is_ordered ? a : b, *high = is_ordered ? b : a;
    double t = segment_foot(low, high, x, y);
    return t >= 1.0 ? segment_distance2(high, high, 0.0, x, y)
                    : segment_distance2(low, high, t, x, y);
}

static double chain_distance2(void *context, uint32_t n, double x, double y)
{
    const struct locator *locator = context;
    const struct node *node = &locator->nodes[n];
    const double *a = locator->areas->xy_m + 2 * (size_t)node->first_xy;
    double least2 = HUGE_VAL;
    for (uint32_t i = 0; i < node->segment_count; i++, a += 2)
        least2 = fmin(least2, border_distance2(a, a + 2, x, y));
    return least2;
}

uint32_t locate_nearest(const struct locator *locator, double x_m, double y_m, double limit_m,
                        double *distance_m)
{
    assert(locator && distance_m);
    uint32_t owner = locate_point(locator, x_m, y_m);
    if (owner != WS_NONE) {
        *distance_m = 0.0;
        return owner;
    }
    double distance2 = 0.0;
    uint32_t n = index_nearest(locator->by_chain, x_m, y_m, limit_m, chain_distance2,
                               (void *)locator, &distance2);
    if (n == WS_NONE)
        return WS_NONE;
    *distance_m = sqrt(distance2);
    return locator->nodes[n].area;
}

struct border_query {
    const struct locator *locator;
    const struct box *window;
    int (*visit)(void *context, const double a[2], const double b[2]);
    void *context;
};

static int visit_chain(void *context, uint32_t n)
{
    const struct border_query *query = context;
    const struct node *node = &query->locator->nodes[n];
    const double *a = query->locator->areas->xy_m + 2 * (size_t)node->first_xy;
    for (uint32_t i = 0; i < node->segment_count; i++, a += 2) {
        struct box box = {fmin(a[0], a[2]), fmin(a[1], a[3]), fmax(a[0], a[2]), fmax(a[1], a[3])};
        if (!box_meets(&box, query->window))
            continue;
        int answer = query->visit(query->context, a, a + 2);
        if (answer)
            return answer;
    }
    return 0;
}

int locator_borders(const struct locator *locator, const struct box *window,
                    int (*visit)(void *context, const double a[2], const double b[2]),
                    void *context)
{
    assert(locator && window && visit);
    struct border_query query = {locator, window, visit, context};
    return index_window(locator->by_chain, window, visit_chain, &query);
}

/* Columns and rows of the cells that meet a window. */
struct span {
    uint32_t first_col, end_col, first_row, end_row;
};

static uint32_t clamped(double cell, uint32_t count)
{
    if (!(cell > 0.0))
        return 0;
    return cell < count ? (uint32_t)cell : count;
}

/* Empty when the window lies outside. */
static struct span span_of(const struct locate_cells *cells, const struct box *window)
{
    return (struct span){
        clamped(locate_cell_at(cells, window->min_x_m, cells->left_m), cells->cols),
        clamped(locate_cell_at(cells, window->max_x_m, cells->left_m) + 1.0, cells->cols),
        clamped(locate_cell_at(cells, window->min_y_m, cells->bottom_m), cells->rows),
        clamped(locate_cell_at(cells, window->max_y_m, cells->bottom_m) + 1.0, cells->rows)};
}

static int visit_cell(const struct border_query *query, uint32_t number)
{
    const struct locate_cells *cells = &query->locator->cells;
    const struct locate_mixed *mixed = &cells->mixed[number];
    for (uint32_t i = mixed->first_border; i < mixed[1].first_border; i++) {
        const double *a = query->locator->areas->xy_m + 2 * (size_t)cells->border[i];
        struct box box = box_empty();
        box_add(&box, a[0], a[1]);
        box_add(&box, a[2], a[3]);
        int answer = box_meets(&box, query->window) ? query->visit(query->context, a, a + 2) : 0;
        if (answer)
            return answer;
    }
    return 0;
}

int locator_near(const struct locator *locator, const struct box *window,
                 int (*visit)(void *context, const double a[2], const double b[2]), void *context)
{
    assert(locator && window && visit);
    const struct locate_cells *cells = &locator->cells;
    if (!cells->cols)
        return locator_borders(locator, window, visit, context);
    struct border_query query = {locator, window, visit, context};
    struct span span = span_of(cells, window);
    for (uint32_t row = span.first_row; row < span.end_row; row++)
        for (uint32_t col = span.first_col; col < span.end_col; col++) {
            uint32_t word = cells->word[(size_t)row * cells->cols + col];
            int answer = word & LOCATE_MIXED ? visit_cell(&query, word & ~LOCATE_MIXED) : 0;
            if (answer)
                return answer;
        }
    return 0;
}

static int stop(void *context, const double a[2], const double b[2])
{
    (void)context;
    (void)a;
    (void)b;
    return 1;
}

bool locator_is_clear(const struct locator *locator, const struct box *window, uint32_t *owner)
{
    assert(locator && window && owner && window->min_x_m <= window->max_x_m);
    if (locator_near(locator, window, stop, NULL))
        return false;
    *owner = locate_point(locator, window->min_x_m, window->min_y_m);
    return true;
}
