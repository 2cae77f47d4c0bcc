/* Bounds of what is served remotely; what is left is always the rest. */
#include "decide/remote.h"

#include "base/fixed.h"

#include <assert.h>

/* ---- terms ------------------------------------------------------------------------- */

static const char *choose_share(struct remote_share *out, const struct remote_share *place,
                                const struct remote_share *nation, const struct policy_value *value)
{
    *out = place->is_known ? *place : *nation;
    if (out->is_known)
        return place->is_known ? "place" : "nation";
    if (!value->is_known)
        return NULL;
    *out = (struct remote_share){true, true, (uint32_t)value->low, (uint32_t)value->mid,
                                 (uint32_t)value->high};
    return "nation";
}

static enum remote_word word_of(const struct remote *remote, const struct remote_place *place)
{
    const struct remote_place *nation = &remote->nation;
    if (place->is_told && place->word != REMOTE_NOT_TOLD)
        return (enum remote_word)place->word;
    if (nation->is_told)
        return (enum remote_word)nation->word;
    bool has_ended = !place->is_told && (place->is_named || nation->is_named);
    return has_ended && remote->has_permissions ? REMOTE_OFF : REMOTE_NOT_TOLD;
}

struct remote_terms remote_terms_of(const struct remote *remote, const struct remote_place *place,
                                    const struct policy *policy, enum policy_word word)
{
    const struct policy_value *values = policy->values;
    struct remote_terms terms = {.word = word_of(remote, place),
                                 .is_independent = policy->is_independent};
    terms.network_of = choose_share(&terms.network, &place->network, &remote->nation.network,
                                    &values[POLICY_NETWORK_SHARE]);
    terms.ability_of = choose_share(&terms.ability, &place->ability, &remote->nation.ability,
                                    &values[POLICY_ABILITY_SHARE]);
    if (word == POLICY_NO)
        terms.word = REMOTE_OFF;
    else if (word == POLICY_YES && terms.word == REMOTE_NOT_TOLD)
        terms.word = REMOTE_ON;
    return terms;
}

/* ---- bounds ------------------------------------------------------------------------ */

/* Rounded down at the low end and up at the high end: the interval holds. */
static uint64_t part_low(uint64_t demand, uint64_t share)
{
    return fixed_mul_div(demand, share, WS_MICRO);
}

static uint64_t part_high(uint64_t demand, uint64_t share)
{
    return fixed_mul_div_up(demand, share, WS_MICRO);
}

static uint64_t smaller(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

static void take_rest(struct remote_answer *out)
{
    assert(out->served_low <= out->served_high && out->served_high <= out->demand_micro);
    out->left_low = out->demand_micro - out->served_high;
    out->left_high = out->demand_micro - out->served_low;
}

static void judge_independent(struct remote_answer *out, const struct remote_terms *terms)
{
    const struct remote_share *a = &terms->network, *b = &terms->ability;
    uint64_t demand = out->demand_micro;
    out->served_low = part_low(part_low(demand, a->low_micro), b->low_micro);
    out->served_high = part_high(part_high(demand, a->high_micro), b->high_micro);
    if (a->has_middle && b->has_middle)
        out->served_mid = part_low(part_low(demand, a->middle_micro), b->middle_micro);
}

static void judge_bounds(struct remote_answer *out, const struct remote_terms *terms)
{
    const struct remote_share *a = &terms->network, *b = &terms->ability;
    uint64_t least = (uint64_t)a->low_micro + b->low_micro;
    out->served_low = part_low(out->demand_micro, least > WS_MICRO ? least - WS_MICRO : 0);
    out->served_high = part_high(out->demand_micro, smaller(a->high_micro, b->high_micro));
}

void remote_judge(struct remote_answer *out, uint64_t demand_micro,
                  const struct remote_terms *terms)
{
    *out = (struct remote_answer){.demand_micro = demand_micro, .served_mid = WS_UNBOUNDED};
    if (terms->word == REMOTE_OFF)
        out->served_mid = 0;
    else if (terms->is_independent)
        judge_independent(out, terms);
    else
        judge_bounds(out, terms);
    if (terms->word == REMOTE_NOT_TOLD) {
        out->served_low = 0;
        out->served_mid = WS_UNBOUNDED;
    }
    take_rest(out);
}

void remote_case(struct remote_answer *out, uint64_t demand_micro, uint32_t without_micro,
                 enum remote_word word)
{
    uint64_t served = demand_micro - part_high(demand_micro, without_micro);
    *out = (struct remote_answer){.demand_micro = demand_micro};
    if (word != REMOTE_OFF)
        out->served_high = served;
    if (word == REMOTE_ON)
        out->served_low = served;
    out->served_mid = word == REMOTE_NOT_TOLD ? WS_UNBOUNDED : out->served_low;
    take_rest(out);
}

void remote_add(struct remote_answer *to, const struct remote_answer *part)
{
    to->demand_micro += part->demand_micro;
    to->served_low += part->served_low;
    to->served_high += part->served_high;
    to->left_low += part->left_low;
    to->left_high += part->left_high;
    to->served_mid = fixed_add_bound(to->served_mid, part->served_mid);
}

bool remote_is_only(uint32_t provider_count, const struct remote_answer *all)
{
    return provider_count == 0 && all->demand_micro &&
           all->served_low >= all->demand_micro - all->served_low;
}

enum remote_room remote_room(uint64_t visits_low, uint64_t visits_high, uint64_t capacity_micro)
{
    if (visits_high == WS_UNBOUNDED || capacity_micro == WS_UNBOUNDED)
        return REMOTE_ROOM_NOT_KNOWN;
    if (visits_high <= capacity_micro)
        return REMOTE_ENOUGH;
    return visits_low > capacity_micro ? REMOTE_TOO_FEW : REMOTE_DEPENDS;
}

const char *remote_room_name(enum remote_room room)
{
    static const char *const names[] = {NULL, "yes", "depends", "no"};
    return names[room];
}

const char *remote_word_name(enum remote_word word)
{
    static const char *const names[] = {NULL, "no", "yes"};
    return names[word];
}
