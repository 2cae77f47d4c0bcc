/* One value into its member, or what was expected instead. */
#include "run/options.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

static void *member(struct ws_options *options, const struct option_rule *rule)
{
    return (char *)options + rule->offset;
}

static const char *copy_text(char *out, size_t size, const char *text)
{
    size_t length = strlen(text);
    if (!length)
        return "a text that is not empty";
    if (length >= size)
        return size <= 32    ? "at most 31 bytes"
               : size <= 64  ? "at most 63 bytes"
               : size <= 128 ? "at most 127 bytes"
                             : "at most 1023 bytes";
    memcpy(out, text, length + 1);
    return NULL;
}

const char *options_apply_text(struct ws_options *options, const struct option_rule *rule,
                               const struct setting *setting)
{
    return copy_text(member(options, rule), rule->size, setting->value);
}

const char *options_apply_path(struct ws_options *options, const struct option_rule *rule,
                               const struct setting *setting)
{
    return copy_text(member(options, rule), rule->size, setting->path);
}

const char *options_apply_map(struct ws_options *options, const struct option_rule *rule,
                              const struct setting *setting)
{
    if (options->map_count == OPTIONS_MAX_MAPS)
        return rule->expected;
    char *to = options->maps[options->map_count++];
    return copy_text(to, sizeof options->maps[0], setting->path);
}

static const char *read_flag(bool *out, const char *text)
{
    if (*text && strcmp(text, "true") != 0 && strcmp(text, "false") != 0)
        return "nothing, true or false";
    *out = strcmp(text, "false") != 0;
    return NULL;
}

const char *options_apply_flag(struct ws_options *options, const struct option_rule *rule,
                               const struct setting *setting)
{
    return read_flag(member(options, rule), setting->value);
}

static const char *keep_number(struct ws_options *options, const struct option_rule *rule,
                               bool is_number, double value)
{
    if (!is_number || !(value >= rule->low && value <= rule->high))
        return rule->expected;
    memcpy(member(options, rule), &value, sizeof value);
    return NULL;
}

const char *options_apply_metres(struct ws_options *options, const struct option_rule *rule,
                                 const struct setting *setting)
{
    double metres = 0.0;
    bool is_length = options_parse_metres(&metres, setting->value);
    return keep_number(options, rule, is_length, metres);
}

const char *options_apply_number(struct ws_options *options, const struct option_rule *rule,
                                 const struct setting *setting)
{
    double value = 0.0;
    bool is_number = options_parse_number(&value, setting->value);
    return keep_number(options, rule, is_number, value);
}

const char *options_apply_whole(struct ws_options *options, const struct option_rule *rule,
                                const struct setting *setting)
{
    uint32_t value;
    if (!options_parse_whole(&value, setting->value) || value < rule->low || value > rule->high)
        return rule->expected;
    memcpy(member(options, rule), &value, sizeof value);
    return NULL;
}

const char *options_apply_date(struct ws_options *options, const struct option_rule *rule,
                               const struct setting *setting)
{
    if (!options_parse_date(setting->value))
        return rule->expected;
    return copy_text(member(options, rule), rule->size, setting->value);
}

const char *options_apply_ages(struct ws_options *options, const struct option_rule *rule,
                               const struct setting *setting)
{
    return options_parse_ages(&options->ages, setting->value) ? NULL : rule->expected;
}

/* ---- roles ----------------------------------------------------------------- */

/* The role named by the first `length` bytes of word; WS_ROLE_COUNT: none. */
static enum ws_role role_of(const char *word, size_t length)
{
    int role = 0;
    while (role < WS_ROLE_COUNT && (strlen(ws_role_name((enum ws_role)role)) != length ||
                                    memcmp(ws_role_name((enum ws_role)role), word, length) != 0))
        role++;
    return (enum ws_role)role;
}

/* The sources of the role that the key begins with: all eight for roads, so
 * that what is said about roads holds for each of them. NULL: no role. */
static struct ws_source *sources_of(struct ws_options *options, const struct setting *setting,
                                    uint32_t *count)
{
    enum ws_role role = role_of(setting->key, strcspn(setting->key, "."));
    *count = role == WS_ROLE_ROADS ? OPTIONS_MAX_ROADS : 1;
    if (role == WS_ROLE_COUNT || role == WS_ROLE_POLICY ||
        role == WS_ROLE_SCENARIO) /* JSON has no columns or layers */
        return NULL;
    return role == WS_ROLE_ROADS ? options->roads : &options->source[role];
}

/* The option's name is the role's. */
const char *options_apply_source(struct ws_options *options, const struct option_rule *rule,
                                 const struct setting *setting)
{
    const char *name = options_name(setting->option);
    enum ws_role role = role_of(name, strlen(name));
    assert(role < WS_ROLE_COUNT);
    struct ws_source *source = &options->source[role];
    if (role == WS_ROLE_ROADS) {
        if (options->road_count == OPTIONS_MAX_ROADS)
            return rule->expected;
        source = &options->roads[options->road_count++];
    }
    if (role == WS_ROLE_SCENARIO) {
        if (options->scenario_count == OPTIONS_MAX_SCENARIOS)
            return rule->expected;
        source = &options->scenarios[options->scenario_count++];
    }
    options->is_given[role] = true;
    const char *wrong = copy_text(source->given, sizeof source->given, setting->value);
    return wrong ? wrong : copy_text(source->path, sizeof source->path, setting->path);
}

/* rule->offset is that of the member inside struct ws_source. */
const char *options_apply_role_text(struct ws_options *options, const struct option_rule *rule,
                                    const struct setting *setting)
{
    uint32_t count;
    const char *wrong = NULL;
    struct ws_source *source = sources_of(options, setting, &count);
    if (!source || strchr(setting->key, '.'))
        return rule->expected;
    for (uint32_t i = 0; !wrong && i < count; i++)
        wrong = copy_text((char *)&source[i] + rule->offset, rule->size, setting->value);
    return wrong;
}

const char *options_apply_crs(struct ws_options *options, const struct option_rule *rule,
                              const struct setting *setting)
{
    uint32_t code;
    if (strcmp(setting->key, "out") != 0)
        return options_apply_role_text(options, rule, setting);
    if (strncmp(setting->value, "EPSG:", 5) != 0 ||
        !options_parse_whole(&code, setting->value + 5) || !code)
        return "EPSG:N, such as EPSG:3006";
    return copy_text(options->crs_out, sizeof options->crs_out, setting->value);
}

const char *options_apply_open_option(struct ws_options *options, const struct option_rule *rule,
                                      const struct setting *setting)
{
    uint32_t count;
    struct ws_source *source = sources_of(options, setting, &count);
    const char *sign = strchr(setting->value, '=');
    if (!source || !sign || sign == setting->value || strchr(setting->value, '\n'))
        return rule->expected;
    for (uint32_t i = 0; i < count; i++) {
        size_t used = strlen(source[i].open_options);
        size_t room = sizeof source[i].open_options - used;
        int length =
            snprintf(source[i].open_options + used, room, "%s%s", used ? "\n" : "", setting->value);
        if ((size_t)length >= room)
            return "open options of at most 511 bytes for one role";
    }
    return NULL;
}

static const char *add_field(struct ws_source *source, const char *key, const char *column)
{
    if (source->field_count == WS_MAX_FIELDS)
        return "at most 32 fields for one role";
    struct ws_field *field = &source->fields[source->field_count++];
    const char *wrong = copy_text(field->key, sizeof field->key, key);
    return wrong ? wrong : copy_text(field->column, sizeof field->column, column);
}

const char *options_apply_field(struct ws_options *options, const struct option_rule *rule,
                                const struct setting *setting)
{
    uint32_t count;
    const char *wrong = NULL, *dot = strchr(setting->key, '.');
    struct ws_source *source = sources_of(options, setting, &count);
    if (!source || !dot || !dot[1])
        return rule->expected;
    for (uint32_t i = 0; !wrong && i < count; i++)
        wrong = add_field(&source[i], dot + 1, setting->value);
    return wrong;
}

/* Readers find it as a field of their source. */
const char *options_apply_pad_codes(struct ws_options *options, const struct option_rule *rule,
                                    const struct setting *setting)
{
    (void)rule;
    const char *wrong = read_flag(&options->pad_codes, setting->value);
    for (size_t i = 0; !wrong && options->pad_codes && i < WS_ROLE_COUNT; i++)
        wrong = add_field(&options->source[i], "pad_codes", "true");
    return wrong;
}

/* ---- people and limits ------------------------------------------------------- */

const char *options_apply_weight(struct ws_options *options, const struct option_rule *rule,
                                 const struct setting *setting)
{
    uint32_t count = options->weight_count;
    if (count == WS_MAX_WEIGHTS)
        return "at most 16 weights";
    struct ws_weight *weight = &options->weights[count];
    size_t length = strcspn(setting->value, "=");
    if (length < 1 || length >= sizeof weight->column)
        return rule->expected;
    memcpy(weight->column, setting->value, length);
    for (uint32_t i = 0; i < count; i++)
        if (!strcmp(options->weights[i].column, weight->column))
            return "each column once";
    options->weight_count++;
    const char *label = setting->value[length] ? setting->value + length + 1 : weight->column;
    return copy_text(weight->label, sizeof weight->label, label);
}

const char *options_apply_within(struct ws_options *options, const struct option_rule *rule,
                                 const struct setting *setting)
{
    uint32_t count = options->cutoff_count, cost;
    bool is_time;
    if (count == WS_MAX_CUTOFFS)
        return "at most 16 limits";
    if (!options_parse_limit(&cost, &is_time, setting->value))
        return rule->expected;
    if (count && is_time != options->is_time)
        return "distances or times, not both in one run";
    for (uint32_t i = 0; i < count; i++)
        if (options->cutoff_cost[i] == cost)
            return "each limit once";
    options->is_time = is_time;
    options->cutoff_cost[count] = cost;
    options->cutoff_count++;
    return copy_text(options->cutoff_text[count], OPTIONS_LIMIT_TEXT, setting->value);
}

/* options_check() compares it with the limits, which may come later. */
const char *options_apply_main(struct ws_options *options, const struct option_rule *rule,
                               const struct setting *setting)
{
    uint32_t cost;
    bool is_time;
    (void)options;
    return options_parse_limit(&cost, &is_time, setting->value) ? NULL : rule->expected;
}

const char *options_apply_choice(struct ws_options *options, const struct option_rule *rule,
                                 const struct setting *setting)
{
    uint32_t choice;
    if (!options_parse_whole(&choice, setting->value) || choice < 1 || choice > WS_MAX_CHOICE)
        return rule->expected;
    for (uint32_t i = 0; i < options->choice_count; i++)
        if (options->choice[i] == choice)
            return "each number once";
    options->choice[options->choice_count++] = choice;
    return NULL;
}

/* ---- method ------------------------------------------------------------------ */

/* True for `yes`, false for `no`; anything else is not understood. */
static bool read_either(bool *out, const char *text, const char *yes, const char *no)
{
    *out = !strcmp(text, yes);
    return *out || !strcmp(text, no);
}

const char *options_apply_direction(struct ws_options *options, const struct option_rule *rule,
                                    const struct setting *setting)
{
    bool is_from;
    if (!read_either(&is_from, setting->value, "from-office", "to-office"))
        return rule->expected;
    options->direction = is_from ? WS_FROM_FACILITY : WS_TO_FACILITY;
    return NULL;
}

const char *options_apply_no_ferries(struct ws_options *options, const struct option_rule *rule,
                                     const struct setting *setting)
{
    bool has_none = false;
    const char *wrong = read_flag(&has_none, setting->value);
    (void)rule;
    options->use_ferries = !has_none;
    return wrong;
}

const char *options_apply_classes(struct ws_options *options, const struct option_rule *rule,
                                  const struct setting *setting)
{
    const char *wrong = options_apply_path(options, rule, setting);
    if (wrong)
        return wrong;
    return copy_text(options->classes_given, sizeof options->classes_given, setting->value);
}

const char *options_apply_speed(struct ws_options *options, const struct option_rule *rule,
                                const struct setting *setting)
{
    bool is_known = read_either(&options->use_source_speed, setting->value, "source", "table");
    return is_known ? NULL : rule->expected;
}

const char *options_apply_edge(struct ws_options *options, const struct option_rule *rule,
                               const struct setting *setting)
{
    bool is_included;
    if (!read_either(&is_included, setting->value, "included", "excluded"))
        return rule->expected;
    options->edge = is_included ? EDGE_INCLUDED : EDGE_EXCLUDED;
    return NULL;
}

const char *options_apply_supply(struct ws_options *options, const struct option_rule *rule,
                                 const struct setting *setting)
{
    bool *is_effective = &options->dated.is_effective;
    return read_either(is_effective, setting->value, "effective", "nominal") ? NULL
                                                                             : rule->expected;
}

const char *options_apply_lang(struct ws_options *options, const struct option_rule *rule,
                               const struct setting *setting)
{
    bool is_swedish = false;
    options->has_lang = read_either(&is_swedish, setting->value, "sv", "en");
    options->lang = is_swedish ? LANG_SV : LANG_EN;
    return options->has_lang ? NULL : rule->expected;
}

const char *options_apply_notice(struct ws_options *options, const struct option_rule *rule,
                                 const struct setting *setting)
{
    return options_parse_notice(&options->dated.notice, setting->value) ? NULL : rule->expected;
}

const char *options_apply_dates(struct ws_options *options, const struct option_rule *rule,
                                const struct setting *setting)
{
    uint32_t count = options->date_count;
    if (count == OPTIONS_MAX_DATES || !options_parse_date(setting->value) ||
        (count && strcmp(options->dates[count - 1], setting->value) >= 0))
        return rule->expected;
    snprintf(options->dates[options->date_count++], sizeof *options->dates, "%.10s",
             setting->value);
    return NULL;
}

const char *options_apply_every(struct ws_options *options, const struct option_rule *rule,
                                const struct setting *setting)
{
    static const char *const steps[] = {"month", "week", "day"};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (!strcmp(setting->value, steps[i])) {
            options->every = *steps[i];
            return NULL;
        }
    return rule->expected;
}

const char *options_apply_marker(struct ws_options *options, const struct option_rule *rule,
                                 const struct setting *setting)
{
    struct marker marker = {0};
    const char *text = strchr(setting->value, '=');
    if (!text || text - setting->value != 10 || options->marker_count == OPTIONS_MAX_MARKERS)
        return rule->expected;
    memcpy(marker.date, setting->value, 10);
    if (!options_parse_date(marker.date) || copy_text(marker.text, sizeof marker.text, text + 1))
        return rule->expected;
    options->markers[options->marker_count++] = marker;
    return NULL;
}

/* A share to the millionth, by its digits. */
const char *options_apply_reach(struct ws_options *options, const struct option_rule *rule,
                                const struct setting *setting)
{
    char text[32];
    double percent;
    size_t length = strlen(setting->value);
    if (length < 2 || length >= sizeof text || setting->value[length - 1] != '%')
        return rule->expected;
    memcpy(text, setting->value, length - 1);
    text[length - 1] = '\0';
    if (strchr(text, ','))
        return "a share with a point for the decimals, such as 98.5%";
    if (!options_parse_number(&percent, text) || !(percent > 0.0) || percent > 100.0)
        return rule->expected;
    uint32_t ppm = (uint32_t)(percent * 10000.0 + 0.5);
    if (!ppm || strlen(strchr(text, '.') ? strchr(text, '.') + 1 : "") > 4)
        return "a share of at most 4 decimals, such as 99% or 99.5%";
    options->site_reach_ppm = ppm;
    return copy_text(options->site_reach, sizeof options->site_reach, setting->value);
}

const char *options_apply_candidates_from(struct ws_options *options,
                                          const struct option_rule *rule,
                                          const struct setting *setting)
{
    options->sites_at_roads = strcmp(setting->value, "roads") == 0;
    return options->sites_at_roads || strcmp(setting->value, "settlements") == 0 ? NULL
                                                                                 : rule->expected;
}
