#include "support/asciimap.h"

#include "base/mem.h"
#include "support/near.h"
#include <math.h>
#include <string.h>

static const struct ws_road_class CLASSES[ASCIIMAP_CLASS_COUNT] = {
    [ASCIIMAP_ROAD] = {.name = "road",
                       .speed_kmh = 60.0,
                       .is_drivable = true,
                       .is_inhabited = true,
                       .is_stop = true},
    [ASCIIMAP_BARE] = {.name = "bare", .speed_kmh = 60.0, .is_drivable = true, .is_stop = true},
    [ASCIIMAP_FERRY] = {.name = "ferry", .speed_kmh = 60.0, .is_drivable = true, .is_ferry = true},
};

enum { MAX_RUN = 1024 };

/* Which way a run is read, and the characters that mean something there. */
struct reading {
    uint32_t step_row, step_col;
    char road, bare, ferry, forward, backward;
};
static const struct reading LEVEL = {0, 1, '-', '=', '~', '>', '<'};
static const struct reading UPRIGHT = {1, 0, '|', ':', '!', 'v', '^'};

static bool is_place(char c)
{
    return (c >= 'a' && c <= 'z' && c != 'v') || (c >= 'A' && c <= 'Z');
}

static bool is_person(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_known(char c)
{
    return is_place(c) || is_person(c) || strchr("-|=:<>^v~!+ ", c) != NULL;
}

/* Space outside the drawing. */
static char cell_at(const struct asciimap *map, uint32_t row, uint32_t col)
{
    return row < map->rows && col < map->cols ? map->cells[(size_t)row * map->cols + col] : ' ';
}

static double col_x_m(uint32_t col)
{
    return ASCIIMAP_LEFT_M + ASCIIMAP_STEP_M * (double)col;
}

static double row_y_m(uint32_t row)
{
    return ASCIIMAP_TOP_M - ASCIIMAP_STEP_M * (double)row;
}

static void read_cells(struct asciimap *map, const char *text)
{
    uint32_t col = 0;
    for (const char *c = text; *c; c++) {
        col = *c == '\n' ? 0 : col + 1;
        map->rows += *c == '\n' || c[1] == '\0';
        map->cols = col > map->cols ? col : map->cols;
    }
    map->cells = mem_array((size_t)map->rows * map->cols, 1);
    assert_non_null(map->cells);
    memset(map->cells, ' ', (size_t)map->rows * map->cols);

    uint32_t row = 0;
    col = 0;
    for (const char *c = text; *c; c++) {
        if (*c == '\n') {
            row++;
            col = 0;
            continue;
        }
        if (!is_known(*c))
            fail_msg("asciimap: '%c' in row %u means nothing", *c, row);
        map->cells[(size_t)row * map->cols + col++] = *c;
    }
}

static bool is_road_cell(const struct reading *way, char c)
{
    return c == way->road || c == way->bare || c == way->ferry || c == way->forward ||
           c == way->backward || c == '+' || is_person(c);
}

/* A run from the place at row, col: what it is and how many cells to the next
 * place; 0 when no road starts here. */
static uint32_t measure_run(const struct asciimap *map, const struct reading *way, uint32_t row,
                            uint32_t col, struct line_row *line)
{
    bool has_road = false, has_forward = false, has_backward = false;
    uint32_t steps = 0;
    char c = ' ';

    line->road_class = ASCIIMAP_ROAD;
    do {
        steps++;
        c = cell_at(map, row + steps * way->step_row, col + steps * way->step_col);
        has_forward = has_forward || c == way->forward;
        has_backward = has_backward || c == way->backward;
        has_road = has_road || (is_road_cell(way, c) && !is_person(c) && c != '+');
        if (c == way->bare)
            line->road_class = ASCIIMAP_BARE;
        if (c == way->ferry)
            line->road_class = ASCIIMAP_FERRY;
    } while (is_road_cell(way, c));
    if (!has_road)
        return 0;
    if (!is_place(c) || (has_forward && has_backward) || steps >= MAX_RUN)
        fail_msg("asciimap: the road from row %u column %u ends in '%c'", row, col, c);

    unsigned open = has_forward    ? LINE_FORWARD
                    : has_backward ? LINE_BACKWARD
                                   : LINE_FORWARD | LINE_BACKWARD;
    line->flags = (uint8_t)(open | (line->road_class == ASCIIMAP_FERRY ? LINE_FERRY : 0u));
    return steps;
}

static void add_run(struct lines_builder *builder, const struct asciimap *map,
                    const struct reading *way, uint32_t row, uint32_t col)
{
    double xy_m[2 * (MAX_RUN + 1)], at_m[MAX_RUN + 1];
    struct line_row line = {.speed_kmh = NAN, .speed_back_kmh = NAN, .boarding_s = NAN};
    line.length_m = (double)NAN;

    uint32_t steps = measure_run(map, way, row, col, &line), count = 0;
    if (!steps)
        return;
    for (uint32_t i = 0; i <= steps; i++) {
        uint32_t r = row + i * way->step_row, c = col + i * way->step_col;
        if (cell_at(map, r, c) == '+')
            continue;
        xy_m[2 * count] = col_x_m(c);
        xy_m[2 * count + 1] = row_y_m(r);
        at_m[count++] = ASCIIMAP_STEP_M * (double)i;
    }
    line.fid = (int64_t)builder->lines.count + 1;
    assert_int_equal(lines_add(builder, &line, xy_m, at_m, count, NULL), WS_OK);
}

static void read_lines(struct asciimap *map)
{
    struct lines_builder builder = {0};

    for (uint32_t row = 0; row < map->rows; row++)
        for (uint32_t col = 0; col < map->cols; col++)
            if (is_place(cell_at(map, row, col)))
                add_run(&builder, map, &LEVEL, row, col);
    for (uint32_t col = 0; col < map->cols; col++)
        for (uint32_t row = 0; row < map->rows; row++)
            if (is_place(cell_at(map, row, col)))
                add_run(&builder, map, &UPRIGHT, row, col);
    map->lines = builder.lines;
}

static uint32_t count_between(const struct asciimap *map, char low, char high)
{
    uint32_t count = 0;
    for (size_t i = 0; i < (size_t)map->rows * map->cols; i++)
        count += map->cells[i] >= low && map->cells[i] <= high;
    return count;
}

/* Points at the characters low .. high, sorted by character, row, column. */
static void read_points(const struct asciimap *map, char low, char high, struct ws_points *out)
{
    uint32_t count = count_between(map, low, high), groups = 0;
    out->x_m = mem_array(count, sizeof *out->x_m);
    out->y_m = mem_array(count, sizeof *out->y_m);
    out->fid = mem_array(count, sizeof *out->fid);
    out->group = mem_array(count, sizeof *out->group);
    assert_true(out->x_m && out->y_m && out->fid && out->group);

    for (int c = low; c <= high; c++) {
        uint32_t before = out->count;
        for (uint32_t i = 0; i < map->rows * map->cols; i++) {
            if (map->cells[i] != (char)c)
                continue;
            out->x_m[out->count] = col_x_m(i % map->cols);
            out->y_m[out->count] = row_y_m(i / map->cols);
            out->group[out->count] = groups;
            out->fid[out->count++] = c;
        }
        groups += out->count > before;
    }
}

void asciimap_read(struct asciimap *out, const char *text)
{
    struct asciimap map = {0};

    read_cells(&map, text);
    read_lines(&map);
    read_points(&map, 'A', 'Z', &map.facilities);
    read_points(&map, '0', '9', &map.people);
    for (uint32_t i = 0; i < map.facilities.count; i++)
        map.group_count = map.facilities.group[i] + 1;
    for (uint32_t i = 0; i < map.people.count; i++)
        map.people.fid[i] -= '0';
    mem_free(map.people.group);
    map.people.group = NULL;
    *out = map;
}

static void release_points(struct ws_points *points)
{
    mem_free(points->x_m);
    mem_free(points->y_m);
    mem_free(points->fid);
    mem_free(points->group);
}

void asciimap_release(struct asciimap *map)
{
    lines_release(&map->lines);
    release_points(&map->facilities);
    release_points(&map->people);
    mem_free(map->cells);
    *map = (struct asciimap){0};
}

struct impedance asciimap_impedance(bool is_time)
{
    return (struct impedance){.is_time = is_time,
                              .use_ferries = true,
                              .default_speed_kmh = 60.0,
                              .boarding_s = 600.0,
                              .classes = CLASSES,
                              .class_count = ASCIIMAP_CLASS_COUNT};
}

void asciimap_build(struct network *out, const struct asciimap *map, bool is_time)
{
    struct impedance impedance = asciimap_impedance(is_time);
    struct build_notes notes;
    struct ws_error err = {0};

    if (build_network(out, &notes, &map->lines, &impedance, &err) || network_check(out, &err))
        fail_msg("asciimap: %s", err.message);
}

void asciimap_position(const struct asciimap *map, char name, double *x_m, double *y_m)
{
    for (uint32_t i = 0; i < map->rows * map->cols; i++) {
        if (map->cells[i] != name)
            continue;
        *x_m = col_x_m(i % map->cols);
        *y_m = row_y_m(i / map->cols);
        return;
    }
    fail_msg("asciimap: no '%c' in the drawing", name);
}

uint32_t asciimap_node(const struct asciimap *map, const struct network *net, char name)
{
    double x_m = 0.0, y_m = 0.0;
    asciimap_position(map, name, &x_m, &y_m);
    for (uint32_t node = 0; node < net->node_count; node++)
        if (fabs(net->x_m[node] - x_m) < 1.0 && fabs(net->y_m[node] - y_m) < 1.0)
            return node;
    return WS_NONE;
}

uint32_t asciimap_edge(const struct asciimap *map, const struct network *net, char from, char to)
{
    uint32_t tail = asciimap_node(map, net, from), head = asciimap_node(map, net, to);
    for (uint32_t edge = 0; edge < net->edge_count; edge++)
        if (net->tail[edge] == tail && net->head[edge] == head)
            return edge;
    return WS_NONE;
}
