/* Tables `findings` and `allowance`. */
#include "run/decision.h"
#include "run/layers.h"

#include "decide/decide.h"

static enum ws_status layers_findings(struct run_layers *out, const struct decision *decision,
                                      struct ws_error *err)
{
    static const char *const NAMES[] = {"layer", "code", "name", "class", "flags", "route", "rule"};
    enum { TEXTS = sizeof NAMES / sizeof *NAMES };
    struct layer *layer =
        layers_begin(out, "findings",
                     "What follows for each zone: choice class, flags, the route that the policy "
                     "proposes and the figures that decided it",
                     decision->zone_count + decision->area_count, TEXTS + 2);
    if (!layer)
        return layers_no_memory(err, "table", "findings");
    struct column *columns[TEXTS];
    for (size_t c = 0; c < TEXTS; c++)
        columns[c] = layers_column(layer, NAMES[c], COLUMN_TEXT);
    struct column *why = layers_sentences(layer, "why");
    struct column *people = layers_column(layer, "people", COLUMN_REAL);
    for (uint32_t i = 0; i < layer->row_count; i++) {
        const struct decision_row *row = &decision->rows[i];
        const struct finding *finding = &row->finding;
        char flags[96], rule[2] = {finding->rule, '\0'};
        findings_flags_text(flags, finding->flags);
        const char *texts[TEXTS] = {row->layer,
                                    row->code,
                                    row->name,
                                    finding->has_class ? classify_name(finding->class_id) : NULL,
                                    flags[0] ? flags : NULL,
                                    finding->route,
                                    rule};
        for (size_t c = 0; c < TEXTS; c++)
            layers_text(columns[c], i, texts[c]);
        layers_say(why, i, &finding->why);
        layers_people(people, i, row->place.people_micro);
    }
    return layers_is_whole(layer) ? WS_OK : layers_no_memory(err, "table", "findings");
}

static void count_row(void *context, const struct allowance_row *row)
{
    uint32_t *count = context;
    (void)row;
    ++*count;
}

struct filler {
    uint32_t row;
    const struct policy *policy;
    struct column *layer, *code, *n, *f, *m, *tau, *s, *breakeven, *scenario, *why;
};

static void fill_row(void *context, const struct allowance_row *row)
{
    struct filler *filler = context;
    const struct policy_value *fixed = &filler->policy->values[POLICY_FIXED_COST];
    struct allowance_terms terms = allowance_terms(filler->policy);
    uint32_t i = filler->row++;
    uint64_t margin_micro;
    layers_text(filler->layer, i, row->of->layer);
    layers_text(filler->code, i, row->of->code);
    layers_people(filler->n, i, row->n_micro);
    if (fixed->is_known)
        layers_people(filler->f, i, fixed->mid);
    if (policy_margin(&margin_micro, filler->policy))
        layers_people(filler->m, i, margin_micro);
    layers_people(filler->tau, i, terms.taper_micro);
    if (row->has_amount)
        layers_people(filler->s, i, row->amount_micro);
    layers_real(filler->breakeven, i, allowance_break_even(&terms));
    layers_text(filler->scenario, i, row->scenario);
    layers_say(filler->why, i, &row->why);
}

static enum ws_status layers_allowance(struct run_layers *out, const struct run *run,
                                       struct ws_error *err)
{
    uint32_t count = 0;
    decision_allowances(run, count_row, &count);
    struct layer *layer =
        layers_begin(out, "allowance",
                     "Rural allowance of each zone by number of participants; no amount where the "
                     "policy does not tell one",
                     count, 10);
    if (!layer)
        return layers_no_memory(err, "table", "allowance");
    struct filler filler = {.policy = &run->decision->policy};
    filler.layer = layers_column(layer, "layer", COLUMN_TEXT);
    filler.code = layers_column(layer, "code", COLUMN_TEXT);
    filler.n = layers_column(layer, "n", COLUMN_REAL);
    filler.f = layers_column(layer, "f", COLUMN_REAL);
    filler.m = layers_column(layer, "m", COLUMN_REAL);
    filler.tau = layers_column(layer, "tau", COLUMN_REAL);
    filler.s = layers_column(layer, "s", COLUMN_REAL);
    filler.breakeven = layers_column(layer, "breakeven", COLUMN_REAL);
    filler.scenario = layers_column(layer, "scenario", COLUMN_TEXT);
    filler.why = layers_sentences(layer, "why");
    decision_allowances(run, fill_row, &filler);
    return layers_is_whole(layer) ? WS_OK : layers_no_memory(err, "table", "allowance");
}

enum ws_status layers_decision(struct run_layers *out, const struct run *run, struct ws_error *err)
{
    enum ws_status st = layers_findings(out, run->decision, err);
    return st ? st : layers_allowance(out, run, err);
}
