/* Applications by place, against counting all pairs. */
#include "decide/applications.h"

#include "base/mem.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#define MOST 6u

static const struct row {
    const char *name;
    uint32_t count;
    int32_t days[MOST]; /* of one applicant, one attempt after the other */
    uint32_t half, told;
} ROWS[] = {
    {"row_b15_median_of_one", 1, {31}, 62, 1},
    {"row_b15_median_of_two_is_between", 2, {10, 31}, 41, 2},
    {"row_b15_median_of_three", 3, {90, 1, 40}, 80, 3},
    {"row_b15_median_of_four", 4, {90, 1, 40, 50}, 90, 4},
    {"row_b15_unknown_is_no_0", 3, {-1, 40, -1}, 80, 1},
    {"row_b15_nobody_knows", 2, {-1, -1}, 0, 0},
    {"row_b15_on_the_same_day", 2, {0, 0}, 0, 2},
};

static void medians(void **state)
{
    const struct row *row = *state;
    struct application items[MOST] = {0};
    struct applications table = {row->count, items};
    struct applied_place *places = NULL;
    struct ws_error err = {0};
    uint32_t count = 0;
    for (uint32_t i = 0; i < row->count; i++)
        items[i] = (struct application){.applicant = "A",
                                        .place = "0114",
                                        .area = WS_NONE,
                                        .attempt = i + 1,
                                        .lead_days = row->days[i]};
    assert_int_equal(applications_places(&places, &count, &table, &err), WS_OK);
    assert_int_equal(count, 1);
    assert_int_equal(places[0].lead_median_half, row->half);
    assert_int_equal(places[0].lead_count, row->told);
    assert_int_equal(places[0].attempts, row->count);
    assert_int_equal(places[0].applicant_count, 1);
    mem_free(places);
}

/* Municipality 1, supplier area 1, and two places that are neither: four places. The
 * highest attempt counts, as earlier rows may be missing. */
static void test_row_b15_attempts_by_place(void **state)
{
    (void)state;
    char a[] = "A", b[] = "B", here[] = "here", there[] = "there";
    struct application items[] = {
        {.applicant = a,
         .place = here,
         .zone = 1,
         .area = WS_NONE,
         .attempt = 1,
         .outcome = APPLICATION_REFUSED,
         .lead_days = -1},
        {.applicant = a,
         .place = there,
         .zone = 1,
         .area = WS_NONE,
         .attempt = 3,
         .outcome = APPLICATION_REFUSED,
         .lead_days = -1},
        {.applicant = b,
         .place = here,
         .zone = 1,
         .area = WS_NONE,
         .attempt = 2,
         .outcome = APPLICATION_APPROVED,
         .lead_days = -1},
        {.applicant = a, .place = here, .zone = WS_NONE, .area = 1, .attempt = 1, .lead_days = -1},
        {.applicant = a,
         .place = here,
         .zone = WS_NONE,
         .area = WS_NONE,
         .attempt = 1,
         .lead_days = -1},
        {.applicant = a,
         .place = there,
         .zone = WS_NONE,
         .area = WS_NONE,
         .attempt = 1,
         .lead_days = -1},
    };
    struct applications table = {sizeof items / sizeof *items, items};
    struct applied_place *places = NULL;
    struct ws_error err = {0};
    uint32_t count = 0;
    assert_int_equal(applications_places(&places, &count, &table, &err), WS_OK);
    assert_int_equal(count, 4);
    assert_int_equal(places[0].count, 3);
    assert_int_equal(places[0].attempts, 5);
    assert_int_equal(places[0].applicant_count, 2);
    assert_int_equal(places[0].refused_count, 2);
    assert_int_equal(places[3].first, 5);
    mem_free(places);
}

static void test_none(void **state)
{
    (void)state;
    struct applications none = {0};
    struct applied_place *places = NULL;
    struct ws_error err = {0};
    uint32_t count = 7;
    assert_int_equal(applications_places(&places, &count, &none, &err), WS_OK);
    assert_int_equal(count, 0);
    mem_free(places);
}

static void test_unknown_has_no_name(void **state)
{
    (void)state;
    assert_null(applications_outcome_name(APPLICATION_UNKNOWN));
    assert_string_equal(applications_outcome_name(APPLICATION_WITHDRAWN), "withdrawn");
}

int main(void)
{
    enum { COUNT = sizeof ROWS / sizeof *ROWS };
    struct CMUnitTest tests[COUNT + 3] = {
        [COUNT] = cmocka_unit_test(test_row_b15_attempts_by_place),
        [COUNT + 1] = cmocka_unit_test(test_none),
        [COUNT + 2] = cmocka_unit_test(test_unknown_has_no_name),
    };
    for (int i = 0; i < COUNT; i++)
        tests[i] = (struct CMUnitTest){.name = ROWS[i].name,
                                       .test_func = medians,
                                       .initial_state = (void *)(uintptr_t)&ROWS[i]};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
