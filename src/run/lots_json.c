/* The key `lots` of the evidence. */
#include "run/lots.h"
#include "run/run.h"

static void put_cost(struct json *json, const char *key, uint32_t cost)
{
    if (cost < WS_COST_INF)
        json_put_real(json, key, cost / 1000.0);
    else
        json_put_text(json, key, NULL);
}

static void put_lot(struct json *json, const struct run_lots *lots, uint32_t i)
{
    const struct lot *lot = &lots->lots.lots[i];
    const struct lot_row *row = &lots->rows[i];
    json_begin_object(json, NULL);
    json_put_whole(json, "lot", i + 1);
    json_put_text(json, "areas", row->areas);
    json_put_people(json, "people", row->people_micro);
    json_put_known(json, "expected", row->expected_micro);
    json_put_known(json, "exp_low", row->low_micro);
    json_put_known(json, "exp_high", row->high_micro);
    put_cost(json, "travel_max", lot->travel_cost);
    if (row->has_value)
        json_put_people(json, "value_sek", row->value_micro);
    else
        json_put_text(json, "value_sek", NULL);
    json_put_text(json, "route", row->route);
    if (lots_is_judged(lots, i))
        json_put_bool(json, "is_below", lot->is_below);
    else
        json_put_text(json, "is_below", NULL);
    json_put_bool(json, "is_candidate", row->is_candidate);
    json_put_text(json, "leave", row->leave[0] ? row->leave : NULL);
    json_put_text(json, "why", row->why.text[LANG_EN]);
    json_end(json);
}

static void put_bounds(struct json *json, const struct run_lots *lots)
{
    json_put_whole(json, "count", lots->lots.count);
    json_put_whole(json, "at_least", lots->lots.least_count);
    json_put_people(json, "largest", lots->lots.largest_micro);
    json_put_people(json, "largest_at_least", lots->lots.least_largest_micro);
    json_put_bool(json, "is_proved", lots->lots.is_proved && !lots->too_many_count);
    json_put_whole(json, "parts", lots->lots.part_count);
    json_put_whole(json, "parts_proved", lots->lots.proved_count);
    json_put_whole(json, "below_volume", lots->lots.below_count);
    json_put_text(json, "outcome", lots->outcome.text[LANG_EN]);
}

void lots_evidence(struct json *json, const struct run *run)
{
    const struct policy *policy = &run->decision->policy;
    const struct run_lots *lots = run->decision->lots;
    if (!lots)
        return;
    json_begin_object(json, "lots");
    json_put_text(json, "layer", lots->layer);
    json_put_text(json, "aim", lots_aim_name(policy->is_lot_even ? LOTS_EVEN : LOTS_FEWEST));
    json_put_text(json, "neighbours", policy->is_lot_by_road ? "road" : "border");
    json_put_text(json, "travel",
                  "between the middles of people: of the places people live at, the nearest to "
                  "the medians of x and of y over the people on the network; both legs to the "
                  "road; the longer of there and back");
    put_cost(json, "travel_limit", lots->travel_limit);
    json_put_whole(json, "thin_areas", lots->thin_count + lots->too_many_count);
    if (lots->volume_micro)
        json_put_known(json, "volume", lots->volume_micro);
    else
        json_put_text(json, "volume", NULL);
    put_bounds(json, lots);
    json_begin_array(json, "lots");
    for (uint32_t i = 0; i < lots->lots.count; i++)
        put_lot(json, lots, i);
    json_end(json);
    json_end(json);
}
