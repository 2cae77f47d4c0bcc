#include "make-fixtures.h"

#include <assert.h>

/* Splitmix64 (Steele, Lea, Flood 2014, doi:10.1145/2714064.2660195). */
uint64_t chance_next(struct chance *chance)
{
    chance->state += UINT64_C(0x9e3779b97f4a7c15);
    uint64_t z = chance->state;
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* Each purpose draws from a sequence of its own, so that a change in one part
 * of the county leaves the others alone. */
struct chance chance_of(uint64_t purpose)
{
    struct chance chance = {.state = UINT64_C(2901) * UINT64_C(1000003) + purpose};
    chance_next(&chance);
    return chance;
}

int32_t chance_between(struct chance *chance, int32_t low, int32_t high)
{
    assert(low <= high);
    uint64_t span = (uint64_t)((int64_t)high - low + 1);
    return (int32_t)(low + (int64_t)(chance_next(chance) % span));
}

struct xy plane_km(double x_km, double y_km)
{
    return (struct xy){ORIGIN_X + (int32_t)(x_km * 1000.0), ORIGIN_Y + (int32_t)(y_km * 1000.0)};
}

int64_t plane_distance2(struct xy a, struct xy b)
{
    int64_t dx = (int64_t)b.x - a.x, dy = (int64_t)b.y - a.y;
    return dx * dx + dy * dy;
}

int32_t plane_root(int64_t square)
{
    int64_t low = 0, high = 1000000;
    while (low < high) {
        int64_t middle = (low + high + 1) / 2;
        if (middle * middle <= square)
            low = middle;
        else
            high = middle - 1;
    }
    return (int32_t)low;
}

int32_t plane_distance(struct xy a, struct xy b)
{
    return plane_root(plane_distance2(a, b));
}

struct xy plane_step(struct xy from, int32_t direction, int32_t metres)
{
    static const int32_t COS[24] = {10000, 9659,  8660,  7071,  5000,   2588,  0,     -2588,
                                    -5000, -7071, -8660, -9659, -10000, -9659, -8660, -7071,
                                    -5000, -2588, 0,     2588,  5000,   7071,  8660,  9659};
    int32_t turn = ((direction % 24) + 24) % 24;
    int64_t dx = (int64_t)COS[turn] * metres, dy = (int64_t)COS[(turn + 18) % 24] * metres;
    return (struct xy){from.x + (int32_t)(dx / 10000), from.y + (int32_t)(dy / 10000)};
}

int64_t plane_side(struct xy a, struct xy b, struct xy c)
{
    return ((int64_t)b.x - a.x) * ((int64_t)c.y - a.y) -
           ((int64_t)b.y - a.y) * ((int64_t)c.x - a.x);
}

static int sign(int64_t value)
{
    return (value > 0) - (value < 0);
}

bool plane_crosses(struct xy a, struct xy b, struct xy p, struct xy q)
{
    return sign(plane_side(a, b, p)) * sign(plane_side(a, b, q)) < 0 &&
           sign(plane_side(p, q, a)) * sign(plane_side(p, q, b)) < 0;
}

int64_t plane_segment_distance2(struct xy p, struct xy a, struct xy b)
{
    int64_t abx = (int64_t)b.x - a.x, aby = (int64_t)b.y - a.y;
    int64_t along = ((int64_t)p.x - a.x) * abx + ((int64_t)p.y - a.y) * aby;
    int64_t length2 = abx * abx + aby * aby;
    if (along <= 0)
        return plane_distance2(p, a);
    if (along >= length2)
        return plane_distance2(p, b);
    int64_t side = plane_side(a, b, p);
    double height2 = (double)side * (double)side / (double)length2;
    return (int64_t)height2;
}

static struct xy push_middle(struct xy a, struct xy b, int32_t sway_pct, struct chance *chance)
{
    int64_t push = chance_between(chance, -1000, 1000);
    int64_t dx = (int64_t)b.x - a.x, dy = (int64_t)b.y - a.y;
    int64_t x = ((int64_t)a.x + b.x) / 2 - dy * push * sway_pct / 100000;
    int64_t y = ((int64_t)a.y + b.y) / 2 + dx * push * sway_pct / 100000;
    return (struct xy){(int32_t)x, (int32_t)y};
}

uint32_t plane_wiggle(struct xy *out, struct xy a, struct xy b, int32_t step_m, int32_t sway_pct,
                      struct chance *chance)
{
    uint32_t count = 2;
    out[0] = a;
    out[1] = b;
    for (int32_t length = plane_distance(a, b); length > step_m; length /= 2) {
        assert(2 * count - 1 <= MAX_PATH);
        for (uint32_t i = count - 1; i > 0; i--)
            out[2 * i] = out[i];
        for (uint32_t i = 1; i < 2 * count - 2; i += 2)
            out[i] = push_middle(out[i - 1], out[i + 1], sway_pct, chance);
        count = 2 * count - 1;
    }
    return count;
}

struct xy chance_place(struct chance *chance, struct xy low, struct xy high)
{
    struct xy place;
    place.x = chance_between(chance, low.x, high.x); /* x is drawn first */
    place.y = chance_between(chance, low.y, high.y);
    return place;
}
