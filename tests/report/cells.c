/* Cells as people read them: units, roundings, words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "report/cells.h"
#include <math.h>
#include <stdio.h>

#define HARD "\xc2\xa0"
#define UNKNOWN "\xe2\x80\x93"

static const struct row {
    const char *name, *column; /* "layer.column" where the layer matters */
    double real;
    char *text;
    bool is_time;
    const char *en, *sv;
} ROWS[] = {
    {"a_share", "share", 0.5, NULL, false, "50" HARD "%", "50" HARD "%"},
    {"a_low_bound_is_rounded_down", "share_low", 0.96963, NULL, false, "96.9" HARD "%",
     "96,9" HARD "%"},
    {"a_high_bound_is_rounded_up", "share_high", 0.66908, NULL, false, "67" HARD "%",
     "67" HARD "%"},
    {"an_exact_bound_stays", "share_low", 0.5, NULL, false, "50" HARD "%", "50" HARD "%"},
    {"an_exact_high_bound_stays", "share_high", 0.7, NULL, false, "70" HARD "%", "70" HARD "%"},
    {"almost_all_is_not_all", "share", 0.99968, NULL, false, ">" HARD "99.9" HARD "%",
     ">" HARD "99,9" HARD "%"},
    {"hardly_any_is_not_none", "share", 0.0001, NULL, false, "<" HARD "0.1" HARD "%",
     "<" HARD "0,1" HARD "%"},
    {"all_is_all", "share", 1.0, NULL, false, "100" HARD "%", "100" HARD "%"},
    {"none_is_none", "share", 0.0, NULL, false, "0" HARD "%", "0" HARD "%"},
    {"unknown", "share", (double)NAN, NULL, false, UNKNOWN, UNKNOWN},
    {"people", "people", 1234.6, NULL, false, "1,235",
     "1\xe2\x80\xaf"
     "235"},
    {"a_way_in_km", "cost_p50", 30143.6, NULL, false, "30.1" HARD "km", "30,1" HARD "km"},
    {"a_way_in_minutes", "cost_p50", 90.0, NULL, true, "1.5" HARD "min", "1,5" HARD "min"},
    {"a_machine_word", "class", 0, "none", false, "White spot", "Vit fläck"},
    {"machine_words", "flags", 0, "ending, at_risk", false, "Ends within notice, At risk",
     "Upphör inom uppsägningstid, Riskerar hävning"},
    {"a_way_of_those_who_moved", "moved.before", 30143.6, NULL, false, "30.1" HARD "km",
     "30,1" HARD "km"},
    {"a_class_before_a_scenario", "scenarios.before", 0, "none", false, "White spot", "Vit fläck"},
    {"a_row_of_notes", "notes.kind", 0, "note", false, "Note", "Anteckning"},
    {"a_name_that_is_a_machine_word", "scenario", 0, "many", false, "many", "many"},
    {"a_name_stays", "name", 0, "none", false, "none", "none"},
    {"no_text", "name", 0, "", false, UNKNOWN, UNKNOWN},
};

static void says(const struct row *row, enum lang lang, const char *wanted)
{
    struct report report = {.lang = lang, .is_time = row->is_time};
    double real = row->real;
    char *text = row->text;
    struct column column = {.type = text ? COLUMN_TEXT : COLUMN_REAL};
    struct text out = {0};
    char *said = NULL;
    const char *dot = strchr(row->column, '.');
    char layer[40];
    snprintf(layer, sizeof layer, "%.*s", dot ? (int)(dot - row->column) : 0, row->column);
    strcpy(column.name, dot ? dot + 1 : row->column);
    column.text = text ? &text : NULL;
    column.real = text ? NULL : &real;
    cells_put(&out, &report, layer, &column, 0);
    assert_int_equal(text_take(&said, &out, NULL), WS_OK);
    assert_string_equal(said, wanted);
    mem_free(said);
}

static void cell(void **state)
{
    const struct row *row = *state;
    says(row, LANG_EN, row->en);
    says(row, LANG_SV, row->sv);
}

/* Where a column has Swedish and a row has none, its English says that it is. */
static void a_sentence_without_swedish_is_marked(void **state)
{
    static const char *const WANTED[LANG_COUNT][2] = {{"left out", "something new"},
                                                      {"utelämnat", "something new (på engelska)"}};
    char english[2][16] = {"left out", "something new"}, swedish[] = "utelämnat";
    char *texts[2] = {english[0], english[1]}, *told[2] = {swedish, NULL};
    struct column column = {.name = "effect", .type = COLUMN_TEXT, .text = texts, .swedish = told};
    (void)state;
    for (int lang = 0; lang < LANG_COUNT; lang++)
        for (uint32_t row = 0; row < 2; row++) {
            struct report report = {.lang = (enum lang)lang};
            struct text out = {0};
            char *said = NULL;
            assert_true(cells_put(&out, &report, "repairs", &column, row));
            assert_int_equal(text_take(&said, &out, NULL), WS_OK);
            assert_string_equal(said, WANTED[lang][row]);
            mem_free(said);
        }
}

int main(void)
{
    enum { ROW_COUNT = sizeof ROWS / sizeof *ROWS };
    struct CMUnitTest tests[ROW_COUNT + 1] = {0};
    tests[ROW_COUNT] = (struct CMUnitTest)cmocka_unit_test(a_sentence_without_swedish_is_marked);
    for (size_t i = 0; i < ROW_COUNT; i++)
        tests[i] = (struct CMUnitTest){
            .name = ROWS[i].name, .test_func = cell, .initial_state = (void *)&ROWS[i]};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
