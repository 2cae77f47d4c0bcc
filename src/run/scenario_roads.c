/* Roads that edits close: their rows are taken away before the network is built. */
#include "run/scenario.h"

#include "base/mem.h"
#include "geo/plane.h"

#include <inttypes.h>
#include <math.h>

/* How far a road may lie from the place that names it, unless the edit says so. */
#define WITHIN_M 50.0

static double line_distance2(const struct lines *lines, uint32_t line, double x_m, double y_m)
{
    double least = HUGE_VAL;
    for (size_t j = lines->first_xy[line]; j + 1 < lines->first_xy[line + 1]; j++) {
        const double *a = &lines->xy_m[2 * j], *b = &lines->xy_m[2 * j + 2];
        double t = segment_foot(a, b, x_m, y_m);
        double distance2 = segment_distance2(a, b, t, x_m, y_m);
        least = distance2 < least ? distance2 : least;
    }
    return least;
}

/* Equal distances go to the first row of the first source. */
static bool is_before(const struct lines *lines, uint32_t a, uint32_t b)
{
    return lines->source[a] != lines->source[b] ? lines->source[a] < lines->source[b]
                                                : lines->fid[a] < lines->fid[b];
}

/* The nearest road that is driven; WS_NONE: there is none. */
static uint32_t nearest_line(const struct lines *lines, const struct run *overlay,
                             const struct scenario_edit *edit, double *distance_m)
{
    uint32_t found = WS_NONE;
    double least = HUGE_VAL;
    for (uint32_t line = 0; line < lines->count; line++) {
        uint16_t class_id = lines->road_class[line];
        if (class_id < overlay->class_count && !overlay->classes[class_id].is_drivable)
            continue;
        double distance2 = line_distance2(lines, line, edit->x_m, edit->y_m);
        if (distance2 < least ||
            (distance2 <= least && found != WS_NONE && is_before(lines, line, found))) {
            least = distance2;
            found = line;
        }
    }
    *distance_m = sqrt(least);
    return found;
}

static uint32_t featured_line(const struct lines *lines, double feature)
{
    for (uint32_t line = 0; line < lines->count; line++)
        if ((double)lines->fid[line] >= feature && (double)lines->fid[line] <= feature)
            return line;
    return WS_NONE;
}

static enum ws_status find_line(uint32_t *out, const struct ws_scenario *scenario,
                                const struct scenario_edit *edit, const struct lines *lines,
                                const struct run *overlay, struct ws_error *err)
{
    double distance_m = 0.0, feature = edit->value[NUMBER_FEATURE];
    double within_m = isnan(edit->value[NUMBER_WITHIN_M]) ? WITHIN_M : edit->value[NUMBER_WITHIN_M];
    uint32_t line = isnan(feature) ? nearest_line(lines, overlay, edit, &distance_m)
                                   : featured_line(lines, feature);
    if (line == WS_NONE && !isnan(feature))
        return scenario_fail(scenario, edit, WS_NOT_FOUND, err, "no road is feature %.0f", feature);
    if (line == WS_NONE || distance_m > within_m)
        return scenario_fail(scenario, edit, WS_NOT_FOUND, err,
                             "no road within %g m of the place; the nearest is %.0f m away "
                             "(within_m states another distance)",
                             within_m, distance_m);
    *out = line;
    return WS_OK;
}

static void mark_feature(bool *is_closed, const struct lines *lines, uint32_t line)
{
    for (uint32_t i = 0; i < lines->count; i++)
        is_closed[i] |=
            lines->source[i] == lines->source[line] && lines->fid[i] == lines->fid[line];
}

static enum ws_status keep_open(struct lines *lines, const bool *is_closed, struct ws_error *err)
{
    struct lines_builder kept = {0};
    enum ws_status st = WS_OK;
    for (uint32_t i = 0; !st && i < lines->count; i++) {
        size_t first = lines->first_xy[i];
        struct line_row row = {.fid = lines->fid[i],
                               .source = lines->source[i],
                               .road_class = lines->road_class[i],
                               .flags = lines->flags[i],
                               .speed_kmh = lines->speed_kmh[i],
                               .speed_back_kmh = lines->speed_back_kmh[i],
                               .boarding_s = lines->boarding_s[i],
                               .length_m = lines->length_m[i]};
        if (!is_closed[i])
            st = lines_add(&kept, &row, lines->xy_m + 2 * first, lines->at_m + first,
                           lines->first_xy[i + 1] - lines->first_xy[i], err);
    }
    if (st) {
        lines_release(&kept.lines);
        return st;
    }
    lines_release(lines);
    *lines = kept.lines;
    return WS_OK;
}

enum ws_status scenario_close_roads(const struct ws_scenario *scenario, const struct run *overlay,
                                    struct lines *lines, struct ws_error *err)
{
    bool *is_closed = mem_array(lines->count, sizeof *is_closed);
    enum ws_status st =
        is_closed ? WS_OK
                  : error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " roads", lines->count);
    for (size_t e = 0; !st && e < scenario->edit_count; e++) {
        const struct scenario_edit *edit = &scenario->edits[e];
        uint32_t line = WS_NONE;
        if (!edit->is_active || edit->kind != EDIT_CLOSE_ROAD)
            continue;
        st = find_line(&line, scenario, edit, lines, overlay, err);
        if (!st)
            mark_feature(is_closed, lines, line);
    }
    if (!st)
        st = keep_open(lines, is_closed, err);
    mem_free(is_closed);
    return st;
}
