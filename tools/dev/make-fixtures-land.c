#include "make-fixtures.h"

#include <assert.h>
#include <string.h>

/* Corners of the municipalities, in km from the county's origin. S: southern
 * border, M and N: the two lines across, T: northern border; west to east. */
enum node {
    S0,
    S1,
    S2,
    S2B,
    S3,
    S4,
    M0,
    M1,
    M2,
    M3,
    M4,
    M4B,
    M5,
    M6,
    M7,
    N0,
    N1,
    N2,
    N3,
    N4,
    N5,
    N6,
    N7,
    T0,
    T1,
    T2,
    T3,
    T4,
    NODES
};

static const double NODE_KM[NODES][2] = {
    [S0] = {3, 5},   [S1] = {24, -1},  [S2] = {52, 3},   [S2B] = {70, -1}, [S3] = {80, 2},
    [S4] = {99, 1},  [M0] = {-1, 29},  [M1] = {20, 33},  [M2] = {31, 27},  [M3] = {51, 34},
    [M4] = {56, 27}, [M4B] = {70, 31}, [M5] = {82, 34},  [M6] = {79, 26},  [M7] = {103, 30},
    [N0] = {2, 62},  [N1] = {27, 55},  [N2] = {30, 63},  [N3] = {52, 58},  [N4] = {57, 63},
    [N5] = {75, 59}, [N6] = {83, 64},  [N7] = {105, 60}, [T0] = {6, 86},   [T1] = {29, 94},
    [T2] = {60, 86}, [T3] = {80, 92},  [T4] = {108, 89},
};

/* Part i + 1 is municipality i; part 13 is the east of municipality 2902. */
static const struct border {
    uint8_t from, to, left, right;
} BORDERS[] = {
    {S0, S1, 10, 0},  {S1, S2, 7, 0},  {S2, S2B, 2, 0},   {S2B, S3, 13, 0}, {S3, S4, 5, 0},
    {S4, M7, 5, 0},   {M7, N7, 9, 0},  {N7, T4, 3, 0},    {T4, T3, 3, 0},   {T3, T2, 4, 0},
    {T2, T1, 8, 0},   {T1, T0, 12, 0}, {T0, N0, 12, 0},   {N0, M0, 11, 0},  {M0, S0, 10, 0},
    {M0, M1, 11, 10}, {M1, M2, 6, 10}, {M2, M3, 6, 7},    {M3, M4, 1, 7},   {M4, M4B, 1, 2},
    {M4B, M5, 1, 13}, {M5, M6, 9, 13}, {M6, M7, 9, 5},    {N0, N1, 12, 11}, {N1, N2, 12, 6},
    {N2, N3, 8, 6},   {N3, N4, 8, 1},  {N4, N5, 4, 1},    {N5, N6, 4, 9},   {N6, N7, 3, 9},
    {S1, M2, 10, 7},  {S2, M4, 7, 2},  {S2B, M4B, 2, 13}, {S3, M6, 13, 5},  {M1, N1, 11, 6},
    {M3, N3, 6, 1},   {M5, N5, 1, 9},  {N2, T1, 12, 8},   {N4, T2, 8, 4},   {N6, T3, 4, 3},
};
enum { BORDER_COUNT = sizeof BORDERS / sizeof BORDERS[0] };

/* Points the coast passes between two corners; the third one has the fjord. */
static const struct coast {
    uint8_t from;
    double km[12][2];
} COASTS[] = {
    {S4, {{101.5, 8}, {99.5, 15}, {102.5, 23}}},
    {M7, {{105, 36}, {102.5, 41}, {105.5, 47}, {103.8, 54}}},
    {N7,
     {{103.2, 64},
      {106.2, 68.4},
      {107.2, 71},
      {103, 70.5},
      {98.5, 72.0},
      {93, 71.0},
      {89.3, 72.2},
      {92.7, 72.7},
      {98.3, 73.6},
      {103, 72.4},
      {107, 73.3},
      {106, 80}}},
};

static const struct islet {
    double x_km, y_km;
    int32_t radius_m, stretch_pct;
    uint8_t part;
} ISLETS[] = {
    {112.3, 46.2, 2300, 130, 9}, {118.6, 52.3, 1300, 140, 9}, {107.6, 37.6, 1500, 110, 9},
    {109.2, 52.2, 500, 160, 9},  {110.4, 56.3, 700, 80, 9},   {114.2, 39.3, 600, 120, 9},
    {117.4, 42.4, 550, 100, 9},  {113.6, 57.6, 450, 150, 9},  {110.3, 79.3, 800, 70, 3},
    {111.7, 84.4, 500, 100, 3},  {104.6, 12.2, 700, 90, 5},
};
enum { ISLET_COUNT = sizeof ISLETS / sizeof ISLETS[0] };

int32_t land_municipality(uint8_t part)
{
    if (part == 0 || part > PARTS)
        return -1;
    return part == PARTS ? 1 : part - 1;
}

static void add_point(struct land *land, struct xy point)
{
    assert(land->point_count < MAX_LAND_POINTS);
    land->points[land->point_count++] = point;
}

/* Adds the way from the last point to `to`, without its first point. */
static void add_way(struct land *land, struct xy to, int32_t step_m, int32_t sway_pct,
                    struct chance *chance)
{
    struct xy way[MAX_PATH];
    struct xy from = land->points[land->point_count - 1];
    uint32_t count = plane_wiggle(way, from, to, step_m, sway_pct, chance);
    for (uint32_t i = 1; i < count; i++)
        add_point(land, way[i]);
}

static const struct coast *coast_from(uint8_t from, uint8_t right)
{
    for (uint32_t i = 0; right == 0 && i < sizeof COASTS / sizeof COASTS[0]; i++) {
        if (COASTS[i].from == from)
            return &COASTS[i];
    }
    return NULL;
}

static void add_arc(struct land *land, uint32_t index)
{
    const struct border *border = &BORDERS[index];
    struct chance chance = chance_of(100 + index);
    struct arc *arc = &land->arcs[land->arc_count++];
    *arc =
        (struct arc){border->from, border->to, border->left, border->right, land->point_count, 0};
    struct xy end = plane_km(NODE_KM[border->to][0], NODE_KM[border->to][1]);
    add_point(land, plane_km(NODE_KM[border->from][0], NODE_KM[border->from][1]));
    const struct coast *coast = coast_from(border->from, border->right);
    if (coast) {
        for (uint32_t i = 0; i < 12 && coast->km[i][0] > 0; i++)
            add_way(land, plane_km(coast->km[i][0], coast->km[i][1]), 420, 13, &chance);
        add_way(land, end, 420, 18, &chance);
    } else {
        add_way(land, end, 1000, 16, &chance);
    }
    arc->count = land->point_count - arc->first;
}

/* A closed shore, counter-clockwise: 24 spokes of uneven length. */
static struct island make_shore(struct land *land, const struct islet *islet, uint64_t purpose)
{
    struct chance chance = chance_of(purpose);
    struct island shore = {.first = land->point_count, .part = islet->part};
    struct xy centre = plane_km(islet->x_km, islet->y_km);
    int32_t spokes[24];
    for (int32_t i = 0; i < 24; i++)
        spokes[i] = islet->radius_m * chance_between(&chance, 70, 125) / 100;
    for (int32_t i = 0; i <= 24; i++) {
        int32_t smooth = (spokes[(i + 23) % 24] + 2 * spokes[i % 24] + spokes[(i + 1) % 24]) / 4;
        struct xy at = plane_step(centre, i, smooth);
        at.y = centre.y + (at.y - centre.y) * islet->stretch_pct / 100;
        if (i == 0)
            add_point(land, at);
        else
            add_way(land, at, 420, 16, &chance);
    }
    shore.count = land->point_count - shore.first;
    return shore;
}

uint32_t land_outline(const struct land *land, uint32_t parts, struct xy *out, uint32_t capacity)
{
    (void)capacity; /* looked at in builds with assertions */
    uint32_t count = 0, start = NODES, at = NODES;
    bool is_used[MAX_ARCS] = {false};
    for (uint32_t i = 0; i < land->arc_count; i++) {
        const struct arc *arc = &land->arcs[i];
        bool has_left = (parts >> arc->left) & 1, has_right = (parts >> arc->right) & 1;
        uint32_t from = has_left ? arc->from : arc->to, to = has_left ? arc->to : arc->from;
        if (is_used[i] || has_left == has_right || (start != NODES && from != at))
            continue;
        is_used[i] = true;
        if (start == NODES)
            start = from;
        for (uint32_t j = 0; j + 1 < arc->count; j++) {
            assert(count < capacity);
            out[count++] = land->points[arc->first + (has_left ? j : arc->count - 1 - j)];
        }
        at = to;
        if (at == start)
            break;
        i = UINT32_MAX; /* look for the next arc from the first one on */
    }
    assert(count > 2 && count < capacity);
    out[count++] = out[0];
    return count;
}

/* Paints the cells whose centre lies inside the ring. */
static void paint(struct land *land, const struct xy *ring, uint32_t count, uint8_t value)
{
    for (int32_t row = 0; row < RASTER_ROWS; row++) {
        int32_t y = ORIGIN_Y - MARGIN + row * RASTER_M + RASTER_M / 2;
        int32_t cuts[64];
        uint32_t cut_count = 0;
        for (uint32_t i = 0; i + 1 < count; i++) {
            struct xy a = ring[i], b = ring[i + 1];
            if ((a.y <= y) == (b.y <= y))
                continue;
            assert(cut_count < 64);
            cuts[cut_count++] =
                a.x + (int32_t)(((int64_t)b.x - a.x) * (y - a.y) / ((int64_t)b.y - a.y));
        }
        for (int32_t col = 0; cut_count && col < RASTER_COLS; col++) {
            int32_t x = ORIGIN_X - MARGIN + col * RASTER_M + RASTER_M / 2;
            uint32_t left = 0;
            for (uint32_t i = 0; i < cut_count; i++)
                left += cuts[i] <= x;
            if (left % 2)
                land->raster[row][col] = value;
        }
    }
}

/* Land goes on west, south and north of the county; the sea is in the east. */
static void paint_neighbours(struct land *land)
{
    for (int32_t row = 0; row < RASTER_ROWS; row++) {
        int32_t y = row * RASTER_M - MARGIN;
        int32_t shore = y < 45000 ? 99000 : 108000;
        for (int32_t col = 0; col < RASTER_COLS; col++) {
            int32_t x = col * RASTER_M - MARGIN;
            bool is_near = x < 10000 || y < 5000 || y > 85000;
            if (is_near && x < shore)
                land->raster[row][col] = NEIGHBOUR;
        }
    }
}

static void paint_all(struct land *land)
{
    struct xy ring[4096];
    paint_neighbours(land);
    for (uint8_t part = 1; part <= PARTS; part++) {
        uint32_t count = land_outline(land, UINT32_C(1) << part, ring, 4096);
        paint(land, ring, count, part);
    }
    for (uint32_t i = 0; i < land->island_count; i++)
        paint(land, land->points + land->islands[i].first, land->islands[i].count,
              land->islands[i].part);
    paint(land, land->points + land->lake.first, land->lake.count, 0);
}

void land_build(struct land *land)
{
    for (uint32_t i = 0; i < BORDER_COUNT; i++)
        add_arc(land, i);
    for (uint32_t i = 0; i < ISLET_COUNT; i++)
        land->islands[land->island_count++] = make_shore(land, &ISLETS[i], 200 + i);
    const struct islet lake = {39.7, 46.5, 5600, 150, 6};
    land->lake = make_shore(land, &lake, 299);
    paint_all(land);
}

uint8_t land_at(const struct land *land, struct xy at)
{
    int32_t col = (at.x - ORIGIN_X + MARGIN) / RASTER_M,
            row = (at.y - ORIGIN_Y + MARGIN) / RASTER_M;
    if (at.x < ORIGIN_X - MARGIN || at.y < ORIGIN_Y - MARGIN || col >= RASTER_COLS ||
        row >= RASTER_ROWS)
        return 0;
    return land->raster[row][col];
}

bool land_is_dry(const struct land *land, struct xy a, struct xy b)
{
    int32_t steps = plane_distance(a, b) / 50 + 1;
    for (int32_t i = 0; i <= steps; i++) {
        struct xy at = {a.x + (int32_t)(((int64_t)b.x - a.x) * i / steps),
                        a.y + (int32_t)(((int64_t)b.y - a.y) * i / steps)};
        if (land_at(land, at) == 0)
            return false;
    }
    return true;
}

uint32_t land_cell(struct xy at)
{
    int32_t col = (at.x - ORIGIN_X + MARGIN) / CELL_M, row = (at.y - ORIGIN_Y + MARGIN) / CELL_M;
    assert(col >= 0 && col < CELL_COLS && row >= 0 && row < CELL_ROWS);
    return (uint32_t)col * CELL_ROWS + (uint32_t)row;
}

struct xy land_cell_corner(uint32_t cell)
{
    return (struct xy){ORIGIN_X - MARGIN + (int32_t)(cell / CELL_ROWS) * CELL_M,
                       ORIGIN_Y - MARGIN + (int32_t)(cell % CELL_ROWS) * CELL_M};
}

/* Forests without a road: people there are off the network. */
bool land_is_wild(struct xy at)
{
    return plane_distance(at, plane_km(9.5, 82.5)) < 5200 ||
           plane_distance(at, plane_km(9, 57)) < 4600 ||
           plane_distance(at, plane_km(57, 81.5)) < 4000;
}
