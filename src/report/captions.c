#include "report/captions.h"

#include "report/cells.h"
#include "report/words.h"

const struct ws_share *captions_shares(const struct report *report, uint32_t cutoff,
                                       uint32_t choice)
{
    const struct ws_share *rows = report->inside ? report->inside : report->nation;
    return &rows[(size_t)cutoff * report->choice_count + choice];
}

const struct ws_share *captions_main(const struct report *report)
{
    return report->inside ? report->inside_main : report->main;
}

uint64_t captions_unconnected_micro(const struct ws_share *row)
{
    return row->no_link_micro + row->off_network_micro;
}

uint64_t captions_without_micro(const struct ws_share *row)
{
    return row->uncovered_micro + captions_unconnected_micro(row);
}

/* ---- titles ----------------------------------------------------------------------- */

void captions_title(struct text *out, const struct report *report)
{
    const char *const limit[] = {cells_main_limit(report)};
    words_put(out, report->lang, W_TITLE, limit, 1);
}

void captions_subtitle(struct text *out, const struct report *report)
{
    const char *gap = "";
    const struct {
        const char *text;
        enum word word; /* W_COUNT: the text as it is */
    } parts[] = {{report->place, W_COUNT},
                 {report->county_code, W_SUBTITLE_COUNTY},
                 {report->scheme, W_SUBTITLE_SCHEME},
                 {report->as_of, W_SUBTITLE_DATE},
                 {report->weight, W_COUNT},
                 {report->is_effective ? "1" : "", W_SUBTITLE_SUPPLY}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!parts[i].text || !parts[i].text[0])
            continue;
        text_put(out, gap);
        if (parts[i].word == W_COUNT)
            text_put(out, parts[i].text);
        else
            words_put(out, report->lang, parts[i].word, &parts[i].text, 1);
        gap = " \xc2\xb7 ";
    }
}

void captions_whole_title(struct text *out, const struct report *report)
{
    captions_title(out, report);
    text_put(out, " ");
    captions_subtitle(out, report);
}

/* ---- totals ----------------------------------------------------------------------- */

static const char *share_of(char out[WORDS_NUMBER], enum lang lang, const struct ws_share *row)
{
    return words_percent(out, lang, (struct ws_fraction){row->covered_micro, row->people_micro}, 0);
}

void captions_total(struct text *out, const struct report *report)
{
    const struct ws_share *row = captions_main(report);
    char covered[WORDS_NUMBER], people[WORDS_NUMBER], share[WORDS_NUMBER];
    char all[WORDS_NUMBER], of_all[WORDS_NUMBER];
    const char *const args[] = {words_people(covered, report->lang, row->covered_micro),
                                words_people(people, report->lang, row->people_micro),
                                share_of(share, report->lang, row),
                                cells_main_limit(report),
                                words_people(all, report->lang, report->main->people_micro),
                                share_of(of_all, report->lang, report->main)};
    words_put(out, report->lang, report->inside ? W_TOTAL_INSIDE : W_TOTAL, args, 6);
}

void captions_bridge(struct text *out, const struct report *report, const struct ws_share *row)
{
    const uint64_t micro[] = {
        row->covered_micro, row->uncovered_micro, captions_unconnected_micro(row),
        row->outside_micro, row->people_micro,    captions_without_micro(row)};
    char numbers[6][WORDS_NUMBER];
    const char *args[7] = {[6] = cells_main_limit(report)};
    for (size_t i = 0; i < 6; i++)
        args[i] = words_people(numbers[i], report->lang, micro[i]);
    words_put(out, report->lang, W_BRIDGE, args, 7);
    bool adds_up = words_rounded(micro[0]) + words_rounded(micro[1]) + words_rounded(micro[2]) +
                           words_rounded(micro[3]) ==
                       words_rounded(micro[4]) &&
                   words_rounded(micro[1]) + words_rounded(micro[2]) == words_rounded(micro[5]);
    if (!adds_up)
        words_put(out, report->lang, W_BRIDGE_ROUNDED, NULL, 0);
}

void captions_bridge_all(struct text *out, const struct report *report)
{
    captions_bridge(out, report, report->main);
}

void captions_inside(struct text *out, const struct report *report)
{
    const struct ws_share *row = report->main;
    char inside[WORDS_NUMBER], outside[WORDS_NUMBER], all[WORDS_NUMBER], share[WORDS_NUMBER];
    if (!report->inside)
        return;
    const char *const args[] = {
        words_people(inside, report->lang, report->inside_main->people_micro),
        words_people(outside, report->lang, row->outside_micro),
        report->weight,
        words_people(all, report->lang, row->people_micro),
        share_of(share, report->lang, row),
        cells_main_limit(report)};
    words_put(out, report->lang, W_INSIDE, args, 6);
}
