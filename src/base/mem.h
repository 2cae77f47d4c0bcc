/* base/mem.h: the one door to the heap.
 *
 * Every count times size goes through here: overflow is checked, and a test can
 * make the n-th allocation fail (mem_fail_at). Memory is zeroed. Any thread. */
#ifndef BASE_MEM_H
#define BASE_MEM_H
#include <stddef.h>
#include <stdint.h>

/* count * size zeroed bytes. Never NULL for count 0. NULL: no memory, or the
 * product does not fit. Free with mem_free(). */
void *mem_array(size_t count, size_t size);

/* Makes *array hold at least `need` items; *cap is the number it can hold.
 * Grows by half. New items are zeroed. 0, or -1 with *array untouched. */
int mem_grow(void *array_ptr, size_t *cap, size_t need, size_t size);

/* Copies a string (or its first len bytes). NULL in gives NULL out. */
char *mem_string(const char *text);
char *mem_string_n(const char *text, size_t len);

void mem_free(void *ptr); /* NULL is fine */

/* Bytes that this process may still take, as far as the system tells: its limit of
 * addresses, and memory and swap that are free. UINT64_MAX: not known. */
uint64_t mem_available(void);

/* Tests only: the n-th allocation from now (1 = next) fails; 0 switches off.
 * Returns how many allocations were made since the last call. */
uint64_t mem_fail_at(uint64_t nth);
#endif
