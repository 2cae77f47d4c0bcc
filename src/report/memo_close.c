/* Parts 10 to 13 of a memo: law, risks, follow-up, sources. */
#include "report/captions.h"
#include "report/cells.h"
#include "report/memo.h"

#include "base/mem.h"

#include <math.h>
#include <string.h>

void memo_law(struct memo *memo, const struct memo_area *area)
{
    memo_say(memo, MEMO_HEADING, W_MEMO_LAW, NULL, 0);
    memo_say(memo, MEMO_TEXT, W_MEMO_LAW_VALUE, NULL, 0);
    memo_say(memo, MEMO_TEXT, W_MEMO_LAW_MUNICIPAL, NULL, 0);
    memo_say(memo, MEMO_TEXT, W_MEMO_LAW_NEUTRAL, NULL, 0);
    memo_pilots(memo, area);
}

/* ---- 11 ------------------------------------------------------------------------------ */

/* Closures of one office or one provider; the table knows municipalities alone. */
static uint32_t say_closures(struct memo *memo, const struct memo_area *area,
                             const struct report_layer *rows)
{
    uint32_t told = 0;
    for (uint32_t row = 0; rows && row < rows->row_count; row++) {
        const char *kind = cells_text(rows, "kind", row);
        bool is_office = !strcmp(kind, "office");
        if ((!is_office && strcmp(kind, "provider") != 0) ||
            !memo_is_among(cells_text(rows, "whitens", row), area->code))
            continue;
        const char *const args[] = {labels_word(kind, memo->report->lang),
                                    cells_text(rows, is_office ? "office" : "provider", row)};
        memo_say(memo, MEMO_TEXT, W_MEMO_CLOSES, args, 2);
        told++;
    }
    return told;
}

void memo_risks(struct memo *memo, const struct memo_area *area)
{
    const struct report_layer *rows = cells_layer(memo->report, "critical");
    bool is_white = labels_class(cells_text(area->zones, "class", area->row)) == WS_CLASS_NONE;
    bool is_known = rows && !strcmp(area->layer, "municipalities");
    memo_say(memo, MEMO_HEADING, W_MEMO_RISKS, NULL, 0);
    uint32_t told = is_known ? say_closures(memo, area, rows) : 0;
    if (is_white)
        memo_say(memo, MEMO_TEXT, W_MEMO_IS_WHITE, NULL, 0);
    else if (!told)
        memo_say(memo, MEMO_TEXT, is_known ? W_MEMO_NO_SINGLE : W_MEMO_CLOSURES_UNKNOWN, NULL, 0);
    memo_say(memo, MEMO_TEXT, W_MEMO_OVERPAID, NULL, 0);
    memo_concentration(memo, area);
}

/* ---- 12 ------------------------------------------------------------------------------ */

void memo_follow_up(struct memo *memo, const struct memo_area *area)
{
    const struct report *report = memo->report;
    char *share = memo_cell(memo, area->zones, area->row, "share");
    const char *const args[] = {cells_main_limit(report), share ? share : "",
                                report->as_of[0] ? report->as_of
                                                 : words_plain(report->lang, W_MEMO_NO_DAY)};
    memo_say(memo, MEMO_HEADING, W_MEMO_FOLLOW_UP, NULL, 0);
    memo_say(memo, MEMO_TEXT, W_MEMO_INDICATOR, args, 3);
    memo_noted(memo, area, W_MEMO_STOP_RULE, "stop_rule");
    mem_free(share);
}

/* ---- 13 ------------------------------------------------------------------------------ */

/* Notes about the area or a municipality wholly inside it. */
static void say_notes(struct memo *memo, const struct memo_area *area)
{
    const struct report_layer *notes = cells_layer(memo->report, "notes");
    enum lang lang = memo->report->lang;
    for (uint32_t row = 0; notes && row < notes->row_count; row++) {
        char status[MEMO_WORD];
        const char *code = cells_text(notes, "code", row), *place = cells_text(notes, "place", row);
        if (strcmp(cells_text(notes, "kind", row), "note") != 0 ||
            !memo_is_about(memo, area, place, code))
            continue;
        const char *text = cells_text(notes, "text", row);
        char *said = memo_cell(memo, notes, row, "said");
        const char *const args[] = {cells_text(notes, "date", row),
                                    cells_text(notes, "topic", row),
                                    memo_word(status, lang, cells_text(notes, "shown_as", row)),
                                    text[0] ? text : said,
                                    said,
                                    cells_text(notes, "source", row)};
        if (!memo->is_broken)
            memo_say(memo, MEMO_TEXT, W_MEMO_NOTE, args, 6);
        mem_free(said);
    }
}

static uint64_t micro_at(const struct report_layer *layer, const char *name, uint32_t row)
{
    return memo_micro(memo_number(layer, name, row));
}

/* The people of the area at the main limit, class by class; where many live outside all
 * areas, the total of the run too. */
static void say_bridge(struct memo *memo, const struct memo_area *area)
{
    const struct report_layer *rows = cells_layer(memo->report, "coverage");
    const char *main_limit = memo->report->cutoff_text[memo->report->main_cutoff];
    struct text area_text = {0}, run_text = {0};
    uint32_t row = 0;
    for (; rows && (row = memo_next(rows, area, row)) < rows->row_count; row++) {
        if (strcmp(cells_text(rows, "limit", row), main_limit) != 0 ||
            strcmp(cells_text(rows, "weight", row), memo->report->weight_column) != 0 ||
            memo_number(rows, "k", row) > 1.0)
            continue;
        const struct ws_share share = {.people_micro = micro_at(rows, "people", row),
                                       .covered_micro = micro_at(rows, "covered", row),
                                       .uncovered_micro = micro_at(rows, "uncovered", row),
                                       .no_link_micro = micro_at(rows, "no_link", row),
                                       .off_network_micro = micro_at(rows, "off_network", row),
                                       .outside_micro = micro_at(rows, "outside", row)};
        captions_bridge(&area_text, memo->report, &share);
        memo_put(memo, W_COUNT, &area_text);
        break;
    }
    if (memo->report->inside) {
        captions_total(&run_text, memo->report);
        memo_put(memo, W_COUNT, &run_text);
    }
}

static void say_input(struct memo *memo, const struct ws_input *input)
{
    char read[WORDS_NUMBER], used[WORDS_NUMBER], sum[20];
    struct text text = {0};
    size_t length = 0;
    for (; length < 16 && input->sha256[length]; length++)
        sum[length] = input->sha256[length];
    sum[length] = '\0';
    const char *const args[] = {input->path,
                                words_whole(used, memo->report->lang, input->rows_used),
                                words_whole(read, memo->report->lang, input->rows_read), sum};
    words_put(&text, memo->report->lang, W_MEMO_SOURCE, args, 4);
    memo_add(memo, MEMO_LINE, cells_role(memo->report, ws_role_name(input->role)), text.bytes);
    memo->is_broken |= text.is_broken;
    text_release(&text);
}

void memo_sources(struct memo *memo, const struct memo_area *area)
{
    const struct report *report = memo->report;
    char repairs[WORDS_NUMBER];
    const char *const args[] = {words_whole(repairs, report->lang, report->warning_count)};
    memo_say(memo, MEMO_HEADING, W_MEMO_SOURCES, NULL, 0);
    say_bridge(memo, area);
    for (uint32_t i = 0; i < report->input_count; i++)
        say_input(memo, &report->inputs[i]);
    memo_line(memo, W_WARNINGS, W_MEMO_REPAIRS, args, 1);
    say_notes(memo, area);
    memo_say(memo, MEMO_TEXT, W_DEFINITION_INTERVAL, NULL, 0);
    memo_say(memo, MEMO_TEXT, W_MEMO_UNKNOWN_HELP, NULL, 0);
    memo_say(memo, MEMO_TEXT, W_MADE_WITH, &report->made_with, 1);
}
