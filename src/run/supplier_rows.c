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
static void tell_paper(char out[100], unsigned reasons, bool has_areas)
{
    static const struct {
        unsigned reason;
        const char *words;
    } words[] = {
        {PAPER_AREA_CONTRACT, "a contract for the area"},
        {PAPER_AREA_OFFICE, "an office in the area"},
        {PAPER_ZONE_CONTRACT, "a contract for the municipality"},
        {PAPER_ZONE_OFFICE, "an office in the municipality"},
    };
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (reasons & words[i].reason)
            used +=
                (size_t)snprintf(out + used, 100 - used, "%s%s", used ? ", " : "", words[i].words);
    if (!reasons)
        snprintf(out, 100, "no contract%s and no office inside", has_areas ? " for the area" : "");
}

static void tell_why(char out[160], const struct run *run, const struct disagree_row *row,
                     unsigned reasons)
{
    const char *limit = run->options->cutoff_text[run->options->main_cutoff];
    char paper[100];
    tell_paper(paper, reasons, run->supplier->has_areas);
    switch (row->column) {
    case DISAGREE_NONE:
        snprintf(out, 160, "%s; no provider within %s", paper, limit);
        return;
    case DISAGREE_NO_LINK:
        snprintf(out, 160, "%s; no fixed link to any provider", paper);
        return;
    case DISAGREE_OFF_NETWORK:
        snprintf(out, 160, "%s; too far from any road to tell", paper);
        return;
    case DISAGREE_OUTSIDE:
        snprintf(out, 160, "outside the municipalities");
        return;
    default:
        snprintf(out, 160, "%s; %s provider%s within %s", paper, disagree_choice(row->column),
                 row->column == DISAGREE_ONE ? "" : "s", limit);
    }
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
            tell_why(row.why, taker->run, &row, zone->reasons[on_paper][column]);
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
