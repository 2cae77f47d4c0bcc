/* Chains of roles: order, gaps, the weakest step. */
#include "decide/chains.h"

#include "base/mem.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

/* Notes as sorted by their reader: place, topic, date. */
static struct note note(const char *place, const char *topic, const char *date, const char *step)
{
    struct note made = {.place = (char *)place, .topic = (char *)topic, .step = (char *)step};
    made.actor = made.text = made.source = made.tags = (char *)"";
    memcpy(made.date, date, strlen(date) + 1);
    return made;
}

#define DAY "2021-04-01"

static void row_d6_steps_in_their_order(void **state)
{
    (void)state;
    struct note items[] = {note("a", "denied_job", DAY, "1"), note("a", "role", DAY, "4 job"),
                           note("a", "role", DAY, "10"),      note("a", "role", DAY, ""),
                           note("a", "role", DAY, "1 plan"),  note("a", "role", DAY, "after"),
                           note("a", "role", DAY, "1 talk"),  note("b", "role", "2022-01-01", "1"),
                           note("b", "role", DAY, "2")};
    struct notes notes = {sizeof items / sizeof *items, items};
    struct chains chains;
    struct ws_error err;
    static const struct {
        const char *place;
        uint32_t number, notes;
    } WANTED[] = {{"a", 1, 2},       {"a", 2, 0}, {"a", 3, 0}, {"a", 4, 1}, {"a", 5, 0},
                  {"a", 6, 0},       {"a", 7, 0}, {"a", 8, 0}, {"a", 9, 0}, {"a", 10, 1},
                  {"a", WS_NONE, 1}, {"b", 1, 0}, {"b", 2, 1}};
    assert_int_equal(chains_find(&chains, &notes, "2021-12-31", &err), WS_OK);
    assert_int_equal(chains.step_count, sizeof WANTED / sizeof *WANTED);
    for (uint32_t i = 0; i < chains.step_count; i++) {
        assert_string_equal(chains.steps[i].place, WANTED[i].place);
        assert_int_equal(chains.steps[i].number, WANTED[i].number);
        assert_int_equal(chains.steps[i].note_count, WANTED[i].notes);
    }
    assert_int_equal(chains.note[chains.steps[0].first_note], 4);
    assert_int_equal(chains.note[chains.steps[0].first_note + 1], 6);
    assert_int_equal(chains.note[chains.steps[3].first_note], 1);
    chains_release(&chains);
    assert_int_equal(chains_find(&chains, &notes, "", &err), WS_OK);
    assert_int_equal(chains.steps[11].note_count, 1); /* no day: nothing is later */
    chains_release(&chains);
}

/* 0, 100 and 1234 are no numbers of steps; such steps stand by their words, at the end. */
static void row_d6_steps_without_a_number_stand_by_their_words(void **state)
{
    (void)state;
    struct note items[] = {note("a", "role", DAY, "before"), note("a", "role", DAY, "after"),
                           note("a", "role", DAY, "100"),    note("a", "role", DAY, "0 x"),
                           note("a", "role", DAY, "1234"),   note("a", "role", DAY, "after"),
                           note("a", "role", DAY, "1")};
    static const uint32_t WANTED[] = {6, 3, 2, 4, 1, 0}; /* the first note of each step */
    struct notes notes = {sizeof items / sizeof *items, items};
    struct chains chains = {0};
    struct ws_error err;
    enum ws_status st = WS_NO_MEMORY;
    for (uint64_t nth = 1; st; nth++) {
        mem_fail_at(nth);
        st = chains_find(&chains, &notes, "", &err);
        mem_fail_at(0);
        assert_true(st == WS_OK || (st == WS_NO_MEMORY && !chains.steps));
    }
    assert_int_equal(chains.step_count, 6);
    for (uint32_t i = 0; i < 6; i++) {
        assert_int_equal(chains.steps[i].number, i ? WS_NONE : 1);
        assert_int_equal(chains.note[chains.steps[i].first_note], WANTED[i]);
        assert_int_equal(chains.steps[i].note_count, i == 4 ? 2 : 1);
    }
    chains_release(&chains);
}

static const struct row {
    const char *name;
    struct chain_step step;
    const char *state;
} ROWS[] = {
    {"row_d6_nobody_is_named", {.note_count = 1, .people_micro = 9}, "broken"},
    {"row_d6_no_note_tells_the_step", {.people_micro = 9}, "broken"},
    {"row_d6_out_of_reach", {.note_count = 1, .provider_count = 2, .people_micro = 9}, "broken"},
    {"row_d6_some_in_reach",
     {.note_count = 1, .provider_count = 1, .people_micro = 9, .reached_micro = 8},
     "some"},
    {"row_d6_all_in_reach",
     {.note_count = 1, .provider_count = 1, .people_micro = 9, .reached_micro = 9},
     "whole"},
    {"row_d6_the_municipality_itself",
     {.note_count = 1, .is_own = true, .people_micro = 9},
     "whole"},
    {"row_d6_no_office_is_read", {.note_count = 1, .is_unknown = true, .people_micro = 9}, NULL},
    {"row_d6_one_of_two_may_be_near",
     {.note_count = 2, .is_unknown = true, .provider_count = 1, .people_micro = 9},
     NULL},
    {"row_d6_one_of_two_is_enough",
     {.note_count = 2,
      .is_unknown = true,
      .provider_count = 1,
      .people_micro = 9,
      .reached_micro = 9},
     "whole"},
    {"row_d6_no_municipality",
     {.note_count = 1, .provider_count = 1, .zone = WS_NONE, .people_micro = 9},
     NULL},
    {"row_d6_nobody_lives_there", {.note_count = 1, .provider_count = 1}, NULL},
};

static bool is_same(const char *a, const char *b)
{
    return !a || !b ? a == b : !strcmp(a, b);
}

/* A step alone is its chain; beside a whole one it is the weaker. */
static void judges(void **state)
{
    const struct row *row = *state;
    struct chain_step steps[2] = {row->step, {.note_count = 1, .is_own = true}};
    steps[0].place = steps[1].place = "a";
    struct chains chains = {1, 0, steps, NULL};
    chains_judge(&chains);
    assert_true(is_same(chains_state_name(steps[0].state), row->state));
    assert_int_equal(steps[0].chain, steps[0].state);
    assert_true(strlen(chains_why(&steps[0])) > 0);
    chains.step_count = 2;
    chains_judge(&chains);
    assert_true(is_same(chains_state_name(steps[0].chain), row->state));
    assert_int_equal(steps[1].chain, steps[0].chain);
    assert_int_equal(steps[1].state, CHAIN_WHOLE);
}

/* Broken is more than not known, and another place is another chain. */
static void row_d6_one_broken_step_breaks_the_chain(void **state)
{
    (void)state;
    struct chain_step steps[] = {{.place = "a", .note_count = 1, .is_unknown = true},
                                 {.place = "a", .note_count = 0},
                                 {.place = "a", .note_count = 1, .is_own = true},
                                 {.place = "b", .note_count = 1, .is_own = true}};
    struct chains chains = {4, 0, steps, NULL};
    chains_judge(&chains);
    for (int i = 0; i < 3; i++)
        assert_int_equal(steps[i].chain, CHAIN_BROKEN);
    assert_int_equal(steps[3].chain, CHAIN_WHOLE);
}

int main(void)
{
    enum { ROW_COUNT = sizeof ROWS / sizeof *ROWS };
    struct CMUnitTest tests[ROW_COUNT + 3] = {
        [ROW_COUNT] = cmocka_unit_test(row_d6_steps_in_their_order),
        [ROW_COUNT + 1] = cmocka_unit_test(row_d6_one_broken_step_breaks_the_chain),
        [ROW_COUNT + 2] = cmocka_unit_test(row_d6_steps_without_a_number_stand_by_their_words)};
    for (int i = 0; i < ROW_COUNT; i++)
        tests[i] = (struct CMUnitTest){
            .name = ROWS[i].name, .test_func = judges, .initial_state = (void *)&ROWS[i]};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
