/* Text from data inside a page: escaped for the place it stands in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "report/html.h"

#define LOST "\xef\xbf\xbd"

static const struct row {
    const char *name, *text, *html, *json;
} ROWS[] = {
    {"letters", "Åre", "Åre", "\"Åre\""},
    {"markup", "<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;",
     "\"\\u003cscript\\u003ealert(1)\\u003c/script\\u003e\""},
    {"quotes", "a\"b'c", "a&quot;b&#39;c", "\"a\\\"b'c\""},
    {"an_entity_stays_what_was_written", "&amp;", "&amp;amp;", "\"\\u0026amp;\""},
    {"a_backslash", "a\\b", "a\\b", "\"a\\\\b\""},
    {"a_line_end", "a\nb", "a\nb", "\"a\\nb\""},
    {"a_control",
     "a\x01"
     "b",
     "a" LOST "b", "\"a" LOST "b\""},
    {"no_utf8",
     "a\xff"
     "b",
     "a" LOST "b", "\"a" LOST "b\""},
    {"too_long_a_form",
     "a\xc0\xaf"
     "b",
     "a" LOST LOST "b", "\"a" LOST LOST "b\""},
    {"half_a_pair", "\xed\xa0\x80", LOST LOST LOST, "\"" LOST LOST LOST "\""},
    {"a_cut_letter", "a\xc3", "a" LOST, "\"a" LOST "\""},
    {"a_mark_that_turns_the_writing",
     "a\xe2\x80\xae"
     "b",
     "a" LOST LOST LOST "b", "\"a" LOST LOST LOST "b\""},
    {"four_bytes", "\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80", "\"\xf0\x9f\x98\x80\""},
    {"nothing", "", "", "\"\""},
};

static void escaped(void **state)
{
    const struct row *row = *state;
    struct text html = {0}, json = {0};
    char *out = NULL;
    html_text(&html, row->text);
    html_json(&json, row->text);
    assert_int_equal(text_take(&out, &html, NULL), WS_OK);
    assert_string_equal(out, row->html);
    mem_free(out);
    assert_int_equal(text_take(&out, &json, NULL), WS_OK);
    assert_string_equal(out, row->json);
    mem_free(out);
}

int main(void)
{
    struct CMUnitTest tests[sizeof ROWS / sizeof *ROWS] = {0};
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++)
        tests[i] = (struct CMUnitTest){
            .name = ROWS[i].name, .test_func = escaped, .initial_state = (void *)&ROWS[i]};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
