#include "geo/clip.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/mem.h"

/* A vertex nearer to a border than this lies on it. Far above the rounding of
 * coordinates in metres, far below a millimetre. */
#define ON_BORDER_M 1e-6

/* One segment of the line, on its way past the borders. */
struct crossing {
    struct clip *clip;
    size_t cut_count;
    const double *from, *to;
    double length_m, at_mm, span_mm; /* where the segment starts, and its length on the line */
};

/* A cut at t of the segment, in whole millimetres. Cuts too many do no harm:
 * stretches of the same owner are joined. */
static int add_cut(struct crossing *crossing, double t)
{
    double slack = crossing->length_m > 0.0 ? ON_BORDER_M / crossing->length_m : 1.0;
    if (t < -slack || t > 1.0 + slack)
        return 0;
    struct clip *clip = crossing->clip;
    if (mem_grow(&clip->cuts, &clip->cut_cap, crossing->cut_count + 1, sizeof *clip->cuts))
        return -1;
    double place = fmin(fmax(t, 0.0), 1.0) * crossing->span_mm;
    clip->cuts[crossing->cut_count++] = floor(crossing->at_mm + place + 0.5);
    return 0;
}

/* Where the line meets the border a-b: at b when b lies on it, else at the
 * crossing when a and b lie on different sides. Rings are closed: a is the b of
 * another segment, which meets the window as well. */
static int cut_at_border(void *context, const double a[2], const double b[2])
{
    struct crossing *crossing = context;
    const double *from = crossing->from;
    double ux = (crossing->to[0] - from[0]) / crossing->length_m;
    double uy = (crossing->to[1] - from[1]) / crossing->length_m;
    double ax = a[0] - from[0], ay = a[1] - from[1], bx = b[0] - from[0], by = b[1] - from[1];
    double a_off_m = ux * ay - uy * ax, b_off_m = ux * by - uy * bx;
    double a_along_m = ux * ax + uy * ay, b_along_m = ux * bx + uy * by;
    bool a_is_on = fabs(a_off_m) <= ON_BORDER_M, b_is_on = fabs(b_off_m) <= ON_BORDER_M;
    if (b_is_on)
        return add_cut(crossing, b_along_m / crossing->length_m);
    if (a_is_on || (a_off_m > 0.0) == (b_off_m > 0.0))
        return 0;
    double part = a_off_m / (a_off_m - b_off_m);
    return add_cut(crossing, (a_along_m + part * (b_along_m - a_along_m)) / crossing->length_m);
}

static int any_border(void *context, const double a[2], const double b[2])
{
    (void)context;
    (void)a;
    (void)b;
    return 1;
}

static struct box line_box(const double *xy_m, uint32_t count)
{
    struct box box = box_empty();
    for (size_t v = 0; v < count; v++)
        box_add(&box, xy_m[2 * v], xy_m[2 * v + 1]);
    return box_grown(box, 2.0 * ON_BORDER_M);
}

static int by_place(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

/* Cuts the line at every border. Both ends are cuts as well. 0, or -1. */
static int find_cuts(struct clip *clip, const struct locator *locator, const double *xy_m,
                     const uint32_t *at_mm, uint32_t count, size_t *cut_count)
{
    struct crossing crossing = {.clip = clip, .span_mm = at_mm[count - 1]};
    if (add_cut(&crossing, 0.0) || add_cut(&crossing, 1.0))
        return -1;
    struct box all = line_box(xy_m, count);
    bool is_free = !locator_borders(locator, &all, any_border, NULL);
    for (uint32_t j = 0; !is_free && j + 1 < count; j++) {
        crossing.from = xy_m + 2 * (size_t)j;
        crossing.to = crossing.from + 2;
        crossing.length_m =
            hypot(crossing.to[0] - crossing.from[0], crossing.to[1] - crossing.from[1]);
        crossing.at_mm = at_mm[j];
        crossing.span_mm = at_mm[j + 1] - at_mm[j];
        if (!(crossing.length_m > 0.0))
            continue;
        struct box box = line_box(crossing.from, 2);
        if (locator_borders(locator, &box, cut_at_border, &crossing))
            return -1;
    }
    *cut_count = crossing.cut_count;
    if (!is_free)
        qsort(clip->cuts, crossing.cut_count, sizeof *clip->cuts, by_place);
    return 0;
}

/* The owner of a position on segment j. A line may run along a border, where
 * rounding would throw it from side to side: it is judged a micrometre to its
 * right as the half-open rule has it (greater x, else greater y), whichever way
 * the line runs. */
static uint32_t owner_at(const struct locator *locator, const double *from, double t)
{
    double dx = from[2] - from[0], dy = from[3] - from[1], length_m = hypot(dx, dy);
    double x = from[0] + t * dx, y = from[1] + t * dy;
    if (length_m > 0.0) {
        bool is_right = dy > 0.0 || (dy == 0.0 && dx < 0.0);
        double aside = (is_right ? ON_BORDER_M : -ON_BORDER_M) / length_m;
        x += aside * dy;
        y -= aside * dx;
    }
    return locate_point(locator, x, y);
}

static int add_stretch(struct clip *clip, struct stretch stretch)
{
    if (clip->count && clip->stretches[clip->count - 1].area == stretch.area) {
        clip->stretches[clip->count - 1].to_mm = stretch.to_mm;
        return 0;
    }
    if (mem_grow(&clip->stretches, &clip->stretch_cap, (size_t)clip->count + 1,
                 sizeof *clip->stretches))
        return -1;
    clip->stretches[clip->count++] = stretch;
    return 0;
}

/* Gives each stretch between two cuts to the owner of its middle. */
static int own_stretches(struct clip *clip, const struct locator *locator, const double *xy_m,
                         const uint32_t *at_mm, size_t cut_count)
{
    size_t j = 0; /* the segment of the middle: it only moves forward */
    for (size_t c = 0; c + 1 < cut_count; c++) {
        double from = clip->cuts[c], to = clip->cuts[c + 1], middle = (from + to) / 2.0;
        if (from == to)
            continue;
        while (at_mm[j + 1] <= middle)
            j++;
        double t = (middle - at_mm[j]) / (at_mm[j + 1] - at_mm[j]);
        uint32_t area = owner_at(locator, xy_m + 2 * j, t);
        if (add_stretch(clip, (struct stretch){(uint32_t)from, (uint32_t)to, area}))
            return -1;
    }
    return 0;
}

enum ws_status clip_line(struct clip *clip, const struct locator *locator, const double *xy_m,
                         const uint32_t *at_mm, uint32_t count, struct ws_error *err)
{
    assert(clip && locator && xy_m && at_mm && count >= 1);
    clip->count = 0;
    if (at_mm[count - 1] == 0)
        return WS_OK;
    size_t cut_count = 0;
    if (find_cuts(clip, locator, xy_m, at_mm, count, &cut_count) ||
        own_stretches(clip, locator, xy_m, at_mm, cut_count))
        return error_set(err, WS_NO_MEMORY, "no memory to cut a line of %" PRIu32 " vertices",
                         count);
    return WS_OK;
}

void clip_release(struct clip *clip)
{
    if (!clip)
        return;
    mem_free(clip->stretches);
    mem_free(clip->cuts);
    *clip = (struct clip){0};
}
