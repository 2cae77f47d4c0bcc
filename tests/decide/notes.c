/* Notes: what they say together, and which of them disagree. */
#include "decide/notes.h"

#include "base/mem.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#define MOST_NOTES 4u

struct said {
    const char *place, *date;
    enum note_status status;
    enum note_count kind;
    uint64_t count;
};

static const struct row {
    const char *name;
    struct said said[MOST_NOTES];
    uint32_t count;
    const char *total, *contested; /* one letter a note */
} ROWS[] = {
    {"one_exact", {{"a", "2021-04", NOTE_VERIFIED, NOTE_EXACTLY, 3}}, 1, "3", "n"},
    {"row_b12_withheld_is_not_0",
     {{"a", "2021-04", NOTE_REPORTED, NOTE_UNKNOWN, 0}},
     1,
     "at least 0, 1 unknown",
     "n"},
    {"row_b12_known_and_withheld",
     {{"a", "2021-04", NOTE_VERIFIED, NOTE_EXACTLY, 3},
      {"b", "2021-04", NOTE_REPORTED, NOTE_UNKNOWN, 0},
      {"c", "2021-04", NOTE_REPORTED, NOTE_AT_LEAST, 2}},
     3,
     "at least 5, 1 unknown",
     "nnn"},
    {"row_b13_a_director_does_not_recognise_it",
     {{"a", "2021-04", NOTE_REPORTED, NOTE_UNKNOWN, 0},
      {"a", "2021-04", NOTE_CONTESTED, NOTE_UNKNOWN, 0}},
     2,
     "at least 0, 2 unknown",
     "yy"},
    {"row_b13_counts_that_exclude_each_other",
     {{"a", "2021-04", NOTE_REPORTED, NOTE_EXACTLY, 2},
      {"a", "2021-04", NOTE_VERIFIED, NOTE_EXACTLY, 5}},
     2,
     "at least 2",
     "yy"},
    {"counts_that_fit",
     {{"a", "2021-04", NOTE_REPORTED, NOTE_AT_LEAST, 2},
      {"a", "2021-04", NOTE_VERIFIED, NOTE_EXACTLY, 5}},
     2,
     "at least 5",
     "nn"},
    {"at_least_more_than_there_were",
     {{"a", "2021-04", NOTE_REPORTED, NOTE_AT_LEAST, 9},
      {"a", "2021-04", NOTE_VERIFIED, NOTE_EXACTLY, 5}},
     2,
     "at least 5",
     "yy"},
    {"about_excludes_nothing",
     {{"a", "2021-04", NOTE_REPORTED, NOTE_ABOUT, 9},
      {"a", "2021-04", NOTE_VERIFIED, NOTE_EXACTLY, 5}},
     2,
     "at least 5",
     "nn"},
    {"row_b12_fewer_than_5",
     {{"a", "2021-04", NOTE_VERIFIED, NOTE_BELOW, 5},
      {"b", "2021-04", NOTE_VERIFIED, NOTE_EXACTLY, 3}},
     2,
     "at least 3",
     "nn"},
    {"row_b13_fewer_than_there_were",
     {{"a", "2021-04", NOTE_VERIFIED, NOTE_BELOW, 5},
      {"a", "2021-04", NOTE_VERIFIED, NOTE_EXACTLY, 5}},
     2,
     "at least 0",
     "yy"},
    {"row_b17_several_roles_stand_together",
     {{"a", "2021-04", NOTE_VERIFIED, NOTE_EXACTLY, 1},
      {"a", "2021-04", NOTE_VERIFIED, NOTE_EXACTLY, 1},
      {"a", "2021-04", NOTE_REPORTED, NOTE_UNKNOWN, 0}},
     3,
     "at least 1, 1 unknown",
     "nnn"},
    {"other_days_add_up",
     {{"a", "2021-04", NOTE_VERIFIED, NOTE_EXACTLY, 2},
      {"a", "2021-05", NOTE_VERIFIED, NOTE_EXACTLY, 5}},
     2,
     "7",
     "nn"},
    {"other_places_are_not_contested",
     {{"a", "2021-04", NOTE_CONTESTED, NOTE_EXACTLY, 2},
      {"b", "2021-04", NOTE_VERIFIED, NOTE_EXACTLY, 5}},
     2,
     "7",
     "yn"},
};

static void say_together(void **state)
{
    const struct row *row = *state;
    struct note items[MOST_NOTES];
    bool is_contested[MOST_NOTES];
    struct note_total *totals;
    uint32_t total_count;
    struct ws_error err;
    memset(items, 0, sizeof items);
    for (uint32_t i = 0; i < row->count; i++) {
        const struct said *said = &row->said[i];
        items[i].place = (char *)(uintptr_t)said->place;
        items[i].topic = (char *)(uintptr_t) "topic";
        snprintf(items[i].date, sizeof items[i].date, "%s", said->date);
        items[i].status = said->status;
        items[i].kind = said->kind;
        items[i].count = said->count;
    }
    struct notes notes = {row->count, items};
    assert_int_equal(notes_totals(&totals, &total_count, &notes, &err), WS_OK);
    assert_int_equal(total_count, 1);
    assert_string_equal(totals[0].text, row->total);
    mem_free(totals);
    notes_judge(is_contested, &notes);
    for (uint32_t i = 0; i < row->count; i++)
        assert_int_equal(is_contested[i], row->contested[i] == 'y');
}

static void counts_in_words(void **state)
{
    (void)state;
    char text[48];
    const struct note notes[] = {{.kind = NOTE_EXACTLY, .count = 7},
                                 {.kind = NOTE_AT_LEAST, .count = 7},
                                 {.kind = NOTE_ABOUT, .count = 7},
                                 {.kind = NOTE_UNKNOWN},
                                 {.kind = NOTE_BELOW, .count = 7}};
    static const char *const words[] = {"7", "at least 7", "about 7", "unknown", "fewer than 7"};
    for (int i = 0; i < 5; i++) {
        notes_count_text(text, &notes[i]);
        assert_string_equal(text, words[i]);
    }
}

int main(void)
{
    enum { COUNT = sizeof ROWS / sizeof *ROWS };
    struct CMUnitTest tests[COUNT + 1];
    for (int i = 0; i < COUNT; i++)
        tests[i] = (struct CMUnitTest){.name = ROWS[i].name,
                                       .test_func = say_together,
                                       .initial_state = (void *)(uintptr_t)&ROWS[i]};
    tests[COUNT] = (struct CMUnitTest)cmocka_unit_test(counts_in_words);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
