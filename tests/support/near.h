/* tests/support/near.h: doubles compared with a tolerance in their own unit.
 *
 * cmocka 1.1.5 compares floats only. NaN is near nothing. */
#ifndef SUPPORT_NEAR_H
#define SUPPORT_NEAR_H
#include <math.h>
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#define assert_near(actual, expected, tolerance)                                                   \
    near_check((actual), (expected), (tolerance), #actual, __FILE__, __LINE__)

static inline void near_check(double actual, double expected, double tolerance, const char *text,
                              const char *file, int line)
{
    if (fabs(actual - expected) <= tolerance)
        return;
    print_error("%s is %.12g; expected %.12g within %g\n", text, actual, expected, tolerance);
    _fail(file, line);
}
#endif
