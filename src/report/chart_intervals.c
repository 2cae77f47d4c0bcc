/* Shares of zones with their bounds: a dot on a line for each. */
#include "report/cells.h"
#include "report/chart.h"

#include "base/mem.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define ROWS_MOST 60u
#define WIDTH 760.0
#define LEFT 170.0
#define RIGHT 70.0
#define ROW 16.0
#define TOP 22.0

struct bar {
    double share, low, high;
    uint32_t row;
};

static int compare_bars(const void *a_ptr, const void *b_ptr)
{
    const struct bar *a = a_ptr, *b = b_ptr;
    if (a->share != b->share)
        return a->share < b->share ? -1 : 1;
    return (a->row > b->row) - (a->row < b->row);
}

/* Zones whose share is known, lowest first. */
static uint32_t list_bars(struct bar *bars, const struct report_layer *zones)
{
    const struct column *share = cells_column(zones, "share");
    const struct column *low = cells_column(zones, "share_low");
    const struct column *high = cells_column(zones, "share_high");
    uint32_t count = 0;
    for (uint32_t row = 0; share && low && high && row < zones->row_count; row++) {
        struct bar bar = {.row = row};
        if (cells_value(&bar.share, share, row) && cells_value(&bar.low, low, row) &&
            cells_value(&bar.high, high, row))
            bars[count++] = bar;
    }
    if (count)
        qsort(bars, count, sizeof *bars, compare_bars);
    return count;
}

static double x_of(double share)
{
    return LEFT + (WIDTH - LEFT - RIGHT) * share;
}

static void put_grid(struct page *page, double height)
{
    for (int percent = 0; percent <= 100; percent += 20)
        text_add(&page->out,
                 "<line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>"
                 "<text x=\"%.1f\" y=\"12\" class=\"mid\">%d\xc2\xa0%%</text>\n",
                 x_of(percent / 100.0), x_of(percent / 100.0), TOP - 4.0, height,
                 x_of(percent / 100.0), percent);
}

static void put_bar(struct page *page, const struct report_layer *zones, const struct bar *bar,
                    double y)
{
    struct text share = {0};
    cells_put(&share, page->report, zones->name, cells_column(zones, "share"), bar->row);
    text_add(&page->out, "<text x=\"%.1f\" y=\"%.1f\" class=\"end\">", LEFT - 8.0, y + 4.0);
    html_text(&page->out, cells_text(zones, "name", bar->row));
    text_add(&page->out,
             "</text><path d=\"M%.1f %.1fH%.1f\" stroke=\"#185a91\" stroke-width=\"3\"/>"
             "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"#1c2126\"/>"
             "<text x=\"%.1f\" y=\"%.1f\">",
             x_of(bar->low), y, x_of(bar->high), x_of(bar->share), y, WIDTH - RIGHT + 10.0,
             y + 4.0);
    html_text(&page->out, share.bytes ? share.bytes : "");
    text_put(&page->out, "</text>\n");
    page->out.is_broken |= share.is_broken;
    text_release(&share);
}

static void put_chart(struct page *page, const struct report_layer *zones, const struct bar *bars,
                      uint32_t count)
{
    double height = TOP + ROW * count + 4.0;
    text_add(&page->out,
             "<svg class=\"chart\" viewBox=\"0 0 %.0f %.0f\" role=\"img\" "
             "aria-labelledby=\"bars-alt\"><title id=\"bars-alt\">",
             WIDTH, height);
    html_words(page, W_INTERVALS_ALT, NULL, 0);
    text_put(&page->out, "</title>\n");
    put_grid(page, height);
    for (uint32_t i = 0; i < count; i++)
        put_bar(page, zones, &bars[i], TOP + ROW * (i + 0.5));
    text_put(&page->out, "</svg>\n");
}

void chart_intervals(struct page *page, const struct report_layer *zones)
{
    struct bar *bars = mem_array(zones->row_count, sizeof *bars);
    if (!bars) {
        page->out.is_broken = true;
        return;
    }
    uint32_t count = list_bars(bars, zones), shown = count < ROWS_MOST ? count : ROWS_MOST;
    const char *const limit[] = {cells_main_limit(page->report)};
    if (count) {
        text_put(&page->out, "<h3>");
        html_words(page, W_INTERVALS, NULL, 0);
        text_put(&page->out, "</h3>\n");
        html_paragraph(page, W_INTERVALS_HELP, limit, 1);
        put_chart(page, zones, bars, shown);
    }
    if (shown < count) {
        char some[WORDS_NUMBER], all[WORDS_NUMBER];
        const char *const args[] = {words_whole(some, page->lang, shown),
                                    words_whole(all, page->lang, count)};
        html_paragraph(page, W_INTERVALS_LOWEST, args, 2);
    }
    mem_free(bars);
}
