/* Lines of a memo that no table of figures tells: from contracts, rules and notes. */
#include "report/cells.h"
#include "report/memo.h"

#include "base/mem.h"

#include <math.h>
#include <string.h>

/* A note of that topic about the area, or about a municipality wholly inside it. */
static bool is_about(const struct memo *memo, const struct report_layer *notes, uint32_t row,
                     const struct memo_area *area, const char *topic)
{
    return !strcmp(cells_text(notes, "kind", row), "note") &&
           !strcmp(cells_text(notes, "topic", row), topic) &&
           memo_is_about(memo, area, cells_text(notes, "place", row),
                         cells_text(notes, "code", row));
}

void memo_noted(struct memo *memo, const struct memo_area *area, enum word label, const char *topic)
{
    const struct report_layer *notes = cells_layer(memo->report, "notes");
    uint32_t told = 0;
    for (uint32_t row = 0; notes && row < notes->row_count; row++) {
        const char *text = cells_text(notes, "text", row), *code = cells_text(notes, "code", row);
        char status[MEMO_WORD];
        struct text about = {0};
        if (!is_about(memo, notes, row, area, topic))
            continue;
        if (code[0] && strcmp(code, area->code) != 0)
            text_add(&about, "%s: ", code);
        char *said = memo_cell(memo, notes, row, "said");
        text_put(&about, text[0] || !said ? text : said);
        mem_free(said);
        const char *const args[] = {
            about.bytes, cells_text(notes, "date", row),
            memo_word(status, memo->report->lang, cells_text(notes, "shown_as", row))};
        memo->is_broken |= about.is_broken;
        if (!memo->is_broken)
            memo_line(memo, label, W_MEMO_NOTED, args, 3);
        text_release(&about);
        told++;
    }
    if (!told)
        memo_line(memo, label, W_MEMO_TOLD_BY_NOTE, &topic, 1);
}

static uint64_t count_at(const struct report_layer *layer, const char *name, uint32_t row,
                         bool *is_known)
{
    double value = 0.0;
    const struct column *column = cells_column(layer, name);
    *is_known = column && cells_value(&value, column, row);
    return *is_known ? (uint64_t)value : 0;
}

/* Contracts by area: a table of its own beside areas with outlines. */
static const struct report_layer *contracts_of(const struct report *report)
{
    bool has_outlines = cells_supplier_areas(report) != NULL;
    return cells_layer(report, has_outlines ? "contract_areas" : "supplier_areas");
}

/* The row of the area's contracts; row_count: it has none. */
static uint32_t contracts_row(const struct report_layer *rows, const struct memo_area *area)
{
    uint32_t row = 0;
    while (rows && row < rows->row_count && strcmp(cells_text(rows, "code", row), area->code) != 0)
        row++;
    return row;
}

void memo_rating(struct memo *memo, const struct memo_area *area)
{
    const struct report_layer *rows = contracts_of(memo->report);
    uint32_t row = contracts_row(rows, area);
    char risky[WORDS_NUMBER], all[WORDS_NUMBER];
    bool is_known = false, has_all = false;
    if (rows && row < rows->row_count) {
        const char *const args[] = {
            words_whole(risky, memo->report->lang, count_at(rows, "at_risk", row, &is_known)),
            words_whole(all, memo->report->lang, count_at(rows, "contracts", row, &has_all))};
        if (is_known && has_all)
            memo_line(memo, W_MEMO_RATING, W_MEMO_AT_RISK, args, 2);
    }
    if (!is_known || !has_all)
        memo_noted(memo, area, W_MEMO_RATING, "rating");
}

void memo_concentration(struct memo *memo, const struct memo_area *area)
{
    const struct report_layer *rows = contracts_of(memo->report);
    uint32_t row = contracts_row(rows, area);
    char providers[WORDS_NUMBER], contracts[WORDS_NUMBER];
    bool has_providers = false, has_contracts = false;
    if (!rows || row >= rows->row_count) {
        memo_noted(memo, area, W_MEMO_CONCENTRATION, "concentration");
        return;
    }
    const char *args[] = {words_whole(providers, memo->report->lang,
                                      count_at(rows, "providers", row, &has_providers)),
                          words_whole(contracts, memo->report->lang,
                                      count_at(rows, "contracts", row, &has_contracts))};
    const char *single = cells_text(rows, "single", row);
    if (single[0])
        memo_line(memo, W_MEMO_CONCENTRATION, W_MEMO_SINGLE, &single, 1);
    else
        memo_line(memo, W_MEMO_CONCENTRATION, W_MEMO_SHARED, args, 2);
}

void memo_term(struct memo *memo)
{
    char years[WORDS_NUMBER];
    const char *const args[] = {words_real(years, memo->report->lang, memo->report->term_years, 2)};
    if (isfinite(memo->report->term_years))
        memo_line(memo, W_MEMO_TERM, W_MEMO_TERM_YEARS, args, 1);
    else
        memo_line(memo, W_MEMO_TERM, W_MEMO_TERM_INPUT, NULL, 0);
}
