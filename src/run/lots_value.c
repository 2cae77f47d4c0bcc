/* What a lot holds and is worth, which route its value allows, and why. */
#include "run/lots.h"
#include "run/run.h"

#include "base/fixed.h"
#include "base/mem.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct judging {
    const struct run_lots *lots;
    const struct run *run;
    const struct policy *policy;
    const struct decision_row *rows; /* of the layer */
};

static double units(uint64_t micro)
{
    return (double)micro / WS_MICRO;
}

static const struct decision_row *area_of(const struct judging *judging, const struct lot *lot,
                                          uint32_t i)
{
    const struct run_lots *lots = judging->lots;
    return &judging->rows[lots->zones[lots->lots.areas[lot->first + i]]];
}

/* ---- areas and participants -------------------------------------------------------------- */

/* One distinct provider more for half of the people, and the area is not thin. */
static bool would_leave(const struct judging *judging, const struct decision_row *area)
{
    uint64_t choice = judging->policy->values[POLICY_CHOICE].mid / WS_MICRO;
    return (uint64_t)area->place.provider_count + 1 == choice;
}

/* Codes with ", " between; of those that would leave only, or of all. */
static char *list_codes(const struct judging *judging, const struct lot *lot, bool only_leaving)
{
    size_t size = 1, used = 0;
    for (uint32_t i = 0; i < lot->area_count; i++)
        size += strlen(area_of(judging, lot, i)->code) + 2;
    char *text = mem_array(size, 1);
    for (uint32_t i = 0; text && i < lot->area_count; i++) {
        const struct decision_row *area = area_of(judging, lot, i);
        if (!only_leaving || would_leave(judging, area))
            used +=
                (size_t)snprintf(text + used, size - used, "%s%s", used ? ", " : "", area->code);
    }
    return text;
}

static enum ws_status add_up(struct lot_row *row, const struct judging *judging,
                             const struct lot *lot, struct ws_error *err)
{
    for (uint32_t i = 0; i < lot->area_count; i++) {
        const struct decision_row *area = area_of(judging, lot, i);
        const struct finding_place *place = &area->place;
        row->people_micro = fixed_add_bound(row->people_micro, place->people_micro);
        row->expected_micro = fixed_add_bound(row->expected_micro, place->participants_micro);
        row->low_micro = fixed_add_bound(row->low_micro, place->participants_low);
        row->high_micro = fixed_add_bound(row->high_micro, place->participants_high);
        row->leave_count += would_leave(judging, area);
    }
    row->areas = list_codes(judging, lot, false);
    row->leave = list_codes(judging, lot, true);
    return row->areas && row->leave ? WS_OK
                                    : error_set(err, WS_NO_MEMORY, "no memory for the lots");
}

/* ---- value and route ------------------------------------------------------------------------ */

static void judge_value(struct lot_row *row, const struct judging *judging)
{
    const struct policy *policy = judging->policy;
    const struct policy_value *term = &policy->values[POLICY_TERM];
    uint64_t income_micro, limit_micro;
    bool has_amounts = term->is_known && policy_income(&income_micro, policy);
    if (row->expected_micro == WS_UNBOUNDED || !has_amounts) {
        sentence_put(&row->why, has_amounts      ? SAY_VALUE_NO_PARTICIPANTS
                                : term->is_known ? SAY_VALUE_NO_INCOME
                                                 : SAY_VALUE_NO_TERM);
        return;
    }
    row->has_value = true;
    row->value_micro = policy_times(policy_times(row->expected_micro, income_micro), term->mid);
    SENTENCE_ADD(&row->why, SAY_VALUE_IN_YEARS, SAY_SEK(units(row->value_micro)),
                 SAY_YEARS(units(term->mid)));
    if (!policy_direct_limit(&limit_micro, policy)) {
        SENTENCE_ADD(&row->why, policy->begun[0] ? SAY_AND_NO_LIMIT_DAY : SAY_AND_NO_LIMIT,
                     SAY_TEXT(policy->begun));
        return;
    }
    row->route = row->value_micro < limit_micro ? "DIRECT_AWARD" : "LOU";
    SENTENCE_ADD(&row->why, SAY_AND_LIMIT, SAY_SEK(units(limit_micro)));
}

bool lots_is_judged(const struct run_lots *lots, uint32_t lot)
{
    return lots->volume_micro && lots->rows[lot].expected_micro != WS_UNBOUNDED;
}

/* ---- words ----------------------------------------------------------------------------------- */

static void tell_volume(struct lot_row *row, const struct run_lots *lots, const struct lot *lot)
{
    enum sentence_id id = SAY_LOT_ENOUGH;
    if (row->expected_micro == WS_UNBOUNDED)
        id = SAY_LOT_NO_PARTICIPANTS;
    else if (!lots->volume_micro)
        id = SAY_LOT_NO_VOLUME;
    else if (lots->volume_micro == WS_UNBOUNDED)
        id = SAY_LOT_NEVER_EVEN;
    else if (lot->is_below)
        id = SAY_LOT_BELOW;
    SENTENCE_ADD(&row->why, id, SAY_REAL(units(row->expected_micro)),
                 SAY_REAL(units(lots->volume_micro)));
}

static void tell_travel(struct lot_row *row, const struct judging *judging, const struct lot *lot)
{
    bool is_time = judging->run->options->is_time;
    double per_unit = is_time ? 60000.0 : 1e6; /* minutes, km */
    const char *unit = is_time ? "min" : "km";
    uint32_t limit = judging->lots->travel_limit;
    if (lot->area_count > 1 && lot->travel_cost < WS_COST_INF)
        SENTENCE_ADD(&row->why, SAY_LONGEST_WAY, SAY_REAL(lot->travel_cost / per_unit),
                     SAY_TEXT(unit));
    else if (lot->area_count > 1)
        sentence_put(&row->why, SAY_WAY_NOT_KNOWN);
    if (limit < WS_COST_INF)
        SENTENCE_ADD(&row->why, lot->area_count > 1 ? SAY_WAY_LIMIT : SAY_WAY_WOULD_BE,
                     SAY_REAL(limit / per_unit), SAY_TEXT(unit));
}

static void tell(struct lot_row *row, const struct judging *judging, const struct lot *lot)
{
    uint32_t counts[WS_CLASS_MANY + 1] = {0};
    for (uint32_t i = 0; i < lot->area_count; i++)
        counts[classify_choice(area_of(judging, lot, i)->place.provider_count)]++;
    SENTENCE_ADD(&row->why, judging->policy->is_lot_by_road ? SAY_THIN_BY_ROAD : SAY_THIN_BY_BORDER,
                 SAY_WHOLE(lot->area_count));
    for (uint32_t c = 0; c <= WS_CLASS_MANY; c++)
        if (counts[c])
            SENTENCE_ADD(&row->why, SAY_COUNT_OF_CLASS, SAY_WHOLE(counts[c]),
                         SAY_WORD(classify_name((enum ws_class)c)));
    tell_volume(row, judging->lots, lot);
    tell_travel(row, judging, lot);
    judge_value(row, judging);
    if (row->leave_count == lot->area_count)
        sentence_put(&row->why, SAY_EMPTIES_LOT);
    else if (row->leave_count)
        SENTENCE_ADD(&row->why, SAY_TAKES_OUT, SAY_WHOLE(row->leave_count),
                     SAY_WHOLE(lot->area_count));
    sentence_put(&row->why, SAY_SEMICOLON);
    sentence_join(&row->why, &judging->lots->outcome);
}

enum ws_status lots_judge(struct run_lots *lots, const struct run *run, struct ws_error *err)
{
    const struct decision *decision = run->decision;
    struct judging judging = {.lots = lots,
                              .run = run,
                              .policy = &decision->policy,
                              .rows = decision->rows + (lots->of_areas ? decision->zone_count : 0)};
    lots->rows = mem_array(lots->lots.count, sizeof *lots->rows);
    if (!lots->rows)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " lots", lots->lots.count);
    enum ws_status st = WS_OK;
    for (uint32_t i = 0; !st && i < lots->lots.count; i++) {
        struct lot_row *row = &lots->rows[i];
        st = add_up(row, &judging, &lots->lots.lots[i], err);
        row->is_candidate = row->expected_micro == WS_UNBOUNDED || !lots->volume_micro;
        if (!st)
            tell(row, &judging, &lots->lots.lots[i]);
    }
    return st;
}
