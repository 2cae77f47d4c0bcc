#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"

static const struct status_row {
    enum ws_status status;
    int exit_status;
    const char *name;
} STATUSES[] = {
    {WS_OK, 0, "WS_OK"},
    {WS_BAD_OPTION, 2, "WS_BAD_OPTION"},
    {WS_BAD_DATA, 3, "WS_BAD_DATA"},
    {WS_NOT_FOUND, 4, "WS_NOT_FOUND"},
    {WS_IO, 5, "WS_IO"},
    {WS_NO_MEMORY, 6, "WS_NO_MEMORY"},
    {WS_TOO_LARGE, 7, "WS_TOO_LARGE"},
    {WS_CANCELLED, 8, "WS_CANCELLED"},
};

static void status_has_name_and_sentence(void **state)
{
    const struct status_row *row = *state;

    assert_int_equal((int)row->status, row->exit_status);
    assert_string_equal(ws_status_name(row->status), row->name);
    assert_true(strlen(ws_status_text(row->status)) > 3);
    assert_string_not_equal(ws_status_text(row->status), "?");
}

static void a_number_that_is_no_status(void **state)
{
    (void)state;
    assert_string_equal(ws_status_name((enum ws_status)1), "?");
    assert_string_equal(ws_status_text((enum ws_status)99), "?");
}

static const struct text_row {
    const char *name, *given, *message;
} TEXTS[] = {
    {"plain", "roads.gpkg: speed is -5 km/h", "roads.gpkg: speed is -5 km/h"},
    {"utf8_stays", "Jämtlands län", "Jämtlands län"},
    {"newline", "a\nb", "a\\x0Ab"},
    {"escape_sequence", "\x1b[2J", "\\x1B[2J"},
    {"delete", "a\x7f", "a\\x7F"},
    {"percent_is_data", "100%s", "100%s"},
};

static void message_is_escaped(void **state)
{
    const struct text_row *row = *state;
    struct ws_error err = {0};

    assert_int_equal(error_set(&err, WS_BAD_DATA, "%s", row->given), WS_BAD_DATA);
    assert_int_equal(err.status, WS_BAD_DATA);
    assert_string_equal(err.message, row->message);
}

/* A message of `length` bytes that repeats `unit`. */
static void fill(char *text, size_t length, const char *unit)
{
    size_t step = strlen(unit), used = 0;
    while (used + step <= length) {
        memcpy(text + used, unit, step);
        used += step;
    }
    text[used] = '\0';
}

static void longest_message_is_not_cut(void **state)
{
    char text[1024];
    struct ws_error err = {0};
    (void)state;
    fill(text, sizeof err.message - 1, "a");
    assert_int_equal(error_set(&err, WS_IO, "%s", text), WS_IO);
    assert_string_equal(err.message, text);
}

/* kept: bytes in front of the dots, in a message of at most 511. */
static const struct cut_row {
    const char *name, *unit, *escaped;
    size_t length, kept;
} CUTS[] = {
    {"cut_one_too_long", "a", "a", 512, 508},
    {"cut_far_too_long", "a", "a", 6000, 508},
    {"cut_two_byte_letters", "ä", "ä", 900, 508},
    {"cut_three_byte_letters", "€", "€", 900, 507},
    {"cut_whole_escapes", "\n", "\\x0A", 300, 508},
    {"cut_inside_an_escape", "ab\n", "ab\\x0A", 900, 506},
};

/* What stands before the dots is whole letters and whole escapes. */
static void long_message_ends_in_dots(void **state)
{
    const struct cut_row *row = *state;
    char text[8192], want[8192];
    struct ws_error err = {0};

    fill(text, row->length, row->unit);
    fill(want, 1000, row->escaped);
    memcpy(want + row->kept, "...", 4);
    assert_int_equal(error_set(&err, WS_IO, "%s", text), WS_IO);
    assert_string_equal(err.message, want);
}

static void prefix_goes_in_front(void **state)
{
    struct ws_error err = {0};
    (void)state;
    assert_int_equal(error_set(&err, WS_NOT_FOUND, "no layer\n"), WS_NOT_FOUND);
    error_prefix(&err, "while %s", "snapping");
    error_prefix(&err, "run 1");
    assert_string_equal(err.message, "run 1: while snapping: no layer\\x0A");
    assert_int_equal(err.status, WS_NOT_FOUND);
}

static void prefix_of_a_full_message_cuts_it(void **state)
{
    char text[1024];
    struct ws_error err = {0};
    (void)state;
    fill(text, sizeof err.message - 1, "b");
    assert_int_equal(error_set(&err, WS_IO, "%s", text), WS_IO);
    error_prefix(&err, "place");
    assert_memory_equal(err.message, "place: bbb", 10);
    assert_string_equal(err.message + sizeof err.message - 4, "...");
}

static void own_message_may_be_an_argument(void **state)
{
    struct ws_error err = {0};
    (void)state;
    assert_int_equal(error_set(&err, WS_IO, "disk"), WS_IO);
    assert_int_equal(error_set(&err, WS_BAD_DATA, "file: %s", err.message), WS_BAD_DATA);
    assert_string_equal(err.message, "file: disk");
}

static void no_error_wanted(void **state)
{
    (void)state;
    assert_int_equal(error_set(NULL, WS_TOO_LARGE, "%d", 1), WS_TOO_LARGE);
    error_prefix(NULL, "%d", 1);
}

#define COUNT(array) (sizeof(array) / sizeof *(array))

int main(void)
{
    struct CMUnitTest tests[32] = {
        cmocka_unit_test(a_number_that_is_no_status),
        cmocka_unit_test(longest_message_is_not_cut),
        cmocka_unit_test(prefix_goes_in_front),
        cmocka_unit_test(prefix_of_a_full_message_cuts_it),
        cmocka_unit_test(own_message_may_be_an_argument),
        cmocka_unit_test(no_error_wanted),
    };
    size_t count = 6;

    for (size_t i = 0; i < COUNT(STATUSES); i++)
        tests[count++] = (struct CMUnitTest){.name = STATUSES[i].name,
                                             .test_func = status_has_name_and_sentence,
                                             .initial_state = (void *)(uintptr_t)&STATUSES[i]};
    for (size_t i = 0; i < COUNT(TEXTS); i++)
        tests[count++] = (struct CMUnitTest){.name = TEXTS[i].name,
                                             .test_func = message_is_escaped,
                                             .initial_state = (void *)(uintptr_t)&TEXTS[i]};
    for (size_t i = 0; i < COUNT(CUTS); i++)
        tests[count++] = (struct CMUnitTest){.name = CUTS[i].name,
                                             .test_func = long_message_ends_in_dots,
                                             .initial_state = (void *)(uintptr_t)&CUTS[i]};
    return _cmocka_run_group_tests("base_error", tests, count, NULL, NULL);
}
