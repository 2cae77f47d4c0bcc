/* tests/trust/otherday.c: loaded before the C library, it is another day.
 *
 * WS_DAY is the second that every clock of the wall shows. */
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

static time_t day(void)
{
    const char *text = getenv("WS_DAY");
    return (time_t)(text ? strtoll(text, NULL, 10) : 0);
}

__attribute__((visibility("default"))) time_t time(time_t *out)
{
    time_t now = day();
    if (out)
        *out = now;
    return now;
}

__attribute__((visibility("default"))) int gettimeofday(struct timeval *restrict out,
                                                        void *restrict zone)
{
    (void)zone;
    *out = (struct timeval){.tv_sec = day()};
    return 0;
}

__attribute__((visibility("default"))) int clock_gettime(clockid_t clock, struct timespec *out)
{
    *out = (struct timespec){.tv_sec = day(), .tv_nsec = clock == CLOCK_MONOTONIC ? 1 : 0};
    return 0;
}
