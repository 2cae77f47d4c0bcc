/* Bounds of remote service by hand, against every way two shares can meet, and what
 * holds whatever the numbers. */
#include "decide/remote.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#define PERSON ((uint64_t)WS_MICRO)

static struct remote_share share_of(uint32_t low, uint32_t middle, uint32_t high)
{
    return (struct remote_share){true, true, low, middle, high};
}

/* Shares in millionths, people whole. */
static const struct row {
    const char *name;
    uint64_t demand;
    struct remote_share network, ability;
    enum remote_word word;
    bool is_independent;
    uint64_t low, middle, high; /* millionths of people; middle WS_UNBOUNDED: not known */
} ROWS[] = {
    {"row_a11_bounds_without_independence",
     300,
     {true, true, 900000, 900000, 900000},
     {true, true, 980000, 980000, 980000},
     REMOTE_ON,
     false,
     264 * PERSON,
     WS_UNBOUNDED,
     270 * PERSON},
    {"row_a11_a_product_when_independent",
     300,
     {true, true, 900000, 900000, 900000},
     {true, true, 980000, 980000, 980000},
     REMOTE_ON,
     true,
     264600000,
     264600000,
     264600000},
    {"row_a11_a_range_of_ability",
     1000,
     {true, true, 1000000, 1000000, 1000000},
     {true, true, 980000, 985000, 990000},
     REMOTE_ON,
     true,
     980 * PERSON,
     985 * PERSON,
     990 * PERSON},
    {"shares_that_need_not_meet",
     100,
     {true, true, 300000, 300000, 300000},
     {true, true, 400000, 400000, 400000},
     REMOTE_ON,
     false,
     0,
     WS_UNBOUNDED,
     30 * PERSON},
    {"a_share_that_nobody_tells_is_not_0",
     100,
     {false, false, 0, 0, 1000000},
     {true, true, 980000, 980000, 980000},
     REMOTE_ON,
     false,
     0,
     WS_UNBOUNDED,
     98 * PERSON},
    {"row_e7_not_permitted",
     100,
     {true, true, 900000, 900000, 900000},
     {true, true, 980000, 980000, 980000},
     REMOTE_OFF,
     true,
     0,
     0,
     0},
    {"row_e7_permission_not_known",
     100,
     {true, true, 900000, 900000, 900000},
     {true, true, 1000000, 1000000, 1000000},
     REMOTE_NOT_TOLD,
     true,
     0,
     WS_UNBOUNDED,
     90 * PERSON},
    {"nobody_asks",
     0,
     {true, true, 900000, 900000, 900000},
     {true, true, 980000, 980000, 980000},
     REMOTE_ON,
     false,
     0,
     WS_UNBOUNDED,
     0},
};

static void judges(void **state)
{
    const struct row *row = *state;
    struct remote_terms terms = {.network = row->network,
                                 .ability = row->ability,
                                 .word = row->word,
                                 .is_independent = row->is_independent};
    struct remote_answer answer;
    remote_judge(&answer, row->demand * PERSON, &terms);
    assert_int_equal(answer.served_low, row->low);
    assert_int_equal(answer.served_high, row->high);
    assert_true(answer.served_mid == row->middle);
    assert_int_equal(answer.left_low, row->demand * PERSON - row->high);
    assert_int_equal(answer.left_high, row->demand * PERSON - row->low);
}

/* Every way in which `a` of n people with a network and `b` who are able can meet. */
static void test_every_overlap_lies_between_the_bounds(void **state)
{
    (void)state;
    static const uint32_t counts[] = {1, 2, 4, 5, 8, 10}; /* whose shares are whole millionths */
    for (size_t c = 0; c < sizeof counts / sizeof *counts; c++)
        for (uint32_t n = counts[c], a = 0; a <= n; a++)
            for (uint32_t b = 0; b <= n; b++) {
                uint32_t least = UINT32_MAX, most = 0;
                for (uint32_t able = 0; able < 1u << n; able++) {
                    uint32_t both = 0, count = 0;
                    for (uint32_t i = 0; i < n; i++) {
                        count += able >> i & 1;
                        both += i < a && able >> i & 1; /* the first a have a network */
                    }
                    if (count != b)
                        continue;
                    least = both < least ? both : least;
                    most = both > most ? both : most;
                }
                struct remote_terms terms = {.word = REMOTE_ON};
                uint32_t a_micro = WS_MICRO / n * a, b_micro = WS_MICRO / n * b;
                struct remote_answer answer;
                terms.network = share_of(a_micro, a_micro, a_micro);
                terms.ability = share_of(b_micro, b_micro, b_micro);
                remote_judge(&answer, n * PERSON, &terms);
                assert_int_equal(answer.served_low, least * PERSON);
                assert_int_equal(answer.served_high, most * PERSON);
            }
}

static uint64_t next(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

static struct remote_share draw_share(uint64_t *seed)
{
    uint32_t v[3];
    for (int i = 0; i < 3; i++)
        v[i] = (uint32_t)(next(seed) % (WS_MICRO + 1));
    for (int i = 0; i < 2; i++)
        for (int j = 0; j < 2; j++)
            if (v[j] > v[j + 1]) {
                uint32_t other = v[j];
                v[j] = v[j + 1];
                v[j + 1] = other;
            }
    return share_of(v[0], v[1], v[2]);
}

/* Nothing is lost, the residual is never below 0, places add up to their country. */
static void test_row_a12_residuals_add_up(void **state)
{
    (void)state;
    uint64_t seed = 42, demand = 0;
    struct remote_answer nation = {0};
    for (int i = 0; i < 20000; i++) {
        struct remote_terms terms = {.network = draw_share(&seed),
                                     .ability = draw_share(&seed),
                                     .word = (enum remote_word)(next(&seed) % 3),
                                     .is_independent = next(&seed) % 2};
        struct remote_answer answer;
        uint64_t people = next(&seed) % (100000 * PERSON);
        remote_judge(&answer, people, &terms);
        assert_true(answer.served_low <= answer.served_high && answer.served_high <= people);
        assert_int_equal(answer.served_low + answer.left_high, people);
        assert_int_equal(answer.served_high + answer.left_low, people);
        if (answer.served_mid != WS_UNBOUNDED)
            assert_true(answer.served_mid >= answer.served_low &&
                        answer.served_mid <= answer.served_high);
        /* A product lies within what is possible at all. */
        struct remote_terms wide = terms;
        struct remote_answer bounds;
        wide.is_independent = false;
        remote_judge(&bounds, people, &wide);
        assert_true(bounds.served_low <= answer.served_low + 2 &&
                    answer.served_high <= bounds.served_high + 2);
        remote_add(&nation, &answer);
        demand += people;
    }
    assert_int_equal(nation.demand_micro, demand);
    assert_int_equal(nation.served_low + nation.left_high, demand);
    assert_int_equal(nation.served_high + nation.left_low, demand);
}

static void test_row_a11_one_and_two_percent(void **state)
{
    (void)state;
    struct remote_answer answer;
    remote_case(&answer, 300 * PERSON, 10000, REMOTE_ON);
    assert_int_equal(answer.left_low, 3 * PERSON);
    assert_int_equal(answer.left_high, 3 * PERSON);
    remote_case(&answer, 300 * PERSON, 20000, REMOTE_ON);
    assert_int_equal(answer.left_high, 6 * PERSON);
    remote_case(&answer, 300 * PERSON, 20000, REMOTE_OFF);
    assert_int_equal(answer.left_low, 300 * PERSON);
    remote_case(&answer, 300 * PERSON, 20000, REMOTE_NOT_TOLD);
    assert_int_equal(answer.left_low, 6 * PERSON);
    assert_int_equal(answer.left_high, 300 * PERSON);
    assert_true(answer.served_mid == WS_UNBOUNDED);
}

static void test_row_d4_only_where_nobody_can_be_met(void **state)
{
    (void)state;
    struct remote_answer half = {.demand_micro = 10, .served_low = 5, .served_high = 10};
    struct remote_answer less = {.demand_micro = 10, .served_low = 4, .served_high = 10};
    struct remote_answer none = {0};
    assert_true(remote_is_only(0, &half));
    assert_false(remote_is_only(0, &less));
    assert_false(remote_is_only(0, &none));
    assert_false(remote_is_only(1, &half));
    assert_false(remote_is_only(WS_NONE, &half)); /* nobody can tell */
}

static void test_row_a12_visits_against_capacity(void **state)
{
    (void)state;
    assert_int_equal(remote_room(10, 20, 20), REMOTE_ENOUGH);
    assert_int_equal(remote_room(10, 20, 19), REMOTE_DEPENDS);
    assert_int_equal(remote_room(10, 20, 10), REMOTE_DEPENDS);
    assert_int_equal(remote_room(10, 20, 9), REMOTE_TOO_FEW);
    assert_null(remote_room_name(remote_room(10, 20, WS_UNBOUNDED)));
    assert_null(remote_room_name(remote_room(WS_UNBOUNDED, WS_UNBOUNDED, 10)));
}

/* Own rows, the country's, the policy's; and what permits. */
static void test_row_e7_what_holds_in_a_place(void **state)
{
    (void)state;
    struct policy policy;
    policy_init(&policy);
    struct remote_place place = {.network = remote_unknown(), .ability = remote_unknown()};
    struct remote remote = {.nation = place, .has_permissions = true};
    struct remote_terms terms = remote_terms_of(&remote, &place, &policy, POLICY_NOT_KNOWN);
    assert_int_equal(terms.word, REMOTE_NOT_TOLD);
    assert_null(terms.network_of);
    assert_int_equal(terms.network.high_micro, WS_MICRO);

    place.is_named = true; /* its rows hold on other days */
    assert_int_equal(remote_terms_of(&remote, &place, &policy, POLICY_NOT_KNOWN).word, REMOTE_OFF);
    assert_int_equal(remote_terms_of(&remote, &place, &policy, POLICY_YES).word, REMOTE_OFF);
    place.is_told = true;
    place.word = REMOTE_ON;
    place.network = share_of(1, 2, 3);
    policy.values[POLICY_ABILITY_SHARE].is_known = true;
    policy.values[POLICY_ABILITY_SHARE].high = 7;
    terms = remote_terms_of(&remote, &place, &policy, POLICY_NOT_KNOWN);
    assert_int_equal(terms.word, REMOTE_ON);
    assert_string_equal(terms.network_of, "place");
    assert_string_equal(terms.ability_of, "nation");
    assert_int_equal(terms.ability.high_micro, 7);
    assert_int_equal(remote_terms_of(&remote, &place, &policy, POLICY_NO).word, REMOTE_OFF);

    remote.nation.is_told = true;
    remote.nation.word = REMOTE_OFF;
    remote.nation.ability = share_of(4, 5, 6);
    place.word = REMOTE_NOT_TOLD;
    terms = remote_terms_of(&remote, &place, &policy, POLICY_YES);
    assert_int_equal(terms.word, REMOTE_OFF);
    assert_int_equal(terms.ability.middle_micro, 5);
}

/* Both days belong to a permission of the policy. */
static const struct permission_row {
    const char *name, *scheme, *day;
    enum policy_word word;
} PERMISSIONS[] = {
    {"row_e7_the_day_before", "KROM", "2020-03-29", POLICY_NO},
    {"row_e7_the_first_day", "KROM", "2020-03-30", POLICY_YES},
    {"row_e7_the_last_day", "KROM", "2020-05-31", POLICY_YES},
    {"row_e7_off_from_that_date", "KROM", "2020-06-01", POLICY_NO},
    {"row_e7_another_scheme", "STOM", "2020-04-15", POLICY_NO},
    {"row_e7_no_scheme_asked", "", "2020-04-15", POLICY_NOT_KNOWN},
    {"row_e7_no_day_asked", "KROM", "", POLICY_NOT_KNOWN},
};

static void permits(void **state)
{
    const struct permission_row *row = *state;
    struct policy_permission permission = {"KROM", "2020-03-30", "2020-05-31"};
    struct policy policy;
    policy_init(&policy);
    assert_int_equal(policy_permits_remote(&policy, row->scheme, row->day), POLICY_NOT_KNOWN);
    policy.has_permissions = true;
    assert_int_equal(policy_permits_remote(&policy, row->scheme, row->day), POLICY_NO);
    policy.permission_count = 1;
    policy.permissions = &permission;
    assert_int_equal(policy_permits_remote(&policy, row->scheme, row->day), row->word);
}

#define FILL(test, rows)                                                                           \
    for (size_t i = 0; i < sizeof(rows) / sizeof *(rows); i++)                                     \
        tests[count++] = (struct CMUnitTest)                                                       \
        {                                                                                          \
            .name = (rows)[i].name, .test_func = test,                                             \
            .initial_state = (void *)(uintptr_t) & (rows)[i]                                       \
        }

int main(void)
{
    enum {
        FIXED = 6,
        ALL = FIXED + sizeof ROWS / sizeof *ROWS + sizeof PERMISSIONS / sizeof *PERMISSIONS
    };
    struct CMUnitTest tests[ALL] = {
        cmocka_unit_test(test_every_overlap_lies_between_the_bounds),
        cmocka_unit_test(test_row_a12_residuals_add_up),
        cmocka_unit_test(test_row_a11_one_and_two_percent),
        cmocka_unit_test(test_row_d4_only_where_nobody_can_be_met),
        cmocka_unit_test(test_row_a12_visits_against_capacity),
        cmocka_unit_test(test_row_e7_what_holds_in_a_place),
    };
    size_t count = FIXED;
    FILL(judges, ROWS);
    FILL(permits, PERMISSIONS);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
