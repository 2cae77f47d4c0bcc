/* The table `chains`: who performs a step, and whom they reach. */
#include "run/comparisons.h"
#include "run/decision.h"
#include "run/layers.h"
#include "run/phrases.h"

#include "base/mem.h"
#include "decide/decide.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* Whose reach is known: [zone] people within the main limit of the open offices. */
struct performers {
    bool *is_closed;
    uint64_t *reached_micro;
};

/* ---- who performs -------------------------------------------------------------------- */

static bool is_municipality(const struct run *run, uint32_t zone, const char *actor)
{
    static const char *const WORDS[] = {"municipality", "kommun", "kommunen"};
    if (zone == WS_NONE)
        return false;
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        if (!strcasecmp(actor, WORDS[i]))
            return true;
    return !strcasecmp(actor, run->zones.name[zone]) || !strcmp(actor, run->zones.code[zone]);
}

/* Opens the offices of a provider; false: it has none. */
static bool open_provider(bool *is_closed, const struct offices *offices, const char *actor)
{
    bool is_found = false;
    for (uint32_t i = 0; i < offices->points.count; i++)
        if (!strcasecmp(offices->provider[offices->points.group[i]], actor)) {
            is_closed[i] = false;
            is_found = true;
        }
    return is_found;
}

static void find_performers(struct chain_step *step, bool *is_closed, const struct run *run)
{
    const struct chains *chains = &run->decision->chains;
    for (uint32_t i = 0; i < run->offices.points.count; i++)
        is_closed[i] = true;
    for (uint32_t n = 0; n < step->note_count; n++) {
        uint32_t note = chains->note[step->first_note + n];
        const char *actor = run->registers.notes.items[note].actor;
        if (!*actor)
            continue;
        if (is_municipality(run, step->zone, actor))
            step->is_own = true;
        else if (open_provider(is_closed, &run->offices, actor))
            step->provider_count++;
        else
            step->is_unknown = true;
    }
}

/* ---- whom they reach ------------------------------------------------------------------- */

static enum ws_status search(uint64_t *reached_micro, const struct run *run, const bool *is_closed,
                             struct ws_error *err)
{
    static const uint32_t ONE = 1;
    struct allocate_plan roads = run_allocate_plan(run);
    struct straight_plan straight = run_straight_plan(run);
    struct reach_plan reach = run_reach_plan(run, &roads, &straight);
    struct ws_allocation left = {0};
    struct ws_share *rows = NULL;
    uint32_t *part = NULL, count = 0, weights = run->population.units.weight_count;
    enum ws_status st = closures_allocate(&left, &part, &reach, is_closed, err);
    struct share_plan plan = run_share_plan(run);
    plan.allocation = &left;
    plan.part = part;
    plan.cutoff_cost = &reach.cutoff_cost[reach.main_cutoff];
    plan.cutoff_count = 1;
    plan.choice = &ONE;
    plan.choice_count = 1;
    if (!st)
        st = shares_sum(&rows, &count, &plan, err);
    for (uint32_t zone = 0; !st && zone < run->zones.count; zone++)
        reached_micro[zone] = rows[(size_t)zone * weights].covered_micro;
    mem_free(rows);
    allocation_release(&left);
    mem_free(part);
    return st;
}

/* Steps with the same providers are searched once. */
static const uint64_t *find_known(const struct performers *known, uint32_t count,
                                  const bool *is_closed, uint32_t office_count)
{
    for (uint32_t i = 0; i < count; i++)
        if (!memcmp(known[i].is_closed, is_closed, office_count * sizeof *is_closed))
            return known[i].reached_micro;
    return NULL;
}

static enum ws_status reach_step(struct chain_step *step, struct performers *known, uint32_t *count,
                                 const struct run *run, struct ws_error *err)
{
    uint32_t offices = run->offices.points.count, weights = run->population.units.weight_count;
    struct performers *next = &known[*count];
    if (!next->is_closed)
        next->is_closed = mem_array(offices, sizeof *next->is_closed);
    if (!next->is_closed)
        return layers_no_memory(err, "table", "chains");
    find_performers(step, next->is_closed, run);
    if (step->zone == WS_NONE)
        return WS_OK;
    step->people_micro = run->main_shares.rows[(size_t)step->zone * weights].people_micro;
    if (!step->provider_count)
        return WS_OK;
    const uint64_t *reached = find_known(known, *count, next->is_closed, offices);
    enum ws_status st = WS_OK;
    if (!reached) {
        next->reached_micro = mem_array(run->zones.count, sizeof *next->reached_micro);
        st = next->reached_micro ? search(next->reached_micro, run, next->is_closed, err)
                                 : layers_no_memory(err, "table", "chains");
        reached = next->reached_micro;
        ++*count;
    }
    if (!st)
        step->reached_micro = reached[step->zone];
    return st;
}

enum ws_status run_chains(struct run *run, struct ws_error *err)
{
    struct chains *chains = &run->decision->chains;
    enum ws_status st = chains_find(chains, &run->registers.notes, run->options->dated.as_of, err);
    if (st || !chains->step_count)
        return st;
    struct performers *known = mem_array((size_t)chains->step_count + 1, sizeof *known);
    uint32_t count = 0;
    if (!known)
        return layers_no_memory(err, "table", "chains");
    for (uint32_t i = 0; !st && i < chains->step_count; i++)
        st = reach_step(&chains->steps[i], known, &count, run, err);
    for (uint32_t i = 0; i <= chains->step_count; i++) {
        mem_free(known[i].is_closed);
        mem_free(known[i].reached_micro);
    }
    mem_free(known);
    if (!st)
        chains_judge(chains);
    return st;
}

/* ---- what is told ---------------------------------------------------------------------- */

void chains_line(struct run *run)
{
    const struct chains *chains = &run->decision->chains;
    uint32_t count = 0, broken = 0;
    const char *first = NULL;
    for (uint32_t i = 0; i < chains->step_count; i++) {
        const struct chain_step *step = &chains->steps[i];
        if (i && !strcmp(chains->steps[i - 1].place, step->place))
            continue;
        count++;
        broken += step->chain == CHAIN_BROKEN;
        first = !first && step->chain == CHAIN_BROKEN ? step->place : first;
    }
    if (count)
        comparisons_line(
            run, "Chains of roles: %" PRIu32 ", broken %" PRIu32 "%s%.100s (table 'chains')", count,
            broken, first ? ", first " : "", first ? first : "");
}

/* What the notes of a step have in a field, one after the other, each once. */
static void join(char out[300], const struct run *run, const struct chain_step *step, bool is_actor)
{
    size_t used = 0;
    out[0] = '\0';
    for (uint32_t n = 0; n < step->note_count && used < 300; n++) {
        const struct note *note =
            &run->registers.notes.items[run->decision->chains.note[step->first_note + n]];
        const char *text = is_actor ? note->actor : note->step;
        if (!*text || (!is_actor && n))
            continue;
        used += (size_t)snprintf(out + used, 300 - used, "%s%.120s", used ? ", " : "", text);
    }
}

/* Its words, or the number that is missing. */
static void step_text(char out[300], const struct run *run, const struct chain_step *step)
{
    join(out, run, step, false);
    if (!out[0])
        snprintf(out, 300, "%" PRIu32, step->number);
}

enum ws_status layers_chains(struct run_layers *out, const struct run *run, struct ws_error *err)
{
    const struct chains *chains = &run->decision->chains;
    if (!chains->step_count)
        return WS_OK;
    struct layer *layer =
        layers_begin(out, "chains",
                     "Chains of roles as notes tell them: who performs each step, and how many "
                     "people of the municipality they have within the main limit",
                     chains->step_count, 10);
    if (!layer)
        return layers_no_memory(err, "table", "chains");
    static const char *const NAMES[] = {"place", "code", "step", "actor", "state", "chain", "why"};
    enum { TEXTS = sizeof NAMES / sizeof *NAMES };
    struct column *columns[TEXTS];
    for (size_t c = 0; c < TEXTS; c++)
        columns[c] = c == TEXTS - 1 ? layers_sentences(layer, NAMES[c])
                                    : layers_column(layer, NAMES[c], COLUMN_TEXT);
    struct column *people = layers_column(layer, "people", COLUMN_REAL);
    struct column *reached = layers_column(layer, "reached", COLUMN_REAL);
    for (uint32_t i = 0; i < chains->step_count; i++) {
        const struct chain_step *step = &chains->steps[i];
        char name[300], actors[300];
        step_text(name, run, step);
        join(actors, run, step, true);
        const char *texts[TEXTS] = {step->place,
                                    step->zone == WS_NONE ? NULL : run->zones.code[step->zone],
                                    name,
                                    actors[0] ? actors : NULL,
                                    chains_state_name(step->state),
                                    chains_state_name(step->chain),
                                    chains_why(step)};
        for (size_t c = 0; c < TEXTS; c++)
            (c == TEXTS - 1 ? layers_told : layers_text)(columns[c], i, texts[c]);
        if (step->zone != WS_NONE)
            layers_people(people, i, step->people_micro);
        if (step->provider_count && step->zone != WS_NONE)
            layers_people(reached, i, step->reached_micro);
    }
    return layers_is_whole(layer) ? WS_OK : layers_no_memory(err, "table", "chains");
}

static void put_step(struct json *json, const struct run *run, const struct chain_step *step)
{
    char name[300], actors[300];
    step_text(name, run, step);
    join(actors, run, step, true);
    json_begin_object(json, NULL);
    json_put_text(json, "place", step->place);
    json_put_text(json, "code", step->zone == WS_NONE ? NULL : run->zones.code[step->zone]);
    json_put_text(json, "step", name);
    json_put_filled(json, "actor", actors);
    json_put_text(json, "state", chains_state_name(step->state));
    json_put_text(json, "chain", chains_state_name(step->chain));
    if (step->provider_count && step->zone != WS_NONE)
        json_put_people(json, "reached", step->reached_micro);
    json_put_text(json, "why", chains_why(step));
    json_end(json);
}

void chains_evidence(struct json *json, const struct run *run)
{
    const struct chains *chains = &run->decision->chains;
    if (!chains->step_count)
        return;
    json_begin_array(json, "chains");
    for (uint32_t i = 0; i < chains->step_count; i++)
        put_step(json, run, &chains->steps[i]);
    json_end(json);
}

/* ---- one municipality ------------------------------------------------------------------ */

void chains_evidence_of(struct json *json, const struct run *run, uint32_t zone)
{
    const struct chains *chains = &run->decision->chains;
    if (!chains->step_count)
        return;
    json_begin_array(json, "chains");
    for (uint32_t i = 0; i < chains->step_count; i++)
        if (chains->steps[i].zone == zone)
            put_step(json, run, &chains->steps[i]);
    json_end(json);
}

static void tell_step(struct phrases *phrases, const struct run *run, const struct chain_step *step)
{
    char name[300], actors[300], reached[40], people[40];
    const char *state = chains_state_name(step->state);
    step_text(name, run, step);
    join(actors, run, step, true);
    phrases_add(phrases, "  %s: %s, %s: %s", name, actors[0] ? actors : "nobody named",
                state ? state : "not known", chains_why(step));
    if (step->provider_count)
        phrases_add(phrases, "; %s of %s %s", phrases_whole(reached, step->reached_micro),
                    phrases_whole(people, step->people_micro), phrases_persons(step->people_micro));
    phrases_end_line(phrases);
}

void chains_tell(struct phrases *phrases, const struct run *run, uint32_t zone)
{
    const struct chains *chains = &run->decision->chains;
    bool is_first = true;
    for (uint32_t i = 0; i < chains->step_count; i++) {
        if (chains->steps[i].zone != zone)
            continue;
        if (is_first)
            phrases_heading(phrases, "Chain of roles (part of no figure)");
        is_first = false;
        tell_step(phrases, run, &chains->steps[i]);
    }
}
