#include "io/read_fixture.h"

#include "base/mem.h"

#include <math.h>

static const struct ws_road_class CLASSES[] = {
    {"motorway", 110, true, false, false, false, false},
    {"primary", 80, true, true, true, false, false},
    {"residential", 40, true, true, true, false, false},
    {"footway", 5, false, false, false, false, false},
    {"ferry", 20, true, false, false, true, false},
};
static const struct road_rules RULES = {.classes = CLASSES,
                                        .class_count = sizeof CLASSES / sizeof *CLASSES};

/* ---- what a network is, counted the slow way ------------------------------------------- */

struct spot {
    int64_t x, y;
};

static int compare_places(const void *left, const void *right)
{
    const struct spot *a = left, *b = right;
    if (a->x != b->x)
        return a->x < b->x ? -1 : 1;
    return (a->y > b->y) - (a->y < b->y);
}

struct counts {
    size_t nodes, components;
    uint32_t ways, one_ways;
    double km;
};

static uint32_t root_of(uint32_t *parent, uint32_t i)
{
    while (parent[i] != i)
        i = parent[i] = parent[parent[i]];
    return i;
}

static struct spot place_at(const struct lines *lines, uint32_t vertex)
{
    return (struct spot){llround(lines->xy_m[2 * (size_t)vertex] * 1000),
                         llround(lines->xy_m[2 * (size_t)vertex + 1] * 1000)};
}

static struct counts count_lines(const struct lines *lines)
{
    struct counts counts = {.ways = lines->count};
    uint32_t vertex_count = lines->first_xy[lines->count];
    struct spot *places = calloc(vertex_count, sizeof *places);
    for (uint32_t v = 0; v < vertex_count; v++)
        places[v] = place_at(lines, v);
    qsort(places, vertex_count, sizeof *places, compare_places);
    for (uint32_t v = 0; v < vertex_count; v++)
        if (v == 0 || compare_places(&places[v], &places[counts.nodes - 1]))
            places[counts.nodes++] = places[v];
    uint32_t *parent = calloc(counts.nodes, sizeof *parent);
    for (uint32_t i = 0; i < counts.nodes; i++)
        parent[i] = i;
    for (uint32_t line = 0; line < lines->count; line++) {
        uint32_t last = lines->first_xy[line + 1] - 1;
        counts.km += lines->at_m[last] / 1000.0;
        counts.one_ways +=
            (lines->flags[line] & (LINE_FORWARD | LINE_BACKWARD)) != (LINE_FORWARD | LINE_BACKWARD);
        struct spot first = place_at(lines, lines->first_xy[line]);
        struct spot *from = bsearch(&first, places, counts.nodes, sizeof *places, compare_places);
        for (uint32_t v = lines->first_xy[line]; v <= last; v++) {
            struct spot here = place_at(lines, v);
            struct spot *to = bsearch(&here, places, counts.nodes, sizeof *places, compare_places);
            parent[root_of(parent, (uint32_t)(to - places))] =
                root_of(parent, (uint32_t)(from - places));
        }
    }
    for (uint32_t i = 0; i < counts.nodes; i++)
        counts.components += parent[i] == i;
    free(places);
    free(parent);
    return counts;
}

/* Ways and one-ways were also counted with one SQL query per file over the same
 * tags. Without the access rules the files give 3,709, 2,590, 43,322 and 12,283
 * ways, and the nodes and components their READMEs state. */
/* ---- real extracts ----------------------------------------------------------------------- */

static const struct real {
    const char *name, *file, *zones, *zone_text;
    uint32_t ways, nodes, one_ways, components;
    double km;
} REAL[] = {
    {"liechtenstein", "osm-liechtenstein/liechtenstein_2021-10-28.osm.pbf",
     "osm-liechtenstein/kommuner_4326.gpkg", NULL, 3613, 23727, 280, 29, 456.6},
    {"andorra", "osm-andorra/andorra_2021-10-28.osm.pbf", "osm-andorra/kommuner_4326.gpkg", NULL,
     2561, 26717, 838, 9, 510.6},
    {"porto", "osm-porto/porto_vagar_2015-06-06.osm.pbf", NULL,
     LAYER("", FEATURE("\"namn\":\"Porto\"", SQUARE(-8.795, 40.981, -8.358, 41.399))), 42749,
     273184, 11178, 78, 9359.0},
    {"porto_alegre", "osm-porto-alegre/poa_osm.pbf", NULL,
     LAYER("", FEATURE("\"namn\":\"POA\"", SQUARE(-51.3, -30.2, -51.1, -29.9))), 11229, 30499, 4275,
     21, 1647.9},
};

static void test_real(void **state)
{
    const struct real *row = *state;
    struct fixture fix;
    struct zones zones = {0};
    struct ws_source source, zone_source, class_source;
    if (!shared(&source, row->file) || !shared(&class_source, "osm-classes/classes.csv"))
        skip();
    fixture_open(&fix);
    if (row->zones)
        assert_true(shared(&zone_source, row->zones));
    else
        zone_source = fixture_text(&fix, "zones.geojson", row->zone_text);
    assert_status(
        &fix, io_read_zones(&zones, fix.io, &zone_source, WS_ROLE_MUNICIPALITIES, &fix.err), WS_OK);
    struct ws_road_class *classes = NULL;
    uint32_t class_count = 0;
    assert_status(
        &fix, io_read_classes(&classes, &class_count, fix.io, class_source.path, &fix.err), WS_OK);
    struct road_rules rules = {.classes = classes, .class_count = class_count};
    struct lines_builder builder = {0};
    assert_status(&fix, io_read_roads(&builder, fix.io, &source, 3, &rules, &fix.err), WS_OK);
    struct counts counts = count_lines(&builder.lines);
    assert_int_equal(counts.ways, row->ways);
    assert_int_equal(counts.nodes, row->nodes);
    assert_int_equal(counts.one_ways, row->one_ways);
    assert_int_equal(counts.components, row->components);
    if (fabs(counts.km - row->km) > 0.1)
        fail_msg("%.2f km; expected %.2f", counts.km, row->km);
    assert_int_equal(builder.lines.source[0], 3);
    lines_release(&builder.lines);
    mem_free(classes);
    zones_release(&zones);
    fixture_close(&fix);
}

/* ---- the rules, one way each ------------------------------------------------------------- */

/* A protocol buffer being written: just enough for an extract of one way. */
struct buffer {
    unsigned char bytes[4096];
    size_t size;
};

static void put_number(struct buffer *buffer, uint64_t value)
{
    do {
        buffer->bytes[buffer->size++] = (unsigned char)(value & 127) | (value > 127 ? 128 : 0);
        value >>= 7;
    } while (value);
}

static void put_field(struct buffer *buffer, unsigned field, uint64_t value)
{
    put_number(buffer, field << 3);
    put_number(buffer, value);
}

static void put_bytes(struct buffer *buffer, unsigned field, const void *bytes, size_t size)
{
    put_number(buffer, field << 3 | 2);
    put_number(buffer, size);
    memcpy(buffer->bytes + buffer->size, bytes, size);
    buffer->size += size;
}

static uint64_t zigzag(int64_t value)
{
    return ((uint64_t)value << 1) ^ (uint64_t)(value >> 63);
}

static void put_blob(struct buffer *file, const char *type, const struct buffer *block)
{
    struct buffer blob = {0}, header = {0};
    put_bytes(&blob, 1, block->bytes, block->size);
    put_field(&blob, 2, block->size);
    put_bytes(&header, 1, type, strlen(type));
    put_field(&header, 3, blob.size);
    for (int shift = 24; shift >= 0; shift -= 8)
        file->bytes[file->size++] = (unsigned char)(header.size >> shift);
    memcpy(file->bytes + file->size, header.bytes, header.size);
    file->size += header.size;
    memcpy(file->bytes + file->size, blob.bytes, blob.size);
    file->size += blob.size;
}

/* Way 77 over nodes 1 .. node_count of a circle at (15.2, 59.55), closed back to
 * node 1 when is_closed, with tags "key=value key=value". */
static void make_extract(struct buffer *file, const char *tags, int node_count, bool is_closed)
{
    struct buffer head = {0}, block = {0}, strings = {0}, group = {0}, way = {0}, keys = {0},
                  values = {0}, refs = {0};
    char copy[512];
    put_bytes(&head, 4, "OsmSchema-V0.6", 14);
    put_bytes(&strings, 1, "", 0);
    snprintf(copy, sizeof copy, "%s", tags);
    uint64_t text = 1;
    for (char *rest = copy, *word; (word = strtok_r(rest, " ", &rest));) {
        char *equals = strchr(word, '=');
        *equals = '\0';
        put_bytes(&strings, 1, word, strlen(word));
        put_bytes(&strings, 1, equals + 1, strlen(equals + 1));
        put_number(&keys, text++);
        put_number(&values, text++);
    }
    for (int i = 1; i <= node_count; i++) {
        struct buffer node = {0};
        put_field(&node, 1, zigzag(i));
        put_field(&node, 8, zigzag(595500000 + (int64_t)(i % 2) * 10000));
        put_field(&node, 9, zigzag(152000000 + (int64_t)i * 10000));
        put_bytes(&group, 1, node.bytes, node.size);
        put_number(&refs, zigzag(1));
    }
    if (is_closed)
        put_number(&refs, zigzag(1 - node_count));
    struct buffer nodes = group;
    group = (struct buffer){0};
    put_field(&way, 1, 77);
    put_bytes(&way, 2, keys.bytes, keys.size);
    put_bytes(&way, 3, values.bytes, values.size);
    put_bytes(&way, 8, refs.bytes, refs.size);
    put_bytes(&group, 3, way.bytes, way.size);
    put_blob(file, "OSMHeader", &head);
    put_bytes(&block, 1, strings.bytes, strings.size);
    put_bytes(&block, 2, nodes.bytes, nodes.size);
    put_bytes(&block, 2, group.bytes, group.size);
    put_blob(file, "OSMData", &block);
}

enum {
    F = LINE_FORWARD,
    B = LINE_BACKWARD,
    BOTH = F | B,
    FERRY = LINE_FERRY,
    TUNNEL = LINE_TUNNEL
};

static const struct rule {
    const char *name, *tags;
    int flags;                        /* 0: closed */
    double speed_kmh, speed_back_kmh; /* 0: unknown */
    const char *warned;
    bool is_closed_way;
} RULE[] = {
    {"two_way", "highway=residential", .flags = BOTH},
    {"class_not_driven", "highway=footway", .flags = 0},
    {"class_not_known", "highway=corridor", .flags = 0},
    {"no_highway", "railway=rail", .flags = 0},
    {"roundabout_stays_a_line", "highway=primary junction=roundabout", .flags = F,
     .is_closed_way = true},
    {"closed_way_without_junction", "highway=residential", .flags = BOTH, .is_closed_way = true},
    {"area_is_no_road", "highway=residential area=yes", .flags = 0, .is_closed_way = true},
    {"open_area_is_no_road", "highway=residential area=yes", .flags = 0},
    {"access_no", "highway=primary access=no", .flags = 0},
    {"access_private", "highway=primary access=private", .flags = 0},
    {"access_agricultural", "highway=primary access=agricultural", .flags = 0},
    {"access_forestry", "highway=primary access=forestry", .flags = 0},
    {"access_military", "highway=primary access=military", .flags = 0},
    {"access_destination", "highway=primary access=destination", .flags = BOTH},
    {"motorcar_decides_first", "highway=primary motorcar=yes motor_vehicle=no access=no",
     .flags = BOTH},
    {"motor_vehicle_before_vehicle", "highway=primary motor_vehicle=no vehicle=yes", .flags = 0},
    {"vehicle_before_access", "highway=primary vehicle=yes access=no", .flags = BOTH},
    {"first_of_a_list_closes", "highway=primary access=no;destination", .flags = 0},
    {"first_of_a_list_opens", "highway=primary access=destination;no", .flags = BOTH},
    {"oneway_yes", "highway=primary oneway=yes", .flags = F},
    {"oneway_true", "highway=primary oneway=true", .flags = F},
    {"oneway_1", "highway=primary oneway=1", .flags = F},
    {"oneway_minus_1", "highway=primary oneway=-1", .flags = B},
    {"oneway_reverse", "highway=primary oneway=reverse", .flags = B},
    {"oneway_no", "highway=primary oneway=no", .flags = BOTH},
    {"oneway_reversible", "highway=primary oneway=reversible", .flags = BOTH,
     .warned = "one-way words that are not known: reversible (1)"},
    {"motorway_is_one_way", "highway=motorway", .flags = F},
    {"motorway_said_two_way", "highway=motorway oneway=no", .flags = BOTH},
    {"motorway_backward", "highway=motorway oneway=-1", .flags = B},
    {"circular", "highway=residential junction=circular", .flags = F},
    {"roundabout_said_two_way", "highway=residential junction=roundabout oneway=no", .flags = BOTH},
    {"tunnel", "highway=primary tunnel=yes", .flags = BOTH | TUNNEL},
    {"building_passage", "highway=primary tunnel=building_passage", .flags = BOTH | TUNNEL},
    {"tunnel_no", "highway=primary tunnel=no", .flags = BOTH},
    {"ferry_without_access", "route=ferry", .flags = 0},
    {"ferry_for_cars", "route=ferry motor_vehicle=yes", .flags = BOTH | FERRY},
    {"ferry_for_vehicles", "route=ferry vehicle=designated", .flags = BOTH | FERRY},
    {"ferry_access_is_not_enough", "route=ferry access=yes", .flags = 0},
    {"ferry_closed_to_cars", "route=ferry motorcar=no vehicle=yes", .flags = 0},
    {"ferry_of_foot", "route=ferry foot=yes", .flags = 0},
    {"speed", "highway=primary maxspeed=70", .flags = BOTH, .speed_kmh = 70, .speed_back_kmh = 70},
    {"speed_of_miles", "highway=primary maxspeed=50mph", .flags = BOTH, .speed_kmh = 80.4672,
     .speed_back_kmh = 80.4672},
    {"speed_by_direction", "highway=primary maxspeed=70 maxspeed:backward=50", .flags = BOTH,
     .speed_kmh = 70, .speed_back_kmh = 50},
    {"speed_word", "highway=primary maxspeed=SE:urban", .flags = BOTH,
     .warned = "values that are no speed: SE:urban (1)"},
    {"speed_list", "highway=primary maxspeed=50;80", .flags = BOTH, .warned = "50;80 (1)"},
    {"speed_zero", "highway=primary maxspeed=0", .flags = BOTH},
};

static void test_rule(void **state)
{
    const struct rule *row = *state;
    struct fixture fix;
    struct zones zones = {0};
    struct lines_builder builder = {0};
    fixture_open(&fix);
    read_three_zones(&fix, &zones);
    struct buffer file = {0};
    make_extract(&file, row->tags, 4, row->is_closed_way);
    struct ws_source source = fixture_file(&fix, "a.osm.pbf", (const char *)file.bytes, file.size);
    enum ws_status st = io_read_roads(&builder, fix.io, &source, 0, &RULES, &fix.err);
    if (!row->flags) {
        assert_status(&fix, st, WS_BAD_DATA);
        assert_says(&fix, "no way that cars may use");
    } else {
        const struct lines *lines = &builder.lines;
        assert_status(&fix, st, WS_OK);
        assert_int_equal(lines->count, 1);
        assert_int_equal(lines->flags[0], row->flags);
        assert_int_equal(lines->fid[0], 77);
        assert_int_equal(lines->first_xy[1], row->is_closed_way ? 5 : 4);
        if (row->speed_kmh > 0)
            assert_true(fabs((double)lines->speed_kmh[0] - row->speed_kmh) < 1e-3 &&
                        fabs((double)lines->speed_back_kmh[0] - row->speed_back_kmh) < 1e-3);
        else
            assert_true(isnan(lines->speed_kmh[0]) && isnan(lines->speed_back_kmh[0]));
        assert_true(!row->warned || was_warned(&fix, row->warned));
        assert_int_equal(fix.warnings.count, row->warned ? 1 : 0);
    }
    lines_release(&builder.lines);
    zones_release(&zones);
    fixture_close(&fix);
}

/* A crossing of 30 minutes gives the ferry its speed. */
static void test_ferry_duration(void **state)
{
    (void)state;
    struct fixture fix;
    struct zones zones = {0};
    struct lines_builder builder = {0};
    fixture_open(&fix);
    read_three_zones(&fix, &zones);
    struct buffer file = {0};
    make_extract(&file, "route=ferry motorcar=yes duration=00:30", 4, false);
    struct ws_source source = fixture_file(&fix, "a.osm.pbf", (const char *)file.bytes, file.size);
    assert_status(&fix, io_read_roads(&builder, fix.io, &source, 0, &RULES, &fix.err), WS_OK);
    double km = builder.lines.at_m[3] / 1000.0;
    assert_true(fabs((double)builder.lines.speed_kmh[0] - km / 0.5) < 1e-4);
    assert_true(isnan(builder.lines.boarding_s[0]));
    lines_release(&builder.lines);
    zones_release(&zones);
    fixture_close(&fix);
}

/* A filter of the user takes ways out; it lets none in, and its fault is told in its
 * own words. */
static const struct filter {
    const char *name, *tags, *where, *said; /* said NULL: the way is taken */
    enum ws_status status;
} FILTER[] = {
    {"filter_takes", "highway=primary oneway=yes", "oneway = 'yes'", NULL, WS_OK},
    {"filter_of_two_takes", "highway=primary", "tunnel = 'yes' OR highway = 'primary'", NULL,
     WS_OK},
    {"filter_leaves_out", "highway=primary", "oneway = 'yes'", "no way", WS_BAD_DATA},
    {"filter_leaves_a_ferry_out", "route=ferry motorcar=yes", "tunnel = 'yes'", "no way",
     WS_BAD_DATA},
    {"filter_lets_no_other_line_in", "railway=rail oneway=yes", "oneway = 'yes'", "no way",
     WS_BAD_DATA},
    {"filter_of_no_column", "highway=primary", "foo = 1",
     "the filter cannot be used: --where roads=foo = 1", WS_BAD_OPTION},
};

static void test_filter(void **state)
{
    const struct filter *row = *state;
    struct fixture fix;
    struct zones zones = {0};
    struct lines_builder builder = {0};
    fixture_open(&fix);
    read_three_zones(&fix, &zones);
    struct buffer file = {0};
    make_extract(&file, row->tags, 4, false);
    struct ws_source source = fixture_file(&fix, "a.osm.pbf", (const char *)file.bytes, file.size);
    snprintf(source.where, sizeof source.where, "%s", row->where);
    enum ws_status st = io_read_roads(&builder, fix.io, &source, 0, &RULES, &fix.err);
    assert_status(&fix, st, row->status);
    if (row->said)
        assert_says(&fix, row->said);
    assert_int_equal(builder.lines.count, row->said ? 0 : 1);
    lines_release(&builder.lines);
    zones_release(&zones);
    fixture_close(&fix);
}

static void test_broken(void **state)
{
    (void)state;
    struct fixture fix;
    struct zones zones = {0};
    struct lines_builder builder = {0};
    fixture_open(&fix);
    read_three_zones(&fix, &zones);
    struct buffer file = {0};
    make_extract(&file, "highway=primary", 4, false);
    struct ws_source source =
        fixture_file(&fix, "a.osm.pbf", (const char *)file.bytes, file.size - 20);
    assert_status(&fix, io_read_roads(&builder, fix.io, &source, 0, &RULES, &fix.err), WS_BAD_DATA);
    source = fixture_text(&fix, "b.osm.pbf", "<osm version=\"0.6\"></osm>");
    assert_status(&fix, io_read_roads(&builder, fix.io, &source, 0, &RULES, &fix.err), WS_BAD_DATA);
    lines_release(&builder.lines);
    zones_release(&zones);
    fixture_close(&fix);
}

int main(void)
{
    enum { REAL_COUNT = sizeof REAL / sizeof *REAL, RULE_COUNT = sizeof RULE / sizeof *RULE };
    enum { FILTER_COUNT = sizeof FILTER / sizeof *FILTER };
    struct CMUnitTest tests[REAL_COUNT + RULE_COUNT + FILTER_COUNT + 2];
    size_t count = 0;
    for (size_t i = 0; i < RULE_COUNT; i++)
        tests[count++] = (struct CMUnitTest){RULE[i].name, test_rule, NULL, NULL, (void *)&RULE[i]};
    for (size_t i = 0; i < FILTER_COUNT; i++)
        tests[count++] =
            (struct CMUnitTest){FILTER[i].name, test_filter, NULL, NULL, (void *)&FILTER[i]};
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(test_ferry_duration);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(test_broken);
    for (size_t i = 0; i < REAL_COUNT; i++)
        tests[count++] = (struct CMUnitTest){REAL[i].name, test_real, NULL, NULL, (void *)&REAL[i]};
    return _cmocka_run_group_tests("io_read_osm", tests, count, NULL, NULL);
}
