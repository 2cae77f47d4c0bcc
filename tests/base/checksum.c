/* Known answers: FIPS 180-4's examples (NIST, "SHA256.pdf" of the example
 * values) and the empty message. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/checksum.h"

static const struct row {
    const char *name, *text;
    size_t times;
    const char *hex;
} ROWS[] = {
    {"empty", "", 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"one_block", "abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {"two_blocks", "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
     "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    {"896_bits",
     "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopq"
     "klmnopqrlmnopqrsmnopqrstnopqrstu",
     1, "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"},
    {"a_million_times_a", "a", 1000000,
     "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
    /* Longer than three pieces of a file; by sha256sum. */
    {"several_pieces", "a", 3145739,
     "c4c587f6d4fb866d4db80a2bfcd0bad442f89e02bdf73ca490432b010117521b"},
};

static void known_answer(void **state)
{
    const struct row *row = *state;
    char path[] = "checksum-XXXXXX", hex[CHECKSUM_HEX];
    struct ws_error err = {0};
    int fd = mkstemp(path);
    FILE *file = fd < 0 ? NULL : fdopen(fd, "wb");

    assert_non_null(file);
    for (size_t i = 0; i < row->times; i++)
        assert_true(fputs(row->text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(checksum_file(path, hex, &err), WS_OK);
    assert_string_equal(hex, row->hex);
    assert_int_equal(unlink(path), 0);
}

static void file_that_is_not_there(void **state)
{
    char hex[CHECKSUM_HEX] = "kept";
    struct ws_error err = {0};
    (void)state;
    assert_int_equal(checksum_file("no-such-file", hex, &err), WS_NOT_FOUND);
    assert_non_null(strstr(err.message, "no-such-file"));
    assert_int_equal(checksum_file(".", hex, &err), WS_IO);
    assert_int_equal(checksum_file("/dev/null/below", hex, &err), WS_NOT_FOUND);
    assert_string_equal(hex, "kept");
}

/* The same bytes, the same sum; a byte or the size that differs, another one. */
static void quick_sums_tell_bytes_apart(void **state)
{
    unsigned char bytes[100], other[100];
    (void)state;
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)(i * 37);
    for (size_t size = 0; size < sizeof bytes; size++) {
        uint64_t sum = checksum_quick(bytes, size, 5);
        memcpy(other, bytes, sizeof bytes);
        assert_true(checksum_quick(other, size, 5) == sum);
        assert_true(checksum_quick(bytes, size, 6) != sum);
        assert_true(checksum_quick(bytes, size + 1, 5) != sum);
        for (size_t i = 0; i < size; i++) {
            other[i] ^= 1;
            assert_true(checksum_quick(other, size, 5) != sum);
            other[i] ^= 1;
        }
    }
}

/* "abc" as above, without a file. */
static void bytes_of_memory(void **state)
{
    char hex[CHECKSUM_HEX];
    (void)state;
    assert_int_equal(checksum_bytes(ROWS[1].text, 3, hex, NULL), WS_OK);
    assert_string_equal(hex, ROWS[1].hex);
}

#define COUNT(array) (sizeof(array) / sizeof *(array))

int main(void)
{
    struct CMUnitTest tests[16] = {
        cmocka_unit_test(file_that_is_not_there),
        cmocka_unit_test(quick_sums_tell_bytes_apart),
        cmocka_unit_test(bytes_of_memory),
    };
    size_t count = 3;

    for (size_t i = 0; i < COUNT(ROWS); i++)
        tests[count++] = (struct CMUnitTest){.name = ROWS[i].name,
                                             .test_func = known_answer,
                                             .initial_state = (void *)(uintptr_t)&ROWS[i]};
    return _cmocka_run_group_tests("base_checksum", tests, count, NULL, NULL);
}
