/* tests/run/drawn.h: small drawn cases for tests of the program: municipalities that are
 * boxes of 20 km from south to north, files in a folder of their own, calls that must end
 * well, what they wrote. */
#ifndef TESTS_DRAWN_H
#define TESTS_DRAWN_H
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/program.h"

#define DRAWN_CRS                                                                                  \
    "\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"urn:ogc:def:crs:EPSG::3006\"}},"
#define LAYER(features) "{\"type\":\"FeatureCollection\"," DRAWN_CRS "\"features\":[" features "]}"
#define FEATURE(properties, type, coordinates)                                                     \
    "{\"type\":\"Feature\",\"properties\":{" properties "},\"geometry\":{\"type\":\"" type         \
    "\",\"coordinates\":" coordinates "}}"
/* Northing 6700000 to 6720000; eastings as strings. */
#define BOX(properties, west, east)                                                                \
    FEATURE(properties, "Polygon",                                                                 \
            "[[[" west ",6700000],[" east ",6700000],[" east ",6720000],[" west ",6720000],[" west \
            ",6700000]]]")
#define PLACE(code, name, west, east)                                                              \
    BOX("\"kommunkod\":\"" code "\",\"kommunnamn\":\"" name "\"", west, east)
#define ZONE(code, west, east) PLACE(code, "K" code, west, east)

struct drawn_file {
    const char *name, *text;
};

/* cmocka's set-up: a folder with these files is the state. */
static inline int drawn_folder(void **state, const struct drawn_file files[], size_t count)
{
    char *folder = program_folder();
    for (size_t i = 0; i < count; i++)
        program_write(folder, files[i].name, files[i].text);
    *state = folder;
    return 0;
}
#define DRAWN_FOLDER(state, files) drawn_folder(state, files, sizeof(files) / sizeof *(files))

static inline int tear_down(void **state)
{
    program_remove(*state);
    return 0;
}

static inline void has(const char *text, const char *words)
{
    assert_true(program_said(text, words));
}

/* whitespot with the words of both lines; it must end well. */
static inline void drawn_runs(struct said *said, const char *folder, const char *inputs,
                              const char *more)
{
    char line[4000];
    assert_true(snprintf(line, sizeof line, "%s %s", inputs, more) < (int)sizeof line);
    program_whitespot(said, folder, line);
    assert_true(program_ended_well(said));
}

/* The whole text of a file of the folder; the caller frees it. */
static inline char *drawn_text(const char *folder, const char *name)
{
    char path[600];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    char *text = calloc(1, 4 << 20);
    assert_non_null(text);
    assert_true(fread(text, 1, (4 << 20) - 1, file) > 0);
    fclose(file);
    return text;
}

/* The folder `out` of tables, away, so that the next run may write there. */
static inline void drawn_forget(const char *folder)
{
    static struct said said;
    program_run(&said, folder, (const char *const[]){"/bin/rm", "-r", "out", NULL});
    assert_int_equal(said.status, 0);
}
#endif
