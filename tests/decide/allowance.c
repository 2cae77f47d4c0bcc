/* The allowance: small numbers of the domain, laws, and the formula by hand. */
#include "decide/allowance.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>

#define SEK UINT64_C(1000000)

static struct allowance_terms terms_of(uint64_t fixed, uint64_t margin, uint64_t taper_micro)
{
    return (struct allowance_terms){.is_known = true,
                                    .fixed_micro = fixed * SEK,
                                    .margin_micro = margin * SEK,
                                    .taper_micro = taper_micro,
                                    .cap_micro = WS_UNBOUNDED};
}

static const struct amount_row {
    const char *name;
    uint64_t taper_micro, n, sek;
} AMOUNTS[] = {
    {"row_a14_nobody_is_the_whole_fixed_cost", 0, 0, 900000},
    {"row_a14_eighteen_participants", 0, 18, 540000},
    {"row_a14_eighteen_participants_tapered", 250000, 18, 630000},
    {"row_a14_one_below_break_even", 0, 44, 20000},
    {"row_a14_break_even", 0, 45, 0},
    {"row_a14_above_break_even", 0, 46, 0},
    {"row_a14_tapered_one_below_its_end", 250000, 59, 15000},
    {"row_a14_tapered_ends", 250000, 60, 0},
    {"row_a14_nobody_tapered", 250000, 0, 900000},
};

static void amount(void **state)
{
    const struct amount_row *row = *state;
    struct allowance_terms terms = terms_of(900000, 20000, row->taper_micro);
    assert_true(allowance_amount(&terms, row->n * SEK) == row->sek * SEK);
}

static void row_a14_break_even_is_45_and_ends_at_60(void **state)
{
    (void)state;
    struct allowance_terms terms = terms_of(900000, 20000, 250000);
    assert_true(fabs(allowance_break_even(&terms) - 45.0) < 1e-12);
    assert_true(fabs(allowance_end(&terms) - 60.0) < 1e-12);
    terms.margin_micro = 0;
    assert_true(isnan(allowance_break_even(&terms)));
}

/* Anage has 38 participants, one provider needs 45: nobody breaks even. */
static void row_a14_choice_or_viability(void **state)
{
    (void)state;
    static const uint32_t N[] = {0, 38, 44, 45, 89, 90, 135}, VIABLE[] = {0, 0, 0, 1, 1, 2, 3};
    struct allowance_terms terms = terms_of(900000, 20000, 0);
    uint32_t viable = 9;
    for (int i = 0; i < 7; i++) {
        assert_true(allowance_viable(&viable, &terms, N[i] * SEK));
        assert_int_equal(viable, VIABLE[i]);
    }
    terms.margin_micro = 0;
    assert_true(allowance_viable(&viable, &terms, 1000 * SEK));
    assert_int_equal(viable, 0);
    terms.is_known = false;
    assert_false(allowance_viable(&viable, &terms, 38 * SEK));
}

static uint64_t draw(uint64_t *seed, uint64_t below)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (*seed >> 33) % below;
}

/* Profit never falls in n, S never rises; S(0) = F; without a taper profit is flat
 * below break-even; S = max(0, F - (1 - tau) n m) in small whole numbers. */
static void row_a14_laws(void **state)
{
    (void)state;
    for (uint64_t start = 1; start <= 100; start++) {
        uint64_t seed = start, fixed = draw(&seed, 2000000), margin = draw(&seed, 60000);
        uint64_t percent = draw(&seed, 2) ? draw(&seed, 100) : 0;
        struct allowance_terms terms = terms_of(fixed, margin, percent * 10000);
        uint64_t before = 0, paid_before = fixed * SEK;
        assert_true(allowance_amount(&terms, 0) == fixed * SEK);
        for (uint64_t n = 0; n <= 200; n++) {
            uint64_t kept = n * margin * (100 - percent) * 10000;
            uint64_t expected = fixed * SEK > kept ? fixed * SEK - kept : 0;
            uint64_t paid = allowance_amount(&terms, n * SEK);
            uint64_t total = allowance_total(&terms, n * SEK);
            assert_true(paid == expected);
            assert_true(total >= before && paid <= paid_before);
            if (!percent && n * margin <= fixed)
                assert_true(total == fixed * SEK);
            before = total;
            paid_before = paid;
        }
        assert_int_equal(allowance_edges(NULL, 0, &terms, 200), 0);
    }
}

/* Every edge of a step table where one more participant lowers income is listed. */
static void row_a14_bands_and_their_edges(void **state)
{
    (void)state;
    const struct policy_band bands[] = {
        {0, 900000 * SEK}, {10, 890000 * SEK}, {20, 500000 * SEK}, {40, 480000 * SEK}, {45, 0}};
    struct allowance_terms terms = terms_of(900000, 20000, 0);
    uint32_t edges[4] = {0};
    terms.bands = bands;
    terms.band_count = 5;
    assert_true(allowance_amount(&terms, 9 * SEK) == 900000 * SEK);
    assert_true(allowance_amount(&terms, 10 * SEK) == 890000 * SEK);
    assert_true(allowance_amount(&terms, 45 * SEK) == 0);
    /* 10: + 20 000 - 10 000; 20: + 20 000 - 390 000; 40: + 20 000 - 20 000; 45 falls. */
    assert_int_equal(allowance_edges(edges, 4, &terms, 100), 2);
    assert_int_equal(edges[0], 20);
    assert_int_equal(edges[1], 45);
}

static void row_a14_cap(void **state)
{
    (void)state;
    struct allowance_terms terms = terms_of(900000, 20000, 0);
    terms.cap_micro = 600000 * SEK;
    assert_true(allowance_amount(&terms, 0) == 600000 * SEK);
    assert_true(allowance_amount(&terms, 18 * SEK) == 540000 * SEK);
}

/* Pay of a participant is r - v; amounts that are missing give none. */
static void row_b8_missing_amounts_give_no_terms(void **state)
{
    (void)state;
    struct policy policy;
    policy_init(&policy);
    assert_false(allowance_terms(&policy).is_known);
    struct policy_value *of = policy.values;
    of[POLICY_FIXED_COST].is_known = of[POLICY_INCOME].is_known = true;
    of[POLICY_FIXED_COST].mid = 900000 * SEK;
    of[POLICY_INCOME].mid = 26000 * SEK;
    assert_false(allowance_terms(&policy).is_known);
    of[POLICY_VARIABLE_COST].is_known = true;
    of[POLICY_VARIABLE_COST].mid = 6000 * SEK;
    struct allowance_terms terms = allowance_terms(&policy);
    assert_true(terms.is_known && terms.margin_micro == 20000 * SEK);
    of[POLICY_VARIABLE_COST].mid = 30000 * SEK; /* costs more than it brings */
    terms = allowance_terms(&policy);
    assert_true(terms.is_known && !terms.margin_micro);
    policy_release(&policy);
}

/* r = 100 x 180 + 0.25 x 32 000 = 26 000; twice the results move r and n*. */
static void row_b8_pay_makes_up_the_income(void **state)
{
    (void)state;
    static const uint64_t PAY[] = {100 * SEK, 180 * SEK, 32000 * SEK, SEK / 4};
    struct policy policy;
    uint64_t income = 1;
    policy_init(&policy);
    for (int i = 0; i < 4; i++) {
        assert_false(policy_income(&income, &policy));
        policy.values[POLICY_BASE_PAY + i].mid = PAY[i];
        policy.values[POLICY_BASE_PAY + i].is_known = true;
    }
    assert_true(policy_income(&income, &policy) && income == 26000 * SEK);
    policy.values[POLICY_FIXED_COST].is_known = policy.values[POLICY_VARIABLE_COST].is_known = true;
    policy.values[POLICY_FIXED_COST].mid = 900000 * SEK;
    policy.values[POLICY_VARIABLE_COST].mid = 6000 * SEK;
    struct allowance_terms terms = allowance_terms(&policy);
    assert_true(fabs(allowance_break_even(&terms) - 45.0) < 1e-12);
    policy.values[POLICY_RESULT_SHARE].mid = SEK / 2;
    terms = allowance_terms(&policy);
    assert_true(fabs(allowance_break_even(&terms) - 900000.0 / 28000.0) < 1e-12);
    policy.values[POLICY_INCOME].is_known = true; /* told: it decides */
    policy.values[POLICY_INCOME].mid = 7000 * SEK;
    assert_true(policy_income(&income, &policy) && income == 7000 * SEK);
}

/* Numbers beyond all reason are high, and never wrap. */
static void amounts_never_wrap(void **state)
{
    (void)state;
    struct allowance_terms terms = terms_of(10000000000, 10000000000, 0);
    uint32_t viable = 0;
    assert_true(policy_times(3 * SEK, 5 * SEK / 2) == 15 * SEK / 2);
    assert_true(policy_times(0, UINT64_MAX) == 0 && policy_times(UINT64_MAX - 1, 0) == 0);
    assert_true(policy_times(UINT64_MAX, UINT64_MAX) == UINT64_MAX);
    assert_true(allowance_total(&terms, UINT64_MAX - 1) == UINT64_MAX);
    assert_true(allowance_amount(&terms, UINT64_MAX - 1) == 0);
    assert_true(allowance_viable(&viable, &terms, UINT64_MAX - 1) && viable > 1000);
}

/* Without a fixed cost everybody breaks even where there is a margin, and nobody where
 * there is none; counts that no number holds are high. */
static void without_a_fixed_cost(void **state)
{
    (void)state;
    uint32_t viable = 7;
    struct allowance_terms terms = terms_of(0, 20000, 0);
    assert_true(allowance_viable(&viable, &terms, 0) && viable == WS_NONE - 1);
    terms.margin_micro = 0;
    assert_true(allowance_viable(&viable, &terms, 50 * SEK) && viable == 0);
    terms = terms_of(0, 20000, 0);
    terms.fixed_micro = 1;
    assert_true(allowance_viable(&viable, &terms, 50 * SEK) && viable == WS_NONE - 1);
    terms.is_known = false;
    assert_true(isnan(allowance_break_even(&terms)));
}

/* More edges than there is room for are counted all the same. */
static void edges_beyond_the_room(void **state)
{
    (void)state;
    const struct policy_band bands[] = {{0, 900000 * SEK}, {20, 500000 * SEK}, {45, 0}};
    struct allowance_terms terms = terms_of(900000, 20000, 0);
    uint32_t edges[2] = {0, 77};
    terms.bands = bands;
    terms.band_count = 3;
    assert_int_equal(allowance_edges(edges, 1, &terms, 100), 2);
    assert_int_equal(edges[0], 20);
    assert_int_equal(edges[1], 77);
    assert_int_equal(allowance_edges(edges, 2, &terms, 44), 1);
}

/* The cap and the margin of a bound: least is paid where all stands at its low end. */
static void terms_at_their_bounds(void **state)
{
    (void)state;
    struct policy policy;
    policy_init(&policy);
    struct policy_value *of = policy.values;
    of[POLICY_FIXED_COST] =
        (struct policy_value){.is_known = true, .low = 10 * SEK, .mid = 20 * SEK, .high = 30 * SEK};
    of[POLICY_INCOME] =
        (struct policy_value){.is_known = true, .low = 3 * SEK, .mid = 4 * SEK, .high = 6 * SEK};
    of[POLICY_VARIABLE_COST] = (struct policy_value){.is_known = true};
    assert_true(allowance_terms_at(&policy, POLICY_LOW).cap_micro == WS_UNBOUNDED);
    of[POLICY_CAP] =
        (struct policy_value){.is_known = true, .low = 7 * SEK, .mid = 8 * SEK, .high = 9 * SEK};
    struct allowance_terms low = allowance_terms_at(&policy, POLICY_LOW);
    struct allowance_terms high = allowance_terms_at(&policy, POLICY_HIGH);
    assert_true(low.cap_micro == 7 * SEK && high.cap_micro == 9 * SEK);
    assert_true(low.fixed_micro == 10 * SEK && low.margin_micro == 6 * SEK);
    assert_true(high.fixed_micro == 30 * SEK && high.margin_micro == 3 * SEK);
    assert_true(allowance_terms(&policy).margin_micro == 4 * SEK);
    policy_release(&policy);
}

int main(void)
{
    enum { ROWS = sizeof AMOUNTS / sizeof *AMOUNTS };
    struct CMUnitTest tests[ROWS + 11] = {
        cmocka_unit_test(without_a_fixed_cost),
        cmocka_unit_test(edges_beyond_the_room),
        cmocka_unit_test(terms_at_their_bounds),
        cmocka_unit_test(row_a14_break_even_is_45_and_ends_at_60),
        cmocka_unit_test(row_a14_choice_or_viability),
        cmocka_unit_test(row_a14_laws),
        cmocka_unit_test(row_a14_bands_and_their_edges),
        cmocka_unit_test(row_a14_cap),
        cmocka_unit_test(row_b8_missing_amounts_give_no_terms),
        cmocka_unit_test(row_b8_pay_makes_up_the_income),
        cmocka_unit_test(amounts_never_wrap),
    };
    for (int i = 0; i < ROWS; i++)
        tests[11 + i] = (struct CMUnitTest){.name = AMOUNTS[i].name,
                                            .test_func = amount,
                                            .initial_state = (void *)(uintptr_t)&AMOUNTS[i]};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
