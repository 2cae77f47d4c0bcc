#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/mem.h"
#include "base/warnings.h"

static void lines_keep_their_order_and_text(void **state)
{
    struct warnings list = {0};
    struct ws_error err = {0};
    char feature[16] = "17";
    (void)state;

    struct place place = {"offices", "kontor.csv", "kontor", feature};
    assert_int_equal(warnings_add(&list, place, "1 row left out", &err, "x is %d", 5), WS_OK);
    strcpy(feature, "gone");
    assert_int_equal(warnings_add(&list, (struct place){.role = "roads"}, NULL, &err, "plain"),
                     WS_OK);
    assert_int_equal(list.count, 2);
    assert_string_equal(list.items[0].role, "offices");
    assert_string_equal(list.items[0].file, "kontor.csv");
    assert_string_equal(list.items[0].layer, "kontor");
    assert_string_equal(list.items[0].feature, "17");
    assert_string_equal(list.items[0].what, "x is 5");
    assert_string_equal(list.items[0].effect, "1 row left out");
    assert_string_equal(list.items[1].role, "roads");
    assert_string_equal(list.items[1].file, "");
    assert_string_equal(list.items[1].layer, "");
    assert_string_equal(list.items[1].feature, "");
    assert_string_equal(list.items[1].what, "plain");
    assert_string_equal(list.items[1].effect, "");
    warnings_release(&list);
    assert_int_equal(list.count, 0);
    assert_null(list.items);
}

static void long_text_is_whole(void **state)
{
    struct warnings list = {0};
    char text[5000];
    (void)state;
    memset(text, 'w', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    for (int i = 0; i < 50; i++)
        assert_int_equal(warnings_add(&list, (struct place){0}, "", NULL, "%d%s", i, text), WS_OK);
    assert_int_equal(list.count, 50);
    assert_memory_equal(list.items[49].what, "49www", 5);
    assert_int_equal(strlen(list.items[49].what), sizeof text + 1);
    warnings_release(&list);
}

static void each_failing_allocation_leaves_the_list_whole(void **state)
{
    struct warnings list = {0};
    struct ws_error err = {0};
    struct place place = {"a", "b", "c", "d"};
    uint64_t nth = 1;
    (void)state;

    for (;; nth++) {
        mem_fail_at(nth);
        enum ws_status st = warnings_add(&list, place, "e", &err, "f");
        mem_fail_at(0);
        if (!st)
            break;
        assert_int_equal(st, WS_NO_MEMORY);
        assert_int_equal(list.count, 0);
    }
    assert_int_equal(nth, 8);
    assert_int_equal(list.count, 1);
    warnings_release(&list);
    warnings_release(&list);
    warnings_release(NULL);
}

static void faults_lie_beside_the_repairs(void **state)
{
    struct warnings list = {0};
    struct place place = {"offices", "kontor.csv", "", "line 3"};
    (void)state;
    assert_int_equal(warnings_add(&list, place, "1 left out", NULL, "repair"), WS_OK);
    for (int i = 0; i < 3; i++)
        assert_int_equal(warnings_fault(&list, place, WS_BAD_DATA, NULL, "fault %d", i), WS_OK);
    assert_int_equal(warnings_fault(&list, (struct place){0}, WS_IO, NULL, "cause"), WS_OK);
    warnings_lead(&list, 1);
    assert_int_equal(list.count, 1);
    assert_int_equal(list.items[0].status, WS_OK);
    assert_int_equal(list.fault_count, 4);
    static const char *const order[] = {"fault 0", "cause", "fault 1", "fault 2"};
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(list.faults[i].what, order[i]);
    assert_int_equal(list.faults[0].status, WS_BAD_DATA);
    assert_int_equal(list.faults[1].status, WS_IO);
    assert_string_equal(list.faults[0].feature, "line 3");
    assert_string_equal(list.faults[0].effect, "");
    warnings_lead(&list, 3); /* the last one stays */
    assert_string_equal(list.faults[3].what, "fault 2");
    warnings_release(&list);
    assert_null(list.faults);
}

static void a_fault_without_memory_is_not_half_there(void **state)
{
    struct warnings list = {0};
    uint64_t nth = 1;
    (void)state;
    for (;; nth++) {
        mem_fail_at(nth);
        enum ws_status st = warnings_fault(&list, (struct place){0}, WS_IO, NULL, "f");
        mem_fail_at(0);
        if (!st)
            break;
        assert_int_equal(st, WS_NO_MEMORY);
        assert_int_equal(list.fault_count, 0);
    }
    assert_int_equal(nth, 8);
    assert_int_equal(list.fault_count, 1);
    warnings_release(&list);
}

static void later_lines_are_cut_off(void **state)
{
    struct warnings list = {0};
    (void)state;
    for (int i = 0; i < 5; i++)
        assert_int_equal(warnings_add(&list, (struct place){0}, "", NULL, "%d", i), WS_OK);
    warnings_cut(&list, 7);
    assert_int_equal(list.count, 5);
    warnings_cut(&list, 2);
    assert_int_equal(list.count, 2);
    assert_string_equal(list.items[1].what, "1");
    warnings_release(&list);
}

static void roles_have_names_of_their_own(void **state)
{
    (void)state;
    for (int a = 0; a < WS_ROLE_COUNT; a++)
        for (int b = 0; b < a; b++)
            assert_string_not_equal(ws_role_name((enum ws_role)a), ws_role_name((enum ws_role)b));
    assert_string_equal(ws_role_name(WS_ROLE_ROADS), "roads");
    assert_string_equal(ws_role_name(WS_ROLE_COUNT), "input");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_keep_their_order_and_text),
        cmocka_unit_test(long_text_is_whole),
        cmocka_unit_test(each_failing_allocation_leaves_the_list_whole),
        cmocka_unit_test(faults_lie_beside_the_repairs),
        cmocka_unit_test(a_fault_without_memory_is_not_half_there),
        cmocka_unit_test(later_lines_are_cut_off),
        cmocka_unit_test(roles_have_names_of_their_own),
    };
    return cmocka_run_group_tests_name("base_warnings", tests, NULL, NULL);
}
