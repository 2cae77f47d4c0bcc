#include "make-fixtures.h"

#include <assert.h>

const char *roads_class_name(enum road_class class_id)
{
    static const char *const NAMES[] = {"motorway",  "motorway_link", "trunk",        "primary",
                                        "secondary", "tertiary",      "unclassified", "residential",
                                        "service",   "track",         "ferry"};
    return NAMES[class_id];
}

/* Bridges and harbours apart, one cannot turn into these from another road. */
static bool is_joinable(enum road_class class_id)
{
    return class_id != MOTORWAY && class_id != MOTORWAY_LINK && class_id != FERRY;
}

void roads_begin(struct roads *roads, struct style style)
{
    assert(roads->line_count < MAX_LINES);
    roads->lines[roads->line_count] = (struct line){roads->point_count, 0, style};
}

void roads_add(struct roads *roads, struct xy point)
{
    struct line *line = &roads->lines[roads->line_count];
    assert(roads->point_count < MAX_POINTS);
    if (line->count) {
        struct xy last = roads->points[roads->point_count - 1];
        if (last.x == point.x && last.y == point.y)
            return;
    }
    roads->line_of[roads->point_count] = roads->line_count;
    roads->points[roads->point_count++] = point;
    line->count++;
}

static void file_segment(struct roads *roads, uint32_t point)
{
    struct xy a = roads->points[point], b = roads->points[point + 1];
    struct xy low = {a.x < b.x ? a.x : b.x, a.y < b.y ? a.y : b.y};
    struct xy high = {a.x < b.x ? b.x : a.x, a.y < b.y ? b.y : a.y};
    uint32_t first = land_cell(low), last = land_cell(high);
    uint32_t rows = last % CELL_ROWS - first % CELL_ROWS;
    for (uint32_t col = first / CELL_ROWS; col <= last / CELL_ROWS; col++) {
        for (uint32_t row = 0; row <= rows; row++) {
            uint32_t cell = col * CELL_ROWS + first % CELL_ROWS + row;
            assert(roads->entry_count < MAX_ENTRIES);
            roads->entries[roads->entry_count++] = (struct entry){point, roads->head[cell]};
            roads->head[cell] = roads->entry_count;
        }
    }
}

void roads_end(struct roads *roads)
{
    struct line *line = &roads->lines[roads->line_count];
    if (line->count < 2) {
        roads->point_count = line->first;
        return;
    }
    for (uint32_t i = 0; i + 1 < line->count; i++)
        file_segment(roads, line->first + i);
    roads->line_count++;
}

void roads_put(struct roads *roads, const struct xy *points, uint32_t count, struct style style)
{
    roads_begin(roads, style);
    for (uint32_t i = 0; i < count; i++)
        roads_add(roads, points[i]);
    roads_end(roads);
}

/* Is the segment the first one of `a, b` to be met? Keeps the nearest. */
static void consider_crossing(const struct roads *roads, uint32_t point, struct xy a, struct xy b,
                              double *nearest, struct xy *vertex)
{
    struct xy p = roads->points[point], q = roads->points[point + 1];
    if (!is_joinable(roads->lines[roads->line_of[point]].style.class_id) ||
        !plane_crosses(a, b, p, q))
        return;
    double from_a = (double)plane_side(p, q, a), from_b = (double)plane_side(p, q, b);
    double along = from_a / (from_a - from_b);
    if (along >= *nearest)
        return;
    *nearest = along;
    struct xy at = {a.x + (int32_t)((b.x - a.x) * along), a.y + (int32_t)((b.y - a.y) * along)};
    *vertex = plane_distance2(at, p) <= plane_distance2(at, q) ? p : q;
}

static bool find_crossing(const struct roads *roads, struct xy a, struct xy b, struct xy *vertex)
{
    struct xy low = {a.x < b.x ? a.x : b.x, a.y < b.y ? a.y : b.y};
    struct xy high = {a.x < b.x ? b.x : a.x, a.y < b.y ? b.y : a.y};
    uint32_t first = land_cell(low), last = land_cell(high);
    double nearest = 2.0;
    for (uint32_t col = first / CELL_ROWS; col <= last / CELL_ROWS; col++) {
        for (uint32_t row = first % CELL_ROWS; row <= last % CELL_ROWS; row++) {
            for (uint32_t e = roads->head[col * CELL_ROWS + row]; e; e = roads->entries[e - 1].next)
                consider_crossing(roads, roads->entries[e - 1].point, a, b, &nearest, vertex);
        }
    }
    return nearest < 2.0;
}

/* Adds b to the open line, by way of the roads that lie across. */
static void advance(struct roads *roads, struct xy b)
{
    struct xy a = roads->points[roads->point_count - 1], vertex = b;
    for (int i = 0; i < 4 && find_crossing(roads, a, b, &vertex); i++) {
        roads_add(roads, vertex);
        a = vertex;
    }
    roads_add(roads, b);
}

void roads_lay(struct roads *roads, const struct xy *points, uint32_t count, struct style style)
{
    roads_begin(roads, style);
    roads_add(roads, points[0]);
    for (uint32_t i = 1; i < count; i++) {
        advance(roads, points[i]);
        bool is_full = style.split && roads->lines[roads->line_count].count > style.split;
        if (is_full && i + 1 < count) {
            roads_end(roads);
            roads_begin(roads, style);
            roads_add(roads, points[i]);
        }
    }
    roads_end(roads);
}

/* Calls for the segments filed in the square of cells `ring` away from the middle. */
struct nearest {
    struct xy at, vertex;
    int64_t best2;
    enum road_class class_id;
    bool by_segment;
};

static void consider_near(const struct roads *roads, uint32_t point, struct nearest *nearest)
{
    enum road_class class_id = roads->lines[roads->line_of[point]].style.class_id;
    if (nearest->by_segment) {
        int64_t distance2 =
            plane_segment_distance2(nearest->at, roads->points[point], roads->points[point + 1]);
        if (distance2 < nearest->best2)
            nearest->best2 = distance2;
        return;
    }
    for (uint32_t i = point; i <= point + 1; i++) {
        int64_t distance2 = plane_distance2(nearest->at, roads->points[i]);
        if (!is_joinable(class_id) || distance2 >= nearest->best2)
            continue;
        nearest->best2 = distance2;
        nearest->vertex = roads->points[i];
        nearest->class_id = class_id;
    }
}

static void look_in_cell(const struct roads *roads, int32_t col, int32_t row,
                         struct nearest *nearest)
{
    if (col < 0 || row < 0 || col >= CELL_COLS || row >= CELL_ROWS)
        return;
    uint32_t e = roads->head[col * CELL_ROWS + row];
    for (; e; e = roads->entries[e - 1].next)
        consider_near(roads, roads->entries[e - 1].point, nearest);
}

/* Cells in growing squares round the place, until nothing nearer can come. */
static void look_around(const struct roads *roads, int32_t reach_m, struct nearest *nearest)
{
    int32_t middle = (int32_t)land_cell(nearest->at);
    int32_t col = middle / CELL_ROWS, row = middle % CELL_ROWS;
    nearest->best2 = (int64_t)reach_m * reach_m;
    for (int32_t ring = 0; ring <= reach_m / CELL_M + 1; ring++) {
        int64_t sure_m = (int64_t)(ring - 1) * CELL_M;
        if (ring > 0 && sure_m * sure_m > nearest->best2)
            break;
        for (int32_t i = -ring; i <= ring; i++) {
            look_in_cell(roads, col + i, row - ring, nearest);
            if (ring > 0)
                look_in_cell(roads, col + i, row + ring, nearest);
            if (i > -ring && i < ring) {
                look_in_cell(roads, col - ring, row + i, nearest);
                look_in_cell(roads, col + ring, row + i, nearest);
            }
        }
    }
}

bool roads_nearest(const struct roads *roads, struct xy at, int32_t reach_m, struct xy *vertex,
                   enum road_class *class_id)
{
    struct nearest nearest = {.at = at};
    look_around(roads, reach_m, &nearest);
    if (nearest.best2 >= (int64_t)reach_m * reach_m)
        return false;
    *vertex = nearest.vertex;
    *class_id = nearest.class_id;
    return true;
}

int32_t roads_distance(const struct roads *roads, struct xy at, int32_t reach_m)
{
    struct nearest nearest = {.at = at, .by_segment = true};
    look_around(roads, reach_m, &nearest);
    return plane_root(nearest.best2);
}

bool roads_lead_dry(const struct land *land, const struct xy *points, uint32_t count)
{
    for (uint32_t i = 0; i + 1 < count; i++) {
        if (!land_is_dry(land, points[i], points[i + 1]))
            return false;
    }
    return true;
}
