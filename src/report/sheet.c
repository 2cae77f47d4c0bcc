#include "report/sheet.h"

#include "base/error.h"
#include "base/mem.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <pango/pangocairo.h>
#include <string.h>

#define PNG_DPI 144.0
#define FAMILY "Source Sans 3, Noto Sans, Liberation Sans, DejaVu Sans, Sans"

/* ---- text ----------------------------------------------------------------------- */

static PangoLayout *lay_out(const struct sheet *sheet, const struct sheet_text *how,
                            const char *text)
{
    PangoLayout *layout = pango_cairo_create_layout(sheet->cairo);
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_family(font, FAMILY);
    pango_font_description_set_weight(font, how->is_bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_absolute_size(font, how->size * PANGO_SCALE);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    if (how->width > 0.0) {
        pango_layout_set_width(layout, (int)(how->width * PANGO_SCALE));
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    }
    pango_layout_set_text(layout, text, -1);
    return layout;
}

static void measure(double size[2], const struct sheet *sheet, const struct sheet_text *how,
                    const char *text)
{
    PangoLayout *layout = lay_out(sheet, how, text);
    int width, height;
    pango_layout_get_size(layout, &width, &height);
    g_object_unref(layout);
    size[0] = (double)width / PANGO_SCALE;
    size[1] = (double)height / PANGO_SCALE;
}

double sheet_height(const struct sheet *sheet, const struct sheet_text *how, const char *text)
{
    double size[2];
    measure(size, sheet, how, text);
    return size[1];
}

double sheet_width(const struct sheet *sheet, const struct sheet_text *how, const char *text)
{
    double size[2];
    measure(size, sheet, how, text);
    return size[0];
}

double sheet_write(const struct sheet *sheet, const struct sheet_text *how, const char *text)
{
    PangoLayout *layout = lay_out(sheet, how, text);
    int width, height;
    pango_layout_get_size(layout, &width, &height);
    double part = how->is_right ? 1.0 : how->is_centred ? 0.5 : 0.0;
    double shift = part * (double)width / PANGO_SCALE;
    cairo_save(sheet->cairo);
    cairo_move_to(sheet->cairo, how->x - shift, how->y);
    if (how->is_haloed) {
        pango_cairo_layout_path(sheet->cairo, layout);
        cairo_set_source_rgba(sheet->cairo, 1, 1, 1, 0.85);
        cairo_set_line_width(sheet->cairo, 2.2);
        cairo_set_line_join(sheet->cairo, CAIRO_LINE_JOIN_ROUND);
        cairo_stroke(sheet->cairo);
        cairo_move_to(sheet->cairo, how->x - shift, how->y);
    }
    cairo_set_source_rgb(sheet->cairo, 0.11, 0.13, 0.15);
    pango_cairo_show_layout(sheet->cairo, layout);
    cairo_restore(sheet->cairo);
    g_object_unref(layout);
    return (double)height / PANGO_SCALE;
}

double sheet_put(const struct sheet *sheet, const struct sheet_text *how, const struct text *text)
{
    *sheet->is_broken |= text->is_broken;
    return sheet_write(sheet, how, text->bytes && !text->is_broken ? text->bytes : "");
}

double sheet_say(const struct sheet *sheet, const struct sheet_text *how, enum word word,
                 const char *const *args, uint32_t arg_count)
{
    struct text text = {0};
    words_put(&text, sheet->lang, word, args, arg_count);
    double height = sheet_put(sheet, how, &text);
    text_release(&text);
    return height;
}

void sheet_colour(const struct sheet *sheet, struct label_colour colour, double opacity)
{
    cairo_set_source_rgba(sheet->cairo, colour.red / 255.0, colour.green / 255.0,
                          colour.blue / 255.0, opacity);
}

/* ---- the surface ---------------------------------------------------------------- */

static cairo_status_t keep(void *context, const unsigned char *bytes, unsigned int size)
{
    struct text *out = context;
    text_put_bytes(out, (const char *)bytes, size);
    return out->is_broken ? CAIRO_STATUS_NO_MEMORY : CAIRO_STATUS_SUCCESS;
}

/* The days inside a PDF are fixed: the same result is the same file. */
static cairo_surface_t *open_surface(enum report_format format, double height, struct text *out)
{
    if (format == REPORT_PNG)
        return cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)(SHEET_WIDTH * PNG_DPI / 72.0),
                                          (int)(height * PNG_DPI / 72.0));
    if (format == REPORT_SVG)
        return cairo_svg_surface_create_for_stream(keep, out, SHEET_WIDTH, height);
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(keep, out, SHEET_WIDTH, height);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "2000-01-01T00:00:00Z");
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, "Whitespot");
    return surface;
}

static cairo_status_t finish(cairo_t *cairo, cairo_surface_t *surface, enum report_format format,
                             struct text *out)
{
    cairo_status_t status = cairo_status(cairo);
    cairo_destroy(cairo);
    if (!status && format == REPORT_PNG)
        status = cairo_surface_write_to_png_stream(surface, keep, out);
    cairo_surface_finish(surface);
    if (!status)
        status = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    return status;
}

enum ws_status sheet_make(char **out, size_t *size, const struct sheet_job *job,
                          struct ws_error *err)
{
    struct text bytes = {0};
    bool is_broken = false;
    double height = job->height > 0.0 ? job->height : SHEET_HEIGHT;
    cairo_surface_t *surface = open_surface(job->format, height, &bytes);
    struct sheet sheet = {.cairo = cairo_create(surface),
                          .report = job->report,
                          .lang = job->report->lang,
                          .height = height,
                          .context = job->context,
                          .is_broken = &is_broken};
    if (job->format == REPORT_PNG)
        cairo_scale(sheet.cairo, PNG_DPI / 72.0, PNG_DPI / 72.0);
    cairo_set_source_rgb(sheet.cairo, 1, 1, 1);
    cairo_paint(sheet.cairo);
    job->draw(&sheet);
    cairo_status_t status = finish(sheet.cairo, surface, job->format, &bytes);
    if (status) {
        text_release(&bytes);
        return status == CAIRO_STATUS_NO_MEMORY
                   ? error_set(err, WS_NO_MEMORY, "no memory for a drawing")
                   : error_set(err, WS_IO, "a sheet cannot be drawn: %s",
                               cairo_status_to_string(status));
    }
    bytes.is_broken |= is_broken;
    *size = bytes.length;
    return text_take(out, &bytes, err);
}
