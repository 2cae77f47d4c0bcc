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

/* Bytes of the space at text, of any width; 0: there is none. */
static size_t space_size(const char *text)
{
    static const char *const wide[] = {"\xC2\xA0", "\xE2\x80\x89", "\xE2\x80\xAF", "\xE2\x80\x87"};
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (strncmp(text, wide[i], strlen(wide[i])) == 0)
            return strlen(wide[i]);
    return is_space(*text);
}

/* The text without space around it, cut to the room. */
static void trim(char *out, size_t room, const char *text)
{
    for (size_t step; (step = space_size(text)) > 0;)
        text += step;
    size_t size = strlen(text), end = 0; /* behind the last that is no space */
    for (size_t at = 0, step; at < size; at += step ? step : 1) {
        step = space_size(text + at);
        end = step ? end : at + 1;
    }
    size = end;
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

bool value_spaced(double *out, const char *text, bool decimal_comma)
{
    char trimmed[64], digits[64];
    size_t used = 0, group = 0, groups = 0;
    trim(trimmed, sizeof trimmed, text);
    const char *at = trimmed;
    while (is_digit(*at) || (space_size(at) && is_digit(at[space_size(at)]))) {
        if (!is_digit(*at)) { /* three digits in every group, one to three in the first */
            if (group < 1 || group > 3 || (groups && group != 3))
                return false;
            groups++;
            group = 0;
            at += space_size(at);
            continue;
        }
        digits[used++] = *at++;
        group++;
    }
    if (!groups || group != 3)
        return false;
    text_copy(digits + used, sizeof digits - used, at);
    bool has_rest = *at == '.' || (*at == ',' && decimal_comma) || !*at;
    return has_rest && value_number(out, digits, decimal_comma) == VALUE_OK;
}

static bool is_boolean(const struct input *in, int column)
{
    return OGR_Fld_GetSubType(OGR_FD_GetFieldDefn(in->defn, column)) == OFSTBoolean;
}

enum value value_cell(double *out, struct input *in, OGRFeatureH feature, int column)
{
    if (!OGR_F_IsFieldSetAndNotNull(feature, column))
        return VALUE_MISSING;
    if (is_boolean(in, column))
        return VALUE_BAD;
    if (!columns_is_number(in, column)) {
        const char *text = OGR_F_GetFieldAsString(feature, column);
        enum value kind = value_number(out, text, in->has_decimal_comma);
        if (kind != VALUE_BAD || !value_spaced(out, text, in->has_decimal_comma))
            return kind;
        cell_note(in, CELL_SPACED, feature, column);
        return VALUE_OK;
    }
    double value = OGR_F_GetFieldAsDouble(feature, column);
    if (!isfinite(value) || fabs(value) >= 9.2e18) /* the library clamps at 64 bits */
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
    bool decimal_comma = in && in->has_decimal_comma;
    return value_number(&value, text, decimal_comma) != VALUE_BAD ||
           value_spaced(&value, text, decimal_comma);
}

bool value_looks_numeric(const void *unused, const char *text)
{
    (void)unused;
    static const char *const words[] = {"nan", "inf", "-inf", "+inf", "infinity", "-infinity"};
    char trimmed[64];
    trim(trimmed, sizeof trimmed, text);
    const char *at = trimmed + strspn(trimmed, "+-.,");
    return is_digit(*at) || IS_ONE_OF(trimmed, words) || strncmp(at, "\xE2\x88\x92", 3) == 0;
}

/* ---- decimal marks ------------------------------------------------------------------------- */

void value_take_options(struct input *in)
{
    bool comma = strstr(in->source->open_options, "DECIMAL=COMMA") != NULL;
    bool point = strstr(in->source->open_options, "DECIMAL=POINT") != NULL;
    in->has_stated_mark = comma || point;
    in->has_decimal_comma = comma || (in->has_decimal_comma && !point);
}

static bool has_mark(const char *text, char mark)
{
    char trimmed[64];
    trim(trimmed, sizeof trimmed, text);
    return strchr(trimmed, mark) && trimmed[strspn(trimmed, "+-0123456789.,")] == '\0';
}

static bool has_point(const void *unused, const char *text)
{
    (void)unused;
    return has_mark(text, '.');
}

static bool has_comma(const void *unused, const char *text)
{
    (void)unused;
    return has_mark(text, ',');
}

/* 12.345 or 12,345: one to three digits, not 0, then threes behind each mark. */
static bool may_be_thousands(const void *unused, const char *text)
{
    (void)unused;
    char trimmed[64];
    trim(trimmed, sizeof trimmed, text);
    const char *at = trimmed;
    size_t first = strspn(at, "0123456789");
    if (first < 1 || first > 3 || *at == '0')
        return false;
    for (at += first; *at; at += 4)
        if ((*at != '.' && *at != ',') || strspn(at + 1, "0123456789") != 3)
            return false;
    return at > trimmed + first;
}

enum ws_status value_judge_marks(struct input *in, int column, struct ws_error *err)
{
    uint64_t filled, points, commas, thousands;
    if (columns_is_number(in, column) || in->has_stated_mark)
        return WS_OK;
    columns_count(in, column, has_point, NULL, &filled, &points);
    columns_count(in, column, has_comma, NULL, &filled, &commas);
    if (!points && !commas)
        return WS_OK;
    const char *name = columns_name(in, column), *role = ws_role_name(in->role);
    if (points && commas)
        return input_fail(in, WS_BAD_DATA, err,
                          "%s has %" PRIu64 " numbers with a point and %" PRIu64 " with a comma; "
                          "write one decimal mark and no mark between thousands",
                          name, points, commas);
    columns_count(in, column, may_be_thousands, NULL, &filled, &thousands);
    if (thousands == points + commas && (points || in->has_decimal_comma))
        return input_fail(in, WS_BAD_DATA, err,
                          "every %s in %s has three digits behind it (%s): a decimal mark, or "
                          "thousands? write them without, or state -oo %s=DECIMAL=%s",
                          points ? "point" : "comma", name, points ? "12.345" : "12,345", role,
                          points ? "POINT" : "COMMA");
    return WS_OK;
}

const char *value_advice(struct input *in, const char *text)
{
    if (has_mark(text, ',') && !in->has_decimal_comma)
        return "; decimal commas are stated with -oo ROLE=DECIMAL=COMMA, thousands have no mark";
    if (has_mark(text, '.') && in->has_decimal_comma)
        return "; write one decimal mark and no mark between thousands";
    if (strpbrk(text, "0123456789"))
        return "; write digits alone, without words, units or signs";
    return "";
}
