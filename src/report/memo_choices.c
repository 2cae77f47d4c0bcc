/* Parts 7 to 9 of a memo: what could be done, what it costs, the tender lot. */
#include "report/cells.h"
#include "report/memo.h"

#include "base/mem.h"

#include <math.h>
#include <string.h>

/* ---- 7: alternatives ------------------------------------------------------------------- */

/* Inputs that would tell what is unknown; bits of a set. */
static const struct {
    enum word word;
} TELLERS[] = {{W_MEMO_TELLS_NEWLY}, {W_MEMO_TELLS_COST},  {W_MEMO_TELLS_VISITS},
               {W_MEMO_TELLS_VALUE}, {W_MEMO_TELLS_LIMIT}, {W_MEMO_TELLS_OFFER},
               {W_MEMO_TELLS_REMOTE}};
enum { TELLS_NEWLY, TELLS_COST, TELLS_VISITS, TELLS_VALUE, TELLS_LIMIT, TELLS_OFFER, TELLS_REMOTE };

struct choice {
    struct memo *memo;
    const struct report_layer *rows;
    uint32_t row;
    unsigned unknown; /* bits of TELLERS */
};

static double number(const struct choice *choice, const char *name)
{
    return memo_number(choice->rows, name, choice->row);
}

static const char *whole(char out[WORDS_NUMBER], const struct choice *choice, double value)
{
    return words_real(out, choice->memo->report->lang, value, 0);
}

static char *unknown(struct choice *choice, int teller)
{
    choice->unknown |= 1u << teller;
    return memo_words(choice->memo, W_MEMO_UNKNOWN, NULL, 0);
}

/* Known, or at most so many. */
static char *newly_cell(struct choice *choice)
{
    char text[WORDS_NUMBER];
    double newly = number(choice, "newly"), most = number(choice, "newly_most");
    if (isnan(newly) && isnan(most))
        return unknown(choice, TELLS_NEWLY);
    if (isnan(newly))
        choice->unknown |= 1u << TELLS_NEWLY;
    const char *const args[] = {whole(text, choice, isnan(newly) ? most : newly)};
    return memo_words(choice->memo, isnan(newly) ? W_MEMO_AT_MOST : W_MEMO_WAY, args, 1);
}

static char *cost_cell(struct choice *choice, const char *route)
{
    char texts[3][WORDS_NUMBER];
    double cost = number(choice, "cost"), low = number(choice, "cost_low");
    double high = number(choice, "cost_high");
    const char *const args[] = {whole(texts[0], choice, cost), whole(texts[1], choice, low),
                                whole(texts[2], choice, high)};
    if (isnan(low) || isnan(high))
        return unknown(choice, strcmp(route, "REMOTE_VISITS") ? TELLS_COST : TELLS_VISITS);
    if (low < high)
        return memo_words(choice->memo, isnan(cost) ? W_MEMO_FROM_TO : W_MEMO_MIDDLE_OF, args, 3);
    return memo_words(choice->memo, W_MEMO_WAY, args, 1);
}

/* Nobody is newly covered: there is no such number. */
static char *per_person_cell(struct choice *choice)
{
    char text[WORDS_NUMBER];
    double each = number(choice, "sek_per_newly"), least = number(choice, "sek_at_least");
    const char *const args[] = {whole(text, choice, isnan(each) ? least : each)};
    if (number(choice, "newly_most") <= 0.0)
        return memo_words(choice->memo, W_MEMO_NOBODY_NEWLY, NULL, 0);
    if (isnan(each) && isnan(least))
        return memo_words(choice->memo, W_MEMO_UNKNOWN, NULL, 0);
    return memo_words(choice->memo, isnan(each) ? W_MEMO_AT_LEAST : W_MEMO_WAY, args, 1);
}

/* Whether the route may be chosen on the day. */
static char *possible_cell(struct choice *choice, const char *route)
{
    char *possible = memo_cell(choice->memo, choice->rows, choice->row, "possible");
    if (possible && possible[0])
        return possible;
    mem_free(possible);
    return unknown(choice, !strcmp(route, "REMOTE_VISITS")  ? TELLS_REMOTE
                           : !strcmp(route, "DIRECT_AWARD") ? TELLS_VALUE
                                                            : TELLS_OFFER);
}

/* Only alternatives that make a contract are tested against the limit. */
static char *value_cell(struct choice *choice, const char *route)
{
    char texts[2][WORDS_NUMBER];
    enum lang lang = choice->memo->report->lang;
    double value = number(choice, "value_sek"), limit = number(choice, "limit_sek");
    if (strcmp(route, "LOU") != 0 && strcmp(route, "DIRECT_AWARD") != 0)
        return memo_words(choice->memo, W_UNKNOWN, NULL, 0);
    choice->unknown |= (unsigned)isnan(value) << TELLS_VALUE;
    choice->unknown |= (unsigned)isnan(limit) << TELLS_LIMIT;
    const char *unknown_word = words_plain(lang, W_MEMO_UNKNOWN);
    const char *const args[] = {isnan(value) ? unknown_word : whole(texts[0], choice, value),
                                isnan(limit) ? unknown_word : whole(texts[1], choice, limit)};
    return memo_words(choice->memo, W_MEMO_VALUE_LIMIT, args, 2);
}

static const struct memo_columns ALTERNATIVES = {
    8, {0.165, 0.09, 0.12, 0.12, 0.1, 0.085, 0.115, 0.205}};

static void say_choice(struct choice *choice)
{
    struct memo *memo = choice->memo;
    const char *route = cells_text(choice->rows, "route", choice->row);
    char *const cells[] = {newly_cell(choice),
                           memo_cell(memo, choice->rows, choice->row, "choice"),
                           cost_cell(choice, route),
                           per_person_cell(choice),
                           possible_cell(choice, route),
                           value_cell(choice, route),
                           memo_cell(memo, choice->rows, choice->row, "risk")};
    enum { COUNT = sizeof cells / sizeof *cells };
    const char *texts[COUNT + 1] = {labels_word(route, memo->report->lang)};
    for (size_t c = 0; c < COUNT; c++)
        texts[c + 1] = cells[c];
    memo_row(memo, MEMO_ROW, &ALTERNATIVES, texts);
    for (size_t c = 0; c < COUNT; c++)
        mem_free(cells[c]);
}

/* Rows of the area that have this reason, from one row on. */
static void say_reason(struct memo *memo, const struct memo_area *area,
                       const struct report_layer *rows, uint32_t row, const char *head)
{
    const char *said = cells_text(rows, "why", row);
    struct text names = {0};
    char *why = memo_cell(memo, rows, row, "why");
    for (; (row = memo_next(rows, area, row)) < rows->row_count; row++)
        if (!strcmp(cells_text(rows, "why", row), said))
            text_add(&names, "%s%s", names.length ? ", " : "",
                     labels_word(cells_text(rows, head, row), memo->report->lang));
    memo_add(memo, MEMO_LINE, names.bytes, why);
    memo->is_broken |= names.is_broken;
    text_release(&names);
    mem_free(why);
}

/* Each reason once, for all rows that share it. */
static void say_reasons(struct memo *memo, const struct memo_area *area, const char *head,
                        const struct report_layer *rows)
{
    uint32_t row = 0;
    for (; (row = memo_next(rows, area, row)) < rows->row_count; row++) {
        uint32_t first = memo_next(rows, area, 0);
        const char *said = cells_text(rows, "why", row);
        while (strcmp(cells_text(rows, "why", first), said) != 0)
            first = memo_next(rows, area, first + 1);
        if (first == row && strcmp(cells_text(rows, head, row), "baseline") != 0)
            say_reason(memo, area, rows, row, head);
    }
}

/* Where the amounts are known it is the participants that are missing. */
static void say_tellers(struct memo *memo, const struct memo_area *area, unsigned unknown)
{
    const struct report_layer *amounts = cells_layer(memo->report, "allowance");
    uint32_t row = memo_next(amounts, area, 0);
    bool has_amounts = amounts && row < amounts->row_count &&
                       !isnan(memo_number(amounts, "f", row)) &&
                       !isnan(memo_number(amounts, "m", row));
    for (uint32_t i = 0; i < sizeof TELLERS / sizeof *TELLERS; i++) {
        bool is_value = i == TELLS_VALUE && has_amounts && isfinite(memo->report->term_years);
        if (!(unknown & 1u << i) || is_value)
            continue;
        bool is_n = i == TELLS_COST && has_amounts;
        memo_say(memo, MEMO_TEXT, is_n ? W_MEMO_TELLS_N : TELLERS[i].word, NULL, 0);
    }
}

void memo_alternatives(struct memo *memo, const struct memo_area *area)
{
    struct choice choice = {.memo = memo, .rows = cells_layer(memo->report, "alternatives")};
    const struct report_layer *rows = choice.rows;
    char people[WORDS_NUMBER];
    const char *head[MEMO_COLUMNS];
    double without = memo_number(area->zones, "people", area->row) -
                     memo_number(area->zones, "covered", area->row);
    const char *const args[] = {words_people(people, memo->report->lang, memo_micro(without)),
                                cells_main_limit(memo->report)};
    memo_say(memo, MEMO_HEADING, W_MEMO_ALTERNATIVES, NULL, 0);
    if (!rows || memo_next(rows, area, 0) >= rows->row_count) {
        memo_say(memo, MEMO_TEXT, W_MEMO_UNKNOWN, NULL, 0);
        return;
    }
    memo_say(memo, MEMO_TEXT, W_MEMO_ALTERNATIVES_OF, args, 2);
    for (uint32_t c = 0; c < MEMO_COLUMNS; c++)
        head[c] = words_plain(memo->report->lang, W_MEMO_COLUMN + c);
    memo_row(memo, MEMO_HEAD, &ALTERNATIVES, head);
    for (; (choice.row = memo_next(rows, area, choice.row)) < rows->row_count; choice.row++)
        say_choice(&choice);
    say_reasons(memo, area, "route", rows);
    say_tellers(memo, area, choice.unknown);
}

/* ---- 8: money ---------------------------------------------------------------------------- */

static const struct memo_columns MONEY = {7, {0.16, 0.14, 0.15, 0.15, 0.12, 0.13, 0.15}};

static void say_amounts(struct memo *memo, const struct report_layer *rows, uint32_t row)
{
    static const char *const NAMES[] = {"n", "f", "m", "tau", "breakeven", "s"};
    enum { COUNT = sizeof NAMES / sizeof *NAMES };
    const char *unknown_word = words_plain(memo->report->lang, W_MEMO_UNKNOWN);
    const char *texts[COUNT + 1] = {
        labels_word(cells_text(rows, "scenario", row), memo->report->lang)};
    char *cells[COUNT];
    for (size_t c = 0; c < COUNT; c++) {
        cells[c] = memo_cell(memo, rows, row, NAMES[c]);
        texts[c + 1] = cells[c] && cells[c][0] ? cells[c] : unknown_word;
    }
    memo_row(memo, MEMO_ROW, &MONEY, texts);
    for (size_t c = 0; c < COUNT; c++)
        mem_free(cells[c]);
}

void memo_money(struct memo *memo, const struct memo_area *area)
{
    const struct report_layer *rows = cells_layer(memo->report, "allowance");
    uint32_t row = memo_next(rows, area, 0);
    const char *head[7];
    memo_say(memo, MEMO_HEADING, W_MEMO_MONEY, NULL, 0);
    memo_say(memo, MEMO_TEXT, W_MEMO_FORMULA, NULL, 0);
    if (rows && row < rows->row_count) {
        for (uint32_t c = 0; c < 7; c++)
            head[c] = words_plain(memo->report->lang, W_MEMO_AMOUNT + c);
        bool has_amounts = !isnan(memo_number(rows, "s", row));
        memo_row(memo, MEMO_HEAD, &MONEY, head);
        for (; (row = memo_next(rows, area, row)) < rows->row_count; row++)
            say_amounts(memo, rows, row);
        say_reasons(memo, area, "scenario", rows);
        if (!has_amounts)
            memo_say(memo, MEMO_TEXT, W_MEMO_TELLS_COST, NULL, 0);
    }
    memo_payers(memo, area);
}

/* ---- 9: the lot ---------------------------------------------------------------------------- */

/* "2911 Bräntmark, 2912 Fjällbäck" */
static void say_lot_areas(struct memo *memo, const struct memo_area *area, const char *codes)
{
    struct text names = {0};
    for (uint32_t row = 0; row < area->zones->row_count; row++) {
        const char *code = cells_text(area->zones, "code", row);
        const char *name = cells_text(area->zones, "name", row);
        if (!memo_is_among(codes, code))
            continue;
        text_put(&names, names.length ? ", " : "");
        memo_put_name(&names, code, name);
    }
    memo_add(memo, MEMO_LINE, labels_column("areas")->text[memo->report->lang],
             names.length ? names.bytes : codes);
    memo->is_broken |= names.is_broken;
    text_release(&names);
}

/* Of all its areas together. */
static void say_lot_size(struct memo *memo, const struct report_layer *lots, uint32_t row)
{
    static const char *const NAMES[] = {"exp_low", "expected", "exp_high"};
    char people[WORDS_NUMBER], numbers[3][WORDS_NUMBER];
    const char *args[3];
    enum lang lang = memo->report->lang;
    const char *const of[] = {
        words_people(people, lang, memo_micro(memo_number(lots, "people", row))),
        memo->report->weight};
    memo_line(memo, W_MEMO_POPULATION, W_MEMO_OF_PEOPLE, of, 2);
    for (size_t i = 0; i < 3; i++)
        args[i] = words_fixed(numbers[i], lang, memo_number(lots, NAMES[i], row), 1);
    bool is_known = !isnan(memo_number(lots, "expected", row));
    memo_line(memo, W_MEMO_PARTICIPANTS,
              is_known ? W_MEMO_PARTICIPANTS_ARE : W_MEMO_PARTICIPANTS_INPUT, args, 3);
}

/* The way between the middles of its areas: one area has none. */
static void say_travel(struct memo *memo, const struct report_layer *lots, uint32_t row)
{
    static const char *const TRAVEL[] = {"travel_max", NULL};
    if (strchr(cells_text(lots, "areas", row), ','))
        memo_cells(memo, lots, row, TRAVEL);
    else
        memo_add(memo, MEMO_LINE, labels_column("travel_max")->text[memo->report->lang],
                 words_plain(memo->report->lang, W_MEMO_LOT_OF_ONE));
}

void memo_lot(struct memo *memo, const struct memo_area *area)
{
    static const char *const NUMBER[] = {"lot", NULL};
    static const char *const VALUE[] = {"value_sek", "route", "why", NULL};
    const struct report_layer *lots = cells_layer(memo->report, "lots");
    memo_say(memo, MEMO_HEADING, W_MEMO_LOTS, NULL, 0);
    for (uint32_t row = 0; lots && row < lots->row_count; row++) {
        if (!memo_is_among(cells_text(lots, "areas", row), area->code))
            continue;
        memo_cells(memo, lots, row, NUMBER);
        say_lot_areas(memo, area, cells_text(lots, "areas", row));
        say_lot_size(memo, lots, row);
        say_travel(memo, lots, row);
        memo_cells(memo, lots, row, VALUE);
        memo_term(memo);
        memo_noted(memo, area, W_MEMO_BIDDERS, "bidder_limit");
        return;
    }
    memo_say(memo, MEMO_TEXT, W_MEMO_NO_LOT, NULL, 0);
}
