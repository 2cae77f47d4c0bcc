/* What is refused before anything is computed, and names as a format can hold
 * them. */
#include "io/write_fixture.h"

#include <sys/stat.h>

static const struct format_row PLAIN = {"gpkg", "GPKG", "", "out.gpkg", WRITE_GPKG, 3006};
static const struct format_row SHAPEFILES = {"shapefile", "ESRI Shapefile", "",
                                             "out",       WRITE_SHAPEFILE,  3006};

/* ---- checks before anything is computed --------------------------------------------------- */

static const struct check_row {
    const char *name, *path, *format, *crs_out;
    bool overwrite;
    const char *input; /* a file the run reads, or NULL */
    enum ws_status status;
    const char *says;
} CHECKS[] = {
    {"check_good_file", "x.gpkg", "", "", false, NULL, WS_OK, ""},
    {"check_upper_case", "x.GPKG", "", "", false, NULL, WS_OK, ""},
    {"check_good_folder", "x", "csv", "", false, NULL, WS_OK, ""},
    {"check_slash", "x//", "csv", "", false, NULL, WS_OK, ""},
    {"check_no_format", "x", "", "", false, NULL, WS_BAD_OPTION, "GPKG, GeoJSON, ESRI Shapefile"},
    {"check_unknown", "x", "KML", "", false, NULL, WS_BAD_OPTION, "'KML' is unknown; expected one"},
    {"check_folder_for_gpkg", "x", "GPKG", "", false, NULL, WS_BAD_OPTION, "ends in .gpkg"},
    {"check_gpkg_for_folder", "x.gpkg", "CSV", "", false, NULL, WS_BAD_OPTION, "makes a folder"},
    {"check_file_for_folder", "x.geojson", "GeoJSON", "", false, NULL, WS_BAD_OPTION, "a folder"},
    {"check_parent", "none/x.gpkg", "", "", false, NULL, WS_NOT_FOUND, "none is not there"},
    {"check_parent_is_file", "zones.geojson/x.gpkg", "", "", false, NULL, WS_NOT_FOUND,
     "not there"},
    {"check_existing", "old.gpkg", "", "", false, NULL, WS_IO, "exists; use --overwrite"},
    {"check_overwrite", "old.gpkg", "", "", true, NULL, WS_OK, ""},
    {"check_only_evidence", "lone.gpkg", "", "", false, NULL, WS_IO, "lone.run.json exists"},
    {"check_folder_is_file", "plain", "CSV", "", true, NULL, WS_IO, "is no folder"},
    {"check_file_is_folder", "dir.gpkg", "", "", true, NULL, WS_IO, "is no regular file"},
    {"check_foreign_folder", "photos", "CSV", "", true, NULL, WS_IO, "other things"},
    {"check_no_evidence_in_it", "tables", "CSV", "", true, NULL, WS_IO, "other things"},
    {"check_empty_folder", "empty", "CSV", "", true, NULL, WS_OK, ""},
    {"check_own_folder", "own", "CSV", "", true, NULL, WS_OK, ""},
    {"check_styled_folder", "styled", "GeoJSON", "", true, NULL, WS_OK, ""},
    {"check_style_of_a_user", "quilt", "GeoJSON", "", true, NULL, WS_IO, "other things"},
    {"check_dot", ".", "CSV", "", true, NULL, WS_BAD_OPTION, "no name of its own"},
    {"check_dots", "empty/..", "CSV", "", true, NULL, WS_BAD_OPTION, "no name of its own"},
    {"check_root", "/", "CSV", "", true, NULL, WS_BAD_OPTION, "no name of its own"},
    {"check_input", "old.gpkg", "", "", true, "./old.gpkg", WS_BAD_OPTION, "the input ./old.gpkg"},
    {"check_input_by_link", "link.gpkg", "", "", true, "old.gpkg", WS_BAD_OPTION, "the input"},
    {"check_input_is_evidence", "new.gpkg", "", "", true, "new.run.json", WS_BAD_OPTION, "input"},
    {"check_input_inside", "own", "CSV", "", true, "own/a.csv", WS_BAD_OPTION, "own/a.csv"},
    {"check_input_beside", "own", "CSV", "", true, "old.gpkg", WS_OK, ""},
    {"check_journal", "left.gpkg", "", "", false, NULL, WS_IO, "left.gpkg-wal lies beside"},
    {"check_crs", "x", "GeoJSON", "EPSG:999999", false, NULL, WS_BAD_OPTION, "EPSG:999999"},
    {"check_crs_text", "x", "GeoJSON", "zones.geojson", false, NULL, WS_BAD_OPTION, "EPSG:N"},
};

static void make_things(void)
{
    static const char *const files[] = {
        "old.gpkg",        "lone.run.json",    "plain",        "left.gpkg-wal", "photos/a.jpg",
        "photos/run.json", "tables/a.csv",     "own/a.csv",    "own/run.json",  "new.run.json",
        "styled/run.json", "styled/a.geojson", "styled/a.qml", "quilt/a.qml"};
    assert_int_equal(mkdir("dir.gpkg", 0777) + mkdir("photos", 0777) + mkdir("tables", 0777) +
                         mkdir("empty", 0777) + mkdir("own", 0777) + mkdir("styled", 0777) +
                         mkdir("quilt", 0777),
                     0);
    for (size_t i = 0; i < COUNT(files); i++)
        put_file(files[i], "x");
    assert_int_equal(symlink("old.gpkg", "link.gpkg"), 0);
}

static void test_checks(void **state)
{
    const struct yard *yard = *state;
    make_things();
    struct tree before = look_around();
    for (const struct check_row *row = CHECKS; row < CHECKS + COUNT(CHECKS); row++) {
        struct ws_error err = {0};
        struct write_plan plan = {.path = row->path,
                                  .format = row->format,
                                  .crs_out = row->crs_out,
                                  .overwrite = row->overwrite,
                                  .inputs = &row->input,
                                  .input_count = row->input ? 1 : 0};
        enum ws_status st = io_write_check(yard->io, &plan, &err);
        if (st != row->status || !strstr(err.message, row->says))
            fail_msg("%s: %s: '%s'", row->name, ws_status_name(st), err.message);
    }
    struct tree after = look_around();
    assert_same_tree(&after, &before);
}

/* The zones file itself was read through io, so the plan need not name it. */
static void test_read_input(void **state)
{
    const struct yard *yard = *state;
    struct ws_error err = {0};
    struct write_plan plan = {.path = "zones.geojson", .format = "CSV", .overwrite = true};
    assert_int_equal(io_write_check(yard->io, &plan, &err), WS_BAD_OPTION);
    assert_int_equal(symlink("zones.geojson", "z.gpkg"), 0);
    plan = (struct write_plan){.path = "z.gpkg", .overwrite = true};
    assert_int_equal(io_write_check(yard->io, &plan, &err), WS_BAD_OPTION);
    assert_non_null(strstr(err.message, "the input zones.geojson"));
}

/* Nobody, root neither, may make folders there. */
static void test_forbidden_folder(void **state)
{
    const struct yard *yard = *state;
    struct ws_error err = {0};
    struct write_plan plan = {
        .path = "/proc/self/out.gpkg", .evidence = EVIDENCE, .format = "", .crs_out = ""};
    if (file_kind("/proc/self") != 'd')
        skip();
    enum ws_status st = io_write(yard->io, LAYERS, 1, &plan, &err);
    assert_true(st == WS_IO || st == WS_NOT_FOUND);
    assert_non_null(strstr(err.message, "/proc/self"));
}

/* ---- names in a format ------------------------------------------------------------------------
 */

static const struct name_row {
    const char *name;
    const struct layer *layer;
    enum write_kind kind;
    const char *names;
} NAMES_BY_FORMAT[] = {
    {"names_gpkg", &LAYERS[1], WRITE_GPKG,
     "office X geom_2 GEOM_3 fid_2 mottagningsnamn mottagningsnummer åäöåäöåäö column"},
    {"names_csv", &LAYERS[1], WRITE_CSV,
     "office X_2 geom GEOM_2 fid mottagningsnamn mottagningsnummer åäöåäöåäö column"},
    {"names_geojson", &LAYERS[1], WRITE_GEOJSON,
     "office X geom GEOM_2 fid mottagningsnamn mottagningsnummer åäöåäöåäö column"},
    {"names_shapefile", &LAYERS[1], WRITE_SHAPEFILE,
     "office X geom GEOM_2 fid mottagning mottagni_2 åäöåä column"},
    {"names_shapefile_own", &LAYERS[0], WRITE_SHAPEFILE, "code name share off_net ppl_15min note"},
};

static void test_names(void **state)
{
    const struct name_row *row = *state;
    char names[512] = "";
    struct write_field *fields = NULL;
    assert_int_equal(write_fields(&fields, row->layer, row->kind, NULL), WS_OK);
    for (uint32_t i = 0; i < row->layer->column_count; i++) {
        strcat(strcat(names, i ? " " : ""), fields[i].name);
        assert_true(row->kind != WRITE_SHAPEFILE || strlen(fields[i].name) <= 10);
    }
    assert_string_equal(names, row->names);
    mem_free(fields);
}

/* What was cut in a Shapefile is listed. */
static void test_cuts(void **state)
{
    const struct yard *yard = *state;
    char text[2048] = "";
    struct write_plan plan = plan_of(yard);
    write_or_fail(yard, &plan);
    FILE *file = fopen("out/columns.csv", "rb");
    assert_non_null(file);
    assert_true(fread(text, 1, sizeof text - 1, file) > 0);
    fclose(file);
    assert_non_null(strstr(text, "layer,column,written_as,texts_cut\n"
                                 "municipalities,off_network,off_net,0\n"
                                 "municipalities,people_15min,ppl_15min,0\n"
                                 "municipalities,note,note,1\n"
                                 "offices,GEOM,GEOM_2,0\n"));
    /* The table's day is no day of ours: years since 1900, month, day. */
    unsigned char head[4];
    file = fopen("out/municipalities.dbf", "rb");
    assert_non_null(file);
    assert_int_equal(fread(head, 1, sizeof head, file), sizeof head);
    fclose(file);
    assert_memory_equal(head + 1, "\x64\x01\x01", 3);
    assert_int_equal(file_kind("out/municipalities.qml"), 'f');
    assert_int_equal(file_kind("out/municipalities.cpg"), 'f');
}

/* A number that a Shapefile's table has no room for is refused, not cut. */
static void test_too_wide(void **state)
{
    (void)state;
    struct ws_error err = {0};
    struct write_field *fields = NULL;
    double values[] = {1e300};
    const struct column column = {.name = "people", .type = COLUMN_REAL, .real = values};
    struct layer layer = {.name = "a", .row_count = 1, .column_count = 1, .columns = &column};
    assert_int_equal(write_fields(&fields, &layer, WRITE_SHAPEFILE, &err), WS_TOO_LARGE);
    assert_non_null(strstr(err.message, "a: column people"));
    assert_null(fields);
    assert_int_equal(write_fields(&fields, &layer, WRITE_CSV, &err), WS_OK);
    mem_free(fields);
}

int main(void)
{
    static struct CMUnitTest names[COUNT(NAMES_BY_FORMAT)], tests[5];
    size_t name_count = 0, count = 0;
    for (size_t i = 0; i < COUNT(NAMES_BY_FORMAT); i++) {
        add_test(names, &name_count, NAMES_BY_FORMAT[i].name, test_names, &NAMES_BY_FORMAT[i]);
        names[i].setup_func = NULL;
        names[i].teardown_func = NULL;
    }
    add_test(tests, &count, "checks", test_checks, &PLAIN);
    add_test(tests, &count, "read_input", test_read_input, &PLAIN);
    add_test(tests, &count, "forbidden_folder", test_forbidden_folder, &PLAIN);
    add_test(tests, &count, "shapefile_cuts", test_cuts, &SHAPEFILES);
    add_test(tests, &count, "too_wide", test_too_wide, &PLAIN);
    int failed = cmocka_run_group_tests_name("names", names, NULL, NULL);
    return failed + cmocka_run_group_tests_name("checks", tests, NULL, NULL);
}
