/* The map on one sheet: title, frame, legend, scale bar, lines below. */
#include "report/captions.h"
#include "report/sheet.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define LEGEND_WIDTH 150.0
#define ROW_HEIGHT 13.5
#define FOOT_HEIGHT 66.0 /* as a rule; what it takes decides */
#define COLUMN_GAP 36.0  /* of a legend below the map */

/* ---- head ----------------------------------------------------------------------- */

typedef void caption(struct text *out, const struct report *report);

static double say_caption(const struct sheet *sheet, struct sheet_text *how, caption *say)
{
    struct text plain = {0};
    say(&plain, sheet->report);
    double height = sheet_put(sheet, how, &plain);
    text_release(&plain);
    return height;
}

static void draw_title(const struct sheet *sheet)
{
    struct sheet_text how = {.x = SHEET_MARGIN,
                             .y = SHEET_MARGIN - 6,
                             .width = SHEET_WIDTH - 2 * SHEET_MARGIN,
                             .size = 20,
                             .is_bold = true};
    how.y += say_caption(sheet, &how, captions_title) + 1;
    how.size = 10.5;
    how.is_bold = false;
    say_caption(sheet, &how, captions_subtitle);
}

/* ---- legend --------------------------------------------------------------------- */

static void swatch(const struct sheet *sheet, double x, double y, int class_id)
{
    cairo_rectangle(sheet->cairo, x, y + 1.5, 16, 9.5);
    sheet_colour(sheet, labels_class_colour(class_id), 1);
    cairo_fill_preserve(sheet->cairo);
    sheet_colour(sheet, LABELS_BORDER, 1);
    cairo_set_line_width(sheet->cairo, 0.5);
    cairo_stroke(sheet->cairo);
}

static double entry(const struct sheet *sheet, double x, double y, const char *text)
{
    struct sheet_text how = {.x = x + 22, .y = y, .width = LEGEND_WIDTH - 22, .size = 8.5};
    return fmax(sheet_write(sheet, &how, text) + 2.0, ROW_HEIGHT);
}

static double draw_classes(const struct sheet *sheet, double x, double y)
{
    static const char *const CLASSES[] = {"none", "one", "two", "few", "many"};
    struct sheet_text how = {.x = x, .y = y, .width = LEGEND_WIDTH, .size = 8.5, .is_bold = true};
    y += sheet_say(sheet, &how, W_LEGEND_CHOICE, NULL, 0) + 3;
    for (int i = 0; i <= WS_CLASS_MANY; i++) {
        swatch(sheet, x, y, i);
        y += entry(sheet, x, y, labels_word(CLASSES[i], sheet->lang));
    }
    swatch(sheet, x, y, -1);
    return y + entry(sheet, x, y, words_plain(sheet->lang, W_LEGEND_NO_DATA)) + 4;
}

/* The borders that are drawn, by their weight. */
static double draw_lines(const struct sheet *sheet, double x, double y)
{
    const struct {
        bool is_drawn;
        double width;
        const char *text;
    } lines[] = {{true, MAP_ZONE_WIDTH, labels_word("municipalities", sheet->lang)},
                 {cells_supplier_areas(sheet->report) != NULL, MAP_AREA_WIDTH,
                  labels_word("supplier_areas", sheet->lang)},
                 {sheet->report->counties != NULL, map_county_width(sheet->report),
                  words_plain(sheet->lang, W_LEGEND_COUNTY)}};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        if (!lines[i].is_drawn)
            continue;
        cairo_move_to(sheet->cairo, x, y + 6);
        cairo_line_to(sheet->cairo, x + 16, y + 6);
        sheet_colour(sheet, LABELS_OFFICE, 1);
        cairo_set_line_width(sheet->cairo, lines[i].width);
        cairo_stroke(sheet->cairo);
        y += entry(sheet, x, y, lines[i].text);
    }
    return y;
}

static double draw_hatches(const struct sheet *sheet, double x, double y)
{
    for (size_t i = 0; i <= sizeof MAP_HATCH_FLAGS / sizeof *MAP_HATCH_FLAGS; i++) {
        bool is_spot = i == sizeof MAP_HATCH_FLAGS / sizeof *MAP_HATCH_FLAGS;
        const char *flag = is_spot ? "" : MAP_HATCH_FLAGS[i];
        struct text text = {0};
        const char *const limit[] = {cells_main_limit(sheet->report)};
        cairo_rectangle(sheet->cairo, x, y + 1.5, 16, 9.5);
        cairo_set_source_rgb(sheet->cairo, 1, 1, 1);
        cairo_fill_preserve(sheet->cairo);
        sheet_colour(sheet, is_spot ? LABELS_WHITE_SPOT : LABELS_BORDER, 1);
        cairo_set_line_width(sheet->cairo, 0.5);
        cairo_stroke(sheet->cairo);
        map_draw_hatch(sheet, flag, x, y + 1.5, 16, 9.5);
        if (is_spot)
            words_put(&text, sheet->lang, W_LEGEND_SPOT, limit, 1);
        else
            text_put(&text, labels_word(flag, sheet->lang));
        *sheet->is_broken |= text.is_broken;
        y += entry(sheet, x, y, text.bytes && !text.is_broken ? text.bytes : "");
        text_release(&text);
    }
    return y;
}

static double draw_signs(const struct sheet *sheet, double x, double y)
{
    const struct {
        enum map_sign sign;
        bool is_there;
        double radius;
        const char *text;
    } signs[] = {
        {SIGN_OFFICE, true, 2.8, words_plain(sheet->lang, W_LEGEND_OFFICE)},
        {SIGN_IDLE, cells_has_idle(sheet->report), 2.8, labels_word("idle_office", sheet->lang)},
        {SIGN_PLAN, cells_has_plans(sheet->report), 5.0,
         labels_word("scenario_office", sheet->lang)},
        {SIGN_NEW, cells_has_new(sheet->report), 5.5, labels_word("new_office", sheet->lang)}};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (!signs[i].is_there)
            continue;
        map_sign(sheet, signs[i].sign, (struct point){x + 8, y + 6}, signs[i].radius);
        y += entry(sheet, x, y, signs[i].text);
    }
    return draw_lines(sheet, x, y);
}

/* ---- foot ------------------------------------------------------------------------- */

/* Lines of the foot, put together before they are set: their height decides how much is
 * left for the map. */
#define FOOT_LINES 5u
struct foot {
    struct text lines[FOOT_LINES];
    double height;
};

/* The headline, with what is certain of it. */
static void put_total(struct text *out, const struct report *report)
{
    const struct ws_share *row = captions_main(report);
    char low[WORDS_NUMBER], high[WORDS_NUMBER];
    const char *const args[] = {words_percent(low, report->lang, ws_share_low(row), -1),
                                words_percent(high, report->lang, ws_share_high(row), 1)};
    captions_total(out, report);
    text_put(out, " ");
    words_put(out, report->lang, report->inside ? W_TOTAL_CERTAIN_INSIDE : W_TOTAL_CERTAIN, args,
              2);
}

/* What a reader has to know of the figure: that no roads were taken, and that what is
 * proposed is not in it. */
static void put_kind(struct text *out, const struct report *report)
{
    char factor[WORDS_NUMBER];
    const char *times = words_real(factor, report->lang, report->straight_factor, 3);
    if (report->straight_factor > 0.0)
        words_put(out, report->lang, W_TOTAL_STRAIGHT, &times, 1);
    bool has_proposals = cells_has_new(report) || cells_has_plans(report);
    if (out->length && has_proposals)
        text_put(out, " ");
    if (has_proposals)
        words_put(out, report->lang, W_LEGEND_TODAY, NULL, 0);
}

static const char *file_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static void put_sources(struct text *out, const struct report *report)
{
    struct text names = {0};
    for (uint32_t i = 0; i < report->input_count; i++)
        text_add(&names, "%s%s", i ? ", " : "", file_name(report->inputs[i].path));
    const char *list = names.bytes && !names.is_broken ? names.bytes : "";
    words_put(out, report->lang, W_SOURCES, &list, 1);
    out->is_broken |= names.is_broken;
    text_release(&names);
}

static void put_projection(struct text *out, const struct report *report)
{
    const char *crs = cells_crs(report);
    words_put(out, report->lang, W_PROJECTION, &crs, 1);
    text_put(out, ". ");
    words_put(out, report->lang, W_MADE_WITH, &report->made_with, 1);
}

static struct sheet_text foot_text(uint32_t line)
{
    return (struct sheet_text){.x = SHEET_MARGIN,
                               .width = SHEET_WIDTH - 2 * SHEET_MARGIN,
                               .size = line < 2 ? 9 : 7.5,
                               .is_bold = line == 0};
}

static void make_foot(struct foot *foot, const struct sheet *sheet)
{
    *foot = (struct foot){0};
    put_total(&foot->lines[0], sheet->report);
    put_kind(&foot->lines[1], sheet->report);
    captions_bridge_all(&foot->lines[2], sheet->report);
    put_sources(&foot->lines[3], sheet->report);
    put_projection(&foot->lines[4], sheet->report);
    for (uint32_t i = 0; i < FOOT_LINES; i++) {
        const struct text *line = &foot->lines[i];
        struct sheet_text how = foot_text(i);
        if (line->length && !line->is_broken)
            foot->height += sheet_height(sheet, &how, line->bytes) + 2;
    }
}

static void draw_foot(const struct sheet *sheet, struct foot *foot, double y)
{
    for (uint32_t i = 0; i < FOOT_LINES; i++) {
        struct sheet_text how = foot_text(i);
        how.y = y;
        if (foot->lines[i].length)
            y += sheet_put(sheet, &how, &foot->lines[i]) + 2;
        text_release(&foot->lines[i]);
    }
}

/* ---- the sheet -------------------------------------------------------------------- */

#define HEAD_HEIGHT 84.0
#define BELOW_HEIGHT (9 * ROW_HEIGHT + 10.0) /* a legend below the map */

/* A tall land has its legend beside it, a wide one below. */
struct plan {
    bool is_tall;
    double width, slope; /* of the map; of the land, its height over its width */
};

static struct plan plan_of(const struct report_layer *zones)
{
    struct box box = cells_box(zones);
    double width = SHEET_WIDTH - 2 * SHEET_MARGIN;
    double slope = fmax(box.max_y_m - box.min_y_m, 1.0) / fmax(box.max_x_m - box.min_x_m, 1.0);
    bool is_tall = slope > 1.25;
    return (struct plan){is_tall, is_tall ? width - LEGEND_WIDTH - 12 : width, slope};
}

/* Paper is A4; a picture for a screen ends where its content does. */
static double sheet_end(const struct report_layer *zones, enum report_format format)
{
    struct plan plan = plan_of(zones);
    double below = plan.is_tall ? 10.0 : BELOW_HEIGHT + 10.0;
    double map = fmax(plan.width * plan.slope + 30.0, plan.is_tall ? 300.0 : 150.0);
    double end = HEAD_HEIGHT + map + below + FOOT_HEIGHT + SHEET_MARGIN;
    return format == REPORT_PDF ? SHEET_HEIGHT : fmin(ceil(end), SHEET_HEIGHT);
}

static void draw_sheet(const struct sheet *sheet)
{
    const struct report_layer *zones = cells_layer(sheet->report, "municipalities");
    struct plan plan = plan_of(zones);
    struct foot foot;
    make_foot(&foot, sheet);
    double bottom = sheet->height - SHEET_MARGIN - foot.height, top = HEAD_HEIGHT;
    double height = bottom - top - 10 - (plan.is_tall ? 0 : BELOW_HEIGHT);
    struct map_frame frame = map_frame_of(zones, SHEET_MARGIN, top, plan.width, height);
    draw_title(sheet);
    map_draw(sheet, &frame);
    map_scale_draw(sheet, &frame);
    if (plan.is_tall) {
        double x = SHEET_MARGIN + plan.width + 12, y = draw_classes(sheet, x, top);
        draw_signs(sheet, x, draw_hatches(sheet, x, y));
    } else {
        draw_classes(sheet, SHEET_MARGIN, top + height + 8);
        draw_hatches(sheet, SHEET_MARGIN + LEGEND_WIDTH + COLUMN_GAP, top + height + 8);
        draw_signs(sheet, SHEET_MARGIN + 2 * (LEGEND_WIDTH + COLUMN_GAP), top + height + 8);
    }
    draw_foot(sheet, &foot, bottom);
}

/* ---- on a printed page ------------------------------------------------------------ */

#define PRINT_MOST 780.0
#define PRINT_HAIR 0.5      /* it is printed smaller than it is drawn, and part of every page */
#define PRINT_HAIR_MANY 1.0 /* thousands of spots would else be most of the page's bytes */
#define PRINT_SPOTS_MANY 1000u

static double print_height(const struct report_layer *zones)
{
    return fmin(fmax(ceil(SHEET_WIDTH * plan_of(zones).slope), 200.0), PRINT_MOST);
}

static void draw_print(const struct sheet *sheet)
{
    const struct report_layer *zones = cells_layer(sheet->report, "municipalities");
    struct map_frame frame = map_frame_of(zones, 0, 0, SHEET_WIDTH, print_height(zones));
    const struct report_layer *spots = cells_layer(sheet->report, "white_spots");
    frame.hair = spots && spots->row_count > PRINT_SPOTS_MANY ? PRINT_HAIR_MANY : PRINT_HAIR;
    map_draw(sheet, &frame);
    map_scale_draw(sheet, &frame);
}

enum ws_status map_print(char **out, size_t *size, const struct report *report,
                         struct ws_error *err)
{
    struct sheet_job job = {.report = report,
                            .format = REPORT_SVG,
                            .height = print_height(cells_layer(report, "municipalities")),
                            .draw = draw_print};
    return sheet_make(out, size, &job, err);
}

enum ws_status report_map(char **out, size_t *size, const struct report *report,
                          enum report_format format, struct ws_error *err)
{
    struct sheet_job job = {.report = report,
                            .format = format,
                            .height = sheet_end(cells_layer(report, "municipalities"), format),
                            .draw = draw_sheet};
    return sheet_make(out, size, &job, err);
}
