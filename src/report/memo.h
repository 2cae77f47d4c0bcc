/* report/memo.h: decision memos as blocks of text, before they are a page or sheets.
 * Private to src/report.
 *
 * One memo per thin area: a municipality, or a supplier area when there are such, whose
 * class is none, one or two. Thirteen parts. What nobody knows is printed as such. */
#ifndef REPORT_MEMO_H
#define REPORT_MEMO_H
#include "report/report.h"
#include "report/words.h"

enum memo_kind {
    MEMO_TITLE,   /* of an area: begins a new sheet */
    MEMO_HEADING, /* of a part */
    MEMO_LINE,    /* label and text */
    MEMO_TEXT
};

struct memo_block {
    enum memo_kind kind;
    char *label, *text; /* label NULL but for lines */
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

/* memo_parts.c: the parts of one area; row of the layer of zones. */
struct memo_area {
    const struct report_layer *zones;
    uint32_t row;
    const char *layer, *code, *name;
};
void memo_area(struct memo *memo, const struct memo_area *area);

/* memo_told.c: a sentence beside a label; what nobody told; and lines that an input may
 * tell: the notes of that topic about the area (else what note would tell it), contracts
 * at risk, who shares the contracts, the policy's term. */
void memo_line(struct memo *memo, enum word label, enum word word, const char *const *args,
               uint32_t count);
void memo_unknown(struct memo *memo, enum word label);
void memo_noted(struct memo *memo, const struct memo_area *area, enum word label,
                const char *topic);
void memo_rating(struct memo *memo, const struct memo_area *area);
void memo_concentration(struct memo *memo, const struct memo_area *area);
void memo_term(struct memo *memo, const struct memo_area *area);
/* Adds a block; NULL texts become "" (a label NULL stays). */
void memo_add(struct memo *memo, enum memo_kind kind, const char *label, const char *text);
void memo_say(struct memo *memo, enum memo_kind kind, enum word word, const char *const *args,
              uint32_t arg_count);
#endif
