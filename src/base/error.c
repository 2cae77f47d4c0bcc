#include "base/error.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* Long enough for two paths and a sentence; what does not fit is cut anyway. */
#define RAW_SIZE 4096

const char *ws_status_name(enum ws_status status)
{
#define STATUS_NAME(name, exit_status, sentence)                                                   \
    case name:                                                                                     \
        return #name;
    switch (status) {
        WS_STATUS_MAP(STATUS_NAME)
    }
#undef STATUS_NAME
    return "?";
}

const char *ws_status_text(enum ws_status status)
{
#define STATUS_TEXT(name, exit_status, sentence)                                                   \
    case name:                                                                                     \
        return sentence;
    switch (status) {
        WS_STATUS_MAP(STATUS_TEXT)
    }
#undef STATUS_TEXT
    return "?";
}

/* Ends a full message in "...", without leaving half a UTF-8 character or half
 * an escape in front of the dots. */
static void cut(char *message, size_t size)
{
    size_t end = size - sizeof "...";

    while (end > 0 && ((unsigned char)message[end] & 0xC0) == 0x80)
        end--;
    for (size_t back = 1; back <= 3 && back <= end; back++)
        if (message[end - back] == '\\' && message[end - back + 1] == 'x') {
            end -= back;
            break;
        }
    memcpy(message + end, "...", sizeof "...");
}

/* Control bytes could move a terminal's cursor or end a line of a log. */
static void write_escaped(char *message, size_t size, const char *raw)
{
    static const char digits[] = "0123456789ABCDEF";
    size_t used = 0;
    bool is_cut = false;

    for (; *raw; raw++) {
        unsigned char byte = (unsigned char)*raw;
        bool is_control = byte < 0x20 || byte == 0x7f;
        size_t need = is_control ? 4 : 1;
        if (used + need >= size) {
            memset(message + used, ' ', size - used);
            is_cut = true;
            used = size - 1;
            break;
        }
        if (is_control) {
            memcpy(message + used, "\\x", 2);
            message[used + 2] = digits[byte >> 4];
            message[used + 3] = digits[byte & 15];
        } else {
            message[used] = (char)byte;
        }
        used += need;
    }
    message[used] = '\0';
    if (is_cut)
        cut(message, size);
}

enum ws_status error_set(struct ws_error *err, enum ws_status status, const char *fmt, ...)
{
    if (!err)
        return status;

    char raw[RAW_SIZE];
    va_list args;
    va_start(args, fmt);
    if (vsnprintf(raw, sizeof raw, fmt, args) < 0)
        snprintf(raw, sizeof raw, "%s", fmt);
    va_end(args);
    err->status = status;
    write_escaped(err->message, sizeof err->message, raw);
    return status;
}

void error_prefix(struct ws_error *err, const char *fmt, ...)
{
    if (!err)
        return;

    char words[RAW_SIZE], raw[RAW_SIZE + sizeof err->message + 2];
    va_list args;
    va_start(args, fmt);
    int length = vsnprintf(words, sizeof words, fmt, args);
    va_end(args);
    if (length < 0)
        return;
    snprintf(raw, sizeof raw, "%s: %s", words, err->message);
    write_escaped(err->message, sizeof err->message, raw);
}
