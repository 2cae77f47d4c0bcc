/* report/sheet.h: drawing on a sheet of paper. Private to src/report.
 *
 * Lengths are points (1/72 inch), y down. Text is set by pango, so å, ä, ö and the
 * letters of the Sámi languages come out as the installed fonts have them. */
#ifndef REPORT_SHEET_H
#define REPORT_SHEET_H
#include "report/cells.h"
#include "report/words.h"
#include <cairo.h>

#define SHEET_WIDTH 595.0 /* A4 */
#define SHEET_HEIGHT 842.0
#define SHEET_MARGIN 36.0

struct sheet {
    cairo_t *cairo;
    const struct report *report;
    enum lang lang;
    double height;       /* points */
    const void *context; /* of who draws */
    bool *is_broken;     /* a text found no memory: the sheet is not handed out */
};

struct sheet_text {
    double x, y, width; /* width: wrapped; 0: one line */
    double size;
    bool is_bold, is_right, is_centred, is_haloed;
};
/* Sets a text with its top left (or top right, or top middle) there; returns its height. */
double sheet_write(const struct sheet *sheet, const struct sheet_text *how, const char *text);
/* The same of a text that was put together. */
double sheet_put(const struct sheet *sheet, const struct sheet_text *how, const struct text *text);
/* The height it will have. */
double sheet_height(const struct sheet *sheet, const struct sheet_text *how, const char *text);
double sheet_width(const struct sheet *sheet, const struct sheet_text *how, const char *text);
/* A sentence with its arguments. */
double sheet_say(const struct sheet *sheet, const struct sheet_text *how, enum word word,
                 const char *const *args, uint32_t arg_count);
void sheet_colour(const struct sheet *sheet, struct label_colour colour, double opacity);
/* Bytes of what `draw` puts on one sheet, or on several of a PDF. Free with mem_free(). */
typedef void sheet_drawer(const struct sheet *sheet);
struct sheet_job {
    const struct report *report;
    enum report_format format;
    double height; /* points; 0: a whole A4 */
    sheet_drawer *draw;
    const void *context;
};
WS_MUST_CHECK
enum ws_status sheet_make(char **out, size_t *size, const struct sheet_job *job,
                          struct ws_error *err);

/* map.c: the map alone, as SVG, for the printed page. Free with mem_free(). */
WS_MUST_CHECK
enum ws_status map_print(char **out, size_t *size, const struct report *report,
                         struct ws_error *err);

/* map_draw.c: the part of the sheet that is the map, inside a frame. */
struct map_frame {
    double x, y, width, height; /* on the sheet */
    double left_m, top_m, m_per_point;
    double hair; /* vertices closer than this, in points, are left out */
};
/* The frame that shows the whole layer in that place. */
struct map_frame map_frame_of(const struct report_layer *zones, double x, double y, double width,
                              double height);
void map_draw(const struct sheet *sheet, const struct map_frame *frame);
/* All municipalities as one path, for what asks whether a place is land. */
void map_trace_land(const struct sheet *sheet, const struct map_frame *frame);
/* map_scale.c */
void map_scale_draw(const struct sheet *sheet, const struct map_frame *frame);
/* Where a position stands on the sheet. */
struct point map_place(const struct map_frame *frame, double x_m, double y_m);

/* map_signs.c: offices, those that take nobody new, those of scenarios, and new ones with
 * their rank. */
enum map_sign { SIGN_OFFICE, SIGN_IDLE, SIGN_PLAN, SIGN_NEW };
void map_sign(const struct sheet *sheet, enum map_sign sign, struct point at, double radius);
void map_signs_draw(const struct sheet *sheet, const struct map_frame *frame);
/* What no name may cover: the signs of new offices. */
struct names_taken;
void map_signs_take(struct names_taken *taken, const struct report *report,
                    const struct map_frame *frame);
/* A rectangle as the legend shows it: a class, or a hatch over it. */
void map_draw_hatch(const struct sheet *sheet, const char *flag, double x, double y, double width,
                    double height);
/* Widths of borders, points: a municipality, a supplier area, a county. */
#define MAP_ZONE_WIDTH 0.4
#define MAP_AREA_WIDTH 1.0
#define MAP_COUNTY_WIDTH 1.7
/* ... of a county on a map of so many municipalities; of the whole country it is thinner. */
double map_county_width(const struct report *report);
extern const char *const MAP_HATCH_FLAGS[4];
#endif
