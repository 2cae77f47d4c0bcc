/* The table of disagreement, row by row. */
#include "run/run.h"
#include "run/supplier.h"

#include <stdio.h>
#include <string.h>

const char *disagree_distance(enum disagree_column column)
{
    static const char *const words[DISAGREE_COLUMNS] = {
        [DISAGREE_NONE] = "no",
        [DISAGREE_ONE] = "yes",
        [DISAGREE_TWO] = "yes",
        [DISAGREE_FEW] = "yes",
        [DISAGREE_MANY] = "yes",
        [DISAGREE_NO_LINK] = "no_link",
        [DISAGREE_OFF_NETWORK] = "off_network",
        [DISAGREE_OUTSIDE] = "outside",
    };
    return words[column];
}

const char *disagree_choice(enum disagree_column column)
{
    static const char *const words[DISAGREE_COLUMNS] = {
        [DISAGREE_NONE] = "0",  [DISAGREE_ONE] = "1",   [DISAGREE_TWO] = "2",
        [DISAGREE_FEW] = "3-4", [DISAGREE_MANY] = "5+",
    };
    return words[column];
}

/* Where each of several reasons holds for some of the people, all are named. */
static void tell_paper(struct sentence *out, unsigned reasons, bool has_areas)
{
    static const struct {
        unsigned reason;
        enum sentence_id id;
    } rows[] = {
        {PAPER_AREA_CONTRACT, SAY_AREA_CONTRACT},
        {PAPER_AREA_OFFICE, SAY_AREA_OFFICE},
        {PAPER_ZONE_CONTRACT, SAY_ZONE_CONTRACT},
        {PAPER_ZONE_OFFICE, SAY_ZONE_OFFICE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (!(reasons & rows[i].reason))
            continue;
        if (out->text[LANG_EN][0])
            sentence_put(out, SAY_COMMA);
        sentence_put(out, rows[i].id);
    }
    if (!reasons)
        sentence_put(out, has_areas ? SAY_NOTHING_FOR_AREA : SAY_NOTHING_ON_PAPER);
}

static void tell_why(struct sentence *out, const struct run *run, const struct disagree_row *row,
                     unsigned reasons)
{
    const char *limit = run->options->cutoff_text[run->options->main_cutoff];
    if (row->column == DISAGREE_OUTSIDE) {
        sentence_put(out, SAY_OUTSIDE);
        return;
    }
    tell_paper(out, reasons, run->supplier->has_areas);
    if (row->column == DISAGREE_NONE)
        SENTENCE_ADD(out, SAY_THEN_NONE_WITHIN, SAY_LIMIT(limit));
    else if (row->column == DISAGREE_NO_LINK)
        sentence_put(out, SAY_THEN_NO_LINK);
    else if (row->column == DISAGREE_OFF_NETWORK)
        sentence_put(out, SAY_THEN_OFF_NETWORK);
    else
        SENTENCE_ADD(out, SAY_THEN_PROVIDERS, SAY_TEXT(disagree_choice(row->column)),
                     SAY_WHOLE(row->column == DISAGREE_ONE ? 1 : 2), SAY_LIMIT(limit));
}

struct taker {
    const struct run *run;
    void (*take)(void *context, const struct disagree_row *row);
    void *context;
};

static void take_zone(const struct taker *taker, const struct disagree_zone *zone,
                      const char *layer, const char *code)
{
    for (int on_paper = 1; on_paper >= 0; on_paper--)
        for (int column = 0; column < DISAGREE_COLUMNS; column++) {
            struct disagree_row row = {.layer = layer,
                                       .code = code,
                                       .is_on_paper = on_paper != 0,
                                       .column = (enum disagree_column)column,
                                       .people_micro = zone->people_micro[on_paper][column]};
            if (!row.people_micro)
                continue;
            tell_why(&row.why, taker->run, &row, zone->reasons[on_paper][column]);
            taker->take(taker->context, &row);
        }
}

void supplier_disagree_rows(const struct run *run,
                            void (*take)(void *context, const struct disagree_row *row),
                            void *context)
{
    const struct supplier *supplier = run->supplier;
    const struct taker taker = {run, take, context};
    for (uint32_t zone = 0; zone < run->zones.count; zone++)
        take_zone(&taker, &supplier->disagree_municipalities[zone], "municipalities",
                  run->zones.code[zone]);
    for (uint32_t area = 0; supplier->has_areas && area <= supplier->zones.count; area++)
        take_zone(&taker, &supplier->disagree_areas[area], "supplier_areas",
                  area < supplier->zones.count ? supplier->zones.code[area] : NULL);
    take_zone(&taker, &supplier->disagree_municipalities[run->zones.count], "national", NULL);
}
