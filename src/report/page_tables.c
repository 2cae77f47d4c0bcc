/* Chapters of the page that are tables and text. */
#include "report/captions.h"
#include "report/cells.h"
#include "report/chart.h"
#include "report/html.h"

#include <stdio.h>
#include <string.h>

#define ZONES_SHOWN 2000u
#define SPOTS_SHOWN 200u
#define ROWS_SHOWN 300u

static void put_curve(struct page *page)
{
    html_section(page, "curve", W_CURVE);
    html_paragraph(page, W_CURVE_HELP, NULL, 0);
    chart_curve(page);
    html_end_section(page);
}

/* ---- shares --------------------------------------------------------------------- */

static void put_share(struct page *page, const struct ws_share *row)
{
    char share[WORDS_NUMBER], low[WORDS_NUMBER], high[WORDS_NUMBER], people[WORDS_NUMBER];
    struct ws_fraction of = {row->covered_micro, row->people_micro};
    text_put(&page->out, "<td class=\"n\">");
    html_text(&page->out, words_percent(share, page->lang, of, 0));
    text_put(&page->out, " <small>(");
    html_text(&page->out, words_percent(low, page->lang, ws_share_low(row), -1));
    text_put(&page->out, "\xe2\x80\x93");
    html_text(&page->out, words_percent(high, page->lang, ws_share_high(row), 1));
    text_put(&page->out, ")<br>");
    html_text(&page->out, words_people(people, page->lang, row->covered_micro));
    text_put(&page->out, "</small></td>");
}

/* rows: [cutoff][choice]. */
static void put_share_table(struct page *page, const struct ws_share *rows)
{
    const struct report *report = page->report;
    char number[WORDS_NUMBER];
    const char *args[1];
    text_put(&page->out, "<table><thead><tr><th></th>");
    for (uint32_t k = 0; k < report->choice_count; k++) {
        args[0] = words_whole(number, page->lang, report->choice[k]);
        text_put(&page->out, "<th scope=\"col\" class=\"n\">");
        html_words(page, report->choice[k] == 1 ? W_COVERED_ONE : W_COVERED_MANY, args, 1);
        text_put(&page->out, "</th>");
    }
    text_put(&page->out, "</tr></thead>\n<tbody>\n");
    for (uint32_t c = 0; c < report->cutoff_count; c++) {
        text_put(&page->out, "<tr><th scope=\"row\">");
        html_words(page, W_LIMIT, &report->cutoff_shown[c], 1);
        text_put(&page->out, "</th>");
        for (uint32_t k = 0; k < report->choice_count; k++)
            put_share(page, &rows[(size_t)c * report->choice_count + k]);
        text_put(&page->out, "</tr>\n");
    }
    text_put(&page->out, "</tbody></table>\n");
}

static void put_shares(struct page *page)
{
    const struct report *report = page->report;
    char number[WORDS_NUMBER], outside[WORDS_NUMBER];
    const char *args[] = {words_people(number, page->lang, captions_main(report)->people_micro),
                          words_people(outside, page->lang, report->main->outside_micro)};
    html_section(page, "shares", W_SHARES);
    html_paragraph(page, report->inside ? W_SHARES_INSIDE : W_SHARES_HELP, args, 1);
    put_share_table(page, captions_shares(report, 0, 0));
    if (report->inside) {
        args[0] = words_people(number, page->lang, report->main->people_micro);
        html_paragraph(page, W_SHARES_ALL, args, 2);
        put_share_table(page, report->nation);
    }
    html_end_section(page);
}

/* ---- zones and white spots ------------------------------------------------------ */

static void put_zones(struct page *page)
{
    static const char *const NAMES[] = {"code",      "name",     "class",     "people",
                                        "covered",   "share",    "share_low", "share_high",
                                        "choice2",   "choice3",  "offices",   "providers",
                                        "reachable", "cost_p50", "cost_p90"};
    const uint32_t count = sizeof NAMES / sizeof *NAMES;
    const struct report_layer *zones = cells_layer(page->report, "municipalities");
    const struct report_layer *areas = cells_supplier_areas(page->report);
    html_section(page, "zones", W_ZONES);
    text_put(&page->out, "<p class=\"screen\">");
    html_words(page, W_SORT_HELP, NULL, 0);
    text_put(&page->out, "</p>\n");
    if (zones)
        html_table(page, zones, NAMES, count, ZONES_SHOWN);
    if (zones)
        chart_intervals(page, zones);
    if (areas) {
        text_put(&page->out, "<h3>");
        html_text(&page->out, labels_layer("supplier_areas", page->lang));
        text_put(&page->out, "</h3>\n");
        html_table(page, areas, NAMES, count, ZONES_SHOWN);
    }
    html_end_section(page);
}

static void put_spots(struct page *page)
{
    static const char *const NAMES[] = {"rank",     "code",    "name",      "people",
                                        "area_km2", "nearest", "nearest_m", "nearest_s"};
    const char *const args[] = {cells_main_limit(page->report)};
    const struct report_layer *spots = cells_layer(page->report, "white_spots");
    html_section(page, "spots", W_WHITE_SPOTS);
    html_paragraph(page, W_WHITE_SPOTS_HELP, args, 1);
    if (spots)
        html_table(page, spots, NAMES, sizeof NAMES / sizeof *NAMES, SPOTS_SHOWN);
    html_end_section(page);
}

/* ---- more tables ---------------------------------------------------------------- */

/* Those with a chapter of their own, or too long to be read on a page. */
static bool is_elsewhere(const struct report_layer *layer)
{
    bool is_contracts = !strcmp(layer->name, "supplier_areas") && !layer->areas;
    static const char *const NAMES[] = {
        "municipalities", "supplier_areas", "white_spots",       "population", "reached_roads",
        "catchments",     "coverage",       "office_catchments", "repairs",    "run"};
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if (!strcmp(layer->name, NAMES[i]))
            return !is_contracts;
    return false;
}

/* Which area is in which lot; many lots are for the table alone. */
#define LOTS_TOLD 40u

static void put_lots(struct page *page, const struct report_layer *lots)
{
    const struct column *number = cells_column(lots, "lot");
    struct text list = {0};
    if (!number || !lots->row_count || lots->row_count > LOTS_TOLD)
        return;
    for (uint32_t row = 0; row < lots->row_count; row++) {
        struct text lot = {0};
        cells_put(&lot, page->report, lots->name, number, row);
        const char *const args[] = {lot.bytes ? lot.bytes : "", cells_text(lots, "areas", row)};
        text_put(&list, row ? "; " : "");
        words_put(&list, page->lang, W_NOTE_LOT, args, 2);
        list.is_broken |= lot.is_broken;
        text_release(&lot);
    }
    const char *const told[] = {list.bytes ? list.bytes : ""};
    html_paragraph(page, W_NOTE_FINDINGS, told, 1);
    page->out.is_broken |= list.is_broken;
    text_release(&list);
}

/* What one has to know to read two tables side by side. */
static void put_note(struct page *page, const char *name)
{
    const struct report_layer *lots = cells_layer(page->report, "lots");
    bool is_findings = !strcmp(name, "findings");
    if (!strcmp(name, "lots") || (is_findings && lots))
        html_paragraph(page, W_NOTE_LOTS, NULL, 0);
    if (is_findings && lots)
        put_lots(page, lots);
    if (!strcmp(name, "critical"))
        html_paragraph(page, W_NOTE_CRITICAL, NULL, 0);
    if (!strcmp(name, "metrics") && page->report->inside) {
        char outside[WORDS_NUMBER];
        const char *const args[] = {
            words_people(outside, page->lang, page->report->main->outside_micro)};
        html_paragraph(page, W_NOTE_METRICS, args, 1);
    }
}

/* Read first, so unfolded. */
static bool is_open(const char *name)
{
    return !strcmp(name, "findings") || !strcmp(name, "lots") || !strcmp(name, "sites");
}

static void put_tables(struct page *page)
{
    const struct report *report = page->report;
    html_section(page, "tables", W_TABLES);
    page_scenarios(page);
    text_put(&page->out, "<p class=\"screen\">");
    html_words(page, W_TABLES_HELP, NULL, 0);
    text_put(&page->out, "</p>\n");
    for (uint32_t i = 0; i < report->layer_count; i++) {
        const struct report_layer *layer = &report->layers[i];
        if (is_elsewhere(layer) || !layer->row_count)
            continue;
        text_put(&page->out,
                 is_open(layer->name) ? "<details open><summary>" : "<details><summary>");
        html_text(&page->out, labels_layer(layer->name, page->lang));
        text_put(&page->out, "</summary>\n");
        put_note(page, layer->name);
        html_table(page, layer, NULL, 0, ROWS_SHOWN);
        text_put(&page->out, "</details>\n");
    }
    html_end_section(page);
}

static void put_warnings(struct page *page)
{
    const struct report_layer *repairs = cells_layer(page->report, "repairs");
    html_section(page, "warnings", W_WARNINGS);
    html_paragraph(page, repairs && repairs->row_count ? W_WARNINGS_HELP : W_NO_WARNINGS, NULL, 0);
    if (repairs && repairs->row_count)
        html_table(page, repairs, NULL, 0, ROWS_SHOWN);
    html_end_section(page);
}

/* ---- method and sources --------------------------------------------------------- */

static void put_method(struct page *page)
{
    const struct report *report = page->report;
    html_section(page, "method", W_METHOD);
    if (report->road_mm) {
        char km[WORDS_NUMBER], nodes[WORDS_NUMBER];
        const char *const args[] = {
            words_whole(km, page->lang, (report->road_mm + 500000) / 1000000),
            words_whole(nodes, page->lang, report->node_count)};
        html_paragraph(page, report->is_time ? W_METHOD_TIME : W_METHOD_TEXT, NULL, 0);
        html_paragraph(page, W_METHOD_LIMIT, args, 2);
    }
    html_paragraph(page, report->is_time ? W_METHOD_SPEED : W_METHOD_COST, NULL, 0);
    html_paragraph(page, W_METHOD_UNKNOWN, NULL, 0);
    html_end_section(page);
}

static void put_source(struct page *page, const struct ws_input *input)
{
    char number[WORDS_NUMBER];
    text_put(&page->out, "<tr><th scope=\"row\">");
    html_text(&page->out, cells_role(page->report, ws_role_name(input->role)));
    text_put(&page->out, "</th><td>");
    html_text(&page->out, input->path);
    text_put(&page->out, "</td><td class=\"n\">");
    html_text(&page->out, words_whole(number, page->lang, input->rows_read));
    text_put(&page->out, "</td><td class=\"n\">");
    html_text(&page->out, words_whole(number, page->lang, input->rows_used));
    text_put(&page->out, "</td><td>");
    html_text(&page->out, input->crs);
    text_put(&page->out, "</td><td class=\"hash\">");
    html_text(&page->out, input->sha256);
    text_put(&page->out, "</td></tr>\n");
}

static void put_sources(struct page *page)
{
    static const enum word HEADINGS[] = {W_INPUT,     W_COUNT,  W_ROWS_READ,
                                         W_ROWS_USED, W_SYSTEM, W_CHECKSUM};
    const struct report *report = page->report;
    html_section(page, "sources", W_EVIDENCE);
    html_paragraph(page, W_EVIDENCE_HELP, NULL, 0);
    text_put(&page->out, "<div class=\"scroll\" tabindex=\"0\"><table><thead><tr>");
    for (size_t i = 0; i < sizeof HEADINGS / sizeof *HEADINGS; i++) {
        text_put(&page->out, "<th scope=\"col\">");
        if (HEADINGS[i] == W_COUNT)
            html_text(&page->out, labels_column("file")->text[page->lang]);
        else
            html_words(page, HEADINGS[i], NULL, 0);
        text_put(&page->out, "</th>");
    }
    text_put(&page->out, "</tr></thead>\n<tbody>\n");
    for (uint32_t i = 0; i < report->input_count; i++)
        put_source(page, &report->inputs[i]);
    text_put(&page->out, "</tbody></table></div>\n");
    html_end_section(page);
}

void page_tables(struct page *page)
{
    put_curve(page);
    put_shares(page);
    put_zones(page);
    put_spots(page);
    put_tables(page);
    put_warnings(page);
    put_method(page);
    put_sources(page);
    text_put(&page->out, "</main>\n<footer><p>");
    html_words(page, W_MADE_WITH, &page->report->made_with, 1);
    text_put(&page->out, "</p></footer>\n");
}
