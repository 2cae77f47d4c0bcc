/* A growing text against one of fixed size, and what a failure leaves. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <wchar.h>

#include "base/mem.h"
#include "base/text.h"

static void grows_by_words_bytes_and_formats(void **state)
{
    struct text text = {0};
    char expected[4000] = "", *taken = NULL;
    (void)state;
    for (int i = 0; i < 200; i++) {
        char number[16];
        text_put(&text, "Åre ");
        text_put_bytes(&text, "abc", 2);
        text_add(&text, "%d;", i);
        snprintf(number, sizeof number, "%d;", i);
        strcat(strcat(strcat(expected, "Åre "), "ab"), number);
        assert_int_equal(text.length, strlen(expected));
        assert_string_equal(text.bytes, expected);
    }
    text_put_bytes(&text, "a\0b", 3);
    assert_int_equal(text.length, strlen(expected) + 3);
    assert_int_equal(text_take(&taken, &text, NULL), WS_OK);
    assert_memory_equal(taken + strlen(expected), "a\0b", 4);
    assert_null(text.bytes);
    assert_int_equal(text.length, 0);
    mem_free(taken);
}

static void nothing_is_an_empty_text(void **state)
{
    struct text text = {0};
    char *taken = NULL;
    (void)state;
    assert_int_equal(text_take(&taken, &text, NULL), WS_OK);
    assert_string_equal(taken, "");
    mem_free(taken);
    text_release(&text);
}

/* The chain goes on after a failure and is judged once, at its end. */
static void a_failure_is_told_at_the_end(void **state)
{
    (void)state;
    for (uint64_t nth = 1;; nth++) {
        struct text text = {0};
        struct ws_error err = {0};
        char kept[] = "kept", *taken = kept;
        mem_fail_at(nth);
        for (int i = 0; i < 100; i++) {
            text_put(&text, "words");
            text_add(&text, "%s", "words");
        }
        enum ws_status st = text_take(&taken, &text, &err);
        mem_fail_at(0);
        if (!st) {
            assert_int_equal(strlen(taken), 1000);
            mem_free(taken);
            assert_true(nth > 3);
            return;
        }
        assert_int_equal(st, WS_NO_MEMORY);
        assert_int_equal(err.status, WS_NO_MEMORY);
        assert_ptr_equal(taken, kept);
        assert_null(text.bytes);
        assert_false(text.is_broken);
    }
}

/* A letter that the locale cannot write breaks the text instead of cutting it. */
static void what_cannot_be_formatted_breaks_it(void **state)
{
    struct text text = {0};
    char kept[] = "kept", *taken = kept;
    const wchar_t letter[] = {(wchar_t)0x65e5, 0};
    (void)state;
    text_put(&text, "before ");
    text_add(&text, "%ls", letter);
    text_put(&text, "after");
    assert_string_equal(text.bytes, "before ");
    assert_int_equal(text_take(&taken, &text, NULL), WS_NO_MEMORY);
    assert_ptr_equal(taken, kept);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(grows_by_words_bytes_and_formats),
        cmocka_unit_test(nothing_is_an_empty_text),
        cmocka_unit_test(a_failure_is_told_at_the_end),
        cmocka_unit_test(what_cannot_be_formatted_breaks_it),
    };
    return cmocka_run_group_tests_name("base_text", tests, NULL, NULL);
}
