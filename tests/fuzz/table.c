/* Tables as CSV (io/read_*.c): the first byte says which register the file is, the
 * second the open options and fields, the rest is the file.
 *
 * Whatever the rows, an answer; the same file twice, the same answer and the same
 * words; a table that is refused says why. */
#include "fuzz/fuzz.h"

#include "base/mem.h"
#include "io/io.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_BYTES 16384u

static const char ZONES[] =
    "{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"name\",\"properties\":{\"name\":"
    "\"urn:ogc:def:crs:EPSG::3006\"}},\"features\":["
    "{\"type\":\"Feature\",\"properties\":{\"kommunkod\":\"0114\",\"kommunnamn\":\"V\xc3\xa4ster\"}"
    ","
    "\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[500000,6600000],[510000,6600000],"
    "[510000,6610000],[500000,6610000],[500000,6600000]]]}},"
    "{\"type\":\"Feature\",\"properties\":{\"kommunkod\":\"0115\",\"kommunnamn\":\"Mitten\"},"
    "\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[510000,6600000],[520000,6600000],"
    "[520000,6610000],[510000,6610000],[510000,6600000]]]}}]}";

static struct {
    struct io *io;
    struct warnings warnings;
    struct zones zones;
} world;

static void leave(void)
{
    zones_release(&world.zones);
    io_close(world.io);
    warnings_release(&world.warnings);
}

static struct ws_source source_of(const char *path)
{
    struct ws_source source = {0};
    snprintf(source.path, sizeof source.path, "%s", path);
    snprintf(source.given, sizeof source.given, "a.csv");
    return source;
}

static void enter(void)
{
    struct ws_error err = {0};
    if (world.io)
        return;
    fuzz_must(!io_open(&world.io, &world.warnings, &err), err.message);
    struct ws_source source = source_of(fuzz_put("zones.geojson", ZONES, sizeof ZONES - 1));
    snprintf(source.given, sizeof source.given, "zones.geojson");
    fuzz_must(!io_read_zones(&world.zones, world.io, &source, WS_ROLE_MUNICIPALITIES, &err),
              err.message);
    atexit(leave);
}

/* ---- one reader each ------------------------------------------------------------------ */

typedef enum ws_status reader(const struct ws_source *source, const struct dated *dated,
                              struct ws_error *err);

static enum ws_status read_offices(const struct ws_source *source, const struct dated *dated,
                                   struct ws_error *err)
{
    struct offices offices = {0};
    enum ws_status st = io_read_offices(&offices, world.io, source, dated, "", &world.zones, err);
    offices_release(&offices);
    return st;
}

static enum ws_status read_population(const struct ws_source *source, const struct dated *dated,
                                      struct ws_error *err)
{
    struct population population = {0};
    const struct people_wanted wanted = {
        .ages = {.is_given = dated->as_of[0] != '\0', .from = 16, .to = 65}};
    enum ws_status st =
        io_read_population(&population, world.io, source, &wanted, &world.zones, err);
    population_release(&population);
    return st;
}

static enum ws_status read_totals(const struct ws_source *source, const struct dated *dated,
                                  struct ws_error *err)
{
    uint64_t *total = NULL;
    const struct ws_weight weight = {"antal", "antal"};
    const struct people_wanted wanted = {.weights = &weight, .weight_count = 1};
    (void)dated;
    enum ws_status st = io_read_totals(&total, world.io, source, &wanted, &world.zones, err);
    mem_free(total);
    return st;
}

static enum ws_status read_areas(const struct ws_source *source, const struct dated *dated,
                                 struct ws_error *err)
{
    struct zones areas = {0};
    uint32_t *area_of_zone = NULL;
    enum ws_status st =
        io_read_areas(&areas, &area_of_zone, world.io, source, dated, &world.zones, err);
    zones_release(&areas);
    mem_free(area_of_zone);
    return st;
}

static enum ws_status read_contracts(const struct ws_source *source, const struct dated *dated,
                                     struct ws_error *err)
{
    struct contracts contracts = {0};
    const struct contract_map map = {.zones = &world.zones};
    enum ws_status st = io_read_contracts(&contracts, world.io, source, dated, &map, err);
    contracts_release(&contracts);
    return st;
}

static enum ws_status read_candidates(const struct ws_source *source, const struct dated *dated,
                                      struct ws_error *err)
{
    struct candidates candidates = {0};
    (void)dated;
    enum ws_status st = io_read_candidates(&candidates, world.io, source, err);
    candidates_release(&candidates);
    return st;
}

static enum ws_status read_commuting(const struct ws_source *source, const struct dated *dated,
                                     struct ws_error *err)
{
    struct commuting table = {0};
    (void)dated;
    enum ws_status st = io_read_commuting(&table, world.io, source, &world.zones, err);
    commuting_release(&table);
    return st;
}

static enum ws_status read_unemployed(const struct ws_source *source, const struct dated *dated,
                                      struct ws_error *err)
{
    struct unemployed table = {0};
    enum ws_status st =
        io_read_unemployed(&table, world.io, source, dated->as_of, &world.zones, err);
    unemployed_release(&table);
    return st;
}

static enum ws_metric_id metric_of(const char *name)
{
    return strcmp(name, "M1") == 0 ? WS_M1 : WS_METRIC_IDS;
}

static enum ws_status read_claims(const struct ws_source *source, const struct dated *dated,
                                  struct ws_error *err)
{
    struct claims table = {0};
    (void)dated;
    enum ws_status st = io_read_claims(&table, world.io, source, metric_of, err);
    claims_release(&table);
    return st;
}

static enum ws_status read_referrals(const struct ws_source *source, const struct dated *dated,
                                     struct ws_error *err)
{
    struct referrals table = {0};
    (void)dated;
    enum ws_status st = io_read_referrals(&table, world.io, source, &world.zones, err);
    for (uint32_t i = 0; !st && i < table.count; i++)
        fuzz_must(referral_bridges(&table.rows[i]), "a referral that does not add up");
    referrals_release(&table);
    return st;
}

static enum ws_status read_notes(const struct ws_source *source, const struct dated *dated,
                                 struct ws_error *err)
{
    struct notes table = {0};
    enum ws_status st = io_read_notes(&table, world.io, source, dated->as_of, &world.zones, err);
    notes_release(&table);
    return st;
}

static enum ws_status read_applications(const struct ws_source *source, const struct dated *dated,
                                        struct ws_error *err)
{
    struct applications table = {0};
    enum ws_status st =
        io_read_applications(&table, world.io, source, dated->as_of, &world.zones, NULL, err);
    applications_release(&table);
    return st;
}

static enum ws_status read_remote(const struct ws_source *source, const struct dated *dated,
                                  struct ws_error *err)
{
    struct remote table = {0};
    enum ws_status st = io_read_remote(&table, world.io, source, dated, &world.zones, NULL, err);
    remote_release(&table);
    return st;
}

static enum ws_status read_classes(const struct ws_source *source, const struct dated *dated,
                                   struct ws_error *err)
{
    struct ws_road_class *classes = NULL;
    uint32_t count = 0;
    (void)dated;
    enum ws_status st = io_read_classes(&classes, &count, world.io, source->path, err);
    mem_free(classes);
    return st;
}

/* A table of edges beside a table of nodes that is there already. */
static enum ws_status read_edges(const struct ws_source *source, const struct dated *dated,
                                 struct ws_error *err)
{
    static const char NODES[] = "id,x,y\na,500000,6600000\nb,500100,6600000\nc,500100,6600200\n";
    static const struct ws_road_class CLASSES[] = {
        {.name = "primary", .speed_kmh = 50.0, .is_drivable = true, .is_stop = true}};
    struct lines_builder lines = {0};
    struct ws_source nodes = source_of(fuzz_put("nodes.csv", NODES, sizeof NODES - 1));
    snprintf(nodes.crs, sizeof nodes.crs, "EPSG:3006");
    const struct road_rules rules = {
        .classes = CLASSES, .class_count = 1, .nodes = &nodes, .threads = 1};
    (void)dated;
    enum ws_status st = io_road_kind(source) == IO_ROAD_LINES
                            ? WS_OK
                            : io_read_roads(&lines, world.io, source, 0, &rules, err);
    lines_release(&lines.lines);
    return st;
}

static reader *const READERS[] = {
    read_offices,    read_population,   read_totals,     read_areas,   read_contracts,
    read_candidates, read_commuting,    read_unemployed, read_claims,  read_referrals,
    read_notes,      read_applications, read_remote,     read_classes, read_edges};
#define READER_COUNT (sizeof READERS / sizeof *READERS)

/* ---- the target ------------------------------------------------------------------------ */

static struct ws_source choose(const uint8_t *bytes, size_t size, uint8_t ways)
{
    static const char *const OPEN[] = {"", "DECIMAL=COMMA", "SEPARATOR=SEMICOLON", "SEPARATOR=TAB"};
    struct ws_source source = source_of(fuzz_put("a.csv", bytes, size));
    snprintf(source.open_options, sizeof source.open_options, "%s", OPEN[ways % 4]);
    if (ways & 8)
        source.fields[source.field_count++] = (struct ws_field){"pad_codes", "YES"};
    if (ways & 16)
        snprintf(source.encoding, sizeof source.encoding, "%s", "windows-1252");
    if (ways & 32)
        snprintf(source.crs, sizeof source.crs, "%s", "EPSG:3006");
    return source;
}

/* Reads and forgets; words: of the refusal and of every repair. */
static enum ws_status read_once(reader *read, const struct ws_source *source,
                                const struct dated *dated, uint64_t *words)
{
    struct ws_error err = {0};
    struct io_mark mark = io_mark(world.io);
    size_t before = world.warnings.count;
    enum ws_status st = read(source, dated, &err);
    fuzz_judge(st, &err);
    *words = 14695981039346656037u; /* FNV-1a */
    for (const char *at = err.message; st && *at; at++)
        *words = (*words ^ (uint8_t)*at) * 1099511628211u;
    for (size_t i = before; i < world.warnings.count; i++)
        for (const char *at = world.warnings.items[i].what; *at; at++)
            *words = (*words ^ (uint8_t)*at) * 1099511628211u;
    warnings_cut(&world.warnings, before);
    io_rewind(world.io, mark);
    return st;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    uint64_t words[2];
    if (size < 2 || size > MOST_BYTES)
        return 0;
    enter();
    uint8_t ways = bytes[1];
    reader *read = READERS[(uint8_t)(bytes[0] - 'a') % READER_COUNT];
    struct dated dated = {.is_effective = ways & 64};
    if (ways & 128)
        snprintf(dated.as_of, sizeof dated.as_of, "2020-04-01");
    struct ws_source source = choose(bytes + 2, size - 2, ways);
    enum ws_status st = read_once(read, &source, &dated, &words[0]);
    fuzz_must(read_once(read, &source, &dated, &words[1]) == st && words[0] == words[1],
              "the same file is judged in two ways");
    return 0;
}
