/* Blocks of a memo: sentences, cells of tables, rows. */
#include "report/cells.h"
#include "report/memo.h"

#include "base/mem.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- blocks ------------------------------------------------------------------------- */

static struct memo_block *add_block(struct memo *memo, enum memo_kind kind)
{
    if (memo->is_broken ||
        mem_grow(&memo->blocks, &memo->cap, (size_t)memo->count + 1, sizeof *memo->blocks)) {
        memo->is_broken = true;
        return NULL;
    }
    struct memo_block *block = &memo->blocks[memo->count++];
    *block = (struct memo_block){.kind = kind};
    return block;
}

static char *copy(struct memo *memo, const char *text)
{
    char *own = mem_string(text ? text : "");
    memo->is_broken |= !own;
    return own;
}

void memo_add(struct memo *memo, enum memo_kind kind, const char *label, const char *text)
{
    struct memo_block *block = add_block(memo, kind);
    if (!block)
        return;
    block->label = label ? copy(memo, label) : NULL;
    block->text = copy(memo, text);
}

void memo_row(struct memo *memo, enum memo_kind kind, const struct memo_columns *columns,
              const char *const *cells)
{
    struct memo_block *block = add_block(memo, kind);
    if (!block)
        return;
    block->columns = columns;
    for (uint32_t c = 0; c < columns->count; c++)
        block->cells[c] = copy(memo, cells[c]);
}

void memo_put(struct memo *memo, enum word label, struct text *text)
{
    bool is_line = label != W_COUNT;
    memo_add(memo, is_line ? MEMO_LINE : MEMO_TEXT,
             is_line ? words_plain(memo->report->lang, label) : NULL, text->bytes);
    memo->is_broken |= text->is_broken;
    text_release(text);
}

/* ---- sentences ---------------------------------------------------------------------- */

void memo_say(struct memo *memo, enum memo_kind kind, enum word word, const char *const *args,
              uint32_t arg_count)
{
    struct text text = {0};
    words_put(&text, memo->report->lang, word, args, arg_count);
    memo_add(memo, kind, NULL, text.bytes);
    memo->is_broken |= text.is_broken;
    text_release(&text);
}

void memo_line(struct memo *memo, enum word label, enum word word, const char *const *args,
               uint32_t count)
{
    struct text text = {0};
    words_put(&text, memo->report->lang, word, args, count);
    memo_put(memo, label, &text);
}

void memo_unknown(struct memo *memo, enum word label)
{
    memo_line(memo, label, W_MEMO_UNKNOWN, NULL, 0);
}

/* Hands a text over; NULL when there is no memory for it. */
static char *take(struct memo *memo, struct text *text)
{
    char *out = NULL;
    if (text_take(&out, text, NULL))
        memo->is_broken = true;
    return out;
}

char *memo_words(struct memo *memo, enum word word, const char *const *args, uint32_t count)
{
    struct text text = {0};
    words_put(&text, memo->report->lang, word, args, count);
    return take(memo, &text);
}

/* ---- cells -------------------------------------------------------------------------- */

char *memo_cell(struct memo *memo, const struct report_layer *layer, uint32_t row, const char *name)
{
    double value;
    struct text text = {0};
    const struct column *column = layer ? cells_column(layer, name) : NULL;
    if (column && cells_value(&value, column, row))
        cells_put(&text, memo->report, layer->name, column, row);
    return take(memo, &text);
}

void memo_cells(struct memo *memo, const struct report_layer *layer, uint32_t row,
                const char *const *names)
{
    for (; layer && *names; names++) {
        const struct column *column = cells_column(layer, *names);
        struct text title = {0}, cell = {0};
        if (!column)
            continue;
        cells_title(&title, memo->report, layer->name, column);
        bool is_known = cells_put(&cell, memo->report, layer->name, column, row);
        bool is_none = !is_known && !strcmp(*names, "flags"); /* there is nothing to remark */
        if (!is_none)
            memo_add(memo, MEMO_LINE, title.bytes ? title.bytes : *names,
                     is_known ? cell.bytes : words_plain(memo->report->lang, W_MEMO_UNKNOWN));
        memo->is_broken |= title.is_broken || cell.is_broken;
        text_release(&title);
        text_release(&cell);
    }
}

void memo_put_name(struct text *out, const char *code, const char *name)
{
    text_put(out, code);
    if (strcmp(code, name) != 0)
        text_add(out, " %s", name);
}

const char *memo_word(char out[MEMO_WORD], enum lang lang, const char *word)
{
    snprintf(out, MEMO_WORD, "%s", labels_word(word, lang));
    if (out[0] >= 'A' && out[0] <= 'Z')
        out[0] = (char)(out[0] - 'A' + 'a');
    return out;
}

double memo_number(const struct report_layer *layer, const char *name, uint32_t row)
{
    double value = (double)NAN;
    const struct column *column = layer ? cells_column(layer, name) : NULL;
    return column && cells_value(&value, column, row) ? value : (double)NAN;
}

uint64_t memo_micro(double people)
{
    return people > 0.0 ? (uint64_t)(people * WS_MICRO + 0.5) : 0;
}

/* ---- rows of the area ---------------------------------------------------------------- */

uint32_t memo_next(const struct report_layer *layer, const struct memo_area *area, uint32_t row)
{
    for (; layer && row < layer->row_count; row++)
        if (!strcmp(cells_text(layer, "code", row), area->code) &&
            (!cells_column(layer, "layer") ||
             !strcmp(cells_text(layer, "layer", row), area->layer)))
            return row;
    return layer ? layer->row_count : 0;
}

bool memo_is_among(const char *codes, const char *code)
{
    size_t size = strlen(code);
    for (const char *at = codes; *at; at += strspn(at, ", ")) {
        size_t length = strcspn(at, ",");
        if (length == size && !strncmp(at, code, size))
            return true;
        at += length;
    }
    return false;
}
