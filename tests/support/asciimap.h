/* tests/support/asciimap.h: networks drawn as text.
 *
 *     "A--b==c\n"
 *     "   |1  \n"
 *     "   d  E\n"
 *
 * A character is a cell of 100 m: column c of row r lies at x = 500000 + 100 c,
 * y = 6700000 - 100 r (metres, EPSG:3006), so "A--b" is 300 m of road. Rows end
 * with a newline; they need not be equally long.
 *
 *   a b c     (not v) a place where roads end or meet
 *   A B C     the same, and a facility; alone in the field it is just a point
 *   0 .. 9    a person; within a road the road goes on below
 *   - |       road, both ways
 *   = :       road, both ways, nobody lives along it
 *   < > ^ v   road, one way
 *   ~ !       ferry, level and upright
 *   +         a level and an upright road cross without meeting
 *   space     nothing
 *
 * A road is one line, straight from letter to letter through at least one cell
 * of road, with a vertex in every cell but `+`; one arrow, `=` or `~` makes all
 * of it so. Lengths are planar. Wrong drawings end the test. */
#ifndef SUPPORT_ASCIIMAP_H
#define SUPPORT_ASCIIMAP_H
#include "geo/shapes.h"
#include "net/build.h"
#include "net/network.h"

#define ASCIIMAP_LEFT_M 500000.0
#define ASCIIMAP_TOP_M 6700000.0
#define ASCIIMAP_STEP_M 100.0

enum asciimap_class { ASCIIMAP_ROAD, ASCIIMAP_BARE, ASCIIMAP_FERRY, ASCIIMAP_CLASS_COUNT };

struct asciimap {
    struct lines lines;          /* fid 1, 2 ..: level roads by row, then upright by column */
    struct ws_points facilities; /* sorted by letter, row, column; fid is the letter; */
                                 /* group: the same letter is the same group, 0 .. */
    struct ws_points people;     /* sorted by digit, row, column; fid is the digit */
    uint32_t group_count;
    char *cells; /* rows * cols, spaces filled in */
    uint32_t rows, cols;
};

void asciimap_read(struct asciimap *out, const char *text);
void asciimap_release(struct asciimap *map);

/* Classes road, bare, ferry, all at 60 km/h (100 m are 6 000 ms); ferries run,
 * boarding 600 s. */
struct impedance asciimap_impedance(bool is_time);
/* Reads, builds and checks the network. */
void asciimap_build(struct network *out, const struct asciimap *map, bool is_time);

/* Where the first cell with this character lies. Ends the test when nowhere. */
void asciimap_position(const struct asciimap *map, char name, double *x_m, double *y_m);
/* The node at a letter; WS_NONE when no road ends there. */
uint32_t asciimap_node(const struct asciimap *map, const struct network *net, char name);
/* The lowest directed edge between two letters; WS_NONE when there is none. */
uint32_t asciimap_edge(const struct asciimap *map, const struct network *net, char from, char to);
#endif
