/* Run files: exact decimals, escapes, lines; and what comes back as options. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <inttypes.h>
#include <jansson.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/io.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static char *finish(struct json *json)
{
    char *text = NULL;
    struct ws_error err = {0};
    if (json_text(&text, json, &err))
        fail_msg("%s", err.message);
    json_free(json);
    return text;
}

static struct json *start(void)
{
    struct json *json = NULL;
    assert_int_equal(json_new(&json, NULL), WS_OK);
    return json;
}

/* ---- people ------------------------------------------------------------------ */

static const struct people_row {
    const char *name, *text;
    uint64_t micro;
} PEOPLE[] = {
    {"people_none", "0", 0},
    {"people_one_millionth", "0.000001", 1},
    {"people_tenth", "0.1", 100000},
    {"people_whole", "10560823", UINT64_C(10560823000000)},
    {"people_sweden_and_a_millionth", "10560823.000001", UINT64_C(10560823000001)},
    {"people_six_decimals", "123456789.123456", UINT64_C(123456789123456)},
    {"people_past_a_double", "12345678901.234567", UINT64_C(12345678901234567)},
    {"people_most", "18446744073709.551615", UINT64_MAX},
    {"people_keeps_inner_zeros", "1000.0101", UINT64_C(1000010100)},
};

static void test_people(void **state)
{
    const struct people_row *row = *state;
    char expected[64];
    struct json *json = start();
    json_begin_object(json, NULL);
    json_put_people(json, "n", row->micro);
    json_end(json);
    char *text = finish(json);
    snprintf(expected, sizeof expected, "{\n  \"n\": %s\n}\n", row->text);
    assert_string_equal(text, expected);
    mem_free(text);
}

/* ---- real numbers: shortest, and they read back --------------------------------- */

static const struct real_row {
    const char *name, *text;
    double value;
} REALS[] = {
    {"real_tenth", "0.1", 0.1},
    {"real_sum", "0.30000000000000004", 0.1 + 0.2},
    {"real_whole", "5", 5.0},
    {"real_third", "0.3333333333333333", 1.0 / 3.0},
    {"real_small", "1e-09", 1e-9},
    {"real_negative", "-2.5", -2.5},
    {"real_unknown", "null", (double)NAN},
    {"real_infinite", "null", (double)INFINITY},
};

static void test_real(void **state)
{
    const struct real_row *row = *state;
    struct json *json = start();
    json_begin_array(json, NULL);
    json_put_real(json, NULL, row->value);
    json_end(json);
    char *text = finish(json);
    json_t *read = json_loads(text, 0, NULL);
    char expected[64];
    snprintf(expected, sizeof expected, "[\n  %s\n]\n", row->text);
    assert_string_equal(text, expected);
    if (isfinite(row->value))
        assert_true(json_number_value(json_array_get(read, 0)) == row->value);
    json_decref(read);
    mem_free(text);
}

/* ---- texts ------------------------------------------------------------------------ */

static const struct text_row {
    const char *name, *text, *written;
} TEXTS[] = {
    {"text_swedish", "Håbo ÅÄÖ", "\"Håbo ÅÄÖ\""},
    {"text_quotes", "a\"b\\c", "\"a\\\"b\\\\c\""},
    {"text_lines", "a\nb\tc\r", "\"a\\nb\\tc\\r\""},
    {"text_control", "\x01\x1b\x7f", "\"\\u0001\\u001b\\u007f\""},
    {"text_script_line_end",
     "a\xe2\x80\xa8"
     "b\xe2\x80\xa9",
     "\"a\\u2028b\\u2029\""},
    {"text_latin_1",
     "H\xe5"
     "bo",
     "\"H\\ufffdbo\""},
    {"text_overlong", "\xc0\xaf", "\"\\ufffd\\ufffd\""},
    {"text_surrogate", "\xed\xa0\x80", "\"\\ufffd\\ufffd\\ufffd\""},
    {"text_cut", "a\xe2\x82", "\"a\\ufffd\\ufffd\""},
    {"text_emoji", "\xf0\x9f\x98\x80", "\"\xf0\x9f\x98\x80\""},
    {"text_too_high", "\xf4\x90\x80\x80", "\"\\ufffd\\ufffd\\ufffd\\ufffd\""},
    {"text_absent", NULL, "null"},
    {"text_empty", "", "\"\""},
};

static void test_text(void **state)
{
    const struct text_row *row = *state;
    struct json *json = start();
    json_begin_array(json, NULL);
    json_put_text(json, NULL, row->text);
    json_end(json);
    char *text = finish(json), expected[128];
    snprintf(expected, sizeof expected, "[\n  %s\n]\n", row->written);
    assert_string_equal(text, expected);
    json_t *read = json_loads(text, 0, NULL);
    assert_non_null(read);
    json_decref(read);
    mem_free(text);
}

static void build(struct json *json)
{
    json_begin_object(json, NULL);
    json_put_text(json, "z", "first");
    json_begin_array(json, "rows");
    for (int i = 0; i < 2; i++) {
        json_begin_object(json, NULL);
        json_put_whole(json, "a", INT64_MIN + i);
        json_put_bool(json, "b", i != 0);
        json_begin_array(json, "c");
        json_end(json);
        json_end(json);
    }
    json_end(json);
    json_begin_object(json, "empty");
    json_end(json);
    json_end(json);
}

/* Keys in the order given, a row of a table on a line. */
static void test_document(void **state)
{
    (void)state;
    struct json *json = start();
    build(json);
    char *text = finish(json);
    assert_string_equal(text, "{\n  \"z\": \"first\",\n  \"rows\": [\n"
                              "    {\"a\": -9223372036854775808, \"b\": false, \"c\": []},\n"
                              "    {\"a\": -9223372036854775807, \"b\": true, \"c\": []}\n"
                              "  ],\n  \"empty\": {}\n}\n");
    mem_free(text);
}

/* The n-th allocation fails, n = 1, 2, ... until none does. */
static void test_no_memory(void **state)
{
    (void)state;
    enum ws_status st = WS_NO_MEMORY;
    for (uint64_t n = 1; st; n++) {
        struct json *json = NULL;
        char *text = NULL;
        assert_true(n < 1000);
        mem_fail_at(n);
        st = json_new(&json, NULL);
        if (!st) {
            build(json);
            st = json_text(&text, json, NULL);
        }
        mem_fail_at(0);
        assert_true(st == WS_OK ? text != NULL : st == WS_NO_MEMORY && !text);
        json_free(json);
        mem_free(text);
    }
}

/* A decimal comma outside must not reach the bytes. Skipped where no such
 * locale is installed. */
static void test_locale(void **state)
{
    static const char *const names[] = {"sv_SE.UTF-8", "de_DE.UTF-8", "fr_FR.UTF-8", "sv_SE"};
    bool has_one = false;
    for (size_t i = 0; i < COUNT(names) && !has_one; i++)
        has_one = setlocale(LC_NUMERIC, names[i]) != NULL;
    if (!has_one)
        skip();
    struct json *json = start();
    json_begin_array(json, NULL);
    json_put_real(json, NULL, 0.5);
    json_put_people(json, NULL, 1500000);
    json_end(json);
    char *text = finish(json);
    setlocale(LC_NUMERIC, "C");
    assert_string_equal(text, "[\n  0.5,\n  1.5\n]\n");
    mem_free(text);
    (void)state;
}

/* ---- reading ------------------------------------------------------------------------ */

static const struct file_row {
    const char *name, *text, *calls; /* "name=value;" for each call */
    enum ws_status status;
    const char *says;
} FILES[] = {
    {"read_top_object", "{\"a\": \"x\", \"b\": 10}", "a=x;b=10;", WS_OK, NULL},
    {"read_previous_evidence", "{\"whitespot\": \"0.1.0\", \"options\": {\"a\": \"x\"}}", "a=x;",
     WS_OK, NULL},
    {"read_list", "{\"roads\": [\"a\", 2, true]}", "roads=a;roads=2;roads=true;", WS_OK, NULL},
    {"read_members", "{\"field\": {\"offices.x\": \"ost\", \"offices.y\": 2}}",
     "field=offices.x=ost;field=offices.y=2;", WS_OK, NULL},
    {"read_absent", "{\"a\": null, \"b\": false, \"c\": [null, false]}", "", WS_OK, NULL},
    {"read_numbers", "{\"a\": 1.5, \"b\": 0.1, \"c\": -3, \"d\": 15.0}", "a=1.5;b=0.1;c=-3;d=15;",
     WS_OK, NULL},
    {"read_order", "{\"b\": 1, \"a\": 2}", "b=1;a=2;", WS_OK, NULL},
    {"read_bom", "\xef\xbb\xbf{\"a\": \"å\"}", "a=å;", WS_OK, NULL},
    {"read_empty_file", "", "", WS_BAD_DATA, "line 1"},
    {"read_broken", "{\"a\": 1,\n \"b\" 2}", "", WS_BAD_DATA, "line 2, column"},
    {"read_trailing", "{} x", "", WS_BAD_DATA, "expected JSON"},
    {"read_list_on_top", "[1]", "", WS_BAD_DATA, "no JSON object"},
    {"read_options_no_object", "{\"options\": 3}", "", WS_BAD_DATA, "\"options\""},
    {"read_twice", "{\"a\": 1, \"a\": 2}", "", WS_BAD_DATA, "duplicate"},
    {"read_deep_list", "{\"a\": [[1]]}", "", WS_BAD_DATA, "too deep"},
    {"read_deep_object", "{\"a\": {\"b\": {}}}", "", WS_BAD_DATA, "option a: b"},
    {"read_object_in_list", "{\"a\": [{\"b\": 1}]}", "", WS_BAD_DATA, "too deep"},
    {"read_past_64_bits", "{\"a\": 99999999999999999999}", "", WS_BAD_DATA, "too big"},
    {"read_refused", "{\"x\": 1, \"refuse\": 2, \"y\": 3}", "x=1;", WS_BAD_OPTION, "no such thing"},
};

static enum ws_status take(void *context, const char *name, const char *value, struct ws_error *err)
{
    char *calls = context;
    if (!strcmp(name, "refuse")) {
        snprintf(err->message, sizeof err->message, "no such thing");
        return err->status = WS_BAD_OPTION;
    }
    strcat(strcat(strcat(strcat(calls, name), "="), value), ";");
    return WS_OK;
}

static void test_file(void **state)
{
    const struct file_row *row = *state;
    static const char path[] = "json_test_run.json";
    char calls[1024] = "";
    struct ws_error err = {0};
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fputs(row->text, file);
    fclose(file);
    enum ws_status st = json_read_options(path, take, calls, &err);
    unlink(path);
    assert_int_equal(st, row->status);
    assert_string_equal(calls, row->calls);
    if (!row->says)
        return;
    if (!strstr(err.message, row->says) || !strstr(err.message, path))
        fail_msg("'%s' lacks '%s' or the path", err.message, row->says);
}

static void test_nested_deep(void **state)
{
    (void)state;
    static const char path[] = "json_test_deep.json";
    struct ws_error err = {0};
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    for (int i = 0; i < 100000; i++)
        fputs("[", file);
    fclose(file);
    assert_int_equal(json_read_options(path, take, NULL, &err), WS_BAD_DATA);
    unlink(path);
}

static void add_rows(struct CMUnitTest *tests, size_t *count, CMUnitTestFunction run,
                     const void *rows, size_t row_count, size_t row_size)
{
    for (size_t i = 0; i < row_count; i++) {
        const char *row = (const char *)rows + i * row_size, *name;
        memcpy(&name, row, sizeof name); /* the first member of every row */
        void *initial;
        memcpy(&initial, &row, sizeof initial);
        tests[(*count)++] =
            (struct CMUnitTest){.name = name, .test_func = run, .initial_state = initial};
    }
}

int main(void)
{
    static struct CMUnitTest tests[COUNT(PEOPLE) + COUNT(REALS) + COUNT(TEXTS) + COUNT(FILES)];
    size_t count = 0;
    add_rows(tests, &count, test_people, PEOPLE, COUNT(PEOPLE), sizeof *PEOPLE);
    add_rows(tests, &count, test_real, REALS, COUNT(REALS), sizeof *REALS);
    add_rows(tests, &count, test_text, TEXTS, COUNT(TEXTS), sizeof *TEXTS);
    add_rows(tests, &count, test_file, FILES, COUNT(FILES), sizeof *FILES);
    const struct CMUnitTest others[] = {
        cmocka_unit_test(test_document),
        cmocka_unit_test(test_no_memory),
        cmocka_unit_test(test_locale),
        cmocka_unit_test(test_nested_deep),
    };
    int failed = cmocka_run_group_tests_name("values", tests, NULL, NULL);
    return failed + cmocka_run_group_tests_name("documents", others, NULL, NULL);
}
