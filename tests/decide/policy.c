/* The policy: limits by day, remote permission by scheme and day, values at their bounds. */
#include "decide/policy.h"

#include "base/mem.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#define SEK UINT64_C(1000000)

/* domain.md's table: first and last day of each row, and the days beside them. */
static const struct limit_row {
    const char *name, *begun;
    uint64_t social, ordinary; /* 0: not known */
} LIMITS[] = {
    {"before_the_table", "2017-12-31", 0, 0},
    {"first_day", "2018-01-01", 586907, 586907},
    {"last_day_of_2019", "2019-12-31", 586907, 586907},
    {"first_day_of_2020", "2020-01-01", 615312, 615312},
    {"last_day_of_2021", "2021-12-31", 615312, 615312},
    {"january_2022", "2022-01-01", 626284, 626284},
    {"last_of_january_2022", "2022-01-31", 626284, 626284},
    {"february_2022", "2022-02-01", 7802550, 700000},
    {"last_day_of_2023", "2023-12-31", 7802550, 700000},
    {"first_day_of_2024", "2024-01-01", 8109450, 700000},
    {"last_day_of_2025", "2025-12-31", 8109450, 700000},
    {"after_the_table", "2026-01-01", 0, 0},
    {"no_day", "", 0, 0},
};

static void limit(void **state)
{
    const struct limit_row *row = *state;
    struct policy policy;
    policy_init(&policy);
    memcpy(policy.begun, row->begun, strlen(row->begun) + 1);
    for (int is_social = 0; is_social < 2; is_social++) {
        uint64_t limit_micro = 77, expected = is_social ? row->social : row->ordinary;
        policy.is_social = is_social;
        assert_int_equal(policy_direct_limit(&limit_micro, &policy), expected > 0);
        assert_int_equal(limit_micro, expected ? expected * SEK : 77);
    }
    /* A limit of the policy's own stands instead, on any day. */
    uint64_t limit_micro = 0;
    policy.values[POLICY_DIRECT_AWARD_LIMIT].is_known = true;
    policy.values[POLICY_DIRECT_AWARD_LIMIT].mid = 5 * SEK;
    assert_true(policy_direct_limit(&limit_micro, &policy));
    assert_int_equal(limit_micro, 5 * SEK);
    policy_release(&policy);
}

/* Two permissions: KROM from March to June 2020, any scheme from 2022. */
static const struct policy_permission PERMISSIONS[] = {
    {"KROM", "2020-03-30", "2020-06-30"},
    {"", "2022-01-01", ""},
};
/* ... and one that is not dated. */
static const struct policy_permission UNDATED = {"ROM2", "", ""};

static const struct permit_row {
    const char *name, *scheme, *day;
    bool has_undated;
    enum policy_word word;
} PERMITS[] = {
    {"the_day_before", "KROM", "2020-03-29", false, POLICY_NO},
    {"the_first_day", "KROM", "2020-03-30", false, POLICY_YES},
    {"the_last_day", "KROM", "2020-06-30", false, POLICY_YES},
    {"the_day_after", "KROM", "2020-07-01", false, POLICY_NO},
    {"another_scheme", "STOM", "2020-05-01", false, POLICY_NO},
    {"any_scheme_later", "STOM", "2022-01-01", false, POLICY_YES},
    {"the_scheme_is_not_told", "", "2020-05-01", false, POLICY_NOT_KNOWN},
    {"not_told_but_any_is_permitted", "", "2023-05-01", false, POLICY_YES},
    {"the_day_is_not_told", "KROM", "", false, POLICY_NOT_KNOWN},
    {"neither_is_told", "", "", false, POLICY_NOT_KNOWN},
    {"undated_on_a_day", "ROM2", "2019-01-01", true, POLICY_YES},
    {"undated_without_a_day", "ROM2", "", true, POLICY_YES},
    {"undated_without_a_scheme", "", "2019-01-01", true, POLICY_NOT_KNOWN},
};

static void permits(void **state)
{
    const struct permit_row *row = *state;
    struct policy_permission rows[3] = {PERMISSIONS[0], PERMISSIONS[1], UNDATED};
    struct policy policy = {
        .has_permissions = true, .permission_count = row->has_undated ? 3 : 2, .permissions = rows};
    assert_int_equal(policy_permits_remote(&policy, row->scheme, row->day), row->word);
}

static void without_permissions_nothing_is_known(void **state)
{
    struct policy policy = {0};
    (void)state;
    assert_int_equal(policy_permits_remote(&policy, "KROM", "2020-05-01"), POLICY_NOT_KNOWN);
    policy.has_permissions = true; /* told, and none is in it */
    assert_int_equal(policy_permits_remote(&policy, "KROM", "2020-05-01"), POLICY_NO);
}

/* The lowest margin is the lowest income and the highest cost. */
static void margins_at_their_bounds(void **state)
{
    static const uint64_t EXPECTED[] = {4000, 20000, 31000};
    struct policy policy;
    (void)state;
    policy_init(&policy);
    struct policy_value *income = &policy.values[POLICY_INCOME];
    struct policy_value *cost = &policy.values[POLICY_VARIABLE_COST];
    *income = (struct policy_value){
        .is_known = true, .low = 12000 * SEK, .mid = 26000 * SEK, .high = 36000 * SEK};
    *cost = (struct policy_value){
        .is_known = true, .low = 5000 * SEK, .mid = 6000 * SEK, .high = 8000 * SEK};
    for (int bound = POLICY_LOW; bound <= POLICY_HIGH; bound++) {
        uint64_t margin = 0;
        assert_true(policy_margin_at(&margin, &policy, (enum policy_bound)bound));
        assert_int_equal(margin, EXPECTED[bound] * SEK);
    }
    uint64_t margin = 0;
    assert_true(policy_margin(&margin, &policy));
    assert_int_equal(margin, EXPECTED[1] * SEK);
    cost->is_known = false;
    assert_false(policy_margin(&margin, &policy));
    policy_release(&policy);
}

static void routes_that_exist(void **state)
{
    static const char *const YES[] = {"LOV",          "LOV_ALLOWANCE", "LOU",
                                      "DIRECT_AWARD", "AGREEMENT",     "AUTHORISATION",
                                      "IN_HOUSE",     "REMOTE_VISITS", "TRIAL"};
    static const char *const NO[] = {"", "lov", "LO", "LOVX", "REMOTE"};
    (void)state;
    for (size_t i = 0; i < sizeof YES / sizeof *YES; i++)
        assert_true(policy_is_route(YES[i]));
    for (size_t i = 0; i < sizeof NO / sizeof *NO; i++)
        assert_false(policy_is_route(NO[i]));
}

/* The sanitizer counts what is not given back. */
static void what_it_owns_is_given_back(void **state)
{
    struct policy policy;
    (void)state;
    policy_init(&policy);
    policy.offer_count = policy.closure_count = policy.pilot_count = policy.metropolitan_count = 1;
    policy.offers = mem_array(1, sizeof(char *));
    policy.closures = mem_array(1, sizeof(char *));
    policy.pilots = mem_array(1, sizeof(char *));
    policy.metropolitan = mem_array(1, sizeof(char *));
    policy.offers[0] = mem_string("0114");
    policy.closures[0] = mem_string("K01");
    policy.pilots[0] = mem_string("0860");
    policy.metropolitan[0] = mem_string("0180");
    policy.override_count = 1;
    policy.overrides = mem_array(1, sizeof *policy.overrides);
    policy.overrides[0] = (struct policy_override){
        .code = mem_string("0114"), .route = mem_string("LOU"), .reason = mem_string("why")};
    policy_release(&policy);
    assert_null(policy.offers);
    assert_int_equal(policy.override_count, 0);
    policy.offer_count = policy.override_count = 3; /* counted, and no memory was there */
    policy_release(&policy);
}

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

int main(void)
{
    struct CMUnitTest tests[COUNT(LIMITS) + COUNT(PERMITS) + 4] = {
        cmocka_unit_test(without_permissions_nothing_is_known),
        cmocka_unit_test(margins_at_their_bounds),
        cmocka_unit_test(routes_that_exist),
        cmocka_unit_test(what_it_owns_is_given_back),
    };
    size_t count = 4;
    for (size_t i = 0; i < COUNT(LIMITS); i++)
        tests[count++] = (struct CMUnitTest){.name = LIMITS[i].name,
                                             .test_func = limit,
                                             .initial_state = (void *)(uintptr_t)&LIMITS[i]};
    for (size_t i = 0; i < COUNT(PERMITS); i++)
        tests[count++] = (struct CMUnitTest){.name = PERMITS[i].name,
                                             .test_func = permits,
                                             .initial_state = (void *)(uintptr_t)&PERMITS[i]};
    return cmocka_run_group_tests_name("decide_policy", tests, NULL, NULL);
}
