/* Tables without geometry: coverage, repairs, run. */
#include "run/layers.h"

#include "base/mem.h"

#include <inttypes.h>
#include <stdio.h>

static void fill_people(struct layer *layer, const struct run *run)
{
    static const char *const NAMES[] = {"people",    "covered",     "low",     "high",
                                        "uncovered", "off_network", "no_link", "outside"};
    static const char *const SHARES[] = {"share", "share_low", "share_high"};
    struct column *people[8], *shares[3];
    for (size_t c = 0; c < 8; c++)
        people[c] = layers_column(layer, NAMES[c], COLUMN_REAL);
    for (size_t c = 0; c < 3; c++)
        shares[c] = layers_column(layer, SHARES[c], COLUMN_REAL);
    for (uint32_t i = 0; i < layer->row_count; i++) {
        struct row_name name;
        const struct ws_share *row;
        const char *limit;
        if (!evidence_row(run, i, &name, &row, &limit))
            return;
        const uint64_t micro[] = {row->people_micro,  row->covered_micro,   row->low_micro,
                                  row->high_micro,    row->uncovered_micro, row->off_network_micro,
                                  row->no_link_micro, row->outside_micro};
        for (size_t c = 0; c < 8; c++)
            layers_people(people[c], i, micro[c]);
        layers_real(shares[0], i, share_fraction(row, row->covered_micro));
        layers_real(shares[1], i, share_low(row));
        layers_real(shares[2], i, share_high(row));
    }
}

enum ws_status layers_coverage(struct run_layers *out, const struct run *run, struct ws_error *err)
{
    uint32_t rows = evidence_row_count(run);
    struct layer *layer =
        layers_begin(out, "coverage",
                     "People and shares by zone, weight, limit and number of providers", rows, 20);
    if (!layer)
        return layers_no_memory(err, "table", "coverage");
    struct column *of = layers_column(layer, "layer", COLUMN_TEXT);
    struct column *code = layers_column(layer, "code", COLUMN_TEXT);
    struct column *name = layers_column(layer, "name", COLUMN_TEXT);
    struct column *weight = layers_column(layer, "weight", COLUMN_TEXT);
    struct column *limit = layers_column(layer, "limit", COLUMN_TEXT);
    struct column *k = layers_column(layer, "k", COLUMN_WHOLE);
    for (uint32_t i = 0; i < rows; i++) {
        struct row_name names;
        const struct ws_share *row;
        const char *limit_text;
        if (!evidence_row(run, i, &names, &row, &limit_text))
            break;
        layers_text(of, i, names.layer);
        layers_text(code, i, names.code);
        layers_text(name, i, names.name);
        layers_text(weight, i, run->population.weight_name[row->weight]);
        layers_text(limit, i, limit_text);
        layers_whole(k, i, row->choice);
    }
    fill_people(layer, run);
    return layers_is_whole(layer) ? WS_OK : layers_no_memory(err, "table", "coverage");
}

enum ws_status layers_repairs(struct run_layers *out, const struct run *run, struct ws_error *err)
{
    static const char *const NAMES[] = {"role", "file", "layer", "feature", "what", "effect"};
    struct layer *layer =
        layers_begin(out, "repairs", "What was mended or left out, and its effect",
                     (uint32_t)run->warnings.count, 6);
    if (!layer)
        return layers_no_memory(err, "table", "repairs");
    struct column *columns[6];
    for (size_t c = 0; c < 6; c++)
        columns[c] =
            c < 3 ? layers_column(layer, NAMES[c], COLUMN_TEXT) : layers_sentences(layer, NAMES[c]);
    for (uint32_t i = 0; i < layer->row_count; i++) {
        const struct ws_warning *item = &run->warnings.items[i];
        const char *texts[] = {item->role,    item->file, item->layer,
                               item->feature, item->what, item->effect};
        for (size_t c = 0; c < 6; c++)
            (c < 3    ? layers_text
             : c == 3 ? layers_told_name
                      : layers_told)(columns[c], i, texts[c]);
    }
    return layers_is_whole(layer) ? WS_OK : layers_no_memory(err, "table", "repairs");
}
