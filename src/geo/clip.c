#include "geo/clip.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/mem.h"

/* A vertex nearer to a border than this lies on it. Far above the rounding of
 * coordinates in metres, far below a millimetre. */
#define ON_BORDER_M 1e-6

/* One segment of the line. */
struct leg {
    const double *from;
    double east, north, length_m; /* direction, of length 1 */
    double at_mm, span_mm;        /* where it starts, and its length on the line */
};

struct passage {
    struct clip *clip;
    size_t cut_count;
    struct leg leg;
};

static int add_cut(struct passage *passage, double place_mm)
{
    struct clip *clip = passage->clip;
    if (mem_grow(&clip->cuts, &clip->cut_cap, passage->cut_count + 1, sizeof *clip->cuts))
        return -1;
    clip->cuts[passage->cut_count++] = floor(place_mm + 0.5);
    return 0;
}

/* A cut on a leg, in whole millimetres. Cuts too many do no harm: stretches of
 * the same owner are joined. */
static int cut_leg(struct passage *passage, const struct leg *leg, double along_m)
{
    if (along_m < -ON_BORDER_M || along_m > leg->length_m + ON_BORDER_M)
        return 0;
    double t = fmin(fmax(along_m / leg->length_m, 0.0), 1.0);
    return add_cut(passage, leg->at_mm + t * leg->span_mm);
}

/* Where a leg meets the border a-b: at an end that lies on it, else at the
 * crossing when the ends lie on different sides. Either end counts: a border
 * that two areas share may come once, in either direction. */
static int pass_leg(struct passage *passage, const struct leg *leg, const double *a,
                    const double *b)
{
    double ax = a[0] - leg->from[0], ay = a[1] - leg->from[1];
    double bx = b[0] - leg->from[0], by = b[1] - leg->from[1];
    double a_off_m = leg->east * ay - leg->north * ax, b_off_m = leg->east * by - leg->north * bx;
    double a_along_m = leg->east * ax + leg->north * ay;
    double b_along_m = leg->east * bx + leg->north * by;
    bool is_a_on = fabs(a_off_m) <= ON_BORDER_M, is_b_on = fabs(b_off_m) <= ON_BORDER_M;
    if (is_a_on && cut_leg(passage, leg, a_along_m))
        return -1;
    if (is_b_on && cut_leg(passage, leg, b_along_m))
        return -1;
    if (is_a_on || is_b_on || (a_off_m > 0.0) == (b_off_m > 0.0))
        return 0;
    /* From the left to the right of the leg, whichever way the ring runs: the
     * last bit of the arithmetic must not depend on how an area is drawn. */
    bool is_left = a_off_m > 0.0;
    double left_off_m = is_left ? a_off_m : b_off_m, right_off_m = is_left ? b_off_m : a_off_m;
    double left_along_m = is_left ? a_along_m : b_along_m;
    double right_along_m = is_left ? b_along_m : a_along_m;
    double part = left_off_m / (left_off_m - right_off_m);
    return cut_leg(passage, leg, left_along_m + part * (right_along_m - left_along_m));
}

static int pass_border(void *context, const double a[2], const double b[2])
{
    struct passage *passage = context;
    struct leg *leg = &passage->leg;
    if (!(leg->length_m > 0.0)) { /* the first border: most legs meet none */
        double dx = leg->from[2] - leg->from[0], dy = leg->from[3] - leg->from[1];
        leg->length_m = hypot(dx, dy);
        leg->east = dx / leg->length_m;
        leg->north = dy / leg->length_m;
    }
    return leg->length_m > 0.0 ? pass_leg(passage, leg, a, b) : 0;
}

static int cut_at_borders(struct passage *passage, const struct locator *locator,
                          const double *from, const uint32_t *at_mm)
{
    struct box box = box_empty();
    box_add(&box, from[0], from[1]);
    box_add(&box, from[2], from[3]);
    box = box_grown(box, 2.0 * ON_BORDER_M);
    passage->leg = (struct leg){.from = from, .at_mm = at_mm[0], .span_mm = at_mm[1] - at_mm[0]};
    return locator_near(locator, &box, pass_border, passage);
}

static int by_place(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

/* Cuts the line at every border. Both ends are cuts as well. 0, or -1. */
static int find_cuts(struct passage *passage, const struct locator *locator, const double *xy_m,
                     const uint32_t *at_mm, uint32_t count)
{
    if (add_cut(passage, 0.0) || add_cut(passage, at_mm[count - 1]))
        return -1;
    for (uint32_t j = 0; j + 1 < count; j++)
        if (cut_at_borders(passage, locator, xy_m + 2 * (size_t)j, at_mm + j))
            return -1;
    if (passage->cut_count > 2)
        qsort(passage->clip->cuts, passage->cut_count, sizeof *passage->clip->cuts, by_place);
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

/* Most roads have one owner, and no border anywhere near. */
static bool is_clear(const struct locator *locator, const double *xy_m, uint32_t count,
                     uint32_t *owner)
{
    struct box box = box_empty();
    for (size_t j = 0; j < count; j++)
        box_add(&box, xy_m[2 * j], xy_m[2 * j + 1]);
    box = box_grown(box, 2.0 * ON_BORDER_M);
    return locator_is_clear(locator, &box, owner);
}

enum ws_status clip_line(struct clip *clip, const struct locator *locator, const double *xy_m,
                         const uint32_t *at_mm, uint32_t count, struct ws_error *err)
{
    assert(clip && locator && xy_m && at_mm && count >= 1);
    clip->count = 0;
    if (at_mm[count - 1] == 0)
        return WS_OK;
    struct passage passage = {.clip = clip};
    uint32_t owner;
    if (is_clear(locator, xy_m, count, &owner)
            ? add_stretch(clip, (struct stretch){0, at_mm[count - 1], owner})
            : find_cuts(&passage, locator, xy_m, at_mm, count) ||
                  own_stretches(clip, locator, xy_m, at_mm, passage.cut_count))
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
