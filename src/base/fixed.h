/* base/fixed.h: whole-number division and splits whose parts add up.
 *
 * The only place where people are divided. All functions are exact. */
#ifndef BASE_FIXED_H
#define BASE_FIXED_H
#include <stddef.h>
#include <stdint.h>

/* floor(a * b / c) and ceil(a * b / c) with a 128-bit product; c > 0. The
 * result must fit in 64 bits (asserted). */
uint64_t fixed_mul_div(uint64_t a, uint64_t b, uint64_t c);
uint64_t fixed_mul_div_up(uint64_t a, uint64_t b, uint64_t c);

/* 1000 part / whole, whole > 0: the nearest (way 0, halves up), rounded down (-1) or
 * up (1). */
uint64_t fixed_permille(uint64_t part, uint64_t whole, int way);

/* Splits `whole` in proportion to weight[0..count-1] by cumulative floors, so
 * that the parts add up to whole exactly and a part grows when its weight
 * grows at the cost of a later one. Sum of weights 0: all goes to part 0
 * (count must be > 0). The sum of weights must fit in 64 bits. */
void fixed_split(uint64_t whole, const uint64_t *weight, size_t count, uint64_t *part);

/* a + b; UINT64_MAX, "without bound", stays and is never wrapped past. */
static inline uint64_t fixed_add_bound(uint64_t a, uint64_t b)
{
    return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

/* Metres to whole millimetres, nearest, halves up; value >= 0. Values beyond
 * 32 bits give UINT32_MAX: callers check. */
uint32_t fixed_mm(double metres);

/* People to whole millionths, nearest. value >= 0 and < 1e13 (asserted). */
uint64_t fixed_micro(double people);

/* Numbers per key, first[0 .. count-1], to where the rows of each key begin;
 * first[count] becomes their sum. */
void fixed_offsets(uint32_t *first, uint32_t count);
/* Compares two uint64_t, for qsort and bsearch. */
int fixed_compare(const void *a_ptr, const void *b_ptr);
/* Sorts the keys and drops the second of equal ones; how many are left. */
size_t fixed_distinct(uint64_t *keys, size_t count);
#endif
