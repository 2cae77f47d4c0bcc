/* Signs of offices: full where people are taken, hollow and grey where nobody new is, a
 * white diamond where a scenario puts one, a yellow one with its rank where one is proposed. */
#include "report/names.h"
#include "report/sheet.h"

#include <math.h>
#include <stdio.h>

#define OFFICES_MANY 400u /* from here on signs are small */
#define TURN 6.283185307179586
#define NEW_RADIUS 7.0 /* points; room for a rank of two digits */
#define PLAN_RADIUS 5.0

static void draw_dot(const struct sheet *sheet, struct point at, double radius)
{
    cairo_arc(sheet->cairo, at.x_m, at.y_m, radius, 0.0, TURN);
    sheet_colour(sheet, LABELS_OFFICE, 1);
    cairo_fill_preserve(sheet->cairo);
    cairo_set_source_rgb(sheet->cairo, 1, 1, 1);
    cairo_set_line_width(sheet->cairo, 0.7);
    cairo_stroke(sheet->cairo);
}

static void draw_ring(const struct sheet *sheet, struct point at, double radius)
{
    cairo_arc(sheet->cairo, at.x_m, at.y_m, radius - 0.4, 0.0, TURN);
    cairo_set_source_rgb(sheet->cairo, 1, 1, 1);
    cairo_fill_preserve(sheet->cairo);
    sheet_colour(sheet, LABELS_IDLE, 1);
    cairo_set_line_width(sheet->cairo, 1.1);
    cairo_stroke(sheet->cairo);
}

static void draw_diamond(const struct sheet *sheet, struct point at, double radius,
                         struct label_colour fill)
{
    cairo_move_to(sheet->cairo, at.x_m, at.y_m - radius);
    cairo_line_to(sheet->cairo, at.x_m + radius, at.y_m);
    cairo_line_to(sheet->cairo, at.x_m, at.y_m + radius);
    cairo_line_to(sheet->cairo, at.x_m - radius, at.y_m);
    cairo_close_path(sheet->cairo);
    sheet_colour(sheet, fill, 1);
    cairo_fill_preserve(sheet->cairo);
    sheet_colour(sheet, LABELS_OFFICE, 1);
    cairo_set_line_width(sheet->cairo, 0.9);
    cairo_stroke(sheet->cairo);
}

void map_sign(const struct sheet *sheet, enum map_sign sign, struct point at, double radius)
{
    static const struct label_colour WHITE = {255, 255, 255};
    cairo_new_path(sheet->cairo);
    if (sign == SIGN_NEW || sign == SIGN_PLAN)
        draw_diamond(sheet, at, radius, sign == SIGN_NEW ? LABELS_NEW : WHITE);
    else if (sign == SIGN_IDLE)
        draw_ring(sheet, at, radius);
    else
        draw_dot(sheet, at, radius);
}

/* Those that take nobody new first, so that they cover no other. */
static void draw_offices(const struct sheet *sheet, const struct map_frame *frame)
{
    const struct report_layer *offices = cells_layer(sheet->report, "offices");
    double radius = offices && offices->row_count > OFFICES_MANY ? 1.6 : 2.8;
    for (int sign = SIGN_IDLE; sign >= SIGN_OFFICE; sign--)
        for (uint32_t row = 0; offices && offices->points && row < offices->row_count; row++)
            if (cells_is_idle(offices, row) == (sign == SIGN_IDLE))
                map_sign(sheet, (enum map_sign)sign,
                         map_place(frame, offices->points->x_m[row], offices->points->y_m[row]),
                         radius);
}

static void write_rank(const struct sheet *sheet, struct point at, uint32_t rank)
{
    char text[WORDS_NUMBER];
    struct sheet_text how = {.x = at.x_m, .size = 6.5, .is_bold = true, .is_centred = true};
    words_whole(text, sheet->lang, rank);
    how.y = at.y_m - sheet_height(sheet, &how, text) / 2;
    sheet_write(sheet, &how, text);
}

/* Row i has rank i + 1; the best lies on top. */
static void draw_new(const struct sheet *sheet, const struct map_frame *frame)
{
    const struct report_layer *sites = cells_layer(sheet->report, "sites");
    for (uint32_t row = sites && sites->points ? sites->row_count : 0; row-- > 0;) {
        struct point at = map_place(frame, sites->points->x_m[row], sites->points->y_m[row]);
        map_sign(sheet, SIGN_NEW, at, NEW_RADIUS);
        write_rank(sheet, at, row + 1);
    }
}

static void draw_plans(const struct sheet *sheet, const struct map_frame *frame)
{
    const struct report_layer *plans = cells_layer(sheet->report, "scenario_offices");
    for (uint32_t row = 0; plans && plans->points && row < plans->row_count; row++)
        map_sign(sheet, SIGN_PLAN,
                 map_place(frame, plans->points->x_m[row], plans->points->y_m[row]), PLAN_RADIUS);
}

void map_signs_draw(const struct sheet *sheet, const struct map_frame *frame)
{
    draw_offices(sheet, frame);
    draw_plans(sheet, frame);
    draw_new(sheet, frame);
}

void map_signs_take(struct names_taken *taken, const struct report *report,
                    const struct map_frame *frame)
{
    const struct report_layer *sites = cells_layer(report, "sites");
    for (uint32_t row = 0; sites && sites->points && row < sites->row_count; row++) {
        struct point at = map_place(frame, sites->points->x_m[row], sites->points->y_m[row]);
        names_take(taken, (struct box){at.x_m - NEW_RADIUS, at.y_m - NEW_RADIUS,
                                       at.x_m + NEW_RADIUS, at.y_m + NEW_RADIUS});
    }
}
