/* The number of threads changes no vertex, no length and no word (src/io/read_lines.h). */
#include "io/read_fixture.h"

#include "base/mem.h"

static const struct ws_road_class CLASSES[] = {
    {"primary", 80, true, true, true, false, false},
    {"footway", 5, false, false, false, false, false},
};

/* Features of each kind come again and again among plain roads, more of them than
 * are measured at once. */
enum { FEATURES = 9500 };

static const struct row {
    const char *name, *crs, *odd; /* one in a hundred features; "%d": its number */
    const char *head, *step;      /* of plain roads: where they begin, numbers apart */
    bool is_refused;
} ROWS[] = {
    {"metres", SWEREF, FEATURE("\"class\":\"primary\"", "null"), "50%04d.25,6601000",
     "50%04d.5,6602000", false},
    {"degrees", "",
     FEATURE("\"class\":\"footway\"", "{\"type\":\"LineString\",\"coordinates\":"
                                      "[[15,59.5],[15.1,59.5]]}"),
     "15.0%04d1,59.51", "15.0%04d2,59.53", false},
    {"degrees_with_lost_vertices", "",
     FEATURE("\"class\":\"primary\"",
             "{\"type\":\"LineString\",\"coordinates\":[[15.2,59.5],[0,0],[15.3,59.6]]}"),
     "15.0%04d1,59.51", "15.0%04d2,59.53", false},
    {"metres_with_parts", SWEREF,
     FEATURE("\"class\":\"odd\"",
             "{\"type\":\"MultiLineString\",\"coordinates\":[[[500000,6600000],[500300,6600400]],"
             "[[500000,6600000],[500000,6600400]]]}"),
     "50%04d.25,6601000", "50%04d.5,6602000", false},
    {"metres_with_places_far_away", SWEREF,
     FEATURE("\"class\":\"primary\"",
             "{\"type\":\"LineString\",\"coordinates\":[[500000,6600000],[5e7,6600000]]}"),
     "50%04d.25,6601000", "50%04d.5,6602000", true},
    {"degrees_across_the_antimeridian", "",
     FEATURE("\"class\":\"primary\"",
             "{\"type\":\"LineString\",\"coordinates\":[[179.9,59.5],[-179.9,59.5]]}"),
     "15.0%04d1,59.51", "15.0%04d2,59.53", true},
    {"metres_with_polygons", SWEREF,
     FEATURE("\"class\":\"primary\"", SQUARE(500000, 6600000, 510000, 6610000)),
     "50%04d.25,6601000", "50%04d.5,6602000", true},
};

static char *layer_text(const struct row *row)
{
    size_t room = (size_t)FEATURES * 320, used = 0;
    char *text = mem_array(room, 1);
    assert_non_null(text);
    used +=
        (size_t)snprintf(text, room, "{\"type\":\"FeatureCollection\",%s\"features\":[", row->crs);
    for (int i = 0; i < FEATURES; i++) {
        char head[40], step[40];
        snprintf(head, sizeof head, row->head, i);
        snprintf(step, sizeof step, row->step, i);
        used += (size_t)snprintf(text + used, room - used, "%s", i ? "," : "");
        if (i % 100 == 57)
            used += (size_t)snprintf(text + used, room - used, "%s", row->odd);
        else
            used +=
                (size_t)snprintf(text + used, room - used,
                                 FEATURE("\"class\":\"%s\"",
                                         "{\"type\":\"LineString\",\"coordinates\":[[%s],[%s]]}"),
                                 i % 7 ? "primary" : "footway", head, step);
    }
    snprintf(text + used, room - used, "]}");
    return text;
}

struct reading {
    struct fixture fix;
    struct lines_builder builder;
    enum ws_status status;
};

static void read_with(struct reading *out, const char *text, uint32_t threads)
{
    struct zones zones = {0};
    struct road_rules rules = {.classes = CLASSES, .class_count = 2, .threads = threads};
    *out = (struct reading){0};
    fixture_open(&out->fix);
    read_three_zones(&out->fix, &zones);
    struct ws_source source = fixture_text(&out->fix, "roads.geojson", text);
    snprintf(source.given, sizeof source.given, "roads");
    out->status = io_read_roads(&out->builder, out->fix.io, &source, 0, &rules, &out->fix.err);
    zones_release(&zones);
}

static void assert_same_words(const struct ws_warning *a, const struct ws_warning *b, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(a[i].feature, b[i].feature);
        assert_string_equal(a[i].what, b[i].what);
        assert_string_equal(a[i].effect, b[i].effect);
    }
}

static void assert_same(const struct reading *a, const struct reading *b)
{
    const struct lines *p = &a->builder.lines, *q = &b->builder.lines;
    const struct warnings *v = &a->fix.warnings, *w = &b->fix.warnings;
    assert_int_equal(a->status, b->status);
    assert_string_equal(a->fix.err.message, b->fix.err.message);
    assert_int_equal(v->count, w->count);
    assert_same_words(v->items, w->items, v->count);
    assert_int_equal(v->fault_count, w->fault_count);
    assert_same_words(v->faults, w->faults, v->fault_count);
    assert_int_equal(p->count, q->count);
    assert_true(p->count > FEATURES / 2);
    size_t vertices = p->first_xy[p->count];
    assert_memory_equal(p->first_xy, q->first_xy, (p->count + 1) * sizeof *p->first_xy);
    assert_memory_equal(p->xy_m, q->xy_m, 2 * vertices * sizeof *p->xy_m);
    assert_memory_equal(p->at_m, q->at_m, vertices * sizeof *p->at_m);
    assert_memory_equal(p->fid, q->fid, p->count * sizeof *p->fid);
    assert_memory_equal(p->flags, q->flags, p->count);
}

static void test_row(void **state)
{
    const struct row *row = *state;
    struct reading one, many;
    char *text = layer_text(row);
    read_with(&one, text, 1);
    assert_int_equal(one.status, row->is_refused ? WS_BAD_DATA : WS_OK);
    assert_true(row->is_refused == (one.fix.warnings.fault_count > 0));
    for (uint32_t threads = 2; threads <= 4; threads += 2) {
        read_with(&many, text, threads);
        assert_same(&one, &many);
        lines_release(&many.builder.lines);
        fixture_close(&many.fix);
    }
    lines_release(&one.builder.lines);
    fixture_close(&one.fix);
    mem_free(text);
}

int main(void)
{
    enum { COUNT = sizeof ROWS / sizeof *ROWS };
    struct CMUnitTest tests[COUNT];
    for (size_t i = 0; i < COUNT; i++)
        tests[i] = (struct CMUnitTest){.name = ROWS[i].name,
                                       .test_func = test_row,
                                       .initial_state = (void *)(uintptr_t)&ROWS[i]};
    return cmocka_run_group_tests_name("io_read_line_batch", tests, NULL, NULL);
}
