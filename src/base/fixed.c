#include "base/fixed.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

__extension__ typedef unsigned __int128 wide;

uint64_t fixed_mul_div(uint64_t a, uint64_t b, uint64_t c)
{
    assert(c > 0);
    wide quotient = (wide)a * b / c;
    assert(quotient <= UINT64_MAX);
    return (uint64_t)quotient;
}

uint64_t fixed_mul_div_up(uint64_t a, uint64_t b, uint64_t c)
{
    assert(c > 0);
    /* (2^64 - 1)^2 + 2^64 - 2 still fits in 128 bits. */
    wide quotient = ((wide)a * b + (c - 1)) / c;
    assert(quotient <= UINT64_MAX);
    return (uint64_t)quotient;
}

uint64_t fixed_permille(uint64_t part, uint64_t whole, int way)
{
    if (way > 0)
        return fixed_mul_div_up(part, 1000, whole);
    return way < 0 ? fixed_mul_div(part, 1000, whole) : (fixed_mul_div(part, 2000, whole) + 1) / 2;
}

void fixed_split(uint64_t whole, const uint64_t *weight, size_t count, uint64_t *part)
{
    assert(weight && part && count > 0);
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        assert(weight[i] <= UINT64_MAX - sum);
        sum += weight[i];
    }

    uint64_t before = 0, given = 0;
    for (size_t i = 0; i < count; i++) {
        before += weight[i];
        uint64_t upto = sum ? fixed_mul_div(whole, before, sum) : whole;
        part[i] = upto - given;
        given = upto;
    }
}

/* floor(x + 0.5) would take 0.49999999999999994 to 1. */
static double nearest(double value)
{
    double whole = floor(value);
    return value - whole >= 0.5 ? whole + 1.0 : whole;
}

uint32_t fixed_mm(double metres)
{
    assert(metres >= 0.0);
    double mm = nearest(metres * 1000.0);
    return mm < (double)UINT32_MAX ? (uint32_t)mm : UINT32_MAX;
}

uint64_t fixed_micro(double people)
{
    assert(people >= 0.0 && people < 1e13);
    /* Whole people stay exact: their millionths may not fit in a double. */
    double whole = floor(people);
    return (uint64_t)whole * 1000000 + (uint64_t)nearest((people - whole) * 1e6);
}

void fixed_offsets(uint32_t *first, uint32_t count)
{
    uint32_t sum = 0;
    for (uint32_t i = 0; i <= count; i++) {
        uint32_t here = first[i];
        first[i] = sum;
        sum += here;
    }
}

int fixed_compare(const void *a_ptr, const void *b_ptr)
{
    uint64_t a = *(const uint64_t *)a_ptr, b = *(const uint64_t *)b_ptr;
    return (a > b) - (a < b);
}

size_t fixed_distinct(uint64_t *keys, size_t count)
{
    if (count)
        qsort(keys, count, sizeof *keys, fixed_compare);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (!i || keys[i] != keys[i - 1])
            keys[kept++] = keys[i];
    return kept;
}
