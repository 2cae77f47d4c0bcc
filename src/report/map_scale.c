/* The scale bar, in the corner of the map where it covers least. */
#include "report/sheet.h"

#include <math.h>
#include <stdio.h>

#define BAR_HEIGHT 24.0 /* points, with its number */
#define BAR_MORE 14.0   /* wider than the bar itself */
#define CORNERS 4

struct bar {
    double length; /* of the bar, points */
    char text[WORDS_NUMBER + 8];
    struct box corners[CORNERS]; /* on the sheet: lower left, lower right, upper right, left */
};

/* 1, 2 or 5 times a power of ten, at most `most`. */
static double round_down(double most)
{
    double power = pow(10.0, floor(log10(most)));
    return most >= 5 * power ? 5 * power : most >= 2 * power ? 2 * power : power;
}

static struct bar bar_of(const struct sheet *sheet, const struct map_frame *frame)
{
    double length_m = round_down(frame->width * 0.3 * frame->m_per_point);
    struct bar bar = {.length = length_m / frame->m_per_point};
    double width = bar.length + BAR_MORE;
    bool is_km = length_m >= 1000.0;
    char number[WORDS_NUMBER];
    words_real(number, sheet->lang, is_km ? length_m / 1000.0 : length_m, 0);
    snprintf(bar.text, sizeof bar.text, "%s\xc2\xa0%s", number, is_km ? "km" : "m");
    for (int i = 0; i < CORNERS; i++) {
        double x = i == 1 || i == 2 ? frame->x + frame->width - width - 5.0 : frame->x + 5.0;
        double y = i < 2 ? frame->y + frame->height - BAR_HEIGHT - 6.0 : frame->y + 5.0;
        bar.corners[i] = (struct box){x, y, x + width, y + BAR_HEIGHT};
    }
    return bar;
}

/* ---- the corner ------------------------------------------------------------------- */

static void count_at(uint64_t under[CORNERS], const struct bar *bar, struct point at)
{
    for (int i = 0; i < CORNERS; i++) {
        const struct box *corner = &bar->corners[i];
        under[i] += at.x_m >= corner->min_x_m && at.x_m <= corner->max_x_m &&
                    at.y_m >= corner->min_y_m && at.y_m <= corner->max_y_m;
    }
}

/* Vertices of municipalities and offices that each corner would cover. */
static void count_under(uint64_t under[CORNERS], const struct sheet *sheet,
                        const struct map_frame *frame, const struct bar *bar)
{
    const struct report_layer *zones = cells_layer(sheet->report, "municipalities");
    const struct report_layer *offices = cells_layer(sheet->report, "offices");
    const struct areas *areas = zones->areas;
    uint32_t vertices = areas->first_xy[areas->first_ring[areas->count]];
    for (uint32_t i = 0; i < vertices; i++)
        count_at(under, bar,
                 map_place(frame, areas->xy_m[2 * (size_t)i], areas->xy_m[2 * (size_t)i + 1]));
    for (uint32_t i = 0; offices && offices->points && i < offices->row_count; i++)
        count_at(under, bar, map_place(frame, offices->points->x_m[i], offices->points->y_m[i]));
}

/* One that is wholly land counts as the worst. */
static int choose_corner(const struct sheet *sheet, const struct map_frame *frame,
                         const struct bar *bar)
{
    uint64_t under[CORNERS] = {0};
    int best = 0;
    count_under(under, sheet, frame, bar);
    map_trace_land(sheet, frame);
    for (int i = 0; i < CORNERS; i++) {
        const struct box *corner = &bar->corners[i];
        if (cairo_in_fill(sheet->cairo, (corner->min_x_m + corner->max_x_m) / 2,
                          (corner->min_y_m + corner->max_y_m) / 2))
            under[i] += UINT32_MAX;
        best = under[i] < under[best] ? i : best;
    }
    cairo_new_path(sheet->cairo);
    return best;
}

void map_scale_draw(const struct sheet *sheet, const struct map_frame *frame)
{
    struct bar bar = bar_of(sheet, frame);
    const struct box *place = &bar.corners[choose_corner(sheet, frame, &bar)];
    double x = place->min_x_m + 5.0, y = place->min_y_m + 16.0;
    cairo_rectangle(sheet->cairo, place->min_x_m, place->min_y_m, place->max_x_m - place->min_x_m,
                    BAR_HEIGHT);
    cairo_set_source_rgba(sheet->cairo, 1, 1, 1, 0.8);
    cairo_fill(sheet->cairo);
    for (int half = 0; half < 2; half++) {
        cairo_rectangle(sheet->cairo, x + half * bar.length / 2, y, bar.length / 2, 4);
        cairo_set_source_rgb(sheet->cairo, half ? 1 : 0.15, half ? 1 : 0.15, half ? 1 : 0.15);
        cairo_fill_preserve(sheet->cairo);
        cairo_set_source_rgb(sheet->cairo, 0.15, 0.15, 0.15);
        cairo_set_line_width(sheet->cairo, 0.6);
        cairo_stroke(sheet->cairo);
    }
    struct sheet_text how = {.x = x + bar.length, .y = y - 13, .size = 8.5, .is_right = true};
    sheet_write(sheet, &how, bar.text);
}
