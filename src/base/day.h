/* base/day.h: calendar days as whole numbers.
 *
 * The Gregorian calendar without end in both directions; a day is the number of
 * days since 1970-01-01. No clock, no time zone, no locale. */
#ifndef BASE_DAY_H
#define BASE_DAY_H
#include <stdbool.h>
#include <stdint.h>

/* "2020-03-30", exactly that; the year from 0001 to 9999. */
bool day_read(int32_t *day, const char *text);
void day_write(char out[11], int32_t day); /* a day of those years (asserted) */

/* The same day of the month so many months later (or earlier); the last one of a
 * month that is shorter: 31 January and a month is 29 February in a leap year. */
int32_t day_add_months(int32_t day, int32_t months);
#endif
