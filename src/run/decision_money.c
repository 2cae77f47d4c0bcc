/* Programmes and transfers of a policy, and what they come to. */
#include "run/decision.h"
#include "run/run.h"

#include "base/fixed.h"
#include "base/mem.h"

/* ---- reading ---------------------------------------------------------------------------- */

enum ws_status decision_read_programme(struct policy *policy, const char *file,
                                       const struct json_value *object, struct ws_error *err)
{
    static const char *const KEYS[] = {"persons", "actors", "cost"};
    struct money_number *const to[] = {&policy->persons, &policy->actors, &policy->cost};
    for (size_t i = 0; i < 3; i++) {
        const char *text = json_get_text(json_get(object, KEYS[i]));
        if (!text || !money_parse(to[i], text))
            return error_set(err, WS_BAD_DATA,
                             "%s: programme: %s: expected a text such as \"24\", \"about 1100\", "
                             "\"over 40000000\", \"under 5\" or \"unknown\"",
                             file, KEYS[i]);
    }
    if (json_get_count(object) != 4 ||
        !decision_take_text(policy->programme_source, sizeof policy->programme_source, object,
                            "source") ||
        !policy->programme_source[0])
        return error_set(err, WS_BAD_DATA,
                         "%s: programme: expected persons, actors, cost and source", file);
    policy->has_programme = true;
    return WS_OK;
}

static bool read_line(struct money_line *out, const struct json_value *row)
{
    double sek = json_get_real(json_get(row, "sek"));
    out->sek_micro = WS_UNBOUNDED;
    if (sek >= 0.0 && sek < 1e12)
        out->sek_micro = fixed_micro(sek);
    else if (sek == sek) /* below 0 or too much; NaN: null, not known */
        return false;
    return json_get(row, "sek") && json_get_count(row) == 4 &&
           decision_take_text(out->name, sizeof out->name, row, "name") && out->name[0] &&
           decision_take_text(out->payer, sizeof out->payer, row, "payer") && out->payer[0] &&
           decision_take_text(out->gainer, sizeof out->gainer, row, "gainer") && out->gainer[0];
}

enum ws_status decision_read_transfers(struct policy *policy, const char *file,
                                       const struct json_value *list, struct ws_error *err)
{
    uint32_t count = (uint32_t)json_get_count(list);
    bool is_good = count > 0;
    policy->lines = mem_array(count, sizeof *policy->lines);
    if (!policy->lines)
        return error_set(err, WS_NO_MEMORY, "no memory for the policy");
    for (uint32_t i = 0; is_good && i < count; i++)
        is_good = read_line(&policy->lines[policy->line_count++], json_get_item(list, i));
    return is_good ? WS_OK
                   : error_set(err, WS_BAD_DATA,
                               "%s: transfers: expected a list of {\"name\", \"payer\", "
                               "\"gainer\", \"sek\"}, sek 0 or more, or null when not known",
                               file);
}

/* ---- evidence --------------------------------------------------------------------------- */

static void put_programme(struct json *json, const struct policy *policy)
{
    char text[48];
    json_begin_object(json, "programme");
    money_ratio(text, &policy->cost, &policy->persons);
    json_put_text(json, "sek_per_person", text);
    money_ratio(text, &policy->persons, &policy->actors);
    json_put_text(json, "persons_per_actor", text);
    json_put_text(json, "source", policy->programme_source);
    json_end(json);
}

/* What a party gains less what it pays; the sum over all is 0 or not known. */
static void put_net(struct json *json, const struct money_party *party)
{
    if (party->paid_micro == WS_UNBOUNDED || party->gained_micro == WS_UNBOUNDED)
        json_put_text(json, "net", NULL);
    else
        json_put_real(json, "net",
                      ((double)party->gained_micro - (double)party->paid_micro) / WS_MICRO);
}

static void put_parties(struct json *json, const struct policy *policy)
{
    struct money_party *parties = mem_array((size_t)policy->line_count * 2, sizeof *parties);
    uint32_t count = parties ? money_parties(parties, policy->lines, policy->line_count) : 0;
    json_begin_array(json, "parties");
    for (uint32_t i = 0; i < count; i++) {
        json_begin_object(json, NULL);
        json_put_text(json, "party", parties[i].name);
        json_put_known(json, "paid", parties[i].paid_micro);
        json_put_known(json, "gained", parties[i].gained_micro);
        put_net(json, &parties[i]);
        json_end(json);
    }
    json_end(json);
    mem_free(parties);
}

void decision_put_money(struct json *json, const struct policy *policy)
{
    if (policy->has_programme)
        put_programme(json, policy);
    if (!policy->line_count)
        return;
    json_begin_array(json, "transfers");
    for (uint32_t i = 0; i < policy->line_count; i++) {
        json_begin_object(json, NULL);
        json_put_text(json, "name", policy->lines[i].name);
        json_put_text(json, "payer", policy->lines[i].payer);
        json_put_text(json, "gainer", policy->lines[i].gainer);
        json_put_known(json, "sek", policy->lines[i].sek_micro);
        json_end(json);
    }
    json_end(json);
    put_parties(json, policy);
}
