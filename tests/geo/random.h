/* tests/geo/random.h: repeatable numbers for the laws, and the cmocka headers. */
#ifndef TESTS_GEO_RANDOM_H
#define TESTS_GEO_RANDOM_H
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "support/near.h"

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

/* splitmix64 */
static inline uint64_t random_next(uint64_t *state)
{
    uint64_t z = (*state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static inline double random_between(uint64_t *state, double low, double high)
{
    return low + (high - low) * (double)(random_next(state) >> 11) / 9007199254740992.0;
}

static inline uint32_t random_below(uint64_t *state, uint32_t end)
{
    return (uint32_t)(random_next(state) % end);
}
#endif
