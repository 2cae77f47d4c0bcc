#include "report/html.h"

#include "base/utf8.h"
#include "report/cells.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- escaping ------------------------------------------------------------------- */

/* Bytes of the UTF-8 character at text; 0: none that a page may hold. */
static size_t character(const char *text)
{
    uint32_t code = 0;
    size_t size = utf8_next(&code, text);
    bool is_bad = (code < 0x20 && code != '\t' && code != '\n') || (code >= 0x7f && code < 0xa0) ||
                  (code & 0xfffe) == 0xfffe || (code >= 0xfdd0 && code <= 0xfdef);
    /* Marks that turn the direction of writing would reach past their own text. */
    bool is_turning = code == 0x61c || code == 0x200e || code == 0x200f ||
                      (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
    return is_bad || is_turning ? 0 : size;
}

typedef const char *escape_of(unsigned char byte);

static void escape(struct text *out, const char *text, escape_of *escape_byte)
{
    for (const char *at = text; *at;) {
        size_t size = character(at);
        const char *instead = size == 1 ? escape_byte((unsigned char)*at) : NULL;
        if (!size)
            text_put(out, "\xef\xbf\xbd");
        else if (instead)
            text_put(out, instead);
        else
            text_put_bytes(out, at, size);
        at += size ? size : 1;
    }
}

static const char *entity(unsigned char byte)
{
    switch (byte) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

void html_text(struct text *out, const char *text)
{
    escape(out, text, entity);
}

/* "<" and its kin as numbers: no text can end the script element it stands in. */
static const char *json_escape(unsigned char byte)
{
    switch (byte) {
    case '"':
        return "\\\"";
    case '\\':
        return "\\\\";
    case '\n':
        return "\\n";
    case '\t':
        return "\\t";
    case '<':
        return "\\u003c";
    case '>':
        return "\\u003e";
    case '&':
        return "\\u0026";
    default:
        return NULL;
    }
}

void html_json(struct text *out, const char *text)
{
    text_put(out, "\"");
    escape(out, text, json_escape);
    text_put(out, "\"");
}

void html_bytes(struct text *out, const char *bytes, size_t size)
{
    static const char LETTERS[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const unsigned char *at = (const unsigned char *)bytes;
    for (size_t i = 0; i < size; i += 3) {
        size_t left = size - i;
        uint32_t three = (uint32_t)at[i] << 16 | (left > 1 ? (uint32_t)at[i + 1] << 8 : 0) |
                         (left > 2 ? at[i + 2] : 0);
        char four[4] = {LETTERS[three >> 18], LETTERS[three >> 12 & 63],
                        left > 1 ? LETTERS[three >> 6 & 63] : '=',
                        left > 2 ? LETTERS[three & 63] : '='};
        text_put_bytes(out, four, sizeof four);
    }
}

/* ---- parts ---------------------------------------------------------------------- */

void html_words(struct page *page, enum word word, const char *const *args, uint32_t arg_count)
{
    struct text plain = {0};
    words_put(&plain, page->lang, word, args, arg_count);
    html_text(&page->out, plain.bytes ? plain.bytes : "");
    page->out.is_broken |= plain.is_broken;
    text_release(&plain);
}

void html_paragraph(struct page *page, enum word word, const char *const *args, uint32_t arg_count)
{
    text_put(&page->out, "<p>");
    html_words(page, word, args, arg_count);
    text_put(&page->out, "</p>\n");
}

void html_section(struct page *page, const char *id, enum word heading)
{
    text_add(&page->out, "<section id=\"%s\" aria-labelledby=\"h-%s\">\n<h2 id=\"h-%s\">", id, id,
             id);
    html_words(page, heading, NULL, 0);
    text_put(&page->out, "</h2>\n");
}

void html_end_section(struct page *page)
{
    text_put(&page->out, "</section>\n");
}

void html_colour(struct text *out, struct label_colour colour)
{
    text_add(out, "#%02x%02x%02x", colour.red, colour.green, colour.blue);
}

/* ---- tables --------------------------------------------------------------------- */

static bool has_value(const struct column *column, uint32_t row_count)
{
    double value;
    for (uint32_t row = 0; row < row_count; row++)
        if (cells_value(&value, column, row))
            return true;
    return false;
}

/* Texts sort by their place in the language, classes by their own order. */
static void put_data_cell(struct page *page, const char *layer, const struct column *column,
                          uint32_t row)
{
    double value;
    bool is_number = column->type != COLUMN_TEXT;
    int class_id =
        !strcmp(column->name, "class") && !is_number ? labels_class(column->text[row]) : -1;
    bool is_known = cells_value(&value, column, row);
    text_put(&page->out, is_number ? "<td class=\"n\"" : "<td");
    if (is_number && is_known)
        text_add(&page->out, " data-v=\"%.10g\"", value);
    if (class_id >= 0)
        text_add(&page->out, " data-v=\"%d\" class=\"c%d\"", class_id, class_id);
    text_put(&page->out, ">");
    struct text plain = {0};
    cells_put(&plain, page->report, layer, column, row);
    html_text(&page->out, plain.bytes ? plain.bytes : "");
    page->out.is_broken |= plain.is_broken;
    text_release(&plain);
    text_put(&page->out, "</td>");
}

static size_t longest_text(const struct column *column, uint32_t row_count)
{
    size_t most = 0;
    for (uint32_t row = 0; column->type == COLUMN_TEXT && row < row_count; row++) {
        size_t length = column->text[row] ? strlen(column->text[row]) : 0;
        most = length > most ? length : most;
    }
    return most;
}

/* Long texts need room, short ones no second line. */
static const char *width_of(const struct column *column, uint32_t row_count)
{
    size_t most = longest_text(column, row_count);
    return column->type != COLUMN_TEXT ? "n" : most > 40 ? "w" : most > 16 ? "m" : "";
}

static void put_heading(struct page *page, const struct report_layer *layer,
                        const struct column *column)
{
    struct text title = {0};
    cells_title(&title, page->report, layer->name, column);
    text_add(&page->out, "<th scope=\"col\" class=\"%s\">", width_of(column, layer->row_count));
    text_put(&page->out, "<button type=\"button\">");
    html_text(&page->out, title.bytes ? title.bytes : "");
    text_put(&page->out, "</button></th>");
    page->out.is_broken |= title.is_broken;
    text_release(&title);
}

#define MAX_TABLE_COLUMNS 40u
/* Rows of a table that is no chapter of its own on paper; also in page.css. */
#define ROWS_PRINTED 40u

static uint32_t choose(const struct column **out, const struct report_layer *layer,
                       const char *const *names, uint32_t name_count)
{
    uint32_t count = 0;
    for (uint32_t i = 0; names && i < name_count && count < MAX_TABLE_COLUMNS; i++)
        if ((out[count] = cells_column(layer, names[i])))
            count++;
    for (uint32_t i = 0; !names && i < layer->column_count && count < MAX_TABLE_COLUMNS; i++)
        if (has_value(&layer->columns[i], layer->row_count))
            out[count++] = &layer->columns[i];
    return count;
}

/* How it is printed: small when there is much of it, across when it is too much for paper
 * upright. Columns are counted by what they take at least, in characters. */
#define EASY_MOST 100u
#define UPRIGHT_MOST 150u

static const char *paper_of(const struct column *const *columns, uint32_t count, uint32_t row_count)
{
    size_t width = 0;
    for (uint32_t c = 0; c < count; c++) {
        size_t most = longest_text(columns[c], row_count);
        width += columns[c]->type != COLUMN_TEXT ? 9 : most > 40 ? 20 : most > 12 ? 12 : 8;
    }
    return width > UPRIGHT_MOST ? " wide" : width > EASY_MOST ? " dense" : "";
}

void html_table(struct page *page, const struct report_layer *layer, const char *const *names,
                uint32_t name_count, uint32_t row_most)
{
    const struct column *columns[MAX_TABLE_COLUMNS];
    uint32_t count = choose(columns, layer, names, name_count);
    uint32_t shown = layer->row_count < row_most ? layer->row_count : row_most;
    uint32_t on_paper = names ? shown : ROWS_PRINTED;
    if (!layer->row_count || !count) {
        html_paragraph(page, W_NO_ROWS, NULL, 0);
        return;
    }
    text_add(&page->out, "<div class=\"scroll%s\" tabindex=\"0\" role=\"region\" aria-label=\"",
             paper_of(columns, count, layer->row_count));
    html_text(&page->out, labels_layer(layer->name, page->lang));
    text_put(&page->out, names ? "\"><table class=\"sort\">\n<thead><tr>"
                               : "\"><table class=\"sort short\">\n<thead><tr>");
    for (uint32_t c = 0; c < count; c++)
        put_heading(page, layer, columns[c]);
    text_put(&page->out, "</tr></thead>\n<tbody>\n");
    for (uint32_t row = 0; row < shown; row++) {
        text_put(&page->out, "<tr>");
        for (uint32_t c = 0; c < count; c++)
            put_data_cell(page, layer->name, columns[c], row);
        text_put(&page->out, "</tr>\n");
    }
    text_put(&page->out, "</tbody></table></div>\n");
    if (shown < layer->row_count) {
        char all[WORDS_NUMBER], some[WORDS_NUMBER];
        const char *const args[] = {words_whole(some, page->lang, shown),
                                    words_whole(all, page->lang, layer->row_count)};
        html_paragraph(page, W_MORE_ROWS, args, 2);
    }
    if (on_paper < shown) {
        char all[WORDS_NUMBER], some[WORDS_NUMBER];
        const char *const args[] = {words_whole(some, page->lang, on_paper),
                                    words_whole(all, page->lang, layer->row_count)};
        text_put(&page->out, "<p class=\"onpaper\">");
        html_words(page, W_PRINTED_ROWS, args, 2);
        text_put(&page->out, "</p>\n");
    }
}
