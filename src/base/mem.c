#include "base/mem.h"

#include <assert.h>
#include <inttypes.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* The seam for tests of failing allocations: the one mutable state of the
 * library. fail_in is the number of allocations until one fails, 0 for never. */
static _Atomic uint64_t made;
static _Atomic uint64_t fail_in;

uint64_t mem_fail_at(uint64_t nth)
{
    atomic_store(&fail_in, nth);
    return atomic_exchange(&made, 0);
}

static bool may_allocate(void)
{
    atomic_fetch_add_explicit(&made, 1, memory_order_relaxed);
    uint64_t left = atomic_load_explicit(&fail_in, memory_order_relaxed);
    while (left && !atomic_compare_exchange_weak(&fail_in, &left, left - 1))
        ;
    return left != 1;
}

void *mem_array(size_t count, size_t size)
{
    if (!may_allocate())
        return NULL;
    if (size && count > SIZE_MAX / size)
        return NULL;
    return count && size ? calloc(count, size) : calloc(1, 1);
}

int mem_grow(void *array_ptr, size_t *cap, size_t need, size_t size)
{
    assert(array_ptr && cap && size);
    if (need <= *cap)
        return 0;
    size_t most = SIZE_MAX / size;
    if (need > most || !may_allocate())
        return -1;

    size_t room = *cap <= most - *cap / 2 ? *cap + *cap / 2 : most;
    if (room < need)
        room = need;
    if (room < 8 && most >= 8)
        room = 8;
    /* array_ptr points at a pointer of any object type: copy its bytes rather
     * than read it through a type that may not be its own. */
    void *old;
    memcpy(&old, array_ptr, sizeof old);
    char *grown = realloc(old, room * size);
    if (!grown)
        return -1;
    memset(grown + *cap * size, 0, (room - *cap) * size);
    memcpy(array_ptr, &grown, sizeof grown);
    *cap = room;
    return 0;
}

char *mem_string(const char *text)
{
    return text ? mem_string_n(text, strlen(text)) : NULL;
}

char *mem_string_n(const char *text, size_t len)
{
    if (!text)
        return NULL;
    char *copy = len < SIZE_MAX ? mem_array(len + 1, 1) : NULL;
    if (copy)
        memcpy(copy, text, len);
    return copy;
}

/* Free memory and swap of the machine. */
static uint64_t free_bytes(void)
{
    FILE *file = fopen("/proc/meminfo", "r");
    char line[128];
    uint64_t kilobytes = 0, total = 0;
    while (file && fgets(line, sizeof line, file))
        if (sscanf(line, "MemAvailable: %" SCNu64, &kilobytes) == 1 ||
            sscanf(line, "SwapFree: %" SCNu64, &kilobytes) == 1)
            total += kilobytes * 1024;
    if (file)
        fclose(file);
    return total ? total : UINT64_MAX;
}

/* Addresses that this process has taken. */
static uint64_t taken_bytes(void)
{
    FILE *file = fopen("/proc/self/statm", "r");
    uint64_t pages = 0;
    if (!file || fscanf(file, "%" SCNu64, &pages) != 1)
        pages = 0;
    if (file)
        fclose(file);
    long size = sysconf(_SC_PAGESIZE);
    return size > 0 ? pages * (uint64_t)size : 0;
}

uint64_t mem_available(void)
{
    struct rlimit limit;
    uint64_t most = free_bytes();
    if (getrlimit(RLIMIT_AS, &limit) || limit.rlim_cur == RLIM_INFINITY)
        return most;
    uint64_t taken = taken_bytes();
    uint64_t left = limit.rlim_cur > taken ? (uint64_t)limit.rlim_cur - taken : 0;
    return left < most ? left : most;
}

void mem_free(void *ptr)
{
    free(ptr);
}
