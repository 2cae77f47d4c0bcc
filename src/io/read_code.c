/* Codes and ids as people and spreadsheets spell them. */
#include "io/read.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* 1E+05, 1,25E+13: what a spreadsheet shows for a long number. */
static bool is_power(const char *text)
{
    size_t digits = strspn(text, "0123456789");
    const char *at = text + digits;
    if (*at == ',' || *at == '.')
        at += 1 + strspn(at + 1, "0123456789");
    if (!digits || (*at != 'E' && *at != 'e') || (at[1] != '+' && at[1] != '-'))
        return false;
    return value_is_digits(at + 2, 0);
}

static bool is_month(const char *text, size_t size)
{
    static const char *const months[] = {"jan", "feb",  "mar",  "mars", "apr",  "maj",
                                         "may", "jun",  "juni", "jul",  "juli", "aug",
                                         "sep", "sept", "okt",  "oct",  "nov",  "dec"};
    for (size_t i = 0; i < sizeof months / sizeof *months; i++)
        if (strlen(months[i]) == size && strncasecmp(text, months[i], size) == 0)
            return true;
    return false;
}

/* jan-24, 24-jan, 2-Jan: a code of two parts that became a day. */
static bool is_day_and_month(const char *text)
{
    const char *mark = strpbrk(text, "-./");
    if (!mark)
        return false;
    size_t first = (size_t)(mark - text);
    const char *last = mark + 1;
    size_t last_size = strcspn(last, "-./");
    bool begins = is_month(text, first) && value_is_digits(last, 0) && strlen(last) <= 4;
    bool has_day = first >= 1 && first <= 2 && strspn(text, "0123456789") == first;
    return begins || (has_day && is_month(last, last_size));
}

/* 2024-01-02 and 02/01/2024, with or without a time. */
static bool is_day(const char *text)
{
    static const char *const shapes[] = {"dddd-dd-dd", "dd/dd/dddd", "d/d/dddd",
                                         "dd/d/dddd",  "d/dd/dddd",  "dddd/dd/dd"};
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        const char *shape = shapes[i], *at = text;
        while (*shape && (*shape == 'd' ? is_digit(*at) : *shape == *at)) {
            shape++;
            at++;
        }
        if (!*shape && (!*at || *at == ' ' || *at == 'T'))
            return true;
    }
    return false;
}

/* #NAME?, #REF!, #######: an error of a sheet, or a cell too narrow. */
static bool is_sheet_error(const char *text)
{
    size_t size = strlen(text);
    if (text[0] != '#' || size < 2)
        return false;
    return text[size - 1] == '!' || text[size - 1] == '?' || strspn(text, "#") == size ||
           strcasecmp(text, "#N/A") == 0 || strncasecmp(text, "#SAK", 4) == 0;
}

bool code_is_broken(const void *unused, const char *text)
{
    (void)unused;
    return is_power(text) || is_sheet_error(text);
}

bool code_is_mangled(const void *unused, const char *text)
{
    return code_is_broken(unused, text) || is_day_and_month(text) || is_day(text);
}

enum ws_status code_judge(struct input *in, int column, column_test *test, struct ws_error *err)
{
    uint64_t filled, mangled;
    columns_count(in, column, test, NULL, &filled, &mangled);
    if (!mangled)
        return WS_OK;
    OGR_L_ResetReading(in->layer);
    for (OGRFeatureH feature; (feature = input_next(in)); OGR_F_Destroy(feature)) {
        const char *text = columns_text(in, feature, column);
        if (text && test(NULL, text))
            judge_fault(in, OGR_F_GetFID(feature),
                        "%s is %.40s: a spreadsheet took the code for a number or a date; take it "
                        "from its source, with the column formatted as text",
                        columns_name(in, column), text);
    }
    OGR_L_ResetReading(in->layer);
    return judge_end(in, err);
}

bool code_is_same(const char *a, const char *b)
{
    for (;; a++, b++) {
        while (*a == ' ' || strncmp(a, "\xC2\xA0", 2) == 0)
            a += *a == ' ' ? 1 : 2;
        while (*b == ' ' || strncmp(b, "\xC2\xA0", 2) == 0)
            b += *b == ' ' ? 1 : 2;
        bool is_equal = *a == *b || (*a > 0 && *b > 0 && strncasecmp(a, b, 1) == 0);
        if (!is_equal || !*a)
            return is_equal;
    }
}

size_t code_prefix(const char *text)
{
    size_t size = strspn(text, "0123456789");
    const char *name = text + size;
    while (*name == ' ')
        name++;
    bool is_split = size >= 2 && name > text + size && *name && !is_digit(*name);
    return is_split ? size : 0;
}

const char *code_rest(const char *text)
{
    text += code_prefix(text);
    while (*text == ' ')
        text++;
    return text;
}

bool code_with_name(const void *unused, const char *text)
{
    (void)unused;
    return code_prefix(text) > 0;
}

bool code_or_both(const void *unused, const char *text)
{
    (void)unused;
    return value_is_digits(text, 0) || code_prefix(text) > 0;
}

bool code_whole(char *out, size_t room, const char *text)
{
    size_t size = strspn(text, "0123456789");
    const char *rest = text + size;
    if (*rest == '.' || *rest == ',')
        rest += 1 + strspn(rest + 1, "0");
    if (!size || size >= room || *rest)
        return false;
    memcpy(out, text, size);
    out[size] = '\0';
    return true;
}
