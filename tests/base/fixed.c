/* Oracle: the product as four 32-bit limbs by long multiplication, divided bit
 * by bit, the way it is done with a pencil. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdbool.h>

#include "base/fixed.h"

static uint64_t next_random(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

/* Numbers of all sizes, not only those near 2^64. */
static uint64_t any_size(uint64_t *seed)
{
    uint64_t shift = next_random(seed) % 64;
    return next_random(seed) >> shift;
}

static void multiply_by_hand(uint64_t a, uint64_t b, uint64_t *high, uint64_t *low)
{
    uint64_t a0 = a & UINT32_MAX, a1 = a >> 32, b0 = b & UINT32_MAX, b1 = b >> 32;
    uint64_t middle = (a0 * b0 >> 32) + (a1 * b0 & UINT32_MAX) + (a0 * b1 & UINT32_MAX);

    *low = a * b;
    *high = a1 * b1 + (a1 * b0 >> 32) + (a0 * b1 >> 32) + (middle >> 32);
}

/* False when the quotient does not fit. */
static bool divide_by_hand(uint64_t high, uint64_t low, uint64_t c, uint64_t *quotient,
                           uint64_t *rest)
{
    if (high >= c)
        return false;
    *rest = high;
    *quotient = 0;
    for (int bit = 63; bit >= 0; bit--) {
        bool carry = *rest >> 63;
        *rest = *rest << 1 | (low >> bit & 1);
        *quotient <<= 1;
        if (carry || *rest >= c) {
            *rest -= c;
            *quotient |= 1;
        }
    }
    return true;
}

static void mul_div_agrees_with_the_pencil(void **state)
{
    uint64_t seed = 0x9E3779B97F4A7C15u;
    int compared = 0;
    (void)state;

    for (int i = 0; i < 100000; i++) {
        uint64_t a = any_size(&seed), b = any_size(&seed), c = any_size(&seed);
        uint64_t high, low, quotient, rest;
        multiply_by_hand(a, b, &high, &low);
        if (!c || !divide_by_hand(high, low, c, &quotient, &rest))
            continue;
        compared++;
        assert_int_equal(fixed_mul_div(a, b, c), quotient);
        if (!rest || quotient < UINT64_MAX)
            assert_int_equal(fixed_mul_div_up(a, b, c), quotient + (rest > 0));
    }
    assert_true(compared > 30000);
}

static const struct div_row {
    const char *name;
    uint64_t a, b, c, down, up;
} DIVS[] = {
    {"zero", 0, 5, 7, 0, 0},
    {"exact", 6, 7, 2, 21, 21},
    {"rest", 7, 7, 2, 24, 25},
    {"rest_just_below_one", 1, 1, UINT64_MAX, 0, 1},
    {"largest", UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX},
    {"beyond_a_double", 9007199254740993u, 3, 3, 9007199254740993u, 9007199254740993u},
    {"product_past_64_bits", 1u << 31, UINT64_C(1) << 40, UINT64_C(1) << 41, 1u << 30, 1u << 30},
};

static void mul_div_known(void **state)
{
    const struct div_row *row = *state;
    assert_int_equal(fixed_mul_div(row->a, row->b, row->c), row->down);
    assert_int_equal(fixed_mul_div_up(row->a, row->b, row->c), row->up);
}

#define MAX_PARTS 6

static const struct split_row {
    const char *name;
    uint64_t whole;
    size_t count;
    uint64_t weight[MAX_PARTS], part[MAX_PARTS];
} SPLITS[] = {
    {"even", 9, 3, {1, 1, 1}, {3, 3, 3}},
    {"rest_goes_by_cumulative_floors", 10, 3, {1, 1, 1}, {3, 3, 4}},
    {"no_weight_gets_nothing", 10, 3, {0, 5, 0}, {0, 10, 0}},
    {"all_weights_zero_go_to_the_first", 10, 3, {0, 0, 0}, {10, 0, 0}},
    {"fewer_people_than_parts", 1, 4, {1, 1, 1, 1}, {0, 0, 0, 1}},
    {"nobody", 0, 2, {3, 4}, {0, 0}},
    {"one_part", UINT64_MAX, 1, {UINT64_MAX}, {UINT64_MAX}},
    {"largest", UINT64_MAX, 2, {1, UINT64_MAX - 1}, {1, UINT64_MAX - 1}},
};

static void split_known(void **state)
{
    const struct split_row *row = *state;
    uint64_t part[MAX_PARTS];

    fixed_split(row->whole, row->weight, row->count, part);
    for (size_t i = 0; i < row->count; i++)
        assert_int_equal(part[i], row->part[i]);
}

/* Adding up, being within one of the true part, and growing with the weight. */
static void split_laws(void **state)
{
    uint64_t seed = 42, weight[MAX_PARTS], part[MAX_PARTS], more[MAX_PARTS];
    (void)state;

    for (int i = 0; i < 20000; i++) {
        uint64_t whole = any_size(&seed), sum = 0, total = 0;
        size_t count = 1 + (size_t)(next_random(&seed) % MAX_PARTS);
        for (size_t j = 0; j < count; j++)
            sum += weight[j] = any_size(&seed) / 8;
        fixed_split(whole, weight, count, part);
        for (size_t j = 0; j < count; j++) {
            total += part[j];
            if (!sum)
                continue;
            uint64_t down = fixed_mul_div(whole, weight[j], sum);
            assert_true(part[j] >= down && part[j] - down <= 1);
        }
        assert_int_equal(total, whole);
        if (count < 2 || !weight[1])
            continue;
        weight[0]++;
        weight[1]--;
        fixed_split(whole, weight, count, more);
        assert_true(more[0] >= part[0]);
    }
}

static const struct mm_row {
    const char *name;
    double metres;
    uint32_t mm;
} MMS[] = {
    {"mm_zero", 0.0, 0},
    {"mm_half_goes_up", 0.0005, 1},
    {"mm_just_below_half", 0.00049999, 0},
    {"mm_exact", 12.345, 12345},
    {"mm_largest_that_fits", 4294967.294, UINT32_MAX - 1},
    {"mm_first_that_does_not", 4294967.2955, UINT32_MAX},
    {"mm_far_too_long", 1e300, UINT32_MAX},
};

static void metres_to_mm(void **state)
{
    const struct mm_row *row = *state;
    assert_int_equal(fixed_mm(row->metres), row->mm);
}

static const struct micro_row {
    const char *name;
    double people;
    uint64_t micro;
} MICROS[] = {
    {"micro_zero", 0.0, 0},
    {"micro_one", 1.0, 1000000},
    {"micro_third", 1.0 / 3.0, 333333},
    {"micro_half_goes_up", 0.5e-6, 1},
    {"micro_sweden", 10551707.0, 10551707000000u},
    {"micro_largest", 9999999999999.0, 9999999999999000000u},
};

static void people_to_micro(void **state)
{
    const struct micro_row *row = *state;
    assert_int_equal(fixed_micro(row->people), row->micro);
}

/* Oracle: a key is there once, below the next, and was there before; none is lost. */
static void distinct_keys_are_there_once(void **state)
{
    (void)state;
    uint64_t seed = 20, before[64], keys[64];
    for (int turn = 0; turn < 500; turn++) {
        size_t count = next_random(&seed) % 65;
        for (size_t i = 0; i < count; i++)
            before[i] = keys[i] = next_random(&seed) % 40 << (turn % 50);
        size_t kept = fixed_distinct(keys, count);
        for (size_t i = 0; i + 1 < kept; i++)
            assert_true(keys[i] < keys[i + 1]);
        for (size_t i = 0; i < count; i++) {
            size_t found = 0;
            for (size_t k = 0; k < kept; k++)
                found += keys[k] == before[i];
            assert_int_equal(found, 1);
        }
        assert_true(kept <= count);
    }
}

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define ADD(rows, func)                                                                            \
    for (size_t i = 0; i < COUNT(rows); i++)                                                       \
        tests[count++] = (struct CMUnitTest)                                                       \
        {                                                                                          \
            .name = rows[i].name, .test_func = func, .initial_state = (void *)(uintptr_t)&rows[i]  \
        }

/* ---- permille, offsets --------------------------------------------------------------- */

/* 1000 part = down whole + rest; up and nearest follow from the rest. */
static void permille_laws(void **state)
{
    (void)state;
    for (uint64_t whole = 1; whole < 60; whole++)
        for (uint64_t part = 0; part <= whole; part++) {
            uint64_t down = 1000 * part / whole, rest = 1000 * part % whole;
            assert_int_equal(fixed_permille(part, whole, -1), down);
            assert_int_equal(fixed_permille(part, whole, 1), down + (rest > 0));
            assert_int_equal(fixed_permille(part, whole, 0), down + (2 * rest >= whole));
        }
}

static void offsets_are_where_rows_begin(void **state)
{
    uint32_t first[] = {3, 0, 2, 5, 77}, none[] = {77};
    static const uint32_t expected[] = {0, 3, 3, 5, 10};
    (void)state;
    fixed_offsets(first, 4);
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(first[i], expected[i]);
    fixed_offsets(none, 0);
    assert_int_equal(none[0], 0);
}

static void sums_without_bound_stay(void **state)
{
    (void)state;
    assert_true(fixed_add_bound(UINT64_MAX, 0) == UINT64_MAX);
    assert_true(fixed_add_bound(1, UINT64_MAX) == UINT64_MAX);
    assert_true(fixed_add_bound(UINT64_MAX - 1, 1) == UINT64_MAX);
    assert_true(fixed_add_bound(UINT64_MAX - 3, 2) == UINT64_MAX - 1);
    assert_true(fixed_add_bound(0, 0) == 0);
}

int main(void)
{
    struct CMUnitTest tests[40] = {
        cmocka_unit_test(mul_div_agrees_with_the_pencil),
        cmocka_unit_test(split_laws),
        cmocka_unit_test(permille_laws),
        cmocka_unit_test(offsets_are_where_rows_begin),
        cmocka_unit_test(sums_without_bound_stay),
        cmocka_unit_test(distinct_keys_are_there_once),
    };
    size_t count = 6;

    ADD(DIVS, mul_div_known);
    ADD(SPLITS, split_known);
    ADD(MMS, metres_to_mm);
    ADD(MICROS, people_to_micro);
    return _cmocka_run_group_tests("base_fixed", tests, count, NULL, NULL);
}
