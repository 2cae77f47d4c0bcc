/* tests/run/county.h: drawn inputs for tests of the whole engine: a random net
 * of roads with one-way streets, bends and an island, offices and people, as
 * files in a folder of their own; runs of the library on them; JSON. */
#ifndef TESTS_COUNTY_H
#define TESTS_COUNTY_H
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run/run.h"
#include "support/program.h"

#define COUNTY_SIDE 9 /* nodes along a side, 700 m apart */
#define COUNTY_STEP_M 700.0
#define COUNTY_EAST_M 560000.0
#define COUNTY_NORTH_M 6700000.0
#define COUNTY_OFFICES 9
#define COUNTY_CRS                                                                                 \
    "{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"name\",\"properties\":{\"name\":"         \
    "\"urn:ogc:def:crs:EPSG::3006\"}},\"features\":["

/* xorshift64 (Marsaglia 2003): the same numbers everywhere. */
static inline uint64_t county_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static inline double county_unit(uint64_t *state)
{
    return (double)(county_random(state) >> 11) / 9007199254740992.0;
}

struct county_text {
    char bytes[1 << 18];
    size_t length;
};

static inline void county_add(struct county_text *text, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    int size = vsnprintf(text->bytes + text->length, sizeof text->bytes - text->length, fmt, args);
    va_end(args);
    if (size < 0 || (size_t)size >= sizeof text->bytes - text->length)
        abort();
    text->length += (size_t)size;
}

/* A bent road between two nodes of the grid. */
static inline void county_road(struct county_text *text, const double a[2], const double b[2],
                               uint64_t *seed)
{
    static const char *const oneway[] = {"B", "B", "B", "F", "T"};
    double x = (a[0] + b[0]) / 2.0 + 200.0 * (county_unit(seed) - 0.5);
    double y = (a[1] + b[1]) / 2.0 + 200.0 * (county_unit(seed) - 0.5);
    const char *way = oneway[county_random(seed) % 5];
    const char *class_name = county_random(seed) % 3 ? "residential" : "primary";
    county_add(text,
               "%s{\"type\":\"Feature\",\"properties\":{\"highway\":\"%s\",\"oneway\":\"%s\"},"
               "\"geometry\":{\"type\":\"LineString\",\"coordinates\":[[%.2f,%.2f],[%.2f,%.2f],"
               "[%.2f,%.2f]]}}",
               text->bytes[text->length - 1] == '[' ? "" : ",", class_name, way, a[0], a[1], x, y,
               b[0], b[1]);
}

/* About a fifth of the roads is missing; an island of one road lies outside. */
static inline void county_roads(const char *folder, uint64_t *seed)
{
    static struct county_text text;
    static double at[COUNTY_SIDE * COUNTY_SIDE][2];
    text.length = 0;
    county_add(&text, COUNTY_CRS);
    for (int i = 0; i < COUNTY_SIDE * COUNTY_SIDE; i++) {
        at[i][0] = COUNTY_EAST_M + COUNTY_STEP_M * (i % COUNTY_SIDE) + 150.0 * county_unit(seed);
        at[i][1] = COUNTY_NORTH_M + COUNTY_STEP_M * (i / COUNTY_SIDE) + 150.0 * county_unit(seed);
    }
    for (int i = 0; i < COUNTY_SIDE * COUNTY_SIDE; i++) {
        if (i % COUNTY_SIDE + 1 < COUNTY_SIDE && county_random(seed) % 5)
            county_road(&text, at[i], at[i + 1], seed);
        if (i + COUNTY_SIDE < COUNTY_SIDE * COUNTY_SIDE && county_random(seed) % 5)
            county_road(&text, at[i], at[i + COUNTY_SIDE], seed);
    }
    county_road(&text, at[0], at[1], seed); /* beside or in place of another */
    county_road(&text, (double[2]){COUNTY_EAST_M + 12000.0, COUNTY_NORTH_M},
                (double[2]){COUNTY_EAST_M + 12000.0, COUNTY_NORTH_M + 900.0}, seed);
    county_add(&text, "]}");
    program_write(folder, "roads.geojson", text.bytes);
}

/* Offices near roads of the grid; the first stands at a corner of it. */
static inline void county_offices(const char *folder, uint64_t *seed)
{
    static struct county_text text;
    double side_m = COUNTY_STEP_M * (COUNTY_SIDE - 1);
    text.length = 0;
    county_add(&text, "id,leverantor,easting,northing\n");
    for (int i = 0; i < COUNTY_OFFICES; i++)
        county_add(&text, "K%d,%c,%.2f,%.2f\n", i + 1, 'A' + i % 4,
                   COUNTY_EAST_M + side_m * county_unit(seed),
                   COUNTY_NORTH_M + side_m * county_unit(seed));
    program_write(folder, "offices.csv", text.bytes);
}

static inline char *county_folder(uint64_t seed)
{
    char *folder = program_folder();
    program_write(folder, "zones.geojson",
                  COUNTY_CRS "{\"type\":\"Feature\",\"properties\":{\"kommunkod\":\"0114\","
                             "\"kommunnamn\":\"V\xc3\xa4sterby\"},\"geometry\":{\"type\":"
                             "\"Polygon\",\"coordinates\":[[[550000,6690000],[563000,6690000],"
                             "[563000,6720000],[550000,6720000],[550000,6690000]]]}},"
                             "{\"type\":\"Feature\",\"properties\":{\"kommunkod\":\"0115\","
                             "\"kommunnamn\":\"\xc3\x96sterby\"},\"geometry\":{\"type\":"
                             "\"Polygon\",\"coordinates\":[[[563000,6690000],[590000,6690000],"
                             "[590000,6720000],[563000,6720000],[563000,6690000]]]}}]}");
    program_write(folder, "people.csv", "kommunkod,befolkning\n0114,1000\n0115,500\n");
    county_roads(folder, &seed);
    county_offices(folder, &seed);
    return folder;
}

/* ---- runs ----------------------------------------------------------------------- */

static inline void county_set(struct ws_options *options, const char *name, const char *value)
{
    struct ws_error err = {0};
    if (ws_options_set(options, name, value, &err))
        fail_msg("--%s %s: %s", name, value, err.message);
}

/* Sets options from "name=value name=value"; names in `folder` for inputs. */
static inline struct ws_options *county_options(const char *folder, const char *line)
{
    static const char *const inputs[][2] = {{"municipalities", "zones.geojson"},
                                            {"offices", "offices.csv"},
                                            {"population", "people.csv"}};
    char path[1100], words[512];
    struct ws_options *options = ws_options_new();
    for (size_t i = 0; i < 3; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, inputs[i][1]);
        county_set(options, inputs[i][0], path);
    }
    if (!strstr(line, "straight-line=")) {
        snprintf(path, sizeof path, "%s/roads.geojson", folder);
        county_set(options, "roads", path);
    }
    county_set(options, "crs", "offices=EPSG:3006");
    county_set(options, "choice", "1,2,3,4");
    snprintf(words, sizeof words, "%s", line);
    for (char *word = strtok(words, " "); word; word = strtok(NULL, " ")) {
        char *equals = strchr(word, '=');
        *equals = '\0';
        county_set(options, word, equals + 1);
    }
    return options;
}

static inline struct ws_result *county_run(const struct ws_options *options)
{
    struct ws_error err = {0};
    struct ws_result *result = NULL;
    if (ws_analysis_run(&result, options, &err))
        fail_msg("%s", err.message);
    return result;
}

static inline struct ws_result *county_analyze(const char *folder, const char *line)
{
    struct ws_options *options = county_options(folder, line);
    struct ws_result *result = county_run(options);
    ws_options_free(options);
    return result;
}

/* The fictional county of geodata. */
static inline struct ws_options *county_norrmark(void)
{
    struct ws_error err = {0};
    struct ws_options *options = ws_options_new();
    if (ws_options_read(options, WS_SOURCE_DIR "/geodata/norrmark/analysis.json", &err))
        fail_msg("%s", err.message);
    return options;
}

/* ---- JSON ------------------------------------------------------------------------- */

static inline json_t *county_parse(const char *text)
{
    json_error_t error;
    json_t *top = json_loads(text, 0, &error);
    if (!top)
        fail_msg("line %d: %s", error.line, error.text);
    return top;
}

static inline json_t *county_explain(struct ws_result *result, const struct ws_place *place)
{
    struct ws_error err = {0};
    char *text = NULL;
    if (ws_result_explain(&text, result, place, true, &err))
        fail_msg("%s", err.message);
    json_t *top = county_parse(text);
    ws_text_free(text);
    return top;
}

static inline double county_number(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    assert_true(json_is_number(value));
    return json_number_value(value);
}

/* Thousandths of m or s: mm or ms. */
static inline uint32_t county_cost(const json_t *object, const char *key)
{
    return (uint32_t)llround(1000.0 * county_number(object, key));
}

static inline double county_number_or_nan(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    assert_non_null(value);
    return json_is_number(value) ? json_number_value(value) : (double)NAN;
}

static inline void county_assert_same(double a, double b)
{
    assert_memory_equal(&(double){isnan(a) ? 0.5 : a}, &(double){isnan(b) ? 0.5 : b}, sizeof a);
    assert_int_equal(isnan(a), isnan(b));
}

static inline void county_assert_text(const json_t *object, const char *key, const char *expected)
{
    const char *text = json_string_value(json_object_get(object, key));
    assert_non_null(text);
    assert_string_equal(text, expected);
}

/* "lon,lat" of a position of the working CRS. */
static inline void county_at(char out[64], struct ws_result *result, double x_m, double y_m)
{
    if (io_degrees(result->run->io, 1, &x_m, &y_m, NULL))
        fail_msg("no degrees");
    snprintf(out, 64, "%.9f,%.9f", x_m, y_m);
}

/* A place within 150 m of a random position of a random road; every fourth time
 * of one on which an office stands, every third time at its very end. */
static inline void county_random_place(char out[64], struct ws_result *result, uint64_t *seed)
{
    const struct network *net = &result->run->net;
    double x_m, y_m;
    uint32_t edge = (uint32_t)(county_random(seed) % net->edge_count);
    const struct ws_snap *office =
        &result->run->snaps[county_random(seed) % result->run->offices.points.count];
    if (office->edge != WS_NONE && county_random(seed) % 4 == 0)
        edge = office->edge;
    edge = network_canonical(net, edge);
    uint32_t along_mm = (uint32_t)(county_random(seed) % (net->length_mm[edge] + 1u));
    bool is_junction = county_random(seed) % 3 == 0;
    if (is_junction)
        along_mm = along_mm % 2 ? 0 : net->length_mm[edge];
    network_position(net, edge, along_mm, &x_m, &y_m);
    double off_m = !is_junction && county_random(seed) % 3 ? 300.0 : 0.0;
    county_at(out, result, x_m + off_m * (county_unit(seed) - 0.5),
              y_m + off_m * (county_unit(seed) - 0.5));
}
#endif
