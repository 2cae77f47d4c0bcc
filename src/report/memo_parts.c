/* Parts 1 to 6 of a memo, from the tables as they are written, and the order of all. */
#include "report/cells.h"
#include "report/memo.h"

#include "base/mem.h"

#include <math.h>
#include <string.h>

/* ---- 1 ------------------------------------------------------------------------------ */

/* Along roads, or by straight line times a factor. */
static void say_measure(struct memo *memo)
{
    const struct report *report = memo->report;
    char factor[WORDS_NUMBER];
    const char *const args[] = {words_real(factor, report->lang, report->straight_factor, 3)};
    memo_line(memo, W_MEMO_MEASURE,
              report->straight_factor > 0.0 ? W_MEMO_MEASURE_STRAIGHT
              : report->is_time             ? W_MEMO_MEASURE_TIME
                                            : W_MEMO_MEASURE_ROAD,
              args, 1);
}

static void say_matter(struct memo *memo, const struct memo_area *area)
{
    const struct report *report = memo->report;
    const char *unknown = words_plain(report->lang, W_MEMO_UNKNOWN);
    struct text name = {0};
    memo_put_name(&name, area->code, area->name);
    text_add(&name, " (%s)", labels_word(area->layer, report->lang));
    memo_say(memo, MEMO_HEADING, W_MEMO_MATTER, NULL, 0);
    memo_put(memo, W_MEMO_AREA, &name);
    memo_inside(memo, area);
    memo_add(memo, MEMO_LINE, labels_column("as_of")->text[report->lang],
             report->as_of[0] ? report->as_of : unknown);
    memo_add(memo, MEMO_LINE, labels_column("scheme")->text[report->lang],
             report->scheme[0] ? report->scheme : unknown);
    memo_add(memo, MEMO_LINE, labels_column("weight")->text[report->lang], report->weight);
    memo_add(memo, MEMO_LINE, words_plain(report->lang, W_MEMO_LIMIT_MAIN),
             cells_main_limit(report));
    say_measure(memo);
    memo_noted(memo, area, W_MEMO_DECIDER, "decision_maker");
}

/* ---- 2 ------------------------------------------------------------------------------ */

/* Shares in percent: the nearest, at least, at most. */
struct shares {
    struct text texts[3];
};

static struct shares shares_of(enum lang lang, double share, double least, double most)
{
    struct shares out = {0};
    cells_share(&out.texts[0], lang, share, 0);
    cells_share(&out.texts[1], lang, least, -1);
    cells_share(&out.texts[2], lang, most, 1);
    return out;
}

/* Says them after what there is to say, arguments 4, 5 and 6, and releases them. */
static void say_with(struct memo *memo, enum word label, enum word word, const char *const first[3],
                     struct shares *shares)
{
    const char *args[6] = {first[0], first[1], first[2]};
    struct text text = {0};
    for (size_t i = 0; i < 3; i++) {
        args[3 + i] = shares->texts[i].bytes ? shares->texts[i].bytes : "";
        memo->is_broken |= shares->texts[i].is_broken;
    }
    words_put(&text, memo->report->lang, word, args, 6);
    memo_put(memo, label, &text);
    for (size_t i = 0; i < 3; i++)
        text_release(&shares->texts[i]);
}

static void say_baseline(struct memo *memo, const struct memo_area *area)
{
    enum lang lang = memo->report->lang;
    double people = memo_number(area->zones, "people", area->row);
    double covered = memo_number(area->zones, "covered", area->row);
    struct shares shares = shares_of(lang, 1.0 - memo_number(area->zones, "share", area->row),
                                     1.0 - memo_number(area->zones, "share_high", area->row),
                                     1.0 - memo_number(area->zones, "share_low", area->row));
    char without[WORDS_NUMBER], all[WORDS_NUMBER];
    const char *const args[] = {words_people(without, lang, memo_micro(people - covered)),
                                words_people(all, lang, memo_micro(people)),
                                cells_main_limit(memo->report)};
    say_with(memo, W_COUNT, W_MEMO_BASELINE, args, &shares);
}

/* Nothing done, the figures above hold only as long as these are there. */
static void say_ending(struct memo *memo)
{
    const struct report_layer *offices = cells_layer(memo->report, "offices");
    const struct column *state = offices ? cells_column(offices, "state") : NULL;
    struct text names = {0};
    for (uint32_t row = 0; state && row < offices->row_count; row++) {
        const char *until = cells_text(offices, "valid_to", row);
        if (!state->text[row] || strcmp(state->text[row], "ending") != 0)
            continue;
        text_add(&names, "%s%s %s", names.length ? "; " : "", cells_text(offices, "office", row),
                 cells_text(offices, "provider", row));
        if (until[0])
            text_add(&names, " (%s)", until);
    }
    if (names.length)
        memo_say(memo, MEMO_TEXT, W_MEMO_ENDING, (const char *const[]){names.bytes}, 1);
    memo->is_broken |= names.is_broken;
    text_release(&names);
}

static void say_proposal(struct memo *memo, const struct memo_area *area)
{
    const struct report_layer *findings = cells_layer(memo->report, "findings");
    uint32_t row = memo_next(findings, area, 0);
    memo_say(memo, MEMO_HEADING, W_MEMO_PROPOSAL, NULL, 0);
    if (findings && row < findings->row_count && cells_text(findings, "route", row)[0]) {
        char *why = memo_cell(memo, findings, row, "why");
        const char *const args[] = {
            labels_word(cells_text(findings, "route", row), memo->report->lang),
            cells_text(findings, "rule", row), why ? why : ""};
        memo_say(memo, MEMO_TEXT, W_MEMO_PROPOSED, args, 3);
        mem_free(why);
    } else {
        memo_say(memo, MEMO_TEXT, W_MEMO_NOT_PROPOSED, NULL, 0);
    }
    say_baseline(memo, area);
    say_ending(memo);
}

/* ---- 3 ------------------------------------------------------------------------------ */

/* With the population they are counted in, and out of how many. */
static void say_people(struct memo *memo, const struct memo_area *area)
{
    const struct report *report = memo->report;
    char numbers[2][WORDS_NUMBER];
    uint64_t all = memo_micro(memo_number(area->zones, "people", area->row));
    uint64_t near = memo_micro(memo_number(area->zones, "covered", area->row));
    const char *const of[] = {words_people(numbers[0], report->lang, all), report->weight};
    memo_line(memo, W_MEMO_POPULATION, W_MEMO_COUNTED_IN, of, 2);
    if (report->has_withheld)
        memo_line(memo, W_MEMO_WITHHELD, W_MEMO_WITHHELD_ARE, NULL, 0);
    struct shares shares = shares_of(report->lang, memo_number(area->zones, "share", area->row),
                                     memo_number(area->zones, "share_low", area->row),
                                     memo_number(area->zones, "share_high", area->row));
    const char *const args[] = {words_people(numbers[1], report->lang, near), numbers[0],
                                cells_main_limit(report)};
    say_with(memo, W_MEMO_HAVE, W_MEMO_COVERED_OF, args, &shares);
}

/* Low, middle and high number of participants a year. */
static void say_participants(struct memo *memo, const struct memo_area *area)
{
    static const char *const CASES[] = {"low", "mid", "high"};
    const struct report_layer *rows = cells_layer(memo->report, "allowance");
    char numbers[3][WORDS_NUMBER];
    const char *args[3];
    uint32_t told = 0, row = 0;
    for (; rows && (row = memo_next(rows, area, row)) < rows->row_count; row++)
        for (uint32_t i = 0; i < 3; i++)
            if (!strcmp(cells_text(rows, "scenario", row), CASES[i])) {
                args[i] =
                    words_fixed(numbers[i], memo->report->lang, memo_number(rows, "n", row), 1);
                told |= 1u << i;
            }
    if (told == 7)
        memo_line(memo, W_MEMO_PARTICIPANTS, W_MEMO_PARTICIPANTS_ARE, args, 3);
    else
        memo_line(memo, W_MEMO_PARTICIPANTS, W_MEMO_PARTICIPANTS_INPUT, NULL, 0);
}

static void say_need(struct memo *memo, const struct memo_area *area)
{
    memo_say(memo, MEMO_HEADING, W_MEMO_NEED, NULL, 0);
    say_people(memo, area);
    memo_unemployed(memo, area);
    say_participants(memo, area);
    memo_noted(memo, area, W_MEMO_NEED_GROUPS, "need_groups");
    memo_noted(memo, area, W_MEMO_TREND, "trend");
}

/* ---- 4 ------------------------------------------------------------------------------ */

/* By the flag that somebody is there and nobody takes people. */
static void say_accepting(struct memo *memo, const struct memo_area *area)
{
    const char *flags = cells_text(area->zones, "flags", area->row);
    bool is_there = memo_number(area->zones, "offices", area->row) > 0.0 ||
                    memo_number(area->zones, "adm_prov", area->row) > 0.0;
    if (memo->report->is_effective)
        memo_line(memo, W_MEMO_COUNTED, W_SUBTITLE_SUPPLY, NULL, 0);
    memo_line(memo, W_MEMO_ACCEPTING,
              memo_is_among(flags, "closed_to_new") ? W_MEMO_ACCEPTS_NONE
              : is_there                            ? W_MEMO_ACCEPTS_ONE
                                                    : W_MEMO_ACCEPTS_NOBODY,
              NULL, 0);
}

/* Contracts for the area, where their table tells days. */
static void say_contracts(struct memo *memo, const struct memo_area *area)
{
    const struct report_layer *contracts = cells_layer(memo->report, "contracts");
    enum lang lang = memo->report->lang;
    for (uint32_t row = 0; contracts && row < contracts->row_count; row++) {
        const char *from = cells_text(contracts, "valid_from", row);
        const char *until = cells_text(contracts, "valid_to", row);
        const char *unknown = words_plain(lang, W_MEMO_NOT_TOLD);
        const char *const args[] = {cells_text(contracts, "provider", row),
                                    from[0] ? from : unknown, until[0] ? until : unknown,
                                    labels_word(cells_text(contracts, "state", row), lang)};
        if (!strcmp(cells_text(contracts, "code", row), area->code))
            memo_line(memo, W_MEMO_CONTRACT, W_MEMO_CONTRACT_DAYS, args, 4);
    }
}

static void say_supply(struct memo *memo, const struct memo_area *area)
{
    static const char *const NAMES[] = {"providers", "offices", "adm_prov", "contracts", NULL};
    char number[WORDS_NUMBER];
    double mean = memo_number(area->zones, "reachable", area->row);
    const char *const reach[] = {words_fixed(number, memo->report->lang, mean, 1),
                                 cells_main_limit(memo->report)};
    memo_say(memo, MEMO_HEADING, W_MEMO_SUPPLY, NULL, 0);
    memo_cells(memo, area->zones, area->row, NAMES);
    memo_line(memo, W_MEMO_REACH, isnan(mean) ? W_MEMO_UNKNOWN : W_MEMO_REACH_MEAN, reach, 2);
    say_contracts(memo, area);
    say_accepting(memo, area);
    memo_rating(memo, area);
    memo_applications(memo, area);
    memo_chains(memo, area);
}

/* ---- 5 ------------------------------------------------------------------------------ */

/* A limit as people read it. */
static const char *limit_shown(const struct report *report, const char *limit)
{
    for (uint32_t c = 0; c < report->cutoff_count; c++)
        if (!strcmp(report->cutoff_text[c], limit))
            return report->cutoff_shown[c];
    return limit;
}

static void say_share(struct memo *memo, const struct report_layer *rows, uint32_t row)
{
    static const char *const NAMES[] = {"share", "share_low", "share_high"};
    const char *weight = cells_text(rows, "weight", row);
    bool is_first = !strcmp(weight, memo->report->weight_column);
    double k = memo_number(rows, "k", row);
    char number[WORDS_NUMBER], *cells[3];
    const char *args[4] = {is_first ? memo->report->weight : weight};
    const char *const which[] = {words_real(number, memo->report->lang, k, 0),
                                 limit_shown(memo->report, cells_text(rows, "limit", row))};
    for (size_t i = 0; i < 3; i++)
        args[i + 1] = cells[i] = memo_cell(memo, rows, row, NAMES[i]);
    char *label = memo_words(memo, k < 2.0 ? W_MEMO_ONE_SHARE : W_MEMO_PEOPLE_SHARE, which, 2);
    char *value = memo->is_broken ? NULL : memo_words(memo, W_MEMO_SHARE, args, 4);
    memo_add(memo, MEMO_LINE, label, value);
    mem_free(label);
    mem_free(value);
    for (size_t i = 0; i < 3; i++)
        mem_free(cells[i]);
}

/* Of people, with the number they are out of. */
static void say_persons(struct memo *memo, const struct memo_area *area, const char *name)
{
    char part[WORDS_NUMBER], all[WORDS_NUMBER];
    double value = memo_number(area->zones, name, area->row);
    const char *const args[] = {
        words_people(part, memo->report->lang, memo_micro(value)),
        words_people(all, memo->report->lang,
                     memo_micro(memo_number(area->zones, "people", area->row)))};
    char *text = memo_words(memo, isnan(value) ? W_MEMO_UNKNOWN : W_MEMO_PERSONS_OF, args, 2);
    memo_add(memo, MEMO_LINE, labels_column(name)->text[memo->report->lang], text);
    mem_free(text);
}

/* NULL: so many reach no office, however far. */
static void say_way(struct memo *memo, const struct memo_area *area, const char *name,
                    enum word label)
{
    char *way = memo_cell(memo, area->zones, area->row, name);
    bool is_known = way && way[0];
    const char *const args[] = {way};
    memo_line(memo, label, is_known ? W_MEMO_WAY : W_MEMO_NO_WAY, args, is_known);
    mem_free(way);
}

static void say_access(struct memo *memo, const struct memo_area *area)
{
    const struct report_layer *rows = cells_layer(memo->report, "coverage");
    uint32_t row = 0;
    memo_say(memo, MEMO_HEADING, W_MEMO_ACCESS, NULL, 0);
    for (; rows && (row = memo_next(rows, area, row)) < rows->row_count; row++)
        say_share(memo, rows, row);
    say_way(memo, area, "cost_p50", W_MEMO_WAY_HALF);
    say_way(memo, area, "cost_p90", W_MEMO_WAY_MOST);
    say_persons(memo, area, "no_link");
    say_persons(memo, area, "off_network");
    memo_noted(memo, area, W_MEMO_TRANSIT, "public_transport");
    memo_digital(memo, area);
}

/* ---- 6 ------------------------------------------------------------------------------ */

static void say_finding(struct memo *memo, const struct memo_area *area)
{
    static const char *const NAMES[] = {"class", "class_why", "flags", NULL};
    const char *const limit[] = {cells_main_limit(memo->report)};
    memo_say(memo, MEMO_HEADING, W_MEMO_FINDING, NULL, 0);
    memo_cells(memo, area->zones, area->row, NAMES);
    memo_line(memo, W_MEMO_NORM, W_MEMO_NORM_TEXT, limit, 1);
    memo_peers(memo, area);
}

void memo_area(struct memo *memo, const struct memo_area *area)
{
    struct text title = {0};
    text_add(&title, "%s: %s", words_plain(memo->report->lang, W_MEMO), area->name);
    memo_add(memo, MEMO_TITLE, NULL, title.bytes);
    memo->is_broken |= title.is_broken;
    text_release(&title);
    say_matter(memo, area);
    say_proposal(memo, area);
    say_need(memo, area);
    say_supply(memo, area);
    say_access(memo, area);
    say_finding(memo, area);
    memo_alternatives(memo, area);
    memo_money(memo, area);
    memo_lot(memo, area);
    memo_law(memo, area);
    memo_risks(memo, area);
    memo_follow_up(memo, area);
    memo_sources(memo, area);
}
