/* Reads --policy: known keys only, every number with its bounds, null for what
 * nobody knows. */
#include "run/decision.h"
#include "run/run.h"
#include "run/supplier.h"

#include "base/file.h"
#include "base/fixed.h"
#include "base/mem.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct policy_reader {
    struct policy *policy;
    const struct json_value *root;
    const char *file, *as_of;
};

static enum ws_status bad(const struct policy_reader *reader, struct ws_error *err, const char *key,
                          const char *what)
{
    return error_set(err, WS_BAD_DATA, "%s: %.64s: %s", reader->file, key, what);
}

/* ---- one number ---------------------------------------------------------------------- */

bool decision_take_text(char *out, size_t size, const struct json_value *object, const char *key)
{
    const struct json_value *member = json_get(object, key);
    const char *text = json_get_text(member);
    if (!member)
        return true;
    if (!text || strlen(text) >= size)
        return false;
    memcpy(out, text, strlen(text) + 1);
    return true;
}

struct member_check {
    const struct policy_reader *reader;
    const char *key;
    bool is_null; /* the value itself */
};

static enum ws_status check_member(void *context, const char *name, const char *text,
                                   struct ws_error *err)
{
    static const char *const KNOWN[] = {"value", "mid",    "low",  "high", "unit",
                                        "mark",  "source", "from", "to"};
    struct member_check *check = context;
    if (!strcmp(name, "value") || !strcmp(name, "mid"))
        check->is_null = !strcmp(text, "null");
    for (size_t i = 0; i < sizeof KNOWN / sizeof *KNOWN; i++)
        if (!strcmp(name, KNOWN[i]))
            return WS_OK;
    return error_set(err, WS_BAD_DATA,
                     "%s: %.64s: no member \"%.64s\" is known; expected value, low, high, unit, "
                     "mark, source, from or to",
                     check->reader->file, check->key, name);
}

static enum ws_status take_number(uint64_t *micro, const struct policy_reader *reader,
                                  const struct policy_value *of, const struct json_value *value,
                                  struct ws_error *err)
{
    double number = json_get_real(value), most = (double)of->most / WS_MICRO;
    if (!(number >= 0.0 && number <= most))
        return error_set(err, WS_BAD_DATA,
                         "%s: %s: no number from 0 to %.9g; expected %s, or null when not known",
                         reader->file, of->name, most, of->unit);
    *micro = fixed_micro(number);
    if (of == &reader->policy->values[POLICY_CHOICE] && (!*micro || *micro % WS_MICRO))
        return bad(reader, err, of->name, "no whole number from 1 to 16");
    if (of == &reader->policy->values[POLICY_PEERS] && (!*micro || *micro % WS_MICRO))
        return bad(reader, err, of->name, "no whole number from 1 to 20");
    if (of == &reader->policy->values[POLICY_TERM] && !*micro)
        return bad(reader, err, of->name, "no time above 0; null when it is not known");
    return WS_OK;
}

static enum ws_status take_bounds(struct policy_value *of, const struct policy_reader *reader,
                                  const struct json_value *object, struct ws_error *err)
{
    const struct json_value *low = json_get(object, "low"), *high = json_get(object, "high");
    enum ws_status st = low ? take_number(&of->low, reader, of, low, err) : WS_OK;
    if (!st && high)
        st = take_number(&of->high, reader, of, high, err);
    if (!st && (of->low > of->mid || of->mid > of->high))
        return bad(reader, err, of->name, "low, value and high are not in order");
    return st;
}

static enum ws_status take_origin(struct policy_value *of, char until[11],
                                  const struct policy_reader *reader,
                                  const struct json_value *object, struct ws_error *err)
{
    char unit[64] = "", mark[4] = "";
    size_t word = strcspn(of->unit, " ");
    of->source[0] = of->mark[0] = '\0';
    if (!decision_take_text(unit, sizeof unit, object, "unit") ||
        (unit[0] && (strlen(unit) < word || strncmp(unit, of->unit, word) != 0 ||
                     (unit[word] && unit[word] != ' ' && unit[word] != ','))))
        return error_set(err, WS_BAD_DATA, "%s: %s: unit is \"%s\"; expected %s", reader->file,
                         of->name, unit, of->unit);
    if (!decision_take_text(mark, sizeof mark, object, "mark") ||
        (mark[0] && (!strchr("VRCDPN", mark[0]) || mark[1])))
        return bad(reader, err, of->name, "mark is none of V, R, C, D, P, N");
    memcpy(of->mark, mark, sizeof mark);
    if (!decision_take_text(of->source, sizeof of->source, object, "source"))
        return bad(reader, err, of->name, "source is no text of at most 199 bytes");
    if (!decision_take_text(of->from, sizeof of->from, object, "from") ||
        !decision_take_text(until, 11, object, "to") ||
        (of->from[0] && !options_parse_date(of->from)) || (until[0] && !options_parse_date(until)))
        return bad(reader, err, of->name, "from or to is no day YYYY-MM-DD");
    if (until[0] && strcmp(of->from, until) > 0)
        return bad(reader, err, of->name, "to is before from");
    return WS_OK;
}

static void forget(struct policy_value *of)
{
    of->is_known = false;
    of->low = of->mid = of->high = 0;
}

static enum ws_status read_object(struct policy_value *of, const struct policy_reader *reader,
                                  const struct json_value *object, struct ws_error *err)
{
    struct member_check check = {reader, of->name, false};
    const struct json_value *value = json_get(object, "value");
    char until[11] = "";
    enum ws_status st = json_each(object, check_member, &check, err);
    if (!st)
        st = take_origin(of, until, reader, object, err);
    if (st)
        return st;
    bool is_of_day = !reader->as_of[0] || (strcmp(of->from, reader->as_of) <= 0 &&
                                           (!until[0] || strcmp(reader->as_of, until) <= 0));
    value = value ? value : json_get(object, "mid");
    forget(of);
    if (!value)
        return bad(reader, err, of->name, "\"value\" is missing; null when it is not known");
    if (check.is_null)
        return WS_OK;
    st = take_number(&of->mid, reader, of, value, err);
    of->low = of->high = of->mid;
    if (!st)
        st = take_bounds(of, reader, object, err);
    of->is_known = true;
    if (!is_of_day) /* true on another day than the run's */
        forget(of);
    return st;
}

static enum ws_status read_value(struct policy_value *of, const struct policy_reader *reader,
                                 const struct json_value *value, const char *text,
                                 struct ws_error *err)
{
    enum ws_status st = WS_OK;
    of->is_given = true;
    if (text[0] == '{') {
        st = read_object(of, reader, value, err);
    } else {
        forget(of);
        of->mark[0] = of->source[0] = '\0';
        if (strcmp(text, "null") != 0) {
            st = take_number(&of->mid, reader, of, value, err);
            of->low = of->high = of->mid;
            of->is_known = true;
        }
    }
    bool is_rule =
        !strcmp(of->name, "choice") || !strcmp(of->name, "taper") || !strcmp(of->name, "moved_by");
    if (!st && is_rule && !of->is_known)
        return bad(reader, err, of->name, "a rule cannot be unknown; leave it out for the default");
    return st;
}

/* ---- lists ------------------------------------------------------------------------------ */

static enum ws_status no_memory(struct ws_error *err)
{
    return error_set(err, WS_NO_MEMORY, "no memory for the policy");
}

static enum ws_status read_bands(const struct policy_reader *reader, const struct json_value *list,
                                 struct ws_error *err)
{
    struct policy *policy = reader->policy;
    uint32_t count = (uint32_t)json_get_count(list);
    policy->bands = mem_array(count, sizeof *policy->bands);
    if (!policy->bands)
        return no_memory(err);
    for (uint32_t i = 0; i < count; i++) {
        const struct json_value *pair = json_get_item(list, i);
        int64_t from = -1;
        double sek = json_get_real(json_get_item(pair, 1));
        bool is_first = !i;
        if (json_get_count(pair) != 2 || !json_get_whole(&from, json_get_item(pair, 0)) ||
            !(sek >= 0.0 && sek < 1e12) || from > 1000000 || (is_first ? from != 0 : from <= 0))
            return bad(reader, err, "bands",
                       "expected [participants, SEK] by rising participants, the first from 0");
        if (!is_first && (uint32_t)from <= policy->bands[i - 1].from_count)
            return bad(reader, err, "bands", "participants do not rise");
        policy->bands[policy->band_count++] =
            (struct policy_band){(uint32_t)from, fixed_micro(sek)};
    }
    return count ? WS_OK : bad(reader, err, "bands", "no list of [participants, SEK]");
}

struct texts {
    const char *key, *expected;
    char ***items;
    uint32_t *count;
};

static enum ws_status read_texts(const struct policy_reader *reader, const struct texts *texts,
                                 const struct json_value *list, struct ws_error *err)
{
    uint32_t count = (uint32_t)json_get_count(list);
    *texts->items = mem_array(count, sizeof **texts->items);
    if (!*texts->items)
        return no_memory(err);
    for (uint32_t i = 0; i < count; i++) {
        const char *text = json_get_text(json_get_item(list, i));
        if (!text)
            return bad(reader, err, texts->key, texts->expected);
        for (uint32_t j = 0; j < i; j++)
            if (!strcmp((*texts->items)[j], text))
                return error_set(err, WS_BAD_DATA, "%s: %s: \"%.80s\" stands twice", reader->file,
                                 texts->key, text);
        (*texts->items)[(*texts->count)++] = mem_string(text);
        if (!(*texts->items)[i])
            return no_memory(err);
    }
    return count ? WS_OK : bad(reader, err, texts->key, texts->expected);
}

static enum ws_status read_offers(const struct policy_reader *reader, const struct json_value *list,
                                  struct ws_error *err)
{
    const struct texts texts = {"offers", "expected a list of codes as text",
                                &reader->policy->offers, &reader->policy->offer_count};
    return read_texts(reader, &texts, list, err);
}

static enum ws_status read_closures(const struct policy_reader *reader,
                                    const struct json_value *list, struct ws_error *err)
{
    const struct texts texts = {"closures",
                                "expected a list of offices, providers or COLUMN=VALUE as text",
                                &reader->policy->closures, &reader->policy->closure_count};
    return read_texts(reader, &texts, list, err);
}

static enum ws_status read_cities(const struct policy_reader *reader, const struct json_value *list,
                                  struct ws_error *err)
{
    const struct texts texts = {"metropolitan", "expected a list of codes as text",
                                &reader->policy->metropolitan, &reader->policy->metropolitan_count};
    return read_texts(reader, &texts, list, err);
}

static enum ws_status read_pilots(const struct policy_reader *reader, const struct json_value *list,
                                  struct ws_error *err)
{
    struct policy *policy = reader->policy;
    const struct texts texts = {"pilots", "expected \"KROM\" or a list of codes as text",
                                &policy->pilots, &policy->pilot_count};
    const char *word = json_get_text(list);
    if (!word || strcmp(word, "KROM") != 0)
        return read_texts(reader, &texts, list, err);
    policy->pilots = mem_array(PILOTS_KROM, sizeof *policy->pilots);
    if (!policy->pilots)
        return no_memory(err);
    for (uint32_t i = 0; i < PILOTS_KROM; i++) {
        policy->pilots[policy->pilot_count++] = mem_string(pilots_krom[i]);
        if (!policy->pilots[i])
            return no_memory(err);
    }
    return WS_OK;
}

static enum ws_status read_routes(const struct policy_reader *reader, const struct json_value *list,
                                  struct ws_error *err)
{
    struct policy *policy = reader->policy;
    uint32_t count = (uint32_t)json_get_count(list);
    policy->overrides = mem_array(count, sizeof *policy->overrides);
    if (!policy->overrides)
        return no_memory(err);
    for (uint32_t i = 0; i < count; i++) {
        const struct json_value *row = json_get_item(list, i);
        const char *code = json_get_text(json_get(row, "code"));
        const char *route = json_get_text(json_get(row, "route"));
        const char *reason = json_get_text(json_get(row, "reason"));
        if (!code || !route || !reason || !reason[0] || json_get_count(row) != 3)
            return bad(reader, err, "routes",
                       "expected {\"code\", \"route\", \"reason\"}, all three as text");
        if (!policy_is_route(route))
            return error_set(err, WS_BAD_DATA,
                             "%s: routes: %.64s: no route is called \"%.64s\"; expected LOV, "
                             "LOV_ALLOWANCE, LOU, DIRECT_AWARD, AGREEMENT, AUTHORISATION, "
                             "IN_HOUSE, REMOTE_VISITS or TRIAL",
                             reader->file, code, route);
        for (uint32_t j = 0; j < i; j++)
            if (!strcmp(policy->overrides[j].code, code))
                return bad(reader, err, "routes", "a code stands twice");
        struct policy_override *to = &policy->overrides[policy->override_count++];
        *to = (struct policy_override){mem_string(code), mem_string(route), mem_string(reason)};
        if (!to->code || !to->route || !to->reason)
            return no_memory(err);
    }
    return count ? WS_OK : bad(reader, err, "routes", "no list of routes");
}

static enum ws_status read_begun(const struct policy_reader *reader, const struct json_value *value,
                                 struct ws_error *err)
{
    const char *day = json_get_text(value);
    if (!day || !options_parse_date(day))
        return bad(reader, err, "begun", "no day YYYY-MM-DD");
    memcpy(reader->policy->begun, day, 11);
    reader->policy->is_begun_given = true;
    return WS_OK;
}

/* One of two words; *is_first tells which. */
static enum ws_status read_word(bool *is_first, const struct policy_reader *reader,
                                const struct json_value *value, const char *const words[3],
                                struct ws_error *err)
{
    const char *word = json_get_text(value);
    if (!word || (strcmp(word, words[1]) != 0 && strcmp(word, words[2]) != 0))
        return error_set(err, WS_BAD_DATA, "%s: %s: expected \"%s\" or \"%s\"", reader->file,
                         words[0], words[1], words[2]);
    *is_first = !strcmp(word, words[1]);
    return WS_OK;
}

static enum ws_status read_aim(const struct policy_reader *reader, const struct json_value *value,
                               struct ws_error *err)
{
    static const char *const WORDS[] = {"lot_aim", "even", "fewest"};
    return read_word(&reader->policy->is_lot_even, reader, value, WORDS, err);
}

static enum ws_status read_beside(const struct policy_reader *reader,
                                  const struct json_value *value, struct ws_error *err)
{
    static const char *const WORDS[] = {"lot_neighbours", "road", "border"};
    return read_word(&reader->policy->is_lot_by_road, reader, value, WORDS, err);
}

static enum ws_status read_lot_areas(const struct policy_reader *reader,
                                     const struct json_value *value, struct ws_error *err)
{
    static const char *const WORDS[] = {"lot_areas", "municipalities", "supplier_areas"};
    return read_word(&reader->policy->is_lot_split, reader, value, WORDS, err);
}

static enum ws_status read_services(const struct policy_reader *reader,
                                    const struct json_value *value, struct ws_error *err)
{
    static const char *const WORDS[] = {"services", "social", "ordinary"};
    return read_word(&reader->policy->is_social, reader, value, WORDS, err);
}

static enum ws_status read_permissions(const struct policy_reader *reader,
                                       const struct json_value *list, struct ws_error *err)
{
    return decision_read_permissions(reader->policy, reader->file, list, err);
}

static enum ws_status read_programme(const struct policy_reader *reader,
                                     const struct json_value *object, struct ws_error *err)
{
    return decision_read_programme(reader->policy, reader->file, object, err);
}

static enum ws_status read_transfers(const struct policy_reader *reader,
                                     const struct json_value *list, struct ws_error *err)
{
    return decision_read_transfers(reader->policy, reader->file, list, err);
}

static enum ws_status read_independent(const struct policy_reader *reader,
                                       const struct json_value *value, struct ws_error *err)
{
    static const char *const WORDS[] = {"independent", "stated", "unknown"};
    return read_word(&reader->policy->is_independent, reader, value, WORDS, err);
}

static const struct {
    const char *name;
    enum ws_status (*read)(const struct policy_reader *reader, const struct json_value *value,
                           struct ws_error *err);
} LISTS[] = {{"begun", read_begun},         {"services", read_services},
             {"lot_aim", read_aim},         {"lot_neighbours", read_beside},
             {"lot_areas", read_lot_areas}, {"bands", read_bands},
             {"offers", read_offers},       {"routes", read_routes},
             {"remote", read_permissions},  {"independent", read_independent},
             {"closures", read_closures},   {"programme", read_programme},
             {"transfers", read_transfers}, {"pilots", read_pilots},
             {"metropolitan", read_cities}};
#define LIST_COUNT (sizeof LISTS / sizeof *LISTS)

/* ---- keys --------------------------------------------------------------------------------- */

static const char *key_name(const struct policy_reader *reader, size_t i)
{
    return i < POLICY_VALUES ? reader->policy->values[i].name : LISTS[i - POLICY_VALUES].name;
}

static enum ws_status refuse_key(const struct policy_reader *reader, const char *key,
                                 struct ws_error *err)
{
    const char *best = "";
    size_t best_distance = SIZE_MAX;
    for (size_t i = 0; i < POLICY_VALUES + LIST_COUNT; i++) {
        size_t distance = options_distance(key, key_name(reader, i));
        if (distance < best_distance) {
            best_distance = distance;
            best = key_name(reader, i);
        }
    }
    return error_set(err, WS_BAD_DATA, "%s: %.64s: no such key in a policy; the nearest is \"%s\"",
                     reader->file, key, best);
}

static enum ws_status read_key(void *context, const char *key, const char *text,
                               struct ws_error *err)
{
    const struct policy_reader *reader = context;
    const struct json_value *value = json_get(reader->root, key);
    for (size_t i = 0; i < POLICY_VALUES; i++)
        if (!strcmp(key, key_name(reader, i)))
            return read_value(&reader->policy->values[i], reader, value, text, err);
    for (size_t i = 0; i < LIST_COUNT; i++)
        if (!strcmp(key, LISTS[i].name))
            return LISTS[i].read(reader, value, err);
    return refuse_key(reader, key, err);
}

enum ws_status decision_open(struct run *run, struct ws_error *err)
{
    if (!run->decision) {
        run->decision = mem_array(1, sizeof *run->decision);
        if (!run->decision)
            return no_memory(err);
        policy_init(&run->decision->policy);
        memcpy(run->decision->policy.begun, run->options->dated.as_of, 11);
    }
    return WS_OK;
}

/* ---- the file ----------------------------------------------------------------------------- */

enum ws_status decision_read(struct run *run, const struct ws_source *source, struct ws_error *err)
{
    struct json_file *file = NULL;
    enum ws_status st = decision_open(run, err);
    if (st)
        return st;
    if (file_kind(source->path) != 'f')
        return error_set(err, WS_NOT_FOUND, "%s: there is no such file (--policy)", source->given);
    st = json_file_open(&file, source->path, err);
    if (st)
        return st;
    struct policy_reader reader = {&run->decision->policy, json_file_root(file), source->given,
                                   run->options->dated.as_of};
    uint64_t keys = json_get_count(reader.root);
    if (!keys || json_get_item(reader.root, 0))
        st = error_set(err, WS_BAD_DATA, "%s: no keys; expected {\"choice\": 3, ...}",
                       source->given);
    if (!st)
        st = json_each(reader.root, read_key, &reader, err);
    json_file_close(file);
    if (!st)
        st = decision_check_codes(run, err);
    return st ? st : io_note_file(run->io, source, WS_ROLE_POLICY, keys, err);
}
