/* Opening, work folders, locks and the room of a disk where the system refuses. */
#define _GNU_SOURCE
#include "refuse.h"

#include <sys/resource.h>

/* ---- no more open files ------------------------------------------------------------------ */

static void no_file_can_be_opened(void **state)
{
    struct rlimit before, none;
    struct file_map map = {.size = 77};
    struct file_reader reader = {0};
    struct ws_error err[4] = {{0}};
    (void)state;
    put("old", "old");
    put("from", "new");
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    none = before;
    none.rlim_cur = 0;
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
    enum ws_status mapped = file_map_open(&map, "old", &err[0]);
    enum ws_status read = file_reader_open(&reader, "old", &err[1]);
    enum ws_status published = file_publish("from", "old", true, &err[2]);
    int lock = file_folder_lock("old");
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
    assert_int_equal(mapped, WS_IO);
    assert_int_equal(read, WS_IO);
    assert_int_equal(published, WS_IO);
    for (int i = 0; i < 3; i++)
        assert_non_null(strstr(err[i].message, strerror(EMFILE)));
    assert_int_equal(map.size, 77);
    assert_null(reader.buffer);
    assert_int_equal(lock, -1);
    file_folder_unlock(lock);
    assert_true(holds("old", "old"));
}

static void what_was_opened_cannot_be_read(void **state)
{
    struct file_map map = {.size = 77};
    struct file_reader reader = {0};
    struct ws_error err = {0};
    unsigned files = open_files();
    (void)state;
    put("plain", "text");
    refuse(FSTAT, EIO, 1, ALWAYS);
    assert_int_equal(file_map_open(&map, "plain", &err), WS_IO);
    assert_non_null(strstr(err.message, "plain: cannot be read"));
    assert_int_equal(file_reader_open(&reader, "plain", &err), WS_IO);
    refuse_nothing();
    refuse(MMAP, ENODEV, 1, 1);
    assert_int_equal(file_map_open(&map, "plain", &err), WS_IO);
    assert_non_null(strstr(err.message, "plain: cannot be mapped"));
    assert_int_equal(map.size, 77);
    refuse_nothing();
    assert_int_equal(open_files(), files);
}

/* ---- work folders, locks, room ------------------------------------------------------------ */

static void no_work_folder_can_be_made(void **state)
{
    static const int codes[] = {EACCES, EROFS, EEXIST, ENOSPC};
    (void)state;
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        char *aside = NULL;
        struct ws_error err = {0};
        refuse(MKDIR, codes[i], 1, ALWAYS);
        assert_int_equal(file_aside_new(&aside, "out.gpkg", &err), WS_IO);
        assert_null(aside);
        assert_non_null(strstr(err.message, "out.gpkg: no work folder"));
        assert_non_null(strstr(err.message, strerror(codes[i])));
    }
}

/* Whose process cannot be told, or what cannot be read, is left where it is. */
static void what_may_be_in_use_is_not_swept(void **state)
{
    static const char *const KEPT[] = {".whitespot-out-99999999999.tmp", ".whitespot-out-0.tmp",
                                       ".whitespot-out--7.tmp", ".whitespot-out-1.tmp"};
    enum { COUNT = sizeof KEPT / sizeof *KEPT };
    char *aside = NULL;
    (void)state;
    for (size_t i = 0; i < COUNT; i++)
        make(KEPT[i], true, "x");
    refuse(KILL, EPERM, 1, ALWAYS);
    assert_int_equal(file_aside_new(&aside, "out", NULL), WS_OK);
    assert_int_equal(entries_in("."), COUNT + 1);
    mem_free(aside);
    refuse_nothing();
    refuse(OPENDIR, EACCES, 1, 1);
    assert_int_equal(file_aside_new(&aside, "out", NULL), WS_OK);
    assert_int_equal(entries_in("."), COUNT + 2);
    mem_free(aside);
}

static void a_lock_waits_through_signals(void **state)
{
    unsigned files = open_files();
    (void)state;
    refuse(FLOCK, EINTR, 1, 3);
    int lock = file_folder_lock("out");
    assert_true(lock >= 0);
    assert_int_equal(refusals[FLOCK].seen, 4);
    file_folder_unlock(lock);
    refuse(FLOCK, ENOLCK, 1, 1);
    assert_int_equal(file_folder_lock("out"), -1);
    assert_int_equal(file_folder_lock("/"), -1);
    assert_int_equal(open_files(), files);
}

static const struct room_row {
    const char *name, *target, *folder;
    struct statvfs disk;
    const char *said;
} ROOMS[] = {
    {"no_byte", "a/out", "a", {.f_frsize = 4096, .f_files = 9}, "; 0 kB are left on the disk"},
    {"a_block",
     "out",
     ".",
     {.f_frsize = 4096, .f_bavail = 244, .f_files = 9, .f_favail = 9},
     "; 999 kB are left on the disk"},
    {"a_megabyte",
     "/out",
     "/",
     {.f_frsize = 1000, .f_bavail = 1000, .f_files = 9, .f_favail = 8},
     ""},
    {"few_names",
     "/a/b/out//",
     "/a/b",
     {.f_frsize = 4096, .f_bavail = 4096, .f_files = 9, .f_favail = 7},
     "; 7 more files can be made on the disk"},
    {"names_as_needed", "out", ".", {.f_frsize = 4096, .f_bavail = 4096}, ""},
};

static void room_of_a_disk(void **state)
{
    (void)state;
    is_disk_taken_in = true;
    for (size_t i = 0; i < sizeof ROOMS / sizeof *ROOMS; i++) {
        char room[96] = "?";
        disk = ROOMS[i].disk;
        file_tell_room(room, ROOMS[i].target);
        assert_string_equal(asked, ROOMS[i].folder);
        if (strcmp(room, ROOMS[i].said) != 0)
            fail_msg("%s: '%s'", ROOMS[i].name, room);
    }
    char room[96] = "?";
    refuse(STATVFS, EIO, 1, 1);
    file_tell_room(room, "out");
    assert_string_equal(room, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(no_file_can_be_opened),        IN_FOLDER(what_was_opened_cannot_be_read),
        IN_FOLDER(no_work_folder_can_be_made),   IN_FOLDER(what_may_be_in_use_is_not_swept),
        IN_FOLDER(a_lock_waits_through_signals), IN_FOLDER(room_of_a_disk),
    };
    return cmocka_run_group_tests_name("base_file_refused", tests, NULL, NULL);
}
