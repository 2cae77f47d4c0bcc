/* Tables that a policy or notes ask for, as far as they are about the area of a memo:
 * comparable places, who pays, chains of roles, pilots. Nothing where there are none. */
#include "report/cells.h"
#include "report/memo.h"

#include "base/mem.h"

#include <math.h>
#include <string.h>

/* ---- comparable places ------------------------------------------------------------------ */

#define PEERS_TOLD 5u

static void say_peer(struct memo *memo, const struct memo_columns *columns,
                     const struct report_layer *rows, uint32_t row)
{
    static const char *const NAMES[] = {"class", "route", "apart", "why"};
    struct text name = {0};
    char *cells[5] = {NULL};
    memo_put_name(&name, cells_text(rows, "peer", row), cells_text(rows, "peer_name", row));
    for (size_t c = 0; c < 4; c++)
        cells[c + 1] = memo_cell(memo, rows, row, NAMES[c]);
    const char *const texts[] = {name.bytes, cells[1], cells[2], cells[3], cells[4]};
    memo_row(memo, MEMO_ROW, columns, texts);
    memo->is_broken |= name.is_broken;
    text_release(&name);
    for (size_t c = 0; c < 5; c++)
        mem_free(cells[c]);
}

void memo_peers(struct memo *memo, const struct memo_area *area)
{
    static const struct memo_columns COLUMNS = {5, {0.2, 0.15, 0.2, 0.1, 0.35}};
    const struct report_layer *rows = cells_layer(memo->report, "peers");
    uint32_t row = memo_next(rows, area, 0), told = 0;
    const char *head[5];
    if (!rows || row >= rows->row_count)
        return;
    for (uint32_t c = 0; c < 5; c++)
        head[c] = words_plain(memo->report->lang, W_MEMO_PEER + c);
    memo_say(memo, MEMO_TEXT, W_MEMO_PEERS, NULL, 0);
    memo_row(memo, MEMO_HEAD, &COLUMNS, head);
    for (; told < PEERS_TOLD && (row = memo_next(rows, area, row)) < rows->row_count; row++) {
        say_peer(memo, &COLUMNS, rows, row);
        told++;
    }
}

/* ---- who pays ---------------------------------------------------------------------------- */

static void say_assistance(struct memo *memo, const struct report_layer *rows, uint32_t row)
{
    static const char *const NAMES[] = {"payer", "sek", "sek_low", "sek_high", "people", "why"};
    enum { COUNT = sizeof NAMES / sizeof *NAMES };
    char *cells[COUNT];
    const char *args[COUNT];
    bool is_known = !isnan(memo_number(rows, "sek", row));
    for (size_t c = 0; c < COUNT; c++)
        args[c] = cells[c] = memo_cell(memo, rows, row, NAMES[c]);
    if (!memo->is_broken)
        memo_line(memo, W_MEMO_PAYER, is_known ? W_MEMO_PAYS : W_MEMO_PAYS_UNKNOWN, args, COUNT);
    for (size_t c = 0; c < COUNT; c++)
        mem_free(cells[c]);
}

/* Of the whole policy, not of the area alone; the line says so. */
static void say_transfer(struct memo *memo, const struct report_layer *rows, uint32_t row)
{
    char *sek = memo_cell(memo, rows, row, "sek");
    const char *unknown = words_plain(memo->report->lang, W_MEMO_UNKNOWN);
    const char *const args[] = {cells_text(rows, "line", row), cells_text(rows, "payer", row),
                                cells_text(rows, "gainer", row), sek && sek[0] ? sek : unknown};
    memo_line(memo, W_MEMO_TRANSFER, W_MEMO_TRANSFERS, args, 4);
    mem_free(sek);
}

void memo_payers(struct memo *memo, const struct memo_area *area)
{
    const struct report_layer *rows = cells_layer(memo->report, "payers");
    for (uint32_t row = 0; rows && row < rows->row_count; row++) {
        const char *code = cells_text(rows, "code", row);
        if (!code[0])
            say_transfer(memo, rows, row);
        else if (memo_is_inside(memo, area, code))
            say_assistance(memo, rows, row);
    }
}

/* ---- chains of roles --------------------------------------------------------------------- */

static void say_step(struct memo *memo, const struct report_layer *rows, uint32_t row)
{
    static const char *const NAMES[] = {"step", "actor", "state", "reached", "people", "why"};
    enum { COUNT = sizeof NAMES / sizeof *NAMES };
    char *cells[COUNT];
    const char *args[COUNT + 1], *unknown = words_plain(memo->report->lang, W_MEMO_UNKNOWN);
    bool has_reach = !isnan(memo_number(rows, "reached", row));
    for (size_t c = 0; c < COUNT; c++) {
        cells[c] = memo_cell(memo, rows, row, NAMES[c]);
        args[c] = cells[c] && cells[c][0] ? cells[c] : unknown;
    }
    char state[MEMO_WORD];
    const char *told = cells_text(rows, "state", row);
    args[2] = told[0] ? memo_word(state, memo->report->lang, told) : unknown;
    args[COUNT] = cells_main_limit(memo->report);
    memo_line(memo, W_MEMO_CHAIN, has_reach ? W_MEMO_STEP_REACHES : W_MEMO_STEP, args, COUNT + 1);
    for (size_t c = 0; c < COUNT; c++)
        mem_free(cells[c]);
}

void memo_chains(struct memo *memo, const struct memo_area *area)
{
    const struct report_layer *rows = cells_layer(memo->report, "chains");
    bool is_broken = false, is_told = false;
    for (uint32_t row = 0; rows && row < rows->row_count; row++) {
        const char *code = cells_text(rows, "code", row), *place = cells_text(rows, "place", row);
        if (!memo_is_about(memo, area, place, code))
            continue;
        say_step(memo, rows, row);
        is_told = true;
        is_broken |= !strcmp(cells_text(rows, "chain", row), "broken");
    }
    if (is_told && is_broken)
        memo_say(memo, MEMO_TEXT, W_MEMO_CHAIN_BROKEN, NULL, 0);
}

/* ---- pilots ------------------------------------------------------------------------------ */

static bool is_pilot(const struct report *report, const char *code)
{
    for (uint32_t i = 0; i < report->pilot_count; i++)
        if (!strcmp(report->pilots[i], code))
            return true;
    return false;
}

/* "one of its municipalities", counted where the area is made of several. */
static uint32_t count_pilots(const struct memo *memo, const struct memo_area *area)
{
    const struct report_layer *rows = cells_layer(memo->report, "membership");
    uint32_t count = 0;
    if (!strcmp(area->layer, "municipalities"))
        return is_pilot(memo->report, area->code);
    for (uint32_t row = 0; rows && row < rows->row_count; row++)
        count += !strcmp(cells_text(rows, "code", row), area->code) &&
                 is_pilot(memo->report, cells_text(rows, "zone", row));
    return count;
}

void memo_pilots(struct memo *memo, const struct memo_area *area)
{
    static const char *const NAMES[] = {"pilots", "country", "cov_pilots", "cov_all"};
    const struct report_layer *rows = cells_layer(memo->report, "pilots");
    char number[WORDS_NUMBER], *cells[4];
    const char *args[6];
    uint32_t all = 0;
    while (rows && all < rows->row_count && strcmp(cells_text(rows, "part", all), "all") != 0)
        all++;
    if (!rows || all >= rows->row_count)
        return;
    for (size_t c = 0; c < 4; c++)
        args[c] = cells[c] = memo_cell(memo, rows, all, NAMES[c]);
    args[4] = words_whole(number, memo->report->lang, count_pilots(memo, area));
    args[5] = cells_main_limit(memo->report);
    if (!memo->is_broken)
        memo_line(memo, W_MEMO_PILOTS,
                  strcmp(area->layer, "municipalities") != 0 ? W_MEMO_PILOT_AREAS
                  : number[0] == '0'                         ? W_MEMO_PILOT_NOT
                                                             : W_MEMO_PILOT_IS,
                  args, 6);
    for (size_t c = 0; c < 4; c++)
        mem_free(cells[c]);
}
