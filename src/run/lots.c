/* Draws the lots of the thin zones of a layer. */
#include "run/lots.h"
#include "run/run.h"
#include "run/supplier.h"

#include "base/mem.h"
#include "geo/polygon.h"

#include <inttypes.h>
#include <stdio.h>

void lots_free(struct run_lots *lots)
{
    if (!lots)
        return;
    for (uint32_t i = 0; lots->rows && i < lots->lots.count; i++) {
        mem_free(lots->rows[i].areas);
        mem_free(lots->rows[i].leave);
    }
    mem_free(lots->rows);
    mem_free(lots->zones);
    areas_release(&lots->outlines);
    lots_release(&lots->lots);
    mem_free(lots);
}

bool lots_are_of_areas(const struct run *run)
{
    return run->supplier->has_areas && !run->decision->policy.is_lot_split;
}

static enum ws_status no_memory(struct ws_error *err)
{
    return error_set(err, WS_NO_MEMORY, "no memory for the lots");
}

/* ---- the problem --------------------------------------------------------------------- */

/* What lots_draw() is asked; the arrays are owned here. */
struct question {
    struct lots_problem problem;
    uint64_t *micro;
    bool *is_beside;
    uint32_t *cost;
};

static void question_release(struct question *question)
{
    mem_free(question->micro);
    mem_free(question->is_beside);
    mem_free(question->cost);
}

/* Members of the ways that are thin, as the zones of the lots. */
static enum ws_status find_thin(struct run_lots *lots, uint32_t **members,
                                const struct decision *decision, struct ws_error *err)
{
    const struct decision_ways *ways = &decision->ways[lots->of_areas];
    const struct decision_row *rows = decision->rows + (lots->of_areas ? decision->zone_count : 0);
    lots->zones = mem_array(ways->count, sizeof *lots->zones);
    *members = mem_array(ways->count, sizeof **members);
    if (!lots->zones || !*members)
        return no_memory(err);
    for (uint32_t i = 0; i < ways->count; i++) {
        if (!decision_is_thin(&rows[ways->zones[i]], &decision->policy))
            continue;
        (*members)[lots->thin_count] = i;
        lots->zones[lots->thin_count++] = ways->zones[i];
    }
    return WS_OK;
}

static enum ws_status ask(struct question *out, const struct run_lots *lots,
                          const uint32_t *members, const struct decision *decision,
                          struct ws_error *err)
{
    const struct decision_ways *ways = &decision->ways[lots->of_areas];
    const struct decision_row *rows = decision->rows + (lots->of_areas ? decision->zone_count : 0);
    uint32_t count = lots->thin_count;
    size_t pairs = (size_t)count * count;
    out->micro = mem_array(count, sizeof *out->micro);
    out->is_beside = mem_array(pairs, sizeof *out->is_beside);
    out->cost = mem_array(pairs, sizeof *out->cost);
    if (!out->micro || !out->is_beside || !out->cost)
        return no_memory(err);
    for (uint32_t i = 0; i < count; i++) {
        out->micro[i] = rows[lots->zones[i]].place.participants_micro;
        for (uint32_t j = 0; j < count; j++) {
            size_t from = (size_t)members[i] * ways->count + members[j];
            out->is_beside[(size_t)i * count + j] = ways->is_beside[from];
            out->cost[(size_t)i * count + j] = ways->cost[from];
        }
    }
    out->problem =
        (struct lots_problem){.area_count = count,
                              .micro = out->micro,
                              .is_beside = out->is_beside,
                              .travel_cost = out->cost,
                              .travel_limit = lots->travel_limit,
                              .volume_micro = lots->volume_micro,
                              .aim = decision->policy.is_lot_even ? LOTS_EVEN : LOTS_FEWEST};
    return WS_OK;
}

static enum ws_status draw(struct run_lots *lots, const struct decision *decision,
                           struct ws_error *err)
{
    uint32_t *members = NULL;
    struct question question = {0};
    enum ws_status st = find_thin(lots, &members, decision, err);
    if (!st)
        st = ask(&question, lots, members, decision, err);
    if (!st)
        st = lots_draw(&lots->lots, &question.problem, err);
    question_release(&question);
    mem_free(members);
    return st;
}

/* ---- outlines ------------------------------------------------------------------------- */

static enum ws_status draw_outlines(struct run_lots *lots, const struct areas *areas,
                                    struct ws_error *err)
{
    struct areas_builder builder = {0};
    struct polygons *polygons = NULL;
    uint32_t *members = mem_array(lots->thin_count, sizeof *members);
    enum ws_status st = members ? polygons_open(&polygons, err) : no_memory(err);
    for (uint32_t i = 0; !st && i < lots->lots.count; i++) {
        const struct lot *lot = &lots->lots.lots[i];
        for (uint32_t j = 0; j < lot->area_count; j++)
            members[j] = lots->zones[lots->lots.areas[lot->first + j]];
        st = polygons_union(polygons, &builder, areas, members, lot->area_count, NULL, 0,
                            (int64_t)i + 1, err);
    }
    polygons_close(polygons);
    mem_free(members);
    lots->outlines = builder.areas;
    return st;
}

/* ---- words ---------------------------------------------------------------------------- */

static void tell_outcome(struct run_lots *lots, enum lots_aim aim)
{
    const struct lots *of = &lots->lots;
    struct sentence *out = &lots->outcome;
    double largest = (double)of->largest_micro / WS_MICRO;
    if (lots->too_many_count)
        SENTENCE_ADD(out, SAY_LOTS_TOO_MANY, SAY_WHOLE(LOTS_AREAS));
    else if (aim == LOTS_FEWEST)
        SENTENCE_ADD(out, of->is_proved ? SAY_LOTS_FEWEST : SAY_LOTS_AT_LEAST, SAY_WHOLE(of->count),
                     SAY_WHOLE(of->least_count));
    else if (of->is_proved)
        SENTENCE_ADD(out, of->largest_micro ? SAY_LOTS_EVEN_COUNT_PROVED : SAY_LOTS_EVEN,
                     SAY_WHOLE(of->count), SAY_REAL(largest));
    else
        SENTENCE_ADD(out, SAY_LOTS_EVEN_NOT_PROVED, SAY_WHOLE(of->count), SAY_REAL(largest),
                     SAY_REAL((double)of->least_largest_micro / WS_MICRO));
}

static void tell_line(struct decision *decision)
{
    const struct run_lots *lots = decision->lots;
    uint32_t line = decision->line_count++;
    char *text = decision->lines[line];
    size_t size = sizeof decision->lines[line];
    uint32_t thin_count = lots->thin_count + lots->too_many_count;
    int used =
        snprintf(text, size, "Tender lots, %s: %" PRIu32 " thin (providers < %" PRIu64 "); %s",
                 lots->layer, thin_count, decision->policy.values[POLICY_CHOICE].mid / WS_MICRO,
                 lots->outcome.text[LANG_EN]);
    if (lots->lots.below_count)
        snprintf(text + used, size - (size_t)used, "; %" PRIu32 " below the volume",
                 lots->lots.below_count);
    decision->line[line] = text;
}

enum ws_status lots_run(struct run *run, struct ws_error *err)
{
    struct decision *decision = run->decision;
    struct run_lots *lots = mem_array(1, sizeof *lots);
    if (!lots)
        return no_memory(err);
    decision->lots = lots; /* whatever happens it is released with the decision */
    lots->of_areas = lots_are_of_areas(run);
    lots->layer = lots->of_areas ? "supplier_areas" : "municipalities";
    lots->travel_limit = decision_travel_limit(run);
    lots->volume_micro = findings_lot_volume(&decision->policy);
    lots->too_many_count = decision->ways[lots->of_areas].too_many_count;
    enum ws_status st = draw(lots, decision, err);
    if (!st)
        st = draw_outlines(lots, lots->of_areas ? &run->supplier->zones.areas : &run->zones.areas,
                           err);
    if (st)
        return st;
    tell_outcome(lots, decision->policy.is_lot_even ? LOTS_EVEN : LOTS_FEWEST);
    st = lots_judge(lots, run, err);
    if (!st && (lots->thin_count || lots->too_many_count))
        tell_line(decision);
    return st;
}
