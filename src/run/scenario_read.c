/* Reads a scenario file: known keys only, what is missing is named, nothing is
 * passed over in silence. */
#include "run/scenario.h"

#include "base/file.h"
#include "base/mem.h"
#include "decide/decide.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- members and kinds --------------------------------------------------------------- */

#define T(x) (UINT32_C(1) << TEXT_##x)
#define N(x) (UINT32_C(1) << (SCENARIO_TEXTS + NUMBER_##x))
#define F(x) (UINT32_C(1) << (SCENARIO_TEXTS + SCENARIO_NUMBERS + FLAG_##x))
#define L(x) (UINT32_C(1) << (SCENARIO_TEXTS + SCENARIO_NUMBERS + SCENARIO_FLAGS + LIST_##x))

/* By their bits. */
static const char *const MEMBERS[] = {"id",        "office",       "provider",    "provider_type",
                                      "column",    "municipality", "area",        "contract",
                                      "crs",       "from",         "until",       "base_name",
                                      "note",      "lon",          "lat",         "x",
                                      "y",         "within_m",     "factor",      "base_sek",
                                      "feature",   "law_change",   "keep_others", "municipalities",
                                      "questions", "schemes"};
#define MEMBER_COUNT (sizeof MEMBERS / sizeof *MEMBERS)
_Static_assert(MEMBER_COUNT == SCENARIO_TEXTS + SCENARIO_NUMBERS + SCENARIO_FLAGS + SCENARIO_LISTS,
               "a bit for every member");

#define PLACE (N(LON) | N(LAT) | N(X) | N(Y) | T(CRS))
#define DAYS (T(FROM) | T(UNTIL) | T(NOTE))

static const struct {
    const char *name;
    uint32_t needs, may; /* members; those of a place go together */
    const char *words;   /* what it needs, for messages */
} KINDS[SCENARIO_KINDS] = {
    [EDIT_ADD_OFFICE] = {"add_office", T(ID) | T(PROVIDER), PLACE | T(TYPE), "id, provider, place"},
    [EDIT_MOVE_OFFICE] = {"move_office", T(OFFICE), PLACE, "office, place"},
    [EDIT_CLOSE_OFFICE] = {"close_office", T(OFFICE), 0, "office"},
    [EDIT_APPROVE_OFFICE] = {"approve_office", T(OFFICE), 0, "office"},
    [EDIT_CLOSE_PROVIDER] = {"close_provider", T(PROVIDER), 0, "provider"},
    [EDIT_PERMIT] = {"permit", 0, T(PROVIDER) | T(TYPE) | T(COLUMN), "provider or provider_type"},
    [EDIT_FORBID] = {"forbid", 0, T(PROVIDER) | T(TYPE) | T(COLUMN), "provider or provider_type"},
    [EDIT_JOIN_AREA] = {"join_area", T(MUNICIPALITY) | T(AREA), 0, "municipality, area"},
    [EDIT_LEAVE_AREA] = {"leave_area", T(MUNICIPALITY), 0, "municipality"},
    [EDIT_ADD_CONTRACT] = {"add_contract", T(PROVIDER) | T(AREA), T(ID), "provider, area"},
    [EDIT_CLOSE_CONTRACT] = {"close_contract", 0, T(CONTRACT) | T(PROVIDER) | T(AREA),
                             "contract, or provider and area"},
    [EDIT_CLOSE_ROAD] = {"close_road", 0, PLACE | N(WITHIN_M) | N(FEATURE), "place or feature"},
    [EDIT_MUNICIPAL_SERVICE] = {"municipal_service", T(ID) | T(PROVIDER) | T(MUNICIPALITY),
                                PLACE | F(LAW_CHANGE) | F(KEEP_OTHERS),
                                "id, provider, municipality, place, law_change"},
    [EDIT_LOCAL_OFFICE] = {"local_office", T(ID), PLACE | T(MUNICIPALITY), "id, place"},
    [EDIT_INQUIRY] = {"inquiry", 0, L(QUESTIONS) | L(MUNICIPALITIES), "nothing"},
    [EDIT_AUTHORISATION] = {"authorisation", T(PROVIDER) | L(SCHEMES),
                            N(FACTOR) | N(BASE_SEK) | T(BASE_NAME), "provider, schemes"},
};

const char *scenario_kind_name(enum scenario_kind kind)
{
    return KINDS[kind].name;
}

/* The nearest word of a list, and of what a message may say. */
static const char *nearest(const char *word, const char *const *words, size_t count)
{
    size_t best = SIZE_MAX;
    const char *found = "";
    for (size_t i = 0; i < count; i++) {
        size_t distance = options_distance(word, words[i]);
        if (distance < best) {
            best = distance;
            found = words[i];
        }
    }
    return found;
}

/* ---- one edit ----------------------------------------------------------------------------- */

struct edit_reader {
    const struct ws_scenario *scenario;
    const struct json_value *object;
    struct scenario_edit *edit;
};

static enum ws_status no_memory(struct ws_error *err)
{
    return error_set(err, WS_NO_MEMORY, "no memory for a scenario");
}

static enum ws_status read_words(struct scenario_words *words, const struct json_value *list,
                                 bool *is_words, struct ws_error *err)
{
    uint32_t count = (uint32_t)json_get_count(list);
    words->items = mem_array(count, sizeof *words->items);
    if (!words->items)
        return no_memory(err);
    *is_words = count > 0;
    for (uint32_t i = 0; i < count; i++) {
        const char *text = json_get_text(json_get_item(list, i));
        *is_words &= text && text[0];
        if (!*is_words)
            return WS_OK;
        words->items[words->count++] = mem_string(text);
        if (!words->items[i])
            return no_memory(err);
    }
    return WS_OK;
}

static enum ws_status read_value(struct edit_reader *reader, size_t member, const char *text,
                                 struct ws_error *err)
{
    struct scenario_edit *edit = reader->edit;
    const char *key = MEMBERS[member];
    const struct json_value *value = json_get(reader->object, key);
    const char *expected = NULL;
    enum ws_status st = WS_OK;
    if (member < SCENARIO_TEXTS) {
        const char *words = json_get_text(value);
        expected = words && words[0] && strlen(words) < 200 ? NULL : "a text of 1 to 199 bytes";
        edit->text[member] = expected ? NULL : mem_string(words);
        if (!expected && !edit->text[member])
            return no_memory(err);
    } else if ((member -= SCENARIO_TEXTS) < SCENARIO_NUMBERS) {
        edit->value[member] = json_get_real(value);
        bool is_unknown = member == NUMBER_BASE_SEK && !strcmp(text, "null");
        expected = isfinite(edit->value[member]) || is_unknown ? NULL : "a number";
    } else if ((member -= SCENARIO_NUMBERS) < SCENARIO_FLAGS) {
        edit->flag[member] = !strcmp(text, "true");
        expected = edit->flag[member] || !strcmp(text, "false") ? NULL : "true or false";
    } else {
        bool is_words = false;
        st = read_words(&edit->list[member - SCENARIO_FLAGS], value, &is_words, err);
        expected = is_words ? NULL : "a list of texts";
    }
    if (st || !expected)
        return st;
    return scenario_fail(reader->scenario, edit, WS_BAD_DATA, err, "%s is %.60s; expected %s", key,
                         text, expected);
}

static enum ws_status read_member(void *context, const char *key, const char *text,
                                  struct ws_error *err)
{
    struct edit_reader *reader = context;
    struct scenario_edit *edit = reader->edit;
    uint32_t may = KINDS[edit->kind].needs | KINDS[edit->kind].may | DAYS;
    const char *names[MEMBER_COUNT];
    size_t count = 0, member = 0;
    if (!strcmp(key, "edit"))
        return WS_OK;
    while (member < MEMBER_COUNT && strcmp(key, MEMBERS[member]) != 0)
        member++;
    if (member < MEMBER_COUNT && (may >> member & 1)) {
        edit->given |= UINT32_C(1) << member;
        return read_value(reader, member, text, err);
    }
    for (size_t i = 0; i < MEMBER_COUNT; i++)
        if (may >> i & 1)
            names[count++] = MEMBERS[i];
    return scenario_fail(reader->scenario, edit, WS_BAD_DATA, err,
                         "no such key \"%.40s\"; the nearest is \"%s\"", key,
                         nearest(key, names, count));
}

static bool has_pair(uint32_t given, uint32_t pair)
{
    return (given & pair) == pair;
}

/* What a kind needs is there, and no two ways of saying it. */
static enum ws_status check_members(const struct ws_scenario *scenario,
                                    const struct scenario_edit *edit, struct ws_error *err)
{
    uint32_t given = edit->given, needs = KINDS[edit->kind].needs, may = KINDS[edit->kind].may;
    bool has_degrees = has_pair(given, N(LON) | N(LAT));
    bool has_metres = has_pair(given, N(X) | N(Y) | T(CRS));
    bool has_half = (given & PLACE) && has_degrees == has_metres;
    bool lacks = (given & needs) != needs || has_half ||
                 ((given & PLACE) &&
                  (has_degrees ? given & (N(X) | N(Y) | T(CRS)) : given & (N(LON) | N(LAT))));
    bool is_road = edit->kind == EDIT_CLOSE_ROAD;
    if (may & N(LON))
        lacks |= !(given & PLACE) && !(is_road && given & N(FEATURE));
    if (is_road)
        lacks |= (given & PLACE) && (given & N(FEATURE));
    if (edit->kind == EDIT_PERMIT || edit->kind == EDIT_FORBID)
        lacks |= !(given & T(PROVIDER)) == !(given & T(TYPE));
    if (edit->kind == EDIT_CLOSE_CONTRACT)
        lacks |= !(given & T(CONTRACT)) == !has_pair(given, T(PROVIDER) | T(AREA));
    if (!lacks)
        return WS_OK;
    return scenario_fail(scenario, edit, WS_BAD_DATA, err, "expected %s%s", KINDS[edit->kind].words,
                         may & N(LON) ? " (a place is lon and lat, or x, y and crs)" : "");
}

static enum ws_status read_edit(struct ws_scenario *scenario, const struct json_value *object,
                                uint32_t number, struct ws_error *err)
{
    const char *word = json_get_text(json_get(object, "edit")), *names[SCENARIO_KINDS];
    int kind = 0;
    for (int i = 0; i < SCENARIO_KINDS; i++)
        names[i] = KINDS[i].name;
    while (word && kind < SCENARIO_KINDS && strcmp(word, names[kind]) != 0)
        kind++;
    if (!word)
        return error_set(err, WS_BAD_DATA,
                         "%s: edit %" PRIu32 ": no \"edit\"; expected {\"edit\": \"add_office\", "
                         "...}",
                         scenario->file, number);
    if (kind == SCENARIO_KINDS)
        return error_set(err, WS_BAD_DATA,
                         "%s: edit %" PRIu32 ": no such edit \"%.40s\"; the nearest is \"%s\"",
                         scenario->file, number, word, nearest(word, names, SCENARIO_KINDS));
    struct scenario_edit edit;
    scenario_edit_init(&edit, (enum scenario_kind)kind);
    edit.number = number;
    struct edit_reader reader = {scenario, object, &edit};
    enum ws_status st = json_each(object, read_member, &reader, err);
    if (!st)
        st = check_members(scenario, &edit, err);
    if (!st)
        st = scenario_add(scenario, &edit, err);
    scenario_edit_release(&edit);
    return st;
}

/* ---- the file ---------------------------------------------------------------------------------
 */

static enum ws_status bad(const struct ws_scenario *scenario, const char *key, const char *what,
                          struct ws_error *err)
{
    return error_set(err, WS_BAD_DATA, "%s: %s: %s", scenario->file, key, what);
}

static enum ws_status take_text(char **out, const struct ws_scenario *scenario,
                                const struct json_value *root, const char *key,
                                struct ws_error *err)
{
    const char *text = json_get_text(json_get(root, key));
    if (!json_get(root, key))
        return WS_OK;
    if (!text || !text[0] || strlen(text) >= 200)
        return bad(scenario, key, "expected a text of 1 to 199 bytes", err);
    mem_free(*out);
    *out = mem_string(text);
    return *out ? WS_OK : no_memory(err);
}

static enum ws_status check_key(void *context, const char *key, const char *text,
                                struct ws_error *err)
{
    static const char *const KEYS[] = {"name", "edits", "from", "until", "route", "exempts"};
    const struct ws_scenario *scenario = context;
    (void)text;
    for (size_t i = 0; i < sizeof KEYS / sizeof *KEYS; i++)
        if (!strcmp(key, KEYS[i]))
            return WS_OK;
    return error_set(err, WS_BAD_DATA,
                     "%s: %.64s: no such key in a scenario; the nearest is \"%s\"", scenario->file,
                     key, nearest(key, KEYS, sizeof KEYS / sizeof *KEYS));
}

static enum ws_status read_head(struct ws_scenario *scenario, const struct json_value *root,
                                struct ws_error *err)
{
    bool is_words = true;
    enum ws_status st = json_each(root, check_key, scenario, err);
    if (!st)
        st = take_text(&scenario->name, scenario, root, "name", err);
    if (!st)
        st = take_text(&scenario->route, scenario, root, "route", err);
    if (!st)
        st = take_text(&scenario->from, scenario, root, "from", err);
    if (!st)
        st = take_text(&scenario->until, scenario, root, "until", err);
    if (!st && json_get(root, "exempts"))
        st = read_words(&scenario->exempts, json_get(root, "exempts"), &is_words, err);
    if (st)
        return st;
    if (!is_words)
        return bad(scenario, "exempts", "expected a list of texts", err);
    if (!scenario->name[0])
        return bad(scenario, "name", "is missing", err);
    if (scenario->route && !policy_is_route(scenario->route))
        return bad(scenario, "route",
                   "expected LOV, LOV_ALLOWANCE, LOU, DIRECT_AWARD, AGREEMENT, AUTHORISATION, "
                   "IN_HOUSE, REMOTE_VISITS or TRIAL",
                   err);
    if (scenario->route && !strcmp(scenario->route, "TRIAL") && !scenario->until)
        return bad(scenario, "until", "is missing: a trial has a last day", err);
    if (scenario->exempts.count && (!scenario->route || strcmp(scenario->route, "TRIAL") != 0))
        return bad(scenario, "exempts", "rules are exempted in a TRIAL alone", err);
    return WS_OK;
}

static enum ws_status read_file(struct ws_scenario *scenario, const struct json_value *root,
                                struct ws_error *err)
{
    const struct json_value *edits = json_get(root, "edits");
    enum ws_status st = read_head(scenario, root, err);
    if (st)
        return st;
    uint32_t count = (uint32_t)json_get_count(edits);
    if (!count || !json_get_item(edits, 0))
        return bad(scenario, "edits", "expected a list of edits, [{\"edit\": ...}, ...]", err);
    for (uint32_t i = 0; !st && i < count; i++)
        st = read_edit(scenario, json_get_item(edits, i), i + 1, err);
    return st;
}

enum ws_status scenario_read(struct ws_scenario **out, const struct run *base,
                             const struct offices *reserve, const struct ws_source *source,
                             struct ws_error *err)
{
    struct json_file *file = NULL;
    struct ws_scenario *scenario = NULL;
    if (file_kind(source->path) != 'f')
        return error_set(err, WS_NOT_FOUND, "%s: there is no such file (--scenario)",
                         source->given);
    enum ws_status st = scenario_new(&scenario, base, reserve, "", err);
    if (st)
        return st;
    scenario->file = mem_string(source->given);
    st = scenario->file ? json_file_open(&file, source->path, err) : no_memory(err);
    if (!st)
        st = read_file(scenario, json_file_root(file), err);
    json_file_close(file);
    if (st)
        ws_scenario_free(scenario);
    else
        *out = scenario;
    return st;
}
