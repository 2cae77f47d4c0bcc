/* Publishing where the system refuses a call: whatever fails, the target is the old one or
 * the new one, whole, and nothing lies beside it. */
#define _GNU_SOURCE
#include "refuse.h"

/* ---- each call in turn ----------------------------------------------------------------- */

static const struct row {
    const char *name;
    enum call call;
    bool is_folder, has_old, is_old_system; /* without names exchanged in one step */
    bool may_pass;                          /* the call is one of caution or of cleaning up */
} ROWS[] = {
    {"flush_a_new_file", FSYNC, false, false, false, false},
    {"flush_a_file_replaced", FSYNC, false, true, false, false},
    {"flush_a_new_folder", FSYNC, true, false, false, false},
    {"flush_a_folder_replaced", FSYNC, true, true, false, false},
    {"flush_a_new_folder_old_system", FSYNC, true, false, true, false},
    {"flush_a_folder_replaced_old_system", FSYNC, true, true, true, false},
    {"look_at_a_new_file", LSTAT, false, false, false, true},
    {"look_at_a_new_folder", LSTAT, true, false, true, true},
    {"name_a_new_file", RENAMEAT2, false, false, false, false},
    {"name_a_new_file_old_system", RENAME, false, false, true, false},
    {"replace_a_file", RENAME, false, true, false, false},
    {"replace_a_folder", RENAMEAT2, true, true, false, false},
    {"replace_a_folder_old_system", RENAME, true, true, true, false},
    {"second_name_of_a_file", LINK, false, true, false, true},
    {"read_a_new_folder", OPENDIR, true, false, false, false},
    {"read_a_folder_replaced", OPENDIR, true, true, false, false},
    {"clean_up_after_a_folder", FDOPENDIR, true, true, false, true},
};

/* One call fails; false: it was not made so often. */
static bool publish_once(const struct row *row, unsigned nth)
{
    struct ws_error err = {0};
    unsigned files = open_files();
    make("from", row->is_folder, "new");
    if (row->has_old)
        make("target", row->is_folder, "old");
    refuse_nothing();
    if (row->is_old_system)
        refuse(RENAMEAT2, ENOSYS, 1, ALWAYS);
    refuse(row->call, EIO, nth, 1);
    enum ws_status st = file_publish("from", "target", row->has_old, &err);
    bool is_reached = refusals[row->call].seen >= nth;
    refuse_nothing();
    assert_int_equal(open_files(), files);
    if (st || !is_reached) {
        assert_int_equal(st, is_reached ? WS_IO : WS_OK);
        assert_true(!st || strstr(err.message, strerror(EIO)));
    } else {
        assert_true(row->may_pass);
    }
    if (!st)
        assert_true(is_made_of("target", row->is_folder, "new"));
    else if (row->has_old)
        assert_true(is_made_of("target", row->is_folder, "old"));
    else
        assert_int_equal(file_kind("target"), 0);
    file_aside_remove("from");
    file_aside_remove("from.old");
    file_aside_remove("target");
    assert_int_equal(entries_in("."), 0);
    return is_reached;
}

static void each_call_fails_once(void **state)
{
    const struct row *row = &ROWS[0];
    (void)state;
    for (; row < ROWS + sizeof ROWS / sizeof *ROWS; row++) {
        unsigned nth = 1;
        while (publish_once(row, nth))
            nth++;
        if (nth == 1)
            fail_msg("%s: the call is never made", row->name);
    }
}

/* The old folder cannot be put back either: it still lies beside, whole. */
static void two_names_fail_in_a_row(void **state)
{
    struct ws_error err = {0};
    (void)state;
    make("from", true, "new");
    make("target", true, "old");
    refuse(RENAMEAT2, ENOTSUP, 1, ALWAYS);
    refuse(RENAME, EIO, 2, 2);
    assert_int_equal(file_publish("from", "target", true, &err), WS_IO);
    assert_int_equal(file_kind("target"), 0);
    assert_true(is_made_of("from.old", true, "old"));
    assert_true(is_made_of("from", true, "new"));
}

/* The flush fails, and then names as well: a whole one has the name, or both lie beside. */
static const struct back_row {
    const char *name;
    unsigned first, times;
    const char *holds; /* NULL: nothing has the name */
} BACK[] = {
    {"the_old_one_is_put_back", 9, 1, "old"},
    {"the_new_one_stays", 3, 1, "new"},
    {"the_old_one_cannot_come_back", 4, 1, "new"},
    {"neither_can", 4, 2, NULL},
};

static void names_fail_after_the_flush(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof BACK / sizeof *BACK; i++) {
        const struct back_row *row = &BACK[i];
        make("from", true, "new");
        make("target", true, "old");
        refuse(RENAMEAT2, ENOSYS, 1, ALWAYS);
        refuse(FSYNC, EIO, 5, 1); /* two files and two folders of its own, then the parent */
        refuse(RENAME, EIO, row->first, row->times);
        assert_int_equal(file_publish("from", "target", true, NULL), WS_IO);
        refuse_nothing();
        if (row->holds) {
            assert_true(is_made_of("target", true, row->holds));
            assert_int_equal(entries_in("."), 1);
        } else {
            assert_true(is_made_of("from.old", true, "old"));
            assert_true(is_made_of("from", true, "new"));
            assert_int_equal(entries_in("."), 2);
        }
        file_aside_remove("from");
        file_aside_remove("from.old");
        file_aside_remove("target");
    }
}

static const struct code_row {
    const char *name;
    enum call call;
    int code;
    bool is_folder, has_old;
    enum ws_status expected;
} CODES[] = {
    {"a_folder_that_cannot_be_flushed", FSYNC, EINVAL, true, false, WS_IO},
    {"names_are_not_exchanged_einval", RENAMEAT2, EINVAL, true, true, WS_OK},
    {"names_are_not_exchanged_enosys", RENAMEAT2, ENOSYS, true, true, WS_OK},
    {"names_are_not_exchanged_enotsup", RENAMEAT2, ENOTSUP, true, true, WS_OK},
    {"new_names_are_not_told_einval", RENAMEAT2, EINVAL, false, false, WS_OK},
    {"new_names_are_not_told_enotsup", RENAMEAT2, ENOTSUP, false, false, WS_OK},
    {"another_disk", RENAMEAT2, EXDEV, false, false, WS_IO},
    {"a_folder_in_the_way", RENAMEAT2, ENOTEMPTY, true, false, WS_IO},
    {"gone_meanwhile", RENAMEAT2, ENOENT, true, true, WS_NOT_FOUND},
};

static void codes_of_the_system(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof CODES / sizeof *CODES; i++) {
        const struct code_row *row = &CODES[i];
        struct ws_error err = {0};
        make("from", row->is_folder, "new");
        if (row->has_old)
            make("target", row->is_folder, "old");
        refuse(row->call, row->code, 1, ALWAYS);
        enum ws_status st = file_publish("from", "target", row->has_old, &err);
        refuse_nothing();
        if (st != row->expected)
            fail_msg("%s: %s: %s", row->name, ws_status_name(st), err.message);
        if (!st)
            assert_true(is_made_of("target", row->is_folder, "new"));
        file_aside_remove("from");
        file_aside_remove("target");
    }
}

/* Without names that must be new the target is looked for. */
static void a_target_in_the_way_old_system(void **state)
{
    struct ws_error err = {0};
    (void)state;
    put("from", "new");
    put("target", "old");
    refuse(RENAMEAT2, ENOSYS, 1, ALWAYS);
    assert_int_equal(file_publish("from", "target", false, &err), WS_IO);
    assert_non_null(strstr(err.message, "target: exists"));
    assert_true(holds("target", "old"));
}

/* Folders cannot be flushed on some file systems: only files must be. */
static void folders_need_not_be_flushed(void **state)
{
    static const int codes[] = {EINVAL, ENOTSUP};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        put("from", "new");
        refuse(FSYNC, codes[i], 2, ALWAYS); /* the first is the file's own */
        assert_int_equal(file_publish("from", "target", true, NULL), WS_OK);
        assert_true(holds("target", "new"));
    }
    refuse_nothing();
    put("from", "newer");
    refuse(FSYNC, EINVAL, 1, 1);
    assert_int_equal(file_publish("from", "target", true, NULL), WS_IO);
    assert_true(holds("target", "new"));
}

/* Links and pipes among what is published have nothing to flush. */
static void what_is_no_file_needs_no_flush(void **state)
{
    (void)state;
    make("from", true, "new");
    assert_int_equal(symlink("nowhere", "from/link"), 0);
    assert_int_equal(mkfifo("from/pipe", 0600), 0);
    assert_int_equal(file_publish("from", "target", false, NULL), WS_OK);
    assert_int_equal(file_kind("target/pipe"), 'o');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(each_call_fails_once),           IN_FOLDER(two_names_fail_in_a_row),
        IN_FOLDER(names_fail_after_the_flush),     IN_FOLDER(codes_of_the_system),
        IN_FOLDER(a_target_in_the_way_old_system), IN_FOLDER(folders_need_not_be_flushed),
        IN_FOLDER(what_is_no_file_needs_no_flush),
    };
    return cmocka_run_group_tests_name("base_file_failing", tests, NULL, NULL);
}
