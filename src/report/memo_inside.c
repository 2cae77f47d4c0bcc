/* What registers by municipality tell of the area of a memo. A supplier area takes the
 * sums of municipalities wholly inside; those that lie there in part are named. */
#include "report/cells.h"
#include "report/memo.h"

#include "base/mem.h"

#include <math.h>
#include <string.h>

static bool is_municipality(const struct memo_area *area)
{
    return !strcmp(area->layer, "municipalities");
}

/* ---- municipalities of the area ------------------------------------------------------ */

/* Rows of the table of the area; `is_sum`: the one without a municipality. */
static uint32_t next_member(const struct report_layer *rows, const struct memo_area *area,
                            uint32_t row, bool is_sum)
{
    for (; rows && row < rows->row_count; row++)
        if (!strcmp(cells_text(rows, "code", row), area->code) &&
            !cells_text(rows, "zone", row)[0] == is_sum)
            return row;
    return rows ? rows->row_count : 0;
}

/* Whether the municipality lies in the area: wholly, or in part. */
static bool lies_in(const struct memo *memo, const struct memo_area *area, const char *code,
                    bool is_whole)
{
    const struct report_layer *rows = cells_layer(memo->report, "membership");
    if (is_municipality(area))
        return is_whole && !strcmp(code, area->code);
    uint32_t row = 0;
    for (; rows && (row = next_member(rows, area, row, false)) < rows->row_count; row++)
        if (!strcmp(cells_text(rows, "zone", row), code))
            return (memo_number(rows, "whole", row) > 0.0) == is_whole;
    return false;
}

bool memo_is_inside(const struct memo *memo, const struct memo_area *area, const char *code)
{
    return lies_in(memo, area, code, true);
}

bool memo_is_about(const struct memo *memo, const struct memo_area *area, const char *place,
                   const char *code)
{
    return !strcmp(place, area->code) || !strcmp(place, area->name) ||
           (code[0] && memo_is_inside(memo, area, code));
}

/* "2902 Älvnäs (12,345 of its 31,250 people)" */
static void put_member(struct memo *memo, struct text *out, const struct report_layer *rows,
                       uint32_t row, bool is_whole)
{
    char here[WORDS_NUMBER], all[WORDS_NUMBER];
    enum lang lang = memo->report->lang;
    text_put(out, out->length ? ", " : "");
    memo_put_name(out, cells_text(rows, "zone", row), cells_text(rows, "zone_name", row));
    if (is_whole)
        return;
    const char *const args[] = {
        words_people(here, lang, memo_micro(memo_number(rows, "people", row))),
        words_people(all, lang, memo_micro(memo_number(rows, "people_all", row)))};
    words_put(out, lang, W_MEMO_PART_OF, args, 2);
}

static void say_members(struct memo *memo, const struct memo_area *area, bool is_whole)
{
    const struct report_layer *rows = cells_layer(memo->report, "membership");
    struct text list = {0};
    uint32_t row = 0;
    for (; rows && (row = next_member(rows, area, row, false)) < rows->row_count; row++)
        if ((memo_number(rows, "whole", row) > 0.0) == is_whole)
            put_member(memo, &list, rows, row, is_whole);
    if (list.length)
        memo_put(memo, is_whole ? W_MEMO_WHOLE : W_MEMO_PARTLY, &list);
    text_release(&list);
}

void memo_inside(struct memo *memo, const struct memo_area *area)
{
    if (is_municipality(area))
        return;
    say_members(memo, area, true);
    say_members(memo, area, false);
}

/* ---- the unemployed ------------------------------------------------------------------- */

/* The table, the row and what is not in its sum. */
struct jobless {
    const struct report_layer *rows;
    uint32_t row;
    const char *missing;
};

static struct jobless jobless_of(const struct memo *memo, const struct memo_area *area)
{
    struct jobless of = {.missing = ""};
    if (!cells_layer(memo->report, "access_by_need"))
        return of;
    of.rows = cells_layer(memo->report, is_municipality(area) ? "access_by_need" : "membership");
    of.row =
        is_municipality(area) ? memo_next(of.rows, area, 0) : next_member(of.rows, area, 0, true);
    if (!of.rows || of.row >= of.rows->row_count)
        of.rows = NULL;
    else if (!is_municipality(area))
        of.missing = cells_text(of.rows, "missing", of.row);
    return of;
}

static void say_exposed(struct memo *memo, const struct jobless *of, const char *all)
{
    char exposed[WORDS_NUMBER];
    double value = memo_number(of->rows, "exposed", of->row);
    const char *const args[] = {words_people(exposed, memo->report->lang, memo_micro(value)), all,
                                cells_main_limit(memo->report)};
    if (isnan(value))
        memo_unknown(memo, W_MEMO_EXPOSED);
    else
        memo_line(memo, W_MEMO_EXPOSED, W_MEMO_EXPOSED_OF, args, 3);
}

void memo_unemployed(struct memo *memo, const struct memo_area *area)
{
    struct jobless of = jobless_of(memo, area);
    if (!of.rows) {
        memo_line(memo, W_MEMO_UNEMPLOYED, W_MEMO_JOBLESS_INPUT, NULL, 0);
        return;
    }
    char all[WORDS_NUMBER];
    const char *month = cells_text(of.rows, "month", of.row);
    double value = memo_number(of.rows, "unemployed", of.row);
    const char *const args[] = {words_people(all, memo->report->lang, memo_micro(value)),
                                month[0] ? month : words_plain(memo->report->lang, W_MEMO_NO_MONTH),
                                of.missing};
    if (isnan(value)) {
        memo_line(memo, W_MEMO_UNEMPLOYED,
                  of.missing[0] ? W_MEMO_JOBLESS_NONE : W_MEMO_JOBLESS_WITHHELD, args, 3);
        return;
    }
    memo_line(memo, W_MEMO_UNEMPLOYED, of.missing[0] ? W_MEMO_JOBLESS_LEAST : W_MEMO_JOBLESS, args,
              3);
    say_exposed(memo, &of, all);
}

/* ---- applications ---------------------------------------------------------------------- */

/* "B AB, 2020-04-02: refused 2020-04-20, too late" */
static void say_application(struct memo *memo, const struct report_layer *rows, uint32_t row)
{
    struct text text = {0};
    char word[MEMO_WORD];
    enum lang lang = memo->report->lang;
    const char *outcome = cells_text(rows, "outcome", row);
    const char *decided = cells_text(rows, "decided", row);
    const char *reason = cells_text(rows, "reason", row);
    text_add(&text, "%s, %s: %s", cells_text(rows, "applicant", row), cells_text(rows, "date", row),
             outcome[0] ? memo_word(word, lang, outcome) : words_plain(lang, W_MEMO_NO_OUTCOME));
    if (decided[0])
        text_add(&text, " %s", decided);
    if (reason[0])
        text_add(&text, ", %s", reason);
    memo_put(memo, W_MEMO_APPLICATIONS, &text);
}

void memo_applications(struct memo *memo, const struct memo_area *area)
{
    const struct report_layer *rows = cells_layer(memo->report, "applications");
    uint32_t told = 0, partly = 0;
    char number[WORDS_NUMBER];
    for (uint32_t row = 0; rows && row < rows->row_count; row++) {
        const char *code = cells_text(rows, "code", row);
        if (memo_is_about(memo, area, cells_text(rows, "area", row), code)) {
            say_application(memo, rows, row);
            told++;
        } else {
            partly += lies_in(memo, area, code, false);
        }
    }
    const char *const args[] = {words_whole(number, memo->report->lang, partly)};
    if (partly)
        memo_line(memo, W_MEMO_APPLICATIONS, W_MEMO_APPLIED_PARTLY, args, 1);
    else if (!told)
        memo_line(memo, W_MEMO_APPLICATIONS, rows ? W_MEMO_APPLIED_NONE : W_MEMO_APPLIED_INPUT,
                  NULL, 0);
}

/* ---- remote support -------------------------------------------------------------------- */

/* Of the people without a provider: what remote support leaves. A bound of 0 that comes
 * of nothing being known is told as unknown. */
void memo_digital(struct memo *memo, const struct memo_area *area)
{
    const struct report_layer *rows = cells_layer(memo->report, "remote");
    uint32_t row = memo_next(rows, area, 0);
    char low[WORDS_NUMBER], high[WORDS_NUMBER], of[WORDS_NUMBER];
    if (!rows || row >= rows->row_count || isnan(memo_number(rows, "left_low", row))) {
        memo_line(memo, W_MEMO_DIGITAL, W_MEMO_DIGITAL_INPUT, NULL, 0);
        return;
    }
    double least = memo_number(rows, "left_low", row), demand = memo_number(rows, "demand", row);
    const char *known_of = cells_text(rows, "ability_of", row);
    bool is_told = cells_text(rows, "network_of", row)[0] && known_of[0] &&
                   strcmp(known_of, "municipalities") != 0;
    enum lang lang = memo->report->lang;
    const char *const args[] = {
        words_people(low, lang, memo_micro(least)),
        words_people(high, lang, memo_micro(memo_number(rows, "left_high", row))),
        words_people(of, lang, memo_micro(demand)), cells_main_limit(memo->report)};
    bool is_open = !(least > 0.0) && demand > 0.0 && !is_told;
    memo_line(memo, W_MEMO_DIGITAL, is_open ? W_MEMO_DIGITAL_OPEN : W_MEMO_DIGITAL_LEFT, args, 4);
    char *why = memo_cell(memo, rows, row, "why");
    if (why && why[0])
        memo_add(memo, MEMO_LINE, "", why);
    mem_free(why);
}
