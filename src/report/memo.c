#include "report/memo.h"

#include "report/cells.h"
#include "report/html.h"
#include "report/sheet.h"

#include "base/error.h"
#include "base/mem.h"

#include <stdio.h>
#include <string.h>

/* ---- blocks --------------------------------------------------------------------- */

void memo_add(struct memo *memo, enum memo_kind kind, const char *label, const char *text)
{
    if (memo->is_broken ||
        mem_grow(&memo->blocks, &memo->cap, (size_t)memo->count + 1, sizeof *memo->blocks)) {
        memo->is_broken = true;
        return;
    }
    struct memo_block *block = &memo->blocks[memo->count++];
    *block = (struct memo_block){
        .kind = kind, .label = mem_string(label), .text = mem_string(text ? text : "")};
    memo->is_broken = !block->text || (label && !block->label);
}

void memo_say(struct memo *memo, enum memo_kind kind, enum word word, const char *const *args,
              uint32_t arg_count)
{
    struct text text = {0};
    words_put(&text, memo->report->lang, word, args, arg_count);
    memo_add(memo, kind, NULL, text.bytes);
    memo->is_broken |= text.is_broken;
    text_release(&text);
}

void memo_release(struct memo *memo)
{
    for (uint32_t i = 0; i < memo->count; i++) {
        mem_free(memo->blocks[i].label);
        mem_free(memo->blocks[i].text);
    }
    mem_free(memo->blocks);
    *memo = (struct memo){0};
}

/* White spots and areas of one or two providers. */
static bool is_thin(const struct report_layer *zones, uint32_t row)
{
    int class_id = labels_class(cells_text(zones, "class", row));
    return class_id >= WS_CLASS_NONE && class_id <= WS_CLASS_TWO;
}

enum ws_status memo_make(struct memo *out, const struct report *report, struct ws_error *err)
{
    struct memo memo = {.report = report};
    const struct report_layer *zones = cells_supplier_areas(report);
    if (!zones)
        zones = cells_layer(report, "municipalities");
    for (uint32_t row = 0; zones && row < zones->row_count; row++) {
        struct memo_area area = {.zones = zones,
                                 .row = row,
                                 .layer = zones->name,
                                 .code = cells_text(zones, "code", row),
                                 .name = cells_text(zones, "name", row)};
        if (is_thin(zones, row))
            memo_area(&memo, &area);
    }
    if (!memo.count)
        memo_say(&memo, MEMO_TEXT, W_MEMO_NO_AREAS, NULL, 0);
    if (memo.is_broken) {
        memo_release(&memo);
        return error_set(err, WS_NO_MEMORY, "no memory for the memo");
    }
    *out = memo;
    return WS_OK;
}

/* ---- a page --------------------------------------------------------------------- */

static const char STYLE[] =
    "body{font:15px/1.45 'Source Sans 3','Noto Sans','Liberation Sans',Arial,sans-serif;"
    "color:#1c2126;max-width:760px;margin:32px auto;padding:0 20px}"
    "h1{font-size:1.6rem;margin:40px 0 0}h2{font-size:1.1rem;margin:20px 0 4px}"
    "dl{display:grid;grid-template-columns:14em 1fr;gap:2px 12px;margin:0}dt{color:#566069}"
    "dd{margin:0}p{margin:4px 0}@page{size:A4;margin:18mm}"
    "@media print{article{break-after:page}h2{break-after:avoid}}";

static void put_block(struct page *page, const struct memo_block *block, bool *is_list)
{
    bool is_line = block->kind == MEMO_LINE;
    static const char *const TAGS[] = {
        [MEMO_TITLE] = "h1", [MEMO_HEADING] = "h2", [MEMO_TEXT] = "p"};
    if (is_line != *is_list)
        text_put(&page->out, is_line ? "<dl>\n" : "</dl>\n");
    *is_list = is_line;
    if (is_line) {
        text_put(&page->out, "<dt>");
        html_text(&page->out, block->label);
        text_put(&page->out, "</dt><dd>");
        html_text(&page->out, block->text);
        text_put(&page->out, "</dd>\n");
        return;
    }
    text_add(&page->out, "<%s>", TAGS[block->kind]);
    html_text(&page->out, block->text);
    text_add(&page->out, "</%s>\n", TAGS[block->kind]);
}

static enum ws_status make_page(char **out, size_t *size, const struct memo *memo,
                                struct ws_error *err)
{
    struct page page = {.report = memo->report, .lang = memo->report->lang};
    bool is_list = false, is_open = false;
    text_add(&page.out,
             "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n<title>",
             page.lang == LANG_SV ? "sv" : "en");
    html_words(&page, W_MEMO, NULL, 0);
    text_add(&page.out, "</title>\n<style>%s</style>\n</head>\n<body>\n", STYLE);
    for (uint32_t i = 0; i < memo->count; i++) {
        if (memo->blocks[i].kind == MEMO_TITLE) {
            text_put(&page.out, is_list ? "</dl>\n" : "");
            text_put(&page.out, is_open ? "</article>\n<article>\n" : "<article>\n");
            is_list = false;
            is_open = true;
        }
        put_block(&page, &memo->blocks[i], &is_list);
    }
    text_put(&page.out, is_list ? "</dl>\n" : "");
    text_put(&page.out, is_open ? "</article>\n</body>\n</html>\n" : "</body>\n</html>\n");
    enum ws_status st = text_take(out, &page.out, err);
    if (!st)
        *size = strlen(*out);
    return st;
}

/* ---- sheets --------------------------------------------------------------------- */

struct paper {
    const struct memo *memo;
    uint32_t number; /* of the sheet */
    double y;
};

#define LABEL_WIDTH 150.0
#define BOTTOM (SHEET_HEIGHT - SHEET_MARGIN - 18.0)

static void begin_sheet(const struct sheet *sheet, struct paper *paper)
{
    char number[WORDS_NUMBER];
    if (paper->number)
        cairo_show_page(sheet->cairo);
    words_whole(number, sheet->lang, ++paper->number);
    struct sheet_text how = {.x = SHEET_WIDTH - SHEET_MARGIN,
                             .y = SHEET_HEIGHT - SHEET_MARGIN,
                             .size = 8.5,
                             .is_right = true};
    sheet_write(sheet, &how, number);
    how.x = SHEET_MARGIN;
    how.is_right = false;
    sheet_say(sheet, &how, W_MEMO, NULL, 0);
    paper->y = SHEET_MARGIN;
}

static void put_on_sheet(const struct sheet *sheet, struct paper *paper,
                         const struct memo_block *block)
{
    static const double SIZES[] = {
        [MEMO_TITLE] = 17, [MEMO_HEADING] = 11.5, [MEMO_LINE] = 9.5, [MEMO_TEXT] = 9.5};
    static const double GAPS[] = {
        [MEMO_TITLE] = 0, [MEMO_HEADING] = 9, [MEMO_LINE] = 2, [MEMO_TEXT] = 3};
    bool is_line = block->kind == MEMO_LINE;
    double left = SHEET_MARGIN + (is_line ? LABEL_WIDTH + 10 : 0);
    struct sheet_text how = {.x = left,
                             .width = SHEET_WIDTH - SHEET_MARGIN - left,
                             .size = SIZES[block->kind],
                             .is_bold = block->kind <= MEMO_HEADING};
    struct sheet_text label = {.x = SHEET_MARGIN, .width = LABEL_WIDTH, .size = SIZES[block->kind]};
    double height = sheet_height(sheet, &how, block->text);
    double beside = is_line ? sheet_height(sheet, &label, block->label) : 0.0;
    height = height > beside ? height : beside;
    /* A heading stays with what follows. */
    double wanted = height + (block->kind == MEMO_HEADING ? 40.0 : 0.0);
    if (block->kind == MEMO_TITLE || paper->y + GAPS[block->kind] + wanted > BOTTOM)
        begin_sheet(sheet, paper);
    else
        paper->y += GAPS[block->kind];
    how.y = label.y = paper->y;
    sheet_write(sheet, &how, block->text);
    if (is_line)
        sheet_write(sheet, &label, block->label);
    paper->y += height;
}

static void draw_memo(const struct sheet *sheet)
{
    const struct memo *memo = sheet->context;
    struct paper paper = {.memo = memo};
    if (memo->blocks[0].kind != MEMO_TITLE)
        begin_sheet(sheet, &paper);
    for (uint32_t i = 0; i < memo->count; i++)
        put_on_sheet(sheet, &paper, &memo->blocks[i]);
}

enum ws_status report_memo(char **out, size_t *size, const struct report *report, bool is_html,
                           struct ws_error *err)
{
    struct memo memo = {0};
    enum ws_status st = memo_make(&memo, report, err);
    if (st)
        return st;
    struct sheet_job job = {
        .report = report, .format = REPORT_PDF, .draw = draw_memo, .context = &memo};
    st = is_html ? make_page(out, size, &memo, err) : sheet_make(out, size, &job, err);
    memo_release(&memo);
    return st;
}
