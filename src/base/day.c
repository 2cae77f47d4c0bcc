#include "base/day.h"

#include <assert.h>
#include <stdio.h>

struct date {
    int32_t year, month, day; /* month 1 .. 12 */
};

static bool is_leap(int32_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int32_t month_days(int32_t year, int32_t month)
{
    static const int32_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && is_leap(year));
}

/* Years begin in March here, so that the leap day is their last; 719468 days lie
 * between 1 March of the year 0 and 1970. */
static int32_t count_days(struct date date)
{
    int32_t year = date.year - (date.month <= 2), month = (date.month + 9) % 12;
    int32_t era = (year >= 0 ? year : year - 399) / 400, of_era = year - era * 400;
    int32_t days = (153 * month + 2) / 5 + date.day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + days - 719468;
}

static struct date date_of(int32_t day)
{
    int32_t days = day + 719468;
    int32_t era = (days >= 0 ? days : days - 146096) / 146097, rest = days - era * 146097;
    int32_t year = (rest - rest / 1460 + rest / 36524 - rest / 146096) / 365;
    int32_t of_year = rest - (365 * year + year / 4 - year / 100);
    int32_t month = (5 * of_year + 2) / 153;
    struct date date = {.month = month < 10 ? month + 3 : month - 9,
                        .day = of_year - (153 * month + 2) / 5 + 1};
    date.year = year + era * 400 + (date.month <= 2);
    return date;
}

/* So many digits; -1: something else. */
static int32_t digits(const char *text, int count)
{
    int32_t value = 0;
    for (int i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

bool day_read(int32_t *day, const char *text)
{
    assert(day && text);
    struct date date = {.year = digits(text, 4)};
    if (date.year < 1 || text[4] != '-')
        return false;
    date.month = digits(text + 5, 2);
    if (date.month < 1 || date.month > 12 || text[7] != '-')
        return false;
    date.day = digits(text + 8, 2);
    if (date.day < 1 || date.day > month_days(date.year, date.month) || text[10])
        return false;
    *day = count_days(date);
    return true;
}

void day_write(char out[11], int32_t day)
{
    struct date date = date_of(day);
    assert(date.year >= 1 && date.year <= 9999);
    char text[64];
    snprintf(text, sizeof text, "%04d-%02d-%02d", (int)date.year, (int)date.month, (int)date.day);
    for (int i = 0; i < 11; i++)
        out[i] = text[i];
}

int32_t day_add_months(int32_t day, int32_t months)
{
    struct date date = date_of(day);
    int32_t count = date.year * 12 + date.month - 1 + months;
    date.year = (count >= 0 ? count : count - 11) / 12;
    date.month = count - date.year * 12 + 1;
    int32_t last = month_days(date.year, date.month);
    date.day = date.day < last ? date.day : last;
    return count_days(date);
}
