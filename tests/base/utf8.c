/* UTF-8: every character there is, and how many byte strings are characters. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdbool.h>
#include <string.h>
#include "base/utf8.h"

static bool is_character(uint32_t letter)
{
    return letter <= 0x10FFFF && (letter < 0xD800 || letter > 0xDFFF);
}

/* Bytes by the table of RFC 3629, section 3, bit by bit. */
static size_t oracle(unsigned char out[UTF8_MOST], uint32_t letter)
{
    static const char *const ranges[] = {"0xxxxxxx", "110xxxxx10xxxxxx", "1110xxxx10xxxxxx10xxxxxx",
                                         "11110xxx10xxxxxx10xxxxxx10xxxxxx"};
    static const uint32_t last[] = {0x7F, 0x7FF, 0xFFFF, 0x10FFFF};
    size_t range = 0;
    while (letter > last[range])
        range++;
    const char *bits = ranges[range];
    size_t count = strlen(bits);
    memset(out, 0, UTF8_MOST);
    for (size_t i = count; i-- > 0;) {
        uint32_t bit = bits[i] == 'x' ? letter & 1 : (uint32_t)(bits[i] == '1');
        letter >>= bits[i] == 'x';
        out[i / 8] = (unsigned char)(out[i / 8] | bit << (7 - i % 8));
    }
    return count / 8;
}

static void test_each_character_there_and_back(void **state)
{
    (void)state;
    for (uint32_t letter = 0; letter <= 0x10FFFF; letter++) {
        if (!is_character(letter))
            continue;
        unsigned char expected[UTF8_MOST];
        char bytes[UTF8_MOST + 1] = {0};
        size_t size = oracle(expected, letter);
        uint32_t back = 0x12345678;
        if (utf8_encode(bytes, letter) != size || memcmp(bytes, expected, size) ||
            utf8_decode(&back, bytes, size) != size || back != letter ||
            utf8_next(&back, bytes) != size || utf8_decode(&back, bytes, size - 1) != 0)
            fail_msg("character %x", (unsigned)letter);
    }
}

/* Characters are all different bytes, so if as many strings of a length are taken as
 * there are characters of that length, none is taken that should not be. */
static void test_no_other_bytes_are_characters(void **state)
{
    (void)state;
    size_t found[UTF8_MOST + 1] = {0};
    uint32_t letter = 0x12345678;
    for (uint32_t i = 0; i < 0x1000000; i++) {
        char bytes[3] = {(char)(i >> 16), (char)(i >> 8), (char)i};
        found[utf8_decode(&letter, bytes, 3)]++;
    }
    assert_int_equal(found[1], 0x80 * 0x10000);
    assert_int_equal(found[2], (0x800 - 0x80) * 0x100);
    assert_int_equal(found[3], 0x10000 - 0x800 - 0x800); /* none of two bytes, no surrogate */
    assert_int_equal(found[4], 0);
}

static void test_no_other_four_bytes_are_characters(void **state)
{
    (void)state;
    static const unsigned char edge[] = {0x7F, 0x80, 0xBF, 0xC0};
    size_t found = 0;
    uint32_t letter = 0;
    for (uint32_t i = 0; i < 0x10000; i++)
        for (size_t third = 0; third < 4; third++)
            for (size_t fourth = 0; fourth < 4; fourth++) {
                char bytes[] = {(char)(i >> 8), (char)i, (char)edge[third], (char)edge[fourth]};
                found += utf8_decode(&letter, bytes, 4) == 4;
            }
    assert_int_equal(found, 0x100000 / 0x1000 * 4);
}

static void test_what_is_none_changes_nothing(void **state)
{
    (void)state;
    uint32_t letter = 77;
    assert_int_equal(utf8_decode(&letter, "\xC3", 1), 0);
    assert_int_equal(utf8_decode(&letter, "", 0), 0);
    assert_int_equal(utf8_next(&letter, "\xE2\x82"), 0);
    assert_int_equal(letter, 77);
    assert_int_equal(utf8_next(&letter, ""), 1);
    assert_int_equal(letter, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_character_there_and_back),
        cmocka_unit_test(test_no_other_bytes_are_characters),
        cmocka_unit_test(test_no_other_four_bytes_are_characters),
        cmocka_unit_test(test_what_is_none_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
