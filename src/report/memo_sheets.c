/* A memo on sheets of a PDF. */
#include "report/memo.h"
#include "report/sheet.h"

#include <string.h>

struct paper {
    const struct sheet *sheet;
    const struct memo *memo;
    const char *title; /* of the memo whose sheet it is; NULL: of none */
    uint32_t number;   /* of the sheet */
    double y;
};

#define LABEL_WIDTH 150.0
#define WIDTH (SHEET_WIDTH - 2.0 * SHEET_MARGIN)
#define BOTTOM (SHEET_HEIGHT - SHEET_MARGIN - 18.0)
#define CELL_SIZE 8.0
#define CELL_GAP 6.0 /* between columns */
#define ROW_GAP 2.5  /* above and below the text of a row */

static const double SIZES[] = {[MEMO_TITLE] = 17, [MEMO_HEADING] = 11.5, [MEMO_LINE] = 9.5,
                               [MEMO_TEXT] = 9.5, [MEMO_HEAD] = 8,       [MEMO_ROW] = 8};
static const double GAPS[] = {[MEMO_TITLE] = 0, [MEMO_HEADING] = 9, [MEMO_LINE] = 2,
                              [MEMO_TEXT] = 3,  [MEMO_HEAD] = 3,    [MEMO_ROW] = 0};

/* Which memo, and the number of the sheet, at the foot. */
static void begin_sheet(struct paper *paper)
{
    const struct sheet *sheet = paper->sheet;
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
    if (paper->title)
        sheet_write(sheet, &how, paper->title);
    else
        sheet_say(sheet, &how, W_MEMO, NULL, 0);
    paper->y = SHEET_MARGIN;
}

/* ---- a block that is no row --------------------------------------------------------- */

static struct sheet_text style_of(const struct memo_block *block)
{
    double left = block->kind == MEMO_LINE ? LABEL_WIDTH + 10.0 : 0.0;
    return (struct sheet_text){.x = SHEET_MARGIN + left,
                               .width = WIDTH - left,
                               .size = SIZES[block->kind],
                               .is_bold = block->kind <= MEMO_HEADING};
}

static struct sheet_text label_style(const struct memo_block *block)
{
    return (struct sheet_text){.x = SHEET_MARGIN, .width = LABEL_WIDTH, .size = SIZES[block->kind]};
}

/* ---- a row of a table --------------------------------------------------------------- */

static struct sheet_text cell_style(const struct memo_block *block, uint32_t column)
{
    double left = 0.0, width = WIDTH * block->columns->part[column] - CELL_GAP;
    for (uint32_t c = 0; c < column; c++)
        left += WIDTH * block->columns->part[c];
    return (struct sheet_text){.x = SHEET_MARGIN + left,
                               .width = width,
                               .size = CELL_SIZE,
                               .is_bold = block->kind == MEMO_HEAD || !column};
}

static void put_row(struct paper *paper, const struct memo_block *block, double height)
{
    for (uint32_t c = 0; c < block->columns->count; c++) {
        struct sheet_text how = cell_style(block, c);
        how.y = paper->y + ROW_GAP;
        sheet_write(paper->sheet, &how, block->cells[c]);
    }
    cairo_t *cairo = paper->sheet->cairo;
    double y = paper->y + height - 0.3;
    cairo_save(cairo);
    cairo_set_source_rgb(cairo, 0.72, 0.74, 0.76);
    cairo_set_line_width(cairo, block->kind == MEMO_HEAD ? 0.9 : 0.4);
    cairo_move_to(cairo, SHEET_MARGIN, y);
    cairo_line_to(cairo, SHEET_MARGIN + WIDTH, y);
    cairo_stroke(cairo);
    cairo_restore(cairo);
}

/* ---- any block ---------------------------------------------------------------------- */

static double height_of(const struct sheet *sheet, const struct memo_block *block)
{
    double most = 0.0;
    for (uint32_t c = 0; block->columns && c < block->columns->count; c++) {
        struct sheet_text how = cell_style(block, c);
        double height = sheet_height(sheet, &how, block->cells[c]) + 2.0 * ROW_GAP;
        most = height > most ? height : most;
    }
    if (block->columns)
        return most;
    struct sheet_text how = style_of(block), label = label_style(block);
    most = sheet_height(sheet, &how, block->text);
    double beside = block->label ? sheet_height(sheet, &label, block->label) : 0.0;
    return most > beside ? most : beside;
}

/* Headings, and heads of tables, stay with what follows them. */
static double wanted_from(const struct paper *paper, uint32_t i)
{
    double wanted = 0.0;
    for (; i < paper->memo->count; i++) {
        const struct memo_block *block = &paper->memo->blocks[i];
        wanted += GAPS[block->kind] + height_of(paper->sheet, block);
        if (block->kind != MEMO_HEADING && block->kind != MEMO_HEAD)
            break;
    }
    return wanted;
}

static void put_at(struct paper *paper, const struct memo_block *block)
{
    double height = height_of(paper->sheet, block);
    struct sheet_text how = style_of(block), label = label_style(block);
    how.y = label.y = paper->y;
    if (block->columns)
        put_row(paper, block, height);
    else
        sheet_write(paper->sheet, &how, block->text);
    if (block->label)
        sheet_write(paper->sheet, &label, block->label);
    paper->y += height;
}

/* A table that goes on on the next sheet tells its columns there again. */
static void put_block(struct paper *paper, uint32_t i, const struct memo_block *head)
{
    const struct memo_block *block = &paper->memo->blocks[i];
    if (block->kind == MEMO_TITLE)
        paper->title = block->text;
    bool is_full = paper->y + wanted_from(paper, i) > BOTTOM;
    if (block->kind == MEMO_TITLE || is_full)
        begin_sheet(paper);
    else
        paper->y += GAPS[block->kind];
    if (is_full && block->kind == MEMO_ROW && head)
        put_at(paper, head);
    put_at(paper, block);
}

static void draw_memo(const struct sheet *sheet)
{
    const struct memo *memo = sheet->context;
    const struct memo_block *head = NULL;
    struct paper paper = {.sheet = sheet, .memo = memo};
    if (memo->blocks[0].kind != MEMO_TITLE)
        begin_sheet(&paper);
    for (uint32_t i = 0; i < memo->count; i++) {
        head = memo->blocks[i].kind == MEMO_HEAD ? &memo->blocks[i] : head;
        put_block(&paper, i, head);
    }
}

enum ws_status memo_sheets(char **out, size_t *size, const struct memo *memo, struct ws_error *err)
{
    struct sheet_job job = {
        .report = memo->report, .format = REPORT_PDF, .draw = draw_memo, .context = memo};
    return sheet_make(out, size, &job, err);
}
