/* report/html.h: parts of a page. Private to src/report.
 *
 * Whatever comes from data goes through html_text() or html_json(). */
#ifndef REPORT_HTML_H
#define REPORT_HTML_H
#include "report/report.h"
#include "report/words.h"

struct page {
    struct text out;
    const struct report *report;
    enum lang lang;
};

/* Text into HTML, also inside attributes: & < > " ' become entities; bytes that are no
 * UTF-8 and characters HTML has no place for become U+FFFD. */
void html_text(struct text *out, const char *text);
/* Bytes as base64, for an address "data:...". */
void html_bytes(struct text *out, const char *bytes, size_t size);
/* A JSON string, quotes included, safe inside a script element. */
void html_json(struct text *out, const char *text);
/* A sentence with escaped arguments. */
void html_words(struct page *page, enum word word, const char *const *args, uint32_t arg_count);
void html_paragraph(struct page *page, enum word word, const char *const *args, uint32_t arg_count);
/* <section id> with its heading; html_end_section() closes it. */
void html_section(struct page *page, const char *id, enum word heading);
void html_end_section(struct page *page);

/* A table of some columns of a layer, in the order of `names` (NULL: all columns that
 * have any value), at most row_most rows. Numbers by kind and language, sortable. */
void html_table(struct page *page, const struct report_layer *layer, const char *const *names,
                uint32_t name_count, uint32_t row_most);

void html_colour(struct text *out, struct label_colour colour);

/* page_map.c, page_tables.c: chapters of the page. */
WS_MUST_CHECK
enum ws_status page_map(struct page *page, struct ws_error *err);
void page_words(struct page *page); /* what the script says and paints */
void page_tables(struct page *page);
void page_scenarios(struct page *page); /* page_scenarios.c: a part of these */
#endif
