/* The page: its chapters in order. */
#include "report/assets.h"
#include "report/captions.h"
#include "report/cells.h"
#include "report/html.h"
#include "report/shapes.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* The terms under which Leaflet may be passed on. */
#define LEAFLET_NOTICE                                                                             \
    "<!-- Leaflet. Copyright (c) 2010-2019, Vladimir Agafonkin. Copyright (c) 2010-2011, "         \
    "CloudMade. All rights reserved.\n"                                                            \
    "Redistribution and use in source and binary forms, with or without modification, are "        \
    "permitted provided that the following conditions are met: 1. Redistributions of source "      \
    "code must retain the above copyright notice, this list of conditions and the following "      \
    "disclaimer. 2. Redistributions in binary form must reproduce the above copyright notice, "    \
    "this list of conditions and the following disclaimer in the documentation and/or other "      \
    "materials provided with the distribution.\n"                                                  \
    "THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS \"AS IS\" AND ANY "       \
    "EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED WARRANTIES OF "     \
    "MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE DISCLAIMED. IN NO EVENT SHALL THE "  \
    "COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, "   \
    "EXEMPLARY, OR CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF "          \
    "SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) "      \
    "HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY, OR "    \
    "TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE OF THIS "          \
    "SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE. -->\n"

/* ---- head ----------------------------------------------------------------------- */

typedef void caption(struct text *out, const struct report *report);

static void put_caption(struct page *page, caption *say)
{
    struct text plain = {0};
    say(&plain, page->report);
    html_text(&page->out, plain.bytes ? plain.bytes : "");
    page->out.is_broken |= plain.is_broken;
    text_release(&plain);
}

static void put_subtitle(struct page *page)
{
    text_put(&page->out, "<p class=\"sub\">");
    put_caption(page, captions_subtitle);
    text_put(&page->out, "</p>\n");
}

/* The class colours stand in one table; the cells of tables and the map take them
 * from here. */
static void put_styles(struct page *page)
{
    text_put(&page->out, "<style>\n");
    text_put(&page->out, report_leaflet_css);
    text_put(&page->out, report_page_css);
    for (int i = 0; i <= WS_CLASS_MANY; i++) {
        text_add(&page->out, "td.c%d { border-left: 10px solid ", i);
        html_colour(&page->out, labels_class_colour(i));
        text_put(&page->out, "; }\n");
    }
    text_put(&page->out, "</style>\n");
}

static void put_contents(struct page *page)
{
    static const struct {
        const char *id;
        enum word word;
    } PARTS[] = {{"short", W_HEADLINE},  {"map-part", W_MAP},      {"curve", W_CURVE},
                 {"shares", W_SHARES},   {"zones", W_ZONES},       {"spots", W_WHITE_SPOTS},
                 {"tables", W_TABLES},   {"warnings", W_WARNINGS}, {"method", W_METHOD},
                 {"sources", W_EVIDENCE}};
    text_put(&page->out, "<nav aria-label=\"");
    html_words(page, W_CONTENTS, NULL, 0);
    text_put(&page->out, "\"><ul>\n");
    for (size_t i = 0; i < sizeof PARTS / sizeof *PARTS; i++) {
        text_add(&page->out, "<li><a href=\"#%s\">", PARTS[i].id);
        html_words(page, PARTS[i].word, NULL, 0);
        text_put(&page->out, "</a></li>\n");
    }
    text_put(&page->out, "</ul></nav>\n");
}

static void put_head(struct page *page)
{
    text_add(&page->out,
             "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
             "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
             "style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:\">\n"
             "<title>",
             page->lang == LANG_SV ? "sv" : "en");
    put_caption(page, captions_whole_title);
    text_put(&page->out, "</title>\n");
    put_styles(page);
    text_put(&page->out, "</head>\n<body>\n<a class=\"skip\" href=\"#short\">");
    html_words(page, W_TO_MAIN, NULL, 0);
    text_put(&page->out, "</a>\n<header>\n<h1>");
    put_caption(page, captions_title);
    text_put(&page->out, "</h1>\n");
    put_subtitle(page);
    put_contents(page);
    text_put(&page->out, "</header>\n<main>\n");
}

/* ---- the answer in short -------------------------------------------------------- */

static void put_card(struct page *page, const char *figure, bool is_warm)
{
    text_put(&page->out, is_warm ? "<div class=\"card warm\"><b>" : "<div class=\"card\"><b>");
    html_text(&page->out, figure);
    text_put(&page->out, "</b><span>");
}

static void end_card(struct page *page)
{
    text_put(&page->out, "</small></div>\n");
}

static void put_interval(struct page *page, const struct ws_share *row)
{
    char low[WORDS_NUMBER], high[WORDS_NUMBER];
    const char *const args[] = {words_percent(low, page->lang, ws_share_low(row), -1),
                                words_percent(high, page->lang, ws_share_high(row), 1)};
    text_put(&page->out, "</span><small>");
    html_words(page, W_INTERVAL, args, 2);
}

static void put_share_cards(struct page *page)
{
    const struct report *report = page->report;
    const struct ws_share *rows = captions_shares(report, report->main_cutoff, 0);
    for (uint32_t k = 0; k < report->choice_count && k < 3; k++) {
        char figure[WORDS_NUMBER], number[WORDS_NUMBER];
        const char *const args[] = {words_whole(number, page->lang, report->choice[k])};
        struct ws_fraction of = {rows[k].covered_micro, rows[k].people_micro};
        put_card(page, words_percent(figure, page->lang, of, 0), false);
        html_words(page, report->choice[k] == 1 ? W_COVERED_ONE : W_COVERED_MANY, args, 1);
        if (report->inside)
            html_words(page, W_COVERED_INSIDE, NULL, 0);
        put_interval(page, &rows[k]);
        end_card(page);
    }
}

/* How many of the municipalities are of this class; -1: of none, nobody is told there. */
static uint32_t zones_of_class(const struct report_layer *zones, int class_id)
{
    const struct column *column = zones ? cells_column(zones, "class") : NULL;
    uint32_t count = 0;
    for (uint32_t row = 0; column && row < zones->row_count; row++)
        count += labels_class(column->text[row]) == class_id;
    return count;
}

static void put_without_card(struct page *page)
{
    const struct report_layer *spots = cells_layer(page->report, "white_spots");
    const struct ws_share *row = page->report->main;
    char figure[WORDS_NUMBER], beyond[WORDS_NUMBER], unconnected[WORDS_NUMBER];
    const char *args[] = {cells_main_limit(page->report), figure};
    put_card(page, words_people(figure, page->lang, captions_without_micro(row)), true);
    html_words(page, W_PEOPLE_WITHOUT, args, 2);
    text_put(&page->out, "</span><small>");
    args[0] = words_people(beyond, page->lang, row->uncovered_micro);
    args[1] = words_people(unconnected, page->lang, captions_unconnected_micro(row));
    html_words(page, W_WITHOUT_PARTS, args, 2);
    text_put(&page->out, "; ");
    args[0] = words_whole(figure, page->lang, spots ? spots->row_count : 0);
    html_words(page, W_SPOTS, args, 1);
    end_card(page);
}

static void put_unknown_zones(struct page *page, uint32_t count)
{
    char figure[WORDS_NUMBER];
    const char *const args[] = {words_whole(figure, page->lang, count)};
    if (!count)
        return;
    text_put(&page->out, "; ");
    html_words(page, W_ZONES_UNKNOWN, args, 1);
}

static void put_place_cards(struct page *page)
{
    const struct report *report = page->report;
    const struct report_layer *zones = cells_layer(report, "municipalities");
    const struct report_layer *offices = cells_layer(report, "offices");
    char figure[WORDS_NUMBER], note[WORDS_NUMBER];
    const char *args[] = {cells_main_limit(report), figure};

    put_without_card(page);
    put_card(page, words_whole(figure, page->lang, zones_of_class(zones, WS_CLASS_NONE)), true);
    args[0] = words_whole(note, page->lang, zones ? zones->row_count : 0);
    html_words(page, W_ZONES_WHITE, args, 2);
    text_put(&page->out, "</span><small>");
    args[0] = cells_main_limit(report);
    html_words(page, W_ZONES_WHITE_NOTE, args, 1);
    put_unknown_zones(page, zones_of_class(zones, -1));
    end_card(page);

    put_card(page, words_whole(figure, page->lang, offices ? offices->row_count : 0), false);
    html_words(page, W_OFFICES_COUNT, &args[1], 1);
    text_put(&page->out, "</span><small>");
    args[0] = words_whole(note, page->lang, report->provider_count);
    html_words(page, W_OFFICES_NOTE, args, 1);
    end_card(page);
}

static void put_bridge(struct page *page)
{
    if (page->report->inside) {
        text_put(&page->out, "<p>");
        put_caption(page, captions_inside);
        text_put(&page->out, "</p>\n");
    }
    text_put(&page->out, "<p class=\"bridge\">");
    put_caption(page, captions_bridge_all);
    text_put(&page->out, "</p>\n");
}

static void put_unconnected(struct page *page)
{
    const struct ws_share *row = page->report->main;
    char no_link[WORDS_NUMBER], off_network[WORDS_NUMBER];
    const char *const args[] = {words_people(no_link, page->lang, row->no_link_micro),
                                words_people(off_network, page->lang, row->off_network_micro)};
    html_paragraph(page, W_DEFINITION_WITHOUT, args, 2);
}

static void put_definitions(struct page *page)
{
    const struct report *report = page->report;
    bool is_straight = report->straight_factor > 0.0;
    char factor[WORDS_NUMBER];
    const char *const args[] = {cells_main_limit(report), report->weight,
                                words_real(factor, page->lang, report->straight_factor, 3)};
    text_put(&page->out, "<h3>");
    html_words(page, W_DEFINITION, NULL, 0);
    text_put(&page->out, "</h3>\n");
    html_paragraph(page,
                   is_straight       ? W_DEFINITION_STRAIGHT
                   : report->is_time ? W_DEFINITION_TIME
                                     : W_DEFINITION_ROAD,
                   args, 3);
    if (captions_unconnected_micro(report->main))
        put_unconnected(page);
    html_paragraph(page, W_DEFINITION_INTERVAL, NULL, 0);
    html_paragraph(page, W_DEFINITION_CHOICE, NULL, 0);
}

static void put_short(struct page *page)
{
    html_section(page, "short", W_HEADLINE);
    text_put(&page->out, "<div class=\"cards\">\n");
    put_share_cards(page);
    put_place_cards(page);
    text_put(&page->out, "</div>\n");
    put_bridge(page);
    put_definitions(page);
    html_end_section(page);
}

/* ---- the whole --------------------------------------------------------------------- */

enum ws_status report_page(char **out, const struct report *report, struct ws_error *err)
{
    struct page page = {.report = report, .lang = report->lang};
    put_head(&page);
    put_short(&page);
    enum ws_status st = page_map(&page, err);
    if (st) {
        text_release(&page.out);
        return st;
    }
    page_tables(&page);
    text_put(&page.out, "<script type=\"application/json\" id=\"shapes\">");
    shapes_put(&page);
    text_put(&page.out, "</script>\n");
    page_words(&page);
    text_put(&page.out, LEAFLET_NOTICE);
    text_put(&page.out, "<script>\n");
    text_put(&page.out, report_leaflet_js);
    text_put(&page.out, "\n</script>\n<script>\n");
    text_put(&page.out, report_page_js);
    text_put(&page.out, "</script>\n</body>\n</html>\n");
    return text_take(out, &page.out, err);
}
