/* Registers: what is read of them, what is refused, what stays unknown. */
#include "io/read_registers.h"

#include "base/mem.h"

static const struct row ROWS[] = {
    /* commuting */
    {"commuting", commuting_of, COMMUTE "0114,0115,10\n0114,0114,90\n0115,0115,5\n0117,0117,1\n",
     "", WS_OK, "0>0:90 0>1:10 1>1:5 2>2:1", NULL},
    {"commuting_swedish_names", commuting_of,
     "bostadskommun,arbetskommun,antal\n0114,0115,10\n0115,0115,5\n0117,0117,1\n", "", WS_OK,
     "0>1:10 1>1:5 2>2:1", NULL},
    {"commuting_elsewhere_and_unknown", commuting_of,
     COMMUTE "0114,9999,10\n0114,ok\xc3\xa4nd,2\n0115,,5\n0117,0117,1\n", "", WS_OK,
     "0e:10 0u:2 1u:5 2>2:1", "work places in no municipality: 9999"},
    {"commuting_places_elsewhere_add_up", commuting_of,
     COMMUTE "0114,9999,10\n0114,8888,20\n0115,0115,5\n0117,0117,1\n", "", WS_OK,
     "0e:30 1>1:5 2>2:1", "9999 (1)"},
    {"commuting_withheld", commuting_of, COMMUTE "0114,0115,<5\n0115,0115,..\n0117,0117,1\n", "",
     WS_OK, "0>1:0+4 1>1:0+? 2>2:1", "withheld"},
    {"commuting_missing_home_is_not_0", commuting_of, COMMUTE "0114,0115,10\n0115,0115,5\n", "",
     WS_OK, "0>1:10 1>1:5 2u:0+?", "no row tells who works where: 0117"},
    {"commuting_home_outside", commuting_of,
     COMMUTE "0114,0115,10\n0115,0115,5\n0117,0117,1\n9999,0114,7\n", "", WS_OK,
     "0>1:10 1>1:5 2>2:1", "homes in no municipality: 9999"},
    {"commuting_total_row", commuting_of,
     COMMUTE "0114,0115,10\n0115,0115,5\n0117,0117,1\nRiket,0114,7\n0114,Totalt,17\n", "", WS_OK,
     "0>1:10 1>1:5 2>2:1", "rows that are the sum of others"},
    {"commuting_to_a_county_is_a_sum", commuting_of,
     COMMUTE "0114,0115,10\n0114,01,10\n0115,0115,5\n0117,0117,1\n01,0114,9\n", "", WS_OK,
     "0>1:10 1>1:5 2>2:1", "rows that are the sum of others: 01 (2)"},
    {"commuting_twice", commuting_of,
     COMMUTE "0114,0115,10\n0114,0115,10\n0115,0115,5\n0117,0117,1\n", "", WS_BAD_DATA,
     "0114 to 0115 has a row already, line 2", NULL},
    {"commuting_negative", commuting_of, COMMUTE "0114,0115,-1\n", "", WS_BAD_DATA,
     "people is -1; expected 0 to", NULL},
    {"commuting_words", commuting_of, COMMUTE "0114,0115,ca 900\n", "", WS_BAD_DATA,
     "line 2: people is ca 900; expected a number of people", NULL},
    {"commuting_lost_zeros", commuting_of, COMMUTE "114,0115,1\n", "", WS_BAD_DATA,
     "state --pad-codes", NULL},
    {"commuting_no_work", commuting_of, "home,arbetskommunkod,people\n0114,0115,1\n", "",
     WS_BAD_DATA,
     "no column for commuting.work; the nearest is arbetskommunkod: state --field "
     "commuting.work=arbetskommunkod",
     NULL},
    {"commuting_two_ages", commuting_of,
     "home,work,people,ages\n0114,0115,1,16-64\n0115,0115,1,20-64\n", "", WS_BAD_DATA,
     "has 16-64 and 20-64", NULL},
    {"commuting_nobody", commuting_of, COMMUTE, "", WS_BAD_DATA, "has a header line and no rows",
     NULL},
    /* unemployed */
    {"unemployed_latest", unemployed_of,
     JOBLESS "0114,2020-03,1\n0115,2020-03,2\n0117,2020-03,3\n0114,2020-04,4\n0115,2020-04,5\n0117,"
             "2020-04,6\n",
     "", WS_OK, "2 months, 2020-04: 4 5 6", "2 months and no day is asked for"},
    {"unemployed_of_the_day", unemployed_of,
     JOBLESS "0114,2020-03,1\n0115,2020-03,2\n0117,2020-03,3\n0114,2020-04,4\n0115,2020-04,5\n0117,"
             "2020-04,6\n",
     "2020-03-30", WS_OK, "2 months, 2020-03: 1 2 3", NULL},
    {"unemployed_before_the_day", unemployed_of,
     JOBLESS "0114,2020-03,1\n0115,2020-03,2\n0117,2020-03,3\n", "2020-05-01", WS_OK,
     "1 months, 2020-03: 1 2 3", "no rows of 2020-05"},
    {"unemployed_only_later", unemployed_of,
     JOBLESS "0114,2020-03,1\n0115,2020-03,2\n0117,2020-03,3\n", "2020-02-01", WS_BAD_DATA,
     "the first month is 2020-03", NULL},
    {"unemployed_plain_months", unemployed_of,
     JOBLESS "0114,202003,1\n0115,2020M03,2\n0117,2020-03-01,3\n", "2020-03-30", WS_OK,
     "1 months, 2020-03: 1 2 3", NULL},
    {"unemployed_withheld_and_missing", unemployed_of, JOBLESS "0114,2020-03,<5\n0115,2020-03,2\n",
     "2020-03-30", WS_OK, "1 months, 2020-03: 0+4 2 0+?", "without a row of the month: 0117"},
    {"unemployed_outside", unemployed_of,
     JOBLESS "0114,2020-03,1\n0115,2020-03,2\n0117,2020-03,3\n9999,2020-03,9\n", "2020-03-30",
     WS_OK, "1 months, 2020-03: 1 2 3, 9 outside", "codes of no municipality: 9999"},
    {"unemployed_county_is_a_sum", unemployed_of,
     JOBLESS "0114,2020-03,1\n0115,2020-03,2\n0117,2020-03,3\n01,2020-03,6\n", "2020-03-30", WS_OK,
     "1 months, 2020-03: 1 2 3", "rows that are the sum of others: 01 (1)"},
    {"unemployed_county_with_its_name", unemployed_of,
     JOBLESS "0114,2020-03,1\n0115,2020-03,2\n0117,2020-03,3\n01 Stockholms l\xc3\xa4n,2020-03,6\n",
     "2020-03-30", WS_OK, "1 months, 2020-03: 1 2 3", "rows that are the sum of others"},
    {"unemployed_names_among_codes", unemployed_of,
     JOBLESS "V\xc3\xa4ster,2020-03,1\n0115,2020-03,2\n0117,2020-03,3\n", "2020-03-30", WS_OK,
     "1 months, 2020-03: 1 2 3", NULL},
    {"unemployed_without_months", unemployed_of, "kommunkod,arbetslosa\n0114,1\n0115,2\n0117,3\n",
     "", WS_OK, "1 months, : 1 2 3", NULL},
    {"unemployed_twice", unemployed_of, JOBLESS "0114,2020-03,1\n0114,2020-03,1\n", "", WS_BAD_DATA,
     "0114 has a row already, line 2, for 2020-03", NULL},
    {"unemployed_bad_month", unemployed_of, JOBLESS "0114,mars,1\n", "", WS_BAD_DATA,
     "manad is mars; expected a month YYYY-MM", NULL},
    {"unemployed_no_rows", unemployed_of, JOBLESS, "", WS_BAD_DATA, "", NULL},
    /* referrals */
    {"row_e4_referrals_that_bridge", referrals_of,
     FLOWS "2020-04,0114,0,33,1,32\n2020-04,0115,5,0,0,5\n", "", WS_OK,
     "2020-04 0114 0 33 1 32; 2020-04 0115 5 0 0 5", NULL},
    {"row_e4_a_broken_bridge_is_an_error", referrals_of, FLOWS "2020-04,0114,0,33,1,33\n", "",
     WS_BAD_DATA, "line 2 (0114): 0114, 2020-04: 0 + 33 - 1 is not 33", NULL},
    {"referrals_months_that_do_not_meet", referrals_of,
     FLOWS "2020-04,0114,0,33,1,32\n2020-05,0114,30,0,0,30\n", "", WS_BAD_DATA,
     "0114 begins 2020-05 with 30 and ended 2020-04 with 32", NULL},
    {"referrals_months_apart", referrals_of,
     FLOWS "2020-04,0114,0,33,1,32\n2020-06,0114,30,0,0,30\n", "", WS_OK,
     "2020-04 0114 0 33 1 32; 2020-06 0114 30 0 0 30", NULL},
    {"referrals_only_in", referrals_of, "manad,kommun,anvisade\n2020-04,0114,3\n2020-04,0115,..\n",
     "", WS_OK, "2020-04 0114 ? 3 ? ?; 2020-04 0115 ? ? ? ?",
     "1 cell of column anvisade is withheld or blank"},
    {"referrals_headline", referrals_of,
     "month,place,in,headline\n2020-04,0114,3,33\n2020-04,0115,30,\n", "", WS_OK,
     "2020-04 0114 ? 3 ? ?; 2020-04 0115 ? 30 ? ?; headline 33", NULL},
    {"referrals_two_headlines", referrals_of,
     "month,place,in,headline\n2020-04,0114,3,33\n2020-04,0115,30,32\n", "", WS_BAD_DATA,
     "the headline of 2020-04 is 32 here and 33 in another row", NULL},
    {"referrals_the_row_of_the_country", referrals_of,
     "month,place,in\n2020-04,0114,3\n2020-04,Riket,33\n", "", WS_OK,
     "2020-04 0114 ? 3 ? ?; headline 33", NULL},
    {"row_e4_no_number_can_bridge", referrals_of, FLOWS "2020-04,0114,0,13,,20\n", "", WS_BAD_DATA,
     "0114, 2020-04: 0 + 13 - ? is not 20 with any number of 0 or more", NULL},
    {"row_e4_more_came_than_were_there", referrals_of, FLOWS "2020-04,0114,..,13,1,5\n", "",
     WS_BAD_DATA, "? + 13 - 1 is not 5 with any number of 0 or more", NULL},
    {"row_e4_some_number_can", referrals_of, FLOWS "2020-04,0114,0,13,,10\n", "", WS_OK,
     "2020-04 0114 0 13 ? 10", "1 cell of column left is withheld or blank"},
    {"row_e4_no_column_left", referrals_of, "month,place,opening,in,closing\n2020-04,0114,0,13,5\n",
     "", WS_OK, "2020-04 0114 0 13 ? 5", "no column left (out)"},
    {"referrals_fewer_than_5", referrals_of, FLOWS "2020-04,0114,0,<5,0,..\n", "", WS_OK,
     "2020-04 0114 0 ?<5 0 ?", "withheld or blank"},
    {"referrals_names_among_codes", referrals_of,
     "month,place,in\n2020-04,0114,3\n2020-04,V\xc3\xa4ster,3\n", "", WS_BAD_DATA,
     "0114 has a row for 2020-04 already, line 2", NULL},
    {"referrals_codes_of_nobody", referrals_of, "month,place,in\n2020-04,2999,3\n", "", WS_OK,
     "2020-04 2999* ? 3 ? ?", "places that are no municipality: 2999"},
    {"referrals_too_many", referrals_of, "month,place,in\n2020-04,0114,9223372036854775807\n", "",
     WS_BAD_DATA, "expected at most 1000000000 persons", NULL},
    {"referrals_county_beside_its_parts", referrals_of,
     FLOWS "2020-04,0114,0,13,1,12\n2020-04,0115,0,2,0,2\n2020-04,01,0,15,1,14\n", "", WS_OK,
     "2020-04 0114 0 13 1 12; 2020-04 0115 0 2 0 2", "rows that are the sum of others: 01 (1)"},
    {"referrals_county_without_its_parts", referrals_of,
     "month,place,in\n2020-04,0114,13\n2020-05,01,15\n", "", WS_OK,
     "2020-04 0114 ? 13 ? ?; 2020-05 01* ? 15 ? ?", "places that are no municipality: 01"},
    {"row_e6_flow_impaired", referrals_of, "month,place,in,flow_impaired\n2020-04,0114,3,yes\n", "",
     WS_OK, "2020-04 0114 ? 3 ? ? !", NULL},
    {"row_b2_places_are_no_municipalities", referrals_of, "month,place,in\n2020-04,Dalsland,3\n",
     "", WS_OK, "2020-04 Dalsland* ? 3 ? ?", NULL},
    {"referrals_places_and_municipalities", referrals_of,
     "month,place,in\n2020-04,Dalsland,3\n2020-04,0114,1\n", "", WS_OK,
     "2020-04 0114 ? 1 ? ?; 2020-04 Dalsland* ? 3 ? ?",
     "places that are no municipality: Dalsland"},
    {"referrals_half_a_person", referrals_of, "month,place,in\n2020-04,0114,0.5\n", "", WS_BAD_DATA,
     "in is 0.5; expected a whole number of persons", NULL},
    {"referrals_twice", referrals_of, "month,place,in\n2020-04,0114,3\n2020-04,0114,3\n", "",
     WS_BAD_DATA, "has a row for 2020-04 already, line 2", NULL},
    {"referrals_no_in", referrals_of, "month,place,opening\n2020-04,0114,3\n", "", WS_BAD_DATA,
     "no column for referrals.in", NULL},
};

/* Rows in another order, the same table. */
static void order_of_rows_is_nothing(void **state)
{
    (void)state;
    static const char *const texts[2] = {
        COMMUTE "0114,0115,10\n0114,9999,3\n0115,0115,5\n0117,okand,1\n0114,8888,2\n",
        COMMUTE "0117,okand,1\n0114,8888,2\n0115,0115,5\n0114,9999,3\n0114,0115,10\n"};
    char out[2][300];
    for (int i = 0; i < 2; i++) {
        struct fixture fix;
        struct zones zones = {0};
        fixture_open(&fix);
        read_three_zones(&fix, &zones);
        struct ws_source source = fixture_text(&fix, "a.csv", texts[i]);
        assert_status(&fix, commuting_of(out[i], sizeof out[i], &fix, &source, &zones, ""), WS_OK);
        zones_release(&zones);
        fixture_close(&fix);
    }
    assert_string_equal(out[0], out[1]);
}

/* The n-th allocation fails, for each n: refused, or read; nothing lost, nothing
 * freed twice (the sanitizer looks). */
static void memory_may_run_out_anywhere(void **state)
{
    (void)state;
    static const struct {
        read_register *read;
        const char *text;
    } tables[] = {
        {commuting_of, COMMUTE "0114,0115,10\n0114,9999,<5\n9999,0114,1\n0115,0115,5\n"},
        {unemployed_of, JOBLESS "0114,2020-03,1\n0115,2020-03,..\n9999,2020-03,3\n"},
        {referrals_of, "month,place,in,headline\n2020-04,0114,3,33\n2020-04,Dalsland,..,\n"},
        {claims_of, CLAIMS "S1,a,A,2021-03,>,99 %,doc,,,,\nS9,a,A,2021-03,>,99 %,paper,,,,\n"},
        {notes_of, NOTES "2021-04-13,0114,a,verified,7,x,\n2021-04-13,Dalsland,a,verified,7,x,\n"},
    };
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        enum ws_status st = WS_NO_MEMORY;
        for (uint64_t nth = 1; st; nth++) {
            struct fixture fix;
            struct zones zones = {0};
            char text[1000] = "";
            fixture_open(&fix);
            read_three_zones(&fix, &zones);
            struct ws_source source = fixture_text(&fix, "a.csv", tables[i].text);
            mem_fail_at(nth);
            st = tables[i].read(text, sizeof text, &fix, &source, &zones, "");
            mem_fail_at(0);
            assert_true(st == WS_OK || st == WS_NO_MEMORY);
            zones_release(&zones);
            fixture_close(&fix);
            assert_true(nth < 10000);
        }
    }
}

int main(void)
{
    enum { COUNT = sizeof ROWS / sizeof *ROWS };
    struct CMUnitTest tests[COUNT + 2];
    for (int i = 0; i < COUNT; i++)
        tests[i] = (struct CMUnitTest){
            .name = ROWS[i].name, .test_func = reads, .initial_state = (void *)(uintptr_t)&ROWS[i]};
    tests[COUNT] = (struct CMUnitTest)cmocka_unit_test(order_of_rows_is_nothing);
    tests[COUNT + 1] = (struct CMUnitTest)cmocka_unit_test(memory_may_run_out_anywhere);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
