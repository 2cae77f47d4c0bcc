/* What becomes of each scenario, in a sentence, and what must be said of it. */
#include "report/cells.h"
#include "report/html.h"

#include "base/told.h"

#include <string.h>

/* A sentence of the run: in Swedish where there is one, else a remark tells the language. */
static void put_told(struct page *page, const char *english)
{
    struct text plain = {0};
    if (page->lang != LANG_SV) {
        text_put(&plain, english);
    } else if (!told_swedish(&plain, english)) {
        text_put(&plain, english);
        words_put(&plain, page->lang, W_IN_ENGLISH, NULL, 0);
    }
    html_text(&page->out, plain.bytes ? plain.bytes : "");
    page->out.is_broken |= plain.is_broken;
    text_release(&plain);
}

static void put_people(struct page *page, const struct report_scenario *shown)
{
    char lost[WORDS_NUMBER], gained[WORDS_NUMBER];
    const char *const args[] = {words_people(lost, page->lang, shown->lost_micro),
                                words_people(gained, page->lang, shown->gained_micro),
                                cells_main_limit(page->report)};
    html_words(page,
               shown->lost_micro && shown->gained_micro ? W_SCENARIO_BOTH
               : shown->lost_micro                      ? W_SCENARIO_LOSE
               : shown->gained_micro                    ? W_SCENARIO_GAIN
                                                        : W_SCENARIO_SAME,
               args, 3);
}

/* "2910" as "2910 Lövberga"; a code that the map does not have stays alone. */
static void put_named(struct text *out, const struct report_layer *zones, const char *code,
                      size_t size)
{
    text_put_bytes(out, code, size);
    for (uint32_t row = 0; zones && row < zones->row_count; row++) {
        const char *of = cells_text(zones, "code", row), *name = cells_text(zones, "name", row);
        if (strlen(of) == size && !strncmp(of, code, size) && *name) {
            text_add(out, " %s", name);
            return;
        }
    }
}

static void put_white(struct page *page, enum word word, const char *codes)
{
    const struct report_layer *zones = cells_layer(page->report, "municipalities");
    struct text list = {0};
    if (!codes || !*codes)
        return;
    for (const char *at = codes; *at; at += strspn(at, ", ")) {
        size_t size = strcspn(at, ",");
        text_put(&list, at == codes ? "" : ", ");
        put_named(&list, zones, at, size);
        at += size;
    }
    const char *const told[] = {list.bytes ? list.bytes : ""};
    text_put(&page->out, " ");
    html_words(page, word, told, 1);
    page->out.is_broken |= list.is_broken;
    text_release(&list);
}

static void put_scenario(struct page *page, const struct report_scenario *shown)
{
    text_put(&page->out, "<p><strong>");
    html_text(&page->out, shown->name);
    text_put(&page->out, "</strong>: ");
    put_people(page, shown);
    put_white(page, W_SCENARIO_WHITE, shown->whitens);
    put_white(page, W_SCENARIO_UNWHITE, shown->unwhitens);
    text_put(&page->out, "</p>\n");
    if (!shown->note_count)
        return;
    text_put(&page->out, "<ul>\n");
    for (uint32_t i = 0; i < shown->note_count; i++) {
        text_put(&page->out, "<li>");
        put_told(page, shown->notes[i]);
        text_put(&page->out, "</li>\n");
    }
    text_put(&page->out, "</ul>\n");
}

void page_scenarios(struct page *page)
{
    const struct report *report = page->report;
    if (!report->scenario_count)
        return;
    text_put(&page->out, "<h3>");
    html_text(&page->out, labels_layer("scenarios", page->lang));
    text_put(&page->out, "</h3>\n");
    for (uint32_t i = 0; i < report->scenario_count; i++)
        put_scenario(page, &report->scenarios[i]);
}
