/* Values of a JSON file that nobody vouches for: what is of another kind than
 * asked for is not there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "io/io.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static struct json_file *open_text(const char *text)
{
    char path[] = "/tmp/json_file_XXXXXX";
    struct json_file *opened = NULL;
    struct ws_error err = {0};
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    close(fd);
    enum ws_status st = json_file_open(&opened, path, &err);
    unlink(path);
    if (st)
        fail_msg("%s", err.message);
    return opened;
}

static const struct value_row {
    const char *name, *text, *is_text;
    bool is_whole, is_people;
    int64_t whole;
    uint64_t micro;
    size_t count;
} VALUES[] = {
    {"text", "\"ten\"", "ten", false, false, 0, 0, 0},
    {"whole", "10", NULL, true, true, 10, 10000000, 0},
    {"millionths", "10.000001", NULL, false, true, 0, 10000001, 0},
    {"many_people_to_the_millionth", "9000000.123457", NULL, false, true, 0, 9000000123457, 0},
    {"nobody", "0", NULL, true, true, 0, 0, 0},
    {"below_nobody", "-1", NULL, true, false, -1, 0, 0},
    {"ten_billion", "1e10", NULL, false, false, 0, 0, 0},
    {"true_is_no_number", "true", NULL, false, false, 0, 0, 0},
    {"null", "null", NULL, false, false, 0, 0, 0},
    {"array", "[1, 2, 3]", NULL, false, false, 0, 0, 3},
    {"object", "{\"a\": 1, \"b\": 2}", NULL, false, false, 0, 0, 2},
};

static void test_value(void **state)
{
    const struct value_row *row = *state;
    char text[128];
    int64_t whole = 77;
    uint64_t micro = 77;
    snprintf(text, sizeof text, "{\"v\": %s}", row->text);
    struct json_file *file = open_text(text);
    const struct json_value *value = json_get(json_file_root(file), "v");
    const char *said = json_get_text(value);
    assert_int_equal(said != NULL, row->is_text != NULL);
    if (said)
        assert_string_equal(said, row->is_text);
    assert_int_equal(json_get_whole(&whole, value), row->is_whole);
    assert_true(whole == (row->is_whole ? row->whole : 77));
    assert_int_equal(json_get_people(&micro, value), row->is_people);
    assert_true(micro == (row->is_people ? row->micro : 77));
    assert_int_equal(json_get_count(value), row->count);
    json_file_close(file);
}

/* Asking what is not there is an answer, never a crash. */
static void test_nothing(void **state)
{
    int64_t whole;
    uint64_t micro;
    (void)state;
    struct json_file *file = open_text("[5]");
    const struct json_value *root = json_file_root(file);
    assert_null(json_get(root, "key"));
    assert_null(json_get(NULL, "key"));
    assert_null(json_get_item(root, 1));
    assert_null(json_get_item(NULL, 0));
    assert_null(json_get_text(NULL));
    assert_false(json_get_whole(&whole, NULL));
    assert_false(json_get_people(&micro, NULL));
    assert_int_equal(json_get_count(NULL), 0);
    json_file_close(file);
    json_file_close(NULL);
}

struct listing {
    char text[128];
    size_t stop_after;
};

static enum ws_status list(void *context, const char *key, const char *text, struct ws_error *err)
{
    struct listing *listing = context;
    (void)err;
    size_t used = strlen(listing->text);
    snprintf(listing->text + used, sizeof listing->text - used, "%s=%s;", key, text);
    return --listing->stop_after ? WS_OK : WS_CANCELLED;
}

static void test_each(void **state)
{
    (void)state;
    struct json_file *file = open_text("{\"b\": [1, \"x\"], \"a\": {\"z\": 1, \"y\": null}}");
    struct listing all = {.stop_after = 9}, one = {.stop_after = 1}, none = {.stop_after = 9};
    assert_int_equal(json_each(json_file_root(file), list, &all, NULL), WS_OK);
    assert_string_equal(all.text, "b=[1,\"x\"];a={\"y\":null,\"z\":1};");
    assert_int_equal(json_each(json_file_root(file), list, &one, NULL), WS_CANCELLED);
    assert_string_equal(one.text, "b=[1,\"x\"];");
    assert_int_equal(json_each(NULL, list, &none, NULL), WS_OK);
    assert_string_equal(none.text, "");
    json_file_close(file);
}

static void test_no_file(void **state)
{
    struct json_file *file = NULL;
    struct ws_error err = {0};
    (void)state;
    assert_int_equal(json_file_open(&file, "/nowhere/x.run.json", &err), WS_NOT_FOUND);
    assert_non_null(strstr(err.message, "/nowhere/x.run.json"));
    assert_int_equal(json_file_open(&file, "/tmp", &err), WS_NOT_FOUND);
    assert_null(file);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(VALUES) + 3];
    size_t count = 0;
    for (size_t i = 0; i < COUNT(VALUES); i++)
        tests[count++] =
            (struct CMUnitTest){VALUES[i].name, test_value, NULL, NULL, (void *)&VALUES[i]};
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(test_nothing);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(test_each);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(test_no_file);
    return _cmocka_run_group_tests("io_json_file", tests, count, NULL, NULL);
}
