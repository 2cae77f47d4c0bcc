/* A memo as a page of HTML. */
#include "report/html.h"
#include "report/memo.h"

#include <string.h>

static const char STYLE[] =
    "body{font:15px/1.45 'Source Sans 3','Noto Sans','Liberation Sans',Arial,sans-serif;"
    "color:#1c2126;max-width:860px;margin:32px auto;padding:0 20px}"
    "h1{font-size:1.6rem;margin:40px 0 0}h2{font-size:1.1rem;margin:20px 0 4px}"
    "dl{display:grid;grid-template-columns:14em 1fr;gap:2px 12px;margin:0}dt{color:#566069}"
    "dd{margin:0}p{margin:4px 0}table{border-collapse:collapse;margin:6px 0;font-size:.86rem}"
    "th,td{border-bottom:1px solid #c9ced3;padding:3px 8px 3px 0;text-align:left;"
    "vertical-align:top}@page{size:A4;margin:18mm}"
    "@media print{article{break-after:page}h2{break-after:avoid}tr{break-inside:avoid}"
    "body{font-size:12px}}";

/* What is open before a block is put, and what it needs. */
enum inside { INSIDE_NOTHING, INSIDE_LIST, INSIDE_TABLE };

static enum inside inside_of(const struct memo_block *block)
{
    if (block->kind == MEMO_LINE)
        return INSIDE_LIST;
    return block->columns ? INSIDE_TABLE : INSIDE_NOTHING;
}

static void go_inside(struct page *page, enum inside *now, enum inside wanted)
{
    static const char *const OPEN[] = {"", "<dl>\n", "<table>\n"};
    static const char *const CLOSE[] = {"", "</dl>\n", "</tbody></table>\n"};
    if (*now == wanted)
        return;
    text_put(&page->out, CLOSE[*now]);
    text_put(&page->out, OPEN[wanted]);
    *now = wanted;
}

static void put_cells(struct page *page, const struct memo_block *block)
{
    bool is_head = block->kind == MEMO_HEAD;
    text_put(&page->out, is_head ? "<thead><tr>" : "<tr>");
    for (uint32_t c = 0; c < block->columns->count; c++) {
        bool is_row_name = !is_head && !c;
        text_put(&page->out, is_head       ? "<th scope=\"col\">"
                             : is_row_name ? "<th scope=\"row\">"
                                           : "<td>");
        html_text(&page->out, block->cells[c]);
        text_put(&page->out, is_head || is_row_name ? "</th>" : "</td>");
    }
    text_put(&page->out, is_head ? "</tr></thead>\n<tbody>\n" : "</tr>\n");
}

static void put_block(struct page *page, const struct memo_block *block)
{
    static const char *const TAGS[] = {
        [MEMO_TITLE] = "h1", [MEMO_HEADING] = "h2", [MEMO_TEXT] = "p"};
    if (block->columns) {
        put_cells(page, block);
    } else if (block->kind == MEMO_LINE) {
        text_put(&page->out, "<dt>");
        html_text(&page->out, block->label);
        text_put(&page->out, "</dt><dd>");
        html_text(&page->out, block->text);
        text_put(&page->out, "</dd>\n");
    } else {
        text_add(&page->out, "<%s>", TAGS[block->kind]);
        html_text(&page->out, block->text);
        text_add(&page->out, "</%s>\n", TAGS[block->kind]);
    }
}

static void put_blocks(struct page *page, const struct memo *memo)
{
    enum inside now = INSIDE_NOTHING;
    bool is_open = false;
    for (uint32_t i = 0; i < memo->count; i++) {
        const struct memo_block *block = &memo->blocks[i];
        bool is_next_table = block->kind == MEMO_HEAD && now == INSIDE_TABLE;
        go_inside(page, &now, is_next_table ? INSIDE_NOTHING : inside_of(block));
        go_inside(page, &now, inside_of(block));
        if (block->kind == MEMO_TITLE) {
            text_put(&page->out, is_open ? "</article>\n<article>\n" : "<article>\n");
            is_open = true;
        }
        put_block(page, block);
    }
    go_inside(page, &now, INSIDE_NOTHING);
    text_put(&page->out, is_open ? "</article>\n" : "");
}

enum ws_status memo_page(char **out, size_t *size, const struct memo *memo, struct ws_error *err)
{
    struct page page = {.report = memo->report, .lang = memo->report->lang};
    text_add(&page.out,
             "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n<title>",
             page.lang == LANG_SV ? "sv" : "en");
    html_words(&page, W_MEMO, NULL, 0);
    text_add(&page.out, "</title>\n<style>%s</style>\n</head>\n<body>\n", STYLE);
    put_blocks(&page, memo);
    text_put(&page.out, "</body>\n</html>\n");
    enum ws_status st = text_take(out, &page.out, err);
    if (!st)
        *size = strlen(*out);
    return st;
}
