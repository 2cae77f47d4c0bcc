/* What is said of the disk when writing failed without a reason. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/file.h"

/* The folder of processes is a file system without a single block; a disk that is not
 * there, or a path without a name, is nothing to speak of. */
static const struct row {
    const char *name, *target, *said;
} ROWS[] = {
    {"no_block_is_left", "/proc/result.gpkg", "; 0 kB are left on the disk"},
    {"no_such_folder", "none/result.gpkg", ""},
    {"no_name", "/", ""},
};

static void tells_room(void **state)
{
    const struct row *row = *state;
    char room[96] = "?";
    file_tell_room(room, row->target);
    assert_string_equal(room, row->said);
}

int main(void)
{
    enum { COUNT = sizeof ROWS / sizeof *ROWS };
    struct CMUnitTest tests[COUNT] = {{0}};
    for (size_t i = 0; i < COUNT; i++)
        tests[i] = (struct CMUnitTest){.name = ROWS[i].name,
                                       .test_func = tells_room,
                                       .initial_state = (void *)(uintptr_t)&ROWS[i]};
    return cmocka_run_group_tests_name("base_file_room", tests, NULL, NULL);
}
