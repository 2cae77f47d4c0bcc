/* Statements: claims and notes, as they are written. */
#include "io/read_registers.h"

static const struct row ROWS[] = {
    /* claims */
    {"claims", claims_of,
     CLAIMS "S1,over 99 %,A,2021-03,>,99 %,doc,,,,\nS2,x,A,2021-03,=,0.995,doc,M1,2,30km,\n", "",
     WS_OK, "S1 x1 r0 99e-0% k0 any; S2 x1 r2 995e-3 k2 M1", NULL},
    {"row_a9_a_passage_that_stands_twice", claims_of,
     CLAIMS
     "S1,Over 99 %,A,2021-03,>,99 %,doc page 1,,,,\nS9,over 99 %,A,2021-03,>,99 %,doc page 2,,,,\n",
     "", WS_OK, "S1, S9 x2 r0 99e-0% k0 any", NULL},
    {"claims_the_rest_of_a_share", claims_of, CLAIMS "S4,x,A,2020-06,=,0.66 %,doc,1-M1,1,,\n", "",
     WS_OK, "S4 x1 r2 66e-2% k1 1-M1", NULL},
    {"claims_of_one_id", claims_of,
     CLAIMS "S1,a,A,2021-03,>,99 %,doc,,,,\nS1,b,A,2021-03,>,99 %,doc,,,,\n", "", WS_BAD_DATA,
     "the id S1 is that of another claim, line 2", NULL},
    {"claims_without_source", claims_of, CLAIMS "S1,a,A,2021-03,>,99 %,,,,,\n", "", WS_BAD_DATA,
     "source is blank; a claim without who, date and source is refused", NULL},
    {"claims_without_value", claims_of, CLAIMS "S1,a,A,2021-03,>,,doc,,,,\n", "", WS_BAD_DATA,
     "value is blank; expected a number", NULL},
    {"claims_relation", claims_of, CLAIMS "S1,a,A,2021-03,~,99 %,doc,,,,\n", "", WS_BAD_DATA,
     "relation is ~; expected >, >=, =, <, <= or about", NULL},
    {"claims_metric", claims_of, CLAIMS "S1,a,A,2021-03,>,99 %,doc,M9,,,\n", "", WS_BAD_DATA,
     "metric is M9; expected M1 to M6", NULL},
    {"claims_99_is_no_share", claims_of, CLAIMS "S1,a,A,2021-03,>,99,doc,M1,,,\n", "", WS_BAD_DATA,
     "the metric is a share; write 99 % or 0.99", NULL},
    {"claims_75_is_no_share_either", claims_of, CLAIMS "S1,a,A,2021-03,>,9,doc,M1,,,\n", "",
     WS_BAD_DATA, "value is 9, and the metric is a share; write 9 % or 0.09", NULL},
    {"claims_more_than_all", claims_of, CLAIMS "S1,a,A,2021-03,>,120 %,doc,M1,,,\n", "",
     WS_BAD_DATA, "more than a whole, and the metric is a share; expected at most 100 % or 1",
     NULL},
    {"claims_about_1", claims_of, CLAIMS "S1,a,A,2021-03,about,1,doc,M1,,,\n", "", WS_BAD_DATA,
     "value is about 1, and the metric is a share; write 100 %", NULL},
    {"claims_decimals_are_no_share", claims_of,
     CLAIMS "S1,a,A,2021-03,=,33.0,doc,municipalities,,,\n", "", WS_BAD_DATA,
     "value has decimals, and the metric is a count", NULL},
    {"claims_thousands", claims_of,
     CLAIMS "S1,a,A,2021-03,ungef\xc3\xa4r,1 000,doc,municipalities,,,\nS2,b,A,2021-03,"
            "\xe2\x89\x88,12\xc2\xa0"
            "345 %,doc,,,,\n",
     "", WS_OK, "S1 x1 r5 1000e-0 k0 count; S2 x1 r5 12345e-0% k0 any", NULL},
    {"claims_100_is_a_share_all_the_same", claims_of, CLAIMS "S1,a,A,2021-03,>,100,doc,M1,,,\n", "",
     WS_BAD_DATA, "value is 100, and the metric is a share; write 100 % or 1", NULL},
    {"claims_percent_is_no_count", claims_of,
     CLAIMS "S1,a,A,2021-03,>,99 %,doc,municipalities,,,\n", "", WS_BAD_DATA,
     "the metric is a count", NULL},
    {"claims_decimal_comma", claims_of, CLAIMS "S1,a,A,2021-03,>,\"99,3 %\",doc,,,,\n", "",
     WS_BAD_DATA, "decimal commas are stated with -oo claims=DECIMAL=COMMA", NULL},
    {"claims_words", claims_of, CLAIMS "S1,a,A,2021-03,>,many,doc,,,,\n", "", WS_BAD_DATA,
     "value is many; expected a number", NULL},
    {"claims_tolerance_of_another_kind", claims_of, CLAIMS "S1,a,A,2021-03,=,99 %,doc,,,,1\n", "",
     WS_BAD_DATA, "one has a % sign", NULL},
    /* notes */
    {"row_b12_notes_of_every_count", notes_of,
     NOTES "2021-04-13,0114,a,verified,7,x,\n2021-04-13,0115,a,reported,>=7,x,\n2021-04,0117,a,"
           "contested,about 7,x,\n2021-04-14,0117,a,reported,unknown,x,\n",
     "", WS_OK,
     "2021-04-13 0114 s0 c0 7; 2021-04-13 0115 s1 c1 7; 2021-04-01 0117 s2 c2 7; 2021-04-14 0117 "
     "s1 c3 0",
     NULL},
    {"row_b12_fewer_than_5", notes_of, NOTES "2021-04-13,0114,a,verified,<5,x,\n", "", WS_OK,
     "2021-04-13 0114 s0 c4 5", NULL},
    {"notes_fewer_than_nobody", notes_of, NOTES "2021-04-13,0114,a,verified,<0,x,\n", "",
     WS_BAD_DATA, "count is <0; expected a whole number", NULL},
    {"notes_too_many", notes_of, NOTES "2021-04-13,0114,a,verified,9007199254740993,x,\n", "",
     WS_BAD_DATA, "expected a whole number of at most 9 digits", NULL},
    {"notes_word_by_word", notes_of,
     NOTES "2021-04-13,0114,a,verified,7,x,\n2021-04-13,0114,a,verified,7,x,\n", "", WS_OK,
     "2021-04-13 0114 s0 c0 7; 2021-04-13 0114 s0 c0 7", "1 note like another, word by word"},
    {"notes_alike_are_two", notes_of,
     NOTES "2021-04-13,0114,a,verified,7,x,\n2021-04-13,0114,a,reported,7,x,\n", "", WS_OK,
     "2021-04-13 0114 s0 c0 7; 2021-04-13 0114 s1 c0 7", NULL},
    {"notes_known_too_soon", notes_of, NOTES "2021-04-13,0114,a,verified,7,x,2021-04-01\n", "",
     WS_OK, "2021-04-13 0114 s0 c0 7", "1 note whose day of knowing lies before the date"},
    {"notes_blank_count", notes_of, NOTES "2021-04-13,0114,a,verified,,x,\n", "", WS_BAD_DATA,
     "count is blank; expected a whole number", NULL},
    {"row_b20_no_note_without_source", notes_of, NOTES "2021-04-13,0114,a,verified,7,,\n", "",
     WS_BAD_DATA, "source is blank; a note without it is refused", NULL},
    {"row_b20_no_note_without_date", notes_of, NOTES ",0114,a,verified,7,x,\n", "", WS_BAD_DATA,
     "date is blank; a note without a date is refused", NULL},
    {"notes_status", notes_of, NOTES "2021-04-13,0114,a,sure,7,x,\n", "", WS_BAD_DATA,
     "status is sure; expected verified, reported or contested", NULL},
    {"notes_half_a_count", notes_of, NOTES "2021-04-13,0114,a,verified,1.5,x,\n", "", WS_BAD_DATA,
     "count is 1.5; expected a whole number", NULL},
    {"notes_known_later", notes_of,
     NOTES "2021-04-13,0114,a,verified,7,x,2021-05-01\n2021-04-13,0115,a,verified,8,x,2021-04-14\n",
     "2021-04-30", WS_OK, "2021-04-13 0115 s0 c0 8", NULL},
    {"notes_elsewhere", notes_of, NOTES "2021-04-13,Dalsland,a,verified,7,x,\n", "", WS_OK,
     "2021-04-13 Dalsland s0 c0 7", "no municipality"},
};

/* A number that cannot be read is told once: its first digits are no value. */
static void one_mistake_is_told_once(void **state)
{
    (void)state;
    static const char *const values[] = {"\"75,0 %\"", "9 av 12", "25 procent", "3.3e1"};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        struct fixture fix;
        struct zones zones = {0};
        char text[200], out[200];
        fixture_open(&fix);
        read_three_zones(&fix, &zones);
        snprintf(text, sizeof text, CLAIMS "S1,a,A,2021-03,=,%s,doc,M1,,,\n", values[i]);
        struct ws_source source = fixture_text(&fix, "a.csv", text);
        assert_status(&fix, claims_of(out, sizeof out, &fix, &source, &zones, ""), WS_BAD_DATA);
        assert_says(&fix, "expected a number such as 33");
        assert_int_equal(fix.warnings.fault_count, 1);
        zones_release(&zones);
        fixture_close(&fix);
    }
}

int main(void)
{
    enum { COUNT = sizeof ROWS / sizeof *ROWS };
    struct CMUnitTest tests[COUNT + 1];
    for (int i = 0; i < COUNT; i++)
        tests[i] = (struct CMUnitTest){
            .name = ROWS[i].name, .test_func = reads, .initial_state = (void *)(uintptr_t)&ROWS[i]};
    tests[COUNT] = (struct CMUnitTest)cmocka_unit_test(one_mistake_is_told_once);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
