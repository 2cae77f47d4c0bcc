/* Applications, as they are written: 0 unknown, 1 applied, 2 approved, 3 refused,
 * 4 withdrawn; days from the application to the decision, -1 unknown. */
#include "io/read_registers.h"

static const struct row ROWS[] = {
    {"row_b14_a_refusal_keeps_its_reason", applications_of,
     APPLIED "K,0114,2020-01-01,refused,2020-03-01,no capacity,,\n", "", WS_OK,
     "K 0114 2020-01-01 o3 #1 60 no capacity", NULL},
    {"every_outcome", applications_of,
     APPLIED "A,0114,2020-01-01,applied,,,,\nB,0114,2020-01-01,approved,2020-01-02,,,\n"
             "C,0114,2020-01-01,refused,,,,\nD,0114,2020-01-01,withdrawn,2020-01-01,,,\n"
             "E,0114,2020-01-01,unknown,,,,\n",
     "", WS_OK,
     "A 0114 2020-01-01 o1 #1 -1; B 0114 2020-01-01 o2 #1 1; C 0114 2020-01-01 o3 #1 -1; "
     "D 0114 2020-01-01 o4 #1 0; E 0114 2020-01-01 o0 #1 -1",
     NULL},
    {"row_b15_attempts_are_counted_by_day", applications_of,
     APPLIED "A,0114,2021-05-01,applied,,,,\nA,0114,2020-01-01,refused,,,,\n"
             "B,0114,2020-02-01,refused,,,,\nA,0115,2020-06-01,refused,,,,\n"
             "A,0114,2020-09-01,refused,,,,\n",
     "", WS_OK,
     "A 0114 2020-01-01 o3 #1 -1; A 0114 2020-09-01 o3 #2 -1; A 0114 2021-05-01 o1 #3 -1; "
     "B 0114 2020-02-01 o3 #1 -1; A 0115 2020-06-01 o3 #1 -1",
     NULL},
    {"row_b15_attempts_are_told", applications_of,
     APPLIED "A,0114,2020-01-01,refused,,,2,\nA,0114,2020-09-01,refused,,,,\n", "", WS_OK,
     "A 0114 2020-01-01 o3 #2 -1; A 0114 2020-09-01 o3 #3 -1", NULL},
    {"attempts_of_one_day_are_told", applications_of,
     APPLIED "A,0114,2020-01-01,refused,,,2,\nA,0114,2020-01-01,refused,,,1,\n", "", WS_OK,
     "A 0114 2020-01-01 o3 #1 -1; A 0114 2020-01-01 o3 #2 -1", NULL},
    {"attempts_against_the_days", applications_of,
     APPLIED "A,0114,2020-01-01,refused,,,2,\nA,0114,2020-09-01,refused,,,2,\n", "", WS_BAD_DATA,
     "line 3: attempt 2 of A in 0114, after attempt 2", NULL},
    {"twice_on_a_day", applications_of,
     APPLIED "A,0114,2020-01-01,refused,,,,\nA,0114,2020-01-01,refused,,,,\n", "", WS_BAD_DATA,
     "A applied in 0114 on 2020-01-01, as in line ", NULL},
    {"a_day_and_its_month_have_no_order", applications_of,
     APPLIED "A,0114,2020-01,refused,,,,\nA,0114,2020-01-07,refused,,,,\n", "", WS_BAD_DATA,
     "leave one out, or number both", NULL},
    {"a_month_tells_no_lead", applications_of,
     APPLIED "A,0114,2020-01-07,refused,2020-01,,,\nB,0114,2020-01,refused,2020-03-01,,,\n", "",
     WS_OK, "A 0114 2020-01-07 o3 #1 -1; B 0114 2020-01 o3 #1 -1", NULL},
    {"leap_day", applications_of, APPLIED "A,0114,2020-02-28,refused,2020-03-01,,,\n", "", WS_OK,
     "A 0114 2020-02-28 o3 #1 2", NULL},
    {"an_outcome_nobody_knows", applications_of, APPLIED "A,0114,2020-01-01,perhaps,,,,\n", "",
     WS_BAD_DATA,
     "line 2 (0114): outcome is perhaps; expected applied, approved, refused, withdrawn or "
     "unknown",
     NULL},
    {"a_blank_outcome", applications_of, APPLIED "A,0114,2020-01-01,,,,,\n", "", WS_BAD_DATA,
     "outcome is blank; expected applied", NULL},
    {"decided_before_it_was_made", applications_of,
     APPLIED "A,0114,2020-01-02,refused,2020-01-01,,,\n", "", WS_BAD_DATA,
     "line 2 (0114): decided 2020-01-01, before the application of 2020-01-02", NULL},
    {"decided_a_month_before", applications_of, APPLIED "A,0114,2020-02,refused,2020-01-31,,,\n",
     "", WS_BAD_DATA, "decided 2020-01-31, before the application of 2020-02", NULL},
    {"decided_and_only_applied", applications_of,
     APPLIED "A,0114,2020-01-01,applied,2020-01-02,,,\n", "", WS_BAD_DATA,
     "decided 2020-01-02, and the outcome is applied", NULL},
    {"without_a_date", applications_of, APPLIED "A,0114,,refused,,,,\n", "", WS_BAD_DATA,
     "line 2 (0114): date is blank; an application without a date is refused", NULL},
    {"a_date_that_is_none", applications_of, APPLIED "A,0114,2020-02-30,refused,,,,\n", "",
     WS_BAD_DATA, "date is 2020-02-30; expected YYYY-MM-DD", NULL},
    {"without_applicant", applications_of, APPLIED ",0114,2020-01-01,refused,,,,\n", "",
     WS_BAD_DATA, "applicant is blank; an application without it is refused", NULL},
    {"without_area", applications_of,
     APPLIED "A,,2020-01-01,refused,,,,\nA,0114,2020-01-01,refused,,,,\n", "", WS_BAD_DATA,
     "area is blank; an application without it is refused", NULL},
    {"attempt_0", applications_of, APPLIED "A,0114,2020-01-01,refused,,,0,\n", "", WS_BAD_DATA,
     "attempt is 0; expected a whole number from 1", NULL},
    {"attempt_in_words", applications_of, APPLIED "A,0114,2020-01-01,refused,,,second,\n", "",
     WS_BAD_DATA, "attempt is second; expected a whole number from 1", NULL},
    {"elsewhere", applications_of, APPLIED "A,Dalsland,2020-01-01,refused,,,,\n", "", WS_OK,
     "A ? 2020-01-01 o3 #1 -1", "no municipality and no supplier area"},
    {"known_later_is_still_an_attempt", applications_of,
     APPLIED "A,0114,2020-01-01,refused,,,,2020-12-01\nA,0114,2020-09-01,refused,,,,2020-10-01\n",
     "2020-10-31", WS_OK, "A 0114 2020-09-01 o3 #2 -1", NULL},
};

int main(void)
{
    enum { COUNT = sizeof ROWS / sizeof *ROWS };
    struct CMUnitTest tests[COUNT];
    for (int i = 0; i < COUNT; i++)
        tests[i] = (struct CMUnitTest){
            .name = ROWS[i].name, .test_func = reads, .initial_state = (void *)(uintptr_t)&ROWS[i]};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
