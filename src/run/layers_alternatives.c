/* The table `alternatives`. */
#include "run/decision.h"
#include "run/layers.h"
#include "run/remote.h"

#include "decide/decide.h"

struct filler {
    uint32_t row;
    struct column *layer, *code, *name, *alternative, *possible, *newly, *newly_most, *choice;
    struct column *cost_low, *cost, *cost_high, *per_newly, *at_least, *value, *limit, *risk, *why;
};

static void fill_row(struct filler *filler, const struct decision_row *place,
                     const struct alternative *of)
{
    uint32_t i = filler->row++;
    layers_text(filler->layer, i, place->layer);
    layers_text(filler->code, i, place->code);
    layers_text(filler->name, i, place->name);
    layers_text(filler->alternative, i, of->name);
    layers_text(filler->possible, i, alternatives_word_name(of->word));
    layers_known(filler->newly, i, of->newly_micro);
    layers_known(filler->newly_most, i, of->newly_most_micro);
    layers_whole(filler->choice, i, of->choice);
    layers_known(filler->cost_low, i, of->cost_low);
    layers_known(filler->cost, i, of->cost_micro);
    layers_known(filler->cost_high, i, of->cost_high);
    layers_real(filler->per_newly, i, of->sek_per_newly);
    layers_real(filler->at_least, i, of->sek_at_least);
    layers_known(filler->value, i, of->value_micro);
    layers_known(filler->limit, i, of->limit_micro);
    layers_say(filler->risk, i, &of->risk);
    layers_say(filler->why, i, &of->why);
}

static struct filler make_columns(struct layer *layer)
{
    return (struct filler){.layer = layers_column(layer, "layer", COLUMN_TEXT),
                           .code = layers_column(layer, "code", COLUMN_TEXT),
                           .name = layers_column(layer, "name", COLUMN_TEXT),
                           .alternative = layers_column(layer, "route", COLUMN_TEXT),
                           .possible = layers_column(layer, "possible", COLUMN_TEXT),
                           .newly = layers_column(layer, "newly", COLUMN_REAL),
                           .newly_most = layers_column(layer, "newly_most", COLUMN_REAL),
                           .choice = layers_column(layer, "choice", COLUMN_WHOLE),
                           .cost_low = layers_column(layer, "cost_low", COLUMN_REAL),
                           .cost = layers_column(layer, "cost", COLUMN_REAL),
                           .cost_high = layers_column(layer, "cost_high", COLUMN_REAL),
                           .per_newly = layers_column(layer, "sek_per_newly", COLUMN_REAL),
                           .at_least = layers_column(layer, "sek_at_least", COLUMN_REAL),
                           .value = layers_column(layer, "value_sek", COLUMN_REAL),
                           .limit = layers_column(layer, "limit_sek", COLUMN_REAL),
                           .risk = layers_sentences(layer, "risk"),
                           .why = layers_sentences(layer, "why")};
}

enum ws_status layers_alternatives(struct run_layers *out, const struct run *run,
                                   struct ws_error *err)
{
    const struct decision *decision = run->decision;
    uint32_t places = decision->zone_count + decision->area_count, thin = 0;
    for (uint32_t i = 0; i < places; i++)
        thin += decision_is_thin(&decision->rows[i], &decision->policy);
    struct layer *layer = layers_begin(
        out, "alternatives",
        "What could be done for each place with fewer than k providers: persons newly covered, "
        "choice, SEK a year beyond the pay for participants, SEK per person newly covered, value "
        "against the limit of direct award, risk; no amount where the policy tells none",
        thin * ALTERNATIVES, 17);
    if (!layer)
        return layers_no_memory(err, "table", "alternatives");
    struct filler filler = make_columns(layer);
    for (uint32_t i = 0; i < places; i++) {
        const struct decision_row *row = &decision->rows[i];
        struct alternative list[ALTERNATIVES];
        if (!decision_is_thin(row, &decision->policy))
            continue;
        alternatives_list(list, &row->place, &decision->policy, row->place.uncovered_micro,
                          row->remote ? &row->remote->answer : NULL);
        for (int a = 0; a < ALTERNATIVES; a++)
            fill_row(&filler, row, &list[a]);
    }
    return layers_is_whole(layer) ? WS_OK : layers_no_memory(err, "table", "alternatives");
}
