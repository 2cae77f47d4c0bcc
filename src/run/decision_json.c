/* Keys `policy`, `findings` and `allowance` of the evidence; the rows of the table
 * `allowance`. */
#include "run/decision.h"
#include "run/lots.h"
#include "run/run.h"

#include "base/fixed.h"
#include "decide/decide.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#define FORMULA "S(n) = max(0, F - (1 - tau) n m); no amount: F, r or v is not known"

/* ---- rows of the allowance -------------------------------------------------------------- */

static bool has_terms(const struct allowance_terms *terms)
{
    return terms->is_known || terms->band_count;
}

static void judge(struct allowance_row *row, const struct policy *policy)
{
    struct allowance_terms terms = allowance_terms(policy);
    uint32_t providers = row->of->place.provider_count;
    uint32_t choice = (uint32_t)(policy->values[POLICY_CHOICE].mid / WS_MICRO);
    row->has_amount = false;
    if (providers == WS_NONE) {
        sentence_put(&row->why, SAY_ALLOWANCE_NO_COUNT);
    } else if (providers >= choice) {
        row->has_amount = true;
        row->amount_micro = 0;
        SENTENCE_ADD(&row->why, SAY_OUTSIDE_GUARD, SAY_WHOLE(providers), SAY_WHOLE(choice));
    } else if (!has_terms(&terms)) {
        sentence_put(&row->why, SAY_ALLOWANCE_FORMULA);
    } else {
        row->has_amount = true;
        row->amount_micro = allowance_amount(&terms, row->n_micro);
        sentence_put(&row->why, terms.band_count ? SAY_BY_BANDS : SAY_BY_FORMULA);
        if (row->amount_micro == terms.cap_micro)
            sentence_put(&row->why, SAY_CAPPED);
        if (!terms.band_count && !terms.margin_micro)
            sentence_put(&row->why, SAY_NO_MARGIN);
        sentence_put(&row->why, SAY_ONE_HAS_ALL);
    }
}

void decision_allowances(const struct run *run, allowance_taker *take, void *context)
{
    const struct decision *decision = run->decision;
    for (uint32_t i = 0; i < decision->zone_count + decision->area_count; i++) {
        const struct finding_place *place = &decision->rows[i].place;
        const struct {
            const char *scenario;
            uint64_t n_micro;
        } rows[] = {{"zero", 0},
                    {"low", place->participants_low},
                    {"mid", place->participants_micro},
                    {"high", place->participants_high}};
        for (size_t r = 0; r < 4; r++) {
            struct allowance_row row = {
                .of = &decision->rows[i], .scenario = rows[r].scenario, .n_micro = rows[r].n_micro};
            if (rows[r].n_micro == WS_UNBOUNDED)
                continue;
            judge(&row, &decision->policy);
            take(context, &row);
        }
    }
}

/* ---- policy --------------------------------------------------------------------------------- */

static void put_value(struct json *json, const struct policy_value *value)
{
    json_begin_object(json, NULL);
    json_put_text(json, "key", value->name);
    if (value->is_known) {
        json_put_people(json, "value", value->mid);
        if (value->low != value->mid || value->high != value->mid) {
            json_put_people(json, "low", value->low);
            json_put_people(json, "high", value->high);
        }
    } else {
        json_put_text(json, "value", NULL);
        json_put_filled(json, "then", value->when_unknown);
    }
    json_put_text(json, "unit", value->unit);
    json_put_filled(json, "mark", value->mark);
    json_put_filled(json, "source", value->source);
    if (value->from[0])
        json_put_text(json, "from", value->from);
    json_put_bool(json, "is_default", !value->is_given);
    json_end(json);
}

static void put_limits(struct json *json, const struct policy *policy)
{
    const struct policy_limits *row = policy_limits_on(policy->begun);
    uint64_t limit_micro;
    json_begin_object(json, "value_limits");
    json_put_filled(json, "begun", policy->begun);
    json_put_bool(json, "is_default", !policy->is_begun_given);
    json_put_text(json, "services", policy->is_social ? "social" : "ordinary");
    if (row) {
        json_put_whole(json, "threshold",
                       policy->is_social ? row->threshold_social : row->threshold);
        json_put_text(json, "row", row->from);
        json_put_text(json, "mark", row->mark);
    } else {
        json_put_text(json, "threshold", "not known");
    }
    if (policy_direct_limit(&limit_micro, policy))
        json_put_people(json, "direct_award", limit_micro);
    else
        json_put_text(json, "direct_award", "not known");
    json_put_text(json, "unit", "SEK without VAT");
    json_end(json);
}

static void put_permissions(struct json *json, const struct policy *policy)
{
    json_put_text(json, "independent", policy->is_independent ? "stated" : "unknown");
    if (!policy->has_permissions) {
        json_put_text(json, "remote", NULL);
        return;
    }
    json_begin_array(json, "remote");
    for (uint32_t i = 0; i < policy->permission_count; i++) {
        json_begin_object(json, NULL);
        json_put_filled(json, "scheme", policy->permissions[i].scheme);
        json_put_filled(json, "from", policy->permissions[i].from);
        json_put_filled(json, "to", policy->permissions[i].to);
        json_end(json);
    }
    json_end(json);
}

static void put_texts(struct json *json, const char *key, char *const *texts, uint32_t count)
{
    json_begin_array(json, key);
    for (uint32_t i = 0; i < count; i++)
        json_put_text(json, NULL, texts[i]);
    json_end(json);
}

static void put_lists(struct json *json, const struct policy *policy)
{
    json_begin_array(json, "bands");
    for (uint32_t i = 0; i < policy->band_count; i++) {
        json_begin_object(json, NULL);
        json_put_whole(json, "from", policy->bands[i].from_count);
        json_put_people(json, "sek", policy->bands[i].sek_micro);
        json_end(json);
    }
    json_end(json);
    put_texts(json, "offers", policy->offers, policy->offer_count);
    json_begin_array(json, "routes");
    for (uint32_t i = 0; i < policy->override_count; i++) {
        json_begin_object(json, NULL);
        json_put_text(json, "code", policy->overrides[i].code);
        json_put_text(json, "route", policy->overrides[i].route);
        json_put_text(json, "reason", policy->overrides[i].reason);
        json_end(json);
    }
    json_end(json);
    put_permissions(json, policy);
    put_texts(json, "closures", policy->closures, policy->closure_count);
    if (policy->pilot_count)
        put_texts(json, "pilots", policy->pilots, policy->pilot_count);
    if (policy->metropolitan_count)
        put_texts(json, "metropolitan", policy->metropolitan, policy->metropolitan_count);
}

static void put_policy(struct json *json, const struct policy *policy)
{
    json_begin_object(json, "policy");
    json_begin_array(json, "values");
    for (size_t i = 0; i < POLICY_VALUES; i++)
        put_value(json, &policy->values[i]);
    json_end(json);
    put_limits(json, policy);
    put_lists(json, policy);
    decision_put_money(json, policy);
    json_end(json);
}

/* ---- findings and allowance ------------------------------------------------------------------ */

static void put_finding(struct json *json, const char *key, const struct decision_row *row)
{
    char flags[96], rule[2] = {row->finding.rule, '\0'};
    findings_flags_text(flags, row->finding.flags);
    json_begin_object(json, key);
    json_put_text(json, "layer", row->layer);
    json_put_text(json, "code", row->code);
    json_put_text(json, "class",
                  row->finding.has_class ? classify_name(row->finding.class_id) : NULL);
    json_put_filled(json, "flags", flags);
    json_put_text(json, "route", row->finding.route);
    json_put_text(json, "rule", rule);
    json_put_bool(json, "is_candidate", row->finding.is_candidate);
    json_put_bool(json, "is_override", row->finding.is_override);
    json_put_text(json, "why", row->finding.why.text[LANG_EN]);
    json_end(json);
}

struct sums {
    const char *layer;
    uint64_t micro[3];
    uint32_t area_count, unknown_count;
};

static void add_row(void *context, const struct allowance_row *row)
{
    struct sums *sums = context;
    if (row->of->layer != sums->layer)
        return;
    if (row->scenario[0] == 'z') {
        sums->area_count++;
        sums->unknown_count +=
            !row->has_amount ||
            (row->amount_micro && row->of->place.participants_micro == WS_UNBOUNDED);
    } else if (row->has_amount) {
        size_t at = row->scenario[0] == 'l' ? 0 : row->scenario[0] == 'm' ? 1 : 2;
        sums->micro[at] = fixed_add_bound(sums->micro[at], row->amount_micro);
    }
}

/* sum + left = budget + lacking; what is left is not known while an amount is not. */
static void put_budget(struct json *json, const struct sums *sums, uint64_t budget_micro)
{
    bool exceeds = sums->micro[1] > budget_micro;
    json_put_bool(json, "exceeds_budget", exceeds);
    json_put_people(json, "budget", budget_micro);
    if (sums->unknown_count && !exceeds)
        json_put_text(json, "left", NULL);
    else
        json_put_people(json, "left", exceeds ? 0 : budget_micro - sums->micro[1]);
    json_put_people(json, "lacking", exceeds ? sums->micro[1] - budget_micro : 0);
}

/* Few participants cost most, so the sum of the low number is the highest. */
static void put_sums(struct json *json, const struct run *run, const char *layer)
{
    static const char *const NAMES[] = {"sek_low_n", "sek_mid_n", "sek_high_n"};
    const struct policy_value *budget = &run->decision->policy.values[POLICY_BUDGET];
    struct sums sums = {.layer = layer};
    decision_allowances(run, add_row, &sums);
    json_begin_object(json, NULL);
    json_put_text(json, "layer", layer);
    json_put_whole(json, "areas", sums.area_count);
    json_put_whole(json, "areas_without_amount", sums.unknown_count);
    for (size_t i = 0; i < 3; i++)
        if (sums.unknown_count == sums.area_count)
            json_put_text(json, NAMES[i], NULL);
        else
            json_put_people(json, NAMES[i], sums.micro[i]);
    if (budget->is_known && sums.unknown_count < sums.area_count)
        put_budget(json, &sums, budget->mid);
    json_end(json);
}

static void put_income(struct json *json, const struct policy *policy)
{
    uint64_t income_micro;
    if (policy_income(&income_micro, policy))
        json_put_people(json, "income", income_micro);
    else
        json_put_text(json, "income", NULL);
}

static void put_allowance(struct json *json, const struct run *run)
{
    const struct decision *decision = run->decision;
    struct allowance_terms terms = allowance_terms(&decision->policy);
    json_begin_object(json, "allowance");
    json_put_text(json, "formula", "S(n) = max(0, F - (1 - tau) n m), m = r - v, n* = F / m");
    put_income(json, &decision->policy);
    json_put_real(json, "break_even", allowance_break_even(&terms));
    json_put_real(json, "ends_at", terms.band_count ? nan("") : allowance_end(&terms));
    if (terms.is_known && !terms.taper_micro && !terms.band_count)
        json_put_text(json, "flat", "below break-even one more participant brings nothing");
    if (terms.is_known && terms.band_count) {
        uint32_t edges[32];
        uint32_t count = allowance_edges(edges, 32, &terms, 10000);
        json_put_whole(json, "falling_edge_count", count);
        json_begin_array(json, "falling_edges");
        for (uint32_t i = 0; i < count && i < 32; i++)
            json_put_whole(json, NULL, edges[i]);
        json_end(json);
    }
    json_begin_array(json, "sums");
    put_sums(json, run, decision->rows[0].layer);
    if (decision->area_count)
        put_sums(json, run, decision->rows[decision->zone_count].layer);
    json_end(json);
    json_end(json);
}

void decision_evidence_of(struct json *json, const struct run *run, uint32_t zone)
{
    put_finding(json, "finding", &run->decision->rows[zone]);
}

void decision_put_findings(struct json *json, const struct run *run)
{
    const struct decision *decision = run->decision;
    json_begin_array(json, "findings");
    for (uint32_t i = 0; i < decision->zone_count + decision->area_count; i++)
        put_finding(json, NULL, &decision->rows[i]);
    json_end(json);
}

void decision_evidence(struct json *json, const struct run *run)
{
    const struct decision *decision = run->decision;
    put_policy(json, &decision->policy);
    decision_put_findings(json, run);
    if (decision->zone_count)
        put_allowance(json, run);
    lots_evidence(json, run);
}
