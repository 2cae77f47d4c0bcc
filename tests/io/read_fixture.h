/* io/read_fixture.h: small files written by a test, and what was said about them. */
#ifndef TESTS_IO_READ_FIXTURE_H
#define TESTS_IO_READ_FIXTURE_H
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "io/io.h"

#define MAX_FILES 16
#ifndef WS_SHARED_DATA /* the build says where the real data lie */
#define WS_SHARED_DATA "../shared/data"
#endif

struct fixture {
    struct io *io;
    struct warnings warnings;
    struct ws_error err;
    char folder[64], paths[MAX_FILES][256];
    int path_count;
};

static inline void fixture_open(struct fixture *fix)
{
    *fix = (struct fixture){0};
    strcpy(fix->folder, "/tmp/io_read_XXXXXX");
    assert_non_null(mkdtemp(fix->folder));
    assert_int_equal(io_open(&fix->io, &fix->warnings, &fix->err), WS_OK);
}

static inline void fixture_close(struct fixture *fix)
{
    io_close(fix->io);
    warnings_release(&fix->warnings);
    for (int i = 0; i < fix->path_count; i++)
        unlink(fix->paths[i]);
    assert_int_equal(rmdir(fix->folder), 0);
}

/* Path of a file in the folder of the test; removed at the end. */
static inline const char *fixture_path(struct fixture *fix, const char *name)
{
    assert_true(fix->path_count < MAX_FILES);
    char *path = fix->paths[fix->path_count++];
    snprintf(path, 256, "%s/%s", fix->folder, name);
    return path;
}

static inline struct ws_source source_of(const char *path)
{
    struct ws_source source = {0};
    snprintf(source.path, sizeof source.path, "%s", path);
    snprintf(source.given, sizeof source.given, "%s", path);
    return source;
}

/* "provider=aktor x=Sweref99Y": fields as --field gives them. */
static inline void source_fields(struct ws_source *source, const char *fields)
{
    char copy[512];
    snprintf(copy, sizeof copy, "%s", fields);
    for (char *rest = copy, *word; (word = strtok_r(rest, " ", &rest));) {
        struct ws_field *field = &source->fields[source->field_count++];
        char *equals = strchr(word, '=');
        assert_non_null(equals);
        *equals = '\0';
        snprintf(field->key, sizeof field->key, "%s", word);
        snprintf(field->column, sizeof field->column, "%s", equals + 1);
    }
}

static inline struct ws_source fixture_file(struct fixture *fix, const char *name,
                                            const char *bytes, size_t size)
{
    const char *path = fixture_path(fix, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
    return source_of(path);
}

static inline struct ws_source fixture_text(struct fixture *fix, const char *name, const char *text)
{
    return fixture_file(fix, name, text, strlen(text));
}

/* The real test data, or false with a word. */
static inline bool shared(struct ws_source *source, const char *name)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", WS_SHARED_DATA, name);
    *source = source_of(path);
    if (access(path, R_OK) == 0)
        return true;
    print_message("skipped: %s is not there\n", path);
    return false;
}

static inline bool was_warned(const struct fixture *fix, const char *words)
{
    for (size_t i = 0; i < fix->warnings.count; i++)
        if (strstr(fix->warnings.items[i].what, words))
            return true;
    return false;
}

static inline size_t count_warned(const struct fixture *fix, const char *words)
{
    size_t count = 0;
    for (size_t i = 0; i < fix->warnings.count; i++)
        count += strstr(fix->warnings.items[i].what, words) != NULL;
    return count;
}

/* The status, with the message shown when it is another. */
static inline void assert_status(const struct fixture *fix, enum ws_status actual,
                                 enum ws_status expected)
{
    if (actual != expected)
        print_message("%s: %s\n", ws_status_name(actual), actual ? fix->err.message : "");
    assert_int_equal(actual, expected);
}

static inline void assert_says(const struct fixture *fix, const char *words)
{
    if (!strstr(fix->err.message, words))
        print_message("message: %s\nexpected: %s\n", fix->err.message, words);
    assert_non_null(strstr(fix->err.message, words));
}

/* ---- GeoJSON by the piece --------------------------------------------------------- */

#define SWEREF                                                                                     \
    "\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"urn:ogc:def:crs:EPSG::3006\"}},"
#define LAYER(crs, features) "{\"type\":\"FeatureCollection\"," crs "\"features\":[" features "]}"
#define FEATURE(properties, geometry)                                                              \
    "{\"type\":\"Feature\",\"properties\":{" properties "},\"geometry\":" geometry "}"
/* A square with its lower left corner in km and a side of 10 km. */
#define RING(x0, y0, x1, y1)                                                                       \
    "[[" #x0 "," #y0 "],[" #x1 "," #y0 "],[" #x1 "," #y1 "],[" #x0 "," #y1 "],[" #x0 "," #y0 "]]"
#define SQUARE(x0, y0, x1, y1) "{\"type\":\"Polygon\",\"coordinates\":[" RING(x0, y0, x1, y1) "]}"
#define POINT(x, y) "{\"type\":\"Point\",\"coordinates\":[" #x "," #y "]}"

/* Three Swedish zones side by side, 10 km each, from (500000, 6600000). */
#define ZONES                                                                                      \
    LAYER(                                                                                         \
        SWEREF,                                                                                    \
        FEATURE(                                                                                   \
            "\"kommunkod\":\"0117\",\"kommunnamn\":\"Öster\"",                                     \
            SQUARE(520000, 6600000, 530000,                                                        \
                   6610000)) "," FEATURE("\"kommunkod\":\"0114\",\"kommunnamn\":\"Väster\"",       \
                                         SQUARE(500000, 6600000, 510000,                           \
                                                6610000)) "," FEATURE("\"kommunkod\":\"0115\","    \
                                                                      "\"kommunnamn\":\"Mitten\"", \
                                                                      SQUARE(510000, 6600000,      \
                                                                             520000, 6610000)))

static inline void read_three_zones(struct fixture *fix, struct zones *zones)
{
    struct ws_source source = fixture_text(fix, "zones.geojson", ZONES);
    assert_status(fix, io_read_zones(zones, fix->io, &source, WS_ROLE_MUNICIPALITIES, &fix->err),
                  WS_OK);
    assert_int_equal(zones->count, 3);
}
#endif
