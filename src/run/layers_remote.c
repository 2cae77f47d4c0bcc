/* The table `remote`, and its sums in the evidence. */
#include "run/decision.h"
#include "run/layers.h"
#include "run/remote.h"

#include "decide/decide.h"

#include <string.h>

enum number {
    DEMAND,
    NETWORK_LOW,
    NETWORK_HIGH,
    ABILITY_LOW,
    ABILITY_HIGH,
    SERVED_LOW,
    SERVED_MID,
    SERVED_HIGH,
    LEFT_LOW,
    LEFT_HIGH,
    VISITS_LOW,
    VISITS_HIGH,
    CAPACITY,
    NUMBERS
};

static const char *const NUMBER_NAMES[NUMBERS] = {
    "demand",     "network_low", "network_high", "ability_low", "ability_high",
    "served_low", "served_mid",  "served_high",  "left_low",    "left_high",
    "visits_low", "visits_high", "capacity"};

/* WS_UNBOUNDED: not known. */
static void list_numbers(uint64_t out[NUMBERS], const struct remote_row *row)
{
    const struct remote_answer *answer = &row->answer;
    const struct remote_terms *terms = &row->terms;
    bool is_own = row->kind[0] == 'o' && !remote_is_nation(row) && !row->is_sum;
    bool has_network = is_own && terms->network_of, has_ability = is_own && terms->ability_of;
    const uint64_t numbers[NUMBERS] = {
        [DEMAND] = answer->demand_micro,
        [NETWORK_LOW] = has_network ? terms->network.low_micro : WS_UNBOUNDED,
        [NETWORK_HIGH] = has_network ? terms->network.high_micro : WS_UNBOUNDED,
        [ABILITY_LOW] = has_ability ? terms->ability.low_micro : WS_UNBOUNDED,
        [ABILITY_HIGH] = has_ability ? terms->ability.high_micro : WS_UNBOUNDED,
        [SERVED_LOW] = answer->served_low,
        [SERVED_MID] = answer->served_mid,
        [SERVED_HIGH] = answer->served_high,
        [LEFT_LOW] = answer->left_low,
        [LEFT_HIGH] = answer->left_high,
        [VISITS_LOW] = row->visits_low,
        [VISITS_HIGH] = row->visits_high,
        [CAPACITY] = row->capacity_micro,
    };
    memcpy(out, numbers, sizeof numbers);
}

/* Whose share it is; the claimed cases are of the whole country. */
static const char *known_of(const struct remote_row *row, const char *of)
{
    if (row->kind[0] != 'o')
        return "nation";
    return row->is_sum ? "municipalities" : of;
}

enum ws_status layers_remote(struct run_layers *out, const struct run *run, struct ws_error *err)
{
    static const char *const NAMES[] = {"layer",      "code",       "name",      "who",    "kind",
                                        "network_of", "ability_of", "permitted", "enough", "why"};
    enum { NAME = 2, TEXTS = sizeof NAMES / sizeof *NAMES };
    const struct decision *decision = run->decision;
    struct column *texts[TEXTS], *columns[NUMBERS];
    struct layer *layer = layers_begin(
        out, "remote",
        "Remote support: of people without a provider within the main limit and of "
        "all people, how many it can serve, how many are left to be met, and visits "
        "against capacity; the rows of a layer add up to its row without code and name",
        decision->remote_count, TEXTS + NUMBERS);
    if (!layer)
        return layers_no_memory(err, "table", "remote");
    for (size_t c = 0; c < TEXTS; c++)
        texts[c] = c == TEXTS - 1 || c == NAME ? layers_sentences(layer, NAMES[c])
                                               : layers_column(layer, NAMES[c], COLUMN_TEXT);
    for (size_t c = 0; c < NUMBERS; c++)
        columns[c] = layers_column(layer, NUMBER_NAMES[c], COLUMN_REAL);
    for (uint32_t i = 0; i < decision->remote_count; i++) {
        const struct remote_row *row = &decision->remotes[i];
        char why[300];
        uint64_t numbers[NUMBERS];
        remote_why(why, run, row);
        list_numbers(numbers, row);
        const char *const words[TEXTS] = {row->layer,
                                          row->code,
                                          row->name,
                                          row->who,
                                          row->kind,
                                          known_of(row, row->terms.network_of),
                                          known_of(row, row->terms.ability_of),
                                          remote_word_name(row->terms.word),
                                          remote_room_name(row->room),
                                          why};
        for (size_t c = 0; c < TEXTS; c++)
            (c == TEXTS - 1 ? layers_told
             : c == NAME    ? layers_told_name
                            : layers_text)(texts[c], i, words[c]);
        for (size_t c = 0; c < NUMBERS; c++)
            if (numbers[c] != WS_UNBOUNDED)
                layers_people(columns[c], i, numbers[c]);
    }
    return layers_is_whole(layer) ? WS_OK : layers_no_memory(err, "table", "remote");
}

static void put_row(struct json *json, const struct remote_row *row)
{
    uint64_t numbers[NUMBERS];
    list_numbers(numbers, row);
    json_begin_object(json, NULL);
    json_put_text(json, "layer", row->layer);
    json_put_text(json, "who", row->who);
    json_put_text(json, "kind", row->kind);
    for (size_t c = 0; c < NUMBERS; c++) {
        if (c > DEMAND && c < SERVED_LOW) /* shares belong to places */
            continue;
        if (numbers[c] == WS_UNBOUNDED)
            json_put_text(json, NUMBER_NAMES[c], NULL);
        else
            json_put_people(json, NUMBER_NAMES[c], numbers[c]);
    }
    json_put_text(json, "enough", remote_room_name(row->room));
    json_end(json);
}

void remote_evidence(struct json *json, const struct run *run)
{
    const struct decision *decision = run->decision;
    if (!decision->remote_count)
        return;
    json_begin_object(json, "remote");
    json_begin_array(json, "sums");
    for (uint32_t i = 0; i < decision->remote_count; i++)
        if (remote_is_nation(&decision->remotes[i]))
            put_row(json, &decision->remotes[i]);
    json_end(json);
    json_begin_array(json, "remote_only");
    for (uint32_t i = 0; i < decision->zone_count + decision->area_count; i++)
        if (decision->rows[i].place.is_remote_only)
            json_put_text(json, NULL, decision->rows[i].code);
    json_end(json);
    json_end(json);
}
