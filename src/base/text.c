#include "base/text.h"

#include "base/error.h"
#include "base/mem.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Room for `size` more bytes and the closing zero. */
static bool grow(struct text *text, size_t size)
{
    if (!text->is_broken && mem_grow(&text->bytes, &text->cap, text->length + size + 1, 1))
        text->is_broken = true;
    return !text->is_broken;
}

void text_put_bytes(struct text *text, const char *bytes, size_t size)
{
    if (!grow(text, size))
        return;
    memcpy(text->bytes + text->length, bytes, size);
    text->length += size;
    text->bytes[text->length] = '\0';
}

void text_put(struct text *text, const char *words)
{
    text_put_bytes(text, words, strlen(words));
}

void text_add(struct text *text, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    int size = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    if (size < 0)
        text->is_broken = true;
    if (size < 0 || !grow(text, (size_t)size))
        return;
    va_start(args, fmt);
    vsnprintf(text->bytes + text->length, (size_t)size + 1, fmt, args);
    va_end(args);
    text->length += (size_t)size;
}

enum ws_status text_take(char **out, struct text *text, struct ws_error *err)
{
    assert(out && text);
    text_put(text, "");
    if (text->is_broken) {
        text_release(text);
        return error_set(err, WS_NO_MEMORY, "no memory for a text");
    }
    *out = text->bytes;
    *text = (struct text){0};
    return WS_OK;
}

void text_release(struct text *text)
{
    mem_free(text->bytes);
    *text = (struct text){0};
}
