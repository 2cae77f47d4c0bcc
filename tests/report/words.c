/* Numbers and sentences, language by language. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "report/words.h"
#include <math.h>

#define THIN "\xe2\x80\xaf"
#define HARD "\xc2\xa0"

static const struct row {
    const char *name, *kind;
    uint64_t a, b;
    double real;
    const char *en, *sv;
} ROWS[] = {
    {"people_are_rounded_half_up", "people", 1499999, 0, 0, "1", "1"},
    {"half_a_person_is_one", "people", 1500000, 0, 0, "2", "2"},
    {"thousands_are_apart", "whole", 1234567, 0, 0, "1,234,567", "1" THIN "234" THIN "567"},
    {"nine_hundred_and_ninety_nine", "whole", 999, 0, 0, "999", "999"},
    {"percent_nearest", "near", 2, 3, 0, "66.7" HARD "%", "66,7" HARD "%"},
    {"percent_down", "down", 2, 3, 0, "66.6" HARD "%", "66,6" HARD "%"},
    {"percent_up", "up", 2, 3, 0, "66.7" HARD "%", "66,7" HARD "%"},
    {"percent_up_of_an_exact_one", "up", 1, 2, 0, "50.0" HARD "%", "50,0" HARD "%"},
    {"percent_of_nobody_is_unknown", "near", 0, 0, 0, "\xe2\x80\x93", "\xe2\x80\x93"},
    {"almost_all_rounded_down", "down", 999999, 1000000, 0, "99.9" HARD "%", "99,9" HARD "%"},
    {"cost_in_km", "cost", 30000000, 0, 0, "30.0" HARD "km", "30,0" HARD "km"},
    {"cost_in_minutes", "cost", 90000, 1, 0, "1.5" HARD "min", "1,5" HARD "min"},
    {"cost_beyond_reach", "cost", WS_COST_INF, 0, 0, "not reachable", "nås inte"},
    {"real_without_closing_zeros", "real", 2, 0, 12.5, "12.5", "12,5"},
    {"real_that_is_whole", "real", 2, 0, 12.0, "12", "12"},
    {"real_rounded", "real", 2, 0, 0.005, "0.01", "0,01"},
    {"real_with_a_zero_inside", "real", 2, 0, 3.07, "3.07", "3,07"},
    {"real_below_zero", "real", 1, 0, -1234.56,
     "\xe2\x88\x92"
     "1,234.6",
     "\xe2\x88\x92"
     "1" THIN "234,6"},
    {"nothing_below_zero_has_no_sign", "real", 1, 0, -0.04, "0", "0"},
    {"real_unknown", "real", 1, 0, (double)NAN, "\xe2\x80\x93", "\xe2\x80\x93"},
};

static const char *say(char out[WORDS_NUMBER], const struct row *row, enum lang lang)
{
    struct ws_fraction of = {row->a, row->b};
    if (!strcmp(row->kind, "people"))
        return words_people(out, lang, row->a);
    if (!strcmp(row->kind, "whole"))
        return words_whole(out, lang, row->a);
    if (!strcmp(row->kind, "cost"))
        return words_cost(out, lang, (uint32_t)row->a, row->b != 0);
    if (!strcmp(row->kind, "real"))
        return words_real(out, lang, row->real, (int)row->a);
    return words_percent(out, lang, of,
                         !strcmp(row->kind, "up")     ? 1
                         : !strcmp(row->kind, "down") ? -1
                                                      : 0);
}

static void number(void **state)
{
    const struct row *row = *state;
    char out[WORDS_NUMBER];
    assert_string_equal(say(out, row, LANG_EN), row->en);
    assert_string_equal(say(out, row, LANG_SV), row->sv);
}

/* Both languages say every sentence and use the same arguments. */
static void every_sentence_has_both_languages(void **state)
{
    (void)state;
    for (int word = 0; word < W_COUNT; word++) {
        const char *said[LANG_COUNT];
        for (int lang = 0; lang < LANG_COUNT; lang++) {
            said[lang] = words_plain((enum lang)lang, (enum word)word);
            assert_non_null(said[lang]);
            assert_true(*said[lang]);
        }
        for (char arg = '1'; arg <= '9'; arg++) { /* the same ones */
            const char mark[] = {'{', arg, '}', '\0'};
            assert_int_equal(strstr(said[LANG_EN], mark) != NULL,
                             strstr(said[LANG_SV], mark) != NULL);
        }
    }
}

static void arguments_stand_where_the_language_has_them(void **state)
{
    (void)state;
    static const char *const args[] = {"1", "2", "3"};
    struct text text = {0};
    char *out = NULL;
    words_put(&text, LANG_SV, W_WITHIN_OF, args, 3);
    assert_int_equal(text_take(&out, &text, NULL), WS_OK);
    assert_string_equal(out, "1 av 2 personer bor inom 3");
    mem_free(out);
}

static void one_is_said_as_one(void **state)
{
    static const struct {
        enum lang lang;
        const char *number, *said;
    } rows[] = {{LANG_EN, "1", "1 white spot"},
                {LANG_EN, "2", "2 white spots"},
                {LANG_SV, "1", "1 vit fläck"},
                {LANG_SV, "0", "0 vita fläckar"}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct text text = {0};
        words_put(&text, rows[i].lang, W_SPOTS, &rows[i].number, 1);
        assert_string_equal(text.bytes, rows[i].said);
        text_release(&text);
    }
}

/* No sentence says that one person is people. */
static void one_person_is_no_people(void **state)
{
    static const char *const args[] = {"1", "1", "1", "1", "1", "1"};
    static const char *const wrong[] = {"1 people", "1 personer", "all 1 ", "alla 1 "};
    (void)state;
    for (int word = 0; word < W_COUNT; word++)
        for (int lang = 0; lang < LANG_COUNT; lang++) {
            struct text text = {0};
            words_put(&text, (enum lang)lang, (enum word)word, args, 6);
            for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
                if (strstr(text.bytes, wrong[i]))
                    fail_msg("%s", text.bytes);
            text_release(&text);
        }
}

int main(void)
{
    enum { COUNT = sizeof ROWS / sizeof *ROWS };
    struct CMUnitTest tests[COUNT + 4] = {0};
    for (size_t i = 0; i < COUNT; i++)
        tests[i] = (struct CMUnitTest){
            .name = ROWS[i].name, .test_func = number, .initial_state = (void *)&ROWS[i]};
    tests[COUNT] = (struct CMUnitTest)cmocka_unit_test(every_sentence_has_both_languages);
    tests[COUNT + 1] =
        (struct CMUnitTest)cmocka_unit_test(arguments_stand_where_the_language_has_them);
    tests[COUNT + 2] = (struct CMUnitTest)cmocka_unit_test(one_is_said_as_one);
    tests[COUNT + 3] = (struct CMUnitTest)cmocka_unit_test(one_person_is_no_people);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
