#include "base/told.h"

#include "base/labels.h"
#include "base/sentences.h"

#include <string.h>

/* Parts of one format; deeper than this nothing is told within something told. A text of
 * data may hold the words of a format many times over: after so many ways of parting it, it
 * is taken as one that does not fit. */
enum { MOST_PARTS = 9, DEEPEST = 6, MOST_TRIES = 20000 };

struct part {
    const char *at;
    size_t size;
    bool is_number;
};

static bool tell(struct text *out, const char *english, uint32_t depth);

/* ---- reading a text by a format ------------------------------------------------------ */

static size_t number_size(const char *text, bool is_whole)
{
    static const char DIGITS[] = "0123456789";
    size_t minus = !is_whole && *text == '-', size = minus + strspn(text + minus, DIGITS);
    if (size == minus || is_whole)
        return size == minus ? 0 : size;
    if (text[size] == '.' && strspn(text + size + 1, DIGITS))
        size += 1 + strspn(text + size + 1, DIGITS);
    if (text[size] == 'e' && (text[size + 1] == '+' || text[size + 1] == '-'))
        size += 2 + strspn(text + size + 2, DIGITS);
    return size;
}

/* Calls itself once per part of the format, of which there are at most MOST_PARTS. */
static bool fits(struct part parts[MOST_PARTS], uint32_t count, const char *format,
                 const char *text, uint32_t *tries)
{
    for (; *format && (*format != '%' || format[1] == '%'); format++, text++) {
        if (*format != *text)
            return false;
        format += *format == '%';
    }
    if (!*format)
        return !*text;
    struct part *part = &parts[count];
    bool is_number = format[1] != 's';
    size_t least = is_number ? number_size(text, format[1] == 'u') : 0;
    size_t most = is_number ? least : strlen(text);
    if (count == MOST_PARTS || (is_number && !least))
        return false;
    for (size_t size = least; size <= most && *tries; size++) {
        --*tries;
        *part = (struct part){text, size, is_number};
        if (fits(parts, count + 1, format + 2, text + size, tries))
            return true;
    }
    return false;
}

/* ---- telling it by another ----------------------------------------------------------- */

static bool is_told(struct text *out, const struct part *part, uint32_t depth)
{
    char english[600];
    if (part->size >= sizeof english)
        return false;
    memcpy(english, part->at, part->size);
    english[part->size] = '\0';
    return tell(out, english, depth + 1);
}

static void put_number(struct text *out, const struct part *part)
{
    char number[32], figure[SENTENCE_FIGURE];
    if (part->size >= sizeof number) {
        text_put_bytes(out, part->at, part->size);
        return;
    }
    memcpy(number, part->at, part->size);
    number[part->size] = '\0';
    text_put(out, sentence_figure(figure, number));
}

static void put_label(struct text *out, const struct part *part)
{
    char word[64];
    if (part->size >= sizeof word) {
        text_put_bytes(out, part->at, part->size);
        return;
    }
    memcpy(word, part->at, part->size);
    word[part->size] = '\0';
    text_put(out, labels_word(word, LANG_SV));
}

/* "a (3), b (1) and 7 more". */
static void put_list(struct text *out, const struct part *part)
{
    static const char AND[] = " and ", MORE[] = " more";
    const size_t and_size = sizeof AND - 1, more_size = sizeof MORE - 1;
    size_t size = part->size, digits = 0;
    if (size > more_size && !memcmp(part->at + size - more_size, MORE, more_size)) {
        size_t end = size - more_size;
        while (digits < end && strchr("0123456789", part->at[end - digits - 1]))
            digits++;
        size_t from = end - digits;
        if (digits && from > and_size && !memcmp(part->at + from - and_size, AND, and_size)) {
            text_put_bytes(out, part->at, from - and_size);
            text_put(out, " och ");
            text_put_bytes(out, part->at + from, digits);
            text_put(out, " till");
            return;
        }
    }
    text_put_bytes(out, part->at, size);
}

/* One {..} of a Swedish format; false: it should be told in Swedish and cannot be. */
static bool put_part(struct text *out, const char *at, const struct part *parts, uint32_t depth)
{
    const struct part *part = &parts[at[1] - '1'];
    if (at[2] == '?') {
        const char *end = strchr(at, '}'), *colon = strchr(at, ':');
        bool is_one = part->size == 1 && *part->at == '1';
        const char *from = is_one ? at + 3 : colon + 1;
        text_put_bytes(out, from, (size_t)((is_one ? colon : end) - from));
    } else if (at[2] == '!') {
        return is_told(out, part, depth);
    } else if (at[2] == '~') {
        if (!is_told(out, part, depth))
            put_label(out, part);
    } else if (at[2] == ',') {
        put_list(out, part);
    } else if (part->is_number && at[2] != '=') {
        put_number(out, part);
    } else {
        text_put_bytes(out, part->at, part->size);
    }
    return true;
}

static bool tell_by(struct text *out, const char *swedish, const struct part *parts, uint32_t depth)
{
    size_t before = out->length;
    for (const char *at = swedish; *at;) {
        size_t plain = strcspn(at, "{");
        text_put_bytes(out, at, plain);
        at += plain;
        if (!*at)
            break;
        if (!put_part(out, at, parts, depth)) {
            out->length = before;
            if (out->bytes)
                out->bytes[before] = '\0';
            return false;
        }
        at = strchr(at, '}') + 1;
    }
    return true;
}

static bool tell(struct text *out, const char *english, uint32_t depth)
{
    const struct told_formats *const ALL[] = {&TOLD_SCENARIOS, &TOLD_INPUTS, &TOLD_FILES, &TOLD_RUN,
                                              &TOLD_CLAIMS};
    struct part parts[MOST_PARTS + 1];
    for (size_t i = 0; depth < DEEPEST && i < sizeof ALL / sizeof *ALL; i++)
        for (uint32_t f = 0; f < ALL[i]->count; f++) {
            uint32_t tries = MOST_TRIES;
            if (fits(parts, 0, ALL[i]->formats[f].english, english, &tries) &&
                tell_by(out, ALL[i]->formats[f].swedish, parts, depth))
                return true;
        }
    return false;
}

/* "4 + 7 = 11" is the same in every language. */
static bool has_letters(const char *text)
{
    while (*text && !((*text | 32) >= 'a' && (*text | 32) <= 'z'))
        text++;
    return *text;
}

bool told_swedish(struct text *out, const char *english)
{
    if (tell(out, english, 0))
        return true;
    if (has_letters(english))
        return false;
    text_put(out, english);
    return true;
}
