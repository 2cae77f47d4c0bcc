/* tests/geo/outline_shapes.h: shapes given by a formula, in metres from an origin. */
#ifndef GEO_OUTLINE_SHAPES_H
#define GEO_OUTLINE_SHAPES_H
#include <math.h>
#include <stdbool.h>

/* A shape: whether a position, in metres from the origin, is inside. */
typedef bool shape(double x_m, double y_m);

static inline bool disc_at(double x_m, double y_m, double mid_x_m, double mid_y_m, double radius_m)
{
    return hypot(x_m - mid_x_m, y_m - mid_y_m) <= radius_m;
}

static inline bool nothing(double x_m, double y_m)
{
    (void)x_m;
    (void)y_m;
    return false;
}
static inline bool disc(double x_m, double y_m)
{
    return disc_at(x_m, y_m, 3207, 3311, 2500);
}
static inline bool ring(double x_m, double y_m)
{
    return disc(x_m, y_m) && !disc_at(x_m, y_m, 3207, 3311, 1500);
}
static inline bool island_in_ring(double x_m, double y_m)
{
    return ring(x_m, y_m) ||
           (disc_at(x_m, y_m, 3207, 3311, 900) && !disc_at(x_m, y_m, 3207, 3311, 400));
}
static inline bool two_holes(double x_m, double y_m)
{
    return disc(x_m, y_m) && !disc_at(x_m, y_m, 2207, 3311, 600) &&
           !disc_at(x_m, y_m, 4207, 3301, 700);
}
static inline bool two_discs(double x_m, double y_m)
{
    return disc_at(x_m, y_m, 1507, 1511, 1000) || disc_at(x_m, y_m, 4509, 4503, 1100);
}
/* Teeth 130 m wide with gaps of 130 m: narrow, but wider than a cell. */
static inline bool comb(double x_m, double y_m)
{
    bool in_box = x_m >= 1007 && x_m <= 4907 && y_m >= 1000 && y_m <= 4000;
    return in_box && (y_m <= 1310 || fmod(x_m - 1007, 260) <= 130);
}
/* Squares that meet corner to corner. */
static inline bool chessboard(double x_m, double y_m)
{
    bool in_box = x_m >= 975 && x_m <= 3525 && y_m >= 975 && y_m <= 3525;
    return in_box && ((int)floor((x_m + 23) / 50) + (int)floor((y_m + 27) / 50)) % 2 == 0;
}
static inline bool speck(double x_m, double y_m)
{
    return disc_at(x_m, y_m, 3203, 3209, 20) || disc_at(x_m, y_m, 1507, 1511, 300);
}
static inline bool pinhole(double x_m, double y_m)
{
    return disc_at(x_m, y_m, 3203, 3209, 800) && !disc_at(x_m, y_m, 3203, 3209, 20);
}
static inline bool level_box(double x_m, double y_m)
{
    return x_m >= 1030 && x_m <= 4040 && y_m >= 1070 && y_m <= 2020;
}

static inline bool box_at(double x_m, double y_m, double left_m, double bottom_m)
{
    return x_m >= left_m && x_m <= left_m + 320 && y_m >= bottom_m && y_m <= bottom_m + 320;
}
/* Two squares that leave a slit of 14 m between their corners, or bridge it. */
static inline bool rising_slit(double x_m, double y_m)
{
    return box_at(x_m, y_m, 700, 700) || box_at(x_m, y_m, 1030, 1030);
}
static inline bool rising_bridge(double x_m, double y_m)
{
    return rising_slit(x_m, y_m) || disc_at(x_m, y_m, 1025, 1025, 15);
}
static inline bool falling_slit(double x_m, double y_m)
{
    return box_at(x_m, y_m, 700, 1030) || box_at(x_m, y_m, 1030, 700);
}
static inline bool falling_bridge(double x_m, double y_m)
{
    return falling_slit(x_m, y_m) || disc_at(x_m, y_m, 1025, 1025, 15);
}
/* Its first crossing lies within a straight side. */
static inline bool diamond(double x_m, double y_m)
{
    return fabs(x_m - 3233) + fabs(y_m - 3211) <= 1029;
}

#define PI 3.14159265358979323846
#endif
