/* Words to numbers, without locale and without rounding. */
#include "run/options.h"

#include <assert.h>
#include <string.h>

#define MAX_DIGITS 15u

/* A decimal number as digits and the power of ten they are divided by. */
struct decimal {
    uint64_t digits;
    uint64_t scale;
};

/* Reads digits, or digits "." digits, and returns what follows; NULL: none. */
static const char *read_decimal(struct decimal *out, const char *text)
{
    *out = (struct decimal){.scale = 1};
    unsigned count = 0;
    bool has_point = false, ends_in_digit = false;
    for (; (*text >= '0' && *text <= '9') || (*text == '.' && !has_point && count); text++) {
        ends_in_digit = *text != '.';
        if (*text == '.') {
            has_point = true;
            continue;
        }
        if (++count > MAX_DIGITS)
            return NULL;
        out->digits = out->digits * 10 + (uint64_t)(*text - '0');
        if (has_point)
            out->scale *= 10;
    }
    return ends_in_digit ? text : NULL;
}

bool options_parse_limit(uint32_t *cost, bool *is_time, const char *text)
{
    static const struct {
        const char *unit;
        uint64_t factor;
        bool is_time;
    } units[] = {
        {"m", 1000, false},   {"km", 1000000, false}, {"s", 1000, true},
        {"min", 60000, true}, {"h", 3600000, true},
    };
    assert(cost && is_time && text);
    struct decimal number;
    const char *unit = read_decimal(&number, text);
    /* With factors below 2^22 the product stays below 2^64. */
    if (!unit || number.digits > UINT64_C(1000000000000))
        return false;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (strcmp(unit, units[i].unit))
            continue;
        uint64_t whole = number.digits * units[i].factor;
        uint64_t value = whole / number.scale;
        if (whole % number.scale || value < 1 || value >= WS_COST_INF)
            return false;
        *cost = (uint32_t)value;
        *is_time = units[i].is_time;
        return true;
    }
    return false;
}

/* Both parts are exact in a double, so one division rounds once. */
static double decimal_value(struct decimal number, double factor)
{
    return (double)number.digits * factor / (double)number.scale;
}

bool options_parse_number(double *value, const char *text)
{
    assert(value && text);
    struct decimal number;
    const char *rest = read_decimal(&number, text);
    if (!rest || *rest)
        return false;
    *value = decimal_value(number, 1.0);
    return true;
}

bool options_parse_metres(double *metres, const char *text)
{
    assert(metres && text);
    struct decimal number;
    const char *rest = read_decimal(&number, text);
    if (!rest || (*rest && strcmp(rest, "m") && strcmp(rest, "km")))
        return false;
    *metres = decimal_value(number, *rest == 'k' ? 1000.0 : 1.0);
    return true;
}

bool options_parse_whole(uint32_t *value, const char *text)
{
    assert(value && text);
    size_t length = strlen(text);
    if (length < 1 || length > 9 || strspn(text, "0123456789") != length)
        return false;
    uint32_t whole = 0;
    for (; *text; text++)
        whole = whole * 10 + (uint32_t)(*text - '0');
    *value = whole;
    return true;
}

bool options_parse_ages(struct ages *ages, const char *text)
{
    assert(ages && text);
    char first[16];
    size_t size = strspn(text, "0123456789");
    uint32_t from, to = AGES_OLDEST;
    if (size < 1 || size > 3)
        return false;
    memcpy(first, text, size);
    first[size] = '\0';
    bool is_open = strcmp(text + size, "+") == 0;
    bool is_whole = options_parse_whole(&from, first) && from <= AGES_SPLIT_END;
    if (!is_whole ||
        (!is_open && (text[size] != '-' || !options_parse_whole(&to, text + size + 1))))
        return false;
    if (to < from || to > AGES_OLDEST)
        return false;
    *ages = (struct ages){from, to >= AGES_SPLIT_END ? AGES_OLDEST : to, true};
    return true;
}

static uint32_t two_digits(const char *text)
{
    return (uint32_t)(text[0] - '0') * 10 + (uint32_t)(text[1] - '0');
}

bool options_parse_notice(struct notice *notice, const char *text)
{
    assert(notice && text);
    size_t count = strspn(text, "0123456789");
    uint16_t value = 0;
    if (!count || count > 3 || (strcmp(text + count, "m") && strcmp(text + count, "d")))
        return false;
    for (size_t i = 0; i < count; i++)
        value = (uint16_t)(value * 10 + (text[i] - '0'));
    *notice = (struct notice){0};
    *(text[count] == 'm' ? &notice->months : &notice->days) = value;
    return true;
}

bool options_parse_date(const char *text)
{
    static const uint32_t days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    static const char shape[] = "0000-00-00";
    assert(text);
    if (strlen(text) != sizeof shape - 1)
        return false;
    for (size_t i = 0; i < sizeof shape - 1; i++)
        if (shape[i] == '-' ? text[i] != '-' : text[i] < '0' || text[i] > '9')
            return false;
    uint32_t year = two_digits(text) * 100 + two_digits(text + 2);
    uint32_t month = two_digits(text + 5), day = two_digits(text + 8);
    if (year < 1 || month < 1 || month > 12)
        return false;
    bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return day >= 1 && day <= days[month - 1] + (month == 2 && is_leap ? 1 : 0);
}
