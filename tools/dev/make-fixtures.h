/* make-fixtures.h: the generator of geodata/norrmark, a county that does not exist.
 *
 * Everything is whole metres of EPSG:3006 and whole people, drawn from a seeded
 * generator of our own: the same program gives the same bytes on every machine.
 * No libm beyond the square root, no clock, no locale. All state lies in one
 * struct world made by main(). Capacities are generous and asserted. */
#ifndef MAKE_FIXTURES_H
#define MAKE_FIXTURES_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    ORIGIN_X = 560000, /* lower left corner of the county's box */
    ORIGIN_Y = 6660000,
    MARGIN = 24000, /* the map goes on so far outside the box */
    MAP_WIDTH = 150000,
    MAP_HEIGHT = 138000,
    RASTER_M = 100,
    RASTER_COLS = MAP_WIDTH / RASTER_M,
    RASTER_ROWS = MAP_HEIGHT / RASTER_M,
    CELL_M = 1000,
    CELL_COLS = MAP_WIDTH / CELL_M,
    CELL_ROWS = MAP_HEIGHT / CELL_M,
    CELLS = CELL_COLS * CELL_ROWS,

    MUNICIPALITIES = 12,
    PARTS = 13,      /* municipalities, one of them in two parts */
    NEIGHBOUR = 200, /* raster value of land outside the county; water is 0 */

    MAX_LAND_POINTS = 20000,
    MAX_ARCS = 48,
    MAX_ISLANDS = 12,
    MAX_POINTS = 60000,
    MAX_LINES = 12000,
    MAX_ENTRIES = 200000,
    MAX_VILLAGES = 160,
    MAX_PATH = 512
};

struct xy {
    int32_t x, y;
};

/* ---- chance and plane geometry (make-fixtures-chance.c) ----------------------- */

struct chance {
    uint64_t state;
};
struct chance chance_of(uint64_t purpose);
uint64_t chance_next(struct chance *chance);
/* A whole number in [low, high]. */
int32_t chance_between(struct chance *chance, int32_t low, int32_t high);
struct xy chance_place(struct chance *chance, struct xy low, struct xy high);

int64_t plane_distance2(struct xy a, struct xy b);
int32_t plane_root(int64_t square); /* rounded down */
int32_t plane_distance(struct xy a, struct xy b);
/* The point `metres` from `from` in direction 0..23 (15 degrees each, 0 east). */
struct xy plane_step(struct xy from, int32_t direction, int32_t metres);
/* Twice the signed area of a, b, c; > 0 when c lies to the left of a, b. */
int64_t plane_side(struct xy a, struct xy b, struct xy c);
bool plane_crosses(struct xy a, struct xy b, struct xy p, struct xy q);
/* Squared distance from p to the segment a, b, rounded down. */
int64_t plane_segment_distance2(struct xy p, struct xy a, struct xy b);
/* A crooked way from a to b: midpoints pushed aside by at most sway_pct of each
 * stretch until stretches are at most step_m. Returns the number of points. */
uint32_t plane_wiggle(struct xy *out, struct xy a, struct xy b, int32_t step_m, int32_t sway_pct,
                      struct chance *chance);
struct xy plane_km(double x_km, double y_km);

/* ---- land (make-fixtures-land.c) ----------------------------------------------- */

struct arc {
    uint8_t from, to, left, right; /* nodes; parts, 0 = outside */
    uint32_t first, count;
};
struct island {
    uint32_t first, count;
    uint8_t part;
};
struct land {
    struct xy points[MAX_LAND_POINTS];
    uint32_t point_count, arc_count, island_count;
    struct arc arcs[MAX_ARCS];
    struct island islands[MAX_ISLANDS];
    struct island lake;
    uint8_t raster[RASTER_ROWS][RASTER_COLS];
};
void land_build(struct land *land);
/* Part (1..13), NEIGHBOUR or 0 = water. */
uint8_t land_at(const struct land *land, struct xy at);
bool land_is_dry(const struct land *land, struct xy a, struct xy b);
/* Municipality 0..11 of a part, or -1. */
int32_t land_municipality(uint8_t part);
/* The outline of a set of parts (bit i = part i): counter-clockwise, closed. */
uint32_t land_outline(const struct land *land, uint32_t parts, struct xy *out, uint32_t capacity);
/* Cell number of a place and the lower left corner of a cell. */
uint32_t land_cell(struct xy at);
struct xy land_cell_corner(uint32_t cell);
bool land_is_wild(struct xy at);

/* ---- roads (make-fixtures-roads.c) ---------------------------------------------- */

enum road_class {
    MOTORWAY,
    MOTORWAY_LINK,
    TRUNK,
    PRIMARY,
    SECONDARY,
    TERTIARY,
    UNCLASSIFIED,
    RESIDENTIAL,
    SERVICE,
    TRACK,
    FERRY
};
enum settled { SETTLED_NONE, SETTLED_TOWN, SETTLED_VILLAGE, SETTLED_COUNTRY };

struct style {
    enum road_class class_id;
    int32_t speed_kmh;
    int32_t oneway; /* 1 along, -1 against, 0 not said, 2 said to be both ways */
    enum settled settled;
    uint32_t split; /* segments per line; 0: one line */
    const char *name;
};
struct line {
    uint32_t first, count;
    struct style style;
};
struct roads {
    struct xy points[MAX_POINTS];
    uint32_t point_count, line_count, entry_count;
    uint32_t line_of[MAX_POINTS];
    struct line lines[MAX_LINES];
    uint32_t head[CELLS]; /* segments by km cell: entry + 1 */
    struct entry {
        uint32_t point, next;
    } entries[MAX_ENTRIES];
};
void roads_begin(struct roads *roads, struct style style);
void roads_add(struct roads *roads, struct xy point);
void roads_end(struct roads *roads);
/* A line exactly as given; crossing others makes bridges. */
void roads_put(struct roads *roads, const struct xy *points, uint32_t count, struct style style);
/* A road through the points that joins each ordinary road it meets at that
 * road's nearest vertex; motorways, ramps and ferries are bridged. */
void roads_lay(struct roads *roads, const struct xy *points, uint32_t count, struct style style);
/* Nearest vertex of a road one can turn into; false when none within reach_m.
 * class_id: that of its line. */
bool roads_nearest(const struct roads *roads, struct xy at, int32_t reach_m, struct xy *vertex,
                   enum road_class *class_id);
/* Distance to the nearest segment of any road (capped at reach_m). */
int32_t roads_distance(const struct roads *roads, struct xy at, int32_t reach_m);
bool roads_lead_dry(const struct land *land, const struct xy *points, uint32_t count);
const char *roads_class_name(enum road_class class_id);

/* ---- the whole ------------------------------------------------------------------- */

struct town {
    const char *code, *name;
    struct xy centre;
    int32_t blocks, block_m, direction; /* half width of the grid in blocks */
    int32_t people, town_pct, village_pct, young_pct;
    struct xy gates[4];
};
struct village {
    struct xy centre;
    int32_t size;
};
struct cell {
    uint32_t people;
    uint8_t municipality; /* whose ages it has */
};
struct world {
    struct land land;
    struct roads roads;
    struct town towns[MUNICIPALITIES];
    struct village villages[MAX_VILLAGES];
    uint32_t village_count;
    struct cell cells[CELLS];
    uint32_t weights[CELLS];
    bool has_home_road[CELLS];
    uint32_t working_age[MUNICIPALITIES], all_ages[MUNICIPALITIES];
    struct xy remote_office, stray_office, border_office, exit_office;
};

void towns_build(struct world *world);    /* make-fixtures-towns.c */
void links_build(struct world *world);    /* make-fixtures-links.c: between towns */
void motorway_build(struct world *world); /* make-fixtures-motorway.c */
void villages_build(struct world *world); /* make-fixtures-villages.c */
void country_build(struct world *world);
void cases_build(struct world *world);      /* make-fixtures-cases.c: before the country roads */
void cases_build_late(struct world *world); /* ... and after them */
void people_build(struct world *world);     /* make-fixtures-people.c */

/* Age groups of the grid: ald0_5 ... ald75_80, ald80w. */
enum { AGE_GROUPS = 17, AGE_20 = 4, AGE_65 = 13 };
/* Per mille of a municipality's people in an age group. */
int32_t people_age_pml(const struct town *town, uint32_t group);

/* Writers; false when a file could not be written. */
bool write_maps(const struct world *world, const char *folder);    /* make-fixtures-maps.c */
bool write_grid(const struct world *world, const char *folder);    /* make-fixtures-grid.c */
bool write_offices(const struct world *world, const char *folder); /* make-fixtures-offices.c */
bool write_tables(const struct world *world, const char *folder);  /* make-fixtures-tables.c */
#endif
