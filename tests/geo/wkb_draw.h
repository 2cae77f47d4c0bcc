/* tests/geo/wkb_draw.h: WKB from lists of numbers. */
#ifndef TESTS_GEO_WKB_DRAW_H
#define TESTS_GEO_WKB_DRAW_H
#include "random.h"

#include "geo/shapes.h"

enum { MAX_NUMBERS = 64, MAX_BYTES = 4096 };

/* A geometry as a list of numbers: PART starts a polygon, RING a ring. */
#define PART 7e77
#define RING 8e88
#define END 9e99

struct bytes {
    size_t size;
    uint8_t at[MAX_BYTES];
    bool is_big;
};

static inline void put(struct bytes *wkb, const void *value, size_t size)
{
    assert_true(wkb->size + size <= MAX_BYTES);
    for (size_t i = 0; i < size; i++)
        wkb->at[wkb->size + (wkb->is_big ? size - 1 - i : i)] = ((const uint8_t *)value)[i];
    wkb->size += size;
}

static inline void put_count(struct bytes *wkb, uint32_t value)
{
    put(wkb, &value, sizeof value);
}

static inline void put_head(struct bytes *wkb, uint32_t type)
{
    wkb->at[wkb->size++] = !wkb->is_big;
    put_count(wkb, type);
    if (type & 0x20000000u)
        put_count(wkb, 3006);
}

static inline uint32_t count_until(const double *numbers, double what, double stop)
{
    uint32_t count = 0;
    for (; *numbers != END && *numbers != stop; numbers++)
        count += *numbers == what;
    return count;
}

static inline uint32_t count_vertices(const double *numbers)
{
    uint32_t count = 0;
    for (; *numbers != END && *numbers != RING && *numbers != PART; numbers += 2)
        count++;
    return count;
}

/* `more` is added to the type; `extra` numbers follow each x, y. */
static inline void put_geometry(struct bytes *wkb, const double *numbers, uint32_t more, int extra)
{
    uint32_t parts = count_until(numbers, PART, END);
    if (parts != 1) {
        put_head(wkb, 6 + more);
        put_count(wkb, parts);
    }
    for (; *numbers != END; numbers++) {
        if (*numbers == PART) {
            put_head(wkb, 3 + more);
            put_count(wkb, count_until(numbers + 1, RING, PART));
        } else if (*numbers == RING) {
            put_count(wkb, count_vertices(numbers + 1));
        } else {
            double beside = 1e300;
            put(wkb, numbers++, sizeof *numbers);
            put(wkb, numbers, sizeof *numbers);
            for (int i = 0; i < extra; i++)
                put(wkb, &beside, sizeof beside);
        }
    }
}

/* The WKB of area 0, as multipolygon. */
static inline void put_area(struct bytes *wkb, const struct areas *areas)
{
    uint32_t shells = 0, rings = areas->first_ring[1];
    for (uint32_t r = 0; r < rings; r++)
        shells += !areas->is_hole[r];
    put_head(wkb, 6);
    put_count(wkb, shells);
    for (uint32_t r = 0; r < rings; r++) {
        if (!areas->is_hole[r]) {
            uint32_t end = r + 1;
            while (end < rings && areas->is_hole[end])
                end++;
            put_head(wkb, 3);
            put_count(wkb, end - r);
        }
        put_count(wkb, areas->first_xy[r + 1] - areas->first_xy[r]);
        for (uint32_t v = 2 * areas->first_xy[r]; v < 2 * areas->first_xy[r + 1]; v++)
            put(wkb, areas->xy_m + v, sizeof *areas->xy_m);
    }
}

/* Area 0 has the vertices of the list. */
static inline void check_unchanged(const struct areas *areas, const double *numbers)
{
    size_t v = 0;
    for (; *numbers != END; numbers++) {
        if (*numbers == PART || *numbers == RING)
            continue;
        assert_true(areas->xy_m[2 * v] == numbers[0] && areas->xy_m[2 * v + 1] == numbers[1]);
        numbers++;
        v++;
    }
    assert_int_equal(areas->first_xy[areas->first_ring[1]], v);
}
#endif
