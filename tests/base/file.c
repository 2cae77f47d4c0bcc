/* Each test works in a fresh folder of its own inside the working directory. */
#define _GNU_SOURCE
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "folder.h"

static void assert_holds(const char *path, const char *text)
{
    struct file_map map = {0};
    struct ws_error err = {0};
    assert_int_equal(file_map_open(&map, path, &err), WS_OK);
    assert_int_equal(map.size, strlen(text));
    if (map.size)
        assert_memory_equal(map.bytes, text, map.size);
    file_map_rest(&map);
    if (map.size)
        assert_memory_equal(map.bytes, text, map.size);
    file_map_close(&map);
}

static char *aside_for(const char *target)
{
    char *aside = NULL;
    struct ws_error err = {0};
    assert_int_equal(file_aside_new(&aside, target, &err), WS_OK);
    assert_int_equal(file_kind(aside), 'd');
    return aside;
}

static void maps_bytes(void **state)
{
    struct file_map map = {0};
    (void)state;
    put("a", "hello");
    put("empty", "");
    assert_holds("a", "hello");
    assert_int_equal(file_map_open(&map, "empty", NULL), WS_OK);
    assert_null(map.bytes);
    assert_int_equal(map.size, 0);
    file_map_close(&map);
    file_map_close(NULL);
}

static void what_cannot_be_mapped(void **state)
{
    struct file_map map = {.size = 77};
    struct ws_error err = {0};
    (void)state;
    assert_int_equal(file_map_open(&map, "nothing", &err), WS_NOT_FOUND);
    assert_non_null(strstr(err.message, "nothing"));
    put("plain", "");
    assert_int_equal(file_map_open(&map, "plain/below", &err), WS_NOT_FOUND);
    assert_int_equal(file_map_open(&map, ".", &err), WS_IO);
    assert_int_equal(mkfifo("pipe", 0600), 0);
    assert_int_equal(file_map_open(&map, "pipe", &err), WS_IO);
    assert_int_equal(map.size, 77);
}

static void kinds(void **state)
{
    (void)state;
    put("plain", "");
    assert_int_equal(file_kind("plain"), 'f');
    assert_int_equal(file_kind("."), 'd');
    assert_int_equal(file_kind("/dev/null"), 'o');
    assert_int_equal(file_kind("nothing"), 0);
    assert_int_equal(symlink("plain", "link"), 0);
    assert_int_equal(file_kind("link"), 'f');
}

static const struct join_row {
    const char *name, *relative_to, *path, *joined;
} JOINS[] = {
    {"join_beside", "geodata/norrmark/analysis.json", "roads.gpkg", "geodata/norrmark/roads.gpkg"},
    {"join_file_without_folder", "analysis.json", "roads.gpkg", "roads.gpkg"},
    {"join_absolute_path", "geodata/analysis.json", "/data/roads.gpkg", "/data/roads.gpkg"},
    {"join_root", "/analysis.json", "roads.gpkg", "/roads.gpkg"},
    {"join_upwards", "a/b.json", "../c", "a/../c"},
    {"join_empty", "a/b.json", "", "a/"},
};

static void joins(void **state)
{
    const struct join_row *row = *state;
    char *joined = file_join(row->relative_to, row->path);
    assert_string_equal(joined, row->joined);
    mem_free(joined);
}

static void publishes_a_file(void **state)
{
    char *aside = aside_for("out.gpkg"), from[256];
    struct ws_error err = {0};
    (void)state;

    snprintf(from, sizeof from, "%s/new", aside);
    put(from, "new");
    assert_int_equal(file_kind("out.gpkg"), 0);
    assert_int_equal(file_publish(from, "out.gpkg", false, &err), WS_OK);
    assert_holds("out.gpkg", "new");

    put(from, "newer");
    assert_int_equal(file_publish(from, "out.gpkg", false, &err), WS_IO);
    assert_non_null(strstr(err.message, "out.gpkg"));
    assert_holds("out.gpkg", "new");
    assert_int_equal(file_publish(from, "out.gpkg", true, &err), WS_OK);
    assert_holds("out.gpkg", "newer");

    file_aside_remove(aside);
    assert_int_equal(entries_in("."), 1);
    mem_free(aside);
}

static void fill_folder(const char *folder, const char *text)
{
    char path[512];
    assert_int_equal(mkdir(folder, 0777), 0);
    snprintf(path, sizeof path, "%s/layer", folder);
    put(path, text);
    snprintf(path, sizeof path, "%s/sub", folder);
    assert_int_equal(mkdir(path, 0777), 0);
    snprintf(path, sizeof path, "%s/sub/layer", folder);
    put(path, text);
}

static void publishes_a_folder(void **state)
{
    char *aside = aside_for("out/"), from[256];
    struct ws_error err = {0};
    (void)state;

    snprintf(from, sizeof from, "%s/result", aside);
    fill_folder(from, "old");
    assert_int_equal(file_publish(from, "out/", false, &err), WS_OK);
    assert_holds("out/sub/layer", "old");
    put("out/stray", "gone after the swap");

    fill_folder(from, "new");
    assert_int_equal(file_publish(from, "out", false, &err), WS_IO);
    assert_holds("out/layer", "old");
    assert_int_equal(file_publish(from, "out", true, &err), WS_OK);
    assert_holds("out/layer", "new");
    assert_holds("out/sub/layer", "new");
    assert_int_equal(file_kind("out/stray"), 0);
    assert_int_equal(entries_in(aside), 0);

    file_aside_remove(aside);
    assert_int_equal(entries_in("."), 1);
    mem_free(aside);
}

static void publishes_the_work_folder_itself(void **state)
{
    char *aside = aside_for("out");
    (void)state;
    fill_folder("out", "old");
    assert_int_equal(rmdir(aside), 0);
    fill_folder(aside, "new");
    assert_int_equal(file_publish(aside, "out", true, NULL), WS_OK);
    assert_holds("out/layer", "new");
    assert_int_equal(file_kind(aside), 0);
    assert_int_equal(entries_in("."), 1);
    mem_free(aside);
}

/* A watcher looks all the time while folders are swapped: never nothing. */
static void swapped_folder_is_never_absent(void **state)
{
    int pipe_ends[2], status = 0;
    (void)state;
    fill_folder("out", "0");
    fill_folder("probe", "0");
    if (renameat2(AT_FDCWD, "out", AT_FDCWD, "probe", RENAME_EXCHANGE)) {
        print_message("this file system cannot exchange two names\n");
        skip();
    }
    assert_int_equal(pipe2(pipe_ends, O_NONBLOCK), 0);
    pid_t watcher = fork();
    if (!watcher) {
        char byte;
        close(pipe_ends[1]);
        while (file_kind("out") == 'd')
            if (read(pipe_ends[0], &byte, 1) == 0)
                _exit(0);
        _exit(1);
    }
    close(pipe_ends[0]);
    for (int i = 0; i < 300; i++) {
        fill_folder("from", "next");
        assert_int_equal(file_publish("from", "out", true, NULL), WS_OK);
    }
    close(pipe_ends[1]);
    assert_int_equal(waitpid(watcher, &status, 0), watcher);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void a_file_never_replaces_a_folder(void **state)
{
    struct ws_error err = {0};
    (void)state;
    fill_folder("folder", "kept");
    put("file", "kept");
    assert_int_equal(file_publish("file", "folder", true, &err), WS_IO);
    assert_int_equal(file_publish("folder", "file", true, &err), WS_IO);
    assert_int_equal(mkfifo("pipe", 0600), 0);
    assert_int_equal(file_publish("file", "pipe", true, &err), WS_IO);
    assert_int_equal(file_kind("pipe"), 'o');
    assert_holds("folder/layer", "kept");
    assert_holds("file", "kept");
}

static void publishing_nothing_fails(void **state)
{
    struct ws_error err = {0};
    (void)state;
    put("out", "kept");
    assert_int_equal(file_publish("nothing", "out", true, &err), WS_NOT_FOUND);
    assert_holds("out", "kept");
    assert_int_equal(file_publish("out", "no/such/folder", false, &err), WS_NOT_FOUND);
    assert_holds("out", "kept");
    assert_int_equal(file_publish("out", "/", true, &err), WS_BAD_OPTION);
}

static void work_folder_needs_a_parent(void **state)
{
    char *aside = NULL;
    struct ws_error err = {0};
    (void)state;
    assert_int_equal(file_aside_new(&aside, "no/out.gpkg", &err), WS_NOT_FOUND);
    assert_non_null(strstr(err.message, "no/out.gpkg"));
    assert_int_equal(file_aside_new(&aside, "", &err), WS_BAD_OPTION);
    assert_null(aside);
}

static void work_folders_of_one_target_differ(void **state)
{
    char *first = aside_for("out"), *second = aside_for("./out");
    (void)state;
    assert_int_equal(entries_in("."), 2);
    file_aside_remove(first);
    assert_int_equal(entries_in("."), 1);
    assert_int_equal(file_kind(second), 'd');
    mem_free(first);
    mem_free(second);
}

static pid_t dead_process(void)
{
    pid_t pid = fork();
    if (!pid)
        _exit(0);
    assert_int_equal(waitpid(pid, NULL, 0), pid);
    return pid;
}

/* What a killed run left is swept; what another run uses, what belongs to
 * another target and what only looks alike stays. */
static void stale_work_folders_are_swept(void **state)
{
    static const struct {
        const char *format;
        int is_swept, is_dead;
    } rows[] = {
        {".whitespot-out-%d.tmp", 1, 1},     {".whitespot-out-%d-2.tmp", 1, 1},
        {".whitespot-out-%d.tmp.old", 1, 1}, {".whitespot-out-%d.tmp", 0, 0},
        {".whitespot-other-%d.tmp", 0, 1},   {".whitespot-out-more-%d.tmp", 0, 1},
        {".whitespot-out-%d.tmp.bak", 0, 1}, {"whitespot-out-%d.tmp", 0, 1},
        {".whitespot-outx%d.tmp", 0, 1},
    };
    char name[64];
    pid_t dead = dead_process();
    (void)state;

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        snprintf(name, sizeof name, rows[i].format, (int)(rows[i].is_dead ? dead : getppid()));
        fill_folder(name, "x");
    }
    char *aside = aside_for("out");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        snprintf(name, sizeof name, rows[i].format, (int)(rows[i].is_dead ? dead : getppid()));
        assert_int_equal(file_kind(name), rows[i].is_swept ? 0 : 'd');
        file_aside_remove(name);
    }
    mem_free(aside);
}

static void removal_does_not_follow_links(void **state)
{
    (void)state;
    fill_folder("precious", "kept");
    fill_folder("work", "x");
    assert_int_equal(symlink("../precious", "work/link"), 0);
    assert_int_equal(symlink("precious", "link"), 0);
    file_aside_remove("work");
    file_aside_remove("link");
    file_aside_remove("nothing");
    file_aside_remove(NULL);
    assert_int_equal(entries_in("."), 1);
    assert_holds("precious/layer", "kept");
    assert_holds("precious/sub/layer", "kept");
}

static void each_failing_allocation_publishes_nothing(void **state)
{
    (void)state;
    fill_folder("out", "old");
    for (uint64_t nth = 1;; nth++) {
        fill_folder("from", "new");
        mem_fail_at(nth);
        enum ws_status st = file_publish("from", "out", true, NULL);
        mem_fail_at(0);
        if (!st)
            break;
        assert_int_equal(st, WS_NO_MEMORY);
        assert_holds("out/layer", "old");
        file_aside_remove("from");
        assert_true(nth < 50);
    }
    assert_holds("out/layer", "new");
}

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, enter_folder, leave_folder)

/* ---- parts, states, links ------------------------------------------------------------ */

static void reads_parts_of_a_file(void **state)
{
    (void)state;
    struct file_reader reader = {0};
    struct ws_error err = {0};
    put("text", "0123456789");
    assert_int_equal(file_reader_open(&reader, "text", &err), WS_OK);
    assert_int_equal(reader.size, 10);
    assert_memory_equal(file_reader_at(&reader, 3, 4), "3456", 4);
    assert_memory_equal(file_reader_at(&reader, 0, 10), "0123456789", 10);
    assert_null(file_reader_at(&reader, 7, 4));
    assert_null(file_reader_at(&reader, UINT64_MAX, 2));
    /* What is gone meanwhile is not there, and not a signal. */
    file_reader_close(&reader);
    assert_int_equal(file_reader_open(&reader, "text", &err), WS_OK);
    assert_int_equal(truncate("text", 4), 0);
    assert_null(file_reader_at(&reader, 3, 4));
    assert_memory_equal(file_reader_at(&reader, 2, 2), "23", 2);
    file_reader_close(&reader);
    assert_int_equal(file_reader_open(&reader, "none", &err), WS_NOT_FOUND);
    assert_int_equal(file_reader_open(&reader, ".", &err), WS_IO);
    assert_int_equal(mkfifo("pipe", 0600), 0);
    assert_int_equal(file_reader_open(&reader, "pipe", &err), WS_IO);
}

static void states_of_a_file_differ(void **state)
{
    (void)state;
    put("a", "one");
    struct file_mark first = file_mark("a"), again = file_mark("a"), none = file_mark("none");
    assert_true(file_mark_same(&first, &again));
    assert_false(file_mark_same(&first, &none));
    put("b", "one");
    assert_int_equal(rename("b", "a"), 0);
    again = file_mark("a");
    assert_false(file_mark_same(&first, &again));
    first = again;
    put("a", "three");
    again = file_mark("a");
    assert_false(file_mark_same(&first, &again));
}

static void links_that_lead_elsewhere(void **state)
{
    (void)state;
    char target[1024];
    put("plain", "text");
    assert_int_equal(mkdir("sub", 0777), 0);
    assert_int_equal(symlink("plain", "near"), 0);
    assert_int_equal(symlink("../plain", "sub/far"), 0);
    assert_int_equal(symlink("nothing", "dangling"), 0);
    assert_int_equal(symlink("sub", "folder"), 0);
    assert_false(file_leads_elsewhere("plain", target, sizeof target));
    assert_string_equal(target, "");
    assert_false(file_leads_elsewhere("near", target, sizeof target));
    assert_true(file_leads_elsewhere("sub/far", target, sizeof target));
    assert_non_null(strstr(target, "/plain"));
    assert_true(file_leads_elsewhere("dangling", target, sizeof target));
    assert_string_equal(target, "nothing");
    /* A folder on the way may be a link: only the file itself is judged. */
    put("sub/inner", "text");
    assert_false(file_leads_elsewhere("folder/inner", target, sizeof target));
}

static void a_folder_is_held_by_one_run(void **state)
{
    (void)state;
    int lock = file_folder_lock("out.gpkg");
    assert_true(lock >= 0);
    pid_t child = fork();
    if (child == 0) {
        alarm(1); /* ends the child while it waits */
        _exit(file_folder_lock("other.gpkg") >= 0 ? 0 : 1);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    file_folder_unlock(lock);
    lock = file_folder_lock("other.gpkg");
    assert_true(lock >= 0);
    file_folder_unlock(lock);
}

int main(void)
{
    struct CMUnitTest tests[32] = {
        IN_FOLDER(maps_bytes),
        IN_FOLDER(what_cannot_be_mapped),
        IN_FOLDER(kinds),
        IN_FOLDER(publishes_a_file),
        IN_FOLDER(publishes_a_folder),
        IN_FOLDER(publishes_the_work_folder_itself),
        IN_FOLDER(swapped_folder_is_never_absent),
        IN_FOLDER(a_file_never_replaces_a_folder),
        IN_FOLDER(publishing_nothing_fails),
        IN_FOLDER(work_folder_needs_a_parent),
        IN_FOLDER(work_folders_of_one_target_differ),
        IN_FOLDER(stale_work_folders_are_swept),
        IN_FOLDER(removal_does_not_follow_links),
        IN_FOLDER(each_failing_allocation_publishes_nothing),
        IN_FOLDER(reads_parts_of_a_file),
        IN_FOLDER(states_of_a_file_differ),
        IN_FOLDER(links_that_lead_elsewhere),
        IN_FOLDER(a_folder_is_held_by_one_run),
    };
    size_t count = 18;

    for (size_t i = 0; i < COUNT(JOINS); i++)
        tests[count++] = (struct CMUnitTest){.name = JOINS[i].name,
                                             .test_func = joins,
                                             .initial_state = (void *)(uintptr_t)&JOINS[i]};
    return _cmocka_run_group_tests("base_file", tests, count, NULL, NULL);
}
