/* English texts of a run, told in Swedish by the formats they were made with. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/told.h"

#define THIN "\xe2\x80\xaf"

static const struct told_formats *const ALL[] = {&TOLD_INPUTS, &TOLD_FILES, &TOLD_RUN, &TOLD_CLAIMS,
                                                 &TOLD_SCENARIOS};

static uint32_t count_parts(const char *english)
{
    uint32_t count = 0;
    for (const char *at = strchr(english, '%'); at; at = strchr(at + 2, '%')) {
        assert_non_null(strchr("sug%", at[1]));
        assert_true(at[1]);
        count += at[1] != '%';
    }
    return count;
}

/* Every {..} is closed, names a part that there is, and holds no other. */
static void check_swedish(const struct told_format *format)
{
    uint32_t parts = count_parts(format->english);
    assert_true(parts <= 9);
    for (const char *at = strchr(format->swedish, '{'); at; at = strchr(at + 1, '{')) {
        const char *end = strchr(at, '}'), *next = strchr(at + 1, '{');
        if (!end || (next && next < end) || at[1] < '1' || (uint32_t)(at[1] - '0') > parts)
            fail_msg("'%s' of '%s' names no part of it", format->swedish, format->english);
        if (at[2] == '?')
            assert_non_null(memchr(at, ':', (size_t)(end - at)));
        else if (end != at + 2)
            assert_true(strchr("!~,=", at[2]) && end == at + 3);
    }
}

static void every_format_is_whole(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof ALL / sizeof *ALL; i++)
        for (uint32_t f = 0; f < ALL[i]->count; f++) {
            const struct told_format *format = &ALL[i]->formats[f];
            assert_true(format->english[0] && format->swedish[0]);
            check_swedish(format);
        }
}

static void no_format_stands_twice(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof ALL / sizeof *ALL; i++)
        for (size_t j = i; j < sizeof ALL / sizeof *ALL; j++)
            for (uint32_t a = 0; a < ALL[i]->count; a++)
                for (uint32_t b = i == j ? a + 1 : 0; b < ALL[j]->count; b++)
                    if (!strcmp(ALL[i]->formats[a].english, ALL[j]->formats[b].english))
                        fail_msg("'%s' stands twice", ALL[i]->formats[a].english);
}

static const struct row {
    const char *name, *english, *swedish; /* NULL: not told */
} ROWS[] = {
    {"a_text_without_parts", "left out", "utelämnat"},
    {"one", "1 office lies outside the municipalities: K9",
     "1 kontor ligger utanför kommunerna: K9"},
    {"one_of_two_forms", "1 row of no municipality on the map (first: 0999)",
     "1 rad hör inte till någon kommun på kartan (först: 0999)"},
    {"many", "12345 rows of no municipality on the map (first: 0999)",
     "12" THIN "345 rader hör inte till någon kommun på kartan (först: 0999)"},
    {"a_decimal_comma", "248.5 km2", "248,5 km²"},
    {"number_of_a_row_as_it_stands", "feature 12345", "objekt 12345"},
    {"a_code_keeps_its_zero", "ovr: codes lost their zero (114 for 0114); put back",
     "ovr: koder har tappat sin nolla (114 för 0114); återställt"},
    {"a_list_cut_short", "codes of no municipality: 0999 (3), x (1) and 7 more",
     "koder som inte hör till någon kommun: 0999 (3), x (1) och 7 till"},
    {"a_list_with_and_in_a_name", "codes of no municipality: this and that more (3)",
     "koder som inte hör till någon kommun: this and that more (3)"},
    {"a_role_in_words",
     "2 of supplier-areas lie far from all others (a, b); right for islands far "
     "out, wrong when their coordinates are those of another zone than EPSG:3006",
     "2 av objekten (leveransområden) ligger långt från alla andra (a, b); rätt för öar långt ut, "
     "fel när "
     "koordinaterna hör till en annan zon än EPSG:3006"},
    {"of_a_later_day", "on 2020-05-01: left out", "2020-05-01: utelämnat"},
    {"of_a_later_day_untold", "on 2020-05-01: something new", NULL},
    {"told_within_told",
     "M5, k = 1 within 30km, residents, by municipality: 96.50 % disagrees with "
     ">= 99 %; of 3 readings 0 agree",
     "M5, k = 1 inom 30km, boende, per kommun: 96,50 % stämmer inte med minst 99 %; av 3 läsningar "
     "stämmer 0"},
    {"the_colon_parts_before_the_verb", "municipalities, all of the input: 12 disagrees with = 16",
     "kommuner, hela underlaget: 12 stämmer inte med 16"},
    {"signs_of_percent", "96.50–97.25 % agrees with about 97 %",
     "96,50–97,25 % stämmer med omkring 97 %"},
    {"what_differs_by_a_letter", "left outt", NULL},
    {"what_goes_on", "left out: and more", NULL},
    {"no_number_where_one_stands", "x rows joined by their code", NULL},
    {"a_bridge", "5 + 33 - 1 = 37", "5 + 33 − 1 = 37"},
    {"a_number_alone", "33", "33"},
    {"braces_of_a_name", "office {1!} has no provider", "kontoret {1!} saknar leverantör"},
    {"percent_of_a_name", "office 5 %s has no provider", "kontoret 5 %s saknar leverantör"},
    {"offices_elsewhere",
     "4 offices stand in another municipality than the column kommunkod says (K01 says 2902 and "
     "stands in 2901; K02 says 2903 and stands in 2901; ...)",
     "4 kontor står i en annan kommun än kolumnen kommunkod säger (K01 säger 2902 och står i 2901; "
     "K02 säger 2903 och står i 2901; ...)"},
    {"more_than_people",
     "2 municipalities have more unemployed than people (Folkmängd): 2901, 2020-04, 336100 of "
     "61226; 2902, 2020-04, 9000 of at most 800",
     "2 kommuner har fler arbetslösa än personer (Folkmängd): 2901, 2020-04, 336 100 av 61 226; "
     "2902, 2020-04, 9 000 av högst 800"},
    {"month_that_jumps",
     "1 count is 5 times or more, or a fifth or less, of the months beside (first: 2901, 336100 in "
     "2020-04, 2889 in 2020-03, 3555 in 2020-05)",
     "1 antal är fem gånger eller mer, eller en femtedel eller mindre, av månaderna intill (först: "
     "2901, 336 100 i 2020-04, 2 889 i 2020-03, 3 555 i 2020-05)"},
    {"one_person", "1 person counted as outside", "1 person räknas som utanför"},
    {"one_person_of_a_row", "1 row, 1 person left out", "1 rad, 1 person utelämnad"},
    {"persons", "1234 people outside", "1" THIN "234 personer utanför"},
    {"a_power_of_ten", "1.5e+06 km2", "1,5e+06 km²"},
    {"a_negative_power", "2e-07 km2", "2e-07 km²"},
    {"below_zero", "-12345.5 km2",
     "\xe2\x88\x92"
     "12" THIN "345,5 km²"},
    {"a_point_without_digits", "5. km2", NULL},
    {"a_letter_behind_a_number", "5e km2", NULL},
    {"more_digits_than_a_number_has", "1234567890123456789012345678901234567890 km2",
     "1234567890123456789012345678901234567890 km²"},
    {"a_label_that_is_too_long",
     "municipalities, aaaaaaaaaabbbbbbbbbbaaaaaaaaaabbbbbbbbbbaaaaaaaaaabbbbbbbbbbaaaaaaaaaa",
     "kommuner, aaaaaaaaaabbbbbbbbbbaaaaaaaaaabbbbbbbbbbaaaaaaaaaabbbbbbbbbbaaaaaaaaaa"},
    {"a_list_of_more_alone", " more", NULL},
    {"a_list_with_more_and_no_and", "codes of no municipality: x 7 more",
     "koder som inte hör till någon kommun: x 7 more"},
    {"signs_alone", "[] {} 5 @ 6 `", "[] {} 5 @ 6 `"},
    {"empty", "", ""},
};

static void check_row(void **state)
{
    const struct row *row = *state;
    struct text out = {0};
    char *said = NULL;
    text_put(&out, "<");
    assert_int_equal(told_swedish(&out, row->english), row->swedish != NULL);
    assert_int_equal(text_take(&said, &out, NULL), WS_OK);
    assert_int_equal(said[0], '<');
    assert_string_equal(said + 1, row->swedish ? row->swedish : "");
    mem_free(said);
}

/* A format read with its own letters in the place of its parts is told. */
static void every_plain_format_is_told(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof ALL / sizeof *ALL; i++)
        for (uint32_t f = 0; f < ALL[i]->count; f++) {
            const struct told_format *format = &ALL[i]->formats[f];
            char english[600];
            size_t used = 0;
            if (strchr(format->swedish, '!'))
                continue;
            for (const char *at = format->english; *at; at++) {
                bool is_part = *at == '%';
                at += is_part;
                english[used++] = (char)(!is_part || *at == '%' ? *at : *at == 's' ? 'x' : '7');
            }
            english[used] = '\0';
            struct text out = {0};
            if (!told_swedish(&out, english))
                fail_msg("'%s' is not told", english);
            text_release(&out);
        }
}

/* A name that holds the words of a format thousands of times has more ways of being parted
 * than a machine can try. */
static void words_of_a_format_many_times_over_end(void **state)
{
    (void)state;
    static const char WORDS[] = ".=: ";
    struct text english = {0}, out = {0};
    text_put(&english, "--field ");
    for (int i = 0; i < 20000; i++)
        text_put(&english, WORDS);
    char *text = NULL;
    assert_int_equal(text_take(&text, &english, NULL), WS_OK);
    assert_false(told_swedish(&out, text));
    assert_null(out.bytes);
    mem_free(text);
}

int main(void)
{
    enum { ROW_COUNT = sizeof ROWS / sizeof *ROWS };
    struct CMUnitTest tests[ROW_COUNT + 4] = {
        cmocka_unit_test(every_format_is_whole),
        cmocka_unit_test(no_format_stands_twice),
        cmocka_unit_test(every_plain_format_is_told),
        cmocka_unit_test(words_of_a_format_many_times_over_end),
    };
    for (size_t i = 0; i < ROW_COUNT; i++)
        tests[i + 4] = (struct CMUnitTest){.name = ROWS[i].name,
                                           .test_func = check_row,
                                           .initial_state = (void *)(uintptr_t)&ROWS[i]};
    return cmocka_run_group_tests_name("told", tests, NULL, NULL);
}
