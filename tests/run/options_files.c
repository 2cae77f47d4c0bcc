/* Run files and the evidence: who wins, what is listed, where paths lead. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "run/options.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void set(struct ws_options *options, const char *name, const char *value)
{
    struct ws_error err = {0};
    if (ws_options_set(options, name, value, &err))
        fail_msg("--%s %s: %s", name, value, err.message);
}

/* ---- run files ----------------------------------------------------------------------- */

/* An empty folder of its own for each test, and the way back. */
struct yard {
    char home[1024], folder[32];
};

static int enter(void **state)
{
    struct yard *yard = mem_array(1, sizeof *yard);
    strcpy(yard->folder, "options_XXXXXX");
    if (!getcwd(yard->home, sizeof yard->home) || !mkdtemp(yard->folder) || chdir(yard->folder))
        return -1;
    *state = yard;
    return 0;
}

static int leave(void **state)
{
    struct yard *yard = *state;
    if (chdir(yard->home))
        return -1;
    file_aside_remove(yard->folder);
    mem_free(yard);
    return 0;
}

static void put_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
}

static const char RUN_FILE[] =
    "{\"offices\": \"o.csv\", \"roads\": [\"r1.gpkg\", \"/abs/r2.gpkg\"],\n"
    " \"within\": [\"15min\", \"30min\"], \"choice\": [1, 2], \"access-speed\": 4.5,\n"
    " \"field\": {\"offices.x\": \"ost\", \"offices.y\": \"nord\"},\n"
    " \"no-ferries\": true, \"overwrite\": false, \"scheme\": null}";

static void check_mixed(const struct ws_options *options)
{
    assert_string_equal(options->source[WS_ROLE_OFFICES].given, "o.csv");
    assert_string_equal(options->source[WS_ROLE_OFFICES].path, "sub/o.csv");
    assert_int_equal(options->road_count, 2);
    assert_string_equal(options->roads[0].path, "sub/r1.gpkg");
    assert_string_equal(options->roads[1].path, "/abs/r2.gpkg");
    /* The caller's limits replace the file's; lists are not mixed. */
    assert_int_equal(options->cutoff_count, 1);
    assert_string_equal(options->cutoff_text[0], "5km");
    /* The caller's word on one field leaves the file's on the other. */
    assert_int_equal(options->source[WS_ROLE_OFFICES].field_count, 2);
    for (int i = 0; i < 2; i++) {
        const struct ws_field *field = &options->source[WS_ROLE_OFFICES].fields[i];
        assert_string_equal(field->column, !strcmp(field->key, "x") ? "east" : "nord");
    }
    assert_int_equal(options->choice_count, 2);
    assert_true(options->access_speed_kmh == 4.5);
    assert_false(options->use_ferries);
    assert_string_equal(options->config, "sub/run.json");
}

static void test_caller_wins(void **state)
{
    (void)state;
    struct ws_error err = {0};
    assert_int_equal(mkdir("sub", 0777), 0);
    put_file("sub/run.json", RUN_FILE);
    for (int is_late = 0; is_late < 2; is_late++) {
        struct ws_options *options = ws_options_new();
        if (is_late && ws_options_read(options, "sub/run.json", &err))
            fail_msg("%s", err.message);
        set(options, "within", "5km");
        set(options, "field", "offices.x=east");
        if (!is_late && ws_options_set(options, "config", "sub/run.json", &err))
            fail_msg("%s", err.message);
        check_mixed(options);
        ws_options_free(options);
    }
}

static const struct file_row {
    const char *name, *text, *says;
    enum ws_status status;
} FILES[] = {
    {"file_unknown_option", "{\"ofices\": 1}", "run.json: --ofices", WS_BAD_OPTION},
    {"file_bad_value", "{\"choice\": [0]}", "run.json: --choice: '0'", WS_BAD_OPTION},
    {"file_names_file", "{\"config\": \"b.json\"}", "another", WS_BAD_OPTION},
    {"file_no_json", "{\"choice\": }", "run.json: line 1", WS_BAD_DATA},
    {"file_later", "{\"edge\": \"included\"}", "--edge is not available", WS_BAD_OPTION},
};

static void test_bad_file(void **state)
{
    static const struct file_row *row;
    for (row = FILES; row < FILES + COUNT(FILES); row++) {
        struct ws_error err = {0};
        struct ws_options *options = ws_options_new(), *fresh = ws_options_new();
        put_file("run.json", row->text);
        assert_int_equal(ws_options_read(options, "run.json", &err), row->status);
        if (!strstr(err.message, row->says))
            fail_msg("%s: '%s' lacks '%s'", row->name, err.message, row->says);
        assert_memory_equal(options, fresh, sizeof *options);
        ws_options_free(options);
        ws_options_free(fresh);
    }
    (void)state;
}

static void test_absent_file(void **state)
{
    (void)state;
    struct ws_error err = {0};
    struct ws_options *options = ws_options_new();
    assert_int_equal(ws_options_read(options, "none.json", &err), WS_NOT_FOUND);
    assert_int_equal(ws_options_read(options, ".", &err), WS_NOT_FOUND);
    ws_options_free(options);
}

/* ---- what the evidence lists ------------------------------------------------------------ */

struct pairs {
    char text[8192];
    struct ws_options *into; /* NULL: only list */
};

static enum ws_status take_pair(void *context, const char *name, const char *value,
                                struct ws_error *err)
{
    struct pairs *pairs = context;
    size_t used = strlen(pairs->text);
    snprintf(pairs->text + used, sizeof pairs->text - used, "%s=%s\n", name, value);
    return pairs->into ? ws_options_set(pairs->into, name, value, err) : WS_OK;
}

static void list(struct pairs *pairs, const struct ws_options *options, const char *from)
{
    struct ws_error err = {0};
    if (options_list(options, from, take_pair, pairs, &err))
        fail_msg("%s", err.message);
}

static void test_list_of_defaults(void **state)
{
    (void)state;
    struct pairs pairs = {0};
    struct ws_options *options = ws_options_new();
    set(options, "threads", "2");
    set(options, "output", "x.gpkg");
    set(options, "overwrite", "");
    list(&pairs, options, "");
    assert_string_equal(
        pairs.text, "within=10km,30km\nchoice=1,2,3\nsupply=nominal\nnotice=3m\naccess-limit=2km\n"
                    "office-access-limit=500m\ndirection=to-office\n"
                    "min-component=100\naccess-speed=15\nspeed=table\n"
                    "shape-resolution=100m\n");
    ws_options_free(options);
}

/* Listing, saying it again and listing once more changes nothing; a file's
 * relative paths are seen from the evidence, absolute ones stay. */
static void test_list_repeats(void **state)
{
    (void)state;
    struct ws_error err = {0};
    assert_int_equal(mkdir("sub", 0777), 0);
    put_file("sub/run.json", RUN_FILE);
    struct ws_options *options = ws_options_new(), *again = ws_options_new();
    assert_int_equal(ws_options_read(options, "sub/run.json", &err), WS_OK);
    set(options, "weight", "a=b");
    set(options, "weight", "c");
    set(options, "reached-roads", "true");
    set(options, "control", "t.csv");
    struct pairs from_out = {0}, here = {.into = again}, once_more = {0};
    list(&from_out, options, "out/deep");
    assert_non_null(strstr(from_out.text, "offices=../../sub/o.csv\n"));
    assert_non_null(strstr(from_out.text, "roads=../../sub/r1.gpkg\nroads=/abs/r2.gpkg\n"));
    assert_non_null(strstr(from_out.text, "control=../../t.csv\n"));
    assert_non_null(strstr(from_out.text, "weight=a=b\nweight=c\n"));
    assert_non_null(strstr(from_out.text, "within=15min,30min\nchoice=1,2\n"));
    assert_non_null(strstr(from_out.text, "field=offices.x=ost\nfield=offices.y=nord\n"));
    assert_non_null(strstr(from_out.text, "no-ferries=true\n"));
    assert_null(strstr(from_out.text, "overwrite"));
    list(&here, options, "");
    assert_non_null(strstr(here.text, "offices=sub/o.csv\n"));
    list(&once_more, again, "");
    assert_string_equal(here.text, once_more.text);
    ws_options_free(options);
    ws_options_free(again);
}

/* The run file's own folder may be absolute: what it names relatively stays so. */
static void test_list_from_absolute_file(void **state)
{
    (void)state;
    char path[2048], home[1024];
    struct ws_error err = {0};
    struct pairs pairs = {0};
    assert_int_equal(mkdir("sub", 0777), 0);
    put_file("sub/run.json", RUN_FILE);
    assert_non_null(getcwd(home, sizeof home));
    snprintf(path, sizeof path, "%s/sub/run.json", home);
    struct ws_options *options = ws_options_new();
    assert_int_equal(ws_options_read(options, path, &err), WS_OK);
    list(&pairs, options, "sub");
    assert_non_null(strstr(pairs.text, "offices=o.csv\nroads=r1.gpkg\nroads=/abs/r2.gpkg\n"));
    ws_options_free(options);
}

static const struct way_row {
    const char *from, *path, *way;
} WAYS[] = {
    {"", "a.csv", "a.csv"},
    {".", "./a.csv", "a.csv"},
    {"out", "a.csv", "../a.csv"},
    {"out/", "out/a.csv", "a.csv"},
    {"out", "outer/a.csv", "../outer/a.csv"},
    {"outer", "out/a.csv", "../out/a.csv"},
    {"a/b/c", "a/x/y.csv", "../../x/y.csv"},
    {"a/../b", "b/./y.csv", "y.csv"},
    {"a", "/abs/../y.csv", "/abs/../y.csv"},
    {"out", "out", "."},
};

static void test_ways(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(WAYS); i++) {
        char *way = options_relative_path(WAYS[i].from, WAYS[i].path);
        assert_string_equal(way, WAYS[i].way);
        mem_free(way);
    }
}

/* ".." behind a symbolic link leads out of the link's goal. */
static void test_way_through_link(void **state)
{
    (void)state;
    struct stat a, b;
    char joined[1024];
    assert_int_equal(mkdir("far", 0777) + mkdir("far/away", 0777), 0);
    assert_int_equal(symlink("far/away", "near"), 0);
    put_file("a.csv", "x");
    char *way = options_relative_path("near", "a.csv");
    snprintf(joined, sizeof joined, "near/%s", way);
    assert_int_equal(stat(joined, &a) + stat("a.csv", &b), 0);
    assert_true(a.st_ino == b.st_ino);
    mem_free(way);
}

static void test_inputs(void **state)
{
    (void)state;
    const char *paths[2] = {0};
    struct ws_options *options = ws_options_new();
    set(options, "offices", "o.csv");
    set(options, "roads", "r.gpkg");
    set(options, "classes", "c.csv");
    set(options, "output", "out.gpkg");
    assert_int_equal(options_inputs(options, paths, 2), 3);
    assert_string_equal(paths[0], "o.csv");
    assert_string_equal(paths[1], "r.gpkg");
    ws_options_free(options);
}

/* The n-th allocation fails, n = 1, 2, ... until none does. */
static void test_no_memory(void **state)
{
    (void)state;
    put_file("run.json", RUN_FILE);
    struct ws_options *options = ws_options_new(), *fresh = ws_options_new();
    enum ws_status st = WS_NO_MEMORY;
    for (uint64_t n = 1; st; n++) {
        struct ws_error err = {0};
        assert_true(n < 1000);
        assert_memory_equal(options, fresh, sizeof *options);
        mem_fail_at(n);
        st = ws_options_read(options, "run.json", &err);
        mem_fail_at(0);
        assert_true(st == WS_OK || st == WS_NO_MEMORY);
    }
    assert_int_equal(options->road_count, 2);
    ws_options_free(options);
    ws_options_free(fresh);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_caller_wins, enter, leave),
        cmocka_unit_test_setup_teardown(test_bad_file, enter, leave),
        cmocka_unit_test_setup_teardown(test_absent_file, enter, leave),
        cmocka_unit_test_setup_teardown(test_list_of_defaults, enter, leave),
        cmocka_unit_test_setup_teardown(test_list_repeats, enter, leave),
        cmocka_unit_test_setup_teardown(test_list_from_absolute_file, enter, leave),
        cmocka_unit_test_setup_teardown(test_ways, enter, leave),
        cmocka_unit_test_setup_teardown(test_way_through_link, enter, leave),
        cmocka_unit_test(test_inputs),
        cmocka_unit_test_setup_teardown(test_no_memory, enter, leave),
    };
    return cmocka_run_group_tests_name("files", tests, NULL, NULL);
}
