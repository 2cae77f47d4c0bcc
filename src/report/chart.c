#include "report/chart.h"

#include "report/captions.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

/* In units of the drawing. */
#define WIDTH 760.0
#define HEIGHT 380.0
#define LEFT 62.0
#define RIGHT 120.0
#define TOP 16.0
#define BOTTOM 48.0

static const struct line_look {
    const char *colour, *dashes;
} LOOKS[] = {{"#185a91", "none"}, {"#b4550f", "9 4"}, {"#5a5a5a", "3 3"}, {"#2b7a4b", "12 3 3 3"},
             {"#7a3b8f", "6 6"},  {"#000000", "2 6"}, {"#185a91", "2 2"}, {"#b4550f", "1 4"}};
#define LOOK_COUNT ((uint32_t)(sizeof LOOKS / sizeof *LOOKS))

struct frame {
    struct page *page;
    uint32_t most_cost;
    uint64_t people_micro;
};

static double x_of(const struct frame *frame, uint32_t cost)
{
    return LEFT + (WIDTH - LEFT - RIGHT) * (double)cost / (double)frame->most_cost;
}

static double y_of(double share)
{
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share;
}

/* A round step that gives about six of them. */
static uint32_t round_step(uint32_t most, uint32_t unit)
{
    static const uint32_t STEPS[] = {1, 2, 5, 10, 15, 20, 25, 30, 50, 60, 100, 120, 200, 250, 500};
    for (size_t i = 0; i < sizeof STEPS / sizeof *STEPS; i++)
        if (most / unit / STEPS[i] <= 7)
            return STEPS[i] * unit;
    return 1000 * unit;
}

static void put_axes(const struct frame *frame)
{
    struct text *out = &frame->page->out;
    bool is_time = frame->page->report->is_time;
    uint32_t unit = is_time ? 60000 : 1000000, step = round_step(frame->most_cost, unit);
    for (int percent = 0; percent <= 100; percent += 20)
        text_add(out,
                 "<line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>"
                 "<text x=\"%.1f\" y=\"%.1f\" class=\"end\">%d\xc2\xa0%%</text>\n",
                 LEFT, WIDTH - RIGHT, y_of(percent / 100.0), y_of(percent / 100.0), LEFT - 8.0,
                 y_of(percent / 100.0) + 4.0, percent);
    for (uint32_t cost = 0; cost <= frame->most_cost && cost <= WS_COST_INF - step; cost += step)
        text_add(out, "<text x=\"%.1f\" y=\"%.1f\" class=\"mid\">%" PRIu32 "</text>\n",
                 x_of(frame, cost), HEIGHT - BOTTOM + 18.0, cost / unit);
    text_add(out, "<text x=\"%.1f\" y=\"%.1f\" class=\"mid\">", (LEFT + WIDTH - RIGHT) / 2,
             HEIGHT - 8.0);
    html_words(frame->page, is_time ? W_CURVE_AXIS_MIN : W_CURVE_AXIS_KM, NULL, 0);
    text_put(out, "</text>\n");
}

static void put_limits(const struct frame *frame)
{
    const struct report *report = frame->page->report;
    struct text *out = &frame->page->out;
    for (uint32_t c = 0; c < report->cutoff_count; c++) {
        double x = x_of(frame, report->cutoff_cost[c]);
        if (report->cutoff_cost[c] > frame->most_cost)
            continue;
        text_add(out,
                 "<line class=\"limit\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>"
                 "<text x=\"%.1f\" y=\"%.1f\" class=\"lim\">",
                 x, x, y_of(0.0), y_of(1.0), x + 4.0, y_of(0.0) - 6.0);
        html_text(out, report->cutoff_shown[c]);
        text_put(out, "</text>\n");
    }
}

static double share_at(const struct frame *frame, uint32_t choice, uint32_t i)
{
    return (double)frame->page->report->curve.covered_micro[choice][i] /
           (double)frame->people_micro;
}

static void put_line(const struct frame *frame, uint32_t choice)
{
    const struct report *report = frame->page->report;
    const struct report_curve *curve = &report->curve;
    struct text *out = &frame->page->out;
    const struct line_look *look = &LOOKS[choice % LOOK_COUNT];
    text_add(out,
             "<path fill=\"none\" stroke=\"%s\" stroke-width=\"2.5\" stroke-dasharray=\"%s\" "
             "d=\"M",
             look->colour, look->dashes);
    for (uint32_t i = 0; i < curve->count; i++)
        text_add(out, "%s%.1f %.1f", i ? "L" : "", x_of(frame, curve->cost[i]),
                 y_of(share_at(frame, choice, i)));
    text_put(out, "\"/>\n");
}

/* Names at the ends, pushed apart where lines end close together. */
static void put_names(const struct frame *frame, uint32_t count)
{
    const struct report *report = frame->page->report;
    struct text *out = &frame->page->out;
    double last_y = 0.0;
    for (uint32_t k = 0; k < count; k++) {
        char number[WORDS_NUMBER];
        const char *const args[] = {words_whole(number, frame->page->lang, report->choice[k])};
        double y = y_of(share_at(frame, k, report->curve.count - 1)) + 4.0;
        y = fmax(y, k ? last_y + 16.0 : TOP + 4.0);
        last_y = y;
        text_add(out, "<text x=\"%.1f\" y=\"%.1f\" fill=\"%s\" font-weight=\"600\">",
                 WIDTH - RIGHT + 8.0, y, LOOKS[k % LOOK_COUNT].colour);
        html_words(frame->page, W_CURVE_PROVIDERS, args, 1);
        text_put(out, "</text>\n");
    }
}

void chart_curve(struct page *page)
{
    const struct report *report = page->report;
    const struct report_curve *curve = &report->curve;
    uint32_t count = report->choice_count < 8 ? report->choice_count : 8;
    struct frame frame = {.page = page, .people_micro = captions_main(report)->people_micro};
    if (curve->count < 2 || !frame.people_micro)
        return;
    frame.most_cost = curve->cost[curve->count - 1];
    text_add(
        &page->out,
        "<svg class=\"chart\" viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-labelledby=\"curve-alt\">"
        "<title id=\"curve-alt\">",
        WIDTH, HEIGHT);
    html_words(page, W_CURVE_ALT, NULL, 0);
    text_put(&page->out, "</title>\n");
    put_axes(&frame);
    put_limits(&frame);
    for (uint32_t k = count; k-- > 0;)
        put_line(&frame, k);
    put_names(&frame, count);
    text_put(&page->out, "</svg>\n");
}
