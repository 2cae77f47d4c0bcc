/* The map of the page: its place, its legend and what its script says. */
#include "report/cells.h"
#include "report/html.h"
#include "report/sheet.h"

#include "base/mem.h"

#include <stdio.h>

/* A white spot's lines are cased in white: they show on the darkest class, and the class
 * between them keeps the colour of the legend. */
static const struct hatch {
    const char *id, *word, *path, *colour;
    int tile; /* side of what repeats */
    bool is_cased;
} HATCHES[] = {
    {"remote", "remote_only", "M0 8L8 0", "#202020", 8, false},
    {"neighbour", "neighbour_only", "M0 0L8 8", "#202020", 8, false},
    {"closed", "closed_to_new", "M0 4L8 4", "#202020", 8, false},
    {"ending", "ending", "M4 0L4 8", "#202020", 8, false},
    {"spot", "", "M-2 2L2 -2M0 10L10 0M8 12L12 8", "#b2182b", 10, true},
};

static void put_lines(struct page *page, const char *path, const char *colour, const char *width)
{
    text_add(&page->out, "<path d=\"%s\" stroke=\"%s\" stroke-width=\"%s\" fill=\"none\"/>", path,
             colour, width);
}

static void put_hatches(struct page *page)
{
    text_put(&page->out, "<svg width=\"0\" height=\"0\" aria-hidden=\"true\" "
                         "style=\"position:absolute\"><defs>\n");
    for (size_t i = 0; i < sizeof HATCHES / sizeof *HATCHES; i++) {
        text_add(&page->out,
                 "<pattern id=\"hatch-%s\" width=\"%d\" height=\"%d\" "
                 "patternUnits=\"userSpaceOnUse\">",
                 HATCHES[i].id, HATCHES[i].tile, HATCHES[i].tile);
        if (HATCHES[i].is_cased)
            put_lines(page, HATCHES[i].path, "#fff", "2.5");
        put_lines(page, HATCHES[i].path, HATCHES[i].colour, "1.3");
        text_put(&page->out, "</pattern>\n");
    }
    text_put(&page->out, "</defs></svg>\n");
}

static void put_swatch(struct page *page, const char *fill)
{
    text_add(&page->out,
             "<li><svg width=\"22\" height=\"15\" aria-hidden=\"true\"><rect width=\"22\" "
             "height=\"15\" fill=\"%s\" stroke=\"#555\"/></svg>",
             fill);
}

static void put_class_legend(struct page *page)
{
    static const char *const CLASSES[] = {"none", "one", "two", "few", "many"};
    text_put(&page->out, "<strong>");
    html_words(page, W_LEGEND_CHOICE, NULL, 0);
    text_put(&page->out, "</strong><ul>\n");
    for (int i = -1; i <= WS_CLASS_MANY; i++) {
        int class_id = i < WS_CLASS_MANY ? i + 1 : -1;
        struct label_colour colour = labels_class_colour(class_id);
        char fill[8];
        snprintf(fill, sizeof fill, "#%02x%02x%02x", colour.red, colour.green, colour.blue);
        put_swatch(page, fill);
        if (class_id < 0)
            html_words(page, W_LEGEND_NO_DATA, NULL, 0);
        else
            html_text(&page->out, labels_word(CLASSES[class_id], page->lang));
        text_put(&page->out, "</li>\n");
    }
    text_put(&page->out, "</ul><ul>\n");
}

static void put_line(struct page *page, const char *width, const char *text)
{
    text_put(&page->out, "<li><svg width=\"22\" height=\"15\" aria-hidden=\"true\"><path d=\"M0 "
                         "7.5H22\" stroke=\"");
    html_colour(&page->out, LABELS_OFFICE);
    text_add(&page->out, "\" stroke-width=\"%s\"/></svg>", width);
    html_text(&page->out, text);
    text_put(&page->out, "</li>\n");
}

static void put_sign(struct page *page, const char *shape, struct label_colour fill,
                     struct label_colour line, const char *text)
{
    text_add(&page->out, "<li><svg width=\"22\" height=\"15\" aria-hidden=\"true\"><%s fill=\"",
             shape);
    html_colour(&page->out, fill);
    text_put(&page->out, "\" stroke=\"");
    html_colour(&page->out, line);
    text_put(&page->out, "\" stroke-width=\"1.5\"/></svg><span>");
    html_text(&page->out, text);
    text_put(&page->out, "</span></li>\n");
}

static void put_signs(struct page *page)
{
    static const char DOT[] = "circle cx=\"11\" cy=\"7.5\" r=\"4.5\"";
    static const char DIAMOND[] = "path d=\"M11 1L17.5 7.5L11 14L4.5 7.5Z\"";
    static const struct label_colour WHITE = {255, 255, 255};
    put_sign(page, DOT, LABELS_OFFICE, LABELS_OFFICE, words_plain(page->lang, W_LEGEND_OFFICE));
    if (cells_has_idle(page->report))
        put_sign(page, DOT, WHITE, LABELS_IDLE, labels_word("idle_office", page->lang));
    if (cells_has_plans(page->report))
        put_sign(page, DIAMOND, WHITE, LABELS_OFFICE, labels_word("scenario_office", page->lang));
    if (cells_has_new(page->report))
        put_sign(page, DIAMOND, LABELS_NEW, LABELS_OFFICE, labels_word("new_office", page->lang));
}

static void put_legend(struct page *page)
{
    const char *const args[] = {cells_main_limit(page->report)};
    text_put(&page->out, "<div class=\"legend\"><h3>");
    html_words(page, W_LEGEND, NULL, 0);
    text_put(&page->out, "</h3>\n");
    put_class_legend(page);
    for (size_t i = 0; i < sizeof HATCHES / sizeof *HATCHES; i++) {
        char fill[32];
        snprintf(fill, sizeof fill, "url(#hatch-%s)", HATCHES[i].id);
        put_swatch(page, fill);
        if (HATCHES[i].word[0])
            html_text(&page->out, labels_word(HATCHES[i].word, page->lang));
        else
            html_words(page, W_LEGEND_SPOT, args, 1);
        text_put(&page->out, "</li>\n");
    }
    put_signs(page);
    put_line(page, "0.8", labels_word("municipalities", page->lang));
    if (cells_supplier_areas(page->report))
        put_line(page, "1.4", labels_word("supplier_areas", page->lang));
    if (page->report->counties)
        put_line(page, map_county_width(page->report) < MAP_COUNTY_WIDTH ? "1.4" : "2.2",
                 words_plain(page->lang, W_LEGEND_COUNTY));
    text_put(&page->out, "</ul><div class=\"screen\" id=\"layers\"><strong>");
    html_words(page, W_LEGEND_LAYERS, NULL, 0);
    text_put(&page->out, "</strong></div></div>\n");
}

static void put_word(struct page *page, const char *key, const char *text)
{
    text_add(&page->out, ",\"%s\":", key);
    html_json(&page->out, text);
}

/* What the script says and paints. */
void page_words(struct page *page)
{
    struct text land = {0};
    const char *const args[] = {cells_main_limit(page->report)};
    words_put(&land, page->lang, W_LEGEND_CATCHMENT, args, 1);
    text_put(&page->out, "<script type=\"application/json\" id=\"words\">{\"colours\":[");
    for (int i = -1; i <= WS_CLASS_MANY; i++) {
        text_put(&page->out, i < 0 ? "\"" : ",\"");
        html_colour(&page->out, labels_class_colour(i));
        text_put(&page->out, "\"");
    }
    text_put(&page->out, "],\"border\":\"");
    html_colour(&page->out, LABELS_OFFICE);
    text_put(&page->out, "\",\"spot\":\"");
    html_colour(&page->out, LABELS_WHITE_SPOT);
    text_put(&page->out, "\",\"office\":\"");
    html_colour(&page->out, LABELS_OFFICE);
    text_put(&page->out, "\",\"idle\":\"");
    html_colour(&page->out, LABELS_IDLE);
    text_put(&page->out, "\",\"fresh\":\"");
    html_colour(&page->out, LABELS_NEW);
    text_put(&page->out, "\"");
    put_word(page, "municipalities", labels_layer("municipalities", page->lang));
    put_word(page, "supplier_areas", labels_layer("supplier_areas", page->lang));
    put_word(page, "spots", labels_layer("white_spots", page->lang));
    put_word(page, "offices", labels_layer("offices", page->lang));
    put_word(page, "sites", labels_layer("sites", page->lang));
    put_word(page, "plans", labels_layer("scenario_offices", page->lang));
    put_word(page, "filter", words_plain(page->lang, W_FILTER));
    put_word(page, "counties", words_plain(page->lang, W_LEGEND_COUNTY));
    put_word(page, "land", land.bytes ? land.bytes : "");
    page->out.is_broken |= land.is_broken;
    text_release(&land);
    text_put(&page->out, "}</script>\n");
}

/* Paper cannot be pointed at: there the map is a drawing with names. */
static enum ws_status put_print(struct page *page, struct ws_error *err)
{
    char *drawing = NULL;
    size_t size = 0;
    enum ws_status st = map_print(&drawing, &size, page->report, err);
    if (st)
        return st;
    text_put(&page->out, "<img class=\"paper\" alt=\"");
    html_words(page, W_MAP_ALT, NULL, 0);
    text_put(&page->out, "\" src=\"data:image/svg+xml;base64,");
    html_bytes(&page->out, drawing, size);
    text_put(&page->out, "\">");
    mem_free(drawing);
    return WS_OK;
}

enum ws_status page_map(struct page *page, struct ws_error *err)
{
    const struct report_layer *zones = cells_layer(page->report, "municipalities");
    const char *crs = cells_crs(page->report);
    enum ws_status st = WS_OK;
    html_section(page, "map-part", W_MAP);
    text_put(&page->out, "<p class=\"screen\" id=\"map-help\">");
    html_words(page, W_MAP_HELP, NULL, 0);
    text_put(&page->out, "</p>\n");
    put_hatches(page);
    text_put(&page->out, "<div class=\"mapbox\"><div>");
    text_put(&page->out, "<div id=\"map\" role=\"application\" aria-label=\"");
    html_words(page, W_MAP_ALT, NULL, 0);
    text_put(&page->out, "\" aria-describedby=\"map-help\"><noscript>");
    html_words(page, W_MAP_NO_SCRIPT, NULL, 0);
    text_put(&page->out, "</noscript></div>");
    text_put(&page->out, "<p class=\"screen\" id=\"told\" role=\"status\"></p>");
    if (zones && zones->areas && zones->row_count)
        st = put_print(page, err);
    text_put(&page->out, "</div>\n");
    put_legend(page);
    text_put(&page->out, "</div>\n<p class=\"bridge\">");
    if (cells_has_new(page->report) || cells_has_plans(page->report)) {
        html_words(page, W_LEGEND_TODAY, NULL, 0);
        text_put(&page->out, "<br>");
    }
    html_words(page, W_PROJECTION, &crs, 1);
    text_put(&page->out, "</p>\n");
    html_end_section(page);
    return st;
}
