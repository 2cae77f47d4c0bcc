/* tests/support/releases.h: what gives memory back takes NULL and what holds nothing, as
 * often as one likes. A test defines RELEASES(X), X(function, type) for each of a room, and
 * ends with RELEASES_MAIN(name). */
#ifndef TESTS_RELEASES_H
#define TESTS_RELEASES_H
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#define RELEASES_TEST(release, type)                                                               \
    static void release##_takes_nothing(void **state)                                              \
    {                                                                                              \
        type empty, kept;                                                                          \
        (void)state;                                                                               \
        memset(&empty, 0, sizeof empty);                                                           \
        memset(&kept, 0, sizeof kept);                                                             \
        release(NULL);                                                                             \
        release(&empty);                                                                           \
        release(&empty);                                                                           \
        assert_memory_equal(&empty, &kept, sizeof empty);                                          \
    }
#define RELEASES_NAME(release, type) cmocka_unit_test(release##_takes_nothing),

#define RELEASES_MAIN(name)                                                                        \
    RELEASES(RELEASES_TEST)                                                                        \
    int main(void)                                                                                 \
    {                                                                                              \
        const struct CMUnitTest tests[] = {RELEASES(RELEASES_NAME)};                               \
        return cmocka_run_group_tests_name(name, tests, NULL, NULL);                               \
    }
#endif
