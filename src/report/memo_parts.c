/* The thirteen parts of a memo, from the tables as they are written. */
#include "report/cells.h"
#include "report/memo.h"

#include <stdio.h>
#include <string.h>

/* ---- helpers -------------------------------------------------------------------- */

/* "Label: value" of some columns of a row; a column that is not there is left out, a
 * value that is not known is told as such. */
static void add_lines(struct memo *memo, const struct report_layer *layer, uint32_t row,
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

/* The next row of the area at or after `row`; row_count: there is none. */
static uint32_t next_row(const struct report_layer *layer, const struct memo_area *area,
                         uint32_t row)
{
    for (; layer && row < layer->row_count; row++)
        if (!strcmp(cells_text(layer, "code", row), area->code) &&
            (!cells_column(layer, "layer") ||
             !strcmp(cells_text(layer, "layer", row), area->layer)))
            return row;
    return layer ? layer->row_count : 0;
}

static double number_at(const struct report_layer *layer, const char *name, uint32_t row)
{
    double value = 0.0;
    const struct column *column = cells_column(layer, name);
    return column && cells_value(&value, column, row) ? value : 0.0;
}

/* Several cells in one text: "Possible: yes; Unknown: Cost, SEK". */
static void add_row(struct memo *memo, const struct report_layer *layer, uint32_t row,
                    const char *head, const char *const *names)
{
    struct text label = {0}, text = {0}, unknown = {0};
    text_put(&label, labels_word(cells_text(layer, head, row), memo->report->lang));
    for (; *names; names++) {
        double value;
        const struct column *column = cells_column(layer, *names);
        bool is_known = column && cells_value(&value, column, row);
        struct text *to = is_known ? &text : &unknown;
        if (!column)
            continue;
        text_put(to, to->length ? "; " : "");
        cells_title(to, memo->report, layer->name, column);
        text_put(to, is_known ? ": " : "");
        if (is_known)
            cells_put(to, memo->report, layer->name, column, row);
    }
    if (unknown.length)
        text_add(&text, "%s%s: %s", text.length ? ". " : "",
                 labels_column("unknown")->text[memo->report->lang], unknown.bytes);
    memo_add(memo, MEMO_LINE, label.bytes ? label.bytes : "", text.bytes);
    memo->is_broken |= label.is_broken || text.is_broken || unknown.is_broken;
    text_release(&label);
    text_release(&text);
    text_release(&unknown);
}

/* ---- 1 to 6 --------------------------------------------------------------------- */

static void add_matter(struct memo *memo, const struct memo_area *area)
{
    const struct report *report = memo->report;
    const char *unknown = words_plain(report->lang, W_MEMO_UNKNOWN);
    struct text name = {0};
    text_add(&name, "%s (%s)", area->name, area->code);
    memo_say(memo, MEMO_HEADING, W_MEMO_MATTER, NULL, 0);
    memo_add(memo, MEMO_LINE, words_plain(report->lang, W_MEMO_AREA), name.bytes);
    memo->is_broken |= name.is_broken;
    text_release(&name);
    memo_add(memo, MEMO_LINE, labels_column("as_of")->text[report->lang],
             report->as_of[0] ? report->as_of : unknown);
    memo_add(memo, MEMO_LINE, labels_column("scheme")->text[report->lang],
             report->scheme[0] ? report->scheme : unknown);
    memo_add(memo, MEMO_LINE, labels_column("weight")->text[report->lang], report->weight);
    memo_add(memo, MEMO_LINE, words_plain(report->lang, W_MEMO_LIMIT_MAIN),
             cells_main_limit(memo->report));
    memo_add(memo, MEMO_LINE, words_plain(report->lang, W_MEMO_DECIDER), unknown);
}

/* A cell as a paragraph. */
static void add_cell(struct memo *memo, const struct report_layer *layer, const char *name,
                     uint32_t row)
{
    const struct column *column = cells_column(layer, name);
    struct text cell = {0};
    if (!column)
        return;
    cells_put(&cell, memo->report, layer->name, column, row);
    memo_add(memo, MEMO_TEXT, NULL, cell.bytes);
    memo->is_broken |= cell.is_broken;
    text_release(&cell);
}

static uint64_t micro(double people)
{
    return people > 0.0 ? (uint64_t)(people * WS_MICRO + 0.5) : 0;
}

static void add_proposal(struct memo *memo, const struct memo_area *area)
{
    const struct report_layer *findings = cells_layer(memo->report, "findings");
    uint32_t row = next_row(findings, area, 0);
    double people = number_at(area->zones, "people", area->row);
    double covered = number_at(area->zones, "covered", area->row);
    char without[WORDS_NUMBER], all[WORDS_NUMBER];
    memo_say(memo, MEMO_HEADING, W_MEMO_PROPOSAL, NULL, 0);
    if (findings && row < findings->row_count && cells_text(findings, "route", row)[0]) {
        const char *const args[] = {
            labels_word(cells_text(findings, "route", row), memo->report->lang),
            cells_text(findings, "rule", row)};
        memo_say(memo, MEMO_TEXT, W_MEMO_PROPOSED, args, 2);
        add_cell(memo, findings, "why", row);
    } else {
        memo_say(memo, MEMO_TEXT, W_MEMO_NOT_PROPOSED, NULL, 0);
    }
    const char *const args[] = {words_people(without, memo->report->lang, micro(people - covered)),
                                words_people(all, memo->report->lang, micro(people)),
                                cells_main_limit(memo->report)};
    memo_say(memo, MEMO_TEXT, W_MEMO_BASELINE, args, 3);
}

/* With the population they are counted in, and out of how many. */
static void add_people(struct memo *memo, const struct memo_area *area)
{
    const struct report *report = memo->report;
    char people[WORDS_NUMBER], covered[WORDS_NUMBER], share[WORDS_NUMBER];
    uint64_t all = micro(number_at(area->zones, "people", area->row));
    uint64_t near = micro(number_at(area->zones, "covered", area->row));
    struct text in = {0};
    text_put(&in, report->weight);
    if (report->as_of[0]) {
        text_put(&in, ", ");
        words_put(&in, report->lang, W_SUBTITLE_DATE, &report->as_of, 1);
    }
    const char *const of[] = {words_people(people, report->lang, all), in.bytes};
    memo_line(memo, W_MEMO_POPULATION, W_MEMO_OF_PEOPLE, of, 2);
    memo->is_broken |= in.is_broken;
    text_release(&in);
    const char *const args[] = {
        words_people(covered, report->lang, near), people,
        words_percent(share, report->lang, (struct ws_fraction){near, all}, 0),
        cells_main_limit(report)};
    memo_line(memo, W_MEMO_HAVE, W_MEMO_COVERED_OF, args, 4);
}

/* Only where a column of the unemployed was given. */
static void add_unemployed(struct memo *memo, const struct memo_area *area,
                           const struct report_layer *rows)
{
    static const char *const NAMES[] = {"unemployed", "exposed", NULL};
    uint32_t row = next_row(rows, area, 0);
    if (rows && row < rows->row_count)
        add_lines(memo, rows, row, NAMES);
    else
        memo_unknown(memo, W_MEMO_UNEMPLOYED);
}

static void add_need(struct memo *memo, const struct memo_area *area)
{
    static const char *const N[] = {"n", NULL};
    const struct report_layer *unemployed = cells_layer(memo->report, "access_by_need");
    const struct report_layer *rows = cells_layer(memo->report, "allowance");
    memo_say(memo, MEMO_HEADING, W_MEMO_NEED, NULL, 0);
    add_people(memo, area);
    add_unemployed(memo, area, unemployed);
    memo_noted(memo, area, W_MEMO_NEED_GROUPS, "need_groups");
    memo_noted(memo, area, W_MEMO_TREND, "trend");
    for (uint32_t row = 0; (row = next_row(rows, area, row)) < (rows ? rows->row_count : 0); row++)
        if (strcmp(cells_text(rows, "scenario", row), "zero") != 0)
            add_row(memo, rows, row, "scenario", N);
}

static void add_applications(struct memo *memo, const struct memo_area *area)
{
    const struct report_layer *rows = cells_layer(memo->report, "applications");
    const struct column *outcome = rows ? cells_column(rows, "outcome") : NULL;
    uint32_t told = 0;
    for (uint32_t row = 0; outcome && row < rows->row_count; row++) {
        struct text cell = {0};
        if (strcmp(cells_text(rows, "area", row), area->code) != 0)
            continue;
        cells_put(&cell, memo->report, rows->name, outcome, row);
        const char *const args[] = {cells_text(rows, "applicant", row),
                                    cell.bytes ? cell.bytes : ""};
        memo_line(memo, W_MEMO_APPLICATIONS, W_MEMO_APPLICATION, args, 2);
        memo->is_broken |= cell.is_broken;
        text_release(&cell);
        told++;
    }
    if (!told)
        memo_unknown(memo, W_MEMO_APPLICATIONS);
}

static void add_supply(struct memo *memo, const struct memo_area *area)
{
    static const char *const NAMES[] = {"providers", "offices",   "reachable",
                                        "adm_prov",  "contracts", NULL};
    memo_say(memo, MEMO_HEADING, W_MEMO_SUPPLY, NULL, 0);
    add_lines(memo, area->zones, area->row, NAMES);
    memo_rating(memo, area);
    add_applications(memo, area);
}

/* A limit as people read it. */
static const char *limit_shown(const struct report *report, const char *limit)
{
    for (uint32_t c = 0; c < report->cutoff_count; c++)
        if (!strcmp(report->cutoff_text[c], limit))
            return report->cutoff_shown[c];
    return limit;
}

/* Shares by limit and number of providers, with what is certain. */
static void add_shares(struct memo *memo, const struct memo_area *area)
{
    const struct report_layer *rows = cells_layer(memo->report, "coverage");
    for (uint32_t row = 0; (row = next_row(rows, area, row)) < (rows ? rows->row_count : 0);
         row++) {
        struct text cells[3] = {{0}}, label = {0}, value = {0};
        char k[WORDS_NUMBER];
        static const char *const NAMES[] = {"share", "share_low", "share_high"};
        const char *const which[] = {
            words_whole(k, memo->report->lang, (uint64_t)number_at(rows, "k", row)),
            limit_shown(memo->report, cells_text(rows, "limit", row))};
        bool is_one = number_at(rows, "k", row) < 2.0;
        words_put(&label, memo->report->lang, is_one ? W_MEMO_ONE_SHARE : W_MEMO_PEOPLE_SHARE,
                  which, 2);
        for (size_t i = 0; i < 3; i++)
            cells_put(&cells[i], memo->report, rows->name, cells_column(rows, NAMES[i]), row);
        const char *weight = cells_text(rows, "weight", row);
        bool is_first = !strcmp(weight, memo->report->weight_column);
        const char *args[4] = {is_first ? memo->report->weight : weight};
        for (size_t i = 0; i < 3; i++)
            args[i + 1] = cells[i].bytes ? cells[i].bytes : "";
        words_put(&value, memo->report->lang, W_MEMO_SHARE, args, 4);
        memo_add(memo, MEMO_LINE, label.bytes ? label.bytes : "", value.bytes);
        memo->is_broken |= label.is_broken || value.is_broken;
        for (size_t i = 0; i < 3; i++) {
            memo->is_broken |= cells[i].is_broken;
            text_release(&cells[i]);
        }
        text_release(&label);
        text_release(&value);
    }
}

/* Of the people without a provider: what remote support leaves. */
static void add_digital(struct memo *memo, const struct memo_area *area)
{
    const struct report_layer *rows = cells_layer(memo->report, "remote");
    uint32_t row = next_row(rows, area, 0);
    char low[WORDS_NUMBER], high[WORDS_NUMBER], of[WORDS_NUMBER];
    double value;
    if (!rows || row >= rows->row_count || !cells_column(rows, "left_low") ||
        !cells_value(&value, cells_column(rows, "left_low"), row)) {
        memo_unknown(memo, W_MEMO_DIGITAL);
        return;
    }
    const char *const args[] = {
        words_people(low, memo->report->lang, micro(number_at(rows, "left_low", row))),
        words_people(high, memo->report->lang, micro(number_at(rows, "left_high", row))),
        words_people(of, memo->report->lang, micro(number_at(rows, "demand", row)))};
    memo_line(memo, W_MEMO_DIGITAL, W_MEMO_DIGITAL_LEFT, args, 3);
}

static void add_access(struct memo *memo, const struct memo_area *area)
{
    static const char *const NAMES[] = {"cost_p50", "cost_p90", "no_link", "off_network", NULL};
    memo_say(memo, MEMO_HEADING, W_MEMO_ACCESS, NULL, 0);
    add_shares(memo, area);
    add_lines(memo, area->zones, area->row, NAMES);
    memo_noted(memo, area, W_MEMO_TRANSIT, "public_transport");
    add_digital(memo, area);
}

static void add_finding(struct memo *memo, const struct memo_area *area)
{
    static const char *const NAMES[] = {"class", "class_why", "flags", NULL};
    const char *const limit[] = {cells_main_limit(memo->report)};
    memo_say(memo, MEMO_HEADING, W_MEMO_FINDING, NULL, 0);
    add_lines(memo, area->zones, area->row, NAMES);
    memo_line(memo, W_MEMO_NORM, W_MEMO_NORM_TEXT, limit, 1);
}

/* ---- 7 to 13 -------------------------------------------------------------------- */

static void add_alternatives(struct memo *memo, const struct memo_area *area)
{
    static const char *const NAMES[] = {"possible",  "newly", "newly_most", "choice",
                                        "cost_low",  "cost",  "cost_high",  "sek_per_newly",
                                        "limit_sek", "risk",  "why",        NULL};
    const struct report_layer *rows = cells_layer(memo->report, "alternatives");
    memo_say(memo, MEMO_HEADING, W_MEMO_ALTERNATIVES, NULL, 0);
    for (uint32_t row = 0; (row = next_row(rows, area, row)) < (rows ? rows->row_count : 0); row++)
        add_row(memo, rows, row, "route", NAMES);
}

static void add_money(struct memo *memo, const struct memo_area *area)
{
    static const char *const NAMES[] = {"n", "f", "m", "tau", "s", "breakeven", "why", NULL};
    const struct report_layer *rows = cells_layer(memo->report, "allowance");
    memo_say(memo, MEMO_HEADING, W_MEMO_MONEY, NULL, 0);
    memo_say(memo, MEMO_TEXT, W_MEMO_FORMULA, NULL, 0);
    for (uint32_t row = 0; (row = next_row(rows, area, row)) < (rows ? rows->row_count : 0); row++)
        add_row(memo, rows, row, "scenario", NAMES);
}

/* True when one of the codes "2911, 2912" is the area's. */
static bool is_among(const char *codes, const char *code)
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

static void add_lot(struct memo *memo, const struct memo_area *area)
{
    static const char *const NAMES[] = {"lot",     "areas",    "people",     "expected",
                                        "exp_low", "exp_high", "travel_max", "value_sek",
                                        "route",   "why",      NULL};
    const struct report_layer *lots = cells_layer(memo->report, "lots");
    memo_say(memo, MEMO_HEADING, W_MEMO_LOTS, NULL, 0);
    for (uint32_t row = 0; lots && row < lots->row_count; row++) {
        if (!is_among(cells_text(lots, "areas", row), area->code))
            continue;
        add_lines(memo, lots, row, NAMES);
        memo_term(memo, area);
        memo_noted(memo, area, W_MEMO_BIDDERS, "bidder_limit");
        return;
    }
    memo_say(memo, MEMO_TEXT, W_MEMO_NO_LOT, NULL, 0);
}

static void add_law(struct memo *memo)
{
    memo_say(memo, MEMO_HEADING, W_MEMO_LAW, NULL, 0);
    memo_say(memo, MEMO_TEXT, W_MEMO_LAW_VALUE, NULL, 0);
    memo_say(memo, MEMO_TEXT, W_MEMO_LAW_MUNICIPAL, NULL, 0);
    memo_say(memo, MEMO_TEXT, W_MEMO_LAW_NEUTRAL, NULL, 0);
}

/* Closures of one office or one provider; the table knows municipalities alone. */
static void add_risks(struct memo *memo, const struct memo_area *area)
{
    const struct report_layer *rows = cells_layer(memo->report, "critical");
    bool is_white = labels_class(cells_text(area->zones, "class", area->row)) == WS_CLASS_NONE;
    uint32_t told = 0;
    memo_say(memo, MEMO_HEADING, W_MEMO_RISKS, NULL, 0);
    for (uint32_t row = 0; rows && row < rows->row_count; row++) {
        const char *kind = cells_text(rows, "kind", row);
        bool is_office = !strcmp(kind, "office");
        if ((!is_office && strcmp(kind, "provider") != 0) ||
            !is_among(cells_text(rows, "whitens", row), area->code))
            continue;
        const char *const args[] = {labels_word(kind, memo->report->lang),
                                    cells_text(rows, is_office ? "office" : "provider", row)};
        memo_say(memo, MEMO_TEXT, W_MEMO_CLOSES, args, 2);
        told++;
    }
    if (is_white)
        memo_say(memo, MEMO_TEXT, W_MEMO_IS_WHITE, NULL, 0);
    else if (!told && rows && !strcmp(area->layer, "municipalities"))
        memo_say(memo, MEMO_TEXT, W_MEMO_NO_SINGLE, NULL, 0);
    memo_say(memo, MEMO_TEXT, W_MEMO_OVERPAID, NULL, 0);
    memo_concentration(memo, area);
}

static void add_follow_up(struct memo *memo, const struct memo_area *area)
{
    struct text share = {0};
    cells_put(&share, memo->report, area->layer, cells_column(area->zones, "share"), area->row);
    const char *const args[] = {cells_main_limit(memo->report), share.bytes ? share.bytes : ""};
    memo_say(memo, MEMO_HEADING, W_MEMO_FOLLOW_UP, NULL, 0);
    memo_say(memo, MEMO_TEXT, W_MEMO_INDICATOR, args, 2);
    memo_noted(memo, area, W_MEMO_STOP_RULE, "stop_rule");
    memo->is_broken |= share.is_broken;
    text_release(&share);
}

static void add_notes(struct memo *memo, const struct memo_area *area)
{
    const struct report_layer *notes = cells_layer(memo->report, "notes");
    for (uint32_t row = 0; notes && row < notes->row_count; row++) {
        if (strcmp(cells_text(notes, "code", row), area->code) != 0)
            continue;
        const char *text = cells_text(notes, "text", row);
        const char *const args[] = {cells_text(notes, "date", row), cells_text(notes, "topic", row),
                                    cells_text(notes, "status", row),
                                    text[0] ? text : cells_text(notes, "said", row)};
        memo_say(memo, MEMO_TEXT, W_MEMO_NOTE, args, 4);
    }
}

/* The people of the area at the main limit, class by class. */
static void add_bridge(struct memo *memo, const struct memo_area *area)
{
    static const char *const NAMES[] = {"covered",     "uncovered", "no_link",
                                        "off_network", "outside",   "people"};
    const struct report_layer *rows = cells_layer(memo->report, "coverage");
    const char *main_limit = memo->report->cutoff_text[memo->report->main_cutoff];
    for (uint32_t row = 0; (row = next_row(rows, area, row)) < (rows ? rows->row_count : 0);
         row++) {
        char numbers[6][WORDS_NUMBER];
        const char *args[6];
        if (strcmp(cells_text(rows, "limit", row), main_limit) != 0 ||
            (uint32_t)number_at(rows, "k", row) != memo->report->choice[0])
            continue;
        for (size_t i = 0; i < 6; i++)
            args[i] =
                words_people(numbers[i], memo->report->lang, micro(number_at(rows, NAMES[i], row)));
        memo_say(memo, MEMO_TEXT, W_BRIDGE, args, 6);
        return;
    }
}

static void add_sources(struct memo *memo, const struct memo_area *area)
{
    const struct report *report = memo->report;
    memo_say(memo, MEMO_HEADING, W_MEMO_SOURCES, NULL, 0);
    add_bridge(memo, area);
    for (uint32_t i = 0; i < report->input_count; i++) {
        struct text text = {0};
        text_add(&text, "%s (SHA-256 %.16s)", report->inputs[i].path, report->inputs[i].sha256);
        memo_add(memo, MEMO_LINE, cells_role(report, ws_role_name(report->inputs[i].role)),
                 text.bytes);
        memo->is_broken |= text.is_broken;
        text_release(&text);
    }
    add_notes(memo, area);
    memo_say(memo, MEMO_TEXT, W_MEMO_UNKNOWN_HELP, NULL, 0);
    memo_say(memo, MEMO_TEXT, W_MADE_WITH, &report->made_with, 1);
}

void memo_area(struct memo *memo, const struct memo_area *area)
{
    struct text title = {0};
    text_add(&title, "%s: %s", words_plain(memo->report->lang, W_MEMO), area->name);
    memo_add(memo, MEMO_TITLE, NULL, title.bytes);
    memo->is_broken |= title.is_broken;
    text_release(&title);
    add_matter(memo, area);
    add_proposal(memo, area);
    add_need(memo, area);
    add_supply(memo, area);
    add_access(memo, area);
    add_finding(memo, area);
    add_alternatives(memo, area);
    add_money(memo, area);
    add_lot(memo, area);
    add_law(memo);
    add_risks(memo, area);
    add_follow_up(memo, area);
    add_sources(memo, area);
}
