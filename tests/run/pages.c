/* Pages get their names together or not at all: when a later one cannot be published,
 * those before it are taken back. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "run/pages.h"
#include "run/run.h"
#include "support/program.h"

static const struct row {
    const char *name;
    const char *old_text; /* of the first page; NULL: there is none */
    bool overwrite;
} ROWS[] = {
    {"a_later_page_fails_and_the_first_is_gone_again", NULL, false},
    {"a_later_page_fails_and_the_old_one_is_back", "old", true},
};

static void hold(struct pages *pages, const char *folder, const char *name)
{
    char path[500];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_int_equal(target_hold(&pages->targets[pages->count++], path, mem_string("new"), 3, NULL),
                     WS_OK);
}

static void a_later_page_fails(void **state)
{
    const struct row *row = *state;
    char *folder = program_folder(), path[500], text[8] = "";
    struct run *run = mem_array(1, sizeof *run);
    struct ws_options *options = mem_array(1, sizeof *options);
    struct pages pages = {0};
    struct ws_error err = {0};
    run->options = options;
    options->overwrite = row->overwrite;
    if (row->old_text)
        program_write(folder, "r.html", row->old_text);
    snprintf(path, sizeof path, "%s/k.svg", folder);
    assert_int_equal(mkdir(path, 0777), 0); /* no file takes the name of a folder */
    unsigned before = program_count(folder);

    hold(&pages, folder, "r.html");
    hold(&pages, folder, "k.svg");
    assert_int_equal(pages_publish(&pages, run, &err), WS_IO);
    assert_non_null(strstr(err.message, "k.svg"));
    pages_release(&pages);
    assert_int_equal(program_count(folder), before);
    assert_int_equal(program_exists(folder, "r.html"), row->old_text != NULL);
    if (row->old_text) {
        char name[500];
        snprintf(name, sizeof name, "%s/r.html", folder);
        FILE *file = fopen(name, "rb");
        assert_non_null(file);
        assert_int_equal(fread(text, 1, sizeof text - 1, file), strlen(row->old_text));
        fclose(file);
        assert_string_equal(text, row->old_text);
    }
    rmdir(path);
    mem_free(options);
    mem_free(run);
    program_remove(folder);
}

int main(void)
{
    enum { COUNT = sizeof ROWS / sizeof *ROWS };
    struct CMUnitTest tests[COUNT] = {{0}};
    for (size_t i = 0; i < COUNT; i++)
        tests[i] = (struct CMUnitTest){.name = ROWS[i].name,
                                       .test_func = a_later_page_fails,
                                       .initial_state = (void *)(uintptr_t)&ROWS[i]};
    return cmocka_run_group_tests_name("run_pages", tests, NULL, NULL);
}
