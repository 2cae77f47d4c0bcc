/* The choice classes, at both edges of each. */
#include "decide/decide.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

static const struct row {
    const char *name;
    uint32_t provider_count;
    enum ws_class class_id;
    const char *class_name;
} ROWS[] = {
    {"nobody", 0, WS_CLASS_NONE, "none"},
    {"one", 1, WS_CLASS_ONE, "one"},
    {"two", 2, WS_CLASS_TWO, "two"},
    {"three_is_few", 3, WS_CLASS_FEW, "few"},
    {"four_is_few", 4, WS_CLASS_FEW, "few"},
    {"five_is_many", 5, WS_CLASS_MANY, "many"},
    {"as_many_as_there_can_be", UINT32_MAX, WS_CLASS_MANY, "many"},
};

static void classifies(void **state)
{
    const struct row *row = *state;
    enum ws_class class_id = classify_choice(row->provider_count);
    assert_int_equal(class_id, row->class_id);
    assert_string_equal(classify_name(class_id), row->class_name);
}

int main(void)
{
    enum { COUNT = sizeof ROWS / sizeof *ROWS };
    struct CMUnitTest tests[COUNT];
    for (int i = 0; i < COUNT; i++)
        tests[i] = (struct CMUnitTest){.name = ROWS[i].name,
                                       .test_func = classifies,
                                       .initial_state = (void *)(uintptr_t)&ROWS[i]};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
