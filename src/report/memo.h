/* report/memo.h: decision memos as blocks of text, before they are a page or sheets.
 * Private to src/report.
 *
 * One memo per thin area: a municipality, or a supplier area when there are such, whose
 * class is none, one or two. Thirteen parts. What nobody knows is printed as such, with
 * the input that would tell it where there is one. */
#ifndef REPORT_MEMO_H
#define REPORT_MEMO_H
#include "report/report.h"
#include "report/words.h"

enum memo_kind {
    MEMO_TITLE,   /* of an area: begins a new sheet */
    MEMO_HEADING, /* of a part */
    MEMO_LINE,    /* label and text */
    MEMO_TEXT,
    MEMO_HEAD, /* of a table */
    MEMO_ROW
};

/* Columns of a table: parts of the width, together 1. */
#define MEMO_COLUMNS 8u
struct memo_columns {
    uint32_t count;
    double part[MEMO_COLUMNS];
};

struct memo_block {
    enum memo_kind kind;
    char *label, *text;                 /* label NULL but for lines */
    const struct memo_columns *columns; /* of heads and rows, else NULL */
    char *cells[MEMO_COLUMNS];
};

struct memo {
    const struct report *report;
    struct memo_block *blocks;
    uint32_t count;
    size_t cap;
    bool is_broken; /* no memory on the way */
};

WS_MUST_CHECK
enum ws_status memo_make(struct memo *out, const struct report *report, struct ws_error *err);
void memo_release(struct memo *memo);

/* memo_page.c, memo_sheets.c: the blocks as a page of HTML; on sheets of a PDF. */
WS_MUST_CHECK
enum ws_status memo_page(char **out, size_t *size, const struct memo *memo, struct ws_error *err);
WS_MUST_CHECK
enum ws_status memo_sheets(char **out, size_t *size, const struct memo *memo, struct ws_error *err);

/* The area of a memo: a row of the layer of zones. */
struct memo_area {
    const struct report_layer *zones;
    uint32_t row;
    const char *layer, *code, *name;
};

/* ---- memo_lines.c: how blocks are made ------------------------------------------- */

/* Adds a block; NULL texts become "" (a label NULL stays). */
void memo_add(struct memo *memo, enum memo_kind kind, const char *label, const char *text);
void memo_say(struct memo *memo, enum memo_kind kind, enum word word, const char *const *args,
              uint32_t arg_count);
/* A sentence beside a label; "unknown" beside it. */
void memo_line(struct memo *memo, enum word label, enum word word, const char *const *args,
               uint32_t count);
void memo_unknown(struct memo *memo, enum word label);
/* A text that was put together, beside a label (W_COUNT: a paragraph); releases it. */
void memo_put(struct memo *memo, enum word label, struct text *text);
/* The head or a row of a table; the cells are copied. */
void memo_row(struct memo *memo, enum memo_kind kind, const struct memo_columns *columns,
              const char *const *cells);
/* "Label: value" of the columns `names` (closed by NULL) of a row: a column that is not
 * there is left out, an unknown value told as such. */
void memo_cells(struct memo *memo, const struct report_layer *layer, uint32_t row,
                const char *const *names);
/* One cell as people read it, "" when it is unknown or not there; free with mem_free(). */
char *memo_cell(struct memo *memo, const struct report_layer *layer, uint32_t row,
                const char *name);
/* A sentence as a text; free with mem_free(). */
char *memo_words(struct memo *memo, enum word word, const char *const *args, uint32_t count);

/* "2911 Skog", or the name alone where it is the code. */
void memo_put_name(struct text *out, const char *code, const char *name);
/* A machine word inside a sentence: as its label, the first letter small. */
#define MEMO_WORD 64u
const char *memo_word(char out[MEMO_WORD], enum lang lang, const char *word);
/* The number of a cell; NaN when it is unknown or not there. */
double memo_number(const struct report_layer *layer, const char *name, uint32_t row);
/* People as millionths; unknown ones as 0. */
uint64_t memo_micro(double people);
/* The area's row in a table at or after `row`; row_count: there is none. */
uint32_t memo_next(const struct report_layer *layer, const struct memo_area *area, uint32_t row);
/* True when one of the codes "2911, 2912" is this one. */
bool memo_is_among(const char *codes, const char *code);

/* ---- parts of a memo -------------------------------------------------------------- */

/* memo_parts.c: 1 to 6 and the order of all. */
void memo_area(struct memo *memo, const struct memo_area *area);
/* memo_choices.c: 7 to 9. */
void memo_alternatives(struct memo *memo, const struct memo_area *area);
void memo_money(struct memo *memo, const struct memo_area *area);
void memo_lot(struct memo *memo, const struct memo_area *area);
/* memo_close.c: 10 to 13. */
void memo_law(struct memo *memo, const struct memo_area *area);
void memo_risks(struct memo *memo, const struct memo_area *area);
void memo_follow_up(struct memo *memo, const struct memo_area *area);
void memo_sources(struct memo *memo, const struct memo_area *area);

/* memo_told.c: lines that an input may tell: the notes of that topic about the area (else
 * what note would tell it), contracts at risk, who shares the contracts, the policy's
 * term. */
void memo_noted(struct memo *memo, const struct memo_area *area, enum word label,
                const char *topic);
void memo_rating(struct memo *memo, const struct memo_area *area);
void memo_concentration(struct memo *memo, const struct memo_area *area);
void memo_term(struct memo *memo);

/* memo_inside.c: what registers by municipality tell of an area that may be made of
 * several: sums of those wholly inside, the others by name. */
/* Whether a code of a municipality is the area's: the same, or wholly inside it. */
bool memo_is_inside(const struct memo *memo, const struct memo_area *area, const char *code);
/* Whether a row is about the area: by its code or name as the place, or by such a code. */
bool memo_is_about(const struct memo *memo, const struct memo_area *area, const char *place,
                   const char *code);
void memo_inside(struct memo *memo, const struct memo_area *area);
void memo_unemployed(struct memo *memo, const struct memo_area *area);
void memo_applications(struct memo *memo, const struct memo_area *area);
void memo_digital(struct memo *memo, const struct memo_area *area);
/* memo_beside.c: rows of the tables peers, payers, chains, pilots about the area. */
void memo_peers(struct memo *memo, const struct memo_area *area);
void memo_payers(struct memo *memo, const struct memo_area *area);
void memo_chains(struct memo *memo, const struct memo_area *area);
void memo_pilots(struct memo *memo, const struct memo_area *area);
#endif
