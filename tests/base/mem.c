#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>
#include <sys/resource.h>

#include "base/mem.h"

static const struct array_row {
    const char *name;
    size_t count, size;
    int fits;
} ARRAYS[] = {
    {"no_items", 0, 8, 1},
    {"items_of_no_size", 3, 0, 1},
    {"one", 1, 1, 1},
    {"thousand", 1000, 24, 1},
    {"product_wraps_to_zero", SIZE_MAX / 2 + 1, 2, 0},
    {"product_wraps_to_a_small_number", SIZE_MAX / 8 + 2, 8, 0},
    {"all_there_is", SIZE_MAX, SIZE_MAX, 0},
};

static void array_is_zeroed_or_refused(void **state)
{
    const struct array_row *row = *state;
    unsigned char *bytes = mem_array(row->count, row->size);

    assert_int_equal(bytes != NULL, row->fits);
    for (size_t i = 0; bytes && i < row->count * row->size; i++)
        assert_int_equal(bytes[i], 0);
    mem_free(bytes);
}

static void grow_keeps_and_zeroes(void **state)
{
    uint32_t *items = NULL;
    size_t cap = 0, grown = 0;
    (void)state;

    for (size_t count = 0; count < 1000; count++) {
        size_t before = cap;
        assert_int_equal(mem_grow(&items, &cap, count + 1, sizeof *items), 0);
        assert_true(cap > count);
        if (cap != before) {
            grown++;
            for (size_t i = before; i < cap; i++)
                assert_int_equal(items[i], 0);
        }
        items[count] = (uint32_t)count + 7;
    }
    for (size_t i = 0; i < 1000; i++)
        assert_int_equal(items[i], i + 7);
    /* Growing by half: log(1000 / 8) / log(1.5) is 12. */
    assert_true(grown <= 14);
    mem_free(items);
}

static void grow_past_what_fits_changes_nothing(void **state)
{
    uint64_t *items = mem_array(4, sizeof *items), *before = items;
    size_t cap = 4;
    (void)state;
    assert_non_null(items);
    assert_int_equal(mem_grow(&items, &cap, SIZE_MAX / 8 + 1, sizeof *items), -1);
    assert_int_equal(mem_grow(&items, &cap, SIZE_MAX, sizeof *items), -1);
    assert_ptr_equal(items, before);
    assert_int_equal(cap, 4);
    mem_free(items);
}

static void failed_grow_changes_nothing(void **state)
{
    uint64_t *items = mem_array(4, sizeof *items), *before = items;
    size_t cap = 4;
    (void)state;
    mem_fail_at(1);
    assert_int_equal(mem_grow(&items, &cap, 5, sizeof *items), -1);
    assert_ptr_equal(items, before);
    assert_int_equal(cap, 4);
    assert_int_equal(mem_grow(&items, &cap, 5, sizeof *items), 0);
    mem_free(items);
}

static void strings_are_copied(void **state)
{
    char text[] = "Åre";
    char *copy = mem_string(text), *part = mem_string_n("abcdef", 3), *none = mem_string_n("x", 0);
    (void)state;
    text[0] = 'x';
    assert_string_equal(copy, "Åre");
    assert_string_equal(part, "abc");
    assert_string_equal(none, "");
    assert_null(mem_string(NULL));
    assert_null(mem_string_n(NULL, 3));
    assert_null(mem_string_n("x", SIZE_MAX));
    mem_free(copy);
    mem_free(part);
    mem_free(none);
    mem_free(NULL);
}

static void the_nth_allocation_fails_once(void **state)
{
    (void)state;
    for (uint64_t nth = 1; nth <= 5; nth++) {
        mem_fail_at(nth);
        for (uint64_t i = 1; i <= 7; i++) {
            void *bytes = mem_array(1, 1);
            assert_int_equal(bytes == NULL, i == nth);
            mem_free(bytes);
        }
    }
    mem_fail_at(3);
    mem_fail_at(0);
    for (int i = 0; i < 5; i++) {
        char *text = mem_string("x");
        assert_non_null(text);
        mem_free(text);
    }
}

static void allocations_are_counted(void **state)
{
    size_t cap = 0;
    char *items = NULL, *text;
    (void)state;
    mem_fail_at(0);
    text = mem_string("x");
    assert_int_equal(mem_grow(&items, &cap, 3, 1), 0);
    assert_int_equal(mem_grow(&items, &cap, 3, 1), 0);
    assert_int_equal(mem_fail_at(0), 2);
    assert_int_equal(mem_fail_at(0), 0);
    mem_free(text);
    mem_free(items);
}

/* ---- what may still be asked for ------------------------------------------------------ */

/* A cap on the addresses of the process counts, and what it has taken counts against it;
 * where it has more than the cap, nothing is left. */
static void a_cap_on_addresses_counts(void **state)
{
    struct rlimit before, capped;
    uint64_t free_bytes = mem_available();
    (void)state;
    assert_true(free_bytes > 0);
    assert_int_equal(getrlimit(RLIMIT_AS, &before), 0);
    capped = before;
    capped.rlim_cur = 1;
    assert_int_equal(setrlimit(RLIMIT_AS, &capped), 0);
    uint64_t left = mem_available();
    capped.rlim_cur = (rlim_t)1 << 40;
    assert_int_equal(setrlimit(RLIMIT_AS, &capped), 0);
    uint64_t under_a_wide_cap = mem_available();
    assert_int_equal(setrlimit(RLIMIT_AS, &before), 0);
    assert_int_equal(left, 0);
    assert_true(under_a_wide_cap <= (uint64_t)1 << 40);
}

#define COUNT(array) (sizeof(array) / sizeof *(array))

int main(void)
{
    struct CMUnitTest tests[16] = {
        cmocka_unit_test(grow_keeps_and_zeroes),
        cmocka_unit_test(grow_past_what_fits_changes_nothing),
        cmocka_unit_test(failed_grow_changes_nothing),
        cmocka_unit_test(strings_are_copied),
        cmocka_unit_test(the_nth_allocation_fails_once),
        cmocka_unit_test(allocations_are_counted),
        cmocka_unit_test(a_cap_on_addresses_counts),
    };
    size_t count = 7;

    for (size_t i = 0; i < COUNT(ARRAYS); i++)
        tests[count++] = (struct CMUnitTest){.name = ARRAYS[i].name,
                                             .test_func = array_is_zeroed_or_refused,
                                             .initial_state = (void *)(uintptr_t)&ARRAYS[i]};
    return _cmocka_run_group_tests("base_mem", tests, count, NULL, NULL);
}
