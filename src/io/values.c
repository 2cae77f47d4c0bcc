/* Numbers, dates, yes and no, by fixed rules: no locale is ever asked. */
#include "io/read.h"

#include <cpl_conv.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* The text without space around it, cut to the room. */
static void trim(char *out, size_t room, const char *text)
{
    while (is_space(*text) || strncmp(text, "\xC2\xA0", 2) == 0)
        text += is_space(*text) ? 1 : 2;
    size_t size = strlen(text);
    while (size && is_space(text[size - 1]))
        size--;
    if (size >= room)
        size = room - 1;
    memcpy(out, text, size);
    out[size] = '\0';
}

static bool is_one_of(const char *text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcasecmp(text, words[i]) == 0)
            return true;
    return false;
}

#define IS_ONE_OF(text, words) is_one_of(text, words, sizeof(words) / sizeof *(words))

/* Blank or a word for "nothing here". */
bool value_is_missing(const char *text)
{
    static const char *const words[] = {"", "NULL", "NA", "N/A", "-", "\xE2\x80\x93"};
    return IS_ONE_OF(text, words);
}

/* A figure that the publisher withholds. */
static bool is_hidden(const char *text)
{
    static const char *const words[] = {"..", ".", "x", "\xE2\x80\xA6"};
    return IS_ONE_OF(text, words) || (text[0] == '<' && is_digit(text[1]));
}

/* Length of [+-]digits[.digits][e[+-]digits] at text; 0: none. */
static size_t number_length(const char *text)
{
    const char *at = text;
    size_t digits = 0;
    at += *at == '+' || *at == '-';
    for (; is_digit(*at); at++)
        digits++;
    at += *at == '.';
    for (; is_digit(*at); at++)
        digits++;
    if (!digits)
        return 0;
    if (*at == 'e' || *at == 'E') {
        const char *power = at + 1;
        power += *power == '+' || *power == '-';
        if (!is_digit(*power))
            return 0;
        while (is_digit(*power))
            power++;
        at = power;
    }
    return (size_t)(at - text);
}

enum value value_number(double *out, const char *text, bool decimal_comma)
{
    char trimmed[64];
    trim(trimmed, sizeof trimmed, text);
    if (value_is_missing(trimmed))
        return VALUE_MISSING;
    if (is_hidden(trimmed))
        return VALUE_HIDDEN;
    char *comma = decimal_comma ? strchr(trimmed, ',') : NULL;
    if (comma && !strchr(trimmed, '.'))
        *comma = '.';
    size_t length = number_length(trimmed);
    if (!length || trimmed[length])
        return VALUE_BAD;
    double value = CPLStrtod(trimmed, NULL);
    if (!isfinite(value))
        return VALUE_BAD;
    *out = value;
    return VALUE_OK;
}

enum value value_cell(double *out, struct input *in, OGRFeatureH feature, int column)
{
    if (!OGR_F_IsFieldSetAndNotNull(feature, column))
        return VALUE_MISSING;
    if (!columns_is_number(in, column))
        return value_number(out, OGR_F_GetFieldAsString(feature, column), in->has_decimal_comma);
    double value = OGR_F_GetFieldAsDouble(feature, column);
    if (!isfinite(value))
        return VALUE_BAD;
    *out = value;
    return VALUE_OK;
}

/* Two digits as a number within bounds, or -1. */
static int two_digits(const char *text, int least, int most)
{
    if (!is_digit(text[0]) || !is_digit(text[1]))
        return -1;
    int value = (text[0] - '0') * 10 + (text[1] - '0');
    return value >= least && value <= most ? value : -1;
}

static int month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leaps = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leaps);
}

enum value value_date(char out[11], const char *text)
{
    char date[32];
    trim(date, sizeof date, text);
    if (value_is_missing(date))
        return VALUE_MISSING;
    size_t size = strlen(date);
    if (size < 7 || date[4] != '-')
        return VALUE_BAD;
    int century = two_digits(date, 0, 99), rest = two_digits(date + 2, 0, 99);
    int year = 100 * century + rest, month = two_digits(date + 5, 1, 12), day = 1;
    if (century < 0 || rest < 0 || month < 0)
        return VALUE_BAD;
    if (size > 7)
        day = date[7] == '-' && size >= 10 ? two_digits(date + 8, 1, month_days(year, month)) : -1;
    bool has_rest = size > 10 && date[10] != 'T' && date[10] != ' ';
    if (day < 0 || has_rest)
        return VALUE_BAD;
    memcpy(out, date, 7);
    out[7] = '-';
    out[8] = (char)('0' + day / 10);
    out[9] = (char)('0' + day % 10);
    out[10] = '\0';
    return VALUE_OK;
}

enum value value_bool(bool *out, const char *text)
{
    static const char *const yes[] = {"1", "yes", "true", "t", "y", "ja", "j", "sant"};
    static const char *const no[] = {"0", "no", "false", "f", "n", "nej", "falskt"};
    char word[32];
    trim(word, sizeof word, text);
    if (value_is_missing(word))
        return VALUE_MISSING;
    bool is_yes = IS_ONE_OF(word, yes);
    if (!is_yes && !IS_ONE_OF(word, no))
        return VALUE_BAD;
    *out = is_yes;
    return VALUE_OK;
}

enum value value_speed(double *out, const char *text)
{
    char speed[48];
    trim(speed, sizeof speed, text);
    size_t length = number_length(speed);
    if (!length)
        return VALUE_MISSING;
    const char *unit = speed + length;
    while (is_space(*unit))
        unit++;
    double value = CPLStrtod(speed, NULL), factor = 1.0;
    static const char *const miles[] = {"mph"}, *const knots[] = {"knots", "kn"},
                             *const kmh[] = {"", "km/h", "kmh", "kph"};
    if (IS_ONE_OF(unit, miles))
        factor = 1.609344;
    else if (IS_ONE_OF(unit, knots))
        factor = 1.852;
    else if (!IS_ONE_OF(unit, kmh))
        return VALUE_MISSING;
    if (value == 0.0)
        return VALUE_MISSING;
    if (!(value > 0.0) || value * factor > 1000.0)
        return VALUE_BAD;
    *out = value * factor;
    return VALUE_OK;
}

bool value_is_digits(const char *text, size_t count)
{
    size_t size = 0;
    for (; text[size]; size++)
        if (!is_digit(text[size]))
            return false;
    return size > 0 && (count == 0 || size == count);
}

bool value_is_swedish_code(const void *unused, const char *text)
{
    (void)unused;
    static const char counties[] = "01 03 04 05 06 07 08 09 10 12 13 14 17 18 19 20 21 22 23 24 25";
    if (!value_is_digits(text, 4))
        return false;
    for (const char *county = counties;; county += 3) {
        if (county[0] == text[0] && county[1] == text[1])
            return true;
        if (!county[2])
            return false;
    }
}

bool value_is_number(const void *input, const char *text)
{
    const struct input *in = input;
    double value;
    return value_number(&value, text, in && in->has_decimal_comma) != VALUE_BAD;
}
