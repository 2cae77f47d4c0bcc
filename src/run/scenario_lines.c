/* What is said of a scenario: who gains and loses, what turns white, what must be
 * known of law, competition and cost. */
#include "run/phrases.h"
#include "run/scenario.h"

#include "base/fixed.h"
#include "base/mem.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static enum ws_status no_memory(struct ws_error *err)
{
    return error_set(err, WS_NO_MEMORY, "no memory for the words of a scenario");
}

static enum ws_status add_text(char ***texts, size_t *count, size_t *cap, const char *text,
                               struct ws_error *err)
{
    char *own = mem_string(text);
    if (!own || mem_grow(texts, cap, *count + 1, sizeof **texts)) {
        mem_free(own);
        return no_memory(err);
    }
    (*texts)[(*count)++] = own;
    return WS_OK;
}

enum ws_status scenario_note(struct scenario_outcome *out, struct ws_error *err, const char *fmt,
                             ...)
{
    char text[600];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    return add_text(&out->notes, &out->note_count, &out->note_cap, text, err);
}

/* ---- who gains, who loses ------------------------------------------------------------- */

static enum ws_status add_code(char **list, uint32_t *count, const char *code, struct ws_error *err)
{
    size_t size = (*list ? strlen(*list) : 0) + strlen(code) + 2;
    char *longer = mem_array(size, 1);
    if (!longer)
        return no_memory(err);
    snprintf(longer, size, "%s%s%s", *list ? *list : "", *list ? "," : "", code);
    mem_free(*list);
    *list = longer;
    ++*count;
    return WS_OK;
}

static enum ws_status sum_zones(struct scenario_outcome *out, const struct run *base,
                                const struct run *overlay, struct ws_error *err)
{
    size_t weights = base->population.units.weight_count;
    struct ws_evaluation *shown = &out->shown;
    enum ws_status st = WS_OK;
    for (uint32_t zone = 0; !st && zone < base->zones.count; zone++) {
        uint64_t before = base->main_shares.rows[zone * weights].covered_micro;
        uint64_t after = overlay->main_shares.rows[zone * weights].covered_micro;
        uint32_t had = base->median_choice[zone], has = overlay->median_choice[zone];
        shown->lost_micro += before > after ? before - after : 0;
        shown->gained_micro += after > before ? after - before : 0;
        if (had == WS_NONE || has == WS_NONE || !had == !has)
            continue;
        st = has ? add_code(&out->unwhitens, &shown->unwhite_count, base->zones.code[zone], err)
                 : add_code(&out->whitens, &shown->white_count, base->zones.code[zone], err);
    }
    return st;
}

/* People who have so many providers at the main limit, where that changes: "; with 2 or
 * more: -10,118". */
static void add_choices(char *text, size_t size, const struct run *base, const struct run *overlay)
{
    const struct ws_options *options = base->options;
    size_t nation = base->zones.count * base->population.units.weight_count;
    size_t first = (nation * options->cutoff_count + options->main_cutoff) * options->choice_count;
    for (uint32_t k = 0; k < options->choice_count; k++) {
        uint64_t before = base->zone_shares.rows[first + k].covered_micro;
        uint64_t after = overlay->zone_shares.rows[first + k].covered_micro;
        uint64_t moved = after < before ? before - after : after - before;
        size_t used = strlen(text);
        char people[40];
        if (options->choice[k] < 2 || before == after)
            continue;
        snprintf(text + used, size - used, "; with %" PRIu32 " or more: %s%s %s",
                 options->choice[k], after < before ? "-" : "+", phrases_whole(people, moved),
                 phrases_persons(moved));
    }
}

static enum ws_status tell_people(struct scenario_outcome *out, const struct run *base,
                                  const struct run *overlay, struct ws_error *err)
{
    const struct ws_evaluation *shown = &out->shown;
    const char *limit = base->options->cutoff_text[base->options->main_cutoff];
    const char *least = shown->lost_micro && shown->gained_micro ? "at least " : "";
    char text[800], lost[40], gained[40];
    size_t used = (size_t)snprintf(text, sizeof text, "Scenario %.120s: ", out->name);
    if (!shown->lost_micro && !shown->gained_micro)
        used +=
            (size_t)snprintf(text + used, sizeof text - used,
                             "nobody gains a first or loses the only provider within %s", limit);
    if (shown->lost_micro)
        used += (size_t)snprintf(
            text + used, sizeof text - used, "%s%s %s their only provider within %s", least,
            phrases_whole(lost, shown->lost_micro),
            phrases_is_one(shown->lost_micro) ? "person loses" : "people lose", limit);
    if (shown->gained_micro)
        used += (size_t)snprintf(
            text + used, sizeof text - used, "%s%s%s %s a first provider within %s",
            shown->lost_micro ? ", " : "", least, phrases_whole(gained, shown->gained_micro),
            phrases_is_one(shown->gained_micro) ? "person gains" : "people gain", limit);
    if (out->whitens)
        used += (size_t)snprintf(text + used, sizeof text - used, "; %.200s turn%s white",
                                 out->whitens, shown->white_count == 1 ? "s" : "");
    if (out->unwhitens)
        snprintf(text + used, sizeof text - used, "; %.200s %s no longer white", out->unwhitens,
                 shown->unwhite_count == 1 ? "is" : "are");
    add_choices(text, sizeof text, base, overlay);
    return add_text(&out->lines, &out->line_count, &out->line_cap, text, err);
}

/* ---- what must be known ------------------------------------------------------------------ */

/* SEK alone with a base; else the formula. */
static enum ws_status tell_cost(struct scenario_outcome *out, const struct scenario_edit *edit,
                                struct ws_error *err)
{
    double factor = isnan(edit->value[NUMBER_FACTOR]) ? 0.9 : edit->value[NUMBER_FACTOR];
    double base_sek = edit->value[NUMBER_BASE_SEK];
    const char *name = edit->text[TEXT_BASE_NAME] ? edit->text[TEXT_BASE_NAME] : "base";
    uint64_t factor_micro = fixed_micro(factor);
    if (isnan(base_sek))
        return scenario_note(
            out, err,
            "cost of %.80s = %.2f x %.80s, saving = %.2f x it; no SEK until base_sek "
            "is entered",
            edit->text[TEXT_PROVIDER], factor, name, 1.0 - factor);
    uint64_t base_micro = fixed_micro(base_sek);
    uint64_t cost_micro = fixed_mul_div(base_micro, factor_micro, WS_MICRO);
    return scenario_note(
        out, err, "cost of %.80s = %.2f x %.80s of %.2f SEK = %.2f SEK, saving %.2f SEK",
        edit->text[TEXT_PROVIDER], factor, name, base_sek, (double)cost_micro / WS_MICRO,
        (double)(base_micro - cost_micro) / WS_MICRO);
}

static enum ws_status tell_questions(struct scenario_outcome *out, const struct scenario_edit *edit,
                                     struct ws_error *err)
{
    static const char *const QUESTIONS[] = {
        "who is responsible for whom, and by which law",
        "who pays, who gains, and who bears the risk",
        "which supply is there, who takes people, and how far is it",
        "which groups are not reached, and what would reach them",
        "what is measured, by whom, and when does it end"};
    const struct scenario_words *own = &edit->list[LIST_QUESTIONS];
    size_t count = own->count ? own->count : sizeof QUESTIONS / sizeof *QUESTIONS;
    enum ws_status st = WS_OK;
    for (size_t i = 0; !st && i < count; i++)
        st = scenario_note(out, err, "question %zu: %.300s", i + 1,
                           own->count ? own->items[i] : QUESTIONS[i]);
    return st;
}

/* No road to stop at near it: it stands there and serves nobody. */
static enum ws_status tell_unreached(struct scenario_outcome *out, const struct run *overlay,
                                     const char *id, struct ws_error *err)
{
    for (uint32_t i = 0; overlay->snaps && i < overlay->offices.points.count; i++)
        if (!strcmp(overlay->offices.id[i], id) && overlay->snaps[i].edge == WS_NONE)
            return scenario_note(out, err,
                                 "office %.80s serves nobody: no road to stop at within %.0f m", id,
                                 overlay->options->office_access_limit_m);
    return WS_OK;
}

static bool has_same_shares(const struct run *base, const struct run *overlay)
{
    const struct ws_share *a = base->zone_shares.rows, *b = overlay->zone_shares.rows;
    for (uint32_t i = 0; i < base->zone_shares.count; i++)
        if (a[i].covered_micro != b[i].covered_micro || a[i].low_micro != b[i].low_micro ||
            a[i].high_micro != b[i].high_micro)
            return false;
    return true;
}

/* A closure without effect: the office was beyond the roads, or its provider has others
 * wherever it is reached, or there are more providers than the shares ask for. */
static enum ws_status tell_closed(struct scenario_outcome *out, const struct run *base,
                                  const struct run *overlay, const char *id, struct ws_error *err)
{
    for (uint32_t i = 0; base->snaps && i < base->offices.points.count; i++)
        if (!strcmp(base->offices.id[i], id) && base->snaps[i].edge == WS_NONE)
            return scenario_note(out, err,
                                 "closing office %.80s changes nothing: it serves nobody, no road "
                                 "to stop at within %.0f m",
                                 id, base->options->office_access_limit_m);
    if (!has_same_shares(base, overlay))
        return WS_OK;
    return scenario_note(out, err,
                         "closing office %.80s changes no share: nobody lives within the limits of "
                         "it, or its provider has another office for everybody who does, or enough "
                         "other providers are left",
                         id);
}

static enum ws_status tell_closed_provider(struct scenario_outcome *out, const struct run *base,
                                           const struct run *overlay, const char *provider,
                                           struct ws_error *err)
{
    if (!has_same_shares(base, overlay))
        return WS_OK;
    return scenario_note(
        out, err,
        "closing provider %.80s changes no share: nobody lives within the limits "
        "of its offices, or enough other providers are left for everybody who does",
        provider);
}

static enum ws_status tell_active(struct scenario_outcome *out, const struct run *base,
                                  const struct run *overlay, const struct scenario_edit *edit,
                                  struct ws_error *err)
{
    const char *id = edit->text[TEXT_ID] ? edit->text[TEXT_ID] : edit->text[TEXT_OFFICE];
    enum ws_status st = WS_OK;
    switch (edit->kind) {
    case EDIT_ADD_OFFICE:
    case EDIT_MOVE_OFFICE:
    case EDIT_APPROVE_OFFICE:
        return tell_unreached(out, overlay, id, err);
    case EDIT_CLOSE_OFFICE:
        return tell_closed(out, base, overlay, id, err);
    case EDIT_CLOSE_PROVIDER:
        return tell_closed_provider(out, base, overlay, edit->text[TEXT_PROVIDER], err);
    case EDIT_MUNICIPAL_SERVICE:
        st =
            scenario_note(out, err,
                          "alternative A: needs a change of law; %.80s serves the residents of %s "
                          "alone%s; its costs must be told in full (cost price, equal competition)",
                          edit->text[TEXT_PROVIDER], edit->text[TEXT_MUNICIPALITY],
                          edit->flag[FLAG_KEEP_OTHERS] ? ", beside the other providers"
                                                       : ", in the place of all others");
        return st ? st : tell_unreached(out, overlay, id, err);
    case EDIT_LOCAL_OFFICE:
        return scenario_note(
            out, err,
            "alternative B: point %.80s has no provider: reach rises, choice does not; "
            "competition neutrality: all providers must be offered it on equal terms",
            id);
    case EDIT_INQUIRY:
        st = scenario_note(out, err, "alternative C: no supply changes; %s",
                           strcmp(out->shown.sha256, out->shown.base_sha256)
                               ? "other edits of the scenario do"
                               : "all figures equal the baseline (checked)");
        return st ? st : tell_questions(out, edit, err);
    case EDIT_AUTHORISATION:
        return tell_cost(out, edit, err);
    default:
        return WS_OK;
    }
}

static enum ws_status tell_edit(struct scenario_outcome *out, const struct ws_scenario *scenario,
                                const struct run *overlay, const struct scenario_edit *edit,
                                struct ws_error *err)
{
    const char *from = edit->text[TEXT_FROM] ? edit->text[TEXT_FROM] : scenario->from;
    const char *until = edit->text[TEXT_UNTIL] ? edit->text[TEXT_UNTIL] : scenario->until;
    enum ws_status st = WS_OK;
    if (!edit->is_active)
        st = scenario_note(
            out, err, "edit %" PRIu32 " (%s) changes nothing on %s: it holds%s%s%s%s", edit->number,
            scenario_kind_name(edit->kind), scenario->base->options->dated.as_of,
            from ? " from " : "", from ? from : "", until ? " until " : "", until ? until : "");
    else
        st = tell_active(out, scenario->base, overlay, edit, err);
    if (!st && edit->is_active)
        st = scenario_doubts(out, scenario, edit, err);
    if (!st && edit->text[TEXT_NOTE])
        st = scenario_note(out, err, "edit %" PRIu32 " (%s): %.300s", edit->number,
                           scenario_kind_name(edit->kind), edit->text[TEXT_NOTE]);
    return st;
}

static enum ws_status tell_route(struct scenario_outcome *out, const struct ws_scenario *scenario,
                                 struct ws_error *err)
{
    enum ws_status st = WS_OK;
    if (scenario->route)
        st = scenario_note(out, err, "route %s%s%s", scenario->route,
                           scenario->until ? "; last day " : "",
                           scenario->until ? scenario->until : "");
    for (uint32_t i = 0; !st && i < scenario->exempts.count; i++)
        st = scenario_note(out, err, "exempted rule: %.300s", scenario->exempts.items[i]);
    return st;
}

enum ws_status scenario_lines(struct scenario_outcome *out, const struct ws_scenario *scenario,
                              const struct run *overlay, struct ws_error *err)
{
    enum ws_status st = sum_zones(out, scenario->base, overlay, err);
    if (!st)
        st = tell_people(out, scenario->base, overlay, err);
    if (!st)
        st = tell_route(out, scenario, err);
    for (size_t i = 0; !st && i < scenario->edit_count; i++)
        st = tell_edit(out, scenario, overlay, &scenario->edits[i], err);
    return st;
}
