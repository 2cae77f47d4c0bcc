/* geo/plane.h: points, boxes and segments in metres of the working CRS. */
#ifndef GEO_PLANE_H
#define GEO_PLANE_H
#include <math.h>
#include <stdbool.h>
#include <stdint.h>

struct point {
    double x_m, y_m;
};

/* No place is farther from the origin of a projected system of the earth: beyond
 * lie broken files, and numbers that geometry libraries do not survive. */
#define PLANE_FARTHEST_M 1e9

static inline bool point_is_sane(double x_m, double y_m)
{
    return fabs(x_m) <= PLANE_FARTHEST_M && fabs(y_m) <= PLANE_FARTHEST_M; /* NaN is not */
}

/* Empty box: min > max. Edges belong to the box (closed), unlike cells. */
struct box {
    double min_x_m, min_y_m, max_x_m, max_y_m;
};

static inline struct box box_empty(void)
{
    return (struct box){HUGE_VAL, HUGE_VAL, -HUGE_VAL, -HUGE_VAL};
}

static inline void box_add(struct box *box, double x_m, double y_m)
{
    box->min_x_m = x_m < box->min_x_m ? x_m : box->min_x_m;
    box->min_y_m = y_m < box->min_y_m ? y_m : box->min_y_m;
    box->max_x_m = x_m > box->max_x_m ? x_m : box->max_x_m;
    box->max_y_m = y_m > box->max_y_m ? y_m : box->max_y_m;
}

static inline struct box box_grown(struct box box, double by_m)
{
    return (struct box){box.min_x_m - by_m, box.min_y_m - by_m, box.max_x_m + by_m,
                        box.max_y_m + by_m};
}

static inline bool box_meets(const struct box *a, const struct box *b)
{
    return a->min_x_m <= b->max_x_m && b->min_x_m <= a->max_x_m && a->min_y_m <= b->max_y_m &&
           b->min_y_m <= a->max_y_m;
}

/* Squared distance from a point to a box; 0 inside. */
static inline double box_distance2(const struct box *box, double x_m, double y_m)
{
    double dx = x_m < box->min_x_m ? box->min_x_m - x_m : 0.0;
    double dy = y_m < box->min_y_m ? box->min_y_m - y_m : 0.0;
    dx = x_m > box->max_x_m ? x_m - box->max_x_m : dx;
    dy = y_m > box->max_y_m ? y_m - box->max_y_m : dy;
    return dx * dx + dy * dy;
}

/* Where on segment a-b (0..1) the foot of p lies; 0 for a segment of no length. */
static inline double segment_foot(const double a[2], const double b[2], double x_m, double y_m)
{
    double dx = b[0] - a[0], dy = b[1] - a[1], length2 = dx * dx + dy * dy;
    if (!(length2 > 0.0))
        return 0.0;
    double t = ((x_m - a[0]) * dx + (y_m - a[1]) * dy) / length2;
    return t < 0.0 ? 0.0 : t > 1.0 ? 1.0 : t;
}

/* Squared distance from p to the position t on segment a-b. */
static inline double segment_distance2(const double a[2], const double b[2], double t, double x_m,
                                       double y_m)
{
    double dx = a[0] + t * (b[0] - a[0]) - x_m, dy = a[1] + t * (b[1] - a[1]) - y_m;
    return dx * dx + dy * dy;
}

/* The first `bit_count` steps (1 to 32) towards a cell of a 2^32 x 2^32 square along
 * the Hilbert curve: twice as many bits of its place, the highest. */
static inline uint64_t plane_hilbert_steps(uint32_t x, uint32_t y, int bit_count)
{
    uint64_t key = 0;
    for (int bit = 31; bit >= 32 - bit_count; bit--) {
        uint32_t right = (x >> bit) & 1u, upper = (y >> bit) & 1u;
        key = key << 2 | ((3u * right) ^ upper);
        uint32_t is_lower = upper - 1u; /* all bits: a branch is guessed wrong half the time */
        uint32_t turned = is_lower & (0u - right), swap = (x ^ y) & is_lower;
        x ^= turned ^ swap;
        y ^= turned ^ swap;
    }
    return key;
}

/* Place of a cell along that curve: the one rule by which things are put in an order
 * of nearness. */
static inline uint64_t plane_hilbert(uint32_t x, uint32_t y)
{
    return plane_hilbert_steps(x, y, 32);
}
#endif
