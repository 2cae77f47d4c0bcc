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
    {"a_share", "share", 0.5, NULL, false, "50.0" HARD "%", "50,0" HARD "%"},
    {"a_low_bound_is_rounded_down", "share_low", 0.96963, NULL, false, "96.9" HARD "%",
     "96,9" HARD "%"},
    {"a_high_bound_is_rounded_up", "share_high", 0.66908, NULL, false, "67.0" HARD "%",
     "67,0" HARD "%"},
    {"an_exact_bound_stays", "share_low", 0.5, NULL, false, "50.0" HARD "%", "50,0" HARD "%"},
    {"an_exact_high_bound_stays", "share_high", 0.7, NULL, false, "70.0" HARD "%", "70,0" HARD "%"},
    {"almost_all_is_not_all", "share", 0.99968, NULL, false, ">" HARD "99.9" HARD "%",
     ">" HARD "99,9" HARD "%"},
    {"hardly_any_is_not_none", "share", 0.0001, NULL, false, "<" HARD "0.1" HARD "%",
     "<" HARD "0,1" HARD "%"},
    {"all_is_all", "share", 1.0, NULL, false, "100.0" HARD "%", "100,0" HARD "%"},
    {"none_is_none", "share", 0.0, NULL, false, "0.0" HARD "%", "0,0" HARD "%"},
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
    {"a_way_of_whole_km", "cost_p50", 30000.0, NULL, false, "30.0" HARD "km", "30,0" HARD "km"},
    {"a_short_way", "snap_m", 36.4, NULL, false, "36" HARD "m", "36" HARD "m"},
    {"participants_a_year", "n", 840.25, NULL, false, "840.3", "840,3"},
    {"visits_are_whole", "visits_high", 5136.326, NULL, false, "5,136",
     "5\xe2\x80\xaf"
     "136"},
    {"a_mean", "reachable", 7.7705, NULL, false, "7.77", "7,77"},
    {"an_area", "area_km2", 10.0, NULL, false, "10.0", "10,0"},
    {"a_small_area", "area_km2", 0.0401, NULL, false, "0.040", "0,040"},
    {"a_limit", "limit", 0, "1.5km", false, "1.5" HARD "km", "1,5" HARD "km"},
    {"an_input", "role", 0, "offices", false, "offices", "Kontor"},
    {"a_case", "allowance.scenario", 0, "zero", false, "None", "Inga"},
    {"what_a_scenario_measures", "scenarios.measure", 0, "providers", false, "Providers",
     "Leverantörer"},
    {"of_whom_remote_support", "remote.who", 0, "uncovered", false, "Without a provider",
     "Utan leverantör"},
    {"beyond_the_limit", "population.state", 0, "uncovered", false, "Beyond the limit",
     "Bortom gränsen"},
    {"who_applied", "applications.counts_as", 0, "potential", false, "Possible, no supply",
     "Möjlig, inget utbud"},
    {"who_gains", "payers.gainer", 0, "people without a provider", false,
     "People without a provider", "Personer utan leverantör"},
    {"what_is_counted", "reconcile.kind", 0, "per_place", false, "Per municipality", "Per kommun"},
    {"a_topic", "notes.topic", 0, "denied_job", false, "Job denied", "Nekat arbete"},
    {"a_topic_of_the_users", "notes.topic", 0, "samarbete", false, "samarbete", "samarbete"},
    {"a_status_of_offices_stays", "offices.status", 0, "approved", false, "approved", "approved"},
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

/* A column of people is called by its label. */
static void a_weight_has_its_label(void **state)
{
    static const char names[2][64] = {"beftotalt", "alder"}, labels[2][64] = {"Folkmängd", ""};
    static const char *const WANTED[] = {"Folkmängd", "alder", "other"};
    char texts[3][16] = {"beftotalt", "alder", "other"};
    char *cells[3] = {texts[0], texts[1], texts[2]};
    struct column column = {.name = "weight", .type = COLUMN_TEXT, .text = cells};
    const struct report report = {
        .lang = LANG_SV, .weight_count = 2, .weight_names = names, .weight_labels = labels};
    (void)state;
    for (uint32_t row = 0; row < 3; row++) {
        struct text out = {0};
        cells_put(&out, &report, "scenarios", &column, row);
        assert_string_equal(out.bytes, WANTED[row]);
        text_release(&out);
    }
}

/* Figures people quote: shares in percent, counts as they are; M5 is of municipalities. */
static void a_measure_has_its_unit(void **state)
{
    static const struct {
        const char *column;
        double value[4];
        const char *wanted[4];
    } rows[] = {
        {"value",
         {0.9654, 0.75, 33.0, 0.25},
         {"96,5" HARD "%", "75,0" HARD "%", "33", "25,0" HARD "%"}},
        {"low",
         {0.9585, 0.7504, 33.0, 0.25},
         {"95,8" HARD "%", "75,0" HARD "%", "33", "25,0" HARD "%"}},
        {"denominator",
         {182052.3, 12.0, 1.0, 12.0},
         {"182\xe2\x80\xaf"
          "052 personer",
          "12 kommuner", "1 person", "12 kommuner"}},
    };
    char metrics[4][16] = {"M6", "M5", "offices", "M5"};
    char *names[4] = {metrics[0], metrics[1], metrics[2], metrics[3]};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        double value[4];
        memcpy(value, rows[i].value, sizeof value);
        struct column columns[2] = {{.name = "metric", .type = COLUMN_TEXT, .text = names},
                                    {.type = COLUMN_REAL, .real = value}};
        strcpy(columns[1].name, rows[i].column);
        const struct report_layer layer = {
            .name = "metrics", .row_count = 4, .column_count = 2, .columns = columns};
        const struct report report = {.lang = LANG_SV, .layer_count = 1, .layers = &layer};
        for (uint32_t row = 0; row < 4; row++) {
            struct text out = {0};
            cells_put(&out, &report, "metrics", &columns[1], row);
            assert_string_equal(out.bytes, rows[i].wanted[row]);
            text_release(&out);
        }
    }
}

int main(void)
{
    enum { ROW_COUNT = sizeof ROWS / sizeof *ROWS };
    struct CMUnitTest tests[ROW_COUNT + 3] = {0};
    tests[ROW_COUNT] = (struct CMUnitTest)cmocka_unit_test(a_sentence_without_swedish_is_marked);
    tests[ROW_COUNT + 1] = (struct CMUnitTest)cmocka_unit_test(a_weight_has_its_label);
    tests[ROW_COUNT + 2] = (struct CMUnitTest)cmocka_unit_test(a_measure_has_its_unit);
    for (size_t i = 0; i < ROW_COUNT; i++)
        tests[i] = (struct CMUnitTest){
            .name = ROWS[i].name, .test_func = cell, .initial_state = (void *)&ROWS[i]};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
