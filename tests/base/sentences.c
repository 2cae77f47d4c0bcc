/* Sentences in both languages: the same figures, in each language's own way. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/sentences.h"

#define THIN "\xe2\x80\xaf"

/* Bit i: figure i + 1 stands in the sentence. */
static unsigned figures(const char *pattern)
{
    unsigned found = 0;
    for (const char *at = strchr(pattern, '{'); at; at = strchr(at + 1, '{')) {
        const char *end = strchr(at, '}');
        assert_non_null(end);
        assert_in_range(at[1], '1', '9');
        if (at[2] == '?')
            assert_non_null(memchr(at, ':', (size_t)(end - at)));
        else {
            assert_ptr_equal(end, at + 2);
            found |= 1u << (at[1] - '1');
        }
    }
    return found;
}

static void every_sentence_tells_the_same_figures(void **state)
{
    (void)state;
    for (int id = 0; id < SAY_COUNT; id++) {
        const char *en = sentence_pattern((enum sentence_id)id, LANG_EN);
        const char *sv = sentence_pattern((enum sentence_id)id, LANG_SV);
        assert_non_null(en);
        assert_non_null(sv);
        assert_true(*en && *sv);
        if (figures(en) != figures(sv))
            fail_msg("'%s' and '%s' tell different figures", en, sv);
    }
}

static const struct row {
    const char *name;
    enum sentence_id id;
    struct sentence_arg args[3];
    const char *en, *sv;
} ROWS[] = {
    {"one",
     SAY_CANDIDATE_COUNT,
     {{.kind = ARG_WHOLE, .whole = 1}, {.kind = ARG_WHOLE, .whole = 3}},
     "candidate: 1 distinct provider within the main limit for half of the people, k = 3; ",
     "kandidat: 1 leverantör inom huvudgränsen för hälften av personerna, k = 3; "},
    {"several",
     SAY_CANDIDATE_COUNT,
     {{.kind = ARG_WHOLE, .whole = 2}, {.kind = ARG_WHOLE, .whole = 3}},
     "candidate: 2 distinct providers within the main limit for half of the people, k = 3; ",
     "kandidat: 2 olika leverantörer inom huvudgränsen för hälften av personerna, k = 3; "},
    {"a_fraction",
     SAY_VOLUME,
     {{.kind = ARG_REAL, .real = 45.25}},
     "N = 45.3 a year, ",
     "N = 45,3 per år, "},
    {"persons_are_whole",
     SAY_VISITS,
     {{.kind = ARG_SEK, .real = 594.929}, {.kind = ARG_SEK, .real = 1793.238}},
     "persons left x visits x SEK per visit; 595 to 1793 persons are left to be met",
     "kvarvarande personer x besök x kr per besök; 595 till 1" THIN
     "793 personer återstår att möta"},
    {"a_limit",
     SAY_THEN_NONE_WITHIN,
     {{.kind = ARG_LIMIT, .text = "1.5km"}},
     "; no provider within 1.5km",
     "; ingen leverantör inom 1,5\xc2\xa0km"},
    {"a_term",
     SAY_VALUE_IN_YEARS,
     {{.kind = ARG_SEK, .real = 7.0}, {.kind = ARG_YEARS, .real = 2.25}},
     "; value 7 SEK in 2.25 years",
     "; värde 7 kr på 2,25 år"},
    {"below_zero",
     SAY_BREAK_EVEN,
     {{.kind = ARG_REAL, .real = -1234.5}},
     "n* = -1234.5",
     "n* = \xe2\x88\x92"
     "1" THIN "234,5"},
    {"money",
     SAY_VALUE_AND_LIMIT,
     {{.kind = ARG_SEK, .real = 1234567.4}, {.kind = ARG_SEK, .real = 700000}},
     "; value 1234567 SEK, limit of direct award 700000 SEK",
     "; värde 1" THIN "234" THIN "567 kr, gräns för direktupphandling 700" THIN "000 kr"},
    {"a_machine_word",
     SAY_DECIDED,
     {{.kind = ARG_TEXT, .text = "{2} <b>"},
      {.kind = ARG_TEXT, .text = "c"},
      {.kind = ARG_WORD, .text = "LOV_ALLOWANCE"}},
     "decided: {2} <b>; by rule (c) LOV_ALLOWANCE: ",
     "beslutat: {2} <b>; enligt regel (c) LOV med glesbygdspeng: "},
};

static void says(void **state)
{
    const struct row *row = *state;
    struct sentence said = {0};
    sentence_add(&said, row->id, row->args, 3);
    assert_string_equal(said.text[LANG_EN], row->en);
    assert_string_equal(said.text[LANG_SV], row->sv);
}

static void is_cut_at_a_whole_character(void **state)
{
    (void)state;
    struct sentence said = {0};
    while (strlen(said.text[LANG_SV]) + 1 < SENTENCE_SIZE) {
        size_t before = strlen(said.text[LANG_SV]);
        SENTENCE_ADD(&said, SAY_LOT_NEEDS, SAY_TEXT("å"));
        if (strlen(said.text[LANG_SV]) == before)
            break;
    }
    size_t length = strlen(said.text[LANG_SV]);
    assert_in_range(length, SENTENCE_SIZE - 2, SENTENCE_SIZE - 1);
    assert_int_equal(length % 2, 0);
    struct sentence more = said;
    sentence_join(&said, &more);
    assert_int_equal(strlen(said.text[LANG_SV]), length);
}

int main(void)
{
    enum { ROW_COUNT = sizeof ROWS / sizeof *ROWS };
    struct CMUnitTest tests[ROW_COUNT + 2];
    for (size_t i = 0; i < ROW_COUNT; i++)
        tests[i] = (struct CMUnitTest){
            .name = ROWS[i].name, .test_func = says, .initial_state = (void *)&ROWS[i]};
    tests[ROW_COUNT] = (struct CMUnitTest)cmocka_unit_test(every_sentence_tells_the_same_figures);
    tests[ROW_COUNT + 1] = (struct CMUnitTest)cmocka_unit_test(is_cut_at_a_whole_character);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
