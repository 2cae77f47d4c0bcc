/* base/text.h: a text that grows.
 *
 * Zero it first. After a failure additions do nothing, so a chain of them is
 * checked once, by text_take(). */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H
#include <stdbool.h>
#include <stddef.h>
#include <whitespot/error.h>

struct text {
    char *bytes; /* NULL: empty */
    size_t length, cap;
    bool is_broken; /* no memory on the way */
};

void text_put(struct text *text, const char *words);
void text_put_bytes(struct text *text, const char *bytes, size_t size);
void text_add(struct text *text, const char *fmt, ...) WS_PRINTF(2, 3);
/* Hands the bytes over ("" when there are none), or releases them. Free with
 * mem_free(). */
WS_MUST_CHECK
enum ws_status text_take(char **out, struct text *text, struct ws_error *err);
void text_release(struct text *text);
#endif
