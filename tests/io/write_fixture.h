/* tests/io/write_fixture.h: layers in memory, a folder of its own for each test,
 * and a look at everything that lies in it. */
#ifndef TESTS_IO_WRITE_FIXTURE_H
#define TESTS_IO_WRITE_FIXTURE_H
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/checksum.h"
#include "base/file.h"
#include "base/mem.h"
#include "io/io.h"
#include "io/write.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define LONG_TEN "åååååååååå"
/* 164 letters of two bytes: more than a Shapefile holds in a cell. */
#define LONG_TEXT                                                                                  \
    LONG_TEN LONG_TEN LONG_TEN LONG_TEN LONG_TEN LONG_TEN LONG_TEN LONG_TEN LONG_TEN LONG_TEN      \
        LONG_TEN LONG_TEN LONG_TEN LONG_TEN LONG_TEN LONG_TEN "åååå"

struct format_row {
    const char *name, *format, *crs_out, *path;
    enum write_kind kind;
    int epsg; /* of what is read back */
};

/* ---- layers in memory ------------------------------------------------------------ */

/* Two islands, the first with a hole; then a square. */
static double AREA_XY[] = {
    500000, 6600000, 501000, 6600000, 501000, 6601000, 500000, 6601000, 500000, 6600000, /* */
    500200, 6600200, 500200, 6600400, 500400, 6600400, 500400, 6600200, 500200, 6600200, /* hole */
    505000, 6605000, 505500, 6605000, 505500, 6605500, 505000, 6605500, 505000, 6605000, /* isle */
    510000, 6610000, 512000, 6610000, 512000, 6612000, 510000, 6612000, 510000, 6610000, /* */
};
static uint32_t AREA_FIRST_XY[] = {0, 5, 10, 15, 20};
static uint32_t AREA_FIRST_RING[] = {0, 3, 4};
static bool AREA_IS_HOLE[] = {false, true, false, false};
static const struct areas AREAS = {.count = 2,
                                   .first_ring = AREA_FIRST_RING,
                                   .first_xy = AREA_FIRST_XY,
                                   .is_hole = AREA_IS_HOLE,
                                   .xy_m = AREA_XY};
static const uint32_t AREA_OF_ROW[] = {1, 0, WS_NONE};

static char *CODES[] = {"0114", "0115", "2584"};
static char *NAMES[] = {"Upplands Väsby", "Vallentuna \"Å, Ä; Ö\"", "=cmd|' /C calc'!A0"};
static char *NOTES[] = {NULL, LONG_TEXT "ä\nrad två", "-1"};
static double SHARES[] = {0.1, (double)NAN, 1.0 / 3.0};
static double PEOPLE[] = {10560823.000001, 0.0, 123456789.123456};
static int64_t WHOLES[] = {INT64_C(9007199254740993), COLUMN_WHOLE_NULL, -7};
static const struct column AREA_COLUMNS[] = {
    {.name = "code", .type = COLUMN_TEXT, .text = CODES},
    {.name = "name", .type = COLUMN_TEXT, .text = NAMES},
    {.name = "share", .type = COLUMN_REAL, .real = SHARES},
    {.name = "off_network", .type = COLUMN_REAL, .real = PEOPLE},
    {.name = "people_15min", .type = COLUMN_WHOLE, .whole = WHOLES},
    {.name = "note", .type = COLUMN_TEXT, .text = NOTES},
};

/* Columns of a user who did not know what a format keeps for itself. */
static char *CALLS[] = {"ring 1", "\tring 2", "@ring 3", "+ring 4"};
static int64_t NUMBERS[] = {1, 2, 3, 4};
static char *IDS[] = {"a", "b", "c", "d"};
static const struct column POINT_COLUMNS[] = {
    {.name = "office", .type = COLUMN_TEXT, .text = IDS},
    {.name = "X", .type = COLUMN_WHOLE, .whole = NUMBERS},
    {.name = "geom", .type = COLUMN_TEXT, .text = CALLS},
    {.name = "GEOM", .type = COLUMN_WHOLE, .whole = NUMBERS},
    {.name = "fid", .type = COLUMN_WHOLE, .whole = NUMBERS},
    {.name = "mottagningsnamn", .type = COLUMN_TEXT, .text = CALLS},
    {.name = "mottagningsnummer", .type = COLUMN_WHOLE, .whole = NUMBERS},
    {.name = "åäöåäöåäö", .type = COLUMN_WHOLE, .whole = NUMBERS},
    {.name = "", .type = COLUMN_WHOLE, .whole = NUMBERS},
};
static double POINT_X[] = {500000.25, 700000, 300000, (double)NAN};
static double POINT_Y[] = {6600000.5, 7300000, 6400000, 6500000};
static const struct ws_points POINTS = {.count = 4, .x_m = POINT_X, .y_m = POINT_Y};

static double LINE_XY[] = {500000,  6600000, 500100,  6600100, 500200,  6600000, 510000,
                           6600000, 510100,  6600000, 520000,  6600000, 520000,  6600300};
static const uint32_t LINE_FIRST_XY[] = {0, 3, 5, 7};
static const uint32_t LINE_FIRST[] = {0, 2, 3};
static char *LIMITS[] = {"10km", "30km"};
static const struct column LINE_COLUMNS[] = {
    {.name = "limit", .type = COLUMN_TEXT, .text = LIMITS},
};

static const struct layer LAYERS[] = {
    {.name = "municipalities",
     .description = "Municipalities & <shares>",
     .geometry = LAYER_AREAS,
     .row_count = 3,
     .column_count = COUNT(AREA_COLUMNS),
     .columns = AREA_COLUMNS,
     .areas = &AREAS,
     .area = AREA_OF_ROW},
    {.name = "offices",
     .description = "Offices",
     .geometry = LAYER_POINTS,
     .row_count = 4,
     .column_count = COUNT(POINT_COLUMNS),
     .columns = POINT_COLUMNS,
     .points = &POINTS},
    {.name = "reached_roads",
     .description = "Reached roads",
     .geometry = LAYER_LINES,
     .row_count = 2,
     .column_count = COUNT(LINE_COLUMNS),
     .columns = LINE_COLUMNS,
     .first_line = LINE_FIRST,
     .first_xy = LINE_FIRST_XY,
     .xy_m = LINE_XY},
    {.name = "coverage",
     .description = "Coverage",
     .geometry = LAYER_TABLE,
     .row_count = 3,
     .column_count = COUNT(AREA_COLUMNS),
     .columns = AREA_COLUMNS},
    {.name = "white_spots",
     .description = "No rows",
     .geometry = LAYER_AREAS,
     .column_count = COUNT(AREA_COLUMNS),
     .columns = AREA_COLUMNS,
     .areas = &AREAS},
    {.name = "findings",
     .description = "No rows either",
     .column_count = COUNT(AREA_COLUMNS),
     .columns = AREA_COLUMNS},
};

static const char EVIDENCE[] = "{\n  \"whitespot\": \"test\"\n}\n";

/* ---- a folder of its own for each test ---------------------------------------------- */

struct yard {
    const struct format_row *row;
    char home[1024], folder[32];
    struct warnings warnings;
    struct io *io;
};

static inline void put_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
}

/* Zones in Sweden give the working CRS. */
static inline int open_io(struct yard *yard)
{
    static const char zones_json[] =
        "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":"
        "{\"kommunkod\":\"0114\",\"kommunnamn\":\"Upplands V\\u00e4sby\"},\"geometry\":{\"type\":"
        "\"Polygon\",\"coordinates\":[[[15,59],[16,59],[16,60],[15,60],[15,59]]]}}]}";
    struct ws_error err = {0};
    struct zones zones = {0};
    struct ws_source source = {.path = "zones.geojson", .given = "zones.geojson"};
    put_file("zones.geojson", zones_json);
    if (io_open(&yard->io, &yard->warnings, &err) ||
        io_read_zones(&zones, yard->io, &source, WS_ROLE_MUNICIPALITIES, &err)) {
        print_error("%s\n", err.message);
        return -1;
    }
    zones_release(&zones);
    return strcmp(io_crs_name(yard->io), "EPSG:3006");
}

static inline int enter(void **state)
{
    struct yard *yard = mem_array(1, sizeof *yard);
    yard->row = *state;
    strcpy(yard->folder, "write_XXXXXX");
    if (!getcwd(yard->home, sizeof yard->home) || !mkdtemp(yard->folder) || chdir(yard->folder))
        return -1;
    *state = yard;
    return open_io(yard);
}

static inline int leave(void **state)
{
    struct yard *yard = *state;
    io_close(yard->io);
    warnings_release(&yard->warnings);
    if (chdir(yard->home))
        return -1;
    file_aside_remove(yard->folder);
    mem_free(yard);
    return 0;
}

static inline struct write_plan plan_of(const struct yard *yard)
{
    return (struct write_plan){.path = yard->row->path,
                               .format = yard->row->format,
                               .crs_out = yard->row->crs_out,
                               .evidence = EVIDENCE};
}

static inline void write_or_fail(const struct yard *yard, const struct write_plan *plan)
{
    struct ws_error err = {0};
    if (io_write(yard->io, LAYERS, COUNT(LAYERS), plan, &err))
        fail_msg("%s", err.message);
}

/* ---- everything below the folder, as one text ------------------------------------------ */

struct tree {
    uint32_t count;
    char lines[64][200]; /* "path checksum" */
};

static inline int compare_lines(const void *a, const void *b)
{
    return strcmp(a, b);
}

static inline void look(struct tree *tree, const char *folder)
{
    DIR *open = opendir(folder);
    struct dirent *entry;
    assert_non_null(open);
    while ((entry = readdir(open))) {
        char path[512], sum[CHECKSUM_HEX] = "folder";
        if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
            continue;
        snprintf(path, sizeof path, "%.200s/%.200s", folder, entry->d_name);
        if (file_kind(path) == 'd')
            look(tree, path);
        else
            assert_int_equal(checksum_file(path, sum, NULL), WS_OK);
        assert_true(tree->count < COUNT(tree->lines));
        snprintf(tree->lines[tree->count++], sizeof tree->lines[0], "%.100s %s", path, sum);
    }
    closedir(open);
}

static inline struct tree look_around(void)
{
    struct tree tree = {0};
    look(&tree, ".");
    qsort(tree.lines, tree.count, sizeof tree.lines[0], compare_lines);
    return tree;
}

static inline void assert_same_tree(const struct tree *actual, const struct tree *expected)
{
    for (uint32_t i = 0; i < actual->count && i < expected->count; i++)
        assert_string_equal(actual->lines[i], expected->lines[i]);
    assert_int_equal(actual->count, expected->count);
}

static inline void add_test(struct CMUnitTest *tests, size_t *count, const char *name,
                            CMUnitTestFunction run, const void *row)
{
    void *initial;
    memcpy(&initial, &row, sizeof initial);
    tests[(*count)++] = (struct CMUnitTest){.name = name,
                                            .test_func = run,
                                            .setup_func = enter,
                                            .teardown_func = leave,
                                            .initial_state = initial};
}
#endif
